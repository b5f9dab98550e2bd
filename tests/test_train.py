"""Training configurations, and the whole way from letters to an installed wheel (slow)."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import spacy
from spacy.cli.package import package as spacy_package
from spacy.tokens import DocBin
from spacy.util import load_config

import imrx
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


def test_an_earlier_training_stays(tmp_path):
    (tmp_path / "training" / "model-best").mkdir(parents=True)
    with pytest.raises(FileExistsError, match="training exists and is not an empty folder: name a new one"):
        train_model("ner", tmp_path / "train.spacy", tmp_path / "dev.spacy", tmp_path / "training")


@pytest.mark.parametrize("name", ["ner_transformer", "own.cfg"])
def test_a_transformer_needs_its_package(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("imrx.train.find_spec", {}.get)
    shutil.copy(MODELS / "ner_transformer.cfg", tmp_path / "own.cfg")
    message = f'{name} needs spacy-transformers: pip install "spacy-transformers>=1.3"'
    with pytest.raises(ImportError, match=re.escape(message)):
        train_model(name, tmp_path / "train.spacy", tmp_path / "dev.spacy", tmp_path / "training")


def test_data_without_letters_is_named(tmp_path):
    DocBin(docs=[spacy.blank("en")("Norco was denied.")]).to_disk(tmp_path / "train.spacy")
    DocBin().to_disk(tmp_path / "dev.spacy")
    with pytest.raises(ValueError, match=r"dev\.spacy holds no letters: `imrx split` with other --shares"):
        train_model("ner", tmp_path / "train.spacy", tmp_path / "dev.spacy", tmp_path / "out")
    (tmp_path / "dev.spacy").write_bytes(b"a letter's own words")
    with pytest.raises(ValueError, match=r"dev\.spacy: no docs that spaCy can read"):
        train_model("ner", tmp_path / "train.spacy", tmp_path / "dev.spacy", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_only_a_saved_pipeline_is_packaged(tmp_path):
    with pytest.raises(FileNotFoundError, match="no saved pipeline"):
        package_model(tmp_path, tmp_path, name="x", version="1.0.0")


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"name": "imrx-ner"}, ValueError, "package name 'imrx-ner': use letters"),
        ({"version": "newest"}, ValueError, "Invalid version: 'newest'"),
    ],
)
def test_a_name_or_version_that_cannot_be_installed_is_refused(tmp_path, changes, error, message):
    spacy.blank("en").to_disk(tmp_path / "model")
    with pytest.raises(error, match=message):
        package_model(tmp_path / "model", tmp_path / "out", **{"name": "x", "version": "1.0.0", **changes})
    assert not (tmp_path / "out").exists()


def test_a_missing_build_is_named(tmp_path, monkeypatch):
    spacy.blank("en").to_disk(tmp_path / "model")
    monkeypatch.setattr("imrx.train.find_spec", {}.get)
    with pytest.raises(ImportError, match=r"imrx\[train\]"):
        package_model(tmp_path / "model", tmp_path / "out", name="x", version="1.0.0")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files that spaCy leaves open
@pytest.mark.parametrize("given", ["imrx_ner", "en_imrx_ner"])
def test_the_model_card(tmp_path, monkeypatch, given):
    """Without the wheel itself, which takes a network: its figures, what they mean, licence, notes; nothing stale."""
    nlp = spacy.blank("en")
    nlp.meta |= {"performance": {"ents_f": 0.5}, "license": "CC-BY-4.0"}
    nlp.to_disk(tmp_path / "model")

    def package(model, output, **options):
        spacy_package(model, output, create_sdist=False, create_wheel=False)
        (output / "en_imrx_ner-1.0.0" / "dist").mkdir()
        (output / "en_imrx_ner-1.0.0" / "dist" / "en_imrx_ner-1.0.0-py3-none-any.whl").touch()

    monkeypatch.setattr("imrx.train.spacy_package", package)
    for notes in ("first", "second"):
        wheel = package_model(tmp_path / "model", tmp_path / "out", name=given, version="1.0.0", notes=notes)
    folder = wheel.parents[1]
    card = (folder / "README.md").read_text(encoding="utf-8")
    for part in ("`en_imrx_ner`", "`CC-BY-4.0`", "`ENTS_F` | 50.00", "--model en_imrx_ner`", "how well", "second"):
        assert part in card
    assert "first" not in card
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert f"imrx=={imrx.__version__}" in meta["requirements"]


@pytest.mark.slow
def test_the_workflow_ends_with_a_wheel_that_installs(tmp_path):
    """`project.yml` on the corpus, a few steps of training, and the wheel in a clean environment.

    Blanks in the paths, and neither `imrx` nor `python` on the PATH.
    """
    project = tmp_path / "a project"
    project.mkdir()
    shutil.copy(ROOT / "project.yml", project)
    shutil.copytree(ROOT / "corpus", project / "corpus")
    shutil.copytree(ROOT / "corpus" / "letters", project / "some letters")
    steps = ["--vars.max_steps", "2", "--vars.letters", "some letters"]
    empty = {**os.environ, "PATH": str(tmp_path)}
    run(sys.executable, "-m", "weasel", "run", "all", ".", *steps, cwd=project, env=empty)
    metrics = json.loads((project / "training" / "metrics.json").read_text(encoding="utf-8"))
    assert all(isinstance(metrics[name], float) for name in ("ents_p", "ents_r", "ents_f"))  # null without letters
    (wheel,) = (project / "packages").rglob("en_imrx_ner-*.whl")
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", cwd=ROOT)
    (ours,) = (tmp_path / "dist").glob("imrx-*.whl")
    run(venv / "bin" / "pip", "install", "-q", ours, wheel, cwd=tmp_path)
    code = "import spacy; print(spacy.load('en_imrx_ner').pipe_names)"
    assert run(venv / "bin" / "python", "-W", "ignore", "-c", code, cwd=tmp_path) == "['tok2vec', 'ner']\n"
    card = next((project / "packages").rglob("README.md")).read_text(encoding="utf-8")
    assert "`ENTS_F`" in card
    assert "**License** | `MIT`" in card
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())
    letter = min((ROOT / "corpus" / "letters").glob("*.txt"))
    sets = project / "data"
    train = ["train", "ner", "--train", sets / "train.spacy", "--dev", sets / "dev.spacy", "--output", "again"]
    run(venv / "bin" / "imrx", *train, "--max-steps", "1", cwd=tmp_path)
    record = run(venv / "bin" / "imrx", "annotate", letter, "--model", "en_imrx_ner", cwd=tmp_path)
    assert json.loads(record)["issues"]


def run(*command, cwd, env=None):
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout
