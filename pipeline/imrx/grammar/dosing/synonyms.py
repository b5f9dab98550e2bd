"""Two names of one drug side by side: "Tramadol (Ultram) 50mg", "Diazepam (Valium)", "Terocin (menthol 4%)"."""

import re

from imrx.grammar.dosing.pieces import SENTENCE_END, Attribute, LinkDrug
from imrx.labels import STRENGTH

BESIDE = re.compile(r"[\s:]*(?:of\s+)?\(?\s*")
"""What stands between an ingredient and its own strength: "capsaicin 0.025%", "4% of menthol", "menthol (10%)"."""


def find_synonyms(text: str, drugs: list[LinkDrug], renaming: re.Pattern[str]) -> tuple[dict[int, int], list[int]]:
    """Which drug is another name of the one before it, in brackets or behind a slash; where each name ends.

    Args:
        text: the letter.
        drugs: those of a sentence.
        renaming: what stands in front of another name, from the bracket on.
    """
    synonyms: dict[int, int] = {}
    ends = [drug.end for drug in drugs]
    for index in range(1, len(drugs)):
        drug, before = drugs[index], drugs[index - 1]
        root = synonyms.get(index - 1, index - 1)
        if not set(drug.ingredients) & set(drugs[root].ingredients):
            continue
        gap = text[before.end : drug.start]
        inside = index - 1 in synonyms and ")" not in gap and len(gap) < 30
        slash = gap.strip() in ("/", "-", "\u2013", "") and drug.ingredients == before.ingredients
        opened = (
            len(gap) < 60
            and "(" in gap
            and ")" not in gap
            and renaming.search(gap[gap.index("(") - 1 if gap.index("(") else 0 :])
        )
        if inside or slash or (opened and not SENTENCE_END.search(gap)):
            synonyms[index] = root
            close = text.find(")", drug.end, drug.end + 60)
            ends[root] = drug.end if slash or close < 0 else max(ends[root], drug.end)
    return synonyms, ends


def beside_ingredients(
    text: str, drugs: list[LinkDrug], synonyms: dict[int, int], attributes: list[Attribute]
) -> dict[int, str]:
    """Attribute -> ingredient, for each strength beside one of a product's ingredients, all by index.

    "Terocin (capsaicin 0.025%, menthol 10%)"; nothing where an ingredient stands on both sides or the strength has
    several numbers.
    """
    parts = [drugs[index] for index in sorted(synonyms) if len(drugs[index].ingredients) == 1]
    found = {}
    for index, attribute in enumerate(attributes):
        if attribute.label == STRENGTH and len(attribute.value) == 1:
            near = [part.ingredients[0] for part in parts if _is_beside(text, part, attribute)]
            if len(near) == 1:
                found[index] = near[0]
    return found


def _is_beside(text: str, part: LinkDrug, attribute: Attribute) -> bool:
    start, end = (part.end, attribute.start) if part.start < attribute.start else (attribute.end, part.start)
    return BESIDE.fullmatch(text, start, end) is not None
