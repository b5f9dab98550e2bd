"""One source, read from its name on: guideline, document, edition, sections, pages.

    MTUS Guideline in ACOEM Chapter 11, Table 11-6, page 269
    ODG Guidelines, 14th Edition, 2016, Knee Chapter
    Official Disability Guidelines (ODG) Low Back - Lumbar & Thoracic (Acute & Chronic), MRIs

What follows a name is taken piece by piece as long as it is a piece of a citation; in a guideline block what remains up
to the source's end is the list of sections and pages.
"""

import re

from imrx.grammar.citing.chapter import ChapterReader
from imrx.grammar.citing.headings import folded, trimmed
from imrx.grammar.citing.names import YEAR, Names, alternatives, flexible, literally
from imrx.grammar.citing.pieces import (
    AND,
    AND_ACOEM,
    AND_BEFORE_PAGES,
    BARE_CODE,
    BARE_DETAIL,
    BARE_PAGES,
    BEFORE_PAGES,
    CODE_DIGITS,
    DETAIL,
    EDITION,
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
    QUOTED,
    SECTION_NUMBER,
    SEPARATOR,
    TABLE,
    TITLED,
    URL,
    WHOLE_GUIDELINES,
    YEAR_PIECE,
)
from imrx.grammar.citing.source import Source

QUOTES = frozenset('("\u201c')
BEFORE_OWNER = frozenset("([AMOIFoif/") | {""}
BEFORE_CODE = frozenset("([8TtC§9")
BEFORE_YEAR = frozenset("(12rR")
BEFORE_ADDRESS = frozenset("(hw")
BEFORE_EDITION = frozenset("(Vv0123456789")
"""How pieces begin: a look at one character is cheaper than an expression that fails."""


class SourceReader:
    """Reads a source; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        wording = names.wording
        self._words = re.compile(rf"(?:{names.guideline_words})(?!\w)(?:\s+[Gg]uidelines?\b)?")
        firsts = "".join(word[0] for word in wording["guideline_words"])
        self._word_firsts = frozenset(firsts.lower() + firsts.upper())
        self._front_lasts = frozenset("0123456789s-/") | {place[-1] for place in wording["place"]}
        self._edition = re.compile(rf"[(\[]?\s*(?:{alternatives(wording['edition_words'])})(?![\w-])\s*[)\]]?")
        brackets = "|".join(map(flexible, wording["bracket_words"]))
        self._bracket = re.compile(rf"\(\s*(?:{brackets})\b(?P<rest>[^()]{{0,60}})\)")
        months = literally(wording["months"])
        self._dated = re.compile(rf"\(\s*(?:{months})\b[.,]?\s*(?:\d{{1,2}},?\s*)?(?P<year>{YEAR})\s*\)")
        self._dated_name = re.compile(names.dated_name)
        addresses = "|".join(map(re.escape, wording["own_addresses"]))
        self.address = re.compile(rf"(?:https?://|www\.)[^\s/]{{0,40}}(?:{addresses})[^\s,;)]*[^\s,;.)]")
        self._own_address = re.compile(rf"\(?\s*{self.address.pattern}(?:\s*\))?")
        self._year = re.compile(rf"\b({YEAR})\b")
        self._chapters = ChapterReader(names)

    def name_start(self, text: str, start: int, limit: int) -> int:
        """Where a name begins with the place or year in front of it ("California", "2016")."""
        if text[max(limit, start - 2) : start].strip()[-1:] not in self._front_lasts:
            return start
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
            titled = named[0].split()[-1][:1].isupper()  # "Cochrane review" is any of them, "UpToDate" is one work
            if source.guideline == "other" or (source.guideline == "literature" and titled):
                source.document = folded(named[0].split("(")[0]).rstrip(".")
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
        first = text[after : after + 1]
        match = None
        if source.guideline == "MTUS" and first in BEFORE_OWNER:
            if not source.inside_acoem and source.named_document is None:
                match = IN_ACOEM.match(text, position, end) or (
                    AND_ACOEM.match(text, position, end) if in_block else None
                )
            if match is not None:
                source.inside_acoem = True
                return source.take(match, name=True)
            match = OF_MTUS.match(text, position, end) if source.closed and source.name_end == position else None
            if match is not None:
                return source.take(match, name=True)
        match = self._words.match(text, after, end) if first in self._word_firsts else None
        if match is not None and (adjacent or in_block):
            if source.document is not None:
                source.closed = True
            owned = source.document is None or source.guideline == "MTUS"
            return source.take(match, name=owned and source.name_end == position)
        if source.guideline == "MTUS" and first in BEFORE_CODE:
            match = DETAIL.match(text, after, end)
            if match is not None:
                source.year = source.year or (int(match["year"]) if match["year"] else None)
                source.regulation = None if match["last"] else match["number"]
                return source.take(match)
            match = BARE_DETAIL.match(text, after, end)
            if match is not None and self._chapters.read(source, text, match.end(), end, in_block):
                return True
        match = YEAR_PIECE.match(text, after, end) if first in BEFORE_YEAR and source.year is None else None
        if match is not None:
            source.year = int(match["year"])
            return source.take(
                match,
                name=source.document is None and source.guideline == "MTUS" and source.name_end == position,
            )
        if first == "(" and self._bracketed(source, text, after, end):
            return True
        match = (
            (EDITION.match(text, after, end) if first in BEFORE_EDITION else None)
            or self._edition.match(text, after, end)
            or (self._own_address.match(text, after, end) if first in BEFORE_ADDRESS else None)
        )
        if match is not None:
            return source.take(match)
        match = NUMBERED_CHAPTER.match(text, after, end) if first in "(Cc" else None
        if match is not None and source.chapter is None and source.guideline in ("MTUS", "ACOEM"):
            source.chapter = f"Chapter {match['number']}"
            return source.take(match)
        if self._chapters.read(source, text, after, end, in_block):
            return True
        return not in_block and self._prose_piece(source, text, position, after, end)

    def _bracketed(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take a bracket that holds a date or an edition: "(May 2009)", "(ACOEM, 2004)", "(updated 11/23/16)"."""
        undated = source.guideline != "ODG" and source.year is None
        match = self._dated.match(text, start, end) or self._dated_name.match(text, start, end)
        if match is not None and undated:
            source.year = int(match["year"])
            return source.take(match)
        match = self._bracket.match(text, start, end)
        if match is None:
            return False
        year = self._year.search(match["rest"])
        if year is not None and undated:
            source.year = int(year[1])
        return source.take(match)

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
                return source.take(match)
        guideline = source.guideline
        match = QUOTED.match(text, after, end) if text[after : after + 1] in QUOTES else None
        if match is not None and self.names.headings.knows(match["heading"] or match["quoted"], guideline):
            source.sections.append(trimmed(" ".join((match["heading"] or match["quoted"]).split())))
            return source.take(match)
        match = BEFORE_PAGES.match(text, position, end)
        if match is None and source.pages:
            match = AND_BEFORE_PAGES.match(text, position, end)
            if match is not None and not self.names.headings.knows(match["heading"], guideline):
                match = None
        if match is not None and self.names.named.match(match["heading"]) is None:
            source.sections += self.names.headings.split(match["heading"], guideline, False)
            source.end = match.end("heading")
            return True
        if not self.names.headings.may_begin(text[after : after + 3], guideline):
            return False
        match = HEADING.match(text, after, end)
        if match is not None and self.names.headings.knows(match["heading"], guideline):
            separated = "," in text[position:after]
            if not (separated and match["after"] == ",") or TITLED.fullmatch(match["heading"]):
                source.sections.append(" ".join(match["heading"].split()))
                return source.take(match)
        return False

    def _rest(self, source: Source, text: str, end: int) -> None:
        """In a block: all that follows is sections and pages."""
        start = source.end
        again = None
        if source.guideline == "MTUS" and GUIDELINES.search(text, start, min(end, start + 60)):
            again = self.names.owned.match(text, SEPARATOR.match(text, start, end).end(), end)  # type: ignore[union-attr]
        if again is not None and self.names.same("MTUS", again["document"]) == self.names.same("MTUS", source.document):
            start = source.end = again.end()
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
            text = BARE_CODE.sub(" ", DETAIL.sub(" ", text))
        if "(" in text:
            text = BARE_PAGES.sub(" ", text)
        text = self._bracket.sub(" ", text)
        if "http" in text or "www." in text:
            text = URL.sub(" ", text)
        start = JOINING_START.match(text)
        stop = JOINING_END.search(text, max(0, len(text) - 12))
        text = text[start.end() if start else 0 : stop.start() if stop else None]
        if source.guideline == "literature" and source.year is not None:
            return
        source.sections += self.names.headings.split(text, source.guideline, listed)
