"""Lists of what a guideline requires, and a reviewer's numbered arguments, which are none of them.

    The following criteria are required. (1) No relief from NSAIDs. (2) Absence of prior testing.    a guideline's
    MTUS sets a limit. (2) There is no relief.                                                       an argument

Left alone: the guideline's sentence in front (`imrx.grammar.negation.statements`).
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.phrases import THERE, VERBS_OF_STATEMENTS, LetterHits, here
from imrx.grammar.negation.statements import DENIED_OF_RECORDS, Statements
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words

NUMBER = re.compile(r"(?:[,;:(]|\band)\s*\d{1,2}[.)]\s*$")
"""A list's number that ends the sentence in front of the item: "3. Infection"."""

ITEM_NUMBER = re.compile(r"\s*\(?(\d{1,2})?\S+\s+")
"""The number or the bullet that an item of a list begins with: "(2) No relief"."""

FIRST_NUMBER = re.compile(r"(?:(\.\s+)\(?)?(?<![\w-])1(?:\)|\.\s)\s*(there\s)?")
"""What a numbered list begins with: a list of arguments with a sentence of its own."""

SENTENCES_BACK = 8
"""So many sentences back a list looks for the guideline that it belongs to."""


class Criteria:
    """The words of `guidelines` in `patterns/negation.json` that lists are known by, for text in lower case."""

    def __init__(self, table: dict[str, Any], statements: Statements) -> None:
        self.statements = statements
        words = table["guidelines"]
        self.item = expression(r"\s*(?:\(?(?:\d{1,2}|[a-hA-H])\)|\d{1,2}\.|[-•*])\s")
        self.examined = expression(rf"\s*{any_phrase(words['examined'])}\s+{any_phrase(words['shows'])}")
        self.heading = expression(rf"\b{any_phrase(words['headings'])}[^.;:]*:")

    def goes_on(self, text: str, words: Words, sentences: list[Sentence], index: int, found: LetterHits) -> bool:
        """True for a list of what is required, without a word of this patient, behind a guideline's sentence."""
        numbered = self._numbered(words.text, sentences[index])
        if (
            "lists" not in found[index]
            and not numbered
            and not self._is_in_criteria(text, words, sentences, index, found)
        ):
            return False
        for back in range(index, max(-1, index - SENTENCES_BACK - 1), -1):
            sentence, hits = sentences[back], found[back]
            if back < index:
                quoted = self.statements.begins_quoted(text, sentence)
                region = self.statements.guideline(text, words, sentence, hits, quoted)
                if region is not None:
                    argued = numbered and self._is_argument(text, sentence.start, sentences[index])
                    return region.end == sentence.end and not argued
            if here(hits) or "own_lists" in hits or found.phrases.date.search(words.text, sentence.start, sentence.end):
                return False
        return False

    def _is_in_criteria(
        self, text: str, words: Words, sentences: list[Sentence], index: int, found: LetterHits
    ) -> bool:
        """True for a fragment that goes on with a list of criteria: "Criteria are: X. Absence of prior testing".

        What stands behind the indications of a report is what the test showed: "Indications: pain. Mild disc bulge".
        """
        for back in range(index, max(-1, index - SENTENCES_BACK - 1), -1):
            sentence = sentences[back]
            if back < index and self.heading.search(text, sentence.start, sentence.end):
                return True
            told = here(found[back]) or self.examined.match(text, sentence.start, sentence.end) is not None
            if told or not VERBS_OF_STATEMENTS.isdisjoint(words.lower[sentence.first : sentence.last]):
                return False
        return False

    def _numbered(self, text: str, sentence: Sentence) -> bool:
        """True for an item of a list, its number in it or at the end of the sentence in front."""
        start = sentence.start
        if not text[start : start + 2].isalpha() and self.item.match(text, start, sentence.end):
            return True
        before = text[max(0, start - 12) : start].rstrip()
        return before[-2:-1].isdigit() and NUMBER.search(before) is not None

    def _is_argument(self, text: str, guideline: int, item: Sentence) -> bool:
        """True for a denial in a list of the reviewer's arguments: "MTUS sets a limit. (2) There is no relief".

        A list of criteria begins behind a colon, or with its first number behind the guideline or in the item itself
        ("in the following cases. 1) No relief. 2) There is no gain"), but not with a whole sentence: "1) There is no".
        """
        number = ITEM_NUMBER.match(text, item.start, item.end)
        if number is None or number[1] is None or not text.startswith(DENIED_OF_RECORDS, number.end()):
            return False
        first = FIRST_NUMBER.search(text, guideline, number.end() + len(THERE))
        return text.find(":", guideline, item.start) < 0 and (first is None or None not in first.groups())
