"""Shards, one after the other in input order, become the files of the output folder.

Lines are joined, table rows are gathered in larger parts, docs stay as they are and get their number. What only the
order shows, a case number that comes again, is put in here.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imrx.output_names import DOCS, FAILURES, LETTERS, RECORDS
from imrx.record.types import WarningDict
from imrx.writers import disk
from imrx.writers.jsonl import dump_line
from imrx.writers.letter_bin import LetterBin
from imrx.writers.repeats import CaseNumbers
from imrx.writers.shard import Numbered, ShardSummary, read_summary
from imrx.writers.tables import TableBuilder

if TYPE_CHECKING:
    import pyarrow as pa

SHARDS_PER_TABLE_PART: Final = 32
"""Of 128 letters each: about 50 MB of rows in memory, and not so many files that queries become slow."""

_Repeats = list[tuple[Numbered, WarningDict]]


class Merged(NamedTuple):
    """What was put together: sizes and hashes by name in the output folder, where the files are now, and counts."""

    files: dict[str, dict[str, Any]]
    moves: dict[str, str]
    counts: Counter[str]


class Merger:
    """Puts shards together below a folder; what it wrote there before is begun anew. To be used with `with`."""

    def __init__(self, folder: Path, formats: Collection[str]) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._formats = formats
        self._numbers = CaseNumbers()
        self._files: dict[str, dict[str, Any]] = {}
        self._moves: dict[str, str] = {}
        self._failures = _Lines(folder / FAILURES)
        self._lines = {name: _Lines(folder / name) for name in (RECORDS, LETTERS) if "jsonl" in formats}
        self._doc_parts = self._table_parts = 0
        self._tables: list[dict[str, pa.Table]] = []

    def __enter__(self) -> "Merger":
        return self

    def __exit__(self, *error: object) -> None:
        for lines in (*self._lines.values(), self._failures):
            lines.close()

    def add(self, shard: Path) -> ShardSummary:
        """Put the next shard behind those that came before."""
        summary = read_summary(shard)
        repeats: _Repeats = []
        for numbered in summary.cases:
            if warning := self._numbers.add(numbered.case):
                repeats.append((numbered, warning))
        self.counts.update(summary.counts)
        self.counts["warnings"] += len(repeats)
        for source, error, message in summary.failures:
            self._failures.write(dump_line({"source": source, "error": error, "message": message}))
        if self._lines:
            _copy(shard / LETTERS, self._lines[LETTERS])
            _copy_records(shard / RECORDS, self._lines[RECORDS], repeats)
        docs = {name: written for name, written in summary.files.items() if name.endswith(".spacy")}
        for name, written in docs.items():
            self._place(shard / name, f"{DOCS}/part-{self._doc_parts:05d}.spacy", written)
            self._doc_parts += 1
        if "parquet" in self._formats:
            self._tables.append(_with_warnings(_read_tables(shard), repeats))
            if len(self._tables) == SHARDS_PER_TABLE_PART:
                self._write_tables()
        return summary

    def finish(self) -> Merged:
        """Write what is left; docs and tables have one part at least, so that their readers find what they are."""
        if "docs" in self._formats and not self._doc_parts:
            path = self.folder / "part-00000.spacy"
            LetterBin().to_disk(path)
            self._place(path, f"{DOCS}/{path.name}", disk.describe(path))
        if "parquet" in self._formats and (self._tables or not self._table_parts):
            self._tables = self._tables or [TableBuilder().tables()]
            self._write_tables()
        for lines in (*self._lines.values(), self._failures):
            lines.close()
            self._place(lines.path, lines.path.name, lines.describe())
        return Merged(dict(sorted(self._files.items())), self._moves, self.counts)

    def _write_tables(self) -> None:
        import pyarrow
        from pyarrow import parquet

        for name in self._tables[0]:
            path = self.folder / name / f"part-{self._table_parts:05d}.parquet"
            path.parent.mkdir(exist_ok=True)
            rows = pyarrow.concat_tables([tables[name] for tables in self._tables])
            parquet.write_table(rows, path, compression="zstd")
            self._place(path, f"{name}/{path.name}", disk.describe(path))
        self._table_parts += 1
        self._tables = []

    def _place(self, path: Path, name: str, written: dict[str, Any]) -> None:
        self._files[name] = written
        self._moves[path.relative_to(self.folder).as_posix()] = name


class _Lines:
    """A file that is written from its start to its end, and hashed on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self._bytes = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._bytes += len(data)

    def close(self) -> None:
        self._file.close()

    def describe(self) -> dict[str, Any]:
        return {"bytes": self._bytes, "sha256": self._digest.hexdigest()}


def _read_tables(shard: Path) -> "dict[str, pa.Table]":
    from pyarrow import feather

    return {path.stem: feather.read_table(str(path)) for path in sorted(shard.glob("*.arrow"))}


def _with_warnings(tables: "dict[str, pa.Table]", repeats: _Repeats) -> "dict[str, pa.Table]":
    """The tables of a shard, with a row behind the other warnings of each letter whose case number came before."""
    import pyarrow

    table = tables["warnings"]
    pieces, start = [], 0
    for numbered, warning in repeats:
        span = warning["span"]
        assert span is not None
        row = {"doc_id": numbered.case.doc_id, "warning_id": numbered.warnings, **warning, **span}
        end = numbered.warnings_so_far
        pieces += [table.slice(start, end - start), pyarrow.Table.from_pylist([row], schema=table.schema)]
        start = end
    return {**tables, "warnings": pyarrow.concat_tables([*pieces, table.slice(start)])}


def _copy(source: Path, lines: _Lines) -> None:
    with source.open("rb") as file:
        while block := file.read(1 << 20):
            lines.write(block)


def _copy_records(source: Path, lines: _Lines, repeats: _Repeats) -> None:
    """Copy the lines of records; those of a repeated case number get its warning, and are written as before."""
    if not repeats:
        _copy(source, lines)
        return
    warnings = {numbered.line: warning for numbered, warning in repeats}
    with source.open("rb") as file:
        for number, line in enumerate(file):
            if number in warnings:
                record = json.loads(line)
                record["warnings"].append(warnings[number])
                line = dump_line(record)
            lines.write(line)
