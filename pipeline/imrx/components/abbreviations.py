r"""Abbreviations that the letter itself defines.

    Medical Treatment Utilization Schedule (MTUS)      MTUS -> Medical Treatment Utilization Schedule
    Official Disability Guidelines (ODG)               ODG -> Official Disability Guidelines
    activities of daily living (ADLs)                  ADLs -> activities of daily living
    MRI (magnetic resonance imaging)                   MRI -> magnetic resonance imaging
    Independent Medical Review ("IMR")                 IMR -> Independent Medical Review
    status post (s/p)                                  s/p -> status post
    IDDS & SCS (intrathecal drug delivery systems & spinal cord stimulators)     one of each half

scispaCy's AbbreviationDetector (Schwartz and Hearst, 2003) pairs a short form in brackets with the words in front
of it. Where the long form is in the brackets, it is given the words in the other order. Its cost grows faster than a
document's length, so it is given only the words around each bracket. A short form counts once for each place that
defines it. A brand's name behind its ingredient is no short form, "lidocaine patch (Lidoderm)", unless the initials
spell it. Deliberately left alone: other mentions of the short form, and abbreviations that the letter does not spell
out.
"""

import re
import warnings
from collections.abc import Iterator
from operator import itemgetter
from typing import Any, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import LetterComponent
from imrx.extensions import set_doc_value, span_values
from imrx.letter import text_to_read

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\s\w]")

BRACKET = re.compile(
    r"\([\s\"\u201c\u201d'\u2018\u2019]{0,2}([^\W\d_][\w&/.-]{1,11})[\s\"\u201c\u201d'\u2018\u2019]{0,2}\)"
)
"""One short word in brackets, perhaps in quotes: what can be a short form."""

SLASHED = re.compile(r"[a-z]/[a-z]")
"""A short form in small letters: "status post (s/p)"."""

LONG = re.compile(r"\(\s?([^\W\d_][\w'’/&\s-]{3,80})\)")
"""Words in brackets: what can be a long form."""

SHORT = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,2}[A-Z]\w{0,5}(?:['’]?s)?(?=\s{0,4}$)")
"""The short form in front of them, perhaps on the line before: two capitals at least."""

JOINT = re.compile(r"\s*(?:&|/|\band\b)\s*")
"""What joins two short forms, and their long forms."""

SMALL = frozenset({"of", "and", "the", "for", "in", "to"})
"""Words that give an abbreviation no letter."""

ONE_WORD = 12
"""So long is a single word that has an abbreviation: "electroencephalography (EEG)"."""

PLURAL = re.compile(r"(?<=[A-Z])['’]?s$")
"""What makes a plural of a short form: "MRIs", "ADL's"."""

SHORT_REACH = 20
"""How many characters in front of a bracket may hold a short form."""

JOINT_REACH = 6
"""How many characters in front of a short form what joins it to another one is looked for in."""

REACH = 160
"""How many characters in front of a bracket may spell it out: a short form has up to twelve letters."""


DrugSpan: TypeAlias = tuple[int, int, dict[str, Any]]
"""A drug's offsets and the value of its span."""

Words: TypeAlias = list[tuple[str, int, int]]
"""Words and their half-open character offsets."""


def _words(text: str, start: int, end: int) -> Words:
    return [(match[0], match.start(), match.end()) for match in WORD.finditer(text, start, end)]


def windows(text: str) -> Iterator[Words]:
    """The words around each bracket that can hold a short form.

    They are the words that may spell it out, then the bracket, the short form and the closing bracket.
    """
    for match in BRACKET.finditer(text):
        short = match[1]
        if any(char.isupper() for char in short) or SLASHED.fullmatch(short):
            words = _words(text, max(0, match.start() - REACH), match.start())[1 - 2 * len(short) - 2 :]
            mentions = [place for place, word in enumerate(words) if word[0] == short]
            words = words[mentions[-1] + 1 :] if mentions else words  # a mention of the short form spells nothing out
            initial = short[0].lower()
            if any(word[0][0].lower() == initial for word in words):
                words = words[-2 * len(short) :]  # the detector looks at no more
                yield [*words, ("(", *match.span()), (short, *match.span(1)), (")", *match.span())]


def swapped(text: str) -> Iterator[list[Words]]:
    """The words of each long form in brackets and, as if it stood in brackets, the short form in front of them.

    Of "PT & OT (physical therapy & occupational therapy)" both are given together: each must fit.
    """
    for match in LONG.finditer(text):
        short = _short_before(text, match.start())
        if short is None:
            continue
        if match[1][0].lower() == short[0][0].lower():
            yield [_swapped(text, match.span(1), short, match.span())]
        joint = JOINT.search(text, max(0, short.start() - JOINT_REACH), short.start())
        first = _short_before(text, joint.start()) if joint is not None and joint.end() == short.start() else None
        if first is None:
            continue
        for between in JOINT.finditer(text, *match.span(1)):
            halves = (match.start(1), between.start()), (between.end(), match.end(1))
            yield [_swapped(text, half, name, match.span()) for half, name in zip(halves, (first, short), strict=True)]


def _short_before(text: str, end: int) -> re.Match[str] | None:
    """The short form that ends at an offset, but for white space behind it."""
    return SHORT.search(text, max(0, end - SHORT_REACH), end)


def _swapped(text: str, long: tuple[int, int], short: re.Match[str], bracket: tuple[int, int]) -> Words:
    """A long form and its short form as if that stood in the bracket."""
    return [*_words(text, *long), ("(", *bracket), (PLURAL.sub("", short[0]), *short.span()), (")", *bracket)]


def find_short_forms(text: str, detector: Any, vocab: Any) -> list[dict[str, int]]:
    """The short forms that a text defines, in order.

    Args:
        text: the letter.
        detector: scispaCy's component. It is asked for the short form in the bracket alone, by its `find`.
        vocab: the pipeline's vocabulary.

    Returns:
        A dict for each definition with `start`, `end` (the short form) and `long_start`, `long_end`: half-open
        character offsets.
    """
    found: dict[int, dict[str, int]] = {}
    for words in windows(text):
        first = _spelled(words, detector, vocab)
        if first is None and PLURAL.search(words[-2][0]):
            words = _singular(words)
            first = _spelled(words, detector, vocab)
        if first is not None:
            found.setdefault(words[first][1], _definition(words, first))
    for group in swapped(text):
        if all(_is_of_initials(words) and _spelled(words, detector, vocab) == 0 for words in group):
            for words in group:
                found.setdefault(words[0][1], _definition(words, 0))
    return sorted(found.values(), key=itemgetter("start"))


def _without_brands(definitions: list[dict[str, int]], drugs: list[DrugSpan], text: str) -> list[dict[str, int]]:
    """The definitions but for those whose short form is a brand of a drug that the long form names.

    "morphine sulfate immediate release (MSIR)" stays: its initials are the brand's name.
    """
    return [each for each in definitions if _is_of_initials(_bracketed(each, text)) or not _is_brand(each, drugs)]


def _is_brand(definition: dict[str, int], drugs: list[DrugSpan]) -> bool:
    short = (definition["start"], definition["end"])
    named = [value for start, end, value in drugs if (start, end) == short and value["brand"] is not None]
    ingredients = {part["name"] for value in named for part in value["ingredients"]}
    return any(
        part["name"] in ingredients
        for start, end, value in drugs
        if definition["long_start"] <= start and end <= definition["long_end"]
        for part in value["ingredients"]
    )


def _bracketed(definition: dict[str, int], text: str) -> Words:
    """A definition's words as `windows` gives them."""
    start, end = definition["start"], definition["end"]
    spelled = _words(text, definition["long_start"], definition["long_end"])
    return [*spelled, ("(", start, start), (text[start:end], start, end), (")", end, end)]


def _spelled(words: Words, detector: Any, vocab: Any) -> int | None:
    """The first of the words that spell a short form out.

    The detector takes the fewest words that have the letters; where as many words as capitals begin with those, they
    are the long form: "Proton Pump Inhibitors (PPIs)".
    """
    doc = Doc(vocab, words=[word[0] for word in words])
    long, shorts = detector.find(doc[len(words) - 2 : len(words) - 1], doc)
    if not shorts:
        return None
    capitals = _capitals(words)
    first = len(words) - 3 - len(capitals)
    initials = [word[0][0].lower() for word in words[max(0, first) : -3]]
    return first if 0 <= first < long.start and initials == capitals else int(long.start)


def _is_of_initials(words: Words) -> bool:
    """True for "magnetic resonance imaging (MRI)" and for one long word; a remark in brackets is no long form."""
    parts = [part for word in words[:-3] for part in re.split(r"[-/]", word[0]) if part.lower() not in SMALL]
    return [part[0].lower() for part in parts if part] == _capitals(words) or (
        len(parts) == 1 and len(parts[0]) >= ONE_WORD
    )


def _singular(words: Words) -> Words:
    """The words with the short form in the singular, at the same place: "activities of daily living (ADLs)"."""
    short, start, end = words[-2]
    return [*words[:-2], (PLURAL.sub("", short), start, end), words[-1]]


def _capitals(words: Words) -> list[str]:
    """The capitals of the short form, in lower case."""
    return [char.lower() for char in words[-2][0] if char.isupper()]


def _definition(words: Words, first: int) -> dict[str, int]:
    return {"start": words[-2][1], "end": words[-2][2], "long_start": words[first][1], "long_end": words[-4][2]}


DETECTOR: dict[str, Any] = {"factory": "abbreviation_detector", "make_serializable": True}
"""What scispaCy's block says where it is not told otherwise."""


@Language.factory(
    "imr_abbreviations",
    requires=["span._.drug"],
    assigns=["doc._.short_forms"],
    default_config={"detector": None},
)
def make_abbreviations(nlp: Language, name: str, detector: dict[str, Any] | None) -> "AbbreviationFinder":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name.
        detector: scispaCy's block: `factory` and its settings; what it does not say is as in `DETECTOR`. Null, with a
            warning, leaves scispaCy out, and with it every short form.
    """
    if detector is None:
        warnings.warn(f"component '{name}' finds no short form: add it with config={{'detector': {{}}}}", stacklevel=2)
        return AbbreviationFinder(name, None)
    settings = {**DETECTOR, **detector}
    pipe: Any = nlp.create_pipe(settings.pop("factory"), name=f"{name}_detector", config=settings)
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
            text = text_to_read(doc)
            found = find_short_forms(text, self.detector, doc.vocab)
            drugs = span_values(doc, "drug") if found else []
            set_doc_value(doc, "short_forms", _without_brands(found, drugs, text) if drugs else found)
        return doc
