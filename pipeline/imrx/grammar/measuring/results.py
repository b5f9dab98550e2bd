r"""Tests with their results, laboratory values and scores.

    The EMG/NCV of the upper extremities dated 1/2/15 was normal    EMG/NCV of the upper extremities
    x-rays were negative                                            x-rays: what "negative" says, negation tells
    an unremarkable MRI                                             one noun phrase
    HbA1c was 9.8%; TSH of 3.2; ODI 52%                             HbA1c; the others with their values

Left alone: tests that only introduce what they show ("MRI revealed a tear"), and requests.
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Rule, led, measured, some

NEAR = 32
"""So many characters in front of a test "normal" stands: "normal left shoulder x-rays"."""

VALUE = (
    r"(?<![\d/.])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)?"
    r"(?:\s?(?:-|to|/)\s?\d+(?:\.\d+)?)?(?![\d/.,]*\d|\s?(?:-|–|to|/)\s?\d)(?:\s?%|\s+percent\b)?"
)


SPINES = frozenset("ctl")
"""What stands in front of "spine" for a part of it: "C-spine films"."""

ENDED = r"(?=\s*(?:[.,;:)\d]|\Z|(?:and|or|on|in|at|but|except|throughout)\b))"
"""What stands behind an outcome that follows its test without a verb: "TSH normal, CMP wnl 2/2014"."""


def _bare(outcome: str) -> str:
    """The source of an expression for an outcome right behind its test."""
    return rf"(?::\s|\s){outcome}{ENDED}"


def result_rules(words: dict[str, Any]) -> Iterator[Rule]:
    """The rules for tests that are normal or not, of `results` in `patterns/measures.json`."""
    outcome = rf"{any_phrase(words['outcomes'])}(?!\s+for\b)"
    between = rf"(?:\s+(?!{any_phrase(words['not_between'])})[^\s;]+){{0,9}}?"
    told = (
        rf"(?:\s*\([^()]{{0,30}}\))?(?:[,(]?\s*\b{any_phrase(words['telling_when'])}{between})?"
        rf"(?:,\s+which\b|\s+(?:was|were)\s+{any_phrase(words['done'])}[^.;]{{0,40}}?\s+and\b)?"
        rf"\s+{any_phrase(words['linking'])}\s+{some(words['reading'], 3)}{outcome}|{_bare(outcome)}"
    )
    described = rf"(?:\b(?:{any_phrase(words['wholly'])}\s+)?{any_phrase(words['describing'])}\s+)"
    modified = rf"(?:(?!{any_phrase(words['not_described'])})[a-z-]+\s+){{0,2}}"
    denied = rf"\b{any_phrase(words['negative'])}\s+"
    in_front = expression(rf"(?:{denied}|(?={described}))(?P<found>(?:{described})?{modified})\Z")
    signs = (*words["describing"], *words["negative"])
    for concept, names in words["names"].items():
        joined = rf"(?:(?:\s?/\s?|\s+and\s+|\s+or\s+){any_phrase(names)})?"
        yield led(names, concept, rf"{joined}(?={told})", leading=SPINES, sited=True)
        alone = rf"{joined}(?!\s+{any_phrase(words['not_results'])})"
        yield led(names, concept, alone, before=in_front, look=NEAR, near=signs, sited=True)


def value_rules(words: dict[str, Any], results: dict[str, Any]) -> Iterator[Rule]:
    """The rules for laboratory values and scores, of `values` in `patterns/measures.json`."""
    links, verbs = any_phrase(words["links"]), any_phrase(words["verbs"])
    value = rf"{VALUE}(?!\s?{any_phrase(words['not_units'])})"
    capitals = [name for name in words["scales"] if name.isupper()]
    others = [name for name in words["scales"] if not name.isupper()]
    tables = (
        (words["laboratory"], "laboratory_tests", False),
        *((names, concept, True) for concept, names in words["vitals"].items()),
        (capitals, "functional_outcome_measures", True),
        (others, "functional_outcome_measures", False),
    )
    outcome = any_phrase([*results["outcomes"], *words["beyond"]])
    linked = rf"\s+{any_phrase(results['linking'])}\s+{some(results['reading'], 3)}{outcome}"
    normal = rf"(?:{linked}|{_bare(outcome)})"
    levels = rf"(?:\s+{any_phrase(words['levels'])})?"
    for names, concept, is_upper in tables:
        for each in measured(rf"{any_phrase(names)}{levels}", links, verbs, value):
            yield Rule(names, concept, each, leading=frozenset(), capitals=is_upper, figure=True)
        if concept == "laboratory_tests":
            yield led(names, concept, rf"{levels}(?={normal})", leading=frozenset())
