r"""That a medication is being tapered, or will be.

The physician has begun | a taper to 15 mg                taper_plan
in the middle of a structured | wean                       likewise
The physician states that it will be | tapered off         likewise: somebody who treats plans it
A slow | taper of Norco was begun                         likewise
has been | decreasing the oxycodone by one tablet          likewise
The provider has discussed | a taper over two months       likewise
There is a | plan to decrease Norco by 10% a week           likewise
The dose has not been | tapered                            likewise, which is denied
should be weaned, weaning is advised                       what the reviewer recommends
has tried to cut down on cigarettes, tapered prednisone    nothing that is in dispute or makes dependent

Of somebody who began one the letter may advise something behind it: "has been tapering, and this should go on".
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, STRENGTH, Medicated
from imrx.grammar.expressions import expression
from imrx.stretches import ConceptSpan

TAPER = "taper_plan"


class Tapers:
    """`tapers` of `patterns/drug_effects.json`, compiled."""

    def __init__(self, table: dict[str, Any], medicated: Medicated) -> None:
        words = table["tapers"]
        of = r"(?:(?:off|from|of|out|on|the|his|her|a)\s+)"
        other = rf"(?!\s+{of}{{0,4}}{any_phrase(words['not_drugs'])})"
        taper = rf"{any_phrase(words['taper'])}{other}"
        between = rf"(?:{any_phrase(words['between'])}\s+){{0,4}}"
        self.doing = expression(
            rf"\b(?:{any_phrase(words['doing'])}\s+{between}|{any_phrase(words['of_taper'])}\s+{between})"
            rf"(?P<taper>{taper})"
        )
        lowering = rf"{any_phrase(words['lowering'])}\s+{medicated.named}"
        self.will = expression(rf"\b{any_phrase(words['will'])}\s+{between}(?P<taper>{taper}|{lowering})")
        reducing = (
            rf"{any_phrase(words['reducing'])}\s+{medicated.named}(?:\s+{any_phrase(words['reduced_uses'])})?"
            rf"(?![\s-]+{any_phrase(words['not_reduced'])})"
        )
        self.planned = expression(rf"\b(?P<taper>{any_phrase(words['planned'])}\s+{between}{reducing})")
        self.lowering = expression(rf"\b{any_phrase(words['doing'])}\s+{between}(?P<taper>{lowering})")
        been = rf"{medicated.named}\s+{any_phrase(words['doing'])}\s+{between}"
        self.lowered = expression(rf"(?<![a-z]){been}(?P<taper>{any_phrase(words['lowered'])})(?!\s+on\b)")
        tapered = rf"(?:\s+(?:of|off|from)\s+{medicated.named})?"
        self.begun = expression(rf"\b(?P<taper>{any_phrase(words['nouns'])}){tapered}\s+{any_phrase(words['begun'])}")
        self.planners = expression(rf"\b{any_phrase(words['planners'])}")
        self.not_plans = expression(rf"\b{any_phrase(words['not_plans'])}")
        self.gate = frozenset(
            word.split()[0] for name in ("taper", "lowering", "lowered", "reducing") for word in words[name]
        )
        self.other_clause = expression(r"[,;]|\s(?:and|but|which|so|as)\s")
        self.classes = frozenset(words["classes"])
        self.of_drug = expression(rf"\s+{of}{{0,4}}(?:(?:dose|use)\s+of\s+)?(?=[{DRUG}{FIRST_LINE}])")
        self.strength = expression(STRENGTH)

    def is_tapered(self, drug: Mapping[str, Any], disputed: Iterable[Mapping[str, Any]]) -> bool:
        """True for a drug whose taper counts: one in dispute, or of a class that makes dependent."""
        names = {item["name"] for item in drug["ingredients"]}
        return not self.classes.isdisjoint(drug["classes"]) or any(
            names == {item["name"] for item in other["ingredients"]} for other in disputed
        )

    def find(self, text: str, start: int, end: int, others: Collection[tuple[int, int]]) -> Iterator[ConceptSpan]:
        """The tapers of a sentence that somebody began or plans; `others` are the drugs whose tapers do not count."""
        for searched in (self.doing, self.lowering, self.lowered, self.begun, self.planned):
            for match in searched.finditer(text, start, end):
                other = self.other_clause.search(text, match.end(), end)
                advised = self.not_plans.search(text, start, end if other is None else other.start())
                if advised is None and not self._is_of(text, match, end, others):
                    yield *match.span("taper"), TAPER
        aside = text.find(", which", start, end)
        if self.not_plans.search(text, start, end if aside < 0 else aside):
            return
        for match in self.will.finditer(text, start, end):
            planner = self.planners.search(text, start, match.start("taper"))
            if planner is not None and not self._is_of(text, match, end, others):
                yield *match.span("taper"), TAPER

    def _is_of(self, text: str, match: re.Match[str], end: int, others: Collection[tuple[int, int]]) -> bool:
        """True where one of some drugs is the subject of a taper or stands in it or right behind it."""
        of_drug = self.of_drug.match(text, match.end(), end)
        last = match.end() if of_drug is None else of_drug.end() + 1
        return any(
            match.start() <= first < last
            or (behind < match.start() and self.strength.sub("", text[behind : match.start()]).strip() == "")
            for first, behind in others
        )
