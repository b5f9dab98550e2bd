"""What a letter says of its findings: present, absent, not documented, hypothetical, or a guideline's statement.

    There is no evidence presented of random drug testing results   not_documented, cue "no evidence"
    without acute flare, new injury, or progressive deterioration    absent, cue "without"
    MTUS recommends to discontinue opioids if there is no overall improvement   guideline_statement

The judge knows the cues, the limits of clauses and the kinds of statements. Whether a cue reaches a finding of its
clause it asks the one that it is given: negspacy, in the pipeline.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from imrx.grammar.asserting.absence import Absence
from imrx.grammar.asserting.between import CONJUNCT
from imrx.grammar.asserting.concerned import Concerned
from imrx.grammar.asserting.criteria import Criteria
from imrx.grammar.asserting.cue import BEFORE, VOID, Cue
from imrx.grammar.asserting.cues import Cues
from imrx.grammar.asserting.documents import Documents
from imrx.grammar.asserting.hypothetical import Hypothetical
from imrx.grammar.asserting.limits import ClauseLimits
from imrx.grammar.asserting.nearest import NearestCue
from imrx.grammar.asserting.phrases import SUPPOSITIONS, Hits, LetterHits
from imrx.grammar.asserting.refuted import Claim, Refuted
from imrx.grammar.asserting.statements import Region, Statements, quotes
from imrx.grammar.asserting.voice import Passages, Voice
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.phrasebook import any_phrase, first_words
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import Words
from imrx.labels import ABSENT, GUIDELINE_STATEMENT, HYPOTHETICAL, NEGATED, PRESENT, SUMMARY
from imrx.stretches import Limits

CONJUNCTION = 12
"""So many characters in front of a clause the "if" may stand that it depends on."""

SUPPOSED = frozenset({*SUPPOSITIONS, "indications"})
"""The lists of phrases by which a finding may be something else than present, without a cue."""

FEW_WORDS = 6
"""So many words may stand between hypothetical words and a finding behind them."""

FOR_WHICH = "for which "
"""What takes up a cue for the examples in a bracket behind it."""

EXAMPLES = re.compile(r"\(such as[^)]*$")
"""The bracket in which examples stand of what is missing."""

MODALS = frozenset({"would", "might"})
"""Of the words that make something hypothetical, those whose clause a comma ends."""

OF_PERSON = re.compile(r"\bwho (?:has|is|was|had|does|did)\b")
"""What begins a clause that tells of somebody: "to a patient who has no side effects"."""

JOINED = re.compile(r"(?:(?:,|\b(?:and|or|but))\s+no|\bnor)\b")
"""A denial joined to the one in front of it, unlike "that would relieve the pain and not cause nausea"."""

IN_RELATIVE = 40
"""So many characters in front of a verb the word stands that its relative clause begins with."""


class Verdict(NamedTuple):
    """What a letter says of a finding, and the offsets of the words that decided."""

    assertion: str
    cue: Limits | None

    @property
    def negated(self) -> bool:
        """True for what is absent and for what is not documented."""
        return self.assertion in NEGATED


AS_FOUND = Verdict(PRESENT, None)
"""What every finding is until the letter says otherwise."""


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


Decider: TypeAlias = Callable[[str, list[Clause], list[Limits]], set[int]]
"""Given a text, clauses and all findings: the indices of the findings that the cues of their clauses negate."""


class Judge:
    """`patterns/negation.json`, compiled, and who decides what a cue reaches; without one nothing is negated.

    A letter is read in lower case; its capitals are only asked for where they mean something.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses, idle: IdleWords, decide: Decider | None) -> None:
        self.idle = idle
        self.series = clauses.series
        self.cues = Cues(table, clauses)
        self.limits = ClauseLimits(table, clauses)
        self.statements = Statements(table, clauses)
        self.criteria = Criteria(table, self.statements)
        self.hypothetical = Hypothetical(table, clauses)
        self.voice = Voice(table)
        self.decide = decide
        self.absence = Absence(table, clauses)
        self.concerned = Concerned(table, clauses)
        self.documents = Documents(table, clauses)
        self.nearest = NearestCue(table, clauses, self.absence, self.concerned, self.documents)
        self.refuted = Refuted(table, clauses)
        self.resumption = expression(
            rf"\bor\s+(?:the\s+)?{any_phrase(table['families']['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$"
        )
        self.in_terms = expression(
            rf"(?:(?!\b{any_phrase(table['limits']['finite'])}\b)[^.;,]){{1,80}}?\bin\s+terms\s+of\s+[^.;]*$"
        )
        self.caused = expression(rf"{any_phrase(table['limits']['caused'])}\s[^;]*\b(?:or|nor)\s+(?:the\s+)?$")
        self.failure = expression(rf"{any_phrase(table['families']['failures'])}")
        self.listed_on = expression(rf";?\s*{any_phrase(table['limits']['listed_on'])}")
        self.conditions = frozenset(table["hypothetical"]["conditions"])
        self.relative = expression(
            rf"\b{any_phrase([*clauses.relative, *table['guidelines']['subordinate']])}\s+(?:[\w-]+\s+){{0,3}}$"
        )
        self.non = expression(
            rf"non[- ]?{any_phrase(table['limits']['non_signs'])}"
            rf"(?:$|[\s,]+{any_phrase(table['limits']['behind_non_signs'])})"
        )
        self.absent_words = frozenset(table["limits"]["absent_words"])
        self.nothing = ("0", *first_words(table["limits"]["no_amounts"]))
        self.no_amount = expression(rf"0\s?%(?=\s)|{any_phrase(table['limits']['no_amounts'])}")
        self.excepting = expression(rf"{any_phrase(table['limits']['excepting'])}\s+(?:[a-z]+\s+)?")

    def letter(self, reading: Reading, findings: list[Limits], kinds: list[str | None]) -> list[Verdict]:
        """The verdict on each finding.

        Args:
            reading: the letter's sentences and their words.
            findings: character offsets, in order, without overlap.
            kinds: the kind of each finding's concept (`patterns/findings.csv`), or null.
        """
        text = reading.words.lowered
        findings = reading.folded.tokens_into(findings)
        cases = self._cases(text, reading, findings, kinds)
        clauses = [clause for case in cases for clause in case.clauses if clause.likely]
        negated = self.decide(text, clauses, findings) if clauses and self.decide else set()
        verdicts = [AS_FOUND] * len(findings)
        for case in cases:
            cues = self._negated(text, case, negated, findings)
            for clause in case.clauses:
                for index in clause.findings:
                    verdict = self._verdict(text, case, clause, findings[index], cues.get(index), kinds[index])
                    if verdict.cue is not None:
                        verdict = verdict._replace(cue=reading.folded.back(*verdict.cue))
                    verdicts[index] = verdict
        for index, span in enumerate(findings):
            if verdicts[index] is AS_FOUND and (denial := self._denial(text, span)) is not None:
                verdicts[index] = Verdict(ABSENT, reading.folded.back(*denial))
        return verdicts

    def _denial(self, text: str, span: Limits) -> Limits | None:
        """The part of a finding that denies it, or null: "non-tender", "NKDA", "0% improvement"."""
        start, end = span
        if text.startswith("non", start) and self.non.match(text, start, end):
            return start, start + len("non")
        if text[start:end] in self.absent_words:
            return span
        amount = self.no_amount.match(text, start, end) if text.startswith(self.nothing, start) else None
        return None if amount is None else amount.span()

    def concept(self, sentence: str, start: int, end: int) -> bool:
        """True where a sentence negates the concept between two offsets, whatever kind of concept it is."""
        reading = Reading(sentence, [(0, len(sentence))], [], idle=self.idle)
        return self.letter(reading, [(start, end)], [None])[0].negated

    def _cases(self, text: str, reading: Reading, findings: list[Limits], kinds: list[str | None]) -> list[Case]:
        """The sentences that hold findings of which something else may be said than that they are present."""
        words, statements = reading.words, self.statements
        cases: list[Case] = []
        if not findings:
            return cases
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
                general = region is None and passages.is_general(number, findings[first][0])
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

    def _negated(self, text: str, case: Case, negated: set[int], findings: list[Limits]) -> dict[int, Cue]:
        """For each negated finding of a sentence, by its index, the cue.

        "or evidence of" takes up the cue before, and the clauses of a long list go on with it: "; and/or a reduction".
        """
        cues: dict[int, Cue] = {}
        last: Cue | None = None
        listed = False
        for clause in case.clauses:
            cues |= {index: cue for index, cue in clause.likely.items() if index in negated}
            if self.decide is not None:
                cues |= clause.resumed
            listed = listed and (not clause.findings or self.listed_on.match(text, clause.start) is not None)
            if last is not None and last.report and self.decide is not None:
                for index in clause.findings:
                    if index not in cues and (listed or self._resumes(text, clause.start, findings[index])):
                        cues[index] = last
            listed = listed or any(cue.side == BEFORE and cue.report for cue in clause.cues)
            for cue in clause.cues:
                if cue.side == BEFORE:
                    last = cue
        return cues

    def _resumes(self, text: str, clause: int, span: Limits) -> bool:
        """True where a clause takes up the cue in front of it for a finding.

        "or evidence of instability", "no diagnosis | for which it is indicated (such as obesity)", "no benefit from |
        treatment of the injury in terms of work status"; no cause is the failure of "no documentation of limitations
        due to leg pain, or failure of therapy".
        """
        at = span[0]
        if self.failure.match(text, *span) and self.caused.match(text, clause, at):
            return True
        if self.resumption.search(text, clause, at) or self.in_terms.match(text, clause, at):
            return True
        return text.startswith(FOR_WHICH, clause) and EXAMPLES.search(text, clause, at) is not None

    def _verdict(
        self, text: str, case: Case, clause: Clause, span: Limits, cue: Cue | None, kind: str | None
    ) -> Verdict:
        if case.region is not None and case.region.start <= span[0] < case.region.end:
            return Verdict(GUIDELINE_STATEMENT, case.region.cue)
        sentence = case.clauses[0].start
        if cue is not None and case.claims and self.refuted.holds(text, case.claims, span, cue):
            return AS_FOUND
        words = self._supposed(text, case, clause, span)
        if words is not None and cue is not None and self._is_behind_would(text, case, words, cue, span):
            words = None
        if cue is not None and (words is None or words[0] > cue.start):
            words = self.hypothetical.feared(text, sentence, case.clauses[-1].end) or words
        if words is not None and (cue is None or words[0] <= cue.start):
            return Verdict(HYPOTHETICAL, words)
        if cue is not None:
            if kind in self.absence.absent_kinds and self.concerned.is_only_sought(text, clause.start, cue, span):
                return Verdict(HYPOTHETICAL, (cue.start, cue.end))
            limits = (clause.start, clause.end)
            assertion = self.absence.kind_of(text, limits, sentence, cue, kind, span)
            if not (case.general and assertion == ABSENT and self._is_said_in_general(text, sentence, cue)):
                return Verdict(assertion, (cue.start, cue.end))
        if case.general and not self._is_excepted(text, case, clause, span):
            return Verdict(GUIDELINE_STATEMENT, None)
        words = self.hypothetical.supposing(text, case.hits, clause.start, span, False)
        if words is not None and not (words[1] <= span[0] and len(text[words[1] : span[0]].split()) > FEW_WORDS):
            return Verdict(HYPOTHETICAL, words)
        words = self.hypothetical.harm_to_come(text, case.hits, sentence, span)
        words = words or self.hypothetical.planned(text, case.hits, span, kind)
        if words is not None:
            return Verdict(HYPOTHETICAL, words)
        words = self.hypothetical.indication(text, case.hits, clause.start, span)
        return AS_FOUND if words is None else Verdict(GUIDELINE_STATEMENT, words)

    def _is_behind_would(self, text: str, case: Case, words: Limits, cue: Cue, span: Limits) -> bool:
        """True for a denial in another clause than "would".

        "why it would not do, and did not report | less pain", "no weakness that would support an EMG and no | spasm",
        "it would be unreasonable to deny it to a patient who has no | side effects"
        """
        if text[slice(*words)] not in MODALS:
            return False
        between = text[words[1] : min(cue.start, span[0])]
        if OF_PERSON.search(between) or (cue.report and "," in between):
            return True
        return (
            self.relative.search(text, max(0, words[0] - IN_RELATIVE), words[0]) is not None
            and JOINED.search(text, words[1], span[0]) is not None
            and any(other.end <= words[0] for clause in case.clauses for other in clause.cues)
        )

    def _is_said_in_general(self, text: str, sentence: int, cue: Cue) -> bool:
        """False for denials that exams and complaints are full of: "No fever", "gait normal, no limp", "without"."""
        before = text[sentence : cue.start].rstrip()
        return cue.side == BEFORE and before[-1:].isalpha() and not text.startswith("without", cue.start)

    def _is_excepted(self, text: str, case: Case, clause: Clause, span: Limits) -> bool:
        """True for what a denial of the patient leaves out: "No side effects | except mild | constipation"."""
        at = case.clauses.index(clause)
        return (
            at > 0
            and self.excepting.fullmatch(text, clause.start, span[0]) is not None
            and any(not self._is_said_in_general(text, case.clauses[0].start, cue) for cue in case.clauses[at - 1].cues)
        )

    def _supposed(self, text: str, case: Case, clause: Clause, span: Limits) -> Limits | None:
        """The words that make a clause hypothetical; a condition goes on in the clauses that "and" joins to its own."""
        sentence = case.clauses[0].start
        words = self.hypothetical.supposing(text, case.hits, max(sentence, clause.start - CONJUNCTION), span, True)
        joined = self._joined(text, case, clause) if words is None else clause.start
        if joined < clause.start:
            words = self.hypothetical.supposing(text, case.hits, max(sentence, joined - CONJUNCTION), span, True)
            if words is not None and text[slice(*words)].split()[0] not in self.conditions:
                return None
        return self.hypothetical.condition(text, sentence, span) if words is None else words

    def _joined(self, text: str, case: Case, clause: Clause) -> int:
        """Where the first of the clauses begins that "and" joins to a clause: "if it is obtained and there is no"."""
        at = case.clauses.index(clause)
        while at and CONJUNCT.match(text, case.clauses[at].start):
            at -= 1
        return case.clauses[at].start
