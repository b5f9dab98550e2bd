"""Sections of the law: the California Code of Regulations and the Labor Code.

    8 C.C.R. 9792.20 - 9792.26                               -> document "8 C.C.R.", sections 9792.20 and 9792.26
    Title 8, California Code of Regulations, section 9792.6.1
    Labor Code section 4610.5(c)(2)

A bare "9792.24.2" is a section too; a bare "9792" is not, it may be any number.
"""

import re

from imrx.grammar.citing.names import REGULATION, REGULATION_NUMBER
from imrx.grammar.citing.source import Source

CODE = re.compile(REGULATION)
LABOR_CODE = re.compile(
    r"Labor\s+Code,?\s*(?:§{1,2}|[Ss]ections?|[Ss]ec\.)?\s*"
    r"(?P<number>\d{3,4}(?:\.\d{1,2})?(?:\([a-z0-9]{1,3}\)){0,4})(?P<last>)"
)
CODE_SIGN = re.compile(r",?\s*(?:§{1,2}|[Ss]ections?|[Ss]ec\.)\s*\Z")
ANY_NUMBER = re.compile(r"(?=\d{4}\.\d)" + REGULATION_NUMBER)


def read_regulation(text: str, start: int, at: int, end: int) -> Source | None:
    """The section of the law that begins at `at`; `start` is where a place in front begins ("CA Labor Code")."""
    match = CODE.match(text, at, end) or LABOR_CODE.match(text, at, end)
    if match is None:
        number = ANY_NUMBER.match(text, at, end)
        return Source(at, at, "regulation", number.end(), sections=[number[0]]) if number else None
    code = CODE_SIGN.sub("", " ".join(text[start : match.start("number")].split()))
    sections = [number for number in match.group("number", "last") if number]
    return Source(start, start, "regulation", match.end(), document=code, sections=sections)
