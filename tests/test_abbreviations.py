import pytest
import spacy

from imrx.components.abbreviations import find_short_forms, windows

PAIRS = [
    (
        "The Medical Treatment Utilization Schedule (MTUS) was cited.",
        [("MTUS", "Medical Treatment Utilization Schedule")],
    ),
    ("Official Disability \n\nGuidelines (ODG) and (ODG).", [("ODG", "Official Disability \n\nGuidelines")]),
    ("Reflex sympathetic dystrophy (CRPS) (ICD9 337.2)", []),
    ("Norco (10/325mg) and pain (severe) (see below).", []),
    ("low back pain (LBP) and urine drug screen (UDS)", [("LBP", "low back pain"), ("UDS", "urine drug screen")]),
    ("No brackets at all.", []),
    ("He has CRPS \n\n(complex regional pain syndrome).", [("CRPS", "complex regional pain syndrome")]),
    ("The ODG \n\n(Official Disability Guidelines) agree.", [("ODG", "Official Disability Guidelines")]),
    ("SSRIs  (selective serotonin reuptake inhibitors)", [("SSRIs", "selective serotonin reuptake inhibitors")]),
    ("He saw the MD. \n\n(see above)", []),
    (
        "PT (physical therapy) and MRI (magnetic resonance \nimaging)",
        [("PT", "physical therapy"), ("MRI", "magnetic resonance \nimaging")],
    ),
    ("NSAIDs (non-steroidal anti-inflammatory drugs)", [("NSAIDs", "non-steroidal anti-inflammatory drugs")]),
    ("her ADL's (activities of daily living)", [("ADL's", "activities of daily living")]),
    ("EEG (electroencephalography)", [("EEG", "electroencephalography")]),
    ("seen by PT (Tuesday), the MD (see above) and MRI (right side)", []),
    ("HEP (helpful, pain), TTP (to the paraspinals), BID (by mouth in divided doses), MD (mild pain)", []),
    ("Proton Pump Inhibitors (PPIs)", [("PPIs", "Proton Pump Inhibitors")]),
    ("activities of daily living (ADLs) and (ADL's)", [("ADLs", "activities of daily living")]),
    ("range of motion (ROMs) and over the counter (OTCs)", [("ROMs", "range of motion"), ("OTCs", "over the counter")]),
    ("dosed daily at noon, living alone (ADLs)", []),
    ('Independent Medical Review ("IMR")', [("IMR", "Independent Medical Review")]),
    ("Independent Medical \nReview (the “IMR”), Utilization Review (“UR”)", [("UR", "Utilization Review")]),
    ('the doctor\'s "maximum" (so-called "MMI") and pain ("severe")', []),
    (
        "She is status post (s/p) fusion; rule out (r/o) tear (and/or) a (w/o)",
        [("s/p", "status post"), ("r/o", "rule out")],
    ),
    (
        "a transcutaneous electrical nerve stimulation (TENS) unit",
        [("TENS", "transcutaneous electrical nerve stimulation")],
    ),
    (
        "IDDS & SCS (intrathecal drug delivery systems & spinal cord stimulators)",
        [("IDDS", "intrathecal drug delivery systems"), ("SCS", "spinal cord stimulators")],
    ),
    (
        "EMG/NCV (electromyography/nerve conduction velocity), ADLs and CBT (activities of daily living and cognitive "
        "behavioral therapy)",
        [
            ("EMG", "electromyography"),
            ("NCV", "nerve conduction velocity"),
            ("ADLs", "activities of daily living"),
            ("CBT", "cognitive behavioral therapy"),
        ],
    ),
    ("MRI and CT (magnetic resonance imaging), PT & MRI (pain treatment and others)", []),
]


@pytest.fixture(scope="module")
def plain():
    nlp = spacy.blank("en")
    nlp.add_pipe("imr_abbreviations", config={"detector": {}})
    return nlp


def pairs(doc):
    text = doc.text
    return [(text[s["start"] : s["end"]], text[s["long_start"] : s["long_end"]]) for s in doc._.short_forms]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_short_forms(text, expected, plain):
    assert pairs(plain(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Topical lidocaine, in the formulation of a dermal patch (Lidoderm) has been designated.", []),
        ("topical lidocaine in the form of a dermal patch (LIDODERM)", []),
        ("cyclobenzaprine (Flexeril), carisoprodol (Soma) and zolpidem (Ambien)", []),
        ("morphine sulfate extended release, once daily (MS Contin)", []),
        ("morphine sulfate immediate release (MSIR)", ["MSIR"]),
        ("the Medical Treatment Utilization Schedule (MTUS) and lidocaine (Lidoderm)", ["MTUS"]),
    ],
)
def test_a_brand_behind_its_ingredient_is_no_short_form(text, expected, nlp):
    assert [short for short, _ in pairs(nlp(text))] == expected


def test_the_seeds_define_the_schedule_and_the_guidelines(nlp, seed):
    """Fails when scispaCy's block is taken out of `models/rules.cfg`."""
    assert ("MTUS", "Medical \n\nTreatment Utilization Schedule") in pairs(nlp(seed(2)))
    assert ("ODG", "Official Disability Guidelines") in pairs(nlp(seed(0)))


def test_without_scispacy_there_are_no_short_forms():
    nlp = spacy.blank("en")
    with pytest.warns(UserWarning, match=r"finds no short form: add it with config=\{'detector': \{\}\}$"):
        nlp.add_pipe("imr_abbreviations")
    assert pairs(nlp("low back pain (LBP)")) == []


def test_an_empty_block_is_that_of_the_pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("imr_abbreviations", config={"detector": {}})
    assert pairs(nlp("low back pain (LBP)")) == [("LBP", "low back pain")]


def test_only_brackets_with_a_short_form_are_read():
    assert list(windows("He was (very) ill (1) and (e.g. tired) (10/325).")) == []


def test_a_thousand_brackets_and_an_open_one_are_read(plain):
    detector = plain.get_pipe("imr_abbreviations").detector
    text = "low back pain (LBP) " * 1000 + "(" * 20_000 + "A" * 20_000
    found = find_short_forms(text, detector, plain.vocab)
    assert len(found) == 1000
    assert {text[pair["start"] : pair["end"]] for pair in found} == {"LBP"}
