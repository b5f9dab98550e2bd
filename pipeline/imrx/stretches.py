"""Stretches of a text, and what lies in them."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

Limits: TypeAlias = tuple[int, int]
"""Half-open, in characters of a text."""

ConceptSpan: TypeAlias = tuple[int, int, str]
"""A finding by offsets, and its concept."""


class Section(NamedTuple):
    """A section by half-open character offsets, and the number of its disputed item."""

    name: str
    start: int
    end: int
    issue: int | None


def marked(length: int, stretches: Iterable[Limits]) -> bytearray:
    """A byte for each character of a text, set where a stretch is."""
    characters = bytearray(length)
    for start, end in stretches:
        mark(characters, start, end)
    return characters


def mark(characters: bytearray, start: int, end: int) -> None:
    """Set the bytes of one more stretch."""
    characters[start:end] = b"\1" * (end - start)


class Stretches:
    """Stretches of a text, for asking of many others whether they overlap with any of them."""

    def __init__(self, limits: Iterable[Limits]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(limits):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        """True where any of them has a character of the stretch between two offsets."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and start < self._ends[index]
