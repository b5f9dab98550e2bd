"""Page expressions: "Page(s): 76-80 and 124", "page(s) 74-96", "pg. 607", "pp 7, 127".

    Page(s): 76,78,79-80,81,86,89, 94, 124    -> 76, 78, 79-80, 81, 86, 89, 94, 124
    pages 302-3                               -> 302-303: the second number is written short

Deliberately left alone: the pages of supplements ("S1-4"), which are no whole numbers.
"""

import re
from typing import NamedTuple

_REST = r"(?:(?:ages?|AGES?)(?:\s*\(\s*[sS]\s*\))?|gs?|p?)\s?\.?\s*:?\s*"
WORD = rf"[Pp]{_REST}"
"""The word in front of page numbers; "p" alone needs a number right behind it, which the list sees to."""

DASH = r"(?:[-\u2010-\u2015]|\bto\b|\bthrough\b)"

RANGE = re.compile(rf"(\d{{1,4}})(?:\s*{DASH}\s*(\d{{1,4}}))?")


class Pages(NamedTuple):
    """A page expression: the whole of it, its numbers alone, and the ranges; offsets are characters of the text."""

    start: int
    end: int
    numbers_start: int
    ranges: list[list[int]]


class PageReader:
    """Finds page expressions.

    Args:
        units: words that make the number before them something other than a page ("weeks", "mg").
    """

    def __init__(self, units: list[str]) -> None:
        unit = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
        number = rf"\d{{1,4}}(?!\d|%|\.\d|/\d|\s?(?:{unit})\b)"
        first = rf"\d{{1,4}}(?!\d|%|\.\d|/\d)(?:\s*{DASH}\s*\d{{1,4}}(?!\d|\.\d))?"
        more = rf"{number}(?:\s*{DASH}\s*{number})?"
        between = r"\s*(?:,\s*(?:and|&)\b|[,;&]|\band\b)\s*"
        numbers = rf"{first}(?:{between}(?:{WORD})?{more}){{0,40}}"
        self._find = re.compile(rf"[Pp](?<!\w[Pp]){_REST}(?:{WORD})?({numbers})")

    def match(self, text: str, start: int, end: int) -> Pages | None:
        """The page expression that begins at `start`."""
        return _pages(self._find.match(text, start, end))

    def find(self, text: str, start: int, end: int) -> list[Pages]:
        """All page expressions between two offsets."""
        return [pages for match in self._find.finditer(text, start, end) if (pages := _pages(match)) is not None]


def _pages(match: re.Match[str] | None) -> Pages | None:
    if match is None:
        return None
    return Pages(match.start(), match.end(), match.start(1), page_ranges(match[1]))


def page_ranges(numbers: str) -> list[list[int]]:
    """The numbers of a page list as `[first, last]` pairs.

    A last number with fewer digits than the first takes the missing ones from it ("302-3") where that makes it the
    larger.
    A range that runs backwards is kept as it is written.
    """
    ranges = []
    for match in RANGE.finditer(numbers):
        first, last = match[1], match[2] or match[1]
        if len(last) < len(first):
            whole = first[: len(first) - len(last)] + last
            last = whole if int(whole) > int(first) else last
        ranges.append([int(first), int(last)])
    return ranges
