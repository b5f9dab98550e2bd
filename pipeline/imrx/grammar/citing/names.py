"""Guideline names as expressions, built from `patterns/guidelines/`.

    California MTUS 2016 Chronic Pain Guidelines   -> MTUS, "Chronic Pain"
    Official Disability Guidelines (ODG)           -> ODG
    Chronic Pain Medical Treatment Guidelines      -> MTUS, which owns this document

Words are matched with any white space between them, and with a small or a capital first letter; acronyms as they are.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from imrx.grammar.citing.headings import Headings, folded, key
from imrx.grammar.citing.pages import PageReader

YEAR = r"(?:19|20)\d\d"

GUIDELINE_WORD = r"(?:[Gg]u[il]{1,3}d?e{0,2}l[ei]{1,2}nes?|GUIDELINES?)"
"""The word and its typing faults: "Guidlines", "Guildelines", "Guidleines"."""

REGULATION_NUMBER = r"9\d{3}(?:\.\d+){0,3}(?:\([a-z0-9]{1,3}\))*"

REGULATION = (
    r"(?:(?:8|[Tt]itle\s+8,?)\s*(?:C\.?\s?C\.?\s?R\.?|California\s+Code\s+of\s+Regulations),?|California\s+Code\s+of\s+Regulations,?)"
    rf"\s*(?:[Tt]itle\s+8,?\s*)?(?:§{{1,2}}|[Ss]ections?|[Ss]ec\.)?\s*(?P<number>{REGULATION_NUMBER})"
    rf"(?:\s*(?:[-\u2013]|to|through)\s*(?P<last>{REGULATION_NUMBER}))?"
)
"""8 C.C.R. §§9792.20 - 9792.26; Title 8, California Code of Regulations, section 9792.6."""


class Document(NamedTuple):
    """A row of `documents.csv`: a guideline's document under one of its names."""

    guideline: str
    name: str
    same_as: str


def flexible(words: str) -> str:
    """An expression for words: any white space between them, either case of first letters, "&" for "and"."""
    return r"\s+".join(_word(word) for word in words.split())


def _word(word: str) -> str:
    if word in ("&", "and"):
        return "(?:and|&|AND)"
    if word.endswith(","):
        return _word(word[:-1]) + ",?"
    letters = word.strip("()")
    if letters.isupper() or not letters[:1].isalpha() or word != letters:
        return _escaped(word)
    rest = _escaped(word[1:])
    lower, upper = word[0].lower(), word[0].upper()
    if word.isalpha():
        return f"(?:[{lower}{upper}]{rest}|{word.upper()})"
    return f"[{lower}{upper}]{rest}"


def _escaped(word: str) -> str:
    """A word as written; its apostrophe may be missing, and a line may end behind its hyphen."""
    return re.escape(word).replace("'", "['\u2019]?").replace(r"\-", r"-\s*") if len(word) > 1 else re.escape(word)


def alternatives(names: Iterable[str]) -> str:
    """One expression for any of the names, longest first."""
    return "|".join(flexible(name) for name in sorted(set(names), key=len, reverse=True))


def literally(words: Iterable[str]) -> str:
    """One expression for any of the words as written, any white space in them."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


class Names:
    """The compiled tables that every stage of reading citations shares."""

    def __init__(self, tables: dict[str, Any]) -> None:
        wording: dict[str, Any] = tables["wording"]
        self.wording = wording
        self.regulation = {row["section"]: row["document"] for row in tables["regulation"] if row["document"]}
        self.headings = Headings(tables["sections"])
        self.pages = PageReader(wording["not_pages"])
        self.guidelines: dict[str, str] = {key(row["name"]): row["guideline"] for row in tables["names"]}
        self.documents: dict[tuple[str, str], Document] = {}
        for row in tables["documents"]:
            document = Document(row["guideline"], row["document"], row["same_as"])
            self.documents[row["guideline"], key(row["document"])] = document

        words = alternatives(wording["guideline_words"])
        self.guideline_words = words
        names = [row["name"] for row in tables["names"]]
        self.written = names
        acronyms = "|".join(name for name in names if name.isupper() and name.isalpha())
        acronym = rf"(?:\s*[(\[]\s*(?:{acronyms})\s*[)\]])?"
        longest = sorted(names, key=len, reverse=True)
        self.name = "|".join(rf"{_top(name)}(?![\w\u2019'])" for name in longest)
        cited = [row["name"] for row in tables["names"] if row["guideline"] in ("MTUS", "ODG", "ACOEM")]
        self.guideline_name = "|".join(_top(name) for name in sorted(cited, key=len, reverse=True))
        owned = _alone(tables["documents"])
        self.alone = "|".join(rf"{_top(row['document'])}\s+{GUIDELINE_WORD}\b" for row in owned)
        self.dated_name = rf"\(\s*(?:{acronyms}),?\s+(?P<year>{YEAR})\s*\)"
        self.named = re.compile(rf"(?:{self.name}){acronym}")
        documents = alternatives(row["document"] for row in owned)
        self.owned = re.compile(rf"(?P<document>{documents})\s+{GUIDELINE_WORD}\b{acronym}")
        place = "|".join(map(re.escape, wording["place"]))
        front = rf"(?:\b(?:{place})(?:['\u2019]s)?(?:\s*[/-]\s*|\s+))?(?:\b{YEAR}\s+)?"
        self.front = re.compile(front)
        self.in_front = re.compile(rf"{front}\Z")
        single = [name for name in names if " " not in name]
        first = {name.split()[0] for name in names if " " in name} | {row["document"].split()[0] for row in owned}
        self.first_word = literally(_shortest({word[0].upper() + word[1:] for word in first} | set(single)))
        small = {row["document"].split()[0].lower() for row in owned} | {"medical", "official"}
        self.small_first_words = _shortest(small)
        self.chapters = {
            guideline: re.compile(rf"(?P<document>{alternatives(row['document'] for row in rows)})(?!\w)")
            for guideline, rows in _by_guideline(tables["documents"]).items()
        }
        self.needy = {
            (row["guideline"], key(row["document"])) for row in tables["documents"] if row["needs_guidelines"]
        }
        not_cited = literally(wording["not_cited_before"])
        self.not_cited = re.compile(rf"(?:{not_cited})\s*(?:(?:{place})\s+)?\Z")

    def guideline(self, name: str) -> str:
        """The guideline that a name stands for."""
        bare = name.split("(")[0].split("[")[0]
        return self.guidelines.get(key(bare)) or self.guidelines[key(name)]

    def document(self, guideline: str, written: str) -> str:
        """A document's name: the table's capitals where it is known, else as written; blanks folded."""
        name = folded(written)
        row = self.documents.get((guideline, key(name)))
        return row.name if row is not None and row.name.casefold() == name.casefold() else name

    def same(self, guideline: str, document: str | None) -> str | None:
        """The key of a document under which its other names stand too ("Chronic Pain" and "Chronic Pain Treatment")."""
        if document is None:
            return None
        row = self.documents.get((guideline, key(document)))
        return key(row.same_as or row.name) if row is not None else key(document)


def _top(name: str) -> str:
    """A name's expression that begins with a plain letter or set, which lets `re` skip quickly."""
    words = name.split()
    first = words[0]
    if first.isalpha() and not first.isupper():
        first = f"[{first[0].lower()}{first[0].upper()}](?:{first[1:]}|{first[1:].upper()})"
    else:
        first = _word(first)
    return r"\s+".join([first, *map(_word, words[1:])])


def _shortest(words: Iterable[str]) -> list[str]:
    """The words without those that begin with another one: where "post" is looked for, "postsurgical" is found."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return kept


def _alone(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The documents whose name with "Guidelines" is enough to tell the guideline, longest first."""
    return sorted((row for row in rows if row["alone"]), key=lambda row: len(row["document"]), reverse=True)


def _by_guideline(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["guideline"], []).append(row)
    return groups
