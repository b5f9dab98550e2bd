"""The findings that a letter ties to a medication, and those that it blames on one.

Only a sentence with a word that one of the readers of this folder can begin or end with is given to it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from imrx.grammar.effects.activities import ACTIVITY, Activities
from imrx.grammar.effects.first_line import FirstLine
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, Medicated, masked
from imrx.grammar.effects.relief import LOWER, RELIEF, Relief
from imrx.grammar.effects.side_effects import Finding, SideEffects
from imrx.grammar.effects.tapers import Tapers
from imrx.grammar.effects.treated import RELIEVED, Treated
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.reading import Reading
from imrx.stretches import ConceptSpan

PIECE = expression(rf"[^{DRUG}{FIRST_LINE}]*(?:[a-z]|/\s?10)[^{DRUG}{FIRST_LINE}]*")
HELPING = frozenset({ACTIVITY, RELIEF, LOWER})
SCORE = "pain_intensity"
"""The concept of a pain score, which tells of a medication only where it stands with one."""

TriedDrug: TypeAlias = tuple[int, int, bool, bool]
"""A drug by offsets, whether it is one of the first line, and whether a taper of it counts."""


class Effects:
    """`patterns/drug_effects.json`, compiled."""

    def __init__(self, table: dict[str, Any], rows: list[dict[str, str]], heads: dict[str, Any]) -> None:
        medicated = self.medicated = Medicated(table)
        self.left_out = medicated.left_out
        self.activities = Activities(table, heads, medicated)
        self.relief = Relief(table, heads, medicated)
        self.first_line = FirstLine(table)
        self.side_effects = SideEffects(table, rows, medicated)
        self.tapers = Tapers(table, medicated)
        self.treated = Treated(table, medicated)
        self.marks = medicated.words | self.first_line.marks | self.side_effects.naming | self.tapers.gate

    def letter(self, reading: Reading, drugs: Sequence[TriedDrug]) -> "LetterEffects":
        """What one letter ties to medications; its drugs by offsets in its folded text."""
        return LetterEffects(self, reading, drugs)

    def without_drugs(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The first words between two offsets that are no drug: "had been tried" of "gabapentin had been tried"."""
        match = PIECE.search(text, start, end)
        if match is None:
            return None
        left = self.left_out.search(text, *match.span())
        behind = left.start() if left is not None else match.end()
        return match.end() - len(match[0].lstrip(" ,;/(")), behind


class LetterEffects:
    """What one letter ties to medications.

    Attributes:
        text: its masked text (`imrx.grammar.effects.medicated`).
        words: the words of each sentence that names a medication, by the sentence's number.
        helped: where in those the first thing ends that it helps with or that is told of it, by the sentence's number.
    """

    def __init__(self, effects: Effects, reading: Reading, drugs: Sequence[TriedDrug]) -> None:
        self.effects = effects
        self.sentences = reading.sentences
        self.text = masked(reading.words.lowered, [drug[:3] for drug in drugs])
        self.untapered = [drug[:2] for drug in drugs if not drug[3]]
        self.helped: dict[int, int] = {}
        lower = reading.words.lower
        firsts = [sentence.first for sentence in self.sentences]
        self.starts = [sentence.start for sentence in self.sentences]
        marks = [*map(reading.words.index, (start for start, *_ in drugs)), *reading.words.among(effects.marks)]
        numbers = {bisect_right(firsts, index) - 1 for index in marks}
        self.words = {
            number: frozenset(lower[self.sentences[number].first : self.sentences[number].last])
            for number in sorted(numbers)
            if number >= 0
        }

    def find(self) -> Iterator[ConceptSpan]:
        """What the sentences tie to a medication, without the words that are drugs."""
        for number, words in self.words.items():
            for start, end, concept in self._read(number, words):
                piece = self.effects.without_drugs(self.text, start, end)
                if concept in HELPING:
                    self._helps(number, end)
                if piece is not None:
                    yield *piece, concept

    def _read(self, number: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        effects, text = self.effects, self.text
        start, end = self.sentences[number][:2]
        yield from effects.first_line.find(text, start, end, words)
        if not words.isdisjoint(effects.activities.gate):
            yield from effects.activities.find(text, start, end, words)
        yield from effects.relief.find(text, start, end, words)
        if not words.isdisjoint(effects.side_effects.tolerating):
            yield from effects.side_effects.tolerated(text, start, end)
        if not words.isdisjoint(effects.side_effects.upsetting):
            yield from effects.side_effects.upset(text, start, end)
        if not words.isdisjoint(effects.tapers.gate):
            others = [drug for drug in self.untapered if start <= drug[0] < end]
            yield from effects.tapers.find(text, start, end, others)
        behind = self.sentences[number + 1] if number + 1 < len(self.sentences) else None
        if behind is not None and behind.start == end:
            yield from effects.activities.following(text, start, end, behind.end, words)
            yield from effects.first_line.following(text, start, end, behind.end)

    def blamed(self, findings: Sequence[Finding]) -> Iterator[int]:
        """The indices of the findings, given in order, that are blamed on a medication.

        Their own sentence does so, or one denies them behind what a medication helps with: "The patch helps with the
        pain. No rash was seen", "30% relief with Norco and no sedation".
        """
        starts = [finding[0] for finding in findings]
        for number, words in self.words.items():
            start, end = self.sentences[number][:2]
            first, behind = bisect_left(starts, start), bisect_left(starts, end)
            if first < behind:
                inside = findings[first:behind]
                self._note_help(number, inside)
                helped = self.helped.get(number, end)
                for at in self.effects.side_effects.find(self.text, start, end, inside, words, helped):
                    yield first + at
        for number in self.helped:
            end = self.sentences[number].end
            if self.effects.side_effects.denied.match(self.text, end) is not None:
                first = bisect_left(starts, end)
                for at in range(first, bisect_left(starts, self._end(number + 1), first)):
                    if findings[at][2] in self.effects.side_effects.beside_concepts:
                        yield at

    def _note_help(self, number: int, findings: Sequence[Finding]) -> None:
        """Note the relief, or a pain score with a medication, among the findings of a sentence that names one."""
        start, end = self.sentences[number][:2]
        medicated = self.effects.medicated
        for _, behind, concept, _ in findings:
            told = medicated.any if concept in HELPING else medicated.tied if concept == SCORE else None
            if told is not None and told.search(self.text, start, end) is not None:
                self._helps(number, behind)

    def _helps(self, number: int, behind: int) -> None:
        self.helped[number] = min(behind, self.helped.get(number, behind))

    def treated(self, findings: Sequence[Finding]) -> Iterator[int]:
        """The indices of the findings that are relief which another treatment than a medication gave."""
        for at, (start, end, concept, _) in enumerate(findings):
            if concept in RELIEVED:
                number = bisect_right(self.starts, start) - 1
                before = self.starts[max(0, number - 1)]
                if self.effects.treated.gave(
                    self.text, before, self.starts[number], (start, end), self.sentences[number].end
                ):
                    yield at

    def _end(self, number: int) -> int:
        """Where a sentence ends; there may be none of that number."""
        return self.sentences[number].end if number < len(self.sentences) else 0
