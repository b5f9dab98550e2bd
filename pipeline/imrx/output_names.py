"""What the output folder of `imrx annotate` holds: the names in it, for those who write it and those who read it."""

from pathlib import Path
from typing import Final

MANIFEST: Final = "manifest.json"
RECORDS: Final = "records.jsonl"
LETTERS: Final = "letters.jsonl"
FAILURES: Final = "failures.jsonl"
DOCS: Final = "docs"

PARTIAL: Final = ".partial"
"""What a run has written that is not whole; `imrx.writers.folder` says what is in it."""

MOVES: Final = "moves.json"
"""In `PARTIAL`: the results are whole, and are moved into place."""


def check_whole(folder: Path) -> None:
    """See that the results in a folder are not being exchanged, and that no run was stopped while it did so.

    Raises:
        ValueError: they are: some are of one run, some of another.
    """
    if (folder / PARTIAL / MOVES).exists():
        raise ValueError(f"{folder}: its results are being exchanged; wait, or end a stopped run with --resume")
