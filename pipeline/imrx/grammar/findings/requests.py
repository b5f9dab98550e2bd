"""Tests that are no findings: only asked for, decided on, or in front of what they showed.

The current request for three electrocardiograms · An EKG is not medically necessary. · Urine drug screen.
Recommendations included Norco 5 mg #120 and a urine drug screen · Plan: refill Norco, UDS (but "Plan: UDS consistent")
Spirometry of 2/3/14 showed mild obstruction
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE
from imrx.grammar.sentences.words import CONJUNCTIONS, INSIDE, Words

LONGEST_JOINED = 8
"""What is decided with a test has at most so many words: "and internal medicine clearance"."""
LONGEST_REQUEST = 24
"""A list of what was asked for has at most so many words."""
FARTHEST_REQUEST = 4
"""So many words may stand between a request and the test that it is for: "request for three repeat"."""
FARTHEST_RESULT = 4
"""Among so many words behind a test the word stands that tells its result: "UDS, which was consistent"."""
LONGEST_DATE = 8
"""Among so many, where a date stands in between: "a UDS performed on 5/1/15 was consistent"."""
IN_LISTS = frozenset(" \t\r\n\f,#/-()&+%")
"""What may stand between the words of a list of what was asked for, doses and quantities among them."""
STOPS = frozenset(".,")
BEFORE_TESTS = frozenset({"the", "his", "her"})


class Requests:
    """The words of `patterns/findings_heads.json` that tests are requested, decided on and reported with."""

    def __init__(self, heads: dict[str, Any]) -> None:
        self.tests = frozenset(heads["tests"])
        self.test_nouns = frozenset(heads["test_nouns"])
        self.introducing = frozenset(heads["introducing_tests"])
        self.exams = frozenset(heads["introducing_exams"])
        not_shown = rf"(?!\s+{any_phrase([*heads['not_shown'], *FORMS_OF_BE])})"
        told_for = rf"{any_phrase(FORMS_OF_BE)}\s+(?:{any_phrase(heads['outcomes_for'])})\s+for\b"
        self.shows = expression(
            rf"(?:\s+{any_phrase(heads['reports'])})?(?:,?\s+(?:of|from|dated|on|performed)\s+[^.;,()]{{1,30}}?,?)?\s+"
            rf"(?:{any_phrase(heads['showing'])}{not_shown}|{told_for})"
        )
        self.requesting: dict[str, list[list[str]]] = {}
        for phrase in map(str.split, heads["requesting"]):
            self.requesting.setdefault(phrase[-1], []).append(phrase)
        self.headings = frozenset(heads["requesting_headings"])
        self.results = frozenset(heads["results"])
        self.telling = self.results - FORMS_OF_BE - {"which", "that"}
        self.decided = [tuple(phrase.split()) for phrase in heads["decided"]]
        self.counting = frozenset(heads["counting"])
        be = any_phrase(FORMS_OF_BE)
        other = rf"\s+and(?:\s+(?!{be})[a-z]+){{1,4}}?(?:\s+(?:are|were))?"
        on_hand = rf"(?:{other}|(?:\s+{be})?)\s+{any_phrase(heads['kept_papers'])}"
        told = rf"{be}\s+{any_phrase(heads['results_told'])}|{any_phrase(heads['showing'])}{not_shown}\s+[a-z]"
        self.was_done = expression(
            rf"(?:\s+{be}\s+{any_phrase(heads['asked_for'])})?\s+{any_phrase(heads['joining_results'])}\s+"
            rf"(?:{told})|{on_hand}"
        )
        self.recent = frozenset(heads["recent"])
        self.not_listed = frozenset(heads["not_listed"])
        self.listed = frozenset(tuple(phrase.split()) for phrase in heads["listed"])
        self.copulas = frozenset(heads["copulas"])

    def introduces_result(self, words: Words, first: int, last: int, concept: str | None) -> bool:
        """True for a test that only leads to what it showed: "Spirometry of 2/3/14 | showed mild obstruction".

        So it is in "On neurologic exam | the gait was normal".
        """
        is_exam = words.lower[last - 1] in self.exams
        if is_exam and _opens(words, first):
            return True
        introducing = concept in self.introducing or is_exam
        return introducing and self.shows.match(words.lowered, words.ends[last - 1]) is not None

    def is_requested(self, words: Words, first: int, last: int, concept: str | None) -> bool:
        """True for a test that is only asked for, decided on, or a heading.

        "The current request for three electrocardiograms", "An EKG is not medically necessary.", "Urine drug screen."
        """
        if concept not in self.tests and not (concept is None and words.lower[last - 1] in self.test_nouns):
            return False
        at, lower = first, words.lower
        if concept not in self.introducing and self.was_done.match(words.lowered, words.ends[last - 1]):
            return False  # "was requested and was consistent"
        begins_clause = words.lower[last : last + 1] and words.lower[last] in FORMS_OF_BE
        if not begins_clause and self._is_listed_request(words, first, last):
            return True
        if self._is_decided(words, last):
            return True
        opens = not first or words.gap(first - 1).strip()[-1:] in {".", ":"}
        if opens and (last >= len(lower) or words.gap(last - 1).startswith(".")):
            return True
        while at > max(0, first - FARTHEST_REQUEST) and (lower[at - 1] in self.counting or lower[at - 1].isdigit()):
            if _is_parted(words, at):
                return False  # "exceeds the recommended 120. UDS was inconsistent"
            at -= 1
        return not _is_parted(words, at) and self._requests(words, at)

    def _is_decided(self, words: Words, last: int) -> bool:
        """True in front of a decision, also on what is joined: "An EKG | and medical clearance are not certified"."""
        lower, at = words.lower, last
        if lower[at : at + 1] and lower[at] in CONJUNCTIONS:
            until = min(at + LONGEST_JOINED, len(lower))
            at = next((k for k in range(at, until) if lower[k] in FORMS_OF_BE or words.gap(k - 1).strip(INSIDE)), at)
        if at >= len(lower) or lower[at] not in FORMS_OF_BE:
            return False
        behind = at + 1 + (lower[at + 1 : at + 2] == ["not"])
        return any(tuple(lower[behind : behind + len(phrase)]) == phrase for phrase in self.decided)

    def _requests(self, words: Words, at: int) -> bool:
        """True where what asks for something ends in front of a word."""
        phrases = self.requesting.get(words.lower[at - 1], ())
        return any(words.lower[max(0, at - len(phrase)) : at] == phrase for phrase in phrases)

    def _is_listed_request(self, words: Words, first: int, last: int) -> bool:
        """True for a later item of what was asked for: "requesting an MRI, therapy, and a urine drug screen"."""
        for at in range(first - 1, max(-1, first - LONGEST_REQUEST), -1):
            gap = words.gap(at)
            if gap.strip() == ":" and words.lower[at] in self.headings:
                return self._is_bare(words, last)
            if not (IN_LISTS.issuperset(gap) or gap == "."):  # "Valium 0.5 mg #30, a UDS"
                return False
            if self._requests(words, at + 1):
                return not self._has_result(words, first, last)
            is_listed = tuple(words.lower[at : at + 2]) in self.listed
            if words.lower[at] in self.copulas or (words.lower[at] in self.not_listed and not is_listed):
                return False
        return False

    def _has_result(self, words: Words, first: int, last: int) -> bool:
        """True for a test of which its sentence tells what it showed, or when: "prescribed Norco, UDS consistent"."""
        if words.lower[first] in self.recent:
            return True
        until = words.lowered.find(". ", words.ends[last - 1])
        behind = words.lower[last : min(last + LONGEST_DATE, words.index(until) if until >= 0 else len(words.lower))]
        return not self.telling.isdisjoint(behind) or self.shows.match(words.lowered, words.ends[last - 1]) is not None

    def _is_bare(self, words: Words, last: int) -> bool:
        """True for a test behind which nothing is told of it: "Plan: | UDS, refill Norco", not "UDS from 5/1/15"."""
        behind = words.lower[last : last + FARTHEST_RESULT]
        if not behind or words.gap(last - 1).startswith("."):
            return True
        is_parted = words.gap(last - 1).strip(INSIDE) != "" or behind[0] in CONJUNCTIONS
        return is_parted and self.results.isdisjoint(behind)


def _opens(words: Words, first: int) -> bool:
    """True behind the "on" that a clause begins with: "On the | neurologic exam, there was no deficit"."""
    at = first - 1 - (words.lower[first - 1] in BEFORE_TESTS)
    return first > 0 and at >= 0 and words.lower[at] == "on" and (not at or words.gap(at - 1).strip() != "")


def _is_parted(words: Words, at: int) -> bool:
    """True where a full stop or a comma stands in front of a word."""
    return at > 0 and not STOPS.isdisjoint(words.gap(at - 1))
