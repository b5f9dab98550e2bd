"""What was on the market: strengths of single ingredients, and of combinations in the order of their ingredients.

hydrocodone, acetaminophen 325/10    10 is the hydrocodone's: 10/325 was sold, 325/10 was not
fluticasone, salmeterol 250/50       micrograms, though the letter gives no unit
buprenorphine, naloxone 3/7          no such product, in neither order: whose each number is stays open
Medrox 0.0375%/5%/20%                capsaicin, menthol, methyl salicylate: no brand tells an order, its label does
"""

from collections.abc import Iterable, Iterator
from itertools import permutations

MOST_ORDERED = 4
"""Of more ingredients than these only the given order is asked: seven would have 5,040."""

PERCENT = "%"
"""The unit of creams: they are compounded in any strength, so that none is known not to have been sold."""

PLACES = 4
"""Decimal places to which concentrations are given: 10 mg in 15 ml are 0.6667 mg/ml."""

Amounts = tuple[tuple[float, str | None], ...]
"""Value and unit of each number of a strength."""


class Market:
    """The rows of `strengths.csv`; a row whose ingredient is `a/b` lists the strengths of a combination as `1/2`."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.single: dict[tuple[str | None, str | None], frozenset[float]] = {}
        self.products: dict[frozenset[str], list[tuple[tuple[str, ...], str, set[tuple[float, ...]]]]] = {}
        for row in rows:
            names = tuple(row["ingredient"].split("/"))
            strengths = [tuple(map(float, strength.split("/"))) for strength in row["strengths"].split(";")]
            if len(names) == 1:
                self.single[names[0], row["unit"]] = frozenset(value for (value,) in strengths)
            else:
                self.products.setdefault(frozenset(names), []).append((names, row["unit"], set(strengths)))

    def milligrams(self, names: Iterable[str]) -> frozenset[float]:
        """All strengths in mg of some ingredients."""
        return frozenset[float]().union(*(self.single.get((name, "mg"), frozenset()) for name in names))

    def sold_in(self, names: tuple[str, ...], values: list[float]) -> str | None:
        """The one unit in which a product of these ingredients was sold in these amounts, in whatever order."""
        units = {unit for _, unit, sold in self._of(names) if any(each in sold for each in permutations(values))}
        if len(values) == 1:
            units |= self.units(names, values[0])
        return units.pop() if len(units) == 1 else None

    def units(self, names: tuple[str, ...], value: float) -> set[str]:
        """The units in which an ingredient was sold in this amount."""
        return {unit for (name, unit), sold in self.single.items() if unit and name in names and value in sold}

    def is_known(self, names: tuple[str, ...]) -> bool:
        """True where the table has strengths of one of some ingredients, in whatever unit."""
        return any(name in names for name, _ in self.single)

    def unit(self, names: tuple[str, ...], values: list[float]) -> str | None:
        """The unit that a strength without one was sold in; null where the product is not known.

        `Norco 10/325` is in mg, `Advair 250/50` in micrograms. Milligrams are also the unit of what is known in no
        other: "Norco 12/325" is a slip, but of a product in mg.
        """
        units = {unit for _, unit, _ in self._of(names)} | {unit for name, unit in self.single if name in names}
        return self.sold_in(names, values) or ("mg" if "mg" in units else None)

    def assigned(self, names: tuple[str, ...], amounts: Amounts, *, branded: bool = False) -> tuple[str, ...] | None:
        """Whose each number of a combination's strength is; null where no order of the ingredients was sold.

        Args:
            names: the ingredients in the order in which the letter names them, else in the usual order of the product;
                it is kept where the market has nothing against it.
            amounts: as many numbers as ingredients.
            branded: true where the letter has only a brand, which tells no order of the percentages of its cream.
        """
        orders = self._orders(names)
        sold = [order for order in orders if self._is_sold(order, amounts)]
        if sold:
            return sold[0]
        if branded and all(unit == PERCENT for _, unit in amounts):
            return None
        if self._is_possible(names, amounts):
            return names
        if frozenset(names) in self.products:
            return None  # what was sold is known, and this was not
        possible = [order for order in orders if self._is_possible(order, amounts)]
        return possible[0] if len(possible) == 1 else None

    def is_sold(self, names: tuple[str, ...], amounts: Amounts) -> bool | None:
        """True for a combination that was sold, in whatever order, false for one that was not.

        Null where the table does not tell: it has no strengths of these ingredients in this unit, or a concentration,
        which labels give by 5 or 15 ml and round, or a percentage.
        """
        if any(self._is_sold(order, amounts) for order in self._orders(names)):
            return True
        units = {unit for _, unit in amounts}
        listed = any(units == {unit} and unit != PERCENT and "/" not in unit for _, unit, _ in self._of(names))
        return False if listed else None

    def _orders(self, names: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The given order of ingredients first, then the others, where there are few."""
        others = permutations(names) if len(names) <= MOST_ORDERED else ()
        return [names, *(order for order in others if order != names)]

    def _of(self, names: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str, set[tuple[float, ...]]]]:
        yield from self.products.get(frozenset(names), ())

    def _is_sold(self, order: tuple[str, ...], amounts: Amounts) -> bool:
        """True for a product of these strengths."""
        values = {name: round(value, PLACES) for name, (value, _) in zip(order, amounts, strict=True)}
        units = {unit for _, unit in amounts}
        return any(
            units == {unit} and tuple(values[name] for name in names) in sold for names, unit, sold in self._of(order)
        )

    def _is_possible(self, order: tuple[str, ...], amounts: Amounts) -> bool:
        """True where no ingredient has an amount in which it was not sold."""
        return all(
            (name, unit) not in self.single or round(value, PLACES) in self.single[name, unit]
            for name, (value, unit) in zip(order, amounts, strict=True)
        )
