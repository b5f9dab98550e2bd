"""imrx reads California Independent Medical Review determination letters and writes down what they say."""

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "load"]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language

    from imrx.record import Record


def load(model: str | Path | None = None, *, labels: "Mapping[str, str] | None" = None) -> "Language":
    """The rule pipeline of `models/rules.cfg`, ready to use: `nlp = imrx.load(); doc = nlp(letter)`.

    Args:
        model: a trained pipeline that is asked second (`models/hybrid.cfg`): the name of an installed one, or the path
            of a saved one. It adds drugs and findings where the rules found nothing.
        labels: further labels of that pipeline, and what each becomes: `{"ENTITY": "FINDING"}`. `DRUG` and `CHEMICAL`
            are drugs without it, `FINDING` and `DISEASE` findings.

    Raises:
        OSError: there is no such pipeline.
        ValueError: it tags neither drugs nor findings, or a label is to become something else.
    """
    from spacy.util import load_config, load_model_from_config

    from imrx.resources import MODELS

    config = load_config(MODELS / "rules.cfg")
    if model is not None:
        config = config.merge(load_config(MODELS / "hybrid.cfg"))
        config["initialize"]["components"]["imr_second_voice"]["source"] = str(model)
        config["components"]["imr_second_voice"]["labels"] = dict(labels or {})
    elif labels:
        raise ValueError("labels are those of a second pipeline: name it as model")
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp


def annotate(text: str, *, doc_id: str | None = None) -> "Record":
    r"""Read one letter and return its record, for people who don't know spaCy.

    Args:
        text: the letter's text, line ends as `\n`; the record's offsets count in it.
        doc_id: the id that the record carries; by default the first 16 digits of the text's SHA-256.

    Returns:
        The determination record of `docs/record.md`, as plain dicts and lists.

    Raises:
        TypeError: it is no text: bytes are to be decoded, files to be read (`imrx.readers`).
        ValueError: it is the path of a file, which is to be read first, or longer than a million characters.
    """
    _check(text)
    from imrx.record import make_record

    nlp = _shared()
    with _LOCK, nlp.memory_zone():
        doc = nlp(text)
        doc._.doc_id = doc_id
        return make_record(doc, nlp.meta)


_LONGEST_PATH = 4096
"""No path has more characters on Linux; a longer text is not looked for on the disk."""


def _check(text: object) -> None:
    """See that a letter is given and not its path, of which there would be a record as well: an empty one."""
    from imrx.readers.source import ReadError
    from imrx.readers.text import check_length

    if not isinstance(text, str):
        raise TypeError(f"imrx.annotate takes a letter's text, not {type(text).__name__}; imrx.readers reads files")
    if "\n" not in text and len(text) < _LONGEST_PATH and os.path.exists(text):  # noqa: PTH110 (never fails)
        raise ValueError("imrx.annotate takes a letter's text, not its path; read the file first, see imrx.readers")
    try:
        check_length(text)
    except ReadError as error:
        raise ValueError(f"the text {error}") from None


_LOCK = Lock()
"""One letter at a time: the threads of a process share the pipeline, and with it the strings of the letter it reads."""


@lru_cache(maxsize=1)
def _shared() -> "Language":
    return load()
