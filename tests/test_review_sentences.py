"""Sentences in the language of review letters, written with their findings before the program had read one of them.

A third of `review_sentences`, `"set": "held"`, was not looked at while rules were mended: the score on it says how far
they carry. Who wrote the other tables, and what they had seen, stands in the README of the tables; what was scored on
them at first sight in `docs/quality.md`. Of the sets since `_c` the negated findings alone are listed.
"""

import re
from functools import cache
from typing import NamedTuple

import pytest

from imrx.grammar.sentences.folding import Folded
from imrx.labels import FINDING
from tables import read_cases

TABLES = (
    "negation_explored",
    "negation_fresh",
    "negation_guidelines",
    "negation_insertions",
    "negation_letters",
    "negation_rationales",
    "negation_siblings",
    "negation_templates",
)
FRESH = [param for name in TABLES for param in read_cases(name)]
NEGATED = {"absent", "not_documented"}
CASES = read_cases("review_sentences")
WORK = [param for param in CASES if param.values[0]["set"] == "work"]
HELD = [param.values[0] for param in CASES if param.values[0]["set"] == "held"]


class Found(NamedTuple):
    """A finding as the program reads it."""

    start: int
    end: int
    text: str
    assertion: str
    negated: bool


def reader(nlp):
    """Of a text the findings, and how many sentences it has: a text that several tests ask for is read once."""

    @cache
    def read(text):
        doc = nlp(text)
        spans = [span for span in doc.spans.get("sc", ()) if span.label_ == FINDING]
        values = [(span, span._.finding) for span in spans]
        return [
            Found(span.start_char, span.end_char, span.text, value["assertion"], value["negated"])
            for span, value in values
        ], len(list(doc.sents))

    return read


@pytest.fixture(scope="module")
def read(plain):
    return reader(plain)


def compare(read, case):
    """The negated findings that are found, missed, and marked without being any, by overlap."""
    got = [(found.start, found.end) for found in read(case["text"])[0] if found.negated]
    gold = [(f["start"], f["end"]) for f in case["findings"] if f["assertion"] in NEGATED]
    missed = [(a, b) for a, b in gold if not any(c < b and a < d for c, d in got)]
    extra = [(c, d) for c, d in got if not any(c < b and a < d for a, b in gold)]
    return len(gold) - len(missed), missed, extra


@pytest.mark.parametrize("case", WORK + FRESH)
def test_the_negated_findings_of_a_sentence(case, read):
    _, missed, extra = compare(read, case)
    text = case["text"]
    assert ([text[a:b] for a, b in missed], [text[a:b] for a, b in extra]) == ([], [])


def verdicts(findings):
    return [(" ".join(found.text.split()), found.assertion) for found in findings]


def test_line_breaks_change_no_verdict(read):
    """Letters are hard-wrapped: a blank and a line break between two words are read as a blank is."""
    compared = 0
    for case in (param.values[0] for param in WORK + FRESH):
        text = " ".join(case["text"].split())
        (one, sentences), (other, others) = read(text), read(text.replace(" ", " \n"))
        if sentences == others:
            assert verdicts(one) == verdicts(other)
            compared += 1
    assert compared > 3_000


@pytest.mark.parametrize("contracted", [r"\1n't", r"\1n’t", r"\1nt"])
def test_contractions_change_no_verdict(read, contracted):
    """ "has not", "hasn't", "hasn’t" and "hasnt" are read alike; a span that begins with "not" has the whole token."""
    compared = 0
    for case in (param.values[0] for param in WORK + FRESH):
        text = re.sub(r"\b(is|are|was|were|has|have|had|do|does|did|could) not\b", contracted, case["text"])
        if text != case["text"]:
            one, other = (
                [(re.sub(r"^\w+ not ", "not ", Folded(found.text).text), found.assertion) for found in findings]
                for findings, _ in (read(case["text"]), read(text))
            )
            assert one == other
            compared += 1
    assert compared > 1_000


def test_the_sentences_held_back_reach_their_score(read):
    found, missed, extra = 0, 0, 0
    for case in HELD:
        right, lost, wrong = compare(read, case)
        found, missed, extra = found + right, missed + len(lost), extra + len(wrong)
    assert 2 * found / (2 * found + missed + extra) >= SCORE


def test_the_assertions_of_what_is_found_in_fresh_sentences(read):
    """Of the listed findings that are found, the share whose assertion is the listed one."""
    found = right = 0
    for case in (param.values[0] for param in FRESH):
        findings, _ = read(case["text"])
        for finding in case["findings"]:
            got = [each.assertion for each in findings if each.start < finding["end"] and finding["start"] < each.end]
            found += bool(got)
            right += finding["assertion"] in got
    assert right / found >= SHARE


SCORE, SHARE = 0.963, 0.934
"""One point below what both were at the time of writing, so that a better rule which loses one sentence does not fail.
That one author wrote `absent` where another wrote `not_documented` is most of what the share lacks."""


def test_the_table_is_large_and_its_offsets_are_exact():
    cases = [param.values[0] for param in CASES]
    assert len(cases) >= 400
    assert len({case["text"] for case in cases}) == len(cases)
    for case in cases:
        for finding in case["findings"]:
            assert case["text"][finding["start"] : finding["end"]] == finding["text"]
