"""Titles of sources that are no guideline and no article: who published them, what they are called, their sections.

    American Academy of Orthopaedic Surgeons, Treatment of Osteoarthritis of the Knee, 2nd Edition, May 2013
    FDA (Duexis)                     -> the publisher alone, and its topic
    Aetna Number 0235                -> the publisher alone: a policy's number is no title

Deliberately left alone: articles and books (`literature`).
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.headings import mended
from imrx.grammar.citations.journals import JOURNAL_AT_END, journal_pages
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.pieces import URL
from imrx.grammar.citations.source import LITERATURE, OTHER, Source
from imrx.grammar.citations.spellings import DASH, YEAR, any_spelling
from imrx.grammar.expressions import expression

AFTER_ORGANISATION = re.compile(r"\s*[,:;\u2013-]\s*(?=\w)|\.\s+(?=\w)")
OPEN_BRACKET = re.compile(r"\((?P<inside>[^()]*)\Z")
BRACKETED_TOPIC = re.compile(r"\s*\((?P<topic>[^()]{2,80})\)\s*")
FULL_STOP = re.compile(r"\.(?=\s|\Z)")

DATE_REACH = 60
"""How many characters at the end of a title its date or edition is looked for in."""

BRACKET_OR_MARK = re.compile(r"[(),;:]")
PUBLISHED = re.compile(rf"(?<![\d/])({YEAR})(?![\d/])")


class TitleReader:
    """Reads titles; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        wording = names.wording
        et_al = any_literal(wording["et_al"])
        self.marks = expression(rf"(?<!\w){any_literal(wording['literature_marks'])}(?!\w)")
        """What only literature has in it."""

        organisations = any_literal(wording["organisations"])
        place = any_literal(wording["place"])
        self.organisation = expression(
            rf"(?:the\s+)?(?:{place}\s+)?(?i:{organisations})(?!\w|\.\w)(?:\s*[-,]\s*{place}(?=\s*[,;:.]))?"
            rf"(?:\s*\([A-Z]{{2,8}}\))?(?:,?\s+{et_al}(?=\.))?"
        )
        self.publisher = expression(organisations)
        self._number = expression(rf"{any_literal(wording['number_words'])}\s*:?\s*\d")
        edition = any_spelling(wording["edition_nouns"])
        month, update = any_literal(wording["months"]), any_literal(wording["update_words"])
        self._date_at_end = expression(
            rf"(?:\s+{DASH}(?=\s))?[\s,:;(]*(?:(?P<update>\b{update}\s+)?(?:\b{month}\b[.,]?\s*(?:\d{{1,2}},?\s*)?"
            rf"|(?<![\d/])\d{{1,2}}/(?:\d{{1,2}}/)?|(?<![\w/]))(?P<year>{YEAR})|(?P<updated>\b{update}\s+\d[\d/-]*))"
            rf"(?:\s+(?:{edition}|{any_spelling(wording['study_words'])}))?\)?\Z"
        )
        guideline = any_literal(wording["guideline_word"])
        self._year_of_guidelines = expression(rf"(?<![\d/])(?P<year>{YEAR})\s+{guideline}")
        self._own_year = expression(rf"\s{any_literal(wording['before_title_year'])}\s+{YEAR}\Z")
        self._subtitle = expression(rf"\s*{any_literal(wording['subtitles'])}\s")
        """What a title goes on with behind its colon: "...: An Update for 2005"."""

    def read(self, source: Source, letter: str, organisation: re.Match[str] | None) -> None:
        """The title, pages and sections of a source; its publisher is in front of the title.

        Args:
            source: gets them.
            letter: the letter.
            organisation: the publisher, who is the document where no title follows ("FDA (Duexis)").
        """
        start = organisation.end() if organisation else source.start
        text, year = self._undated(self._unpaged(source, letter, start))
        source.year = source.year or year
        if organisation is None:
            self._work(source, text)
        else:
            self._publication(source, text, organisation)

    def _unpaged(self, source: Source, letter: str, start: int) -> str:
        """Take the pages of a source, or its journal with them; what is in front of them, without web addresses."""
        addresses = [match.span() for match in URL.finditer(letter, start, source.end)]
        found = self.names.pages.find(letter, start, source.end)
        source.pages += [pages for pages in found if not any(begin < pages.start < stop for begin, stop in addresses)]
        text = letter[start : source.end]
        text = URL.sub(_blank, self.names.pieces.address_led.sub(_blank, text)).rstrip(" ,;:(\n") if addresses else text
        journal = JOURNAL_AT_END.search(text)
        if journal is not None and not source.pages:
            source.pages, source.year = [journal_pages(journal, start, self.names.pages)], int(journal["year"])
            text = text[: journal.start()]
        elif source.pages:
            text = letter[start : source.pages[0].start].rstrip(" ,;:(\n")
        return text

    def _publication(self, source: Source, text: str, organisation: re.Match[str]) -> None:
        """Take what a publisher published: a title behind a mark, else what belongs to the publisher's name."""
        after = AFTER_ORGANISATION.match(text)
        if self._number.match(text.lstrip(" ,;:")):
            source.document = mended(organisation[0])
        elif after is None:
            inside = BRACKETED_TOPIC.fullmatch(text)
            publisher = mended(organisation[0].split("(")[0])
            source.document = publisher if inside or not text.strip() else mended(organisation[0] + text)
            source.sections = [mended(inside["topic"])] if inside else []
        elif "." in after[0]:
            text = text[after.end() :]
            title = FULL_STOP.search(text)
            published = PUBLISHED.search(text, title.end()) if title is not None else None
            source.year = source.year or (int(published[1]) if published is not None else None)
            source.document = mended(text[: title.start() if title is not None else None]).strip(" .")
        else:
            self._work(source, text)

    def _work(self, source: Source, text: str) -> None:
        """Take a title up to its first mark, and the sections behind it."""
        text = mended(self.names.pieces.bracket.sub("", text)).lstrip(" ,;:-\u2013")
        end = self._name_end(text)
        name, parts = text[:end], [part.strip(" ,;:") for part in text[end:].split(";")]
        topic = BRACKETED_TOPIC.search(name)
        if topic is not None and topic.end() == len(name) and not topic["topic"].isupper():
            name = name[: topic.start()]
            if PUBLISHED.fullmatch(topic["topic"]):
                source.year = source.year or int(topic["topic"])
            else:
                parts = [topic["topic"], *parts]
        source.document = name
        source.sections = [part for part in parts if part and not self._is_no_section(part)]

    def _is_no_section(self, part: str) -> bool:
        """True for a policy's number, and for the publisher behind a title."""
        return self._number.match(part) is not None or self.is_publisher(part, 0, len(part))

    def is_publisher(self, text: str, start: int, end: int) -> bool:
        """True where a publisher is named between two offsets and nothing else."""
        if self.organisation.fullmatch(text, start, end) is not None:
            return True
        name = self.names.any_name.match(text, start, end)
        return name is not None and name.end() == end and self.names.guideline(name[0]) in (LITERATURE, OTHER)

    def _name_end(self, text: str) -> int:
        """Where a title ends: at the first comma, colon or semicolon outside of brackets, in front of no subtitle."""
        depth = 0
        for mark in BRACKET_OR_MARK.finditer(text):
            depth += {"(": 1, ")": -1}.get(mark[0], 0)
            if depth <= 0 and mark[0] in ",;:" and not (mark[0] == ":" and self._subtitle.match(text, mark.end())):
                return mark.start()
        return len(text)

    def closed(self, title: str) -> str:
        """A title without the journal or body in a bracket that its year closed: "Sleep Apnea (AASM, | 2009)"."""
        bracket = OPEN_BRACKET.search(title)
        if bracket is None:
            return title.rstrip()
        inside = bracket["inside"].strip(" ,.")
        if inside and not (self.publisher.fullmatch(inside) or self.marks.search(inside)):
            return title.rstrip()
        return title[: bracket.start()].rstrip()

    def _undated(self, text: str) -> tuple[str, int | None]:
        """A title without the date and the edition at its end, and the year.

        "Treatment of Osteoarthritis of the Knee, 2nd Edition, May 2013" is of 2013, as "ACC/AHA 2007 Guidelines on ..."
        is of 2007; the date of an update ("last reviewed May 2014") is no year.
        """
        year = None
        text = text.rstrip()
        date = self._date_at_end.search(text, max(0, len(text) - DATE_REACH))
        if date is not None:
            year = None if date["update"] or date["updated"] else int(date["year"])
            own = self._own_year.search(text, max(0, len(text) - DATE_REACH)) is not None
            text = text if own else self.closed(text[: date.start()])
        edition = self.names.pieces.edition_at_end.search(text, max(0, len(text) - DATE_REACH))
        text = text[: edition.start()] if edition is not None else text
        inside = self._year_of_guidelines.search(text) if year is None else None
        return text, int(inside["year"]) if inside is not None else year


def _blank(match: re.Match[str]) -> str:
    """As many blanks as the match has characters: places behind it stay."""
    return " " * len(match[0])
