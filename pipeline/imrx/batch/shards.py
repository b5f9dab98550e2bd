"""The plan of a run: its inputs in their order, cut into shards whose size never depends on the number of workers.

A shard names files, which the worker reads. The rows of a table, which may be of any length, are read here, in the one
process that knows their order, and travel with the shard.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from imrx.readers import Failure, Ids, Letter, Options, Source, is_table

LETTERS_PER_SHARD: Final = 128
"""What a run that was killed has to do again for each worker, and what one part of `docs/` holds: about 1 MB."""

CHARACTERS_PER_SHARD: Final = 4_000_000
"""Text of table rows that travels with one shard; more than this only by a single letter."""

Item = Source | Letter | Failure


class Shard(NamedTuple):
    """Some inputs that stand beside each other."""

    number: int
    items: list[Item]


def make_shards(sources: Iterable[Source | Failure], options: Options) -> Iterator[Shard]:
    """Cut inputs into shards, at least one; the same inputs and options give the same shards."""
    sources = list(sources)
    ids = Ids(sources)
    number = characters = 0
    items: list[Item] = []
    for source in sources:
        for item in _expand(source, ids, options):
            if len(items) == LETTERS_PER_SHARD or characters >= CHARACTERS_PER_SHARD:
                yield Shard(number, items)
                number, characters, items = number + 1, 0, []
            items.append(item)
            characters += len(item.text) if isinstance(item, Letter) else 0
    yield Shard(number, items)


def _expand(source: Source | Failure, ids: Ids, options: Options) -> Iterable[Item]:
    """A source as it is, or the letters in it: of a table, and of standard input, which has no name to read it by."""
    if isinstance(source, Source) and (source.data is not None or is_table(source, options)):
        return ids.read(source, options)
    return [source]


def digest_inputs(sources: Iterable[Source | Failure]) -> str:
    """A hash over names, sizes and times of change: two runs with the same have read the same."""
    digest = hashlib.sha256()
    last, stamp = None, ""  # the files of an archive follow each other
    for source in sources:
        if isinstance(source, Source):
            if (source.path, id(source.data)) != last:
                last, stamp = (source.path, id(source.data)), _stamp(source)
            source = source._replace(data=None)
        digest.update(repr((source, stamp)).encode("utf-8", errors="surrogateescape"))
    return digest.hexdigest()


def _stamp(source: Source) -> str:
    if source.data is not None:
        return hashlib.sha256(source.data).hexdigest()
    try:
        status = Path(source.path).stat()
    except OSError:
        return "not there"
    return f"{status.st_size} {status.st_mtime_ns}"
