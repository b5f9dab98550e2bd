r"""brat standoff: a letter's text, its annotations, and the configuration of the collection.

    T1	FINDING 120 124;126 130	neck pain        a span over a line break has a fragment a line
    A1	Assertion T1 not_documented
    #1	AnnotatorNotes T1	finding:pain             the rule that found it
    R1	HAS_STRENGTH Arg1:T4 Arg2:T5
    R2	HAS_CUE Arg1:T1 Arg2:T6          a finding, and the words that decided its assertion

The format: https://brat.nlplab.org/standoff.html, https://brat.nlplab.org/configuration.html.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from imrx import labels
from imrx.annotated import AnnotatedLetter
from imrx.writers.spans import LetterSpans, letter_spans

CONFIG: Final = "annotation.conf"
_LINE = re.compile(r"[^\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What stands on one line for any reader of lines, and between the tabs that part brat's columns."""

_NAME = re.compile(r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
"""A name that every system takes; Windows keeps those of its devices for itself, whatever their suffix."""


def write(letters: Iterable[AnnotatedLetter], folder: Path) -> None:
    """Write `<name>.txt` and `<name>.ann` for each letter, and `annotation.conf`."""
    others: set[str] = set()
    for letter in letters:
        tagged = letter_spans(letter.doc, cues=True)
        others |= tagged.other_labels()
        name = file_name(tagged.doc_id)
        for suffix, content in ((".txt", tagged.text), (".ann", "".join(f"{line}\n" for line in _lines(tagged)))):
            with (folder / (name + suffix)).open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
    (folder / CONFIG).write_text(_annotation_config(sorted(others)), encoding="utf-8", newline="\n")


def file_name(doc_id: str) -> str:
    """A letter's file name, safe on every system; where the id is none, a part of its hash keeps it apart."""
    if _NAME.fullmatch(doc_id):
        return doc_id
    digest = hashlib.sha256(doc_id.encode()).hexdigest()
    return re.sub(r"[^A-Za-z0-9_-]", "_", doc_id[:80]) + f"-{digest[:12]}"


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a span between line breaks, without the blanks around them."""
    found = []
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        if line.strip():
            left = match.start() + len(line) - len(line.lstrip())
            found.append((left, left + len(line.strip())))
    return found


def _annotation_config(others: Iterable[str] = ()) -> str:
    """`annotation.conf`: the labels, those of other components too, who may belong to whom, a finding's assertion."""
    relations = [f"{name}\tArg1:{head}, Arg2:{tail}" for name, (head, tail) in labels.LINK_ENDS.items()]
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    assertion = f"Assertion\tArg:{labels.FINDING}, Value:{'|'.join(labels.ASSERTIONS)}"
    sections = {
        "entities": (*labels.MARKS, *others),
        "relations": (*relations, overlap),
        "events": (),
        "attributes": (assertion,),
    }
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


def _lines(tagged: LetterSpans) -> Iterator[str]:
    assertions = 0
    for span in tagged.spans:
        parts = fragments(tagged.text, span.start, span.end)
        limits = ";".join(f"{start} {end}" for start, end in parts)
        words = " ".join(tagged.text[start:end] for start, end in parts)
        yield f"T{span.id + 1}\t{span.label} {limits}\t{words}"
        yield f"#{span.id + 1}\tAnnotatorNotes T{span.id + 1}\t{span.rule}"
        if assertion := span.values.get("assertion"):
            assertions += 1
            yield f"A{assertions}\tAssertion T{span.id + 1} {assertion}"
    for number, relation in enumerate(tagged.relations, start=1):
        yield f"R{number}\t{relation.label} Arg1:T{relation.head + 1} Arg2:T{relation.tail + 1}"
