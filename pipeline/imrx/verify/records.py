"""A record against its letter's text, and against what the letter's doc says. No message holds words of a letter."""

import json
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from imrx import __version__
from imrx.record import Record, make_record
from imrx.record.types import WarningDict
from imrx.writers.jsonl import dump_line


def span_problems(record: Record, text: str) -> Iterator[str]:
    """Each span, however deep in a record, that is not what stands in the text."""
    for place, start, end, said in _spans(record):
        if not 0 <= start < end <= len(text):
            yield f"{place}: {start}-{end} lies outside of the letter"
        elif said is not None and text[start:end] != said:
            yield f"{place}: its text is not that of {start}-{end}"


def doc_problems(record: Record, doc: Doc, repeated: WarningDict | None) -> Iterator[str]:
    """Where the record is not the one that the doc gives.

    Another version of imrx may make another record of the same doc, so that only records of this one are compared.

    Args:
        record: the letter's record.
        doc: the letter's doc.
        repeated: the warning that a letter before it has the same case number, which the doc does not know.
    """
    if record["pipeline"]["version"] != __version__:
        return
    try:
        made = make_record(doc, {"imrx": record["pipeline"]})
        if repeated is not None:
            made["warnings"].append(repeated)
        place = _difference(json.loads(dump_line(record)), json.loads(dump_line(made)))  # of one form: no tuples
    except Exception as error:  # whatever a damaged doc holds in the place of what the components write
        yield f"it gives no record ({type(error).__name__})"
        return
    if place is not None:
        yield f"it gives another record: {place}"


def _difference(one: Any, other: Any) -> str | None:
    """Where two values differ first; null where they are equal, an empty place where they themselves differ."""
    if one == other:
        return None
    pairs: list[tuple[Any, Any, Any]] = []
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(key, one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(number, *pair) for number, pair in enumerate(zip(one, other, strict=True))]
    for key, first, second in pairs:
        inside = _difference(first, second)
        if inside is not None:
            return f"{key}.{inside}" if inside else str(key)
    return ""


def _spans(value: Any, place: str = "") -> Iterator[tuple[str, int, int, str | None]]:
    """Every span in a record: where, its limits, and its text if it has one; `where` blocks have limits alone."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield place, value["start"], value["end"], value["text"]
        for key, item in value.items():
            inside = f"{place}.{key}" if place else key
            if place.endswith("where") and item is not None:
                yield inside, *item, None
            else:
                yield from _spans(item, inside)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _spans(item, f"{place}.{number}")
