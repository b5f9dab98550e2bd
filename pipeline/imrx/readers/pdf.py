"""PDF to text: one string a page, as pdfium gives it.

`get_text_range` keeps the hyphen at a line's end ("non-" / "certified", as U+FFFE); `get_text_bounded` loses it. A page
that holds only a picture has no text; with the `ocr` extra, tesseract reads it.

pdfium cannot be interrupted, and nothing in a file shows how long it will take: nested drawings of a few hundred bytes
draw a thousand million words. It therefore runs in a process of its own, with a limit on time and memory, which is kept
from one letter to the next; if it has to be stopped, one letter is lost. Nothing of what a file says is run: forms,
scripts, links and attached files are left alone.
"""

import atexit
import contextlib
import importlib
import itertools
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, Final

from imrx.readers.source import MAX_CHARACTERS, ReadError

MAX_PAGES: Final = 1_000
"""Real letters have 4 to 40 pages."""

_SECONDS: Final = 30
"""Time for one file. A letter of ten pages takes a hundredth of a second."""

_SECONDS_OCR: Final = 3_600
_MEMORY: Final = 2 * 1024**3
"""Bytes of address space for the process that reads."""

_ERROR_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD

_REQUEST: Final = struct.Struct(">QQ?")
"""Number of the request, size of the file, whether to recognise text."""

_NUMBERS = itertools.count(1)
_LOCK = threading.Lock()
"""One request at a time: threads share the helper of their process."""

_HELPERS: dict[int, "subprocess.Popen[bytes]"] = {}
"""By the process that started it: after a fork, the other side's pipes are not ours to use."""


def is_pdf(head: bytes, name: str) -> bool:
    """Whether bytes are a PDF; the mark may stand behind other bytes only where the name says PDF as well."""
    at = head[:1024].find(b"%PDF-")
    return at >= 0 and (name.lower().endswith(".pdf") or not head[:at].strip(b"\xef\xbb\xbf \t\r\n\f\0"))


def read_pages(data: bytes, *, ocr: bool) -> list[str]:
    """Extract the text of each page, not normalised, but for form feeds: they become line ends, as pages join with one.

    Args:
        data: the bytes of the file.
        ocr: whether pages without text are read by tesseract.

    Raises:
        ReadError: pypdfium2 is missing, or the PDF is cut off, locked, without text, or more than a letter can be.
    """
    if b"%%EOF" not in data[-2048:]:
        # pdfium would mend the file and give the pages that are left, as if they were the letter
        raise ReadError("truncated_pdf", "is cut off: its end is missing; fetch the PDF again")
    with _LOCK:
        answer = _ask(data, ocr)
    if "error" in answer:
        raise ReadError(answer["error"], answer["advice"])
    pages: list[str] = answer["pages"]
    return pages


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


def _extract(data: bytes, ocr: bool) -> list[str]:
    try:
        pdfium = importlib.import_module("pypdfium2")
    except ImportError:
        raise ReadError("missing_extra", 'is a PDF, which needs pypdfium2: pip install "imrx[pdf]"') from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # the code is that of an earlier file where pdfium sets none, as for a PDF without pages
        if error.err_code == _ERROR_PASSWORD and b"/Encrypt" in data:
            raise ReadError("encrypted_pdf", "is locked by a password; save a copy without one") from None
        raise ReadError("truncated_pdf", "is damaged: no PDF reader can open it; fetch the PDF again") from None
    with contextlib.closing(document):
        pages = list(_pages(document, pdfium.PdfiumError, ocr))
    if not pages:
        raise ReadError("truncated_pdf", "has no pages; fetch the PDF again")
    if not any(page.strip() for page in pages):
        advice = "OCR found none either" if ocr else 'OCR can read it: pip install "imrx[ocr]" and use --ocr'
        raise ReadError("pdf_without_text", f"has pages but no text, as a scan has; {advice}")
    return pages


def _pages(document: Any, pdfium_error: type[Exception], ocr: bool) -> Iterator[str]:
    if len(document) > MAX_PAGES:
        raise ReadError("too_large", f"has {len(document):,} pages and a letter at most {MAX_PAGES:,}; split it")
    length = 0
    for number in range(len(document)):
        try:
            with contextlib.closing(document[number]) as page, contextlib.closing(page.get_textpage()) as textpage:
                if textpage.count_chars() > MAX_CHARACTERS:
                    raise _bomb()
                text: str = textpage.get_text_range()
                if ocr and not text.strip():
                    text = _recognize(page)
        except pdfium_error:
            raise ReadError("truncated_pdf", f"is damaged on page {number + 1}; fetch the PDF again") from None
        length += len(text)
        if length > MAX_CHARACTERS:
            raise _bomb()
        yield text.replace("\f", "\n")


def _recognize(page: Any) -> str:
    """The text that tesseract sees on a page, at 300 dots an inch, which is what it was trained for."""
    try:
        tesseract = importlib.import_module("pytesseract")
        image = page.render(scale=300 / 72, grayscale=True).to_pil()
    except ImportError:
        raise ReadError("no_ocr", 'is a scan; to read it: pip install "imrx[ocr]"') from None
    try:
        text: str = tesseract.image_to_string(image, lang="eng")
    except tesseract.TesseractNotFoundError:
        raise ReadError("no_ocr", "is a scan; to read it, install tesseract (Debian, Ubuntu: tesseract-ocr)") from None
    except (tesseract.TesseractError, RuntimeError):
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
        resource = importlib.import_module("resource")
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
