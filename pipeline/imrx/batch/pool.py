"""Workers, and the one who watches over them: gives shards out, and knows which letter a worker died of.

A process that dies takes a pool of `concurrent.futures` with it, and one of `multiprocessing.Pool` waits for it
forever. Here each worker has a pipe of its own, whose end says that the worker has gone.
"""

import contextlib
import multiprocessing
import signal
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from multiprocessing import connection
from pathlib import Path
from typing import Final

from imrx.batch.annotate import DEATHS_OF_ONE_LETTER, failure_of
from imrx.batch.worker import NOWHERE, Done, Settings, Task, serve
from imrx.readers import Failure

SECONDS_PER_LETTER: Final = 600
"""The longest letter takes a second, and a PDF is stopped after 30; what takes longer than this will never end."""

SECONDS_PER_LETTER_OCR: Final = 2 * 3_600
"""The recognition of a scan is stopped after an hour."""

DEATHS_IN_A_ROW: Final = 10
"""So often may workers die outside of a letter while no shard is finished."""

UNGUARDED: Final = 64
"""The exit code of a worker whose script starts workers itself."""

_CONTEXT: Final = multiprocessing.get_context("spawn")


def leave_if_unguarded() -> None:
    """End a worker that runs its main process's script instead of being told what to do: that has no guard.

    `spawn` imports the script, and what the script does outside of `if __name__ == "__main__":`, the worker does.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):  # as multiprocessing knows it
        sys.exit(UNGUARDED)


def run_tasks(tasks: Iterable[Task], workers: int, settings: Settings) -> Generator[tuple[Task, Path], None, None]:
    """Have tasks done by at most so many workers.

    Yields:
        Each task and the folder that holds its files, as they are finished, in any order. A letter that costs two
        workers their life is a failure `worker_died` in its shard.

    Raises:
        OSError: the disk is full.
        RuntimeError: a worker met another error that all others would meet, or none stays alive.
    """
    pool = _Pool(iter(tasks), settings)
    try:
        pool.start(workers)
        while pool.workers:
            yield from pool.wait()
    finally:
        for worker in pool.workers:
            worker.stop()


class _Worker:
    """A worker as seen from outside; it has a task from its start to its end."""

    def __init__(self, settings: Settings, task: Task) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.clock = _CONTEXT.RawArray("d", [NOWHERE, 0.0])
        self.process = _CONTEXT.Process(target=serve, args=(theirs, self.clock, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.give(task)

    def give(self, task: Task) -> None:
        self.task = task
        with contextlib.suppress(OSError):  # it has died, and `receive` will say so
            self.connection.send(task)

    def receive(self) -> Done | str | OSError | None:
        """What the worker says; null where it has died."""
        with contextlib.suppress(EOFError, OSError):
            if self.connection.poll():
                message: Done | str | OSError = self.connection.recv()
                return message
        return None

    @property
    def position(self) -> int:
        """The letter that it is at, as a position in its shard."""
        return int(self.clock[0])

    def is_late(self, limit: float) -> bool:
        """Whether it has been at its letter for more than so many seconds."""
        return self.position != NOWHERE and time.monotonic() - self.clock[1] > limit

    def cause_of_death(self) -> str:
        """What its process ended with.

        Raises:
            RuntimeError: it never served; the script that started it starts workers in each of them.
        """
        self.process.join(10)
        code = self.process.exitcode
        if code == UNGUARDED and self.position == NOWHERE:
            raise RuntimeError(
                'each worker runs this script anew: call annotate_folder under `if __name__ == "__main__":`'
            )
        if code is None:
            return "it closed its connection"
        if code >= 0:
            return f"exit code {code}"
        name = signal.Signals(-code).name
        return f"{name}, as when memory runs out" if name == "SIGKILL" else name

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


class _Pool:
    """The workers of a run; every one has a task."""

    def __init__(self, tasks: Iterator[Task], settings: Settings) -> None:
        self.workers: list[_Worker] = []
        self._tasks = tasks
        self._settings = settings
        self._limit = SECONDS_PER_LETTER_OCR if settings.options.ocr else SECONDS_PER_LETTER
        self._deaths: Counter[tuple[int, int]] = Counter()
        self._deaths_in_a_row = 0

    def start(self, count: int) -> None:
        """Start workers, as long as there is something to do for each."""
        for _ in range(count):
            if task := next(self._tasks, None):
                self.workers.append(_Worker(self._settings, task))

    def wait(self) -> Iterator[tuple[Task, Path]]:
        """Wait for news, for a second at most, as a worker that hangs has none; yield the tasks that are done."""
        sources = [source for worker in self.workers for source in (worker.connection, worker.process.sentinel)]
        ready = connection.wait(sources, timeout=1)
        for worker in [*self.workers]:
            if worker.connection in ready or worker.process.sentinel in ready:
                task, message = worker.task, worker.receive()
                if isinstance(message, OSError):
                    raise message
                if isinstance(message, str):
                    raise RuntimeError(message)
                if message is None:
                    self._replace(worker, worker.cause_of_death())
                else:
                    self._deaths_in_a_row = 0
                    self._give_next(worker, afresh=message.is_large)
                    yield task, message.written
            elif worker.is_late(self._limit):
                self._replace(worker, f"more than {self._limit:,} seconds")

    def _give_next(self, worker: _Worker, *, afresh: bool) -> None:
        task = next(self._tasks, None)
        if task and not afresh:
            worker.give(task)
            return
        self.workers.remove(worker)
        worker.stop()
        if task:
            self.workers.append(_Worker(self._settings, task))

    def _replace(self, worker: _Worker, cause: str) -> None:
        """Start another worker with the task of one that died: letter by letter, to see which one it dies of.

        It goes on without a letter that was not the first time at work when a worker died.
        """
        self.workers.remove(worker)
        worker.stop()
        task, position = worker.task, worker.position
        item = None if position == NOWHERE else task.shard.items[position]
        if item is not None and not task.singly:
            task = task._replace(singly=True)
        elif item is None or isinstance(item, Failure):
            self._deaths_in_a_row += 1
            if self._deaths_in_a_row > DEATHS_IN_A_ROW:
                raise RuntimeError(
                    f"the workers die at no letter, but when they start or write ({cause}); try fewer --workers"
                )
        else:
            self._deaths[task.shard.number, position] += 1
            if self._deaths[task.shard.number, position] == DEATHS_OF_ONE_LETTER:
                advice = f"twice ended the process that annotated it ({cause}); leave it out, or report it"
                task.failures[position] = failure_of(item, "worker_died", advice)
        self.workers.append(_Worker(self._settings, task))
