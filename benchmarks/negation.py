"""Negation on a file in the NegEx format: imrx beside the tools that a user would pick instead.

    python benchmarks/negation.py FILE.tsv

scores `imrx` and negspacy with its own termsets (`en`, `en_clinical`) in this environment, and medspaCy's ConText in an
environment made for it (`--peers DIR` to keep it; `--no-peers` to leave it out). The concept is given to every tool.
Prints a table in Markdown: of all rows, and of the third that was set aside while the rules of imrx were written (the
rows whose number `corpus/split.py` sets aside), there with Wilson's 95% intervals.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import spacy
from harness import environment, figure, last_line, load_split
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

IS_SET_ASIDE = load_split()

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
    """A table row: precision, recall and F1 of all rows, and of those set aside."""
    aside = [(row, verdict) for row, verdict in zip(rows, verdicts, strict=True) if IS_SET_ASIDE(row.number)]
    everything, held = score(rows, verdicts), score(*zip(*aside, strict=True))
    shares = [held.tp, held.tp + held.fp], [held.tp, held.tp + held.fn]
    cells = [f"{value:.3f}" for value in (everything.precision, everything.recall, everything.f1)]
    for value, share in zip((held.precision, held.recall), shares, strict=True):
        limits = figure(*share)
        cells.append(f"{value:.3f} ({limits['low']:.3f}-{limits['high']:.3f})")
    return f"| {' | '.join([name, *cells, f'{held.f1:.3f}'])} |"


def medspacy_line(folder: Path, rows: list[Row]) -> str:
    """The table row of medspaCy's ConText, or why there is none."""
    name = "medspaCy ConText"
    given = json.dumps([(row.sentence, row.start, row.end) for row in rows])
    try:
        python = environment(folder, "medspacy")
        verdicts: list[bool] = json.loads(last_line([python, "-c", MEDSPACY], f"{name} does not run", given))
    except RuntimeError as error:
        return f"| {name} | {error} | | | | | |"
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
    aside = sum(IS_SET_ASIDE(row.number) for row in rows)
    print(f"{len(rows)} rows, {aside} of them set aside\n")
    print("| tool | precision | recall | F1 | precision, set aside | recall, set aside | F1, set aside |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
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
