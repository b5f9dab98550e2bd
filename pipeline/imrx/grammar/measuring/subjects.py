r"""Whether it is the patient of whom a verb is told.

The patient has only gained 45 pounds    he is in front of the verb
He is retired and walks a mile a day     he was named, and nobody else since
his daughter walks two miles a day       not he; "a box weighing 40 pounds" neither
"""

from typing import Any

from imrx.grammar.alternatives import first_words
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import DEFINITE, WORD, Words

VERB = "verb"
"""The patient must be the subject: what else has one ("the box weighs 40 pounds", "the pressure fell twice")."""

PERSON = "person"
"""The nearest person must not be another: what only persons do ("needs help with bathing")."""

JOINING = frozenset({"and", "but", "or", "then"})
PRONOUNS = frozenset({"he", "she"})
ANYONE = frozenset({"a", "an", "any", "no", "every", "each"})
"""Where a sentence begins so it speaks of nobody in particular: "A man who walks a mile is not homebound"."""

NOT_SUBJECTS = frozenset({"with", "by", "from", "to", "of", "for", "per"})
"""Behind them a person is no subject: "lives with her husband and needs help"."""

MODIFIED = 3
"""So many words in front of a person such a word is looked for: "by his treating physician"."""


class PatientSubjects:
    """The words of `living` in `patterns/measures.json`, and those for the patient, that tell.

    Args:
        words: the table `living`.
        patients: phrases that mean the patient.
    """

    def __init__(self, words: dict[str, Any], patients: list[str]) -> None:
        phrases = [WORD.findall(phrase) for phrase in patients]
        self.patients = frozenset([*(phrase[-1] for phrase in phrases), *words["also_patients"]])
        self.modifiers = frozenset(word for phrase in phrases for word in phrase[:-1])
        self.others = frozenset(words["other_people"])
        self.other_kinds = frozenset(words["other_kinds"])
        self.supposed = first_words(words["supposed"])
        self.between = frozenset([*words["adverbs"], *words["between"]])

    def is_patient(self, whose: str, words: Words, sentence: Sentence, index: int) -> bool:
        """True where it is the patient who does what a word says, in one of the two senses above."""
        at = self._in_front(words, sentence, index, whose == PERSON)
        if at < sentence.first:
            return whose == PERSON or not words.lower[index].endswith("ing")  # "Walking 20 minutes is advised"
        if words.lower[at] in self.others:
            return False
        if whose == PERSON:
            return self._nearest(words, sentence, at) is not False
        gap = words.gap(at).strip()
        if gap[:1] in {",", ";"} or words.lower[at] in JOINING:
            return self._nearest(words, sentence, at) is True
        return self._is_named(words, sentence, at)

    def _in_front(self, words: Words, sentence: Sentence, index: int, across: bool) -> int:
        """The index of the word in front of a verb and its adverbs and auxiliaries; across commas if so asked."""
        at, lower = index - 1, words.lower
        while at >= sentence.first and (across or not words.gap(at).strip()):
            if lower[at] in self.others or not (lower[at] in self.between or lower[at].endswith("ly")):
                break
            at -= 1
        return at

    def _nearest(self, words: Words, sentence: Sentence, at: int) -> bool | None:
        """Whether the nearest person from a word back is the patient; null without any."""
        for index in range(at, sentence.first - 1, -1):
            if self._is_named(words, sentence, index):
                return True
            if words.lower[index] in self.others and not self._is_no_subject(words, sentence, index):
                return False
        return None

    def _is_named(self, words: Words, sentence: Sentence, index: int) -> bool:
        """True for the patient, but for "the patient's", "if the patient", "a family member" and "A man who"."""
        lower = words.lower
        if lower[index] not in self.patients:
            return False
        if lower[index] not in PRONOUNS and words.ends[index] - words.starts[index] > len(lower[index]):
            return False
        first = index
        while first > sentence.first and lower[first - 1] in self.modifiers | DEFINITE:
            first -= 1
        if first == sentence.first:
            return True
        before = lower[first - 1]
        anyone = first - 1 == sentence.first and before in ANYONE
        return not (anyone or before in self.supposed or before in self.other_kinds)

    def _is_no_subject(self, words: Words, sentence: Sentence, index: int) -> bool:
        """True for a person behind a preposition."""
        for before in range(index - 1, max(sentence.first, index - MODIFIED) - 1, -1):
            if words.lower[before] in NOT_SUBJECTS:
                return True
        return False
