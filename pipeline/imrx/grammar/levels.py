"""Levels of the spine: "L4", "T12", and from one to another, "C5-6", "L4/L5"."""

SEGMENTS = {"c": 8, "t": 12, "l": 6, "s": 5}
"""How many levels each part of the spine has at most, by its letter."""

PARTS = "".join(SEGMENTS)

LEVELS = frozenset(f"{part}{number}" for part, last in SEGMENTS.items() for number in range(1, last + 1))
"""Every level, in small letters. "s33" is none of them, but the beginning of a code."""

LEVEL = rf"(?:{'|'.join(sorted(LEVELS, reverse=True))})(?!\d)"
"""The same as an expression for text in small letters."""


def goes_on(word: str) -> bool:
    """True for what may stand behind the hyphen of two levels: "L4 | 5", "L4 | L5"."""
    return word in LEVELS or word.isdigit()
