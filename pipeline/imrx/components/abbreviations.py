r"""Abbreviations that the letter itself defines.

    Medical Treatment Utilization Schedule (MTUS)      MTUS -> Medical Treatment Utilization Schedule
    Official Disability Guidelines (ODG)               ODG -> Official Disability Guidelines
    activities of daily living (ADLs)                  ADLs -> activities of daily living

scispaCy's AbbreviationDetector (Schwartz and Hearst, 2003) pairs a short form in brackets with the words in front
of it. Its cost grows faster than a document's length, so it is given only the words around each bracket. A short
form counts once for each place that defines it. Deliberately left alone: other mentions of the short form, and
abbreviations that the letter does not spell out.
"""

import re
from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import LetterComponent
from imrx.extensions import set_doc_value
from imrx.letter import letter_text

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\s\w]")

BRACKET = re.compile(r"\(\s?([^\W\d_][\w&/.-]{1,11})\s?\)")
"""One short word in brackets: what can be a short form."""

REACH = 160
"""How many characters in front of a bracket may spell it out: a short form has up to twelve letters."""


def windows(text: str) -> Iterator[tuple[list[re.Match[str]], int]]:
    """The words around each bracket that can hold a short form, and the place of the bracket among them.

    They are the words that may spell it out, then the bracket, the short form and the closing bracket.
    """
    for match in BRACKET.finditer(text):
        short = match[1]
        if any(char.isupper() for char in short):
            words = list(WORD.finditer(text, max(0, match.start() - REACH), match.start()))[1 - 2 * len(short) - 2 :]
            mentions = [place for place, word in enumerate(words) if word[0] == short]
            words = words[mentions[-1] + 1 :] if mentions else words  # a mention of the short form spells nothing out
            initial = short[0].lower()
            if any(word[0][0].lower() == initial for word in words):
                words = words[-2 * len(short) :]  # the detector looks at no more
                yield words + list(WORD.finditer(text, match.start(), match.end())), len(words)


def find_short_forms(text: str, detector: Any, vocab: Any) -> list[dict[str, int]]:
    """The short forms that a text defines.

    Args:
        text: the letter.
        detector: scispaCy's component. It is asked for the short form in the bracket alone, by its `find`.
        vocab: the pipeline's vocabulary.

    Returns:
        A dict for each definition with `start`, `end` (the short form) and `long_start`, `long_end`: half-open
        character offsets.
    """
    found: list[dict[str, int]] = []
    for words, bracket in windows(text):
        doc = Doc(vocab, words=[word[0] for word in words])
        long, shorts = detector.find(doc[bracket + 1 : len(words) - 1], doc)
        if not shorts:
            continue
        long_start = words[long.start].start()
        if not found or found[-1]["long_start"] != long_start:
            found.append(
                {
                    "start": words[bracket + 1].start(),
                    "end": words[-2].end(),
                    "long_start": long_start,
                    "long_end": words[long.end - 1].end(),
                }
            )
    return found


@Language.factory(
    "imr_abbreviations",
    assigns=["doc._.short_forms"],
    default_config={"detector": None},
)
def make_abbreviations(nlp: Language, name: str, detector: dict[str, Any] | None) -> "AbbreviationFinder":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name.
        detector: scispaCy's block: `factory` and its settings. Null leaves it out, and with it every short form.
    """
    if detector is None:
        return AbbreviationFinder(name, None)
    settings = {key: value for key, value in detector.items() if key != "factory"}
    pipe: Any = nlp.create_pipe(detector["factory"], name=f"{name}_detector", config=settings)
    pipe.global_matcher = NoMentions()
    return AbbreviationFinder(name, pipe)


class NoMentions:
    """Stands for the detector's matcher of all other mentions of a short form, which are not taken here.

    The detector would build a token pattern for each definition and drop it again, which takes longer than the rest.
    """

    def add(self, key: str, patterns: list[list[dict[str, str]]]) -> None:
        """Build nothing."""

    def __call__(self, doc: Doc) -> list[tuple[int, int, int]]:
        """Find nothing."""
        return []


class AbbreviationFinder(LetterComponent):
    """Sets `doc._.short_forms`."""

    def __init__(self, name: str, detector: Any) -> None:
        super().__init__(name)
        self.detector = detector

    def __call__(self, doc: Doc) -> Doc:
        """Find the short forms."""
        if self.detector is not None:
            set_doc_value(doc, "short_forms", find_short_forms(letter_text(doc), self.detector, doc.vocab))
        return doc
