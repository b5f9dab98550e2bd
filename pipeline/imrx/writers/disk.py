"""What makes files safe against a kill and a power cut: whole under their name, or not there."""

import contextlib
import errno
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

FULL: Final = {
    getattr(errno, "EDQUOT", errno.ENOSPC): "its disk is full for this user; free space",
    errno.ENOSPC: "its disk is full; free space",
    errno.EFBIG: "a file in it is longer than the system allows; raise the limit (ulimit -f)",
}
"""What to do where nothing more can be written, by the operating system's number of the error."""


def explained(error: OSError) -> str:
    """An error in one line: what the operating system said of a file stands behind its name, as in our own errors."""
    if not error.strerror:
        return str(error)
    said = error.strerror[:1].lower() + error.strerror[1:]
    return said if error.filename is None else f"{error.filename}: {said}"


@contextlib.contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """Name the folder, and say what to do, where what is written in the block finds no room.

    Raises:
        RuntimeError: in place of the operating system's own error.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise RuntimeError(f"{folder}: {FULL[error.errno]}, and go on with --resume") from error
        raise


def sync(folder: Path) -> None:
    """Have the disk write down the files of a folder, and which they are."""
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync_names(folder)


def sync_names(folder: Path) -> None:
    """Have the disk write down which files a folder has."""
    with contextlib.suppress(PermissionError):  # Windows opens no folders, and needs not
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def rename(source: Path, target: Path) -> None:
    """Rename a file or a folder that is on the disk; it is never there by halves."""
    source.replace(target)
    sync_names(target.parent)


@contextlib.contextmanager
def written(path: Path) -> Iterator[Path]:
    """A path beside to write a file to; behind the block it is whole under its name, on the disk."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    yield aside
    with aside.open("rb+") as file:
        os.fsync(file.fileno())
    rename(aside, path)


def make_folder(path: Path) -> None:
    """Make a folder and those that it lies in, where they are not there.

    Raises:
        NotADirectoryError: something else is in its place, or in that of one that it lies in.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise NotADirectoryError(
            f"{path}: cannot be a folder, as it is, or lies in, a file or a link to nothing; name another"
        ) from None


def check_new(output: Path) -> None:
    """See that a folder that is to be filled holds nothing.

    Raises:
        FileExistsError: it is there already, and not an empty folder.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise FileExistsError(f"{output} exists and is not an empty folder: name a new one")


@contextlib.contextmanager
def new_folder(output: Path) -> Iterator[Path]:
    """A folder beside to write files into; behind the block it is the output, and after an error there is none.

    Raises:
        FileExistsError: the output is there already, and not an empty folder.
        NotADirectoryError: it lies in something that is no folder.
        RuntimeError: it cannot be written, in place of an error that would name the folder beside.
    """
    check_new(output)
    whole = Path(os.path.realpath(output))  # "." has no name, and a link stays a link
    beside = str(whole.parent / f"{whole.name}.")
    try:
        make_folder(whole.parent)
        with TemporaryDirectory(prefix=f"{whole.name}.", dir=whole.parent) as folder:
            aside = Path(folder) / whole.name
            aside.mkdir()
            yield aside
            if whole.exists():
                whole.rmdir()
            aside.rename(whole)
    except OSError as error:
        if error.errno in FULL:
            raise RuntimeError(f"{output}: {FULL[error.errno]}, and try again") from error
        if str(error.filename).startswith(beside):
            raise RuntimeError(f"{output}: cannot be written ({error.strerror}); name another folder") from error
        raise


def write_json(path: Path, value: Any) -> None:
    """Write JSON that is whole wherever `path` exists."""
    with written(path) as aside:
        aside.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def read_json(path: Path, advice: str = "") -> dict[str, Any]:
    """The object that `write_json` wrote.

    Args:
        path: the file.
        advice: what to do where it is damaged.

    Raises:
        ValueError: it is; the message names the file.
    """
    try:
        value = json.loads(path.read_bytes())
    except ValueError:  # no JSON, or no UTF-8
        value = None
    if not isinstance(value, dict):
        raise ValueError(f"{path}: damaged, it is no JSON object" + (f"; {advice}" if advice else ""))
    return value


def describe(path: Path) -> dict[str, Any]:
    """Size in bytes and SHA-256 of a file, for the manifest."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file that only one process can hold, and take it away behind the block.

    The lock ends with the process, however it ends, and no process that it starts inherits it. A file system without
    locks is gone on with as if it had given one.

    Raises:
        BlockingIOError: another process holds it.
    """
    number = _open_locked(path)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows takes no file away that is open
            path.unlink()
        os.close(number)


def _open_locked(path: Path) -> int:
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT)
        try:
            _lock(number)
            if _is_file(path, number):
                return number
        except BaseException:
            os.close(number)
            raise
        os.close(number)  # who held it has taken the file away: the next one has another


def _is_file(path: Path, number: int) -> bool:
    """Whether an open file is the one of that name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(number))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None

else:
    import fcntl

    def _lock(number: int) -> None:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP}:
                raise
