"""Words of diagnoses: the expressions and word sets that are built from `patterns/diagnoses.json`.

    "lumbar strain and underwent ..."          -> "underwent" begins another clause
    "gout, which has resolved"                 -> the patient has it no more
    "apnea on CPAP", "stenosis per MRI"        -> what a condition is treated with or seen on
    "lumbar strain, and cervical strain"       -> parted by ", and"

What announces diagnoses, names a condition and is a code is in `marker_grammar.py`, `conditions.py` and `codes.py`.
Deliberately left alone: which words of a list belong together (`pieces.py`).
"""

import re
from collections.abc import Iterable
from functools import partial
from itertools import dropwhile, takewhile
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.diagnoses.codes import Codes
from imrx.grammar.diagnoses.conditions import WORD, Conditions
from imrx.grammar.diagnoses.marker_grammar import DATED, MarkerGrammar, one_of, taking
from imrx.grammar.expressions import expression

NUMBER = r"(?:(?<=[\s(:,;])|^)(?<!\b[Tt]ype\s)(?<!\b[Ss]tage\s)(?<!\b[Gg]rade\s)(?:\(?\d{1,2}[.)]|\([a-j]\))\s{1,4}"
"""The number of a list, "1." or "2)", or its letter, "(a)", but not that of a "type 2." or "stage 3."."""

BULLET = "[-*•●◦▪‣∙·\uf0b7]"
"""What a line of a list begins with; the last is the bullet of Word's symbol font."""

ON = re.compile(r"\s{1,4}on\s{1,4}", re.IGNORECASE)

WITH = re.compile(r"\swith\s", re.IGNORECASE)
"""What a condition comes with, which may be more than one thing."""

MEASURED = re.compile(r"(?<![\w/-])\d+(?:/\d+)?(?![\w/-])")
"""A number of its own: what comes "with BP of 150/90" is whole, but not what comes "with L4"."""


class DiagnosisGrammar:
    """The expressions built from `patterns/diagnoses.json`; `docs/patterns/diagnoses.md` explains each of its lists.

    With a drug of `patterns/drugs.csv` begins what a condition is treated with; what `patterns/findings.csv` is for is
    said in `Conditions`.
    """

    def __init__(self, table: dict[str, Any], findings: list[dict[str, str]], drugs: Iterable[dict[str, str]]) -> None:
        self.markers = MarkerGrammar(table)
        self.conditions = Conditions(table, findings)
        self.codes = Codes(table)
        self._set_ends(table)
        self._set_told(table)
        self._set_treated(table, drugs)
        self._set_separators(table)
        self._set_parts(table)
        self._set_doubts(table)

    def _set_ends(self, table: dict[str, Any]) -> None:
        """What begins another clause, and what such a clause says of the diagnoses in front of it."""
        one = partial(one_of, table)
        by = rf"by\s{{1,4}}(?:an?|his|her)\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,3}}?{one('writers', 'carers')}\b"
        aside = rf"{one('participles')}\s{{1,4}}{one('participle_joiners')}\b"
        verbs = rf"(?!{aside}){one('clause_verbs', 'told_verbs')}"
        self.clause = expression(rf"(?:{verbs}(?![\w-])|{by}|on\s{{1,4}}\(?\d|in\s{{1,4}}\d{{4}})", re.IGNORECASE)
        openers = [*table["clause_verbs"], *table["told_verbs"]]
        self.clause_from = frozenset(["on", "in", "by", *(text.split()[0].rstrip(":") for text in openers)])
        self.goes_on = expression(
            rf"{DATED}\s{{0,4}},?\s{{1,4}}{one('goes_on')}\s{{1,4}}(?!been\b|had\b)", re.IGNORECASE
        )
        self.told_next = expression(
            rf"\s{{1,4}}{one('copulas')}\b(?<!are)(?<!were)"
            rf"|\s{{1,4}}(?:are|were)\b(?!\s{{1,4}}(?:{one('adverbs')}\s{{1,4}})?{one('stated')}\b)",
            re.IGNORECASE,
        )
        """That something is told of the last piece alone: "were documented" is told of all."""

        self.told_apart = expression(rf"\s{{1,4}}{one('told_verbs')}\b", re.IGNORECASE)
        """The same where the last piece stands behind a semicolon."""

        self.refuted = expression(rf"\s{{0,4}}{one('refuted')}\b", re.IGNORECASE)
        self.suspected = expression(rf"\s{{0,4}}{one('suspected')}\b", re.IGNORECASE)
        self.doubted = expression(rf"\s{{0,4}}{one('doubted')}\b", re.IGNORECASE)
        self.hedged = expression(rf"\s{{0,4}}(?:\?|,?\s{{0,4}}{one('hedges')}\b)", re.IGNORECASE)
        self.past_told = tuple(table["past_told"])
        self.past = expression(rf"\s{{1,4}}(?:in\s{{1,4}}(?:19|20)\d\d|{one('past')})\b", re.IGNORECASE)
        self.over = expression(rf"[^.;]{{0,60}}?\b{one('over')}\b", re.IGNORECASE)

    def _set_told(self, table: dict[str, Any]) -> None:
        """What a sentence is about that tells a diagnosis, and what is none there."""
        one = partial(one_of, table)
        self.firm_only = tuple(table["firm_only"])
        self.complaints = tuple(table["complaints"])
        self.not_held = tuple(table["not_held"])
        self.soap_parts = expression(rf"(?<!\S){one('soap_parts')}")
        self.counted_as = expression(rf"\b{one('counted_as')}(?!\w)")
        self.not_coded = expression(rf"\b{one('not_coded')}\b", re.IGNORECASE)
        self.tests = expression(rf"\b{one('tests')}\b", re.IGNORECASE)
        self.examined = expression(rf"\b{one('examined')}\b", re.IGNORECASE)
        self.denied = expression(rf"\s{{0,4}}{one('denials')}\b", re.IGNORECASE)
        self.no_history = expression(rf"\b{one('operations', 'denials')}\b", re.IGNORECASE)

    def _set_treated(self, table: dict[str, Any], drugs: Iterable[dict[str, str]]) -> None:
        """What a condition is treated with, seen on or follows."""
        one = partial(one_of, table)
        self.amounts = frozenset(table["amounts"])
        self.remedies = frozenset([*table["remedies"], *(row["name"].lower() for row in drugs)])
        self.from_drugs = frozenset(table["from_drugs"])
        which = rf"{one('for_which')}\s{{1,4}}"
        holder = rf"(?:{one('this')}\s{{1,4}})?{one('holders')}\s{{1,4}}"
        self.medicated = expression(rf"\s{{0,4}},?\s{{1,4}}{which}{holder}{taking(table)}", re.IGNORECASE)
        self.medicated_aside = expression(
            rf"\s{{0,4}}\(\s{{0,4}}(?:(?:{which})?{holder})?{taking(table)}(?P<by>[^()]{{0,80}})", re.IGNORECASE
        )
        articles = rf"(?:{one('articles')}\s{{1,4}})?"
        self.shown_by = expression(rf"\b{one('shown_by')}\s{{1,4}}{articles}{one('tests', 'shown')}\b", re.IGNORECASE)
        participle = rf"{one('participles')}(?:\s{{1,4}}{one('participle_joiners')}\b|\s{{0,4}}$)"
        self.asides = expression(rf"\s{{1,4}}(?:{one('asides')}\b|{participle})", re.IGNORECASE)

    def _set_separators(self, table: dict[str, Any]) -> None:
        """What parts the diagnoses of a list."""
        ands = rf"{any_literal(table['ands'])}(?!\w)"
        self.ands = frozenset(["", *table["ands"]])
        behind_levels = any_literal(table["behind_levels"])
        level = rf"[CTLS]\d\d?-\w+(?=\s{{0,4}}(?:[,.;)]|$|{behind_levels}\s))"
        self.levels = expression(rf"(?:[CTLS]\d\d?-\w+\s{{0,4}}(?:{ands}\s{{1,4}})?){{1,5}}(?:$|{behind_levels}\s)")
        whole = rf"(?!\s{{1,4}}(?:{any_literal(table['not_cut_before'])}|{level})\b)"
        self.separator = expression(
            rf"(?:\s{{0,4}}(?P<strong>;)\s{{0,4}}(?:{ands}|{NUMBER})?"
            rf"|(?:\s{{0,4}}[.,;])?\s{{1,4}}(?P<number>{NUMBER})"
            rf"|(?:\s{{0,4}}[.,;])?\s{{0,4}}(?P<bullet>(?:\n\s{{0,8}}-|\s\*|(?![-*]){BULLET})\s)"
            rf"|\s{{0,4}},\s{{0,4}}(?:{ands}{whole})?|\s{{1,4}}{ands}{whole})\s{{0,4}}"
        )
        titles = [*table["titles"], *(title.replace(" and ", " & ") for title in table["titles"])]
        self.titles = expression(rf"\b{any_literal(titles)}\b", re.IGNORECASE)
        leads = one_of(table, "lead", "underlying")
        self.lead = expression(
            rf"(?:{leads}\s{{1,4}}|per\s[^,;.]{{1,40}},\s{{1,4}}|{NUMBER}|(?:[\u2013:]|{BULLET})\s{{0,4}}"
            rf"|(?<!\w){ands}\s{{1,4}})+",
            re.IGNORECASE,
        )
        """What stands before a diagnosis and is no part of it."""

    def _set_parts(self, table: dict[str, Any]) -> None:
        """What of a list goes with the diagnosis in front of it, and what is no diagnosis or no part of one."""
        one = partial(one_of, table)
        self.whole_qualifier = expression(
            rf"{one('qualifiers')}(?:\s{{1,4}}(?:for|with(?:out)?)\s.{{1,80}})?", re.IGNORECASE | re.DOTALL
        )
        """A piece that is no diagnosis, with what it comes with: "severe without psychotic features"."""

        self.of = expression(rf"\s(?:{one('of_words')})\s", re.IGNORECASE)
        self.open_with = expression(r"\swith\s{1,4}(?P<tail>[\w/-]+(?:\s{1,4}[\w/-]+){0,2})\s{0,4}$", re.IGNORECASE)
        self.open_tail: tuple[str, ...] = tuple(table["open_tails"])
        self.side = expression(rf"{one('sides')}\b", re.IGNORECASE)
        self.unsited = frozenset(table["unsited"])
        procedures = one("procedures")
        self.procedure = expression(rf"\s{{0,4}}{procedures}\s", re.IGNORECASE)
        self.dated_procedure = expression(rf"(?<!\w){procedures}\s[^,;]{{1,80}}$", re.IGNORECASE)
        sided = rf"(?:{one('sides')}\s{{1,4}})?{one('bare_procedures')}"
        self.bare_procedure = expression(
            rf"{procedures}\s{{1,4}}{sided}(?:\s{{1,4}}x\s?\d)?(?:\s{{1,4}}[\d/-]{{4,10}})?", re.IGNORECASE
        )
        """A procedure without a site, which belongs to the diagnosis in front: "knee tear, | status post repair"."""

        self.not_operated = frozenset(table["not_operated"])
        self.sited_by_next = frozenset(table["sited_by_next"])
        aside = rf"{one('participles')}\s{{1,4}}{one('participle_joiners')}"
        self.aside = expression(rf"{aside}\b", re.IGNORECASE)
        self.excluded = expression(rf"(?:{one('excluded')}|{aside})\b(?!-\w)", re.IGNORECASE)
        self.taken_back = expression(rf"\b{one('taken_back')}$", re.IGNORECASE)
        self.asked = expression(rf"[\s,/(-]{{1,4}}(?:to\s{{1,4}})?{one('asked')}\s", re.IGNORECASE)
        self.plan = expression(rf"\s{{0,4}}(?:\s[-\u2013]|:)\s{{1,4}}{one('plans')}\b", re.IGNORECASE)

    def _set_doubts(self, table: dict[str, Any]) -> None:
        """What doubts a diagnosis, and what it comes from, for that may be all that is doubted."""
        one = partial(one_of, table)
        causes, shared, doubts = one("causes"), one("shared_causes"), one("doubts")
        self.possible = expression(rf"(?<!\w){doubts}(?!\w)", re.IGNORECASE)
        self.versus = expression(rf"\s{{0,4}},?\s{{0,4}}{one('versus')}\s", re.IGNORECASE)
        self.doubted_cause = expression(rf"\s{causes}\s{{1,4}}(?:an?\s{{1,4}})?{doubts}(?!\w)", re.IGNORECASE)
        self.with_own = expression(rf"\swith\s{{1,4}}(?=(?:an?\s)?{one('doubts', 'underlying')}\s)", re.IGNORECASE)
        self.caused = expression(rf"[\s,)]{{0,4}}{causes}\s", re.IGNORECASE)
        """What begins no condition of its own behind a code: "radiculopathy (724.4) | due to stenosis"."""

        self.cause_alone = expression(rf"\s{causes}\s{{1,4}}{shared}\s{{0,4}}$", re.IGNORECASE)
        aside = rf"{one('participles')}\s{{1,4}}{one('participle_joiners')}"
        self.aside_alone = expression(rf"\s{aside}\s{{1,4}}[\w-]+(?:\s[\w-]+){{0,2}}\s{{0,4}}$", re.IGNORECASE)
        self.shared_cause = expression(shared, re.IGNORECASE)
        worse = one("shared_causes", "worsening")
        more = rf"(?:,?\s{{1,4}}{one('ands')}\s{{1,4}}|,\s{{1,4}}){worse}"
        self.asides_alone = expression(rf"\s{aside}\s{{1,4}}{worse}(?:{more}){{0,4}}\s{{0,4}}$", re.IGNORECASE)
        self.worse = expression(worse, re.IGNORECASE)

    def is_unsited(self, text: str) -> bool:
        """True for a bare "strain" or "sprains", which shares what the next piece says."""
        lead = self.lead.match(text)
        return text[lead.end() if lead else 0 :].lower() in self.unsited

    def is_sited_by(self, text: str, following: str) -> bool:
        """True for a site with its side that the ache of the next one is also in: "right shoulder | and elbow pain"."""
        words = WORD.findall(following.lower())
        return self.side.match(text) is not None and len(words) > 1 and self.conditions.head(following) in self.unsited

    def is_procedure_of(self, text: str, before: str) -> bool:
        """True for a procedure without a site behind what can be operated on, as "diabetes" cannot be."""
        operable = self.conditions.head(before.strip()) not in self.not_operated
        return operable and self.bare_procedure.fullmatch(text) is not None

    def is_site_with(self, text: str, before: str) -> bool:
        """True for a site with its side and what is there besides: "tendinopathy, | right shoulder with a tear".

        The condition before it has no site of its own: "cervical strain, | right shoulder with a tear" is two.
        """
        if before.strip().lower() not in self.sited_by_next:
            return False
        site = text[: match.start()] if (match := WITH.search(text)) else text
        return match is not None and self.side.match(text) is not None and not self.conditions.stand_in(site)

    def goes_on_with(self, text: str) -> bool:
        """True where a diagnosis ends with one of two things that it comes "with": "with lateral recess"."""
        match = self.open_with.search(text)
        return (
            match is not None
            and not self.whole_qualifier.fullmatch(text.rpartition(",")[2].strip())
            and MEASURED.search(match["tail"]) is None
            and (match["tail"].lower().startswith(self.open_tail) or not self.conditions.stand_in(match["tail"]))
        )

    def names_remedy(self, text: str) -> bool:
        """True where a word of the text is a drug or something else that treats."""
        return not self.remedies.isdisjoint(word.lower() for word in WORD.findall(text))

    def is_remedy(self, text: str) -> bool:
        """True for a drug and what it does or is for, and not for a condition: "Zoloft helps", "10 mg of Norco"."""
        words = list(dropwhile(self.amounts.__contains__, WORD.findall(text.lower())))
        name = takewhile("for".__ne__, words)
        return bool(words) and words[0] in self.remedies and not self.conditions.stand_in(" ".join(name))

    def untreated_end(self, text: str, start: int, end: int) -> int:
        """Where a diagnosis ends in front of what it is treated with, seen on or follows: "apnea | on CPAP".

        What drugs bring about is not treated with them: "constipation on opioids".
        """
        if shown := self.shown_by.search(text, start, end):
            end = start + len(text[start : shown.start()].rstrip(" \n\f,("))
        if aside := self.asides.search(text, start, end):
            end = start + len(text[start : aside.start()].rstrip(" \n\f,"))
        for on in ON.finditer(text, start, end):
            if not self.from_drugs.isdisjoint(WORD.findall(text[start : on.start()].lower())):
                return end
            if any(map(self.names_remedy, WORD.findall(text[on.end() : end])[:2])):
                return on.start()
        return end

    def medicated_at(self, text: str, start: int, end: int) -> int | None:
        """Where a bracket begins that says what is taken for a condition: "asthma | (takes albuterol)".

        "Arthritis (uses a cane)" is not treated with a drug.
        """
        asides = self.medicated_aside.finditer(text, start, end)
        return next((each.start() for each in asides if self.names_remedy(each["by"])), None)
