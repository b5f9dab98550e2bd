"""The case header: its labels, and the values behind them.

Case Number: CM16-0232543 / Date Assigned: 12/08/2016 Date of Injury: 10/25/2016
Date Assigned: Date of Injury: / 12/08/2016 10/25/2016
CASE NUMBER: CM13-0002217
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_of
from imrx.grammar.case.facts import Fact
from imrx.grammar.dates import Dates
from imrx.grammar.expressions import expression
from imrx.grammar.words import begins_line, folded

FIRST_YEAR, LAST_YEAR = "1900", "2099"
"""Between which the years of a case lie; what stands outside of them is a slip, "0201" for "2001"."""

BREAK = re.compile(r"[\n\f]")
VISIBLE = re.compile(r"\S")


class Label(NamedTuple):
    """A label of the header: its field, its limits, and where its value would begin."""

    field: str
    is_bare: bool
    start: int
    end: int
    value: int


class HeaderGrammar:
    """The labels, as the table writes them or in capitals, and the fields that they stand for.

    All are one expression: "Decision Date:" is no label within "UR Decision Date:". A label may be glued to the
    value before it ("12/15/2016Date of Injury:"), but is none within a word in capitals ("UPDATED:"). A `line` is
    one at a line's beginning only.
    """

    def __init__(self, table: dict[str, Any], dates: Dates) -> None:
        fields = table["header"]
        self.dates = dates
        self.kinds = {field: spec["kind"] for field, spec in fields.items()}
        self.fields: dict[str, str] = {}
        for field, spec in fields.items():
            for text in (*spec["labels"], *spec.get("lines", ())):
                self.fields[text] = self.fields[text.upper()] = field
        lines = [text for spec in fields.values() for text in spec.get("lines", ())]
        self.lines = frozenset((*lines, *map(str.upper, lines)))
        self.label = expression(rf"(?<![A-Z])(?P<label>{any_of(list(self.fields))})\s*")
        self.case_number = expression(r"[A-Z]{2}\d{2}-\d{4,8}")
        words = any_of([word for spec in fields.values() for word in spec.get("words", ())] or ["\0"])
        self.word = expression(rf"[A-Z](?:[a-z]+|[A-Z]+?(?=\b|{any_of(list(self.fields))}))|{words}(?![a-z])")


def find_header(text: str, start: int, end: int, grammar: HeaderGrammar) -> dict[str, Fact]:
    """The fields of the case header between two offsets; a value stands directly behind its label.

    Of labels that stand for one field the first with a value counts; a letter's bare "Date:" only in front of all
    others, and where no label of its field follows.
    """
    facts: dict[str, Fact] = {}
    bare: set[str] = set()
    for row in _label_rows(text, start, end, grammar):
        for label, fact in zip(row, _row_values(text, row, end, grammar), strict=True):
            if label.is_bare:
                bare.add(label.field)
            elif label.field in bare:
                bare.remove(label.field)
                facts.pop(label.field, None)
            if fact is not None:
                facts.setdefault(label.field, fact)
    return facts


def _label_rows(text: str, start: int, end: int, grammar: HeaderGrammar) -> Iterator[list[Label]]:
    """The labels of a header, those together that have nothing between them."""
    row: list[Label] = []
    seen = False
    for match in grammar.label.finditer(text, start, end):
        words = folded(match["label"])
        is_bare = words in grammar.lines
        if is_bare and (seen or not begins_line(text, match.start())):
            continue
        seen = True
        if row and row[-1].value < match.start():
            yield row
            row = []
        row.append(Label(grammar.fields[words], is_bare, *match.span("label"), match.end()))
    if row:
        yield row


def _row_values(text: str, row: list[Label], end: int, grammar: HeaderGrammar) -> list[Fact | None]:
    """The value of each label of a row.

    "Date Assigned: Date of Injury:" in front of as many values is the row of a table: each label has its own, in order.
    Of values in a line of their own, where one is missing or a label is not known, nobody knows whose they are. A
    single one in the labels' line belongs to the last of them.
    """
    last = row[-1]
    others: list[Fact | None] = [None] * (len(row) - 1)
    is_below = bool(BREAK.search(text, last.end, last.value))
    line = text[max(text.rfind("\n", 0, row[0].start), text.rfind("\f", 0, row[0].start)) + 1 : row[0].start]
    if is_below and line.rstrip().endswith(":"):
        return [*others, None]
    if others:
        values: list[Fact | None] = []
        at = last.value
        for label in row:
            fact = _value(text, at, end, label.field, grammar)
            if fact is None:
                break
            values.append(fact)
            visible = VISIBLE.search(text, fact.end, end)
            at = visible.start() if visible else end
        if len(values) == len(row):
            return values
        if is_below and any(grammar.kinds[label.field] == grammar.kinds[last.field] for label in row[:-1]):
            return [*others, None]
    return [*others, _value(text, last.value, end, last.field, grammar)]


def _value(text: str, at: int, end: int, field: str, grammar: HeaderGrammar) -> Fact | None:
    """The value of a field that stands at an offset."""
    kind = grammar.kinds[field]
    pattern = {"date": grammar.dates.expression, "case_number": grammar.case_number, "word": grammar.word}[kind]
    value = pattern.match(text, at, end)
    if value is None:
        return None
    read = {"date": grammar.dates.read, "word": _capitalized}.get(kind, re.Match.group)(value)
    return None if read is None else Fact(read, value.start(), value.end())


def _capitalized(match: re.Match[str]) -> str:
    """The word "STANDARD" as "Standard"."""
    return match[0].capitalize()


def implausible_dates(facts: dict[str, Fact], grammar: HeaderGrammar) -> list[dict[str, Any]]:
    """Warnings for dates that cannot be right; they are kept as the letter has them.

    The year is another century's, the injury comes behind what came of it, or something behind the decision.
    """
    dates = {field: fact for field, fact in facts.items() if grammar.kinds[field] == "date"}
    found = []
    for field, fact in dates.items():
        behind = [other for other in dates if _comes_before(field, other) and dates[other].value < fact.value]
        if not FIRST_YEAR <= fact.value[:4] <= LAST_YEAR:
            message = f"the letter's {field} is {fact.value}"
        elif behind:
            message = f"the letter's {field} is {fact.value}, its {behind[0]} {dates[behind[0]].value}"
        else:
            continue
        found.append({"code": "case_date_implausible", "message": message, "start": fact.start, "end": fact.end})
    return found


def impossible_dates(text: str, start: int, end: int, grammar: HeaderGrammar) -> list[dict[str, Any]]:
    """Warnings for what stands behind the label of a date, is written as one, and is no day: "13/45/2015"."""
    found = []
    for row in _label_rows(text, start, end, grammar):
        label = row[-1]
        value = grammar.dates.expression.match(text, label.value, end) if grammar.kinds[label.field] == "date" else None
        if value is not None and grammar.dates.read(value) is None:
            message = f"the letter's {label.field} is no day of the calendar"
            found.append(
                {"code": "case_date_implausible", "message": message, "start": value.start(), "end": value.end()}
            )
    return found


def _comes_before(field: str, other: str) -> bool:
    """True where no letter can have the day of one field behind that of another."""
    return field != other and (field == "date_of_injury" or other == "decision_date") and other != "date_of_injury"
