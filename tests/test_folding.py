import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrx.grammar.sentences.folding import Folded
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.resources import read_table

TABLE = read_table("clauses.json")
IDLE = IdleWords(TABLE)


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


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("It was not otherwise noted.", "It was not noted."),
        ("He hasn't yet even been clearly told.", "He has not been clearly told."),
        ("It is still not well \ndocumented.", "It is not documented."),
        ("It is not well controlled.", "It is not well controlled."),
        ("They did not, per the notes, report it.", "They did not report it."),
        ("It was not noted, however, he limps.", "It was not noted, however, he limps."),
        ("No clearly documented or reported pain.", "No reported pain."),
        ("Pain, not otherwise specified, was otherwise specified.",) * 2,
        ("Not at all.", "Not at all."),
    ],
)
def test_idle_words_are_left_out(text, folded):
    assert Folded(text, IDLE).text == folded


def test_what_stands_behind_idle_words_keeps_its_place():
    text = "He doesn’t otherwise have \n\npain, and isn't yet even well."
    folded = Folded(text, IDLE)
    for word in ("have", "pain", "and", "well"):
        start = folded.text.index(word)
        assert text[slice(*folded.back(start, start + len(word)))] == word
        [(first, behind)] = folded.spans_into([(text.index(word), text.index(word) + len(word))])
        assert folded.text[first:behind] == word
    start = text.index("isn't")
    [(first, behind)] = folded.tokens_into([(start, len(text) - 1)])
    assert folded.text[first:behind] == "not well"


def test_what_is_left_out_is_no_part_of_what_stands_in_front():
    text = "They did not, per the notes, report it."
    folded = Folded(text, IDLE)
    end = folded.text.index("not") + 3
    assert text[slice(*folded.back(0, end))] == "They did not"


@pytest.mark.parametrize(
    "unit", ["not even ", "not clearly or ", "no clearly documented or ", "is even ", "not, in the "]
)
def test_hostile_lines_are_folded(unit):
    text = unit * (50_000 // len(unit))
    folded = Folded(text, IDLE)
    assert folded.back(0, len(folded.text)) == (0, len(text))
