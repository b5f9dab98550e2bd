"""One letter as a person left it: its marks and links, or what does not fit, a line for each thing."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from imrx import labels
from imrx.record.parse import first_fault


class Mark(NamedTuple):
    """A marked span, by offsets in the letter; `assertion` is null where the format or the person does not say."""

    label: str
    start: int
    end: int
    assertion: str | None


class Link(NamedTuple):
    """A relation; head and tail are positions in the list of marks."""

    label: str
    head: int
    tail: int


class Corrected(NamedTuple):
    """A letter that a person went through.

    `key` is its id, or what the format has instead; `text` is the text that the marks count in, `where` names the file
    and the line. `places` are the places of the marks, one each, and `others` the labels that are none of ours, each
    with its place. `shows_assertions` is false where the tool shows none, so that a mark without one says nothing.
    """

    key: str
    text: str
    where: str
    marks: list[Mark]
    links: list[Link]
    places: list[str]
    others: list[tuple[str, str]]
    shows_assertions: bool


class Skipped(NamedTuple):
    """A letter that nobody vouched for: `rejected`, `ignored`, `cancelled` or `not reviewed`."""

    where: str
    reason: str


class Problem(NamedTuple):
    """Something that cannot be gold; the letter that it stands in is left out: `key`, where it is known."""

    where: str
    message: str
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Refused(NamedTuple):
    """A letter in which something does not fit; `key`, `text` and `where` are those of `Corrected`."""

    key: str
    text: str
    where: str
    problems: list[Problem]


FIRST: Final = 10
"""Where so many items at the start of a file are none of its format, or all that there are, it is another program's."""

T = TypeVar("T")
Read = Corrected | Refused | Skipped | Problem


class Draft:
    """A letter while its marks are read.

    Args:
        key: see `Corrected`, as `text`, `where` and `shows_assertions`.
    """

    def __init__(self, key: str, text: str, where: str, *, shows_assertions: bool = True) -> None:
        self.key = key
        self.text = text
        self.where = where
        self.shows_assertions = shows_assertions
        self.problems: list[Problem] = []
        self._marks: list[Mark] = []
        self._places: list[str] = []
        self._others: list[tuple[str, str]] = []
        self._links: list[Link] = []
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._ids: dict[Any, int] = {}
        self._refused: set[Any] = set()

    def refuse(self, message: str, where: str | None = None, key: Any = None) -> None:
        """Note what does not fit; of a span with its key, so that its relations are not blamed as well."""
        self.problems.append(Problem(where or self.where, message))
        self._refused.add(key)

    def mark(
        self,
        key: Any,
        label: str,
        start: int,
        end: int,
        *,
        said: str | None = None,
        assertion: str | None = None,
        where: str | None = None,
    ) -> None:
        """Add a span; blanks at its ends are no part of it.

        Args:
            key: what links name it by; null where the format gives it no name.
            label: one of `imrx.labels.MARKS`; of any other only the label is kept.
            start: offset of its first character.
            end: offset behind its last one.
            said: its text as the format has it; white space in it does not count.
            assertion: of a finding.
            where: the line, where a letter has many.
        """
        if label not in labels.MARKS:
            self._others.append((label, where or self.where))
            self._refused.add(key)
            return None
        if not 0 <= start < end <= len(self.text):
            return self.refuse(f"{label} {start}-{end}: no offsets of this letter", where, key)
        text = self.text[start:end]
        if not text.strip() or (said is not None and _visible(said) != _visible(text)):
            return self.refuse(f"{label} {start}-{end}: the letter has another text there", where, key)
        if assertion is not None and label != labels.FINDING:
            return self.refuse(f"{label} {start}-{end}: has the assertion {assertion!r} and is no FINDING", where, key)
        if assertion is not None and assertion not in labels.ASSERTIONS:
            return self.refuse(f"{label} {start}-{end}: unknown assertion {assertion!r}", where, key)
        mark = Mark(label, start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip()), assertion)
        number = self._numbers.setdefault(mark[:3], len(self._marks))
        if number == len(self._marks):
            self._marks.append(mark)
            self._places.append(where or self.where)
        elif self._marks[number] != mark:
            return self.refuse(f"{label} {start}-{end}: marked twice, with two assertions", where, key)
        if key is not None and self._ids.setdefault(key, number) != number:
            return self.refuse(f"{label} {start}-{end}: the id {key} was there before, for another span", where, key)
        return None

    def link(self, label: str, head: Any, tail: Any, where: str | None = None) -> None:
        """Add a relation between two spans, by their keys."""
        if label not in labels.LINK_ENDS:
            return self.refuse(f"unknown relation {label!r}", where)
        if {head, tail} & self._refused:
            return None
        if head not in self._ids or tail not in self._ids:
            return self.refuse(f"{label}: it joins what is not marked", where)
        link = Link(label, self._ids[head], self._ids[tail])
        ends, wanted = (self._marks[link.head].label, self._marks[link.tail].label), labels.LINK_ENDS[label]
        if ends != wanted:
            return self.refuse(f"{label} joins {' and '.join(wanted)}, not {' and '.join(ends)}", where)
        if link in self._links:
            return None
        if label == labels.HAS_CUE and any((each.label, each.head) == (label, link.head) for each in self._links):
            start, end = self._marks[link.head][1:3]
            return self.refuse(f"{labels.FINDING} {start}-{end}: has two cues", where)
        self._links.append(link)
        return None

    def finish(self) -> Corrected | Refused:
        """The letter, or each thing that does not fit."""
        if self.problems:
            return Refused(self.key, self.text, self.where, self.problems)
        return Corrected(
            self.key,
            self.text,
            self.where,
            self._marks,
            self._links,
            self._places,
            self._others,
            self.shows_assertions,
        )


def parse(form: TypeAdapter[T], item: Any, where: str) -> T | Problem:
    """A value of a format, or the first thing that is wrong with it; what the format has beyond it is left out.

    Args:
        form: what the format wants.
        item: the value, or its JSON as bytes.
        where: file, and line or task.
    """
    try:
        return form.validate_json(item) if isinstance(item, bytes) else form.validate_python(item)
    except ValidationError as error:
        return Problem(where, first_fault(error))


def parse_items(
    form: TypeAdapter[T], items: Iterable[tuple[str, Any]], path: Path, tool: str
) -> Iterator[tuple[str, T | Problem]]:
    """The items of a file, each with its place; of a file that another program wrote, a single problem.

    Args:
        form: what the format wants of an item.
        items: values, or their JSON as bytes, each with its place in the file.
        path: the file.
        tool: what should have written it.
    """
    parsed = _parse_all(form, items, path)
    first = list(islice(parsed, FIRST))
    problems = [f"{place}: {item.message}" for place, item in first if isinstance(item, Problem)]
    if problems and len(problems) == len(first):
        yield str(path), another_program(path, tool, problems[0])
    else:
        for place, item in chain(first, parsed):
            yield f"{path.name}, {place}", item


def _parse_all(form: TypeAdapter[T], items: Iterable[tuple[str, Any]], path: Path) -> Iterator[tuple[str, T | Problem]]:
    for place, item in items:
        parsed: T | Problem = parse(form, item, f"{path.name}, {place}")
        yield place, parsed


def parse_lines(form: TypeAdapter[T], path: Path, tool: str) -> Iterator[tuple[str, T | Problem]]:
    """The same of a file with a JSON value on each line."""
    with path.open("rb") as lines:
        whole = (line.removeprefix(BOM_UTF8).rstrip(b"\r\n") for line in lines)  # some editors put one in front
        items = ((f"line {number}", line) for number, line in enumerate(whole, start=1) if line.strip())
        yield from parse_items(form, items, path, tool)


def another_program(path: Path, tool: str, why: str) -> Problem:
    """That a file is none of the format."""
    return Problem(str(path), f"no {tool} file ({why}): name its own --format, or export it from {tool} again")


def _visible(text: str) -> str:
    r"""A text without white space, and without the `\n` that Label Studio writes for a line break."""
    return "".join(text.replace("\\n", " ").split())
