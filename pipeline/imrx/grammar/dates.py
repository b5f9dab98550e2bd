r"""Days of the calendar as letters write them.

12/08/2014, 12-8-14, 5/24/98          2014-12-08, 2014-12-08, 1998-05-24
2014-12-08                            2014-12-08
December 8, 2014, Sept. 3rd 2014      2014-12-08, 2014-09-03
"""

import re
from datetime import date
from typing import Any

from imrx.grammar.expressions import expression
from imrx.letter import caseless

CENTURY_PIVOT = 40
"""A year of two digits from here on is of the 1900s: no injury in these letters is older, no letter newer."""


class Dates:
    """`patterns/dates.json`, compiled.

    Attributes:
        expression: matches a day.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._months = {name.lower(): number for number, names in enumerate(table["months"], start=1) for name in names}
        names = "|".join(sorted(self._months, key=len, reverse=True))
        self.expression = expression(
            r"(?<![\d/])(?:(?P<m>\d{1,2})\s?[/-]\s*(?P<d>\d{1,2})\s?[/-]\s*(?P<y>\d{4}|\d{2})(?![\d/])"
            r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
            rf"|\b(?P<name>{names})\.?\s+(?P<nd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<ny>\d{{4}}))",
            re.IGNORECASE,
        )

    def read(self, match: re.Match[str]) -> str | None:
        """What `expression` matched as ISO 8601; null where there is no such day."""
        if match["name"]:
            month, day, year = self._months[caseless(match["name"])], int(match["nd"]), int(match["ny"])
        elif match["iy"]:
            year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
        else:
            month, day, year = int(match["m"]), int(match["d"]), int(match["y"])
            if year < 100:
                year += 1900 if year >= CENTURY_PIVOT else 2000
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
