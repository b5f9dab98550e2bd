"""What many letters take: time by number of workers, memory, bytes written, and the plan that follows from them.

    python benchmarks/scale.py [FOLDER] [--letters 2000] [--rounds 3] [--write docs/scale.md]

Annotates the five seeds and every letter (text or PDF) of the folder, as text files, again and again until there are so
many, with one worker and with two, into JSON lines and docs and into Parquet. Of the rounds, in which all take turns,
the median counts. CPU time is that of the workers and that of the process that gives the shards out; other work on the
machine disturbs it less than the clock. The bytes are those of the distinct letters.
"""

import argparse
import json
import os
import platform
import re
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from speed import machine, read_letters

import imrx
from imrx.batch import annotate_folder
from imrx.readers import Options, find_sources

FORMATS = {"jsonl and docs": ("jsonl", "docs"), "parquet": ("parquet",)}
PLANS = {"185,000 (a year)": 185_000, "1.7 million": 1_700_000, "100 million": 100_000_000}
CASE_NUMBER = re.compile(r"\b(CM\d\d-)\d+")
CORES = (8, 64, 1_024)
MARKS = ("<!-- figures -->", "<!-- /figures -->")


def annotate(folder: Path, formats: tuple[str, ...], workers: int) -> dict[str, float]:
    """One run: seconds by the clock, CPU seconds of the workers and of this process, bytes written."""
    options = Options()
    sources = [*find_sources([str(folder)], options)]
    with tempfile.TemporaryDirectory() as output:
        clock, own, theirs = time.perf_counter(), time.process_time(), _children()
        annotate_folder([], sources, Path(output), options=options, formats=formats, workers=workers)
        times = time.perf_counter() - clock, time.process_time() - own, _children() - theirs
        manifest = json.loads((Path(output) / "manifest.json").read_text(encoding="utf-8"))
    written = sum(file["bytes"] for file in manifest["files"].values())
    return {"seconds": times[0], "own": times[1], "workers": times[2], "bytes": written}


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(texts: list[str], count: int, rounds: int) -> dict[str, Any]:
    """All runs; times are those of the letters alone, without the start of the workers."""
    results: dict[str, Any] = {"letters": count, "distinct": len(texts), "formats": {}}
    with tempfile.TemporaryDirectory() as folder:
        many, once, one = (Path(folder) / name for name in ("many", "once", "one"))
        for path, number in ((many, count), (once, len(texts)), (one, 1)):
            path.mkdir()
            for place in range(number):
                # a case number that comes again is work that no real run has
                text = CASE_NUMBER.sub(rf"\g<1>{place:07d}", texts[place % len(texts)])
                (path / f"{place:07d}.txt").write_text(text, encoding="utf-8")
        for name, formats in FORMATS.items():
            runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
            starts = []
            for _ in range(rounds):
                starts.append(annotate(one, formats, 1))
                for workers, done in runs.items():
                    done.append(annotate(many, formats, workers))
            start = {key: statistics.median(each[key] for each in starts) for key in starts[0]}
            medians = {
                workers: {key: statistics.median(each[key] for each in done) for key in done[0]}
                for workers, done in runs.items()
            }
            results["formats"][name] = {
                "start_seconds": start["seconds"],
                "milliseconds": 1000 * (medians[1]["workers"] - start["workers"]) / count,
                "milliseconds_merging": 1000 * (medians[1]["own"] - start["own"]) / count,
                "seconds": {str(workers): each["seconds"] for workers, each in medians.items()},
                "speedup": medians[1]["seconds"] / medians[2]["seconds"],
                "bytes": annotate(once, formats, 1)["bytes"] / len(texts),
            }
    scale = 2**20 if sys.platform == "darwin" else 2**10
    results["megabytes"] = {
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / scale,
        "this": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale,
    }
    return results


def report(results: dict[str, Any]) -> str:
    """The figures and the plan, in Markdown."""
    on, held = results["machine"], results["megabytes"]
    lines = [
        f"imrx {results['imrx']} on {on['cores']} cores of {on['processor']}, {on['system']}, Python {on['python']};",
        f"load of the machine before: {results['load']:.1f}. {results['letters']:,} letters, made of",
        f"{results['distinct']} that have {results['characters']:,.0f} characters on average. The largest worker held",
        f"{held['worker']:,.0f} MB, the process that gives the shards out and merges them {held['this']:,.0f} MB.",
        "",
        "| written | CPU of a worker for a letter | CPU of merging | bytes | start | 2 workers : 1, by the clock |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, each in results["formats"].items():
        times = f"{each['milliseconds']:.1f} ms | {each['milliseconds_merging']:.2f} ms"
        start = f"{each['start_seconds']:.1f} s | {each['speedup']:.2f} ×"
        lines.append(f"| {name} | {times} | {each['bytes']:,.0f} | {start} |")
    heads = " | ".join(f"hours on {cores:,} cores" for cores in CORES)
    lines += [
        "",
        "Core hours are letters × milliseconds of a worker; hours are those by the number of cores, as long as the one",
        "process that merges keeps up with them. Where it does not, the hours are those of Ray, whose tasks write the",
        "parts themselves. Memory is one worker's for each core.",
        "",
        f"| letters | written | core hours | {heads} | bytes written |",
        f"| --- | --- | --- | {'--- | ' * len(CORES)}--- |",
    ]
    for title, letters in PLANS.items():
        for name, each in results["formats"].items():
            core_hours = letters * each["milliseconds"] / 3_600_000
            hours = []
            for cores in CORES:
                is_fed = each["milliseconds"] / cores > each["milliseconds_merging"]
                hours.append(f"{core_hours / cores:,.2f}" + " (Ray)" * (not is_fed))
            size = letters * each["bytes"] / 1e9
            lines.append(f"| {title} | {name} | {core_hours:,.1f} | {' | '.join(hours)} | {size:,.0f} GB |")
    memory = results["megabytes"]["worker"] / 1024
    lines += ["", ", ".join(f"{cores:,} workers: {cores * memory:,.0f} GB of memory" for cores in CORES) + "."]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="more letters to measure on, as text or PDF")
    parser.add_argument("--letters", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, help="write the figures as JSON")
    parser.add_argument("--write", type=Path, help=f"page in which the text between {' and '.join(MARKS)} is replaced")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    texts = [letter.text for letter in read_letters(given.folder)[0]]
    results = {
        "imrx": imrx.__version__,
        "machine": machine() | {"python": platform.python_version()},
        "load": load,
        "characters": statistics.mean(map(len, texts)),
        **measure(texts, given.letters, given.rounds),
    }
    text = report(results)
    print(text)
    if given.output:
        given.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if given.write:
        page = given.write.read_text(encoding="utf-8")
        before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
        given.write.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
