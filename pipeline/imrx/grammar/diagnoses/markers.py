"""Markers: the words that announce diagnoses.

    The current diagnosis is documented as | lumbar spine sprain/strain.
    He also has | hypertension.                                    -> "if he has" announces nothing
    He takes Norco for pain and lisinopril for | hypertension.     -> nothing where nobody takes it
    His symptoms are consistent with | carpal tunnel syndrome.     -> those of a guideline do not
    Past medical history includes | hypertension, for which he takes Lisinopril.   -> nothing where it is not treated
    MRI of the lumbar spine, impression: disc bulge                -> nothing: it is the test's
    The records do not indicate that he is being treated for gout. -> nothing

Each has a kind, the group of `DiagnosisGrammar.marker` that it is one of. Behind words of no group, such as "diagnosed
with", anything is a diagnosis; a list behind any other has to name a condition.
Deliberately left alone: what stands behind them (`lists.py`), and what announces diagnoses in front (`subjects.py`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from imrx.grammar.diagnoses.conditions import WORD
from imrx.grammar.diagnoses.ends import LIST_LIMIT, list_end, sentence_start
from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.words import places_of
from imrx.lower import lowered

NEGATION_WINDOW = 24
"""How far before its words the announcement of a list may be negated, in characters."""

HOLDER_WINDOW = 100
"""How far before its verb the sentence of one who has a condition may begin, in characters."""

OPENING = re.compile(r"[.!?:\n]\s{0,4}$")
"""The start of a sentence, but for the first one."""

PARTED = re.compile(r",|\s(?:and|for)\s", re.IGNORECASE)
"""What parts a drug from the next: "Norco for pain and | lisinopril for"."""

HAS = frozenset({"held", "coded"})
"""The kinds that say what the patient has."""

INSIDE = HAS | {"told", "met", "taken"}
"""The kinds that begin no list where they are words of another announcement."""

GENERAL = frozenset({"treated", "treatment", "alone", "apposed", "bracketed"})
"""The kinds that guidelines use as well."""

HISTORIES = frozenset({"history", "comorbid"})


class Marker(NamedTuple):
    """Words that announce diagnoses, by half-open character offsets.

    `before` is what stands in front of them, at most `HOLDER_WINDOW` characters, and `sentence` the offset where their
    sentence begins; `treated` says that they announce a history that something is taken for.
    """

    start: int
    end: int
    words: str
    kind: str | None
    before: str
    sentence: int
    treated: bool

    @property
    def near(self) -> str:
        """The words in front that may negate it."""
        return self.before[-NEGATION_WINDOW:]

    @property
    def first_word(self) -> str:
        """Its first word in small letters; empty where it begins with a sign."""
        first = WORD.match(self.words)
        return first[0].lower() if first else ""

    @property
    def is_listing(self) -> bool:
        """True where it ends with a colon."""
        return self.words.endswith(":")

    @property
    def is_noun(self) -> bool:
        """True where it says of what it is, as "diagnosis of" does: a verb behind tells of all of the list."""
        return self.words.lower().endswith("of")


def find_markers(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[Marker]:
    """The words that announce diagnoses, in order, whether or not they are taken back."""
    reached = start
    lower, words = lowered(text[start:end])
    for place in _places(lower, words, grammar):
        match = grammar.markers.marker.match(lower, place)
        if match is None:
            continue
        at, until, kind = start + place, start + match.end(), match.lastgroup
        if kind in INSIDE and at < reached:
            continue
        before = text[max(start, at - HOLDER_WINDOW) : at]
        if (match["opening"] or kind == "headed") and before.strip() and not OPENING.search(before):
            continue
        treated = kind in HISTORIES and _is_treated(text, until, end, before[-NEGATION_WINDOW:], grammar)
        if treated or _is_introduced(kind, before, grammar):
            reached = until
            yield Marker(at, until, text[at:until], kind, before, sentence_start(text, start, at), treated)


def _places(lower: str, words: set[str], grammar: DiagnosisGrammar) -> list[int]:
    """Where the first word of a marker stands in a text in lower case of some words, in order."""
    places: set[int] = set()
    for first in (*grammar.markers.plain_firsts & words, *grammar.markers.other_firsts):
        places.update([at for at in places_of(lower, first) if not at or not lower[at - 1].isalnum()])
    return sorted(places)


def _is_introduced(kind: str | None, before: str, grammar: DiagnosisGrammar) -> bool:
    """True where that stands in front of a marker which its kind asks for, as "he" in front of "has"."""
    near = before[-NEGATION_WINDOW:]
    if kind in HAS:
        named = kind == "coded" and grammar.markers.trade.search(before)
        return bool(named) or grammar.markers.holder.search(near) is not None
    if kind == "written":
        return grammar.markers.writer.search(near) is not None
    if kind == "treatment":
        return grammar.markers.treatment_after.search(near) is not None
    if kind == "comorbid":
        return grammar.markers.owned.search(before) is not None
    if kind == "taken":
        remedy = PARTED.split(before)[-1]
        return grammar.names_remedy(remedy) and grammar.markers.taker.search(before) is not None
    return kind != "history"


def _is_treated(text: str, start: int, end: int, near: str, grammar: DiagnosisGrammar) -> bool:
    """True for the patient's own past history that a medication makes a present one: "..., for which he takes"."""
    if grammar.markers.not_own.search(near):
        return False
    until = list_end(text, start, min(end, start + LIST_LIMIT), grammar)
    return grammar.medicated.match(text, until) is not None or grammar.medicated_at(text, start, until) is not None


def announces(text: str, marker: Marker, grammar: DiagnosisGrammar) -> bool:
    """False where a marker is negated, or is not about what the patient has."""
    sentence = text[marker.sentence : marker.start]
    if grammar.markers.not_before.search(marker.near) or grammar.markers.unsaid.search(sentence):
        return False
    if grammar.markers.of_relatives.search(sentence):
        return False
    if marker.kind in GENERAL and grammar.markers.of_guidelines.search(sentence):
        return False
    if marker.kind == "active" and grammar.markers.done.match(text, marker.end):
        return False
    if marker.kind == "cause":
        return _is_borne(sentence, grammar)
    if is_soft(marker, grammar) and (marker.kind == "bracketed" or grammar.markers.gauged.search(marker.near)):
        return False
    return not _reports_test(text, marker, grammar)


def _is_borne(sentence: str, grammar: DiagnosisGrammar) -> bool:
    """True for complaints that the patient has, and not such as guidelines name, or as are denied, feared or missed."""
    return grammar.markers.borne.search(sentence) is not None and grammar.markers.not_borne.search(sentence) is None


def _reports_test(text: str, marker: Marker, grammar: DiagnosisGrammar) -> bool:
    """True for the "impression" of a test: "MRI of the lumbar spine, impression: disc bulge"."""
    if marker.first_word not in grammar.markers.reported:
        return False
    return grammar.tests.search(text, marker.sentence, marker.end) is not None


def is_certain(marker: Marker, grammar: DiagnosisGrammar) -> bool:
    """True for words behind which anything is a diagnosis, unlike "assessment was" and "treated for"."""
    if marker.kind is not None or is_soft(marker, grammar):
        return False
    return WORD.findall(marker.words.lower())[-1] not in grammar.markers.copulas


def is_soft(marker: Marker, grammar: DiagnosisGrammar) -> bool:
    """True for words that announce other things as well: "pain | assessment: current pain 7/10"."""
    return marker.first_word in grammar.markers.soft
