"""PDF to text: one string a page, as pdfium gives it.

`get_text_range` keeps the hyphen at a line's end ("non-" / "certified", as U+FFFE); `get_text_bounded` loses it. A page
that holds only a picture has no text; with the `ocr` extra, tesseract reads it. In a letter that has text elsewhere,
such a page is named, so that nobody takes the rest for the whole.

pdfium cannot be interrupted, and nothing in a file shows how long it will take: nested drawings of a few hundred bytes
draw a thousand million words. It therefore runs in a process of its own, with a limit on time and memory, which is kept
from one letter to the next; if it has to be stopped, one letter is lost. Nothing of what a file says is run: forms,
scripts, links and attached files are left alone.
"""

import atexit
import contextlib
import importlib.util
import itertools
import json
import os
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from imrx.readers.source import MAX_CHARACTERS, ReadError

MAX_PAGES: Final = 1_000
"""Real letters have 4 to 40 pages."""

_SECONDS: Final = 30
"""Time for one file. A letter of ten pages takes a hundredth of a second."""

_SECONDS_OCR: Final = 3_600
_LANGUAGE: Final = "eng"
_MEMORY: Final = 2 * 1024**3
"""Bytes of address space for the process that reads."""

_ERROR_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_TEXT: Final = 1  # FPDF_PAGEOBJ_TEXT

_REQUEST: Final = struct.Struct(">QQ?")
"""Number of the request, size of the file, whether to recognise text."""

_END: Final = b"%%EOF"
_PART: Final = re.compile(rb"\d\s+obj\b|\b(?:endobj|endstream|xref|startxref|trailer)\b")
"""What each part of a PDF begins or ends with."""

_NUMBERS = itertools.count(1)
_LOCK = threading.Lock()
"""One request at a time: threads share the helper of their process."""

_HELPERS: dict[int, "subprocess.Popen[bytes]"] = {}
"""By the process that started it: after a fork, the other side's pipes are not ours to use."""


class Pages(NamedTuple):
    """The text of each page, and the numbers, from 1, of those that show something and have no text."""

    texts: list[str]
    unread: list[int]


def check_ocr() -> None:
    """See that text can be recognised, before a run of hours finds out with its first scan.

    Raises:
        ImportError: the `ocr` extra is not installed.
        RuntimeError: tesseract is not installed, or does not know English.
    """
    try:
        import pytesseract
    except ImportError:
        raise ImportError('--ocr needs the ocr extra: pip install "imrx[ocr]"') from None
    try:
        languages = pytesseract.get_languages()
    except (OSError, RuntimeError):
        raise RuntimeError(
            "--ocr needs tesseract: install it with the operating system (Debian, Ubuntu: tesseract-ocr)"
        ) from None
    if _LANGUAGE not in languages:
        raise RuntimeError("--ocr needs tesseract's English (Debian, Ubuntu: tesseract-ocr-eng)")


def is_pdf(head: bytes, name: str) -> bool:
    """Whether bytes are a PDF; the mark may stand behind other bytes only where the name says PDF as well."""
    at = head[:1024].find(b"%PDF-")
    return at >= 0 and (name.lower().endswith(".pdf") or not head[:at].strip(b"\xef\xbb\xbf \t\r\n\f\0"))


def read_pages(data: bytes, *, ocr: bool) -> Pages:
    """Extract the text of each page, not normalised, but for form feeds and soft hyphens.

    Form feeds become line ends, as pages join with one. U+00AD is a plain hyphen: fonts have one glyph for both.

    Args:
        data: the bytes of the file.
        ocr: whether pages without text are read by tesseract. A page that it fails on costs no other page its text.

    Raises:
        ReadError: pypdfium2 is missing, or the PDF is cut off, locked, without text, or more than a letter can be.
    """
    end = _end(data)
    if end is None:
        # pdfium would mend the file and give the pages that are left, as if they were the letter
        raise ReadError("truncated_pdf", "is cut off: its end is missing; fetch the PDF again")
    with _LOCK:
        answer = _ask(data[:end], ocr)  # pdfium looks for the mark in the last bytes only
    if "error" in answer:
        raise ReadError(answer["error"], answer["advice"])
    return Pages(*answer["pages"])


def _end(data: bytes) -> int | None:
    """Where a PDF ends: behind its last end mark, if only other bytes follow and no part of a PDF.

    A file that was changed has an end mark for each version of it, and one made for the web has one near its start.
    """
    mark = data.rfind(_END)
    return None if mark < 0 or _PART.search(data, mark) else mark + len(_END)


def _ask(data: bytes, ocr: bool) -> dict[str, Any]:
    """Send one request to the helper and read its answer; one that does not answer this very request is stopped."""
    helper = _HELPERS.get(os.getpid()) or _start()
    assert helper.stdin and helper.stdout
    timer = threading.Timer(_SECONDS_OCR if ocr else _SECONDS, helper.kill)
    timer.start()
    number = next(_NUMBERS)
    answer: dict[str, Any] = {}
    try:
        helper.stdin.write(_REQUEST.pack(number, len(data), ocr) + data)
        helper.stdin.flush()
        answer = json.loads(helper.stdout.readline())
    except (OSError, ValueError):  # no answer: it was stopped, or crashed
        raise _bomb() from None
    finally:
        timer.cancel()
        if answer.get("number") != number:
            _stop(os.getpid())
    return answer


def _extract(data: bytes, ocr: bool) -> Pages:
    try:
        import pypdfium2
    except ImportError:
        raise ReadError("missing_extra", 'is a PDF, which needs pypdfium2: pip install "imrx[pdf]"') from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # the code is that of an earlier file where pdfium sets none, as for a PDF without pages
        if error.err_code == _ERROR_PASSWORD and b"/Encrypt" in data:
            raise ReadError("encrypted_pdf", "is locked by a password; save a copy without one") from None
        raise ReadError("truncated_pdf", "is damaged: no PDF reader can open it; fetch the PDF again") from None
    with contextlib.closing(document):
        failed: list[ReadError] = []
        pages = list(_pages(document, pypdfium2.PdfiumError, failed if ocr else None))
    if not pages:
        raise ReadError("truncated_pdf", "has no pages; fetch the PDF again")
    texts = [text for text, _ in pages]
    unread = [number for number, (_, is_unread) in enumerate(pages, start=1) if is_unread]
    if not any(text.strip() for text in texts):
        raise _without_text(unread, failed, ocr)
    return Pages(texts, unread)


def _without_text(unread: list[int], failed: list[ReadError], ocr: bool) -> ReadError:
    """What to say of a PDF that holds no text."""
    if not unread:
        return ReadError("empty", "has pages that hold no text, and no picture of any; fetch the PDF again")
    if failed:
        return failed[0]
    install = "" if importlib.util.find_spec("pytesseract") else 'pip install "imrx[ocr]" and '
    advice = "OCR found none either" if ocr else f"OCR can read it: {install}use --ocr"
    return ReadError("pdf_without_text", f"has pages but no text, as a scan has; {advice}")


def _pages(document: Any, pdfium_error: type[Exception], failed: list[ReadError] | None) -> Iterator[tuple[str, bool]]:
    """The text of each page, and whether the page shows something that is not in it.

    Args:
        document: the open PDF.
        pdfium_error: what pdfium raises on a damaged page.
        failed: takes the errors of text recognition; null where no text is to be recognised.
    """
    if len(document) > MAX_PAGES:
        raise ReadError("too_large", f"has {len(document):,} pages and a letter at most {MAX_PAGES:,}; split it")
    length = 0
    for number in range(len(document)):
        try:
            with contextlib.closing(document[number]) as page, contextlib.closing(page.get_textpage()) as textpage:
                if textpage.count_chars() > MAX_CHARACTERS:
                    raise _bomb()
                text: str = textpage.get_text_range()
                if not text.strip() and failed is not None:
                    try:
                        text = _recognize(page)
                    except ReadError as error:
                        failed.append(error)
                is_unread = not text.strip() and any(each.type != _TEXT for each in page.get_objects(max_depth=1))
        except pdfium_error:
            raise ReadError("truncated_pdf", f"is damaged on page {number + 1}; fetch the PDF again") from None
        length += len(text)
        if length > MAX_CHARACTERS:
            raise _bomb()
        yield text.replace("\f", "\n").replace("\u00ad", "-"), is_unread


def _recognize(page: Any) -> str:
    """The text that tesseract sees on a page, at 300 dots an inch, which is what it was trained for."""
    try:
        import pytesseract

        image = page.render(scale=300 / 72, grayscale=True).to_pil()
    except ImportError:
        raise ReadError("no_ocr", 'is a scan; to read it: pip install "imrx[ocr]"') from None
    try:
        text: str = pytesseract.image_to_string(image, lang=_LANGUAGE)
    except pytesseract.TesseractNotFoundError:
        raise ReadError("no_ocr", "is a scan; to read it, install tesseract (Debian, Ubuntu: tesseract-ocr)") from None
    except (pytesseract.TesseractError, RuntimeError):
        raise ReadError("no_ocr", "is a scan that tesseract fails on; `tesseract --list-langs` must show eng") from None
    return text


def _bomb() -> ReadError:
    advice = "is damaged, or takes more time, memory or text than a letter can; print it to a new PDF, or split it"
    return ReadError("too_large", advice)


def _start() -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}  # it finds what this one found
    helper = subprocess.Popen(
        [sys.executable, "-c", "from imrx.readers.pdf import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    _HELPERS[os.getpid()] = helper
    atexit.register(_stop, os.getpid())
    return helper


def _stop(pid: int) -> None:
    helper = _HELPERS.pop(pid, None)
    if helper and pid == os.getpid():
        helper.kill()
        helper.wait()
        for pipe in (helper.stdin, helper.stdout):
            with contextlib.suppress(OSError):  # what was not yet written is lost with it
                pipe and pipe.close()


def serve() -> None:
    """The other side of `read_pages`: reads requests until standard input ends, and answers each in a line of JSON."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits, some systems refuse them
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while header := sys.stdin.buffer.read(_REQUEST.size):
        number, size, ocr = _REQUEST.unpack(header)
        answer: dict[str, Any]
        try:
            answer = {"pages": _extract(sys.stdin.buffer.read(size), ocr)}
        except ReadError as error:
            answer = {"error": error.error, "advice": error.advice}
        answer["number"] = number
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
