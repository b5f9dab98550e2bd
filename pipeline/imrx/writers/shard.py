"""The files of one shard: what a worker writes, and `imrx.writers.merge` puts together with those of other shards.

- `shard.json`: what the others need to know of it: see `ShardSummary`
- `records.jsonl, letters.jsonl`: format jsonl
- `part-00000.spacy …`: format docs
- `issues.arrow …`: format parquet: a file for each table
"""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from spacy.tokens import Doc

from imrx.labels import READING
from imrx.letter import letter_text
from imrx.output_names import LETTERS, RECORDS
from imrx.record import Record
from imrx.writers import disk
from imrx.writers.jsonl import dump_line
from imrx.writers.letter_bin import DocWriter
from imrx.writers.repeats import Case, find_case
from imrx.writers.spans import letter_spans
from imrx.writers.tables import TableBuilder, letter_cells

if TYPE_CHECKING:
    import pyarrow as pa

SUMMARY: Final = "shard.json"
COUNTED: Final = ("issues", "medications", "med_values", "citations", "findings", "warnings")
LAYOUT_UNKNOWN: Final = "layout_unknown"
"""Count of the letters in which no known layout was recognised."""

COUNTS: Final = ("letters", LAYOUT_UNKNOWN, *READING, "failures", *COUNTED)
"""What the manifest counts, in its order; of the warnings of reading, the letters that have them."""

_CHARACTERS_AS_DOCS: Final = 4_000_000
"""Text after which docs are put down: memory has an end, whatever the letters."""

_CHARACTERS_AS_ROWS: Final = 200_000
"""Text after which table rows become Arrow tables, which take a tenth of the memory."""


def count_said(record: Record) -> dict[str, int]:
    """Whether a letter is one of those whose number is said at the end of a run: 1 or 0 each."""
    codes = {warning["code"] for warning in record["warnings"]}
    return {LAYOUT_UNKNOWN: int(record["layout"] is None), **{name: int(name in codes) for name in READING}}


class Numbered(NamedTuple):
    """A letter with a case number: its line in the shard, its warnings, and those up to and with its own."""

    line: int
    warnings: int
    warnings_so_far: int
    case: Case


class ShardSummary(NamedTuple):
    """What merging needs to know of a shard.

    Attributes:
        counts: letters, failures, and what the records hold.
        failures: source, error and message of each.
        cases: the letters that have a case number.
        files: size and hash of each file of the shard but this.
    """

    counts: dict[str, int]
    failures: list[list[str]]
    cases: list[Numbered]
    files: dict[str, dict[str, Any]]


class ShardWriter:
    """Writes the results of one shard's letters into a folder of their own.

    Args:
        folder: a new one.
        formats: of `imrx.writers.formats.FORMATS`.
        unlimited: a context in which memory has no limit. A letter whose results could be made is written in it.
    """

    def __init__(
        self,
        folder: Path,
        formats: Collection[str],
        unlimited: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.folder = folder
        folder.mkdir()  # without its parents: where they are gone, so is the run
        self._counts: Counter[str] = Counter()
        self._failures: list[list[str]] = []
        self._cases: list[Numbered] = []
        self._lines = {name: (folder / name).open("wb") for name in (RECORDS, LETTERS) if "jsonl" in formats}
        self._docs = DocWriter(folder) if "docs" in formats else None
        self._rows = TableBuilder() if "parquet" in formats else None
        self._tables: list[dict[str, pa.Table]] = []
        self._characters_as_docs = self._characters_as_rows = 0
        self._unlimited = unlimited

    def add(self, record: Record, doc: Doc) -> None:
        """Add one letter's results.

        Raises:
            MisalignedSpanError: the letter's spans make no table.
            ValueError: a number in the record is not finite.
            MemoryError: there is too little for the letter's results; nothing of them was added.
        """
        text = letter_text(doc)
        cells = letter_cells(record, text, letter_spans(doc)) if self._rows else {}
        lines = {RECORDS: dump_line(record), LETTERS: dump_line({"doc_id": record["doc_id"], "text": text})}
        # from here on nothing that a letter holds can go wrong, so that all files have the same letters
        with self._unlimited():
            for name, file in self._lines.items():
                file.write(lines[name])
            if self._docs:
                self._docs.add(doc)
            if self._rows:
                self._rows.extend(cells)
            line = self._counts["letters"]
            self._counts.update({"letters": 1, **count_said(record)})
            self._counts.update({name: len(record[name]) for name in COUNTED})
            if case := find_case(record, text):
                self._cases.append(Numbered(line, len(record["warnings"]), self._counts["warnings"], case))
            self._put_down(len(text))

    def add_failure(self, source: str, error: str, message: str) -> None:
        """Write down one input that could not be read, or not be annotated."""
        self._failures.append([source, error, message])
        self._counts["failures"] += 1

    def close(self) -> None:
        """Write what is left, and see it onto the disk."""
        with self._unlimited():
            for file in self._lines.values():
                file.close()
            if self._docs:
                self._docs.flush()
            if self._rows:
                self._write_tables(self._rows)
            files = {path.name: disk.describe(path) for path in sorted(self.folder.iterdir())}
            summary = ShardSummary(dict(self._counts), self._failures, self._cases, files)
            disk.write_json(self.folder / SUMMARY, summary._asdict())
            disk.sync(self.folder)

    def _put_down(self, characters: int) -> None:
        """Give up some memory where enough text has come together, of which the last letter has so many characters."""
        self._characters_as_docs += characters
        self._characters_as_rows += characters
        if self._docs and self._characters_as_docs >= _CHARACTERS_AS_DOCS:
            self._docs.flush()
            self._characters_as_docs = 0
        if self._rows and self._characters_as_rows >= _CHARACTERS_AS_ROWS:
            self._tables.append(self._rows.tables())
            self._rows = TableBuilder()
            self._characters_as_rows = 0

    def _write_tables(self, rows: TableBuilder) -> None:
        import pyarrow
        from pyarrow import feather

        self._tables.append(rows.tables())
        for name in self._tables[0]:
            table = pyarrow.concat_tables([tables[name] for tables in self._tables]).combine_chunks()
            feather.write_feather(table, str(self.folder / f"{name}.arrow"), compression="lz4")


def read_summary(folder: Path) -> ShardSummary:
    """What the writer of a shard noted of it."""
    written: dict[str, Any] = disk.read_json(folder / SUMMARY)
    cases = [Numbered(line, own, so_far, Case(*case)) for line, own, so_far, case in written.pop("cases")]
    return ShardSummary(cases=cases, **written)


def is_whole(folder: Path) -> bool:
    """Whether the files of a shard are still those that its writer left."""
    try:
        files = read_summary(folder).files
        return all(disk.describe(folder / name) == written for name, written in files.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # what is left of a summary may be any JSON
        return False
