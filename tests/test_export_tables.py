"""The Arrow tables: fixed columns, joins by keys, and every value as in the record."""

import json
import re
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from imrx.query import FAILURE_COLUMNS
from imrx.record import make_record
from imrx.writers.columns import COLUMNS
from imrx.writers.spans import MisalignedSpanError, letter_spans
from imrx.writers.tables import TableBuilder, table_schemas
from tables import make_tables

PAGE = (Path(__file__).parents[1] / "docs" / "tables.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def records(nlp, letters):
    made = []
    for doc_id, text in letters.items():
        doc = nlp(text)
        doc._.doc_id = doc_id
        made.append((json.loads(json.dumps(make_record(doc, nlp.meta))), text, letter_spans(doc)))
    return made


@pytest.fixture(scope="module")
def tables(records):
    return make_tables(records)


def rows(tables, name, doc_id):
    return [row for row in tables[name].to_pylist() if row["doc_id"] == doc_id]


def test_the_page_names_every_column_and_its_type():
    sections = {part.split("`", 1)[0]: part for part in PAGE.split("\n## `")[1:]}
    expected = {name: [(column.name, column.type) for column in columns] for name, columns in COLUMNS.items()}
    expected["failures"] = [(name, "string") for name in FAILURE_COLUMNS]
    assert list(sections) == list(expected)
    for name, columns in expected.items():
        described = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", sections[name], flags=re.MULTILINE)
        assert described == columns
        assert re.findall(r"\| \|$", sections[name], flags=re.MULTILINE) == []


def test_names_of_columns_are_not_repeated():
    for columns in COLUMNS.values():
        assert len({column.name for column in columns}) == len(columns)


def test_no_letters_give_empty_tables_with_all_columns():
    empty = make_tables([])
    assert {name: table.schema for name, table in empty.items()} == table_schemas()
    assert all(table.num_rows == 0 for table in empty.values())


def test_every_object_of_the_records_has_its_row(tables, records):
    count = {name: table.num_rows for name, table in tables.items()}
    for name in ("issues", "medications", "med_values", "citations", "findings", "diagnoses", "warnings"):
        assert count[name] == sum(len(record[name]) for record, _, _ in records), name
    assert count["letters"] == len(records)
    assert count["treatments"] == sum(len(i["treatment"]) for record, _, _ in records for i in record["issues"])
    assert count["spans"] == sum(len(spans.spans) for *_, spans in records)
    assert count["relations"] == sum(len(spans.relations) for *_, spans in records)


def test_offsets_are_those_of_the_text(tables):
    texts = {row["doc_id"]: row["text"] for row in tables["letters"].to_pylist()}
    seen = 0
    for name, table in tables.items():
        if "start" not in table.schema.names:
            continue
        for row in table.to_pylist():
            if row["start"] is not None:
                assert texts[row["doc_id"]][row["start"] : row["end"]] == row["text"], name
                seen += 1
    assert seen > 500


def test_values_are_those_of_the_letter(tables):
    """004: "Oxycodone 60 mg, #120", overturned; the claims administrator cites MTUS to the page."""
    doc_id = next(row["doc_id"] for row in tables["letters"].to_pylist() if row["doc_id"].startswith("004"))
    (issue,) = rows(tables, "issues", doc_id)
    assert (issue["issue"], issue["decision"], issue["conclusion"]) == (1, "overturned", "medically_necessary")
    assert issue["conclusion_text"] == "was medically necessary"
    (drug,) = [row for row in rows(tables, "medications", doc_id) if row["disputed"]]
    assert drug["medication_id"] in issue["medication_ids"]
    assert [(each["value"], each["unit"], each["ingredient"]) for each in drug["strengths"]] == [
        (60, "mg", "oxycodone")
    ]
    assert [each["value"] for each in drug["quantities"]] == [120]
    assert drug["opioid"] is True
    (target,) = [row for row in rows(tables, "med_values", doc_id) if row["role"] == "target"]
    assert (target["comparator"], target["value"], target["unit"]) == ("<=", 100, "mg/d")
    cited = {row["citation_id"]: row for row in rows(tables, "citations", doc_id)}
    first = cited[issue["claims_administrator_citation_ids"][0]]
    assert first["pages"] == [[76, 76], [78, 78], [79, 80], [81, 81], [86, 86], [89, 89], [94, 94], [124, 124]]


@pytest.mark.parametrize(
    ("cited", "guideline", "documents", "work"),
    [
        (
            "Per MTUS Chronic Pain Guidelines page 78 and MTUS Chronic Pain Medical Treatment Guidelines page 80.",
            "MTUS",
            ["Chronic Pain", "Chronic Pain Medical Treatment"],
            "MTUS chronic pain medical treatment",
        ),
        ("Per the ODG Knee chapter, see also ODG Knee and Leg.", "ODG", ["Knee", "Knee and Leg"], "ODG knee and leg"),
        ("Per 8 CCR 9792.24.2.", "regulation", ["8 CCR"], "MTUS chronic pain medical treatment"),
        ("Per the ODG.", "ODG", [None], None),
        ("(Chou, 2004)", "literature", [None], None),
    ],
)
def test_a_work_has_one_name(nlp, cited, guideline, documents, work):
    """However letters write it; null where no document is named, or one that no table knows."""
    doc = nlp(cited)
    found = make_tables([(make_record(doc, nlp.meta), cited, None)])["citations"].to_pylist()
    assert [(row["guideline"], row["document"], row["work"]) for row in found] == [
        (guideline, document, work) for document in documents
    ]


def test_dates_are_dates(nlp, seed):
    header = "Case Number: CM14-0012345\nDate Assigned: 12/08/2014\n"
    doc = nlp(header + seed(0))
    (row,) = make_tables([(make_record(doc, nlp.meta), doc.text, None)])["letters"].to_pylist()
    assert row["case_number"] == "CM14-0012345"
    assert row["date_assigned"] == date(2014, 12, 8)


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (None, {}),
        ({"count": 6, "count_high": 8}, {"sessions": 6, "sessions_high": 8}),
        (
            {"count": 6, "per_week": (2, 3), "weeks": (4, 4)},
            {"sessions": 6, "per_week": 2, "per_week_high": 3, "weeks": 4, "weeks_high": 4},
        ),
        ({"days": (5, 7)}, {"days": 5, "days_high": 7}),
        ({"months": (3, 6)}, {"months": 3, "months_high": 6}),
    ],
)
def test_sessions_of_a_treatment(nlp, seed, sessions, expected):
    doc = nlp(seed(0))
    record = make_record(doc, nlp.meta)
    named = ("count", "count_high", "per_week", "days", "weeks", "months")
    record["issues"][0]["treatment"][0]["sessions"] = sessions and {name: sessions.get(name) for name in named}
    row = make_tables([(record, doc.text, None)])["treatments"].to_pylist()[0]
    columns = ["sessions", "sessions_high"]
    columns += [column for name in named[2:] for column in (name, f"{name}_high")]
    assert {name: row[name] for name in columns if row[name] is not None} == expected


def test_relations_join_spans(tables):
    spans = {(row["doc_id"], row["span_id"]): row for row in tables["spans"].to_pylist()}
    heads = {"DRUG", "CITATION"}
    for row in tables["relations"].to_pylist():
        head, tail = spans[row["doc_id"], row["head_id"]], spans[row["doc_id"], row["tail_id"]]
        assert head["label"] in heads
        assert row["label"].startswith(f"HAS_{tail['label']}")
        assert json.loads(tail["values"]) or tail["label"] == "GUIDELINE"


def test_documentation_joins_findings(tables):
    found = {(row["doc_id"], row["finding_id"]): row for row in tables["findings"].to_pylist()}
    told = [row for row in tables["documentation"].to_pylist() if row["finding_id"] is not None]
    assert told
    for row in told:
        finding = found[row["doc_id"], row["finding_id"]]
        assert (row["status"] in ("absent", "not_documented")) == finding["negated"]


def test_letters_one_by_one_give_the_same_tables(tables, records):
    parts = []
    for record, text, spans in records:
        builder = TableBuilder()
        builder.add(record, text, spans)
        parts.append(builder.tables())
    for name, table in tables.items():
        assert pa.concat_tables([part[name] for part in parts]).equals(table)


def test_without_spans_the_tables_of_spans_are_empty(records):
    record, text, _ = records[0]
    tables = make_tables([(record, text, None)])
    assert tables["spans"].num_rows == tables["relations"].num_rows == 0


def test_an_empty_letter_and_one_beyond_the_basic_plane(nlp):
    builder = TableBuilder()
    texts = ("", "\U0001f48a Norco 10/325mg #60\fwas denied.\U0001f48a")
    for text in texts:
        doc = nlp(text)
        builder.add(make_record(doc, nlp.meta), text, letter_spans(doc))
    tables = builder.tables()
    assert tables["letters"]["text"].to_pylist() == list(texts)
    (drug,) = tables["medications"].to_pylist()
    assert texts[1][drug["drug_start"] : drug["drug_end"]] == "Norco"


def test_a_missing_pyarrow_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"imrx\[parquet\]"):
        make_tables([])


def test_a_relation_without_its_span_is_an_error_that_names_it(nlp):
    doc = nlp("Norco 10/325mg #60 was requested.")
    doc._.doc_id = "a/b"
    doc._.rel = [*doc._.rel, {"head": [0, 5], "tail": [7, 9], "label": "HAS_STRENGTH"}]
    with pytest.raises(MisalignedSpanError, match=r"^a/b: STRENGTH 7-9: "):
        letter_spans(doc)
    doc._.rel = [{"head": [0, 5], "tail": [7, 9], "label": "OF"}]
    with pytest.raises(MisalignedSpanError, match=r"^a/b: OF 0-5: "):
        letter_spans(doc)


def test_values_keep_all_their_digits(records):
    record, text, spans = records[0]
    changed = spans._replace(spans=[spans.spans[0]._replace(values={"value": 1 / 3})], relations=[])
    [row] = make_tables([(record, text, changed)])["spans"].to_pylist()
    assert json.loads(row["values"]) == {"value": 1 / 3}


def test_a_span_of_somebody_elses_has_no_values(nlp):
    """A finding that another component tagged, without the values that ours give it, is written as it is."""
    doc = nlp.make_doc("Pneumonoultramicroscopicsilicosis.")
    doc.spans["sc"] = [doc.char_span(0, 33, "FINDING")]
    [span] = letter_spans(doc).spans
    assert (span.label, span.text, span.values) == ("FINDING", doc.text[:-1], {})


def test_a_warning_has_the_disputed_item_that_its_words_stand_in(nlp, seed):
    """Of a title, a block, a rationale; one of the summary or of nothing has none."""
    doc = nlp(seed(0))
    record = make_record(doc, nlp.meta)
    first, second = record["issues"]
    [cited, *_] = second["claims_administrator"]["citations"]
    summary = next(each for each in record["findings"] if each["section"] == "summary")
    places = [first["request"], second["decision"], cited, second["rationale"], summary, None]
    record["warnings"] = [{"code": "drug_misspelled", "message": "", "span": place} for place in places]
    found = make_tables([(record, doc.text, None)])["warnings"].to_pylist()
    assert [row["issue"] for row in found] == [1, 2, 2, 2, None, None]
