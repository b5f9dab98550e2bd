"""Findings that a denial only concerns: not the finding is denied, but what becomes of it or is done for it.

    no evidence that his pain | has resolved               it is there
    no progression of | weakness                           likewise
    no plan of care for his | anxiety                      likewise
    does not explain his | leg pain                        likewise
    did not state how the | pain | is being managed        likewise
    no medical necessity for a | sleep study               a decision
    testing for | apnea | was not undertaken               nobody knows
    given the lack of relief and the patient's | sedation  another reason, which is there

A cue that reaches one of these (`imrx.grammar.negation.scope`) denies nothing of it.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import first_joined, masked
from imrx.grammar.negation.cue import AFTER, BEFORE, Cue
from imrx.grammar.negation.proofs import would_show
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

FARTHEST_BASED_ON = 24
"""So many characters in front of a cue stands what begins a reason: "based on the"."""

FARTHEST_ASSESSED = 80
"""So many characters in front of a condition stands its assessment, which a cue behind them denies."""


class Concerned:
    """What a denial says of a finding, of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        families, limits = table["families"], table["limits"]
        articles, finite = any_phrase(limits["articles"]), any_phrase(limits["finite"])
        joined = rf"(?:(?!{finite})[a-z-]+\s+){{1,3}}?(?:and|or)\s+(?:{articles}\s+)?"
        self.stated = expression(
            rf"(?:[^.;,]{{0,60}}?\bthat\s+(?:{articles}\s+)?|\s+{any_phrase(limits['new_subjects'])}\s+)"
            rf"(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?(?:{joined})?"
        )
        be = rf"\s+{finite}\s+(?:not\s+)?(?:been\s+)?(?:[a-z]+ly\s+)?"
        self.asked = expression(
            rf"[^.;,]{{0,60}}?\b{any_phrase(limits['asked_of_known'])}\s+(?:{articles}\s+)?"
            rf"(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?"
        )
        self.happened = expression(
            rf"\s+{any_phrase(limits['happened'])}|{be}(?:being\s+)?{any_phrase(limits['looked_after'])}"
        )
        self.changed = expression(
            rf"(?:{be}|\s+(?:[a-z]+ly\s+)?){any_phrase([*families['ended'], *limits['changed']])}|"
            rf"{be}{any_phrase([*families['causes'], *limits['brought_about']])}"
        )
        self.shared = expression(rf"(?:\s+(?:and|or)\s+(?!{finite})[a-z-]+)?(?={be})")
        self.grown = expression(rf"{be}{any_phrase(limits['grown'])}")
        self.known = expression(rf"\s{any_phrase(limits['new_subjects'])}\s")
        given = any_phrase(limits["given"])
        whose = rf"(?:{articles}\s+)?(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?(?:{given}\s+)?"
        self.altered = expression(
            rf"\b(?:{any_phrase(limits['alterations'])}\s+(?:of|in)\s+(?:{articles}\s+)?"
            rf"|{any_phrase(limits['differing'])}\s[^.;,]*)$"
        )
        self.aspects = frozenset(limits["aspects"])
        self.of_his = expression(rf"\s+(?:of|in)\s+(?=[a-z]){whose}")
        self.vague_ends = frozenset([*limits["evidence"], *limits["vague"]])
        self.care_for = expression(
            rf"\b{any_phrase(limits['treatments'])}\s+(?:[a-z]+\s+){{0,3}}?for\s+(?:(?:{articles}|and|or|,)\s*)*$"
        )
        self.sought = expression(rf"\b{any_phrase(limits['seeking'])}\s+for\s+(?:(?!{finite})[a-z'-]+,?\s+){{0,8}}$")
        self.not_verified = self.vague_ends.difference(limits["graded_on"])
        of_itself = any_phrase([*self.vague_ends, *limits["positive_for"], *limits["of_itself"]])
        in_terms = rf"(?:effects|{any_phrase(limits['treatments'])})\s+in\s+terms\b"  # "no side effects in terms of"
        self.meant_for = expression(
            rf"(?:\b(?!{of_itself})(?<!under )[a-z\d-]+\s+for|"
            rf"\b(?!{any_phrase([*self.vague_ends, *limits['of_topics'], *limits['told_on']])}|{in_terms})[a-z\d-]+\s+"
            rf"{clauses.topics}|"
            rf"\b{any_phrase([*limits['alterations'], *limits['planned']])}\s+(?:[a-z]+\s+){{0,2}}?"
            rf"{any_phrase(limits['told_on'])}\s+{clauses.topics}|"
            rf"\b{any_phrase(limits['seeking'])}\s+for(?=\s+(?:the|his|her)\s)|"
            rf"\b{any_phrase(limits['pictures'])}\s+of(?=\s+(?:the|his|her)\s)|"
            rf"\bwhat\s+(?:is|was|are|were)\s+causing|\bwhy(?:\s+[a-z']+){{1,4}}?|"
            rf"\b(?:to|for|in)\s+(?:{articles}\s+)?{any_phrase(limits['tending'])}(?:\s+of)?|"
            rf"\b{any_phrase(limits['effects'])}\s+(?:(?:of|from|with)\s+(?:[a-z'-]+\s+){{1,5}}?)?(?:up)?on)\s+{whose}$"
        )
        of_whose = rf"\s+of(?=\s+(?:the|his|her|[a-z'\s]+'s)\s)\s+{whose}$"
        self.assessed = expression(rf"\b{any_phrase(clauses.assessed)}{of_whose}")
        self.not_assessed = expression(rf"\b{any_phrase(limits['assessing'])}{of_whose}")
        self.in_this = expression(r"\b(?:in|for|that)\s+this\s+(?:\d+[\s-]+years?[\s-]+)?(?:old\s+)?$")
        self.weighing = expression(
            rf"\bnot\s+(?:[a-z]+ly\s+)?{any_phrase(limits['weighing'])}\s+(?:(?:(?:all|both)\s+)?of\s+)?"
            rf"(?:(?:{articles}|risks?|of|and|or)\s+|[a-z]+'s\s+)*$"
        )
        self.asked_for = expression(
            rf"\b{any_phrase(limits['needing'])}\s+(?:[a-z]+\s+){{0,4}}?for\s+(?:[a-z]+\s+){{0,2}}$"
        )
        self.explained = expression(
            rf"\b{any_phrase(limits['explaining'])}\s+for\s+"
            rf"(?:(?!{finite}\b|(?:no|or|and)\b)[\w-]+,?\s+){{1,8}}?(?P<last>and\s+(?:[a-z]+\s+)?)?$"
        )
        self.listed_behind = expression(r"(?:,\s+(?!no\b)[\w -]{1,30}){0,2},?\s+and\s")
        study = rf"{any_phrase(clauses.attesters)}\s+(?:{any_phrase(clauses.attested_reports)}\s+)?"
        brought = rf"(?:{finite}\s+(?:been\s+)?{any_phrase(table['not_documented']['supplied'])}\s+)?"
        self.confirming = expression(
            rf"\b(?:to\s+{any_phrase(limits['confirming'])}|{study}{any_phrase(clauses.attesting)})\s[^.;,]*$"
        )
        self.would_confirm = expression(rf"\b{study}{brought}that\s+{would_show(table)}\s[^.;,]*$")
        self.because = expression(rf"\b{any_phrase(limits['because'])}\s+(?:(?:the|a|any|all)\s+)?$")
        self.definite = expression(r"\s+(?:the|his|her|their)\s")
        self.reason = expression(
            r"(?:,|\band)\s+(?:and\s+)?(?:(?:the|his|her|their)\s+(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?"
            rf"(?:(?!{finite}|and\b|or\b|nor\b)[a-z-]+\s+){{0,2}}|an?\s+)$"
        )
        papers = [*clauses.attested_reports, *clauses.agreements]
        self.paper = expression(rf"[^.;,]*\b{any_phrase(papers)}$")
        self.told = expression(rf"\s+{any_phrase(limits['existing_reasons'])}")
        self.given = expression(rf"(?:\b{given}|'s)\s+$")
        self.attempted = expression(rf"\b{clauses.attempted}$")

    def is_only_told_of(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the pain of "no evidence that his pain has resolved", "that the pain is caused by": it is there.

        What has grown may be new: "no evidence that pain or weakness has increased".
        """
        shared = self.shared.match(text, span[1])
        end = span[1] if shared is None else shared.end()  # "pain or weakness | has resolved"
        return (
            cue.report
            and self.changed.match(text, end) is not None
            and (self.grown.match(text, end) is None or self.known.search(text, cue.end, span[0]) is not None)
            and self.stated.fullmatch(text, cue.end, span[0]) is not None
        )

    def is_only_asked_of(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the pain of "did not state how the pain is being managed", "unclear when the pain began"."""
        return (
            cue.side == BEFORE
            and self.happened.match(text, span[1]) is not None
            and self.asked.fullmatch(text, cue.start, span[0]) is not None
        )

    def only_alters(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the weakness of "no progression of weakness": it is there, and is not getting worse or better.

        So it is for the pain of "no flare of his pain", where the flare is a finding of its own.
        """
        if cue.side != BEFORE:
            return False
        if self.altered.search(text, cue.end, span[0]) is not None:
            return True
        behind = max((b for a, b in findings if cue.end <= a and b < span[0]), default=None)
        return (
            behind is not None
            and text[text.rfind(" ", 0, behind) + 1 : behind] in self.aspects
            and self.of_his.fullmatch(text, behind, span[0]) is not None
        )

    def is_only_treated(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the insomnia of "therapy for insomnia was not attempted": the therapy is what is denied."""
        if cue.side != AFTER:
            return False
        return self.care_for.search(masked(text, clause, span[0], findings)) is not None

    def is_only_cared_for(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the anxiety of "no plan of care for his anxiety", "no plan to address the anxiety and insomnia".

        What stands in front of "for" is denied, unless it only tells of what stands behind: "no evidence for".
        Nor is it denied where it is only asked what it comes from: "not sure what is causing the dizziness".
        """
        first = first_joined(text, cue.end, span, findings)
        return cue.side == BEFORE and self.meant_for.search(text, cue.end, first) is not None

    def is_only_assessed(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the insomnia of "no assessment of his insomnia", "the assessment of his insomnia was not included".

        Whose it is is said too.
        """
        if cue.side == BEFORE:
            return self.assessed.search(text, cue.end, first_joined(text, cue.end, span, findings)) is not None
        begins = max(0, span[0] - FARTHEST_ASSESSED)
        return self.not_assessed.search(text, begins, first_joined(text, begins, span, findings)) is not None

    def is_only_his(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the diabetes of "no glucose levels in this diabetic patient"."""
        return cue.side == BEFORE and self.in_this.search(text, cue.end, span[0]) is not None

    def is_only_asked_for(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the study of "no medical necessity for a sleep study": that is a decision."""
        return cue.side == BEFORE and self.asked_for.search(text, cue.start, span[0]) is not None

    def is_only_explained(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the panel of "no rationale for the CBC, CMP and hepatic panel", a test that was asked for.

        A list with "or" may go on with what else is missing: "no rationale for the surgery, recent imaging, or relief".
        """
        if cue.side != BEFORE:
            return False
        found = self.explained.search(text, cue.start, span[0])
        return found is not None and (found["last"] is not None or self.listed_behind.match(text, span[1]) is not None)

    def is_only_weighed(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the pain of "does not explain his leg pain", the sedation of "does not outweigh its risk"."""
        first = first_joined(text, cue.end, span, findings)
        return cue.side == BEFORE and self.weighing.search(text, cue.start, first) is not None

    def is_only_to_be_shown(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the weakness of "no exam to verify weakness", but not for that of "no findings to verify it"."""
        if cue.side != BEFORE:
            return False
        if self.would_confirm.search(text, cue.start, span[0]) is not None:
            return True  # "no MRI report was provided that would confirm a tear"
        purpose = self.confirming.search(text, cue.end, span[0])
        if purpose is not None and self.given.search(text, purpose.start(), span[0]):
            return True  # "no imaging to verify the reported herniation"
        return (
            purpose is not None
            and not cue.report
            and self.not_verified.isdisjoint(text[cue.end : purpose.start()].split())
        )

    def is_only_sought(self, text: str, clause: int, cue: Cue, span: Limits) -> bool:
        """True for the apnea of "testing for apnea was not undertaken": nobody knows whether it is there."""
        if cue.side != AFTER or self.attempted.search(text, cue.start, cue.end) is None:
            return False
        return self.sought.search(text, clause, span[0]) is not None

    def is_reason_of_its_own(self, text: str, cue: Cue, span: Limits, condition: bool) -> bool:
        """True for the sedation of "given the lack of relief and the patient's sedation": a reason beside the lack.

        What records lack may be a list, unless it is a condition: "the lack of scores and the patient's function".
        """
        if cue.side != BEFORE or self.because.search(text, max(0, cue.start - FARTHEST_BASED_ON), cue.start) is None:
            return False
        if self.reason.search(text, cue.end, span[0]) is None:
            return False
        if text.endswith((" a ", " an "), 0, span[0]) and not text[span[0]].isdigit():
            return False
        if self.told.match(text, span[1]) is not None:
            return True
        if self.paper.match(text, *span) is not None:
            return False  # "the lack of a drug screen, | the CURES report"
        return (condition or not cue.report) and self.definite.match(text, cue.end) is None
