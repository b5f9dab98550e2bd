r"""Whether what is negated is absent, or only written down nowhere.

    without acute flare                                            absent
    There is no evidence presented of random drug testing results  not_documented
    No evidence of infection on examination                        absent: somebody looked

The words of the cue decide, what kind of concept it is about, and whether records or a patient are its subject. What is
said of the patient (`imrx.grammar.asserting.observed`) and of records (`imrx.grammar.asserting.on_record`) is asked in
the order of `kind_of`.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.asserting.cue import Cue
from imrx.grammar.asserting.observed import DONE, NOTHING, OF_RESPONSE, Observed
from imrx.grammar.asserting.on_record import OnRecord
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.labels import ABSENT, NOT_DOCUMENTED
from imrx.stretches import Limits

OF_ACTS = DONE | {None}
"""The kinds of which some are acts: "has not | returned to work"."""

REPORTS = (" report", " reports")
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
        self.given = expression(rf"\s+(?:is|are|was|were)\s+{any_phrase(words['given'])}")
        self.wanting, self.showing_none = frozenset(words["wanting"]), frozenset(words["showing_none"])
        self.but_not = expression(
            rf"\b(?:{self.observed.holders}|{any_phrase(words['examination'])})\s+(?:[a-z]+\s+)?{self.on_record.writing}\s[^.;,]*\bbut\s+$"
        )
        self.history = tuple(f"{phrase} " for phrase in words["history"])
        self.of_treatments = OF_RESPONSE | {None}
        self.noun_of_record = expression(rf"\b{any_phrase(words['nouns_of_record'])}$")
        self.recorded = expression(rf"\b{any_phrase(words['recorded'])}\s+(?:[a-z-]+\s+){{0,2}}?$")
        acts_of_record = any_phrase(words["acts_of_record"])
        verb = any_phrase([*table["limits"]["finite"], *words["revealing"]])
        self.act_of_record = expression(
            rf"\b{acts_of_record}(?:\s+(?:and|or)\s+[a-z]+)?\s+(?:of|regarding|about|for|on)\s+(?!systems\b)(?:(?!\b(?:{verb}|that\b))[^.;:])*$"
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

    def kind_of(self, text: str, clause: Limits, start: int, cue: Cue, kind: str | None, span: Limits) -> str:
        """`absent` or `not_documented`.

        Args:
            text: the letter in lower case.
            clause: the character offsets of the clause.
            start: where the sentence begins.
            cue: the cue that negates the finding.
            kind: the kind of the finding's concept, or null.
            span: the finding's character offsets.
        """
        observed, on_record = self.observed, self.on_record
        words = text[cue.start : cue.end]
        front = max(start, cue.start - FARTHEST_DENIER)
        if kind in self.absent_kinds and self.bettered.match(text, span[0]):
            kind = "outcome"  # "improved sleep"
        if (
            self.at_once.search(words)
            or self.nothing_helped.match(text, cue.start)
            or (words.startswith("none") and self.reached.search(text, front, cue.start))
            or (
                cue.report
                and observed.of_patient.search(text, front, cue.start)
                and not observed.not_told.search(words)
                and not self.noun_of_record.search(words)
            )
        ):
            return ABSENT
        contrast = words == "not" and kind not in self.absent_kinds and text.endswith("but ", start, cue.start)
        if contrast and on_record.reporting.search(text, start, cue.start):
            return NOT_DOCUMENTED  # "the reports document relief but not | function"
        if words in self.wanting and observed.is_wanting(text, start, cue, kind, front):
            return ABSENT
        if words in self.showing_none and observed.is_not_shown(text, cue, kind, front, span):
            return ABSENT
        if words == "not" and self.but_not.search(text, start, cue.start):
            return NOT_DOCUMENTED  # "the exam documented motion but not reflexes"
        if cue.end <= span[0] and (
            self.documenting.search(text, cue.end, span[0])
            or self.supporting.match(text, cue.end, span[0])
            or self.recorded.search(text, cue.end, span[0])
            or on_record.is_unwritten(text, start, cue, span)
        ):
            return NOT_DOCUMENTED
        if cue.start >= span[1] and self.act_of_record.search(text, clause[0], span[0]):
            return NOT_DOCUMENTED  # "discussion of | its effect was absent"
        if kind in OF_RESPONSE and cue.start >= span[1] and self.not_brought.search(words):
            return ABSENT  # "relief was not achieved"
        if kind in OF_RESPONSE and (concluded := observed.conclusion(text, start, cue, kind, span)):
            return concluded
        of_response = kind in OF_RESPONSE or (kind is None and text.startswith(NOTHING, cue.start))
        if of_response and cue.end <= span[0] and observed.is_without_effect(text, start, clause[0], cue, span):
            return ABSENT
        if observed.is_told_of(text, cue, kind, span):
            is_support = words.endswith(REPORTS) and self.to_support.match(text, span[1]) is not None
            return NOT_DOCUMENTED if is_support else ABSENT  # "no report of new injury to support the request"
        if (
            text.startswith(self.history, span[0])
            and not on_record.reporting.search(words)
            and not self.kept_in.match(text, span[1])  # "no history of ulcer in the chart"
        ):
            return ABSENT
        if kind == "outcome" and (self.given.match(text, span[1]) or self.numbered.match(text, span[0])):
            return NOT_DOCUMENTED
        if kind == "outcome" and cue.end <= span[0] and on_record.unproven.match(text, cue.end, span[0]):
            return NOT_DOCUMENTED
        if kind in OF_ACTS and (observed.is_left_undone(text, cue, span) or observed.is_beyond_him(text, cue, span)):
            return ABSENT
        if kind in self.absent_kinds | {None} and self._is_looked_for(text, clause[0], front, cue, span):
            return ABSENT
        if (
            words == "no"
            and self.planned.match(text, span[0])
            and not on_record.written.match(text, span[1], clause[1])
        ):
            return ABSENT  # "there was no plan for surgery"
        if (
            words == "no"
            and self.not_borne.match(text, span[0])
            and not on_record.is_supplied(text, clause, start, cue, kind, span)
        ):
            return ABSENT  # "he has no intolerance to NSAIDs"
        if kind == "documentation" or (
            kind == "outcome" and not observed.is_plainly_denied(text, clause, start, cue, span)
        ):
            return NOT_DOCUMENTED
        if (
            on_record.reporting.search(words)
            or on_record.is_supplied(text, clause, start, cue, kind, span)
            or (
                on_record.is_paper(text, words, span)
                and not on_record.is_unchanged(text, start, cue, span)
                and not (kind == "outcome" and on_record.unchanged.match(text, span[0]))
            )
        ):
            return NOT_DOCUMENTED
        if on_record.is_not_traced(text, cue, kind, span):
            return NOT_DOCUMENTED
        if self.told_in.search(words) and not observed.examination.search(text, front, cue.start):
            return NOT_DOCUMENTED  # but "the examination makes no note of an effusion"
        if self.weak.search(words) and self.misuse.search(text, *span):
            is_watched = cue.end <= span[0] and (
                self.watching.search(text, cue.end, span[0]) or words.split()[0] in self.wanting
            )
            return NOT_DOCUMENTED if is_watched else ABSENT  # "the records show no evidence of diversion"
        if words.endswith(" report") and observed.unreported.search(text, front, cue.start):
            return NOT_DOCUMENTED  # "the examination did not report"
        if kind == "response" and observed.is_his(text, start, cue, span):
            return ABSENT
        if on_record.is_of_records(text, start, clause[0], cue, kind not in OF_ACTS | OF_RESPONSE):
            return NOT_DOCUMENTED
        weak = self.weak.search(words) or self.weak_behind.match(text, cue.end, span[0])
        if weak and not observed.is_looked_for(text, start, cue, kind, span):
            return NOT_DOCUMENTED
        return ABSENT

    def _is_looked_for(self, text: str, clause: int, front: int, cue: Cue, span: Limits) -> bool:
        """True for "the exam did not identify | spasm", "signs of | instability are lacking": somebody looked.

        Where "documented signs" are lacking, or "in the notes", nobody wrote them down.
        """
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
