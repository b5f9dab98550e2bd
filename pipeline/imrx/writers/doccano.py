"""doccano, format "JSONL (relation)": a letter a line, with entities and the relations between their ids.

doccano counts offsets as JavaScript does, in UTF-16 code units (https://github.com/doccano/doccano/issues/2290), and an
entity holds nothing but a label: the assertion of a finding that is not `present` is part of it, `FINDING:absent`.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from imrx.annotated import AnnotatedLetter
from imrx.labels import PRESENT
from imrx.writers.spans import LetterSpans, TaggedSpan, letter_spans
from imrx.writers.utf16 import Utf16Offsets

FILE: Final = "doccano.jsonl"


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `doccano.jsonl`."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(line) + "\n" for line in _lines(letters))


def _lines(letters: Iterable[AnnotatedLetter]) -> Iterator[dict[str, Any]]:
    spans = relations = 0
    for letter in letters:
        tagged = letter_spans(letter.doc, cues=True)
        yield _line(tagged, spans, relations)
        spans += len(tagged.spans)
        relations += len(tagged.relations)


def _line(tagged: LetterSpans, spans: int, relations: int) -> dict[str, Any]:
    """One letter; ids go on counting from letter to letter, so that they are those of one span in the whole file."""
    offsets = Utf16Offsets(tagged.text)
    return {
        "text": tagged.text,
        "doc_id": tagged.doc_id,
        "entities": [
            {
                "id": spans + span.id,
                "label": _label(span),
                "start_offset": offsets.units(span.start),
                "end_offset": offsets.units(span.end),
            }
            for span in tagged.spans
        ],
        "relations": [
            {
                "id": relations + number,
                "from_id": spans + relation.head,
                "to_id": spans + relation.tail,
                "type": relation.label,
            }
            for number, relation in enumerate(tagged.relations)
        ],
    }


def _label(span: TaggedSpan) -> str:
    assertion = span.values.get("assertion", PRESENT)
    return span.label if assertion == PRESENT else f"{span.label}:{assertion}"
