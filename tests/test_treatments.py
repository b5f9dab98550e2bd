from collections import defaultdict

import pytest

from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.treatments.sessions import find_sessions
from imrx.grammar.treatments.stems import Phrases, split_words
from imrx.grammar.treatments.title_words import TitleGrammar
from imrx.grammar.treatments.titles import TITLE_LIMIT, find_treatments
from imrx.labels import ISSUES_KEY, WARNINGS
from imrx.lower import lower_case
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases
from typeset import set_letter

TABLES = {
    "kinds": "treatments/kinds.csv",
    "body_parts": "treatments/body_parts.csv",
    "words": "treatments/words.json",
    "dates": "dates.json",
    "sig": "sig.json",
}
KINDS = {
    "medication",
    "imaging/mri",
    "imaging/x-ray",
    "imaging/ct",
    "imaging/ultrasound",
    "imaging/other",
    "electrodiagnostics",
    "physical_medicine/physical_therapy",
    "physical_medicine/occupational_therapy",
    "physical_medicine/chiropractic",
    "physical_medicine/acupuncture",
    "physical_medicine/massage",
    "physical_medicine/other",
    "injection",
    "surgery",
    "surgery/assistant",
    "equipment",
    "laboratory",
    "diagnostic_testing",
    "evaluation",
    "consultation",
    "psychology",
    "home_care",
    "transport",
    "other",
}
NOTHING = {
    "body_parts": [],
    "laterality": None,
    "sessions": None,
    "contrast": None,
    "service_dates": [],
    "retrospective": False,
    "setting": None,
}
UNSAID = dict.fromkeys(("count", "count_high", "per_week", "days", "weeks", "months"))
ITEM = {"style": "pdf", "before": "A trial of six visits is recommended. The request is not medically necessary."}


def treatments(doc):
    """The treatments of the item that `set_letter` puts behind another one."""
    return doc.spans[ISSUES_KEY][1]._.treatments


@pytest.fixture(scope="module")
def grammar():
    tables = {name: read_table(file) for name, file in TABLES.items()}
    dates, numbers = Dates(tables["dates"]), Numbers(tables["sig"]["numbers"])
    return TitleGrammar(tables["kinds"], tables["body_parts"], tables["words"], dates, numbers)


def read(text, grammar, drugs=(), long_forms=()):
    return find_treatments(text, 0, len(text), list(drugs), list(long_forms), grammar, lower_case(text))


def values(treatment):
    return {key: value for key, value in treatment.items() if key not in {"start", "end", "rule", "unheld"}}


@pytest.mark.parametrize("case", read_cases("treatments"))
def test_treatments(case, grammar):
    """A case names only what its title says; all else is absent. `named` is the words that name each treatment."""
    text = case["text"]
    drugs = [(text.index(name), text.index(name) + len(name), None) for name in case.get("drugs", [])]
    found = read(text, grammar, drugs)
    assert [values(treatment) for treatment in found] == [{**NOTHING, **expected} for expected in case["treatments"]]
    if "named" in case:
        assert [text[treatment["start"] : treatment["end"]] for treatment in found] == case["named"]


@pytest.mark.parametrize("case", read_cases("treatments_fresh"))
def test_treatments_of_a_table_written_by_someone_who_had_not_seen_the_rules(case, grammar):
    """Where a row was corrected, it says why under `corrected`."""
    found = read(case["text"], grammar, [(start, end, None) for start, end in case["drugs"]])
    for treatment in found:
        treatment["body_parts"] = sorted(treatment["body_parts"])
    assert [values(treatment) for treatment in found] == case["treatments"]


@pytest.mark.parametrize("case", [*read_cases("treatments_own"), *read_cases("treatments_letters")])
def test_treatments_of_a_title_in_a_letter(case, nlp):
    """All but `treatments_own` were written by people who had not seen the rules; a row that was corrected says why."""
    doc = nlp(set_letter({**ITEM, "heading": f"{case['title']}: Upheld"}))
    found = [{**values(treatment), "body_parts": sorted(treatment["body_parts"])} for treatment in treatments(doc)]
    for expected in case["treatments"]:
        if "sessions" in expected:
            expected["sessions"] = {**UNSAID, **expected["sessions"]}
    assert found == [{**NOTHING, **expected} for expected in case["treatments"]]
    unknown = [warning for warning in doc._.warnings if warning["code"] == "treatment_unknown"]
    assert len(unknown) == sum(treatment["rule"] == "treatment:unknown" for treatment in treatments(doc))


@pytest.mark.parametrize("case", read_cases("treatment_kinds"))
def test_kinds_of_a_title(case, nlp):
    """Above all, no wrong kind: what is not known is `other`."""
    doc = nlp(set_letter({**ITEM, "heading": f"{case['title']}: Upheld"}))
    assert [treatment["kind"] for treatment in treatments(doc)] == case["kinds"]


@pytest.mark.parametrize("case", read_cases("sessions"))
def test_sessions(case, grammar):
    text = case["text"]
    words = split_words(text, 0, len(text))
    found = find_sessions(lower_case(text), words, len(text), case.get("head", 0), case["kind"], grammar.sessions)
    assert found == case["sessions"]


@pytest.mark.parametrize("case", read_cases("title_sessions"))
def test_sessions_of_a_title(case, grammar):
    (treatment,) = read(case["text"], grammar)
    assert treatment["sessions"] == (case["sessions"] and {**UNSAID, **case["sessions"]})


@pytest.mark.parametrize("case", read_cases("title_parts"))
def test_body_parts_of_a_title(case, grammar):
    (treatment,) = read(case["text"], grammar)
    assert (sorted(treatment["body_parts"]), treatment["laterality"]) == (case["body_parts"], case["laterality"])


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Urine drug screen for Norco compliance", []),
        ("Detox from OxyContin", []),
        ("Medication management visit for Norco and Soma", []),
        ("Liver function tests due to Norco use", []),
        ("Norco 10/325 mg #60 (per MTUS Opioids, Oxycodone)", ["Norco"]),
        ("Docusate 100 mg #60 for constipation from Norco", ["Docusate"]),
        ("Norco 10/325 mg #60 for weaning from OxyContin", ["Norco"]),
        ("Detox with Suboxone", ["Suboxone"]),
        ("Follow-up visit for Norco 10/325 mg #60", ["Norco"]),
        ("Urine drug screen, Norco and Soma", ["Norco", "Soma"]),
        ("Epidural steroid injection with Depo-Medrol", ["Depo-Medrol"]),
        ("Iontophoresis with dexamethasone", ["dexamethasone"]),
        ("Refill of Norco and Soma", ["Norco", "Soma"]),
        ("Urine drug screen and one month supply of Norco", ["Norco"]),
        ("Follow-up visit, continued use of Norco and Xanax", ["Norco", "Xanax"]),
        ("Psychotherapy and use of Cymbalta", ["Cymbalta"]),
        ("Norco in addition to Percocet", ["Norco", "Percocet"]),
        ("Norco with Tylenol", ["Norco", "Tylenol"]),
    ],
)
def test_medications_that_a_title_asks_for(title, names, nlp):
    """The others are only named beside what is asked for."""
    record = make_record(nlp(set_letter({**ITEM, "heading": f"{title}: Upheld"})), nlp.meta)
    assert [each["drug"]["text"] for each in record["issues"][-1]["medications"]] == names


def test_a_disputed_part_without_a_treatment_is_of_the_one_asked_for(nlp):
    title = (
        "Physical therapy for the lumbar spine, 12 visits was the original request. 6 visits was authorized by the "
        "Claims Administrator. The remaining IMR eligible portion of the original request, 6 visits"
    )
    (treatment,) = treatments(nlp(set_letter({**ITEM, "heading": f"{title} is: Upheld"})))
    assert (treatment["kind"], treatment["body_parts"]) == ("physical_medicine/physical_therapy", ["lumbar spine"])
    assert treatment["sessions"] == {**UNSAID, "count": 6}


@pytest.mark.parametrize("case", read_cases("split_treatments"))
def test_a_disputed_part_has_what_is_said_of_the_whole_request(case, nlp):
    found = treatments(nlp(set_letter({**ITEM, "heading": f"{case['title']} is: Upheld"})))
    assert [
        {key: treatment[key] for key in wanted} for treatment, wanted in zip(found, case["treatments"], strict=True)
    ] == case["treatments"]


def test_an_unknown_treatment_is_other_and_has_no_rule(grammar):
    (treatment,) = read("Widget harmonisation, left knee.", grammar)
    assert (treatment["kind"], treatment["rule"]) == ("other", "")
    assert "treatment_unknown" in WARNINGS


@pytest.mark.parametrize(
    ("title", "code", "named"),
    [
        ("MRI of the neck and zorgatron therapy", "treatment_unknown", "zorgatron therapy"),
        ("Zorgatron", "treatment_unknown", "Zorgatron"),
        ("Zorbamax 20mg #30", "drug_unknown", "Zorbamax"),
        ("Norco 10/325mg #60 and Fooberol 20mg #30", "drug_unknown", "Fooberol"),
        ("Zorgatron, Norco 10/325 mg #60", "treatment_unknown", "Zorgatron"),
        ("Norco 10/325 mg #60 and Zorgatron", "treatment_unknown", "Zorgatron"),
        ("Soma 350 mg #30, Zorgatron #60, Norco 10/325 mg #60", "treatment_unknown", "Zorgatron"),
    ],
)
def test_what_is_not_known_has_a_warning(title, code, named, nlp):
    doc = nlp(set_letter({**ITEM, "heading": f"{title}: Upheld"}))
    unknown = [warning for warning in doc._.warnings if warning["code"] in {"treatment_unknown", "drug_unknown"}]
    assert [(warning["code"], doc.text[warning["start"] : warning["end"]]) for warning in unknown] == [(code, named)]


@pytest.mark.parametrize(
    "title",
    [
        "Norco 10/325 mg #60, Urgent",
        "Norco 10/325 mg #60, Refills 2",
        "Norco 10/325 mg #60, Generic",
        "Norco 10/325 mg #60 (Walgreens)",
        "Norco 10/325 mg #60, Dr. Miller",
        "Norco 10/325 mg #60, lumbar",
        "ISSUES, DECISIONS: Norco 10/325 mg #60",
    ],
)
def test_what_names_no_treatment_beside_a_drug_has_no_warning(title, nlp):
    doc = nlp(set_letter({**ITEM, "heading": f"{title}: Upheld"}))
    assert not {"treatment_unknown", "drug_unknown"}.intersection(warning["code"] for warning in doc._.warnings)


@pytest.mark.parametrize(
    ("title", "unheld"),
    [
        ("Physical therapy once a week for six weeks and twice a week for four weeks", "twice a week"),
        ("Chiro 2 times per week for 3 weeks, then once a week for 3 weeks", "once a week"),
        ("Chiro 2x/week for 3 weeks, then weekly for 3 weeks", "weekly for 3"),
        ("Physical therapy 2x4, then 1x4", "1x4"),
        ("Physical therapy every other week for 3 months", "every other week"),
        ("Acupuncture biweekly for 8 weeks", "biweekly"),
        ("Psychotherapy twice monthly", "twice monthly"),
        ("Acupuncture 4 visits per month for 3 months", "4 visits per month"),
        ("Massage therapy once a month for 6 months", "once a month"),
        ("Massage therapy 2x/month for 6 months", "2x/month"),
        ("Acupuncture every 2 weeks x 6", "every 2 weeks"),
        ("Physical therapy daily for 2 weeks", "daily"),
        ("Home health aide 8 hours per day x 30 days", "8 hours per day"),
        ("Home health aide 4 hours/day, 5 days per week", "4 hours/day"),
        ("Functional restoration program 160 hours", "160 hours"),
        ("Neuropsychological testing x 8 hours", "8 hours"),
        ("Physical therapy 6-8", "6-8"),
        ("Acupuncture 12, lumbar spine", "12"),
    ],
)
def test_what_the_sessions_cannot_hold_has_a_warning(title, unheld, nlp):
    doc = nlp(set_letter({**ITEM, "heading": f"{title}: Upheld"}))
    found = [warning for warning in doc._.warnings if warning["code"] == "sessions_incomplete"]
    assert [doc.text[warning["start"] : warning["end"]] for warning in found] == [unheld]


@pytest.mark.parametrize(
    "title",
    [
        "Physical therapy 2-3 times a week for 6 weeks",
        "Physical therapy 2x6, acupuncture once a week for 6 weeks",
        "Physical therapy twice a week for 3 weeks, 2 times per week",
        "Physical therapy 1 visit a week for a month",
        "Physical therapy 6 visits over 2 months",
        "Acupuncture 12 visits for activities of daily living",
        "Chiropractic, 6 sessions every week",
        "Hospital bed rental 30 days",
        "Norco 10/325mg #60 every 6 hours, one tablet daily",
        "Follow-up visit in 3 months",
        "Holter monitor 24 hours",
        "Physical therapy 12 sessions",
        "Physical therapy L4-5",
        "Physical therapy 2/wk for 6/wks",
        "Physical therapy 2x6, left knee, 12 visits (2x6)",
        "Cane, 1 month evaluation by orthopedist",
        "Physical therapy three times weekly for 1 month",
        "Consultation with 3 follow-up visits of one hour",
    ],
)
def test_what_the_sessions_hold_has_no_warning(title, nlp):
    doc = nlp(set_letter({**ITEM, "heading": f"{title}: Upheld"}))
    assert "sessions_incomplete" not in {warning["code"] for warning in doc._.warnings}


def test_a_known_treatment_without_a_kind_of_its_own_has_a_rule(grammar):
    (treatment,) = read("Gym membership", grammar)
    assert (treatment["kind"], treatment["rule"]) == ("other", "treatment:other")


@pytest.mark.parametrize(
    ("text", "long_forms", "kind", "parts", "side"),
    [
        ("QMP of the right knee", [("QMP", "quick MRI protocol")], "imaging/mri", ["knee"], "right"),
        ("CT x 6", [("CT", "craniosacral therapy")], "physical_medicine/other", [], None),
        ("CT of the head", [("CT", "carpal tunnel")], "imaging/ct", ["head"], None),
        ("CT scan", [("CT", "craniosacral therapy")], "imaging/ct", [], None),
        (
            "PT 6 sessions",
            [("PT", "psychotherapy"), ("PT", "physical therapy")],
            "physical_medicine/physical_therapy",
            [],
            None,
        ),
        ("PT 6 sessions", [("PT", "psychotherapy"), ("PT", "group psychotherapy")], "psychology", [], None),
        ("BMP (bone morphogenetic protein)", [("BMP", "bone morphogenetic protein")], "surgery", [], None),
        ("RSI #1", [("RSI", "right shoulder injection")], "injection", ["shoulder"], "right"),
        ("RSI #1, left", [("RSI", "right shoulder injection")], "injection", ["shoulder"], "left"),
        ("TLIF L4-5", [("TLIF", "transforaminal lumbar interbody fusion")], "surgery", ["lumbar spine"], None),
        ("Referral to PM&R", [("PM&R", "physical medicine and rehabilitation")], "consultation", [], None),
        ("Cervical ESI", [("ESI", "lumbar epidural steroid injection")], "injection", ["cervical spine"], None),
        ("ESIs", [("ESI", "electrical stimulation")], "injection", [], None),
    ],
)
def test_an_abbreviation_that_the_letter_defines(text, long_forms, kind, parts, side, grammar):
    (treatment,) = read(text, grammar, long_forms=long_forms)
    assert (treatment["kind"], treatment["body_parts"], treatment["laterality"]) == (kind, parts, side)


def test_a_compound_is_one_medication(grammar):
    text = "Baclofen and Gabapentin cream, Norco"
    drugs = [(0, 8, 0), (13, 23, 0), (31, 36, None)]
    assert [text[t["start"] : t["end"]] for t in read(text, grammar, drugs)] == ["Baclofen and Gabapentin", "Norco"]


def test_every_kind_is_of_the_tree():
    rows = read_table(TABLES["kinds"])
    assert {row["kind"] for row in rows if row["role"] != "ignore"} == KINDS
    assert {row["role"] for row in rows} == {"head", "weak", "part", "alone", "ignore"}


@pytest.mark.parametrize("table", ["kinds", "body_parts"])
def test_every_row_is_found_in_its_own_example(table, grammar):
    phrases = grammar.items.kinds if table == "kinds" else grammar.body.phrases
    for row in read_table(TABLES[table]):
        found = phrases.find(split_words(row["example"], 0, len(row["example"])))
        assert row in [match.value for match in found], row["example"]


def test_no_term_stands_in_two_rows():
    seen = {}
    for row in read_table(TABLES["kinds"]):
        for term in row["terms"].split("|"):
            key = tuple(word.stem for word in split_words(term, 0, len(term)))
            assert seen.setdefault(key, row["rule"]) == row["rule"], term


@pytest.mark.parametrize("table", ["kinds", "body_parts"])
def test_no_term_is_a_plural_or_another_case_of_its_neighbour(table):
    short = read_table(TABLES["words"])["short_words"]
    needless = []
    for row in read_table(TABLES[table]):
        alike = defaultdict(list)
        for term in row["terms"].split("|"):
            alike[tuple(word.stem for word in split_words(term, 0, len(term)))].append(term)
        for terms in alike.values():
            for term in terms:
                others = Phrases((other, None) for other in terms if other != term)
                with_short_ways = not short.keys().isdisjoint(term.split())
                if not with_short_ways and others.find(split_words(term, 0, len(term))):
                    needless.append(term)
    assert not needless


@pytest.mark.parametrize(
    "unit",
    ["1", " ", "1 ", "x ", "12 visits ", "MRI ", "left ", "(", "2 times ", "1/", "- ", "two (2) ", "L4-", "with "],
)
def test_hostile_titles(unit, grammar):
    text = "Physical therapy 1" + unit * (50_000 // len(unit))
    assert read(text, grammar) is not None
    assert read(text[:TITLE_LIMIT], grammar) is not None


def test_the_component_writes_plain_values(nlp, letters):
    for text in letters.values():
        doc = nlp(text)
        for span in doc.spans[ISSUES_KEY]:
            assert [treatment["kind"] for treatment in span._.treatments] == ["medication"]


@pytest.mark.parametrize(
    ("title", "treatment"),
    [("Diazepam (Valium) 5mg #2", "Diazepam (Valium)"), ("Norco 5/325mg (see note) #2", "Norco")],
)
def test_a_treatment_ends_behind_its_bracket(title, treatment, nlp):
    doc = nlp(set_letter({"style": "pdf", "heading": f"{title} is not medically necessary.", "before": "No gains."}))
    [found] = doc.spans[ISSUES_KEY][1]._.treatments
    assert doc.text[found["start"] : found["end"]] == treatment
