r"""The grammar of prescriptions: where a strength, dose, frequency, duration, quantity or number of refills stands.

The words come from `patterns/sig.json`; the templates that join them are here. A rule is tried only where a number, a
`#` or a word stands that can begin it, with `match` and within the sentence, so the whole is linear in the text. A
look-alike (a date, a pain score, a laboratory value, a rate of taper) is a rule whose match means nothing.

Rules are matched in lower case: without `IGNORECASE` an expression takes a third of the time to compile and half to
match. Where capitals tell a word ("ER", "PR"), the text is looked at as written.
"""

import re
from collections.abc import Callable, Iterable
from math import isclose
from typing import Any, NamedTuple

from imrx.grammar.alternatives import PLURAL, any_literal, openings_of
from imrx.grammar.dosing.numbers import DIGITS, read_digits
from imrx.grammar.dosing.per_day import of_a_day, per_day
from imrx.grammar.dosing.sums import DayWords
from imrx.grammar.dosing.values import SigValues, inverted
from imrx.grammar.expressions import expression
from imrx.match import Match

LEAD = re.compile(r"[^\W\d_]+|[#½¼¾\xd7/(]|\.?\d")
"""Where a rule can begin: a word, a sign or a number."""

FRACTIONS = "½¼¾"
"""Numbers that are signs."""

SELDOM = 0.05
"""Times a day; a number of so seldom a moment is rather what is supplied for that time: "120 per month"."""

AMOUNT_REACH = 30
"""How many characters in front of a factor the amount that it multiplies is looked for in."""

JOINT = r"\s?[-\u2013/]\s{0,4}"
"""What joins the numbers of one strength; a line may end behind it."""

DATE = r"\d{1,2}\s?[/-]\s{0,4}\d{1,2}\s?[/-]\s{0,4}(?:\d{4}|\d{2})(?!\d|\s?mg)"

SHORT_DATE = (
    r"(?:\d{1,2}/\d{4}|\d{4}-\d\d?-\d\d?|\d\d?\.\d\d?\.(?:\d{4}|\d\d)"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?=\s*(?:[.,;)]|$)))(?!\d)"
)
"""A month of a year, a date from the year on or with stops, a day without a year: behind "dispensed" no number."""

LOOK_ALIKES = (
    DATE,
    r"\d{1,2}(?:\.\d)?(?:\s*(?:-|\u2013|to)\s*\d{1,2}(?:\.\d)?)?\s*(?:/|out\s+of)\s*"
    r"10(?![\d.]|\s*[/%]|\s*-?\s*(?:mg|mcg)\b)",  # pain
    r"[0-5][+-]?\s*/\s*5(?![\d.]|\s*[/%]|\s*-?\s*(?:mg|mcg)\b)",  # a strength grade
    r"\d{2,3}\s*/\s*\d{2,3}\s*mm\s?hg",  # a blood pressure
    r"\d[\d.,]{0,8}\s*(?:mg|mcg|ug|ng|g|meq|units?|iu|mmol|u)\s*/\s*d?l\b",  # a laboratory value
    r"\d[\d.,]{0,8}\s*(?:ng|pg)\b(?:\s*/\s*ml)?",
    r"(?:\d[\d.,]{0,8}\s*%?\s*(?:-|\u2013|to)\s*)?\d[\d.,]{0,8}\s*(?:%|percent)\s*"
    r"(?:per|a|each|every|/)\s*(?:day|week|month)",  # a taper
)

Reader = Callable[[re.Match[str]], list[Match]]


class Rule(NamedTuple):
    """An expression, what reads a match of it, and whether it is for the text as written."""

    pattern: re.Pattern[str]
    read: Reader
    cased: bool = False


def nothing(match: re.Match[str]) -> list[Match]:
    """A look-alike means nothing."""
    return []


class SigGrammar:
    """The rules, by what they begin with: `led_by_number`, and `led_by_word` (lower-case first word, or sign)."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.values = SigValues(table)
        self.day = DayWords(table)
        self.led_by_number: list[Rule] = []
        self.led_by_word: dict[str, list[Rule]] = {}
        self._templates()
        self._number_rules()
        self._quantity_rules()
        self._dose_rules()
        self._duration_rules()
        self._frequency_rules()
        self._form_rules()
        self._context()

    def _templates(self) -> None:
        """The pieces that several rules share."""
        table = self.table
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
        self.before_needed = expression(rf"(?:[\s,]*{any_literal(table['before_needed'])}(?![^\W\d_])){{0,5}}[\s,(]*")
        """What stands between how often and "as needed": "every 12 hours | with food | as needed"."""
        self.purposes = expression(rf"\b{any_literal(table['purpose_leads'])}\b")
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

    def _number_rules(self) -> None:
        number, table, values = self.number, self.table, self.values
        self._number("|".join(f"(?:{pattern})" for pattern in LOOK_ALIKES), nothing)
        self._number(rf"(?P<n>{number})[\s-]*{self.refills_behind}", values.refills)
        course = any_literal(table["courses"])
        self._number(rf"(?P<n>{number})[\s-]*(?P<unit>{self.days})['\u2019]?s?\s+{course}\b", values.duration)
        self._number(self._times(), values.frequency)
        before = rf"(?P<before>before|prior\s+to)\s+(?:{any_literal(table['event_articles'])}\s+)?"
        event = rf"(?P<event>{any_literal(table['events'])})\b"
        self._number(rf"{self.range}[\s-]*(?:{self.clock})\s+{before}{event}", values.before_event)
        self._number(self.on_off, values.on_off)
        units = table["units"]
        percents, others = units["%"], [word for name, words in units.items() if name != "%" for word in words]
        percent, amount = (rf"\s*-?\s*{any_literal(words)}(?![^\W\d_])" for words in (percents, others))
        self._number(rf"{DIGITS}\s*{self.unit}?\s+to\s+{DIGITS}\s*-?\s*{self.unit}", values.strength)
        joint, numbers = r"\s*[-\u2013/]\s*", rf"{DIGITS}(?:{JOINT}{DIGITS})*"
        # no percentage is joined to what stands behind it: "1% - 100 gm" is a strength and a package
        self._number(rf"(?:{DIGITS}{percent}(?:{joint}{DIGITS}{percent})+|{numbers}{percent})", values.strength)
        pieces = any_literal(units["[usp'u]"])  # "2 mg - 30 units" is no strength of two numbers
        per = rf"(?:\s*(?:/|per)\s*(?:(?P<n>{DIGITS})\s*)?(?P<per>{any_literal(list(values.per))})\b)?"
        self._number(
            rf"(?:{DIGITS}{amount}(?:{joint}(?!{DIGITS}\s*{pieces}\b){DIGITS}{amount})+|{DIGITS}\s*{pieces}{joint}{DIGITS}\s*{pieces}\b|{numbers}{amount}){per}",
            values.strength,
        )
        self._number(rf"(?P<n>{self.range})\s+(?P<unit>days|weeks)(?=\s*(?:[.,;:)#]|$))", values.duration)
        containers = any_literal(list(inverted(table["containers"])))
        self._number(rf"(?P<n>{number})[\s-]+(?P<unit>{containers})\b", values.quantity)
        self._number(rf"(?P<n>{number})[\s-]*(?P<unit>{any_literal(table['counts'])})\b", values.quantity)
        each = rf"{any_literal(table['each'])}\b(?!\s*[^\W\d_])"
        self._number(rf"(?P<n>{number})\s+{each}", values.quantity)
        packing = any_literal([*values.forms, *inverted(table["spoons"])])
        article = r"(?:of\s+an?\s+|an?\s+)?"
        form = rf"[\s-]*{article}(?P<unit>{packing}\b(?:\(e?s\))?)"
        self._number(rf"(?P<n>{self.range}){form}", values.forms_or_dose)
        bracketed = rf"\(\s?(?P<n>{self.range})\s?\)"
        self._word(["("], rf"{bracketed}[\s-]*{self.refills_behind}", values.refills)
        self._word(["("], rf"{bracketed}{form}", values.forms_or_dose)

    def _quantity_rules(self) -> None:
        table, number, values = self.table, self.number, self.values
        unit = rf"(?:\s*-?\s*(?P<unit>{self.packing})\b)?"
        self._word(["#"], rf"#\s*(?P<n>{number})\s*{self.refills_behind}", values.refills)
        few = r"(?P<n>\d\s?(?:-|\u2013|to\b|or\b)\s?\d{1,2}(?![\d./]))"
        self._word(["#"], rf"#\s?{few}{unit}(?={self.often_ahead})", values.forms_or_dose)
        self._word(["#"], rf"#\s*(?:of\s+)?(?P<n>{number}){unit}", values.quantity)
        lead = any_literal(table["quantity_words"])
        days_told = rf"['\u2019]?s?(?:\s+{self.supply})?[\s:=-]*\d{{1,3}}\b(?!\s*(?:tab|cap|{self.refills_behind}))"
        no_days = rf"(?![\s-]*{self.days}\b(?!{days_told}))"
        self._word(
            table["quantity_words"],
            rf"{lead}\b\.?\s*(?:of\s+|is\s+|[:=#(-]\s*)*(?!{DATE}|{SHORT_DATE})(?P<n>{number}){unit}{no_days}",
            values.quantity,
        )
        number_or_none = rf"(?:{number}|{any_literal(table['no_refills'])})"
        refills = rf"(?:{any_literal(table['refill_joints'])}\s*)?{number_or_none}\s+{self.refills_behind}"
        between = r"\s*(?:x|\xd7|:|=|#|-|times|of)*\s*"
        many = r"(?:(?<=1[5-9])|(?<=[2-9]\d)|(?<=\d{3}))"
        joined = any_literal([*table["joined_fillers"], *table["after_counts"]])
        told = rf"{self.refill}{between}\(?\d{{1,2}}(?!\d|{self.amount_behind})"
        verbs = rf"{any_literal(table['count_verbs'])}\b"
        goes_on = rf"(?:{verbs}|{refills}|{told}|{many}\s*(?:{joined}\b|{self.rate}))"
        bare = rf"(?P<n>\d{{1,4}})(?![\d%]|[./-]\d|(?!\s*{goes_on})\s*[a-z])"
        factor = rf"[x\xd7]\s?{DIGITS}\s?\)?"
        self._word(["x", "\xd7"], rf"{factor}(?:\s?{factor}){{1,4}}\s?=", nothing)
        few, equivalents = r"(?:\d|1[0-4])(?:\.\d)?(?!\d)", any_literal(table["equivalents"])
        mg, verbs = any_literal(table["units"]["mg"]), any_literal(table["product_verbs"])
        product = rf"[\s,(]*(?:{verbs}\s+)?(?P<product>{DIGITS})\s*(?:{mg}\s+)?{equivalents}\b"
        self._word(["x", "\xd7"], rf"[x\xd7]\s?{few}(?:\s?[x\xd7]\s?{few}){{1,4}}{product}", nothing)
        swallowed = any_literal([*table["forms"]["tablet"], *table["forms"]["capsule"]])
        self.multiplied = expression(rf"(?P<n>{DIGITS}(?:{JOINT}{DIGITS})*)\s*{mg}?(?:\s*{swallowed})?[\s(]*$")
        self.product = expression(rf"\s?\)?\s?=\s?(?P<sum>{DIGITS})|{product}")
        self._word(["x", "\xd7"], rf"[x\xd7]\s?{bare}", self._quantity_or_factor)
        self._word(
            table["refill_words"],
            rf"{self.refill}{between}(?P<in>\(\s?)?(?P<n>{number})(?(in)\s?\))(?!{self.amount_behind})",
            values.refills,
        )
        containers = list(inverted(table["containers"]))
        self._word(containers, rf"{any_literal(containers)}\s+of\s+(?P<n>{number})\b", values.packed)
        packs = [word for word in containers if word not in values.forms]
        self._word(packs, rf"(?P<unit>{any_literal(packs)})\s*[x\xd7]\s?{bare}", values.quantity)
        self._word(["no"], rf"no\.\s?(?=\d\d){bare}", values.quantity)
        none = rf"{self.refill}[\s:=-]*{any_literal(table['refills_none'])}\b"
        self._word(table["refill_words"], none, values.no_refills)
        upper = table["no_refills_upper"]
        self._word(upper, rf"{any_literal(upper)}\b", values.no_refills, cased=True)
        none = any_literal(table["no_refills"])
        self._word([w.split()[0] for w in table["no_refills"]], rf"{none}\s+{self.refill}", values.no_refills)

    def _quantity_or_factor(self, match: re.Match[str]) -> list[Match]:
        """`x 60`; nothing for the factor of a product that is told: "60 mg | x 3 | (180 MED)"."""
        text, at = match.string, match.start()
        amount = self.multiplied.search(text, max(0, at - AMOUNT_REACH), at)
        product = self.product.match(text, match.end())
        if amount is not None and product is not None:
            told, times = read_digits(product["sum"] or product["product"]), self.values.numbers.read(match["n"])
            amounts = [read_digits(each) for each in re.findall(DIGITS, amount["n"])]
            if any(isclose(each * times, told) for each in amounts):
                return []
        return self.values.quantity(match)

    def _dose_rules(self) -> None:
        """A dose in Roman numbers, which only a route, a form or a frequency tells from a word: "i-ii po q6h"."""
        roman = any_literal(list(self.table["roman"]))
        swallowed = any_literal([*self.table["forms"]["tablet"], *self.table["forms"]["capsule"]])
        taken = any_literal([*self.table["routes"]["oral"], *self.table["latin"]])
        self._word(
            self.table["roman"],
            rf"(?P<low>{roman})(?:\s?(?:-|\u2013|to|or)\s?(?P<high>{roman}))?"
            rf"(?:\s+(?P<unit>{swallowed}\b(?:\(e?s\))?)|(?=\s+{taken}))",
            self.values.roman_dose,
        )

    def _duration_rules(self) -> None:
        table, values = self.table, self.values
        lead = rf"{any_literal(table['duration_leads'])}\s*(?:{any_literal(table['duration_qualifiers'])}\s+)*"
        tail = rf"\b(?!\s*(?:{any_literal(table['not_durations'])}|on\b|off\b|{self.supply}))"
        self._word(
            table["duration_leads"], rf"{lead}(?P<n>{self.range}|an?)[\s-]*(?P<unit>{self.days}){tail}", values.duration
        )
        supply = rf"days?['\u2019]?s?\s+{self.supply}\s*(?:of\s+|is\s+|[:=#-]\s*)*"
        self._word(["day", "days"], rf"{supply}(?P<n>{self.number})(?P<unit>)", values.duration)
        supply = rf"{self.supply}\s+(?:of|for)\s+"
        self._word(table["supply_words"], rf"{supply}(?P<n>{self.range})[\s-]*(?P<unit>{self.days})\b", values.duration)
        self._word(["/"], rf"/\s?(?P<n>\d{{1,3}})[\s-]?(?P<unit>days?)(?:\s+{self.supply})?\b", values.duration)
        lead = r"duration\s*(?:of\s+treatment\s*)?(?:of\s+|is\s+|[:=-]\s*)*"
        self._word(["duration"], rf"{lead}(?P<n>{self.range})[\s-]*(?P<unit>{self.days})\b", values.duration)

    def _frequency_rules(self) -> None:
        table, values = self.table, self.values
        first = rf"(?:{self.moment}|{self.latin})"
        counted = rf"{self.count_of_times}{self.period}"
        last = rf"\s*(?:-|\u2013|/|to\b|or\b)\s*(?P<often_high>{first}|{counted})"
        range_of = rf"(?P<often_low>{first}){last}"
        plain = (
            rf"(?:{self.every}|{range_of}|{first}(?:\s*(?:and|,|&)\s*{first}|\s+{first})?){self._split()}{self._tail()}"
        )
        words = [re.split(r"[\s.-]", word)[0] for word in (*table["moments"], *table["latin"])]
        words += [word + need for word in table["latin"] for need in table["joined_need"]]
        self._word([*words, "every", "each", "per", "q", "/"], plain, values.frequency)
        self._word(table["times"], rf"(?P<often_low>{counted}){last}{self._tail()}", values.frequency)
        most = [word.split()[0] for word in table["most_times"]]
        self._word([*table["times"], *most], self._times(), values.frequency)
        self._word(["on"], self.on_off, values.on_off)
        often = rf"(?:{self.every}|{self.count_of_times}{self.period}|{self.latin})"
        words = [re.split(r"[\s.-]", word)[0] for word in table["as_needed"]]
        self._word(words, rf"{self.need}[\s,]+(?:up\s+to\s+)?(?P<often>{often})", self._needed_often)
        # "as needed nightly", but not "as needed, daily function", "prn nightly Ambien"
        closed = rf"(?=\s*(?:[^\w\s]|\Z|{any_literal(table['after_needed_often'])}\b))"
        self._word(words, rf"{self.need}\s+(?P<often>{self.moment}){closed}", self._needed_often)
        self._word(words, self.need, values.as_needed)
        limit = rf"{self.range}\s*(?:{self.unit}|{any_literal(list(values.forms))})?\s*(?:{self.per_day}|day)?\b"
        self._word(
            ["max", "maximum"],
            rf"max(?:imum)?\.?\s*(?:of\s+|(?:daily\s+)?(?:dose|dosage)\s*(?:of\s+|:\s*|is\s+)?)?{limit}",
            nothing,
        )
        self._word(["not"], rf"not\s+(?:to\s+)?exceed(?:ing)?\s+{limit}", nothing)
        counted = any_literal(list(values.forms))
        amount = rf"(?:{self.number}\s*(?:{self.unit}|{counted}\b|{self.per_day})|#\s*{DIGITS})"
        regimen = rf"{self.number}\s*{self.unit}\s*{often}"
        self._word(["from"], rf"from\s+{regimen}\s+(?:down\s+|up\s+)?to(?=\s+{regimen})", nothing)
        changes = [
            (rf"#?\s*{self.number}\s*(?:{self.unit}|{counted}\b)?[^.;#]{{0,30}}?", amount),
            (often, often),
        ]
        for before, after in changes:
            self._word(["from"], rf"from\s+{before}\s(?:down\s+|up\s+)?to\s+{after}", nothing)

    def _times(self) -> str:
        """The template of "up to 2-3 times a day as needed", "once daily at bedtime"."""
        return (
            rf"(?:{any_literal(self.table['most_times'])}\s+)?(?P<times>{self.count_of_times})"
            rf"(?P<period>{self.period})?(?(period)(?:\s+(?:at|before|every)\s+(?:bedtime|night))?|\s+{self.moment})"
            rf"{self._split()}{self._tail()}"
        )

    def _split(self) -> str:
        """The template of further doses of the day, "| and 2 at bedtime"."""
        return rf"(?P<split>{self.values.joined_doses})?"

    def _tail(self) -> str:
        return rf"(?:\.?[\s,(/]*{self.need}\)?)?"

    def _needed_often(self, match: re.Match[str]) -> list[Match]:
        found = self.often.match(match["often"])
        needed = self.values.as_needed(match)
        often = self.values.frequency(found) if found is not None else []
        return [each._replace(value={**often[0].value, "as_needed": True}) for each in needed] if often else needed

    def _form_rules(self) -> None:
        table, values = self.table, self.values
        short = "|".join(word for words in table["releases"].values() for word in words)
        long = any_literal(
            [form for word in inverted(table["release_words"]) for form in (word, word.replace(" ", "-"))]
        )
        form = rf"(?i:{any_literal(list(values.forms))}\b(?:\(e?s\))?)"
        led = "".join(rf"(?<!\b(?i:{word})\s)" for word in table["room_leads"])
        room = rf"\s+(?i:{any_literal(table['room_words'])})\b"
        for_hours = rf"(?:[\s-]*{self.values.for_hours})?"
        of_drug = rf"(?:[\s-]+{form}|\s+(?i:{any_literal(table['versions'])}\b|{self.number}\s*{self.unit}))"
        rooms = "|".join(table["rooms"])
        letters = rf"(?:(?:(?!(?:{rooms})\b)|{led})(?:{short})|(?:{short})(?={of_drug}))(?![^\W\d_]|{room})"
        release = rf"(?:{letters}|(?i:{long})\b){for_hours}"
        verbs, objects = any_literal(table["form_verbs"]), any_literal(table["form_verb_objects"])
        falling = rf"{any_literal(table['falling_verbs'])}\s+{any_literal(table['falling_directions'])}\b"
        fallen = "".join(rf"(?!(?<=\b{word}\s){falling})" for word in table["falling_subjects"])
        not_verb = rf"(?i:{fallen}(?!{verbs}\s+{objects}\b))"
        self.release = expression(rf"(?:{short.lower()})(?![^\W\d_])(?:{for_hours}[\s-]*{form}|(?=[\s,()]*#?\s?\.?\d))")
        """A release in small letters or as a word of a title, "Hcl Er 150mg": behind a drug, and before its amount."""
        words = [re.split(r"[\s-]", word)[0] for word in (*values.forms, *values.releases)]
        self._word(words, rf"{not_verb}(?:{release}(?:[\s-]*{form})?|{form})", values.form, cased=True)
        any_case, upper = (
            any_literal(list(inverted(table["routes"]))),
            any_literal(list(inverted(table["routes_upper"]))),
        )
        lead = [re.split(r"[\s.-]", word)[0].lower() for word in values.routes]
        # letters that may name a report are no route: "per PR-2", "PR2 of 6/5/15", "PR dated", but "PR 1-2 daily"
        led = "".join(rf"(?<!\b{word}\s)" for word in table["report_leads"])
        named = rf"(?:-?\d|\s+(?:\d\s+)?(?:of\b|{DATE}|{SHORT_DATE}|{any_literal(table['report_words'])}\b))"
        route = rf"(?:(?i:{any_case})(?![^\W\d_])|{led}{upper}(?![^\W\d_]|{named}))"
        self._word(lead, route, values.route, cased=True)

    def _context(self) -> None:
        """What the finder asks about the surroundings of a number."""
        table = self.table
        self.frequency_ahead = expression(self.often_ahead)
        form = rf"(?:\s*{any_literal(list(self.values.forms))}\b)?"
        self.product_ahead = expression(rf"{form}(?:\s*{DIGITS}(?:{JOINT}{DIGITS})*\s*{self.unit}?)?{form}")
        self.route_ahead = expression(rf"[\s,]*{self.route}")
        self.container_ahead = expression(rf"[\s-]*{any_literal(list(inverted(table['containers'])))}\b")
        handed = any_literal([*inverted(table["containers"]), *table["forms"]["pen"], *table["handed_out"]])
        self.handed_out_ahead = expression(rf"[\s-]*{handed}\b")
        """What tells of a supply, and not of a dose: "Lantus 300 units | pen", "1000 units | was dispensed"."""
        self.place_ahead = expression(rf"\s+{any_literal(table['place_leads'])}\s+(?!{DIGITS})")
        """Where on the skin it goes: "2 grams | to the hand"."""
        counted = any_literal([*self.values.forms, *table["times_words"]])
        self.counted_ahead = expression(rf"[\s-]*(?:of\s+an?\s+|an?\s+)?{counted}\b")
        self.period_ahead = expression(rf"\s*{self.per_day}")
        self.maximum_behind = expression(rf"\b{any_literal(table['maximum'])}\s*:?\s*$")
        self.added_up = expression(rf"[\s,;:(=-]*(?:{any_literal(table['maximum'])}\s*:?\s*)?#?")
        """What stands between how often and how many a day: "tid (6 per day)", but not "tid, from 6 per day"."""
        day = r"(?:\d|1[0-4])(?!\d)"
        self.day_of_course = expression(
            rf"\s*,?\s*(?:on\s+)?days?\s*{day}(?!\s*(?:-|\u2013|to\b|through\b)\s*(?:days?\s*)?(?!{day})\d)"
        )
        """A day of a short course, "day 3", "days 1-3": neither a number of tablets nor all the days of a supply."""
        self.at_once = expression(rf"\s+{any_literal(table['at_once'])}\b")
        """What says that so many are taken together: "up to 3 patches at a time"."""
        self.times_ahead = expression(self.count_of_times)
        self.modified = expression(rf"\b{any_literal(table['modified_words'])}\b[^.;]*\bto\s+$")
        self.supply_ahead = expression(rf"\s+{self.supply}\b")
        self.a_day = expression(of_a_day(table))
        self.often = expression(rf"(?:{self._times()}|{self.every}|{self.moment}|{self.latin})")
        self.frequency_next = expression(rf"[\s,]*(?:{self._times()}|{self.every}|{self.moment}|{self.latin})")
        verbs = any_literal(table["dose_verbs"])
        about = r"\s*:?\s+(?:only\s+|up\s+to\s+|about\s+|approximately\s+)?$"
        self.dose_verb_behind = expression(rf"\b{verbs}{about}")
        self.taken_behind = expression(rf"\b(?:{verbs}|{any_literal(table['taken_words'])}){about}")
        self.bare_count = expression(self.range)
        ended = rf"(?:\s?/\s?{DIGITS}){{1,4}}(?=\s+[-\u2013]\s)"
        self.bare_strength = expression(rf"{DIGITS}(?:{ended}|(?:{JOINT}{DIGITS}){{1,4}}(?![\d%/]|\s*%|\.\d|-\w))")
        """Numbers of one strength; behind slashes a dash between blanks parts what follows: "10/325 | - 2x a day"."""
        self.single_strength = expression(
            rf"{DIGITS}(?=\s*(?:,\s*|\(\s*)?(?:#|\d{{1,2}}\s*{self.per_day}|(?:{any_literal(table['behind_strengths'])}|q\s?\d\w*)\b|{self.range}\s*{counted}\b))"
        )
        self.sole_number = expression(r"\d{1,4}(?=[\s,]+[a-z])")
        self.digits = expression(r"[\d.,/-]*\d")
        self.percent_noun = expression(rf"\s*{any_literal(table['percent_nouns'])}\b")
        self._effect = expression(
            rf"(?<!for\s)(?<!for\spain\s)\b{any_literal(table['effect_words'])}(?:\s+[a-z]+){{0,2}}\s+$"
        )
        self._limit = expression(rf"\b{any_literal(table['limit_words'])}\b")
        self._taper = expression(
            rf"\b{any_literal(table['taper_words'])}\b(?:(?!\b{any_literal(table['clause_words'])}\b)[^.;])*$"
        )
        joints = rf"(?:{any_literal(table['tapered_joints'])}\b|{self.number}\s*{self.unit}|{DIGITS}|[\s,/&()-])"
        self.tapered_too = expression(rf"{joints}{{0,12}}")
        """Between drugs that are tapered together: "weaning of Flexeril | 10 mg and | Norco"."""
        self._over = expression(r"over\b")
        self._supply = expression(rf"\b{self.supply}\b")
        granted, breaks = any_literal(table["granted_words"]), any_literal(table["granted_breaks"])
        self._granted = expression(rf"\b{granted}\b(?:(?!\b{breaks}\b)(?:[^.;]|\.(?=\d)))*$")
        self.count_ahead = expression(rf"[\s)]*(?:$|[,;.:)]|(?:with|w/|and|plus)\b|#|{self.number}\s*{self.refill})")
        ceilings, doses = any_literal(table["ceilings"]), any_literal(table["ceiling_doses"])
        self.ceiling = expression(rf"\b{ceilings}\b\.?(?:(?:\s+[a-z]+){{0,3}}?\s+{doses}\s+(?:of|for)(?:\s+the)?)?\s+$")
        self._of_patient = expression(
            rf"\b{any_literal(table['ceiling_takers'])}\b(?:(?!\b{any_literal(table['ceiling_passed'])}\b)[^.;])*$"
        )
        self.ceiling_joint = expression(
            rf"\s*\)?\s*(?:{any_literal(table['ceiling_verbs'])}\s+(?:{any_literal(table['total_sizes'])}\s+)?"
            rf"|\(\s*(?=[^()]{{1,24}}?{self.per_day}))"
        )
        by = rf"\bby\s+(?:{any_literal(table['step_sizes'])}\s+)?$"
        self._step_end = expression(by)
        sizes = rf"(?:{any_literal(table['step_sizes'])}\s+)?$"
        self._share_end = expression(
            rf"\b(?<!\bfor\s){any_literal(table['shared'])}\b[^.;]*\b{any_literal(table['share_leads'])}\s+{sizes}"
        )
        self._form_ahead = expression(rf"[\s-]*{any_literal(list(self.values.forms))}\b")
        verbs, breaks = any_literal(table["step_verbs"]), any_literal(table["step_breaks"])
        self._step = expression(rf"\b{verbs}\b(?:(?!\b{breaks}\b)(?:[^.;]|\.(?=\d))){{0,80}}{by}")
        self._eased = expression(rf"{any_literal(table['step_passives'])}\b")
        self._stepped = expression(rf"\b{any_literal(table['step_subjects'])}\b")
        self.rate_ahead = expression(rf"\s*{self.rate}")
        quantity, verbs = any_literal(table["quantity_words"]), any_literal(table["dose_verbs"])
        self.amount_next = expression(
            rf"[\s,;:(-]*(?:#|[x\xd7]\s?\d|(?:{quantity}|{verbs})\b|(?!{self.number}\s*{self.refill}){self.number}\b)"
        )
        """A supply or a dose that follows: "30 tablets | #60", "50 tablets, | take 1 daily"; but no refills."""
        purpose = any_literal(table["taking"]["item_words"])
        self.purpose = expression(rf"(?:[\s,;:()-]*{purpose}\b){{1,4}}[\s,;:()-]*")
        before = any_literal(table["before_counts"])
        self.count_behind = expression(rf"\b{before}\s+$")
        names = self.values.numbers.values
        self.number_words = {word.split()[0].split("-")[0] for word in names} | {"a"}
        self.beginnings = frozenset({*self.led_by_word, *self.number_words, *FRACTIONS})
        """With what a rule or a number begins, but for digits."""

    def times_a_day(self, text: str, at: int, until: int) -> float | None:
        """How often a day the frequency that follows is; null where none does: " every 72 hours" is 0.3333."""
        found = self.frequency_next.match(text, at, until)
        read = self.values.frequency(found) if found is not None else []
        return read[0].value["per_day"] if read else None

    def is_limit(self, text: str, at: int) -> bool:
        """True where the words before say what a guideline allows: "should be limited to 4 weeks"."""
        start = max(0, at - 80)
        return self._limit.search(text, max(start, text.rfind(". ", start, at) + 1), at) is not None

    def granted(self, text: str, at: int, end: int) -> int | None:
        """Where it is said that something is certified or licensed for so long: "UR *certified* Norco | for one month".

        A supply that is certified is still one, "approved a one month supply of Norco".
        """
        if self._supply.search(text, at, end) is not None:
            return None
        match = self._granted.search(text, self.clause(text, at), at)
        return None if match is None else match.start()

    def is_effect(self, text: str, at: int) -> bool:
        """True where the words before say what lasts so long: "helped for three weeks", "relief lasting 2 days"."""
        return self._effect.search(text, max(0, at - 60), at) is not None

    def tapered(self, text: str, at: int) -> int | None:
        """Where a taper is named that is to last so long, and not a drug: "*weaning* of Flexeril | over 2 weeks"."""
        if self._over.match(text, at) is None:
            return None
        taper = self._taper.search(text, self.clause(text, at), at)
        return None if taper is None else taper.start()

    def is_share(self, text: str, at: int, end: int) -> bool:
        """True for a percentage that is no strength: "Norco reduces her pain by | 50%", "relief from Soma is | 30%"."""
        if self._form_ahead.match(text, end) is not None:
            return False
        return self._share_end.search(text, self.clause(text, at), at) is not None

    def step(self, text: str, at: int) -> re.Match[str] | None:
        """The verb of what a dose changes by: "tapered by | one tablet every week", "reduce oxycodone by | 10 mg"."""
        if self._step_end.search(text, max(0, at - 30), at) is None:
            return None
        return self._step.search(text, max(0, at - 120), at)

    def may_ease(self, text: str, verb: int) -> bool:
        """True where what changes can be something else than a dose: "her pain is | reduced by", but not "his dose"."""
        return (
            self._eased.match(text, verb) is not None
            and self._stepped.search(text, self.clause(text, verb), verb) is None
        )

    def clause(self, text: str, at: int) -> int:
        """Where what is said at a place begins, at most 120 characters in front of it."""
        start = max(0, at - 120)
        return max(start, text.rfind(". ", start, at) + 1, text.rfind(";", start, at) + 1)

    def is_of_patient(self, text: str, at: int) -> bool:
        """True for a maximum that a patient takes: "she is on the | maximum dose", but not "his dose exceeds the"."""
        return self._of_patient.search(text, max(0, at - 80), at) is not None

    def _number(self, pattern: str, read: Reader) -> None:
        self.led_by_number.append(Rule(expression(pattern), read))

    def _word(self, words: Iterable[str], pattern: str, read: Reader, *, cased: bool = False) -> None:
        rule = Rule(expression(pattern), read, cased)
        for word in dict.fromkeys(word.lower() for word in words):
            if word:
                self.led_by_word.setdefault(word, []).append(rule)
