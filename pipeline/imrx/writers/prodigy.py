"""Prodigy tasks as JSON lines: text, tokens, spans (overlaps allowed), relations, meta and hashes.

The format is that of Prodigy's own documentation (https://prodi.gy/docs/api-interfaces, "spans" and "relations"):
`token_end` is the last token of a span, and a relation's `head` and `child` are the last tokens of its spans.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from murmurhash import mrmr
from spacy.tokens import Doc

from imrx.annotated import AnnotatedLetter
from imrx.writers.spans import TaggedSpan, letter_spans

FILE: Final = "prodigy.jsonl"


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `prodigy.jsonl`, a task a letter."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(_task(letter)) + "\n" for letter in letters)


def _task(letter: AnnotatedLetter) -> dict[str, Any]:
    tagged = letter_spans(letter.doc, cues=True)
    starts = {token.idx: token.i for token in letter.doc}
    ends = {token.idx + len(token): token.i for token in letter.doc}
    limits = [_limits(span, starts, ends) for span in tagged.spans]
    task: dict[str, Any] = {
        "text": tagged.text,
        "tokens": _tokens(letter.doc),
        "spans": [{**limits[span.id], "rule": span.rule, "values": span.values} for span in tagged.spans],
        "relations": [
            {
                "head": limits[relation.head]["token_end"],
                "child": limits[relation.tail]["token_end"],
                "label": relation.label,
                "head_span": limits[relation.head],
                "child_span": limits[relation.tail],
            }
            for relation in tagged.relations
        ],
        "meta": {"doc_id": tagged.doc_id},
    }
    task["_input_hash"] = _hash(task["text"])
    task["_task_hash"] = _hash([task["_input_hash"], task["spans"], task["relations"]])
    return task


def _tokens(doc: Doc) -> list[dict[str, Any]]:
    return [
        {
            "text": token.text,
            "start": token.idx,
            "end": token.idx + len(token),
            "id": token.i,
            "ws": bool(token.whitespace_),
        }
        for token in doc
    ]


def _limits(span: TaggedSpan, starts: dict[int, int], ends: dict[int, int]) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "token_start": starts[span.start],
        "token_end": ends[span.end],
        "label": span.label,
    }


def _hash(value: Any) -> int:
    """32 bits, signed: equal for equal input, as Prodigy wants of its hashes. Its own values are other numbers."""
    number: int = mrmr.hash(json.dumps(value, sort_keys=True))
    return number
