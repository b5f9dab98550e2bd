"""What is left of a missing phrase in which a drug or another finding stands.

    failure | of gabapentin                     the noun that says what became of a drug
    able to tolerate | gabapentin               the verb with it
    insulin | schedule                          what is missing of a drug
    decrease | in headaches                     how another finding changed
    asthma | action plan                        a plan for it
    no report of how Norco | affected function  the predicate behind a drug

No two findings overlap. Where nothing of its own is left, the phrase is no finding.
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.place import CLAUSE, SUBJECT, Place
from imrx.grammar.findings.unlisted_nouns import LONGEST_PHRASE, NounPhrases, head
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_HAVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import Words

LONGEST_SITE = 4
"""So many words of a finding tell a complaint: "right upper back pain"."""

POSSESSIVES = frozenset({"his", "her"})

ON = ["on"]

ENDS = (".", ";", "")
"""What stands behind a drug that ends its clause."""

DENYING = frozenset({"not", "never", "longer"})

FARTHEST_DENIAL = 3
"""So many words in front of a verb one of these stands: "has not yet been | taking"."""

NEGATED_AUXILIARIES = FORMS_OF_BE | FORMS_OF_HAVE | {"been", "being", "not", "never", "yet"}


class Remains:
    """The words of `patterns/findings_heads.json` that are findings of their own beside one."""

    def __init__(self, heads: dict[str, Any], nouns: NounPhrases, clauses: Clauses) -> None:
        self.clauses = clauses
        self.nouns = nouns
        self.before_to = frozenset(heads["before_to"])
        self.degrees = frozenset(heads["degrees"])
        self.degree_pairs = frozenset(tuple(phrase.split()) for phrase in heads["degrees"] if " " in phrase)
        self.changing = frozenset(heads["changing"])
        self.complaints = frozenset(heads["complaints"])
        self.measured = frozenset(heads["measured"])
        self.incomplete = frozenset(heads["incomplete"])
        self.behind_drugs = frozenset(heads["behind_drugs"])
        self.taking, self.as_told = frozenset(heads["taking"]), frozenset(heads["as_told"])
        self.of_treatments = frozenset(heads["of_treatments"])
        self.plans = frozenset(heads["plans"])
        self.usage = expression(
            rf"(?!{any_phrase(heads['negated_verbs'])})(?:[a-z'-]+\s+){{0,4}}?{any_phrase(heads['uses'])}\s+of\s+"
        )

    def left(
        self, words: Words, first: int, last: int, kind: str, limits: tuple[int, int], of_drug: bool
    ) -> tuple[int, int] | None:
        """The words in front of a drug or another finding that are one of their own, else those behind it, or null.

        Args:
            words: the letter's.
            first: the index of the phrase's first word.
            last: the index behind its last one.
            kind: what the phrase is.
            limits: the half-open offsets of what stands in it.
            of_drug: whether that is a drug.
        """
        in_front = self._of_drug if of_drug else self._of_finding
        if of_drug and kind == CLAUSE and self._is_only_taken(words, first, limits[0], last):
            return None
        behind = in_front(words, first, limits[0], kind)
        if behind is not None:
            return first, behind
        on_drug = of_drug and words.index(limits[0]) == first and words.lower[first - 1 : first] == ON
        if on_drug and (asked := _how_long(words, first)) is not None:
            return asked, first
        rest = words.index(limits[1])
        is_named = self._is_of_drug if of_drug else self._is_plan
        return (rest, last) if is_named(words, rest, last) else None

    def _of_drug(self, words: Words, first: int, offset: int, kind: str) -> int | None:
        """The index behind what is left of a phrase in front of an offset: "failure" of "failure of gabapentin".

        Of a predicate its verb is left, of a noun phrase one of the nouns that say what became of a drug.
        """
        front = words.lower[first : words.index(offset)]
        named = _behind_last(front, self.incomplete)
        if named:
            return first + named
        if kind == CLAUSE and len(front) > 1 and front[0] in self.before_to:
            behind = first + len(front)  # "able to tolerate"
            while words.lower[behind - 1] in self.nouns.stops:
                behind -= 1
            return behind
        return first + 1 if kind == CLAUSE and front and front[0] != "on" else None

    def _is_only_taken(self, words: Words, first: int, offset: int, last: int) -> bool:
        """True for "is not | taking aspirin": that it is not is no finding, but how it is taken: "as prescribed"."""
        denied = not DENYING.isdisjoint(words.lower[max(0, first - FARTHEST_DENIAL) : first])
        plainly = words.index(offset) == first + 1 and words.lower[first] in self.taking
        return denied and plainly and self.as_told.isdisjoint(words.lower[last : last + 1])

    def _of_finding(self, words: Words, first: int, offset: int, kind: str) -> int | None:
        """The index behind the words in front of another finding that are one of their own.

        The noun of degree of "decrease in headaches", the verb of "reduce the headaches", the change of "change in his
        constipation", "change in the pain level" and "change in his pain", but not of "change in his low back pain". Of
        a treatment that was for the other all that tells how it went: "response to opioids for pain".
        """
        front = words.lower[first : words.index(offset)]
        if kind == CLAUSE and front and front[0] in self.clauses.relieving:
            return first + 1
        if kind == SUBJECT and front[-1:] == ["for"] and front[0] in self.of_treatments:
            return first + len(front) - 1
        if front[-3:-2] and front[-3] in self.clauses.assessed and front[-1] in POSSESSIVES:
            return first + len(front) - 2  # "assessment | of his insomnia"
        named = _behind_last(front, self.degrees)
        if not named:  # "work-up of the insomnia"
            named = next((at + 2 for at, pair in enumerate(pairwise(front)) if pair in self.degree_pairs), 0)
        site = words.lower[first + len(front) : first + len(front) + LONGEST_SITE]
        if not named and (self.complaints.isdisjoint(site) or not self.measured.isdisjoint(site)):
            named = _behind_last(front, self.changing)
        if not named and not self.complaints.isdisjoint(site[:1]):
            named = _behind_last(front, self.nouns.unchanged)
        return first + named if named else None

    def _is_of_drug(self, words: Words, first: int, last: int) -> bool:
        """True for words behind a drug that name what is missing of it: "insulin | schedule"."""
        noun = head(words.lower[first:last]) if first < last else ""
        return noun in self.incomplete or noun in self.behind_drugs

    def _is_plan(self, words: Words, first: int, last: int) -> bool:
        """True for the words behind another finding that name a plan for it: "asthma | action plan"."""
        return last - first > 1 and words.lower[last - 1] in self.plans

    def used(self, words: Words, start: int) -> int:
        """The offset behind "whether | ongoing usage of" where a drug may follow, else the one given."""
        match = self.usage.match(words.lowered, start)
        return start if match is None else match.end()

    def behind_drug(self, words: Words, place: Place, offset: int) -> Place:
        """The predicate behind a drug, by its end: "no report of how Norco | affected function".

        What a drug relieved is told of it elsewhere (`imrx.grammar.effects`).
        """
        if words.text[offset : offset + 1] in ENDS:
            return place  # "how long he has been on Norco."
        at = behind_auxiliaries(words, offset + 1)
        verb = words.lower[at] if at < len(words.lower) else ""
        alone = at + 1 >= len(words.lower) or words.gap(at).strip() != ""  # "how Norco | helps"
        told = verb in self.nouns.stops or (verb in self.clauses.relieving and not alone)
        return place if told else place._replace(start=offset + 1)


def behind_auxiliaries(words: Words, start: int) -> int:
    """The index of the first word behind an offset that is no auxiliary: "has not been | tapered"."""
    at = words.index(start)
    while at + 1 < len(words.lower) and words.lower[at] in NEGATED_AUXILIARIES:
        at += 1
    return at


def _how_long(words: Words, at: int) -> int | None:
    """The index of the question that a drug ends, or null: "unclear | how long the patient has been on | Norco"."""
    lower = words.lower
    return next(
        (n for n in range(at - 2, max(-1, at - LONGEST_PHRASE), -1) if lower[n : n + 2] == ["how", "long"]), None
    )


def _behind_last(phrase: list[str], nouns: frozenset[str]) -> int:
    """How many words of a phrase reach to the last of some nouns in it, that one included; 0 where there is none."""
    return max((number for number, word in enumerate(phrase, start=1) if word in nouns), default=0)
