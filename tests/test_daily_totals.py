"""The letter's daily total: over what the patient takes now, and only where all of it is certain."""

from types import MappingProxyType

import pytest

from imrx.grammar.dosing.taking import Taking
from imrx.grammar.dosing.totals import Told, daily_total
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases


@pytest.mark.parametrize("case", read_cases("daily_totals"))
def test_totals_of_a_text(case, nlp):
    record = make_record(nlp(case["text"]), nlp.meta)
    total = record["daily_mme"]
    if total is not None:
        names = [record["medications"][index]["drug"]["text"] for index in total["medications"]]
        assert total["table"] == "cdc2016"
        total = [total["value"], total["value_high"], names]
    assert total == case["daily_mme"]


def opioid(index, name, section, strength=None, value=None, value_high=None):
    """A medication with what a total looks at."""
    mme = None if value is None else {"value": value, "value_high": value_high, "table": "cdc2016"}
    return {
        "id": index,
        "drug": {"ingredients": [{"name": name}]},
        "strengths": [] if strength is None else [{"value": strength, "unit": "mg", "ingredient": name}],
        "daily_mme": mme,
        "section": section,
        "issue": 1 if section in ("request", "rationale") else None,
    }


def total(medications, taken, disputed=(), products=MappingProxyType({})):
    issues = [{"medications": [each for each in medications if each["id"] in disputed]}]
    told = {index: Told(status, products.get(index)) for index, status in taken.items()}
    found = daily_total(medications, issues, told)
    return found and (found["value"], found["value_high"], found["medications"])


def test_a_requested_opioid_and_the_same_one_in_the_summary_count_once():
    both = [opioid(0, "oxycodone", "summary", 20, 60), opioid(1, "oxycodone", "request", 20)]
    assert total(both, {0: "current", 1: None}, [1]) == (60, None, [0])


def test_a_request_for_another_strength_than_the_summary_has_leaves_the_total_open():
    both = [opioid(0, "oxycodone", "summary", 20, 60), opioid(1, "oxycodone", "request", 30, 90)]
    assert total(both, {0: "current", 1: None}, [1]) is None


def test_the_authorized_part_of_a_split_request_does_not_count():
    parts = [opioid(0, "oxycodone", "request", 20, 30), opioid(1, "oxycodone", "request", 20, 60)]
    assert total(parts, {0: None, 1: None}, [1]) == (60, None, [1])


def test_ranges_are_summed_by_their_ends():
    both = [opioid(0, "oxycodone", "request", 10, 30, 60), opioid(1, "tramadol", "summary", 50, 20)]
    assert total(both, {0: None, 1: "current"}, [0]) == (50, 80, [0, 1])


def test_another_opioid_that_the_rationale_gives_as_taken_leaves_the_total_open():
    both = [opioid(0, "oxycodone", "request", 10, 30), opioid(1, "fentanyl", "rationale", 25, 60)]
    assert total(both, {0: None, 1: "current"}, [0]) is None
    assert total(both, {0: None, 1: None}, [0]) == (30, None, [0])


def test_a_guideline_opioid_of_the_rationale_is_nobodys():
    both = [opioid(0, "oxycodone", "request", 10, 30), opioid(1, "fentanyl", "rationale", 25)]
    assert total(both, {0: None, 1: "guideline"}, [0]) == (30, None, [0])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Current medications include Norco", "current"),
        ("He is not currently taking Norco", "past"),
        ("She failed ibuprofen and is taking Norco", "current"),
        ("She is taking ibuprofen and has tried Norco", "past"),
        ("Norco has been discontinued", "past"),
        ("Prior medications included Percocet and Norco", "past"),
        ("He was previously taking Norco", "past"),
        ("The injured worker was taking Norco", "current"),
        ("In the past he was taking Norco", None),
        ("The recommended starting dose of Norco is one tablet", "guideline"),
        ("The plan is to start Norco", None),
        ("Norco 10/325mg #60", None),
        ("The screen was positive for Norco", "screened"),
        ("He is taking Soma, and the UDS confirmed Norco", "screened"),
        ("The UDS was positive for Soma, but Norco", None),
        ("The UDS was negative for Norco", "past"),
        ("UDS positive; refill Norco", None),
        ("The UDS was consistent; Norco", None),
        ("Exam was consistent with lumbar strain and Norco", None),
        ("Pain is consistent with his history, on Norco", None),
        ("He takes Soma, and the exam was consistent with strain, Norco", "current"),
        ("Examination was positive for tenderness, and Norco", None),
        ("The CURES report is consistent with Norco", None),
        ("The UDS indicated compliance with the prescribed Norco", None),
        ("The UDS was reviewed and his exam was consistent with strain and Norco", None),
        ("The UDS was consistent with oxycodone and Norco was refilled", None),
        ("The UDS that was done in May was consistent with oxycodone and Norco", "screened"),
        ("He received six sessions of therapy and takes Norco 10/325 mg TID without relief", "current"),
        ("He was given a TENS unit and continues to take Norco without improvement in sleep", "current"),
        ("He was given Norco, which he takes without relief", None),
        ("He was given a 30 day trial of Norco without relief", "past"),
        ("She took Norco to no avail", "past"),
        ("He no longer takes Norco", "past"),
        ("He was never on Norco", "past"),
        ("He does not currently use Norco", "past"),
        ("He not only takes Norco", "current"),
        ("He takes tramadol, which is not helpful, and Norco", "current"),
        ("He takes Norco (discontinued)", "past"),
        ("He takes Norco (not discontinued)", "current"),
        ("He takes Norco, discontinued Soma", "current"),
        ("He takes Norco qid, discontinued.", "past"),
        ("He switched from Norco", "past"),
        ("He switched from Soma to Norco", None),
        ("It will be changed to Norco", "planned"),
        ("The plan is to start taking Norco", None),
    ],
)
def test_whether_a_drug_is_taken(text, status):
    taking = Taking(read_table("sig.json")["taking"])
    start = text.index("Norco")
    assert taking.status(text, 0, (start, start + 5), len(text)) == status


@pytest.mark.parametrize("piece", ["taking ", "no longer ", "medications", "is was ", ": ", "was a "])
def test_hostile_text_is_asked(piece):
    taking = Taking(read_table("sig.json")["taking"])
    text = piece * (50_000 // len(piece))
    assert taking.status(text, 0, (len(text), len(text)), len(text)) in ("current", "past", None)
    assert taking.status(text, 0, (0, 0), len(text)) is None


@pytest.mark.parametrize("piece", ["a. ", "1. ", "( ", "medications: 1. ", "current medications "])
def test_hostile_lists_are_asked(piece):
    taking = Taking(read_table("sig.json")["taking"])
    count = 20_000 // len(piece)
    text = piece * count
    sentences = [(at, at + len(piece), [(at, at + 1)]) for at in range(0, len(text), len(piece))]
    assert len(taking.of_lists(text, sentences, [])) == count


@pytest.mark.parametrize(
    ("products", "value"),
    [
        ({}, (30, None, [0])),
        ({0: "er"}, (30, None, [0])),
        ({0: "er", 1: "ir"}, (60, None, [0, 1])),
        ({0: "in the morning", 1: "at night"}, (60, None, [0, 1])),
        ({0: "unclear", 1: "unclear"}, None),
    ],
)
def test_two_products_of_one_strength_are_summed_and_one_told_twice_is_not(products, value):
    both = [opioid(0, "oxycodone", "summary", 10, 30), opioid(1, "oxycodone", "summary", 10, 30)]
    assert total(both, {0: "current", 1: "current"}, products=products) == value


def test_a_product_without_a_daily_value_beside_the_other_of_its_strength_leaves_the_total_open():
    both = [opioid(0, "oxycodone", "summary", 10, 30), opioid(1, "oxycodone", "request", 10)]
    assert total(both, {0: "current", 1: None}, [1], {0: "ir", 1: "er"}) is None
    assert total(both, {0: "current", 1: None}, [1], {0: "ir"}) == (30, None, [0])
