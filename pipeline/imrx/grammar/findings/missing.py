"""The words that name what is missing at a place that `imrx.grammar.findings.openings` found, and their concept.

    no documentation of | the response to conservative therapy   `imrx.grammar.findings.objects`
    unclear whether the worker | has returned to full duty        `imrx.grammar.findings.predicates`
    The patient's current work status | was not provided          `imrx.grammar.findings.subjects`
    failure | of gabapentin: what is left beside a drug           `imrx.grammar.findings.remains`

Left alone: what a request does not say of itself, whether there was a treatment at all, and that drugs of a class
are used.
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.concepts import PAIN, RELIEF, Changes
from imrx.grammar.findings.objects import Objects
from imrx.grammar.findings.place import CLAUSE, SUBJECT, Place
from imrx.grammar.findings.predicates import Predicates
from imrx.grammar.findings.remains import LONGEST_SITE, Remains
from imrx.grammar.findings.subjects import Subjects
from imrx.grammar.findings.unlisted_nouns import NounPhrases, head
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words

NEAREST_PRONOUN = 3
"""So many words in front of a verb "it" is its subject: "it has greatly | reduced"."""

FARTHEST_QUESTION = 60
"""In so many characters in front of a word it is asked what is requested: "which side the | injection is for"."""

NO_PAPER = (["among"], ["between"], ["that"], ["with"], ["to"], ["as"])
"""What stands behind an agreement that is no paper: "no agreement among experts"."""


class Missing:
    """The words of `patterns/findings_heads.json` that name what is missing."""

    def __init__(self, heads: dict[str, Any], changes: Changes, clauses: Clauses) -> None:
        self.clauses = clauses
        self.changes = changes
        self.nouns = nouns = NounPhrases(heads, clauses)
        self.remains = Remains(heads, nouns, clauses)
        self.subjects = Subjects(heads, nouns, clauses)
        self.objects = Objects(heads, nouns, clauses)
        self.predicates = Predicates(heads, nouns, clauses)
        self.named = frozenset(heads["named"])
        self.agreements = frozenset(clauses.agreements)
        self.tapers = frozenset(heads["tapers"])
        self.whole_functions = frozenset(heads["whole_functions"])
        self.of_function = frozenset(heads["of_function"])
        self.first_line = frozenset(heads["first_line"])
        self.of_first_line = frozenset(tuple(phrase.split()) for phrase in heads["of_first_line"])
        self.not_first_line = frozenset(tuple(phrase.split()) for phrase in heads["not_first_line"])
        self.options = frozenset(heads["options"])
        self.carried_out = frozenset(heads["carried_out"])
        self.pronouns = frozenset(clauses.pronouns)
        self.incomplete = frozenset(heads["incomplete"])
        self.of_request = frozenset(heads["of_request"])
        self.acquiring = frozenset(heads["acquiring"])
        self.had_before = frozenset(heads["had_before"])
        self.requests = expression(rf"\b{any_phrase(heads['requests'])}")
        self.stated = frozenset([*clauses.passive_verbs, *heads["passive_verbs"]])
        self.by_request = expression(
            rf"\W*(?:[a-z'-]+\s+){{0,8}}?{any_phrase(heads['requests'])}\s+(?:[a-z]+\s+){{0,4}}?"
            rf"(?:does|did|fails?|failed)\s"
        )
        self.asked_of_request = expression(
            rf"\b{any_phrase(heads['asked_of_requests'])}\s(?:(?!\b{any_phrase(heads['not_of_requests'])})[^.;,])*$"
        )
        self.classes = frozenset(heads["classes"])
        self.uses = frozenset(heads["uses"])
        self.used_parts = self.uses.union(heads["portions"])
        self.of_classes = self.classes | self.uses | frozenset(heads["of_classes"])
        self.natures = frozenset(heads["natures"])
        self.pains = frozenset(heads["pains"])
        self.raising = frozenset(heads["raising"])
        behind = rf"(?=\s*(?:[.,;)]|$)|\s+{any_phrase(heads['behind_dose_changes'])})"
        self.dose_changes = frozenset(heads["dose_changes"])
        self.dosed = expression(
            rf"\b{any_phrase(heads['dosed'])}(?:\s+of\s+[\w-]+)?\s+(?:has|have|had|was|were)\s+not\s+(?:been\s+)?"
            rf"{any_phrase(heads['dose_changes'])}{behind}"
        )
        self.denying = expression(rf"\s+(?:for|to)\s+(?:(?:the|this|a)\s+)?{any_phrase(heads['denying'])}")
        self.reasons = frozenset(heads["reasons"])
        self.stopping = expression(rf"\s+to\s+{any_phrase(heads['stopping'])}")
        self.backing = expression(
            rf"\b{any_phrase([*clauses.missing, *heads['missing']])}\s+(?:[\w-]+\s+){{1,6}}?to\s+(?:[a-z]+ly\s+)?"
            rf"{any_phrase(heads['backing'])}\s+(?:(?:an?|the|this|any|his|her)\s+)?$"
        )
        self.asked_items = frozenset(heads["asked_items"])
        self.indication_for = expression(rf"\b{any_phrase(heads['indications']['nouns'])}\s+for\s+(?:the\s+)?$")
        self.finding_none = expression(r"\b(?:there\s+(?:is|was)|see|find|found)\s+no\s+$")

    def spans(self, words: Words, place: Place, sentence: Sentence) -> list[tuple[int, int]]:
        """What is missing at a place of a sentence, as half-open word indices."""
        named = self._named(words, place, sentence.end)
        used = any(self._is_only_used(words.lower[first:last]) for first, last in named)
        return [
            (first, last)
            for first, last in named
            if words.starts[first] >= sentence.start
            and not self._is_of_request(words, first, last, sentence)
            and not self._is_of_decision(words, first, last, sentence)
            and not self._is_of_dose(words, first, sentence)
            and not self._is_only_used(words.lower[first:last])
            and not self._is_indicated_use(words, first, last, sentence)
            and not (used and self.classes.issuperset(words.lower[first:last]))  # "use of opioids and | sedatives"
        ]

    def _named(self, words: Words, place: Place, until: int) -> list[tuple[int, int]]:
        at = words.index(place.start)
        if place.kind == SUBJECT:
            found = self.subjects.find(words, at)
            if found and self._is_any_treatment(words, *found[0]):
                return []
            return [span for span in found if not self.nouns.is_proved(words, *span)]
        until = until if place.until is None else place.until
        if place.kind != CLAUSE:
            return self.objects.find(words, at, until, place)
        if self._tells_nature(words, at):
            return []
        at += place.listed and words.lower[at : at + 1] == ["do"]  # "what he can do with the medication"
        return self.predicates.find(words, at, until, of_records=place.listed)

    def _tells_nature(self, words: Words, at: int) -> bool:
        """True for "this is an initial fitting or a replacement": what a request is, and nothing of the patient."""
        lower = words.lower
        return lower[at : at + 1] in (["this"], ["it"]) and not self.natures.isdisjoint(lower[at + 2 : at + 5])

    def _is_any_treatment(self, words: Words, first: int, last: int) -> bool:
        """True for "any surgery or procedure done was not specified": whether there was one is all that is open."""
        if words.lower[first - 1 : first] != ["any"]:
            return False
        done = next((at for at in range(first, last) if words.lower[at] in self.carried_out), last)
        return done > first and self.nouns.is_treatment(words, first, done)

    def _is_of_request(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for what a request does not say of itself, its quantity or duration: requests are no findings."""
        phrase = words.lower[first:last]
        if len(phrase) > 1 and phrase[-1] in self.stated:
            phrase = phrase[:-1]  # "no quantity | specified"
        if self._is_asked_of_request(words, first, last, sentence):
            return True
        noun = head(phrase)
        named = noun in self.of_request or " ".join(phrase[-2:]) in self.of_request
        if not named or not self.incomplete.isdisjoint(phrase[1:]):
            return False  # "the length of relief" is the patient's
        if not self.had_before.isdisjoint(words.lower[first:last]):
            return False  # "the number of prior visits", "the number of visits completed"
        if phrase[-1] in self.acquiring and noun != phrase[-1]:
            return True  # "the length of rental", but not "a one-month TENS rental"
        return self.requests.search(words.lowered, sentence.start, sentence.end) is not None

    def _is_of_decision(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for "I see no reason | to deny it", "no explanation for the denial", "There is no reason to stop it"."""
        text, end = words.lowered, words.ends[last - 1]
        if self.denying.match(text, end, sentence.end):
            return True
        if self._is_to_be_backed(words, first, last, sentence):
            return True
        if words.lower[last - 1] not in self.reasons:
            return False  # "no | plan | to discontinue it"
        plainly = self.finding_none.search(text, sentence.start, words.starts[first]) is not None
        return plainly and self.stopping.match(text, end, sentence.end) is not None

    def _is_to_be_backed(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for "no documentation to support | the use of a brace", "| a 30 day rental": what is asked for."""
        phrase = words.lower[first:last]
        asked = head(phrase) in self.asked_items or self.nouns.is_care(words, first, last)
        if not asked or not (self.had_before.isdisjoint(phrase) and self.nouns.failing.isdisjoint(phrase)):
            return False
        return self.backing.search(words.lowered, sentence.start, words.starts[first]) is not None

    def _is_of_dose(self, words: Words, first: int, sentence: Sentence) -> bool:
        """True for "the dose has not been changed": what is done with drugs is no finding."""
        if self.dose_changes.isdisjoint(words.lower[sentence.first : sentence.last]):
            return False
        changes = self.dosed.finditer(words.lowered, sentence.start, sentence.end)
        return any(match.start() <= words.starts[first] < match.end() for match in changes)

    def _is_asked_of_request(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for "the request does not say how often the | patch is to be changed": what it is to be is not there."""
        end = words.starts[first]
        asked = self.asked_of_request.search(words.lowered, max(sentence.start, end - FARTHEST_QUESTION), end)
        return (
            asked is not None
            and self.had_before.isdisjoint(words.lower[first:last])
            and self.by_request.match(words.lowered, sentence.start, end) is not None
        )

    def _is_only_used(self, phrase: list[str]) -> bool:
        """True for "concurrent opioid use", "use of NSAIDs": that drugs of a class are used is no finding."""
        return (
            not self.uses.isdisjoint(phrase)
            and not self.classes.isdisjoint(phrase)
            and self.of_classes.issuperset(phrase)
        )

    def _is_indicated_use(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for "no indication for the | ongoing use of it", "for the | NCV portion of the study": a decision."""
        phrase = words.lower[first:last]
        return (
            head(phrase) in self.used_parts
            and "of" in phrase
            and self.indication_for.search(words.lowered, sentence.start, words.starts[first]) is not None
        )

    def concept(self, words: Words, first: int, last: int) -> str | None:
        """The concept of what is missing: what its head names, or that treatment of the first line failed."""
        inside, head = words.lower[first:last], words.lower[last - 1]
        affected = self.changes.affected(words, first, last)
        if affected is not None:
            return affected
        pairs = frozenset(pairwise(inside))
        failed = not (self.nouns.failing.isdisjoint(inside) or self.first_line.isdisjoint(inside))
        if failed and self.not_first_line.isdisjoint(pairs):
            return "failed_first_line_treatment"
        if not self.of_first_line.isdisjoint(pairs) and self.options.isdisjoint(inside):
            return "first_line_trial"
        if head in self.agreements and words.lower[last : last + 1] not in NO_PAPER:
            return "pain_agreement"
        if head in self.tapers:
            return "taper_plan"
        shared = self.changes.shared(words, first, last)
        if not self.pronouns.isdisjoint(words.lower[max(0, first - NEAREST_PRONOUN) : first]):
            eased = self._eased(words, first, last)
            if eased is not None:
                return eased
        if shared is None and head in self.whole_functions and self.of_function.issuperset(inside[:-1]):
            return "functional_status"
        return shared or (head if head in self.named else None)

    def _eased(self, words: Words, first: int, last: int) -> str | None:
        """What "it" did not do: "no report that it | reduces | his back pain", "that it | improves his function"."""
        inside, head = words.lower[first:last], words.lower[last - 1]
        pained = not self.pains.isdisjoint(words.lower[last : last + LONGEST_SITE])
        if len(inside) == 1 and head in self.clauses.relieving and pained:
            return RELIEF
        return self.changes.improved.get(head) if inside[0] in self.raising and head != PAIN else None
