"""Expressions for words as letters spell them.

    Chronic Pain and Function   -> "chronic pain & function", "CHRONIC PAIN AND FUNCTION", broken over a line
    MTUS                        -> "MTUS" alone: acronyms are matched as written
    Off* Disab* Guid*           -> any letters behind what is given: typing faults
    Low Back - Lumbar           -> "Low Back- Lumbar", "Low Back-Lumbar": blanks around a hyphen may be missing

The words are data (`patterns/guidelines/`); this module says only in which ways a word may be written.
"""

import re
import sys
from collections.abc import Iterable

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.expressions import expression

YEAR = r"(?:19|20)\d\d"

DASH = r"[-\u2010-\u2015]"

RUN_ON = r"(?:\b|(?=[A-Z][a-z]))"
"""The end of a word, also of one that the next is run on to: "GuidelinesDrug Testing"."""

BLANK = r"(?:\s+|(?<=[a-z])(?=[A-Z]))"
"""A blank between words, which may be lost in front of a capital: "TreatmentGuidelines"."""

LOST_BLANK = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a blank may have been lost."""

OPENING = 3
"""By how many letters names are told apart before their first words are compared."""

BEHIND_HYPHEN = re.compile(r"(?<=-\\s\*)[A-Z](?=[a-z])")
"""A capital behind a hyphen in a word's expression."""

LETTERS = re.compile(r"[^\W\d_]+|.")


def as_spelled(words: str) -> str:
    """An expression for words: any white space between them, either case of first letters, "&" for "and"."""
    return BLANK.join(_word(word) for word in words.split()).replace(rf"{BLANK}\-{BLANK}", rf"\s*{DASH}\s*")


def any_spelling(names: Iterable[str]) -> str:
    """One expression for any of the names, longest first."""
    return f"(?:{'|'.join(map(as_spelled, longest_first(set(names))))})"


def by_initial(words: Iterable[str]) -> str:
    """The same as `any_literal`, with one alternative for each first letter and no group around them.

    `re` tries all of them at every capital.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(
        re.escape(initial) + (any_literal(rests) if any(rests) else "") for initial, rests in groups.items()
    )


def quick(name: str) -> str:
    """A name's expression that begins with a plain letter or set, which lets `re` skip quickly."""
    words = name.split()
    first = words[0]
    if first.isalpha() and not first.isupper():
        first = f"[{first[0].lower()}{first[0].upper()}](?:{first[1:]}|{first[1:].upper()})"
    else:
        first = _word(first)
    return BLANK.join([first, *map(_word, words[1:])])


class ByInitial:
    """Many expressions, one of which is matched at a place: only those that begin with the word there are tried.

    The names of each first word are one expression, since those that no letter asks for are never compiled.

    Args:
        expressions: a name and its expression each; the first one that matches counts.
        behind: an expression for what follows any of them.
        group: a name for the group that holds the expression itself.
    """

    def __init__(self, expressions: Iterable[tuple[str, str]], behind: str = "", group: str = "") -> None:
        listed = [(_first_letters(name), source) for name, source in expressions]
        group = f"(?P<{group}>" if group else "(?:"
        self._expressions: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for letters in shortest({letters for letters, _ in listed}):
            sources = "|".join(source for begin, source in listed if begin.startswith(letters))
            found = self._expressions.setdefault(letters[:OPENING], [])
            found.append((letters, expression(f"{group}{sources}){behind}")))

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        opening = text[start : start + OPENING].lower()
        known = self._expressions
        for letters, pattern in known.get(opening) or known.get(opening[:2]) or known.get(opening[:1]) or ():
            if text[start : start + len(letters)].lower() == letters:
                return pattern.match(text, start, end)
        return None


class FirstOf:
    """Several of these, of which the first one that matches at a place counts."""

    def __init__(self, *several: ByInitial) -> None:
        self._several = several

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return next(filter(None, (each.match(text, start, end) for each in self._several)), None)


def _first_letters(name: str) -> str:
    """The letters that a name begins with, in lower case: all of its first word, or what stands before a sign."""
    return LETTERS.match(name)[0].lower()  # type: ignore[index]


def shortest(words: Iterable[str]) -> list[str]:
    """The words without those that begin with another one: where "post" is looked for, "postsurgical" is found."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return kept


def _word(word: str) -> str:
    if word.endswith("*"):
        return rf"[{word[0].lower()}{word[0].upper()}]{word[1:-1]}\w{{1,9}}"
    if word in ("&", "and"):
        return "(?:[aA]nd|&|AND)"
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
    """A word as written; its apostrophe may be missing, and a line may end behind its hyphen.

    The letter behind a hyphen may be small, as the word's first one may: "Post-Surgical", "post-surgical".
    """
    if len(word) == 1:
        return re.escape(word)
    escaped = re.escape(word).replace("'", "['\u2019]?").replace(r"\-", r"-\s*")
    return BEHIND_HYPHEN.sub(lambda letter: f"[{letter[0]}{letter[0].lower()}]", escaped)
