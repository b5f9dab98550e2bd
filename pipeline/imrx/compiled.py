"""Compiled expressions, kept on disk from one process to the next, as Python keeps the bytecode of its modules.

Compiling takes a third of the time that a process needs for its first letter, and gives the same code each time. `re`
has no public way to keep that code, so this module uses the functions that `re.compile` is made of. A kept code counts
for the very same Python, expression and flags; a file that is damaged counts for nothing, and one that cannot be
written is not missed: everything is compiled as usual then, and so it is where a Python lacks these functions.
"""

import hashlib
import marshal
import re
import sys
import tempfile
from array import array
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

try:
    _compiler: Any = import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
    _parser: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    _engine: Any = import_module("_sre")
except ImportError:
    _engine = None

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, the engine's instructions (unsigned integers of the machine), count of groups, their names both ways."""
Codes = dict[tuple[str, int], Code]
"""Codes by expression and flags."""

_DIGEST = hashlib.sha256().digest_size


def cache_file() -> Path:
    """Where codes are kept: one file for each Python, in the user's folder for what can be made again."""
    python = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode()).hexdigest()[:12]
    return user_cache_path("imrx", appauthor=False) / f"expressions.{sys.implementation.cache_tag}-{python}.bin"


class Compiler:
    """Compiles what no earlier process has compiled, and takes the code of the rest from the file."""

    def __init__(self) -> None:
        self._kept: Codes | None = None
        self._used: Codes = {}
        self._new = False

    def compile(self, source: str, flags: int) -> re.Pattern[str]:
        """The same as `re.compile`.

        Raises:
            re.error: the source is no expression.
        """
        if _engine is None:
            return re.compile(source, flags)
        if self._kept is None:
            self._kept = read(cache_file())
        key = source, int(flags)
        code = self._kept.get(key)
        if code is None:
            code = compiled_code(source, flags)
            self._new = True
        self._used[key] = code
        return as_pattern(source, code)

    def keep(self, *, all_used: bool = False) -> None:
        """Write the file if something was compiled anew, and let go of the codes.

        Args:
            all_used: whether the process has used all that it can use; what else the file holds is of another state of
                the tables then, and is left out.
        """
        if self._new:
            write(cache_file(), self._used if all_used else {**(self._kept or {}), **self._used})
        self._kept, self._used, self._new = None, {}, False


def compiled_code(source: str, flags: int) -> Code:
    """What `re.compile` gives to the engine.

    Raises:
        re.error: the source is no expression.
    """
    parsed = _parser.parse(source, flags)
    state: Any = parsed.state
    instructions = array("I", _compiler._code(parsed, flags))
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    return int(flags | state.flags), instructions.tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def as_pattern(source: str, code: Code) -> re.Pattern[str]:
    """The engine checks the instructions.

    Raises:
        RuntimeError: they are none.
    """
    flags, instructions, groups, numbers, names = code
    pattern: re.Pattern[str] = _engine.compile(source, flags, array("I", instructions).tolist(), groups, numbers, names)
    return pattern


def read(file: Path) -> Codes:
    """The codes of a file; none if there is no such file, or it is not as `write` left it."""
    with suppress(OSError, EOFError, TypeError, ValueError):
        content = memoryview(file.read_bytes())
        digest, marshalled = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(marshalled).digest() == digest:
            codes: Codes = marshal.loads(marshalled)
            return codes
    return {}


def write(file: Path, codes: Codes) -> None:
    """Put a file in the place of the last one, whole or not at all."""
    if not file.is_absolute():
        return  # the user has no home
    content = marshal.dumps(codes)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            new = Path(folder) / file.name
            new.write_bytes(b"".join((hashlib.sha256(content).digest(), content)))
            new.replace(file)
