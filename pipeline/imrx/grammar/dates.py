r"""Days of the calendar as letters write them.

12/08/2014, 12-8-14, 5/24/98          2014-12-08, 2014-12-08, 1998-05-24
2014-12-08                            2014-12-08
December 8, 2014, Sept. 3rd 2014      2014-12-08, 2014-09-03
12.08.14, 8 December 2014, 8-Dec-2014 2014-12-08 each
1/3, 1/10 and 1/17/2017               2017-01-03, 2017-01-10, 2017-01-17
January 3 and 10, 2017                2017-01-03, 2017-01-10
"""

import re
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.expressions import expression
from imrx.lower import caseless

Day = tuple[int, int, str | None]
"""A day that a text names: half-open character offsets, and the day as ISO 8601, or null."""

CENTURY_PIVOT = 40
"""A year of two digits from here on is of the 1900s: no injury in these letters is older, no letter newer."""


class Dates:
    """`patterns/dates.json`, compiled.

    Attributes:
        expression: matches a day.
        months: the names of the months, for the expressions of others.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._months = {name.lower(): number for number, names in enumerate(table["months"], start=1) for name in names}
        names = "|".join(longest_first(self._months))
        self.months = f"(?:{names})"
        self.expression = expression(
            r"(?<![\d/])(?<!\d\.)(?:(?P<m>\d{1,2})(?P<dot>\.)?(?(dot)|\s?[/-]\s*)(?P<d>\d{1,2})"
            r"(?(dot)\.|\s?[/-]\s*)(?P<y>\d{4}|\d{2})(?![\d/])(?(dot)(?!\.\d))"
            r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
            rf"|\b(?P<name>{names})\.?\s+(?P<nd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<ny>\d{{4}})"
            rf"|\b(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?[\s-]\s*(?P<fname>{names})\.?,?[\s-]\s*(?P<fy>\d{{4}}))(?!\d)",
            re.IGNORECASE,
        )
        joiners = rf"{any_literal(table['joiners'])}\s{{0,4}}"
        joint = rf"\s{{0,4}}(?:[,;]\s{{0,4}}(?:{joiners})?|{joiners})"
        day = rf"(?:(?:{names})\.?\s+)?\d{{1,2}}(?:st|nd|rd|th)?"
        self._listed = expression(
            rf"(?<![\d/.-])(?:\d{{1,2}}/\d{{1,2}}{joint}){{1,20}}\d{{1,2}}/\d{{1,2}}/(?P<y>\d{{4}}|\d\d)(?![\d/])"
            rf"|\b(?:{names})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:{joint}{day}){{1,20}},?\s+(?P<ny>\d{{4}})(?!\d)",
            re.IGNORECASE,
        )
        self._member = expression(
            rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})|(?:(?P<name>{names})\.?\s+)?(?P<nd>\d{{1,2}})", re.IGNORECASE
        )
        self._month = expression(rf"\b(?:{names})\.?,?\s+\d{{4}}(?!\d)", re.IGNORECASE)

    def find(self, text: str, start: int, end: int) -> list[Day]:
        """Every day in a stretch, in order, also of lists that say the year once: offsets, and the day as ISO 8601.

        It is null where there is no such day, and where only a month is named ("Oct 2016").
        """
        found: list[Day] = []
        for match in self._listed.finditer(text, start, end):
            found += [(match.start(), match.end(), day) for day in self._read_list(text, match)]
        for match in self.expression.finditer(text, start, end):
            if not any(begin < match.end() and match.start() < until for begin, until, _ in found):
                found.append((match.start(), match.end(), self.read(match)))
        found += [(match.start(), match.end(), None) for match in self._month.finditer(text, start, end)]
        return sorted(found, key=itemgetter(0))

    def _read_list(self, text: str, match: re.Match[str]) -> Iterator[str | None]:
        """The days of a list that ends with their year."""
        group = "y" if match["y"] else "ny"
        year, month = _year(match[group]), 0
        for member in self._member.finditer(text, match.start(), match.start(group)):
            if member["name"]:
                month = self._months[caseless(member["name"])]
            yield _iso(year, int(member["m"] or month), int(member["d"] or member["nd"]))

    def read(self, match: re.Match[str]) -> str | None:
        """What `expression` matched as ISO 8601; null where there is no such day."""
        if match["name"]:
            month, day, year = self._months[caseless(match["name"])], int(match["nd"]), int(match["ny"])
        elif match["fname"]:
            year, month, day = int(match["fy"]), self._months[caseless(match["fname"])], int(match["fd"])
        elif match["iy"]:
            year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
        else:
            month, day, year = int(match["m"]), int(match["d"]), _year(match["y"])
        return _iso(year, month, day)


def _year(text: str) -> int:
    """A year of four digits or two."""
    year = int(text)
    if year >= 100:
        return year
    return year + (1900 if year >= CENTURY_PIVOT else 2000)


def _iso(year: int, month: int, day: int) -> str | None:
    """A day as ISO 8601; null where there is none."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
