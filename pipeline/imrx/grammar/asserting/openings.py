r"""Where a sentence says that something is missing, whether or not its name is known.

    there is no documentation of the response to conservative therapy        the object of a phrase of absence
    There is no evidence the patient is benefiting from treatment.           a clause
    It is unclear whether the worker has returned to full duty.              a question left open
    The patient's current work status was not provided.                      the subject in front
    The symptoms did not respond to manipulation.                            a predicate that is denied

Left alone: what a guideline is silent about, and decisions ("was not certified", "no recommendation"). Which words of
the place are the finding, `imrx.grammar.asserting.missing` says.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.asserting.phrasebook import alternatives
from imrx.grammar.asserting.words import normal, word_set

BEHIND = 200
"""How far in front of "denied" the reviewer is looked for, in characters."""

OBJECT, CLAUSE, SUBJECT = "object", "clause", "subject"


class Place(NamedTuple):
    """Where something is missing: behind `start`, a subject in front of it; `listed`: "and" goes on."""

    start: int
    kind: str
    listed: bool


class Openings:
    """The phrases of `patterns/findings_heads.json` that open a place."""

    def __init__(self, heads: dict[str, Any]) -> None:
        self.gates = {name: frozenset(words) for name, words in heads["gate"].items()}
        self.gates["question"] = frozenset(phrase.split()[0] for phrase in heads["asked"])
        self.gates["patient"] = frozenset(phrase.split()[-1] for phrase in heads["patient_subjects"])
        evidence = alternatives(heads["evidence"])
        links = alternatives(heads["evidence_links"])
        verbs = alternatives(heads["report_verbs"])
        said = alternatives(heads["passive_verbs"])
        missing = alternatives(heads["missing"])
        asked = alternatives(heads["asked"])
        subjects = alternatives(heads["patient_subjects"])
        adverbs = r"(?:,?\s+(?:however,?|therefore,?|also|yet|ever|[a-z]+ly)){0,2}"
        negated = (
            r"(?:(?:do|does|did|has|have|had|is|are|was|were|could|can|would)(?:\s+not|n['’]t)|cannot|can['’]t|never|"
            r"nor\s+(?:do|does|did|has|have|is|was)\s+(?:it|they|he|she|the\s+[a-z]+)|not)"
        )
        patient = (
            rf"(?:the\s+|this\s+)?{subjects}(?:['’]s)?\s+(?P<aux>(?:(?:has|had|have|is|was|were|currently|been|at|did|"
            r"does|a|an|on)\s+){1,4})?"
        )
        kept = (
            r"(?:\s+(?:provided|submitted|presented|noted|found|available|received|exists?|in\s+the\s+(?:records?|"
            r"notes?|documentation|reports?|file|chart)))?"
        )
        short = r"(?:\s+(?!of\b|to\b|was\b|were\b|is\b|are\b)[a-z-]+){0,2}?"
        nouns = rf"{missing}{short}\s+{evidence}{kept}"
        report = rf"{verbs}(?:\s+(?:and|or)\s+{verbs})?"
        reports = (
            rf"(?:{negated}{adverbs}\s+(?:been\s+|being\s+)?|\bfail(?:ed|s|ure|ing)?\s+to\s+(?:[a-z]+ly\s+)?|"
            rf"\byet\s+to\s+|\bneglect(?:ed|s)?\s+to\s+|\bun(?:able|willing)\s+to\s+){report}"
        )
        self.clause = re.compile(
            rf"(?:\b{nouns}\s+(?:(?:to|that)\s+(?:support|suggest|indicate|show|establish|demonstrate)s?\s+(?:that\s+)?|"
            rf"(?:indicating|showing|suggesting|demonstrating|supporting|regarding|of|about|concerning|as\s+to|that|to)\s+"
            rf"(?:that\s+)?)?(?:{asked}\s+)?|\b{reports}\s+that\s+|\b{negated}\s+(?:appear|seem)\s+(?:that\s+)?){patient}",
            re.I,
        )
        self.question = re.compile(
            rf"\b(?:{alternatives(heads['open'])}|{reports}|not\s+(?:been\s+)?(?:[a-z]+ly\s+)?{said}|{nouns}(?:\s+of|"
            rf"\s+as\s+to|\s+regarding)?)\s+{asked}\s+(?:or\s+not\s+)?(?:{patient})?",
            re.I,
        )
        self.object = re.compile(
            rf"\b{nouns}\s+{links}\s+"
            rf"|\b{reports}(?!\s+with\b)\s+(?:(?:any|the|a|an)\s+)?(?:{evidence}\s+{links}\s+)?"
            rf"|\bfail(?:ed|s|ing)?\s+to\s+(?!be\b|{alternatives(heads['deciding_verbs'])})[a-z]+\s+(?=(?:any|the|a|an|"
            r"his|her)\s)"
            rf"|\bno\s+(?!(?:[a-z-]+\s+){{0,2}}?{evidence}(?!\s+(?:was|were|is|are|has|have)\b|\s*[.,;]))"
            rf"|\b(?:lack(?:s|ed|ing)?\s+of|lack(?:s|ed)|lacking|absence\s+of|(?:de)?void\s+of|paucity\s+of|dearth\s+of|"
            rf"negative\s+for|missing|little|silent\s+(?:as\s+to|on|about|regarding))\s+(?!(?:[a-z-]+\s+){{0,2}}?{evidence}"
            r"\s)"
            rf"|\b(?:none\s+of\s+(?:the|these)|not\s+a\s+single|nothing\s+in\s+(?:the|these))\s+(?:[a-z-]+\s+){{1,4}}?"
            rf"(?:to\s+)?{verbs}s?\s+(?:(?:any|the|a|an)\s+)?(?:{evidence}\s+{links}\s+)?"
            r"|\bun(?:clear|known|certain)\s+(?:of|as\s+to|regarding|about)\s+"
            rf"|\bnothing\s+(?:to\s+|that\s+)?{verbs}s?\s+"
            r"|\bnot\s+(?:been\s+)?(?:provided|furnished|supplied|presented)\s+with\s+"
            rf"|\b{negated}\s+(?:appear|seem)\s+(?:that\s+|to\s+have\s+|(?<=there\sdoes\snot\sappear\s)to\s+be\s+|"
            rf"(?<=there\sdo\snot\sappear\s)to\s+be\s+)(?:any\s+|an?\s+)?(?:{evidence}\s+{links}"
            r"\s+)?",
            re.I,
        )
        self.denial = re.compile(
            r"\b(?=den)(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?<!and )(?:denies|denied|denying)\s+(?!the\b|a\b|"
            r"an\b|request|by\b|for\b|due\b|on\b|in\b|because\b|as\b|authori[sz]|certif)",
            re.I,
        )
        self.denier = re.compile(
            r"\b(?:reviews?|UR|administrator|determination|carrier|insurer|claims|adjuster|requests?)\b[^.;]*$", re.I
        )
        self.passive = re.compile(
            rf"\s+(?:(?:(?:was|were|is|are|has|have|had|could|can)(?:\s+\w+)?\s+(?:not|neither|never)|(?:was|were|is|are|"
            rf"has|have|had)n['’]t)\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?{said}\b|(?:and\s+|but\s+)?not\s+{said}\b|(?:has|"
            rf"have|had)\s+yet\s+to\s+be\s+{said}\b|(?:was|is|are|were|remains?|remained)\s+(?:[a-z]+ly\s+)?"
            rf"{alternatives(heads['missing_adjectives'])}(?!\s+for\b))",
            re.I,
        )
        self.patient_predicate = re.compile(
            rf"\b(?:{subjects}|(?P<again>and|but))\s+(?:(?:{negated}|(?:is\s+|are\s+|was\s+|were\s+)?no\s+longer){adverbs}|(?:has|have|had)\s+"
            rf"yet\s+to)\s+(?:been\s+|be\s+)?(?!{alternatives(heads['not_predicates'])})",
            re.I,
        )
        self.subject = re.compile(rf"(?:\A|[.;,]\s|\band\s)\s*(?:the\s+|this\s+)?{subjects}\s", re.I)
        self.predicate = re.compile(
            rf"\b(?:{negated}{adverbs}|no\s+longer|fail(?:ed|s|ing)?\s+to|(?:has|have|had)\s+yet\s+to)\s+(?:been\s+|be\s+)?"
            rf"(?={alternatives(heads['negated_verbs'])})",
            re.I,
        )
        self.verbs = re.compile(rf"{alternatives(heads['patient_verbs'])}|[a-z]+ing\b", re.I)
        self.guideline = re.compile(rf"\b{alternatives(heads['guideline_words'])}[^.;,]*$", re.I)

    def find(self, text: str, start: int, end: int) -> Iterator[Place]:
        """The places that a sentence opens."""
        words = word_set(text, start, end)
        if self.gates["all"].isdisjoint(words):
            return
        taken = set()
        asked = not self.gates["question"].isdisjoint(words)
        for match in self.question.finditer(text, start, end) if asked else ():
            taken.add(match.start())
            yield Place(match.end(), CLAUSE, True)
        of_patient = not self.gates["patient"].isdisjoint(words)
        for match in self.clause.finditer(text, start, end) if of_patient else ():
            if match.start() not in taken and (match["aux"] or self.verbs.match(text, match.end())):
                taken.add(match.start())
                yield Place(match.end(), CLAUSE, True)
        for match in self.object.finditer(text, start, end):
            if match.start() not in taken and not self._guideline(text, start, match.start()):
                yield Place(match.end(), OBJECT, normal(match.group().split()[-1]) != "no")
        if not self.gates["denial"].isdisjoint(words):
            yield from self._denied(text, start, end)
        if not self.gates["predicate"].isdisjoint(words):
            yield from self._predicates(text, start, end)
        if not self.gates["passive"].isdisjoint(words):
            for match in self.passive.finditer(text, start, end):
                yield Place(match.start(), SUBJECT, False)

    def _denied(self, text: str, start: int, end: int) -> Iterator[Place]:
        for match in self.denial.finditer(text, start, end):
            if self.denier.search(text, max(start, match.start() - BEHIND), match.start()) is None:
                yield Place(match.end(), OBJECT, True)

    def _predicates(self, text: str, start: int, end: int) -> Iterator[Place]:
        for match in self.patient_predicate.finditer(text, start, end):
            if not match["again"] or self.subject.search(text, start, match.start()):
                yield Place(match.end(), CLAUSE, False)
        for match in self.predicate.finditer(text, start, end):
            if not self._guideline(text, start, match.start()):
                yield Place(match.end(), CLAUSE, False)

    def _guideline(self, text: str, start: int, at: int) -> bool:
        """True where a guideline is the subject of what follows."""
        return self.guideline.search(text, max(start, at - 80), at) is not None
