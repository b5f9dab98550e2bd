"""Findings: what the letter reports, finds, measures or misses of the patient.

    persistent complaints of low back pain            -> low back pain
    tenderness to palpation along the spine           -> the whole phrase
    no evidence presented of random drug testing results -> random drug testing results

Symptoms, signs, diagnoses, tests and results, function, response to treatment, and the documentation that guidelines
ask for. A span is the noun phrase with its modifiers (`imrx.grammar.findings.noun_phrases`), or what the letter says is
missing (`imrx.grammar.findings.missing`). Read are the case summary and the rationales; where no section is known,
the whole text. Deliberately left alone: drugs and classes, requested treatments, decisions, guideline names, titles
of disputed items. Whether a finding is negated is for `imr_negation` to say.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any, ClassVar, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, add_spans
from imrx.extensions import new_finding, values_by_attribute
from imrx.grammar.effects.letter import Effects, TriedDrug
from imrx.grammar.effects.side_effects import Finding
from imrx.grammar.effects.treated import TREATED
from imrx.grammar.findings.missing import Missing
from imrx.grammar.findings.noun_phrases import Vocabulary
from imrx.grammar.findings.openings import Openings
from imrx.grammar.findings.place import CLAUSE, SUBJECT
from imrx.grammar.findings.remains import behind_auxiliaries
from imrx.grammar.measuring.measures import Measures
from imrx.grammar.sentences.clauses import clauses_of
from imrx.grammar.sentences.reading import Reading
from imrx.labels import FINDING, MISSING_RULE, REQUEST
from imrx.letter_reading import letter_reading
from imrx.match import Match
from imrx.places import letter_sections
from imrx.stretches import mark, marked

NOT_INSIDE = ("citation", "drug", "med_value")
"""The values of the spans that no finding overlaps."""

FindingSpan: TypeAlias = tuple[int, int, str | None]
"""A finding by offsets in the folded text, and its concept."""

UNKNOWN_RULE = "finding:unknown"
"""The rule of a finding whose head alone is known: "chronic venous insufficiency"."""

BEHIND_TERMS = frozenset({"failed_first_line_treatment", "first_line_trial"})
"""What is tied to a medication in words among which there may be a known term: "trials of antidepressants | failed"."""

JOB, EFFECTIVE = "working", "medication_effectiveness"
"""What a patient does who "is working", and what a medication is that does."""

OF_EFFECT = frozenset({"medication_effectiveness", "response_to_treatment", "side_effects"})
"""Known terms that say of a first-line drug what is tied to it: "Gabapentin was | ineffective"."""


def find_findings(
    reading: Reading,
    vocabulary: Vocabulary,
    openings: Openings,
    missing: Missing,
    effects: Effects,
    measures: Measures,
    taken: list[tuple[int, int]],
    drugs: list[TriedDrug],
) -> list[Match]:
    """The findings of what is read of a letter, in order, without overlap.

    Args:
        reading: the letter's sentences and their words.
        vocabulary: terms and head nouns.
        openings: phrases behind which anything is a finding.
        missing: which words there are the finding.
        effects: what is tied to a medication.
        measures: what is measured of the patient, and what he can do.
        taken: character offsets of drugs, MED values and citations: no finding overlaps them.
        drugs: the drugs among them, whether each is of the first line, and whether a taper of it counts.
    """
    elsewhere = reading.folded.spans_into(taken)
    covered = marked(len(reading.text), elsewhere)
    found: list[Finding] = []
    others = frozenset(start for start, _ in elsewhere)
    places = reading.folded.spans_into([drug[:2] for drug in drugs])
    told = effects.letter(reading, [(*place, *drug[2:]) for place, drug in zip(places, drugs, strict=True)])
    tied = list(told.find())
    acts = frozenset(start for start, _, _ in tied)
    failed = [(start, end) for start, end, concept in tied if concept in BEHIND_TERMS]
    for stream, unknown in (
        ((found for found in tied if found[2] not in BEHIND_TERMS), UNKNOWN_RULE),
        (measures.first.find(reading, told.text), UNKNOWN_RULE),
        ((found for found in _known(reading, vocabulary, covered) if not _is_tied(found, failed)), UNKNOWN_RULE),
        ((found for found in tied if found[2] in BEHIND_TERMS), UNKNOWN_RULE),
        (measures.other.find(reading, told.text), UNKNOWN_RULE),
        (vocabulary.scores.find(reading, others), UNKNOWN_RULE),
        (_missing(reading, openings, missing, covered, others, acts), MISSING_RULE),
    ):
        for start, end, concept in stream:
            if covered.find(1, start, end) < 0:
                if concept == JOB and effects.medicated.is_said_of(told.text, start):
                    concept = EFFECTIVE
                mark(covered, start, end)
                found.append((start, end, concept, unknown if concept is None else f"finding:{concept}"))
    found.sort(key=itemgetter(0))
    for index in told.treated(found):
        found[index] = (*found[index][:2], TREATED, f"finding:{TREATED}")
    blamed = set(told.blamed(found))
    told_of = vocabulary.scores.joined(reading, ((*each, index in blamed) for index, each in enumerate(found)))
    return [
        _match(*reading.folded.back(start, end), concept, rule, is_blamed)
        for start, end, concept, rule, is_blamed in told_of
    ]


def _is_tied(found: FindingSpan, failed: list[tuple[int, int]]) -> bool:
    """True for a known term that only says that a first-line drug failed."""
    return found[2] in OF_EFFECT and any(start <= found[0] and found[1] <= end for start, end in failed)


def _known(reading: Reading, vocabulary: Vocabulary, covered: bytearray) -> Iterator[FindingSpan]:
    """Terms and head nouns with their modifiers; what somebody does without is covered, and no finding."""
    words = reading.words
    behind = 0
    for index in vocabulary.beginnings(words):
        if index >= behind:
            core = vocabulary.core(words, index, behind)
            if core is not None:
                first = vocabulary.first(words, core, behind)
                behind = vocabulary.last(words, core)
                if vocabulary.requests.is_requested(words, first, behind, core.concept):
                    continue
                concept = vocabulary.concepts.of(words, first, core, behind)
                if vocabulary.is_nameless(words, first, core):
                    continue
                if vocabulary.requests.introduces_result(words, first, behind, concept):
                    continue
                start, end = words.starts[first], words.ends[behind - 1]
                if concept in vocabulary.unaided and vocabulary.is_done_without(words, first):
                    mark(covered, start, end)
                else:
                    yield start, end, concept


def _missing(
    reading: Reading,
    openings: Openings,
    missing: Missing,
    covered: bytearray,
    others: frozenset[int],
    acts: frozenset[int],
) -> Iterator[FindingSpan]:
    """What the sentences say is missing; of what runs into a drug or another finding, what is left beside it.

    Behind a subject may stand one of the `acts`, by its offset, that is a finding itself.
    """
    words = reading.words
    for sentence, place in openings.find(reading):
        drug = missing.remains.used(words, place.start) if place.kind == CLAUSE else -1
        if drug in others:
            behind = missing.remains.behind_drug(words, place, covered.find(0, drug))
            if behind is place and drug > place.start:
                continue  # "whether ongoing usage of Viagra had or had not proven | effective"
            place = behind
        elif place.kind == SUBJECT and words.starts[behind_auxiliaries(words, place.start)] in acts:
            continue  # "the dose has not been | tapered": the act is what is denied
        for first, last in missing.spans(words, place, sentence):
            end = words.ends[last - 1]
            at = covered.find(1, words.starts[first], end)
            if at >= 0:
                limits = at, max(covered.find(0, at, end), at)
                left = missing.remains.left(words, first, last, place.kind, limits, at in others)
                if left is None:
                    continue
                first, last = left
            yield words.starts[first], words.ends[last - 1], missing.concept(words, first, last)


def _match(start: int, end: int, concept: str | None, rule: str, blamed: bool) -> Match:
    return Match(start, end, FINDING, rule, new_finding(concept, adverse_effect=blamed))


@Language.factory(
    "imr_findings",
    requires=["doc.spans", *(f"span._.{name}" for name in NOT_INSIDE)],
    assigns=["doc.spans", "span._.finding"],
    default_config={},
)
def make_findings(nlp: Language, name: str) -> "FindingFinder":
    """Create the component."""
    return FindingFinder(name)


class FindingFinder(TableComponent):
    """Adds FINDING spans to `doc.spans["sc"]`, each with `span._.finding`."""

    required: ClassVar = ("findings", "findings_heads", "clauses", "drug_effects", "measures")

    def compile(self) -> None:
        """Build the vocabulary."""
        clauses = clauses_of(self.tables["clauses"])
        self.idle = clauses.idle
        self.vocabulary = Vocabulary(self.tables["findings"], self.tables["findings_heads"], clauses)
        self.openings = Openings(self.tables["findings_heads"], clauses)
        self.missing = Missing(self.tables["findings_heads"], self.vocabulary.changes, clauses)
        self.effects = Effects(self.tables["drug_effects"], self.tables["findings"], self.tables["findings_heads"])
        self.measures = Measures(self.tables["measures"], self.tables["findings_heads"], self.vocabulary)

    def __call__(self, doc: Doc) -> Doc:
        """Find the findings."""
        values = values_by_attribute(doc)
        taken = [(start, end) for name in NOT_INSIDE for start, end, _ in values.get(name, ())]
        drugs = self._drugs(doc, values.get("drug", []))
        reading = letter_reading(doc, self.idle)
        matches = find_findings(
            reading, self.vocabulary, self.openings, self.missing, self.effects, self.measures, taken, drugs
        )
        add_spans(doc, matches, "finding")
        return doc

    def _drugs(self, doc: Doc, drugs: list[tuple[int, int, Any]]) -> list[TriedDrug]:
        """The letter's drugs; one of the first line is none where it is in dispute, and its taper counts."""
        requests = [(each.start, each.end) for each in letter_sections(doc) if each.name == REQUEST]
        disputed = [value for at, _, value in drugs if any(start <= at < end for start, end in requests)]
        is_first_line, is_tapered = self.effects.first_line.is_drug, self.effects.tapers.is_tapered
        return [
            (start, end, is_first_line(value, disputed), is_tapered(value, disputed)) for start, end, value in drugs
        ]
