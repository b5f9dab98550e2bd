"""Phrases of absence that open no place: nothing of the patient or the records is missing behind them.

    The guideline does not address | opioids        a guideline is silent
    the request for a scooter with no | basket      a part of what is asked for
    no reason why he could not | go on              the reason is missing, and he goes on
    neither | the MRI nor the EMG showed            the MRI and the EMG are there
    the notes | are deficient regarding his sleep   the notes are there
    therapy | is not indicated                      a decision

What else stands in front of them or behind is a place (`imrx.grammar.findings.openings`).
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.opening_parts import OpeningParts
from imrx.grammar.sentences.branches import FORMS_OF_BE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words

FARTHEST_IN_FRONT = 200
"""How far in front of a phrase its subject, or the "no" that governs it, is looked for, in characters."""

FARTHEST_GUIDELINE = 80
"""So many characters in front of a phrase the guideline stands that is its subject."""

FARTHEST_VERB = 12
"""So many words behind "neither ... nor" the verb of the sentence stands."""

OF_EFFECT = frozenset({"medication_effectiveness", "response_to_treatment"})
"""The concepts of what a treatment is said to be: "neither the unit nor the brace was | helpful"."""


class VoidOpenings:
    """The words of `patterns/findings_heads.json` that they are known by."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses, parts: OpeningParts) -> None:
        self.tried = frozenset([*heads["failing"], *clauses.prior])
        self.decided = frozenset(word for phrase in heads["decided"] for word in phrase.split())
        self.paper = expression(rf"\b{any_phrase(heads['papers'])}\s+$")
        self.about = expression(rf"\s+{clauses.topics}\s")
        self.neither_tells = expression(rf"n(?:either|or)\s+{parts.verbs}")
        self.denier = expression(rf"\b{any_phrase(heads['deniers'])}(?!\s+of\s+systems)[^.;]*$")
        self.why_he = expression(rf"(?P<why>\bwhy\s)(?:the\s+|this\s+)?{parts.subjects}\s+$")
        unmet = rf"\s+{any_phrase(heads['unmet'])}\s[^.;,]*\b{any_phrase(heads['said_because'])}"
        self.guideline = expression(rf"\b{any_phrase(heads['guideline_words'])}(?!{unmet})[^.;,]*$")
        self.not_stated = expression(clauses.not_stated)
        self.beyond = expression(rf"\b{any_phrase(clauses.beyond)}\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}$")
        self.no_reason = expression(rf"\b{parts.missing}\s[^.;,]*$")
        self.sustained = expression(any_phrase(heads["sustained"]))
        self.gained = expression(rf"\b{any_phrase(heads['gained'])}")
        self.showing = frozenset(heads["showing"])
        self.helping = frozenset(clauses.helping)
        self.effective = frozenset(word for word, concept in heads["predicates"].items() if concept in OF_EFFECT)
        self.not_shown = frozenset(heads["not_shown"]) | FORMS_OF_BE
        self.requested = expression(
            rf"\b{any_phrase(heads['requests'])}\s+for\s+(?:(?!(?:with|and|or|by|in|due|to)\b)[a-z-]+\s+){{1,6}}?"
            rf"(?:with\s+)?$"
        )
        self.restricted = expression(rf"\b{any_phrase(heads['restricting'])}(?:\s+[a-z]+)?\s*(?::|of\b)[^.;]*$")

    def opens_no_object(
        self, words: Words, sentence: Sentence, opening: re.Match[str], of_report: bool, alone: bool
    ) -> bool:
        """True for a phrase behind which no object is missing.

        Args:
            words: the letter's words.
            sentence: the sentence that it stands in.
            opening: the phrase.
            of_report: whether it says that something was not reported, unlike "no", "without".
            alone: whether no clause of the sentence is missing either.
        """
        text, start, at = words.lowered, sentence.start, opening.start()
        if self.restricted.search(text, start, at):
            return True
        neither = opening.group().startswith(("neither", "nor")) and " nor " not in opening.group()
        neither = neither and self.neither_tells.match(text, at) is None
        if neither and self._shows_neither(words, sentence):
            return True  # "neither the MRI nor the EMG showed": what they did not show is missing
        why = self.why_he.search(text, start, at) if alone else None
        if why is not None and self.is_why(text, start, why.end("why")):
            return True  # "no explanation why the patient could not perform | an exercise program"
        if self.is_of_guideline(text, start, at):
            return True
        behind = words.index(opening.end())
        tried = not self.tried.isdisjoint(words.lower[behind : behind + 2])
        return not of_report and not tried and self.requested.search(text, start, at) is not None

    def closes_no_subject(self, text: str, start: int, opening: re.Match[str]) -> bool:
        """True for a phrase in front of which no subject is missing."""
        return self._is_of_other(text, start, opening) or self._is_decided(text, start, opening)

    def opens_no_predicate(self, text: str, start: int, opening: re.Match[str]) -> bool:
        """True for a phrase behind which no predicate is denied of the patient."""
        if self.sustained.match(text, opening.end()) and not self.gained.search(text, start, opening.start()):
            return True  # "the injury was not | sustained at work"
        return self.is_of_guideline(text, start, opening.start())

    def is_reviewers(self, text: str, start: int, at: int) -> bool:
        """True for the "denied" of a reviewer."""
        return self.denier.search(text, max(start, at - FARTHEST_IN_FRONT), at) is not None

    def is_why(self, text: str, start: int, at: int) -> bool:
        """True for what "no reason why he could not | go on" asks for: it is not denied."""
        at -= text.endswith("the ", start, at) * len("the ")
        return (
            text.endswith("why ", start, at)
            and self.no_reason.search(text, max(start, at - FARTHEST_IN_FRONT), at) is not None
        )

    def is_of_guideline(self, text: str, start: int, at: int) -> bool:
        """True where a guideline is the subject of what follows, unlike "going beyond the guidelines was not"."""
        found = self.guideline.search(text, max(start, at - FARTHEST_GUIDELINE), at)
        return found is not None and self.beyond.search(text, start, found.start()) is None

    def _shows_neither(self, words: Words, sentence: Sentence) -> bool:
        """True where a verb of showing or helping follows the first "neither ... nor": its subjects are there.

        So it is where something is decided: "neither re-enrollment nor repetition is medically warranted".
        """
        lower = words.lower[sentence.first : sentence.last]
        if "neither" not in lower or "nor" not in lower:
            return False
        nor = lower.index("nor")
        for at in range(nor + 1, min(nor + FARTHEST_VERB, len(lower))):
            behind = lower[at + 1 : at + 2]
            if lower[at] in FORMS_OF_BE:
                return not (self.effective.isdisjoint(behind) and self.decided.isdisjoint(lower[at + 1 : at + 3]))
            if words.gap(sentence.first + at - 1).strip() and not lower[at].isdigit():
                return False
            if lower[at] in self.helping:
                return True
            if lower[at] in self.showing and behind:
                return self.not_shown.isdisjoint(behind)
        return False

    def _is_of_other(self, text: str, start: int, match: re.Match[str]) -> bool:
        """True for papers that are there and lack something: "the notes are deficient | regarding his sleep"."""
        about = self.about.match(text, match.end()) is not None
        return about and self.paper.search(text, start, match.start()) is not None

    def _is_decided(self, text: str, start: int, match: re.Match[str]) -> bool:
        """True for "therapy | is not indicated", unlike "the number of visits | is not indicated": nobody stated it."""
        at = match.start()
        decided = match.group().endswith("indicated")
        return decided and self.not_stated.search(text, max(start, at - FARTHEST_IN_FRONT), at) is None


def is_therapy(words: Words, match: re.Match[str]) -> bool:
    """True for the "PT" of "no evidence PT has helped", which is no patient."""
    short = match.groupdict().get("pt")
    return short is not None and words.text[slice(*match.span("pt"))] == short.upper()
