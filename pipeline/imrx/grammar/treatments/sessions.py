"""Sessions: how many, how often a week and for how long, as a title states it.

    "Physical therapy 2-3 times a week for 6 weeks"              -> 2-3 a week, 6 weeks, no count
    "Twelve acupuncture visits, 2 times weekly for 6 weeks"      -> 12, 2 a week, 6 weeks
    "Physical therapy 1 times 6 for the head"                    -> once a week, 6 weeks
    "Acupuncture, 6-8 visits"                                    -> 6, at most 8
    "Functional restoration program evaluation, one time"        -> 1
    "Two acupuncture sessions per week for six weeks"            -> 2 a week, 6 weeks
    "Cold therapy unit rental 7-10 days"                         -> 7-10 days

Only what is stated: the product of two numbers is never made, and days are not turned into weeks. Deliberately left
alone: years, how often a day or a month, and how long a session lasts.
"""

import re
from collections.abc import Iterable
from itertools import chain, takewhile
from operator import itemgetter
from typing import Any

from imrx.grammar.alternatives import PLURAL, any_literal
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.body import REGIONS
from imrx.grammar.treatments.stems import Word, all_stems, first_stems
from imrx.grammar.words import Keys, folded
from imrx.stretches import Limits

Sessions = dict[str, Any]

MOST_A_WEEK = 14
"""More sessions a week than that, twice a day, are none: "97810 x 6" is a code."""

MOST_BY_WEEKS = 7
"""More sessions than that by so many weeks may be all there are: "12 x 6 weeks"."""

MOST_SESSIONS = 400
"""More sessions than that are none: "office visit 99214" has a code."""

MOST_INJECTIONS = 20
"""A larger amount is one of what is injected: "Botox injection, quantity 200"."""

EQUIPMENT = "equipment"
"""A kind whose numbers are amounts: it is asked for for some days, but not so many times."""

CONSULTATION = "consultation"
"""A kind whose weeks are a moment, unless the title says "for" or "x": "follow-up visit 4 weeks"."""

BRACKETS = frozenset("(")

LEVEL = re.compile(
    rf"\b(?P<region>[{''.join(REGIONS).lower()}])(?P<number>\d{{1,2}})"
    rf"(?:\s?[-\u2013/]\s?(?P<region2>[{''.join(REGIONS).lower()}])?(?P<number2>\d{{1,2}}))?\b"
)

BORDERS = frozenset((("c7", "t1"), ("t12", "l1"), ("l5", "s1")))
"""Neighbouring vertebrae of two regions, between which is one level."""

REACH = 40
"""How far behind the beginning of "sessions" or "more" its number begins, in characters."""

INJECTION = "injection"
"""A kind whose number of levels is none of injections."""


class SessionGrammar:
    """The expressions built from the `sessions` of `patterns/treatments/words.json`.

    Each is tried only where one of its opening words stands (`numbers_from`: what a number begins with) and one of the
    words that it has further on (`…_keys`): they are large, and a title asks for few of them. They match in lower case,
    without `IGNORECASE`, with which they take three times as long to compile.
    """

    def __init__(self, table: dict[str, Any], numbers: Numbers) -> None:
        self.numbers = numbers
        self.kinds: tuple[str, ...] = tuple(table["kinds"])
        self.grid_kinds: tuple[str, ...] = (*table["kinds"], *table["grid_kinds"])
        self.quantity_kinds: tuple[str, ...] = (*table["kinds"], *table["quantity_kinds"])
        self.counted_first: tuple[str, ...] = tuple(table["counted_first"])
        self.which: tuple[str, ...] = tuple(table["which"])
        self.once: dict[str, int] = table["once"]
        self.fields: dict[str, str] = {unit: field for field, units in table["lengths"].items() for unit in units}
        self.numbers_from = first_stems(numbers.values) | {numbers.hundred, "a"}
        spoken = ("times", "per", "week", "weekly", "once", "by", "series", "adjectives", "total", "quantity", "nouns")
        self.words = all_stems([*chain.from_iterable(table[name] for name in spoken), *self.fields, "(", ")"])
        lo, hi, lo2, hi2 = (self._bare(name) for name in ("lo", "hi", "lo2", "hi2"))
        free = r"(?:(?<![\w.#/$\u2013-])|(?<=\bx)|(?<=\u00d7)|(?<=[a-z]/))"
        number = rf"{free}{numbers.pattern}"  # tried at numbers, and so never at a bracket around one
        again = r"\s{0,4}\((?P<again>\d{1,2}|[a-z]{3,9})\s?(?:-|\u2013|to)\s?(?P<high_again>\d{1,2}|[a-z]{3,9})\)"
        high = rf"(?:\s{{0,4}}(?:-|\u2013|to|or)\s{{0,4}}{hi}(?:{again})?)?"
        spread = rf"(?P<lo>{number}){high}"
        times, per, by = (any_literal(table[name]) for name in ("times", "per", "by"))
        week, weekly = any_literal(table["week"]), any_literal(table["weekly"])
        often = rf"\s{{0,4}}[-/]?\s{{0,4}}{times}(?:\b|(?=x)){PLURAL}\s{{0,4}}(?:{per})?\s{{0,4}}"
        spaced = any_literal([word for word in table["per"] if word != "-"])
        between = rf"(?:{often}|\s{{0,4}}{spaced}\s{{0,4}})"
        more = any_literal(table["adjectives"])
        units = rf"(?!{any_literal(table['no_units'])}){any_literal(table['not_sessions'])}"
        nouns = rf"{any_literal(table['nouns'])}(?![^\W\d_]){PLURAL}"
        apart = rf"[\s/-]{{1,4}}(?!{any_literal(table['not_between'])}\b)"
        words = rf"(?:{apart}[a-z][a-z']*)"
        self.per_week = expression(
            rf"(?:(?P<once>{any_literal(list(table['once']))})\s{{0,4}}(?:{per})?\s{{0,4}}"
            rf"|{spread}(?:\s{{0,4}}(?:{more}\s{{1,4}})?{between}"
            rf"|{words}{{0,4}}?\s{{1,4}}{nouns}\s{{1,4}}(?:{per})\s{{1,4}})"
            rf")\(?{week}\b{PLURAL}\.?"
        )
        self.week_keys = Keys(table["week"])
        self.lasting = expression(rf"\b{any_literal(table['course'])}\s{{1,4}}$")
        self.weekly_course = expression(rf"{weekly}\s{{1,4}}{any_literal(table['course'])}\s{{0,4}}{numbers.pattern}")
        self.weekly = expression(rf"(?<!bi)(?<!bi-)(?<!bi )(?P<n>{weekly})\b")
        self.weekly_from = first_stems(table["weekly"])
        self.openings = self.numbers_from | self.weekly_from | frozenset(self.once)
        self.length = expression(
            "".join(rf"(?<!{word} )" for word in table["not_for"])
            + rf"(?P<lasting>(?<=for )|(?<=x )|(?<=over ))?{spread}(?:\s{{1,4}}{more})?[\s/-]{{0,4}}"
            rf"(?P<unit>{any_literal(list(self.fields))})(?!\w)"
            rf"(?(lasting)|(?!\s{{1,4}}{any_literal(table['ago'])}\b))"
        )
        self.one_length = expression(
            rf"{any_literal(table['for_one'])}\s{{1,4}}(?P<unit>{any_literal(list(self.fields))})(?!\w)"
        )
        self.one_length_from = first_stems(table["for_one"])
        self.length_keys = Keys(list(self.fields))
        self.by_keys = Keys(table["by"])
        self.grid = expression(
            rf"{spread}\s{{0,4}}(?:{by}){PLURAL}\s{{0,4}}{lo2}(?:\s{{0,4}}(?:-|\u2013|to)\s{{0,4}}{hi2})?"
            rf"(?!\s{{0,4}}[\d.%])(?:\s{{0,4}}(?P<weeks>{any_literal(table['lengths']['weeks'])})\b"
            rf"|(?!\s{{0,4}}(?:{units})\b))"
        )
        period = any_literal([*table["week"], *table["periods"]])
        several = rf"(?:{numbers.pattern}(?:\s?-\s?\d{{1,2}})?|{any_literal(table['ordinals'])})"
        each = rf"(?:{per})\s{{0,4}}(?:{several}\s{{1,4}})?{period}\b"
        self.count = expression(
            rf"{spread}{words}{{0,5}}?[\s-]{{1,4}}\(?{nouns}(?!\w)"
            rf"(?!\s{{0,4}}(?!/\s{{0,4}}(?!1\b){numbers.pattern}){each})"
            rf"(?!\s{{1,4}}(?:{weekly}|{any_literal(table['spaced'])})\b)(?!\s{{1,4}}{any_literal(table['allowed'])}\b)"
        )
        self.disputed = expression(
            rf"(?P<lo>{number})(?:\s{{1,4}}{nouns})?(?:\s{{1,4}}{any_literal(table['copulas'])})?"
            rf"\s{{1,4}}{any_literal(table['disputed'])}(?!\w)"
        )
        self.disputed_keys = Keys(table["disputed"])
        self.remaining = expression(rf"{any_literal(table['remaining'])}\s{{1,4}}{lo}(?![\d.%])")
        self.remaining_from = first_stems(table["remaining"])
        self.count_keys = Keys(table["nouns"])
        self.by_count = expression(
            rf"(?<!\w)(?<!^\d )(?<!\d\d )(?<![^-\d/ctls]\d )(?:{by})\s{{0,4}}{lo}{high}"
            rf"(?![\d.%])(?!\s{{0,4}}[-\u2013]?\s{{0,4}}(?:{units})\b)"
        )
        self.by_from = first_stems(table["by"])
        time = any_literal([word for word in table["by"] if len(word) > 1])
        once = rf"(?P<lo>{free}{any_literal(table['one'])}(?:\s?\(\d\))?)[\s-]{{1,4}}{time}{PLURAL}"
        self.one_time = expression(
            rf"{once}(?![\w-])(?:\s{{1,4}}only\b)?(?!\s{{0,4}}{each})"
            rf"(?!\s{{0,4}}(?:(?:{by})\s{{0,4}})?\d)(?!\s{{1,4}}(?:{weekly}|{period}|{any_literal(table['spaced'])})\b)"
        )
        ended = rf"(?=\s{{0,4}}(?:$|[,;.:)\]]|{any_literal(table['behind_times'])}\s{{1,4}}(?!{numbers.pattern})))"
        self.several_times = expression(rf"(?P<lo>{number})[\s-]{{1,4}}{time}{PLURAL}{ended}")
        self.series = expression(rf"{any_literal(table['series'])}\s{{1,4}}{lo}{high}(?![\d.%])")
        self.openers = all_stems((*table["quantity"], *table["series"], *table["lead_ins"]))
        self.series_from = first_stems(table["series"])
        quantity, total = any_literal(table["quantity"]), any_literal(table["total"])
        self.quantity = expression(
            rf"(?<!\w){quantity}\s{{0,4}}[:=]?\s{{0,4}}{lo}{high}"
            rf"(?:\.00?\b)?(?![\d.%])(?!\s{{0,4}}(?:{units})\b)"
        )
        self.totalled = expression(rf"{free}{lo}\s{{1,4}}{total}\b")
        self.bracketed = expression(
            rf"\(\s{{0,4}}(?:{by}|{quantity})?\s{{0,4}}(?P<lo>{numbers.pattern})\s{{0,4}}(?:{total})?\s{{0,4}}\)"
            rf"(?!\s{{0,4}}(?:{units})\b)"
        )
        self.behind = expression(
            rf"(?:{nouns}|{more})\s{{0,4}}[,:;]?\s{{0,4}}{lo}{high}(?![\w.%/])(?!\s{{0,4}}[/\u2013-])"
            rf"(?!\s{{0,4}}(?:{units})\b)"
            rf"(?!\s{{0,4}}(?:{times}\s{{1,4}})?{each})"
        )
        self.behind_from = all_stems((*table["nouns"], *table["adjectives"]))
        self.quantity_from = first_stems(table["quantity"])
        self.total_from = first_stems(table["total"])
        self.leading = expression(rf"(?P<lo>{number})(?:{apart}[a-z][\w'.-]*){{0,4}}\s{{1,4}}")
        self.describing = expression(rf"\s{{0,4}}(?:-|{any_literal(table['counted_not_by'])}\b)")

    def _bare(self, name: str) -> str:
        """The expression of a number, in brackets or not, as a group of a name; the number itself stands in it once."""
        return rf"(?P<{name}>(?P<in_{name}>\(\s{{0,4}})?{self.numbers.pattern}(?(in_{name})\s{{0,4}}\)))"

    def opens_number(self, stem: str) -> bool:
        """True for a word with which a number can begin."""
        return stem[0].isdigit() or stem in self.numbers_from or stem in self.once

    def read(self, text: str) -> int | float:
        """The number of a match, brackets or not."""
        return self.numbers.read(text.strip("() \n"))


class _Stretch:
    """A stretch of a title in lower case: matches begin at its words, and no number is read twice."""

    def __init__(self, text: str, end: int, words: list[Word], grammar: SessionGrammar) -> None:
        self.text, self.end, self.words, self.grammar = text, end, words, grammar
        self.here = text[words[0].start : end] if words else ""
        self.numbers = [word.start for word in words if grammar.opens_number(word.stem)]
        self.taken: list[tuple[int, int]] = []
        self.unclear = end
        """Where "x 6" may count weeks as well as sessions: behind "twice a week"."""

    def starts(self, stems: frozenset[str]) -> list[int]:
        """Where the words stand with which an expression can begin."""
        return [word.start for word in self.words if word.stem in stems]

    def take(self, pattern: re.Pattern[str], starts: Iterable[int], keys: Keys | None = None) -> re.Match[str] | None:
        """The first match whose first number belongs to no other statement yet; it is taken from then on.

        There is none where none of the `keys` stands.
        """
        if keys is not None and not keys.stand_in(self.here):
            return None
        for start in starts:
            match = pattern.match(self.text, start, self.end)
            if match is not None and self.free(match) and self.repeats(match):
                self.taken.append(match.span())
                return match
        return None

    def free(self, match: re.Match[str]) -> bool:
        """True where a match's first group belongs to no other statement yet."""
        group = next(name for name, value in match.groupdict().items() if value)
        return not self.overlaps(match.span(group))

    def repeats(self, match: re.Match[str]) -> bool:
        """True where a range in brackets is that in front of it: "two to three (2-3)", not "6-8 (8-12)"."""
        groups = match.groupdict()
        if not groups.get("again"):
            return True
        return [self.grammar.read(groups[name]) for name in ("again", "high_again")] == self.spread(match)

    def overlaps(self, span: tuple[int, int]) -> bool:
        """True where a part of the span was read already."""
        return any(span[0] < end and start < span[1] for start, end in self.taken)

    def spread(self, match: re.Match[str], low: str = "lo", high: str = "hi") -> list[int | float]:
        """Lowest and highest number; the same one twice where there is no range."""
        first = self.grammar.read(match[low])
        return [first, self.grammar.read(match[high]) if match[high] else first]


def find_sessions(
    lower: str, words: list[Word], end: int, head: int, kind: str, grammar: SessionGrammar
) -> Sessions | None:
    """What a stretch of a title says about sessions; null where it says nothing.

    Args:
        lower: the letter in lower case.
        words: the words of the stretch.
        end: where the stretch ends.
        head: where the words begin that name the treatment; a number directly before them counts sessions.
        kind: the treatment's kind; only some kinds come in sessions, and a bare "#12" counts for them alone.
        grammar: the compiled words.
    """
    stretch = _Stretch(lower, end, words, grammar)
    weekly = stretch.starts(grammar.weekly_from)
    if not stretch.numbers and not weekly:
        return None
    in_sessions = kind.startswith(grammar.kinds)
    found: Sessions = dict.fromkeys(("count", "count_high", "per_week", "days", "weeks", "months"))
    if match := stretch.take(grammar.per_week, stretch.numbers, grammar.week_keys):
        once = match["once"] and grammar.once[folded(match["once"])]
        found["per_week"] = [once, once] if once else stretch.spread(match)
        if found["per_week"] != [1, 1]:
            stretch.unclear = match.end()
    for start in stretch.numbers:
        if match := stretch.take(grammar.length, (start,), grammar.length_keys):
            if kind == CONSULTATION and match["lasting"] is None:
                continue
            field = grammar.fields[match["unit"]]
            found[field] = found[field] or stretch.spread(match)
    if match := stretch.take(grammar.one_length, stretch.starts(grammar.one_length_from)):
        field = grammar.fields[match["unit"]]
        found[field] = found[field] or [1, 1]
    if kind == EQUIPMENT:
        found["per_week"] = None
    elif in_sessions and _further_course(stretch) is not None:
        found |= dict.fromkeys(("per_week", "days", "weeks", "months"))
    elif found["per_week"] is None:
        if kind.startswith(grammar.grid_kinds) and grammar.by_keys.stand_in(stretch.here):
            _find_grid(stretch, found, in_sessions and kind != CONSULTATION)
        if found["per_week"] is None and stretch.take(grammar.weekly, weekly):
            found["per_week"] = [1, 1]
    if kind != EQUIPMENT:
        _find_count(stretch, found, kind, in_sessions, head)
    return found if any(value is not None for value in found.values()) else None


def find_further_course(lower: str, words: list[Word], end: int, grammar: SessionGrammar) -> Limits | None:
    """A second course of another frequency, which `find_sessions` holds nothing of; null where there is none.

    Args:
        lower: the letter in lower case.
        words: the words of the stretch.
        end: where the stretch ends.
        grammar: the compiled words.
    """
    return _further_course(_Stretch(lower, end, words, grammar))


def _further_course(stretch: _Stretch) -> Limits | None:
    """Where a stretch says another number a week than it said before: "twice a week, then | once a week"."""
    first: list[int | float] | None = None
    at = 0
    for start in sorted([*stretch.numbers, *stretch.starts(stretch.grammar.weekly_from)]):
        course = _course(stretch, start) if start >= at else None
        if course is None:
            continue
        end, often = course
        if first is not None and often != first and not stretch.grammar.lasting.search(stretch.text, at, start):
            return start, end
        first, at = often, end
    return None


def _course(stretch: _Stretch, start: int) -> tuple[int, list[int | float]] | None:
    """Where it ends and how often a week it is, of a course that begins at an offset: "twice a week", "2x4"."""
    grammar = stretch.grammar
    if match := grammar.per_week.match(stretch.text, start, stretch.end):
        once = match["once"] and grammar.once[folded(match["once"])]
        return match.end(), [once, once] if once else stretch.spread(match)
    if match := grammar.weekly_course.match(stretch.text, start, stretch.end):
        return match.end(), [1, 1]
    match = grammar.grid.match(stretch.text, start, stretch.end)
    often = stretch.spread(match) if match else []
    return (match.end(), often) if match and often[0] <= MOST_BY_WEEKS else None


def _find_grid(stretch: _Stretch, found: Sessions, with_weeks: bool) -> None:
    """Read "2 x 6" as twice a week for six weeks, and where a kind allows it "2 x 6 weeks" too.

    "12 x 6 weeks" may be twelve in all, and a "follow-up 1 x 6 weeks" is one.
    """
    for start in stretch.numbers:
        match = stretch.grammar.grid.match(stretch.text, start, stretch.end)
        if match is None or stretch.grammar.read(match["lo"]) > (MOST_BY_WEEKS if match["weeks"] else MOST_A_WEEK):
            continue
        if match["weeks"] and not with_weeks:
            continue
        if found["weeks"] is None or stretch.overlaps(match.span("lo2")):
            found["per_week"] = stretch.spread(match)
            found["weeks"] = found["weeks"] or stretch.spread(match, "lo2", "hi2")
            stretch.taken.append(match.span())
        return


def _find_count(stretch: _Stretch, found: Sessions, kind: str, in_sessions: bool, head: int) -> None:
    """Read how many: "12 visits", "series of 3", "x 6", "#12" and, directly before the treatment, "Six acupuncture".

    Where a number of them is said to be in dispute or to remain, it is that.
    """
    grammar = stretch.grammar
    match = (
        stretch.take(grammar.disputed, stretch.numbers, grammar.disputed_keys)
        or stretch.take(grammar.remaining, stretch.starts(grammar.remaining_from))
        or stretch.take(grammar.count, stretch.numbers, grammar.count_keys)
        or stretch.take(grammar.series, stretch.starts(grammar.series_from))
        or stretch.take(
            grammar.by_count, (start for start in stretch.starts(grammar.by_from) if start < stretch.unclear)
        )
        or stretch.take(grammar.one_time, stretch.numbers)
        or stretch.take(grammar.several_times, stretch.numbers)
    )
    if match is None and kind.startswith(grammar.quantity_kinds):
        match = _find_quantity(stretch, in_sessions)
        if match and not in_sessions and _is_of_something_else(stretch, grammar.read(match["lo"]), kind):
            match = None
    if match is None and in_sessions:
        named = stretch.starts(grammar.behind_from)
        near = (start for start in named if any(start < number < start + REACH for number in stretch.numbers))
        match = stretch.take(grammar.behind, near)
    if match is None:
        match = _find_leading(stretch, kind, head)
    if match is not None:
        high = match.groupdict().get("hi")
        if grammar.read(match["lo"]) > MOST_SESSIONS:
            return
        found["count"], found["count_high"] = grammar.read(match["lo"]), grammar.read(high) if high else None


def _find_leading(stretch: _Stretch, kind: str, head: int) -> re.Match[str] | None:
    """The number before the treatment's words: "Six acupuncture", "1 lumbar MRI", "2 urine drug screens".

    Of what does not come in sessions it counts only where the title or item begins so: else it is rather a level. Nor
    does it where it says what the study is: "3 phase bone scan", "10-panel drug screen".
    """
    grammar = stretch.grammar
    first = kind.startswith(grammar.counted_first)
    if not first and not kind.startswith(grammar.kinds[0]):
        return None
    before = [number for number in stretch.numbers if number < head]
    if first:
        opening = list(takewhile(grammar.openers.__contains__, (word.stem for word in stretch.words)))
        begin = stretch.words[min(len(opening), len(stretch.words) - 1)].start
        before = [number for number in before if number == begin]
    match = next(filter(None, (grammar.leading.fullmatch(stretch.text, number, head) for number in before)), None)
    if match is None or not stretch.free(match) or grammar.read(match["lo"]) < (1 if first else 2):
        return None
    return None if first and grammar.describing.match(stretch.text, match.end("lo")) else match


def _is_of_something_else(stretch: _Stretch, amount: int | float, kind: str) -> bool:
    """True where an amount may be one of days ("hospital stay (days), quantity 2"), of levels, or of a drug.

    It may be one of levels where a title names several: "L4-5 and L5-S1, quantity 2".
    """
    words = stretch.words
    if kind != INJECTION:
        return any(word.raw.lower() in stretch.grammar.fields for word in words)
    return amount > MOST_INJECTIONS or (amount > 1 and _levels(stretch.here) > 1)


def _levels(text: str) -> int:
    """How many levels of the spine a text in lower case names, two for more: "l5-s1" is one, "l3-l5" are two."""
    levels = 0
    for level in LEVEL.finditer(text):
        upper, lower = (
            level["region"] + level["number"],
            (level["region2"] or level["region"]) + (level["number2"] or ""),
        )
        neighbours = (upper, lower) in BORDERS or (
            upper[0] == lower[0] and int(level["number2"] or 0) == int(level["number"]) + 1
        )
        levels += 1 if level["number2"] is None or neighbours else 2
    return levels


def _find_quantity(stretch: _Stretch, in_sessions: bool) -> re.Match[str] | None:
    """The first number that is told as an amount: "#12", "12 total", "(12)".

    Of what does not come in sessions, a "#2" says which one it is.
    """
    grammar = stretch.grammar
    brackets = stretch.starts(BRACKETS)
    numbers = stretch.numbers + brackets if stretch.starts(grammar.total_from) else []
    tried = [(start, grammar.quantity) for start in stretch.starts(grammar.quantity_from)]
    tried += [(start, grammar.totalled) for start in numbers]
    tried += [(start, grammar.bracketed) for start in brackets]
    if not in_sessions:
        tried = [(start, pattern) for start, pattern in tried if not stretch.text.startswith(grammar.which, start)]
    tried.sort(key=itemgetter(0))
    return next(filter(None, (stretch.take(pattern, (start,)) for start, pattern in tried)), None)
