"""Many phrases at once: as one regular expression that Python's engine reads fast, and as lists searched together.

Expressions are matched in lower case where it makes no difference: a letter is lowered once, and an expression that
ignores case tries each of its branches where the plain one sees at the first character that it cannot match.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from imrx.grammar.sentences.words import Words

WORD = re.compile(r"[^\W_]+")

PAIR = re.compile(r"([^\W_]+)(?:\s+([^\W_]+))?")

_END = ""


def any_phrase(phrases: Iterable[str]) -> str:
    """One group for many phrases in lower case, the longest first, ended by a word boundary.

    Any white space may stand between their words. The phrases are factored by their beginnings: Python's engine tries
    the branches of an alternation one after the other, and a hundred branches at each word of a letter cost more than
    the rest of the pipeline.
    """
    return written(phrase.lower() for phrase in phrases)


def written(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, with the capitals of the phrases."""
    return _either(phrases) + r"\b"


def matches(expression: re.Pattern[str], text: str, offsets: Iterable[int], end: int) -> list[re.Match[str]]:
    """What `finditer` finds of an expression that can only begin at some offsets, in order, without trying others."""
    found: list[re.Match[str]] = []
    behind = -1
    for offset in offsets:
        if offset >= behind and (match := expression.match(text, offset, end)):
            found.append(match)
            behind = match.end()
    return found


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase in lower case, as `imrx.grammar.sentences.words` splits words."""
    return frozenset(match[0] for phrase in phrases if (match := WORD.search(phrase.lower())))


def telling(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase in lower case: a sentence that has none of them has none of the phrases."""
    return frozenset(max(WORD.findall(phrase.lower()), key=len) for phrase in phrases)


def beginnings(phrases: Iterable[str]) -> frozenset[str]:
    """The first two words of each phrase, or the first one where it has no other, or a sign stands between them."""
    return frozenset(
        " ".join(match.groups("")).rstrip() for phrase in phrases if (match := PAIR.search(phrase.lower()))
    )


def openings_of(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, for what words begin with: no boundary ends it."""
    return _either(phrase.lower() for phrase in phrases)


def signs(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, for phrases that begin with a sign: white space behind the sign may be missing."""
    return _either(phrase.lower().replace(" ", "\t") for phrase in phrases) + r"\b"


def _either(phrases: Iterable[str]) -> str:
    ordered = sorted(set(phrases))
    return _rests(ordered, 0) if ordered else ""


def _rests(phrases: list[str], at: int) -> str:
    """An expression for what stands behind `at` in phrases that are the same up to there, and in order."""
    ended = len(phrases[0]) == at
    branches = []
    first = int(ended)
    while first < len(phrases):
        phrase = phrases[first]
        behind = first + 1
        while behind < len(phrases) and phrases[behind][at] == phrase[at]:
            behind += 1
        same = at  # the last of them in order differs soonest from the first
        while same < len(phrase) and phrase[same] == phrases[behind - 1][same]:
            same += 1
        rest = _rests(phrases[first:behind], same) if behind - first > 1 else ""
        branches.append(_literal(phrase[at:same]) + rest)
        first = behind
    return branches[0] if len(branches) == 1 and not ended else f"(?:{'|'.join(branches)})" + ("?" if ended else "")


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+").replace("\\\t", r"\s*")


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
                names = node.setdefault(_END, [])
                if name not in names:
                    names.append(name)
        self._leads = frozenset(self.root)
        self.beginnings = {word: (_followers(node), node.get(_END, [])) for word, node in self.root.items()}
        self._needed = {word: None if alone else followers for word, (followers, alone) in self.beginnings.items()}

    def marks(self, words: Words) -> list[int]:
        """The indices of the words at which a phrase may begin, in order."""
        return words.openings(self._leads, self._needed)

    def find(self, words: Words, marks: list[int], last: int) -> dict[str, list[tuple[int, int]]]:
        """For each list with a phrase at some words, the character offsets of its phrases, the longest at a word.

        Args:
            words: the words.
            marks: which of the words of `marks` to look at, in order.
            last: index behind the last word of a phrase.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        text, lower, starts, ends = words.text, words.lower, words.starts, words.ends
        root, beginnings = self.root, self.beginnings
        for index in marks:
            word = lower[index]
            followers, alone = beginnings[word]
            if followers is not None and (index + 1 == last or lower[index + 1] not in followers):
                if alone:
                    span = (starts[index], starts[index] + len(word))
                    for name in alone:
                        found.setdefault(name, []).append(span)
                continue
            node = root[word]
            at = index
            start = starts[index]
            while node is not None:
                end = starts[at] + len(lower[at])
                if end < ends[at]:
                    node = node.get("'s", node)
                if _END in node:
                    for name in node[_END]:
                        spans = found.setdefault(name, [])
                        if spans and spans[-1][0] == start:
                            spans.pop()
                        spans.append((start, end))
                at += 1
                if at == last:
                    break
                gap = text[ends[at - 1] : starts[at]]
                node = node.get(lower[at] if gap == " " else gap.strip() + lower[at])
        return found


def _followers(node: dict[str, Any]) -> frozenset[str] | None:
    """The words with which a phrase goes on behind its first word; null where a sign may stand between them."""
    words = frozenset(node) - {_END}
    return words if all(word[0].isalnum() for word in words) else None
