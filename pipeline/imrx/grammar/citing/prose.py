"""Citations in running text, and what a bare page refers to.

    Per MTUS Chronic Pain Medical Treatment Guidelines page 78 regarding on-going management of opioids ...
    ... page 124 of the MTUS Chronic Pain Medical Treatment Guidelines notes.
    The California MTUS and ACOEM Guidelines do not address ...

Every mention of a guideline's name is a citation. A bare page ("page 79", "the same page") belongs to the document last
named in the same rationale. Deliberately left alone: "the guidelines" without name and pages, "outside of the MTUS",
"part of the MTUS", pages of reports.
"""

import re

from imrx.grammar.citing.literature import LiteratureReader
from imrx.grammar.citing.names import REGULATION_NUMBER, Names, alternatives, literally
from imrx.grammar.citing.pieces import NUMBERED_CHAPTER, ON, TABLE
from imrx.grammar.citing.regulation import read_regulation
from imrx.grammar.citing.source import Source
from imrx.grammar.citing.source_reader import SourceReader

SAME_PAGE = re.compile(r"(?:[Tt]he\s+|[Tt]his\s+)?(?P<same>[Ss]ame\s+pages?)\b")
SECTION = re.compile(r"[Ss]ections?\s+(?P<number>\d{1,2}(?:\.\d{1,2}){2,4})\b(?!\.?\d)")
MTUS_NUMBER = re.compile(rf"\s+(?:(?:§{{1,2}}|[Ss]ections?)\s*)?(?P<number>{REGULATION_NUMBER})")
SECTION_OF = re.compile(
    r"(?P<heading>[A-Z][\w ,&/()-]{2,60}?)\s+[Ss]ections?\s+(?:of|in)\s+(?:the\s+)?\Z"
    r"|\b[Uu]nder\s+(?P<under>[A-Z][\w ,&/()-]{2,60}?),?\s+in\s+(?:the\s+)?\Z"
)
TITLE_ENDS = ("Complaints", "Conditions")
"""How the chapters of the MTUS that are ACOEM chapters end."""

MOST_PARTS = 6
"""How many pages, tables and chapters may stand in front of a name."""

_SMALL = ("same page", "chapter", "table", "section", "et al", "title 8", "http", "www.")
_CAPITALS = (
    r"P(?:age|AGE|g|p|\.|\s?\d)|\(|Same\s+page|8\s*C|9792|Chapter|Table|Figure|Section"
    r"|Title\s+8|California\s+Code|Labor\s+Code"
)
_SMALL_PAGE = re.compile(r"p(?:ages?\b|gs?\b|p?\.?\s?\d)")
_PAGE = r"page|Page|PAGE|p(?:gs?\b|p?\.?\s?\d)|P(?:gs?\b|p?\.?\s?\d)"
_PART = (
    r"chapter\s+\d|Chapter\s+\d|table\s+\d|Table\s+\d|Figure\s+\d|section\s+\d|Section\s+\d|sections\s+\d|Sections\s+\d"
)
_CODE = r"title\s+8|Title\s+8|8\s*C\.?\s?C|California\s+Code|Labor\s+Code|9792"

OF_TOTAL = re.compile(r"\s+of\s+\d{1,4}\b")
SPACE = re.compile(r"[\s,;]*")


class ProseReader:
    """Reads citations in running text."""

    def __init__(self, names: Names, reader: SourceReader, literature: LiteratureReader) -> None:
        self.names = names
        self.reader = reader
        self.literature = literature
        wording = names.wording
        self._in_front = re.compile(rf"\s*,?\s+(?:{literally(wording['in_front'])})\s+")
        records = literally(wording["not_guideline_pages"])
        self._of_record = re.compile(rf"\s+(?:of|in|from)\s+(?:\w+['\u2019]?s?\s+){{0,3}}(?:{records})\b")
        self._name = re.compile(f"{names.name}|{names.alone}")
        titles = alternatives(row.name for row in names.documents.values() if row.name.endswith(TITLE_ENDS))
        self._title = re.compile(rf"(?P<document>{titles})(?:\s+[Cc]hapter)?,?\s*\(\Z")
        self._capital = re.compile(rf"{names.first_word}|{_CAPITALS}")
        self._small = [*names.small_first_words, *_SMALL]
        self._kind = re.compile(
            rf"(?P<name>{names.first_word}|{'|'.join(names.small_first_words)})|(?P<page>{_PAGE})|(?P<bracket>\()|(?P<same>[Ss]ame\s+page)|(?P<part>{_PART})"
            rf"|(?P<etal>et\s+al\b)|(?P<code>{_CODE})|(?P<url>https?://|www\.)"
        )

    def find(self, text: str, start: int, end: int, literature: bool, last: Source | None = None) -> list[Source]:
        """All citations between two offsets, in order.

        Args:
            text: the letter.
            start: first character.
            end: end of the stretch.
            literature: True where authors with years in brackets are references (a rationale).
            last: the source that a bare page refers to until another one is named.
        """
        sources: list[Source] = []
        position = start
        ranges: list[list[int]] = []
        for at in self._anchors(text, start, end):
            if at < position or (at > 0 and text[at - 1].isalnum() and text[at] != "("):
                continue
            kind = self._kind.match(text, at, end)
            if kind is None:
                continue
            found, position = self._at(text, kind, position, end, literature, last, ranges)
            for source in found:
                sources.append(source)
                position = source.end
                ranges = source.ranges or ranges
                if source.guideline in ("MTUS", "ODG", "ACOEM"):
                    last = (
                        source if source.named_document or not (last and last.guideline == source.guideline) else last
                    )
        return sources

    def _anchors(self, text: str, start: int, end: int) -> list[int]:
        """Where something that can begin a citation stands; words in small letters by plain search, which is faster."""
        anchors = [match.start() for match in self._capital.finditer(text, start, end)]
        anchors += [match.start() for match in _SMALL_PAGE.finditer(text, start, end)]
        for word in self._small:
            at = text.find(word, start, end)
            while at >= 0:
                anchors.append(at)
                at = text.find(word, at + 1, end)
        anchors.sort()
        return anchors

    def _at(
        self,
        text: str,
        trigger: re.Match[str],
        start: int,
        end: int,
        literature: bool,
        last: Source | None,
        ranges: list[list[int]],
    ) -> tuple[list[Source], int]:
        """The citations that begin at a trigger, and from where on to read: pages are read once, whosever they are."""
        at = trigger.start()
        kind = trigger.lastgroup
        source: Source | None = None
        if kind == "name":
            source = self._named(text, at, start, end) if self._name.match(text, at, end) else None
        elif kind in ("page", "part"):
            source, start = self._part_first(text, at, end, last)
        elif kind == "bracket":
            return (self.literature.author_years(text, at, end) if literature else []), start
        elif kind == "same":
            source = self._bare(last, at, trigger.end(), ranges)
        elif kind == "etal":
            source = self.literature.et_al(text, at, start, end) if literature else None
        elif kind == "code":
            source = read_regulation(text, self.reader.name_start(text, at, max(start, at - 30)), at, end)
        elif kind == "url":
            source = self.literature.url(text, at, end) if self.reader.address.match(text, at, end) is None else None
        return ([source] if source is not None else []), start

    def _named(self, text: str, at: int, start: int, end: int) -> Source | None:
        """A citation that begins with a guideline's name."""
        front = self.reader.name_start(text, at, start)
        if self.names.not_cited.search(text, max(start, front - 60), front):
            return None
        owned = self.names.owned.match(text, at, end)
        if owned is not None and front == at and owned["document"][0].islower() and "reatment" not in owned["document"]:
            return None
        if owned is None:
            named = self.names.named.match(text, at, end)
            number = MTUS_NUMBER.match(text, named.end(), end) if named else None
            if number is not None and named is not None and self.names.guideline(named[0]) == "MTUS":
                document = self.names.regulation.get(number["number"])
                pages = self.names.pages.match(text, ON.match(text, number.end(), end).end(), end)  # type: ignore[union-attr]
                if document is not None and pages is not None:
                    return Source(front, number.end(), "MTUS", pages.end, document=document, pages=[pages])
                probe = self.reader.read(text, at, end, False, start)
                if probe is not None and probe.end <= number.end():
                    return Source(front, number.end(), "regulation", number.end(), sections=[number["number"]])
        source = self.reader.read(text, at, end, False, start)
        if source is not None:
            before = SECTION_OF.search(text, max(start, front - 90), front)
            if before is not None:
                self._section_before(source, before)
            if text[front - 1 : front] == "(" and source.guideline == "ACOEM":
                self._title_before(source, text, front, end)
        return source

    def _title_before(self, source: Source, text: str, front: int, end: int) -> None:
        """Take the chapter in front of a bracket: "Low Back Complaints (ACOEM Practice Guidelines, Chapter 12)"."""
        title = self._title.search(text, max(0, front - 80), front)
        if title is None:
            return
        source.guideline, source.chapter = "MTUS", None
        source.document = self.names.document("MTUS", title["document"])
        source.start = source.name_start = title.start()
        if text[source.end : source.end + 1] == ")":
            source.end += 1
        pages = self.names.pages.match(text, ON.match(text, source.end, end).end(), end)  # type: ignore[union-attr]
        if pages is not None:
            source.pages.append(pages)
            source.end = pages.end

    def _section_before(self, source: Source, before: re.Match[str]) -> None:
        """Take "the Introduction section of" in front of a name, where it is a known section."""
        group = "heading" if before["heading"] else "under"
        words = before[group]
        offset = before.start(group)
        while words:
            if self.names.headings.knows(words, source.guideline):
                source.sections.insert(0, " ".join(words.split()))
                source.start = offset
                return
            cut = re.match(r"\S+\s+", words)
            if cut is None:
                return
            offset += cut.end()
            words = words[cut.end() :]

    def _part_first(self, text: str, at: int, end: int, last: Source | None) -> tuple[Source | None, int]:
        """A citation that begins with its page, chapter or table ("page 124 of the MTUS ..."), or a bare page.

        Returns:
            The citation, and the end of the pages read.
        """
        pages = []
        tables = []
        numbers = []
        chapter = None
        position = at
        for _ in range(MOST_PARTS):
            begin = SPACE.match(text, position, end).end() if position > at else at  # type: ignore[union-attr]
            found = self.names.pages.match(text, begin, end)
            numbered = NUMBERED_CHAPTER.match(text, begin, end)
            table = TABLE.match(text, begin, end)
            section = SECTION.match(text, begin, end)
            if found is not None:
                pages.append(found)
                position = found.end
            elif numbered is not None:
                chapter = f"Chapter {numbered['number']}"
                position = numbered.end()
            elif table is not None:
                tables.append(" ".join(table["table"].split()))
                position = table.end()
            elif section is not None:
                numbers.append(section["number"])
                position = section.end()
            else:
                break
        link = self._in_front.match(text, position, end)
        if link is not None and position > at:
            front = self.names.front.match(text, link.end(), end)
            name = front.end() if front else link.end()
            if self._name.match(text, name, end) is not None:
                source = self.reader.read(text, name, end, False, link.end())
                if source is not None:
                    source.start = at
                    source.pages = pages + source.pages
                    source.sections = tables + numbers + source.sections
                    source.chapter = source.chapter or chapter
                    return source, position
        if not (pages or numbers) or self._of_record.match(text, position, end) or OF_TOTAL.match(text, position, end):
            return None, position
        source = self._bare(last, at, position, None)
        if source is not None:
            source.pages = pages
            source.sections = tables + numbers
        return source, position

    @staticmethod
    def _bare(last: Source | None, start: int, end: int, ranges: list[list[int]] | None) -> Source | None:
        """A citation without a name: it is of the document last named."""
        if last is None:
            return None
        source = Source(start, start, last.guideline, end, document=last.named_document)
        source.inherited = ranges or []
        return source
