"""Find what there is to read."""

from collections.abc import Iterator, Sequence

from imrx.readers.source import Failure, Options, Source


def find_sources(inputs: Sequence[str], options: Options) -> Iterator[Source | Failure]:
    """List the files of the inputs (files, folders, archives, `-` for standard input), sorted within each input."""
    raise NotImplementedError
