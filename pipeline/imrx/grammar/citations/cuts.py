"""Where the sources of a guideline block begin.

    Shoulder (updated 12/12/16); ODG, Low Back            -> behind the semicolon
    Opioids 2017, Section(s): X, and Chronic Pain 2017    -> behind the comma, a document of the MTUS with its year
    1) Chou R, et al. ... 1066-77. 2) Freedman MK, ...    -> behind each number

Deliberately left whole: what does not begin with a name that the tables know, an author list, or an address.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.citations.headings import key
from imrx.grammar.citations.literature import LiteratureReader
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import ADDRESSES, OWNER, URL
from imrx.grammar.citations.source import ACOEM, LITERATURE, MTUS, ODG
from imrx.grammar.citations.spellings import YEAR, ByInitial, FirstOf, any_spelling, as_spelled, shortest
from imrx.grammar.expressions import expression

MARKS = ",;."
BOUNDARY = re.compile(
    rf"[{MARKS}\s](?:(?<=[{MARKS}])\s*|(?<=\s)(?=(?:and|&)\s))"
    rf"(?:(?P<and>[aA]nd\s+(?P<lead>(?:on\s+)?(?:the\s+)?))|(?P<sign>&\s+))?"
    r"(?P<list>\(?\d{1,2}[.)]\s+)?(?P<word>[A-Za-z\d]+)"
)
"""Behind what a further source can begin; behind a comma or full stop only one of MTUS, ODG and ACOEM, an address
that is none of theirs or a work of the tables behind one of them, or any where "and on" or "and the" goes before it.
Behind "&", which stands inside of journals' names, only a source that the tables have."""

LIST_MARK = re.compile(r"\(?\d{1,2}[.)]\s+(?=[A-Z])")
WORD = re.compile(r"[A-Za-z\d]+")
WINDOW = 300
"""How many characters back the chapter of the source before is looked for."""

LISTING = 40
"""How far a document's name with commas in it reaches at most, before and behind one of them."""

BEFORE_LEAD = re.compile(r"(?:[;.]|\band)\s*\Z")
LEAD_REACH = 8
"""How many characters in front of "Other:" the mark that a source ends with is looked for."""

ANY_OWNER = re.compile(rf"{OWNER.pattern}|{ACOEM}\s+")
OPENED = re.compile(r";\s+\((?=[A-Z])")
NARROWEST = 3
"""Two sources begin at least this many characters apart."""


class Cut(NamedTuple):
    """Where one source ends and the next starts, and the length of a document's name that no table has."""

    cut: int
    start: int
    skip: int


class Cutter:
    """Finds where the sources of a block begin."""

    def __init__(self, names: Names, address: re.Pattern[str], literature: LiteratureReader) -> None:
        self.names = names
        self.address = address
        self.literature = literature
        wording = names.wording
        guideline, noun = names.pieces.guidelines.pattern, any_spelling(wording["chapter_noun"])
        nouns = any_spelling(wording["chapter_words"])
        documents = longest_first({row.name for row in names.documents.values() if row.guideline == MTUS})
        self.yearly = ByInitial(((name, as_spelled(name)) for name in documents), rf"(?=(?:{guideline})?\s+{YEAR}\b)")
        ends = tuple(wording["title_ends"])
        titled = [
            name for name in documents if name.endswith(ends) and " " in name and not names.headings.knows(name, MTUS)
        ]
        numbered = rf"[\s,]+{any_spelling(wording['numbered_chapter'])}\s+\d{{1,2}}\b"
        self.titled = FirstOf(
            ByInitial(((name, as_spelled(name)) for name in titled), r"\b"),
            ByInitial(((name, as_spelled(name)) for name in documents if " " in name), rf"(?={numbered})"),
        )
        """Documents without their year: by a title that says what it is, or with a chapter's number behind."""

        self._listing = expression(any_spelling(name for name in documents if "," in name))
        """Documents with a comma in their name, behind which no other one begins: "Forearm, Wrist and Hand"."""

        updates = any_literal(wording["update_words"])
        month = rf"(?:,?\s+{any_literal(wording['months'])}\b[.,]?(?:\s+\d{{1,2}},?)?)?"
        before_year = (
            rf"(?!(?i:{updates})\b)(?P<document>[A-Z][^:;.]{{2,90}}?)"
            rf"(?=(?:{guideline})?{month}\s+{YEAR}\b(?:{guideline})?"
            rf"\s*(?:,\s*{any_spelling(wording['section_words'])}|,\s+and\s|[.;]|$))"
        )
        named = rf"(?:{any_literal(wording['place'])}\s+)?(?:{MTUS}|{ACOEM})\b"
        before_year = rf"(?!{named}){before_year}"
        chapter = any_spelling(wording["numbered_chapter"])
        self.unknown = expression(rf"(?:{OWNER.pattern})?(?!{chapter}\s+\d){before_year}")
        self._next_yearly = expression(rf"(?:,\s+and\s+|;\s+(?:and\s+)?){before_year}")
        self._to_document = _to_document(names, chapter)
        self._titled_names = frozenset(name for name in names.written if names.guideline(name) in (MTUS, ACOEM))
        odg = [row.name for row in names.documents.values() if row.guideline == ODG]
        chapters = longest_first(name for name in odg if (ODG, key(name)) not in names.needy)
        bracket = r"(?:\s*\([^()]{1,90}\))?"
        dated = rf"\s*\(\s*{any_spelling(wording['update_words'])}\b[^()]{{1,40}}\)"
        self._chapter = ByInitial(
            [(name, as_spelled(name)) for name in chapters],
            rf"{bracket}(?:(?P<dated>{dated})"
            rf"|(?:(?P<told>\s+{noun}\b)|\s+{nouns}\b)?(?=\s*[,:/;.(-]|\s*\Z))",
        )
        self._any_chapter = expression(rf"\b{any_spelling(chapters)}{bracket}(?:{dated}|\s+{nouns}\b|\s*[,:/;-])")
        self._chapter_led = expression(rf"{noun}\s*:\s*")
        """What leads in a chapter's name: "Chapter: Low Back"."""
        self._odg = expression(any_spelling(name for name in names.written if names.guideline(name) == ODG))
        self._numbered_chapter = expression(rf"\b{noun}\s+(?P<number>\d{{1,2}})")
        self._accessed = expression(rf"{any_literal(wording['accessed'])}\s+[\d/]+\s*[,;]\s+(?=[A-Z])")
        self._leads = frozenset(wording["source_leads"])
        separate, leads = wording["separate_sources"], wording["source_leads"]
        self._separate = _separate(names, separate, leads)
        self._separate_words = [
            *wording["not_mtus"],
            *(phrase.split()[-1] for phrase in shortest([*separate, *leads])),
        ]
        """A word of each of these; most blocks have none."""
        first = _first_words(row.name for row in names.documents.values())
        years = {str(year) for year in range(1990, 2040)}
        places = _first_words(wording["place"])
        self._first_words = first | years | places | _first_words([*wording["organisations"], *names.written])
        self._first_words |= _first_words([*ADDRESSES, "https"]) | _first_words(
            [*wording["chapter_noun"], *names.law.titles]
        )
        self._document_words = _first_words(documents)
        cited = [name for name in names.written if names.guideline(name) in (MTUS, ODG, ACOEM)]
        self._name_words = _first_words(cited) | self._document_words | places | years

    def cuts(self, text: str, start: int, end: int, is_mtus: bool) -> list[Cut]:
        """Where the sources between two offsets begin; `is_mtus` is False behind "Non-MTUS Citation"."""
        separate = self._led_in(text, start, end)
        cuts = []
        if not separate or separate[0].cut > start:
            number = None if is_mtus else LIST_MARK.match(text, start, end)
            cuts.append(Cut(start, number.end() if number else start, 0))
        named = self._name_end(text, start)
        addressed = text.find(ADDRESSES[0], start, end) >= 0 or text.find(ADDRESSES[1], start, end) >= 0
        addresses = [match.span() for match in URL.finditer(text, start, end)] if addressed else []
        begins = [first for first, _ in addresses]
        chapters = list(self._numbered_chapter.finditer(text, start, end))
        odg: int | None = None  # where the first name of the ODG ends, in front of which no chapter is one of its own
        for boundary in BOUNDARY.finditer(text, start, end):
            word = boundary["word"].casefold()
            if is_mtus and word not in self._first_words:
                continue
            begin = boundary.start("word")
            if begin < named:
                continue
            if self.names.foot(text, boundary.start(), end) is not None:
                continue
            mark = _mark(text, boundary)
            inside = bisect_left(begins, begin) if addressed else 0
            if inside and begin < addresses[inside - 1][1]:
                continue
            before = _latest(separate, begin, cuts[-1].start if cuts else start)
            behind_address = addressed and _is_behind_address(text, before, boundary)
            apart = mark in ".;" or boundary["and"] or behind_address
            if not is_mtus and apart and self._work(text, before, begin, end, mark, behind_address):
                cuts.append(Cut(boundary.start("list") if boundary["list"] else begin, begin, 0))
                continue
            if word not in self._first_words:
                continue
            if self._numbered_chapter.match(text, begin):
                if _is_further_chapter(chapters, before, begin):
                    begin = self._paged_start(text, before, begin)
                    cuts.append(Cut(begin, begin, 0))
            elif self._begins(text, begin, boundary, is_mtus, before):
                cuts.append(Cut(boundary.start("lead") if boundary["lead"] else begin, begin, 0))
                named = self._name_end(text, begin)
            elif not is_mtus and boundary["sign"] is None:
                chapter = self._next_chapter(text, begin, mark, before)
                if chapter > begin and odg is None:
                    found = self._odg.search(text, start, end)
                    odg = found.end() if found is not None else end
                if chapter > begin and odg is not None and odg <= begin:
                    led = self._chapter_led.match(text, begin)
                    cuts.append(Cut(begin, led.end() if led is not None else begin, 0))
                    named = chapter
        cuts += self._bracketed(text, start, end)
        cuts += separate
        if addressed:
            cuts += [Cut(match.end(), match.end(), 0) for match in self._accessed.finditer(text, start, end)]
            cuts += self._addresses(text, start, end, cuts)
        if is_mtus:
            cuts += self._documents(text, start, end, [cut.start for cut in cuts])
        if len(cuts) == 1:
            return cuts
        cuts.sort()
        return [cut for index, cut in enumerate(cuts) if index == 0 or cut.cut - cuts[index - 1].start > NARROWEST]

    def _paged_start(self, text: str, before: int, begin: int) -> int:
        """Where a further chapter's source begins: at its pages, where those of the one before stand in front too.

        "ACOEM page 303, Chapter 12; | page 177, Chapter 8"
        """
        pages = self.names.pages.find(text, before, begin)
        if len(pages) < 2:
            return begin
        first, own = pages[-2:]
        if self.names.chapter_after(text, first.end, own.start) is None:
            return begin
        behind = self.names.chapter_after(text, own.end, len(text))
        return own.start if behind is not None and behind.start() <= begin < behind.end() else begin

    def _led_in(self, text: str, start: int, end: int) -> list[Cut]:
        """Where sources begin behind words that say so: "Non-MTUS Citation", "; Other:"."""
        if not any(text.find(word, start, end) >= 0 for word in self._separate_words):
            return []
        return [
            Cut(match.start(), match.end(), 0)
            for match in self._separate.finditer(text, start, end)
            if match[0].rstrip(": \n") not in self._leads or _is_after_mark(text, start, match.start())
        ]

    def _addresses(self, text: str, start: int, end: int, cuts: list[Cut]) -> list[Cut]:
        """Where addresses of another publisher begin behind words that lead them in: ". Also http://www.drugs.com"."""
        found = []
        for led in self.names.pieces.address_led.finditer(text, start, end):
            if led["further"] is None or text[led.start()] not in MARKS:
                continue
            before = max((cut.start for cut in cuts if cut.start < led.start()), default=start)
            own = self.address.match(text, led.end()) or self.literature.has_address(
                text, before, led.end(), led["address"]
            )
            if not own:
                found.append(Cut(led.start(), led.end(), 0))
        return found

    def _bracketed(self, text: str, start: int, end: int) -> Iterator[Cut]:
        """Where further chapters in brackets begin: "ODG (Pain Chapter) Opioids; *(Low Back Chapter)* Fusion"."""
        brackets = list(OPENED.finditer(text, start, end))
        odg = self._odg.search(text, start, brackets[-1].start()) if brackets else None
        named = odg.end() if odg is not None else end
        for opened in brackets:
            if opened.start() >= named and self._next_chapter(text, opened.end(), ";", start) > opened.end():
                yield Cut(opened.end() - 1, opened.end(), 0)

    def known(self, text: str, start: int) -> re.Match[str] | None:
        """A document of the MTUS with its year at `start`, or behind "MTUS" there."""
        name = ANY_OWNER.match(text, start)
        word = WORD.match(text, name.end() if name else start)
        if word is None or word[0].casefold() not in self._document_words:
            return None
        return self.yearly.match(text, name.end() if name else start)

    def _name_end(self, text: str, start: int) -> int:
        """The end of a name at `start`, with its document behind it: no other source begins inside of it."""
        name = self.names.any_name.match(text, start)
        if name is None:
            front = self.names.front.match(text, start)
            name = self.names.any_name.match(text, front.end()) if front and front.end() > start else None
        if name is None:
            return start
        gap = self._to_document.match(text, name.end()) if name[0] in self._titled_names else None
        if gap is None or gap[0].isspace():
            return name.end()
        document = self.names.owned.match(text, gap.end()) or self.titled.match(text, gap.end())
        if document is not None:
            return document.end()
        told = gap["chapter"] or self.names.pages.match(text, gap.end(), len(text))
        return gap.end() if gap["acoem"] and told else name.end()

    def _work(self, text: str, before: int, at: int, end: int, mark: str, behind_address: bool) -> bool:
        """True where an article, journal or book begins at `at`; the source before it begins at `before`."""
        named = behind_address or self._is_named(text, before, mark)
        return self.literature.next_source(text, before, at, end, mark, named)

    def _is_named(self, text: str, start: int, mark: str) -> bool:
        """True where the source at `start` is a guideline, or in front of a semicolon any work of the tables."""
        front = self.names.front.match(text, start)
        name = front.end() if front else start
        name += text.startswith("(", name)  # "(ODG) Pain"
        if self.names.guideline_name.match(text, name) or self._chapter.match(text, start):
            return True
        works = self.names.any_name.match(text, name) or self.literature.titles.organisation.match(text, start)
        return mark == ";" and works is not None

    def _next_chapter(self, text: str, start: int, mark: str, before: int) -> int:
        """The end of another chapter of the ODG at `start` ("...; Knee, Walking aids", "Pain Chapter, Neck Chapter").

        Args:
            text: the letter.
            start: where the chapter may begin.
            mark: the boundary in front of it.
            before: where the source before begins.

        Returns:
            `start` where there is none: the chapter of the source before is not another one.
        """
        led = self._chapter_led.match(text, start)
        chapter = self._chapter.match(text, led.end() if led is not None else start)
        if chapter is None or (mark != ";" and chapter["told"] is None and chapter["dated"] is None):
            return start
        own = self._any_chapter.search(text, max(before, start - WINDOW), start)
        return chapter.end() if own is not None else start

    def _begins(self, text: str, start: int, boundary: re.Match[str], is_mtus: bool, before: int) -> bool:
        """True where a source begins at `start`, which stands behind a boundary; `before` is the source before."""
        word = boundary["word"].casefold()
        front = self.names.front.match(text, start)
        name = front.end() if front else start
        if word in self._name_words and self.names.guideline_name.match(text, name):
            return True
        mark = _mark(text, boundary)
        document = is_mtus and word in self._document_words and not (mark == "," and self._inside(text, start))
        if document and (self.yearly.match(text, start) or self.titled.match(text, start)):
            return True
        if not is_mtus and (mark == ";" or boundary["and"]) and self._is_law(text, start, before):
            return True
        address = URL.match(text, start)
        other = address if self.address.match(text, start) is None else None
        guideline = self._is_named(text, before, ".")
        closed = mark == "." and (guideline or self._is_work(text, before))
        if closed and not other and self._is_source(text, name, guideline):
            return True
        addressed = text.startswith(ADDRESSES, before)
        if addressed and not address and _is_behind_address(text, before, boundary):
            return self._is_source(text, name, True)
        if address and addressed and mark == ";":
            return True
        if boundary["and"] and guideline and self.names.published.match(text, start) is not None:
            return True
        work = self.names.any_name.match(text, name) if mark == "," and guideline else None
        if work is not None and key(work[0]) in self.names.works:
            return True
        if mark in ",." and not (other and (addressed or guideline or closed)):
            return False
        if other:
            return addressed or not self.literature.has_address(text, before, start, other[0])
        return self.names.any_name.match(text, name) is not None or (
            mark == ";" and self.literature.titles.organisation.match(text, start) is not None
        )

    def _is_work(self, text: str, start: int) -> bool:
        """True where a work of the tables begins behind which a full stop ends the source.

        Not a database of articles, whose name stands in front of an article's as well as behind one.
        """
        work = self.names.any_name.match(text, start)
        if work is None or self.names.guideline(work[0]) == LITERATURE:
            return work is not None and key(work[0]) in self.names.books
        return True

    def _is_source(self, text: str, start: int, behind_guideline: bool) -> bool:
        """True where a source of the tables begins; behind a guideline a publisher too, whose title follows."""
        if self.names.any_name.match(text, start) is not None:
            return True
        return behind_guideline and self.literature.titles.organisation.match(text, start) is not None

    def _is_law(self, text: str, start: int, before: int) -> bool:
        """True where a section of the law begins that is not the MTUS's own, which the source before may cite."""
        front = self.names.front.match(text, start)
        begins = {start, front.end() if front is not None else start}
        if not any(self.names.law.read(text, start, at, len(text)) for at in begins):
            return False
        return self._odg.match(text, before) is not None or self.names.guideline_name.match(text, before) is None

    def _inside(self, text: str, at: int) -> bool:
        """True where a document's name with a comma in it reaches over `at`."""
        names = self._listing.finditer(text, max(0, at - LISTING), at + LISTING)
        return any(name.start() < at < name.end() for name in names)

    def _documents(self, text: str, start: int, end: int, starts: list[int]) -> Iterator[Cut]:
        """Where documents that no table has begin in a block that names the MTUS once."""
        found = list(self._next_yearly.finditer(text, start, end))
        known = [other.span() for other in map(partial(self.known, text), starts) if other] if found else []
        for match in found:
            begin = match.start("document")
            read = any(first < match.end() and begin < last for first, last in known)
            if not read and self.names.published.match(text, begin) is None:
                yield Cut(begin, begin, match.end() - begin)


def _to_document(names: Names, chapter: str) -> re.Pattern[str]:
    """What may stand between "MTUS" and its document: ", ", " 2009, 9792.24.2. ", ": ACOEM (2004) Chapter 12, "."""
    edition = rf"{names.guideline_words}|\(?{YEAR}\b\)?|{names.pieces.edition.pattern}|§?\s?{names.law.number}\.?"
    acoem = rf"{names.in_acoem.pattern}|{names.and_acoem.pattern}"
    return expression(
        rf"(?:\s*\({MTUS}\))?(?P<acoem>{acoem})?(?:[\s,]*(?:{edition})){{0,4}}"
        rf"(?P<chapter>[\s,:-]*{chapter}\s+\d{{1,2}}\b)?[\s,:\u2013-]*"
    )


def _separate(names: Names, sources: list[str], leads: list[str]) -> re.Pattern[str]:
    """Words that lead in another source; those of `leads` with a colon behind them: "Other: CDC Guideline".

    The title of a section of the law leads in none: "Medical Evidence Search Sequence".
    """
    led = [rf"{any_literal([lead])}(?=\s*:\s*(?:[A-Z\d]|http|www))" for lead in leads]
    written = "|".join([rf"\b{names.not_mtus}", any_literal(sources), *led])
    return expression(rf"(?!(?i:{any_literal(names.law.topics)})\b)(?:{written})\b\s*[:;,.-]*\s*")


def _mark(text: str, boundary: re.Match[str]) -> str:
    """The mark at a boundary; "and on" and "and the" say as much as a semicolon that another source follows."""
    return ";" if boundary["lead"] else text[boundary.start()]


def _is_after_mark(text: str, start: int, at: int) -> bool:
    """True where no source goes on in front of `at`: "...; Other: CDC Guideline", not "ODG, Pain, Other: Massage"."""
    return at == start or BEFORE_LEAD.search(text, max(start, at - LEAD_REACH), at) is not None


def _is_further_chapter(chapters: list[re.Match[str]], before: int, begin: int) -> bool:
    """True where the source that begins at `before` has another chapter by its number than the one at `begin`."""
    index = bisect_left(chapters, begin, key=re.Match.start)
    last = chapters[index - 1] if index else None
    return last is not None and last.start() >= before and last["number"] != chapters[index]["number"]


def _latest(cuts: list[Cut], begin: int, start: int) -> int:
    """Where the source in front of `begin` starts: at `start`, or at the last of the cuts between the two."""
    index = bisect_right(cuts, begin, key=attrgetter("start"))
    return max(start, cuts[index - 1].start) if index else start


def _first_words(titles: Iterable[str]) -> set[str]:
    """The first words of titles, without case."""
    return {word[0].casefold() for title in titles if (word := WORD.match(title)) is not None}


def _is_behind_address(text: str, before: int, boundary: re.Match[str]) -> bool:
    """True where the source before a boundary is a web address and nothing else."""
    address = URL.match(text, before, boundary.start() + 1)
    return address is not None and address.end() == boundary.start() + 1
