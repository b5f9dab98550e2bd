"""How fast imrx reads letters, beside the tools that a user would pick instead.

    python benchmarks/speed.py [FOLDER] [--peers DIR] [--write]

Measures on the five seeds and on every letter (text or PDF) of the folder, and prints them as tables in Markdown:

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
`--write` writes the figures as `benchmarks/speed.json` and the tables into `docs/speed.md`.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contenders import peak_megabytes
from harness import (
    PEERS,
    SEEDS,
    children_seconds,
    environment,
    last_line,
    letters_folder,
    machine,
    markdown,
    read_letters,
    write_page,
)
from negspacy.termsets import termset

import imrx
from imrx.batch.annotate import annotate_letter
from imrx.readers import Letter
from imrx.resources import read_table

CONTENDERS = Path(__file__).with_name("contenders.py")

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


def vocabulary() -> dict[str, Any]:
    """Terms, expressions and negation cues for the peers, from the pattern tables."""
    drugs = [row["name"] for row in read_table("drugs.csv") if not row["form"]]
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


def run(name: str, python: Path, given: dict[str, Any]) -> dict[str, Any]:
    """One measurement of one contender in a process of its own.

    Raises:
        RuntimeError: the contender does not run; the message is the last line that it wrote.
    """
    result: dict[str, Any] = json.loads(
        last_line([python, CONTENDERS, name], f"{name} does not run", json.dumps(given))
    )
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
            "times_imrx": round(taken / statistics.median(seconds["imrx_record"]), 2),
            "times_imrx_with_docbin": round(taken / statistics.median(seconds["imrx_docbin"]), 2),
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
    """Seconds of `imrx annotate one.txt`, of `import spacy` beside it, and where nothing but spaCy is installed.

    What `imrx annotate` compiles is kept for the runs after it (`imrx.compiled`); its first run in a user's account is
    measured as well.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.txt"
        file.write_text(letter, encoding="utf-8")
        commands: dict[str, list[str | Path]] = {
            "imrx annotate": [sys.executable, "-m", "imrx", "annotate", file],
            "imrx annotate, first": [sys.executable, "-m", "imrx", "annotate", file],
            "import spacy": [sys.executable, "-c", "import spacy"],
        }
        if bare is not None:
            commands["import spacy, no imrx"] = [bare, "-c", "import spacy"]
        times: dict[str, list[float]] = {name: [] for name in commands}
        # an installed package has its bytecode, so the first of the runs leaves it where nothing else did
        settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        for number in range(6):
            for name, command in commands.items():
                settings["XDG_CACHE_HOME"] = str(Path(folder) / (f"new {number}" if name.endswith("first") else "kept"))
                before = children_seconds()
                subprocess.run(command, capture_output=True, check=True, cwd=folder, env=settings)
                times[name].append(children_seconds() - before)
    return {name: round(min(seconds), 3) for name, seconds in times.items()}


def report(figures: dict[str, Any]) -> str:
    """The figures as tables in Markdown."""
    on, letters = figures["machine"], figures["letters"]
    heads = ("contender", "version", "peak MB", "ms per letter", "letters per second")
    rows = [
        [
            *(row["contender"], row["version"].split()[-1], row["megabytes"], f"{row['milliseconds']:.1f}"),
            *(f"{row['letters_a_second']:.0f}", f"{row['times_imrx']:.2f}", f"{row['times_imrx_with_docbin']:.2f}"),
        ]
        for row in figures["speed"]
    ]
    return "\n".join(
        [
            f"{letters['count']} letters of {letters['characters']:,} characters on average; {on['cores']} cores of"
            f" {on['processor']}, {on['system']}, Python {on['python']}.",
            "",
            markdown((*heads, "time ÷ imrx's", "time ÷ imrx's with `DocBin`"), rows, numbers=True),
            "",
            markdown(("also measured", "figure"), [*others(figures)]),
        ]
    )


def others(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is not compared with other tools, or with spaCy's import alone."""
    times = [row["times_the_cost"] for row in figures["scaling"]]
    long = f"{min(times):.0f} to {max(times):.0f} times as much"
    yield f"cost of a letter {LONG} times as long, of each of the five seeds", long
    for row in figures.get("memory", []):
        used = f"{row['megabytes']} MB; {row['words']:,} words and {row['strings']:,} strings in the vocabulary"
        yield f"peak memory after {row['letters']:,} letters with new words", used
    if pdf := figures["pdf"]:
        yield "extracting the text of a PDF", f"{pdf['extraction']} ms per letter"
        yield "annotating it; annotating the same text without pages", f"{pdf['from_pdf']} ms; {pdf['from_text']} ms"
    cold = figures["cold_start"]
    yield "`imrx annotate one.txt`, from a cold start", f"{cold['imrx annotate']:.2f} s"
    yield "the same for the very first time, when nothing compiled is kept", f"{cold['imrx annotate, first']:.2f} s"
    if "import spacy, no imrx" in cold:
        yield "`import spacy` where imrx is not installed", f"{cold['import spacy, no imrx']:.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=letters_folder, nargs="?", help="letters to measure on, beside the seeds")
    parser.add_argument("--peers", type=Path, help="where the peers' environments are, or are made")
    parser.add_argument("--no-peers", action="store_true", help="leave out what needs an environment of its own")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--many", type=int, default=20_000, help="letters for the measurement of memory; 0: none")
    parser.add_argument("--write", action="store_true", help="write benchmarks/speed.json and docs/speed.md")
    arguments = parser.parse_args()
    letters, _, extraction, pdfs = read_letters(SEEDS, *filter(None, [arguments.folder]))
    texts = [letter.text for letter in letters]
    random.Random(0).shuffle(texts)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.peers or Path(temporary)
        pythons = {} if arguments.no_peers else {name: environment(folder, name) for name in PEERS}
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
    text = report(figures)
    print(text)
    if arguments.write:
        write_page("speed", figures, text)


if __name__ == "__main__":
    main()
