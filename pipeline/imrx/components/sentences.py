"""Sentences of prose whose lines are wrapped hard and whose sentences sometimes run together.

    ... industrial injury of January 3, 2006.In a Utilization Review Report      two sentences
    ... Opioids CRITERIA FOR USE OF OPIOIDS Page(s): 76-80 and 124.              one sentence
    Norco 10/325 mg, sixty count:  Upheld                                        one sentence: a title

Which stops end a sentence is said in `imrx.grammar.sentences.ends`. Line and page breaks mean nothing. A section begins
and ends a sentence, and a title is one sentence whatever stops stand in it. Deliberately left alone: what stands
between semicolons and colons.
"""

import re
from bisect import bisect_left, bisect_right
from typing import ClassVar

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent
from imrx.grammar.sentences.ends import SentenceWords, find_sentence_ends
from imrx.labels import REQUEST
from imrx.letter import text_to_read
from imrx.places import letter_sections

NO_START = np.uint64(2**64 - 1)
"""-1 as spaCy keeps it: the token begins no sentence."""

VISIBLE = re.compile(r"\S")


@Language.factory(
    "imr_sentences", requires=["doc.spans"], assigns=["token.is_sent_start", "doc.sents"], default_config={}
)
def make_sentences(nlp: Language, name: str) -> "SentenceSplitter":
    """Create the component."""
    return SentenceSplitter(name)


class SentenceSplitter(TableComponent):
    """Sets the sentence starts of every token."""

    required: ClassVar = ("sentences",)

    def compile(self) -> None:
        """Take the abbreviations."""
        self.words = SentenceWords(self.tables["sentences"])

    def __call__(self, doc: Doc) -> Doc:
        """Split the letter."""
        if len(doc) == 0:
            return doc
        text = text_to_read(doc)
        ends = find_sentence_ends(text, self.words)
        starts = {0, *ends}
        for name, start, end, _ in letter_sections(doc):
            if name == REQUEST:
                starts.difference_update(ends[bisect_right(ends, start) : bisect_left(ends, end)])
            starts.add(start)
            if following := VISIBLE.search(text, end):
                starts.add(following.start())
        values = doc.to_array(IDX)
        tokens = values.searchsorted(np.array(sorted(starts), dtype=np.uint64))  # of one type, else both are copied
        values.fill(NO_START)
        values.put(tokens, 1, mode="wrap")  # behind the last token comes the first, which begins a sentence anyway
        doc.from_array([SENT_START], values.reshape(-1, 1))  # type: ignore[arg-type]
        return doc
