"""OMOP, read back as CSV: the columns, types and lengths of CDM 5.4, and every span, negation and relation."""

import csv
import re
from datetime import date

import pytest

from imrx.annotated import read_annotated
from imrx.writers.export import export
from imrx.writers.spans import letter_spans
from outputs import write_output

NOTE = {
    "note_id": "integer",
    "person_id": "integer",
    "note_date": "date",
    "note_datetime": "null",
    "note_type_concept_id": "integer",
    "note_class_concept_id": "integer",
    "note_title": 250,
    "note_text": None,
    "encoding_concept_id": "integer",
    "language_concept_id": "integer",
    "provider_id": "null",
    "visit_occurrence_id": "null",
    "visit_detail_id": "null",
    "note_source_value": 50,
    "note_event_id": "null",
    "note_event_field_concept_id": "null",
}
NOTE_NLP = {
    "note_nlp_id": "integer",
    "note_id": "integer",
    "section_concept_id": "integer",
    "snippet": 250,
    "offset": 50,
    "lexical_variant": 250,
    "note_nlp_concept_id": "integer",
    "note_nlp_source_concept_id": "integer",
    "nlp_system": 250,
    "nlp_date": "date",
    "nlp_datetime": "null",
    "term_exists": 1,
    "term_temporal": "null",
    "term_modifiers": 2000,
}
"""Columns in the order of the model's own `OMOP_CDMv5.4_Field_Level.csv`; a number is the length of a varchar."""


@pytest.fixture(scope="module")
def tables(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("omop") / "cdm"
    export(output, "omop", folder)
    found = []
    for name in ("note.csv", "note_nlp.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return found


def modifiers(row):
    return dict(part.split("=", 1) for part in row["term_modifiers"].split(";"))


@pytest.mark.parametrize(("number", "columns"), [(0, NOTE), (1, NOTE_NLP)])
def test_columns_types_and_lengths_are_those_of_the_model(tables, number, columns):
    assert tables[number]
    for row in tables[number]:
        assert list(row) == list(columns)
        for name, kind in columns.items():
            if kind == "integer":
                assert re.fullmatch(r"\d+", row[name]), name
            elif kind == "date":
                assert row[name] == "" or date.fromisoformat(row[name])
            elif kind == "null":
                assert row[name] == ""
            elif kind is not None:
                assert len(row[name]) <= kind, name


def test_every_letter_is_a_note(tables, output):
    notes = tables[0]
    letters = list(read_annotated(output))
    assert [(note["note_title"], note["note_text"]) for note in notes] == [(x.doc_id, x.text) for x in letters]
    assert [note["note_id"] for note in notes] == [str(number) for number in range(1, len(letters) + 1)]


def test_every_span_is_a_term(tables, output):
    notes, terms = tables
    texts = {note["note_id"]: note["note_text"] for note in notes}
    expected = [span for letter in read_annotated(output) for span in letter_spans(letter.doc).spans]
    assert len(terms) == len(expected)
    for term, span in zip(terms, expected, strict=True):
        said = modifiers(term)
        start, end = int(term["offset"]), int(said["end"])
        assert texts[term["note_id"]][start:end] == span.text
        assert term["lexical_variant"] == span.text[:250]
        assert " ".join(span.text.split())[:100] in term["snippet"]
        assert (said["label"], said["rule"]) == (span.label, span.rule)


def test_negated_conditional_and_general_findings_do_not_exist(tables):
    findings = [term for term in tables[1] if modifiers(term)["label"] == "FINDING"]
    assert {term["term_exists"] for term in findings} == {"Y", "N"}
    for term in findings:
        said = modifiers(term)
        assert (term["term_exists"] == "Y") == (said["assertion"] == "present")
        assert (said["negated"] == "true") == (said["assertion"] in ("absent", "not_documented"))
    others = [term for term in tables[1] if modifiers(term)["label"] != "FINDING"]
    assert {term["term_exists"] for term in others} == {""}


def test_relations_name_the_term_of_the_tail(tables, output):
    terms = {term["note_nlp_id"]: term for term in tables[1]}
    found = []
    for term in terms.values():
        parts = [part.split("=", 1) for part in term["term_modifiers"].split(";")]
        found += [(name, term["offset"], terms[tail]["offset"]) for name, tail in parts if name.startswith("HAS_")]
    expected = []
    for letter in read_annotated(output):
        tagged = letter_spans(letter.doc)
        expected += [
            (item.label, str(tagged.spans[item.head].start), str(tagged.spans[item.tail].start))
            for item in tagged.relations
        ]
    assert sorted(found) == sorted(expected)
    assert len(found) > 100


def test_a_date_of_decision_is_the_date_of_the_note(nlp, seed, tmp_path):
    header = "Case Number: CM14-0012345\nDate Assigned: 12/08/2014\nDecision Date: 01/20/2015\n"
    write_output(tmp_path / "out", nlp, {"a": header + seed(0)})
    export(tmp_path / "out", "omop", tmp_path / "cdm")
    with (tmp_path / "cdm" / "note.csv").open(encoding="utf-8", newline="") as file:
        [note] = csv.DictReader(file)
    assert note["note_date"] == "2015-01-20"


def test_an_id_too_long_for_a_title_is_an_error(nlp, tmp_path):
    write_output(tmp_path / "out", nlp, {"x" * 251: "Norco."})
    with pytest.raises(ValueError, match="NOTE_TITLE holds ids of at most 250 characters"):
        export(tmp_path / "out", "omop", tmp_path / "cdm")
    assert not (tmp_path / "cdm").exists()
