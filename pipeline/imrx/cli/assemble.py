"""`imrx assemble`: the rule pipeline as a saved spaCy pipeline."""

from pathlib import Path
from typing import Annotated

import typer

from imrx.cli.labels import HELP, model_labels


def assemble(
    output: Annotated[Path, typer.Argument(help="Folder to write the pipeline to.", show_default=False)],
    model: Annotated[
        str | None, typer.Option(help="A trained pipeline as second voice: an installed one's name, or a path.")
    ] = None,
    labels: Annotated[list[str] | None, typer.Option("--model-label", help=HELP)] = None,
) -> None:
    """Write the pipeline as a folder that `spacy.load` reads.

    With --model, it is the hybrid of the rules and of that pipeline.

    Example: imrx assemble models/built/en_imrx_rules
    """
    import imrx

    if output.exists() and not (output.is_dir() and (not any(output.iterdir()) or (output / "meta.json").exists())):
        raise typer.BadParameter(f"{output} is neither an empty folder nor a saved pipeline: name another")
    nlp = imrx.load(model=model, labels=model_labels(labels, model))
    if model is not None:
        from imrx.train import name_hybrid

        name_hybrid(nlp)
    output.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output)
    typer.echo(f"wrote {output}: spacy.load({str(output)!r})", err=True)
