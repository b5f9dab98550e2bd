r"""Whether what is negated is absent, or only written down nowhere.

    without acute flare                                            absent
    There is no evidence presented of random drug testing results  not_documented
    No evidence of infection on examination                        absent: somebody looked

The words of the cue decide, what kind of concept it is about, and whether records or a patient are its subject. What is
said of the patient (`imrx.grammar.negation.observed`) and of records (`imrx.grammar.negation.on_record`) is asked in
the order of `Absence.rules`.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import Cue
from imrx.grammar.negation.negated import Negated
from imrx.grammar.negation.observed import OF_RESPONSE, Observed
from imrx.grammar.negation.on_record import OnRecord
from imrx.grammar.sentences.clauses import Clauses
from imrx.labels import ABSENT, NOT_DOCUMENTED
from imrx.stretches import Limits

Rule: TypeAlias = tuple[Callable[[Negated], bool], str]
"""What may hold of a negated finding, and what the finding is then."""

REPORT = " report"
REPORTS = (REPORT, " reports")
"""How a cue ends that denies reports."""

LACKING = " lacking"

FARTHEST_RECORDS = 40
"""So many characters behind a cue the records are looked for that lack something."""

FARTHEST_DENIER = 60
"""So many characters in front of a cue the patient stands who denies, or the records that hold nothing."""


class Absence:
    """The `not_documented` table of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.observed = Observed(table, clauses)
        self.on_record = OnRecord(table, self.observed)
        self.absent_kinds = self.observed.absent_kinds
        words = table["not_documented"]
        self.told_in = expression(rf"\b{any_phrase(words['told_in'])}")
        self.weak = expression(rf"\b{any_phrase(words['evidence'])}")
        self.weak_behind = expression(rf"\s+(?:any\s+)?{any_phrase(words['evidence'])}\s")
        self.not_borne = expression(any_phrase(words["not_bearing"]))
        self.planned = expression(r"plans?\s+(?:for|to)\b")
        helped = any_phrase([*clauses.helping, *words["helping"]])
        self.nothing_helped = expression(rf"nothing\s+(?:(?:has|have|had|{any_phrase(words['seeming'])})\s+)?{helped}")
        self.reached = expression(rf"\b{any_phrase(clauses.reaching)}\s+$")
        self.at_once = expression(rf"\b{any_phrase(words['at_once'])}")
        looked_at = rf"(?:(?:the|his|her|any)\s+)?(?:[a-z]+\s+)?{any_phrase(words['examination'])}"
        self.documenting = expression(
            rf"\b(?:{any_phrase(words['documenting'])}|{any_phrase(words['anything_on'])}(?!\s+{looked_at}))"
        )
        self.supporting = expression(rf"\s+(?:{any_phrase(words['enough'])}\s+)?{any_phrase(words['supporting'])}")
        self.numbered = expression(rf"(?:[a-z]+ly\s+)?{any_phrase(words['numbered'])}")
        self.hinting = expression(rf"\b{any_phrase(words['hinting'])}\s")
        self.given = expression(rf"\s+(?:is|are|was|were)\s+{any_phrase(words['given'])}")
        self.but_not = expression(
            rf"\b(?:{self.observed.holders}|{any_phrase(words['examination'])})\s+(?:[a-z]+\s+)?"
            rf"{self.on_record.writing}\s[^.;,]*\bbut\s+$"
        )
        self.history = tuple(f"{phrase} " for phrase in words["history"])
        self.of_treatments = OF_RESPONSE | {None}
        self.noun_of_record = expression(rf"\b{any_phrase(words['nouns_of_record'])}$")
        self.recorded = expression(rf"\b{any_phrase(words['recorded'])}\s+(?:[a-z-]+\s+){{0,2}}?$")
        acts_of_record = any_phrase(words["acts_of_record"])
        verb = any_phrase([*table["limits"]["finite"], *words["revealing"]])
        self.act_of_record = expression(
            rf"\b{acts_of_record}(?:\s+(?:and|or)\s+[a-z]+)?\s+(?:of|regarding|about|for|on)\s+(?!systems\b)"
            rf"(?:(?!\b(?:{verb}|that\b))[^.;:])*$"
        )
        self.not_brought = expression(rf"\b{any_phrase(words['not_brought'])}$")
        self.bettered = expression(any_phrase(words["bettered"]))
        self.watching = expression(rf"\b{openings_of(words['watching'])}")
        self.to_support = expression(r"[^.;]{0,160}?\sto\s+(?:support|justify|warrant)\b")
        self.kept_in = expression(rf"(?:\s+n?or\s[^.;,]{{1,60}}?)?\s+{any_phrase(clauses.kept_in)}")
        self.identifying = tuple(f" {verb}" for verb in words["identifying"])
        self.sign_lacking = expression(rf"\b{any_phrase(words['signs_lacking'])}\s+$")
        self.are_signs = expression(rf"(?:[a-z]+\s+and\s+)?{any_phrase(words['signs_lacking'])}\s")
        self.shown = expression(rf"\b{any_phrase(words['shown'])}\s")
        self.misuse = expression(rf"\b{openings_of(words['misuse'])}")
        self.looked_for = self.absent_kinds | {None}
        observed, on_record = self.observed, self.on_record
        self.rules: tuple[Rule, ...] = (
            (self._is_at_once, ABSENT),
            (self._is_not_told_by_patient, ABSENT),
            (self._is_told_without, NOT_DOCUMENTED),
            (observed.is_wanting, ABSENT),
            (observed.is_not_shown, ABSENT),
            (self._is_unwritten, NOT_DOCUMENTED),
            (self._is_unsaid, NOT_DOCUMENTED),
            (self._is_not_brought, ABSENT),
            (observed.is_premise, NOT_DOCUMENTED),
            (observed.is_concluded, ABSENT),
            (observed.is_without_effect, ABSENT),
            (self._is_no_support, NOT_DOCUMENTED),
            (observed.is_told_of, ABSENT),
            (self._is_of_history, ABSENT),
            (self._is_outcome_on_paper, NOT_DOCUMENTED),
            (observed.is_left_undone, ABSENT),
            (observed.is_beyond_him, ABSENT),
            (self._is_looked_for, ABSENT),
            (self._is_no_plan, ABSENT),
            (self._is_not_borne, ABSENT),
            (self._is_not_hinted_at, ABSENT),
            (self._is_documentation, NOT_DOCUMENTED),
            (self._is_of_reports, NOT_DOCUMENTED),
            (on_record.is_supplied, NOT_DOCUMENTED),
            (on_record.is_paper, NOT_DOCUMENTED),
            (on_record.is_not_traced, NOT_DOCUMENTED),
            (self._is_told_in_papers, NOT_DOCUMENTED),
            (self._is_watched_for, NOT_DOCUMENTED),
            (self._is_misuse, ABSENT),
            (self._is_left_out_of_exam, NOT_DOCUMENTED),
            (observed.is_his, ABSENT),
            (on_record.is_of_records, NOT_DOCUMENTED),
            (self._is_without_evidence, NOT_DOCUMENTED),
        )

    def kind_of(self, text: str, clause: Limits, start: int, cue: Cue, kind: str | None, span: Limits) -> str:
        """`absent` or `not_documented`: what the first of the rules says that holds, or `absent`.

        Args:
            text: the letter in lower case.
            clause: the character offsets of the clause.
            start: where the sentence begins.
            cue: the cue that negates the finding.
            kind: the kind of the finding's concept, or null.
            span: the finding's character offsets.
        """
        if kind in self.absent_kinds and self.bettered.match(text, span[0]):
            kind = "outcome"  # "improved sleep"
        words, front = text[cue.start : cue.end], max(start, cue.start - FARTHEST_DENIER)
        negated = Negated(text, clause, start, cue, kind, span, words, front)
        for holds, assertion in self.rules:
            if holds(negated):
                return assertion
        return ABSENT

    def _is_at_once(self, negated: Negated) -> bool:
        """True for "denied", "nothing has helped", "met none of her goals", whoever is the subject."""
        text, cue, words = negated.text, negated.cue, negated.words
        return (
            self.at_once.search(words) is not None
            or self.nothing_helped.match(text, cue.start) is not None
            or (words.startswith("none") and self.reached.search(text, negated.front, cue.start) is not None)
        )

    def _is_not_told_by_patient(self, negated: Negated) -> bool:
        """True for what a patient does not report."""
        text, cue, words = negated.text, negated.cue, negated.words
        return (
            cue.report
            and self.observed.of_patient.search(text, negated.front, cue.start) is not None
            and not self.observed.not_told.search(words)
            and not self.noun_of_record.search(words)
        )

    def _is_told_without(self, negated: Negated) -> bool:
        """True for "the exam documented motion but not | reflexes"; of what is no symptom, behind any report."""
        if negated.words != "not":
            return False
        text, _, start, cue, kind, _, _, _ = negated
        contrast = kind not in self.absent_kinds and text.endswith("but ", start, cue.start)
        told = contrast and self.on_record.reporting.search(text, start, cue.start)
        return bool(told or self.but_not.search(text, start, cue.start))

    def _is_unwritten(self, negated: Negated) -> bool:
        """True behind a cue that papers, or a verb of recording, are the object of."""
        text, cue, (at, _) = negated.text, negated.cue, negated.span
        return cue.end <= at and (
            self.documenting.search(text, cue.end, at) is not None
            or self.supporting.match(text, cue.end, at) is not None
            or self.recorded.search(text, cue.end, at) is not None
            or self.on_record.is_unwritten(negated)
        )

    def _is_unsaid(self, negated: Negated) -> bool:
        """True for "discussion of | its effect was absent"."""
        text, (clause, _), (at, behind) = negated.text, negated.clause, negated.span
        return negated.cue.start >= behind and self.act_of_record.search(text, clause, at) is not None

    def _is_not_brought(self, negated: Negated) -> bool:
        """True for "relief | was not achieved"."""
        return (
            negated.kind in OF_RESPONSE
            and negated.cue.start >= negated.span[1]
            and self.not_brought.search(negated.words) is not None
        )

    def _is_no_support(self, negated: Negated) -> bool:
        """True for "no report of | new injury to support the request", which else nobody has told of."""
        return (
            negated.words.endswith(REPORTS)
            and self.to_support.match(negated.text, negated.span[1]) is not None
            and self.observed.is_told_of(negated)
        )

    def _is_of_history(self, negated: Negated) -> bool:
        """True for "no | history of ulcer", but not for "no history of ulcer in the chart"."""
        text, (at, behind) = negated.text, negated.span
        return (
            text.startswith(self.history, at)
            and not self.on_record.reporting.search(negated.words)
            and not self.kept_in.match(text, behind)
        )

    def _is_outcome_on_paper(self, negated: Negated) -> bool:
        """True for an outcome that papers would give in figures or prove: "no | quantified pain relief"."""
        if negated.kind != "outcome":
            return False
        text, cue, (at, behind) = negated.text, negated.cue, negated.span
        told = self.given.match(text, behind) or self.numbered.match(text, at)
        return bool(told or (cue.end <= at and self.on_record.unproven.match(text, cue.end, at)))

    def _is_looked_for(self, negated: Negated) -> bool:
        """True for "the exam did not identify | spasm", "signs of | instability are lacking": somebody looked.

        Where "documented signs" are lacking, or "in the notes", nobody wrote them down.
        """
        if negated.kind not in self.looked_for:
            return False
        text, (clause, _), _, cue, _, span, _, front = negated
        if cue.end <= span[0]:
            identified = text.endswith(self.identifying, cue.start, cue.end)
            return identified and self.observed.unreported.search(text, front, cue.start) is not None
        return (
            text.endswith(LACKING, cue.start, cue.end)
            and (self.sign_lacking.search(text, clause, span[0]) or self.are_signs.match(text, span[0])) is not None
            and self.shown.search(text, clause, span[0]) is None
            and self.observed.lacked_in.search(text, front, span[0]) is None
            and self.observed.lacked_in.search(text, cue.end, cue.end + FARTHEST_RECORDS) is None
        )

    def _is_no_plan(self, negated: Negated) -> bool:
        """True for "there was no | plan for surgery", unless that is said to be written down."""
        text, (at, behind) = negated.text, negated.span
        return (
            negated.words == "no"
            and self.planned.match(text, at) is not None
            and not self.on_record.written.match(text, behind, negated.clause[1])
        )

    def _is_not_borne(self, negated: Negated) -> bool:
        """True for "he has no | intolerance to NSAIDs", unless papers are meant."""
        return (
            negated.words == "no"
            and self.not_borne.match(negated.text, negated.span[0]) is not None
            and not self.on_record.is_supplied(negated)
        )

    def _is_not_hinted_at(self, negated: Negated) -> bool:
        """True for "nothing on the MRI suggests | a tear": somebody looked, unlike "nothing in the file suggests"."""
        text, _, _, cue, kind, (at, _), words, _ = negated
        if kind not in self.absent_kinds or not words.startswith("nothing"):
            return False
        hinted = self.hinting.search(text, cue.start, at) is not None
        return hinted and self.observed.examination.search(text, cue.start, at) is not None

    def _is_documentation(self, negated: Negated) -> bool:
        """True for what is nothing but written down, and for an outcome, unless it is plainly denied."""
        kind = negated.kind
        return kind == "documentation" or (kind == "outcome" and not self.observed.is_plainly_denied(negated))

    def _is_of_reports(self, negated: Negated) -> bool:
        """True for a cue with a verb of recording."""
        return self.on_record.reporting.search(negated.words) is not None

    def _is_told_in_papers(self, negated: Negated) -> bool:
        """True for "no nursing notes regarding", but not for "the examination makes no note of | an effusion"."""
        text, _, _, cue, _, _, words, front = negated
        return (
            self.told_in.search(words) is not None and self.observed.examination.search(text, front, cue.start) is None
        )

    def _is_misuse(self, negated: Negated) -> bool:
        """True for "the records show no evidence of | diversion"."""
        return (
            self.weak.search(negated.words) is not None and self.misuse.search(negated.text, *negated.span) is not None
        )

    def _is_watched_for(self, negated: Negated) -> bool:
        """True for "no evidence of monitoring for | abuse", "lacks evidence of": nobody looked for it."""
        text, cue, (at, _), words = negated.text, negated.cue, negated.span, negated.words
        if cue.end > at or not self._is_misuse(negated):
            return False
        return self.watching.search(text, cue.end, at) is not None or words.split()[0] in self.observed.wanting

    def _is_left_out_of_exam(self, negated: Negated) -> bool:
        """True for "the examination did not report"."""
        if not negated.words.endswith(REPORT):
            return False
        return self.observed.unreported.search(negated.text, negated.front, negated.cue.start) is not None

    def _is_without_evidence(self, negated: Negated) -> bool:
        """True for "no evidence of" what nobody looked for."""
        text, cue, (at, _) = negated.text, negated.cue, negated.span
        weak = self.weak.search(negated.words) or self.weak_behind.match(text, cue.end, at)
        return weak is not None and not self.observed.is_looked_for(negated)
