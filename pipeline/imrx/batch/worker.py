"""One worker: a process that loads the pipeline once, annotates shards and writes their files.

It is started by `spawn`, as a fresh interpreter: the only way on Windows and the safe one on macOS, where libraries
that a process has loaded break in its fork; and so a worker behaves the same everywhere, and shares nothing with the
process that watches over it but a pipe and two numbers.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from spacy.language import Language

from imrx.batch.annotate import OUT_OF_MEMORY, annotate_letters, hand_over, place_of
from imrx.batch.memory import MemoryLimit, megabytes_used
from imrx.batch.shards import Shard
from imrx.component import TOGETHER
from imrx.garbage import made_to_stay
from imrx.readers import Failure, Letter, Options, Source, read_source
from imrx.writers.disk import FULL, explained
from imrx.writers.shard import ShardWriter

NOWHERE: Final = -1
"""The position of a worker that is between letters."""


@dataclass(frozen=True)
class Settings:
    """What every worker of a run is given.

    Attributes:
        load: gives the pipeline; must be picklable.
        options: how inputs are read.
        formats: what is written, see `imrx.writers.formats.FORMATS`.
        memory: megabytes that one worker may take.
    """

    load: Callable[[], Language]
    options: Options
    formats: tuple[str, ...]
    memory: int


class Task(NamedTuple):
    """A shard to annotate.

    Attributes:
        shard: the inputs.
        folder: where its files go.
        failures: those of its items, by position, that are not to be touched again.
        singly: no letter is read before the one in front of it is annotated; the clock then names the one at work.
    """

    shard: Shard
    folder: Path
    failures: dict[int, Failure]
    singly: bool = False


class Done(NamedTuple):
    """A worker's answer: where the shard's files are, and whether its memory calls for a new worker."""

    written: Path
    is_large: bool


def serve(connection: Connection, clock: Any, settings: Settings) -> None:
    """Annotate shards until the other side closes the connection.

    Args:
        connection: gives a `Task`, takes a `Done`, or an error that ends the run: its message, or an `OSError` where
            there is no room to write.
        clock: two shared numbers, the position of the letter in its shard and the time at which it was begun, which
            outlive the worker.
        settings: what every worker of the run is given.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; who watches over us decides
    try:
        with made_to_stay():
            nlp = settings.load()
        limit = MemoryLimit(settings.memory)
        while True:
            task: Task = connection.recv()
            written = _annotate_shard(nlp, task, clock, settings, limit)
            if written is None:
                return  # as if it had died: a fresh worker does the shard again, letter by letter
            connection.send(Done(written, megabytes_used() > settings.memory / 2))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # nobody is there any more
    except OSError as error:
        connection.send(error if error.errno in FULL else explained(error))
    except (ValueError, RuntimeError, ImportError) as error:
        connection.send(str(error))
    except MemoryError:
        connection.send("a worker has no memory for what is to be written; raise --memory, and go on with --resume")
    except Exception as error:  # the others would meet it as well; its own words may be a letter's
        connection.send(f"{type(error).__name__} in a worker ({place_of(error)}): please report it")


def _annotate_shard(nlp: Language, task: Task, clock: Any, settings: Settings, limit: MemoryLimit) -> Path | None:
    """Annotate a shard and write its files; null where a letter found no memory that had others beside it.

    What else the worker holds must not decide whether a letter fails: only one that is alone in a fresh worker, with
    as much room as any other, is too much for the limit. What is annotated is written whatever it takes.
    """
    written = task.folder.with_name(f"{task.folder.name}.{os.getpid()}")
    shutil.rmtree(written, ignore_errors=True)
    writer = ShardWriter(written, settings.formats, limit.lifted)
    letters = _read(task, clock, settings.options, limit)
    for result in annotate_letters(nlp, letters, together=1 if task.singly else TOGETHER):
        failure = result if isinstance(result, Failure) else hand_over(result, writer.add)
        if failure:
            if failure.error == OUT_OF_MEMORY and not task.singly:
                return None
            writer.add_failure(*failure)
        del result  # the next letter needs its memory
    clock[0] = NOWHERE
    writer.close()
    return written


def _read(task: Task, clock: Any, options: Options, limit: MemoryLimit) -> Iterator[Letter | Failure]:
    """The letters of a shard; the clock says at which of its items the worker is."""
    for position, item in enumerate(task.shard.items):
        clock[0], clock[1] = position, time.monotonic()
        if task.singly:
            limit.renew()
        if position in task.failures:
            yield task.failures[position]
        elif isinstance(item, Source):
            yield from read_source(item, options)
        else:
            yield item
