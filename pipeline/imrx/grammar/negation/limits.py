r"""Where the clauses of a sentence begin, beyond which no cue of negation reaches.

    no evidence of drug testing results | although there is plan for labs
    There is intact strength, | and pathologic reflexes are absent
    improvement following six visits is lacking                              one clause

A sentence falls into clauses at signs, but not at those of lists (`imrx.grammar.negation.rows`), at the words of the
table (`imrx.grammar.negation.limit_words`) and at new subjects (`imrx.grammar.negation.new_clauses`). Left alone: how
far a cue reaches in its clause (`imrx.grammar.negation.scope`).
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import inside
from imrx.grammar.negation.cue import AFTER, BEFORE, Cue
from imrx.grammar.negation.limit_words import LimitWords
from imrx.grammar.negation.new_clauses import NewClauses
from imrx.grammar.negation.proofs import aside_behind_subject, brought
from imrx.grammar.negation.rows import Rows
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

BEFORE_CAPITALS = frozenset(".!?-")
"""The signs that part clauses only in front of a capital."""


class ClauseLimits:
    """The limits of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        limits = table["limits"]
        subjects = any_phrase(limits["subjects"])
        self.rows = Rows(table, clauses)
        self.words = LimitWords(table, clauses)
        self.new = NewClauses(table, clauses)
        listing = "".join(rf"(?<!\b{words}:)" for words in limits["listing"])
        self.titled = expression(rf"\b{any_phrase(limits['titles'])}$")
        self.no_names = expression(any_phrase(limits["no_names"]))
        example = "".join(rf"(?<!\b{re.escape(words)})" for words in limits["examples"])
        self.withheld = clauses.withheld
        self.signs = expression(
            rf"[;:.!?,-](?:(?<=;)|(?<=:){listing}(?=\s)|(?<=[.!?]){example}\s+(?=[a-z])|"
            rf"(?<=,)\s+(?:that\s+)?{subjects}\s+(?=\w)|(?<=,)\s+as\s+(?!{any_phrase(limits['behind_as'])})|"
            rf"(?<=,)\s+{any_phrase(limits['concluding'])}|(?<=\s-)\s(?=[a-z]))",
        )
        self.anaphoric = expression(
            rf"without\s+{any_phrase(limits['anaphors'])}\s+{any_phrase(limits['evidence'])}\s+(?=(?:an?|the)\s)"
        )
        """What is complete by itself: "without this information | an MRI for a suspected tear is premature"."""

        self.between = expression(
            rf"(?:\s+(?:any\s+)?{any_phrase(limits['evidence'])})?"
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been))?{clauses.between}"
            rf"(?=,?\s+(?:{any_phrase(table['families']['of_what'])}|that\b|to\b|[a-z]+ing\b))"
        )
        self.told_of = expression(
            rf"[^.;,]{{0,60}}?\bthat\s+(?:[a-z'-]+\s+){{0,4}}?[a-z-]+(?P<aside>{aside_behind_subject()}\s+)"
            rf"(?={brought(table)})"
        )

    def find(self, text: str, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue]) -> list[int]:
        """Offsets at which the clauses of a sentence begin, its own start among them."""
        start, end = sentence.start, sentence.end
        limits = {start}
        stops = self.rows.stops(words, sentence, findings, cues) if cues else []
        for match in self.signs.finditer(text, start, end):
            offset = match.start()
            if text[offset] in BEFORE_CAPITALS and words.text[match.end()] == text[match.end()]:
                continue
            if text[offset] == "." and self._is_title(words, start, match):
                continue
            beside = any(
                offset <= cue.start < match.end()
                or cue.end == offset
                or (cue.side == AFTER and offset < cue.start and not text[offset + 1 : cue.start].strip())
                for cue in cues
            )
            beside = beside or self.new.is_interposed(text, start, offset)
            bracketed = match.group()[0] == ";" and text.count("(", start, offset) > text.count(")", start, offset)
            listed = offset in stops or (
                match.group()[0] == ":" and self.rows.is_heading(text, start, findings, cues, offset)
            )
            if offset > start and not (beside or bracketed or listed or inside(offset, findings, cues)):
                limits.add(offset)
        leads = self.words.leads(words, sentence)
        limits.update(self.words.find(words, sentence, leads, findings, cues, stops))
        asides = self._asides(text, end, findings, cues)
        limits.update(self.words.purposes(words, sentence, leads, findings, cues, {last + 1 for _, last in asides}))
        limits.update(self.new.behind_cues(words, sentence, findings, cues))
        for first, last in asides:
            limits -= set(range(first, last))
        behind = [cue for cue in cues if cue.side == AFTER]
        limits.update(cue.end for cue in cues if cue.side == BEFORE and self.anaphoric.match(text, cue.start, end))
        if behind:
            both_ways = {cue.start for cue in cues if cue.side == BEFORE}
            limits.update(
                cue.end for cue in behind if cue.start not in both_ways and not _is_listed_aside(text, start, cue, cues)
            )
            limits.update(self.new.main_clause(text, start, end, behind[0].start))
            limits.update(self.new.own_subjects(words, sentence, findings, cues, limits))
        else:
            limits.update(a for a, b in findings if self.new.is_clause(words, a, b, findings, cues))
        for cue in behind:
            if cue.subject is not None:
                limits -= {limit for limit in limits if cue.subject < limit <= cue.start}
                limits.discard(cue.subject)
            papers = self.withheld.find(words, words.index(cue.start), sentence.first)
            if papers is not None:
                limits -= set(range(words.starts[papers[0]] + 1, cue.start + 1))
                if papers[0] > sentence.first:
                    limits.add(words.starts[papers[0]])
        return sorted(limits)

    def _is_title(self, words: Words, start: int, match: re.Match[str]) -> bool:
        """True for the stop of "per Dr. | Smith", unlike "no evidence of MS. | Weakness", "per Dr. | He has pain"."""
        title = self.titled.search(words.lowered, start, match.start())
        if title is None or words.text[slice(*title.span())].isupper():
            return False
        return self.no_names.match(words.lowered, match.end()) is None

    def _asides(self, text: str, end: int, findings: list[Limits], cues: list[Cue]) -> list[Limits]:
        """What stands between a cue and what joins it to its object: "no evidence | since the last visit, | of".

        So does what is told of a subject: "no evidence that the unit|, which he has used, | led to any relief".
        It holds no finding: in "no indication for this shoulder pain patient to have surgery" the pain is there.
        """
        before = [cue.end for cue in cues if cue.side == BEFORE]
        matches = (self.between.match(text, at, end) for at in before)
        spans = [match.span() for match in matches if match is not None and match.start() < match.end()]
        told_of = (self.told_of.match(text, at, end) for at in before)
        spans += [match.span("aside") for match in told_of if match is not None]
        return [(a, b) for a, b in spans if not any(a <= start < b for start, _ in findings)]


def _is_listed_aside(text: str, start: int, cue: Cue, cues: list[Cue]) -> bool:
    """True for a bracket behind an item of a list: "no record of headache (others were excluded), | or fatigue"."""
    if not text.startswith(")", cue.end):
        return False
    bracket = text.rfind("(", start, cue.start)
    return any(other.side == BEFORE and other.report and other.end <= bracket for other in cues)
