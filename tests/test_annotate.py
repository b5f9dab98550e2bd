"""`imrx.annotate` takes a letter's text, and says so where it is given something else."""

from pathlib import Path

import pytest

import imrx


@pytest.mark.parametrize("given", [b"Norco", None, Path("letter.pdf"), ["Norco"]])
def test_what_is_no_text_is_refused(given):
    with pytest.raises(TypeError, match=rf"takes a letter's text, not {type(given).__name__}; imrx\.readers reads"):
        imrx.annotate(given)


def test_the_path_of_a_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path)
    for given in (str(path), "letter.pdf"):
        with pytest.raises(ValueError, match=r"takes a letter's text, not its path; read the file first"):
            imrx.annotate(given)


def test_a_text_longer_than_any_letter_is_refused():
    message = "the text has 1,000,001 characters and a letter at most 1,000,000; split it"
    with pytest.raises(ValueError, match=f"^{message}$"):
        imrx.annotate(" " * 1_000_001)


@pytest.mark.parametrize("given", ["corpus/letters/typo.txt", "a.PDF", "no such/letter 1.txt"])
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
