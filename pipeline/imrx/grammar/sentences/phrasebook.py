"""Lists of phrases that are searched for together, word by word."""

from collections.abc import Iterable, Mapping
from typing import Any

from imrx.grammar.alternatives import WORD
from imrx.grammar.sentences.words import Words

_END = ""


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
