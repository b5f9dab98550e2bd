"""What all opioids of a patient add up to a day in morphine, only where each of them is certain and computable."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imrx.grammar.dosing.numbers import whole
from imrx.grammar.dosing.taking import CURRENT
from imrx.labels import RATIONALE, SUMMARY

TOPICAL = "topical"
"""What the names of the classes of drugs for the skin begin with."""

Opioid = frozenset[str]

Medication = Mapping[str, Any]
"""Of a medication of the record: `id`, `section`, `daily_mme`, the `ingredients` of its `drug`, its `strengths`."""


def daily_total(
    medications: Sequence[Medication], issues: Sequence[Mapping[str, Any]], taken: Mapping[int, str | None]
) -> dict[str, Any] | None:
    """The sum over the opioids that the patient takes now, each counted once; null where one is not certain.

    The patient takes what is in dispute and what the case summary gives as the current regimen; where a text has no
    sections, what it gives as the current regimen anywhere. The total is null where there is no such opioid, where one
    of them has no daily value, where two statements about one drug differ, and where the summary names another opioid
    without saying whether it is taken, or a rationale another one that is. A cream with an opioid is not swallowed.

    Args:
        medications: all of the letter.
        issues: the `medications` of each disputed item; a split title counts with its disputed part alone.
        taken: id of an opioid -> `current`, `past`, `guideline`, `screened`, `planned` or null, as its sentence says;
            another name of the drug in front of it ("Ultram (tramadol)") is not among them.
    """
    opioids = [item for item in medications if item["id"] in taken and not _is_on_skin(item)]
    home = SUMMARY if any(item["section"] for item in medications) else None
    requested = [item for issue in issues for item in issue["medications"] if item["id"] in taken]
    requested = [item for item in requested if not _is_on_skin(item)]
    told = [item for item in opioids if item["section"] == home]
    listed = [item for item in told if taken[item["id"]] == CURRENT]
    counted = {_opioid(item) for item in (*requested, *listed)}
    unsettled = [item for item in told if taken[item["id"]] is None]
    unsettled += [item for item in opioids if item["section"] == RATIONALE and taken[item["id"]] == CURRENT]
    if not counted or any(all(not _opioid(item) <= each for each in counted) for item in unsettled):
        return None
    summed: list[Medication] = []
    for opioid in sorted(counted, key=sorted):
        products = _products(
            [item for item in requested if _opioid(item) == opioid],
            [item for item in listed if _opioid(item) == opioid],
        )
        if products is None:
            return None
        summed += products
    return _sum(sorted(summed, key=lambda item: item["id"]))


def _is_on_skin(item: Medication) -> bool:
    """True for a cream that the tables know, of which no daily value is told: "TGHot"."""
    classes = item["drug"].get("classes", ())
    return item["daily_mme"] is None and any(name.startswith(TOPICAL) for name in classes)


def _opioid(item: Medication) -> Opioid:
    return frozenset(each["name"] for each in item["drug"]["ingredients"])


def _strength(item: Medication) -> tuple[float, ...]:
    """What tells a product from others with the same ingredients."""
    return tuple(sorted({each["value"] for each in item["strengths"] if each["ingredient"] is not None}))


def _products(requested: list[Medication], listed: list[Medication]) -> list[Medication] | None:
    """One medication for each strength of one opioid; null where the statements differ or none has a value."""
    strengths = [{_strength(item) for item in items} - {()} for items in (requested, listed)]
    if not (strengths[0] <= strengths[1] or strengths[1] <= strengths[0] or not strengths[0] or not strengths[1]):
        return None
    known = strengths[0] | strengths[1] or {()}
    found = []
    for strength in sorted(known):
        same = [item for item in (*requested, *listed) if _strength(item) == strength]
        computed = [item for item in same if item["daily_mme"] is not None]
        if len({_value(item) for item in computed}) != 1:
            return None
        found.append(computed[0])
    loose = [item for item in (*requested, *listed) if not _strength(item) and item["daily_mme"] is not None]
    if any(all(_value(item) != _value(each) for each in found) for item in loose):
        return None
    return found


def _value(item: Medication) -> tuple[float, float | None] | None:
    mme = item["daily_mme"]
    return None if mme is None else (mme["value"], mme["value_high"])


def _sum(medications: Iterable[Medication]) -> dict[str, Any]:
    values: list[Any] = []
    ids: list[int] = []
    for item in medications:
        values.append(item["daily_mme"])
        ids.append(item["id"])
    low = sum(mme["value"] for mme in values)
    high = sum(mme["value_high"] or mme["value"] for mme in values)
    return {
        "value": whole(round(low, 4)),
        "value_high": whole(round(high, 4)) if high > low else None,
        "table": values[0]["table"],
        "medications": ids,
    }
