"""`imrx export`: annotated letters in the formats of other tools."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from imrx.writers.formats import EXPORTS

Format = Enum("Format", {name: name for name in EXPORTS}, type=str)  # type: ignore[misc]


def export(
    docs: Annotated[
        Path,
        typer.Argument(help="Output folder of `imrx annotate`, or a .spacy file or folder.", show_default=False),
    ],
    name: Annotated[Format, typer.Option("--format", "-f", help="The format.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="A new folder for the files.", show_default=False)],
) -> None:
    """Write annotated letters in the formats of other tools.

    docs/export.md says what each format holds.

    Exit code 0: every letter and span was written. 2: none was; one line on stderr says why.

    Example: imrx export out --format label-studio --output review

    Example: imrx export out --format parquet --output tables
    """
    from imrx.writers.export import export as write

    letters = write(docs, name.value, output)
    typer.echo(f"{letters} letter{'s' * (letters != 1)} written: {output}", err=True)
