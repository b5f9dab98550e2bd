"""SQL over an output folder: DuckDB with a view for each table of `docs/tables.md`.

The query reads these views, and the files behind them, and nothing else: no other file, no network. It writes nothing.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from imrx.annotated import read_records
from imrx.output_names import LETTERS, RECORDS, check_whole
from imrx.writers.columns import COLUMNS
from imrx.writers.tables import NOT_IN_RECORDS, TableBuilder

_ROWS: Final = 1_000
"""Rows that are fetched at a time, and records whose tables are made at a time."""

_WITHOUT_VALUES: Final = ("Parser", "Permission", "IO", "OutOfMemory")
"""DuckDB's errors that are not about a value in a row."""

_ROWS_IN_SUBQUERY: Final = "Invalid Input Error: More than one row returned by a subquery used as an expression"
"""How an error begins that depends on rows, but quotes none of their values."""


class Rows:
    """The result of a query: names of columns, and rows as tuples, which come as they are asked for."""

    def __init__(self, cursor: Any) -> None:
        self.columns: list[str] = [column[0] for column in cursor.description]
        self._cursor = cursor

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while rows := self._cursor.fetchmany(_ROWS):
            yield from rows


@contextmanager
def query(folder: Path, sql: str) -> Iterator[Rows]:
    """Run one `SELECT` over an output folder; its result is there for as long as the `with` block.

    Args:
        folder: with the Parquet tables of `imrx annotate --format parquet` or `imrx export`, or with `records.jsonl`
            and `letters.jsonl`, from which the tables are made first (a thousand letters take two seconds or so).
        sql: one statement in DuckDB's SQL.

    Raises:
        FileNotFoundError: the folder holds neither.
        ValueError: the statement is not one `SELECT`, or DuckDB finds fault with it; one line says what, without words
            of a letter. Or the folder's results are damaged, or just being exchanged for those of another run.
        ImportError: duckdb or pyarrow is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise ImportError('imrx query needs DuckDB: pip install "imrx[query]"') from None
    check_whole(folder)
    with closing(duckdb.connect()) as connection:
        try:
            views = _make_views(connection, folder)
        except duckdb.Error as error:
            raise ValueError(str(error).splitlines()[0]) from None
        try:
            kinds = [statement.type for statement in connection.extract_statements(sql)]
            if kinds == [duckdb.StatementType.MULTI]:
                raise ValueError("PIVOT needs the values that become columns: PIVOT … ON column IN ('a', 'b') USING …")
            if kinds != [duckdb.StatementType.SELECT]:
                raise ValueError("imrx query runs one SELECT statement (or DESCRIBE, SUMMARIZE, SHOW TABLES)")
            yield Rows(connection.execute(sql))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise ValueError(_explain(str(error), views)) from None
        except tuple(getattr(duckdb, f"{name}Exception") for name in _WITHOUT_VALUES) as error:
            raise ValueError(str(error).splitlines()[0]) from None
        except duckdb.Error as error:
            message = str(error)
            if message == _without_values(connection, views, sql):
                raise ValueError(_explain(message, views)) from None
            raise ValueError(_explain_row(message)) from None


def _explain(message: str, views: list[str]) -> str:
    """What DuckDB finds in a statement before it reads any row: with its hint, and without the statement itself."""
    for table in NOT_IN_RECORDS:
        if f"table with name {table} does not exist" in message.lower():
            return f"no table {table} here: only `imrx annotate` and `imrx export` with --format parquet write it"
    message = " ".join(message.partition("\n\n")[0].split())
    unknown, _, table = message.partition('! Did you mean "')
    if unknown.startswith("Catalog Error: Table with name"):
        if table.partition('"')[0] not in views:  # one of DuckDB's own
            message = f"{unknown.rstrip('!')}!"
        message += f" There are {', '.join(views)}"
    return message


def _explain_row(message: str) -> str:
    """What DuckDB finds while it reads rows: without the rest of its words, which quote the value that it failed on."""
    if message.startswith(_ROWS_IN_SUBQUERY):
        return f"{_ROWS_IN_SUBQUERY}; add LIMIT 1, or any_value()"
    kind = re.match(r"[A-Z][A-Za-z ]* Error(?=:)", message)
    return f"{kind[0] if kind else 'Error'} in a row (not shown: it is a letter's); try_cast is null where cast fails"


def _without_values(connection: Any, views: list[str], sql: str) -> str | None:
    """What DuckDB finds in a statement over the same tables with two rows of nulls: no word of it is a letter's."""
    import duckdb

    with closing(duckdb.connect()) as empty:
        for view in views:
            nulls = connection.sql(f"SELECT {view}.* FROM range(2) LEFT JOIN {view} ON false")
            empty.register(view, nulls.to_arrow_table())
        _lock(empty, [])
        try:
            for _ in Rows(empty.execute(sql)):
                pass
        except duckdb.Error as error:
            return str(error)
    return None


def _make_views(connection: Any, folder: Path) -> list[str]:
    """Make the views, and lock everything else; return their names."""
    parts = {name: sorted(str(path) for path in (folder / name).glob("part-*.parquet")) for name in COLUMNS}
    if any(parts.values()):
        made = {name: paths for name, paths in parts.items() if paths}
        for name, paths in made.items():
            connection.read_parquet([*map(_literal, paths)]).create_view(name)
    elif (folder / RECORDS).is_file() and (folder / LETTERS).is_file():
        made = _tables(folder)
        for name, table in made.items():
            connection.register(name, table)
    else:
        raise FileNotFoundError(f"no results in {folder}: name an output folder of `imrx annotate`")
    _lock(connection, [each for paths in parts.values() for path in paths for each in {path, _literal(path)}])
    return list(made)


def _literal(path: str) -> str:
    """A pattern that only this path matches: DuckDB takes paths for patterns, and asks leave for both."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def _lock(connection: Any, paths: list[str]) -> None:
    """Leave a connection nothing but its views and the files behind them."""
    connection.execute("SET allowed_paths = ?", [paths])
    for setting in ("enable_external_access", "python_enable_replacements"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")


def _tables(folder: Path) -> dict[str, Any]:
    import pyarrow

    made = [TableBuilder().tables()]
    records = read_records(folder)
    while some := list(islice(records, _ROWS)):
        rows = TableBuilder()
        for record, text in some:
            rows.add(record, text)
        made.append(rows.tables())
    return {name: pyarrow.concat_tables(each[name] for each in made) for name in COLUMNS if name not in NOT_IN_RECORDS}
