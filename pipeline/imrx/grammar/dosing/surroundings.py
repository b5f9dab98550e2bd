"""What is asked about the words around an amount: by the answers it is decided what it is, and whether it counts.

The expressions are for the letter in lower case. `..._ahead` is matched where an amount ends, `..._behind` is searched
for in front of where it begins.
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.numbers import DIGITS
from imrx.grammar.dosing.per_day import of_a_day
from imrx.grammar.dosing.sums import DayWords
from imrx.grammar.dosing.templates import JOINT, Templates
from imrx.grammar.dosing.values import inverted
from imrx.grammar.expressions import expression

LONGEST_CLAUSE = 120
"""So many characters in front of an amount what is said of it begins at the earliest."""

FARTHEST_LIMIT = 80
"""So near stands what a guideline says of a duration; farther off the patient comes between."""

LEAD_REACH = 40
"""How many characters in front of an amount the verb or maximum that leads it in is looked for in."""


class Surroundings:
    """The expressions, by where their words stand, and the questions that take more than one of them."""

    def __init__(self, templates: Templates) -> None:
        self.table = table = templates.table
        self.values = templates.values
        self.day = DayWords(table)
        self._words_ahead(templates)
        self._words_behind()
        self._words_between(templates)
        self._words_of_durations(templates)
        self._words_of_limits(templates)

    def times_a_day(self, text: str, at: int, until: int) -> float | None:
        """How often a day the frequency that follows is; null where none does: " every 72 hours" is 0.3333."""
        found = self._frequency_next.match(text, at, until)
        read = self.values.frequency(found) if found is not None else []
        return read[0].value["per_day"] if read else None

    def is_limit(self, text: str, at: int) -> bool:
        """True where the words before say what a guideline allows: "should be limited to 4 weeks"."""
        return self._limit.search(text, self.clause(text, at, FARTHEST_LIMIT), at) is not None

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

    def clause(self, text: str, at: int, farthest: int = LONGEST_CLAUSE) -> int:
        """Where what is said at a place begins, at most so many characters in front of it."""
        start = max(0, at - farthest)
        return max(start, text.rfind(". ", start, at) + 1, text.rfind(";", start, at) + 1)

    def is_of_patient(self, text: str, at: int) -> bool:
        """True for a maximum that a patient takes: "she is on the | maximum dose", but not "his dose exceeds the"."""
        return self._of_patient.search(text, max(0, at - 80), at) is not None

    def _words_ahead(self, templates: Templates) -> None:
        """What follows an amount."""
        table = self.table
        self.frequency_ahead = expression(templates.often_ahead)
        form = rf"(?:\s*{any_literal(list(self.values.forms))}\b)?"
        self.product_ahead = expression(rf"{form}(?:\s*{DIGITS}(?:{JOINT}{DIGITS})*\s*{templates.unit}?)?{form}")
        amount = rf"{DIGITS}(?:{JOINT}{DIGITS})*\s*{templates.unit}\s+"
        one, counted = any_literal(table["before_one"]), any_literal(table["before_counted"])
        whose = rf"(?P<whose>\s+(?P<of>of\s+)?(?:(?P<one>{one})\s+|(?P<which>{counted})\s+)?)"
        self.closed = expression(rf"\s*(?:[^\w\s]|\Z|{any_literal(table['after_needed_often'])}\b)")
        """Where a clause ends, or goes on with a purpose, behind "as needed"."""
        self.name_ahead = expression(rf"{whose}(?:{amount})?")
        """Between a number and the name of what it counts: "half | of a 10 mg | oxycodone", "two | of her | Norco"."""
        self.route_ahead = expression(rf"[\s,]*{templates.route}")
        self.container_ahead = expression(rf"[\s-]*{any_literal(list(inverted(table['containers'])))}\b")
        handed = any_literal([*inverted(table["containers"]), *table["forms"]["pen"], *table["handed_out"]])
        self.handed_out_ahead = expression(rf"[\s-]*{handed}\b")
        """What tells of a supply, and not of a dose: "Lantus 300 units | pen", "1000 units | was dispensed"."""
        self.place_ahead = expression(rf"\s+{any_literal(table['place_leads'])}\s+(?!{DIGITS})")
        """Where on the skin it goes: "2 grams | to the hand"."""
        self.counted_ahead = expression(rf"[\s-]*(?:of\s+an?\s+|an?\s+)?{templates.counted}\b")
        self.period_ahead = expression(rf"\s*{templates.per_day}")
        day = r"(?:\d|1[0-4])(?!\d)"
        self.day_of_course = expression(
            rf"\s*,?\s*(?:on\s+)?days?\s*{day}(?!\s*(?:-|\u2013|to\b|through\b)\s*(?:days?\s*)?(?!{day})\d)"
        )
        """A day of a short course, "day 3", "days 1-3": neither a number of tablets nor all the days of a supply."""
        bare = rf"{any_literal(list(table['bare_moments']))}(?![^\W\d_])"
        self.bare_moment_ahead = expression(rf"\s+(?:{templates.route}\s+)?{bare}")
        self.routed_moment_ahead = expression(rf"\s+{templates.route}\s+{bare}")
        """When a number of tablets is taken: "3 tabs | AM", "1 | po AM"; "1 AM" may be an hour."""
        self.at_once = expression(rf"\s+{any_literal(table['at_once'])}\b")
        """What says that so many are taken together: "up to 3 patches at a time"."""
        self.times_ahead = expression(templates.count_of_times)
        self.supply_ahead = expression(rf"\s+{templates.supply}\b")
        self.percent_noun = expression(rf"\s*{any_literal(table['percent_nouns'])}\b")
        self.rate_ahead = expression(rf"\s*{templates.rate}")
        quantity, verbs = any_literal(table["quantity_words"]), any_literal(table["dose_verbs"])
        refills = rf"{templates.number}\s*{templates.refill}"
        self.amount_next = expression(
            rf"[\s,;:(-]*(?:#|[x\xd7]\s?\d|(?:{quantity}|{verbs})\b|(?!{refills}){templates.number}\b)"
        )
        """A supply or a dose that follows: "30 tablets | #60", "50 tablets, | take 1 daily"; but no refills."""
        self.count_ahead = expression(rf"[\s)]*(?:$|[,;.:)]|(?:with|w/|and|plus)\b|#|{refills})")

    def _words_behind(self) -> None:
        """What leads an amount in."""
        table = self.table
        self.maximum_behind = expression(rf"\b{any_literal(table['maximum'])}\s*:?\s*$")
        verbs = any_literal(table["dose_verbs"])
        about = r"\s*:?\s+(?:only\s+|up\s+to\s+|about\s+|approximately\s+)?$"
        self.dose_verb_behind = expression(rf"\b{verbs}{about}")
        self.taken_behind = expression(rf"\b(?:{verbs}|{any_literal(table['taken_words'])}){about}")
        before = any_literal(table["before_counts"])
        self.count_behind = expression(rf"\b{before}\s+$")
        self.modified = expression(rf"\b{any_literal(table['modified_words'])}\b[^.;]*\bto\s+$")
        self.refill_behind = expression(
            rf"(?<!\d\s)(?<!\bwith\s)(?<!\bno\s)\b{any_literal(table['refill_words'])}\s*(?:of|for|:)?\s*$"
        )
        left = rf"(?<!non-)\b{any_literal(table['left_words'])}\b"
        self.left_behind = expression(rf"[(\[,]\s*(?:[a-z]+\s+){{0,4}}{left}(?:\s+[a-z]+){{0,2}}\s*[:=-]?\s*$")
        self.left_ahead = expression(rf"\s*(?:(?:was|were|is|are)\s+)?{left}")

    def _words_between(self, templates: Templates) -> None:
        """What stands between an amount and how often it is taken, and how often that is."""
        table = self.table
        self.before_needed = expression(rf"(?:[\s,]*{any_literal(table['before_needed'])}(?![^\W\d_])){{0,5}}[\s,(]*")
        """What stands between how often and "as needed": "every 12 hours | with food | as needed"."""
        self.purposes = expression(rf"\b{any_literal(table['purpose_leads'])}\b")
        self.added_up = expression(rf"[\s,;:(=-]*(?:{any_literal(table['maximum'])}\s*:?\s*)?#?")
        """What stands between how often and how many a day: "tid (6 per day)", but not "tid, from 6 per day"."""
        purpose = any_literal(table["taking"]["item_words"])
        self.purpose = expression(rf"(?:[\s,;:()-]*{purpose}\b){{1,4}}[\s,;:()-]*")
        self.a_day = expression(of_a_day(table))
        self._frequency_next = expression(rf"[\s,]*{templates.frequency}")

    def _words_of_durations(self, templates: Templates) -> None:
        """What lasts so long that is no drug: relief, what a guideline allows, a certificate, a taper."""
        table = self.table
        self._effect = expression(
            rf"(?<!for\s)(?<!for\spain\s)\b{any_literal(table['effect_words'])}(?:\s+[a-z]+){{0,2}}\s+$"
        )
        self._limit = expression(rf"\b{any_literal(table['limit_words'])}\b")
        self._taper = expression(
            rf"\b{any_literal(table['taper_words'])}\b(?:(?!\b{any_literal(table['clause_words'])}\b)[^.;])*$"
        )
        amount = rf"{templates.number}\s*{templates.unit}"
        joints = rf"(?:{any_literal(table['tapered_joints'])}\b|{amount}|{DIGITS}|[\s,/&()-])"
        self.tapered_too = expression(rf"{joints}{{0,12}}")
        """Between drugs that are tapered together: "weaning of Flexeril | 10 mg and | Norco"."""
        self._over = expression(r"over\b")
        self._supply = expression(rf"\b{templates.supply}\b")
        granted, breaks = any_literal(table["granted_words"]), any_literal(table["granted_breaks"])
        self._granted = expression(rf"\b{granted}\b(?:(?!\b{breaks}\b)(?:[^.;]|\.(?=\d)))*$")

    def _words_of_limits(self, templates: Templates) -> None:
        """What amounts are that nobody takes: the most of a dose, what it changes by, a share of something else."""
        table = self.table
        ceilings, doses = any_literal(table["ceilings"]), any_literal(table["ceiling_doses"])
        self.ceiling = expression(rf"\b{ceilings}\b\.?(?:(?:\s+[a-z]+){{0,3}}?\s+{doses}\s+(?:of|for)(?:\s+the)?)?\s+$")
        self._of_patient = expression(
            rf"\b{any_literal(table['ceiling_takers'])}\b(?:(?!\b{any_literal(table['ceiling_passed'])}\b)[^.;])*$"
        )
        self.ceiling_joint = expression(
            rf"\s*\)?\s*(?:{any_literal(table['ceiling_verbs'])}\s+(?:{any_literal(table['total_sizes'])}\s+)?"
            rf"|\(\s*(?=[^()]{{1,24}}?{templates.per_day}))"
        )
        by = rf"\bby\s+(?:{any_literal(table['step_sizes'])}\s+)?$"
        self._step_end = expression(by)
        verbs, breaks = any_literal(table["step_verbs"]), any_literal(table["step_breaks"])
        self._step = expression(rf"\b{verbs}\b(?:(?!\b{breaks}\b)(?:[^.;]|\.(?=\d))){{0,80}}{by}")
        self._eased = expression(rf"{any_literal(table['step_passives'])}\b")
        self._stepped = expression(rf"\b{any_literal(table['step_subjects'])}\b")
        sizes = rf"(?:{any_literal(table['step_sizes'])}\s+)?$"
        self._share_end = expression(
            rf"\b(?<!\bfor\s){any_literal(table['shared'])}\b[^.;]*\b{any_literal(table['share_leads'])}\s+{sizes}"
        )
        self._form_ahead = expression(rf"[\s-]*{any_literal(list(self.values.forms))}\b")
