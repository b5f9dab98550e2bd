r"""Clauses and questions in a row that one denial governs, each behind its own "that", "whether" or "of".

    no evidence that A, | that B, or | that C
    did not state when A, | how B, and | what C
    no documentation of A; | of B; or | of C
    UR said that there was no evidence of A, and that B          none: "said" governs it

Left alone: whole clauses without such a word ("no evidence that pain decreased, function increased").
"""

import re
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.words import matches

THAT, OF, WHETHER, HOW, WITH, WHEN = "that", "of", "whether", "how", "with", "when"

CONJUNCTIONS = ("and/or", "and", "or", "nor", "with")

AND_THERE = " and there "
"""What begins a clause that nothing in front of it governs."""

OR_WORDS = frozenset({"or", "nor", "and/or"})


class Joint(NamedTuple):
    """Where a member is joined to the one in front: its sign or conjunction, the end of `word`, where it begins."""

    start: int
    end: int
    word: str


class Series:
    """The words of `series` in `patterns/clauses.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["series"]
        self.questions: list[str] = words["questions"]
        asked, about = any_phrase(self.questions), any_phrase(words["about"])
        speaking = [*table["saying"], *words["speaking"]]
        self.listed = frozenset(words["listed_questions"])
        self.about = frozenset(words["about"])
        clausal = rf"\b(?:{THAT}|{asked})"
        self.clausal = expression(clausal)
        self.soon_clausal = expression(rf"(?:(?!\b{about})[^.,;:])*?{clausal}")
        self.of_thing = expression(rf"\b{about}\s+$")
        self.of_record = expression(rf"\b{any_phrase(table['evidence'])}")
        self.says = expression(rf"\b(?:{THAT}\b|(?<!\bthe\s){any_phrase(speaking)})")
        that = rf"{THAT}\b(?!,|\s+{any_phrase(words['behind_other_that'])})"
        verbs = any_phrase(["is", "are", "was", "were", "has", "have", "had", *table["telling"], *speaking])
        told = rf"(?:(?!,\s+(?:and|but|or|so|which)\b)[^.;:])*?\b(?<!\bthat\s)(?<!\bwhich\s){verbs}"
        told += r"(?!\s*(?:[.,;:]|$)|\s+(?:on|in|at|by|during|since|from|to)\s)"
        self.told = expression(told)
        person = rf"(?:the\s+)?{any_phrase({*table['patients'], *words['subjects']}.difference(['the', 'there']))}"
        self.openly = expression(
            rf"{person}\s+(?!(?:is|was)\s)[a-z]+\s[^.;,:]*?\b(?:is|was)\s+(?:[a-z]+ly\s+)?{any_phrase(words['openly'])}"
        )
        self.at_a_time = expression(
            rf"[^.;,]{{0,40}}?\b{any_phrase(words['seen'])}(?:\s+(?:on|in|at)\s[^,;]{{1,20}})?,?\s+"
            rf"{any_phrase(words['subjects'])}"
        )
        something = rf"(?:(?:for|{about})\s+)?(?:{THAT}|{asked}|{about})"
        self.joining = expression(
            rf"[,;anow](?:(?<=[,;])(?:\s+{any_phrase(CONJUNCTIONS)})?"
            rf"|(?<=\s.)(?:(?<=a)nd(?:/or)?|(?<=o)r|(?<=n)or|(?<=w)ith))"
            rf"\s+{something}"
        )
        """Where a joint may begin: what begins with other signs than these is looked for much more slowly."""

        self.joint = expression(
            rf"(?:(?P<sign>[,;])\s+)?(?:(?<=\s)(?P<conjunction>{any_phrase(CONJUNCTIONS)})\s+)?"
            rf"(?:(?:for|{about})\s+)?(?P<word>{that}|{asked}(?!\s+(?:often|much|many)\s*[,.;])|{about})"
            r"(?:\s+or\s+not(?=\s))?\s+"
        )
        self.ends = expression(
            rf"\b{any_phrase(words['ends'])}(?!,\s+(?:or|nor)\s)|\b{any_phrase(speaking)}\s+{THAT}\b"
            rf"|;(?!\s+(?:(?:and/or|and|or|nor)\s+)?(?:{THAT}|{asked}|{about}(?!{told})))"
        )
        self.outer = expression(rf"\b(?:{THAT}\b|{any_phrase(speaking)}\s+{any_phrase(words['subjects'])})")

    def joints(self, text: str, start: int, denial: tuple[int, int], end: int) -> list[Joint]:
        """The members behind the first of a series that a denial governs.

        Args:
            text: the letter in lower case.
            start: where the sentence begins.
            denial: the character offsets of the denial.
            end: where the sentence ends.
        """
        first, behind = denial
        offsets = [match.start() for match in self.joining.finditer(text, behind, end)]
        if not offsets:
            return []
        led = None if self.of_thing.search(text, first, behind) else self.soon_clausal.match(text, behind, end)
        clausal = led is not None or self.clausal.search(text, first, behind) is not None
        over = self.ends.search(text, behind if led is None else led.end(), end)
        end = end if over is None else over.start()
        governed = clausal and self.outer.search(text, start, first) is None
        of_record = self.of_record.search(text, first, behind) is not None
        own = max(start, text.rfind(AND_THERE, start, first))
        of_record = of_record and self.says.search(text, own, first) is None
        joints: list[Joint] = []
        for match in reversed(matches(self.joint, text, offsets, end)):
            governed = governed or match["conjunction"] in OR_WORDS
            told = of_record and match["conjunction"] is not None  # "no record of relief, | and that he had spasms"
            if self._joins(match, end, clausal, governed or (told and match["word"] == THAT)):
                joints.append(Joint(match.start(), match.end(), match["word"]))
        return joints[::-1]

    def _joins(self, match: re.Match[str], end: int, clausal: bool, governed: bool) -> bool:
        """True for "or why", ", that", "; of", unlike "the pain that", ", of which", and "when" behind a noun."""
        sign, conjunction, word = match.group("sign", "conjunction", "word")
        if word in self.about:
            if sign is not None and self.told.match(match.string, match.end(), end):
                return False  # "no fracture; | as to the knee, a tear was seen"
            return sign == ";" or conjunction in OR_WORDS or (conjunction == "and" and word == OF)
        word = word.partition(" ")[0]
        if word == WHEN and self.at_a_time.match(match.string, match.end(), end):
            return False  # "and | when last seen he had pain"
        if conjunction == WITH:
            return word == HOW
        if word == THAT:  # but "no record of relief, and that he had spasms is noted"
            return governed and self.openly.match(match.string, match.end(), end) is None
        if clausal:
            return conjunction is not None or word in self.listed
        return word in self.listed and ((word == WHETHER) == (conjunction is not None) or governed)
