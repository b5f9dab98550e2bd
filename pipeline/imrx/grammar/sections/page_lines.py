r"""Lines that belong to a page and not to the letter: running headers and footers.

    three times a\nPage 1\fFinal Determination Letter for IMR Case Number CM13-0000786\nday    both lines
    in excess of 120 mg\nCM13-0002217 Page 1 of 2\fMED                                         the line before the break
    is not part of the\n2\fMTUS                                                                "2", on the second page

They stand inside of sentences, doses and citations. The letter's text keeps them; what is read has blanks in their
place (`imrx.letter.text_to_read`). A line that begins with a running title is one wherever it stands: not every text
has its page breaks. All others count only at a page's edge, a number without a case number only where it is off from
the page's, if at all, by the same as at another page's edge, and "Page 2" also where it is off by one at most.
Deliberately left alone: the case number where the letter first gives it, in its header, and a number at a single edge
("refills x\n1\f"), which can be the text's.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_of
from imrx.grammar.expressions import expression
from imrx.grammar.words import places_of

LONGEST = 120
"""How long such a line can be, in characters."""

DASHES = "\u2013-"
"""What may stand on both sides of a page's number; the hyphen is last, as a set of an expression has it."""

MOST = 3
"""How many of them one edge of a page has."""

CASE_NUMBER = re.compile(r"[A-Z]{2}\d{2}-\d{4,8}", re.IGNORECASE)


class PageLine(NamedTuple):
    """A line by half-open offsets, and its series: how much its number is more than its page's, and at which edge.

    The series is null where the line is certain.
    """

    start: int
    end: int
    series: tuple[int, bool] | None


class _Letter:
    """A letter, and its lines with a running title."""

    def __init__(self, text: str, titled: set[tuple[int, int]]) -> None:
        self.text = text
        self.titled = titled

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each case number stands first; hardly a letter has a line that asks for it."""
        places: dict[str, int] = {}
        for match in CASE_NUMBER.finditer(self.text):
            places.setdefault(match[0], match.start())
        return places


class PageLines:
    """Finds the lines by the words of `patterns/page_lines.json`."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.titles: list[str] = table["titles"]
        word = rf"{any_of(table['pages'])}\s*[|:#]?\s*"
        dash = f"[{DASHES}]"
        page = rf"(?:(?:{word})?\d{{1,3}}(?:\s*of\s*\d{{1,3}})?|{dash}\s?\d{{1,3}}\s?{dash})"
        apart = rf"[\s,;|{DASHES}]*"
        case = rf"(?P<case>{CASE_NUMBER.pattern})"
        title = rf"{any_of(self.titles)}\s*:?"
        self.titled = expression(rf"(?:{page}{apart})?{title}\s*(?:{case})?(?:{apart}{page})?$")
        named = rf"(?:{any_of(table['case_numbers'])}\s*:?\s*)?{case}"
        self.numbered = expression(
            rf"(?:(?P<before>{page}){apart})?{named}(?:{apart}(?P<behind>{page}))?$"
            rf"|(?P<word>{word})?{dash}?\s?(?P<number>\d{{1,3}})(?:\s*of\s*\d{{1,3}})?\s?{dash}?$",
            re.IGNORECASE,
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """The limits of all such lines, in order, without their line breaks."""
        found = set(self._titled(text))
        at_edges = list(self._at_edges(_Letter(text, found))) if "\f" in text else []
        lengths = Counter(line.series for line in at_edges)
        found.update((line.start, line.end) for line in at_edges if line.series is None or lengths[line.series] > 1)
        return sorted(found)

    def _titled(self, text: str) -> Iterator[tuple[int, int]]:
        """The lines with a running title."""
        for title in self.titles:
            for at in places_of(text, title):
                start, end = _line(text, at)
                if self.titled.match(text, start, end):
                    yield start, end

    def _at_edges(self, letter: _Letter) -> Iterator[PageLine]:
        """The lines at the pages' edges, beside those with a running title; the first page has none at its top."""
        text = letter.text
        page, start = 1, 0
        while start <= len(text):
            until = text.find("\f", start)
            until = len(text) if until < 0 else until
            if page > 1:
                yield from self._edge(letter, (start, until), page, top=True)
            yield from self._edge(letter, (start, until), page, top=False)
            page, start = page + 1, until + 1

    def _edge(self, letter: _Letter, limits: tuple[int, int], page: int, *, top: bool) -> Iterator[PageLine]:
        """The lines at one edge of the page between two offsets, from the edge inwards; but one has a number alone."""
        text, titled = letter.text, letter.titled
        start, end = limits
        numbered = False
        for _ in range(MOST):
            while start < end and text[start if top else end - 1].isspace():
                start, end = (start + 1, end) if top else (start, end - 1)
            if start == end or not (top or titled or _may_end(text[end - 1])):  # most pages end with a sentence
                return
            first, last = _line(text, start if top else end - 1)
            first, last = max(first, start), min(last, end)
            if (first, last) not in titled:
                line = self._page_line(letter, first, last, (page, top))
                if line is None or (numbered and line.series is not None):
                    return
                numbered = numbered or line.series is not None
                yield line
            start, end = (last, end) if top else (start, first)

    def _page_line(self, letter: _Letter, start: int, end: int, edge: tuple[int, bool]) -> PageLine | None:
        """The line between two offsets at a page's edge, if it is one of these."""
        if end - start > LONGEST or not _may_end(letter.text[end - 1]):
            return None
        match = self.numbered.match(letter.text, start, end)
        if match is None:
            return None
        if match["case"]:
            repeated = match["before"] or match["behind"] or letter.first[match["case"]] < start
            return PageLine(start, end, None) if repeated else None
        page, top = edge
        shift = int(match["number"]) - page
        return PageLine(start, end, None if match["word"] and abs(shift) <= 1 else (shift, top))


def _may_end(char: str) -> bool:
    """True for what a line without a running title can end with: a number, or the dash behind it."""
    return char.isdigit() or char in DASHES


def _line(text: str, at: int) -> tuple[int, int]:
    """The limits of the line at an offset, without the white space at both ends; of a long one more than `LONGEST`."""
    first, last = max(0, at - LONGEST), min(len(text), at + LONGEST + 1)
    start = max(text.rfind("\n", first, at) + 1, text.rfind("\f", first, at) + 1, first)
    ends = [end for end in (text.find("\n", at, last), text.find("\f", at, last)) if end >= 0]
    end = min(ends, default=last)
    while start < at and text[start].isspace():
        start += 1
    while end > at + 1 and text[end - 1].isspace():
        end -= 1
    return start, end
