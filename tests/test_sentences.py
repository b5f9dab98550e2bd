from itertools import pairwise

import pytest

from imrx.grammar.sentences.ends import SentenceWords, find_sentence_ends
from imrx.resources import read_table
from tables import read_cases
from typeset import set_letter

WORDS = SentenceWords(read_table("sentences.json"))


def split(text):
    ends = find_sentence_ends(text, WORDS)
    limits = [0, *(end for end in ends if end < len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(limits)]


@pytest.mark.parametrize("case", read_cases("sentences"))
def test_sentences(case):
    assert split("".join(case["sentences"])) == case["sentences"]


@pytest.mark.parametrize("case", read_cases("titles"))
def test_a_title_is_one_sentence(nlp, case):
    with nlp.select_pipes(enable=["imr_sections", "imr_issues", "imr_sentences"]):
        doc = nlp(set_letter(case))
    title = doc.spans["issues"][1]._.issue["request"]
    span = doc.char_span(*title, alignment_mode="expand")
    assert span.sent.start_char == title[0]
    assert span.sent.end_char >= title[1]
    assert not any(token.is_sent_start for token in span[1:])


def test_sections_begin_sentences(nlp, seed):
    doc = nlp(seed(4))
    starts = {sentence.start_char for sentence in doc.sents}
    assert all(section.start_char in starts for section in doc.spans["sections"])


def test_empty_text(nlp):
    assert list(nlp("").sents) == []


MANY = 50_000
HOSTILE = {
    "full stops": "." * MANY,
    "spaced full stops": ". " * MANY,
    "list numbers": "1. " * MANY,
    "list numbers behind a title": "Dr. 1. " * MANY,
    "abbreviations": "Dr. Smith " * MANY,
    "glued": "a.B" * MANY,
    "brackets": "." + ")" * MANY,
    "quotation marks": '." ' * MANY,
    "opening signs": ". " + "(" * MANY + "A",
    "blanks": "." + " " * MANY,
    "doses": "p.o. 3 times a day. Qty: 60. " * MANY,
    "an amount": "1" * MANY + "mg. 2",
    "one long word": "w" * MANY + ". A",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_time(text):
    assert "".join(split(text)) == text
