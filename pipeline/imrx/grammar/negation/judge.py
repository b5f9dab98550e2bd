"""What a letter says of its findings: present, absent, not documented, hypothetical, or a guideline's statement.

    There is no evidence presented of random drug testing results   not_documented, cue "no evidence"
    without acute flare, new injury, or progressive deterioration    absent, cue "without"
    MTUS recommends to discontinue opioids if there is no overall improvement   guideline_statement

Which cue may be a finding's, `imrx.grammar.negation.cases` says. Whether it reaches the finding, the judge asks the
one that it is given: negspacy, in the pipeline. What is then said of it, `imrx.grammar.negation.assertions` decides.
"""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase, first_words
from imrx.grammar.expressions import expression
from imrx.grammar.negation.absence import Absence
from imrx.grammar.negation.assertions import AS_FOUND, Assertions, Verdict
from imrx.grammar.negation.cases import Case, Cases, Clause
from imrx.grammar.negation.concerned import Concerned
from imrx.grammar.negation.cue import BEFORE, Cue
from imrx.grammar.negation.refuted import Refuted
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.reading import Reading
from imrx.labels import ABSENT
from imrx.stretches import Limits

FOR_WHICH = "for which "
"""What takes up a cue for the examples in a bracket behind it."""

EXAMPLES = re.compile(r"\(such as[^)]*$")
"""The bracket in which examples stand of what is missing."""

Decider: TypeAlias = Callable[[str, list[Clause], list[Limits]], set[int]]
"""Given a text, clauses and all findings: the indices of the findings that the cues of their clauses negate."""


class Judge:
    """`patterns/negation.json`, compiled, and who decides what a cue reaches; without one nothing is negated.

    A letter is read in lower case; its capitals are only asked for where they mean something.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses, idle: IdleWords, decide: Decider | None) -> None:
        self.idle = idle
        self.decide = decide
        shared = Absence(table, clauses), Concerned(table, clauses), Refuted(table, clauses)
        self.cases = Cases(table, clauses, *shared)
        self.assertions = Assertions(table, clauses, *shared)
        self.resumption = expression(
            rf"\bor\s+(?:the\s+)?{any_phrase(table['families']['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$"
        )
        self.in_terms = expression(
            rf"(?:(?!\b{any_phrase(table['limits']['finite'])}\b)[^.;,]){{1,80}}?\bin\s+terms\s+of\s+[^.;]*$"
        )
        self.evidenced_kinds = frozenset(table["limits"]["evidenced_kinds"])
        lasting = any_phrase(table["limits"]["lasting"])
        self.evidenced = expression(rf"{any_phrase(table['limits']['evidenced'])}\s+(?:(?!\b{lasting}\b)[^.;])*$")
        self.caused = expression(rf"{any_phrase(table['limits']['caused'])}\s[^;]*\b(?:or|nor)\s+(?:the\s+)?$")
        self.failure = expression(rf"{any_phrase(table['families']['failures'])}")
        self.listed_on = expression(rf";?\s*(?:and\s+)?(?:the\s+)?{any_phrase(table['limits']['listed_on'])}")
        self.non = expression(
            rf"non[- ]?{any_phrase(table['limits']['non_signs'])}"
            rf"(?:$|[\s,]+{any_phrase(table['limits']['behind_non_signs'])})"
        )
        self.absent_words = frozenset(table["limits"]["absent_words"])
        self.nothing = ("0", *first_words(table["limits"]["no_amounts"]))
        self.no_amount = expression(rf"0\s?%(?=\s)|{any_phrase(table['limits']['no_amounts'])}")

    def letter(self, reading: Reading, findings: list[Limits], kinds: list[str | None]) -> list[Verdict]:
        """The verdict on each finding.

        Args:
            reading: the letter's sentences and their words.
            findings: character offsets, in order, without overlap.
            kinds: the kind of each finding's concept (`patterns/findings.csv`), or null.
        """
        text = reading.words.lowered
        findings = reading.folded.tokens_into(findings)
        cases = self.cases.find(text, reading, findings, kinds)
        clauses = [clause for case in cases for clause in case.clauses if clause.likely]
        negated = self.decide(text, clauses, findings) if clauses and self.decide else set()
        verdicts = [AS_FOUND] * len(findings)
        for case in cases:
            cues = self._negated(text, case, negated, findings, kinds)
            for clause in case.clauses:
                for index in clause.findings:
                    verdict = self.assertions.verdict(
                        text, case, clause, findings[index], cues.get(index), kinds[index]
                    )
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

    def _negated(
        self, text: str, case: Case, negated: set[int], findings: list[Limits], kinds: list[str | None]
    ) -> dict[int, Cue]:
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
                    if index not in cues and (
                        listed or self._resumes(text, clause.start, findings[index], kinds[index])
                    ):
                        cues[index] = last
            listed = listed or any(cue.side == BEFORE and cue.report for cue in clause.cues)
            for cue in clause.cues:
                if cue.side == BEFORE:
                    last = cue
        return cues

    def _resumes(self, text: str, clause: int, span: Limits, kind: str | None) -> bool:
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
        if kind in self.evidenced_kinds and self.evidenced.match(text, clause, span[1]):
            return True  # "no documentation of efficacy | as evidenced by increased function"
        return text.startswith(FOR_WHICH, clause) and EXAMPLES.search(text, clause, at) is not None
