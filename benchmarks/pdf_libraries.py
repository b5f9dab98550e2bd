"""Compare PDF libraries on a folder of letters: what they lose, in which order they read, and how fast.

    python benchmarks/pdf_libraries.py FOLDER [--rounds 5] [--write]

Needs pdfplumber and pdfminer.six beside the `pdf` extra. Prints JSON with counts and ratios, and no letter text. What
is lost is measured without a person's reading: pdfplumber lists every character that a page draws, before any layout,
and each library's text is held against that list.
"""

import argparse
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from harness import keep_figures, letters_folder
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer

from imrx.readers.pdf import read_pages
from imrx.readers.text import normalize

DATE = r"\d\d/\d\d/\d{4}"
HEADER = {
    "case number": r"Case Number:\s*CM\d\d-\d{7}\b",
    "date assigned": rf"Date Assigned:\s*{DATE}",
    "date of injury": rf"Date of Injury:\s*{DATE}",
    "decision date": rf"Decision Date:\s*{DATE}",
    "UR denial date": rf"UR Denial Date:\s*{DATE}",
    "priority": r"Priority:\s*(?:Standard|Expedited)\b",
    "application received": rf"Application\s+Received:\s*{DATE}",
}
"""Each label of the two-column header, directly followed by its own value."""


def pdfium_range(path: Path) -> list[str]:
    """What imrx uses, in this process."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def pdfium_bounded(path: Path) -> list[str]:
    """The method that pypdfium2 recommends in general."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def plumber(path: Path) -> list[str]:
    """As it is, without options: pdfplumber."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def miner(path: Path) -> list[str]:
    """pdfminer.six with its own layout analysis."""
    pages = extract_pages(path, laparams=LAParams())
    return ["".join(box.get_text() for box in page if isinstance(box, LTTextContainer)) for page in pages]


def pdfium_apart(path: Path) -> list[str]:
    """`get_text_range` by way of the process that imrx keeps for PDFs."""
    return read_pages(path.read_bytes(), ocr=False).texts


LIBRARIES: dict[str, Callable[[Path], list[str]]] = {
    "pypdfium2 get_text_range": pdfium_range,
    "pypdfium2 get_text_bounded": pdfium_bounded,
    "imrx (get_text_range in a process of its own)": pdfium_apart,
    "pdfplumber": plumber,
    "pdfminer.six": miner,
}


def drawn(path: Path) -> list[Counter[str]]:
    """The visible characters of each page, in no order."""
    with pdfplumber.open(path) as document:
        return [visible("".join(char["text"] for char in page.chars)) for page in document.pages]


def visible(text: str) -> Counter[str]:
    """Characters without blanks, hyphens as one."""
    return Counter("".join(normalize(text).split()))


def furniture(pages: list[str]) -> int:
    """First and last lines, digits aside, that a letter repeats on at least half of its pages (and on two)."""
    ends: Counter[str] = Counter()
    for page in pages:
        lines = [re.sub(r"\d+", "#", line.strip()) for line in page.splitlines() if line.strip()]
        ends.update(set(lines[:1] + lines[-1:]))
    return sum(count for count in ends.values() if count >= max(2, len(pages) / 2))


def compare(paths: list[Path]) -> dict[str, Any]:
    """What each library loses, adds and turns round, over all letters."""
    truth = {path: drawn(path) for path in paths}
    ours = {path: pdfium_range(path) for path in paths}
    results: dict[str, Any] = {}
    for name, read in LIBRARIES.items():
        sums: Counter[str] = Counter()
        for path in paths:
            pages = [normalize(page) for page in read(path)]
            first = pages[0]
            fields = sum(bool(re.search(field, first)) for field in HEADER.values())
            sums["header fields in order"] += fields
            sums["headers whole"] += fields == len(HEADER)
            sums["repeated first or last lines"] += furniture(pages)
            for page, own, expected in zip(pages, ours[path], truth[path], strict=True):
                found = visible(page)
                lost, added = expected - found, found - expected
                sums["hyphens lost"] += lost["-"]
                sums["characters lost"] += lost.total()
                sums["characters added"] += added.total()
                sums["pages with the characters in the order of get_text_range"] += "".join(page.split()) == "".join(
                    normalize(own).split()
                )
        results[name] = dict(sums)
    return results


def speed(paths: list[Path], rounds: int) -> dict[str, Any]:
    """Letters a second: the libraries take turns, the median of the rounds counts."""
    seconds: dict[str, list[float]] = {name: [] for name in LIBRARIES}
    for _ in range(rounds):
        for name, read in LIBRARIES.items():
            start = time.perf_counter()
            for path in paths:
                read(path)
            seconds[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    fastest = middle["pypdfium2 get_text_range"]
    return {
        name: {"letters_per_second": round(len(paths) / took, 1), "time_ratio": round(took / fastest, 2)}
        for name, took in middle.items()
    }


def main() -> None:
    """Print the comparison as JSON, and write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=letters_folder, help="folder of letters as PDF")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write benchmarks/pdf_libraries.json")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.pdf"))
    if not paths:
        sys.exit(f"{arguments.folder}: no PDF letters there")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages = [page for path in paths for page in drawn(path)]
    report = {
        "letters": len(paths),
        "pages": len(pages),
        "visible_characters": sum(page.total() for page in pages),
        "hyphens": sum(page["-"] for page in pages),
        "header_fields": len(paths) * len(HEADER),
        "versions": {name: version(name) for name in ("pypdfium2", "pdfplumber", "pdfminer.six")},
        "text": compare(paths),
        "speed": speed(paths, arguments.rounds),
    }
    keep_figures("pdf_libraries", report, arguments.write)


if __name__ == "__main__":
    main()
