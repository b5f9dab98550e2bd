"""Text in lower case, character for character, so that offsets count in both."""

from typing import NamedTuple

_LETTERS = bytes(byte if 97 <= byte <= 122 else 32 for byte in range(256))
"""Turns all but the small letters into blanks: splitting bytes is several times as fast as an expression."""

_CASELESS = str.maketrans("ıİſ", "iis")
"""The letters beyond ASCII that `re.IGNORECASE` takes for ones in it and lower case does not."""


class Lowered(NamedTuple):
    """A text in lower case, character for character, and its distinct words of the letters a to z.

    What none of the words can begin is not looked for in the text: to ask a set costs nothing.
    """

    text: str
    words: set[str]


def lower_case(text: str) -> str:
    """The text in lower case, of the same length: a letter that lower case would make two is kept."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def caseless(text: str) -> str:
    """The text in lower case as `re.IGNORECASE` compares it, for a look-up of what such an expression matched."""
    return text.translate(_CASELESS).lower()


def lowered(text: str, tokens: set[str] | None = None) -> Lowered:
    """A text in lower case with its words; any other sign than a to z parts two of them.

    Args:
        text: the text.
        tokens: its distinct tokens, none of which ends inside of a word.
    """
    lower = lower_case(text)
    pieces = lower if tokens is None else lower_case(" ".join(tokens))
    return Lowered(lower, set(pieces.encode("ascii", "replace").translate(_LETTERS).decode().split()))
