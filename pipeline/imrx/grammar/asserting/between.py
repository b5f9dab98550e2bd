"""What stands between the findings of a sentence."""

from imrx.stretches import Limits

ALTERNATIVES = frozenset({"and", "or"})


def masked(text: str, start: int, end: int, findings: list[Limits]) -> str:
    """A stretch of text with as many blanks in place of each finding in it as the finding has characters."""
    parts: list[str] = []
    at = start
    for a, b in findings:
        if start <= a and b <= end:
            parts += (text[at:a], " " * (b - a))
            at = b
    parts.append(text[at:end])
    return "".join(parts)


def first_joined(text: str, start: int, span: Limits, findings: list[Limits]) -> int:
    """Where the first of the findings begins that "and" joins to one, behind an offset."""
    first = span[0]
    for a, b in reversed(findings):
        if start <= a and b <= first and text[b:first].strip() in ALTERNATIVES:
            first = a
    return first
