"""Page expressions: "Page(s): 76-80 and 124", "page(s) 74-96", "pg. 607", "pp 7, 127".

    Page(s): 76,78,79-80,81,86,89, 94, 124    -> 76, 78, 79-80, 81, 86, 89, 94, 124
    pages 302-3                               -> 302-303: the second number is written short
    Page(s): 78/80, pages 74/78               -> 78 and 80, 74 and 78; "page 113/127" is page 113 of a guideline's 127
    pages 74, 75, and/or 78; 74 plus 124      -> each of them
    page 74ff                                 -> 74
    pages 9 of 127 and 24 of 127              -> 9 and 24; "pages 9 (of 127) and 24" too
    page 76-page 80                           -> 76-80
    pages S1-4, S27                           -> 4 and 27: pages of a supplement, "S1-" being its number
    GuidelinesPage(s): 98-99                  -> 98-99: the form's word can be run on to the one before
    pages 98-99, 9-10 PT visits over 8 weeks  -> 98-99: a number that counts or measures something is no page
    page 98, and 3 of 12 visits               -> 98
    Page(s): 76 80 124                        -> 76, 80 and 124 in the form, where nothing else follows

Deliberately left alone: years behind a list of pages ("pages 78-81 and 2014 ODG").
"""

import re
from itertools import pairwise
from typing import NamedTuple

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.citations.spellings import DASH, YEAR
from imrx.grammar.expressions import expression

SUPPLEMENT = rf"S(?:\d{DASH}(?=\d))?"
"""In front of a supplement's pages: "S27", and "S1-4" for page 4 of the first one."""


class Pages(NamedTuple):
    """A page expression: the whole of it, its numbers alone, and the ranges; offsets are characters of the text."""

    start: int
    end: int
    numbers_start: int
    ranges: list[list[int]]
    supplement: bool = False


class PageReader:
    """Finds page expressions.

    Args:
        words: the words in front of page numbers, all with the same first letter.
        through: the words inside of a range.
        units: words that make the number before them something other than a page ("weeks", "mg").
        kinds: words that may stand between the two ("physical therapy" visits).
        numbers: what may stand between "page" and its number ("no.", "#").
        plurals: the words among the first that tell of several pages.
        joins: the words between two pages ("and", "as well as").
        following: the words behind a page for those after it ("ff").
        totals: how many pages a guideline has, which can stand behind one of them: "113/127", "113 of 127".
        of: the word in front of such a total.
        codes: codes of law, whose title is the number in front of them: "8 C.C.R.".
    """

    def __init__(
        self,
        words: list[str],
        through: list[str],
        units: list[str],
        kinds: list[str],
        numbers: list[str],
        plurals: list[str],
        joins: list[str],
        following: list[str],
        totals: list[str],
        of: list[str],
        codes: list[str],
    ) -> None:
        dash = rf"(?:{DASH}|\b(?:{'|'.join(through)})\b)"
        initial = f"[{words[0][0].lower()}{words[0][0].upper()}]"
        rests = longest_first({rest for word in words for rest in (word[1:], word[1:].upper())})
        word, plural = "|".join(map(re.escape, rests)), r"\s*\(\s*[sS]\s*\)"
        called = rf"(?:{any_literal(numbers)}(?![a-z])\s*)?"
        rest = rf"(?:{word})(?:{plural})?(?:\s?\.)?\s*{called}(?:[:;]\s*)?"
        of_total = rf"/(?:{'|'.join(totals)})(?![\d/])"
        law = rf"\s*{any_literal(codes)}"
        whole = rf"(?:{SUPPLEMENT})?\d{{1,4}}(?!\d|%|\.\d|{law}|(?!{of_total})/\d"
        kind, unit = any_literal(kinds), any_literal(units)
        counted = rf"\s{{0,3}}[/-]?\s{{0,3}}(?i:(?:{kind}[\s-]{{1,3}}){{0,3}}{unit})(?![A-Za-z])"
        part = rf"\s+{any_literal(of)}\s+\d{{1,4}}{counted}"
        number = rf"(?!{YEAR}\b){whole}|\s*{dash}\s*\d|{counted}|{part})"
        ranged = rf"(?!{YEAR}\b){whole})\s*{dash}\s*{number}"
        apart = rf"(?!\s+{DASH}\s*\d{{1,4}}(?:\s*{dash}\s*\d|%|{counted}))"
        again = rf"(?:{initial}{rest})?"
        first = rf"{whole})(?:{apart}\s*{dash}\s*{again}(?:{SUPPLEMENT})?\d{{1,4}}(?!\d|\.\d))?"
        more = rf"(?:{ranged}|{number})"
        join = rf"(?:&|{any_literal(joins)}\b)"
        between = rf"\s*(?:[,;](?:\s*{join})?|{join})\s*"
        after = rf"\s?{any_literal(following)}(?!\w)"
        total = rf"{any_literal(of)}\s+(?:{'|'.join(totals)})\b"
        in_list = rf"(?:{of_total}|\s+{total}|\s*\(\s*{total}\s*\)|{after})?"
        listed = rf"{first}(?:{in_list}{between}(?:{initial}{rest})?{more}){{0,40}}"
        slashed = rf"(?!\d+{of_total})\d{{1,3}}(?:/\d{{1,3}})+(?![\d/]|{counted})(?:{between}{more}){{0,40}}"
        self.counted = expression(rf"[\s,;:]*\d{{1,4}}(?:\s*{dash}\s*\d{{1,4}})?(?:%|{counted})")
        """A count behind pages: ", 12 visits", "8-10 visits", "30-day"."""
        self.measured = counted
        """What makes the number in front of it a count or a measure: " mg", " PT visits"."""
        self.word = f"{initial}{rest}"
        self.form = rf"{initial}(?:{word}){plural}(?:\s*[:;])?"
        """The word as the form prints it: "Page(s):"."""
        run_on = rf"(?<=[a-z]{words[0][0].upper()})(?=(?:{word}){plural})"
        several = "|".join(longest_first({rest for word in plurals for rest in (word[1:], word[1:].upper())}))
        slashes = r"(?:\s?\.)?\s*(?=\d{2,3}/\d{2,3}(?![\d/]))"
        self.further = rf"(?<=\d){between}(?={self.word}\d)"
        """What joins a page with a word of its own to those in front: "page 78, and page 80"."""
        begins = rf"(?:(?<!\w.)|{run_on})"
        self._find = expression(
            rf"{initial}{begins}(?:(?:(?:{word}){plural}\s*(?:[:;]\s*)?|(?:{several}){slashes})(?P<slashed>{slashed})"
            rf"|{rest}(?:{initial}{rest})?(?P<listed>{listed})(?:{of_total}|{after})?)"
        )
        self._bare = expression(rf"[\s,.;:(]{{0,4}}(?!{YEAR}\b)(?P<listed>{listed})")
        one = rf"\d{{1,3}}(?:{DASH}\d{{1,3}})?"
        self._parted = expression(rf"\s+(?P<listed>{one}(?:\s+{one}){{0,40}})[\s.]*")
        """Numbers without a mark between them: " 80 124"."""
        self._no_pages = expression(rf"\b1[0-7]\s*{DASH}\s*\d\b|{DASH}\s*{YEAR}\b")
        """A table of one of the ACOEM's 17 chapters, which is no range written short, and a month with its year."""
        last = rf"(?:\s*{dash}\s*{again}(?:{SUPPLEMENT})?(\d{{1,4}}))?"
        self._range = expression(rf"(?:{SUPPLEMENT})?(\d{{1,4}}){last}{in_list}")

    def match(self, text: str, start: int, end: int) -> Pages | None:
        """The page expression that begins at `start`."""
        match = self._find.match(text, start, end)
        return self._pages(match) if match is not None else None

    def find(self, text: str, start: int, end: int) -> list[Pages]:
        """All page expressions between two offsets."""
        return [self._pages(match) for match in self._find.finditer(text, start, end)]

    def bare(self, text: str, start: int, end: int) -> Pages | None:
        """The pages of a stretch that holds nothing but numbers: "78-80, 124".

        A table's number is none, nor is a date: "12-8", "5-2009".
        """
        match = self._bare.match(text, start, end)
        if match is None or text[match.end() : end].strip(" \n,.;)"):
            return None
        if self._no_pages.search(match["listed"]):
            return None
        first, last = match.span("listed")
        return Pages(first, last, first, self.ranges(match["listed"]))

    def parted(self, text: str, start: int, end: int, last: int) -> Pages | None:
        """The pages behind page `last`, of a stretch that holds only rising numbers with blanks between: " 80 124"."""
        match = self._parted.fullmatch(text, start, end)
        if match is None:
            return None
        ranges = self.ranges(match["listed"])
        numbers = [last, *(number for pair in ranges for number in pair)]
        rising = all(first <= second for first, second in pairwise(numbers))
        return Pages(*match.span("listed"), match.start("listed"), ranges) if rising else None

    def _pages(self, match: re.Match[str]) -> Pages:
        group = "listed" if match["listed"] else "slashed"
        numbers = match[group]
        return Pages(match.start(), match.end(), match.start(group), self.ranges(numbers), "S" in numbers)

    def ranges(self, numbers: str) -> list[list[int]]:
        """The numbers of a page list as `[first, last]` pairs.

        A last number with fewer digits than the first takes the missing ones from it ("302-3") where that makes it the
        larger. A range that runs backwards is kept as it is written.
        """
        ranges = []
        for match in self._range.finditer(numbers):
            first, last = match[1], match[2] or match[1]
            if len(last) < len(first):
                whole = first[: len(first) - len(last)] + last
                last = whole if int(whole) > int(first) else last
            ranges.append([int(first), int(last)])
        return ranges
