"""Running text that is typed in capitals throughout, as it would stand in small letters.

    THE MTUS STATES THAT PAIN AT L4-5 IS ...      The MTUS states that pain at L4-5 is ...
    OFFICIAL DISABILITY GUIDELINES (FRITZ, 2007)  Official Disability Guidelines (Fritz, 2007)

Some reviewers type a whole summary or rationale so. Rules tell a name or an abbreviation by its capitals ("AIDS",
"FROM" for full range of motion), which mean nothing there. So such a passage is read in small letters, of the same
length, but for the first letter of each sentence, names, and abbreviations. Deliberately left alone: anything shorter
than a sentence or two, such as titles, headings and a word that somebody stresses.
"""

import re
from collections.abc import Iterable, Iterator

from imrx.grammar.alternatives import any_of
from imrx.grammar.expressions import expression
from imrx.lower import lower_case
from imrx.stretches import Stretches

SHORTEST = 100
"""How long a passage must be, in characters."""

STEP = 16
"""So many characters apart, a few are looked at to tell whether a stretch may have a passage at all."""

NO_SMALL = re.compile(rf"[^a-z]{{{SHORTEST // STEP - 1}}}")

SMALL = re.compile(r"(?<![A-Za-z])[A-Za-z]*[a-z]{3}[A-Za-z]*")
"""A word in small letters, which ends a passage; one or two such letters do not: "10mg", "s/p", "NSAIDs"."""

SENTENCE_END = re.compile(r"[A-Z]{2}[)\"'\u201d]?[.!?](?:\s|$)")

SENTENCE_START = re.compile(
    r"(?:\A|[.!?](?<![.\s][A-HJ-Z].))[\"')\]\u2019\u201d]{0,3}\s*[\"'(\[\u2018\u201c]{0,3}(?=[A-Z])"
)
"""What stands in front of a sentence's first word; a single letter with a full stop ends none."""

WORD = re.compile(r"[A-Z]+(?:['\u2019][A-Z]{1,2}\b)?")

IN_BRACKETS = re.compile(r"\(\s?(?P<word>[A-Z]{2,6})\s?\)")
"""A short form that a letter may define: "OCCUPATIONAL THERAPY (OT)"."""

SINGLE = re.compile(r"(?<![A-Z/'\u2019])(?P<word>[B-Z]|[A-Z]+(?=\d)|A(?=-)|(?<=\d)[A-Z])(?![A-Z/'\u2019])")
"""A letter alone, or with a number: "L4", "T-spine", "vitamin D", but "s/p" and the article are small."""

AUTHOR = re.compile(r"\((?P<name>[A-Z'\u2019-]{2,20}(?:,?\s+(?:AND|ET|&)\s+[A-Z'\u2019.-]{2,20})?),\s*(?:19|20)\d\d")
"""Who wrote what is cited: "(FRITZ, 2007)", "(LI ET AL., 2005)"."""


class Capitals:
    """Finds the passages by their signs, and reads them with the words of `patterns/capitals.json`."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        self.kept = frozenset(table["kept"])
        self.small = frozenset(word.upper() for word in table["small"])
        self.names = expression(rf"\b(?P<name>{_in_capitals(table['names'])})\b")
        self.titles = expression(
            rf"(?:[,:;(]|\b{_in_capitals(table['before_titles'])})\s+"
            rf"(?P<name>(?:(?!{_in_capitals(table['no_titles'])}\b)"
            rf"[A-Z/&'\u2019-]+,?\s+){{1,8}}?)(?={_in_capitals(table['behind_titles'])}\b)"
        )

    def find(self, text: str, limits: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
        """Where each passage between some pairs of offsets begins, and how it would stand in small letters."""
        looked_at = text[::STEP]
        return [
            (start, self.read(text[start:end]))
            for first, last in limits
            if NO_SMALL.search(looked_at, first // STEP, last // STEP + 1)
            for start, end in _without_small(text, first, last)
            if end - start >= SHORTEST and SENTENCE_END.search(text, start, end)
        ]

    def read(self, passage: str) -> str:
        """A passage as it would stand in small letters, of the same length."""
        letters = list(lower_case(passage))
        firsts = {match.end() for match in SENTENCE_START.finditer(passage)}
        names = Stretches(
            match.span("name") for kind in (self.names, self.titles, AUTHOR) for match in kind.finditer(passage)
        )
        whole = {match.start("word") for kind in (IN_BRACKETS, SINGLE) for match in kind.finditer(passage)}
        for match in WORD.finditer(passage):
            word, start = match[0], match.start()
            count = len(word) if start in whole else self._kept(word)
            if not count and (start in firsts or (word not in self.small and names.overlap(*match.span()))):
                count = 1
            letters[start : start + count] = word[:count]
        return "".join(letters)

    def _kept(self, word: str) -> int:
        """How many letters of a word are capitals wherever it stands."""
        if word in self.kept:
            return len(word)
        if word[-1] == "S" and word not in self.small and word[:-1].rstrip("'\u2019") in self.kept:
            return len(word) - 1
        return 0


def _in_capitals(words: list[str]) -> str:
    return any_of([word.upper() for word in words])


def _without_small(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The limits of what stands between the words in small letters."""
    for match in SMALL.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end
