"""Phrases: finds the words of a table in a stretch of text, the longest first, in time linear in the text.

    "X-rays of the knees"   -> x ray (imaging), knee
    "EMG/NCV", "EMG / NCV"  -> the same two words and the same slash

Words are compared without case, plural endings and hyphens, so that a table has to list neither "X-Rays" nor "x ray". A
table word of up to four capitals ("PT", "CT") is compared with its case. One typing fault in a long word can be mended
on demand ("Physical therpay"). Deliberately left alone: faults in short words, which would make another word of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

WORD = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d\u2013-]")

SHORT = 4
"""Up to this length an abbreviation in capitals may be another word in small letters: "PT", "CAT", "OT"."""


LONG = 7
"""From this length on a word with one letter missing, added, changed or swapped is still that word."""


class Word(NamedTuple):
    """A word of the text: its offsets, as it is compared, and as it is written."""

    start: int
    end: int
    stem: str
    raw: str


class Found(NamedTuple):
    """A phrase that was found: half-open character offsets, and the table's value for it."""

    start: int
    end: int
    value: Any


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without case and plural ending: "Injections", "therapies" -> "injection", "therapy"."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words between two offsets; a hyphen is no word, any other sign is one."""
    return [Word(m.start(), m.end(), stem(m[0]), m[0]) for m in WORD.finditer(text, start, end)]


class Phrases:
    """A table of phrases with a value each."""

    def __init__(self, rows: Iterable[tuple[str, Any]]) -> None:
        self._by_first: dict[str, list[tuple[list[str], list[str | None], Any]]] = {}
        for phrase, value in rows:
            words = split_words(phrase, 0, len(phrase))
            capitals = [word.raw if word.raw.isupper() and 2 <= len(word.raw) <= SHORT else None for word in words]
            self._by_first.setdefault(words[0].stem, []).append(([word.stem for word in words], capitals, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: len(entry[0]), reverse=True)

        known = {word for entries in self._by_first.values() for phrase, _, _ in entries for word in phrase}
        self._known = known
        self._lacking = {
            variant: word for word in sorted(known) if len(word) >= LONG for variant in (word, *_lacking_one(word))
        }

    def corrected(self, words: list[Word]) -> list[Word]:
        """The words, with one typing fault mended in each long one that the table does not know; offsets stay."""
        return [word._replace(stem=self._mended(word.stem)) for word in words]

    def _mended(self, word: str) -> str:
        if len(word) < LONG or word in self._known:
            return word
        for variant in (word, *_lacking_one(word)):
            if variant in self._lacking:
                return self._lacking[variant]
        return word

    def find(self, words: list[Word]) -> list[Found]:
        """The phrases in a list of words, in order, without overlap; of two that begin together the longer."""
        found = []
        stems = [word.stem for word in words]
        index = 0
        while index < len(words):
            for phrase, capitals, value in self._by_first.get(stems[index], ()):
                until = index + len(phrase)
                if stems[index:until] == phrase and all(
                    capital is None or capital == word.raw
                    for capital, word in zip(capitals, words[index:until], strict=True)
                ):
                    found.append(Found(words[index].start, words[until - 1].end, value))
                    index = until
                    break
            else:
                index += 1
        return found


def _lacking_one(word: str) -> list[str]:
    """The word without each of its letters in turn: two words share one of these where a single fault parts them."""
    return [word[:index] + word[index + 1 :] for index in range(len(word))]
