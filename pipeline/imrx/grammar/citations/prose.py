"""Citations in running text, and what a bare page refers to.

    Per MTUS Chronic Pain Medical Treatment Guidelines page 78 regarding on-going management of opioids ...
    ... page 124 of the MTUS Chronic Pain Medical Treatment Guidelines notes.
    The California MTUS and ACOEM Guidelines do not address ...

Every mention of a guideline's name is a citation. A page of a sentence that names a single guideline is among the pages
of that citation: "Per the MTUS, Flexeril is not recommended (page 41)". Another bare page ("page 79", "the same page")
belongs to the document last named in the same rationale, behind "Ibid." to any source named last. Deliberately left
alone: "the guidelines" without name and pages, "outside of the MTUS", "part of the MTUS", pages of reports.
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.anchors import Anchors
from imrx.grammar.citations.headings import NUMBER, key
from imrx.grammar.citations.literature import LiteratureReader
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import SEPARATOR
from imrx.grammar.citations.records import REACH
from imrx.grammar.citations.source import ACOEM, LITERATURE, MTUS, ODG, OTHER, REGULATION, Source
from imrx.grammar.citations.source_reader import SourceReader
from imrx.grammar.citations.spellings import YEAR, any_spelling
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded

FRONT_REACH = 90
"""How many characters in front of a page its sentence's start or its guidelines are looked for."""

SENTENCE_REACH = 800
"""How many characters in front of a page the guideline of its sentence is looked for."""

SENTENCE_END = re.compile(r"[.?!][\"'\u201d\u2019)\]]*(?:\s+(?=[A-Z(\"\u201c])|(?<=[a-z\d)]\.)(?=[A-Z][a-z]))")
"""What ends a sentence, "Dr. Smith" and the like too: a page behind it is none of the guideline in front."""

QUOTATION = re.compile(r"[\"\u201c][^\"\u201c\u201d]*(?P<end>[^\"\u201c\u201d][\"\u201d])")
"""Words of a guideline, of several sentences maybe, and how they end."""

SPACE = re.compile(r"[\s,;]*")
TITLE_FOLLOWS = re.compile(r"[\s.,:;-]*\(?")
WORD = re.compile(r"\S+")


class ProseReader:
    """Reads citations in running text."""

    def __init__(self, names: Names, reader: SourceReader, literature: LiteratureReader) -> None:
        self.names = names
        self.reader = reader
        self.literature = literature
        self.anchors = Anchors(names, literature.journals.begin)
        wording, pieces, law = names.wording, names.pieces, names.law
        front = any_literal(wording["in_front"])
        the, under = any_literal(wording["articles"]), any_literal(wording["inside"])
        section = any_spelling(wording["section_words"])
        self._in_front = expression(rf"(?:\s*,)?\s+{front}\s+")
        leads = any_literal([*wording["page_leads"], *wording["inside"]])
        self._fronted = expression(
            rf"(?:\A|[.?!:]\s+)(?:(?:\w+\s+){{0,2}}\w+,\s+)?(?:(?i:{any_literal(wording['as_noted'])})\s+)?"
            rf"(?:(?i:{leads})\s+)?\Z"
        )
        """What a sentence begins with in front of a page whose guideline follows: "As noted on page 43, MTUS ..."."""

        self._then_named = expression(rf",?\s+(?:{the}\s+)?(?=[A-Z])")
        guidelines = names.guideline_words
        self._their_name = expression(
            rf"(?P<name>\b[A-Z][\w/&'\u2019-]*(?:\s+[A-Z][\w/&'\u2019-]*){{0,5}})\s+(?:{guidelines})"
            rf"[\s,;:(]*(?:{leads}\s+)?\Z"
        )
        """Guidelines that are named right in front of their page: "The Acupuncture Guidelines, page 8"."""

        self._another = expression(rf"\b[A-Z][\w/&'\u2019-]*\s+(?:{guidelines})|\(\s*{YEAR}\b")
        """What a page can be of as well: other guidelines, an article ("Smith (2010) found")."""

        plain = [*wording["place"], *wording["articles"], *wording["guideline_words"]]
        self._plain = frozenset(word for words in plain for word in words.split())
        self._article = expression(rf"{the}\s+")
        ends = tuple(wording["acoem_title_ends"])
        titles = any_spelling(row.name for row in names.documents.values() if row.name.endswith(ends))
        noun = any_spelling(wording["chapter_noun"])
        self._title = expression(rf"(?P<document>{titles})(?:\s+{noun})?,?\s*\(\Z")
        chapters = any_spelling(wording["chapter_words"])
        begins = rf"(?:\A|[.?!:;,(]\s*|\b(?:{the}|{any_literal(wording['inside'])})\s+)"
        whose = rf"(?:\s*\([^()]{{1,60}}\))?)\s+{chapters}\s+{front}\s+(?:{the}\s+)?\Z"
        documents = {guideline: self._documents(guideline) for guideline in (MTUS, ODG, ACOEM)}
        self._chapter_of = {
            guideline: expression(rf"{begins}(?P<document>{any_spelling(titles)}{whose}")
            for guideline, titles in documents.items()
        }
        """A chapter in front of its guideline: "The Knee & Leg Chapter of the ODG"."""

        self._paged_title = expression(rf"\b(?P<document>{titles})(?P<told>\s+{noun})?[\s,;:(]*(?:{leads}\s+)?\Z")
        self._title_of_page = expression(rf"(?P<document>{titles})(?P<told>\s+{noun})?(?!\w)")
        """A chapter by its title alone, in front of its page or behind it: "In Knee Complaints, page 341"."""

        self._told_title = expression(rf"\b(?P<document>{any_spelling(documents[ACOEM])})\s+{noun},?\s*\(\Z")
        self._law_number = expression(rf"\s+(?:(?:§{{1,2}}|{section})\s*)?{law.numbers}")
        number = r"\s+(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{{least},4}})\b(?!\.?\d)"
        self._section = expression(rf"{section}{number.format(least=2)}")
        self._next_section = expression(rf"{section}{number.format(least=1)}")
        """The same behind another numbered section of a document: "As further noted in Section 4.2"."""

        heading = r"[A-Z][\w ,&/()-]{2,60}?"
        self._section_of = expression(
            rf"(?P<heading>{heading})\s+{section}\s+{front}\s+(?:{the}\s+)?\Z"
            rf"|\b(?i:{under})\s+(?P<under>{heading}),?\s+{front}\s+(?:{the}\s+)?\Z"
        )
        self._same_source = expression(rf"\b{any_literal(wording['same_source'])}[\s.,;:(]*\Z")
        self._section_joins = frozenset(word.split()[0] for word in wording["in_front"])
        self._book_parts = frozenset(wording["book_parts"])
        self._next_to = expression(rf"[\s,;:]*\(?\s*(?:{any_literal(wording['heading_leads'])}\s+)?")
        self._joined = expression(rf"[\s,;]*(?:{any_literal(wording['joining'])}\s+)?")
        self._treatment = tuple(word.casefold() for word in wording["treatment_ends"])
        self._table, self._chapter = pieces.table, pieces.chapter

    def _documents(self, guideline: str) -> list[str]:
        """The documents of a guideline; of the MTUS, whose sections are called so too ("Opioids"), the full titles."""
        ends = tuple(self.names.wording["title_ends"]) if guideline == MTUS else ("",)
        documents = self.names.documents.values()
        return [row.name for row in documents if row.guideline == guideline and row.name.endswith(ends)]

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
        for anchor in self.anchors.find(text, start, end, literature):
            if anchor.start() < position:
                continue
            again = bool(sources) and self._same_source.search(text, max(position, anchor.start() - 9), anchor.start())
            paged = anchor.lastgroup in ("page", "part")
            own = self._of_sentence(text, sources, anchor.start()) if paged else None
            named = sources[-1] if again else last if own is None or own.guideline != OTHER else own
            found, position = self._at(text, anchor, position, end, literature, named, ranges)
            if paged and own is None and found and self._is_of_day(text, found[0]):
                continue
            if own is not None and found and self._is_page_of(text, own, found[0]):
                own.pages += found[0].pages
                ranges = own.ranges
                continue
            if anchor.lastgroup == "url" and found and sources and self._is_address_of(text, sources[-1], found[0]):
                bracketed = text[sources[-1].end : found[0].start].find("(") >= 0 and text.startswith(")", found[0].end)
                position = sources[-1].end = found[0].end + bracketed
                continue
            for source in found:
                sources.append(source)
                position = source.end
                ranges = source.ranges or ranges
                if source.guideline in (MTUS, ODG, ACOEM) and (
                    source.named_document or last is None or last.guideline != source.guideline
                ):
                    last = source
        return sources

    def _of_sentence(self, text: str, sources: list[Source], at: int) -> Source | None:
        """The source in front of a page whose sentence names no other one."""
        own: Source | None = None
        end = at
        for source in reversed(sources):
            if at - source.end > SENTENCE_REACH or _ends_between(text, source.end, end):
                break
            end = source.start
            if source.name_end == source.name_start and source.guideline != LITERATURE:
                continue  # a page, or an address
            if own is not None and (own.guideline, own.document) != (source.guideline, source.document):
                return None
            own = own or source
        return own

    def _is_of_day(self, text: str, page: Source) -> bool:
        """True for a bare page of what the records have of a day; no guideline's in whose sentence it stands."""
        return page.name_end == page.name_start and self.reader.records.dated(text, page.start)

    def _is_page_of(self, text: str, own: Source, page: Source) -> bool:
        """True for a bare page that only its sentence's source can have: no page is told with it, no other is named."""
        if page.name_end > page.name_start or own.pages or page.sections or page.chapter not in (None, own.chapter):
            return False
        records = self.reader.records
        if records.named(text, own.end, page.start) or records.of_another(text, page.end):
            return False
        return self._another.search(text, own.end, page.start) is None

    def _is_address_of(self, text: str, source: Source, address: Source) -> bool:
        """True where an address stands right behind its source: "Medscape (http://emedicine.medscape.com/...)"."""
        if source.guideline not in (LITERATURE, OTHER) or not self._next_to.fullmatch(text, source.end, address.start):
            return False
        return self.literature.has_address(text, source.start, address.start, text[address.start : address.end])

    def _at(
        self,
        text: str,
        anchor: re.Match[str],
        start: int,
        end: int,
        literature: bool,
        last: Source | None,
        ranges: list[list[int]],
    ) -> tuple[list[Source], int]:
        """The citations that begin at an anchor, and from where on to read: pages are read once, whosever they are."""
        at = anchor.start()
        kind = anchor.lastgroup
        source: Source | None = None
        if kind == "name":
            source, start = self._named(text, at, start, end, last)
        elif kind in ("page", "part"):
            source, start = self._part_first(text, at, start, end, last)
        elif kind == "bracket":
            return (self.literature.authors.in_bracket(text, at, end) if literature else []), start
        elif kind == "same":
            source = self._bare(last, at, anchor.end(), ranges)
        elif kind == "on":
            source = self.reader.read_chapter(text, at, end, last.guideline) if last else None
        elif kind == "etal":
            source = self.literature.authors.et_al(text, at, start, end) if literature else None
        elif kind == "code":
            source = self.names.law.read(text, self.reader.name_start(text, at, max(start, at - 30)), at, end)
            source = self._adopted(text, source, end) if source is not None else None
        elif kind == "url":
            source = self.reader.own_address(text, at, end) or self.literature.url(text, at, end)
        elif kind == "journal":
            source = self.literature.journal(text, at, start, end) if literature else None
        else:
            source = self.literature.journals.read(text, at, start, end) if literature else None
        return ([source] if source is not None else []), start

    def _named(self, text: str, at: int, start: int, end: int, last: Source | None) -> tuple[Source | None, int]:
        """A citation that begins with a guideline's name, and from where on to read.

        The page of "MTUS guidelines for opioids, page 80" is, as a bare page, one of the document last named.
        """
        source = self.reader.begin(text, at, end, start)
        if source is None:
            return None, start
        front = source.start
        chapter = self._chapter_before(text, start, source)
        section = self._section_before(text, start, front, source.guideline) if chapter is None else None
        begin = section[1] if section is not None else chapter
        if self.names.is_not_cited(text, start, front if begin is None else begin):
            return None, source.end
        owned = source.document if source.closed and front == at and text[at].islower() else None
        if owned is not None and not owned.casefold().endswith(self._treatment) and not self._is_law(text, source, end):
            return None, start
        number = self._law_number.match(text, source.end, end) if source.guideline == MTUS else None
        if number is not None and source.document is None:
            document = self.names.regulation.get(number["number"]) if number["last"] is None else None
            pages = self.names.pages_after(text, number.end(), end)
            if document is not None and pages is not None:
                return Source(front, number.end(), MTUS, pages.end, document=document, pages=[pages]), start
            probe = self.reader.read(text, at, end, False, start)
            if probe is not None and probe.end <= number.end():
                sections = [folded(each) for each in number.group("number", "last") if each]
                return Source(front, number.end(), REGULATION, number.end(), sections=sections), start
        name_end = source.name_end
        source = self.reader.finish(source, text, end, False)
        topical = source.named_document is None and source.sections and source.pages
        if topical and last is not None and last.guideline == source.guideline:
            on_topic = self.names.pieces.on_topic.match(text, max(name_end, source.name_end), end)
            source.document = last.named_document if on_topic is not None else None
        if section is not None:
            source.sections.insert(0, section[0])
        if begin is not None:
            source.start = begin
        if text[front - 1 : front] == "(" and source.guideline == ACOEM:
            source = self._title_before(source, text, front, end)
        return source, start

    def _is_law(self, text: str, source: Source, end: int) -> bool:
        """True where the section of the law that adopts a document follows: "postsurgical guidelines (9792.24.3)"."""
        after = SEPARATOR.match(text, source.end, end).end()  # type: ignore[union-attr]  # it matches nothing too
        law = self.names.pieces.law_behind.match(text, after, end)
        return law is not None and self.reader.adopts(law["whole"], source)

    def _adopted(self, text: str, law: Source, end: int) -> Source:
        """A section of the law, or the document that it adopts, where that follows: "9792.24.1. Acupuncture ..."."""
        if len(law.sections) != 1 or law.sections[0] not in self.names.regulation:
            return law
        at = TITLE_FOLLOWS.match(text, law.end, end).end()  # type: ignore[union-attr]  # it matches nothing too
        front = self.names.front.match(text, at, end)
        source = self.reader.read(text, front.end() if front is not None else at, end, False, at)
        if source is None or not self.reader.adopts(law.sections[0], source):
            return law
        source.start = law.start
        return source

    def _title_before(self, source: Source, text: str, front: int, end: int) -> Source:
        """Take the chapter in front of a bracket: "Low Back Complaints (ACOEM Practice Guidelines, Chapter 12)".

        One that the MTUS has is its own; another is told by "chapter": "The Elbow Disorders chapter (ACOEM 2007)".
        """
        title = self._title.search(text, max(0, front - 80), front)
        guideline = MTUS if title is not None else ACOEM
        title = title or self._told_title.search(text, max(0, front - 80), front)
        if title is None or (guideline == ACOEM and source.named_document is not None):
            return source
        source.guideline, source.chapter = guideline, None
        source.document = self.names.document(guideline, title["document"])
        source.start = source.name_start = title.start()
        if text[source.end : source.end + 1] == ")":
            source.end += 1
        return self.reader.finish(source, text, end, False)

    def _chapter_before(self, text: str, start: int, source: Source) -> int | None:
        """Where the chapter begins that is named in front of its guideline, which then is the source's document."""
        chapters = self._chapter_of.get(source.guideline)
        near = text[max(start, source.start - 9) : source.start].split()
        if chapters is None or source.document is not None or not self._section_joins.intersection(near):
            return None
        named = chapters.search(text, max(start, source.start - FRONT_REACH), source.start)
        if named is None:
            return None
        source.document = self.names.document(source.guideline, named["document"])
        return named.start("document")

    def _section_before(self, text: str, start: int, front: int, guideline: str) -> tuple[str, int] | None:
        """The section that is named in front of its guideline and where it begins: "the Introduction section of".

        Only one that the guideline is known to have: "no section of the MTUS", "the treatment section of the PR-2". A
        single word in small letters says too little, unless drugs are called so: "The treatment section of the MTUS".
        """
        if not self._section_joins.intersection(text[max(start, front - 9) : front].split()):
            return None
        before = self._section_of.search(text, max(start, front - 90), front)
        if before is None:
            return None
        group = "heading" if before["heading"] else "under"
        for word in WORD.finditer(before[group]):
            words = before[group][word.start() :]
            if self.names.headings.knows(words, guideline):
                told = words in self._book_parts or key(words) in self.names.drug_sections
                generic = words.islower() and " " not in words and not told
                return None if generic else (folded(words), before.start(group) + word.start())
        return None

    def _part_first(self, text: str, at: int, start: int, end: int, last: Source | None) -> tuple[Source | None, int]:
        """A citation that begins with its page, chapter or table ("page 124 of the MTUS ..."), or a bare page.

        Args:
            text: the letter.
            at: where the page, chapter or table begins.
            start: where the citation before ends.
            end: end of the stretch.
            last: the source that a bare page refers to.

        Returns:
            The citation, and the end of the pages read.
        """
        pages, tables = [], []
        numbers: list[str] = []
        chapter = None
        position = at
        numbered_section = self._next_section if _has_numbers(last) else self._section
        next_number = self.names.pieces.next_number.match
        while True:
            begin = SPACE.match(text, position, end).end() if position > at else at  # type: ignore[union-attr]
            if (found := self.names.pages.match(text, begin, end)) is not None:
                pages.append(found)
                position = found.end
            elif (numbered := self._chapter.match(text, begin, end)) is not None:
                if chapter is not None:
                    break
                chapter = f"Chapter {numbered['number']}"
                position = numbered.end()
            elif (table := self._table.match(text, begin, end)) is not None:
                tables.append(folded(table["table"]))
                position = table.end()
            elif section := (
                numbered_section.match(text, begin, end) or (numbers and next_number(text, position, end))
            ):
                numbers.append(section["number"])
                position = section.end()
            else:
                break
        of_total = self.names.pieces.of_total.match(text, position, end) if pages else None
        behind = of_total.end() if of_total is not None else position
        link = self._in_front.match(text, behind, end)
        fronted = link is None and self._fronted.search(text, max(start, at - FRONT_REACH), at) is not None
        link = self._then_named.match(text, behind, end) if fronted else link
        if link is not None and position > at:
            front = self.names.front.match(text, link.end(), end)
            source = self.reader.read(text, front.end() if front else link.end(), end, False, link.end())
            if source is not None and not (fronted and source.pages):
                source.start = at
                source.pages = pages + source.pages
                source.sections = tables + numbers + source.sections
                source.chapter = source.chapter or chapter
                return source, position
            title = self._title_of_page.match(text, link.end(), end) if pages and source is None else None
            if title is not None and (source := self._titled(title, last)) is not None:
                source.start, source.end = at, title.end()
                source.pages, source.sections = pages, tables + numbers
                return source, position
        if chapter is not None and last is not None and last.chapter and self._joined.fullmatch(text, last.end, at):
            further = self._chapter.match(text, at, end)
            if further is None:
                return Source(at, at, last.guideline, position, chapter=chapter, pages=pages), position
            source = Source(at, at, last.guideline, further.end(), chapter=chapter)
            return self.reader.finish(source, text, end, False), position
        if not (pages or numbers) or of_total or self.reader.records.has(text, start, at, position):
            return None, position
        named = self._their_name.search(text, max(start, at - FRONT_REACH), at)
        title = self._paged_title.search(text, max(start, at - FRONT_REACH), at)
        source = self._titled(title, last) if title is not None else None
        bare = title is not None and not title["told"]
        if source is not None and bare and self._is_of_record(text, max(start, at - REACH), source.start):
            return None, position
        if source is not None:
            source.end = position + (text.startswith(")", position) and text.find("(", source.end, position) >= 0)
        elif named is not None:
            source = self._of_named(text, named, position, last)
        else:
            source = self._bare(last, at, position, None)
        if source is not None:
            source.pages = pages
            source.sections = tables + numbers
            if chapter is not None and source.guideline in (MTUS, ACOEM):
                source.document, source.chapter = None, chapter
        return source, position

    def _of_named(self, text: str, named: re.Match[str], end: int, last: Source | None) -> Source | None:
        """A citation whose guidelines are named right in front of their page; None where no table has them.

        A word that only has its capital from the sentence's start names none, nor do "California" and "Medical": "These
        Guidelines, page 78". A section of the source named last is part of it: "The Physical Medicine Guidelines".
        """
        article = self._article.match(named["name"])
        start = named.start() + (article.end() if article is not None else 0)
        name = text[start : named.end("name")]
        if (MTUS, key(name)) in self.names.documents:
            document = self.names.document(MTUS, name)
            return Source(start, named.end("name"), MTUS, end, document=document, closed=True)
        opens = self._fronted.search(text, max(0, named.start() - FRONT_REACH), named.start()) is not None
        plain = (opens and " " not in named["name"]) or self._plain.issuperset(named["name"].split())
        own = last is not None and self.names.headings.knows(name, last.guideline)
        return self._bare(last, named.end(), end, None) if plain or own else None

    def _is_of_record(self, text: str, start: int, at: int) -> bool:
        """True where the sentence names a record in front of a title: "In his report, Low Back Complaints, page 3"."""
        ends = [end.end() for end in SENTENCE_END.finditer(text, start, at)]
        return self.reader.records.named(text, ends[-1] if ends else start, at)

    def _titled(self, title: re.Match[str], last: Source | None) -> Source | None:
        """A chapter that is named by its title alone: the MTUS's, or the ACOEM's where that was named last.

        In small letters it needs the word "chapter": "knee complaints" alone are the patient's.
        """
        if title["told"] is None and not title["document"].split()[-1][0].isupper():
            return None
        guideline = ACOEM if last is not None and last.guideline == ACOEM else MTUS
        if (guideline, key(title["document"])) not in self.names.documents:
            return None
        start, end = title.start("document"), title.end("told" if title["told"] else "document")
        return Source(start, end, guideline, end, document=self.names.document(guideline, title["document"]))

    @staticmethod
    def _bare(last: Source | None, start: int, end: int, ranges: list[list[int]] | None) -> Source | None:
        """A citation without a name: it is of the document last named."""
        if last is None:
            return None
        source = Source(start, start, last.guideline, end, document=last.named_document)
        source.inherited = ranges or []
        return source


def _has_numbers(source: Source | None) -> bool:
    """True where a source is cited by the numbers of its sections."""
    return source is not None and any(NUMBER.fullmatch(section) for section in source.sections)


def _ends_between(text: str, start: int, end: int) -> bool:
    """True where a sentence ends between a guideline and what follows; not in a quotation, nor in front of a bracket.

    'The MTUS states, "Opioids are an option. Doses are kept low." (page 78)'.
    """
    between = text[start : end - 1 if text[end - 1] == "(" else end + 1]
    return SENTENCE_END.search(QUOTATION.sub(r"\g<end>", between)) is not None
