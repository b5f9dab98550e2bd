r"""Relief that a procedure, a therapy or a device gave, and no medication.

a cortisone injection with | two weeks of relief      the injection's
| relief with rest; | improvement in pain following surgery
With acupuncture he has | 50% relief
He had a block in May. It gave | 70% relief           the block's
Norco and PT give | 50% relief                        a medication's as well
an injection in May; with Norco | 50% relief          a medication's alone
He had surgery and reports | relief                   left alone: nothing is named that gave it
no documentation of | relief after the injection      left alone: nothing is known to have given any
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, STRENGTH, Medicated
from imrx.grammar.effects.relief import LOWER, RELIEF
from imrx.grammar.expressions import expression

TREATED = "treatment_relief"
"""The concept of such relief."""

RELIEVED = frozenset({RELIEF, LOWER})

FARTHEST = 200
"""So many characters in front of relief the treatment is looked for that gave it."""


class Treated:
    """`treated` of `patterns/drug_effects.json`, compiled, for masked text."""

    def __init__(self, table: dict[str, Any], medicated: Medicated) -> None:
        words = table["treated"]
        self.medicated = medicated
        drug = rf"[{DRUG}{FIRST_LINE}]+{STRENGTH}"
        given = rf"(?:{drug}\s+)?{any_phrase(words['injections'])}"
        given += rf"(?:\s+(?:of|with|using|containing)\s+(?:\d[\d.]*\s?%\s+)?{drug}(?:\s+(?:and|with)\s+{drug})?)?"
        done = rf"(?!{any_phrase(words['not_done'])})[a-z]+{openings_of(words['endings'])}\b"
        named = rf"(?<!\bat\s)(?:{any_phrase(words['treatments'])}|{done})(?!\s+{any_phrase(words['not_behind'])})"
        treatment = rf"(?:{given}|{named})"
        self.treatment = expression(rf"(?<![a-z-]){treatment}")
        self.undergoing = expression(rf"\b{any_phrase(words['undergoing'])}")
        word = rf"(?!{any_phrase([*words['not_between'], *table['medication']['words']])})[a-z0-9/'%-]+"
        self.giving = expression(
            rf"(?:\s+{word}){{0,5}}?\s+(?:(?P<source>{any_phrase(words['sources'])})|{any_phrase(words['giving'])})"
            rf"\s+(?:{word}\s+){{0,4}}?(?:{treatment}|{any_phrase(words['behind'])})"
        )
        self.fronted = expression(
            rf"\s*{any_phrase(words['giving'])}\s+(?:{word}\s+){{0,4}}?(?:{treatment}|{any_phrase(words['behind'])})"
            rf"(?:\s+{word}){{0,3}}?,?\s+{any_phrase(words['relieved'])}\s+{any_phrase(words['having'])}\s+"
            rf"(?:{word}\s+){{0,3}}?"
        )
        """What a sentence begins with in front of such relief: "With the TENS unit he has | 50% pain relief"."""
        turning = any_phrase(words["turning"])
        self.ending = expression(rf";|\b{turning}|(?:,|\band)\s+(?:and\s+)?{any_phrase(words['another'])}")
        by_drug = any_phrase([*table["relief"]["links"], *words["sources"], *words["giving"]])
        self.next_item = expression(rf",(?!\s+(?:and\s+|or\s+)?{by_drug})")
        taking_up = any_phrase(words["taking_up"])
        leading = rf"{any_phrase(words['leading'])}(?:\s+{word}){{0,4}}\s*[<>~]?\s*"
        filler = rf"(?:[\s,]+(?:on\s+\d[\d/-]*|{word}))"
        self.leading = expression(
            rf"{filler}{{0,8}}?(?:[\s,]+(?:and|{turning}))?(?:[\s,]+{taking_up})?[\s,]+{leading}"
            rf"|(?:\s+{word}){{0,2}}\s*[:(-]?\s*"
        )
        self.taking_up = expression(rf"\s*{taking_up}\s+(?:{word}\s+){{0,3}}?(?:{leading})?")
        self.unrecorded = expression(
            rf"\b{any_phrase(words['unrecorded'])}\s+(?:[a-z]+\s+){{0,3}}?{any_phrase(words['recording'])}"
        )

    def gave(self, text: str, before: int, start: int, span: tuple[int, int], end: int) -> bool:
        """True for relief in a sentence that says which treatment gave it, or takes up the one in front.

        Args:
            text: a masked text.
            before: where the sentence in front of the relief's begins.
            start: where its own begins.
            span: the relief.
            end: where its sentence ends.
        """
        if self.unrecorded.search(text, start, end) is not None:
            return False
        ending = self.ending.search(text, span[1], end)
        until = end if ending is None else ending.start()
        drug = self.medicated.any.search(text, span[1], until)
        if drug is not None and self.next_item.search(text, span[1], drug.start()) is not None:
            return self._led(text, start, span[0])
        if drug is not None:
            return False
        giving = self.giving.match(text, span[1], end)
        if giving is not None:
            return giving["source"] is not None or self.medicated.any.search(text, start, span[0]) is None
        if self.taking_up.fullmatch(text, start, span[0]) is not None and self._last(text, before, start) is not None:
            return True
        return self._led(text, start, span[0])

    def _led(self, text: str, start: int, first: int) -> bool:
        """True for relief that what leads to it ties to a treatment: "PT with | some relief, and naproxen"."""
        if self.fronted.fullmatch(text, start, first) is not None:
            return True
        behind = self._last(text, start, first)
        return behind is not None and self.leading.fullmatch(text, behind, first) is not None

    def _last(self, text: str, start: int, end: int) -> int | None:
        """Where the last treatment ends; null where there is none, or a medication behind it or that it goes with."""
        found = [match.span() for match in self.treatment.finditer(text, max(start, end - FARTHEST), end)]
        if not found:
            return None
        first, behind = found[-1]
        if self.medicated.any.search(text, behind, end) is not None:
            return None
        taken = max((match.end() for match in self.medicated.any.finditer(text, start, first)), default=None)
        is_apart = taken is None or self.undergoing.search(text, taken, first) is not None
        return behind if is_apart else None
