"""What the matches of the prescription grammar mean: the values of strengths, doses, frequencies and the rest."""

import re
from typing import Any

from imrx.grammar.alternatives import any_literal, openings_of
from imrx.grammar.dosing.numbers import DIGITS, Numbers, read_digits, whole
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded_lower
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, REFILLS, ROUTE, STRENGTH
from imrx.match import Match

EITHER = re.compile(r"\s+(?:to|or)\s+|\s*[-\u2013]\s*")
"""What stands between the ends of a range of times: "once to twice"."""


def inverted(table: dict[str, list[str]]) -> dict[str, str]:
    """Surface -> normal form, of a table of normal form -> surfaces."""
    return {surface: name for name, surfaces in table.items() for surface in surfaces}


class SigValues:
    """Reads a match of a rule into spans with values; the tables are those of `patterns/sig.json`.

    What its own expressions read is in lower case.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.numbers = Numbers(table["numbers"])
        self.units = inverted(table["units"])
        self.per = inverted(table["per"])
        self.forms = inverted(table["forms"])
        counts = dict.fromkeys(table["counts"], "")
        self.packings = {**self.forms, **inverted(table["containers"]), **inverted(table["spoons"]), **counts}
        short = {word.lower(): name for word, name in inverted(table["releases"]).items()}
        self.releases = {**short, **inverted(table["release_words"])}
        self.odt_form: str = table["odt_form"]
        self.for_hours = r"(?:12|24)\s?-?\s?(?:hours?|hrs?|h)\b"
        """For how long a release lasts, in front of the form: "ER 24 hr capsule"."""
        self._for_hours = expression(self.for_hours)
        self.routes = inverted(table["routes"]) | {k.lower(): v for k, v in inverted(table["routes_upper"]).items()}
        self.once: dict[str, float] = {
            **table["latin"],
            **table["moments"],
            **table["bare_moments"],
            **table["paired_moments"],
        }
        self.event_a_day: dict[str, float | None] = table["events"]
        self.times: dict[str, float] = table["times"]
        self.times_words = tuple(table["times_words"])
        self.periods: dict[str, float] = table["periods"]
        self.hours: dict[str, float] = table["interval_hours"]
        self.days: dict[str, int] = table["duration_days"]
        drops = any_literal(table["forms"]["drop"])
        behind_drops = any_literal(table["routes_behind_drops"])
        self.needs_drops = expression(rf"(?:[a-z]+\s+){{0,2}}{behind_drops}")
        self.drops_behind = expression(rf"\b{drops}(?:\s+to)?\s+$")
        self.roman: dict[str, int] = table["roman"]
        self.need = expression(any_literal(table["as_needed"]) + r"(?![^\W\d_])")
        self.often_ends = rf"(?:(?![^\W\d_])|(?={any_literal(table['joined_need'])}\b))"
        """Behind how often, where the blank before "as needed" may be lost: "tid | prn", "q6h | prn"."""
        self.moment = expression(any_literal(list(self.once)) + self.often_ends)
        few, oral = self.numbers.few, any_literal(table["routes"]["oral"])
        behind_number = rf"\s*(?:{any_literal(list(self.forms))}\s+)?(?:{oral}\s+)?"
        self.few_or_more = rf"{few}(?:\s*(?:-|\u2013|to\b|or\b)\s*{few})?"
        amount = rf"(?P<n>{self.few_or_more}){behind_number}"
        bare = any_literal(list(table["bare_moments"]))
        moments = [*table["latin"], *table["moments"]]
        of_day = openings_of(word for word in moments if is_time_of_day(word, table["times_of_day"]))
        self.of_day = expression(rf"{of_day}(?![^\W\d_])")
        moment = rf"(?:{of_day}|(?<=[a-z.]\s){bare})(?![^\W\d_])"
        joined = rf"\s*(?:,\s*(?:and\s+)?|(?:and|plus)\s+|&\s*){amount}(?P<moment>{moment})"
        self.joined_dose = expression(joined)
        self.joined_doses = rf"(?:{_without_names(joined)}){{1,3}}"
        """Further doses of a day behind the first frequency: "1 tab in the morning | and 2 at night"."""
        counted = rf"{self.few_or_more}[\s-]*{any_literal(list(self.forms))}"
        self.taken_behind = expression(rf"(?:(?<![\w.,/-]){counted}|\b{oral})\s+$")
        """What makes a time of day of "AM": "1 tab AM", "po AM", but not "8 AM"."""
        self.dose_behind = expression(rf"(?<![\w.,/-]){amount}$")
        unit = any_literal(list(self.units)) + r"(?![^\W\d_])"
        self.value = expression(rf"({DIGITS})(?:\s*-?\s*({unit}))?")
        volumes = [word for word, name in self.per.items() if name == "ml"]
        self.per_volume = expression(rf"\s*(?:/|per)\s*(?P<n>[1-9]\d{{0,2}})\s*-?\s*(?P<per>{any_literal(volumes)})\b")
        number = self.numbers.pattern
        self.number = expression(number)
        self.range = expression(rf"({number})(?:\s*(?:-|\u2013|/|\bto\b|\bor\b)\s*({number}))?")
        hour = any_literal([word for word, length in self.hours.items() if length == 1])
        spread = (
            rf"(?:every|each|q)\.?\s*(?P<low>{few})\s*-?\s*(?:{hour}\s*)?(?:-|\u2013|to|or)\s*(?:q\.?\s*|every\s+)?"
            rf"(?P<high>{few})\s*-?\s*{hour}{self.often_ends}(?!\s+(?:before|prior|after)\b)"
        )
        every = (
            rf"(?:every|each|per|q)\.?\s*(?P<numbers>{self.few_or_more})(?:\s*-?\s*|\.(?=h\b))"
            rf"(?P<unit>{any_literal(list(self.hours))}){self.often_ends}"
        )
        sole = rf"q\s?(?P<sole>{any_literal(table['sole_intervals'])})(?![\w%-]|[.,/]\d|\s*(?:-|to\b)\s*\d)"
        interval = rf"(?:{spread}|{every}|{sole})"
        self.interval = expression(interval)
        self.every = _without_names(interval)
        """An interval, both ends of which may be written out: "every 4-6 hours", "q4h to q6h", "q6"."""
        self.awake = expression(rf"[\s,(]*{any_literal(table['awake'])}\b")

    def read_range(self, text: str) -> tuple[int | float, int | float | None]:
        """The value, and the higher one of a range or null: "1-2" gives (1, 2)."""
        if text.strip().lower() in ("a", "an"):
            return 1, None
        match = self.range.match(text.strip())
        if match is None:
            return self.numbers.read(text), None
        low = self.numbers.read(match[1])
        high = self.numbers.read(match[2]) if match[2] else None
        if high is not None and high <= low:
            high = None
        return low, high

    def strength(self, match: re.Match[str]) -> list[Match]:
        """`10/325mg`, `0.5 MG`, `12mcg/hour`, `10mg/5ml`, `7.5/325/15ml`, `4%-27.5%-0.0325%`: values with units."""
        body = match.group()
        groups = match.groupdict()
        per = groups.get("per")
        if per:
            body = text_before_per(match)
        found = self.value.findall(body)
        pairs = [(whole(read_digits(n)), self.units.get(folded_lower(unit or ""))) for n, unit in found]
        units = [unit for _, unit in pairs if unit]
        *amounts, (volume, measure) = pairs
        kind = next((unit for _, unit in amounts if unit), "mg")
        of_one = len(amounts) == 1 and pairs[0][1] is not None and measure in ("ml", "g")
        of_several = len(amounts) > 1 and measure == "ml"
        if not per and volume and kind in ("mg", "ug") and (of_one or of_several):
            below = self.per.get(measure or "", measure)
            values = [{"value": whole(value / volume), "unit": f"{kind}/{below}"} for value, _ in amounts]
            return [Match(match.start(), match.end(), STRENGTH, "sig:strength", values)]
        last = units[-1] if units else "mg"
        suffix = ""
        share: int | float = 1
        if per:
            suffix = "/" + self.per[folded_lower(per)]
            share = read_digits(groups["n"]) if groups.get("n") else 1
            if suffix == "/d":
                suffix, share = "/h", 24
        values = [{"value": whole(value / share), "unit": (unit or last) + suffix} for value, unit in pairs]
        return [Match(match.start(), match.end(), STRENGTH, "sig:strength", values)]

    def bare_strength(self, match: re.Match[str], unit: str | None) -> Match:
        """`10/325` behind a drug, in the unit that the product was sold in; `7.5/325 per 15 ml` in each ml."""
        per = self.per_volume.match(match.string, match.end()) if unit else None
        share = float(per["n"]) if per else 1
        suffix = "/" + self.per[per["per"]] if per else ""
        values = [
            {"value": whole(read_digits(n) / share), "unit": unit and unit + suffix}
            for n, _ in self.value.findall(match.group())
        ]
        end = per.end() if per else match.end()
        return Match(match.start(), end, STRENGTH, "sig:strength-without-unit", values)

    def refills(self, match: re.Match[str]) -> list[Match]:
        """`2 refills`, `refills: 2`."""
        value = self.numbers.read(match["n"])
        if value != int(value):
            return []  # half a refill is none that anybody prescribes
        return [Match(match.start(), match.end(), REFILLS, "sig:refills", {"value": int(value)})]

    def no_refills(self, match: re.Match[str]) -> list[Match]:
        """`no refills`."""
        return [Match(match.start(), match.end(), REFILLS, "sig:refills", {"value": 0})]

    def quantity(self, match: re.Match[str]) -> list[Match]:
        """`# 60`, `sixty count`, `#1 box`, `QTY: 60`."""
        unit = match.groupdict().get("unit")
        name = self.unit_name(unit)
        value = {"value": self.numbers.read(match["n"]), "unit": name}
        found = [Match(match.start(), match.end(), QUANTITY, "sig:quantity", value)]
        return found + self.form_inside(match)

    def unit_name(self, unit: str | None) -> str | None:
        """The normal form of a unit, form or packing; null for `count` and for none."""
        if unit is None:
            return None
        surface = folded_lower(unit).split("(")[0]
        return self.units.get(surface) or self.packings.get(surface) or None

    def form_inside(self, match: re.Match[str]) -> list[Match]:
        """The form that a quantity or a dose names: `tablets` in `30 tablets`."""
        unit = match.groupdict().get("unit")
        name = self.forms.get(folded_lower(unit).split("(")[0]) if unit else None
        if name is None:
            return []
        value = {"name": name, "release": None}
        return [Match(match.start("unit"), match.end("unit"), FORM, "sig:form", value)]

    def packed(self, match: re.Match[str]) -> list[Match]:
        """`box of 30`: what the box holds."""
        value = {"value": self.numbers.read(match["n"]), "unit": None}
        return [Match(match.start(), match.end(), QUANTITY, "sig:quantity", value)]

    def roman_dose(self, match: re.Match[str]) -> list[Match]:
        """`i-ii po q6h`, `ii tabs`: one to two, two tablets."""
        high = self.roman[match["high"]] if match["high"] else None
        value = {"value": self.roman[match["low"]], "value_high": high, "unit": self.unit_name(match["unit"])}
        return [Match(match.start(), match.end(), DOSAGE, "sig:count", value), *self.form_inside(match)]

    def forms_or_dose(self, match: re.Match[str]) -> list[Match]:
        """`30 tablets` or `1-2 tabs`: given as a dose; the finder decides by what stands around it."""
        value, high = self.read_range(match["n"])
        dose = {"value": value, "value_high": high, "unit": self.unit_name(match["unit"])}
        return [Match(match.start(), match.end(), DOSAGE, "sig:dose", dose), *self.form_inside(match)]

    def dose_range(self, match: re.Match[str]) -> list[Match]:
        """`1/2 tab - 1 tab`, `one tablet to two tablets`: a range whose ends both name their unit."""
        (low, _), (high, _) = self.read_range(match["n"]), self.read_range(match["high"])
        unit, first = self.unit_name(match["unit"]), self.unit_name(match["first"])
        dose = {"value": low, "value_high": high, "unit": unit}
        if unit != first or high <= low:
            dose = {"value": low, "value_high": None, "unit": first}
            form = Match(*match.span("first"), FORM, "sig:form", {"name": first, "release": None})
            return [Match(match.start(), match.end("first"), DOSAGE, "sig:dose", dose), form]
        return [Match(match.start(), match.end(), DOSAGE, "sig:dose", dose), *self.form_inside(match)]

    def duration(self, match: re.Match[str]) -> list[Match]:
        """`for 3 months`, `30 day supply`, `day supply: 30`: days, with months of 30 and years of 365."""
        low, high = self.read_range(match["n"])
        unit = folded_lower(match["unit"]) if match["unit"] else "day"
        days = whole((high or low) * self.days[unit])
        return [Match(match.start(), match.end(), DURATION, "sig:duration", {"days": days})]

    def form(self, match: re.Match[str]) -> list[Match]:
        """`tablets`, `ER`, `extended-release capsules`, `ODT`."""
        surface = folded_lower(match.group()).replace("-", " ")
        name, release = self.forms.get(surface), None
        if name is None:
            for word, kind in self.releases.items():
                if surface.startswith(word):
                    release = kind
                    name = self.forms.get(self._for_hours.sub("", surface[len(word) :]).strip())
                    break
        if release == "odt" and name is None:
            name = self.odt_form
        return [Match(match.start(), match.end(), FORM, "sig:form", {"name": name, "release": release})]

    def route(self, match: re.Match[str]) -> list[Match]:
        """`by mouth`, `PO`, `topically`; an eye behind drops alone, for there is "pain in the left eye"."""
        surface = folded_lower(match.group())
        before = match.string[max(0, match.start() - 20) : match.start()].lower()
        if self.needs_drops.fullmatch(surface) and not self.drops_behind.search(before):
            return []
        return [Match(match.start(), match.end(), ROUTE, "sig:route", {"name": self.routes[surface]})]

    def on_off(self, match: re.Match[str]) -> list[Match]:
        """`12 hours on 12 hours off`: once a day."""
        return [self._frequency(match, 1, None, False)]

    def frequency(self, match: re.Match[str]) -> list[Match]:
        """`twice a day`, `3x/day`, `q4-6h prn`, `at bedtime`, `in the morning and 1 at night`: how often a day.

        Where the doses of a day are not all the same ("1 in the morning, 2 at night") nothing says how often.
        """
        found = self._plain_frequency(match)
        if found and match.groupdict().get("split"):
            value = found[0].value
            often = None if value["per_day"] is None or value["per_day_high"] is not None else self._more_often(match)
            per_day = None if often is None else whole(round(value["per_day"] + often, 4))
            return [found[0]._replace(value={**value, "per_day": per_day, "per_day_high": None})]
        return found

    def bare_moment(self, match: re.Match[str]) -> list[Match]:
        """`1 tab AM, 1 tab PM`, `1 po AM`: nothing behind a number alone, which may be an hour, "8 AM"."""
        before = match.string[max(0, match.start() - 30) : match.start()]
        return self.frequency(match) if self.taken_behind.search(before) else []

    def _plain_frequency(self, match: re.Match[str]) -> list[Match]:
        """The frequency without what further doses of the day are joined to it."""
        groups = match.groupdict()
        need = self.need.search(match.group()) is not None
        text = match.string[match.start() : match.start("split") if groups.get("split") else match.end()]
        apart = self._hours_apart(text)
        if apart is not None:
            if not apart[0]:
                return []  # "every 0 hours"
            awake = self.awake.match(match.string, match.end())
            if awake is not None:  # for how many hours of the day nobody says
                return [self._frequency(match, None, None, need)._replace(end=awake.end())]
            slow, fast = 24 / apart[1], 24 / apart[0]
            return [self._frequency(match, slow, fast if fast > slow else None, need)]
        if groups.get("times"):
            low, high = self._count(groups["times"])
            share = self._share(groups.get("period") or "")
            return [self._frequency(match, low * share, high * share if high else None, need)]
        if groups.get("often_low"):
            low, high = sorted(self._often(groups[name]) for name in ("often_low", "often_high"))
            return [self._frequency(match, low, high if high > low else None, need)]
        moments = [self.once[folded_lower(found)] for found in self.moment.findall(text)]
        joined = re.search(r"\band\b|,|&|\wm\.?\s*/", text) is not None
        return [self._frequency(match, sum(moments) if joined else min(moments), None, need)]

    def _more_often(self, match: re.Match[str]) -> float | None:
        """How often a day further doses are taken; null where they are not the same as the one in front."""
        others = list(self.joined_dose.finditer(match.string, *match.span("split")))
        first = self.dose_behind.search(match.string, max(0, match.start() - 30), match.start())
        if first is None or any(self.read_range(first["n"]) != self.read_range(each["n"]) for each in others):
            return None
        return sum(self.once[folded_lower(each["moment"])] for each in others)

    def before_event(self, match: re.Match[str]) -> list[Match]:
        """`1 hour before exam`: how often is not said, except by what comes every day, `30 minutes before meals`."""
        per_day = self.event_a_day.get(folded_lower(match["event"]))
        value = {"per_day": per_day, "per_day_high": None, "as_needed": False}
        return [Match(match.start(), match.end(), FREQUENCY, "sig:before-event", value)]

    def as_needed(self, match: re.Match[str]) -> list[Match]:
        """`as needed`, `prn`: how often is not said, unless it follows: `as needed every 6 hours`."""
        value = {"per_day": None, "per_day_high": None, "as_needed": True}
        return [Match(match.start(), match.end(), FREQUENCY, "sig:frequency", value)]

    def _hours_apart(self, text: str) -> tuple[float, float] | None:
        """The fewest and the most hours of an interval, or null: "q6h", "every 4-6 hours", "q4h to q6h"."""
        match = self.interval.search(text)
        if match is None:
            return None
        if match["low"]:
            ends = [self.numbers.read(match[name]) for name in ("low", "high")]
            return min(ends), max(ends)
        low, high = self.read_range(match["numbers"] or match["sole"])
        hours = self.hours[folded_lower(match["unit"])] if match["unit"] else 1
        return low * hours, (high or low) * hours

    def _count(self, times: str) -> tuple[float, float | None]:
        """How many times, low and high: "twice", "2-3 times", "once to three times"."""
        surface = folded_lower(times)
        parts = EITHER.split(surface, maxsplit=1)
        if len(parts) == 2 and (parts[0] in self.times or parts[0].endswith(self.times_words)):
            low, high = sorted(self._at_first(part) for part in parts)
            return low, high if high > low else None
        return (self.times[surface], None) if surface in self.times else self.read_range(times)

    def _often(self, text: str) -> float:
        """One end of a range: "daily", "bid", "twice a day"."""
        surface = folded_lower(text)
        return self.once[surface] if surface in self.once else self._at_first(surface) * self._share(surface)

    def _at_first(self, text: str) -> float:
        """The number that a text in lower case begins with: "twice a day", "3 times"."""
        first = text.split()[0]
        return self.times[first] if first in self.times else self.read_range(text)[0]

    def _share(self, period: str) -> float:
        words = re.findall(r"24 hours?|[a-z]+", folded_lower(period))
        return next((1 / self.periods[word] for word in words if word in self.periods), 1.0)

    def _frequency(self, match: re.Match[str], low: float | None, high: float | None, need: bool) -> Match:
        per_day, per_day_high = (None if each is None else whole(round(each, 4)) for each in (low, high))
        value = {"per_day": per_day, "per_day_high": per_day_high, "as_needed": need}
        return Match(match.start(), match.end(), FREQUENCY, "sig:frequency", value)


def _without_names(pattern: str) -> str:
    """An expression that may stand several times in another: its groups have no names."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


def is_time_of_day(moment: str, times: list[str]) -> bool:
    """True for "qhs" and "in the morning", but not for "daily"."""
    return any(word.removeprefix("q") in times for word in re.sub(r"[.-]", "", moment).split())


def text_before_per(match: re.Match[str]) -> str:
    """The part of a strength before its "per hour"."""
    text = match.group()
    until = (match.start("n") if match["n"] else match.start("per")) - match.start()
    return text[:until]
