"""Label Studio: an export as JSON.

The annotation counts, not the prediction that it began with. A task that was skipped, or that has predictions only,
vouches for nothing. Of several annotations one has to be marked as ground truth.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from typing_extensions import NotRequired, TypedDict

from imrx.importers.corrections import Draft, Problem, Read, Skipped, another_program, parse, parse_items
from imrx.writers.label_studio import ASSERTION, LABEL

TOOL: Final = "Label Studio"


class _Value(TypedDict):
    start: int
    end: int
    text: NotRequired[str | None]
    labels: NotRequired[list[str]]
    choices: NotRequired[list[str]]


class _Result(TypedDict):
    type: str
    id: NotRequired[str]
    from_name: NotRequired[str]
    value: NotRequired[_Value]
    from_id: NotRequired[str]
    to_id: NotRequired[str]
    direction: NotRequired[str | None]
    labels: NotRequired[list[str] | None]


class _Annotation(TypedDict):
    result: list[_Result]
    was_cancelled: NotRequired[bool | None]
    ground_truth: NotRequired[bool | None]


class _Data(TypedDict):
    text: str
    doc_id: str


class _Task(TypedDict):
    data: _Data
    annotations: NotRequired[list[_Annotation]]


_TASKS: Final = TypeAdapter(list[Any])
_TASK: Final = TypeAdapter(_Task)


def read(path: Path) -> Iterator[Read]:
    """Read an export."""
    tasks = parse(_TASKS, path.read_bytes().removeprefix(BOM_UTF8), path.name)
    if isinstance(tasks, Problem):
        yield another_program(path, TOOL, tasks.message)
        return
    items = ((f"task {number}", item) for number, item in enumerate(tasks, start=1))
    for where, task in parse_items(_TASK, items, path, TOOL):
        yield from [task] if isinstance(task, Problem) else _read_task(task, where)


def _read_task(task: _Task, where: str) -> Iterator[Read]:
    annotations = task.get("annotations", [])
    done = [annotation for annotation in annotations if not annotation.get("was_cancelled")]
    done = [annotation for annotation in done if annotation.get("ground_truth")] or done
    if len(done) == 1:
        yield from _read_result(done[0]["result"], Draft(task["data"]["doc_id"], task["data"]["text"], where))
    elif done:
        message = f"has {len(done)} annotations: mark one of them as ground truth"
        yield Problem(where, message, task["data"]["doc_id"])
    else:
        yield Skipped(where, "cancelled" if annotations else "not reviewed")


def _read_result(result: list[_Result], draft: Draft) -> Iterator[Read]:
    chosen = {
        item.get("id"): item["value"].get("choices", [])
        for item in result
        if item.get("from_name") == ASSERTION and "value" in item
    }
    for item in result:
        if item["type"] == "relation" or item.get("from_name") == ASSERTION:
            continue
        if item.get("from_name") != LABEL or "value" not in item:
            message = f"a result of {item.get('from_name')!r}, which the labelling configuration does not have"
            draft.refuse(message, key=item.get("id"))
            continue
        value, assertions = item["value"], chosen.get(item.get("id"), [])
        labels = value.get("labels", [])
        if len(labels) != 1 or len(assertions) > 1:
            message = f"region {value['start']}-{value['end']}: not one label, or more than one assertion"
            draft.refuse(message, key=item.get("id"))
            continue
        assertion = assertions[0] if assertions else None
        draft.mark(item.get("id"), labels[0], value["start"], value["end"], said=value.get("text"), assertion=assertion)
    for item in result:
        if item["type"] == "relation":
            ends = [item.get("from_id"), item.get("to_id")]
            if item.get("direction") == "left":
                ends.reverse()
            for label in item.get("labels") or [""]:
                draft.link(label, *ends)
    yield draft.finish()
