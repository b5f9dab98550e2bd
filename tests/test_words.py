"""Expressions made of words, and the words that rule a text out."""

import re

import pytest

from imrx.grammar.alternatives import any_literal, any_of, any_word, openings_of, unbroken
from imrx.grammar.sentences.words import Words
from imrx.grammar.words import Keys, bare, places_of


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


def test_keys_leave_out_words_that_have_another_in_them() -> None:
    keys = Keys(["state", "he states", "stated", "unstated"])
    assert keys.places("it states what was unstated") == [3, 21]
    assert not keys.stand_in("nothing")


def test_a_line_may_end_in_a_hyphen() -> None:
    words, text = ["non-certification", "not medically-necessary"], "non- \n\ncertification, not\nmedically-\nnecessary"
    found = re.findall(any_of(words), text)
    assert [unbroken(match) for match in found] == words
    assert Keys(words).stand_in("non- \n\ncertification")
    assert re.search(any_of(words), "non certification") is None


def test_any_word_matches_what_its_words_do() -> None:
    words = ["is", "isn't", "are", "as such", "I", "it is", "appears"]
    text = "It  is as\nsuch: this appears, isn\u2019t I; areas are (is) IS As Such"
    for flags in (0, re.IGNORECASE):
        slow = re.compile(rf"\b{any_of(words)}\b", flags)
        fast = re.compile(rf"{any_word(words)}\b", flags)
        assert [m.span() for m in fast.finditer(text)] == [m.span() for m in slow.finditer(text)] != []


def test_any_literal_allows_for_white_space_alone() -> None:
    words, text = ["q.d", "b i d", "half-life"], "q.d, qxd, b  i\nd, half-life, half- life"
    assert re.findall(any_literal(words), text) == ["q.d", "b  i\nd", "half-life"]


def test_factored_words_match_what_a_branch_for_each_does_where_the_end_of_a_word_follows() -> None:
    words, text = ["as", "as needed", "as needed for pain", "at night", "a"], "as  needed for it, at night, as, a, at"
    for source in (any_of, any_literal, openings_of):
        assert re.findall(rf"\b{source(words)}\b", text) == ["as  needed", "at night", "as", "a"]


def test_places_of_a_word_between_two_offsets() -> None:
    assert places_of("a cat, a concatenation, cat", "cat") == [2, 12, 24]
    assert places_of("a cat, a concatenation, cat", "cat", 3, 24) == [12]
    assert places_of("aaa", "aa") == [0, 1]


def test_bare_limits() -> None:
    text = "a  word, \nb"
    assert bare(text, 1, 10) == (3, 8)
    assert bare(text, 1, 10, ",") == (3, 7)
    assert bare(text, 1, 3) == (3, 3)


@pytest.mark.parametrize("text", ["", "no", "No pain, no gain. The pain is no gain.", "the patient's pain no"])
def test_words_among_others_are_found_where_they_stand(text: str) -> None:
    words = Words(text, [(0, len(text))])
    wanted = frozenset({"no", "pain", "patient", "relief"})
    assert words.among(wanted) == [index for index, word in enumerate(words.lower) if word in wanted]


def test_words_with_what_can_follow_on_them() -> None:
    text = "No pain, no gain. The pain is no"
    words = Words(text, [(0, len(text))])
    followers = {"no": {"gain", "relief"}, "pain": None, "the": {"gain"}}
    assert words.openings(frozenset(followers), followers) == [1, 2, 5]


def test_words_by_their_last_letters() -> None:
    text = "arthritis, neuritis and pain on it"
    words = Words(text, [(0, len(text))])
    assert words.ending(4, frozenset({"itis", "pain", "it"})) == {"arthritis", "neuritis", "pain", "it"}
