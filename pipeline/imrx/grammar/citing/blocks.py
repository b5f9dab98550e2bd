"""Guideline blocks: the fixed lines under a disputed item that say what each side cited.

    Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78, 92.
    Decision based on MTUS Elbow Complaints 2007, Section(s): 326, and Chronic Pain Medical Treatment 2016, ...
    Decision based on Non-MTUS Citation Official Disability Guidelines, Shoulder (updated 12/12/16); ODG, Low Back.

A block is cut at "Decision based on", each piece into its sources, one per guideline document. Deliberately left alone:
"did not cite any medical evidence" and "outside of the MTUS Guidelines", which cite nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from imrx.grammar.citing.headings import key
from imrx.grammar.citing.literature import LiteratureReader
from imrx.grammar.citing.names import YEAR, Names, alternatives, literally
from imrx.grammar.citing.pieces import NUMBERED_CHAPTER, URL
from imrx.grammar.citing.regulation import read_regulation
from imrx.grammar.citing.source import Source
from imrx.grammar.citing.source_reader import SourceReader

LEAD = re.compile(
    r"[Dd]ecision\s+(?:is\s+|was\s+)?based\s+(?:up)?on\s+(?:the\s+)?"
    r"(?P<other>[Nn][Oo][Nn]\s?[-\u2010-\u2015]?\s*MTU\s?S(?:\s+[Cc]itations?)?)?[\s:]*(?:[Tt]he\s+(?=[A-Z]))?"
)
"""The fixed lead-in; the letters' typing faults "NonMTUS" and "Non- MTUS" are another source's lead-in too."""

TITLE_ENDS = ("Complaints", "Conditions", "Disorders", "Treatment")
"""How the titles of the MTUS chapters end: such a title needs neither a year nor "Guidelines" to begin a source."""

BOUNDARY = re.compile(r",\s*(?:and\s+)?|\.\s*(?:and\s+)?|;\s*(?:and\s+)?|\sand\s+")
"""Behind what a further source can begin; behind a comma or full stop only one of MTUS, ODG and ACOEM."""

CHAPTER_START = re.compile(r"\b(?:[Cc]hapter|CHAPTER)\s+\d")
_BEFORE_YEAR = (
    rf"(?P<document>[A-Z][^:;.]{{2,90}}?)(?=\s+{YEAR}\b(?:\s+Guidelines)?\s*(?:,\s*Section|,\s+and\s|[.;]|$))"
)
YEARLY = re.compile(rf"(?:MTUS\s+)?{_BEFORE_YEAR}")
NEXT_YEARLY = re.compile(rf",\s+and\s+{_BEFORE_YEAR}")
WORD = re.compile(r"[A-Za-z\d]+")
WINDOW = 300
"""How many characters back the chapter of the source before is looked for."""

HOST = re.compile(r"(?:https?://)?[^\s/]{1,60}")
MTUS = re.compile(r"MTUS\s+")
ACCESSED = re.compile(r"accessed\s+(?:on\s+)?[\d/]+\s*[,;]\s+(?=[A-Z])")


class Cut(NamedTuple):
    """Where one source ends and the next starts, and the length of a document's name that no table has."""

    cut: int
    start: int
    skip: int


class BlockReader:
    """Reads a guideline block."""

    def __init__(self, names: Names, reader: SourceReader, literature: LiteratureReader) -> None:
        self.names = names
        self.reader = reader
        self.literature = literature
        self.starts = re.compile(f"{names.name}|{names.alone}")
        self.guidelines = re.compile(f"{names.guideline_name}|{names.alone}")
        documents = [row.name for row in names.documents.values() if row.guideline == "MTUS"]
        self.yearly = re.compile(rf"(?:{alternatives(documents)})(?=(?:\s+[Gg]uidelines)?\s+{YEAR}\b)")
        titled = [
            name
            for name in documents
            if name.endswith(TITLE_ENDS) and " " in name and not names.headings.knows(name, "MTUS")
        ]
        self.titled = re.compile(rf"(?:{alternatives(titled)})\b")
        odg = [row.name for row in names.documents.values() if row.guideline == "ODG"]
        chapters = alternatives(name for name in odg if ("ODG", key(name)) not in names.needy)
        bracket = r"(?:\s*\([^()]{1,90}\))?"
        self.chapter = re.compile(
            rf"(?:{chapters}){bracket}(?P<told>\s+(?:[Cc]hapter|CHAPTER)\b)?(?=\s*[,:/;.(-]|\s*\Z)"
        )
        self.any_chapter = re.compile(rf"\b(?:{chapters}){bracket}(?:\s+(?:[Cc]hapter|CHAPTER)\b|\s*[,:/;-])")
        self.odg = re.compile(alternatives(name for name in names.written if names.guideline(name) == "ODG"))
        titles = [row.name for row in names.documents.values()] + names.wording["place"] + ["http", "https", "www"]
        titles += names.wording["organisations"]
        self.first_words = {WORD.match(title)[0].casefold() for title in [*titles, *names.written]}  # type: ignore[index]
        years = {str(year) for year in range(1990, 2040)}
        self.first_words |= years
        owned = [name for name in names.written if names.guideline(name) in ("MTUS", "ODG", "ACOEM")]
        owned += [row.name for row in names.documents.values() if row.guideline == "MTUS"] + names.wording["place"]
        self.name_words = {WORD.match(name)[0].casefold() for name in owned} | years  # type: ignore[index]
        self.document_words = {WORD.match(name)[0].casefold() for name in documents}  # type: ignore[index]
        self.separate = re.compile(rf"(?:{literally(names.wording['separate_sources'])})\b\s*[:;,.-]*\s*")

    def find(self, text: str, start: int, end: int) -> list[Source]:
        """All sources of a block, in order; empty where it has no "Decision based on"."""
        leads = list(LEAD.finditer(text, start, end))
        sources: list[Source] = []
        for index, lead in enumerate(leads):
            until = leads[index + 1].start() if index + 1 < len(leads) else end
            sources += self._piece(text, lead.end(), until, lead["other"] is None)
        return sources

    def _piece(self, text: str, start: int, end: int, is_mtus: bool) -> Iterator[Source]:
        """The sources after one lead-in."""
        cuts = self._cuts(text, start, end, is_mtus)
        guideline = "MTUS" if is_mtus else "ACOEM"
        for index, cut in enumerate(cuts):
            begin = cut.start
            until = trimmed_end(text, begin, cuts[index + 1].cut if index + 1 < len(cuts) else end)
            if until > begin:
                if index and NUMBERED_CHAPTER.match(text, begin, until):
                    source = self.reader.read_unnamed(text, begin, until, guideline)
                else:
                    source = self._source(text, begin, until, cut.skip, is_mtus)
                guideline = source.guideline
                yield source

    def _source(self, text: str, start: int, end: int, skip: int, is_mtus: bool) -> Source:
        """The source between two offsets."""
        if is_mtus and not skip:
            unknown = YEARLY.match(text, start, end)
            if unknown is not None and not self._known(text, start):
                skip = unknown.end() - start
        if skip:
            return self.reader.read_unnamed(text, start, end, "MTUS", skip)
        source = self.reader.read(text, self._named(text, start, end), end, True, start)
        if source is not None:
            return source
        if is_mtus and (self.yearly.match(text, start, end) or self.titled.match(text, start, end)):
            return self.reader.read_unnamed(text, start, end, "MTUS")
        if self.names.chapters["ODG"].match(text, start, end):
            return self.reader.read_unnamed(text, start, end, "ODG")
        front = self.names.front.match(text, start, end)
        law = read_regulation(text, start, start, end)
        if law is None and front is not None:
            law = read_regulation(text, start, front.end(), end)
        if law is not None:
            law.end = end
            return law
        return self.literature.read(text, start, end)

    def _named(self, text: str, start: int, end: int) -> int:
        """Where a name begins behind "California" or a year."""
        front = self.names.front.match(text, start, end)
        name = front.end() if front else start
        return name if name > start and self.starts.match(text, name, end) else start

    def _cuts(self, text: str, start: int, end: int, is_mtus: bool) -> list[Cut]:
        """Where the sources begin."""
        cuts = [Cut(match.start(), match.end(), 0) for match in self.separate.finditer(text, start, end)]
        if not any(cut.cut == start for cut in cuts):
            cuts.append(Cut(start, start, 0))
        named = self._name_end(text, start)
        addresses = [match.span() for match in URL.finditer(text, start, end)]
        begins = [first for first, _ in addresses]
        odg = None if is_mtus else self.odg.search(text, start, end)
        chapters = 0 if CHAPTER_START.match(text, start) is None else 1
        for boundary in BOUNDARY.finditer(text, start, end):
            begin = boundary.end()
            inside = bisect_left(begins, begin)
            if begin < named or (inside and begin < addresses[inside - 1][1]):
                continue
            if CHAPTER_START.match(text, begin):
                chapters += 1
                if chapters > 1:
                    cuts.append(Cut(begin, begin, 0))
            elif self._begins(text, begin, boundary[0][0], is_mtus, cuts[-1].start):
                cuts.append(Cut(begin, begin, 0))
                named = self._name_end(text, begin)
            elif odg is not None and odg.end() < begin:
                chapter = self._next_chapter(text, begin, boundary[0][0], cuts[-1].start)
                if chapter > begin:
                    cuts.append(Cut(begin, begin, 0))
                    named = chapter
        cuts += [Cut(match.end(), match.end(), 0) for match in ACCESSED.finditer(text, start, end)]
        if is_mtus:
            cuts += self._documents(text, start, end, [cut.start for cut in cuts])
        cuts.sort()
        return [cut for index, cut in enumerate(cuts) if index == 0 or cut.cut - cuts[index - 1].start > 3]

    def _name_end(self, text: str, start: int) -> int:
        """The end of a name at `start`: no other source begins inside of it."""
        name = self.starts.match(text, start)
        return name.end() if name else start

    def _next_chapter(self, text: str, start: int, mark: str, before: int) -> int:
        """The end of another chapter of the ODG at `start` ("...; Knee, Walking aids", "Pain Chapter, Neck Chapter").

        Returns:
            `start` where there is none: the chapter of the source before is not another one.
        """
        word = WORD.match(text, start)
        if word is None or word[0].casefold() not in self.first_words:
            return start
        chapter = self.chapter.match(text, start)
        if chapter is None or (mark != ";" and chapter["told"] is None):
            return start
        own = self.any_chapter.search(text, max(before, start - WINDOW), start)
        return chapter.end() if own is not None else start

    def _begins(self, text: str, start: int, mark: str, is_mtus: bool, before: int) -> bool:
        """True where a source begins at `start`, which stands behind a boundary.

        Args:
            text: the letter.
            start: where it may begin.
            mark: the boundary's first character.
            is_mtus: False behind "Non-MTUS Citation".
            before: where the source before begins.
        """
        word = WORD.match(text, start)
        if word is None or word[0].casefold() not in self.first_words:
            return False
        front = self.names.front.match(text, start)
        name = front.end() if front else start
        if word[0].casefold() in self.name_words and self.guidelines.match(text, name):
            return True
        document = is_mtus and word[0].casefold() in self.document_words
        if document and (self.yearly.match(text, start) or self.titled.match(text, start)):
            return True
        if mark in ",.":
            return False
        if URL.match(text, start) is not None and self.reader.address.match(text, start) is None:
            own = WORD.match(text, before)
            host = HOST.match(text, start)
            return own is None or host is None or own[0].casefold() not in host[0].casefold()
        return self.starts.match(text, name) is not None or (
            mark == ";" and self.literature.organisation.match(text, start) is not None
        )

    def _known(self, text: str, start: int) -> re.Match[str] | None:
        """A document of the MTUS with its year at `start`, or behind "MTUS" there."""
        name = MTUS.match(text, start)
        word = WORD.match(text, name.end() if name else start)
        if word is None or word[0].casefold() not in self.document_words:
            return None
        return self.yearly.match(text, name.end() if name else start)

    def _documents(self, text: str, start: int, end: int, starts: list[int]) -> Iterator[Cut]:
        """Where documents that no table has begin in a block that names the MTUS once."""
        found = list(NEXT_YEARLY.finditer(text, start, end))
        known = [other.span() for other in map(partial(self._known, text), starts) if other] if found else []
        for match in found:
            begin = match.start("document")
            if not any(first < match.end() and begin < last for first, last in known):
                yield Cut(begin, begin, match.end() - begin)


def trimmed_end(text: str, start: int, end: int) -> int:
    """The end without white space, full stops, commas, and a last "and"."""
    while True:
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;"):
            end -= 1
        if text[max(start, end - 4) : end] in (" and", "\nand"):
            end -= 3
        else:
            return end
