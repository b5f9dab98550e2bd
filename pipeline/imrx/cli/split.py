"""`imrx split`: annotated letters into train, dev and test sets that do not leak."""

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer


def split(
    folder: Annotated[Path, typer.Argument(help="Output folder of `imrx annotate`.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="A new folder for the sets and the report.")],
    seed: Annotated[int, typer.Option(help="Which clusters go where; the same seed gives the same sets.")] = 0,
    shares: Annotated[str, typer.Option(help="Letters for train, dev and test.")] = "8:1:1",
    threshold: Annotated[
        float, typer.Option(help="From which similarity of rationales letters belong together, above 0 to 1.")
    ] = 0.7,
    gold: Annotated[
        Path | None, typer.Option(help="Corpus folder whose gold annotations replace the rules' in its letters.")
    ] = None,
) -> None:
    """Write train, dev and test sets that share no rationale.

    Letters with near-duplicate rationales stay together in train.spacy, dev.spacy or test.spacy. splits.csv says where
    each letter went, splits.json how large the clusters are.

    Example: imrx split out --output data --seed 1 --gold corpus
    """
    from imrx.splits import SETS
    from imrx.writers.sets import write_sets

    parts = shares.split(":")
    if len(parts) != 3 or not all(re.fullmatch(r"[0-9]+(\.[0-9]+)?", part) for part in parts):
        raise typer.BadParameter(f"--shares {shares}: give three numbers, such as 8:1:1")
    wanted = (float(parts[0]), float(parts[1]), float(parts[2]))
    placed, with_gold = write_sets(folder, output, seed=seed, shares=wanted, threshold=threshold, gold=gold)
    counts = Counter(row.set for row in placed)
    clusters = len({row.cluster for row in placed})
    said = ", ".join(f"{counts[name]} {name}" for name in SETS)
    empty = [name for name, share in zip(SETS, wanted, strict=True) if share and not counts[name]]
    if gold is not None:
        said += f"; gold for {with_gold} of {len(placed)} letters"
    typer.echo(f"{len(placed)} letters in {clusters} clusters: {said}: {output}", err=True)
    if empty:
        typer.echo(
            f"imrx: no letter for {' and '.join(empty)}: annotate more letters, or give other --shares", err=True
        )
