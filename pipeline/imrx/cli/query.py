"""`imrx query`: SQL over an output folder."""

import csv
import json
import math
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from imrx.query import Rows


class Format(str, Enum):
    """How the result is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT statement.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="Output folder of `imrx annotate` or `imrx export`.")] = Path(),
    form: Annotated[
        Format, typer.Option("--format", "-f", help="How to print the result; a table shows some rows, the others all.")
    ] = Format.table,
) -> None:
    """Ask an output folder in SQL (imrx[query]).

    DuckDB has a view for each table of docs/tables.md.

    Fastest over `imrx annotate --format parquet`, and only there with `spans` and `relations`. The query sees nothing
    but the folder, and changes nothing in it.

    Example: imrx query "SELECT decision, count(*) FROM issues GROUP BY ALL" out

    Example: imrx query "FROM medications WHERE daily_mme > 90" out --format csv > high.csv
    """
    from imrx.query import query as run

    if os.path.isdir(sql):  # noqa: PTH112 (never fails)
        raise typer.BadParameter("the statement stands before the folder: imrx query SQL FOLDER")
    with run(folder, sql) as rows:
        _PRINT[form](rows)


def _print_table(rows: "Rows") -> None:
    rows.show()


def _print_csv(rows: "Rows") -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    """A value as DuckDB writes it: nothing for a null, `true` and `false`; what holds further values is JSON."""
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return value


def _print_json(rows: "Rows") -> None:
    """A list of objects, one a line."""
    start = "["
    keys = _keys(rows.columns)
    for row in rows:
        item = json.dumps(dict(zip(keys, map(_plain, row), strict=True)), ensure_ascii=False)
        typer.echo(f"{start}{item}", nl=False)
        start = ",\n "
    typer.echo("[]" if start == "[" else "]")


def _keys(columns: Sequence[str]) -> list[str]:
    """The columns' names; one that comes again gets a number, as in DuckDB's own tables, so that no value is lost."""
    keys: list[str] = []
    for name in columns:
        key, number = name, 0
        while key in keys or (number and key in columns):
            number += 1
            key = f"{name}_{number}"
        keys.append(key)
    return keys


def _plain(value: Any) -> Any:
    """A value as JSON has it: what it has no form for is a string, and a number that is none is null."""
    if isinstance(value, dict):
        return {key if isinstance(key, str | int) else str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [*map(_plain, value)]
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)


_PRINT = {Format.table: _print_table, Format.csv: _print_csv, Format.json: _print_json}
