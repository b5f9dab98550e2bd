"""Annotated letters, read back: an output folder of `imrx annotate`, or docs alone."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timezone
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple, cast

from spacy.lang.en import English
from spacy.tokens import Doc, DocBin
from spacy.vocab import create_vocab

from imrx import extensions
from imrx.letter import letter_text
from imrx.record import Record
from imrx.writers.merge import DOCS
from imrx.writers.shard import LETTERS, RECORDS
from imrx.writers.spans import letter_id


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
        ValueError: docs cannot be read, or do not belong to the records and texts beside them.
    """
    if (path / RECORDS).is_file() and (path / LETTERS).is_file():
        yield from _read_folder(path)
    else:
        for doc, day in read_docs(path):
            yield AnnotatedLetter(letter_id(doc), letter_text(doc), doc, None, day)


def read_docs(path: Path) -> Iterator[tuple[Doc, date]]:
    """The docs of a `.spacy` file, or of all of them in a folder or in its `docs/`, by name, and each file's day.

    Raises:
        FileNotFoundError: there are none.
        ValueError: a file is damaged.
    """
    extensions.register()  # without them spaCy refuses docs that have their values
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
    lines = zip_longest(_lines(folder / RECORDS), _lines(folder / LETTERS), read_docs(folder))
    for record, letter, dated in lines:
        if record is None or letter is None or dated is None or not same_letter(record, letter, dated[0]):
            raise ValueError(f"{folder}: records, letters and docs do not belong together: see `imrx verify {folder}`")
        yield AnnotatedLetter(record["doc_id"], letter["text"], dated[0], cast(Record, record), dated[1])


def same_letter(record: dict[str, Any], letter: dict[str, Any], doc: Doc) -> bool:
    """True where record, text and doc are of one letter."""
    ids = {record["doc_id"], letter["doc_id"], letter_id(doc)}
    return len(ids) == 1 and bool(letter["text"] == letter_text(doc))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                item = json.loads(line)
            except ValueError:  # no JSON, or no UTF-8
                item = None
            if not isinstance(item, dict):
                raise ValueError(f"{path}, line {number}: no JSON object")
            yield item


def record_of(letter: AnnotatedLetter) -> Record:
    """The letter's record.

    Raises:
        ValueError: only docs are at hand.
    """
    if letter.record is None:
        raise ValueError("this needs the records, and here are docs alone: name an output folder of `imrx annotate`")
    return letter.record
