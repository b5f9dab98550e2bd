r"""What a patient can do with a medication, or cannot do despite it.

    With Norco he is | able to do light housework         activity_improvement
    With it he can sleep better and | do chores            likewise
    The patch | allows her to use the keyboard             likewise
    allows her to cook and | walk                          functional_status
    | walks for 20 minutes thanks to the methadone         likewise
    | unable to lift or carry despite usage of Nucynta     limitation_with_medication
    | could not cook without the medication                activity_without_medication
    takes the drug and | could not cook without it         likewise
    without the medication he would be | bedridden         likewise
    without it he would not be | able to cook              likewise

A sentence that begins again with the same patient goes on with what the sentence in front ties to a medication: "With
OxyContin the pain drops. She is able to cook". Left alone: what somebody does without a word of medication, sleep
and work, what he can do without, and that he can give up another drug ("able to come off of Percocet").
"""

import re
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, telling
from imrx.grammar.effects.medicated import Medicated
from imrx.grammar.expressions import expression
from imrx.stretches import ConceptSpan

ACTIVITY = "activity_improvement"
LIMITATION = "limitation_with_medication"
NEEDED = "activity_without_medication"
FURTHER = "functional_status"
"""The concept of what stands behind the first activity of a list, which is the evidence."""

LONGEST_ACTIVITY = 6
"""An activity has at most so many words behind its verb."""

WORD = re.compile(r"\s[a-z'-]+")


class Activities:
    """`activities` of `patterns/drug_effects.json`, compiled, for masked text.

    Args:
        table: `patterns/drug_effects.json`.
        heads: `patterns/findings_heads.json`, for the words that end an activity, and for what is none.
    """

    def __init__(self, table: dict[str, Any], heads: dict[str, Any], medicated: Medicated) -> None:
        words = table["activities"]
        self.medicated = medicated
        self.stops = (frozenset(heads["np_stops"]) | {"even"}) - frozenset(heads["ability_words"]) - {"any"}
        self.trailing = frozenset(heads["ability_words"])
        giving_up = rf"{any_phrase(words['giving_up'])}\s+{medicated.named}"
        none = rf"(?:{any_phrase(words['not_activities'])}|{giving_up})"
        inactive = any_phrase(heads["not_abilities"])
        verbs = rf"(?!{none}){any_phrase(words['verbs'])}"
        any_verb = rf"(?:{verbs}|(?!{none}|{inactive})[a-z]+\b)"
        subject = rf"\b{any_phrase(words['subjects'])}\s+(?:(?:also|now|still)\s+)?"
        self.openings = expression(
            rf"\b(?P<able>able\s+to\s+{any_verb})"
            rf"|{subject}(?P<can>(?:can|could)\s+(?:(?:only|now|still|also|again)\s+)?{verbs})"
            rf"|\b(?P<ability>ability\s+to\s+{verbs})"
            rf"|\b(?P<let>{any_phrase(words['allowing'])}\s+{any_phrase(words['allowed'])}\s+(?:to\s+)?{verbs})"
            rf"|{subject}(?P<does>{any_phrase(words['finite'])})"
            rf"|\b(?:able\s+to|can|could)\s+{none}\s+(?:[a-z]+\s+){{0,4}}?and\s+(?P<too>{verbs})"
        )
        self.next = expression(rf"(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?=(?P<next>{verbs}))")
        self.allowing = expression(rf"\b{any_phrase(words['allowing'])}\s+{any_phrase(words['allowed'])}\s")
        self.unable = expression(
            rf"\b(?:(?:{any_phrase(words['unable'])}|(?<=\bnot\sbe\s)able\s+to)\s+{any_verb}"
            rf"|{any_phrase(words['helpless'])})"
        )
        self.incapable = telling([*words["unable"], *words["helpless"], "able"])
        self.without = expression(rf"(?<!/10\s)(?<!\b10\s)\b{any_phrase(words['without'])}\s+{medicated.named}")
        self.without_it = expression(rf"\bwithout\s+{any_phrase(words['pronouns'])}(?=[\s]*(?:[.,;)]|\Z))")
        self.not_it = expression(rf"\b{any_phrase(words['not_pronouns'])}")
        self.improving = expression(rf"\b{any_phrase(words['improving'])}")
        self.again = expression(rf"\s*{any_phrase(words['begins_again'])}(?:'s)?\s|\s*(?:his|her)\s")
        self.benefit = frozenset(words["benefit"])
        self.between = expression(rf"\b{any_phrase(words['not_in_between'])}")
        self.gate = frozenset({"able", "can", "could", "ability"}).union(
            *(phrase.split()[-1:] for phrase in words["unable"] if not phrase.endswith("to")),
            *(phrase.split()[:1] for name in ("finite", "allowing", "unable", "helpless") for phrase in words[name]),
        ) - {"has", "had", "have", "not"}

    def find(self, text: str, start: int, end: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        """The activities of a sentence that names a medication and is made of some words, by offsets."""
        for match in () if words.isdisjoint(self.incapable) else self.unable.finditer(text, start, end):
            tie, concept = self.medicated.despite.search(text, start, end), LIMITATION
            if tie is None:
                tie, concept = self._without(text, start, match.start(), end), NEEDED
            if tie is not None:
                until = tie.start() if tie.start() > match.end() else end
                yield match.start(), self._until(text, match.end(), until), concept
        tie = self.medicated.tied.search(text, start, end)
        helps = any(self.medicated.helping(text, start, end, words))
        if tie is None and not helps and self.allowing.search(text, start, end) is None:
            return
        for match in self.openings.finditer(text, start, end):
            kind = match.lastgroup
            assert kind is not None, "every branch has a name"
            first, behind = match.span(kind)
            if kind == "let":
                is_tied = self.medicated.any.search(text, start, first) is not None
            elif kind == "does":
                is_tied = tie is not None and self._is_close(text, tie, first, behind)
            elif kind == "ability" and self.improving.search(text, start, end) is None:
                is_tied = False
            else:
                is_tied = helps or (tie is not None and self._is_close(text, tie, first, behind))
            if is_tied:
                last = self._until(text, behind, end)
                yield first, last, ACTIVITY
                while kind == "let" and (further := self.next.match(text, last, end)) is not None:
                    last = self._until(text, further.end("next"), end)
                    yield further.start("next"), last, FURTHER

    def following(self, text: str, start: int, end: int, behind: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        """The activities of the sentence behind one that tells what a medication does for the same patient.

        Args:
            text: a masked text.
            start: where the sentence in front begins.
            end: where the two meet.
            behind: where the second one ends.
            words: those of the sentence in front.
        """
        if (
            not words.isdisjoint(self.benefit)
            and self.again.match(text, end) is not None
            and self.medicated.denying.search(text, start, end) is None
            and self.medicated.is_tied(text, start, end, words)
        ):
            for match in self.openings.finditer(text, end, behind):
                kind = match.lastgroup
                if kind in {"able", "can", "too"} or (kind == "ability" and self.improving.search(text, end, behind)):
                    yield match.start(kind), self._until(text, match.end(kind), behind), ACTIVITY

    def _without(self, text: str, start: int, first: int, end: int) -> re.Match[str] | None:
        """The words "without the medication", or "without it" where nothing else stands in front that could be it."""
        tie = self.without.search(text, start, end)
        if tie is None and (it := self.without_it.search(text, first, end)) is not None:
            drug = self.medicated.any.search(text, start, first)
            if drug is not None and self.not_it.search(text, drug.end(), first) is None:
                return it
        return tie

    def _is_close(self, text: str, tie: re.Match[str], first: int, behind: int) -> bool:
        """True where nothing between a tie and an activity takes the medication for something else."""
        limits = (tie.end(), first) if tie.start() < first else (behind, tie.start())
        return self.between.search(text, *limits) is None and ";" not in text[slice(*limits)]

    def _until(self, text: str, behind: int, end: int) -> int:
        """The offset behind an activity whose verb ends at an offset."""
        at = last = behind
        for _ in range(LONGEST_ACTIVITY):
            match = WORD.match(text, at, end)
            if match is None or (word := match[0].strip()) in self.stops:
                break
            at = match.end()
            if word not in self.trailing:
                last = at
        return last
