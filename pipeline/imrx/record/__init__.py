"""The determination record: its types, its schema, and the functions that make it from a Doc and from a line."""

from imrx.record.build import make_record
from imrx.record.parse import parse_record
from imrx.record.schema import json_schema
from imrx.record.types import SCHEMA_VERSION, Record

__all__ = ["SCHEMA_VERSION", "Record", "json_schema", "make_record", "parse_record"]
