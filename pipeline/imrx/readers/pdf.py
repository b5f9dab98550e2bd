"""PDF to text: one string a page, as pdfium gives it.

`get_text_range` keeps the hyphen at a line's end (as U+FFFE, "10-28-" / "2016"); `get_text_bounded` drops it. A page that holds
only a picture has no text; with the `ocr` extra, tesseract reads it.

pdfium runs inside this process and cannot be interrupted. A file that could keep it busy or fill the memory (a large one, one
with nested drawings, one that packs its streams twice) is therefore read by a process of its own with a limit on time and memory.
Nothing of what the file says is run: forms, scripts, links and attached files are left alone.
"""

import contextlib
import importlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from imrx.readers.source import MAX_CHARACTERS, ReadError

MAX_PAGES: Final = 1_000
"""Real letters have 4 to 40 pages."""

_SECONDS: Final = 60
"""Time for one file. A letter of ten pages takes a hundredth of a second."""

_SECONDS_OCR: Final = 3_600
_MEMORY: Final = 2 * 1024**3
"""Bytes of address space for a file that is read in a process of its own."""

_SMALL: Final = 256 * 1024
"""Flate packs at most 1,032 to 1: a file of this size can unfold to 260 MB, which does no harm."""

_SUSPECT = re.compile(rb"/Form(?![A-Za-z])|/#?\w*#[4-7]|(?:Decode|/Fl|/LZW)[\s\[]*/(?:\w+Decode|Fl|LZW)\b")
"""A drawing that others can repeat (a few of them, nested, draw a thousand million letters), a name with its letters
written as numbers (`/F#6frm`), or a stream that is packed twice."""

_ERROR_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD


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
    if len(data) > _SMALL or _SUSPECT.search(data):
        return _apart(data, ocr)
    return _extract(data, ocr)


def _extract(data: bytes, ocr: bool) -> list[str]:
    try:
        pdfium = importlib.import_module("pypdfium2")
    except ImportError:
        raise ReadError("missing_extra", 'is a PDF, which needs pypdfium2: pip install "imrx[pdf]"') from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _ERROR_PASSWORD:
            raise ReadError("encrypted_pdf", "is locked by a password; save a copy without one") from None
        raise ReadError("truncated_pdf", "is damaged: no PDF reader can open it; fetch the PDF again") from None
    with contextlib.closing(document):
        pages = list(_pages(document, pdfium.PdfiumError, ocr))
    if not pages:
        raise ReadError("truncated_pdf", "has no pages; fetch the PDF again")
    if not any(page.strip() for page in pages):
        advice = "tesseract found none either" if ocr else 'text recognition reads it: pip install "imrx[ocr]" and use --ocr'
        raise ReadError("pdf_without_text", f"has pages but no text, as a scan has; {advice}")
    return pages


def _pages(document: Any, pdfium_error: type[Exception], ocr: bool) -> Iterator[str]:
    if len(document) > MAX_PAGES:
        raise ReadError("too_large", f"has {len(document):,} pages and a letter at most {MAX_PAGES:,}; split it")
    deadline = time.monotonic() + (_SECONDS_OCR if ocr else _SECONDS)
    length = 0
    for number in range(len(document)):
        try:
            with contextlib.closing(document[number]) as page, contextlib.closing(page.get_textpage()) as textpage:
                text: str = textpage.get_text_range()
                if ocr and not text.strip():
                    text = _recognize(page)
        except pdfium_error:
            raise ReadError("truncated_pdf", f"is damaged: page {number + 1} cannot be read; fetch the PDF again") from None
        length += len(text)
        if length > MAX_CHARACTERS or time.monotonic() > deadline:
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
        raise ReadError("no_ocr", "is a scan that tesseract fails on; try `tesseract --list-langs`: eng is needed") from None
    return text


def _bomb() -> ReadError:
    return ReadError("too_large", "unfolds to more than a letter can be (text, time or memory); print it to a new PDF, or split it")


def _apart(data: bytes, ocr: bool) -> list[str]:
    """`_extract` in a process of its own: pdfium cannot take this one with it."""
    command = [sys.executable, "-m", "imrx.readers.pdf", *(["--ocr"] if ocr else [])]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS_OCR if ocr else _SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _bomb() from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise _bomb() from None
    if "error" in answer:
        raise ReadError(answer["error"], answer["advice"])
    pages: list[str] = answer["pages"]
    return pages


def _main() -> None:
    """The other side of `_apart`: a PDF on standard input, JSON on standard output."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits, some systems refuse them
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = {"pages": _extract(sys.stdin.buffer.read(), "--ocr" in sys.argv)}
    except ReadError as error:
        answer = {"error": error.error, "advice": error.advice}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
