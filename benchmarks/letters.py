"""Measure the segmenting of letters against the gold, on any folder that holds the letters.

    python benchmarks/letters.py FOLDER [--output benchmarks/letters.json]

Letters are read by imrx.readers and found in `tests/gold/letters.jsonl` by case number and the text's hash. Figures are
given apart for letters that rules were written from and letters set aside (`corpus/split.py`), with Wilson's 95%
interval; no letter text is printed.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from harness import GOLD, digest, figure, gold_rows, keep_figures, letters_folder, load_split, read_letters

import imrx

SEGMENTING = ("imr_sections", "imr_issues", "imr_case")
AGREES = {"upheld": "not_medically_necessary", "overturned": "medically_necessary"}


def main() -> None:
    """Read the letters, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=letters_folder)
    parser.add_argument("--output", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    start = time.perf_counter()
    reading = read_letters(arguments.folder)
    taken = time.perf_counter() - start
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
    figures["time"]["reading_ms"] = round(1000 * taken / (len(texts) + reading.failures), 3)
    keep_figures(figures, arguments.output)


def measure(matched: list[tuple[str, dict]]) -> dict:
    """Figures of agreement and time over pairs of text and gold."""
    nlp = imrx.load()
    is_set_aside = load_split()
    right: dict[str, Counter] = {"worked_on": Counter(), "set_aside": Counter()}
    total: dict[str, Counter] = {"worked_on": Counter(), "set_aside": Counter()}
    for text, row in matched:
        part = "set_aside" if is_set_aside(row["case_number"]) else "worked_on"
        for name, good in compare(nlp(text), row):
            right[part][name] += good
            total[part][name] += 1
    parts = {
        part: {
            "letters": sum(is_set_aside(row["case_number"]) == (part == "set_aside") for _, row in matched),
            **{name: figure(right[part][name], total[part][name]) for name in total[part]},
        }
        for part in right
    }
    return {**parts, "time": clock(nlp, [text for text, _ in matched])}


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


def clock(nlp, texts: list[str], rounds: int = 5) -> dict:
    """Milliseconds a letter, the best of some rounds: the whole pipeline, and its segmenting components alone."""

    def best(components: tuple[str, ...]) -> float:
        pipes = [nlp.get_pipe(name) for name in components]
        spent = []
        for _ in range(rounds):
            seconds = 0.0
            for text in texts:
                doc = nlp.make_doc(text)
                start = time.perf_counter()
                for pipe in pipes:
                    doc = pipe(doc)
                seconds += time.perf_counter() - start
            spent.append(seconds)
        return 1000 * min(spent) / len(texts)

    segmenting, components = best(SEGMENTING), best(tuple(nlp.pipe_names))
    start = time.perf_counter()
    for text in texts:
        nlp.make_doc(text)
    annotating = components + 1000 * (time.perf_counter() - start) / len(texts)
    return {
        "segmenting_ms": round(segmenting, 3),
        "annotating_ms": round(annotating, 3),
        "share": round(segmenting / annotating, 4),
        "characters": round(sum(map(len, texts)) / len(texts)),
    }


if __name__ == "__main__":
    main()
