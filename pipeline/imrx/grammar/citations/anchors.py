"""Where a citation can begin in running text: names, pages, chapters, authors, sections of the law, addresses.

Everything else is skipped, so this decides how long a letter takes. Capitals are found by one expression, words in
small letters by plain search, which is faster; a guideline's name in small letters only in front of a word that such a
name ends with ("guidelines", "schedule").
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import MTUS, ODG
from imrx.grammar.citations.spellings import YEAR, any_spelling, by_initial, shortest
from imrx.grammar.expressions import expression
from imrx.grammar.words import places_of

REACH = 70
"""How many characters in front of its last word a name in small letters can begin."""


class Anchors:
    """Finds where citations can begin; `journals` is how what tells a journal begins."""

    def __init__(self, names: Names, journals: str) -> None:
        wording, law = names.wording, names.law
        page, same, et_al = wording["page_words"], wording["same_pages"], wording["et_al"]
        small, capital = page[0][0].lower(), page[0][0].upper()
        parts = [word for name in ("numbered_chapter", "tables", "section_words") for word in wording[name]]
        written = [name for name, guideline in names.guidelines.items() if guideline in (MTUS, ODG) and " " in name]
        first = {word.lower().rstrip("*") for word in names.owned_first_words} | {name.split()[0] for name in written}
        last = {word.lower() for word in [*wording["guideline_word"], *wording["schedule_words"]]}

        rests = "|".join(sorted({rest for word in page for rest in (word[1:], word[1:].upper()) if rest}))
        literals = [*names.first_words, *(word for word in parts + same if word[0].isupper())]
        words = rf"{by_initial(shortest(literals))}|{law.capital_opening}|{capital}(?:{rests}|\.|\s?\d)"
        self._capital = expression(words)
        self._capital_or_dated = expression(rf"{words}|{journals}|\((?=[^()]{{0,160}}?{YEAR})")
        self._small_page = expression(rf"{small}(?:(?:{rests})\b|{small}?\.?\s?\d)")
        searched = [*wording["small_parts"], *same, "http", "www."]
        self._small = [word for word in shortest(searched) if not word[0].isupper()]
        self._small_or_literature = [*self._small, *shortest([*et_al, ";"])]
        self._small_name = expression(by_initial(shortest(first)))
        self._ends = shortest(word[1:4] for word in last)
        self._kind = expression(
            rf"(?P<name>{by_initial(names.first_words)}|{'|'.join(shortest(first))})"
            rf"|(?P<page>[{small}{capital}](?:(?:{rests})\b|{small}?\.?\s?\d))|(?P<bracket>\()"
            rf"|(?P<same>{any_literal(same)})"
            rf"|(?P<part>{any_spelling(parts)}\s+\d)|(?P<on>{names.pieces.chapter_on.pattern})"
            rf"|(?P<etal>{any_literal(et_al)})|(?P<code>{law.start})|(?P<url>https?://|www\.)"
            rf"|(?P<journal>(?<=\d);\s?\d)"
            rf"|(?P<named_journal>{journals})"
        )

    def find(self, text: str, start: int, end: int, literature: bool) -> list[re.Match[str]]:
        """Matches between two offsets, in order; the name of a match's last group says what stands there.

        Without `literature`, authors with years and journals are left out.
        """
        capital = self._capital_or_dated if literature else self._capital
        anchors = {match.start() for match in capital.finditer(text, start, end)}
        anchors.update([match.start() for match in self._small_page.finditer(text, start, end)])
        for word in self._small_or_literature if literature else self._small:
            anchors.update(places_of(text, word, start, end))
        for word in self._ends:
            for at in places_of(text, word, start, end):
                anchors.update([match.start() for match in self._small_name.finditer(text, max(start, at - REACH), at)])
        matches = []
        for at in sorted(anchors):
            if at > 0 and text[at - 1].isalnum() and text[at] not in "(;":
                continue
            kind = self._kind.match(text, at, end)
            if kind is not None:
                matches.append(kind)
        return matches
