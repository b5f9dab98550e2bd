"""Pages of the patient's records, which are none of a guideline.

    page 6 of the 11/14/2016 progress note       On pages 4-6 of the fax
    The AME stated on page 24 that ...           The operative note, page 12, describes ...
    ... but the physician wrote (p. 3) that      ...; the UDS (page 34) was consistent
    it was tested, see page 9 of that exam       It was done on 5/6/2014, see page 4.
    See attached pages 1-9.                      Pages 76-80 were faxed.

A word for a record that can be a verb ("the guidelines note on page 78") is one only behind an article or an owner.
Deliberately left alone: a record that is named farther off ("the report does not meet the criteria of page 80").
"""

import re
from itertools import chain

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.names import Names
from imrx.grammar.expressions import expression

REACH = 120
"""How many characters in front of a page its record is looked for."""

DAY_REACH = 40
"""How many characters in front of a page a day is looked for."""

VERB = re.compile(r"[),]*\s+(?!as\b)(?:[a-z]+(?:s|ed)|were|are|had|have|did)\b")
"""What a record does behind its page: "the UDS (page 34) | was consistent"."""


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
        told = [wording[name] for name in ("guideline_word", "chapter_words", "law_books")]
        books = any_literal([*chain(*told), *map(str.lower, own)])
        of, those = any_literal(wording["of"]), any_literal(wording["record_pointers"])
        no_book = rf"(?=\S)(?!(?:{word}\s+){{0,3}}{books}(?![\w-]))"
        self._of_another = expression(rf"\)?\s+{of}\s+(?:{those}\s+)?{no_book}")
        sent = any_literal(wording["record_sent"])
        self._in_front = expression(rf"{record}{whose}{says}[\s,;:(]*(?:{leads}\s+)?\Z|\b{sent}\s+\Z")
        objects, stands = any_literal(wording["record_objects"]), any_literal(wording["record_stands"])
        turn = rf"(?:;|,?\s+{any_literal(wording['record_turns'])})\s+"
        lead = rf"[\s,;:(]*(?:{leads}\s+)?\Z"
        self._subject = expression(rf"{turn}{determiner}(?:{word}\s+){{0,3}}?{objects}(?P<stands>\s+{stands})?{lead}")
        """A record that begins its clause: "the MTUS asks for it; the UDS | (page 34) was consistent"."""

        writers, verbs = any_literal(wording["record_writers"]), any_literal(wording["record_verbs"])
        books = any_literal(wording["other_books"])
        self._told = expression(rf"\b{writers}(?:\s+\w+)?\s+{verbs}(?:\s+that)?{lead}|\b{books}\b[^;]{{0,40}}\Z")
        self._behind = expression(
            rf"\s+(?:{of}\s+{those}\s+{no_book}|{front}\s+(?:{word}\s+){{0,4}}?(?:{named}|{kinds})(?![\w-])"
            rf"|{any_literal(wording['record_stands'])}\s+(?:not\s+)?{sent}\b)"
        )
        """A record behind its page, or anything pointed at that is no guideline: "page 2 of that test"."""

        revised, on = any_literal(wording["revised"]), any_literal(wording["on"])
        self._dated = expression(
            rf"(?P<revised>\b{revised}\s+(?:{on}\s+)?)?"
            rf"(?<![\d/])\d{{1,2}}/\d{{1,2}}/(?:\d\d){{1,2}}{lead}"
        )

    def has(self, text: str, start: int, at: int, end: int) -> bool:
        """True where the pages between `at` and `end` are a record's; it is named behind `start` or behind them."""
        start = max(start, at - REACH)
        if self._behind.match(text, end) is not None or self._in_front.search(text, start, at) is not None:
            return True
        subject = self._subject.search(text, start, at)
        if subject is not None and (subject["stands"] or VERB.match(text, end) is not None):
            return True
        return self._told.search(text, start, at) is not None

    def dated(self, text: str, at: int) -> bool:
        """True where a day stands in front of the page at `at`: "It was done on 5/6/2014, see page 4".

        The day on which something took effect or was revised is a guideline's.
        """
        day = self._dated.search(text, max(0, at - DAY_REACH), at)
        return day is not None and day["revised"] is None

    def named(self, text: str, start: int, end: int) -> bool:
        """True where a record is named anywhere between two offsets."""
        return self._named.search(text, start, end) is not None

    def of_another(self, text: str, end: int) -> bool:
        """True for the page of something named behind it: "page 3 of the denial", not "of the same document"."""
        return self._of_another.match(text, end) is not None
