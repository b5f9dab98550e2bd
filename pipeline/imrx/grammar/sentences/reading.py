"""What findings are read in: the sentences of the case summary and of the rationales, and their words."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from imrx.grammar.sentences.folding import Folded
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.words import Words

LONGEST_SENTENCE = 1500
"""A "sentence" longer than this (a table, a list without stops) is read in pieces."""


class Sentence(NamedTuple):
    """A sentence by half-open character offsets, and its words by half-open indices."""

    start: int
    end: int
    first: int
    last: int

    def own(self, indices: list[int]) -> list[int]:
        """Those of some words' indices, in order, that are the sentence's."""
        return indices[bisect_left(indices, self.first) : bisect_left(indices, self.last)]


class Reading:
    """A letter with its white space folded, its words, and the sentences that are read.

    All offsets in it count in the folded text; `folded` brings the letter's offsets in and takes others back.

    Args:
        text: the letter.
        stretches: half-open character offsets of what is read, in order.
        breaks: offsets at which a sentence begins, in order.
        sections: the section that each stretch is, where sections are known.
        idle: which words are left out; none where nobody says.
    """

    def __init__(
        self,
        text: str,
        stretches: list[tuple[int, int]],
        breaks: list[int],
        sections: Sequence[str] = (),
        idle: IdleWords | None = None,
    ) -> None:
        self.folded = Folded(text, idle)
        self.text = self.folded.text
        self.sections = sections
        self.stretches = self.folded.spans_into(stretches)
        self.words = Words(self.text, self.stretches)
        sentences = _sentences(self.stretches, self.folded.into(breaks))
        starts = self.words.starts
        firsts = [bisect_left(starts, start) for start, _ in sentences]
        lasts = [*firsts[1:], len(starts)]
        self.sentences = [
            Sentence(start, end, first, last)
            for (start, end), first, last in zip(sentences, firsts, lasts, strict=False)
        ]

    def section_at(self, offset: int) -> tuple[str | None, int]:
        """The section of the stretch that an offset stands in, and where the stretch begins."""
        index = bisect_right(self.stretches, offset, key=itemgetter(0)) - 1
        return self.sections[index] if self.sections else None, self.stretches[index][0]


def _sentences(stretches: list[tuple[int, int]], breaks: list[int]) -> list[tuple[int, int]]:
    """Half-open character offsets of the sentences of stretches, over-long ones in pieces."""
    found: list[tuple[int, int]] = []
    for first, behind in stretches:
        inside = breaks[bisect_right(breaks, first) : bisect_left(breaks, behind)]
        found += zip([first, *inside], [*inside, behind], strict=True)
    if any(end - start > LONGEST_SENTENCE for start, end in found):
        found = [
            (at, min(at + LONGEST_SENTENCE, end)) for start, end in found for at in range(start, end, LONGEST_SENTENCE)
        ]
    return found
