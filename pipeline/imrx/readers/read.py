"""Read one source: its content decides how, its name only helps."""

import errno
import hashlib
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from imrx.readers import archive, pdf, tables
from imrx.readers.source import MAX_CHARACTERS, Failure, Letter, Options, ReadError, Source
from imrx.readers.text import check, decode, find_encoding, normalize

_CHUNK: Final = 1024 * 1024
_HEAD: Final = 64 * 1024
"""So many of the first bytes decide whether a source is a table."""

_BYTES_OF_TEXT: Final = 4 * MAX_CHARACTERS
"""The longest text of a letter in the encodings that are read."""

_NOT_READ: Final = (
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office document"),
    (re.compile(rb"\xff\xd8\xff"), "a JPEG picture"),
    (re.compile(rb"\x89PNG"), "a PNG picture"),
    (re.compile(rb"GIF8"), "a GIF picture"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
)
"""First bytes of what is often taken for a letter, and its name."""

_PACKED: Final = (
    (re.compile(rb"PK\x03\x04"), "an archive in an archive"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive"),
    (re.compile(rb"[^\0](?s:.{256})ustar"), "a tar archive"),
    (re.compile(rb"\x1f\x8b"), "packed with gzip"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "packed with bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "packed with xz"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "packed with zstd"),
)
"""The same of what has letters in it."""

_WEB_PAGE: Final = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
"""What a download gives where there is no letter."""


def read_source(source: Source, options: Options) -> Iterator[Letter | Failure]:
    """Read one source and yield its letters: one for a file, many for a table.

    Args:
        source: from `find_sources`; may have come from another process.
        options: the same as there.

    Yields:
        Letters, and a failure for each letter that could not be read. Nothing is raised for what a file holds.
    """
    try:
        yield from _read(source, options)
    except ReadError as error:
        yield error.failure(source.name)
    except OSError as error:
        yield system_error(error).failure(source.name)
    except MemoryError:
        yield ReadError("too_large", "does not fit into memory; split it").failure(source.name)


def is_table(source: Source, options: Options) -> bool:
    """Whether a source is a table, which may hold any number of letters; what cannot be opened is none."""
    try:
        with _open(source, options, _HEAD) as file:
            return _kind(file.read(_HEAD), source, options) is not None
    except (ReadError, OSError):  # `read_source` says what is wrong
        return False


def system_error(error: OSError) -> ReadError:
    """What the operating system said about a file, as one of our own errors."""
    if isinstance(error, FileNotFoundError):
        return ReadError("not_found", "does not exist")
    if error.errno == errno.ELOOP:
        return ReadError("symlink_loop", "is a symbolic link that leads back to itself; remove it")
    return ReadError("unreadable", f"cannot be read ({error.strerror or type(error).__name__}); check its permissions")


def _read(source: Source, options: Options) -> Iterator[Letter | Failure]:
    with _open(source, options, _CHUNK) as file:
        head = file.read(_CHUNK)
    for forms, advice in ((_NOT_READ, "save the letter as PDF or as plain text"), (_PACKED, "unpack it")):
        for form, what in forms:
            if form.match(head):
                raise ReadError("unsupported", f"is {what}; {advice}")
    if _WEB_PAGE.match(head):
        raise ReadError("unsupported", "is a web page; fetch the letter itself again")
    is_pdf = pdf.is_pdf(head, source.name)
    if media_type := _kind(head, source, options):
        yield from _read_letters(source, options, media_type)
        return
    data = head
    if len(head) == _CHUNK:
        with _open(source, options, options.max_bytes) as file:
            data = file.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise _too_large(options.max_bytes, is_pdf)
    origin = _origin(source, hashlib.sha256(data).hexdigest())
    warnings: list[tuple[str, str]] = []
    if is_pdf:
        texts, unread = pdf.read_pages(data, ocr=options.ocr)
        origin |= {"media_type": "application/pdf", "pages": len(texts)}
        text = "\f".join(texts)
        advice = "OCR read none" if options.ocr else "--ocr can read a scan"
        warnings = [("page_without_text", f"page {page} shows a picture and has no text; {advice}") for page in unread]
    else:
        text, encoding = _decode(data, source.name)
        origin |= {"media_type": "text/plain", "encoding": encoding}
    yield Letter(source.doc_id, check(normalize(text)), origin, tuple(warnings))


def _too_large(limit: int, is_pdf: bool) -> ReadError:
    if is_pdf or limit < _BYTES_OF_TEXT:
        return ReadError("too_large", f"has more than {limit:,} bytes; split it, or raise --max-bytes")
    return ReadError(
        "too_large", f"has more than {limit:,} bytes, and a letter at most {MAX_CHARACTERS:,} characters; split it"
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    try:
        return decode(data)
    except ReadError as error:
        if name.lower().endswith(".pdf"):  # the name promised something else than text
            raise ReadError("not_text", "is no PDF, and no text; fetch the letter again") from error
        raise


def _kind(head: bytes, source: Source, options: Options) -> str | None:
    """The media type of a table that begins with `head`, or null."""
    head = head[:_HEAD]
    return None if pdf.is_pdf(head, source.name) else tables.kind(head, source.name, options)


def _read_letters(source: Source, options: Options, media_type: str) -> Iterator[Letter | Failure]:
    open_bytes = partial(_open, source, options, None)
    digest = hashlib.sha256()

    def chunks(file: BinaryIO) -> Iterator[bytes]:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield chunk

    with open_bytes() as file:
        encoding = None if media_type == tables.PARQUET else find_encoding(chunks(file))
        for _ in chunks(file):
            pass
    origin = _origin(source, digest.hexdigest()) | {"media_type": media_type, "encoding": encoding}
    yield from tables.table_letters(open_bytes, origin, source.doc_id, options)


def _origin(source: Source, sha256: str) -> dict[str, Any]:
    return {"name": source.name, "sha256": sha256, "media_type": None, "encoding": None, "pages": None}


def _open(source: Source, options: Options, limit: int | None) -> BinaryIO:
    """The source's bytes; of a file in an archive, only `limit` of them (for a table, ten times a letter's)."""
    if source.member is not None:
        data = archive.read_member(source, limit or 10 * options.max_bytes)
        if limit is None and len(data) > 10 * options.max_bytes:
            raise ReadError("too_large", "is too large a table for an archive; unpack it")
        return io.BytesIO(data)
    if source.data is not None:
        return io.BytesIO(source.data)
    return Path(source.path).open("rb")
