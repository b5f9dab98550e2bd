"""Passages of case summaries, with all findings and diagnoses that they tell of the patient.

Written and marked by three people who had seen neither the rules nor each other's passages; a row that was corrected
says why. Wrong are findings that overlap no mark of their assertion, and marks that no finding overlaps; diagnoses are
wrong where their ends are not the listed ones. What is still wrong stands in `known_failures`, and each is a strict
one.
"""

from functools import cache

import pytest

from tables import findings_in, known_failures, missed, overlaps, read_cases
from typeset import BEFORE, BEHIND

CASES = read_cases("summaries")
AT = 2
"""Which of the lines of a letter is its case summary."""
HEAD = "\n".join((*BEFORE[:AT], ""))
TAIL = "\n".join(("", *BEFORE[AT + 1 :], BEHIND[-1]))


@pytest.fixture(scope="module")
def read(nlp):
    """The findings of a passage, and where its diagnoses stand; a passage is read once for all tests."""

    @cache
    def read(passage):
        doc = nlp(HEAD + passage + TAIL)
        diagnoses = [(each["start"] - len(HEAD), each["end"] - len(HEAD)) for each in doc._.diagnoses]
        return findings_in(doc, len(HEAD), len(HEAD + passage)), diagnoses

    return read


def wrongly_read(read, case):
    text, marks = case["text"], case["findings"]
    found, diagnoses = read(text)
    listed = [(diagnosis["start"], diagnosis["end"]) for diagnosis in case["diagnoses"]]
    return [
        *(
            f"{assertion}: {words}"
            for start, end, words, assertion in found
            if not overlaps(start, end, [mark for mark in marks if mark["assertion"] == assertion])
        ),
        *missed(marks, found),
        *(f"no diagnosis: {text[start:end]}" for start, end in diagnoses if (start, end) not in listed),
        *(f"missed diagnosis: {text[start:end]}" for start, end in listed if (start, end) not in diagnoses),
    ]


@pytest.mark.parametrize("case", CASES)
def test_what_a_case_summary_tells_of_the_patient(read, case):
    assert set(wrongly_read(read, case)) <= set(case.get("known_failures", ()))
    for mark in (*case["findings"], *case["diagnoses"]):
        assert case["text"][mark["start"] : mark["end"]] == mark["text"]


@pytest.mark.parametrize(("case", "failure"), known_failures(CASES))
def test_a_known_failure_of_a_case_summary(read, case, failure):
    assert failure not in wrongly_read(read, case)
