"""The NegEx test format: a concept, its sentence, and whether the sentence negates it.

Tab-separated with a header line: number, concept, sentence, negation status ("Negated", "Affirmed", "Possible"), and
further columns that are not read. The sentence writes the concept in capitals, with the same or other white space.
Source of the format: the annotations published with NegEx, Chapman et al. 2001.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language

from imrx.evaluate import Score

NEGATED = "negated"
STATUSES = frozenset({NEGATED, "affirmed", "possible"})
COLUMNS = 4


class Row(NamedTuple):
    """One row: `start` and `end` are the concept's character offsets in the sentence."""

    number: str
    concept: str
    sentence: str
    negated: bool
    start: int
    end: int


class Report(NamedTuple):
    """What `evaluate_negex` found: the score of the negated class, the rows judged wrongly, and the lines left out."""

    score: Score
    rows: int
    wrong: list[Row]
    left_out: list[int]


def read_lines(path: str | Path) -> tuple[list[Row], list[int]]:
    """Read a file in the NegEx format.

    Returns:
        The rows, and the numbers of the lines whose sentence does not hold the concept: nobody can judge those.

    Raises:
        ValueError: a line is not in the format; the message names the file and the line.
        OSError: the file can't be read.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    rows, left_out = [], []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) < COLUMNS:
            raise ValueError(
                f"{path}, line {number}: {len(fields)} tab-separated columns, "
                f"at least {COLUMNS} needed: number, concept, sentence, negation status"
            )
        status = fields[3].strip().lower()
        if status not in STATUSES:
            raise ValueError(
                f"{path}, line {number}: the negation status, column 4, must be Negated, Affirmed or Possible"
            )
        span = locate(fields[1], fields[2])
        if span is None:
            left_out.append(number)
        else:
            rows.append(Row(fields[0], fields[1].strip(), fields[2], status == NEGATED, *span))
    if not rows:
        raise ValueError(f"{path}: no rows below the header line")
    return rows, left_out


def locate(concept: str, sentence: str) -> tuple[int, int] | None:
    """Where the concept stands: in capitals first, else as it is written anywhere."""
    if not concept.strip():
        return None
    capitals, written = (r"\s+".join(map(re.escape, form.split())) for form in (concept.upper(), concept))
    match = re.search(capitals, sentence) or re.search(written, sentence, re.IGNORECASE)
    return match.span() if match else None


def score(rows: Sequence[Row], verdicts: Sequence[bool]) -> Score:
    """The score of the negated class; a verdict says whether a row's concept was found to be negated."""
    pairs = Counter((row.negated, verdict) for row, verdict in zip(rows, verdicts, strict=True))
    return Score(tp=pairs[True, True], fp=pairs[False, True], fn=pairs[True, False])


def evaluate_negex(rows: list[Row], left_out: list[int], nlp: Language) -> Report:
    """Score a pipeline's `imr_negation` on what `read_lines` gave of a file in the NegEx format."""
    component: Any = nlp.get_pipe("imr_negation")
    verdicts = [component.judge.concept(row.sentence, row.start, row.end) for row in rows]
    wrong = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict is not row.negated]
    return Report(score(rows, verdicts), len(rows), wrong, left_out)
