"""The second voice: what a trained pipeline finds where the rules found nothing.

    started on Zorvalin for neuropathic pain    -> DRUG, although no lexicon has it; rule "model:en_imrx_ner"
    signs of a Stener lesion of the thumb       -> FINDING, likewise
    Norco 10/325mg was requested                -> nothing: the rules have tagged it

Rules come first: a span of the model that overlaps any span already tagged is dropped, and every span says in its
`id_` which voice found it. Only drugs and findings are taken, since their spans stand alone; doses, pages and decisions
are numbers that have to be read, not only found. A drug that the lexicon does not know has a name and nothing else:
no ingredients, and `opioid` is null. Deliberately left alone: headers, methodology and credentials, which are no prose.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_model_from_config

from imrx.component import LetterComponent, add_spans
from imrx.extensions import new_finding
from imrx.grammar.words import folded_lower
from imrx.labels import DRUG, FINDING, PROSE, REQUEST, SPANS_KEY
from imrx.letter import text_to_read
from imrx.match import Match
from imrx.places import letter_sections
from imrx.stretches import mark, marked

READ = {DRUG: frozenset({REQUEST, *PROSE}), FINDING: PROSE}
"""In which sections each label is taken; the whole text where no section is known."""


def find_unheard(
    heard: Doc, labels: dict[str, str], places: dict[str, list[tuple[int, int]]], taken: bytearray, voice: str
) -> Iterator[Match]:
    """What the other pipeline found, as entities or under `sc` as a span categoriser does, where nothing is taken yet.

    Args:
        heard: the letter as the other pipeline annotated it; its tokens may be others than ours.
        labels: from its labels to `DRUG` and `FINDING`; spans of other labels are passed over.
        places: half-open offsets of the stretches in which each of the two is taken.
        taken: one byte a character, set where a span of ours stands; what is found is added to it.
        voice: the other pipeline's name.
    """
    for span in (*heard.ents, *heard.spans.get(SPANS_KEY, ())):
        label = labels.get(span.label_)
        words = span.text.strip()
        start = span.start_char + span.text.find(words)
        end = start + len(words)
        if label is None or not words or taken.find(1, start, end) >= 0:
            continue
        if not any(a <= start and end <= b for a, b in places[label]):
            continue
        mark(taken, start, end)
        yield Match(start, end, label, f"model:{voice}", _value(label, words))


def _value(label: str, text: str) -> dict[str, Any]:
    if label == FINDING:
        return new_finding(None)
    name = folded_lower(text)
    return {
        "name": name,
        "brand": None,
        "rxcui": None,
        "ingredients": [],
        "classes": [],
        "opioid": None,
        "schedule": None,
    }


@Language.factory(
    "imr_second_voice",
    requires=["doc.spans", "span._.section"],
    assigns=["doc.spans", "span._.drug", "span._.finding"],
    default_config={"labels": {DRUG: DRUG, FINDING: FINDING, "CHEMICAL": DRUG, "DISEASE": FINDING}},
)
def make_second_voice(nlp: Language, name: str, labels: dict[str, str]) -> "SecondVoice":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        labels: from the labels of the other pipeline to `DRUG` and `FINDING`.

    Raises:
        ValueError: a label is to become something else.
    """
    wrong = sorted(set(labels.values()) - READ.keys())
    if wrong:
        raise ValueError(f"component {name!r}: labels may become {' or '.join(READ)}, not {', '.join(wrong)}")
    return SecondVoice(name, labels)


class SecondVoice(LetterComponent):
    """Adds DRUG and FINDING spans of another pipeline, which is saved with this one."""

    def __init__(self, name: str, labels: dict[str, str]) -> None:
        super().__init__(name)
        self.becomes = labels
        self.model: Language | None = None

    @property
    def voice(self) -> str:
        """The other pipeline's name, as its package is called: `en_ner_bc5cdr_md`."""
        assert self.model is not None
        return f"{self.model.meta['lang']}_{self.model.meta['name']}"

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]] | None = None,
        *,
        nlp: Language | None = None,
        source: str | None = None,
    ) -> None:
        """Load the other pipeline.

        Args:
            get_examples: unused: the pipeline arrives trained.
            nlp: the pipeline; its meta names the other one from there on.
            source: an installed pipeline's name, or the path of a saved one.

        Raises:
            ValueError: no source is named, or what it names says that it tags none of the labels.
            OSError: there is no such pipeline.
        """
        if source is None:
            place = f"[initialize.components.{self.name}]"
            raise ValueError(f"component {self.name!r} needs a pipeline: name it as source under {place}")
        self.model = spacy.load(source)
        if nlp is not None:  # the record says who spoke
            nlp.meta.setdefault("imrx", {})["model"] = f"{self.voice} {self.model.meta['version']}"
        tagged = {label for labels in self.model.pipe_labels.values() for label in labels}
        says_all = all(hasattr(pipe, "labels") for _, pipe in self.model.components)  # spaCy wants it of no component
        if says_all and not tagged & self.becomes.keys():
            raise ValueError(
                f"the pipeline {source} tags none of {', '.join(sorted(self.becomes))}: say which of its labels are "
                "drugs or findings, as `--model-label ENTITY=FINDING` or `imrx.load(…, labels={'ENTITY': 'FINDING'})`"
            )

    def __call__(self, doc: Doc) -> Doc:
        """Add what the rules did not find."""
        if self.model is None:
            raise ValueError(f"component {self.name!r} has no pipeline: call nlp.initialize(), or load a saved one")
        text = text_to_read(doc)
        places = {label: _places(doc, text, label) for label in READ}
        ours = [(span.start_char, span.end_char) for span in doc.spans.get(SPANS_KEY, ())]
        with self.model.memory_zone():
            found = list(find_unheard(self.model(text), self.becomes, places, marked(len(text), ours), self.voice))
        for label, attribute in ((DRUG, "drug"), (FINDING, "finding")):
            add_spans(doc, (match for match in found if match.label == label), attribute)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the other pipeline beside this one.

        Raises:
            ValueError: there is none yet.
        """
        self._saved().to_disk(path)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "SecondVoice":
        """Load the other pipeline from where this one was saved."""
        self.model = spacy.load(path)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The other pipeline as bytes.

        Raises:
            ValueError: there is none yet.
        """
        model = self._saved()
        return bytes(srsly.msgpack_dumps({"config": model.config.to_str(), "model": model.to_bytes()}))

    def _saved(self) -> Language:
        if self.model is None:
            raise ValueError(f"component {self.name!r} has no pipeline to save: call nlp.initialize()")
        return self.model

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "SecondVoice":
        """Take the other pipeline from bytes."""
        saved = srsly.msgpack_loads(data)
        config = spacy.util.load_config_from_str(saved["config"])
        self.model = load_model_from_config(config, auto_fill=True)
        self.model.from_bytes(saved["model"])
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle holds the other pipeline as bytes: a `Language` itself does not pickle."""
        return _restore, (self.name, self.becomes, None if self.model is None else self.to_bytes())


def _restore(name: str, labels: dict[str, str], model: bytes | None) -> SecondVoice:
    pipe = SecondVoice(name, labels)
    return pipe if model is None else pipe.from_bytes(model)


def _places(doc: Doc, text: str, label: str) -> list[tuple[int, int]]:
    sections = letter_sections(doc)
    if not sections:
        return [(0, len(text))]
    return [(section.start, section.end) for section in sections if section.name in READ[label]]
