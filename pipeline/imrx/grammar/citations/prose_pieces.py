"""Pieces of a citation that only running text needs looking for: its pages, tables, and section names.

    MTUS, under Physical Medicine, page 98          -> a section behind what leads it in, and its pages
    ODG section on massage therapy (page 60)        -> a section that its pages follow
    MTUS guidelines for pain                        -> no section: it is a part of the sentence
    MTUS ... and page 78 of the ODG                 -> no page of the MTUS

Deliberately left alone: guideline blocks, where everything up to the source's end is sections and pages (`rest`).
"""

import re
from functools import partial

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.headings import mended, trimmed
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pages import Pages
from imrx.grammar.citations.pieces import QUOTED, TITLED
from imrx.grammar.citations.records import Records
from imrx.grammar.citations.source import ACOEM, MTUS, ODG, Source, take_edition
from imrx.grammar.expressions import expression
from imrx.grammar.words import DIGIT, folded

QUOTES = frozenset('("\u201c')
"""How a quoted section begins: a look at one character is cheaper than an expression that fails."""


class ProsePieces:
    """Reads the pieces; `names` are the compiled tables, `records` tells pages that are no guideline's."""

    def __init__(self, names: Names, records: Records) -> None:
        self.names = names
        self.pieces = names.pieces
        self._records = records
        wording = names.wording
        self._book_parts = frozenset(wording["book_parts"])
        self._link = expression(
            rf"(?:\s*,)?\s+{any_literal(wording['in_front'])}\s+(?:{any_literal(wording['articles'])}\s+)?"
        )
        self._heading_then_part = expression(
            rf"\s*[,:\u2013-]\s*(?P<heading>[A-Z](?:[^.;()\"]|\([^()]{{1,40}}\)){{2,60}}?)"
            rf"(?={names.clause}{names.part_of})"
        )
        """The section in front of what tells whose it is: ", Opioids, which is part of the MTUS"."""
        self._kind_closed = expression(rf"\s*(?:[.;:)]|\Z|,\s+{any_literal(wording['citation_ends'])}\b)")
        """What ends a section with its kind: "Compound drugs, topical." is none of "massage, ultrasound, and heat"."""

        ends = any_literal(wording["citation_ends"])
        cited, close = any_literal(wording["read_of"]), any_literal([*wording["joining"], *wording["read_ends"]])
        uncited = rf"(?!(?:\s+(?:been|also|\w+ly))?\s+{cited}(?:\s*(?:[.,;)]|\Z)|\s+{close}\b))"
        self._told_of = expression(
            rf"\s+(?!{ends}\b|{any_literal(wording['bodies_say'])}\b)"
            rf"(?:(?:also|\w+ly)\s+)?{any_literal(wording['finite'])}\b{uncited}"
        )
        """What makes a heading the subject of its clause: "..., Lyrica (pregabalin) | has been documented to"."""

        self._and_the = expression(
            rf",\s+{any_literal(wording['joining'])}\s+(?:{any_literal(wording['on'])}\s+)?"
            rf"(?:{any_literal(wording['articles'])}\s+)?"
        )
        self._joined = expression(rf"[\s,;]*{any_literal(wording['joining'])}\s")
        self._further_page = expression(names.pages.further)

    def read(self, source: Source, text: str, position: int, after: int, end: int) -> bool:
        """Take a piece that only running text needs looking for: pages, tables, section names."""
        pieces, headings, guideline = self.pieces, self.names.headings, source.guideline
        pages = self._own_pages(text, position, end)
        if pages is not None and self._begins_next(source, pages, text, end):
            return False
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
                source.take(match)
                while piece is pieces.section_number and (further := pieces.next_number.match(text, source.end, end)):
                    source.sections.append(further["number"])
                    source.take(further)
                return True
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
        if match is not None and guideline in (MTUS, ACOEM) and pieces.chapter.match(match["heading"]):
            match = None  # another chapter, with pages of its own
        told = match is not None and pieces.finite.search(match["heading"]) is not None
        if match is not None and not told and not self.names.is_named_in(match["heading"]):
            heading = self._unlabelled(match["heading"])
            if DIGIT.search(heading):
                heading = pieces.dated.sub(partial(take_edition, source), heading)
            source.sections += headings.split(heading, guideline, False)
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
        """A section's name without the word that only says that it is one: "Opioids section", "Section Opioids"."""
        label = self.pieces.section_at_end.search(heading)
        heading = heading if label is None else heading[: label.start()]
        front = self.pieces.section_at_start.match(heading)
        return heading if front is None else heading[front.end() :]

    def _led_section(self, source: Source, text: str, lead: re.Match[str] | None, end: int, paged: bool) -> bool:
        """Take a known section behind what leads it in; with `paged` only one that its pages follow.

        "MTUS, under Physical Medicine, ...", "MTUS guidelines for opioids (page 80)", not "MTUS guidelines for pain".
        """
        if lead is None or self.names.is_document_of(source.guideline, text, lead.end(), end):
            return False
        stop = self._section_end(text, lead.end(), end, source.guideline)
        short = source.guideline == MTUS and self.names.is_short(text[lead.end() : stop])
        if stop == lead.end() or short or (paged and self.names.pages_after(text, stop, end) is None):
            return False
        source.sections.append(mended(text[lead.end() : stop]))
        source.end = stop
        return True

    def _begins_next(self, source: Source, pages: Pages, text: str, end: int) -> bool:
        """True for the pages of a further chapter, where those of the one before stood in front of it too.

        "ACOEM page 303, Chapter 12; | page 177, Chapter 8"
        """
        in_front = source.chapter is not None and bool(source.pages) and source.pages[-1].end < source.end
        return in_front and self.names.chapter_after(text, pages.end, end) is not None

    def _own_pages(self, text: str, start: int, end: int) -> Pages | None:
        """The pages behind a source, without those of what follows them: "and page 78 of the ODG", "of the RFA"."""
        pages = self.names.pages_after(text, start, end)
        link = self._link.match(text, pages.end, end) if pages is not None else None
        if pages is None or link is None:
            return pages
        named = self.names.any_name.match(text, link.end(), end) is not None
        further = list(self._further_page.finditer(text, pages.start, pages.end))
        joined = bool(further) or self._joined.match(text, start, end) is not None
        if not named and not (joined and self._records.has(text, pages.start, pages.start, pages.end)):
            return pages
        return self.names.pages_after(text, start, further[-1].start()) if further else None

    def _section_on(self, source: Source, text: str, start: int, end: int) -> bool:
        """Take "section on massage therapy (page 60)": a section that is known, or that its pages follow."""
        on = self.pieces.chapter_on.match(text, start, end)
        if on is None:
            return False
        paged = self.pieces.topic_then_pages.match(text, on.end(), end)
        stop = paged.end("heading") if paged else self._section_end(text, on.end(), end, source.guideline)
        if stop == on.end():
            return False
        source.sections.append(mended(text[on.end() : stop]))
        source.end = stop
        return True

    def _section_end(self, text: str, start: int, end: int, guideline: str) -> int:
        """The end of a known section's name; `start` where there is none.

        A single word must be the whole name: "section on opioids, page 78", not "section on knee surgery".
        """
        stop = self._longest(text, start, end, guideline)
        closed = self.pieces.heading_end.match(text, stop, end) or self.pieces.heading_said.match(text, stop, end)
        whole = len(text[start:stop].split()) > 1 or closed is not None
        return stop if whole or self.names.pages_after(text, stop, end) is not None else start

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
        elif (heading.islower() and heading not in self._book_parts) or self._told_of.match(text, stop, end):
            return False
        elif following is None and not (heading[0].isupper() and self.names.pages_after(text, stop, end)):
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
        dated = self.pieces.bracket.match(heading, bracket) or self.pieces.law.match(heading, bracket)
        return heading[:bracket].rstrip() if dated is not None and dated.end() == len(heading) else heading
