"""The drug lexicon: what a sound one looks like, and how to build a full one from a user's own RxNorm download.

RxNorm's files are pipe-separated without a heading (RRF). RXNCONSO gives the names of ingredients and brands and the
ATC codes of ingredients, RXNREL which brand or combination has which ingredients, RXNSAT the schedule. Column numbers
are those of the RxNorm technical documentation. The files are read line by line: RXNREL alone has millions of lines.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from imrx.resources import read_rows

FIELDS: Final = (
    "name",
    "kind",
    "form",
    "ingredients",
    "classes",
    "schedule",
    "opioid",
    "rxcui",
    "ingredient_rxcuis",
    "source",
)
"""The columns of `drugs.csv`, in order."""

KINDS: Final = ("generic", "brand", "combination", "compound", "kit")
SCHEDULES: Final = ("", "CII", "CIII", "CIV", "CV")
NEEDS: Final = ("capital", "upper", "dose", "list", "taken", "join")

SCHEDULE_OF_CODE: Final = {"2": "CII", "3": "CIII", "4": "CIV", "5": "CV"}
"""RXNSAT's DCSA attribute ("3n") begins with the number of the schedule."""

Row = dict[str, str]


class Concept(NamedTuple):
    """A name of RXNCONSO: the string and its term type (IN, PIN, MIN, BN)."""

    name: str
    term: str


def check_lexicon(
    drugs: list[Row],
    names: list[Row] | None = None,
    ambiguous: list[Row] | None = None,
    *,
    classes: Iterable[str],
) -> list[str]:
    """What is wrong with the tables, a line each; an empty list where nothing is.

    Args:
        drugs: rows of `drugs.csv`, or of a lexicon in its format.
        names: rows of `drug_names.csv`.
        ambiguous: rows of `drug_ambiguous.csv`.
        classes: the class ids that there are (`drug_classes.csv`).
    """
    known = set(classes)
    problems = []
    seen = Counter((row["name"].lower(), row["form"]) for row in drugs)
    problems += [f"duplicate name: {name!r}" for (name, _), count in seen.items() if count > 1]
    opioids = {row["name"].lower() for row in drugs if row["kind"] == "generic" and row["opioid"] == "1"}
    for row in drugs:
        problems += [f"{row['name']!r}: {problem}" for problem in _problems(row, known, opioids)]
    canonical = {row["name"].lower() for row in drugs}
    written = Counter(row["written"].lower() for row in names or ())
    for spelling, count in written.items():
        if count > 1 or spelling in canonical:
            problems.append(f"duplicate way of writing: {spelling!r}")
    for row in names or ():
        if row["name"].lower() not in canonical:
            problems.append(f"way of writing {row['written']!r} of an unknown name: {row['name']!r}")
    for row in ambiguous or ():
        if row["written"].lower() not in canonical | written.keys():
            problems.append(f"ambiguous word that is no name: {row['written']!r}")
        if unknown := set(filter(None, row["needs"].split(";"))) - set(NEEDS):
            problems.append(f"ambiguous word {row['written']!r}: unknown rule {', '.join(sorted(unknown))}")
    return problems


def read_lexicon(path: Path) -> list[Row]:
    """Read a lexicon in the format of `drugs.csv`.

    Raises:
        ValueError: it is none; the message says why.
    """
    try:
        rows = read_rows(path)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is no lexicon: {error}") from None
    missing = set(FIELDS) - set(rows[0] if rows else _heading(path))
    if missing:
        raise ValueError(f"{path} is no lexicon: it lacks the columns {', '.join(sorted(missing))}")
    if not rows:
        raise ValueError(f"{path} is no lexicon: it has no row below its heading")
    return rows


def _heading(path: Path) -> list[str]:
    """The names of the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file), [])


def _problems(row: Row, classes: set[str], opioids: set[str]) -> Iterator[str]:
    ingredients = list(filter(None, row["ingredients"].split(";")))
    if not ingredients:
        yield "no ingredients"
    if len(row["ingredient_rxcuis"].split(";")) != max(1, len(ingredients)):
        yield "not one RxCUI cell for each ingredient"
    if len(set(ingredients)) != len(ingredients):
        yield "an ingredient twice"
    if unknown := [name for name in row["classes"].split(";") if name not in classes]:
        yield f"unknown class {', '.join(map(repr, unknown))}"
    if (row["opioid"] == "1") != ("opioid" in row["classes"].split(";")):
        yield "opioid flag and classes disagree"
    if row["opioid"] != "1" and (inside := [name for name in ingredients if name.lower() in opioids]):
        yield f"no opioid, though it holds {', '.join(inside)}"
    if row["kind"] not in KINDS:
        yield f"unknown kind {row['kind']!r}"
    if row["schedule"] not in SCHEDULES:
        yield f"unknown schedule {row['schedule']!r}"
    if not row["source"]:
        yield "no source"


def build_lexicon(folder: Path, ours: list[Row], classes: list[Row]) -> list[Row]:
    """A full lexicon: all names of an RxNorm download, and those of ours that it lacks.

    Where ours knows the name, or another one with the same ingredients, its order of ingredients, classes and schedule
    are kept: RxNorm sorts ingredients by the alphabet, letters by the order of the strengths.

    Args:
        folder: the `rrf` folder of the download, with RXNCONSO.RRF, RXNREL.RRF and RXNSAT.RRF.
        ours: rows of `drugs.csv`.
        classes: rows of `drug_classes.csv`; their ATC codes give a class to ingredients that ours does not know.

    Raises:
        FileNotFoundError: one of the three files is not there.
        ValueError: a line has too few columns, so it is no RRF, or is not in UTF-8; or the files have no names of
            RxNorm's, or nothing that ties brands to ingredients.
    """
    concepts, atc = _read_names(folder / "RXNCONSO.RRF")
    if not concepts:
        raise ValueError(f"no name of RxNorm's in {folder / 'RXNCONSO.RRF'}: is it empty, or are its columns others?")
    parts = _read_parts(folder / "RXNREL.RRF", concepts)
    if not parts and any(concept.term != "IN" for concept in concepts.values()):
        raise ValueError(
            f"no ingredient of any brand in {folder / 'RXNREL.RRF'}: is it empty, or are its columns others?"
        )
    schedules = _read_schedules(folder / "RXNSAT.RRF", concepts)
    called = {row["rxcui"]: row["name"] for row in ours if row["kind"] == "generic" and row["rxcui"]}
    base = {rxcui: called.get(rxcui, concept.name) for rxcui, concept in concepts.items() if concept.term == "IN"}
    by_name = {row["name"].lower(): row for row in ours if not row["form"]}
    by_parts = {frozenset(row["ingredients"].split(";")): row for row in reversed(ours) if not row["form"]}
    prefixes = {prefix: row["class"] for row in classes for prefix in filter(None, row["atc"].split(";"))}

    rows: dict[str, Row] = {}
    for rxcui, concept in concepts.items():
        members = {base[rxcui]: rxcui} if rxcui in base else {base[part]: part for part in parts.get(rxcui, ())}
        if not members or (concept.term == "PIN" and concept.name.lower().startswith(tuple(members))):
            continue  # a salt behind its ingredient's name is read without a row of its own
        name = base.get(rxcui, concept.name.replace(" / ", "/"))
        like = by_name.get(name.lower()) or by_parts.get(frozenset(members))
        if like is not None and set(like["ingredients"].split(";")) == set(members):
            order, found, schedule = like["ingredients"].split(";"), like["classes"].split(";"), like["schedule"]
        else:
            order = sorted(members)
            found = sorted({name for part in order for name in _classes(part, members[part], by_name, atc, prefixes)})
            schedule = schedules.get(members[order[0]], "") if len(order) == 1 else ""
        if concept.term == "MIN":
            name = "/".join(order)
        rows.setdefault(
            name.lower(),
            {
                "name": name,
                "kind": {"BN": "brand", "MIN": "combination"}.get(concept.term, "generic"),
                "form": "",
                "ingredients": ";".join(order),
                "classes": ";".join(found),
                "schedule": schedule,
                "opioid": "1" if "opioid" in found else "0",
                "rxcui": rxcui,
                "ingredient_rxcuis": ";".join(members[part] for part in order),
                "source": "rxnorm",
            },
        )
    lacking = [row for row in ours if row["form"] or row["name"].lower() not in rows]
    return sorted([*rows.values(), *lacking], key=lambda row: (row["name"].lower(), row["form"]))


def write_lexicon(rows: list[Row], path: Path) -> None:
    """Write a lexicon in the format of `drugs.csv`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _classes(
    part: str, rxcui: str, ours: dict[str, Row], atc: dict[str, list[str]], prefixes: dict[str, str]
) -> list[str]:
    """The classes of one ingredient: ours, else those of its ATC codes by the longest prefix that has one."""
    if part.lower() in ours:
        return ours[part.lower()]["classes"].split(";")
    found = {
        next((prefixes[code[:n]] for n in range(len(code), 0, -1) if code[:n] in prefixes), None)
        for code in atc.get(rxcui, ())
    }
    return sorted(name for name in found if name) or ["unclassified"]


def _lines(path: Path, columns: int) -> Iterator[list[str]]:
    """The lines of an RRF file, split."""
    if not path.is_file():
        raise FileNotFoundError(f"no {path.name} in {path.parent}: give the rrf folder of an RxNorm download")
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                cells = line.decode("utf-8").rstrip("\r\n").split("|")
            except UnicodeDecodeError:
                raise ValueError(f"{path.name} line {number} is not in UTF-8, as RxNorm publishes it") from None
            if len(cells) < columns:
                raise ValueError(f"{path.name} line {number} has {len(cells)} columns, RRF has {columns} or more")
            yield cells


def _read_names(path: Path) -> tuple[dict[str, Concept], dict[str, list[str]]]:
    """The names that are not suppressed, and the ATC codes of ingredients, by RxCUI."""
    concepts: dict[str, Concept] = {}
    atc: dict[str, list[str]] = defaultdict(list)
    for cells in _lines(path, 17):
        rxcui, source, term, code, name, suppressed = (cells[i] for i in (0, 11, 12, 13, 14, 16))
        if source == "RXNORM" and term in ("IN", "PIN", "MIN", "BN") and suppressed == "N":
            concepts[rxcui] = Concept(name, term)
        elif source == "ATC" and term == "IN":
            atc[rxcui].append(code)
    return concepts, dict(atc)


def _read_parts(path: Path, concepts: dict[str, Concept]) -> dict[str, list[str]]:
    """The ingredients of brands, combinations and salts; the file has relations in both directions, one is enough."""
    parts: dict[str, list[str]] = defaultdict(list)
    for cells in _lines(path, 8):
        for whole, part in ((cells[0], cells[4]), (cells[4], cells[0])):
            terms = [concepts[rxcui].term for rxcui in (whole, part) if rxcui in concepts]
            if len(terms) == 2 and terms[0] != "IN" == terms[1] and part not in parts[whole]:
                parts[whole].append(part)
    return dict(parts)


def _read_schedules(path: Path, concepts: dict[str, Concept]) -> dict[str, str]:
    """The DEA schedule of ingredients; where sources disagree, the stricter one."""
    schedules: dict[str, str] = {}
    for cells in _lines(path, 11):
        rxcui, attribute, value = cells[0], cells[8], cells[10]
        schedule = SCHEDULE_OF_CODE.get(value[:1]) if attribute == "DCSA" and rxcui in concepts else None
        if schedule is not None:
            schedules[rxcui] = min(schedules.get(rxcui, schedule), schedule, key=SCHEDULES.index)
    return schedules
