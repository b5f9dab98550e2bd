"""Tables for analysis: the records of many letters as Arrow tables that join by `doc_id` and numbers.

`TableBuilder` takes one letter after the other. A table of no rows keeps its columns. The columns stand in `COLUMNS`;
`docs/tables.md` says what each means, and a test holds the page against them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from imrx.grammar.citations.source import MTUS, REGULATION
from imrx.record import Record
from imrx.record.types import Citation, Issue, SpanDict
from imrx.writers.columns import COLUMNS, Path
from imrx.writers.spans import LetterSpans

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[Any, Any]
LetterCells = dict[str, list[list[Any]]]
"""The values of one letter's rows: by table, column by column."""

NOT_IN_RECORDS: Final = ("spans", "relations")
"""Tables that records alone do not give."""


class TableBuilder:
    """Collects the rows of letters; `tables()` gives them as Arrow tables."""

    def __init__(self) -> None:
        self._values: dict[str, list[list[Any]]] = {name: [[] for _ in columns] for name, columns in COLUMNS.items()}

    def add(self, record: Record, text: str, spans: LetterSpans | None = None) -> None:
        """Add one letter.

        Args:
            record: the letter's record.
            text: the letter's text.
            spans: what is tagged in it; without it, `spans` and `relations` get no rows.
        """
        self.extend(letter_cells(record, text, spans))

    def extend(self, cells: LetterCells) -> None:
        """Add one letter by its cells: where those could be made, there is nothing left that can fail."""
        for name, columns in cells.items():
            for values, more in zip(self._values[name], columns, strict=True):
                values.extend(more)

    def tables(self) -> "dict[str, pa.Table]":
        """The tables by name.

        Raises:
            ImportError: pyarrow is not installed.
        """
        pyarrow = load_pyarrow()
        return {
            name: pyarrow.Table.from_arrays(
                [
                    pyarrow.array(values, type=field.type)
                    for values, field in zip(self._values[name], schema, strict=True)
                ],
                schema=schema,
            )
            for name, schema in table_schemas().items()
        }


def letter_cells(record: Record, text: str, spans: LetterSpans | None = None) -> LetterCells:
    """What one letter adds to the tables; see `TableBuilder.add`."""
    return {name: [*_cells(record["doc_id"], rows, name)] for name, rows in _rows(record, text, spans).items()}


def table_schemas() -> "dict[str, pa.Schema]":
    """The Arrow schema of each table; the same for every run.

    Raises:
        ImportError: pyarrow is not installed.
    """
    pyarrow = load_pyarrow()
    return {
        name: pyarrow.schema([(column.name, _type(pyarrow, column.type)) for column in columns])
        for name, columns in COLUMNS.items()
    }


def load_pyarrow() -> Any:
    """The module pyarrow.

    Raises:
        ImportError: it is not installed; the message names the extra.
    """
    try:
        import pyarrow
    except ImportError:
        raise ImportError('tables need pyarrow: pip install "imrx[parquet]"') from None
    return pyarrow


def _type(pyarrow: Any, name: str) -> Any:
    """An Arrow type by its name, as Arrow itself prints it."""
    if name.startswith("list<"):
        return pyarrow.list_(_type(pyarrow, name[5:-1]))
    if name.startswith("struct<"):
        return pyarrow.struct(
            [(field, _type(pyarrow, kind)) for field, kind in (part.split(": ") for part in name[7:-1].split(", "))]
        )
    return pyarrow.type_for_alias(name)


def _get(row: Any, path: Path) -> Any:
    """What stands at a path; null where something on the way is null. `...` goes on with each item of a list."""
    for number, step in enumerate(path):
        if row is None:
            return None
        if step is ...:
            return [_get(item, path[number + 1 :]) for item in row]
        row = row[step]
    return row


def issue_rows(record: Record) -> Iterator[tuple[Any, ...]]:
    """A row for each disputed item of a letter: the values of the columns of `issues`, in their order."""
    return zip(*_cells(record["doc_id"], [*record["issues"]], "issues"), strict=True)


def _cells(doc_id: str, rows: list[Row], table: str) -> Iterator[list[Any]]:
    """The values of one letter's rows, column by column."""
    yield [doc_id] * len(rows)
    for column in COLUMNS[table][1:]:
        path = column.path
        cells = [row[path[0]] for row in rows] if len(path) == 1 else [_get(row, path) for row in rows]
        yield [_date(cell) for cell in cells] if "date32" in column.type else cells


def _date(cell: Any) -> Any:
    if isinstance(cell, str):
        return date.fromisoformat(cell)
    return None if cell is None else [_date(item) for item in cell]


def _rows(record: Record, text: str, spans: LetterSpans | None) -> dict[str, list[Row]]:
    issues = record["issues"]
    disputed = {item["id"] for issue in issues for item in issue["medications"]}
    return {
        "letters": [{**record, "text": text}],
        "issues": [*issues],
        "treatments": _numbered({**item, "issue": issue["number"]} for issue in issues for item in issue["treatment"]),
        "documentation": [*_documentation(record)],
        "medications": [{**item, "disputed": item["id"] in disputed} for item in record["medications"]],
        "med_values": _numbered(record["med_values"]),
        "citations": [{**item, "work": _work(item)} for item in record["citations"]],
        "findings": _numbered(record["findings"]),
        "diagnoses": _numbered(record["diagnoses"]),
        "abbreviations": _numbered(record["abbreviations"]),
        "warnings": _numbered({**item, "issue": _issue_of(item["span"], issues)} for item in record["warnings"]),
        "spans": [] if spans is None else [_span(item._asdict()) for item in spans.spans],
        "relations": [] if spans is None else [item._asdict() for item in spans.relations],
    }


def _numbered(rows: Iterable[Any]) -> list[Row]:
    """Rows with their position in the record's list as `id`."""
    return [{**row, "id": number} for number, row in enumerate(rows)]


def _issue_of(span: SpanDict | None, issues: list[Issue]) -> int | None:
    """The number of the disputed item whose title, decision, citations or rationale a span begins in; null for none."""
    if span is None:
        return None
    for issue in issues:
        cited = [*issue["claims_administrator"]["citations"], *issue["reviewer"]["citations"]]
        places: list[Any] = [issue["request"], issue["decision"], issue["rationale"], *cited]
        if any(each and each["start"] <= span["start"] < each["end"] for each in places):
            return issue["number"]
    return None


def _work(citation: Citation) -> str | None:
    """The cited document by one name, however letters write it: "MTUS chronic pain medical treatment".

    The rule has the usual title; a section of the regulation stands for the document of the MTUS that it adopts.
    """
    title = citation["rule"].partition("/")[2]
    guideline = MTUS if citation["guideline"] == REGULATION else citation["guideline"]
    return f"{guideline} {title}" if title else None


def _documentation(record: Record) -> Iterator[Row]:
    """A row for each element of the checklist of each disputed item that has one."""
    ids = {(item["start"], item["end"]): number for number, item in enumerate(record["findings"])}
    for issue in record["issues"]:
        elements: Mapping[str, Any] = issue["documentation"] or {}
        for element, said in elements.items():
            found = said["evidence"]
            finding = None if found is None else ids[found["start"], found["end"]]
            yield {"issue": issue["number"], "element": element, "status": said["status"], "finding": finding}


def _span(row: dict[str, Any]) -> Row:
    values = row["values"]
    return {**row, **{name: values.get(name) for name in ("negated", "assertion")}, "values": json.dumps(values)}
