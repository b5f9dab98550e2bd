r"""Sentences of prose whose lines are wrapped hard and whose sentences sometimes run together.

    ... industrial injury of January 3, 2006.In a Utilization Review Report      two sentences
    ... Opioids CRITERIA FOR USE OF OPIOIDS Page(s): 76-80 and 124.              one sentence
    Norco 10/325 mg, sixty count:  Upheld                                        one sentence: a title

A sentence ends at `.`, `!` or `?` before white space and something that can begin a sentence, or directly before a
capital letter where the blank was lost. Line and page breaks mean nothing. A section begins and ends a sentence, and a
title is one sentence whatever stops stand in it. Deliberately left alone: what stands between semicolons and colons.
"""

import re
from bisect import bisect_left, bisect_right
from typing import Any, ClassVar

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent
from imrx.grammar.expressions import expression
from imrx.labels import REQUEST
from imrx.letter import text_to_read
from imrx.places import letter_sections

_BEHIND = r"""(?<![.!?].)[.!?]*["'”\u2019)\]]*   # more stops (looking back behind the first is faster), and what closes
        (?:\s+(?=["'“\u2018(\[]*[A-Z0-9])   # white space, then a capital, a digit or an opening sign
        |(?=[A-Z](?:[a-z]|[ ])))       # or no white space at all, and a word with a capital
    """
STOP = expression(r"[.!?]" + _BEHIND, re.VERBOSE)
FULL_STOP = re.compile(r"\." + _BEHIND, re.VERBOSE)
"""The same for a text that has no other stop, as nearly all letters: the engine looks for one sign several times as
fast as for a set of them."""

LONGEST_WORD = 40
"""How far before a stop its word is looked for, in characters."""

OUTSIDE = re.compile(r"[\s()\[\]\"“]")
"""What a word before a stop does not have in it."""

NO_START = np.uint64(2**64 - 1)
"""-1 as spaCy keeps it: the token begins no sentence."""

VISIBLE = re.compile(r"\S")

FRACTION = re.compile(r"\d[\d.+-]*/\d+")
"""A score or grade, which unlike other words with a slash may end a sentence whose blank was lost: "4/10.She"."""

LIST_NUMBER = re.compile(r"\(?\d{1,2}$")


def find_sentence_ends(text: str, abbreviations: frozenset[str], never_final: frozenset[str]) -> list[int]:
    """Offsets behind the white space of each sentence's end: where the next sentence starts.

    Splits "2006.In a", "7-8/10.No", "level of 8.She" and "psychiatrist . MTUS"; not "Dr. Smith", "pg. 607",
    "vs. functional", "www.Example.com", "J. Occup", "1. Norco" at a sentence's start.
    """
    ends = []
    last = 0
    for stop in (STOP if "!" in text or "?" in text else FULL_STOP).finditer(text):
        mark, end = stop.span()
        word = _word_before(text, mark)
        lower = word.lower()
        known = lower in abbreviations or lower in never_final
        plain = word.isalpha() and len(word) > 1 and not known and text[end - 1].isspace()  # nearly all are
        if plain or _ends(text, last, mark, end, word, abbreviations, never_final):
            last = end
            ends.append(end)
    return ends


def _ends(
    text: str, last: int, mark: int, end: int, word: str, abbreviations: frozenset[str], never_final: frozenset[str]
) -> bool:
    """True where a stop ends the sentence that begins at `last`, by the word before it and what follows at `end`."""
    lower = word.lower()
    if text[mark] == "." and text[mark : mark + 2] != "..":
        if lower in never_final or (lower in abbreviations and not _begins_sentence(text, end)):
            return False
        if len(word) == 1 and word.isupper() and word not in "I":
            return False
        glued = not text[end - 1].isspace()
        of_name = len(word) < 2 or "/" in word or "@" in word or "www" in lower or "." in word.rstrip(".")
        is_figure = FRACTION.fullmatch(word) is not None or (word.isdigit() and _begins_sentence(text, end))
        if glued and of_name and not is_figure:
            return False
    return LIST_NUMBER.match(word) is None or text[last:mark].strip().strip("(")[len(word) :] != ""


def _word_before(text: str, end: int) -> str:
    """The last word before a stop, without what opens in front of it."""
    start = max(0, end - LONGEST_WORD)
    word = text[max(start, text.rfind(" ", start, end) + 1) : end]
    return word if word.isalnum() else OUTSIDE.split(word.removesuffix("\n"))[-1]


BEGINNING = re.compile(
    r"(?:The|This|That|These|There|He|She|It|In|On|At|As|A|An|For|However|Therefore|Given|According)\b"
)


def _begins_sentence(text: str, offset: int) -> bool:
    """True where a word follows that begins sentences and never stands behind an abbreviation inside one."""
    return BEGINNING.match(text, offset) is not None


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
        table: dict[str, Any] = self.tables["sentences"]
        self.abbreviations = frozenset(table["abbreviations"])
        self.never_final = frozenset(table["never_final"])

    def __call__(self, doc: Doc) -> Doc:
        """Split the letter."""
        if len(doc) == 0:
            return doc
        text = text_to_read(doc)
        ends = find_sentence_ends(text, self.abbreviations, self.never_final)
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
