"""Read one source: its content decides how, its name only helps."""

from collections.abc import Iterator

from imrx.readers.source import Failure, Letter, Options, Source


def read_source(source: Source, options: Options) -> Iterator[Letter | Failure]:
    """Read one source and yield its letters, one for a file and many for a table, and what could not be read."""
    raise NotImplementedError
