"""doccano: an export as "JSONL (relation)"."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from imrx import labels
from imrx.importers.corrections import Draft, Problem, Read, parse_lines
from imrx.writers.utf16 import Utf16Offsets


class _Entity(TypedDict):
    id: int
    label: str
    start_offset: int
    end_offset: int


class _Relation(TypedDict):
    from_id: int
    to_id: int
    type: str


class _Line(TypedDict):
    text: str
    doc_id: str
    entities: list[_Entity]
    relations: list[_Relation]


_LINE: Final = TypeAdapter(_Line)


def read(path: Path) -> Iterator[Read]:
    """Read an export."""
    for where, line in parse_lines(_LINE, path, "doccano"):
        yield from [line] if isinstance(line, Problem) else _read_line(line, where)


def _read_line(line: _Line, where: str) -> Iterator[Read]:
    draft = Draft(line["doc_id"], line["text"], where)
    offsets = Utf16Offsets(line["text"])
    for entity in line["entities"]:
        label, _, assertion = entity["label"].partition(":")
        if label == labels.FINDING:
            assertion = assertion or labels.PRESENT
        elif label not in labels.MARKS:  # another component's, colon and all
            label, assertion = entity["label"], ""
        start, end = offsets.offset(entity["start_offset"]), offsets.offset(entity["end_offset"])
        if start is None or end is None:
            message = f"{label} {entity['start_offset']}-{entity['end_offset']}: begins or ends inside a character"
            draft.refuse(message, key=entity["id"])
        else:
            draft.mark(entity["id"], label, start, end, assertion=assertion or None)
    for relation in line["relations"]:
        draft.link(relation["type"], relation["from_id"], relation["to_id"])
    yield draft.finish()
