"""Drugs and attributes of one sentence, and what stands between two places of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from imrx.match import Match

COUNTED = frozenset({None, "tablet", "capsule", "patch", "wafer", "film"})
"""Units in which a number is a number of single doses."""


class DosedDrug(NamedTuple):
    """A drug: offsets and ingredients; linking also asks whether it is a brand and whether all of it goes on skin."""

    start: int
    end: int
    ingredients: tuple[str, ...]
    branded: bool = False
    topical: bool = False


class Attribute(NamedTuple):
    """An attribute of the sentence: offsets, label and value."""

    start: int
    end: int
    label: str
    value: Any


class Limited(Protocol):
    """Anything with a place in the text: an attribute, a drug, a match."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


def pieces_between(text: str, spans: Sequence[Limited], start: int, end: int) -> list[str]:
    """What stands between two offsets, without some spans; those are in order, an outer one before an inner."""
    found = []
    for index in within(spans, start, end):
        other = spans[index]
        if start <= other.start and other.end <= end:
            found.append(text[start : other.start])
            start = other.end
    return [*found, text[start:end]]


def within(spans: Sequence[Limited], start: int, end: int) -> range:
    """The indices of the spans that begin between two offsets."""
    begins = attrgetter("start")
    return range(bisect_left(spans, start, key=begins), bisect_left(spans, end, key=begins))


def attribute_text(text: str, attribute: Attribute) -> str:
    """The attribute as written."""
    return text[attribute.start : attribute.end]


def drugs_before(drugs: list[DosedDrug], match: Match) -> int:
    """How many drugs stand in front of a match."""
    return bisect_right(drugs, match.start, key=attrgetter("end"))


def of_drug(match: Match, before: list[Match], drugs: list[DosedDrug]) -> Iterator[Match]:
    """Those of the matches before one that no drug stands behind before it, the nearest first."""
    place = drugs_before(drugs, match)
    return takewhile(lambda each: drugs_before(drugs, each) == place, reversed(before))
