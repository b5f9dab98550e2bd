"""Lists of diagnoses: each from what announces it to its end, and the diagnoses in it.

    The current diagnosis is documented as lumbar spine sprain/strain.          -> one
    ... undergoing treatment for a lumbar strain, right shoulder strain and contusion of the right elbow. -> three
    Diagnoses include lumbar sprain (847.2) and low back pain (M54.5).          -> two, with their codes
    A diagnosis of gout was excluded.                                           -> none

Deliberately left alone: codes of guideline texts, and all that the other modules of the package leave alone.
"""

import re
from collections.abc import Iterator

from imrx.grammar.diagnoses.conditions import WORD
from imrx.grammar.diagnoses.continued import continued
from imrx.grammar.diagnoses.diagnosis import Diagnosis, read_diagnoses
from imrx.grammar.diagnoses.ends import LIST_LIMIT, bracket_end, list_end
from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.diagnoses.markers import PARTED, Marker, announces, find_markers, is_certain
from imrx.grammar.diagnoses.pieces import AND, BLANK, find_pieces
from imrx.grammar.diagnoses.subjects import find_subjects
from imrx.grammar.diagnoses.told import told_pieces
from imrx.stretches import Limits

REMEDY = re.compile(r"\s{1,4}with\s{1,4}(?=[A-Z][a-z]{2})")
"""What a condition is treated with, by a name: "neck pain with Norco"."""

ENCLOSED = frozenset({"bracketed", "apposed"})
"""The kinds whose list ends in front of a bracket or comma."""

DENIABLE = ENCLOSED | {"alone", "cause"}
"""The kinds that what follows the list may take back: "the diagnosis (gout) was not confirmed"."""

NEXT_WINDOW = 24
"""How far before the next announcement the words that go with it may begin, in characters."""


def find_diagnoses(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[Diagnosis]:
    """The diagnoses that are stated between two offsets, in order; one that is stated twice is found twice."""
    found: list[Diagnosis] = []
    read = start
    for marker, limit in _announced(text, start, end, grammar):
        if marker.start < read and (marker.treated or marker.kind == "cause"):
            continue
        diagnoses, until = _read_list(text, end, marker, limit, grammar)
        found += diagnoses
        read = max(read, until)
    starts = {each.start for each in found}
    found += [each for each in find_subjects(text, start, end, grammar) if each.start not in starts]
    return sorted(found, key=lambda each: each.start)


def _announced(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[tuple[Marker, int]]:
    """What announces lists, each with the offset where its list ends at the latest.

    A list goes on over a history, and over the cause of a complaint unless it is one itself.
    """
    markers = list(find_markers(text, start, end, grammar))
    for index, marker in enumerate(markers):
        if not announces(text, marker, grammar):
            continue
        passed = {"history"} if marker.kind == "cause" else {"history", "cause"}
        following = next((other for other in markers[index + 1 :] if other.kind not in passed), None)
        limit = _before_marker(text, marker.end, following, grammar) if following else end
        yield marker, min(limit, marker.end + LIST_LIMIT)


def _before_marker(text: str, start: int, marker: Marker, grammar: DiagnosisGrammar) -> int:
    """Where a list ends in front of the next announcement: "concussion, | and secondary diagnoses are".

    A drug goes with what it is taken for: "GERD | and Norco for".
    """
    end = marker.start
    if marker.kind == "taken":
        return max((parted.start() for parted in PARTED.finditer(text, start, end)), default=end)
    if marker.words[0].islower() or marker.kind == "codes":
        for word in reversed(list(WORD.finditer(text, max(start, end - NEXT_WINDOW), end))):
            if word[0].lower() not in grammar.markers.before_nouns or text[word.end() : end].strip(BLANK):
                break
            end = word.start()
    return end


def _read_list(
    text: str, end: int, marker: Marker, limit: int, grammar: DiagnosisGrammar
) -> tuple[list[Diagnosis], int]:
    """The diagnoses that a marker announces, and how far they were read, which is 0 where it announces none.

    Args:
        text: the letter.
        end: where the case summary ends.
        marker: what announces the list.
        limit: where the list ends at the latest.
        grammar: the words of diagnoses.
    """
    until = _own_end(text, marker, limit, grammar)
    behind = until + 1 if marker.kind in ENCLOSED else until
    if marker.kind in DENIABLE and grammar.doubted.match(text, behind):
        return [], 0
    pieces = _own_pieces(text, list(find_pieces(text, marker.end, until, grammar)), until, grammar)
    pieces = _present(text, marker, pieces, until, grammar)
    pieces = told_pieces(text, end, marker, pieces, until, grammar) if pieces else []
    named = is_certain(marker, grammar) or any(grammar.conditions.stand_in(text[slice(*piece)]) for piece in pieces)
    if not named:
        return [], 0
    diagnoses = read_diagnoses(text, pieces, grammar)
    if not diagnoses:
        return [], until
    more, read = continued(text, marker, diagnoses[-1], until, limit, grammar)
    return _judged(text, marker, diagnoses, until, grammar) + more, read


def _present(text: str, marker: Marker, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces of a list, none where the patient had them long ago: "was hospitalized for pneumonia in 2010"."""
    if not pieces or not (marker.before + marker.words).lower().endswith(grammar.past_told):
        return pieces
    is_past = grammar.past.search(text, pieces[-1][0], until) or grammar.past.match(text, until)
    return [] if is_past else pieces


def _own_end(text: str, marker: Marker, limit: int, grammar: DiagnosisGrammar) -> int:
    """Where a list ends: with its bracket, its comma, its remedy or the next drug where its marker has it end so."""
    until = list_end(text, marker.end, limit, grammar)
    if marker.kind == "bracketed":
        return bracket_end(text, marker.end, until)
    if marker.kind == "apposed" and (comma := text.find(",", marker.end, until)) > 0:
        return comma
    if marker.kind == "treated" and (remedy := REMEDY.search(text, marker.end, until)):
        return remedy.start()
    if marker.kind == "taken":
        parted = PARTED.finditer(text, marker.end, until)
        return next((each.start() for each in parted if _begins_with_remedy(text, each.end(), until, grammar)), until)
    return until


def _begins_with_remedy(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> bool:
    """True where the next drug stands in what parts it from the last: "for gastritis, | and Ambien"."""
    word = next((each[0] for each in WORD.finditer(text, start, end) if each[0].lower() not in grammar.ands), "")
    return grammar.names_remedy(word)


def _own_pieces(text: str, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces without one that something else is told of: "ankle arthritis; | fusion is being debated".

    Of a condition behind a semicolon its course may be told: "lumbar strain; neck pain has worsened".
    """
    if len(pieces) < 2:
        return pieces
    last = text[slice(*pieces[-1])]
    named = grammar.conditions.is_firm(last, *grammar.complaints) and not grammar.is_unsited(last)
    apart = not named and ";" in text[pieces[-2][1] : pieces[-1][0]] and grammar.told_apart.match(text, until)
    if not apart and not grammar.told_next.match(text, until):
        return pieces
    joined = AND.search(text, pieces[-2][1], pieces[-1][0])
    return pieces if joined or grammar.conditions.is_firm(last) else pieces[:-1]


def _judged(
    text: str, marker: Marker, diagnoses: list[Diagnosis], until: int, grammar: DiagnosisGrammar
) -> list[Diagnosis]:
    """The diagnoses without those that a verb behind the list refutes; those that it only suspects are possible.

    It tells of the last one, "strain, and radiculopathy is suspected", or of all of a "diagnosis of".
    """
    first = 0 if marker.is_noun else len(diagnoses) - 1
    if grammar.refuted.match(text, until):
        return diagnoses[:first]
    if grammar.suspected.match(text, until):
        return diagnoses[:first] + [each._replace(certainty="possible") for each in diagnoses[first:]]
    return diagnoses
