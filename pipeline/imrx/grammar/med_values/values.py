"""Where a letter names a morphine equivalent dose, and what its number is for.

his MED far exceeds the MTUS recommendation of 120MED per day   stated without a number; a limit of 120
weaning of total opioid dose to 100mg MED or below              a target, at most 100
with a reduction of med by 10%-20% per week                     a change, down
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from imrx.grammar.dosing.numbers import read_digits, whole
from imrx.grammar.med_values.grammar import MedGrammar
from imrx.grammar.words import folded_lower, places_of
from imrx.labels import MED
from imrx.lower import caseless, lower_case
from imrx.match import Match

SENTENCE_END = re.compile(r"[.!?;]['\")]*\s+(?=[A-Z\"'(])")
JOIN = re.compile(r"\s*(?:-|\u2013|\bto|\band)\s*\Z")
"""What joins two numbers."""

CLOSES = re.compile(r"\s*\)")

CONTEXT = 160
"""So many characters before a number may say what it is for."""

LEAST_OF_REGIMEN = 10
"""Less is a factor: "the morphine equivalent of oxycodone is 1.5"."""

WINDOW = 120
"""So many characters on either side of a MED word can belong to its value."""


def find_med_values(text: str, grammar: MedGrammar) -> list[Match]:
    """All MED values of a letter, in order, without overlap.

    Returns:
        Matches whose value holds `value` and `value_high` (mg a day, or percent), `unit`, `comparator`, `role`, `per`,
        `direction`.
    """
    found: list[Match] = []
    for start, end in _windows(text, grammar):
        near: list[Match] = []
        if "%" in text[start:end] or "percent" in text[start:end]:
            for pattern in grammar.changes if grammar.change_keys.stand_in(lower_case(text[start:end])) else ():
                _add(near, (_change(match, grammar) for match in pattern.finditer(text, start, end)))
            if grammar.share_mark.search(text, start, end):
                _add(near, (_share(text, match, grammar) for match in grammar.share.finditer(text, start, end)))
        for pattern in grammar.valued:
            for match in pattern.finditer(text, start, end):
                if _is_salt(text, match, grammar):
                    continue
                if pattern is grammar.number_first and _has_another(text, match, grammar):
                    continue
                if _is_dose(match):
                    _add(near, _values(text, match, grammar))
        terms = [
            term
            for term in grammar.alone.finditer(text, start, end)
            if not _is_given(text, term, near, grammar) and not _is_salt(text, term, grammar)
        ]
        _add(near, (_alone(text, term, grammar) for term in terms))
        found += near
    return [_closed(text, match) for match in found]


def _closed(text: str, match: Match) -> Match:
    """A value with the end of the bracket that begins in it: "MED (120)"."""
    closes = CLOSES.match(text, match.end)
    is_open = closes is not None and text.count("(", match.start, match.end) > text.count(")", match.start, match.end)
    return match._replace(end=closes.end()) if closes is not None and is_open else match


def _windows(text: str, grammar: MedGrammar) -> list[tuple[int, int]]:
    """The stretches around words that can be a MED, merged; "morphine" only where it is an equivalent."""
    hits = []
    for word in grammar.hits:
        for at in places_of(text, word):
            until = at + len(word)
            tail = text[until : until + 2]
            ends = not tail[:1].isalpha() or (tail[0] in grammar.hit_ends and not tail[1:].isalpha())
            around = text[max(0, at - 50) : at + 50]
            short = len(word) < len("morphine")
            begins = (
                not text[at - 1 : at].isalpha() or grammar.unit_behind.search(text, max(0, at - 12), at) is not None
            )
            if begins and ends and (short or any(w in around for w in grammar.equivalents)):
                hits.append(at)
    windows: list[tuple[int, int]] = []
    for at in sorted(hits):
        start, end = max(0, at - WINDOW), min(len(text), at + WINDOW)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _add(found: list[Match], matches: Any) -> None:
    """Add, in order, what does not overlap with anything found before."""
    for match in matches:
        if match is None:
            continue
        index = bisect_left(found, match.start, key=attrgetter("start"))
        free = index == len(found) or match.end <= found[index].start
        if free and (index == 0 or found[index - 1].end <= match.start):
            found.insert(index, match)


def _is_salt(text: str, match: re.Match[str], grammar: MedGrammar) -> bool:
    """True for milliequivalents of a salt, or in a litre of blood."""
    if grammar.milliequivalents.search(match.group()) is None:
        return False
    if grammar.a_litre.match(text, match.end()):
        return True
    around = text[max(0, match.start() - 40) : match.end() + 30]
    return grammar.not_morphine.search(around) is not None


def _has_another(text: str, match: re.Match[str], grammar: MedGrammar) -> bool:
    """True where the figure of a term stands behind it: "OxyContin 40 mg #60 MME 120", "MS Contin 30 mg MED 60"."""
    return match["term"] is not None and grammar.figure_behind.match(text, match.end("term")) is not None


def _is_dose(match: re.Match[str]) -> bool:
    """False for "med" where nothing but the number speaks for a dose, and for a factor of conversion."""
    groups = match.groupdict()
    if groups.get("regimen") and read_digits(match["low"]) < LEAST_OF_REGIMEN:
        return False
    if not groups.get("loose"):
        return True
    if groups.get("dated"):
        return False
    if groups.get("links") is not None:
        return bool(groups["links"].strip(" \n\t")) and read_digits(match["low"]) >= 10
    return bool(groups["tail"] or groups["or"]) and read_digits(match["low"]) >= 20


def _change(match: re.Match[str], grammar: MedGrammar) -> Match:
    """A rate with its verb; a period may stand on either side of the verb."""
    groups = match.groupdict()
    again = "" if groups.get("period") else "2"
    per = _pace(groups.get(f"period{again}"), groups.get(f"every{again}"), grammar)
    value = _med_value(match, unit="%", role="change", per=per, direction=_direction(match["verb"], grammar))
    return Match(match.start(), match.end(), MED, "med:change", value)


def _share(text: str, match: re.Match[str], grammar: MedGrammar) -> Match | None:
    """A rate without a verb, "10% of the MED per week": the words around say which way, or nothing does."""
    if not match["period"]:
        return None
    near = text[max(0, match.start() - 60) : match.end() + 60].lower()
    ways = {grammar.direction[word] for word in re.findall(r"[a-z]+", near) if word in grammar.direction}
    per = _pace(match["period"], match["every"], grammar)
    value = _med_value(match, unit="%", role="change", per=per, direction=ways.pop() if len(ways) == 1 else None)
    return Match(match.start(), match.end(), MED, "med:change", value)


def _med_value(
    match: re.Match[str] | None,
    *,
    unit: str | None = "mg/d",
    comparator: str | None = "=",
    role: str = "stated",
    per: str | None = None,
    direction: str | None = None,
) -> dict[str, Any]:
    """The value of a span: the numbers are the groups `low` and `high` of a match, of null there is none."""
    groups = {} if match is None else match.groupdict()
    low, high = (whole(read_digits(digits)) if (digits := groups.get(name)) else None for name in ("low", "high"))
    return {
        "value": low,
        "value_high": high if high is not None and low is not None and high > low else None,
        "unit": unit,
        "comparator": comparator,
        "role": role,
        "per": per,
        "direction": direction,
    }


def _values(text: str, match: re.Match[str], grammar: MedGrammar) -> Iterator[Match]:
    """The value of a match, or both of "MED went from 240 to 180"; the second one is a target where it is to come.

    The numbers of a regimen between a term and its figure are not the MED's: the span is the figure alone.
    """
    first = _value(text, match, grammar)
    groups = match.groupdict()
    high = groups.get("high")
    inside = text[match.start() : match.start("low")]
    if any(letter.isdigit() for letter in groups.get("regimen") or ""):
        first = first._replace(start=match.start("low"))
    falls = first.value["value_high"] is None and grammar.coming_from.search(inside)
    if not high or not (falls or grammar.moved_from.search(text, max(0, match.start("low") - 60), match.start("low"))):
        yield first
        second = grammar.second_limit.match(text, match.end())
        if second is not None:
            yield _second_limit(second)
        return
    between = JOIN.search(text, match.end("low"), match.start("high"))
    end = between.start() if between else match.end("low")
    yield first._replace(end=end, value={**first.value, "value_high": None, "role": "stated"})
    to_come = grammar.to_come.search(text, _sentence(text, match.start(), match.start("low")), match.start("low"))
    value = {
        **first.value,
        "value": whole(read_digits(high)),
        "value_high": None,
        "role": "stated" if to_come is None else "target",
    }
    yield Match(match.start("high"), match.end(), MED, "med:value", value)


def _second_limit(match: re.Match[str]) -> Match:
    """The limit in mg that a MED is held against: "MED of 18 is well below the 120 mg ceiling"."""
    name = "number" if match["number"] else "number2"
    low = match["low"] or match["low2"]
    value = {**_med_value(None, comparator="<=", role="limit"), "value": whole(read_digits(low))}
    return Match(match.start(name), match.end(name), MED, "med:value", value)


def _value(text: str, match: re.Match[str], grammar: MedGrammar) -> Match:
    groups = match.groupdict()
    start = _sentence(text, match.start(), match.start())
    before = text[start : match.start()]
    inside = text[match.start() : match.start("low")]
    step = grammar.step.search(before + inside) if grammar.step_end.search(before + inside) else None
    if step is None and grammar.led_on.match(text, match.end()) is None:
        step = grammar.step_of.search(before + inside)
    pace = grammar.pace.match(text, match.end())
    if step is None and pace is not None and grammar.period[caseless(pace["period"])] != "day":
        step = grammar.step_paced.search(before + inside)
    pace = pace if step else None
    sign = grammar.after.get(folded_lower(groups["or"]).lstrip(", ")) if groups.get("or") else None
    behind = text[match.end() : match.end() + 40]
    role = "change" if step else _role(before, inside, behind, sign is not None, grammar)
    itself = sign is None and role == "limit" and grammar.the_number.search(before + inside) is not None
    risen = grammar.risen.search(before + inside)
    is_bound = risen is None or risen["permitted"] is not None
    if sign is None and not itself and is_bound:
        sign = _comparator((before + inside)[-60:], grammar)
    if sign is None:
        sign = "<=" if role == "limit" else "="
    value = _med_value(
        match,
        comparator=sign,
        role=role,
        per=_pace(pace["period"], pace["every"], grammar) if pace else None,
        direction=None if step is None else _direction(step["verb"], grammar),
    )
    is_sum = not is_bound and risen is not None and risen["summed"] is not None
    compared = None if itself or is_sum else grammar.comparator_behind.search(before)
    begin = start + compared.start() if compared and match.start() - start - compared.start() < 40 else match.start()
    return Match(begin, pace.end() if pace else match.end(), MED, "med:value", value)


def _sentence(text: str, at: int, until: int) -> int:
    """Where what is said of a value begins: behind the last sentence's end in front of `until`, `CONTEXT` at most."""
    start = max(0, at - CONTEXT)
    return max((stop.end() for stop in SENTENCE_END.finditer(text, start, until)), default=start)


def _pace(period: str | None, every: str | None, grammar: MedGrammar) -> str | None:
    """The period of a rate: `month`, `2 weeks`; null where none stands."""
    if period is None:
        return None
    name = grammar.period[caseless(period)]
    count = (every or "").strip()
    return f"{count} {name}s" if count and count != "1" else name


def _direction(verb: str, grammar: MedGrammar) -> str:
    """Which way a verb goes: "went up", "reduced"."""
    word = caseless(verb).split()[-1]
    return word if word in ("up", "down") else grammar.direction[word]


def _comparator(before: str, grammar: MedGrammar) -> str | None:
    sign: str
    for pattern, sign in grammar.comparators:
        if pattern.search(before):
            return sign
    return None


def _role(before: str, inside: str, after: str, compared: bool, grammar: MedGrammar) -> str:
    """The role that the nearest cue before the number gives; a word right behind it can make it a limit.

    `compared` is True for "50 MME/day or more".
    """
    context = before + inside
    last = {str(cue.lastgroup): cue.start() for cue in grammar.cues.finditer(context)}
    limit, target, stated = (last.get(name, -1) for name in ("limit", "target", "stated"))
    led_to = target > limit and grammar.target_join.search(context) is not None
    led_to = led_to and grammar.reason.search(context, target) is None
    if grammar.after_limit.match(after) and not (led_to and grammar.after_advice.match(after)):
        return "limit"
    if grammar.coming_from.search(context):
        return "stated"
    if grammar.prohibited.search(context) or _is_of_many(context, compared, grammar):
        return "limit"
    sign = _comparator(context[-60:], grammar)
    if (compared or sign is not None) and grammar.condition.search(context):
        return "limit"
    more = sign in (">", ">=")
    if more and stated < 0 and grammar.not_advised.match(after):
        return "limit"
    dose = grammar.doses_to.search(context)
    if dose is not None and dose["limiting"]:
        return "limit"
    behind = grammar.after_target.match(after) or grammar.after_goal.match(after)
    if grammar.goal.search(context) or dose is not None or behind:
        return "target"
    if led_to:
        return "stated" if _is_told(context, target, grammar) else "target"
    return "limit" if limit > stated else "stated"


def _is_told(context: str, cue: int, grammar: MedGrammar) -> bool:
    """True for a taper that has been: "was weaned to", "later reduced to", but not "should have been weaned to"."""
    past = grammar.past.search(context[:cue])
    if past is not None:
        return past["unreal"] is None
    return any(match.start() < cue < match.end() for match in grammar.narrated.finditer(context))


def _is_of_many(context: str, compared: bool, grammar: MedGrammar) -> bool:
    """True for "doses less than" and "patients above", but not for doses of one: "the patient is on doses above"."""
    many = grammar.of_many.search(context)
    if many is None or many["own"] or not (compared or _comparator(context[-60:], grammar) is not None):
        return False
    cues = grammar.cues.finditer(context, 0, many.start())
    return not (many["doses"] and any(cue.lastgroup == "stated" for cue in cues))


def _is_given(text: str, term: re.Match[str], found: list[Match], grammar: MedGrammar) -> bool:
    """True for a term whose number has another one: "the morphine equivalent dose is 160 MED".

    That of a limit is its own where it should keep it, "MED should not exceed 120 MED", but not "MED exceeds 120 MED".
    """
    index = bisect_left(found, term.end(), key=attrgetter("start"))
    if index == len(found):
        return False
    joint = {"stated": grammar.given, "limit": grammar.bounded}.get(found[index].value["role"])
    return joint is not None and joint.fullmatch(text, term.end(), found[index].start) is not None


def _alone(text: str, match: re.Match[str], grammar: MedGrammar) -> Match | None:
    """A MED without a number; null for a word of a line in capitals, how doses are added up, and a section's name."""
    if grammar.not_before.match(text, match.end()) or grammar.added.match(text, match.end()):
        return None
    if grammar.section.search(text, max(0, match.start() - CONTEXT), match.start()):
        return None
    neighbours = (
        text[max(0, match.start() - 12) : match.start()].split()[-1:] + text[match.end() : match.end() + 12].split()[:1]
    )
    capitals = [word for word in neighbours if word.isalpha() and word.isupper() and len(word) > 2]
    if match.group().isupper() and capitals and not grammar.names.intersection(capitals):
        return None
    value = _med_value(None, unit=None, comparator=None)
    return Match(match.start(), match.end(), MED, "med:named", value)
