r"""Which screens, reports and agreements are there although something about them is denied.

    No illicit substances were detected in the | UDS              it was done
    Hydrocodone was not detected on the | drug screen              likewise
    no discrepancies on | CURES or the | drug screen               likewise
    He has not violated his | pain contract                        he has one
    no comment on the | UDS, no documentation of | CURES           neither

Left alone: what a screen shows, and whether anybody wrote of it.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import BEFORE, Cue
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

LONGEST = 24
"""The word in front of a place that is looked up has at most so many letters."""


class Documents:
    """The `documents` table of `patterns/negation.json` and the agreements, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words = table["documents"]
        screens = any_phrase(words["screens"])
        self.screen = expression(rf"\b{screens}")
        self.document = expression(rf"\b(?:{screens}|{any_phrase(clauses.agreements)})")
        other = rf"(?!{any_phrase(words['not_in_front'])})[\w/'-]+"
        named = rf"(?:{any_phrase(words['in_front'])}\s+)?(?:{other}\s+){{0,3}}"
        joined = rf"(?:{named}{screens}(?:\s*[,/]\s*(?:and\s+|or\s+)?|\s+(?:and/or|and|or)\s+)){{0,3}}"
        seen = rf"(?:\s+{any_phrase(words['linking'])})*\s+{any_phrase(words['seen'])}"
        self.where = expression(rf"(?:{seen})?\s+{any_phrase(words['on'])}\s+{joined}{named}")
        self.what = expression(rf"\s+[\w/'-]+(?:\s+{other}){{0,3}}?(?={self.where.pattern}$)")
        screen = rf"\b{screens}(?:\s+reports?)?\s+$"
        self.named = expression(screen)
        self.planned = expression(rf"\b{any_phrase(words['planned'])}\s+(?:[a-z]+\s+){{0,2}}?{screen}")
        self.fine = expression(rf"(?:is|are)\s+{any_phrase(words['fine'])}(?=\s*(?:[.,;)]|$))")
        self.about = frozenset(words["about"])
        self.detecting = expression(rf"\b{openings_of(words['detecting'])}[a-z]*$")
        self.broken = expression(rf"\s+(?:[a-z]+ly\s+)?{any_phrase(words['breaking'])}\s+{named}")

    def is_result(self, text: str, start: int, cue: Limits) -> bool:
        """True for what a case summary says of a screen or a report: "CURES | is appropriate.".

        "A repeat drug screen is appropriate." plans one.
        """
        return (
            self.fine.match(text, cue[0]) is not None
            and self.named.search(text, start, cue[0]) is not None
            and self.planned.search(text, start, cue[0]) is None
        )

    def is_there(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for a document, in front of which a cue stands that denies something else."""
        if cue.side != BEFORE or self.document.search(text, *span) is None:
            return False
        if self.broken.fullmatch(text, cue.end, span[0]):
            return True
        if self.screen.search(text, *span) is None:
            return False
        behind = {b for a, b in findings if cue.end <= a and b <= span[0]}
        if not behind:
            detects = self.detecting.search(text, cue.start, cue.end) is not None
            if detects:
                behind.add(cue.end)
            if (detects or not cue.report) and (what := self.what.match(text, cue.end, span[0])):
                behind.add(what.end())
        return any(
            text[max(0, at - LONGEST) : at].rpartition(" ")[2] not in self.about
            and self.where.fullmatch(text, at, span[0])
            for at in behind
        )
