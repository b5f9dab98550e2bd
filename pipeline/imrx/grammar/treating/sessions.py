"""Sessions: how many, how often a week and for how many weeks, as a title states it.

    "Physical therapy 2-3 times a week for 6 weeks"              -> 2-3 a week, 6 weeks, no count
    "Twelve acupuncture visits, 2 times weekly for 6 weeks"      -> 12, 2 a week, 6 weeks
    "Physical therapy 1 times 6 for the head"                    -> once a week, 6 weeks
    "Follow up office visit times 2"                             -> 2

Only what is stated: the product of two numbers is never made. Deliberately left alone: days, months and years, and how
long a session lasts.
"""

import re
from typing import Any

from imrx.grammar.dosing.numbers import Numbers, alternatives

Sessions = dict[str, Any]


class SessionGrammar:
    """The expressions built from the `sessions` of `patterns/treatments/words.json`."""

    def __init__(self, table: dict[str, Any], numbers: Numbers) -> None:
        self.numbers = numbers
        self.kinds: tuple[str, ...] = tuple(table["kinds"])
        self.once: dict[str, int] = table["once"]
        self.gate = re.compile(
            rf"\d|\b(?:{numbers.words}|{alternatives([*table['once'], *table['weekly']])}\b)", re.IGNORECASE
        )
        bare = rf"(?:{numbers.pattern}|\(\s{{0,4}}{numbers.pattern}\s{{0,4}}\))"
        number = rf"(?:(?<![\w.#/$\u2013-])|(?<=\bx)|(?<=\u00d7)){bare}"
        spread = rf"(?P<lo>{number})(?:\s{{0,4}}(?:-|\u2013|to|or)\s{{0,4}}(?P<hi>{bare}))?"
        times, per = alternatives(table["times"]), alternatives(table["per"])
        week, weekly = alternatives(table["week"]), alternatives(table["weekly"])
        weeks, nouns = alternatives(table["weeks"]), alternatives(table["nouns"])
        often = rf"\s{{0,4}}[-/]?\s{{0,4}}{times}(?:\b|(?=x))\s{{0,4}}(?:{per})?\s{{0,4}}"
        between = rf"(?:{often}|\s{{0,4}}{per}\s{{0,4}})"
        once = alternatives(list(table["once"]))
        more = alternatives(table["adjectives"])
        self.per_week = re.compile(
            rf"(?:(?P<once>\b{once})\s{{0,4}}(?:{per})?\s{{0,4}}"
            rf"|{spread}\s{{0,4}}(?:{more}\s{{1,4}})?{between})\(?{week}\b\.?",
            re.IGNORECASE,
        )
        self.weekly = re.compile(rf"(?<!bi)(?<!bi-)(?<!bi )\b{weekly}\b", re.IGNORECASE)
        self.weeks = re.compile(
            rf"(?<!every )(?<!each )(?<!q )(?<!in )(?<!after )(?<!at )(?<!per ){spread}(?:\s{{1,4}}{more})?"
            rf"[\s-]{{0,4}}{weeks}\b(?!\s{{1,4}}(?:{alternatives(table['ago'])})\b)",
            re.IGNORECASE,
        )
        self.grid = re.compile(
            rf"{spread}\s{{0,4}}(?:{alternatives(table['by'])})\s{{0,4}}(?P<lo2>{bare})(?:\s{{0,4}}(?:-|\u2013|to)\s{{0,4}}(?P<hi2>{bare}))?"
            rf"(?!\s{{0,4}}[\d.%])(?!\s{{0,4}}(?:{alternatives(table['not_sessions'])})\b)",
            re.IGNORECASE,
        )
        stop = alternatives(table["not_between"])
        self.count = re.compile(
            rf"(?P<n>{number})(?:[\s/-]{{1,4}}(?!{stop}\b)[A-Za-z][A-Za-z']*){{0,5}}?"
            rf"[\s-]{{1,4}}\(?{nouns}\b(?!\s{{0,4}}(?:{per})\s{{0,4}}{week}\b)(?!\s{{1,4}}{weekly}\b)",
            re.IGNORECASE,
        )
        units = alternatives(table["not_sessions"])
        self.by_count = re.compile(
            rf"(?<!\w)(?<!\d )(?:{alternatives(table['by'])})\s{{0,4}}(?P<n>{bare})"
            rf"(?![\d.%])(?!\s{{0,4}}[-\u2013]?\s{{0,4}}(?:{units})\b)",
            re.IGNORECASE,
        )
        self.series = re.compile(rf"\b{alternatives(table['series'])}\s{{1,4}}(?P<n>{bare})(?![\d.%])", re.IGNORECASE)
        self.quantity = re.compile(
            rf"(?:(?<!\w){alternatives(table['quantity'])}\s{{0,4}}[:=]?\s{{0,4}}(?P<n>{bare})(?:\.00?\b)?(?![\d.%])(?!\s{{0,4}}(?:{units})\b)"
            rf"|(?P<before>{number})\s{{1,4}}{alternatives(table['total'])}\b"
            rf"|\(\s{{0,4}}(?:{alternatives(table['by'])}|{alternatives(table['quantity'])})?\s{{0,4}}(?P<bracket>{numbers.pattern})\s{{0,4}}(?:{alternatives(table['total'])})?\s{{0,4}}\))",
            re.IGNORECASE,
        )
        self.leading = re.compile(
            rf"(?P<n>{number})\s{{1,4}}(?:{alternatives(table['adjectives'])}\s{{1,4}})?(?:\w+\s{{1,4}})?$",
            re.IGNORECASE,
        )

    def read(self, text: str) -> int | float:
        """The number of a match, brackets or not."""
        return self.numbers.read(text.strip("() \n"))


def find_sessions(text: str, start: int, end: int, head: int, kind: str, grammar: SessionGrammar) -> Sessions | None:
    """What a stretch of a title says about sessions; null where it says nothing.

    Args:
        text: the letter.
        start: where the stretch begins.
        end: where it ends.
        head: where the words begin that name the treatment; a number directly before them counts sessions.
        kind: the treatment's kind; only some kinds come in sessions, and a bare "#12" counts for them alone.
        grammar: the compiled words.
    """
    stretch = text[start:end]
    if not grammar.gate.search(stretch):
        return None
    in_sessions = kind.startswith(grammar.kinds)
    per_week: list[int | float] | None = None
    weeks: list[int | float] | None = None
    count: int | float | None = None
    taken: list[tuple[int, int]] = []
    if match := grammar.per_week.search(stretch):
        if match["once"]:
            number = grammar.once[" ".join(match["once"].lower().split())]
            per_week = [number, number]
        else:
            per_week = _spread(match["lo"], match["hi"], grammar)
        taken.append(match.span())
    if match := _first_free(grammar.weeks, stretch, taken):
        weeks = _spread(match["lo"], match["hi"], grammar)
        taken.append(match.span())
    grid = grammar.grid.search(stretch) if per_week is None and in_sessions else None
    if grid is not None and (weeks is None or _overlaps(grid.span("lo2"), taken)):
        per_week = _spread(grid["lo"], grid["hi"], grammar)
        weeks = weeks or _spread(grid["lo2"], grid["hi2"], grammar)
        taken.append(grid.span())
    if per_week is None and (match := grammar.weekly.search(stretch)):
        per_week = [1, 1]
        taken.append(match.span())
    for pattern in (grammar.count, grammar.series, grammar.by_count):
        if count is None and (match := _first_free(pattern, stretch, taken)):
            count = grammar.read(match["n"])
    if count is None and in_sessions:
        match = _first_free(grammar.quantity, stretch, taken)
        if match is None and kind.startswith(grammar.kinds[0]):
            match = grammar.leading.search(stretch[: head - start])
            if match is not None and (_overlaps(match.span("n"), taken) or grammar.read(match["n"]) < 2):
                match = None
        if match is not None:
            count = grammar.read(next(value for value in match.groups() if value is not None))
    if count is None and per_week is None and weeks is None:
        return None
    return {"count": count, "per_week": per_week, "weeks": weeks}


def _spread(low: str, high: str | None, grammar: SessionGrammar) -> list[int | float]:
    """Lowest and highest number; the same one twice where there is no range."""
    first = grammar.read(low)
    return [first, grammar.read(high) if high else first]


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _first_free(pattern: re.Pattern[str], text: str, taken: list[tuple[int, int]]) -> re.Match[str] | None:
    """The first match whose number belongs to no other statement yet."""
    for match in pattern.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value is not None)
        if not _overlaps(match.span(group), taken):
            return match
    return None
