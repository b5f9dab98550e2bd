"""The record's JSON Schema, made from its types."""

from typing import Any

from pydantic import TypeAdapter

from imrx.record.types import SCHEMA_VERSION, Record


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `records.jsonl`; closed, every key required."""
    schema = TypeAdapter(Record).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_VERSION, **schema}
