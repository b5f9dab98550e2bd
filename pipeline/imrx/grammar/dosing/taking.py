"""Whether a patient takes a drug now, as far as the sentence that names it says so.

    Current medications include Norco 10/325 mg qid        current
    He failed Vicodin and is currently taking Norco         past, current
    Vicodin was discontinued due to side effects            past
    The usual dose of hydrocodone is 5 to 10 mg             guideline: nobody's
    Treatment has included physical therapy and Vicodin     nothing: the sentence leaves it open

The last cue in front of the drug decides, then one right behind it. The words are data (`taking` of
`patterns/sig.json`). Deliberately left open: a list that goes on behind a full stop.
"""

import re

from imrx.grammar.dosing.numbers import alternatives
from imrx.grammar.expressions import expression

CURRENT = "current"
PAST = "past"
GUIDELINE = "guideline"
OPEN = "open"
"""Cues that say nothing of what is taken, and end what a cue before them says: "positive for" of a drug screen."""

NARRATED = "narrated"
"""Cues of a tense that tells what is taken now, but beside a cue of the past what was ("In the past he was taking")."""

REACH = 400
"""So many characters of the sentence in front of a drug are asked."""


PIECE = re.compile(r"\w+|:")


class Taking:
    """The words of `taking` in `patterns/sig.json`."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        self._ending: dict[str, list[tuple[list[str], str]]] = {}
        for kind in (GUIDELINE, PAST, CURRENT, NARRATED, OPEN):
            for phrase in map(_pieces, table[kind]):
                self._ending.setdefault(phrase[-1], []).append((phrase, kind))
        for phrases in self._ending.values():
            phrases.sort(key=_length, reverse=True)
        self._behind = expression(
            rf"[^.;,]{{0,40}}?\b{alternatives(table['auxiliaries'])}\s+{alternatives(table['past_behind'])}\b"
        )

    def status(self, text: str, start: int, drug: tuple[int, int], following: int) -> str | None:
        """`current`, `past`, `guideline` or null for one drug.

        Args:
            text: the letter.
            start: the sentence's first character.
            drug: the drug's offsets.
            following: where the next drug starts, or the sentence ends.
        """
        if self._behind.match(text[drug[1] : min(following, drug[1] + REACH)].lower()):
            return PAST
        pieces = _pieces(text[max(start, drug[0] - REACH) : drug[0]])
        nearest: str | None = None
        past = False
        for end in range(len(pieces), 0, -1):
            for phrase, kind in self._ending.get(pieces[end - 1], ()):
                if phrase == pieces[max(0, end - len(phrase)) : end]:
                    if kind == GUIDELINE:
                        return GUIDELINE
                    nearest = nearest or kind
                    past = past or kind == PAST
                    break
        if nearest == NARRATED:
            return None if past else CURRENT
        return None if nearest == OPEN else nearest


def _pieces(text: str) -> list[str]:
    return PIECE.findall(text.lower())


def _length(cue: tuple[list[str], str]) -> int:
    return len(cue[0])
