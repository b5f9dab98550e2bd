"""The text of a Doc, put together once, the same without the lines of its pages, and that in lower case.

`doc.text` joins the tokens anew at each call, which in a whole letter costs about a third of tokenizing it, and every
component needs the text. It is kept beside the Doc, not in it: nothing is saved or pickled with the Doc, and the text
goes when the Doc goes.

Running headers and footers are no part of what a letter says, and stand inside its sentences. What is read is the text
with blanks in their place and plain hyphens for typesetters', of the same length: so every offset counts in both. A
word with soft hyphens is read without them, and with as many blanks behind it: only ends inside of it are others.
Nor do capitals mean anything where all is in capitals: such a passage is read as it would stand in small letters.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc

from imrx.extensions import doc_value, set_doc_value
from imrx.lower import Lowered, lowered

_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()

_READ: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()
"""The texts to read."""

_LOWERED: WeakKeyDictionary[Doc, Lowered] = WeakKeyDictionary()

_TOKENS: WeakKeyDictionary[Doc, set[str]] = WeakKeyDictionary()
"""The distinct tokens of a letter until its words are asked for: half as many to take to pieces as the letter has."""

_HYPHENS = re.compile(r"[\u2010\u2011\u2013](?:(?<!\u2013)|(?<=\d.)(?=\w)|(?<=\w.)(?=\d))")
"""What typesetters write for a hyphen: its own signs, and a dash at a digit ("Table 11\u20136", "L4\u2013S1")."""

SOFT_HYPHEN = "\u00ad"
"""Shows only where a line breaks there."""

_SOFT_WORD = re.compile(rf"[^\W\d_]+(?:{SOFT_HYPHEN}[^\W\d_]+)+")


def letter_text(doc: Doc) -> str:
    """The same as `doc.text`. A Doc that has tokens never changes its text: merging and splitting tokens keep it."""
    text = _TEXTS.get(doc)
    if not text:  # an empty Doc can still be filled by `from_bytes`
        text = doc.text
        _TEXTS[doc] = text
    return text


def keep_text(doc: Doc, text: str, tokens: set[str] | None = None) -> Doc:
    """Keep the text that a Doc was just made from, and its distinct tokens if they are at hand; return the Doc."""
    _TEXTS[doc] = text
    if tokens:
        _TOKENS[doc] = tokens
    return doc


def set_page_lines(doc: Doc, limits: Iterable[tuple[int, int]]) -> None:
    """Keep in the Doc which lines are running headers and footers; to be called before anything else is read."""
    set_doc_value(doc, "page_lines", [list(each) for each in limits])
    forget_reading(doc)


def set_capitals(doc: Doc, passages: Iterable[tuple[int, str]]) -> None:
    """Keep in the Doc what is typed in capitals throughout: where it begins, and how it is read instead."""
    set_doc_value(doc, "capitals", [list(each) for each in passages])
    forget_reading(doc)


def text_to_read(doc: Doc) -> str:
    """The text of a Doc with a blank for each character of a running header or footer, and plain hyphens.

    What is typed in capitals throughout stands there as it would in small letters, a word without its soft hyphens.
    """
    text = _READ.get(doc)
    if not text:
        text = letter_text(doc)
        if limits := doc_value(doc, "page_lines"):
            text = _without_lines(text, limits)
        text = text if text.isascii() else _HYPHENS.sub("-", text)
        text = _SOFT_WORD.sub(_closed_up, text) if SOFT_HYPHEN in text else text
        for start, passage in doc_value(doc, "capitals"):
            text = text[:start] + passage + text[start + len(passage) :]
        _READ[doc] = text
    return text


def forget_reading(doc: Doc) -> None:
    """Forget how a Doc is read: it will be read anew."""
    _READ.pop(doc, None)
    _LOWERED.pop(doc, None)


def _closed_up(word: re.Match[str]) -> str:
    return word[0].replace(SOFT_HYPHEN, "").ljust(len(word[0]))


def soft_words(text: str) -> list[tuple[int, int]]:
    """The limits of the words that have soft hyphens in them, in order; each is one token."""
    return [word.span() for word in _SOFT_WORD.finditer(text)] if SOFT_HYPHEN in text else []


def _without_lines(text: str, limits: Iterable[Sequence[int]]) -> str:
    """A text with blanks between each of some pairs of half-open offsets, which are in order."""
    pieces: list[str] = []
    last = 0
    for start, end in limits:
        pieces += text[last:start], " " * (end - start)
        last = end
    return "".join((*pieces, text[last:]))


def lowered_letter(doc: Doc) -> Lowered:
    """What is read of a Doc in lower case, and its words; made once."""
    kept = _LOWERED.get(doc)
    if kept is None or not kept.text:  # an empty Doc can still be filled by `from_bytes`
        text, tokens = text_to_read(doc), _TOKENS.pop(doc, None)
        kept = lowered(text, None if SOFT_HYPHEN in letter_text(doc) else tokens)
        _LOWERED[doc] = kept
    return kept


def text_source(text: str) -> dict[str, Any]:
    """The `source` of a text that was handed over rather than read from a file."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"name": None, "sha256": digest, "media_type": "text/plain", "encoding": "utf-8", "pages": None}


def own_id(source: Mapping[str, Any]) -> str:
    """The id of a letter that was given none: the first digits of its hash."""
    sha256: str = source["sha256"]
    return sha256[:16]


def letter_id(doc: Doc) -> str:
    """The letter's id, as in its record."""
    return doc_value(doc, "doc_id") or own_id(doc_value(doc, "source") or text_source(letter_text(doc)))
