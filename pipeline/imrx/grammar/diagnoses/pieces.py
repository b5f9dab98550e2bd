"""Pieces: the diagnoses that a list is cut into.

    lumbar strain, right shoulder strain and contusion of the right elbow       -> three
    lumbar, hip, and neck strain                                                -> one: "lumbar" names no condition
    osteoarthritis of knee (M17.0) and presence of artificial knee (Z96.651)    -> two, each with its code
    myalgia and myositis, unspecified                                           -> one: a title of the ICD

A list is cut at commas, semicolons, numbers, bullets and "and" where each piece names a condition of its own or ends
with a code of its own.
Deliberately left alone: where a list begins and ends, and what of a piece is written down (`diagnosis.py`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.stretches import Limits

WITH = re.compile(r"with(?:out)?\s", re.IGNORECASE)

SHARED = re.compile(r"\s{1,4}(?:and\b|&)", re.IGNORECASE)

AND = re.compile(r",?\s{1,4}(?:and\b|&)", re.IGNORECASE)

OWN_AND = re.compile(r",(?:[^,;.]{1,80}\s|\s{0,4})(?:and|&)\s{1,4}$", re.IGNORECASE)
"""The "and" in front of the last diagnosis of a list with commas."""

OWN_AND_WINDOW = 100
"""How far before the last diagnosis of a list the comma before it is looked for, in characters."""

BLANK = " \n\f.,;:-()"


class Piece(NamedTuple):
    """A piece of a list: its offsets, its words without codes, and whether they name a condition."""

    start: int
    end: int
    bare: str
    named: bool


def find_pieces(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The list cut into diagnoses: pieces without a condition of their own go to the neighbour that they belong to."""
    done: Limits | None = None
    for segment in _segments(text, start, end, grammar):
        only = segment[0] if len(segment) == 1 else None
        if done and only and _belongs(only.bare, text[slice(*done)], grammar):
            done = (done[0], only.end)
            continue
        for limits in _joined(text, segment, grammar):
            if done:
                yield from _apart(text, *done, grammar)
            done = limits
    if done:
        yield from _apart(text, *done, grammar)


def _belongs(bare: str, before: str, grammar: DiagnosisGrammar) -> bool:
    """True for a whole segment that is no diagnosis: only a code, a qualifier or a procedure without a site."""
    qualifies = not bare or grammar.whole_qualifier.fullmatch(bare) is not None
    return qualifies or grammar.is_procedure_of(bare, before)


def _segments(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[list[Piece]]:
    """The pieces of a list, apart where it says so: by a semicolon, number, bullet, or a code before the next name."""
    segments: list[list[Piece]] = [[]]
    titles = [title.span() for title in grammar.titles.finditer(text, start, end)]
    at, apart, bracketed = start, False, "(" in text[start:end]
    separator = grammar.separator.search(text, start, end)
    while at < end:
        stop = separator.start() if separator else end
        raw = text[at:stop]
        titled = any(first < stop < last for first, last in titles)
        if separator and (titled or (bracketed and _is_open(raw, separator[0]))):
            separator = grammar.separator.search(text, stop + 1, end)
            continue
        if raw.strip():
            bare = grammar.codes.without(raw).strip(BLANK)
            coded = bool(bare) and grammar.codes.lead(raw)
            if (apart or coded) and segments[-1]:
                segments.append([])
            named = grammar.conditions.stand_in(bare) or grammar.excluded.match(bare) is not None
            segments[-1].append(Piece(at, stop, bare, named))
            apart = False
        if separator:
            apart = apart or bool(separator["strong"] or separator["number"] or separator["bullet"])
            at = separator.end()
            separator = grammar.separator.search(text, at, end)
        else:
            at = end
    return [segment for segment in segments if segment]


def _is_open(raw: str, separator: str) -> bool:
    """True where a bracket is not closed in front of what parts, nor opened by it."""
    return raw.count("(") > raw.count(")") and "(" not in separator


def _joined(text: str, pieces: list[Piece], grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The diagnoses of one segment; it ends before "an MRI of the knee", which an article shows to be none."""
    last_named = max((index for index, piece in enumerate(pieces) if piece.named), default=-1)
    waiting: int | None = None
    done: Limits | None = None
    for index, piece in enumerate(pieces):
        followed = index < last_named
        shared = followed and SHARED.match(text, piece.end) is not None
        if shared and (
            grammar.conditions.shares_head(piece.bare, pieces[index + 1].bare)
            or (index + 1 < last_named and not piece.named and grammar.is_sited_by(piece.bare, pieces[index + 1].bare))
        ):
            if done is not None:
                yield done
            done, waiting = None, piece.start if waiting is None else waiting
            continue
        if shared and grammar.is_unsited(piece.bare):
            piece = piece._replace(named=False)
        if done is not None and not (piece.named or followed) and grammar.conditions.article.match(piece.bare):
            break
        if done is not None and _continues(text, pieces[0].start, done, piece, followed, waiting is not None, grammar):
            done, waiting = (done[0], piece.end), None
        elif not piece.named and followed:
            waiting = piece.start if waiting is None else waiting
        else:
            if done is not None:
                yield done
            done = (piece.start if waiting is None else waiting, piece.end)
            waiting = None
    if done is not None:
        yield done


def _continues(
    text: str, begin: int, done: Limits, piece: Piece, followed: bool, waiting: bool, grammar: DiagnosisGrammar
) -> bool:
    """True where a piece belongs to the diagnosis before it, in a segment that begins at an offset.

    It does where it is only a code or a qualifier ("subsequent encounter"), where it names no condition and ends with a
    code ("disc disorder, left paracentral (M51.26), and neck pain"), or nothing follows that names one, or the
    diagnosis, not yet ended by a code, goes on with "of" ("strain of muscle, fascia"), as the second of two things that
    the diagnosis is "with" ("lateral recess and foraminal stenosis", "with closed reduction and casting"), as a further
    level ("at L3-4, | L4-5"), as a further site ("gout, right ankle | and foot"), as what is at a site ("tendinopathy,
    | right shoulder with a tear"), as a procedure without a site ("meniscus tear, | status post repair"), as a
    second cause, and as what it is made worse by ("hypertension, | aggravated by stress, | anxiety
    | and depression").
    """
    joined = AND.search(text, done[1], piece.start) is not None
    before = text[slice(*done)]
    if grammar.is_site_with(piece.bare, before):
        return True
    if not piece.bare or WITH.match(piece.bare) or grammar.levels.match(piece.bare):
        return True
    if not joined and grammar.is_procedure_of(piece.bare, before):
        return True
    qualifies = grammar.whole_qualifier.fullmatch(grammar.conditions.numbered.sub("", piece.bare).strip()) or (
        not piece.named and grammar.conditions.qualifier.match(piece.bare)
    )
    if qualifies and not (joined and followed):
        return True
    shared = SHARED.match(text, done[1], piece.start) is not None
    if shared and not piece.named and grammar.side.match(before.rpartition(",")[2].strip()):
        return True
    if grammar.aside.match(piece.bare) or (joined and followed and not piece.named and grammar.asides.search(before)):
        return True
    if shared and grammar.aside_alone.search(before) and grammar.shared_cause.fullmatch(piece.bare):
        return True
    if grammar.asides_alone.search(before) and grammar.worse.fullmatch(piece.bare):
        return True
    if not piece.named:
        if grammar.codes.end(text[piece.start : piece.end]):
            return True
        goes_on = grammar.of.search(before) is not None and not grammar.codes.end(before)
        return not followed or (goes_on and grammar.side.match(piece.bare) is None)
    if not waiting and _is_second_cause(text, begin, done, piece, grammar):
        return True
    return not waiting and shared and grammar.goes_on_with(before)


def _is_second_cause(text: str, begin: int, done: Limits, piece: Piece, grammar: DiagnosisGrammar) -> bool:
    """True where the list had its own "and" before: "strain, and insomnia related to anxiety | and pain".

    Both causes are such as come in pairs; a disease behind "and" is rather one of the list.
    """
    return (
        SHARED.match(text, done[1], piece.start) is not None
        and OWN_AND.search(text[max(begin, done[0] - OWN_AND_WINDOW) : done[0]]) is not None
        and grammar.cause_alone.search(text, *done) is not None
        and grammar.shared_cause.fullmatch(piece.bare) is not None
        and not grammar.codes.end(text[piece.start : piece.end])
    )


def _apart(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """A diagnosis cut where a further code has a condition of its own: "tear (M75.100) | vs. tendinitis (M75.80)".

    So is one in front of what it only may be with, or what underlies it: "diabetes | with possible retinopathy".
    """
    other = grammar.with_own.search(text, start, end)
    if (
        other is not None
        and grammar.conditions.stand_in(text[start : other.start()])
        and grammar.conditions.is_firm(text[other.end() : end])
    ):
        yield start, other.start()
        start = other.end()
    codes = grammar.codes.all(text, start, end)
    leading = bool(codes) and not text[start : codes[0].start()].strip(BLANK)
    for index, code in enumerate(codes[1:], start=1):
        before = codes[index - 1].end()
        words = text[code.end() : codes[index + 1].start() if index + 1 < len(codes) else end]
        if not leading:
            words = text[before : code.start()]
        if not grammar.conditions.stand_in(words):
            continue
        if leading or grammar.caused.match(text, before, code.start()) is None:
            cut = code.start() if leading else before
            yield start, cut
            start = cut
    yield start, end
