r"""First-line drugs that were tried and failed before the disputed one, or that nobody tried.

    | Tried and failed Lyrica, Cymbalta and naproxen            failed_first_line_treatment
    | Failed Norco, due to sedation, and ibuprofen               likewise
    | Failed medications include Cymbalta and Lyrica            likewise
    | Failed: naproxen, ibuprofen                               likewise
    Gabapentin was | discontinued as ineffective                 likewise
    She | stopped taking naproxen because it was ineffective     likewise
    no mention of tricyclic | failure                            likewise
    Acetaminophen and ibuprofen did not | help                   first_line_benefit, which is denied
    She has never | tried an NSAID                               first_line_trial, which is denied
    no documentation that | a tricyclic or an AED had been tried likewise
    a trial of first-line therapy. No such | trial               likewise

First-line drugs are known by class (`patterns/drug_classes.csv`), and are not in dispute. Left alone: drugs that were
tried, without a word on what came of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of, telling
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, STRENGTH
from imrx.grammar.expressions import expression
from imrx.stretches import ConceptSpan

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
        words = table["first_line"]
        self.marks = frozenset(words["marks"])
        self.classes = frozenset(words["classes"])
        self.same_class = frozenset(words["same_class"])
        self.ingredients = frozenset(words["ingredients"])
        self.is_first_line = expression(rf"{FIRST_LINE}|\b{_classes(words)}")
        denied = rf"\b{any_phrase(table['medication']['denying'])}[^.;]{{0,60}}?\s(?:that|if|whether|nor|how|no)\s+"
        drugs = _drugs(words)
        were_tried = rf"{any_phrase(words['were_tried'])}(?:\s+(?:and|or|but)\s+(?:(?:had|have|has)\s+)?failed)?"
        tried = rf"(?P<tried>{any_phrase(words['been_tried'])})"
        untried = rf"\b{any_phrase(words['untried'])}\s+(?:[a-z]+\s+){{0,2}}?"
        unhelped = rf"\b{any_phrase(words['unhelped_by'])}\s+(?P<useful>{any_phrase(words['unhelped'])})"
        listed = rf"(?::|,?\s{any_phrase(words['listed_by'])}(?::|\s))"
        self.of_trial = expression(rf"(?<!\bwith )(?<!\bfrom )\b(?P<tried>{any_phrase(words['trials'])}\s+{drugs})")
        failed = rf"(?:{any_phrase(words['joined_to_failed'])}\s+(?:and/or|and|or)\s+)?{any_phrase(words['failed_at'])}"
        behind_denial = "".join(rf"(?<!\b{word} )" for word in words["denying_lack"])
        failed = rf"(?:(?!{any_phrase(words['lacks'])})|{behind_denial}){failed}"
        used = ("useless", "stopped", "poor", "useful")
        said = [
            (["were_tried"], expression(rf"(?:{denied}|\bno\s+)(?P<tried>{drugs}\s+{were_tried})")),
            (used, expression(drugs + _use(table))),
            (
                ["been_tried"],
                expression(rf"{drugs}\s+(?:has|have|had|was|were)\s+(?:not|never)\s+(?:yet\s+)?(?:been\s+)?{tried}"),
            ),
            (["tried"], expression(rf"{untried}(?P<tried>{any_phrase(words['tried'])}\s+{drugs})")),
            (["failed_at"], expression(rf"\b(?P<failed>{failed}\s+{drugs})")),
            (["failed_at"], expression(rf"\b(?P<failed>{failed}):\s*{drugs}")),
            (["unfit", "that_failed"], expression(rf"\b(?P<failed>{_list_of_failed(words)}){listed}\s*{drugs}")),
            (
                ["stopping"],
                expression(rf"\b(?P<failed>{any_phrase(words['stopping'])}\s+{drugs}){_for_want(table)}"),
            ),
            (["failures"], expression(rf"{drugs}\s+(?P<failed>{any_phrase(words['failures'])})")),
            (["unhelped"], expression(rf"{unhelped}\s+{drugs}")),
            (["trials"], self.of_trial),
        ]
        self.said = [(telling(word for name in names for word in words[name]), searched) for names, searched in said]
        self.such = expression(rf"[^.;]{{0,60}}?\bsuch\s+(?:an?\s+)?(?P<tried>{any_phrase(words['such'])})")

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

    def find(self, text: str, start: int, end: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        """What a sentence of a masked text that is made of some words says of first-line drugs."""
        if self.is_first_line.search(text, start, end) is None:
            return
        for telling_words, searched in self.said:
            for match in () if telling_words.isdisjoint(words) else searched.finditer(text, start, end):
                if self.is_first_line.search(match["drugs"]):
                    name = next(name for name in CONCEPTS if match.groupdict().get(name))
                    first, behind = match.span(name)
                    bracket = text.find(" (", first, behind)  # "failed NSAIDs | (GI upset) and Lyrica"
                    yield first, behind if bracket < 0 else bracket, CONCEPTS[name]

    def following(self, text: str, start: int, end: int, behind: int) -> Iterator[ConceptSpan]:
        """The trial that a sentence speaks of again behind one on a trial of first-line drugs: "No such | trial".

        Args:
            text: a masked text.
            start: where the sentence in front begins.
            end: where the two meet.
            behind: where the second one ends.
        """
        such = self.such.match(text, end, behind) if text.find("such", end, behind) >= 0 else None
        if such is not None and any(
            self.is_first_line.search(match["drugs"]) for match in self.of_trial.finditer(text, start, end)
        ):
            yield *such.span("tried"), CONCEPTS["tried"]


def _classes(words: dict[str, Any]) -> str:
    """The source of an expression for first-line drugs without a name: "tricyclics", "1st line medications"."""
    of_line = rf"{any_phrase(words['line'])}\s+{any_phrase(words['of_line'])}"
    return rf"(?:{any_phrase(words['words'])}|{of_line})"


def _drugs(words: dict[str, Any]) -> str:
    """The source of an expression for drugs, and other treatments, that one thing is said of."""
    before = rf"(?:{any_phrase(words['before'])}\s+){{0,4}}"
    named = rf"[{DRUG}{FIRST_LINE}]+{STRENGTH}|{_classes(words)}|{any_phrase(words['others'])}"
    joined = rf",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|\s?/\s?|,?\s+{any_phrase(words['listing'])}\s+"
    told = any_phrase([*words["stopped"], *words["useless"], *words["not"], *words["between"]])
    why = rf",?\s+{any_phrase(words['on_account_of'])}\s[^,.;()]{{1,40}}(?=,)"
    bracket = rf"(?:\s\((?!{told})[^()]{{1,40}}\)|{why})?"
    item = rf"{before}(?:{named})(?:\s+{any_phrase(words['forms'])}){{0,2}}{STRENGTH}{bracket}"
    return rf"(?<![a-z-])(?P<drugs>{item}(?:(?:{joined}){item}){{0,7}})"


def _list_of_failed(words: dict[str, Any]) -> str:
    """The source of an expression for what heads a list of failed drugs: "Past medications that failed | include"."""
    kinds = any_phrase(words["kinds"])
    before = rf"(?:{any_phrase(words['before'])}\s+){{0,4}}"
    behind = rf"{kinds}(?:,?\s+(?:that|which))?\s+{any_phrase(words['that_failed'])}"
    return rf"(?:{any_phrase(words['unfit'])}\s+{before}{kinds}|{behind})"


def _for_want(table: dict[str, Any]) -> str:
    """The source of an expression that looks for the reason why a drug was stopped: "in June 2014 | due to nausea"."""
    words = table["first_line"]
    times = any_phrase([*words["behind_stopped"], *table["medication"]["times"]])
    time = rf"(?:{times},?\s+|\d[\d/.-]*,?\s+){{0,9}}"
    sites = rf"(?:{any_phrase(words['sites'])}\s+){{0,4}}"
    return rf"(?=\s+{time}{sites}{any_phrase(words['for_want'])})"


def _use(table: dict[str, Any]) -> str:
    """The source of an expression for what came of drugs in front of it."""
    words = table["first_line"]
    between = rf"(?:{any_phrase(words['between'])},?\s+|(?:19|20)\d\d,?\s+){{0,8}}"
    useless = rf"(?:{any_phrase(words['linking'])}\s+)?{any_phrase(words['useless'])}"
    going_on = rf"(?!\s+to\s+{openings_of(words['not_useless'])}|\s+(?!{any_phrase(words['behind_useless'])})[a-z])"
    stopped = rf"{any_phrase(words['stopped'])}{_for_want(table)}"
    working = rf"{any_phrase(words['not'])}\s+{any_phrase(words['of_people'])}"
    trial, drugs = any_phrase(words["of_trials"]), any_phrase(words["of_drugs"])
    person = rf"(?!,?\s+and\s+(?:(?!{trial}){working}(?!\s+{drugs})|{working}\s+{any_phrase(words['of_jobs'])}))"
    useful = rf"{any_phrase(words['not'])}\s+(?:[a-z]+ly\s+)?(?P<useful>{any_phrase(words['useful'])})"
    return (
        rf"{person}(?:\s\(|(?:,|\s\([^)]{{1,30}}\))?\s+{between})"
        rf"(?:(?P<failed>{useless}{going_on}|{stopped})|(?P<poor>{any_phrase(words['poor'])})|{useful})"
    )
