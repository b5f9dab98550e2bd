"""Body parts: the normalised names of what a title is about, levels of the spine included.

    "EMG bilateral lower extremities"      -> lower extremity
    "Epidural Injection at L4-5"           -> lumbar spine
    "MRI of the bilateral brain/brainstem" -> brain, brainstem

Deliberately left alone: sides (`services.py`), and which of several treatments a part belongs to (`titles.py`).
"""

import re
from typing import NamedTuple

from imrx.grammar.treatments.stems import FoundPhrase, Phrases, Word

LEVEL = re.compile(
    r"(?<![A-Za-z0-9])(?P<region>[CTLS])-?(?:1[0-2]|[1-9])(?:\s?[-\u2013/]\s?[CTLS]?(?:1[0-2]|[1-9]))*(?![0-9A-Za-z])"
)
"""One level of the spine or a run of them: "L4", "L4-5", "C5-C6-C7", "L5/S1"."""

LUMBAR, SACRUM = "lumbar spine", "sacrum"

REGIONS = {"C": "cervical spine", "T": "thoracic spine", "L": LUMBAR, "S": SACRUM}
"""The region of a level's letter; a run belongs to the region it begins in."""

AND = r"\band\b|&|\+|\bor\b|\bplus\b"

LISTED = re.compile(rf",|;|{AND}", re.IGNORECASE)

ADDED = re.compile(AND, re.IGNORECASE)

LEVELS_LISTED = re.compile(
    rf"\s{{0,4}}(?:,|;|{AND})[\s,(]{{0,4}}(?:and\b)?\s{{0,4}}[a-z]{{0,9}}\.?[\s)]{{0,4}}", re.IGNORECASE
)
"""What stands between two levels of one list, a side in front of the second one: "L5, S1", "left L5 and left S1"."""


ELLIPSIS = 4
"""How many words may stand from the first of two parts with one noun to the second: "*upper* and right lower limb"."""


class Part(NamedTuple):
    """A body part: half-open character offsets, its normalised name, whether there are two of it, and what it is of."""

    start: int
    end: int
    name: str
    paired: bool
    within: str = ""


class BodyGrammar:
    """The phrases of `patterns/treatments/body_parts.csv`.

    A row of several parts joins them with "+"; a row of none keeps its words away ("spinal cord").
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.phrases = Phrases((term, row) for row in rows for term in row["terms"].split("|"))

    def first_of_two(self, text: str, words: list[Word], found: FoundPhrase) -> FoundPhrase | None:
        """The part in front of another one that ends with its noun: "*upper* and right lower extremities"."""
        inside = [word for word in words if found.start <= word.start < found.end]
        before = [word for word in words if word.end <= found.start][-ELLIPSIS:]
        if len(inside) < 2:
            return None
        for word in before:
            if LEVELS_LISTED.fullmatch(text, word.end, found.start):
                whole = self.phrases.find([word, *inside[1:]])
                if len(whole) == 1 and (whole[0].start, whole[0].end) == (word.start, found.end):
                    return FoundPhrase(word.start, word.end, whole[0].value)
        return None

    def listed(self, text: str, start: int, end: int) -> bool:
        """True where the words between two body parts list them one beside the other."""
        return LISTED.search(text, start, end) is not None

    def added(self, text: str, start: int, end: int) -> bool:
        """True where an "and" stands between two body parts: a comma alone may only say more of the first one."""
        return ADDED.search(text, start, end) is not None


def find_parts(text: str, words: list[Word], grammar: BodyGrammar) -> list[Part]:
    """The body parts in a stretch, given its words, in order.

    A sacral level in a list of lumbar ones is one of theirs, as in a run: "L5, S1" is what "L5-S1" is.
    """
    phrases = grammar.phrases.find(words)
    firsts = filter(None, [grammar.first_of_two(text, words, found) for found in phrases])
    phrases += [first for first in firsts if not any(p.start <= first.start < p.end for p in phrases)]
    parts = [
        Part(found.start, found.end, name, found.value["paired"] == "yes", found.value["within"])
        for found in phrases
        for name in filter(None, found.value["body_part"].split("+"))
    ]
    at, end, last = 0, words[-1].end if words else 0, ""
    for word in words:
        if word.raw in REGIONS and word.start >= at and (match := LEVEL.match(text, word.start, end)):
            name = REGIONS[match["region"]]
            if name == SACRUM and last == LUMBAR and LEVELS_LISTED.fullmatch(text, at, match.start()):
                name = LUMBAR
            at, last = match.end(), name
            parts.append(Part(match.start(), at, name, False))
    return sorted(parts)
