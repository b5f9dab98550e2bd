r"""Where a sentence says that something is missing, whether or not its name is known.

    there is no documentation of the response to conservative therapy        the object of a phrase of absence
    There is no evidence the patient is benefiting from treatment.           a clause
    It is unclear whether the worker has returned to full duty.              a question left open
    The patient's current work status was not provided.                      the subject in front
    The symptoms did not respond to manipulation.                            a predicate that is denied

Left alone: what a guideline is silent about, and decisions ("was not certified", "no recommendation"): what opens no
place, `imrx.grammar.findings.void_openings` says. Which words of the place are the finding,
`imrx.grammar.findings.missing` says.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, first_words, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.findings import opening_clauses, opening_objects, opening_predicates
from imrx.grammar.findings.bare_clauses import BareClauses
from imrx.grammar.findings.continued import THERE_IS, Continued
from imrx.grammar.findings.opening_parts import OpeningParts
from imrx.grammar.findings.place import CLAUSE, OBJECT, SUBJECT, Place
from imrx.grammar.findings.void_openings import VoidOpenings, is_therapy
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.words import Words, normal
from imrx.grammar.words import matches

SUBJECT_REACH = 3
"""How many words in front of a word of absence a subject begins: "injured worker has not"."""

TURN = re.compile(r";|\bbut\b|,\s+and\b")
"""What begins another statement behind a question."""

THAT_REACH = 9
"""Within so many words of a word of absence the "that" of what is not told stands."""

WITHOUT_A = frozenset({"without", "w/o", "absent", "is", "are", "was", "were", "not", "a", "an", "any"})
"""What denies a thing, and is no word of record: "without a | rash", "absent any | explanation", "is not a | sign"."""


class Openings:
    """The phrases of `patterns/findings_heads.json` that open a place."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.gates = {name: frozenset(words) for name, words in heads["gate"].items()}
        self.gates["all"] = frozenset().union(*self.gates.values())
        asking = frozenset(phrase for phrase in clauses.series.questions if " " not in phrase)
        longer = [phrase.split() for phrase in clauses.series.questions if asking.isdisjoint(phrase.split())]
        self.gates["question"] = asking.union(*longer)
        parts = OpeningParts(heads, clauses)
        self.persons = parts.persons
        self.gates["patient"] = self.persons.patient_words | self.persons.dotted | {"pt"}
        self.plain = frozenset(heads["plain"])
        self.of_thing = frozenset(["no", "without", "negative", *heads["unproven"]["few"]])
        self.subject_words = frozenset(phrase.split()[0] for phrase in self.persons.patients) | {"and", "but", "pt"}
        self.subject_words |= self.persons.dotted
        self.auxiliaries = frozenset(heads["auxiliaries"])
        self.clauses = clauses
        self.absences = first_words([*clauses.missing, *heads["missing"]]) | {"not"}
        self.bare = BareClauses(heads, clauses, parts)
        self.void = VoidOpenings(heads, clauses, parts)
        self.continued = Continued(heads, clauses, parts)
        self.object = opening_objects.noun_phrase(parts)
        self.clause, self.question = opening_clauses.clause(parts), opening_clauses.question(parts)
        self.told, self.used = opening_clauses.told(parts), opening_clauses.used(parts)
        self.passive = opening_predicates.passive(parts)
        self.predicate, self.described = opening_predicates.predicate(parts), opening_predicates.described(parts)
        asked, patient, subjects = parts.asked, parts.patient, parts.subjects
        self.denial = expression(
            rf"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are ){any_phrase(self.gates['denial'])}\s+"
            rf"(?!{openings_of(heads['of_decisions'])}|the\b|a\b|an\b|by\b|for\b|due\b|on\b|in\b|because\b|as\b)"
        )
        self.question_of = expression(
            rf"(?!why\b|(?<=\bof\s)wh(?:at|ich)\b){asked}\s+(?!of\b)(?:or\s+not\s+)?"
            rf"(?:{patient}|there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?)?"
        )
        acts = rf"(?!start(?:ed)?\s+to\s+{any_phrase(heads['negated_verbs'])})"
        acts += any_phrase([*heads["not_predicates"], *heads["acts"]])
        self.patient_predicate = expression(
            rf"\b(?:{subjects}|{self.persons.bare}|{self.persons.titled}|(?P<pt>pt)\b\.?|(?P<again>and|but))\s+"
            rf"(?:(?:{parts.negated}|(?:is|are|was|were|has|have|had)\s+(?!necessarily\b)[a-z]+ly\s+not"
            rf"|(?:has|have|had)\s+never|(?:(?:is|are|was|were|can|could)\s+)?no\s+longer){parts.adverbs}"
            rf"|(?:has|have|had)\s+"
            rf"yet\s+to)\s+(?:been\s+|be\s+)?(?!(?:being\s+)?{acts})",
        )
        self.subject = expression(
            rf"(?:\A|[.;,]\s|\band\s)\s*(?:{self.persons.source}|(?:the\s+|this\s+)?{subjects})\s"
        )
        question = any_phrase(heads["asked_subjects"])
        self.wh_subject = expression(rf"(?:[;,]\s+|\b(?:and|but)\s+){question}\s+(?:or\s+not\s+)?(?:{patient})?")
        self.wh_start = expression(rf"\s*(?:(?:and|but)\s+)?{question}\s+(?:or\s+not\s+)?(?:{patient})?")
        self.verbs = expression(rf"{any_phrase(heads['patient_verbs'])}|[a-z]+(?:ing|ed)\b")

    def find(self, reading: Reading) -> Iterator[tuple[Sentence, Place]]:
        """The places that the sentences open: looked for where a word of absence stands."""
        words = reading.words
        marks = words.among(self.gates["all"])
        if not marks:
            return
        persons = self.persons.find(words)
        asking, patients = words.among(self.gates["question"]), words.among(self.gates["patient"])
        for sentence in reading.sentences:
            if own := sentence.own(marks):
                people = sentence.own(persons)
                patient = max(_last(sentence, patients), *people[-1:], -1)
                for place in self._places(words, sentence, own, people, patient, _last(sentence, asking)):
                    yield sentence, place

    def _places(
        self, words: Words, sentence: Sentence, marks: list[int], people: list[int], patient: int, asking: int
    ) -> Iterator[Place]:
        """The places of a sentence, given what it has of the words of the gates.

        Args:
            words: the letter's words.
            sentence: the sentence.
            marks: its words of absence.
            people: those who are spoken of by what they work as.
            patient: the last of its words for the patient or one of those, -1 where it has none.
            asking: the last of its words that ask, -1 where it has none.
        """
        lower, end = words.lower, sentence.end
        denied = [mark for mark in marks if lower[mark] in self.gates["denial"]]
        others = [mark for mark in marks if lower[mark] not in self.gates["denial"]] if denied else marks
        near = self._anchors(lower, sentence, others, 1)
        taken: set[int] = set()
        yield from self._clauses(words, sentence, near, patient, asking, taken)
        for match in self.used.find(words, near, end) if "used" in lower[sentence.first : sentence.last] else ():
            if match.start() not in taken:
                taken.add(match.start())
                yield Place(match.end(), OBJECT if match["as"] else CLAUSE, True)
        telling = [at for at in near if "that" in lower[at + 1 : min(at + THAT_REACH, sentence.last)]]
        for match in self.told.find(words, telling, end):
            if match.start() not in taken:
                yield Place(match.end(), CLAUSE, True)
                yield from self.continued.in_terms_of(words, match.end(), end)
        yield from self._objects(words, sentence, near, taken)
        if denied:
            yield from self._denied(words, sentence, denied)
        if others:
            verbal = [mark for mark in others if lower[mark] in self.gates["predicate"]]
            if verbal:
                yield from self._predicates(words, sentence, verbal, people, patient >= 0)
            yield from self._subjects(words, sentence, self._passive(lower, sentence, others))

    def _clauses(
        self, words: Words, sentence: Sentence, near: list[int], patient: int, asking: int, taken: set[int]
    ) -> Iterator[Place]:
        """Questions, and clauses that "no evidence" is followed by; where each begins is added to `taken`."""
        lower, end = words.lower, sentence.end
        for match in self.question.find(words, [at for at in near if at < asking], end):
            taken.add(match.start())
            yield Place(match.end(), CLAUSE, True)
            yield from self.continued.question(words, sentence, match)
        for match in self.clause.find(words, [at for at in near if at < patient], end):
            if is_therapy(words, match):
                continue
            if match.start() not in taken and (match["aux"] or self.verbs.match(words.lowered, match.end())):
                taken.add(match.start())
                yield Place(match.end(), CLAUSE, True)
                yield from self.continued.clause(words, sentence, match)
        for mark in near:
            bare = self.bare.find(words, sentence, mark) if lower[mark] in self.absences else None
            if bare is not None and words.starts[mark] not in taken:
                taken.add(words.starts[mark])
                yield from self.continued.in_terms_of(words, bare.start, end)
                yield Place(bare.start, CLAUSE if bare.end is None else OBJECT, bare.end is not None, until=bare.end)

    def _objects(self, words: Words, sentence: Sentence, near: list[int], taken: set[int]) -> Iterator[Place]:
        """Noun phrases that are missing, but not behind what is `taken` to open a clause."""
        text, end = words.lowered, sentence.end
        for match in self.object.find(words, near, end):
            if match.start() in taken:
                continue
            said_of = [normal(word) for word in match.group().split()]
            of_report = said_of[-1] not in self.of_thing and not WITHOUT_A.issuperset(said_of)
            if self.void.opens_no_object(words, sentence, match, of_report, not taken):
                continue
            told = of_report and len(said_of) > 1
            asks = self.question_of.match(text, match.end(), end) if told else None
            if asks is None:
                there = THERE_IS.match(text, match.end(), end) if told else None
                begins = match.end() if there is None else there.end()
                yield Place(begins, OBJECT, of_report, self.plain.issuperset(said_of))
            else:
                yield Place(asks.end(), CLAUSE, True)
            yield from self.continued.in_terms_of(words, match.end(), sentence.end)
            if of_report:
                yield from self.continued.report(words, sentence, match)
            yield from self.continued.verbs(words, sentence, match, said_of, of_report)

    def _subjects(self, words: Words, sentence: Sentence, marks: list[int]) -> Iterator[Place]:
        """Subjects of what was not reported."""
        text, start = words.lowered, sentence.start
        for match in self.passive.find(words, marks, sentence.end):
            at = match.start()
            if self.void.closes_no_subject(text, start, match):
                continue
            borne_out = self.clauses.not_borne_out(text, start, at)
            if borne_out is not None:
                yield Place(borne_out, CLAUSE, False)
                continue
            acts = self.clauses.acts(text, start, at)
            if acts is not None:
                yield Place(acts, OBJECT, False)
                continue
            asked = self._asked(text, start, at)
            if asked is not None:
                yield Place(asked, CLAUSE, False, until=at)
            if asked is None or " and " in text[asked:at]:
                yield Place(at, SUBJECT, False)

    def _asked(self, text: str, start: int, end: int) -> int | None:
        """Where the predicate begins of a question that is the subject of what follows: "why it was changed"."""
        asked = self.wh_start.match(text, start, end) or self.wh_subject.search(text, start, end)
        return asked.end() if asked is not None and not TURN.search(text, asked.end(), end) else None

    def _anchors(self, lower: list[str], sentence: Sentence, marks: list[int], reach: int) -> list[int]:
        """The words of absence, and the auxiliaries among as many words in front of each of them."""
        found: list[int] = []
        first = sentence.first
        for mark in marks:
            found += [at for at in range(max(first, mark - reach), mark) if lower[at] in self.auxiliaries]
            found.append(mark)
            first = mark + 1
        return found

    def _passive(self, lower: list[str], sentence: Sentence, marks: list[int]) -> list[int]:
        passive = [mark for mark in marks if lower[mark] in self.gates["passive"]]
        return self._anchors(lower, sentence, passive, 2) if passive else []

    def _denied(self, words: Words, sentence: Sentence, marks: list[int]) -> Iterator[Place]:
        for match in matches(self.denial, words.lowered, [words.starts[mark] for mark in marks], sentence.end):
            if not self.void.is_reviewers(words.lowered, sentence.start, match.start()):
                yield Place(match.end(), OBJECT, True)

    def _predicates(
        self, words: Words, sentence: Sentence, marks: list[int], people: list[int], of_patient: bool
    ) -> Iterator[Place]:
        text, start, end = words.lowered, sentence.start, sentence.end
        lower = words.lower
        if of_patient:
            subjects = [
                words.starts[index]
                for mark in marks
                for index in range(max(sentence.first, mark - SUBJECT_REACH), mark)
                if lower[index] in self.subject_words or index in people
            ]
            for match in matches(self.patient_predicate, text, subjects, end):
                if self.void.is_why(text, start, match.start()) or is_therapy(words, match):
                    continue
                if not match["again"] or self.subject.search(text, start, match.start()):
                    yield Place(match.end(), CLAUSE, False)
        near = self._anchors(lower, sentence, marks, 1)
        for predicate in (self.predicate, self.described):
            for match in predicate.find(words, near, end):
                if not self.void.opens_no_predicate(text, start, match):
                    yield Place(match.end(), CLAUSE, False)


def _last(sentence: Sentence, marks: list[int]) -> int:
    """The last of some words' indices, in order, that is a sentence's; -1 where none is."""
    at = bisect_left(marks, sentence.last) - 1
    return marks[at] if at >= 0 and marks[at] >= sentence.first else -1
