"""Clauses of a rationale, and where in them the words of a conclusion stand."""

import re
from collections.abc import Iterator

from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.grammar.words import Keys
from imrx.stretches import Limits

WINDOW = 160
"""How far before its core the predicate may begin, and how far after "medical necessity" it may end, in characters."""

BEFORE_KEY = 60
"""How far before the longest word of a phrase the phrase may begin, in characters."""


def near(pattern: re.Pattern[str], keys: Keys, lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What an expression matches between two offsets, looked for only around the words that each match has."""
    behind = start
    for at in keys.places(lower[start:end]):
        if start + at >= behind:
            for match in pattern.finditer(lower, max(behind, start + at - BEFORE_KEY), min(end, start + at + WINDOW)):
                behind = match.end()
                yield match


def clauses_with(text: str, start: int, end: int, places: list[int], grammar: ConclusionGrammar) -> list[Limits]:
    """The limits of the clauses that have a place in them, places counted from `start`."""
    found: list[Limits] = []
    for place in places:
        at = start + place
        if not found or at >= found[-1][1]:
            limit = grammar.clause_limit.search(text, at, end)
            begin = clause_start(text, max(start, at - 2 * WINDOW), at, grammar)
            found.append((begin, limit.start() if limit else end))
    return found


def clause_start(text: str, start: int, end: int, grammar: ConclusionGrammar) -> int:
    """Where the clause begins that ends at `end`: after the last full stop, semicolon or colon."""
    for match in grammar.clause_limit.finditer(text, start, end):
        start = match.end()
    return start
