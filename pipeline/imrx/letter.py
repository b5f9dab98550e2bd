"""The text of a Doc, put together once.

`doc.text` joins the tokens anew at each call, which in a whole letter costs about a third of tokenizing it, and every
component needs the text. It is kept beside the Doc, not in it: nothing is saved or pickled with the Doc, and the text
goes when the Doc goes.
"""

from weakref import WeakKeyDictionary

from spacy.tokens import Doc

_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def letter_text(doc: Doc) -> str:
    """The same as `doc.text`. A Doc that has tokens never changes its text: merging and splitting tokens keep it."""
    text = _TEXTS.get(doc)
    if not text:  # an empty Doc can still be filled by `from_bytes`
        text = doc.text
        _TEXTS[doc] = text
    return text


def keep_text(doc: Doc, text: str) -> Doc:
    """Keep the text that a Doc was just made from, and return the Doc."""
    _TEXTS[doc] = text
    return doc
