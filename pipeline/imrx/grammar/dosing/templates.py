"""Pieces of expressions: those that several rules of prescriptions, or questions about their surroundings, share."""

from typing import Any

from imrx.grammar.alternatives import PLURAL, any_literal, openings_of
from imrx.grammar.dosing.per_day import per_day
from imrx.grammar.dosing.values import SigValues

JOINT = r"\s?[-\u2013/]\s{0,4}"
"""What joins the numbers of one strength; a line may end behind it."""

SELDOM = 0.05
"""Times a day; a number of so seldom a moment is rather what is supplied for that time: "120 per month"."""


class Templates:
    """The pieces, as sources of expressions, of the words of `sig.json`; `values` reads what they match."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.values = SigValues(table)
        self.number = self.values.numbers.pattern
        self.range = rf"(?:{self.number}(?:\s*(?:-|\u2013|to\b|or\b)\s*{self.number})?)"
        self.unit = rf"(?:{any_literal(list(self.values.units))}(?![^\W\d_]))"
        self.days = any_literal(list(table["duration_days"]))
        self.per_day = per_day(table)
        self.refill = rf"{any_literal(table['refill_words'])}\b{PLURAL}"
        no_number = r"(?!\s*(?:[:=#x\xd7]?\s*\d|\(\s?\d\s?\)))"
        self.refills_behind = rf"(?:additional\s+|more\s+|total\s+)?{self.refill}{no_number}"
        """Behind their number, with none of their own: "2 | refills", but not "#60 | refills: 2"."""
        self.amount_behind = r"\s*(?:mg|mcg|%|/|tab|cap)"
        """Behind a number that is another one than that of the refills in front."""
        self.supply = any_literal(table["supply_words"])
        self.packing = any_literal(
            [*self.values.packings, *(word for unit in ("g", "ml", "oz") for word in table["units"][unit])]
        )
        counted = rf"{self.values.few_or_more}[\s-]*{any_literal(table['times_words'])}{PLURAL}"
        once, to = any_literal(list(table["times"])), r"\s*(?:-|\u2013|to\b|or\b)\s*"
        self.count_of_times = rf"(?:{once}(?:{to}(?:{once}|{counted}))?\b|{counted}(?:{to}{counted})?)(?![^\W\d_])"
        self.period = (
            r"\s*-?\s*(?:an?\s+|per\s+|each\s+|every\s+|in\s+an?\s+|in\s+|/\s*)?"
            + any_literal(list(table["periods"]))
            + r"\b"
        )
        self.moment = openings_of(table["moments"]) + r"(?![^\W\d_])"
        seldom = openings_of(moment for moment, often in table["moments"].items() if often < SELDOM)
        self.rate = rf"(?:{seldom}(?![^\W\d_])|(?:every|each|per|in|/)\s*\d\d\s*-?\s*days?\b)"
        """For how long a supply is: "per month", "every 30 days"."""
        self.latin = any_literal(list(table["latin"])) + self.values.often_ends
        self.every = self.values.every
        self.need = any_literal(table["as_needed"]) + r"(?![^\W\d_])"
        self.clock = any_literal(table["clock"])
        hours = r"(?:hours?|hrs?|h)"
        times = rf"{self.count_of_times}(?:{self.period}|\s+{self.moment})"
        often = rf"(?:{self.every}|{times}|{self.moment}|{self.latin}|{self.need})"
        self.route = any_literal(list(self.values.routes)) + r"(?![^\W\d_])"
        self.often_ahead = rf"[\s,)]*(?:{self.route}[\s,]*)?(?:up\s+to\s+)?{often}"
        self.on_off = (
            rf"(?:12\s*-?\s*{hours}\s+on\W+(?:and\s+|then\s+)?12\s*-?\s*{hours}\s+off"
            rf"|on\s+(?:for\s+)?12\s*{hours}\W+(?:and\s+|then\s+)?off\s+(?:for\s+)?12\s*{hours})\b"
        )
        self.counted = any_literal([*self.values.forms, *table["times_words"]])
        self.split = rf"(?P<split>{self.values.joined_doses})?"
        """Further doses of the day, "| and 2 at bedtime"."""
        self.tail = rf"(?:\.?[\s,(/]*{self.need}\)?)?"
        self.times = (
            rf"(?:{any_literal(table['most_times'])}\s+)?(?P<times>{self.count_of_times})"
            rf"(?P<period>{self.period})?(?(period)(?:\s+(?:at|before|every)\s+(?:bedtime|night))?|\s+{self.moment})"
            rf"{self.split}{self.tail}"
        )
        """ "up to 2-3 times a day as needed", "once daily at bedtime"."""
        self.frequency = rf"(?:{self.times}|{self.every}|{self.moment}|{self.latin})"
