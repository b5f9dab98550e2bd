"""The determination record: its types, its schema, and the function that makes it from a Doc."""

from imrx.record.build import make_record
from imrx.record.schema import json_schema
from imrx.record.types import SCHEMA_VERSION, Record

__all__ = ["SCHEMA_VERSION", "Record", "json_schema", "make_record"]
