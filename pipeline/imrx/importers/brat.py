"""brat: a folder of `.ann` files, each beside its `.txt`."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from imrx.importers.corrections import Draft, Problem, Read

_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_RELATION = re.compile(r"(\S+) Arg1:(\S+) Arg2:(\S+)")
_ATTRIBUTE = re.compile(r"Assertion (\S+) (\S+)")


def read(path: Path) -> Iterator[Read]:
    """Read a folder; a file without its other half is a problem."""
    files = sorted(path.glob("*.ann")) if path.is_dir() else []
    if not files:
        yield Problem(str(path), "no folder with .ann files")
    for file in files:
        yield from _read_file(file)


def _read_file(file: Path) -> Iterator[Read]:
    try:
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        yield Problem(file.name, "has no .txt beside it")
    except UnicodeDecodeError:
        yield Problem(file.name, "or its .txt is not UTF-8")
    else:
        yield from _read_lines(lines.split("\n"), file.name, Draft(file.stem, text, file.with_suffix(".txt").name))


def _read_lines(lines: list[str], name: str, draft: Draft) -> Iterator[Read]:
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for number, line in enumerate(lines, start=1):
        columns = line.rstrip().split("\t")  # brat itself ends the relations that it makes with a tab
        if columns[0]:
            found.setdefault(columns[0][0], []).append((f"{name}, line {number}", columns))
    spans = {columns[0] for _, columns in found.get("T", [])}
    assertions: dict[str, str] = {}
    for where, columns in found.pop("A", []):
        match = _ATTRIBUTE.fullmatch("\t".join(columns[1:]))
        if match and match[1] in spans:
            if assertions.setdefault(match[1], match[2]) != match[2]:
                draft.refuse(f"a second Assertion of {match[1]}", where)
        else:
            draft.refuse("no attribute Assertion of a span, with a value", where)
    for where, columns in found.pop("T", []):
        _read_span(draft, where, columns, assertions.get(columns[0]))
    for where, columns in found.pop("R", []):
        match = _RELATION.fullmatch("\t".join(columns[1:]))
        if match:
            draft.link(match[1], match[2], match[3], where)
        else:
            draft.refuse("no relation of two spans", where)
    found.pop("#", None)
    for where, _ in (line for kind in found.values() for line in kind):
        draft.refuse("neither span, relation, attribute nor note", where)
    yield draft.finish()


def _read_span(draft: Draft, where: str, columns: list[str], assertion: str | None) -> None:
    match = _SPAN.fullmatch(columns[1]) if len(columns) == 3 else None
    if match is None:
        draft.refuse("no span with label, offsets and text", where, columns[0])
        return
    limits = sorted(tuple(map(int, part.split())) for part in match[2].split(";"))
    between = [draft.text[end:start] for (_, end), (start, _) in pairwise(limits)]
    if any(gap.strip() for gap in between):
        draft.refuse(f"{match[1]} {match[2]}: its parts have words between them", where, columns[0])
        return
    draft.mark(columns[0], match[1], limits[0][0], limits[-1][1], said=columns[2], assertion=assertion, where=where)
