"""Who is spoken of by what he works as.

    no evidence to support the lineman | has tried and failed
    The bus operator | is not driving
    no indication Mr. Smith | is able to exercise
    no indication this 45-year-old male | is able to exercise

A name behind a title; a noun of `persons` in `patterns/findings_heads.json`, or any with one of its endings, behind
"the" or "this". Left alone: those who treat or decide, and things that end as people do ("the stimulator").
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import DEFINITE, Words

SHORTEST = 5
"""So many letters a noun with one of the endings has at least: "baker", but not "for"."""

LAST = 2
"""So many of its last letters show that a word is none of them, for nearly all words."""

FARTHEST_ARTICLE, FARTHEST_BEHIND_AGE = 3, 6
"""At most so many words in front of a noun its article stands; behind an age, "this 45 year old right-handed male"."""


class Persons:
    """The nouns for people: `bare` is an expression for one, `source` with its article, for text in lower case.

    `patients` are the phrases that mean the patient, and `patient_words` the last word of each.
    """

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.patients = [*clauses.patients, *heads["patient_subjects"]]
        self.patient_words = frozenset(phrase.split()[-1] for phrase in self.patients)
        table = heads["persons"]
        self.endings = tuple(table["endings"])
        self.last_letters = frozenset(word[-LAST:] for word in [*table["endings"], *table["nouns"], *table["titles"]])
        self.nouns = frozenset(table["nouns"])
        self.others = frozenset(table["others"])
        self.bare = (
            rf"(?:{any_phrase(table['nouns'])}|(?!{any_phrase(table['others'])})(?=[a-z]{{{SHORTEST}}})"
            rf"[a-z]+(?:{'|'.join(self.endings)})\b)"
        )
        self.titles = frozenset(table["titles"])
        self.dotted = frozenset(table["dotted_titles"])
        self.titled = rf"(?:(?:{any_phrase(self.titles)}\.?|{any_phrase(self.dotted)}\.)\s+[a-z'-]+)"
        self.aged = r"(?:\d+[\s-]*(?:years?[\s-]*old|y\.?/?o\.?)\s+(?:[a-z]+-[a-z]+\s+)?)?"
        self.source = rf"(?:{self.titled}|(?:the|this)\s+{self.aged}(?:[a-z]+\s+){{0,2}}?{self.bare})"

    def find(self, words: Words) -> list[int]:
        """The indices of all of them in a text, in order."""
        known = frozenset(filter(self._is_known, words.ending(LAST, self.last_letters)))
        return [at for at in words.among(known) if self._is_meant(words.lower, at)] if known else []

    def _is_known(self, word: str) -> bool:
        return (
            word in self.nouns
            or word in self.titles
            or (word.endswith(self.endings) and len(word) >= SHORTEST and word not in self.others)
        )

    def is_one(self, lower: list[str], at: int) -> bool:
        """True for the word at an index if it is one of them."""
        return self._is_known(lower[at]) and self._is_meant(lower, at)

    def _is_meant(self, lower: list[str], at: int) -> bool:
        """True for a title, and for the noun at an index with "the" or "this" closely in front of it."""
        front = lower[max(0, at - FARTHEST_BEHIND_AGE) : at]
        near = front if "old" in front else front[-FARTHEST_ARTICLE:]
        return lower[at] in self.titles or not DEFINITE.isdisjoint(near)
