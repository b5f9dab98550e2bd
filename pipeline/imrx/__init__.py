"""imrx reads California Independent Medical Review determination letters and writes down what they say."""

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "annotate", "load"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from spacy.language import Language

    from imrx.record import Record


def __getattr__(name: str) -> object:
    """`imrx.Record`, the type of a record, which only those who ask for it wait for."""
    if name == "Record":
        from imrx.record import Record

        return Record
    raise AttributeError(f"module 'imrx' has no attribute {name!r}")


def load(
    model: str | Path | None = None,
    *,
    labels: "Mapping[str, str] | None" = None,
    disable: "str | Iterable[str]" = (),
    exclude: "str | Iterable[str]" = (),
    config: "Mapping[str, Any] | None" = None,
) -> "Language":
    """The rule pipeline of `models/rules.cfg`, ready to use: `nlp = imrx.load(); doc = nlp(letter)`.

    Args:
        model: a trained pipeline that is asked second (`models/hybrid.cfg`): the name of an installed one, or the path
            of a saved one. It adds drugs and findings where the rules found nothing.
        labels: further labels of that pipeline, and what each becomes: `{"ENTITY": "FINDING"}`. `DRUG` and `CHEMICAL`
            are drugs without it, `FINDING` and `DISEASE` findings.
        disable: components that are there and do not run, as in `spacy.load`.
        exclude: components that are left out, as in `spacy.load`; each must be there.
        config: settings other than those of `models/rules.cfg`, as in `spacy.load`: nested, or with dots in their
            names. `patterns/README.md` says how to give a table of your own.

    Raises:
        OSError: there is no such pipeline.
        ValueError: it tags neither drugs nor findings, a label is to become something else, or there is no such
            component, setting or table. Settings of `paths`, `system` and `corpora`, which only training reads, are
            not checked.
    """
    from spacy.language import DEFAULT_CONFIG
    from spacy.util import dict_to_dot, dot_to_dict, load_config, load_model_from_config

    from imrx.resources import MODELS

    settings = load_config(MODELS / "rules.cfg")
    if model is not None:
        settings = settings.merge(load_config(MODELS / "hybrid.cfg"))
        settings["initialize"]["components"]["imr_second_voice"]["source"] = str(model)
        settings["components"]["imr_second_voice"]["labels"] = dict(labels or {})
    elif labels:
        raise ValueError("labels are those of a second pipeline: name it as model")
    if config is not None:
        changes = dict_to_dot(dict(config))
        unknown = next(_unknown(changes, [*dict_to_dot(settings), *dict_to_dot(DEFAULT_CONFIG)]), None)
        if unknown is not None:
            raise ValueError(f"config: there is no {unknown} in models/rules.cfg")
        settings = settings.merge(dot_to_dict(changes))
    left_out = [exclude] if isinstance(exclude, str) else list(exclude)
    for name in left_out:  # spaCy passes over a component of an unknown name
        if name not in settings["components"]:
            raise ValueError(f"exclude: there is no component {name} in models/rules.cfg")
    nlp = load_model_from_config(settings, exclude=left_out, auto_fill=True)
    nlp.initialize()
    for name in [disable] if isinstance(disable, str) else disable:  # only now, or it would have no tables
        nlp.disable_pipe(name)
    return nlp


def _unknown(changes: "Iterable[str]", keys: "Iterable[str]") -> "Iterator[str]":
    """The sections, components, tables and settings that there are not, which spaCy passes over.

    Args:
        changes: what is to be set, with dots.
        keys: what there is, in the same form.
    """
    known = [key.split(".") for key in keys]
    for key in changes:
        section, *names = key.split(".")
        place = [section]
        if section == "initialize":
            place += names[:-1]
        elif section in ("components", "nlp", "training"):
            place += names[:1]
        if all(each[: len(place)] != place for each in known):
            yield ".".join(place)


def annotate(text: str, *, doc_id: str | None = None) -> "Record":
    r"""Read one letter and return its record, for people who don't know spaCy.

    Args:
        text: the letter's text, line ends as `\n`; the record's offsets count in it.
        doc_id: the id that the record carries; by default the first 16 digits of the text's SHA-256.

    Returns:
        The determination record of `docs/record.md`, as plain dicts and lists.

    Raises:
        TypeError: it is no text: bytes are to be decoded, files to be read (`imrx.readers`); or the id is none.
        ValueError: it ends like the path of a letter, whose file is to be read first; it is longer than a million
            characters; or it or the id holds half of a surrogate pair, which UTF-8 has no form for.
    """
    _check(text, doc_id)
    from imrx.record import make_record

    nlp = _shared()
    with _LOCK, nlp.memory_zone():
        doc = nlp(text)
        doc._.doc_id = doc_id
        return make_record(doc, nlp.meta)


_LONGEST_PATH = 4096
"""No path has more characters on Linux."""


def _check(text: object, doc_id: object) -> None:
    """See that a letter is given and not its path, of which there would be a record as well: an empty one."""
    from imrx.readers.source import ReadError
    from imrx.readers.text import check_length, has_surrogate

    if not isinstance(text, str):
        raise TypeError(f"imrx.annotate takes a letter's text, not {type(text).__name__}; imrx.readers reads files")
    if doc_id is not None and not isinstance(doc_id, str):
        raise TypeError(f"doc_id is a string, not {type(doc_id).__name__}")
    if "\n" not in text and len(text) < _LONGEST_PATH and text.lower().endswith((".txt", ".pdf")):
        raise ValueError("imrx.annotate takes a letter's text, not its path; read the file first, see imrx.readers")
    try:
        check_length(text)
    except ReadError as error:
        raise ValueError(f"the text {error}") from None
    for name, given in (("the text", text), ("doc_id", doc_id or "")):
        if has_surrogate(given):
            raise ValueError(f"{name} holds half a surrogate pair, which no text does: decode its bytes anew")


_LOCK = Lock()
"""One letter at a time: the threads of a process share the pipeline, and with it the strings of the letter it reads."""


@lru_cache(maxsize=1)
def _shared() -> "Language":
    return load()
