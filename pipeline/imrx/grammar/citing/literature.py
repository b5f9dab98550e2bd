"""Sources that are no guideline: articles, textbooks, drug references, web pages, author and year in brackets.

    (Benzon, 2005) (Ashton, 2005) (Kahan, 2006)      -> three, without the brackets
    http://www.drugs.com/famotidine.html             -> other
    Benditt D, et al. Syncope in adults: Clinical manifestations and diagnostic evaluation. Topic 969. UpToDate

Deliberately left alone: months and operations with a year ("(July, 2014)", "(L5-S1 fusion, 2008)").
"""

import re

from imrx.grammar.citing.headings import folded
from imrx.grammar.citing.names import Names
from imrx.grammar.citing.pages import Pages
from imrx.grammar.citing.pieces import URL
from imrx.grammar.citing.source import LITERATURE, OTHER, Source
from imrx.grammar.citing.spellings import YEAR, alternatives, literally
from imrx.grammar.expressions import expression

AUTHOR = r"(?:(?:van|von|de|der|den|la|di)\s+)?[A-Z][\w'\u2019.-]*"
BRACKET = re.compile(r"\((?P<inside>[^()]{4,160})\)")
TITLE = re.compile(r"[^.?;]{8,250}[?]?")
JOURNAL_PAGES = re.compile(
    rf"{YEAR}[^.;:]{{0,20}}[;,:]\s*\d{{1,4}}\s*(?:\([^()]{{1,12}}\))?\s*:\s*[A-Z]?(\d{{1,4}}(?:\s*[-\u2013]\s*[A-Z]?\d{{1,4}})?)"
)
"""2007;147(7):478-491; the pages of supplements have a letter in front ("16:S49-S283")."""

JOURNAL = re.compile(rf"[^.;:,\d]{{2,60}}\.?\s+{JOURNAL_PAGES.pattern}")
"""A journal's name with its year and pages."""

JOURNAL_BEFORE = re.compile(
    rf"(?P<journal>[A-Z][\w&]*(?:\s+[A-Z][\w&]*){{0,6}})\.?\s+(?P<year>{YEAR})[^.;:\d]{{0,10}}\d{{0,2}}\Z"
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
        wording = names.wording
        et_al = literally(wording["et_al"])
        initials = r"[A-Z][\w'\u2019-]+"
        self._marks = expression(rf"(?<!\w)(?:{literally(wording['literature_marks'])})(?!\w)")
        organisations = literally(wording["organisations"])
        self.organisation = expression(rf"(?:the\s+)?(?i:{organisations})(?!\w|\.\w)(?:\s*\([A-Z]{{2,8}}\))?")
        self._no_authors = set(wording["months"]) | set(wording["not_authors"])
        self._pubmed = expression(literally(wording["pubmed"]), re.IGNORECASE)
        self._author_year = expression(
            rf"(?P<author>{AUTHOR})(?:\s+{AUTHOR}){{0,2}}(?:,?\s+(?:{et_al}),?|\s+(?:and|&)\s+{AUTHOR},?|,)\s+"
            rf"(?P<year>{YEAR})[a-z]?(?=\s*(?:[;,)]|$))"
        )
        self._authors = expression(
            rf"(?:{initials}(?:\s+[A-Z]{{1,3}}\b)?,?\s+){{1,8}}(?:{et_al}),?\s*"
            rf"|(?:{initials}\s+[A-Z]{{1,3}}(?:,\s+(?:and\s+)?|\.\s+)){{1,10}}"
        )
        self._author_before = expression(rf"{AUTHOR}(?:,?\s+(?:and|&)\s+{AUTHOR})?,?\s+\Z")
        self._et_al_year = expression(rf"(?:{et_al}),?\s*\(\s*(?P<year>{YEAR})\s*\)")
        self._number = expression(rf"(?:{literally(wording['number_words'])})\s*\d")
        edition = alternatives(wording["edition_nouns"])
        self._title_end = expression(
            rf",?\s*\d{{1,2}}(?:st|nd|rd|th)\s+(?:{edition})\b|,?\s*\(?\s*{YEAR}\b"
            rf"|,\s*(?:{literally(wording['title_stops'])})\s*\d|,?\s+https?:"
        )

    def author_years(self, text: str, start: int, end: int) -> list[Source]:
        """The author-and-year references in a bracket that begins at `start`."""
        bracket = BRACKET.match(text, start, end)
        if bracket is None:
            return []
        sources = []
        for match in self._author_year.finditer(text, bracket.start("inside"), bracket.end("inside")):
            authors = {word.strip(".,") for word in match[0].split()}
            if authors & self._no_authors or self.names.named.match(match[0]) or match[0].split(",")[0].isupper():
                continue
            sources.append(Source(match.start(), match.start(), LITERATURE, match.end(), year=int(match["year"])))
        return sources

    def et_al(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The reference "Chou et al. (2007)", whose "et al." begins at `at`."""
        match = self._et_al_year.match(text, at, end)
        author = self._author_before.search(text, max(start, at - 60), at) if match else None
        if match is None or author is None:
            return None
        return Source(author.start(), author.start(), LITERATURE, match.end(), year=int(match["year"]))

    def url(self, text: str, start: int, end: int) -> Source | None:
        """The web address that begins at `start`, without the punctuation behind it."""
        match = URL.match(text, start, end)
        if match is None:
            return None
        stop = match.start() + len(match[0].rstrip('.,;:)]"”'))
        return Source(start, start, LITERATURE if self._pubmed.search(match[0]) else OTHER, stop)

    def journal(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The reference "N Engl J Med 2009;361:557-568", whose semicolon stands at `at`."""
        name = JOURNAL_BEFORE.search(text, max(start, at - 60), at)
        journal = JOURNAL_PAGES.match(text, name.start("year"), end) if name is not None else None
        if name is None or journal is None:
            return None
        pages = Pages(journal.start(1), journal.end(1), journal.start(1), self.names.pages.ranges(journal[1]))
        begin = name.start()
        source = Source(begin, begin, LITERATURE, journal.end(), document=folded(name["journal"]), pages=[pages])
        source.year = int(name["year"])
        return source

    def is_journal(self, text: str, start: int, end: int) -> bool:
        """True where a journal's name with its year and pages begins."""
        return JOURNAL.match(text, start, end) is not None

    def next_article(self, text: str, start: int, at: int, mark: str) -> bool:
        """True where another article begins at `at`, behind the one that begins at `start`.

        Authors are needed there; behind a full stop, which also stands inside of references, the one before must have
        its journal's pages.
        """
        if mark not in ".;" or not text[at].isupper():
            return False
        authors = self._authors.match(text, at) is not None
        if mark == ";" and (authors or not self.is_journal(text, at, len(text))):
            return authors
        return (authors or mark == ";") and JOURNAL_PAGES.search(text, start, at) is not None

    def read(self, text: str, start: int, end: int) -> Source:
        """A source of a guideline block that is no guideline: its title, year and journal pages."""
        url = self.url(text, start, end)
        if url is not None and url.end >= end:
            return url
        written = text[start:end]
        literature = any(marks.search(written) is not None for marks in (self._marks, self._pubmed, JOURNAL_PAGES))
        organisation = self.organisation.match(text, start, end)
        literature = literature and organisation is None
        source = Source(start, start, LITERATURE if literature else OTHER, end)
        if url is not None:
            return source
        if not literature:
            self._title(source, text, organisation)
            return source
        authors = self._authors.match(text, start, end)
        title = TITLE.match(text, authors.end() if authors else start, end)
        if title is not None:
            stop = self._title_end.search(title[0])
            source.document = " ".join(title[0][: stop.start() if stop else None].split()).strip(" ,:")
        year = PUBLISHED.search(text, start, end)
        source.year = int(year[1]) if year else None
        chapter = self.names.pieces.chapter.search(text, start, end)
        source.sections = [f"Chapter {chapter['number']}"] if chapter is not None else []
        journal = JOURNAL_PAGES.search(text, start, end)
        if journal is not None:
            ranges = self.names.pages.ranges(journal[1])
            source.pages.append(Pages(journal.start(1), journal.end(1), journal.start(1), ranges))
        else:
            source.pages += self.names.pages.find(text, start, end)
        return source

    def _title(self, source: Source, letter: str, organisation: re.Match[str] | None) -> None:
        """The title, pages and sections of a source that is no literature; its publisher is in front of the title.

        Args:
            source: gets them.
            letter: the letter.
            organisation: the publisher, who is the document where no title follows ("FDA (Duexis)").
        """
        start = organisation.end() if organisation else source.start
        source.pages += self.names.pages.find(letter, start, source.end)
        text = letter[start : source.end]
        if source.pages:
            text = letter[start : source.pages[0].start].rstrip(" ,;:(\n")
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
        source.sections = [part for part in parts if part and self._number.match(part) is None]


def _name_end(text: str) -> int:
    """Where a title ends: at the first comma, colon or semicolon outside of brackets."""
    depth = 0
    for mark in BRACKET_OR_MARK.finditer(text):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth <= 0 and mark[0] in ",;:":
            return mark.start()
    return len(text)
