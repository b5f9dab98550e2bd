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
from imrx.grammar.asserting.cues import AFTER, BEFORE, VOID, Cue, Cues
from imrx.grammar.asserting.documents import Documents
from imrx.grammar.asserting.hypothetical import Hypothetical
from imrx.grammar.asserting.limits import ClauseLimits
from imrx.grammar.asserting.refuted import Refuted
from imrx.grammar.asserting.scope import Scope
from imrx.grammar.asserting.statements import SUPPOSITIONS, Hits, LetterHits, Region, Statements, quotes
from imrx.grammar.asserting.voice import Passages, Voice
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.phrasebook import any_phrase, first_words, openings_of
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import Words
from imrx.grammar.words import DIGIT
from imrx.labels import ABSENT, GUIDELINE_STATEMENT, HYPOTHETICAL, NEGATED, PRESENT, SUMMARY
from imrx.stretches import Limits

NEAREST = 3
"""So many cues in front of a finding, and behind it, are asked whether they reach it."""

CONJUNCTION = 12
"""So many characters in front of a clause the "if" may stand that it depends on."""

OF = re.compile(r" (?:of|in|at|to|on|over) ")
"""What stands behind the head of a finding: "reflex at the ankle"."""

SUPPOSED = frozenset({*SUPPOSITIONS, "indications"})
"""The lists of phrases by which a finding may be something else than present, without a cue."""

SCORE = re.compile(r"\d[\d. -]*(?:to \d+ ?)?(?:/| out of| on a (?:scale|10))")
"""A pain score, "7/10" or "7 out of 10", which no cue negates."""

GRADE = r"[0-5][+-]?\s?(?:/|out of)\s?5[+-]?"
"""A grade of strength, "4/5"."""

FIGURE = r"\d{2,3}(?:\s?(?:-|to)\s?\d{2,3})?|\d\s?(?:-|to)\s?\d{2,3}"
"""What motion ends with where no unit is written: "flexion 40", "ROM 5-95"."""

FARTHEST_RAISED = 120
"""So many characters in front of a finding the verb stands that raises it."""

NOT_SIGNED = frozenset({"no", "not", "nor", "or", "any", "without"})
"""The words behind which a plus tells of nothing that is there: "no +SLR", "nor +Tinel"."""

OF_CARE = frozenset({None, "documentation"})
"""The kinds of what somebody cannot do, use or take: "unclear why he cannot do | a home exercise program"."""

STUDIES = frozenset({"test", "documentation"})
"""The kinds of what a request may be for: a sleep study, a drug screen."""

FARTHEST_REASON = 120
"""So many characters in front of "cannot" the reason that nobody gives is looked for."""

FEW_WORDS = 6
"""So many words may stand between hypothetical words and a finding behind them."""


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

    Findings are known by their indices in the letter.
    """

    start: int
    end: int
    cues: list[Cue]
    findings: list[int]
    likely: dict[int, Cue]


MODALS = frozenset({"would", "might"})
"""Of the words that make something hypothetical, those whose clause a comma ends."""


class Case(NamedTuple):
    """A sentence with findings: their indices in the letter, the words in it that matter, and its clauses.

    In its `region` a guideline speaks whatever else is said; where it is `general`, it speaks of nobody here, and a
    finding that nothing negates is a guideline's.
    """

    findings: range
    hits: Hits
    region: Region | None
    general: bool
    clauses: list[Clause]


Decider: TypeAlias = Callable[[str, list[Clause], list[Limits]], set[int]]
"""Given a text, clauses and all findings: the indices of the findings that the cues of their clauses negate."""


class Judge:
    """`patterns/negation.json`, compiled, and who decides what a cue reaches; without one nothing is negated.

    A letter is read in lower case; its capitals are only asked for where they mean something.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses, idle: IdleWords, decide: Decider | None) -> None:
        self.idle = idle
        self.cues = Cues(table, clauses)
        self.limits = ClauseLimits(table, clauses)
        self.scope = Scope(table, clauses)
        self.statements = Statements(table, clauses)
        self.hypothetical = Hypothetical(table)
        self.voice = Voice(table)
        self.decide = decide
        self.absence = Absence(table, clauses)
        self.refuted = Refuted(table)
        self.documents = Documents(table, clauses)
        words = table["not_documented"]
        self.that_patient = expression(
            rf"(?:\s+(?:that|(?:(?:of|for|as\s+to)\s+)?why|to\s+[a-z]+|[a-z]+ing))?\s+(?:the\s+|this\s+)?{any_phrase(words['patients'])}\s+"
        )
        self.that_treatment = expression(r"\s+that\s+(?:[a-z'-]+\s+){1,6}")
        behind = "".join(rf"(?<!\b{word})" for word in words["not_where"])
        where = rf"{behind}\s+{any_phrase(words['where'])}\s+(?:[\w-]+\s+){{0,3}}"
        self.where = expression(where)
        reasons = any_phrase(table["limits"]["explaining"])
        unknown = any_phrase(table["limits"]["unknown"])
        self.unknown = expression(unknown)
        self.of_care = expression(any_phrase(table["limits"]["of_care"]))
        self.asked_why = expression(
            rf"\b(?:no|not|never|{unknown})\s[^.;,]{{0,60}}?"
            rf"(?:\bwhy|\b{reasons}\s+(?:to\s+[a-z]+\s+)?that)\s+(?:the\s+|this\s+)?{any_phrase(words['patients'])}\s+$"
        )
        self.noted_where = expression(
            rf"\s+(?:is|are|was|were)\s+{any_phrase(table['families']['participles'])}{where}"
        )
        self.complaints = tuple(words["complaints"])
        self.examining = expression(rf"\b{any_phrase(words['examining'])}$")
        self.conditions = frozenset(table["hypothetical"]["conditions"])
        self.offered = frozenset(table["limits"]["offered"])
        self.not_offered = tuple(f"{phrase} " for phrase in table["limits"]["not_offered"])
        self.plan = expression(rf"\s+{any_phrase(table['limits']['plans'])}")
        self.drug = expression(rf"\s+{any_phrase(table['limits']['used_for'])}")
        self.not_borne = expression(rf"\b{any_phrase(table['limits']['not_bearing'])}")
        self.stating = frozenset(table["limits"]["stating"])
        scored = rf"{any_phrase(table['limits']['scored'])}(?: {any_phrase(table['limits']['score_words'])})?"
        self.scored = expression(rf"{scored}(?: of|:)? \d+(?:\.\d+)?(?:/\d+|%| percent)?")
        units = any_phrase(table["limits"]["measured_in"])
        self.measured = expression(rf".*(?:\d\s?(?:{units}|[°º])|{GRADE})|{GRADE} [a-z].*|[a-z].*[a-z]\s+(?:{FIGURE})")
        self.results = frozenset(words["results"])
        self.raising = expression(rf"\b{any_phrase(table['limits']['raising'])}")
        self.tests = tuple(words["tests"])
        self.functions = frozenset(table["limits"]["functions"])
        self.abnormal = frozenset(table["limits"]["abnormal"])
        self.non = expression(
            rf"non[- ]?{any_phrase(table['limits']['non_signs'])}"
            rf"(?:$|[\s,]+{any_phrase(table['limits']['behind_non_signs'])})"
        )
        self.listed_denial = expression(any_phrase(table["limits"]["listed_denials"]))
        self.unexpected = expression(any_phrase(table["limits"]["unexpected"]))
        self.answering = expression(rf"\b{openings_of(table['limits']['answering'])}")
        self.absent_words = frozenset(table["limits"]["absent_words"])
        self.nothing = ("0", *first_words(table["limits"]["no_amounts"]))
        self.no_amount = expression(rf"0\s?%(?=\s)|{any_phrase(table['limits']['no_amounts'])}")
        self.absent = tuple(f"{word} " for word in table["limits"]["absent"])
        self.excepting = expression(rf"{any_phrase(table['limits']['excepting'])}\s+(?:[a-z]+\s+)?")
        self.gone = expression(rf"\b{any_phrase(table['limits']['gone'])}")

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
        for index, (start, end) in enumerate(findings):
            if verdicts[index] is not AS_FOUND:
                continue
            if text.startswith("non", start) and self.non.match(text, start, end):
                verdicts[index] = Verdict(ABSENT, reading.folded.back(start, start + len("non")))
            elif text[start:end] in self.absent_words:  # "NKDA" denies what it names
                verdicts[index] = Verdict(ABSENT, reading.folded.back(start, end))
            elif (
                text.startswith(self.nothing, start)  # "0% improvement"
                and (amount := self.no_amount.match(text, start, end)) is not None
            ):
                verdicts[index] = Verdict(ABSENT, reading.folded.back(*amount.span()))
        return verdicts

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
        found = LetterHits(statements, text, words, reading.sentences)
        passages = Passages(self.voice, reading, found)
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
                told = told or statements.goes_on(text, words, reading.sentences, number, found)
                region = statements.guideline(text, words, sentence, hits, told)
                if in_summary and region and region.cue and self.documents.is_result(text, sentence.start, region.cue):
                    region = None
                asked = not SUPPOSED.isdisjoint(hits)
                cues = self.cues.find(text, words, sentence, sentence.own(gates), findings[first:at], kinds[first:at])
                general = region is None and passages.is_general(number, findings[first][0])
                if asked or (cues and any(cue.side != VOID for cue in cues)):
                    clauses = self._clauses(text, words, sentence, cues, findings, range(first, at), kinds)
                    cases.append(Case(range(first, at), hits, region, general, clauses))
                elif general or region is not None:
                    whole = Clause(sentence.start, sentence.end, [], list(range(first, at)), {})
                    cases.append(Case(range(first, at), hits, region, general, [whole]))
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
        limits = self.limits.find(text, words, sentence, spans, cues)
        clauses = []
        for start, end in pairwise([*limits, sentence.end]):
            inside = [index for index in here if start <= findings[index][0] < end]
            near = [cue for cue in cues if start <= cue.start < end]
            likely = {}
            for index in inside if near else ():
                cue = self._cue(text, start, findings[index], near, spans, kinds[index])
                if cue is not None:
                    likely[index] = cue
            clauses.append(Clause(start, end, near, inside, likely))
        return clauses

    def _cue(
        self, text: str, clause: int, span: Limits, cues: list[Cue], findings: list[Limits], kind: str | None
    ) -> Cue | None:
        """The nearest cue that may reach a finding: one in front of it, else one behind it."""
        figured = DIGIT.search(text, *span) is not None
        measured = figured and kind is not None and self._is_measure(text, span)
        front = text[max(0, span[0] - 8) : span[0]]
        signed = text[span[1] : span[1] + 2].strip() == "+" or (
            front[-4:].rstrip(" )").endswith("+") and front.rstrip(" (+)").rpartition(" ")[2] not in NOT_SIGNED
        )
        if signed or (figured and not measured and SCORE.match(text, *span)):
            return None  # a score, "+TTP" or "TTP +" is there
        if (
            kind is not None
            and text[slice(*span)].split()[0] in self.stating
            and not self._is_told_of_him(text, cues, span)
        ):
            return None  # "not depressed and sleeps five hours"
        if text[slice(*span)] in self.offered and text[clause : span[0]].endswith(self.not_offered):
            return None  # "the employer has no modified duty": nothing of the patient
        if kind in self.absence.absent_kinds and (
            self._is_why_not_borne(text, clause, span) or self._names_a_remedy(text, cues, span)
        ):
            return None
        if text.startswith(self.absent, span[0]):
            return None  # "an absent left ankle jerk" is there
        if measured:
            cues = [cue for cue in cues if not self._is_of_other_item(text, clause, cue, span, findings, kind)]
        after = [cue for cue in cues if cue.side == AFTER and cue.start >= span[1]][:NEAREST]
        before = [cue for cue in cues if cue.side == BEFORE and cue.end <= span[0]][-NEAREST:]
        if before and any(self.scope.decides(text, cue) for cue in cues if before[-1].end <= cue.start < span[0]):
            before = []
        if any(self.scope.is_only_told_of(text, cue, span) for cue in before):
            return None
        if len(before) > 1 and before[-2].report and self._is_listed_denial(text, before[-1]):
            del before[-1]
        nearest = [*reversed(before), *after]
        if after and not text[span[1] : after[0].start].strip():
            if before and self._is_told(text, before[-1], span):
                return before[-1]
            if not (before and self._touches(text, before[-1], span)):
                nearest = [*after, *reversed(before)]
        if nearest and self._lost(text, nearest[0], span):
            return None
        of_care = kind in OF_CARE or self.of_care.match(text, *span) is not None
        if of_care and before and self._is_asked_why(text, before[-1]):
            return self._asking(text, before[:-1]) if kind is None else None
        if self._is_doubly_denied(text, before, kind):
            return before[-2] if kind in self.absence.of_treatments else None
        for cue in nearest:
            if (
                (
                    self.scope.reaches(text, clause, cue, span, findings)
                    or (kind == "test" and self.scope.is_listed_test(text, cue, span, findings))
                )
                and not self._listed_result(text, cue, span, kind)
                and not self._is_raised(text, cue, span)
                and not self._is_unanswered(text, cue, span)
                and not (
                    kind in self.absence.absent_kinds and self._is_only_concerned(text, clause, cue, span, findings)
                )
                and not self._is_where(text, cue, span, findings, kind)
                and not self.documents.is_there(text, cue, span, findings)
                and not (self._is_complaint(text, span, kind) and self.scope.is_only_weighed(text, cue, span, findings))
                and not (kind in STUDIES and self.scope.is_only_asked_for(text, cue, span))
            ):
                return cue
        return None

    def _is_only_concerned(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for a condition of which not the condition is denied but what becomes of it or is done for it."""
        return (
            self.scope.only_alters(text, cue, span)
            or self.scope.is_only_treated(text, clause, cue, span, findings)
            or self.scope.is_only_cared_for(text, cue, span, findings)
            or self.scope.is_only_to_be_shown(text, cue, span)
        )

    def _names_a_remedy(self, text: str, cues: list[Cue], span: Limits) -> bool:
        """True for "no asthma action plan", "does not take a seizure drug": what it is for may be there.

        It may not be there where "he takes no diabetes medication".
        """
        if self.plan.match(text, span[1]) is not None:
            return True
        denying = [cue for cue in cues if cue.side == BEFORE and cue.end <= span[0]][-1:]
        plainly = all("not" in text[cue.start : cue.end].split() for cue in denying)
        return plainly and self.drug.match(text, span[1]) is not None

    def _is_why_not_borne(self, text: str, clause: int, span: Limits) -> bool:
        """True in a bracket that tells why something was not tolerated: "could not tolerate tramadol (nausea)"."""
        return text.endswith("(", clause, span[0]) and self.not_borne.search(text, clause, span[0]) is not None

    def _is_measure(self, text: str, span: Limits) -> bool:
        """True for what its measure ends: "strength 5/5", "Epworth 4"."""
        return self.measured.fullmatch(text, *span) is not None or self.scored.fullmatch(text, *span) is not None

    def _is_of_other_item(
        self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits], kind: str | None
    ) -> bool:
        """True for a cue of another item than a measure: "no atrophy, strength 5/5", but not "no record of pain,"."""
        start, end = (cue.end, span[0]) if cue.side == BEFORE else (span[1], cue.start)
        if "," not in text[start:end] and not any(start <= a and b <= end for a, b in findings):
            return False
        return not cue.report or self.absence.kind_of(text, (clause, end), clause, cue, kind, span) == ABSENT

    def _touches(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for a cue right in front of a finding, but for an article or "any"."""
        return len(text[cue.end : span[0]].split()) <= 1

    def _is_told_of_him(self, text: str, cues: list[Cue], span: Limits) -> bool:
        """True for "no documentation that the patient | needs help with bathing"."""
        return any(
            cue.report and cue.end <= span[0] and self.that_patient.fullmatch(text, cue.end, span[0]) for cue in cues
        )

    def _is_told(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for "no documentation that | depression has been excluded": nobody wrote that it was."""
        return cue.report and self.scope.stated.fullmatch(text, cue.end, span[0]) is not None

    def _is_listed_denial(self, text: str, cue: Cue) -> bool:
        """True for an item of what a report lacks: "no evidence of relief, absence of side effects, or monitoring"."""
        return (
            text.endswith((", ", " or ", " and ", " or a ", ", a ", " or an ", " or any "), 0, cue.start)
            and self.listed_denial.fullmatch(text, cue.start, cue.end) is not None
        )

    def _is_doubly_denied(self, text: str, before: list[Cue], kind: str | None) -> bool:
        """True for "no evidence that the patient cannot walk": the inner denial is what is denied.

        So it is for "no documentation that a home exercise program has not been | effective".
        """
        if len(before) < 2 or not before[-2].report or text.startswith("nor", before[-1].start):
            return False
        between = before[-2].end, before[-1].start
        return self.that_patient.fullmatch(text, *between) is not None or (
            kind in self.absence.of_treatments and self.that_treatment.fullmatch(text, *between) is not None
        )

    def _asking(self, text: str, before: list[Cue]) -> Cue | None:
        """The cue of what the records do not tell, "no explanation why", "unclear why"; null for "no reason why"."""
        return next((cue for cue in before if cue.report or self.unknown.match(text, cue.start, cue.end)), None)

    def _is_complaint(self, text: str, span: Limits, kind: str | None) -> bool:
        """True for a condition, and for "symptoms" of any."""
        return kind in self.absence.absent_kinds or text.endswith(self.complaints, *span)

    def _is_asked_why(self, text: str, cue: Cue) -> bool:
        """True for what "no reason is given why he cannot | exercise" asks for: nobody says that he cannot."""
        return self.asked_why.search(text, max(0, cue.start - FARTHEST_REASON), cue.start) is not None

    def _is_examined(self, text: str, span: Limits) -> bool:
        """True for an examination and what is done in one: "no pain with | range of motion"."""
        return (
            self.absence.examination.search(text, *span) is not None or self.examining.search(text, *span) is not None
        )

    def _is_where(self, text: str, cue: Cue, span: Limits, findings: list[Limits], kind: str | None) -> bool:
        """True for a test or an examination that only says where something else was not found: "no tear on the MRI".

        "No tear was noted on the exam" too.
        """
        if cue.side != BEFORE:
            return False
        behind = max([b for _, b in findings if cue.end < b <= span[0]], default=None)
        if behind is None:
            return False
        if self.where.fullmatch(text, behind, span[0]) is not None:
            return kind == "test" or self._is_examined(text, span)
        return self.noted_where.fullmatch(text, behind, span[0]) is not None and self._is_examined(text, span)

    def _listed_result(self, text: str, cue: Cue, span: Limits, kind: str | None) -> bool:
        """True for "negative" in front of a list's later items that are no tests."""
        return (
            cue.side == BEFORE
            and text[cue.start : cue.end] in self.results
            and kind != "test"
            and not text.endswith(self.tests, *span)
            and "," in text[cue.end : span[0]]
        )

    def _is_raised(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for what a negative result only raises: "negative for Norco raised the question of | diversion"."""
        return (
            cue.side == BEFORE
            and text[cue.start : cue.end].split()[0] in self.results
            and self.raising.search(text, max(cue.end, span[0] - FARTHEST_RAISED), span[1]) is not None
        )

    def _is_unanswered(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for an "inconsistent result" that nobody addressed: it is there."""
        if cue.side != AFTER or self.unexpected.match(text, *span) is None:
            return False
        return self.answering.search(text, cue.start, cue.end) is not None

    def _lost(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for "the ankle reflex was absent": what everybody has is a sign where it is gone."""
        words = OF.split(text[slice(*span)])[0].split()
        return (
            words[-1] in self.functions
            and self.abnormal.isdisjoint(words)
            and self.gone.search(text, cue.start, cue.end) is not None
        )

    def _negated(self, text: str, case: Case, negated: set[int], findings: list[Limits]) -> dict[int, Cue]:
        """For each negated finding of a sentence, by its index, the cue.

        "or evidence of" takes up the cue before, and the clauses of a long list go on with it: "; and/or a reduction".
        """
        cues: dict[int, Cue] = {}
        last: Cue | None = None
        listed = False
        for clause in case.clauses:
            cues |= {index: cue for index, cue in clause.likely.items() if index in negated}
            listed = listed and (not clause.findings or self.scope.listed_on.match(text, clause.start) is not None)
            if last is not None and last.report and self.decide is not None:
                for index in clause.findings:
                    if index not in cues and (listed or self.scope.resumes(text, clause.start, findings[index][0])):
                        cues[index] = last
            listed = listed or any(cue.side == BEFORE and cue.report for cue in clause.cues)
            for cue in clause.cues:
                if cue.side == BEFORE:
                    last = cue
        return cues

    def _verdict(
        self, text: str, case: Case, clause: Clause, span: Limits, cue: Cue | None, kind: str | None
    ) -> Verdict:
        if case.region is not None and case.region.start <= span[0] < case.region.end:
            return Verdict(GUIDELINE_STATEMENT, case.region.cue)
        sentence = case.clauses[0].start
        if cue is not None and self._is_refuted(text, case, span):
            return AS_FOUND
        words = self._supposed(text, case, clause, span)
        if words is not None and cue is not None and cue.report and self._is_behind_would(text, words, cue, span):
            words = None
        if words is not None and (cue is None or words[0] <= cue.start):
            return Verdict(HYPOTHETICAL, words)
        if cue is not None:
            if kind in self.absence.absent_kinds and self.scope.is_only_sought(text, clause.start, cue, span):
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
        if words is not None:
            return Verdict(HYPOTHETICAL, words)
        words = self.hypothetical.planned(text, case.hits, span, kind)
        if words is not None:
            return Verdict(HYPOTHETICAL, words)
        words = self.hypothetical.indication(text, case.hits, clause.start, span)
        return AS_FOUND if words is None else Verdict(GUIDELINE_STATEMENT, words)

    def _is_refuted(self, text: str, case: Case, span: Limits) -> bool:
        """True for what the sentence says was wrongly said to be missing."""
        limits = (case.clauses[0].start, case.clauses[-1].end)
        return "refuting" in case.hits and self.refuted.holds(text, *limits, span)

    def _is_behind_would(self, text: str, words: Limits, cue: Cue, span: Limits) -> bool:
        """True for a report in another clause than "would": "why it would not do, and did not report | less pain"."""
        return text[slice(*words)] in MODALS and "," in text[words[1] : min(cue.start, span[0])]

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
        while at and self.limits.conjunct.match(text, case.clauses[at].start):
            at -= 1
        return case.clauses[at].start
