import pytest

from imrx.record.documentation import ELEMENTS, STATUSES, checklist
from imrx.resources import read_table


def finding(concept, assertion="present", section="rationale", issue=1):
    return {"concept": concept, "assertion": assertion, "section": section, "issue": issue, "start": 0, "end": 4}


def test_every_element_is_there_and_not_mentioned_without_findings():
    assert checklist([], 1) == {element: {"status": "not_mentioned", "evidence": None} for element in ELEMENTS}


def test_every_concept_is_one_of_the_patterns():
    concepts = {row["concept"] for row in read_table("findings.csv")}
    assert {concept for names in ELEMENTS.values() for concept in names} <= concepts


@pytest.mark.parametrize(
    ("assertion", "status"), [("present", "documented"), ("absent", "absent"), ("not_documented", "not_documented")]
)
def test_the_status_follows_the_assertion(assertion, status):
    evidence = finding("urine_drug_screen", assertion)
    assert checklist([evidence], 1)["urine_drug_screen"] == {"status": status, "evidence": evidence}
    assert status in STATUSES


@pytest.mark.parametrize("assertion", ["guideline_statement", "hypothetical"])
def test_what_a_guideline_says_or_what_may_be_is_no_evidence(assertion):
    assert checklist([finding("cures_report", assertion)], 1)["cures_report"]["status"] == "not_mentioned"


def test_the_rationale_of_the_item_comes_before_the_summary_and_other_items_do_not_count():
    own = finding("pain_relief", "not_documented")
    other = finding("pain_relief", issue=2)
    summary = finding("pain_relief", section="summary", issue=None)
    assert checklist([summary, own, other], 1)["analgesia"]["evidence"] is own
    assert checklist([summary, other], 1)["analgesia"]["evidence"] is summary
    assert checklist([other], 1)["analgesia"]["status"] == "not_mentioned"


def test_the_four_as_speak_of_each_of_them():
    found = checklist([finding("four_as", "not_documented")], 1)
    assert {element for element, entry in found.items() if entry["status"] == "not_documented"} == {
        "analgesia",
        "activities_of_daily_living",
        "adverse_effects",
        "aberrant_behaviour",
    }


def test_the_last_statement_of_a_section_decides():
    first, last = finding("taper_plan"), finding("taper_plan", "not_documented")
    assert checklist([first, last], 1)["taper_plan"]["evidence"] is last
