"""Continued lists: the diagnoses that a list goes on with behind its end.

    Lumbago (724.2). | Cervicalgia (723.1).            -> a sentence that is a condition with its code
    Diagnoses: Strain. | Obesity.                      -> behind a colon, one that is a name alone
    1. Strain, which is improving. | 2. Sciatica       -> behind a clause, a semicolon or the next number
    diagnosed with a strain, and has | diabetes        -> what the patient has besides

Deliberately left alone: sentences with a verb, and what is denied: "; depression is denied".
"""

import re
from collections.abc import Iterator

from imrx.grammar.diagnoses.diagnosis import Diagnosis, read_diagnoses
from imrx.grammar.diagnoses.ends import list_end, sentence_end, sentence_start
from imrx.grammar.diagnoses.grammar import NUMBER, DiagnosisGrammar
from imrx.grammar.diagnoses.markers import Marker, is_certain
from imrx.grammar.diagnoses.pieces import find_pieces
from imrx.grammar.diagnoses.told import firm_pieces, is_coded, is_diagnosis_name, name_pieces
from imrx.stretches import Limits

RESUMED = re.compile(rf";\s{{1,4}}(?:and\s{{1,4}})?|[.,]\s{{1,4}}(?={NUMBER})")
"""Where a list may go on behind a clause: a semicolon, or the next number."""


def continued(
    text: str, marker: Marker, last: Diagnosis, until: int, limit: int, grammar: DiagnosisGrammar
) -> tuple[list[Diagnosis], int]:
    """What a list goes on with, and where that ends.

    Args:
        text: the letter.
        marker: what announces the list.
        last: its last diagnosis.
        until: where it ends.
        limit: where what goes on with it ends at the latest.
        grammar: the words of diagnoses.
    """
    found: list[Diagnosis] = []
    read = until
    if besides := grammar.goes_on.match(text, until, limit):
        read = until = list_end(text, besides.end(), limit, grammar)
        names = name_pieces(text, find_pieces(text, besides.end(), until, grammar), grammar)
        sentence = sentence_start(text, marker.sentence, besides.start())
        found += read_diagnoses(text, firm_pieces(text, sentence, besides.end(), names, grammar), grammar)
    elif marker.is_listing or is_certain(marker, grammar):
        found += _resumed(text, until, limit, grammar)
        read = max([read, *(each.end for each in found)])
    coded = last.code is not None
    if (coded or marker.is_listing) and not marker.treated:
        for sentence_limits in _further_sentences(text, until, limit, coded, grammar):
            found += read_diagnoses(text, find_pieces(text, *sentence_limits, grammar), grammar)
            read = sentence_limits[1]
    return found, read


def _resumed(text: str, end: int, limit: int, grammar: DiagnosisGrammar) -> Iterator[Diagnosis]:
    """The diagnoses behind a clause that interrupts a list: "1. Strain, which is improving. | 2. Sciatica".

    They go on to the first that is not a mere name, or that a verb follows: "; depression is denied".
    """
    limit = sentence_end(text, end, limit)
    while end < limit and (again := RESUMED.search(text, end, limit)):
        end = list_end(text, again.end(), limit, grammar)
        if end < limit and text[end] not in ",;":
            return
        for diagnosis in read_diagnoses(text, find_pieces(text, again.end(), end, grammar), grammar):
            if not is_diagnosis_name(text[diagnosis.start : diagnosis.end], grammar):
                return
            yield diagnosis


def _further_sentences(text: str, end: int, limit: int, coded: bool, grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The sentences that go on with a list: a condition with its code, or its name where the list has none; no verb."""
    while text[end : end + 1] == ".":
        start = end + 1
        end = list_end(text, start, limit, grammar)
        plan = grammar.plan.search(text, start, end)
        sentence = text[start : plan.start() if plan else end]
        if not (_is_coded_sentence(sentence, grammar) if coded else is_diagnosis_name(sentence, grammar)):
            break
        if end < limit and text[end] != ".":
            break
        yield start, end


def _is_coded_sentence(sentence: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition with its code, in front of it or behind."""
    if grammar.codes.lead(sentence) and grammar.conditions.stand_in(grammar.codes.without(sentence)):
        return True
    return is_coded(sentence, grammar)
