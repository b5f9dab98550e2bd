"""What readers take and give: options, sources, letters and failures. All of it is plain, small and picklable."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from imrx.readers.names import printable

MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest file that is read as one letter, in bytes. A scan has a few million; tables have no limit."""

MAX_CHARACTERS: Final = 1_000_000
"""The longest text of one letter, in characters: spaCy's own `nlp.max_length`. Real letters have 5,000 to 60,000."""

ERRORS: Final = {
    "not_found": "there is no such file or folder",
    "unreadable": "the operating system, or the archive, does not let it be read",
    "symlink_loop": "a symbolic link leads back to where it stands",
    "unsafe_name": "a name with a control character, a step up (`..`), a root, or bytes that are not UTF-8",
    "too_large": "more bytes, characters or pages than a letter has, or a file that unfolds to them",
    "empty": "no bytes, nothing but blanks, or blank pages",
    "not_text": "neither text in a known encoding nor a format that is read",
    "unsupported": "a known format that is not read, such as Word",
    "damaged_zip": "an archive, or a file in it, that is cut off, damaged or locked by a password",
    "encrypted_pdf": "a PDF that asks for a password",
    "truncated_pdf": "a PDF that is cut off or damaged",
    "pdf_without_text": "a scan: pictures of pages without text",
    "no_ocr": "text recognition was asked for and cannot run",
    "missing_extra": "a format that needs an optional package",
    "no_text_column": "a table in which the column of letters is not named, or not there",
    "no_id_column": "a table without the named column of ids",
    "annotation_failed": "a letter that was read, but broke a rule: a fault of ours, to be reported",
    "worker_died": "a letter that twice ended the process that annotated it, or kept it busy far too long",
    "out_of_memory": "a letter for which `--memory` does not suffice",
    "damaged_table": "a table, or a row of it, that does not parse",
}
"""The closed list of `Failure.error`, each with its meaning."""


@dataclass(frozen=True)
class Options:
    """How inputs are read.

    Attributes:
        glob: which files of a folder or an archive are read, e.g. `*.pdf`; matched from the right against the relative
            name. Inputs that are named themselves are always read.
        text_column: the column (or JSON key) of a table that holds the letters; guessed where only one fits.
        id_column: the column that holds the ids; without it, ids are the table's own id, a colon and the row's number.
        max_bytes: the largest file that is read as one letter.
        ocr: whether text is recognised on scanned pages (the `ocr` extra and tesseract).
    """

    glob: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    max_bytes: int = MAX_BYTES
    ocr: bool = False


class Source(NamedTuple):
    """One thing to read, which nobody has read yet: a file, a file in an archive, or standard input.

    Attributes:
        name: relative name for the record, `/` between its parts; `letters.zip/a.pdf` for a file in an archive.
        doc_id: the letter's id; for a table, the first part of its letters' ids.
        path: where the bytes are, absolute; empty for standard input.
        member: position in the archive's listing, or null.
        data: the bytes themselves, for standard input, which can be read only once.
    """

    name: str
    doc_id: str
    path: str
    member: int | None = None
    data: bytes | None = None


class Letter(NamedTuple):
    """A letter's text as every offset counts in it, and where it came from.

    `source` has the keys `name`, `sha256` (of the bytes read), `media_type`, `encoding` (null for PDF and Parquet) and
    `pages` (null where the source has none). `warnings` are codes and messages for the record: of pages of a PDF that
    have no text, and of an id that is not the letter's own.
    """

    doc_id: str
    text: str
    source: dict[str, Any]
    warnings: tuple[tuple[str, str], ...] = ()


class Failure(NamedTuple):
    """What could not be read: its name, a code of `ERRORS`, and one line that says what to do, without letter text."""

    source: str
    error: str
    message: str


class ReadError(Exception):
    """Raised inside the readers, a `Failure` at their edge. `advice` is a clause without the file's name."""

    def __init__(self, error: str, advice: str) -> None:
        super().__init__(advice)
        self.error = error
        self.advice = advice

    def failure(self, name: str) -> Failure:
        """The failure of the source called `name`, with a name that fits in one line."""
        shown = printable(name)
        return Failure(shown, self.error, f"{shown}: {printable(self.advice)}")


def renamed(letter: Letter, doc_id: str) -> Letter:
    """The letter under an id that is told apart from another's, with a warning that names its own."""
    if doc_id == letter.doc_id:
        return letter
    message = f"another letter has the id {printable(letter.doc_id)} too"
    return letter._replace(doc_id=doc_id, warnings=(*letter.warnings, ("id_repeated", message)))
