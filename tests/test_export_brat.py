"""brat, read back with bioc's reader: every span, assertion and relation, fragment by fragment."""

import re

import pytest
from bioc import brat

from imrx.annotated import read_annotated
from imrx.labels import LINK_ENDS, MARKS
from imrx.writers.brat import file_name, fragments
from imrx.writers.export import export
from imrx.writers.spans import letter_spans


@pytest.fixture(scope="module")
def folder(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("brat") / "review"
    export(output, "brat", folder)
    return folder


@pytest.fixture(scope="module")
def documents(folder):
    found = {}
    for path in folder.glob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        found[path.stem] = brat.loads(text, path.read_bytes().decode("utf-8"))
    return found


def test_bioc_finds_every_span_assertion_and_relation(output, documents):
    letters = list(read_annotated(output))
    assert len(documents) == len(letters)
    for letter in letters:
        document, tagged = documents[file_name(letter.doc_id)], letter_spans(letter.doc, cues=True)
        assert document.text == letter.text
        entities = {entity.id: entity for entity in document.entities}
        assert {(entity.type, *entity.total_span) for entity in entities.values()} == {
            (span.label, span.start, span.end) for span in tagged.spans
        }
        said = {attribute.refid: attribute.attributes for attribute in document.attributes}
        for span in tagged.spans:
            assert said.get(f"T{span.id + 1}") == ({span.values["assertion"]} if span.label == "FINDING" else None)
        assert {(item.type, item.arguments["Arg1"], item.arguments["Arg2"]) for item in document.relations} == {
            (item.label, f"T{item.head + 1}", f"T{item.tail + 1}") for item in tagged.relations
        }
        assert {note.refid: note.text for note in document.notes} == {
            f"T{span.id + 1}": span.rule for span in tagged.spans
        }


def test_reference_texts_are_the_fragments_joined_by_blanks(documents):
    """As brat itself has it (its `annotation.py`, `DISCONT_SEP`)."""
    broken = 0
    for document in documents.values():
        for entity in document.entities:
            parts = sorted((part.begin, part.end) for part in entity.locations)
            assert entity.text == " ".join(document.text[start:end] for start, end in parts)
            for start, end in parts:
                assert document.text[start:end] == document.text[start:end].strip()
                assert len(document.text[start:end].splitlines()) == 1
            broken += len(parts) > 1
    assert broken > 20


def test_annotations_are_lines_for_any_reader(folder):
    for path in folder.glob("*.ann"):
        text = path.read_bytes().decode("utf-8")
        assert text.splitlines() == text.split("\n")[:-1]
        assert all(line.count("\t") == 2 for line in text.splitlines() if line[0] in "T#")


def test_fragments():
    text = "no functional \n\n improvement\fat all"
    assert [text[start:end] for start, end in fragments(text, 3, len(text))] == ["functional", "improvement", "at all"]


def test_the_configuration_names_all_labels_relations_and_assertions(folder):
    sections = dict(
        re.findall(r"^\[(\w+)\]\n((?:[^\[\n].*\n)*)", (folder / "annotation.conf").read_text(), re.MULTILINE)
    )
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    assert sections["entities"].split() == list(MARKS)
    assert [line.split("\t")[0] for line in sections["relations"].splitlines()] == [*LINK_ENDS, "<OVERLAP>"]
    assert sections["attributes"] == (
        "Assertion\tArg:FINDING, Value:present|absent|not_documented|hypothetical|guideline_statement\n"
    )


@pytest.mark.parametrize("doc_id", ["a/b", "../up", ".hidden", "carriage\rreturn", "ü\U0001f48a", "x" * 400, "", "a b"])
def test_file_names_are_safe_and_kept_apart(doc_id):
    name = file_name(doc_id)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", name)
    assert name != file_name(f"{doc_id} ")


@pytest.mark.parametrize("doc_id", ["con", "NUL", "aux.old", "Com1"])
def test_names_of_windows_devices_are_none(doc_id):
    assert file_name(doc_id) != doc_id
    assert re.fullmatch(r"[A-Za-z0-9_]+-[0-9a-f]{12}", file_name(doc_id))


@pytest.mark.parametrize("doc_id", ["console", "com", "aux_1", "CM14-0012345"])
def test_names_like_those_of_devices_are_kept(doc_id):
    assert file_name(doc_id) == doc_id


def test_plain_ids_are_file_names():
    assert file_name("004_348f5e0d186c9df1") == "004_348f5e0d186c9df1"
