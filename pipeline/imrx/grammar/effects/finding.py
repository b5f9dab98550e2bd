"""The findings that a letter ties to a medication, and those that it blames on one.

Only a sentence with a word that one of the readers of this folder can begin or end with is given to it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, TypeAlias

from imrx.grammar.effects.activities import Activities, Found
from imrx.grammar.effects.first_line import FirstLine
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, Medicated
from imrx.grammar.effects.relief import Relief
from imrx.grammar.effects.side_effects import SideEffects
from imrx.grammar.effects.tapers import Tapers
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.reading import Reading, Sentence

PIECE = expression(rf"[^{DRUG}{FIRST_LINE}]*[a-z][^{DRUG}{FIRST_LINE}]*")
BEFORE_DRUG = expression(r"[ ,;/(]+(?:(?:of|to|with|a|an|the|both|and|or|prior)[ ,]+)*\Z")
"""What is left in front of a drug and names nothing: "failure | of gabapentin"."""

Drug: TypeAlias = tuple[int, int, bool]
"""A drug by offsets, and whether it is one of the first line."""


class Effects:
    """`patterns/drug_effects.json`, compiled."""

    def __init__(self, table: dict[str, Any], rows: list[dict[str, str]], heads: dict[str, Any]) -> None:
        medicated = Medicated(table)
        self.activities = Activities(table, heads, medicated)
        self.relief = Relief(table, medicated)
        self.first_line = FirstLine(table)
        self.side_effects = SideEffects(table, rows, medicated)
        self.tapers = Tapers(table)
        self.gates = {
            "first_line": self.first_line.gate,
            "activities": self.activities.gate,
            "relief": self.relief.gate,
            "tapers": self.tapers.gate,
        }
        self.gate = frozenset().union(*self.gates.values())

    def find(self, reading: Reading, text: str) -> list[Found]:
        """What the sentences tie to a medication, by offsets, without the words that are drugs.

        Args:
            reading: the letter.
            text: its masked text.
        """
        words = reading.words
        marks = words.among(self.gate)
        found: list[Found] = []
        for number, sentence in enumerate(reading.sentences):
            own = sentence.own(marks) if marks else []
            if own:
                here = {words.lower[index] for index in own}
                before = reading.sentences[number - 1] if number else None
                for start, end, concept in self._read(text, sentence, before, here):
                    piece = _without_drugs(text, start, end)
                    if piece is not None:
                        found.append((*piece, concept))
        return found

    def _read(self, text: str, sentence: Sentence, before: Sentence | None, here: set[str]) -> list[Found]:
        start, end = sentence.start, sentence.end
        found: list[Found] = []
        if not here.isdisjoint(self.first_line.gate):
            found += self.first_line.find(text, start, end)
        if not here.isdisjoint(self.activities.gate):
            front = before.start if before is not None and before.end == start else None
            found += self.activities.find(text, start, end, front)
        if not here.isdisjoint(self.relief.gate):
            found += self.relief.find(text, start, end)
        if not here.isdisjoint(self.tapers.gate):
            found += self.tapers.find(text, start, end)
        return found

    def blamed(self, reading: Reading, text: str, findings: Sequence[tuple[int, int, str | None]]) -> list[int]:
        """The indices of the findings, given in order, that their sentences blame on a medication."""
        starts = [start for start, _, _ in findings]
        blamed: list[int] = []
        for sentence in reading.sentences:
            first, behind = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            if first < behind:
                inside = findings[first:behind]
                blamed += [first + at for at in self.side_effects.find(text, sentence.start, sentence.end, inside)]
        return blamed


def _without_drugs(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first words between two offsets that are no drug: "had been tried" of "gabapentin had been tried"."""
    match = PIECE.search(text, start, end)
    if match is None:
        return None
    words = match[0]
    left = BEFORE_DRUG.search(text, *match.span())
    behind = left.start() if left is not None else match.end()
    return match.end() - len(words.lstrip(" ,;/(")), behind
