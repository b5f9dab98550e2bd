"""What linking finds in one sentence, and the words that may stand between a drug and its attribute."""

import re
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.grammar import DATE, SHORT_DATE
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.numbers import DIGITS
from imrx.grammar.dosing.per_day import of_a_day, per_day
from imrx.grammar.expressions import expression

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?][\"'”)]*\s+(?=[A-Z][a-z])")


class Links(NamedTuple):
    """Whose each attribute is, and what the drugs are to each other, all by index.

    Pairs of drug and attribute, drug -> the drug it is a synonym of, runs of one compound each, runs that share one
    list of strengths, drugs that the sentence gives a second frequency ("1 every morning, 2 every evening"), and
    strength -> the ingredients of the second name beside it.
    """

    pairs: list[tuple[int, int]]
    synonyms: dict[int, int]
    compounds: list[list[int]]
    lists: list[list[int]]
    uneven: set[int]
    beside: dict[int, tuple[str, ...]]


class LinkWords:
    """The words of `patterns/sig.json` that decide what may stand between a drug and its attribute.

    Generics that were sold as one product are one tablet where a slash joins them.
    """

    def __init__(self, table: dict[str, Any], market: Market) -> None:
        self.fillers = frozenset([*table["fillers"], *table["vehicles"], *table["textures"]])
        texture = rf"{any_literal(table['textures'])}\b"
        self.between = expression(
            rf"(?:\s{{0,4}}{texture})?[\s,/+&;•()-]*(?:(?:and|with|plus|w)\b)?[\s,/+&-]*(?:{texture}\s{{0,4}})?$",
            re.IGNORECASE,
        )
        self.most = expression(rf"\b{any_literal(table['most_times'])}\s*$", re.IGNORECASE)
        """In front of a number that a dose may not pass: "#90, | no more than | 3 per day"."""
        self.joined = frozenset(table["joined_fillers"])
        self.each = expression(rf"\s*{any_literal(table['each'])}\b", re.IGNORECASE)
        self.everyone = frozenset(table["everyone"])
        self.competitors = frozenset(table["competitors"])
        self.clause = frozenset(table["clause_words"])
        self.changing = frozenset(table["changing_words"])
        self.steps = frozenset(table["step_words"])
        self.dose_verbs = frozenset(table["dose_verbs"])
        self.relatives = frozenset(table["purpose_relatives"])
        self.recurring = frozenset(table["recurring"])
        self.supplied = frozenset(table["supplied_words"])
        self.supplied_with = expression(
            rf"\b{any_literal(table['supplied_words'])}\b[^.]{{0,60}}\bwith\b", re.IGNORECASE
        )
        releases = [word for words in table["release_words"].values() for word in words]
        self.releases = frozenset([*releases, *(word.replace(" ", "-") for word in releases)])
        others = any_literal(table["contain_breaks"])
        self.contains = expression(
            rf".*\b{any_literal(table['contain_words'])}\b"
            rf"|(?:(?!\b{others}\b)[^,;#\d])*\b{any_literal(table['contained_words'])}\b",
            re.IGNORECASE | re.DOTALL,
        )
        self.pre_list = frozenset(table["pre_list"])
        self.products = frozenset(market.products)
        self.topical = frozenset(table["topical_forms"])
        self.spread = self.topical.intersection(table["not_swallowed"])
        spread = any_literal([word for form in sorted(self.spread) for word in table["forms"][form]])
        self.of_spread = expression(rf"\s+(?:[^\W\d_]+\s+){{0,2}}{spread}\b", re.IGNORECASE)
        self.in_creams = frozenset(table["in_creams"])
        limits = any_literal(table["maximum"])
        number = rf"(?:{DIGITS}|{any_literal(list(table['numbers']['ones']))})"
        self.aside = expression(
            rf"\b{limits}\s*:?\s*{number}(?:\s*[a-z]{{1,12}})?\s*{per_day(table)}"
            rf"|\b{any_literal(table['grades'])}\b"
            rf"|\b{any_literal(table['quantity_words'])}\s+(?:on\s+)?(?:{DATE}|{SHORT_DATE})"
            rf"|\b(?:which|that)\s+{any_literal(table['taking']['taken_behind'])}\b"
            rf"|\b{any_literal(table['total_words'])}(?:\s+{any_literal(table['total_between'])}){{0,3}}\s+{DIGITS}\s*"
            rf"{any_literal(table['units']['mg'])}\b"
            rf"|\bfrom\s+{DIGITS}\s*[a-z]{{1,10}}(?:\s+(?:down|up))?\s+to\s+{DIGITS}\s*[a-z]{{1,10}}\b"
            rf"|[\s,;]*\b{any_literal(table['repeats'])}(?:\s+(?:once|one\s+time|x\s?1|the\s+dose|dose))*"
            rf"\s+(?:in|after)\s+{number}\s*(?:{any_literal(table['clock'])})\b",
            re.IGNORECASE,
        )
        passives = rf"{any_literal(table['changed_leads'])}\s+{any_literal(table['step_passives'])}"
        self.changed = expression(
            rf"\s+{passives}\s+(?:from\s[^.;,]{{1,40}}?\s)?(?:(?:up|down|back)\s+)?to\s+", re.IGNORECASE
        )
        """Between a drug and the regimen that it was changed to: "MS Contin | was increased to | 30 mg bid"."""
        self.not_changed = expression(
            rf"(?:[^.;]|\.(?=\d)){{0,80}}?\b{any_literal(table['not_changed'])}\b", re.IGNORECASE
        )
        """Behind a regimen that was not kept: "was increased to 30 mg bid | but was not tolerated"."""
        self.respectively = expression(rf"[\s,(]*{any_literal(table['respectively'])}\b", re.IGNORECASE)
        self.extra = expression(self._extra(table), re.IGNORECASE)
        """Behind how often a further dose, which is not always taken: "bid | plus 1 extra", "tid | and 1 prn"."""
        supply = any_literal(table["supply_words"])
        self.supply = tuple(table["supply_words"])
        self.of = expression(
            rf"(?:(?P<of>(?:[\s,]*{supply}\s+|\s*)of\s+)|\s*)(?:{any_literal(table['before_names'])}\s+){{0,3}}$",
            re.IGNORECASE,
        )
        before = [*table["before_one"], *table["before_counted"]]
        self.counted = expression(
            rf"\s*(?P<of>of\s+)?(?:{any_literal([*table['before_names'], *before])}\s+){{0,3}}$",
            re.IGNORECASE,
        )
        """The same between a dose and its drug: "half | of a | Norco"."""
        self.of_strengths = expression(
            rf"(?:\s|,|and\b|the\b|both\b)*{any_literal(table['strength_words'])}\s+of\s+(?:the\s+)?$", re.IGNORECASE
        )
        self.renaming = expression(rf"[\s®™,]*\(\s*(?:{any_literal(table['renaming'])}|\s){{0,6}}$", re.IGNORECASE)
        a_period = rf"(?:(?:per|/)\s*|an?\s+){any_literal(table['a_period'])}\b"
        self.per = expression(rf"{a_period}|{of_a_day(table)}", re.IGNORECASE)
        self.reports = expression(rf"\b{any_literal(table['report_leads'])}\s+(?:the\s+)?[\w-]+", re.IGNORECASE)
        self.meals = frozenset(table["beside_meals"])
        self.amount_of = expression(
            rf"{DIGITS}\s*{any_literal(table['units']['mg'])}\s+(?:of\s+)?"
            rf"(?:{any_literal(table['before_names'])}\s+)?$",
            re.IGNORECASE,
        )
        """In front of a drug of which an amount is told: "a total of | 40 mg of hydrocodone"."""
        self.before_life = tuple(table["before_day_life"])
        self.life = expression(rf"\s+(?:of\s+)?{any_literal(table['day_life'])}\b", re.IGNORECASE)

    @staticmethod
    def _extra(table: dict[str, Any]) -> str:
        few = [word for word, number in table["numbers"]["ones"].items() if 0 < number < 10]
        number = rf"(?:[1-9]|an?|{any_literal(few)})(?:\s*(?:-|\u2013|to|or)\s*(?:[1-9]|{any_literal(few)}))?"
        counted = [form for form in table["forms"] if form not in table["measured_forms"]]
        doses = any_literal([*(word for form in counted for word in table["forms"][form]), *table["extra_doses"]])
        piece = rf"{doses}\b(?!\s+of\b)"
        need = rf"{any_literal(table['as_needed'])}(?![^\W\d_])"
        extra = rf"{any_literal(table['extra_words'])}\b"
        further = rf"{any_literal(table['further_words'])}\b"
        ends = rf"(?:\s+{piece}|(?=\s+(?:{need}|{any_literal(table['behind_extra'])}\b))|(?=\s*(?:[.,;)]|$)))"
        closed = rf"(?=\s*(?:[^\w\s]|\Z|{any_literal(table['after_needed_often'])}\b))"
        alone = rf"(?:\s+{piece}|(?=\s+{need}))"
        return (
            rf"(?:[\s,;(]+{any_literal(table['taking']['item_words'])}\b){{0,6}}?"
            rf"[\s,;(]*{any_literal(table['extra_leads'])}"
            rf"\s+(?:(?:(?:up\s+to\s+)?{number}\s+)?(?:{extra}(?:\s+{number})?{ends}"
            rf"|(?<!an\s)(?<!a\s)(?:{doses}\s+)?{need}{closed})"
            rf"|(?:up\s+to\s+)?{number}\s+{further}{ends}|{further}(?:\s+{number})?{alone})"
        )
