"""Findings: what the letter reports, finds, measures or misses of the patient.

    persistent complaints of low back pain            -> low back pain
    tenderness to palpation along the spine           -> the whole phrase
    no evidence presented of random drug testing results -> random drug testing results

Symptoms, signs, diagnoses, tests and results, function, response to treatment, and the documentation that guidelines
ask for. A span is the noun phrase with its modifiers (`imrx.grammar.asserting.phrases`), or what the letter says is
missing (`imrx.grammar.asserting.missing`). Read are the case summary and the rationales; where no section is known,
the whole text. Deliberately left alone: drugs and classes, requested treatments, decisions, guideline names, titles
of disputed items. Whether a finding is negated is for `imr_negation` to say.
"""

import re
from collections.abc import Iterable
from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import Match, TableComponent, add_spans
from imrx.grammar.asserting.missing import Missing
from imrx.grammar.asserting.openings import Openings
from imrx.grammar.asserting.phrases import Vocabulary
from imrx.grammar.asserting.pieces import pieces
from imrx.grammar.asserting.words import Words
from imrx.labels import CITATION, DRUG, FINDING, MED, RATIONALE, SECTIONS_KEY, SPANS_KEY, SUMMARY
from imrx.letter import letter_text

READ = frozenset({SUMMARY, RATIONALE})
NOT_INSIDE = frozenset({CITATION, DRUG, MED})

SCORE = re.compile(r"(?<![\d/.-])(?:10|\d)(?:\.\d)?(?:\s?-\s?(?:10|\d))?\s?/\s?10(?![\d/.-]*\d)")
"""A pain score, "4-7/10"; no part of a date."""


def find_findings(
    text: str,
    start: int,
    end: int,
    vocabulary: Vocabulary,
    openings: Openings,
    missing: Missing,
    sentences: Iterable[tuple[int, int]],
    taken: list[tuple[int, int]],
) -> list[Match]:
    """The findings of a stretch of text, in order, without overlap.

    Args:
        text: the letter.
        start: first character of the stretch.
        end: offset behind the stretch.
        vocabulary: terms and head nouns.
        openings: phrases behind which anything is a finding.
        missing: which words there are the finding.
        sentences: character offsets of the stretch's sentences.
        taken: character offsets of drugs, MED values and citations, in order: no finding overlaps them.
    """
    words = Words(text, start, end)
    covered = bytearray(len(text))
    for span in taken:
        _cover(covered, span)
    matches = []
    behind = 0
    index = 0
    starters = vocabulary.starters
    lower = words.lower
    while index < len(lower):
        if lower[index] in starters:
            core = vocabulary.core(words, index, behind)
            if core is not None:
                first = vocabulary.first(words, core, behind)
                last = vocabulary.last(words, core)
                span = (words.starts[first], words.ends[last - 1])
                if _is_free(covered, span):
                    matches.append(_match(span, core.concept))
                behind = index = last
                continue
        index += 1
    for match in matches:
        _cover(covered, (match.start, match.end))
    scores = [match.span() for match in SCORE.finditer(text, start, end)]
    matches += [_match(span, "pain_intensity") for span in scores if _is_free(covered, span)]
    matches += _missing(text, words, openings, missing, sentences, covered)
    return sorted(matches)


def _missing(
    text: str,
    words: Words,
    openings: Openings,
    missing: Missing,
    sentences: Iterable[tuple[int, int]],
    covered: bytearray,
) -> list[Match]:
    """What the sentences say is missing and no known finding covers."""
    matches = []
    for start, end in sentences:
        for place in openings.find(text, start, end):
            for first, last in missing.spans(words, place, end):
                span = (words.starts[first], words.ends[last - 1])
                if span[0] >= start and _is_free(covered, span):
                    _cover(covered, span)
                    concept = words.lower[last - 1] if words.lower[last - 1] in missing.named else None
                    matches.append(_match(span, concept))
    return matches


def _match(span: tuple[int, int], concept: str | None) -> Match:
    value = {"concept": concept, "negated": False, "assertion": "present", "cue": None}
    return Match(span[0], span[1], FINDING, f"finding:{concept or 'unknown'}", value)


def _cover(covered: bytearray, span: tuple[int, int]) -> None:
    """Mark the characters of a span as taken."""
    covered[slice(*span)] = b"\1" * (span[1] - span[0])


def _is_free(covered: bytearray, span: tuple[int, int]) -> bool:
    """True where no character of a span is taken."""
    return covered.find(1, *span) < 0


def stretches(doc: Doc, text: str) -> list[tuple[int, int]]:
    """Character offsets of the sections that findings are read in; the whole text where no section is known."""
    sections = doc.spans.get(SECTIONS_KEY, ())
    found = [(section.start_char, section.end_char) for section in sections if section.label_ in READ]
    return found if len(sections) else [(0, len(text))]


@Language.factory("imr_findings", requires=["doc.spans"], assigns=["doc.spans", "span._.finding"], default_config={})
def make_findings(nlp: Language, name: str) -> "FindingFinder":
    """Create the component."""
    return FindingFinder(name)


class FindingFinder(TableComponent):
    """Adds FINDING spans to `doc.spans["sc"]`, each with `span._.finding`."""

    required: ClassVar = ("findings", "findings_heads")

    def compile(self) -> None:
        """Build the vocabulary."""
        self.vocabulary = Vocabulary(self.tables["findings"], self.tables["findings_heads"])
        self.openings = Openings(self.tables["findings_heads"])
        self.missing = Missing(self.tables["findings_heads"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the findings."""
        text = letter_text(doc)
        taken = [(s.start_char, s.end_char) for s in doc.spans.get(SPANS_KEY, ()) if s.label_ in NOT_INSIDE]
        sentences = pieces(doc, text)
        matches: list[Match] = []
        for start, end in stretches(doc, text):
            inside = [(max(a, start), min(b, end)) for a, b in sentences if a < end and start < b]
            matches += find_findings(text, start, end, self.vocabulary, self.openings, self.missing, inside, taken)
        add_spans(doc, matches, "finding")
        return doc
