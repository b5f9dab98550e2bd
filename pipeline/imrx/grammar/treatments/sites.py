"""Sites: which operations of a list are at another site than the one in front of them, and so of their own.

    "Left shoulder arthroscopy; right knee arthroscopy"          -> two
    "Right knee arthroscopy, left knee arthroscopy"              -> two
    "Left shoulder arthroscopy, acromioplasty and debridement"   -> one: where the others are is not said
    "Right wrist arthroscopy, right carpal tunnel release"       -> one: one limb, one side

Deliberately left alone: what an operation comes "with", and levels of the spine.
"""

from collections.abc import Sequence

from imrx.grammar.treatments.body import REGIONS, Part
from imrx.grammar.treatments.items import SURGERY, Item
from imrx.grammar.treatments.title_words import Title, TitleGrammar

SPINE, BILATERAL = "spine", "bilateral"

FAR_APART = frozenset({"upper extremity", "lower extremity", SPINE, "abdomen", "groin"})
"""Regions of the body of which two are never operated on in one operation: "lumbar fusion, carpal tunnel release"."""


def mark_elsewhere(text: str, end: int, title: Title, items: Sequence[Item], grammar: TitleGrammar) -> None:
    """Set `elsewhere` of the operations that a list names behind one at another site.

    Args:
        text: the letter, with blanks for words that name no treatment.
        end: where the title ends.
        title: its body parts and sides.
        items: what it names, in order; they are changed.
        grammar: the compiled tables.
    """
    if len(title.parts) < 2:
        return
    begin = title.start
    for last, item, following in zip(items, items[1:], [*items[2:], None], strict=False):
        border = _border(text, last, item, grammar)
        if border is None:
            continue
        if last.kind == item.kind == SURGERY:
            until = (following and _border(text, item, following, grammar)) or end
            item.elsewhere = _differ(title, (begin, border), (border, until))
        if item.elsewhere or item.kind != last.kind:
            begin = border


def _border(text: str, last: Item, item: Item, grammar: TitleGrammar) -> int | None:
    """Where the member of a list begins that an item is of; null where it is no further member."""
    connectors = grammar.items.connectors(text[last.end : item.start])
    if not connectors or connectors[-1].lastgroup != "separator" or connectors[-1][0] == ":":
        return None
    return last.end + connectors[-1].end()


def _differ(title: Title, here: tuple[int, int], there: tuple[int, int]) -> bool:
    """True where two stretches name parts of different regions, or limbs of different sides.

    Both sides of one part are not another site than one of them: "bilateral knee arthroscopy, left meniscectomy".
    """
    parts, others = (title.parts_in(*stretch) for stretch in (here, there))
    if not parts or not others:
        return False
    if _regions(parts).isdisjoint(_regions(others)):
        return True
    sides, other_sides = _sides(title, *here), _sides(title, *there)
    if not (sides and other_sides and any(p.paired for p in parts) and any(p.paired for p in others)):
        return False
    same = not {part.name for part in parts}.isdisjoint(part.name for part in others)
    return sides.isdisjoint(other_sides) if same else sides != other_sides


def _sides(title: Title, start: int, end: int) -> set[str]:
    """The sides that a stretch names, `left` and `right` where it names both."""
    named = {name for at, _, name in title.sides if start <= at < end}
    return {"left", "right"} if BILATERAL in named else named


def _regions(parts: Sequence[Part]) -> frozenset[str]:
    """The regions of some parts; those that are in none of the list are in all."""
    levels = REGIONS.values()
    regions = frozenset(SPINE if part.name in levels else part.within or part.name for part in parts)
    return regions if regions <= FAR_APART else FAR_APART
