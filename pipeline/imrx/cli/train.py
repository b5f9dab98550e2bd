"""`imrx train`: a pipeline learnt from annotated letters."""

from pathlib import Path
from typing import Annotated

import typer

from imrx.cli.paths import path


def train(
    config: Annotated[
        str,
        typer.Argument(help="ner, spancat, ner_transformer, or the path of a spaCy configuration.", show_default=False),
    ],
    train: Annotated[Path, typer.Option(help="What to learn from: train.spacy of `imrx split`.", show_default=False)],
    dev: Annotated[Path, typer.Option(help="What to choose the best model on: dev.spacy.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", parser=path, help="A new folder for model-best and model-last.")
    ],
    max_steps: Annotated[int | None, typer.Option(min=1, help="Stop after so many steps.")] = None,
    gpu_id: Annotated[int, typer.Option(min=-1, help="The GPU's number; -1 trains on the CPU.")] = -1,
) -> None:
    """Train a pipeline with spaCy on exported letters.

    Example: imrx train ner --train data/train.spacy --dev data/dev.spacy --output training
    """
    from imrx.train import train_model

    overrides = {} if max_steps is None else {"training.max_steps": max_steps}
    train_model(config, train, dev, output, overrides=overrides, gpu_id=gpu_id)
