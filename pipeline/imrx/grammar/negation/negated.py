"""A negated finding, as it is asked whether it is absent or only written down nowhere."""

from typing import NamedTuple

from imrx.grammar.negation.cue import Cue
from imrx.stretches import Limits


class Negated(NamedTuple):
    """A finding that a cue negates, in a letter in lower case.

    `clause` has the character offsets of its clause, `start` is where the sentence begins, `kind` the kind of its
    concept, or null, `span` has its own offsets. `words` are those of the cue, and `front` is where what stands near in
    front of it begins.
    """

    text: str
    clause: Limits
    start: int
    cue: Cue
    kind: str | None
    span: Limits
    words: str
    front: int
