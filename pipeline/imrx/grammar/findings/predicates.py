"""What the predicate of a clause says is missing, and those that "or" joins to it.

    unclear whether the worker | has returned to full duty
    no evidence he | is improving or has returned to work         two
    unclear if he has had | any acupuncture                       none: a treatment that was not had is no finding
    no indication he is on | a blood thinner                      none: nor is a class of drugs

Auxiliaries and adverbs in front stay outside.
"""

import re
from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.unlisted_nouns import AT_LEAST, LONGEST_PHRASE, NounPhrases
from imrx.grammar.sentences.branches import (
    ALTERNATIVE,
    AUXILIARIES,
    FORMS_OF_BE,
    FORMS_OF_DO,
    is_of_question,
    is_predicate_of_list,
)
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.series import THAT
from imrx.grammar.sentences.words import Words

LONGEST_PREDICATE = 12
"""Words that a predicate may have at most: "resulted in a decrease in the use of other medications"."""

HAD = frozenset({"had", "having", "any"})
"""What stands in front of a treatment that a patient has: "has had | any"."""

IN_QUESTION = frozenset({"if", "whether"})
"""What stands in front of a treatment that may not have been: "unknown if the patient has had injections"."""

RESULTS = (["in"], ["to"])
"""What stands behind a verb of which no predicate is a finding: "the medication results | in", "has led | to"."""

FROM = ["from"]
"""What stands behind "benefited" where it is what is denied: "has not | benefited from therapy"."""

OF_REQUESTS = (["for"], ["as"])
"""What stands behind what was asked for where only its purpose is open: "whether the MRI was ordered | for"."""

NEXT_DEED = re.compile(r",\s+(?P<deed>[a-z]+)(?:,\s+[a-z]+){0,4},?\s+(?:or|nor)\b")
"""What stands behind the first of what somebody does not do: "eating|, sleeping, or working"."""

LAST = "last"

WHY = "why"

BEING = FORMS_OF_BE | {"been", "being"}

PRIOR_TO = ["prior", "to"]
"""What a predicate ends in front of: "failed a trial of bracing | prior to this request"."""


class Predicates:
    """The words of `patterns/findings_heads.json` that a predicate begins, ends and is cut with."""

    def __init__(self, heads: dict[str, Any], nouns: NounPhrases, clauses: Clauses) -> None:
        self.clauses = clauses
        self.nouns = nouns
        self.inside_predicates = frozenset(heads["inside_predicates"])
        self.before_to = frozenset(heads["before_to"])
        self.unnamed = frozenset(heads["unnamed"])
        self.unnamed_on_record = self.unnamed.union(heads["unnamed_on_record"])
        self.more = nouns.failing | nouns.comparing
        self.begins_anew = frozenset(heads["begins_anew"])
        self.finite = frozenset(heads["finite"])
        self.before_predicates = frozenset(heads["before_predicates"])
        self.own_predicates = self.before_predicates.intersection(heads["negated_verbs"])
        states = any_phrase([*heads["negated_verbs"], *heads["lasting"], *heads["phases"]])
        self.state, self.next_state = expression(states), expression(rf",\s+{states}(?:,|\s+(?:or|nor)\b)")
        self.having = frozenset(heads["having"])
        self.prescribing = frozenset(heads["prescribing"])
        self.asked_for = frozenset(heads["asked_for"]).intersection(heads["requesting"])
        self.drug_classes = frozenset(heads["drug_classes"])
        self.resulting = frozenset(heads["resulting"])
        self.dates = frozenset(heads["dates"])

    def find(self, words: Words, at: int, until: int, of_records: bool) -> list[tuple[int, int]]:
        """The predicates from a word on, as half-open word indices; what `of_records` tells may have two subjects."""
        found: list[tuple[int, int]] = []
        while True:
            span = self._clause(words, at, until, of_records)
            if span is None:
                return found
            listed = found and self.nouns.is_treatment(words, *span)  # "antidepressants or | anticonvulsants"
            taken = of_records and (self._is_taken(words, *span) or self._is_why_prescribed(words, *span))
            taken = taken or self._is_asked_for(words, *span)
            if not (listed or taken or self._is_past_treatment(words, *span)):
                found.append(span)
            if self._goes_on(words, span[1], until) or self._is_next_state(words, span, until):
                at = span[1]  # "has a history of ulcers, | has failed laxatives, or is on opioids"
                continue
            at = span[1] + 1
            if (
                self.nouns.is_formed(words, *span)
                or at >= len(words.lower)
                or words.lower[at - 1] not in ALTERNATIVE
                or words.gap(at - 2).strip() not in {"", ","}
                or self._is_inverted(words, at)
            ):
                return found

    def _goes_on(self, words: Words, at: int, until: int) -> bool:
        """True behind the comma of a list of predicates, each with an auxiliary: "is old, | has ulcers, or smokes"."""
        return is_predicate_of_list(words.lower, at, words.index(until)) and words.gap(at - 1).strip() == ","

    def _is_inverted(self, words: Words, at: int) -> bool:
        """True for the "has" of "is not postoperative, nor | has a surgery been approved": its subject follows."""
        return (
            words.lower[at - 1] == "nor"
            and words.lower[at : at + 1] != []
            and words.lower[at] in AUXILIARIES
            and not self.nouns.determiners.isdisjoint(words.lower[at + 1 : at + 2])
        )

    def _is_date(self, words: Words, at: int) -> bool:
        """True for when something is, "the next visit", and not for who or what does it, "the medication"."""
        at += words.lower[at : at + 1] != [] and words.lower[at] in self.nouns.determiners
        return words.lower[at : at + 1] != [] and (words.lower[at] in self.dates or words.lower[at].isdigit())

    def _is_next_state(self, words: Words, span: tuple[int, int], until: int) -> bool:
        """True behind the comma of "is not acute, | subacute, or post-operative": one of a list of adjectives.

        So it is for what somebody does not or cannot do: "is not eating, | sleeping, or working".
        """
        start, end = words.starts[span[0]], words.ends[span[1] - 1]
        doing = words.lower[span[0]].endswith("ing")
        if span[1] - span[0] == 1 and (doing or "cannot" in words.lower[max(0, span[0] - LONGEST_PHRASE) : span[0]]):
            following = NEXT_DEED.match(words.lowered, end, until)
            return following is not None and following["deed"].endswith("ing") == doing
        return (
            self.next_state.match(words.lowered, end, until) is not None
            and self.state.fullmatch(words.lowered, start, end) is not None
        )

    def _clause(self, words: Words, at: int, until: int, of_records: bool) -> tuple[int, int] | None:
        while at < len(words.lower) and words.ends[at] <= until and words.lower[at] in self.before_predicates:
            if (
                words.lower[at] in self.own_predicates
                and words.lower[at - 1] == "not"
                and (words.lower[at - 2] in FORMS_OF_DO or words.lower[at + 1 : at + 2] == FROM)
            ):
                break  # "the relief did not | last beyond a week"
            at += 1
        if words.lower[at : at + 1] == [THAT] and words.lower[at - 1] in IN_QUESTION | {"not"}:
            at += 1  # "whether or not that | program was modified"
        at += 2 * (words.lower[at : at + 2] == AT_LEAST)
        at += words.lower[at : at + 1] == AT_LEAST[1:]  # the auxiliaries took the "at"
        first = at
        if words.lower[at : at + 1] and words.lower[at].isdigit():
            return None  # "has had | 50% pain relief": an amount names nothing
        while at < len(words.lower) and words.ends[at] <= until and at - first < LONGEST_PREDICATE:
            word = words.lower[at]
            stops = self.nouns.stops_at(words, at) and word not in self.inside_predicates
            # "deficits cannot be | addressed"
            if stops and not (at == first and of_records and word in self.clauses.met_words):
                break
            if words.lower[at : at + 2] == ["and", "or"] and words.gap(at) == "/":
                at += 2  # "tried and/or failed an injection"
                continue
            if word == "and" and at + 1 < len(words.lower):
                anew = words.lower[at + 1] in self.begins_anew
                if anew or self._is_of_other(words, at + 1, until, of_records):
                    break
            if word == "by" and at > first and self._is_date(words, at + 1):
                break  # "had not abated | by the next visit"
            if word == "to" and (at == first or words.lower[at - 1] not in self.before_to):
                break
            at += 1
            if at < len(words.lower) and words.gap(at - 1).strip() not in {"", "-", "/"}:
                break
        at -= at > first and words.lower[at - 1 : at + 1] == PRIOR_TO
        while at > first and words.lower[at - 1] in self.nouns.stops:
            at -= 1
        while first < at and words.lower[first] in self.nouns.determiners:
            first += 1
        if at > first and words.lower[at - 1] in self.nouns.candidates | self.nouns.needs:
            at = self.nouns.completed(words, at, until, said_of=True)
        begins = (
            at > first
            and (at > first + 1 or len(words.lower[first]) > 1)
            and words.lower[first] not in self.nouns.not_first
            and words.lower[first] not in self.finite
            and not (at - first == 1 and self._is_unnamed(words, first, of_records))
            and not (words.lower[at - 1] in self.resulting and words.lower[at : at + 1] in RESULTS)
        )
        return (first, at) if begins else None

    def _is_unnamed(self, words: Words, at: int, of_records: bool) -> bool:
        """True for a verb that names nothing by itself, as in "it | takes for", unlike "when he was last | tested".

        Of what records do not tell, the subject is the finding: "no documentation that | relief | was sustained".
        """
        if is_of_question(words.lower, at):
            return True
        unnamed = self.unnamed_on_record if of_records else self.unnamed
        if words.lower[at] not in unnamed or words.lower[at + 1 : at + 2] == ["either"]:
            return False
        return words.lower[at - 1] != LAST

    def _is_of_other(self, words: Words, at: int, until: int, of_records: bool) -> bool:
        """True for a clause with a subject of its own: "does not deform the cord and | the foramina are patent".

        What records do not say may have two subjects: "no record that aspiration and injection have failed".
        """
        verb = self.clauses.verb(words, at, words.index(until))
        return verb is not None and verb > at and (not of_records or words.lower[at] in self.nouns.determiners)

    def _is_past_treatment(self, words: Words, first: int, last: int) -> bool:
        """True for "received any acupuncture": a treatment that the patient has not had is no finding."""
        if not IN_QUESTION.isdisjoint(words.lower[max(0, first - LONGEST_PHRASE) : first]):
            return False
        if words.lower[first] in self.having:
            first += 1
        elif not first or words.lower[first - 1] not in HAD:
            return False
        phrase = self.nouns.find(words, self.nouns.leading(words, first, last), words.ends[last - 1])
        if phrase is None or not self.more.isdisjoint(words.lower[slice(*phrase)]):
            return False
        return self.nouns.is_treatment(words, *phrase)

    def _is_why_prescribed(self, words: Words, first: int, last: int) -> bool:
        """True for "unclear why he is | prescribed two NSAIDs", "why | two are being prescribed": he has them."""
        if WHY not in words.lower[max(0, first - LONGEST_PHRASE) : first]:
            return False
        return any(be in BEING and verb in self.prescribing for be, verb in pairwise(words.lower[first - 1 : last]))

    def _is_asked_for(self, words: Words, first: int, last: int) -> bool:
        """True for "unclear whether the | MRI was ordered | for the neck": what a request is for is no finding."""
        if words.lower[last - 1] not in self.asked_for or FORMS_OF_BE.isdisjoint(words.lower[last - 2 : last - 1]):
            return False
        asked = not IN_QUESTION.isdisjoint(words.lower[max(0, first - LONGEST_PHRASE) : first])
        return asked and words.lower[last : last + 1] in OF_REQUESTS

    def _is_taken(self, words: Words, first: int, last: int) -> bool:
        """True for "no indication he is on | a blood thinner": a class of drugs is no finding, but for a trial."""
        inside = words.lower[first:last]
        told = inside[0] in self.prescribing or not self.prescribing.isdisjoint(words.lower[max(0, first - 2) : first])
        return told and not self.drug_classes.isdisjoint(inside) and self.more.isdisjoint(inside)
