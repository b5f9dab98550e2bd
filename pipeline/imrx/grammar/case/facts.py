"""A fact of a case."""

from typing import Any, NamedTuple


class Fact(NamedTuple):
    """A value and where it stands."""

    value: Any
    start: int
    end: int
