"""The chapter or document named behind a guideline's name.

    ODG, Low Back - Lumbar & Thoracic (Acute & Chronic)     -> the chapter with its qualifier
    MTUS Chronic Pain Medical Treatment 2016                -> the document; its year is the next piece
    ACOEM chapter on low back complaints                    -> told by "chapter on", so small letters will do

A name that is a plain word elsewhere ("Pain", "Opioids") needs "Chapter", "Guidelines" or a year with it.
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.headings import key, mended
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import BRACKETED, CLOSING, GUARD, SEPARATOR
from imrx.grammar.citations.source import ACOEM, MTUS, ODG, Source
from imrx.grammar.citations.spellings import any_spelling
from imrx.grammar.expressions import expression

QUOTES = frozenset("'\"\u2018\u2019\u201c\u201d")

SECTION_IN_BRACKET = re.compile(r",\s*(?P<heading>[A-Z](?:[^()\d]|\([^()]{1,40}\)){2,80})\)")
"""A section behind its chapter in one bracket: "ODG (Pain Chapter, Interferential)"."""

PAGE_COMMA = re.compile(r"\s*(?:\)\s*)?(?:,\s*)?")
BEFORE_SHORT = re.compile(r"\s+|\s*[(\u2010-\u2015-]\s*")
"""What may stand between a guideline and a document's short name: "MTUS (Chronic Pain), page 22", "MTUS-Opioid"."""

BEFORE_LISTED = re.compile(r"(?:\s*[,:])?\s+")
"""The same in a list: "MTUS, Chronic Pain, Gabapentin"."""

REACH = 400
"""How far behind a document's short name another one is looked for."""

LISTED = re.compile(r"\s*(?:[,;:.]|\Z)")


class ChapterReader:
    """Reads a document's name; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        wording = names.wording
        self._firsts: dict[str, set[str]] = {}
        for row in names.documents.values():
            self._firsts.setdefault(row.guideline, set()).add(row.name[:3].casefold())
        self._qualifier = expression(rf"\s*\(\s*(?i:{any_literal(wording['chapter_qualifiers'])})\b[^()]{{0,90}}\)")
        worded = any_literal([*wording["chapter_qualifiers"], *wording["edition_words"]])
        self._no_section = expression(rf"{worded}(?:\s*(?:,|&|/|\band\b)\s*{worded})*", re.IGNORECASE)
        self._words = expression(rf"\s*{any_spelling(wording['chapter_words'])}s\b")
        self._numbered = expression(rf"\s*(?:\(\s*)?{any_spelling(wording['chapter_noun'])}\s+\d{{1,2}}\b(?![-.]\d)\)?")
        """A chapter's number behind its title: "Low Back Complaints Chapter 12"."""
        self._word = expression(
            rf"\s*{any_spelling(wording['chapter_words'])}\b(?!\s*\(\s*s)(?:{names.pieces.guidelines.pattern})?"
        )

    def read(self, source: Source, text: str, start: int, end: int, in_block: bool) -> bool:
        """Take a document's name, with the words that go with it."""
        if source.document is not None or source.closed:
            return False
        guideline, pieces = source.guideline, self.names.pieces
        on, bracket, begin = self._lead(guideline, text, start, end)
        match = self._chapter(source, text, begin, end)
        if match is None:
            return in_block and bracket is None and self._take_other(source, text, start, end)
        written = match["document"]
        stop = match.end()
        qualifier = self._qualifier.match(text, stop, end) if guideline == ODG else None
        if qualifier is not None:
            stop = qualifier.end()
        if guideline == ODG and bracket is None and self._two(source, text, start, stop, end, in_block):
            return True
        word = self._numbered.match(text, stop, end) if guideline in (MTUS, ACOEM) else None
        word = word or self._word.match(text, stop, end)
        guidelines = pieces.guidelines.match(text, stop, end)
        closing = self._closing(text, word.end() if word else stop, end) if bracket else None
        if bracket and not closing:
            behind = word.end() if word else stop
            if not in_block and self._take_section(source, written, text, behind, end):
                return True
            year = self._year(text, word.end() if word else stop, end)
            if year is None or ")" not in year[0]:
                return False
        if not (word or guidelines or on or source.chapter):
            behind = closing.end() if closing is not None else stop
            if (guideline, key(written)) in self.names.needy and not (
                self._dated(source, text, behind, end) or self._paged(source, text, begin, stop, end)
            ):
                return False
            guarded = in_block and GUARD.match(text, stop, end) is not None
            if not guarded and (not written[0].isupper() or (in_block and guideline != MTUS)):
                return False
        source.document = self.names.document(guideline, written)
        if qualifier is not None:
            source.document += " " + mended(qualifier[0])
        if guidelines is not None and guideline == MTUS:
            source.closed = True
            stop = guidelines.end()
        elif word is not None:
            stop = word.end()
        elif guidelines is not None:
            stop = guidelines.end()
        if closing is not None:
            stop = closing.end()
        if on is not None and text[on.end() - 1] in QUOTES and text[stop : stop + 1] in QUOTES:
            stop += 1
        if guideline == MTUS and not source.inside_acoem:
            source.name_end = stop
        source.end = stop
        if on:
            self._heading_after(source, text, end)
        return True

    def _lead(
        self, guideline: str, text: str, start: int, end: int
    ) -> tuple[re.Match[str] | None, re.Match[str] | None, int]:
        """The "chapter on" and the bracket in front of a document's name, and where the name begins."""
        pieces = self.names.pieces
        first = text[start : start + 1]
        on = bracket = under = None
        if first in "CcSs":
            on = pieces.chapter_on.match(text, start, end)
            if on is None and guideline == ODG:
                on = pieces.chapter_colon.match(text, start, end) or pieces.chapter_quoted.match(text, start, end)
        elif first == "(":
            bracket = BRACKETED.match(text, start, end)
            if bracket is not None and guideline == ODG:
                on = pieces.chapter_colon.match(text, bracket.end(), end)
        elif first in "ui" and guideline == ODG:
            under = pieces.under.match(text, start, end)
        lead = under or on or bracket
        return on, bracket, lead.end() if lead else start

    def _chapter(self, source: Source, text: str, begin: int, end: int) -> re.Match[str] | None:
        """The name of a document of the guideline, or of the ACOEM inside it."""
        for owner in (ACOEM, source.guideline) if source.inside_acoem else (source.guideline,):
            if text[begin : begin + 3].casefold() in self._firsts.get(owner, ()):
                match = self.names.chapters[owner].match(text, begin, end)
                if match is not None:
                    return match
        return None

    def _take_other(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take a document that no table has, in a block that cites."""
        pieces = self.names.pieces
        named = {ODG: pieces.other_chapter, MTUS: pieces.other_treatment}.get(source.guideline)
        other = named.match(text, start, end) if named else None
        if other is None:
            return False
        source.document = self.names.document(source.guideline, other["document"])
        source.closed = True
        return source.take(other, name=source.guideline == MTUS)

    def _take_section(self, source: Source, written: str, text: str, start: int, end: int) -> bool:
        """Take a chapter of the ODG with the section behind it in the same bracket: "ODG (Pain, Zolpidem)".

        The words of a chapter or of an edition are no section: "ODG (Low Back, Acute & Chronic)".
        """
        section = SECTION_IN_BRACKET.match(text, start, end)
        if section is None or source.guideline != ODG or self.names.is_named_in(section["heading"]):
            return False
        source.document = self.names.document(ODG, written)
        if self._no_section.fullmatch(section["heading"]) is None:
            source.sections += self.names.headings.split(section["heading"], ODG, False)
        return source.take(section)

    def _two(self, source: Source, text: str, start: int, stop: int, end: int, in_block: bool) -> bool:
        """Take two chapters of the ODG that are named together: "Shoulder and Low Back Chapters", "Knee and Low Back,".

        Both are sections and none the document: which of them a section behind them stands in is not said. In running
        text "Chapters" must follow.
        """
        joined = self.names.pieces.and_heading.match(text, stop, end)
        other = self.names.chapters[ODG].match(text, joined.end(), end) if joined is not None else None
        if other is None or not text[other.start()].isupper():
            return False
        qualifier = self._qualifier.match(text, other.end(), end)
        behind = qualifier.end() if qualifier is not None else other.end()
        word = self._words.match(text, behind, end)
        if word is None and not (in_block and LISTED.match(text, behind, end)):
            return False
        source.sections += [mended(text[start:stop]), mended(text[other.start() : behind])]
        source.closed = True
        source.end = word.end() if word is not None else behind
        return True

    def _dated(self, source: Source, text: str, behind: int, end: int) -> bool:
        """True where a year stands behind a document's name, or stood in front of it: "MTUS 2009 Chronic Pain"."""
        if source.guideline in (MTUS, ACOEM) and self._year(text, behind, end) is not None:
            return True
        return source.guideline == MTUS and source.year is not None

    def _paged(self, source: Source, text: str, start: int, stop: int, end: int) -> bool:
        """True for a document's short name that a page or a section follows.

        "MTUS Chronic Pain, page 22"; a section, and a comma in front, only of a document that is cited without the MTUS
        too: "MTUS, Chronic Pain, Gabapentin", but "MTUS Acupuncture, Massage" names two sections. A block that goes on
        with another document is of neither alone: "MTUS Chronic Pain, Aquatic therapy; Postsurgical, Knee".
        """
        written, pages = text[start:stop], self.names.pages
        comma = PAGE_COMMA.match(text, stop, end)
        if comma is None or source.guideline != MTUS or not self.names.is_short(written):
            return False
        paged = pages.match(text, comma.end(), end) is not None
        if paged and BEFORE_SHORT.fullmatch(text, source.end, start) is not None:
            return True
        if key(written) not in self.names.alone or BEFORE_LISTED.fullmatch(text, source.end, start) is None:
            return False
        section = self.names.headings.longest(text, comma.end(), end, MTUS)
        if paged or section == comma.end() or "," not in comma.group() or not text[comma.end()].isupper():
            return paged
        others = text[section : min(end, section + REACH)].split(";")[1:]
        return not any(self.names.is_short(other.split(",")[0].strip()) for other in others)

    def _closing(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The end of a bracket, behind the date of an update too: "ODG (Knee chapter, updated 6/5/14)"."""
        updated = self.names.pieces.updated.match(text, start, end)
        return CLOSING.match(text, updated.end() if updated is not None else start, end)

    def _year(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The year behind a document's name."""
        after = SEPARATOR.match(text, start, end).end()  # type: ignore[union-attr]  # it matches the empty string
        return self.names.pieces.year.match(text, after, end)

    def _heading_after(self, source: Source, text: str, end: int) -> None:
        """Take a section that "and" joins to a chapter: "chapter on low back complaints and special studies"."""
        joined = self.names.pieces.and_heading.match(text, source.end, end)
        if joined is None:
            return
        stop = self.names.headings.longest(text, joined.end(), end, source.guideline)
        if stop > joined.end():
            source.sections.append(mended(text[joined.end() : stop]))
            source.end = stop
