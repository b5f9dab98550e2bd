"""The label inventory: what the pipeline tags, and where in a Doc each kind of span is kept.

The names of medication attributes are those of the n2c2 2018 medication task and of med7; the rest are ours.
"""

from collections.abc import Mapping
from typing import Final

SPANS_KEY: Final = "sc"
"""Every tagged span, overlaps allowed: the key that spancat, displaCy and `spacy evaluate` use by default."""

MISSING_RULE: Final = "finding:missing"
"""The rule of a finding that no table names, and that is one because the letter says that it is missing."""

SECTIONS_KEY: Final = "sections"
"""The letter's sections; a span's label is the section's name (one of `SECTIONS`)."""

ISSUES_KEY: Final = "issues"
"""The disputed items, in the letter's order; a span runs from the title to the end of the rationale."""

DRUG: Final = "DRUG"
STRENGTH: Final = "STRENGTH"
DOSAGE: Final = "DOSAGE"
FORM: Final = "FORM"
ROUTE: Final = "ROUTE"
FREQUENCY: Final = "FREQUENCY"
DURATION: Final = "DURATION"
QUANTITY: Final = "QUANTITY"
REFILLS: Final = "REFILLS"
MED: Final = "MED"
CITATION: Final = "CITATION"
GUIDELINE: Final = "GUIDELINE"
PAGE: Final = "PAGE"
FINDING: Final = "FINDING"
DECISION: Final = "DECISION"
CONCLUSION: Final = "CONCLUSION"

ATTRIBUTES: Final = (STRENGTH, DOSAGE, FORM, ROUTE, FREQUENCY, DURATION, QUANTITY, REFILLS)
"""What can belong to a drug; the relation from the drug is `HAS_` and the label."""

LABELS: Final = (DRUG, *ATTRIBUTES, MED, CITATION, GUIDELINE, PAGE, FINDING, DECISION, CONCLUSION)

ATTRIBUTE_OF: Final[Mapping[str, str]] = {
    DRUG: "drug",
    **{label: label.lower() for label in ATTRIBUTES},
    MED: "med_value",
    CITATION: "citation",
    PAGE: "page_ranges",
    FINDING: "finding",
    DECISION: "decision",
    CONCLUSION: "conclusion",
}
"""The `Span._` attribute that holds the values of a label's spans; a GUIDELINE has none."""

_RANK: Final = {label: rank for rank, label in enumerate(LABELS)}


def rank(label: str) -> int:
    """The place of a label in `LABELS`; labels of other components come last."""
    return _RANK.get(label, len(_RANK))


HAS_GUIDELINE: Final = "HAS_GUIDELINE"
HAS_PAGES: Final = "HAS_PAGES"
RELATION_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    **{f"HAS_{label}": (DRUG, label) for label in ATTRIBUTES},
    HAS_GUIDELINE: (CITATION, GUIDELINE),
    HAS_PAGES: (CITATION, PAGE),
}
"""The labels of a relation's head and tail: two spans may have the same limits, and the relation's label decides."""

RELATIONS: Final = tuple(RELATION_ENDS)

CUE: Final = "CUE"
HAS_CUE: Final = "HAS_CUE"
MARKS: Final = (*LABELS, CUE)
LINK_ENDS: Final[Mapping[str, tuple[str, str]]] = {**RELATION_ENDS, HAS_CUE: (FINDING, CUE)}
"""What people see and mark in a tool for annotating: also the words that decided a finding's assertion, which
everywhere else are a value of the finding."""

HEADER: Final = "header"
METHODOLOGY: Final = "methodology"
CREDENTIALS: Final = "credentials"
DOCUMENTS: Final = "documents"
SUMMARY: Final = "summary"
REQUEST: Final = "request"
CLAIMS_ADMINISTRATOR: Final = "claims_administrator"
REVIEWER: Final = "reviewer"
RATIONALE: Final = "rationale"

SECTIONS: Final = (
    HEADER,
    METHODOLOGY,
    CREDENTIALS,
    DOCUMENTS,
    SUMMARY,
    REQUEST,
    CLAIMS_ADMINISTRATOR,
    REVIEWER,
    RATIONALE,
)
"""`request` is an item's title, `claims_administrator` and `reviewer` are the two guideline blocks under it."""

PROSE: Final = frozenset({SUMMARY, RATIONALE})
"""Sections of running text."""

PRESENT: Final = "present"
ABSENT: Final = "absent"
NOT_DOCUMENTED: Final = "not_documented"
HYPOTHETICAL: Final = "hypothetical"
GUIDELINE_STATEMENT: Final = "guideline_statement"

ASSERTIONS: Final = (PRESENT, ABSENT, NOT_DOCUMENTED, HYPOTHETICAL, GUIDELINE_STATEMENT)
"""What a letter says of a finding."""

NEGATED: Final = (ABSENT, NOT_DOCUMENTED)
"""The assertions of a finding that is negated."""

UPHELD: Final = "upheld"
OVERTURNED: Final = "overturned"
PARTIALLY_OVERTURNED: Final = "partially_overturned"
"""What becomes of the claims administrator's denial of an item; the labels of a DECISION's value."""

MEDICALLY_NECESSARY: Final = "medically_necessary"
NOT_MEDICALLY_NECESSARY: Final = "not_medically_necessary"
"""What a rationale concludes of an item; the labels of a CONCLUSION's value."""

DISPLACY_COLORS: Final = {
    DRUG: "#7aecec",
    STRENGTH: "#bfe1d9",
    DOSAGE: "#bfe1d9",
    FORM: "#c8e6c9",
    ROUTE: "#c8e6c9",
    FREQUENCY: "#ffe0b2",
    DURATION: "#ffe0b2",
    QUANTITY: "#fff59d",
    REFILLS: "#fff59d",
    MED: "#ff8a80",
    CITATION: "#d1c4e9",
    GUIDELINE: "#b39ddb",
    PAGE: "#9fa8da",
    FINDING: "#f8bbd0",
    CUE: "#ef9a9a",
    DECISION: "#aed581",
    CONCLUSION: "#aed581",
}

WARNINGS: Final = {
    "page_without_text": (
        "a page of the PDF shows a picture or a drawing and has no text, as a scan: what stands there is not read"
    ),
    "id_repeated": "another letter of the run has the id that the table gives this one; the message says which it is",
    "layout_unknown": "no known letter layout was recognised; sections and issues are not read",
    "issues_missing": "the layout was recognised, but no disputed item was found",
    "conclusion_mixed": (
        "a rationale that concludes one thing for a part of the request and another for the rest, or both for the whole"
    ),
    "decision_missing": "no decision word behind the title of a disputed item",
    "parts_missing": (
        "a title says that the claims administrator authorized a part, and no part that remains in dispute was found"
    ),
    "rationale_missing": "no rationale of a disputed item was found, in a letter that gives guidelines or reasons",
    "decision_conclusion_disagree": "a heading that upholds or overturns, and a rationale that concludes otherwise",
    "drug_not_in_rationale": "a rationale that never names a drug in dispute or what it is made of",
    "case_number_repeated": (
        "an earlier letter of the same run has the same case number; the message names the first one, which has no "
        "warning itself"
    ),
    "treatment_unknown": (
        "a disputed item whose title names no known treatment, or a member of its list that does not; the kind is "
        "`other`"
    ),
    "drug_unknown": (
        "a title gives the dose or strength of what is no known drug; the kind of its treatment is `medication`, and "
        "`medications` does not have it"
    ),
    "sessions_incomplete": (
        "a title says of how often, how long or how many what `sessions` cannot hold: by the day, the month or the "
        "hour, in two courses, or by a bare number; the span is the first of it"
    ),
    "diagnosis_without_name": (
        "the case summary lists codes of diagnoses without a name: `diagnoses` does not have them, the span does"
    ),
    "injury_dates_disagree": "the header dates the injury otherwise than the case summary or a rationale",
    "case_date_implausible": (
        "a date of the case that cannot be right: an injury behind another date of the header, a date behind the "
        "decision, a year before 1900 or behind 2099, or what is no day of the calendar, whose value is null"
    ),
    "rationale_shared": "two disputed items that give the same reasons, in the same sentences, whatever they conclude",
    "mme_over_threshold": "daily morphine equivalents of the letter, or of one drug, over a configured threshold, or "
    "at one from which on a guideline warns",
    "opioid_with_benzodiazepine": "an opioid (no cream or gel) and a benzodiazepine are taken or requested together",
    "strength_not_marketed": "a strength that is not among those that were on the market",
    "citation_range_backwards": "a cited page range whose last page stands before its first",
    "citation_page_outside": "a cited page that the cited document does not have; the message says which",
    "citation_section_elsewhere": "a cited section that does not stand on the pages cited with it",
    "citation_other_drug": "a guideline block whose sections are all about another drug class than the request",
    "drug_misspelled": "a drug's name is misspelled; the message says which name was read",
}
"""Every warning code and its meaning: the record's closed list."""

READING: Final = ("page_without_text", "id_repeated")
"""The warnings that a reader gives, of the file and not of its text."""
