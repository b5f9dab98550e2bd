"""Two names of one drug side by side: "Tramadol (Ultram) 50mg", "Diazepam (Valium)", "Terocin (menthol 4%)"."""

import re
from itertools import pairwise

from imrx.grammar.dosing.links import SENTENCE_END, LinkWords
from imrx.grammar.dosing.sentence_parts import Attribute, DosedDrug, pieces_between, within
from imrx.labels import STRENGTH

HEAD_GAP = re.compile(r"[\s,:;\u2013-]*")
"""What stands, but for its package, between a product and the ingredients that are named behind it."""

BESIDE = re.compile(r"[\s:]*(?:of\s+)?\(?\s*")
"""What stands between an ingredient and its own strength: "capsaicin 0.025%", "4% of menthol", "menthol (10%)"."""

BESIDE_REACH = 40
"""Within so many characters of an ingredient its strength begins."""


def find_synonyms(
    text: str, drugs: list[DosedDrug], attributes: list[Attribute], words: LinkWords
) -> tuple[dict[int, int], list[int]]:
    """Which drug is another name of the one before it, in brackets or behind a slash; where each name ends.

    So are the ingredients behind a product whose strength the letter gives before: "Norco 10/325 mg (10 mg
    hydrocodone and 325 mg acetaminophen)". Without that one, each strength is of the name beside it.
    """
    synonyms: dict[int, int] = {}
    ends = [drug.end for drug in drugs]
    bracket = False  # whether one is open that another name began
    for index in range(1, len(drugs)):
        drug, before = drugs[index], drugs[index - 1]
        root = synonyms.get(index - 1, index - 1)
        gap = text[before.end : drug.start]
        if _is_told(text, before, drug, attributes):
            gap = " ".join(pieces_between(text, attributes, before.end, drug.start))
        bracket = bracket and ")" not in gap
        if not set(drug.ingredients) & set(drugs[root].ingredients):
            continue
        inside = bracket and index - 1 in synonyms and len(gap) < 30
        slash = gap.strip() in ("/", "-", "\u2013", "") and drug.ingredients == before.ingredients
        opened = (
            len(gap) < 60
            and "(" in gap
            and ")" not in gap
            and words.renaming.search(gap[gap.index("(") - 1 if gap.index("(") else 0 :])
        )
        if inside or slash or (opened and not SENTENCE_END.search(gap)):
            bracket = bracket or bool(opened)
            synonyms[index] = root
            close = text.find(")", drug.end, drug.end + 60)
            ends[root] = drug.end if slash or close < 0 else max(ends[root], drug.end)
    for index, drug in enumerate(drugs):
        parts = range(index + 1, index + 1 + len(drug.ingredients))
        if drug.branded and len(parts) > 1 and _is_made_of(text, drugs[index : parts.stop], attributes, words):
            synonyms.update(dict.fromkeys(parts, index))
            ends[index] = drugs[parts[-1]].end
    return synonyms, ends


def _is_made_of(text: str, drugs: list[DosedDrug], attributes: list[Attribute], words: LinkWords) -> bool:
    """True for a product and, behind it, all its ingredients, each with its percentage: "Terocin menthol 10%-"."""
    product, *parts = drugs
    if sorted(part.ingredients for part in parts) != sorted((name,) for name in product.ingredients):
        return False
    strengths = [_beside(text, part, attributes) for part in parts]
    if not all(any(attributes[index].value[0]["unit"] == "%" for index in own) for own in strengths):
        return False
    gaps = [" ".join(pieces_between(text, attributes, one.end, other.start)) for one, other in pairwise(drugs)]
    return HEAD_GAP.fullmatch(gaps[0]) is not None and all(words.between.match(gap) for gap in gaps[1:])


def _is_told(text: str, drug: DosedDrug, following: DosedDrug, attributes: list[Attribute]) -> bool:
    """True where a strength stands between a drug and the bracket in which the next one stands."""
    bracket = text.find("(", drug.end, following.start)
    between = (attributes[index] for index in within(attributes, drug.end, bracket))
    return any(each.label == STRENGTH and each.end <= bracket for each in between)


def beside_ingredients(
    text: str, drugs: list[DosedDrug], synonyms: dict[int, int], attributes: list[Attribute]
) -> dict[int, tuple[str, ...]]:
    """Attribute -> ingredients, for each strength beside a second name of as many, by the attribute's index.

    "Terocin (capsaicin 0.025%, menthol 10%)". Where a name stands on both sides, the row's other strengths say which
    one is meant, "lidocaine 4% menthol 1%"; nothing where they do not agree.
    """
    near: dict[int, list[int]] = {}
    for part in sorted(synonyms):
        for index in _beside(text, drugs[part], attributes):
            near.setdefault(index, []).append(part)
    sides: dict[int, set[bool]] = {}  # product -> whether names stand in front of their strengths
    for index, parts in near.items():
        if len(parts) == 1:
            sides.setdefault(synonyms[parts[0]], set()).add(drugs[parts[0]].start < attributes[index].start)
    found: dict[int, tuple[str, ...]] = {}
    for index, parts in near.items():
        side = sides.get(synonyms[parts[0]], set()) if len({synonyms[part] for part in parts}) == 1 else set()
        if len(parts) > 1 and len(side) == 1:
            parts = [part for part in parts if (drugs[part].start < attributes[index].start) in side]
        if len(parts) == 1:
            found[index] = drugs[parts[0]].ingredients
    return found


def _beside(text: str, part: DosedDrug, attributes: list[Attribute]) -> list[int]:
    """The strengths of as many numbers as a name has ingredients that stand in front of it or behind it, by index."""
    found = []
    for index in within(attributes, part.start - BESIDE_REACH, part.end + BESIDE_REACH):
        each = attributes[index]
        if each.label == STRENGTH and len(each.value) == len(part.ingredients):
            start, end = (part.end, each.start) if part.start < each.start else (each.end, part.start)
            if BESIDE.fullmatch(text, start, end):
                found.append(index)
    return found
