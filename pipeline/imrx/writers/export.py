"""Annotated letters into other tools' formats: which formats there are, and the folder that an export fills."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from imrx.annotated import AnnotatedLetter, is_bare, read_annotated, same_id
from imrx.writers import disk
from imrx.writers.formats import EXPORTS, FLAT

Write = Callable[[Iterable[AnnotatedLetter], Path], None]


def export(source: Path, name: str, output: Path) -> int:
    """Write annotated letters in a format; after an error there is no output.

    Args:
        source: an output folder of `imrx annotate`, a `.spacy` file or a folder of them.
        name: one of `EXPORTS`.
        output: a folder that does not exist or is empty: what people corrected in an earlier export stays safe.

    Returns:
        How many letters were written.

    Raises:
        FileNotFoundError: there are no docs.
        FileExistsError: the output folder holds something.
        ValueError: a span does not fit its letter, two letters have the same id, or the format needs records and there
            are only docs, or ids and values and the docs hold none.
        ImportError: the format needs a library that is not installed.
    """
    write: Write = import_module(f"imrx.writers.{EXPORTS[name]}").write
    ids: set[str] = set()
    count = 0

    def distinct() -> Iterator[AnnotatedLetter]:
        nonlocal count
        for letter in read_annotated(source):
            if not is_bare(letter.doc):
                if letter.doc_id in ids:
                    raise same_id(letter.doc_id)
                ids.add(letter.doc_id)
            elif name not in FLAT:
                raise ValueError(
                    f"{source}: its docs have no ids, assertions, values and relations, as those of `imrx split`: name "
                    f"the output folder that they are from (only {' and '.join(FLAT)} needs none of these)"
                )
            count += 1
            yield letter

    with disk.new_folder(output) as aside:
        write(distinct(), aside)
    return count
