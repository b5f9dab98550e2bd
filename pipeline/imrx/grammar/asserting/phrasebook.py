"""Many phrases at once: as one regular expression that Python's engine reads fast, and as lists searched together."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from imrx.grammar.asserting.words import Words

WORD = re.compile(r"[^\W_]+")

_END = ""


def alternatives(phrases: Iterable[str]) -> str:
    """One group for many phrases, the longest first, ended by a word boundary; any white space between words.

    The phrases are factored by their beginnings: Python's engine tries the branches of an alternation one after the
    other, and a hundred branches at each word of a letter cost more than the rest of the pipeline.
    """
    return _either(phrases) + r"\b"


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase in lower case, as `imrx.grammar.asserting.words` splits words."""
    return frozenset(match[0] for phrase in phrases if (match := WORD.search(phrase.lower())))


def signs(phrases: Iterable[str]) -> str:
    """Like `alternatives`, for phrases that begin with a sign: white space behind the sign may be missing."""
    return _either(phrase.replace(" ", "\t") for phrase in phrases) + r"\b"


def _either(phrases: Iterable[str]) -> str:
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for phrase in phrases:
        node = tree
        for char in phrase:
            node = node.setdefault(char, {})
        node[_END] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [_character(char) + _pattern(rest) for char, rest in sorted(tree.items()) if char != _END]
    if not branches:
        return ""
    ended = _END in tree
    if len(branches) == 1 and not ended:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if ended else "")


@cache
def _character(char: str) -> str:
    return {" ": r"\s+", "\t": r"\s*"}.get(char) or re.escape(char)


class Phrasebook:
    """Lists of phrases, all of them looked for in one pass over a sentence's words.

    Case and white space between the words of a phrase make no difference; any other sign between them must stand in
    the text as it does in the phrase.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.root: dict[str, Any] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                node = self.root
                at = 0
                for match in WORD.finditer(phrase.lower()):
                    node = node.setdefault(phrase[at : match.start()].strip() + match[0], {})
                    at = match.end()
                node.setdefault(_END, []).append(name)
        self.leads = frozenset(self.root)
        self.followers = {word: _followers(node) for word, node in self.root.items()}

    def beginnings(self, words: Words) -> list[int]:
        """The words at which a phrase may begin: a cheap test, made once for a text."""
        lower, followers = words.lower, self.followers
        behind = [*lower[1:], _END]
        return [
            index
            for index in words.among(self.leads)
            if not (following := followers[lower[index]]) or behind[index] in following
        ]

    def find(self, words: Words, beginnings: Iterable[int], last: int) -> dict[str, list[tuple[int, int]]]:
        """For each list with a phrase among some words, the character offsets of its phrases, the longest at a word.

        Args:
            words: the words.
            beginnings: the words to try, in order.
            last: index behind the last word.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        text, lower, starts, ends = words.text, words.lower, words.starts, words.ends
        for index in beginnings:
            node = self.root.get(lower[index])
            at = index
            while node is not None:
                end = starts[at] + len(lower[at])
                if end < ends[at]:
                    node = node.get("'s", node)
                if _END in node:
                    for name in node[_END]:
                        spans = found.setdefault(name, [])
                        if spans and spans[-1][0] == starts[index]:
                            spans.pop()
                        spans.append((starts[index], end))
                at += 1
                if at >= last or (len(node) == 1 and _END in node):
                    break
                gap = text[ends[at - 1] : starts[at]]
                node = node.get(lower[at] if gap == " " else gap.strip() + lower[at])
        return found


def _followers(node: dict[str, Any]) -> frozenset[str]:
    """The words of which one must follow a first word; none where it may stand alone or in front of a sign."""
    if _END in node or not all(key[0].isalnum() for key in node):
        return frozenset()
    return frozenset(node)
