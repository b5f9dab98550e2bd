"""Told diagnoses: which pieces of a list are diagnoses where their marker announces other things too.

    He has neck pain and lumbar disc disease (722.52).                          -> the one with a code
    He also has hypertension and type II diabetes.                              -> two, and none of "low back pain"
    The psychiatrist found him to have depression and insomnia.                 -> two, and none of "tenderness"
    His symptoms are consistent with carpal tunnel syndrome.                    -> one, and none of "with work"
    He is followed by cardiology for hypertension and chest pain.               -> two, and none of "for clearance"
    Past medical history includes hypertension, for which he takes Lisinopril.  -> one, for it is treated

A condition is *firm* where its head is what only a diagnosis is called, as "syndrome" is and "pain" is not.
Deliberately left alone: complaints, other past history, results of tests, what an injury is said to be in passing.
"""

from collections.abc import Iterable
from itertools import pairwise, takewhile

from imrx.grammar.diagnoses.ends import SENTENCE_END, SENTENCE_LIMIT
from imrx.grammar.diagnoses.grammar import WITH, DiagnosisGrammar
from imrx.grammar.diagnoses.markers import HAS, Marker
from imrx.grammar.diagnoses.pieces import AND
from imrx.stretches import Limits

MOST_TREATED = 2
"""A history of so many conditions may be treated as a whole; of a longer one only the last is."""

PART_REACH = 8
"""How far behind a list the next part of a note begins, in characters."""

ABOUT_CAUSES = frozenset({"cause", "apposed", "met", "taken"})
"""The kinds of markers behind which a mere "alcohol use" is no diagnosis."""

TELLING = ABOUT_CAUSES | {"told", "written", "comorbid"}
"""The kinds behind which only a firm condition is one."""


def told_pieces(
    text: str, end: int, marker: Marker, pieces: list[Limits], until: int, grammar: DiagnosisGrammar
) -> list[Limits]:
    """The pieces of a list that are told as diagnoses, of a list that ends at an offset.

    Args:
        text: the letter.
        end: where the case summary ends.
        marker: what announces the list.
        pieces: the pieces of the list.
        until: where the list ends.
        grammar: the words of diagnoses.
    """
    firm_only = marker.words.lower().endswith(grammar.firm_only)
    whole = until == end or SENTENCE_END.match(text, until) is not None
    if marker.treated:
        pieces = _treated_pieces(text, pieces, until, grammar)
    elif marker.kind in HAS:
        pieces = _held_pieces(text, marker, pieces, until, grammar)
    elif marker.kind == "cared":
        names = name_pieces(text, pieces, grammar)
        pieces = names if firm_pieces(text, marker.sentence, marker.end, names[:1], grammar) else []
    elif marker.kind == "codes":
        pieces = [piece for piece in pieces if grammar.codes.first(text, *piece)]
    elif marker.kind == "headed" and not marker.is_listing:
        pieces = pieces if whole and name_pieces(text, pieces[:1], grammar) else []
    elif marker.kind == "headed" and not _is_assessment(text, marker, pieces, until, grammar):
        pieces = []
    elif marker.kind == "comorbid":
        pieces = name_pieces(text, pieces, grammar) if whole and not marker.is_noun else []
    if marker.kind in ABOUT_CAUSES or firm_only:
        pieces = _without_use(text, name_pieces(text, pieces, grammar), grammar)
    if not firm_only and (marker.kind not in TELLING or marker.treated):
        return pieces
    if marker.kind == "apposed":
        return _firm(text, pieces, grammar)
    complaints = grammar.complaints if marker.kind == "cause" else ()
    firm = firm_pieces(text, marker.sentence, marker.end, pieces, grammar, *complaints)
    if marker.kind == "written" and firm and is_coded(text[slice(*pieces[0])], grammar):
        return [piece for piece in pieces if piece in firm or _is_condition_name(text[slice(*piece)], grammar)]
    return firm


def _is_assessment(text: str, marker: Marker, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> bool:
    """True behind "A:" where another part of a note stands next to it, "P:", or what only a diagnosis is called.

    It may announce one of the 4 As as well: "A: pain reduced to 4/10".
    """
    before = text[max(0, marker.start - SENTENCE_LIMIT) : marker.start]
    if len(marker.words) > len("A:"):
        return True
    if grammar.counted_as.search(before):
        return False
    first = text[slice(*pieces[0])] if pieces else ""
    complaint = " " in first and grammar.conditions.is_firm(first, *grammar.complaints)
    part = grammar.soap_parts.search(before) or grammar.soap_parts.search(text, until, until + PART_REACH)
    return bool(part or complaint or grammar.conditions.is_firm(first) or is_coded(first, grammar))


def firm_pieces(
    text: str, sentence: int, at: int, pieces: list[Limits], grammar: DiagnosisGrammar, *complaints: str
) -> list[Limits]:
    """What is told of a patient as a diagnosis, "found him to have", and not as a complaint, sign or result of a test.

    What is named a diagnosis may well stand beside a test: "the diagnosis, gout, came from the examination".

    Args:
        text: the letter.
        sentence: where the sentence begins that tells it.
        at: where the words end that tell it.
        pieces: what is told.
        grammar: the words of diagnoses.
        complaints: what the first may be called besides.
    """
    stop = SENTENCE_END.search(text, at, at + SENTENCE_LIMIT)
    end = stop.start() if stop else at + SENTENCE_LIMIT
    if grammar.tests.search(text, sentence, end) or grammar.examined.search(text, sentence, end):
        return []
    return _firm(text, pieces, grammar, *complaints)


def _firm(text: str, pieces: list[Limits], grammar: DiagnosisGrammar, *complaints: str) -> list[Limits]:
    """The firm ones of some pieces, where the first of them is firm or one of the complaints."""
    firm = [piece for piece in pieces if _is_firm(text[slice(*piece)], grammar)]
    opened = firm[:1] == pieces[:1] or grammar.conditions.is_firm(text[slice(*pieces[0])], *complaints)
    return firm if opened else []


def _is_firm(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition that has its code or is what only a diagnosis is called, and for a procedure."""
    name = piece[: grammar.untreated_end(piece, 0, len(piece))]
    return is_coded(piece, grammar) or grammar.conditions.is_firm(name) or _is_procedure(piece, grammar)


def is_coded(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition with one code, its last word, which alone makes a diagnosis of what the patient "has"."""
    return (
        grammar.codes.end(piece)
        and grammar.conditions.stand_in(grammar.codes.without(piece))
        and grammar.not_coded.search(piece) is None
    )


def _is_condition_name(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition, firm or not, that is nothing but a name: the spasm of "sciatica (M54.3), spasm"."""
    return _is_name(piece, grammar) and grammar.conditions.stand_in(piece)


def _is_procedure(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for what the patient is "status post", which a list names among diagnoses."""
    procedure = grammar.procedure.match(piece)
    return procedure is not None and grammar.conditions.stand_in(piece[procedure.end() :])


def is_diagnosis_name(sentence: str, grammar: DiagnosisGrammar) -> bool:
    """True for a sentence that is nothing but the name of a diagnosis, and all of whose words are known."""
    if grammar.procedure.match(sentence):
        firm = _is_procedure(sentence, grammar)
    else:
        firm = grammar.conditions.is_firm(sentence, *grammar.complaints)
    return firm and ":" not in sentence and grammar.conditions.is_name(sentence)


def name_pieces(text: str, pieces: Iterable[Limits], grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces of a list up to one that may have a verb, having a word that names do not have: "has | denied"."""
    return list(
        takewhile(lambda piece: _is_name(text[piece[0] : grammar.untreated_end(text, *piece)], grammar), pieces)
    )


def _is_name(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for words, but for a code, that are all known from names of diagnoses."""
    return grammar.conditions.is_name(grammar.codes.without(piece))


def _held_pieces(
    text: str, marker: Marker, pieces: list[Limits], until: int, grammar: DiagnosisGrammar
) -> list[Limits]:
    """What the patient is said to have, "He also has": what stands with its code, or else names of diagnoses alone."""
    if grammar.over.match(text, until):
        return []
    coded = [piece for piece in pieces if is_coded(text[slice(*piece)], grammar)]
    if coded or grammar.hedged.match(text, until):
        return coded
    return _held_names(text, marker, pieces, grammar)


def _held_names(text: str, marker: Marker, pieces: list[Limits], grammar: DiagnosisGrammar) -> list[Limits]:
    """What the patient is said to have, in nothing but names of what only a diagnosis is called.

    So "if he has", "she said that he has", "has limited motion" and "has neck pain" give none, nor does what may go on
    with the words behind it: "depression | and anxiety symptoms", "arthritis with pain | and swelling".
    """
    opens = marker.kind == "held" and grammar.markers.opens.search(marker.before)
    described = grammar.markers.described.search(marker.before) or grammar.markers.trade.search(marker.before)
    if not opens and not described:
        return []
    if grammar.markers.conditional.search(text, marker.sentence, marker.start):
        return []
    names = name_pieces(text, pieces, grammar)
    if any(grammar.not_coded.search(text, *name) for name in names):
        return []
    held = firm_pieces(text, marker.sentence, marker.end, names, grammar)
    for piece, following in pairwise(pieces):
        words = text[slice(*following)]
        if grammar.conditions.lends_name(words):
            return []
        if piece not in held or grammar.conditions.is_firm(words) or not AND.search(text, piece[1], following[0]):
            continue
        if WITH.search(text, *piece) or not _is_name(words, grammar):
            held.remove(piece)
    return _without_use(text, held, grammar)


def _without_use(text: str, pieces: list[Limits], grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces but for a mere "alcohol use" or "overuse", which explain and are told in passing."""
    return [piece for piece in pieces if not grammar.conditions.head(text[slice(*piece)]).endswith(grammar.not_held)]


def _treated_pieces(text: str, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> list[Limits]:
    """The conditions of a history that something is taken for, as is said behind the list or in a bracket.

    One that begins with a denial has none: "negative for asthma and diabetes (takes metformin for weight)".
    """
    if pieces and grammar.denied.match(text, *pieces[0]):
        return []
    treated: list[Limits] = []
    if grammar.medicated.match(text, until):
        treated = pieces[-1:] if len(pieces) > MOST_TREATED else pieces
    found: list[Limits] = []
    for piece in pieces:
        aside = grammar.medicated_at(text, *piece)
        if (aside is not None or piece in treated) and grammar.no_history.search(text, *piece) is None:
            found.append((piece[0], piece[1] if aside is None else aside))
    return found
