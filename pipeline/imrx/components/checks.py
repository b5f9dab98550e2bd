"""Where a letter does not agree with itself: warnings, never corrections.

    heading "Upheld", rationale "... is medically necessary"     -> decision_conclusion_disagree
    request for naproxen, rationale about tramadol alone          -> drug_not_in_rationale
    the same reasons under two requests                           -> rationale_shared

A drug counts as named where any drug of the rationale has an ingredient of a requested one. Two rationales are shared
when nearly all sentences of the shorter one stand in the other. Deliberately left alone: whether the reasons are good
ones.
"""

import re
from bisect import bisect_left
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import LetterComponent, span_values
from imrx.extensions import doc_list, span_value
from imrx.labels import ISSUES_KEY
from imrx.letter import letter_text

SHARED = 0.8
"""Share of the shorter rationale, in characters, that must stand in the other one word for word."""

COMPARED = 100
"""With how many of the rationales before it one is compared; the longest letters have about forty items."""

SENTENCE = re.compile(r"[^.!?]+")

AGREES = {"upheld": "not_medically_necessary", "overturned": "medically_necessary"}


def find_disagreements(issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Warnings for the items whose heading decides otherwise than their rationale concludes."""
    found = []
    for issue in issues:
        decision, conclusion = issue["decision"], issue["conclusion"]
        if decision and conclusion and AGREES.get(decision[2], conclusion[2]) != conclusion[2]:
            message = f"issue {issue['number']}: the heading says {decision[2]}, the rationale {conclusion[2]}"
            found.append(_warning("decision_conclusion_disagree", message, conclusion[:2]))
    return found


def find_unnamed_drugs(issues: list[dict[str, Any]], drugs: list[tuple[int, frozenset[str]]]) -> list[dict[str, Any]]:
    """Warnings for the items whose rationale names none of the requested drugs.

    Args:
        issues: the values of `doc.spans["issues"]`.
        drugs: every drug mention in order: its offset, and its ingredients (its name, where it has none).
    """
    found = []
    offsets = [offset for offset, _ in drugs]
    for issue in issues:
        requested = _within(drugs, offsets, issue["disputed"] or issue["request"])
        if not requested or not issue["rationale"]:
            continue
        named = _within(drugs, offsets, issue["rationale"])
        if not frozenset().union(*requested) & frozenset().union(*named):
            message = f"issue {issue['number']}: the rationale names no requested drug"
            found.append(_warning("drug_not_in_rationale", message, issue["request"]))
    return found


def _within(drugs: list[tuple[int, frozenset[str]]], offsets: list[int], limits: list[int]) -> list[frozenset[str]]:
    return [names for _, names in drugs[bisect_left(offsets, limits[0]) : bisect_left(offsets, limits[1])]]


def find_shared_rationales(text: str, issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Warnings for the items whose rationale is that of an item before; the titles themselves do not count."""
    found: list[dict[str, Any]] = []
    seen: list[tuple[int, set[str], int]] = []
    reasoned = [issue for issue in issues if issue["rationale"]]
    if len(reasoned) < 2:
        return found
    for issue in reasoned:
        sentences = _sentences(text, issue)
        total = sum(map(len, sentences))
        for number, others, other_total in seen[-COMPARED:]:
            common = sum(map(len, sentences & others))
            if common >= SHARED * min(total, other_total) > 0:
                message = f"issue {issue['number']}: the rationale is that of issue {number}"
                found.append(_warning("rationale_shared", message, issue["rationale"]))
                break
        seen.append((issue["number"], sentences, total))
    return found


def _sentences(text: str, issue: dict[str, Any]) -> set[str]:
    """The sentences of a rationale with folded white space and without the item's title."""
    rationale = " ".join(text[slice(*issue["rationale"])].split())
    for part in ("disputed", "request"):
        if issue[part]:
            rationale = rationale.replace(" ".join(text[slice(*issue[part])].split()), "")
    sentences = set(map(str.strip, SENTENCE.findall(rationale)))
    sentences.discard("")
    return sentences


def _warning(code: str, message: str, limits: list[int]) -> dict[str, Any]:
    return {"code": code, "message": message, "start": limits[0], "end": limits[1]}


@Language.factory(
    "imr_checks",
    requires=["doc.spans", "span._.issue", "span._.drug"],
    assigns=["doc._.warnings"],
    default_config={},
)
def make_checks(nlp: Language, name: str) -> "Checker":
    """Create the component."""
    return Checker(name)


class Checker(LetterComponent):
    """Appends to `doc._.warnings`."""

    def __call__(self, doc: Doc) -> Doc:
        """Check the letter against itself."""
        issues = [span_value(span, "issue") for span in doc.spans.get(ISSUES_KEY, ())]
        drugs = [(start, _ingredients(drug)) for start, _, drug in span_values(doc, "drug")]
        drugs.sort(key=_start)
        warnings = doc_list(doc, "warnings")
        warnings += find_disagreements(issues)
        warnings += find_unnamed_drugs(issues, drugs)
        warnings += find_shared_rationales(letter_text(doc), issues)
        return doc


def _start(drug: tuple[int, frozenset[str]]) -> int:
    return drug[0]


def _ingredients(drug: dict[str, Any]) -> frozenset[str]:
    """The names of a drug's ingredients; its own, where it has none."""
    return frozenset(each["name"] for each in drug["ingredients"]) or frozenset((drug["name"],))
