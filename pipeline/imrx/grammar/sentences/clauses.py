r"""Where a new clause begins in the middle of a sentence, told by its finite verb.

    There is no evidence of radiculopathy, | and the exam shows only tenderness
    There were no side effects reported, | function improved, and ...
    There is no documentation of pain relief, function, and side effects      one clause: a list

"and" and commas join the items of a list as well as clauses. What follows is a clause where a finite verb comes before
the next stop. Left alone: clauses that begin with another conjunction (`imrx.grammar.negation.limits`).
"""

import json
import re
from functools import lru_cache
from typing import Any

from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_HAVE
from imrx.grammar.sentences.clause_words import ClauseWords
from imrx.grammar.sentences.series import THAT
from imrx.grammar.sentences.words import CONJUNCTIONS, Words

LONGEST_SUBJECT = 11
"""A subject has at most so many words, its verb included."""

CONCEDING = frozenset({"although", "though", "while"})
"""What begins a concession between a subject and its verb."""

LONGEST_CONCESSION = 16
"""A concession has at most so many words."""

TIMES = frozenset({"since", "after", "before", "when", "while"})
"""What begins a clause of time in a subject: "liver tests since it was started | are not found"."""

BEGINNING_MEMBERS = frozenset({"the", "a", "an", "both", "each", "all"})
"""What a later member of an aside may begin with: "the specifics, such as the dose, | the dates, were not given"."""

PARTICIPLES = ("ed", "en", "wn", "un")

INSIDE_SUBJECTS = " \t\r\n\f-/'"
"""What may stand between the words of a subject."""

LONGEST_TIME = 14
"""So many words in front of a predicate "since" may stand."""

BEHIND_AS_TO = frozenset({"why", "how", "whether"})

EARLIER = frozenset({"before", "prior", "pre"})

LATER = frozenset({("and", "after"), ("and", "following")})
"""What goes on with a time behind one of `EARLIER`: "pain scores | before and after the block were not recorded"."""

BEHIND_RELATIVE = FORMS_OF_BE | FORMS_OF_HAVE
"""What stands behind the "that" of a relative clause, and not behind that of what somebody writes."""

FARTHEST_SUBJECT = 90
"""So many characters in front of a predicate its subject is looked for."""

JOINING = frozenset({"and", "or", "nor", "but"})
"""What stands in no relative clause, but in front of another subject: "the sessions he has had | and his response"."""

THE = frozenset({"the", "this"})
"""What stands in front of a person: "the visits | the patient has had"."""

FOR_WHICH = ["for", "which"]

REQUIRED_BY = 5
"""In so many words from an "as" on stands who asks for something: "as called for by | the guideline"."""

DEFINED_IN = frozenset({"in", "under", "within"})
"""What stands in front of the paper that says how: "functional improvement | as defined in MTUS"."""

IF_ANY = "(if any)"
"""What a subject may end with that its predicate says nothing of."""


class Clauses(ClauseWords):
    """Where clauses, subjects and their verbs stand, by `patterns/clauses.json`."""

    def verb(self, words: Words, first: int, last: int) -> int | None:
        """The index of the finite verb of the clause that begins at a word, or None where a list goes on.

        Args:
            words: the words of the text.
            first: the index of the clause's first word, behind "and" or a comma.
            last: the index behind the sentence's last word.
        """
        lower = words.lower
        for index in range(first, min(first + LONGEST_SUBJECT, last)):
            word = lower[index]
            if word in self.verbs or self._finite(words, index, last):
                return index
            if word in self.breaks:
                return None
            if index + 1 < last and words.gap(index).strip(INSIDE_SUBJECTS):
                behind = self._behind_concession(words, index + 1, last)
                return None if behind is None else self.verb(words, behind, last)
        return None

    def _behind_concession(self, words: Words, at: int, last: int) -> int | None:
        """The index behind "the MRI, although it shows degeneration, | did not", at its first word, or null."""
        if words.lower[at] not in CONCEDING or words.gap(at - 1).strip() != ",":
            return None
        ends = min(at + LONGEST_CONCESSION, last) - 1
        return next((n + 1 for n in range(at, ends) if words.gap(n).strip() == ","), None)

    def tells_findings(self, words: Words, verb: int, last: int) -> bool:
        """True for "was noted", "is present": the verb of a list of findings as well as of a new clause."""
        return any(words.lower[index] in self.of_findings for index in range(verb + 1, min(verb + 4, last)))

    def not_borne_out(self, text: str, start: int, at: int) -> int | None:
        """Where the participle begins of "the arm pain is not | corroborated by the MRI", or null: the pain is there.

        Args:
            text: the text in lower case.
            start: the offset of the sentence.
            at: the offset of the predicate.
        """
        found = _said_of(self.complained, self.borne_out, text, start, at)
        return None if found is None else found.start("out")

    def acts(self, text: str, start: int, at: int) -> int | None:
        """Where the words end of "The block was not documented to have given | relief", or null.

        What a treatment did not do is denied, or what a study did not show, and neither was.

        Args:
            text: the text in lower case.
            start: the offset of the sentence.
            at: the offset of the predicate.
        """
        found = _said_of(self.done_to, self.acted, text, start, at)
        return None if found is None else found.end()

    def subject_end(self, words: Words, at: int, floor: int) -> int:
        """The index behind the subject of a predicate, where something else is said of it in between.

            A report | is referenced but was not enclosed
            The result, | of which nothing is said, was not provided
            The response to therapy | (if any) was not described
            Changes | since the last MRI were not specified
            A valid rationale | as to why he cannot exercise at home is not specified
            Muscle spasm, | the one condition for which it is given, was not described
            Comorbidities | that could delay recovery are not documented
            The number of visits | since June was not stated
            Pain scores | before and after the block were not recorded
            Imaging studies | confirming a herniated disc were not provided

        Args:
            words: the words of the text.
            at: the index of the predicate's first word.
            floor: the index of the first word that the subject may have.
        """
        lower = words.lower
        if at >= len(lower):
            return at
        if at - 2 > floor and words.text.startswith(IF_ANY, words.starts[at - 2] - 1):
            return at - 2  # "the response to therapy (if any) | was not described"
        papers = self.withheld.find(words, at, floor)
        if papers is not None:
            return papers[1]
        aside = self._aside(words, at, floor)
        if aside is not None:
            return self._without_relative(words, aside, floor)
        if at - 2 > floor and lower[at - 1] == "which" and lower[at - 2] in self.before_relative:
            return at - 2  # "the response | to which was not described"
        if at > floor and (lower[at - 1] in self.sharing or lower[at] in self.sharing):
            begin = next((index for index in range(at - 1, floor, -1) if words.gap(index - 1).strip()), floor)
            at = next((index for index in range(begin + 1, at - 1) if lower[index] in self.verbs), at)
            if at - 1 > floor and lower[at - 1] in self.relative:
                return at - 1  # "the screening | that must precede a trial has been ordered but not completed"
        if at - 1 > floor and words.gap(at - 1).strip() == ",":
            aside = None
            for index in range(at - 2, floor, -1):
                begin = index - (lower[index] in self.relative and lower[index - 1] in self.before_relative)
                opens = lower[index] in self.relative or lower[begin] in self.appositive
                if opens and begin > floor and words.gap(begin - 1).strip() == ",":
                    aside = begin
                    if lower[begin] not in BEGINNING_MEMBERS:
                        break
            if aside is not None:
                return aside
        if at - 3 > floor and lower[at - 2] in self.verbs and lower[at - 1].endswith(PARTICIPLES):
            for index in range(at - 3, floor, -1):
                if words.gap(index).strip():
                    break
                if lower[index] in TIMES:
                    return index
        return self._without_relative(words, at, floor)

    def _without_relative(self, words: Words, at: int, floor: int) -> int:
        """The index behind the noun that a relative clause in front of a word tells of; else that of the word."""
        lower = words.lower
        for index in range(at - 2, floor, -1):
            if words.gap(index).strip(INSIDE_SUBJECTS) and words.gap(index) != ".":
                break  # but for "as defined in 9792.20e"
            told = lower[index] in self.relative and lower[index + 1] in self.of_relative
            if told and lower[index - 1] not in self.breaks:
                return index
            relative = self._relative(words, index, at)
            if relative is not None:
                return relative
            if lower[index] in self.attesting and self._attests(words, index):
                return index
        return at

    def _relative(self, words: Words, index: int, at: int) -> int | None:
        """Where a clause with a subject of its own begins, at a word behind the noun that it tells of, or null.

        "The diary | that she was asked to keep", "the number of visits | the patient has completed", "the reason | for
        which Valium is given", "radiculopathy | as required by ODG", "a block | to show that the facet is the source".
        What "the report that she was improving" tells is no relative clause: its noun is none to be asked for.
        """
        lower = words.lower
        if lower[index] == "as":
            asked = lower[index + 1 : index + REQUIRED_BY]
            by = "by" in asked or not DEFINED_IN.isdisjoint(asked[1:2])
            return index if asked[0].endswith(PARTICIPLES) and by else None
        if lower[index - 1 : index + 1] == FOR_WHICH:
            return None if self.verbs.isdisjoint(lower[index + 1 : at]) else index - 1
        if lower[index] == "to":
            proves = lower[index + 1] in self.to_prove and lower[index + 2] in self.subordinate
            return index if proves else None
        verb = self._behind_agent(lower, index, at) if lower[index - 1] in self.had_by_persons else None
        if verb is not None:
            if lower[index - 2] == "what" and lower[index - 3] in self.before_relative:
                return None  # "to what extent the patient improved"
            told = lower[index] in self.relative or lower[verb].endswith(PARTICIPLES)
            told = told or not self.of_relative.isdisjoint(lower[verb:at])
            return index if told and JOINING.isdisjoint(lower[verb:at]) else None
        told = lower[index - 1] in self.to_ask_for and lower[index] in self.relative
        told = told and lower[index + 1] not in self.breaks  # "the study that no symptoms had been described"
        return index if told and not self.of_relative.isdisjoint(lower[index + 1 : at]) else None

    def _behind_agent(self, lower: list[str], index: int, at: int) -> int | None:
        """The index behind who or what a relative clause begins with: "that the worker |", "the injection |"."""
        first = index
        index += lower[index] in self.relative
        index += index < at and lower[index] in THE
        agents = self.persons if index == first else self.agents  # no "therapy | sessions attended"
        index += index < at and lower[index] == "injured"
        return index + 1 if index + 1 < at and lower[index] in agents else None

    def _attests(self, words: Words, participle: int) -> bool:
        """True behind a study or a report of one: what it would show is not its own, as that of "documentation" is."""
        lower = words.lower
        if lower[participle - 1] in self.attested_reports:
            participle -= 1
        return lower[participle - 1] in self.attesters and words.joined(participle - 1)

    def _aside(self, words: Words, at: int, floor: int) -> int | None:
        """Where a time or a question begins that ends in front of a predicate, and that its subject is not."""
        lower = words.lower
        for index in range(at - 2, max(floor, at - LONGEST_TIME), -1):
            if words.gap(index).strip(INSIDE_SUBJECTS + ","):
                break
            if lower[index] == "since" and self._is_noun(words, floor, index):
                between = lower[index + 1 : at]
                if any(lower[n] == "and" and words.gap(n - 1).strip() == "," for n in range(index + 1, at)):
                    return None  # "no flashbacks since the last session, and ideation | is denied"
                # not a time in "ESI since 8 weeks of relief | are not documented"
                counted = len(between) > 2 and between[0].isdigit()
                return None if counted or not (self.verbs.isdisjoint(between) or "that" in between) else index
        joined = True
        for index in range(at - 3, floor, -1):
            if lower[index] == "as" and lower[index + 1] == "to" and lower[index + 2] in BEHIND_AS_TO:
                return index
            joined = joined and not words.gap(index).strip(INSIDE_SUBJECTS)  # no "pain before and after it, and spasm"
            behind = index + 1 + (lower[index] == "prior")
            if joined and lower[index] in EARLIER and tuple(lower[behind : behind + 2]) in LATER:
                return index - (lower[index - 1] == "both")
        return None

    def _is_noun(self, words: Words, floor: int, last: int) -> bool:
        """True for a noun in front of "since", and not a clause, whose reason follows: "Norco is denied | since"."""
        begin = next((n for n in range(last - 1, floor, -1) if words.gap(n - 1).strip(INSIDE_SUBJECTS)), floor)
        phrase = words.lower[begin:last]
        return not CONJUNCTIONS.issuperset(phrase) and not words.gap(last - 1).strip() and self.verbs.isdisjoint(phrase)

    def _finite(self, words: Words, index: int, last: int) -> bool:
        """True for a past tense that is no participle: "studies confirmed a tear", not "swelling noted on exam".

        An unknown word in -ed, or one that may be a noun ("pain limits her"), is one where an object follows.
        """
        word = words.lower[index]
        if index and words.lower[index - 1] in self.before_attributes and words.joined(index - 1):
            return False  # "less | reported pain"
        if index + 1 >= last or words.gap(index).strip():
            return word in self.alone
        following = words.lower[index + 1]
        if word in self.past:
            return following not in self.behind_participles or word in self.alone
        if following == THAT and index + 2 < last and words.lower[index + 2] in BEHIND_RELATIVE:
            return False  # "the exam notes | that were requested"
        return (word.endswith("ed") or word in self.transitive) and following in self.behind_verbs


def clauses_of(table: dict[str, Any]) -> Clauses:
    """Those of a table: the same for all who have the same, who so read a letter with the same idle words."""
    return _compiled(json.dumps(table))


@lru_cache(maxsize=2)
def _compiled(table: str) -> Clauses:
    return Clauses(json.loads(table))


def _said_of(
    subject: re.Pattern[str], predicate: re.Pattern[str], text: str, start: int, at: int
) -> re.Match[str] | None:
    """The match of a predicate at an offset, where its subject stands in front of it in the sentence from `start`."""
    found = predicate.match(text, at)
    if found is None or not subject.search(text, max(start, at - FARTHEST_SUBJECT), at):
        return None
    return found
