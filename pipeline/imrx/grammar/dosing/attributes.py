"""Finds the attributes in a sentence that names a drug: one pass over its words, numbers and signs."""

import re
from typing import NamedTuple

from imrx.grammar.dosing.deciding import MANY_UNITS, WIDEST_RANGE, resolved
from imrx.grammar.dosing.grammar import FRACTIONS, LEAD, Rule, SigGrammar
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.numbers import read_digits
from imrx.grammar.dosing.sentence_parts import DosedDrug
from imrx.grammar.dosing.surroundings import LEAD_REACH, Surroundings
from imrx.labels import DOSAGE, FORM, QUANTITY, STRENGTH
from imrx.match import Match

ADJOINING = " \n\t\r\f-,\xae\u2122()"
"""What may stand between a drug and what belongs to its name."""

WITH = re.compile(r"(?<![^\W_])w/$")

AND = ("and", "&", "or")
"""What joins two strengths of one drug."""

PATCH_UNIT = "ug/h"
WEEKLY = 0.14
"""Times a day; no patch is changed more seldom, and "12 per month" counts patches."""

MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])\s?[-\u2013/]\s{0,4}(?:19|20)\d\d")
"""Since when a drug is taken: "Norco 3/2014"."""

WORST_PAIN = 10
"""Of so many points a pain score is told: "Norco 4/10"."""

MANIEST = 1000
"""From so many on, a number alone is rather a year."""


def find_sig(
    text: str, start: int, end: int, drugs: list[DosedDrug], grammar: SigGrammar, market: Market, lower: str
) -> list[Match]:
    """The attributes in one sentence that names at least one drug.

    Args:
        text: the letter.
        start: the sentence's first character.
        end: the character after its last.
        drugs: the sentence's drugs, in order.
        grammar: the compiled `sig.json`.
        market: the strengths that were sold; decides what `Norco 10 #60` means.
        lower: the letter in lower case.

    Returns:
        Matches in order; a form inside of a dose or quantity is a match of its own.
    """
    found = _raw(text, lower, start, end, drugs, grammar, market)
    return resolved(lower, found, drugs, grammar.around, market, end) if found else found


class _Place(NamedTuple):
    """Where a number stands: its offset, that of the next drug or of the sentence's end, and what is around.

    `behind` is the drug behind which it stands, `named` where the drug's name with its form ends ("Advair Diskus"),
    `listed` where a strength right behind that ends, `previous` where the last attribute or drug does. `ahead` are the
    next two drugs of the sentence, which is from `start` to `end`.
    """

    at: int
    until: int
    behind: DosedDrug | None
    named: int
    listed: int
    previous: int
    ahead: list[DosedDrug]
    start: int
    end: int


def _raw(
    text: str, lower: str, start: int, end: int, drugs: list[DosedDrug], grammar: SigGrammar, market: Market
) -> list[Match]:
    """What the rules find, before it is decided what an amount is; only some rules look at the text as written."""
    matches: list[Match] = []
    position = previous = start
    index = 0
    named = listed = start
    beginnings, led_by_word, number_words = grammar.beginnings, grammar.led_by_word, grammar.number_words
    for lead in LEAD.finditer(lower, start, end):
        word = lead.group()
        if word not in beginnings and not word[-1].isdigit():  # most words
            continue
        rules = led_by_word.get(word)
        numeric = word[-1].isdigit() or word in FRACTIONS
        at = lead.start()
        if at < position:
            continue
        while index < len(drugs) and drugs[index].end <= at:
            previous = max(previous, drugs[index].end)
            named = listed = drugs[index].end
            index += 1
        if index < len(drugs) and drugs[index].start <= at:
            position = drugs[index].end
            continue
        until = drugs[index].start if index < len(drugs) else end
        behind = drugs[index - 1] if index else None
        found: list[Match] | None = None
        if numeric and at != named and not _free(lower, start, at, behind):
            digits = grammar.digits.match(lower, at, until)
            position = digits.end() if digits else at + 1
            continue
        if numeric or (word in number_words and grammar.values.number.match(lower, at, until)):
            place = _Place(at, until, behind, named, listed, previous, drugs[index : index + 2], start, end)
            found, position = _at_number(lower, place, grammar, market)
        if rules is not None and not numeric and found is None:
            if word == "#" and _is_name(lower, at, behind, grammar):
                continue
            read = _at_word(text, lower, at, until, rules)
            if read is None and behind is not None:
                release = grammar.release.match(lower, at, until)
                if release is not None and not lower[behind.end : at].strip(ADJOINING):
                    read = grammar.values.form(release), release.end()
            if read is not None:
                found, position = read
        if found:
            if found[0].label == FORM and not lower[named:at].strip(ADJOINING):
                named = position
            elif found[0].label == STRENGTH and lower[listed:at].strip(ADJOINING) in ("", *AND):
                listed = position
            previous = position
            matches += found
    return matches


def _at_word(text: str, lower: str, at: int, until: int, rules: list[Rule]) -> tuple[list[Match], int] | None:
    """What a word or a sign begins, and where it ends; null where it begins nothing."""
    for rule in rules:
        match = rule.pattern.match(text if rule.cased else lower, at, until)
        if match is not None:
            return rule.read(match), match.end()
    return None


def _at_number(lower: str, place: _Place, grammar: SigGrammar, market: Market) -> tuple[list[Match] | None, int]:
    """What a number begins, and where it ends; null where it begins nothing."""
    at, until = place.at, place.until
    strength = None if place.behind is None else _bare_strength(lower, place, place.behind, grammar, market)
    if strength is not None:
        return [strength], strength.end
    for rule in grammar.led_by_number:
        match = rule.pattern.match(lower, at, until)
        if match is not None:
            return rule.read(match), match.end()
    match = grammar.bare_count.match(lower, at, until)
    if match is None:
        return None, at
    low, high = grammar.values.read_range(match.group())
    name = _name_ahead(lower, match, low, place, grammar.around)
    if _is_bare_dose(lower, match.start(), match.end(), place, name is not None, grammar.around):
        value = {"value": low, "value_high": high, "unit": None}
        return [Match(match.start(), match.end(), DOSAGE, "sig:count", value)], match.end() if name is None else name
    if (
        high is None
        and MANY_UNITS <= low < MANIEST
        and _is_bare_count(lower, match.start(), match.end(), place, grammar.around)
    ):
        value = {"value": low, "unit": None}
        return [Match(match.start(), match.end(), QUANTITY, "sig:bare-count", value)], match.end()
    if lower[at].isdigit() or lower[at] == ".":
        return [], match.end()
    return None, at


def _bare_strength(lower: str, place: _Place, behind: DosedDrug, grammar: SigGrammar, market: Market) -> Match | None:
    """A strength without a unit right behind its drug: "Norco 10/325", "Norco 10 #60", "Soma 350 q8h".

    That of a combination may follow the form ("Advair Diskus 250/50") or another one ("Norco 5/325 and 10/325"), and
    that of a patch the form ("Duragesic patch 75 every 72 hours"). The "1-2" of "Percocet 1-2 tabs" counts tablets, and
    the "5/10" of "pain with Norco 5/10" is how bad it is.
    """
    at, until, around = place.at, place.until, grammar.around
    adjoins = not lower[behind.end : at].strip(ADJOINING)
    adjoins_form = adjoins or not lower[place.named : at].strip(ADJOINING)
    listed = not adjoins_form and place.listed > behind.end and lower[place.listed : at].strip(ADJOINING) in AND
    if not adjoins_form and not listed:
        return None
    known = market.milligrams(behind.ingredients)
    match = grammar.bare_strength.match(lower, at, until)
    if match is not None and not grammar.values.value.fullmatch(lower, at, match.end()):
        written = grammar.values.value.match(lower, _last_number(lower, match.end()), until)
        values = [read_digits(value) for value in match.group().replace("\u2013", "-").replace("/", "-").split("-")]
        combined = len(values) == 2 and len(behind.ingredients) == 1 and _is_combination(values, known)
        if (written is None or not written[2]) and (combined or len(values) == len(behind.ingredients)):
            sold_in = market.sold_in(behind.ingredients, values)
            if sold_in is None and (
                MONTH_OF_YEAR.fullmatch(match.group())
                or _is_score(match.group(), values, behind, market)
                or _counts_units(lower, match, values, until, around)
            ):
                return None
            unit = sold_in or market.unit(behind.ingredients, values)
            return grammar.values.bare_strength(match, unit)
    if not adjoins_form:
        return None
    match = grammar.single_strength.match(lower, at, until)
    if adjoins and match is not None and read_digits(match.group()) in known:
        if _counts_supply(lower, behind.end, match, until, around):
            return None
        return grammar.values.bare_strength(match, "mg")
    match = grammar.patch_rate.match(lower, at, until)
    if match is not None and _is_patch_rate(lower, match, until, behind, grammar, market):
        return grammar.values.bare_strength(match, PATCH_UNIT)
    match = grammar.sole_number.match(lower, at, until)
    if match is None or not _often(lower, match.end(), until, around):
        return None
    number = read_digits(match.group())
    units = market.units(behind.ingredients, number)
    often = around.times_a_day(lower, match.end(), until) or 1
    if PATCH_UNIT in units and (len(units) > 1 or often < WEEKLY):
        is_patch = WEEKLY <= often < 1  # fentanyl 100 every three days is one, 100 every six hours a lozenge
        units = {unit for unit in units if (unit == PATCH_UNIT) is is_patch}
    unit = units.pop() if len(units) == 1 else None
    if unit != PATCH_UNIT and (known or not adjoins or (unit is None and number <= MANY_UNITS)):
        return None
    if unit is None and not market.is_known(behind.ingredients):
        unit = "mg"
    return grammar.values.bare_strength(match, unit)


def _is_patch_rate(
    lower: str, match: re.Match[str], until: int, behind: DosedDrug, grammar: SigGrammar, market: Market
) -> bool:
    """True for what a patch gives an hour: "Duragesic-25", "Duragesic 25 | #10", "Fentanyl 25 | patches #10".

    In front of its form a rate is told by one patch, by another number of them, or by how seldom they are changed;
    "fentanyl 25 patches" may be as many.
    """
    units = market.units(behind.ingredients, read_digits(match.group()))
    if PATCH_UNIT not in units:
        return False
    around = grammar.around
    if match["form"] is not None:
        often = around.times_a_day(lower, match.end("form"), until) or 1
        numbered = around.amount_next.match(lower, match.end("form"), until) is not None
        return match["form"] == grammar.patch or numbered or WEEKLY <= often < 1
    is_patch = (
        units == {PATCH_UNIT}
        or lower[behind.start : behind.end] in grammar.patch_names
        or grammar.patch_between.fullmatch(lower, behind.end, match.start()) is not None
    )
    joined = lower[behind.end : match.start()] == "-"
    return is_patch and (joined or around.amount_next.match(lower, match.end(), until) is not None)


def _counts_supply(lower: str, name_end: int, match: re.Match[str], until: int, around: Surroundings) -> bool:
    """True for a number of tablets that was a strength too: "OxyContin, 60 tablets", "Tylenol #3 60 tablets".

    A comma must part it from the name, or the name hold a number of its own; behind it there is no other supply
    ("Oxycodone, 30 tablets #60") and no dose or frequency, but for that of a supply ("60 tablets per month").
    """
    if "," not in lower[name_end : match.start()] and not lower[name_end - 1].isdigit():
        return False
    counted = around.counted_ahead.match(lower, match.end(), until)
    if counted is None or not counted.group().endswith("s"):
        return False
    if around.rate_ahead.match(lower, counted.end(), until) is not None:
        return True
    return around.amount_next.match(lower, counted.end(), until) is None and not _often(
        lower, counted.end(), until, around
    )


def _is_bare_count(lower: str, start: int, end: int, place: _Place, around: Surroundings) -> bool:
    """True for a supply that is a number alone: "request for 60 Norco", "uses 60 Norco a month", "TID, ninety".

    Behind the drug it must stand right behind an attribute, and be told for how long it is ("TID, 90 per month"; but
    "Boniva 150 per month" is no number of tablets) or be written out with nothing but a stop behind it.
    """
    if place.ahead and not lower[end : place.ahead[0].start].strip():
        before = max(place.start, start - LEAD_REACH)
        said = (around.count_behind, around.dose_verb_behind)
        return start == place.start or any(each.search(lower, before, start) is not None for each in said)
    if place.behind is None or start - place.previous > LEAD_REACH:
        return False
    gap = lower[place.previous : start]
    if gap.strip(" \n\t\r\f,;:-().") and around.purpose.fullmatch(gap) is None:
        return False
    if place.previous > place.named and around.rate_ahead.match(lower, end, place.until) is not None:
        return True
    return not lower[start].isdigit() and around.count_ahead.match(lower, end, place.until) is not None


def _name_ahead(lower: str, match: re.Match[str], number: float, place: _Place, around: Surroundings) -> int | None:
    """Where a number's drug or its strength begins behind it, "half | of a 10 mg | oxycodone"; null where none does.

    A whole number needs an "of", "two of her Norco", but where its drug stands right behind it. A part of a certain
    one may be what was certified, "half of the Norco", but for one that is taken.
    """
    if not place.ahead:
        return None
    end, drug = match.end(), place.ahead[0].start
    if not lower[end:drug].strip():
        return drug
    joint = around.name_ahead.match(lower, end, drug)
    if joint is None or joint.end() != drug:
        return None
    if number < 1:
        before = max(0, match.start() - LEAD_REACH)
        if joint["which"] and around.dose_verb_behind.search(lower, before, match.start()) is None:
            return None
    elif not joint["of"]:
        return None
    return joint.end("whose")


def _is_bare_dose(lower: str, start: int, end: int, place: _Place, named: bool, around: Surroundings) -> bool:
    """True for a number that counts tablets without saying so.

    "take 1 po q6h", "six to eight Norco daily", "two Norco 10/325 mg tablets tid", "Norco 6 per day", "10mg 1-2 every 6
    hours"; never from `MANY_UNITS` on.
    """
    low, high = around.values.read_range(lower[start:end])
    if (high or low) >= MANY_UNITS:
        return False
    ahead, until = place.ahead, place.until
    if named:
        behind = ahead[1].start if len(ahead) > 1 else place.end
        product = around.product_ahead.match(lower, ahead[0].end, behind)
        after = product.end() if product else ahead[0].end
        return any(each.match(lower, after, behind) for each in (around.frequency_ahead, around.at_once))
    if around.period_ahead.match(lower, end, until) or around.at_once.match(lower, end, until):
        return True
    if around.dose_verb_behind.search(lower, max(0, start - LEAD_REACH), start):
        if not lower[end:until].lstrip()[:1].isalpha():
            return True
    else:
        gap = lower[place.previous : start]
        if gap.strip(" \n\t\r\f.,;:-()") and around.purpose.fullmatch(gap) is None:
            return False
    return any(each.match(lower, end, until) for each in (around.frequency_ahead, around.routed_moment_ahead))


def _is_combination(values: list[float], known: frozenset[float]) -> bool:
    """True for the "10/325" of "hydrocodone 10/325": a marketed strength, and one too high for the drug."""
    low, high = values
    return low in known and high > WIDEST_RANGE * low


def _is_score(written: str, values: list[float], behind: DosedDrug, market: Market) -> bool:
    """True for a pain score behind a drug, which its products never had; of an unknown one the numbers may be mg."""
    score = "/" in written and len(values) == 2 and values[0] <= values[1] == WORST_PAIN
    return score and market.unit(behind.ingredients, values) is not None


def _counts_units(lower: str, match: re.Match[str], values: list[float], until: int, around: Surroundings) -> bool:
    """True for small numbers that may count tablets: "1-2 tabs", "1-2 q6h", "1/2 tablet", but not "10/325 tabs"."""
    counted = around.counted_ahead.match(lower, match.end(), until) is not None
    return max(values) < MANY_UNITS and (counted or _often(lower, match.end(), until, around))


def _often(lower: str, at: int, until: int, around: Surroundings) -> bool:
    """True where a frequency or a route follows: "Soma 350 q8h", "Prilosec 20 po daily"."""
    return any(ahead.match(lower, at, until) for ahead in (around.frequency_ahead, around.route_ahead))


def _free(lower: str, start: int, at: int, behind: DosedDrug | None) -> bool:
    """False for a number inside of a name, a date or a vertebra: `L4-5`, `C5-6`, `2016-17`."""
    if at == start or (behind is not None and behind.end in (at, at - 1)):
        return True
    before = lower[at - 1]
    if before in "x\xd7" and (at < 2 or not lower[at - 2].isalnum()):
        return True
    if before in "-\u2013/":
        return at < 2 or not lower[at - 2].isalnum() or WITH.search(lower, max(start, at - 3), at) is not None
    return not (before.isalnum() or before in ".$_")


def _last_number(lower: str, end: int) -> int:
    start = end
    while start and (lower[start - 1].isdigit() or lower[start - 1] in ".,"):
        start -= 1
    return start


def _is_name(lower: str, at: int, behind: DosedDrug | None, grammar: SigGrammar) -> bool:
    """True for the number of `Tylenol #3`, which names the amount of codeine and counts nothing."""
    codeine = grammar.table["codeine"]
    if behind is None or codeine["drug"] not in behind.ingredients or lower[behind.end : at].strip():
        return False
    digits = grammar.digits.search(lower, at, at + 4)
    return digits is not None and digits.group() in codeine["numbers"]
