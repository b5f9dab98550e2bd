"""The disputed items as one CSV file, for a spreadsheet: the columns of the table `issues` (`docs/tables.md`)."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from imrx.annotated import AnnotatedLetter, record_of
from imrx.writers.columns import COLUMNS
from imrx.writers.tables import issue_rows

FILE: Final = "issues.csv"


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `issues.csv`: lists are joined by "; ", what is absent is empty."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(column.name for column in COLUMNS["issues"])
        for letter in letters:
            rows.writerows(map(_cell, row) for row in issue_rows(record_of(letter)))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
