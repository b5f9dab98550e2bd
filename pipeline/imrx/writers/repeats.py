"""Case numbers that come again: what ties letters of one run together, and is known only in input order."""

from typing import NamedTuple

from imrx.record import Record
from imrx.record.types import SpanDict, WarningDict


class Case(NamedTuple):
    """A letter's case number, and where it stands."""

    doc_id: str
    number: str
    start: int
    end: int
    page: int | None


def find_case(record: Record, text: str) -> Case | None:
    """The case number of a letter's record, if it has one."""
    number, where = record["case"]["case_number"], record["case"]["where"]["case_number"]
    if number is None or where is None:
        return None
    page = None if record["source"]["pages"] is None else 1 + text.count("\f", 0, where[0])
    return Case(record["doc_id"], number, *where, page)


class CaseNumbers:
    """The case numbers that came before, and the letters that had them first: about 200 bytes a letter."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def add(self, case: Case | None) -> WarningDict | None:
        """Remember a letter's case number; if one before it had the same, the warning that its record gets."""
        if case is None:
            return None
        if case.number not in self._first:
            self._first[case.number] = case.doc_id
            return None
        span: SpanDict = {
            "text": case.number,
            "start": case.start,
            "end": case.end,
            "page": case.page,
            "rule": "warning:case_number_repeated",
        }
        message = f"the case number is also that of the letter {self._first[case.number]}"
        return {"code": "case_number_repeated", "message": message, "span": span}
