"""The one table of spans that every export is made from: what is tagged in a letter, and who belongs to whom.

Offsets are half-open character positions in the letter's text. A span's id is its position in the letter: spans are
sorted by start, the longer first, and spans of the same limits in the order of `imrx.labels.LABELS`.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from spacy.tokens import Doc, Span

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
        return {span.label for span in self.spans} - {*labels.MARKS}


class _Found(NamedTuple):
    """A span before it has its place among the others."""

    start: int
    end: int
    label: str
    rule: str
    values: dict[str, Any]


def letter_spans(doc: Doc, *, cues: bool = False) -> LetterSpans:
    """The spans and relations of one annotated letter.

    Args:
        doc: the letter.
        cues: whether the cue of a finding is a span of its own too, for tools in which people mark it.

    Raises:
        MisalignedSpanError: a relation has no span of its limits or a label of its own, or a span is blank.
    """
    doc_id, text, places = letter_id(doc), letter_text(doc), Places(doc)
    found = [
        _Found(span.start_char, span.end_char, span.label_, span.id_, gold_values(span))
        for span in doc.spans.get(labels.SPANS_KEY, ())
    ]
    related = [*doc._.rel]
    if cues:
        added, to_cues = _cues(doc, text, found)
        found += added
        related += to_cues

    spans = []
    for number, (start, end, label, rule, values) in enumerate(sorted(found, key=_position)):
        if not text[start:end].strip():
            raise MisalignedSpanError(doc_id, label, (start, end), "holds no visible character")
        spans.append(TaggedSpan(number, label, start, end, text[start:end], rule, *places.at(start), values=values))
    ids = {(span.label, span.start, span.end): span.id for span in spans}

    relations = []
    for item in related:
        name, ends = item["label"], []
        if name not in labels.LINK_ENDS:
            raise MisalignedSpanError(doc_id, name, item["head"], "no relation that is known here")
        for label, (start, end) in zip(labels.LINK_ENDS[name], (item["head"], item["tail"]), strict=True):
            if (label, start, end) not in ids:
                raise MisalignedSpanError(doc_id, label, (start, end), f"{name} names it, but no such span is tagged")
            ends.append(ids[label, start, end])
        relations.append(Relation(name, *ends))
    return LetterSpans(doc_id, text, spans, relations)


def _position(span: _Found) -> tuple[int, int, int, str]:
    return span.start, -span.end, labels.rank(span.label), span.label


def _cues(doc: Doc, text: str, found: list[_Found]) -> tuple[list[_Found], list[dict[str, Any]]]:
    """The cues of findings as whole words ("isn't" of "n't"), each once, with its rule in the record; who has which."""
    cues: dict[tuple[int, int], _Found] = {}
    relations = []
    for finding in found:
        if finding.label != labels.FINDING or not finding.values.get("cue"):
            continue
        start, end = finding.values["cue"]
        said = text[start:end].strip()
        start = text.index(said, start)
        words = cast(Span, doc.char_span(start, start + len(said), alignment_mode="expand"))
        limits = (words.start_char, words.end_char)
        cues.setdefault(limits, _Found(*limits, labels.CUE, f"cue:{finding.values['assertion']}", {}))
        relations.append({"label": labels.HAS_CUE, "head": finding[:2], "tail": limits})
    return [*cues.values()], relations
