"""Sections of the law: the California Code of Regulations and the Labor Code.

    8 C.C.R. 9792.20 - 9792.26                               -> document "8 C.C.R.", sections 9792.20 and 9792.26
    Title 8, California Code of Regulations, section 9792.6.1
    Labor Code section 4610.5(c)(2)                          -> also "LC 4610"

A bare "9792.24.2" is a section too; a bare "9792" is not, it may be any number.
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.source import REGULATION, Source
from imrx.grammar.citations.spellings import DASH, by_initial, shortest
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded

SIGNS = re.compile(r"§{1,2}\s?\Z")


class Law:
    """Reads sections of the law.

    Args:
        law: the table of that name in `wording.json`.
        topics: what the sections are called.
    """

    def __init__(self, law: dict[str, Any], topics: list[str]) -> None:
        self.topics = topics
        self.digits: str = law["digits"]
        dotted = r"\.?[a-z](?:\.?\d{1,2})?\b"
        bracketed = r"(?:\s?\([a-z]\)(?:\s?\(\d{1,2}\))?)?(?:\([A-Za-z0-9]{1,3}\))*"
        self.number = rf"9\d{{3}}(?:(?:\.\d+){{1,3}}(?:{dotted})?)?{bracketed}"
        """A section with its paragraph: "9792.24.1.c.1", "9792.20 (e)"."""
        self.section_words: list[str] = law["section_words"]
        apart = r"\.?\s+[a-z]\b(?=\s*(?:[,;:.()\]]|[A-Z]|\Z))"
        paragraph = rf"(?:{dotted}|{apart})?(?:\s*\((?:[A-Za-z]|\d{{1,2}}|[ivx]{{1,4}})\))*"
        self.short_number = rf"(?P<whole>{self.digits}\.\d{{2}}(?:\.\d)?)(?=[a-z]\d{{0,2}}\b|\W|\Z){paragraph}"
        """A section with its paragraph, however that is written: "9792.24.1(c)(1)", "9792.24.1. c", "9792.24.1c"."""
        title, code = rf"(?i:{any_literal(law['titles'])})", any_literal(law["codes"])
        sign = rf"(?:§{{1,2}}|{any_literal(law['section_words'])}(?!\w))"
        through = rf"(?:{DASH}|{any_literal(law['through'])}\b)"
        self.numbers = rf"(?P<number>{self.number})(?:\s*{through}\s*(?P<last>{self.number}))?"
        """A section, or the first and the last one: "9792.20 - 9792.26"."""
        self.code = rf"(?:{title}(?!\d),?\s*)?{code},?\s*(?:{title},?\s*)?(?:{sign}\s*)?{self.numbers}"
        """8 C.C.R. §§9792.20 - 9792.26; Title 8, California Code of Regulations, section 9792.6.1."""
        statute = rf"(?P<number>\d{{3,4}}(?:\.\d{{1,2}})?{bracketed})(?P<last>)"
        self._code = expression(self.code)
        self._statute = expression(rf"{any_literal(law['statutes'])},?\s*(?:{sign}\s*)?{statute}")
        self._sign = expression(rf",?\s*{sign}\s*\Z")
        self._any_number = expression(rf"(?={self.digits}\.\d){self.numbers}")
        lettered = law["codes"] + law["statutes"] + [name for name in law["titles"] if name[0].isalpha()]
        numbered = [name for name in law["titles"] if not name[0].isalpha()]
        words = shortest({name.split()[0] for name in lettered} | {self.digits})
        after_number = rf"{any_literal(numbered)}\s*{code}"
        self.capital_opening = rf"{by_initial(words)}|{after_number}"
        self.opening = rf"{any_literal(words)}|{after_number}"
        """How a section of the law begins."""

        self.titles: list[str] = law["titles"] + law["codes"] + law["statutes"]
        self.start = rf"{any_literal(self.titles)}|{self.digits}"
        """The same, and nothing else: "California Code of Regulations", not "California"."""

    def read(self, text: str, start: int, at: int, end: int) -> Source | None:
        """The section of the law that begins at `at`; `start` is where a place in front begins ("CA Labor Code")."""
        match = self._code.match(text, at, end) or self._statute.match(text, at, end)
        if match is None:
            number = self._any_number.match(text, at, end)
            signs = SIGNS.search(text, max(0, at - 3), at)
            begin = signs.start() if signs else at
            return Source(begin, begin, REGULATION, number.end(), sections=_numbers(number)) if number else None
        code = self._sign.sub("", folded(text[start : match.start("number")])).rstrip(" ,")
        return Source(start, start, REGULATION, match.end(), document=code, sections=_numbers(match))


def _numbers(match: re.Match[str]) -> list[str]:
    return [folded(number) for number in match.group("number", "last") if number]
