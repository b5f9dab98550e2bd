import pickle

import pytest
from spacy.tokens import DocBin

from imrx.grammar.sections.page_lines import PageLines
from imrx.letter import letter_text, lowered_letter, text_to_read
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases

PAGE_LINES = PageLines(read_table("page_lines.json"))
FOOTER = "Final Determination Letter for IMR Case Number CM13-0041877 1"


class Looked(str):
    """A text that counts how many of its characters are looked at for others, or one by one."""

    looked_at = 0

    def find(self, text, start=0, end=None):
        found = super().find(text, start, end)
        self.looked_at += (found if found >= 0 else len(self) if end is None else end) - start
        return found

    def rfind(self, text, start=0, end=None):
        found = super().rfind(text, start, end)
        self.looked_at += (len(self) if end is None else end) - max(found, start)
        return found

    def __getitem__(self, place):
        self.looked_at += 1
        return super().__getitem__(place)


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
@pytest.mark.parametrize("footer", [f"{FOOTER[:-1]}{{}}", "Page {}", "{}", "CM13-0041877 Page {} of 3"])
def test_every_layer_passes_over_a_footer(nlp, before, behind, read, footer):
    text = f"{before}\n{footer.format(1)}\n\f{behind}\n{footer.format(2)}\n\f"
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


MANY = 5_000
NUMBERS = [f"CM13-{number:07}" for number in range(MANY)]
HOSTILE = {
    "breaks": ("\f", 0),
    "numbers": ("1\n\f", 0),
    "pages": ("Page 1\n\f", 2),
    "footers": (f"{FOOTER}\n", MANY),
    "one long line": (FOOTER, 0),
    "dashes": ("- ", 0),
    "blanks": (" \n", 0),
}


@pytest.mark.parametrize(("piece", "lines"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_letters_end_in_time(piece, lines):
    """Each twice as long: what is looked for in them is looked for in no more than twice as many characters."""
    for end in ("", "\f1"):
        short, long = Looked(piece * MANY + end), Looked(piece * 2 * MANY + end)
        assert len(PAGE_LINES.find(short)) == lines
        PAGE_LINES.find(long)
        assert long.looked_at < 2.2 * short.looked_at


def test_many_case_numbers_end_in_time():
    short, long = (Looked("".join(f"{number}\n\f" for number in NUMBERS[:many])) for many in (MANY // 2, MANY))
    assert PAGE_LINES.find(short) == PAGE_LINES.find(long) == []
    assert long.looked_at < 2.2 * short.looked_at
