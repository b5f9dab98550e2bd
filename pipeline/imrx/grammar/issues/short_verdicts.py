"""Conclusions in a few words of a utilisation review: the last sentence of a rationale, where it is nothing else.

    Recommend certification.                    -> Certification is not recommended.
    Recommendation is to non-certify.           -> as what is to be done
    ... beyond the guidelines. Not certified.   -> a verdict alone

Behind the noun or the verb stands nothing but the request ("of this request", "of the requested MRI", "as requested"):
of a part ("of a trial"), under a condition or with a reserve ("in part") it says nothing. Deliberately left alone:
non-certification that is recommended (`denials.py`), treatments that are not called requested, and a sentence
behind one that names somebody else or an earlier decision, whose words it may be. The vocabulary is
`patterns/decisions.json`, under `conclusion`.
"""

from typing import NamedTuple

from imrx.grammar.alternatives import any_of
from imrx.grammar.expressions import expression


class ShortVerdict(NamedTuple):
    """Half-open character offsets of a predicate, and whether it denies."""

    start: int
    end: int
    negative: bool


class ShortVerdicts:
    """The expressions built from the vocabulary of conclusions; they read a text in lower case."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        consequence, weak = any_of(words["consequence"]), any_of(words["weak"])
        approval, approved = any_of(words["approval_nouns"]), any_of(words["approved"])
        leading = rf"\s*(?:{consequence}[\s,]*)?"
        named = r"(?:requests?|requested\s+[a-z]+)"
        request = rf"(?:\s+(?:(?:of|for)\s+)?(?:{any_of(words['definite'])}\s+){{1,2}}{named})?"
        behind = rf"{request}(?:\s+as\s+requested)?"
        necessary = rf"(?:;\s*{any_of(words['core'])})?"
        no = rf"(?P<no>(?:(?:do|can|could|would)\s*not|{any_of(words['negated_verbs'])})\s+)?"
        unapproved = any_of([text for text in words["denials"] if text not in words["denied"]])
        self._sentences = tuple(
            expression(rf"{leading}{sentence}{necessary}[.\s]*")
            for sentence in (
                rf"(?:{any_of(words['reviewers'])}\s+)?(?P<verb>{no}{any_of(words['recommending'])}"
                rf"\s+(?:an?\s+|the\s+|for\s+)?{approval}){behind}",
                rf"(?:the\s+)?{approval}{request}\s+"
                rf"(?P<verb>is\s+(?P<no>not\s+)?(?:{consequence}\s+|also\s+)?{weak})(?:\s+as\s+requested)?",
                rf"(?:(?:the|my|our)\s+)?recommendation\s+(?P<verb>is\s+(?:{consequence}\s+)?"
                rf"(?:(?P<no>{any_of(words['to_deny'])})|{any_of(words['to_approve'])}|for\s+(?:an?\s+)?{approval}))"
                rf"{behind}",
                rf"(?:(?:the\s+|this\s+)?request\s+)?(?P<verb>(?P<no>not\s+{approved}|{unapproved})|{approved})",
            )
        )
        self._negative = expression(rf"{any_of(words['negatives'])}\b")
        patients = set(words["patients"])
        others = [word for name in ("people", "treating", "named") for word in words[name] if word not in patients]
        self._others = expression(rf"\b{any_of([*others, *words['former'], *words['history']])}\b")

    def find(self, lower: str, before: int, start: int, end: int) -> ShortVerdict | None:
        """The verdict of a last sentence, between two offsets; the sentence in front of it begins at `before`."""
        if self._others.search(lower, before, start) is not None:
            return None
        for sentence in self._sentences:
            if (verdict := sentence.fullmatch(lower, start, end)) is not None:
                first, last = verdict.span("verb")
                predicate = lower[verdict.end("no") if verdict["no"] else first : last]
                denials = (verdict["no"] is not None) + (self._negative.search(predicate) is not None)
                return ShortVerdict(first, last, denials == 1)
        return None
