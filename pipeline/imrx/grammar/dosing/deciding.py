"""Strength, dose or quantity: what an amount is, by what stands around it.

Ativan 0.4 mg 4 times a day     a strength
take 10 mg; 5-10 mg q4h         a dose
30 tablets of Valium            a quantity; "1-2 tablets every 6 hours" is a dose
#60 x 3                         one quantity: the 3 are fills or months, which is not said
refill Norco 10/325 mg x 3      none, for the same reason
modified #120 to #60            one quantity: what was asked for
#120 (certified: #60)           the same
#8/day                          a dose of 8, once a day
#120 per month                  a quantity for 30 days, which are 4 a day
#4 every 7 days                 a quantity, one of which is for 7 days
40 mg TID (120 mg/day)          nothing: a total of what is told
tramadol at 300 mg/day          a dose, which does not stand right behind the name
Norco 10/325mg, 90 units        a quantity; "Botox 200 units" is a strength

Limits of a dose are nothing (`ceilings`), and what is told in `several_pieces` is one.
"""

import re
from bisect import bisect_right
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import Any

from imrx.grammar.dosing.ceilings import is_bound, is_ceiling, is_led, is_maximum, is_step, unless_exceeded
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.numbers import whole
from imrx.grammar.dosing.sentence_parts import (
    COUNTED,
    Attribute,
    DosedDrug,
    Limited,
    drugs_before,
    of_drug,
    pieces_between,
    within,
)
from imrx.grammar.dosing.several_pieces import as_needed, once_more, one_each
from imrx.grammar.dosing.sums import MOST_TOLD, is_dose_of_day, sum_limits
from imrx.grammar.dosing.surroundings import LEAD_REACH, Surroundings
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, ROUTE, STRENGTH
from imrx.match import Match

MASS = frozenset({"mg", "ug", "g", "oz", "meq", "[usp'u]", "ml"})
SMALL = frozenset({"puff", "tsp", "tbsp", "drop", "pump"})
"""Units of a dose that nobody counts a supply in."""

MANY_UNITS = 15
"""From so many tablets on, a number of them is a quantity and not a dose."""

LEFT_JOINTS = frozenset({"(", "[", ",", ":", ";", "-", "\u2013", "/"})
"""What may stand between a number that was asked for and what was certified of it."""

WIDEST_RANGE = 8
"""A pair of numbers whose second one is more times the first is no range of doses."""

MANY_GRAMS = 10
"""From so many grams or millilitres on, an amount is what was supplied."""

WEEK_DAYS = 7
SHORTEST_MONTH = 28
"""Days from which on a supply is for that time, whatever its number: nobody takes one tablet a month."""

LONGEST_SUPPLY = 90
"""Days that a supply lasts at most: three months are what is dispensed at one time."""

A_PERIOD = re.compile(r"(?:/|per\b|an?\b)")
"""With what a frequency begins that says for how long a number is: "#28 per week", not "weekly"."""


def resolved(
    lower: str, found: list[Match], drugs: list[DosedDrug], around: Surroundings, market: Market, end: int
) -> list[Match]:
    """Decide between strength, dose and quantity by what stands around, in the letter in lower case."""
    found = as_needed(lower, one_each(lower, once_more(lower, found, around), around), drugs, around)
    decisions: list[Match] = []
    ended: int | None = None  # where the ceiling or step ends of which the next attribute can be a part
    summed = 0  # where the last total ends
    for index, match in enumerate(found):
        decided: Match | None = match
        if match.start < summed:
            continue
        total = sum_limits(lower, match, decisions, drugs, around.day)
        if total is not None:
            first, summed = total
            while decisions[-1].start >= first:
                decisions.pop()
            continue
        goes_on = ended is not None and not lower[ended : match.start].strip(" \n\f-")
        before = found[index - 1].end if index else 0
        if (
            goes_on
            or is_ceiling(lower, match, before, drugs, around)
            or is_step(lower, match, drugs, around)
            or is_maximum(lower, match, decisions, drugs, around)
            or is_bound(lower, index, found, drugs, around)
        ):
            ended = match.end
            if around.added_up.fullmatch(lower, before, match.start) and not is_led(lower, match, drugs, around):
                decisions = unless_exceeded(match, decisions, drugs)
            continue
        ended = None
        if match.label == DOSAGE and match.value["unit"]:
            decided = _dose_or_quantity(lower, match, around, end)
        elif match.label == STRENGTH:
            decided = _strength_or_dose(lower, index, found, drugs, around, market, end)
        elif match.label == QUANTITY:
            repeated = _is_repeat(lower, index, found, drugs, around)
            of_name = _is_of_name(lower, match, drugs, around)
            decided = None if repeated or of_name else _of_pieces(lower, match, around)
        elif match.label == DURATION and (
            around.is_limit(lower, match.start)
            or _is_granted(lower, index, found, around)
            or around.is_effect(lower, match.start)
            or _is_of_taper(lower, match, drugs, around)
        ):
            decided = None
        if decided is not None and not (decided.label == QUANTITY and _is_left(lower, match, decisions, drugs, around)):
            decisions.append(decided)
    return _counted_by_time(lower, decisions, drugs, around)


def _is_granted(lower: str, index: int, found: list[Match], around: Surroundings) -> bool:
    """True for how long something is certified for: "certified Norco for one month".

    Behind how often or how much it is the drug's own: "approved Norco #60 for one month".
    """
    granted = around.granted(lower, found[index].start, found[index].end)
    if granted is None:
        return False
    before = takewhile(lambda match: match.start > granted, reversed(found[:index]))
    return all(match.label not in (FREQUENCY, QUANTITY) for match in before)


def _is_of_taper(lower: str, match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for how long a taper is to last: "weaning of Flexeril and Norco | over 2 weeks".

    A drug that is not tapered with the one before it has its own: "weaned from OxyContin and took Norco over 3 months".
    """
    taper = around.tapered(lower, match.start)
    if taper is None:
        return False
    own = [drugs[index] for index in within(drugs, taper, match.start)]
    return all(around.tapered_too.fullmatch(lower, one.end, two.start) for one, two in pairwise(own))


def _counted_by_time(lower: str, found: list[Match], drugs: list[DosedDrug], around: Surroundings) -> list[Match]:
    """`#8/day` as a dose of 8 a day, `#120 per month` as 4 a day: times a day, where no dose says of how many each.

    Where a dose or another frequency stands with the drug, the period is how long the supply lasts. The `#1 q6h` of
    "#1 q6h #120" is a dose as well, for the supply is the other number. How often "30 tablets of Norco per day" are
    taken is not told: so many may be a supply.
    """
    counts = sum(match.label == QUANTITY and match.value["unit"] in COUNTED for match in found)
    numbers = {
        index: number
        for index, match in enumerate(found)
        if match.label == FREQUENCY and (number := _number_before(lower, found, index, drugs)) is not None
    }
    counted = list(found)
    summed: list[int] = []
    for index, number in numbers.items():
        match, quantity = found[index], found[number]
        surface = lower[match.start : match.end]
        count = quantity.value["value"]
        each_day = around.a_day.fullmatch(surface) is not None
        a_day = each_day or _is_taken(lower, quantity, match, drugs, around)
        if (
            each_day
            and count < MANY_UNITS
            and is_maximum(lower, quantity._replace(label=DOSAGE), found[:number], drugs, around)
        ):
            summed += (number, index)
            counted[:number] = unless_exceeded(quantity._replace(label=DOSAGE), counted[:number], drugs)
            continue
        if (a_day and count < MANY_UNITS) or (counts > 1 and count in (1, 2)):
            value = {"value": count, "value_high": None, "unit": quantity.value["unit"]}
            counted[number] = quantity._replace(label=DOSAGE, rule="sig:count", value=value)
            continue
        if each_day:
            counted[index] = match._replace(value={**match.value, "per_day": None})
            continue
        days = _days_between(lower, match, count, around)
        if days is None:
            continue
        place = drugs_before(drugs, match)
        told = any(
            each.label in (DOSAGE, FREQUENCY) and other not in numbers and drugs_before(drugs, each) == place
            for other, each in enumerate(found)
        )
        if told:
            counted[index] = match._replace(label=DURATION, rule="sig:duration", value={"days": days})
        else:
            value = {**match.value, "per_day": whole(round(count / days, 4))}
            counted[index] = match._replace(rule="sig:quantity-a-period", value=value)
    return [match for index, match in enumerate(counted) if index not in summed]


def _is_taken(lower: str, quantity: Match, match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for a number in front of its drug that the patient is on: "is on 3 tablets of MS Contin every 12 hours"."""
    if (
        drugs_before(drugs, quantity) == drugs_before(drugs, match)
        or not match.value["per_day"]
        or match.value["per_day"] < 1
    ):
        return False
    return around.taken_behind.search(lower, max(0, quantity.start - LEAD_REACH), quantity.start) is not None


def _number_before(lower: str, found: list[Match], index: int, drugs: list[DosedDrug]) -> int | None:
    """The number that a frequency stands right behind, or with its drug between: "8 tablets of Norco per day"."""
    number = index - 1
    while number >= 0 and found[number].label in (FORM, STRENGTH, ROUTE):
        number -= 1
    if number < 0 or found[number].label != QUANTITY or found[number].value["unit"] not in COUNTED:
        return None
    between = [drug for drug in drugs if found[number].end <= drug.start < found[index].start]
    spans: list[Limited] = [*between, *found[number:index]]
    spans.sort(key=attrgetter("start"))
    pieces = (piece.strip() for piece in pieces_between(lower, spans, found[number].end, found[index].start))
    rest = " ".join(filter(None, pieces))
    joined = rest in ("", "of") if between else not rest.strip(",(")
    return number if joined and len(between) < 2 else None


def _days_between(lower: str, match: Match, count: float, around: Surroundings) -> int | None:
    """Days that a counted supply is for, or null where the frequency is how often a single one is taken.

    "#4 every 7 days" is a patch a week; four tablets a day are "#28 per week" and "#56 every 14 days", which would last
    years as one at a time.
    """
    value = match.value
    if value["per_day"] is None or value["per_day_high"] is not None or value["as_needed"]:
        return None
    days = round(1 / value["per_day"]) if value["per_day"] else 0
    if days < WEEK_DAYS or around.times_ahead.match(lower, match.start, match.end):
        return None
    rate = A_PERIOD.match(lower, match.start, match.end) is not None
    return days if rate or days >= SHORTEST_MONTH or count * days > LONGEST_SUPPLY else None


def _is_repeat(lower: str, index: int, found: list[Match], drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for the `x 3` of `#60 x 3` and of `refill Norco 10/325 mg x 3`: fills or months, which are not told."""
    match = found[index]
    if lower[match.start] not in "x\xd7":
        return False
    for before in found[max(0, index - 1) : index]:
        counted = before.label == QUANTITY and before.value["unit"] is None
        adjoins = not lower[before.end : match.start].strip()
        if adjoins and counted:
            return True
        if adjoins and before.label == FORM:  # "refill Terocin patches x 10"
            return False
    clause = around.clause(lower, match.start)
    named = (drug.start for drug in drugs if clause <= drug.start < match.start)
    return match.value["value"] < MANY_UNITS and any(around.refill_behind.search(lower, clause, at) for at in named)


def _is_left(lower: str, match: Match, before: list[Match], drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for what a reviewer left of a number that was asked for: "modified Norco #120 to | #60".

    Right behind that number it may be told in a bracket, "Norco #120 (certified: | #60)", "(| #60 approved)", or behind
    another sign, "Norco #120: | #60 certified".
    """
    asked = next((each for each in of_drug(match, before, drugs) if each.label == QUANTITY), None)
    if asked is None:
        return False
    clause = around.clause(lower, match.start)
    if around.modified.search(lower, clause, match.start) is not None:
        return True
    gap = lower[asked.end : match.start]
    if around.left_ahead.match(lower, match.end) is not None:
        return gap.strip() in LEFT_JOINTS
    return around.left_behind.search(gap) is not None


def _is_of_name(lower: str, match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for a number that a hyphen joins to the name of what comes packed: "Theraproxen-90 kit", not "Norco-#60"."""
    before = match.start - 1
    packed = lower[match.start].isdigit() and match.value["unit"] in around.table["containers"]
    return packed and lower[before] == "-" and any(drug.end == before for drug in drugs)


def _of_pieces(lower: str, match: Match, around: Surroundings) -> Match:
    """A quantity; many of one container are what is in it: "#60 kit" is no sixty kits, but sixty vials are."""
    unit, table = match.value["unit"], around.table
    holds = unit in table["containers"] and unit not in table["containers_of_one"]
    one = holds and lower.endswith(unit, match.start, match.end)
    return match._replace(value={**match.value, "unit": None}) if one and match.value["value"] >= MANY_UNITS else match


def _dose_or_quantity(lower: str, match: Match, around: Surroundings, end: int) -> Match | None:
    """`1-2 tablets every 6 hours` is a dose, `30 tablets of Valium` a quantity, `6 tabs day 1` of a course neither."""
    value = match.value
    if value["value"] < MANY_UNITS and around.day_of_course.match(lower, match.end, end):
        return None
    supply = around.supply_ahead.match(lower, match.end, end) is not None
    if value["value_high"] is not None or (value["value"] <= 2 and not supply) or value["unit"] in SMALL:
        return match
    if around.period_ahead.match(lower, match.end, end) or (
        value["value"] < MANY_UNITS
        and (
            around.frequency_ahead.match(lower, match.end, end)
            or around.bare_moment_ahead.match(lower, match.end, end)
            or around.at_once.match(lower, match.end, end)
            or around.dose_verb_behind.search(lower, max(0, match.start - LEAD_REACH), match.start)
        )
    ):
        return match
    return Match(match.start, match.end, QUANTITY, "sig:quantity", {"value": value["value"], "unit": value["unit"]})


def _strength_or_dose(
    lower: str, index: int, found: list[Match], drugs: list[DosedDrug], around: Surroundings, market: Market, end: int
) -> Match | None:
    """An amount: a strength, a dose, an amount supplied, or (a percentage of something else) nothing."""
    match = found[index]
    values = match.value
    unit = values[0]["unit"]
    if unit == "%":
        if around.percent_noun.match(lower, match.end, end):
            return None
        share = around.is_share(lower, match.start, match.end)
        return None if share and not is_led(lower, match, drugs, around) else match
    if unit not in MASS or match.rule != "sig:strength":
        return match
    drug = drugs[max(0, bisect_right(drugs, match.start, key=attrgetter("end")) - 1)]
    verb = around.dose_verb_behind.search(lower, max(0, match.start - LEAD_REACH), match.start) is not None
    ahead = unit in ("g", "ml") and around.frequency_ahead.match(lower, match.end, end) is not None
    if len(values) == 2 and is_range(lower, match) and _has_one_strength(drug, values, market):
        return _dose(match, values[0]["value"], values[1]["value"], unit)
    if len(values) > 1:
        return match
    value = values[0]["value"]
    packed = unit in ("g", "ml") and around.container_ahead.match(lower, match.end, end) is not None
    supplied = unit in ("g", "ml") and not ahead and not verb and _is_supply(lower, match, value, unit)
    if unit == "oz" or supplied or packed:
        return match._replace(label=QUANTITY, rule="sig:quantity", value={"value": value, "unit": unit})
    if unit == "[usp'u]" and _are_pieces(drug, found[:index], market):
        taken = verb or around.frequency_ahead.match(lower, match.end, end) is not None
        if value < MANY_UNITS and (taken or around.route_ahead.match(lower, match.end, end)):
            return _dose(match, value, None, None)
        return match._replace(label=QUANTITY, rule="sig:quantity", value={"value": value, "unit": None})
    if unit == "[usp'u]":
        injected = _is_dosed_in_units(drug, around) and around.handed_out_ahead.match(lower, match.end, end) is None
        if injected or around.route_ahead.match(lower, match.end, end):
            return _dose(match, value, None, unit)
    if unit == "ml" or verb or (unit == "g" and (ahead or _is_spread(lower, match, drug, found[:index], around))):
        return _dose(match, value, None, unit)
    if is_dose_of_day(lower, match, found[max(0, index - MOST_TOLD) : index], drugs, around.day):
        return _dose(match, value, None, unit)
    return match


def _is_dosed_in_units(drug: DosedDrug, around: Surroundings) -> bool:
    """True for what is given by the unit, so that a number of them is a dose and no strength: "Lantus 22 units"."""
    return any(name.split()[0] in around.table["dosed_in_units"] for name in drug.ingredients)


def _is_spread(lower: str, match: Match, drug: DosedDrug, before: list[Match], around: Surroundings) -> bool:
    """True for the grams of a gel that go to a place: "Voltaren gel | 2 grams | to the hand", but not "a 2 g tube"."""
    beside = takewhile(lambda each: each.start >= drug.end, reversed(before))
    spread = any(each.label == FORM and each.value["name"] in around.table["topical_forms"] for each in beside)
    return spread and around.place_ahead.match(lower, match.end) is not None


def _are_pieces(drug: DosedDrug, before: list[Match], market: Market) -> bool:
    """True for units that count tablets or boxes: of what has a strength or such a form already, or is sold in mg.

    "Norco 10/325mg, 90 units", "Flector patch 60 units", but not "Botox 200 units".
    """
    own = [match for match in before if match.start >= drug.end]
    return bool(market.milligrams(drug.ingredients)) or any(
        (match.label == STRENGTH and match.value[0]["unit"] != "[usp'u]")
        or (match.label == FORM and match.value["name"] in COUNTED - {None})
        for match in own
    )


def _has_one_strength(drug: DosedDrug, values: list[dict[str, Any]], market: Market) -> bool:
    """True where two numbers can only be strengths of the first ingredient: "Dilaudid 2-4 mg", "Norco 5-10 mg"."""
    names, pairs = drug.ingredients, tuple((each["value"], each["unit"]) for each in values)
    if len(names) < 2:
        return True
    if len(names) > 2 or market.is_sold(names, pairs) is not False:
        return False
    told = [{name for name in names if value in market.single.get((name, unit), ())} for value, unit in pairs]
    return told[0] == told[1] == {names[0]}


def is_range(text: str, match: Match | Attribute) -> bool:
    """True for "5-10 mg"; "hydrocodone 5-325 mg" and "10/325" are the strengths of a combination."""
    low, high = (each["value"] for each in match.value)
    return low < high <= WIDEST_RANGE * low and "/" not in text[match.start : match.end]


def _is_supply(lower: str, match: Match, value: float, unit: str) -> bool:
    """True for an amount without a frequency that is a quantity: any in ml or of many grams; a few cc are a dose."""
    return value >= MANY_GRAMS or (unit == "ml" and not lower[match.start : match.end].endswith(("cc", "ccs")))


def _dose(match: Match, low: float, high: float | None, unit: str | None) -> Match:
    return match._replace(label=DOSAGE, rule="sig:dose", value={"value": low, "value_high": high, "unit": unit})
