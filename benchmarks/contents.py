"""Measure what letters say against the gold: drugs, citations, treatments, diagnoses, negated findings, documentation.

    python benchmarks/contents.py FOLDER [--write]

FOLDER holds the published letters (PDF or text). They are found in the files of `tests/gold` by the text's hash.
Figures are given apart for letters that rules were written from and letters set aside (`corpus/split.py`). A block, a
mention in running text or a treatment is right only with all its values. Intervals are Wilson's, 95%; no letter text
is printed. `--write` keeps the figures as `benchmarks/contents.json`.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from harness import (
    GOLD,
    digest,
    figures_by_part,
    gold_rows,
    keep_figures,
    letters_folder,
    overlap,
    read_letters,
)

import imrx
from imrx.record import Record, make_record

Counted = Iterator[tuple[str, int, int]]
"""A figure's name, how many are right, how many there are."""

NEGATION = {"negated_findings": "negation.jsonl", "negated_findings_rest": "negation_rest.jsonl"}
"""The sentences that were chosen first, and those that were read later of the same letters."""
DOCUMENTATION = "documentation.jsonl"
"""The checklists of disputed medications: what is not mentioned is not listed."""

CITATION = ("guideline", "document", "year", "sections", "pages")
LITERATURE = ("guideline", "year", "pages")
"""What is compared of articles and books: their titles are free text, and the guideline leaves them null."""
TREATMENT = ("kind", "body_parts", "laterality", "sessions", "contrast", "service_dates", "retrospective", "setting")


def main() -> None:
    """Read the letters, compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=letters_folder)
    parser.add_argument("--write", action="store_true", help="write benchmarks/contents.json")
    arguments = parser.parse_args()
    texts = {digest(letter.text): letter.text for letter in read_letters(arguments.folder).letters}
    letters = [row for row in gold_rows("letters.jsonl") if row["sha256"] in texts]
    if not letters:
        sys.exit(f"no letter of {GOLD} in {arguments.folder}: fetch the published PDFs of its case numbers first")
    passages = defaultdict(list)
    for name, file in NEGATION.items():
        for row in gold_rows(file):
            passages[row["sha256"]].append({"name": name, **row})
    checklists = defaultdict(list)
    for row in gold_rows(DOCUMENTATION):
        checklists[row["sha256"]].append(row)
    nlp = imrx.load()

    def read(key: str) -> Record:
        return make_record(nlp(texts[key]), nlp.meta)

    figures = figures_by_part(
        (gold["case_number"], compare(read(gold["sha256"]), gold, passages[gold["sha256"]], checklists[gold["sha256"]]))
        for gold in letters
    )
    for part in figures.values():
        for name in [name.removesuffix("_precision") for name in part if name.endswith("_precision")]:
            precision, recall = (part[f"{name}_{side}"] for side in ("precision", "recall"))
            p, r = (side["right"] / side["n"] for side in (precision, recall))
            part[f"{name}_f1"] = round(2 * p * r / (p + r), 4) if p + r else 0.0
    keep_figures("contents", {"letters": len(letters), **figures}, arguments.write)


def compare(
    record: Record, gold: dict[str, Any], passages: list[dict[str, Any]], checklists: list[dict[str, Any]]
) -> Counted:
    """Every count of one letter."""
    drugs = {(m["drug"]["start"], m["drug"]["end"]) for m in record["medications"]}
    yield from spans("drug_mentions", drugs, {tuple(limits) for limits in gold["drug_mentions"]})
    diagnoses = {(d["start"], d["end"]) for d in record["diagnoses"]}
    yield from spans("diagnoses", diagnoses, {tuple(d["span"]) for d in gold["diagnoses"]})
    for wanted, issue in zip(gold["issues"], record["issues"], strict=True):
        for side in ("claims_administrator", "reviewer"):
            cited = issue[side]["citations"]  # type: ignore[literal-required]
            yield "citation_blocks", citations(wanted[side]["citations"], cited), 1
        yield "treatments_of_an_issue", same(wanted["treatments"], issue["treatment"], TREATMENT), 1
        for field in TREATMENT:
            yield f"treatments_{field}", same(wanted["treatments"], issue["treatment"], (field,)), 1
        if wanted["medications"]:
            yield "title_medications", medications(wanted["medications"], issue["medications"]), 1
        else:
            yield "titles_without_a_drug", not issue["medications"], 1
    running = [c for c in record["citations"] if c["cited_by"] in {"rationale", "summary"}]
    for mention in gold["citations_running"]:
        found = next((c for c in running if overlap((c["start"], c["end"]), mention["span"])), None)
        yield "citations_in_running_text", bool(found) and citations([mention], [found]), 1
        if found:
            running.remove(found)
    wanted_count = len(gold["citations_running"])
    yield "citations_in_running_text_beyond_the_gold", len(running), wanted_count + len(running)
    negated = [(f["start"], f["end"]) for f in record["findings"] if f["negated"]]
    for passage in passages:
        here = [span for span in negated if overlap(span, (passage["start"], passage["end"]))]
        wanted_here = [(f["start"], f["end"]) for f in passage["findings"] if f["negated"]]
        hit = sum(any(overlap(span, other) for other in wanted_here) for span in here)
        yield f"{passage['name']}_precision", hit, len(here)
        hit = sum(any(overlap(span, other) for other in here) for span in wanted_here)
        yield f"{passage['name']}_recall", hit, len(wanted_here)
    yield from compare_documentation(record, checklists)


def compare_documentation(record: Record, checklists: list[dict[str, Any]]) -> Counted:
    """Statuses of the elements that a letter mentions, precision and recall; and evidence that overlaps the gold's."""
    for wanted in checklists:
        checklist = record["issues"][wanted["issue"] - 1]["documentation"]
        assert checklist is not None
        found = {name: entry for name, entry in checklist.items() if entry["evidence"]}
        gold = wanted["documentation"]
        told, read = ({(name, each["status"]) for name, each in entries.items()} for entries in (gold, found))
        yield from spans("documentation", read, told)
        for name, _ in read & told:
            evidence = found[name]["evidence"]
            yield "documentation_evidence", overlap((evidence["start"], evidence["end"]), gold[name]["evidence"]), 1


def spans(name: str, found: set[Any], wanted: set[Any]) -> Counted:
    """Spans with the same ends: precision and recall."""
    yield f"{name}_precision", len(found & wanted), len(found)
    yield f"{name}_recall", len(found & wanted), len(wanted)


def same(wanted: list[Any], found: list[Any], fields: tuple[str, ...]) -> bool:
    """True where two lists hold as many items, and each has the same values; case and blanks in names don't count."""
    return len(wanted) == len(found) and all(
        folded(one[field]) == folded(other[field]) for one, other in zip(wanted, found, strict=True) for field in fields
    )


def citations(wanted: list[Any], found: list[Any]) -> bool:
    """True where two lists cite the same, in order."""
    return len(wanted) == len(found) and all(
        same([one], [other], LITERATURE if one["guideline"] == "literature" else CITATION)
        for one, other in zip(wanted, found, strict=True)
    )


def medications(wanted: list[Any], found: list[Any]) -> bool:
    """True where ingredients, strengths, quantities and refills are the same, and whether there is a frequency."""

    def gold(item: dict[str, Any]) -> Any:
        numbers = [[(float(value), unit) for value, unit in item[name]] for name in ("strengths", "quantity")]
        return sorted(item["ingredients"]), numbers, item["refills"], bool(item["frequency"])

    def read(item: dict[str, Any]) -> Any:
        numbers = [[(float(each["value"]), each["unit"]) for each in item[name]] for name in ("strengths", "quantity")]
        ingredients = sorted(each["name"] for each in item["drug"]["ingredients"])
        return ingredients, numbers, item["refills"] and item["refills"]["value"], bool(item["frequency"])

    return [gold(item) for item in wanted] == [read(item) for item in found]


def folded(value: Any) -> Any:
    """A value for comparing: text without case and with single blanks."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    return [folded(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
