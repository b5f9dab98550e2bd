"""What a day adds up to: the total of a regimen that is told already, and the dose of a day.

OxyContin 40 mg TID (120 mg/day)                    120 mg says again what the regimen says: nothing
Opana ER 30 mg TID is 270 mg                        the same, in the weight of morphine
Norco 10/325 mg QID for a total of 40 mg of hydrocodone a day    the same, and the second name has no regimen
gabapentin 300 mg, 2 capsules for a total of 600 mg TID          the same of one time; "TID" stays
MS Contin 30 mg BID and a total of 40 mg of oxycodone a day      another drug's dose
tramadol ER at 300 mg/day; the acetaminophen dose is 2250 mg a day    a dose: it does not stand right behind the name
The total daily dose of OxyContin is 120 mg         a dose
Norco 10/325 mg #120 (40 mg/day)                    a dose beside a strength
Celebrex 200 mg daily                               neither, but a strength
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import isclose
from operator import attrgetter
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.per_day import per_day
from imrx.grammar.dosing.sentence_parts import DosedDrug
from imrx.grammar.expressions import expression
from imrx.labels import DOSAGE, FREQUENCY, QUANTITY, STRENGTH
from imrx.match import Match

REACH = 60
"""How many characters in front of an amount, or of its drug, what calls it that of a day is looked for in."""

MOST_TOLD = 12
"""So many attributes in front of an amount are asked whether they are its drug's regimen."""

WEIGHTS = ("mg", "ug")
"""Units in which doses are added up; of grams and millilitres a total is what is supplied."""


class DayWords:
    """The words of `patterns/sig.json` by which an amount is that of a day."""

    def __init__(self, table: dict[str, Any]) -> None:
        day, total = per_day(table), any_literal(table["total_words"])
        said_again, between = any_literal(table["total_joints"]), any_literal(table["total_between"])
        doses, sizes = any_literal(table["daily_doses"]), any_literal(table["total_sizes"])
        self.total = expression(rf"\b(?:{total}|{doses})(?:[\s:]|\b{between}\b)*$")
        self.again = expression(rf"[(=]|\b{said_again}(?!\w)")
        self.joint = expression(rf"(?:[\s,;:(=\u2013-]|\b(?:{said_again}|{between})(?!\w))*")
        self.amounting = expression(rf"[\s,]*(?:which\s+)?{any_literal(table['amounting'])}\s+(?:{sizes}\s+)?")
        """What the whole regimen in front of it comes to, in its own weight or in that of morphine."""
        lead, sums = any_literal([*table["total_leads"], *table["total_joints"]]), rf"{total}|{doses}"
        self.of_regimen = expression(rf"[\s,]*(?:[(=]|{lead}\s)(?:[\s:]|\b(?:{between}|{sums})(?!\w))*")
        """Between a regimen and what it adds up to, where another drug's name follows: "for a total of | 180 mg"."""
        self.of = expression(rf"\s+(?P<of>of\s+)?(?:{any_literal(table['before_names'])}\s+)?")
        dose = rf"(?:\s+{any_literal(table['ceiling_doses'])}\b)"
        self.period = expression(rf"\s*{day}(?:\s+(?:in\s+)?{total}\b)?{dose}?")
        self.totalled = expression(rf"\s*(?:in\s+)?{total}\b(?:\s*{day})?{dose}?")
        self.of_dose = expression(dose)
        moment, step = any_literal([*table["moments"], *table["latin"]]), any_literal(table["step_verbs"])
        self.no_sum = expression(rf"(?:[\s,]*{moment}|\s*{step})(?!\w)")
        """Behind an amount a day that is a further dose, or what it changes by: "600 mg daily | at bedtime"."""
        about = rf"\s+(?:{sizes}\s+)?$"
        verbs = any_literal(table["ceiling_verbs"])
        self.lead = expression(rf"\b(?:{verbs}|{any_literal(table['day_leads'])}){about}")
        self.dose_lead = expression(rf"\b{doses}\s+{verbs}{about}")
        self.dose_of = expression(rf"\b{doses}\s+(?:of|for)\s+(?:the\s+)?$")
        self.bracket = expression(r"[(=]\s*$")
        self.verb = expression(rf"\s+{verbs}{about}")


def sum_limits(
    lower: str, match: Match, before: Sequence[Match], drugs: Sequence[DosedDrug], words: DayWords
) -> tuple[int, int] | None:
    """Where a total stands that only adds up what is told of its drug in front of it; null for any other amount.

    Args:
        lower: the letter in lower case.
        match: an amount.
        before: what is decided of the sentence in front of it.
        drugs: the drugs of the sentence.
        words: the compiled words.
    """
    place = bisect_right(drugs, match.start, key=attrgetter("end"))
    if match.label != STRENGTH or match.value[0]["unit"] not in WEIGHTS or not place:
        return None
    if len(match.value) > 1 and "/" in lower[match.start : match.end]:
        return None  # a combination, and no "30-40 mg"
    own = _regimen(lower, before, drugs[place - 1], words)
    often = any(each.label == FREQUENCY for each in own)
    if not often and not any(each.label == DOSAGE for each in own):
        return None
    gap = lower[own[-1].end : match.start]
    again = words.again.search(gap) is not None
    total = words.total.search(lower, max(own[-1].end, match.start - REACH), match.start) is not None
    end, own_name = match.end, True
    of = words.of.match(lower, end)
    if of is not None and place < len(drugs) and drugs[place].start == of.end():
        end = drugs[place].end
        own_name = set(drugs[place].ingredients) <= set(drugs[place - 1].ingredients)
        if not own_name and (not of["of"] or words.of_regimen.fullmatch(gap) is None):
            return None
    period, totalled = words.period.match(lower, end), words.totalled.match(lower, end)
    same_amount = any(_adds_up(own, value) for value in match.value)
    if not total and totalled is None:
        if period is not None and words.no_sum.match(lower, period.end()):
            return None
        amounting = words.amounting.fullmatch(gap) is not None
        joined = amounting or words.joint.fullmatch(gap) is not None
        if len(gap) > REACH or not joined or not _is_told(own):
            return None
        if own_name and not same_amount and match.value not in [each.value for each in own]:
            again = again and words.bracket.search(gap) is None  # "50 mg qhs (100 mg daily)" may be a further dose
        if not (amounting or (period is not None and again) or (same_amount and (period is not None or again))):
            return None
    tail = totalled or period
    return own[-1].end, tail.end() if tail is not None and (often or not same_amount) else end


def _regimen(lower: str, before: Sequence[Match], drug: DosedDrug, words: DayWords) -> list[Match]:
    """What is told of a drug behind it or right in front, without the "daily" of "a total daily dose of"."""
    near = before[-MOST_TOLD:]
    own = [each for each in near if each.start >= drug.end or not lower[each.end : drug.start].strip()]
    return own[:-1] if own and own[-1].label == FREQUENCY and words.of_dose.match(lower, own[-1].end) else own


def _is_told(own: Sequence[Match]) -> bool:
    """True for an amount and how often it is taken, so that a further amount can be their product."""
    often = any(each.label == FREQUENCY and each.value["per_day"] is not None for each in own)
    return often and any(each.label == STRENGTH or (each.label == DOSAGE and each.value["unit"]) for each in own)


def _adds_up(own: Sequence[Match], amount: dict[str, Any]) -> bool:
    """True for an amount that is more than a strength, and is it times how many times how often."""
    single = [value for each in own if each.label == STRENGTH for value in each.value]
    doses = [each.value for each in own if each.label == DOSAGE]
    often = [each.value for each in own if each.label == FREQUENCY]
    weights = [each for each in doses if each["unit"] == amount["unit"]]
    counts = [1, *(each[end] for each in doses if each not in weights for end in ("value", "value_high"))]
    times = [1, *(each[end] for each in often for end in ("per_day", "per_day_high"))]
    return any(
        value["unit"] == amount["unit"]
        and value["value"] < amount["value"]
        and isclose(value["value"] * count * time, amount["value"], rel_tol=0.001)
        for value in (*single, *weights)
        for count in counts
        for time in times
        if count is not None and time is not None
    )


def _is_product(own: Sequence[Match], match: Match) -> bool:
    """True for an amount that is a strength times the number behind it: "10 mg | x 4 | (40 mg/day)"."""
    counts = [each.value["value"] for each in own if each.label == QUANTITY]
    singles = [value for each in own if each.label == STRENGTH for value in each.value]
    told = match.value[0]
    return any(
        each["unit"] == told["unit"] and isclose(each["value"] * count, told["value"])
        for each in singles
        for count in counts
    )


def is_dose_of_day(
    lower: str, match: Match, before: Sequence[Match], drugs: Sequence[DosedDrug], words: DayWords
) -> bool:
    """True for an amount of a day that does not stand right behind its drug's name, and so is no strength."""
    place = bisect_right(drugs, match.start, key=attrgetter("end"))
    period = words.period.match(lower, match.end)
    of = words.of.match(lower, period.end() if period else match.end)
    if of is not None and of["of"] and place < len(drugs) and drugs[place].start == of.end():
        return period is not None or words.period.match(lower, drugs[place].end) is not None
    if not place:
        return False
    drug = drugs[place - 1]
    own = _regimen(lower, before, drug, words)
    if any(each.label == FREQUENCY for each in own):
        return False  # which is how often a further dose is taken
    near = max(drug.end, match.start - REACH)
    if words.dose_lead.search(lower, near, match.start):
        return True
    verb = words.verb.match(lower, drug.end, match.start)
    if verb is not None and verb.end() == match.start:
        return words.dose_of.search(lower, max(0, drug.start - REACH), drug.start) is not None or period is not None
    if period is None:
        return False
    if any(each.label == STRENGTH for each in own) and words.bracket.search(lower, near, match.start):
        return not _is_product(own, match)
    return words.lead.search(lower, near, match.start) is not None
