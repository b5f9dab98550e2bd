"""`imrx split`: training sets from an output folder."""

import csv
import json
import shutil
from pathlib import Path

import pytest
import spacy
import srsly
from spacy.tokens import DocBin
from spacy.training import Example

from commands import invoke
from imrx.gold import read_gold
from imrx.writers import sets

pytest.importorskip("datasketch", reason="datasketch is not installed: pip install imrx[train]")

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="module")
def run():
    return invoke


@pytest.fixture(scope="module")
def annotated(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("annotated")
    assert run("annotate", CORPUS / "letters", "--output", folder).exit_code == 0
    return folder


def docs(folder, name):
    return list(DocBin().from_disk(folder / f"{name}.spacy").get_docs(spacy.blank("en").vocab))


def test_every_letter_stands_in_the_set_that_the_table_says(run, annotated, tmp_path, letters):
    result = run("split", annotated, "--output", tmp_path, "--shares", "3:1:1")
    assert result.exit_code == 0, result.stderr
    with (tmp_path / "splits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["doc_id"] for row in rows] == sorted(letters)
    for name in ("train", "dev", "test"):
        wanted = sorted(letters[row["doc_id"]] for row in rows if row["set"] == name)
        assert sorted(doc.text for doc in docs(tmp_path, name)) == wanted
    report = json.loads((tmp_path / "splits.json").read_text(encoding="utf-8"))
    assert report["sets"] == {"train": 3, "dev": 1, "test": 1}
    assert sum(int(size) * count for size, count in report["cluster_sizes"].items()) == 5


def test_a_set_without_letters_is_said(run, annotated, tmp_path):
    for shares, says in (
        ("8:1:1", ["imrx: no letter for test: annotate more letters, or give other --shares"]),
        ("98:1:1", ["imrx: no letter for dev and test: annotate more letters, or give other --shares"]),
        ("3:1:1", []),
        ("1:0:0", []),
    ):
        result = run("split", annotated, "--output", tmp_path / shares.replace(":", "-"), "--shares", shares)
        assert result.exit_code == 0
        assert [line for line in result.stderr.splitlines() if "no letter for" in line] == says


def test_the_shares_of_the_workflow_leave_letters_to_evaluate_on(run, annotated, tmp_path):
    shares = srsly.read_yaml(ROOT / "project.yml")["vars"]["shares"]
    result = run("split", annotated, "--output", tmp_path, "--shares", shares)
    assert "no letter for" not in result.stderr


def test_how_many_letters_have_gold_is_said(run, annotated, tmp_path, letters):
    (tmp_path / "letters").mkdir()
    for doc_id, text in letters.items():
        (tmp_path / "letters" / f"{doc_id}.txt").write_bytes(f"{text}\n".encode())
    assert run("annotate", tmp_path / "letters", "--output", tmp_path / "other").exit_code == 0
    for folder, count in ((annotated, 5), (tmp_path / "other", 0)):
        result = run("split", folder, "-o", tmp_path / str(count), "--shares", "3:1:1", "--gold", CORPUS)
        assert f"1 test; gold for {count} of 5 letters: " in result.stderr


def test_the_docs_hold_the_rules_labels(run, annotated, tmp_path, nlp):
    run("split", annotated, "--output", tmp_path, "--shares", "1:0:0")
    for doc in docs(tmp_path, "train"):
        by_rules = nlp(doc.text)
        limits = [(s.start_char, s.end_char, s.label_) for s in by_rules.spans["sc"]]
        assert sorted((s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]) == sorted(limits)
        assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
            (e.start_char, e.end_char, e.label_) for e in by_rules.ents
        ]
        assert Example(doc.copy(), doc).get_aligned_ner()


def test_gold_replaces_the_rules(run, annotated, tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    (file,) = (corpus / "gold").glob("*.jsonl")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = rows[0]["spans"][0]
    rows[0]["spans"], rows[0]["relations"] = [kept], []
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("split", annotated, "--output", tmp_path / "sets", "--shares", "1:0:0", "--gold", corpus)
    assert result.exit_code == 0, result.stderr
    text = next(letter.text for gold, letter in read_gold(corpus) if gold["doc_id"] == rows[0]["doc_id"])
    (doc,) = [doc for doc in docs(tmp_path / "sets", "train") if doc.text == text]
    found = [(span.start_char, span.end_char, span.label_) for span in doc.spans["sc"]]
    assert found == [(kept["start"], kept["end"], kept["label"])]
    assert json.loads((tmp_path / "sets" / "splits.json").read_text(encoding="utf-8"))["letters_with_gold"] == 5


def test_all_gold_of_the_corpus_fits_the_tokens(run, annotated, tmp_path):
    result = run("split", annotated, "--output", tmp_path, "--shares", "1:0:0", "--gold", CORPUS)
    assert result.exit_code == 0, result.stderr
    wanted = sum(len(gold["spans"]) for gold, _ in read_gold(CORPUS))
    assert sum(len(doc.spans["sc"]) for doc in docs(tmp_path, "train")) == wanted


def test_a_gold_span_inside_a_token_is_named(run, annotated, tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    (file,) = (corpus / "gold").glob("*.jsonl")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    drug = next(span for span in rows[0]["spans"] if span["label"] == "DRUG")
    drug["end"] -= 1
    rows[0]["relations"] = []
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("split", annotated, "--output", tmp_path / "sets", "--gold", corpus)
    assert result.exit_code != 0
    assert f"{rows[0]['doc_id']}: DRUG {drug['start']}-{drug['end']}" in str(result.exception)


def test_a_folder_without_records_is_refused(run, tmp_path):
    result = run("split", tmp_path, "--output", tmp_path / "sets")
    assert result.exit_code != 0
    assert "name an output folder" in str(result.exception)


@pytest.mark.parametrize("shares", ["8:2", "²:1:1", "8:1:x", "8:-1:1", ".:1:1", "nan:1:1"])
def test_shares_are_three_numbers(run, annotated, tmp_path, shares):
    result = run("split", annotated, "--output", tmp_path, "--shares", shares)
    assert result.exit_code == 2
    assert "three numbers" in result.stderr


@pytest.mark.parametrize("given", [("--threshold", "0"), ("--threshold", "1.1"), ("--shares", "0:0:0")])
def test_what_no_split_can_have_is_refused_before_anything_is_read(run, tmp_path, given):
    result = run("split", tmp_path / "not-there", "--output", tmp_path / "sets", *given)
    assert str(result.exception).startswith(given[0].strip("-"))
    assert not (tmp_path / "sets").exists()


def test_a_split_that_is_stopped_leaves_no_sets(run, annotated, tmp_path, monkeypatch):
    def stop(self, path):
        raise KeyboardInterrupt

    monkeypatch.setattr(sets.csv, "writer", stop)
    run("split", annotated, "--output", tmp_path / "sets")
    assert [*tmp_path.iterdir()] == []


def test_the_sets_of_an_earlier_split_are_safe(run, annotated, tmp_path):
    (tmp_path / "train.spacy").write_text("mine")
    result = run("split", annotated, "--output", tmp_path)
    assert isinstance(result.exception, FileExistsError)
    assert [path.name for path in tmp_path.iterdir()] == ["train.spacy"]
