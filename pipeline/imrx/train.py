"""Training and packaging: spaCy's own, on exported letters and with this project's configurations."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from spacy.about import __version__ as spacy_version
from spacy.cli.package import package as spacy_package
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.util import get_base_version, load_meta

from imrx import __version__
from imrx.annotated import read_docs
from imrx.components.second_voice import SecondVoice
from imrx.resources import MODELS
from imrx.writers.disk import check_new

TRAINING = ("ner", "spancat", "ner_transformer")
"""The configurations of `models/` that can be trained."""

TRANSFORMERS: Final = "spacy-transformers"
"""The package whose parts such a configuration names."""

LICENSE: Final = "MIT"
DESCRIPTION: Final = "A second voice for imrx, trained on Independent Medical Review letters"
CARD: Final = """\
`imrx annotate --model {name}` asks it where the rules find nothing. It reads letters of the California Independent
Medical Review, and no others were tried.

The figures were measured on the development set, on which training also chose the best model. Its labels are those of
the rules wherever nobody marked a letter by hand: they tell how well the model repeats the rules, not how right it is.
"""
"""The end of a trained pipeline's model card."""


def train_model(
    config: str, train: Path, dev: Path, output: Path, *, overrides: dict[str, Any] | None = None, gpu_id: int = -1
) -> None:
    """Train a pipeline with spaCy; `model-best` and `model-last` are written to the output folder.

    Args:
        config: one of `TRAINING`, or the path of a configuration.
        train: `.spacy` file or folder to learn from.
        dev: `.spacy` file or folder to choose the best model on.
        output: folder to write to, which does not exist or is empty: an earlier training stays.
        overrides: settings of the configuration, such as `{"training.max_steps": 100}`.
        gpu_id: the GPU's number, -1 for the CPU.

    Raises:
        FileNotFoundError: there is no such configuration or data.
        FileExistsError: the output folder holds something.
        ImportError: the configuration needs `spacy-transformers`, which is not installed.
        ValueError: the data is no `.spacy` file, or holds no letters.
    """
    path = MODELS / f"{config}.cfg" if config in TRAINING else Path(config)
    if not path.is_file():
        raise FileNotFoundError(f"no training configuration {config}: name {', '.join(TRAINING)}, or a .cfg file")
    check_new(output)
    if TRANSFORMERS in path.read_text(encoding="utf-8") and find_spec(TRANSFORMERS.replace("-", "_")) is None:
        raise ImportError(f'{config} needs {TRANSFORMERS}: pip install "{TRANSFORMERS}>=1.3"')
    for data in (train, dev):
        if not data.exists():
            raise FileNotFoundError(f"no training data {data}: `imrx split` writes it")
        if next(read_docs(data), None) is None:  # spaCy fails without saying so, or saves no best model
            raise ValueError(f"{data} holds no letters: `imrx split` with other --shares, or more letters")
    given = {"paths.train": str(train), "paths.dev": str(dev), **(overrides or {})}
    spacy_train(path, output, overrides=given, use_gpu=gpu_id)


def name_hybrid(nlp: Language) -> None:
    """Write into a hybrid's meta what it is, whose pipeline its second voice is, what both need, and both licences."""
    pipe = nlp.get_pipe("imr_second_voice")
    assert isinstance(pipe, SecondVoice) and pipe.model is not None
    voice = pipe.model.meta
    licenses = dict.fromkeys((LICENSE, voice.get("license") or LICENSE))
    nlp.meta.update(
        name="imrx_hybrid",
        description=f"The rules of imrx for Independent Medical Review letters, and {pipe.voice} behind them",
        license=" AND ".join(licenses),
        requirements=_requirements(voice),
        sources=[{"name": f"{pipe.voice} {voice['version']}", "author": voice.get("author"), "url": voice.get("url")}],
    )


def _requirements(meta: Mapping[str, Any]) -> list[str]:
    """What a pipeline needs, and the imrx that it was made with: that of another version is none of it."""
    others = (each for each in meta.get("requirements", ()) if not re.match(r"imrx\b", each))
    return sorted({*others, f"imrx=={__version__}"})


def package_model(model: Path, output: Path, *, name: str, version: str, notes: str = "") -> Path:
    """Make a wheel of a saved pipeline with spaCy, which needs the imrx that made it.

    The wheel carries the pipeline's licence (MIT where it names none), its requirements, and a model card (its README)
    with the figures that training measured and what they mean.

    Args:
        model: a saved pipeline: `training/model-best`, or what `imrx assemble` wrote.
        output: folder to write to; an earlier package of the same name and version in it is replaced.
        name: the package's name behind the language: `imrx_ner` makes `en_imrx_ner`.
        version: the package's version.
        notes: for the end of the model card: what it was trained on, what it adds, and what it does not.

    Returns:
        The wheel.

    Raises:
        FileNotFoundError: there is no saved pipeline.
        ValueError: name or version are none that Python can install.
        ImportError: `build` is not installed.
    """
    if not (model / "meta.json").is_file():
        raise FileNotFoundError(f"no saved pipeline in {model}: `imrx train` and `imrx assemble` write one")
    if not (name.isascii() and name.isidentifier()):
        raise ValueError(f"package name {name!r}: use letters, digits and underscores")
    get_base_version(version)  # raises a ValueError that names it
    if find_spec("build") is None:
        raise ImportError('build is missing: pip install "imrx[train]"')
    meta = load_meta(model / "meta.json")
    full_name = f"{meta['lang']}_{name.removeprefix(meta['lang'] + '_')}"
    card = CARD.format(name=full_name) if meta.get("performance") else ""
    meta.update(
        name=full_name.removeprefix(meta["lang"] + "_"),
        version=version,
        license=meta.get("license") or LICENSE,
        description=meta.get("description") or DESCRIPTION,
        requirements=_requirements(meta),
        spacy_version=f">={spacy_version},<3.9.0",
        notes="\n\n".join(filter(None, (meta.get("notes"), card.strip(), notes))),
    )
    output.mkdir(parents=True, exist_ok=True)
    made = output / f"{full_name}-{version}"
    shutil.rmtree(made, ignore_errors=True)  # spaCy would keep the model card of an earlier run
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "model"
        shutil.copytree(model, copy)
        (copy / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
        if meta["license"] == LICENSE and (text := distribution("imrx").read_text("licenses/LICENSE")):
            (copy / "LICENSE").write_text(text, encoding="utf-8")
        spacy_package(copy, output, create_sdist=False, create_wheel=True)
    (wheel,) = (made / "dist").glob("*.whl")
    return wheel
