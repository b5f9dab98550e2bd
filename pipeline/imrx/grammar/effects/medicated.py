r"""A text in which every drug is one word, and the phrases that tie what a sentence tells to a medication.

With Norco 10/325 mg he is able to drive      "with" and a drug
thanks to the methadone, while on the patch    likewise
The cream helps                                a medication is the subject of relief
without Norco; he is on Norco                  no tie
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, telling
from imrx.grammar.expressions import expression

DRUG = "\x01"
FIRST_LINE = "\x02"
"""What the letters of a drug's name become: of one that is tried before others, and of any other."""

WORD = re.compile(r"[a-z]+")
FARTHEST_MEDICATION = 60
"""So many characters in front of a verb the medication stands that is its subject."""

STRENGTH = r"(?:\s[\d./,-]+(?:\s?(?:mg|mcg|%|ml))?){0,2}"


def masked(lowered: str, drugs: Iterable[tuple[int, int, bool]]) -> str:
    r"""A text in lower case whose drugs are signs that no text has, with the same offsets.

    >>> masked("with norco and ibuprofen", [(5, 10, False), (15, 24, True)]).encode()
    b'with \x01\x01\x01\x01\x01 and \x02\x02\x02\x02\x02\x02\x02\x02\x02'
    """
    pieces = []
    at = 0
    for start, end, first_line in sorted(drugs):
        if start >= at:
            pieces += [lowered[at:start], (FIRST_LINE if first_line else DRUG) * (end - start)]
            at = end
    return "".join([*pieces, lowered[at:]])


class Medicated:
    """`medication` of `patterns/drug_effects.json`, compiled.

    Attributes:
        named: the source of an expression for a medication.
        tied: what happens with a medication.
        despite: what happens although there is one.
        time: the source of an expression for when it was begun or stopped: "in June 2014", "on 3/4/15", "last year".
        left_out: what is left in front of one and names nothing: "failure | of gabapentin".
    """

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["medication"]
        drug = rf"[{DRUG}{FIRST_LINE}]+"
        self.named = rf"(?:{any_phrase(words['before'])}\s+){{0,4}}(?:{drug}|{any_phrase(words['words'])}){STRENGTH}"
        names = words["words"]
        self.words = frozenset(word for name in names for word in WORD.findall(name)).difference(words["weak"])
        self.any = expression(rf"{drug}|\b{any_phrase(words['words'])}")
        never = "".join(rf"(?<!\b{word}\son)" for word in words["not_before_on"])
        self.tied = expression(
            rf"(?:\b{any_phrase(words['with'])}|\bon{never})\s+{self.named}"
            rf"|\bsince\s+{self.named}\s+(?:was|were|has\s+been)\s+{any_phrase(words['begun'])}"
        )
        self.despite = expression(rf"\b{any_phrase(words['despite'])}\s+{self.named}")
        self.time = rf"(?:(?:{any_phrase(words['times'])}|\d[\d/.-]*),?\s+){{0,6}}"
        self.adverbs = rf"(?:{any_phrase(words['adverbs'])}\s+){{0,3}}"
        self.relieving = telling(words["relieving"])
        self.relieves = expression(rf"\b{any_phrase(words['relieving'])}")
        number = r"(?:,?\s#\s?\d{1,4},?)?"
        self.subject = expression(rf"(?:{drug}|\b{any_phrase(words['words'])}){STRENGTH}{number}\s+{self.adverbs}\Z")
        self.copula = expression(
            rf"(?:^|[.,;:]\s*|\b{any_phrase(words['openers'])}\s+){self.named}\s+{any_phrase(words['copulas'])}\s+"
            r"(?:(?:not|no|longer|yet|[a-z]+ly)\s+){0,3}\Z"
        )
        self.employed = expression(rf"[a-z]+\s+{any_phrase(words['employment'])}")
        self.denying = expression(rf"\b{any_phrase(words['denying'])}")
        self.left_out = expression(rf"[ ,;/(]+(?:{any_phrase(words['left_out'])}[ ,]+)*\Z")

    def helping(self, text: str, start: int, end: int, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """The verbs by which a medication relieves, in a sentence of a masked text that is made of some words."""
        if not words.isdisjoint(self.relieving):
            for verb in self.relieves.finditer(text, start, end):
                if self.does(text, start, verb.start()):
                    yield verb

    def does(self, text: str, start: int, verb: int) -> bool:
        """True where a medication is the subject of a verb."""
        return self.subject.search(text, max(start, verb - FARTHEST_MEDICATION), verb) is not None

    def is_said_of(self, text: str, start: int) -> bool:
        """True where a medication is the subject of the adjective or participle at an offset: "Norco is | working"."""
        if self.employed.match(text, start) is not None:
            return False
        return self.copula.search(text, max(0, start - FARTHEST_MEDICATION), start) is not None

    def is_tied(self, text: str, start: int, end: int, words: frozenset[str]) -> bool:
        """True for a sentence that tells what happens with a medication."""
        return self.tied.search(text, start, end) is not None or any(self.helping(text, start, end, words))
