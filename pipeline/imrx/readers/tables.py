"""Tables with a column of letters: CSV, JSON lines, Parquet. One letter a row, and a bad row costs no other.

A table is read as a stream and may be larger than memory; only a row has a limit. It is told by its content where that
is certain (Parquet, JSON), and else by its name (`.csv`, `.tsv`) or by a first line that names the text column.
"""

import contextlib
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, Final

from imrx.readers.cells import as_whole, is_missing
from imrx.readers.names import free_name, is_unsafe
from imrx.readers.source import MAX_CHARACTERS, Failure, Letter, Options, ReadError, renamed
from imrx.readers.text import check, normalize

CSV: Final = "text/csv"
JSONL: Final = "application/x-ndjson"
PARQUET: Final = "application/vnd.apache.parquet"

TEXT_COLUMNS: Final = frozenset({"text", "letter", "letter_text", "body", "content", "full_text", "document"})
"""Columns that hold the letters where nobody says which; more than one of them in a table, and nobody guesses."""

ID_COLUMN: Final = "doc_id"
"""The id column of our own `letters.jsonl`."""

_MAX_LINE: Final = 8 * MAX_CHARACTERS
_DELIMITERS: Final = ",;\t|"
_NAME = re.compile(r"[A-Za-z_][\w.:/-]{0,39}(?: \(\d+\))?")
"""A column's name that may be shown; in a table without a header they are words of letters."""

Row = tuple[int, dict[str, Any] | ReadError]
"""A row's number, from 1, and its values by column or why there are none; header and blank lines are no rows."""


def kind(head: bytes, name: str, options: Options) -> str | None:
    """The media type of a table that begins with `head`, or null for anything else."""
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    if head.startswith(b"PAR1"):
        return PARQUET
    if suffix in {"jsonl", "ndjson", "json"} or re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"', head):
        return JSONL
    if suffix in {"csv", "tsv", "tab"}:
        return CSV
    if options.text_column:
        first = head.decode("utf-8-sig", errors="replace").lstrip().split("\n", 1)[0].strip()
        if options.text_column in [cell.strip(' "') for cell in first.split(_delimiter(first, name))]:
            return CSV
    return None


def table_letters(
    open_bytes: Callable[[], BinaryIO], origin: dict[str, Any], doc_id: str, options: Options
) -> Iterator[Letter | Failure]:
    """Yield the letters of a table, and a failure for each row that holds none.

    Args:
        open_bytes: opens the table's bytes at their start.
        origin: the letters' `source`; its `media_type` and `encoding` say how to read the bytes.
        doc_id: the table's own id, from which rows without one get theirs: `doc_id:row`, from 1.
        options: names the columns.

    Raises:
        ReadError: the table as a whole cannot be read.
    """
    with contextlib.ExitStack() as opened:
        columns, rows = _opened(opened, open_bytes, origin)
        if not columns:
            raise ReadError("empty", "is a table without columns; remove it, or write it again")
        text_column, id_column = _text_column(columns, options), _id_column(columns, options)
        ids = _RowIds(_ids(open_bytes, origin, id_column) if id_column else ())
        number = 0
        for number, row in rows({text_column, id_column or text_column}):
            place = f"{origin['name']}:{number}"
            try:
                if isinstance(row, ReadError):
                    raise row
                own = _id(row.get(id_column)) if id_column else None
                text = row.get(text_column)
                if is_missing(text):
                    raise ReadError("empty", "has no text in the column of letters; fill it, or remove the row")
                if not isinstance(text, str):
                    what = f"has {type(text).__name__} and no text in the column of letters"
                    raise ReadError("empty", f"{what}; make it text, or name another column")
                text = check(normalize(text))
            except ReadError as error:
                yield error.failure(place)
            else:
                yield ids.told_apart(Letter(own or f"{doc_id}:{number}", text, dict(origin)), number, own=bool(own))
        if number == 0:
            raise ReadError("empty", "is a table without rows; remove it, or write it again")


class _RowIds:
    """The ids of a table's letters: of rows that share one the first keeps it; the others get one that no row has.

    Args:
        own_ids: those that the table itself gives its rows, all of them, before the first letter is named.
    """

    def __init__(self, own_ids: Iterable[str]) -> None:
        self._taken: set[str] = set()
        self._repeated: set[str] = set()
        self._kept: set[str] = set()
        for own in own_ids:
            (self._repeated if own in self._taken else self._taken).add(own)

    def told_apart(self, letter: Letter, number: int, *, own: bool) -> Letter:
        """The letter of a row with the id that it gets, and a warning where that is not `own`, the table's."""
        doc_id = letter.doc_id
        if own and doc_id not in self._repeated:
            return letter
        if own and doc_id not in self._kept:
            self._kept.add(doc_id)
            return letter
        doc_id = free_name(doc_id, self._taken, f":{number}")
        self._taken.add(doc_id)
        return renamed(letter, doc_id)


def _opened(
    opened: contextlib.ExitStack, open_bytes: Callable[[], BinaryIO], origin: dict[str, Any]
) -> tuple[list[str], Callable[[set[str]], Iterator[Row]]]:
    """A table's columns, and what gives its rows with the values of some of them at least."""
    file = opened.enter_context(open_bytes())
    if origin["media_type"] == PARQUET:
        return _parquet(file)
    is_csv = origin["media_type"] == CSV
    # csv wants to see line ends as they are; only `\n` ends a line of JSON
    stream = io.TextIOWrapper(file, encoding=origin["encoding"], newline="" if is_csv else "\n")
    opened.enter_context(stream)
    columns, rows = _csv(stream, origin["name"]) if is_csv else _jsonl(stream)
    return columns, lambda _: rows


def _ids(open_bytes: Callable[[], BinaryIO], origin: dict[str, Any], id_column: str) -> Iterator[str]:
    """The ids that a table gives its rows."""
    with contextlib.ExitStack() as opened:
        _, rows = _opened(opened, open_bytes, origin)
        for _, row in rows({id_column}):
            with contextlib.suppress(ReadError):
                if isinstance(row, dict) and (own := _id(row.get(id_column))):
                    yield own


def _text_column(columns: list[str], options: Options) -> str:
    if options.text_column is not None:
        if options.text_column in columns:
            return options.text_column
        raise ReadError("no_text_column", _not_there(options.text_column, columns))
    fitting = [column for column in columns if column.strip().lower() in TEXT_COLUMNS]
    if len(fitting) != 1:
        raise ReadError("no_text_column", f"needs --text-column to name its column of letters; {_those(columns)}")
    return fitting[0]


def _id_column(columns: list[str], options: Options) -> str | None:
    if options.id_column is not None:
        if options.id_column in columns:
            return options.id_column
        raise ReadError("no_id_column", _not_there(options.id_column, columns))
    return ID_COLUMN if ID_COLUMN in columns else None


def _not_there(name: str, columns: list[str]) -> str:
    """Why no column has a name: there is none, or there are several, which `_csv` has numbered."""
    if any(column == _numbered(name, number) for number, column in enumerate(columns, start=1)):
        return f"has more than one column {name!r}; {_those(columns)}"
    return f"has no column {name!r}; {_those(columns)}"


def _numbered(name: str, number: int) -> str:
    return f"{name} ({number})"


def _those(columns: list[str]) -> str:
    if not all(map(_NAME.fullmatch, columns)):
        return f"it has {len(columns)} columns, not all with a name of one word: is the header missing?"
    return f"it has {', '.join(map(repr, columns[:20])) or 'none'}" + (", …" if len(columns) > 20 else "")


def _id(value: Any) -> str | None:
    value = as_whole(value)
    if is_missing(value) or not str(value).strip():
        return None
    if isinstance(value, (bool, dict, list, bytes)) or is_unsafe(str(value)):
        raise ReadError("unsafe_name", "has an id that cannot be a name; change it")
    return str(value)


def _delimiter(first: str, name: str) -> str:
    """What separates the columns, by the header alone: in letters there are commas everywhere.

    A header of one column leaves it to the table's name.

    csv.Sniffer is not asked, as it takes minutes for a header of quotation marks.
    """
    usual = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    delimiter: str = max((usual, *_DELIMITERS), key=first.count)
    return delimiter


def _csv(stream: io.TextIOWrapper, name: str) -> tuple[list[str], Iterator[Row]]:
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_LINE))
    first = stream.readline(_MAX_LINE)
    while first.isspace():
        first = stream.readline(_MAX_LINE)
    # strict, or a field whose quotation mark is not closed takes the rows behind it for its own text
    reader = csv.reader(chain([first], _bounded(stream)), delimiter=_delimiter(first.strip(), name), strict=True)
    try:
        columns = next(reader, [])
    except csv.Error:
        raise ReadError("damaged_table", "has a first line that does not parse; save it as CSV again") from None
    counts = Counter(columns)
    columns = [name if counts[name] == 1 else _numbered(name, number) for number, name in enumerate(columns, start=1)]

    def rows() -> Iterator[Row]:
        number = 1
        while True:
            line = reader.line_num
            try:
                values = next(reader, None)
            except csv.Error:
                is_one_line = reader.line_num == line + 1
                yield number, _damaged_row(is_one_line)
                if not is_one_line:  # where its text would have ended, nobody knows
                    return
                number += 1
                continue
            if values is None:
                return
            if values:
                row = dict(zip(columns, values, strict=False))
                yield number, row if len(values) <= len(columns) else _long_row(len(values), len(columns))
                number += 1

    return columns, rows()


def _long_row(values: int, columns: int) -> ReadError:
    return ReadError("damaged_table", f"has {values} values for {columns} columns; put the text in quotation marks")


def _damaged_row(is_one_line: bool) -> ReadError:
    if is_one_line:
        what = "has a quotation mark that is not closed, or text behind one that is"
    else:
        what = "and what follows cannot be read: a quotation mark that is not closed, or a line that never ends"
    return ReadError("damaged_table", f"{what}; save the table as CSV again")


def _bounded(stream: io.TextIOWrapper) -> Iterator[str]:
    """Lines for the csv module, whose own limit is on a field and not on a line."""
    while line := stream.readline(_MAX_LINE):
        if len(line) == _MAX_LINE:
            raise csv.Error("line too long")
        yield line


def _jsonl(stream: io.TextIOWrapper) -> tuple[list[str], Iterator[Row]]:
    rows = _json_rows(stream)
    first = next(rows, None)
    if first is None:
        return [], iter(())
    if isinstance(first[1], ReadError):
        raise ReadError("damaged_table", "is no JSON table: its first line is no object; write one object a line")
    return list(first[1]), chain([first], rows)


def _json_rows(stream: io.TextIOWrapper) -> Iterator[Row]:
    number = 1
    while line := stream.readline(_MAX_LINE):
        if line.isspace():
            continue
        if len(line) == _MAX_LINE and not line.endswith("\n"):
            while (more := stream.readline(_MAX_LINE)) and not more.endswith("\n"):
                pass
            yield number, ReadError("too_large", f"is a line of more than {_MAX_LINE:,} characters; leave it out")
        else:
            yield number, _json_row(line)
        number += 1


def _json_row(line: str) -> dict[str, Any] | ReadError:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    return row if isinstance(row, dict) else ReadError("damaged_table", "is no JSON object; write one object a line")


def _parquet(file: BinaryIO) -> tuple[list[str], Callable[[set[str]], Iterator[Row]]]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ReadError("missing_extra", 'is Parquet, which needs pyarrow: pip install "imrx[parquet]"') from None
    damaged = ReadError("damaged_table", "is a damaged Parquet table; write it again")
    try:
        table = parquet.ParquetFile(file)
        columns = list(table.schema_arrow.names)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise damaged from error

    def rows(wanted: set[str]) -> Iterator[Row]:
        number = 0
        try:
            for batch in table.iter_batches(batch_size=64, columns=sorted(wanted)):
                for number, row in enumerate(batch.to_pylist(), start=number + 1):  # noqa: B020 - goes on counting
                    yield number, {name: _as_text(value) for name, value in row.items()}
        except (pyarrow.ArrowException, OSError, ValueError):
            yield number + 1, damaged

    return columns, rows


def _as_text(value: Any) -> Any:
    """Bytes that are UTF-8 as text: some writers of Parquet don't say of a column that it holds text."""
    if isinstance(value, bytes):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode("utf-8")
    return value
