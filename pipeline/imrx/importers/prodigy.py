"""Prodigy: what `prodigy db-out` writes.

An answer `reject` or `ignore` vouches for nothing; a task without an answer counts as accepted, as it does for
`prodigy db-in`. A span that was drawn anew has no assertion: Prodigy shows none, so that nobody could give it.

`spans.manual` leaves the relations of a task as they came. Where one of their spans is gone, a relation follows the
span that was drawn in its place (of the same label, partly on the same words, and no second one), or goes with it.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from typing_extensions import NotRequired, TypedDict

from imrx.importers.corrections import Draft, Problem, Read, Skipped, parse_lines
from imrx.labels import LINK_ENDS

SKIPPED: Final = {"reject": "rejected", "ignore": "ignored"}

Key = tuple[str | None, int, int]

GONE: Final[Key] = (None, -1, -1)
"""In the place of a span that a person took away."""


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
    rule: NotRequired[str]
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
    draft = Draft(task["meta"]["doc_id"], task["text"], where, shows_assertions=False)
    by_token: dict[tuple[str, int | None], Key | None] = {}
    marked: set[Key] = set()
    drawn: set[Key] = set()
    for span in task.get("spans") or []:
        key = (span["label"], span["start"], span["end"])
        assertion = span.get("values", {}).get("assertion")
        draft.mark(key, *key, said=span.get("text"), assertion=assertion)
        last = (span["label"], span.get("token_end"))
        by_token[last] = key if by_token.get(last, key) == key else None
        marked.add(key)
        if "rule" not in span:
            drawn.add(key)
    relations = []
    for relation in task.get("relations") or []:
        # several spans may end with one token: the relation's label says which of them it joins
        head_label, tail_label = LINK_ENDS.get(relation["label"], ("", ""))
        head = _key(relation.get("head_span")) or by_token.get((head_label, relation["head"]))
        tail = _key(relation.get("child_span")) or by_token.get((tail_label, relation["child"]))
        relations.append((relation["label"], head, tail))
    ends = {key for _, *pair in relations for key in pair if key is not None and key[0] is not None}
    now = _redrawn(ends - marked, drawn)
    for label, head, tail in relations:
        ends_now = now.get(head, head), now.get(tail, tail)
        if GONE not in ends_now:
            draft.link(label, *ends_now)
    yield draft.finish()


def _redrawn(gone: set[Key], drawn: set[Key]) -> dict[Key | None, Key]:
    """For spans that are gone, the one that was drawn in the place of each, or `GONE`."""
    near = {old: [new for new in drawn if new[0] == old[0] and new[1] < old[2] and old[1] < new[2]] for old in gone}
    claims = Counter(new for found in near.values() for new in found)
    return {old: found[0] if len(found) == 1 and claims[found[0]] == 1 else GONE for old, found in near.items()}


def _key(span: _Limits | None) -> Key | None:
    return None if span is None else (span.get("label"), span["start"], span["end"])
