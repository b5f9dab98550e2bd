"""One diagnosis: what of a piece of a list is written down, its code, and whether the letter doubts it.

    Diagnoses: 1. possible lumbar strain (847.2)     -> "possible lumbar strain", 847.2, possible
    s/p right knee replacement | (2014)              -> the date is no part of it
    neuropathy | - continue Lyrica                   -> nor is what is done about it
    lumbar strain | rule out disc herniation         -> nor what is to be ruled out beside it
    rule out disc herniation                         -> none

Deliberately left alone: where a list is cut into pieces (`pieces.py`).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from imrx.grammar.diagnoses.ends import DATE
from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.diagnoses.pieces import BLANK
from imrx.stretches import Limits

QUOTES = '"\u201c\u201d'

LEADING_SIGNS = re.compile(rf"[\s.,;:\-\u2013)\]{QUOTES}]*")
"""Signs in front of a diagnosis, which are no part of it."""

TRAILING_SIGNS = ".,;:-\u2013([" + QUOTES
"""Signs behind one, besides a bracket that it does not open."""

SPACE = re.compile(r"\s*")

DATED = re.compile(
    r"[\s,]{1,4}(?:(?:on|in|of|dated)\s{1,4}(?:[A-Z][a-z]{2,8}\.?\s{1,4}(?:\d{1,2},?\s{1,4})?)?)?"
    rf"[(\[]?(?:in\s)?{DATE}[)\]]?$"
)
"""The date behind a diagnosis, which is no part of it: "s/p right knee replacement | (2014)", "| in March 2012"."""


class Diagnosis(NamedTuple):
    """A diagnosis and its code, by half-open character offsets; code and its offsets are null where none is written.

    `certainty` is `possible` where the letter itself doubts it ("probable", "versus"), else `stated`.
    """

    start: int
    end: int
    certainty: str
    code: str | None
    code_start: int | None
    code_end: int | None


def read_diagnoses(text: str, pieces: Iterable[Limits], grammar: DiagnosisGrammar) -> list[Diagnosis]:
    """The diagnoses of those pieces of a list that name one, in order."""
    diagnoses = (read_diagnosis(text, *piece, grammar) for piece in pieces)
    return [diagnosis for diagnosis in diagnoses if diagnosis is not None]


def read_diagnosis(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Diagnosis | None:
    """A piece of a list without article, number, code and signs; null where it names none or is to be ruled out."""
    if (asked := grammar.asked.search(text, start, end)) and grammar.conditions.stand_in(text[start : asked.start()]):
        end = asked.start()
    certainty = "possible" if _is_doubted(text, start, end, grammar) else "stated"
    code = grammar.codes.first(text, start, end)
    if code is not None:
        if grammar.codes.without(text[start:end]).strip(BLANK).lower() in grammar.ands:
            return None
        start, end = _without_code(text, start, end, code, grammar)
    limits = _named_part(text, start, end, grammar)
    if limits is None:
        return None
    if code is None:
        return Diagnosis(*limits, certainty, None, None, None)
    group = str(code.lastgroup)
    return Diagnosis(*limits, certainty, code[group].upper(), code.start(group), code.end(group))


def _is_doubted(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> bool:
    """True for a condition that only may be, but not for one of which the cause only may be: "pain due to possible".

    A doubt that stands behind a cause that is stated is one of the condition: "pain from injury, possibly gout".
    """
    if grammar.versus.match(text, end) or grammar.versus.search(text, start, end):
        return True
    causes = grammar.doubted_cause.finditer(text, start, end)
    of_cause = {cause.end() for cause in causes if grammar.conditions.stand_in(text[start : cause.start()])}
    return any(doubt.end() not in of_cause for doubt in grammar.possible.finditer(text, start, end))


def _without_code(text: str, start: int, end: int, code: re.Match[str], grammar: DiagnosisGrammar) -> Limits:
    """A piece without the code that it begins or ends with; one in its midst is left where it is."""
    if code.start() - start < end - code.end() and not text[start : code.start()].strip(" \n\f-:("):
        start = _behind(SPACE, text, code.end(), end)
        if text[start : start + 1] == "(" and text[:end].rstrip().endswith(")"):
            start += 1
    elif not grammar.codes.without(text[code.end() : end]).strip(BLANK + QUOTES):
        end = code.start()
    return start, end


def _named_part(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Limits | None:
    """The name in a piece, without signs, what leads it in and what is told of it behind; null where it has none."""
    start = _behind(LEADING_SIGNS, text, start, end)
    if grammar.excluded.match(text, start, end) or grammar.is_remedy(text[start:end]):
        return None
    start = _behind(grammar.lead, text, start, end)
    end = _trimmed_end(text, start, end)
    if plan := grammar.plan.search(text, start, end):
        end = plan.start()
    end = grammar.untreated_end(text, start, end)
    if dated := DATED.search(text, start, end):
        end = dated.start()
    is_none = (
        end - start < 2
        or grammar.excluded.match(text, start, end)
        or grammar.taken_back.search(text, start, end)
        or grammar.conditions.qualifier.fullmatch(text, start, end)
    )
    return None if is_none else (start, end)


def _behind(lead: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a text goes on behind what leads it in."""
    match = lead.match(text, start, end)
    return match.end() if match else start


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Where a diagnosis ends in front of signs."""
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] in TRAILING_SIGNS
        or (text[end - 1] == ")" and "(" not in text[start:end])
    ):
        end -= 1
    return end
