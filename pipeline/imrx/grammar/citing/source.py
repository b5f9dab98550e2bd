"""One source, read from its name on: guideline, document, edition, sections, pages.

    MTUS Guideline in ACOEM Chapter 11, Table 11-6, page 269
    ODG Guidelines, 14th Edition, 2016, Knee Chapter
    Official Disability Guidelines (ODG) Low Back - Lumbar & Thoracic (Acute & Chronic), MRIs

What follows a name is taken piece by piece as long as it is a piece of a citation; in a guideline block what remains up
to the source's end is the list of sections and pages.
"""

import re
from dataclasses import dataclass, field

from imrx.grammar.citing.headings import key, trimmed
from imrx.grammar.citing.names import YEAR, Names, alternatives, flexible, literally
from imrx.grammar.citing.pages import Pages
from imrx.grammar.citing.pieces import (
    AND,
    AND_ACOEM,
    AND_BEFORE_PAGES,
    BARE_DETAIL,
    BEFORE_PAGES,
    BRACKETED,
    CHAPTER_COLON,
    CHAPTER_ON,
    CLOSING,
    CODE_DIGITS,
    DETAIL,
    EDITION,
    GUARD,
    GUIDELINES,
    HEADING,
    IN_ACOEM,
    JOINING_END,
    JOINING_START,
    LISTED,
    NUMBERED_CHAPTER,
    OF_MTUS,
    OF_TOTAL,
    ON,
    OTHER_CHAPTER,
    OTHER_TREATMENT,
    QUOTED,
    SECTION_NUMBER,
    SEPARATOR,
    TABLE,
    WHOLE_GUIDELINES,
    YEAR_PIECE,
)


@dataclass
class Source:
    """A citation as it is read; offsets are characters, half-open; the name is a part of it, and can be empty."""

    start: int
    name_end: int
    guideline: str
    end: int
    document: str | None = None
    year: int | None = None
    sections: list[str] = field(default_factory=list)
    pages: list[Pages] = field(default_factory=list)
    inherited: list[list[int]] = field(default_factory=list)
    chapter: str | None = None
    inside_acoem: bool = False
    closed: bool = False
    regulation: str | None = None
    name_start: int = -1

    def __post_init__(self) -> None:
        """A citation begins with its name, as long as no page or section is put in front of it."""
        if self.name_start < 0:
            self.name_start = self.start

    @property
    def ranges(self) -> list[list[int]]:
        """All page ranges; of "the same page", those of the page meant."""
        return [pair for pages in self.pages for pair in pages.ranges] or self.inherited

    @property
    def named_document(self) -> str | None:
        """The document by its title, else by its chapter's number."""
        return self.document or self.chapter


class SourceReader:
    """Reads a source; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        wording = names.wording
        self._words = re.compile(rf"(?:{names.guideline_words})(?!\w)(?:\s+[Gg]uidelines?\b)?")
        self._edition = re.compile(rf"[(\[]?\s*(?:{alternatives(wording['edition_words'])})(?![\w-])\s*[)\]]?")
        brackets = "|".join(map(flexible, wording["bracket_words"]))
        self._bracket = re.compile(rf"\(\s*(?:{brackets})\b(?P<rest>[^()]{{0,60}})\)")
        months = literally(wording["months"])
        self._dated = re.compile(rf"\(\s*(?:{months})\b\.?\s*(?:\d{{1,2}},?\s*)?(?P<year>{YEAR})\s*\)")
        self._dated_name = re.compile(names.dated_name)
        addresses = "|".join(map(re.escape, wording["own_addresses"]))
        self.address = re.compile(rf"(?:https?://|www\.)[^\s/]{{0,40}}(?:{addresses})[^\s,;)]*[^\s,;.)]")
        self._year = re.compile(rf"\b({YEAR})\b")
        self._qualifier = re.compile(rf"\s*\(\s*(?i:{literally(wording['chapter_qualifiers'])})\b[^()]{{0,90}}\)")
        self._chapter_word = re.compile(
            rf"\s*(?:{alternatives(wording['chapter_words'])})\b(?!\s*\(\s*s)(?:\s+[Gg]uidelines?\b)?"
        )

    def name_start(self, text: str, start: int, limit: int) -> int:
        """Where a name begins with the place or year in front of it ("California", "2016")."""
        before = text[max(limit, start - 30) : start]
        match = self.names.in_front.search(before)
        return start - (len(before) - match.start()) if match else start

    def read(self, text: str, start: int, end: int, in_block: bool, limit: int = 0) -> Source | None:
        """The source whose name begins at `start`; in a block it reaches to `end`.

        Args:
            text: the letter.
            start: where the name begins.
            end: where the source must have ended.
            in_block: True in a guideline block, where everything up to `end` belongs to the source.
            limit: a place or year before the name is looked for down to here.

        Returns:
            None where no name begins at `start`.
        """
        names = self.names
        front = self.name_start(text, start, limit)
        owned = names.owned.match(text, start, end)
        if owned is not None:
            source = Source(
                front, owned.end(), "MTUS", owned.end(), document=names.document("MTUS", owned["document"]), closed=True
            )
        else:
            named = names.named.match(text, start, end)
            if named is None:
                return None
            source = Source(front, named.end(), names.guideline(named[0]), named.end())
            if source.guideline == "other":
                source.document = " ".join(named[0].split("(")[0].split())
        year = self._year.search(text, front, start)
        if year is not None:
            source.year = int(year[1])
        return self._whole(source, text, end, in_block)

    def read_unnamed(self, text: str, start: int, end: int, guideline: str, skip: int = 0) -> Source:
        """A source in a block that begins with its document ("and Knee Complaints 2004, Section(s): Initial Care").

        Args:
            text: the letter.
            start: where the source begins.
            end: where it ends.
            guideline: whose document it is.
            skip: length of a document's name that is in no table.
        """
        source = Source(
            start, start + skip, guideline, start + skip, inside_acoem=NUMBERED_CHAPTER.match(text, start) is not None
        )
        if skip:
            source.document = " ".join(text[start : start + skip].split()).removeprefix("MTUS ")
            source.closed = True
        return self._whole(source, text, end, True)

    def _whole(self, source: Source, text: str, end: int, in_block: bool) -> Source:
        while self._piece(source, text, end, in_block):
            pass
        if in_block:
            self._rest(source, text, end)
        if source.regulation is not None and source.named_document is None:
            source.document = self.names.regulation.get(source.regulation)
        inside = text[source.start : source.end]
        if inside.count("(") > inside.count(")") and text[source.end : source.end + 1] == ")":
            source.end += 1
        return source

    def _piece(self, source: Source, text: str, end: int, in_block: bool) -> bool:
        """Take the next piece of a citation; False where there is none."""
        position = source.end
        after = SEPARATOR.match(text, position, end).end()  # type: ignore[union-attr]  # it matches the empty string
        adjacent = not text[position:after].strip()
        if source.guideline == "MTUS":
            match = None
            if not source.inside_acoem and source.named_document is None:
                match = IN_ACOEM.match(text, position, end) or (
                    AND_ACOEM.match(text, position, end) if in_block else None
                )
            if match is not None:
                source.inside_acoem = True
                return self._take(source, match, name=True)
            match = OF_MTUS.match(text, position, end) if source.closed and source.name_end == position else None
            if match is not None:
                return self._take(source, match, name=True)
        match = self._words.match(text, after, end)
        if match is not None and (adjacent or in_block):
            if source.document is not None:
                source.closed = True
            owned = source.document is None or source.guideline == "MTUS"
            return self._take(source, match, name=owned and source.name_end == position)
        if source.guideline == "MTUS":
            match = DETAIL.match(text, after, end)
            if match is not None:
                source.year = source.year or (int(match["year"]) if match["year"] else None)
                source.regulation = None if match["last"] else match["number"]
                return self._take(source, match)
            match = BARE_DETAIL.match(text, after, end)
            if match is not None and self._chapter(source, text, match.end(), end, in_block):
                return True
        match = YEAR_PIECE.match(text, after, end)
        if match is not None and source.year is None:
            source.year = int(match["year"])
            return self._take(
                source,
                match,
                name=source.document is None and source.guideline == "MTUS" and source.name_end == position,
            )
        match = self._dated.match(text, after, end) or self._dated_name.match(text, after, end)
        if match is not None and source.guideline != "ODG" and source.year is None:
            source.year = int(match["year"])
            return self._take(source, match)
        match = (
            EDITION.match(text, after, end)
            or self._edition.match(text, after, end)
            or self.address.match(text, after, end)
        )
        if match is not None:
            return self._take(source, match)
        match = self._bracket.match(text, after, end)
        if match is not None:
            year = self._year.search(match["rest"])
            if year is not None and source.guideline != "ODG" and source.year is None:
                source.year = int(year[1])
            return self._take(source, match)
        match = NUMBERED_CHAPTER.match(text, after, end)
        if match is not None and source.chapter is None and source.guideline in ("MTUS", "ACOEM"):
            source.chapter = f"Chapter {match['number']}"
            return self._take(source, match)
        if self._chapter(source, text, after, end, in_block):
            return True
        return not in_block and self._prose_piece(source, text, position, after, end)

    def _chapter(self, source: Source, text: str, start: int, end: int, in_block: bool) -> bool:
        """Take a document's name, with the words that go with it."""
        if source.document is not None or source.closed:
            return False
        guideline = source.guideline
        on = CHAPTER_ON.match(text, start, end)
        on = on or (CHAPTER_COLON.match(text, start, end) if guideline == "ODG" else None)
        bracket = BRACKETED.match(text, start, end)
        begin = on.end() if on else bracket.end() if bracket else start
        match = None
        for owner in ("ACOEM", guideline) if source.inside_acoem else (guideline,):
            chapters = self.names.chapters.get(owner)
            match = match or (chapters.match(text, begin, end) if chapters else None)
        if match is None and bracket is None:
            expression = {"ODG": OTHER_CHAPTER, "MTUS": OTHER_TREATMENT}.get(guideline) if in_block else None
            other = expression.match(text, start, end) if expression else None
            if other is None:
                return False
            source.document = self.names.document(guideline, other["document"])
            source.closed = True
            return self._take(source, other, name=guideline == "MTUS")
        if match is None:
            return False
        written = match["document"]
        stop = match.end()
        qualifier = self._qualifier.match(text, stop, end) if guideline == "ODG" else None
        if qualifier is not None:
            stop = qualifier.end()
        word = self._chapter_word.match(text, stop, end)
        guidelines = GUIDELINES.match(text, stop, end)
        year = YEAR_PIECE.match(text, SEPARATOR.match(text, stop, end).end(), end)  # type: ignore[union-attr]
        told = bool(word or guidelines or on or source.chapter)
        closing = CLOSING.match(text, word.end() if word else stop, end) if bracket else None
        if bracket and not closing:
            return False
        dated = guideline == "MTUS" and bool(year or source.year)
        if (guideline, key(written)) in self.names.needy and not (told or dated):
            return False
        if not told and not (written[0].isupper() or (in_block and GUARD.match(text, stop, end))):
            return False
        if in_block and not told and guideline != "MTUS" and not GUARD.match(text, stop, end):
            return False
        source.document = self.names.document(guideline, written)
        if qualifier is not None:
            source.document += " " + " ".join(qualifier[0].split())
        if guidelines is not None and guideline == "MTUS":
            source.closed = True
            stop = guidelines.end()
        elif word is not None:
            stop = word.end()
        elif guidelines is not None:
            stop = guidelines.end()
        if closing is not None:
            stop = closing.end()
        if guideline == "MTUS" and not source.inside_acoem:
            source.name_end = stop
        source.end = stop
        return True

    def _prose_piece(self, source: Source, text: str, position: int, after: int, end: int) -> bool:
        """Take a piece that only running text needs looking for: pages, tables, section names."""
        pages = self.names.pages.match(text, ON.match(text, position, end).end(), end)  # type: ignore[union-attr]
        if pages is not None:
            source.pages.append(pages)
            source.end = pages.end
            return True
        joined = AND.match(text, position, end).end() if source.pages else after  # type: ignore[union-attr]
        for expression, group in ((TABLE, "table"), (SECTION_NUMBER, "number")):
            match = expression.match(text, joined, end)
            if match is not None:
                source.sections.append(" ".join(match[group].split()))
                return self._take(source, match)
        guideline = source.guideline
        match = QUOTED.match(text, after, end)
        if match is not None and self.names.headings.knows(match["heading"] or match["quoted"], guideline):
            source.sections.append(trimmed(" ".join((match["heading"] or match["quoted"]).split())))
            return self._take(source, match)
        match = BEFORE_PAGES.match(text, position, end)
        if match is None and source.pages:
            match = AND_BEFORE_PAGES.match(text, position, end)
            if match is not None and not self.names.headings.knows(match["heading"], guideline):
                match = None
        if match is not None and self.names.named.match(match["heading"]) is None:
            source.sections += self.names.headings.split(match["heading"], guideline, False)
            source.end = match.end("heading")
            return True
        match = HEADING.match(text, after, end)
        if match is not None and self.names.headings.knows(match["heading"], guideline):
            separated = "," in text[position:after]
            if not (separated and match["after"] == ","):
                source.sections.append(" ".join(match["heading"].split()))
                return self._take(source, match)
        return False

    def _rest(self, source: Source, text: str, end: int) -> None:
        """In a block: all that follows is sections and pages."""
        start = source.end
        whole = WHOLE_GUIDELINES.fullmatch(text, start, end)
        if whole is not None and source.named_document is None:
            source.document = self.names.document(source.guideline, whole["document"])
            source.end = end
            return
        listed = LISTED.match(text, start, end)
        position = listed.end() if listed else start
        found = self.names.pages.find(text, position, end)
        for pages in found:
            self._headings(source, text[position : pages.start], listed is not None)
            of_total = OF_TOTAL.match(text, pages.end, end)
            position = of_total.end() if of_total else pages.end
        self._headings(source, text[position:end], listed is not None)
        source.pages += found
        if found and position == end:
            source.end = found[-1].end
        elif text[start:end].strip():
            source.end = end

    def _headings(self, source: Source, text: str, listed: bool) -> None:
        """Add the sections of a list, without the words that only join it to pages or to a code."""
        if CODE_DIGITS in text:
            text = DETAIL.sub(" ", text)
        text = self._bracket.sub(" ", text)
        start = JOINING_START.match(text)
        stop = JOINING_END.search(text, max(0, len(text) - 12))
        text = text[start.end() if start else 0 : stop.start() if stop else None]
        source.sections += self.names.headings.split(text, source.guideline, listed)

    @staticmethod
    def _take(source: Source, match: re.Match[str], name: bool = False) -> bool:
        source.end = match.end()
        while match.string[source.end - 1].isspace():
            source.end -= 1
        if name:
            source.name_end = source.end
        return True
