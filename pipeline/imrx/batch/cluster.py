"""`imrx annotate --engine ray`: the same work on many machines, by Ray Data.

Ray gives out units of files, keeps actors that have loaded the pipeline once, holds them back while results wait to be
written, and does again what a machine that went away had in hands. A part of a table is named by the task that writes
it and renamed into place, so that a task that is done twice writes the same file twice.

Inputs and output are paths that every machine sees. For an object store, and on other engines, map
`imrx.batch.texts.annotate_texts` yourself: `docs/scale.md` shows how.
"""

import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spacy.language import Language

import imrx
from imrx.batch.annotate import DEATHS_OF_ONE_LETTER, failure_of
from imrx.batch.run import describe_run, identify
from imrx.batch.shards import LETTERS_PER_SHARD
from imrx.batch.texts import annotate_rows
from imrx.component import TOGETHER
from imrx.labels import READING
from imrx.output_names import FAILURES
from imrx.readers import Failure, Letter, Options, Source, is_table, read_sources
from imrx.writers import disk
from imrx.writers.folder import OutputFolder
from imrx.writers.jsonl import dump_line
from imrx.writers.merge import Merged
from imrx.writers.nested import FAILURE, unnest
from imrx.writers.shard import COUNTED, LAYOUT_UNKNOWN

if TYPE_CHECKING:
    import pyarrow as pa

LETTERS_PER_PART: Final = 4_096

Unit = list[Source | Failure]


def annotate_on_ray(
    inputs: Sequence[str],
    sources: Sequence[Source | Failure],
    output: Path,
    *,
    options: Options,
    workers: int | None = None,
    address: str | None = None,
    model: str | None = None,
    labels: Mapping[str, str] | None = None,
    load: Callable[[], Language] | None = None,
    report: Callable[[str], None] = lambda message: None,
) -> Counter[str]:
    """Annotate what the sources hold into Parquet tables, on a Ray cluster.

    Args:
        inputs: what the sources were found from, for the manifest.
        sources: from `imrx.readers.find_sources`; a table is one unit of work, whatever its length.
        output: the folder; results of an earlier run in it are replaced once the new ones are whole.
        options: how inputs are read.
        workers: how many actors annotate; by default one for each CPU of the cluster.
        address: of a cluster that runs, as `ray.init` takes it; without it, Ray starts one on this machine.
        model: see `imrx.load`, as `labels`.
        labels: what further labels of the model become.
        load: gives the pipeline instead of `imrx.load`; must be picklable.
        report: called with the message of each failure, at the end.

    Returns:
        How many letters, failures, issues … there are.

    Raises:
        ImportError: Ray is not installed.
        RuntimeError: an actor met an error that all others would meet, such as a full disk.
        OSError: there is no such model.
        ValueError: another run writes into the folder; or no letter could be read, and it holds earlier results.
    """
    ray = _ray()
    identity = identify(sources, options, ["parquet"], model, labels)
    with _started(ray, workers, address), OutputFolder(output.absolute(), identity) as folder:
        folder.begin(resume=False)
        sink = _sink(folder.aside)
        actors = workers or int(ray.cluster_resources()["CPU"])
        arguments = (load or partial(imrx.load, model, labels=labels), options, folder.aside)
        units = [{"number": number, "unit": pickle.dumps(unit)} for number, unit in enumerate(_units(sources, options))]
        try:
            ray.data.from_items(units, override_num_blocks=len(units)).map_batches(
                _Actor,
                fn_constructor_args=arguments,
                batch_size=1,
                batch_format="numpy",
                num_cpus=1,
                compute=ray.data.ActorPoolStrategy(size=actors),
            ).write_datasink(sink, ray_remote_args={"num_cpus": 0})  # the actors have all CPUs
        except ray.exceptions.RayError as error:
            raise RuntimeError(str(error).strip().splitlines()[-1]) from error
        merged = _merge(folder.aside, sink.written)
        for part in sink.written:
            for _, _, message in part["failures"]:
                report(message)
        folder.commit(merged, describe_run(inputs, identity) | {"engine": "ray", "ray": ray.__version__})
    return merged.counts


@contextmanager
def _started(ray: Any, workers: int | None, address: str | None) -> Iterator[None]:
    """Ray, set to keep the letters' order; where nobody has started it, it is started, and stopped again."""
    is_ours = not ray.is_initialized()
    if is_ours:
        local = {} if address else {"num_cpus": workers, "include_dashboard": False}
        ray.init(address=address, log_to_driver=False, logging_level="warning", **local)
    context = ray.data.DataContext.get_current()
    before = context.execution_options.preserve_order, context.enable_progress_bars
    context.execution_options.preserve_order, context.enable_progress_bars = True, sys.stderr.isatty()
    try:
        yield
    finally:
        context.execution_options.preserve_order, context.enable_progress_bars = before
        if is_ours:
            ray.shutdown()


def _ray() -> Any:
    try:
        import ray.data
    except ImportError:
        raise ImportError('--engine ray needs Ray: pip install "imrx[ray]"') from None
    return ray


def _units(sources: Iterable[Source | Failure], options: Options) -> Iterator[Unit]:
    """Files that stand beside each other; a table alone, as nobody knows how many letters it holds."""
    unit: Unit = []
    for source in sources:
        alone = isinstance(source, Source) and is_table(source, options)
        if unit and (alone or len(unit) == LETTERS_PER_SHARD):
            yield unit
            unit = []
        unit.append(source)
        if alone:
            yield unit
            unit = []
    if unit:
        yield unit


class _Actor:
    """Annotates units; Ray makes one in each worker, and with it the pipeline."""

    def __init__(self, load: Callable[[], Language], options: Options, aside: Path) -> None:
        self._nlp = load()
        self._options = options
        self._aside = aside

    def __call__(self, batch: dict[str, Any]) -> "Iterator[pa.Table]":
        [number], [unit] = batch["number"], batch["unit"]
        tries = _Tries(self._aside / f"unit-{number:05d}.json")
        together = TOGETHER if tries.is_first else 1
        letters = tries.watch(read_sources(pickle.loads(unit), self._options))
        for first in letters:
            yield annotate_rows(self._nlp, chain([first], islice(letters, LETTERS_PER_SHARD - 1)), together=together)
        tries.forget()


class _Tries:
    """Of which letters of a unit actors have died, in a file that outlives them.

    Ray begins a unit anew as often as its actor dies. From the second time on it is written down before each letter
    that it comes next, so that one which kills its actor again and again is found, and left out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def is_first(self) -> bool:
        """Whether no actor has begun the unit before."""
        return not self._path.exists()

    def watch(self, letters: Iterator[Letter | Failure]) -> Iterator[Letter | Failure]:
        is_first = self.is_first
        deaths = Counter({} if is_first else {int(at): count for at, count in disk.read_json(self._path).items()})
        if is_first:
            self._write(deaths)
        for position, letter in enumerate(letters):
            if is_first or isinstance(letter, Failure):
                yield letter
            elif deaths[position] >= DEATHS_OF_ONE_LETTER:
                advice = "ended the process that annotated it again and again; leave it out, or report it"
                yield failure_of(letter, "worker_died", advice)
            else:
                self._write(deaths + Counter({position: 1}))  # undone by the next letter, if there is one
                yield letter

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)

    def _write(self, deaths: Counter[int]) -> None:
        disk.write_json(self._path, deaths)


def _sink(aside: Path) -> Any:
    """Where Ray writes to; made here, as Ray's own class is there only where Ray is."""
    from ray.data import Datasink
    from ray.data.block import BlockAccessor

    class Tables(Datasink[dict[str, Any]]):  # type: ignore[misc, unused-ignore]
        """`written` has what each task wrote, in the letters' order, once all are done."""

        min_rows_per_write = LETTERS_PER_PART

        def write(self, blocks: Iterable[Any], ctx: Any) -> dict[str, Any]:
            rows = [BlockAccessor.for_block(block).to_arrow() for block in blocks]
            return {"task": ctx.task_idx, **_write_part(aside, ctx.task_idx, rows)}

        def on_write_complete(self, write_result: Any) -> None:
            self.written = sorted(write_result.write_returns, key=lambda part: part["task"])

    return Tables()


def _write_part(aside: Path, number: int, rows: "list[pa.Table]") -> dict[str, Any]:
    """Write one part of each table; return what the manifest says of them, counts and failures."""
    import pyarrow
    from pyarrow import compute, parquet

    nested = pyarrow.concat_tables(rows)
    failures = nested.filter(compute.is_valid(nested["error"])).select(FAILURE)
    tables = unnest(nested)
    files = {}
    for name, table in tables.items():
        path = aside / name / f"part-{number:05d}.parquet"
        path.parent.mkdir(exist_ok=True)
        with disk.written(path) as beside:
            parquet.write_table(table, beside, compression="zstd")
        files[f"{name}/{path.name}"] = disk.describe(path)
    counts = {name: tables[name].num_rows for name in ("letters", *COUNTED)} | {"failures": failures.num_rows}
    counts[LAYOUT_UNKNOWN] = tables["letters"]["layout"].null_count
    warnings = tables["warnings"]
    for name in READING:
        counts[name] = len(warnings.filter(compute.equal(warnings["code"], name))["doc_id"].unique())
    return {"files": files, "counts": counts, "failures": [[*row.values()] for row in failures.to_pylist()]}


def _merge(aside: Path, written: list[dict[str, Any]]) -> Merged:
    files: dict[str, dict[str, Any]] = {}
    counts: Counter[str] = Counter()
    with (aside / FAILURES).open("wb") as lines:
        for part in written:
            files |= part["files"]
            counts.update(part["counts"])
            for failure in part["failures"]:
                lines.write(dump_line(Failure(*failure)._asdict()))
    files[FAILURES] = disk.describe(aside / FAILURES)
    return Merged(dict(sorted(files.items())), {name: name for name in files}, counts)
