"""What the benchmarks share: letters, the gold's split, intervals, machine, peers, and how figures are kept."""

import argparse
import hashlib
import importlib.util
import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from imrx.readers import Failure, Letter, Options, find_sources, read_source

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "corpus" / "letters"
GOLD = ROOT / "tests" / "gold"
PARTS = ("worked_on", "set_aside")
"""Letters that rules were written from, and letters set aside (`corpus/split.py`)."""

MARKS = ("<!-- figures -->", "<!-- /figures -->")
"""The figures of a page stand between these lines."""

PEERS = {
    "medspacy": ["medspacy==1.3.1", "spacy==3.7.5", "thinc<8.3", "numpy<2", "setuptools<81"],
    "edsnlp": ["edsnlp==0.23.0"],
    "spacy": [f"spacy=={version('spacy')}"],
}
"""Environments and what is installed in each; medspaCy asks for numpy 1, for which later spaCy wheels are not built."""


class Reading(NamedTuple):
    """The distinct letters of some folders, how many inputs were not read, and what reading the PDF files took."""

    letters: list[Letter]
    failures: int
    pdf_seconds: float
    pdfs: int


def read_letters(*folders: Path) -> Reading:
    """Read the letters (text or PDF) of all folders, each text once; `pdf_seconds` is CPU time."""
    options = Options()
    letters: dict[str, Letter] = {}
    failures, seconds, pdfs = 0, 0.0, 0
    for source in find_sources([str(folder) for folder in folders], options):
        start = time.process_time()
        read = [source] if isinstance(source, Failure) else [*read_source(source, options)]
        taken = time.process_time() - start
        found = [letter for letter in read if isinstance(letter, Letter)]
        failures += len(read) - len(found)
        if any(letter.source["media_type"] == "application/pdf" for letter in found):
            seconds += taken
            pdfs += len(found)
        letters.update((letter.text, letter) for letter in found)
    return Reading(list(letters.values()), failures, seconds, pdfs)


def letters_folder(text: str) -> Path:
    """The argument FOLDER, for argparse."""
    if not (folder := Path(text)).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no folder: name one that holds published letters (PDF or text)")
    return folder


def digest(text: str) -> str:
    """The key by which the gold names a letter."""
    return hashlib.sha256(text.encode()).hexdigest()


def gold_rows(name: str) -> list[dict[str, Any]]:
    """The lines of a file in `tests/gold`."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def load_split() -> Callable[[str], bool]:
    """The rule that sets letters aside, `is_set_aside` of `corpus/split.py`."""
    spec = importlib.util.spec_from_file_location("split", ROOT / "corpus" / "split.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.is_set_aside


def figure(right: int, total: int) -> dict[str, float]:
    """How many are right, and Wilson's 95% interval of the share; of nothing, the interval says nothing."""
    if not total:
        return {"right": right, "n": total, "low": 0.0, "high": 1.0}
    z = 1.959964
    share = right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return {
        "right": right,
        "n": total,
        "low": round(max(0.0, middle - half), 4),
        "high": round(min(1.0, middle + half), 4),
    }


def figures_by_part(counted: Iterable[tuple[str, Iterable[tuple[str, int, int]]]]) -> dict[str, dict[str, Any]]:
    """Figures of each part of the split.

    Args:
        counted: a letter's case number, and for each figure its name, how many are right, and how many there are.
    """
    is_set_aside = load_split()
    right, total = ({part: Counter() for part in PARTS} for _ in range(2))
    for case_number, counts in counted:
        part = PARTS[is_set_aside(case_number)]
        for name, good, count in counts:
            right[part][name] += good
            total[part][name] += count
    return {part: {name: figure(right[part][name], n) for name, n in total[part].items() if n} for part in PARTS}


def overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """True where two stretches share a character."""
    return first[0] < second[1] and second[0] < first[1]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line.split(":", 1) for line in info.read_text().splitlines() if line.startswith("model name"))
        model = next((value.strip() for _, value in lines), model)
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def children_seconds() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def environment(folder: Path, peer: str) -> Path:
    """Python of an environment below the folder with a peer in it, made where there is none yet.

    Raises:
        RuntimeError: the peer cannot be installed.
    """
    python = folder / peer / "bin" / "python"
    if not python.exists():
        venv.create(folder / peer, with_pip=True)
        last_line([python, "-m", "pip", "install", "-q", *PEERS[peer]], f"{peer} cannot be installed")
    return python


def last_line(command: list[Any], failed: str, given: str | None = None) -> str:
    """The last line that a command writes.

    Raises:
        RuntimeError: it fails; the message begins with `failed` and ends with the last line of its errors.
    """
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{failed}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return (done.stdout.splitlines() or [""])[-1]


def keep_figures(name: str, figures: dict[str, Any], write: bool) -> None:
    """Print figures as JSON, and write them as `benchmarks/NAME.json` where that is asked for."""
    text = json.dumps(figures, indent=2, ensure_ascii=False) + "\n"
    sys.stdout.write(text)
    if write:
        (ROOT / "benchmarks" / f"{name}.json").write_text(text, encoding="utf-8")


def write_page(name: str, figures: dict[str, Any], text: str) -> None:
    """Write figures as `benchmarks/NAME.json`, and what is made of them between the marks of `docs/NAME.md`."""
    kept = json.dumps(figures, indent=2, ensure_ascii=False) + "\n"
    (ROOT / "benchmarks" / f"{name}.json").write_text(kept, encoding="utf-8")
    path = ROOT / "docs" / f"{name}.md"
    page = path.read_text(encoding="utf-8")
    before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
    path.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


def markdown(heads: Iterable[str], rows: Iterable[Iterable[Any]], numbers: bool = False) -> str:
    """A table in Markdown; `numbers` aligns all columns but the first at the right."""
    heads = list(heads)
    rule = ["---", *(["---:" if numbers else "---"] * (len(heads) - 1))]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in [heads, rule, *rows])
