"""Strength, dose or quantity: what an amount is, by what stands around it.

Ativan 0.4 mg 4 times a day     a strength
take 10 mg; 5-10 mg q4h         a dose
30 tablets of Valium            a quantity; "1-2 tablets every 6 hours" is a dose
#60 x 3                         one quantity: the 3 are fills or months, which is not said
#8/day                          a dose of 8, once a day
#120 per month                  a quantity for 30 days, which are 4 a day
the maximum dose of X is 300 mg a day    nothing: a ceiling, which nobody need take
Norco 10/325mg, 90 units        a quantity; "Botox 200 units" is a strength
"""

from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from imrx.component import Match
from imrx.grammar.dosing.grammar import SigGrammar
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.numbers import whole
from imrx.grammar.dosing.pieces import Attribute
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, STRENGTH

COUNTED = frozenset({None, "tablet", "capsule", "patch", "wafer"})
"""Units in which a number is a number of single doses."""

MASS = frozenset({"mg", "ug", "g", "oz", "meq", "[usp'u]", "ml"})
SMALL = frozenset({"puff", "tsp", "tbsp", "drop", "pump"})
"""Units of a dose that nobody counts a supply in."""

MANY_UNITS = 15
"""From so many tablets on, a number of them is a quantity and not a dose."""

WIDEST_RANGE = 8
"""A pair of numbers whose second one is more times the first is no range of doses."""

MANY_GRAMS = 10
"""From so many grams or millilitres on, an amount is what was supplied."""

MONTH_DAYS = 30

CEILING_REACH = 60
"""How many characters in front of a drug what calls its dose a ceiling is looked for in."""


class SigDrug(NamedTuple):
    """What the grammar needs to know about a drug: where it stands and its ingredients."""

    start: int
    end: int
    ingredients: tuple[str, ...]


def resolved(
    lower: str, found: list[Match], drugs: list[SigDrug], grammar: SigGrammar, market: Market, end: int
) -> list[Match]:
    """Decide between strength, dose and quantity by what stands around, in the letter in lower case."""
    decisions = []
    ceiling: int | None = None  # where the ceiling ends of which the next attribute can be a part
    for index, match in enumerate(found):
        decided: Match | None = match
        goes_on = ceiling is not None and not lower[ceiling : match.start].strip(" \n\f-")
        if goes_on or _is_ceiling(lower, match, found[index - 1].end if index else 0, drugs, grammar):
            ceiling = match.end
            continue
        ceiling = None
        if match.label == DOSAGE and match.value["unit"]:
            decided = _dose_or_quantity(lower, match, grammar, end)
        elif match.label == STRENGTH:
            decided = _strength_or_dose(lower, index, found, drugs, grammar, market, end)
        elif match.label == QUANTITY:
            decided = None if index and _is_repeat(lower, found[index - 1], match) else match
        elif match.label == DURATION and (
            grammar.is_limit(lower, match.start) or grammar.is_effect(lower, match.start)
        ):
            decided = None
        if decided is not None:
            decisions.append(decided)
    return _counted_by_time(lower, decisions, grammar)


def _is_ceiling(lower: str, match: Match, before: int, drugs: list[SigDrug], grammar: SigGrammar) -> bool:
    """True where an amount is what a dose may not pass: "the maximum daily dose of tramadol (Ultram) is 400 mg".

    Only a verb or bracket stands between the amount and its drug, or what the letter says of the drug up to `before`.
    "He is on the maximum dose of ibuprofen (800 mg TID)" says what is taken: a word for the patient governs it.
    """
    index = bisect_right(drugs, match.start, key=attrgetter("end")) - 1
    if index < 0:
        return False
    joint = grammar.ceiling_joint.match(lower, max(drugs[index].end, before))
    if joint is None or joint.end() != match.start:
        return False
    while index and lower[drugs[index - 1].end : drugs[index].start].endswith("("):
        index -= 1
    start = drugs[index].start
    ceiling = grammar.ceiling.search(lower, max(0, start - CEILING_REACH), start)
    return ceiling is not None and not grammar.is_of_patient(lower, ceiling.start())


def _counted_by_time(lower: str, found: list[Match], grammar: SigGrammar) -> list[Match]:
    """`#8/day` as a dose of 8 a day, `#120 per month` as 4 a day: times a day, where no dose says of how many each.

    The `#1 q6h` of "#1 q6h #120" is a dose as well, for the supply is the other number.
    """
    dosed = any(match.label == DOSAGE for match in found)
    counts = sum(match.label == QUANTITY and match.value["unit"] in COUNTED for match in found)
    counted: list[Match] = []
    before: int | None = None  # where in `counted` the last one stands that is no form
    for match in found:
        at = before
        number = None if at is None else counted[at]
        if match.label != FORM:
            before = len(counted)
        if (
            at is None
            or number is None
            or match.label != FREQUENCY
            or number.label != QUANTITY
            or number.value["unit"] not in COUNTED
            or lower[number.end : match.start].strip()
        ):
            counted.append(match)
            continue
        surface = lower[match.start : match.end]
        count = number.value["value"]
        if (grammar.a_day.fullmatch(surface) and count < MANY_UNITS) or (counts > 1 and count in (1, 2)):
            value = {"value": count, "value_high": None, "unit": number.value["unit"]}
            counted[at] = number._replace(label=DOSAGE, rule="sig:count", value=value)
        elif grammar.a_month.fullmatch(surface):
            if dosed:
                match = match._replace(label=DURATION, rule="sig:duration", value={"days": MONTH_DAYS})
            else:
                value = {**match.value, "per_day": whole(round(count / MONTH_DAYS, 4))}
                match = match._replace(rule="sig:quantity-a-month", value=value)
        counted.append(match)
    return counted


def _is_repeat(lower: str, before: Match, match: Match) -> bool:
    """True for the `x 3` of `#60 x 3`: fills or months, which are neither a quantity nor told."""
    counted = before.label == QUANTITY and before.value["unit"] is None
    return counted and lower[match.start] in "x\xd7" and not lower[before.end : match.start].strip()


def _dose_or_quantity(lower: str, match: Match, grammar: SigGrammar, end: int) -> Match:
    """`1-2 tablets every 6 hours` is a dose, `30 tablets of Valium` a quantity."""
    value = match.value
    supply = grammar.supply_ahead.match(lower, match.end, end) is not None
    if value["value_high"] is not None or (value["value"] <= 2 and not supply) or value["unit"] in SMALL:
        return match
    if grammar.period_ahead.match(lower, match.end, end) or (
        value["value"] < MANY_UNITS
        and (
            grammar.frequency_ahead.match(lower, match.end, end)
            or grammar.dose_verb_behind.search(lower, max(0, match.start - 40), match.start)
        )
    ):
        return match
    return Match(match.start, match.end, QUANTITY, "sig:quantity", {"value": value["value"], "unit": value["unit"]})


def _strength_or_dose(
    lower: str, index: int, found: list[Match], drugs: list[SigDrug], grammar: SigGrammar, market: Market, end: int
) -> Match | None:
    """An amount: a strength, a dose, an amount supplied, or (a percentage of something else) nothing."""
    match = found[index]
    values = match.value
    unit = values[0]["unit"]
    if unit == "%":
        return None if grammar.percent_noun.match(lower, match.end, end) else match
    if unit not in MASS or match.rule != "sig:strength":
        return match
    drug = drugs[max(0, bisect_right(drugs, match.start, key=attrgetter("end")) - 1)]
    verb = grammar.dose_verb_behind.search(lower, max(0, match.start - 40), match.start) is not None
    ahead = unit in ("g", "ml") and grammar.frequency_ahead.match(lower, match.end, end) is not None
    if len(values) == 2 and len(drug.ingredients) < 2 and is_range(lower, match):
        return _dose(match, values[0]["value"], values[1]["value"], unit)
    if len(values) > 1:
        return match
    value = values[0]["value"]
    if unit == "oz" or (unit in ("g", "ml") and not ahead and not verb and _is_supply(lower, match, value, unit)):
        return match._replace(label=QUANTITY, rule="sig:quantity", value={"value": value, "unit": unit})
    if unit == "[usp'u]" and _are_pieces(drug, found[:index], market):
        taken = verb or grammar.frequency_ahead.match(lower, match.end, end) is not None
        if value < MANY_UNITS and (taken or grammar.route_ahead.match(lower, match.end, end)):
            return _dose(match, value, None, None)
        return match._replace(label=QUANTITY, rule="sig:quantity", value={"value": value, "unit": None})
    if unit == "[usp'u]" and grammar.route_ahead.match(lower, match.end, end):
        return _dose(match, value, None, unit)
    if unit == "ml" or verb or (unit == "g" and ahead):
        return _dose(match, value, None, unit)
    return match


def _are_pieces(drug: SigDrug, before: list[Match], market: Market) -> bool:
    """True for units that count tablets or boxes: of what has a strength or such a form already, or is sold in mg.

    "Norco 10/325mg, 90 units", "Flector patch 60 units", but not "Botox 200 units".
    """
    own = [match for match in before if match.start >= drug.end]
    return bool(market.milligrams(drug.ingredients)) or any(
        (match.label == STRENGTH and match.value[0]["unit"] != "[usp'u]")
        or (match.label == FORM and match.value["name"] in COUNTED - {None})
        for match in own
    )


def is_range(text: str, match: Match | Attribute) -> bool:
    """True for "5-10 mg"; "hydrocodone 5-325 mg" and "10/325" are the strengths of a combination."""
    low, high = (each["value"] for each in match.value)
    return low < high <= WIDEST_RANGE * low and "/" not in text[match.start : match.end]


def _is_supply(lower: str, match: Match, value: float, unit: str) -> bool:
    """True for an amount without a frequency that is a quantity: any in ml or of many grams; a few cc are a dose."""
    return value >= MANY_GRAMS or (unit == "ml" and not lower[match.start : match.end].endswith(("cc", "ccs")))


def _dose(match: Match, low: float, high: float | None, unit: str | None) -> Match:
    return match._replace(label=DOSAGE, rule="sig:dose", value={"value": low, "value_high": high, "unit": unit})
