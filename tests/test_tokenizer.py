import pickle

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from imrx.components.tokenizer import LetterTokenizer
from tables import read_cases

ANY = st.characters(exclude_categories=["Cs"])
HOSTILE = ["a" * 50_000, "1" * 50_000, ". " * 25_000, "1.2." * 12_500, " " * 50_000, "’s" * 25_000]

tokenize = LetterTokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize("case", read_cases("tokens"))
def test_tokens(case):
    assert [token.text for token in tokenize(case["text"]) if not token.is_space] == case["tokens"]


@settings(derandomize=True, max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(" \n\t\f.,/#%()0123456789aZ'’-")),
        max_size=200,
    )
)
def test_the_text_is_kept(text):
    assert tokenize(text).text == text


def test_letters_are_kept(letters):
    for text in letters.values():
        assert tokenize(text).text == text


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "1" * 50_000, ". " * 25_000, "1.2." * 12_500, " " * 50_000, "’s" * 25_000]
)
def test_hostile_lines(text):
    assert tokenize(text).text == text


def test_pickle():
    again = pickle.loads(pickle.dumps(tokenize))
    assert [token.text for token in again("Norco 10/325mg")] == ["Norco", "10", "/", "325", "mg"]
