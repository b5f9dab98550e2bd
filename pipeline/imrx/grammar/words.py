"""Words in texts: expressions made of those of `patterns/`, where they stand, and the white space around them.

Whatever white space stands between two words makes no difference to any of the expressions. `any_of` and `any_word` are
for phrases of running text: a line may end behind a hyphen, apostrophes come in two kinds. `any_literal` is for short
words, signs and names: nothing but the white space differs. The phrases of a sentence in lower case (`any_phrase`) and
the spellings of guidelines (`any_spelling`) are made elsewhere.
"""

import re
from collections.abc import Iterable

from imrx.stretches import Limits

DIGIT = re.compile(r"\d")

INNER_HYPHEN = re.compile(r"(?<=\w)\\-(?=\w)")
"""A hyphen between two letters, as `re.escape` writes it."""

PLURAL = r"(?:\s?\(e?s\)|(?!\s?\(e?s\)))"
"""Behind a word, what leaves open whether there are several, "2 time(s)": all of it or none, lest it be passed by."""


def any_of(texts: list[str]) -> str:
    """One alternative for many texts, longest first: any white space between their words, either apostrophe."""
    return f"(?:{'|'.join(map(flexible, longest_first(texts)))})"


def any_word(texts: list[str]) -> str:
    r"""The same as `\b` and `any_of`, for texts that begin with a letter, and several times faster to search for.

    The engine skips to what an expression can begin with only where that is a plain set of characters, with nothing
    before it. So the first letter stands there in both cases, and the boundary and the rest are asked for behind it,
    the rests of each first letter together.
    """
    initials = "".join(sorted({initial for text in texts for initial in text[0].lower() + text[0].upper()}))
    rests: dict[str, list[str]] = {}
    for text in longest_first(texts):
        rests.setdefault(text[0], []).append(flexible(text)[1:])
    alternatives = "|".join(f"(?<={initial})(?:{'|'.join(each)})" for initial, each in rests.items())
    return rf"(?-i:[{initials}])(?<!\w.)(?:{alternatives})"


def longest_first(words: Iterable[str]) -> list[str]:
    """The order in which alternatives are tried: the same in every process, also where a set is given."""
    return sorted(words, key=lambda word: (-len(word), word))


def any_literal(words: Iterable[str]) -> str:
    """One alternative for many words, longest first: any white space for a blank, every other sign as it is given."""
    escaped = (r"\s+".join(map(re.escape, word.split(" "))) for word in longest_first(words))
    return f"(?:{'|'.join(escaped)})"


class Keys:
    """The longest word of each of several texts: where none of them stands, none of the texts does.

    To look for a word takes a hundredth of what an expression takes. Texts and letters are in lower case.
    """

    def __init__(self, texts: list[str]) -> None:
        words = {max(re.split(r"[\s'-]+", text.lower()), key=len) for text in texts}
        # a word that has another one in it stands nowhere but where that one does
        self._words = sorted(word for word in words if not any(other in word for other in words - {word}))

    def stand_in(self, lower: str) -> bool:
        """True where at least one of them stands in a text, whole or as a part of a word."""
        return any(word in lower for word in self._words)

    def places(self, lower: str) -> list[int]:
        """Where they stand, in order."""
        return sorted(at for word in self._words for at in places_of(lower, word))


def unbroken(text: str) -> str:
    """What `flexible` was made of, of what it matched: one blank between words, none behind a hyphen inside one."""
    return re.sub(r"(?<=\w-)\s+(?=\w)", "", folded(text))


def flexible(text: str) -> str:
    """A text with any white space between its words, also where a line ends in a hyphen, and either apostrophe."""
    return INNER_HYPHEN.sub(r"-\\s*", r"\s+".join(map(re.escape, text.split()))).replace("'", "['\u2019]")


def folded(text: str) -> str:
    """A text with each run of white space as one blank, and none at its ends."""
    return " ".join(text.split())


def folded_lower(text: str) -> str:
    """The same in lower case."""
    return folded(text.lower())


def places_of(text: str, word: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where a word stands between two offsets, in order, whole or as a part of another word."""
    found = []
    at = text.find(word, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1, end)
    return found


def bare(text: str, start: int, end: int, marks: str = "") -> Limits:
    """Limits without the white space at both ends, nor any of some marks at the second."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end
