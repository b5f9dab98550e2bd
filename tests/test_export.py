"""`imrx export`: its formats, its errors, and letters that are hostile to all formats."""

import csv
import errno
import importlib
import json
import os
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import spacy
from spacy.tokens import DocBin

from commands import invoke, lines, shell
from imrx.annotated import read_annotated
from imrx.importers.formats import FORMATS as READABLE
from imrx.record import make_record
from imrx.writers.columns import COLUMNS
from imrx.writers.export import export
from imrx.writers.formats import EXPORTS as FORMATS
from imrx.writers.spans import letter_spans
from imrx.writers.tables import table_schemas
from outputs import HOSTILE, write_output
from tables import make_tables


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command as a shell does: exit code, and what stands on stderr."""
    return lambda *args: shell(monkeypatch, capsys, *args)[::2]


def test_every_format_has_a_writer():
    for module in FORMATS.values():
        assert callable(importlib.import_module(f"imrx.writers.{module}").write)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_letter(output, tmp_path, name):
    assert export(output, name, tmp_path / "new" / "data") == 5 + len(HOSTILE)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["data"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_second_export_gives_the_same_bytes(output, tmp_path, name):
    contents = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        export(output, name, folder)
        contents.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert contents[0] == contents[1]


def test_nothing_beside_the_output_is_touched(output, tmp_path):
    (tmp_path / "out.partial").mkdir()
    (tmp_path / "out.partial" / "mine").write_text("kept")
    export(output, "conll", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.partial"]
    assert (tmp_path / "out.partial" / "mine").read_text() == "kept"


def test_no_letters_at_all(nlp, tmp_path):
    write_output(tmp_path / "out", nlp, {})
    for name in FORMATS:
        assert export(tmp_path / "out", name, tmp_path / name) == 0
    assert json.loads((tmp_path / "label-studio" / "label_studio.json").read_text()) == []


def test_parquet_has_all_tables(output, tmp_path):
    export(output, "parquet", tmp_path / "tables")
    letters = [(letter.record, letter.text, letter_spans(letter.doc)) for letter in read_annotated(output)]
    expected, schemas = make_tables(letters), table_schemas()
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == sorted(COLUMNS)
    for name, table in expected.items():
        read = pq.read_table(tmp_path / "tables" / name / "part-00000.parquet", partitioning=None)
        assert read.schema == schemas[name]
        assert read.equals(table)


def test_csv_of_issues(output, tmp_path):
    export(output, "csv", tmp_path / "csv")
    with (tmp_path / "csv" / "issues.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in COLUMNS["issues"]]
    issues = [(letter, issue) for letter in read_annotated(output) for issue in letter.record["issues"]]
    assert len(rows) == len(issues) == 9
    for row, (letter, issue) in zip(rows, issues, strict=True):
        assert (row["doc_id"], row["issue"]) == (letter.doc_id, str(issue["number"]))
        assert (row["request"], row["decision"]) == (issue["request"]["text"], issue["decision"]["label"])
        assert letter.text[int(row["rationale_start"]) : int(row["rationale_end"])] == row["rationale"]
        assert row["drugs"] == "; ".join(item["drug"]["name"] for item in issue["medications"])
        assert row["reviewer_cited"] == str(issue["reviewer"]["cited"]).lower()
        assert row["authorized"] == (issue["authorized"] or {"text": ""})["text"]


@pytest.mark.parametrize("name", ["spacy", "prodigy", "label-studio", "doccano", "brat", "conll", "omop"])
def test_docs_alone_are_enough_for_spans(output, tmp_path, name):
    for number, source in enumerate((output / "docs", output / "docs" / "part-00000.spacy")):
        assert export(source, name, tmp_path / str(number)) == 5 + len(HOSTILE)


@pytest.mark.parametrize("name", ["parquet", "csv"])
def test_tables_need_records(run, output, tmp_path, name):
    code, err = run("export", output / "docs", "--format", name, "--output", tmp_path / "new")
    assert code == 2
    assert "needs the records" in err and len(err.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def test_the_command_says_what_it_wrote(run, output, tmp_path):
    code, err = run("export", output, "-f", "conll", "-o", tmp_path / "new")
    assert (code, err) == (0, f"{5 + len(HOSTILE)} letters written: {tmp_path / 'new'}\n")


def test_corrections_of_an_earlier_export_are_safe(run, output, tmp_path):
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "a.ann").write_text("T1\tDRUG 0 5\tNorco\n")
    code, err = run("export", output, "-f", "brat", "-o", tmp_path / "review")
    assert code == 2
    assert err == f"imrx: {tmp_path / 'review'} exists and is not an empty folder: name a new one\n"
    assert [path.name for path in (tmp_path / "review").iterdir()] == ["a.ann"]


def test_the_working_folder_may_be_filled(run, output, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run("export", output, "-f", "conll", "-o", ".")[0] == 0
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["letters.conll"]


@pytest.mark.parametrize("name", ["review", "link"])
def test_an_empty_folder_may_be_filled(run, output, tmp_path, name):
    (tmp_path / "review").mkdir()
    (tmp_path / "link").symlink_to("review")
    assert run("export", output, "-f", "conll", "-o", tmp_path / name)[0] == 0
    assert [path.name for path in (tmp_path / "review").iterdir()] == ["letters.conll"]
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "its disk is full; free space, and try again"),
        (errno.EFBIG, "a file in it is longer than the system allows; raise the limit (ulimit -f), and try again"),
        (errno.EACCES, "cannot be written (Permission denied); name another folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_named_as_it_was_given(run, output, tmp_path, monkeypatch, number, said):
    def fail(letters, folder):
        raise OSError(number, os.strerror(number), str(folder / "letters.conll"))

    monkeypatch.setattr("imrx.writers.conll.write", fail)
    monkeypatch.chdir(tmp_path)
    assert run("export", output, "-f", "conll", "-o", "new") == (2, f"imrx: new: {said}\n")
    assert [*tmp_path.iterdir()] == []


def test_what_cannot_be_read_is_named(run, output, tmp_path, monkeypatch):
    def fail(letters, folder):
        raise PermissionError(errno.EACCES, "Permission denied", str(output / "docs"))

    monkeypatch.setattr("imrx.writers.conll.write", fail)
    said = f"imrx: {output / 'docs'}: permission denied\n"
    assert run("export", output, "-f", "conll", "-o", tmp_path / "new") == (2, said)


@pytest.mark.parametrize("what", ["nothing", "empty", "text", "damaged"])
def test_no_docs_is_one_clear_line(run, tmp_path, what):
    source = tmp_path / "source"
    if what == "empty":
        source.mkdir()
    elif what == "text":
        source = tmp_path / "letter.spacy"
        source.write_text("the letter's own words")
    elif what == "damaged":
        (source / "docs").mkdir(parents=True)
        (source / "docs" / "part-00000.spacy").write_bytes(b"\x00" * 100)
    code, err = run("export", source, "-f", "conll", "-o", tmp_path / "new")
    assert code == 2
    assert len(err.splitlines()) == 1 and str(tmp_path) in err
    assert "own words" not in err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["export", "split"])
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_folder_that_was_written_without_docs_says_so(run, tmp_path, command, form):
    (tmp_path / "letter.txt").write_text("Norco was denied.")
    out = tmp_path / "out"
    assert run("annotate", tmp_path / "letter.txt", "-o", out, "--format", form)[0] == 0
    how = "run `imrx annotate` without --format, or with `--format jsonl --format docs`"
    expected = f"imrx: {out} was written without docs, which this needs: {how}\n"
    more = ["-f", "conll"] if command == "export" else []
    assert run(command, out, "-o", tmp_path / "new", *more) == (2, expected)


@pytest.mark.parametrize(
    "command", [["export", "-f", "conll", "-o", "new"], ["split", "-o", "new"], ["verify"], ["query", "FROM issues"]]
)
def test_a_run_that_was_stopped_is_named_with_what_goes_on_with_it(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out" / ".partial" / "shards").mkdir(parents=True)
    words = [*command[:2], "out"] if command[0] == "query" else [command[0], "out", *command[1:]]
    how = "go on with `imrx annotate … --output out --resume`"
    assert run(*words) == (2, f"imrx: out holds a run that has not ended; wait, or where it was stopped, {how}\n")


def test_records_of_other_docs_are_an_error(run, nlp, tmp_path):
    out = write_output(tmp_path / "out", nlp, {"a": "Norco was denied.", "b": "Norco was approved."})
    texts = (out / "letters.jsonl").read_text().splitlines(keepends=True)
    for changed in (texts[::-1], texts[:1], [texts[0], texts[1].replace("Norco", "Ultram")]):
        (out / "letters.jsonl").write_text("".join(changed))
        code, err = run("export", out, "-f", "conll", "-o", tmp_path / "new")
        assert code == 2
        assert "imrx verify" in err and len(err.splitlines()) == 1
    (out / "letters.jsonl").write_text("[1]\n")
    assert run("export", out, "-f", "conll", "-o", tmp_path / "new") == (
        2,
        f"imrx: {out / 'letters.jsonl'}, line 1: no JSON object\n",
    )
    (out / "records.jsonl").write_text("{}\n")
    code, err = run("export", out, "-f", "conll", "-o", tmp_path / "new")
    assert (code, len(err.splitlines())) == (2, 1)
    assert err.startswith(f"imrx: {out / 'records.jsonl'}, line 1: it lacks abbreviations, case, ")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "csv"])  # that is made of records alone
def test_a_misaligned_span_is_an_error_that_names_it(run, output, tmp_path, name):
    """A relation to a span that is not there, as a component with a mistake in it would leave."""
    docs = list(
        DocBin(store_user_data=True).from_disk(output / "docs" / "part-00000.spacy").get_docs(spacy.blank("en").vocab)
    )
    docs[0]._.rel = [{"head": [1, 2], "tail": [3, 4], "label": "HAS_STRENGTH"}]
    out = tmp_path / "out"
    (out / "docs").mkdir(parents=True)
    DocBin(docs=docs, store_user_data=True).to_disk(out / "docs" / "part-00000.spacy")
    for file in ("records.jsonl", "letters.jsonl"):
        (out / file).write_bytes((output / file).read_bytes())
    code, err = run("export", out, "-f", name, "-o", tmp_path / "new")
    assert code == 2
    assert err.startswith(f"imrx: {docs[0]._.doc_id}: DRUG 1-2: ") and len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [out]


DAMAGED = {
    "no text": (lambda r: r["issues"][0].update(rationale={}), "issues.0.rationale.text: Field required"),
    "a null": (lambda r: r["issues"][0]["request"].update(text=None), "issues.0.request.text: Input should be a valid"),
    "an older one": (lambda r: r["issues"][0].pop("treatment"), "issues.0.treatment: Field required"),
    "no objects": (lambda r: r.update(findings=[1]), "findings.0: Input should be an object"),
    "no list": (lambda r: r.update(issues=None), "issues: Input should be a valid array"),
    "no date": (
        lambda r: r["case"].update(date_of_injury="2012-13-45"),
        "case.date_of_injury: no ISO 8601 date",
    ),
    "no finding": (
        lambda r: r.update(findings=[]),
        "issues.0.documentation.analgesia.evidence: it is none of the findings",
    ),
}


@pytest.mark.parametrize("command", [("export", "-f", "csv"), ("export", "-f", "parquet"), ("split",)])
@pytest.mark.parametrize(("edit", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_record_is_one_line_that_names_the_field(run, output, tmp_path, edit, message, command):
    out = Path(shutil.copytree(output, tmp_path / "out"))
    records = lines(out / "records.jsonl")
    number = next(number for number, record in enumerate(records) if evidence(record))
    message = message.replace("analgesia", evidence(records[number])[0])
    edit(records[number])
    (out / "records.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    code, err = run(command[0], out, *command[1:], "-o", tmp_path / "new")
    assert code == 2
    assert err.startswith(f"imrx: {out / 'records.jsonl'}, line {number + 1}: {message}")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def evidence(record):
    """The elements of the first item's checklist that a finding decided."""
    checklists = [issue["documentation"] or {} for issue in record["issues"][:1]]
    return [name for each in checklists for name, element in each.items() if element["evidence"]]


@pytest.mark.parametrize("name", FORMATS)
def test_two_letters_of_one_id_are_one_line(run, nlp, tmp_path, name):
    """Two docs without an id have that of their text."""
    out = write_output(tmp_path / "out", nlp, {"a": "Norco was denied.", "b": "Norco was denied."})
    docs = [nlp("Norco was denied."), nlp("Norco was denied.")]
    DocBin(docs=docs, store_user_data=True).to_disk(out / "docs" / "part-00000.spacy")
    doc_id = make_record(docs[0], nlp.meta)["doc_id"]
    for file in ("records.jsonl", "letters.jsonl"):
        items = [{**item, "doc_id": doc_id} for item in lines(out / file)]
        (out / file).write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    said = f"imrx: two letters have the id {doc_id}: give each its own, and annotate them again\n"
    assert run("export", out, "-f", name, "-o", tmp_path / "new") == (2, said)
    assert not (tmp_path / "new").exists()


def test_an_unknown_format_is_a_usage_error(output, tmp_path):
    result = invoke("export", output, "-f", "bioc", "-o", tmp_path / "new")
    assert result.exit_code == 2
    assert "bioc" in result.stderr


PAGE = (Path(__file__).parents[1] / "docs" / "export.md").read_text(encoding="utf-8")


def test_the_page_has_every_format():
    assert re.findall(r"^## `(.+)`$", PAGE, flags=re.MULTILINE) == list(FORMATS)
    table = re.findall(r"^\| `(.+?)` \|.*\| (yes)? ?\|$", PAGE, flags=re.MULTILINE)
    assert [name for name, _ in table] == list(FORMATS)
    assert {name for name, back in table if back} == set(READABLE)


def test_the_commands_of_the_page_work_one_behind_another():
    """None writes where another one has written."""
    outputs = re.findall(r"^imrx .* --output (\S+)$", PAGE, flags=re.MULTILINE)
    assert len(outputs) == len(set(outputs)) > len(FORMATS)


@pytest.mark.parametrize("command", re.findall(r"^imrx export .+$", PAGE, flags=re.MULTILINE))
def test_the_commands_of_the_page_work(run, output, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    arguments = [str(output) if word == "out" else word for word in command.split()[1:]]
    assert run(*arguments)[0] == 0
    assert any(Path(arguments[-1]).iterdir())
