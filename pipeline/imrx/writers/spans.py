"""The one table of spans that every export is made from: what is tagged in a letter, and who belongs to whom.

Offsets are half-open character positions in the letter's text. A span's id is its position in the letter: spans are
sorted by start, the longer first, and spans of the same limits in the order of `imrx.labels.LABELS`.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from spacy.tokens import Doc

from imrx import labels
from imrx.gold import gold_values
from imrx.letter import letter_id, letter_text
from imrx.places import Places


class MisalignedSpanError(ValueError):
    """A span that does not fit its letter; the message names the letter, the label and the offsets."""

    def __init__(self, doc_id: str, label: str, limits: Iterable[int], why: str) -> None:
        start, end = limits
        super().__init__(f"{doc_id}: {label} {start}-{end}: {why}")


class TaggedSpan(NamedTuple):
    """One span of `doc.spans["sc"]`; `values` has the names of the gold (`corpus/README.md`)."""

    id: int
    label: str
    start: int
    end: int
    text: str
    rule: str
    section: str | None
    issue: int | None
    values: dict[str, Any]


class Relation(NamedTuple):
    """`head` and `tail` are ids of spans."""

    label: str
    head: int
    tail: int


class LetterSpans(NamedTuple):
    """What is tagged in one letter."""

    doc_id: str
    text: str
    spans: list[TaggedSpan]
    relations: list[Relation]

    def other_labels(self) -> set[str]:
        """Labels of other components: their spans are exported as ours are."""
        return {span.label for span in self.spans} - {*labels.LABELS}


def letter_spans(doc: Doc) -> LetterSpans:
    """The spans and relations of one annotated letter.

    Raises:
        MisalignedSpanError: a relation has no span of its limits or a label of its own, or a span is blank.
    """
    doc_id, text, places = letter_id(doc), letter_text(doc), Places(doc)
    tagged = sorted(
        doc.spans.get(labels.SPANS_KEY, ()),
        key=lambda span: (span.start_char, -span.end_char, labels.rank(span.label_), span.label_),
    )
    spans = []
    for number, span in enumerate(tagged):
        start, end = span.start_char, span.end_char
        if not text[start:end].strip():
            raise MisalignedSpanError(doc_id, span.label_, (start, end), "holds no visible character")
        place = places.at(start)
        spans.append(
            TaggedSpan(number, span.label_, start, end, text[start:end], span.id_, *place, values=gold_values(span))
        )
    ids = {(span.label, span.start, span.end): span.id for span in spans}

    relations = []
    for item in doc._.rel:
        name, ends = item["label"], []
        if name not in labels.RELATION_ENDS:
            raise MisalignedSpanError(doc_id, name, item["head"], "no relation that is known here")
        for label, (start, end) in zip(labels.RELATION_ENDS[name], (item["head"], item["tail"]), strict=True):
            if (label, start, end) not in ids:
                raise MisalignedSpanError(doc_id, label, (start, end), f"{name} names it, but no such span is tagged")
            ends.append(ids[label, start, end])
        relations.append(Relation(name, *ends))
    return LetterSpans(doc_id, text, spans, relations)
