"""A line of `records.jsonl` -> record: only what the schema allows, and what agrees with itself."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from imrx.labels import NEGATED
from imrx.record.types import Record


def parse_record(line: bytes, where: str = "") -> Record:
    """The record of a line.

    Args:
        line: its bytes.
        where: file and line, with which the message of an error begins.

    Raises:
        ValueError: it breaks the schema, or the record does not agree with itself; the message names the field.
    """
    try:
        record = _form().validate_json(line, strict=True)
        problem = next(_disagreements(record), None)
    except ValidationError as error:
        problem = first_fault(error)
    if problem is not None:
        raise ValueError(f"{where}: {problem}" if where else problem)
    return record


def first_fault(error: ValidationError) -> str:
    """The first thing that breaks a schema: the field, if it is one, and what is wrong."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    if first["type"] == "json_invalid":  # whoever reads single lines says which it is
        return first["msg"].replace(" at line 1 column ", " at column ")
    return f"{field}: {first['msg']}" if field else first["msg"]


@lru_cache(maxsize=1)
def _form() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def _disagreements(record: Record) -> Iterator[str]:
    """Where `negated` is not what the assertion says, and where an issue does not repeat the record's lists."""
    for number, finding in enumerate(record["findings"]):
        if finding["negated"] != (finding["assertion"] in NEGATED):
            yield f"findings.{number}.negated: its assertion says otherwise"
    for number, issue in enumerate(record["issues"]):
        place = f"issues.{number}"
        yield from _copies(issue["medications"], record["medications"], f"{place}.medications")
        for side in ("claims_administrator", "reviewer"):
            yield from _copies(issue[side]["citations"], record["citations"], f"{place}.{side}.citations")
        for name, element in (issue["documentation"] or {}).items():
            said: Any = element
            if said["evidence"] is not None and said["evidence"] not in record["findings"]:
                yield f"{place}.documentation.{name}.evidence: it is none of the findings"


def _copies(items: list[Any], listed: list[Any], place: str) -> Iterator[str]:
    for number, item in enumerate(items):
        if not (0 <= item["id"] < len(listed) and item == listed[item["id"]]):
            yield f"{place}.{number}: it is not that of the record's list"
