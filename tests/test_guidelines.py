import csv
import re

import pytest

from imrx.grammar.citations.checks import agreement, check_drugs, check_pages, page_topics
from imrx.grammar.citations.headings import Headings, key
from imrx.resources import PATTERNS, read_table

FOLDER = PATTERNS / "guidelines"
CERTAINTIES = {"high", "medium-high", "medium", "low-medium", "low"}
SOURCES = (
    "letters",
    "list of guideline sections",
    "list of MTUS chapters",
    "general knowledge",
    "typing faults",
    "National Guideline Clearinghouse: ",
    "the guideline: ",
    "8 CCR, ",
    "the section names the class or a drug of it",
)
"""How every source begins: where a row was read, or that it was written from general knowledge."""
GUIDELINES = {"MTUS", "ODG", "ACOEM", "literature", "regulation", "other"}


def table(name):
    return read_table(f"guidelines/{name}.csv")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_row_is_whole_and_has_a_source(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[0][-2:] == ["certainty", "source"]
    assert {row[-2] for row in rows[1:]} <= CERTAINTIES
    assert all(row[-1].startswith(SOURCES) for row in rows[1:])
    assert len({tuple(row[:-2]) for row in rows}) == len(rows)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_what_is_only_known_is_not_certain(path):
    for row in read_table(f"guidelines/{path.name}"):
        assert not (row["source"].startswith(("general knowledge", "typing faults")) and row["certainty"] == "high")


@pytest.mark.parametrize("row", table("pages"), ids=lambda row: f"{row['document']} {row['year']} {row['section']}")
def test_page_rows(row):
    documents = {(other["guideline"], other["document"]) for other in table("documents")}
    assert (row["guideline"], row["document"]) in documents
    assert row["certainty"] in CERTAINTIES
    assert 1 <= int(row["first_page"]) <= int(row["last_page"])
    assert re.fullmatch(r"(?:19|20)\d\d", row["year"])


def test_pages_lie_in_their_document():
    whole = {
        (row["document"], row["year"]): (int(row["first_page"]), int(row["last_page"]))
        for row in table("pages")
        if not row["section"]
    }
    for row in table("pages"):
        first, last = whole[row["document"], row["year"]]
        assert first <= int(row["first_page"]) <= int(row["last_page"]) <= last


def test_documents_name_usual_titles_of_their_guideline():
    usual = {(row["guideline"], row["document"]) for row in table("documents") if not row["same_as"]}
    for row in table("documents"):
        assert row["guideline"] in GUIDELINES
        assert not row["same_as"] or (row["guideline"], row["same_as"]) in usual


def test_names_stand_for_known_guidelines():
    assert {row["guideline"] for row in table("names")} <= GUIDELINES


def test_pages_stand_in_order_and_once():
    rows = [(row["guideline"], bool(row["section"]), int(row["first_page"])) for row in table("pages")]
    mtus, acoem = ([row[1:] for row in rows if row[0] == guideline] for guideline in ("MTUS", "ACOEM"))
    assert mtus == sorted(mtus)
    assert acoem == sorted(acoem)
    places = [(row["document"], row["section"], row["first_page"]) for row in table("pages")]
    assert len(places) == len(set(places))


def test_topics_are_known_sections():
    known = set().union(*Headings(table("sections"), ["Table"]).known.values())
    assert all(key(row["section"]) in known for row in table("topics"))


def test_regulation_sections_are_numbers():
    documents = {row["document"] for row in table("documents") if row["guideline"] == "MTUS"}
    for row in table("regulation"):
        assert re.fullmatch(r"9792\.2\d(?:\.\d)?", row["section"])
        assert not row["document"] or row["document"] in documents


@pytest.mark.parametrize(
    ("text", "guideline", "listed", "names"),
    [
        (
            "NSAIDs, GI symptoms & cardiovascular risk, Proton Pump Inhibitors (PPIs)",
            "MTUS",
            True,
            ["NSAIDs, GI symptoms & cardiovascular risk", "Proton Pump Inhibitors (PPIs)"],
        ),
        ("Diagnositc Criteria, Special Studies", "MTUS", True, ["Diagnositc Criteria", "Special Studies"]),
        ("Benzodiazepines and Weaning of Medications", "MTUS", False, ["Benzodiazepines", "Weaning of Medications"]),
        ("Work conditioning, work hardening", "MTUS", True, ["Work conditioning, work hardening"]),
        ("Opoids, something unknown", "MTUS", False, ["Opoids, something unknown"]),
        ("Rotator cuff repair, Acromioplasty", "ODG", False, ["Rotator cuff repair", "Acromioplasty"]),
        ("Benzodiazepines dependence, maintenance", "ODG", False, ["Benzodiazepines dependence, maintenance"]),
        ("2. Opioids for Subacute Pain", "MTUS", True, ["2. Opioids for Subacute Pain"]),
        (
            "3.3.1.1 Opioids for Chronic Pain: Screening, Prior to Treatment, 3.3.2 Opioids for Chronic Pain: Consent",
            "MTUS",
            True,
            [
                "3.3.1.1 Opioids for Chronic Pain: Screening, Prior to Treatment",
                "3.3.2 Opioids for Chronic Pain: Consent",
            ],
        ),
        (
            "Carisoprodol (Soma), and Muscle relaxants (for pain)",
            "MTUS",
            True,
            ["Carisoprodol (Soma)", "Muscle relaxants (for pain)"],
        ),
        (
            "Opioids, criteria for use, and Weaning of Medications",
            "MTUS",
            True,
            ["Opioids, criteria for use", "Weaning of Medications"],
        ),
        ("Topical Analgesics, and Capsaicin, topical", "MTUS", True, ["Topical Analgesics", "Capsaicin, topical"]),
        ("Benzodiazepines; and Weaning of Medications", "MTUS", True, ["Benzodiazepines", "Weaning of Medications"]),
        ("Massage, Acupuncture, and Manipulation", "ODG", False, ["Massage", "Acupuncture", "Manipulation"]),
        ("Sleep, diet, and exercise", "MTUS", True, ["Sleep, diet, and exercise"]),
        ("Opoids, and something unknown", "MTUS", True, ["Opoids, and something unknown"]),
        (
            "3.3.8 Dosing Threshold, and 3.3.9 Opioid Tapering",
            "MTUS",
            True,
            ["3.3.8 Dosing Threshold", "3.3.9 Opioid Tapering"],
        ),
        (
            "3.3.8 Dosing Threshold and 3.3.9 Opioid Tapering",
            "MTUS",
            True,
            ["3.3.8 Dosing Threshold", "3.3.9 Opioid Tapering"],
        ),
        ("3.3.8 Doses over 50 and 90 MED", "MTUS", True, ["3.3.8 Doses over 50 and 90 MED"]),
        (" (Shock wave therapy) ", "ODG", False, ["Shock wave therapy"]),
        ("", "MTUS", True, []),
    ],
)
def test_split(text, guideline, listed, names):
    assert Headings(table("sections"), ["Table", "Figure"]).split(text, guideline, listed) == names


@pytest.mark.parametrize("marks", ["a: ", "Opioids/"])
def test_a_section_of_headings_without_an_end_stands_nowhere(nlp, marks):
    block = f"MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines {marks * 3000}, page 200."
    doc = nlp(block)
    assert [warning["code"] for warning in doc._.warnings] == ["layout_unknown", "citation_page_outside"]


def citation(guideline, document=None, usual=None, text=""):
    rule = f"citation:{guideline.lower()}" + (f"/{usual}" if usual else "")
    return {"guideline": guideline, "document": document, "rule": rule, "text": text}


@pytest.mark.parametrize(
    ("claims_administrator", "reviewer", "expected"),
    [
        ([], [], None),
        ([citation("MTUS")], [], "one_silent"),
        ([], [citation("ODG", "Pain")], "one_silent"),
        ([citation("MTUS", "Knee Complaints")], [citation("MTUS", "Knee Complaints")], "same_document"),
        ([citation("ODG", "Hip and Pelvis")], [citation("ODG", "Hip & Pelvis")], "same_document"),
        (
            [citation("ODG", "Low Back")],
            [citation("ODG", "Low Back - Lumbar & Thoracic (Acute & Chronic)")],
            "same_document",
        ),
        ([citation("MTUS", "Knee Complaints")], [citation("MTUS", "Shoulder Complaints")], "same_guideline"),
        ([citation("ODG")], [citation("ODG")], "same_guideline"),
        (
            [citation("MTUS", "Chronic Pain Treatment", "chronic pain medical treatment")],
            [citation("MTUS", "Chronic Pain Medical Treatment", "chronic pain medical treatment")],
            "same_document",
        ),
        (
            [citation("MTUS", "Chapter 13", "knee complaints")],
            [citation("MTUS", "Knee Complaints", "knee complaints")],
            "same_document",
        ),
        (
            [citation("ACOEM", "Chapter 12", "low back complaints")],
            [citation("MTUS", "Low Back Complaints", "low back complaints")],
            "same_document",
        ),
        (
            [citation("MTUS", "Low Back Disorders", "low back disorders")],
            [citation("ACOEM", "Low Back", "low back")],
            "same_document",
        ),
        (
            [citation("ACOEM", "Chapter 8", "neck and upper back complaints")],
            [citation("MTUS", "Low Back Complaints", "low back complaints")],
            "different",
        ),
        (
            [citation("ACOEM", "Chronic Pain", "chronic pain")],
            [citation("MTUS", "Chronic Pain", "chronic pain medical treatment")],
            "different",
        ),
        ([citation("ACOEM")], [citation("MTUS")], "different"),
        ([citation("ACOEM")], [citation("MTUS", text="MTUS ACOEM Guidelines")], "same_guideline"),
        (
            [citation("ACOEM", "Chapter 8", "neck and upper back complaints", "ACOEM, Chapter 8")],
            [citation("MTUS", "Chapter 12", "low back complaints", "MTUS/ACOEM Chapter 12")],
            "same_guideline",
        ),
        ([citation("ODG", text="ODG (ACOEM)")], [citation("ACOEM", text="ACOEM")], "different"),
        ([citation("MTUS", "Pain")], [citation("ODG", "Pain")], "different"),
        ([citation("other")], [citation("other")], "different"),
        ([citation("ODG", "Head"), citation("MTUS", "Eye")], [citation("MTUS", "Eye")], "same_document"),
        (
            [citation("MTUS", "Chronic Pain Treatment", "chronic pain medical treatment")],
            [citation("regulation", "8 CCR", "chronic pain medical treatment")],
            "same_document",
        ),
        (
            [citation("MTUS", "Chronic Pain Treatment", "chronic pain medical treatment")],
            [citation("regulation", None, "chronic pain medical treatment")],
            "same_document",
        ),
        (
            [citation("MTUS", "Knee Complaints", "knee complaints")],
            [citation("regulation", "8 CCR", "chronic pain medical treatment")],
            "different",
        ),
        ([citation("MTUS", "Knee Complaints", "knee complaints")], [citation("regulation", "8 CCR")], "different"),
        ([citation("MTUS")], [citation("regulation", "8 CCR", "knee complaints")], "different"),
        ([citation("literature", "UpToDate")], [citation("literature", "UpToDate.com")], "same_document"),
        ([citation("other", "PDR.net")], [citation("other", "PDR")], "same_document"),
        ([citation("other", "WebMD.com")], [citation("other", "Drugs.com")], "different"),
    ],
)
def test_agreement(claims_administrator, reviewer, expected):
    assert agreement(claims_administrator, reviewer, adopted=False) == expected


@pytest.mark.parametrize(
    ("claims_administrator", "reviewer", "expected"),
    [
        ([], [], None),
        ([citation("ODG")], [], "same_document"),
        ([citation("MTUS", "Knee Complaints")], [citation("ODG", "Knee")], "different"),
        ([citation("ODG", "Knee")], [citation("ODG", "Knee")], "same_document"),
        ([], [citation("ODG", "Knee")], "one_silent"),
    ],
)
def test_agreement_where_the_reviewer_adopts_what_the_other_side_used(claims_administrator, reviewer, expected):
    assert agreement(claims_administrator, reviewer, adopted=True) == expected


def test_checks_are_silent_where_nothing_is_known():
    assert check_pages([], ["Opioids"], [[900, 901]]) == []
    assert page_topics([], [[1, 2]]) == []
    assert not check_drugs([], {}, {"opioid"})
    assert not check_drugs(["Anything"], {}, {"opioid"})
