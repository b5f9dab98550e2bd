"""Pipelines that break, for tests of the workers: a letter with a word of `DEEDS` in it does what the word says.

A letter with the word LARGE takes as much of the process's memory as `LARGE` says, for as long as its doc is there.

A worker is a fresh interpreter, in which nothing can be patched; it imports this module instead.
"""

import contextlib
import ctypes
import errno
import os
import signal
import time
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from imrx.resources import make_stamp


def die_once(mark: str) -> None:
    """End the process, but only the first that comes here."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def wait(mark: str) -> None:
    """Wait for somebody to write to `mark`, where that is a named pipe."""
    with contextlib.suppress(FileNotFoundError), Path(mark or "nowhere").open():
        pass


DEEDS = {
    "EXITS": lambda: os._exit(3),
    "KILLED": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "SEGFAULTS": lambda: ctypes.string_at(0),
    "HANGS": lambda: time.sleep(3_600),
    "RAISES": lambda: int("the letter's own words"),
    "GREEDY": lambda: bytearray(10**12),
    "SLOW": lambda: time.sleep(0.02),
}


LARGE = 200_000_000


def load(mark: str = "") -> Language:
    """A pipeline that finds nothing and soon is there; `mark` is a file that DIES_ONCE makes and WAITS waits for."""
    nlp = make_stamp()(spacy.blank("en"))
    deeds = {**DEEDS, "DIES_ONCE": partial(die_once, mark), "WAITS": partial(wait, mark)}

    @Language.component("faulty")
    def faulty(doc: Doc) -> Doc:
        for word, deed in deeds.items():
            if word in doc.text:
                deed()
        if "LARGE" in doc.text:
            doc.user_data["large"] = bytes(LARGE)
        return doc

    nlp.add_pipe("faulty")
    return nlp


def load_for_command(model: None, *, labels: None) -> Language:
    """The same in the place of `imrx.load`, which the command asks for a pipeline."""
    return load()


def load_without_a_disk() -> Language:
    """The same, in a process in which no shard can be written."""
    from imrx.writers import shard

    def fail(item: object) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "records.jsonl")

    shard.dump_line = fail
    return load()


def load_nothing() -> Language:
    """A process that dies before it has a pipeline."""
    os._exit(7)


def load_with_a_mistake() -> Language:
    """A pipeline that cannot be made, for a reason that nobody foresaw."""
    raise KeyError("the letter's own words")


def load_without_memory() -> Language:
    """The same, in a process that has no memory left when a shard is written."""
    from imrx.writers import shard

    def fail(self: object) -> None:
        raise MemoryError

    shard.ShardWriter.close = fail
    return load()
