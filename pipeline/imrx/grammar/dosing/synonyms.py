"""Two names of one drug side by side: "Tramadol (Ultram) 50mg", "Diazepam (Valium)"."""

import re

from imrx.grammar.dosing.pieces import SENTENCE_END, LinkDrug

OPENS = re.compile(
    r"[\s®™,]*\(\s*(?:generic|brand|aka|a\.k\.a\.|formerly|i\.e\.,?|or|name|for|of|\s){0,6}$", re.IGNORECASE
)


def find_synonyms(text: str, drugs: list[LinkDrug]) -> tuple[dict[int, int], list[int]]:
    """Which drug is another name of the one before it, in brackets or behind a slash; where each name ends."""
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
            and OPENS.search(gap[gap.index("(") - 1 if gap.index("(") else 0 :])
        )
        if inside or slash or (opened and not SENTENCE_END.search(gap)):
            synonyms[index] = root
            close = text.find(")", drug.end, drug.end + 60)
            ends[root] = drug.end if slash or close < 0 else max(ends[root], drug.end)
    return synonyms, ends
