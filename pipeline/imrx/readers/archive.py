"""Letters in a `.zip`, read where they are: nothing is unpacked to disk, and names are only names.

What an archive claims is not believed: a file in it is refused when it says that it was packed tighter than text can
be, and reading stops at the limit whatever it said.
"""

import errno
import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from imrx.readers.source import ReadError, Source

_MAX_RATIO: Final = 100
"""Letters pack 3 to 1, a table of letters that repeat each other 20 to 1."""

_HARMLESS: Final = 1024 * 1024
"""Below this many bytes a ratio says nothing."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    LookupError,
)
"""What zipfile raises on bytes that somebody changed, beside an OSError that the operating system knows nothing of."""


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of a zip file, also of an empty one."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def list_members(where: str | bytes) -> Iterator[tuple[int, str]]:
    """Yield position and name of each file in an archive, sorted by name; a name that comes again gets " (2)".

    Args:
        where: the archive's path, or its bytes.

    Raises:
        ReadError: the archive is damaged, or is an Office document.
    """
    try:
        with zipfile.ZipFile(where if isinstance(where, str) else io.BytesIO(where)) as archive:
            infos = archive.infolist()
    except (*_DAMAGE, OSError) as error:
        raise _explained(error) from error
    if any(info.filename in {"[Content_Types].xml", "mimetype"} for info in infos):
        raise ReadError("unsupported", "is an Office document; save it as PDF or as plain text")
    counts: dict[str, int] = {}
    for position, info in sorted(enumerate(infos), key=lambda item: item[1].filename.split("/")):
        if not info.filename.endswith("/"):  # is_dir fails on a file without a name
            name = info.filename
            while name in counts:
                counts[info.filename] += 1
                name = f"{info.filename} ({counts[info.filename]})"
            counts[name] = 1
            yield position, name


def read_member(source: Source, limit: int) -> bytes:
    """Read a file in an archive, at most `limit` bytes and one more.

    Raises:
        ReadError: the file is damaged, locked by a password, a link, or packed tighter than text can be.
        OSError: the archive cannot be read.
    """
    assert source.member is not None
    try:
        archive = _opened(*_stamp(source))
        info = archive.infolist()[source.member]
        if info.flag_bits & 0x1:
            raise ReadError("damaged_zip", "is locked by a password in its archive; pack it without one")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise ReadError("unsupported", "is a symbolic link in an archive; pack the file itself")
        if info.file_size > max(_HARMLESS, info.compress_size * _MAX_RATIO):
            raise ReadError(
                "too_large", f"unfolds to {info.file_size:,} bytes, as no letter does; leave it out of the archive"
            )
        with archive.open(info) as file:
            return file.read(limit + 1)
    except (*_DAMAGE, OSError) as error:
        raise _explained(error) from error


def _explained(error: Exception) -> Exception:
    """The operating system's own errors stay; what zipfile and bz2 raise, or a seek to nowhere, is damage."""
    if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL}:
        return error
    return ReadError("damaged_zip", "is damaged or cut off, or packed in a way that Python cannot read; pack it again")


def _stamp(source: Source) -> tuple[str | bytes, int, tuple[int, int]]:
    """What an open archive may be kept under: where it is, whose file handle it is, and which version of the file."""
    if source.data is not None:
        return source.data, os.getpid(), (0, 0)
    status = Path(source.path).stat()
    return source.path, os.getpid(), (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _opened(where: str | bytes, pid: int, version: tuple[int, int]) -> zipfile.ZipFile:
    """The archive, kept open from one file in it to the next: its listing is as long as it has files."""
    return zipfile.ZipFile(where if isinstance(where, str) else io.BytesIO(where))
