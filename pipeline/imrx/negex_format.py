"""The NegEx test format: a concept, its sentence, and whether the sentence negates it.

Tab-separated with a header line: number, concept, sentence, negation status ("Negated", "Affirmed", "Possible"), and
further columns that are not read. The sentence writes the concept in capitals, with the same or other white space.
Source of the format: the annotations published with NegEx, Chapman et al. 2001.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from spacy.language import Language

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


class Summary(TypedDict):
    """Precision, recall and F1 of the negated class, between 0 and 1, and the number of rows."""

    precision: float
    recall: float
    f1: float
    rows: int


class Scores(TypedDict):
    """Precision, recall and F1 of the negated class, between 0 and 1; the number of rows; the verdict on each row."""

    precision: float
    recall: float
    f1: float
    rows: int
    verdicts: list[bool]


class Report(NamedTuple):
    """What `evaluate_negex` found: the scores, the rows judged wrongly, and the lines left out."""

    scores: Summary
    wrong: list[Row]
    left_out: list[int]


def read_rows(path: str | Path) -> list[Row]:
    """The usable rows of a file in the NegEx format; raises as `read_lines` does."""
    return read_lines(path)[0]


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
    words = [re.escape(word) for word in concept.split()]
    if not words:
        return None
    shape = r"\s+".join(words)
    match = re.search(r"\s+".join(word.upper() for word in map(re.escape, concept.upper().split())), sentence)
    match = match or re.search(shape, sentence, re.IGNORECASE)
    return match.span() if match else None


def score(rows: Iterable[Row], judge: Callable[[str, int, int], bool]) -> Scores:
    """Score a judge that says whether the concept between two offsets of a sentence is negated."""
    rows = list(rows)
    verdicts = [judge(row.sentence, row.start, row.end) for row in rows]
    true = sum(1 for row, verdict in zip(rows, verdicts, strict=True) if verdict and row.negated)
    found, expected = sum(verdicts), sum(row.negated for row in rows)
    precision = true / found if found else 0.0
    recall = true / expected if expected else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "rows": len(rows), "verdicts": verdicts}


def evaluate_negex(path: str | Path, nlp: Language) -> Report:
    """Score a pipeline's `imr_negation` on a file in the NegEx format.

    Raises:
        ValueError: a line is not in the format.
        OSError: the file can't be read.
    """
    component: Any = nlp.get_pipe("imr_negation")
    rows, left_out = read_lines(path)
    scores = score(rows, component.judge.concept)
    wrong = [row for row, verdict in zip(rows, scores["verdicts"], strict=True) if verdict is not row.negated]
    summary: Summary = {
        "precision": scores["precision"],
        "recall": scores["recall"],
        "f1": scores["f1"],
        "rows": scores["rows"],
    }
    return Report(summary, wrong, left_out)
