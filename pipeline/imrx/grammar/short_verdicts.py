"""Conclusions in a few words of a utilisation review: what the reviewer recommends, or a last sentence of a verdict.

    Recommend certification.                    -> Certification is not recommended.
    Recommendation is to non-certify.           -> as what is to be done
    ... beyond the guidelines. Not certified.   -> the last sentence, where it is nothing else

Each is a whole sentence, or goes on with the request ("of this request"): of a part ("of six visits"), under a
condition ("if") or with a reserve it says nothing. Deliberately left alone: non-certification that is recommended
(`conclusions.py`), and what others recommend. The vocabulary is `patterns/decisions.json`, under `conclusion`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.words import Keys, any_of


class ShortVerdict(NamedTuple):
    """Half-open character offsets of a predicate, and whether it denies."""

    start: int
    end: int
    negative: bool


class ShortVerdicts:
    """The expressions built from the vocabulary of conclusions; they read a text in lower case."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        consequence, weak = any_of(words["consequence"]), any_of(words["weak"])
        approval, definite = any_of(words["approval_nouns"]), any_of(words["definite"])
        leading = rf"[\s\"“(]*(?:{consequence}[\s,]*)?"
        part = any_of([*words["numbers"], *words["partly"], "only"])
        of_something = rf"(?:of|for)\s+(?:(?!\b{part}\b)[^.;,\d]){{1,100}}"
        ended = (
            rf"\b(?=\s*(?:[.;]|$)|\s+as\s+requested\b|\s+(?:(?:of|for)\s+)?{definite}\s+(?:\w+\s+){{0,2}}?requests?\b"
        )
        no = rf"(?P<no>(?:(?:do|can|could|would)\s*not|{any_of(words['negated_verbs'])})\s+)?"
        self._sentences = (
            expression(
                rf"{leading}(?:{any_of(words['reviewers'])}\s+)?(?P<verb>{no}{any_of(words['recommending'])}"
                rf"\s+(?:an?\s+|the\s+|for\s+)?{approval}){ended}|\s+{of_something}(?:[.;]|$))"
            ),
            expression(
                rf"{leading}(?:the\s+)?{approval}\s+(?:{of_something}?\s+)?"
                rf"(?P<verb>is\s+(?P<no>not\s+)?(?:{consequence}\s+|also\s+)?{weak}){ended})"
            ),
            expression(
                rf"{leading}(?:(?:the|my|our)\s+)?recommendation\s+(?P<verb>is\s+(?:{consequence}\s+)?"
                rf"(?:(?P<no>{any_of(words['to_deny'])})|{any_of(words['to_approve'])}|for\s+(?:an?\s+)?{approval})){ended})"
            ),
        )
        self._keys = Keys([*words["approval_nouns"], "recommendation"])
        self._last = expression(
            rf"\s*(?:(?:the\s+|this\s+)?request\s+)?"
            rf"(?P<verb>(?P<no>not\s+{weak}|{any_of(words['denials'])})|{any_of(words['approved'])})[.\s]*"
        )
        self._negative = expression(rf"{any_of(words['negatives'])}\b")

    def find(self, lower: str, starts: list[int], end: int) -> Iterator[ShortVerdict]:
        """The verdicts of the sentences that begin at some offsets, the last of which ends at `end`."""
        for start, until in zip(starts, [*starts[1:], end], strict=True):
            if self._keys.stand_in(lower[start:until]):
                for sentence in self._sentences:
                    if (verdict := sentence.match(lower, start, until)) is not None:
                        first, last = verdict.span("verb")
                        predicate = lower[verdict.end("no") if verdict["no"] else first : last]
                        denials = (verdict["no"] is not None) + (self._negative.search(predicate) is not None)
                        yield ShortVerdict(first, last, denials == 1)
        if starts and (verdict := self._last.fullmatch(lower, starts[-1], end)) is not None:
            yield ShortVerdict(*verdict.span("verb"), verdict["no"] is not None)
