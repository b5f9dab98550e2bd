"""Where the pattern tables and the pipeline's configuration are, in a checkout and in a wheel.

This is the only module that knows paths. In a wheel `patterns/` and `models/` lie inside the package; in a checkout
they stand at the top of the repository.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.util import load_config, registry

from imrx.contractions import contracted

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "patterns").is_dir() else _PACKAGE.parents[1]

PATTERNS = _ROOT / "patterns"
MODELS = _ROOT / "models"


def pattern_files() -> Iterator[Path]:
    """All pattern tables, in a fixed order."""
    yield from sorted(path for path in PATTERNS.rglob("*") if path.suffix in {".csv", ".json"})


@lru_cache(maxsize=1)
def patterns_hash() -> str:
    """SHA-256 over the names and bytes of all pattern tables: tells runs apart after merging."""
    digest = hashlib.sha256()
    for path in pattern_files():
        digest.update(path.relative_to(PATTERNS).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


@registry.readers("imrx.Table.v1")
def read_table(name: str) -> Any:
    """Read one table of `patterns/`: CSV as a list of rows (dicts of strings), JSON as it is.

    Args:
        name: file name inside `patterns/`, e.g. `drugs.csv`, or the absolute path of a table of one's own.

    Raises:
        FileNotFoundError: there is no such table.
        ValueError: a row has more or fewer values than there are columns.
    """
    path = PATTERNS / name
    if not path.is_file():
        raise FileNotFoundError(
            f"no pattern table {name!r} in {PATTERNS}: name one that is there, or the absolute path of your own"
        )
    if path.suffix == ".csv":
        return read_rows(path)
    return srsly.read_json(path)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV table.

    Raises:
        ValueError: a row has more or fewer values than there are columns.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)  # a third of what DictReader takes
        names = next(reader, [])
        rows = []
        for row in reader:
            if len(row) != len(names):
                raise ValueError(
                    f"{path}, line {reader.line_num}: {len(row)} values in a table of {len(names)} columns"
                )
            rows.append(dict(zip(names, row, strict=True)))
        return rows


def default_tables(component: str) -> dict[str, Any]:
    """The tables that `models/rules.cfg` gives to the component of a name; none for another name."""
    tables = _initialize_blocks().get(component, {}).get("tables", {})
    return dict(registry.resolve({"tables": tables})["tables"])


@lru_cache(maxsize=1)
def _initialize_blocks() -> dict[str, Any]:
    return dict(load_config(MODELS / "rules.cfg")["initialize"]["components"])


@registry.misc("imrx.Termset.v1")
def read_termset() -> dict[str, list[str]]:
    """The negation termset in negspacy's form, for a `negex` component in somebody else's pipeline.

    Our own pipeline reads in families of words what such a pipeline needs as phrases: what a finding is said to be
    behind it ("remains unclear"), and "isn't" as it is written.
    """
    termset: dict[str, list[str]] = read_table("negation.json")["termset"]
    clauses = read_table("clauses.json")
    said = [f"{verb} {state}" for verb in clauses["linking"] for state in clauses["missing_adjectives"]]
    behind = list(dict.fromkeys([*termset["following_negations"], *said]))
    return {name: contracted(phrases) for name, phrases in {**termset, "following_negations": behind}.items()}


@registry.callbacks("imrx.Stamp.v1")
def make_stamp() -> Callable[[Language], Language]:
    """A callback that writes into `nlp.meta` which version and which patterns a pipeline was made from."""
    return _stamp


def _stamp(nlp: Language) -> Language:
    from imrx import __version__

    nlp.meta.update(
        name="imrx_rules",
        version=__version__,
        description="Rule pipeline for California Independent Medical Review letters",
        license="MIT",
        # named here because `spacy package` finds requirements by top_level.txt, which our wheel does not have
        requirements=[f"imrx=={__version__}"],
        # what stands there already is the second voice's
        imrx={**nlp.meta.get("imrx", {}), "version": __version__, "patterns": _given_hash(nlp)},
    )
    return nlp


def _given_hash(nlp: Language) -> str:
    """The hash over all pattern tables; over those too that components are given in the place of ours."""
    others = {}
    for name, block in nlp.config["initialize"]["components"].items():
        ours = _initialize_blocks().get(nlp.get_pipe_meta(name).factory if nlp.has_pipe(name) else "", {})
        for table, own in ours.get("tables", {}).items():
            given = block.get("tables", {}).get(table, own)
            if given != own and (content := _resolved(given)) != _resolved(own):
                others[f"{name}.{table}"] = content
    if not others:
        return patterns_hash()
    return hashlib.sha256((patterns_hash() + srsly.json_dumps(others, sort_keys=True)).encode()).hexdigest()


def _resolved(table: Any) -> Any:
    return registry.resolve({"table": table})["table"]
