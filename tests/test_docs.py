"""`docs/record.md` explains every key of the schema where its object is explained, and every warning.

And no table of cases is forgotten.
"""

import re
from collections import deque
from pathlib import Path

import pytest

from imrx.labels import WARNINGS
from imrx.readers import ERRORS
from imrx.record import json_schema, make_record
from tables import CASES

PAGE = (Path(__file__).parents[1] / "docs" / "record.md").read_text(encoding="utf-8")
SCHEMA = json_schema()
DEFINITIONS = SCHEMA["$defs"]
SPAN = set(DEFINITIONS["SpanDict"]["properties"])
"""What all spans have is explained once, in "How to read it"."""


def sections(page: str, level: str) -> dict[str, str]:
    """The sections of a level by the name in their heading: `## \\`issues\\`: what was disputed` is `issues`."""
    parts = re.split(rf"^{level} (.+)\n", page, flags=re.MULTILINE)
    return {
        head.split("`")[1] if "`" in head else head: text for head, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def definitions_in(schema: object) -> set[str]:
    """The names of the objects that a key holds."""
    return set(re.findall(r"#/\$defs/(\w+)", str(schema)))


def explained(page: str) -> dict[str, str]:
    """Every object of the schema, and the text that has to name its keys: the section of the key that holds it."""
    chapters = sections(page, "##")
    found = {"SpanDict": chapters["How to read it"]}
    queue = deque([(SCHEMA["properties"], chapters["The letter"], chapters)])
    while queue:
        keys, text, below = queue.popleft()
        for key, schema in keys.items():
            here = below.get(key, text)
            for name in definitions_in(schema) - found.keys():
                found[name] = here
                queue.append((DEFINITIONS[name]["properties"], here, sections(here, "###")))
    return found


def named(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", text))


@pytest.mark.parametrize("name", sorted(SCHEMA["properties"]))
def test_every_field_of_the_record_is_explained(name):
    assert name in named(sections(PAGE, "##")["The letter"]) or name in sections(PAGE, "##")


def unexplained(page: str) -> set[tuple[str, str]]:
    """The keys that the page does not name where it explains their object."""
    texts = explained(page)
    return {
        (name, key)
        for name, definition in DEFINITIONS.items()
        for key in set(definition["properties"]) - (SPAN | {"where"} if name != "SpanDict" else set())
        if key not in named(texts[name])
    }


@pytest.mark.parametrize("definition", sorted(DEFINITIONS))
def test_every_key_is_explained_where_its_object_is(definition):
    assert [key for name, key in unexplained(PAGE) if name == definition] == []


@pytest.mark.parametrize("key", sorted(SCHEMA["properties"].keys() & sections(PAGE, "##").keys()))
def test_a_section_that_is_missing_is_noticed(key):
    page = re.sub(rf"^## `{key}`.*?(?=^## |\Z)", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert page != PAGE
    assert unexplained(page)


def test_every_warning_is_explained():
    assert listed("warnings") == WARNINGS


def test_every_error_is_explained():
    assert listed("Failures") == ERRORS


def listed(section: str) -> dict[str, str]:
    """The rows of a section's table."""
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", sections(PAGE, "##")[section], flags=re.MULTILINE))


@pytest.mark.parametrize(
    ("text", "value"),
    re.findall(r'^\| "(.+?)" \| (.+?) \|', sections(PAGE, "##")["Why is it null?"], flags=re.MULTILINE),
)
def test_what_a_daily_value_needs(nlp, text, value):
    [medication] = make_record(nlp(text), nlp.meta)["medications"]
    mme = medication["daily_mme"]
    low, _, high = value.partition(" to ")
    expected = None if value == "null" else (float(low), float(high) if high else None)
    assert (mme and (mme["value"], mme["value_high"])) == expected


def test_every_table_of_cases_is_read_by_a_test_and_named():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    names = (CASES / "README.md").read_text(encoding="utf-8")
    tables = [path.stem for path in CASES.glob("*.jsonl")]
    assert tables
    assert [name for name in tables if f'"{name}"' not in tests] == []
    assert [name for name in tables if f"`{name}`" not in names] == []
