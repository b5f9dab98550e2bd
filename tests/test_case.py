import pickle

import pytest

from imrx.components.case import (
    Grammar,
    find_claimant,
    find_credentials,
    find_credentials_in_prose,
    find_header,
    find_injury_date,
)
from imrx.grammar.dates import Dates
from imrx.resources import read_table
from tables import read_cases

GRAMMAR = Grammar(read_table("case.json"), Dates(read_table("dates.json")))


def values(facts):
    return {field: fact.value for field, fact in facts.items()}


@pytest.mark.parametrize("case", read_cases("headers"))
def test_header(case):
    text = case["text"]
    facts = find_header(text, 0, len(text), GRAMMAR)
    assert values(facts) == case["fields"]
    for fact in facts.values():
        assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


@pytest.mark.parametrize("case", read_cases("claimants"))
def test_claimant(case):
    text = case["text"]
    read = values(find_claimant(text, 0, len(text), GRAMMAR))
    injury = find_injury_date(text, 0, len(text), GRAMMAR)
    assert (read.get("age"), read.get("sex")) == (case["age"], case["sex"])
    assert (injury.value if injury else None) == case["date_of_injury"]


@pytest.mark.parametrize("case", read_cases("credentials"))
def test_credentials(case):
    find = find_credentials_in_prose if case["prose"] else find_credentials
    read = values(find(case["text"], 0, len(case["text"]), GRAMMAR))
    assert (read.get("licensure"), read.get("specialties")) == (case["licensure"], case["specialties"])


def test_seed_has_no_header_but_an_injury_date(nlp, seed):
    doc = nlp(seed(4))
    assert {field: fact["value"] for field, fact in doc._.case.items()} == {"date_of_injury": "2006-01-03"}
    assert doc._.reviewer["licensure"]["value"] == ["Texas", "Ohio", "California"]
    assert doc._.claimant["sex"]["value"] == "male"
    for facts in (doc._.case, doc._.claimant, doc._.reviewer):
        for fact in facts.values():
            assert doc.text[fact["start"] : fact["end"]].strip()


def test_component_pickles(nlp):
    component = pickle.loads(pickle.dumps(nlp.get_pipe("imr_case")))
    assert component.to_bytes() == nlp.get_pipe("imr_case").to_bytes()


MANY = 50_000
HOSTILE = {
    "ages": "58 year " * MANY,
    "age and blanks": "58" + " " * MANY + "year" + " " * MANY + "old" + " " * MANY,
    "age and hyphens": "58-year-old" + "-" * MANY,
    "age and words": "58-year-old " + "right-hand " * MANY,
    "digits": "5" * MANY,
    "dates": "injury 1/2/" * MANY,
    "injuries": "injury " * MANY,
    "patients": "the patient " * MANY + "his",
    "pronouns": "his " * MANY,
    "labels": "State(s) of Licensure: " * MANY,
    "lists": "State(s) of Licensure: " + "Ohio, " * MANY,
    "prose": "is Board Certified in " * MANY,
    "prose and blanks": "is licensed to practice in" + " " * MANY,
    "headers": "Case Number: " * MANY,
    "header and blanks": "Case Number:" + " " * MANY + "Date" + " " * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_time(text):
    for find in (find_header, find_claimant, find_injury_date, find_credentials, find_credentials_in_prose):
        find(text, 0, len(text), GRAMMAR)
