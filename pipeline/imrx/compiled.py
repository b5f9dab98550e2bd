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
    _parse: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse").parse
    _instructions: Any = import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")._code
    _engine: Any = import_module("_sre").compile
except (ImportError, AttributeError):
    _engine = None

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, the engine's instructions (unsigned integers of the machine), count of groups, their names both ways."""
Codes = dict[tuple[str, int], Code]
"""Codes by expression and flags."""

FORM = 1
"""To be raised when `Code` changes: a file of another form is another file."""

MOST = 5000
"""Codes in a file, three times those of one pipeline: where tables were changed so often, it begins anew."""

_DIGEST = hashlib.sha256().digest_size


def cache_file() -> Path | None:
    """Where codes are kept: one file for each Python, in the user's folder for what can be made again, if there is one.

    A user without a home has none.
    """
    python = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode()).hexdigest()[:12]
    with suppress(RuntimeError):
        folder = user_cache_path("imrx", appauthor=False)
        if folder.is_absolute():
            return folder / f"expressions.{FORM}.{sys.implementation.cache_tag}-{python}.bin"
    return None


class Compiler:
    """Compiles what no earlier process has compiled, and takes the code of the rest from the file."""

    def __init__(self) -> None:
        self._kept: Codes | None = None
        self._new: Codes = {}

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
            code = self._new[key] = compiled_code(source, flags)
        return as_pattern(source, code)

    def keep(self) -> None:
        """Write what was compiled anew beside what the file has by now, and let go of all codes."""
        if self._new:
            file = cache_file()
            codes = {**read(file), **self._new}
            write(file, codes if len(codes) <= MOST else self._new)
        self._kept, self._new = None, {}


def compiled_code(source: str, flags: int) -> Code:
    """What `re.compile` gives to the engine.

    Raises:
        re.error: the source is no expression.
    """
    parsed = _parse(source, flags)
    state: Any = parsed.state
    instructions = array("I", _instructions(parsed, flags))
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
    pattern: re.Pattern[str] = _engine(source, flags, array("I", instructions).tolist(), groups, numbers, names)
    return pattern


def read(file: Path | None) -> Codes:
    """The codes of a file; none if there is no such file, or it is not as `write` left it."""
    if file is None:
        return {}
    with suppress(OSError, EOFError, TypeError, ValueError):
        content = memoryview(file.read_bytes())
        digest, marshalled = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(marshalled).digest() == digest:
            codes: Codes = marshal.loads(marshalled)
            return codes
    return {}


def write(file: Path | None, codes: Codes) -> None:
    """Put a file in the place of the last one, whole or not at all."""
    if file is None:
        return
    content = marshal.dumps(codes)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            new = Path(folder) / file.name
            new.write_bytes(b"".join((hashlib.sha256(content).digest(), content)))
            new.replace(file)
