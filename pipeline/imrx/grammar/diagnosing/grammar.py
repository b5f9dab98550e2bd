"""Words of diagnoses: the expressions and word sets that are built from `patterns/diagnoses.json`.

    "diagnosed with", "Current diagnoses are documented as"   -> announce a list
    "lumbar strain and underwent ..."                         -> "underwent" begins another clause
    "sprain", "myofascialgia"                                 -> name a condition; "lateral recess" does not
    "(ICD-9: 847.2)", "M54.5"                                 -> codes

Deliberately left alone: which words of a list belong together (`pieces.py`).
"""

import re
from collections.abc import Iterable
from itertools import chain, takewhile
from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.words import DIGIT, any_literal

ICD9 = r"(?:\d{3}\.\d{1,2}|[VE]\d{2,3}\.\d{1,2})"
ICD9_BARE = r"(?:\d{3}|V\d{2}|E\d{3})"
ICD10 = r"(?:[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4})"
ICD10_BARE = r"(?:[A-TV-Z]\d[0-9A-Z])"
ICD10_HEADING = r"(?-i:(?!B12)[ABD-KM-PRVWYZ]\d\d)"
"""A code without a full stop, in capitals, that is no level of the spine ("T12"), vitamin or count ("X12"): "R51"."""

NUMBER = r"(?:(?<=[\s(:,;])|^)(?:\(?\d{1,2}[.)]|\([a-j]\))\s{1,4}"
"""The number of a list, "1." or "2)", or its letter, "(a)"."""

BULLET = "[-*•●◦▪‣∙·\uf0b7]"
"""What a line of a list begins with; the last is the bullet of Word's symbol font."""

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")

TOKEN = re.compile(r"[^\W\d]+(?:[-'\u2019/][^\W\d]+)*")

PLAIN = re.compile(r"[a-z]+")

ON = re.compile(r"\s{1,4}on\s{1,4}", re.IGNORECASE)

WITH = re.compile(r"\swith\s", re.IGNORECASE)
"""What a condition comes with, which may be more than one thing."""

ASIDE = re.compile(r"[,(\[]")

MEASURED = re.compile(r"(?<![\w/-])\d+(?:/\d+)?(?![\w/-])")
"""A number of its own: what comes "with BP of 150/90" is whole, but not what comes "with L4"."""

APOSTROPHE_S = re.compile(r"['\u2019]s?\b")

NAMING = ("diagnosis", "symptom")
"""The kinds of findings whose names name a condition."""

NAME_LENGTH = 6
"""From this length on an ending says that a word names a condition: "bursitis", but not "oasis"."""


class DiagnosisGrammar:
    """The expressions built from `patterns/diagnoses.json`; `docs/patterns/diagnoses.md` explains each of its lists.

    The conditions and symptoms of `patterns/findings.csv` whose names have several words ("frozen shoulder", "dry eye")
    name conditions here too; with a drug of `patterns/drugs.csv` begins what a condition is treated with.
    """

    def __init__(
        self, table: dict[str, Any], findings: list[dict[str, str]], drugs: Iterable[dict[str, str]] = ()
    ) -> None:
        self.set_markers(table)
        self.set_ends(table)
        self.set_code(table)
        self.set_pieces(table)
        self.numbered = expression(
            rf"\b(?:[CTLS]\d{{1,2}}(?:[-/][CTLS]?\d{{1,2}}){{0,4}}"
            rf"|{any_literal(table['numbered'])}\s{{1,4}}(?:[1-5]|i{{1,3}}|iv|v))\b",
            re.IGNORECASE,
        )
        """Levels of the spine, "L4-5", types, "type 2", and stages of a disease."""

        self.firm = tuple(word for word in table["firm"] if " " not in word)
        self.firm_names = tuple(_singular(name) for name in table["firm"] if " " in name)
        self.head_ends = frozenset(table["head_ends"])
        self.heads = frozenset(table["heads"])
        self.suffixes = tuple(table["suffixes"])
        self.exceptions = frozenset(table["suffix_exceptions"])
        terms = [term for row in findings if row["kind"] in NAMING for term in row["terms"].split("|")]
        names = {_singular(term) for term in chain(self.heads, terms) if " " in term}
        self.names = frozenset(name for name in names if set(table["not_named"]).isdisjoint(name))
        self.longest_name = max(map(len, self.names))
        self.remedies = frozenset([*table["remedies"], *(row["name"].lower() for row in drugs)])
        self.from_drugs = frozenset(table["from_drugs"])
        self.complaints = tuple(table["complaints"])
        self.name_words = frozenset(table["name_words"])

    def set_markers(self, table: dict[str, Any]) -> None:
        """What announces diagnoses, and what takes it back."""
        nouns, active, more = (any_literal(table[name]) for name in ("nouns", "active", "not_only"))
        pictures = any_literal(table["pictures"])
        stated = rf"{any_literal(table['stated'])}\s{{1,4}}{any_literal(table['stated_joiners'])}"
        being = any_literal([*table["copulas"], *table["helpers"]])
        verbs = rf"(?:(?:{being}\s{{1,4}})?{stated}|{any_literal(table['verbs'])})"
        carers = any_literal([*table["writers"], *table["carers"]])
        by = rf"(?:[\w’'-]+\s{{1,4}}){{0,3}}?{carers}(?:,?\s{{1,4}}[\w-]+)?"
        cared = rf"{any_literal(table['cared'])}\s{{1,4}}{by},?\s{{1,4}}for"
        cared = rf"(?:{cared}|{any_literal(table['treats'])}\s{{1,4}}{any_literal(table['persons'])}\s{{1,4}}for)"
        found_by = rf"(?:{any_literal(table['persons'])}|by\s{{1,4}}{by})"
        says = rf"{any_literal(table['says'])}(?:\s{{1,4}}that)?"
        made = rf"(?:,?\s{{1,4}}{any_literal(table['made'])}(?:\s{{1,4}}(?!(?:and|or|with)\s)[\w./’'-]+){{0,6}}?,?)"
        aside = any_literal([*table["icd_words"], *table["made"]])
        bracket = rf"(?:\s{{1,4}}\(\s{{0,4}}{aside}[^()\n]{{0,40}}\))?"
        self.marker = expression(
            rf"(?:(?P<treated>{any_literal(table['treated'])})|(?P<treatment>{any_literal(table['treatment'])})"
            rf"|{any_literal(table['phrases'])}"
            rf"|{active}\s{{1,4}}(?:{any_literal(table['persons'])}|in\s{{1,4}}\d{{4}})\s{{1,4}}{any_literal(table['active_joiners'])}"
            rf"|(?P<by>{active}{made}\s{{1,4}}{any_literal(table['active_joiners'])})"
            rf"|{nouns}(?:\(e?s\))?{made}?{bracket}(?:\s{{1,4}}{being}(?:\s{{1,4}}\w+){{1,3}}\s{{0,4}}:|(?=\s{{1,4}}\(?1[.)]\s)"
            rf"|(?P<ahead>(?=\s{{1,4}}(?:{ICD9}|{ICD10})\s))"
            rf"|(?:(?<=es),)?\s{{1,4}}{verbs}\s{{0,4}}:?|\s{{0,4}}:|\s{{0,4}}-(?=\s)|(?P<bracketed>\s{{0,4}}\())"
            rf"|(?P<apposed>{any_literal(table['alone'])},(?=\s[^,.;]{{1,80}},))"
            rf"|(?P<alone>{any_literal(table['alone'])}\s{{1,4}}{any_literal(table['joiners'])})"
            rf"|(?P<comorbid>{any_literal(table['comorbid'])}(?:\s{{1,4}}{any_literal(table['history_joiners'])}|\s{{0,4}}:))"
            rf"|(?P<history>{any_literal(table['history'])}(?:\s{{1,4}}{any_literal(table['history_joiners'])}|\s{{0,4}}:))"
            rf"|(?P<cared>{cared})"
            rf"|(?P<told>{any_literal(table['told'])}|{any_literal(table['found'])}\s{{1,4}}{found_by}\s{{1,4}}{any_literal(table['found_joiners'])})"
            rf"|(?P<cause>{pictures}(?:\s{{1,4}}{any_literal(table['come'])}){{0,4}}\s{{1,4}}{any_literal(table['come_from'])})"
            rf"|(?P<written>{any_literal(table['written'])}|{says}\s{{1,4}}{any_literal(table['persons'])}\s{{1,4}}{any_literal(table['said_had'])}|{any_literal(table['attributes'])}\s{{1,4}}(?:\w+\s{{1,4}}){{0,2}}{pictures}\s{{1,4}}to)"
            rf"|(?P<codes>{any_literal(table['icd_words'])}{made}?(?:\s{{1,4}}{verbs}|(?P<opening>\s{{0,4}}:(?=\s{{0,4}}(?:{ICD9}|{ICD10})[\s,-]{{1,4}}[a-z]))))"
            rf"|(?P<held>{any_literal(table['held'])})"
            rf"|(?P<coded>{any_literal(table['coded'])})"
            rf"|(?P<active>{active}))(?:(?<=\()|(?!\w))(?:\s{{1,4}}{any_literal(table['treated_for'])}\b)?(?:,?\s{{0,4}}\(?{more}\b\)?,?)?:?",
            re.IGNORECASE,
        )
        self.treatment_after = expression(rf"\b{any_literal(table['treatment_after'])}\s{{1,4}}$", re.IGNORECASE)
        holders, between = any_literal(table["holders"]), rf"(?:{any_literal(table['before_has'])}\s{{1,4}})?"
        self.holder = expression(rf"\b{holders},?\s{{1,4}}{between}$", re.IGNORECASE)
        writer = rf"(?:{any_literal(table['source_words'])}\s{{1,4}}){{0,4}}{any_literal(table['writers'])}"
        self.opens = expression(
            rf"(?:^|[.!?]|[,;]\s{{0,4}}{any_literal(table['ands'])}\b)\s{{0,4}}(?:{any_literal(table['sources'])}\s{{1,4}}{writer},\s{{1,4}}"
            rf"|{writer}\s{{1,4}}(?:{any_literal(table['before_has'])}\s{{1,4}})?{says}\s{{1,4}})?"
            rf"(?:(?:the|this)\s{{1,4}})?{holders}\s{{1,4}}{between}$",
            re.IGNORECASE,
        )
        self.described = expression(
            rf"(?:(?:^|[.!?])\s{{0,4}}{any_literal(table['this'])}\s{{1,4}}"
            rf"|\b{any_literal(table['aged'])}\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,4}}?){holders}\s{{1,4}}$",
            re.IGNORECASE,
        )
        """Who is told of as having a condition: "a 45-year-old male | with"."""

        self.hedged = expression(rf"\s{{0,4}}(?:\?|,?\s{{0,4}}{any_literal(table['hedges'])}\b)", re.IGNORECASE)
        self.conditional = expression(rf"\b{any_literal(table['hedges'])}\b", re.IGNORECASE)
        self.owned = expression(
            rf"(?:^|[.!?;\n])\s{{0,4}}(?:(?:(?:(?:the|this)\s{{1,4}})?{holders}(?:['’]s|\s{{1,4}}{between}{any_literal(table['held'])})"
            rf"|{any_literal(table['owners'])})\s{{1,4}})?"
            rf"(?:{any_literal(table['before_comorbid'])}\s{{1,4}}){{0,2}}$",
            re.IGNORECASE,
        )
        """Whose comorbidities are meant, or nobody's, at the start of a sentence."""

        self.not_held = tuple(table["not_held"])
        self.not_coded = expression(rf"\b{any_literal(table['not_coded'])}\b", re.IGNORECASE)
        adverbs, helpers = any_literal(table["adverbs"]), any_literal(table["helpers"])
        which = rf"{any_literal(table['for_which'])}\s{{1,4}}"
        holder = rf"(?:{any_literal(table['this'])}\s{{1,4}})?{holders}\s{{1,4}}"
        taking = (
            rf"(?:{adverbs}\s{{1,4}})?(?:{helpers}\s{{1,4}}(?:{adverbs}\s{{1,4}})?)?"
            rf"{any_literal(table['medicated'])}\b(?!\s{{1,4}}{any_literal(table['not_medicated'])}\b)"
        )
        self.medicated = expression(rf"\s{{0,4}},?\s{{1,4}}{which}{holder}{taking}", re.IGNORECASE)
        self.medicated_aside = expression(
            rf"\s{{0,4}}\(\s{{0,4}}(?:(?:{which})?{holder})?{taking}(?P<by>[^()]{{0,80}})", re.IGNORECASE
        )
        self.not_own = expression(rf"\b{any_literal(table['not_own'])}\s{{1,4}}(?:medical\s{{1,4}})?$", re.IGNORECASE)
        absent = any_literal([*table["operations"], *table["denials"]])
        self.no_history = expression(rf"\b{absent}\b", re.IGNORECASE)
        self.denied = expression(rf"\s{{0,4}}{any_literal(table['denials'])}\b", re.IGNORECASE)
        self.over = expression(rf"[^.;]{{0,60}}?\b{any_literal(table['over'])}\b", re.IGNORECASE)
        names = (
            "nouns",
            "phrases",
            "treated",
            "treatment",
            "active",
            "held",
            "coded",
            "history",
            "comorbid",
            "told",
            "cared",
            "treats",
            "found",
            "written",
            "says",
            "pictures",
            "attributes",
            "icd_words",
        )
        texts = chain.from_iterable(table[name] for name in names)
        firsts = {text.split()[0] for text in texts}
        self.plain_firsts = frozenset(filter(PLAIN.fullmatch, firsts))
        self.other_firsts = firsts - self.plain_firsts
        self.not_before = expression(rf"\b{any_literal(table['not_before'])}\b[^.;,]*$", re.IGNORECASE)
        self.unsaid = expression(
            rf"\b{any_literal(table['unsaid'])}\s{{1,4}}{any_literal(table['unsaid_joiners'])}\b[^.;,]*$"
            rf"|\b{any_literal(table['lacking'])}\s[^.;,]*\b{any_literal(table['upholding'])}\s{{1,4}}"
            rf"(?:(?:{any_literal(table['articles'])}|any)\s{{1,4}})?$",
            re.IGNORECASE,
        )
        """What is not said of the patient: "does not indicate that he is | treated for"."""

        self.refuted = expression(rf"\s{{0,4}}{any_literal(table['refuted'])}\b", re.IGNORECASE)
        self.suspected = expression(rf"\s{{0,4}}{any_literal(table['suspected'])}\b", re.IGNORECASE)
        self.doubted = expression(rf"\s{{0,4}}{any_literal(table['doubted'])}\b", re.IGNORECASE)
        self.before_nouns = frozenset([*table["before_nouns"], *table["ands"], *table["articles"]])
        before = any_literal([*table["before_nouns"], "the"])
        nouns = rf"(?:{before}\s{{1,4}}){{1,3}}{any_literal(table['alone'])}"
        self.behind_names = [*table["active"], *table["alone"]]
        self.named_before = expression(
            rf"\s{{1,4}}(?:{any_literal(table['were'])}\s{{1,4}}(?:{adverbs}\s{{1,4}})?"
            rf"(?:{active}|{any_literal(table['stated'])}\s{{1,4}}as\s{{1,4}}(?:{nouns}|{any_literal(table['alone'])}))"
            rf"|{any_literal(table['copulas'])}\s{{1,4}}(?:{adverbs}\s{{1,4}})?{nouns})\b(?!\s{{1,4}}{any_literal(table['active_joiners'])}\b)",
            re.IGNORECASE,
        )
        """What stands behind the diagnoses that it announces: "was diagnosed", not "is diagnosed by experts"."""

        self.borne = expression(
            rf"\b(?:{holders}|{any_literal(table['borne'])})\b|^\s{{0,4}}(?:the|this|these)\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,3}}$",
            re.IGNORECASE,
        )
        """Whose complaints come from a condition, unlike those of a guideline."""

        self.not_borne = expression(rf"\b{any_literal(table['not_borne'])}\b", re.IGNORECASE)
        self.firm_only = tuple(table["firm_only"])

        self.gauged = expression(rf"\b{any_literal(table['gauged'])}\s{{1,4}}$", re.IGNORECASE)
        self.soft: frozenset[str] = frozenset(table["soft"])
        self.copulas: frozenset[str] = frozenset(table["copulas"])
        self.told_next = expression(rf"\s{{1,4}}{any_literal(table['copulas'])}\b", re.IGNORECASE)
        self.reported: frozenset[str] = frozenset(table["reported"])
        self.examined = expression(rf"\b{any_literal(table['examined'])}\b", re.IGNORECASE)
        self.writer = expression(rf"\b{any_literal(table['writers'])}\s{{1,4}}$", re.IGNORECASE)
        shown = any_literal([*table["tests"], *table["shown"]])
        shown_by = rf"(?:{any_literal(table['articles'])}\s{{1,4}})?{shown}\b"
        self.shown_by = expression(rf"\b{any_literal(table['shown_by'])}\s{{1,4}}{shown_by}", re.IGNORECASE)
        self.tests = expression(rf"\b{any_literal(table['tests'])}\b", re.IGNORECASE)

    def set_ends(self, table: dict[str, Any]) -> None:
        """What begins another clause."""
        clauses = table["clause_verbs"]
        self.clause = expression(
            rf"(?:{any_literal(clauses)}(?![\w-])|on\s{{1,4}}\(?\d|in\s{{1,4}}\d{{4}})", re.IGNORECASE
        )
        self.goes_on = expression(
            rf"\s{{0,4}},?\s{{1,4}}{any_literal(table['goes_on'])}\s{{1,4}}(?!been\b|had\b)", re.IGNORECASE
        )
        self.clause_from = frozenset(["on", "in", *(text.split()[0] for text in clauses)])

    def set_code(self, table: dict[str, Any]) -> None:
        """A code in brackets, behind words that name it, or bare."""
        word = rf"(?:{any_literal(table['icd_words'])}\s{{0,4}}[:#]?\s{{0,4}})"
        self.code = expression(
            rf"[\[(]\s{{0,4}}{word}?(?P<bracket>{ICD9}|{ICD10}|{ICD10_HEADING}|{ICD9_BARE})(?:\s{{0,4}}[,;/]\s{{0,4}}(?:{ICD9}|{ICD10}|{ICD10_HEADING}))*\s{{0,4}}[\])]"
            rf"|{word}(?P<named>{ICD9}|{ICD10}|{ICD9_BARE}|{ICD10_BARE})(?![\w.]*\w)"
            rf"|(?<![\w.])(?P<bare>{ICD9}|{ICD10}|{ICD10_HEADING}(?=\s{{0,4}}(?:[,:;.]|$)|(?<=[:;,]\s\w\w\w)\s[a-z]{{3}}))(?![\w%]|\.\d)",
            re.IGNORECASE,
        )

    def set_pieces(self, table: dict[str, Any]) -> None:
        """What parts the diagnoses of a list, stands before them, or goes on with them."""
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
        leads = any_literal([*table["lead"], *table["underlying"]])
        self.lead = expression(
            rf"(?:{leads}\s{{1,4}}|per\s[^,;.]{{1,40}},\s{{1,4}}|{NUMBER}|(?:[\u2013:]|{BULLET})\s{{0,4}}|(?<!\w){ands}\s{{1,4}})+",
            re.IGNORECASE,
        )
        self.excluded = expression(rf"{any_literal(table['excluded'])}\b(?!-\w)", re.IGNORECASE)
        causes, shared, doubts = (any_literal(table[name]) for name in ("causes", "shared_causes", "doubts"))
        self.possible = expression(rf"(?<!\w){doubts}(?!\w)", re.IGNORECASE)
        self.cause_alone = expression(rf"\s{causes}\s{{1,4}}{shared}\s{{0,4}}$", re.IGNORECASE)
        self.shared_cause = expression(shared, re.IGNORECASE)
        self.doubted_cause = expression(rf"\s{causes}\s{{1,4}}(?:an?\s{{1,4}})?{doubts}(?!\w)", re.IGNORECASE)
        own = any_literal([*table["doubts"], *table["underlying"]])
        self.with_own = expression(rf"\swith\s{{1,4}}(?=(?:an?\s)?{own}\s)", re.IGNORECASE)
        self.versus = expression(rf"\s{{0,4}},?\s{{0,4}}{any_literal(table['versus'])}\s", re.IGNORECASE)
        titles = [*table["titles"], *(title.replace(" and ", " & ") for title in table["titles"])]
        self.titles = expression(rf"\b{any_literal(titles)}\b", re.IGNORECASE)
        self.plan = expression(rf"\s{{0,4}}(?:\s[-\u2013]|:)\s{{1,4}}{any_literal(table['plans'])}\b", re.IGNORECASE)
        self.asked = expression(rf"[\s,/(-]{{1,4}}(?:to\s{{1,4}})?{any_literal(table['asked'])}\s", re.IGNORECASE)
        self.asides = expression(rf"\s{{1,4}}{any_literal(table['asides'])}\b", re.IGNORECASE)
        self.taken_back = expression(rf"\b{any_literal(table['taken_back'])}$", re.IGNORECASE)
        self.qualifier = expression(rf"{any_literal(table['qualifiers'])}\b", re.IGNORECASE)
        self.whole_qualifier = expression(
            rf"{any_literal(table['qualifiers'])}(?:\s{{1,4}}(?:for|with(?:out)?)\s.{{1,80}})?",
            re.IGNORECASE | re.DOTALL,
        )
        """A piece that is no diagnosis, with what it comes with: "severe without psychotic features"."""
        self.slashed = expression(rf"(?<![\w/]){any_literal(table['slashed'])}(?![\w/])", re.IGNORECASE)
        self.capitals = expression(rf"(?<![\w-]){any_literal(table['capitals'])}(?![\w-])")
        self.of = expression(rf"\s(?:{any_literal(table['of_words'])})\s", re.IGNORECASE)
        self.open_with = expression(r"\swith\s(?P<tail>(?:[\w/-]+\s?){1,3})$", re.IGNORECASE)
        self.open_tail: tuple[str, ...] = tuple(table["open_tails"])
        self.side = expression(rf"{any_literal(table['sides'])}\b", re.IGNORECASE)
        self.procedure = expression(rf"\s{{0,4}}{any_literal(table['procedures'])}\s", re.IGNORECASE)
        self.dated_procedure = expression(rf"(?<!\w){any_literal(table['procedures'])}\s[^,;]{{1,80}}$", re.IGNORECASE)
        sided = rf"(?:{any_literal(table['sides'])}\s{{1,4}})?{any_literal(table['bare_procedures'])}"
        self.bare_procedure = expression(
            rf"{any_literal(table['procedures'])}\s{{1,4}}{sided}(?:\s{{1,4}}x\s?\d)?(?:\s{{1,4}}[\d/-]{{4,10}})?",
            re.IGNORECASE,
        )
        """A procedure without a site, which belongs to the diagnosis in front: "knee tear, | status post repair"."""

        self.article = expression(rf"{any_literal(table['articles'])}\s", re.IGNORECASE)
        self.unsited = frozenset(table["unsited"])

    def uncoded(self, text: str) -> str:
        """The text without its codes."""
        return self.code.sub(" ", text) if DIGIT.search(text) else text

    def ends_with_code(self, text: str) -> bool:
        """True where codes stand behind the words of a text, and nothing behind them."""
        code = self.code.search(text) if DIGIT.search(text) else None
        return code is not None and bool(text[: code.start()].strip()) and not self.uncoded(text[code.end() :]).strip()

    def is_unsited(self, text: str) -> bool:
        """True for a bare "strain" or "sprains", which shares what the next piece says."""
        lead = self.lead.match(text)
        return text[lead.end() if lead else 0 :].lower() in self.unsited

    def shares_head(self, text: str, following: str) -> bool:
        """True for a short name that the last word of what follows makes whole: "carpal tunnel | and ... syndrome"."""
        words, head = _singular(text), _singular(following)[-1:]
        return not any(map(self.is_head, WORD.findall(text.lower()))) and any(
            words[at:] in self.names and words[at:] + head in self.names for at in range(len(words))
        )

    def is_sited_by(self, text: str, following: str) -> bool:
        """True for a site with its side that the ache of the next one is also in: "right shoulder | and elbow pain"."""
        words = WORD.findall(following.lower())
        return self.side.match(text) is not None and len(words) > 1 and self.head(following) in self.unsited

    def is_site_with(self, text: str) -> bool:
        """True for a site with its side and what is there besides: "tendinopathy, | right shoulder with a tear"."""
        site = text[: match.start()] if (match := WITH.search(text)) else text
        return match is not None and self.side.match(text) is not None and not self.names_condition(site)

    def is_firm(self, text: str, *more: str) -> bool:
        """True where the head of a text names what only a diagnosis is called, as "syndrome", or is one of more."""
        words = self._leading(text)
        name = tuple(filter(None, _singular(" ".join(words))))
        if any(name[-len(firm) :] == firm for firm in self.firm_names):
            return True
        head = (words or [""])[-1]
        firm = head.endswith(self.firm) or head.removesuffix("s").endswith(self.firm) or head in more
        return firm and self.names_condition(head)

    def head(self, text: str) -> str:
        """The word that says what a text names: "tear" of "tear of the meniscus"."""
        return (self._leading(text) or [""])[-1]

    def lends_name(self, text: str) -> bool:
        """True where what only a diagnosis is called stands in front of another head: "anxiety symptoms"."""
        return not self.is_firm(text) and any(map(self.is_firm, self._leading(text)[:-1]))

    def _leading(self, text: str) -> list[str]:
        """The words of a text up to its head, which stands in front of what is said aside: "severe, recurrent gout".

        A qualifier in front ends nothing: "secondary gout".
        """
        parts = ASIDE.split(text.lower())
        while len(parts) > 1 and self.qualifier.fullmatch(self.article.sub("", parts[0], count=1).strip()):
            parts.pop(0)
        words = WORD.findall(self.numbered.sub(" ", parts[0]))
        first = 1 if words and self.qualifier.fullmatch(words[0]) else 0
        return words[:first] + list(takewhile(lambda word: word not in self.head_ends, words[first:]))

    def is_name(self, text: str) -> bool:
        """True where every word of a text is known from names of diagnoses, and a number is only a level or type."""
        text = self.numbered.sub(" ", text)
        return not DIGIT.search(text) and all(
            word in self.name_words or all(map(self.is_head, word.split("-"))) for word in TOKEN.findall(text.lower())
        )

    def names_remedy(self, text: str) -> bool:
        """True where a word of the text is a drug or something else that treats."""
        return not self.remedies.isdisjoint(word.lower() for word in WORD.findall(text))

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

    def goes_on_with(self, text: str) -> bool:
        """True where a diagnosis ends with one of two things that it comes "with": "with lateral recess"."""
        match = self.open_with.search(text)
        return (
            match is not None
            and not self.whole_qualifier.fullmatch(text.rpartition(",")[2].strip())
            and MEASURED.search(match["tail"]) is None
            and (match["tail"].lower().startswith(self.open_tail) or not self.names_condition(match["tail"]))
        )

    def is_head(self, word: str) -> bool:
        """True for a word in small letters that can be the head of a diagnosis."""
        ending = len(word) >= NAME_LENGTH and word.endswith(self.suffixes) and word not in self.exceptions
        return ending or word in self.heads

    def names_condition(self, text: str) -> bool:
        """True where a word of the text can be the head of a diagnosis."""
        for low in WORD.findall(text.lower()):
            if self.is_head(low):
                return True
            if "-" in low and any(part in self.heads for part in low.split("-")):
                return True
        if "/" in text and self.slashed.search(text):
            return True
        if self.capitals.search(text):
            return True
        words = _singular(text)
        return any(
            words[at : at + length] in self.names
            for at in range(len(words))
            for length in range(2, self.longest_name + 1)
        )


def _singular(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without the "s" of plurals and genitives: "golfer's elbows"."""
    return tuple(word.removesuffix("s") for word in WORD.findall(APOSTROPHE_S.sub("", text.lower())))
