"""Training configurations, and the whole way from letters to an installed wheel (slow)."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.util import load_config

from imrx.resources import MODELS
from imrx.train import TRAINING, package_model, train_model

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["ner", "spancat"])
def test_a_training_configuration_makes_a_pipeline(name):
    nlp = spacy.util.load_model_from_config(load_config(MODELS / f"{name}.cfg"), auto_fill=True)
    assert nlp.pipe_names == ["tok2vec", name]
    assert [token.text for token in nlp.make_doc("10/325mg")] == ["10", "/", "325", "mg"]


def test_the_transformer_configuration_is_the_same_but_for_its_vectors():
    """It needs a GPU and a fetched model, so that only its form is tested here."""
    config = load_config(MODELS / "ner_transformer.cfg")
    assert config["nlp"]["pipeline"] == ["transformer", "ner"]
    assert config["nlp"]["tokenizer"] == load_config(MODELS / "ner.cfg")["nlp"]["tokenizer"]
    assert config["components"]["ner"]["model"]["tok2vec"]["@architectures"].endswith("TransformerListener.v1")


@pytest.mark.parametrize("name", TRAINING)
def test_every_configuration_is_there(name):
    assert (MODELS / f"{name}.cfg").is_file()


def test_a_configuration_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="name ner, spancat"):
        train_model("nothing", tmp_path, tmp_path, tmp_path)


def test_data_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"train\.spacy"):
        train_model("ner", tmp_path / "train.spacy", tmp_path, tmp_path)


def test_only_a_saved_pipeline_is_packaged(tmp_path):
    with pytest.raises(FileNotFoundError, match="no saved pipeline"):
        package_model(tmp_path, tmp_path, name="x", version="1.0.0")


@pytest.mark.slow
def test_the_workflow_ends_with_a_wheel_that_installs(tmp_path):
    """`project.yml` on the corpus, a few steps of training, and the wheel in a clean environment."""
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "project.yml", project)
    shutil.copytree(ROOT / "corpus", project / "corpus")
    steps = ["--vars.max_steps", "2", "--vars.shares", "3:1:1"]
    run(sys.executable, "-m", "weasel", "run", "all", *steps, cwd=project)
    metrics = json.loads((project / "training" / "metrics.json").read_text(encoding="utf-8"))
    assert {"ents_p", "ents_r", "ents_f"} <= metrics.keys()
    (wheel,) = (project / "packages").rglob("en_imrx_ner-*.whl")
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", cwd=ROOT)
    (ours,) = (tmp_path / "dist").glob("imrx-*.whl")
    run(venv / "bin" / "pip", "install", "-q", ours, wheel, cwd=tmp_path)
    code = "import spacy; print(spacy.load('en_imrx_ner').pipe_names)"
    assert run(venv / "bin" / "python", "-W", "ignore", "-c", code, cwd=tmp_path) == "['tok2vec', 'ner']\n"
    card = next((project / "packages").rglob("README.md")).read_text(encoding="utf-8")
    assert "ENTS_F" in card
    assert "MIT" in card
    letter = min((ROOT / "corpus" / "letters").glob("*.txt"))
    record = run(venv / "bin" / "imrx", "annotate", letter, "--model", "en_imrx_ner", cwd=tmp_path)
    assert json.loads(record)["issues"]


def run(*command, cwd):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout
