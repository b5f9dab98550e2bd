"""What is written down nowhere: a paper, what is done with papers, or what the records are said to lack.

no therapy | was submitted; no screens | on file       done with papers
no pain | diary                                        a paper
the records show no | relief                           said of the records
none of the notes address | relief                     likewise
no change in the | pain score                          no paper: what has not changed is absent
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.negated import Negated
from imrx.grammar.negation.observed import OF_ACTS, OF_RESPONSE, Observed
from imrx.grammar.negation.proofs import proving, would_show

AND_THERE_IS = re.compile(r"(?:;|,?\s*and)\s+there\s+(?:is|are|was|were)\s+")
"""What stands in a clause in front of a cue that says of nobody's records that something is not there."""

DENYING_BOTH = frozenset({"neither", "nor"})

REASON_OF_DECISION = 200
"""So many characters behind a decision its reason begins."""


class OnRecord:
    """The words of `not_documented` in `patterns/negation.json` for it, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], observed: Observed) -> None:
        self.observed = observed
        words = table["not_documented"]
        self.reporting = expression(rf"\b{any_phrase(words['words'])}")
        self.records = expression(
            rf"\b{any_phrase(words['before_records'])}\s+(?:[a-z]+\s+){{0,2}}?{any_phrase(words['records'])}"
        )
        self.bare_records = expression(rf"(?:[a-z]+ly,?\s+)?{any_phrase(words['records'])}")
        decided = any_phrase(table["decisions"]["deciding"])
        self.decided = expression(rf"\b{decided}\b[^.;]{{0,{REASON_OF_DECISION}}}?\b{any_phrase(words['because'])}\s")
        self.supplied = expression(rf"[^.;,]{{0,40}}?\s(?:(?:was|were|is|are|been)\s+)?{any_phrase(words['supplied'])}")
        listed = r"(?:\s+(?:or|nor)\s+[a-z]+(?:\s+[a-z]+){0,2}?)?"
        self.on_record = expression(
            rf"{listed}\s+(?:(?:was|were|is|are|been)\s+)?{any_phrase([*words['on_record'], *words['in_records']])}"
        )
        self.listed_on_record = expression(
            r"(?:,\s+no\s+[\w-]+(?:\s+[\w-]+){0,2}?){0,3},?\s+(?:and|or|nor)\s+no\s+[\w-]+(?:\s+[\w-]+){0,6}?"
            rf"\s+{any_phrase(words['in_records'])}"
        )
        self.of_somebody = expression(rf"\b{observed.patients}\s")
        self.noticed = expression(rf"(?:\s+(?:was|were|is|are))?\s+{any_phrase(words['noticed'])}")
        changes = any_phrase(table["families"]["changes"])
        altered = any_phrase([*table["families"]["changes"], *words["altered"]])
        self.unchanged = expression(rf"(?:[a-z]+\s+)?{any_phrase(words['unchanged'])}")
        self.able = tuple(f"{word} " for word in words["abilities"])
        self.told_of = expression(rf"\b{any_phrase(words['told_of'])}$")
        self.told = expression(rf"{listed}\s+(?:was|were|is|are)\s+{any_phrase(words['told'])}")
        wanted = rf"\b(?:that|which)\s+{would_show(table)}"
        self.unproven = expression(rf"(?:\s+{changes}[^.;,]*?{proving(table)}|[^.;,]*?{wanted})\s")
        self.carried_out = expression(rf"\b{any_phrase(words['carried_out'])}")
        holders, held = observed.holders, any_phrase(words["containing"])
        self.contained = expression(
            rf"\b{holders}\s+(?:(?:had|has|have)\s+)?(?:[a-z]+ly\s+)?{held}\s+"
            r"(?:(?:no|neither|nor|not)\b[^.;]*?)?$",
        )
        self.lacking = frozenset(words["wanting"])
        self.wanting = expression(
            rf"\b{holders}(?:\s+(?!(?:that|which)\b|{any_phrase(words['revealing'])})[\w/-]+){{0,4}}\s+$"
        )
        self.are = expression(rf"\b{holders}\s+(?:is|are|was|were)\s+$")
        self.written = expression(
            rf"(?:(?!,?\s+(?:and\s+no|and\s+neither|but)\b)[^.;])*?\s(?:is|are|was|were|be|been|accompan[a-z]+)\s+"
            rf"(?:[a-z]+ly\s+)?{any_phrase(words['written'])}"
        )
        written = rf"{openings_of(words['writing'])}(?:e?s|e?d)?\b"
        negated_list = rf"{any_phrase(words['failing'])}\s+(?:to\s+)?{written}"
        self.not_told_of = expression(rf"\b{negated_list}[^.;]*,\s+$")
        self.on_sides = tuple(f" {side}" for side in words["one_side"])
        self.papers = expression(
            rf"\b{any_phrase(words['papers'])}(?=\s*(?:$|\(|{any_phrase(words['behind_papers'])}))"
        )
        self.altered = expression(rf"(?:[a-z-]+\s+){{0,2}}?{altered}")
        self.placed = expression(
            rf"\s(?:{any_phrase(words['placing'])}\s(?:[a-z0-9/-]+\s)*|{any_phrase(words['sides'])}\s)$"
        )
        self.used = expression(rf"[^.;,]{{0,60}}?\s{any_phrase(words['used'])}")
        self.writing = rf"(?:[a-z]+ly\s+|(?:do|does|did)\s+)?{written}"
        paper = any_phrase(words["records"])
        self.unwritten = expression(
            rf"{any_phrase(words['none_of'])}\s+(?:[\w'-]+\s+){{0,5}}?{paper}\s+(?:{any_phrase(words['supplied'])}\s+)?"
            rf"(?:(?:which|that)\s+)?{self.writing}"
            rf"|nowhere\s+(?:in|within|among|do|does|did)\s+(?:[a-z'-]+\s+){{0,4}}?{paper}\b"
            rf"|at\s+no\s+[a-z]+\s+(?:do|does|did|has|have|had)\s+(?:the\s+)?(?:[a-z]+\s+)?{holders}\s+{self.writing}"
        )
        self.left_unwritten = expression(rf"{openings_of(words['failing'])}\s+(?:to\s+)?{self.writing}")
        self.of_conditions = tuple(words["of_conditions"])
        self.reports = expression(rf"\b{any_phrase(words['results_on_paper'])}$")
        self.matters = expression(rf"\b{any_phrase(words['matters'])}(?:$|\s+(?:of|to|from|with)\b)")
        self.on_paper = frozenset({None, "test", "result"})
        self.bad_results = expression(rf"\b{any_phrase([*words['bad_results'], *table['limits']['unexpected']])}")
        self.not_looked_for = OF_ACTS | OF_RESPONSE
        self.who = expression(rf"\b{observed.patients}\s+(?:who|that)\s+$")
        described = any_phrase(words["described"])
        source = rf"\s+{any_phrase(words['sources'])}(?:\s+(?!{any_phrase(words['sources_end'])})[\w/-]+){{1,6}}?"
        self.exam_notes = expression(rf"\b{any_phrase(words['exam_notes'])}")
        self.described = expression(
            rf"{listed}\s+{described}|{source}\s+{described}(?=\s*(?:[.;,)]|$|{any_phrase(words['where'])}))"
        )

    def is_supplied(self, negated: Negated) -> bool:
        """True for "no therapy | was submitted", "no screens | on file": what is done to papers was not done to it."""
        text, clause, start, cue, kind, span, words, _ = negated
        if words == "no" and self.told_of.search(text, *span) and self.told.match(text, span[1]):
            return False  # "no trauma was reported": patients tell of it
        bad = kind == "result" and self.bad_results.search(text, *span)  # "no abnormal labs were reported"
        done = self.supplied.match(text, span[1]) or self.carried_out.search(words)
        brought = kind in OF_RESPONSE and not self.observed.is_harm(text, span)
        return bool(
            (kind in self.on_paper and done and not bad)
            or self.on_record.match(text, span[1])
            or (
                words == "no"
                and (kind in self.on_paper or self.observed.found_at_exam.search(text, *span))
                and self.told_of.search(text, *span) is None
                and self.of_somebody.search(text, clause[0], cue.start) is None
                and self.listed_on_record.match(text, span[1])
            )
            or (brought and self.described.match(text, span[1]))
            or (cue.end <= span[0] and self.written.match(text, span[1], clause[1]))
            or (self.observed.goes_on.match(text, cue.start) and self.reporting.search(text, start, cue.start))
            or (
                words == "no"
                and kind not in self.observed.absent_kinds
                and self.not_told_of.search(text, start, cue.start)
            )
        )

    def is_of_records(self, negated: Negated) -> bool:
        """True for "the records show no", "the notes contained no": they are the subject, and no examination is.

        In the notes of one only what an examiner looks for is absent: "the exam notes do not show weakness".

        What "there is" says in a clause of its own is not: "The notes show relief, and there is no evidence of spasm".
        """
        text, (clause, _), start, cue, kind, _, words, _ = negated
        decided = self.decided.search(text, start, cue.start)
        front = start if decided is None else decided.end()  # "denied the request as there was no evidence of weakness"
        if clause > front and AND_THERE_IS.fullmatch(text, clause, cue.start):
            front = clause
        told = (
            cue.report
            and (self.records.search(text, front, cue.start) or self.bare_records.match(text, front, cue.start))
            and self.who.search(text, front, cue.start) is None  # "the request is for a patient who does not have"
        )
        lacking = words in self.lacking and self.wanting.search(text, front, cue.start)
        lacking = lacking or (words == "without" and self.are.search(text, front, cue.start))
        return bool(
            (told or lacking or self.contained.search(text, start, cue.start))
            and not (
                self.observed.examination.search(text, start, cue.start)
                and (kind not in self.not_looked_for or not self.exam_notes.search(text, start, cue.start))
            )
        )

    def is_unwritten(self, negated: Negated) -> bool:
        """True for "none of the notes address" or "the notes fail to discuss signs of" a finding."""
        text, _, start, cue, _, span, _, _ = negated
        if self.unwritten.match(text, cue.start, span[0]):
            return True
        failing = self.left_unwritten.match(text, cue.start, cue.end)
        return failing is not None and self.records.search(text, start, cue.start) is not None

    def is_not_traced(self, negated: Negated) -> bool:
        """True for what is looked for in records: a past that is "not noted", LFTs that "were not found"."""
        text, _, _, cue, kind, span, words, _ = negated
        is_past = kind in self.on_paper and self.observed.past.match(text, span[0]) is not None
        of_subject = cue.start >= span[1] or words in DENYING_BOTH
        on_paper = self.reports.search(text, *span) or (of_subject and self.matters.search(text, *span))
        if not is_past and (kind in self.observed.absent_kinds or not on_paper):
            return False
        noticed = self.noticed.search(text, cue.start, cue.end) or self.noticed.match(text, span[1])
        return noticed is not None and not text.startswith(" to be ", max(noticed.end(), cue.end))

    def is_paper(self, negated: Negated) -> bool:
        """True for "no | pain diary", but not for what has not changed."""
        unchanged = negated.kind == "outcome" and self.unchanged.match(negated.text, negated.span[0])
        return self._names_paper(negated) and not self._is_unchanged(negated) and not unchanged

    def _names_paper(self, negated: Negated) -> bool:
        """True for "no pain diary", but not for the instrument of "no validated instrument was used".

        Nor is it for "no change in the examination", the level of "not able to lift above shoulder level", the side of
        "no tenderness on the left side", "no numbness right side", and the history of "no GI or cardiac history".
        """
        text, span, words = negated.text, negated.span, negated.words
        if words == "no" and (text.endswith(self.of_conditions, *span) or self.unchanged.match(text, span[0])):
            return False
        if text.startswith(self.able, span[0]) or text.endswith(self.on_sides, *span):
            return False
        paper = self.papers.search(text, *span)
        if paper is None or self.used.match(text, span[1]) is not None:
            return False
        return self.placed.search(text, span[0], paper.start()) is None

    def _is_unchanged(self, negated: Negated) -> bool:
        """True for what has not changed: "no change in the pain score".

        It is not where the sentence tells of records, or of a proof: "no change in the exam that would show gains".
        """
        text, _, start, cue, _, span, _, _ = negated
        told = self.reporting.search(text, start, cue.start) or self.unproven.match(text, cue.end)
        return told is None and self.altered.match(text, span[0]) is not None
