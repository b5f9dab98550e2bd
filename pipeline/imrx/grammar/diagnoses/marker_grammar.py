"""Words of markers: the expressions for what announces diagnoses, and for what has to stand in front of it.

    "diagnosed with", "Current diagnoses are documented as"   -> announce a list
    "he" of "he also has", "the podiatrist" of "the podiatrist assessed"   -> stand in front of such words
    "does not indicate that he is" treated for                -> takes them back

Deliberately left alone: which of them stands where (`markers.py`, `subjects.py`).
"""

import re
from functools import partial
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.diagnoses.codes import ICD9, ICD10
from imrx.grammar.expressions import expression

DATED = r"(?:\s{1,4}(?:on|in)\s{1,4}(?:[a-z]{3,9}\.?\s{1,4})?[\d/-]{4,10})?"
"""When something was diagnosed, if that is said: " on 5/12/14", " in March 2012"."""

PLAIN = re.compile(r"[a-z]+")

CODE = rf"(?:{ICD9}|{ICD10})".lower()
"""A code in a text in lower case."""

OPENERS = (
    "nouns",
    "headings",
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
    "meets",
    "written",
    "says",
    "pictures",
    "attributes",
    "icd_words",
    "taken_for",
)
"""The lists whose words a marker may begin with."""


def one_of(table: dict[str, Any], *names: str) -> str:
    """One alternative for the words of some lists."""
    return any_literal([word for name in names for word in table[name]])


class MarkerGrammar:
    """The expressions for markers; `docs/patterns/diagnoses.md` explains the lists that they are built from."""

    def __init__(self, table: dict[str, Any]) -> None:
        small = {name: [word.lower() for word in words] for name, words in table.items() if isinstance(words, list)}
        self.marker = expression(_marker(small))
        """What announces diagnoses behind it in a text in lower case, each kind in a group of its own."""

        firsts = {text.split()[0] for name in OPENERS for text in table[name]}
        self.plain_firsts = frozenset(filter(PLAIN.fullmatch, firsts))
        self.other_firsts = firsts - self.plain_firsts
        self.soft: frozenset[str] = frozenset(table["soft"])
        self.reported: frozenset[str] = frozenset(table["reported"])
        self.copulas: frozenset[str] = frozenset(table["copulas"])
        self.before_nouns = frozenset([*table["before_nouns"], *table["ands"], *table["articles"]])
        self._set_behind(table)
        self._set_in_front(table)
        self._set_taken_back(table)

    def _set_behind(self, table: dict[str, Any]) -> None:
        """What announces the diagnoses in front of it."""
        one = partial(one_of, table)
        nouns = rf"(?:{any_literal([*table['before_nouns'], 'the'])}\s{{1,4}}){{1,3}}{one('alone')}"
        adverbs = rf"(?:{one('adverbs')}\s{{1,4}})?"
        self.behind_names = [*table["active"], *table["alone"]]
        self.named_before = expression(
            rf"\s{{1,4}}(?:{one('were')}\s{{1,4}}{adverbs}{one('active')}"
            rf"|{one('were', 'copulas')}\s{{1,4}}{adverbs}{one('stated')}\s{{1,4}}as\s{{1,4}}(?:{nouns}|{one('alone')})"
            rf"|(?P<given>as\s{{1,4}}(?:(?:{one('before_nouns', 'articles')}\s{{1,4}}){{0,3}}{one('alone')}))"
            rf"|{one('copulas')}\s{{1,4}}{adverbs}{nouns})\b"
            rf"(?!\s{{1,4}}(?:{one('active_joiners')}|of\s{{1,4}}(?!record))\b)",
            re.IGNORECASE,
        )
        """What stands behind the diagnoses that it announces: "was diagnosed", not "is diagnosed by experts"."""

    def _set_in_front(self, table: dict[str, Any]) -> None:
        """What stands in front of a marker and says whose diagnoses they are."""
        one = partial(one_of, table)
        holders, between = one("holders"), rf"(?:{one('before_has')}\s{{1,4}})?"
        sources = one("writers", "papers")
        writer = rf"(?:(?:{one('source_words')}|{sources}(?:['’]s)?)\s{{1,4}}){{0,4}}{sources}"
        dated = r"(?:\s{1,4}(?:dated|from|of)\s{1,4}[\d/.-]{4,10})?"
        self.gives = expression(
            rf"\s{{0,4}}(?:{writer}{dated}|(?:{one('this')}\s{{1,4}})?{holders})\s{{1,4}}"
            rf"{between}{one('held', 'had', 'says', 'gives')}\s{{1,4}}",
            re.IGNORECASE,
        )
        """Who has or gives what stands in front of "as diagnoses": "the report lists | gout as a diagnosis"."""

        self.treatment_after = expression(rf"\b{one('treatment_after')}\s{{1,4}}$", re.IGNORECASE)
        self.writer = expression(rf"\b{one('writers')}\s{{1,4}}$", re.IGNORECASE)
        years = rf"^\d\d|(?<!\S)\d\d(?=\s{{0,4}}(?-i:[FM])\s)|\b{holders}\s{{1,4}}is\s{{1,4}}\d\d"
        aged = rf"(?:\b{one('aged')}|{years})\s{{0,4}}(?-i:[FM]\s{{1,4}})?(?<=\s)"
        person = rf"(?:{one('this')}\s{{1,4}})?{holders}"
        trade = rf"(?:(?!{one('not_trades')}\b)[\w-]+\s{{1,4}}){{1,4}}"
        self.trade = expression(
            rf"(?:\b{one('aged')}|(?:^|[.!?])\s{{0,4}}{person}(?:\s{{1,4}}is|,)\s{{1,4}}an?)\s{{1,4}}{trade}$",
            re.IGNORECASE,
        )
        """Who is named by what he does: "a 45-year-old truck driver | with", "he is a cook | with"."""

        self.holder = expression(rf"(?:\b{holders},?\s{{1,4}}{between}|{aged})$", re.IGNORECASE)
        self.opens = expression(
            rf"(?:^|[.!?]|[,;]\s{{0,4}}{one('ands')}\b)\s{{0,4}}(?:{one('sources')}\s{{1,4}}{writer},\s{{1,4}}"
            rf"|{writer}{dated}\s{{1,4}}{between}{_says(table)}\s{{1,4}})?"
            rf"(?:(?:the|this)\s{{1,4}})?{holders}\s{{1,4}}{between}$",
            re.IGNORECASE,
        )
        """One who begins the sentence that tells what he has: "according to the QME, he also | has"."""

        self.described = expression(
            rf"(?:(?:^|[.!?:])\s{{0,4}}(?:{one('this')}\s{{1,4}})?"
            rf"|\b{one('aged')}\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,4}}?){holders}\s{{1,4}}$|{aged}$",
            re.IGNORECASE,
        )
        """Who is told of as having a condition: "a 45-year-old male | with", "55 yo F | with", "patient | with"."""

        self.owned = expression(
            rf"(?:^|[.!?;\n])\s{{0,4}}(?:(?:(?:(?:the|this)\s{{1,4}})?{holders}"
            rf"(?:['’]s|\s{{1,4}}{between}{one('held', 'had')})|{one('owners')})\s{{1,4}})?"
            rf"(?:{one('before_comorbid')}\s{{1,4}}){{0,2}}$",
            re.IGNORECASE,
        )
        """Whose comorbidities are meant, or nobody's, at the start of a sentence."""

        self.done = expression(rf"{DATED}\s{{0,4}},?\s{{1,4}}{one('ands')}\b", re.IGNORECASE)
        """Behind a verb it announces only what stands in front: "gout was diagnosed | and surgery was requested"."""

        self.taker = expression(
            rf"(?:(?:^|[.!?]|{one('ands')}\b)\s{{0,4}}(?:{one('this')}\s{{1,4}})?{holders}\s{{1,4}}{taking(table)}"
            rf"|(?:^|[.!?])\s{{0,4}}(?:{one('before_nouns', 'this')}\s{{1,4}}){{0,3}}{one('medication_lists')})"
            r"(?:[^.;]|\.(?=\d))*$",
            re.IGNORECASE,
        )
        """One who takes what stands behind: "he takes Norco for pain and lisinopril | for", "medications include"."""

        self.borne = expression(
            rf"\b(?:{holders}|{one('borne')})\b|^\s{{0,4}}(?:the|this|these)\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,3}}$",
            re.IGNORECASE,
        )
        """Whose complaints come from a condition, unlike those of a guideline."""

    def _set_taken_back(self, table: dict[str, Any]) -> None:
        """What stands in front of a marker and takes it back."""
        one = partial(one_of, table)
        self.not_before = expression(rf"\b{one('not_before')}\b[^.;,]*$", re.IGNORECASE)
        person = rf"(?:{one('this')}\s{{1,4}})?{one('holders')}"
        being = rf"{one('copulas', 'helpers')}\s{{1,4}}(?:{one('adverbs')}\s{{1,4}})?"
        self.unsaid = expression(
            rf"\b{one('unsaid')}\s{{1,4}}{one('unsaid_joiners')}\b(?:(?!\b{one('turns')}\b)[^.;,])*$"
            rf"|\b{one('unsaid')}\s{{1,4}}{person}\s{{1,4}}{being}$"
            rf"|\b{one('lacking')}\s(?:(?!\b{one('turns', 'ands')}\b)[^.;,])*"
            rf"\b{one('upholding')}\s{{1,4}}(?:(?:{one('articles')}|any)\s{{1,4}})?$",
            re.IGNORECASE,
        )
        """What is not said of the patient: "does not indicate that he is | treated for"."""

        self.of_relatives = expression(
            rf"(?<!\band\s)(?:\b{one('owners')}|['’]s)\s{{1,4}}{one('relatives')}\s{{1,4}}(?:who\s{{1,4}})?"
            rf"(?:{one('copulas', 'helpers', 'adverbs', 'before_has')}\s{{1,4}}|been\s{{1,4}}){{0,3}}$"
            rf"|\b{one('relatives')}\s{{1,4}}{one('copulas')}\s{{1,4}}an?\s{{1,4}}\d{{1,2}}[^.;,]{{0,80}}$"
            rf"|\b{one('family_history')}\b(?:(?!\b{one('turns', 'ands', 'holders')}\b)[^.;,:]){{0,80}}$",
            re.IGNORECASE,
        )
        """Of whom the announcement tells, where that is not the patient: "his wife was | diagnosed with".

        Nor is it in "his mother is a 70-year-old nurse | with", or in "family history includes | a diagnosis of".
        """

        self.of_guidelines = expression(
            rf"\b{one('guideline_words')}(?:\s{{1,4}}(?!{one('copulas', 'helpers')}\b)[\w-]+){{1,3}}\s{{1,4}}$",
            re.IGNORECASE,
        )
        """What a guideline says of any patient: "guidelines support | ongoing treatment for"."""

        self.not_borne = expression(rf"\b{one('not_borne')}\b", re.IGNORECASE)
        self.not_own = expression(rf"\b{one('not_own')}\s{{1,4}}(?:medical\s{{1,4}})?$", re.IGNORECASE)
        self.conditional = expression(rf"\b{one('hedges')}\b", re.IGNORECASE)
        self.gauged = expression(rf"\b{one('gauged')}\s{{1,4}}$", re.IGNORECASE)


def taking(table: dict[str, Any]) -> str:
    """That something is taken."""
    one = partial(one_of, table)
    adverbs = rf"(?:{one('adverbs')}\s{{1,4}})?"
    helped = rf"(?:{one('helpers')}\s{{1,4}}{adverbs})?"
    return rf"{adverbs}{helped}{one('medicated')}\b(?!\s{{1,4}}{one('not_medicated')}\b)"


def _says(table: dict[str, Any]) -> str:
    """That somebody says something."""
    return rf"{one_of(table, 'says')}(?:\s{{1,4}}that)?"


def _marker(table: dict[str, Any]) -> str:
    """What announces diagnoses behind it, with a group for each kind, of which the first that fits counts."""
    one = partial(one_of, table)
    active, persons, joiners = one("active"), one("persons"), one("active_joiners")
    made = rf"(?:,?\s{{1,4}}{one('made')}(?:\s{{1,4}}(?!(?:and|or|with)\s)[\w./’'-]+){{0,6}}?,?)"
    by = rf"(?:[\w’'-]+\s{{1,4}}){{0,3}}?{one('writers', 'carers')}(?:,?\s{{1,4}}[\w-]+)?"
    being = one("copulas", "helpers")
    before = r"(?:from\s{1,4}(?:[\w-]+\s{1,4}){1,6}?)?(?:on\s{1,4}[\d/-]{4,10}\s{1,4})?"
    change = rf"{being}\s{{1,4}}{one('changed')}\s{{1,4}}{before}to(?:\s{{1,4}}include)?"
    verbs = rf"(?:{change}|(?:{being}\s{{1,4}})?{one('stated')}\s{{1,4}}{one('stated_joiners')}|{one('verbs')})"
    icd_verbs = rf"\s{{1,4}}{verbs}|(?P<opening>\s{{0,4}}:(?=\s{{0,4}}{CODE}[\s,-]{{1,4}}[a-z]))"
    includes = rf"(?:,?\s{{1,4}}{one('history_joiners')}|\s{{0,4}}:)"
    cared = rf"(?:{one('cared')}\s{{1,4}}{by},?\s{{1,4}}for|{one('treats')}\s{{1,4}}{persons}\s{{1,4}}for)"
    found = rf"{one('found')}\s{{1,4}}(?:{persons}|by\s{{1,4}}{by})\s{{1,4}}{one('found_joiners')}"
    met = rf"{one('meets')}\s{{1,4}}(?:[\w-]+\s{{1,4}}){{0,4}}?{one('criteria')}"
    said = rf"{_says(table)}\s{{1,4}}{one('persons', 'holders')}\s{{1,4}}{one('said_had')}"
    pictures = one("pictures")
    kinds = (
        rf"(?P<treated>{one('treated')})",
        rf"(?P<treatment>{one('treatment')})",
        one("phrases"),
        rf"{active}\s{{1,4}}(?:{persons}|in\s{{1,4}}\d{{4}})\s{{1,4}}{joiners}",
        rf"(?P<by>{active}{made}\s{{1,4}}{joiners})",
        _noun(table, made, being, verbs),
        rf"(?P<apposed>{one('alone')},(?=\s[^,.;]{{1,80}},))",
        rf"(?P<alone>{one('alone')}\s{{1,4}}{one('joiners')})",
        rf"(?P<headed>{one('headings')}|{one('alone')}(?=\s{{1,4}}[a-z]))",
        rf"(?P<comorbid>{one('comorbid')}{includes})",
        rf"(?P<history>{one('history')}{includes})",
        rf"(?P<cared>{cared})",
        rf"(?P<told>{one('told')}|{found})",
        rf"(?P<met>{met})",
        rf"(?P<cause>{pictures}(?:\s{{1,4}}{one('come')}){{0,4}}\s{{1,4}}{one('come_from')})",
        rf"(?P<written>{one('written')}|{said}"
        rf"|{one('attributes')}\s{{1,4}}(?:\w+\s{{1,4}}){{0,2}}{pictures}\s{{1,4}}to)",
        rf"(?P<codes>{one('icd_words')}{made}?(?:{icd_verbs}))",
        rf"(?P<held>{one('held')})",
        rf"(?P<coded>{one('coded')})",
        rf"(?P<taken>{one('taken_for')})",
        rf"(?P<active>{active})",
    )
    several = rf"(?:{one('several')}\s{{1,4}})?"
    more = rf"(?:\s{{1,4}}{several}{one('treated_for')}\b)?(?:,?\s{{0,4}}\(?{one('not_only')}\b\)?,?)?"
    return rf"(?:{'|'.join(kinds)})(?:(?<=\()|(?!\w)){more}:?"


def _noun(table: dict[str, Any], made: str, being: str, verbs: str) -> str:
    """A noun such as "diagnoses" with what it announces its list by: a verb, a colon, a bracket, a number or a code."""
    aside = one_of(table, "icd_words", "made")
    return (
        rf"{one_of(table, 'nouns')}(?:\(e?s\))?{made}?(?:\s{{1,4}}\(\s{{0,4}}{aside}[^()\n]{{0,40}}\))?"
        rf"(?:\s{{1,4}}{being}(?:\s{{1,4}}\w+){{1,3}}\s{{0,4}}:|(?=\s{{1,4}}\(?1[.)]\s)"
        rf"|(?P<ahead>(?=\s{{1,4}}{CODE}\s))"
        rf"|(?:(?<=es),)?\s{{1,4}}{verbs}\s{{0,4}}:?|\s{{0,4}}:|\s{{0,4}}-(?=\s)|(?P<bracketed>\s{{0,4}}\())"
    )
