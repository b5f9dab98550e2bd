"""`imrx verify`: an output folder held against itself."""

from pathlib import Path
from typing import Annotated

import typer


def verify(
    folder: Annotated[Path, typer.Argument(help="Output folder of `imrx annotate`.", show_default=False)],
) -> None:
    """Check that an output folder is as it was written.

    Texts, records, docs and tables are held against each other and against the manifest.

    Exit code 0: everything is as it was written. 1: something is not; each thing has a line on stderr, without words
    of a letter. 2: the folder is no output folder.

    Example: imrx verify out
    """
    from imrx.verify import Verifier

    verifier = Verifier(folder)
    problems = 0
    for problem in verifier.problems():
        problems += 1
        typer.echo(f"imrx: {problem}", err=True)
    letters = verifier.counts["letters"]
    if problems:
        typer.echo(f"{problems} problem{'s' * (problems != 1)}: {folder}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{letters} letter{'s' * (letters != 1)}, everything as written: {folder}")
