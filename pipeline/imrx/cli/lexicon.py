"""`imrx lexicon`: build a full drug lexicon from RxNorm, and check the tables."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Check the drug lexicon, or build one from RxNorm.", no_args_is_help=True)


@app.command()
def build(
    rxnorm: Annotated[Path, typer.Option(help="The rrf folder of an RxNorm download.", exists=True, file_okay=False)],
    output: Annotated[Path, typer.Option(help="The lexicon to write, a CSV in the format of patterns/drugs.csv.")],
) -> None:
    """Write a lexicon of all RxNorm names and of those of ours that it lacks."""
    from imrx.lexicon import build_lexicon, write_lexicon
    from imrx.resources import read_table

    rows = build_lexicon(rxnorm, read_table("drugs.csv"), read_table("drug_classes.csv"))
    write_lexicon(rows, output)
    typer.echo(f"{len(rows)} names written to {output}")


@app.command()
def check(
    table: Annotated[
        Path | None, typer.Argument(help="A lexicon that was built; without it, our own tables.", exists=True)
    ] = None,
) -> None:
    """Report duplicates, names without ingredients and unknown classes; exits with 1 where there are any."""
    from imrx.lexicon import check_lexicon, read_lexicon
    from imrx.resources import read_table

    classes = [row["class"] for row in read_table("drug_classes.csv")]
    if table is None:
        problems = check_lexicon(
            read_table("drugs.csv"), read_table("drug_names.csv"), read_table("drug_ambiguous.csv"), classes=classes
        )
    else:
        problems = check_lexicon(read_lexicon(table), classes=classes)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("no problems")
