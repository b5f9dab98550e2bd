"""Find what there is to read: files, folders, archives, standard input. Of a file, only the first four bytes are read.

Names are relative to the folder that all inputs lie in, so that they are the same on every machine; where that is the
root, to the inputs' own folders, with as many of the folders above as tell them apart. A letter's id is
the stem of its file; files that share one are told apart by their relative path, without its suffix unless that is
needed too.
"""

import os
import stat
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from imrx.readers.archive import is_archive, list_members
from imrx.readers.names import free_name, is_unsafe
from imrx.readers.read import system_error
from imrx.readers.source import Failure, Options, ReadError, Source

STDIN: Final = "-"
_STDIN_NAME: Final = "stdin"
_MAX_STDIN: Final = 1024**3
"""Standard input can be read only once, and is kept; a table or an archive may come that way."""


def find_sources(inputs: Sequence[str], options: Options) -> Iterator[Source | Failure]:
    """List what the inputs hold.

    Args:
        inputs: files, folders (walked, sorted by name, without what begins with a dot), `.zip` archives of letters, and
            `-` for standard input.
        options: `glob` narrows folders and archives.

    Yields:
        Sources, in the order of the inputs, each path once; and a failure for whatever cannot be listed. A file that
        links give several names is a letter under each.

    Raises:
        ValueError: the glob is no pattern.
    """
    _check_glob(options.glob)
    inputs = [*dict.fromkeys(inputs)]  # standard input can be read only once
    names = FileNames([_folder(_absolute(name)) for name in inputs if name not in (STDIN, "")])
    seen: set[Failure | tuple[str, str]] = set()
    found = []
    for item in (item for name in inputs for item in _find(name, names, options)):
        key = item if isinstance(item, Failure) else (item.path, item.name)
        if key not in seen:  # the same file comes again where a folder and a file in it were named
            seen.add(key)
            found.append(item)
    ids = doc_ids([item.name for item in found if isinstance(item, Source)])
    taken: set[str] = set()
    for item in found:
        if isinstance(item, Source):  # a file may have the name of standard input
            item = item._replace(doc_id=free_name(ids[item.name], taken, " (2)"))
            taken.add(item.doc_id)
        yield item


def _check_glob(glob: str | None) -> None:
    try:
        PurePosixPath("a.txt").match(glob or "*")
    except ValueError:
        glob = ""
    if glob == "":
        raise ValueError("--glob matches no file name: give a pattern such as '*.pdf'")


def doc_ids(names: list[str]) -> dict[str, str]:
    """An id for each name: the stem; else, for all that share it, the path without suffix; else the whole name."""
    forms = {name: [PurePosixPath(name).stem, str(PurePosixPath(name).with_suffix("")), name] for name in names}
    while True:
        owners = defaultdict(list)
        for name, left in forms.items():
            owners[left[0]].append(name)
        shared = [name for group in owners.values() if len(group) > 1 for name in group if len(forms[name]) > 1]
        if not shared:
            return {name: left[0] for name, left in forms.items()}
        for name in shared:
            forms[name].pop(0)


class FileNames:
    """The names of files: relative to the folder that all inputs lie in.

    A name that is relative to the root would be the whole path. So where the inputs have no other folder in common,
    names are relative to each one's own, and as many of its parents stand in front as tell them apart.
    """

    def __init__(self, folders: list[Path]) -> None:
        folders = [*dict.fromkeys(folders)]
        base = Path(os.path.commonpath(folders)) if folders else Path()
        self._prefixes = {base: ""}
        if folders and base == Path(base.anchor) and base not in folders:
            outermost = [each for each in folders if not any(above in folders for above in each.parents)]
            for count in range(1, max(len(each.parts) for each in outermost) + 1):
                self._prefixes = {each: "/".join(each.parts[1:][-count:]) for each in outermost}
                if len(set(self._prefixes.values())) == len(outermost):
                    break

    def of(self, path: Path) -> str:
        """The name of a file or folder that one of the inputs is or holds."""
        folder = next(each for each in (path, *path.parents) if each in self._prefixes)
        return PurePosixPath(self._prefixes[folder], path.relative_to(folder)).as_posix()


def _folder(path: Path) -> Path:
    try:
        return path if path.is_dir() else path.parent
    except OSError:  # whoever reads it says what is wrong
        return path.parent


def _absolute(given: str) -> Path:
    """Links in the name stay as they are, but for a name with a step up, which means something else behind a link."""
    path = Path(given)
    return Path(os.path.realpath(path)) if ".." in path.parts else path.absolute()


def _find(given: str, names: FileNames, options: Options) -> Iterator[Source | Failure]:
    if given == STDIN:
        yield from _standard_input(options)
        return
    if not given:
        yield ReadError("not_found", "is an empty name; name a file or a folder").failure("''")
        return
    path = _absolute(given)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            yield from _something(path.name, _walk(path, names, options))
        else:
            name = names.of(path)
            yield from _something(name, _named(name, path, options))
    except OSError as error:
        yield system_error(error).failure(path.name)


def _something(name: str, found: Iterator[Source | Failure]) -> Iterator[Source | Failure]:
    """What a folder or an archive holds; a failure where that is nothing."""
    is_empty = True
    for item in found:
        is_empty = False
        yield item
    if is_empty:
        yield ReadError("not_found", "holds no letters; check the path and --glob").failure(name)


def _standard_input(options: Options) -> Iterator[Source | Failure]:
    if sys.stdin is None:
        yield ReadError("not_found", "is closed; name files").failure(_STDIN_NAME)
        return
    data = sys.stdin.buffer.read(_MAX_STDIN + 1)
    if len(data) > _MAX_STDIN:
        yield ReadError("too_large", f"is longer than {_MAX_STDIN:,} bytes; name files").failure(_STDIN_NAME)
    else:
        yield from _something(_STDIN_NAME, _file(_STDIN_NAME, "", data[:4], options, data))


def _walk(top: Path, names: FileNames, options: Options) -> Iterator[Source | Failure]:
    """Everything in a folder, sorted; each folder once, however many links lead to it."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(top, frozenset())]
    while waiting:
        path, above = waiting.pop()
        name = names.of(path)
        is_wanted = _matches(name, options) or name.lower().endswith(".zip")
        try:
            if not is_wanted and not path.is_dir():  # it costs nobody a letter, even where it cannot be read
                continue
            if is_unsafe(name):
                raise _unsafe()
            status = path.stat()
            key = (status.st_dev, status.st_ino)
            if not stat.S_ISDIR(status.st_mode):
                found = _named(name, path, options)
                yield from found if options.glob else _something(name, found)  # a glob may want nothing of an archive
            elif key in above:
                raise ReadError("symlink_loop", "is a symbolic link to a folder that it stands in; remove it")
            elif key not in seen:
                seen.add(key)
                entries = sorted((entry for entry in path.iterdir() if not entry.name.startswith(".")), reverse=True)
                waiting += [(entry, above | {key}) for entry in entries]
        except ReadError as error:
            yield error.failure(name)
        except OSError as error:
            yield system_error(error).failure(name if path != top else top.name)


def _matches(name: str, options: Options) -> bool:
    return options.glob is None or PurePosixPath(name).match(options.glob)


def _named(name: str, path: Path, options: Options) -> Iterator[Source | Failure]:
    """A file that is there; the first bytes say whether it is an archive."""
    if is_unsafe(name):
        yield _unsafe().failure(name)
    elif not stat.S_ISREG(path.stat().st_mode):
        yield ReadError("unreadable", "is a pipe or a device; give it as standard input (-)").failure(name)
    else:
        with path.open("rb") as file:
            head = file.read(4)
        yield from _file(name, str(path), head, options, None)


def _file(name: str, path: str, head: bytes, options: Options, data: bytes | None) -> Iterator[Source | Failure]:
    if not is_archive(head):
        yield Source(name, "", path, None, data)
        return
    try:
        for position, member in list_members(path if data is None else data):
            whole = f"{name}/{member}"
            parts = PurePosixPath(member).parts
            if not _matches(whole, options):
                continue
            if is_unsafe(member):
                yield _unsafe().failure(whole)
            elif not any(part.startswith(".") or part == "__MACOSX" for part in parts):
                yield Source(whole, "", path, position, data)
    except ReadError as error:
        if error.error == "damaged_zip" and name.lower().endswith(".docx"):
            error = ReadError("unsupported", "is a damaged Word document; save it as PDF or as plain text")
        yield error.failure(name)


def _unsafe() -> ReadError:
    return ReadError(
        "unsafe_name", "has control characters, a step up, a root or bytes outside UTF-8 in its name; rename it"
    )
