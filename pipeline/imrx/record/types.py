"""The types of the determination record; the JSON Schema is made from them, and `docs/record.md` explains them.

Offsets are half-open character positions in the letter's text, and `text == letter[start:end]`. Absent is null or an
empty list. The record is closed: every key is required and no other is allowed.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, with_config
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from imrx.labels import WARNINGS

SCHEMA_VERSION = "imrx/record/1"

closed = with_config(ConfigDict(extra="forbid", allow_inf_nan=False))

Offsets = tuple[int, int]
DecisionLabel = Literal["upheld", "overturned", "partially_overturned"]
ConclusionLabel = Literal["medically_necessary", "not_medically_necessary"]
GuidelineName = Literal["MTUS", "ODG", "ACOEM", "literature", "regulation", "other"]
CitedBy = Literal["claims_administrator", "reviewer", "rationale", "summary"]
Assertion = Literal["present", "absent", "not_documented", "hypothetical", "guideline_statement"]

Comparator = Literal["=", "<=", "<", ">=", ">"]
if TYPE_CHECKING:
    WarningCode = str
else:
    WarningCode = Literal[tuple(WARNINGS)]


def _dated(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("iso_date", "no ISO 8601 date") from None
    return text


IsoDate = Annotated[str, AfterValidator(_dated), Field(json_schema_extra={"format": "date"})]


@closed
class SpanDict(TypedDict):
    """A stretch of the letter, and the rule that found it."""

    text: str
    start: int
    end: int
    page: int | None
    rule: str


class Labelled(SpanDict):
    """A decision."""

    label: DecisionLabel


class Concluded(SpanDict):
    """What a rationale concludes."""

    label: ConclusionLabel


@closed
class Source(TypedDict):
    """The input: `sha256` of the bytes read, `name` relative or null for a text that was handed over."""

    name: str | None
    sha256: str
    media_type: str
    encoding: str | None
    pages: int | None


@closed
class Pipeline(TypedDict):
    """What made the record: `patterns` is a hash over all pattern files, `model` the second voice and its version."""

    version: str
    patterns: str
    model: str | None


@closed
class CaseWhere(TypedDict):
    """Where each field of the case stands."""

    case_number: Offsets | None
    date_assigned: Offsets | None
    date_of_injury: Offsets | None
    decision_date: Offsets | None
    ur_denial_date: Offsets | None
    application_received: Offsets | None
    priority: Offsets | None


@closed
class Case(TypedDict):
    """The case header; dates are ISO 8601."""

    case_number: str | None
    date_assigned: IsoDate | None
    date_of_injury: IsoDate | None
    decision_date: IsoDate | None
    ur_denial_date: IsoDate | None
    application_received: IsoDate | None
    priority: str | None
    where: CaseWhere


@closed
class ClaimantWhere(TypedDict):
    """Where age and sex stand."""

    age: Offsets | None
    sex: Offsets | None


@closed
class Claimant(TypedDict):
    """The injured worker; age in years."""

    age: int | None
    sex: Literal["female", "male"] | None
    where: ClaimantWhere


@closed
class ReviewerWhere(TypedDict):
    """Where the credentials stand."""

    licensure: Offsets | None
    specialties: Offsets | None


@closed
class Reviewer(TypedDict):
    """The expert reviewer's credentials."""

    licensure: list[str]
    specialties: list[str]
    where: ReviewerWhere


@closed
class Ingredient(TypedDict):
    """A base ingredient, lower case, without its salt."""

    name: str
    rxcui: str | None


class Drug(SpanDict):
    """The words that name a medication, and what the lexicon knows of it."""

    name: str
    brand: str | None
    rxcui: str | None
    ingredients: list[Ingredient]
    classes: list[str]
    opioid: bool | None


class Strength(SpanDict):
    """One number of a strength; `ingredient` is null where the mapping is not certain."""

    value: float
    unit: str | None
    ingredient: str | None


class Dose(SpanDict):
    """Amount per administration."""

    value: float | None
    value_high: float | None
    unit: str | None


class Form(SpanDict):
    """Dose form; `release` is `er`, `dr`, `odt` … or null."""

    name: str | None
    release: str | None


class Route(SpanDict):
    """Route of administration."""

    name: str


class Frequency(SpanDict):
    """Times a day; null where only "as needed" or a moment ("1 hour before exam") is said."""

    per_day: float | None
    per_day_high: float | None
    as_needed: bool


class Duration(SpanDict):
    """How long, in days."""

    days: float


class Quantity(SpanDict):
    """Amount supplied; `unit` is null for a bare count."""

    value: float
    unit: str | None


class Refills(SpanDict):
    """Number of refills."""

    value: int


@closed
class DaysSupply(TypedDict):
    """Days that a fill lasts."""

    value: float
    basis: Literal["stated", "computed"]


@closed
class DailyMme(TypedDict):
    """Morphine milligram equivalents a day; `basis` names the facts that it was computed from."""

    value: float
    value_high: float | None
    factor: float
    table: str
    basis: list[str]


@closed
class DailyTotal(TypedDict):
    """Morphine milligram equivalents a day of all opioids that the patient takes; `medications` are the ids summed."""

    value: float
    value_high: float | None
    table: str
    medications: list[int]


class Medication(SpanDict):
    """A medication mention with the attributes that stand with it."""

    id: int
    drug: Drug
    strengths: list[Strength]
    dose: Dose | None
    form: Form | None
    route: Route | None
    frequency: Frequency | None
    duration: Duration | None
    quantity: list[Quantity]
    refills: Refills | None
    days_supply: DaysSupply | None
    daily_mme: DailyMme | None
    compound: int | None
    section: str | None
    issue: int | None


class MedValue(SpanDict):
    """A morphine-equivalent-dose value; `value` is null where no number is named."""

    value: float | None
    value_high: float | None
    unit: Literal["mg/d", "%"] | None
    comparator: Comparator | None
    role: Literal["stated", "limit", "target", "change"]
    per: str | None
    direction: Literal["up", "down"] | None
    section: str | None
    issue: int | None


class Citation(SpanDict):
    """One guideline document that was cited, with its sections and pages."""

    id: int
    guideline: GuidelineName
    document: str | None
    year: int | None
    sections: list[str]
    pages: list[tuple[int, int]]
    cited_by: CitedBy
    issue: int | None
    page_topic: list[str]


class Finding(SpanDict):
    """A mention of a finding; `negated` is true for `absent` and `not_documented`.

    `adverse_effect` is true where the letter blames a medication for it, and `second_hand` where it only tells what
    utilisation review said.
    """

    concept: str | None
    negated: bool
    assertion: Assertion
    cue: SpanDict | None
    adverse_effect: bool
    second_hand: bool
    section: str | None
    issue: int | None


class Abbreviation(SpanDict):
    """A short form and the long form that the letter defines for it."""

    long_form: SpanDict


@closed
class Sessions(TypedDict):
    """How often a treatment was asked for, and for how long: only what is written, ranges as [low, high].

    `count_high` is null where `count` is no range: "6-8 visits" is 6 and 8, "6 visits" is 6 and null.
    """

    count: float | None
    count_high: float | None
    per_week: tuple[float, float] | None
    days: tuple[float, float] | None
    weeks: tuple[float, float] | None
    months: tuple[float, float] | None


class Treatment(SpanDict):
    """What was asked for; `kind` is a path in the tree of `patterns/treatments/kinds.csv`.

    `laterality` is the side of the body parts that have one: "neck and left shoulder" is `left`.
    """

    kind: str
    body_parts: list[str]
    laterality: Literal["left", "right", "bilateral"] | None
    sessions: Sessions | None
    contrast: Literal["with", "without", "with_and_without"] | None
    service_dates: list[IsoDate]
    retrospective: bool
    setting: Literal["post_op", "pre_op", "associated_surgical_service", "rental", "purchase"] | None


class Code(SpanDict):
    """An ICD-9 or ICD-10 code as the letter writes it."""

    code: str


class Diagnosis(SpanDict):
    """A diagnosis that the case summary gives as the patient's; `code` is null where the letter writes none.

    `certainty` is `possible` where the letter itself doubts it ("probable", "versus"), else `stated`; what is
    to be ruled out is none.
    """

    certainty: Literal["stated", "possible"]
    code: Code | None


@closed
class Side(TypedDict):
    """What one side cited; `cited` is false where the letter says nothing was, null where it has no such block."""

    cited: bool | None
    citations: list[Citation]


@closed
class Element(TypedDict):
    """What a letter says of one element of the documentation checklist, and the finding that says so."""

    status: Literal["documented", "absent", "not_documented", "not_mentioned"]
    evidence: Finding | None


@closed
class Documentation(TypedDict):
    """The documentation that opioid guidelines ask for."""

    analgesia: Element
    activities_of_daily_living: Element
    adverse_effects: Element
    aberrant_behaviour: Element
    urine_drug_screen: Element
    cures_report: Element
    pain_agreement: Element
    taper_plan: Element
    functional_improvement: Element
    failed_first_line_treatment: Element


@closed
class Issue(TypedDict):
    """A disputed item."""

    number: int
    request: SpanDict
    requested: SpanDict | None
    authorized: SpanDict | None
    disputed: SpanDict | None
    decision: Labelled | None
    conclusion: Concluded | None
    medications: list[Medication]
    treatment: list[Treatment]
    claims_administrator: Side
    reviewer: Side
    agreement: Literal["same_document", "same_guideline", "different", "one_silent"] | None
    rationale: SpanDict | None
    documentation: Documentation | None


@closed
class WarningDict(TypedDict):
    """What was not understood, or does not agree with itself."""

    code: WarningCode
    message: str
    span: SpanDict | None


@closed
class Record(TypedDict):
    """One letter."""

    schema: Literal["imrx/record/1"]
    doc_id: str
    source: Source
    pipeline: Pipeline
    layout: str | None
    case: Case
    claimant: Claimant
    reviewer: Reviewer
    issues: list[Issue]
    medications: list[Medication]
    daily_mme: DailyTotal | None
    med_values: list[MedValue]
    citations: list[Citation]
    findings: list[Finding]
    diagnoses: list[Diagnosis]
    abbreviations: list[Abbreviation]
    warnings: list[WarningDict]
