"""The sentences of a Doc as character offsets, without a Token or Span object for each."""

import numpy as np
from spacy.tokens import Doc

LONGEST = 1500
"""A "sentence" longer than this (a table, a list without stops) is read in pieces."""


def pieces(doc: Doc, text: str) -> list[tuple[int, int]]:
    """Half-open character offsets of the sentences, over-long ones in pieces; of the whole text where none are set.

    The text is an argument because `doc.text` is put together anew at each call.
    """
    values = doc.to_array(["SENT_START", "IDX"])
    starts = [0, *(int(offset) for offset in values[values[:, 0] == np.uint64(1), 1] if offset)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        found += [(at, min(at + LONGEST, end)) for at in range(start, end, LONGEST)]
    return found
