"""The numbers and letters that stand in front of the items of a list.

    The notes lack 1) a pain assessment, 2) a functional assessment, and 3) a plan.
    There is no documentation of: (i) pain relief; (ii) improved function; or (iii) a recent screen.

Left alone: numbers that are a value ("VAS: 8.", "flexion (40)"), which nobody reads as a mark because no item follows.
"""

import re

from imrx.grammar.expressions import expression
from imrx.grammar.sentences.words import CONJUNCTIONS, Words
from imrx.stretches import Limits

NUMBER = r"(?:\d{1,2}|[a-h]|i{1,3}|iv|vi?)"

MARK = rf"(?:\({NUMBER}\)|{NUMBER}[.)])\s"
"""The source of an expression for a mark and the blank behind it, for text in lower case."""

BRACKETED = expression(rf"(?<!\w)\({NUMBER}\)(?=\s)")
HALF_BRACKETED = expression(rf"(?<![\w.-]){NUMBER}\)(?=\s)")
PLAIN = expression(NUMBER)

LAST = expression(rf"[\s:]{MARK}(?:(?:an?|the|any|his|her)\s+)?(?:[a-z-]+\s+){{0,2}}$")
"""The first mark of a list with the words that may stand in front of a finding in its item."""

ANSWER = 4
"""So many characters in front of an answer its colon is looked for."""

IN_FRONT = frozenset(":;,(")
"""What stands in front of the mark of an item that is no first one, besides "and" and "or"."""


def unmarked(text: str) -> str:
    """A text with blanks in place of marks; what closes another bracket than a mark's stays: "(VAS 3)"."""
    if ")" not in text:
        return text
    text = BRACKETED.sub(_blank, text)
    return text if "(" in text else HALF_BRACKETED.sub(_blank, text)


def begins_list(text: str, cue: Limits, end: int) -> bool:
    """True where a mark, the first of a list, is the last of what stands between a cue and an offset.

    Behind an answer, "Complications: none", another heading begins: "Diagnosis: 1) hemorrhoids".
    """
    return (
        not text[max(0, cue[0] - ANSWER) : cue[0]].rstrip().endswith(":") and LAST.search(text, cue[1], end) is not None
    )


def is_marked(words: Words, at: int) -> bool:
    """True for a word that is the mark of an item: "2" of "; (2) least pain"."""
    if not 0 < at < len(words.lower) - 1 or PLAIN.fullmatch(words.lower[at]) is None:
        return False
    behind = words.gap(at)
    if not behind.endswith(" ") or behind[0] not in ").":
        return False
    return behind[0] == ")" or words.gap(at - 1).strip()[-1:] in IN_FRONT or words.lower[at - 1] in CONJUNCTIONS


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
