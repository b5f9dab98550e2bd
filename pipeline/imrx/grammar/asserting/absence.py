r"""Whether what is negated is absent, or only written down nowhere.

    without acute flare                                            absent
    There is no evidence presented of random drug testing results  not_documented
    No evidence of infection on examination                        absent: somebody looked

The words of the cue decide, what kind of concept it is about, and whether records or a patient are its subject.
"""

from typing import Any

from imrx.grammar.asserting.cue import Cue
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase, openings_of
from imrx.labels import ABSENT, NOT_DOCUMENTED
from imrx.stretches import Limits

OF_RESPONSE = frozenset({"outcome", "response"})
"""The kinds of what a treatment brings."""

DONE = frozenset({"documentation", "outcome"})
"""The kinds of what else is said to be written nowhere."""

OF_ACTS = DONE | {None}
"""The kinds of which some are acts: "has not | returned to work"."""

NOTHING = ("none of", "nothing", "neither")
"""What brings no relief where it is no paper: "none of | the injections gave"."""

NEITHER = frozenset({"neither", "nor"})

PRONOUNS = frozenset({"he", "she", "they", "it"})

IN_FRONT = 60
"""So many characters in front of a cue the patient stands who denies, or the records that hold nothing."""

BEHIND = 30
"""So many characters behind a finding the examination is looked for that did not show it: "no lesion on MRI"."""

FARTHEST_REASON = 200
"""So many characters behind a decision its reason begins."""

CAN = len("no longer able ")
"""So many characters of what the patient cannot do may stand in front of a cue: "can | not do"."""

IN_ABSENCE = "in the absence of"
"""What begins a sentence that concludes from what was not found: "In the absence of relief, it is not necessary"."""


def would_show(table: dict[str, Any]) -> str:
    """The source of an expression for the "would show" of a proof that is wanted: "that | would indicate"."""
    return rf"would\s+{any_phrase(table['limits']['would_show'])}"


def proving(table: dict[str, Any]) -> str:
    """The source of an expression for what joins a proof to what it shows: "change | that would show | gains".

    Behind a participle an article names what is there: "no change in the MRI demonstrating | a herniation".
    """
    shown, showing = (any_phrase(table["limits"][name]) for name in ("reporting", "showing"))
    return rf"\b(?:(?:that|which|to)\s+{shown}|(?:that|which)\s+{would_show(table)}|{showing}(?!\s+(?:an?|the)\b))"


class Absence:
    """The `not_documented` table of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words = table["not_documented"]
        self.reporting = expression(rf"\b{any_phrase(words['words'])}")
        self.told_in = expression(rf"\b{any_phrase(words['told_in'])}")
        self.weak = expression(rf"\b{any_phrase(words['evidence'])}")
        self.weak_behind = expression(rf"\s+(?:any\s+)?{any_phrase(words['evidence'])}\s")
        self.examination = expression(rf"\b{any_phrase(words['examination'])}")
        self.records = expression(
            rf"\b{any_phrase(words['before_records'])}\s+(?:[a-z]+\s+){{0,2}}?{any_phrase(words['records'])}"
        )
        self.bare_records = expression(rf"(?:[a-z]+ly,?\s+)?{any_phrase(words['records'])}")
        decided = any_phrase(table["decisions"]["deciding"])
        self.decided = expression(rf"\b{decided}\b[^.;]{{0,{FARTHEST_REASON}}}?\b{any_phrase(words['because'])}\s")
        self.supplied = expression(rf"[^.;,]{{0,40}}?\s(?:(?:was|were|is|are|been)\s+)?{any_phrase(words['supplied'])}")
        self.tried = expression(rf"\b{any_phrase([*words['tried'], *words['lessened']])}\s")
        self.asked = expression(r"\brequest(?:ed|s)?\s+(?:for\s+)?(?:[a-z-]+\s+){0,4}")
        self.unreported = expression(rf"\b{any_phrase(words['examination'])}\s+(?:(?:is|was)\s+)?$")
        self.not_told = expression(
            rf"\b(?:(?:been|being)\s+{any_phrase(words['on_patients'])}|(?:is|are|was|were)\s+not\s+{any_phrase(words['shown'])})"
        )
        self.not_borne = expression(any_phrase(words["not_bearing"]))
        self.planned = expression(r"plans?\s+(?:for|to)\b")
        self.plain = expression(any_phrase(words["plain"]))
        self.lacked_in = expression(rf"\b{any_phrase(words['lacked_in'])}")
        self.not_supplied = expression(rf"\b{any_phrase([*words['lacked_in'], *words['supplied']])}")
        self.found_at_exam = expression(rf"\b{any_phrase(words['found_at_exam'])}$")
        listed = r"(?:\s+(?:or|nor)\s+[a-z]+(?:\s+[a-z]+){0,2}?)?"
        self.on_record = expression(rf"{listed}\s+(?:(?:was|were|is|are|been)\s+)?{any_phrase(words['on_record'])}")
        self.past = expression(rf"{any_phrase(words['past'])}\s")
        self.noticed = expression(rf"(?:\s+(?:was|were|is|are))?\s+{any_phrase(words['noticed'])}")
        self.unchanged = expression(rf"(?:[a-z]+\s+)?{any_phrase(words['unchanged'])}")
        self.able = tuple(f"{word} " for word in words["abilities"])
        self.told_of = expression(rf"\b{any_phrase(words['told_of'])}$")
        self.told = expression(rf"{listed}\s+(?:was|were|is|are)\s+{any_phrase(words['told'])}")
        changes = rf"\s+{any_phrase(table['families']['changes'])}[^.;,]*?"
        wanted = rf"\b(?:that|which)\s+{would_show(table)}"
        self.unproven = expression(rf"(?:{changes}{proving(table)}|[^.;,]*?{wanted})\s")
        self.harms = expression(rf"\b{any_phrase(words['harms'])}")
        self.concluding = expression(rf"\b{openings_of(words['concluding'])}[a-z]*\s+(?:(?:to|for|of)\s+)?(?:an?\s+)?$")
        self.concluded = frozenset(words["concluded"])
        self.acts = frozenset(words["acts"])
        self.undone = expression(any_phrase(words["undone"]))
        self.joined = expression(rf"\s+{any_phrase(words['acts'])}\s+(?:[a-z'-]+\s+){{1,4}}?(?:and|or)\s+")
        performing = any_phrase(words["performing"])
        self.incapable = expression(
            rf"\b{any_phrase(words['incapable'])}\s+(?:[a-z]+ly\s+)?(?:[a-z]+\s+(?:and|or)\s+)?{performing}(?:\s+[a-z]+){{0,3}}\s+$"
        )
        self.nothing_helped = expression(
            rf"nothing\s+(?:(?:has|have|had|{any_phrase(words['seeming'])})\s+)?{any_phrase(words['helping'])}"
        )
        self.activities = expression(rf"\b{any_phrase(words['activities'])}$")
        self.at_once = expression(rf"\b{any_phrase(words['at_once'])}")
        self.carried_out = expression(rf"\b{any_phrase(words['carried_out'])}")
        asides = rf"(?:,?\s+{any_phrase(words['behind_patients'])})*,?\s+$"
        self.of_patient = expression(rf"\b(?!pt\b){any_phrase(words['patients'])}{asides}")
        self.named = expression(rf"\s*{any_phrase(words['named'])}")
        holders, held = any_phrase([*words["records"], *words["authors"]]), any_phrase(words["containing"])
        self.contained = expression(
            rf"\b{holders}\s+(?:(?:had|has|have)\s+)?(?:[a-z]+ly\s+)?{held}\s+"
            r"(?:(?:no|neither|nor|not)\b[^.;]*?)?$",
        )
        self.holder = expression(rf"\b(?:{holders}|{any_phrase(words['not_treatments'])})")
        self.brought = expression(rf"\b(?:{any_phrase(words['brought'])}|{clauses.enabled})$")
        self.proving = expression(rf"\b(?:that|to|{any_phrase(table['limits']['showing'])})\b")
        bringing = any_phrase([*words["brought"], *table["limits"]["brought"]])
        self.bringing = expression(rf"\b{bringing}|(?:has|have|had|was|were|been|proved)\s+$")
        self.revealing = expression(rf"\b{any_phrase(words['revealing'])}\s+$")
        self.written = expression(
            rf"(?:(?!,?\s+(?:and\s+no|and\s+neither|but)\b)[^.;])*?\s(?:is|are|was|were|be|been|accompan[a-z]+)\s+(?:[a-z]+ly\s+)?{any_phrase(words['written'])}"
        )
        self.goes_on = expression(
            r"nor\b|neither\s+(?:is|are|was|were|has|have|had)\b|(?:is|are|was|were)\s+not(?=\s*(?:[.,;)]|$))"
        )
        negated_list = rf"{any_phrase(words['failing'])}\s+(?:to\s+)?{openings_of(words['writing'])}(?:e?s|e?d)?\b"
        self.not_told_of = expression(rf"\b{negated_list}[^.;]*,\s+$")
        self.papers = expression(
            rf"\b{any_phrase(words['papers'])}(?=\s*(?:$|\(|{any_phrase(words['behind_papers'])}))"
        )
        self.altered = expression(rf"(?:[a-z-]+\s+){{0,2}}?{any_phrase(words['altered'])}\s+in\b")
        self.placed = expression(rf"\s{any_phrase(words['placing'])}\s(?:[a-z0-9/-]+\s)*$")
        self.used = expression(rf"[^.;,]{{0,60}}?\s{any_phrase(words['used'])}")
        self.documenting = expression(rf"\b{any_phrase(words['documenting'])}")
        self.supporting = expression(rf"\s+(?:{any_phrase(words['enough'])}\s+)?{any_phrase(words['supporting'])}")
        writing = rf"(?:[a-z]+ly\s+|(?:do|does|did)\s+)?{openings_of(words['writing'])}(?:e?s|e?d)?\b"
        paper = any_phrase(words["records"])
        self.unwritten = expression(
            rf"{any_phrase(words['none_of'])}\s+(?:[\w'-]+\s+){{0,5}}?{paper}\s+(?:{any_phrase(words['supplied'])}\s+)?{writing}"
            rf"|nowhere\s+(?:in|within|among|do|does|did)\s+(?:[a-z'-]+\s+){{0,4}}?{paper}\b"
            rf"|at\s+no\s+[a-z]+\s+(?:do|does|did|has|have|had)\s+(?:the\s+)?(?:[a-z]+\s+)?{holders}\s+{writing}"
        )
        self.left_unwritten = expression(rf"{openings_of(words['failing'])}\s+(?:to\s+)?{writing}")
        self.numbered = expression(rf"(?:[a-z]+ly\s+)?{any_phrase(words['numbered'])}")
        self.given = expression(rf"\s+(?:is|are|was|were)\s+{any_phrase(words['given'])}")
        self.that_patient = expression(rf"\bthat\s+(?:the\s+|this\s+)?{any_phrase(words['patients'])}\s")
        self.wanting, self.showing_none = frozenset(words["wanting"]), frozenset(words["showing_none"])
        self.unnamed_conditions = tuple(words["unnamed_conditions"])
        self.but_not = expression(
            rf"\b(?:{holders}|{any_phrase(words['examination'])})\s+(?:[a-z]+\s+)?{writing}\s[^.;,]*\bbut\s+$"
        )
        self.of_conditions = tuple(words["of_conditions"])
        self.reports = expression(rf"\b{any_phrase(words['results_on_paper'])}$")
        self.matters = expression(rf"\b{any_phrase(words['matters'])}(?:$|\s+(?:of|to|from|with)\b)")
        self.history = tuple(f"{phrase} " for phrase in words["history"])
        self.on_paper = frozenset({None, "test"})
        self.of_treatments = OF_RESPONSE | {None}
        self.written_of = frozenset({"test", "documentation"})
        self.asking = expression(rf"\s+of\s+{any_phrase(table['limits']['questions'])}")
        self.who = expression(rf"\b{any_phrase(words['patients'])}\s+(?:who|that)\s+$")
        self.noun_of_record = expression(rf"\b{any_phrase(words['nouns_of_record'])}$")
        self.recorded = expression(rf"\b{any_phrase(words['recorded'])}\s+(?:[a-z-]+\s+){{0,2}}?$")
        acts_of_record = any_phrase(words["acts_of_record"])
        verb = any_phrase([*table["limits"]["finite"], *words["revealing"]])
        self.act_of_record = expression(
            rf"\b{acts_of_record}(?:\s+(?:and|or)\s+[a-z]+)?\s+(?:of|regarding|about|for|on)\s+(?!systems\b)(?:(?!\b(?:{verb}|that\b))[^.;:])*$"
        )
        self.described = expression(rf"{listed}\s+{any_phrase(words['described'])}")
        self.not_brought = expression(rf"\b{any_phrase(words['not_brought'])}$")
        self.conditions = expression(rf"\b{any_phrase(words['conditions'])}(?=$|\s(?:of|in|with|to)\b)")
        self.bettered = expression(any_phrase(words["bettered"]))
        self.watching = expression(rf"\b{openings_of(words['watching'])}")
        self.misuse = expression(rf"\b{openings_of(words['misuse'])}")
        self.absent_kinds = frozenset(words["absent_kinds"])

    def kind_of(self, text: str, clause: Limits, start: int, cue: Cue, kind: str | None, span: Limits) -> str:
        """`absent` or `not_documented`.

        Args:
            text: the letter in lower case.
            clause: the character offsets of the clause.
            start: where the sentence begins.
            cue: the cue that negates the finding.
            kind: the kind of the finding's concept, or null.
            span: the finding's character offsets.
        """
        words = text[cue.start : cue.end]
        front = max(start, cue.start - IN_FRONT)
        if kind in self.absent_kinds and self.bettered.match(text, span[0]):
            kind = "outcome"  # "improved sleep"
        if (
            self.at_once.search(words)
            or self.nothing_helped.match(text, cue.start)
            or (
                cue.report
                and self.of_patient.search(text, front, cue.start)
                and not self.not_told.search(words)
                and not self.noun_of_record.search(words)
            )
        ):
            return ABSENT
        contrast = words == "not" and kind not in self.absent_kinds and text.endswith("but ", start, cue.start)
        if contrast and self.reporting.search(text, start, cue.start):
            return NOT_DOCUMENTED  # "the reports document relief but not | function"
        if words in self.wanting and self._is_wanting(text, start, cue, kind, front):
            return ABSENT
        if words in self.showing_none and self._is_not_shown(text, cue, kind, front, span):
            return ABSENT
        if words == "not" and self.but_not.search(text, start, cue.start):
            return NOT_DOCUMENTED  # "the exam documented motion but not reflexes"
        if cue.end <= span[0] and (
            self.documenting.search(text, cue.end, span[0])
            or self.supporting.match(text, cue.end, span[0])
            or self.recorded.search(text, cue.end, span[0])
            or self._is_unwritten(text, start, cue, span)
        ):
            return NOT_DOCUMENTED
        if cue.start >= span[1] and self.act_of_record.search(text, clause[0], span[0]):
            return NOT_DOCUMENTED  # "discussion of | its effect was absent"
        if kind in OF_RESPONSE and cue.start >= span[1] and self.not_brought.search(words):
            return ABSENT  # "relief was not achieved"
        if kind in OF_RESPONSE and (concluded := self._concluded(text, start, cue, kind, span)):
            return concluded
        of_response = kind in OF_RESPONSE or (kind is None and text.startswith(NOTHING, cue.start))
        if of_response and cue.end <= span[0] and self._is_without_effect(text, start, cue, span):
            return ABSENT
        if self._is_told_of(text, cue, kind, span):
            return ABSENT
        if text.startswith(self.history, span[0]) and not self.reporting.search(words):
            return ABSENT
        if kind == "outcome" and (self.given.match(text, span[1]) or self.numbered.match(text, span[0])):
            return NOT_DOCUMENTED
        if kind == "outcome" and cue.end <= span[0] and self.unproven.match(text, cue.end, span[0]):
            return NOT_DOCUMENTED
        if kind in OF_ACTS and (self._is_left_undone(text, cue, span) or self._is_beyond_him(text, cue, span)):
            return ABSENT
        if words == "no" and self.planned.match(text, span[0]) and not self.written.match(text, span[1], clause[1]):
            return ABSENT  # "there was no plan for surgery"
        if (
            words == "no"
            and self.not_borne.match(text, span[0])
            and not self._is_supplied(text, clause, start, cue, kind, span)
        ):
            return ABSENT  # "he has no intolerance to NSAIDs"
        if kind == "documentation" or (
            kind == "outcome" and not self._is_plainly_denied(text, clause, start, cue, span)
        ):
            return NOT_DOCUMENTED
        if (
            self.reporting.search(words)
            or self._is_supplied(text, clause, start, cue, kind, span)
            or (
                self._is_paper(text, words, span)
                and not self._is_unchanged(text, start, cue, span)
                and not (kind == "outcome" and self.unchanged.match(text, span[0]))
            )
        ):
            return NOT_DOCUMENTED
        if self._is_not_traced(text, cue, kind, span):
            return NOT_DOCUMENTED
        if self.told_in.search(words) and not self.examination.search(text, front, cue.start):
            return NOT_DOCUMENTED  # but "the examination makes no note of an effusion"
        if self.weak.search(words) and self.misuse.search(text, *span):
            is_watched = cue.end <= span[0] and (
                self.watching.search(text, cue.end, span[0]) or words.split()[0] in self.wanting
            )
            return NOT_DOCUMENTED if is_watched else ABSENT  # "the records show no evidence of diversion"
        if words.endswith(" report") and self.unreported.search(text, front, cue.start):
            return NOT_DOCUMENTED  # "the examination did not report"
        if kind == "response" and self._is_his(text, start, cue, span):
            return ABSENT
        if self._is_of_records(text, start, cue):
            return NOT_DOCUMENTED
        weak = self.weak.search(words) or self.weak_behind.match(text, cue.end, span[0])
        if weak and not self._is_looked_for(text, start, cue, kind, span):
            return NOT_DOCUMENTED
        return ABSENT

    def _is_plainly_denied(self, text: str, clause: Limits, start: int, cue: Cue, span: Limits) -> bool:
        """True for "no" improvement, and for a "lack of" examination findings, which somebody looked for.

        It is not where papers lack them: "a lack of examination findings in the notes", "findings submitted", "none of
        the notes show", "evidence of pain relief but none of functional gain".
        """
        if self.plain.fullmatch(text, cue.start, cue.end) is not None:
            if not text.endswith(" of", cue.start, cue.end):
                return True
            between = text[
                cue.end : span[0]
            ]  # of treatments: neither "none of the notes show" nor "but none of | relief"
            return bool(between.strip()) and self.holder.search(between) is None
        return (
            cue.end <= span[0]
            and self.found_at_exam.search(text, *span) is not None
            and self.lacked_in.search(text, start, cue.start) is None
            and self.not_supplied.search(text, span[1], clause[1]) is None
        )

    def _is_supplied(self, text: str, clause: Limits, start: int, cue: Cue, kind: str | None, span: Limits) -> bool:
        """True for "no therapy | was submitted", "no screens | on file": what is done to papers was not done to it."""
        words = text[cue.start : cue.end]
        if words == "no" and self.told_of.search(text, *span) and self.told.match(text, span[1]):
            return False  # "no trauma was reported": patients tell of it
        on_paper = kind in self.on_paper and (self.supplied.match(text, span[1]) or self.carried_out.search(words))
        brought = kind in OF_RESPONSE and not self._is_harm(text, span)
        return bool(
            on_paper
            or self.on_record.match(text, span[1])
            or (brought and self.described.match(text, span[1]))
            or (cue.end <= span[0] and self.written.match(text, span[1], clause[1]))
            or (self.goes_on.match(text, cue.start) and self.reporting.search(text, start, cue.start))
            or (words == "no" and kind not in self.absent_kinds and self.not_told_of.search(text, start, cue.start))
        )

    def _is_told_of(self, text: str, cue: Cue, kind: str | None, span: Limits) -> bool:
        """True for "no report of | falls", which nobody has told; a response, a test or a past is told on paper."""
        last = text[cue.start : cue.end].split()[-1]
        if self.named.match(text, cue.end - len(last), cue.end + 4) is None or self.asking.match(text, cue.end):
            return False
        if kind in OF_RESPONSE or kind == "function":
            return self._is_harm(text, span)
        is_past = kind is None and last.startswith("report") and self.past.match(text, span[0]) is not None
        return kind not in self.written_of and not is_past

    def _is_harm(self, text: str, span: Limits) -> bool:
        """True for "side effects" and "worsening", among what a treatment brings."""
        return self.harms.search(text, *span) is not None or self.conditions.search(text, *span) is not None

    def _is_of_records(self, text: str, start: int, cue: Cue) -> bool:
        """True for "the records show no", "the notes contained no": they are the subject, and no examination is."""
        decided = self.decided.search(text, start, cue.start)
        front = start if decided is None else decided.end()  # "denied the request as there was no evidence of weakness"
        told = (
            cue.report
            and (self.records.search(text, front, cue.start) or self.bare_records.match(text, front, cue.start))
            and self.who.search(text, front, cue.start) is None  # "the request is for a patient who does not have"
        )
        return bool(
            (told or self.contained.search(text, start, cue.start))
            and not self.examination.search(text, start, cue.start)
        )

    def _is_looked_for(self, text: str, start: int, cue: Cue, kind: str | None, span: Limits) -> bool:
        """True for "no evidence of | infection on examination": somebody looked, and nothing was tried."""
        if self.tried.search(text, cue.end, span[0]) or self.tried.match(text, span[0]):
            return False
        asked = self.asked.search(text, start, cue.start)
        front = start if asked is None else asked.end()
        examined = any(
            self.examination.search(text, *limits) for limits in ((front, cue.start), (span[1], span[1] + BEHIND))
        )
        named = kind in self.absent_kinds or text.endswith(self.unnamed_conditions, *span)
        named = named or self.conditions.search(text, *span) is not None
        return examined or named or self._is_revealed(text, start, cue)

    def _is_unwritten(self, text: str, start: int, cue: Cue, span: Limits) -> bool:
        """True for "none of the notes address" or "the notes fail to discuss signs of" a finding."""
        if self.unwritten.match(text, cue.start, span[0]):
            return True
        failing = self.left_unwritten.match(text, cue.start, cue.end)
        return failing is not None and self.records.search(text, start, cue.start) is not None

    def _is_not_traced(self, text: str, cue: Cue, kind: str | None, span: Limits) -> bool:
        """True for what is looked for in records: a past that is "not noted", LFTs that "were not found"."""
        is_past = kind in self.on_paper and self.past.match(text, span[0]) is not None
        of_subject = cue.start >= span[1] or text[cue.start : cue.end] in NEITHER
        on_paper = self.reports.search(text, *span) or (of_subject and self.matters.search(text, *span))
        if not is_past and (kind in self.absent_kinds or not on_paper):
            return False
        noticed = self.noticed.search(text, cue.start, cue.end) or self.noticed.match(text, span[1])
        return noticed is not None and not text.startswith(" to be ", max(noticed.end(), cue.end))

    def _is_paper(self, text: str, words: str, span: Limits) -> bool:
        """True for "no pain diary", but not for the instrument of "no validated instrument was used".

        Nor is it for "no change in the examination", the level of "not able to lift above shoulder level", the side of
        "no tenderness on the left side", and the history of "no GI or cardiac history".
        """
        if words == "no" and (text.endswith(self.of_conditions, *span) or self.unchanged.match(text, span[0])):
            return False
        if text.startswith(self.able, span[0]):
            return False
        paper = self.papers.search(text, *span)
        if paper is None or self.used.match(text, span[1]) is not None:
            return False
        return self.placed.search(text, span[0], paper.start()) is None

    def _is_unchanged(self, text: str, start: int, cue: Cue, span: Limits) -> bool:
        """True for what has not changed: "no change in the pain score".

        It is not where the sentence tells of records, or of a proof: "no change in the exam that would show gains".
        """
        told = self.reporting.search(text, start, cue.start) or self.unproven.match(text, cue.end)
        return told is None and self.altered.match(text, span[0]) is not None

    def _is_wanting(self, text: str, start: int, cue: Cue, kind: str | None, front: int) -> bool:
        """True for "the knee lacks full extension", "she lacks strength": neither records nor a paper are meant."""
        if kind in DONE or self.holder.search(text, start, cue.start):
            return False
        return kind is not None or self.of_patient.search(text, front, cue.start) is not None

    def _is_not_shown(self, text: str, cue: Cue, kind: str | None, front: int, span: Limits) -> bool:
        """True for "the exam lacks focal | weakness": it was looked for, and no report is the subject."""
        found = kind in self.absent_kinds or self.found_at_exam.search(text, *span) is not None
        return found and cue.end <= span[0] and self.unreported.search(text, front, cue.start) is not None

    def _is_revealed(self, text: str, start: int, cue: Cue) -> bool:
        """True for "a skin check revealed" no evidence: somebody looked, and no records are the subject."""
        return (
            self.revealing.search(text, start, cue.start) is not None
            and self.holder.search(text, start, cue.start) is None
        )

    def _is_without_effect(self, text: str, start: int, cue: Cue, span: Limits) -> bool:
        """True for "therapy did not provide" relief: neither records nor a physician are the subject.

        It is not for "was not documented to have provided".
        """
        if text.startswith(NOTHING, cue.start) and not self.goes_on.match(text, cue.start):
            told = self.holder.search(text, cue.start, span[0]) or self.proving.search(text, cue.end, span[0])
            return told is None and self.bringing.search(text, cue.start, span[0]) is not None
        if self.brought.search(text, cue.start, cue.end) is None or self.not_told.search(text, cue.start, cue.end):
            return False
        subject = text[start : cue.start]
        words = subject.split()
        return bool(words) and words[-1] not in PRONOUNS and self.holder.search(subject) is None

    def _concluded(self, text: str, start: int, cue: Cue, kind: str | None, span: Limits) -> str | None:
        """What a reviewer concludes: "In the absence of relief, it is", or "suggests a lack of relief"."""
        if text[start : cue.end].strip() == IN_ABSENCE and not self.harms.search(text, *span):
            return NOT_DOCUMENTED
        found = kind == "outcome" and text[cue.start : cue.end] in self.concluded
        return ABSENT if found and self.concluding.search(text, start, cue.start) else None

    def _is_left_undone(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for "has not | failed NSAIDs", "does not | improve pain or function": an act is denied, and no paper."""
        if cue.end >= span[0] or self.undone.fullmatch(text, cue.start, cue.end) is None:
            return False
        if text[cue.end : span[0]].strip():
            return self.joined.fullmatch(text, cue.end, span[0]) is not None
        word = text[slice(*span)].split()[0]
        return word.endswith("ed") or word in self.acts

    def _is_his(self, text: str, start: int, cue: Cue, span: Limits) -> bool:
        """True for "the records show that the patient could not | tolerate Lyrica": it is not said of the records."""
        return text[cue.end : span[0]].isspace() and self.that_patient.search(text, start, cue.start) is not None

    def _is_beyond_him(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for "cannot perform | activities of daily living": the patient cannot, and nobody fails to write."""
        front = max(0, cue.start - CAN)
        return self.activities.search(text, *span) is not None and (
            self.incapable.search(text, front, span[0]) is not None
        )
