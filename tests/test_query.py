"""`imrx query`: the same answers from Parquet and from JSON lines, and nothing but answers."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from commands import invoke, shell
from imrx.batch import Annotated, annotate_letter
from imrx.letter import text_source
from imrx.query import FAILURE_COLUMNS, NOT_IN_RECORDS, query
from imrx.readers import Letter
from imrx.writers.columns import COLUMNS
from imrx.writers.merge import Merger
from imrx.writers.shard import ShardWriter
from outputs import write_output

RATES = """
    SELECT drug, count(*) AS issues, avg((decision = 'overturned')::int) AS overturned
    FROM (SELECT decision, unnest(list_distinct(drugs)) AS drug FROM issues)
    GROUP BY drug ORDER BY issues DESC, drug
"""


TABLES = (Path(__file__).parents[1] / "docs" / "tables.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["parquet", "jsonl"])
def out(request, tmp_path_factory, letters, nlp):
    """An output folder of the five letters."""
    folder = tmp_path_factory.mktemp("output's folder")
    shard = ShardWriter(folder / "shard", {request.param})
    for doc_id, text in letters.items():
        result = annotate_letter(nlp, Letter(doc_id, text, {**text_source(text), "name": f"{doc_id}.txt"}))
        assert isinstance(result, Annotated)
        shard.add(*result)
    shard.close()
    with Merger(folder, {request.param}) as merger:
        merger.add(folder / "shard")
        merger.finish()
    return folder


def rows(folder, sql):
    with query(folder, sql) as found:
        return [*found]


def test_overturn_rate_by_drug(out):
    """Read in the letters: which drugs each disputed item names, and what was decided."""
    assert rows(out, RATES) == [
        ("Norco", 3, pytest.approx(1 / 3)),
        ("OxyContin", 2, 0.0),
        ("Klonopin", 1, 1.0),
        ("clonazepam", 1, 0.0),
        ("diazepam", 1, 0.0),
        ("oxycodone", 1, 1.0),
    ]


def test_overturn_rate_by_ingredient_as_the_readme_asks_for_it(out):
    """The same, OxyContin counted with oxycodone and Klonopin with clonazepam."""
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    [sql] = re.findall(r'imrx query "(SELECT ingredient.*)" out', readme)
    assert rows(out, sql) == [
        ("acetaminophen", 3, 0.33),
        ("hydrocodone", 3, 0.33),
        ("oxycodone", 3, 0.33),
        ("clonazepam", 2, 0.5),
        ("diazepam", 1, 0.0),
    ]


@pytest.mark.parametrize("sql", "".join(re.findall(r"```sql\n(.*?)```", TABLES, flags=re.DOTALL)).split("\n\n"))
def test_the_examples_of_the_page_have_answers(out, sql):
    assert rows(out, re.sub(r"'tables/(\w+)/\*\.parquet'", r"\1", sql))


def test_disputed_medications_as_the_page_asks_for_them(out):
    """003: Norco 5/325mg, #90, upheld; both sides cite the MTUS, the reviewer page 78."""
    [sql] = re.findall(r'imrx query "(.*?)" out -f csv', TABLES, flags=re.DOTALL)
    found = list(csv.DictReader(io.StringIO(run(sql, out, "-f", "csv"))))
    assert len(found) == 9
    [row] = [row for row in found if row["doc_id"].startswith("003") and row["issue"] == "1"]
    assert [row[name] for name in ("drug", "strengths", "quantities", "decision", "daily_mme")] == [
        *("Norco", '["5/325mg"]', '["#90"]', "upheld", ""),
    ]
    assert sorted(row["cited"].split("; ")) == [
        "claims_administrator MTUS Chronic Pain Treatment []",
        "reviewer MTUS Chronic Pain Treatment [[78, 78]]",
    ]


def test_every_table_has_a_view(out):
    expected = set(COLUMNS) - (set() if (out / "spans").exists() else set(NOT_IN_RECORDS))
    assert {name for (name,) in rows(out, "SHOW TABLES")} == {*expected, "failures"}
    for name in expected:
        assert [row[0] for row in rows(out, f"DESCRIBE {name}")] == [column.name for column in COLUMNS[name]]


def test_failures_are_a_view(out, tmp_path):
    """Of what a run wrote; a folder of tables alone, as of `imrx export`, has none."""
    assert rows(out, "FROM failures") == []
    assert [row[:2] for row in rows(out, "DESCRIBE failures")] == [(name, "VARCHAR") for name in FAILURE_COLUMNS]
    shutil.copytree(out, tmp_path / "some")
    line = {"source": "t.csv:3", "error": "empty", "message": "t.csv:3: has no text"}
    (tmp_path / "some" / "failures.jsonl").write_text(json.dumps(line) + "\n")
    assert rows(tmp_path / "some", "SELECT error, count(*) FROM failures GROUP BY ALL") == [("empty", 1)]
    (tmp_path / "some" / "failures.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match=r"failures.jsonl, line 1: it lacks error, message, source"):
        rows(tmp_path / "some", "FROM issues")
    (tmp_path / "some" / "failures.jsonl").unlink()
    with pytest.raises(ValueError, match="Table with name failures does not exist!"):
        rows(tmp_path / "some", "FROM failures")


def test_tables_that_records_do_not_give(out):
    for name in NOT_IN_RECORDS:
        if (out / "spans").exists():
            assert rows(out, f"SELECT count(*) > 0 FROM {name}") == [(True,)]
        else:
            with pytest.raises(ValueError, match=rf"^no table {name} here: .* --format parquet write it$"):
                rows(out, f"SELECT count(*) FROM {name.title()}")


def test_views_join(out, letters):
    [stretch] = re.findall(r"`(text\[.*?\])` in DuckDB", TABLES)
    sql = f"SELECT l.doc_id, l.{stretch} = f.text FROM findings f JOIN letters l USING (doc_id)"
    found = rows(out, sql)
    assert {doc_id for doc_id, _ in found} == set(letters)
    assert all(is_equal for _, is_equal in found)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("selec 1", 'Parser Error: syntax error at or near "selec"'),
        ("SELECT nothing FROM issues", 'Binder Error: Referenced column "nothing" not found'),
        ("SELECT decisoin FROM issues", 'not found in FROM clause! Candidate bindings: "decision", '),
        ("SELECT * FROM nowhere", "Catalog Error: Table with name nowhere does not exist! "),
        ("SELECT * FROM sentences", "Catalog Error: Table with name sentences does not exist! There are letters, "),
        ("FROM nowhere()", "Catalog Error: Table Function with name nowhere does not exist"),
        ("SELECT * FROM issue", 'Table with name issue does not exist! Did you mean "issues"? There are letters, '),
        ("SELECT decision, count(*) FROM issues", "Either add it to the GROUP BY list"),
        ("", "one SELECT statement"),
        ("SELECT 1; SELECT 2", "one SELECT statement"),
        ("SELECT error('while rows come: ' || request) FROM issues", "Invalid Input Error in a row (not shown"),
        ("COPY issues TO '{out}/x.csv'", "one SELECT statement"),
        ("EXPLAIN ANALYZE COPY issues TO '{out}/x.csv'", "one SELECT statement"),
        ("EXPORT DATABASE '{out}/x'", "one SELECT statement"),
        ("ATTACH '{out}/x.db'", "one SELECT statement"),
        ("CREATE TABLE t AS SELECT 1", "one SELECT statement"),
        ("PIVOT issues ON decision USING count(*)", "ON column IN ('a', 'b')"),
        ("FROM (PIVOT issues ON decision USING count(*))", "ON column IN ('a', 'b')"),
        ("SET lock_configuration = false", "one SELECT statement"),
        ("INSTALL httpfs", "one SELECT statement"),
        ("SELECT * FROM read_text('{secret}')", "Permission Error: Cannot access file"),
        ("SELECT * FROM read_csv('{secret}')", "Permission Error: Cannot access file"),
        ("SELECT * FROM read_csv('{out}/../secret.csv')", "Permission Error: Cannot access file"),
        ("SELECT * FROM glob('{secret}')", "Permission Error: Cannot access file"),
        ("SELECT * FROM read_csv('https://example.org/x.csv')", "Error"),
        ("SELECT * FROM connection", "Table with name connection does not exist"),
        ("SELECT * FROM folder", "Table with name folder does not exist"),
    ],
)
def test_what_is_no_question_is_one_clear_line(sql, message, out):
    secret = out.parent / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    before = sorted(out.rglob("*"))
    with pytest.raises(ValueError) as error:
        rows(out, sql.format(out=str(out).replace("'", "''"), secret=str(secret).replace("'", "''")))
    assert message in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    assert sorted(out.rglob("*")) == before


def test_a_folder_without_results(tmp_path):
    with pytest.raises(FileNotFoundError, match="no results in"):
        rows(tmp_path, "SELECT 1")


def test_statement_and_folder_that_changed_places_are_told_apart(tmp_path, monkeypatch, capsys):
    code, _, err = shell(monkeypatch, capsys, "query", tmp_path, "SELECT 1")
    assert (code, "the statement stands before the folder: imrx query SQL FOLDER" in " ".join(err.split())) == (2, True)


def run(*args):
    result = invoke("query", *args)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_how_results_are_printed(out):
    sql = "SELECT drug, drugs, issues FROM (" + RATES.replace("SELECT drug,", "SELECT drug, [drug] AS drugs,") + ")"
    found = json.loads(run(sql, out, "--format", "json"))
    assert found[0] == {"drug": "Norco", "drugs": ["Norco"], "issues": 3}
    table = list(csv.DictReader(io.StringIO(run(sql, out, "--format", "csv"))))
    assert table[0] == {"drug": "Norco", "drugs": '["Norco"]', "issues": "3"}
    assert len(table) == len(found) == 6
    shown = run(sql, out)
    assert re.search(r"│ +drug +│ +drugs +│ issues │\n", shown)
    assert re.search(r"│ Norco +│ \[Norco\] +│ +3 │\n", shown)
    assert len(shown.rstrip().splitlines()) == 5 + 6


def test_dates_blanks_and_nothing(out):
    sql = "SELECT DATE '2016-02-29' AS day, NULL AS nothing, 'a\n b' AS lines WHERE "
    expected = {"day": "2016-02-29", "nothing": None, "lines": "a\n b"}
    assert json.loads(run(sql + "true", out, "-f", "json")) == [expected]
    assert run(sql + "true", out, "-f", "csv") == 'day,nothing,lines\n2016-02-29,,"a\n b"\n'
    assert re.search(r"│ 2016-02-29 │ +NULL +│ a\\n b +│\n", run(sql + "true", out))
    assert json.loads(run(sql + "false", out, "-f", "json")) == []
    assert run(sql + "false", out, "-f", "csv") == "day,nothing,lines\n"
    assert "0 rows" in run(sql + "false", out)


def test_a_table_is_cut_and_says_so_where_the_other_forms_are_whole(out):
    sql = "SELECT range, repeat('x', 300) AS long FROM range(100)"
    shown = run(sql, out)
    assert "100 rows" in shown and "40 shown" in shown
    assert len(shown.splitlines()) < 60
    assert max(map(len, shown.splitlines())) < 300
    assert len(run(sql, out, "-f", "csv").splitlines()) == 101


JSON_CASES = [
    ("1 AS a, 2 AS a, 3 AS a", {"a": 1, "a_1": 2, "a_2": 3}),
    ("1 AS a, 2 AS a, 3 AS a_1", {"a": 1, "a_2": 2, "a_1": 3}),
    ('1 AS a, 2 AS "A"', {"a": 1, "A": 2}),
    ("309.0 AS d, [1.5] AS list, {'x': 0.25} AS struct", {"d": 309.0, "list": [1.5], "struct": {"x": 0.25}}),
    ("12345678901234567890 AS huge, true AS yes", {"huge": 12345678901234567890, "yes": True}),
    ("1/0 AS r, 'nan'::double AS n, [1/0, 2] AS list", {"r": None, "n": None, "list": [None, 2]}),
    ("'nan' AS n, 'Infinity' AS i", {"n": "nan", "i": "Infinity"}),
    ("MAP {DATE '2016-01-01': 1} AS m, [DATE '2016-01-02'] AS l", {"m": {"2016-01-01": 1}, "l": ["2016-01-02"]}),
    ("MAP {1.50: 1} AS m, MAP {true: 1, false: 2} AS b", {"m": {"1.50": 1}, "b": {"true": 1, "false": 2}}),
    ("MAP {2: 'a'} AS m, [1, 2]::int[2] AS pair", {"m": {"2": "a"}, "pair": [1, 2]}),
]
"""What stands behind SELECT, and the object that its row comes to."""


@pytest.mark.parametrize(("columns", "expected"), JSON_CASES)
def test_json_holds_every_value_in_a_form_of_its_own(columns, expected, out):
    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    assert json.loads(run(f"SELECT {columns}", out, "-f", "json"), parse_constant=refuse) == [expected]


def test_columns_of_the_same_name_in_a_join(out):
    sql = "SELECT i.doc_id, m.doc_id FROM issues i JOIN medications m USING (doc_id) LIMIT 1"
    [row] = json.loads(run(sql, out, "-f", "json"))
    assert (list(row), row["doc_id"]) == (["doc_id", "doc_id_1"], row["doc_id_1"])


def test_values_within_values_are_no_python_code(out):
    values = "MAP {DATE '2016-01-01': 1.5} AS m, [DATE '2016-01-02'] AS l, [1, 2]::int[2] AS pair, ['nan'::double] AS n"
    sql = f"SELECT {values}, true AS yes, false AS no, ['ü'] AS word"
    table = list(csv.DictReader(io.StringIO(run(sql, out, "-f", "csv"))))
    nested = {"m": '{"2016-01-01": 1.5}', "l": '["2016-01-02"]', "pair": "[1, 2]", "n": "[null]", "word": '["ü"]'}
    assert table == [{**nested, "yes": "true", "no": "false"}]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT regexp_matches(request, '(') FROM issues", "Invalid Input Error: missing ): ("),
        ("SELECT count(*) FROM letters WHERE text SIMILAR TO '['", "Invalid Input Error: missing ]: ["),
        ("SELECT strptime('x', '%Q') FROM issues", "Invalid Input Error: Failed to parse format specifier %Q"),
        ("SELECT 'abc'::int", "Conversion Error: Could not convert string 'abc' to INT32"),
        ("SELECT DATE '2016-13-45' FROM letters", 'Conversion Error: date field value out of range: "2016-13-45"'),
        ("FROM issues WHERE issue = 'first'", "Conversion Error: Could not convert string 'first' to INT"),
        ("SELECT error('while rows come') FROM issues", "Invalid Input Error: while rows come"),
        ("SELECT text[1:2:0] FROM letters", "Not implemented Error: Slice with steps"),
        ("SELECT (SELECT issue FROM issues)", "Invalid Input Error: More than one row returned by a subquery"),
        (
            "SELECT (SELECT text FROM letters WHERE length(text) > 1) FROM issues",
            "Invalid Input Error: More than one row returned by a subquery",
        ),
    ],
)
def test_a_mistake_in_the_statement_is_said_to_be_one(sql, message, out):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}") as error:
        rows(out, sql)
    assert "in a row" not in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT text::int FROM letters",
        "SELECT strptime(text, '%Y') FROM letters",
        "SELECT exp(length(text)::double * 1000)::int FROM letters",
        "SELECT regexp_matches('a', '(' || text) FROM letters",
        "SELECT timezone(text, now()) FROM letters",
        "SELECT error('More than one row returned: ' || text) FROM letters",
        "SELECT list_reduce(list_filter([text], lambda x: x = ''), lambda x, y: x) FROM letters WHERE text > ''",
    ],
)
def test_a_value_that_does_not_fit_is_not_shown(sql, out, letters):
    with pytest.raises(ValueError, match=r"Error in a row \(not shown: it is a letter's\)") as error:
        rows(out, sql)
    assert not any(word in str(error.value) for text in letters.values() for word in re.findall(r"[A-Z]\w{6,}", text))


@pytest.mark.parametrize(("name", "other"), [("runs[12]", "runs1"), ("st*r", "star"), ("a?", "ab"), ("**", "x")])
def test_a_folder_whose_name_would_be_a_pattern(name, other, out, tmp_path):
    for folder, decision in ((name, None), (other, "another")):
        shutil.copytree(out, tmp_path / folder)
        if decision and (out / "issues").exists():
            [part] = (tmp_path / folder / "issues").iterdir()
            part.write_bytes(b"damaged")
    assert rows(tmp_path / name, "FROM issues") == rows(out, "FROM issues")
    with pytest.raises(ValueError, match="Permission Error"):
        rows(tmp_path / name, f"FROM read_parquet('{tmp_path}/{other}/letters/part-00000.parquet')")


def test_other_files_of_the_folder_are_not_read(out):
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ValueError, match="Permission Error: Cannot access file"):
        rows(out, f"SELECT content FROM read_text('{str(out / 'notes.txt').replace(chr(39), chr(39) * 2)}')")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("records.jsonl", "{}\n", "records.jsonl, line 1: it lacks abbreviations, "),
        ("letters.jsonl", '{"doc_id": "a"}\n', "letters.jsonl, line 1: it lacks text"),
        ("letters.jsonl", "", "do not belong together"),
        ("issues/part-00000.parquet", "PAR1", "part-00000.parquet"),
    ],
)
def test_damaged_results_are_one_clear_line(name, content, message, nlp, tmp_path):
    write_output(tmp_path / "out", nlp, {"a": "Norco was denied."})
    (tmp_path / "out" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / name).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        rows(tmp_path / "out", "FROM issues")
    assert len(str(error.value).splitlines()) == 1
