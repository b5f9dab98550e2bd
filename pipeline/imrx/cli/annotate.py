"""`imrx annotate`: letters in, records out."""

import json
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrx.readers.source import MAX_BYTES

if TYPE_CHECKING:
    from imrx.readers import Failure, Source


def annotate(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Letters: text or PDF files, folders, zip archives, tables, or - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for records, letters, docs, failures and the manifest."),
    ] = None,
    glob: Annotated[str | None, typer.Option(help="Which files of a folder or archive to read, e.g. '*.pdf'.")] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of a table that holds the letters.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of a table that holds the letters' ids.")] = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="The largest file that is read as one letter.")] = MAX_BYTES,
    ocr: Annotated[bool, typer.Option("--ocr", help="Recognise text on scanned pages (imrx[ocr]).")] = False,
) -> None:
    """Annotate letters; without --output, print each record as JSON.

    Exit code 0: every letter was read. 1: some were not; each has a line on stderr and, with --output, in
    failures.jsonl. 2: nothing was done.

    Example: imrx annotate corpus/letters --output out

    Example: imrx annotate letter.pdf | jq .issues[].decision.label
    """
    from spacy.about import __version__ as spacy_version
    from tqdm import tqdm

    import imrx
    from imrx.batch import annotate_sources
    from imrx.readers import Failure, Options, Source, find_sources
    from imrx.writers.folder import OutputFolder

    if output is not None and output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output} is a file: name a folder to write to")
    options = Options(glob=glob, text_column=text_column, id_column=id_column, max_bytes=max_bytes, ocr=ocr)
    sources = [source for source in find_sources(inputs, options) if not _inside(source, output)]
    if not any(isinstance(source, Source) for source in sources):
        for failure in sources:
            typer.echo(f"imrx: {failure.message}", err=True)  # type: ignore[union-attr]
        raise typer.Exit(2)
    nlp = imrx.load()
    results = annotate_sources(nlp, tqdm(sources, unit="file", disable=None, file=sys.stderr), options)
    failures = 0

    def report(failure: Failure) -> None:
        nonlocal failures
        failures += 1
        tqdm.write(f"imrx: {failure.message}", file=sys.stderr)

    if output is None:
        for result in results:
            if isinstance(result, Failure):
                report(result)
            else:
                typer.echo(json.dumps(result.record, ensure_ascii=False, indent=2))
    else:
        with OutputFolder(output) as folder:
            folder.pipeline = nlp.meta["imrx"]
            folder.run = {
                "inputs": inputs,
                "options": asdict(options),
                "python": platform.python_version(),
                "spacy": spacy_version,
            }
            for result in results:
                if isinstance(result, Failure):
                    report(result)
                    folder.add_failure(*result)
                else:
                    folder.add(result.record, result.doc)
        read = folder.counts["letters"]
        typer.echo(f"{read} letter{'s' * (read != 1)} annotated, {failures} failed: {output}", err=True)
    if failures:
        raise typer.Exit(1)


def _inside(source: "Source | Failure", output: Path | None) -> bool:
    """True for what an earlier run wrote into the output folder: no letter, where the folder lies inside an input."""
    path = getattr(source, "path", "")
    return output is not None and path != "" and Path(path).is_relative_to(output.resolve())
