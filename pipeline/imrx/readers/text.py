"""Bytes to text, and the few changes that a letter's text goes through before any offset exists.

The encodings that occur are UTF-8 with and without a byte order mark, UTF-16, and Windows-1252, which is what is left
when bytes are not UTF-8. Nothing is guessed from the language. A NUL byte means that the bytes are no text, and signs
of UTF-8 among bytes that are not mean that a letter in UTF-8 is damaged.
"""

import codecs
import re
from collections.abc import Iterable

from imrx.readers.source import MAX_CHARACTERS, ReadError

_NOT_CP1252 = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no such letter holds: those without a meaning, and controls other than tab, line, page and file ends."""

_UTF8_SIGN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
"""What UTF-8 makes of accents, quotation marks, dashes and the signs of formulas. In Windows-1252 it would be a capital
A or a small a with an accent in front of other signs, as in no English word."""

_UTF8_START = re.compile(rb"(?:[\xc2\xc3]|\xe2[\x80-\xbf]?)\Z")
"""The beginning of one of them, at a letter's end."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_BROKEN = re.compile(r"\ufffe|\u00ad(?=[^\S\n\f]*(?:[\n\f]|\Z))")


def normalize(text: str) -> str:
    r"""Line ends become `\n`, the soft hyphen of a broken line becomes `-`; nothing else changes.

    PDF extraction writes it as U+FFFE and may leave out the line's end; other programs write U+00AD in front of it. The
    U+00AD inside of a line is none, and stays.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BROKEN.sub("-", text) if "\ufffe" in text or "\u00ad" in text else text


def check(text: str) -> str:
    """Return a letter's text as it is.

    Raises:
        ReadError: the text is blank, longer than `MAX_CHARACTERS`, or holds NUL or half of a surrogate pair.
    """
    if not text or text.isspace():
        raise ReadError("empty", "holds no text; remove it, or send the letter again")
    check_length(text)
    if "\0" in text or has_surrogate(text):
        raise ReadError("not_text", "holds NUL or half a surrogate pair, which no text does; send the letter again")
    return text


def check_length(text: str) -> None:
    """See that a text is not longer than a letter may be.

    Raises:
        ReadError: it is.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReadError("too_large", f"has {len(text):,} characters and a letter at most {MAX_CHARACTERS:,}; split it")


def has_surrogate(text: str) -> bool:
    """Whether a string holds half of a surrogate pair, and thus has no form in UTF-8."""
    return _SURROGATE.search(text) is not None


def decode(data: bytes) -> tuple[str, str]:
    """Decode a plain-text letter.

    Args:
        data: all bytes of the file.

    Returns:
        The text, not normalised and without a byte order mark, and the encoding (see `find_encoding`).

    Raises:
        ReadError: the bytes are not text.
    """
    encoding = find_encoding([data])
    return data.decode(encoding), encoding


def find_encoding(chunks: Iterable[bytes]) -> str:
    """Name the encoding of bytes that come in chunks; all of them are looked at, and none is kept.

    Returns:
        `utf-8`, `utf-8-sig` (with a byte order mark), `utf-16` (with one), `utf-16-le`, `utf-16-be` or `cp1252`.
        Decoding with that name cannot fail, and leaves no byte order mark.

    Raises:
        ReadError: the bytes are not text in any of these.
    """
    encoding = ""
    is_encoding = is_cp1252 = True
    has_signs = False
    before = b""
    for chunk in chunks:
        if not encoding:
            encoding = _family(chunk)
            decoder = codecs.getincrementaldecoder(encoding)()
        try:
            if is_encoding and "\0" in decoder.decode(chunk):
                raise _not_text("NUL bytes")
        except UnicodeDecodeError:
            is_encoding = False
        # the family is known by then, so that the last resort is looked at only where it is one
        is_cp1252 = is_cp1252 and encoding == "utf-8" and not _NOT_CP1252.search(chunk)
        has_signs = has_signs or _UTF8_SIGN.search(before + chunk) is not None
        before = chunk[-2:]
        if not is_encoding and is_cp1252 and has_signs:
            raise _damaged()
        if not is_encoding and not is_cp1252:
            raise _not_text(f"bytes that are not {encoding}" + " or Windows-1252" * (encoding == "utf-8"))
    try:
        if encoding and is_encoding:
            decoder.decode(b"", final=True)
            return encoding
    except UnicodeDecodeError:
        if not is_cp1252:
            raise _not_text(f"bytes that are not {encoding}") from None
        if has_signs or _UTF8_START.search(before):
            raise _damaged() from None
    return "cp1252" if encoding else "utf-8"


def _family(head: bytes) -> str:
    """The encoding that the first bytes speak for: a byte order mark, or every other byte zero."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:2000]
    if len(sample) >= 2 and b"\0" in sample:
        # Latin letters in UTF-16 have a zero in one half of each pair and hardly ever in the other
        first, second = sample[0::2].count(0), sample[1::2].count(0)
        if second > 0.8 * len(sample[1::2]) and not first:
            return "utf-16-le"
        if first > 0.8 * len(sample[0::2]) and not second:
            return "utf-16-be"
    return "utf-8"


def _damaged() -> ReadError:
    return ReadError("not_text", "is UTF-8 with bytes that are not; save it as UTF-8 again, or fetch it again")


def _not_text(what: str) -> ReadError:
    return ReadError("not_text", f"holds {what}; save the letter as UTF-8 text or PDF")
