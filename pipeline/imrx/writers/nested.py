"""The tables of `docs/tables.md` in one: a row a letter, with a list column for each table but `letters`.

This is what one call of a distributed engine gives back: the rows of a letter stay together however the engine cuts
and moves them, and `unnest` makes the tables of it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from imrx.readers import Failure
from imrx.writers.tables import table_schemas

if TYPE_CHECKING:
    import pyarrow as pa

FAILURE: Final = ("failed", "error", "message")
"""Columns beside those of `letters`: the fields of a `Failure`; null where all is well."""


def nested_schema() -> "pa.Schema":
    """The columns: those of `letters`, a list of structs for each other table, and `FAILURE`.

    Raises:
        ImportError: pyarrow is not installed.
    """
    schemas = table_schemas()
    import pyarrow

    lists = [
        pyarrow.field(name, pyarrow.list_(pyarrow.struct([*schema][1:])))
        for name, schema in schemas.items()
        if name != "letters"
    ]
    return pyarrow.schema([*schemas["letters"], *lists, *((name, pyarrow.string()) for name in FAILURE)])


def nest(tables: "Mapping[str, pa.Table]", results: Sequence[str | Failure]) -> "pa.Table":
    """One row for each letter.

    Args:
        tables: as `imrx.writers.tables` makes them, but `doc_id` is the letter's position in `results`, as a string.
        results: the id of each letter, or why it is not in the tables.
    """
    import numpy
    import pyarrow

    def positions(table: "pa.Table") -> Any:
        return table["doc_id"].cast(pyarrow.int64()).to_numpy()

    count = len(results)
    rows = numpy.full(count, -1)
    rows[positions(tables["letters"])] = numpy.arange(tables["letters"].num_rows)
    letters = tables["letters"].take(pyarrow.array(rows, mask=rows < 0))
    columns: dict[str, Any] = dict(zip(letters.column_names, letters.columns, strict=True))
    columns["doc_id"] = pyarrow.array(
        [None if isinstance(each, Failure) else each for each in results], pyarrow.string()
    )
    for name, table in tables.items():
        if name != "letters":
            ends = numpy.searchsorted(positions(table), numpy.arange(count + 1)).astype("int32")
            structs = table.drop_columns(["doc_id"]).to_struct_array().combine_chunks()
            columns[name] = pyarrow.ListArray.from_arrays(ends, structs)
    for place, name in enumerate(FAILURE):
        fields = [each[place] if isinstance(each, Failure) else None for each in results]
        columns[name] = pyarrow.array(fields, pyarrow.string())
    schema = nested_schema()
    return pyarrow.table([columns[name] for name in schema.names], schema=schema)


def unnest(nested: "pa.Table") -> "dict[str, pa.Table]":
    """The tables of the letters in it; rows of failures are left out."""
    import pyarrow
    from pyarrow import compute

    schemas = table_schemas()
    letters = nested.filter(compute.is_null(nested["error"])).combine_chunks()
    tables = {"letters": letters.select(schemas["letters"].names)}
    for name, schema in schemas.items():
        if name != "letters":
            owners = letters["doc_id"].take(compute.list_parent_indices(letters[name]))
            rows = compute.list_flatten(letters[name])
            tables[name] = pyarrow.table([owners, *rows.flatten()], schema=schema)
    return tables
