"""Annotated letters into other tools' formats: which formats there are, and the folder that an export fills."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from imrx.annotated import AnnotatedLetter, read_annotated

FORMATS: Final = {
    "spacy": "docbin",
    "prodigy": "prodigy",
    "label-studio": "label_studio",
    "doccano": "doccano",
    "brat": "brat",
    "conll": "conll",
    "omop": "omop",
    "parquet": "parquet",
    "csv": "issues_csv",
}
"""Each format and the module here that writes it: its `write(letters, folder)` takes the letters one by one."""

Write = Callable[[Iterable[AnnotatedLetter], Path], None]


def export(source: Path, name: str, output: Path) -> int:
    """Write annotated letters in a format; after an error there is no output.

    Args:
        source: an output folder of `imrx annotate`, a `.spacy` file or a folder of them.
        name: one of `FORMATS`.
        output: a folder that does not exist or is empty: what people corrected in an earlier export stays safe.

    Returns:
        How many letters were written.

    Raises:
        FileNotFoundError: there are no docs.
        FileExistsError: the output folder holds something.
        ValueError: a span does not fit its letter, or the format needs records and there are only docs.
        ImportError: the format needs a library that is not installed.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise FileExistsError(f"{output} exists and is not an empty folder: name a new one")
    write: Write = import_module(f"imrx.writers.{FORMATS[name]}").write
    output = output.absolute()  # "." has no name
    output.parent.mkdir(parents=True, exist_ok=True)
    letters = 0

    def counted() -> Iterator[AnnotatedLetter]:
        nonlocal letters
        for letter in read_annotated(source):
            yield letter
            letters += 1

    with TemporaryDirectory(prefix=f"{output.name}.", dir=output.parent) as folder:
        aside = Path(folder) / output.name
        aside.mkdir()
        write(counted(), aside)
        if output.exists():
            output.rmdir()
        aside.rename(output)
    return letters
