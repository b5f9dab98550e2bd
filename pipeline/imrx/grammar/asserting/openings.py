r"""What the letter says is missing is a finding, whether or not its name is known.

    there is no documentation of the response to conservative therapy
    There is no evidence the patient is benefiting from treatment.
    The patient's current work status was not provided.

A phrase of absence, of missing evidence or of a verb of reporting opens a place; the noun phrase there (and those
that a list adds), the predicate of a patient clause, or the subject in front of "was not provided" is what is
missing. Left alone: whatever the words in `not_np` begin ("no recommendation", "no affiliation").
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.asserting.phrasebook import alternatives
from imrx.grammar.asserting.words import Words, normal

GATE = re.compile(
    r"\b(?:no|not|nor|lack\w*|den(?:y|ie[sd]|ying)|fail\w*|without|absence|insufficient|negative|"
    r"devoid|un(?:clear|known))\b",
    re.I,
)

LONGEST = 9
"""Words that an unknown noun phrase or predicate may have at most."""


ALTERNATIVE = frozenset({"or", "nor"})
LISTED = ALTERNATIVE | {"and"}


class Place(NamedTuple):
    """Where something is missing: behind `start`, or in front of it when `back`; whether a list may follow."""

    start: int
    back: bool
    clause: bool
    listed: bool


class Openings:
    """The phrases of `patterns/findings_heads.json` that open a place."""

    def __init__(self, heads: dict[str, Any]) -> None:
        evidence = alternatives(heads["evidence"])
        links = alternatives(heads["evidence_links"])
        verbs = alternatives(heads["report_verbs"])
        said = alternatives(heads["passive_verbs"])
        subjects = alternatives(heads["patient_subjects"])
        patient = (
            rf"(?:that\s+)?(?:the\s+|this\s+)?{subjects}(?:['’]s)?\s+(?P<aux>(?:(?:has|had|have|is|was|were|"
            rf"currently|been|at|did|does|a|an|on)\s+){{1,4}})?"
        )
        missing = r"(?:no|not\s+any|nor|lack\s+of|lacks|lacking|insufficient|inadequate|absence\s+of|without|limited)"
        kept = (
            r"(?:\s+(?:provided|submitted|presented|noted|found|available|received|in\s+the\s+(?:records?|"
            r"notes?|documentation|reports?)))?"
        )
        self.clause = re.compile(
            rf"\b{missing}(?:\s+(?!of\b|to\b)[a-z-]+){{0,2}}?\s+{evidence}{kept}\s+(?:(?:to|that)\s+(?:support|"
            rf"suggest|indicate|show)s?\s+|(?:indicating|showing|suggesting|demonstrating|supporting|regarding|"
            rf"of|about|concerning)\s+)?{patient}",
            re.I,
        )
        self.object = re.compile(
            rf"\b{missing}(?:\s+(?!of\b|to\b)[a-z-]+){{0,2}}?\s+{evidence}{kept}\s+{links}\s+"
            rf"|\b(?:did|does|do|has|have|had)(?:\s+not|n['’]t)\s+(?:[a-z]+ly\s+)?{verbs}(?:\s+(?:and|or)"
            rf"\s+{verbs})?\s+(?:(?:any|the|a|an)\s+)?(?:{evidence}\s+{links}\s+)?"
            rf"|\bfail(?:ed|s|ure|ing)?\s+to\s+(?:[a-z]+ly\s+)?{verbs}(?:\s+(?:and|or)\s+{verbs})?\s+"
            rf"|\b(?:is|are|was|were|has|have|had|notes?|due\s+to|with|and|but|nor)\s+(?:also\s+|been\s+"
            rf")?(?:a\s+)?(?:no|lack\s+of|an?\s+absence\s+of|devoid\s+of|negative\s+for)\s+(?!(?:[a-z-]+\s+"
            rf"){{0,2}}{evidence})"
            r"|\blacks\s+|\bno\b(?<=[.;:,]\sno)\s+|\A\s*no\s+|\bdemonstrated\s+no\s+|\brevealed\s+no\s+|"
            r"\bshowed\s+no\s+",
            re.I,
        )
        self.denial = re.compile(
            r"\b(?=den)(?<!was )(?<!were )(?<!been )(?<!is )(?<!and )(?:denies|denied|denying)\s+(?!the\b|a\b|"
            r"an\b|request|by\b|for\b|due\b|on\b|in\b|because\b|as\b|authori[sz]|certif)",
            re.I,
        )
        self.denier = re.compile(
            r"\b(?:reviews?|UR|administrator|determination|carrier|insurer|claims|adjuster|requests?)\b[^.;]*$", re.I
        )
        self.passive = re.compile(
            rf"\s+(?:(?:was|were|is|are|has|have|could|can)\s+(?:\w+\s+)?(?:not|neither)\s+(?:been\s+|be\s+"
            rf")?(?:[a-z]+ly\s+)?{said}\b|not\s+{said}\b|(?:was|is|are|were)\s+(?:unclear|unknown|not\s+clear|"
            rf"negative)\b)",
            re.I,
        )
        self.verbs = re.compile(rf"{alternatives(heads['patient_verbs'])}|[a-z]+ing\b", re.IGNORECASE)
        self.not_heads = frozenset(heads["not_heads"])
        self.inside_predicates = frozenset(heads["inside_predicates"])
        self.before_to = frozenset(heads["before_to"])
        self.named = frozenset(heads["named"])
        self.closing = re.compile(r"[^.;:]{0,200}?\b(?:or|nor)\b")
        self.guideline = re.compile(rf"\b{alternatives(heads['guideline_words'])}[^.;,]*$", re.IGNORECASE)
        self.determiners = frozenset(heads["np_determiners"])
        self.stops = frozenset(heads["np_stops"])
        self.not_np = frozenset(heads["not_np"])

    def find(self, text: str, start: int, end: int) -> Iterator[Place]:
        """The places that a sentence opens."""
        if GATE.search(text, start, end) is None:
            return
        clauses = set()
        for match in self.clause.finditer(text, start, end):
            clauses.add(match.start())
            if match["aux"] or self.verbs.match(text, match.end()):
                yield Place(match.end(), False, True, True)
        for match in self.object.finditer(text, start, end):
            named = self.guideline.search(text, max(start, match.start() - 80), match.start())
            if match.start() not in clauses and named is None:
                plain = normal(match.group().split()[-1]) == "no"
                yield Place(match.end(), False, False, not plain)
        for match in self.denial.finditer(text, start, end):
            if self.denier.search(text, max(start, match.start() - 200), match.start()) is None:
                yield Place(match.end(), False, False, True)
        for match in self.passive.finditer(text, start, end):
            yield Place(match.start(), True, False, False)

    def spans(self, words: Words, place: Place, until: int) -> list[tuple[int, int]]:
        """The noun phrases of a place, as half-open word indices."""
        if place.back:
            return self._subject(words, place.start)
        at = next((k for k, offset in enumerate(words.starts) if offset >= place.start), len(words))
        if place.clause:
            return self._predicate(words, at, until)
        found = []
        while at < len(words) and words.starts[at] < until:
            while at < len(words) and words.lower[at] in self.determiners:
                at += 1
            span = self._noun_phrase(words, at, until)
            if span is None:
                break
            found.append(span)
            at = span[1]
            if at >= len(words):
                break
            gap = words.gap(at - 1).strip()
            if words.lower[at] in (LISTED if place.listed else ALTERNATIVE) and gap in {"", ","}:
                at += 1
            elif gap not in {",", "/"} or not (
                place.listed or self.closing.match(words.text, words.ends[at - 1], until)
            ):
                break
            if at < len(words) and words.lower[at] in {"or", "and", "any", "no"}:
                at += 1
        return found

    def _noun_phrase(self, words: Words, at: int, until: int) -> tuple[int, int] | None:
        first = at
        if at >= len(words) or words.lower[at] in self.not_np:
            return None
        while at < len(words) and words.ends[at] <= until and at - first < LONGEST:
            word = words.lower[at]
            if word == "of" and at > first:
                pass
            elif word in self.stops and not (word in self.determiners and words.lower[at - 1] == "of" and at > first):
                break
            at += 1
            if at < len(words) and words.gap(at - 1).strip() not in {"", "-", "/", "'", "’"}:
                break
        while at > first and (words.lower[at - 1] == "of" or words.lower[at - 1] in self.determiners):
            at -= 1
        if (
            at == first
            or words.lower[at - 1].isdigit()
            or words.lower[at - 1] in self.not_heads
            or len(words.lower[at - 1]) < 2
        ):
            return None
        return first, at

    def _predicate(self, words: Words, at: int, until: int) -> list[tuple[int, int]]:
        first = at
        while at < len(words) and words.ends[at] <= until and at - first < LONGEST:
            word = words.lower[at]
            if word in self.stops and word not in self.inside_predicates:
                break
            if word == "to" and words.lower[at - 1] not in self.before_to:
                break
            at += 1
            if at < len(words) and words.gap(at - 1).strip() not in {"", "-", "/"}:
                break
        while at > first and words.lower[at - 1] in self.stops:
            at -= 1
        while first < at and words.lower[first] in self.determiners:
            first += 1
        return [(first, at)] if at > first and words.lower[first] not in self.not_np else []

    def _subject(self, words: Words, offset: int) -> list[tuple[int, int]]:
        """The noun phrase that is the subject of "was not provided"; a phrase behind its preposition is not."""
        last = next((k for k, start in enumerate(words.starts) if start >= offset), len(words))
        first = last
        while first > 0 and last - first < LONGEST + 4:
            word = words.lower[first - 1]
            if first < last and words.gap(first - 1).strip() not in {"", "-", "/"}:
                break
            if word in {"that", "because", "and", "or", "but", "as", "which", "since", "however"}:
                break
            if word == "to" and first > 1 and words.lower[first - 2] == "due":
                break
            first -= 1
        while first < last and (words.lower[first] in self.determiners or words.lower[first] in self.stops):
            first += 1
        at = first
        while at < last and words.lower[at] not in self.stops:
            at += 1
        if at == first or words.lower[first] in self.not_np or words.lower[at - 1] in self.not_heads:
            return []
        return [(first, at)]
