"""What stands on a cited page, and whether a citation agrees with itself, with its request, and with the other side.

    "Benzodiazepines Page(s): 76"        -> a warning: that section stands on page 24
    "Chronic Pain ... page 214"          -> a warning: the 2009 edition has 127 pages
    both sides cite MTUS Knee Complaints -> agreement: same_document

Every row of the page map has a certainty. Rows of any certainty say what stands on a page; a warning needs a certain
one.
"""

import re
from collections.abc import Iterable
from itertools import product
from typing import Any, NamedTuple

from imrx.grammar.citations.headings import BRACKET_AT_END, key
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import ACOEM, MTUS, ODG, REGULATION

CERTAIN = "high"
UNDER = re.compile(r"\s*[:/]\s*")
"""What stands between a heading and one under it: "Opioids/Ongoing Management"."""

LONGEST_HEADING = 300
"""No name of a section with all its headings is longer, in characters; in the map none has a hundred."""

WORD = re.compile(r"\w+")
SITE_AT_END = re.compile(r"\.(?:com|net|org)\Z")
"""What makes a name that of its own site: "UpToDate | .com"."""

SAME_DOCUMENT = "same_document"
SAME_GUIDELINE = "same_guideline"
DIFFERENT = "different"
ONE_SILENT = "one_silent"


class Row(NamedTuple):
    """A row of `pages.csv`; `section` is empty on the row of the whole document, and is compared by its `spellings`."""

    section: str
    spellings: tuple[str, ...]
    first: int
    last: int
    certain: bool


class PageMap:
    """The guidelines' own pages."""

    def __init__(self, names: Names, pages: list[dict[str, str]], documents: list[dict[str, str]]) -> None:
        self.names = names
        self._rows: dict[tuple[str, int], list[Row]] = {}
        for page in pages:
            place = key(page["document"]), int(page["year"])
            certain = page["certainty"] == CERTAIN
            row = _row(page["section"], page, certain)
            self._rows.setdefault(place, []).append(row)
        self._default = dict(sorted(self._rows, reverse=True))
        self._chapters = [
            (int(page["year"]), _row(page["document"], page, False))
            for page in pages
            if page["guideline"] == ACOEM and not page["section"]
        ]
        self._titles = {
            f"Chapter {row['chapter']}": key(row["same_as"] or row["document"])
            for row in documents
            if row["guideline"] == "ACOEM" and row["chapter"]
        }

    def document(self, citation: dict[str, Any]) -> str | None:
        """The key of the cited document; a chapter's number stands for its title.

        A single section of the law stands for the document that it adopts.
        """
        if citation["guideline"] == REGULATION:
            adopted = [self.names.regulation.get(section) for section in citation["sections"]]
            return key(adopted[0]) if len(adopted) == 1 and adopted[0] else None
        document: str | None = citation["document"]
        if document is None:
            return None
        return self._titles.get(document) or self.names.same(citation["guideline"], document)

    def rows(self, citation: dict[str, Any], editions: dict[str, set[int]]) -> list[Row]:
        """The page map of the cited edition; of ACOEM without a chapter, the chapters.

        Args:
            citation: plain fields of one citation.
            editions: document key -> the editions that the letter names anywhere; without a year in the citation, the
                only one of these counts, and the mapped edition where the letter names none.
        """
        document = self.document(citation)
        if document is None and citation["guideline"] == ACOEM:
            return [row for year, row in self._chapters if citation["year"] in (None, year)]
        if document is None or citation["guideline"] not in ("MTUS", "ACOEM"):
            return []
        year = citation["year"]
        named = editions.get(document, set())
        if year is None:
            year = next(iter(named)) if len(named) == 1 else None if named else self._default.get(document)
        return self._rows.get((document, year), []) if year is not None else []


def editions_named(citations: Iterable[dict[str, Any]], page_map: PageMap) -> dict[str, set[int]]:
    """Document key -> all years that the letter names for it."""
    editions: dict[str, set[int]] = {}
    for citation in citations:
        document = page_map.document(citation)
        if document is not None and citation["year"] is not None:
            editions.setdefault(document, set()).add(citation["year"])
    return editions


def page_topics(rows: list[Row], ranges: list[list[int]]) -> list[str]:
    """The sections that stand on the pages, in the map's order, each once."""
    topics = (row.section for row in rows if row.section and _overlap(row, ranges))
    return list(dict.fromkeys(topics))


def check_pages(rows: list[Row], sections: list[str], ranges: list[list[int]]) -> list[str]:
    """Warning codes for a citation's pages: backwards, outside of the document, away from the section named."""
    codes = []
    if any(first > last for first, last in ranges):
        codes.append("citation_range_backwards")
    if pages_outside(rows, ranges):
        codes.append("citation_page_outside")
    for section in dict.fromkeys(sections):
        named = [row for row in _named(rows, section) if row.certain]
        if named and not any(_overlap(row, ranges) for row in named):
            codes.append("citation_section_elsewhere")
            break
    return codes


def pages_outside(rows: list[Row], ranges: list[list[int]]) -> list[list[int]]:
    """The ranges that reach out of the cited document."""
    whole = [row for row in rows if not row.section and row.certain]
    return [pair for pair in ranges if any(max(pair) > row.last or min(pair) < row.first for row in whole)]


def _named(rows: list[Row], section: str) -> list[Row]:
    """The rows of a section; of one that no row has, those of the heading that it stands under.

    "Opioids, criteria for use: On-Going Management" stands on the pages of "Opioids, criteria for use"; what follows
    a heading can be a section of its own ("Opioids: Weaning of Medications"). What is longer than any heading is none.
    """
    if len(section) > LONGEST_HEADING:
        return []
    name = _spellings(section)[0]
    named = [row for row in rows if name in row.spellings]
    parts = UNDER.split(section, maxsplit=1)
    if named or len(parts) == 1 or _named(rows, parts[1]):
        return named
    return _named(rows, parts[0])


class Topics:
    """Which class of drugs a section is about; `rows` are those of `topics.csv`."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._classes = {name: row["drug_class"] for row in rows for name in _spellings(row["section"])}

    def get(self, section: str) -> str | None:
        """The class of drugs of a section, by its name or its heading's."""
        heading = UNDER.split(section, maxsplit=1)[0]
        names = _spellings(section) if heading == section else (*_spellings(section), *_spellings(heading))
        return next((self._classes[name] for name in names if name in self._classes), None)


def respelled(section: str, usual: dict[str, str]) -> str:
    """A section's name with its misspelled words as they are usually spelled."""
    return WORD.sub(lambda word: usual.get(word[0].casefold(), word[0]), section)


def check_drugs(sections: list[str], topics: Topics, classes: set[str]) -> bool:
    """True where all sections cited are about drug classes, and none about a class of the request's drugs.

    Args:
        sections: every section that one side cites for one request.
        topics: which class of drugs a section is about.
        classes: the classes of the request's drugs.
    """
    about = [topics.get(section) for section in sections]
    return bool(classes and about) and None not in about and not classes & set(about)


def agreement(claims_administrator: list[dict[str, Any]], reviewer: list[dict[str, Any]], adopted: bool) -> str | None:
    """Whether both sides of an issue cite the same source.

    Args:
        claims_administrator: that side's citations as the record has them; `rule` has the document's usual title, and
            `text` says whether the MTUS is cited as "MTUS ACOEM".
        reviewer: the other side's.
        adopted: True where the reviewer found what the other side used relevant and appropriate; citations of the
            reviewer's own decide where there are any.

    Returns:
        `same_document`, `same_guideline`, `different`, `one_silent`, or None where neither cites anything. Editions are
        not compared. A document whose name begins with the other's is the same ("Low Back", "Low Back - Lumbar"), and
        so is a chapter of ACOEM that the MTUS took over, with or without the last word of its title: "ACOEM Chapter 12"
        and "ACOEM Low Back" are "MTUS Low Back Complaints", a section of the law that adopts the same document, and the
        site of a name ("UpToDate", "UpToDate.com").
    """
    if not claims_administrator and not reviewer:
        return None
    if adopted and claims_administrator and not reviewer:
        return SAME_DOCUMENT
    if not claims_administrator or not reviewer:
        return ONE_SILENT
    pairs = list(product(claims_administrator, reviewer))
    if any(_same_document(one, other) for one, other in pairs):
        return SAME_DOCUMENT
    if any(_guidelines(one) & _guidelines(other) for one, other in pairs):
        return SAME_GUIDELINE
    return DIFFERENT


def _guidelines(citation: dict[str, Any]) -> set[str]:
    """The guidelines that a citation names: both of "MTUS/ACOEM"."""
    named = {citation["guideline"]} & {MTUS, ODG, ACOEM}
    return named | {ACOEM} if MTUS in named and ACOEM in citation["text"] else named


def _same_document(one: dict[str, Any], other: dict[str, Any]) -> bool:
    usual = sorted((each["rule"].partition("/")[2] for each in (one, other)), key=len)
    if REGULATION in (one["guideline"], other["guideline"]) and usual[0]:
        return bool(usual[0] == usual[1])
    if one["document"] is None or other["document"] is None:
        return False
    if one["guideline"] != other["guideline"]:
        taken_over = {one["guideline"], other["guideline"]} == {MTUS, ACOEM} and bool(usual[0])
        return taken_over and usual[0] in (usual[1], usual[1].rpartition(" ")[0])
    if usual[0] and usual[0] == usual[1]:
        return True
    first, second = sorted((_document_key(one["document"]), _document_key(other["document"])), key=len)
    return first == second or second.startswith(f"{first} ")


def _document_key(document: str) -> str:
    return key(SITE_AT_END.sub("", BRACKET_AT_END.sub("", document).replace(" - ", " ")))


def _row(section: str, page: dict[str, str], certain: bool) -> Row:
    spellings = _spellings(section) if section else ()
    return Row(section, spellings, int(page["first_page"]), int(page["last_page"]), certain)


def _spellings(section: str) -> tuple[str, str]:
    """A section's name for comparing, in the singular, with its bracket and without."""
    whole = key(section).removesuffix("s")
    return whole, key(BRACKET_AT_END.sub("", section)).removesuffix("s") if "(" in section else whole


def _overlap(row: Row, ranges: list[list[int]]) -> bool:
    for first, last in ranges:
        low, high = (first, last) if first <= last else (last, first)
        if low <= row.last and high >= row.first:
            return True
    return False
