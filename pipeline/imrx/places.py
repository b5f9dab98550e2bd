"""Where in a letter an offset stands: its section and the disputed item that the section belongs to."""

from bisect import bisect_right
from typing import NamedTuple

from spacy.tokens import Doc

from imrx.labels import SECTIONS_KEY


class Place(NamedTuple):
    """A section's name and the number of its disputed item; both null outside of any section."""

    section: str | None
    issue: int | None


NOWHERE = Place(None, None)


class Places:
    """The sections of one Doc, for looking up many offsets."""

    def __init__(self, doc: Doc) -> None:
        spans = doc.spans.get(SECTIONS_KEY, ())
        self._starts = [span.start_char for span in spans]
        self._ends = [span.end_char for span in spans]
        self._places = [Place(span.label_, span._.section["issue"]) for span in spans]

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self._places[index]
        return NOWHERE
