"""Prodigy, held against the task format that its documentation gives, and read as its users' scripts read it."""

import json

import jsonschema
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from imrx.annotated import read_annotated
from imrx.writers.export import export
from imrx.writers.spans import letter_spans

INTEGER = {"type": "integer", "minimum": 0}
HASH = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
LIMITS = {
    "start": INTEGER,
    "end": INTEGER,
    "token_start": INTEGER,
    "token_end": INTEGER,
    "label": {"type": "string"},
}
SPAN = {"type": "object", "properties": LIMITS, "required": list(LIMITS)}
TOKEN = {"text": {"type": "string"}, "start": INTEGER, "end": INTEGER, "id": INTEGER, "ws": {"type": "boolean"}}
RELATION = {"head": INTEGER, "child": INTEGER, "label": {"type": "string"}, "head_span": SPAN, "child_span": SPAN}
TASK = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "tokens": {"type": "array", "items": {"type": "object", "properties": TOKEN, "required": list(TOKEN)}},
        "spans": {"type": "array", "items": SPAN},
        "relations": {"type": "array", "items": {"type": "object", "properties": RELATION, "required": list(RELATION)}},
        "meta": {"type": "object"},
        "_input_hash": HASH,
        "_task_hash": HASH,
    },
    "required": ["text", "tokens", "spans", "relations", "meta", "_input_hash", "_task_hash"],
}
"""The keys of https://prodi.gy/docs/api-interfaces ("spans", "relations") and https://prodi.gy/docs/api-loaders."""


@pytest.fixture(scope="module")
def tasks(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("prodigy") / "review"
    export(output, "prodigy", folder)
    content = (folder / "prodigy.jsonl").read_bytes().decode("utf-8")
    return [json.loads(line) for line in content.split("\n") if line]


def test_tasks_have_the_documented_form(tasks):
    for task in tasks:
        jsonschema.validate(task, TASK)


def test_every_span_value_and_relation_is_there(output, tasks):
    letters = list(read_annotated(output))
    assert [task["meta"]["doc_id"] for task in tasks] == [letter.doc_id for letter in letters]
    for task, letter in zip(tasks, letters, strict=True):
        tagged = letter_spans(letter.doc, cues=True)
        assert task["text"] == letter.text
        assert len(task["spans"]) == len(tagged.spans)
        for kept, span in zip(task["spans"], tagged.spans, strict=True):
            assert (kept["label"], kept["start"], kept["end"], kept["rule"]) == (
                span.label,
                span.start,
                span.end,
                span.rule,
            )
            assert task["text"][kept["start"] : kept["end"]] == span.text
            assert kept["values"] == json.loads(json.dumps(span.values))
        for kept, relation in zip(task["relations"], tagged.relations, strict=True):
            head, tail = tagged.spans[relation.head], tagged.spans[relation.tail]
            assert kept["label"] == relation.label
            assert (kept["head_span"]["start"], kept["head_span"]["end"]) == (head.start, head.end)
            assert (kept["child_span"]["start"], kept["child_span"]["end"]) == (tail.start, tail.end)


def test_tokens_make_the_text_and_hold_the_spans(tasks):
    for task in tasks:
        tokens = task["tokens"]
        doc = Doc(Vocab(), words=[token["text"] for token in tokens], spaces=[token["ws"] for token in tokens])
        assert doc.text == task["text"]
        assert [token["id"] for token in tokens] == list(range(len(tokens)))
        assert all(task["text"][token["start"] : token["end"]] == token["text"] for token in tokens)
        for span in task["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]


def test_head_and_child_are_the_last_tokens_of_their_spans(tasks):
    """As spaCy's relation extraction tutorial reads Prodigy's data: it goes from the end token to the span."""
    seen = 0
    for task in tasks:
        ends = {span["token_end"] for span in task["spans"]}
        for relation in task["relations"]:
            assert relation["head"] == relation["head_span"]["token_end"] in ends
            assert relation["child"] == relation["child_span"]["token_end"] in ends
            seen += 1
    assert seen > 100


def test_hashes_tell_texts_and_tasks_apart(tasks):
    """The same text has one input hash; other spans on it would be another task."""
    texts = {task["_input_hash"]: task["text"] for task in tasks}
    assert len(texts) == len({task["text"] for task in tasks})
    assert len({task["_task_hash"] for task in tasks}) == len(texts)
