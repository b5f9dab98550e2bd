"""`imrx query`: SQL over an output folder."""

import csv
import json
import os
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print the result.")] = Format.table,
) -> None:
    """Ask an output folder in SQL (imrx[query]): DuckDB, with a view for each table of docs/tables.md.

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
    cells = [["" if value is None else " ".join(str(value).split()) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(rows.columns, *cells, strict=True)]
    for line in (rows.columns, ["-" * width for width in widths], *cells):
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _print_csv(rows: "Rows") -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([json.dumps(v, default=str) if isinstance(v, list | dict) else v for v in row] for row in rows)


def _print_json(rows: "Rows") -> None:
    """A list of objects, one a line."""
    start = "["
    for row in rows:
        item = json.dumps(dict(zip(rows.columns, row, strict=True)), ensure_ascii=False, default=str)
        typer.echo(f"{start}{item}", nl=False)
        start = ",\n "
    typer.echo("[]" if start == "[" else "]")


_PRINT = {Format.table: _print_table, Format.csv: _print_csv, Format.json: _print_json}
