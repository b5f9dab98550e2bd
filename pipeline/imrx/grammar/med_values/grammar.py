"""The expressions for morphine equivalent doses: terms, numbers, comparators, rates of change, cues of a role."""

import re
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_literal, openings_of
from imrx.grammar.dosing.numbers import DIGITS
from imrx.grammar.expressions import expression
from imrx.grammar.words import Keys
from imrx.lower import Lowered


class _Parts(NamedTuple):
    """Texts of expressions: a term for the MED, one that needs a number, "a day", "mg", what ends a value."""

    term: str
    loose: str
    day: str
    unit: str
    tail: str


def _parts(table: dict[str, Any]) -> _Parts:
    acronym = rf"(?:{any_literal(table['acronyms'])}(?![^\W\d_]))"
    loose = rf"(?:{any_literal(table['acronyms_number_only'])}(?![^\W\d_]))"
    before = rf"(?:{any_literal(table['before_phrase'])}\s+){{0,3}}"
    after = rf"(?:\s+{any_literal(table['after_phrase'])}\b){{0,3}}"
    phrases = openings_of(table["phrases"])
    phrase = rf"(?:(?i:{before}{phrases}\b{after}))"
    aside = rf"(?:\s*\(\s*(?:{acronym}|(?i:{phrases}\b{after}))\s*\))?"
    daily = r"(?:(?i:daily)\s+)?"
    term = rf"(?:(?:{daily}{acronym}|{phrase}){aside})"
    day = rf"(?i:\s*{any_literal(table['per_day'])}(?![^\W\d_]))"
    unit = rf"(?:\s*-?\s*(?i:{any_literal(table['milligrams'])})(?:(?![^\W\d_])|(?={acronym})))"
    suffix = any_literal([w for words in table["comparators"].values() for w in words if w.startswith("or ")])
    tail = rf"(?P<tail>{day})?(?P<or>\s*,?\s*(?i:{suffix})\b)?"
    return _Parts(term, loose, day, unit, tail)


class MedGrammar:
    """The expressions for MED values, from the words of `patterns/med_values.json`."""

    def __init__(self, table: dict[str, Any]) -> None:
        parts = _parts(table)
        self._values(table, parts)
        self._second_limits(table, parts)
        self._changes(table, parts)
        self._around(table, parts)
        self._comparators(table)
        self._roles(table)
        self.names = frozenset(table["names"])
        self.hits: list[str] = table["hits"]
        self.hit_ends: str = table["hit_ends"]
        whole = {word.lower() for word in self.hits if word.isalpha()}
        self._words = frozenset(word + end for word in whole for end in ("", *self.hit_ends.lower()))
        self._pieces = [word.lower() for word in self.hits if not word.isalpha()]
        self.unit_behind = expression(rf"\d\s*(?i:{any_literal(table['milligrams'])})$")
        """In front of a MED without a blank between: "100mgMED"."""
        self.equivalents: list[str] = table["equivalents"]
        self.direction = {word: name for name, words in table["changes"].items() for word in words}
        self.period = {word: name for name, words in table["periods"].items() for word in words}

    def _values(self, table: dict[str, Any], parts: _Parts) -> None:
        """A value and the term of it, in either order; a term alone; a value in other words."""
        number = rf"(?P<low>{DIGITS})(?:{parts.unit})?(?:\s*(?:-|\u2013|to|and)\s*(?P<high>{DIGITS}))?"
        of = r"(?:\s*(?:of|in|oral|total|the)\b){0,3}[\s-]*"
        signs = any_literal([w for words in table["comparators"].values() for w in words])
        link = rf"(?:(?i:{any_literal(table['links'])})|(?i:{signs}))(?![^\W\d_])"
        links = rf"(?:[\s:=(~,-]*{link}){{0,8}}[\s:=(~-]*"
        closed = r"(?:\)(?=\s*(?:[:=]|(?i:of|is|was)\b)))?"
        factors = (lead.replace(" ", r"\s") for lead in table["factor_leads"])
        no_factor = "".join(rf"(?<!(?i:{lead}\s))" for lead in factors)
        self.number_first = expression(
            rf"(?<![\w.,/$#-])(?<!#\s){no_factor}(?:{number}){parts.unit}?(?:{parts.day})?{of}"
            rf"(?:(?P<term>{parts.term})|(?P<loose>{parts.loose})){parts.tail}"
        )
        counted = r"(?i:mcg|tablets?|weeks?|months?|days?|hours?|visits?|years?|times|x)"
        ends = rf"(?![\w.,]*[\d%/]|\s*/|\s*(?:{counted}|(?i:percent))\b)"
        self.figure_behind = expression(
            rf"[\s:=]*(?:(?i:of|is|was)\s+)?(?<!\w)\d{{2,3}}(?:\.\d{{1,2}})?{ends}{parts.unit}?(?!\s*{parts.term})"
        )
        """The figure that a term is followed by, so that the one before it is not its own: "MS Contin 30 mg MED 60"."""
        verbs = rf"(?=(?i:{any_literal(table['regimen_verbs'])})\s)"
        word = r"[^\s;\d]*[^\s;.,:\d]\s+"
        with_numbers = rf"(?i:for|from)\s+{word}(?:[^\s;]*[^\s;.,:]\s+){{0,7}}?"
        dated = rf"(?i:{any_literal(table['date_leads'])})\s+(?:\d[\d/-]*\d\s+|{word}(?:\d{{4}}\s+)?)(?:{word}){{0,3}}?"
        regimen = rf"(?P<regimen>\s+(?:{with_numbers}|(?P<dated>{dated})|(?i:of)\s+(?:{word}){{1,4}}?){verbs})?"
        self.term_first = expression(
            rf"(?<![\w-])(?:{parts.term}|(?P<loose>{parts.loose})){closed}{regimen}(?P<links>{links})(?<![\w.])"
            rf"(?:{number})(?![\w.]*%|\s*percent|\s*/\s*\d|,?\d){parts.unit}?"
            rf"{parts.tail}(?!\s*(?i:mg|mcg|tablets?|weeks?|months?|days?|hours?|visits?|years?)\b)"
        )
        self.given = expression(regimen + links)
        """What joins a term to the value that has a term of its own: "MED is well over 120 mg MED"."""
        self.bounded = expression(rf"(?:\s+(?i:{any_literal(table['bounding'])})\b){{0,2}}\s*")
        """The same in front of the limit that it should keep: "MED | should | not exceed 120 MED"."""
        unsure = rf"{any_literal(table['acronyms_milligrams'])}(?!\w)"
        weight = rf"(?:{number}){parts.unit}"
        closes = r"(?(tail)|(?=\s*(?:[.,;)]|\Z)))"
        self.number_in_milligrams = expression(
            rf"(?<![\w.,/$#-])(?<!#\s){weight}(?:{parts.day})?\s*{unsure}{parts.tail}{closes}"
        )
        self.term_in_milligrams = expression(
            rf"(?<![\w-]){unsure}(?:[\s:=~-]*{link}){{0,4}}[\s:=~-]*{weight}{parts.tail}(?(tail)|(?!))"
        )
        """Terms that mean something else too: "MSE 80 mg/day", but not "MSE 30 mg", "MSE: alert"."""
        self.alone = expression(rf"(?<![\w-]){parts.term}(?!\s*-|[^\W\d_])")
        self.milliequivalents = expression(r"\bMEQs?\b")
        """A term that is a unit of salts too: "potassium 20 MEQ", "4.2 | MEQ | /L"."""
        self.a_litre = expression(r"\s*/\s*d?[lL]\b")
        self.equivalent = expression(
            rf"(?i:\b{any_literal(table['equivalent_leads'])}\s+)(?:about\s+|approximately\s+)?(?P<low>{DIGITS})\s*"
            rf"(?i:mg)\s*(?:{parts.day})?\s*(?i:of\s+)?(?i:oral\s+)?(?i:morphine)\b(?!\s+equiv){parts.tail}"
        )
        self.valued = (
            self.number_first,
            self.term_first,
            self.equivalent,
            self.number_in_milligrams,
            self.term_in_milligrams,
        )

    def _second_limits(self, table: dict[str, Any], parts: _Parts) -> None:
        """A limit in mg that a value is held against, where a word calls it one: "below the 120 mg ceiling"."""
        signs = any_literal([w for words in table["comparators"].values() for w in words if not w.startswith("or ")])
        limit = rf"(?i:{any_literal(table['named_limits'])})(?![^\W\d_])"
        number = rf"(?P<number>(?P<low>{DIGITS}){parts.unit}(?:{parts.day})?)"
        ends = rf"(?=\s*(?:[.,;:)]|\Z|{any_literal(table['behind_limits'])}\b))"
        self.second_limit = expression(
            rf"\s*,?(?:\s*(?i:{any_literal(table['bounded_by'])})\b){{0,3}}\s*(?i:{signs})(?![^\W\d_])\s*(?i:the|a)?\s*"
            rf"(?:(?:{limit}\s*){{1,2}}(?i:dose\s+)?(?:of\s+)?{number}{ends}"
            rf"|{number.replace('number>', 'number2>').replace('low>', 'low2>')}\s+{limit})"
        )

    def _changes(self, table: dict[str, Any], parts: _Parts) -> None:
        """Rates of change, steps and their pace."""
        changes = any_literal([word for words in table["changes"].values() for word in words])
        joins = rf"(?:\s+(?i:{any_literal(table['change_joins'])})\b){{0,6}}"
        rate = rf"(?P<low>{DIGITS})\s*(?:%|percent)?(?:\s*(?:-|\u2013|to)\s*(?P<high>{DIGITS})\s*(?:%|percent)?)?"
        periods = any_literal([word for words in table["periods"].values() for word in words])
        every = r"(?P<every>\d{1,2}(?:\s*(?:-|to)\s*\d{1,2})?\s+)?"
        per = rf"(?:\s*(?i:(?:(?:per|every|each|a|/)\s*)?{every}(?P<period>{periods}))\b)?"
        per_again = per.replace("every>", "every2>").replace("period>", "period2>")
        any_term = rf"(?:{parts.term}|{parts.loose})"
        percent = r"(?<=[%t])"
        self.change_keys = Keys([word for words in table["changes"].values() for word in words])
        self.changes = [
            expression(rf"\b(?P<verb>(?i:{changes})){joins}\s+{any_term}{joins}\s+{rate}{percent}{per}"),
            expression(rf"(?<![\w-]){any_term}{joins}\s+(?P<verb>(?i:{changes})){joins}\s+{rate}{percent}{per}"),
            expression(rf"(?<![\w.,-]){rate}{percent}{per}\s+(?P<verb>(?i:{changes})){joins}\s+{any_term}{per_again}"),
            expression(
                rf"\b(?P<verb>(?i:{changes})){joins}\s+{rate}{percent}(?:\s+(?:of|in))?"
                rf"(?:\s+(?:the|his|her|total|current|original))*\s+{any_term}{per}"
            ),
        ]
        self.changes.append(
            expression(
                rf"\b(?P<verb>(?i:{changes})){joins}\s+{rate}{percent}{per.removesuffix('?')}"
                rf"(?=,?\s+(?i:to|until|towards?|down)\b[^.;%]{{0,40}}?{parts.term})"
            )
        )
        """Without a term of its own where it leads to one: "reduce the dose by 10% per week to a target of 50 MED"."""
        self.share_mark = expression(rf"{percent}\s+of\b")
        self.share = expression(
            rf"(?<![\w.,-]){rate}{percent}\s+of(?:\s+(?:the|his|her|total|current|original))*\s+{any_term}{per}"
        )
        step_end = r"\s+by\s+(?:about\s+|approximately\s+)?$"
        self.step = expression(
            rf"\b(?P<verb>(?i:{changes}|went\s+up|gone\s+up|went\s+down|gone\s+down)){joins}"
            rf"(?:\s+{any_term})?{joins}{step_end}"
        )
        self.step_end = expression(step_end)
        """What every step ends with: it is small, and most often not there."""
        nouns = any_literal(table["change_nouns"])
        self.step_of = expression(rf"\b(?P<verb>(?i:{nouns}))\s+of\s+(?:about\s+|approximately\s+)?$")
        steps = rf"(?:\s+(?:(?i:{any_literal(table['step_joins'])})\b|{any_term})){{0,4}}"
        self.step_paced = expression(rf"\b(?P<verb>(?i:{changes})){steps}\s+$")
        """The same where only a pace behind tells a step: "lowered | 20 mg | every month", "taper | 10 MED a week"."""
        self.led_on = expression(r"\s+(?:down\s+|up\s+)?to\b")
        """Behind what a change begins with, and which is not its size: "reduction of 240 MED | to 120 MED"."""
        past = any_literal(table["no_pace"])
        self.pace = expression(rf"\s*(?i:(?:per|every|each|a|/)\s*{every}(?P<period>{periods}))\b(?!\s+(?i:{past})\b)")
        moves = any_literal([*(word for words in table["changes"].values() for word in words), *table["moves"]])
        self.moved_from = expression(rf"\b(?i:{moves})\b(?:\s+[a-z]+){{0,2}}\s+from\s+(?:about\s+|approximately\s+)?$")
        """In front of the first of two values, and no range: "MED rose from 40 to 100"."""
        self.coming_from = expression(
            r"\bfrom\s+(?:about\s+|approximately\s+|the\s+|an?\s+|his\s+|her\s+|current\s+){0,3}$"
        )

    def _around(self, table: dict[str, Any], parts: _Parts) -> None:
        """What stands around a value and makes it none, or that of many people."""
        self.not_morphine = expression(rf"\b(?i:{any_literal(table['not_morphine'])})\b")
        signs = [word for words in table["comparators"].values() for word in words if not word.startswith("or ")]
        joins = rf"(?:\s*(?:(?i:{any_literal([*table['against_joins'], *signs])})(?![^\W\d_])|{parts.term})){{0,8}}"
        self.prohibited = expression(
            rf"\b(?:(?i:{any_literal(table['prohibitions'])})\b[^.;,]{{0,60}}"
            rf"|(?i:{any_literal(table['advised_against'])})\b{joins}\s*)$"
        )
        self.of_many = expression(
            rf"(?P<own>\b(?i:{any_literal(table['of_one'])})\s+(?:[a-z]+\s+){{0,2}})?"
            rf"\b(?:(?P<doses>(?i:{any_literal(table['many_doses'])}))|(?i:{any_literal(table['many_people'])}))"
            r"\s+(?:[^\W\d_]+\s+){0,6}[<>=\u2264\u2265]{0,2}\s*$"
        )
        self.to_come = expression(rf"\b(?i:{any_literal(table['to_come'])})\b")
        unreal = rf"(?P<unreal>\b(?i:{any_literal(table['unreal'])})\s+(?:not\s+)?(?:have\s+)?)?"
        self.past = expression(rf"{unreal}\b(?i:{any_literal(table['past'])})\s+(?:[a-z]+ly\s+)?$")
        narrating = any_literal(table["narrating"])
        self.narrated = expression(rf"(?<!\bbe)\s(?i:{narrating})\s+(?:[a-z]+ly\s+)?[a-z]+ed\b")
        limiting = rf"(?P<limiting>\b(?i:{any_literal(table['limiting'])})\s+(?:[a-z]+\s+){{0,3}})?"
        opens, past = any_literal(table["conditions"]), any_literal(table["condition_past"])
        asked = "".join(rf"(?<!\b(?i:{word})\s)" for word in table["asked"])
        self.condition = expression(rf"{asked}\b(?i:{opens})\b(?:(?!\b(?i:{past})\b)[^,;])*$")
        """What a MED is to be for something to follow: "if the MED | exceeds 120", but not "when his MED was over"."""
        self.doses_to = expression(rf"{limiting}\b(?i:{any_literal(table['doses_to'])})\s+to\s*$")
        """What a dose is to come to; a limit where it is limited to it: "the MTUS | limits the | dose to"."""
        targets = any_literal(table["target_cues"])
        self.after_target = expression(
            rf"\s*(?i:{any_literal(table['after_target'])})\s+(?:(?:the|a|his|her)\s+)?(?i:{targets})\b"
        )
        self.added = expression(rf"\s+(?:(?:of|for|from)\s+(?:[a-z]+\s+){{1,4}})?(?i:{any_literal(table['adding'])})\b")
        """A sum in general, behind its term: "morphine equivalent doses of the different opioids must be added"."""
        self.section = expression(rf"\b(?i:{any_literal(table['section_heads'])})[^.]*$")
        self.not_before = expression(rf"[\s-]+(?i:{any_literal(table['not_before'])})\b")

    def _comparators(self, table: dict[str, Any]) -> None:
        """What stands around a value and compares it."""
        included = [
            w
            for words in table["comparators"].values()
            for w in words
            if not w.startswith("or ") and w not in table["not_included"]
        ]
        self.comparator_behind = expression(
            rf"(?:(?<![\w<>])(?i:{any_literal([w for w in included if w[0].isalpha()])})"
            rf"|{any_literal([w for w in included if not w[0].isalpha()])})\s*$"
        )
        self.comparators = [
            (
                expression(
                    rf"(?i:{any_literal([w for w in words if not w.startswith('or ')])})(?![^\W\d_])[\s:]*"
                    r"(?:the\s+|a\s+|an\s+|about\s+|approximately\s+)?$"
                ),
                sign,
            )
            for sign, words in table["comparators"].items()
        ]
        rises = [f"{verb} to" for verb in table["changes"]["up"] if verb.endswith(" up")]
        sums = [lead for lead in table["equivalent_leads"] if lead.endswith(" up to")]
        permitted = rf"(?P<permitted>\b(?i:{any_literal(table['permitting'])})\s+(?:[a-z]+ly\s+)?)?"
        self.risen = expression(
            rf"{permitted}\b(?:(?i:{any_literal(rises)})|(?P<summed>(?i:{any_literal(sums)})))"
            r"\s+(?:about\s+|approximately\s+)?$"
        )
        """Where "up to" bounds nothing: "MED went up to 120", `summed` "adds up to"; not `permitted` "may go up to"."""
        self.the_number = expression(r"\b[Tt]he\s+$")
        """In front of a number that is the limit itself: "exceeds the 120 MED recommended"."""
        self.after = {w: sign for sign, words in table["comparators"].items() for w in words if w.startswith("or ")}

    def _roles(self, table: dict[str, Any]) -> None:
        """The cues of what a value is: a limit, a target, what is taken."""
        roles = {"limit": table["limit_cues"], "target": table["target_cues"], "stated": table["stated_cues"]}
        self.cues = expression(
            "|".join(rf"(?P<{name}>\b(?i:{any_literal(words)})(?![^\W\d_]))" for name, words in roles.items())
        )
        filler = r"(?:\s+[^\W\d_]+){0,3}[\s(~]*$"
        caused = "".join(rf"(?<!\b{re.escape(word)})" for word in table["not_target_joins"])
        self.target_join = expression(rf"(?:^|{caused}\s)(?i:{any_literal(table['target_joins'])}){filler}")
        sums, clauses = any_literal(table["summing"]), any_literal(table["reasons"])
        self.reason = expression(
            rf"\b(?:(?i:{clauses})\b[^;]*|(?i:{any_literal(table['of_one'])})\s+(?:[a-z]+\s+){{1,2}})\b(?i:{sums})\s+"
            rf"(?i:{any_literal(table['target_joins'])}){filler}"
        )
        """Why there is a taper, and not what it leads to: "tapering was advised, as the dose comes to | 160 MED"."""
        goals, joins = any_literal(table["goals"]), any_literal(table["goal_joins"])
        self.goal = expression(rf"\b(?i:{goals})\b[^.;]{{0,30}}?\b(?i:{joins}){filler}")
        self.after_goal = expression(
            rf"\s*(?i:{any_literal(table['limit_lead_ins'])})\s+"
            rf"(?:(?i:{any_literal(table['before_goals'])})\s+){{0,4}}(?i:{goals})\b"
        )
        """Behind a target: "a MED of 120 mg | was set as the goal"."""
        self.after_advice = expression(
            rf"\s*(?i:{any_literal(table['limit_lead_ins'])})\s+(?:[a-z]+ly\s+)?"
            rf"(?i:{any_literal(table['advising_cues'])})\b"
        )
        """What is said of a taper, where that is the subject: "weaning to 120 MED or less | was recommended"."""
        self.not_advised = expression(
            rf"\s*(?i:{any_literal(table['limit_lead_ins'])})\s+(?:[a-z]+ly\s+)?"
            rf"(?i:{any_literal(table['not_advised'])})\b"
        )
        """Behind a MED that is more than a number, and nobody's own: "a MED above 100 | is not recommended"."""
        lead_in = rf"(?:(?i:{any_literal(table['limit_lead_ins'])})\s+(?:the\s+|an?\s+)?)?"
        names = any_literal(table["names"])
        cues, advised = any_literal(table["after_limit_cues"]), any_literal(table["advising_cues"] + table["allowed"])
        givers, verbs = any_literal([*table["names"], *table["limit_givers"]]), any_literal(table["limit_verbs"])
        relative = rf"\s+(?:{any_literal(table['relatives'])}\s+)?"
        giver = rf"(?:{any_literal(table['before_givers'])}\s+){{0,2}}(?i:{givers})"
        by = rf"(?i:{any_literal(table['given_by'])})"
        no_object = rf"(?!\s*(?!{any_literal(table['behind_verbs'])}\b)[^\W\d_])"
        self.after_limit = expression(
            rf"(?:\s*,?\s*(?:per\s+day\s+)?{lead_in}(?:(?i:{names})\s+)?(?i:{cues})"
            rf"|(?:\s*,)?{relative}{lead_in}(?i:{advised})\s+{by}\s+{giver}"
            rf"|{relative}{giver}\s+(?i:{verbs})(?=\b{no_object}))\b"
        )

    def may_stand_in(self, lower: Lowered) -> bool:
        """False for a letter without any of the words that a MED begins with."""
        return not self._words.isdisjoint(lower.words) or any(piece in lower.text for piece in self._pieces)
