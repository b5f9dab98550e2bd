"""What a reviewer types in capitals throughout is read as if it were typed as usual."""

import pickle

import pytest
from spacy.tokens import DocBin

from imrx.grammar.sections.capitals import Capitals
from imrx.labels import RATIONALE, SUMMARY
from imrx.letter import letter_text, lowered_letter, text_to_read
from imrx.places import letter_sections
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases

TABLE = read_table("capitals.json")
CAPITALS = Capitals(TABLE)
WORDS = {"AIDS", "FROM", "PAD"}
"""Abbreviations of `findings.csv` that are likelier words where all is in capitals."""


@pytest.mark.parametrize("case", read_cases("capitals"))
def test_capitals(case):
    text = case["text"]
    found = CAPITALS.find(text, [(0, len(text))])
    assert [read for _, read in found] == case["read"]
    assert all(text[start : start + len(read)].upper() == read.upper() for start, read in found)


def test_every_abbreviation_of_a_finding_is_kept():
    terms = [term for row in read_table("findings.csv") for term in row["terms"].split("|")]
    names = [row["name"] for row in read_table("guidelines/names.csv")]
    releases = [word for words in read_table("sig.json")["releases"].values() for word in words]
    known = {word for word in (*terms, *names, *releases) if word.isupper() and word.isalpha() and len(word) > 1}
    assert {word for word in known if CAPITALS.read(f"a {word}")[3:].islower()} == WORDS


def in_capitals(nlp, text):
    """A letter with its summary and its rationales in capitals."""
    for section in letter_sections(nlp(text)):
        prose = text[section.start : section.end].upper()
        if section.name in (SUMMARY, RATIONALE) and len(prose) == section.end - section.start:
            text = text[: section.start] + prose + text[section.end :]
    return text


def without_texts(value):
    """A part of a record without the letter's own words."""
    if isinstance(value, dict):
        return {key: without_texts(part) for key, part in value.items() if key not in ("text", "message")}
    return [without_texts(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("number", range(5))
def test_a_record_is_the_same_in_capitals(nlp, seed, number):
    usual = seed(number)
    letter = in_capitals(nlp, usual)
    assert letter != usual
    record, expected = (make_record(nlp(text), nlp.meta) for text in (letter, usual))
    for layer in ("findings", "medications", "diagnoses", "med_values", "abbreviations"):
        assert without_texts(record[layer]) == without_texts(expected[layer])
        assert all(letter[each["start"] : each["end"]] == each["text"] for each in record[layer])


LETTER = (
    "THE PATIENT TAKES NORCO AND HAS NO NUMBNESS, TINGLING OR WEAKNESS. HE USES HEARING AIDS AND A PAD, "
    "AND REPORTS RELIEF FROM NSAIDS."
)


def test_what_is_read_is_kept_with_a_doc(nlp):
    doc = nlp(LETTER)
    assert doc.text == letter_text(doc) == LETTER
    assert text_to_read(doc).startswith("The patient takes norco and has no numbness")
    assert lowered_letter(doc).text == LETTER.lower()
    [stored] = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    assert text_to_read(stored) == text_to_read(pickle.loads(pickle.dumps(doc))) == text_to_read(doc)


def test_words_are_no_abbreviations(nlp):
    findings = [(each["text"], each["assertion"]) for each in make_record(nlp(LETTER), nlp.meta)["findings"]]
    absent = [(text, "absent") for text in ("NUMBNESS", "TINGLING", "WEAKNESS")]
    assert findings == [*absent, ("RELIEF", "present")]


@pytest.mark.parametrize(
    "sign", ["A", "A ", "A, ", "(A", ". ", '."', "\n", ".\n", "X/", "THE A ", "a ", "aA", "A'", "1A"]
)
def test_hostile_letters_end_in_time(sign):
    text = sign * (200_000 // len(sign)) + " THE END."
    for start, read in [*CAPITALS.find(text, [(0, len(text))]), (0, CAPITALS.read(text))]:
        assert read.upper() == text[start : start + len(read)].upper()
        assert read.lower().endswith("the end.")
