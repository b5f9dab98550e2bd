r"""That a medication is being tapered, or will be.

The physician has begun | a taper to 15 mg                taper_plan
in the middle of a structured | wean                       likewise
The physician states that it will be | tapered off         likewise: somebody who treats plans it
has been | decreasing the oxycodone by one tablet          likewise
The provider has discussed | a taper over two months       likewise
The dose has not been | tapered                            likewise, which is denied
should be weaned, weaning is advised                       what the reviewer recommends

Of somebody who began one the letter may advise something behind it: "has been tapering, and this should go on".
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.effects.activities import Found
from imrx.grammar.effects.medicated import Medicated
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import alternatives

TAPER = "taper_plan"


class Tapers:
    """`tapers` of `patterns/drug_effects.json`, compiled."""

    def __init__(self, table: dict[str, Any], medicated: Medicated) -> None:
        words = table["tapers"]
        other = rf"(?!\s+(?:(?:off|from|of|out|the|his|her|a)\s+){{0,4}}{alternatives(words['not_drugs'])})"
        taper = rf"{alternatives(words['taper'])}{other}"
        between = rf"(?:{alternatives(words['between'])}\s+){{0,4}}"
        self.doing = expression(
            rf"\b(?:{alternatives(words['doing'])}\s+{between}|{alternatives(words['of_taper'])}\s+{between})(?P<taper>{taper})"
        )
        self.will = expression(rf"\b{alternatives(words['will'])}\s+{between}(?P<taper>{taper})")
        lowering = rf"{alternatives(words['lowering'])}\s+{medicated.named}"
        self.lowering = expression(rf"\b{alternatives(words['doing'])}\s+{between}(?P<taper>{lowering})")
        self.begun = expression(rf"\b(?P<taper>{alternatives(words['nouns'])})\s+{alternatives(words['begun'])}")
        self.planners = expression(rf"\b{alternatives(words['planners'])}")
        self.not_plans = expression(rf"\b{alternatives(words['not_plans'])}")
        self.gate = frozenset(word.split()[0] for name in ("taper", "lowering") for word in words[name])
        self.other_clause = expression(r"[,;]|\s(?:and|but|which|so|as)\s")

    def find(self, text: str, start: int, end: int) -> Iterator[Found]:
        """The tapers of a sentence that somebody began or plans."""
        for searched in (self.doing, self.lowering, self.begun):
            for match in searched.finditer(text, start, end):
                other = self.other_clause.search(text, match.end(), end)
                if self.not_plans.search(text, start, end if other is None else other.start()) is None:
                    yield *match.span("taper"), TAPER
        aside = text.find(", which", start, end)
        if self.not_plans.search(text, start, end if aside < 0 else aside):
            return
        for match in self.will.finditer(text, start, end):
            if self.planners.search(text, start, match.start("taper")):
                yield *match.span("taper"), TAPER
