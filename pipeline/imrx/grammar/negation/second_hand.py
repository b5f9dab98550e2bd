"""Where a letter tells what somebody else decided and why: utilisation review, the claims administrator.

    The request for Ultram was denied due to a lack of documentation of pain management.      told
    On 11-18-2016 Utilization Review non-certified the request for MRI of the left shoulder.   told
    Utilization review found no gains. I agree: no functional improvement was documented.      the first sentence is
    No relief was documented, and weaning was recommended on a prior review.                   what is behind the comma
    UR authorized 72 tablets, in keeping with the provider's plan to taper.                    up to the comma

What they found missing is no finding of the reviewer, so the documentation checklist leaves it out. In a case summary
they go on until a sentence speaks of the patient's course; in a rationale for one sentence. Deliberately left alone:
a sentence in which the reviewer agrees.
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.negation.phrases import Hits
from imrx.grammar.sentences.branches import AUXILIARIES
from imrx.grammar.sentences.phrasebook import Phrasebook
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import Words
from imrx.labels import SUMMARY
from imrx.stretches import Limits

DECIDING = ("sources", "decisions")
LISTS = (*DECIDING, "adopted", "course", "agreeing")

JOINING = frozenset({"and", "but", "so"})
DENYING = frozenset({"no", "not", "neither", "any"})
"""What begins the last item of a list behind "and", and no clause: "no relief, and no taper per the prior review"."""


class SecondHand:
    """The `second_hand` table of `patterns/negation.json`, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["second_hand"]
        self.book = Phrasebook({name: words[name] for name in LISTS})

    def find(self, reading: Reading) -> list[Limits]:
        """Half-open character offsets of the sentences, and of the last clauses, that tell a decision, in order."""
        words = reading.words
        marks = self.book.marks(words)
        found = []
        told = False
        for sentence in reading.sentences:
            own = sentence.own(marks)
            if not told and not own:
                continue
            goes_on = told and reading.section_at(sentence.start)[0] == SUMMARY
            hits = self.book.find(words, own, sentence.last)
            told = "sources" in hits or "decisions" in hits or (goes_on and "course" not in hits)
            if told and "adopted" not in hits:
                first = min((span[0] for name in DECIDING for span in hits.get(name, ())), default=sentence.start)
                end = min((at for at in _adopted(words, hits) if at > first), default=sentence.end)
                found.append(reading.folded.back(_begin(words, sentence, first), end))
        return found


def _adopted(words: Words, hits: Hits) -> Iterator[int]:
    """Where a sentence turns to the provider's own plan: not "not | in keeping with the provider's plan"."""
    for start, _ in hits.get("agreeing", ()):
        if words.lower[words.index(start) - 1] not in DENYING:
            yield start


def _begin(words: Words, sentence: Sentence, decision: int) -> int:
    """Where the clause of a decision begins that a comma and a conjunction join to another one."""
    lower = words.lower
    for at in range(words.index(decision), sentence.first, -1):
        if lower[at] in JOINING and "," in words.gap(at - 1):
            own, told = lower[sentence.first : at], lower[at + 1 : sentence.last]
            is_clause = bool(told) and told[0] not in DENYING and not AUXILIARIES.isdisjoint(told)
            return words.starts[at] if is_clause and not AUXILIARIES.isdisjoint(own) else sentence.start
    return sentence.start
