r"""First-line drugs that were tried and failed before the disputed one, or that nobody tried.

    | Tried and failed Lyrica, Cymbalta and naproxen            failed_first_line_treatment
    Gabapentin was discontinued | as ineffective                 likewise
    Acetaminophen and ibuprofen did not | help                   first_line_benefit, which is denied
    She has never | tried an NSAID                               first_line_trial, which is denied
    no documentation that | a tricyclic or an AED had been tried likewise

First-line drugs are known by class (`patterns/drug_classes.csv`), and are not in dispute. Left alone: drugs that were
tried, without a word on what came of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from imrx.grammar.effects.activities import Found
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, STRENGTH
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import alternatives

CONCEPTS = {
    "failed": "failed_first_line_treatment",
    "poor": "little_first_line_benefit",
    "useful": "first_line_benefit",
    "tried": "first_line_trial",
}
"""The groups of the expressions, and the concepts of what they match."""


class FirstLine:
    """`first_line` of `patterns/drug_effects.json`, compiled, for masked text."""

    def __init__(self, table: dict[str, Any]) -> None:
        denying = alternatives(table["medication"]["denying"])
        words = table["first_line"]
        self.marks = frozenset(words["marks"])
        self.classes = frozenset(words["classes"])
        self.same_class = frozenset(words["same_class"])
        self.ingredients = frozenset(words["ingredients"])
        names = alternatives(words["words"])
        before = rf"(?:{alternatives(words['before'])}\s+){{0,4}}"
        item = rf"{before}(?:[{DRUG}{FIRST_LINE}]+{STRENGTH}|{names}|{alternatives(words['others'])})"
        drugs = rf"(?<![a-z-])(?P<drugs>{item}(?:(?:,\s*(?:and|or)\s+|,\s*|\s+and\s+|\s+or\s+|\s?/\s?|,?\s+{alternatives(words['listing'])}\s+){item}){{0,7}})"
        between = rf"(?:{alternatives(words['between'])},?\s+|(?:19|20)\d\d,?\s+){{0,8}}"
        self.is_first_line = expression(rf"{FIRST_LINE}|\b{names}")
        self.of_them = expression(rf"\b(?P<failed>{alternatives(words['failed_at'])}\s+{drugs})")
        linking = rf"(?:{alternatives(words['linking'])}\s+)?"
        useless = (
            rf"(?P<failed>{linking}{alternatives(words['useless'])}(?!\s+to\s+(?:document|show|provide)|\s+(?!{alternatives(words['behind_useless'])})[a-z])"
            rf"|{alternatives(words['stopped'])}\s+(?:{alternatives(words['behind_stopped'])}\s+|\d+\s+){{0,7}}{alternatives(words['for_want'])})"
        )
        self.they = expression(
            rf"{drugs}(?:\s\(|(?:,|\s\([^)]{{1,30}}\))?\s+{between})(?:{useless}|(?P<poor>{alternatives(words['poor'])})|{alternatives(words['not'])}\s+(?:[a-z]+ly\s+)?(?P<useful>{alternatives(words['useful'])}))"
        )
        self.untried = expression(
            rf"\b{alternatives(words['untried'])}\s+(?:[a-z]+\s+){{0,2}}?(?P<tried>{alternatives(words['tried'])}\s+{drugs})"
        )
        self.unhelped = expression(
            rf"\b{alternatives(words['unhelped_by'])}\s+(?P<useful>{alternatives(words['unhelped'])})\s+{drugs}"
        )
        self.trials = expression(rf"\b(?P<tried>{alternatives(words['trials'])}\s+{drugs})")
        self.were_tried = expression(
            rf"\b{denying}[^.;]{{0,60}}?\s(?:that|if|whether|nor|how|no)\s+(?P<tried>{drugs}\s+{alternatives(words['were_tried'])}(?:\s+(?:and|or|but)\s+(?:had\s+|have\s+|has\s+)?failed)?)"
        )
        self.gate = frozenset(
            word.split()[0]
            for name in (
                "useless",
                "poor",
                "stopped",
                "useful",
                "tried",
                "were_tried",
                "trials",
                "failed_at",
                "unhelped",
            )
            for word in words[name]
        ) - {
            "no",
            "with",
            "as",
            "of",
            "to",
            "had",
            "have",
            "has",
            "was",
            "were",
            "did",
            "been",
            "not",
            "use",
            "prior",
            "received",
            "relief",
            "effect",
            "used",
            "taken",
        }
        self.gate |= frozenset(
            {
                "failed",
                "tried",
                "trialed",
                "ineffective",
                "tolerate",
                "respond",
                "response",
                "avail",
                "trial",
                "relief",
                "helped",
            }
        )

    def is_drug(self, drug: Mapping[str, Any], disputed: Iterable[Mapping[str, Any]]) -> bool:
        """True for a first-line drug that is not in dispute itself; a PPI is one in front of another PPI."""
        names = frozenset(item["name"] for item in drug["ingredients"])
        classes = frozenset(drug["classes"])
        known = not self.classes.isdisjoint(classes) or (bool(names) and names <= self.ingredients)
        for other in disputed:
            if names == frozenset(item["name"] for item in other["ingredients"]):
                return False
            known = known or not (classes & self.same_class).isdisjoint(other["classes"])
        return known

    def find(self, text: str, start: int, end: int) -> Iterator[Found]:
        """What a sentence of a masked text says of first-line drugs."""
        if self.is_first_line.search(text, start, end) is None:
            return
        for searched in (self.were_tried, self.they, self.untried, self.of_them, self.unhelped, self.trials):
            for match in searched.finditer(text, start, end):
                if self.is_first_line.search(match["drugs"]):
                    name = next(name for name in CONCEPTS if match.groupdict().get(name))
                    yield *match.span(name), CONCEPTS[name]
