"""`imrx package`: a wheel of a saved pipeline."""

from pathlib import Path
from typing import Annotated

import typer

from imrx.cli.paths import path


def package(
    model: Annotated[Path, typer.Argument(help="A saved pipeline, such as training/model-best.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", parser=path, help="Folder for the package.")],
    name: Annotated[str, typer.Option(help="The package's name, without the language.")] = "imrx_ner",
    version: Annotated[str | None, typer.Option(help="The package's version; else that of imrx.")] = None,
    notes: Annotated[str, typer.Option(help="For the model card: what it was trained on, and what it adds.")] = "",
) -> None:
    """Make a wheel that `pip install` and `spacy.load` take.

    Example: imrx package training/model-best --output packages --name imrx_ner
    """
    import imrx
    from imrx.train import package_model

    wheel = package_model(model, output, name=name, version=version or imrx.__version__, notes=notes)
    typer.echo(f"wrote {wheel}", err=True)
