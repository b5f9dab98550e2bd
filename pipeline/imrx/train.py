"""Training and packaging: spaCy's own, on exported letters and with this project's configurations."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from spacy.about import __version__ as spacy_version
from spacy.cli.package import package as spacy_package
from spacy.cli.train import train as spacy_train
from spacy.util import load_meta

from imrx.resources import MODELS

TRAINING = ("ner", "spancat", "ner_transformer")
"""The configurations of `models/` that can be trained."""


def train_model(
    config: str, train: Path, dev: Path, output: Path, *, overrides: dict[str, Any] | None = None, gpu_id: int = -1
) -> None:
    """Train a pipeline with spaCy; `model-best` and `model-last` are written to the output folder.

    Args:
        config: one of `TRAINING`, or the path of a configuration.
        train: `.spacy` file or folder to learn from.
        dev: `.spacy` file or folder to choose the best model on.
        output: folder to write to.
        overrides: settings of the configuration, such as `{"training.max_steps": 100}`.
        gpu_id: the GPU's number, -1 for the CPU.

    Raises:
        FileNotFoundError: there is no such configuration or data.
    """
    path = MODELS / f"{config}.cfg" if config in TRAINING else Path(config)
    if not path.is_file():
        raise FileNotFoundError(f"no training configuration {config}: name {', '.join(TRAINING)}, or a .cfg file")
    for data in (train, dev):
        if not data.exists():
            raise FileNotFoundError(f"no training data {data}: `imrx split` writes it")
    given = {"paths.train": str(train), "paths.dev": str(dev), **(overrides or {})}
    spacy_train(path, output, overrides=given, use_gpu=gpu_id)


def package_model(model: Path, output: Path, *, name: str, version: str, notes: str = "") -> Path:
    """Make a wheel of a saved pipeline with spaCy, which installs imrx with it.

    The wheel carries the pipeline's licence, requirements, and a model card (its README) with the figures that training
    measured.

    Args:
        model: a saved pipeline: `training/model-best`, or what `imrx assemble` wrote.
        output: folder to write to.
        name: the package's name behind the language: `imrx_ner` makes `en_imrx_ner`.
        version: the package's version.
        notes: for the model card: what it was trained on, what it adds, and what it does not.

    Returns:
        The wheel.

    Raises:
        FileNotFoundError: there is no saved pipeline.
        ImportError: `build` is not installed.
    """
    if not (model / "meta.json").is_file():
        raise FileNotFoundError(f"no saved pipeline in {model}: `imrx train` and `imrx assemble` write one")
    import imrx

    meta = load_meta(model / "meta.json")
    meta.update(
        name=name,
        version=version,
        license="MIT",
        description=meta["description"] or "A second voice for imrx, trained on review letters",
        requirements=sorted({*meta.get("requirements", ()), f"imrx=={imrx.__version__}"}),
        spacy_version=f">={spacy_version},<3.9.0",
        notes=notes or meta.get("notes", ""),
    )
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "model"
        shutil.copytree(model, copy)
        (copy / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
        spacy_package(copy, output, create_sdist=False, create_wheel=True, force=True)
    (wheel,) = (output / f"{meta['lang']}_{name}-{version}" / "dist").glob("*.whl")
    return wheel
