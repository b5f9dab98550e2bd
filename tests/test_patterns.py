"""The tables in `patterns/`: each is described, and each is read by the pipeline."""

import csv
import json
import re
from pathlib import Path

import pytest

import imrx.resources
from imrx.grammar.sentences.folding import Folded
from imrx.grammar.sentences.words import PhraseTree, Words
from imrx.resources import MODELS, PATTERNS, pattern_files, read_table

ROOT = Path(__file__).parents[1]
README = (PATTERNS / "README.md").read_text(encoding="utf-8")
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "patterns").glob("*.md")}
NAMES = [path.relative_to(PATTERNS).as_posix() for path in pattern_files()]

KEYED_BY_WORDS = {
    "abilities",
    "bare_moments",
    "beside_laboratory",
    "brand_releases",
    "changes",
    "codeine",
    "comparators",
    "containers",
    "contrast",
    "contrast_alone",
    "contrast_pair",
    "credentials",
    "day_parts",
    "duration_days",
    "events",
    "fields",
    "forms",
    "gaining",
    "head_modifiers",
    "header",
    "headings",
    "heads",
    "improved",
    "in_prose",
    "interval_hours",
    "laterality",
    "laterality_inside",
    "laterality_letters",
    "latin",
    "law",
    "lengths",
    "line_fields",
    "misspelled",
    "moments",
    "named_in_abilities",
    "names",
    "not_followed_by",
    "not_preceded_by",
    "numbered",
    "numbers",
    "once",
    "own_addresses",
    "paired_moments",
    "per",
    "periods",
    "possessives",
    "predicates",
    "refined",
    "release_words",
    "releases",
    "roman",
    "routes",
    "routes_upper",
    "setting",
    "sex",
    "short_words",
    "spoons",
    "strength_units",
    "subjects",
    "times",
    "transdermal",
    "units",
    "vitals",
    "widths",
}
"""What is explained in one row although it holds keys: these are words of the language, concepts and the like."""


def explained(name):
    """The keys or columns of a file that a page explains, each with the key that holds it, or "", in order."""
    found = []
    for page in PAGES.values():
        for section in re.split(r"^(?=## )", page, flags=re.MULTILINE):
            if section.startswith(f"## `{name}`\n"):
                for part in re.split(r"^(?=### )", section, flags=re.MULTILINE):
                    holder = re.match(r"### `(\w+)`\n", part)
                    rows = re.findall(r"^\| `(\w+)` \| [^|]", part, flags=re.MULTILINE)
                    found += [(holder[1] if holder else "", key) for key in rows]
    return found


def keys_of(table):
    """The keys of a table, each with the key that holds it or its row, or ""; of keys by words the first alone."""
    for key, value in table.items():
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
        for row in rows:
            if isinstance(row, dict) and key not in KEYED_BY_WORDS:
                for inner, held in row.items():
                    assert not isinstance(held, dict) or inner in KEYED_BY_WORDS
                    yield key, inner
            else:
                yield "", key


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_described(name):
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_to_pages(target):
    assert (PATTERNS / target).resolve().relative_to(ROOT / "docs" / "patterns").as_posix() in PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_linked_and_every_section_of_it_is_a_file(page):
    assert f"(../docs/patterns/{page})" in README
    assert set(re.findall(r"^## `(.+)`$", PAGES[page], flags=re.MULTILINE)) <= set(NAMES)


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


ADDED = [
    ("clauses.json explained_reasons", ["clauses.json reportable"]),
    ("drug_effects.json first_line behind_stopped", ["drug_effects.json medication times"]),
    ("findings_heads.json report_verbs", ["clauses.json report_verbs"]),
    ("negation.json families missing", ["clauses.json missing"]),
    ("negation.json families participles", ["clauses.json passive_verbs"]),
    ("negation.json guidelines short", ["negation.json guidelines met", "negation.json guidelines on_file"]),
    ("negation.json limits changed", ["negation.json families ended"]),
    (
        "negation.json limits of_itself",
        [f"negation.json limits {key}" for key in ("evidence", "vague", "positive_for")],
    ),
    ("negation.json limits of_topics", [f"negation.json limits {key}" for key in ("evidence", "vague", "told_on")]),
    ("negation.json refuting belied", ["negation.json refuting untrue"]),
    ("negation.json refuting earlier", ["negation.json second_hand sources", "negation.json second_hand decisions"]),
]
"""Lists that are only ever looked for together with others: a word of those would stand in them for nothing."""


@pytest.mark.parametrize(("added", "others"), ADDED)
def test_no_word_stands_in_a_list_and_in_those_it_is_added_to(added, others):
    assert [sorted(words_of(added) & words_of(other)) for other in others] == [[] for _ in others]


def words_of(place):
    """The words of a list, named by its file and the keys that lead to it."""
    name, *keys = place.split()
    value = json.loads((PATTERNS / name).read_text(encoding="utf-8"))
    for key in keys:
        value = value[key]
    return set(value)


@pytest.mark.parametrize("name", ["clauses", "drug_effects", "findings_heads", "measures", "negation"])
def test_words_that_are_looked_for_in_folded_text_are_folded(name):
    """A contraction or a curly apostrophe would match nothing: the folded text has none."""
    table = json.loads((PATTERNS / f"{name}.json").read_text(encoding="utf-8"))
    assert [word for words in lists_of(table) for word in words if Folded(word).text != word] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".json")])
def test_every_key_has_a_row(name):
    table = json.loads((PATTERNS / name).read_text(encoding="utf-8"))
    assert sorted(explained(name)) == sorted(set(keys_of(table)))


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".csv")])
def test_every_column_has_a_row(name):
    with (PATTERNS / name).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert explained(name) == [("", column) for column in columns]


@pytest.mark.parametrize("page", PAGES)
def test_every_key_and_column_has_an_example(page):
    rows = re.findall(r"^\| `(\w+)` \| .* \| *\|$", PAGES[page], flags=re.MULTILINE)
    assert rows == []


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


def test_every_term_of_a_finding_counts():
    """None has the words of an earlier term or of its plural: it would decide nothing, whatever concept it names."""
    terms = [term for row in read_table("findings.csv") for term in row["terms"].split("|") if term]
    tree = PhraseTree((term, number) for number, term in enumerate(terms))
    for number, term in enumerate(terms):
        words = Words(term, [(0, len(term))])
        assert tree.longest(words, 0) == (len(words), number), term
