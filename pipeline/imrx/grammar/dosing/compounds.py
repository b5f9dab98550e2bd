"""Compounded preparations: runs of drugs that are the ingredients of one, and what they share.

Flurbiprofen 20%, Baclofen 5% in cream base, 240g     one compound; "cream" and "240g" belong to each
Flurbiprofen/Capsaicin/Menthol 10/.025/2% 120 gm      the strengths in the order of the names
Hydrocodone 10mg/Acetaminophen 325mg #60              one tablet, as it is sold: "#60" belongs to each
Naproxen 550mg, Omeprazole 20mg                       no compound
Terocin patches contain lidocaine 4% and menthol 4%   none either: what is in a product
Prilosec and Ultracet 37.5-325mg                      no list: both numbers are of the product behind which they stand
"""

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise, product
from operator import itemgetter

from imrx.grammar.dosing.links import WORD, LinkWords
from imrx.grammar.dosing.sentence_parts import Attribute, DosedDrug, pieces_between
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, REFILLS, ROUTE, STRENGTH

JOINED = frozenset({"/", "-", "+"})
SHARED = frozenset({FORM, ROUTE, QUANTITY, REFILLS, FREQUENCY, DURATION, DOSAGE})

LIST_REACH = 80
"""In front of the first ingredient what belongs to all of them ends within fewer characters: "120 gm cream of"."""


class Compounds:
    """The drugs of one sentence with their attributes; `pairs` (drug, attribute) grows by what is shared."""

    def __init__(
        self,
        text: str,
        drugs: list[DosedDrug],
        attributes: list[Attribute],
        words: LinkWords,
        synonyms: dict[int, int],
        pairs: list[tuple[int, int]],
    ) -> None:
        self.text, self.drugs, self.attributes, self.words = text, drugs, attributes, words
        self.synonyms, self.pairs = synonyms, pairs
        self.own: defaultdict[int, list[int]] = defaultdict(list)
        for drug, index in pairs:
            self.own[drug].append(index)

    def find(self) -> tuple[list[list[int]], list[list[int]]]:
        """Runs of drugs that are the ingredients of one compound, and those that only share a list of strengths."""
        hosts = [index for index in range(len(self.drugs)) if index not in self.synonyms]
        strengths: dict[int, list[Attribute]] = {}
        for drug, index in self.pairs:
            if self.attributes[index].label == STRENGTH:
                strengths.setdefault(drug, []).append(self.attributes[index])
        runs: list[list[int]] = []
        for first, second in pairwise(hosts):
            if self._adjoins(first, second, strengths):
                if runs and runs[-1][-1] == first:
                    runs[-1].append(second)
                else:
                    runs.append([first, second])
        compounds, lists = [], []
        for run in runs:
            percents = [d for d in run if any(value["unit"] == "%" for a in strengths.get(d, ()) for value in a.value)]
            last = strengths.get(run[-1], [])
            many = (
                any(len(a.value) == len(run) for a in last)
                and not any(strengths.get(d) for d in run[:-1])
                and not any(len(self.drugs[d].ingredients) > 1 for d in run)
            )
            if many:
                lists.append(run)
            if self._is_product(run, strengths) or (
                not any(self.drugs[d].branded for d in run)
                and not self._explains(run)
                and (len(percents) >= max(2, len(run) - 1) or (self._topical(run) and (many or self._slashed(run))))
            ):
                compounds.append(run)
        return compounds, lists

    def _is_product(self, run: list[int], strengths: dict[int, list[Attribute]]) -> bool:
        """True for the ingredients of one tablet, each with its strength: "hydrocodone 5 mg/acetaminophen 500 mg"."""
        ingredients = frozenset(name for d in run for name in self.drugs[d].ingredients)
        if len(ingredients) != len(run) or ingredients not in self.words.products:
            return False
        if any(len(strengths.get(d, ())) != 1 for d in run):
            return False
        return all(
            self.text[self.drugs[a].end : strengths[a][0].start].strip() == ""
            and self.text[strengths[a][0].end : self.drugs[b].start].strip() in JOINED
            for a, b in pairwise(run)
        )

    def _adjoins(self, first: int, second: int, strengths: dict[int, list[Attribute]]) -> bool:
        own = sorted(a for d in (first, second) for a in strengths.get(d, ()))
        gap = " ".join(pieces_between(self.text, own, self.drugs[first].end, self.drugs[second].start))
        return self.words.between.match(gap) is not None

    def _explains(self, run: list[int]) -> bool:
        """True for what a product contains: "Terocin patches contain lidocaine 4% and menthol 4%"."""
        before = run[0] - 1
        if before < 0 or not self.drugs[before].branded:
            return False
        gap = self.text[self.drugs[before].end : self.drugs[run[0]].start]
        return len(gap) < 60 and self.words.contains.match(gap) is not None

    def _slashed(self, run: list[int]) -> bool:
        """True where a sign joins each two names; that of a strength, "10-mg", joins none."""
        gaps = (
            "".join(pieces_between(self.text, self.attributes, self.drugs[a].end, self.drugs[b].start))
            for a, b in pairwise(run)
        )
        return all(re.search(r"[/+-]", gap) for gap in gaps)

    def _topical(self, run: list[int]) -> bool:
        for index in self.own[run[-1]]:
            attribute = self.attributes[index]
            if attribute.label == FORM and attribute.value["name"] in self.words.topical:
                return True
            if attribute.label == STRENGTH and attribute.value[0]["unit"] == "%":
                return True
        return False

    def share(self, compounds: list[list[int]]) -> None:
        """Give each ingredient what stands behind the last of them, or in front of the first."""
        by_end = sorted((attribute.end, index) for index, attribute in enumerate(self.attributes))
        paired = set(self.pairs)
        owned = {index for _, index in self.pairs}
        for run in compounds:
            first = self.drugs[run[0]].start
            before = [index for index in self.own[run[0]] if self.attributes[index].end <= first]
            near = bisect_right(by_end, first - LIST_REACH, key=itemgetter(0))
            for end, index in by_end[near : bisect_right(by_end, first, key=itemgetter(0))]:
                if index in owned:
                    continue
                if all(word.lower() in self.words.pre_list for word in WORD.findall(self.text[end:first])):
                    before.append(index)
            shared = [index for index in [*self.own[run[-1]], *before] if self.attributes[index].label in SHARED]
            owned.update(shared)
            self.pairs += [pair for pair in product(run, dict.fromkeys(shared)) if pair not in paired]
