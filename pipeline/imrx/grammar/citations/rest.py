"""What remains of a source in a guideline block behind its guideline, document and year: sections and pages.

Section(s): Topical analgesics, Compound drugs      -> two sections
Opioids Page(s): 78, 92                             -> a section and its pages
(Shock wave therapy)                                -> a section
"""

import re
from functools import partial

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.headings import key, mended
from imrx.grammar.citations.journals import JOURNAL_AT_END, journal_pages
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import SEPARATOR, URL
from imrx.grammar.citations.source import ACOEM, LITERATURE, MTUS, OTHER, Source, take_edition
from imrx.grammar.citations.spellings import YEAR
from imrx.grammar.expressions import expression
from imrx.grammar.words import DIGIT

PUBLISHED = re.compile(rf"(?:[,.]\s*\(?|\s\()(?P<year>{YEAR})\)?[\s,;:]*\Z")
"""The year behind a work's section: "National Guideline Clearinghouse, Perioperative protocol, 2012", also in front of
its pages."""

IMPRINT = re.compile(rf"\.\s+[A-Z][^.;:()]{{1,40}}\([A-Z]{{2}}\):\s[^;:]{{2,160}};\s*(?P<year>{YEAR})\b[^;:]{{0,30}}\Z")
"""Where, by whom and when it was published: ". Bloomington (MN): Institute ... (ICSI); 2010 Jun. 40 p"."""

DATED = re.compile(rf"(?:,\s*|(?<!\s)\s+)\(?(?P<year>{YEAR})\)?(?=\s*:)")
"""The year in front of a work's topic: "Medscape Internal Medicine, 2017: Erectile Dysfunction"."""

EDITION = re.compile(rf"[\s,.]*(?:\(\s*)?(?P<year>{YEAR})(?:\s*\))?[\s.]*")
"""The year of the edition behind its pages: "Page(s): 76-80 (2009)"."""

AUTHOR = re.compile(r"\W*[A-Z][\w'\u2019-]+\s[A-Z]{1,2},\s")
"""An author in front of a work's title: "Smith J, Overview of hypertension"."""

BLANK_COMMA = re.compile(r"(?:,? )?([,;])")
"""A mark, and a comma that a bracket which is taken out parted from it: "Opioids, (updated 4/10/14), Imaging"."""

LIST_END = re.compile(r"\s*(?:[,;:.(]|\Z)")
NAME_AGAIN = 60
"""How many characters behind "MTUS" the word "Guidelines" of a document's second name can stand."""

UNSAID_REACH = 60
"""How many characters at the end of a source "Page(s): N/A" is looked for in."""


class RestReader:
    """Reads the end of a source; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.pieces = names.pieces
        nothing = rf"(?i:{any_literal(names.wording['no_sources'])})[\s)]*"
        self._unsaid = expression(rf"(?:{self.pieces.listed.pattern}|[\s,(]*(?:{names.pages.form}\s*)?){nothing}")
        """What stands for sections and pages and is neither: "(no page given)", "Page(s): N/A", "Section(s): N/A"."""
        self._unsaid_pages = expression(rf"(?<![\s,;(])[\s,;(]*{self.pieces.bare_pages.pattern}\s*{nothing}\Z")

    def read(self, source: Source, text: str, end: int) -> None:
        """Take everything up to `end` as sections and pages."""
        start = source.end
        if start >= end or self._unsaid.fullmatch(text, start, end):
            return
        unsaid = self._unsaid_pages.search(text, max(start, end - UNSAID_REACH), end)
        end = unsaid.start() if unsaid is not None else end
        names, pieces = self.names, self.pieces
        again = None
        if source.guideline == MTUS and pieces.guidelines.search(text, start, min(end, start + NAME_AGAIN)):
            again = names.owned.match(text, SEPARATOR.match(text, start, end).end(), end)  # type: ignore[union-attr]
        if again is not None and names.same(MTUS, again["document"]) == names.same(MTUS, source.document):
            start = source.end = again.end()
        whole = pieces.whole_guidelines.fullmatch(text, start, end) if source.named_document is None else None
        known = source.guideline == MTUS and whole is not None and names.headings.knows(whole["document"], MTUS)
        if whole is not None and not known:
            source.document = names.document(source.guideline, whole["document"])
            source.end = end
            return
        journal = JOURNAL_AT_END.search(text, start, end) if source.guideline in (LITERATURE, OTHER) else None
        if journal is not None:
            source.year = source.year or int(journal["year"])
            self._headings(source, text[start : journal.start()], False)
            source.pages.append(journal_pages(journal, 0, names.pages))
            source.end = end
            return
        listed = pieces.listed.match(text, start, end)
        position = listed.end() if listed else start
        if listed is not None and source.guideline == MTUS and source.named_document is None:
            position = self._document(source, text, position, end)
        found = names.pages.find(text, position, end)
        for pages in found:
            self._headings(source, text[position : pages.start], listed is not None)
            of_total = pieces.of_total.match(text, pages.end, end)
            position = of_total.end() if of_total else pages.end
        owned = source.guideline in (MTUS, ACOEM) and source.named_document is not None and listed is None
        parted = names.pages.parted(text, position, end, found[-1].ranges[-1][1]) if owned and found else None
        bare = parted or (names.pages.bare(text, position, end) if owned else None)
        if bare is not None and (found or len(bare.ranges) > 1 or bare.ranges[0][0] < bare.ranges[0][1]):
            source.pages += [*found, bare]
            source.end = bare.end
            return
        chapter = None
        if found and source.guideline in (MTUS, ACOEM) and source.named_document is None:
            chapter = names.chapter_after(text, position, end)
        if chapter is not None and chapter.end() == end:
            source.chapter = f"Chapter {chapter['number']}"
            position = end
        edition = EDITION.fullmatch(text, position, end) if found and source.guideline in (MTUS, ACOEM) else None
        if edition is not None:
            source.year = source.year or int(edition["year"])
        elif not found or not names.pages.counted.match(text, position, end):
            self._headings(source, text[position:end], listed is not None)
        source.pages += found
        if found and position == end and chapter is None:
            source.end = found[-1].end
        else:
            source.end = end

    def _document(self, source: Source, text: str, start: int, end: int) -> int:
        """Take a document that is listed as a section: "MTUS 2009, Section(s): Postsurgical Treatment Guidelines".

        Returns:
            Where the sections begin.
        """
        match = self.names.owned.match(text, start, end) or self.names.chapters[MTUS].match(text, start, end)
        if match is None:
            return start
        told = self.pieces.guidelines.search(match[0]) is not None
        if not told and ((MTUS, key(match[0])) in self.names.needy or not LIST_END.match(text, match.end(), end)):
            return start
        source.document = self.names.document(MTUS, match["document"])
        source.end = match.end()
        return match.end()

    def _headings(self, source: Source, text: str, listed: bool) -> None:
        """Add the sections of a list, without the words that only join it to pages or to a code."""
        if not text:
            return
        pieces = self.pieces
        footed = pieces.law_digits in text
        if footed:
            text = pieces.bare_law.sub(" ", pieces.law.sub(" ", text))
        if "(" in text:
            text, cut = pieces.bracket.subn(" ", text)
            text = BLANK_COMMA.sub(r"\1", mended(text)) if cut else text
            text = pieces.bare_pages.sub(" ", text) if "(s)" in text.casefold() else text
        if footed:  # "8 C.C.R. 9792.20 - 9792.26 MTUS (Effective July 18, 2009)"
            text = text.rstrip(" ,;").removesuffix(f" {source.guideline}")
        if DIGIT.search(text):
            text = pieces.updated.sub(" ", text)
            text = pieces.dated.sub(partial(take_edition, source), text)
        text = pieces.whole_chapter.sub("", pieces.edition_listed.sub("", text))
        if "http" in text or "www." in text:
            text = URL.sub(" ", pieces.address_led.sub(" ", text))
        text = text.lstrip(" ,)").removeprefix(f"{source.guideline},")
        start = pieces.joining_start.match(text)
        stop = pieces.joining_end.search(text, max(0, len(text) - 12))
        text = text[start.end() if start else 0 : stop.start() if stop else None]
        if source.guideline in (LITERATURE, OTHER):
            published = IMPRINT.search(text) or PUBLISHED.search(text) or DATED.search(text)
            if published is not None:
                source.year = source.year or int(published["year"])
                text = text[: published.start()] + text[published.end() :]
        dated = source.guideline == LITERATURE and source.year is not None
        if dated and (DIGIT.search(text) or AUTHOR.match(text) or pieces.published_by.search(text)):
            return  # a journal's volume, "2013 Dec 23;12:CD010071", or by whom it was written or published
        found = self.names.headings.split(text, source.guideline, listed)
        source.sections += [self._in_chapter(name, source.chapter) for name in found if name != source.guideline]

    def _in_chapter(self, name: str, chapter: str | None) -> str:
        """A section without the number of its source's chapter in front of a table: "Chapter 12 Table 12-8"."""
        number = self.names.pieces.chapter.match(name) if chapter is not None else None
        if number is None or chapter != f"Chapter {number['number']}":
            return name
        table = name[number.end() :].lstrip()
        return table if self.names.pieces.table.match(table) is not None else name
