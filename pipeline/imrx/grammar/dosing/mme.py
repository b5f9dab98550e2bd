"""Daily morphine milligram equivalents: arithmetic over a table of published conversion factors.

A factor turns a daily dose by mouth (mg a day) or the rate of a patch (ug an hour) into mg of oral morphine a day.
The table is named and chosen, because the tables differ: hydromorphone is 4 in CDC 2016 and 5 in CDC 2022, methadone
is tiered by its daily dose in the one and 4.7 in the other. There is no factor for buprenorphine, a partial agonist.
What a table does not list is not computed.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from imrx.grammar.dosing.numbers import whole

ORAL = "oral"
TRANSDERMAL = "transdermal"

CDC2022_SINCE = "2022-11-04"
"""The day on which the CDC Clinical Practice Guideline 2022 was published."""


class Tier(NamedTuple):
    """A factor for doses above `above` up to and including `up_to` (mg/d or ug/h); null where there is no limit."""

    above: float
    up_to: float | None
    factor: float

    def has(self, dose: float) -> bool:
        """True for a dose of this tier."""
        return self.above < dose and (self.up_to is None or dose <= self.up_to)


class Mme(NamedTuple):
    """Milligrams of oral morphine a day, the higher value of a range or null, and the factor of the (lower) value.

    Where the factor rises with the dose, that of the higher value may be another one.
    """

    value: float
    value_high: float | None
    factor: float


class Factors:
    """The rows of `mme_factors.csv` for one table.

    Raises:
        ValueError: there is no table of that name.
    """

    def __init__(self, rows: list[dict[str, str]], table: str) -> None:
        tables = {row["table"] for row in rows}
        if table not in tables:
            raise ValueError(f"no conversion table {table!r}: there are {', '.join(sorted(tables))}")
        self.table = table
        self._tiers: dict[tuple[str, str], list[Tier]] = {}
        for row in rows:
            if row["table"] == table:
                tier = Tier(
                    float(row["above"] or 0), float(row["up_to"]) if row["up_to"] else None, float(row["factor"])
                )
                self._tiers.setdefault((row["ingredient"], row["route"]), []).append(tier)

    def has(self, ingredient: str, route: str) -> bool:
        """True where the table lists the ingredient by this route."""
        return (ingredient, route) in self._tiers

    def tiers(self, ingredient: str, route: str) -> list[Tier]:
        """The factors of an ingredient; more than one where it rises with the dose, none where none is listed."""
        return self._tiers.get((ingredient, route), [])

    def factor(self, ingredient: str, route: str, dose: float) -> float | None:
        """The factor for a daily dose in mg (oral) or a rate in ug/h (transdermal); null where none is listed."""
        return next((tier.factor for tier in self.tiers(ingredient, route) if tier.has(dose)), None)

    def convert(self, ingredient: str, route: str, low: float, high: float | None = None) -> Mme | None:
        """Morphine equivalents of a dose or of a range of doses; null where the table has no factor.

        Args:
            ingredient: base name, e.g. `hydrocodone`.
            route: `oral` or `transdermal`.
            low: mg a day, or ug an hour of a patch.
            high: the range's upper end, or null.
        """
        factor = self.factor(ingredient, route, low)
        if factor is None:
            return None
        value_high = None
        if high is not None and high > low:
            factor_high = self.factor(ingredient, route, high)
            if factor_high is None:
                return None
            value_high = whole(round(high * factor_high, 4))
        return Mme(whole(round(low * factor, 4)), value_high, factor)


def summed(tiers: Iterable[Tier], values: Iterable[float]) -> float | None:
    """Morphine equivalents of several doses of one ingredient, of which those of each are told.

    Where the factor rises with the dose, the doses are added first: 30 mg and 5 mg of methadone are 35 mg, times 8.
    """
    known = list(tiers)
    doses = [next((value / tier.factor for tier in known if tier.has(value / tier.factor)), None) for value in values]
    total = sum(dose or 0 for dose in doses)
    factor = next((tier.factor for tier in known if tier.has(total)), None)
    return None if factor is None or None in doses else total * factor


class Amounts(NamedTuple):
    """What a letter says about one opioid; null where it is silent.

    `strength` is mg of the opioid in one unit (mg/ml for a liquid), `dose` units (or ml) at a time, `dose_mg` mg at a
    time, `per_day` how often, `quantity` units supplied for `days`. Pairs are low and high.
    """

    strength: float | None
    dose: tuple[float, float | None] | None
    dose_mg: tuple[float, float | None] | None
    per_day: tuple[float, float | None] | None
    quantity: float | None
    days: float | None


def daily_dose(amounts: Amounts) -> tuple[float, float | None, list[str]] | None:
    """Milligrams of the opioid a day, low and high, and the facts it rests on; null where a fact is missing.

    Strength times dose times frequency (a dose that is not named is one unit), or a dose in mg times frequency; and
    without a frequency strength times quantity over days.
    """
    per_day = amounts.per_day
    if per_day is not None and amounts.dose_mg is not None:
        low, high = _times(amounts.dose_mg, per_day)
        return low, high, ["dose", "frequency"]
    if per_day is not None and amounts.strength is not None:
        low, high = _times(amounts.dose or (1, None), per_day)
        basis = ["strength", *(["dose"] if amounts.dose else []), "frequency"]
        return low * amounts.strength, None if high is None else high * amounts.strength, basis
    if amounts.strength is not None and amounts.quantity and amounts.days:
        return amounts.strength * amounts.quantity / amounts.days, None, ["strength", "quantity", "days_supply"]
    return None


def _times(first: tuple[float, float | None], second: tuple[float, float | None]) -> tuple[float, float | None]:
    low = first[0] * second[0]
    high = (first[1] or first[0]) * (second[1] or second[0])
    return low, high if high > low else None


def highest_passed(value: float, thresholds: list[float], reached: Collection[float] = ()) -> float | None:
    """The highest threshold (mg a day) that a value lies over, or null; of those `reached` at which it lies too."""
    passed = (each for each in thresholds if value > each or (value == each and each in reached))
    return max(passed, default=None)
