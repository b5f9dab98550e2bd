import pytest

from imrx.grammar.negation.second_hand import SecondHand
from imrx.grammar.sentences.reading import Reading
from imrx.record import make_record
from imrx.record.documentation import ELEMENTS, checklist
from imrx.resources import read_table
from tables import read_cases
from typeset import BEFORE


def finding(concept, assertion="present", section="rationale", issue=1):
    said = {"concept": concept, "assertion": assertion, "cue": None, "adverse_effect": False, "second_hand": False}
    return {**said, "section": section, "issue": issue, "start": 0, "end": 4}


def test_every_element_is_there_and_not_mentioned_without_findings():
    assert checklist([], 1) == {element: {"status": "not_mentioned", "evidence": None} for element in ELEMENTS}


def test_every_concept_is_one_of_the_patterns():
    concepts = {row["concept"] for row in read_table("findings.csv")}
    assert {concept for names in ELEMENTS.values() for concept in names} <= concepts


@pytest.mark.parametrize(
    ("assertion", "status"), [("present", "documented"), ("absent", "absent"), ("not_documented", "not_documented")]
)
def test_the_status_follows_the_assertion(assertion, status):
    evidence = finding("taper_plan", assertion)
    assert checklist([evidence], 1)["taper_plan"] == {"status": status, "evidence": evidence}


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


def test_what_is_said_of_one_of_the_four_as_comes_before_that_they_are_met():
    own, together = finding("aberrant_behavior", "absent"), finding("four_as")
    for findings in ([own, together], [together, own]):
        assert checklist(findings, 1)["aberrant_behaviour"] == {"status": "absent", "evidence": own}
    in_summary = {**own, "section": "summary", "issue": None}
    assert checklist([in_summary, together], 1)["aberrant_behaviour"]["evidence"] is together


def test_that_the_four_as_are_not_documented_counts_like_any_other_statement():
    own, together = finding("aberrant_behavior", "absent"), finding("four_as", "not_documented")
    for findings in ([own, together], [together, own]):
        assert checklist(findings, 1)["aberrant_behaviour"]["evidence"] is findings[-1]


def test_the_last_statement_of_a_section_decides():
    first, last = finding("taper_plan"), finding("taper_plan", "not_documented")
    assert checklist([first, last], 1)["taper_plan"]["evidence"] is last


def test_what_utilisation_review_said_is_no_evidence():
    own, told = finding("taper_plan"), {**finding("taper_plan", "not_documented"), "second_hand": True}
    assert checklist([own, told], 1)["taper_plan"] == {"status": "documented", "evidence": own}
    assert checklist([told], 1)["taper_plan"]["status"] == "not_mentioned"


def test_of_what_one_cue_negates_the_first_is_the_evidence():
    cue = {"start": 0, "end": 2, "text": "no"}
    first, second = ({**finding("functional_improvement", "absent"), "cue": cue, "start": at} for at in (3, 40))
    assert checklist([first, second], 1)["functional_improvement"]["evidence"] is first
    second["cue"] = {**cue, "start": 37}
    assert checklist([first, second], 1)["functional_improvement"]["evidence"] is second


def test_a_record_says_what_is_second_hand(nlp):
    said = "Utilization review found no taper plan. There is no pain agreement."
    found = make_record(nlp("\n".join((*BEFORE, f"Decision rationale: {said}"))), nlp.meta)["findings"]
    assert [(each["text"], each["second_hand"]) for each in found] == [("taper plan", True), ("pain agreement", False)]


@pytest.mark.parametrize("case", read_cases("second_hand"))
def test_sentences_that_tell_a_decision(case):
    text, breaks = "", []
    for sentence in case["sentences"]:
        breaks.append(len(text))
        text += sentence["text"] + "\n"
    reading = Reading(text, [(0, len(text))], breaks, [case["section"]])
    told = {start for start, _ in SecondHand(read_table("negation.json")).find(reading)}
    assert [start in told for start in breaks] == [sentence["told"] for sentence in case["sentences"]]


def letter_around(case):
    """A letter of one disputed drug around a case, and where its case summary and its rationale begin."""
    before = "\n".join((*BEFORE[:2], ""))
    request = case.get("request", "Norco 10/325mg #60")
    middle = "\n".join(("", *BEFORE[3:5], f"{request}: Upheld", *BEFORE[6:], "Decision rationale: "))
    text = before + case["summary"] + middle + case["rationale"]
    return text, {"summary": len(before), "rationale": len(before + case["summary"] + middle)}


def place_of(case, entry, begins):
    """Where the words stand that a reader named as the evidence."""
    at = -1
    for _ in range(entry["nth"]):
        at = case[entry["in"]].index(entry["evidence"], at + 1)
    return begins[entry["in"]] + at, begins[entry["in"]] + at + len(entry["evidence"])


@pytest.mark.parametrize("case", read_cases("documentation_fresh"))
def test_a_reader_who_has_not_seen_the_rules_fills_in_the_same_checklist(case, nlp):
    """Case summary and rationale, and of each element the status and the words that say so; `request` is the title.

    The element is right where its status is and, where both say something, their words overlap. A `known_failure`
    names the elements that are not.
    """
    text, begins = letter_around(case)
    found = make_record(nlp(text), nlp.meta)["issues"][0]["documentation"]
    wrong = []
    for element, entry in case["documentation"].items():
        evidence = found[element]["evidence"]
        if found[element]["status"] != entry["status"]:
            wrong.append(f"{element}: {found[element]['status']}")
        elif evidence is not None:
            start, end = place_of(case, entry, begins)
            if not (evidence["start"] < end and start < evidence["end"]):
                wrong.append(f"{element}: the words {evidence['text']!r}")
    assert wrong == []


@pytest.mark.parametrize("case", read_cases("documentation"))
def test_what_a_sentence_of_the_case_summary_documents(case, nlp):
    """The elements of which a sentence says something: the status, and the words that say so or the most of them."""
    text, begins = letter_around({"summary": case["text"], "rationale": "The request is not medically necessary."})
    found = make_record(nlp(text), nlp.meta)["issues"][0]["documentation"]
    assert {name: said["status"] for name, said in found.items() if said["evidence"]} == {
        name: status for name, (status, _) in case["documentation"].items()
    }
    for name, (_, words) in case["documentation"].items():
        start = begins["summary"] + case["text"].index(words)
        assert found[name]["evidence"]["start"] < start + len(words)
        assert start < found[name]["evidence"]["end"]


def test_a_finding_that_a_drug_is_blamed_for_is_an_adverse_effect():
    blamed = {**finding("constipation"), "adverse_effect": True}
    assert checklist([finding("nausea"), blamed], 1)["adverse_effects"] == {"status": "documented", "evidence": blamed}
    absent = {**blamed, "assertion": "absent"}
    assert checklist([absent], 1)["adverse_effects"]["status"] == "absent"


@pytest.mark.parametrize(
    ("concept", "assertion", "status"),
    [
        ("first_line_benefit", "absent", "documented"),
        ("first_line_benefit", "present", "not_mentioned"),
        ("little_first_line_benefit", "present", "documented"),
        ("first_line_trial", "absent", "absent"),
        ("first_line_trial", "not_documented", "not_documented"),
        ("first_line_trial", "present", "not_mentioned"),
    ],
)
def test_first_line_drugs_that_helped_or_were_tried_did_not_fail(concept, assertion, status):
    assert checklist([finding(concept, assertion)], 1)["failed_first_line_treatment"]["status"] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("No side effects except mild constipation from Norco.", "documented"),
        ("There were no side effects reported other than constipation.", "documented"),
        ("No medications other than opioids cause constipation.", "not_mentioned"),
        ("Side effects include constipation, nausea and sedation.", "not_mentioned"),
    ],
)
def test_what_a_rationale_excepts_from_side_effects_is_one(text, status, nlp):
    case = {"summary": "The injured worker is a 39-year-old female.", "rationale": text}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert issue["documentation"]["adverse_effects"]["status"] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Same reasons as above apply. Oxycodone has not resulted in decreased pain or increased function.", "absent"),
        ("The use of Norco has resulted in decreased pain and increased function.", "documented"),
        ("Norco did not result in decreased pain or increased function.", "absent"),
        ("The use of opioids results in decreased pain and increased function.", "not_mentioned"),
        ("Long-term use of opioids has not resulted in improved function in clinical trials.", "not_mentioned"),
        ("MTUS recommends opioids where they have resulted in pain relief and improved function.", "not_mentioned"),
    ],
)
def test_what_a_drug_did_is_told_of_the_patient_at_the_beginning_of_a_rationale_too(text, status, nlp):
    case = {"summary": "The injured worker is a 39-year-old female.", "rationale": text}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert issue["documentation"]["functional_improvement"]["status"] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a trial of first-line therapy. There is no evidence of such a trial.", "not_documented"),
        ("a trial of an antidepressant. No such trial is documented.", "not_documented"),
        ("a trial of first-line therapy. Such a trial is required.", "not_mentioned"),
        ("a trial of first-line therapy. The patient had such a trial.", "not_mentioned"),
        ("a trial of a TENS unit. There is no evidence of such a trial.", "not_mentioned"),
        ("a trial of first-line therapy. There is no evidence for such treatment.", "not_mentioned"),
    ],
)
def test_a_trial_that_a_guideline_asks_for_is_spoken_of_again_in_the_next_sentence(text, status, nlp):
    rationale = f"MTUS recommends topical lidocaine after {text}"
    case = {"summary": "The injured worker is a 39-year-old female.", "rationale": rationale}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert issue["documentation"]["failed_first_line_treatment"]["status"] == status


@pytest.mark.parametrize(
    ("concept", "assertion", "status"),
    [
        ("activity_improvement", "present", "documented"),
        ("activity_improvement", "absent", "absent"),
        ("limitation_with_medication", "present", "absent"),
        ("activity_without_medication", "absent", "documented"),
    ],
)
def test_what_a_patient_cannot_do_despite_a_drug_or_only_without_it(concept, assertion, status):
    assert checklist([finding(concept, assertion)], 1)["activities_of_daily_living"]["status"] == status


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("Diagnoses are lumbar spinal stenosis, and hypogonadism secondary to chronic opioids.", ["hypogonadism"]),
        ("He has migraines, opioid induced constipation, and GERD.", ["opioid induced constipation"]),
        ("She reports nausea and constipation from Norco.", ["nausea", "constipation"]),
        ("He has pain and insomnia, and takes Norco.", []),
    ],
)
def test_only_what_drugs_are_known_to_do_is_blamed_along_with_another(text, blamed, nlp):
    letter, _ = letter_around({"summary": text, "rationale": "The request is not medically necessary."})
    findings = make_record(nlp(letter), nlp.meta)["findings"]
    assert [finding["text"] for finding in findings if finding["adverse_effect"]] == blamed


@pytest.mark.parametrize(
    ("title", "status"), [("Naproxen 500mg #60", "not_mentioned"), ("Norco 10/325mg #60", "documented")]
)
def test_a_drug_in_dispute_is_no_first_line_drug_that_failed(title, status, nlp):
    case = {"request": title, "summary": "She failed naproxen.", "rationale": "The request is not necessary."}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert issue["documentation"]["failed_first_line_treatment"]["status"] == status


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "There was no mention of intolerance to first-line oral pharmaceuticals such as Neurontin.",
            {"failed_first_line_treatment": "not_documented"},
        ),
        (
            "There is no evidence of failure of or intolerance to first-line oral analgesics.",
            {"failed_first_line_treatment": "not_documented"},
        ),
        (
            "Intolerance or lack of response to oral medications is not specified in the records provided.",
            {"failed_first_line_treatment": "not_documented"},
        ),
        ("There is no documentation of side effects or intolerance.", {"adverse_effects": "not_documented"}),
        ("There is no intolerance to Norco.", {"adverse_effects": "absent"}),
        ("Naproxen and Tylenol have been tried and failed.", {"failed_first_line_treatment": "documented"}),
        ("Naproxen, Tylenol and gabapentin have failed.", {"failed_first_line_treatment": "documented"}),
        (
            "MTUS recommends opioids for chronic pain. Naproxen and gabapentin have failed.",
            {"failed_first_line_treatment": "documented"},
        ),
        ("ODG: Recommended for neuropathic pain. Severe symptoms. Naproxen and gabapentin have failed.", {}),
        ("ODG criteria: Back pain for three months. Naproxen and gabapentin have failed. Positive drug screen.", {}),
        ("Use of opioids after NSAIDs have failed.", {}),
        ("Opioids are for those in whom NSAIDs have failed.", {}),
        ("Only if first-line agents have been tried and failed.", {}),
        ("Reserved for neuropathic pain once gabapentin and tricyclics have failed.", {}),
        (
            "The records did not specify that trials of anti depressants and anti convulsants have failed.",
            {"failed_first_line_treatment": "not_documented"},
        ),
    ],
)
def test_what_a_rationale_says_of_first_line_drugs(text, said, nlp):
    case = {"summary": "The injured worker is a 39-year-old female.", "rationale": text}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert {name: each["status"] for name, each in issue["documentation"].items() if each["evidence"]} == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ongoing opioid use requires documentation of pain relief and functional improvement.", {}),
        ("Chronic opiate use requires an ongoing review and documentation of pain relief and side effects.", {}),
        ("His use of Norco requires documentation of pain relief.", {}),
        ("There is documentation of pain relief with Norco.", {"analgesia": "documented"}),
        ("He requires Norco and has documentation of pain relief.", {"analgesia": "documented"}),
        ("A urine drug screen is appropriate.", {}),
        ("UR authorized #72, in keeping with the provider's plan to taper.", {"taper_plan": "documented"}),
        ("UR authorized #72 in view of a plan to taper.", {}),
        (
            "Pain relief, functional improvement, and the date of the last urine drug screen were not documented.",
            {
                "analgesia": "not_documented",
                "functional_improvement": "not_documented",
                "urine_drug_screen": "not_documented",
            },
        ),
        (
            "Pain relief and functional improvement were noted, and the last urine drug screen was not documented.",
            {
                "analgesia": "documented",
                "functional_improvement": "documented",
                "urine_drug_screen": "not_documented",
            },
        ),
        (
            "The UDS is consistent and no other prescribers are listed in CURES.",
            {"urine_drug_screen": "documented", "cures_report": "documented"},
        ),
        (
            "Drug testing negative for the very opioid prescribed likewise raised the question of diversion.",
            {"urine_drug_screen": "documented"},
        ),
    ],
)
def test_what_a_rationale_says_of_the_patient_and_in_general(text, said, nlp):
    case = {"summary": "The injured worker is a 39-year-old female.", "rationale": text}
    [issue] = make_record(nlp(letter_around(case)[0]), nlp.meta)["issues"]
    assert {name: each["status"] for name, each in issue["documentation"].items() if each["evidence"]} == said
