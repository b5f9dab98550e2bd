"""The tables in `patterns/`: each is described, and each is read by the pipeline."""

import json
from pathlib import Path

import pytest

import imrx.resources
from imrx.resources import MODELS, PATTERNS, pattern_files, read_table

README = (PATTERNS / "README.md").read_text(encoding="utf-8")
NAMES = [path.relative_to(PATTERNS).as_posix() for path in pattern_files()]

KEYED_BY_WORDS = {
    "heads",
    "head_modifiers",
    "not_followed_by",
    "not_preceded_by",
    "predicates",
    "refined",
    "abilities",
    "improved",
    "names",
    "gaining",
}
"""The keys of tables whose own keys are words of the language, or concepts."""


def keys_of(table):
    """The keys of a table, those of the tables in it too."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield key
            if key not in KEYED_BY_WORDS:
                yield from keys_of(value)
    elif isinstance(table, list):
        for value in table:
            yield from keys_of(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_described(name):
    assert Path(name).name in README


def lists_of(table):
    """The lists of words in a table."""
    for value in table.values() if isinstance(table, dict) else table:
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            yield value
        elif isinstance(value, dict | list):
            yield from lists_of(value)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".json")])
def test_no_word_stands_twice_in_a_list(name):
    table = json.loads((PATTERNS / name).read_text(encoding="utf-8"))
    assert [sorted(item for item in set(words) if words.count(item) > 1) for words in lists_of(table)] == [
        [] for _ in lists_of(table)
    ]


@pytest.mark.parametrize(
    "name",
    ["findings_heads.json", "measures.json", "drug_effects.json", "negation.json", "clauses.json", "diagnoses.json"],
)
def test_every_key_is_described(name):
    table = json.loads((PATTERNS / name).read_text(encoding="utf-8"))
    assert [key for key in keys_of(table) if f"`{key}`" not in README] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_read(name):
    config = (MODELS / "rules.cfg").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "pipeline").rglob("*.py"))
    assert f'"{name}"' in config or f'"{name}"' in code


@pytest.mark.parametrize("row", ["one", "one,two,three", ""])
def test_a_row_of_another_width_is_named_by_its_line(row, tmp_path, monkeypatch):
    (tmp_path / "drugs.csv").write_text(f"name,kind\nNorco,brand\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(imrx.resources, "PATTERNS", tmp_path)
    with pytest.raises(ValueError, match=r"drugs\.csv, line 3: \d values in a table of 2 columns"):
        read_table("drugs.csv")
