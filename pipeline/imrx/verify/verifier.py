"""An output folder of `imrx annotate`, held against itself: nothing in it was changed, lost or added since.

What is checked: size and hash of every file against the manifest, and that there is no other; every record against the
schema, against itself and against the manifest's versions; every span, however deep in a record or a table, against its
letter's text; records, texts, docs and tables against each other; the manifest's counts. No message holds words of a
letter.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from spacy.tokens import Doc
from typing_extensions import TypedDict

from imrx.annotated import read_docs
from imrx.letter import letter_id, letter_text
from imrx.output_names import DOCS, FAILURES, LETTERS, MANIFEST, RECORDS, check_whole
from imrx.record import Record, parse_record
from imrx.record.parse import first_fault
from imrx.verify.records import doc_problems, span_problems
from imrx.verify.tables import RowHashes, relation_problems, row_problems
from imrx.writers import disk
from imrx.writers.columns import COLUMNS
from imrx.writers.folder import RESULTS, Manifest, ManifestFile
from imrx.writers.parquet import read_part
from imrx.writers.repeats import CaseNumbers, find_case
from imrx.writers.shard import COUNTED, COUNTS, count_said
from imrx.writers.spans import MisalignedSpanError, letter_spans
from imrx.writers.tables import NOT_IN_RECORDS


class _Manifest(Manifest):
    counts: dict[str, int]


class _Letter(TypedDict):
    doc_id: str
    text: str


_MANIFEST: Final = TypeAdapter(_Manifest)
VERSIONS: Final = ("schema", "imrx", "patterns.sha256")
"""What the manifest says that every record and every row of `letters` says as well."""

_LETTER: Final = TypeAdapter(_Letter)


class Verifier:
    """Checks one folder.

    Attributes:
        counts: what was counted on the way: letters, failures, and what the records hold.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._texts: dict[str, int | None] = {}
        """The hash of each letter's text by its id; null where only its record is there."""
        self._unread = False
        """Whether a record could not be read: what records hold is not counted then."""
        self._cases = CaseNumbers()
        self._rows: RowHashes | None = None
        """What the tables should hold; null where there are none, or nothing to make them of."""
        self._versions: dict[str, str] = {}
        """What the manifest says that every record says as well, and has not been found wrong so far."""

    def problems(self) -> Iterator[str]:
        """Yield a line for each thing that is wrong.

        Raises:
            FileNotFoundError: the folder has no manifest.
            ValueError: a run was stopped before its results were whole, or has not ended.
        """
        check_whole(self.folder)
        path = self.folder / MANIFEST
        if not path.is_file():
            raise FileNotFoundError(f"no {MANIFEST} in {self.folder}: name a finished output folder of `imrx annotate`")
        manifest = _parse(_MANIFEST, path.read_bytes(), MANIFEST)
        if isinstance(manifest, str):
            yield manifest
            return
        yield from self._check_files(manifest["files"])
        there = [name for name in manifest["files"] if (self.folder / name).is_file()]
        versions = (manifest["schema"], manifest["imrx"], manifest["patterns"]["sha256"])
        self._versions = dict(zip(VERSIONS, versions, strict=True))
        yield from self._check_letters(there)
        yield from self._check_tables(there)
        if FAILURES in there:
            self.counts["failures"] = sum(1 for _ in _lines(self.folder / FAILURES))
        for name in ("letters", "failures") if self._unread else COUNTS:
            if name in self.counts and self.counts[name] != manifest["counts"].get(name):
                yield f"{MANIFEST}: counts {manifest['counts'].get(name)} {name}, there are {self.counts[name]}"

    def _check_files(self, files: Mapping[str, ManifestFile]) -> Iterator[str]:
        for name, written in files.items():
            path = self.folder / name
            if not path.is_file():
                yield f"{name}: in the manifest, but not in the folder"
            elif path.stat().st_size != written["bytes"]:
                yield f"{name}: {path.stat().st_size} bytes, {written['bytes']} in the manifest"
            elif disk.describe(path)["sha256"] != written["sha256"]:
                yield f"{name}: its sha256 is not that of the manifest"
        for path in sorted(path for pattern in RESULTS for path in self.folder.glob(pattern)):
            name = path.relative_to(self.folder).as_posix()
            if name not in files:
                yield f"{name}: in the folder, but not in the manifest"

    def _check_letters(self, there: list[str]) -> Iterator[str]:
        """Go through texts, records and docs side by side, as many of the three as there are."""
        sources: dict[str, Iterator[Any]] = {}
        if LETTERS in there:
            sources[LETTERS] = self._read(LETTERS, _LETTER)
        if RECORDS in there:
            sources[RECORDS] = self._read_records()
        if any(name.startswith(f"{DOCS}/") for name in there):
            sources[DOCS] = self._read_docs()
        if RECORDS in sources and any(name.startswith("letters/") for name in there):
            self._rows = RowHashes([name for name in COLUMNS if DOCS in sources or name not in NOT_IN_RECORDS])
        for number, found in enumerate(zip_longest(*sources.values()), start=1):
            row = dict(zip(sources, found, strict=True))
            problem = next((item for item in found if isinstance(item, str)), None)
            ids = {name: _id(item) for name, item in row.items()}
            if problem is not None:
                yield problem
                self.counts["letters"] += 1
                self._unread = True
                self._texts.update((doc_id, None) for doc_id in ids.values() if doc_id is not None)
            elif len(set(ids.values())) != 1:
                ends = [name for name, doc_id in ids.items() if doc_id is None]
                what = f"{' and '.join(ends)} end{'s' * (len(ends) == 1)}" if ends else "the ids differ"
                yield f"letter {number} of {', '.join(ids)}: {what}; the letters from there on are not compared"
                return
            else:
                self.counts["letters"] += 1
                [doc_id] = set(ids.values())
                if doc_id in self._texts:
                    yield f"letter {number} ({doc_id}): the id was there before"
                yield from self._check_letter(number, str(doc_id), row)

    def _check_letter(self, number: int, doc_id: str, row: Mapping[str, Any]) -> Iterator[str]:
        letter, record, doc = (row.get(name) for name in (LETTERS, RECORDS, DOCS))
        if record is not None:
            self.counts.update({name: len(record[name]) for name in COUNTED})
            self.counts.update(count_said(record))
        text = None
        if letter is not None:
            text = letter["text"]
        elif doc is not None:
            text = letter_text(doc)
        self._texts[doc_id] = None if text is None else hash(text)
        problems: list[str] = []
        if record is not None:
            where = f"{RECORDS}, line {number} ({doc_id})"
            made_by = record["pipeline"]
            problems += self._check_versions(where, record["schema"], made_by["version"], made_by["patterns"])
            if text is not None:
                problems += [f"{where}: {each}" for each in span_problems(record, text)]
        spans = None
        if doc is not None:
            where = f"{DOCS}, doc {number}"
            if text != letter_text(doc):
                problems.append(f"{where} ({doc_id}): its text is not that of the letter")
            try:
                spans = letter_spans(doc)
            except MisalignedSpanError as error:
                problems.append(f"{where}: {error}")
            if record is not None:
                repeated = self._cases.add(find_case(record, letter_text(doc)))
                if not (problems or self._unread):
                    problems += [f"{where} ({doc_id}): {each}" for each in doc_problems(record, doc, repeated)]
        yield from problems
        if self._rows is not None and record is not None and text is not None and not problems:
            self._rows.add(record, text, spans)

    def _check_versions(self, where: str, *said: str) -> Iterator[str]:
        """What the manifest says of the whole run, and this letter otherwise; each of it once."""
        for name, version in zip(VERSIONS, said, strict=True):
            if self._versions.get(name, version) != version:
                yield f"{where}: {name} of {MANIFEST} is another"
                del self._versions[name]

    def _check_tables(self, there: list[str]) -> Iterator[str]:
        """The tables, part by part: each part has the same letters in every table."""
        parts: dict[str, list[str]] = {}
        for name in there:
            table, _, part = name.rpartition("/")
            if table in COLUMNS:
                parts.setdefault(part, []).append(table)
        counts: Counter[str] = Counter()
        others: dict[str, str] = {}
        for part, tables in sorted(parts.items()):
            rows: dict[str, list[dict[str, Any]]] = {}
            texts: dict[str, str] = {}
            for table in sorted(tables, key="letters".__ne__):  # letters first
                read = read_part(self.folder / table / part, table)
                if isinstance(read, str):
                    yield read
                    continue
                name, rows[table] = f"{table}/{part}", read.to_pylist()
                counts[table] += len(rows[table])
                if table == "letters":
                    for number, row in enumerate(rows[table], start=1):
                        where = f"{name}, row {number} ({row['doc_id']})"
                        yield from self._check_versions(where, row["schema"], row["imrx_version"], row["patterns"])
                    texts = {row["doc_id"]: row["text"] for row in rows[table]}
                    for doc_id, text in texts.items():
                        if self._differs(doc_id, text):
                            yield f"{name}: {doc_id}: its text is not that of the letter"
                if "letters" in tables:
                    problems = [*row_problems(name, table, rows[table], texts)]
                    yield from problems
                    if self._rows is not None and not problems:
                        for doc_id in self._rows.other(table, rows[table], texts)[:1]:
                            others.setdefault(table, f"{name}: other rows of {doc_id} than its record gives")
            if {"spans", "relations"} <= rows.keys():
                yield from relation_problems(f"relations/{part}", rows["relations"], rows["spans"])
        for name in ("letters", *(() if self._unread else COUNTED)):
            if name in counts and self.counts.setdefault(name, counts[name]) != counts[name]:
                others.pop(name, None)
                yield f"{name}: {counts[name]} rows, {self.counts[name]} in {RECORDS}"
        yield from others.values()

    def _differs(self, doc_id: str, text: str) -> bool:
        """True where texts or docs have no such letter, or another text for it."""
        known = self._texts.get(doc_id, hash(text) + 1)
        return bool(self._texts) and known is not None and known != hash(text)

    def _read(self, name: str, form: TypeAdapter[Any]) -> Iterator[Any]:
        """The objects of a file, or a line of its own for each that breaks its schema."""
        for number, line in enumerate(_lines(self.folder / name), start=1):
            yield _parse(form, line, f"{name}, line {number}")

    def _read_records(self) -> Iterator[Record | str]:
        for number, line in enumerate(_lines(self.folder / RECORDS), start=1):
            yield _record(line, f"{RECORDS}, line {number}")

    def _read_docs(self) -> Iterator[Doc | str]:
        try:
            yield from (doc for doc, _ in read_docs(self.folder))
        except ValueError as error:
            yield str(error)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from (line.rstrip(b"\n") for line in lines)


def _parse(form: TypeAdapter[Any], line: bytes, where: str) -> Any:
    """The object, or a line that says what breaks its schema."""
    try:
        return form.validate_json(line, strict=True)
    except ValidationError as error:
        return f"{where}: {first_fault(error)}"


def _record(line: bytes, where: str) -> Record | str:
    try:
        return parse_record(line, where)
    except ValueError as error:
        return str(error)


def _id(item: Any) -> str | None:
    if isinstance(item, Doc):
        return letter_id(item)
    return item["doc_id"] if isinstance(item, dict) else None
