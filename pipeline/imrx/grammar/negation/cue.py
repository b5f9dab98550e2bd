"""A cue of negation."""

from typing import NamedTuple

BEFORE, AFTER, VOID = "before", "after", "void"
"""Where a cue stands: in front of the finding, behind it; or it decides something, and negates none."""

ASKED = ("if", "whether")
"""What begins a question: "not stated if it is better"."""

WITHOUT = frozenset({"without", "w/o"})


class Cue(NamedTuple):
    """A cue by offsets.

    `side` says which side of it the finding stands on, `report` that the records are what lacks something, `spelled`
    that the termset holds it as it is written, `subject` where the subject of a cue behind it ends, if not in front of
    the cue.
    """

    start: int
    end: int
    side: str
    report: bool
    spelled: bool = False
    subject: int | None = None
