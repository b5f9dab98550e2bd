"""Training sets: annotated letters as `train.spacy`, `dev.spacy` and `test.spacy`, with a report.

The docs hold what spaCy's training reads: tokens, sentence starts, `doc.ents` for a named-entity recogniser and
`doc.spans["sc"]` for a span categoriser. Values and the case are left out.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from imrx.components.entities import find_entities
from imrx.gold import read_gold
from imrx.labels import SPANS_KEY
from imrx.letter import letter_text
from imrx.splits import SETS, Placed, rationale_texts, split_letters
from imrx.writers.spans import MisalignedSpanError

ATTRIBUTES = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID")


def write_sets(
    folder: Path,
    output: Path,
    *,
    seed: int,
    shares: tuple[float, float, float],
    threshold: float,
    gold: Path | None = None,
) -> list[Placed]:
    """Split the letters of an output folder and write the sets.

    Args:
        folder: what `imrx annotate --output` wrote.
        output: folder for the three sets, `splits.csv` (a row a letter) and `splits.json` (the report).
        seed: see `imrx.splits.split_letters`, as `shares` and `threshold`.
        shares: letters for train, dev and test.
        threshold: Jaccard similarity from which on two rationales are near-duplicates.
        gold: a corpus folder (`letters/`, `gold/`): its annotations replace the rules' where the text is the same.

    Raises:
        FileNotFoundError: the folder holds no records or docs.
        MisalignedSpanError: a gold span does not begin and end with a token.
    """
    records = folder / "records.jsonl"
    parts = sorted((folder / "docs").glob("part-*.spacy"))
    if not records.is_file() or not parts:
        raise FileNotFoundError(f"no records.jsonl and docs/ in {folder}: name an output folder of `imrx annotate`")
    with records.open(encoding="utf-8") as lines:
        placed = split_letters(rationale_texts(map(json.loads, lines)), seed=seed, shares=shares, threshold=threshold)
    marked = {letter.text: marks["spans"] for marks, letter in read_gold(gold)} if gold else {}
    bins = {name: DocBin(ATTRIBUTES) for name in SETS}
    by_gold = 0
    sets = {row.doc_id: row.set for row in placed}
    for doc in _docs(parts):
        spans = marked.get(letter_text(doc))
        by_gold += spans is not None
        bins[sets[doc._.doc_id]].add(_training_doc(doc, spans))
    output.mkdir(parents=True, exist_ok=True)
    for name, docs in bins.items():
        docs.to_disk(output / f"{name}.spacy")
    with (output / "splits.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Placed._fields)
        rows.writerows(placed)
    report = _report(placed) | {"seed": seed, "shares": shares, "threshold": threshold, "letters_with_gold": by_gold}
    (output / "splits.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return placed


def _docs(parts: list[Path]) -> Iterator[Doc]:
    vocab = spacy.blank("en").vocab
    for part in parts:
        yield from DocBin().from_disk(part).get_docs(vocab)


def _training_doc(doc: Doc, gold: list[dict[str, Any]] | None) -> Doc:
    """The doc's tokens with its own spans, or with the gold's."""
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    plain = Doc(doc.vocab, words=words, spaces=spaces, sent_starts=[bool(token.is_sent_start) for token in doc])
    marks = [(s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans[SPANS_KEY]]
    if gold is not None:
        marks = [(mark["start"], mark["end"], mark["label"], "gold") for mark in gold]
    spans = []
    for start, end, label, rule in marks:
        span = plain.char_span(start, end, label, span_id=rule)
        if span is None:
            raise MisalignedSpanError(doc._.doc_id, label, (start, end), "begins or ends inside a token")
        spans.append(span)
    plain.spans[SPANS_KEY] = spans
    plain.set_ents(find_entities(spans))
    return plain


def _report(placed: list[Placed]) -> dict[str, Any]:
    """How many letters each set holds, and how many clusters there are of each size."""
    sizes = Counter(row.cluster for row in placed)
    return {
        "letters": len(placed),
        "sets": {name: sum(row.set == name for row in placed) for name in SETS},
        "clusters": len(sizes),
        "cluster_sizes": {str(size): count for size, count in sorted(Counter(sizes.values()).items())},
    }
