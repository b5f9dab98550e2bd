"""The output folder of `imrx annotate`: everything is written aside, and moved into place once it is whole.

Aside is the folder `.partial`. It is also what a run that was stopped leaves behind, for `--resume`:

- `run.json`: what the run was given: a run with anything else may not go on with it
- `shards/00012/`: a shard that is finished; the name is given when everything in it is on the disk
- `records.jsonl …`: the shards put together, made anew by each run
- `moves.json`: everything is whole, and only has to be moved into place

While results are moved, the folder has no `manifest.json`; with one it is whole.
"""

import contextlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from imrx.record import SCHEMA_VERSION
from imrx.resources import PATTERNS, pattern_files
from imrx.writers import disk
from imrx.writers.columns import COLUMNS
from imrx.writers.merge import DOCS, FAILURES, Merged
from imrx.writers.shard import COUNTED, LAYOUT_UNKNOWN, LETTERS, RECORDS

MANIFEST: Final = "manifest.json"
PARTIAL: Final = ".partial"
RUN: Final = "run.json"
SHARDS: Final = "shards"
MOVES: Final = "moves.json"
INPUTS: Final = "inputs_digest"
"""In the manifest's `run` block: by what inputs that changed are known."""

RESULTS: Final = (
    *(RECORDS, LETTERS, FAILURES, f"{DOCS}/part-*.spacy"),
    *(f"{table}/part-*.parquet" for table in COLUMNS),
)
"""What a run may leave in the folder beside its manifest; a later run replaces it, and leaves other files alone."""


class OutputFolder:
    """The folder of one run.

    Args:
        folder: where the results go.
        identity: what the results depend on, by name; a stopped run is gone on with only where it is the same.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self.folder = folder
        self.aside = folder / PARTIAL
        self._identity = dict(identity)

    def begin(self, *, resume: bool) -> bool:
        """Make ready for the run.

        Args:
            resume: whether to go on with a run that was stopped; where there is none, this one is the first.

        Returns:
            Whether there is anything to do: a run that was stopped in its last moment is finished here, and one that
            the folder holds already is not done again.

        Raises:
            ValueError: the run to go on with had other inputs, options, versions or patterns, or the folder holds files
                of something else that results would replace.
        """
        run = self.aside / RUN
        if resume and run.exists():
            self._check(disk.read_json(run))
            if (self.aside / MOVES).exists():
                self._move()
                return False
            return True
        if not self.aside.exists():
            held = self._held()
            if resume and held is not None:
                self._check(held)
                return False
        self._clear()
        (self.aside / SHARDS).mkdir(parents=True)
        disk.write_json(run, self._identity)
        return True

    def shard(self, number: int) -> Path:
        """Where the shard is once it is finished."""
        return self.aside / SHARDS / f"{number:05d}"

    def commit(self, merged: Merged, run: Mapping[str, Any]) -> None:
        """Put the results in their places.

        Args:
            merged: the shards put together below `aside`.
            run: the manifest's `run` block.
        """
        disk.write_json(self.aside / MANIFEST, self._manifest(merged, run))
        for folder in {(self.aside / source).parent for source in merged.moves}:
            disk.sync(folder)
        disk.write_json(self.aside / MOVES, merged.moves)
        self._move()

    def _clear(self) -> None:
        """Take away what an earlier run left, at once: a worker that outlived it finds its folder gone."""
        old = self.aside.with_name(f"{PARTIAL}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.aside.exists():
            self.aside.replace(old)
            shutil.rmtree(old, ignore_errors=True)

    def _held(self) -> dict[str, Any] | None:
        """What the results that the folder holds depend on; null where it holds none, or not all of them.

        Raises:
            ValueError: something else has files of their names there.
        """
        path = self.folder / MANIFEST
        manifest = disk.read_json(path) if path.exists() else None
        if not isinstance(manifest, dict) or not {"run", "imrx", "patterns", "schema", "files"} <= manifest.keys():
            strange = [name for name in (MANIFEST, RECORDS, LETTERS) if (self.folder / name).exists()]
            if strange:
                raise ValueError(f"{self.folder}: holds {strange[0]}, which no finished run wrote; name another folder")
            return None
        if not all((self.folder / name).exists() for name in manifest["files"]):
            return None
        run: dict[str, Any] = manifest["run"]
        return run | {
            "inputs": run.get(INPUTS),
            "imrx": manifest["imrx"],
            "patterns": manifest["patterns"]["sha256"],
            "schema": manifest["schema"],
        }

    def _check(self, earlier: dict[str, Any]) -> None:
        other = [name for name in self._identity if self._identity[name] != earlier.get(name)]
        if other:
            raise ValueError(
                f"{self.folder}: the run to go on with had other {' and '.join(other)}; "
                "give what it was given, or leave out --resume to begin anew"
            )

    def _move(self) -> None:
        """Move the results into place, the manifest last; may be done again after having been cut short anywhere."""
        moves: dict[str, str] = disk.read_json(self.aside / MOVES)
        manifest = self.aside / MANIFEST
        if manifest.exists():
            (self.folder / MANIFEST).unlink(missing_ok=True)
            self._remove_all_but(set(moves.values()))
            for source, name in moves.items():
                target = self.folder / name
                target.parent.mkdir(exist_ok=True)
                if (self.aside / source).exists():
                    (self.aside / source).replace(target)
            disk.rename(manifest, self.folder / MANIFEST)
        (self.aside / RUN).unlink()
        shutil.rmtree(self.aside)

    def _remove_all_but(self, names: set[str]) -> None:
        """Take away what an earlier run wrote and this one does not, and the folders that are empty without it."""
        old = [path for pattern in RESULTS for path in self.folder.glob(pattern)]
        gone = [path for path in old if path.relative_to(self.folder).as_posix() not in names]
        for path in gone:
            path.unlink()
        for folder in {path.parent for path in gone} - {self.folder}:
            with contextlib.suppress(OSError):  # somebody else's file is in it, or it is a link
                folder.rmdir()

    def _manifest(self, merged: Merged, run: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "schema": SCHEMA_VERSION,
            "imrx": self._identity["imrx"],
            "patterns": {
                "sha256": self._identity["patterns"],
                "files": {
                    path.relative_to(PATTERNS).as_posix(): disk.describe(path)["sha256"] for path in pattern_files()
                },
            },
            "counts": {name: merged.counts[name] for name in ("letters", LAYOUT_UNKNOWN, "failures", *COUNTED)},
            "files": merged.files,
            "run": dict(run),
        }
