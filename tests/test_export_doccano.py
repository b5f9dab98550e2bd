"""doccano, held against what its importer reads (`data_import/pipeline/label.py`), counted as JavaScript does."""

import json

import pytest
from pydantic import BaseModel, NonNegativeInt, model_validator

from imrx.annotated import read_annotated
from imrx.writers.export import export
from imrx.writers.spans import letter_spans
from imrx.writers.utf16 import Utf16Offsets


class SpanLabel(BaseModel):
    """As in doccano, with its check."""

    id: int
    label: str
    start_offset: NonNegativeInt
    end_offset: NonNegativeInt

    @model_validator(mode="after")
    def start_is_less_than_end(self):
        assert self.start_offset < self.end_offset
        return self


class RelationLabel(BaseModel):
    """As in doccano."""

    id: int
    from_id: int
    to_id: int
    type: str


@pytest.fixture(scope="module")
def lines(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("doccano") / "review"
    export(output, "doccano", folder)
    content = (folder / "doccano.jsonl").read_bytes().decode("utf-8")
    return [json.loads(line) for line in content.split("\n") if line]


def javascript(text, start, end):
    """`text.slice(start, end)` of JavaScript."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_every_span_negation_and_relation_is_there(output, lines):
    letters = list(read_annotated(output))
    assert [line["doc_id"] for line in lines] == [letter.doc_id for letter in letters]
    negated = 0
    for line, letter in zip(lines, letters, strict=True):
        tagged = letter_spans(letter.doc, cues=True)
        entities = [SpanLabel(**entity) for entity in line["entities"]]
        assert line["text"] == letter.text
        for entity, span in zip(entities, tagged.spans, strict=True):
            assert javascript(line["text"], entity.start_offset, entity.end_offset) == span.text
            label, _, assertion = entity.label.partition(":")
            assert label == span.label
            assert span.label != "FINDING" or (assertion or "present") == span.values["assertion"]
            negated += assertion in ("absent", "not_documented")
        ids = {entity.id: number for number, entity in enumerate(entities)}
        relations = [RelationLabel(**relation) for relation in line["relations"]]
        assert [(item.type, ids[item.from_id], ids[item.to_id]) for item in relations] == tagged.relations
    assert negated > 20


def test_ids_are_those_of_one_span_in_the_whole_file(lines):
    for name in ("entities", "relations"):
        ids = [item["id"] for line in lines for item in line[name]]
        assert len(set(ids)) == len(ids) > 100


def test_offsets_there_and_back():
    text = "a\U0001f48ab\U0001f48a"
    offsets = Utf16Offsets(text)
    assert [offsets.units(offset) for offset in range(len(text) + 1)] == [0, 1, 3, 4, 6]
    assert [offsets.offset(units) for units in range(7)] == [0, 1, None, 2, 3, None, 4]
