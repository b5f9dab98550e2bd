"""The edition of a source: its year, its date, or words for one.

    MTUS 2016, "ODG May 2016 version"                  -> the year
    (May 2009), (ACOEM, 2004), (updated 11/23/16)      -> brackets that hold a date; that of an update is no year
    14th Edition, "TWC"                                -> words for one, which no record gives
    MTUS; | ODG-TWC                                    -> none: it is a name of another guideline

Deliberately left alone: dates among the sections of a guideline block (`rest`).
"""

import re

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.citations.headings import key
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import ACOEM, MTUS, ODG, Source, tells_edition
from imrx.grammar.citations.spellings import YEAR, ByInitial, as_spelled
from imrx.grammar.expressions import expression

BEFORE_YEAR = frozenset("(12rRo")
BEFORE_EDITION = frozenset("(Vv0123456789")
BRACKETS = frozenset("([")
"""How pieces begin: a look at one character is cheaper than an expression that fails."""

OPENING = re.compile(r"[(\[]\s*")


class EditionReader:
    """Reads editions; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.pieces = names.pieces
        wording = names.wording
        editions = longest_first(wording["edition_words"])
        topic = any_literal(wording["topic_words"])
        self._edition = ByInitial(
            [(word, as_spelled(word)) for word in editions], rf"(?![\w-])(?!\s+{topic}\s)\s*[)\]]?"
        )
        months = any_literal(wording["months"])
        self._dated = expression(rf"\(\s*{months}\b[.,]?\s*(?:\d{{1,2}},?\s*)?(?P<year>{YEAR})\s*\)")
        self._dated_name = expression(names.dated_name)
        self._year = expression(rf"\b({YEAR})\b")

    def year(self, text: str, start: int, end: int) -> int | None:
        """The first year between two offsets."""
        year = self._year.search(text, start, end)
        return int(year[1]) if year is not None else None

    def read(self, source: Source, text: str, position: int, after: int, end: int, in_block: bool) -> bool:
        """Take an edition that begins at `after`, behind a separator that begins at `position`; False where none is."""
        if source.year is None and self._published(source, text, position, after, end, in_block):
            return True
        first = text[after : after + 1]
        if first == "(" and self._bracketed(source, text, after, end):
            return True
        match = self.pieces.edition.match(text, after, end) if first in BEFORE_EDITION else None
        match = match or (self.pieces.updated_on.match(text, after, end) if in_block else None)
        if match is None:
            opened = OPENING.match(text, after, end).end() if first in BRACKETS else after  # type: ignore[union-attr]
            match = self._edition.match(text, opened, end)
            if match is None or not self._is_own(source, match[0]):
                return False
        return source.take(match)

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
        odg = source.guideline == ODG
        match = None if odg else self._dated.match(text, start, end) or self._dated_name.match(text, start, end)
        if match is not None:
            source.year = source.year or int(match["year"])
            return source.take(match)
        acoem = source.guideline == MTUS and source.document is not None and not source.inside_acoem
        match = self.names.acoem_bracket.match(text, start, end) if acoem else None
        if match is not None:
            year = self._year.search(match[0])
            source.inside_acoem = True
            source.year = source.year or (int(year[1]) if year is not None else None)
            return source.take(match)
        match = self.pieces.bracket.match(text, start, end)
        if match is None:
            return False
        year = self._year.search(match["rest"]) if source.year is None and not odg else None
        if year is not None:
            source.year = int(year[1])
        return source.take(match)

    def _is_own(self, source: Source, edition: str) -> bool:
        """False for an edition that is a name of another guideline: "MTUS; ODG-TWC" are two."""
        named = self.names.guidelines.get(key(edition.rstrip(")] \n")))
        return named in (None, source.guideline) or (named == ACOEM and source.inside_acoem)
