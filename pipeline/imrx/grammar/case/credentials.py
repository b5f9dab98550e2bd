"""The reviewer: states of licensure, and specialties.

State(s) of Licensure: Texas,Ohio / Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Management
is Board Certified in Psychiatry and is licensed to practice in California
"""

import re
from itertools import islice
from typing import Any

from imrx.grammar.alternatives import any_of
from imrx.grammar.case.facts import Fact
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded

SEPARATORS = {"licensure": re.compile(r"[,;]|\sand\s"), "specialties": re.compile(r"[,;]")}
"""What surely sets apart the names of a list: no state has an "and" in it, some specialties have."""

MOST_PARTS = 4
"""Lines, or pieces between an "and", that one name of a list is looked for in."""

LINE = re.compile(r"[^\n\f]*\S[^\n\f]*")
"""A line with something on it."""

MOST_LINES = 8
"""How many lines a list may take under its label, where nothing tells its end."""

BREAK = re.compile(r"[\n\f]")


class CredentialGrammar:
    """The labels of credentials, what leads to them in prose, and the names that they may have."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.credentials = {field: expression(any_of(labels)) for field, labels in table["credentials"].items()}
        leads = table["in_prose"]
        self.in_prose = {field: expression(rf"\b{any_of(texts)}\s+", re.IGNORECASE) for field, texts in leads.items()}
        ends = [*leads["licensure"], *leads["specialties"], *table["in_prose_ends"]]
        self.prose_end = expression(rf"[.;]|\b(?:and\s+)?{any_of(ends)}\b", re.IGNORECASE)
        lists = {"licensure": table["states"], "specialties": table["specialties"]}
        self.names = {field: frozenset(name.lower() for name in names) for field, names in lists.items()}


def find_credentials(
    text: str, start: int, end: int, grammar: CredentialGrammar, *, loose: bool = False
) -> dict[str, Fact]:
    """Licensure and specialties from the labelled lines of the credentials section.

    Args:
        text: the letter.
        start: where the section begins.
        end: where it ends.
        grammar: the expressions.
        loose: whether there is no such section between the offsets: a list ends with its own lines then, and all of its
            names must be known.
    """
    labels = sorted(
        (match.start(), match.end(), field)
        for field, label in grammar.credentials.items()
        if (match := label.search(text, start, end))
    )
    facts = {}
    for index, (_, begin, field) in enumerate(labels):
        until = labels[index + 1][0] if index + 1 < len(labels) else end
        fact = (_known_list if loose else _listed)(text, begin, until, field, grammar)
        if fact is not None:
            facts[field] = fact
    return facts


def _known_list(text: str, start: int, end: int, field: str, grammar: CredentialGrammar) -> Fact | None:
    """The list of as many lines as have nothing but known names: other text may stand behind it."""
    lines = [line.end() for line in islice(LINE.finditer(text, start, end), MOST_LINES)]
    for until in reversed(lines):
        fact = _listed(text, start, until, field, grammar)
        if fact and all(name.lower().replace("&", "and") in grammar.names[field] for name in fact.value):
            return fact
    return None


def find_credentials_in_prose(text: str, start: int, end: int, grammar: CredentialGrammar) -> dict[str, Fact]:
    """Licensure and specialties from "is Board Certified in Psychiatry and is licensed to practice in California"."""
    facts: dict[str, Fact] = {}
    for field, lead in grammar.in_prose.items():
        for match in lead.finditer(text, start, end):
            until = grammar.prose_end.search(text, match.end(), end)
            fact = _listed(text, match.end(), until.start() if until else end, field, grammar)
            if fact is None:
                continue
            known = facts.get(field)
            facts[field] = Fact(known.value + fact.value, known.start, fact.end) if known else fact
    return facts


def _listed(text: str, start: int, end: int, field: str, grammar: CredentialGrammar) -> Fact | None:
    """A list set apart by commas, semicolons or "and", with the limits of the whole."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;"):
        end -= 1
    known = grammar.names[field]
    pieces = [piece for piece in SEPARATORS[field].split(text[start:end]) if piece.strip()]
    names = [name.removeprefix("and ") for piece in pieces for name in split_lines(piece, known)]
    if field == "specialties":
        names = [each for name in names for each in split_specialties(name, known)]
    return Fact(names, start, end) if names else None


def split_lines(text: str, known: frozenset[str]) -> list[str]:
    """The names that stand on lines of their own, where each of them is known; else the text as one name.

    "Internal Medicine / Rheumatology" is two, "Physical Medicine & / Rehabilitation" one.

    Args:
        text: what stands between two commas.
        known: the names, in small letters.
    """
    lines = [folded(line) for line in BREAK.split(text) if line.strip()]
    return _known_parts(lines, " ", known) or [" ".join(lines)]


def split_specialties(name: str, known: frozenset[str]) -> list[str]:
    """The specialties that an "and" joins, where each of them is known; else the name as it is.

    "Physical Medicine and Rehabilitation and Sports Medicine" is two, "Obstetrics and Gynecology" one.

    Args:
        name: what stands between two commas.
        known: the specialties' names, in small letters.
    """
    return _known_parts(name.split(" and "), " and ", known) or [name]


def _known_parts(parts: list[str], joiner: str, known: frozenset[str]) -> list[str]:
    """Parts joined to known names, each as long as can be; nothing where one of them is not known."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        for until in range(min(at + MOST_PARTS, len(parts)), at, -1):
            joined = joiner.join(parts[at:until])
            if joined.lower().replace("&", "and") in known:
                break
        else:
            return []
        found.append(joined)
        at = until
    return found
