"""What is read of a Doc for findings and their negation: made once, and kept beside the Doc.

`imr_findings` and `imr_negation` read the same words. Nothing of them is saved or pickled with the Doc, and they go
when the Doc goes, like the letter's text (`imrx.letter`).
"""

from weakref import WeakKeyDictionary

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.tokens import Doc

from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.reading import Reading
from imrx.labels import PROSE
from imrx.letter import text_to_read
from imrx.places import letter_sections
from imrx.stretches import Section

_READINGS: WeakKeyDictionary[Doc, tuple[tuple[Section, ...], str, IdleWords, Reading]] = WeakKeyDictionary()


def letter_reading(doc: Doc, idle: IdleWords) -> Reading:
    """What is read of a Doc whose sections and sentences are set: of the whole text where no section is known.

    It is made once, and again where the sections, the text or the `idle` words that are left out are others.
    """
    text, sections = text_to_read(doc), letter_sections(doc)
    kept = _READINGS.get(doc)
    if kept is not None and kept[0] is sections and kept[1] == text and kept[2] is idle:
        return kept[3]
    attributes = doc.to_array([SENT_START, IDX])
    breaks = attributes[attributes[:, 0] == np.uint64(1), 1].tolist()
    if sections:
        read = [section for section in sections if section.name in PROSE]
        stretches = [(section.start, section.end) for section in read]
        reading = Reading(text, stretches, breaks, [section.name for section in read], idle)
    else:
        reading = Reading(text, [(0, len(text))], breaks, idle=idle)
    _READINGS[doc] = sections, text, idle, reading
    return reading
