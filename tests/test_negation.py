import json
from pathlib import Path

import pytest
import spacy
from spacy.util import load_config, load_model_from_config

from imrx.labels import FINDING
from imrx.negex_format import read_lines, score
from imrx.resources import MODELS, read_termset
from tables import read_cases
from typeset import set_letter

GOLD = Path(__file__).parent / "gold"
BLOCK = "negex"
COLUMNS = ["number", "concept", "sentence", "status", "temporality", "experiencer"]


@pytest.fixture(scope="module")
def plain():
    """Only the components that negation needs, for single sentences."""
    return pipeline()


def pipeline(**changes):
    config = load_config(MODELS / "rules.cfg")
    names = ["imr_sentences", "imr_findings", "imr_negation"]
    config["nlp"]["pipeline"] = names
    config["components"] = {name: config["components"][name] for name in names}
    config["components"]["imr_negation"].update(changes)
    config["initialize"]["components"] = {name: config["initialize"]["components"][name] for name in names}
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp


def findings(doc):
    return [(s.start_char, s.end_char, s._.finding) for s in doc.spans["sc"] if s.label_ == FINDING]


def check(nlp, case):
    """Each listed finding is found where it stands and judged as listed; nothing else is negated."""
    text = case["text"]
    found = findings(nlp(text))
    for expected in case["findings"]:
        value = next((v for start, end, v in found if (start, end) == (expected["start"], expected["end"])), None)
        assert value is not None, f"{expected['text']!r} is not found"
        assert value["assertion"] == expected["assertion"], expected["text"]
        if "cue" in expected:
            assert text[slice(*value["cue"])] == expected["cue"]
    listed = {(expected["start"], expected["end"]) for expected in case["findings"]}
    assert {(start, end) for start, end, value in found if value["negated"]} <= listed


@pytest.mark.parametrize("case", read_cases("negation"))
def test_negation(case, plain):
    check(plain, case)


@pytest.mark.parametrize("case", read_cases("assertion"))
def test_assertion(case, plain):
    check(plain, case)


@pytest.mark.parametrize("number", range(5))
def test_every_finding_of_the_seeds_is_found_and_judged_and_nothing_else(number, nlp, letters):
    doc_id, text = list(letters.items())[number]
    lines = (Path(__file__).parents[1] / "corpus" / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    gold = next(letter for letter in map(json.loads, lines) if letter["doc_id"] == doc_id)
    expected = {(s["start"], s["end"]): s["assertion"] for s in gold["spans"] if s["label"] == FINDING}
    assert {(start, end): value["assertion"] for start, end, value in findings(nlp(text))} == expected


def test_without_negspacy_nothing_is_negated(plain):
    """The record's content depends on negspacy: taken out of `models/rules.cfg`, the negation is gone."""
    text = "There is no evidence of functional improvement. The patient denies nausea."
    assert [value["negated"] for _, _, value in findings(plain(text))] == [True, True]
    with pytest.warns(UserWarning, match=r"negates no finding: add it with config=\{'negex': \{\}\}$"):
        without = pipeline(negex=None)
    assert [value["negated"] for _, _, value in findings(without(text))] == [False, False]


@pytest.mark.parametrize("config", [{"negex": {}}, {"negex": {"factory": "negex"}}])
def test_a_component_that_is_added_by_its_name_negates(config):
    nlp = spacy.blank("en")
    for name in ("imr_sentences", "imr_findings"):
        nlp.add_pipe(name)
    nlp.add_pipe("imr_negation", config=config)
    nlp.initialize()
    doc = nlp("There is no evidence of functional improvement. The patient denies nausea. He has a fever.")
    assert [value["negated"] for _, _, value in findings(doc)] == [True, True, False]


def test_the_seed_record_needs_the_negex_block(nlp, seed):
    """Fails when `[components.imr_negation.negex]` is taken out or its termset emptied."""
    assert BLOCK in nlp.config["components"]["imr_negation"]
    text = seed(2)
    negated = [text[a:b] for a, b, value in findings(nlp(text)) if value["negated"]]
    assert "effective" in negated and "acute flare" in negated


def test_negated_is_what_is_absent_or_not_documented(nlp, letters):
    for text in letters.values():
        for _, _, value in findings(nlp(text)):
            assert set(value) == {"concept", "negated", "assertion", "cue", "adverse_effect"}
            assert value["negated"] == (value["assertion"] in {"absent", "not_documented"})
            assert value["cue"] is not None or not value["negated"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The patient has no pain–Norco helps.", ["pain"]),
        ("The patient is not taking aspirin, corticosteroids, or an anticoagulant.", []),
        ("The patient has not been using Norco.", []),
        ("He is not taking Norco as prescribed.", ["taking"]),
        ("It is not clear how long he has been taking Fexmid.", ["taking"]),
        ("It was unclear how long the patient had been on Ultram.", ["how long the patient had been on"]),
        ("The records do not indicate how long she has been on Norco; relief is stated.", ["how long she has been on"]),
        ("The records do not show that he is on Norco.", []),
        ("It is unclear how Norco affected function.", ["affected function"]),
        ("There is no documentation that a cortisone injection has been tried.", ["injection"]),
        ("There is no evidence of a prior Kenalog injection.", ["injection"]),
        ("The patient has had no cortisone injections.", []),
    ],
)
def test_what_is_left_beside_a_drug(text, negated, nlp):
    assert [text[start:end] for start, end, value in findings(nlp(text)) if value["negated"]] == negated


def test_negspacy_takes_the_termset():
    terms = read_termset()
    assert set(terms) == {"pseudo_negations", "preceding_negations", "following_negations", "termination"}
    assert {"isn't", "cant", "couldnt"} <= set(terms["preceding_negations"])
    assert {"remains unclear", "were absent", "isn't evident"} <= set(terms["following_negations"])
    for phrases in terms.values():
        assert len(phrases) == len(set(phrases))
    nlp = spacy.blank("en")
    assert nlp.create_pipe("negex", config={"neg_termset": terms}) is not None


@pytest.mark.parametrize("name", ["negation", "negation_rest"])
def test_the_gold_holds_offsets_and_labels_and_no_text(name):
    rows = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert len({row["case_number"] for row in rows}) >= 30
    for row in rows:
        assert set(row) == {"case_number", "sha256", "set", "start", "end", "tempting", "findings"}
        for finding in row["findings"]:
            assert set(finding) == {"start", "end", "assertion", "negated", "cue"}
            assert row["start"] <= finding["start"] < finding["end"] <= row["end"]


@pytest.mark.parametrize(
    "unit",
    [
        "no pain ",
        "not ",
        "denied pain, ",
        "ODG ",
        "was not documented ",
        "no evidence of pain or ",
        "( ",
        "review denied ",
        "X: no ",
    ],
)
def test_hostile_lines_are_judged(plain, unit):
    text = unit * (50_000 // len(unit))
    doc = plain(text)
    assert doc.text == text
    for start, end, value in findings(doc):
        assert text[start:end].strip() == text[start:end] != ""
        assert value["negated"] == (value["assertion"] in {"absent", "not_documented"})


@pytest.mark.parametrize(("items", "assertion"), [(4, "not_documented"), (400, "present")])
def test_what_ends_a_list_is_looked_for_near_by(nlp, items, assertion):
    """Behind each item of a list without an end, the whole rest of the letter would be read."""
    doc = nlp(f"There are no side effects, a signed agreement{', pain and pain' * items} were submitted.")
    assert [value["assertion"] for _, _, value in findings(doc)][:2] == ["absent", assertion]


def test_the_component_can_be_saved(plain, tmp_path):
    text = "There is no numbness."
    plain.to_disk(tmp_path / "saved")
    saved = spacy.load(tmp_path / "saved")
    assert findings(saved(text)) == findings(plain(text))


def write(path, *rows):
    path.write_text("\n".join("\t".join(row) for row in [COLUMNS, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_negex_format_is_read_and_scored(tmp_path, plain):
    path = write(
        tmp_path / "rows.tsv",
        ["1", "cough", "He denies COUGH.", "Negated", "Recent", "Patient"],
        [
            "2",
            "chest  pain",
            "He has cough and no other CHEST\n PAIN.".replace("\n", ""),
            "Affirmed",
            "Recent",
            "Patient",
        ],
        ["3", "fever", "Possible FEVER.", "Possible", "Recent", "Patient"],
    )
    rows, left_out = read_lines(path)
    assert (rows[0].sentence[rows[0].start : rows[0].end], rows[0].negated) == ("COUGH", True)
    assert (len(rows), left_out) == (3, [])
    judge = plain.get_pipe("imr_negation").judge
    negated = score(rows, [judge.concept(row.sentence, row.start, row.end) for row in rows])
    assert (negated.recall, negated.precision) == (1.0, 0.5)
    assert negated.f1 == pytest.approx(2 / 3)


def test_a_row_in_another_format_is_named_with_file_and_line(tmp_path):
    path = write(tmp_path / "rows.tsv", ["1", "cough", "No COUGH."])
    with pytest.raises(ValueError, match=r"rows\.tsv, line 2: 3 tab-separated columns"):
        read_lines(path)
    path = write(tmp_path / "rows.tsv", ["1", "cough", "No COUGH.", "perhaps"])
    with pytest.raises(ValueError, match=r"rows\.tsv, line 2: the negation status"):
        read_lines(path)
    with pytest.raises(ValueError, match="no rows"):
        read_lines(write(tmp_path / "empty.tsv"))


TAUGHT = [
    # a sentence of a rationale, a finding in it, and what the letter says of it
    ("Electrocardiograms look at the flow of electricity through the heart in heart disease.", "heart disease", True),
    ("Sensorineural hearing loss involves damage to the inner ear.", "hearing loss", True),
    ("Scans have a low specificity in complex regional pain syndrome.", "regional pain syndrome", True),
    ("The patient has hearing loss.", "hearing loss", False),
    ("Patient has persistent neck pain.", "neck pain", False),
    ("Patient has a persistent neck pain.", "neck pain", False),
    ("The neck pain is a burning one.", "neck pain", False),
    ("There is persistent neck pain in the records submitted.", "neck pain", False),
    ("Persistent neck pain, worse at night.", "neck pain", False),
    ("Neck pain was reported.", "neck pain", False),
]


@pytest.mark.parametrize(("sentence", "words", "general"), TAUGHT, ids=[case[0][:30] for case in TAUGHT])
def test_a_rationale_that_speaks_of_nobody_speaks_in_general(nlp, sentence, words, general):
    text = set_letter({"style": "pdf", "heading": "Norco 10/325mg #60 is not medically necessary.", "before": sentence})
    doc = nlp(text)
    found = [s for s in doc.spans["sc"] if s.label_ == FINDING and words in " ".join(s.text.lower().split())]
    [value] = [span._.finding for span in found]
    assert value["assertion"] == ("guideline_statement" if general else "present")


SPOKEN_OF = [
    # sentences of a rationale, a finding in the last of them, and whether it is a guideline's
    ("ODG supports it in arthritis. (Fritz, 2007) Exercise lessens neck pain.", "neck pain", True),
    ("ODG supports it in arthritis. Exercise lessened neck pain in 2007.", "neck pain", False),
    ("ODG supports it in arthritis. It was also approved to treat fibromyalgia.", "fibromyalgia", True),
    ("ODG supports it in arthritis. It was given for fibromyalgia.", "fibromyalgia", False),
    ("ODG supports it in arthritis. Is there a change in neck pain?", "neck pain", True),
    ("ODG supports it in arthritis. Left neck pain, possibly radicular?", "neck pain", False),
    ("ODG supports it in arthritis. Braces ease neck pain no better than PT.", "neck pain", True),
    ("ODG supports it in arthritis. PT has neck pain.", "neck pain", False),
    ("ODG supports it in arthritis. Its role in neck pain remains controversial.", "neck pain", True),
    ("ODG supports it in arthritis. Neck pain remains.", "neck pain", False),
    ("ODG supports it in arthritis. It may be used in diagnosis of neck pain.", "neck pain", True),
    ("ODG supports it in arthritis. Diagnosis of neck pain.", "neck pain", False),
    ("ODG supports it in arthritis. It can cause nausea due to the potential for overdose.", "nausea", True),
    ("ODG supports it in arthritis. Nausea due to the drug.", "nausea", False),
    ("Lumbar exam: tenderness AND documented loss of motion on the left.", "tenderness", True),
    ("LUMBAR EXAM: TENDERNESS AND DOCUMENTED LOSS OF MOTION ON THE LEFT.", "tenderness", False),
    ("The patient has neck pain AND spasm.", "neck pain", False),
]


@pytest.mark.parametrize(("passage", "words", "general"), SPOKEN_OF, ids=[case[0][30:60] for case in SPOKEN_OF])
def test_a_passage_in_general_ends_where_somebody_is_spoken_of(nlp, passage, words, general):
    doc = nlp(set_letter({"style": "pdf", "heading": "Soma #60 is not medically necessary.", "before": passage}))
    found = [s for s in doc.spans["sc"] if s.label_ == FINDING and words in " ".join(s.text.lower().split())]
    assert found[-1]._.finding["assertion"] == ("guideline_statement" if general else "present")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The current request for three electrocardiograms is not medically necessary.", []),
        ("The requested MRI and the requested urine drug screen are denied.", []),
        ("An electrocardiogram was performed, and the request was denied.", ["electrocardiogram"]),
        ("Decision rationale: Urine drug screen.", []),
        ("An EKG is not medically necessary.", []),
        ("An EKG was normal, and is not needed again.", ["EKG"]),
        ("Splinting has not been tried.", ["Splinting"]),
    ],
)
def test_a_test_that_is_asked_for_is_no_finding(nlp, text, found):
    doc = nlp(text)
    assert [s.text for s in doc.spans["sc"] if s.label_ == FINDING] == found


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Lidocaine is not approved for neuropathic pain.", "guideline_statement"),
        ("B12: not recommended for chronic pain.", "guideline_statement"),
        ("Acupuncture was recommended for neck pain.", "present"),
        ("A trial is associated with less pain in the neck (Fritz, 2007).", "guideline_statement"),
        ("Less neck pain was reported in both groups (van Tulder, 2003).", "guideline_statement"),
        ("Less neck pain was reported in both groups. (Fritz, 2007)", "guideline_statement"),
        ("Less neck pain was reported at both visits.", "present"),
        ("The neck pain was worse (June, 2014).", "present"),
    ],
)
def test_what_something_is_for_and_what_articles_say_is_general(nlp, text, assertion):
    doc = nlp(text)
    assert {s._.finding["assertion"] for s in doc.spans["sc"] if s.label_ == FINDING} == {assertion}


def test_would_be_appropriate_is_a_supposition(nlp):
    doc = nlp("A complete blood count would be appropriate for a patient of advanced age.")
    assert [s._.finding["assertion"] for s in doc.spans["sc"] if s.label_ == FINDING] == ["hypothetical"]


def test_a_numbered_list_behind_an_answer_answers_nothing(nlp):
    judge = nlp.get_pipe("imr_negation").judge
    text = "Complications:  None    Postoperative diagnosis:  1) hemorrhoids in the colon  2) normal ileum."
    start = text.index("hemorrhoids")
    assert not judge.concept(text, start, start + len("hemorrhoids"))
    text = "The notes lack 1) hemorrhoids and 2) colitis."
    start = text.index("colitis")
    assert judge.concept(text, start, start + len("colitis"))
