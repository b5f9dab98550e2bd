"""How much memory a worker takes, and an end to it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 1024**2


class MemoryLimit:
    """Lets the process grow to about `megabytes`; beyond, an allocation fails with a `MemoryError`.

    The system limits addresses, of which a process has many more than it uses: what it has of them without using them
    is allowed beside. Only on Linux; other systems don't keep such a limit.
    """

    def __init__(self, megabytes: int) -> None:
        self._room = max(0, megabytes * _MEGABYTE - _held()[1])
        self.renew()

    def renew(self) -> None:
        """Give the process as much room beside what it holds now as it had in the beginning."""
        addresses, _ = _held()
        if addresses:
            _set_limit(addresses + self._room)

    @contextlib.contextmanager
    def lifted(self) -> Iterator[None]:
        """No limit within the block."""
        limit = _set_limit(None)
        try:
            yield
        finally:
            _set_limit(limit)


def _held() -> tuple[int, int]:
    """Bytes of addresses that the process has, and of memory that it uses; 0 where nothing tells."""
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        addresses, used = (int(pages) * page for pages in Path("/proc/self/statm").read_text().split()[:2])
    except (OSError, ValueError, AttributeError):
        return 0, 0
    return addresses, used


def _set_limit(addresses: int | None) -> int | None:
    """Limit the addresses of the process, or with null lift the limit as far as the system lets; return the old one."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        old, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if addresses is None else addresses, most))
        return int(old)
    return None


def megabytes_used() -> int:
    """Memory that the process has in use (on macOS, the most that it had); 0 where nothing tells."""
    if used := _held()[1]:
        return used // _MEGABYTE
    if sys.platform == "darwin":
        import resource

        peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // _MEGABYTE
    return 0
