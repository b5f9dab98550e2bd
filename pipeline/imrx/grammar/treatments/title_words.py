"""One title: its words, and what is read of it once for all the treatments that it names.

    "PT/OT 2x6 for the right shoulder"   -> eight words; shoulder; right; it holds a number

Deliberately left alone: which treatment a body part or a side belongs to (`titles.py`).
"""

import re
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.body import BodyGrammar, Part, find_parts
from imrx.grammar.treatments.items import ItemGrammar, bounded
from imrx.grammar.treatments.services import ServiceGrammar, find_sides
from imrx.grammar.treatments.sessions import SessionGrammar
from imrx.grammar.treatments.stems import Word, all_stems, split_words
from imrx.grammar.treatments.unheld import UnheldGrammar
from imrx.grammar.treatments.unknown import UnknownGrammar
from imrx.grammar.words import DIGIT

DATED = re.compile(r"\d[/.-]\s?\d|\d{4}|\d\s[/-]")
"""What stands in every date; most titles have none."""

ShortForm = tuple[int, int, str]
"""An abbreviation that the letter defines: half-open character offsets in the title, and the long form."""


class TitleGrammar:
    """What is compiled from the tables of `patterns/treatments`."""

    def __init__(
        self,
        kinds: list[dict[str, str]],
        parts: list[dict[str, str]],
        words: dict[str, Any],
        dates: Dates,
        numbers: Numbers,
    ) -> None:
        self.items = ItemGrammar(kinds, words, numbers)
        self.body = BodyGrammar(parts)
        self.services = ServiceGrammar(words, dates)
        self.sessions = SessionGrammar(words["sessions"], numbers)
        self.unheld = UnheldGrammar(words["sessions"], numbers)
        self.dose = expression(rf"\d+(?:\.\d+)?\s{{0,4}}(?:%|{any_literal(words['dose_units'])}\b)", re.IGNORECASE)
        joints = [text for name in ("separators", "inclusion", "settings_between") for text in words[name]]
        self.between = all_stems(joints) | self.sessions.words
        contrast = all_stems(_texts([words[name] for name in ("contrast", "contrast_nouns", "laterality", "articles")]))
        plain = self.between | contrast | self.body.phrases.stems
        known = plain | self.items.kinds.stems | all_stems(_texts(words))
        self.unknown = UnknownGrammar(words, known, plain, self.sessions.opens_number)
        self.operation = expression(rf"\b[A-Za-z]{{3,30}}{any_literal(words['surgery_endings'])}\b", re.IGNORECASE)
        self.new_member = expression(rf"(?!/\d){bounded(words['new_members'])}", re.IGNORECASE)
        self.onto = expression(rf"\b{any_literal(words['parts_of_medication'])}\b", re.IGNORECASE)

    def only_counts(self, words: list[Word]) -> bool:
        """True where between two items stands nothing but what joins them and how many sessions the first one has."""
        return all(word.stem in self.between or self.sessions.opens_number(word.stem) for word in words)


def _texts(table: Any) -> Iterator[str]:
    """All texts of a table, however deep they stand."""
    if isinstance(table, str):
        yield table
    elif not isinstance(table, int):
        for value in table.values() if isinstance(table, dict) else table:
            yield from _texts(value)


class Title:
    """A title's words, and what is read of it once for all the treatments in it."""

    def __init__(self, text: str, lower: str, start: int, end: int, grammar: TitleGrammar) -> None:
        services, sessions = grammar.services, grammar.sessions
        self.text, self.lower, self.start = text, lower, start
        self.words = split_words(text, start, end)
        stems = {word.stem for word in self.words}
        self.parts = find_parts(text, self.words, grammar.body)
        self.sides = [] if services.sides_from.isdisjoint(stems) else find_sides(text, start, end, services)
        self.has_setting = not services.settings_from.isdisjoint(stems)
        self.has_contrast = not services.contrast_from.isdisjoint(stems)
        self.has_dates = not services.dates_from.isdisjoint(stems)
        self.days = services.dates.find(text, start, end) if DATED.search(text, start, end) else []
        self.has_count = DIGIT.search(text, start, end) is not None or not sessions.openings.isdisjoint(stems)

    def spell_out(self, own: list[ShortForm], grammar: TitleGrammar) -> None:
        """Give abbreviations of the letter's own the parts and sides of their long forms, where the title says none."""
        if not own:
            return
        parts, sides = [], []
        for start, end, long in own:
            words = split_words(long, 0, len(long))
            parts += [Part(start, end, part.name, part.paired) for part in find_parts(long, words, grammar.body)]
            sides += [(start, start, side) for _, _, side in find_sides(long, 0, len(long), grammar.services)]
        self.parts = self.parts or sorted(parts)
        self.sides = self.sides or sorted(sides)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words between two offsets."""
        return [word for word in self.words if start <= word.start < end]

    def parts_in(self, start: int, end: int) -> list[Part]:
        """The body parts between two offsets."""
        return [part for part in self.parts if start <= part.start < end]
