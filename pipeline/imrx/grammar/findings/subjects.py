r"""The subjects in front of a cue: what "was not provided".

The patient's current work status | was not provided
A home evaluation by a nurse or therapist | was not in evidence
The degree and duration of relief after the injections | was not recorded      two
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.findings.unlisted_nouns import LISTED, LONGEST_PHRASE, NounPhrases, head
from imrx.grammar.sentences.clauses import TIMES, Clauses
from imrx.grammar.sentences.words import Words

BETWEEN = frozenset({"", "-", "/", ",", "'"})
"""What may stand between the words of subjects."""

QUOTED = ' \t\r\n\f"“”'
"""What may stand around the stop in front of subjects: 'it "helped", yet | pain scores and use were not noted'."""

BEEN = frozenset({"be", "been"})

OF = frozenset({"of", "to"})
"""What "it" stands behind in a subject: "the response to it | was not recorded"."""

TIMELY = frozenset({"in", "of", "since", "last"})
"""What stands in front of a month in a subject."""

PLURAL = frozenset({"were", "are", "have"})
"""The verbs of more than one subject."""


def _first_in_brackets(words: Words, last: int) -> int | None:
    """The index of the first word in the brackets that close in front of a word, or null."""
    if not 0 < last < len(words.lower) or not words.gap(last - 1).startswith(")"):
        return None
    for at in range(last - 1, max(0, last - 2 * LONGEST_PHRASE), -1):
        if "(" in words.gap(at - 1):
            return at
    return None


def _is_month(words: Words, at: int) -> bool:
    """True for the month of "the injection given in May | was not recorded"."""
    is_named = words.lower[at] == "may" and words.text[words.starts[at]].isupper()
    return is_named and at > 0 and words.lower[at - 1] in TIMELY


def _commas(words: Words, first: int, last: int) -> list[int]:
    """The indices of the words behind a comma."""
    return [at + 1 for at in range(first, last - 1) if words.gap(at).strip() == ","]


class Subjects:
    """The words of `patterns/findings_heads.json` that subjects begin, end and are cut with."""

    def __init__(self, heads: dict[str, Any], nouns: NounPhrases, clauses: Clauses) -> None:
        self.nouns = nouns
        self.clauses = clauses
        self.finite = frozenset(heads["finite"])
        self.introductory = frozenset(heads["introductory"])
        self.stops = frozenset(heads["subject_stops"])
        self.members = expression(clauses.members)
        self.papers = frozenset([*clauses.evidence, *heads["evidence"]])
        self.behind_or = frozenset(heads["behind_or"])
        self.leading = frozenset(tuple(phrase.split()) for phrase in heads["before_subjects"])
        self.lengths = sorted({len(phrase) for phrase in self.leading})
        self.fronted = frozenset(tuple(phrase.split()) for phrase in heads["fronted_asides"])
        self.of_treatments = frozenset(heads["of_treatments"])
        self.trailing = frozenset(heads["behind_subjects"])

    def find(self, words: Words, last: int) -> list[tuple[int, int]]:
        """The subject in front of a word, and what "and" or "or" joins to it, as half-open word indices."""
        papers = self.clauses.withheld.find(words, last, max(0, last - 4 * LONGEST_PHRASE))
        if papers is not None:
            return self._listed(words, *papers)
        end = self.clauses.subject_end(words, last, max(0, last - 2 * LONGEST_PHRASE))
        members = self.members.match(words.lowered, words.ends[end - 1]) if 0 < end < last else None
        if members is not None:
            wholes = self._coordinated(words, end)
            if any(not self.of_treatments.isdisjoint(words.lower[slice(*whole)]) for whole in wholes):
                return wholes  # "a trial of a third agent, such as | amitriptyline"
            return [*wholes, *self._members(words, words.index(members.end()), last)]
        return self._coordinated(words, end, end < last)

    def _coordinated(self, words: Words, last: int, told_of: bool = False) -> list[tuple[int, int]]:
        """The subjects that end in front of a word, those in the brackets behind them too.

        Something may be `told_of` them in front of their predicate: "pain and function, | which count, are not noted".
        """
        opened = _first_in_brackets(words, last)
        if opened is not None:
            return [*self.find(words, opened), *self._listed(words, opened, last)]
        first = self._begin(words, last)
        whole = first == 0 or (
            words.lower[first - 1] not in self.finite and words.gap(first - 1).strip(QUOTED) in {"", ",", ".", ";", ":"}
        )
        if whole:
            last = self._first_of_list(words, first, last)
        found: list[tuple[int, int]] = []
        behind = last
        until = last - told_of  # the comma in front of what is told of it joins nothing
        for at in range(last - 1, first - 2, -1):
            joined = at >= first and self._joins(words, at)
            comma = first <= at < until and at + 1 < len(words.lower) and words.gap(at).strip() == ","
            if at >= first and not joined and not comma:
                continue
            span = self._subject(words, at + 1, behind)
            if span is None:
                if behind - at > 1:
                    break
            else:
                found.append(span)
            if not whole and not (joined and self._lacks_subject(words, found, last)):
                break
            if whole and comma and not joined and LISTED.isdisjoint(words.lower[at + 1 : last]):
                break
            behind = at if joined else at + 1
        alone = "and" not in words.lower[first:last] and not _commas(words, first, last)
        if not found and whole and alone and (span := self._subject(words, first, last)) is not None:
            found.append(span)  # "a home evaluation by a nurse or therapist"
        return found[::-1]

    def _begin(self, words: Words, last: int) -> int:
        """The index of the first word of the subjects that end in front of a word."""
        first = last
        while first > 0 and last - first < 2 * LONGEST_PHRASE:
            if first < last and words.gap(first - 1).strip() not in BETWEEN:
                break
            word = words.lower[first - 1]
            of_it = word == "it" and first > 1 and words.lower[first - 2] in OF
            named = (of_it or _is_month(words, first - 1)) or (first == last and word in self.papers)
            if word in self.stops and not named:
                break
            if word == "to" and words.lower[max(0, first - 2)] == "due":
                break
            first -= 1
        fronted = tuple(words.lower[first : first + 2]) in self.fronted
        if fronted and (commas := _commas(words, first, last)):
            return commas[0]  # "Other than a reference to therapy, | the outcome is not discussed"
        if first > 0 and words.lower[first - 1] in TIMES:  # "since the last visit, and | function is not noted"
            behind = next(iter(_commas(words, first, last)), first)
            return behind + (words.lower[behind] in LISTED) if behind < last - 1 else first
        return first

    def _first_of_list(self, words: Words, first: int, last: int) -> int:
        """The index behind the first item of "the response to rest, | medication, splint | is not specified"."""
        comma = next(iter(_commas(words, first, last)), last)
        listed = "to" in words.lower[first:comma] and LISTED.isdisjoint(words.lower[first:last])
        return comma if listed else last

    def _lacks_subject(self, words: Words, found: list[tuple[int, int]], last: int) -> bool:
        """True in front of a plural verb with one subject in the singular: "given drops and films and | stain were"."""
        return (
            len(found) == 1
            and words.lower[found[0][1] - 1][-1:] != "s"
            and words.lower[last : last + 1] != []
            and words.lower[last] in PLURAL
        )

    def _joins(self, words: Words, at: int) -> bool:
        """True for a conjunction that joins two subjects."""
        lower = words.lower
        if lower[at] not in LISTED or lower[at - 1 : at + 2] == ["with", "and", "without"]:
            return False
        if lower[at] == "or" and lower[at + 1] in self.behind_or:
            return False  # "a response of 30% or more"
        return not (lower[at - 1].isdigit() and lower[at + 1].isdigit())  # "the blocks of 2011 and 2012"

    def _members(self, words: Words, first: int, last: int) -> list[tuple[int, int]]:
        """The members of a subject that are findings: treatments are none."""
        return [
            (a, b)
            for a, b in self._listed(words, first, last)
            if not self.nouns.is_treatment(words, a, b) and head(words.lower[a:b]) not in self.nouns.courses
        ]

    def _listed(self, words: Words, first: int, last: int) -> list[tuple[int, int]]:
        """The items of a list in brackets: "(weight, fasting glucose and lipids)"."""
        if words.lower[first] in LISTED:
            return []  # "any item (or supply)"
        joints = [at + 1 for at in range(first, last - 1) if self._joins(words, at)]
        limits = sorted({first, *_commas(words, first, last), *joints, last})
        spans = [self._subject(words, a, b - (b in joints)) for a, b in pairwise(limits)]
        return [span for span in spans if span is not None]

    def _subject(self, words: Words, first: int, behind: int) -> tuple[int, int] | None:
        lower = words.lower[first:behind]
        while length := next((n for n in self.lengths if tuple(lower[:n]) in self.leading), 0):
            lower = lower[length:]
        first = behind - len(lower)
        while first < behind and words.lower[behind - 1] in self.trailing:
            behind -= 1
        first = self.nouns.leading(words, first, behind)
        if first + 1 < behind and words.lower[first] in self.nouns.possessors:
            first += 1
        if first + 2 < behind and words.lower[first + 1] == "of" and words.lower[first] in self.introductory:
            first += 2
        elif (
            first + 3 < behind
            and words.lower[first + 2] == "of"
            and not words.lower[first + 3].isdigit()
            and words.lower[first + 1] in self.introductory
        ):
            first += 3
        first = self.nouns.leading(words, first, behind)
        at = first
        while at < behind and (
            not self.nouns.stops_at(words, at)
            or (
                at > first
                and (words.lower[at] in self.nouns.complement or words.lower[at - 1] in self.nouns.complement)
            )
        ):
            at += 1
        governing = first + 1 < at < behind and words.lower[at - 1].endswith("ing")
        if governing and words.lower[at] in self.nouns.determiners:
            at -= 1  # "the rationale | for exceeding the limit"
        while at > first and words.lower[at - 1] in self.nouns.stops and self.nouns.stops_at(words, at - 1):
            at -= 1
        if (
            first
            and words.lower[first - 1] in BEEN
            and (words.lower[behind] in LISTED or words.gap(behind - 1) == ", ")
        ):
            return None  # "has been | prescribed and informed consent"
        return (first, at) if at > first and self.nouns.names(words, first, at) else None
