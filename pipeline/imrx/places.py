"""Where in a letter an offset stands: its section, the disputed item that the section belongs to, a kind of span."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc

from imrx.extensions import span_value
from imrx.labels import SECTIONS_KEY


class Place(NamedTuple):
    """A section's name and the number of its disputed item; both null outside of any section."""

    section: str | None
    issue: int | None


NOWHERE = Place(None, None)


class Stretches:
    """Stretches of a text, for asking of many others whether they overlap with any of them."""

    def __init__(self, limits: Iterable[tuple[int, int]]) -> None:
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


class Places:
    """The sections of one Doc, for looking up many offsets."""

    def __init__(self, doc: Doc) -> None:
        spans = list(doc.spans.get(SECTIONS_KEY, ()))
        self._starts = [span.start_char for span in spans]
        self._ends = [span.end_char for span in spans]
        self._places = [Place(span.label_, span_value(span, "section")["issue"]) for span in spans]

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self._places[index]
        return NOWHERE
