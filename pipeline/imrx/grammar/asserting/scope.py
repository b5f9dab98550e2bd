r"""How far a cue of negation reaches.

    no evidence of drug testing results although there is plan for labs     up to "although"
    without acute flare, new injury, or progressive deterioration           a list under one cue
    There is intact strength, and pathologic reflexes are absent            only the subject of "are absent"

A sentence falls into clauses at the words of the table, at stops and at new subjects. Left alone: what the cues are
(`imrx.grammar.asserting.cues`), and who is negated in the end.
"""

import re
from collections.abc import Iterator
from itertools import compress
from typing import Any

from imrx.grammar.asserting.clauses import Clauses
from imrx.grammar.asserting.cues import AFTER, BEFORE, VOID, Cue
from imrx.grammar.asserting.phrasebook import alternatives, first_words, matches
from imrx.grammar.asserting.reading import Sentence
from imrx.grammar.asserting.words import Words, normal
from imrx.grammar.expressions import expression

FARTHEST = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""

OPENING = 12
"""So many characters of a finding can turn a list: "full range of motion"."""

PURPOSE = frozenset({"to", "for"})


class Scope:
    """The limits of `patterns/negation.json`, compiled, for text in lower case; `clauses` tells new clauses."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        termset, families, limits = table["termset"], table["families"], table["limits"]
        decisions = table["decisions"]
        self.conjunct = expression(r"\s*(?:and|or)\b")
        self.verb = expression(alternatives(families["auxiliaries"])[:-2] + r"(?:n['’]t|not)?\s")
        self.existential = expression(r"\bthere\s+(?:is|are|was|were)\b")
        self.fine = expression(rf"\s+(?:{alternatives(limits['finite'])}\s+)?{alternatives(limits['fine'])}")
        self.found = expression(rf"\s+{alternatives(limits['found'])}")
        self.listed = expression(r",|\band\b")
        self.or_here = expression(r"\b(?:or|nor)\s*$")
        self.graded = expression(rf"{alternatives(limits['graded'])}$")
        self.alternative = expression(r"[^.;]{0,60}?\s(?:or|nor)\s")
        self.being = expression(r"\s+(?:being|having)\b")
        subjects, positive = alternatives(limits["subjects"]), alternatives(limits["positive"])
        self.signs = expression(
            r"[;:.!?,-](?:(?<=;)|(?<=:)(?<!\bof:)(?<!for:)(?=\s)|(?<=[.!?])\s+(?=(?-i:[A-Z]))|"
            rf"(?<=,)\s+(?:that\s+)?{subjects}\s+(?=\w)|(?<=\s-)\s(?=(?-i:[A-Z])))",
            re.IGNORECASE,
        )
        self.hard = expression(
            rf"(?<!before and )(?:{alternatives(termset['termination'])}|and\s+(?:that\s+)?{subjects}\s+(?=\w)"
            r"|and\s+(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b)"
            r"|(?:(?<=cooperative\s)|(?<=compliant\s)|(?<=satisfied\s)|(?<=familiar\s))with\b"
            r"|that\s+(?=(?:would|could|was|were|is|are|can|may|will|might)\b))",
        )
        self.hard_leads = first_words(termset["termination"]) | {"and", "with", "that"}
        self.leads_of_limits = self.hard_leads | PURPOSE
        self.predicated = expression(rf"(?:\s+(?:of|from|dated)\s+[\w/-]+)?\s+{alternatives(limits['finite'])}")
        self.subject = expression(rf"\b{alternatives(limits['asked'])}\s+(?:{alternatives(limits['articles'])}\s+)?$")
        self.told = expression(
            rf"\s+{alternatives(limits['finite'])}\s+(?:[a-z]+ly\s+|been\s+)*(?!been\b|not\b|[a-z]+ly\b|"
            rf"{alternatives([*families['participles'], *limits['there']])})",
        )
        self.predicate = expression(
            rf"[^.;,]{{0,20}}?\s+{alternatives(limits['finite'])}(?:\s+(?:been|being|[a-z]+ly))?\s+"
        )
        self.openings = frozenset(limits["after_comma"])
        self.subordinate = expression(rf"\s*{alternatives(limits['subordinators'])}")
        self.purpose = expression(
            rf"to\s+(?:adequately\s+)?{alternatives(limits['purpose_verbs'])}(?!\s+(?:a\s+"
            rf")?{alternatives(limits['kept_after_purpose'])})|for\s+(?:the\s+"
            rf")?{alternatives(limits['purpose_nouns'])}",
        )
        self.evidence = expression(
            rf"{alternatives(limits['evidence'])}(?:\s+(?:provided|submitted|presented|available|exists?))?\s+$",
        )
        self.soft = expression(
            rf"(?:,|\band|\bwith|-)\s+(?:and\s+|with\s+|an?\s+)?{positive}|(?:,|\band)\s+with\b|\bto\s+\d{{2,3}}\b",
        )
        self.sound = expression(alternatives(limits["fine"]))
        self.closed = expression(r"\bor\b[^,;]*(,)")
        self.reopened = expression(r"\b(?:or|nor)\b")
        self.change = expression(rf"\s+{alternatives(families['changes'])}[^,;]*$")
        self.resumption = expression(
            rf"\bor\s+(?:the\s+)?{alternatives(families['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$"
        )
        self.decided = expression(rf"\b{alternatives(decisions['subjects'])}")
        between = alternatives(limits["between"])
        self.joined = expression(rf"\b{between}")
        self.gap = expression(rf"\b(?:{between}|and\s+{alternatives(limits['then'])})")
        self.measured = expression(r"\s*(?:(?:is|was|were|are|of|from|[=:])\s*)?(?:(?!0(?!\.|\s+to))\d|\+)")
        self.conjunction = expression(r"\s(?:but|and|yet|though)\s*$")
        self.told_of_records = expression(rf"\b{alternatives(limits['told_of_records'])}")
        self.with_more = expression(r"\bwith\b")
        self.seen = expression(rf"\b{alternatives(limits['seen'])}")
        self.question = expression(alternatives(limits["questions"]))
        self.aside = expression(alternatives(limits["asides"]))
        self.phrasal = expression(alternatives(limits["phrasal"]))
        behind_for = rf"for\s+(?:{alternatives(limits['articles'])}\s+)?$"
        self.meant_for = expression(rf"\b{alternatives(limits['treatments'])}\s+(?:[a-z]+\s+){{0,3}}?{behind_for}")
        self.plainly_not = expression(r"(?:\bnot|n['’]t)$")
        self.thing_for = expression(rf"\b(?!{alternatives(limits['positive_for'])})[a-z-]+\s+{behind_for}")
        self.apart = expression(r"(?:[^\s,]+\s+){4}[^\s,]+|,\s+(?:the|his|her|she|he)\s+$")
        self.last_item = expression(r",\s*(?:and|or)\b")
        self.leading = expression(rf"\s*{alternatives(limits['leading'])}")
        self.opening = expression(rf"\s*{alternatives(limits['articles'])}\s+")

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
            first = match.start()
            inside = first <= start or _inside(first, findings, cues)
            if not inside and not self._goes_on(text, words, match, findings, cues):
                limits.add(first)
        purposes = [starts[at] for at in leads if lower[at] in PURPOSE]
        for match in matches(self.purpose, text, purposes, end):
            if not _inside(match.start(), findings, cues) and not self.evidence.search(text, start, match.start()):
                limits.add(match.start())
        limits.update(self._new_clauses(words, sentence, findings, cues))
        behind = [cue for cue in cues if cue.side == AFTER]
        if behind:
            limits.update(cue.end for cue in behind)
            limits.update(self._main_clause(text, start, end, behind[0].start))
            limits.update(self._own_subjects(words, sentence, findings, cues, limits))
        else:
            for a, b in findings:
                if _after_comma(words.text, a, self.openings) and self.predicated.match(text, b):
                    limits.add(a)
        return sorted(limits)

    def _goes_on(
        self,
        text: str,
        words: Words,
        match: re.Match[str],
        findings: list[tuple[int, int]],
        cues: list[Cue],
    ) -> bool:
        """True where the words of a limit are part of what stands in front of them.

        A question of a cue ("not stated when"); an aside (", however, was not reported"); the complement of the subject
        of a cue behind it ("improvement following six visits is lacking").
        """
        first, last = match.start(), match.end()
        if self.question.fullmatch(match.group()):
            return any(cue.side != VOID and cue.report and not text[cue.end : first].strip() for cue in cues)
        after = next((cue for cue in cues if cue.side == AFTER and cue.start >= last), None)
        if after is None:
            return False
        if not text[last : after.start].strip() and self.conjunction.search(f" {match.group()}"):
            return True
        if self.aside.fullmatch(match.group()):
            return text[:first].rstrip().endswith(",") and text[last : after.start].strip() == ","
        between = any(last <= a and b <= after.start for a, b in findings)
        if between or not self.phrasal.fullmatch(match.group()) or "," in text[last : after.start]:
            return False
        inside = words.lower[words.index(last) : words.index(after.start)]
        return self.clauses.verbs.isdisjoint(inside)

    def _new_clauses(
        self, words: Words, sentence: Sentence, findings: list[tuple[int, int]], cues: list[Cue]
    ) -> Iterator[int]:
        """Where "and" or a comma behind a cue joins another clause, one with a verb of its own, to the cue's."""
        first = next((cue.end for cue in cues if cue.side == BEFORE), sentence.end)
        lower, clauses = words.lower, self.clauses
        finite = subordinate = False
        for index in range(sentence.first, sentence.last):
            word = lower[index]
            finite = finite or word in clauses.verbs
            subordinate = subordinate or (word in clauses.subordinate and words.starts[index] >= first)
            offset = words.starts[index]
            if offset < first:
                continue
            comma = index > 0 and "," in words.gap(index - 1)
            joined = word == "and"
            begins = index + joined
            if not (comma or joined) or begins >= sentence.last or _inside(offset, findings, cues):
                continue
            own = lower[begins] in clauses.subjects
            verb = clauses.verb(words, begins, sentence.last) if own or not subordinate else None
            if verb is None or any(cue.side == AFTER and cue.start <= words.starts[verb] < cue.end for cue in cues):
                continue
            if not (joined and finite) and clauses.tells_findings(words, verb, sentence.last):
                continue
            yield offset

    def _own_subjects(
        self,
        words: Words,
        sentence: Sentence,
        findings: list[tuple[int, int]],
        cues: list[Cue],
        limits: set[int],
    ) -> list[int]:
        """Where ", and" begins the clause of a cue behind its subject: what stands before it has a verb of its own."""
        starts = [cue.start for cue in cues if cue.side == AFTER]
        found = []
        finite = False
        for index in range(sentence.first, sentence.last):
            offset = words.starts[index]
            before = words.ends[index - 1] if index > sentence.first else offset
            finite = finite and limits.isdisjoint(range(before, offset + 1))
            inside = any(cue.start <= offset < cue.end for cue in cues)
            if words.lower[index] == "and" and finite and not _inside(offset, findings, cues):
                cue = next((start for start in starts if start > offset), None)
                subject = words.lower[index + 1 : words.index(cue)] if cue is not None else []
                if subject and self.clauses.verbs.isdisjoint(subject):
                    found.append(offset)
                    finite = False
            finite = finite or (not inside and words.lower[index] in self.clauses.verbs)
        return found

    def _main_clause(self, text: str, start: int, end: int, first: int) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.leading.match(text, start, end) is not None:
            comma = text.find(",", start, first)
            return [comma + 1] if comma > start and not self.last_item.search(text, comma + 1, first) else []
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
            nearer = min((a for a, b in findings if span[1] <= a and b <= cue.start), default=None)
            others = nearer is not None
            if self.found.match(text, span[1]) or (nearer is not None and self.apart.search(text, span[1], nearer)):
                return False
            if others and self.existential.search(text, clause, span[0]) is not None:
                return False
            own = max(clause, text.rfind(", and ", clause, span[0]))
            if self.decided.search(text, own, span[0]) is not None:
                return False
            if self.conjunction.search(text, span[1], cue.start):
                return len(text[span[1] : cue.start].split()) <= 12
            between = _masked(text, span[1], cue.start, findings, " ")
            opens = not text[clause : span[0]].strip() or self.opening.fullmatch(text, clause, span[0]) is not None
            return len(between.split()) <= 12 and (self.joined if opens else self.gap).search(between) is None
        if span[0] - cue.end > FARTHEST:
            return False
        if text[cue.start : cue.end] == "without" and self.being.match(text, span[1]):
            return False
        between = text[cue.end : span[0]]
        if self.meant_for.search(between) or (
            not cue.report
            and self.plainly_not.search(text, cue.start, cue.end)
            and self.thing_for.search(f"is{between}")
        ):
            return False
        if between.count(")") > between.count("("):
            return False
        if self.subject.search(text, max(cue.start, span[0] - 24), span[0]) and (
            (cue.report and self.told.match(text, span[1]))
            or any(self.predicate.fullmatch(text, span[1], a) for a, _ in findings if a > span[1])
        ):
            return False
        if (len(between.split()) > 1 or "," in between) and (
            self.measured.match(text, span[1]) or self._is_sound(text[slice(*span)])
        ):
            return False
        told = self.told_of_records.search(text, cue.end, span[0])
        inside = [b for a, b in findings if cue.end <= a and b <= span[0]]
        if told and any(b <= told.start() for b in inside):
            return False
        if inside and self.with_more.search(text, cue.end, span[0]) and self.denies_predicate(text, cue, findings):
            return False
        if self.fine.match(text, span[1]) and self.listed.search(between) and not self.or_here.search(between):
            return False
        if cue.report:
            if self.seen.search(text, cue.start, cue.end) and self._turns_graded(text, cue, span, findings):
                return False
            return not (between.lstrip().startswith("(") and ")" not in between)
        if (turn := self._turn(text, cue, span, findings)) and not (
            self.graded.search(turn[0]) and self.alternative.match(text, span[1])
        ):
            return False
        if self.change.match(text, cue.end, span[0]):
            return False
        closed = self.closed.search(between)
        return not (closed and not self.reopened.search(text, cue.end + closed.end(), span[1] + 60))

    def _turn(
        self, text: str, cue: Cue, span: tuple[int, int], findings: list[tuple[int, int]]
    ) -> re.Match[str] | None:
        """Where a list behind a cue turns to what is there: ", full range of motion, and sensation".

        Of the findings in between, only the first word is read, and only where it says that something is there.
        """
        parts = []
        at = cue.end
        for a, b in [*((a, b) for a, b in findings if cue.end <= a and b <= span[0]), span]:
            parts.append(text[at:a])
            if b == span[1] or self.sound.match(text, a, b):
                parts.append(text[a : min(b, a + OPENING)])
            at = b
        return self.soft.search("".join(parts))

    def _turns_graded(self, text: str, cue: Cue, span: tuple[int, int], findings: list[tuple[int, int]]) -> bool:
        """True for "no evidence of radiculopathy and mild neuropathy", where no "or" goes on."""
        turn = self._turn(text, cue, span, findings)
        return turn is not None and bool(self.graded.search(turn[0])) and not self.alternative.match(text, span[1])

    def _is_sound(self, finding: str) -> bool:
        """True for "lungs clear"."""
        found = finding.split()
        return len(found) > 1 and self.sound.fullmatch(found[-1]) is not None

    def denies_predicate(self, text: str, cue: Cue, findings: list[tuple[int, int]]) -> bool:
        """True for "not working", where a cue's verb or adjective stands right behind it."""
        behind = next((a for a, _ in findings if a >= cue.end), None)
        return (
            behind is not None
            and not text[cue.end : behind].strip()
            and normal(text[cue.start : cue.end]).endswith("not")
        )


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
