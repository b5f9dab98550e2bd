"""`annotate_texts`, which clusters map: a row a letter, and the tables of the letters can be made of it."""

import subprocess
import sys

import numpy
import pyarrow as pa
import pytest

from imrx.batch import annotate_letter
from imrx.batch.texts import annotate_texts
from imrx.letter import text_source
from imrx.readers import Letter
from imrx.writers.nested import nested_schema, unnest
from imrx.writers.spans import letter_spans
from tables import make_tables


@pytest.fixture(scope="module")
def results(letters, nlp):
    """Record, text and spans of each letter, as `imrx annotate` has them."""
    made = []
    for doc_id, text in letters.items():
        record, doc = annotate_letter(nlp, Letter(doc_id, text, text_source(text)))
        made.append((record, text, letter_spans(doc)))
    return made


def test_the_tables_are_those_of_the_letters(letters, results):
    nested = annotate_texts([*letters.values()], [*letters])
    assert nested.schema == nested_schema()
    assert nested["doc_id"].to_pylist() == [*letters]
    assert nested["error"].null_count == 5
    expected = make_tables(results)
    made = unnest(nested)
    assert list(made) == list(expected)
    for name, table in expected.items():
        assert made[name].equals(table), name


def test_half_a_surrogate_pair_costs_its_own_row_alone():
    rows = annotate_texts(["Norco", "\ud800"]).to_pylist()
    assert [row["error"] for row in rows] == [None, "not_text"]


class Missing:
    """As `pandas.NA`: neither true nor false, and equal to nothing."""

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = None


@pytest.mark.parametrize("text", [Missing(), float("nan"), 5, 0, b"Norco", ["Norco"]])
def test_what_is_no_text_costs_its_own_row_alone(text):
    rows = annotate_texts(["Norco", text], ["a", "b"]).to_pylist()
    assert [row["doc_id"] for row in rows] == ["a", None]
    assert [row["failed"] for row in rows] == [None, "b"]
    assert [row["error"] for row in rows] == [None, "empty"]
    assert rows[1]["message"].startswith(f"b: is {type(text).__name__} and no text; ")


def test_numbers_are_ids():
    assert annotate_texts(["Norco", "Norco"], [5, 0])["doc_id"].to_pylist() == ["5", "0"]


@pytest.mark.parametrize("doc_id", ["a/b.txt", "/data/a.txt", "s3://letters/a", "Müller", "\U0001f48a"])
def test_any_text_is_an_id(doc_id):
    assert annotate_texts(["Norco"], [doc_id])["doc_id"].to_pylist() == [doc_id]


@pytest.mark.parametrize("doc_id", [None, Missing(), float("nan"), numpy.float64("nan"), numpy.datetime64("NaT")])
def test_a_row_without_an_id_is_known_by_its_text(doc_id):
    assert annotate_texts(["Norco", "Soma"], ["a", doc_id])["doc_id"].to_pylist() == [
        "a",
        text_source("Soma")["sha256"][:16],
    ]


@pytest.mark.parametrize("doc_id", [101.0, numpy.float64(101), numpy.float32(101), numpy.int64(101)])
def test_a_number_that_a_missing_one_made_a_float_is_what_it_was(doc_id):
    assert annotate_texts(["Norco"], [doc_id])["doc_id"].to_pylist() == ["101"]


@pytest.mark.parametrize("doc_id", ["a\udc80", True, b"a", ["a"], 101.5, 2.0**53, float("inf"), numpy.array([1, 2])])
def test_what_can_be_no_id_costs_its_own_row_alone(doc_id):
    rows = annotate_texts(["Norco", "Soma"], ["a", doc_id]).to_pylist()
    assert [row["doc_id"] for row in rows] == ["a", None]
    assert [row["error"] for row in rows] == [None, "unsafe_name"]
    name = text_source("Soma")["sha256"][:16]
    assert (rows[1]["failed"], rows[1]["message"].partition(":")[0]) == (name, name)


def test_a_row_for_every_text(letters, results):
    first, second = [*letters.values()][:2]
    nested = annotate_texts([None, first, "\0", first, " ", second], ["a", "b", "c", "b", "e", None])
    assert nested["doc_id"].to_pylist()[:5] == [None, "b", None, "b", None]
    assert nested["doc_id"].to_pylist()[5] == text_source(second)["sha256"][:16]
    assert nested["error"].to_pylist() == ["empty", None, "not_text", None, "empty", None]
    assert nested["failed"].to_pylist() == ["a", None, "c", None, "e", None]
    assert nested["message"].to_pylist()[2].startswith("c: holds NUL")
    tables = unnest(nested)
    assert tables["letters"]["text"].to_pylist() == [first, first, second]
    one = [table.num_rows for table in make_tables(results[:1]).values()]
    two = [table.num_rows for table in make_tables(results[1:2]).values()]
    assert [table.num_rows for table in tables.values()] == [2 * a + b for a, b in zip(one, two, strict=True)]


@pytest.mark.parametrize("texts", [[], [None], ["Norco"]])
def test_few_or_none(texts):
    nested = annotate_texts(texts)
    assert nested.num_rows == len(texts)
    assert nested.schema == nested_schema()
    assert unnest(nested)["letters"].num_rows == sum(text is not None for text in texts)


def test_ids_for_each_text():
    with pytest.raises(ValueError):
        annotate_texts(["Norco"], ["a", "b"])


def test_rows_survive_being_cut_and_moved(letters):
    """What engines do to a table between the function and the file."""
    nested = annotate_texts([*letters.values()], [*letters])
    moved = pa.concat_tables([nested.slice(3), nested.slice(0, 3)])
    for name, table in unnest(nested).items():
        assert unnest(moved)[name].sort_by([("doc_id", "ascending")]).num_rows == table.num_rows
        assert set(unnest(moved)[name]["doc_id"].to_pylist()) == set(table["doc_id"].to_pylist())


def test_it_works_in_threads_and_in_a_fresh_process():
    code = (
        "from concurrent.futures import ThreadPoolExecutor as Pool; from imrx.batch.texts import annotate_texts; "
        "tables = [*Pool(4).map(annotate_texts, [['Norco 10/325mg #60']] * 8)]; "
        "print(all(table.equals(tables[0]) for table in tables))"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
