"""Regimens as letters write them, read by the whole pipeline: every drug with all of its numbers and nothing else."""

import pytest

from imrx.record import make_record
from tables import read_cases

FIELDS = {
    "dose": ("value", "value_high", "unit"),
    "form": ("name", "release"),
    "frequency": ("per_day", "per_day_high", "as_needed"),
}


def summary(medication):
    """What a case says of a medication: values alone, and only those that are there."""
    found = {"drug": medication["drug"]["text"]}
    found |= {name: [medication[name][key] for key in keys] for name, keys in FIELDS.items() if medication[name]}
    for name, key in (("route", "name"), ("duration", "days"), ("refills", "value")):
        if medication[name]:
            found[name] = medication[name][key]
    for name in ("strengths", "quantity"):
        if medication[name]:
            found[name] = [[each["value"], each["unit"]] for each in medication[name]]
    return found


@pytest.mark.parametrize("case", read_cases("regimens"))
def test_regimens(case, nlp):
    record = make_record(nlp(case["text"]), nlp.meta)
    assert [summary(medication) for medication in record["medications"]] == case["medications"]


@pytest.mark.parametrize("case", read_cases("combinations"))
def test_whose_each_number_of_a_strength_is(case, nlp):
    record = make_record(nlp(case["text"]), nlp.meta)
    found = [
        [(each["value"], each["unit"], each["ingredient"]) for each in m["strengths"]] for m in record["medications"]
    ]
    assert found == [list(map(tuple, strengths)) for strengths in case["strengths"]]
