r"""Expressions in branches, each of which is tried only at the words that it can begin with.

    no, lack, without, scant        {missing}\s+{evidence}\s+of\s+
    is, was, has, not, never        {negated}\s+{verbs}\s+

Python's engine tries the branches of an alternation one after the other, whatever word stands there, and a long one
takes tens of milliseconds to compile. A word of absence begins few of them, and a branch is compiled when one of its
words first stands in a letter.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.words import Words

FORMS_OF_BE = frozenset({"is", "are", "was", "were"})
FORMS_OF_HAVE = frozenset({"has", "have", "had"})
FORMS_OF_DO = frozenset({"do", "does", "did"})

BEHIND_THERE_IS = r"(?:(?<=\bthere is )|(?<=\bthere was )|(?<=\bthere are )|(?<=\bthere were ))"
"""Stands before "not" in an expression: "there was not documentation of ..."."""


def fronted(phrases: Iterable[str]) -> str:
    """What is said in front of its subject, where a sentence begins: "Also missing from the file is"."""
    return (
        rf"(?:(?<=\bwhat\s)(?:is|are|was|were)\s+|(?<![\w,)-]\s)|(?<=\balso\s)|(?<=\bleft\s)|(?<=\blikewise\s)){any_phrase(phrases)}"
        r"(?:\s+(?:from|in|out\s+of)(?:\s+[a-z'-]+){1,4}?)?\s+(?:is|are|was|were)\s+(?!not\b)"
    )


class Branch(NamedTuple):
    """One way to match, for text in lower case.

    Attributes:
        leads: the words that it can begin with, as `imrx.grammar.sentences.words` splits words.
        source: its expression.
        small: whether what follows is written with a small letter.
    """

    leads: Collection[str]
    source: str
    small: bool = False


def yet_to_be(participles: str) -> list[Branch]:
    """What was not done so far: "does not appear to have been | documented", "has yet to be", "remains to be"."""
    return [
        Branch(FORMS_OF_DO, rf"(?:do|does|did)\s+not\s+(?:appear|seem)\s+to\s+(?:have\s+been|be)\s+{participles}"),
        Branch(
            FORMS_OF_HAVE | {"remain", "remains", "remained"},
            rf"(?:(?:has|have|had)\s+yet|remains?|remained)\s+to\s+be\s+{participles}",
        ),
    ]


class Branches:
    """What stands for one alternation: the first branch that matches at a word counts."""

    def __init__(self, branches: Iterable[Branch]) -> None:
        self.by_word: dict[str, list[tuple[re.Pattern[str], bool]]] = {}
        for branch in branches:
            compiled = expression(branch.source)
            for word in frozenset(branch.leads):
                self.by_word.setdefault(word, []).append((compiled, branch.small))

    def find(self, words: Words, indices: Sequence[int], end: int) -> list[re.Match[str]]:
        """What `finditer` finds of the alternation if it can only begin at some of the words.

        Args:
            words: the words of the text.
            indices: the words to try, in order.
            end: offset behind the text to match in.
        """
        found: list[re.Match[str]] = []
        if not indices:
            return found
        behind = -1
        lower, text, starts, by_word = words.lower, words.lowered, words.starts, self.by_word
        for index in indices:
            branches = by_word.get(lower[index])
            if branches is None or (start := starts[index]) < behind:
                continue
            for branch, small in branches:
                match = branch.match(text, start, end)
                if match is None or (small and words.text[match.end() : match.end() + 1].isupper()):
                    continue
                found.append(match)
                behind = match.end()
                break
        return found
