r"""A text with single blanks, and where in the letter each of its characters stands.

    "documentation \nof pain"    is read as    "documentation of pain"

Letters are hard-wrapped: a blank and a line break, or two line breaks, stand between the words of any phrase. An
expression that says what may not follow white space ("not " and no decision) would try again with less of it, and
read " \n" otherwise than " ". So findings and their negation are read in a folded text; nothing rewrites the letter,
and what is found goes back to its offsets there.
"""

import numpy as np

_BLANKS = np.array([chr(code).isspace() for code in range(0x3001)] + [False])
"""Which characters are white space; every character behind the table counts as the last one in it, as none."""

_BLANK = np.uint32(ord(" "))


class Folded:
    """A text in which each run of white space is one blank.

    Attributes:
        text: the folded text.
    """

    __slots__ = ("_back", "_kept", "_length", "text")

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        blank = _BLANKS.take(codes, mode="clip")
        kept = ~blank
        kept[1:] |= ~blank[:-1]
        kept[:1] = True
        self._length = len(text)
        self._kept = np.flatnonzero(kept)
        self._back = self._kept.data
        self.text = np.where(blank, _BLANK, codes)[self._kept].tobytes().decode("utf-32-le", "surrogatepass")

    def into(self, offsets: list[int]) -> list[int]:
        """Offsets of the letter as offsets of the folded text; one inside white space stands behind it."""
        found: list[int] = self._kept.searchsorted(offsets).tolist()
        return found

    def spans_into(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The same for half-open spans."""
        flat = self.into([offset for span in spans for offset in span])
        return list(zip(flat[::2], flat[1::2], strict=True))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A half-open span of the folded text as one of the letter."""
        back = self._back  # of which one number is read much faster than of the array
        return back[start], back[end] if end < len(back) else self._length
