"""Standard output whose errors say that it is standard output: full, closed, or a reader that has gone.

An `OSError` that `print` raises names no file, as does one of a disk that an output folder lies on; and typer takes a
pipe that nobody reads for an error of ours.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import IO, Any, Final, cast

import typer

BROKEN_PIPE: Final = 141
"""What a shell gives for a tool that ended because nobody read on, as in `imrx schema | head -1`: 128 and SIGPIPE."""


class _StdoutError(RuntimeError):
    """Standard output takes no more; its cause is what the operating system said."""


class _Stdout:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with _named():
            return self._stream.write(text)

    def flush(self) -> None:
        with _named():
            self._stream.flush()


@contextlib.contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _StdoutError(f"standard output: {error.strerror}") from error


@contextlib.contextmanager
def checked() -> Iterator[None]:
    """See that all that is printed arrives; where it does not, one line says so, and the exit code is 2."""
    # without one, what is printed fails as it would on a descriptor that cannot be written to
    stream = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    stdout = _Stdout(stream)
    try:
        with contextlib.redirect_stdout(cast(IO[str], stdout)):
            try:
                yield
            finally:
                stdout.flush()
    except _StdoutError as error:
        _forget(stream)
        if isinstance(error.__cause__, BrokenPipeError):
            sys.exit(BROKEN_PIPE)
        typer.echo(f"imrx: {error}", err=True)
        sys.exit(2)


def _forget(stream: IO[str]) -> None:
    """Send what was not taken nowhere; Python would try again at its end, and say so."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
