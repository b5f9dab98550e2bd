import json

import pytest
import spacy

import imrx.grammar.dosing.numbers
from imrx.component import TableComponent
from imrx.components.sig import SigFinder
from imrx.grammar.dosing.attributes import find_sig
from imrx.grammar.dosing.sentence_parts import DosedDrug
from imrx.labels import ATTRIBUTES, DRUG, FREQUENCY, SPANS_KEY, STRENGTH
from imrx.lower import lower_case
from imrx.resources import read_table
from tables import read_cases, read_marks

VALUE = {STRENGTH: "strengths"}


@pytest.fixture(scope="module")
def finder():
    finder = SigFinder("imr_sig")
    finder.initialize(tables={"sig": read_table("sig.json"), "strengths": read_table("strengths.csv")})
    return finder


def find(text, drugs, finder):
    return find_sig(text, 0, len(text), drugs, finder.grammar, finder.market, lower_case(text))


@pytest.fixture(scope="module")
def pipes():
    """Attributes found and linked, in a text whose drugs a test sets."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "imrx.Tokenizer.v1"}}})
    tables = {
        "imr_sentences": {"sentences": "sentences.json"},
        "imr_sig": {"sig": "sig.json", "strengths": "strengths.csv"},
        "imr_medications": {
            "sig": "sig.json",
            "kinds": "treatments/kinds.csv",
            "mme_factors": "mme_factors.csv",
            "mme_thresholds": "mme_thresholds.csv",
            "strengths": "strengths.csv",
        },
    }
    for name, needed in tables.items():
        nlp.add_pipe(name).initialize(tables={table: read_table(file) for table, file in needed.items()})
    return nlp


def annotate(nlp, text, drugs):
    """`drugs`: (start, end, ingredients)."""
    doc = nlp.make_doc(text)
    group = []
    for start, end, ingredients in drugs:
        span = doc.char_span(start, end, label=DRUG, alignment_mode="expand")
        span._.drug = {
            "name": text[start:end].lower(),
            "brand": None,
            "rxcui": None,
            "ingredients": [{"name": name, "rxcui": None} for name in ingredients],
            "classes": [],
            "opioid": False,
            "schedule": None,
        }
        group.append(span)
    doc.spans[SPANS_KEY] = group
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def comparable(value):
    """A value with its numbers rounded: a week is 0.1429 or 0.142857 of a day."""
    return json.loads(json.dumps(value), parse_float=lambda number: round(float(number), 2), parse_int=float)


@pytest.mark.parametrize("case", read_cases("sig"))
def test_sig(case, finder):
    text, spans = read_marks(case["marked"])
    drugs = [
        DosedDrug(start, end, tuple(case.get("ingredients", {}).get(text[start:end], [text[start:end].lower()])))
        for start, end, label in spans
        if label == DRUG
    ]
    found = find(text, drugs, finder)
    assert [(m.start, m.end, m.label) for m in found] == [span for span in spans if span[2] != DRUG]
    for match, value in zip(found, case.get("values", []), strict=False):
        assert match.value == value


@pytest.mark.parametrize("case", read_cases("sig_fresh"))
def test_a_table_written_by_someone_who_had_not_seen_the_rules(case, pipes):
    spans = case["spans"]
    drugs = [(span["start"], span["end"], span["ingredients"]) for span in spans if span["label"] == DRUG]
    doc = annotate(pipes, case["text"], drugs)
    expected, relations = {}, set()
    for span in spans:
        if span["label"] not in ATTRIBUTES or span["of"] is None:
            continue
        kept = {"start", "end", "label", "text", "of"}
        value = {key: each for key, each in span.items() if key not in kept}
        expected[span["start"], span["end"], span["label"]] = comparable(value)
        for index in span["of"] if isinstance(span["of"], list) else [span["of"]]:
            relations.add((spans[index]["start"], span["start"], span["label"]))
    found = {}
    for span in doc.spans[SPANS_KEY]:
        if span.label_ in ATTRIBUTES:
            value = span._.get(span.label_.lower())
            value = {"strengths": value} if span.label_ == STRENGTH else value
            wanted = expected.get((span.start_char, span.end_char, span.label_), value)
            found[span.start_char, span.end_char, span.label_] = comparable({key: value.get(key) for key in wanted})
    assert found == expected
    assert {(each["head"][0], each["tail"][0], each["label"][4:]) for each in doc._.rel} == relations


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60),
        ("1,000", 1000),
        (".5", 0.5),
        ("1 1/2", 1.5),
        ("\u00bd", 0.5),
        ("2\u00bd", 2.5),
        ("sixty", 60),
        ("twenty-five", 25),
        ("two (2)", 2),
        ("60 (sixty)", 60),
        ("one hundred and twenty", 120),
        ("half", 0.5),
        ("one and a half", 1.5),
        ("two and one-half", 2.5),
        ("1 and 1/2", 1.5),
        ("1 & \u00bd", 1.5),
        ("three quarters", 0.75),
    ],
)
def test_numbers(text, value):
    numbers = imrx.grammar.dosing.numbers.Numbers(read_table("sig.json")["numbers"])
    assert numbers.read(text) == value


HOSTILE = [
    "1",
    "1/",
    "1-",
    "#",
    "1 ",
    "one ",
    "one-",
    "10 mg ",
    "10/325 ",
    "tab ",
    "daily ",
    "every ",
    "every 4 ",
    "q",
    "for ",
]
HOSTILE += [
    "x ",
    "as needed ",
    "10%-",
    "1 to ",
    "up to ",
    "(",
    " ",
    "\n",
    "not to exceed ",
    "from 10 mg to ",
    "refills ",
    "1 hour before the ",
    "total of ",
    "10 mg daily total of ",
    "10 mg = 20 mg a day (",
    "x 4 ",
    "1 in am and ",
    "10/ \n\n",
    "#60 x 3 ",
    "max 3 per day ",
    "\u00bd",
    "a ",
    "60 for pain ",
    "x 60 refills ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_to_its_end(piece, finder):
    text = "Norco " + piece * (50_000 // len(piece))
    drugs = [DosedDrug(0, 5, ("hydrocodone", "acetaminophen"))]
    found = find(text, drugs, finder)
    assert all(5 < match.start < match.end <= len(text) for match in found)
    assert [match.start for match in found] == sorted(match.start for match in found)


def test_a_saved_finder_reads_no_file(finder, tmp_path):
    assert isinstance(finder, TableComponent)
    finder.to_disk(tmp_path / "sig")
    again = SigFinder("imr_sig").from_disk(tmp_path / "sig")
    text = "Norco 10/325mg bid"
    drugs = [DosedDrug(0, 5, ("hydrocodone", "acetaminophen"))]
    labels = [m.label for m in find(text, drugs, again)]
    assert labels == [STRENGTH, FREQUENCY]
