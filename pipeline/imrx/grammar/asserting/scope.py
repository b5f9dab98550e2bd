r"""Cues of negation, what only looks like one, and how far a cue reaches.

    no evidence presented of random drug testing results although ...   cue "no evidence", reach up to "although"
    Norco was denied because documentation was not provided              no cue, a limit, and a cue behind its subject
    without acute flare, new injury, or progressive deterioration        a list under one cue

A sentence falls into clauses at the words of the table and at new subjects. In a clause, families of cues ("failed to
provide", "has not been documented") are recognised with the words between them. Left alone: who is negated in the end.
"""

import re
from typing import Any, NamedTuple

from imrx.grammar.asserting.phrasebook import alternatives, signs
from imrx.grammar.asserting.words import normal

BEFORE, AFTER, VOID = "before", "after", "void"

FARTHEST = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""


ASKED = frozenset({"if", "whether"})


class Cue(NamedTuple):
    """A cue by offsets.

    `side` says which side of it the finding stands on, `report` that the records are what lacks something.
    """

    start: int
    end: int
    side: str
    report: bool


class Scope:
    """`patterns/negation.json`, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        termset, families, limits = table["termset"], table["families"], table["limits"]
        decisions = table["decisions"]
        self.gate = frozenset(table["gate"])
        verbs, participles = alternatives(families["report_verbs"]), alternatives(families["participles"])
        evidence = alternatives(families["evidence"])
        patients = r"(?:patient|applicant|claimant|injured|employee|worker)"
        denied = (
            rf"(?:(?<=was )|(?<=were )|(?<=been )|(?<=is )|(?<=and ))denied\b|den(?:ied|ies|ying)"
            rf"\s+{alternatives(decisions['objects'])}"
        )
        decided = (
            rf"(?:(?:is|are|was|were|be|been|has|have|had|does|do|did|could|would)\s+)?(?:also\s+)?(?:not|"
            rf"n['’]t|cannot|can't|never)\s+(?:{alternatives(decisions['adverbs'])}\s+"
            rf"){{0,3}}{alternatives(decisions['participles'])}"
            r"(?!\s+in\s+(?:the\s+)?(?:\w+\s+)?(?:note|report|record|documentation|file))(?!\s+that(?<=indicated\sthat)\b)"
        )
        twice = (
            r"(?:no|not|den(?:y|ie[sd])|never|n['’]t)\s+(?:(?:a|any|be|been|have)\s+)?(?:without|lack(?:s|"
            r"ing)?(?:\s+of)?|absence\s+of|absent|den(?:y|ies|ied)|free\s+of|negative)\b"
        )
        passive = (
            rf"(?:(?:was|were|is|are|has|have|had|could|can|am)\s+)?(?:also\s+)?(?:not|never|neither|n['’]t)\s+"
            rf"(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?{participles}"
            rf"(?:(?:\s*,)?\s+(?:and|or|nor)\s+{participles})?"
        )
        active = (
            r"(?:(?:do|does|did|has|have|had|is|are|was|were|could|can|would)(?:\s+not|n['’]t)|cannot|not|"
            r"(?:fail(?:s|ed|ing|ure)?|neglect(?:s|ed)?|unable)\s+to|(?:(?:has|have|had)\s+)?yet\s+to|never|"
            r"neither)"
            rf"(?:,?\s+(?:however|therefore),?)?\s+(?:[a-z]+ly\s+)?{verbs[:-2]}(?:e?s|e?d|ing|n)?\b(?:\s+(?:and|or|nor)\s+{verbs[:-2]}(?:e?s|e?d|"
            rf"ing|n)?\b)?"
            rf"(?:\s+(?:any\s+)?(?:[a-z-]+\s+)?{evidence}(?=\s+(?:of|regarding|about|for|that|to)\b))?"
        )
        missing = (
            r"(?:no|not\s+any|without|lack\s+of|lacks|lacked|lacking|absence\s+of|insufficient|inadequate|nor|"
            r"nor\s+any|limited)"
            rf"\s+(?:any\s+)?(?:(?!(?:of|to|or|and|that|in|on|with|for)\b)[a-z-]+\s+"
            rf"){{0,2}}?(?:{evidence}|{alternatives(families['documented'])}(?=\s+\w)(?!\s+{evidence}))"
        )
        pseudo = alternatives(termset["pseudo_negations"])
        leads = {phrase.split()[0] for phrase in termset["pseudo_negations"]} | set(families["leads"])
        self.families = re.compile(
            rf"\b(?={alternatives(sorted(leads))})(?:(?P<void>(?:{twice}|{pseudo}|{decided}|{denied})(?!\s+by\s+(?:the\s+)?{patients}))|"
            rf"(?P<missing>{missing})|(?P<passive>{passive})|(?P<active>{active}))",
            re.IGNORECASE,
        )
        self.reviewers = re.compile(rf"\b{alternatives(decisions['reviewers'])}[^.;]*$", re.IGNORECASE)
        self.simple = re.compile(_free(termset["preceding_negations"]), re.IGNORECASE)
        self.behind = re.compile(_free(termset["following_negations"]) + r"(?!\s+(?:for|to)\b)", re.IGNORECASE)
        subjects, positive = alternatives(limits["subjects"]), alternatives(limits["positive"])
        hard = (
            rf"\b{alternatives(termset['termination'])}|;|(?:(?<!\bof)(?<!for)):(?=\s)|[.!?]\s+(?=(?-i:[A-Z]))|"
            rf"(?:,|\band)\s+(?:that\s+)?{subjects}\s+(?=\w)"
            r"|\band\s+(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b)"
            r"|(?:(?<=cooperative)|(?<=compliant)|(?<=satisfied)|(?<=familiar))\s+with\b"
            r"|\bthat\s+(?=(?:would|could|was|were|is|are|can|may|will|might)\b)|\s-\s(?=(?-i:[A-Z]))"
        )
        self.hard = re.compile(hard, re.IGNORECASE)
        self.predicated = re.compile(rf"\s+{alternatives(limits['finite'])}", re.IGNORECASE)
        self.subordinate = re.compile(rf"\s*{alternatives(limits['subordinators'])}", re.IGNORECASE)
        self.purpose = re.compile(
            rf"\bto\s+(?:adequately\s+)?{alternatives(limits['purpose_verbs'])}(?!\s+(?:a\s+"
            rf")?{alternatives(limits['kept_after_purpose'])})|\bfor\s+(?:the\s+"
            rf")?{alternatives(limits['purpose_nouns'])}",
            re.IGNORECASE,
        )
        self.evidence = re.compile(
            rf"{alternatives(limits['evidence'])}(?:\s+(?:provided|submitted|presented|available|exists?))?\s+$",
            re.IGNORECASE,
        )
        self.soft = re.compile(
            rf"(?:,|\band|\bwith|-)\s+(?:and\s+|with\s+|an?\s+)?{positive}|\bto\s+\d{{2,3}}\b", re.IGNORECASE
        )
        self.closed = re.compile(r"\bor\b[^,;]*(,)", re.IGNORECASE)
        self.reopened = re.compile(r"\b(?:or|nor)\b", re.IGNORECASE)
        self.change = re.compile(rf"\s+{alternatives(families['changes'])}[^,;]*$", re.IGNORECASE)
        self.resumption = re.compile(
            rf"\bor\s+(?:the\s+)?{alternatives(families['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$", re.IGNORECASE
        )
        self.decided = re.compile(rf"\b{alternatives(decisions['subjects'])}", re.IGNORECASE)
        self.gap = re.compile(
            r"\b(?:that|which|who|whose|is|was|were|are|has|have|had|but|because|while|reported|showed|"
            r"revealed|noted|since|as|without|no|denied|denies|and\s+(?:the|there|she|he))\b",
            re.IGNORECASE,
        )

    def cues(self, text: str, start: int, end: int, findings: list[tuple[int, int]]) -> list[Cue]:
        """Cues and voids of a sentence, in order; none of them inside a finding."""
        found = []
        for match in self.families.finditer(text, start, end):
            first, last = match.span()
            last = min([last, *(a for a, b in findings if first < a < last)])
            if any(a <= first < b for a, b in findings):
                continue
            kind = match.lastgroup
            if kind == "passive" and _perfect(match.group()):
                kind = "active"
            side = VOID if kind == "void" else AFTER if kind == "passive" else BEFORE
            if side == AFTER and not any(b <= first for _, b in findings):
                side = BEFORE
            found.append(Cue(first, _stripped(text, first, last), side, kind != "void"))
        for expression, side in ((self.behind, AFTER), (self.simple, BEFORE)):
            for match in expression.finditer(text, start, end):
                first, last = match.span()
                if any(first < c.end and c.start < last for c in found) or any(
                    first < b and a < last for a, b in findings
                ):
                    continue
                if side == AFTER and not self._answers(text, last, end, first, findings):
                    continue
                if normal(match.group()) == "denied" and self.reviewers.search(
                    text, max(start, first - FARTHEST), first
                ):
                    side = VOID
                found.append(Cue(first, last, side, side == BEFORE and normal(match.group().split()[-1]) in ASKED))
        return sorted(found)

    def _answers(self, text: str, last: int, end: int, first: int, findings: list[tuple[int, int]]) -> bool:
        """True for a cue behind a finding, and not in front of the next: "SLR negative", not "negative SLR"."""
        if not any(b <= first for _, b in findings):
            return False
        return (
            text[last:end].lstrip(" \n\r\t)")[:1] in {"", ".", ",", ";", ":"}
            or not text[first : first + 1].isalpha()
            or " " in text[first:last]
            or any(b <= first and not text[b:first].strip() for _, b in findings)
        )

    def limits(self, text: str, start: int, end: int, findings: list[tuple[int, int]], cues: list[Cue]) -> list[int]:
        """Offsets at which the clauses of a sentence begin, its own start among them."""
        limits = {start}
        for match in self.hard.finditer(text, start, end):
            if match.start() > start and not _inside(match.start(), findings, cues):
                if any(
                    match.start() <= cue.start < match.end() or cue.end == match.start()
                    for cue in cues
                    if not match.group()[0].isalnum()
                ):
                    continue
                limits.add(match.start())
        for match in self.purpose.finditer(text, start, end):
            if not _inside(match.start(), findings, cues) and not self.evidence.search(text, start, match.start()):
                limits.add(match.start())
        if any(cue.side == AFTER for cue in cues):
            limits.update(cue.end for cue in cues if cue.side == AFTER)
            limits.update(self._main_clause(text, start, end, cues))
        else:
            limits.update(a for a, b in findings if self.predicated.match(text, b) and _after_comma(text, a))
        return sorted(limits)

    def _main_clause(self, text: str, start: int, end: int, cues: list[Cue]) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.subordinate.match(text, start, end) is None:
            return []
        first = min(cue.start for cue in cues if cue.side == AFTER)
        comma = text.rfind(",", start, first)
        return [comma + 1] if comma > start else []

    def reaches(self, text: str, clause: int, cue: Cue, span: tuple[int, int], findings: list[tuple[int, int]]) -> bool:
        """True where nothing between a cue and a finding of the same clause keeps them apart."""
        if cue.side == AFTER:
            if self.decided.search(text, clause, span[0]) is not None:
                return False
            between = "".join(text[c] if not _inside(c, findings, []) else " " for c in range(span[1], cue.start))
            return len(between.split()) <= 12 and self.gap.search(between) is None
        if span[0] - cue.end > FARTHEST:
            return False
        between = text[cue.end : span[0]]
        if between.count(")") > between.count("("):
            return False
        if cue.report:
            return True
        if self.soft.search(_masked(text, cue.end, span[0], findings) + text[span[0] : span[0] + 12]):
            return False
        if self.change.match(text, cue.end, span[0]):
            return False
        closed = self.closed.search(between)
        return not (closed and not self.reopened.search(text, cue.end + closed.end(), span[1] + 60))


def _after_comma(text: str, offset: int) -> bool:
    """True for a finding behind ", and" or a comma."""
    before = text[max(0, offset - 24) : offset].rsplit(",", 1)
    return len(before) == 2 and before[1].split() in (
        [],
        ["and"],
        ["the"],
        ["and", "the"],
        ["and", "his"],
        ["and", "her"],
    )


def _free(phrases: list[str]) -> str:
    """Like `alternatives`, for phrases that may begin with a sign: ": no", "-ve for"."""
    words = alternatives(phrase for phrase in phrases if phrase[0].isalpha())
    signed = [phrase for phrase in phrases if not phrase[0].isalpha()]
    either = rf"(?<![\w-])(?:{words})" + (rf"|(?<![+\w](?=-))(?:{signs(signed)})" if signed else "")
    return f"(?:{either})" + r"(?!-)"


def _perfect(words: str) -> bool:
    """True for "has not documented", which takes an object, unlike "has not been documented"."""
    lowered = words.lower().split()
    return lowered[0] in {"has", "have", "had"} and "been" not in lowered


def _stripped(text: str, first: int, last: int) -> int:
    while last > first and text[last - 1].isspace():
        last -= 1
    return last


def _inside(offset: int, findings: list[tuple[int, int]], cues: list[Cue]) -> bool:
    return any(a <= offset < b for a, b in findings) or any(c.start <= offset < c.end for c in cues)


def _masked(text: str, start: int, end: int, findings: list[tuple[int, int]]) -> str:
    """A stretch of text without the findings in it."""
    parts = []
    at = start
    for a, b in findings:
        if start <= a and b <= end:
            parts.append(text[at:a])
            at = b
    parts.append(text[at:end])
    return "".join(parts)
