"""The signs that part the items of a list behind a cue of negation, and not its clauses.

    None of the following was found: pain relief; improved function          a heading with a colon
    The following are not in the records: a UDS; a pain agreement            likewise
    The notes lack a) a pain assessment; b) a functional assessment          marks
    did not document current pain; average pain; and how long relief lasts   three items, the last behind "and"

Left alone: semicolons in front of a verb, behind which a new statement stands.
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import BEFORE, VOID, Cue
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import MARK, begins_list
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.grammar.words import places_of
from imrx.stretches import Limits

LIST = 400
"""So many characters a list behind a colon goes on, with semicolons."""

DOCUMENTATION = "documentation"
"""How the cues end behind which a list may have semicolons: "no documentation of weakness; atrophy; and spasm"."""

RELATIVE_PRONOUNS = frozenset({"that", "which", "who"})
"""What stands in front of a verb that makes no clause of its own: "a lesion that has been shown"."""

HEADING = 40
"""So many characters stand between "the following" and its colon at most."""


class Rows:
    """The words of `limits` in `patterns/negation.json` that lists are introduced with, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        limits = table["limits"]
        self.clauses = clauses
        self.listing = expression(rf"\b{any_phrase(limits['listing'])}:")
        self.following = expression(rf"\bthe\s+following\s[^.;:]{{1,{HEADING}}}$")
        told = [
            *table["not_documented"]["supplied"],
            *table["not_documented"]["noticed"],
            *table["not_documented"]["shown"],
        ]
        self.untold = expression(
            rf"\b(?:not|never)\s+(?:[a-z]+ly\s+)?(?:been\s+)?{any_phrase(told)}(?!\s+(?:as|to)\b)"
            rf"|\b{any_phrase(limits['absent'])}\b"
        )
        self.next_mark = expression(rf"\s*(?:(?:and|or|and/or)\s+)?{MARK}")
        self.last_of_row = expression(r"\s*(?:and|or)\s")
        self.last_is_asked = expression(rf"\s*(?:and|or)\s+{any_phrase(limits['questions'])}")
        self.recording = expression(rf".*\b(?:not|never|to)\s+(?:[a-z]+ly\s+)?{any_phrase(limits['recording'])}")
        self.turning = expression(rf"\s*(?:(?:and|or)\s+)?(?:an?\s+)?(?:{any_phrase(limits['positive'])}|\d)")
        self.stating = expression(
            rf";[^;]*?(?<!that)(?<!which)(?<!who)\s+(?<!; ){any_phrase(limits['finite_of_items'])}\b"
        )
        self.asking = expression(rf";?\s*(?:(?:and|or)\s+)?{any_phrase(limits['questions'])}")

    def stops(self, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue]) -> list[int]:
        """The semicolons that part the items of a list behind a cue."""
        semicolons = list(places_of(words.lowered, ";", sentence.start, sentence.end))
        return [
            at
            for at, following in zip(semicolons, [*semicolons[1:], sentence.end], strict=False)
            if self._has_no_verb(words, at, following)
            and (
                self._has_heading(words.lowered, sentence.start, cues, at)
                or self._is_marked(words.lowered, sentence.start, findings, cues, at)
                or self._is_in_row(words, cues, at, semicolons[-1])
            )
        ]

    def is_heading(self, text: str, start: int, findings: list[Limits], cues: list[Cue], colon: int) -> bool:
        """True for the colon in front of a list that is denied: "no documentation regarding: 1) pain relief"."""
        return self._denies_following(text, start, cues, colon) or self._is_marked(text, start, findings, cues, colon)

    def _has_heading(self, text: str, start: int, cues: list[Cue], offset: int) -> bool:
        """True for the semicolons of "none of the following: pain relief; improved function"."""
        front = max(start, offset - LIST)
        colon = text.find(":", front, offset)
        return colon >= 0 and (
            self.listing.search(text, front, offset) is not None or self._denies_following(text, front, cues, colon)
        )

    def _denies_following(self, text: str, start: int, cues: list[Cue], colon: int) -> bool:
        """True for the colon of "The following were not found in the records: pain relief"."""
        following = self.following.search(text, start, colon)
        return following is not None and any(
            cue.side != VOID
            and following.start() < cue.start < colon
            and self.untold.search(text, cue.start, colon) is not None
            for cue in cues
        )

    def _is_marked(self, text: str, start: int, findings: list[Limits], cues: list[Cue], offset: int) -> bool:
        """True for stops of a list whose items have marks, the first behind a cue: "lacks a) a plan; b) a goal"."""
        if self.next_mark.match(text, offset + 1) is None:
            return False
        front = max(start, offset - LIST)
        behind = [(cue.start, cue.end) for cue in cues if cue.side == BEFORE and front <= cue.end <= offset]
        return any(
            begins_list(text, cue, min((a for a, _ in findings if a >= cue[1]), default=offset)) for cue in behind
        )

    def _is_in_row(self, words: Words, cues: list[Cue], offset: int, last: int) -> bool:
        """True for those of three items behind a report: "did not document current pain; least pain; and relief".

        Behind other reports than of documentation, "no record of relief; function; and how long it lasts", the last of
        them is a question.
        """
        text = words.lowered
        cue = max((cue for cue in cues if cue.side == BEFORE and cue.report and cue.end <= offset), default=None)
        if cue is None or text.find(";", cue.end, last) < 0 or self.last_of_row.match(text, last + 1) is None:
            return False
        if not (
            self.last_is_asked.match(text, last + 1)
            or self.recording.fullmatch(text, cue.start, cue.end)
            or text.endswith(DOCUMENTATION, cue.start, cue.end)
        ):
            return False
        stops = [*places_of(text, ";", cue.end, offset), offset]
        return text.find(":", cue.end, offset) < 0 and all(
            self._has_no_verb(words, start, end) and self.turning.match(text, end + 1) is None
            for start, end in pairwise([cue.end, *stops])
        )

    def _has_no_verb(self, words: Words, start: int, end: int) -> bool:
        """True for an item of a list of findings and questions between two offsets: "; how long it lasts"."""
        if self.asking.match(words.lowered, start, end) is not None:
            return True
        if words.lowered.startswith(";", start) and self.stating.match(words.lowered, start, end) is not None:
            return False  # "; the exam revealed spasm"
        inside = words.lower[words.index(start) : words.index(end)]
        if self.clauses.verbs.isdisjoint(inside):
            return True
        return all(word not in self.clauses.verbs or front in RELATIVE_PRONOUNS for front, word in pairwise(inside))
