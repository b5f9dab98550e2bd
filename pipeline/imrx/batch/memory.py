"""How much memory a worker takes, and an end to it."""

import contextlib
import importlib
import os
import sys
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 1024**2


def limit_growth(megabytes: int) -> None:
    """Let the process grow to about `megabytes`; beyond, an allocation fails with a `MemoryError`.

    The system limits addresses, of which a process has many more than it uses: what it has of them without using them
    is allowed beside. Only on Linux; other systems don't keep such a limit.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        page = os.sysconf("SC_PAGE_SIZE")
        addresses, used = (int(pages) * page for pages in Path("/proc/self/statm").read_text().split()[:2])
        limit = max(addresses, addresses - used + megabytes * _MEGABYTE)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def megabytes_used() -> int:
    """Memory that the process has in use (on macOS, the most that it had); 0 where nothing tells."""
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        return int(Path("/proc/self/statm").read_text().split()[1]) * page // _MEGABYTE
    except (OSError, ValueError, AttributeError):
        pass
    if sys.platform == "darwin":
        resource = importlib.import_module("resource")
        peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // _MEGABYTE
    return 0
