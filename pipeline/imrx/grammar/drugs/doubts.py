"""Doubtful drug names: words that are also English, and what must stand beside them.

A drug in "soma 350mg" (an amount), "Norco and soma" (a neighbour in a list), "request for Sonata" (a word of taking)
and "given Versed" (a capital letter); none in "testosterone test" and "morphine equivalents", where the word behind
says so. No name at all is a medication where the laboratory measures it: "acetaminophen level".
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression

LIST_GAP = re.compile(
    r"(?:[\s(]*\d[\d./%-]*\s?(?:mgs?|mcg|%|gm?|ml)?)?(?:\s*#\s?\d+)?[)\s]*"
    r"(?:\(|(?:,|;|/|\+|&|and\b|or\b|with\b)[\s,]*(?:and\b|or\b)?\s*\(?)\s*"
)
"""What stands between two drugs of a list, "Norco 10/325 #60, ": matched on at most `LIST_REACH` characters."""

NO_SLUG = re.compile(r"[^a-z0-9/#]+")

LIST_REACH = 40
CONTEXT_REACH = 40


class Mention(NamedTuple):
    """A drug's name in a text: half-open offsets, the name in the tables, and how it was read.

    `key` is the spelling that the tables of doubtful words know, `parts` the ingredients in the written order (empty
    where the name's own row says them), `form` a form behind the name that changes the ingredients, `exchanged` tells a
    short name with two letters exchanged, which a name of a person may be.
    """

    start: int
    end: int
    name: str
    key: str
    parts: tuple[str, ...] = ()
    form: str = ""
    misspelled: bool = False
    exchanged: bool = False

    @property
    def rule(self) -> str:
        """The id of the span: `drug:norco`."""
        slug = NO_SLUG.sub("_", self.name.lower())
        return f"drug:{slug}:misspelled" if self.misspelled else f"drug:{slug}"


class Doubt(NamedTuple):
    """One compiled row of `drug_ambiguous.csv`."""

    needs: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


class Doubts:
    """The rows of `drug_ambiguous.csv`, compiled with the words of `drug_words.json`."""

    def __init__(self, ambiguous: list[dict[str, str]], words: dict[str, list[str]]) -> None:
        self._doubts = {row["written"].lower(): _doubt(row) for row in ambiguous}
        persons = ";".join(words["persons_before"])
        self._exchanged = _doubt({"needs": "dose;list", "not_before": persons, "not_after": ""})
        scored = r"\s{1,8}(?:of\s{1,8}|is\s{1,8}|was\s{1,8}|at\s{1,8})?\d{1,2}\s{0,8}(?:/|out\s{1,8}of\s)"
        self._measured = Doubt(
            needs=frozenset(),
            before=_doubt({"needs": "", "not_before": ";".join(words["measured_before"]), "not_after": ""}).before,
            after=expression(
                rf"[\s\-]{{0,8}}{any_literal(words['measured_after'])}\b"
                rf"(?!\s{{1,8}}{any_literal(words['not_measured'])}\s{{1,8}}[a-z]|{scored})"
            ),
        )
        unit, not_unit, form, release = (any_literal(words[key]) for key in ("units", "not_units", "forms", "releases"))
        self._dose_after = expression(
            rf"[\s\-]{{0,8}}(?:{release}\b\s{{0,8}})?(?:oral\s{{1,8}}|topical\s{{1,8}})?"
            rf"(?:\(?\d[\d.,/\-]{{0,12}}\s{{0,8}}{unit}(?![a-z])(?!\s?(?:/|per)\s?{not_unit}\b)"
            rf"|#\s?\d|{form}\b|\d{{1,8}}(?:\.\d{{1,8}})?\s?/\s?\d)"
        )
        self._taken_before = expression(rf"\b{any_literal(words['taken_before'])}:?\s{{1,8}}$")
        self._taken_after = expression(rf"\s{{1,8}}{any_literal(words['taken_after'])}\b")
        self._dose_before = expression(rf"\d\s{{0,8}}{unit}\s{{1,8}}(?:of\s{{1,8}})?$")

    def _doubt_of(self, mention: Mention) -> Doubt | None:
        """The rule for a mention; "Dr. Mortin" is no Motrin, nor is "Mortin" with nothing of a drug beside it."""
        return self._exchanged if mention.exchanged else self._doubts.get(mention.key)

    def vetoed(self, lower: str, mention: Mention) -> bool:
        """True where a word beside a name says that it is no medication: "testosterone test", "hydrocodone level"."""
        begin = max(0, mention.start - CONTEXT_REACH)
        return any(
            (doubt.before is not None and doubt.before.search(lower, begin, mention.start) is not None)
            or (doubt.after is not None and doubt.after.match(lower, mention.end) is not None)
            for doubt in (self._doubt_of(mention), self._measured)
            if doubt is not None
        )

    def is_certain(self, text: str, lower: str, mention: Mention) -> bool:
        """True where a name is a drug wherever it stands, or a capital letter or an amount beside it says so."""
        doubt = self._doubt_of(mention)
        if doubt is None or not doubt.needs or mention.parts:
            return True
        if "capital" in doubt.needs and text[mention.start].isupper():
            return True
        if "upper" in doubt.needs and text[mention.start : mention.end].isupper():
            return True
        begin = max(0, mention.start - CONTEXT_REACH)
        if "dose" in doubt.needs and (
            self._dose_after.match(lower, mention.end) or self._dose_before.search(lower, begin, mention.start)
        ):
            return True
        return "taken" in doubt.needs and bool(
            self._taken_after.match(lower, mention.end) or self._taken_before.search(lower, begin, mention.start)
        )

    def is_listed(self, lower: str, mention: Mention, certain: list[Mention]) -> bool:
        """True where a doubtful name that a list can decide has a certain drug for a neighbour."""
        doubt = self._doubt_of(mention)
        if doubt is None or "list" not in doubt.needs:
            return False
        at = bisect_left(certain, mention)
        pairs = [(other, mention) for other in certain[max(0, at - 1) : at]]
        pairs += [(mention, other) for other in certain[at : at + 1]]
        return any(
            second.start - first.end <= LIST_REACH and LIST_GAP.fullmatch(lower, first.end, second.start)
            for first, second in pairs
        )


def _doubt(row: dict[str, str]) -> Doubt:
    before, after = (row[column].lower().split(";") if row[column] else [] for column in ("not_before", "not_after"))
    return Doubt(
        needs=frozenset(filter(None, row["needs"].split(";"))),
        before=expression(rf"\b{any_literal(before)}[.\s\-]{{0,8}}$") if before else None,
        after=expression(rf"[\s\-]{{0,8}}{any_literal(after)}\b") if after else None,
    )
