r"""Pain scores, and which of them a drug brought down.

    The pain is 8/10.                                                  a score
    8/10 without medications and 4/10 with medications                 two; the second is pain relief
    With medications the pain is 4/10, without them 8/10               two; the first is pain relief
    decreased from 9/10 to 5/10 with Norco; 9/10, reduced to 5/10 with Norco   likewise
    4/10, down from 8/10 before Norco; 4/10 (was 8/10 before Norco)    two; the first is pain relief
    8/10 with medications                                              a score: relief compared with nothing
    LBP 8/10; pain of 8/10; 8/10 neck pain                             part of the finding that it measures

Left alone: the score behind a verb of the pain ("The pain is 8/10"; "rates her pain at 8/10"), where what is measured
is the finding, but for one that a drug brought down; relief by rest, therapy or injections, and scores that are no
lower with medication.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.reading import Reading

SCORE = re.compile(
    r"[0-9](?<![\d/.-]\d)(?:(?<=1)0)?(?:\.\d)?(?:\s?(?:-|to)\s?(?:10|\d))?"
    r"(?:\s?/\s?10|\sout\sof\s10|\son\sa\s10(?:-|\s)point\sscale"
    r"|\son\sa\sscale\sof\s(?:[01]|zero|one)\s?(?:-|to)\s?(?:10|ten))(?![\d/.-]*\d)"
)
"""A pain score, "4-7/10"; no part of a date. It begins with plain characters, so that the engine skips to them."""

SCORED = ("/10", "/ 10", " out of 10", " on a scale of ", " on a 10")
"""What every score has in it, and a letter without scores seldom: looked for first."""

FARTHEST_COUNTED = 16
"""So many characters behind a score the word is looked at that makes a count of it."""

APART = 60
"""So many characters stand at most between two scores that are compared."""

FARTHEST_MEDICATED = 60
"""So many characters in front of a score "with medications" stands."""

NAMED = 24
"""So many characters behind "with" the drug stands."""

NUMBER = re.compile(r"\d+(?:\.\d)?")
"""A score's first number."""

MEASURING = 60
"""So many characters in front of a score the pain that it measures is looked for."""

OF = re.compile(r"\s+(?:of\s+)?")
"""What stands between a finding and its score where they are one noun phrase."""

INTENSITY = "pain_intensity"
"""The concept of a score that no drug brought down."""

Told: TypeAlias = tuple[int, int, str | None, str, bool]
"""A finding by offsets, its concept, the rule that found it, and whether a medication is blamed for it."""

Score: TypeAlias = tuple[int, int, str]
"""A score by half-open character offsets, and its concept."""


class Scores:
    """The words around scores of `patterns/findings_heads.json`, compiled, for text in lower case."""

    def __init__(self, heads: dict[str, Any]) -> None:
        self.counts = frozenset(heads["not_scores"])
        words = heads["medicated"]
        copula = rf"\s*(?:{any_phrase(words['extremes'])}\s+)?(?:(?:is|was)\s+)?"
        self.without = expression(rf"{copula}{any_phrase(words['without'])}")
        self.medicated = expression(rf"{copula}{any_phrase(words['with'])}")
        self.medication = expression(rf"\b{any_phrase(words['medication'])}")
        front = rf"(?P<without>{any_phrase(words['without'])})|{any_phrase(words['with'])}"
        self.in_front = expression(rf"(?:\A|(?<=[\s(]))(?:{front})\s(?!.*\s(?:with|w/o|without)\s)[^.;]*\Z")
        self.without_scale = expression(
            rf"[^.;\d]*\b(?:and|versus|vs)\.?\s+(?P<higher>\d{{1,2}})(?:\s?(?:-|to)\s?\d{{1,2}})?\s+"
            rf"{any_phrase(words['without'])}"
        )
        to = rf"(?:down\s+)?to\s+(?:an?\s+)?(?:{any_phrase(words['about'])}\s+)?"
        self.coming = expression(
            rf",?\s*\(?(?:(?:and|which)\s+)?(?:(?:is|was)\s+)?{any_phrase(words['coming_from'])}\s+(?:an?\s+)?"
        )
        self.to = expression(rf"\s*{to}")
        told = heads["scored"]
        pain, filler = any_phrase(told["pains"]), rf"(?:\s+(?!{any_phrase(told['others'])})[a-z'’/-]+){{0,5}}?"
        around = rf"(?:\s+{any_phrase(told['around'])}){{0,4}}"
        self.measured = expression(
            rf"\b(?:{pain}{filler}\s+{any_phrase(told['verbs'])}{around}"
            rf"|{any_phrase(told['rating'])}{filler}\s+{pain}{filler})\s+\Z"
        )
        self.lowered = expression(
            rf",?\s*(?:(?:and|which|that|it)\s+)?(?:(?:is|was)\s+)?{any_phrase(words['lowered'])}\s+{to}"
        )

    def find(self, reading: Reading, drugs: frozenset[int]) -> Iterator[Score]:
        """The scores of what is read, in order; "6 out of 10 sessions" is none.

        Args:
            reading: the letter.
            drugs: where its drugs begin, and the other spans that no finding overlaps.
        """
        for start, end in reading.stretches:
            if any(reading.text.find(sign, start, end) >= 0 for sign in SCORED):
                text = reading.words.lowered
                scores = [match for match in SCORE.finditer(reading.text, start, end) if self._is_score(match)]
                pairs = (self._relieved(text, *pair, drugs) for pair in pairwise(scores))
                relieved = {score.start() for score in pairs if score is not None}
                relieved.update(score.start() for score in scores if self._is_below_next(text, score, drugs))
                for score in scores:
                    yield *score.span(), "reduced_pain_score" if score.start() in relieved else INTENSITY

    def joined(self, reading: Reading, found: Iterable[Told]) -> list[Told]:
        """Findings in order, each with the score of its noun phrase: "LBP | 8/10", "8/10 | neck pain".

        The score behind a verb of the pain is left out: it tells what a medication did, but is no finding of its own.
        """
        text, joined = reading.words.lowered, list[Told]()
        for start, end, concept, rule, blamed in found:
            is_score = concept == INTENSITY and SCORE.fullmatch(text, start, end) is not None
            if joined:
                first, last, named, its_rule, its_blame = joined[-1]
                after_score = named == INTENSITY and SCORE.fullmatch(text, first, last) is not None
                if is_score and not after_score and OF.fullmatch(text, last, start):
                    joined[-1] = first, end, named, its_rule, its_blame
                    continue
                if after_score and not is_score and text[last:start].isspace():
                    joined[-1] = first, end, concept, rule, blamed
                    continue
            if not (is_score and self.measured.search(text, max(0, start - MEASURING), start)):
                joined.append((start, end, concept, rule, blamed))
        return joined

    def _is_score(self, score: re.Match[str]) -> bool:
        behind = score.string[score.end() : score.end() + FARTHEST_COUNTED].split()
        return not behind or behind[0].strip(".,;") not in self.counts

    def _relieved(
        self, text: str, first: re.Match[str], second: re.Match[str], drugs: frozenset[int]
    ) -> re.Match[str] | None:
        """Of two scores the one with medication, where it is the lower."""
        if second.start() - first.end() > APART:
            return None
        with_second = self.medicated.match(text, second.end()) is not None
        if with_second and self.without.match(text, first.end()):
            lower, higher, named = second, first, first.end()
        elif self.medicated.match(text, first.end()) and self.without.match(text, second.end()):
            lower, higher, named = first, second, first.end()
        elif with_second and self._is_change(text, first, second):
            lower, higher, named = second, first, second.end()
        elif self.without.match(text, second.end()) and self.coming.fullmatch(text, first.end(), second.start()):
            lower, higher, named = first, second, second.end()
        else:
            return self._relieved_in_front(text, first, second, drugs)
        if not self._is_medication(text, named, second.end() + NAMED, drugs):
            return None
        return lower if _number(lower) < _number(higher) else None

    def _relieved_in_front(
        self, text: str, first: re.Match[str], second: re.Match[str], drugs: frozenset[int]
    ) -> re.Match[str] | None:
        """The same where "with medications" and "without" stand in front of the scores."""
        begin = max(0, first.start() - FARTHEST_MEDICATED)
        begin = max(begin, text.rfind(".", begin, first.start()))
        before = self.in_front.search(text[begin : first.start()])
        between = self.in_front.search(text[first.end() : second.start()])
        if before is None or between is None or (before["without"] is None) == (between["without"] is None):
            return None
        if not self._is_medication(text, begin, second.start(), drugs):
            return None
        lower, higher = (first, second) if before["without"] is None else (second, first)
        return lower if _number(lower) < _number(higher) else None

    def _is_below_next(self, text: str, score: re.Match[str], drugs: frozenset[int]) -> bool:
        """True for "4/10 with Norco and 8 without": the second has no scale of its own."""
        if not self.medicated.match(text, score.end()):
            return False
        other = self.without_scale.match(text, score.end(), score.end() + APART)
        if other is None or _number(score) >= float(other["higher"]):
            return False
        return self._is_medication(text, *other.span(), drugs)

    def _is_medication(self, text: str, start: int, end: int, drugs: frozenset[int]) -> bool:
        """True where a drug or the word "medications" stands between two offsets."""
        return self.medication.search(text, start, end) is not None or not drugs.isdisjoint(range(start, end))

    def _is_change(self, text: str, first: re.Match[str], second: re.Match[str]) -> bool:
        if self.lowered.fullmatch(text, first.end(), second.start()):
            return True
        return (
            text.endswith("from ", 0, first.start())
            and self.to.fullmatch(text, first.end(), second.start()) is not None
        )


def _number(score: re.Match[str]) -> float:
    """The first number of a score: 4 of "4-7/10"."""
    number = NUMBER.match(score[0])
    assert number is not None, "a score begins with a number"
    return float(number[0])
