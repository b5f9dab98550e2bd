"""Cues of a family, read where they stand: on which side the finding is, and where they end.

    relief has not been documented                                   behind its subject
    the dose has not been | tapered                                  in front of what was not done
    Suicidal ideation was denied                                     denied by the patient, and no decision
    relief is not indicated                                          not stated, and no decision
    The block was not documented to have given | relief              up to what it did not do
    obstruction not explained by his age                             none: it is there
    the request is not supported by | any weakness                   in front of what would have supported it

Left alone: what the families are (`imrx.grammar.negation.cue_families`).
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import cut_at
from imrx.grammar.negation.cue import AFTER, BEFORE, VOID, Cue
from imrx.grammar.negation.cue_families import cue_families
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.stretches import Limits

ONCE = re.compile(r"(?:no|den(?:y|ie[sd]))\s*")
"""What is left of two denials, "no lack of", where the second belongs to the finding."""

COPULAS = expression(r"\s*(?:(?:is|are|was|were|has|have|been|also|all|both)\s+)*")

INDICATED = "indicated"
"""What behind "not" is said of treatments, and of what the records do not state."""

SUBJECT_OF_INDICATED = 160
"""So many characters in front of "is not indicated" its subject begins."""

COMPLAINTS = frozenset({"symptom", "diagnosis"})
"""The kinds of what a request is made for: that it is "not supported by low back pain" does not deny the pain."""

COPULAS_OF_IT = ("is ", "was ")


class FamilyCues:
    """The families of `patterns/negation.json`, compiled, for text in lower case; `gate` holds the words that deny."""

    def __init__(self, table: dict[str, Any], clauses: Clauses, gate: frozenset[str]) -> None:
        self.clauses, self.gate = clauses, gate
        families, decisions = table["families"], table["decisions"]
        self.families = cue_families(table, clauses)
        self.clumsy = expression(rf"(?:is|are|was|were)\s+not\s+{any_phrase([*clauses.clumsy, *families['clumsy']])}")
        self.no_object = expression(clauses.no_object)
        self.second = expression(any_phrase([denial for denial in families["twice"] if denial.endswith(" of")]))
        was_denied = r"(?:(?:was|were|is|are|been)\s+)?denied\b"
        self.was_denied = expression(was_denied)
        self.kinds_of_complaints = frozenset(table["not_documented"]["absent_kinds"])
        self.denied_by = expression(
            rf"{was_denied}\s+(?:by\s+(?:(?:the|an?)\s+)?(?:[a-z]+\s+)?{any_phrase(decisions['reviewers'])}"
            rf"|as\s+(?:an?\s+)?{any_phrase(decisions['denied_as'])})"
        )
        self.complaints = tuple(table["not_documented"]["complaints"])
        self.denied_too = (*self.complaints, *table["not_documented"]["denied_too"])
        self.symptoms = (*self.complaints, "findings")
        self.absence = expression(any_phrase([*clauses.missing, *families["missing"]]))
        self.endorsing = tuple(decisions["endorsing"])
        self.petition = expression(rf"\b{any_phrase(decisions['petitions'])}[^.;,]*$")
        self.patient = expression(rf"\b{any_phrase(patients_of(table, clauses))}\s+$")
        own = [word for name in ("participles", "states", "of_results", "events") for word in families[name]]
        done = any_phrase([*clauses.passive_verbs, *clauses.missing_adjectives, *clauses.events, *own])
        endings = "|".join([*clauses.adjective_endings, *families["adjective_endings"]])
        self.complement = expression(
            rf"\s+(?:to\s+(?:be|have)|as\s+being)\s+(?!(?:been\s+)?(?:[a-z]+ly\s+)?{done}|an?\s)"
            rf"|\s+as\s+[a-z]+(?:{endings})\b|\s+to\s+{any_phrase(clauses.relieving)}"
            r"|(?<=\bdiagnosed)\s+with\b"
        )
        self.backed = expression(rf"\b{any_phrase(clauses.backed)}(?:\s+by)?$")
        self.by = expression(
            rf"(?:\s+by|(?<=\bby))\s+(?P<any>any\s+|an?\s+)?"
            rf"(?:(?P<signs>(?:[a-z]+\s+){{0,3}}?{any_phrase(families['signs_of'])}\s+of\s+)|"
            rf"{any_phrase(families['documented'])}\s+)?"
        )
        self.asking = expression(rf"\s+{any_phrase([*table['limits']['questions'], 'that'])}")
        self.explained = expression(rf"\b{any_phrase(families['explained'])}$")
        self.explicable = expression(rf"\b{any_phrase(families['explicable'])}[^.;]*$")
        self.not_stated = expression(clauses.not_stated)
        second_hand, earlier = table["second_hand"], table["refuting"]["earlier"]
        reviews = [*second_hand["sources"], *second_hand["decisions"], *decisions["reviewers"], *earlier]
        self.review = expression(rf"\b{any_phrase(reviews)}(?:'s?)?\s+$")
        self.author = expression(rf"\s+by\s+(?:[a-z'-]+\s+){{0,3}}?{any_phrase(table['not_documented']['authors'])}")
        self.likewise = expression(
            rf",\s+(?:and\s+)?so\s+(?:is|are|was|were)(?=\s+[a-z])"
            rf"(?!\s+(?:[a-z]+ed\b|{any_phrase(families['as_usual'])}))"
        )
        self.specifying = expression(
            rf",?\s+\(?{any_phrase(families['specifying'])},?(?:\s+(?:any\s+|the\s+)?{any_phrase(clauses.evidence)}"
            rf"\s+{any_phrase(families['of_what'])})?"
        )

    def read(
        self,
        text: str,
        sentence: Sentence,
        match: re.Match[str],
        findings: list[Limits],
        kinds: list[str | None],
        denied: bool,
    ) -> list[Cue]:
        """The cue of a family, or none; with a second one where it stands behind some findings and in front of others.

        Args:
            text: the letter in lower case.
            sentence: the sentence.
            match: what `families` found.
            findings: the sentence's findings, in order.
            kinds: the kind of each.
            denied: whether another cue stands in front.
        """
        first, last = match.span()
        if text.endswith(f"{text[first:last].split()[0]} or ", sentence.start, first):
            return []  # "whether he had or | had not responded"
        cut = cut_at(first, last, findings)
        if cut == first or (cut < last and self.gate.isdisjoint(text[first:cut].split())):
            return []  # what denies is in the finding: "has | not responded to treatment"
        acted = cut < last and any(
            first < at <= cut + 1 and kind is not None for (at, _), kind in zip(findings, kinds, strict=True)
        )
        last = cut
        kind = self._kind(text, sentence.start, match, last)
        if kind == "void" and ONCE.fullmatch(text, first, last) and self.second.match(text, last):
            kind = "active"  # "denies | lack of sleep"
        if kind == "void" and self.was_denied.match(text, first, last):
            complaint = self._complaint(text, sentence.start, first, findings, kinds)
            if complaint is not None:
                kind, first = "passive", complaint
        backing = self._backing(text, first, last, findings, kinds) if kind in {"void", "passive"} else None
        if backing is not None:
            return [Cue(first, _stripped(text, first, backing), BEFORE, False)]
        borne_out = self.clauses.not_borne_out(text, sentence.start, first) if kind == "passive" else None
        acts = self.clauses.acts(text, sentence.start, first) if kind == "passive" else None
        if borne_out is not None:
            kind, last = "active", min(last, borne_out)
        elif acts is not None:
            kind, last = "active", cut_at(first, acts, findings)
        if kind == "passive" and self._is_only_unexplained(text, sentence.start, first, last, denied):
            return []
        if kind == "omitting" and (
            self.patient.search(text, sentence.start, first) or self.review.search(text, sentence.start, first)
        ):
            return []  # "the applicant glosses over | his injury", "the denial skips over | the documented relief"
        side = VOID if kind == "void" else AFTER if kind == "passive" else BEFORE
        if side == AFTER and (acted or findings[0][1] > first or self._is_said_behind(text, first, last)):
            side = BEFORE  # "the dose has not been | tapered"
        report = kind != "void" and borne_out is None and not self._is_of_symptoms(text, first, last, match.end())
        cue = Cue(first, _stripped(text, first, last), side, report)
        if side == AFTER and (specified := self.specifying.match(text, last, sentence.end)):
            return [cue, Cue(first, specified.end(), BEFORE, True)]  # "was not discussed, including"
        if side == AFTER and (too := self.likewise.match(text, last, sentence.end)):
            return [cue, Cue(first, too.end(), BEFORE, report)]  # "was not addressed, and so was | his sleep"
        return [cue]

    def _is_of_symptoms(self, text: str, first: int, last: int, end: int) -> bool:
        """True for the "no" of "no | withdrawal symptoms", whose symptoms are the finding, and no word of record."""
        cut = last < end and text.endswith(self.symptoms, first, end)
        return cut and self.absence.fullmatch(text, first, _stripped(text, first, last)) is not None

    def _kind(self, text: str, start: int, match: re.Match[str], last: int) -> str | None:
        """The family of a cue that ends at an offset, told by its words."""
        kind = match.lastgroup
        if kind == "void" and text.endswith(INDICATED, 0, last) and self._is_record(text, start, match.start()):
            return "passive"
        if kind == "passive" and _perfect(match.group()):
            return "active"
        if kind == "passive" and text.startswith("never ", match.start()) and not self.no_object.match(text, last):
            return "active"  # "the notes never documented | relief"
        if kind == "active" and self.clumsy.fullmatch(match.group()):
            return "passive"  # "was not describe" for "described"
        endorsed = kind == "void" and text.endswith(self.endorsing, match.start(), last)
        if endorsed and self.patient.search(text, start, match.start()):
            return "active"  # a patient endorses symptoms, a guideline treatments
        return kind

    def _backing(self, text: str, first: int, last: int, findings: list[Limits], kinds: list[str | None]) -> int | None:
        """Where the finding begins that nothing is "not supported by", or null: nobody found it.

        "The reported pain" that does not support a request is there, and so is a symptom.
        """
        by = self.by.match(text, last) if self.backed.search(text, first, last) else None
        if by is None:
            return None
        said = by["any"] is not None or by["signs"] is not None
        backed = any(
            at == by.end() and (said or kind not in COMPLAINTS) for (at, _), kind in zip(findings, kinds, strict=True)
        )
        return by.end() if backed else None

    def _is_record(self, text: str, start: int, at: int) -> bool:
        """True for a subject that nobody does: "relief | is not indicated" says that it is not stated."""
        return self.not_stated.search(text, max(start, at - SUBJECT_OF_INDICATED), at) is not None

    def _is_only_unexplained(self, text: str, start: int, first: int, last: int, denied: bool) -> bool:
        """True for "obstruction not explained by his age", which is there; a reason is explained or not on file."""
        if not text.startswith(" by ", last):
            return False
        if denied and text.startswith("not ", first):
            return True  # "no evidence of deficits not explained by the scan"
        if self.explained.search(text, first, last) is None or self.explicable.search(text, start, first):
            return False
        return self.author.match(text, last) is None

    def _is_said_behind(self, text: str, first: int, last: int) -> bool:
        """True where what is denied follows: "pain was not noted to be | improved", "it is not known | if she is".

        What is not noted to be there or to have been done stands in front: "spasm was not noted to be present".
        """
        if self.complement.match(text, last) is not None:
            return True
        plainly = text.endswith(" it ", 0, first) and text.startswith(COPULAS_OF_IT, first)
        return plainly and self.asking.match(text, last) is not None

    def _complaint(
        self, text: str, start: int, offset: int, findings: list[Limits], kinds: list[str | None]
    ) -> int | None:
        """Where the predicate begins of a symptom that is denied, and not of a request.

        "Suicidal ideation was denied in May": requests are denied by reviewers, symptoms by patients. What "The request
        for an MRI to rule out a tear was denied" names is what the request was about, and "The injury was denied by the
        carrier" what the claim was.
        """
        for (at, behind), kind in zip(findings, kinds, strict=True):
            complains = kind in self.kinds_of_complaints or text.endswith(self.denied_too, 0, behind)
            if complains and behind <= offset and COPULAS.fullmatch(text, behind, offset):
                decided = self.petition.search(text, start, at) or self.denied_by.match(text, offset)
                return None if decided else behind + 1
        return None


def _perfect(words: str) -> bool:
    """True for "has not documented" and "did not set out", which take an object, unlike "has not been documented"."""
    first, *others = words.split()
    return first.startswith(("ha", "do", "did")) and {"been", "be"}.isdisjoint(others)


def _stripped(text: str, first: int, last: int) -> int:
    """Where a stretch ends without the white space at its end."""
    while last > first and text[last - 1].isspace():
        last -= 1
    return last
