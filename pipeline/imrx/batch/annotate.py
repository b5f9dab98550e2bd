"""Sources -> letters -> annotated docs and records, in input order, with failures in their places."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TOGETHER, warn
from imrx.letter import letter_text
from imrx.readers import Failure, Letter, Options, Source, read_sources
from imrx.record import Record, make_record
from imrx.writers.repeats import CaseNumbers, find_case

BATCHES_PER_ZONE: Final = 2
"""Batches that share one memory zone. A zone frees the strings of its letters, and the next builds anew what they have
in common: with a zone for each letter that takes longer than tokenizing."""

CHARACTERS_TOGETHER: Final = 200_000
"""The text of a batch is not longer, but for that of a single letter: all its docs are in memory at once."""

DEATHS_OF_ONE_LETTER: Final = 2
"""A process may be killed from outside, or for the memory of another; of the same letter again, it is the letter."""

OUT_OF_MEMORY: Final = "out_of_memory"
"""The error of a letter for which the process may not take enough memory."""

_FILES: Final = frozenset({"text/plain", "application/pdf"})
"""Media types of files that hold one letter."""


class Annotated(NamedTuple):
    """One letter's results."""

    record: Record
    doc: Doc


def annotate_sources(
    nlp: Language, sources: Iterable[Source | Failure], options: Options
) -> Iterator[Annotated | Failure]:
    """Annotate what the sources hold; what cannot be read is a `Failure` and costs no other letter its result.

    Each result is to be used up before the next is asked for: the strings of letters are freed behind it.

    A second letter with a case number that came before gets the warning `case_number_repeated` in its record.
    """
    numbers = CaseNumbers()
    for result in annotate_letters(nlp, read_sources(sources, options)):
        if isinstance(result, Annotated):
            case = find_case(result.record, letter_text(result.doc))
            if warning := numbers.add(case):
                result.record["warnings"].append(warning)
        yield result


def annotate_letters(
    nlp: Language, letters: Iterator[Letter | Failure], *, together: int = TOGETHER
) -> Iterator[Annotated | Failure]:
    """Annotate letters as they are read; to be used like `annotate_sources`.

    Args:
        nlp: the pipeline.
        letters: letters and failures, which keep their places.
        together: how many are read before the first of them is annotated; with 1 the last one read is the one at work.
    """
    batches = _batches(letters, together)
    for first in batches:
        with nlp.memory_zone():
            for batch in chain([first], islice(batches, BATCHES_PER_ZONE - 1)):
                yield from _annotate_batch(nlp, batch)


def _batches(letters: Iterable[Letter | Failure], together: int) -> Iterator[list[Letter | Failure]]:
    batch: list[Letter | Failure] = []
    characters = 0
    for letter in letters:
        length = 0 if isinstance(letter, Failure) else len(letter.text)
        if batch and characters + length > CHARACTERS_TOGETHER:
            yield batch
            batch, characters = [], 0
        batch.append(letter)
        characters += length
        if len(batch) == together:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _annotate_batch(nlp: Language, batch: list[Letter | Failure]) -> Iterator[Annotated | Failure]:
    """Annotate letters together; where that fails, each alone, so that one of them costs no other its result."""
    letters = [letter for letter in batch if isinstance(letter, Letter)]
    try:
        docs = nlp.pipe([letter.text for letter in letters])
        done: list[Annotated | Failure] = [_finish(nlp, *both) for both in zip(docs, letters, strict=True)]
    except Exception:  # one by one it shows which of them it was
        done = [annotate_letter(nlp, letter) for letter in letters]
    results = iter(done)
    for item in batch:
        yield item if isinstance(item, Failure) else next(results)


def annotate_letter(nlp: Language, letter: Letter) -> Annotated | Failure:
    """Annotate one letter."""
    try:
        return _finish(nlp, nlp(letter.text), letter)
    except Exception as error:  # whatever one letter does to a rule, the others keep their results
        return _explain(error, letter)


def _finish(nlp: Language, doc: Doc, letter: Letter) -> Annotated:
    doc._.doc_id = letter.doc_id
    doc._.source = letter.source
    for code, message in letter.warnings:
        warn(doc, code, message)
    return Annotated(make_record(doc, nlp.meta), doc)


def hand_over(result: Annotated, add: Callable[[Record, Doc], None]) -> Failure | None:
    """Give a letter's results to what writes them; what one letter does to that is its failure, as in annotating it.

    Raises:
        OSError: nothing can be written.
    """
    try:
        add(*result)
    except OSError:
        raise
    except Exception as error:
        return _explain(error, Letter(result.doc._.doc_id, "", result.doc._.source))
    return None


def _explain(error: Exception, letter: Letter) -> Failure:
    """The failure that an error in the annotation of a letter comes to; of the letter itself nothing is shown."""
    if isinstance(error, MemoryError):
        return failure_of(letter, OUT_OF_MEMORY, "needs more memory to annotate; raise --memory, or leave it out")
    what = type(error).__name__
    return failure_of(letter, "annotation_failed", f"{what} while annotating ({place_of(error)}): please report it")


def place_of(error: Exception) -> str:
    """Where an error was raised, as `file.py, line 12`."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(where.filename).name}, line {where.lineno}"


def failure_of(item: Letter | Source, error: str, advice: str) -> Failure:
    """A failure of a letter that could be read, or of the file that holds it; a row of a table is named by its id."""
    if isinstance(item, Source):
        return Failure(item.name, error, f"{item.name}: {advice}")
    name = item.source["name"] or item.doc_id
    row = "" if item.source["media_type"] in _FILES else f"{item.doc_id}: "
    return Failure(name, error, f"{name}: {row}{advice}")
