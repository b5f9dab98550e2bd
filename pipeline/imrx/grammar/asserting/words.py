"""Words of a text by offset, and the longest phrase of a vocabulary that starts at a word.

A phrase is matched word by word over a tree of dictionaries, so that thousands of phrases cost no more than one
look-up a word. Case, line breaks, hyphens, apostrophes and slashes between words make no difference; a phrase
written wholly in capitals ("MI", "PE") is only matched in capitals.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’]s\b)?")

GLUE = " \t\r\n\f-‐–'’()/"
"""What may stand between two words of one phrase."""

PREPOSITIONS = frozenset({"of", "in", "to", "from", "with"})

MAX_GAP = 6

_END = ""
_CAPITALS = "^"


_BLANKS = str.maketrans(dict.fromkeys(".,;:!?()[]{}\"“”'’‘/-–—&+*#=<>", " "))


def word_set(text: str, start: int, end: int) -> set[str]:
    """The words of a stretch in lower case, roughly ("don't" is "don" and "t"): a test far cheaper than a search."""
    return set(text[start:end].lower().translate(_BLANKS).split())


class Words:
    """The words of a stretch of text.

    Attributes:
        lower: the words in lower case, without a possessive 's.
        starts: offset of each word's first character.
        ends: offset behind each word.
    """

    __slots__ = ("ends", "lower", "starts", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        matches = list(WORD.finditer(text, start, end))
        self.lower = [normal(match[0]) for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]

    def __len__(self) -> int:
        return len(self.lower)

    def index(self, offset: int) -> int:
        """The index of the first word that starts at an offset or behind it."""
        return bisect_left(self.starts, offset)

    def gap(self, index: int) -> str:
        """What stands between the word at `index` and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def joined(self, index: int) -> bool:
        """True where the word at `index` and the next one can belong to one phrase."""
        gap = self.gap(index)
        return gap == " " or (len(gap) <= MAX_GAP and not gap.strip(GLUE))


def normal(word: str) -> str:
    """A word as phrases spell it."""
    word = word.lower()
    return word[:-2] if word[-1] == "s" and word.endswith(("'s", "’s")) else word


def plural(word: str) -> str:
    """The regular plural of a noun."""
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


class PhraseTree:
    """Phrases and the value that each of them stands for."""

    def __init__(self, phrases: Iterable[tuple[str, Any]]) -> None:
        self.root: dict[str, Any] = {}
        for phrase, value in phrases:
            words = [normal(word) for word in WORD.findall(phrase)]
            capitals = phrase.isupper() and phrase.isalpha()
            self._add(words, value, capitals)
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

    def longest(self, words: Words, index: int) -> tuple[int, Any] | None:
        """The longest phrase that starts at a word: the index behind its last word, and its value."""
        node = self.root.get(words.lower[index])
        best = None
        at = index
        while node is not None:
            if _END in node:
                best = (at + 1, node[_END])
            elif _CAPITALS in node and words.text[words.starts[index] : words.ends[at]].isupper():
                best = (at + 1, node[_CAPITALS])
            if len(node) == 0 or at + 1 >= len(words) or not words.joined(at):
                break
            at += 1
            node = node.get(words.lower[at])
        return best
