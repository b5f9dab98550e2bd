"""`imrx annotate --output`: shards to workers, finished shards in input order into the output folder."""

import platform
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any, Final

from spacy.language import Language

import imrx
from imrx.batch.pool import run_tasks
from imrx.batch.shards import Shard, digest_inputs, make_shards
from imrx.batch.worker import Settings, Task
from imrx.readers import Failure, Options, Source
from imrx.record import SCHEMA_VERSION
from imrx.resources import patterns_hash
from imrx.writers import disk
from imrx.writers.folder import INPUTS, MANIFEST, OutputFolder
from imrx.writers.merge import Merger
from imrx.writers.shard import ShardSummary
from imrx.writers.tables import load_pyarrow

MEMORY: Final = 2_048
"""Megabytes for one worker. It has 150 with the pipeline, and takes 300 for a letter of a million characters."""


def annotate_folder(
    inputs: Sequence[str],
    sources: Sequence[Source | Failure],
    output: Path,
    *,
    options: Options,
    formats: Collection[str] = ("jsonl", "docs"),
    workers: int = 1,
    memory: int | None = None,
    model: str | None = None,
    resume: bool = False,
    load: Callable[[], Language] | None = None,
    report: Callable[[ShardSummary, int], None] = lambda summary, ended: None,
) -> Counter[str]:
    """Annotate what the sources hold into an output folder, in several processes.

    The results are the same, byte for byte, for any number of workers, and for a run that was stopped and resumed; the
    manifest's `run` block alone says how the run went.

    Args:
        inputs: what the sources were found from, for the manifest.
        sources: from `imrx.readers.find_sources`.
        output: the folder; results of an earlier run in it are replaced once the new ones are whole.
        options: how inputs are read.
        formats: what to write, of `imrx.writers.shard.FORMATS`.
        workers: how many processes annotate.
        memory: megabytes that one of them may take; by default `MEMORY`.
        model: see `imrx.load`.
        resume: whether to go on with a run that was stopped.
        load: gives the pipeline instead of `imrx.load`; must be picklable, as everything that goes to a fresh process.
        report: called for each shard, in input order, with what it holds and how many of the sources end in it.

    Returns:
        How many letters, failures, issues … there are.

    Raises:
        ValueError: the run that was stopped had other inputs, options, versions or patterns.
        RuntimeError: the results cannot be written, or no worker stays alive.
    """
    identity = identify(sources, options, formats, model)
    folder = OutputFolder(output, identity)
    if not folder.begin(resume=resume):
        return Counter(disk.read_json(output / MANIFEST)["counts"])
    settings = Settings(load or partial(imrx.load, model), options, tuple(formats), memory or MEMORY)
    shards = _finished(make_shards(sources, options), folder, workers, settings)
    with Merger(folder.aside, formats) as merger, closing(shards):
        for shard, ended in shards:
            report(merger.add(shard), ended)
        results = merger.finish()
    folder.commit(results, describe_run(inputs, identity) | {"workers": workers})
    return results.counts


def identify(
    sources: Sequence[Source | Failure], options: Options, formats: Collection[str], model: str | None
) -> dict[str, Any]:
    """All that results depend on, by name: where these are the same, the results are."""
    return {
        "formats": [*formats],
        "inputs": digest_inputs(sources),
        "options": asdict(options),
        "model": model,
        "imrx": imrx.__version__,
        "patterns": patterns_hash(),
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "spacy": version("spacy"),
        "pyarrow": load_pyarrow().__version__ if "parquet" in formats else None,
        "pypdfium2": _version("pypdfium2"),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def describe_run(inputs: Sequence[str], identity: dict[str, Any]) -> dict[str, Any]:
    """The manifest's `run` block: what the run was given."""
    names = ("options", "formats", "model", "python", "spacy", "pyarrow", "pypdfium2")
    return {"inputs": [*inputs], INPUTS: identity["inputs"]} | {name: identity[name] for name in names}


def _finished(
    shards: Iterator[Shard], folder: OutputFolder, workers: int, settings: Settings
) -> Generator[tuple[Path, int], None, None]:
    """Have the shards done that are not; yield all of them in order, and how many of the sources end in each."""
    ends: dict[int, int] = {}
    next_one = 0

    def unfinished() -> Iterator[Task]:
        for shard in shards:
            ends[shard.number] = shard.sources
            if not folder.shard(shard.number).exists():
                yield Task(shard, folder.shard(shard.number), {})

    with closing(run_tasks(unfinished(), workers, settings)) as finished:
        for done in chain(finished, [None]):
            if done:
                task, written = done
                disk.rename(written, task.folder)
            while next_one in ends and (path := folder.shard(next_one)).exists():
                yield path, ends.pop(next_one)
                next_one += 1
