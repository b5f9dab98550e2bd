"""CoNLL-2003 columns with IOB2 tags, of the flat view `doc.ents`: word, `-X-`, `_`, tag.

A letter begins with `-DOCSTART- -X- O O`; a blank line ends a sentence, but not inside of an entity. White space
that is a token of its own has no line. Letters stand in the order of the docs: the format has no place for their ids.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from spacy.tokens import Doc

from imrx.annotated import AnnotatedLetter
from imrx.writers.spans import letter_spans

FILE: Final = "letters.conll"
DOCUMENT: Final = "-DOCSTART- -X- O O"


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `letters.conll`."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        for letter in letters:
            letter_spans(letter.doc)  # raises where a span does not fit the letter
            file.writelines(f"{line}\n" for line in (DOCUMENT, "", *letter_lines(letter.doc), ""))


def letter_lines(doc: Doc) -> Iterator[str]:
    """A line for each word of a letter, and a blank one between two sentences."""
    written = False
    for token in doc:
        if token.is_sent_start and written and token.ent_iob_ != "I":
            yield ""
            written = False
        if not token.is_space:
            tag = "O" if token.ent_iob_ in ("O", "") else f"{token.ent_iob_}-{token.ent_type_}"
            yield f"{token.text} -X- _ {tag}"
            written = True
