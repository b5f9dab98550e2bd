"""Prodigy: what `prodigy db-out` writes.

An answer `reject` or `ignore` vouches for nothing; a task without an answer counts as accepted, as it does for
`prodigy db-in`. A span that was drawn anew has no assertion: Prodigy shows none, so that nobody could give it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from typing_extensions import NotRequired, TypedDict

from imrx.importers.corrections import Draft, Problem, Read, Skipped, parse_lines
from imrx.labels import RELATION_ENDS

SKIPPED: Final = {"reject": "rejected", "ignore": "ignored"}

Key = tuple[str | None, int, int]


class _Limits(TypedDict):
    label: NotRequired[str | None]
    start: int
    end: int


class _Span(TypedDict):
    label: str
    start: int
    end: int
    token_end: NotRequired[int]
    text: NotRequired[str | None]
    values: NotRequired[dict[str, Any]]


class _Relation(TypedDict):
    label: str
    head: int
    child: int
    head_span: NotRequired[_Limits | None]
    child_span: NotRequired[_Limits | None]


class _Meta(TypedDict):
    doc_id: str


class _Task(TypedDict):
    text: str
    meta: _Meta
    answer: NotRequired[Literal["accept", "reject", "ignore"]]
    spans: NotRequired[list[_Span] | None]
    relations: NotRequired[list[_Relation] | None]


_TASK: Final = TypeAdapter(_Task)


def read(path: Path) -> Iterator[Read]:
    """Read a file of tasks."""
    for where, task in parse_lines(_TASK, path, "Prodigy"):
        if isinstance(task, Problem):
            yield task
        elif task.get("answer", "accept") != "accept":
            yield Skipped(where, SKIPPED[task["answer"]])
        else:
            yield from _read_task(task, where)


def _read_task(task: _Task, where: str) -> Iterator[Read]:
    draft = Draft(task["meta"]["doc_id"], task["text"], where)
    by_token: dict[tuple[str, int | None], Key] = {}
    for span in task.get("spans") or []:
        key = (span["label"], span["start"], span["end"])
        assertion = span.get("values", {}).get("assertion")
        draft.mark(key, *key, said=span.get("text"), assertion=assertion)
        by_token[span["label"], span.get("token_end")] = key
    for relation in task.get("relations") or []:
        # several spans may end with one token: the relation's label says which of them it joins
        head_label, tail_label = RELATION_ENDS.get(relation["label"], ("", ""))
        head = _key(relation.get("head_span")) or by_token.get((head_label, relation["head"]))
        tail = _key(relation.get("child_span")) or by_token.get((tail_label, relation["child"]))
        draft.link(relation["label"], head, tail)
    yield from draft.finish()


def _key(span: _Limits | None) -> Key | None:
    return None if span is None else (span.get("label"), span["start"], span["end"])
