from itertools import pairwise

import pytest
import spacy

from imrx.components.drugs import DrugFinder, find_drugs
from imrx.grammar.drugs.index import one_edit
from imrx.labels import DRUG, SPANS_KEY, WARNINGS
from imrx.lower import lowered
from imrx.resources import read_table
from tables import read_cases, read_marks

TABLES = {
    "drugs": "drugs.csv",
    "names": "drug_names.csv",
    "ambiguous": "drug_ambiguous.csv",
    "lookalikes": "drug_lookalikes.csv",
    "words": "drug_words.json",
}


@pytest.fixture(scope="module")
def finder():
    finder = DrugFinder("imr_drugs")
    finder.initialize(tables={name: read_table(file) for name, file in TABLES.items()})
    return finder


def find(text, finder):
    return find_drugs(text, finder.index, finder.doubts, lowered(text))


def ingredients(index, mention):
    return [part["name"] for part in index.value(mention)["ingredients"]]


@pytest.mark.parametrize("case", read_cases("drugs"))
def test_drugs(case, finder):
    text, spans = read_marks(case["marked"])
    mentions = find(text, finder)
    assert [(m.start, m.end, DRUG) for m in mentions] == spans
    if "ingredients" in case:
        assert [ingredients(finder.index, mention) for mention in mentions] == case["ingredients"]
    assert [mention.name for mention in mentions if mention.misspelled] == case.get("misspelled", [])


@pytest.mark.parametrize("case", read_cases("drugs_fresh"))
def test_drugs_of_a_table_written_by_someone_who_had_not_seen_the_rules(case, finder):
    mentions = find(case["text"], finder)
    assert [(m.start, m.end) for m in mentions] == [(drug["start"], drug["end"]) for drug in case["drugs"]]
    for mention, drug in zip(mentions, case["drugs"], strict=True):
        if drug["ingredients"]:  # the table leaves those of medical foods open
            assert sorted(ingredients(finder.index, mention)) == sorted(drug["ingredients"])


def test_values(finder):
    mentions = find("Norco 10/325 and hydrocodone/APAP", finder)
    brand, generic = (finder.index.value(mention) for mention in mentions)
    assert brand == {
        "name": "Norco",
        "brand": "Norco",
        "rxcui": "218772",
        "ingredients": [{"name": "hydrocodone", "rxcui": "5489"}, {"name": "acetaminophen", "rxcui": "161"}],
        "classes": ["opioid"],
        "opioid": True,
        "schedule": "CII",
    }
    assert (generic["name"], generic["brand"], generic["rxcui"]) == ("hydrocodone/acetaminophen", None, None)
    assert [mention.rule for mention in mentions] == ["drug:norco", "drug:hydrocodone/acetaminophen"]


def test_component(finder):
    doc = finder(spacy.blank("en")("Norco 10/325mg and diazempam 10 mg"))
    assert [(span.text, span.label_, span.id_) for span in doc.spans[SPANS_KEY]] == [
        ("Norco", DRUG, "drug:norco"),
        ("diazempam", DRUG, "drug:diazepam:misspelled"),
    ]
    assert doc.spans[SPANS_KEY][1]._.drug["ingredients"] == [{"name": "diazepam", "rxcui": "3322"}]
    (warning,) = doc._.warnings
    assert warning["code"] in WARNINGS
    assert (warning["start"], warning["end"]) == (19, 28)


def test_values_are_not_shared(finder):
    first, second = find("Norco and Norco", finder)
    value = finder.index.value(first)
    value["ingredients"][0]["name"] = "changed"
    assert finder.index.value(second)["ingredients"][0]["name"] == "hydrocodone"


@pytest.mark.parametrize("word", ["diazempam", "diazpam", "daizepam", "diazepan", "xdiazepam", "diazepamm"])
def test_one_edit(word):
    assert one_edit(word, "diazepam")


@pytest.mark.parametrize("word", ["diaxepan", "diazempan", "diapam", "zdiaepam", "oxazepam"])
def test_two_edits(word):
    assert not one_edit(word, "diazepam")


def test_a_word_one_letter_from_two_names_is_neither(finder):
    assert finder.index.correction("methadoxe") is None


def test_every_english_lookalike_is_one_letter_from_a_name(finder):
    for row in read_table("drug_lookalikes.csv"):
        assert not find(f"the {row['word']} was noted", finder)
        assert one_edit(row["word"], row["near"].lower()), row


def test_lower_case_that_changes_the_length(finder):
    text = "İİİ Norco"
    assert [text[m.start : m.end] for m in find(text, finder)] == ["Norco"]


def test_bytes(finder):
    text = "Norco, soma and Fioricet"
    saved = DrugFinder("imr_drugs").from_bytes(finder.to_bytes())
    assert find(text, saved) == find(text, finder) != []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "soma " * 50_000,
        "soma, " * 25_000 + "Norco",
        "soma, Norco, " * 12_500,
        "hydrocodone " * 50_000,
        "hydrocodone/" * 50_000,
        "tylenol with " * 25_000,
        "MS " * 50_000,
        "Norco" + " " * 50_000,
        "diazepan " * 20_000,
        "".join(f"gabapent{n:x} " for n in range(20_000)),
        "testosterone" + " " * 50_000 + "level",
        "1 mg of " * 25_000 + "soma",
    ],
    ids=lambda text: text[:15],
)
def test_hostile_lines(text, finder):
    mentions = find(text, finder)
    assert all(mention.end <= following.start for mention, following in pairwise(mentions))
