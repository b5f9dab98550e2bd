"""What all tests share: the pipeline and the letters."""

import os
import tempfile
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

import imrx
from imrx.resources import MODELS
from outputs import HOSTILE, write_output

ROOT = Path(__file__).parents[1]
LETTERS = sorted((ROOT / "corpus" / "letters").glob("*.txt"))


def pytest_configure(config: pytest.Config) -> None:
    """Compiled expressions are kept in pytest's folder, by the tests' processes as well, and not in the user's."""
    kept = config.pluginmanager.hasplugin("cacheprovider") and config.cache
    os.environ["XDG_CACHE_HOME"] = str(kept.mkdir("expressions")) if kept else tempfile.mkdtemp(prefix="expressions-")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What builds environments may wait for downloads."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(3_600))


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


@pytest.fixture(scope="session")
def output(nlp, letters, tmp_path_factory):
    """An output folder with the five letters and hostile ones."""
    return write_output(tmp_path_factory.mktemp("annotated") / "out", nlp, {**letters, **HOSTILE})


@pytest.fixture(scope="session")
def plain() -> Language:
    """Only the components that findings and negation need, for single sentences."""
    config = load_config(MODELS / "rules.cfg")
    names = ["imr_sentences", "imr_findings", "imr_negation"]
    config["nlp"]["pipeline"] = names
    config["components"] = {name: config["components"][name] for name in names}
    config["initialize"]["components"] = {name: config["initialize"]["components"][name] for name in names}
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp
