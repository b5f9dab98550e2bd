"""Diagnoses: what the case summary states as the patient's, each with its code where the letter writes one.

    The current diagnosis is documented as lumbar spine sprain/strain.          -> one
    ... undergoing treatment for a lumbar strain, right shoulder strain and contusion of the right elbow. -> three
    Diagnoses include lumbar sprain (847.2) and low back pain (M54.5).          -> two, with their codes

A list begins behind words that announce one (`patterns/diagnoses.json`) and ends with its clause; it is cut at commas,
semicolons, numbers of a list and "and" where each piece names a condition of its own: "lumbar, hip, and neck strain" is
one.
Deliberately left alone: complaints, past history, what is to be ruled out, what an injury is said to be in passing, and
codes of guideline texts.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent
from imrx.grammar.dosing.numbers import alternatives
from imrx.labels import SECTIONS_KEY, SUMMARY
from imrx.letter import letter_text

LIST_LIMIT = 1200
"""How long a list of diagnoses may be, in characters."""

NEGATION_WINDOW = 24
"""How far before its words the announcement of a list may be negated, in characters."""

ICD9 = r"(?:\d{3}\.\d{1,2}|[VE]\d{2,3}\.\d{1,2})"
ICD9_BARE = r"(?:\d{3}|V\d{2}|E\d{3})"
ICD10 = r"(?:[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4})"
ICD10_BARE = r"(?:[A-TV-Z]\d[0-9A-Z])"

SENTENCE_END = re.compile(r"[.!?](?=\s*$|\s+(?!\(?\d{1,2}[.)]\s)|[A-Z])")
"""A full stop, unless the next number of a list follows: "1. Lumbar sprain. 2. Cervical sprain."."""

ABBREVIATED = re.compile(r"(?:\b(?:Dr|vs|No|St|approx)|(?:^|[\s(:,;])\(?\d{1,2})$")
"""What a full stop may follow without ending anything: an abbreviation, or the number of a list."""

NUMBER = r"(?:(?<=[\s(:,;])|^)\(?\d{1,2}[.)]\s{1,4}"


DIGIT = re.compile(r"\d")

AND = re.compile(r",?\s{1,4}and\b", re.IGNORECASE)

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


class Diagnosis(NamedTuple):
    """A diagnosis and its code, by half-open character offsets; code and its offsets are null where none is written."""

    start: int
    end: int
    code: str | None
    code_start: int | None
    code_end: int | None


class DiagnosisGrammar:
    """The expressions built from `patterns/diagnoses.json`."""

    def __init__(self, table: dict[str, Any]) -> None:
        nouns, alone = alternatives(table["nouns"]), alternatives(table["alone"])
        self.marker = re.compile(
            rf"(?:(?P<treated>{alternatives(table['treated'])})|(?P<treatment>{alternatives(table['treatment'])})"
            rf"|{alternatives(table['phrases'])}"
            rf"|{nouns}(?:\s{{1,4}}{alternatives(table['verbs'])}\s{{0,4}}:?|\s{{0,4}}:)"
            rf"(?:\s{{1,4}}(?:the\s{{1,4}}following|but\s{{1,4}}not\s{{1,4}}limited\s{{1,4}}to))?:?"
            rf"|{alone}\s{{1,4}}{alternatives(table['joiners'])})(?!\w)(?:\s{{1,4}}{alternatives(table['treated_for'])}\b)?",
            re.IGNORECASE,
        )
        self.treatment_after = re.compile(rf"\b{alternatives(table['treatment_after'])}\s{{1,4}}$", re.IGNORECASE)
        texts = (table[name] for name in ("nouns", "phrases", "treated", "treatment"))
        self.anchors = sorted({text.split()[0] for text in chain.from_iterable(texts)})
        self.not_before = re.compile(rf"\b{alternatives(table['not_before'])}\b[^.;,]*$", re.IGNORECASE)
        self.clause = re.compile(
            rf"(?:,\s{{0,4}}|\s{{1,4}})(?:and\s{{1,4}}|,\s{{0,4}})?(?:{alternatives(table['clause_verbs'])}(?![\w-])|on\s{{1,4}}\(?\d|in\s{{1,4}}\d{{4}})",
            re.IGNORECASE,
        )
        word = rf"(?:{alternatives(table['icd_words'])}\s{{0,4}}[:#]?\s{{0,4}})"
        self.code = re.compile(
            rf"[\[(]\s{{0,4}}{word}?(?P<bracket>{ICD9}|{ICD10}|{ICD9_BARE})(?:\s{{0,4}}[,;/]\s{{0,4}}(?:{ICD9}|{ICD10}))*\s{{0,4}}[\])]"
            rf"|{word}(?P<named>{ICD9}|{ICD10}|{ICD9_BARE}|{ICD10_BARE})(?![\w.]*\w)"
            rf"|(?<![\w.])(?P<bare>{ICD9}|{ICD10})(?![\w%]|\.\d)",
            re.IGNORECASE,
        )
        self.separator = re.compile(
            rf"\s{{0,4}}(?:[,;]\s{{0,4}}(?:and\b|as\s{{1,4}}well\s{{1,4}}as\b|{NUMBER})?|\b(?:and|as\s{{1,4}}well\s{{1,4}}as|along\s{{1,4}}with)\b|[.,;]?\s{{0,4}}{NUMBER})\s{{0,4}}"
        )
        self.lead = re.compile(
            rf"(?:{alternatives(table['lead'])}\s{{1,4}}|{NUMBER}|[-\u2013:•*]\s{{0,4}}|\b(?:and|as\s{{1,4}}well\s{{1,4}}as)\s{{1,4}})+",
            re.IGNORECASE,
        )
        self.excluded = re.compile(rf"{alternatives(table['excluded'])}\b", re.IGNORECASE)
        self.qualifier = re.compile(rf"{alternatives(table['qualifiers'])}\b", re.IGNORECASE)
        self.of = re.compile(rf"\s(?:{alternatives(table['of_words'])})\s", re.IGNORECASE)
        self.open_with = re.compile(r"\swith\s(?:[\w/-]+\s?){1,3}$", re.IGNORECASE)
        self.side = re.compile(rf"{alternatives(table['sides'])}\b", re.IGNORECASE)
        self.unsited = frozenset(table["unsited"])
        self.heads = frozenset(table["heads"])
        self.suffixes = tuple(table["suffixes"])
        self.exceptions = frozenset(table["suffix_exceptions"])

    def uncoded(self, text: str) -> str:
        """The text without its codes."""
        return self.code.sub(" ", text) if DIGIT.search(text) else text

    def is_unsited(self, text: str) -> bool:
        """True for a bare "strain" or "sprains", which shares what the next piece says."""
        lead = self.lead.match(text)
        return text[lead.end() if lead else 0 :].lower() in self.unsited

    def names_condition(self, text: str) -> bool:
        """True where a word of the text can be the head of a diagnosis."""
        for word in WORD.findall(text):
            low = word.lower()
            if low in self.heads or (len(low) > 5 and low.endswith(self.suffixes) and low not in self.exceptions):
                return True
            if "-" in low and any(part in self.heads for part in low.split("-")):
                return True
        return False


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
        if not marker["treatment"] or grammar.treatment_after.search(before):
            yield marker


def find_diagnoses(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[Diagnosis]:
    """The diagnoses that are stated between two offsets, in order; one that is stated twice is found twice."""
    found: list[Diagnosis] = []
    markers = list(find_markers(text, start, end, grammar))
    for index, marker in enumerate(markers):
        before = text[max(start, marker.start() - NEGATION_WINDOW) : marker.start()]
        if grammar.not_before.search(before):
            continue
        limit = markers[index + 1].start() if index + 1 < len(markers) else end
        until = _list_end(text, marker.end(), min(limit, marker.end() + LIST_LIMIT), grammar)
        pieces = list(_pieces(text, marker.end(), until, grammar))
        certain = not (marker["treated"] or marker["treatment"])
        if certain or any(grammar.names_condition(text[a:b]) for a, b in pieces):
            diagnoses = (_diagnosis(text, a, b, grammar) for a, b in pieces)
            found += [diagnosis for diagnosis in diagnoses if diagnosis is not None]
    return found


def _list_end(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> int:
    """Where a list ends: with its sentence, or before words that begin another clause."""
    for stop in SENTENCE_END.finditer(text, start, end):
        if not ABBREVIATED.search(text[start : stop.start()][-12:]):
            end = stop.start()
            break
    clause = grammar.clause.search(text, start, end)
    while clause is not None and not text[start : clause.start()].strip():
        clause = grammar.clause.search(text, clause.end(), end)
    return clause.start() if clause else end


def _pieces(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[tuple[int, int]]:
    """The list cut into diagnoses: pieces without a condition of their own go to the neighbour that they belong to."""
    cuts: list[tuple[int, int]] = []
    at = start
    for separator in grammar.separator.finditer(text, start, end):
        opened = text.count("(", start, separator.start()) - text.count(")", start, separator.start())
        if opened > 0 and "(" not in separator[0]:
            continue
        cuts.append((at, separator.start()))
        at = separator.end()
    cuts.append((at, end))
    cuts = [cut for cut in cuts if text[slice(*cut)].strip()]
    bare = [grammar.uncoded(text[slice(*cut)]).strip(" \n\f.,;:-()") for cut in cuts]
    names = [grammar.names_condition(piece) for piece in bare]
    last_named = max((index for index, named in enumerate(names) if named), default=-1)
    waiting: int | None = None
    done: tuple[int, int] | None = None
    for index, (piece_start, piece_end) in enumerate(cuts):
        piece, followed = bare[index], index < last_named
        named = names[index] or grammar.excluded.match(piece) is not None
        if followed and AND.match(text, piece_end) and grammar.is_unsited(piece):
            named = False
        if done is not None and _continues(
            text, done, piece_start, piece, named, followed, waiting is not None, grammar
        ):
            done = (done[0], piece_end)
        elif not named and followed:
            waiting = piece_start if waiting is None else waiting
        else:
            if done is not None:
                yield done
            done = (piece_start if waiting is None else waiting, piece_end)
            waiting = None
    if done is not None:
        yield done


def _continues(
    text: str,
    done: tuple[int, int],
    start: int,
    piece: str,
    named: bool,
    followed: bool,
    waiting: bool,
    grammar: DiagnosisGrammar,
) -> bool:
    """True where a piece belongs to the diagnosis before it.

    It does where it is only a code or a qualifier ("subsequent encounter"), where it names no condition and either
    nothing that does follows or the diagnosis goes on with "of" ("strain of muscle, fascia"), and as the second of two
    things that the diagnosis is "with" ("lateral recess and foraminal stenosis").
    """
    joined = AND.search(text, done[1], start) is not None
    before = text[slice(*done)]
    if not piece:
        return True
    if not (joined and followed) and (
        grammar.qualifier.fullmatch(piece) or (not named and grammar.qualifier.match(piece))
    ):
        return True
    if not named:
        return not followed or (grammar.of.search(before) is not None and grammar.side.match(piece) is None)
    return not waiting and joined and grammar.open_with.search(before) is not None


def _diagnosis(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Diagnosis | None:
    """A piece of a list without article, number, code and signs; null where it names none or is to be ruled out."""
    code = grammar.code.search(text, start, end) if DIGIT.search(text, start, end) else None
    limits: tuple[str, int, int] | None = None
    if code is not None:
        group = str(code.lastgroup)
        limits = (code[group].upper(), code.start(group), code.end(group))
        if code.start() - start < end - code.end() and not text[start : code.start()].strip(" \n\f-:("):
            start = code.end()
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
    if start >= end or grammar.excluded.match(text, start, end) or grammar.qualifier.fullmatch(text, start, end):
        return None
    return Diagnosis(start, end, *(limits or (None, None, None)))


@Language.factory(
    "imr_diagnoses",
    requires=["doc.spans", "span._.section"],
    assigns=["doc._.diagnoses"],
    default_config={},
)
def make_diagnoses(nlp: Language, name: str) -> "DiagnosisFinder":
    """Create the component."""
    return DiagnosisFinder(name)


class DiagnosisFinder(TableComponent):
    """Sets `doc._.diagnoses`: a list of `start`, `end`, `code`, `code_start`, `code_end`."""

    required: ClassVar = ("diagnoses",)

    def compile(self) -> None:
        """Compile the table."""
        self.grammar = DiagnosisGrammar(self.tables["diagnoses"])

    def __call__(self, doc: Doc) -> Doc:
        """Read the case summary."""
        doc._.diagnoses = [
            diagnosis._asdict()
            for span in doc.spans.get(SECTIONS_KEY, ())
            if span.label_ == SUMMARY
            for diagnosis in find_diagnoses(letter_text(doc), span.start_char, span.end_char, self.grammar)
        ]
        return doc
