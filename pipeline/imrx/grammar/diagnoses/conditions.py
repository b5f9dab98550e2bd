"""Conditions: which words name one, and whether only a diagnosis is called so.

    "sprain", "myofascialgia", "frozen shoulder"    -> name a condition; "lateral recess" does not
    "carpal tunnel syndrome", "heart failure"       -> are firm: only a diagnosis is called so; "pain" is not
    "anxiety symptoms"                              -> is not, for its head is "symptoms"

Deliberately left alone: what a diagnosis is treated with or seen on (`grammar.py`).
"""

import re
from itertools import chain, takewhile
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression
from imrx.grammar.levels import LEVEL
from imrx.grammar.words import DIGIT

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")

TOKEN = re.compile(r"[^\W\d]+(?:[-'\u2019/][^\W\d]+)*")

ASIDE = re.compile(r"[,(\[]")

APOSTROPHE_S = re.compile(r"['\u2019]s?\b")

NAMING = ("diagnosis", "symptom")
"""The kinds of findings whose names name a condition."""

NAME_LENGTH = 6
"""From this length on an ending says that a word names a condition: "bursitis", but not "oasis"."""


class Conditions:
    """The words of `patterns/diagnoses.json` that name a condition.

    The conditions and symptoms of `patterns/findings.csv` whose names have several words ("frozen shoulder", "dry eye")
    name conditions here too.
    """

    def __init__(self, table: dict[str, Any], findings: list[dict[str, str]]) -> None:
        self.heads = frozenset(table["heads"])
        self.suffixes = tuple(table["suffixes"])
        self.exceptions = frozenset(table["suffix_exceptions"])
        terms = [term for row in findings if row["kind"] in NAMING for term in row["terms"].split("|")]
        names = {singular(term) for term in chain(self.heads, terms) if " " in term}
        self.names = frozenset(name for name in names if set(table["not_named"]).isdisjoint(name))
        self.longest_name = max(map(len, self.names))
        self.slashed = expression(rf"(?<![\w/]){any_literal(table['slashed'])}(?![\w/])", re.IGNORECASE)
        self.capitals = expression(rf"(?<![\w-]){any_literal(table['capitals'])}(?![\w-])")
        self.firm = tuple(word for word in table["firm"] if " " not in word)
        self.firm_names = tuple(singular(name) for name in table["firm"] if " " in name)
        self.head_ends = frozenset(table["head_ends"])
        self.name_words = frozenset(table["name_words"])
        self.article = expression(rf"{any_literal(table['articles'])}\s", re.IGNORECASE)
        self.qualifier = expression(rf"{any_literal(table['qualifiers'])}\b", re.IGNORECASE)
        self.numbered = expression(
            rf"\b(?:{LEVEL}(?:[-/](?:{LEVEL}|\d{{1,2}})){{0,4}}"
            rf"|{any_literal(table['numbered'])}\s{{1,4}}(?:[1-5]|i{{1,3}}|iv|v))\b",
            re.IGNORECASE,
        )
        """Levels of the spine, "L4-5", types, "type 2", and stages of a disease."""

        self.classed = expression(
            rf"\b({any_literal(table['classed'])})\s{{1,4}}(?:[1-5]|i{{1,3}}|iv)\b", re.IGNORECASE
        )
        """A disease with the number of its type alone: "DM II"."""

    def stand_in(self, text: str) -> bool:
        """True where a word of the text can be the head of a diagnosis."""
        for low in WORD.findall(text.lower()):
            if self.is_head(low):
                return True
            if "-" in low and any(map(self.is_head, low.split("-"))):
                return True
        if "/" in text and self.slashed.search(text):
            return True
        if self.capitals.search(text):
            return True
        words = singular(text)
        return any(
            words[at : at + length] in self.names
            for at in range(len(words))
            for length in range(2, self.longest_name + 1)
        )

    def without_numbers(self, text: str) -> str:
        """The text without levels of the spine, and without types and stages of a disease."""
        return self.classed.sub(r"\1", self.numbered.sub(" ", text))

    def is_head(self, word: str) -> bool:
        """True for a word in small letters that can be the head of a diagnosis."""
        ending = len(word) >= NAME_LENGTH and word.endswith(self.suffixes) and word not in self.exceptions
        return ending or word in self.heads

    def is_firm(self, text: str, *more: str) -> bool:
        """True where the head of a text names what only a diagnosis is called, as "syndrome", or is one of more."""
        words = self._leading(text)
        name = tuple(filter(None, singular(" ".join(words))))
        if any(name[-len(firm) :] == firm for firm in self.firm_names):
            return True
        head = (words or [""])[-1]
        firm = head.endswith(self.firm) or head.removesuffix("s").endswith(self.firm) or head in more
        return firm and self.stand_in(head)

    def head(self, text: str) -> str:
        """The word that says what a text names: "tear" of "tear of the meniscus"."""
        return (self._leading(text) or [""])[-1]

    def lends_name(self, text: str) -> bool:
        """True where what only a diagnosis is called stands in front of another head: "anxiety symptoms"."""
        return not self.is_firm(text) and any(map(self.is_firm, self._leading(text)[:-1]))

    def _leading(self, text: str) -> list[str]:
        """The words of a text up to its head, which stands in front of what is said aside: "severe, recurrent gout".

        A qualifier in front ends nothing: "secondary gout".
        """
        parts = ASIDE.split(text.lower())
        while len(parts) > 1 and self.qualifier.fullmatch(self.article.sub("", parts[0], count=1).strip()):
            parts.pop(0)
        words = WORD.findall(self.without_numbers(parts[0]))
        qualifier = self.qualifier.match(" ".join(words))
        first = qualifier[0].count(" ") + 1 if qualifier else 0
        return words[:first] + list(takewhile(lambda word: word not in self.head_ends, words[first:]))

    def shares_head(self, text: str, following: str) -> bool:
        """True for a short name that the last word of what follows makes whole: "carpal tunnel | and ... syndrome"."""
        words, head = singular(text), singular(following)[-1:]
        return not any(map(self.is_head, WORD.findall(text.lower()))) and any(
            words[at:] in self.names and words[at:] + head in self.names for at in range(len(words))
        )

    def is_name(self, text: str) -> bool:
        """True where every word of a text is known from names of diagnoses, and a number is only a level or type."""
        text = self.without_numbers(text)
        if DIGIT.search(text):
            return False
        unknown = {
            word
            for word in TOKEN.findall(text.lower())
            if word not in self.name_words and not all(map(self.is_head, word.split("-")))
        }
        return not unknown or unknown <= self._words_of_names(text)

    def _words_of_names(self, text: str) -> set[str]:
        """The words of a text that stand in names of several words: "meralgia paresthetica"."""
        words = singular(text)
        return {
            word
            for at in range(len(words))
            for length in range(2, self.longest_name + 1)
            if words[at : at + length] in self.names
            for word in words[at : at + length]
        }


def singular(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without the "s" of plurals and genitives: "golfer's elbows"."""
    return tuple(word.removesuffix("s") for word in WORD.findall(APOSTROPHE_S.sub("", text.lower())))
