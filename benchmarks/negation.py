"""Negation on a file in the NegEx format: imrx beside the tools that a user would pick instead.

    python benchmarks/negation.py FILE.tsv

scores `imrx` and negspacy with its own termsets (`en`, `en_clinical`) in this environment, and medspaCy's ConText in an
environment made for it (`--peers DIR` to keep it; `--no-peers` to leave it out). The concept is given to every tool.
Prints a table in Markdown.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import spacy
from harness import environment, last_line
from negspacy.termsets import termset
from spacy.language import Language
from spacy.tokens import Span

import imrx
from imrx.negex_format import Row, read_lines, score

MEDSPACY = """
import json, sys, spacy
from medspacy.context import ConText
from spacy.tokens import Span
nlp = spacy.blank("en")
context = ConText(nlp)
verdicts = []
for sentence, start, end in json.load(sys.stdin):
    doc = nlp(sentence)
    for token in doc:
        token.is_sent_start = token.i == 0
    span = doc.char_span(start, end, label="FINDING", alignment_mode="expand")
    doc.ents = [span]
    context(doc)
    verdicts.append(bool(doc.ents[0]._.is_negated))
json.dump(verdicts, sys.stdout)
"""

LEFT_OUT = "pyConTextNLP is left out: its rules are not in its package, it fetches them from the network when it runs."


def negspacy_judge(name: str) -> Callable[[str, int, int], bool]:
    """Negspacy with one of its own termsets, the sentence as one sentence."""
    nlp: Language = spacy.blank("en")
    negex = nlp.create_pipe("negex", config={"neg_termset": termset(name).get_patterns(), "ent_types": ["FINDING"]})

    def judge(sentence: str, start: int, end: int) -> bool:
        doc = nlp.make_doc(sentence)
        for token in doc:
            token.is_sent_start = token.i == 0
        span = doc.char_span(start, end, label="FINDING", alignment_mode="expand")
        doc.ents = [Span(doc, span.start, span.end, label="FINDING")]
        negex(doc)
        return bool(doc.ents[0]._.negex)

    return judge


def line(name: str, rows: list[Row], verdicts: list[bool]) -> str:
    """A table row."""
    negated = score(rows, verdicts)
    return f"| {name} | {negated.precision:.3f} | {negated.recall:.3f} | {negated.f1:.3f} | {len(rows)} |"


def medspacy_line(folder: Path, rows: list[Row]) -> str:
    """The table row of medspaCy's ConText, or why there is none."""
    name = "medspaCy ConText"
    given = json.dumps([(row.sentence, row.start, row.end) for row in rows])
    try:
        python = environment(folder, "medspacy")
        verdicts: list[bool] = json.loads(last_line([python, "-c", MEDSPACY], f"{name} does not run", given))
    except RuntimeError as error:
        return f"| {name} | {error} | | | |"
    return line(name, rows, verdicts)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", type=Path, help="a file in the NegEx format")
    parser.add_argument("--peers", type=Path, help="where the peers' environments are, or are made")
    parser.add_argument(
        "--no-peers", action="store_true", help="leave out the tools that need an environment of their own"
    )
    arguments = parser.parse_args()
    try:
        rows, _ = read_lines(arguments.file)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    judges = {
        "imrx": imrx.load().get_pipe("imr_negation").judge.concept,
        "negspacy `en`": negspacy_judge("en"),
        "negspacy `en_clinical`": negspacy_judge("en_clinical"),
    }
    print("| tool | precision | recall | F1 | rows |\n| --- | --- | --- | --- | --- |")
    for name, judge in judges.items():
        print(line(name, rows, [judge(row.sentence, row.start, row.end) for row in rows]))
    if arguments.no_peers:
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        print(medspacy_line(arguments.peers or Path(temporary), rows))
    print(f"\n{LEFT_OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
