"""Expressions made of words, and the words that rule a text out."""

import pytest

from imrx.grammar.words import Keys


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("this request is not medically \n\nnecessary", True),
        ("the medical\nnecessity of it", True),
        ("nothing of the kind", False),
    ],
)
def test_keys_rule_out_only_what_cannot_match(text: str, stands: bool) -> None:
    assert Keys(["medically necessary", "Medical necessity"]).stand_in(text) is stands


def test_keys_are_the_longest_words_wherever_they_stand() -> None:
    keys = Keys(["as such", "the claims administrator's"])
    assert keys.places("administrator, as such; suchlike") == [0, 18, 24]
