"""Words in texts: whether and where they stand, and the white space around them."""

import re
from collections.abc import Iterable

from imrx.stretches import Limits

DIGIT = re.compile(r"\d")


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


def matches(expression: re.Pattern[str], text: str, offsets: Iterable[int], end: int) -> list[re.Match[str]]:
    """What `finditer` finds of an expression that can only begin at some offsets, in order, without trying others."""
    found: list[re.Match[str]] = []
    behind = -1
    for offset in offsets:
        if offset >= behind and (match := expression.match(text, offset, end)):
            found.append(match)
            behind = match.end()
    return found


def begins_line(text: str, at: int) -> bool:
    """True where only blanks stand in front of an offset in its line."""
    return not text[max(text.rfind("\n", 0, at), text.rfind("\f", 0, at)) + 1 : at].strip()


def bare(text: str, start: int, end: int, marks: str = "") -> Limits:
    """Limits without the white space at both ends, nor any of some marks at the second."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end
