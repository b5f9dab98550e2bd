"""Lists of section names, split where one name ends and the next begins.

    NSAIDs, GI symptoms & cardiovascular risk, Proton Pump Inhibitors (PPIs)   -> two
    Benzodiazepines and Weaning of Medications                                 -> two
    Opioids, criteria for use: On-Going Management; Opioids for chronic pain   -> two

Names hold commas and "and" of their own, so the list is split with the guidelines' own section names as data
(`patterns/guidelines/sections.csv`); what is not known is left whole.
"""

import re
from typing import NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.words import folded

UNWRITTEN = "®™\u2020*'\u2019"
"""What does not count in a name."""

BRACKET_AT_END = re.compile(r"\s*\([^()]*\)$")
NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+[A-Z]")
"""A section of the Opioids guideline: "3.3.1.2 Opioids for Chronic Pain ...", "2. Opioids for Subacute Pain"."""

NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}")
"""The number of such a section, without its name."""

SENTENCE_CASE = re.compile(r"[A-Z][a-z]+(?:[ -][a-z]{2,})+")
"""A name of several words, of which only the first has a capital: behind "and" another one of the ODG begins."""

SEPARATOR = re.compile(r"\s*(;|,|\band\b|[()\[\]])(?:(?<=[;,])\s*and\b)?\s*")
"""What may stand between two names; an "and" behind a comma or semicolon belongs to that."""
BROKEN = re.compile(r"([-/])(?<=\w.)[ \t]*\n\s*(?=\w)(?!(?:and|or)\b)")
"""A line break behind a hyphen or slash inside of a word: "Work-\\nRelatedness", "Physical/\\nOccupational therapy".

The hyphen of "pre-\\nand postoperative" ends its word.
"""

BRACKETS = re.compile(r"\([^()]+\)(?:[\s,;]*(?:and\s+)?\([^()]+\))+")
"""A list whose names stand in a bracket each: "(Opioids), (NSAIDs)"."""

BRACKET = re.compile(r"\(([^()]+)\)")
WORD = re.compile(r"[^\s,;:.]+")
BEFORE_KIND = re.compile(r",\s+(?=[a-z])")
WIDEST = 90
"""A known name is looked for among so many characters of running text."""

NONE: frozenset[str] = frozenset()
MOST_PARTS = 8
"""A known name has at most this many parts between commas."""


class Part(NamedTuple):
    """A piece of a list, and the separator in front of it."""

    separator: str
    start: int
    end: int


def mended(text: str) -> str:
    """The text with its white space folded; a word that is broken behind its hyphen is whole again."""
    return folded(BROKEN.sub(r"\1", text) if "\n" in text else text)


def key(name: str) -> str:
    """A section or chapter name for looking up: case, "&", marks and blanks do not count."""
    name_key = name.casefold()
    for mark in "*'" if name_key.isascii() else UNWRITTEN:
        if mark in name_key:
            name_key = name_key.replace(mark, "")
    name_key = folded(name_key.replace("&", " and ").replace(",", " "))
    if "going" in name_key:
        name_key = name_key.replace("on-going", "ongoing").replace("on going", "ongoing")
    return name_key.strip(" .:;-/")


class Headings:
    """The known section names of each guideline.

    Args:
        rows: `sections.csv`.
        tables: how tables are called ("Table", "Figure"): with a number, they are sections of every guideline.
    """

    def __init__(self, rows: list[dict[str, str]], tables: list[str]) -> None:
        self._table = expression(rf"(?:{'|'.join(map(key, tables))}) \d{{1,2}}(?:-\d{{1,2}})?[a-d]?")
        self._table_firsts = {key(word)[:3] for word in tables}
        self.known: dict[str, set[str]] = {}
        self._firsts: dict[str, set[str]] = {}
        self._kinds: dict[str, set[str]] = {}
        for row in rows:
            kind = row["section"].partition(", ")[2]
            if kind[:1].islower() and kind.count("(") == kind.count(")"):
                self._kinds.setdefault(row["guideline"], set()).add(key(kind))
        self.first_words = {row["section"].split()[0].casefold().strip(",") for row in rows}
        for row in rows:
            names = self.known.setdefault(row["guideline"], set())
            spellings = _spellings(key(row["section"]))
            firsts = self._firsts.setdefault(row["guideline"], set())
            firsts.update((*(spelling[:3] for spelling in spellings), row["section"][:3].casefold()))
            firsts.update(("on-", "on ") if key(row["section"]).startswith("ongoing") else ())
            names.update(spellings, _spellings(key(BRACKET_AT_END.sub("", row["section"]))))

    def may_begin(self, letters: str, guideline: str) -> bool:
        """True where a known name begins with these three letters: a cheap look before a name is read."""
        folded = letters.casefold()
        return folded in self._firsts.get(guideline, ()) or folded in self._table_firsts

    def knows(self, name: str, guideline: str) -> bool:
        """True where the guideline has a section of this name."""
        known = self.known.get(guideline, NONE)
        whole = key(name)
        if not known.isdisjoint(_spellings(whole)) or (
            whole[:3] in self._table_firsts and self._table.fullmatch(whole)
        ):
            return True
        start = name.rfind("(")
        bracketed = start > 0 and name.find(")", start) == len(name) - 1
        return bracketed and not known.isdisjoint(_spellings(key(name[:start])))

    def longest(self, text: str, start: int, end: int, guideline: str) -> int:
        """The end of the longest known name that begins at `start` in running text; `start` where none does."""
        if not self.may_begin(text[start : start + 3], guideline):
            return start
        ends = [word.end() for word in WORD.finditer(text, start, min(end, start + WIDEST))]
        return next((stop for stop in reversed(ends) if self.knows(text[start:stop], guideline)), start)

    def kind_end(self, text: str, start: int, end: int, guideline: str) -> int:
        """The end of what says in small letters which kind a section is of; `start` where nothing does.

        It is known from other sections of the guideline: "Compound drugs, topical" as "Capsaicin, topical".
        """
        comma = BEFORE_KIND.match(text, start, end)
        if comma is None:
            return start
        kinds = self._kinds.get(guideline, NONE)
        ends = [word.end() for word in WORD.finditer(text, comma.end(), min(end, start + WIDEST))]
        return next((stop for stop in reversed(ends) if key(text[comma.end() : stop]) in kinds), start)

    def split(self, text: str, guideline: str, listed: bool) -> list[str]:
        """The section names of a list, blanks folded.

        Args:
            text: the list as it stands in the letter.
            guideline: `MTUS`, `ODG`, …: whose names are looked up.
            listed: True after "Section(s):", where a comma next to one known name ends a name; elsewhere both names
                must be known.
        """
        written = trimmed(mended(text))
        if not written:
            return []
        if self.knows(written, guideline):
            return [written]
        if BRACKETS.fullmatch(written):
            return [name for inside in BRACKET.findall(written) for name in self.split(inside, guideline, listed)]
        names: list[str] = []
        for run in _runs(_parts(written)):
            names += self._names(written, run, guideline, listed)
        return [name for name in map(trimmed, names) if name]

    def _names(self, text: str, parts: list[Part], guideline: str, listed: bool) -> list[str]:
        """The names in a run of parts without semicolon: groups of parts, cut at each boundary."""
        groups: list[tuple[str, int, int, bool]] = []
        index = 0
        while index < len(parts):
            size, known = self._group(text, parts, index, guideline)
            groups.append((parts[index].separator, parts[index].start, parts[index + size - 1].end, known))
            index += size
        names: list[list[int]] = []
        known_before = False
        numbered = False
        for separator, start, end, known in groups:
            number = NUMBERED.match(text, start) is not None
            apart = (
                separator == "and"
                and guideline == "ODG"
                and bool(names)
                and all(SENTENCE_CASE.fullmatch(text[slice(*part)]) for part in (names[-1], (start, end)))
            )
            numbers = bool(names) and all(
                NUMBER.fullmatch(text[slice(*part)]) is not None for part in (names[-1], (start, end))
            )
            if (
                not names
                or apart
                or numbers
                or self._boundary(text, separator, start, (known_before, known), (numbered, number), guideline, listed)
            ):
                names.append([start, end])
                numbered = number
            else:
                names[-1][1] = end
                known = False
            known_before = known
        return [text[start:end] for start, end in names]

    def _group(self, text: str, parts: list[Part], index: int, guideline: str) -> tuple[int, bool]:
        """How many parts from here on make the longest known name, or one unknown part."""
        first = parts[index].start
        if not self.may_begin(text[first : first + 3], guideline):
            return 1, False
        for size in range(min(MOST_PARTS, len(parts) - index), 0, -1):
            if self.knows(text[parts[index].start : parts[index + size - 1].end], guideline):
                return size, True
        return 1, False

    def _boundary(
        self,
        text: str,
        separator: str,
        start: int,
        known: tuple[bool, bool],
        numbered: tuple[bool, bool],
        guideline: str,
        listed: bool,
    ) -> bool:
        """True where a new name begins at `start`."""
        if numbered[1] and (separator == "," or (numbered[0] and NUMBER.match(text, start))):
            return True
        if numbered[0]:
            return False
        if separator == "and":
            return all(known)
        if guideline == "ODG":
            return all(known) or text[start].isupper()
        if listed:
            return all(known) or (any(known) and text[start].isupper())
        return all(known)


def _spellings(name: str) -> tuple[str, ...]:
    """A key with its hyphens, with blanks for them, and without: "anti-depressants" is "antidepressants" too."""
    return (name, name.replace("-", " "), name.replace("-", "")) if "-" in name else (name,)


def trimmed(name: str) -> str:
    """A name without the punctuation, brackets and quotes that only enclose it."""
    name = name.strip(' ,;:.-\u2013\u2014/"“”<>')
    if name.endswith("("):
        name = name[:-1].rstrip(" ,;:")
    while name.startswith("(") and _closes_at_end(name):
        name = name[1:-1].strip(' ,;:."“”')
    if name.count("(") < name.count(")") and name.endswith(")"):
        name = name[:-1]
    if name.startswith("(") and name.count("(") > name.count(")"):
        name = name[1:]
    return name.strip(' ,;:.-\u2013\u2014/"“”')


def _closes_at_end(name: str) -> bool:
    depth = 0
    for index, char in enumerate(name):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index == len(name) - 1
    return False


def _parts(text: str) -> list[Part]:
    """The parts between separators that stand outside of brackets."""
    parts: list[Part] = []
    depth = 0
    separator = ""
    start = 0
    for match in SEPARATOR.finditer(text):
        mark = match[1]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and match.start() > start:
            parts.append(Part(separator, start, match.start()))
            separator, start = mark, match.end()
    parts.append(Part(separator, start, len(text)))
    return parts


def _runs(parts: list[Part]) -> list[list[Part]]:
    """The parts, divided at semicolons."""
    runs: list[list[Part]] = []
    for part in parts:
        if not runs or part.separator == ";":
            runs.append([])
        runs[-1].append(part)
    return runs
