"""spaCy `DocBin`: tokens, sentences, `doc.ents` for a recogniser and `doc.spans["sc"]` for a span categoriser.

The docs load in any spaCy, also where imrx is not installed: what its attributes hold (values, relations, sections)
stands as plain data in `doc.user_data["imrx"]`, which training leaves unread and `imrx.annotated` puts back.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from spacy.tokens import Doc, DocBin, Span

from imrx.annotated import AnnotatedLetter
from imrx.extensions import PLAIN, PLAIN_ATTRIBUTES
from imrx.labels import SPANS_KEY
from imrx.places import letter_sections
from imrx.writers.spans import MisalignedSpanError, letter_spans

FILE: Final = "letters.spacy"
ATTRIBUTES: Final = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID")


class TrainingSpan(NamedTuple):
    """A span to learn: offsets in the letter's text, and the rule or voice that it comes from."""

    start: int
    end: int
    label: str
    rule: str


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `letters.spacy`."""
    docs = DocBin(ATTRIBUTES, store_user_data=True)
    for letter in letters:
        tagged = letter_spans(letter.doc)
        spans = [TrainingSpan(each.start, each.end, each.label, each.rule) for each in tagged.spans]
        doc = training_doc(letter.doc, spans, tagged.doc_id)
        doc.set_ents([Span(doc, ent.start, ent.end, ent.label_, span_id=ent.ent_id_) for ent in letter.doc.ents])
        doc.user_data[PLAIN] = {
            **{name: letter.doc._.get(name) for name in PLAIN_ATTRIBUTES},
            "doc_id": tagged.doc_id,
            "sections": [tuple(each) for each in letter_sections(letter.doc)],
            "values": [each.values for each in tagged.spans],
            "relations": [each._asdict() for each in tagged.relations],
        }
        docs.add(doc)
    docs.to_disk(folder / FILE)


def training_doc(doc: Doc, spans: Iterable[TrainingSpan], doc_id: str) -> Doc:
    """A new doc with the tokens and sentences of another, and `spans` as `doc.spans["sc"]`.

    Raises:
        MisalignedSpanError: a span does not begin and end with a token; the message names it and `doc_id`.
    """
    plain = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[bool(token.is_sent_start) for token in doc],
    )
    kept = []
    for start, end, label, rule in spans:
        span = plain.char_span(start, end, label, span_id=rule)
        if span is None:
            raise MisalignedSpanError(doc_id, label, (start, end), "begins or ends inside a token")
        kept.append(span)
    plain.spans[SPANS_KEY] = kept
    return plain
