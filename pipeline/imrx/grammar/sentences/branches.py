r"""Expressions in branches, each of which is tried only at the words that it can begin with.

    no, lack, without, scant        {missing}\s+{evidence}\s+of\s+
    is, was, has, not, never        {negated}\s+{verbs}\s+

Python's engine tries the branches of an alternation one after the other, whatever word stands there, and a long one
takes tens of milliseconds to compile. A word of absence begins few of them, and a branch is compiled when one of its
words first stands in a letter.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.words import Words

FORMS_OF_BE = frozenset({"is", "are", "was", "were"})
FORMS_OF_HAVE = frozenset({"has", "have", "had"})
FORMS_OF_DO = frozenset({"do", "does", "did"})
SEEMING = frozenset({"appear", "appears", "appeared", "seem", "seems", "seemed"})
AUXILIARIES = FORMS_OF_BE | FORMS_OF_HAVE
"""What each predicate of a list begins with: "is old, has ulcers, or has bled"."""

IT_TAKES_FOR = ("how", "long", "it", "takes", "for")
"""What asks for the next noun, and names nothing itself: "how long it takes for | pain relief"."""

ALTERNATIVE = frozenset({"or", "nor"})

BEHIND_THERE_IS = r"(?:(?<=\bthere is )|(?<=\bthere was )|(?<=\bthere are )|(?<=\bthere were ))"
"""Stands before "not" in an expression: "there was not documentation of ..."."""


BEFORE_FRONTED = "|".join(
    rf"(?<=\b{word}\s)"
    for word in ("also", "left", "likewise", "notably", "noticeably", "conspicuously", "curiously", "surprisingly")
)
"""Stands before what is said in front of its subject, where an adverb begins the sentence: "Notably missing is"."""


def pairs(words: Iterable[str], following: Collection[str]) -> frozenset[str]:
    """Each of some words with each of those that can follow on it: "is not", "is never"."""
    return frozenset(f"{word} {other}" for word in words for other in following)


def fronted(phrases: Iterable[str]) -> str:
    """What is said in front of its subject, where a sentence begins: "Also missing from the file is"."""
    return (
        rf"(?:(?<=\bwhat\s)(?:(?:is|are|was|were)\s+|remains?\s+)|(?<![\w,)-]\s)|{BEFORE_FRONTED}){any_phrase(phrases)}"
        r"(?:\s+(?:from|in|out\s+of)(?:\s+[a-z'-]+){1,4}?)?\s+(?:is|are|was|were)\s+(?!not\b)"
    )


class Branch(NamedTuple):
    """One way to match, for text in lower case.

    Attributes:
        leads: the words that it can begin with, as `imrx.grammar.sentences.words` splits words, or pairs of words where
            only some can follow on the first.
        source: its expression.
        small: whether what follows is written with a small letter.
    """

    leads: Collection[str]
    source: str
    small: bool = False


def yet_to_be(participles: str) -> list[Branch]:
    """What was not done so far: "does not appear to have been | documented", "appears not to be", "was at no time".

    Also "has yet to be", "remains to be", "is yet to be" and "failed to be".
    """
    return [
        Branch(
            pairs(FORMS_OF_DO, {"not"}) | pairs(SEEMING, {"not", "to"}),
            r"(?:(?:do|does|did)\s+not\s+(?:appear|seem)\s+to|(?:appear|seem)(?:s|ed)?\s+(?:not\s+to|to\s+not))\s+"
            rf"(?:have\s+been|be)\s+{participles}",
        ),
        Branch(
            FORMS_OF_BE,
            r"(?:is|are|was|were)\s+(?:at\s+no\s+(?:time|point|visit)|on\s+no\s+occasion|in\s+no\s+way|by\s+no\s+one)"
            rf"\s+{participles}",
        ),
        Branch(
            pairs(AUXILIARIES, {"yet"})
            | pairs({"remain", "remains", "remained"}, {"to", "yet"})
            | pairs({"fails", "failed"}, {"to"}),
            rf"(?:(?:has|have|had|is|are|was|were)\s+yet|(?:remains?|remained)(?:\s+yet)?|fails|failed)"
            rf"\s+to\s+be\s+{participles}",
        ),
    ]


Tried = TypeVar("Tried")

ByLead: TypeAlias = dict[str, tuple[dict[str, list[Tried]], list[Tried]]]
"""By a word: what is tried at it in front of some other word, and what is tried at it in front of any other."""


def by_lead(led: Iterable[tuple[Collection[str], Tried]]) -> ByLead[Tried]:
    """Things by the words, or the pairs of words, that they begin with; those of one word in order."""
    found: ByLead[Tried] = {}
    for leads, thing in led:
        own = frozenset(leads)
        for word, _, other in (lead.partition(" ") for lead in own):
            followed, alone = found.setdefault(word, ({}, []))
            if not other:
                for things in (alone, *followed.values()):
                    things.append(thing)
            elif word not in own:
                followed.setdefault(other, alone.copy()).append(thing)
    return found


def is_predicate_of_list(lower: list[str], at: int, last: int) -> bool:
    """True at the auxiliary of a predicate in front of the list's "or", between two word indices."""
    return (
        at < last - 1
        and lower[at] in AUXILIARIES
        and any(lower[n] in ALTERNATIVE and lower[n + 1] in AUXILIARIES for n in range(at, last - 1))
    )


class Branches:
    """What stands for one alternation: the first branch that matches at a word counts."""

    def __init__(self, branches: Iterable[Branch]) -> None:
        self.by_word = by_lead((branch.leads, (expression(branch.source), branch.small)) for branch in branches)

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
        last = len(lower) - 1
        for index in indices:
            led = by_word.get(lower[index])
            if led is None or (start := starts[index]) < behind:
                continue
            followed, alone = led
            for branch, small in followed.get(lower[index + 1], alone) if index < last else alone:
                match = branch.match(text, start, end)
                if match is None or (small and words.text[match.end() : match.end() + 1].isupper()):
                    continue
                found.append(match)
                behind = match.end()
                break
        return found


def is_of_question(lower: list[str], at: int) -> bool:
    """True for the "takes" of "how long it takes for relief"."""
    return tuple(lower[max(at - 3, 0) : at + 2]) == IT_TAKES_FOR
