"""The gold of the published letters is sound by itself; `benchmarks/letters.py` measures against it."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOLD = [
    json.loads(line) for line in (ROOT / "tests" / "gold" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
]
KEYS = {
    "case_number", "sha256", "length", "case", "claimant", "reviewer", "issues", "citations_running",
    "drug_mentions", "diagnoses",
}  # fmt: skip
ISSUE_KEYS = {
    "number", "title", "request", "requested", "authorized", "disputed", "decision", "conclusion",
    "claims_administrator", "reviewer", "rationale", "medications", "treatments",
}  # fmt: skip
LONGEST_VALUE = 250
"""No value is longer, in characters, but a title: the longest are names of guideline sections."""


def split_rule():
    spec = importlib.util.spec_from_file_location("split", ROOT / "corpus" / "split.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.is_set_aside


def spans(value):
    """Every pair of offsets below a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"pages", "per_week", "days", "weeks", "months", "strengths", "quantity"}:
                yield from spans(inner)
    elif isinstance(value, list):
        if len(value) == 2 and all(type(item) is int for item in value):
            yield value
        else:
            for inner in value:
                yield from spans(inner)


def strings(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "title":
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def test_letters_are_64_and_split_by_the_rule():
    numbers = [letter["case_number"] for letter in GOLD]
    assert len(set(numbers)) == 64
    assert numbers == sorted(numbers)
    assert sum(map(split_rule(), numbers)) == 25


@pytest.mark.parametrize("letter", GOLD, ids=lambda letter: letter["case_number"])
def test_letter_is_sound(letter):
    assert set(letter) == KEYS
    assert len(letter["sha256"]) == 64
    assert letter["case"]["case_number"] == letter["case_number"]
    for field, value in letter["case"].items():
        if field not in ("case_number", "priority") and value is not None:
            date.fromisoformat(value)
    for start, end in spans(
        {key: letter[key] for key in ("issues", "citations_running", "drug_mentions", "diagnoses")}
    ):
        assert 0 <= start < end <= letter["length"]
    for mentions in (letter["drug_mentions"], [item["span"] for item in letter["citations_running"]]):
        assert mentions == sorted(mentions)
    assert max(map(len, strings(letter)), default=0) <= LONGEST_VALUE


@pytest.mark.parametrize("letter", GOLD, ids=lambda letter: letter["case_number"])
def test_issues_are_sound(letter):
    assert [issue["number"] for issue in letter["issues"]] == list(range(1, len(letter["issues"]) + 1))
    last = 0
    for issue in letter["issues"]:
        assert set(issue) == ISSUE_KEYS
        start, end = issue["request"]
        assert last <= start and len(issue["title"]) == end - start
        for part in ("requested", "authorized", "disputed"):
            if issue[part]:
                assert start <= issue[part][0] < issue[part][1] <= end
        assert end < issue["decision"]["span"][0] < issue["rationale"][0]
        assert issue["decision"]["label"] in {"upheld", "overturned", "partially_overturned"}
        last = issue["rationale"][1]
        if issue["conclusion"]:
            assert issue["rationale"][0] <= issue["conclusion"]["span"][0] < issue["conclusion"]["span"][1] <= last
            assert issue["conclusion"]["label"] in {"medically_necessary", "not_medically_necessary"}
