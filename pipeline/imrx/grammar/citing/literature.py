"""Sources that are no guideline: articles, textbooks, drug references, web pages, author and year in brackets.

    (Benzon, 2005) (Ashton, 2005) (Kahan, 2006)      -> three, without the brackets
    http://www.drugs.com/famotidine.html             -> other
    Benditt D, et al. Syncope in adults: Clinical manifestations and diagnostic evaluation. Topic 969. UpToDate

Deliberately left alone: months and operations with a year ("(July, 2014)", "(L5-S1 fusion, 2008)").
"""

import re

from imrx.grammar.citing.headings import folded
from imrx.grammar.citing.names import YEAR, Names, literally
from imrx.grammar.citing.pages import Pages, page_ranges
from imrx.grammar.citing.pieces import URL
from imrx.grammar.citing.source import Source

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
AFTER_ORGANISATION = re.compile(r"\s*[,:;\u2013-]\s*(?=\w)|\.\s+(?=\w)")
BRACKETED_TOPIC = re.compile(r"\s*\((?P<topic>[^()]{2,80})\)\s*")
YEAR_AT_END = re.compile(rf"[\s,]*\(?(?P<year>{YEAR})\)?\s*\Z")
BRACKET_OR_MARK = re.compile(r"[(),;:]")
PUBLISHED = re.compile(rf"(?<![\d/])({YEAR})(?![\d/])")


class LiteratureReader:
    """Reads sources that are no guideline."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._marks = re.compile(rf"(?<!\w)(?:{literally(names.wording['literature_marks'])})(?!\w)")
        organisations = literally(names.wording["organisations"])
        self.organisation = re.compile(rf"(?:the\s+)?(?i:{organisations})(?!\w|\.\w)(?:\s*\([A-Z]{{2,8}}\))?")
        self._no_authors = set(names.wording["months"]) | set(names.wording["not_authors"])

    def author_years(self, text: str, start: int, end: int) -> list[Source]:
        """The author-and-year references in a bracket that begins at `start`."""
        bracket = BRACKET.match(text, start, end)
        if bracket is None:
            return []
        sources = []
        for match in AUTHOR_YEAR.finditer(text, bracket.start("inside"), bracket.end("inside")):
            authors = {word.strip(".,") for word in match[0].split()}
            if authors & self._no_authors or self.names.named.match(match[0]) or match[0].split(",")[0].isupper():
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
        literature = any(marks.search(written) is not None for marks in (self._marks, PUBMED, JOURNAL_PAGES))
        organisation = self.organisation.match(text, start, end)
        literature = literature and organisation is None
        source = Source(start, start, "literature" if literature else "other", end)
        if url is not None:
            return source
        if not literature:
            self._title(source, text[organisation.end() if organisation else start : end], organisation)
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

    @staticmethod
    def _title(source: Source, text: str, organisation: re.Match[str] | None) -> None:
        """The title and sections of a source that is no literature; its publisher is in front of the title.

        Args:
            source: gets them.
            text: what stands behind the publisher, or everything.
            organisation: the publisher, who is the document where no title follows ("FDA (Duexis)").
        """
        if organisation is not None and AFTER_ORGANISATION.match(text) is None:
            inside = BRACKETED_TOPIC.fullmatch(text)
            publisher = folded(organisation[0].split("(")[0])
            source.document = publisher if inside or not text.strip() else folded(organisation[0] + text)
            source.sections = [folded(inside["topic"])] if inside else []
            return
        year = YEAR_AT_END.search(text)
        if year is not None:
            source.year = int(year["year"])
            text = text[: year.start()]
        text = folded(text).lstrip(" ,;:-\u2013")
        end = _name_end(text)
        name, parts = text[:end], [part.strip(" ,;:") for part in text[end:].split(";")]
        topic = BRACKETED_TOPIC.search(name)
        if topic is not None and topic.end() == len(name) and not topic["topic"].isupper():
            name, parts = name[: topic.start()], [topic["topic"], *parts]
        source.document = name
        source.sections = [part for part in parts if part]


def _name_end(text: str) -> int:
    """Where a title ends: at the first comma, colon or semicolon outside of brackets."""
    depth = 0
    for mark in BRACKET_OR_MARK.finditer(text):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth <= 0 and mark[0] in ",;:":
            return mark.start()
    return len(text)
