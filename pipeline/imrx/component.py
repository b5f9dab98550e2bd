"""What every component of ours shares: how pattern tables are held and saved, and how matches become spans."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import srsly
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.training import Example

from imrx import __version__
from imrx.extensions import (
    doc_list,
    doc_value,
    forget_values,
    require,
    set_doc_value,
    set_value_at,
    span_value,
    value_at,
)
from imrx.labels import ATTRIBUTE_OF, GUIDELINE, ISSUES_KEY, READING, SECTIONS_KEY, SPANS_KEY
from imrx.letter import forget_reading
from imrx.match import Match
from imrx.resources import default_tables

TOGETHER = 32
"""So many letters go through each component together: its code and tables stay in the processor's caches meanwhile."""


class LetterComponent(Pipe):
    """A component that reads letters: spaCy's interface of a pipe, without labels to train.

    Raises:
        ValueError: an attribute of imrx's is somebody else's.
    """

    hide_labels = True

    def __init__(self, name: str) -> None:
        require()
        self.name = name

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = TOGETHER) -> Iterator[Doc]:
        """Apply the component to docs, some at a time; one that fails goes to the error handler, as spaCy's do.

        Args:
            stream: the docs.
            batch_size: how many wait for each other, from 1 to `TOGETHER`.
        """
        docs = iter(stream)
        while batch := list(islice(docs, max(1, min(batch_size, TOGETHER)))):
            yield from list(super().pipe(batch))


class TableComponent(LetterComponent):
    """A component that holds pattern tables.

    The tables arrive through `initialize` (`[initialize.components.NAME.tables]` in `models/rules.cfg`; without such a
    block, `nlp.initialize()` takes those of our own pipeline) and are saved with the pipeline, so that a saved pipeline
    reads no file of ours. Subclasses turn them into matchers in `compile`.
    """

    tables: dict[str, Any]
    required: ClassVar[tuple[str, ...]] = ()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.tables = {}

    def __getattr__(self, name: str) -> Any:
        """Say of what `compile` makes that it is not there yet."""
        if self.__dict__.get("tables") or name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(f"component {self.name!r} has no tables yet: call nlp.initialize()")

    def compile(self) -> None:
        """Build the matchers from `self.tables`."""
        raise NotImplementedError

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]] | None = None,
        *,
        nlp: Language | None = None,
        tables: dict[str, Any] | None = None,
    ) -> None:
        """Take the pattern tables.

        Args:
            get_examples: unused.
            nlp: the pipeline, which knows the component's factory.
            tables: by name; by default those that the component of its factory has in `models/rules.cfg`.

        Raises:
            ValueError: a table that the component needs is not given.
        """
        if tables is None:
            is_there = nlp is not None and nlp.has_pipe(self.name)
            tables = default_tables(nlp.get_pipe_meta(self.name).factory if nlp and is_there else self.name)
        missing = [table for table in self.required if table not in tables]
        if missing:
            raise ValueError(
                f"component {self.name!r} needs the tables {', '.join(missing)}: "
                f"name them under [initialize.components.{self.name}.tables]"
            )
        self.tables = tables
        self.compile()

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The tables as bytes."""
        return bytes(srsly.msgpack_dumps(self.tables))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "TableComponent":
        """Take the tables from bytes.

        Raises:
            ValueError: this imrx cannot use them.
        """
        try:
            self.tables = srsly.msgpack_loads(data)
            if self.tables:
                self.compile()
        except Exception as error:  # whatever the tables of another state lack, or have in another form
            raise ValueError(
                f"component {self.name!r}: its saved tables do not fit this imrx, {__version__} "
                f"({type(error).__name__}: {error}): the pipeline was saved by another state of imrx, or the file is "
                "damaged; make it anew with `imrx assemble`, or install the imrx that saved it"
            ) from error
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the tables to one file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "TableComponent":
        """Read the tables from one file."""
        return self.from_bytes(Path(path).read_bytes())


def make_span(doc: Doc, start: int, end: int, label: str, rule: str) -> Span:
    """A span of the whole tokens that a match inside the letter touches."""
    span = doc.char_span(start, end, label, alignment_mode="expand", span_id=rule)
    assert span is not None, "a match inside the letter always touches a token"
    return span


def add_spans(doc: Doc, matches: Iterable[Match], attribute: str) -> list[Span]:
    """Add the matches to `doc.spans["sc"]`, each with its value in `Span._` under the attribute's name.

    The value is kept as plain data; `span.id_` is the rule's id.

    Returns:
        The spans, one for each match: of whole tokens, so that one may be longer than its match.

    Raises:
        ValueError: the Doc has been through before, and there is no `imr_sections`, which would take the spans out.
    """
    spans = []
    for start, end, label, rule, value in matches:
        span = make_span(doc, start, end, label, rule)
        spans.append(span)
        limits = span.start_char, span.end_char
        if value_at(doc, attribute, *limits) is not None and _is_there(doc, span):
            raise ValueError(
                "this Doc has been through these components before, and would have every span twice: give its text"
            )
        set_value_at(doc, attribute, *limits, value)
    groups = doc.spans
    if SPANS_KEY not in groups:
        groups[SPANS_KEY] = []
    groups[SPANS_KEY].extend(spans)
    return spans


def _is_there(doc: Doc, span: Span) -> bool:
    """True for a span that a Doc has, and that no `imr_sections` has taken out."""
    groups = doc.spans
    return SECTIONS_KEY not in groups and any(
        (other.label, other.start, other.end) == (span.label, span.start, span.end)
        for other in groups.get(SPANS_KEY, ())
    )


def forget(doc: Doc) -> None:
    """Take all that was found out of a Doc that goes through the pipeline again; what is not of imrx stays.

    So do the letter's id and source, and what a reader warned of.
    """
    groups = doc.spans
    warned = [each for each in doc_value(doc, "warnings") if each["code"] in READING]
    groups[SPANS_KEY] = [span for span in groups.get(SPANS_KEY, ()) if not _is_ours(span)]
    for key in (SECTIONS_KEY, ISSUES_KEY):
        groups.pop(key, None)
    forget_values(doc)
    if warned:
        set_doc_value(doc, "warnings", warned)
    forget_reading(doc)


def _is_ours(span: Span) -> bool:
    """True for a span that has a value of its label, or that is a guideline's name, which has a rule and no value."""
    if span.label_ == GUIDELINE:
        return span.id_.startswith("guideline:")
    return span.label_ in ATTRIBUTE_OF and span_value(span, ATTRIBUTE_OF[span.label_]) is not None


def remove_spans(doc: Doc, unused: set[tuple[str, int, int]]) -> None:
    """Remove spans, given by label and offsets, from `doc.spans["sc"]`, and clear their values."""
    if not unused:
        return
    labels = {doc.vocab.strings[label] for label, _, _ in unused}
    doc.spans[SPANS_KEY] = [
        span
        for span in doc.spans.get(SPANS_KEY, ())
        if span.label not in labels or (span.label_, span.start_char, span.end_char) not in unused
    ]
    for label, start, end in unused:
        set_value_at(doc, ATTRIBUTE_OF[label], start, end, None)


def warn(doc: Doc, code: str, message: str, limits: Sequence[int] | None = None) -> None:
    """Append a warning to `doc._.warnings`.

    Args:
        doc: the letter.
        code: one of `imrx.labels.WARNINGS`.
        message: what was not understood, without words of the letter.
        limits: start and end of the place that it is about, or none.
    """
    start, end = limits or (None, None)
    doc_list(doc, "warnings").append({"code": code, "message": message, "start": start, "end": end})
