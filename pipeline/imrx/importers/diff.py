"""The rules against the people who corrected them: what was kept, moved, relabelled, removed, added.

A span is *kept* with its label and limits; *moved* where a person marked the same label elsewhere, but in part on the
same words; *relabelled* where the same words got another label; else *removed*. What no rule had found is *added*. A
finding is *reasserted* where a person said otherwise whether it is there, or took away what was said: in the place of
*kept*, and beside *moved*. A relation goes with its spans. Labels of other components are not counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from imrx.importers.corrections import Corrected, Mark
from imrx.labels import MARKS
from imrx.writers.spans import LetterSpans, TaggedSpan

KEPT: Final = "kept"
REASSERTED: Final = "reasserted"
MOVED: Final = "moved"
RELABELLED: Final = "relabelled"
REMOVED: Final = "removed"
ADDED: Final = "added"
FOUND: Final = "found"
STATUSES: Final = (KEPT, REASSERTED, MOVED, RELABELLED, REMOVED, ADDED)


@dataclass
class Diff:
    """Counts over all letters, by label, by label and rule (nothing is added by a rule), and by relation."""

    letters: int = 0
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    relations: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, found: LetterSpans, corrected: Corrected) -> None:
        """Add one letter.

        Args:
            found: what the rules found.
            corrected: what a person made of it.
        """
        self.letters += 1
        spans = [span for span in found.spans if span.label in MARKS]
        matched = match_spans(spans, corrected.marks)
        for span in spans:
            number, status = matched.get(span.id, (None, REMOVED))
            statuses = {FOUND, status}
            if number is not None and status in (KEPT, MOVED):
                mark = corrected.marks[number]
                if _is_reasserted(span, mark, corrected.shows_assertions):
                    statuses = {FOUND, REASSERTED} | (statuses - {KEPT})
            self.labels.setdefault(span.label, Counter()).update(statuses)
            self.rules.setdefault((span.label, span.rule), Counter()).update(statuses)
        taken = {number for number, _ in matched.values()}
        for number, mark in enumerate(corrected.marks):
            if number not in taken:
                self.labels.setdefault(mark.label, Counter())[ADDED] += 1
        self._add_relations(found, corrected, {span: number for span, (number, _) in matched.items()})

    def _add_relations(self, found: LetterSpans, corrected: Corrected, marks: dict[int, int]) -> None:
        left = set(corrected.links)
        for relation in found.relations:
            link = (relation.label, marks.get(relation.head), marks.get(relation.tail))
            status = KEPT if link in left else REMOVED
            left.discard(link)
            self.relations.setdefault(relation.label, Counter()).update((FOUND, status))
        for added in left:
            self.relations.setdefault(added.label, Counter())[ADDED] += 1

    def as_dict(self) -> dict[str, Any]:
        """For JSON; rules that were corrected most come first."""
        return {
            "letters": self.letters,
            "labels": {label: _counts(counts) for label, counts in sorted(self.labels.items())},
            "rules": [
                {"label": label, "rule": rule, **_counts(counts)}
                for (label, rule), counts in sorted(self.rules.items(), key=_most_corrected)
            ],
            "relations": {label: _counts(counts) for label, counts in sorted(self.relations.items())},
        }


def match_spans(spans: list[TaggedSpan], marks: list[Mark]) -> dict[int, tuple[int, str]]:
    """For each span that a person kept or changed, by its id: the mark's position, and what was done."""
    matched: dict[int, tuple[int, str]] = {}
    exact = {mark[:3]: number for number, mark in enumerate(marks)}
    for span in spans:
        number = exact.get((span.label, span.start, span.end))
        if number is not None:
            matched[span.id] = (number, KEPT)
    taken = {number for number, _ in matched.values()}
    for status in (RELABELLED, MOVED):
        pairs = [
            (_shared(span, mark), span.id, number)
            for span in spans
            if span.id not in matched
            for number, mark in enumerate(marks)
            if number not in taken
            and _shared(span, mark) > 0
            and ((span.start, span.end) == (mark.start, mark.end) if status == RELABELLED else span.label == mark.label)
        ]
        for _, span_id, number in sorted(pairs, key=_largest):
            if span_id not in matched and number not in taken:
                matched[span_id] = (number, status)
                taken.add(number)
    return matched


def _is_reasserted(span: TaggedSpan, mark: Mark, shows_assertions: bool) -> bool:
    """Whether a person said otherwise; no assertion says so only where the tool shows them."""
    said, known = mark.assertion, span.values.get("assertion")
    return said != known and (said is not None or shows_assertions)


def _shared(span: TaggedSpan, mark: Mark) -> int:
    return min(span.end, mark.end) - max(span.start, mark.start)


def _largest(pair: tuple[int, int, int]) -> tuple[int, int, int]:
    shared, span, mark = pair
    return -shared, span, mark


def _counts(counts: Counter[str]) -> dict[str, int]:
    return {status: counts[status] for status in (FOUND, *STATUSES)}


def _most_corrected(item: tuple[tuple[str, str], Counter[str]]) -> tuple[int, tuple[str, str]]:
    rule, counts = item
    return counts[KEPT] - counts[FOUND], rule
