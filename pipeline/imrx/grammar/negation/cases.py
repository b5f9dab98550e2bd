"""The sentences of a letter in which findings may be something else than present, each with its clauses and cues.

    MTUS recommends to discontinue opioids if there is no overall improvement   a guideline speaks, cue "no"
    The patient denies fever, | but reports nausea                              two clauses, cue "denies" in the first

What a case makes of its findings, `imrx.grammar.negation.judge` says.
"""

from bisect import bisect_left
from itertools import pairwise
from typing import Any, NamedTuple

from imrx.grammar.negation.absence import Absence
from imrx.grammar.negation.concerned import Concerned
from imrx.grammar.negation.criteria import Criteria
from imrx.grammar.negation.cue import BEFORE, VOID, Cue
from imrx.grammar.negation.cues import Cues
from imrx.grammar.negation.documents import Documents
from imrx.grammar.negation.limits import ClauseLimits
from imrx.grammar.negation.nearest import NearestCue
from imrx.grammar.negation.phrases import SUPPOSITIONS, Hits, LetterHits
from imrx.grammar.negation.refuted import Claim, Refuted
from imrx.grammar.negation.statements import Region, Statements, quotes
from imrx.grammar.negation.voice import Passages, Voice
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import Words
from imrx.labels import SUMMARY
from imrx.stretches import Limits

SUPPOSED = frozenset({*SUPPOSITIONS, "indications"})
"""The lists of phrases by which a finding may be something else than present, without a cue."""


class Clause(NamedTuple):
    """A clause by half-open character offsets, its cues, the findings in it, and the cue that may negate each.

    Findings are known by their indices in the letter. Those that are `resumed` stand in a member of a series that the
    cue of another clause governs: "no evidence that he failed therapy, that | there is | stenosis".
    """

    start: int
    end: int
    cues: list[Cue]
    findings: list[int]
    likely: dict[int, Cue]
    resumed: dict[int, Cue]


class Case(NamedTuple):
    """A sentence with findings: their indices in the letter, the words in it that matter, and its clauses.

    In its `region` a guideline speaks whatever else is said; where it is `general`, it speaks of nobody here, and a
    finding that nothing negates is a guideline's. The `claims` of an earlier review are those that it refutes.
    """

    findings: range
    hits: Hits
    region: Region | None
    general: bool
    clauses: list[Clause]
    claims: list[Claim]


class Cases:
    """What finds them: `patterns/negation.json`, compiled, and what the judge too asks of a cue and of a claim."""

    def __init__(
        self, table: dict[str, Any], clauses: Clauses, absence: Absence, concerned: Concerned, refuted: Refuted
    ) -> None:
        self.series = clauses.series
        self.cues = Cues(table, clauses)
        self.limits = ClauseLimits(table, clauses)
        self.statements = Statements(table, clauses)
        self.criteria = Criteria(table, self.statements)
        self.voice = Voice(table)
        self.documents = Documents(table, clauses)
        self.nearest = NearestCue(table, clauses, absence, concerned, self.documents)
        self.refuted = refuted

    def find(self, text: str, reading: Reading, findings: list[Limits], kinds: list[str | None]) -> list[Case]:
        """The sentences that hold findings of which something else may be said than that they are present."""
        words, statements = reading.words, self.statements
        cases: list[Case] = []
        found = LetterHits(statements.phrases, text, words, reading.sentences)
        passages = Passages(self.voice, statements, reading, found)
        gates = words.among(self.cues.gate)
        marks = quotes(text)
        at = 0
        quoted = False
        for number, sentence in enumerate(reading.sentences):
            first = at
            while at < len(findings) and findings[at][0] < sentence.end:
                at += 1
            if at > first:
                hits = found[number]
                told = quoted or statements.begins_quoted(text, sentence)
                in_summary = reading.section_at(sentence.start)[0] == SUMMARY
                if told and in_summary:
                    told = False  # it quotes patients and physicians
                told = told or self.criteria.goes_on(text, words, reading.sentences, number, found)
                region = statements.guideline(text, words, sentence, hits, told)
                if in_summary and region and region.cue and self.documents.is_result(text, sentence.start, region.cue):
                    region = None
                asked = not SUPPOSED.isdisjoint(hits)
                cues = self.cues.find(text, words, sentence, sentence.own(gates), findings[first:at], kinds[first:at])
                partly = region is not None and region.start > sentence.start
                general = (region is None or partly) and passages.is_general(number, findings[first][0], partly)
                if asked or (cues and any(cue.side != VOID for cue in cues)):
                    clauses = self._clauses(text, words, sentence, cues, findings, range(first, at), kinds)
                    claims = self.refuted.find(text, sentence.start, sentence.end) if "refuting" in hits else []
                    cases.append(Case(range(first, at), hits, region, general, clauses, claims))
                elif general or region is not None:
                    whole = Clause(sentence.start, sentence.end, [], list(range(first, at)), {}, {})
                    cases.append(Case(range(first, at), hits, region, general, [whole], []))
            if marks:
                odd = (bisect_left(marks, sentence.end) - bisect_left(marks, sentence.start)) % 2 == 1
                quoted = (quoted or odd) and statements.still_quoted(found[number], quoted, odd)
        return cases

    def _clauses(
        self,
        text: str,
        words: Words,
        sentence: Sentence,
        cues: list[Cue],
        findings: list[Limits],
        here: range,
        kinds: list[str | None],
    ) -> list[Clause]:
        """The clauses of a sentence with their cues, and with those of the findings that are `here`."""
        spans = findings[here.start : here.stop]
        series = self._series(text, sentence, cues)
        limits = self.limits.find(text, words, sentence, spans, cues)
        if any(cue.side == VOID for cue in cues):  # "that surgery is not indicated, | or that a screen was done"
            joints = [
                joint
                for (joint, _), cue in series
                if any(cue.end <= other.start < joint for other in cues if other.side == VOID)
            ]
            limits = sorted({*limits, *joints})
        clauses = []
        for start, end in pairwise([*limits, sentence.end]):
            inside = [index for index in here if start <= findings[index][0] < end]
            near = [cue for cue in cues if start <= cue.start < end]
            likely = {}
            for index in inside if near else ():
                nearest = self.nearest.find(text, start, findings[index], near, spans, kinds[index])
                if nearest is not None:
                    likely[index] = nearest
            resumed = {}
            for cue in [cue for (joint, behind), cue in series if joint <= start <= behind][:1]:
                for index in inside:
                    if self.nearest.find(text, start, findings[index], [cue, *near], spans, kinds[index]) is cue:
                        resumed[index] = cue
            clauses.append(Clause(start, end, near, inside, likely, resumed))
        return clauses

    def _series(self, text: str, sentence: Sentence, cues: list[Cue]) -> list[tuple[Limits, Cue]]:
        """Where members of series are joined, and the cue that governs each."""
        reports = [cue for cue in cues if cue.side == BEFORE and cue.report]
        return [
            ((joint.start, joint.end), cue)
            for cue in reversed(reports)
            for joint in self.series.joints(text, sentence.start, (cue.start, cue.end), sentence.end)
        ]
