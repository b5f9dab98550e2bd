"""Label Studio, held against its documented task format and against the project's own configuration."""

import json
from xml.etree import ElementTree

import jsonschema
import pytest

from imrx.annotated import read_annotated
from imrx.labels import LINK_ENDS, MARKS
from imrx.writers.export import export
from imrx.writers.spans import letter_spans

INTEGER = {"type": "integer", "minimum": 0}
VALUE = {"start": INTEGER, "end": INTEGER, "text": {"type": "string"}}


def region(kind, from_name, name):
    """A result of a region, as https://labelstud.io/guide/predictions has it."""
    value = {**VALUE, name: {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1}}
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "from_name": {"const": from_name},
            "to_name": {"const": "text"},
            "type": {"const": kind},
            "value": {"type": "object", "properties": value, "required": list(value), "additionalProperties": False},
            "meta": {"type": "object", "properties": {"text": {"type": "array", "items": {"type": "string"}}}},
        },
        "required": ["id", "from_name", "to_name", "type", "value"],
        "additionalProperties": False,
    }


RELATION = {
    "type": "object",
    "properties": {
        "type": {"const": "relation"},
        "from_id": {"type": "string"},
        "to_id": {"type": "string"},
        "direction": {"enum": ["left", "right", "bi"]},
        "labels": {"type": "array", "items": {"enum": list(LINK_ENDS)}},
    },
    "required": ["type", "from_id", "to_id", "direction"],
    "additionalProperties": False,
}
RESULT = {"oneOf": [region("labels", "label", "labels"), region("choices", "assertion", "choices"), RELATION]}
PREDICTION = {
    "type": "object",
    "properties": {"model_version": {"type": "string"}, "result": {"type": "array", "items": RESULT}},
    "required": ["result"],
    "additionalProperties": False,
}
TASK = {
    "type": "object",
    "properties": {
        "data": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
        "predictions": {"type": "array", "items": PREDICTION, "minItems": 1, "maxItems": 1},
    },
    "required": ["data", "predictions"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def folder(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("label_studio") / "review"
    export(output, "label-studio", folder)
    return folder


@pytest.fixture(scope="module")
def tasks(folder):
    return json.loads((folder / "label_studio.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def config(folder):
    return ElementTree.parse(folder / "label_studio.xml").getroot()


def test_tasks_have_the_documented_form(tasks):
    jsonschema.validate(tasks, {"type": "array", "items": TASK})


def test_every_span_assertion_and_relation_is_there(output, tasks):
    letters = list(read_annotated(output))
    assert [task["data"]["doc_id"] for task in tasks] == [letter.doc_id for letter in letters]
    for task, letter in zip(tasks, letters, strict=True):
        tagged = letter_spans(letter.doc, cues=True)
        [prediction] = task["predictions"]
        by_type = {"labels": {}, "choices": {}}
        for item in prediction["result"]:
            if item["type"] != "relation":
                by_type[item["type"]][item["id"]] = item["value"]
        assert task["data"]["text"] == letter.text
        found = [(value["labels"][0], value["start"], value["end"]) for value in by_type["labels"].values()]
        assert found == [(span.label, span.start, span.end) for span in tagged.spans]
        ids = {region: number for number, region in enumerate(by_type["labels"])}
        assert {ids[region]: value["choices"][0] for region, value in by_type["choices"].items()} == {
            span.id: span.values["assertion"] for span in tagged.spans if span.label == "FINDING"
        }
        assert [
            (item["labels"][0], ids[item["from_id"]], ids[item["to_id"]])
            for item in prediction["result"]
            if item["type"] == "relation"
        ] == tagged.relations


def test_offsets_are_code_points(tasks):
    """As in Label Studio's `selection-tools.js`, which counts `[...text].length`; here two characters stand before."""
    [task] = [task for task in tasks if task["data"]["doc_id"] == "emoji"]
    [norco, _] = [
        item["value"] for item in task["predictions"][0]["result"] if item.get("value", {}).get("labels") == ["DRUG"]
    ]
    assert (norco["start"], norco["end"], norco["text"]) == (3, 8, "Norco")
    for task in tasks:
        for item in task["predictions"][0]["result"]:
            if "value" in item:
                value = item["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_the_configuration_has_every_label_relation_and_assertion(config, tasks):
    assert [tag.get("value") for tag in config.iter("Label")] == list(MARKS)
    assert [tag.get("value") for tag in config.iter("Relation")] == list(LINK_ENDS)
    choices = {tag.get("value") for tag in config.iter("Choice")}
    assert choices >= {
        value
        for task in tasks
        for item in task["predictions"][0]["result"]
        for value in item.get("value", {}).get("choices", [])
    }
    assert config.find("Text").attrib == {"name": "text", "value": "$text"}
    assert config.find("Labels").get("toName") == config.find("Choices").get("toName") == "text"
    assert config.find("Choices").get("whenTagName") == config.find("Labels").get("name")
    assert config.find("Choices").get("whenLabelValue") in MARKS
