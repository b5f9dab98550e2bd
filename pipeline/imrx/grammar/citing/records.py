"""Pages of the patient's records, which are none of a guideline.

    page 6 of the 11/14/2016 progress note       On pages 4-6 of the fax
    The AME stated on page 24 that ...           The operative note, page 12, describes ...

A word for a record that can be a verb ("the guidelines note on page 78") is one only behind an article or an owner.
Deliberately left alone: a record that is named farther off ("the report does not meet the criteria of page 80").
"""

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citing.names import Names
from imrx.grammar.expressions import expression

REACH = 120
"""How many characters in front of a page its record is looked for."""


class Records:
    """Tells pages of records; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        wording = names.wording
        front, leads = any_literal(wording["in_front"]), any_literal(wording["page_leads"])
        named, written = any_literal(wording["record_names"]), any_literal(wording["record_words"])
        kinds = any_literal([*wording["record_words"], *wording["record_kinds"]])
        own = [*wording["guideline_word"], *wording["chapter_words"], *wording["tables"], *wording["not_in_records"]]
        word = rf"(?!{any_literal({*own, *map(str.lower, own)})}\b)[\w/.'\u2019-]+"
        determiner = rf"\b(?:{any_literal(wording['record_owners'])}|[A-Z]\w+['\u2019]s?)\s+"
        record = rf"(?:\b{named}(?:\s+{kinds})?|{determiner}(?:{word}\s+){{0,3}}?{written})(?![\w-])"
        by = rf"\s+{any_literal(wording['record_joins'])}(?:,?\s+(?:[A-Z][\w.'\u2019-]*|[\d/.-]+)){{1,4}}"
        whose = rf"(?:{by}|\s+[\d/.-]{{4,10}}|\s*\([^()]{{1,40}}\)){{0,2}}"
        says = rf"(?:(?:\s+{word}){{1,2}}\s+(?={leads}\b))?"
        self._named = expression(record)
        books = any_literal([*wording["guideline_word"], *wording["chapter_words"], *map(str.lower, own)])
        self._of_another = expression(rf"\)?\s+{any_literal(wording['of'])}\s+(?!(?:{word}\s+){{0,3}}{books}(?![\w-]))")
        self._in_front = expression(rf"{record}{whose}{says}[\s,;:(]*(?:{leads}\s+)?\Z")
        self._behind = expression(rf"\s+{front}\s+(?:{word}\s+){{0,4}}?(?:{named}|{kinds})(?![\w-])")

    def has(self, text: str, start: int, at: int, end: int) -> bool:
        """True where the pages between `at` and `end` are a record's; it is named behind `start` or behind them."""
        if self._behind.match(text, end) is not None:
            return True
        return self._in_front.search(text, max(start, at - REACH), at) is not None

    def named(self, text: str, start: int, end: int) -> bool:
        """True where a record is named anywhere between two offsets."""
        return self._named.search(text, start, end) is not None

    def of_another(self, text: str, end: int) -> bool:
        """True for the page of something named behind it: "page 3 of the denial", not "of the same document"."""
        return self._of_another.match(text, end) is not None
