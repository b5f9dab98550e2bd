"""Does a trained model find drugs that the lexicon does not have? Measured with names held out of the lexicon.

    python benchmarks/unseen_drugs.py FOLDER [--max-steps 600] [--write]

FOLDER holds the published letters of `tests/gold/letters.jsonl`. Four times a quarter of the drugs (by a hash of the
ingredients) is taken out of the lexicon. The reduced rules label the letters that rules were written from
(`corpus/split.py`), `models/ner.cfg` is trained on them, and the hybrid of both reads the letters set aside. Counted
there against the gold: the mentions that the reduced rules miss, those of them that the model finds, and all spans that
it adds. Intervals are Wilson's, 95%; no letter text is printed.
"""

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from pathlib import Path

from harness import GOLD, digest, figure, gold_rows, keep_figures, letters_folder, load_split, overlap, read_letters
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import imrx
from imrx.labels import DRUG, SPANS_KEY
from imrx.train import train_model
from imrx.writers.docbin import training_doc

QUARTERS = 4
DEV = 6
"""Every sixth of the training letters chooses the best model."""


def main() -> None:
    """Train four times, count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=letters_folder)
    parser.add_argument("--max-steps", type=int, default=600)
    parser.add_argument("--write", action="store_true", help="write benchmarks/unseen_drugs.json")
    arguments = parser.parse_args()
    gold = {row["sha256"]: row for row in gold_rows("letters.jsonl")}
    texts = [letter.text for letter in read_letters(arguments.folder).letters]
    is_set_aside = load_split()
    known = [(text, gold[digest(text)]) for text in texts if digest(text) in gold]
    training = [text for text, row in known if not is_set_aside(row["case_number"])]
    testing = [(text, row["drug_mentions"]) for text, row in known if is_set_aside(row["case_number"])]
    if not training or not testing:
        sys.exit(f"{arguments.folder} holds too few letters of {GOLD}: both sides of the split are needed")
    counts: Counter[str] = Counter()
    for quarter in range(QUARTERS):
        counts.update(measure(quarter, training, testing, arguments.max_steps))
    figures = {
        "letters": {"training": len(training), "testing": len(testing)},
        "mentions": counts["mentions"] // QUARTERS,
        "missed_by_reduced_rules": counts["missed"],
        "found_by_model": figure(counts["found"], counts["missed"]),
        "found_by_model_overlap": figure(counts["touched"], counts["missed"]),
        "added_spans_right": figure(counts["found"], counts["added"]),
        "added_spans_on_a_drug": figure(counts["on_drug"], counts["added"]),
        "max_steps": arguments.max_steps,
    }
    keep_figures("unseen_drugs", figures, arguments.write)


def measure(quarter: int, training: list[str], testing: list[tuple[str, list]], max_steps: int) -> Counter[str]:
    """Counts over the test letters with one quarter of the drugs held out."""
    rules = imrx.load()
    hold_out(rules, quarter)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        docs = [plain(rules(text)) for text in training]
        DocBin(docs=[doc for number, doc in enumerate(docs) if number % DEV]).to_disk(folder / "train.spacy")
        DocBin(docs=docs[::DEV]).to_disk(folder / "dev.spacy")
        overrides = {"training.max_steps": max_steps}
        train_model("ner", folder / "train.spacy", folder / "dev.spacy", folder / "model", overrides=overrides)
        hybrid = imrx.load(model=folder / "model" / "model-best")
    hold_out(hybrid, quarter)
    counts: Counter[str] = Counter()
    for text, mentions in testing:
        wanted = {tuple(limits) for limits in mentions}
        by_rules, by_model = set(), set()
        doc = hybrid(text)
        for span in doc.spans[SPANS_KEY]:
            if span.label_ == DRUG:
                (by_model if span.id_.startswith("model:") else by_rules).add((span.start_char, span.end_char))
        missed = {gold for gold in wanted if not any(overlap(gold, found) for found in by_rules)}
        counts["mentions"] += len(wanted)
        counts["missed"] += len(missed)
        counts["added"] += len(by_model)
        counts["found"] += len(missed & by_model)
        counts["touched"] += sum(any(overlap(gold, found) for found in by_model) for gold in missed)
        counts["on_drug"] += sum(any(overlap(gold, found) for gold in wanted) for found in by_model)
    return counts


def hold_out(nlp: Language, quarter: int) -> None:
    """Take a quarter of the drugs out of the pipeline's lexicon: every drug with an ingredient of that quarter."""
    drugs = nlp.get_pipe("imr_drugs")
    kept = [row for row in drugs.tables["drugs"] if all(part(i) != quarter for i in row["ingredients"].split(";"))]
    names = {row["name"] for row in kept}
    synonyms = [row for row in drugs.tables["names"] if row["name"] in names]
    drugs.initialize(tables={**drugs.tables, "drugs": kept, "names": synonyms})


def part(ingredient: str) -> int:
    """The quarter of an ingredient."""
    return int(hashlib.sha256(ingredient.strip().encode()).hexdigest(), 16) % QUARTERS


def plain(doc: Doc) -> Doc:
    """Tokens and entities alone."""
    copy = training_doc(doc, (), "")
    copy.set_ents([Span(copy, ent.start, ent.end, ent.label_) for ent in doc.ents])
    return copy


if __name__ == "__main__":
    main()
