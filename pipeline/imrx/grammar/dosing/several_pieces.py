"""What is told in several pieces, as one attribute.

30 mg at noon and 30 mg at night         one strength, twice a day
1 tab up to 5 per day                    one tablet, five times a day
every 6 hours by mouth as needed         one frequency
"""

from itertools import islice

from imrx.grammar.dosing.numbers import whole
from imrx.grammar.dosing.sentence_parts import COUNTED, DosedDrug, drugs_before, pieces_between
from imrx.grammar.dosing.surroundings import Surroundings
from imrx.labels import DOSAGE, FORM, FREQUENCY, ROUTE, STRENGTH
from imrx.match import Match

JOINED = ("and", "plus", "&")
"""What joins a further dose of a day."""


def once_more(lower: str, found: list[Match], around: Surroundings) -> list[Match]:
    """The matches with one frequency where an amount is repeated: "30 mg in the morning and 30 mg at night"."""
    kept: list[Match] = []
    for match in found:
        if match.label == FREQUENCY and len(kept) > 2 and around.values.of_day.fullmatch(lower, match.start, match.end):
            often, again = kept[-2:]
            first = next((each for each in islice(reversed(kept), 2, None) if each.label not in (FORM, ROUTE)), again)
            if (
                again.label == first.label == STRENGTH
                and first is not again
                and first.value == again.value
                and often.label == FREQUENCY
                and often.value["per_day"] is not None
                and often.value["per_day_high"] is None
                and lower[often.end : again.start].strip(" \n\t\r\f,") in ("", *JOINED)
                and not lower[again.end : match.start].strip()
            ):
                per_day = whole(round(often.value["per_day"] + match.value["per_day"], 4))
                kept[-2:] = [often._replace(end=match.end, value={**often.value, "per_day": per_day})]
                continue
        kept.append(match)
    return kept


def one_each(lower: str, found: list[Match], around: Surroundings) -> list[Match]:
    """The matches with one frequency where a dose of one is followed by how many a day: "1 tab up to 5 per day"."""
    kept: list[Match] = []
    for match in found:
        number = _number_of_ones(lower, kept, match, around) if match.label == FREQUENCY else None
        if number is None:
            kept.append(match)
            continue
        low, high = kept[number].value["value"], kept[number].value["value_high"]
        value = {**match.value, "per_day": low, "per_day_high": high}
        kept[number:] = [match._replace(start=kept[number].start, value=value)]
    return kept


def as_needed(lower: str, found: list[Match], drugs: list[DosedDrug], around: Surroundings) -> list[Match]:
    """The matches with one frequency where "as needed" stands apart: "every 6 hours | by mouth | as needed".

    What is taken as needed besides may be any number: "before bed | and | as needed".
    """
    kept: list[Match] = []
    for match in found:
        often = next((index for index in reversed(range(len(kept))) if kept[index].label != ROUTE), None)
        if often is not None and _is_need_of(lower, kept[often:], match, drugs, around):
            value = {**kept[often].value, "as_needed": True}
            if lower[kept[often].end : match.start].strip() in JOINED:
                value = {"per_day": None, "per_day_high": None, "as_needed": True}
            kept[often] = kept[often]._replace(end=match.end, value=value)
        else:
            kept.append(match)
    return kept


def _is_need_of(lower: str, before: list[Match], match: Match, drugs: list[DosedDrug], around: Surroundings) -> bool:
    """True for an "as needed" that belongs to the first of the matches before it; the others are routes.

    With what it is for, or an "and", it belongs to a drug right behind it: "tid, for pain as needed | Norco"; with an
    "and" another clause may begin, "tid and | as needed | takes Soma".
    """
    often = before[0]
    if not often.label == match.label == FREQUENCY or match.value["per_day"] is not None:
        return False
    if (
        often.value["per_day"] is None
        or often.value["as_needed"]
        or drugs_before(drugs, often) != drugs_before(drugs, match)
    ):
        return False
    pieces = pieces_between(lower, before, often.end, match.start)
    joined = len(pieces) == 1 and pieces[0].strip() in JOINED
    if not joined and not all(around.before_needed.fullmatch(piece) for piece in pieces):
        return False
    if joined and around.closed.match(lower, match.end) is None:
        return False
    following = next((drug.start for drug in drugs if drug.start >= match.end), None)
    is_next = following is not None and not lower[match.end : following].strip()
    return not (is_next and (joined or any(around.purposes.search(piece) for piece in pieces)))


def _number_of_ones(lower: str, before: list[Match], often: Match, around: Surroundings) -> int | None:
    """Where the number of a day stands that `often` belongs to, behind a dose of one; null where there is none."""
    number = next((index for index in reversed(range(len(before))) if before[index].label != FORM), 0)
    dose = next((each for each in reversed(before[:number]) if each.label not in (FORM, ROUTE)), None)
    if dose is None or not dose.label == before[number].label == DOSAGE:
        return None
    units = {dose.value["unit"], before[number].value["unit"]}
    if (dose.value["value"], dose.value["value_high"]) != (1, None) or not units <= COUNTED:
        return None
    if lower[before[number].end : often.start].strip() or not around.period_ahead.match(lower, before[number].end):
        return None
    joint = lower[before[number - 1].end : before[number].start].replace(",", " ").replace("(", " ").split()
    return number if " ".join(joint) in ("", *around.table["maximum"]) else None
