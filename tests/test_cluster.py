"""Ray, Spark and Dask: nothing lost, nothing twice. Slow, and only where they are installed."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

import faulty
from imrx.batch import cluster
from imrx.readers import Options, find_sources
from imrx.writers.folder import OutputFolder
from pdfs import make_pdf
from test_batch import contents, run

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # the engines warn of themselves


@pytest.fixture(scope="module")
def ray():
    """A cluster of two workers on this machine, which find the modules that pytest finds."""
    ray = pytest.importorskip("ray", reason='Ray is not installed: pip install "imrx[ray]"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        yield ray
        ray.shutdown()


@pytest.fixture
def sixty(tmp_path):
    """Sixty files and a table of twenty rows; `word` stands in the thirtieth file."""

    def make(word):
        folder = tmp_path / "in"
        folder.mkdir()
        for number in range(60):
            text = f"Norco 10/325mg #{number} {word if number == 30 else ''}"
            (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
        rows = [{"doc_id": f"row{number}", "text": f"Soma 350mg #{number}"} for number in range(20)]
        (folder / "z.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return folder

    return make


def on_ray(inputs, output, **how):
    sources = [*find_sources([str(inputs)], Options())]
    return cluster.annotate_on_ray([str(inputs)], sources, output, options=Options(), workers=2, **how)


def rows(output, table):
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(output / table).to_pylist()


@pytest.mark.parametrize("word", ["", "DIES_ONCE"])
def test_nothing_lost_and_nothing_twice(word, ray, sixty, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "LETTERS_PER_SHARD", 7)
    monkeypatch.setattr(cluster, "LETTERS_PER_PART", 20)
    folder = sixty(word)
    counts = on_ray(folder, tmp_path / "out", load=partial(faulty.load, str(tmp_path / "mark")))
    assert (tmp_path / "mark").exists() == bool(word)
    run(folder, tmp_path / "expected", formats=("parquet",), load=faulty.load)
    expected = rows(tmp_path / "expected", "letters")
    assert rows(tmp_path / "out", "letters") == expected
    assert (counts["letters"], counts["failures"]) == (80, 0) == (len(expected), 0)
    assert counts["layout_unknown"] == 80
    assert set(contents(tmp_path / "out")) >= {"manifest.json", "failures.jsonl", "issues/part-00000.parquet"}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["counts"]["letters"] == 80
    assert manifest["run"]["engine"] == "ray"


def test_a_letter_that_kills_its_actor_costs_only_itself(ray, sixty, tmp_path):
    counts = on_ray(sixty("EXITS"), tmp_path / "out", load=faulty.load)
    assert (counts["letters"], counts["failures"]) == (79, 1)
    [line] = (tmp_path / "out" / "failures.jsonl").read_text().splitlines()
    assert json.loads(line)["source"] == "30.txt"
    assert json.loads(line)["error"] == "worker_died"
    found = Counter(row["doc_id"] for row in rows(tmp_path / "out", "letters"))
    assert set(found.values()) == {1}
    assert "30" not in found


def test_the_real_pipeline_gives_what_processes_give(ray, tmp_path, seed):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(seed(number), encoding="utf-8")
    (folder / "8.pdf").write_bytes(make_pdf([["Norco"], b"0 0 9 9 re f", b"0 0 9 9 re f"]))
    (folder / "9.txt").write_bytes(b"\0")
    counts = on_ray(folder, tmp_path / "out")
    assert counts == run(folder, tmp_path / "expected", formats=("parquet",))
    assert counts["page_without_text"] == 1
    made, expected = contents(tmp_path / "out"), contents(tmp_path / "expected")
    assert set(made) == set(expected)
    assert made["failures.jsonl"] == expected["failures.jsonl"]
    for name in sorted(name.split("/")[0] for name in expected if name.endswith(".parquet")):
        assert rows(tmp_path / "out", name) == rows(tmp_path / "expected", name)


def test_a_cluster_that_the_run_started_is_stopped(tmp_path):
    """In a process of its own: here a cluster runs, which is left alone."""
    pytest.importorskip("ray")
    (tmp_path / "a.txt").write_text("Norco 10/325mg", encoding="utf-8")
    code = (
        "import sys, ray, faulty\n"
        "from pathlib import Path\n"
        "from test_cluster import on_ray\n"
        "on_ray(sys.argv[1], Path(sys.argv[2]), load=faulty.load)\n"
        "print('runs' if ray.is_initialized() else 'stopped')\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "a.txt"), str(tmp_path / "out")]
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    shown = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "stopped"


def test_a_second_run_into_the_same_folder_is_refused(ray, sixty, tmp_path):
    with OutputFolder(tmp_path / "out", {}), pytest.raises(ValueError, match="another run writes into it"):
        on_ray(sixty(""), tmp_path / "out", load=faulty.load)
