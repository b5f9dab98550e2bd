"""Codes: the ICD codes that stand with diagnoses.

lumbar sprain (847.2), "(ICD-9: 847.2)", "M54.5 low back pain"   -> codes
"T12", "B12", "at 847 Main Street"                               -> none
"Diagnoses: 847.2, 724.4."                                       -> codes without a name, which name no diagnosis
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression
from imrx.grammar.words import DIGIT
from imrx.stretches import Limits

ICD9 = r"(?:\d{3}\.\d{1,2}|[VE]\d{2,3}\.\d{1,2})"
ICD9_BARE = r"(?:\d{3}|V\d{2}|E\d{3})"
ICD10 = r"(?:[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4})"
ICD10_BARE = r"(?:[A-TV-Z]\d[0-9A-Z])"
DOTTED = re.compile(r"\d[0-9A-Za-z]\.[0-9A-Za-z]")
"""What stands in nearly every code, "M54.5": a text without it is not looked through."""

ICD10_HEADING = r"(?-i:(?!B12)[ABD-KM-PRVWYZ]\d\d)"
"""A code without a full stop, in capitals, that is no level of the spine ("T12"), vitamin or count ("X12"): "R51"."""


class Codes:
    """Codes in brackets, behind words that name them, or bare."""

    def __init__(self, table: dict[str, Any]) -> None:
        word = rf"(?:{any_literal(table['icd_words'])}\s{{0,4}}[:#]?\s{{0,4}})"
        self._pattern = expression(
            rf"[\[(]\s{{0,4}}{word}?(?P<bracket>{ICD9}|{ICD10}|{ICD10_HEADING}|{ICD9_BARE})"
            rf"(?:\s{{0,4}}[,;/]\s{{0,4}}(?:{ICD9}|{ICD10}|{ICD10_HEADING}))*\s{{0,4}}[\])]"
            rf"|{word}(?P<named>{ICD9}|{ICD10}|{ICD9_BARE}|{ICD10_BARE})(?![\w.]*\w)"
            rf"|(?<![\w.])(?P<bare>{ICD9}|{ICD10}"
            rf"|{ICD10_HEADING}(?=\s{{0,4}}(?:[,:;.]|$)|(?<=[:;,]\s\w\w\w)\s[a-z]{{3}}))(?![\w%]|\.\d)",
            re.IGNORECASE,
        )

        code = rf"(?:{ICD9}|{ICD10}|{ICD10_HEADING})(?![\w%]|\.\d)"
        joint = rf"[\s,;/&()\[\]]{{1,6}}(?:{any_literal(table['ands'])}\s{{1,4}})?{word}?"
        named = rf"(?:{any_literal(table['nouns'])}|{any_literal(table['icd_words'])})(?:\(e?s\))?"
        said = rf"(?:\s{{1,4}}{any_literal(table['verbs'])}|\s{{0,4}}[:#-])?"
        self._unnamed = expression(
            rf"(?<!\w){named}(?:\s{{1,4}}{any_literal(table['icd_words'])})?{said}[\s(\[]{{1,4}}{word}?"
            rf"(?P<codes>{code}(?:{joint}{code}){{0,40}})(?=[\s)\]]{{0,4}}(?:\.(?!\d)|[\n\f;]|\Z))",
            re.IGNORECASE,
        )

    def unnamed(self, text: str, start: int, end: int) -> list[Limits]:
        """Lists of codes that are called diagnoses and stand without a name, in order."""
        if DOTTED.search(text, start, end) is None:
            return []
        return [match.span("codes") for match in self._unnamed.finditer(text, start, end)]

    def first(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first code between two offsets."""
        return self._pattern.search(text, start, end) if DIGIT.search(text, start, end) else None

    def all(self, text: str, start: int, end: int) -> list[re.Match[str]]:
        """The codes between two offsets, in order."""
        return list(self._pattern.finditer(text, start, end)) if DIGIT.search(text, start, end) else []

    def lead(self, text: str) -> bool:
        """True where a text begins with a code."""
        return DIGIT.search(text) is not None and self._pattern.match(text.lstrip()) is not None

    def end(self, text: str) -> bool:
        """True where codes stand behind the words of a text, and nothing behind them."""
        code = self.first(text, 0, len(text))
        return code is not None and bool(text[: code.start()].strip()) and not self.without(text[code.end() :]).strip()

    def without(self, text: str) -> str:
        """The text without its codes."""
        return self._pattern.sub(" ", text) if DIGIT.search(text) else text
