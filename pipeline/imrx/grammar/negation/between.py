"""What stands in findings and cues, and between them."""

from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import Cue
from imrx.grammar.sentences.words import CONJUNCTIONS
from imrx.stretches import Limits

CONJUNCT = expression(r"\s*(?:and|or)\b")
"""What joins a clause to the one in front."""


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
        if start <= a and b <= first and text[b:first].strip() in CONJUNCTIONS:
            first = a
    return first


def inside(offset: int, findings: list[Limits], cues: list[Cue]) -> bool:
    """True where an offset stands in a finding or in a cue, behind its beginning or at it."""
    for start, end in findings:
        if start <= offset < end:
            return True
    return any(cue.start <= offset < cue.end for cue in cues)


def cut_at(first: int, last: int, findings: list[Limits]) -> int:
    """Where a cue ends that may run into a finding: at its own beginning if that is inside one."""
    for start, end in findings:
        if start <= first < end:
            return first
        if first < start < last:
            return start
    return last
