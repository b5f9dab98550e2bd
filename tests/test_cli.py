import errno
import json
import os
import signal
import subprocess
import sys
import time

import jsonschema
import pytest
from spacy.tokens import DocBin
from typer.testing import CliRunner

from imrx import __version__
from imrx.cli import app as app_module
from imrx.labels import SPANS_KEY
from imrx.record import json_schema

OUTPUTS = ["docs", "failures.jsonl", "letters.jsonl", "manifest.json", "records.jsonl"]


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *args, **kwargs: runner.invoke(app_module.app, [str(arg) for arg in args], **kwargs)


@pytest.fixture
def folder(letters, tmp_path):
    """A folder with the five letters."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for doc_id, text in letters.items():
        (folder / f"{doc_id}.txt").write_bytes(text.encode("utf-8"))
    return folder


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_version(run):
    assert run("--version").stdout == f"imrx {__version__}\n"


@pytest.mark.parametrize("verb", app_module.VERBS)
def test_every_verb_has_help_with_an_example(run, verb):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"Example: imrx {verb}" in result.stdout


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


def test_a_second_run_gives_the_same_bytes(run, folder, tmp_path):
    out = tmp_path / "out"
    (out / "docs").mkdir(parents=True)
    (out / "docs" / "part-00007.spacy").write_bytes(b"of an earlier, longer run")
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


def test_a_letter_that_breaks_a_rule_costs_no_other_its_result(run, folder, tmp_path, monkeypatch, letters):
    from imrx.batch import annotate as module

    broken = sorted(letters)[1]
    make_record = module.make_record

    def fail(doc, meta):
        if doc._.doc_id == broken:
            raise IndexError("the letter's own words")
        return make_record(doc, meta)

    monkeypatch.setattr(module, "make_record", fail)
    out = tmp_path / "out"
    result = run("annotate", folder, "--output", out)
    assert result.exit_code == 1
    assert len(lines(out / "records.jsonl")) == 4
    (failure,) = lines(out / "failures.jsonl")
    assert failure["error"] == "annotation_failed"
    assert "the letter's own words" not in json.dumps(failure) + result.stderr


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


def test_an_output_folder_inside_the_input_is_not_read(run, folder):
    for _ in range(2):
        assert run("annotate", folder, "--output", folder / "out").exit_code == 0
    assert len(lines(folder / "out" / "records.jsonl")) == 5


def test_output_that_is_a_file_is_a_usage_error(run, folder, tmp_path):
    (tmp_path / "out").write_text("")
    assert run("annotate", folder, "--output", tmp_path / "out").exit_code == 2


def test_a_full_disk_leaves_what_was_there(folder, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "records.jsonl").write_text("of an earlier run\n")
    from imrx.writers import folder as module

    def fail(file, item):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(out / "records.jsonl"))

    monkeypatch.setattr(module, "write_line", fail)
    monkeypatch.setattr(sys, "argv", ["imrx", "annotate", str(folder), "--output", str(out)])
    with pytest.raises(SystemExit) as stop:
        app_module.main()
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("imrx: [Errno 28] No space left on device")
    assert [path.name for path in out.iterdir()] == ["records.jsonl"]
    assert (out / "records.jsonl").read_text() == "of an earlier run\n"


def test_a_killed_run_leaves_no_half_output(folder, tmp_path, run):
    out = tmp_path / "out"
    for number in range(200):
        (folder / f"more{number}.txt").write_bytes(sorted(folder.iterdir())[0].read_bytes())
    command = [sys.executable, "-W", "ignore", "-m", "imrx", "annotate", str(folder), "--output", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not (out / ".partial" / "records.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert [path.name for path in out.iterdir()] == [".partial"]
    assert run("annotate", sorted(folder.iterdir())[0], "--output", out).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == OUTPUTS


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


def test_evaluate_negation_without_a_file_is_a_usage_error(run):
    assert run("evaluate", "negation").exit_code == 2
