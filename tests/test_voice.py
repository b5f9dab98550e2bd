"""Whole rationales, in which what guidelines say stands beside what is said of the patient.

Written, and marked sentence by sentence, by three people who had seen neither the rules nor each other's tables.
`present` marks what a rationale states of this patient, `general` what it says of patients in general. `wrong` lists
the findings that are still said wrongly: those said to be present that nobody marked so, and those marked as present of
which something else is said.
"""

import pytest

from imrx.labels import FINDING
from tables import read_cases
from typeset import BEFORE

CASES = read_cases("rationales")


LETTER = "\n".join((*BEFORE, "Decision rationale: "))


def overlaps(start, end, marks):
    return any(start < mark["end"] and mark["start"] < end for mark in marks)


def wrongly_said(nlp, case):
    doc = nlp(LETTER + case["text"])
    wrong = []
    for span in doc.spans["sc"]:
        start, end = span.start_char - len(LETTER), span.end_char - len(LETTER)
        if span.label_ == FINDING and start >= 0:
            present = span._.finding["assertion"] == "present"
            if present != overlaps(start, end, case["present"]) and (
                present or not overlaps(start, end, case["general"])
            ):
                wrong.append(f"{span._.finding['assertion']}: {span.text}")
    return wrong


@pytest.mark.parametrize("case", CASES)
def test_who_a_rationale_speaks_of(nlp, case):
    assert wrongly_said(nlp, case) == case.get("wrong", [])
    for mark in (*case["present"], *case["general"]):
        assert case["text"][mark["start"] : mark["end"]] == mark["text"]
