"""`imrx.annotate` takes a letter's text, and says so where it is given something else."""

from pathlib import Path

import pytest

import imrx


@pytest.mark.parametrize("given", [b"Norco", None, Path("letter.pdf"), ["Norco"]])
def test_what_is_no_text_is_refused(given):
    with pytest.raises(TypeError, match=rf"takes a letter's text, not {type(given).__name__}; imrx\.readers reads"):
        imrx.annotate(given)


def test_what_is_a_letter_does_not_depend_on_the_working_folder(tmp_path, monkeypatch):
    before = imrx.annotate("Norco")
    (tmp_path / "Norco").mkdir()
    monkeypatch.chdir(tmp_path)
    assert imrx.annotate("Norco") == before


@pytest.mark.parametrize("given", [5, b"a", Path("a")])
def test_an_id_that_is_no_string_is_refused(given):
    with pytest.raises(TypeError, match=f"^doc_id is a string, not {type(given).__name__}$"):
        imrx.annotate("Norco was denied.", doc_id=given)


@pytest.mark.parametrize(("text", "doc_id"), [("Norco \ud800", None), ("\udcff" * 3, "a"), ("Norco", "a\udfff")])
def test_half_of_a_surrogate_pair_is_refused_without_the_text(text, doc_id):
    with pytest.raises(
        ValueError, match=r"^(the text|doc_id) holds half a surrogate pair, which no text does"
    ) as raised:
        imrx.annotate(text, doc_id=doc_id)
    assert type(raised.value) is ValueError
    assert raised.value.__context__ is None


def test_an_id_is_kept_as_it_is():
    assert imrx.annotate("Norco \U0001f600", doc_id="é/\U0001f600")["doc_id"] == "é/\U0001f600"


def test_a_text_longer_than_any_letter_is_refused():
    message = "the text has 1,000,001 characters and a letter at most 1,000,000; split it"
    with pytest.raises(ValueError, match=f"^{message}$"):
        imrx.annotate(" " * 1_000_001)


@pytest.mark.parametrize("given", ["corpus/letters/typo.txt", "a.PDF", "/no such/letter 1.txt"])
def test_what_ends_like_the_path_of_a_letter_is_refused(given):
    with pytest.raises(ValueError, match=r"takes a letter's text, not its path; read the file first"):
        imrx.annotate(given)


def test_the_type_of_a_record_is_exported():
    assert imrx.Record.__required_keys__ == imrx.annotate("Norco was denied.").keys()
    with pytest.raises(AttributeError, match="module 'imrx' has no attribute 'Recod'"):
        _ = imrx.Recod


@pytest.mark.parametrize(
    "text", ["", "see a.pdf for Norco", "The letter is\na.txt", "Norco\0", "Norco was requested. " * 200, "/tmp\n"]
)
def test_any_other_text_is_a_letter(text):
    assert imrx.annotate(text)["schema"] == "imrx/record/1"
