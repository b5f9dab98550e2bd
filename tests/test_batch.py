"""`annotate_folder`: the same bytes for any number of workers, and a letter that kills its worker costs only itself."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from functools import partial

import pytest
from pyarrow import feather

import faulty
import imrx
from commands import lines
from imrx.batch import annotate, annotate_folder, annotate_sources, pool, shards
from imrx.batch.run import identify
from imrx.letter import text_source
from imrx.readers import Failure, Letter, Options, Source, find_sources, read_sources
from imrx.verify import Verifier
from imrx.writers import merge, shard, tables

FORMATS = ("jsonl", "docs", "parquet")
HEADER = "Case Number: CM14-00{number:05d}\nDate Assigned: 12/08/2014\n"


def cut_small(patch):
    patch.setattr(shards, "LETTERS_PER_SHARD", 3)
    patch.setattr(merge, "SHARDS_PER_TABLE_PART", 2)


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    cut_small(monkeypatch)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, seed):
    """Everything at once: files, a file that is none, an archive, tables; case numbers and ids that come again."""
    folder = tmp_path_factory.mktemp("in") / "letters"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(HEADER.format(number=number % 4) + seed(number), encoding="utf-8")
    (folder / "3b.txt").write_bytes(b"\0")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("0.txt", seed(0))
        archive.writestr("x/a.txt", HEADER.format(number=2) + seed(1))
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doc_id", "text"])
        rows.writerows([f"row{number % 6}", HEADER.format(number=number % 3) + seed(number % 5)] for number in range(7))
        rows.writerow(["empty", ""])
    (folder / "table.jsonl").write_text(json.dumps({"doc_id": "row1", "text": seed(4)}) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one(folder, tmp_path_factory):
    """What one worker makes of it."""
    output = tmp_path_factory.mktemp("one") / "out"
    with pytest.MonkeyPatch.context() as patch:
        cut_small(patch)
        run(folder, output, formats=FORMATS)
    return output


def run(inputs, output, *, formats=("jsonl",), **how):
    options = Options()
    sources = [*find_sources([str(inputs)], options)]
    return annotate_folder([str(inputs)], sources, output, options=options, formats=formats, **how)


def contents(output):
    """Every file, by name; of the manifest, all but the `run` block."""
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    found["manifest.json"] = json.loads(found["manifest.json"]) | {"run": None}
    return found


def test_the_output_is_the_same_for_any_number_of_workers(folder, one, tmp_path):
    run(folder, tmp_path / "out", formats=FORMATS, workers=3)
    assert {"records.jsonl", "docs/part-00005.spacy", "issues/part-00002.parquet"} <= set(contents(one))
    assert contents(tmp_path / "out") == contents(one)


def test_records_are_those_of_one_process(folder, one, nlp):
    results = [*annotate_sources(nlp, find_sources([str(folder)], Options()), Options())]
    records = [result.record for result in results if not isinstance(result, Failure)]
    failures = [result._asdict() for result in results if isinstance(result, Failure)]
    assert lines(one / "records.jsonl") == json.loads(json.dumps(records))
    assert lines(one / "failures.jsonl") == failures
    assert [failure["error"] for failure in failures] == ["not_text", "empty"]
    assert len(records) == 15
    with_warning = [r["doc_id"] for r in records if "case_number_repeated" in {w["code"] for w in r["warnings"]}]
    assert with_warning == ["4", "a", "row0", "row1", "row2", "row3", "row4", "row5", "row0:7"]


def test_a_case_number_that_comes_again_is_a_row_of_the_warnings(one):
    from pyarrow import parquet

    expected = [
        (record["doc_id"], number, warning["code"], warning["message"], (warning["span"] or {}).get("start"))
        for record in lines(one / "records.jsonl")
        for number, warning in enumerate(record["warnings"])
    ]
    rows = parquet.read_table(one / "warnings").to_pylist()
    names = ("doc_id", "warning_id", "code", "message", "start")
    assert [tuple(row[name] for name in names) for row in rows] == expected
    assert json.loads((one / "manifest.json").read_text())["counts"]["warnings"] == len(expected)


def test_the_manifest_describes_every_file(one):
    manifest = json.loads((one / "manifest.json").read_text())
    assert set(manifest["files"]) == set(contents(one)) - {"manifest.json"}
    for name, file in manifest["files"].items():
        data = (one / name).read_bytes()
        assert file == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert manifest["imrx"] == imrx.__version__
    assert manifest["run"]["workers"] == 1


def test_only_the_formats_that_were_asked_for(folder, tmp_path):
    out = tmp_path / "out"
    run(folder, out, formats=("parquet",), load=faulty.load)
    names = {path.relative_to(out).parts[0] for path in out.rglob("*") if path.is_file()}
    assert not names & {"records.jsonl", "letters.jsonl", "docs"}
    assert {"failures.jsonl", "manifest.json", "issues", "spans"} <= names
    run(folder, out, formats=("jsonl",), load=faulty.load)
    names = {path.name for path in out.rglob("*") if path.is_file()}
    assert names == {"failures.jsonl", "manifest.json", "letters.jsonl", "records.jsonl"}


def test_folders_that_a_run_leaves_without_results_are_removed_and_no_other(folder, tmp_path):
    out = tmp_path / "out"
    run(folder, out, formats=("parquet", "docs"), load=faulty.load)
    (out / "spans" / "notes.txt").write_text("mine")
    (out / "empty").mkdir()
    run(folder, out, formats=("jsonl",), load=faulty.load)
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == ["empty", "spans"]
    assert [path.name for path in (out / "spans").iterdir()] == ["notes.txt"]


DEATHS = {
    # word in the letter: (the failure's code, what its message says)
    "EXITS": ("worker_died", "twice ended the process that annotated it (exit code 3); leave it out, or report it"),
    "GREEDY": ("out_of_memory", "needs more memory to annotate; raise --memory, or leave it out"),
    "HANGS": ("worker_died", "twice ended the process that annotated it (more than 1 seconds); leave it out"),
    "KILLED": ("worker_died", "twice ended the process that annotated it (SIGKILL, as when memory runs out); leave"),
    "RAISES": ("annotation_failed", "ValueError while annotating (faulty.py, line"),
    "SEGFAULTS": ("worker_died", "twice ended the process that annotated it (SIGSEGV); leave it out, or report it"),
}


def test_a_letter_that_kills_its_worker_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "SECONDS_PER_LETTER", 1)
    (tmp_path / "in").mkdir()
    for word in DEATHS:
        (tmp_path / "in" / f"{word}.txt").write_text(f"Norco, and it {word}", encoding="utf-8")
        (tmp_path / "in" / f"{word}_next.txt").write_text("Norco 10/325mg #60", encoding="utf-8")
    counts = run(tmp_path / "in", tmp_path / "out", formats=FORMATS, workers=2, load=faulty.load)
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert [(failure["source"], failure["error"]) for failure in failures] == [
        (f"{word}.txt", error) for word, (error, _) in DEATHS.items()
    ]
    for failure, (_, message) in zip(failures, DEATHS.values(), strict=True):
        assert failure["message"].startswith(f"{failure['source']}: {message}")
        assert "own words" not in failure["message"]
    ids = [record["doc_id"] for record in lines(tmp_path / "out" / "records.jsonl")]
    assert ids == [f"{word}_next" for word in DEATHS]
    assert (counts["letters"], counts["failures"]) == (6, 6)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory has no limit here")
def test_letters_that_need_all_the_memory_do_not_fail_for_each_other(tmp_path):
    (tmp_path / "in").mkdir()
    words = ["LARGE", "GREEDY", "LARGE", "LARGE", "small"]
    for number, word in enumerate(words):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Norco, and it is {word}", encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", formats=("jsonl", "parquet"), memory=500, load=faulty.load)
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert [(failure["source"], failure["error"]) for failure in failures] == [("1.txt", "out_of_memory")]
    assert [record["doc_id"] for record in lines(tmp_path / "out" / "records.jsonl")] == ["0", "2", "3", "4"]
    assert [*Verifier(tmp_path / "out").problems()] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory has no limit here")
def test_the_limit_of_memory_is_lifted_and_renewed():
    code = """
from imrx.batch.memory import MemoryLimit, megabytes_used

def fits(megabytes):
    try:
        return bytes(megabytes * 1024**2)
    except MemoryError:
        return b""

limit = MemoryLimit(megabytes_used() + 100)
print(bool(fits(90)), bool(fits(150)))
with limit.lifted():
    kept = fits(150)
print(bool(kept), bool(fits(90)))
limit.renew()
print(bool(fits(90)), bool(fits(150)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["True False", "True False", "True False", ""]


def written(folder, results):
    """The tables of a shard, and the failures of those results that cannot be written."""
    writer = shard.ShardWriter(folder, FORMATS)
    failures = [failure for result in results if (failure := annotate.hand_over(result, writer.add))]
    writer.close()
    return {path.stem: feather.read_table(path) for path in sorted(folder.glob("*.arrow"))}, failures


def test_a_letter_whose_rows_find_no_memory_leaves_none_of_them(nlp, seed, tmp_path, monkeypatch):
    first, second, third = (
        annotate.annotate_letter(nlp, Letter(str(number), seed(number), text_source(seed(number))))
        for number in range(3)
    )
    expected, _ = written(tmp_path / "two", [first, third])
    cells = tables._cells

    def fail(doc_id, rows, table):
        if doc_id == "1" and table == "warnings":
            raise MemoryError
        return cells(doc_id, rows, table)

    monkeypatch.setattr(tables, "_cells", fail)
    made, failures = written(tmp_path / "three", [first, second, third])
    assert [(failure.source, failure.error) for failure in failures] == [("1", "out_of_memory")]
    assert made == expected
    for part in tmp_path.glob("two/*.spacy"):
        assert (tmp_path / "three" / part.name).read_bytes() == part.read_bytes()


def test_rows_are_the_same_however_early_they_are_packed(nlp, seed, tmp_path, monkeypatch):
    results = [annotate.annotate_letter(nlp, Letter(str(n), seed(n), text_source(seed(n)))) for n in range(3)]
    at_once, _ = written(tmp_path / "a", results)
    monkeypatch.setattr(shard, "_CHARACTERS_AS_ROWS", 1)
    one_by_one, _ = written(tmp_path / "b", results)
    assert one_by_one == at_once
    assert {table["doc_id"].num_chunks for table in one_by_one.values() if table.num_rows} == {1}


def test_rows_of_two_tables_have_ids_of_their_own(tmp_path):
    for name in "ab":
        rows = [{"doc_id": doc_id, "text": "Norco"} for doc_id in ("1", "2", "a")]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run(tmp_path, tmp_path / "out", load=faulty.load)
    ids = [record["doc_id"] for record in lines(tmp_path / "out" / "records.jsonl")]
    assert ids == ["1", "2", "a", "b:1", "b:2", "b:a"]
    sources = find_sources([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], Options())
    assert [letter.doc_id for letter in read_sources(sources, Options())] == ids


STRANGE = [
    *("manifest.json", "records.jsonl", "letters.jsonl", "failures.jsonl"),
    *("docs/part-00000.spacy", "issues/part-00000.parquet"),
]


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("resume", [False, True])
def test_files_of_something_else_are_not_replaced(folder, tmp_path, name, resume):
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_text("{}")
    with pytest.raises(ValueError, match=rf"holds {name}, which no finished run wrote"):
        run(folder, tmp_path / "out", load=faulty.load, resume=resume)
    assert (tmp_path / "out" / name).read_text() == "{}"


def test_nor_are_those_beside_the_results_of_a_run(folder, tmp_path):
    run(folder, tmp_path / "out", load=faulty.load)
    strange = tmp_path / "out" / "docs" / "part-00007.spacy"
    strange.parent.mkdir(exist_ok=True)
    strange.write_text("mine")
    with pytest.raises(ValueError, match=r"holds docs/part-00007\.spacy, which no finished run wrote"):
        run(folder, tmp_path / "out", load=faulty.load)
    assert strange.read_text() == "mine"


def test_letters_are_read_in_batches_of_bounded_length(monkeypatch):
    monkeypatch.setattr(annotate, "CHARACTERS_TOGETHER", 10)
    failure = Failure("f", "unreadable", "f: unreadable")
    letters = [Letter("", "x" * length, text_source("")) for length in (4, 6, 1, 20, 5)]
    items = [*letters[:2], failure, *letters[2:]]
    batches = list(annotate._batches(items, 3))
    assert [item for batch in batches for item in batch] == items
    assert [[0 if item is failure else len(item.text) for item in batch] for batch in batches] == [
        [4, 6, 0],
        [1],
        [20],
        [5],
    ]


def test_one_by_one_no_letter_is_read_ahead(nlp):
    read = []
    letters = (read.append(number) or Letter(str(number), "Norco", text_source("Norco")) for number in range(3))
    for number, result in enumerate(annotate.annotate_letters(nlp, letters, together=1)):
        assert result.record["doc_id"] == str(number)
        assert read[-1] == number


def test_a_worker_that_is_killed_from_outside_costs_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    for name in "abcdefgh":
        text = "Norco 10/325mg" + " DIES_ONCE" * (name == "e")
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    load = partial(faulty.load, str(tmp_path / "mark"))
    run(tmp_path / "in", tmp_path / "killed", formats=FORMATS, workers=2, load=load)
    assert (tmp_path / "mark").exists()
    run(tmp_path / "in", tmp_path / "calm", formats=FORMATS, load=load)
    assert contents(tmp_path / "killed") == contents(tmp_path / "calm")


def test_a_row_that_kills_its_worker_is_named(tmp_path):
    rows = [{"doc_id": name, "text": "Norco" + " EXITS" * (name == "c")} for name in "abcd"]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run(tmp_path / "t.jsonl", tmp_path / "out", load=faulty.load)
    [failure] = lines(tmp_path / "out" / "failures.jsonl")
    assert failure["message"].startswith("t.jsonl: c: twice ended the process")
    assert [record["doc_id"] for record in lines(tmp_path / "out" / "records.jsonl")] == ["a", "b", "d"]


def test_workers_that_die_before_they_begin_end_the_run(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "DEATHS_IN_A_ROW", 2)
    with pytest.raises(RuntimeError, match=r"die at no letter, but when they start or write \(exit code 7\)"):
        run(folder, tmp_path / "out", load=faulty.load_nothing)


def test_a_full_disk_ends_the_run_and_leaves_what_was_there(folder, one, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(one, out)
    with pytest.raises(RuntimeError, match=rf"^{out}: its disk is full; free space, and go on with --resume$"):
        run(folder, out, load=faulty.load_without_a_disk)
    shutil.rmtree(out / ".partial")
    assert contents(out) == contents(one)


def test_a_worker_that_grew_is_replaced(folder, tmp_path, monkeypatch):
    started = []
    start = pool._Worker.__init__
    monkeypatch.setattr(pool._Worker, "__init__", lambda self, *args: started.append(self) or start(self, *args))
    monkeypatch.setattr(shards, "LETTERS_PER_SHARD", 6)
    run(folder, tmp_path / "grown", memory=150, load=faulty.load)  # with the pipeline, it already has half of it
    assert len(started) == 3
    run(folder, tmp_path / "small", load=faulty.load)
    assert len(started) == 4
    assert contents(tmp_path / "grown") == contents(tmp_path / "small")


def plan(*inputs):
    options = Options()
    return [*shards.make_shards(find_sources([str(name) for name in inputs], options), options)]


def test_shards_are_bounded_and_end_with_every_source(folder):
    made = plan(folder)
    assert [shard.number for shard in made] == [*range(6)]
    assert [len(shard.items) for shard in made] == [3, 3, 3, 3, 3, 2]
    assert sum(shard.sources for shard in made) == 10
    assert {type(item) for shard in made for item in shard.items} == {Source, Letter, Failure}


def test_a_table_is_cut_like_files(tmp_path, monkeypatch):
    with (tmp_path / "t.csv").open("w", encoding="utf-8") as file:
        file.write("text\n" + "Norco 10/325mg\n" * 1_000)
    monkeypatch.setattr(shards, "LETTERS_PER_SHARD", 128)
    assert [len(shard.items) for shard in plan(tmp_path / "t.csv")] == [128] * 7 + [104]
    monkeypatch.setattr(shards, "CHARACTERS_PER_SHARD", 14 * 100)
    assert [len(shard.items) for shard in plan(tmp_path / "t.csv")] == [100] * 10


def test_an_input_that_holds_nothing_is_a_shard(tmp_path):
    (tmp_path / "t.csv").write_text("text\n", encoding="utf-8")
    failure = Failure("t.csv", "empty", "t.csv: is a table without rows; remove it, or write it again")
    assert plan(tmp_path / "t.csv") == [(0, [failure], 1)]
    counts = run(tmp_path / "t.csv", tmp_path / "out", formats=FORMATS, load=faulty.load)
    assert (counts["letters"], counts["failures"]) == (0, 1)
    assert (tmp_path / "out" / "docs" / "part-00000.spacy").exists()
    assert (tmp_path / "out" / "issues" / "part-00000.parquet").exists()


def test_the_digest_of_inputs_sees_every_change(tmp_path):
    (tmp_path / "a.txt").write_text("Norco")

    def digest():
        return shards.digest_inputs(find_sources([str(tmp_path)], Options()))

    seen = [digest()]
    (tmp_path / "a.txt").write_text("Norcos")
    seen.append(digest())
    (tmp_path / "b.txt").write_text("Valium")
    seen.append(digest())
    (tmp_path / "b.txt").rename(tmp_path / "c.txt")
    seen.append(digest())
    assert len(set(seen)) == 4
    assert digest() == seen[-1]
    standard_input = [Source("stdin", "stdin", "", None, data) for data in (b"Norco", b"Soma")]
    assert len({shards.digest_inputs([source]) for source in standard_input}) == 2


def test_parquet_without_pyarrow_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"imrx\[parquet\]"):
        identify([], Options(), ["parquet"], None)


@pytest.mark.parametrize(
    ("load", "message"),
    [
        (faulty.load_with_a_mistake, r"^KeyError in a worker \(faulty.py, line \d+\): please report it$"),
        (faulty.load_without_memory, r"^a worker has no memory for what is to be written; raise --memory"),
    ],
)
def test_an_error_that_every_worker_would_meet_ends_the_run_at_once(load, message, folder, tmp_path, monkeypatch):
    started = []
    start = pool._Worker.__init__
    monkeypatch.setattr(pool._Worker, "__init__", lambda self, *args: started.append(self) or start(self, *args))
    with pytest.raises(RuntimeError, match=message):
        run(folder, tmp_path / "out", load=load)
    assert len(started) == 1


def test_a_script_without_a_guard_is_told_so(tmp_path):
    (tmp_path / "a.txt").write_text("Norco")
    script = """
from pathlib import Path
from imrx.batch import annotate_folder
from imrx.readers import Options, find_sources

options = Options()
sources = [*find_sources(["a.txt"], options)]
{guard}annotate_folder(["a.txt"], sources, Path("out"), options=options, workers=2)
"""
    for guard, code in (("", 1), ('if __name__ == "__main__": ', 0)):
        (tmp_path / "script.py").write_text(script.format(guard=guard), encoding="utf-8")
        done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        last = done.stderr.splitlines()[-1:]
        assert last == (
            []
            if guard
            else [
                "RuntimeError: each worker runs this script anew: call annotate_folder under "
                '`if __name__ == "__main__":`'
            ]
        )
        assert done.stderr.count("Traceback") == (0 if guard else 1)


@pytest.mark.parametrize("formats", [("parqet",), "jsonl", ("jsonl", "csv")])
def test_unknown_formats_are_refused(formats, folder, tmp_path):
    with pytest.raises(ValueError, match="give a list of some of jsonl, docs, parquet"):
        run(folder, tmp_path / "out", formats=formats)
    assert not (tmp_path / "out").exists()


def test_the_order_of_formats_says_nothing(folder, tmp_path):
    run(folder, tmp_path / "out", formats=("docs", "jsonl", "docs"), load=faulty.load)
    before = contents(tmp_path / "out")
    run(folder, tmp_path / "out", formats=("jsonl", "docs"), resume=True, load=faulty.load_nothing)
    assert contents(tmp_path / "out") == before


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="knows no names that are not UTF-8")
def test_names_that_are_not_utf_8_cost_no_run(tmp_path):
    odd = tmp_path / os.fsdecode(b"in\xff")
    odd.mkdir()
    (odd / "a.txt").write_text("Norco")
    options = Options(text_column=os.fsdecode(b"\xff"))
    sources = [*find_sources([str(odd)], options)]
    for resume in (False, True):
        annotate_folder(
            [str(odd)], sources, tmp_path / "out", options=options, formats=FORMATS, resume=resume, load=faulty.load
        )
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["run"]["inputs"] == [f"{tmp_path}/in\\udcff"]
    assert [*Verifier(tmp_path / "out").problems()] == []


def test_a_model_is_known_by_what_it_holds(tmp_path):
    (tmp_path / "model" / "ner").mkdir(parents=True)
    (tmp_path / "model" / "meta.json").write_text("{}")
    seen = []
    for weights in ("of one training", "of another one"):
        (tmp_path / "model" / "ner" / "model").write_text(weights)
        seen.append(identify([], Options(), ["jsonl"], str(tmp_path / "model"))["model"])
    assert seen[0] != seen[1]
    assert identify([], Options(), ["jsonl"], str(tmp_path / "model"))["model"] == seen[1]
