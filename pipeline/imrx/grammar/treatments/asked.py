"""Which medications a title only names beside what it asks for.

"Urine drug screen for Norco compliance"          -> Norco
"Norco 10/325 mg #60 (per ODG, Oxycodone)"        -> Oxycodone
"Epidural steroid injection with Depo-Medrol"     -> none: Depo-Medrol is a part of it
"Follow-up visit for Norco 10/325 mg #60"         -> none: whatever has a number of its own is asked for
"Follow-up visit and one month supply of Norco"   -> none: so is every member of the title's list
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from imrx.grammar.treatments.items import CONSULTATION, EVALUATION, LABORATORY, MEDICATION, PSYCHOLOGY

NOTHING_GIVEN = frozenset({CONSULTATION, EVALUATION, LABORATORY, MEDICATION, PSYCHOLOGY, "other"})
"""Kinds of which no drug that stands behind them is a part."""

LISTED = 7
"""Within so many characters behind a drug that is not asked for, the next one is of the same list: "Norco and Soma"."""


class TitleDrug(NamedTuple):
    """A drug of a title: half-open character offsets of its name, and whether the title says how much or how often."""

    start: int
    end: int
    told: bool


def only_named(
    text: str, drugs: Sequence[TitleDrug], treatments: Sequence[dict[str, Any]], new_member: re.Pattern[str]
) -> list[TitleDrug]:
    """Those of the drugs of a title that it does not ask for.

    These are the drugs of which nothing but the name stands there, behind a treatment that they are no part of and in
    the same member of the title's list, and what is listed with them.

    Args:
        text: the letter.
        drugs: what is named in the title, in order, second names left out.
        treatments: what the title asks for, by offsets; an unknown one, which has no rule, tells nothing.
        new_member: what begins a further member of a title's list, outside of brackets.
    """
    found: list[TitleDrug] = []
    for drug in drugs:
        listed = bool(found) and drug.start - found[-1].end < LISTED
        if not drug.told and (listed or _stands_behind(text, drug, treatments, new_member)):
            found.append(drug)
    return found


def _stands_behind(
    text: str, drug: TitleDrug, treatments: Sequence[dict[str, Any]], new_member: re.Pattern[str]
) -> bool:
    """True for a name behind a treatment, and in none, that no mark of a list parts from it."""
    if any(each["start"] < drug.end and drug.start < each["end"] for each in treatments):
        return False
    last = max((each for each in treatments if each["end"] <= drug.start), key=lambda each: each["end"], default=None)
    if last is None or last["kind"] not in NOTHING_GIVEN or not last["rule"]:
        return False
    member, *bracket = text[last["end"] : drug.start].split("(", 1)
    return new_member.search(member) is None and (not bracket or ")" not in bracket[0])
