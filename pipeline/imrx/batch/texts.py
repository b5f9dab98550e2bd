"""Texts in, an Arrow table out: the function to map in Ray, Spark or Dask. `docs/scale.md` has an example of each."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from numbers import Integral
from threading import Lock
from typing import TYPE_CHECKING

from spacy.language import Language

import imrx
from imrx.batch.annotate import annotate_letters, hand_over
from imrx.component import TOGETHER
from imrx.letter import own_id, text_source
from imrx.readers import Failure, Letter
from imrx.readers.cells import as_whole, is_missing
from imrx.readers.source import ReadError
from imrx.readers.text import check, has_surrogate, normalize
from imrx.writers.nested import nest
from imrx.writers.spans import letter_spans
from imrx.writers.tables import TableBuilder

if TYPE_CHECKING:
    import pyarrow as pa

_LOCK = Lock()
"""One call at a time: the threads of a process share the pipeline, and with it the strings of the letters it reads."""


def annotate_texts(
    texts: Sequence[str | None],
    doc_ids: Sequence[str | float | None] | None = None,
    *,
    model: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> "pa.Table":
    """Annotate some letters; the first call in a process loads the pipeline, which takes a second or two.

    Args:
        texts: the letters, some dozens to some thousands: all their tables are in memory at once.
        doc_ids: their ids, of the same number, text or whole numbers (also as floats); where there is none (`None`,
            NaN, `pandas.NA`), the first 16 digits of the text's SHA-256.
        model: see `imrx.load`, as `labels`.
        labels: what further labels of the model become.

    Returns:
        One row a letter, in the order of `texts`, with the columns of `imrx.writers.nested.nested_schema()`: those of
        the table `letters`, a list of structs for each other table of `docs/tables.md`, and `failed`, `error` and
        `message`, which are null but for a letter that could not be annotated. `imrx.writers.nested.unnest` makes
        tables of it.

    Raises:
        ImportError: pyarrow is not installed.
        ValueError: there are not as many ids as texts.
    """
    ids = [None] * len(texts) if doc_ids is None else doc_ids
    letters = [_letter(text, doc_id) for text, doc_id in zip(texts, ids, strict=True)]
    with _LOCK:
        return annotate_rows(_pipeline(model, tuple((labels or {}).items())), iter(letters))


def annotate_rows(nlp: Language, letters: Iterator[Letter | Failure], *, together: int = TOGETHER) -> "pa.Table":
    """The same for letters as readers give them, see `annotate_letters`; what cannot be read is a row with an error."""
    rows = TableBuilder()
    results: list[str | Failure] = []
    for number, result in enumerate(annotate_letters(nlp, letters, together=together)):
        if isinstance(result, Failure):
            results.append(result)
            continue
        doc_id = result.record["doc_id"]
        result.record["doc_id"] = str(number)  # ids may come again, and `nest` has to tell the letters apart
        failure = hand_over(result, lambda record, doc: rows.add(record, doc.text, letter_spans(doc)))
        results.append(failure or doc_id)
    return nest(rows.tables(), results)


def _letter(text: object, doc_id: object) -> Letter | Failure:
    """A letter, or why there is none: columns of data frames hold anything where a value is missing."""
    source = text_source(text if isinstance(text, str) else "")
    name = own_id(source)
    try:
        name = _id(doc_id, name)
        if not isinstance(text, str | None):
            raise ReadError("empty", f"is {type(text).__name__} and no text; give a str, or leave it out")
        return Letter(name, check(normalize(text or "")), source)
    except ReadError as error:
        return error.failure(name)


def _id(doc_id: object, default: str) -> str:
    doc_id = as_whole(doc_id)
    if is_missing(doc_id):
        return default
    if not isinstance(doc_id, bool) and isinstance(doc_id, str | Integral) and not has_surrogate(str(doc_id)):
        return str(doc_id) or default
    raise ReadError("unsafe_name", "has an id that is neither text nor a whole number; change it")


@lru_cache(maxsize=1)
def _pipeline(model: str | None, labels: tuple[tuple[str, str], ...]) -> Language:
    return imrx.load(model, labels=dict(labels))
