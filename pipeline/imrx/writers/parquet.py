"""The tables of `docs/tables.md` as Parquet, a folder a table, as `imrx annotate --format parquet` writes them."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from imrx.annotated import AnnotatedLetter, record_of
from imrx.writers.spans import letter_spans
from imrx.writers.tables import TableBuilder, table_schemas

LETTERS_PER_GROUP: Final = 1000
"""Letters in one row group of a file: about 40 MB in memory, whatever the number of letters."""


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `letters/part-00000.parquet`, `issues/part-00000.parquet` … as the letters come.

    Raises:
        ImportError: pyarrow is not installed.
        ValueError: a letter has no record.
    """
    schemas = table_schemas()  # says which extra is missing
    from pyarrow import parquet

    with ExitStack() as opened:
        files = {}
        for name, schema in schemas.items():
            (folder / name).mkdir()
            path = folder / name / "part-00000.parquet"
            files[name] = opened.enter_context(parquet.ParquetWriter(path, schema, compression="zstd"))
        rows = TableBuilder()
        for number, letter in enumerate(letters, start=1):
            rows.add(record_of(letter), letter.text, letter_spans(letter.doc))
            if number % LETTERS_PER_GROUP == 0:
                _flush(rows, files)
                rows = TableBuilder()
        _flush(rows, files)


def read_part(path: Path, name: str) -> Any:
    """A part of a table as an Arrow table, or a line that says why it is none.

    Raises:
        ImportError: pyarrow is not installed.
    """
    schema = table_schemas()[name]  # says which extra is missing
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path, partitioning=None)
    except (pyarrow.ArrowException, OSError, ValueError):
        return f"{name}/{path.name}: a damaged Parquet file"
    return table if table.schema.equals(schema) else f"{name}/{path.name}: other columns than this version writes"


def _flush(rows: TableBuilder, files: dict[str, Any]) -> None:
    for name, table in rows.tables().items():
        files[name].write_table(table)
