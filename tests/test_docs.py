"""`docs/record.md` names every field of the schema and every warning, and nothing else as a warning."""

import re
from pathlib import Path

import pytest

from imrx.labels import WARNINGS
from imrx.record import json_schema

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "record.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_0-9]+)`", PAGE))


@pytest.mark.parametrize("name", sorted(json_schema()["properties"]))
def test_every_field_of_the_record_is_explained(name):
    assert name in NAMED


@pytest.mark.parametrize(
    "definition", ["Issue", "Medication", "MedValue", "Citation", "Finding", "Treatment", "Source", "Case", "SpanDict"]
)
def test_every_field_of_the_objects_is_explained(definition):
    assert set(json_schema()["$defs"][definition]["properties"]) <= NAMED | {"where"}


def test_every_warning_is_explained():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE[PAGE.index("closed list of codes") :], flags=re.MULTILINE))
    assert rows == WARNINGS
