"""What is found in a text, before anything of spaCy is made of it."""

from typing import Any, NamedTuple


class Match(NamedTuple):
    """What a `find_*` function yields: half-open character offsets, a label, the rule's id, and the values read."""

    start: int
    end: int
    label: str
    rule: str
    value: Any
