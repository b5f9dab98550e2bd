"""Words for the patient, as a subject: those of `patterns/clauses.json`, and those that only negation knows."""

from typing import Any

from imrx.grammar.sentences.clauses import Clauses


def patients_of(table: dict[str, Any], clauses: Clauses) -> list[str]:
    """All of them, given `patterns/negation.json`."""
    return [*clauses.patients, *table["not_documented"]["patients"]]
