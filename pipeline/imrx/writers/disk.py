"""What makes files safe against a kill and a power cut: whole under their name, or not there."""

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any


def sync(folder: Path) -> None:
    """Have the disk write down the files of a folder, and which they are."""
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    _sync_names(folder)


def rename(source: Path, target: Path) -> None:
    """Rename a file or a folder that is on the disk; it is never there by halves."""
    source.replace(target)
    _sync_names(target.parent)


def write_json(path: Path, value: Any) -> None:
    """Write JSON that is whole wherever `path` exists."""
    written = path.with_name(path.name + ".new")
    with written.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    rename(written, path)


def read_json(path: Path) -> Any:
    """What `write_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def describe(path: Path) -> dict[str, Any]:
    """Size in bytes and SHA-256 of a file, for the manifest."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _sync_names(folder: Path) -> None:
    with contextlib.suppress(PermissionError):  # Windows opens no folders, and needs not
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
