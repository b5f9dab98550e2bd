"""Journals: an article's year, volume and pages as references write them.

Ann Intern Med. 2007;147(7):478-491         -> the journal, 2007, pages 478-491
Chest 2012;141(2 Suppl):e278S-325S          -> pages 278-325 of a supplement
"""

import re

from imrx.grammar.citing.pages import PageReader, Pages
from imrx.grammar.citing.spellings import YEAR

JOURNAL_PAGES = re.compile(
    rf"(?P<year>{YEAR})[^.;:]{{0,20}}[;,:]\s*\d{{1,4}}\s*(?:\([^()]{{1,12}}\))?\s*:\s*"
    r"[A-Ze]?(?P<pages>\d{1,4}(?:[A-Z]?\s*[-\u2013]\s*[A-Ze]?\d{1,4})?)"
)
"""2007;147(7):478-491; the pages of supplements have letters with them ("16:S49-S283", "141(2 Suppl):e278S-325S")."""

JOURNAL = re.compile(rf"(?P<journal>[^\s.;:,\d][^.;:,\d]{{1,59}}(?:\d{{4}}\))?)[.,]?\s+{JOURNAL_PAGES.pattern}")
"""A journal's name with its year and pages; a bracket behind the name may hold a year ("Spine (Phila Pa 1976)")."""

JOURNAL_AT_END = re.compile(rf"[.,;:]\s*{JOURNAL.pattern}")
LETTERED = re.compile(r"[A-Ze]")


def journal_pages(journal: re.Match[str], offset: int, reader: PageReader) -> Pages:
    """The pages that a match of `JOURNAL_PAGES` ends with; the text matched begins at `offset` of the letter."""
    first, last = (offset + place for place in journal.span("pages"))
    return Pages(first, last, first, reader.ranges(LETTERED.sub("", journal["pages"])))
