"""Blocks and sentences as letters of 2013-2020 have them: written before the program read any of them."""

import pytest

from imrx.components.citations import Stretch, find_citations, make_readers
from imrx.resources import read_table
from tables import read_cases

CASES = {"citations_own": 450, "citations_hands": 250}
"""Tables of cases, and how many each has at least."""

TABLES = {
    name: read_table(f"guidelines/{name}.csv")
    for name in ("names", "documents", "sections", "pages", "regulation", "topics")
}
TABLES["wording"] = read_table("guidelines/wording.json")
READERS = make_readers(TABLES)


def folded(document):
    return document and " ".join(document.split()).casefold()


def fields(citation):
    return {**citation, "document": folded(citation["document"])}


def read(text, cited_by):
    return [
        {
            "guideline": source.guideline,
            "document": source.named_document,
            "year": source.year,
            "sections": source.sections,
            "pages": source.ranges,
        }
        for _, source in find_citations(text, [Stretch(0, len(text), cited_by, 1)], READERS)
    ]


@pytest.mark.parametrize(("name", "least"), CASES.items())
def test_table_has_cases(name, least):
    assert len(read_cases(name)) >= least


@pytest.mark.parametrize("row", [row for name in CASES for row in read_cases(name)])
def test_case(row):
    assert list(map(fields, read(row["text"], row["context"]))) == list(map(fields, row["citations"]))
