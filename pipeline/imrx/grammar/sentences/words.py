"""Words of a text by offset, and the longest phrase of a vocabulary that starts at a word.

A phrase is matched word by word over a tree of dictionaries, so that thousands of phrases cost no more than one
look-up a word. Case, line breaks, hyphens, apostrophes and slashes between words make no difference; a phrase
written wholly in capitals ("MI", "PE") is only matched in capitals.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import compress
from operator import itemgetter
from typing import Any

import numpy as np

from imrx.grammar.words import places_of
from imrx.lower import lower_case

WORD = re.compile(r"[^\W_]+(?:'s\b)?")

GLUE = " \t\r\n\f-‐–'()/"
"""What may stand between two words of one phrase."""

CONJUNCTIONS = frozenset({"and", "or"})

INSIDE = " \t\r\n\f-/"
"""What may stand between a modifier and what it modifies."""

PREPOSITIONS = frozenset({"of", "in", "to", "from", "with"})

MAX_GAP = 6

_END = ""
_CAPITALS = "^"

_IN_WORDS = np.array([chr(code).isalnum() for code in range(0x3000)])
"""Which characters words are made of; every character behind the table counts as the last one in it, as none."""

_SPACE = np.uint32(ord(" "))


class Words:
    """The words of stretches of a folded text, a possessive 's a part of its word.

    Attributes:
        lower: the words in lower case, without a possessive 's.
        lowered: the text in lower case.
        starts: offset of each word's first character.
        ends: offset behind each word, a possessive 's included.
        distinct: the distinct words. The index of the last of each is kept, and for each word the index of the one in
            front that is the same: a list for each would be many objects for Python to search for garbage.
    """

    __slots__ = ("_before", "_last", "distinct", "ends", "lower", "lowered", "starts", "text")

    def __init__(self, text: str, stretches: Iterable[tuple[int, int]]) -> None:
        """Split the stretches, half-open character offsets in order; numpy does in one step what a loop would."""
        lowered = lower_case(text)
        codes = np.frombuffer(lowered.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        inside = np.zeros(len(text) + 2, dtype=bool)
        for start, end in stretches:
            inside[start + 1 : end + 1] = _IN_WORDS.take(codes[start:end], mode="clip")
        possessives = [offset for offset in _possessives(lowered) if inside[offset]]
        inside[[offset + 1 for offset in possessives]] = True
        limits = np.flatnonzero(inside[1:] != inside[:-1]).tolist()
        spaced = np.where(inside[1:-1], codes, _SPACE)
        self.text = text
        self.lowered = lowered
        self.starts: list[int] = limits[::2]
        self.ends: list[int] = limits[1::2]
        self.lower = spaced.tobytes().decode("utf-32-le", "surrogatepass").split()
        for offset in possessives:
            index = bisect_left(self.starts, offset) - 1
            self.lower[index] = lowered[self.starts[index] : offset]
        last: dict[str, int] = {}
        before: list[int] = []
        for index, word in enumerate(self.lower):
            before.append(last.get(word, -1))
            last[word] = index
        self._last = last
        self._before = before
        self.distinct = frozenset(last)

    def __len__(self) -> int:
        return len(self.lower)

    def index(self, offset: int) -> int:
        """The index of the first word that starts at an offset or behind it."""
        return bisect_left(self.starts, offset)

    def among(self, wanted: AbstractSet[str]) -> list[int]:
        """The indices of the words that are in a set, in order."""
        found: list[int] = []
        before = self._before
        for word in self.distinct & wanted:
            index = self._last[word]
            while index >= 0:
                found.append(index)
                index = before[index]
        found.sort()
        return found

    def ending(self, length: int, ends: AbstractSet[str]) -> frozenset[str]:
        """The distinct words whose last letters, so many, are in a set."""
        last = map(itemgetter(slice(-length, None)), self.distinct)
        return frozenset(compress(self.distinct, map(ends.__contains__, last)))

    def openings(self, leads: AbstractSet[str], followers: Mapping[str, Container[str] | None]) -> list[int]:
        """The indices of the words that are in a set and have one of their followers behind them, in order.

        Args:
            leads: the words.
            followers: for each of them, what can follow on it; null where anything can.
        """
        found: list[int] = []
        before, lower = self._before, [*self.lower, ""]
        for word in self.distinct & leads:
            index, following = self._last[word], followers[word]
            while index >= 0:
                if following is None or lower[index + 1] in following:
                    found.append(index)
                index = before[index]
        found.sort()
        return found

    def gap(self, index: int) -> str:
        """What stands between the word at `index` and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def joined(self, index: int) -> bool:
        """True where the word at `index` and the next one can belong to one phrase."""
        gap = self.text[self.ends[index] : self.starts[index + 1]]
        return gap == " " or (len(gap) <= MAX_GAP and not gap.strip(GLUE))


def _possessives(lowered: str) -> Iterator[int]:
    """Offsets of the apostrophes of possessives."""
    for at in places_of(lowered, "'s"):
        if not lowered[at + 2 : at + 3].isalnum():
            yield at


def normal(word: str) -> str:
    """A word as phrases spell it."""
    word = word.lower()
    return word.removesuffix("'s")


def plural(word: str) -> str:
    """The regular plural of a noun."""
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


DETERMINERS = frozenset({"the", "his", "her", "their", "this"})
"""What may stand behind a preposition of a phrase: "severity of | the | pain"."""

DEFINITE = frozenset({"the", "this"})
"""What stands in front of somebody who was named: "the patient"."""

BEFORE_DETERMINERS = frozenset({"of", "in"})


class PhraseTree:
    """Phrases and the value that each of them stands for."""

    def __init__(self, phrases: Iterable[tuple[str, Any]]) -> None:
        self.root: dict[str, Any] = {}
        for phrase, value in phrases:
            words = [normal(word) for word in WORD.findall(phrase)]
            capitals = phrase.isupper() and phrase.isalpha()
            self._add(words, value, capitals)
            if capitals and len(phrase) > 2:
                self._add([words[0] + "s"], value, True)
            if not capitals and len(words[-1]) > 2:
                self._add([*words[:-1], plural(words[-1])], value, False)
                preposition = next((k for k, word in enumerate(words) if k and word in PREPOSITIONS), None)
                if preposition is not None:
                    noun = preposition - 1
                    self._add([*words[:noun], plural(words[noun]), *words[noun + 1 :]], value, False)

    def _add(self, words: list[str], value: Any, capitals: bool) -> None:
        node = self.root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_CAPITALS if capitals else _END, value)

    def whole(self) -> frozenset[str]:
        """The words that are a phrase alone."""
        return frozenset(word for word, node in self.root.items() if _END in node or _CAPITALS in node)

    def longest(self, words: Words, index: int) -> tuple[int, Any] | None:
        """The longest phrase that starts at a word: the index behind its last word, and its value."""
        lower = words.lower
        node = self.root.get(lower[index])
        if node is None:
            return None
        best = None
        at = index
        count = len(lower)
        while True:
            if _END in node:
                best = (at + 1, node[_END])
            elif _CAPITALS in node and _in_capitals(words.text[words.starts[index] : words.ends[at]]):
                best = (at + 1, node[_CAPITALS])
            at += 1
            while (
                at + 1 < count
                and lower[at] in DETERMINERS
                and lower[at] not in node
                and lower[at - 1] in BEFORE_DETERMINERS
            ):
                at += 1
            node = node.get(lower[at]) if at < count else None
            if node is None or not words.joined(at - 1):
                return best


def _in_capitals(written: str) -> bool:
    """True for "ADL", "ADLs" and "ADL's"."""
    return written.isupper() or written.rstrip("s'").isupper()
