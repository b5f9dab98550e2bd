r"""Rules that are only tried at the words that they can begin with, and what two of them have in common.

    flexion of 40 degrees           one noun phrase with its measure: a finding as a whole
    lumbar flexion was 45 degrees   behind a verb only what is measured is the finding

Expressions are for masked text (`imrx.grammar.effects.medicated`): the numbers of a drug are no measure.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.cores import Core
from imrx.grammar.findings.noun_phrases import Vocabulary
from imrx.grammar.measuring.subjects import PatientSubjects
from imrx.grammar.sentences.branches import by_lead
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import CONJUNCTIONS, WORD, Words
from imrx.grammar.words import DIGIT
from imrx.stretches import ConceptSpan

LOOK = 60
"""So many characters in front of a word the expression for what stands there is tried, unless a rule looks farther."""

DENYING = frozenset({"not", "never", "longer", "cannot"})
"""In front of a verb they deny it, which `imrx.grammar.findings.missing` sees."""

NOT_SHOWN = DENYING | {"to", "that", "which"}
"""In front of a verb of showing they leave it open: "failed to show"."""


class Rule(NamedTuple):
    r"""One way to say something of the patient.

    Attributes:
        leads: the phrases at which it is tried.
        concept: of the finding.
        behind: matches from such a phrase on; its group `found` is the finding.
        before: what must stand in front; a group `found` in it begins the finding, a group `verb` has the verb whose
            subject counts, a group `not` rules it out.
        look: so many characters in front that is tried.
        near: signs one of which stands there; a cheap test.
        follows: the words one of which stands directly in front, unless an adverb in -ly or a comma does; a cheap test.
        figure: whether a sentence without a figure has none.
        leading: words that belong to the finding in front of it, beside the modifiers of any finding; null where no
            modifier does.
        sited: whether a site that follows directly belongs to it.
        capitals: whether it counts in capitals only.
        denied: whether it is the finding also behind "not", where else `imrx.grammar.findings.missing` sees what is.
        opens: how a rule begins its clause; null if it need not.
        whose: in which sense (`imrx.grammar.measuring.subjects`) it must be told of the patient; null if it need not.
    """

    leads: Collection[str]
    concept: str
    behind: re.Pattern[str]
    before: re.Pattern[str] | None = None
    look: int = LOOK
    near: tuple[str, ...] = ()
    follows: frozenset[str] | None = None
    figure: bool = False
    leading: frozenset[str] | None = None
    sited: bool = False
    capitals: bool = False
    denied: bool = False
    opens: "Opening | None" = None
    whose: str | None = None


class Opening(NamedTuple):
    """Where a clause begins.

    Attributes:
        telling: words that make a clause of what stands in front.
        showing: verbs behind which what follows is told like one: "x-rays show | hardware in place".
    """

    telling: frozenset[str]
    showing: frozenset[str]

    def at(self, words: Words, sentence: Sentence, first: int, last: int) -> bool:
        """True where a clause begins at the first of some words.

        Behind "and", and where a list goes on behind a comma, it does so only if a clause stands in front: "the motion
        of the back, | hips and knees is full" has none.
        """
        if first <= sentence.first:
            return True
        gap, before = words.gap(first - 1).strip(), words.lower[first - 1]
        if gap[-1:] in {";", ":"}:
            return True
        if before in self.showing and not gap:
            return words.lower[first - 2] not in NOT_SHOWN
        if before in {"and", "but"}:
            return not self.telling.isdisjoint(words.lower[sentence.first : first])
        if gap != ",":
            return False
        listed = "and" in words.lower[first:last] or any("," in words.gap(at) for at in range(first, last))
        return not listed or not self.telling.isdisjoint(words.lower[sentence.first : first])


class Rules:
    """Rules by the words that they begin with; of those that begin at a word the first that matches counts."""

    def __init__(
        self, rules: Iterable[Rule], vocabulary: Vocabulary, paired: Iterable[str], subjects: PatientSubjects
    ) -> None:
        self.vocabulary = vocabulary
        self.subjects = subjects
        self.paired = frozenset(paired)
        self.by_word = by_lead(
            ({" ".join(WORD.findall(phrase.lower())[:2]) for phrase in rule.leads}, rule) for rule in rules
        )
        self.leads = frozenset(self.by_word)
        self.followers = {word: None if alone else followed for word, (followed, alone) in self.by_word.items()}

    def find(self, reading: Reading, text: str) -> Iterator[ConceptSpan]:
        """The findings, in order and without overlap.

        Args:
            reading: the letter.
            text: its masked text.
        """
        words, number, behind, figures = reading.words, -1, 0, False
        sentence = Sentence(0, 0, 0, 0)
        lower, last = words.lower, len(words) - 1
        for index in words.openings(self.leads, self.followers):
            start = words.starts[index]
            if start < behind:
                continue
            followed, alone = self.by_word[lower[index]]
            rules = followed.get(lower[index + 1], alone) if index < last else alone
            while sentence.end <= start:
                number += 1
                sentence = reading.sentences[number]
                figures = sentence.end > start and DIGIT.search(text, sentence.start, sentence.end) is not None
            for rule in rules:
                span = self._match(rule, words, text, index, behind, sentence) if figures or not rule.figure else None
                if span is not None:
                    yield *span, self._concept(rule, words, index, *span)
                    behind = span[1]
                    break

    def _match(
        self, rule: Rule, words: Words, text: str, index: int, floor: int, sentence: Sentence
    ) -> tuple[int, int] | None:
        if rule.follows is not None and not _follows(rule.follows, words, index):
            return None
        begin = words.starts[index]
        farthest = max(sentence.start, begin - rule.look)
        if rule.near and all(text.find(sign, farthest, begin) < 0 for sign in rule.near):
            return None
        match = rule.behind.match(text, begin, sentence.end)
        if match is None:
            return None
        start, end = match.span("found")
        verb = None
        if rule.before is not None:
            before = rule.before.search(text, farthest, begin)
            groups = {} if before is None else before.groupdict()
            if before is None or groups.get("not") is not None:
                return None
            if groups.get("found") is not None:
                start = before.start("found")
            if start < floor:
                return None
            verb = before.start("verb") if "verb" in groups else None
            if rule.opens is not None and not rule.opens.at(words, sentence, words.index(before.start()), index):
                return None
        at = words.index(start)
        if rule.whose is not None:
            teller = at if verb is None else words.index(verb)
            if not self.subjects.is_patient(rule.whose, words, sentence, teller):
                return None
        if not rule.denied and at > sentence.first and words.lower[at - 1] in DENYING:
            return None  # "does not | need help with bathing"
        if rule.capitals and not words.text[start : start + 2].isupper():
            return None
        if rule.leading is not None:
            start = words.starts[self._first(rule.leading, words, at, floor)]
        if rule.sited:
            first = words.index(start)
            end = max(end, words.ends[self.vocabulary.last(words, Core(first, words.index(end), None)) - 1])
        return start, end

    def _first(self, leading: frozenset[str], words: Words, first: int, floor: int) -> int:
        """The index of the first modifier of what begins at a word: "right and left | lateral bending"."""
        lower, behind = words.lower, words.index(floor)
        while first > behind and words.gap(first - 1) in {" ", "-", "/"}:
            before = lower[first - 1]
            if before in leading or self.vocabulary.modifies(before):
                first -= 1
            elif before in CONJUNCTIONS and {lower[first], *lower[first - 2 : first - 1]} <= self.paired:
                first -= 2
            else:
                break
        return max(first, behind)

    def _concept(self, rule: Rule, words: Words, index: int, start: int, end: int) -> str:
        """The concept of a known term at a word, else the rule's, or what modifiers make of it."""
        last = words.index(end)
        known = self.vocabulary.terms.longest(words, index)
        concept = known[1] if known is not None and known[0] <= last else rule.concept
        concepts = self.vocabulary.concepts
        if concept not in concepts.refined:
            return concept
        return concepts.of(words, words.index(start), (index, index + 1, concept), last) or concept


def _follows(follows: frozenset[str], words: Words, index: int) -> bool:
    """True behind one of some words, an adverb, or a comma."""
    before = words.lower[index - 1] if index else ""
    return before in follows or before.endswith("ly") or "," in words.gap(index - 1)


def led(leads: Collection[str], concept: str, behind: str = "", **how: Any) -> Rule:
    """A rule whose finding is one of the phrases that it is tried at, with what the source of an expression adds."""
    return Rule(leads, concept, expression(rf"(?P<found>{any_phrase(leads)}{behind})"), **how)


def some(phrases: Iterable[str], most: int) -> str:
    """The source of an expression for up to so many of some phrases, in front of another word."""
    return rf"(?:{any_phrase(phrases)}\s+){{0,{most}}}"


def measured(noun: str, links: str, verbs: str, measure: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is measured, with its measure behind a verb and in one noun phrase.

    Args:
        noun: the source of an expression for what is measured.
        links: the same for the words that may stand between it and the measure.
        verbs: the same for finite verbs.
        measure: the same for the measure.
    """
    linked = rf"(?:[\s:=,(-]{{1,3}}{links}){{0,6}}"
    behind_verb = expression(rf"(?P<found>{noun}){linked}[\s,]+{verbs}{linked}[\s:=,(~<>-]{{0,3}}{measure}")
    phrase = expression(rf"(?P<found>{noun}{linked}[\s:=,(~<>-]{{0,3}}{measure})")
    return behind_verb, phrase
