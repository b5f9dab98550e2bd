r"""The words that name what is missing at a place that `imrx.grammar.asserting.openings` found.

    no documentation of | the response to conservative therapy   a noun phrase, and those that a list adds
    unclear whether the worker | has returned to full duty        the predicate of a clause
    The patient's current work status | was not provided          the subject, and those coordinated with it

A phrase has at most `LONGEST` words. Left alone: phrases that name no finding ("necessity", "further treatment").
"""

import re
from itertools import pairwise
from typing import Any

from imrx.grammar.asserting.clauses import Clauses
from imrx.grammar.asserting.openings import CLAUSE, SUBJECT, Place
from imrx.grammar.asserting.reading import Sentence
from imrx.grammar.asserting.words import Words

LONGEST = 9
"""Words that an unknown noun phrase or predicate may have at most."""

COMPARED = 2
"""Words of the shortest phrase that is a finding though it begins with "more"."""

BETWEEN = frozenset({"", "-", "/", ",", "'", "’"})
"""What may stand between the words of subjects."""

ALTERNATIVE = frozenset({"or", "nor"})
LISTED = ALTERNATIVE | {"and"}
CLOSING = re.compile(
    r"[^.;:]{0,200}?(?:\b(?:or|nor)\b|\band\s[^.,;:]{1,40}\s(?:is|are|was|were)\s(?:noted|seen|present|found|reported|"
    r"observed|appreciated|elicited|evident|identified|detected|documented)\b)"
)
"""The end of a list whose items "no" denies all: "no shocks, thrills, and rubs are noted"."""


class Missing:
    """The words of `patterns/findings_heads.json` that a missing finding begins, ends and is cut with."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        self.not_heads = frozenset(heads["not_heads"])
        self.not_first = frozenset(heads["not_first"])
        self.not_np = frozenset(heads["not_np"])
        self.inside_predicates = frozenset(heads["inside_predicates"])
        self.before_to = frozenset(heads["before_to"])
        self.named = frozenset(heads["named"])
        self.adequate = frozenset(heads["adequate"])
        self.behind_introductory = frozenset(heads["behind_introductory"])
        self.including = frozenset(heads["including"])
        self.introductory = frozenset(heads["introductory"])
        self.determiners = frozenset(heads["np_determiners"])
        self.stops = frozenset(heads["np_stops"])
        self.changes = frozenset(heads["changes"])
        self.begins_anew = frozenset(heads["begins_anew"])
        self.finite = frozenset(heads["finite"])
        self.complement = frozenset(heads["complement_prepositions"])
        self.skipped = frozenset(heads["skipped_prepositions"])
        self.planned = frozenset(heads["planned"])
        self.treatments = frozenset(heads["treatments"])
        self.opening = frozenset(heads["np_opening"])
        self.before_predicates = frozenset(heads["before_predicates"])
        self.degrees = frozenset(heads["degrees"])
        self.incomplete = frozenset(heads["incomplete"])
        self.of_request = frozenset(heads["of_request"])
        self.requests = frozenset(heads["requests"])
        self.possessors = frozenset(heads["possessors"])
        self.subject_stops = frozenset(heads["subject_stops"])
        self.exemplified = frozenset(heads["exemplified"])
        self.comparing = frozenset(heads["comparing"])
        self.behind_or = frozenset(heads["behind_or"])
        self.resuming = frozenset(heads["resuming"])
        self.papers = frozenset(heads["evidence"])
        self.before_subjects = frozenset(heads["before_subjects"])
        self.behind_subjects = frozenset(heads["behind_subjects"])

    def spans(self, words: Words, place: Place, until: int) -> list[tuple[int, int]]:
        """What is missing at a place, as half-open word indices."""
        if place.kind == SUBJECT:
            return self._subjects(words, words.index(place.start))
        at = words.index(place.start)
        if place.kind == CLAUSE:
            return self._predicate(words, at, until if place.until is None else place.until)
        found: list[tuple[int, int]] = []
        comma = False
        listed = place.listed
        while at < len(words.lower) and words.starts[at] < until:
            at = self._leading(words, at, len(words.lower))
            if words.lower[at : at + 1] == ["of"]:  # "any of these diagnoses"
                at = self._leading(words, at + 1, len(words.lower))
            if found and words.lower[at : at + 1] and words.lower[at] in self.adequate:
                at += 1
            if (
                at + 2 < len(words.lower)
                and words.lower[at] in self.introductory
                and words.lower[at + 1] in self.behind_introductory
            ):
                at = self._leading(words, at + 2, len(words.lower))
            span = self._noun_phrase(words, at, until)
            if span is None or (comma and span[1] < len(words.lower) and words.lower[span[1]] in self.finite):
                break
            if self._names(words, *span) and not (place.plain and self._is_treatment(words, *span)):
                found.append(span)
            at = self._behind_complement(words, span[1], until)
            if words.lower[at : at + 2] == ["such", "as"] and _head(words.lower[slice(*span)]) in self.exemplified:
                at, listed = at + 2, True
                continue
            if not place.plain and found:
                behind = at + (words.lower[at : at + 1] == ["to"])
                if words.lower[behind : behind + 1] and words.lower[behind] in self.including:
                    at, listed = behind + 1, True
                    continue
            if at >= len(words.lower):
                break
            gap = words.gap(at - 1).strip()
            comma = gap == "," and words.lower[at] not in ALTERNATIVE
            alternative = words.lower[at] == "or"
            if words.lower[at] in (LISTED if listed else ALTERNATIVE) and gap in {"", ","}:
                at += 1
            elif gap not in {",", "/"} or not (listed or CLOSING.match(words.text, words.ends[at - 1], until)):
                break
            while at < len(words.lower) and words.lower[at] in self.resuming:
                at += 1
            verb = None if alternative else self.clauses.verb(words, at, words.index(until))
            if verb is not None and not self.clauses.tells_findings(words, verb, words.index(until)):
                break
        return found

    def is_of_request(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for what a request does not say of itself, its quantity or duration: requests are no findings."""
        return _head(words.lower[first:last]) in self.of_request and not self.requests.isdisjoint(
            words.lower[sentence.first : sentence.last]
        )

    def before(self, words: Words, first: int, offset: int, kind: str) -> int | None:
        """The index behind what is left of a phrase in front of an offset: "failure" of "failure of gabapentin".

        Of a predicate its verb is left, of a noun phrase one of the nouns that say what became of a drug.
        """
        front = words.lower[first : words.index(offset)]
        named = _behind_last(front, self.incomplete)
        if named:
            return first + named
        return first + 1 if kind == CLAUSE and front else None

    def degree(self, words: Words, first: int, offset: int, kind: str) -> int | None:
        """The index behind the words in front of another finding that are one of their own.

        The noun of degree of "decrease in headaches", the verb of "reduce the headaches".
        """
        front = words.lower[first : words.index(offset)]
        if kind == CLAUSE and front and front[0] in self.clauses.relieving:
            return first + 1
        named = _behind_last(front, self.degrees)
        return first + named if named else None

    def _leading(self, words: Words, at: int, behind: int) -> int:
        """The index behind determiners and possessives: "the injured worker's"."""
        while at < behind and (
            words.lower[at] in self.determiners
            or (words.lower[at] in self.possessors and words.text[words.ends[at] - 1] == "s")
            or (words.lower[at] == "injured" and at + 1 < behind and words.lower[at + 1] in self.possessors)
        ):
            at += 1
        return at + 2 if words.lower[at : min(at + 2, behind)] == ["at", "least"] else at

    def _stops(self, words: Words, at: int) -> bool:
        lower = words.lower
        word = lower[at]
        if word not in self.stops and not (word == "prior" and lower[at + 1 : at + 2] == ["to"]):
            return False
        return not self._is_hyphenated(words, at)

    def _names(self, words: Words, first: int, last: int) -> bool:
        """False for a phrase that names no finding."""
        phrase = words.lower[first:last]
        head = _head(phrase)
        return not (
            (phrase[0] in self.not_first and not self._is_hyphenated(words, first) and not self._compares(phrase))
            or head in self.not_heads
            or ((head.isdigit() or len(head) < 2) and not (len(phrase) > 1 and words.gap(last - 2) == "-"))
            or self.not_np.issuperset(phrase)
            or any(word in self.not_heads and behind in self.complement for word, behind in pairwise(phrase))
        )

    def _compares(self, phrase: list[str]) -> bool:
        """True for "more recent screen", unlike "more" and "more visits"."""
        return len(phrase) >= COMPARED and phrase[0] in self.comparing

    def _is_hyphenated(self, words: Words, at: int) -> bool:
        """True for "one" of "one-month"."""
        return at + 1 < len(words.lower) and words.gap(at) == "-"

    def _is_treatment(self, words: Words, first: int, last: int) -> bool:
        """True for "further surgery" and "trial of an SNRI": a treatment that the patient has not had is no finding."""
        phrase = words.lower[first:last]
        return _head(phrase) in self.treatments and self.planned.isdisjoint(phrase)

    def _noun_phrase(self, words: Words, at: int, until: int) -> tuple[int, int] | None:
        first = at
        if at + 1 < len(words.lower) and words.lower[at] in self.opening and words.gap(at).isspace():
            at += 1
        while at < len(words.lower) and words.ends[at] <= until and at - first < LONGEST:
            word = words.lower[at]
            if word == "of" and at > first:
                pass
            elif self._stops(words, at) and not (
                word in self.determiners and at > first and words.lower[at - 1] == "of"
            ):
                break
            at += 1
            if at < len(words.lower) and words.gap(at - 1).strip() not in {"", "-", "/", "'", "’"}:
                break
        while at > first and (words.lower[at - 1] == "of" or words.lower[at - 1] in self.determiners):
            at -= 1
        if (
            at > first
            and at + 1 < len(words.lower)
            and words.lower[at - 1] in self.changes
            and words.lower[at] in {"in", "to"}
        ):
            complement = self._noun_phrase(words, self._leading(words, at + 1, len(words.lower)), until)
            at = complement[1] if complement else at
        return (first, at) if at > first else None

    def _behind_complement(self, words: Words, at: int, until: int) -> int:
        """The index behind a phrase with a preposition, where a list goes on behind it: "gains in strength or ..."."""
        if at >= len(words.lower) or words.lower[at] not in self.skipped or words.gap(at - 1).strip():
            return at
        behind = at + 1
        while behind < len(words.lower) and behind - at < LONGEST - 3 and words.ends[behind] <= until:
            word = words.lower[behind]
            if words.gap(behind - 1).strip() == "," or word in LISTED:
                return behind
            if words.gap(behind - 1).strip() or (
                word in self.stops and word not in self.determiners and word not in self.skipped
            ):
                return at
            behind += 1
        return at

    def _predicate(self, words: Words, at: int, until: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        while True:
            span = self._clause(words, at, until)
            if span is None:
                return found
            found.append(span)
            at = span[1] + 1
            if (
                at >= len(words.lower)
                or words.lower[at - 1] not in ALTERNATIVE
                or words.gap(at - 2).strip() not in {"", ","}
            ):
                return found

    def _clause(self, words: Words, at: int, until: int) -> tuple[int, int] | None:
        while at < len(words.lower) and words.ends[at] <= until and words.lower[at] in self.before_predicates:
            at += 1
        first = at
        while at < len(words.lower) and words.ends[at] <= until and at - first < LONGEST:
            word = words.lower[at]
            if self._stops(words, at) and word not in self.inside_predicates:
                break
            if word == "and" and at + 1 < len(words.lower) and words.lower[at + 1] in self.begins_anew:
                break
            if word == "to" and (at == first or words.lower[at - 1] not in self.before_to):
                break
            at += 1
            if at < len(words.lower) and words.gap(at - 1).strip() not in {"", "-", "/"}:
                break
        while at > first and words.lower[at - 1] in self.stops:
            at -= 1
        while first < at and words.lower[first] in self.determiners:
            first += 1
        begins = at > first and words.lower[first] not in self.not_first and words.lower[first] not in self.finite
        return (first, at) if begins else None

    def _subjects(self, words: Words, last: int) -> list[tuple[int, int]]:
        """The subject in front of "was not provided", and what "and" or "or" joins to it."""
        last = self.clauses.subject_end(words, last, max(0, last - 2 * LONGEST))
        first = last
        while first > 0 and last - first < 2 * LONGEST:
            if first < last and words.gap(first - 1).strip() not in BETWEEN:
                break
            word = words.lower[first - 1]
            if (word in self.subject_stops and not (first == last and word in self.papers)) or (word == "to" and words.lower[max(0, first - 2)] == "due"):
                break
            first -= 1
        whole = first == 0 or (
            words.lower[first - 1] not in self.finite and words.gap(first - 1).strip() in {"", ",", ".", ";", ":"}
        )
        found: list[tuple[int, int]] = []
        behind = last
        for at in range(last - 1, first - 2, -1):
            joined = at >= first and words.lower[at] in LISTED
            if joined and words.lower[at] == "or" and words.lower[at + 1] in self.behind_or:
                joined = False  # "a response of 30% or more"
            comma = at >= first and at + 1 < len(words.lower) and words.gap(at).strip() == ","
            if at >= first and not joined and not comma:
                continue
            span = self._subject(words, at + 1, behind)
            if span is None:
                if behind - at > 1:
                    break
            else:
                found.append(span)
            if comma and not joined and not any(word in LISTED for word in words.lower[at + 1 : last]):
                break
            if not whole:
                break
            behind = at if joined else at + 1
        alone = "and" not in words.lower[first:last] and not any("," in words.gap(at) for at in range(first, last - 1))
        if not found and whole and alone and (span := self._subject(words, first, last)) is not None:
            found.append(span)  # "a home evaluation by a nurse or therapist"
        return found[::-1]

    def _subject(self, words: Words, first: int, behind: int) -> tuple[int, int] | None:
        while first < behind and words.lower[first] in self.before_subjects:
            first += 1
        while first < behind and words.lower[behind - 1] in self.behind_subjects:
            behind -= 1
        first = self._leading(words, first, behind)
        if first + 1 < behind and words.lower[first] in self.possessors:
            first += 1
        if first + 2 < behind and words.lower[first + 1] == "of" and words.lower[first] in self.introductory:
            first += 2
        elif first + 3 < behind and words.lower[first + 2] == "of" and words.lower[first + 1] in self.introductory:
            first += 3
        first = self._leading(words, first, behind)
        at = first
        while at < behind and (
            not self._stops(words, at)
            or (at > first and (words.lower[at] in self.complement or words.lower[at - 1] in self.complement))
        ):
            at += 1
        while at > first and words.lower[at - 1] in self.stops:
            at -= 1
        return (first, at) if at > first and self._names(words, first, at) else None


def _head(phrase: list[str]) -> str:
    """The noun of a noun phrase: the word in front of its "of" or "for", else its last one."""
    behind = next((number for number, word in enumerate(phrase) if number and word in {"of", "for"}), len(phrase))
    return phrase[behind - 1]


def _behind_last(phrase: list[str], nouns: frozenset[str]) -> int:
    """How many words of a phrase reach to the last of some nouns in it, that one included; 0 where there is none."""
    return max((number for number, word in enumerate(phrase, start=1) if word in nouns), default=0)
