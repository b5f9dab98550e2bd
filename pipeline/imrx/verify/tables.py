"""Tables of letters against the letters' texts, against each other and against records and docs.

No message holds words of a letter.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from imrx.labels import RELATION_ENDS
from imrx.record import Record
from imrx.writers.columns import COLUMNS
from imrx.writers.spans import LetterSpans
from imrx.writers.tables import TableBuilder

LETTERS_AT_ONCE: Final = 200
"""Letters whose rows are made together: making Arrow tables of one letter each takes most of the time."""


Rows = list[dict[str, Any]]


class _Stretch(NamedTuple):
    """Columns of a table that hold a stretch of the letter; `text` is null where the table has no column for it."""

    text: str | None
    start: str
    end: str


def _stretches(table: str) -> list[_Stretch]:
    names = {column.path: column.name for column in COLUMNS[table]}
    found = []
    for path, name in names.items():
        if path[-1] == "start":
            end, text = ((*path[:-1], each) for each in ("end", "text"))
            found.append(_Stretch(names.get(text), name, names[end]))
    return found


def _parts(table: str) -> list[str]:
    """Columns that hold a list of stretches."""
    return [column.name for column in COLUMNS[table] if column.type.startswith("list<struct<")]


def row_problems(name: str, table: str, rows: Rows, texts: Mapping[str, str]) -> Iterator[str]:
    """Each row of a table in which a stretch of the letter is not what stands there.

    Args:
        name: the file's name.
        table: the table's name.
        rows: its rows.
        texts: the letters' texts by id.
    """
    stretches, lists = _stretches(table), _parts(table)
    for number, row in enumerate(rows, start=1):
        found = [(each.text, row[each.start], row[each.end], each.text and row[each.text]) for each in stretches]
        found += [(column, item["start"], item["end"], item["text"]) for column in lists for item in row[column]]
        text = texts.get(row["doc_id"], "")
        for column, start, end, said in found:
            if not _fits(text, start, end, said, silent=column is None):
                what = "its text" if column in ("text", None) else column
                yield f"{name}, row {number} ({row['doc_id']}): {what} is not that of {start}-{end}"
                break


def _fits(text: str, start: int | None, end: int | None, said: str | None, *, silent: bool) -> bool:
    if start is None or end is None:
        return (start, end, said) == (None, None, None)
    return 0 <= start < end <= len(text) and (silent or text[start:end] == said)


def relation_problems(name: str, relations: Rows, spans: Rows) -> Iterator[str]:
    """Each relation whose ends are not spans of the labels that it joins."""
    labels = {(row["doc_id"], row["span_id"]): row["label"] for row in spans}
    for number, row in enumerate(relations, start=1):
        ends = tuple(labels.get((row["doc_id"], row[end])) for end in ("head_id", "tail_id"))
        if ends != RELATION_ENDS.get(row["label"]):
            yield f"{name}, row {number} ({row['doc_id']}): it joins no spans of its labels"


class RowHashes:
    """The rows that records and docs give, a hash for each letter and table.

    Args:
        tables: the tables to compare, in the order of the hashes.
    """

    def __init__(self, tables: list[str]) -> None:
        self._tables = tables
        self._hashes: dict[str, list[int]] = {}
        self._rows = TableBuilder()
        self._waiting = 0

    def add(self, record: Record, text: str, spans: LetterSpans | None) -> None:
        """Add a letter; without `spans`, its spans and relations are not compared."""
        self._rows.add(record, text, spans)
        self._waiting += 1
        if self._waiting == LETTERS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        tables = self._rows.tables()
        letters = tables["letters"]["doc_id"].to_pylist()
        hashes = [_hashes(tables[name].to_pylist()) for name in self._tables]
        self._hashes.update((doc_id, [each.get(doc_id, 0) for each in hashes]) for doc_id in letters)
        self._rows, self._waiting = TableBuilder(), 0

    def other(self, table: str, rows: Rows, letters: Mapping[str, str]) -> list[str]:
        """Of the letters of a part, those that have other rows in a table of it."""
        if self._waiting:
            self._flush()
        if table not in self._tables:
            return []
        place = self._tables.index(table)
        found = _hashes(rows)
        return [each for each in letters if each in self._hashes and self._hashes[each][place] != found.get(each, 0)]


def _hashes(rows: Rows) -> dict[str, int]:
    by_letter = groupby(rows, key=itemgetter("doc_id"))
    return {doc_id: hash(repr([*own])) for doc_id, own in by_letter}
