"""What is absent and not only undocumented: somebody looked for it, or it is said of the patient or a treatment.

no evidence of | infection on examination          somebody looked
the exam lacks focal | weakness                    likewise
no report of | falls                               nobody has told of them
therapy did not provide | relief                   said of a treatment
has not | returned to work                         an act
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.negated import Negated
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

OF_RESPONSE = frozenset({"outcome", "response"})
"""The kinds of what a treatment brings."""

DONE = frozenset({"documentation", "outcome"})
"""The kinds of what else is said to be written nowhere."""

OF_ACTS = DONE | {None}
"""The kinds of which some are acts: "has not | returned to work"."""

NOTHING = ("none of", "nothing", "neither")
"""What brings no relief where it is no paper: "none of | the injections gave"."""

JOINTS = frozenset({"and", "or", "but"})
"""What a clause has in front of its verb that takes its subject from the one before."""

PRONOUNS = frozenset({"he", "she", "they", "it"})

FARTHEST_EXAM = 30
"""So many characters behind a finding the examination is looked for that did not show it: "no lesion on MRI"."""

CAN = len("no longer able ")
"""So many characters of what the patient cannot do may stand in front of a cue: "can | not do"."""

IN_ABSENCE = "in the absence of"
"""What begins a sentence that concludes from what was not found: "In the absence of relief, it is not necessary"."""


MEMBERS = (" that ", ";")
"""What stands in front of a later member of a series."""


class Observed:
    """The words of `not_documented` in `patterns/negation.json` for it, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words = table["not_documented"]
        self.patients = any_phrase(patients_of(table, clauses))
        self.examination = expression(rf"\b{any_phrase(words['examination'])}")
        self.tried = expression(rf"\b{any_phrase([*words['tried'], *words['lessened']])}\s")
        self.asked = expression(r"\brequest(?:ed|s)?\s+(?:for\s+)?(?:[a-z-]+\s+){0,4}")
        self.unreported = expression(rf"\b{any_phrase(words['examination'])}\s+(?:(?:is|was)\s+)?$")
        self.not_told = expression(
            rf"\b(?:(?:been|being)\s+{any_phrase(words['on_patients'])}"
            rf"|(?:is|are|was|were)\s+not\s+{any_phrase(words['shown'])})"
        )
        self.plain = expression(any_phrase(words["plain"]))
        self.lacked_in = expression(rf"\b{any_phrase(words['lacked_in'])}")
        self.not_supplied = expression(rf"\b{any_phrase([*words['lacked_in'], *words['supplied']])}")
        self.found_at_exam = expression(rf"\b{any_phrase(words['found_at_exam'])}$")
        self.past = expression(rf"{any_phrase(clauses.prior)}\s")
        self.harms = expression(rf"\b{any_phrase(words['harms'])}")
        self.concluding = expression(rf"\b{openings_of(words['concluding'])}[a-z]*\s+(?:(?:to|for|of)\s+)?(?:an?\s+)?$")
        self.concluded = frozenset(words["concluded"])
        self.acts = frozenset(words["acts"])
        self.undone = expression(any_phrase(words["undone"]))
        self.joined = expression(rf"\s+{any_phrase(words['acts'])}\s+(?:[a-z'-]+\s+){{1,4}}?(?:and|or)\s+")
        performing = any_phrase(words["performing"])
        self.incapable = expression(
            rf"\b{any_phrase(words['incapable'])}\s+(?:[a-z]+ly\s+)?(?:[a-z]+\s+(?:and|or)\s+)?{performing}"
            rf"(?:\s+[a-z]+){{0,3}}\s+$"
        )
        self.activities = expression(rf"\b{any_phrase(words['activities'])}$")
        asides = rf"(?:,?\s+{any_phrase(words['behind_patients'])})*,?\s+$"
        self.of_patient = expression(rf"\b(?!pt\b){self.patients}{asides}")
        self.tracing = expression(rf"\b{any_phrase(words['tracing'])}")
        self.named = expression(rf"\s*{any_phrase(words['named'])}")
        self.holders = any_phrase([*words["records"], *words["authors"]])
        self.holder = expression(rf"\b(?:{self.holders}|{any_phrase(words['not_treatments'])})")
        self.brought = expression(rf"\b(?:{any_phrase(words['brought'])}|{clauses.enabled})$")
        self.proving = expression(rf"\b(?:that|to|{any_phrase(table['limits']['showing'])})\b")
        bringing = any_phrase([*words["brought"], *table["limits"]["brought"]])
        self.bringing = expression(rf"\b{bringing}|(?:has|have|had|was|were|been|proved)\s+$")
        self.revealing = expression(rf"\b{any_phrase(words['revealing'])}\s+$")
        self.goes_on = expression(
            r"nor\b|neither\s+(?:is|are|was|were|has|have|had)\b|(?:is|are|was|were)\s+not(?=\s*(?:[.,;)]|$))"
        )
        self.that_patient = expression(rf"\bthat\s+(?:the\s+|this\s+)?{self.patients}\s")
        self.unnamed_conditions = tuple(words["unnamed_conditions"])
        self.written_of = frozenset({"test", "documentation"})
        self.asking = expression(rf"\s+of\s+{any_phrase(table['limits']['questions'])}")
        self.conditions = expression(rf"\b{any_phrase(words['conditions'])}(?=$|\s(?:of|in|with|to)\b)")
        self.absent_kinds = frozenset(words["absent_kinds"])
        self.wanting, self.showing_none = frozenset(words["wanting"]), frozenset(words["showing_none"])

    def is_plainly_denied(self, negated: Negated) -> bool:
        """True for "no" improvement, and for a "lack of" examination findings, which somebody looked for.

        It is not where papers lack them: "a lack of examination findings in the notes", "findings submitted", "none of
        the notes show", "evidence of pain relief but none of functional gain".
        """
        text, clause, start, cue, _, span, _, _ = negated
        if self.plain.fullmatch(text, cue.start, cue.end) is not None:
            if not text.endswith(" of", cue.start, cue.end):
                return True
            between = text[cue.end : span[0]]
            # of treatments: neither "none of the notes show" nor "but none of | relief"
            return bool(between.strip()) and self.holder.search(between) is None
        return (
            cue.end <= span[0]
            and self.found_at_exam.search(text, *span) is not None
            and self.lacked_in.search(text, start, cue.start) is None
            and self.not_supplied.search(text, span[1], clause[1]) is None
        )

    def is_told_of(self, negated: Negated) -> bool:
        """True for "no report of | falls", which nobody has told; a response, a test or a past is told on paper."""
        text, _, _, cue, kind, span, words, _ = negated
        last = words.split()[-1]
        if self.named.match(text, cue.end - len(last), cue.end + 4) is None or self.asking.match(text, cue.end):
            return False
        if self.tracing.search(words) is not None:
            return False  # "unable to find any report of"
        if kind in OF_RESPONSE or kind == "function":
            return self.is_harm(text, span)
        is_past = kind is None and last.startswith("report") and self.past.match(text, span[0]) is not None
        tested = kind is None and self.examination.search(text, *span) is not None  # "no report of an | eye exam"
        return kind not in self.written_of and not is_past and not tested

    def is_harm(self, text: str, span: Limits) -> bool:
        """True for "side effects" and "worsening", among what a treatment brings."""
        return self.harms.search(text, *span) is not None or self.conditions.search(text, *span) is not None

    def is_looked_for(self, negated: Negated) -> bool:
        """True for "no evidence of | infection on examination": somebody looked, and nothing was tried.

        What was tried in another member of a series is none of its: "that therapy failed, or that he has | stenosis".
        """
        text, _, start, cue, kind, span, _, _ = negated
        member = max(cue.end, *(text.rfind(sign, cue.end, span[0]) for sign in MEMBERS))
        if self.tried.search(text, member, span[0]) or self.tried.match(text, span[0]):
            return False
        asked = self.asked.search(text, start, cue.start)
        front = start if asked is None else asked.end()
        examined = any(
            self.examination.search(text, *limits)
            for limits in ((front, cue.start), (span[1], span[1] + FARTHEST_EXAM))
        )
        named = kind in self.absent_kinds or text.endswith(self.unnamed_conditions, *span)
        named = named or self.conditions.search(text, *span) is not None
        return examined or named or self._is_revealed(negated)

    def is_wanting(self, negated: Negated) -> bool:
        """True for "the knee lacks full extension", "she lacks strength": neither records nor a paper are meant."""
        if negated.words not in self.wanting or negated.kind in DONE:
            return False
        text, _, start, cue, kind, _, _, front = negated
        if self.holder.search(text, start, cue.start):
            return False
        return kind is not None or self.of_patient.search(text, front, cue.start) is not None

    def is_not_shown(self, negated: Negated) -> bool:
        """True for "the exam lacks focal | weakness": it was looked for, and no report is the subject."""
        if negated.words not in self.showing_none:
            return False
        text, _, _, cue, kind, span, _, front = negated
        found = kind in self.absent_kinds or self.found_at_exam.search(text, *span) is not None
        return found and cue.end <= span[0] and self.unreported.search(text, front, cue.start) is not None

    def _is_revealed(self, negated: Negated) -> bool:
        """True for "a skin check revealed" no evidence: somebody looked, and no records are the subject."""
        text, start, at = negated.text, negated.start, negated.cue.start
        return self.revealing.search(text, start, at) is not None and self.holder.search(text, start, at) is None

    def is_without_effect(self, negated: Negated) -> bool:
        """True for "therapy did not provide" relief: neither records nor a physician are the subject.

        It is not for "was not documented to have provided". Its subject is looked for in the clause, and where that has
        none, in the sentence.
        """
        text, clause, start, cue, kind, span, _, _ = negated
        of_response = kind in OF_RESPONSE or (kind is None and text.startswith(NOTHING, cue.start))
        if not of_response or cue.end > span[0]:
            return False
        if text.startswith(NOTHING, cue.start) and not self.goes_on.match(text, cue.start):
            told = self.holder.search(text, cue.start, span[0]) or self.proving.search(text, cue.end, span[0])
            return told is None and self.bringing.search(text, cue.start, span[0]) is not None
        if self.brought.search(text, cue.start, cue.end) is None or self.not_told.search(text, cue.start, cue.end):
            return False
        subject = text[clause[0] : cue.start]
        if subject.strip() in JOINTS:
            subject = text[start : cue.start]  # "the notes do not describe function and | have not provided relief"
        words = subject.split()
        return bool(words) and words[-1] not in PRONOUNS and self.holder.search(subject) is None

    def is_premise(self, negated: Negated) -> bool:
        """True for "In the absence of | relief, it is not necessary": a reviewer concludes from it."""
        text = negated.text
        if negated.kind not in OF_RESPONSE or text[negated.start : negated.cue.end].strip() != IN_ABSENCE:
            return False
        return self.harms.search(text, *negated.span) is None

    def is_concluded(self, negated: Negated) -> bool:
        """True for "suggests a lack of | relief": a reviewer concludes that it is absent."""
        if negated.kind != "outcome" or negated.words not in self.concluded:
            return False
        return self.concluding.search(negated.text, negated.start, negated.cue.start) is not None

    def is_left_undone(self, negated: Negated) -> bool:
        """True for "has not | failed NSAIDs", "does not | improve pain or function": an act is denied, and no paper."""
        text, cue, span = negated.text, negated.cue, negated.span
        if negated.kind not in OF_ACTS or cue.end >= span[0] or not self.undone.fullmatch(text, cue.start, cue.end):
            return False
        if text[cue.end : span[0]].strip():
            return self.joined.fullmatch(text, cue.end, span[0]) is not None
        word = text[slice(*span)].split()[0]
        return word.endswith("ed") or word in self.acts

    def is_his(self, negated: Negated) -> bool:
        """True for "the records show that the patient could not | tolerate Lyrica": it is not said of the records."""
        if negated.kind != "response":
            return False
        text, start, cue = negated.text, negated.start, negated.cue
        if not text[cue.end : negated.span[0]].isspace():
            return False
        return self.that_patient.search(text, start, cue.start) is not None

    def is_beyond_him(self, negated: Negated) -> bool:
        """True for "cannot perform | activities of daily living": the patient cannot, and nobody fails to write."""
        if negated.kind not in OF_ACTS:
            return False
        text, cue, span = negated.text, negated.cue, negated.span
        front = max(0, cue.start - CAN)
        return self.activities.search(text, *span) is not None and (
            self.incapable.search(text, front, span[0]) is not None
        )
