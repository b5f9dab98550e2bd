r"""How far a cue of negation reaches.

    no evidence of drug testing results although there is plan for labs     up to "although"
    without acute flare, new injury, or progressive deterioration           a list under one cue
    There is intact strength, and pathologic reflexes are absent            only the subject of "are absent"

A sentence falls into clauses at the words of the table, at stops and at new subjects. Left alone: what the cues are
(`imrx.grammar.asserting.cues`), and who is negated in the end.
"""

import re
from typing import Any

from imrx.grammar.asserting.cues import AFTER, VOID, Cue
from imrx.grammar.asserting.phrasebook import alternatives, first_words
from imrx.grammar.asserting.reading import Sentence
from imrx.grammar.asserting.words import Words, matches_at
from imrx.grammar.expressions import expression

FARTHEST = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""

PURPOSE = frozenset({"to", "for"})


class Scope:
    """The limits of `patterns/negation.json`, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        termset, families, limits = table["termset"], table["families"], table["limits"]
        decisions = table["decisions"]
        self.conjunct = expression(r"\s*(?:and|or)\b", re.IGNORECASE)
        self.verb = expression(alternatives(families["auxiliaries"])[:-2] + r"(?:n['’]t|not)?\s", re.IGNORECASE)
        self.existential = expression(r"\bthere\s+(?:is|are|was|were)\b", re.IGNORECASE)
        self.fine = expression(
            rf"\s+(?:{alternatives(limits['finite'])}\s+)?{alternatives(limits['fine'])}", re.IGNORECASE
        )
        self.listed = expression(r",|\band\b", re.IGNORECASE)
        self.or_here = expression(r"\b(?:or|nor)\s*$", re.IGNORECASE)
        self.graded = expression(rf"{alternatives(limits['graded'])}$", re.IGNORECASE)
        self.alternative = expression(r"[^.;]{0,60}?\s(?:or|nor)\s", re.IGNORECASE)
        self.being = expression(r"\s+(?:being|having)\b", re.IGNORECASE)
        subjects, positive = alternatives(limits["subjects"]), alternatives(limits["positive"])
        self.signs = expression(
            r"[;:.!?,-](?:(?<=;)|(?<=:)(?<!\bof:)(?<!for:)(?=\s)|(?<=[.!?])\s+(?=(?-i:[A-Z]))|"
            rf"(?<=,)\s+(?:that\s+)?{subjects}\s+(?=\w)|(?<=\s-)\s(?=(?-i:[A-Z])))",
            re.IGNORECASE,
        )
        self.hard = expression(
            rf"{alternatives(termset['termination'])}|and\s+(?:that\s+)?{subjects}\s+(?=\w)"
            r"|and\s+(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b)"
            r"|(?:(?<=cooperative\s)|(?<=compliant\s)|(?<=satisfied\s)|(?<=familiar\s))with\b"
            r"|that\s+(?=(?:would|could|was|were|is|are|can|may|will|might)\b)",
            re.IGNORECASE,
        )
        self.hard_leads = first_words(termset["termination"]) | {"and", "with", "that"}
        self.predicated = expression(
            rf"(?:\s+(?:of|from|dated)\s+[\w/-]+)?\s+{alternatives(limits['finite'])}", re.IGNORECASE
        )
        self.subject = expression(
            rf"\b{alternatives(limits['asked'])}\s+(?:{alternatives(limits['articles'])}\s+)?$", re.IGNORECASE
        )
        self.told = expression(
            rf"\s+{alternatives(limits['finite'])}\s+(?:[a-z]+ly\s+|been\s+)*(?!been\b|not\b|[a-z]+ly\b|"
            rf"{alternatives([*families['participles'], *limits['there']])})",
            re.IGNORECASE,
        )
        self.predicate = expression(
            rf"[^.;,]{{0,20}}?\s+{alternatives(limits['finite'])}(?:\s+(?:been|being|[a-z]+ly))?\s+", re.IGNORECASE
        )
        self.openings = frozenset(limits["after_comma"])
        self.subordinate = expression(rf"\s*{alternatives(limits['subordinators'])}", re.IGNORECASE)
        self.purpose = expression(
            rf"to\s+(?:adequately\s+)?{alternatives(limits['purpose_verbs'])}(?!\s+(?:a\s+"
            rf")?{alternatives(limits['kept_after_purpose'])})|for\s+(?:the\s+"
            rf")?{alternatives(limits['purpose_nouns'])}",
            re.IGNORECASE,
        )
        self.evidence = expression(
            rf"{alternatives(limits['evidence'])}(?:\s+(?:provided|submitted|presented|available|exists?))?\s+$",
            re.IGNORECASE,
        )
        self.soft = expression(
            rf"(?:,|\band|\bwith|-)\s+(?:and\s+|with\s+|an?\s+)?{positive}|(?:,|\band)\s+with\b|\bto\s+\d{{2,3}}\b",
            re.IGNORECASE,
        )
        self.closed = expression(r"\bor\b[^,;]*(,)", re.IGNORECASE)
        self.reopened = expression(r"\b(?:or|nor)\b", re.IGNORECASE)
        self.change = expression(rf"\s+{alternatives(families['changes'])}[^,;]*$", re.IGNORECASE)
        self.resumption = expression(
            rf"\bor\s+(?:the\s+)?{alternatives(families['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$", re.IGNORECASE
        )
        self.decided = expression(rf"\b{alternatives(decisions['subjects'])}", re.IGNORECASE)
        between = alternatives(limits["between"])
        self.joined = expression(rf"\b{between}", re.IGNORECASE)
        self.gap = expression(rf"\b(?:{between}|and\s+{alternatives(limits['then'])})", re.IGNORECASE)
        self.opening = expression(rf"\s*{alternatives(limits['articles'])}\s+", re.IGNORECASE)

    def limits(self, words: Words, sentence: Sentence, findings: list[tuple[int, int]], cues: list[Cue]) -> list[int]:
        """Offsets at which the clauses of a sentence begin, its own start among them."""
        text, lower, start, end = words.text, words.lower, sentence.start, sentence.end
        indices = range(sentence.first, sentence.last)
        limits = {start}
        signs = list(self.signs.finditer(text, start, end))
        hard = list(matches_at(self.hard, words, [at for at in indices if lower[at] in self.hard_leads], end))
        for match in signs + hard:
            offset = match.start()
            if offset > start and not _inside(offset, findings, cues):
                if not text[offset].isalnum() and any(
                    offset <= cue.start < match.end()
                    or cue.end == offset
                    or (cue.side == AFTER and offset < cue.start and not text[offset + 1 : cue.start].strip())
                    for cue in cues
                ):
                    continue
                limits.add(offset)
        purposes = [at for at in indices if lower[at] in PURPOSE]
        for match in matches_at(self.purpose, words, purposes, end):
            if not _inside(match.start(), findings, cues) and not self.evidence.search(text, start, match.start()):
                limits.add(match.start())
        if any(cue.side == AFTER for cue in cues):
            limits.update(cue.end for cue in cues if cue.side == AFTER)
            limits.update(self._main_clause(text, start, end, cues))
        else:
            limits.update(
                a for a, b in findings if self.predicated.match(text, b) and _after_comma(text, a, self.openings)
            )
        return sorted(limits)

    def _main_clause(self, text: str, start: int, end: int, cues: list[Cue]) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.subordinate.match(text, start, end) is None:
            return []
        first = min(cue.start for cue in cues if cue.side == AFTER)
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
            between = "".join(text[c] if not _inside(c, findings, []) else " " for c in range(span[1], cue.start))
            opens = not text[clause : span[0]].strip() or self.opening.fullmatch(text, clause, span[0]) is not None
            return len(between.split()) <= 12 and (self.joined if opens else self.gap).search(between) is None
        if span[0] - cue.end > FARTHEST:
            return False
        if text[cue.start : cue.end].lower() == "without" and self.being.match(text, span[1]):
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
        if turn := self.soft.search(_masked(text, cue.end, span[0], findings) + text[span[0] : span[0] + 12]):
            goes_on = self.graded.search(turn[0]) and self.alternative.match(text, span[1])
            if not goes_on:
                return False
        if self.change.match(text, cue.end, span[0]):
            return False
        closed = self.closed.search(between)
        return not (closed and not self.reopened.search(text, cue.end + closed.end(), span[1] + 60))


def _after_comma(text: str, offset: int, openings: frozenset[str]) -> bool:
    """True for a finding behind ", and" or a comma."""
    before = text[max(0, offset - 24) : offset].rsplit(",", 1)
    return len(before) == 2 and " ".join(before[1].split()) in openings


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
