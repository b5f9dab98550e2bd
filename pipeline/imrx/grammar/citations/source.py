"""One citation as it is read: guideline, document, edition, sections and pages with their places in the letter."""

import re
from dataclasses import dataclass, field
from typing import Final

from imrx.grammar.citations.pages import Pages

MTUS: Final = "MTUS"
ODG: Final = "ODG"
ACOEM: Final = "ACOEM"
LITERATURE: Final = "literature"
REGULATION: Final = "regulation"
OTHER: Final = "other"
"""The values of `guideline` in a citation; the first three are the guidelines' acronyms too."""


@dataclass(slots=True)
class Source:
    """A citation as it is read; offsets are characters, half-open; the name is a part of it, and can be empty."""

    start: int
    name_end: int
    guideline: str
    end: int
    document: str | None = None
    year: int | None = None
    sections: list[str] = field(default_factory=list)
    pages: list[Pages] = field(default_factory=list)
    inherited: list[list[int]] = field(default_factory=list)
    chapter: str | None = None
    inside_acoem: bool = False
    closed: bool = False
    regulation: str | None = None
    name_start: int = -1

    def __post_init__(self) -> None:
        """A citation begins with its name, as long as no page or section is put in front of it."""
        if self.name_start < 0:
            self.name_start = self.start

    @property
    def ranges(self) -> list[list[int]]:
        """All page ranges; of "the same page", those of the page meant."""
        return [pair for pages in self.pages for pair in pages.ranges] or self.inherited

    @property
    def named_document(self) -> str | None:
        """The document by its title, else by its chapter's number."""
        return self.document or self.chapter

    def take(self, match: re.Match[str], name: bool = False) -> bool:
        """Reach to the end of a piece, without white space; `name` where it belongs to the guideline's name."""
        self.end = match.end()
        while match.string[self.end - 1].isspace():
            self.end -= 1
        if name:
            self.name_end = self.end
        return True


def tells_edition(source: Source, date: re.Match[str]) -> bool:
    """True where a month and year are those of an edition; of the ODG a date alone is that of an update."""
    return date["update"] is None and (date["edition"] is not None or source.guideline != ODG)


def take_edition(source: Source, date: re.Match[str]) -> str:
    """Take the year of an edition that stands among the sections, of which its date is none; of an update no year."""
    if source.year is None and tells_edition(source, date):
        source.year = int(date["year"])
    return ""
