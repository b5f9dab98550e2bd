"""Measure the segmenting of letters against the gold, on any folder that holds the letters.

    python benchmarks/letters.py FOLDER [--write]

Letters are read by imrx.readers and found in `tests/gold/letters.jsonl` by case number and the text's hash. Figures are
given apart for letters that rules were written from and letters set aside (`corpus/split.py`), with Wilson's 95%
interval; no letter text is printed. `--write` keeps them as `benchmarks/letters.json`.
"""

import argparse
import sys
from collections import Counter

from harness import (
    GOLD,
    PARTS,
    digest,
    figures_by_part,
    gold_rows,
    keep_figures,
    letters_folder,
    load_split,
    read_letters,
)

import imrx

AGREES = {"upheld": "not_medically_necessary", "overturned": "medically_necessary"}


def main() -> None:
    """Read the letters, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=letters_folder)
    parser.add_argument("--write", action="store_true", help="write benchmarks/letters.json")
    arguments = parser.parse_args()
    reading = read_letters(arguments.folder)
    texts = [letter.text for letter in reading.letters]
    gold = {row["sha256"]: row for row in gold_rows("letters.jsonl")}
    numbers = {row["case_number"] for row in gold.values()}
    matched = [(text, gold[digest(text)]) for text in texts if digest(text) in gold]
    other_text = sum(any(number in text[:300] for number in numbers) and digest(text) not in gold for text in texts)
    if not matched:
        sys.exit(
            f"none of the {len(texts)} letters in {arguments.folder} is in {GOLD} ({other_text} by number, with another"
            " text): fetch the published PDFs of its case numbers first"
        )
    figures = {
        "letters": {
            "read": len(texts),
            "not_read": reading.failures,
            "in_gold": len(matched),
            "other_text": other_text,
            "gold": len(gold),
        },
        **measure(matched),
    }
    keep_figures("letters", figures, arguments.write)


def measure(matched: list[tuple[str, dict]]) -> dict:
    """Figures of agreement over pairs of text and gold."""
    nlp = imrx.load()
    is_set_aside = load_split()
    letters = Counter(PARTS[is_set_aside(row["case_number"])] for _, row in matched)
    figures = figures_by_part(
        (row["case_number"], ((name, good, 1) for name, good in compare(nlp(text), row))) for text, row in matched
    )
    return {part: {"letters": letters[part], **figures[part]} for part in PARTS}


def compare(doc, row: dict):
    """Yield a name and whether it is right, for every fact of one letter."""
    for group in ("case", "claimant", "reviewer"):
        read = getattr(doc._, group) or {}
        for field, value in row[group].items():
            yield f"{group}.{field}", (read[field]["value"] if field in read else None) == (value or None)
    issues = [span._.issue for span in doc.spans["issues"]]
    yield "issues.count", len(issues) == len(row["issues"])
    for index, expected in enumerate(row["issues"]):
        issue = issues[index] if index < len(issues) else {}
        yield "issues.title", issue.get("request") == expected["request"]
        parts = ("requested", "authorized", "disputed")
        yield "issues.parts", bool(issue) and all(issue[part] == expected[part] for part in parts)
        decision, conclusion = issue.get("decision"), issue.get("conclusion")
        yield (
            "issues.decision",
            bool(decision) and decision[:3] == [*expected["decision"]["span"], expected["decision"]["label"]],
        )
        wanted = expected["conclusion"]
        yield "issues.conclusion", (conclusion[2] if conclusion else None) == (wanted["label"] if wanted else None)
        yield "issues.conclusion_span", (conclusion[:2] if conclusion else None) == (wanted["span"] if wanted else None)
        for block in ("claims_administrator", "reviewer"):
            yield f"issues.{block}_cited", issue.get(block) == expected[block]["cited"]
    warned = sum(warning["code"] == "decision_conclusion_disagree" for warning in doc._.warnings)
    disagree = sum(
        bool(issue["conclusion"])
        and AGREES.get(issue["decision"]["label"], issue["conclusion"]["label"]) != issue["conclusion"]["label"]
        for issue in row["issues"]
    )
    yield "warnings.disagreement", warned == disagree
    yield (
        "warnings.layout_and_decision",
        not any(w["code"] in {"layout_unknown", "decision_missing"} for w in doc._.warnings),
    )


if __name__ == "__main__":
    main()
