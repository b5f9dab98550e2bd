"""Which medications a title asks for, and which it only names beside what it asks for.

"Urine drug screen for Norco compliance"          -> none
"Norco 10/325 mg #60 (per ODG, Oxycodone)"        -> Norco
"Epidural steroid injection with Depo-Medrol"     -> Depo-Medrol, which is a part of it
"Follow-up visit for Norco 10/325 mg #60"         -> Norco, as whatever has a number of its own
"Follow-up visit and one month supply of Norco"   -> Norco, as every member of the title's list
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imrx.grammar.treating.items import CONSULTATION, EVALUATION, LABORATORY, MEDICATION, PSYCHOLOGY

NOTHING_GIVEN = frozenset({CONSULTATION, EVALUATION, LABORATORY, MEDICATION, PSYCHOLOGY, "other"})
"""Kinds of which no drug that stands behind them is a part."""

LISTED = 7
"""Within so many characters behind a drug that is not asked for, the next one is of the same list: "Norco and Soma"."""


NEW_MEMBER = re.compile(r"[,;&+]|/(?!\d)|\b(?:and|plus|with|addition)\b", re.IGNORECASE)
"""What begins a further member of a title's list, outside of brackets."""


def asked_for(text: str, drugs: Iterable[Mapping[str, Any]], treatments: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Those of the drugs of a title that are in dispute.

    Left out is a drug of which nothing but the name stands there, behind a treatment that it is no part of and in the
    same member of the title's list, and what is listed with it.

    Args:
        text: the letter.
        drugs: the medications of the record whose names stand in the title.
        treatments: what the title asks for, by offsets; an unknown one tells nothing.
    """
    found = []
    until = -LISTED
    for drug in drugs:
        name = drug["drug"]
        if _is_told(drug) or not (name["start"] - until < LISTED or _stands_behind(text, name, treatments)):
            found.append(drug)
        else:
            until = name["end"]
    return found


def _is_told(drug: Mapping[str, Any]) -> bool:
    """True for a drug of which the title says how much or how often."""
    return any(drug[name] for name in ("strengths", "dose", "form", "route", "frequency", "quantity", "refills"))


def _stands_behind(text: str, name: Mapping[str, Any], treatments: Sequence[Mapping[str, Any]]) -> bool:
    """True for a name behind a treatment, and in none, that no mark of a list parts from it."""
    start, end = name["start"], name["end"]
    if any(each["start"] < end and start < each["end"] for each in treatments):
        return False
    last = max((each for each in treatments if each["end"] <= start), key=lambda each: each["end"], default=None)
    if last is None or last["kind"] not in NOTHING_GIVEN or last["rule"] == "treatment:unknown":
        return False
    member, *bracket = text[last["end"] : start].split("(", 1)
    return NEW_MEMBER.search(member) is None and (not bracket or ")" not in bracket[0])
