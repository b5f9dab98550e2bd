"""Sources that are no guideline: articles, textbooks, drug references, web pages.

http://www.drugs.com/famotidine.html             -> other
Benditt D, et al. Syncope in adults: Clinical manifestations and diagnostic evaluation. Topic 969. UpToDate
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.authors import AuthorReader
from imrx.grammar.citations.headings import mended
from imrx.grammar.citations.journals import JOURNAL, JOURNAL_PAGES, NamedJournals, journal_pages
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import URL
from imrx.grammar.citations.source import LITERATURE, OTHER, Source
from imrx.grammar.citations.spellings import YEAR, any_spelling
from imrx.grammar.citations.titles import PUBLISHED, TitleReader
from imrx.grammar.expressions import expression

WORD = re.compile(r"\w+")
SHORTEST_HOST = 3
"""A part of a host's name that tells a publisher has so many letters at least."""

PUBLISHER_NAME = re.compile(r"[^\w,;:]*\w[^,;:]{1,79}")
"""A publisher that is in no table: up to the first mark."""

TITLE = re.compile(r"[^.?;]{8,250}[?]?")
JOURNAL_BEFORE = re.compile(
    rf"(?P<journal>[A-Z][\w&]*(?:\s+(?:(?:of|and)\s+(?:the\s+)?)?[A-Z][\w&]*){{0,6}})\.?\s+"
    rf"(?P<year>{YEAR})[^.;:\d]{{0,10}}\d{{0,2}}\Z"
)
UP_TO_JOURNAL = re.compile(rf"(?:{TITLE.pattern}[.?]?\s+)?")
"""What stands between an article's authors and its journal: its title or nothing."""

LED_IN = re.compile(r"[A-Z][a-z]+\s+(?=[A-Z][\w'\u2019-]+\s+[A-Z]{1,3}\b)")
"""The sentence's first word in front of an author: "In Mason L, et al."."""

ARTICLE_REACH = 400
"""An article's year stands within so many characters of its authors."""

AUTHORS_REACH = 160
"""How many characters in front of "et al." the authors can begin."""

NAME_REACH = 60
"""How many characters behind a place the authors that begin in front of it can still reach."""

PUBLISHER = re.compile(rf"(?:,\s+[A-Z][\w&.'\u2019 -]{{1,40}}){{1,2}},\s+(?P<year>{YEAR})(?![\w/-])")
PUBLISHED_LAST = re.compile(rf"\.\s[^.;()]{{0,80}}?[.,;]\s+{YEAR}(?![\d/])(?:[^.;:]{{0,10}}[;:]\s?\d[\d()]*:\w+)?")
"""The year behind a title and its journal: "... of the knee. Cochrane Database Syst Rev. 2013 Dec 23;12:CD010071"."""


class LiteratureReader:
    """Reads sources that are no guideline."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.titles = TitleReader(names)
        self.authors = AuthorReader(names, self.titles.publisher)
        self.journals = NamedJournals(names)
        wording = names.wording
        et_al = any_literal(wording["et_al"])
        initials = r"[A-Z][\w'\u2019-]+"
        self._pubmed = expression(any_literal(wording["pubmed"]), re.IGNORECASE)
        self._authors = expression(
            rf"(?:{initials}(?:\s+[A-Z]{{1,3}}\b)?,?\s+){{1,8}}{et_al},?\s*"
            rf"|(?:{initials}\s+[A-Z]{{1,3}}(?:,\s+(?:and\s+)?|\.\s+)){{1,10}}"
        )
        bodies, small = any_literal(wording["author_bodies"]), any_literal(wording["body_joins"])
        self._body = expression(
            rf"(?=[^.;:]{{0,200}}?\b{bodies}\b)(?:(?:[A-Z][\w'\u2019-]*|{small}),?\s+){{1,24}}"
            r"[A-Z][\w'\u2019-]*\.\s+(?=[A-Z])"
        )
        """Whom the last author writes for: "Cohen RE, Science Committee, American Academy of Periodontology. ..."."""
        self._et_al_or_volume = expression(rf"{et_al}|;\s?(?=\d)")
        self._book = expression(rf"(?:[A-Z][\w'\u2019]+\s+){{0,3}}{any_literal(wording['book_words'])}\s+[A-Z]")
        edition = any_spelling(wording["edition_nouns"])
        month = any_literal(wording["months"])
        cut = any_literal([*wording["months"], *(word.rstrip(".") for word in wording["title_stops"])])
        own = "".join(rf"(?<!\s{re.escape(word)})" for word in wording["before_title_year"])
        self._title_end = expression(
            rf",?\s*\d{{1,2}}(?:st|nd|rd|th)\s+{edition}\b"
            rf"|(?<![\s,(]){own},?\s*\(?\s*(?:\b{month}\b[.,]?\s*(?:\d{{1,2}},?\s*)?)?{YEAR}\b"
            rf"|,\s*{any_literal(wording['title_stops'])}\s*\d|,?\s+(?:https?:|www\b)|,\s*{cut}\Z"
        )
        """What ends a title; a year behind "for" is a part of it: "An Update for 2005"."""
        self._quoted = expression(
            r"(?:(?<=[.,;:)\d])\s*|\A)[\"\u201c](?P<title>[^\"\u201c\u201d\s]+\s[^\"\u201c\u201d]{6,200})[\"\u201d]"
            rf"(?=\s*(?:[^\sa-z]|{any_literal(wording['before_authors'])}\s|\Z))"
        )
        """A title in quotation marks, in front of its journal or behind it; no quoted words of a title."""

    def url(self, text: str, start: int, end: int) -> Source | None:
        """The web address that begins at `start`, without the punctuation behind it."""
        match = URL.match(text, start, end)
        if match is None:
            return None
        stop = match.start() + len(match[0].rstrip('.,;:)]"”'))
        return Source(start, start, LITERATURE if self._pubmed.search(match[0]) else OTHER, stop)

    def has_address(self, text: str, start: int, at: int, address: str) -> bool:
        """True where the address at `at` is that of the source that begins at `start`: of its publisher, or an index.

        "American Academy of Orthopaedic Surgeons, ...; http://www.aaos.org/...", "Mayo Clinic; www.mayoclinic.org" and
        an article with its address at PubMed; not "ODG, Pain Chapter; http://www.drugs.com/...".
        """
        if self._pubmed.search(address) is not None:
            article = max(start, at - ARTICLE_REACH)
            if self._authors.match(text, start, at) or JOURNAL_PAGES.search(text, article, at):
                return True
        publisher = self.titles.organisation.match(text, start, at)
        named = publisher or PUBLISHER_NAME.match(text, start, at)
        return named is not None and _is_host_of(address, named[0])

    def journal(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The reference "N Engl J Med 2009;361:557-568", whose semicolon stands at `at`, with its authors and title."""
        name = JOURNAL_BEFORE.search(text, max(start, at - 60), at)
        journal = JOURNAL_PAGES.match(text, name.start("year"), end) if name is not None else None
        if name is None or journal is None:
            return None
        authors = self._authors_before(text, max(start, at - ARTICLE_REACH), name.start(), end)
        if authors is not None and UP_TO_JOURNAL.fullmatch(text, authors.end(), name.start()):
            led = LED_IN.match(authors[0])
            return self.read(text, authors.start() + (led.end() if led is not None else 0), journal.end())
        begin, pages = name.start(), [journal_pages(journal, 0, self.names.pages)]
        source = Source(begin, begin, LITERATURE, journal.end(), document=mended(name["journal"]), pages=pages)
        source.year = int(name["year"])
        return source

    def is_journal(self, text: str, start: int, end: int) -> bool:
        """True where a journal's name with its year and pages begins."""
        return JOURNAL.match(text, start, end) is not None

    def articles(self, text: str, start: int, end: int) -> list[Source]:
        """The articles that a sentence of a guideline block names, from the authors to the year or the pages.

        "based on the following article: Bratzler DW, Olsen KM, et al. ... Am J Health Syst Pharm. 2013;70(3):195-283."
        Without a year behind the title nothing is cited: "Dr. Smith, et al., were consulted".
        """
        found: list[Source] = []
        position = start
        marks = list(self._et_al_or_volume.finditer(text, start, end))
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            begin = max(position, mark.start() - (ARTICLE_REACH if mark[0][0] == ";" else AUTHORS_REACH))
            authors = self._authors_before(text, begin, mark.start(), end)
            if authors is None:
                continue
            limit = min(end, authors.end() + ARTICLE_REACH)
            if following is not None and following[0][0] != ";":
                limit = min(limit, following.start())
            stop = self._published_at(text, authors.end(), limit)
            if stop is None:
                continue
            found.append(self.read(text, authors.start(), stop))
            position = stop
        return found

    @staticmethod
    def date(source: Source, text: str, end: int) -> None:
        """Take the publisher and the year behind a book's edition: ", McGraw Hill, 2010"."""
        published = PUBLISHER.match(text, source.end, end)
        if source.guideline == LITERATURE and source.year is None and published is not None:
            source.year = int(published["year"])
            source.end = published.end()

    def _authors_before(self, text: str, start: int, at: int, end: int) -> re.Match[str] | None:
        """The first list of authors between two places, up to its full stop; it may reach over the second."""
        for authors in self._authors.finditer(text, start, min(end, at + NAME_REACH)):
            if authors.start() > at:
                return None
            if not text[authors.start() - 1 : authors.start()].isalnum() and authors[0].rstrip().endswith("."):
                return authors
        return None

    def _published_at(self, text: str, start: int, limit: int) -> int | None:
        """Where the pages of an article end whose title begins at `start`, or its year; None where it has neither."""
        published = JOURNAL_PAGES.search(text, start, limit) or PUBLISHED_LAST.search(text, start, limit)
        if published is None:
            return None
        stop = published.end()
        words = WORD.finditer(text, start, stop)
        return None if any(self.names.guideline_name.match(text, word.start()) for word in words) else stop

    def next_source(self, text: str, start: int, at: int, end: int, mark: str, named: bool) -> bool:
        """True where an article, a journal or a book begins at `at`, behind the source that begins at `start`.

        Behind another article its authors are needed, and behind a full stop, which also stands inside of references,
        the one before must have its journal's pages. Behind a guideline or another work that is named ("ODG, Low Back,
        MRI. Ann Intern Med 2011;154:181-189") a journal's name will do, or authors and a year, also behind an "and".

        Args:
            text: the letter.
            start: where the source before begins.
            at: the place asked about.
            end: where the block ends.
            mark: what stands in front of it: behind an "and", what stands in front of that.
            named: True where the source before is a guideline, behind a semicolon also another work.
        """
        if (mark not in ".;" and not named) or not text[at].isupper():
            return False
        authors = self._authors.match(text, at, end) is not None
        if mark == ";" and (authors or self._book.match(text, at, end)):
            return True
        if not authors and not self.is_journal(text, at, end):
            return False
        if named:
            return not authors or PUBLISHED.search(text, at, min(end, at + ARTICLE_REACH)) is not None
        before = JOURNAL_PAGES.search(text, max(start, at - ARTICLE_REACH), at)
        return (authors or mark == ";") and before is not None

    def read(self, text: str, start: int, end: int) -> Source:
        """A source of a guideline block that is no guideline: its title, year and journal pages."""
        url = self.url(text, start, end)
        if url is not None and url.end >= end:
            return url
        written = text[start:end]
        marks = (self.titles.marks, self._pubmed, JOURNAL_PAGES)
        literature = any(mark.search(written) is not None for mark in marks) or self._has_authors(text, start, end)
        organisation = self.titles.organisation.match(text, start, end)
        literature = literature and organisation is None
        source = Source(start, start, LITERATURE if literature else OTHER, end)
        if url is not None:
            return source
        if not literature:
            self.titles.read(source, text, organisation)
        else:
            self._article(source, text)
        return source

    def _has_authors(self, text: str, start: int, end: int) -> bool:
        """True where authors up to a full stop, and somewhere a year, tell an article: "Hallman RT. ... 2013"."""
        authors = self._authors.match(text, start, end)
        return authors is not None and authors[0].rstrip().endswith(".") and bool(PUBLISHED.search(text, start, end))

    def _article(self, source: Source, text: str) -> None:
        """The title, year and pages of an article or a book; a journal alone is its own title."""
        start, end = source.start, source.end
        journal = JOURNAL_PAGES.search(text, start, end)
        alone = JOURNAL.match(text, start, end)
        authors = self._authors.match(text, start, end)
        title = TITLE.match(text, self._title_start(text, authors, end) if authors else start, end)
        quoted = self._quoted.search(text[start:end])
        if quoted is not None:
            source.document = mended(quoted["title"]).strip(" ,.")
        elif alone is not None:
            source.document = self.titles.closed(mended(alone["journal"]))
        elif title is not None:
            stop = self._title_end.search(title[0])
            source.document = self.titles.closed(mended(title[0][: stop.start() if stop else None])).strip(" ,:")
        found = self.names.pages.find(text, start, end)
        years = (
            year[1]
            for year in PUBLISHED.finditer(text, start, end)
            if not any(pages.start <= year.start() < pages.end for pages in found)
        )
        published = journal["year"] if journal is not None else next(years, None)
        source.year = int(published) if published else None
        chapter = self.names.pieces.chapter.search(text, start, end)
        source.sections = [f"Chapter {chapter['number']}"] if chapter is not None else []
        if journal is not None:
            source.pages.append(journal_pages(journal, 0, self.names.pages))
        else:
            source.pages += found

    def _title_start(self, text: str, authors: re.Match[str], end: int) -> int:
        """Where the title begins behind the authors, the last of whom may be a body; none where no title is left."""
        body = self._body.match(text, authors.end(), end) if authors[0].rstrip().endswith(",") else None
        return authors.end() if body is None or JOURNAL.match(text, body.end(), end) else body.end()


def _is_host_of(address: str, publisher: str) -> bool:
    """True where an address has a publisher's name, one of its words, its first word, or its initials."""
    words = WORD.findall(publisher)
    small = [word.casefold() for word in words]
    joined = "".join(small)
    initials = "".join(word[0] for word in words if word[0].isupper()).casefold()
    host = address.rpartition("//")[2].partition("/")[0]
    labels = [label for label in host.casefold().replace("-", "").split(".")[:-1] if len(label) >= SHORTEST_HOST]
    return any(
        label in small
        or joined.startswith(label)
        or (len(small[0]) >= SHORTEST_HOST and label.startswith(small[0]))
        or initials.startswith(label)
        or initials.endswith(label)
        for label in labels
        if label != "www"
    )
