"""One source, read from its name on: guideline, document, edition, sections, pages.

    MTUS Guideline in ACOEM Chapter 11, Table 11-6, page 269
    ODG Guidelines, 14th Edition, 2016, Knee Chapter
    Official Disability Guidelines (ODG) Low Back - Lumbar & Thoracic (Acute & Chronic), MRIs

What follows a name is taken piece by piece as long as it is a piece of a citation; in a guideline block what remains up
to the source's end is the list of sections and pages (`rest`).
"""

import re
from dataclasses import replace

from imrx.grammar.citing.chapter import ChapterReader
from imrx.grammar.citing.headings import key, mended, trimmed
from imrx.grammar.citing.names import Names
from imrx.grammar.citing.pages import Pages
from imrx.grammar.citing.pieces import OWNER, QUOTED, SEPARATOR, TITLED
from imrx.grammar.citing.records import Records
from imrx.grammar.citing.rest import RestReader
from imrx.grammar.citing.source import ACOEM, MTUS, ODG, OTHER, REGULATION, Source, tells_edition
from imrx.grammar.citing.spellings import YEAR, ByInitial, as_spelled
from imrx.grammar.expressions import expression
from imrx.grammar.words import any_literal, folded, longest_first

QUOTES = frozenset('("\u201c')
BEFORE_OWNER = frozenset("([AMOIFGaeroif/") | {""}
BEFORE_CODE = frozenset("([8TtC§9Ss")
BEFORE_YEAR = frozenset("(12rRo")
BEFORE_ADDRESS = frozenset("(hw")
BEFORE_EDITION = frozenset("(Vv0123456789")
BRACKETS = frozenset("([")
"""How pieces begin: a look at one character is cheaper than an expression that fails."""

NUMBER = re.compile(r"\d+")
OPENING = re.compile(r"[(\[]\s*")
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
        editions = longest_first(wording["edition_words"])
        self._edition = ByInitial([(word, as_spelled(word)) for word in editions], r"(?![\w-])\s*[)\]]?")
        self._bracket = names.pieces.bracket
        months = any_literal(wording["months"])
        self._dated = expression(rf"\(\s*{months}\b[.,]?\s*(?:\d{{1,2}},?\s*)?(?P<year>{YEAR})\s*\)")
        self._dated_name = expression(names.dated_name)
        self._addresses: dict[str, str] = wording["own_addresses"]
        addresses = "|".join(map(re.escape, self._addresses))
        self.address = expression(rf"(?:https?://|www\.)[^\s/]{{0,40}}(?P<host>{addresses})[^\s,;)]*[^\s,;.)]")
        self._own_address = expression(rf"\(?\s*{self.address.pattern}(?:\s*\))?")
        self._year = expression(rf"\b({YEAR})\b")
        self._whole_chapters = frozenset(map(key, wording["whole_chapters"]))
        """Names of a chapter's whole text, which say nothing where a section is named behind them."""

        self._book_parts = frozenset(wording["book_parts"])
        self._chapters = ChapterReader(names)
        self._rest = RestReader(names, self._bracket)
        self.records = Records(names)
        self._link = expression(
            rf"\s*,?\s+{any_literal(wording['in_front'])}\s+(?:{any_literal(wording['articles'])}\s+)?"
        )
        lists = ["guideline_words", "edition_words", "bracket_words", "chapter_words", "numbered_chapter", "tables"]
        lists += ["section_words", "page_words", "page_leads", "in_front", "inside", "before_year", "version_words"]
        lists += ["adopted", "topic_words"]
        titles = [title for name in lists for title in wording[name]] + ["http", "www"]
        titles += [document.name for document in names.documents.values()]
        self._continuing = {title.split()[0].casefold().strip(".,") for title in titles} | names.headings.first_words
        self._part_of = expression(rf"(?P<part>{names.clause}{names.part_of}(?:\s*\))?){SEPARATOR.pattern}")
        self._heading_then_part = expression(
            rf"\s*[,:\u2013-]\s*(?P<heading>[A-Z](?:[^.;()\"]|\([^()]{{1,40}}\)){{2,60}}?)(?={names.clause}{names.part_of})"
        )
        """The section in front of what tells whose it is: ", Opioids, which is part of the MTUS"."""
        self._kind_closed = expression(rf"\s*(?:[.;:)]|\Z|,\s+{any_literal(wording['citation_ends'])}\b)")
        """What ends a section with its kind: "Compound drugs, topical." is none of "massage, ultrasound, and heat"."""

        self._and_the = expression(
            rf",\s+{any_literal(wording['joining'])}\s+(?:{any_literal(wording['on'])}\s+)?"
            rf"(?:{any_literal(wording['articles'])}\s+)?"
        )
        self._joined = expression(rf"[\s,;]*{any_literal(wording['joining'])}\s")
        self._further_page = expression(
            rf"(?<=\d)[\s,;&]*(?:{any_literal(wording['joining'])}\s+)?(?={names.pages.word}\d)"
        )
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
        year = self._year.search(text, front, start) if front < start else None
        if year is not None:
            source.year = int(year[1])
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

    def pages_after(self, text: str, start: int, end: int) -> Pages | None:
        """The pages that stand directly behind `start`."""
        between = self.pieces.before_pages.match(text, start, end)
        return self.names.pages.match(text, between.end(), end) if between is not None else None

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
        inside = text[source.start : source.end]
        opened, closed = inside.count("("), inside.count(")")
        if opened > closed:
            of_total = self.pieces.of_total.match(text, source.end, end) if source.pages else None
            stop = of_total.end() if of_total is not None else source.end
            source.end = stop + 1 if text.startswith(")", stop) else source.end
        elif closed > opened and inside.endswith(")"):
            source.end -= 1
        return source

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
        if source.document is not None and self._is_document(text, part.end(), end, MTUS):
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
        if self.pieces.quoted_topic.match(text, position, end) is not None:
            return True
        return self._page_start.match(text, following.end(), end) is not None or word[-1].isdigit()

    def _piece(self, source: Source, text: str, end: int, in_block: bool) -> bool:
        """Take the next piece of a citation; False where there is none."""
        pieces = self.pieces
        position = source.end
        after = SEPARATOR.match(text, position, end).end()  # type: ignore[union-attr]  # it matches the empty string
        adjacent = not text[position:after].strip()
        first = text[after : after + 1]
        match = None
        if source.guideline == MTUS and first in BEFORE_OWNER:
            if not source.inside_acoem and source.named_document is None:
                match = self.names.in_acoem.match(text, position, end)
                match = match or (self.names.and_acoem.match(text, position, end) if in_block else None)
            if match is not None:
                source.inside_acoem = True
                return source.take(match, name=True)
            match = pieces.of_mtus.match(text, position, end) if source.closed and source.name_end == position else None
            if match is not None:
                return source.take(match, name=True)
            match = pieces.effective.match(text, position, end) if source.closed else None
            if match is not None:
                return source.take(match)
        match = self._words.match(text, after, end) if first in self._word_firsts else None
        if match is not None and (adjacent or (in_block and not pieces.on_topic.match(text, match.end(), end))):
            if source.document is not None:
                source.closed = True
            owned = source.document is None or source.guideline == MTUS
            return source.take(match, name=owned and source.name_end == position)
        if source.guideline == MTUS and first in BEFORE_CODE:
            match = pieces.law.match(text, after, end)
            if match is not None:
                source.year = source.year or (int(match["year"]) if match["year"] else None)
                source.regulation = None if match["last"] else match["number"]
                return source.take(match)
            match = pieces.law_behind.match(text, after, end) if source.closed else None
            if match is not None and (match["led"] is None or self.adopts(match["whole"], source)):
                return source.take(match)
            match = pieces.only_law.match(text, after, end) if in_block and source.named_document is None else None
            if match is not None:
                source.document = self.names.regulation.get(match["number"])
                if source.document is None:
                    source.guideline, source.sections = REGULATION, [folded(match["number"])]
                return source.take(match)
            match = pieces.law_number.match(text, after, end)
            if match is not None and self._chapters.read(source, text, match.end(), end, in_block):
                return True
        if source.year is None and self._published(source, text, position, after, end, in_block):
            return True
        if first == "(" and self._bracketed(source, text, after, end):
            return True
        opened = OPENING.match(text, after, end).end() if first in BRACKETS else after  # type: ignore[union-attr]
        match = (
            (pieces.edition.match(text, after, end) if first in BEFORE_EDITION else None)
            or (pieces.updated_on.match(text, after, end) if in_block else None)
            or self._own_edition(source, text, opened, end)
            or (self._own_address.match(text, after, end) if first in BEFORE_ADDRESS else None)
        )
        if match is not None:
            return source.take(match)
        if first in "(CcIiOoFf" and self._numbered(source, text, after, end):
            return True
        if self._chapters.read(source, text, after, end, in_block):
            return True
        return not in_block and self._prose_piece(source, text, position, after, end)

    def _own_edition(self, source: Source, text: str, start: int, end: int) -> re.Match[str] | None:
        """The edition that begins at `start`, which is no name of another guideline: "MTUS; ODG-TWC" are two."""
        match = self._edition.match(text, start, end)
        named = self.names.guidelines.get(key(match[0].rstrip(")] \n"))) if match is not None else None
        return match if named in (None, source.guideline) else None

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

    def _published(self, source: Source, text: str, position: int, after: int, end: int, in_block: bool) -> bool:
        """Take the year of an edition: "2016", in a block also "May 2016", of the ODG "May 2016 version".

        The date of an update is taken without its year; of the ODG a date alone is one.
        """
        first = text[after : after + 1]
        match = self.pieces.year.match(text, after, end) if first in BEFORE_YEAR else None
        named = source.document is None and source.guideline == MTUS and source.name_end == position
        told = True
        if match is None and in_block and first.isupper():
            dated = self.pieces.dated if source.guideline == ODG else self.pieces.month_year
            match, named = dated.match(text, after, end), False
            told = match is None or source.guideline != ODG or tells_edition(source, match)
        if match is None:
            return False
        source.year = int(match["year"]) if told else None
        return source.take(match, name=named)

    def _bracketed(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take a bracket that holds a date or an edition: "(May 2009)", "(ACOEM, 2004)", "(updated 11/23/16)"."""
        undated = source.guideline != ODG and source.year is None
        match = self._dated.match(text, start, end) or self._dated_name.match(text, start, end)
        if match is not None and source.guideline != ODG:
            source.year = source.year or int(match["year"])
            return source.take(match)
        acoem = source.guideline == MTUS and source.document is not None and not source.inside_acoem
        match = self.names.acoem_bracket.match(text, start, end) if acoem else None
        if match is not None:
            year = self._year.search(match[0])
            source.inside_acoem = True
            source.year = source.year or (int(year[1]) if year is not None else None)
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
        pieces, headings, guideline = self.pieces, self.names.headings, source.guideline
        pages = self._own_pages(text, position, end)
        if pages is not None:
            source.pages.append(pages)
            source.end = pages.end
            return True
        if text[after : after + 1] in "CcSs" and self._section_on(source, text, after, end):
            return True
        joined = pieces.joined.match(text, position, end).end() if source.pages else after  # type: ignore[union-attr]
        for piece, group in ((pieces.table, "table"), (pieces.section_number, "number"), (pieces.part, "part")):
            match = piece.match(text, joined, end)
            if match is not None:
                source.sections.append(folded(match[group]))
                return source.take(match)
        topic = pieces.quoted_topic.match(text, position, end)
        if topic is not None:
            source.sections.append(trimmed(folded(topic["heading"])))
            return source.take(topic)
        match = QUOTED.match(text, after, end) if text[after : after + 1] in QUOTES else None
        if match is not None and headings.knows(match["heading"] or match["quoted"], guideline):
            source.sections.append(trimmed(folded(match["heading"] or match["quoted"])))
            return source.take(match)
        separated = not text[position:after].isspace()
        match = pieces.heading_then_pages.match(text, position, end) if separated else None
        if match is None and source.pages:
            match = pieces.next_heading_then_pages.match(text, position, end)
            if match is not None and not headings.knows(self._unlabelled(match["heading"]), guideline):
                match = None
        if match is None and separated and guideline in (MTUS, ACOEM):
            match = self._heading_then_part.match(text, position, end)
            if match is not None and self._is_document(text, match.start("heading"), end, MTUS):
                match = None
        told = match is not None and pieces.finite.search(match["heading"]) is not None
        if match is not None and not told and not self.names.is_named_in(match["heading"]):
            source.sections += headings.split(self._unlabelled(match["heading"]), guideline, False)
            source.end = match.end("heading")
            return True
        led = pieces.led.match(text, position, end)
        if led is not None and led["plain"] and source.sections:
            led = None  # "Section H-Wave stimulation under Transcutaneous electrotherapy": what the section is part of
        if self._led_section(source, text, led, end, False):
            return True
        if self._led_section(source, text, pieces.on_topic.match(text, position, end), end, True):
            return True
        return self._known_heading(source, text, position, after, end)

    def _unlabelled(self, heading: str) -> str:
        """A section's name without the word that only says that it is one: "Opioids section"."""
        label = self.pieces.section_at_end.search(heading)
        return heading if label is None else heading[: label.start()]

    def _led_section(self, source: Source, text: str, lead: re.Match[str] | None, end: int, paged: bool) -> bool:
        """Take a known section behind what leads it in; with `paged` only one that its pages follow.

        "MTUS, under Physical Medicine, ...", "MTUS guidelines for opioids (page 80)", not "MTUS guidelines for pain".
        """
        if lead is None or self._is_document(text, lead.end(), end, source.guideline):
            return False
        stop = self._section_end(text, lead.end(), end, source.guideline)
        short = source.guideline == MTUS and self.names.is_short(text[lead.end() : stop])
        if stop == lead.end() or short or (paged and self.pages_after(text, stop, end) is None):
            return False
        source.sections.append(mended(text[lead.end() : stop]))
        source.end = stop
        return True

    def _own_pages(self, text: str, start: int, end: int) -> Pages | None:
        """The pages behind a source, without those of what follows them: "and page 78 of the ODG", "of the RFA"."""
        pages = self.pages_after(text, start, end)
        link = self._link.match(text, pages.end, end) if pages is not None else None
        if pages is None or link is None:
            return pages
        named = self.names.any_name.match(text, link.end(), end) is not None
        joined = self._joined.match(text, start, end) is not None
        if not named and not (joined and self.records.has(text, pages.start, pages.start, pages.end)):
            return pages
        further = list(self._further_page.finditer(text, pages.start, pages.end))
        return self.pages_after(text, start, further[-1].start()) if further else None

    def _section_on(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take "section on massage therapy (page 60)": a section that is known, or that its pages follow.

        A document ("chapter on low back complaints") is a citation of its own.
        """
        on = self.pieces.chapter_on.match(text, start, end)
        if on is None:
            return False
        if self._is_document(text, on.end(), end, source.guideline):
            return False
        paged = self.pieces.topic_then_pages.match(text, on.end(), end)
        stop = paged.end("heading") if paged else self._section_end(text, on.end(), end, source.guideline)
        if stop == on.end():
            return False
        source.sections.append(mended(text[on.end() : stop]))
        source.end = stop
        return True

    def _is_document(self, text: str, start: int, end: int, guideline: str) -> bool:
        """True where a document of the guideline begins, by a name that is no common word."""
        chapters = self.names.chapters.get(guideline)
        document = chapters.match(text, start, end) if chapters is not None else None
        return document is not None and (guideline, key(document[0])) not in self.names.needy

    def _section_end(self, text: str, start: int, end: int, guideline: str) -> int:
        """The end of a known section's name; `start` where there is none.

        A single word must be the whole name: "section on opioids, page 78", not "section on knee surgery".
        """
        stop = self._longest(text, start, end, guideline)
        closed = self.pieces.heading_end.match(text, stop, end) or self.pieces.heading_said.match(text, stop, end)
        whole = len(text[start:stop].split()) > 1 or closed is not None
        return stop if whole or self.pages_after(text, stop, end) is not None else start

    def _longest(self, text: str, start: int, end: int, guideline: str) -> int:
        """The end of the longest known name at `start`, without pages in a bracket; `start` where there is none."""
        stop = self.names.headings.longest(text, start, end, guideline)
        bracket = text.rfind("(", start, stop)
        if bracket > start and self.names.pages.match(text, bracket + 1, end) is not None:
            return start + len(text[start:bracket].rstrip().rstrip(","))
        return stop

    def _known_heading(self, source: Source, text: str, position: int, after: int, end: int) -> bool:
        """Take a section that the guideline is known to have, where it is no part of the sentence."""
        stop = self._longest(text, after, end, source.guideline)
        if stop == after or self.names.owned.match(text, after, end) is not None:
            return False
        kind = self.names.headings.kind_end(text, stop, end, source.guideline)
        stop = kind if self._kind_closed.match(text, kind, end) else stop
        heading = text[after:stop]
        titled = TITLED.fullmatch(heading) is not None
        following = self.pieces.heading_end.match(text, stop, end)
        word = following["word"] if following is not None else None
        if word is not None:
            stop = following.end() if following is not None else stop
        elif heading.islower() and heading not in self._book_parts:
            return False
        elif following is None and not (heading[0].isupper() and self.pages_after(text, stop, end)):
            separated = "," in text[position:after] and " " in heading
            if source.document is None or not (titled or (separated and heading[0].isupper())):
                return False
        elif (
            following is not None
            and "," not in heading
            and "," in text[position:after]
            and following["mark"] == ","
            and not titled
        ):
            told = source.document is not None and source.guideline == ODG and " " in heading
            told = told or self._named_next(text, stop, end)
            if not (told and heading[0].isupper()):
                return False
        source.sections.append(self._undated(mended(heading)))
        source.end = stop
        return True

    def _named_next(self, text: str, start: int, end: int) -> bool:
        """True where another source follows in the list: ", and the ACOEM Practice Guidelines"."""
        joined = self._and_the.match(text, start, end)
        return joined is not None and self.names.any_name.match(text, joined.end(), end) is not None

    def _undated(self, heading: str) -> str:
        """A section without the bracket behind it that dates it or names the law: "MRIs (updated 5/14/13)"."""
        if not heading.endswith(")"):
            return heading
        bracket = heading.rindex("(")
        dated = self._bracket.match(heading, bracket) or self.pieces.law.match(heading, bracket)
        return heading[:bracket].rstrip() if dated is not None and dated.end() == len(heading) else heading
