"""What denies a finding denies it wherever it stands: each clause of a table in each frame of another.

The expected value follows from how a sentence is made: the finding of its clause is negated, but where the frame is a
condition or a guideline's rule (`"negated": false`), in which the clause says nothing of this patient.
"""

import pytest

from imrx.labels import FINDING
from tables import read_cases

FINDINGS = ("weakness", "functional improvement", "radiculopathy", "failed conservative care")
CLAUSES = [param.values[0] for param in read_cases("negation_clauses")]


def _sentences(frame):
    for case in CLAUSES:
        for finding in FINDINGS:
            clause = case["clause"].format(finding=finding)
            yield case["id"], finding, frame.format(clause=clause, Clause=clause[0].upper() + clause[1:])


def _is_negated(doc, finding):
    start = doc.text.lower().index(finding)
    spans = [span for span in doc.spans["sc"] if span.label_ == FINDING and span._.finding["negated"]]
    return any(span.start_char < start + len(finding) and start < span.end_char for span in spans)


@pytest.mark.parametrize("case", read_cases("negation_frames"))
def test_a_clause_denies_its_finding_in_each_frame_but_a_condition(case, plain):
    sentences = list(_sentences(case["frame"]))
    docs = plain.pipe(text for *_, text in sentences)
    wrong = [
        f"{clause}: {finding}"
        for (clause, finding, _), doc in zip(sentences, docs, strict=True)
        if _is_negated(doc, finding) is not case.get("negated", True)
    ]
    assert wrong == []
