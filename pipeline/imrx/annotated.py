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

from imrx import __version__, extensions
from imrx.gold import set_gold_values
from imrx.labels import LABELS, SECTIONS_KEY, SPANS_KEY
from imrx.letter import letter_id, letter_text
from imrx.output_names import DOCS, LETTERS, RECORDS, check_whole
from imrx.record import Record, parse_record


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
        ValueError: a file is damaged or of another version, or an attribute of imrx's is somebody else's.
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
        for number, doc in enumerate(docs, start=1):
            if extensions.PLAIN in doc.user_data:
                _restore(doc, f"{part}, doc {number}")
        day = datetime.fromtimestamp(part.stat().st_mtime, tz=timezone.utc).date()
        yield from ((doc, day) for doc in docs)


def _restore(doc: Doc, where: str) -> None:
    """Put what `imrx export --format spacy` wrote as plain data beside a doc where the pipeline has it."""
    try:
        _set(doc, doc.user_data.pop(extensions.PLAIN))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # user data may be anything
        what = f"what it has in user_data[{extensions.PLAIN!r}] is not what imrx {__version__} writes"
        raise ValueError(f"{where}: {what}: export it anew") from None


def _set(doc: Doc, kept: dict[str, Any]) -> None:
    for name in extensions.PLAIN_ATTRIBUTES:
        doc._.set(name, kept[name])
    sections: list[Any] = [doc.char_span(start, end, name) for name, start, end, _ in kept["sections"]]
    if sections:
        doc.spans[SECTIONS_KEY] = sections
    for span, (*_, issue) in zip(sections, kept["sections"], strict=True):
        span._.section = {"issue": issue}
    spans = [*doc.spans.get(SPANS_KEY, ())]
    for span, values in zip(spans, kept["values"], strict=True):
        set_gold_values(span, values)
    limits = [[span.start_char, span.end_char] for span in spans]
    doc._.rel = [
        {"head": limits[each["head"]], "tail": limits[each["tail"]], "label": each["label"]}
        for each in kept["relations"]
    ]


def is_bare(doc: Doc) -> bool:
    """Whether a doc has spans of imrx and none of their values, as those of `imrx split`: ids and relations neither."""
    return not doc.user_data and any(span.label_ in LABELS for span in doc.spans.get(SPANS_KEY, ()))


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
        yield parse_record(line, f"{path}, line {number}")


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
