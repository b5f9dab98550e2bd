r"""What kind of statement a finding stands in: about patients in general, about what may be, or about this patient.

    MTUS recommends to discontinue opioids if there is no overall improvement in function    a guideline's statement
    A urine drug screen was to be performed                                                hypothetical
    here, however, the attending provider failed to furnish a clear rationale              about this patient

A guideline is named, or the sentence speaks of patients in general and of nobody here. A quotation from a guideline
runs on until it is closed or a sentence speaks of this patient.
"""

import re
from typing import Any, NamedTuple

from imrx.grammar.asserting.phrasebook import alternatives

QUOTE = re.compile(r'["“”]')


FARTHEST = 3
"""So many sentences back a list looks for the guideline that it belongs to."""


class Region(NamedTuple):
    """A stretch that a guideline speaks in, and the words that show it."""

    start: int
    end: int
    cue: tuple[int, int] | None


class Statements:
    """The `guidelines` and `hypothetical` tables of `patterns/negation.json`, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        words, hypothetical = table["guidelines"], table["hypothetical"]
        names = alternatives(words["names"])
        name = (
            rf"(?:(?:(?!(?:The|As|In|If|While|Since|Although|Both)\b)[A-Z][\w&/'-]*|\d{{4}}|of|\((?:ODG|MTUS|"
            rf"ACOEM)\)|and)\s+){{0,8}}{names}(?:\s+(?:Guidelines?|guidelines?))?"
        )
        lead = "|".join(f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}".replace("\\ ", r"\s+") for w in words["leads"])
        verbs = alternatives(words["verbs"])[:-2]
        self.led = re.compile(rf"\b(?:{lead})\s+(?:the\s+)?(?:current\s+|cited\s+)?(?P<name>{name}(?:\s+cited)?)")
        self.named = re.compile(rf"\b(?P<name>{name})(?=[^.;]{{0,160}}?\b{verbs}(?:e?s|d|ed)?\b)")
        self.verb = re.compile(rf"[^.;]{{0,160}}?\b{verbs}(?:e?s|d|ed)?\b(?:\s+requirements\b)?")
        self.anonymous = re.compile(r"\b[Gg]uidelines?\b|\b(?:MTUS|ODG|ACOEM)\b")
        self.general = re.compile(rf"\b{alternatives(words['general'])}", re.IGNORECASE)
        adverb = r"(?:not\s+|only\s+|generally\s+|routinely\s+|often\s+|usually\s+|rarely\s+|also\s+)*"
        self.predicate = re.compile(
            rf"\b(?:is|are)\s+{adverb}{alternatives(words['predicates'])}(?:\s+by\s+{names})?|"
            rf"\b{alternatives(words['modals'])}",
            re.IGNORECASE,
        )
        self.evidence = re.compile(rf"\b{alternatives(words['of_evidence'])}", re.IGNORECASE)
        self.verbatim = re.compile(rf"\b{alternatives(words['verbatim'])}", re.IGNORECASE)
        self.listing = re.compile(
            rf"\s*{alternatives(words['listing'])}(?=[^.;]{{0,80}}?(?:\(|\b(?:includes?|should|may)\b))", re.IGNORECASE
        )
        self.lists = re.compile(rf"\b{alternatives(words['lists'])}", re.IGNORECASE)
        self.own_lists = re.compile(rf"\b{alternatives(words['own_lists'])}|\b\d{{1,2}}/\d{{1,2}}/\d", re.IGNORECASE)
        self.case = re.compile(rf"\b{alternatives(words['case'])}", re.IGNORECASE)
        self.turns = re.compile(rf"(?:[,;]\s*|\b(?:and|but)\s+){alternatives(words['turns'])}", re.IGNORECASE)
        self.present = re.compile(rf"\b{alternatives(words['then_present'])}", re.IGNORECASE)
        self.strong = re.compile(
            rf"\b{alternatives(hypothetical['strong'])}(?!\s+not\s+{alternatives(hypothetical['denied_after_would'])})",
            re.IGNORECASE,
        )
        self.first_words = {
            True: frozenset(phrase.split()[0] for phrase in hypothetical["strong"]),
            False: frozenset(
                re.split(r"[\s/]", phrase)[0] for phrase in (*hypothetical["weak"], *hypothetical["after"])
            ),
        }
        self.weak = re.compile(rf"\b{alternatives(hypothetical['weak'])}", re.IGNORECASE)
        self.later = re.compile(rf"\s[^.;,]{{0,40}}?\b(?P<words>{alternatives(hypothetical['after'])})", re.IGNORECASE)

    def guideline(self, text: str, start: int, end: int, quoted: bool) -> Region | None:
        """The part of a sentence in which a guideline, or one about patients in general, speaks."""
        verbatim = self.verbatim.search(text, start, end) or self.listing.match(text, start, end)
        if verbatim is not None:
            return Region(start, end, verbatim.span())
        cue = self._named(text, start, end)
        case = self.case.search(text, start, end)
        if cue is None:
            evidence = self.evidence.search(text, start, end)
            if case is not None or (evidence is not None and self.general.search(text, evidence.end(), end) is None):
                return None
            if quoted:
                return Region(start, end, None)
            match = self.predicate.search(text, start, end) or self.general.search(text, start, end)
            if match is None:
                return None
            cue = (match.start(), match.end())
        stop = end
        turn = self.turns.search(text, cue[1], end)
        if turn is not None and self._this_case(text, turn.start(), end):
            stop = turn.start()
        present = self.present.search(text, start, stop)
        return Region(start, present.start() if present else stop, cue)

    def goes_on(self, text: str, sentences: list[tuple[int, int]], index: int) -> bool:
        """True for a list of what is required, without a word of this patient, behind a guideline's sentence."""
        if self.lists.search(text, *sentences[index]) is None:
            return False
        for start, end in [sentences[index], *reversed(sentences[max(0, index - FARTHEST) : index])]:
            if (start, end) != sentences[index]:
                region = self.guideline(text, start, end, False)
                if region is not None:
                    return region.end == end
            if self._this_case(text, start, end) or self.own_lists.search(text, start, end) is not None:
                return False
        return False

    def _named(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        if self.anonymous.search(text, start, end) is None and "literature" not in text[start:end]:
            return None
        match = self.led.search(text, start, end)
        if match is not None:
            return (match.start(), match.end())
        match = self.named.search(text, start, end)
        if match is not None:
            verb = self.verb.match(text, match.end(), end)
            if verb is not None and not self._this_case(text, start, match.start()):
                return (match.start(), verb.end())
        match = self.predicate.search(text, start, end)
        if match is not None and not self._this_case(text, start, end):
            return (match.start(), match.end())
        return None

    def _this_case(self, text: str, start: int, end: int) -> bool:
        return self.case.search(text, start, end) is not None or self.evidence.search(text, start, end) is not None

    def quotes(self, text: str, start: int, end: int, quoted: bool, cited: bool) -> bool:
        """Whether a quotation from a guideline is open behind a sentence."""
        odd = len(QUOTE.findall(text, start, end)) % 2 == 1
        if quoted:
            return not odd
        return odd and cited

    def may_be_hypothetical(self, words: set[str], strong: bool) -> bool:
        """False where a sentence with these words cannot be hypothetical: a cheap test."""
        return not self.first_words[strong].isdisjoint(words)

    def hypothetical(
        self, text: str, clause: int, span: tuple[int, int], end: int, strong: bool
    ) -> tuple[int, int] | None:
        """The words that make a finding hypothetical: in front of it in its clause, or directly behind it."""
        expression = self.strong if strong else self.weak
        last = None
        for match in expression.finditer(text, max(clause, span[0] - 90), span[0]):
            last = match.span()
        if last is None and not strong:
            later = self.later.match(text, span[1], end)
            if later is not None:
                return later.span("words")
        return last
