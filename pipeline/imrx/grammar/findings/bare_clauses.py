"""Clauses that stand behind "no evidence" without a "that", and do not tell of the patient.

    no evidence | a modified barium swallow | was completed     the subject: it was not done
    no indication the hardware is | loose                      what is said of the subject

Left alone: clauses about the patient (`imrx.grammar.findings.opening_clauses`), about those who treat or decide, and
about requests.
"""

from typing import Any, NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.findings.opening_parts import OpeningParts
from imrx.grammar.sentences.branches import AUXILIARIES
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words

LONGEST_START = 9
"""A subject and its verb have at most so many words: "a modified barium swallow was"."""

NEAR = 4
"""The noun stands at most so many words behind the word of absence: "no clear documentation"."""


class Bare(NamedTuple):
    """What is missing, by half-open character offsets: a predicate, and its end is not known, or a subject."""

    start: int
    end: int | None


class BareClauses:
    """The words of `patterns/findings_heads.json` that such clauses begin with, and what ends their subjects."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses, parts: OpeningParts) -> None:
        self.nouns = frozenset(heads["introductory"])
        self.to_say = frozenset(heads["to_say"])
        self.determiners = frozenset(heads["np_determiners"]) - {"that"}
        self.inside = self.determiners | frozenset(heads["complement_prepositions"]) | {"and", "or"}
        self.stops = frozenset(heads["np_stops"])
        self.not_told = frozenset(heads["not_of_patient"]) - self.determiners | {"based"}
        self.done = expression(rf"\s+(?:ever\s+|[a-z]+ly\s+)?(?:been\s+)?(?:[a-z]+ly\s+)?(?:{parts.done}|{parts.said})")
        self.said_of = expression(rf"\s+(?:ever\s+)?(?:been\s+)?(?!not\b|{clauses.otherwise})(?=[a-z])")

    def find(self, words: Words, sentence: Sentence, mark: int) -> Bare | None:
        """What is missing by the clause behind a word of absence, if there is one without "that"."""
        lower, last = words.lower, sentence.last
        noun = next((at for at in range(mark + 1, min(mark + NEAR, last)) if lower[at] in self.nouns), last)
        first = noun + 1
        if first + 1 < last and lower[first] == "to" and lower[first + 1] in self.to_say:
            first += 2
        verb = self._verb(words, first, min(first + LONGEST_START, last))
        if verb is None or any(words.gap(at) != " " for at in range(mark, verb)):
            return None
        if not self.not_told.isdisjoint(lower[first:verb]):
            return None
        if self.done.match(words.lowered, words.ends[verb], sentence.end):
            return Bare(words.starts[first], words.ends[verb - 1])
        said = self.said_of.match(words.lowered, words.ends[verb], sentence.end)
        return None if said is None else Bare(said.end(), None)

    def _verb(self, words: Words, first: int, last: int) -> int | None:
        """The index of the verb behind a subject that begins at a word, or null where something else ends it."""
        for at in range(first, last):
            word = words.lower[at]
            if word in AUXILIARIES:
                return at if at > first else None
            if word in self.stops and word not in (self.determiners if at == first else self.inside):
                return None
        return None
