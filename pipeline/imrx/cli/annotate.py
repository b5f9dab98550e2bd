"""`imrx annotate`: letters in, records out."""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrx.cli.labels import HELP, model_labels
from imrx.cli.paths import path
from imrx.readers.source import MAX_BYTES
from imrx.writers.formats import FORMATS

if TYPE_CHECKING:
    from imrx.readers import Failure, Options, Source
    from imrx.writers.shard import ShardSummary


BAR: dict[str, Any] = {"unit": "file", "disable": None}


Format = Enum("Format", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]


class Engine(str, Enum):
    """What runs the workers."""

    processes = "processes"
    ray = "ray"


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
        typer.Option(
            "--output", "-o", parser=path, help="Folder for records, letters, docs, failures and the manifest."
        ),
    ] = None,
    glob: Annotated[str | None, typer.Option(help="Which files of a folder or archive to read, e.g. '*.pdf'.")] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of a table that holds the letters.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of a table that holds the letters' ids.")] = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="The largest file that is read as one letter.")] = MAX_BYTES,
    ocr: Annotated[bool, typer.Option("--ocr", help="Recognise text on scanned pages (imrx[ocr]).")] = False,
    model: Annotated[
        str | None, typer.Option(help="A trained pipeline that is asked where the rules find nothing.")
    ] = None,
    labels: Annotated[list[str] | None, typer.Option("--model-label", help=HELP)] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", help="What to write; may be given more than once.  [default: jsonl and docs]"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that annotate.  [default: 1; with ray, one a CPU]")
    ] = None,
    memory: Annotated[
        int | None, typer.Option(min=500, help="Megabytes that each of them may take (Linux).  [default: 2,048]")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run into OUTPUT that was stopped.")] = False,
    engine: Annotated[
        Engine, typer.Option(help="What runs them: this machine, or Ray (imrx[ray]), which writes parquet.")
    ] = Engine.processes,
    address: Annotated[str | None, typer.Option(help="Ray cluster to join; without it, one is started here.")] = None,
) -> None:
    """Annotate letters; without --output, print the record as JSON, or those of several letters one a line.

    Results of an earlier run in OUTPUT are replaced, once the new ones are whole and if any letter could be read.

    Exit code 0: every letter was read. 1: some were not; each has a line on stderr and, with --output, in
    failures.jsonl. 2: nothing was done, as where no input is there or holds a file. 130: stopped by Ctrl-C. 143: by
    SIGTERM.

    Example: imrx annotate corpus/letters --output out

    Example: imrx annotate letters.zip --output out --workers 8 --format parquet

    Example: imrx annotate letters/ --output /shared/out --engine ray --address auto

    Example: imrx annotate letter.pdf | jq .issues[].decision.label
    """
    from imrx.readers import Options, Source, check_ocr, find_sources

    if output is not None:
        _check_output(output, inputs)
    elif formats or workers or memory or resume or address or engine is Engine.ray:
        raise typer.BadParameter("--format, --workers, --memory, --resume, --engine and --address go with --output")
    becomes = model_labels(labels, model)
    names = [each.value for each in formats or ()]
    if engine is Engine.ray and (resume or memory or set(names) - {"parquet"}):
        raise typer.BadParameter("--engine ray writes --format parquet, knows no --memory, and begins anew")
    if engine is not Engine.ray and address:
        raise typer.BadParameter("--address goes with --engine ray")
    if ocr and engine is not Engine.ray:  # there, other machines read
        check_ocr()
    options = Options(glob=glob, text_column=text_column, id_column=id_column, max_bytes=max_bytes, ocr=ocr)
    sources = _outside(output, list(find_sources(inputs, options)))
    if all(not isinstance(source, Source) and source.error == "not_found" for source in sources):
        for failure in sources:
            typer.echo(f"imrx: {failure.message}", err=True)  # type: ignore[union-attr]
        raise typer.Exit(2)
    if output is None:
        failures = _print_records(sources, options, model, becomes)
    elif engine is Engine.ray:
        how: dict[str, Any] = {"workers": workers, "address": address, "model": model, "labels": becomes}
        failures = _write_on_ray(inputs, sources, output, options, how)
    else:
        how = {"workers": workers or 1, "memory": memory, "model": model, "labels": becomes, "resume": resume}
        how |= {"formats": names} if names else {}
        failures = _write_folder(inputs, sources, output, options, how)
    if failures:
        raise typer.Exit(1)


def _check_output(output: Path, inputs: list[str]) -> None:
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output} is a file: name a folder to write to")
    for name in inputs:
        if name not in ("-", "") and _real(name).is_relative_to(_real(output)):
            raise typer.BadParameter(f"{name} lies in the folder to write to: name another with --output")


def _outside(output: Path | None, sources: "list[Source | Failure]") -> "list[Source | Failure]":
    """The sources without what an earlier run wrote, where the output folder lies inside an input."""
    if output is None or not output.exists():
        return sources
    top = _real(output)
    return [source for source in sources if not _real(getattr(source, "path", "") or "/").is_relative_to(top)]


def _real(path: str | Path) -> Path:
    """Where a path leads to, also through a link; `Path.resolve` fails on one that leads back to itself."""
    return Path(os.path.realpath(path))


def _print_records(
    sources: "list[Source | Failure]", options: "Options", model: str | None, labels: Mapping[str, str]
) -> int:
    """Print one record as JSON, several as JSON lines; return how many letters have none."""
    from tqdm import tqdm

    import imrx
    from imrx.garbage import made_to_stay

    with made_to_stay():
        from imrx.batch import annotate_sources
        from imrx.readers import Failure

        nlp = imrx.load(model, labels=labels)
    results = annotate_sources(nlp, tqdm(sources, **BAR), options)
    first = list(islice(results, 2))  # whether there are several shows only when they are read: a table has many
    indent = 2 if len(first) == 1 else None
    failures = 0
    for result in chain(first, results):
        if isinstance(result, Failure):
            failures += 1
            tqdm.write(f"imrx: {result.message}", file=sys.stderr)
        else:
            typer.echo(json.dumps(result.record, ensure_ascii=False, indent=indent))
    return failures


def _write_folder(
    inputs: list[str], sources: "list[Source | Failure]", output: Path, options: "Options", how: dict[str, Any]
) -> int:
    """Write the output folder; return how many letters failed."""
    from tqdm import tqdm

    from imrx.batch import annotate_folder

    with tqdm(total=len(sources), **BAR) as bar:

        def report(summary: "ShardSummary", ended: int) -> None:
            for _, _, message in summary.failures:
                tqdm.write(f"imrx: {message}", file=sys.stderr)
            bar.update(ended)

        try:
            with _terminable():
                counts = annotate_folder(inputs, sources, output, options=options, report=report, **how)
        except KeyboardInterrupt as error:
            tqdm.write("imrx: stopped; the same command with --resume goes on", file=sys.stderr)
            raise typer.Exit(143 if isinstance(error, _TerminatedError) else 130) from None
    return _conclude(counts, output)


class _TerminatedError(KeyboardInterrupt):
    """The process was told to end by SIGTERM, as by `kill`, `timeout` or a scheduler."""


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Have SIGTERM stop the workers as Ctrl-C does; by itself it ends this process and leaves them at work."""

    def stop(number: int, frame: object) -> None:
        raise _TerminatedError

    before = signal.getsignal(signal.SIGTERM)
    if before is signal.SIG_DFL:  # whoever has set something else wants that
        signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _write_on_ray(
    inputs: list[str], sources: "list[Source | Failure]", output: Path, options: "Options", how: dict[str, Any]
) -> int:
    """The same on a Ray cluster."""
    from imrx.batch.cluster import annotate_on_ray

    def report(message: str) -> None:
        typer.echo(f"imrx: {message}", err=True)

    return _conclude(annotate_on_ray(inputs, sources, output, options=options, report=report, **how), output)


def _conclude(counts: Mapping[str, int], output: Path) -> int:
    from imrx.writers.shard import LAYOUT_UNKNOWN

    told = {
        LAYOUT_UNKNOWN: "without a known layout",
        "page_without_text": "with pages without text",
        "id_repeated": "with the id of another letter",
    }
    read, failures = counts["letters"], counts["failures"]
    said = f"{read} letter{'s' * (read != 1)} annotated, {failures} failed"
    for name, what in told.items():
        if counts[name]:
            said += f", {counts[name]} {what}"
    typer.echo(f"{said}: {output}", err=True)
    return failures
