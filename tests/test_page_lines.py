import pickle

import pytest
from spacy.tokens import DocBin

from imrx.grammar.page_lines import PageLines
from imrx.letter import letter_text, lowered_letter, text_to_read
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases

PAGE_LINES = PageLines(read_table("page_lines.json"))
FOOTER = "Final Determination Letter for IMR Case Number CM13-0041877 1"


@pytest.mark.parametrize("case", read_cases("page_lines"))
def test_page_lines(case):
    text = case["text"]
    assert [text[start:end] for start, end in PAGE_LINES.find(text)] == case["lines"]


@pytest.mark.parametrize(
    ("before", "behind", "read"),
    [
        ("He takes Norco 10/325 mg three times a", "day.", lambda r: r["medications"][0]["frequency"]["per_day"] == 3),
        ("The regimen is in excess of 120 mg", "MED.", lambda r: [v["value"] for v in r["med_values"]] == [120]),
        ("ODG, Pain Chapter, not part of the", "MTUS.", lambda r: [c["guideline"] for c in r["citations"]] == ["ODG"]),
        ("MTUS Chronic Pain Guidelines", "(2009), page 78.", lambda r: [c["year"] for c in r["citations"]] == [2009]),
        ("Nothing is said here.", "The rest is silence.", lambda r: not r["citations"] and not r["abbreviations"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("footer", [FOOTER, "Page 1", "1", "CM13-0041877 Page 1 of 3"])
def test_every_layer_passes_over_a_footer(nlp, before, behind, read, footer):
    text = f"{before}\n{footer}\n\f{behind}"
    doc = nlp(text)
    assert doc.text == letter_text(doc) == text
    assert len(list(doc.sents)) == len(list(nlp(f"{before}\n{behind}").sents))
    record = make_record(doc, nlp.meta)
    assert read(record)
    assert all(text[each["start"] : each["end"]] == each["text"] for each in record["medications"])


def test_what_is_read_has_the_letters_offsets(nlp):
    doc = nlp(f"Norco three times a\n{FOOTER}\n\fday")
    assert text_to_read(doc) == f"Norco three times a\n{' ' * len(FOOTER)}\n\fday"
    assert lowered_letter(doc).text == text_to_read(doc).lower()
    [stored] = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    assert text_to_read(stored) == text_to_read(pickle.loads(pickle.dumps(doc))) == text_to_read(doc)


def test_a_letter_without_such_lines_is_read_as_it_is(nlp, seed):
    doc = nlp(seed(0))
    assert text_to_read(doc) is letter_text(doc)


@pytest.mark.parametrize(
    "text",
    [
        *("\f" * 100_000, "1\n\f" * 50_000, f"{FOOTER}\n" * 5_000),
        *(FOOTER * 5_000, "- " * 100_000 + "\f", " \n" * 100_000 + "\f1"),
    ],
    ids=["breaks", "numbers", "footers", "one long line", "dashes", "blanks"],
)  # fmt: skip
def test_hostile_letters_end_in_time(text):
    PAGE_LINES.find(text)
