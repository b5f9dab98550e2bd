"""The records of three seeds, field by field, against what a reader finds in the letters (read, never copied)."""

import pytest

import imrx
from imrx.record import make_record


def fold(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def records(letters):
    return {int(doc_id[:3]): imrx.annotate(text, doc_id=doc_id) for doc_id, text in letters.items()}


def test_medications_with_their_attributes_and_places(records):
    read = [(fold(m["text"]), m["section"], m["issue"]) for m in records[0]["medications"]]
    assert read == [
        ("Norco twice a day", "summary", None),
        ("Norco 10/325mg #60", "summary", None),
        ("Klonopin 0.5mg #60", "summary", None),
        ("Norco 10/325mg # 60 with 1 refill", "request", 1),
        ("morphine", "rationale", 1),
        ("hydrocodone", "rationale", 1),
        ("Norco 10/325", "rationale", 1),
        ("Klonopin 0.5mg # 60 with 1 refill", "request", 2),
        ("morphine", "rationale", 2),
        ("hydrocodone", "rationale", 2),
        ("Ativan 0.4 mg 4 times a day", "rationale", 2),
        ("Klonopin", "rationale", 2),
        ("Klonopin", "rationale", 2),
        ("Klonopin", "rationale", 2),
    ]


def test_one_medication_in_full(records):
    [norco] = records[0]["issues"][0]["medications"]
    assert norco["drug"]["text"] == "Norco"
    assert norco["drug"]["brand"] == "Norco"
    assert [item["name"] for item in norco["drug"]["ingredients"]] == ["hydrocodone", "acetaminophen"]
    assert norco["drug"]["opioid"] is True
    assert [(s["text"], s["value"], s["unit"], s["ingredient"]) for s in norco["strengths"]] == [
        ("10/325mg", 10, "mg", "hydrocodone"),
        ("10/325mg", 325, "mg", "acetaminophen"),
    ]
    assert [(q["text"], q["value"], q["unit"]) for q in norco["quantity"]] == [("# 60", 60, None)]
    assert (norco["refills"]["text"], norco["refills"]["value"]) == ("1 refill", 1)
    for absent in ("dose", "form", "route", "frequency", "duration", "days_supply", "daily_mme", "compound"):
        assert norco[absent] is None


@pytest.mark.parametrize(
    ("sentence", "value", "value_high", "factor", "basis"),
    [
        ("He takes Oxycontin 20 mg twice a day.", 60, None, 1.5, {"strength", "frequency"}),
        ("She takes Norco 10/325 mg every 4-6 hours.", 40, 60, 1, {"strength", "frequency"}),
    ],
)
def test_daily_mme(sentence, value, value_high, factor, basis):
    [medication] = imrx.annotate(sentence)["medications"]
    daily = medication["daily_mme"]
    assert (daily["value"], daily["value_high"], daily["factor"], daily["table"]) == (
        value,
        value_high,
        factor,
        "cdc2016",
    )
    assert set(daily["basis"]) == basis


def test_days_supply():
    [medication] = imrx.annotate("Norco 10/325 mg #120, 30 day supply, was requested.")["medications"]
    assert medication["days_supply"] == {"value": 30, "basis": "stated"}


def test_a_compound_has_one_number():
    record = imrx.annotate("Flurbiprofen 20%, Baclofen 5% and Menthol 2% in cream base 240g was requested.")
    assert [m["drug"]["text"] for m in record["medications"]] == ["Flurbiprofen", "Baclofen", "Menthol"]
    assert len({m["compound"] for m in record["medications"]}) == 1
    assert record["medications"][0]["compound"] is not None


def test_med_values_and_their_places(records):
    read = [(v["text"], v["value"], v["role"], v["section"], v["issue"]) for v in records[1]["med_values"]]
    assert read == [
        ("MED", None, "stated", "rationale", 2),
        ("120MED per day", 120, "limit", "rationale", 2),
        ("MED", None, "stated", "rationale", 3),
        ("120MED per day", 120, "limit", "rationale", 3),
    ]
    read = [(v["text"], v["value_high"], v["section"], v["issue"]) for v in records[4]["med_values"]]
    assert read == [
        ("reduction of MED by 10% to 20% per week", 20, "summary", None),
        ("100mg MED or below", None, "request", 1),
        ("reduction of med by 10%-20% per week", 20, "request", 1),
    ]


def test_findings_with_their_cues(records):
    negated = [f for f in records[3]["findings"] if f["negated"]]
    read = [(fold(f["text"]), f["assertion"], fold(f["cue"]["text"]), f["section"], f["issue"]) for f in negated]
    assert ("4As of opioid management", "not_documented", "do not meet", "rationale", 1) in read
    assert ("rationale", "not_documented", "do not provide", "rationale", 2) in read
    assert {(section, issue) for *_, section, issue in read} <= {("rationale", 1), ("rationale", 2)}


def test_where(records, letters):
    text = next(text for doc_id, text in letters.items() if doc_id.startswith("000"))
    record = records[0]
    where = {
        **{key: limits for key, limits in record["case"]["where"].items() if limits},
        **record["claimant"]["where"],
        **record["reviewer"]["where"],
    }
    assert {key: text[slice(*limits)] for key, limits in where.items()} == {
        "date_of_injury": "05/24/2001",
        "age": "61",
        "sex": "female",
        "licensure": "California",
        "specialties": "Physical Medicine & Rehabilitation",
    }


def test_abbreviations(records):
    read = [(a["text"], fold(a["long_form"]["text"])) for a in records[2]["abbreviations"]]
    assert read == [("UR", "Utilization Review"), ("MTUS", "Medical Treatment Utilization Schedule")]


def test_agreement(records):
    assert [i["agreement"] for i in records[0]["issues"]] == ["same_document", "same_document"]


def test_diagnoses(records):
    assert [fold(d["text"]) for d in records[0]["diagnoses"]] == [
        "chronic opioid tolerance",
        "opioid induced hyperalgesia",
        "chronic pain syndrome",
        "opioid dependence",
        "cervicalgia",
    ]


def test_a_diagnosis_with_its_code(seed):
    text = seed(0).replace("and cervicalgia.", "and cervicalgia (M54.2).")
    diagnosis = imrx.annotate(text)["diagnoses"][-1]
    assert (diagnosis["text"], diagnosis["code"]["text"], diagnosis["code"]["code"]) == (
        "cervicalgia",
        "M54.2",
        "M54.2",
    )


def test_treatment(records):
    [treatment] = records[4]["issues"][0]["treatment"]
    assert treatment["kind"] == "medication"


def test_an_unmarketed_strength_is_kept_and_warned_of(records):
    [ativan] = [m for m in records[0]["medications"] if m["drug"]["text"] == "Ativan"]
    assert ativan["strengths"][0]["value"] == 0.4
    [warning] = [w for w in records[0]["warnings"] if w["code"] == "strength_not_marketed"]
    assert warning["span"]["text"] == "0.4 mg"


def test_a_drug_that_the_rationale_does_not_name(records):
    codes = {number: [w["code"] for w in record["warnings"]] for number, record in records.items()}
    assert codes[0].count("drug_not_in_rationale") == 0  # Norco, Klonopin: named in their own rationales
    # diazepam, Norco, clonazepam (its rationale names Valium) and oxycodone are not named in theirs
    assert [codes[number].count("drug_not_in_rationale") for number in (1, 2, 3, 4)] == [1, 0, 2, 1]


def test_pages_begin_behind_the_form_feed(nlp, seed):
    text = seed(0).replace("Norco 10/325mg # 60 with 1 refill:", "\fNorco 10/325mg # 60 with 1 refill:", 1)
    doc = nlp(text)
    doc._.source = {"name": "a.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "encoding": None, "pages": 2}
    record = make_record(doc, nlp.meta)
    assert record["issues"][0]["request"]["page"] == 2
    assert {m["page"] for m in record["medications"] if m["section"] == "summary"} == {1}
    assert {m["page"] for m in record["medications"] if m["section"] != "summary"} == {2}


def test_a_synonym_in_brackets_is_one_medication_in_dispute(seed):
    text = seed(3).replace("Diazepam 10mg, #30: Upheld", "Diazepam (Valium) 10mg, #30: Upheld")
    record = imrx.annotate(text)
    [medication] = record["issues"][1]["medications"]
    assert (medication["drug"]["text"], medication["quantity"][0]["value"]) == ("Diazepam", 30)
    assert [m["drug"]["text"] for m in record["medications"] if m["issue"] == 2][:2] == ["Diazepam", "Valium"]


def test_what_stands_before_the_form_feed_is_on_the_page_before(nlp, seed):
    text = seed(0).replace("Klonopin 0.5mg #60 citing", "Klonopin 0.5mg #60 \fciting", 1)
    assert "\f" in text
    doc = nlp(text)
    doc._.source = {"name": "a.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "encoding": None, "pages": 2}
    record = make_record(doc, nlp.meta)
    assert [m["page"] for m in record["medications"]][:4] == [1, 1, 1, 2]
    assert record["citations"][0]["page"] == 2
