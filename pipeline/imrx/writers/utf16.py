"""Offsets for tools that count as JavaScript does, in UTF-16 code units: beyond U+FFFF a character counts twice."""

from bisect import bisect_left


class Utf16Offsets:
    """The offsets of one text, there and back."""

    def __init__(self, text: str) -> None:
        self._wide = [offset for offset, char in enumerate(text) if ord(char) > 0xFFFF]
        self._wide_units = [offset + number for number, offset in enumerate(self._wide)]

    def units(self, offset: int) -> int:
        """Code units before the character at `offset`."""
        return offset + bisect_left(self._wide, offset)

    def offset(self, units: int) -> int | None:
        """The character that begins after so many code units; null inside of a character."""
        offset = units - bisect_left(self._wide_units, units)
        return offset if self.units(offset) == units else None
