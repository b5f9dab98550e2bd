"""Gold annotations: `letters/` and `gold/*.jsonl` of a corpus folder (format: `corpus/README.md`)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from spacy.tokens import Span
from typing_extensions import NotRequired, TypedDict

from imrx import labels
from imrx.extensions import span_value
from imrx.readers import Failure, Letter, Options, find_sources, read_source

Limits = tuple[int, int]

ATTRIBUTE_OF = {
    labels.DRUG: "drug",
    labels.MED: "med_value",
    labels.CITATION: "citation",
    labels.FINDING: "finding",
    labels.DECISION: "decision",
    labels.CONCLUSION: "conclusion",
    **{label: label.lower() for label in labels.ATTRIBUTES},
}
"""The `Span._` attribute that holds a label's values."""


class GoldSpan(TypedDict):
    """A marked span; the values of its label stand beside these keys."""

    start: int
    end: int
    label: str


class GoldRelation(TypedDict):
    """Who belongs to whom."""

    head: Limits
    tail: Limits
    label: str


class GoldLabel(TypedDict):
    """A decision or conclusion."""

    span: Limits
    label: str


class GoldSide(TypedDict):
    """What one side cited."""

    cited: bool | None
    citations: list[Limits]


class GoldIssue(TypedDict):
    """A disputed item."""

    number: int
    request: Limits
    requested: Limits | None
    authorized: Limits | None
    disputed: Limits | None
    decision: GoldLabel | None
    conclusion: GoldLabel | None
    claims_administrator: GoldSide
    reviewer: GoldSide
    rationale: Limits | None
    medications: list[Limits]


class GoldLetter(TypedDict):
    """One line of `gold/*.jsonl`; corrections that were imported have spans and relations alone."""

    doc_id: str
    sha256: str
    spans: list[GoldSpan]
    relations: list[GoldRelation]
    case: NotRequired[dict[str, str | None]]
    claimant: NotRequired[dict[str, int | str | None]]
    reviewer: NotRequired[dict[str, list[str]]]
    issues: NotRequired[list[GoldIssue]]


GOLD: TypeAdapter[GoldLetter] = TypeAdapter(GoldLetter)


def gold_values(span: Span) -> dict[str, Any]:
    """The values of a tagged span under the names that the gold uses."""
    if span.label_ == labels.PAGE:
        return {"pages": span_value(span, "page_ranges")}
    if span.label_ not in ATTRIBUTE_OF:
        return {}
    value = span_value(span, ATTRIBUTE_OF[span.label_])
    if value is None:
        return {}
    if span.label_ == labels.STRENGTH:
        return {"strengths": value}
    if span.label_ in (labels.DECISION, labels.CONCLUSION):
        return {"value": value["label"]}
    if span.label_ == labels.DRUG:
        return {**value, "ingredients": [item["name"] for item in value["ingredients"]]}
    return dict(value)


def read_gold(folder: Path) -> Iterator[tuple[dict[str, Any], Letter]]:
    """The lines of `gold/*.jsonl`, each with its letter.

    Raises:
        FileNotFoundError: there is no gold, or a letter of the gold is missing.
        ValueError: a line does not fit its letter; the message names file, line and field.
    """
    files = sorted((folder / "gold").glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"no gold in {folder}: a corpus has letters/ and gold/*.jsonl, see corpus/README.md")
    letters = dict(_letters(folder / "letters"))
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                where = f"{file}, line {number}"
                try:
                    gold = json.loads(line)
                except json.JSONDecodeError as error:
                    raise ValueError(f"{where}: not JSON: {error}") from None
                try:
                    GOLD.validate_python(gold)
                except ValidationError as error:
                    first = error.errors()[0]
                    at = ".".join(map(str, first["loc"]))
                    raise ValueError(f"{where}: {at}: {first['msg']}, see corpus/README.md") from None
                letter = letters.get(gold["doc_id"])
                if letter is None:
                    raise FileNotFoundError(f"{where}: no letter {gold['doc_id']!r} in {folder / 'letters'}")
                if gold["sha256"] != letter.source["sha256"]:
                    raise ValueError(f"{where}: the letter is not the one that was annotated (its sha256 differs)")
                beyond = [span for span in gold["spans"] if not 0 <= span["start"] < span["end"] <= len(letter.text)]
                if beyond:
                    raise ValueError(f"{where}: a span {beyond[0]['start']}-{beyond[0]['end']} lies outside the letter")
                yield gold, letter


def _letters(folder: Path) -> Iterator[tuple[str, Letter]]:
    options = Options()
    for source in find_sources([str(folder)], options):
        for letter in [source] if isinstance(source, Failure) else read_source(source, options):
            if isinstance(letter, Failure):
                raise ValueError(letter.message)
            yield letter.doc_id, letter
