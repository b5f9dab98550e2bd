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


ALL_FIELDS = {**FIELDS, "days_supply": ("value", "basis"), "daily_mme": ("value", "value_high")}
MED_FIELDS = ("value", "value_high", "unit", "comparator", "role", "per", "direction")


def whole_summary(medication):
    """The same with the days of a supply and morphine a day; parts of a number to four places."""
    found = summary(medication)
    for name, keys in ALL_FIELDS.items():
        if medication[name]:
            values = [medication[name][key] for key in keys]
            found[name] = [round(value, 4) if isinstance(value, float) else value for value in values]
    return found


def is_name(said, found):
    """True for the same name; one of them may end with a salt, a release or a number."""
    return said.lower().startswith(found.lower()) or found.lower().startswith(said.lower())


@pytest.mark.parametrize("case", read_cases("regimens_fresh"))
def test_passages_and_titles_of_someone_who_had_not_seen_the_rules(case, nlp):
    """Each medication with all that is told of it, but for what its reader left `open`; the MED values, in order.

    What a drug is made of stands only where its reader gave it.
    """
    record = make_record(nlp(case["text"]), nlp.meta)
    found = [whole_summary(medication) for medication in record["medications"]]
    assert [each["drug"] for each in found if len(found) != len(case["medications"])] == []
    for said, each in zip(case["medications"], found, strict=True):
        assert is_name(said["drug"], each["drug"])
        left = {"drug", "open", "ingredients", *said.get("open", ())}
        assert {key: each[key] for key in each if key not in left} == {
            key: said[key] for key in said if key not in left
        }
    for said, medication in zip(case["medications"], record["medications"], strict=True):
        if "ingredients" in said and "ingredients" not in said.get("open", ()):
            assert [each["name"] for each in medication["drug"]["ingredients"]] == said["ingredients"]
    if "med_values" in case:
        values = [[value[key] for key in MED_FIELDS] for value in record["med_values"]]
        assert values == case["med_values"]
    if "daily_mme" in case:
        total = record["daily_mme"]
        assert (total and [total["value"], total["value_high"]]) == case["daily_mme"]
