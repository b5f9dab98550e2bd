"""How fast imrx reads letters, beside the tools that a user would pick instead.

    python benchmarks/speed.py [FOLDER] [--peers DIR] [--output benchmarks/speed.json]

Measures on the five seeds and on every letter (text or PDF) of the folder, and prints tables in Markdown:

- letters a second of the whole pipeline with its record, alone and with a `DocBin`, and of medspaCy's default rules,
  EDS-NLP with an equal vocabulary and negation, and spaCy's tokenizer. medspaCy and EDS-NLP run in environments made
  for them (`--peers DIR` to keep them, `--no-peers` to leave them out);
- what a letter of 100 times the length costs;
- memory over many letters, no two of which have all their words in common;
- reading from PDF beside reading the same text;
- the cold start of `imrx annotate`, beside that of `import spacy` where no imrx is installed.

All times are CPU times of one process, which other work on the machine disturbs least. A contender is warmed up on one
half of the letters and measured once on the other half, and again the other way round, so that no letter is measured
that the process has read before. Of `--rounds` rounds, in which all contenders take turns, the median counts.
"""

import argparse
import csv
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contenders import peak_megabytes
from negspacy.termsets import termset

import imrx
from imrx.batch.annotate import annotate_letter
from imrx.readers import Failure, Letter, Options, find_sources, read_source
from imrx.resources import PATTERNS, read_table

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "corpus" / "letters"
CONTENDERS = Path(__file__).with_name("contenders.py")

PEERS = {
    "medspacy": ["medspacy==1.3.1", "spacy==3.7.5", "thinc<8.3", "numpy<2", "setuptools<81"],
    "edsnlp": ["edsnlp==0.23.0"],
    "spacy": [f"spacy=={version('spacy')}"],
}
"""Environments and what is installed in each; medspaCy asks for numpy 1, for which later spaCy wheels are not built."""

TABLE = {
    "imrx_record": ("imrx: text to record, all components", None),
    "imrx_docbin": ("imrx: the same, with `DocBin`", None),
    "spacy_tokenizer": ("spaCy: English tokenizer alone", "spacy"),
    "spacy_ruler": ("spaCy: tokenizer and EntityRuler, the same terms", "spacy"),
    "edsnlp_tokenizer": ("EDS-NLP: tokenizer alone", "edsnlp"),
    "edsnlp_rules": ("EDS-NLP: the same terms, 36 expressions, negation", "edsnlp"),
    "medspacy_rules": ("medspaCy: default rules, the same terms", "medspacy"),
}
"""A line of the table for each contender, and the environment that it needs."""

EXPRESSIONS = 36

ZONE = 256
"""How many letters share a memory zone where memory is measured."""

LONG = 100
"""How many times the length of a letter the long one has."""


def read_letters(folder: Path | None) -> tuple[list[Letter], float, int]:
    """The distinct letters of the seeds and of a folder, CPU seconds of reading PDF files, and how many those are."""
    inputs = [str(SEEDS), *([str(folder)] if folder else [])]
    options = Options()
    letters: dict[str, Letter] = {}
    seconds, pdfs = 0.0, 0
    for source in find_sources(inputs, options):
        if isinstance(source, Failure):
            continue
        start = time.process_time()
        found = [letter for letter in read_source(source, options) if not isinstance(letter, Failure)]
        if any(letter.source["media_type"] == "application/pdf" for letter in found):
            seconds += time.process_time() - start
            pdfs += len(found)
        letters.update((letter.text, letter) for letter in found)
    return list(letters.values()), seconds, pdfs


def vocabulary() -> dict[str, Any]:
    """Terms, expressions and negation cues for the peers, from the pattern tables."""
    with (PATTERNS / "drugs.csv").open(encoding="utf-8") as file:
        drugs = [row["name"] for row in csv.DictReader(file) if not row["form"]]
    names = [row["written"] for row in read_table("drug_names.csv")]
    findings = [term for row in read_table("findings.csv") for term in row["terms"].split("|") if term]
    sig = read_table("sig.json")
    surfaces = [words for kind in ("units", "forms", "routes") for words in sig[kind].values()]
    expressions = [
        rf"(?i)\b(?:\d+(?:\.\d+)?\s*)?(?:{'|'.join(sorted(words, key=len, reverse=True))})\b".replace(".", r"\.")
        for words in surfaces[:EXPRESSIONS]
    ]
    return {
        "terms": {"DRUG": list(dict.fromkeys(drugs + names)), "FINDING": list(dict.fromkeys(findings))},
        "expressions": {"ATTRIBUTE": expressions},
        "cues": termset("en_clinical").get_patterns(),
    }


def environment(folder: Path, requirements: list[str]) -> Path:
    """Python of an environment with a peer in it, made where there is none yet."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *requirements], check=True)
    return python


def run(name: str, python: Path, given: dict[str, Any]) -> dict[str, Any]:
    """One measurement of one contender in a process of its own.

    Raises:
        RuntimeError: the contender does not run; the message is the last line that it wrote.
    """
    done = subprocess.run(
        [python, CONTENDERS, name], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{name} does not run: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def compare(texts: list[str], pythons: dict[str, Path], rounds: int) -> list[dict[str, Any]]:
    """Letters a second of every contender that has an environment, the slowest last."""
    words = vocabulary()
    halves = texts[::2], texts[1::2]
    seconds: dict[str, list[float]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for name, (title, place) in TABLE.items():
            if place is not None and place not in pythons:
                continue
            python = pythons[place] if place else Path(sys.executable)
            both = [
                run(name, python, {**words, "warm": warm, "timed": timed}) for warm, timed in (halves, halves[::-1])
            ]
            seconds.setdefault(name, []).append(sum(each["seconds"] for each in both))
            rows[name] = {
                "contender": title,
                "version": both[0]["version"],
                "megabytes": round(max(each["megabytes"] for each in both)),
            }
    for name, row in rows.items():
        taken = statistics.median(seconds[name])
        row |= {
            "milliseconds": round(1000 * taken / len(texts), 3),
            "letters_a_second": round(len(texts) / taken, 1),
            "imrx_is_faster": round(taken / statistics.median(seconds["imrx_record"]), 2),
            "imrx_with_docbin_is_faster": round(taken / statistics.median(seconds["imrx_docbin"]), 2),
        }
    return list(rows.values())


def scaling(letters: list[Letter]) -> list[dict[str, Any]]:
    """What a letter costs that is made of 100 copies of one, as a multiple of what the one costs."""
    nlp = imrx.load()
    rows = []
    for letter in letters:
        one = letter._replace(source={**letter.source, "pages": None})
        many = one._replace(text="\n\n".join([letter.text] * LONG))
        times = {"one": [], "many": []}
        for _ in range(3):
            for name, each, repeats in (("one", one, 20), ("many", many, 1)):
                with nlp.memory_zone():
                    annotate_letter(nlp, each)
                    start = time.process_time()
                    for _ in range(repeats):
                        annotate_letter(nlp, each)
                    times[name].append((time.process_time() - start) / repeats)
        rows.append(
            {
                "letter": letter.doc_id,
                "characters": len(letter.text),
                "times_the_cost": round(min(times["many"]) / min(times["one"]), 1),
            }
        )
    return rows


def altered(texts: list[str], number: int) -> str:
    """A letter that nobody has written yet: one word in twenty is a new one."""
    chance = random.Random(number)
    words = chance.choice(texts).split(" ")
    for place in range(0, len(words), 20):
        words[place] = f"{''.join(chance.choices('abcdefghijklmnopqrstuvwxyz', k=9))}{number}"
    return " ".join(words)


def memory(texts: list[str], count: int) -> list[dict[str, Any]]:
    """Peak memory and the size of the vocabulary after a tenth of many altered letters, and after all of them."""
    nlp = imrx.load()
    sizes = []
    for first in range(0, count, ZONE):
        done = min(first + ZONE, count)
        with nlp.memory_zone():
            for number in range(first, done):
                annotate_letter(nlp, Letter("", altered(texts, number), _source()))
        if first < count // 10 <= done or done == count:
            words, strings = sum(1 for _ in nlp.vocab), len(nlp.vocab.strings)
            sizes.append({"letters": done, "megabytes": round(peak_megabytes(), 1), "words": words, "strings": strings})
    return sizes


def _source() -> Any:
    return {"name": "altered", "sha256": "", "media_type": "text/plain", "encoding": "utf-8", "pages": None}


def pdf(letters: list[Letter], extraction: float, count: int) -> dict[str, Any] | None:
    """Milliseconds a letter of extraction, and of everything after it, beside the same text without pages."""
    paged = [letter for letter in letters if letter.source["pages"] is not None]
    if not paged:
        return None
    plain = [letter._replace(source={**letter.source, "pages": None}) for letter in paged]
    nlp = imrx.load()
    times: dict[str, list[float]] = {"from_pdf": [], "from_text": []}
    for _ in range(5):
        for name, some in (("from_pdf", paged), ("from_text", plain)):
            start = time.process_time()
            with nlp.memory_zone():
                for letter in some:
                    annotate_letter(nlp, letter)
            times[name].append(1000 * (time.process_time() - start) / len(some))
    return {
        "letters": len(paged),
        "extraction": round(1000 * extraction / count, 2),
        **{name: round(min(all_times), 2) for name, all_times in times.items()},
    }


def cold_start(letter: str, bare: Path | None) -> dict[str, float]:
    """Seconds of `imrx annotate one.txt`, of `import spacy` beside it, and where nothing but spaCy is installed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.txt"
        file.write_text(letter, encoding="utf-8")
        commands: dict[str, list[str | Path]] = {
            "imrx annotate": [sys.executable, "-m", "imrx", "annotate", file],
            "import spacy": [sys.executable, "-c", "import spacy"],
        }
        if bare is not None:
            commands["import spacy, no imrx"] = [bare, "-c", "import spacy"]
        times: dict[str, list[float]] = {name: [] for name in commands}
        # an installed package has its bytecode, so the first of the runs leaves it where nothing else did
        settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(6):
            for name, command in commands.items():
                before = _children()
                subprocess.run(command, capture_output=True, check=True, cwd=folder, env=settings)
                times[name].append(_children() - before)
    return {name: round(min(seconds), 3) for name, seconds in times.items()}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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


def table(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a table in Markdown."""
    rows = list(rows)
    names = [name.replace("_", " ") for name in rows[0]]
    lines = [names, ["---"] * len(names), *([str(value) for value in row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="letters to measure on, beside the seeds")
    parser.add_argument("--peers", type=Path, help="where the peers' environments are, or are made")
    parser.add_argument("--no-peers", action="store_true", help="leave out what needs an environment of its own")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--many", type=int, default=20_000, help="letters for the measurement of memory; 0: none")
    parser.add_argument("--output", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    letters, extraction, pdfs = read_letters(arguments.folder)
    texts = [letter.text for letter in letters]
    random.Random(0).shuffle(texts)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.peers or Path(temporary)
        pythons = {}
        for name, requirements in {} if arguments.no_peers else PEERS.items():
            pythons[name] = environment(folder / name, requirements)
        figures: dict[str, Any] = {
            "machine": machine(),
            "letters": {"count": len(texts), "characters": round(statistics.mean(map(len, texts)))},
            "speed": compare(texts, pythons, arguments.rounds),
            "cold_start": cold_start(texts[0], pythons.get("spacy")),
        }
    figures["scaling"] = scaling(letters[:5])
    figures["pdf"] = pdf(letters, extraction, pdfs)
    if arguments.many:
        figures["memory"] = memory(texts, arguments.many)
    for name, value in figures.items():
        rows = value if isinstance(value, list) else [value] if value else []
        print(f"\n{name.replace('_', ' ')}\n\n{table(rows) if rows else 'not measured'}")
    if arguments.output:
        arguments.output.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
