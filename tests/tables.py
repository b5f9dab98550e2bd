"""Reads the tables of cases in `tests/cases/`, and text with marked-up spans."""

import json
import re
from pathlib import Path

import pytest

from imrx.labels import FINDING
from imrx.writers.tables import TableBuilder

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list:
    """The cases of `tests/cases/NAME.jsonl` as parameters; a case with `known_failure` is a strict xfail."""
    params = []
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        case = json.loads(line)
        marks = [pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else []
        params.append(pytest.param(case, id=str(case.get("id", number)), marks=marks))
    assert params, f"{name} has no cases"
    return params


def known_failures(params: list) -> list:
    """Each of the `known_failures` of cases, as a strict xfail of its own; a case may have many."""
    return [
        pytest.param(*param.values, failure, id=f"{param.id}: {failure}", marks=pytest.mark.xfail(strict=True))
        for param in params
        for failure in param.values[0].get("known_failures", ())
    ]


def findings_in(doc, begins: int, ends: int) -> list[tuple[int, int, str, str]]:
    """Where the findings of a stretch of a letter stand in it, their words and assertions."""
    spans = [span for span in doc.spans["sc"] if span.label_ == FINDING and begins <= span.start_char < ends]
    return [(s.start_char - begins, s.end_char - begins, s.text, s._.finding["assertion"]) for s in spans]


def overlaps(start: int, end: int, marks: list[dict]) -> bool:
    return any(start < mark["end"] and mark["start"] < end for mark in marks)


def missed(marks: list[dict], findings: list[tuple[int, int, str, str]]) -> list[str]:
    """The marks that no finding overlaps, as failures."""
    found = [{"start": start, "end": end} for start, end, *_ in findings]
    return [f"missed: {mark['text']}" for mark in marks if not overlaps(mark["start"], mark["end"], found)]


MARK = re.compile(r"\[([^\[\]|]*)\|([A-Z_]+)\]")


def read_marks(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """`[Norco|DRUG] [10/325mg|STRENGTH]` as plain text and its spans (start, end, label)."""
    text, spans, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        last = match.end()
    return text + marked[last:], spans


def make_tables(letters):
    """The Arrow tables of letters: of each its record, its text and, if known, its spans."""
    builder = TableBuilder()
    for record, text, spans in letters:
        builder.add(record, text, spans)
    return builder.tables()
