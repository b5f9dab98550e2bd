"""Label Studio: tasks with predictions, and the labelling configuration that shows them.

A finding's assertion is a choice of its region, a relation joins regions, and a region's `meta` names the rule. Label
Studio counts offsets in code points, as Python does (its `selection-tools.js`: `charsToCodePoints`).
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from imrx import labels
from imrx.annotated import AnnotatedLetter
from imrx.writers.spans import LetterSpans, TaggedSpan, letter_spans

FILE: Final = "label_studio.json"
CONFIG: Final = "label_studio.xml"
LABEL: Final = "label"
TEXT: Final = "text"
ASSERTION: Final = "assertion"


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `label_studio.json`, a task a letter, and `label_studio.xml`, the project's labelling configuration."""
    others: set[str] = set()
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for letter in letters:
            tagged = letter_spans(letter.doc, cues=True)
            others |= tagged.other_labels()
            file.write(before + json.dumps(_task(tagged), ensure_ascii=False))
            before = ",\n"
        file.write("[]\n" if before == "[\n" else "\n]\n")
    (folder / CONFIG).write_text(_labelling_config(sorted(others)), encoding="utf-8", newline="\n")


def _labelling_config(others: Iterable[str] = ()) -> str:
    """The XML of a project: labels, those of other components too, relations, and the assertion of a finding."""
    view = ElementTree.Element("View")
    relations = ElementTree.SubElement(view, "Relations")
    for relation in labels.LINK_ENDS:
        ElementTree.SubElement(relations, "Relation", value=relation)
    tags = ElementTree.SubElement(view, "Labels", name=LABEL, toName=TEXT)
    for label in labels.MARKS:
        ElementTree.SubElement(tags, "Label", value=label, background=labels.DISPLACY_COLORS[label])
    for label in others:
        ElementTree.SubElement(tags, "Label", value=label)
    ElementTree.SubElement(view, "Text", name=TEXT, value="$text")
    choices = ElementTree.SubElement(
        view,
        "Choices",
        {"name": ASSERTION, "toName": TEXT, "perRegion": "true", "whenTagName": LABEL},
        whenLabelValue=labels.FINDING,
        choice="single",
    )
    for assertion in labels.ASSERTIONS:
        ElementTree.SubElement(choices, "Choice", value=assertion)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _task(tagged: LetterSpans) -> dict[str, Any]:
    result = [region for span in tagged.spans for region in _regions(span)]
    result += [
        {
            "type": "relation",
            "from_id": _region_id(relation.head),
            "to_id": _region_id(relation.tail),
            "direction": "right",
            "labels": [relation.label],
        }
        for relation in tagged.relations
    ]
    return {
        "data": {"text": tagged.text, "doc_id": tagged.doc_id},
        "predictions": [{"model_version": "imrx", "result": result}],
    }


def _regions(span: TaggedSpan) -> list[dict[str, Any]]:
    limits = {"start": span.start, "end": span.end, "text": span.text}
    region = {"id": _region_id(span.id), "to_name": TEXT}
    regions: list[dict[str, Any]] = [
        {
            **region,
            "from_name": LABEL,
            "type": "labels",
            "value": {**limits, "labels": [span.label]},
            "meta": {"text": [span.rule]},
        }
    ]
    if assertion := span.values.get("assertion"):
        value = {**limits, "choices": [assertion]}
        regions.append({**region, "from_name": ASSERTION, "type": "choices", "value": value})
    return regions


def _region_id(span: int) -> str:
    return f"span{span}"
