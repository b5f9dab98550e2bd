"""Ids of letters that are told apart over all the inputs of a run."""

from collections.abc import Iterable, Iterator

from imrx.readers.names import free_name
from imrx.readers.read import read_source
from imrx.readers.source import Failure, Letter, Options, Source, renamed


class Ids:
    """The ids that letters have; a row of a table whose id another letter has is `table:id`.

    Files have ids of their own from the beginning (`imrx.readers.walk`), and the rows of one table among each other.
    """

    def __init__(self, sources: Iterable[Source | Failure]) -> None:
        self._taken = {source.doc_id for source in sources if isinstance(source, Source)}

    def read(self, source: Source, options: Options) -> Iterator[Letter | Failure]:
        """The letters of a source."""
        for letter in read_source(source, options):
            if isinstance(letter, Letter) and letter.doc_id != source.doc_id:
                if letter.doc_id in self._taken:
                    letter = renamed(letter, free_name(f"{source.doc_id}:{letter.doc_id}", self._taken, ":2"))
                self._taken.add(letter.doc_id)
            yield letter


def read_sources(sources: Iterable[Source | Failure], options: Options) -> Iterator[Letter | Failure]:
    """The letters of all sources, failures in their places."""
    sources = list(sources)
    ids = Ids(sources)
    for source in sources:
        if isinstance(source, Failure):
            yield source
        else:
            yield from ids.read(source, options)
