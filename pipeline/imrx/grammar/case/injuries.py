"""The date of the injury, as running text tells it.

sustained an industrial injury on 05/24/2001
a 50-year-old male with a 3/4/14 date of injury
a history of an occupational claim from 10/25/2016
"""

import re
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_of, any_word
from imrx.grammar.case.facts import Fact
from imrx.grammar.dates import Dates
from imrx.grammar.expressions import expression
from imrx.grammar.words import Keys

PERIOD_REACH = 40
"""How many characters in front of a date the first one of its period is looked for."""


class InjuryGrammar:
    """The words of injuries, and what ties a date to them; they read a text in lower case, which takes less time."""

    def __init__(self, table: dict[str, Any], dates: Dates) -> None:
        self.dates = dates
        injuries, dated = (
            [word.lower() for word in [*table[name], *table["claims"]]] for name in ("injury", "injury_dates")
        )
        self.keys = Keys([*injuries, *dated])
        self.injury = expression(rf"{any_word(injuries)}\b(?!\s+{any_of(table['patient'])}\b)")
        self.named_date = expression(rf"{any_word(dated)}\b(?:\s*\(\w+\))?\s*{any_of(table['tying'])}?\s*")
        owners = [word for words in table["possessives"].values() for word in words]
        self.article = expression(rf"\b(?:an?|the|with|{any_of(owners)})\s+$", re.IGNORECASE)
        self.dated = expression(
            rf"\s+(?:(?P<named>{any_of(table['injury_dates'])})|{any_of(table['injury'])})\b"
            rf"(?!\s+{any_of(table['patient'])}\b)",
            re.IGNORECASE,
        )
        day = r"(?:\d[\d\s/.-]{4,11}\s+and\s+)?"
        self.between = expression(rf"\b{any_of(table['between'])}\s+{day}\Z")
        """What stands in front of the first date of a period, or with that in front of the last."""

        self.through = expression(rf"\s*(?:,\s*)?(?:[-\u2010-\u2015]|{any_of(table['through'])}\b)\s*")
        """What joins the two dates of a period."""
        self.other_injury = expression(
            rf"\b{any_of(table['other_injuries'])}(?!\s+to\b)(?:[\s-]+[a-z]+){{0,3}}[\s-]+$", re.IGNORECASE
        )


def find_injury_date(lower: str, start: int, end: int, grammar: InjuryGrammar) -> Fact | None:
    """The first date that the summary ties to the injury; none of a period ("from 1/1/2007 through 4/10/2008")."""
    dates = find_injury_dates(lower, start, end, grammar)
    return next((date for date in dates if not _is_of_period(lower, date, grammar)), None)


def _is_of_period(lower: str, fact: Fact, grammar: InjuryGrammar) -> bool:
    """True where another date stands in front or behind, joined to this one by a word for a period."""
    day = grammar.dates.expression
    if grammar.between.search(lower, max(0, fact.start - PERIOD_REACH), fact.start) is not None:
        return True
    joint = grammar.through.match(lower, fact.end)
    if joint is not None and day.match(lower, joint.end()) is not None:
        return True
    before = day.finditer(lower, max(0, fact.start - PERIOD_REACH), fact.start)
    return any(grammar.through.fullmatch(lower, date.end(), fact.start) for date in before)


def find_injury_dates(lower: str, start: int, end: int, grammar: InjuryGrammar) -> Iterator[Fact]:
    """The dates that the summary ties to the injury: 60 characters behind the word, in the same sentence.

    A date directly in front of the word ("a 3/4/14 date of injury") takes the place of those behind it.
    """
    for injury in grammar.injury.finditer(lower, start, end):
        if before := _date_before(lower, start, injury, grammar):
            yield before[0]
            continue
        until = lower.find(". ", injury.end(), injury.end() + 60)
        until = min(end, until if until >= 0 else injury.end() + 60)
        if _is_of_other(lower, start, injury, grammar):
            continue
        for value in grammar.dates.expression.finditer(lower, injury.end(), until):
            if read := grammar.dates.read(value):
                yield Fact(read, value.start(), value.end())


def _date_before(
    lower: str, start: int, injury: re.Match[str], grammar: InjuryGrammar
) -> tuple[Fact, re.Match[str]] | None:
    """The date directly in front of an injury, behind an article, and the words from there on: "a 3/4/14 injury"."""
    for value in grammar.dates.expression.finditer(lower, max(start, injury.start() - 60), injury.start()):
        named = grammar.dated.match(lower, value.end())
        if named is None or named.end() <= injury.start():
            continue
        if grammar.article.search(lower, max(start, value.start() - 10), value.start()) is None:
            continue
        if read := grammar.dates.read(value):
            return Fact(read, value.start(), value.end()), named
    return None


def find_named_dates(lower: str, start: int, end: int, grammar: InjuryGrammar) -> Iterator[Fact]:
    """The dates that stand directly behind "date of injury" or "industrial injury on", or in front of the former."""
    for injury in grammar.injury.finditer(lower, start, end):
        if (before := _date_before(lower, start, injury, grammar)) and before[1]["named"]:
            yield before[0]
    for named in grammar.named_date.finditer(lower, start, end):
        value = grammar.dates.expression.match(lower, named.end(), end)
        if value is None or _is_of_other(lower, start, named, grammar):
            continue
        if read := grammar.dates.read(value):
            yield Fact(read, value.start(), value.end())


def _is_of_other(lower: str, start: int, injury: re.Match[str], grammar: InjuryGrammar) -> bool:
    """True for an injury that is not the claim's: "a prior industrial injury"."""
    return grammar.other_injury.search(lower, max(start, injury.start() - 60), injury.start()) is not None


def summary_warning(lower: str, start: int, end: int, known: str, grammar: InjuryGrammar) -> list[dict[str, Any]]:
    """A warning where the summary ties dates to the injury, and none of them is the header's."""
    if any(date.value == known for date in find_injury_dates(lower, start, end, grammar)):
        return []
    return [_disagreement(known, "summary", date) for date in find_named_dates(lower, start, end, grammar)][:1]


def rationale_warnings(lower: str, start: int, end: int, known: str, grammar: InjuryGrammar) -> list[dict[str, Any]]:
    """A warning for each other date that a rationale calls the date of the injury."""
    if not grammar.keys.stand_in(lower[start:end]):
        return []
    dates = find_named_dates(lower, start, end, grammar)
    return [_disagreement(known, "rationale", date) for date in dates if date.value != known]


def _disagreement(known: str, where: str, date: Fact) -> dict[str, Any]:
    message = f"the header dates the injury {known}, the {where} {date.value}"
    return {"code": "injury_dates_disagree", "message": message, "start": date.start, "end": date.end}
