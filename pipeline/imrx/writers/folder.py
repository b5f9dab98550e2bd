"""The output folder of `imrx annotate`: everything is written aside, and moved into place once it is whole.

Aside is the folder `.partial`. It is also what a run that was stopped leaves behind, for `--resume`:

- `run.json`: what the run was given: a run with anything else may not go on with it
- `shards/00012/`: a shard that is finished; the name is given when everything in it is on the disk
- `records.jsonl …`: the shards put together, made anew by each run
- `moves.json`: everything is whole, and only has to be moved into place

While results are moved, the folder has no `manifest.json`; with one it is whole. A run holds the file `.lock`, so that
no other writes into the same folder.
"""

import contextlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from imrx.output_names import DOCS, FAILURES, LETTERS, MANIFEST, MOVES, PARTIAL, RECORDS
from imrx.record import SCHEMA_VERSION
from imrx.resources import PATTERNS, pattern_files
from imrx.writers import disk
from imrx.writers.columns import COLUMNS
from imrx.writers.merge import Merged
from imrx.writers.shard import COUNTS, is_whole

LOCK: Final = ".lock"
RUN: Final = "run.json"
SHARDS: Final = "shards"
INPUTS: Final = "inputs_digest"
"""In the manifest's `run` block: by what inputs that changed are known."""

RESULTS: Final = (
    *(RECORDS, LETTERS, FAILURES, f"{DOCS}/part-*.spacy"),
    *(f"{table}/part-*.parquet" for table in COLUMNS),
)
"""What a run may leave in the folder beside its manifest; a later run replaces it, and leaves other files alone.

What has such a name, and stands in no manifest, is somebody else's: no run begins in that folder.
"""


class ManifestFile(TypedDict):
    """A file of the folder: its size and hash."""

    bytes: int
    sha256: str


class ManifestPatterns(TypedDict):
    """The hash over all pattern files."""

    sha256: str


class Manifest(TypedDict):
    """What every reader of a manifest needs of it."""

    schema: str
    imrx: str
    patterns: ManifestPatterns
    files: dict[str, ManifestFile]


class _Manifest(Manifest):
    run: dict[str, Any]


_MANIFEST: Final = TypeAdapter(_Manifest)


class OutputFolder:
    """The folder of one run, which holds it while it is used with `with`.

    Args:
        folder: where the results go.
        identity: what the results depend on, by name; a stopped run is gone on with only where it is the same.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self.folder = folder
        self.aside = folder / PARTIAL
        self._identity = dict(identity)
        self._held = contextlib.ExitStack()

    def __enter__(self) -> "OutputFolder":
        """Keep others from writing into the folder.

        Raises:
            ValueError: another run writes into it.
            NotADirectoryError: it cannot be made, as a file or a link to nothing is in its place.
        """
        disk.make_folder(self.folder)
        try:
            self._held.enter_context(disk.locked(self.folder / LOCK))
        except BlockingIOError:
            raise ValueError(f"{self.folder}: another run writes into it; wait for its end, or stop it") from None
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def begin(self, *, resume: bool) -> bool:
        """Make ready for the run.

        Args:
            resume: whether to go on with a run that was stopped; where there is none, this one is the first.

        Returns:
            Whether there is anything to do: a run that was stopped in its last moment is finished here, and one that
            the folder holds already is not done again.

        Raises:
            ValueError: the run to go on with had other inputs, options, versions or patterns, or left a damaged file;
                or the folder holds files of something else that results would replace.
        """
        run = self.aside / RUN
        is_stopped = resume and run.exists()
        if is_stopped:
            self._check(disk.read_json(run, "leave out --resume to begin anew"))
        if (self.aside / MOVES).exists():
            self._move()
            is_stopped = False
        earlier = self._earlier()
        if is_stopped:
            return True
        if resume and earlier is not None:
            self._check(earlier)
            self._clear()
            return False
        self._clear()
        (self.aside / SHARDS).mkdir(parents=True)
        disk.write_json(run, self._identity)
        return True

    def shard(self, number: int) -> Path:
        """Where the shard is once it is finished."""
        return self.aside / SHARDS / f"{number:05d}"

    def has_shard(self, number: int) -> bool:
        """Whether the shard is finished; what is left of a damaged one is taken away."""
        path = self.shard(number)
        if path.exists() and not is_whole(path):
            shutil.rmtree(path)
        return path.exists()

    def commit(self, merged: Merged, run: Mapping[str, Any]) -> None:
        """Put the results in their places.

        Args:
            merged: the shards put together below `aside`.
            run: the manifest's `run` block.

        Raises:
            ValueError: no letter was read, and the folder holds what an earlier run wrote: that stays.
        """
        if not merged.counts["letters"] and (self.folder / MANIFEST).exists():
            self._clear()
            raise ValueError(f"{self.folder}: no letter could be read; what an earlier run wrote there is kept")
        disk.write_json(self.aside / MANIFEST, self._manifest(merged, run))
        for folder in {(self.aside / source).parent for source in merged.moves}:
            disk.sync(folder)
        disk.write_json(self.aside / MOVES, merged.moves)
        self._move()

    def _clear(self) -> None:
        """Take away what is aside, at once: a worker that outlived its run finds its folder gone."""
        old = self.aside.with_name(f"{PARTIAL}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.aside.exists():
            self.aside.rename(old)
            shutil.rmtree(old, ignore_errors=True)

    def _earlier(self) -> dict[str, Any] | None:
        """What the results that the folder holds depend on; null where it holds none, or not all as they were written.

        Raises:
            ValueError: something else has files of their names there.
        """
        manifest = _read_manifest(self.folder / MANIFEST)
        known = manifest["files"].keys() | {MANIFEST} if manifest else set()
        for path in (path for pattern in (MANIFEST, *RESULTS) for path in self.folder.glob(pattern)):
            if (name := path.relative_to(self.folder).as_posix()) not in known:
                raise ValueError(f"{self.folder}: holds {name}, which no finished run wrote; name another folder")
        if manifest is None:
            return None
        paths = {self.folder / name: written["bytes"] for name, written in manifest["files"].items()}
        if not all(path.is_file() and path.stat().st_size == size for path, size in paths.items()):
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
        moves: dict[str, str] = disk.read_json(self.aside / MOVES, f"remove the folder {PARTIAL} to begin anew")
        manifest = self.aside / MANIFEST
        if manifest.exists():
            (self.folder / MANIFEST).unlink(missing_ok=True)
            disk.sync_names(self.folder)
            self._remove_all_but(set(moves.values()))
            for source, name in moves.items():
                target = self.folder / name
                target.parent.mkdir(exist_ok=True)
                if (self.aside / source).exists():
                    (self.aside / source).replace(target)
            for folder in {(self.folder / name).parent for name in moves.values()} | {self.folder}:
                disk.sync_names(folder)
            disk.rename(manifest, self.folder / MANIFEST)
        self._clear()

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
            "counts": {name: merged.counts[name] for name in COUNTS},
            "files": merged.files,
            "run": dict(run),
        }


def _read_manifest(path: Path) -> dict[str, Any] | None:
    """The manifest that a finished run wrote, or null."""
    try:
        manifest = _MANIFEST.validate_json(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return dict(manifest)
