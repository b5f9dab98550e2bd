"""A run that is stopped at any moment leaves old results whole, or says that they are not; `--resume` ends it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import faulty
from imrx.annotated import read_annotated
from imrx.batch import annotate_folder, pool, shards
from imrx.query import query
from imrx.readers import Options, find_sources
from imrx.writers import disk
from imrx.writers.folder import OutputFolder
from imrx.writers.shard import ShardWriter
from test_batch import FORMATS, contents, run

CODE = """
import sys, faulty, test_resume
test_resume.run_small(*sys.argv[1:])
"""


def run_small(inputs, output, workers, *resume):
    """What the processes do that are killed here."""
    shards.LETTERS_PER_SHARD = 2
    load = partial(faulty.load, gate(output))
    run(inputs, Path(output), formats=FORMATS, workers=int(workers), resume=bool(resume), load=load)


def gate(output):
    """Where a run into `output` comes to a halt after half of its letters, if a named pipe is there."""
    return f"{output}.gate"


@contextmanager
def closed_gate(output):
    """Hold up runs into `output`, then let them go on."""
    os.mkfifo(gate(output))
    try:
        yield
    finally:
        end = os.open(gate(output), os.O_RDWR)  # both ends, so that neither side waits
        Path(gate(output)).unlink()
        os.close(end)


def start(*args):
    """Begin a run in a process of its own, at the head of a group as a terminal would have it."""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", CODE, *map(str, args)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,
    )


def wait_for(condition):
    """As long as a test may take."""
    while not condition():
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(shards, "LETTERS_PER_SHARD", 2)


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """Forty letters, each of which takes a fiftieth of a second and more; half of them stand behind the gate."""
    folder = tmp_path_factory.mktemp("in") / "letters"
    folder.mkdir()
    for number in range(40):
        deeds = "SLOW WAITS" if number >= 20 else "SLOW"
        (folder / f"{number:02d}.txt").write_text(f"Norco 10/325mg #{number}. {deeds}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def calm(letters, tmp_path_factory):
    """The output of a run that nobody stopped."""
    output = tmp_path_factory.mktemp("calm") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "LETTERS_PER_SHARD", 2)
        run(letters, output, formats=FORMATS, workers=2, load=faulty.load)
    return output


def written_at(finished):
    return {path.name: path.stat().st_mtime_ns for path in finished.glob("?????")}


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_killed_run_goes_on_and_leaves_no_workers(letters, calm, tmp_path):
    out = tmp_path / "out"
    with closed_gate(out):
        process = start(letters, out, 2)
        wait_for((out / ".partial" / "shards" / "00002").exists)
        workers = children(process.pid)
        process.kill()
    process.communicate()
    assert len(workers) >= 2
    wait_for(lambda: not any(map(is_alive, workers)))
    assert sorted(path.name for path in out.iterdir()) == [".lock", ".partial"]
    finished = out / ".partial" / "shards"
    kept, times = written_at(finished), {}
    report = lambda summary: times.update(written_at(finished))  # noqa: E731
    run(letters, out, formats=FORMATS, resume=True, load=faulty.load, report=report)
    assert kept
    assert kept.items() <= times.items()
    assert contents(out) == contents(calm)
    assert not (out / ".partial").exists()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_points_again_and_again(workers, seed, letters, calm, tmp_path):
    out, chance = tmp_path / "out", random.Random(seed)
    resume = ()
    for longest in (2, 4, 4, 6, 6, 8):
        process = start(letters, out, workers, *resume)
        time.sleep(chance.uniform(0.5, longest))
        process.kill()
        process.communicate()
        resume = ("resume",) if (out / ".partial").exists() else ()
    process = start(letters, out, workers, "resume")
    assert process.communicate()[1] == ""
    assert contents(out) == contents(calm)


@pytest.mark.slow
def test_workers_killed_at_random_points(letters, calm, tmp_path):
    out, chance = tmp_path / "out", random.Random(5)
    process = start(letters, out, 2)
    for _ in range(8):
        time.sleep(chance.uniform(0.5, 3))
        workers = [pid for pid in children(process.pid) if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
    assert process.communicate()[1] == ""
    assert contents(out) == contents(calm)


def test_a_stopped_run_leaves_earlier_results_whole(letters, calm, tmp_path):
    out = tmp_path / "out"
    run(letters / "00.txt", out, formats=FORMATS, load=faulty.load)
    before = contents(out)
    stop = KeyboardInterrupt("at the third shard")
    seen = []

    def report(summary):
        seen.append(summary)
        if len(seen) == 3:
            raise stop

    with pytest.raises(KeyboardInterrupt):
        run(letters, out, formats=FORMATS, workers=2, load=faulty.load, report=report)
    assert {name: data for name, data in contents(out).items() if not name.startswith(".partial")} == before
    run(letters, out, formats=FORMATS, resume=True, load=faulty.load)
    assert contents(out) == contents(calm)


class Killed(BaseException):
    """In the place of SIGKILL: nothing catches it."""


def test_a_run_that_is_killed_while_results_are_moved(letters, calm, tmp_path, monkeypatch):
    replace, moves, stops = Path.replace, [], set()

    def count(path, target):
        if ".partial" in path.parts and ".partial" not in Path(target).parts:
            moves.append(path)
            if len(moves) in stops:
                raise Killed
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", count)
    out = tmp_path / "out"
    run(letters / "00.txt", out, formats=FORMATS, load=faulty.load)
    # every move that was cut short is tried again, so that the last one here is that of the manifest
    stops |= {len(moves) + number for number in (1, 3, 6, 10, 12, len(contents(calm)) + 5)}
    with pytest.raises(Killed):
        run(letters, out, formats=FORMATS, workers=2, load=faulty.load)
    monkeypatch.setattr(pool, "_Worker", None)  # nothing is annotated again
    for _ in range(len(stops) - 1):
        assert not (out / "manifest.json").exists()
        with pytest.raises(Killed):
            run(letters, out, formats=FORMATS, resume=True, load=faulty.load)
    assert not (out / "manifest.json").exists()
    counts = run(letters, out, formats=FORMATS, resume=True, load=faulty.load)
    assert counts["letters"] == 40
    assert contents(out) == contents(calm)


@pytest.mark.parametrize(
    "change",
    [
        "inputs",
        "options",
        "formats",
        "model",
        "labels",
        "imrx",
        "patterns",
        "schema",
        "python",
        "spacy",
        "negspacy",
        "scispacy",
    ],
)
def test_a_run_with_something_else_is_not_gone_on_with(change, letters, tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(OutputFolder, "begin", lambda self, resume: written.append(self._identity) or False)
    monkeypatch.setattr(disk, "read_json", lambda path: {"counts": {}})
    run(letters, tmp_path / "out")
    monkeypatch.undo()
    with OutputFolder(tmp_path / "out", written[0] | {change: "another"}) as folder:
        assert folder.begin(resume=False)
    before = contents_of(tmp_path / "out")
    with pytest.raises(ValueError, match=f"had other {change}; give what it was given, or leave out --resume") as error:
        run(letters, tmp_path / "out", resume=True)
    assert len(str(error.value).splitlines()) == 1
    assert contents_of(tmp_path / "out") == before


def contents_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_inputs_that_changed_are_seen(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Norco")
    with pytest.raises(RuntimeError):
        run(folder, tmp_path / "out", load=faulty.load_without_a_disk)
    (folder / "a.txt").write_text("Norco and Soma")
    with pytest.raises(ValueError, match="had other inputs;"):
        run(folder, tmp_path / "out", resume=True)


def test_resume_without_a_stopped_run_is_a_first_run(letters, tmp_path):
    sources = [*find_sources([str(letters / "00.txt")], Options())]
    counts = annotate_folder([], sources, tmp_path / "out", options=Options(), resume=True, load=faulty.load)
    assert counts["letters"] == 1
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]["letters"] == 1


def test_resume_of_a_finished_run_does_nothing(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("Norco")
    first = run(folder, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert run(folder, out, resume=True) == first
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    (folder / "b.txt").write_text("Soma")
    with pytest.raises(ValueError, match="had other inputs"):
        run(folder, out, resume=True)
    assert run(folder, out)["letters"] == 2
    (out / "records.jsonl").unlink()
    assert run(folder, out, resume=True)["letters"] == 2
    assert (out / "records.jsonl").exists()


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def change(path):
    data = path.read_bytes()
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])


DAMAGES = {
    "00000": lambda shard: cut(shard / "letters.jsonl"),
    "00001": lambda shard: (shard / "records.jsonl").write_bytes(b""),
    "00002": lambda shard: change(shard / "part-00000.spacy"),
    "00003": lambda shard: (shard / "issues.arrow").unlink(),
    "00004": lambda shard: cut(shard / "shard.json"),
    "00005": lambda shard: (shard / "shard.json").write_text("{}"),
    "00006": lambda shard: (shard / "shard.json").unlink(),
    "00007": lambda shard: (shard / "shard.json").write_text("[1]"),
}


def test_finished_shards_that_were_damaged_are_done_again(letters, calm, tmp_path):
    out, seen = tmp_path / "out", []

    def report(summary):
        seen.append(summary)
        if len(seen) == len(DAMAGES) + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(letters, out, formats=FORMATS, load=faulty.load, report=report)
    finished = out / ".partial" / "shards"
    whole = written_at(finished)["00008"]
    for name, damage in DAMAGES.items():
        damage(finished / name)
    times = {}
    report = lambda summary: times.update(written_at(finished))  # noqa: E731
    run(letters, out, formats=FORMATS, resume=True, load=faulty.load, report=report)
    assert times["00008"] == whole
    assert contents(out) == contents(calm)


def test_a_second_run_into_the_same_folder_is_refused(letters, calm, tmp_path):
    out = tmp_path / "out"
    with closed_gate(out):
        first = start(letters, out, 1)
        wait_for((out / ".partial" / "shards" / "00001").exists)
        for resume in (False, True):
            with pytest.raises(ValueError, match=r"out: another run writes into it; wait for its end"):
                run(letters, out, formats=FORMATS, resume=resume, load=faulty.load)
    assert first.communicate()[1] == ""
    assert first.returncode == 0
    assert contents(out) == contents(calm)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_worker_that_outlives_its_killed_run_holds_no_lock(letters, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Norco HANGS", encoding="utf-8")
    out = tmp_path / "out"
    process = start(tmp_path / "in", out, 1)
    wait_for(lambda: [*out.glob(".partial/shards/*")])
    workers = children(process.pid)
    process.kill()
    process.wait()
    try:
        assert any(map(is_alive, workers))
        assert run(letters / "00.txt", out, load=faulty.load)["letters"] == 1
        assert sorted(path.name for path in out.iterdir()) == [
            "failures.jsonl", "letters.jsonl", "manifest.json", "records.jsonl"
        ]  # fmt: skip
    finally:
        for worker in filter(is_alive, workers):
            os.kill(worker, signal.SIGKILL)
        process.communicate()


def test_a_shard_writer_makes_no_folder_for_a_run_that_is_gone(tmp_path):
    with pytest.raises(FileNotFoundError):
        ShardWriter(tmp_path / "shards" / "00000.7", ("jsonl",))


def test_what_is_left_aside_by_a_run_that_never_began_switches_nothing_off(letters, tmp_path):
    out = tmp_path / "out"
    run(letters / "00.txt", out, load=faulty.load)
    (out / ".partial" / "shards").mkdir(parents=True)
    with pytest.raises(ValueError, match="had other inputs;"):
        run(letters / "01.txt", out, resume=True, load=faulty.load)
    run(letters / "00.txt", out, resume=True, load=faulty.load_nothing)
    assert not (out / ".partial").exists()
    (out / ".partial").mkdir()
    (out / "manifest.json").write_text("somebody's own")
    for resume in (False, True):
        with pytest.raises(ValueError, match=r"holds manifest.json, which no finished run wrote"):
            run(letters / "00.txt", out, resume=resume, load=faulty.load)
    assert (out / "manifest.json").read_text() == "somebody's own"


def test_results_that_were_damaged_are_made_again(letters, tmp_path):
    out = tmp_path / "out"
    run(letters / "00.txt", out, load=faulty.load)
    whole = (out / "records.jsonl").read_bytes()
    (out / "records.jsonl").write_bytes(whole[:10])
    run(letters / "00.txt", out, resume=True, load=faulty.load)
    assert (out / "records.jsonl").read_bytes() == whole


@pytest.mark.parametrize("content", ["", "{", "null", "[]", '"run"'])
def test_garbage_in_a_file_of_ours_is_named(content, letters, tmp_path):
    out = tmp_path / "out"
    (out / ".partial").mkdir(parents=True)
    (out / ".partial" / "run.json").write_text(content)
    with pytest.raises(ValueError, match=r"run.json: damaged, it is no JSON.*; leave out --resume to begin anew$"):
        run(letters / "00.txt", out, resume=True, load=faulty.load)
    run(letters / "00.txt", out, load=faulty.load)
    assert (out / "manifest.json").exists()


@pytest.mark.parametrize("resume", [True, False])
def test_garbage_where_results_were_being_moved_says_what_to_take_away(resume, letters, tmp_path):
    out = tmp_path / "out"
    (out / ".partial").mkdir(parents=True)
    (out / ".partial" / "moves.json").write_text("[")
    with pytest.raises(ValueError, match=r"moves.json: damaged, .*; remove the folder \.partial to begin anew$"):
        run(letters / "00.txt", out, resume=resume, load=faulty.load)


def test_results_are_on_the_disk_before_the_manifest_says_so(letters, tmp_path, monkeypatch):
    events = []
    replace, sync_names = Path.replace, disk.sync_names
    monkeypatch.setattr(Path, "replace", lambda path, target: events.append(target) or replace(path, target))
    monkeypatch.setattr(disk, "sync_names", lambda folder: events.append(("sync", folder)) or sync_names(folder))
    out = tmp_path / "out"
    run(letters / "00.txt", out, formats=FORMATS, load=faulty.load)
    done = events.index(out / "manifest.json")
    moved = [event for event in events[:done] if isinstance(event, Path) and ".partial" not in event.parts]
    assert len(moved) > 10
    for path in moved:
        assert ("sync", path.parent) in events[events.index(path) : done]


def test_an_exchange_that_was_cut_short_is_ended_before_anything_else(letters, calm, tmp_path, monkeypatch):
    out, replace = tmp_path / "out", Path.replace
    run(letters / "00.txt", out, formats=FORMATS, load=faulty.load)

    def stop(path, target):
        if Path(target) == out / "records.jsonl":
            raise Killed
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(Killed):
        run(letters, out, formats=FORMATS, workers=2, load=faulty.load)
    monkeypatch.undo()
    monkeypatch.setattr(shards, "LETTERS_PER_SHARD", 2)
    for read in (lambda: next(read_annotated(out)), lambda: query(out, "FROM issues").__enter__()):
        with pytest.raises(ValueError, match="its results are being exchanged"):
            read()
    with pytest.raises(RuntimeError):
        run(letters / "01.txt", out, load=faulty.load_without_a_disk)
    assert {name: data for name, data in contents(out).items() if not name.startswith(".partial")} == contents(calm)
