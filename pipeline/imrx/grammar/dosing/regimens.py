"""What a medication's attributes say together: strengths by ingredient, days of supply, morphine a day.

A value is computed only from what the letter says of this medication; what is missing stays null.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.deciding import MASS, is_range
from imrx.grammar.dosing.market import PLACES, Market
from imrx.grammar.dosing.mme import ORAL, TRANSDERMAL, Amounts, Factors, daily_dose
from imrx.grammar.dosing.numbers import Numbers, whole
from imrx.grammar.dosing.per_day import per_day
from imrx.grammar.dosing.sentence_parts import COUNTED, Attribute
from imrx.grammar.dosing.taking import GUIDELINE
from imrx.grammar.expressions import expression
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, ROUTE, STRENGTH

TOGETHER = re.compile(r"\s*(?:\+|&|and\b)\s*", re.IGNORECASE)
"""What joins two strengths of one drug."""

IN_MONTHS = re.compile(r"\bmo", re.IGNORECASE)
"""A duration that is written in months, whatever they are called: "x 3 mo"."""

MONTH = 31
"""Days; a quantity that stands with more months than one is a month's."""

RAREST = 0.15
"""Times a day: what is named for a week or a month at a time is how often an opioid is dispensed, not taken."""

PUMP_REACH = 100
"""How many characters in front of a drug the pump that delivers it is looked for in."""


@dataclass
class Medication:
    """A drug mention in the making: its attributes, its compound's number, its place in a shared list.

    `named` are the ingredients in the order of another name, "Norco (acetaminophen/hydrocodone)"; `beside` has those
    of another name beside a strength, by the strength's start: "Terocin (menthol 10%)". `uneven` is true where a second
    frequency stands with it, so that one dose times one frequency is not the day.
    """

    attributes: list[Attribute] = field(default_factory=list)
    compound: int | None = None
    synonym_of: list[int] | None = None
    named: tuple[str, ...] | None = None
    beside: dict[int, tuple[str, ...]] = field(default_factory=dict)
    share: int | None = None
    uneven: bool = False

    def of(self, label: str) -> list[Attribute]:
        """The attributes with a label."""
        return [attribute for attribute in self.attributes if attribute.label == label]

    def first(self, label: str) -> Any:
        """The value of the first attribute with a label, or null."""
        return next((attribute.value for attribute in self.attributes if attribute.label == label), None)

    def counts(self) -> list[float]:
        """The different numbers of single doses supplied: "#90, Qty 90" says one number twice."""
        return sorted({each.value["value"] for each in self.of(QUANTITY) if each.value["unit"] in COUNTED})


class Regimens:
    """Reads regimens with the words of `patterns/sig.json` and the strengths that were on the market."""

    def __init__(self, table: dict[str, Any], market: Market) -> None:
        self.plan = expression(rf"\b{any_literal(table['plan_words'])}\b", re.IGNORECASE)
        self.supply = expression(rf"\b{any_literal(table['supply_words'])}\b", re.IGNORECASE)
        self.number = expression(r"(?:#|\bno\.?|\b)\s*(\d)$", re.IGNORECASE)
        self.numbers = Numbers(table["numbers"])
        forms = any_literal([word for words in table["forms"].values() for word in words])
        unit = rf"\s*(?:{forms}\s*|(?P<mg>{any_literal(table['units']['mg'])})\s*)?"
        daily = rf"(?P<daily>{any_literal(table['daily_maximum'])}\s*(?:of|is)?)"
        self.maximum = expression(
            rf"(?:[\s,;(]+(?:for\s+)?[a-z]+){{0,3}}[\s,;.([/\u2013-]*\b(?:{daily}|{any_literal(table['maximum'])})\s*:?\s*"
            rf"(?P<n>{self.numbers.pattern}){unit}(?(daily)|{per_day(table)})",
            re.IGNORECASE,
        )
        self.codeine: str = table["codeine"]["drug"]
        self.codeine_mg: dict[str, float] = table["codeine"]["numbers"]
        self.not_by_mouth = frozenset(table["not_by_mouth"])
        self.per_day = expression(per_day(table), re.IGNORECASE)
        pump, others = rf"{any_literal(table['pumps'])}\b", any_literal(table["pump_not_verbs"])
        self.pump_before = expression(
            rf"\b{pump}(?:\s*\b[a-z]+\b){{0,2}}?\s*(?:[:(-]|\b{any_literal(table['pump_verbs'])}\b)"
            rf"(?:(?!\b{others}\b)[^.;]|\.(?=\d))*$",
            re.IGNORECASE,
        )
        self.pump_behind = expression(
            rf"[\s,(]*(?:{pump}|(?:{any_literal(table['pump_given'])}\s+)*{any_literal(table['pump_by'])}\s+"
            rf"(?:[a-z-]+\s+){{0,3}}?{pump})",
            re.IGNORECASE,
        )
        self.injected = frozenset(table["injected"])
        self.not_swallowed = frozenset(table["not_swallowed"])
        self.patch: dict[str, Any] = table["transdermal"]
        self.measured = frozenset(table["measured_forms"])
        self.market = market

    def value(
        self,
        text: str,
        place: tuple[int, int],
        drug: dict[str, Any],
        medication: Medication,
        taken: str | None,
        factors: Factors,
        following: int,
    ) -> dict[str, Any]:
        """`span._.medication` of one DRUG; `following` is where the next one starts, or the letter ends."""
        strengths: list[dict[str, Any]] = []
        supply = mme = None
        if medication.attributes:
            strengths = self.strengths(drug, medication)
            supply = self.days_supply(text, place, medication)
            if drug["opioid"] and medication.synonym_of is None and taken != GUIDELINE:
                mme = self.daily_mme(text, place, drug, medication, strengths, supply, factors, following)
        return {
            "strengths": strengths,
            "compound": medication.compound,
            "synonym_of": medication.synonym_of,
            "taken": taken,
            "product": None,
            "days_supply": supply,
            "daily_mme": mme,
            "tiers": None if mme is None else self._tiers(drug, factors),
        }

    def strengths(self, drug: dict[str, Any], medication: Medication) -> list[dict[str, Any]]:
        """Each value of each strength, with its ingredient where the letter's order and the market settle it.

        What only says again how much of an ingredient there is counts once: "10/325 mg (hydrocodone 10 mg/...)".
        """
        names = tuple(each["name"] for each in drug["ingredients"])
        branded = drug["brand"] is not None
        if medication.named is not None and set(medication.named) == set(names):
            names, branded = medication.named, False
        found: list[dict[str, Any]] = []
        for attribute in medication.of(STRENGTH):
            values = attribute.value
            if medication.share is not None and len(values) > medication.share and len(values) > len(names):
                values = [values[medication.share]]
            beside = medication.beside.get(attribute.start, ())
            alone = len(beside) == 1 and beside[0] in names
            owners = beside if alone else self._owners(names, values, branded)
            amounts = [{**value, "ingredient": owner} for value, owner in zip(values, owners, strict=True)]
            again = all(any(amount.items() <= each.items() for each in found) for amount in amounts)
            if not (beside and again):
                found += [{"start": attribute.start, "end": attribute.end, **amount} for amount in amounts]
        return found

    def _owners(self, names: tuple[str, ...], values: list[dict[str, Any]], branded: bool) -> Iterable[str | None]:
        """The ingredient of each number of one strength, or null."""
        if len(values) == 1 == len(names):
            return names
        if len(values) == len(names):
            amounts = tuple((value["value"], value["unit"]) for value in values)
            return self.market.assigned(names, amounts, branded=branded) or [None] * len(values)
        if len(values) == 1 or len(names) == 1:
            return [self._only(names, value) for value in values]
        return [None] * len(values)

    def _only(self, names: tuple[str, ...], value: dict[str, Any]) -> str | None:
        """The ingredient of a single number on a combination ("Norco 10 mg"): the one that was marketed in it."""
        known = [name for name in names if value["value"] in self.market.single.get((name, value["unit"]), ())]
        return known[0] if len(known) == 1 else None

    def days_supply(self, text: str, place: tuple[int, int], medication: Medication) -> dict[str, Any] | None:
        """Days that the quantity is meant for: stated, or quantity over dose and frequency.

        A duration is a supply where the letter calls it one, or where it stands right behind the quantity; never the
        length of a certification or of a weaning plan.
        """
        quantities = medication.of(QUANTITY)
        for duration in medication.of(DURATION):
            around = text[max(0, place[0] - 80) : duration.end + 40]
            called = self.supply.search(text, duration.start, duration.end) is not None
            behind = any(
                not re.sub(r"[\s,(]+", "", text[q.end : duration.start]) for q in quantities if q.end <= duration.start
            )
            if called or (behind and not self.plan.search(around) and not self._is_repeat(text, duration)):
                return {"value": duration.value["days"], "basis": "stated"}
        counts = medication.counts()
        dose, frequency = medication.first(DOSAGE), medication.first(FREQUENCY)
        if (
            len(counts) == 1
            and not self._is_measured(medication)
            and frequency
            and frequency["per_day"]
            and not frequency["as_needed"]
            and frequency["per_day_high"] is None
            and not medication.uneven
            and not self._are_worn_together(text, medication)
        ):
            units = 1 if dose is None else dose["value"]
            if units and (dose is None or (dose["unit"] in COUNTED and dose["value_high"] is None)):
                days = counts[0] / (units * frequency["per_day"])
                if days < 1:
                    return None  # nobody's supply; of what has no form, a tube: "Lidopro #1 TID"
                nearest = round(days)  # a frequency is rounded to four places: once a week is 0.1429
                days = nearest if abs(days - nearest) < days / 1000 else round(days, 2)
                return {"value": whole(days), "basis": "computed"}
        return None

    def _is_measured(self, medication: Medication) -> bool:
        """True for what is used by amount, so that a number counts tubes or bottles: "Voltaren gel #3 QID"."""
        forms = {form.value["name"] for form in medication.of(FORM)}
        amounts = any(each.value["unit"] in MASS for each in medication.of(QUANTITY))
        return forms.isdisjoint(COUNTED) and (amounts or not forms.isdisjoint(self.measured))

    @staticmethod
    def _are_worn_together(text: str, medication: Medication) -> bool:
        """True for two strengths that are taken together, which share the quantity: "75 mcg/hr + 25 mcg/hr"."""
        strengths = medication.of(STRENGTH)
        return any(
            TOGETHER.fullmatch(text, first.end, second.start) is not None
            for first, second in pairwise(strengths)
            if len(first.value) == len(second.value) == 1 and first.value != second.value
        )

    @staticmethod
    def _is_repeat(text: str, duration: Attribute) -> bool:
        """True for the months of `#90 x 3 months`, which are fills of a month and not what one fill lasts."""
        return duration.value["days"] > MONTH and IN_MONTHS.search(text, duration.start, duration.end) is not None

    def daily_mme(
        self,
        text: str,
        place: tuple[int, int],
        drug: dict[str, Any],
        medication: Medication,
        strengths: list[dict[str, Any]],
        supply: dict[str, Any] | None,
        factors: Factors,
        following: int,
    ) -> dict[str, Any] | None:
        """Morphine a day from this medication, or null where a fact is missing or the table has no factor for it."""
        name = text[slice(*place)]
        ingredients = [each["name"] for each in drug["ingredients"]]
        patch = self._patch(name, ingredients, medication, strengths)
        if patch is not None:
            rate, basis = patch
            mme = factors.convert(ingredients[0], TRANSDERMAL, rate)
            return None if mme is None else {**mme._asdict(), "table": factors.table, "basis": basis}
        opioids = [each for each in ingredients if factors.has(each, ORAL)]
        if len(opioids) != 1 or not self._swallowed(medication) or self._is_pumped(text, place, medication):
            return None
        amounts = None if medication.uneven else self._amounts(name, opioids[0], medication, strengths, supply)
        if amounts is None:
            return None
        daily = daily_dose(amounts)
        most, counted = self._stated_maximum(text, medication, following, amounts.strength)
        if daily is None and most is not None and counted and (medication.first(FREQUENCY) or {}).get("as_needed"):
            daily = most, None, ["strength", "maximum"]
        if daily is None:
            return None
        low, high, basis = daily
        if most is not None and (high or low) > most:
            low, high, basis = min(low, most), most if low < most else None, [*basis, "maximum"]
        mme = factors.convert(opioids[0], ORAL, low, high)
        return None if mme is None else {**mme._asdict(), "table": factors.table, "basis": basis}

    def _tiers(self, drug: dict[str, Any], factors: Factors) -> list[list[float | None]] | None:
        """The factors of an opioid whose factor rises with the dose, else null."""
        tiers = [each for name in drug["ingredients"] for each in factors.tiers(name["name"], ORAL)]
        return [list(tier) for tier in tiers] if len(tiers) > 1 else None

    def _patch(
        self, name: str, ingredients: list[str], medication: Medication, strengths: list[dict[str, Any]]
    ) -> tuple[float, list[str]] | None:
        """The rate of a patch in ug/h: as written, or micrograms of what is a patch by its name or form."""
        if ingredients != [self.patch["ingredient"]]:
            return None
        is_patch = self._is_patch(name, medication)
        units = {"ug/h"} | ({"ug"} if is_patch else set())
        rates = [each["value"] for each in strengths if each["unit"] in units]
        dose = medication.first(DOSAGE)
        if not rates and is_patch and dose is not None and dose["unit"] == "ug" and dose["value_high"] is None:
            return dose["value"], ["dose"]
        if len(rates) != 1:
            return None
        if dose is not None and dose["unit"] in (None, self.patch["form"]) and dose["value_high"] is None:
            return rates[0] * dose["value"], ["strength", "dose"]
        return rates[0], ["strength"]

    def _is_patch(self, name: str, medication: Medication) -> bool:
        """True for a patch by its name or form, or by how seldom it is changed: "fentanyl 50 mcg every 72 hours".

        That tells nothing of a brand, most of which are no patches, or of what has a form or another route.
        """
        forms = [form.value["name"] for form in medication.of(FORM)]
        often = (medication.first(FREQUENCY) or {}).get("per_day") or 1
        route = medication.first(ROUTE) or {"name": TRANSDERMAL}
        plain = not forms and route["name"] == TRANSDERMAL and name.lower() == self.patch["ingredient"]
        return name.lower() in self.patch["names"] or self.patch["form"] in forms or (plain and RAREST <= often < 1)

    def _swallowed(self, medication: Medication) -> bool:
        route, forms = medication.first(ROUTE), medication.of(FORM)
        if route is not None and route["name"] in self.not_by_mouth:
            return False
        return not any(form.value["name"] in self.not_swallowed for form in forms)

    def _is_pumped(self, text: str, place: tuple[int, int], medication: Medication) -> bool:
        """True for what a pump delivers: "the pump delivers | 4 mg/day", "5 mg/day | via the pain pump".

        Behind the pump only what is given once a day: "morphine 5 mg/day and Norco TID" goes on with a tablet.
        """
        ends = {place[1], max(each.end for each in medication.attributes)}
        if any(self.pump_behind.match(text, end) for end in ends):
            return True
        frequency = medication.first(FREQUENCY)
        if frequency is None or frequency["per_day"] != 1:
            return False
        return self.pump_before.search(text, max(0, place[0] - PUMP_REACH), place[0]) is not None

    def _amounts(
        self,
        name: str,
        opioid: str,
        medication: Medication,
        strengths: list[dict[str, Any]],
        supply: dict[str, Any] | None,
    ) -> Amounts | None:
        """The facts about one opioid, in mg; null for more than one strength or a dose in other units."""
        own = [each for each in strengths if each["ingredient"] == opioid]
        solid = [each["value"] * (1000 if each["unit"] == "g" else 1) for each in own if each["unit"] in ("mg", "g")]
        liquid = [each["value"] for each in own if each["unit"] == "mg/ml"]
        if len(solid) + len(liquid) > 1:
            return None
        strength = (solid or liquid or [None])[0]
        if strength is None and opioid == self.codeine and (number := self.number.search(name)):
            strength = self.codeine_mg.get(number[1])
        dose, frequency = medication.first(DOSAGE), medication.first(FREQUENCY)
        units = milligrams = None
        if dose is not None:
            pair = (dose["value"], dose["value_high"])
            if dose["unit"] == "mg":
                milligrams = pair
            elif (dose["unit"] in COUNTED and not liquid) or (dose["unit"] == "ml" and liquid):
                units = pair
            else:
                return None
        elif liquid:
            return None
        if strength is None and milligrams is None:
            return None
        per_day = None
        if frequency is not None and frequency["per_day"] is not None and frequency["per_day"] >= RAREST:
            per_day = (frequency["per_day"], frequency["per_day_high"])
        counts = medication.counts()
        quantity = counts[0] if len(counts) == 1 and not liquid else None
        days = supply["value"] if supply is not None and supply["basis"] == "stated" else None
        return Amounts(strength, units, milligrams, per_day, quantity, days)

    def _stated_maximum(
        self, text: str, medication: Medication, following: int, strength: float | None
    ) -> tuple[float | None, bool]:
        """Milligrams a day of "every 4 hours, maximum 4 per day", or null, and whether units are counted.

        A maximum in mg may be that of another ingredient ("not to exceed 4000 mg a day"): it bounds a dose and is none.
        """
        often = medication.of(FREQUENCY)
        behind = [each for each in medication.of(QUANTITY) if often and each.start >= often[0].end]
        for attribute in (*often, *behind):  # "q4h #120, | max 4 per day"
            if match := self.maximum.match(text, attribute.end, following):
                number = self.numbers.read(match["n"])
                if match["mg"]:
                    return number, False
                return (None if strength is None else number * strength), True
        return None, False

    def never_marketed(self, text: str, drug: dict[str, Any], medication: Medication) -> list[tuple[int, int]]:
        """Offsets of strengths, or doses in mg, that no marketed product, tablet or half of one makes.

        Nothing is asked of what is injected: the table has what is swallowed, sprayed and stuck on the skin.
        """
        if not medication.attributes or self._is_injected(medication):
            return []
        names = tuple(each["name"] for each in drug["ingredients"])
        sold: dict[tuple[int, int], bool] = {}
        for attribute in medication.of(STRENGTH):
            pairs = tuple((value["value"], value["unit"]) for value in attribute.value)
            if len(pairs) == len(names) > 1:
                together = self.market.is_sold(names, pairs)
                if together is False and len(pairs) == 2 and is_range(text, attribute):
                    together = None  # "5-10 mg q6h" may be doses of one of them
                if together is not None or self.market.assigned(names, pairs) is None:
                    sold[attribute.start, attribute.end] = together or False
        a_day = any(self.per_day.match(text, each.start) for each in medication.of(FREQUENCY))
        for value in self.strengths(drug, medication):
            known = self.market.single.get((value["ingredient"], value["unit"]))
            if known is not None and value["unit"] == "ug":  # "Duragesic 25 mcg" leaves the hour out
                known |= self.market.single.get((value["ingredient"], "ug/h"), frozenset())
            if known is not None and round(value["value"], PLACES) not in known:
                made = a_day and len(names) == 1 and _are_halves(value["value"], known)
                sold.setdefault((value["start"], value["end"]), made)
        for attribute in medication.of(DOSAGE):
            known = self.market.single.get((names[0], attribute.value["unit"] or "")) if len(names) == 1 else None
            amounts = [a for a in (attribute.value["value"], attribute.value["value_high"]) if a is not None]
            if known and not all(_are_halves(amount, known) for amount in amounts):
                sold[attribute.start, attribute.end] = False
        return [limits for limits, was_sold in sold.items() if not was_sold]

    def _is_injected(self, medication: Medication) -> bool:
        route, forms = medication.first(ROUTE), medication.of(FORM)
        injected = route is not None and route["name"] in self.injected
        return injected or any(form.value["name"] in self.injected for form in forms)


def _are_halves(amount: float, known: Iterable[float]) -> bool:
    """True for an amount that tablets of one of some strengths, or halves of them, make."""
    return any((2 * amount / each).is_integer() for each in known)
