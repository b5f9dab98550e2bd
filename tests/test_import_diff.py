"""The differences between rules and people: which mark answers which span."""

import pytest

from imrx.importers.corrections import Corrected, Link, Mark
from imrx.importers.diff import Diff, match_spans
from imrx.writers.spans import LetterSpans, Relation, TaggedSpan


def span(number, label, start, end, assertion=None):
    values = {"assertion": assertion} if assertion else {}
    return TaggedSpan(number, label, start, end, "", f"rule:{label}", None, None, values)


def corrected(marks, links=(), *, shows=True):
    return Corrected("a", "", "", marks, [*links], [""] * len(marks), [], shows)


@pytest.mark.parametrize(
    ("spans", "marks", "expected"),
    [
        ([("DRUG", 0, 5)], [("DRUG", 0, 5)], {0: (0, "kept")}),
        ([("DRUG", 0, 5)], [], {}),
        ([("DRUG", 0, 5)], [("DRUG", 5, 9)], {}),
        ([("DRUG", 0, 5)], [("FORM", 0, 5)], {0: (0, "relabelled")}),
        ([("DRUG", 0, 5)], [("FORM", 0, 4)], {}),
        ([("DRUG", 0, 5)], [("DRUG", 3, 9), ("DRUG", 0, 4)], {0: (1, "moved")}),
        ([("DRUG", 0, 5), ("DRUG", 4, 9)], [("DRUG", 0, 9)], {0: (0, "moved")}),
        ([("DRUG", 0, 5), ("DRUG", 4, 9)], [("DRUG", 4, 9), ("DRUG", 0, 6)], {1: (0, "kept"), 0: (1, "moved")}),
        ([("FINDING", 0, 5, "absent")], [("FINDING", 0, 5, "present")], {0: (0, "kept")}),
    ],
)
def test_matching(spans, marks, expected):
    spans = [span(number, *each) for number, each in enumerate(spans)]
    assert match_spans(spans, [Mark(*each, *[None] * (4 - len(each))) for each in marks]) == expected


@pytest.mark.parametrize(
    ("mark", "shows", "expected"),
    [
        (("FINDING", 0, 5, "absent"), True, {"kept"}),
        (("FINDING", 0, 5, "present"), True, {"reasserted"}),
        (("FINDING", 0, 5, None), True, {"reasserted"}),
        (("FINDING", 0, 5, None), False, {"kept"}),
        (("FINDING", 0, 4, "absent"), True, {"moved"}),
        (("FINDING", 0, 4, "present"), True, {"moved", "reasserted"}),
        (("FINDING", 0, 4, None), True, {"moved", "reasserted"}),
        (("FINDING", 0, 4, None), False, {"moved"}),
        (("FORM", 0, 5, None), True, {"relabelled"}),
    ],
)
def test_what_a_person_said_of_a_finding(mark, shows, expected):
    """No assertion is a change where the tool shows them, and nobody's word where it does not."""
    diff = Diff()
    found = LetterSpans("a", "", [span(0, "FINDING", 0, 5, "absent")], [])
    diff.add(found, corrected([Mark(*mark)], shows=shows))
    for row in (diff.as_dict()["labels"]["FINDING"], *diff.as_dict()["rules"]):
        assert {name for name, count in row.items() if count == 1} == {"found", *expected}


def test_labels_of_other_components_are_not_counted():
    diff = Diff()
    diff.add(LetterSpans("a", "", [span(0, "ANATOMY", 0, 5)], []), corrected([]))
    assert diff.as_dict()["labels"] == {}


def test_relations_go_with_their_spans():
    spans = [span(0, "DRUG", 0, 5), span(1, "FORM", 6, 9), span(2, "ROUTE", 10, 12)]
    found = LetterSpans("a", "", spans, [Relation("HAS_FORM", 0, 1), Relation("HAS_ROUTE", 0, 2)])
    marks = [Mark("DRUG", 0, 4, None), Mark("FORM", 6, 9, None), Mark("FORM", 20, 22, None)]
    diff = Diff()
    diff.add(found, corrected(marks, [Link("HAS_FORM", 0, 1), Link("HAS_FORM", 0, 2)]))
    assert {label: dict(counts) for label, counts in diff.relations.items()} == {
        "HAS_FORM": {"found": 1, "kept": 1, "added": 1},
        "HAS_ROUTE": {"found": 1, "removed": 1},
    }
