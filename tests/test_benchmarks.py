"""The figures that a page shows are those of the run that `benchmarks/` keeps."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["scale", "speed"])
def test_page_and_json_are_of_one_run(name, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    figures = json.loads((ROOT / "benchmarks" / f"{name}.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    first, last = importlib.import_module("harness").MARKS
    assert page.count(first) == page.count(last) == 1
    shown = page.split(first)[1].split(last)[0]
    assert shown.strip() == importlib.import_module(name).report(figures)


def test_page_and_json_of_the_unseen_drugs_are_of_one_run():
    figures = json.loads((ROOT / "benchmarks" / "unseen_drugs.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    found, added = figures["found_by_model"], figures["added_spans_right"]
    for number in (figures["mentions"], figures["missed_by_reduced_rules"], found["right"], added["n"]):
        assert f"| {number}" in page
    assert f"{figures['max_steps']} steps" in page
