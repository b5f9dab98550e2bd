"""`imrx annotate --output`: shards to workers, finished shards in input order into the output folder."""

import hashlib
import platform
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.util import is_package

import imrx
from imrx.batch.pool import leave_if_unguarded, run_tasks
from imrx.batch.shards import Shard, digest_inputs, make_shards
from imrx.batch.worker import Settings, Task
from imrx.output_names import MANIFEST
from imrx.readers import Failure, Options, Source
from imrx.readers.names import printable
from imrx.record import SCHEMA_VERSION
from imrx.resources import patterns_hash
from imrx.writers import disk
from imrx.writers.folder import INPUTS, OutputFolder
from imrx.writers.formats import FORMATS
from imrx.writers.merge import Merger
from imrx.writers.shard import ShardSummary
from imrx.writers.tables import load_pyarrow

MEMORY: Final = 2_048
"""Megabytes for one worker. It has 150 with the pipeline, and takes 300 for a letter of a million characters."""

PACKAGES: Final = ("spacy", "negspacy", "scispacy", "pypdfium2")
"""Packages that have a say in what is found and read."""


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
    labels: Mapping[str, str] | None = None,
    resume: bool = False,
    load: Callable[[], Language] | None = None,
    report: Callable[[ShardSummary, int], None] = lambda summary, ended: None,
) -> Counter[str]:
    """Annotate what the sources hold into an output folder, in several processes.

    The results are the same, byte for byte, for any number of workers, and for a run that was stopped and resumed; the
    manifest's `run` block alone says how the run went.

    A script calls it under `if __name__ == "__main__":`. The processes are fresh interpreters, which import the script.

    Args:
        inputs: what the sources were found from, for the manifest.
        sources: from `imrx.readers.find_sources`.
        output: the folder; results of an earlier run in it are replaced once the new ones are whole, unless not one
            letter could be read.
        options: how inputs are read.
        formats: what to write, of `imrx.writers.formats.FORMATS`.
        workers: how many processes annotate.
        memory: megabytes that one of them may take; by default `MEMORY`.
        model: see `imrx.load`, as `labels`.
        labels: what further labels of the model become.
        resume: whether to go on with a run that was stopped.
        load: gives the pipeline instead of `imrx.load`; must be picklable, as everything that goes to a fresh process.
        report: called for each shard, in input order, with what it holds and how many of the sources end in it.

    Returns:
        How many letters, failures, issues … there are.

    Raises:
        OSError: there is no such model.
        ValueError: the run that was stopped had other inputs, options, versions or patterns; another run writes into
            the folder; there is no such format; or no letter could be read, and the folder holds earlier results.
        RuntimeError: the results cannot be written, no worker stays alive, or the script has no guard.
    """
    leave_if_unguarded()
    formats = _known(formats)
    identity = identify(sources, options, formats, model, labels)
    with disk.room_in(output), OutputFolder(output, identity) as folder:
        if not folder.begin(resume=resume):
            return Counter(disk.read_json(output / MANIFEST)["counts"])
        settings = Settings(load or partial(imrx.load, model, labels=labels), options, formats, memory or MEMORY)
        shards = _finished(make_shards(sources, options), folder, workers, settings)
        with Merger(folder.aside, formats) as merger, closing(shards):
            for shard, ended in shards:
                report(merger.add(shard), ended)
            results = merger.finish()
        folder.commit(results, describe_run(inputs, identity) | {"workers": workers})
        return results.counts


def _known(formats: Collection[str]) -> tuple[str, ...]:
    """Formats in their own order, each once."""
    unknown = [name for name in ([formats] if isinstance(formats, str) else formats) if name not in FORMATS]
    if unknown or isinstance(formats, str):
        raise ValueError(f"formats {formats!r}: give a list of some of {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in formats)


def identify(
    sources: Sequence[Source | Failure],
    options: Options,
    formats: Collection[str],
    model: str | None,
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All that results depend on, by name: where these are the same, the results are."""
    return {
        "formats": [*formats],
        "inputs": digest_inputs(sources),
        "options": {name: printable(each) if isinstance(each, str) else each for name, each in asdict(options).items()},
        "model": _describe_model(model),
        "labels": dict(sorted(labels.items())) if labels else None,
        "imrx": imrx.__version__,
        "patterns": patterns_hash(),
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "pyarrow": load_pyarrow().__version__ if "parquet" in formats else None,
        **{package: _version(package) for package in PACKAGES},
    }


def _describe_model(model: str | None) -> dict[str, str | None] | None:
    """The second voice as `imrx.load` finds it: a package by its version, a folder by what its files hold."""
    if model is None:
        return None
    if is_package(model):
        return {"name": model, "version": _version(model)}
    if not (Path(model) / "meta.json").is_file():
        raise OSError(f"{printable(model)}: no such pipeline; name an installed one, or the folder of a saved one")
    digest = hashlib.sha256()
    for path in sorted(path for path in Path(model).rglob("*") if path.is_file()):
        digest.update(repr((path.relative_to(model).as_posix(), disk.describe(path))).encode())
    return {"name": printable(model), "sha256": digest.hexdigest()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def describe_run(inputs: Sequence[str], identity: dict[str, Any]) -> dict[str, Any]:
    """The manifest's `run` block: what the run was given."""
    names = ("options", "formats", "model", "labels", "python", "pyarrow", *PACKAGES)
    return {"inputs": [*map(printable, inputs)], INPUTS: identity["inputs"]} | {name: identity[name] for name in names}


def _finished(
    shards: Iterator[Shard], folder: OutputFolder, workers: int, settings: Settings
) -> Generator[tuple[Path, int], None, None]:
    """Have the shards done that are not; yield all of them in order, and how many of the sources end in each."""
    ends: dict[int, int] = {}
    next_one = 0

    def unfinished() -> Iterator[Task]:
        for shard in shards:
            ends[shard.number] = shard.sources
            if not folder.has_shard(shard.number):
                yield Task(shard, folder.shard(shard.number), {})

    with closing(run_tasks(unfinished(), workers, settings)) as finished:
        for done in chain(finished, [None]):
            if done:
                task, written = done
                disk.rename(written, task.folder)
            while next_one in ends and (path := folder.shard(next_one)).exists():
                yield path, ends.pop(next_one)
                next_one += 1
