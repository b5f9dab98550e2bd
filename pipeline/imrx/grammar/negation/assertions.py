"""What a sentence says of one of its findings, when it is known which cue denies it.

    no evidence of | compliance                                     not_documented
    without | radiation                                             absent
    if there is | improvement                                       hypothetical
    MTUS recommends to discontinue opioids if there is no | relief  guideline_statement

Which findings a cue denies, `imrx.grammar.negation.judge` says.
"""

import re
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.absence import Absence
from imrx.grammar.negation.between import CONJUNCT
from imrx.grammar.negation.cases import Case, Clause
from imrx.grammar.negation.concerned import Concerned
from imrx.grammar.negation.cue import BEFORE, Cue
from imrx.grammar.negation.hypothetical import Hypothetical
from imrx.grammar.negation.refuted import Refuted
from imrx.grammar.sentences.clauses import Clauses
from imrx.labels import ABSENT, GUIDELINE_STATEMENT, HYPOTHETICAL, NEGATED, PRESENT
from imrx.stretches import Limits

CONJUNCTION = 12
"""So many characters in front of a clause the "if" may stand that it depends on."""

FEW_WORDS = 6
"""So many words may stand between hypothetical words and a finding behind them."""

MODALS = frozenset({"would", "might"})
"""Of the words that make something hypothetical, those whose clause a comma ends."""

OF_PERSON = re.compile(r"\bwho (?:has|is|was|had|does|did)\b")
"""What begins a clause that tells of somebody: "to a patient who has no side effects"."""

JOINED_DENIAL = re.compile(r"(?:(?:,|\b(?:and|or|but))\s+no|\bnor)\b")
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


class Assertions:
    """What tells one assertion from another: `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(
        self, table: dict[str, Any], clauses: Clauses, absence: Absence, concerned: Concerned, refuted: Refuted
    ) -> None:
        self.hypothetical = Hypothetical(table, clauses)
        self.absence = absence
        self.concerned = concerned
        self.refuted = refuted
        self.conditions = frozenset(table["hypothetical"]["conditions"])
        self.relative = expression(
            rf"\b{any_phrase([*clauses.relative, *table['guidelines']['subordinate']])}\s+(?:[\w-]+\s+){{0,3}}$"
        )
        self.excepting = expression(rf"{any_phrase(table['limits']['excepting'])}\s+(?:[a-z]+\s+)?")

    def verdict(
        self, text: str, case: Case, clause: Clause, span: Limits, cue: Cue | None, kind: str | None
    ) -> Verdict:
        """The verdict on a finding of a clause, given the cue that denies it and the kind of its concept."""
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
            if (words := self.hypothetical.forbidden(text, sentence, cue, span)) is not None:
                return Verdict(HYPOTHETICAL, words)
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
        words = words or self.hypothetical.against(text, span, kind)
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
            and JOINED_DENIAL.search(text, words[1], span[0]) is not None
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
