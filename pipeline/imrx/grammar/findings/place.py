"""A place in a sentence where something is missing, as `imrx.grammar.findings.openings` finds it."""

from typing import NamedTuple

OBJECT, CLAUSE, SUBJECT = "object", "clause", "subject"


class Place(NamedTuple):
    """Where something is missing: behind `start`, a subject in front of it.

    `listed` says that "and" goes on, `plain` that the patient lacks it rather than the records, `until` where it ends
    at the latest if not with the sentence.
    """

    start: int
    kind: str
    listed: bool
    plain: bool = False
    until: int | None = None
