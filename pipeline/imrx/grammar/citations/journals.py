"""Journals: an article's year, volume and pages as references write them, and journals that a sentence names.

Ann Intern Med. 2007;147(7):478-491         -> the journal, 2007, pages 478-491
Chest 2012;141(2 Suppl):e278S-325S          -> pages 278-325 of a supplement
a study in the Journal of Hand Surgery, 2012 -> the journal, 2012
a 2012 article in Spine                     -> the journal, 2012

Deliberately left alone: journals without a year, and a journal's name that is a part of the body as well ("Spine 2012")
where no article is spoken of.
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.headings import mended
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pages import PageReader, Pages
from imrx.grammar.citations.source import LITERATURE, Source
from imrx.grammar.citations.spellings import YEAR, any_spelling
from imrx.grammar.expressions import expression

JOURNAL_PAGES = re.compile(
    rf"(?P<year>{YEAR})[^.;:]{{0,20}}[;,:]\s*\d{{1,4}}\s*(?:\([^()]{{1,12}}\))?\s*:\s*"
    r"[A-Ze]?(?P<pages>\d{1,4}(?:[A-Z]?\s*[-\u2013]\s*[A-Ze]?\d{1,4})?)"
)
"""2007;147(7):478-491; the pages of supplements have letters with them ("16:S49-S283", "141(2 Suppl):e278S-325S")."""

JOURNAL = re.compile(rf"(?P<journal>[^\s.;:,\d][^.;:,\d]{{1,59}}(?:\d{{4}}\))?)[.,]?\s+{JOURNAL_PAGES.pattern}")
"""A journal's name with its year and pages; a bracket behind the name may hold a year ("Spine (Phila Pa 1976)")."""

JOURNAL_AT_END = re.compile(rf"[.,;:]\s*{JOURNAL.pattern}")
FRONT_REACH = 120
"""How many characters in front of a journal its article, and the year of that, is looked for."""

LETTERED = re.compile(r"[A-Ze]")


def journal_pages(journal: re.Match[str], offset: int, reader: PageReader) -> Pages:
    """The pages that a match of `JOURNAL_PAGES` ends with; the text matched begins at `offset` of the letter."""
    first, last = (offset + place for place in journal.span("pages"))
    return Pages(first, last, first, reader.ranges(LETTERED.sub("", journal["pages"])))


class NamedJournals:
    """Reads journals that a sentence names with the year of their article."""

    def __init__(self, names: Names) -> None:
        self.names = names
        wording = names.wording
        articles, of = any_literal(wording["article_words"]), any_literal(wording["in_front"])
        kinds, fronts = any_literal(wording["journal_kinds"]), any_spelling(wording["journal_fronts"])
        the, month = any_literal(wording["articles"]), any_literal(wording["months"])
        joins, word = any_literal(wording["body_joins"]), r"[A-Z][\w'\u2019-]*"
        self.begin = "|".join(re.escape(word) for word in (*wording["journal_kinds"], *wording["journals"]))
        """How what tells a journal begins."""

        alone = rf"(?!\s+(?:{joins}\s+)?(?!{month}\b)[A-Z][a-z])"
        self._name = expression(
            rf"(?P<known>{any_spelling(wording['journals'])})(?![\w-]){alone}"
            rf"|{kinds}(?:\s+of(?:\s+{the})?\s+{word}(?:(?:(?:,?\s+{joins}){{1,2}})?\s+{word}){{0,7}})?"
            rf"(?:\s*\([A-Z][^()\d]{{1,40}}\))?"
        )
        self._front = expression(rf"\b{fronts}\s+\Z")
        self._year = expression(
            rf"(?P<bracket>,?\s*\(\s*)?(?(bracket)|,?\s+(?:{of}\s+)?)(?:{month}\b[.,]?\s+)?(?P<year>{YEAR})\b"
            rf"(?(bracket)\s*\)|(?!\s?[;:(]\s?\d|[/-]\d))(?P<article>\s+{articles}\b)?"
        )
        led = rf"\b{articles}(?:\s+\w+)?\s+{any_literal(wording['article_joins'])}\s+(?:{the}\s+)?(?:journal\s+)?"
        self._led = expression(rf"(?:\b(?P<year>{YEAR})\s+(?:[\w-]+\s+){{0,4}}?)?{led}\Z")
        self._volume = expression(rf"[,;]?\s+{any_literal(wording['volume_words'])}\s?\d{{1,4}}(?:\s?\(\d{{1,4}}\))?")
        self._determined = expression(rf"\b(?:[aA]n?|{the})\s+\Z")

    def read(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The journal that is told at `at`, with the year behind it or of its article; None without a year.

        A journal that is known by a common word alone needs its article in front of it, or behind its year: "In a
        Spine 2009 trial".
        """
        name = self._name.match(text, at, end)
        if name is None:
            return None
        front = self._front.search(text, max(start, at - FRONT_REACH), at) if name["known"] is None else None
        begin = front.start() if front is not None else at
        if front is None and name["known"] is None and " " not in mended(name[0]):
            return None
        led = self._led.search(text, max(start, begin - FRONT_REACH), begin)
        year = self._year.match(text, name.end(), end)
        if name["known"] is not None and not name["known"].isupper() and led is None:
            told = year is not None and year["article"] is not None
            if not told or self._determined.search(text, max(start, begin - FRONT_REACH), begin) is None:
                return None
        document = mended(text[begin : name.end()])
        if year is not None:
            stop = year.start("article") if year["article"] else year.end()
            source = Source(begin, begin, LITERATURE, stop, document=document, year=int(year["year"]))
            volume = self._volume.match(text, stop, end)
            pages = self.names.pages_after(text, volume.end() if volume is not None else stop, end)
            if pages is not None:
                source.pages, source.end = [pages], pages.end
            return source
        if led is None or led["year"] is None:
            return None
        return Source(led.start(), led.start(), LITERATURE, name.end(), document=document, year=int(led["year"]))
