r"""Whether what is negated is absent, or only written down nowhere.

    without acute flare                                            absent
    There is no evidence presented of random drug testing results  not_documented
    No evidence of infection on examination                        absent: somebody looked

The words of the cue decide, what kind of concept it is about, and whether records or a patient are its subject.
"""

from typing import Any

from imrx.grammar.asserting.cues import Cue, Limits
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import alternatives, openings_of

OF_RESPONSE = frozenset({"outcome", "response"})
"""The kinds of what a treatment brings."""

DONE = frozenset({"documentation", "outcome"})
"""The kinds of what else is said to be written nowhere."""

OF_ACTS = DONE | {None}
"""The kinds of which some are acts: "has not | returned to work"."""

PRONOUNS = frozenset({"he", "she", "they", "it"})

IN_FRONT = 60
"""So many characters in front of a cue the patient stands who denies, or the records that hold nothing."""

BEHIND = 30
"""So many characters behind a finding the examination is looked for that did not show it: "no lesion on MRI"."""

CAN = len("no longer able ")
"""So many characters of what the patient cannot do may stand in front of a cue: "can | not do"."""

IN_ABSENCE = "in the absence of"
"""What begins a sentence that concludes from what was not found: "In the absence of relief, it is not necessary"."""


def would_show(table: dict[str, Any]) -> str:
    """The source of an expression for the "would show" of a proof that is wanted: "that | would indicate"."""
    return rf"would\s+{alternatives(table['limits']['would_show'])}"


def proving(table: dict[str, Any]) -> str:
    """The source of an expression for what joins a proof to what it shows: "change | that would show | gains".

    Behind a participle an article names what is there: "no change in the MRI demonstrating | a herniation".
    """
    shown, showing = (alternatives(table["limits"][name]) for name in ("reporting", "showing"))
    return rf"\b(?:(?:that|which|to)\s+{shown}|(?:that|which)\s+{would_show(table)}|{showing}(?!\s+(?:an?|the)\b))"


class Absence:
    """The `not_documented` table of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["not_documented"]
        self.reporting = expression(rf"\b{alternatives(words['words'])}")
        self.told_in = expression(rf"\b{alternatives(words['told_in'])}")
        self.weak = expression(rf"\b{alternatives(words['evidence'])}")
        self.examination = expression(rf"\b{alternatives(words['examination'])}")
        self.records = expression(
            rf"\b{alternatives(words['before_records'])}\s+(?:[a-z]+\s+){{0,2}}?{alternatives(words['records'])}"
        )
        self.bare_records = expression(rf"(?:[a-z]+ly,?\s+)?{alternatives(words['records'])}")
        self.supplied = expression(
            rf"[^.;,]{{0,40}}?\s(?:(?:was|were|is|are|been)\s+)?{alternatives(words['supplied'])}"
        )
        self.tried = expression(rf"\b{alternatives([*words['tried'], *words['lessened']])}\s")
        self.asked = expression(r"\brequest(?:ed|s)?\s+(?:for\s+)?(?:[a-z-]+\s+){0,4}")
        self.unreported = expression(rf"\b{alternatives(words['examination'])}\s+$")
        self.not_told = expression(
            rf"\b(?:(?:been|being)\s+{alternatives(words['on_patients'])}|(?:is|are|was|were)\s+not\s+{alternatives(words['shown'])})"
        )
        self.planned = expression(r"plans?\s+(?:for|to)\b")
        self.plain = expression(alternatives(words["plain"]))
        listed = r"(?:\s+(?:or|nor)\s+[a-z]+(?:\s+[a-z]+){0,2}?)?"
        self.on_record = expression(rf"{listed}\s+(?:(?:was|were|is|are|been)\s+)?{alternatives(words['on_record'])}")
        self.past = expression(rf"{alternatives(words['past'])}\s")
        self.noticed = expression(rf"(?:\s+(?:was|were|is|are))?\s+{alternatives(words['noticed'])}")
        changes = rf"\s+{alternatives(table['families']['changes'])}[^.;,]*?"
        wanted = rf"\b(?:that|which)\s+{would_show(table)}"
        self.unproven = expression(rf"(?:{changes}{proving(table)}|[^.;,]*?{wanted})\s")
        self.harms = expression(rf"\b{alternatives(words['harms'])}")
        self.concluding = expression(rf"\b{openings_of(words['concluding'])}[a-z]*\s+(?:(?:to|for|of)\s+)?(?:an?\s+)?$")
        self.concluded = frozenset(words["concluded"])
        self.acts = frozenset(words["acts"])
        self.undone = expression(alternatives(words["undone"]))
        self.joined = expression(rf"\s+{alternatives(words['acts'])}\s+(?:[a-z'-]+\s+){{1,4}}?(?:and|or)\s+")
        performing = alternatives(words["performing"])
        self.incapable = expression(
            rf"\b{alternatives(words['incapable'])}\s+(?:[a-z]+ly\s+)?(?:[a-z]+\s+(?:and|or)\s+)?{performing}(?:\s+[a-z]+){{0,3}}\s+$"
        )
        self.activities = expression(rf"\b{alternatives(words['activities'])}$")
        self.at_once = expression(rf"\b{alternatives(words['at_once'])}")
        self.carried_out = expression(rf"\b{alternatives(words['carried_out'])}")
        asides = rf"(?:,?\s+{alternatives(words['behind_patients'])})*,?\s+$"
        self.of_patient = expression(rf"\b(?!pt\b){alternatives(words['patients'])}{asides}")
        self.named = expression(rf"\s*{alternatives(words['named'])}")
        holders, held = alternatives([*words["records"], *words["authors"]]), alternatives(words["containing"])
        self.contained = expression(
            rf"\b{holders}\s+(?:(?:had|has|have)\s+)?(?:[a-z]+ly\s+)?{held}\s+"
            r"(?:(?:no|neither|nor|not)\b[^.;]*?)?$",
        )
        self.holder = expression(rf"\b(?:{holders}|{alternatives(words['not_treatments'])})")
        self.brought = expression(rf"\b{alternatives(words['brought'])}$")
        self.revealing = expression(rf"\b{alternatives(words['revealing'])}\s+$")
        self.written = expression(
            rf"(?:(?!,?\s+(?:and\s+no|and\s+neither|but)\b)[^.;])*?\s(?:is|are|was|were|be|been|accompan[a-z]+)\s+(?:[a-z]+ly\s+)?{alternatives(words['written'])}"
        )
        self.goes_on = expression(r"nor\b")
        self.papers = expression(
            rf"\b{alternatives(words['papers'])}(?=\s*(?:$|\(|{alternatives(words['behind_papers'])}))"
        )
        self.used = expression(rf"[^.;,]{{0,60}}?\s{alternatives(words['used'])}")
        self.documenting = expression(rf"\b{alternatives(words['documenting'])}")
        writing = rf"(?:[a-z]+ly\s+|(?:do|does|did)\s+)?{openings_of(words['writing'])}(?:e?s|e?d)?\b"
        paper = alternatives(words["records"])
        self.unwritten = expression(
            rf"{alternatives(words['none_of'])}\s+(?:[a-z'-]+\s+){{0,5}}?{paper}\s+{writing}"
            rf"|nowhere\s+(?:in|within|among)\s+(?:[a-z'-]+\s+){{0,4}}?{paper}\b"
        )
        self.left_unwritten = expression(rf"{openings_of(words['failing'])}\s+(?:to\s+)?{writing}")
        self.numbered = expression(rf"(?:[a-z]+ly\s+)?{alternatives(words['numbered'])}")
        self.given = expression(rf"\s+(?:is|are|was|were)\s+{alternatives(words['given'])}")
        self.wanting = frozenset(words["wanting"])
        self.history = tuple(f"{phrase} " for phrase in words["history"])
        self.on_paper = frozenset({None, "test"})
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
        if self.at_once.search(words) or (
            cue.report and self.of_patient.search(text, front, cue.start) and not self.not_told.search(words)
        ):
            return "absent"
        if words in self.wanting and self._is_wanting(text, start, cue, kind, front):
            return "absent"
        if cue.end <= span[0] and (
            self.documenting.search(text, cue.end, span[0]) or self._is_unwritten(text, start, cue, span)
        ):
            return "not_documented"
        if kind in OF_RESPONSE and (concluded := self._concluded(text, start, cue, kind, span)):
            return concluded
        if kind in OF_RESPONSE and cue.end <= span[0] and self._is_without_effect(text, start, cue):
            return "absent"
        if self.named.match(text, cue.end - len(words.split()[-1]), cue.end + 4):
            return "absent"
        if text.startswith(self.history, span[0]) and not self.reporting.search(words):
            return "absent"
        if kind == "outcome" and (self.given.match(text, span[1]) or self.numbered.match(text, span[0])):
            return "not_documented"
        if kind == "outcome" and cue.end <= span[0] and self.unproven.match(text, cue.end, span[0]):
            return "not_documented"
        if kind in OF_ACTS and (self._is_left_undone(text, cue, span) or self._is_beyond_him(text, cue, span)):
            return "absent"
        if words == "no" and self.planned.match(text, span[0]) and not self.written.match(text, span[1], clause[1]):
            return "absent"  # "there was no plan for surgery"
        if kind == "documentation" or (kind == "outcome" and not self.plain.fullmatch(words)):
            return "not_documented"
        supplied = kind in self.on_paper and (self.supplied.match(text, span[1]) or self.carried_out.search(words))
        supplied = supplied or self.on_record.match(text, span[1])
        supplied = supplied or (cue.end <= span[0] and self.written.match(text, span[1], clause[1]))
        supplied = supplied or (self.goes_on.match(words) and self.reporting.search(text, start, cue.start))
        if self.reporting.search(words) or supplied or self._is_paper(text, span):
            return "not_documented"
        if kind in self.on_paper and self._is_not_traced(text, cue, span):
            return "not_documented"
        if self.told_in.search(words) and not self.examination.search(text, front, cue.start):
            return "not_documented"  # but "the examination makes no note of an effusion"
        if self.weak.search(words) and self.misuse.search(text, *span):
            is_watched = cue.end <= span[0] and self.watching.search(text, cue.end, span[0])
            return "not_documented" if is_watched else "absent"  # "the records show no evidence of diversion"
        if words.endswith(" report") and self.unreported.search(text, front, cue.start):
            return "not_documented"  # "the examination did not report"
        if (
            cue.report
            and (self.records.search(text, start, cue.start) or self.bare_records.match(text, start, cue.start))
            and not self.examination.search(text, start, cue.start)
        ):
            return "not_documented"
        if self.contained.search(text, start, cue.start) and not self.examination.search(text, start, cue.start):
            return "not_documented"
        if self.weak.search(words):
            if self.tried.search(text, cue.end, span[0]) or self.tried.match(text, span[0]):
                return "not_documented"
            asked = self.asked.search(text, start, cue.start)
            front = start if asked is None else asked.end()
            examined = any(
                self.examination.search(text, *limits) for limits in ((front, cue.start), (span[1], span[1] + BEHIND))
            )
            if examined or kind in self.absent_kinds or self._is_revealed(text, start, cue):
                return "absent"
            return "not_documented"
        return "absent"

    def _is_unwritten(self, text: str, start: int, cue: Cue, span: Limits) -> bool:
        """True for "none of the notes address" or "the notes fail to discuss signs of" a finding."""
        if self.unwritten.match(text, cue.start, span[0]):
            return True
        failing = self.left_unwritten.match(text, cue.start, cue.end)
        return failing is not None and self.records.search(text, start, cue.start) is not None

    def _is_not_traced(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the past that is "not noted", "no prior MRI | was found": it is looked for in records."""
        if self.past.match(text, span[0]) is None:
            return False
        return (self.noticed.search(text, cue.start, cue.end) or self.noticed.match(text, span[1])) is not None

    def _is_paper(self, text: str, span: Limits) -> bool:
        """True for "no pain diary", but not for the instrument of "no validated instrument was used"."""
        return self.papers.search(text[slice(*span)]) is not None and self.used.match(text, span[1]) is None

    def _is_wanting(self, text: str, start: int, cue: Cue, kind: str | None, front: int) -> bool:
        """True for "the knee lacks full extension", "she lacks strength": neither records nor a paper are meant."""
        if kind in DONE or self.holder.search(text, start, cue.start):
            return False
        return kind is not None or self.of_patient.search(text, front, cue.start) is not None

    def _is_revealed(self, text: str, start: int, cue: Cue) -> bool:
        """True for "a skin check revealed" no evidence: somebody looked, and no records are the subject."""
        return (
            self.revealing.search(text, start, cue.start) is not None
            and self.holder.search(text, start, cue.start) is None
        )

    def _is_without_effect(self, text: str, start: int, cue: Cue) -> bool:
        """True for "therapy did not provide" relief: neither records nor a physician are the subject."""
        if self.brought.search(text, cue.start, cue.end) is None:
            return False
        subject = text[start : cue.start]
        words = subject.split()
        return bool(words) and words[-1] not in PRONOUNS and self.holder.search(subject) is None

    def _concluded(self, text: str, start: int, cue: Cue, kind: str | None, span: tuple[int, int]) -> str | None:
        """What a reviewer concludes: "In the absence of relief, it is", or "suggests a lack of relief"."""
        if text[start : cue.end].strip() == IN_ABSENCE and not self.harms.search(text, *span):
            return "not_documented"
        found = kind == "outcome" and text[cue.start : cue.end] in self.concluded
        return "absent" if found and self.concluding.search(text, start, cue.start) else None

    def _is_left_undone(self, text: str, cue: Cue, span: tuple[int, int]) -> bool:
        """True for "has not | failed NSAIDs", "does not | improve pain or function": an act is denied, and no paper."""
        if cue.end >= span[0] or self.undone.fullmatch(text, cue.start, cue.end) is None:
            return False
        if text[cue.end : span[0]].strip():
            return self.joined.fullmatch(text, cue.end, span[0]) is not None
        word = text[slice(*span)].split()[0]
        return word.endswith("ed") or word in self.acts

    def _is_beyond_him(self, text: str, cue: Cue, span: tuple[int, int]) -> bool:
        """True for "cannot perform | activities of daily living": the patient cannot, and nobody fails to write."""
        front = max(0, cue.start - CAN)
        return self.activities.search(text, *span) is not None and (
            self.incapable.search(text, front, span[0]) is not None
        )
