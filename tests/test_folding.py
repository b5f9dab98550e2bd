import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrx.grammar.sentences.folding import Folded


def test_each_run_of_white_space_is_one_blank():
    folded = Folded(" No \n\nevidence\f of\u00a0 pain.\n")
    assert folded.text == " No evidence of pain. "


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("It hasn't resolved.", "It has not resolved."),
        ("It hasn’t  resolved.", "It has not resolved."),
        ("It hasnt resolved.", "It has not resolved."),
        ("DIDN'T", "DID not"),
        ("can't, won't", "cannot, will not"),
        ("The patient’s mustard", "The patient's mustard"),
    ],
)
def test_contractions_are_spelled_out(text, spelled):
    assert Folded(text).text == spelled


def test_what_stands_behind_a_contraction_keeps_its_place():
    text = "He doesn’t have pain, and can't \n\nbend."
    folded = Folded(text)
    for word in ("pain", "bend", "have"):
        start = folded.text.index(word)
        assert text[slice(*folded.back(start, start + len(word)))] == word
        [(first, behind)] = folded.spans_into([(text.index(word), text.index(word) + len(word))])
        assert folded.text[first:behind] == word
    start = folded.text.index("not")
    assert text[slice(*folded.back(start, start + 3))] == "n’t"


@given(st.text(alphabet=" \n\f\u00a0ab'\U0001f600\ud800", max_size=40))
def test_what_is_no_white_space_goes_there_and_back(text):
    folded = Folded(text)
    assert folded.text.split() == text.split()
    for start, char in enumerate(text):
        if not char.isspace():
            [(first, behind)] = folded.spans_into([(start, start + 1)])
            assert folded.text[first:behind] == char
            assert folded.back(first, behind) == (start, start + 1)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a"])
def test_the_whole_text_comes_back(text):
    folded = Folded(text)
    assert not text or folded.back(0, len(folded.text)) == (0, len(text))
