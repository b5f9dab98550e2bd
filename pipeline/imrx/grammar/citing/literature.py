"""Sources that are no guideline: articles, textbooks, drug references, web pages, author and year in brackets.

    (Benzon, 2005) (Ashton, 2005) (Kahan, 2006)      -> three, without the brackets
    http://www.drugs.com/famotidine.html             -> other
    Benditt D, et al. Syncope in adults: Clinical manifestations and diagnostic evaluation. Topic 969. UpToDate

Deliberately left alone: months and operations with a year ("(July, 2014)", "(L5-S1 fusion, 2008)").
"""

import re

from imrx.grammar.citing.names import YEAR, Names, literally
from imrx.grammar.citing.pages import Pages, page_ranges
from imrx.grammar.citing.source import Source

URL = re.compile(r"(?:https?://|www\.)\S+")
PUBMED = re.compile(r"ncbi\.nlm\.nih\.gov|pubmed", re.IGNORECASE)

AUTHOR = r"(?:(?:van|von|de|der|den|la|di)\s+)?[A-Z][\w'\u2019.-]*"
BRACKET = re.compile(r"\((?P<inside>[^()]{4,160})\)")
AUTHOR_YEAR = re.compile(
    rf"(?P<author>{AUTHOR})(?:\s+{AUTHOR}){{0,2}}(?:\s+(?:et\s+al\.?|(?:and|&)\s+{AUTHOR}))?,\s+(?P<year>{YEAR})[a-z]?(?=\s*(?:[;,)]|$))"
)
AUTHORS = re.compile(
    r"(?:[A-Z][\w'\u2019-]+(?:\s+[A-Z]{1,3}\b)?,?\s+){1,8}et\s+al\.?,?\s*|(?:[A-Z][\w'\u2019-]+\s+[A-Z]{1,3}(?:,\s+(?:and\s+)?|\.\s+)){1,10}"
)
AUTHOR_BEFORE = re.compile(rf"{AUTHOR}(?:,?\s+(?:and|&)\s+{AUTHOR})?\s+\Z")
ET_AL_YEAR = re.compile(rf"et\s+al\.?,?\s*\(\s*(?P<year>{YEAR})\s*\)")
TITLE = re.compile(r"[^.?;]{8,250}[?]?")
TITLE_END = re.compile(
    rf",?\s*\d{{1,2}}(?:st|nd|rd|th)\s+[Ee]d(?:ition)?\b|,?\s*\(?\s*{YEAR}\b|,\s*(?:[Pp]ages?|pp?\.|[Cc]hapter)\s*\d|,?\s+https?:"
)
JOURNAL_PAGES = re.compile(
    rf"{YEAR}[^.;:]{{0,20}}[;,:]\s*\d{{1,4}}\s*(?:\([^()]{{1,12}}\))?\s*:\s*(\d{{1,4}}(?:\s*[-\u2013]\s*\d{{1,4}})?)"
)
PUBLISHED = re.compile(rf"(?<![\d/])({YEAR})(?![\d/])")


class LiteratureReader:
    """Reads sources that are no guideline."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._marks = re.compile(rf"(?<!\w)(?:{literally(names.wording['literature_marks'])})(?!\w)")
        self._no_authors = set(names.wording["months"]) | set(names.wording["not_authors"])

    def author_years(self, text: str, start: int, end: int) -> list[Source]:
        """The author-and-year references in a bracket that begins at `start`."""
        bracket = BRACKET.match(text, start, end)
        if bracket is None:
            return []
        sources = []
        for match in AUTHOR_YEAR.finditer(text, bracket.start("inside"), bracket.end("inside")):
            author = match["author"].strip(".")
            if author in self._no_authors or self.names.named.match(match[0]) or match[0].split(",")[0].isupper():
                continue
            sources.append(Source(match.start(), match.start(), "literature", match.end(), year=int(match["year"])))
        return sources

    def et_al(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The reference "Chou et al. (2007)", whose "et al." begins at `at`."""
        match = ET_AL_YEAR.match(text, at, end)
        author = AUTHOR_BEFORE.search(text, max(start, at - 60), at) if match else None
        if match is None or author is None:
            return None
        return Source(author.start(), author.start(), "literature", match.end(), year=int(match["year"]))

    def url(self, text: str, start: int, end: int) -> Source | None:
        """The web address that begins at `start`, without the punctuation behind it."""
        match = URL.match(text, start, end)
        if match is None:
            return None
        stop = match.start() + len(match[0].rstrip('.,;:)]"”'))
        return Source(start, start, "literature" if PUBMED.search(match[0]) else "other", stop)

    def read(self, text: str, start: int, end: int) -> Source:
        """A source of a guideline block that is no guideline: its title, year and journal pages."""
        url = self.url(text, start, end)
        if url is not None and url.end >= end:
            return url
        written = text[start:end]
        literature = self._marks.search(written) is not None or PUBMED.search(written) is not None
        source = Source(start, start, "literature" if literature else "other", end)
        if url is not None:
            return source
        if not literature:
            first, *others = written.split(";")
            name, *more = first.split(",")
            source.document = " ".join(name.split())
            source.sections = [" ".join(part.split()) for part in (",".join(more), *others) if part.strip()]
            return source
        authors = AUTHORS.match(text, start, end)
        title = TITLE.match(text, authors.end() if authors else start, end)
        if title is not None:
            stop = TITLE_END.search(title[0])
            source.document = " ".join(title[0][: stop.start() if stop else None].split()).strip(" ,:")
        year = PUBLISHED.search(text, start, end)
        source.year = int(year[1]) if year else None
        journal = JOURNAL_PAGES.search(text, start, end)
        if journal is not None:
            source.pages.append(Pages(journal.start(1), journal.end(1), journal.start(1), page_ranges(journal[1])))
        else:
            source.pages += self.names.pages.find(text, start, end)
        return source
