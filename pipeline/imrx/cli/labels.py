"""`--model-label`: what the labels of a second pipeline become."""

from collections.abc import Iterable
from typing import Final

import typer

from imrx.labels import DRUG, FINDING

HELP: Final = "A label of the model that it takes as drug or finding, e.g. ENTITY=FINDING; may be given more than once."


def model_labels(given: Iterable[str] | None, model: str | None) -> dict[str, str]:
    """The labels by name; a usage error where one is to become neither."""
    labels = {}
    for each in given or ():
        label, _, becomes = each.rpartition("=")
        if not label or becomes not in (DRUG, FINDING):
            raise typer.BadParameter(f"--model-label {each}: give a label and what it is, such as ENTITY=FINDING")
        labels[label] = becomes
    if labels and model is None:
        raise typer.BadParameter("--model-label goes with --model")
    return labels
