"""Amounts that are not what is taken: what a dose may not pass, changes by, or adds up to.

the maximum dose of X is 300 mg a day    a ceiling, which nobody need take
taper X by 10 mg every week              a step
every 4 hours, up to 6 a day             the most of a day, behind how often it is
tid (3 per day)                          what three times a day add up to
tid (6 per day)                          the same, but of more at a time: how often is not told
up to 4 per day, 1 tablet every 6 hours  the most of a day, in front of its regimen
"""

from bisect import bisect_right
from itertools import islice
from operator import attrgetter

from imrx.grammar.dosing.sentence_parts import COUNTED, DosedDrug, drugs_before, of_drug
from imrx.grammar.dosing.surroundings import LEAD_REACH, Surroundings
from imrx.labels import DOSAGE, FORM, FREQUENCY, ROUTE, STRENGTH
from imrx.match import Match

CEILING_REACH = 60
"""How many characters in front of a drug what calls its dose a ceiling is looked for in."""


def is_step(lower: str, match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for what a dose changes by, but not for the drug that eases: "her pain is reduced by 10 mg of oxycodone"."""
    step = around.step(lower, match.start)
    if step is None:
        return False
    own = any(drug.start >= match.end and lower[match.end : drug.start].strip() in ("", "of") for drug in drugs)
    if not own or not around.may_ease(lower, step.start()):
        return True
    return any(around.clause(lower, step.start()) <= drug.start < match.start for drug in drugs)


def is_ceiling(lower: str, match: Match, before: int, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True where an amount is what a dose may not pass: "the maximum daily dose of tramadol (Ultram) is 400 mg".

    Only a verb or bracket stands between the amount and its drug, or what the letter says of the drug up to `before`.
    "He is on the maximum dose of ibuprofen (800 mg TID)" says what is taken: a word for the patient governs it.
    """
    index = bisect_right(drugs, match.start, key=attrgetter("end")) - 1
    if index < 0:
        return False
    joint = around.ceiling_joint.match(lower, max(drugs[index].end, before))
    if joint is None or joint.end() != match.start:
        return False
    while index and lower[drugs[index - 1].end : drugs[index].start].endswith("("):
        index -= 1
    start = drugs[index].start
    ceiling = around.ceiling.search(lower, max(0, start - CEILING_REACH), start)
    return ceiling is not None and not around.is_of_patient(lower, ceiling.start())


def is_maximum(lower: str, match: Match, before: list[Match], drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for the most that may be taken a day behind how often it is: "every 4 hours, up to 6 a day".

    Alone it is what is taken: "Norco up to 6 a day". A number of tablets a day behind how many times a day adds them
    up, and needs no such word: "tid (3 per day)", "every 4-6 hours, 5 a day", but not "2 tablets a day | of Ambien".
    """
    if match.label not in (DOSAGE, STRENGTH) or around.period_ahead.match(lower, match.end) is None:
        return False
    told = [
        each.value["per_day_high"] or each.value["per_day"]
        for each in of_drug(match, before, drugs)
        if each.label == FREQUENCY and each.value["per_day"] is not None
    ]
    if around.maximum_behind.search(lower, max(0, match.start - LEAD_REACH), match.start) is not None:
        return bool(told)
    if match.label != DOSAGE or match.value["unit"] not in COUNTED or not any(often > 1 for often in told):
        return False
    return not is_led(lower, match, drugs, around)


def is_led(lower: str, match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for a number a day in front of the drug that it is of: "2 tablets a day | of Ambien"."""
    period = around.period_ahead.match(lower, match.end)
    place = drugs_before(drugs, match)
    end = match.end if period is None else period.end()
    return any(lower[end : drug.start].strip() in ("", "of") for drug in drugs[place : place + 1])


def unless_exceeded(match: Match, before: list[Match], drugs: list[DosedDrug]) -> list[Match]:
    """The matches, with no times a day where more a day are told, and no dose of how many each: "tid (6 per day)"."""
    own = list(of_drug(match, before, drugs))
    if match.label != DOSAGE or match.value["unit"] not in COUNTED or any(each.label == DOSAGE for each in own):
        return before
    kept = before[: len(before) - len(own)]
    for each in reversed(own):
        value = each.value
        if each.label == FREQUENCY and (value["per_day_high"] or value["per_day"] or 0) < match.value["value"]:
            kept.append(each._replace(value={**value, "per_day": None, "per_day_high": None}))
        else:
            kept.append(each)
    return kept


def is_bound(lower: str, index: int, found: list[Match], drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for the most of a day in front of the regimen that it bounds: "up to 4 per day, 1 tablet every 6 hours".

    A regimen that comes to less is another dose of the day: "up to 3 per day, 2 tablets at bedtime".
    """
    match = found[index]
    period = around.period_ahead.match(lower, match.end) if match.label == DOSAGE else None
    if period is None or not around.maximum_behind.search(lower, max(0, match.start - LEAD_REACH), match.start):
        return False
    place = drugs_before(drugs, match)
    behind = [
        each
        for each in islice(found, index + 1, None)
        if each.start >= period.end() and each.label not in (FORM, ROUTE) and drugs_before(drugs, each) == place
    ]
    if len(behind) < 2 or behind[0].label != DOSAGE or behind[1].label != FREQUENCY:
        return False
    dose, often = behind[0].value, behind[1].value
    joint = lower[period.end() : behind[0].start].strip(" \n,;:()")
    if joint not in ("", *around.table["dose_verbs"]) or dose["unit"] not in COUNTED or often["per_day"] is None:
        return False
    most = (dose["value_high"] or dose["value"]) * (often["per_day_high"] or often["per_day"])
    return bool(most >= (match.value["value_high"] or match.value["value"]))
