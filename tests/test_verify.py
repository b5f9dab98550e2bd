"""`imrx verify`: a folder as it was written is whole, and each kind of change in it is seen."""

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import spacy
from spacy.tokens import DocBin

from commands import invoke, lines, shell

LETTERS = {
    "a": "Case Number: CM14-0012345\nNorco 10/325mg #60 was requested. There is no evidence of functional improvement.",
    "b": "\U0001f48a Neck pain was noted. Ultram was denied per ODG.\fPage two.",
}


def annotated(letters, output):
    formats = [f"--format={name}" for name in ("jsonl", "docs", "parquet")]
    result = invoke("annotate", letters, "--output", output, *formats)
    assert result.exit_code == 0, result.stderr
    return output


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """An output folder with all formats, as the command writes it."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "letters").mkdir()
    for name, text in LETTERS.items():
        (folder / "letters" / f"{name}.txt").write_text(text, encoding="utf-8")
    return annotated(folder / "letters", folder / "out")


@pytest.fixture
def folder(written, tmp_path):
    """A copy that a test may change."""
    copy = tmp_path / "out"
    for path in written.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(written)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return copy


def verify(folder):
    result = invoke("verify", folder)
    return result.exit_code, [line.removeprefix("imrx: ") for line in result.stderr.splitlines()[:-1]], result.stdout


def seal(folder):
    """Write sizes and hashes into the manifest anew, so that only what is wrong inside of the files is left."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in list(manifest["files"]):
        if not (folder / name).exists():
            del manifest["files"][name]
            continue
        content = (folder / name).read_bytes()
        manifest["files"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def change(folder, name, number, edit):
    """Edit the object of a line of a file, and seal the folder."""
    path = folder / name
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    edit(items[number])
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    seal(folder)


def test_what_was_written_is_whole(folder):
    assert verify(folder) == (0, [], f"2 letters, everything as written: {folder}\n")


@pytest.mark.parametrize(
    "kept", [["docs/*"], ["*/*.parquet"], ["records.jsonl", "letters.jsonl"], ["*.jsonl", "docs/*"]]
)
def test_any_choice_of_formats_is_whole(kept, folder):
    chosen = {path for pattern in [*kept, "failures.jsonl", "manifest.json"] for path in folder.glob(pattern)}
    for path in folder.rglob("*"):
        if path.is_file() and path not in chosen:
            path.unlink()
    seal(folder)
    assert verify(folder)[:2] == (0, [])


@pytest.mark.parametrize(
    "name", ["records.jsonl", "letters.jsonl", "docs/part-00000.spacy", "failures.jsonl", "issues/part-00000.parquet"]
)
def test_a_changed_or_lost_file_is_seen(folder, name):
    content = (folder / name).read_bytes()
    changed = content[:-1] + bytes([content[-1] ^ 1]) if content else b"x"
    (folder / name).write_bytes(changed)
    code, problems, _ = verify(folder)
    assert code == 1
    wrong = "its sha256 is not that of the manifest" if content else "1 bytes, 0 in the manifest"
    assert problems[0] == f"{name}: {wrong}"
    (folder / name).write_bytes(content + b"\n")
    assert verify(folder)[1][0] == f"{name}: {len(content) + 1} bytes, {len(content)} in the manifest"
    (folder / name).unlink()
    assert verify(folder)[1][0] == f"{name}: in the manifest, but not in the folder"


def test_a_file_too_many_is_seen(folder):
    (folder / "docs" / "part-00001.spacy").write_bytes(b"")
    (folder / "notes.txt").write_text("somebody's own")
    code, problems, _ = verify(folder)
    assert code == 1
    assert problems[0] == "docs/part-00001.spacy: in the folder, but not in the manifest"
    assert "notes" not in "".join(problems)


SPANS = {
    "start": (lambda r: r["medications"][0].update(start=27), "medications.0: its text is not that of 27-44"),
    "text": (
        lambda r: r["medications"][0]["drug"].update(text="Ultram"),
        "medications.0.drug: its text is not that of 26-31",
    ),
    "deep": (
        lambda r: r["medications"][0]["strengths"][1].update(end=39),
        "medications.0.strengths.1: its text is not",
    ),
    "cue": (lambda r: r["findings"][0]["cue"].update(text="without any"), "findings.0.cue: its text is not that of "),
    "outside": (lambda r: r["findings"][0].update(end=900), "-900 lies outside of the letter"),
    "where": (lambda r: r["case"]["where"].update(case_number=[0, 999]), "case.where.case_number: 0-999 lies outside"),
}


@pytest.mark.parametrize(("edit", "message"), SPANS.values(), ids=SPANS)
def test_a_span_whose_text_differs_is_seen(folder, edit, message):
    change(folder, "records.jsonl", 0, edit)
    code, problems, _ = verify(folder)
    assert code == 1
    [problem] = problems
    assert problem.startswith("records.jsonl, line 1 (a): ")
    assert message in problem


SCHEMA = {
    "missing": (lambda r: r.pop("layout"), "layout: Field required"),
    "extra": (lambda r: r.update(more=1), "more: Extra inputs are not permitted"),
    "extra inside": (
        lambda r: r["medications"][0]["drug"].update(more=1),
        "medications.0.drug.more: Extra inputs are not",
    ),
    "type": (lambda r: r["medications"][0].update(start="26"), "medications.0.start: Input should be a valid integer"),
    "word": (lambda r: r["findings"][0].update(assertion="denied"), "findings.0.assertion: Input should be 'present'"),
    "no number": (
        lambda r: r["medications"][0]["strengths"][0].update(value=float("nan")),
        "medications.0.strengths.0.value",
    ),
    "null": (lambda r: r["findings"][0].update(negated=None), "findings.0.negated: Input should be a valid boolean"),
    "version": (lambda r: r.update(schema="imrx/record/0"), "schema: Input should be 'imrx/record/1'"),
}


@pytest.mark.parametrize(("edit", "message"), SCHEMA.values(), ids=SCHEMA)
def test_a_record_that_breaks_the_schema_is_seen(folder, edit, message):
    change(folder, "records.jsonl", 0, edit)
    code, problems, _ = verify(folder)
    assert code == 1
    assert problems[0].startswith(f"records.jsonl, line 1: {message}")


def test_a_line_that_is_no_json_is_seen(folder):
    for name in ("records.jsonl", "letters.jsonl"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(b'{"half\n' + content.split(b"\n", 1)[1])
        seal(folder)
        assert verify(folder)[1][0].startswith(f"{name}, line 1: Invalid JSON")
        (folder / name).write_bytes(content)


def test_a_letter_with_another_text_is_seen(folder):
    change(folder, "letters.jsonl", 1, lambda letter: letter.update(text=letter["text"].replace("Ultram", "Tylenol")))
    code, problems, _ = verify(folder)
    assert code == 1
    assert "docs, doc 2 (b): its text is not that of the letter" in problems
    assert any(problem.startswith("records.jsonl, line 2 (b): medications.0: its text") for problem in problems)


def test_letters_in_another_order_are_seen(folder):
    texts = (folder / "letters.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "letters.jsonl").write_text("".join(texts[::-1]), encoding="utf-8")
    seal(folder)
    problems = verify(folder)[1]
    place = "letter 1 of letters.jsonl, records.jsonl, docs"
    assert problems[0] == f"{place}: the ids differ; the letters from there on are not compared"


@pytest.mark.parametrize("name", ["letters.jsonl", "records.jsonl"])
def test_a_line_too_few_is_seen(folder, name):
    first = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)[0]
    (folder / name).write_text(first, encoding="utf-8")
    seal(folder)
    assert any(
        f"letter 2 of letters.jsonl, records.jsonl, docs: {name} ends;" in problem for problem in verify(folder)[1]
    )


def test_an_id_that_comes_twice_is_seen(folder):
    for name in ("letters.jsonl", "records.jsonl"):
        change(folder, name, 1, lambda item: item.update(doc_id="a"))
    for path in folder.glob("docs/*"):
        path.unlink()
    seal(folder)
    assert "letter 2 (a): the id was there before" in verify(folder)[1]


def test_docs_that_cannot_be_read_are_seen(folder):
    (folder / "docs" / "part-00000.spacy").write_bytes(b"the letter's own words")
    seal(folder)
    code, problems, _ = verify(folder)
    assert code == 1
    assert "part-00000.spacy: no docs that spaCy can read" in problems[0]
    assert "own words" not in "".join(problems)


def test_a_relation_without_its_span_is_seen(folder):
    path = folder / "docs" / "part-00000.spacy"
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    docs[0]._.rel = [{"head": [1, 2], "tail": [3, 4], "label": "HAS_FORM"}]
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    seal(folder)
    assert verify(folder)[1] == ["docs, doc 1: a: DRUG 1-2: HAS_FORM names it, but no such span is tagged"]


def test_counts_that_do_not_agree_are_seen(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["counts"] |= {"letters": 3, "findings": 0, "failures": 1, "layout_unknown": 0}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    problems = verify(folder)[1]
    assert problems[:3] == [
        "manifest.json: counts 3 letters, there are 2",
        "manifest.json: counts 0 layout_unknown, there are 2",
        "manifest.json: counts 1 failures, there are 0",
    ]
    assert problems[3].startswith("manifest.json: counts 0 findings, there are ")


def test_rows_of_tables_are_held_against_the_letters(folder):
    path = folder / "findings" / "part-00000.parquet"
    table = pq.read_table(path, partitioning=None)
    starts = table["start"].to_pylist()
    column = pa.array([starts[0] + 1, *starts[1:]], type=pa.int32())
    pq.write_table(table.set_column(table.column_names.index("start"), "start", column), path)
    seal(folder)
    code, problems, _ = verify(folder)
    assert code == 1
    assert problems[0].startswith("findings/part-00000.parquet, row 1 (a): its text is not that of ")
    pq.write_table(table.slice(1), path)
    seal(folder)
    assert verify(folder)[1][0] == f"findings: {len(starts) - 1} rows, {len(starts)} in records.jsonl"
    pq.write_table(table.drop_columns(["rule"]), path)
    seal(folder)
    assert verify(folder)[1][0] == "findings/part-00000.parquet: other columns than this version writes"
    path.write_bytes(b"PAR1")
    seal(folder)
    assert verify(folder)[1][0] == "findings/part-00000.parquet: a damaged Parquet file"


@pytest.mark.parametrize("column", ["text", "doc_id"])
def test_the_table_of_letters_is_held_against_the_letters(folder, column):
    path = folder / "letters" / "part-00000.parquet"
    table = pq.read_table(path, partitioning=None)
    values = table[column].to_pylist()
    changed = pa.array([values[0], values[1].upper()], type=pa.string())
    pq.write_table(table.set_column(table.column_names.index(column), column, changed), path)
    seal(folder)
    code, problems, _ = verify(folder)
    assert code == 1
    doc_id = "B" if column == "doc_id" else "b"
    assert f"letters/part-00000.parquet: {doc_id}: its text is not that of the letter" in problems
    for other in ("docs/part-00000.spacy", "letters.jsonl"):
        (folder / other).unlink()
    seal(folder)
    assert any(problem.startswith("letters/part-00000.parquet: B:") for problem in verify(folder)[1]) == (doc_id == "B")


def test_a_damaged_manifest_is_seen(folder):
    for content in (b"{", b"[]", b'{"files": {}}', b"\xff"):
        (folder / "manifest.json").write_bytes(content)
        code, [problem], _ = verify(folder)
        assert code == 1
        assert problem.startswith("manifest.json: ")


def test_no_output_folder_is_a_usage_error(tmp_path, monkeypatch, capsys):
    code, _, err = shell(monkeypatch, capsys, "verify", tmp_path)
    assert code == 2
    assert err.startswith(f"imrx: no manifest.json in {tmp_path}: ")


def test_no_words_of_a_letter_are_shown(folder):
    change(folder, "records.jsonl", 0, lambda record: record["medications"][0]["drug"].update(text="Secret"))
    change(folder, "letters.jsonl", 1, lambda letter: letter.update(text="Secret"))
    shown = "".join(verify(folder)[1])
    assert shown
    assert not any(word in shown for word in ("Secret", "Norco", "Ultram", "Neck"))


def test_one_broken_record_is_one_line(folder):
    change(folder, "records.jsonl", 0, lambda record: record.pop("case"))
    code, problems, _ = verify(folder)
    assert (code, len(problems)) == (1, 1)
    assert problems[0].startswith("records.jsonl, line 1: case")


def test_a_part_of_letters_that_is_missing_is_one_line(folder):
    [part] = (folder / "letters").iterdir()
    part.unlink()
    code, problems, _ = verify(folder)
    assert (code, problems) == (1, [f"letters/{part.name}: in the manifest, but not in the folder"])


@pytest.fixture(scope="module")
def whole(letters, tmp_path_factory):
    """An output folder with all formats and letters that have disputed items; two have the same case number."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "letters").mkdir()
    texts = [*letters.values()]
    for number, text in enumerate([*texts[:3], LETTERS["a"], LETTERS["a"] + " Ultram."]):
        (folder / "letters" / f"{number}.txt").write_bytes(text.encode())
    return annotated(folder / "letters", folder / "out")


@pytest.fixture
def letters_folder(whole, tmp_path):
    """A copy that a test may change."""
    return Path(shutil.copytree(whole, tmp_path / "out"))


def change_docs(folder, edit):
    path = folder / "docs" / "part-00000.spacy"
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    edit(docs[0])
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    seal(folder)


def change_table(folder, name, edit):
    """Edit the rows of a table, and seal the folder."""
    path = folder / name / "part-00000.parquet"
    table = pq.read_table(path, partitioning=None)
    rows = table.to_pylist()
    edit(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    seal(folder)


def test_letters_with_disputed_items_are_whole(letters_folder):
    assert verify(letters_folder)[:2] == (0, [])
    warnings = [record["warnings"] for record in lines(letters_folder / "records.jsonl")]
    assert warnings[4][-1]["code"] == "case_number_repeated"


@pytest.mark.parametrize("kept", [["*/*.parquet"], ["*.jsonl", "*/*.parquet"], ["docs/*", "*/*.parquet"]])
def test_tables_with_less_beside_them_are_whole(letters_folder, kept):
    chosen = {path for pattern in [*kept, "failures.jsonl"] for path in letters_folder.glob(pattern)}
    for path in letters_folder.rglob("*"):
        if path.is_file() and path not in chosen and path.name != "manifest.json":
            path.unlink()
    seal(letters_folder)
    assert verify(letters_folder)[:2] == (0, [])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("schema", {"schema": "imrx/record/7"}),
        ("imrx", {"imrx": "9.9"}),
        ("patterns.sha256", {"patterns": {"sha256": "0000", "files": {}}}),
    ],
)
def test_a_manifest_of_other_versions_than_its_records_is_seen(letters_folder, name, values):
    path = letters_folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))
    assert verify(letters_folder)[1] == [f"records.jsonl, line 1 (0): {name} of manifest.json is another"]


def test_a_manifest_of_other_versions_than_its_tables_is_seen(letters_folder):
    for path in (*letters_folder.glob("*.jsonl"), *letters_folder.glob("docs/*")):
        path.unlink()
    (letters_folder / "failures.jsonl").touch()
    path = letters_folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"imrx": "9.9"}))
    seal(letters_folder)
    assert verify(letters_folder)[1] == ["letters/part-00000.parquet, row 1 (0): imrx of manifest.json is another"]


def first_of(rows, column):
    return next(row for row in rows if row[column])


COLUMN = {
    "cue": ("findings", lambda rows: first_of(rows, "cue").update(cue="x"), "cue is not that of "),
    "request": ("issues", lambda rows: rows[0].update(request="x"), "request is not that of "),
    "rationale": ("issues", lambda rows: rows[0].update(rationale="x"), "rationale is not that of "),
    "no rationale": ("issues", lambda rows: rows[0].update(rationale=None), "rationale is not that of "),
    "conclusion": (
        "issues",
        lambda rows: first_of(rows, "conclusion_text").update(conclusion_text="x"),
        "conclusion_text is not that of ",
    ),
    "drug": ("medications", lambda rows: rows[0].update(drug_text="x"), "drug_text is not that of "),
    "strength": (
        "medications",
        lambda rows: first_of(rows, "strengths")["strengths"][0].update(text="x"),
        "strengths is not that of ",
    ),
    "dose": ("medications", lambda rows: rows[0].update(dose_start=5, dose_end=1), "its text is not that of 5-1"),
    "long form": ("abbreviations", lambda rows: rows[0].update(long_form="x"), "long_form is not that of "),
    "relation": ("relations", lambda rows: rows[0].update(head_id=9999), "it joins no spans of its labels"),
}


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(("table", "edit", "message"), COLUMN.values(), ids=COLUMN)
def test_every_column_of_a_table_is_held_against_the_letter(letters_folder, table, edit, message, alone):
    if alone:
        for path in (*letters_folder.glob("*.jsonl"), *letters_folder.glob("docs/*")):
            if path.name != "failures.jsonl":
                path.unlink()
    change_table(letters_folder, table, edit)
    code, problems, _ = verify(letters_folder)
    assert code == 1
    assert problems[0].startswith(f"{table}/part-00000.parquet, row ") and message in problems[0]


ROWS = {
    "no spans": ("spans", lambda rows: rows.clear()),
    "no relations": ("relations", lambda rows: rows.clear()),
    "a number": ("medications", lambda rows: rows[0].update(daily_mme=999.0)),
    "another end": ("treatments", lambda rows: rows[0].update(kind="surgery")),
    "an order": ("diagnoses", lambda rows: rows.reverse()),
    "a header": ("letters", lambda rows: rows[0].update(age=99)),
}


@pytest.mark.parametrize(("table", "edit"), ROWS.values(), ids=ROWS)
def test_rows_of_tables_are_held_against_records_and_docs(letters_folder, table, edit):
    change_table(letters_folder, table, edit)
    problems = verify(letters_folder)[1]
    assert f"{table}/part-00000.parquet: other rows of 0 than its record gives" in problems


def flip(doc):
    first = min((span for span in doc.spans["sc"] if span.label_ == "FINDING"), key=lambda span: span.start)
    first._.finding = {**first._.finding, "negated": not first._.finding["negated"]}


DOCS = {
    "no spans": (lambda doc: doc.spans.update(sc=[]), "docs, doc 1"),
    "negated": (
        flip,
        "docs, doc 1 (0): it gives another record: findings.0.negated",
    ),
    "no case": (lambda doc: doc._.set("case", None), "docs, doc 1 (0): it gives another record: case."),
    "nonsense": (lambda doc: doc._.set("case", 5), "docs, doc 1 (0): it gives no record (TypeError)"),
}


@pytest.mark.parametrize(("edit", "message"), DOCS.values(), ids=DOCS)
def test_docs_are_held_against_the_records(letters_folder, edit, message):
    change_docs(letters_folder, edit)
    problems = verify(letters_folder)[1]
    assert problems[0].startswith(message)


INSIDE = {
    "negated": (lambda r: r["findings"][0].update(negated=not r["findings"][0]["negated"]), "findings.0.negated: "),
    "copy": (
        lambda r: with_medications(r)["medications"][0].update(refills=None, compound=7),
        "medications.0: it is not that of the record's list",
    ),
    "cited": (lambda r: cited(r)[0].update(year=1066), ".citations.0: it is not that of the record's list"),
    "evidence": (
        lambda r: evidence(r).update(evidence={**evidence(r)["evidence"], "concept": "x"}),
        "evidence: it is none of the findings",
    ),
}


def with_medications(record):
    return next(issue for issue in record["issues"] if issue["medications"])


def cited(record):
    return next(
        side["citations"]
        for issue in record["issues"]
        for side in (issue["claims_administrator"], issue["reviewer"])
        if side["citations"]
    )


def evidence(record):
    documentation = next(issue["documentation"] for issue in record["issues"] if issue["documentation"])
    return next(element for element in documentation.values() if element["evidence"])


@pytest.mark.parametrize(("edit", "message"), INSIDE.values(), ids=INSIDE)
def test_a_record_that_does_not_agree_with_itself_is_seen(letters_folder, edit, message):
    number = next(
        number
        for number, record in enumerate(lines(letters_folder / "records.jsonl"))
        if any(issue["documentation"] for issue in record["issues"])
    )
    change(letters_folder, "records.jsonl", number, edit)
    problems = verify(letters_folder)[1]
    assert problems[0].startswith(f"records.jsonl, line {number + 1}: ") and message in problems[0]
