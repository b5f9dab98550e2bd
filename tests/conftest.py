"""What all tests share: the pipeline and the letters."""

from pathlib import Path

import pytest
from spacy.language import Language

import imrx

ROOT = Path(__file__).parents[1]
LETTERS = sorted((ROOT / "corpus" / "letters").glob("*.txt"))


@pytest.fixture(scope="session")
def nlp() -> Language:
    return imrx.load()


@pytest.fixture(scope="session")
def letters() -> dict[str, str]:
    """The five letters by id, exactly as they lie in the corpus."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in LETTERS}


@pytest.fixture(scope="session")
def seed(letters):
    """A letter by the number that its id begins with: `seed(4)`."""
    return lambda number: next(text for doc_id, text in letters.items() if doc_id.startswith(f"{number:03d}_"))
