"""Expressions that are compiled when they are first asked, or all at once when a second letter comes.

The words of `patterns/` make some thousand expressions, and compiling them takes a third as long as everything else
that a process does before its first letter; a letter asks for one in five of them, but seventy for more than half, and
each that is compiled between letters makes one wait. So a process that reads one letter compiles what that letter asks
for, and one that reads many compiles the rest once, in front of the second (`compile_the_rest`). What either compiled
is kept for the processes after it (`imrx.compiled`).
"""

import atexit
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from weakref import WeakSet

from imrx.compiled import Compiler


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, except that a mistake in the source shows at the first use."""
    return cast("re.Pattern[str]", Waiting(source, flags))


_PUBLIC = [name for name in dir(re.Pattern) if not name.startswith("_") and name not in {"pattern", "flags"}]


class Expression:
    """Stands for a compiled pattern, and has what that has; only the source is pickled."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __reduce__(self) -> tuple[type["Waiting"], tuple[str, int]]:
        return Waiting, (self.pattern, self.flags)


class Waiting(Expression):
    """An expression until the first of what a pattern has is asked for.

    Then it is no longer of this class: Python asks a class with `__getattr__` for it at each look-up.
    """

    def __init__(self, source: str, flags: int) -> None:
        super().__init__(source, flags)
        _NOT_COMPILED.add(self)

    def __getattr__(self, name: str) -> Any:
        """Compile; later calls find the name at the object itself."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.compile(), name)

    def compile(self) -> re.Pattern[str]:
        """Compile, and put the pattern's methods and groups here."""
        _NOT_COMPILED.discard(self)
        with _no_search_for_garbage():
            compiled = _COMPILER.compile(self.pattern, self.flags)
        for name in _PUBLIC:
            setattr(self, name, getattr(compiled, name))
        self.__class__ = Expression  # type: ignore[assignment]
        return compiled


_NOT_COMPILED: WeakSet[Waiting] = WeakSet()
_COMPILER = Compiler()
atexit.register(_COMPILER.keep)


def compile_the_rest() -> None:
    """Compile every expression of this process that nobody has asked yet.

    Raises:
        re.error: the source of one is no expression.
    """
    for each in list(_NOT_COMPILED):
        each.compile()
    _COMPILER.keep()


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Compiling makes many thousand objects for which Python would time and again search all that a pipeline has."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
