"""Training sets: annotated letters as `train.spacy`, `dev.spacy` and `test.spacy`, with a report.

The docs hold what spaCy's training reads: tokens, sentence starts, `doc.ents` for a named-entity recogniser and
`doc.spans["sc"]` for a span categoriser. Values and the case are left out.
"""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

from spacy.tokens import DocBin

from imrx.annotated import read_annotated
from imrx.components.entities import find_entities
from imrx.gold import read_gold
from imrx.labels import SPANS_KEY
from imrx.splits import SETS, Placed, check_split, rationale_texts, split_letters
from imrx.writers import disk
from imrx.writers.docbin import ATTRIBUTES, TrainingSpan, training_doc
from imrx.writers.spans import letter_spans

GOLD_RULE: Final = "gold"
"""The `id_` of a span that a person marked; others have the rule that found them."""


class Written(NamedTuple):
    """Where each letter went, and how many of them have gold instead of the rules' annotations."""

    placed: list[Placed]
    with_gold: int


def write_sets(
    folder: Path,
    output: Path,
    *,
    seed: int,
    shares: tuple[float, float, float],
    threshold: float,
    gold: Path | None = None,
) -> Written:
    """Split the letters of an output folder and write the sets.

    Args:
        folder: what `imrx annotate --output` wrote.
        output: folder for the three sets, `splits.csv` (a row a letter) and `splits.json` (the report), all of them or
            none; it does not exist, or is empty.
        seed: see `imrx.splits.split_letters`, as `shares` and `threshold`.
        shares: letters for train, dev and test.
        threshold: Jaccard similarity from which on two rationales are near-duplicates.
        gold: a corpus folder (`letters/`, `gold/`): its annotations replace the rules' where the text is the same.

    Raises:
        FileExistsError: the output folder holds something.
        FileNotFoundError: the folder holds no docs, or there is no gold where it was named.
        ValueError: the folder holds no records, or records, texts and docs that do not belong together.
        MisalignedSpanError: a span does not begin and end with a token.
    """
    check_split(shares, threshold)
    with disk.new_folder(output) as aside:
        marked = {letter.text: _gold_spans(marks["spans"]) for marks, letter in read_gold(gold)} if gold else {}
        rationales = rationale_texts(read_annotated(folder))
        placed = split_letters(rationales, seed=seed, shares=shares, threshold=threshold)
        with_gold = _write_docs(folder, aside, placed, marked)
        with (aside / "splits.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(Placed._fields)
            rows.writerows(placed)
        given = {"seed": seed, "shares": shares, "threshold": threshold}
        report = _report(placed) | given | {"letters_with_gold": with_gold}
        (aside / "splits.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8", newline="\n")
    return Written(placed, with_gold)


def _write_docs(folder: Path, aside: Path, placed: list[Placed], marked: dict[str, list[TrainingSpan]]) -> int:
    """Write the sets; return in how many letters gold has replaced the rules' annotations."""
    sets = {row.doc_id: row.set for row in placed}
    bins = {name: DocBin(ATTRIBUTES) for name in SETS}
    by_gold = 0
    for letter in read_annotated(folder):
        spans = marked.get(letter.text)
        by_gold += spans is not None
        if spans is None:
            tagged = letter_spans(letter.doc).spans
            spans = [TrainingSpan(each.start, each.end, each.label, each.rule) for each in tagged]
        doc = training_doc(letter.doc, spans, letter.doc_id)
        doc.set_ents(find_entities(doc.spans[SPANS_KEY]))
        bins[sets[letter.doc_id]].add(doc)
    for name, docs in bins.items():
        docs.to_disk(aside / f"{name}.spacy")
    return by_gold


def _gold_spans(marks: list[dict[str, Any]]) -> list[TrainingSpan]:
    return [TrainingSpan(mark["start"], mark["end"], mark["label"], GOLD_RULE) for mark in marks]


def _report(placed: list[Placed]) -> dict[str, Any]:
    """How many letters each set holds, and how many clusters there are of each size."""
    sizes = Counter(row.cluster for row in placed)
    return {
        "letters": len(placed),
        "sets": {name: sum(row.set == name for row in placed) for name in SETS},
        "clusters": len(sizes),
        "cluster_sizes": {str(size): count for size, count in sorted(Counter(sizes.values()).items())},
    }
