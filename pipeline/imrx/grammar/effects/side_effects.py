r"""Which findings a letter blames on a medication.

    The patch gave her a | rash                              blamed
    It gives him relief and makes him | dizzy                blamed
    | constipation from opioids, | itching with oxycodone    blamed
    feels | foggy, which the physician attributes to X       blamed
    Failed medications include Lyrica (| sedation)           blamed
    failed Norco, due to | nausea, and ibuprofen, due to | rash   blamed
    no adverse effects other than mild | constipation        blamed, and there
    no | nausea with Norco                                   blamed, and absent
    30% relief with Norco and no | sedation                  likewise
    | pain with Norco, | insomnia treated with temazepam     not blamed
    | stenosis, and | hypogonadism secondary to opioids      of neighbours only what drugs are known to do

A medication that somebody | tolerates | is a finding of its own (`TOLERATED`), and so is that it | upsets his stomach |
where it is the subject: "stress upsets his stomach" is none.

Left alone: pain, and what drugs do in general. Whether the finding is there is for `imrx.grammar.negation` to say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, STRENGTH, Medicated
from imrx.grammar.expressions import expression
from imrx.stretches import ConceptSpan

Finding: TypeAlias = tuple[int, int, str | None, str]
"""A finding by offsets, its concept, and the rule that found it."""

TOLERATED = "tolerated_medication"
"""The concept of what a medication does that is tolerated: it has no side effects."""

DYSPEPSIA = "dyspepsia"

FARTHEST_DENIAL = 60
"""So many characters in front of a finding the words begin that deny it."""

LONGEST_DENIAL = 12
"""In so many characters in front of a verb the words stand that deny it."""

KINDS = frozenset({"symptom", "sign", "diagnosis"})
JOINING = frozenset({",", "and", "or", ", and", ", or", "and/or", "/", "nor", ", nor"})
"""What stands between findings that are blamed together."""


class SideEffects:
    """`side_effects` of `patterns/drug_effects.json`, compiled, for masked text.

    Args:
        table: `patterns/drug_effects.json`.
        rows: those of `patterns/findings.csv`.
    """

    def __init__(self, table: dict[str, Any], rows: list[dict[str, str]], medicated: Medicated) -> None:
        words = table["side_effects"]
        never = tuple(words["never"])
        self.concepts = frozenset(
            row["concept"]
            for row in rows
            if row["kind"] in KINDS and (row["concept"] in words["even"] or not row["concept"].endswith(never))
        )
        self.beside_concepts = frozenset(words["beside_only"])
        self.medicated = medicated
        named, whom = medicated.named, rf"(?:{any_phrase(words['whom'])}\s+){{0,4}}\Z"
        names = any_phrase(words["names"])
        self.causing = expression(rf"\b{any_phrase(words['causing'])}\s+{whom}")
        and_it, which = r"(?:\s+(?:it|they))?", any_phrase(words["which"])
        helping = rf"(?:\s+{medicated.adverbs}{any_phrase(words['helping'])}\s[^.;,]{{0,60}}?,?\s+(?:and|but){and_it})?"
        self.caused = expression(
            rf"{STRENGTH}{helping}(?:\s+(?:in|of|since)\s+[\w./]+)?"
            rf"(?:,?\s+(?:and|but|{which}|that|as|because){and_it})?"
            rf"\s+{medicated.adverbs}"
            rf"(?:(?:was|were|has\s+been)\s+{any_phrase(words['started'])}(?:\s+[\w/]+){{0,4}},?\s+"
            rf"{any_phrase(words['and_caused'])}\s+)?"
        )
        self.upsets = expression(
            rf"\b{any_phrase(words['upsetting'])}\s+{any_phrase(words['whose'])}\s+{any_phrase(words['stomach'])}"
        )
        self.upsetting = frozenset(words["upsetting"])
        self.not_doing = expression(rf"\s{any_phrase(words['not_doing'])}\s+\Z")
        because_of = any_phrase(words["on_account_of"])
        item = rf"{named}(?:,?\s+{because_of}\s[^,.;]{{1,40}})?,?\s+(?:(?:and|or)\s+)?"
        self.stopping = expression(
            rf"\b{any_phrase(words['stopping'])}\s+(?:{item}){{0,4}}{medicated.time}{because_of}\s+{whom}"
        )
        self.stopped = expression(r"[^.;]{0,40}\s\(?|\s*")
        because = [*words["on_account_of"], *words["causing"]]
        self.reasons = self.beside_concepts.difference(words["treated_too"])
        self.treated = frozenset(words["treated_too"])
        self.treated_signs = frozenset(words["treated_signs"])
        reason = rf"\((?!{any_phrase(words['used_for'])})(?:{any_phrase(because)}\s+)?{whom}"
        forms = table["first_line"]["forms"]
        others = any_phrase([*words["behind_giving_up"], *table["medication"]["words"], *forms])
        between = (
            rf"(?:[\s,:]+(?:[{DRUG}{FIRST_LINE}]+|\d+(?:[./,-]\d+)*(?:\s?(?:mg|mcg|%|ml))?|{others}|\([^()]*\)))*?"
        )
        given_up, not_borne = (any_phrase(words[name]) for name in ("giving_up", "not_bearing"))
        drug = rf"{named}(?:\s+{any_phrase(forms)})?{STRENGTH}"
        self.bracketed = expression(
            rf"\b(?:(?P<not_borne>{not_borne})|{given_up}){between}[\s,:]+{drug}\s{reason}"
            rf"|{drug}\s+{any_phrase(words['being'])}\s+{given_up}\s{reason}"
        )
        self.inducing = frozenset(words["induced"])
        self.induced = expression(rf"{named}[\s-]+{any_phrase(words['induced'])}\s+\Z")
        self.causing_words, self.stopping_words = _last_words(words["causing"]), _last_words(words["stopping"])
        self.attributing = _last_words(words["attributing"])
        self.naming = _last_words(words["names"])
        occurring = rf"(?:\s+(?:has|have|is|are|was|were))?(?:\s+{any_phrase(words['occurring'])})*"
        self.named = expression(
            rf"\b{names}{occurring}(?:\s+(?:with|from|to)\s+{named})?(?:,?\s+|\s?)"
            rf"(?:{any_phrase(words['naming'])}|:)\s*{whom}"
        )
        self.behind = expression(
            rf"(?:\s+(?:is|are|was|were|which\s+is|that\s+is))?,?\s+"
            rf"(?:{any_phrase(words['blaming'])}\s+{named}|{any_phrase(words['where'])})"
        )
        self.attributed = expression(rf"[^.;]{{0,120}}?\s{any_phrase(words['attributing'])}\s+{named}")
        self.denied = expression(rf"\s*{any_phrase(words['denials'])}\b")
        denials = any_phrase([*words["denials"], *words["denials_beside"]])
        self.denied_beside = expression(rf"\b{denials}\s+(?:{any_phrase(words['denied'])}\s+){{0,3}}\Z")
        self.examined = expression(rf"\b{any_phrase(words['examined'])}\b")
        self.beside = expression(rf"{occurring}\s+{any_phrase(words['beside'])}\s+{named}")
        tolerated, adverbs = any_phrase(words["tolerated"]), rf"(?:{any_phrase(words['quite'])}\s+)?"
        well = rf"{tolerated}\s+(?:{named}|(?P<what>it|them|this|these))\s+{adverbs}well\b"
        badly = rf"\s+{any_phrase(words['badly'])}"
        self.well = expression(
            rf"\b(?P<found>{well}|{any_phrase(words['tolerating'])}(?!\s+{named}{badly})\s+{named}"
            rf"(?:\s+{adverbs}well\b)?)"
            rf"|{named}{helping}\s+{any_phrase(words['being'])}\s+{adverbs}"
            rf"(?P<found_behind>{any_phrase(words['well_tolerated'])})(?!{badly})"
        )
        self.excepting = expression(rf"\b{any_phrase(words['excepting'])}\b")
        self.tolerating = frozenset(words["tolerated"])
        self.in_itself = expression(
            rf"(?:{any_phrase(table['medication']['words'])}[\s-]+{any_phrase(words['induced'])}"
            rf"|[a-z]+\sside\seffects?\b)"
        )

    def tolerated(self, text: str, start: int, end: int) -> Iterator[ConceptSpan]:
        """What a sentence says of a medication that is tolerated, without an exception ("except for nausea")."""
        if self.excepting.search(text, start, end) is not None:
            return
        for match in self.well.finditer(text, start, end):
            if match["what"] is None or self.medicated.any.search(text, start, match.start()) is not None:
                yield *match.span("found" if match["found"] else "found_behind"), TOLERATED

    def upset(self, text: str, start: int, end: int) -> Iterator[ConceptSpan]:
        """What a sentence says of a stomach that a medication upsets."""
        for match in self.upsets.finditer(text, start, end):
            if self._does(text, start, match.start()):
                yield *match.span(), DYSPEPSIA

    def find(
        self, text: str, start: int, end: int, findings: Sequence[Finding], words: frozenset[str], helped: int
    ) -> list[int]:
        """The indices of the findings of a sentence that it blames on a medication.

        Args:
            text: a masked text.
            start: where the sentence begins.
            end: where it ends.
            findings: those of the sentence.
            words: its words.
            helped: where in it stands what a medication helps with, or its end.
        """
        inside = [(first, behind, concept) for first, behind, concept, _ in findings]
        known = [concept in self.concepts for _, _, concept in inside]
        blamed = [
            is_known and (self._is_blamed(text, start, end, each, words) or self._is_denied(text, helped, end, each))
            for is_known, each in zip(known, inside, strict=True)
        ]
        for at in self._reasons(text, start, inside):
            blamed[at] = blamed[at] or known[at]
        if any(blamed):
            joined = [text[inside[at][1] : inside[at + 1][0]].strip() in JOINING for at in range(len(inside) - 1)]
            for at, is_joined in enumerate(joined):
                if is_joined and blamed[at] and inside[at + 1][2] in self.beside_concepts:
                    blamed[at + 1] = True
            for at in range(len(joined) - 1, -1, -1):
                if joined[at] and blamed[at + 1] and inside[at][2] in self.beside_concepts:
                    blamed[at] = True
        return [
            at
            for at, each in enumerate(inside)
            if blamed[at] or (known[at] and self._is_induced(text, start, each, words))
        ]

    def _reasons(self, text: str, start: int, inside: Sequence[tuple[int, int, str | None]]) -> list[int]:
        """The indices of what stands in brackets behind drugs that were given up.

        "Could not tolerate tramadol (nausea)". Where they only failed, one must be what drugs are known to do and not
        given for: "Failed medications: fentanyl (rash), methadone (QT prolongation)", but not "tried Zofran (nausea)".
        A bracket of pain or of what a drug is "for" tells what the drugs are given for, in the whole list.
        """
        lists: dict[int, list[int]] = {}
        certain = set()
        for at, (first, _, _) in enumerate(inside):
            opened = text.rfind("(", start, first)
            if opened < 0 or text.find(")", opened, first) >= 0:
                continue
            match = self.bracketed.search(text, start, first)
            if match is not None:
                lists.setdefault(match.start(), []).append(at)
                if match["not_borne"]:
                    certain.add(match.start())
        found = []
        for verb, listed in lists.items():
            if all(inside[at][2] in self.concepts for at in listed):
                if verb in certain:
                    found += listed
                elif any(self._is_reason(text, inside[at]) for at in listed):
                    found += [
                        at
                        for at in listed
                        if inside[at][2] not in self.treated or inside[at][2] in self.beside_concepts
                    ]
        return found

    def _is_reason(self, text: str, finding: tuple[int, int, str | None]) -> bool:
        """True for what drugs are known to do, and are not given for."""
        first, behind, concept = finding
        return concept in self.reasons and self.treated_signs.isdisjoint(text[first:behind].split())

    def _is_denied(self, text: str, helped: int, end: int, finding: tuple[int, int, str | None]) -> bool:
        """True right behind a denial behind what a medication helps with, and no examination."""
        first, _, concept = finding
        front = max(helped, first - FARTHEST_DENIAL)
        return (
            concept in self.beside_concepts
            and self.denied_beside.search(text, front, first) is not None
            and self.examined.search(text, helped, end) is None
        )

    def _is_induced(self, text: str, start: int, finding: tuple[int, int, str | None], words: frozenset[str]) -> bool:
        """True for "opioid induced constipation", which says nothing of what stands beside it."""
        first, behind, _ = finding
        return self.in_itself.match(text, first, behind) is not None or (
            not words.isdisjoint(self.inducing) and self.induced.search(text, start, first) is not None
        )

    def _is_blamed(
        self, text: str, start: int, end: int, finding: tuple[int, int, str | None], words: frozenset[str]
    ) -> bool:
        """True for a finding that a medication is blamed for in words that can reach its neighbours as well."""
        first, behind, concept = finding
        return (
            self.behind.match(text, behind, end) is not None
            or (concept in self.beside_concepts and self.beside.match(text, behind, end) is not None)
            or (not words.isdisjoint(self.attributing) and self.attributed.match(text, behind, end) is not None)
            or (not words.isdisjoint(self.causing_words) and self._is_caused(text, start, first))
            or (not words.isdisjoint(self.stopping_words) and self._is_stopped(text, start, first))
            or (self.upsets.match(text, first, end) is not None and self._does(text, start, first))
            or (not words.isdisjoint(self.naming) and self.named.search(text, start, first) is not None)
        )

    def _is_caused(self, text: str, start: int, first: int) -> bool:
        """True where a medication in front of a finding made it."""
        verb = self.causing.search(text, start, first)
        return verb is not None and self._does(text, start, verb.start())

    def _is_stopped(self, text: str, start: int, first: int) -> bool:
        """True where a medication in front of a finding was stopped for it."""
        stop = self.stopping.search(text, start, first)
        return stop is not None and (
            self.medicated.any.search(text, *stop.span()) is not None
            or self._stands_behind(text, start, stop.start(), self.stopped)
        )

    def _does(self, text: str, start: int, verb: int) -> bool:
        """True where a medication is the subject of a verb, denied perhaps: "naproxen does not | upset"."""
        denial = self.not_doing.search(text, max(start, verb - LONGEST_DENIAL), verb)
        return self._stands_behind(text, start, verb if denial is None else denial.start() + 1, self.caused)

    def _stands_behind(self, text: str, start: int, until: int, between: re.Pattern[str]) -> bool:
        """True where the last medication in front of a verb is joined to it."""
        behind = max((match.end() for match in self.medicated.any.finditer(text, start, until)), default=None)
        return behind is not None and between.fullmatch(text, behind, until) is not None


def _last_words(phrases: Iterable[str]) -> frozenset[str]:
    """A word of each phrase, without one of which a sentence has none of them."""
    return frozenset(phrase.split()[-1] for phrase in phrases)
