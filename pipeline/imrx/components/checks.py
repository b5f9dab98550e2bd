"""Where a letter does not agree with itself: warnings, never corrections.

    heading "Upheld", rationale "... is medically necessary"     -> decision_conclusion_disagree
    request for naproxen, rationale about tramadol alone          -> drug_not_in_rationale
    the same reasons under two requests                           -> rationale_shared

A drug counts as named where any drug of the rationale has an ingredient of a requested one, or where the rationale
names the substance of which the brands of its class are made ("viscosupplementation" for Euflexxa) and no other brand.
What only names the class ("benzodiazepines" for diazepam) names no drug. Two rationales are shared
when nearly all reasons of the shorter one stand in the other; a sentence that only concludes ("The request is not
medically necessary.") is no reason. Deliberately left alone: whether the reasons are good ones.
"""

import re
from bisect import bisect_left
from typing import Any, ClassVar, NamedTuple, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, warn
from imrx.extensions import span_value, span_values
from imrx.grammar.alternatives import any_word
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded
from imrx.labels import ISSUES_KEY, MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY, OVERTURNED, UPHELD
from imrx.letter import lowered_letter, text_to_read

SHARED = 0.8
"""Share of the shorter rationale, in characters, that must stand in the other one word for word."""

FEWEST = 25
"""The reasons that a rationale must give to be one that can be copied, in characters; "See above." says nothing."""

BARE = 50
"""What stands at most beside the predicate in a sentence that only concludes, in characters, without the title."""

COMPARED = 100
"""With how many of the rationales before it one is compared; the longest letters have about forty items."""

SENTENCE = re.compile(r"[^.!?]+")

AGREES = {UPHELD: NOT_MEDICALLY_NECESSARY, OVERTURNED: MEDICALLY_NECESSARY}

Warned: TypeAlias = tuple[str, str, list[int]]
"""A warning's code, its message, and the limits of what it is about."""


def find_disagreements(issues: list[dict[str, Any]]) -> list[Warned]:
    """Warnings for the items whose heading decides otherwise than their rationale concludes."""
    found = []
    for issue in issues:
        decision, conclusion = issue["decision"], issue["conclusion"]
        if decision and conclusion and AGREES.get(decision[2], conclusion[2]) != conclusion[2]:
            message = f"issue {issue['number']}: the heading says {decision[2]}, the rationale {conclusion[2]}"
            found.append(("decision_conclusion_disagree", message, conclusion[:2]))
    return found


class Named(NamedTuple):
    """A drug mention: its limits, ingredients (its name, where it has none) and classes, and whether it is asked for.

    A title may only name it: "Urine drug screen for Norco compliance".
    """

    start: int
    end: int
    ingredients: frozenset[str]
    classes: frozenset[str] = frozenset()
    asked_for: bool = True


def substance_names(classes: list[dict[str, str]]) -> dict[str, re.Pattern[str]]:
    """What the drugs of a class are called where they are all one substance, from the rows of `drug_classes.csv`."""
    return {
        row["class"]: expression(rf"{any_word(row['same'].lower().split('|'))}s?\b") for row in classes if row["same"]
    }


def find_unnamed_drugs(
    lower: str, issues: list[dict[str, Any]], drugs: list[Named], classes: dict[str, re.Pattern[str]]
) -> list[Warned]:
    """Warnings for the items whose rationale names none of the requested drugs.

    Args:
        lower: the letter in lower case.
        issues: the values of `doc.spans["issues"]`.
        drugs: every drug mention, in order.
        classes: what the drugs of a class are called.
    """
    found = []
    offsets = [drug.start for drug in drugs]
    for issue in issues:
        title = _within(drugs, offsets, issue["disputed"] or issue["request"])
        requested = [drug for drug in title if drug.asked_for]
        if not requested or not issue["rationale"]:
            continue
        named = _within(drugs, offsets, issue["rationale"])
        ingredients = frozenset().union(*(drug.ingredients for drug in requested))
        if not any(ingredients & drug.ingredients for drug in named) and not any(
            _names_substance(lower, issue["rationale"], each, substance, requested, named)
            for each, substance in classes.items()
            if any(each in drug.classes for drug in requested)
        ):
            message = f"issue {issue['number']}: the rationale names no requested drug"
            found.append(("drug_not_in_rationale", message, issue["request"]))
    return found


def _names_substance(
    lower: str,
    limits: list[int],
    drug_class: str,
    substance: re.Pattern[str],
    requested: list[Named],
    named: list[Named],
) -> bool:
    """True where a rationale names the substance of a class or one of its brands, and no other brand than requested."""

    def names_brand(drugs: list[Named]) -> bool:
        return any(drug_class in drug.classes and substance.match(lower, drug.start) is None for drug in drugs)

    if names_brand(named):
        return not names_brand(requested)
    return substance.search(lower, *limits) is not None


def _within(drugs: list[Named], offsets: list[int], limits: list[int]) -> list[Named]:
    return drugs[bisect_left(offsets, limits[0]) : bisect_left(offsets, limits[1])]


def find_shared_rationales(text: str, issues: list[dict[str, Any]], conclusions: list[tuple[int, int]]) -> list[Warned]:
    """Warnings for the items whose reasons are those of an item before.

    Args:
        text: the letter.
        issues: the values of `doc.spans["issues"]`.
        conclusions: the limits of every predicate that concludes, in order.
    """
    found: list[Warned] = []
    seen: list[tuple[int, set[str], int]] = []
    reasoned = [issue for issue in issues if issue["rationale"]]
    if len(reasoned) < 2:
        return found
    for issue in reasoned:
        reasons = _reasons(text, issue, conclusions)
        total = sum(map(len, reasons))
        if total < FEWEST:
            continue
        for number, others, other_total in seen[-COMPARED:]:
            common = sum(map(len, reasons & others))
            if common >= SHARED * min(total, other_total):
                message = f"issue {issue['number']}: the rationale is that of issue {number}"
                found.append(("rationale_shared", message, issue["rationale"]))
                break
        seen.append((issue["number"], reasons, total))
    return found


def _reasons(text: str, issue: dict[str, Any], conclusions: list[tuple[int, int]]) -> set[str]:
    """The sentences of a rationale with folded white space, without the item's title, and those that only conclude."""
    start, end = issue["rationale"]
    rationale = folded(text[start:end])
    for part in ("disputed", "request"):
        if issue[part]:
            rationale = rationale.replace(folded(text[slice(*issue[part])]), "")
    within = conclusions[bisect_left(conclusions, (start, start)) : bisect_left(conclusions, (end, end))]
    predicates = {folded(text[slice(*limits)]) for limits in within}
    sentences = set(map(str.strip, SENTENCE.findall(rationale)))
    return {sentence for sentence in sentences if sentence and not _only_concludes(sentence, predicates)}


def _only_concludes(sentence: str, predicates: set[str]) -> bool:
    return any(predicate in sentence and len(sentence) - len(predicate) <= BARE for predicate in predicates)


@Language.factory(
    "imr_checks",
    requires=["doc.spans", "span._.issue", "span._.drug", "span._.medication", "span._.conclusion"],
    assigns=["doc._.warnings"],
    default_config={},
)
def make_checks(nlp: Language, name: str) -> "Checker":
    """Create the component."""
    return Checker(name)


class Checker(TableComponent):
    """Appends to `doc._.warnings`."""

    required: ClassVar = ("classes",)

    def compile(self) -> None:
        """Compile what drugs are called that are all one substance."""
        self.classes = substance_names(self.tables["classes"])

    def __call__(self, doc: Doc) -> Doc:
        """Check the letter against itself."""
        issues = [span_value(span, "issue") for span in doc.spans.get(ISSUES_KEY, ())]
        beside = {(start, end) for start, end, linked in span_values(doc, "medication") if "only_named" in linked}
        drugs = sorted(_named(*each, each[:2] not in beside) for each in span_values(doc, "drug"))
        conclusions = sorted((start, end) for start, end, _ in span_values(doc, "conclusion"))
        for code, message, limits in (
            *find_disagreements(issues),
            *find_unnamed_drugs(lowered_letter(doc).text, issues, drugs, self.classes),
            *find_shared_rationales(text_to_read(doc), issues, conclusions),
        ):
            warn(doc, code, message, limits)
        return doc


def _named(start: int, end: int, drug: dict[str, Any], asked_for: bool) -> Named:
    ingredients = frozenset(each["name"] for each in drug["ingredients"]) or frozenset((drug["name"],))
    return Named(start, end, ingredients, frozenset(drug["classes"]), asked_for)
