"""spaCy `DocBin`: tokens, sentences, `doc.ents` for a recogniser and `doc.spans["sc"]` for a span categoriser.

The docs load in any spaCy, also where imrx is not installed: what its attributes hold (values, relations) stands as
plain data in `doc.user_data["imrx"]`, which training leaves unread.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from spacy.tokens import Doc, DocBin, Span

from imrx.annotated import AnnotatedLetter
from imrx.labels import SPANS_KEY
from imrx.writers.spans import letter_spans

FILE: Final = "letters.spacy"
ATTRIBUTES: Final = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID")


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `letters.spacy`."""
    docs = DocBin(ATTRIBUTES, store_user_data=True)
    for letter in letters:
        docs.add(plain_doc(letter))
    docs.to_disk(folder / FILE)


def plain_doc(letter: AnnotatedLetter) -> Doc:
    """A copy of a doc with what training reads, and all else as plain data."""
    tagged, doc = letter_spans(letter.doc), letter.doc
    plain = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[bool(token.is_sent_start) for token in doc],
    )
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    spans = [Span(plain, starts[each.start], ends[each.end], each.label, span_id=each.rule) for each in tagged.spans]
    plain.spans[SPANS_KEY] = spans
    plain.set_ents([Span(plain, ent.start, ent.end, ent.label_, span_id=ent.ent_id_) for ent in doc.ents])
    plain.user_data["imrx"] = {
        "doc_id": tagged.doc_id,
        "values": [each.values for each in tagged.spans],
        "relations": [each._asdict() for each in tagged.relations],
    }
    return plain
