import pytest

from imrx.grammar.case.claimants import ClaimantGrammar, find_claimant
from imrx.grammar.case.credentials import CredentialGrammar, find_credentials, find_credentials_in_prose
from imrx.grammar.case.headers import HeaderGrammar, find_header
from imrx.grammar.case.injuries import (
    InjuryGrammar,
    find_injury_date,
    find_injury_dates,
    rationale_warnings,
    summary_warning,
)
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.resources import read_table
from tables import read_cases

TABLE, DATES = read_table("case.json"), Dates(read_table("dates.json"))
HEADERS, INJURIES, CREDENTIALS = HeaderGrammar(TABLE, DATES), InjuryGrammar(TABLE, DATES), CredentialGrammar(TABLE)
CLAIMANTS = ClaimantGrammar(TABLE, Numbers(read_table("sig.json")["numbers"]), DATES)


def values(facts):
    return {field: fact.value for field, fact in facts.items()}


@pytest.mark.parametrize("case", read_cases("headers"))
def test_header(case):
    text = case["text"]
    facts = find_header(text, 0, len(text), HEADERS)
    assert values(facts) == case["fields"]
    for fact in facts.values():
        assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


@pytest.mark.parametrize("case", read_cases("claimants"))
def test_claimant(case):
    text = case["text"]
    read = values(find_claimant(text, 0, len(text), CLAIMANTS))
    injury = find_injury_date(text.lower(), 0, len(text), INJURIES)
    assert (read.get("age"), read.get("sex")) == (case["age"], case["sex"])
    assert (injury.value if injury else None) == case["date_of_injury"]


@pytest.mark.parametrize("case", read_cases("credentials"))
def test_credentials(case):
    find = find_credentials_in_prose if case["prose"] else find_credentials
    read = values(find(case["text"], 0, len(case["text"]), CREDENTIALS))
    assert (read.get("licensure"), read.get("specialties")) == (case["licensure"], case["specialties"])


def test_seed_has_no_header_but_an_injury_date(nlp, seed):
    doc = nlp(seed(4))
    assert {field: fact["value"] for field, fact in doc._.case.items()} == {"date_of_injury": "2006-01-03"}
    assert doc._.reviewer["licensure"]["value"] == ["Texas", "Ohio", "California"]
    assert doc._.claimant["sex"]["value"] == "male"
    for facts in (doc._.case, doc._.claimant, doc._.reviewer):
        for fact in facts.values():
            assert doc.text[fact["start"] : fact["end"]].strip()


@pytest.mark.parametrize(
    ("summary", "warned"),
    [
        ("The worker is a 46 year old male with a date of injury on 10-18-2016.", "10-18-2016"),
        ("The worker was injured on 10/10/2016 and treated on 10/18/2016.", None),
        ("Cumulative trauma injury from 01/04/2015 to 10/10/2016.", None),
        ("A prior industrial injury was on 2/3/2010. The worker has low back pain.", None),
        ("He had a non-industrial injury on 2/3/2010, and an industrial injury on 10/11/2016.", "10/11/2016"),
        ("Since the injury he had surgery on 12/1/2016, and a head trauma was ruled out on 12/2/2016.", None),
        ("The date of injury (DOI) is 12/1/16.", "12/1/16"),
        ("A 52 year old male who reported an injury on 12/10/2010.", "12/10/2010"),
        ("A 52 year old male who reported a work-related injury on 12/10/2010.", "12/10/2010"),
        ("The applicant was injured on 10/18/2016.", "10/18/2016"),
        ("The applicant is a 50-year-old male with a 10/18/2016 date of injury.", "10/18/2016"),
        ("The applicant is a 50-year-old male with a 10/10/2016 date of injury, seen on 10/18/2016.", None),
        ("The applicant is a 50-year-old male with a 10/10/2016 injury, seen on 10/18/2016.", None),
        ("The applicant sustained an injury on 10/18/2016.", "10/18/2016"),
        ("The applicant reported an injury on 10/10/2016.", None),
        ("He was re-injured on 10/18/2016.", None),
        ("He sustained an injury when he fell. X-rays on 10/18/2016 were normal.", None),
        ("A now 39-year-old male with a history of an occupational claim from 10/18/2016.", "10/18/2016"),
        ("A now 39-year-old male with a history of an occupational claim from 10/10/2016.", None),
        ("He filed an occupational claim on 10/18/2016.", None),
        ("The injured worker was seen for a re-injury on 12/1/2016.", None),
        ("The worker has low back pain. The visit was on 10/18/2016.", None),
        ("A 45 year old gentleman with an injury on January 2, 2010.", "January 2, 2010"),
        ("A 45 year old lady with an injury of 1/2/2010.", "1/2/2010"),
        ("A 45 year old gentleman with an injury on October 10, 2016.", None),
        ("A 45 year old gentleman with a prior injury on January 2, 2010.", None),
        ("A 45 year old gentleman with an injury. He was seen on January 2, 2010.", None),
    ],
)
def test_injury_dates_that_disagree(summary, warned):
    found = summary_warning(summary.lower(), 0, len(summary), "2016-10-10", INJURIES)
    assert [warning["code"] for warning in found] == ["injury_dates_disagree"] * (warned is not None)
    assert [summary[warning["start"] : warning["end"]] for warning in found] == ([warned] if warned else [])


@pytest.mark.parametrize(
    ("summary", "date"),
    [
        ("He sustained a cumulative trauma injury from 1/1/2007 through 4/10/2008.", None),
        ("He was injured between 1/1/2007 and 4/10/2008.", None),
        ("He was injured 1/1/2007 - 4/10/2008.", None),
        ("A cumulative trauma injury from January 1, 2007 to April 10, 2008.", None),
        ("An injury from 1/1/2007 to 4/10/2008. He had an industrial injury on 5/5/2009.", "2009-05-05"),
        ("He was injured on 1/1/2007 and 4/10/2008.", "2007-01-01"),
        ("He was injured on 1/1/2007, and treated to 4/10/2008.", "2007-01-01"),
        ("He was injured on 1/1/2007 through heavy lifting.", "2007-01-01"),
    ],
)
def test_a_period_is_no_date_of_injury(summary, date):
    found = find_injury_date(summary.lower(), 0, len(summary), INJURIES)
    assert (found.value if found else None) == date


def test_prior_to_the_injury_is_no_other_injury():
    text = "He had no back pain prior to the injury on 05/06/2013."
    assert [date.value for date in find_injury_dates(text.lower(), 0, len(text), INJURIES)] == ["2013-05-06"]


def test_another_date_of_injury_in_a_rationale():
    text = "The date of injury was 10/10/2016, and the 1/2/2011 injury was an old one. DOI 2/30/16. DOI 12/1/16."
    found = rationale_warnings(text.lower(), 0, len(text), "2016-10-10", INJURIES)
    assert [text[warning["start"] : warning["end"]] for warning in found] == ["12/1/16"]


def test_a_letter_warns_of_its_dates(nlp, seed):
    header = "Case Number: CM14-0012345\nDate of Injury: 1/4/2006\n"
    codes = [warning["code"] for warning in nlp(header + seed(4))._.warnings]
    assert "injury_dates_disagree" in codes
    codes = [warning["code"] for warning in nlp(header.replace("1/4", "1/3") + seed(4))._.warnings]
    assert "injury_dates_disagree" not in codes


MANY = 50_000
HOSTILE = {
    "ages": "58 year " * MANY,
    "age and blanks": "58" + " " * MANY + "year" + " " * MANY + "old" + " " * MANY,
    "age and hyphens": "58-year-old" + "-" * MANY,
    "age and words": "58-year-old " + "right-hand " * MANY,
    "digits": "5" * MANY,
    "number words": "thirty-four " * MANY,
    "relatives": "son man " * MANY,
    "other people": "the physician, a " * MANY,
    "others": "when a 45 year old man by another " * MANY,
    "past": "at the time of the injury was a 45-year-old " * (MANY // 5),
    "dates of injury": "a 1/2/2014 date of injury " * MANY,
    "dates": "injury 1/2/" * MANY,
    "injuries": "injury " * MANY,
    "patients": "the patient " * MANY + "his",
    "pronouns": "his " * MANY,
    "labels": "State(s) of Licensure: " * MANY,
    "lists": "State(s) of Licensure: " + "Ohio, " * MANY,
    "prose": "is Board Certified in " * MANY,
    "prose and blanks": "is licensed to practice in" + " " * MANY,
    "specialties": "Certification(s)/Specialty: " + "Neurology and " * MANY,
    "headers": "Case Number: " * MANY,
    "header and blanks": "Case Number:" + " " * MANY + "Date" + " " * MANY,
}


def every_injury_date(text, *where):
    return list(find_injury_dates(text.lower(), *where))


PATIENTS = {
    "age and blanks": {"age": 58},
    "age and hyphens": {"age": 58},
    "age and words": {"age": 58},
    "others": {"age": 45, "sex": "male"},
    "patients": {"sex": "male"},
}
"""What is read of the patient in these; in the others nothing."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_time(name):
    text = HOSTILE[name]
    where = text, 0, len(text)
    claimant = find_claimant(*where, CLAIMANTS)
    dates = every_injury_date(*where, INJURIES)
    credentials = find_credentials(*where, CREDENTIALS)
    assert find_header(*where, HEADERS) == find_credentials_in_prose(*where, CREDENTIALS) == {}
    assert values(claimant) == PATIENTS.get(name, {})
    assert [date.value for date in dates] == ["2014-01-02"] * MANY * (name == "dates of injury")
    assert (name == "lists") == ("Ohio" in values(credentials).get("licensure", ()))
    for fact in (*claimant.values(), *dates, *credentials.values()):
        assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


LABELLED = "State(s) of Licensure: California, Texas\nCertification(s)/Specialty: Physical Medicine & Rehabilitation,\n"


@pytest.mark.parametrize(
    ("text", "licensure", "specialties"),
    [
        (
            f"{LABELLED}Pain Management\nThe patient is a 40 year old male.",
            ["California", "Texas"],
            ["Physical Medicine & Rehabilitation", "Pain Management"],
        ),
        ("State of Licensure:\nOhio\nCertification/Specialty:\nNeurology\nHe has pain.", ["Ohio"], ["Neurology"]),
        (
            "Certification/Specialty: Internal Medicine \n\nRheumatology \n\nHe.",
            [],
            ["Internal Medicine", "Rheumatology"],
        ),
        ("State of Licensure: Ohio Certification/Specialty: Neurology The patient has pain.", ["Ohio"], []),
        ("The provider's state of licensure: Texas. He has pain.", [], []),
        ("State of Licensure: pending. He has pain.", [], []),
    ],
)
def test_labels_of_credentials_without_their_section(nlp, text, licensure, specialties):
    reviewer = nlp(text)._.reviewer
    assert [reviewer[field]["value"] if field in reviewer else [] for field in ("licensure", "specialties")] == [
        licensure,
        specialties,
    ]


@pytest.mark.parametrize("heading", ["The Expert Reviewer has the following credentials:", "The reviewer:", ""])
def test_credentials_under_another_heading_and_none_behind_the_items(nlp, heading):
    label = "State(s) of Licensure: Ohio\n"
    before = f"HOW THE IMR FINAL DETERMINATION WAS MADE\n{heading}\n"
    behind = (
        "CLINICAL CASE SUMMARY\nHe is in pain.\nIMR ISSUES, DECISIONS AND RATIONALES\nNorco: Upheld\n"
        "Claims Administrator guideline: Decision based on MTUS.\nMAXIMUS guideline: Decision based on MTUS.\n"
        "Decision rationale: It is not medically necessary.\n"
    )
    assert nlp(before + label + behind)._.reviewer["licensure"]["value"] == ["Ohio"]
    assert "licensure" not in nlp(before + behind + label)._.reviewer


@pytest.mark.parametrize(
    ("header", "warned"),
    [
        ("Date of Injury: 04/28/0201\nDecision Date: 01/12/2017", ["04/28/0201"]),
        ("Date of Injury: 04/28/2018\nDecision Date: 01/12/2017", ["04/28/2018"]),
        ("Date of Injury: 01/01/2017\nUR Denial Date: 11/29/2016\nDecision Date: 01/12/2017", ["01/01/2017"]),
        ("Date Assigned: 02/08/2017 Date of Injury: 10/25/2016\nDecision Date: 01/12/2017", ["02/08/2017"]),
        ("Date Assigned: 12/08/2016 Date of Injury: 10/25/2016\nDecision Date: 01/12/2017", []),
        ("Date of Injury: 01/12/2017\nDecision Date: 01/12/2017", []),
        ("Application Received: 12/02/2016\nUR Denial Date: 12/08/2016", []),
        ("Date of Injury: 07/04/1961", []),
        ("Date of Injury: 02/30/2014\nDecision Date: 13/45/2015", ["02/30/2014", "13/45/2015"]),
        ("Date of Injury: CT 01/01/2010 to 02/02/2012", []),
    ],
)
def test_dates_that_cannot_be_right(nlp, seed, header, warned):
    doc = nlp(f"{header}\n{seed(1)[seed(1).index('HOW THE IMR') :]}")
    found = [warning for warning in doc._.warnings if warning["code"] == "case_date_implausible"]
    assert [doc.text[warning["start"] : warning["end"]] for warning in found] == warned


@pytest.mark.parametrize(
    ("value", "priority"),
    [("Expedited", "Expedited"), ("expedited", "Expedited"), ("STANDARD", "Standard"), ("standard", "Standard")],
)
def test_priority_in_any_letters(value, priority):
    assert find_header(f"Priority: {value}", 0, 10 + len(value), HEADERS)["priority"].value == priority


def test_no_other_word_in_small_letters_is_a_priority():
    text = "Priority: expeditedly done"
    assert "priority" not in find_header(text, 0, len(text), HEADERS)
