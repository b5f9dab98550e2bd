"""Subjects: the diagnoses that their sentence begins with, in front of what announces them.

    Sciatica and insomnia were | diagnosed.
    Gout is | the current diagnosis.
    The report lists sciatica and gout | as diagnoses.
    No fracture was | diagnosed.            -> none: "no" is no word of a name
    The pain is | diagnosed by experts.     -> none

Deliberately left alone: sentences in which any other word stands in front of the diagnoses.
"""

import re
from collections.abc import Iterator

from imrx.grammar.diagnoses.diagnosis import Diagnosis, read_diagnoses
from imrx.grammar.diagnoses.ends import sentence_start
from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.diagnoses.pieces import find_pieces
from imrx.grammar.diagnoses.told import is_diagnosis_name
from imrx.grammar.words import matches, places_of
from imrx.lower import lower_case

FARTHEST_VERB = 100
"""How far before its last word what announces the diagnoses in front of it may begin, in characters."""

SPACE = re.compile(r"\s")


def find_subjects(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[Diagnosis]:
    """The diagnoses of sentences that begin with them, or with who gives them "as diagnoses".

    Every word of the sentence up to there has to be one of such names, so "no fracture was diagnosed" gives none.
    """
    for marker in _markers_behind(text, start, end, grammar):
        begin = sentence_start(text, start, marker.start())
        if marker["given"]:
            gives = grammar.markers.gives.match(text, begin, marker.start())
            if gives is None:
                continue
            begin = gives.end()
        pieces = list(find_pieces(text, begin, marker.start(), grammar))
        diagnoses = read_diagnoses(text, pieces, grammar)
        names = [each for each in diagnoses if is_diagnosis_name(text[each.start : each.end], grammar)]
        if len(names) == len(pieces):
            yield from names


def _markers_behind(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[re.Match[str]]:
    """What announces diagnoses in front of it: looked for only before the words that it ends with."""
    lower = lower_case(text)
    offsets: set[int] = set()
    for word in grammar.markers.behind_names:
        for at in places_of(lower, word, start, end):
            offsets.update(blank.start() for blank in SPACE.finditer(text, max(start, at - FARTHEST_VERB), at))
    return matches(grammar.markers.named_before, text, sorted(offsets), end)
