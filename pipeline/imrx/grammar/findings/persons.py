"""Who is spoken of by what he works as.

    no evidence to support the lineman | has tried and failed
    The bus operator | is not driving

A noun of `persons` in `patterns/findings_heads.json`, or any with one of its endings, behind "the" or "this". Left
alone: those who treat or decide, and things that end as people do ("the stimulator").
"""

from typing import Any

from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.words import Words

SHORTEST = 5
"""So many letters a noun with one of the endings has at least: "baker", but not "for"."""

ARTICLES = frozenset({"the", "this"})


class Persons:
    """The nouns for people: `bare` is an expression for one, `source` with its article, for text in lower case."""

    def __init__(self, heads: dict[str, Any]) -> None:
        table = heads["persons"]
        self.endings = tuple(table["endings"])
        self.last_letters = frozenset(word[-2:] for word in [*table["endings"], *table["nouns"]])
        self.nouns = frozenset(table["nouns"])
        self.others = frozenset(table["others"])
        self.bare = (
            rf"(?:{any_phrase(table['nouns'])}|(?!{any_phrase(table['others'])})(?=[a-z]{{{SHORTEST}}})"
            rf"[a-z]+(?:{'|'.join(self.endings)})\b)"
        )
        self.source = rf"(?:the|this)\s+(?:[a-z]+\s+){{0,2}}?{self.bare}"

    def find(self, words: Words) -> list[int]:
        """The indices of all of them in a text, in order."""
        known = [word for word in set(words.lower) if word[-2:] in self.last_letters and self._is_known(word)]
        return [at for at in words.among(frozenset(known)) if self.is_one(words.lower, at)] if known else []

    def _is_known(self, word: str) -> bool:
        return word in self.nouns or (word.endswith(self.endings) and len(word) >= SHORTEST and word not in self.others)

    def is_one(self, lower: list[str], at: int) -> bool:
        """True for the noun at an index, with "the" or "this" at most two words in front of it."""
        return self._is_known(lower[at]) and not ARTICLES.isdisjoint(lower[max(0, at - 3) : at])
