"""Expressions that are compiled when they are first asked.

The words of `patterns/` make some fifteen hundred expressions, and compiling them takes longer than everything else a
process does before its first letter; a letter asks for one in ten of them.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, except that a mistake in the source shows at the first use."""
    return cast("re.Pattern[str]", Expression(source, flags))


class Expression:
    """Stands for a compiled pattern: its methods become attributes of this object when the first of them is asked for.

    Only the source is pickled.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile; later calls find the method at the object itself."""
        if name.startswith("_"):
            raise AttributeError(name)
        with _no_search_for_garbage():
            compiled = re.compile(self.pattern, self.flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "split", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[type["Expression"], tuple[str, int]]:
        return Expression, (self.pattern, self.flags)


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
