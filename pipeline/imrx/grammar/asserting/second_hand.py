"""Where a letter tells what somebody else decided and why: utilisation review, the claims administrator.

    The request for Ultram was denied due to a lack of documentation of pain management.      told
    On 11-18-2016 Utilization Review non-certified the request for MRI of the left shoulder.   told
    Utilization review found no gains. I agree: no functional improvement was documented.      the first sentence is

What they found missing is no finding of the reviewer, so the documentation checklist leaves it out. In a case summary
they go on until a sentence speaks of the patient's course; in a rationale for one sentence. Deliberately left alone:
a sentence in which the reviewer agrees.
"""

from typing import Any

from imrx.grammar.asserting.cues import Limits
from imrx.grammar.sentences.phrasebook import Phrasebook
from imrx.grammar.sentences.reading import Reading
from imrx.labels import SUMMARY

LISTS = ("sources", "decisions", "adopted", "course")


class SecondHand:
    """The `second_hand` table of `patterns/negation.json`, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["second_hand"]
        self.book = Phrasebook({name: words[name] for name in LISTS})
        self.gate = frozenset(words["gate"])

    def find(self, reading: Reading) -> list[Limits]:
        """Half-open character offsets of the sentences that tell a decision, in order."""
        words = reading.words
        gates = words.among(self.gate)
        marks = words.among(self.book.root) if gates else []
        found = []
        told = False
        for sentence in reading.sentences:
            if not told and not sentence.own(gates):
                continue
            goes_on = told and reading.section_at(sentence.start)[0] == SUMMARY
            hits = self.book.find(words, sentence.own(marks), sentence.last)
            told = "sources" in hits or "decisions" in hits or (goes_on and "course" not in hits)
            if told and "adopted" not in hits:
                found.append(reading.folded.back(sentence.start, sentence.end))
        return found
