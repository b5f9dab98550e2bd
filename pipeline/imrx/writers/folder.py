"""The output folder of `imrx annotate`: everything is written aside, and moved into place once it is whole."""

import hashlib
import json
import shutil
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from spacy.tokens import Doc

from imrx.letter import letter_text
from imrx.record import SCHEMA_VERSION, Record
from imrx.resources import PATTERNS, pattern_files
from imrx.writers.docs import DocWriter
from imrx.writers.jsonl import write_line

RECORDS = "records.jsonl"
LETTERS = "letters.jsonl"
FAILURES = "failures.jsonl"
DOCS = "docs"
MANIFEST = "manifest.json"
PARTIAL = ".partial"


class OutputFolder:
    """Writes records, texts, docs, failures and the manifest of one run.

    Use it as a context manager: on leaving, the files move into place, the manifest last; after an error nothing has
    changed in the folder. Results of an earlier run are replaced, other files are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder / PARTIAL
        self.counts: Counter[str] = Counter()
        self.run: dict[str, Any] = {}
        self.pipeline: dict[str, Any] = {}
        self._open = ExitStack()

    def __enter__(self) -> "OutputFolder":
        shutil.rmtree(self.aside, ignore_errors=True)
        self.aside.mkdir(parents=True)
        self._records, self._letters, self._failures = (
            self._open.enter_context((self.aside / name).open("w", encoding="utf-8", newline="\n"))
            for name in (RECORDS, LETTERS, FAILURES)
        )
        self._docs = DocWriter(self.aside / DOCS)
        return self

    def add(self, record: Record, doc: Doc) -> None:
        """Write one letter's results."""
        write_line(self._records, record)
        write_line(self._letters, {"doc_id": record["doc_id"], "text": letter_text(doc)})
        self._docs.add(doc)
        self.counts["letters"] += 1
        for name in ("issues", "medications", "med_values", "citations", "findings", "warnings"):
            self.counts[name] += len(record[name])

    def add_failure(self, source: str, error: str, message: str) -> None:
        """Write down one input that could not be read."""
        write_line(self._failures, {"source": source, "error": error, "message": message})
        self.counts["failures"] += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._docs.close()
        finally:
            self._open.close()
            if kind is not None:
                shutil.rmtree(self.aside, ignore_errors=True)
        if kind is None:
            self._move()

    def _move(self) -> None:
        """Move the finished files into place; while the manifest is missing the folder is not whole."""
        manifest = json.dumps(self._manifest(), ensure_ascii=False, indent=2) + "\n"
        (self.aside / MANIFEST).write_text(manifest, encoding="utf-8")
        (self.folder / MANIFEST).unlink(missing_ok=True)
        docs = self.folder / DOCS
        if docs.is_dir():
            for part in docs.glob("part-*.spacy"):
                part.unlink()
        docs.mkdir(exist_ok=True)
        for part in sorted((self.aside / DOCS).iterdir()):
            part.replace(docs / part.name)
        for name in (RECORDS, LETTERS, FAILURES, MANIFEST):
            (self.aside / name).replace(self.folder / name)
        shutil.rmtree(self.aside)

    def _manifest(self) -> dict[str, Any]:
        names = [RECORDS, LETTERS, FAILURES, *(f"{DOCS}/{part.name}" for part in sorted((self.aside / DOCS).iterdir()))]
        counted = ("letters", "failures", "issues", "medications", "med_values", "citations", "findings", "warnings")
        return {
            "schema": SCHEMA_VERSION,
            "imrx": self.pipeline["version"],
            "patterns": {
                "sha256": self.pipeline["patterns"],
                "files": {path.relative_to(PATTERNS).as_posix(): _sha256(path) for path in pattern_files()},
            },
            "counts": {name: self.counts[name] for name in counted},
            "files": {
                name: {"bytes": (self.aside / name).stat().st_size, "sha256": _sha256(self.aside / name)}
                for name in names
            },
            "run": self.run,
        }


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
