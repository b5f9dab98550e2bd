r"""How far a cue of negation reaches.

    no evidence of drug testing results although there is plan for labs     up to "although"
    without acute flare, new injury, or progressive deterioration           a list under one cue
    There is intact strength, and pathologic reflexes are absent            only the subject of "are absent"

A sentence falls into clauses at the words of the table, at stops and at new subjects. Left alone: what the cues are
(`imrx.grammar.asserting.cues`), and who is negated in the end.
"""

import re
from itertools import compress
from typing import Any

from imrx.grammar.asserting.cues import AFTER, VOID, Cue
from imrx.grammar.asserting.phrasebook import alternatives, first_words, matches
from imrx.grammar.asserting.reading import Sentence
from imrx.grammar.asserting.words import Words

FARTHEST = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""

PURPOSE = frozenset({"to", "for"})


class Scope:
    """The limits of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any]) -> None:
        termset, families, limits = table["termset"], table["families"], table["limits"]
        decisions = table["decisions"]
        self.conjunct = re.compile(r"\s*(?:and|or)\b")
        self.verb = re.compile(alternatives(families["auxiliaries"])[:-2] + r"(?:n['’]t|not)?\s")
        self.existential = re.compile(r"\bthere\s+(?:is|are|was|were)\b")
        self.fine = re.compile(rf"\s+(?:{alternatives(limits['finite'])}\s+)?{alternatives(limits['fine'])}")
        self.listed = re.compile(r",|\band\b")
        self.or_here = re.compile(r"\b(?:or|nor)\s*$")
        self.graded = re.compile(rf"{alternatives(limits['graded'])}$")
        self.alternative = re.compile(r"[^.;]{0,60}?\s(?:or|nor)\s")
        self.being = re.compile(r"\s+(?:being|having)\b")
        subjects, positive = alternatives(limits["subjects"]), alternatives(limits["positive"])
        self.signs = re.compile(
            r"[;:.!?,-](?:(?<=;)|(?<=:)(?<!\bof:)(?<!for:)(?=\s)|(?<=[.!?])\s+(?=(?-i:[A-Z]))|"
            rf"(?<=,)\s+(?:that\s+)?{subjects}\s+(?=\w)|(?<=\s-)\s(?=(?-i:[A-Z])))",
            re.IGNORECASE,
        )
        self.hard = re.compile(
            rf"{alternatives(termset['termination'])}|and\s+(?:that\s+)?{subjects}\s+(?=\w)"
            r"|and\s+(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b)"
            r"|(?:(?<=cooperative\s)|(?<=compliant\s)|(?<=satisfied\s)|(?<=familiar\s))with\b"
            r"|that\s+(?=(?:would|could|was|were|is|are|can|may|will|might)\b)",
        )
        self.hard_leads = first_words(termset["termination"]) | {"and", "with", "that"}
        self.leads_of_limits = self.hard_leads | PURPOSE
        self.predicated = re.compile(rf"(?:\s+(?:of|from|dated)\s+[\w/-]+)?\s+{alternatives(limits['finite'])}")
        self.subject = re.compile(rf"\b{alternatives(limits['asked'])}\s+(?:{alternatives(limits['articles'])}\s+)?$")
        self.told = re.compile(
            rf"\s+{alternatives(limits['finite'])}\s+(?:[a-z]+ly\s+|been\s+)*(?!been\b|not\b|[a-z]+ly\b|"
            rf"{alternatives([*families['participles'], *limits['there']])})",
        )
        self.predicate = re.compile(
            rf"[^.;,]{{0,20}}?\s+{alternatives(limits['finite'])}(?:\s+(?:been|being|[a-z]+ly))?\s+"
        )
        self.openings = frozenset(limits["after_comma"])
        self.subordinate = re.compile(rf"\s*{alternatives(limits['subordinators'])}")
        self.purpose = re.compile(
            rf"to\s+(?:adequately\s+)?{alternatives(limits['purpose_verbs'])}(?!\s+(?:a\s+"
            rf")?{alternatives(limits['kept_after_purpose'])})|for\s+(?:the\s+"
            rf")?{alternatives(limits['purpose_nouns'])}",
        )
        self.evidence = re.compile(
            rf"{alternatives(limits['evidence'])}(?:\s+(?:provided|submitted|presented|available|exists?))?\s+$",
        )
        self.soft = re.compile(
            rf"(?:,|\band|\bwith|-)\s+(?:and\s+|with\s+|an?\s+)?{positive}|(?:,|\band)\s+with\b|\bto\s+\d{{2,3}}\b",
        )
        self.closed = re.compile(r"\bor\b[^,;]*(,)")
        self.reopened = re.compile(r"\b(?:or|nor)\b")
        self.change = re.compile(rf"\s+{alternatives(families['changes'])}[^,;]*$")
        self.resumption = re.compile(
            rf"\bor\s+(?:the\s+)?{alternatives(families['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$"
        )
        self.decided = re.compile(rf"\b{alternatives(decisions['subjects'])}")
        between = alternatives(limits["between"])
        self.joined = re.compile(rf"\b{between}")
        self.gap = re.compile(rf"\b(?:{between}|and\s+{alternatives(limits['then'])})")
        self.opening = re.compile(rf"\s*{alternatives(limits['articles'])}\s+")

    def limits(
        self, text: str, words: Words, sentence: Sentence, findings: list[tuple[int, int]], cues: list[Cue]
    ) -> list[int]:
        """Offsets at which the clauses of a sentence begin, its own start among them."""
        lower, starts, start, end = words.lower, words.starts, sentence.start, sentence.end
        limits = {start}
        here = range(sentence.first, sentence.last)
        leads = list(compress(here, map(self.leads_of_limits.__contains__, lower[here.start : here.stop])))
        for match in self.signs.finditer(words.text, start, end):
            offset = match.start()
            beside = any(
                offset <= cue.start < match.end()
                or cue.end == offset
                or (cue.side == AFTER and offset < cue.start and not text[offset + 1 : cue.start].strip())
                for cue in cues
            )
            if offset > start and not beside and not _inside(offset, findings, cues):
                limits.add(offset)
        for match in matches(self.hard, text, [starts[at] for at in leads if lower[at] in self.hard_leads], end):
            if match.start() > start and not _inside(match.start(), findings, cues):
                limits.add(match.start())
        purposes = [starts[at] for at in leads if lower[at] in PURPOSE]
        for match in matches(self.purpose, text, purposes, end):
            if not _inside(match.start(), findings, cues) and not self.evidence.search(text, start, match.start()):
                limits.add(match.start())
        behind = [cue for cue in cues if cue.side == AFTER]
        if behind:
            limits.update(cue.end for cue in behind)
            limits.update(self._main_clause(text, start, end, behind[0].start))
        else:
            for a, b in findings:
                if _after_comma(words.text, a, self.openings) and self.predicated.match(text, b):
                    limits.add(a)
        return sorted(limits)

    def _main_clause(self, text: str, start: int, end: int, first: int) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.subordinate.match(text, start, end) is None:
            return []
        comma = text.rfind(",", start, first)
        if comma > start and self.conjunct.match(text, comma + 1, first):
            comma = text.find(",", start, first)
        return [comma + 1] if comma > start else []

    def decides(self, text: str, cue: Cue) -> bool:
        """True for a denied decision, "cannot be supported": it begins a statement of its own."""
        return cue.side == VOID and self.verb.match(text, cue.start, cue.end) is not None

    def reaches(self, text: str, clause: int, cue: Cue, span: tuple[int, int], findings: list[tuple[int, int]]) -> bool:
        """True where nothing between a cue and a finding of the same clause keeps them apart."""
        if cue.side == AFTER:
            others = any(span[1] <= a and b <= cue.start for a, b in findings)
            if others and self.existential.search(text, clause, span[0]) is not None:
                return False
            if self.decided.search(text, clause, span[0]) is not None:
                return False
            between = _masked(text, span[1], cue.start, findings, " ")
            opens = not text[clause : span[0]].strip() or self.opening.fullmatch(text, clause, span[0]) is not None
            return len(between.split()) <= 12 and (self.joined if opens else self.gap).search(between) is None
        if span[0] - cue.end > FARTHEST:
            return False
        if text[cue.start : cue.end] == "without" and self.being.match(text, span[1]):
            return False
        between = text[cue.end : span[0]]
        if between.count(")") > between.count("("):
            return False
        if self.subject.search(text, max(cue.start, span[0] - 24), span[0]) and (
            (cue.report and self.told.match(text, span[1]))
            or any(self.predicate.fullmatch(text, span[1], a) for a, _ in findings if a > span[1])
        ):
            return False
        if self.fine.match(text, span[1]) and self.listed.search(between) and not self.or_here.search(between):
            return False
        if cue.report:
            return not (between.lstrip().startswith("(") and ")" not in between)
        if turn := self.soft.search(_masked(text, cue.end, span[0], findings, "") + text[span[0] : span[0] + 12]):
            goes_on = self.graded.search(turn[0]) and self.alternative.match(text, span[1])
            if not goes_on:
                return False
        if self.change.match(text, cue.end, span[0]):
            return False
        closed = self.closed.search(between)
        return not (closed and not self.reopened.search(text, cue.end + closed.end(), span[1] + 60))


def _after_comma(text: str, offset: int, openings: frozenset[str]) -> bool:
    """True for a finding behind ", and" or a comma."""
    comma = text.rfind(",", max(0, offset - 24), offset)
    return comma >= 0 and " ".join(text[comma + 1 : offset].split()) in openings


def _inside(offset: int, findings: list[tuple[int, int]], cues: list[Cue]) -> bool:
    return any(a <= offset < b for a, b in findings) or any(cue.start <= offset < cue.end for cue in cues)


def _masked(text: str, start: int, end: int, findings: list[tuple[int, int]], blank: str) -> str:
    """A stretch of text with as many blanks in place of each finding in it as the finding has characters."""
    parts: list[str] = []
    at = start
    for a, b in findings:
        if start <= a and b <= end:
            parts += (text[at:a], blank * (b - a))
            at = b
    parts.append(text[at:end])
    return "".join(parts)
