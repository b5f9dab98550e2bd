"""Where in a letter an offset stands: its section, the item that the section belongs to, its sentence.

Nearly every component asks where the sections are, and `doc.spans["sections"]` makes a Span object of each at every
look. `letter_sections` gives their limits as plain data; like the letter's text (`imrx.letter`) they are kept beside
the Doc: nothing is saved or pickled with it, and they go when the Doc goes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span, SpanGroup

from imrx.extensions import span_value
from imrx.labels import SECTIONS_KEY
from imrx.stretches import Section

_SECTIONS: WeakKeyDictionary[Doc, tuple[SpanGroup, tuple[Section, ...]]] = WeakKeyDictionary()


def letter_sections(doc: Doc) -> tuple[Section, ...]:
    """The sections of a Doc, in order; none where no section is known.

    They are read from the spans once, and again where somebody has put another group or more spans there.
    """
    group = doc.spans.get(SECTIONS_KEY)
    if group is None:
        return ()
    kept = _SECTIONS.get(doc)
    if kept is not None and kept[0] is group and len(kept[1]) == len(group):
        return kept[1]
    sections = tuple(Section(span.label_, span.start_char, span.end_char, _issue(span)) for span in group)
    _SECTIONS[doc] = group, sections
    return sections


def keep_sections(doc: Doc, sections: Iterable[Section]) -> None:
    """Keep the sections that the spans of a Doc were just made of."""
    _SECTIONS[doc] = doc.spans[SECTIONS_KEY], tuple(sections)


def _issue(span: Span) -> int | None:
    value = span_value(span, "section")
    return None if value is None else value["issue"]


class Place(NamedTuple):
    """A section's name and the number of its disputed item; both null outside of any section."""

    section: str | None
    issue: int | None


NOWHERE = Place(None, None)


class Places:
    """The sections of one Doc, for looking up many offsets."""

    def __init__(self, doc: Doc) -> None:
        sections = letter_sections(doc)
        self._starts = [section.start for section in sections]
        self._ends = [section.end for section in sections]
        self._places = [Place(section.name, section.issue) for section in sections]

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self._places[index]
        return NOWHERE


AnyDrug = TypeVar("AnyDrug", bound=tuple[Any, ...])
"""A drug, told by a tuple that begins with its offsets."""


_NO_SENTENCES = "this Doc has no sentences: add the component imr_sentences to the pipeline, in front of this one"


def by_sentence(doc: Doc, drugs: list[AnyDrug]) -> Iterator[tuple[int, int, list[AnyDrug]]]:
    """Drugs in order, grouped by their sentence: its first character, the one after its last, its drugs.

    Asks for the sentence of a drug, because going through all sentences of a letter costs more.

    Raises:
        ValueError: the Doc has no sentences.
    """
    group: list[AnyDrug] = []
    start = end = -1
    for drug in drugs:
        if drug[0] >= end:
            if group:
                yield start, end, group
            span = doc.char_span(drug[0], drug[1], alignment_mode="expand")
            assert span is not None, "what was found in the letter always touches a token"
            try:
                sentence = span.sent
            except ValueError:  # spaCy's own advises another component, which knows no hard-wrapped lines
                raise ValueError(_NO_SENTENCES) from None
            start, end = sentence.start_char, sentence.end_char
            group = []
        group.append(drug)
    if group:
        yield start, end, group
