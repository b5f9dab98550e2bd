"""What else is missing by the same phrase of absence: what a sentence joins to a place that was opened.

    It is unclear how often it hurts or for how long | each tablet helps      a series
    no indication that he is being monitored, to include | a liver panel      what is said to belong to it
    does not document his pain or describe | his function                     another verb
    no relief in terms of | percent reduction in pain                         what it is measured by

Which phrases open the first place, `imrx.grammar.findings.openings` says.
"""

import re
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings import opening_clauses
from imrx.grammar.findings.opening_parts import OpeningParts
from imrx.grammar.findings.place import CLAUSE, OBJECT, Place
from imrx.grammar.sentences.branches import ALTERNATIVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.series import THAT
from imrx.grammar.sentences.words import Words

THERE_IS = re.compile(r"there(?:'s|\s+(?:is|are|was|were|has\s+been|have\s+been))\s+(?:an?\s+|any\s+)?")

TERMS = " terms of "


class Continued:
    """The words of `patterns/findings_heads.json` that such a phrase goes on with."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses, parts: OpeningParts) -> None:
        self.clauses = clauses
        asked, patient, subjects = parts.asked, parts.patient, parts.subjects
        self.failing = frozenset(heads["failing"])
        self.including = expression(
            rf"\b(?:to\s+)?{any_phrase(heads['including'])}(?:\s+but\s+not\s+limited\s+to)?,?\s+"
        )
        self.other = expression(
            rf"(?:(?!\b{any_phrase(heads['finite'])}\b)[^.;:()]){{1,200}}?,\s+or\s+"
            rf"(?=(?:another|any\s+other|some\s+other)\s)"
        )
        changed = any_phrase([*heads["reducing"], *heads["degrees"], *heads["raising"], *clauses.relieving])
        self.in_terms = expression(
            rf"(?:(?!\b{any_phrase(heads['finite'])}\b)[^.;:)]){{1,160}}?[\s(]in\s+terms\s+of\s+"
            rf"(?:{any_phrase(heads['examples'])}\s+)?(?=(?:[a-z]+\s+){{0,2}}?{changed})"
        )
        self.made_including = expression(
            rf"(?:(?!\b(?:or|but)\b)[^.;,])*\s(?:has|have)\s+been\s+"
            rf"{any_phrase([*heads['made'], *heads['carried_out']])},?\s+{any_phrase(heads['including'])}\s+"
        )
        self.of_patient = expression(patient)
        self.stated = expression(opening_clauses.stated(parts))
        self.decided = expression(rf"(?:[a-z'-]+\s+){{1,5}}?(?:is|are|was|were)\s+{clauses.decided}")
        self.again_verb = expression(
            rf"\b(?:or|nor)\s+(?:[a-z]+ly\s+)?(?![a-z]+ed\b){parts.verbs}\s+"
            rf"(?!that\b|{asked}|{subjects}|the\s+{subjects})"
        )
        self.next_verb = expression(
            rf",\s+(?:(?:and|or|nor)\s+)?(?![a-z]+ed\b|[a-z]+s\b){parts.verbs}\s+"
            rf"(?:(?!(?:[a-z]+\s+){{1,2}}it\b)(?P<asked>{asked}\s+)|(?=(?:the|any|an?|his|her)\s))(?:{patient})?"
        )
        self.told_too = expression(
            rf"\b(?:or|nor|and)\s+(?:an?|any|the)\s+(?:[a-z]+\s+)?{any_phrase(heads['introductory'])}\s+"
            r"(?:of|about|regarding|as\s+to)\s+what\s+(?=(?:has|have|had|was|were|is|are)\s)"
        )
        self.doing = expression(rf"\band\s+(?:the|this)\s+{subjects}\s+(?=[a-z]+ing\b)")

    def question(self, words: Words, sentence: Sentence, opening: re.Match[str]) -> Iterator[Place]:
        """What goes on behind a question: its series, and what it is measured by."""
        yield from self._series(words, sentence, opening)
        yield from self.in_terms_of(words, opening.end(), sentence.end)

    def clause(self, words: Words, sentence: Sentence, opening: re.Match[str]) -> Iterator[Place]:
        """What goes on behind the clause of "no evidence the patient"."""
        start, end = opening.end(), sentence.end
        yield from self._series(words, sentence, opening)
        yield from self._members(words, start, end)
        yield from self.in_terms_of(words, start, end)
        other = self.other.match(words.lowered, start, end)
        if other is not None:
            yield Place(other.end(), OBJECT, True)

    def report(self, words: Words, sentence: Sentence, opening: re.Match[str]) -> Iterator[Place]:
        """What goes on behind the noun phrase that is not documented."""
        text, start, end = words.lowered, opening.end(), sentence.end
        yield from self._series(words, sentence, opening)
        if (made := self.made_including.match(text, start, end)) is not None:
            yield Place(made.end(), OBJECT, True)
        for told in self.told_too.finditer(text, start, end):
            yield Place(told.end(), CLAUSE, True)
        for doing in self.doing.finditer(text, start, end):
            yield Place(doing.end(), CLAUSE, True)

    def verbs(
        self, words: Words, sentence: Sentence, opening: re.Match[str], said_of: list[str], of_report: bool
    ) -> Iterator[Place]:
        """The verbs that are denied with the first: "does not document his pain, describe | his gait"."""
        text, start, end = words.lowered, opening.end(), sentence.end
        if of_report and "not" in said_of:
            for verb in self.next_verb.finditer(text, start, end):
                yield Place(verb.end(), CLAUSE if verb["asked"] else OBJECT, True)
        if len(said_of) > 1 and ALTERNATIVE.intersection(words.lower[words.index(start) : sentence.last]):
            for verb in self.again_verb.finditer(text, start, end):
                yield Place(verb.end(), OBJECT, True)

    def in_terms_of(self, words: Words, start: int, end: int) -> Iterator[Place]:
        """By what a missing thing is measured: "no relief (in terms of | percent reduction in pain or reduced VAS)"."""
        if words.lowered.find(TERMS, start, end) >= 0:
            match = self.in_terms.match(words.lowered, start, end)
            if match is not None:
                yield Place(match.end(), OBJECT, True)

    def _series(self, words: Words, sentence: Sentence, opening: re.Match[str]) -> Iterator[Place]:
        """The members that "or that", "nor why" join to one: "how often it hurts or for how long each tablet helps"."""
        text, end = words.lowered, sentence.end
        for joint in self.clauses.series.joints(text, sentence.start, opening.span(), end):
            at = joint.end
            if joint.word in self.clauses.series.about:
                yield Place(at, OBJECT, True)
                continue
            said_of = THERE_IS.match(text, at, end) or self.of_patient.match(text, at, end)
            if said_of is None and joint.word == THAT:
                if self.decided.match(text, at, end):
                    continue
                said_of = self.stated.match(text, at, end)
            yield Place(at if said_of is None else said_of.end(), CLAUSE, True)

    def _members(self, words: Words, start: int, end: int) -> Iterator[Place]:
        """What a clause is said to include: "no indication he is being monitored, to include | a liver panel".

        What failed is one finding with all that was tried: "has failed conservative care to include a brace".
        """
        match = self.including.search(words.lowered, start, end)
        if match is not None:
            between = words.lower[words.index(start) : words.index(match.start())]
            if self.clauses.verbs.isdisjoint(between) and self.failing.isdisjoint(between):
                yield Place(match.end(), OBJECT, True)
