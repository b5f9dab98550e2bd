"""Gold annotations: `letters/` and `gold/*.jsonl` of a corpus folder (format: `corpus/README.md`)."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, TypeAdapter, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError
from spacy.tokens import Span
from typing_extensions import NotRequired, TypedDict

from imrx import labels
from imrx.extensions import set_span_value, span_value
from imrx.letter import text_source
from imrx.readers import Failure, Letter, Options, find_sources, read_source
from imrx.record.parse import first_fault
from imrx.record.types import Assertion, ConclusionLabel, DecisionLabel, closed

if TYPE_CHECKING:
    SpanLabel = str
    RelationLabel = str
else:
    SpanLabel, RelationLabel = Literal[labels.LABELS], Literal[labels.RELATIONS]

T = TypeVar("T")


def _stretch(limits: tuple[int, int], info: ValidationInfo) -> tuple[int, int]:
    """Limits inside of a letter; its length is the context."""
    length: Any = info.context
    if not 0 <= limits[0] < limits[1] <= length:
        values = {"start": limits[0], "end": limits[1], "length": length}
        message = "{start}-{end} are no limits inside of the letter, which has {length} characters"
        raise PydanticCustomError("limits", message, values)
    return limits


def _marked(span: "GoldSpan", info: ValidationInfo) -> "GoldSpan":
    _stretch((span["start"], span["end"]), info)
    return span


Limits = Annotated[tuple[int, int], AfterValidator(_stretch)]
"""Half-open, in characters of the letter."""


class GoldSpan(TypedDict):
    """A marked span; the values of its label stand beside these keys."""

    start: int
    end: int
    label: SpanLabel
    negated: NotRequired[bool]
    assertion: NotRequired[Assertion]
    cue: NotRequired[Limits | None]


class GoldRelation(TypedDict):
    """Who belongs to whom."""

    head: Limits
    tail: Limits
    label: RelationLabel


@closed
class GoldCase(TypedDict, total=False):
    """The case header."""

    case_number: str | None
    date_assigned: date | None
    date_of_injury: date | None
    decision_date: date | None
    ur_denial_date: date | None
    application_received: date | None
    priority: str | None


@closed
class GoldClaimant(TypedDict, total=False):
    """The injured worker."""

    age: int | None
    sex: Literal["female", "male"] | None


@closed
class GoldReviewer(TypedDict, total=False):
    """The expert reviewer's credentials."""

    licensure: list[str]
    specialties: list[str]


class GoldDecision(TypedDict):
    """What was decided."""

    span: Limits
    label: DecisionLabel


class GoldConclusion(TypedDict):
    """What the rationale concludes."""

    span: Limits
    label: ConclusionLabel


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
    decision: GoldDecision | None
    conclusion: GoldConclusion | None
    claims_administrator: GoldSide
    reviewer: GoldSide
    rationale: Limits | None
    medications: list[Limits]


class GoldName(TypedDict):
    """Which letter a line is about."""

    doc_id: str
    sha256: str


class GoldLetter(GoldName):
    """One line of `gold/*.jsonl`; corrections that were imported have spans and relations alone."""

    spans: list[Annotated[GoldSpan, AfterValidator(_marked)]]
    relations: list[GoldRelation]
    case: NotRequired[GoldCase]
    claimant: NotRequired[GoldClaimant]
    reviewer: NotRequired[GoldReviewer]
    issues: NotRequired[list[GoldIssue]]


GOLD: TypeAdapter[GoldLetter] = TypeAdapter(GoldLetter)
"""To be given the length of the letter as its context."""

_NAME: TypeAdapter[GoldName] = TypeAdapter(GoldName)


def gold_values(span: Span) -> dict[str, Any]:
    """The values of a tagged span under the names that the gold uses."""
    if span.label_ == labels.PAGE:
        return {"pages": span_value(span, "page_ranges")}
    if span.label_ not in labels.ATTRIBUTE_OF:
        return {}
    value = span_value(span, labels.ATTRIBUTE_OF[span.label_])
    if value is None:
        return {}
    if span.label_ == labels.STRENGTH:
        return {"strengths": value}
    if span.label_ in (labels.DECISION, labels.CONCLUSION):
        return {"value": value["label"]}
    if span.label_ == labels.DRUG:
        return {**value, "ingredients": [item["name"] for item in value["ingredients"]]}
    return dict(value)


def set_gold_values(span: Span, values: dict[str, Any]) -> None:
    """Give a span what `gold_values` took from one of its label; of ingredients that has the names alone."""
    if span.label_ not in labels.ATTRIBUTE_OF or not values:
        return
    value: Any = values
    if span.label_ == labels.PAGE:
        value = values["pages"]
    elif span.label_ == labels.STRENGTH:
        value = values["strengths"]
    elif span.label_ in (labels.DECISION, labels.CONCLUSION):
        value = {"label": values["value"]}
    elif span.label_ == labels.DRUG:
        value = {**values, "ingredients": [{"name": name} for name in values["ingredients"]]}
    set_span_value(span, labels.ATTRIBUTE_OF[span.label_], value)


def read_gold(folder: Path) -> Iterator[tuple[dict[str, Any], Letter]]:
    """The lines of `gold/*.jsonl`, each with its letter; blank lines are passed over.

    Raises:
        FileNotFoundError: there is no gold, there are no letters, or a letter of the gold is missing.
        ValueError: a line does not fit its letter; the message names file, line and field.
    """
    files = sorted((folder / "gold").glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"no gold in {folder}: a corpus has letters/ and gold/*.jsonl, see corpus/README.md")
    letters = dict(_letters(folder / "letters"))
    seen: dict[str, str] = {}
    for where, line in _lines(files):
        name = _check(_NAME, line, where)
        doc_id = name["doc_id"]
        if doc_id in seen:
            raise ValueError(f"{where}: doc_id: the letter {doc_id!r} was there before, in {seen[doc_id]}")
        if doc_id not in letters:
            raise FileNotFoundError(f"{where}: doc_id: no letter {doc_id!r} in {folder / 'letters'}")
        letter = letters[doc_id]
        if name["sha256"] not in (letter.source["sha256"], text_source(letter.text)["sha256"]):
            raise ValueError(f"{where}: sha256: the letter is not the one that was annotated")
        seen[doc_id] = where
        _check_marks(_check(GOLD, line, where, len(letter.text)), where)
        yield json.loads(line), letter
    if not seen:
        raise FileNotFoundError(f"no gold in {folder}: {', '.join(file.name for file in files)} has no line")


def _lines(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The lines that are not blank, each with its place."""
    for file in files:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                line = line.removeprefix(BOM_UTF8).rstrip(b"\r\n")
                if line.strip():
                    yield f"{file}, line {number}", line


def _check_marks(gold: GoldLetter, where: str) -> None:
    """No span is there twice, and relations join spans."""
    spans: set[tuple[str, int, int]] = set()
    for position, span in enumerate(gold["spans"]):
        key = (span["label"], span["start"], span["end"])
        if key in spans:
            raise ValueError(f"{where}: spans.{position}: {key[0]} {key[1]}-{key[2]} was there before")
        spans.add(key)
    for position, relation in enumerate(gold["relations"]):
        head, tail = labels.RELATION_ENDS[relation["label"]]
        for end, key in (("head", (head, *relation["head"])), ("tail", (tail, *relation["tail"]))):
            if key not in spans:
                raise ValueError(f"{where}: relations.{position}.{end}: no span {key[0]} {key[1]}-{key[2]}")


def _check(form: TypeAdapter[T], line: bytes, where: str, length: int | None = None) -> T:
    """A line as the form has it, or an error with the first thing that is wrong."""
    try:
        return form.validate_json(line, strict=True, context=length)
    except ValidationError as error:
        raise ValueError(f"{where}: {first_fault(error)}, see corpus/README.md") from None


def _letters(folder: Path) -> Iterator[tuple[str, Letter]]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}: a corpus has letters/ and gold/*.jsonl, see corpus/README.md")
    options = Options()
    for source in find_sources([str(folder)], options):
        for letter in [source] if isinstance(source, Failure) else read_source(source, options):
            if isinstance(letter, Failure):
                raise ValueError(f"{folder}: {letter.message}")
            yield letter.doc_id, letter
