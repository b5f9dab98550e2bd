"""Who speaks in a rationale's sentence that does not show it: its passage tells.

    Recommended with caution, as a second-line option. Side effects: drowsiness, dry mouth, headache.    a guideline
    The patient takes Flexeril nightly. Lumbar spasm on the right.                                       of this patient

Reviewers paste what guidelines, labels and articles say, and go over to the patient without a sign. A passage in
general begins with the rationale or with a guideline's sentence; it ends where a sentence speaks of this patient, these
records, or what can only be found in somebody: a side, a grade, a date.
"""

import re
from typing import Any

from imrx.grammar.levels import PARTS
from imrx.grammar.negation.phrases import IN_CLAUSE, VERBS_OF_STATEMENTS, Hits, LetterHits, here
from imrx.grammar.negation.statements import Statements
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import PhraseTree
from imrx.labels import RATIONALE

FIGURE = re.compile(
    rf"\d(?:(?<=\b[{PARTS}]\d)|(?<=\b\d)(?:/(?:5|10)\b|\d?/\d\d?/\d)"
    r"|(?:(?<=\b1)9|(?<=\b2)0)\d\d\b(?! ?m?c?[gl]\b)|\d* degrees\b|\+)"
)
"""What is measured or dated in somebody: "L4", "4/5", "2014", "40 degrees", "2+"."""

WEAK = "weak"
"""What the words of `weak_own` stand for: they are no one's in a sentence with one of `GENERAL`."""

FAILED = "failed"
"""What the words of `failed_own` stand for: they are no one's behind one of `before_failed` either."""

GENERAL = frozenset({"general", "modals", "studies"})
"""The lists of phrases that speak of patients in general."""

TITLE = re.compile(r"M(?:rs?|s)\.\s")
"""In front of a name: "MR" and "MS" are other things."""


class Voice:
    """The words of `guidelines` in `patterns/negation.json` that tell whom a sentence speaks of, compiled."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["guidelines"]
        self.persons = frozenset(words["persons"])
        self.not_teaching = frozenset(words["not_teaching"])
        self.own = PhraseTree(
            [
                *((phrase, WEAK) for phrase in words["weak_own"]),
                *((phrase, FAILED) for phrase in words["failed_own"]),
                *((phrase, None) for phrase in words["own"]),
            ]
        )
        self.conditional = frozenset(words["conditional_own"])
        self.supposing = frozenset([*words["conditions"], *words["before_failed"]])


class Passages:
    """Which sentences of a letter's rationales speak of nobody here; what each passes on to the next is kept."""

    def __init__(self, voice: Voice, statements: Statements, reading: Reading, found: LetterHits) -> None:
        self.voice = voice
        self.statements = statements
        self.reading = reading
        self.found = found
        self.goes_on: dict[int, bool] = {}

    def is_general(self, number: int, finding: int, partly: bool = False) -> bool:
        """True for a rationale's sentence that teaches, or that goes on with what is said in general.

        Args:
            number: the sentence, by its number; no guideline is named in it.
            finding: where its first finding begins; "the neck pain" is somebody's who was spoken of.
            partly: a guideline speaks in the end of it, so that what teaches there says nothing of its beginning.
        """
        sentence, hits, words = self.reading.sentences[number], self.found[number], self.reading.words
        section, first = self.reading.section_at(sentence.start)
        if section != RATIONALE or sentence.first == sentence.last or self._is_own(number):
            return False
        if partly and self._has_own_words(number, {}):
            return False
        word = words.lower[sentence.first]
        if word == "the" and sentence.first + 1 < sentence.last and words.starts[sentence.first + 1] == finding:
            return False
        teaches = not partly and "teaching" in hits and word not in self.voice.not_teaching
        return teaches or self._in_general_before(number, first)

    def _in_general_before(self, number: int, first: int) -> bool:
        """True where the sentences in front of one, in the rationale that begins at an offset, end in general."""
        passed, general = [], True
        for back in range(number - 1, -1, -1):
            if self.reading.sentences[back].end <= first:
                break
            told = self.goes_on[back] if back in self.goes_on else self._told(back)
            passed.append(back)
            if told is not None:
                general = told
                break
        self.goes_on.update(dict.fromkeys(passed, general))
        return general

    def _told(self, number: int) -> bool | None:
        """Whether a sentence ends in general, as far as it shows by itself."""
        sentence, hits = self.reading.sentences[number], self.found[number]
        text = self.found.text
        quoted = self.statements.begins_quoted(text, sentence)
        region = self.statements.guideline(text, self.reading.words, sentence, hits, quoted)
        if region is not None:
            return region.end >= sentence.end
        return False if self._is_own(number) else None

    def _is_own(self, number: int) -> bool:
        sentence, hits = self.reading.sentences[number], self.found[number]
        return (
            "named" in hits
            or bool(here(hits))
            or (sentence.first < sentence.last and self.reading.words.lower[sentence.first] in self.voice.persons)
            or self._has_own_words(number, hits)
            or FIGURE.search(self.found.text, self._behind_article(sentence), sentence.end) is not None
            or TITLE.search(self.reading.text, sentence.start, sentence.end) is not None
        )

    def _has_own_words(self, number: int, hits: Hits) -> bool:
        words, own, sentence = self.reading.words, self.voice.own, self.reading.sentences[number]
        if own.root.keys().isdisjoint(words.lower[sentence.first : sentence.last]):
            return False
        nobodys = hits.get("not_case", ())
        weak = not GENERAL.isdisjoint(hits)
        for index in range(sentence.first, sentence.last):
            found = own.longest(words, index)
            if found is not None and found[1] == FAILED:
                front = words.lower[sentence.first : index]
                supposed = weak or not self.voice.supposing.isdisjoint(front)
                found = None if supposed or self._is_listed(number) else found
            if found is not None and not (weak and found[1] == WEAK):
                start, end = words.starts[index], words.ends[found[0] - 1]
                nobodys_here = any(first < end and start < last for first, last in nobodys)
                if not (nobodys_here or self._is_condition(sentence, start, end)):
                    return True
        return False

    def _is_condition(self, sentence: Sentence, start: int, end: int) -> bool:
        """True for words that a condition makes nobody's: "when therapy | has failed", "if pain | persists"."""
        text = self.found.text
        if text[start:end] not in self.voice.conditional:
            return False
        return self.found.phrases.conditional.search(text, max(sentence.start, start - IN_CLAUSE), start) is not None

    def _is_listed(self, number: int) -> bool:
        """True behind a heading or an item of a list: "ODG: Night pain. | Conservative measures have failed."."""
        if not number:
            return False
        front, text = self.reading.sentences[number - 1], self.found.text
        return text.find(":", front.start, front.end) >= 0 or (
            VERBS_OF_STATEMENTS.isdisjoint(self.reading.words.lower[front.first : front.last])
            and self.statements.verb.match(text, front.start, front.end) is None
        )

    def _behind_article(self, sentence: Sentence) -> int:
        """Where a sentence begins behind the articles that the one in front of it cites: "(Fritz, 2007) Exercise"."""
        start = sentence.start
        while self.found.text.startswith("(", start):
            article = self.found.phrases.article.match(self.reading.text, start, sentence.end)
            if article is None:
                break
            start = article.end() + 1
        return start
