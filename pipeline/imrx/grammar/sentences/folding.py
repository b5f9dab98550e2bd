r"""A text with single blanks, no contractions and no idle words, and where in the letter its characters stand.

    "documentation \nof pain"    is read as    "documentation of pain"
    "hasn’t", "hasnt", "won't"   are read as   "has not", "has not", "will not"
    "patient’s"                  is read as    "patient's"
    "was not otherwise noted"    is read as    "was not noted"

Letters are hard-wrapped: a blank and a line break, or two line breaks, stand between the words of any phrase. An
expression that says what may not follow white space ("not " and no decision) would try again with less of it, and
read " \n" otherwise than " ". Contractions would ask every expression and every table for each "not" a second time,
with three signs, and idle words for each joint of each phrase (`imrx.grammar.sentences.idle_words`). So findings and
their negation are read in a folded text; nothing rewrites the letter, and what is found goes back to its offsets there.
"""

from itertools import chain

import numpy as np

from imrx.contractions import SPELLED, find_contracted
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.lower import lower_case

_BLANKS = np.array([chr(code).isspace() for code in range(0x3001)] + [False])
"""Which characters are white space; every character behind the table counts as the last one in it, as none."""

_BLANK = np.uint32(ord(" "))


class Folded:
    """A text in which each run of white space is one blank, each contraction spelled out, each apostrophe straight.

    Args:
        text: the text.
        idle: which words are left out; none where nobody says.

    Attributes:
        text: the folded text.
    """

    __slots__ = ("_back", "_kept", "_length", "_negations", "text")

    def __init__(self, text: str, idle: IdleWords | None = None) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        blank = _BLANKS.take(codes, mode="clip")
        kept = ~blank
        kept[1:] |= ~blank[:-1]
        kept[:1] = True
        self._length = len(text)
        self._kept = np.flatnonzero(kept)
        self._negations: dict[int, int] = {}
        folded = np.where(blank, _BLANK, codes)[self._kept].tobytes().decode("utf-32-le", "surrogatepass")
        self.text = self._spell_out(folded).replace("‘", "'").replace("’", "'")
        if idle is not None:
            self._leave_out(idle.find(lower_case(self.text)))
        self._back = self._kept.data

    def _spell_out(self, text: str) -> str:
        """The text with its contractions spelled out; each character of theirs keeps the place of one it stands for."""
        texts, kept, at, grown = [], [], 0, 0
        for match in find_contracted(text, lower_case(text)):
            verb, rest = SPELLED.get(match[1].lower(), (match[1], " not"))
            middle, end = match.start(2), match.end()
            texts += [text[at : match.start()], verb, rest]
            places = [min(match.start() + index, middle - 1) for index in range(len(verb))]
            places += [middle, middle, middle + 1, end - 1][4 - len(rest) :]
            kept += [self._kept[at : match.start()], self._kept[places]]
            first = match.start() + grown
            self._negations[first] = first + len(places) - len("not")
            grown += len(places) - len(match[0])
            at = end
        if at:
            self._kept = np.concatenate([*kept, self._kept[at:]])
        return "".join([*texts, text[at:]])

    def _leave_out(self, cuts: list[tuple[int, int]]) -> None:
        """Take stretches out of the folded text."""
        if not cuts:
            return
        keeps = np.ones(len(self.text), dtype=bool)
        for start, end in cuts:
            keeps[start:end] = False
        ends = [0, *(end for _, end in cuts)]
        starts = [*(start for start, _ in cuts), len(self.text)]
        self.text = "".join(self.text[end:start] for end, start in zip(ends, starts, strict=True))
        self._kept = self._kept[keeps]
        moved = np.cumsum(keeps) - 1
        self._negations = {int(moved[verb]): int(moved[denial]) for verb, denial in self._negations.items()}

    def into(self, offsets: list[int]) -> list[int]:
        """Offsets of the letter as offsets of the folded text; one inside white space stands behind it."""
        found: list[int] = self._kept.searchsorted(offsets).tolist()
        return found

    def spans_into(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The same for half-open spans."""
        flat = self.into(list(chain.from_iterable(spans)))
        return list(zip(flat[::2], flat[1::2], strict=True))

    def tokens_into(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The same for spans of tokens, of which "doesn't" is one: one that begins with it begins with its "not"."""
        return [(self._negations.get(start, start), end) for start, end in self.spans_into(spans)]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A half-open span of the folded text as one of the letter."""
        back = self._back  # of which one number is read much faster than of the array
        return back[start], back[end - 1] + 1 if end < len(back) else self._length
