"""Annotated letters, read back: an output folder of `imrx annotate`, or docs alone."""

import json
from collections.abc import Iterator, Set
from datetime import date, datetime, timezone
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from spacy.lang.en import English
from spacy.tokens import Doc, DocBin
from spacy.vocab import create_vocab

from imrx import extensions
from imrx.letter import letter_text
from imrx.record import Record, parse_record
from imrx.results import DOCS, LETTERS, RECORDS, check_whole, letter_id


class AnnotatedLetter(NamedTuple):
    """One letter; `record` is null where only docs are at hand, `annotated_on` is the day its docs were written."""

    doc_id: str
    text: str
    doc: Doc
    record: Record | None
    annotated_on: date


def read_annotated(path: Path) -> Iterator[AnnotatedLetter]:
    """The letters of an output folder, in its order, or those of one `.spacy` file or of a folder of them.

    Raises:
        FileNotFoundError: there are no docs.
        ValueError: docs cannot be read, or do not belong to the records and texts beside them, or all of them are just
            being exchanged for those of another run.
    """
    check_whole(path)
    if (path / RECORDS).is_file() and (path / LETTERS).is_file():
        yield from _read_folder(path)
    else:
        for doc, day in read_docs(path):
            yield AnnotatedLetter(letter_id(doc), letter_text(doc), doc, None, day)


def read_docs(path: Path) -> Iterator[tuple[Doc, date]]:
    """The docs of a `.spacy` file, or of all of them in a folder or in its `docs/`, by name, and each file's day.

    Raises:
        FileNotFoundError: there are none.
        ValueError: a file is damaged, or an attribute of imrx's is somebody else's.
    """
    extensions.require()  # without them spaCy refuses docs that have their values
    folder = path / DOCS if (path / DOCS).is_dir() else path
    parts = sorted(folder.glob("*.spacy")) if folder.is_dir() else [path]
    if not parts or not parts[0].is_file():
        raise FileNotFoundError(
            f"no annotated docs in {path}: name an output folder of `imrx annotate`, or a .spacy file"
        )
    for part in parts:
        try:
            docs = list(DocBin().from_disk(part).get_docs(create_vocab("en", English.Defaults)))
        except Exception as error:  # msgpack, zlib and spaCy each raise their own
            raise ValueError(f"{part}: no docs that spaCy can read ({type(error).__name__})") from None
        day = datetime.fromtimestamp(part.stat().st_mtime, tz=timezone.utc).date()
        yield from ((doc, day) for doc in docs)


def _read_folder(folder: Path) -> Iterator[AnnotatedLetter]:
    for both, dated in zip_longest(read_records(folder), read_docs(folder)):
        if both is None or dated is None:
            raise _not_together(folder)
        (record, text), (doc, day) = both, dated
        if record["doc_id"] != letter_id(doc) or text != letter_text(doc):
            raise _not_together(folder)
        yield AnnotatedLetter(letter_id(doc), text, doc, record, day)


def read_records(folder: Path) -> Iterator[tuple[Record, str]]:
    """The records of an output folder and the texts of their letters, in its order.

    Raises:
        ValueError: a line holds none, or those of the two files do not belong together.
    """
    records, letters = _records(folder / RECORDS), _lines(folder / LETTERS, {"doc_id", "text"})
    for record, letter in zip_longest(records, letters):
        if record is None or letter is None or record["doc_id"] != letter[1]["doc_id"]:
            raise _not_together(folder)
        yield record, letter[1]["text"]


def _not_together(folder: Path) -> ValueError:
    return ValueError(f"{folder}: records, letters and docs do not belong together: see `imrx verify {folder}`")


def _records(path: Path) -> Iterator[Record]:
    for number, (line, _) in enumerate(_lines(path, Record.__required_keys__), start=1):
        yield _record(line, f"{path}, line {number}")


def _record(line: bytes, where: str) -> Record:
    try:
        return parse_record(line)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def same_id(doc_id: str) -> ValueError:
    """That two letters cannot be told apart."""
    return ValueError(f"two letters have the id {doc_id}: give each its own, and annotate them again")


def _lines(path: Path, keys: Set[str]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """The lines of a file and the objects in them, of which each has all the keys."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                item = json.loads(line)
            except ValueError:  # no JSON, or no UTF-8
                item = None
            if not isinstance(item, dict):
                raise ValueError(f"{path}, line {number}: no JSON object")
            if missing := sorted(keys - item.keys()):
                raise ValueError(f"{path}, line {number}: it lacks {', '.join(missing)}")
            yield line, item


def record_of(letter: AnnotatedLetter) -> Record:
    """The letter's record.

    Raises:
        ValueError: only docs are at hand.
    """
    if letter.record is None:
        raise ValueError("this needs the records, and here are docs alone: name an output folder of `imrx annotate`")
    return letter.record
