"""Guideline blocks: the fixed lines under a disputed item that say what each side cited.

    Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78, 92.
    Decision based on MTUS Elbow Complaints 2007, Section(s): 326, and Chronic Pain Medical Treatment 2016, ...
    Decision based on Non-MTUS Citation Official Disability Guidelines, Shoulder (updated 12/12/16); ODG, Low Back.

A block is cut at "Decision based on", each piece into its sources, one per guideline document. In letters of 2013 and
2014 a block is a sentence ("The Claims Administrator based its decision on the ..."), which is read as prose; only what
follows a name of the ODG, whose sections no table has whole, or a publisher's is read to the end of its clause.
Deliberately left alone: "did not cite any medical evidence" and "outside of the MTUS Guidelines", which cite nothing.
"""

import re
from collections.abc import Iterator
from operator import attrgetter

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.cuts import Cutter
from imrx.grammar.citations.forms import FormReader
from imrx.grammar.citations.headings import key
from imrx.grammar.citations.journals import JOURNAL_PAGES
from imrx.grammar.citations.literature import LiteratureReader
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import ACOEM, LITERATURE, MTUS, ODG, OTHER, REGULATION, Source
from imrx.grammar.citations.source_reader import SourceReader
from imrx.grammar.citations.spellings import YEAR, any_spelling, by_initial
from imrx.grammar.expressions import expression
from imrx.labels import CLAIMS_ADMINISTRATOR, RATIONALE, REVIEWER

GUIDELINES = (MTUS, ODG, ACOEM)

PART_REACH = 90
"""How many characters at the end of a piece "which is part of the MTUS" is looked for in."""

JOINTS = ("/", "-", "\u2013")
"""What makes "MTUS/ACOEM" one name, in either order."""

AND_AT_END = re.compile(r"\s(?:[aA]nd(?:\s+on)?(?:\s+the)?|&)\Z")

TITLE_END = re.compile(r"\s*(?:[,;.(]|\Z)")
TOPIC = re.compile(r":\s+(?=[A-Z])")
"""What leads in the topic of a work: "UpToDate: Overview of rotator cuff tears"."""

LAST_PART = re.compile(r",\s+(?=[^,]*\Z)")

JOINT_REACH = 40
"""How many characters in front of a guideline the words that join it to the one before are looked for."""


class BlockReader:
    """Reads a guideline block."""

    def __init__(self, names: Names, reader: SourceReader, literature: LiteratureReader) -> None:
        self.names = names
        self.reader = reader
        self.literature = literature
        self.form = FormReader(names)
        self.cutter = Cutter(names, reader.address, literature)
        wording = names.wording
        the = any_literal(wording["articles"])
        other = names.not_mtus
        self.lead = expression(
            rf"(?:{by_initial(wording['decision_based_on'])})\s+(?:{the}\s+)?"
            rf"(?P<other>{other})?[\s:]*(?:{the}\s+(?=[A-Z]))?"
        )
        """The fixed lead-in."""

        no_source = any_literal(wording["no_sources"]).replace("'", "['\u2019]")
        self._no_source = expression(rf"(?i:{no_source})(?!\w)")
        nothing, pages = any_literal(wording["nothing"]), names.pages.form
        self._nothing_of = expression(
            rf"(?:{MTUS}|{ACOEM}|{ODG})(?:\s+(?:{names.guideline_words}|{any_literal(wording['not_mtus_nouns'])}))?"
            rf"[\s:,\u2010-\u2015-]*(?i:{nothing})(?:[\s.,;]*{pages}\s*(?i:{nothing}))?[\s.,;]*"
        )
        """A piece that says that nothing is cited of a guideline: "MTUS N/A." """

        self._dated_work = expression(
            rf"{names.pieces.edition.pattern}|[,.]\s*\(?{YEAR}\)?\W*\Z|{JOURNAL_PAGES.pattern}", re.IGNORECASE
        )
        """What only a source has: "No evidence-based support for fusion. Smith J. Spine 2008; 33: 100-110"."""
        self._part_of = expression(rf"{names.clause}(?:\bnot\s+)?{names.part_of}[\s.)]*\Z")
        """What says at the end of a piece that the MTUS has the document: "..., which is part of the MTUS."."""
        self._bracketed = expression(rf"\(\s*(?P<guideline>{MTUS}|{ACOEM}|{ODG})\s*\)")
        self._part_words = {phrase.split()[-2] for phrase in wording["part_of"]}
        acronym = rf"(?:{MTUS}|{ACOEM}|{ODG})(?:\s+(?:{names.guideline_words}))?"
        denied = rf"{any_literal(wording['does_not'])}\s+(?:\w+ly\s+)?{any_literal(wording['say'])}"
        gives = rf"{any_literal(wording['does_not'])}\s+(?:\w+ly\s+)?{any_literal(wording['give'])}(?:\s+(?:a|an|any))?"
        no_guidance = (
            rf"(?:{any_literal(wording['gives_no'])}|{gives})\s+(?:specific\s+)?{any_literal(wording['guidance'])}"
            rf"(?=\s+{any_literal(wording['guidance_on'])}\b|\s*(?:[.,;]|\Z))"
        )
        self._says_nothing = expression(
            rf"(?:(?:\s*/\s*|,\s+|,?\s+(?:and|or|nor)\s+)(?:{the}\s+)?{acronym}){{0,3}}"
            rf",?\s+(?:{any_literal(wording['says_nothing'])}|{denied}|{no_guidance})\b"
        )
        """What follows a guideline that nothing is cited of: "The MTUS and ACOEM do not address ...".

        One that is argued from is cited: "The MTUS has no time limit for Norco".
        """
        updates, nothing = any_literal(wording["update_words"]), self._no_source.pattern
        joining, ends = any_literal(wording["joining"]), any_literal(wording["citation_ends"])
        self._clause_end = expression(rf"\b{ends}\b|\.\s+{the}\s")
        self._title_end = expression(rf"\b{ends}\b|(?<!\bal)(?<!\bNo)(?<!\b[A-Z])\.\s+[A-Z\d]")
        joints = any_literal([*wording["joining"], *wording["citation_ends"], *wording["articles"], *wording["on"]])
        self._joint = expression(rf"(?:[\s,;.]|\b{joints}\b|\b{other}|(?<=[.;:]\s)\d{{1,2}}[.)])+\Z")
        self._goes_on = expression(rf"[\s,;:/(\u2010-\u2015-]*(?:{joining}\s+)?(?!{nothing})(?:[A-Z]|{updates}\b)")
        """What follows a name in its clause where a chapter or section is named: "; and Low Back Chapter"."""

        on = any_literal(wording["on"])
        led = rf"(?:{the}\s+)?(?P<other>{other}[\s:]+)?"
        self._and_on = expression(rf"[\s,;]*{joining}\s+(?:{on}\s+)?{led}")
        """What joins a publisher to a name: "and on the Aetna Clinical Policy Bulletin"."""

        chapters = any_spelling(wording["chapter_words"])
        self._told = expression(rf"\s+{chapters}\b|{names.pieces.guidelines.pattern}")
        self._subtitled = expression(rf"\s[^:;,.]{{1,60}}:\s+{any_literal(wording['subtitles'])}\s")
        self._later = expression(rf"\b{any_literal(wording['later_editions'])}\b")
        relied = any_literal([*wording["on"], *wording["relied"]])
        self._relied = expression(rf"(?:\b{relied}|[.;:]|\b\d{{1,2}}[.)])\s+{led}(?=[A-Z])")
        """What stands in front of a source: "relied on the", "also cited", "on the Non-MTUS", "; ", "3. "."""

        nobody = any_literal([*wording["guideline_words"], *wording["separate_sources"]])
        self._nobody = expression(rf"(?:{nobody}|{nothing}|{other})\b")
        """What names no source behind "Non-MTUS"."""
        noun = any_spelling([*wording["guideline_word"], *wording["chapter_words"]])
        self._document = expression(rf"[A-Z][\w/&'\u2019-]*(?:\s+[\w/&'\u2019-]+){{0,6}}?\s+{noun}\b")
        self._of_mtus = expression(rf"{names.clause}{names.part_of}")

        title = any_literal([*wording["guideline_word"], *wording["title_words"]])
        self._publishes = expression(rf"[\s,:;./\u2010-\u2015]*(?:[A-Z\d\"\u201c(]|{title}\b)|[\s.]*\Z")

        shared = set.intersection(*(set(phrase.split()) for phrase in wording["decision_based_on"]))
        self._lead_word = max(shared, key=len, default="")
        """A word of every lead-in."""

        administrator = any_literal(wording["claims_administrator"])
        self.claims_administrator = expression(rf"\s*(?:{the}\s+)?{administrator}")
        """How a block says by itself that it is the claims administrator's."""
        parts = {part: wording[f"{part}_labels"] for part in (CLAIMS_ADMINISTRATOR, REVIEWER, RATIONALE)}
        labels = "|".join(rf"(?P<{part}>{any_literal(words)})" for part, words in parts.items())
        self.label = expression(rf"^[ \t]*(?i:{labels})", re.MULTILINE)
        """What stands in front of a part where a letter has no headings: "MAXIMUS guideline:"."""
        sides = any_literal([*wording["claims_administrator"], *wording["reviewers"]])
        self.sentence = expression(rf"\s*(?:{the}\s+)?{sides}\s+{any_literal(wording['based_decision_on'])}\b")
        """How a block begins that is a sentence."""

    def leads(self, text: str, start: int, end: int) -> list[re.Match[str]]:
        """The lead-ins of a block: most often a single one, at its start."""
        first = self.lead.match(text, start, end)
        if first is not None and text.find(self._lead_word, first.end(), end) < 0:
            return [first]
        return list(self.lead.finditer(text, start, end))

    def find(self, text: str, leads: list[re.Match[str]], end: int) -> list[Source]:
        """All sources behind the lead-ins, in order; the last one's reach to `end`."""
        sources: list[Source] = []
        for index, lead in enumerate(leads):
            until = leads[index + 1].start() if index + 1 < len(leads) else end
            sources += self._piece(text, lead.end(), until, lead["other"] is None)
        return sources

    def read_on(self, text: str, start: int, sources: list[Source], end: int) -> Iterator[Source]:
        """The sources of a sentence, those of the ODG with all that their clause names, its articles and publishers.

        "..., the ODG, Shoulder Chapter, PRP; and Moraes VY, et al. ..." has a section that no table need know, and an
        article behind it. A clause ends in front of the next guideline and of "which is not part of the MTUS". A
        guideline that has nothing on the matter ("The MTUS is silent") is not cited.

        Args:
            text: the letter.
            start: where the sentence begins.
            sources: what was found in the sentence as in prose, in order.
            end: where the sentence ends.
        """
        sources = self._joint_names(text, [source for source in sources if not self._is_silent(text, source, end)])
        sources = sorted([*sources, *self._told_parts(text, start, end, sources)], key=attrgetter("start"))
        articles = self.literature.articles(text, start, end)
        published = [each for each in self._published(text, start, end, sources) if not _inside(each, articles)]
        others = [*articles, *published]
        titles = {publisher.start for publisher in published}
        begins = {other.start for other in others}
        if others:
            apart = (source for source in sources if not _inside(source, others))
            sources = sorted([*others, *apart], key=attrgetter("start"))
        ends: list[int] = []
        following = end
        for source in reversed(sources):
            ends.append(following)
            bounds = source.guideline in (*GUIDELINES, REGULATION) or source.start in begins
            bounds = bounds and not _is_bare_page(source)
            following = source.start if bounds else following
        read = 0
        for index, (source, stop) in enumerate(zip(sources, reversed(ends), strict=True)):
            if source.start < read:
                continue
            named = source.name_end > source.name_start
            form: list[Source] = []
            if named and source.guideline == MTUS:
                begin = (other.start for other in sources[index + 1 :] if not _is_bare_page(other))
                form = self._form_line(text, source, next(begin, stop))
            if form:
                read = form[-1].end
                yield from form
                continue
            self.literature.date(source, text, stop)
            topic = named and source.guideline in (LITERATURE, OTHER) and TOPIC.match(text, source.end, stop)
            if source.start in titles or topic:
                clause = self._title_end.search(text, source.end + 1, stop)
            elif not named or source.guideline != ODG or not self._goes_on.match(text, source.end, stop):
                yield source
                continue
            else:
                clause = self._clause_end.search(text, source.end, stop)
            read = clause.start() if clause is not None else stop
            yield from self._piece(text, source.start, self._without_joint(text, source, read), False)

    def _without_joint(self, text: str, source: Source, stop: int) -> int:
        """Where a source's clause ends in front of the words that join the next one to it: ", and on the".

        A number of a list stands there too ("; 2) the ODG"), which a page is not: "(page 17); and the ODG".
        """
        joint = self._joint.search(text, max(source.end, stop - JOINT_REACH), stop)
        if joint is None:
            return stop
        start = joint.start()
        pages = self.names.pages.find(text, max(source.start, start - JOINT_REACH), stop)
        return next((page.end for page in pages if page.start < start < page.end), start)

    def _form_line(self, text: str, source: Source, stop: int) -> list[Source]:
        """The sources of a clause that holds only documents of the MTUS, known sections and pages, as the form does.

        "the MTUS Chronic Pain Guidelines, Opioids and Weaning of Medications (page 78 of 127)": in a rationale the
        second section would begin the next clause. Empty where there is anything else, or no more than was read.
        """
        if source.start < source.name_start:
            return []
        clause = self._clause_end.search(text, source.end, stop)
        end = self._without_joint(text, source, clause.start() if clause is not None else stop)
        found = list(self._piece(text, source.start, end, True))
        told = [(section, each.guideline) for each in found for section in each.sections]
        more = len(told) > len(source.sections) or any(each.ranges for each in found) > bool(source.ranges)
        knows = self.names.headings.knows
        return found if more and all(guideline == MTUS and knows(name, MTUS) for name, guideline in told) else []

    def _published(self, text: str, start: int, end: int, sources: list[Source]) -> Iterator[Source]:
        """The publishers of a sentence, each where its title follows or nothing: "on the ACC/AHA 2007 Guidelines".

        One is named where a source can stand. Not "on the FDA approval of ...", "established by the Department of
        Industrial Relations". Behind "Non-MTUS" a source is named, whoever publishes it.
        """
        for at, is_other in self._places(text, start, end, sources):
            publisher = self.literature.titles.organisation.match(text, at, end)
            if publisher is not None and self._publishes.match(text, publisher.end(), end):
                yield Source(at, publisher.end(), OTHER, publisher.end())
            elif is_other and not _inside_any(at, sources) and self._nobody.match(text, at, end) is None:
                yield Source(at, at + 1, OTHER, at + 1)

    def _told_parts(self, text: str, start: int, end: int, sources: list[Source]) -> Iterator[Source]:
        """What only its sentence tells to be the MTUS's: "Physical Medicine Guidelines, which is part of the MTUS"."""
        for at, _ in self._places(text, start, end, sources):
            document = self._document.match(text, at, end)
            if document is None:
                continue
            pages = self.names.pages_after(text, document.end(), end)
            stop = pages.end if pages is not None else document.end()
            read = any(source.start < stop and at < source.end for source in sources)
            if not read and self._of_mtus.match(text, stop, end) is not None:
                yield self.reader.read_unnamed(text, at, stop, MTUS)

    def _places(self, text: str, start: int, end: int, sources: list[Source]) -> list[tuple[int, bool]]:
        """Where a source can stand in a sentence, and whether behind "Non-MTUS".

        "relied on the", "; ", behind another source "and the"; only in front of a capital.
        """
        places = {start: False}
        joined = [self._and_on.match(text, source.end, end) for source in sources]
        for match in [*self._relied.finditer(text, start, end), *filter(None, joined)]:
            places[match.end()] = places.get(match.end(), False) or match["other"] is not None
        return sorted((at, is_other) for at, is_other in places.items() if text[at : at + 1].isupper())

    def _is_silent(self, text: str, source: Source, end: int) -> bool:
        """True where the letter only says that a guideline has nothing on the matter."""
        named = source.guideline in GUIDELINES and not (source.sections or source.pages)
        return named and self._says_nothing.match(text, source.end, end) is not None

    def _joint_names(self, text: str, sources: list[Source]) -> list[Source]:
        """The sources, "MTUS/ACOEM Guidelines, Chapter 12", "MTUS: ACOEM" and "ACOEM/MTUS" as the MTUS's.

        A comma also stands in a list of sources ("MTUS, ACOEM and ODG"): it joins the ACOEM where something is cited of
        it that the MTUS has, which is no later edition.
        """
        joint: list[Source] = []
        for source in sources:
            before = joint[-1] if joint else None
            if (
                before is not None
                and {before.guideline, source.guideline} == {MTUS, ACOEM}
                and before.named_document is None
                and self._is_joint(text, before, source)
            ):
                joint.pop()
                source.guideline, source.start, source.name_start = MTUS, before.start, before.name_start
                source.sections, source.pages = before.sections + source.sections, before.pages + source.pages
            joint.append(source)
        return joint

    def _is_joint(self, text: str, before: Source, source: Source) -> bool:
        """True where what stands between two names makes them one."""
        mark = text[before.end : source.start].strip()
        if mark == "," and source.guideline == ACOEM and not (before.sections or before.pages):
            told = source.named_document or source.sections or source.pages
            return bool(told) and self._later.search(text, source.start, source.end) is None
        return mark in JOINTS or (mark == ":" and source.guideline == ACOEM)

    def _piece(self, text: str, start: int, end: int, is_mtus: bool) -> Iterator[Source]:
        """The sources after one lead-in."""
        tail = max(start, end - PART_REACH)
        if any(text.find(word, tail, end) >= 0 for word in self._part_words):
            part = self._part_of.search(text, tail, end)
            end = part.start() if part is not None else end
        if self._nothing_of.fullmatch(text, start, end):
            return
        whole = self.form.read(text, start, trimmed_end(text, start, end)) if is_mtus else None
        if whole is not None:
            yield whole
            return
        cuts = self.cutter.cuts(text, start, end, is_mtus)
        guideline = MTUS if is_mtus else ACOEM
        for index, cut in enumerate(cuts):
            begin = cut.start
            until = trimmed_end(text, begin, cuts[index + 1].cut if index + 1 < len(cuts) else end)
            if until > begin and not self._is_none(text, begin, until):
                if index and self._is_numbered(text, begin, until):
                    source = self.reader.read_unnamed(text, begin, until, guideline)
                else:
                    source = self._source(text, begin, until, cut.skip, is_mtus)
                guideline = source.guideline
                if guideline not in GUIDELINES or not self._says_nothing.match(text, source.name_end, end):
                    yield source

    def _is_numbered(self, text: str, start: int, end: int) -> bool:
        """True where a further chapter begins with its number, or with its pages and that behind them."""
        pages = self.names.pages.match(text, start, end)
        if pages is not None:
            return self.names.chapter_after(text, pages.end, end) is not None
        return self.names.pieces.chapter.match(text, start, end) is not None

    def _is_none(self, text: str, start: int, end: int) -> bool:
        """True for words that stand for a source and are none, with no edition, year or journal behind them."""
        match = self._no_source.match(text, start, end)
        return match is not None and self._dated_work.search(text, match.end(), end) is None

    def _source(self, text: str, start: int, end: int, skip: int, is_mtus: bool) -> Source:
        """The source between two offsets."""
        source = self.form.begin(text, start, end) if is_mtus else None
        source = source or self._acronym(text, start, end)
        if source is not None:
            return self.reader.finish(source, text, end, True)
        body = self.names.published.match(text, start, end) if is_mtus else None
        if is_mtus and not skip and body is None and not self.cutter.known(text, start):
            unknown = self.cutter.unknown.match(text, start, end)
            skip = unknown.end() - start if unknown is not None else 0
        if skip:
            return self.reader.read_unnamed(text, start, end, MTUS, skip)
        source = self.reader.read(text, self._named(text, start, end), end, True, start)
        if source is not None:
            named = text[source.name_start : source.name_end]
            organisation = self.literature.titles.organisation
            publisher = organisation.match(text, start, end) if source.guideline == OTHER else None
            published = publisher is not None and (
                publisher.end() >= source.name_end or self.names.named.match(text, source.name_start, end) is None
            )
            book = source.guideline == LITERATURE and key(named) in self.names.books
            return self.literature.read(text, start, end) if published or book else source
        if is_mtus and (self.cutter.yearly.match(text, start, end) or self.cutter.titled.match(text, start, end)):
            return self.reader.read_unnamed(text, start, end, MTUS)
        if self._is_chapter(text, start, end) and not self.literature.is_journal(text, start, end):
            return self.reader.read_unnamed(text, start, end, ODG)
        front = self.names.front.match(text, start, end)
        law = self.names.law.read(text, start, start, end)
        if law is None and front is not None:
            law = self.names.law.read(text, start, front.end(), end)
        if law is not None:
            law.end = end
            return law
        address = self.reader.own_address(text, start, end)
        return address if address is not None and address.end == end else self.literature.read(text, start, end)

    def _acronym(self, text: str, start: int, end: int) -> Source | None:
        """A guideline whose acronym stands in brackets with no name in front: "(ODG) Pain, Urine drug testing"."""
        name = self._bracketed.match(text, start, end)
        return Source(start, name.end(), name["guideline"], name.end()) if name is not None else None

    def _is_chapter(self, text: str, start: int, end: int) -> bool:
        """True where a chapter of the ODG begins.

        A common word is none in a title ("Psychotherapy for depression"), nor is any with a subtitle ("Hernia repair: a
        review") or its publisher at the end ("Dental practice parameters, American Dental Association").
        """
        chapter = self.names.chapters[ODG].match(text, start, end)
        if chapter is None:
            return False
        behind = chapter.end()
        if self._told.match(text, behind, end) or TITLE_END.match(text, behind, end):
            return True
        if (ODG, key(chapter["document"])) in self.names.needy:
            return False
        last = LAST_PART.search(text, behind, end)
        if self._subtitled.match(text, behind, end):
            return False
        return last is None or not self.literature.titles.is_publisher(text, last.end(), end)

    def _named(self, text: str, start: int, end: int) -> int:
        """Where a name begins behind "California" or a year."""
        front = self.names.front.match(text, start, end)
        name = front.end() if front else start
        return name if name > start and self.names.any_name.match(text, name, end) else start


def _is_bare_page(source: Source) -> bool:
    """True for a page without a name, which is part of the clause that it stands in."""
    return source.name_end == source.name_start and bool(source.pages) and source.pages[0].start == source.start


def _inside(source: Source, others: list[Source]) -> bool:
    return _inside_any(source.start, others)


def _inside_any(at: int, sources: list[Source]) -> bool:
    return any(source.start <= at < source.end for source in sources)


def trimmed_end(text: str, start: int, end: int) -> int:
    """The end without white space, full stops, commas, and a last "and", "and on the" or "&"."""
    while True:
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;"):
            end -= 1
        joined = AND_AT_END.search(text, max(start, end - 12), end) if text[end - 1 : end] in "dne&" else None
        if joined is None:
            return end
        end = joined.start()
