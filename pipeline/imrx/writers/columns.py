"""The columns of the tables: name, Arrow type, and where in a record's object the value stands.

The first column of every table is `doc_id`. `docs/tables.md` says what each column means.
"""

from types import EllipsisType
from typing import Final, NamedTuple

Path = tuple[str | int | EllipsisType, ...]
"""Keys and positions from the outside in; `...` stands for each item of a list."""


class Column(NamedTuple):
    """One column; `type` is written as Arrow prints it."""

    name: str
    type: str
    path: Path


DOC_ID: Final = Column("doc_id", "string", ("doc_id",))


def _columns(*columns: tuple[str, str] | tuple[str, str, Path]) -> tuple[Column, ...]:
    """Columns after `doc_id`; without a path the value stands under the column's own name."""
    made = (Column(each[0], each[1], each[2] if len(each) == 3 else (each[0],)) for each in columns)
    return (DOC_ID, *made)


_SPAN: Final = (("text", "string"), ("start", "int32"), ("end", "int32"), ("page", "int32"), ("rule", "string"))
_PLACE: Final = (("section", "string"), ("issue", "int32"))


def _limits(name: str) -> tuple[tuple[str, str, Path], ...]:
    return ((f"{name}_start", "int32", (name, "start")), (f"{name}_end", "int32", (name, "end")))


def _range(name: str) -> tuple[tuple[str, str, Path], ...]:
    return ((name, "double", ("sessions", name, 0)), (f"{name}_high", "double", ("sessions", name, 1)))


COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "letters": _columns(
        ("case_number", "string", ("case", "case_number")),
        *((name, "date32", ("case", name)) for name in ("decision_date", "date_assigned", "date_of_injury")),
        *((name, "date32", ("case", name)) for name in ("ur_denial_date", "application_received")),
        ("priority", "string", ("case", "priority")),
        ("age", "int32", ("claimant", "age")),
        ("sex", "string", ("claimant", "sex")),
        ("licensure", "list<string>", ("reviewer", "licensure")),
        ("specialties", "list<string>", ("reviewer", "specialties")),
        ("daily_mme", "double", ("daily_mme", "value")),
        ("daily_mme_high", "double", ("daily_mme", "value_high")),
        ("daily_mme_table", "string", ("daily_mme", "table")),
        ("daily_mme_medications", "list<int32>", ("daily_mme", "medications")),
        ("layout", "string"),
        ("source_name", "string", ("source", "name")),
        ("source_sha256", "string", ("source", "sha256")),
        ("media_type", "string", ("source", "media_type")),
        ("encoding", "string", ("source", "encoding")),
        ("pages", "int32", ("source", "pages")),
        ("schema", "string"),
        ("imrx_version", "string", ("pipeline", "version")),
        ("patterns", "string", ("pipeline", "patterns")),
        ("model", "string", ("pipeline", "model")),
        ("text", "string"),
    ),
    "issues": _columns(
        ("issue", "int32", ("number",)),
        ("request", "string", ("request", "text")),
        *_limits("request"),
        ("requested", "string", ("requested", "text")),
        *_limits("requested"),
        ("authorized", "string", ("authorized", "text")),
        *_limits("authorized"),
        ("disputed", "string", ("disputed", "text")),
        *_limits("disputed"),
        ("decision", "string", ("decision", "label")),
        *_limits("decision"),
        ("conclusion", "string", ("conclusion", "label")),
        ("conclusion_text", "string", ("conclusion", "text")),
        *_limits("conclusion"),
        ("treatment_kinds", "list<string>", ("treatment", ..., "kind")),
        ("medication_ids", "list<int32>", ("medications", ..., "id")),
        ("drugs", "list<string>", ("medications", ..., "drug", "name")),
        ("claims_administrator_cited", "bool", ("claims_administrator", "cited")),
        ("claims_administrator_citation_ids", "list<int32>", ("claims_administrator", "citations", ..., "id")),
        ("reviewer_cited", "bool", ("reviewer", "cited")),
        ("reviewer_citation_ids", "list<int32>", ("reviewer", "citations", ..., "id")),
        ("agreement", "string"),
        ("page", "int32", ("request", "page")),
        ("rationale", "string", ("rationale", "text")),
        *_limits("rationale"),
    ),
    "treatments": _columns(
        ("treatment_id", "int32", ("id",)),
        ("issue", "int32"),
        *_SPAN,
        ("kind", "string"),
        ("body_parts", "list<string>"),
        ("laterality", "string"),
        ("sessions", "double", ("sessions", "count")),
        ("sessions_high", "double", ("sessions", "count_high")),
        *_range("per_week"),
        *_range("days"),
        *_range("weeks"),
        *_range("months"),
        ("contrast", "string"),
        ("service_dates", "list<date32>"),
        ("retrospective", "bool"),
        ("setting", "string"),
    ),
    "documentation": _columns(
        ("issue", "int32"),
        ("element", "string"),
        ("status", "string"),
        ("finding_id", "int32", ("finding",)),
    ),
    "medications": _columns(
        ("medication_id", "int32", ("id",)),
        *_PLACE,
        ("disputed", "bool"),
        *_SPAN,
        ("drug", "string", ("drug", "name")),
        ("drug_text", "string", ("drug", "text")),
        *_limits("drug"),
        ("brand", "string", ("drug", "brand")),
        ("rxcui", "string", ("drug", "rxcui")),
        ("ingredients", "list<string>", ("drug", "ingredients", ..., "name")),
        ("ingredient_rxcuis", "list<string>", ("drug", "ingredients", ..., "rxcui")),
        ("classes", "list<string>", ("drug", "classes")),
        ("opioid", "bool", ("drug", "opioid")),
        (
            "strengths",
            "list<struct<value: double, unit: string, ingredient: string, text: string, start: int32, end: int32>>",
        ),
        ("dose", "double", ("dose", "value")),
        ("dose_high", "double", ("dose", "value_high")),
        ("dose_unit", "string", ("dose", "unit")),
        *_limits("dose"),
        ("form", "string", ("form", "name")),
        ("release", "string", ("form", "release")),
        *_limits("form"),
        ("route", "string", ("route", "name")),
        *_limits("route"),
        ("per_day", "double", ("frequency", "per_day")),
        ("per_day_high", "double", ("frequency", "per_day_high")),
        ("as_needed", "bool", ("frequency", "as_needed")),
        *_limits("frequency"),
        ("duration_days", "double", ("duration", "days")),
        *_limits("duration"),
        (
            "quantities",
            "list<struct<value: double, unit: string, text: string, start: int32, end: int32>>",
            ("quantity",),
        ),
        ("refills", "int32", ("refills", "value")),
        *_limits("refills"),
        ("days_supply", "double", ("days_supply", "value")),
        ("days_supply_basis", "string", ("days_supply", "basis")),
        ("daily_mme", "double", ("daily_mme", "value")),
        ("daily_mme_high", "double", ("daily_mme", "value_high")),
        ("mme_factor", "double", ("daily_mme", "factor")),
        ("mme_table", "string", ("daily_mme", "table")),
        ("mme_basis", "list<string>", ("daily_mme", "basis")),
        ("compound", "int32"),
    ),
    "med_values": _columns(
        ("med_value_id", "int32", ("id",)),
        *_PLACE,
        *_SPAN,
        ("value", "double"),
        ("value_high", "double"),
        ("unit", "string"),
        ("comparator", "string"),
        ("role", "string"),
        ("per", "string"),
        ("direction", "string"),
    ),
    "citations": _columns(
        ("citation_id", "int32", ("id",)),
        ("issue", "int32"),
        ("cited_by", "string"),
        *_SPAN,
        ("guideline", "string"),
        ("document", "string"),
        ("work", "string"),
        ("year", "int32"),
        ("sections", "list<string>"),
        ("pages", "list<list<int32>>"),
        ("page_topic", "list<string>"),
    ),
    "findings": _columns(
        ("finding_id", "int32", ("id",)),
        *_PLACE,
        *_SPAN,
        ("concept", "string"),
        ("negated", "bool"),
        ("assertion", "string"),
        ("cue", "string", ("cue", "text")),
        *_limits("cue"),
        ("adverse_effect", "bool"),
        ("second_hand", "bool"),
    ),
    "diagnoses": _columns(
        ("diagnosis_id", "int32", ("id",)),
        *_SPAN,
        ("certainty", "string"),
        ("code", "string", ("code", "code")),
        *_limits("code"),
    ),
    "abbreviations": _columns(
        ("abbreviation_id", "int32", ("id",)),
        *_SPAN,
        ("long_form", "string", ("long_form", "text")),
        *_limits("long_form"),
    ),
    "warnings": _columns(
        ("warning_id", "int32", ("id",)),
        ("issue", "int32"),
        ("code", "string"),
        ("message", "string"),
        ("text", "string", ("span", "text")),
        ("start", "int32", ("span", "start")),
        ("end", "int32", ("span", "end")),
        ("page", "int32", ("span", "page")),
    ),
    "spans": _columns(
        ("span_id", "int32", ("id",)),
        ("label", "string"),
        ("text", "string"),
        ("start", "int32"),
        ("end", "int32"),
        ("rule", "string"),
        *_PLACE,
        ("negated", "bool"),
        ("assertion", "string"),
        ("values", "string"),
    ),
    "relations": _columns(
        ("label", "string"),
        ("head_id", "int32", ("head",)),
        ("tail_id", "int32", ("tail",)),
    ),
}
"""Every table and its columns, in their order."""
