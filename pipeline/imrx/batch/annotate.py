"""Sources -> letters -> annotated docs and records, in input order, with failures in their places."""

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from imrx.readers import Failure, Letter, Options, Source, read_source
from imrx.record import Record, make_record


class Annotated(NamedTuple):
    """One letter's results."""

    record: Record
    doc: Doc


def annotate_sources(
    nlp: Language, sources: Iterable[Source | Failure], options: Options
) -> Iterator[Annotated | Failure]:
    """Annotate what the sources hold; what cannot be read is a `Failure` and costs no other letter its result.

    Each result is to be used up before the next is asked for: the strings of a letter are freed with it.

    A second letter with a case number that came before gets the warning `case_number_repeated` in its record.
    """
    first: dict[str, str] = {}
    for source in sources:
        if isinstance(source, Failure):
            yield source
            continue
        for letter in read_source(source, options):
            if isinstance(letter, Failure):
                yield letter
                continue
            with nlp.memory_zone():
                result = annotate_letter(nlp, letter)
                if isinstance(result, Annotated):
                    _warn_of_repeated_case(result.record, first)
                yield result


def annotate_letter(nlp: Language, letter: Letter) -> Annotated | Failure:
    """Annotate one letter."""
    try:
        doc = nlp(letter.text)
        doc._.doc_id = letter.doc_id
        doc._.source = letter.source
        return Annotated(make_record(doc, nlp.meta), doc)
    except Exception as error:  # whatever one letter does to a rule, the others keep their results
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        message = f"{letter.source['name']}: {type(error).__name__} while annotating ({place}): please report it"
        return Failure(letter.source["name"], "annotation_failed", message)


def _warn_of_repeated_case(record: Record, first: dict[str, str]) -> None:
    number = record["case"]["case_number"]
    if number is None:
        return
    if number not in first:
        first[number] = record["doc_id"]
        return
    where = record["case"]["where"]["case_number"]
    assert where is not None
    page = None if record["source"]["pages"] is None else 1
    span = {"text": number, "start": where[0], "end": where[1], "page": page, "rule": "warning:case_number_repeated"}
    message = f"the case number is also that of the letter {first[number]}"
    record["warnings"].append({"code": "case_number_repeated", "message": message, "span": span})  # type: ignore[typeddict-item]
