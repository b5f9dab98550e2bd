"""Reads the tables of cases in `tests/cases/`, and text with marked-up spans."""

import json
import re
from pathlib import Path

import pytest

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
