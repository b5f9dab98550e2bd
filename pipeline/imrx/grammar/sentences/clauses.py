r"""Where a new clause begins in the middle of a sentence, told by its finite verb.

    There is no evidence of radiculopathy, | and the exam shows only tenderness
    There were no side effects reported, | function improved, and ...
    There is no documentation of pain relief, function, and side effects      one clause: a list

"and" and commas join the items of a list as well as clauses. What follows is a clause where a finite verb comes before
the next stop. Left alone: clauses that begin with another conjunction (`imrx.grammar.asserting.limits`).
"""

from typing import Any

from imrx.grammar.sentences.branches import FORMS_OF_BE
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.words import Words

LONGEST_SUBJECT = 11
"""A subject has at most so many words, its verb included."""

TIMES = frozenset({"since", "after", "before", "when", "while"})
"""What begins a clause of time in a subject: "liver tests since it was started | are not found"."""

PARTICIPLES = ("ed", "en", "wn", "un")

INSIDE = " \t\r\n\f-/'"
"""What may stand between the words of a subject."""

LONGEST_TIME = 14
"""So many words in front of a predicate "since" may stand."""

BEHIND_AS_TO = frozenset({"why", "how", "whether"})

IF_ANY = "(if any)"
"""What a subject may end with that its predicate says nothing of."""


class Clauses:
    """`patterns/clauses.json`, compiled.

    `participle` is an expression for what may be done with records ("was not compared"), known or not; `otherwise` one
    for what is said of other things; `has_object` one for what stands behind "missing" where that has an object: "the
    file is missing | the report", but not "the report is missing | from the file"; `falls_short` one for records that
    say nothing of what follows: "the notes are deficient regarding"; `not_stated` one for a subject that is no
    treatment, and of which "is not indicated" says that nobody stated it; `lately` one for a time that begins no
    clause: "since the last visit". Who finds what is missing and who judges what is denied share them, and the words of
    `negated_auxiliaries`, `fronted`, `agreements` and `beyond`.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.verbs = frozenset(table["verbs"])
        self.past = frozenset(table["past"])
        self.alone = frozenset(table["alone"])
        self.behind_participles = frozenset(table["behind_participles"])
        self.behind_verbs = frozenset(table["behind_verbs"])
        self.breaks = frozenset(table["breaks"])
        self.subordinate = frozenset(table["subordinate"])
        self.subjects = frozenset(table["subjects"])
        self.of_findings = frozenset(table["of_findings"])
        self.sharing = frozenset(table["sharing"])
        self.latest = frozenset(table["latest"])
        self.lately = rf"since\s+(?:(?:the|his|her)\s+)?{any_phrase(table['last'])}"
        self.relative = frozenset(table["relative"])
        self.appositive = frozenset(table["appositive"])
        self.before_relative = frozenset(table["before_relative"])
        others = any_phrase([*table["states"], *table["decided"], *table["otherwise"]])
        self.participle = rf"(?!{others})[a-z]{{2,}}(?:ed|ken|wn|ven|tten)\b"
        lacking = "|".join(rf"(?<=\b{word})" for word in table["lacking"])
        self.has_object = (
            rf"(?:{lacking})\s+{any_phrase(table['before_lacked'])}\s+"
            rf"(?!(?:[a-z]+\s+)?{any_phrase(table['times'])})[a-z\d]"
        )
        short = "|".join(
            rf"(?<=\b{paper}\s{form}\s)" for paper in table["short_records"] for form in sorted(FORMS_OF_BE)
        )
        self.topics = any_phrase(table["topics"])
        self.falling_short = frozenset(table["falling_short"])
        self.falls_short = rf"(?:{short}){any_phrase(table['falling_short'])}\s+{self.topics}"
        self.states = any_phrase(table["states"])
        self.otherwise = any_phrase(table["otherwise"])
        self.relieving = frozenset(table["relieving"])
        self.negated_auxiliaries = tuple(table["negated_auxiliaries"])
        self.fronted = tuple(table["fronted"])
        self.agreements = tuple(table["agreements"])
        self.beyond = tuple(table["beyond"])
        prepositions = any_phrase(table["behind_recorded"])
        self.not_stated = (
            rf"(?:^|[.;,:(]|\b(?:and|or|that|however)\b)\s*(?:(?!{prepositions})[\w'-]+\s+){{0,4}}?{any_phrase(table['recorded'])}"
            rf"(?:\s+{prepositions}\s[^.;,:]*)?\s+$"
        )

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
            if word in self.breaks or (index + 1 < last and words.gap(index).strip(INSIDE)):
                return None
        return None

    def tells_findings(self, words: Words, verb: int, last: int) -> bool:
        """True for "was noted", "is present": the verb of a list of findings as well as of a new clause."""
        return any(words.lower[index] in self.of_findings for index in range(verb + 1, min(verb + 4, last)))

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
        aside = self._aside(words, at, floor)
        if aside is not None:
            return aside
        if at - 2 > floor and lower[at - 1] == "which" and lower[at - 2] in self.before_relative:
            return at - 2  # "the response | to which was not described"
        if at > floor and (lower[at - 1] in self.sharing or lower[at] in self.sharing):
            begin = next((index for index in range(at - 1, floor, -1) if words.gap(index - 1).strip()), floor)
            at = next((index for index in range(begin + 1, at - 1) if lower[index] in self.verbs), at)
        if at - 1 > floor and words.gap(at - 1).strip() == ",":
            for index in range(at - 2, floor, -1):
                begin = index - (lower[index] in self.relative and lower[index - 1] in self.before_relative)
                opens = lower[index] in self.relative or lower[begin] in self.appositive
                if opens and begin > floor and words.gap(begin - 1).strip() == ",":
                    return begin
        if at - 3 > floor and lower[at - 2] in self.verbs and lower[at - 1].endswith(PARTICIPLES):
            for index in range(at - 3, floor, -1):
                if words.gap(index).strip():
                    break
                if lower[index] in TIMES:
                    return index
        for index in range(at - 2, floor, -1):
            if words.gap(index).strip():
                break
            if lower[index] in self.relative and lower[index + 1] in self.verbs and lower[index - 1] not in self.breaks:
                return index
        return at

    def _aside(self, words: Words, at: int, floor: int) -> int | None:
        """Where a time or a question begins that ends in front of a predicate, and that its subject is not."""
        lower = words.lower
        date = at - 3 if lower[at - 1].isdigit() else at - 2
        for index in range(at - 2, max(floor, at - LONGEST_TIME), -1):
            if lower[index] == "since" and (lower[index + 1] in self.latest or index >= date):
                between = lower[index + 1 : at]
                if any(lower[n] == "and" and words.gap(n - 1).strip() == "," for n in range(index + 1, at)):
                    return None  # "no flashbacks since the last session, and ideation | is denied"
                return index if self.verbs.isdisjoint(between) or "that" in between else None
        for index in range(at - 3, floor, -1):
            if lower[index] == "as" and lower[index + 1] == "to" and lower[index + 2] in BEHIND_AS_TO:
                return index
        return None

    def _finite(self, words: Words, index: int, last: int) -> bool:
        """True for a past tense that is no participle: "studies confirmed a tear", not "swelling noted on exam".

        An unknown word in -ed is one where an object follows.
        """
        word = words.lower[index]
        if index + 1 >= last or words.gap(index).strip():
            return word in self.alone
        following = words.lower[index + 1]
        if word in self.past:
            return following not in self.behind_participles or word in self.alone
        return word.endswith("ed") and following in self.behind_verbs
