"""Phrases: finds the words of a table in a stretch of text, the longest first, in time linear in the text.

    "X-rays of the knees"   -> x ray (imaging), knee
    "EMG/NCV", "EMG / NCV"  -> the same two words and the same slash

Words are compared without case, plural endings and hyphens, so that a table has to list neither "X-Rays" nor "x ray". A
table word of up to four capitals ("PT", "CT") is compared with its case. One typing fault in a long word can be mended
on demand ("Physical therpay"). Deliberately left alone: faults in short words, which would make another word of them.
"""

import re
from collections.abc import Iterable
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


class FoundPhrase(NamedTuple):
    """A phrase that was found: half-open character offsets, and the table's value for it."""

    start: int
    end: int
    value: Any


def stem(word: str) -> str:
    """A word in small letters without plural ending: "injections", "therapies" -> "injection", "therapy"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words between two offsets; a hyphen is no word, any other sign is one."""
    words = []
    for match in WORD.finditer(text, start, end):
        raw = match[0]
        word = raw.lower()
        words.append(Word(match.start(), match.end(), stem(word) if word[-1] == "s" else word, raw))
    return words


def first_stems(texts: Iterable[str]) -> frozenset[str]:
    """The words with which the texts begin, as they are compared: where none of them stands, no text does."""
    return frozenset(word.stem for text in texts for word in split_words(text, 0, len(text))[:1])


def all_stems(texts: Iterable[str]) -> frozenset[str]:
    """All words of the texts, as they are compared."""
    return frozenset(word.stem for text in texts for word in split_words(text, 0, len(text)))


class _Node:
    """A place in the tree of phrases: the words that can follow, and the phrases that end here."""

    __slots__ = ("following", "here")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.here: list[tuple[list[frozenset[str] | None] | None, Any]] = []


class Phrases:
    """A table of phrases with a value each; each word of `short` may also be written in one of its short ways."""

    def __init__(self, rows: Iterable[tuple[str, Any]], short: dict[str, list[str]] | None = None) -> None:
        self._root = _Node()
        self._known: set[str] = set()
        rows = list(rows)
        spellings: dict[str, tuple[str, frozenset[str] | None]] = {}  # thousands of phrases have few words between them
        for phrase, value in [*rows, *_shortened(rows, short or {})]:
            node = self._root
            exact: list[frozenset[str] | None] = []
            for raw in WORD.findall(phrase):
                if raw not in spellings:
                    spellings[raw] = stem(raw.lower()), _exact(raw)
                word, forms = spellings[raw]
                following = node.following.get(word)
                if following is None:
                    following = node.following[word] = _Node()
                node = following
                exact.append(forms)
            node.here.append((exact if any(exact) else None, value))
        self._known.update(word for word, _ in spellings.values())
        self._lacking = {
            variant: word
            for word in sorted(self._known)
            if len(word) >= LONG
            for variant in (word, *_lacking_one(word))
        }

    @property
    def stems(self) -> frozenset[str]:
        """All words of the phrases, as they are compared."""
        return frozenset(self._known)

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

    def find(self, words: list[Word]) -> list[FoundPhrase]:
        """The phrases in a list of words, in order, without overlap; of two that begin together the longer."""
        found: list[FoundPhrase] = []
        known = self._root.following
        after = 0
        for first, word in enumerate(words):
            node = known.get(word.stem)
            if node is None or first < after:
                continue
            last = first
            longest: tuple[int, Any] | None = None
            while node is not None:
                for exact, value in node.here:
                    if exact is None or _written(words[first : last + 1], exact):
                        longest = (last, value)
                        break
                last += 1
                node = node.following.get(words[last].stem) if last < len(words) else None
            if longest is not None:
                found.append(FoundPhrase(word.start, words[longest[0]].end, longest[1]))
                after = longest[0] + 1
        return found


def _shortened(rows: list[tuple[str, Any]], short: dict[str, list[str]]) -> list[tuple[str, Any]]:
    """The phrases with one or two of their words in a short way: "hearing evaluation" -> "hearing eval"."""
    more, found = rows, []
    for _ in range(2):
        more = [
            (" ".join([*words[:index], brief, *words[index + 1 :]]), value)
            for words, value in ((phrase.split(), value) for phrase, value in more)
            for index, word in enumerate(words)
            for brief in short.get(word, [])
        ]
        found += more
    return found


def _exact(raw: str) -> frozenset[str] | None:
    """The only ways in which a short word of a table may be written; null where its stem decides.

    An abbreviation in capitals is written so, and one that ends with "s" keeps it: "TENS" is not "ten sessions".
    """
    if not 2 <= len(raw) <= SHORT:
        return None
    if raw.isupper():
        return frozenset((raw,))
    return frozenset((raw, raw.upper(), raw.title())) if raw != stem(raw.lower()) else None


def _written(words: list[Word], exact: list[frozenset[str] | None]) -> bool:
    """True where each word is written in one of the ways that it has to be."""
    return all(forms is None or word.raw in forms for forms, word in zip(exact, words, strict=True))


def _lacking_one(word: str) -> list[str]:
    """The word without each of its letters in turn: two words share one of these where a single fault parts them."""
    return [word[:index] + word[index + 1 :] for index in range(len(word))]
