r"""Where a sentence says that something is missing, whether or not its name is known.

    there is no documentation of the response to conservative therapy        the object of a phrase of absence
    There is no evidence the patient is benefiting from treatment.           a clause
    It is unclear whether the worker has returned to full duty.              a question left open
    The patient's current work status was not provided.                      the subject in front
    The symptoms did not respond to manipulation.                            a predicate that is denied

Left alone: what a guideline is silent about, and decisions ("was not certified", "no recommendation"). Which words of
the place are the finding, `imrx.grammar.findings.missing` says.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.findings import opening_clauses, opening_objects, opening_predicates
from imrx.grammar.findings.bare_clauses import BareClauses
from imrx.grammar.findings.opening_parts import OpeningParts
from imrx.grammar.sentences.branches import FORMS_OF_BE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase, first_words, matches, openings_of
from imrx.grammar.sentences.reading import Reading, Sentence
from imrx.grammar.sentences.series import THAT
from imrx.grammar.sentences.words import Words, normal

BEHIND = 200
"""How far in front of "denied" the reviewer is looked for, in characters."""

FARTHEST_VERB = 12
"""So many words behind "neither ... nor" the verb of the sentence stands."""

SUBJECT_REACH = 3
"""How many words in front of a word of absence a subject begins: "injured worker has not"."""

OF_EFFECT = frozenset({"medication_effectiveness", "response_to_treatment"})
"""The concepts of what a treatment is said to be: "neither the unit nor the brace was | helpful"."""

TURN = re.compile(r";|\bbut\b|,\s+and\b")
"""What begins another statement behind a question."""

THAT_REACH = 9
"""Within so many words of a word of absence the "that" of what is not told stands."""

OR = frozenset({"or", "nor"})

TERMS = " terms of "

OBJECT, CLAUSE, SUBJECT = "object", "clause", "subject"


class Place(NamedTuple):
    """Where something is missing: behind `start`, a subject in front of it.

    `listed` says that "and" goes on, `plain` that the patient lacks it rather than the records, `until` where it ends
    at the latest if not with the sentence.
    """

    start: int
    kind: str
    listed: bool
    plain: bool = False
    until: int | None = None


class Openings:
    """The phrases of `patterns/findings_heads.json` that open a place."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.gates = {name: frozenset(words) for name, words in heads["gate"].items()}
        self.gates["all"] = frozenset().union(*self.gates.values())
        asking = frozenset(phrase for phrase in heads["asked"] if " " not in phrase)
        longer = [phrase.split() for phrase in heads["asked"] if asking.isdisjoint(phrase.split())]
        self.gates["question"] = asking.union(*longer)
        parts = OpeningParts(heads, clauses)
        self.persons = parts.persons
        self.gates["patient"] = frozenset(phrase.split()[-1] for phrase in heads["patient_subjects"])
        self.gates["patient"] |= self.persons.dotted | {"pt"}
        self.plain = frozenset(heads["plain"])
        self.of_thing = frozenset(["no", "without", "negative", *heads["unproven"]["few"]])
        self.subject_words = frozenset(phrase.split()[0] for phrase in heads["patient_subjects"]) | {"and", "but", "pt"}
        self.subject_words |= self.persons.dotted
        self.auxiliaries = frozenset(heads["auxiliaries"])
        self.clauses = clauses
        self.failing = frozenset(heads["failing"])
        self.tried = self.failing | frozenset(heads["past"])
        self.including = expression(
            rf"\b(?:to\s+)?{any_phrase(heads['including'])}(?:\s+but\s+not\s+limited\s+to)?,?\s+"
        )
        self.other = expression(
            rf"(?:(?!\b{any_phrase(heads['finite'])}\b)[^.;:()]){{1,200}}?,\s+or\s+(?=(?:another|any\s+other|some\s+other)\s)"
        )
        changed = any_phrase([*heads["reducing"], *heads["degrees"], *heads["raising"], *clauses.relieving])
        self.in_terms = expression(
            rf"(?:(?!\b{any_phrase(heads['finite'])}\b)[^.;:)]){{1,160}}?[\s(]in\s+terms\s+of\s+"
            rf"(?:{any_phrase(heads['examples'])}\s+)?(?=(?:[a-z]+\s+){{0,2}}?{changed})"
        )
        self.made_including = expression(
            rf"(?:(?!\b(?:or|but)\b)[^.;,])*\s(?:has|have)\s+been\s+"
            rf"{any_phrase([*heads['made'], *heads['carried_out']])},?\s+{any_phrase(heads['including'])}\s+"
        )
        self.absences = first_words(heads["missing"]) | {"not"}
        self.bare = BareClauses(heads, clauses, parts)
        self.object = opening_objects.noun_phrase(parts)
        self.clause, self.question = opening_clauses.clause(parts), opening_clauses.question(parts)
        self.told, self.used = opening_clauses.told(parts), opening_clauses.used(parts)
        self.passive = opening_predicates.passive(parts)
        self.predicate, self.described = opening_predicates.predicate(parts), opening_predicates.described(parts)
        self.paper = expression(rf"\b{any_phrase(heads['papers'])}\s+$")
        self.about = expression(rf"\s+{clauses.topics}\s")
        asked, patient, subjects = parts.asked, parts.patient, parts.subjects
        self.denial = expression(
            rf"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are ){any_phrase(self.gates['denial'])}\s+"
            rf"(?!{openings_of(heads['of_decisions'])}|the\b|a\b|an\b|by\b|for\b|due\b|on\b|in\b|because\b|as\b)"
        )
        self.denier = expression(rf"\b{any_phrase(heads['deniers'])}[^.;]*$")
        self.question_of = expression(
            rf"(?!why\b|(?<=\bof\s)wh(?:at|ich)\b){asked}\s+(?!of\b)(?:or\s+not\s+)?"
            rf"(?:{patient}|there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?)?"
        )
        self.there_is = expression(r"there(?:['’]s|\s+(?:is|are|was|were|has\s+been|have\s+been))\s+(?:an?\s+|any\s+)?")
        self.of_patient = expression(patient)
        self.stated = expression(opening_clauses.stated(parts))
        self.decided = expression(rf"(?:[a-z'-]+\s+){{1,5}}?(?:is|are|was|were)\s+{clauses.decided}")
        self.why_he = expression(rf"(?P<why>\bwhy\s)(?:the\s+|this\s+)?{subjects}\s+$")
        acts = rf"(?!start(?:ed)?\s+to\s+{any_phrase(heads['negated_verbs'])})"
        acts += any_phrase([*heads["not_predicates"], *heads["acts"]])
        self.patient_predicate = expression(
            rf"\b(?:{subjects}|{self.persons.bare}|{self.persons.titled}|(?P<pt>pt)\b\.?|(?P<again>and|but))\s+(?:(?:{parts.negated}|(?:is|are|was|were|has|have|had)\s+(?!necessarily\b)[a-z]+ly\s+not|(?:is\s+|are\s+|was\s+|were\s+)?no\s+longer){parts.adverbs}|(?:has|have|had)\s+"
            rf"yet\s+to)\s+(?:been\s+|be\s+)?(?!(?:being\s+)?{acts})",
        )
        self.subject = expression(
            rf"(?:\A|[.;,]\s|\band\s)\s*(?:{self.persons.source}|(?:the\s+|this\s+)?{subjects})\s"
        )
        self.again_verb = expression(
            rf"\b(?:or|nor)\s+(?:[a-z]+ly\s+)?(?![a-z]+ed\b){parts.verbs}\s+(?!that\b|{asked}|{subjects}|the\s+{subjects})"
        )
        self.next_verb = expression(
            rf",\s+(?:(?:and|or|nor)\s+)?(?![a-z]+ed\b|[a-z]+s\b){parts.verbs}\s+(?:(?!(?:[a-z]+\s+){{1,2}}it\b)(?P<asked>{asked}\s+)|(?=(?:the|any|an?|his|her)\s))(?:{patient})?"
        )
        question = any_phrase(heads["asked_subjects"])
        self.wh_subject = expression(rf"(?:[;,]\s+|\b(?:and|but)\s+){question}\s+(?:or\s+not\s+)?(?:{patient})?")
        self.wh_start = expression(rf"\s*(?:(?:and|but)\s+)?{question}\s+(?:or\s+not\s+)?(?:{patient})?")
        self.verbs = expression(rf"{any_phrase(heads['patient_verbs'])}|[a-z]+(?:ing|ed)\b")
        unmet = rf"\s+{any_phrase(heads['unmet'])}\s[^.;,]*\b{any_phrase(heads['said_because'])}"
        self.guideline = expression(rf"\b{any_phrase(heads['guideline_words'])}(?!{unmet})[^.;,]*$")
        self.doing = expression(rf"\band\s+(?:the|this)\s+{subjects}\s+(?=[a-z]+ing\b)")
        self.not_stated = expression(clauses.not_stated)
        self.beyond = expression(rf"\b{any_phrase(clauses.beyond)}\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}$")
        self.no_reason = expression(rf"\b{any_phrase(heads['missing'])}\s[^.;,]*$")
        self.sustained = expression(any_phrase(heads["sustained"]))
        self.gained = expression(rf"\b{any_phrase(heads['gained'])}")
        self.showing = frozenset(heads["showing"])
        self.helping = frozenset(heads["helping"])
        self.effective = frozenset(word for word, concept in heads["predicates"].items() if concept in OF_EFFECT)
        self.not_shown = frozenset(heads["not_shown"]) | FORMS_OF_BE
        self.requested = expression(
            rf"\b{any_phrase(heads['requests'])}\s+for\s+(?:(?!(?:with|and|or|by|in|due|to)\b)[a-z-]+\s+){{1,6}}?(?:with\s+)?$"
        )
        self.restricted = expression(rf"\b{any_phrase(heads['restricting'])}(?:\s+[a-z]+)?\s*(?::|of\b)[^.;]*$")

    def find(self, reading: Reading) -> Iterator[tuple[Sentence, Place]]:
        """The places that the sentences open: looked for where a word of absence stands."""
        marks = reading.words.among(self.gates["all"])
        persons = self.persons.find(reading.words) if marks else []
        for sentence in reading.sentences if marks else ():
            if own := sentence.own(marks):
                for place in self._places(reading.words, sentence, own, persons):
                    yield sentence, place

    def _places(self, words: Words, sentence: Sentence, marks: list[int], persons: list[int]) -> Iterator[Place]:
        start, end = sentence.start, sentence.end
        lower = words.lower
        denied = [mark for mark in marks if lower[mark] in self.gates["denial"]]
        others = [mark for mark in marks if lower[mark] not in self.gates["denial"]] if denied else marks
        near = self._anchors(lower, sentence, others, 1)
        patient = max([self._last(lower, sentence, self.gates["patient"]), *sentence.own(persons)[-1:]])
        taken: set[int] = set()
        yield from self._clauses(words, sentence, near, patient, taken)
        for match in self.used.find(words, near, end) if "used" in lower[sentence.first : sentence.last] else ():
            if match.start() not in taken:
                taken.add(match.start())
                yield Place(match.end(), OBJECT if match["as"] else CLAUSE, True)
        telling = [at for at in near if "that" in lower[at + 1 : min(at + THAT_REACH, sentence.last)]]
        for match in self.told.find(words, telling, end):
            if match.start() not in taken:
                yield Place(match.end(), CLAUSE, True)
                yield from self._in_terms(words, match.end(), end)
        for match in self.object.find(words, near, end):
            if match.start() in taken or self.restricted.search(words.lowered, start, match.start()):
                continue
            neither = match.group().startswith(("neither", "nor")) and " nor " not in match.group()
            if neither and self._shows_neither(words, sentence):
                continue  # "neither the MRI nor the EMG showed": what they did not show is missing
            why = None if taken else self.why_he.search(words.lowered, start, match.start())
            if why is not None and self._is_why(words.lowered, start, why.end("why")):
                continue  # "no explanation why the patient could not perform | an exercise program"
            if not self._guideline(words.lowered, start, match.start()):
                said_of = [normal(word) for word in match.group().split()]
                of_report = said_of[-1] not in self.of_thing
                tried = not self.tried.isdisjoint(lower[words.index(match.end()) : words.index(match.end()) + 2])
                if not of_report and not tried and self.requested.search(words.lowered, start, match.start()):
                    continue  # "the request for a scooter with no | basket"
                told = of_report and len(said_of) > 1
                asks = self.question_of.match(words.lowered, match.end(), end) if told else None
                if asks is None:
                    there = self.there_is.match(words.lowered, match.end(), end) if told else None
                    begins = match.end() if there is None else there.end()
                    yield Place(begins, OBJECT, of_report, self.plain.issuperset(said_of))
                else:
                    yield Place(asks.end(), CLAUSE, True)
                if of_report:
                    yield from self._series(words, sentence, match)
                    yield from self._in_terms(words, match.end(), end)
                    if (made := self.made_including.match(words.lowered, match.end(), end)) is not None:
                        yield Place(made.end(), OBJECT, True)
                    for doing in self.doing.finditer(words.lowered, match.end(), end):
                        yield Place(doing.end(), CLAUSE, True)
                if of_report and "not" in said_of:
                    for verb in self.next_verb.finditer(words.lowered, match.end(), end):
                        yield Place(verb.end(), CLAUSE if verb["asked"] else OBJECT, True)
                if len(said_of) > 1 and OR.intersection(lower[words.index(match.end()) : sentence.last]):
                    for verb in self.again_verb.finditer(words.lowered, match.end(), end):
                        yield Place(verb.end(), OBJECT, True)
        if denied:
            yield from self._denied(words, sentence, denied)
        if others:
            verbal = [mark for mark in others if lower[mark] in self.gates["predicate"]]
            if verbal:
                yield from self._predicates(words, sentence, verbal, patient >= 0)
            for match in self.passive.find(words, self._passive(lower, sentence, others), end):
                if self._is_of_other(words.lowered, start, match) or self._is_decided(words.lowered, start, match):
                    continue
                borne_out = self.clauses.not_borne_out(words.lowered, start, match.start())
                if borne_out is not None:
                    yield Place(borne_out, CLAUSE, False)
                    continue
                acts = self.clauses.acts(words.lowered, start, match.start())
                if acts is not None:
                    yield Place(acts, OBJECT, False)
                    continue
                asked = self._asked(words.lowered, start, match.start())
                if asked is not None:
                    yield Place(asked, CLAUSE, False, until=match.start())
                if asked is None or " and " in words.lowered[asked : match.start()]:
                    yield Place(match.start(), SUBJECT, False)

    def _clauses(
        self, words: Words, sentence: Sentence, near: list[int], patient: int, taken: set[int]
    ) -> Iterator[Place]:
        """Questions, and clauses that "no evidence" is followed by; where each begins is added to `taken`."""
        lower, end = words.lower, sentence.end
        asking = self._last(lower, sentence, self.gates["question"])
        for match in self.question.find(words, [at for at in near if at < asking], end):
            taken.add(match.start())
            yield Place(match.end(), CLAUSE, True)
            yield from self._series(words, sentence, match)
            yield from self._in_terms(words, match.end(), end)
        for match in self.clause.find(words, [at for at in near if at < patient], end):
            if _is_therapy(words, match):
                continue
            if match.start() not in taken and (match["aux"] or self.verbs.match(words.lowered, match.end())):
                taken.add(match.start())
                yield Place(match.end(), CLAUSE, True)
                yield from self._series(words, sentence, match)
                yield from self._members(words, match.end(), end)
                yield from self._in_terms(words, match.end(), end)
                other = self.other.match(words.lowered, match.end(), end)
                if other is not None:
                    yield Place(other.end(), OBJECT, True)
        for mark in near:
            bare = self.bare.find(words, sentence, mark) if lower[mark] in self.absences else None
            if bare is not None and words.starts[mark] not in taken:
                taken.add(words.starts[mark])
                yield from self._in_terms(words, bare.start, end)
                yield Place(bare.start, CLAUSE if bare.end is None else OBJECT, bare.end is not None, until=bare.end)

    def _shows_neither(self, words: Words, sentence: Sentence) -> bool:
        """True where a verb of showing or helping follows the first "neither ... nor": its subjects are there."""
        lower = words.lower[sentence.first : sentence.last]
        if "neither" not in lower or "nor" not in lower:
            return False
        nor = lower.index("nor")
        for at in range(nor + 1, min(nor + FARTHEST_VERB, len(lower))):
            behind = lower[at + 1 : at + 2]
            if lower[at] in FORMS_OF_BE:
                return not self.effective.isdisjoint(behind)
            if words.gap(sentence.first + at - 1).strip() and not lower[at].isdigit():
                return False
            if lower[at] in self.helping:
                return True
            if lower[at] in self.showing and behind:
                return self.not_shown.isdisjoint(behind)
        return False

    def _series(self, words: Words, sentence: Sentence, opening: re.Match[str]) -> Iterator[Place]:
        """The members that "or that", "nor why" join to one: "how often it hurts or for how long each tablet helps"."""
        text, end = words.lowered, sentence.end
        for joint in self.clauses.series.joints(text, sentence.start, opening.span(), end):
            at = joint.end
            if joint.word in self.clauses.series.about:
                yield Place(at, OBJECT, True)
                continue
            said_of = self.there_is.match(text, at, end) or self.of_patient.match(text, at, end)
            if said_of is None and joint.word == THAT:
                if self.decided.match(text, at, end):
                    continue
                said_of = self.stated.match(text, at, end)
            yield Place(at if said_of is None else said_of.end(), CLAUSE, True)

    def _members(self, words: Words, start: int, end: int) -> Iterator[Place]:
        """What a clause is said to include: "no indication he is being monitored, to include | a liver panel".

        What failed is one finding with all that was tried: "has failed conservative care to include a brace".
        """
        match = self.including.search(words.lowered, start, end)
        if match is not None:
            between = words.lower[words.index(start) : words.index(match.start())]
            if self.clauses.verbs.isdisjoint(between) and self.failing.isdisjoint(between):
                yield Place(match.end(), OBJECT, True)

    def _in_terms(self, words: Words, start: int, end: int) -> Iterator[Place]:
        """By what a missing thing is measured: "no relief (in terms of | percent reduction in pain or reduced VAS)"."""
        if words.lowered.find(TERMS, start, end) >= 0:
            match = self.in_terms.match(words.lowered, start, end)
            if match is not None:
                yield Place(match.end(), OBJECT, True)

    def _is_of_other(self, text: str, start: int, match: re.Match[str]) -> bool:
        """True for papers that are there and lack something: "the notes are deficient | regarding his sleep"."""
        about = self.about.match(text, match.end()) is not None
        return about and self.paper.search(text, start, match.start()) is not None

    def _is_decided(self, text: str, start: int, match: re.Match[str]) -> bool:
        """True for "therapy | is not indicated", unlike "the number of visits | is not indicated": nobody stated it."""
        at = match.start()
        decided = match.group().endswith("indicated")
        return decided and self.not_stated.search(text, max(start, at - BEHIND), at) is None

    def _asked(self, text: str, start: int, end: int) -> int | None:
        """Where the predicate begins of a question that is the subject of what follows: "why it was changed"."""
        asked = self.wh_start.match(text, start, end) or self.wh_subject.search(text, start, end)
        return asked.end() if asked is not None and not TURN.search(text, asked.end(), end) else None

    def _last(self, lower: list[str], sentence: Sentence, gate: frozenset[str]) -> int:
        """The index of the last word of a sentence that is one of some words; -1 where none is."""
        for at in range(sentence.last - 1, sentence.first - 1, -1):
            if lower[at] in gate:
                return at
        return -1

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
            if self.denier.search(words.lowered, max(sentence.start, match.start() - BEHIND), match.start()) is None:
                yield Place(match.end(), OBJECT, True)

    def _predicates(self, words: Words, sentence: Sentence, marks: list[int], of_patient: bool) -> Iterator[Place]:
        text, start, end = words.lowered, sentence.start, sentence.end
        lower = words.lower
        if of_patient:
            subjects = [
                words.starts[index]
                for mark in marks
                for index in range(max(sentence.first, mark - SUBJECT_REACH), mark)
                if lower[index] in self.subject_words or self.persons.is_one(lower, index)
            ]
            for match in matches(self.patient_predicate, text, subjects, end):
                if self._is_why(text, start, match.start()) or _is_therapy(words, match):
                    continue
                if not match["again"] or self.subject.search(text, start, match.start()):
                    yield Place(match.end(), CLAUSE, False)
        near = self._anchors(lower, sentence, marks, 1)
        for predicate in (self.predicate, self.described):
            for match in predicate.find(words, near, end):
                if self.sustained.match(text, match.end()) and not self.gained.search(text, start, match.start()):
                    continue  # "the injury was not | sustained at work"
                if not self._guideline(text, start, match.start()):
                    yield Place(match.end(), CLAUSE, False)

    def _is_why(self, text: str, start: int, at: int) -> bool:
        """True for what "no reason why he could not | go on" asks for: it is not denied."""
        at -= text.endswith("the ", start, at) * len("the ")
        return text.endswith("why ", start, at) and self.no_reason.search(text, max(start, at - BEHIND), at) is not None

    def _guideline(self, text: str, start: int, at: int) -> bool:
        """True where a guideline is the subject of what follows, unlike "going beyond the guidelines was not"."""
        found = self.guideline.search(text, max(start, at - 80), at)
        return found is not None and self.beyond.search(text, start, found.start()) is None


def _is_therapy(words: Words, match: re.Match[str]) -> bool:
    """True for the "PT" of "no evidence PT has helped", which is no patient."""
    short = match.groupdict().get("pt")
    return short is not None and words.text[slice(*match.span("pt"))] == short.upper()
