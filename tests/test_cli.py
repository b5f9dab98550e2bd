import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from spacy.tokens import DocBin

from commands import invoke, lines, shell
from imrx import __version__
from imrx.batch.shards import LETTERS_PER_SHARD
from imrx.cli import app as app_module
from imrx.labels import SPANS_KEY
from imrx.record import json_schema
from imrx.writers import disk
from pdfs import make_pdf
from test_resume import wait_for

CORPUS = Path(__file__).parents[1] / "corpus"
OUTPUTS = ["docs", "failures.jsonl", "letters.jsonl", "manifest.json", "records.jsonl"]


@pytest.fixture
def run():
    return invoke


@pytest.fixture
def folder(letters, tmp_path):
    """A folder with the five letters."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for doc_id, text in letters.items():
        (folder / f"{doc_id}.txt").write_bytes(text.encode("utf-8"))
    return folder


def test_version(run):
    assert run("--version").stdout == f"imrx {__version__}\n"


@pytest.mark.parametrize("verb", app_module.VERBS)
def test_every_verb_has_help_with_an_example(run, verb):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"Example: imrx {verb}" in result.stdout


def test_what_each_verb_does_is_said_in_a_line(run):
    shown = run("--help", env={"COLUMNS": "80"}).stdout.partition("Commands:")[2]
    assert [verb for verb in (*app_module.VERBS, *app_module.GROUPS) if f"\n  {verb} " not in shown] == []
    assert "..." not in shown


def test_annotate_one_file_prints_its_record(run, folder):
    path = sorted(folder.iterdir())[0]
    result = run("annotate", path)
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["doc_id"] == path.stem
    assert record["source"]["name"] == path.name
    assert [issue["decision"]["label"] for issue in record["issues"]] == ["overturned", "overturned"]


def test_annotate_standard_input(run, seed):
    result = run("annotate", "-", input=seed(4).encode())
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["issues"][0]["request"]["text"].endswith("tapering.")


def test_annotate_a_folder(run, folder, tmp_path, letters, nlp):
    out = tmp_path / "out"
    result = run("annotate", folder, "--output", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert sorted(path.name for path in out.iterdir()) == OUTPUTS
    records, texts = lines(out / "records.jsonl"), lines(out / "letters.jsonl")
    assert [record["doc_id"] for record in records] == sorted(letters)
    for record in records:
        jsonschema.validate(record, json_schema())
    assert {item["doc_id"]: item["text"] for item in texts} == letters
    assert lines(out / "failures.jsonl") == []
    docs = [
        doc for part in sorted(out.glob("docs/part-*.spacy")) for doc in DocBin().from_disk(part).get_docs(nlp.vocab)
    ]
    assert [doc._.doc_id for doc in docs] == sorted(letters)
    for doc, record in zip(docs, records, strict=True):
        assert doc.text == letters[record["doc_id"]]
        assert len(doc.spans[SPANS_KEY]) > 30
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"]["letters"] == 5
    assert manifest["counts"]["issues"] == 9
    assert manifest["files"]["records.jsonl"]["bytes"] == (out / "records.jsonl").stat().st_size
    assert manifest["run"]["inputs"] == [str(folder)]
    assert "injured worker" not in json.dumps(manifest)


def test_letters_without_a_known_layout_are_counted(run, folder, tmp_path):
    out = tmp_path / "out"
    assert run("annotate", folder, "--output", out).stderr.endswith(f"5 letters annotated, 0 failed: {out}\n")
    for name in ("y", "z"):
        (folder / f"{name}.txt").write_text("Norco 10/325mg #60 was requested.")
    for more in ([], ["--resume"], ["--format", "parquet"]):
        result = run("annotate", folder, "--output", out, *more)
        assert result.stderr.splitlines()[-1] == f"7 letters annotated, 0 failed, 2 without a known layout: {out}"
        assert json.loads((out / "manifest.json").read_text())["counts"]["layout_unknown"] == 2


def test_pages_that_are_pictures_are_said_and_counted(run, folder, tmp_path):
    (folder / "scan.pdf").write_bytes(
        make_pdf([["Norco 10/325mg #60 was requested."], b"0 0 9 9 re f", b"0 0 9 9 re f"])
    )
    out = tmp_path / "out"
    for more in ([], ["--resume"], ["--format", "parquet", "--format", "jsonl"]):
        result = run("annotate", folder, "--output", out, *more)
        said = "6 letters annotated, 0 failed, 1 without a known layout, 1 with pages without text"
        assert result.stderr.splitlines()[-1] == f"{said}: {out}"
        assert json.loads((out / "manifest.json").read_text())["counts"]["page_without_text"] == 1
        assert run("verify", out).exit_code == 0
    warnings = [warning for warning in lines(out / "records.jsonl")[-1]["warnings"] if "page" in warning["code"]]
    assert [warning["span"] for warning in warnings] == [None, None]
    assert [warning["message"].split(" shows ")[0] for warning in warnings] == ["page 2", "page 3"]


@pytest.mark.parametrize("name", ["broken.zip", "binary.txt", "loop"])
def test_an_input_that_is_there_and_cannot_be_read_is_a_failure(run, tmp_path, name):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2")
    (tmp_path / "loop").symlink_to("loop")
    result = run("annotate", tmp_path / name, "--output", tmp_path / "out")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        f"0 letters annotated, 1 failed: {tmp_path / 'out'}",
    )
    assert [failure["source"] for failure in lines(tmp_path / "out" / "failures.jsonl")] == [name]
    assert run("annotate", tmp_path / name).exit_code == 1
    result = run("annotate", tmp_path / name, tmp_path / "nothere", "--output", tmp_path / "both")
    assert (result.exit_code, len(lines(tmp_path / "both" / "failures.jsonl"))) == (1, 2)


@pytest.mark.parametrize("name", ["nothere", "empty", "empty.zip"])
def test_where_nothing_is_there_nothing_is_written(run, tmp_path, name):
    (tmp_path / "empty").mkdir()
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    result = run("annotate", tmp_path / name, "--output", tmp_path / "out")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("more", [[], ["--format", "parquet", "--format", "jsonl"]])
def test_ids_that_come_again_are_said_and_counted(run, tmp_path, more):
    (tmp_path / "t.csv").write_text("doc_id,text\na,Norco was denied.\na,Valium was denied.\na:2,Ultram was denied.\n")
    out = tmp_path / "out"
    result = run("annotate", tmp_path / "t.csv", "--output", out, *more)
    said = "3 letters annotated, 0 failed, 3 without a known layout, 1 with the id of another letter"
    assert result.stderr.splitlines()[-1] == f"{said}: {out}"
    records = lines(out / "records.jsonl")
    assert [record["doc_id"] for record in records] == ["a", "a:2:2", "a:2"]
    assert [[each["code"] for each in record["warnings"]].count("id_repeated") for record in records] == [0, 1, 0]
    assert run("verify", out).exit_code == 0


def test_ocr_without_tesseract_is_one_line_and_touches_nothing(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    code, _, err = shell(monkeypatch, capsys, "annotate", folder, "-o", tmp_path / "out", "--ocr")
    assert (code, err) == (2, 'imrx: --ocr needs the ocr extra: pip install "imrx[ocr]"\n')
    assert not (tmp_path / "out").exists()


def test_pdfs_without_their_extra_are_one_line_and_touch_nothing(folder, tmp_path, monkeypatch, capsys):
    """Also beside letters as text, and in an archive; letters as text alone need no extra, whatever their name."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    (folder / "named.pdf").write_text("Norco was denied.")
    code, _, err = shell(monkeypatch, capsys, "annotate", folder, tmp_path / "nothere", "-o", tmp_path / "text")
    assert (code, err.splitlines()[-1].rpartition(": ")[0]) == (
        1,
        "6 letters annotated, 1 failed, 1 without a known layout",
    )
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for name in ("a.pdf", "b"):
            archive.writestr(name, make_pdf([["Norco was denied."]]))
    for more in ([], ["-o", tmp_path / "out"]):
        code, out, err = shell(monkeypatch, capsys, "annotate", folder, *more)
        message = """imrx: PDFs need the pdf extra: pip install "imrx[pdf]"; --glob '*.txt' leaves them out\n"""
        assert (code, out, err) == (2, "", message)
    assert not (tmp_path / "out").exists()
    assert shell(monkeypatch, capsys, "annotate", folder, "-o", tmp_path / "out", "--glob", "*.txt")[0] == 0


def test_a_second_run_gives_the_same_bytes(run, folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("somebody's own")
    contents = []
    for _ in range(2):
        assert run("annotate", folder, "--output", out).exit_code == 0
        contents.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert contents[0] == contents[1]
    assert {path.as_posix() for path in contents[0]} == {
        "docs/part-00000.spacy", "failures.jsonl", "letters.jsonl", "manifest.json", "notes.txt", "records.jsonl"
    }  # fmt: skip


def test_a_letter_that_cannot_be_read_costs_no_other_its_result(run, folder, tmp_path):
    (folder / "aaa.txt").write_bytes(b"")
    (folder / "zzz.txt").write_bytes(b"\x00\x01\x02" * 10)
    out = tmp_path / "out"
    result = run("annotate", folder, "--output", out)
    assert result.exit_code == 1
    assert len(lines(out / "records.jsonl")) == 5
    failures = lines(out / "failures.jsonl")
    assert [failure["source"] for failure in failures] == ["aaa.txt", "zzz.txt"]
    for failure in failures:
        assert failure["source"] in failure["message"]
        assert failure["message"] in result.stderr


def test_a_letter_that_breaks_a_rule_costs_no_other_its_result(run, folder, monkeypatch, letters):
    from imrx.batch import annotate as module

    broken = sorted(letters)[1]
    make_record = module.make_record

    def fail(doc, meta):
        if doc._.doc_id == broken:
            raise IndexError("the letter's own words")
        return make_record(doc, meta)

    monkeypatch.setattr(module, "make_record", fail)
    result = run("annotate", folder)
    assert result.exit_code == 1
    assert result.stdout.count('"schema"') == 4
    assert result.stderr.startswith(f"imrx: {broken}.txt: IndexError while annotating (test_cli.py, line")
    assert "the letter's own words" not in result.stderr


def test_two_letters_with_one_case_number(run, tmp_path, seed):
    header = "Case Number: CM14-0012345\nDate Assigned: 12/08/2014\n"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(header + seed(0), encoding="utf-8")
    out = tmp_path / "out"
    assert run("annotate", tmp_path / "a.txt", tmp_path / "b.txt", "--output", out).exit_code == 0
    codes = [[w["code"] for w in record["warnings"]] for record in lines(out / "records.jsonl")]
    assert "case_number_repeated" not in codes[0]
    assert codes[1].count("case_number_repeated") == 1


def test_two_files_with_one_stem(run, tmp_path, seed):
    for name in ("a/letter.txt", "b/letter.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_text(seed(0), encoding="utf-8")
    out = tmp_path / "out"
    assert run("annotate", tmp_path / "in", "--output", out).exit_code == 0
    assert [record["doc_id"] for record in lines(out / "records.jsonl")] == ["a/letter", "b/letter"]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_run_that_read_no_letter_keeps_what_was_there(folder, tmp_path, monkeypatch, capsys, run, form):
    out = tmp_path / "out"
    (tmp_path / "empty.txt").write_text("")
    assert run("annotate", tmp_path / "empty.txt", "--output", out, "--format", form).exit_code == 1
    assert run("annotate", tmp_path / "empty.txt", folder, "--output", out, "--format", form).exit_code == 1
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    code, _, err = shell(monkeypatch, capsys, "annotate", tmp_path / "empty.txt", "-o", out, "--format", form)
    assert (code, err.splitlines()[-1]) == (
        2,
        f"imrx: {out}: no letter could be read; what an earlier run wrote there is kept",
    )
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("option", [["--model", "nosuch"], ["--model", "nosuch", "--workers", "2"]])
def test_a_model_that_is_not_there_is_one_line_and_touches_nothing(folder, tmp_path, monkeypatch, capsys, option):
    code, _, err = shell(monkeypatch, capsys, "annotate", folder, "-o", tmp_path / "out", *option)
    said = "no such pipeline; name an installed one, or the folder of a saved one"
    assert (code, err.splitlines()[-1]) == (2, f"imrx: nosuch: {said}")
    code, _, _ = shell(monkeypatch, capsys, "assemble", tmp_path / "out" / "built", "--model", "nosuch")
    assert code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "command",
    [("annotate", "a.txt"), ("package", "model"), ("train", "ner", "--train", "a.spacy", "--dev", "a.spacy")],
)
def test_an_empty_output_is_refused(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Norco")
    result = run(*command, "-o", "")
    assert (result.exit_code, "is empty: name a folder" in result.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_several_records_are_printed_one_a_line(run, folder, tmp_path):
    paths = sorted(folder.iterdir())
    result = run("annotate", folder)
    assert [json.loads(line)["doc_id"] for line in result.stdout.splitlines()] == [path.stem for path in paths]
    (tmp_path / "empty.txt").write_text("")
    for inputs in ([paths[0], tmp_path / "empty.txt"], [tmp_path / "empty.txt", paths[0]]):
        [line] = run("annotate", *inputs).stdout.splitlines()
        assert json.loads(line)["doc_id"] == paths[0].stem
    assert len(run("annotate", paths[0]).stdout.splitlines()) > 100


def command_line(command, cwd):
    """The command in a shell: exit code and what it says on standard error."""
    path = os.pathsep.join(sys.path)
    shown = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace("imrx", f"{sys.executable} -W ignore -m imrx")],
        cwd=cwd, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True,
    )  # fmt: skip
    return shown.returncode, shown.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("imrx schema >/dev/full", 2, "imrx: standard output: No space left on device\n"),
        ("imrx --version >/dev/full", 2, "imrx: standard output: No space left on device\n"),
        ("imrx lexicon check >&-", 2, "imrx: standard output: Bad file descriptor\n"),
        ("imrx annotate a.txt >/dev/full", 2, "imrx: standard output: No space left on device\n"),
        ("imrx annotate a.txt --output out >&-", 0, None),
        ("imrx schema | true", 141, ""),
        ("imrx schema | cat", 0, ""),
    ],
)
def test_standard_output_that_takes_nothing(command, code, says, tmp_path):
    (tmp_path / "a.txt").write_text("Norco 10/325mg #60 was requested.")
    result, said = command_line(command, tmp_path)
    said = "".join(line for line in said.splitlines(keepends=True) if line.startswith("imrx: ") or says == "")
    assert (result, said) == (code, says or "")


def test_nothing_to_read_is_a_usage_error_and_touches_nothing(run, folder, tmp_path):
    out = tmp_path / "out"
    assert run("annotate", folder, "--output", out).exit_code == 0
    before = (out / "records.jsonl").read_bytes()
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "not-there"):
        result = run("annotate", nothing, "--output", out)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
        assert (out / "records.jsonl").read_bytes() == before


@pytest.mark.parametrize("output", [".", ".."])
def test_an_input_in_the_output_folder_is_refused(run, folder, output):
    result = run("annotate", folder, "--output", folder / output)
    assert result.exit_code == 2
    assert "lies in the folder to write to" in " ".join(result.stderr.replace("│", " ").split())
    assert not (folder / "records.jsonl").exists()


def test_an_output_folder_inside_the_input_is_not_read(run, folder):
    for _ in range(2):
        assert run("annotate", folder, "--output", folder / "out").exit_code == 0
    assert len(lines(folder / "out" / "records.jsonl")) == 5


def test_output_that_is_a_file_is_a_usage_error(run, folder, tmp_path):
    (tmp_path / "out").write_text("")
    assert run("annotate", folder, "--output", tmp_path / "out").exit_code == 2


@pytest.mark.parametrize("name", ["dangling", "dangling/sub", "file/sub", "file/sub/sub"])
def test_output_that_can_be_no_folder_is_one_clear_line(name, folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    (tmp_path / "dangling").symlink_to("nowhere")
    code, _, err = shell(monkeypatch, capsys, "annotate", folder, "--output", tmp_path / name)
    assert code == 2
    message = f"{tmp_path / name}: cannot be a folder, as it is, or lies in, a file or a link to nothing; name another"
    assert err.splitlines()[-1] == f"imrx: {message}"
    if name.startswith("file"):  # what the link leads to is made
        with pytest.raises(NotADirectoryError) as error, disk.new_folder(tmp_path / name):
            pass
        assert str(error.value).endswith("a file or a link to nothing; name another")


@pytest.mark.parametrize("option", [("--workers", "2"), ("--resume",), ("--format", "parquet")])
def test_options_of_the_output_folder_without_one_are_a_usage_error(run, folder, option):
    assert run("annotate", folder, *option).exit_code == 2


def test_parquet_in_two_processes(run, folder, tmp_path):
    out = tmp_path / "out"
    assert run("annotate", folder, "--output", out, "--workers", 2, "--format", "parquet").exit_code == 0
    assert (out / "issues" / "part-00000.parquet").exists()
    assert not (out / "records.jsonl").exists()


def test_resume_of_another_run_is_one_clear_line(folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "out" / ".partial").mkdir(parents=True)
    (tmp_path / "out" / ".partial" / "run.json").write_text("{}")
    code, _, err = shell(monkeypatch, capsys, "annotate", folder, "-o", tmp_path / "out", "--resume")
    assert code == 2
    [line] = err.splitlines()
    assert line.startswith("imrx: ")
    assert "the run to go on with had other" in line


HANGING = """
import faulty, imrx, signal
from imrx.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what it starts in the background ignore it
imrx.load = faulty.load_for_command
main()
"""


@pytest.fixture
def hanging(folder, tmp_path):
    """A run that has one shard to keep and cannot end: each of its two workers is at a shard with letters that hang."""
    for number in range(3 * LETTERS_PER_SHARD):
        hangs = number >= LETTERS_PER_SHARD
        (folder / f"more{number:03d}.txt").write_text("Norco HANGS" if hangs else "Norco", encoding="utf-8")
    out = str(tmp_path / "out")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HANGING, "annotate", str(folder), "-o", out, "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        start_new_session=True,
    )
    try:
        wait_for(lambda: {path.stem for path in Path(out).glob(".partial/shards/*.*")} >= {"00001", "00002"})
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="has no process groups to interrupt")
def test_an_interrupted_run_says_how_to_go_on(hanging, folder, tmp_path, run):
    out = tmp_path / "out"
    os.killpg(hanging.pid, signal.SIGINT)
    assert hanging.communicate(timeout=60)[1] == "imrx: stopped; the same command with --resume goes on\n"
    assert hanging.returncode == 130
    assert [path.name for path in out.iterdir()] == [".partial"]
    assert run("annotate", folder, "--output", out, "--resume").exit_code == 0
    assert len(lines(out / "records.jsonl")) == 5 + 3 * LETTERS_PER_SHARD
    assert sorted(path.name for path in out.iterdir()) == OUTPUTS


@pytest.mark.skipif(os.name == "nt", reason="has no process groups to look for")
def test_a_run_that_is_terminated_leaves_no_worker(hanging):
    """SIGTERM goes to the main process alone, unlike Ctrl-C."""
    hanging.terminate()
    assert hanging.communicate(timeout=60)[1] == "imrx: stopped; the same command with --resume goes on\n"
    assert hanging.returncode == 143
    with pytest.raises(ProcessLookupError):  # what watches over shared memory sees that all have gone, and goes
        wait_for(lambda: os.killpg(hanging.pid, 0))


def test_schema(run):
    assert json.loads(run("schema").stdout) == json_schema()


def test_assemble(run, tmp_path, seed):
    import spacy

    assert run("assemble", tmp_path / "a" / "built").exit_code == 0
    assert spacy.load(tmp_path / "a" / "built")(seed(0)).ents


def test_assemble_over_something_else_is_a_usage_error(run, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("")
    for taken in ("file", "folder"):
        assert run("assemble", tmp_path / taken).exit_code == 2
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["notes.txt"]


def test_evaluate_prints_tables_whose_columns_stand_below_each_other(run):
    result = run("evaluate", CORPUS, "--errors")
    assert result.exit_code == 0, result.stderr
    *blocks, summary = result.stdout.split("\n\n")
    assert blocks[-2] == "Record fields" and "issues.claims_administrator.citations" in blocks[-1]
    for table in blocks[1::2]:
        assert len({len(line) for line in table.splitlines()}) == 1
    assert summary == "5 letters, 0 differences\n"  # and no table of them


def test_evaluate_negation_without_errors_prints_no_table_of_them(run, tmp_path):
    file = tmp_path / "negex.tsv"
    file.write_text("number\tconcept\tsentence\tstatus\n7\tnausea\tThe patient reports NAUSEA.\tAffirmed\n")
    assert "sentence" not in run("evaluate", "negation", file, "--errors").stdout


def test_evaluate_negation(run, tmp_path):
    file = tmp_path / "negex.tsv"
    file.write_text(
        "line number\tCondition\tsentence\tnegation_status\n"
        "1\tnausea\tThe patient denies any NAUSEA.\tNegated\n"
        "2\tnausea\tThe patient reports NAUSEA.\tAffirmed\n",
        encoding="utf-8",
    )
    result = run("evaluate", "negation", file, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "rows": 2}


def test_evaluate_negation_says_what_is_wrong_and_what_was_left_out(run, tmp_path):
    file = tmp_path / "negex.tsv"
    file.write_text(
        "number\tconcept\tsentence\tstatus\n"
        "7\tnausea\tThe patient reports NAUSEA.\tNegated\n"
        "8\tnausea\tThe patient denies NAUSEA.\tNegated\n"
        "9\tfever\tThe patient denies NAUSEA.\tNegated\n",
        encoding="utf-8",
    )
    result = run("evaluate", "negation", file, "--errors")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[3:5] == ["rows       2", "left out   1: the sentence does not hold the concept (lines 4)"]
    assert [line.split()[0] for line in lines if "reports NAUSEA" in line] == ["7"]
    assert "denies" not in result.stdout


def test_evaluate_negation_without_a_file_is_a_usage_error(run):
    assert run("evaluate", "negation").exit_code == 2


def test_evaluate_negation_of_no_file_is_one_line(monkeypatch, capsys):
    said = "imrx: nope.tsv: no such file or directory\n"
    assert shell(monkeypatch, capsys, "evaluate", "negation", "nope.tsv") == (2, "", said)


@pytest.mark.skipif(os.name == "nt", reason="no links")
def test_results_are_not_read_through_a_link(run, folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    for _ in range(2):
        assert run("annotate", tmp_path / "link", "--output", folder / "out").exit_code == 0
    assert len(lines(folder / "out" / "records.jsonl")) == 5


@pytest.mark.skipif(os.name == "nt", reason="no links")
def test_inputs_that_cannot_be_looked_at_cost_no_other_its_result(run, folder, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    out = tmp_path / "out"
    for odd in (tmp_path / "loop", tmp_path / ("n" * 300), ""):
        result = run("annotate", folder, odd, "--output", out)
        assert result.exit_code == 1, result.exception
        assert len(lines(out / "records.jsonl")) == 5
        assert len(lines(out / "failures.jsonl")) == 1


def test_no_input_at_all_is_one_line(monkeypatch, capsys, tmp_path):
    code, _, err = shell(monkeypatch, capsys, "annotate", "")
    assert (code, err) == (2, "imrx: '': is an empty name; name a file or a folder\n")
    monkeypatch.setattr(sys, "stdin", None)
    code, _, err = shell(monkeypatch, capsys, "annotate", "-")
    assert (code, err) == (2, "imrx: stdin: is closed; name files\n")
    code, _, err = shell(monkeypatch, capsys, "annotate", tmp_path, "--glob", "")
    assert (code, err) == (2, "imrx: --glob matches no file name: give a pattern such as '*.pdf'\n")


def test_evaluating_on_no_gold_is_one_line(monkeypatch, capsys, tmp_path):
    shutil.copytree(CORPUS / "letters", tmp_path / "letters")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.jsonl").write_text("")
    code, _, err = shell(monkeypatch, capsys, "evaluate", tmp_path)
    assert (code, err) == (2, f"imrx: no gold in {tmp_path}: a.jsonl has no line\n")
