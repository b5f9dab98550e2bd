"""One source, read from its name on: guideline, document, edition, sections, pages.

    MTUS Guideline in ACOEM Chapter 11, Table 11-6, page 269
    ODG Guidelines, 14th Edition, 2016, Knee Chapter
    Official Disability Guidelines (ODG) Low Back - Lumbar & Thoracic (Acute & Chronic), MRIs

What follows a name is taken piece by piece as long as it is a piece of a citation; in a guideline block what remains up
to the source's end is the list of sections and pages (`rest`).
"""

import re
from dataclasses import replace

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.chapter import ChapterReader
from imrx.grammar.citations.editions import EditionReader
from imrx.grammar.citations.headings import key, mended
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import OWNER, SEPARATOR
from imrx.grammar.citations.prose_pieces import ProsePieces
from imrx.grammar.citations.records import Records
from imrx.grammar.citations.rest import RestReader
from imrx.grammar.citations.source import ACOEM, MTUS, OTHER, REGULATION, Source
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded

BEFORE_OWNER = frozenset("([AMOIFGaeroif/") | {""}
BEFORE_CODE = frozenset("([8TtC§9Ss")
BEFORE_ADDRESS = frozenset("(hw")
BEFORE_CHAPTER = frozenset("(CcIiOoFf")
"""How pieces begin: a look at one character is cheaper than an expression that fails."""

NUMBER = re.compile(r"\d+")
SHORT_FORM = re.compile(r"\s*\([A-Z]{2,8}\)")
"""The abbreviation of a work behind its name: "Milliman Care Guidelines (MCG)"."""
NEXT = re.compile(r"(?:['\u2019](?:s\b|(?=\s)))?[\s,:;/\u2010-\u2015-]*(?P<mark>[(\[\"\u201c§]?)\s*(?P<word>\w*)")


class SourceReader:
    """Reads a source; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.pieces = names.pieces
        wording = names.wording
        self._words = expression(rf"(?:{names.guideline_words})(?!\w)(?:{names.pieces.guidelines.pattern})?")
        firsts = "".join(word[0] for word in wording["guideline_words"])
        self._word_firsts = frozenset(firsts.lower() + firsts.upper())
        self._front_lasts = frozenset("0123456789s-/") | {place[-1] for place in wording["place"]}
        self._edition_noun: str = wording["edition_nouns"][0]
        self._addresses: dict[str, str] = wording["own_addresses"]
        addresses = "|".join(map(re.escape, self._addresses))
        self.address = expression(rf"(?:https?://|www\.)[^\s/]{{0,40}}(?P<host>{addresses})[^\s,;)]*[^\s,;.)]")
        self._own_address = expression(rf"\(?\s*{self.address.pattern}(?:\s*\))?")
        self._whole_chapters = frozenset(map(key, wording["whole_chapters"]))
        """Names of a chapter's whole text, which say nothing where a section is named behind them."""

        self.records = Records(names)
        self._editions = EditionReader(names)
        self._chapters = ChapterReader(names)
        self._prose = ProsePieces(names, self.records)
        self._rest = RestReader(names)
        lists = ["guideline_words", "edition_words", "bracket_words", "chapter_words", "numbered_chapter", "tables"]
        lists += ["section_words", "page_words", "page_leads", "in_front", "inside", "before_year", "version_words"]
        lists += ["adopted", "topic_words"]
        titles = [title for name in lists for title in wording[name]] + ["http", "www"]
        titles += [document.name for document in names.documents.values()]
        self._continuing = {title.split()[0].casefold().strip(".,") for title in titles} | names.headings.first_words
        self._part_of = expression(rf"(?P<part>{names.clause}{names.part_of}(?:\s*\))?){SEPARATOR.pattern}")
        self._page_start = expression(rf"\s+{any_literal(wording['on'])}\s+{wording['page_words'][0][0]}")

    def name_start(self, text: str, start: int, limit: int) -> int:
        """Where a name begins with the place or year in front of it ("California", "2016")."""
        before = text[max(limit, start - 30) : start]
        if before.rstrip()[-1:] not in self._front_lasts and self._edition_noun not in before:
            return start
        match = self.names.in_front.search(before)
        return start - (len(before) - match.start()) if match else start

    def begin(self, text: str, start: int, end: int, limit: int) -> Source | None:
        """The name that begins at `start`, as far as it is one of the tables; None where none does.

        A place or year before the name is looked for down to `limit`.
        """
        names = self.names
        owned = names.owned.match(text, start, end)
        named = names.named.match(text, start, end) if owned is None else None
        if owned is not None:
            front = self.name_start(text, start, limit)
            document = names.document(MTUS, owned["document"])
            source = Source(front, owned.end(), MTUS, owned.end(), document=document, closed=True)
        elif named is not None:
            front = self.name_start(text, start, limit)
            source = Source(front, named.end(), names.guideline(named[0]), named.end())
            if key(named[0].split("(")[0]) in names.works:
                source.document = mended(named[0].split("(")[0]).rstrip(".")
                short = SHORT_FORM.match(text, named.end(), end)
                if short is not None:
                    source.end = source.name_end = short.end()
        elif (published := names.published.match(text, start, end)) is not None:
            front = start
            stop = start + len(published[0].rstrip())
            source = Source(start, stop, OTHER, stop, document=mended(published[0]))
            start = stop
        elif (stated := names.stated.match(text, start, end)) is not None and names.is_stated(text, limit, stated):
            front, start = start, stated.end()
            document = mended(stated["body"] + (stated["series"] or ""))
            source = Source(front, start, OTHER, start, document=document)
        else:
            return None
        if front < start:
            source.year = self._editions.year(text, front, start)
        return source

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
        source = self.begin(text, start, end, limit)
        return self.finish(source, text, end, in_block) if source is not None else None

    def read_unnamed(self, text: str, start: int, end: int, guideline: str, skip: int = 0) -> Source:
        """A source in a block that begins with its document ("and Knee Complaints 2004, Section(s): Initial Care").

        Args:
            text: the letter.
            start: where the source begins.
            end: where it ends.
            guideline: whose document it is.
            skip: length of a document's name that is in no table.
        """
        numbered = self.pieces.chapter.match(text, start) is not None
        source = Source(start, start + skip, guideline, start + skip, inside_acoem=numbered)
        if skip:
            owner = OWNER.match(text, start, start + skip)
            source.document = mended(text[owner.end() if owner is not None else start : start + skip])
            source.closed = True
        return self.finish(source, text, end, True)

    def read_chapter(self, text: str, start: int, end: int, guideline: str) -> Source | None:
        """A chapter of the guideline named before: "and the chapter on elbow complaints"."""
        source = Source(start, start, guideline, start)
        return self.finish(source, text, end, False) if self._chapters.read(source, text, start, end, False) else None

    def own_address(self, text: str, start: int, end: int) -> Source | None:
        """A guideline that is cited by its address alone."""
        match = self.address.match(text, start, end)
        return Source(start, start, self._addresses[match["host"]], match.end()) if match is not None else None

    def adopts(self, section: str, source: Source) -> bool:
        """True where a section of the law adopts the document that a source names."""
        adopted = self.names.regulation.get(section)
        return adopted is not None and self.names.same(MTUS, source.document) == self.names.same(MTUS, adopted)

    def finish(self, source: Source, text: str, end: int, in_block: bool) -> Source:
        """Take what follows the name."""
        self._pieces(source, text, end, in_block)
        source = self._behind_part(source, text, end, in_block)
        if in_block:
            self._rest.read(source, text, end)
            if len(source.sections) > 1:
                source.sections = [name for name in source.sections if key(name) not in self._whole_chapters]
        if source.regulation is not None and source.named_document is None:
            source.document = self.names.regulation.get(source.regulation)
        self._close(source, text, end)
        return source

    def _close(self, source: Source, text: str, end: int) -> None:
        """Reach to the end of a bracket that is opened in a source; leave out that of one that is opened before it."""
        inside = text[source.start : source.end]
        opened, closed = inside.count("("), inside.count(")")
        if opened > closed:
            of_total = self.pieces.of_total.match(text, source.end, end) if source.pages else None
            stop = of_total.end() if of_total is not None else source.end
            source.end = stop + 1 if text.startswith(")", stop) else source.end
        elif closed > opened and inside.endswith(")"):
            source.end -= 1

    def _pieces(self, source: Source, text: str, end: int, in_block: bool) -> None:
        """Take pieces as long as there are any."""
        while (in_block or self._continues(text, source.end, end)) and self._piece(source, text, end, in_block):
            pass

    def _behind_part(self, source: Source, text: str, end: int, in_block: bool) -> Source:
        """The source with what follows "which is part of the MTUS": ", Aquatic therapy, page 22".

        In running text a section that no mark ends begins the next clause: "part of the MTUS, Physical Therapy is ...".
        """
        part = self._part_of.match(text, source.end, end) if source.guideline in (MTUS, ACOEM) else None
        if part is None:
            return source
        if source.document is not None and self.names.is_document_of(MTUS, text, part.end(), end):
            return source
        further = replace(source, end=part.end("part"), sections=[*source.sections], pages=[*source.pages])
        self._pieces(further, text, end, in_block)
        ended = self.pieces.heading_end.match(text, further.end, end) is not None
        told = len(further.pages) > len(source.pages) or (ended and len(further.sections) > len(source.sections))
        return further if told or in_block else source

    def _continues(self, text: str, position: int, end: int) -> bool:
        """False where the next word of running text cannot belong to a citation: most often it is a verb."""
        following = NEXT.match(text, position, end)
        word = following["word"] if following is not None else ""
        if following is None or not word:
            return following is not None and bool(following["mark"])
        if not word[0].islower() or word.casefold() in self._continuing:
            return True
        return self._page_start.match(text, following.end(), end) is not None or word[-1].isdigit()

    def _piece(self, source: Source, text: str, end: int, in_block: bool) -> bool:
        """Take the next piece of a citation; False where there is none."""
        position = source.end
        after = SEPARATOR.match(text, position, end).end()  # type: ignore[union-attr]  # it matches the empty string
        first = text[after : after + 1]
        mtus = source.guideline == MTUS
        if mtus and first in BEFORE_OWNER and self._owner(source, text, position, end, in_block):
            return True
        if first in self._word_firsts and self._guidelines(source, text, position, after, end, in_block):
            return True
        if mtus and first in BEFORE_CODE and self._law(source, text, after, end, in_block):
            return True
        if self._editions.read(source, text, position, after, end, in_block):
            return True
        address = self._own_address.match(text, after, end) if first in BEFORE_ADDRESS else None
        if address is not None:
            return source.take(address)
        if first in BEFORE_CHAPTER and self._numbered(source, text, after, end):
            return True
        if self._chapters.read(source, text, after, end, in_block):
            return True
        return not in_block and self._prose.read(source, text, position, after, end)

    def _owner(self, source: Source, text: str, position: int, end: int, in_block: bool) -> bool:
        """Take what tells whose document it is, or since when it is in force: "in ACOEM", "of the MTUS"."""
        match = None
        if not source.inside_acoem and source.named_document is None:
            match = self.names.in_acoem.match(text, position, end)
            match = match or (self.names.and_acoem.match(text, position, end) if in_block else None)
        if match is not None:
            source.inside_acoem = True
            return source.take(match, name=True)
        if not source.closed:
            return False
        match = self.pieces.of_mtus.match(text, position, end) if source.name_end == position else None
        if match is not None:
            return source.take(match, name=True)
        match = self.names.foot(text, position, end)
        return match is not None and source.take(match)

    def _guidelines(self, source: Source, text: str, position: int, after: int, end: int, in_block: bool) -> bool:
        """Take the word "Guidelines" right behind a name; in a block also behind a mark, and in front of no topic."""
        match = self._words.match(text, after, end)
        if match is None:
            return False
        adjacent = not text[position:after].strip()
        if not adjacent and (not in_block or self.pieces.on_topic.match(text, match.end(), end)):
            return False
        if source.document is not None:
            source.closed = True
        owned = source.document is None or source.guideline == MTUS
        return source.take(match, name=owned and source.name_end == position)

    def _law(self, source: Source, text: str, start: int, end: int, in_block: bool) -> bool:
        """Take the section of the law that holds the MTUS, or the document that it adopts: "8 CCR 9792.24.2"."""
        pieces = self.pieces
        match = pieces.law.match(text, start, end)
        if match is not None:
            source.year = source.year or (int(match["year"]) if match["year"] else None)
            source.regulation = None if match["last"] else match["number"]
            return source.take(match)
        match = pieces.law_behind.match(text, start, end) if source.closed else None
        if match is not None and (match["led"] is None or self.adopts(match["whole"], source)):
            return source.take(match)
        match = pieces.only_law.match(text, start, end) if in_block and source.named_document is None else None
        if match is not None:
            source.document = self.names.regulation.get(match["number"])
            if source.document is None:
                source.guideline, source.sections = REGULATION, [folded(match["number"])]
            return source.take(match)
        match = pieces.law_number.match(text, start, end)
        return match is not None and self._chapters.read(source, text, match.end(), end, in_block)

    def _numbered(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take a chapter's number: "in Chapter 12".

        Of "Chapters 8 and 9, pages 177-178, 207-209" all are sections and none the document: whose the pages are is
        not said.
        """
        chapter = self.pieces.chapter.match(text, start, end)
        if chapter is None or source.chapter is not None or source.guideline not in (MTUS, ACOEM):
            return False
        other = self.pieces.other_number.match(text, chapter.end(), end)
        if other is None or self.names.pages.counted.match(text, other.start("number"), end):
            source.chapter = f"Chapter {chapter['number']}"
            return source.take(chapter)
        numbers = [chapter["number"], *NUMBER.findall(other["between"]), other["number"]]
        source.sections += [f"Chapter {number}" for number in numbers]
        return source.take(other)
