r"""The grammar of prescriptions: where a strength, dose, frequency, duration, quantity or number of refills stands.

The words come from `patterns/sig.json`; `templates` joins those that several rules share, and `surroundings` has what
is asked about the words around a match. A rule is tried only where a number, a `#` or a word stands that can begin it,
with `match` and within the sentence, so the whole is linear in the text. A look-alike (a date, a pain score, a
laboratory value, a rate of taper) is a rule whose match means nothing.

Rules are matched in lower case: without `IGNORECASE` an expression takes a third of the time to compile and half to
match. Where capitals tell a word ("ER", "PR"), the text is looked at as written.
"""

import re
from collections.abc import Callable, Iterable
from math import isclose
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.numbers import DIGITS, read_digits
from imrx.grammar.dosing.surroundings import Surroundings
from imrx.grammar.dosing.templates import JOINT, Templates
from imrx.grammar.dosing.values import inverted
from imrx.grammar.expressions import expression
from imrx.match import Match

LEAD = re.compile(r"[^\W\d_]+|[#½¼¾\xd7/(]|\.?\d")
"""Where a rule can begin: a word, a sign or a number."""

FRACTIONS = "½¼¾"
"""Numbers that are signs."""

AMOUNT_REACH = 30
"""How many characters in front of a factor the amount that it multiplies is looked for in."""

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


class SigGrammar(Templates):
    """The rules, by what they begin with: `led_by_number`, and `led_by_word` (lower-case first word, or sign)."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__(table)
        self.around = Surroundings(self)
        self.led_by_number: list[Rule] = []
        self.led_by_word: dict[str, list[Rule]] = {}
        self._number_rules()
        self._quantity_rules()
        self._dose_rules()
        self._duration_rules()
        self._frequency_rules()
        self._form_rules()
        self._bare_numbers()
        names = self.values.numbers.values
        self.number_words = {word.split()[0].split("-")[0] for word in names} | {"a"}
        self.beginnings = frozenset({*self.led_by_word, *self.number_words, *FRACTIONS})
        """With what a rule or a number begins, but for digits."""

    def _number_rules(self) -> None:
        number, table, values = self.number, self.table, self.values
        self._number("|".join(f"(?:{pattern})" for pattern in LOOK_ALIKES), nothing)
        self._number(rf"(?P<n>{number})[\s-]*{self.refills_behind}", values.refills)
        course = any_literal(table["courses"])
        self._number(rf"(?P<n>{number})[\s-]*(?P<unit>{self.days})['\u2019]?s?\s+{course}\b", values.duration)
        self._number(self.times, values.frequency)
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
            rf"(?:{DIGITS}{amount}(?:{joint}(?!{DIGITS}\s*{pieces}\b){DIGITS}{amount})+"
            rf"|{DIGITS}\s*{pieces}{joint}{DIGITS}\s*{pieces}\b|{numbers}{amount}){per}",
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
        few, once = r"(?!\d\d)", form.replace("?P<unit>", "?P<first>")
        self._number(
            rf"{few}(?P<n>{number}){once}\s*(?:-|\u2013|to\b|or\b)\s*{few}(?P<high>{number}){form}", values.dose_range
        )
        self._number(rf"(?P<n>{self.range}){form}", values.forms_or_dose)
        bracketed = rf"\(\s?(?P<n>{self.range})\s?\)"
        self._word(["("], rf"{bracketed}[\s-]*{self.refills_behind}", values.refills)
        self._word(["("], rf"{bracketed}{form}", values.forms_or_dose)

    def _quantity_rules(self) -> None:
        table, number, values = self.table, self.number, self.values
        unit = rf"(?:\s*-?\s*(?P<unit>{self.packing})\b)?"
        self._word(["#"], rf"#\s*(?P<n>{number})\s*{self.refills_behind}", values.refills)
        no_letter = r"(?![oil][oil\d]*\b)"  # for a digit: "#3O" is no 3
        few = r"(?P<n>\d\s?(?:-|\u2013|to\b|or\b)\s?\d{1,2}(?![\d./]))"
        self._word(["#"], rf"#\s?{few}{unit}(?={self.often_ahead})", values.forms_or_dose)
        self._word(["#"], rf"#\s*(?:of\s+)?(?P<n>{number}){no_letter}{unit}", values.quantity)
        lead = any_literal(table["quantity_words"])
        days_told = rf"['\u2019]?s?(?:\s+{self.supply})?[\s:=-]*\d{{1,3}}\b(?!\s*(?:tab|cap|{self.refills_behind}))"
        no_days = rf"(?![\s-]*{self.days}\b(?!{days_told}))"
        self._word(
            table["quantity_words"],
            rf"{lead}\b\.?\s*(?:of\s+|is\s+|[:=#(-]\s*)*(?!{DATE}|{SHORT_DATE})(?P<n>{number}){no_letter}{unit}{no_days}",
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
        self._often = expression(self.frequency)
        first = rf"(?:{self.moment}|{self.latin})"
        counted = rf"{self.count_of_times}{self.period}"
        last = rf"\s*(?:-|\u2013|/|to\b|or\b)\s*(?P<often_high>{first}|{counted})"
        range_of = rf"(?P<often_low>{first}){last}"
        bare = rf"{any_literal(list(table['bare_moments']))}(?![^\W\d_])"
        closed = rf"(?=\s*(?:[^\w\s]|\Z|{any_literal(table['after_needed_often'])}\b))"
        part = rf"(?:{bare}|{any_literal(list(table['paired_moments']))}{closed})"
        others = rf"(?:\s*(?:,\s*(?:and|&)|and\b|,|&|/)\s*{part}){{1,3}}"
        """Further times of day behind one: "every AM | and PM", "AM | , noon and PM"."""
        pairs = rf"(?:(?<=[ap]m)|(?<=[ap]m\.)|(?<=[ap]\.m\.)|(?<=noon)|(?<=morning)){others}"
        joined = rf"{pairs}|\s*(?:and|,|&)\s*{first}|\s+{first}"
        plain = rf"(?:{self.every}|{range_of}|{first}(?:{joined})?){self.split}{self.tail}"
        words = [re.split(r"[\s.-]", word)[0] for word in (*table["moments"], *table["latin"])]
        words += [word + need for word in table["latin"] for need in table["joined_need"]]
        self._word([*words, "every", "each", "per", "q", "/"], plain, values.frequency)
        further = rf"(?:{others}|\s*(?:and|,|&|/)\s*{first})?"
        words = [re.split(r"[.]", word)[0] for word in table["bare_moments"]]
        self._word(words, rf"{bare}{further}{self.split}{self.tail}", values.bare_moment)
        self._word(table["times"], rf"(?P<often_low>{counted}){last}{self.tail}", values.frequency)
        most = [word.split()[0] for word in table["most_times"]]
        self._word([*table["times"], *most], self.times, values.frequency)
        self._word(["on"], self.on_off, values.on_off)
        often = rf"(?:{self.every}|{self.count_of_times}{self.period}|{self.latin})"
        words = [re.split(r"[\s.-]", word)[0] for word in table["as_needed"]]
        self._word(words, rf"{self.need}[\s,]+(?:up\s+to\s+)?(?P<often>{often})", self._needed_often)
        # "as needed nightly", but not "as needed, daily function", "prn nightly Ambien"
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

    def _needed_often(self, match: re.Match[str]) -> list[Match]:
        found = self._often.match(match["often"])
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

    def _bare_numbers(self) -> None:
        """Numbers without a unit: what stands around them tells what they are."""
        table = self.table
        self.bare_count = expression(self.range)
        ended = rf"(?:\s?/\s?{DIGITS}){{1,4}}(?=\s+[-\u2013]\s)"
        self.bare_strength = expression(rf"{DIGITS}(?:{ended}|(?:{JOINT}{DIGITS}){{1,4}}(?![\d%/]|\s*%|\.\d|-\w))")
        """Numbers of one strength; behind slashes a dash between blanks parts what follows: "10/325 | - 2x a day"."""
        self.single_strength = expression(
            rf"{DIGITS}(?=\s*(?:,\s*|\(\s*)?(?:#|\d{{1,2}}\s*{self.per_day}"
            rf"|(?:{any_literal(table['behind_strengths'])}|q\s?\d\w*)\b|{self.range}\s*{self.counted}\b))"
        )
        self.sole_number = expression(r"\d{1,4}(?=[\s,]+[a-z])")
        patch: dict[str, Any] = table["transdermal"]
        forms = any_literal(table["forms"][patch["form"]])
        self.patch: str = patch["form"]
        self.patch_names = frozenset(patch["names"])
        self.patch_rate = expression(rf"\d{{1,3}}(?:\.5)?(?=\s*(?:(?P<form>{forms})\b|$|[,;.](?!\d)|[)(#]))")
        """A number that may be the rate of a patch: "Duragesic-25", "Butrans 10 patch"."""
        self.patch_between = expression(rf"[^\d]*\b{forms}\b[^\d]*")
        self.digits = expression(r"[\d.,/-]*\d")

    def _number(self, pattern: str, read: Reader) -> None:
        self.led_by_number.append(Rule(expression(pattern), read))

    def _word(self, words: Iterable[str], pattern: str, read: Reader, *, cased: bool = False) -> None:
        rule = Rule(expression(pattern), read, cased)
        for word in dict.fromkeys(word.lower() for word in words):
            self.led_by_word.setdefault(word, []).append(rule)
