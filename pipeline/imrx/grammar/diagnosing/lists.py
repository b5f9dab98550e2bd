"""Lists of diagnoses: where they begin and end, and which of their words are one diagnosis.

    The current diagnosis is documented as lumbar spine sprain/strain.          -> one
    ... undergoing treatment for a lumbar strain, right shoulder strain and contusion of the right elbow. -> three
    Diagnoses include lumbar sprain (847.2) and low back pain (M54.5).          -> two, with their codes
    He has neck pain and lumbar disc disease (722.52).                          -> the one with a code
    Past medical history includes hypertension, for which he takes Lisinopril.  -> one, for it is treated

A list begins behind words that announce one and ends with its clause. It is cut at commas, semicolons, numbers of a
list and "and" where each piece names a condition of its own: "lumbar, hip, and neck strain" is one.
Deliberately left alone: complaints, other past history, what is to be ruled out, results of tests, what an injury is
said to be in passing, and codes of guideline texts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from imrx.grammar.diagnosing.words import DIGIT, WORD, DiagnosisGrammar

LIST_LIMIT = 1200
"""How long a list of diagnoses may be, in characters."""

MOST_TREATED = 2
"""A history of so many conditions may be treated as a whole; of a longer one only the last is."""

NEGATION_WINDOW = 24
"""How far before its words the announcement of a list may be negated, in characters."""

SENTENCE_LIMIT = 200
"""How far before an announcement its sentence is looked through for a test, in characters."""

SENTENCE_END = re.compile(r"[.!?](?=\s*$|\s+(?!\(?\d{1,2}[.)]\s)|[A-Z])")
"""A full stop, unless the next number of a list follows: "1. Lumbar sprain. 2. Cervical sprain."."""

ABBREVIATED = re.compile(r"(?:\b(?:Dr|vs|No|St|approx)|(?:^|[\s(:,;])\(?\d{1,2})$")
"""What a full stop may follow without ending anything: an abbreviation, or the number of a list."""

REMEDY = re.compile(r"\s{1,4}with\s{1,4}(?=[A-Z][a-z]{2})")
"""What a condition is treated with, by a name: "neck pain with Norco"."""

WITH = re.compile(r"with\s", re.IGNORECASE)

AND = re.compile(r",?\s{1,4}and\b", re.IGNORECASE)

BLANK = " \n\f.,;:-()"

Limits = tuple[int, int]
"""Half-open character offsets."""


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


class Piece(NamedTuple):
    """A piece of a list: its offsets, its words without codes, and whether they name a condition."""

    start: int
    end: int
    bare: str
    named: bool


def find_markers(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[re.Match[str]]:
    """The words that announce diagnoses, in order."""
    lower = text[start:end].lower()
    hits = set()
    for anchor in grammar.anchors:
        at = lower.find(anchor)
        while at >= 0:
            if not at or not lower[at - 1].isalnum():
                hits.add(at)
            at = lower.find(anchor, at + 1)
    for hit in sorted(hits):
        marker = grammar.marker.match(text, start + hit, end)
        if marker is None:
            continue
        before = text[max(start, marker.start() - NEGATION_WINDOW) : marker.start()]
        if marker["coded"] and not grammar.holder.search(before):
            continue
        if marker["history"] and not _is_treated(text, marker.end(), end, before, grammar):
            continue
        if not marker["treatment"] or grammar.treatment_after.search(before):
            yield marker


def find_diagnoses(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[Diagnosis]:
    """The diagnoses that are stated between two offsets, in order; one that is stated twice is found twice."""
    found: list[Diagnosis] = []
    markers = list(find_markers(text, start, end, grammar))
    read = start
    for index, marker in enumerate(markers):
        before = text[max(start, marker.start() - NEGATION_WINDOW) : marker.start()]
        if grammar.not_before.search(before) or _reports_test(text, start, marker, grammar):
            continue
        if marker["history"] and marker.start() < read:
            continue
        limit = next((other.start() for other in markers[index + 1 :] if not other["history"]), end)
        until = _list_end(text, marker.end(), min(limit, marker.end() + LIST_LIMIT), grammar)
        if marker["alone"] and grammar.doubted.match(text, until):
            continue
        if marker["treated"] and (remedy := REMEDY.search(text, marker.end(), until)):
            until = remedy.start()
        pieces = list(_pieces(text, marker.end(), until, grammar))
        if marker["coded"] and grammar.over.match(text, until):
            continue
        if marker["coded"]:
            pieces = [piece for piece in pieces if _is_coded(text[slice(*piece)], grammar)]
        if marker["history"]:
            pieces = pieces[-1:] if len(pieces) > MOST_TREATED else pieces
            pieces = [piece for piece in pieces if grammar.no_history.search(text, *piece) is None]
        if _is_certain(marker, grammar) or any(grammar.names_condition(text[a:b]) for a, b in pieces):
            conditions = (_diagnosis(text, a, b, grammar) for a, b in pieces)
            diagnoses = [diagnosis for diagnosis in conditions if diagnosis is not None]
            read = until
            subjects = len(diagnoses) if marker[0].lower().endswith("of") else 1
            found += diagnoses[:-subjects]
            if not grammar.refuted.match(text, until):
                possible = grammar.suspected.match(text, until) is not None
                found += [each._replace(certainty="possible") if possible else each for each in diagnoses[-subjects:]]
    return found


def _is_treated(text: str, start: int, end: int, before: str, grammar: DiagnosisGrammar) -> bool:
    """True for the patient's own past history that a medication makes a present one: "..., for which he takes"."""
    if grammar.not_own.search(before):
        return False
    return grammar.medicated.match(text, _list_end(text, start, min(end, start + LIST_LIMIT), grammar)) is not None


def _is_certain(marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for words behind which anything is a diagnosis, unlike "assessment was" and "treated for"."""
    if any(marker[name] for name in ("treated", "treatment", "active", "alone", "coded", "history")):
        return False
    words = WORD.findall(marker[0].lower())
    return words[0] not in grammar.soft and words[-1] not in grammar.copulas


def _is_coded(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition with one code, its last word, which alone makes a diagnosis of what the patient "has"."""
    return (
        grammar.ends_with_code(piece)
        and grammar.names_condition(grammar.uncoded(piece))
        and grammar.not_coded.search(piece) is None
    )


def _reports_test(text: str, start: int, marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for the "impression" of a test: "MRI of the lumbar spine, impression: disc bulge"."""
    first = WORD.match(marker[0])
    if first is None or first[0].lower() not in grammar.reported:
        return False
    before = text[max(start, marker.start() - SENTENCE_LIMIT) : marker.start()]
    return grammar.tests.search(before, before.rfind(". ") + 1) is not None


def _list_end(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> int:
    """Where a list ends: with its sentence, or before words that begin another clause."""
    for stop in SENTENCE_END.finditer(text, start, end):
        if not ABBREVIATED.search(text[start : stop.start()][-12:]):
            end = stop.start()
            break
    for word in WORD.finditer(text, start, end):
        begin = word.start()
        if text[begin - 1] not in " \n\f," or word[0].lower() not in grammar.clause_from:
            continue
        if grammar.clause.match(text, begin, end) and (before := _before_clause(text, start, begin)) > start:
            return before
    return end


def _before_clause(text: str, start: int, begin: int) -> int:
    """Where a list ends that a clause follows, without the "and" or comma between them; its start where it is empty."""
    before = text[start:begin].rstrip()
    if before[-4:].lower() in {" and", "\nand", ",and"}:
        before = before[:-4].rstrip()
    return start + len(before.rstrip(" ,\n\f"))


def _pieces(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The list cut into diagnoses: pieces without a condition of their own go to the neighbour that they belong to."""
    done: Limits | None = None
    for segment in _segments(text, start, end, grammar):
        only = segment[0] if len(segment) == 1 else None
        if done and only and (not only.bare or grammar.qualifier.fullmatch(only.bare)):
            done = (done[0], only.end)
            continue
        for limits in _joined(text, segment, grammar):
            if done:
                yield done
            done = limits
    if done:
        yield done


def _segments(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[list[Piece]]:
    """The pieces of a list, apart where it says so: by a semicolon, a number, or a code before the next name."""
    segments: list[list[Piece]] = [[]]
    at, apart, bracketed = start, False, "(" in text[start:end]
    for separator in [*grammar.separator.finditer(text, start, end), None]:
        stop = separator.start() if separator else end
        raw = text[at:stop]
        if bracketed:
            depth = raw.count("(") - raw.count(")")
            if separator and depth > 0 and "(" not in separator[0]:
                continue
        if raw.strip():
            bare = grammar.uncoded(raw).strip(BLANK)
            coded = bool(bare) and DIGIT.search(raw) is not None and grammar.code.match(raw.lstrip()) is not None
            if (apart or coded) and segments[-1]:
                segments.append([])
            named = grammar.names_condition(bare) or grammar.excluded.match(bare) is not None
            segments[-1].append(Piece(at, stop, bare, named))
            apart = False
        if separator:
            apart = apart or bool(separator["strong"] or separator["number"])
            at = separator.end()
    return [segment for segment in segments if segment]


def _joined(text: str, pieces: list[Piece], grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The diagnoses of one segment; it ends before "an MRI of the knee", which an article shows to be none."""
    last_named = max((index for index, piece in enumerate(pieces) if piece.named), default=-1)
    waiting: int | None = None
    done: Limits | None = None
    for index, piece in enumerate(pieces):
        followed = index < last_named
        if followed and AND.match(text, piece.end) and grammar.is_unsited(piece.bare):
            piece = piece._replace(named=False)
        if done is not None and not (piece.named or followed) and grammar.article.match(piece.bare):
            break
        if done is not None and _continues(text, done, piece, followed, waiting is not None, grammar):
            done = (done[0], piece.end)
        elif not piece.named and followed:
            waiting = piece.start if waiting is None else waiting
        else:
            if done is not None:
                yield done
            done = (piece.start if waiting is None else waiting, piece.end)
            waiting = None
    if done is not None:
        yield done


def _continues(text: str, done: Limits, piece: Piece, followed: bool, waiting: bool, grammar: DiagnosisGrammar) -> bool:
    """True where a piece belongs to the diagnosis before it.

    It does where it is only a code or a qualifier ("subsequent encounter"), where it names no condition and has the
    code that the diagnosis before it lacks ("disc disorder, left paracentral (M51.26), and neck pain"), or nothing
    follows that names one, or the diagnosis goes on with "of" ("strain of muscle, fascia"), as the second of two things
    that the diagnosis is "with" ("lateral recess and foraminal stenosis"), and as a further level ("at L3-4, | L4-5").
    """
    joined = AND.search(text, done[1], piece.start) is not None
    before = text[slice(*done)]
    if not piece.bare or WITH.match(piece.bare) or grammar.levels.match(piece.bare):
        return True
    if not (joined and followed) and (
        grammar.qualifier.fullmatch(piece.bare) or (not piece.named and grammar.qualifier.match(piece.bare))
    ):
        return True
    if not piece.named:
        if not grammar.code.search(before) and grammar.ends_with_code(text[piece.start : piece.end]):
            return True
        return not followed or (grammar.of.search(before) is not None and grammar.side.match(piece.bare) is None)
    return not waiting and joined and grammar.goes_on_with(before)


def _diagnosis(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Diagnosis | None:
    """A piece of a list without article, number, code and signs; null where it names none or is to be ruled out."""
    code = grammar.code.search(text, start, end) if DIGIT.search(text, start, end) else None
    limits: tuple[str, int, int] | None = None
    if code is not None:
        if grammar.uncoded(text[start:end]).strip(BLANK).lower() in grammar.ands:
            return None
        group = str(code.lastgroup)
        limits = (code[group].upper(), code.start(group), code.end(group))
        if code.start() - start < end - code.end() and not text[start : code.start()].strip(" \n\f-:("):
            start = code.end()
            while start < end and text[start].isspace():
                start += 1
            if text[start : start + 1] == "(" and text[:end].rstrip().endswith(")"):
                start += 1
        elif not text[code.end() : end].strip(" \n\f.,;:-)"):
            end = code.start()
    while start < end and (text[start].isspace() or text[start] in ".,;:-\u2013)]"):
        start += 1
    lead = grammar.lead.match(text, start, end)
    if lead is not None:
        start = lead.end()
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] in ".,;:-\u2013(["
        or (text[end - 1] == ")" and "(" not in text[start:end])
    ):
        end -= 1
    if (
        start >= end
        or grammar.excluded.match(text, start, end)
        or grammar.taken_back.search(text, start, end)
        or grammar.qualifier.fullmatch(text, start, end)
    ):
        return None
    certainty = "possible" if grammar.possible.search(text, start, end) else "stated"
    return Diagnosis(start, end, certainty, *(limits or (None, None, None)))
