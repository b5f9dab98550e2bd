"""Corrections become gold: a line a letter, in the format of `corpus/README.md`.

A gold line holds what the person saw: spans, relations, the cue of a finding, and its assertion where the format shows
it.
Values that no tool shows (a strength's number, a citation's pages) are left out, and so are case and issues: gold that
repeats the rules' own values would find them right for ever.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from imrx import labels
from imrx.annotated import AnnotatedLetter, read_annotated
from imrx.importers.corrections import Corrected, Mark, Problem, Read, Refused, Skipped
from imrx.importers.diff import Diff
from imrx.importers.formats import FORMATS
from imrx.letter import text_source
from imrx.writers.brat import file_name
from imrx.writers.spans import letter_spans


@dataclass
class Import:
    """What came of it: the differences, the letters that nobody vouched for by reason, and what does not fit."""

    diff: Diff = field(default_factory=Diff)
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether there is no letter of gold."""
        return not self.diff.letters


def import_corrections(path: Path, name: str, against: Path, output: Path) -> Import:
    """Write the gold of corrected letters; a letter in which something does not fit is left out.

    Where no letter is left, because none fits or nobody vouched for any, nothing is written: see `Import.failed`.

    Args:
        path: the file or folder that the tool wrote.
        name: one of `imrx.importers.formats.FORMATS`.
        against: the annotated letters that were exported, as for `imrx export`.
        output: the file to write, which must not exist; letters stand in the order of `against`.

    Raises:
        FileNotFoundError: there are no corrections, or no annotated letters.
        IsADirectoryError: the corrections are a folder, and the format has a file.
        FileExistsError: the output exists.
        ValueError: the annotated letters cannot be read.
    """
    if not path.exists():
        raise FileNotFoundError(f"no such file or folder: {path}")
    if path.is_dir() and name != "brat":
        raise IsADirectoryError(f"{path} is a folder: name the file that {name} wrote")
    if output.exists():
        raise FileExistsError(f"{output} exists: name a new file")
    made = Import()
    read: Callable[[Path], Iterator[Read]] = import_module(f"imrx.importers.{FORMATS[name]}").read
    corrected: dict[str, Corrected] = {}
    refused: dict[str, list[Refused]] = {}
    left_out: set[str | None] = set()
    for letter in read(path):
        if isinstance(letter, Problem):
            made.problems.append(letter)
            left_out.add(letter.key)
        elif isinstance(letter, Refused):
            refused.setdefault(letter.key, []).append(letter)
            left_out.add(letter.key)
        elif isinstance(letter, Skipped):
            made.skipped[letter.reason] += 1
        elif letter.key in corrected:
            message = f"the letter was there before, in {corrected[letter.key].where}"
            made.problems.append(Problem(letter.where, message))
            left_out.add(letter.key)  # which of the two is right, nobody has said
        else:
            corrected[letter.key] = letter
    if not (corrected or refused or made.skipped or made.problems):
        made.problems.append(Problem(path.name, "holds no letters"))
    lines = []
    for annotated in read_annotated(against):
        letter_key = file_name(annotated.doc_id) if name == "brat" else annotated.doc_id
        for other in refused.pop(letter_key, ()):
            made.problems += [_other_text(annotated, other)] if other.text != annotated.text else other.problems
        again = corrected.pop(letter_key, None)
        if again is not None and letter_key not in left_out:
            lines += _add(made, annotated, again)
    made.problems += [problem for letters in refused.values() for letter in letters for problem in letter.problems]
    made.problems += [Problem(letter.where, f"no letter {letter.key!r} in {against}") for letter in corrected.values()]
    if not made.failed:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(lines), encoding="utf-8", newline="\n")
    return made


def _add(made: Import, annotated: AnnotatedLetter, corrected: Corrected) -> list[str]:
    """The letter's line, if it has one."""
    if corrected.text != annotated.text:
        made.problems.append(_other_text(annotated, corrected))
        return []
    found = letter_spans(annotated.doc, cues=True)
    if problems := [*_misfits(annotated.doc, found.other_labels(), corrected)]:
        made.problems += problems
        return []
    made.diff.add(found, corrected)
    return [json.dumps(_gold(annotated, corrected), ensure_ascii=False) + "\n"]


def _other_text(annotated: AnnotatedLetter, letter: Corrected | Refused) -> Problem:
    """That a letter was changed: one line, whatever does not fit because of it."""
    return Problem(letter.where, f"its text is not that of the letter {annotated.doc_id!r}")


def _misfits(doc: Doc, others: set[str], corrected: Corrected) -> Iterator[Problem]:
    """What does not fit the annotated letter.

    Spans of another component's label were exported, and come back; gold has no place for them.
    """
    for label, place in corrected.others:
        if label not in others:
            yield Problem(place, f"unknown label {label!r}")
    for mark, place in zip(corrected.marks, corrected.places, strict=True):
        if doc.char_span(mark.start, mark.end) is None:
            yield Problem(place, f"{mark.label} {mark.start}-{mark.end}: begins or ends inside a word")


def _gold(annotated: AnnotatedLetter, corrected: Corrected) -> dict[str, Any]:
    marks = corrected.marks
    cues = {marks[link.head]: marks[link.tail] for link in corrected.links if link.label == labels.HAS_CUE}
    relations = [
        {"head": _limits(marks[link.head]), "tail": _limits(marks[link.tail]), "label": link.label}
        for link in corrected.links
        if link.label != labels.HAS_CUE
    ]
    return {
        "doc_id": annotated.doc_id,
        "sha256": _sha256(annotated),
        "spans": [_span(mark, cues.get(mark)) for mark in sorted(marks, key=_position) if mark.label != labels.CUE],
        "relations": sorted(relations, key=_where),
    }


def _sha256(annotated: AnnotatedLetter) -> str:
    """Of the letter's file; of its text where that file is a table of many letters, or there is none."""
    source = annotated.doc._.source
    own = source if source and source["media_type"] in ("text/plain", "application/pdf") else None
    sha256: str = (own or text_source(annotated.text))["sha256"]
    return sha256


def _span(mark: Mark, cue: Mark | None) -> dict[str, Any]:
    """A span of the gold; a finding without a cue has none where it is known what the letter says of it."""
    span: dict[str, Any] = {"start": mark.start, "end": mark.end, "label": mark.label}
    if mark.assertion is not None:
        span |= {"negated": mark.assertion in labels.NEGATED, "assertion": mark.assertion, "cue": None}
    if cue is not None:
        span["cue"] = _limits(cue)
    return span


def _limits(mark: Mark) -> list[int]:
    return [mark.start, mark.end]


def _position(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, labels.rank(mark.label)


def _where(relation: dict[str, Any]) -> tuple[list[int], list[int], str]:
    return relation["head"], relation["tail"], relation["label"]
