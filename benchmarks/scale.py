"""What many letters take: time by number of workers, memory, bytes written, and the plan that follows from them.

    python benchmarks/scale.py [FOLDER] [--letters 2000] [--rounds 3] [--write]

Annotates the five seeds and every letter (text or PDF) of the folder, as text files, again and again until there are so
many, with one worker and with two, into JSON lines and docs and into Parquet. Of the rounds, in which all take turns,
the median counts. CPU time is that of the workers and that of the process that gives the shards out; other work on the
machine disturbs it less than the clock. Of a table, that process reads the rows as well, which is measured by itself.
The bytes are those of the distinct letters. The peaks of memory and disk are watched from outside, in one more run each
of the command line with two workers (Linux only). `--write` writes the figures as `benchmarks/scale.json` and what is
made of them into `docs/scale.md`, so that both are of one run.
"""

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import spacy
from harness import SEEDS, children_seconds, letters_folder, machine, markdown, read_letters, write_page
from spacy.language import Language

import imrx
from imrx.batch import annotate_folder
from imrx.readers import Options, find_sources
from imrx.resources import make_stamp

FORMATS = {"jsonl and docs": ("jsonl", "docs"), "parquet": ("parquet",)}
PLANS = {"185,000 (a year)": 185_000, "1.7 million": 1_700_000, "100 million": 100_000_000}
CASE_NUMBER = re.compile(r"\b(CM\d\d-)\d+")
CORES = (8, 64, 1_024)
CASE_BYTES = 200
"""What the main process keeps of each letter with a case number; a cluster has no such process."""


def annotate(
    folder: Path, formats: tuple[str, ...], workers: int, load: Callable[[], Language] | None = None
) -> dict[str, float]:
    """One run: seconds by the clock, CPU seconds of the workers and of this process, bytes written."""
    options = Options()
    sources = [*find_sources([str(folder)], options)]
    with tempfile.TemporaryDirectory() as output:
        clock, own, theirs = time.perf_counter(), time.process_time(), children_seconds()
        annotate_folder([], sources, Path(output), options=options, formats=formats, workers=workers, load=load)
        times = time.perf_counter() - clock, time.process_time() - own, children_seconds() - theirs
        manifest = json.loads((Path(output) / "manifest.json").read_text(encoding="utf-8"))
    written = sum(file["bytes"] for file in manifest["files"].values())
    return {"seconds": times[0], "own": times[1], "workers": times[2], "bytes": written}


def blank() -> Language:
    """A pipeline that finds nothing, for what the main process does."""
    return make_stamp()(spacy.blank("en"))


def reading(texts: list[str], count: int, rounds: int) -> float:
    """CPU milliseconds that the main process takes for a row of a table (JSON lines) beyond those for a file."""
    with tempfile.TemporaryDirectory() as folder:
        table, files = Path(folder) / "letters.jsonl", Path(folder) / "files"
        files.mkdir()
        with table.open("w", encoding="utf-8") as lines:
            for place in range(count):
                text = texts[place % len(texts)]
                lines.write(json.dumps({"doc_id": str(place), "text": text}) + "\n")
                (files / f"{place}.txt").write_text(text, encoding="utf-8")
        more = [
            annotate(table, ("jsonl",), 1, load=blank)["own"] - annotate(files, ("jsonl",), 1, load=blank)["own"]
            for _ in range(rounds)
        ]
    return 1000 * statistics.median(more) / count


def measure(texts: list[str], count: int, rounds: int) -> dict[str, Any]:
    """All runs; times are those of the letters alone, without the start of the workers."""
    results: dict[str, Any] = {"letters": count, "distinct": len(texts), "formats": {}}
    results["milliseconds_reading"] = reading(texts, count, rounds)
    with tempfile.TemporaryDirectory() as folder:
        many, once, one = (Path(folder) / name for name in ("many", "once", "one"))
        for path, number in ((many, count), (once, len(texts)), (one, 1)):
            path.mkdir()
            for place in range(number):
                # a case number that comes again is work that no real run has
                text = CASE_NUMBER.sub(rf"\g<1>{place:07d}", texts[place % len(texts)])
                (path / f"{place:07d}.txt").write_text(text, encoding="utf-8")
        for name, formats in FORMATS.items():
            rounds_done = [
                (annotate(one, formats, 1), annotate(many, formats, 1), annotate(many, formats, 2))
                for _ in range(rounds)
            ]
            start, single, double = (
                {key: statistics.median(each[key] for each in runs) for key in runs[0]}
                for runs in zip(*rounds_done, strict=True)
            )
            results["formats"][name] = {
                "start_seconds": start["seconds"],
                "milliseconds": 1000 * (single["workers"] - start["workers"]) / count,
                "milliseconds_merging": 1000 * (single["own"] - start["own"]) / count,
                "seconds": {"1": single["seconds"], "2": double["seconds"]},
                "speedup": single["seconds"] / double["seconds"],
                "bytes": annotate(once, formats, 1)["bytes"] / len(texts),
                "peaks": peaks(many, formats),
            }
    return results


def peaks(folder: Path, formats: tuple[str, ...]) -> dict[str, float] | None:
    """Peak megabytes of the main process and of its largest worker; bytes on disk at most, and at the end.

    From outside, since a process that was started counts the memory of the one that started it as its own peak.
    """
    if not Path("/proc/self/status").exists():
        return None
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "out"
        command = [sys.executable, "-m", "imrx", "annotate", folder, "--output", output, "--workers", "2"]
        command += [part for name in formats for part in ("--format", name)]
        main = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        most = {"main": 0.0, "worker": 0.0, "disk": 0.0}
        while main.poll() is None:
            children = _read(f"/proc/{main.pid}/task/{main.pid}/children").split()
            most["main"] = max(most["main"], _peak_megabytes(str(main.pid)))
            most["worker"] = max(most["worker"], *map(_peak_megabytes, children), 0.0)
            most["disk"] = max(most["disk"], _size(output))
            time.sleep(0.05)
        most["disk_at_end"] = _size(output)
    return most


def _peak_megabytes(process: str) -> float:
    held = re.search(r"^VmHWM:\s*(\d+) kB", _read(f"/proc/{process}/status"), flags=re.MULTILINE)
    return int(held[1]) / 1024 if held else 0.0


def _read(path: str) -> str:
    """A file of a process, empty when that has ended."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def _size(folder: Path) -> int:
    """Bytes of all files in a folder that may be changing."""
    sizes = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                sizes += (Path(place) / name).stat().st_size
    return sizes


def report(results: dict[str, Any]) -> str:
    """The figures and the plan, in Markdown."""
    on, formats = results["machine"], results["formats"]
    measured = [
        [
            *(name, f"{each['milliseconds']:.1f} ms", f"{each['milliseconds_merging']:.2f} ms"),
            *(f"{each['bytes']:,.0f}", f"{each['start_seconds']:.1f} s", f"{each['speedup']:.2f}"),
        ]
        for name, each in formats.items()
    ]
    heads = ("output", "worker CPU per letter", "merging CPU per letter", "bytes per letter", "start-up")
    held = [
        [
            *(name, f"{most['worker']:,.0f} MB", f"{most['main']:,.0f} MB"),
            *(f"{most[key] / results['letters']:,.0f}" for key in ("disk", "disk_at_end")),
        ]
        for name, each in formats.items()
        if (most := each["peaks"])
    ]
    return "\n".join(
        [
            f"imrx {results['imrx']}; {on['cores']} cores of {on['processor']}, {on['system']}, Python {on['python']}.",
            f"{results['letters']:,} letters, copies of {results['distinct']} distinct ones of"
            f" {results['characters']:,.0f} characters on average.",
            f"Load average before the run: {results['load']:.1f}.",
            "",
            markdown((*heads, "speed-up with 2 workers"), measured),
            "",
            markdown(
                ("output", "peak memory: worker", "main process", "bytes on disk per letter: peak", "at the end"), held
            ),
            "",
            f"Of a table, a row takes the main process {results['milliseconds_reading']:.2f} ms of CPU more than a"
            " file; measured by itself.",
            "",
            "Core hours are the number of letters times the worker CPU per letter, and hours are core hours divided by",
            "the number of cores: reckoned from processes on one machine, not measured on so many. One process reads",
            "tables and merges the shards. Where it needs longer than the workers, the hours are its own for jsonl and",
            "docs (one process), whatever the number of cores; for Parquet they are those of Ray, where tasks read",
            "and write. Memory is that of all workers and of the main process, with 200 bytes for each letter. For Ray",
            "it is that of the actors; its store takes up to 30% of a machine's memory beside, unless told not to.",
            "Bytes per letter are those of the distinct letters, since copies compress better, most of all in Parquet.",
            "",
            markdown(
                ("letters", "output", "core hours", *(f"{cores:,} cores" for cores in CORES), "written"),
                plan(results),
            ),
        ]
    )


def plan(results: dict[str, Any]) -> list[list[str]]:
    """What each number of letters takes in each format: core hours; hours and memory by number of cores; gigabytes."""
    rows = []
    for title, letters in PLANS.items():
        for name, each in results["formats"].items():
            peaks = each["peaks"] or {"worker": math.nan, "main": math.nan}  # where they cannot be watched
            hours = letters * each["milliseconds"] / 3_600_000
            own_hours = letters * (each["milliseconds_merging"] + results["milliseconds_reading"]) / 3_600_000
            cells = []
            for cores in CORES:
                workers = peaks["worker"] / 1_000 * cores
                memory = workers + peaks["main"] / 1_000 + letters * CASE_BYTES / 1e9
                if hours / cores >= own_hours:
                    cells.append(f"{hours / cores:,.2f} h, {memory:,.0f} GB")
                elif name == "parquet":
                    cells.append(f"{hours / cores:,.2f} h, {workers:,.0f} GB (Ray)")
                else:
                    cells.append(f"{own_hours:,.2f} h, {memory:,.0f} GB (one process)")
            rows.append([title, name, f"{hours:,.1f}", *cells, f"{letters * each['bytes'] / 1e9:,.0f} GB"])
    return rows


def main() -> None:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=letters_folder, help="more letters to measure on, as text or PDF")
    parser.add_argument("--letters", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write benchmarks/scale.json and docs/scale.md")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    texts = [letter.text for letter in read_letters(SEEDS, *filter(None, [given.folder])).letters]
    results = {
        "imrx": imrx.__version__,
        "machine": machine(),
        "load": load,
        "characters": statistics.mean(map(len, texts)),
        **measure(texts, given.letters, given.rounds),
    }
    text = report(results)
    print(text)
    if given.write:
        write_page("scale", results, text)


if __name__ == "__main__":
    main()
