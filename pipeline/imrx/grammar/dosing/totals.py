"""What all opioids of a patient add up to a day in morphine, only where each of them is certain and computable."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from imrx.grammar.dosing.mme import Tier, summed
from imrx.grammar.dosing.numbers import whole
from imrx.grammar.dosing.products import UNCLEAR, amounts_of, ingredients_of
from imrx.grammar.dosing.taking import CURRENT
from imrx.labels import RATIONALE, SUMMARY

TOPICAL = "topical"
"""What the names of the classes of drugs for the skin begin with."""

Medication = Mapping[str, Any]
"""Of a medication of the record: `id`, `section`, `daily_mme`, the `ingredients` of its `drug`, its `strengths`."""


class Told(NamedTuple):
    """What is told of an opioid: whether it is taken, and what tells it from another product of its strength.

    `taken` is `current`, `past`, `guideline`, `screened`, `planned` or null; `product` as `products.told_apart` has it;
    `tiers` are the factors of an opioid whose factor rises with the dose, else there are none.
    """

    taken: str | None
    product: str | None = None
    tiers: tuple[Tier, ...] = ()

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Told":
        """What the value of a medication in the Doc says."""
        return cls(value.get("taken"), value.get("product"), tuple(Tier(*each) for each in value.get("tiers") or ()))


def daily_total(
    medications: Sequence[Medication], issues: Sequence[Mapping[str, Any]], told: Mapping[int, Told]
) -> dict[str, Any] | None:
    """The sum over the opioids that the patient takes now, each counted once; null where one is not certain.

    The patient takes what is in dispute and what the case summary gives as the current regimen; where a text has no
    sections, what it gives as the current regimen anywhere. The total is null where there is no such opioid, where one
    of them has no daily value, where two statements about one drug differ, and where the summary names another opioid
    without saying whether it is taken, or a rationale another one that is. A cream with an opioid is not swallowed.

    Args:
        medications: all of the letter.
        issues: the `medications` of each disputed item; a split title counts with its disputed part alone.
        told: of each opioid, by its id, what is told of it; another name of the drug in front of it
            ("Ultram (tramadol)") is not among them.
    """
    opioids = [item for item in medications if item["id"] in told and not _is_on_skin(item)]
    home = SUMMARY if any(item["section"] for item in medications) else None
    requested = [item for issue in issues for item in issue["medications"] if item["id"] in told]
    requested = [item for item in requested if not _is_on_skin(item)]
    summary = [item for item in opioids if item["section"] == home]
    listed = [item for item in summary if told[item["id"]].taken == CURRENT]
    counted = {ingredients_of(item["drug"]) for item in (*requested, *listed)}
    unsettled = [item for item in summary if told[item["id"]].taken is None]
    unsettled += [item for item in opioids if item["section"] == RATIONALE and told[item["id"]].taken == CURRENT]
    if not counted or any(all(not ingredients_of(item["drug"]) <= each for each in counted) for item in unsettled):
        return None
    counted_once: list[Medication] = []
    for opioid in sorted(counted, key=sorted):
        products = _products(
            [item for item in requested if ingredients_of(item["drug"]) == opioid],
            [item for item in listed if ingredients_of(item["drug"]) == opioid],
            told,
        )
        if products is None:
            return None
        counted_once += products
    return _sum(sorted(counted_once, key=lambda item: item["id"]), told)


def _is_on_skin(item: Medication) -> bool:
    """True for a cream that the tables know, of which no daily value is told: "TGHot"."""
    classes = item["drug"].get("classes", ())
    return item["daily_mme"] is None and any(name.startswith(TOPICAL) for name in classes)


def _products(
    requested: list[Medication], listed: list[Medication], told: Mapping[int, Told]
) -> list[Medication] | None:
    """One medication for each product of one opioid; null where the statements differ or none has a value."""
    strengths = [{amounts_of(item["strengths"]) for item in items} - {()} for items in (requested, listed)]
    if not (strengths[0] <= strengths[1] or strengths[1] <= strengths[0] or not strengths[0] or not strengths[1]):
        return None
    known = strengths[0] | strengths[1] or {()}
    found = []
    loose = [item for item in (*requested, *listed) if not amounts_of(item["strengths"])]
    for strength in sorted(known):
        same = [item for item in (*requested, *listed) if amounts_of(item["strengths"]) == strength]
        products = {told[item["id"]].product for item in same} - {None}
        if UNCLEAR in products:
            return None
        if len(products) > 1:
            loose += [item for item in same if told[item["id"]].product is None]
        for product in sorted(filter(None, products)) if len(products) > 1 else [None]:
            own = [item for item in same if product in (None, told[item["id"]].product)]
            computed = [item for item in own if item["daily_mme"] is not None]
            if len({_value(item) for item in computed}) != 1:
                return None
            found.append(computed[0])
    loose = [item for item in loose if item["daily_mme"] is not None]
    if any(all(_value(item) != _value(each) for each in found) for item in loose):
        return None
    return found


def _value(item: Medication) -> tuple[float, float | None] | None:
    mme = item["daily_mme"]
    return None if mme is None else (mme["value"], mme["value_high"])


def _sum(medications: Iterable[Medication], told: Mapping[int, Told]) -> dict[str, Any] | None:
    """The total; null where the doses of one opioid together are more than the table has a factor for."""
    ids: list[int] = []
    together: dict[tuple[frozenset[str], tuple[Tier, ...]], list[Any]] = {}
    for item in medications:
        ids.append(item["id"])
        together.setdefault((ingredients_of(item["drug"]), told[item["id"]].tiers), []).append(item["daily_mme"])
    low = high = 0.0
    for (_, tiers), values in together.items():
        ends = [mme["value"] for mme in values], [mme["value_high"] or mme["value"] for mme in values]
        sums = [summed(tiers, each) if tiers else sum(each) for each in ends]
        if sums[0] is None or sums[1] is None:
            return None
        low, high = low + sums[0], high + sums[1]
    return {
        "value": whole(round(low, 4)),
        "value_high": whole(round(high, 4)) if high > low else None,
        "table": values[0]["table"],
        "medications": ids,
    }
