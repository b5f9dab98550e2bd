from itertools import pairwise

import pytest

from imrx.components.med_values import MedValueFinder
from imrx.grammar.med_values.values import find_med_values
from imrx.resources import read_table
from tables import read_cases


@pytest.fixture(scope="module")
def finder():
    finder = MedValueFinder("imr_med_values")
    finder.initialize(tables={"med_values": read_table("med_values.json")})
    return finder


FIELDS = ("value", "value_high", "unit", "comparator", "role", "per", "direction")


def check(case, finder):
    found = find_med_values(case["text"], finder.grammar)
    read = [(m.start, m.end, case["text"][m.start : m.end], *(m.value[field] for field in FIELDS)) for m in found]
    expected = [(v["start"], v["end"], v["text"], *(v[field] for field in FIELDS)) for v in case["values"]]
    assert read == sorted(expected)


@pytest.mark.parametrize("case", read_cases("med_values"))
def test_med_values(case, finder):
    check(case, finder)


@pytest.mark.parametrize("case", read_cases("med_fresh"))
def test_a_table_written_by_someone_who_had_not_seen_the_rules(case, finder):
    check(case, finder)


HOSTILE = [
    "120 ",
    "MED ",
    "MED of ",
    "MSE 1 mg ",
    "1",
    "1-",
    "reduction of ",
    "morphine equivalent ",
    "total daily ",
    "MED to be ",
    "10% ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_without_overlap(piece, finder):
    text = "MED " + piece * (50_000 // len(piece))
    found = find_med_values(text, finder.grammar)
    assert all(match.start < match.end <= len(text) for match in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
