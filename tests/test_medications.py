import pytest
import spacy

from imrx.grammar.dosing.linking import link
from imrx.grammar.dosing.links import LinkWords
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.sentence_parts import Attribute, DosedDrug
from imrx.labels import CITATION, DRUG, ISSUES_KEY, MED, SPANS_KEY, STRENGTH
from imrx.resources import MODELS, read_table
from tables import read_cases


def build(**settings):
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "imrx.Tokenizer.v1"}}})
    config = spacy.util.load_config(MODELS / "rules.cfg")
    for name in ("imr_sentences", "imr_drugs", "imr_sig", "imr_med_values", "imr_medications"):
        pipe = nlp.add_pipe(name, config=settings if name == "imr_medications" else {})
        tables = config["initialize"]["components"][name]["tables"]
        pipe.initialize(tables={table: read_table(source["name"]) for table, source in tables.items()})
    return nlp


@pytest.fixture(scope="module")
def pipes():
    return build()


def drugs(doc):
    return [span for span in doc.spans[SPANS_KEY] if span.label_ == DRUG]


def links(doc):
    text = doc.text
    return [f"{text[slice(*each['head'])]}: {text[slice(*each['tail'])]}" for each in doc._.rel]


@pytest.mark.parametrize("case", read_cases("linking"))
def test_links(case, pipes):
    doc = pipes(case["text"])
    found = [" ".join(each.split()) for each in links(doc)]
    assert found == case["links"]
    if "compound" in case:
        assert [span._.medication["compound"] for span in drugs(doc)] == case["compound"]


@pytest.mark.parametrize(
    "text",
    [
        "Norco #60 cream consisting of Ketoprofen 10% and Gabapentin 6%",
        "Voltaren gel 1% 100gm topical cream containing Flurbiprofen 20% and Baclofen 2%",
    ],
)
def test_what_has_an_amount_of_its_own_contains_nothing_behind_it(pipes, text):
    assert [span._.medication["compound"] for span in drugs(pipes(text))] == [None, 1, 1]


@pytest.mark.parametrize("case", read_cases("mme"))
def test_daily_mme(case, pipes):
    values = [span._.medication["daily_mme"] for span in drugs(pipes(case["text"]))]
    assert [value and [value["value"], value["value_high"], value["basis"]] for value in values] == case["daily_mme"]


@pytest.mark.parametrize("case", read_cases("mme_fresh"))
def test_regimens_of_a_table_written_by_someone_who_had_not_seen_the_rules(case, pipes):
    found = []
    for span in drugs(pipes(case["text"])) if SPANS_KEY in pipes(case["text"]).spans else []:
        mme = span._.medication["daily_mme"]
        if mme and case["drug"] in {each["name"] for each in span._.drug["ingredients"]}:
            assert mme["table"] == case["table"]
            found.append([mme["value"], mme["value_high"] or mme["value"]])
    assert found == ([] if case["daily_mme"] is None else [pytest.approx(case["daily_mme"], abs=0.05)])


def codes(doc):
    return [each["code"] for each in doc._.warnings]


def test_warnings(pipes):
    doc = pipes("OxyContin 80 mg three times daily and Ativan 0.4 mg 4 times a day.")
    assert codes(doc) == ["strength_not_marketed", "opioid_with_benzodiazepine", "mme_over_threshold"]
    message = "360 mg of morphine a day are over 120 (MTUS Chronic Pain 2009; ODG Pain 2012; AMDG 2010)"
    assert doc._.warnings[-1]["message"] == message


@pytest.mark.parametrize("text", ["Fentanyl 75 mcg patch q72h", "Butrans patch 10 mcg", "hydrocodone 10/325 mg #60"])
def test_a_strength_that_was_marketed_by_the_hour_or_in_a_combination_gives_no_warning(pipes, text):
    assert "strength_not_marketed" not in codes(pipes(text))


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("He takes Xanax 1 mg and uses tramadol 15% cream.", False),
        ("He takes Xanax 1 mg and uses a gel with tramadol 10%, gabapentin 5% and menthol 2%.", False),
        ("He takes Xanax 1 mg, tramadol 15% cream and tramadol 50 mg.", True),
        ("He takes Xanax 1 mg and uses Gabacyclotram 180 gm.", False),
        ("He takes Xanax 1 mg and uses a Butrans patch 10 mcg/hr.", True),
    ],
)
def test_an_opioid_in_a_cream_does_not_add_to_a_benzodiazepine(text, warned, pipes):
    assert ("opioid_with_benzodiazepine" in codes(pipes(text))) is warned


@pytest.mark.parametrize(
    "text",
    [
        "He received six sessions of therapy and takes Norco 10/325 mg TID without relief, and Xanax 1 mg.",
        "UDS positive; refill Norco 10/325 mg TID and Xanax 1 mg.",
        "Exam was consistent with lumbar strain and Norco 10/325 mg TID and Xanax 1 mg were refilled.",
        "Pain is consistent with his history, on OxyContin 40 mg BID and Xanax 1 mg.",
        "The UDS indicated compliance with the prescribed Norco 10/325 mg TID and Xanax 1 mg.",
        "The UDS was consistent; OxyContin 40 mg BID and Xanax 1 mg.",
    ],
)
def test_what_else_is_told_of_a_screen_or_a_treatment_leaves_an_opioid_taken(text, pipes):
    assert "opioid_with_benzodiazepine" in codes(pipes(text))


def test_a_week_is_seven_days_of_supply(pipes):
    doc = pipes("Vitamin D 50,000 IU #4 once weekly. Lyrica 50 mg tid #90 x 3 months")
    assert [drug._.medication["days_supply"] for drug in drugs(doc)] == [
        {"value": 28, "basis": "computed"},
        {"value": 30, "basis": "computed"},
    ]


@pytest.mark.parametrize(
    ("text", "supply"),
    [
        ("Norco 10/325 mg, #120 per month", {"value": 30, "basis": "computed"}),
        ("Norco 10/325 mg 1 tab q6h, #120 per month", {"value": 30, "basis": "stated"}),
        ("Norco 10/325 mg 120 tablets every 30 days", {"value": 30, "basis": "computed"}),
        ("Norco 10/325 mg qid, #120 every 30 days", {"value": 30, "basis": "stated"}),
        ("Norco 10/325 mg #28 per week", {"value": 7, "basis": "computed"}),
        ("Norco 10/325 mg #56 every 14 days", {"value": 14, "basis": "computed"}),
        ("Fentanyl 50 mcg/hr #10 every 30 days", {"value": 30, "basis": "computed"}),
        ("Fentanyl 50 mcg/hr #10 every 72 hours", {"value": 30, "basis": "computed"}),
        ("Butrans 10 mcg/hr #4 every 7 days", {"value": 28, "basis": "computed"}),
        ("Soma 350 mg, supply of 30 days, #90", {"value": 30, "basis": "stated"}),
        ("Soma 350 mg TID #90, Qty 90", {"value": 30, "basis": "computed"}),
        ("Soma 350 mg TID #90, Qty 60", None),
        ("Norco 10/325 mg #90, one month supply", {"value": 30, "basis": "stated"}),
        ("Lyrica 75 mg SIG: take 1 daily Days: 30 Qty: 30.00", {"value": 30, "basis": "computed"}),
        ("Oxycodone 15 mg #8/day", None),
        ("Gabapentin 300 mg 1 cap QHS x 7 days, then 1 cap BID, # 60", None),
        ("Lyrica 75mg BID x 2 wks then 150 mg BID, thirty day supply", {"value": 30, "basis": "stated"}),
        ("Lyrica 75mg BID for 2 weeks, then 150 mg BID #60", None),
        ("Soma 350 mg BID #60 x 1", {"value": 30, "basis": "computed"}),
        ("Soma 350 mg BID #60 x 2", {"value": 30, "basis": "computed"}),
        ("Norco 10/325 mg TID #90 x 3", {"value": 30, "basis": "computed"}),
        ("Meloxicam 15 mg QD #30 x 6 mos", {"value": 30, "basis": "computed"}),
        ("Meloxicam 15 mg QD #30 x 1 mo", {"value": 30, "basis": "stated"}),
        ("Norco 10/325 mg #120 (dispense one month supply)", {"value": 30, "basis": "stated"}),
        ("Norco 10/325 mg #120 1 bottle QID", {"value": 30, "basis": "computed"}),
        ("Naproxen 550mg #60 one PO Q12H with meals", {"value": 30, "basis": "computed"}),
        ("Ibuprofen 600mg every 12 hours, with meals #60", {"value": 30, "basis": "computed"}),
        ("Ibuprofen 600mg 1 with breakfast and 2 with dinner #90", None),
        ("Voltaren gel 1% 100g tube x 3, apply QID", None),
        ("Voltaren 1% gel 100 grams #3 apply four times a day", None),
        ("Lidopro cream 121gm #1 apply TID", None),
        ("Lidopro #1 apply TID", None),
        ("Terocin lotion 120ml #2 BID", None),
        ("Fluticasone nasal spray #1 BID", None),
        ("Flector patch #60 BID", {"value": 30, "basis": "computed"}),
        ("Suboxone 8/2mg film #60 BID", {"value": 30, "basis": "computed"}),
        ("Suboxone 8/2 mg film, 1 film bid #60", {"value": 30, "basis": "computed"}),
        ("Suboxone 8/2 mg, 2 films daily #60", {"value": 30, "basis": "computed"}),
        ("Naproxen 550mg with meals #60", None),
        ("Naproxen 550mg tid with meals #90", {"value": 30, "basis": "computed"}),
        ("Fentanyl 75mcg/hr + 25mcg/hr patches q48hrs #30", None),
        ("Fentanyl 75 mcg/hr and 25 mcg/hr patches q72h #20", None),
        ("Fentanyl 25 mcg/hr patch q72h #10", {"value": 30, "basis": "computed"}),
    ],
)
def test_days_of_supply(pipes, text, supply):
    assert [drug._.medication["days_supply"] for drug in drugs(pipes(text))] == [supply]


@pytest.mark.parametrize(
    "other",
    ["The drug screen was negative for hydrocodone", "He is allergic to codeine", "It was positive for hydrocodone"],
)
def test_an_opioid_that_is_no_regimen_takes_nothing_from_the_sum(pipes, other):
    doc = pipes(f"{other}. He takes OxyContin 20 mg twice a day and Norco 10/325 mg four times a day.")
    (warning,) = [each for each in doc._.warnings if each["code"] == "mme_over_threshold"]
    assert warning["message"].startswith("100 mg of morphine a day are over 90")


def test_an_allergy_to_an_opioid_is_not_taken_with_a_benzodiazepine(pipes):
    assert codes(pipes("He is allergic to codeine and takes Xanax 1 mg daily.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Xanax was discontinued in 2012.",
        "He is no longer taking Valium.",
        "He denies use of Xanax.",
        "Allergies: Ativan.",
        "The drug screen was negative for alprazolam.",
        "The drug screen was positive for alprazolam.",
        "Guidelines warn against Xanax.",
        "The MTUS does not recommend Valium.",
        "He has tried Klonopin.",
        "Past medications include Soma and Valium.",
        "It will be changed to Xanax.",
        "She denies use of Xanax.",
        "She has tried and failed Soma 350 mg tid, Ambien 10 mg and Valium 5 mg.",
        "She was weaned off of Klonopin in 2012.",
        "She stopped her Xanax.",
        "She stopped taking Xanax due to sedation.",
        "History of Xanax use.",
        "She has a history of use of Xanax.",
        "Allergies: penicillin, Ativan.",
        "UDS was positive for alprazolam.",
        "Past medications include Soma, Ambien and Valium.",
        "She is no longer taking Xanax.",
        "Previous medications: Xanax 1 mg bid.",
        "UDS was positive for Xanax, which is not prescribed.",
        "UDS was positive for Xanax and Norco.",
        "UDS was inconsistent with Xanax.",
        "Previously she was prescribed Valium 5 mg.",
        "Xanax has been weaned.",
        "Xanax has been discontinued.",
        "She was weaned from Xanax to Ambien.",
        "Prior medications include Norco, naproxen and Valium.",
        "She has been off of Xanax since 2012.",
        "Switched from Valium to Soma.",
    ],
)
def test_a_benzodiazepine_that_is_not_taken_is_not_taken_with_an_opioid(pipes, text):
    assert codes(pipes(f"He takes Norco 10/325 mg tid. {text}")) == []
    assert codes(pipes(f"{text} He takes Norco 10/325 mg tid.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "He also takes Xanax 1 mg bid.",
        "Xanax 1 mg bid was prescribed.",
        "He was taking Xanax 1 mg bid.",
        "He stopped Ambien. He uses Klonopin 1 mg at bedtime.",
        "He denies side effects of Xanax.",
        "Norco and Xanax were requested.",
        "Xanax is being weaned.",
        "Xanax should be weaned.",
        "Xanax will be discontinued.",
        "She should be weaned off of Klonopin 1 mg bid.",
        "She is unable to wean off of Klonopin 1 mg bid.",
        "Failed attempt to discontinue Klonopin 1 mg bid.",
        "She failed to taper Klonopin 1 mg bid.",
        "History of anxiety, on Xanax 1 mg bid.",
        "History of insomnia on Restoril 30 mg nightly.",
        "She has a history of anxiety treated with Xanax 1 mg bid.",
        "She cannot sleep without her Xanax 1 mg nightly.",
        "Without Xanax she has panic attacks.",
        "She has never been without Xanax.",
        "The drug screen was consistent with Norco and Xanax.",
        "UDS was positive for Xanax, which she takes.",
        "Prior authorization for Xanax 1 mg bid was obtained.",
        "She has not stopped Xanax.",
        "Prior to surgery she was given Xanax 1 mg bid.",
        "She has not been weaned off Xanax.",
        "She cannot stop Xanax.",
        "She has a history of panic attacks, for which she was given Xanax 1 mg.",
        "UDS was positive for Xanax, which is prescribed.",
        "Xanax was to be discontinued.",
    ],
)
def test_a_benzodiazepine_beside_an_opioid_gives_a_warning(pipes, text):
    assert codes(pipes(f"He takes Norco 10/325 mg tid. {text}")) == ["opioid_with_benzodiazepine"]


def test_a_benzodiazepine_replaces_no_opioid(pipes):
    doc = pipes("She was taking OxyContin 40 mg tid. She is now on Xanax 1 mg bid.")
    assert codes(doc) == ["opioid_with_benzodiazepine", "mme_over_threshold"]


def test_one_opioid_in_two_mentions_counts_once(pipes):
    doc = pipes("He takes Norco 10/325mg four times a day. Norco 10/325mg qid was requested.")
    assert "mme_over_threshold" not in codes(doc)


def test_what_does_not_add_up_is_not_summed_in_a_warning(pipes):
    doc = pipes("He takes Norco 10/325 mg qid. OxyContin 40 mg bid was given.")
    (warning,) = [each for each in doc._.warnings if each["code"] == "mme_over_threshold"]
    assert warning["message"].startswith("120 mg of morphine a day are over 90")


def test_a_strength_that_no_order_of_the_ingredients_makes_gives_a_warning(pipes):
    assert codes(pipes("Norco 12/350 mg bid")) == ["strength_not_marketed"]


@pytest.mark.parametrize("text", ["Norco 10/350 mg #60", "Norco 15/325 mg", "Percocet 10/350mg", "Tylenol #3 60/325mg"])
def test_a_combination_is_on_the_market_as_a_whole(pipes, text):
    assert codes(pipes(text)) == ["strength_not_marketed"]


@pytest.mark.parametrize(
    "text",
    [
        "Percodan 4.8355/325 mg #60",
        "Percodan 4.88/325 mg #60",
        "Norco 325/10 mg",
        "Promethazine with codeine 6.25/10 mg/5mL",
        "Promethazine/codeine 6.25-10 mg 5 ml q6h",
        "Tussionex 10/8 mg per 5 ml",
        "hydrocodone/acetaminophen 10/325 mg/15 ml",
        "Trezix 320.5/30/16 mg",
        "Norco 5-10 mg q6h",
        "Norco 5 to 10 mg every six hours",
    ],
)
def test_a_combination_that_was_sold_gives_no_warning(pipes, text):
    assert codes(pipes(text)) == []


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("She takes tramadol 400 mg daily total.", False),
        ("She takes oxycodone 15 mg/day.", False),
        ("She takes oxycodone 17 mg/day.", True),
        ("She takes Ativan 0.4 mg daily.", True),
        ("She takes tramadol 400 mg twice daily.", True),
        ("Intrathecal morphine 4 mg/day", False),
        ("Dilaudid 1.5 mg IM", False),
        ("methocarbamol 100 mg injection", False),
        ("Morphine 4 mg po", True),
    ],
)
def test_what_a_day_s_amount_or_an_injection_is_made_of_is_no_tablet(pipes, text, warned):
    assert ("strength_not_marketed" in codes(pipes(text))) is warned


def test_the_first_step_of_a_titration_is_not_how_long_the_supply_lasts(pipes):
    doc = pipes("Lyrica 75mg BID x 1 week, then 150 mg BID, #90")
    assert [drug._.medication["days_supply"] for drug in drugs(doc)] == [None]


@pytest.mark.parametrize(
    ("often", "message"),
    [
        ("5 times a day", "50 mg of morphine a day reach 50 (CDC 2016; CDC 2022)"),
        ("6 times a day", "60 mg of morphine a day are over 50 (ACOEM Opioids 2014; CDC 2016; CDC 2022)"),
        ("9 times a day", "90 mg of morphine a day reach 90 (CDC 2016)"),
        ("12 times a day", "120 mg of morphine a day are over 90 (CDC 2016)"),
    ],
)
def test_a_threshold_is_reached_where_its_guideline_counts_from_it_on(pipes, often, message):
    (warning,) = pipes(f"He takes Norco 10/325 mg {often}.")._.warnings
    assert (warning["code"], warning["message"]) == ("mme_over_threshold", message)


def test_thresholds_are_a_setting():
    assert codes(build(thresholds=[30])("Norco 10/325mg four times a day")) == ["mme_over_threshold"]


def test_the_table_is_chosen_by_the_day_of_the_decision():
    nlp = build(mme_table="by_date")
    for day, value in (("2017-03-01", 64), ("2023-03-01", 80)):
        doc = nlp.make_doc("Dilaudid 4 mg q6h")
        doc._.case = {"decision_date": {"value": day, "start": 0, "end": 0}}
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        assert drugs(doc)[0]._.medication["daily_mme"]["value"] == value


def test_attributes_of_no_drug_are_removed(pipes):
    doc = pipes("Acupuncture #6 was denied, and so was Norco.")
    assert [span.label_ for span in doc.spans[SPANS_KEY]] == [DRUG]
    assert doc.char_span(12, 14)._.quantity is None


def test_nothing_belongs_to_a_drug_inside_of_a_citation(pipes):
    doc = pipes.make_doc("Oxycodone (oxycontin) 78, 92 and Norco 10/325mg")
    for name, pipe in pipes.pipeline:
        if name == "imr_medications":
            cited = doc.char_span(0, 28, label=CITATION)
            doc.spans[SPANS_KEY] = [*doc.spans[SPANS_KEY], cited]
        doc = pipe(doc)
    assert links(doc) == ["Norco: 10/325mg"]


def test_a_med_value_is_no_strength(pipes):
    doc = pipes("Oxycodone to 100mg MED or below")
    assert [span.label_ for span in doc.spans[SPANS_KEY]] == [DRUG, MED]


def test_hostile_text_is_linked():
    words = LinkWords(read_table("sig.json"), Market(read_table("strengths.csv")))
    text = "Norco 5mg " * 500
    names = [DosedDrug(at, at + 5, ("hydrocodone", "acetaminophen"), True) for at in range(0, len(text), 10)]
    found = [Attribute(at + 6, at + 9, STRENGTH, [{"value": 5, "unit": "mg"}]) for at in range(0, len(text), 10)]
    assert len(link(text, 0, names, found, words).pairs) == 500


def test_what_was_taken_before_another_regimen_is_in_no_warning(pipes):
    doc = pipes("She was taking OxyContin 80 mg TID. She is now on Opana ER 20 mg BID.")
    (warning,) = [each for each in doc._.warnings if each["code"] == "mme_over_threshold"]
    assert warning["message"].startswith("120 mg of morphine a day are over 90")


TITLES = [
    ("Topamax 25mg, titrate up to 100mg BID #120", ["Topamax: #120"]),
    ("Gabapentin 300mg one in the morning and two at night #90", ["Gabapentin: #90"]),
    ("Gabapentin 300mg 1 in AM and 2 at HS, #90", ["Gabapentin: #90"]),
    (
        "Imitrex 50mg 1 tab at onset of migraine, may repeat x1 after 2 hours, #9 with 2 refills",
        ["Imitrex: #9", "Imitrex: 2 refills"],
    ),
    ("Lidocaine patches, wear 12 hours on and 12 hours off, #30", ["Lidocaine: #30"]),
    (
        "Lidocaine 5% pad (700 mg/patch), apply 2 patches for 12 hours per day, #60, RF: 2",
        ["Lidocaine: #60", "Lidocaine: RF: 2"],
    ),
    ("Norco 10/325mg to be taken for pain, #60, 2 refills", ["Norco: #60", "Norco: 2 refills"]),
    ("Norco 10/325mg, per RFA dated 6/5/15, QTY: 60", ["Norco: QTY: 60"]),
    ("Norco 10/325mg per PR-2 dated 6/5/15 #60", ["Norco: #60"]),
    ("Flexeril 7.5mg, use sparingly for spasm, #60", ["Flexeril: #60"]),
    ("Lyrica 75mg, may increase to 150mg, #60", ["Lyrica: #60"]),
    (
        "Norco 10/325mg to be taken for pain, #60 and Flexeril 7.5mg, use sparingly for spasm, #30",
        ["Norco: #60", "Flexeril: #30"],
    ),
    ("Norco and Soma, per RFA dated 6/5/15, #60 each", ["Norco: #60", "Soma: #60"]),
    ("Norco 10/325mg, cane, Qty: 1", []),
    ("Norco 10/325mg, MRI of the lumbar spine, QTY: 1", []),
    ("Norco 10/325mg and physical therapy to the low back, #12", []),
    ("Norco 10/325mg, TENS unit, #1", []),
    ("Norco 10/325mg; follow-up office visit in 6 weeks, #1", []),
    ("Norco 10/325mg, Foobarin 7.5mg #60", []),
    ("Norco 10/325mg #60, cold therapy wrap for the knee, #1", ["Norco: #60"]),
]


def read_title(pipes, title):
    doc = pipes.make_doc(title)
    span = doc[:]
    doc.spans[ISSUES_KEY] = [span]
    span._.issue = {"number": 1, "request": [0, len(title)], "requested": None, "disputed": None}
    for _, pipe in pipes.pipeline:
        doc = pipe(doc)
    return doc


@pytest.mark.parametrize(("title", "supplied"), TITLES)
def test_what_a_title_supplies_is_of_the_drug_that_nothing_else_parts_from_it(title, supplied, pipes):
    doc = read_title(pipes, title)
    kinds = ("HAS_QUANTITY", "HAS_REFILLS")
    assert [link for link, each in zip(links(doc), doc._.rel, strict=True) if each["label"] in kinds] == supplied


@pytest.mark.parametrize(
    ("title", "days", "mme"),
    [
        ("OxyContin 20mg BID, per RFA dated 6/5/15, #60", 30, 60),
        ("Norco 10/325mg TID, may take one extra, #120", None, None),
        ("Norco 10/325mg one in the morning and two at night, #90", None, None),
    ],
)
def test_instructions_that_let_a_dose_change_leave_the_days_open(title, days, mme, pipes):
    value = drugs(read_title(pipes, title))[0]._.medication
    assert (value["days_supply"] and value["days_supply"]["value"]) == days
    assert (value["daily_mme"] and value["daily_mme"]["value"]) == mme


def test_instructions_of_a_sentence_part_a_drug_from_a_number(pipes):
    assert links(pipes("He takes Norco to be able to work, and was seen with a cane, #60.")) == []
