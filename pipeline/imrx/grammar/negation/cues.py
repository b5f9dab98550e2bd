r"""Cues of negation, and what only looks like one.

    no evidence presented of random drug testing results        cue "no evidence", in front
    Babinski, Hoffmann and clonus were all negative             cue "were all negative", behind
    Norco was denied because documentation was not provided     void, and a cue behind its subject

Families of cues ("failed to provide", "has not been documented") are recognised with the words between them
(`imrx.grammar.negation.family_cues`), the rest are the phrases of the termset (`imrx.grammar.negation.phrase_cues`).
A sentence is only looked at where one of the words of the gate stands. Left alone: how far a cue reaches
(`imrx.grammar.negation.scope`).
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import AFTER, Cue
from imrx.grammar.negation.family_cues import FamilyCues
from imrx.grammar.negation.phrase_cues import PhraseCues
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

FARTHEST_TOPIC = 120
"""So many characters a sentence's topic has at most that is taken up behind it: "As for red flags, none"."""

REACH = 4
"""A cue begins at most so many words in front of its word of the gate: "was found to be absent"."""


class Cues:
    """The termset and the families of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        families = table["families"]
        self.gate = frozenset(table["gate"]).union(families["scarce"], clauses.scanty_leads)
        self.families = FamilyCues(table, clauses, self.gate)
        self.phrases = PhraseCues(table, clauses, self.gate)
        self.leads = self.gate | set(self.families.families.by_word) | self.phrases.leads
        self.clauses = clauses
        self.asked = expression(rf"\s+{any_phrase(families['clausal'])}")
        self.anaphors = tuple(families["anaphors"])
        self.topic = expression(
            rf"(?P<topic>(?:[a-z]+,\s+)?{any_phrase(families['topics'])}\s+[^.;:]{{1,{FARTHEST_TOPIC}}}),\s+"
            rf"(?:(?P<taken_up>{any_phrase(families['taking_up'])})\s+)?$"
        )

    def find(
        self,
        text: str,
        words: Words,
        sentence: Sentence,
        marks: list[int],
        findings: list[Limits],
        kinds: list[str | None],
    ) -> list[Cue]:
        """Cues and voids of a sentence, in order; none of them inside a finding.

        Args:
            text: the letter in lower case.
            words: its words.
            sentence: where to look.
            marks: the indices of its words that are in the gate, in order.
            findings: the sentence's findings, in order; at least one.
            kinds: the kind of each.
        """
        start, end = sentence.start, sentence.end
        near = self._near(words.lower, sentence.first, marks)
        found = list(self.phrases.signed(text, start, end, findings, kinds))
        if not near and not found and text.find("(", start, end) < 0 and text.find("+", start, end) < 0:
            return []
        for match in self.families.families.find(words, near, end):
            found += self.families.read(text, sentence, match, findings, kinds, bool(found))
        for candidate in self.phrases.candidates(text, words, sentence, near):
            cue = self.phrases.read(text, words, sentence, candidate, findings, found)
            if cue is not None:
                found.append(cue)
        return [self._with_subject(words, sentence, cue) if cue.side == AFTER else cue for cue in sorted(found)]

    def _with_subject(self, words: Words, sentence: Sentence, cue: Cue) -> Cue:
        topic = self._topic_end(words.lowered, sentence.start, cue)
        if topic is not None:
            return cue._replace(subject=topic)
        at = words.index(cue.start)
        end = self.clauses.subject_end(words, at, sentence.first)
        return cue._replace(subject=words.ends[end - 1]) if end < at else cue

    def _topic_end(self, text: str, start: int, cue: Cue) -> int | None:
        """Where the topic of a sentence ends that a cue takes up: "As for red flags, | none were noted".

        Not "Regarding his headaches, it was not stated whether".
        """
        topic = self.topic.match(text, start, cue.start)
        if topic is None or self.asked.match(text, cue.end) is not None:
            return None
        return topic.end("topic") if topic["taken_up"] or text.startswith(self.anaphors, cue.start) else None

    def _near(self, lower: list[str], first: int, marks: list[int]) -> list[int]:
        """The words near one of the gate that a cue can begin with, in order."""
        near: list[int] = []
        for mark in marks:
            near += [at for at in range(max(first, mark - REACH), mark + 1) if lower[at] in self.leads]
            first = mark + 1
        return near
