"""OMOP CDM 5.4: `NOTE` and `NOTE_NLP` as CSV, with every column of the model.

What letters cannot say stays for whoever loads them: persons (0, the letters name nobody), and concepts (0, "no
matching concept": an id would need OMOP's vocabularies). A relation stands in the head's `term_modifiers`, as the
`note_nlp_id` of its tail. Columns: https://ohdsi.github.io/CommonDataModel/cdm54.html#note
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final

from imrx import __version__, labels
from imrx.annotated import AnnotatedLetter
from imrx.writers.spans import LetterSpans, MisalignedSpanError, TaggedSpan, letter_spans

NOTE: Final = (
    "note_id",
    "person_id",
    "note_date",
    "note_datetime",
    "note_type_concept_id",
    "note_class_concept_id",
    "note_title",
    "note_text",
    "encoding_concept_id",
    "language_concept_id",
    "provider_id",
    "visit_occurrence_id",
    "visit_detail_id",
    "note_source_value",
    "note_event_id",
    "note_event_field_concept_id",
)
NOTE_NLP: Final = (
    "note_nlp_id",
    "note_id",
    "section_concept_id",
    "snippet",
    "offset",
    "lexical_variant",
    "note_nlp_concept_id",
    "note_nlp_source_concept_id",
    "nlp_system",
    "nlp_date",
    "nlp_datetime",
    "term_exists",
    "term_temporal",
    "term_modifiers",
)

UNKNOWN: Final = 0
UTF8: Final = 32678
ENGLISH: Final = 4180186
KIND: Final = "Independent Medical Review determination letter"

TITLE_LIMIT: Final = 250
TEXT_LIMIT: Final = 250
MODIFIERS_LIMIT: Final = 2000
"""The lengths of `note_title`, of `snippet` and `lexical_variant`, and of `term_modifiers`, in characters."""

AROUND: Final = 60
"""Characters of the letter on each side of a term in its snippet."""


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `note.csv` and `note_nlp.csv`; ids count from 1, and what is null is empty."""
    with ExitStack() as opened:
        tables = []
        for name, columns in (("note", NOTE), ("note_nlp", NOTE_NLP)):
            file = opened.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            tables.append(csv.DictWriter(file, columns))
            tables[-1].writeheader()
        terms = 0
        for note_id, letter in enumerate(letters, start=1):
            tagged = letter_spans(letter.doc)
            tables[0].writerow(_note(note_id, letter))
            tables[1].writerows(_terms(note_id, terms, tagged, letter.annotated_on))
            terms += len(tagged.spans)


def _note(note_id: int, letter: AnnotatedLetter) -> dict[str, Any]:
    if len(letter.doc_id) > TITLE_LIMIT:
        raise ValueError(f"{letter.doc_id[:40]}…: NOTE_TITLE holds ids of at most {TITLE_LIMIT} characters")
    case = letter.doc._.case or {}
    return {
        "note_id": note_id,
        "person_id": UNKNOWN,
        "note_date": case["decision_date"]["value"] if "decision_date" in case else None,
        "note_type_concept_id": UNKNOWN,
        "note_class_concept_id": UNKNOWN,
        "note_title": letter.doc_id,
        "note_text": letter.text,
        "encoding_concept_id": UTF8,
        "language_concept_id": ENGLISH,
        "note_source_value": KIND,
    }


def _terms(note_id: int, before: int, tagged: LetterSpans, annotated_on: date) -> Iterator[dict[str, Any]]:
    tails: dict[int, list[str]] = {}
    for relation in tagged.relations:
        tails.setdefault(relation.head, []).append(f"{relation.label}={before + relation.tail + 1}")
    for span in tagged.spans:
        yield {
            "note_nlp_id": before + span.id + 1,
            "note_id": note_id,
            "section_concept_id": UNKNOWN,
            "snippet": _one_line(tagged.text[max(0, span.start - AROUND) : span.end + AROUND]),
            "offset": span.start,
            "lexical_variant": span.text[:TEXT_LIMIT],
            "note_nlp_concept_id": UNKNOWN,
            "note_nlp_source_concept_id": UNKNOWN,
            "nlp_system": f"imrx {__version__}",
            "nlp_date": annotated_on.isoformat(),
            "term_exists": _exists(span),
            "term_modifiers": _modifiers(tagged.doc_id, span, tails.get(span.id, [])),
        }


def _one_line(text: str) -> str:
    return " ".join(text.split())[:TEXT_LIMIT]


def _exists(span: TaggedSpan) -> str | None:
    """`Y` for a finding that the patient has, `N` for one that is negated, conditional or about patients in general."""
    if "assertion" not in span.values:
        return None
    return "Y" if span.values["assertion"] == labels.PRESENT else "N"


def _modifiers(doc_id: str, span: TaggedSpan, tails: list[str]) -> str:
    """`name=value` joined by ";": label, end, rule, place, values that are no lists, and relations."""
    facts: dict[str, Any] = {
        "label": span.label,
        "end": span.end,
        "rule": span.rule,
        "section": span.section,
        "issue": span.issue,
    }
    plain = {name: value for name, value in span.values.items() if isinstance(value, str | int | float)}
    named = [f"{name}={_plain(value)}" for name, value in {**facts, **plain}.items() if value is not None]
    joined = ";".join([*named, *tails])
    if len(joined) > MODIFIERS_LIMIT:
        raise MisalignedSpanError(doc_id, span.label, (span.start, span.end), "has more than TERM_MODIFIERS holds")
    return joined


def _plain(value: str | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace(";", ",")
