"""`imrx import`: corrections made in another tool, as gold."""

import json
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrx.importers.formats import FORMATS

if TYPE_CHECKING:
    from imrx.importers.diff import Diff


Format = Enum("Format", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]


def import_(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="CORRECTIONS", help="What the tool wrote: a file, for brat a folder.", show_default=False
        ),
    ],
    name: Annotated[Format, typer.Option("--format", "-f", help="The format.", show_default=False)],
    against: Annotated[
        Path, typer.Option(help="The annotated letters that were exported, as for `imrx export`.", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The gold file to write; it must not exist.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as one JSON object.")] = False,
) -> None:
    """Turn corrections into gold annotations.

    What people kept, moved, relabelled, removed and added is counted per label and per rule: a rule that people keep
    correcting stands on top.

    Exit code 0: every letter fits. 1: some do not; each thing that does not fit has a line on stderr, and its letter
    is not in the gold. 2: none does, and nothing was written.

    Example: imrx import project.json --format label-studio --against out --output reviewed.jsonl
    """
    from imrx.importers.gold import import_corrections

    made = import_corrections(path, name.value, against, output)
    for problem in made.problems:
        typer.echo(f"imrx: {problem}", err=True)
    skipped = "".join(f", {count} {reason}" for reason, count in sorted(made.skipped.items()))
    if made.failed:
        if not made.problems:
            typer.echo(f"imrx: no letter of gold{skipped}: nothing is written", err=True)
        raise typer.Exit(2)
    if as_json:
        typer.echo(json.dumps(made.diff.as_dict(), indent=2))
    else:
        _print_tables(made.diff)
    count = made.diff.letters
    typer.echo(f"{count} letter{'s' * (count != 1)} of gold{skipped}: {output}", err=True)
    if made.problems:
        raise typer.Exit(1)


def _print_tables(diff: "Diff") -> None:
    from wasabi.tables import table

    counts = diff.as_dict()
    tables = {
        "Spans": [{"": label, **row} for label, row in counts["labels"].items()],
        "Rules": [{"": f"{row.pop('label')} {row.pop('rule')}", **row} for row in counts["rules"]],
        "Relations": [{"": label, **row} for label, row in counts["relations"].items()],
    }
    for title, rows in tables.items():
        if rows:
            typer.echo(title)
            typer.echo(
                table(
                    [list(map(str, row.values())) for row in rows],
                    header=list(rows[0]),
                    divider=True,
                    max_col=100,
                    aligns=("l", *"rrrrrrr"),
                )
            )
