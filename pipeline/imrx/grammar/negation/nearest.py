"""Which cue of its clause may negate a finding: the nearest that reaches it, in front of it or behind it.

    Lyrica failed to help, and relief | was not documented           "was not documented"
    no documentation that | depression has been excluded             "no documentation"
    no atrophy, strength 5/5                                         none: it is measured
    unclear why he cannot do a | home exercise program               none: nobody says that he cannot
    negative for Norco raised the question of | diversion            none: it is raised

Left alone: how far a cue reaches (`imrx.grammar.negation.scope`), and what the cue then says.
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.absence import Absence
from imrx.grammar.negation.concerned import Concerned
from imrx.grammar.negation.cue import AFTER, BEFORE, Cue
from imrx.grammar.negation.documents import Documents
from imrx.grammar.negation.scope import Scope
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.words import DIGIT
from imrx.labels import ABSENT
from imrx.stretches import Limits

NEAREST = 3
"""So many cues in front of a finding, and behind it, are asked whether they reach it."""

OF = re.compile(r" (?:of|in|at|to|on|over) ")
"""What stands behind the head of a finding: "reflex at the ankle"."""

SCORE = re.compile(r"\d[\d. -]*(?:to \d+ ?)?(?:/| out of| on a (?:scale|10))")
"""A pain score, "7/10" or "7 out of 10", which no cue negates."""

ENDING_SCORE = re.compile(r".*[a-z,] (?:of )?[1-9][\d. -]*(?:to \d+ ?)?(?:/ ?10| out of 10)")
"""The same where it ends a finding: "knee pain 4/10", which a cue denies only as its object: "denies | pain 4/10"."""

OBJECT = re.compile(r"\s+(?:(?!with\b|and\b|but\b|while\b|when\b)[a-z/-]+\s+){0,3}")
"""What stands between a cue and its object: "denies | having any | knee pain 4/10"."""

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

COMPLAINTS = frozenset({"diagnosis", "symptom"})
"""The kinds of what a patient has when it is not assessed: "no assessment of his insomnia", unlike his gait."""

REASON_NOBODY_GIVES = 120
"""So many characters in front of "cannot" the reason that nobody gives is looked for."""

FARTHEST_OPINION = 100
"""So many characters in front of a denial the belief stands that nobody has reason for."""

DENIED_VERB = ("never ", " or ", " nor ")
"""What stands right in front of a verb that tells what is not: "never | ran out of medication early"."""

OR_THAT = re.compile(r"\b(?:or|nor|and)\s+that\s")
"""What begins another member of what the records do not tell."""


class NearestCue:
    """The words of `patterns/negation.json` that decide between cues, compiled, for text in lower case.

    `absence`, `concerned` and `documents` tell what a cue says of a finding.
    """

    def __init__(
        self, table: dict[str, Any], clauses: Clauses, absence: Absence, concerned: Concerned, documents: Documents
    ) -> None:
        self.absence, self.concerned, self.documents = absence, concerned, documents
        self.scope = Scope(table, clauses)
        words = table["not_documented"]
        self.that_patient = expression(
            rf"(?:\s+(?:that|(?:(?:of|for|as\s+to)\s+)?why|to\s+[a-z]+|[a-z]+ing))?\s+"
            rf"(?:the\s+|this\s+)?{absence.observed.patients}\s+"
        )
        self.unbelieved = expression(
            rf"\bno\s+reason\s+to\s+{any_phrase(table['limits']['believing'])}\s+"
            rf"(?:(?!(?:and|as|since|because|while|without|but|or)\b)[a-z'-]+\s+){{1,8}}$"
        )
        verbs = openings_of([*clauses.report_verbs, *table["families"]["report_verbs"]])
        self.nothing_shows = expression(
            rf"nothing\s+(?:[a-z]+\s+){{0,7}}?{verbs}(?:e?s|ed)?\s+(?:that\s+)?"
            rf"(?:the\s+|this\s+)?{absence.observed.patients}\s+"
        )
        self.that_treatment = expression(r"\s+that\s+(?:[a-z'-]+\s+){1,10}")
        behind = "".join(rf"(?<!\b{word})" for word in words["not_where"])
        where = rf"{behind}\s+{any_phrase(words['where'])}\s+(?:[\w-]+\s+){{0,3}}"
        self.where = expression(where)
        reasons = any_phrase(table["limits"]["explaining"])
        unknown = any_phrase(table["limits"]["unknown"])
        self.unknown = expression(unknown)
        self.of_care = expression(any_phrase(table["limits"]["of_care"]))
        self.asked_why = expression(
            rf"\b(?:no|not|never|{unknown})\s[^.;,]{{0,60}}?"
            rf"(?:\bwhy|\b{reasons}\s+(?:to\s+[a-z]+\s+)?that)\s+(?:the\s+|this\s+)?{absence.observed.patients}\s+$"
        )
        noted = any_phrase([*clauses.passive_verbs, *table["families"]["participles"]])
        self.noted_where = expression(rf"\s+(?:is|are|was|were)\s+{noted}{where}")
        self.complaints = tuple(words["complaints"])
        self.examining = expression(rf"\b{any_phrase(words['examining'])}$")
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
        self.listed_denial = expression(any_phrase(table["limits"]["listed_denials"]))
        self.unexpected = expression(any_phrase(table["limits"]["unexpected"]))
        self.answering = expression(rf"\b{openings_of(table['limits']['answering'])}")
        self.absent = tuple(f"{word} " for word in table["limits"]["absent"])
        self.gone = expression(rf"\b{any_phrase(table['limits']['gone'])}")

    def find(
        self, text: str, clause: int, span: Limits, cues: list[Cue], findings: list[Limits], kind: str | None
    ) -> Cue | None:
        """The nearest cue that may reach a finding: one in front of it, else one behind it."""
        figured = DIGIT.search(text, *span) is not None
        measured = figured and kind is not None and self._is_measure(text, span)
        front = text[max(0, span[0] - 8) : span[0]]
        signed = text[span[1] : span[1] + 2].strip() == "+" or (
            front[-4:].rstrip(" )").endswith("+") and front.rstrip(" (+)").rpartition(" ")[2] not in NOT_SIGNED
        )
        scored = figured and not measured
        if signed or (scored and (SCORE.match(text, *span) or self._is_scored_neighbour(text, cues, span, findings))):
            return None  # a score, "+TTP" or "TTP +" is there
        if (
            kind is not None
            and text[slice(*span)].split()[0] in self.stating
            and not self._is_told_of_him(text, cues, span)
            and not text.endswith(DENIED_VERB, 0, span[0])
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
        if any(self.concerned.is_only_told_of(text, cue, span) for cue in before):
            return None
        if (
            len(before) > 1
            and before[-2].report
            and (self._is_listed_denial(text, before[-1]) or self._is_of_other_member(text, before, span))
        ):
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
        if before and self.unbelieved.search(text, max(0, before[-1].start - FARTHEST_OPINION), before[-1].start):
            return None  # "no reason to believe that he does not | respond"
        if self._is_doubly_denied(text, before, kind, span):
            return before[-2] if kind in self.absence.of_treatments else None
        for cue in nearest:
            if (
                (
                    self.scope.reaches(text, clause, cue, span, findings)
                    or (kind == "test" and self.scope.behind.is_listed_test(text, cue, span, findings))
                )
                and not self._listed_result(text, cue, span, kind)
                and not self._is_raised(text, cue, span)
                and not self._is_unanswered(text, cue, span)
                and not (
                    kind in self.absence.absent_kinds and self._is_only_concerned(text, clause, cue, span, findings)
                )
                and not (kind in COMPLAINTS and self.concerned.is_only_assessed(text, cue, span, findings))
                and not self.concerned.is_reason_of_its_own(text, cue, span, kind in self.absence.absent_kinds)
                and not self._is_where(text, cue, span, findings, kind)
                and not self.documents.is_there(text, cue, span, findings)
                and not (
                    self._is_complaint(text, span, kind)
                    and (
                        self.concerned.is_only_weighed(text, cue, span, findings)
                        or self.concerned.is_only_asked_of(text, cue, span)
                    )
                )
                and not (kind in STUDIES and self.concerned.is_only_asked_for(text, cue, span))
                and not (kind == "test" and self.concerned.is_only_explained(text, cue, span))
            ):
                return cue
        return None

    def _is_scored_neighbour(self, text: str, cues: list[Cue], span: Limits, findings: list[Limits]) -> bool:
        """True for a pain with its score that is no cue's object: "no help with | pain 4/10", not "no | pain 4/10"."""
        if ENDING_SCORE.fullmatch(text, *span) is None:
            return False
        near = next((cue for cue in reversed(cues) if cue.side == BEFORE and cue.end <= span[0]), None)
        if near is None or OBJECT.fullmatch(text, near.end, span[0]) is None:
            return True
        return any(near.end <= start < span[0] for start, _ in findings)

    def _is_only_concerned(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for a condition of which not the condition is denied but what becomes of it or is done for it."""
        return (
            self.concerned.only_alters(text, cue, span, findings)
            or self.concerned.is_only_treated(text, clause, cue, span, findings)
            or self.concerned.is_only_cared_for(text, cue, span, findings)
            or self.concerned.is_only_his(text, cue, span)
            or self.concerned.is_only_to_be_shown(text, cue, span)
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
        return cue.report and self.concerned.stated.fullmatch(text, cue.end, span[0]) is not None

    def _is_listed_denial(self, text: str, cue: Cue) -> bool:
        """True for an item of what a report lacks: "no evidence of relief, absence of side effects, or monitoring"."""
        return (
            text.endswith((", ", " or ", " and ", " or a ", ", a ", " or an ", " or any "), 0, cue.start)
            and self.listed_denial.fullmatch(text, cue.start, cue.end) is not None
        )

    def _is_of_other_member(self, text: str, before: list[Cue], span: Limits) -> bool:
        """True for the "not" of "no documentation that it was not effective, or that there is a | need"."""
        that = text.startswith(" that ", before[-2].end)
        return that and OR_THAT.search(text, before[-1].end, span[0]) is not None

    def _is_doubly_denied(self, text: str, before: list[Cue], kind: str | None, span: Limits) -> bool:
        """True for "no evidence that the patient cannot walk": the inner denial is what is denied.

        So it is for "nothing in the file suggests that he cannot", and for "no documentation that a home exercise
        program has not been | effective".
        """
        if len(before) < 2 or text.startswith("nor", before[-1].start):
            return False
        between = before[-2].end, before[-1].start
        if self.nothing_shows.fullmatch(text, before[-2].start, before[-1].start):
            return True
        if not before[-2].report:
            return False
        return self.that_patient.fullmatch(text, *between) is not None or (
            kind in self.absence.of_treatments
            and "," not in text[before[-1].end : span[0]]
            and self.that_treatment.fullmatch(text, *between) is not None
        )

    def _asking(self, text: str, before: list[Cue]) -> Cue | None:
        """The cue of what the records do not tell, "no explanation why", "unclear why"; null for "no reason why"."""
        return next((cue for cue in before if cue.report or self.unknown.match(text, cue.start, cue.end)), None)

    def _is_complaint(self, text: str, span: Limits, kind: str | None) -> bool:
        """True for a condition, and for "symptoms" of any."""
        return kind in self.absence.absent_kinds or text.endswith(self.complaints, *span)

    def _is_asked_why(self, text: str, cue: Cue) -> bool:
        """True for what "no reason is given why he cannot | exercise" asks for: nobody says that he cannot."""
        return self.asked_why.search(text, max(0, cue.start - REASON_NOBODY_GIVES), cue.start) is not None

    def _is_examined(self, text: str, span: Limits) -> bool:
        """True for an examination and what is done in one: "no pain with | range of motion"."""
        examination = self.absence.observed.examination
        return examination.search(text, *span) is not None or self.examining.search(text, *span) is not None

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
