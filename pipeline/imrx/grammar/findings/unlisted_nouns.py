r"""Noun phrases that no list knows, as far as they name a finding.

    the response to conservative therapy · his three-month trial · more recent screen

A phrase ends at the words of `np_stops`. Left alone: phrases that name no finding ("necessity", "further treatment").
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.persons import Persons
from imrx.grammar.levels import goes_on
from imrx.grammar.sentences.branches import ALTERNATIVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import CONJUNCTIONS, Words

LONGEST_PHRASE = 9
"""Words that an unknown noun phrase or predicate may have at most."""

LONGEST_NEED = 12
"""In so many words behind a need stands the verb that proves it: "for additional sessions cannot be | established"."""

CONSISTENT = "consistent"
"""What ends a noun phrase only in front of "with"."""

SUPPORT, REPORTS = "support", "reports"
"""What ends a noun phrase as a verb, unless somebody gives the one and something is told in the others."""

LISTED = ALTERNATIVE | {"and"}
"""What joins the members of a list of findings that are missing."""

AT_LEAST = ["at", "least"]
"""What an amount begins with: "failure of at least 3 months of care", "had at least 50% pain relief"."""

LONGEST_FORM = 5
"""In so many words behind a noun stands what it consists of: "in the form of bracing"."""


class NounPhrases:
    """The words of `patterns/findings_heads.json` that a noun phrase begins, ends and is cut with."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.persons = Persons(heads, clauses)
        patients = self.persons.patient_words - {"he", "she", "him"}
        self.not_heads = frozenset(heads["not_heads"]) | patients | self.persons.titles
        self.kept_notes = frozenset(tuple(phrase.split()) for phrase in heads["kept_notes"])
        self.participles = frozenset(heads["adjective_ends"])
        self.not_first = frozenset(heads["not_first"])
        self.not_np = frozenset(heads["not_np"])
        self.determiners = frozenset(heads["np_determiners"])
        self.stops = frozenset(heads["np_stops"])
        self.stop_pairs = frozenset(tuple(phrase.split()) for phrase in heads["np_stop_pairs"])
        self.adjective_pairs = frozenset(tuple(phrase.split()) for phrase in heads["np_adjective_pairs"])
        self.verbal_nouns = frozenset(
            [(SUPPORT, word) for word in heads["supporters"]]
            + [(REPORTS, word) for word in heads["in_front_of_reports"]]
        )
        self.personal_pairs = frozenset((person, noun) for person in patients for noun in heads["of_persons"])
        self.studies, self.sized = frozenset(heads["studies"]), frozenset(heads["sized"])
        self.paired = frozenset(heads["np_paired"])
        self.opening = frozenset(heads["np_opening"])
        self.changes, self.candidates = frozenset(heads["changes"]), frozenset(heads["candidates"])
        self.unchanged = frozenset(heads["unchanged"])
        self.complement = frozenset(heads["complement_prepositions"])
        self.treatments = frozenset(heads["treatments"])
        self.regimens = frozenset(heads["regimens"])
        self.care = frozenset(heads["care"])
        self.reducing = frozenset(heads["reducing"])
        self.planned = frozenset(heads["planned"])
        self.possessors = frozenset(heads["possessors"]) | patients
        self.injured = frozenset(heads["injured"])
        self.failing = frozenset(heads["failing"])
        self.restrictions = frozenset(heads["restrictions"])
        self.counted = frozenset([*clauses.prior, *heads["counting"]])
        self.past, self.courses = frozenset(clauses.prior), frozenset(heads["courses"])
        self.nameless = frozenset(heads["nameless"])
        self.reasons = frozenset(heads["reasons"])
        self.comparing = frozenset(heads["comparing"])
        self.formed = expression(rf"[^.;,]{{0,60}}?\s{any_phrase(heads['forms'])}\s")
        self.listed_forms = expression(r"[^.;,]{1,60},\s[^.;,]{1,40},?\s(?:and|or)\s")
        self.proving = frozenset(heads["proving"])
        self.medical = frozenset(heads["medical"])
        self.of_forms = frozenset(heads["of_forms"])
        self.needs, self.needed = frozenset(heads["needs"]), frozenset(heads["needed"])

    def find(self, words: Words, at: int, until: int) -> tuple[int, int] | None:
        """The phrase that begins at a word and ends in front of an offset at the latest, as half-open word indices."""
        first = at
        limited = self._limited(words, at)
        if limited is not None:
            return (first, limited)
        if at + 1 < len(words.lower) and words.lower[at] in self.opening and words.gap(at).isspace():
            at += 1
        while at < len(words.lower) and words.ends[at] <= until and at - first < LONGEST_PHRASE:
            word = words.lower[at]
            if word == "of" and at > first:
                if words.lower[at + 1 : at + 3] == AT_LEAST:
                    at += 2  # "failure of at least 3 months of conservative care"
                if self.not_np.issuperset(words.lower[first:at]):  # "quality of the patient's sleep"
                    at = max(at, self.leading(words, at + 1, words.index(until)) - 1)
            elif (
                self.stops_at(words, at)
                and not (word in self.determiners and at > first and words.lower[at - 1] == "of")
                and not (at == first + 1 and self._is_paired(words, first))
            ):
                break
            at += 1
            if at == first + 1 and word in self.reasons:
                break  # "the reason | further visits would be useful"
            gap = words.gap(at - 1).strip() if at < len(words.lower) else ""
            if gap not in {"", "-", "/", "'"} and not (gap == "%" and word.isdigit()):
                break  # "5% weight loss" goes on
        while at > first and (words.lower[at - 1] == "of" or words.lower[at - 1] in self.determiners):
            at -= 1
        return (first, self.completed(words, at, until)) if at > first else None

    def completed(self, words: Words, at: int, until: int, said_of: bool = False) -> int:
        """The index behind the complement that a noun needs: "change in | function", "candidate for | surgery".

        Only what is said of somebody or something has "a need for | equipment".
        """
        if at + 1 >= len(words.lower) or not words.gap(at - 1).isspace():
            return at
        noun, joint = words.lower[at - 1 : at + 1]
        needed = said_of and noun in self.needs and joint == "for"
        if not (
            needed or (noun in self.changes and joint in {"in", "to"}) or (noun in self.candidates and joint == "for")
        ):
            return at
        complement = self.find(words, self.leading(words, at + 1, len(words.lower)), until)
        if complement is None or (needed and words.lower[complement[1] - 1] not in self.needed):
            return at
        return complement[1]

    def _limited(self, words: Words, at: int) -> int | None:
        """The index behind "lifting, bending or standing limits", whose activities share their noun, or null."""
        begins = at
        while at + 1 < len(words.lower) and words.lower[at].endswith("ing") and at - begins < LONGEST_PHRASE:
            at += 1
            if words.lower[at] in self.restrictions:
                return at + 1 if at > begins + 1 else None
            if words.gap(at - 1).strip() not in {"", ","}:
                return None
            at += words.lower[at] in CONJUNCTIONS
        return None

    def leading(self, words: Words, at: int, behind: int) -> int:
        """The index behind determiners and possessives: "the injured worker's"."""
        while at < behind and (
            words.lower[at] in self.determiners
            or (words.lower[at] in self.possessors and words.text[words.ends[at] - 1] == "s")
            or (words.lower[at] in self.injured and at + 1 < behind and words.lower[at + 1] in self.possessors)
        ):
            at += 1
        return at + 2 if words.lower[at : min(at + 2, behind)] == AT_LEAST else at

    def stops_at(self, words: Words, at: int) -> bool:
        """True for a word that no noun phrase goes on with."""
        lower = words.lower
        word = lower[at]
        pair = (word, *lower[at + 1 : at + 2])
        if (word not in self.stops and pair not in self.stop_pairs) or pair in self.adjective_pairs:
            return False
        if pair in self.personal_pairs and self.studies.isdisjoint(lower[:at]):
            return False  # "no patient benefit", but not "the study did not report | patient outcomes"
        if word == CONSISTENT and pair[1:] != ("with",):
            return False  # "a consistent click"
        if at and (word, lower[at - 1]) in self.verbal_nouns:
            return False  # "family support", "operative reports"
        return not (self._is_hyphenated(words, at) or (at and words.gap(at - 1) == "-"))

    def _is_paired(self, words: Words, at: int) -> bool:
        """True for the "baseline" of "baseline or follow-up measurements", which shares its noun with another."""
        lower = words.lower
        pair = lower[at : at + 3 : 2]
        return (
            lower[at + 1] in LISTED
            and len(pair) > 1
            and self.paired.issuperset(pair)
            and at + 3 < len(lower)
            and not any(words.gap(n).strip(" -") for n in range(at, at + 3))
            and not self.stops_at(words, at + 3)
        )

    def names(self, words: Words, first: int, last: int) -> bool:
        """False for a phrase that names no finding."""
        phrase = words.lower[first:last]
        noun = head(phrase)
        if noun in self.restrictions and (phrase[0] in self.not_first or phrase[0].endswith("ing")):
            return True  # "no lifting or standing limits"
        compares = len(phrase) > 1 and phrase[0] in self.comparing  # "more recent screen"
        return not (
            (phrase[0] in self.not_first and not self._is_compound(words, first) and not compares)
            or (
                noun in self.not_heads
                and self.failing.isdisjoint(phrase)
                and not self._is_kept(phrase)
                and not self._are_trials(phrase)
            )
            or ((noun.isdigit() or len(noun) < 2) and not (len(phrase) > 1 and words.gap(last - 2) == "-"))
            or self.not_np.issuperset(phrase)
            or (len(phrase) > 1 and all(map(goes_on, phrase)))  # "L4-5", unlike the sound "S3"
            or phrase[-1] in self.participles  # "a lack of literature based | support"
            or (len(phrase) == 1 and noun in self.nameless)
            or (
                noun not in self.reasons  # "the reason for the request of a brace"
                and not self._are_trials(phrase)
                and any(word in self.not_heads and behind in self.complement for word, behind in pairwise(phrase))
            )
            or (last - first < 4 and self.persons.is_one(words.lower, last - 1))
        )

    def is_treatment(self, words: Words, first: int, last: int) -> bool:
        """True for "further surgery" and "trial of an SNRI": a treatment that the patient has not had is no finding."""
        phrase = words.lower[first:last]
        noun = head(phrase)
        if not self.reducing.isdisjoint(phrase[:-1]) and ("in" in phrase or "of" in phrase):
            return False  # "decrease in medications": a response to treatment
        if phrase[0] in self.past and noun in self.courses:
            return True
        treated = {phrase[0], phrase[-1]} & (self.treatments | self.regimens)
        changed = bool(treated) and not self.unchanged.isdisjoint(phrase)
        return (noun in self.treatments or changed) and self.planned.isdisjoint(phrase)

    def is_care(self, words: Words, first: int, last: int) -> bool:
        """True for a treatment or what else a patient does for relief: "therapy", "ice"."""
        return first < last and (self.is_treatment(words, first, last) or words.lower[last - 1] in self.care)

    def is_formed(self, words: Words, first: int, last: int) -> bool:
        """True for "conservative care in the form of bracing": what it consists of is no other finding.

        In a list each is: "in the form of therapy, home exercise, or acupuncture".
        """
        if self.of_forms.isdisjoint(words.lower[first:last]):
            return False
        end = words.ends[min(last + LONGEST_FORM, len(words.ends)) - 1]
        formed = self.formed.match(words.lowered, words.ends[first], end)
        return formed is not None and self.listed_forms.match(words.lowered, formed.end()) is None

    def is_proved(self, words: Words, first: int, last: int) -> bool:
        """True for the need of "the need for surgery was not established", which is a decision and no finding.

        What is described is one: "the need for equipment was not documented", "no need for equipment was shown".
        """
        inside = words.lower[first:last]
        if (
            self.needs.isdisjoint(inside)
            or head(inside) not in self.needs
            or words.lower[first - 1 : first] == ["no"]
            or not self.needed.isdisjoint(inside)
        ):
            return False
        behind = last
        while behind < min(last + LONGEST_NEED, len(words.lower)) and words.gap(behind - 1) == " ":
            behind += 1
        around = words.lower[max(0, first - 3) : first] + words.lower[last:behind]
        return not self.medical.isdisjoint(inside) or not self.proving.isdisjoint(around)

    def _is_kept(self, phrase: list[str]) -> bool:
        """True for "operative note", a paper by its own name; one of a date is only where something was read."""
        return tuple(phrase[-2:]) in self.kept_notes and not phrase[0].isdigit()

    def _are_trials(self, phrase: list[str]) -> bool:
        """True for "prior trials of muscle relaxants", which are the patient's, unlike "trials" of studies."""
        return phrase[1:3] == ["trials", "of"] and phrase[0] in self.counted and self.sized.isdisjoint(phrase)

    def _is_compound(self, words: Words, at: int) -> bool:
        """True for "one" of "one-month" and "guideline" of "guideline based"."""
        return self._is_hyphenated(words, at) or not self.participles.isdisjoint(words.lower[at + 1 : at + 2])

    def _is_hyphenated(self, words: Words, at: int) -> bool:
        """True for "one" of "one-month"."""
        return at + 1 < len(words.lower) and words.gap(at) == "-"


def head(phrase: list[str]) -> str:
    """The noun of a noun phrase: the word in front of its "of", "for" or "to", else its last one."""
    behind = next((number for number, word in enumerate(phrase) if number and word in {"of", "for", "to"}), len(phrase))
    return phrase[behind - 1]
