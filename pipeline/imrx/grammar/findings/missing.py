r"""The words that name what is missing at a place that `imrx.grammar.findings.openings` found.

    no documentation of | the response to conservative therapy   a noun phrase, and those that a list adds
    unclear whether the worker | has returned to full duty        the predicate of a clause
    The patient's current work status | was not provided          the subject, and those coordinated with it

A phrase has at most `LONGEST_PHRASE` words. Left alone: phrases that name no finding ("necessity").
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.findings.concepts import PAIN, RELIEF, Changes
from imrx.grammar.findings.openings import CLAUSE, SUBJECT, Place
from imrx.grammar.findings.subjects import Subjects
from imrx.grammar.findings.unlisted_nouns import LONGEST_PHRASE, NounPhrases, head
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import is_marked
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words

LONGEST_SITE = 4
"""So many words of a finding tell a complaint: "right upper back pain"."""

NEAREST_PRONOUN = 3
"""So many words in front of a verb "it" is its subject: "it has greatly | reduced"."""

LONGEST_COMPLEMENT = 10
"""So many words may stand between a noun and what goes on with it: "in terms of VAS with use of the medication"."""

LONGEST_FORM = 5
"""In so many words behind a noun stands what it consists of: "in the form of bracing"."""

NO_PAPER = (["among"], ["between"], ["that"], ["with"], ["to"], ["as"])
"""What stands behind an agreement that is no paper: "no agreement among experts"."""

DETERMINED = (["the"], ["his"], ["her"], ["this"], ["a"])
"""What stands behind a "that" that begins a clause."""

HAD = frozenset({"had", "having", "any"})
"""What stands in front of a treatment that a patient has: "has had | any"."""

IN_QUESTION = frozenset({"if", "whether"})
"""What stands in front of a treatment that may not have been: "unknown if the patient has had injections"."""

AUXILIARIES = FORMS_OF_BE | FORMS_OF_HAVE | {"been", "being", "not", "never", "yet"}

MADE = ["made"]

THAT = "that"

RESULTS = (["in"], ["to"])
"""What stands behind a verb of which no predicate is a finding: "the medication results | in", "has led | to"."""

ALTERNATIVE = frozenset({"or", "nor"})
AT_LEAST = ["at", "least"]
"""What a predicate's amount begins with: "had at least 50% pain relief"."""
LISTED = ALTERNATIVE | {"and"}


class Missing:
    """The words of `patterns/findings_heads.json` that a missing finding begins, ends and is cut with."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        self.nouns = NounPhrases(heads)
        self.subjects = Subjects(heads, self.nouns, clauses)
        self.inside_predicates = frozenset(heads["inside_predicates"])
        self.before_to = frozenset(heads["before_to"])
        self.named = frozenset(heads["named"])
        self.suggesting = frozenset(word for word in heads["showing"] if word.endswith("s"))
        self.unnamed = frozenset(heads["unnamed"])
        self.agreements = frozenset(clauses.agreements)
        self.tapers = frozenset(heads["tapers"])
        self.changes = Changes(heads)
        self.failing = frozenset(heads["failing"])
        self.reporting = frozenset(heads["report_verbs"])
        self.objects = [[word] for word in (*heads["np_determiners"], *heads["past"], *heads["asked"])]
        self.programs = frozenset(heads["programs"])
        self.responses, self.bringing = frozenset(heads["responses"]), frozenset(heads["bringing"])
        self.whole_functions = frozenset(heads["whole_functions"])
        self.of_function = frozenset(heads["of_function"])
        self.more = self.failing | frozenset(heads["comparing"])
        self.indications = frozenset(heads["indications"]["nouns"])
        self.behind_indications = frozenset(heads["indications"]["behind"])
        self.conservative = frozenset(heads["conservative"])
        self.first_line = frozenset(heads["first_line"])
        self.of_first_line = frozenset(tuple(phrase.split()) for phrase in heads["of_first_line"])
        self.not_first_line = frozenset(tuple(phrase.split()) for phrase in heads["not_first_line"])
        self.options = frozenset(heads["options"])
        self.adequate = frozenset(heads["adequate"])
        self.behind_introductory = frozenset(heads["behind_introductory"])
        self.including = frozenset(heads["including"])
        self.introductory = frozenset(heads["introductory"])
        self.begins_anew = frozenset(heads["begins_anew"])
        self.finite = frozenset(heads["finite"])
        self.skipped = frozenset(heads["skipped_prepositions"])
        self.before_predicates = frozenset(heads["before_predicates"])
        self.own_predicates = self.before_predicates.intersection(heads["negated_verbs"])
        self.degrees = frozenset(heads["degrees"])
        self.degree_pairs = frozenset(tuple(phrase.split()) for phrase in heads["degrees"] if " " in phrase)
        self.tried = expression(
            rf"(?:\s+[a-z]+){{0,3}}?\s+(?:(?:is|was|were|are|has\s+been|have\s+been|had\s+been)\s+)?{any_phrase(heads['tried'])}"
        )
        self.having = frozenset(heads["having"])
        self.prescribing, self.drug_classes = frozenset(heads["prescribing"]), frozenset(heads["drug_classes"])
        self.carried_out = frozenset(heads["carried_out"])
        self.changing = frozenset(heads["changing"])
        self.complaints = frozenset(heads["complaints"])
        self.measured = frozenset(heads["measured"])
        self.pronouns = frozenset(heads["pronouns"])
        self.pains, self.raising = frozenset(heads["pains"]), frozenset(heads["raising"])
        self.incomplete = frozenset(heads["incomplete"])
        self.behind_drugs = frozenset(heads["behind_drugs"])
        self.plans, self.of_forms = frozenset(heads["plans"]), frozenset(heads["of_forms"])
        self.formed = expression(rf"[^.;,]{{0,60}}?\s{any_phrase(heads['forms'])}\s")
        self.listed_forms = expression(r"[^.;,]{1,60},\s[^.;,]{1,40},?\s(?:and|or)\s")
        self.of_request = frozenset(heads["of_request"])
        self.acquiring = frozenset(heads["acquiring"])
        self.eyes, self.eye_signs = frozenset(heads["eyes"]), frozenset(heads["eye_signs"])
        self.had_before = frozenset(heads["had_before"])
        self.requests = expression(rf"\b{any_phrase(heads['requests'])}")
        self.indicating = frozenset(heads["indicating"])
        self.resulting, self.efforts = frozenset(heads["resulting"]), frozenset(heads["efforts"])
        self.exemplifying = frozenset(tuple(phrase.split()) for phrase in heads["exemplifying"])
        self.to_report = expression(
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been)\s+made)?\s+to\s+(?:[a-z]+ly\s+)?{any_phrase(heads['report_verbs'])}"
        )
        self.exemplified = frozenset(heads["exemplified"])
        self.proving = frozenset(heads["proving"])
        self.needs, self.needed = frozenset(heads["needs"]), frozenset(heads["needed"])
        self.medical = frozenset(heads["medical"])
        self.natures = frozenset(heads["natures"])
        self.as_well, self.repeated = heads["as_well"].split(), [heads["repeated"]]
        self.resuming = frozenset(heads["resuming"])
        self.closing = expression(
            rf"[^.;:]{{0,200}}?(?:\b(?:or|nor)\b|\band\s[^.,;:]{{1,40}}\s(?:is|are|was|were)\s{any_phrase(heads['observed'])})"
        )

    def spans(self, words: Words, place: Place, until: int) -> list[tuple[int, int]]:
        """What is missing at a place, as half-open word indices."""
        if place.kind == SUBJECT:
            found = self.subjects.find(words, words.index(place.start))
            if found and self._is_any_treatment(words, *found[0]):
                return []
            return [span for span in found if not self._is_proved(words, *span)]
        until = until if place.until is None else place.until
        at = words.index(place.start)
        if place.kind == CLAUSE and self._tells_nature(words, at):
            return []
        if place.kind == CLAUSE:
            at += place.listed and words.lower[at : at + 1] == ["do"]  # "what he can do with the medication"
            return self._predicate(words, at, until, of_records=place.listed)
        return self._listed(words, at, until, place)

    def _listed(self, words: Words, at: int, until: int, place: Place) -> list[tuple[int, int]]:
        """The noun phrase that begins at a word, and those that a list adds to it."""
        found: list[tuple[int, int]] = []
        comma = False
        listed = place.listed
        behind_response = False
        leading = words.lower[at - 1 : at]
        while at < len(words.lower) and words.starts[at] < until:
            span = self.nouns.find(words, self._beginning(words, at, bool(found)), until)
            if span is None or (comma and self._has_verb(words, span[1], until)) or self._shows(words, span[1], until):
                break
            if THAT in words.lower[max(0, at - 2) : span[0]] and words.lower[span[1] - 1] in self.resulting:
                break  # "that the medication results | in better function"
            if comma and words.lower[span[1] : span[1] + 1] == ["without"]:
                break  # "no ulcer, anterior chamber | without cell"
            behind_response = behind_response and self.nouns.is_care(words, *span)
            behind_response = behind_response and (place.plain or words.lower[span[1] - 1] not in self.programs)
            had = place.plain and self._is_not_had(words, *span)
            had = had and not (found and words.lower[span[1] - 1] in self.conservative)
            told_of = self._is_proved(words, *span) or self._is_of_what_follows(words, *span)
            tried = words.lower[span[1] - 1] in self.efforts and self.to_report.match(
                words.lowered, words.ends[span[1] - 1]
            )
            if self.nouns.names(words, *span) and not (had or tried or behind_response or told_of):
                found.append(span)
            if self._is_formed(words, *span):
                break
            at = self._behind_complement(words, span[1], until)
            behind_response = behind_response or self._is_response(words, span, at)
            members = self._members(words, span, at, found != [] and not place.plain)
            if members is not None:
                at, listed = members, True
                continue
            if at >= len(words.lower):
                break
            gap = words.gap(at - 1).strip()
            if is_marked(words, at + (words.lower[at] in LISTED)):
                gap = ","  # "pain relief; or (2) function"
            comma = gap == "," and words.lower[at] not in ALTERNATIVE
            alternative = words.lower[at] in ALTERNATIVE
            if listed and words.lower[at : at + len(self.as_well)] == self.as_well:
                at += len(self.as_well)
            elif words.lower[at] in (LISTED if listed else ALTERNATIVE) and gap in {"", ","}:
                at += 1
            elif gap not in {",", "/"} or not (listed or self.closing.match(words.text, words.ends[at - 1], until)):
                break
            if words.lower[at - 1] in LISTED:
                at += leading == words.lower[at : at + 1] == self.repeated
            while at < len(words.lower) and words.lower[at] in self.resuming:
                at += 1
            at += 2 * (words.lower[at : at + 2] == ["as", "to"])
            verb = None if alternative else self.clauses.verb(words, at, words.index(until))
            if verb == at and words.lower[at - 1] != "nor":
                verb = None  # "improved function"
            if words.lower[at : at + 1] == ["that"] and words.lower[at + 1 : at + 2] in DETERMINED:
                break  # "evidence of benefit and that | the risks rise"
            if alternative and at < len(words.lower) and self._is_verb(words, at):
                break  # "does not describe his relief or | quantify the gain": a place of its own
            if self._opens(words, at) or words.lower[at : at + 1] == ["unable"]:
                break  # "lack of relief, and a lack of documentation", "and unable to": a place of its own
            if not found and words.lower[at + 1 : at + 2] == ["to"] and words.lower[at] in self.failing:
                break  # "lack of documentation and | failure to adhere to the guideline"
            if verb is not None and not self.clauses.tells_findings(words, verb, words.index(until)):
                break
        return found

    def _members(self, words: Words, span: tuple[int, int], at: int, included: bool) -> int | None:
        """Where the members of a noun phrase begin, at a word behind it: "any complications, such as | infection"."""
        phrase = words.lower[slice(*span)]
        if not self.exemplified.isdisjoint(phrase):
            such = next(
                (n for n in range(at, at + LONGEST_PHRASE) if tuple(words.lower[n : n + 2]) in self.exemplifying), None
            )
            if such == at or (such is not None and self._is_shown(words, at, such)):
                return such + 2
        behind = at + (words.lower[at : at + 1] == ["to"])
        if included and behind < len(words.lower) and words.lower[behind] in self.including:
            return behind + 1 if self.failing.isdisjoint(phrase) else None
        return None

    def _is_response(self, words: Words, span: tuple[int, int], at: int) -> bool:
        """True where treatments follow that brought no response: "no relief from therapy, | acupuncture, or TENS"."""
        return (
            at > span[1] + 1
            and words.lower[span[1] - 1] in self.responses
            and words.lower[span[1]] in self.bringing
            and self.nouns.is_care(words, self.nouns.leading(words, span[1] + 1, at), at)
        )

    def _is_of_what_follows(self, words: Words, first: int, last: int) -> bool:
        """True for the "indication" of "any indication the patient is better", which is a word of record."""
        if head(words.lower[first:last]) not in self.indications or last >= len(words.lower):
            return False
        named = words.lower[last] in self.behind_indications and (
            last - first > 1 or words.lower[last] not in ALTERNATIVE
        )
        return not words.gap(last - 1).strip() and not named

    def _is_formed(self, words: Words, first: int, last: int) -> bool:
        """True for "conservative care in the form of bracing": what it consists of is no other finding.

        In a list each is: "in the form of therapy, home exercise, or acupuncture".
        """
        if self.of_forms.isdisjoint(words.lower[first:last]):
            return False
        end = words.ends[min(last + LONGEST_FORM, len(words.ends)) - 1]
        formed = self.formed.match(words.lowered, words.ends[first], end)
        return formed is not None and self.listed_forms.match(words.lowered, formed.end()) is None

    def _is_shown(self, words: Words, at: int, until: int) -> bool:
        """True for the "indicative of bruxism" of "findings indicative of bruxism such as wear facets"."""
        return words.lower[at] in self.indicating and not any(words.gap(n - 1).strip() for n in range(at, until + 1))

    def _beginning(self, words: Words, at: int, listed: bool) -> int:
        """The index of an item's first word, without determiners and what only introduces it: "any evidence of"."""
        at = self.nouns.leading(words, at + is_marked(words, at), len(words.lower))
        if words.lower[at : at + 1] == ["of"]:  # "any of these diagnoses"
            at = self.nouns.leading(words, at + 1, len(words.lower))
        if listed and words.lower[at : at + 1] and words.lower[at] in self.adequate:
            at += 1
        if (
            at + 2 < len(words.lower)
            and words.lower[at] in self.introductory
            and words.lower[at + 1] in self.behind_introductory
        ):
            at = self.nouns.leading(words, at + 2, len(words.lower))
        return at

    def _shows(self, words: Words, at: int, until: int) -> bool:
        """True for the "suggests" of "no clinical finding suggests a tear": what it does not show is missing."""
        return (
            at + 1 < len(words.lower)
            and words.ends[at] <= until
            and words.lower[at] in self.suggesting
            and not words.gap(at - 1).strip()
            and words.lower[at + 1] in self.nouns.determiners
        )

    def _has_verb(self, words: Words, at: int, until: int) -> bool:
        """True for the verb of a clause of its own, which no list of findings has: "shocks, and rubs are noted"."""
        return (
            at < len(words.lower)
            and words.lower[at] in self.finite
            and not self.clauses.tells_findings(words, at, words.index(until))
        )

    def _opens(self, words: Words, at: int) -> bool:
        """True for the "a lack of documentation" that follows another in a list."""
        at += words.lower[at : at + 1] == ["a"]
        return words.lower[at : at + 2] == ["lack", "of"] and not self.introductory.isdisjoint(
            words.lower[at + 2 : at + 4]
        )

    def _is_verb(self, words: Words, at: int) -> bool:
        """True for a verb of reporting and its object: "list any | gain", unlike the nouns "list", "detail"."""
        word = words.lower[at]
        return word in self.reporting and not word.endswith("ed") and words.lower[at + 1 : at + 2] in self.objects

    def _is_proved(self, words: Words, first: int, last: int) -> bool:
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
        around = words.lower[max(0, first - 3) : first] + words.lower[last : last + 5]
        return not self.medical.isdisjoint(inside) or not self.proving.isdisjoint(around)

    def _tells_nature(self, words: Words, at: int) -> bool:
        """True for "this is an initial fitting or a replacement": what a request is, and nothing of the patient."""
        lower = words.lower
        return lower[at : at + 1] in (["this"], ["it"]) and not self.natures.isdisjoint(lower[at + 2 : at + 5])

    def _is_not_had(self, words: Words, first: int, last: int) -> bool:
        """True for a treatment that the patient has not had, but for one that nobody tried or wrote down.

        So it is for "no | changes were made" to one.
        """
        if words.lower[last - 1] in self.nouns.unchanged and words.lower[last + 1 : last + 2] == MADE:
            return True
        return (
            self.nouns.is_treatment(words, first, last)
            and not self._is_of_eye(words, first, last)
            and self.failing.isdisjoint(words.lower[first:last])
            and (words.lower[first] == "further" or not self.tried.match(words.lowered, words.ends[last - 1]))
        )

    def _is_of_eye(self, words: Words, first: int, last: int) -> bool:
        """True for a sign of the eye that is spelled as a treatment: "sclerae clear without | injection"."""
        front = words.lower[max(0, first - LONGEST_PHRASE) : first]
        return words.lower[last - 1] in self.eye_signs and not self.eyes.isdisjoint(front)

    def _is_any_treatment(self, words: Words, first: int, last: int) -> bool:
        """True for "any surgery or procedure done was not specified": whether there was one is all that is open."""
        if words.lower[first - 1 : first] != ["any"]:
            return False
        done = next((at for at in range(first, last) if words.lower[at] in self.carried_out), last)
        return done > first and self.nouns.is_treatment(words, first, done)

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

    def _is_taken(self, words: Words, first: int, last: int) -> bool:
        """True for "no indication he is on | a blood thinner": a class of drugs is no finding, but for a trial."""
        inside = words.lower[first:last]
        told = inside[0] in self.prescribing or not self.prescribing.isdisjoint(words.lower[max(0, first - 2) : first])
        return told and not self.drug_classes.isdisjoint(inside) and self.more.isdisjoint(inside)

    def concept(self, words: Words, first: int, last: int) -> str | None:
        """The concept of what is missing: what its head names, or that treatment of the first line failed."""
        inside, head = words.lower[first:last], words.lower[last - 1]
        affected = self.changes.affected(words, first, last)
        if affected is not None:
            return affected
        pairs = frozenset(pairwise(inside))
        failed = not (self.failing.isdisjoint(inside) or self.first_line.isdisjoint(inside))
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

    def behind_auxiliaries(self, words: Words, start: int) -> int:
        """The index of the first word behind an offset that is no auxiliary: "has not been | tapered"."""
        at = words.index(start)
        while at + 1 < len(words.lower) and words.lower[at] in AUXILIARIES:
            at += 1
        return at

    def behind_drug(self, words: Words, place: Place, offset: int) -> Place:
        """The predicate behind a drug, by its end: "no report of how Norco | affected function".

        What a drug relieved is told of it elsewhere (`imrx.grammar.effects`).
        """
        at = self.behind_auxiliaries(words, offset + 1)
        verb = words.lower[at] if at < len(words.lower) else ""
        return place if verb in self.clauses.relieving or verb in self.nouns.stops else place._replace(start=offset + 1)

    def is_of_request(self, words: Words, first: int, last: int, sentence: Sentence) -> bool:
        """True for what a request does not say of itself, its quantity or duration: requests are no findings."""
        phrase = words.lower[first:last]
        if head(phrase) not in self.of_request or not self.incomplete.isdisjoint(phrase[1:]):
            return False  # "the length of relief" is the patient's
        if not self.had_before.isdisjoint(phrase):
            return False  # "the number of prior visits"
        if phrase[-1] in self.acquiring and head(phrase) != phrase[-1]:
            return True  # "the length of rental", but not "a one-month TENS rental"
        return self.requests.search(words.lowered, sentence.start, sentence.end) is not None

    def before(self, words: Words, first: int, offset: int, kind: str) -> int | None:
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
        return first + 1 if kind == CLAUSE and front and front != ["on"] else None

    def is_left(self, words: Words, first: int, last: int) -> bool:
        """True for words behind a drug that name what is missing of it: "insulin | schedule"."""
        noun = head(words.lower[first:last]) if first < last else ""
        return noun in self.incomplete or noun in self.behind_drugs

    def is_plan(self, words: Words, first: int, last: int) -> bool:
        """True for the words behind another finding that name a plan for it: "asthma | action plan"."""
        return last - first > 1 and words.lower[last - 1] in self.plans

    def degree(self, words: Words, first: int, offset: int, kind: str) -> int | None:
        """The index behind the words in front of another finding that are one of their own.

        The noun of degree of "decrease in headaches", the verb of "reduce the headaches", the change of "change in his
        constipation" and of "change in the pain level", but not of "change in his low back pain".
        """
        front = words.lower[first : words.index(offset)]
        if kind == CLAUSE and front and front[0] in self.clauses.relieving:
            return first + 1
        named = _behind_last(front, self.degrees)
        if not named:  # "work-up of the insomnia"
            named = next((at + 2 for at, pair in enumerate(pairwise(front)) if pair in self.degree_pairs), 0)
        site = words.lower[first + len(front) : first + len(front) + LONGEST_SITE]
        if not named and (self.complaints.isdisjoint(site) or not self.measured.isdisjoint(site)):
            named = _behind_last(front, self.changing)
        return first + named if named else None

    def _behind_complement(self, words: Words, at: int, until: int) -> int:
        """The index behind a phrase with a preposition, where a list goes on behind it.

        As in "gains in strength or ...", "gains in strength to include ...".
        """
        if at >= len(words.lower) or words.lower[at] not in self.skipped or words.gap(at - 1).strip():
            return at
        behind = at + 1
        while behind < len(words.lower) and behind - at < LONGEST_COMPLEMENT and words.ends[behind] <= until:
            word, gap = words.lower[behind], words.gap(behind - 1).strip()
            included = word == "to" and not self.including.isdisjoint(words.lower[behind + 1 : behind + 2])
            if gap == "," or word in LISTED or included:
                return behind
            possessor = self.nouns.leading(words, behind, behind + 1) > behind  # "in the patient's pain or function"
            if gap not in {"", "-", "/"} or (word in self.nouns.stops and not possessor and word not in self.skipped):
                return at
            behind += 1
        return at

    def _predicate(self, words: Words, at: int, until: int, of_records: bool) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        while True:
            span = self._clause(words, at, until, of_records)
            if span is None:
                return found
            listed = found and self.nouns.is_treatment(words, *span)  # "antidepressants or | anticonvulsants"
            taken = of_records and self._is_taken(words, *span)
            if not (listed or taken or self._is_past_treatment(words, *span)):
                found.append(span)
            at = span[1] + 1
            if (
                self._is_formed(words, *span)
                or at >= len(words.lower)
                or words.lower[at - 1] not in ALTERNATIVE
                or words.gap(at - 2).strip() not in {"", ","}
            ):
                return found

    def _is_of_other(self, words: Words, at: int, until: int, of_records: bool) -> bool:
        """True for a clause with a subject of its own: "does not deform the cord and | the foramina are patent".

        What records do not say may have two subjects: "no record that aspiration and injection have failed".
        """
        verb = self.clauses.verb(words, at, words.index(until))
        return verb is not None and verb > at and (not of_records or words.lower[at] in self.nouns.determiners)

    def _clause(self, words: Words, at: int, until: int, of_records: bool) -> tuple[int, int] | None:
        while at < len(words.lower) and words.ends[at] <= until and words.lower[at] in self.before_predicates:
            if (
                words.lower[at] in self.own_predicates
                and words.lower[at - 1] == "not"
                and words.lower[at - 2] in FORMS_OF_DO
            ):
                break  # "the relief did not | last beyond a week"
            at += 1
        at += 2 * (words.lower[at : at + 2] == AT_LEAST)
        at += words.lower[at : at + 1] == AT_LEAST[1:]  # the auxiliaries took the "at"
        first = at
        if words.lower[at : at + 1] and words.lower[at].isdigit():
            return None  # "has had | 50% pain relief": an amount names nothing
        while at < len(words.lower) and words.ends[at] <= until and at - first < LONGEST_PHRASE:
            word = words.lower[at]
            if self.nouns.stops_at(words, at) and word not in self.inside_predicates:
                break
            if word == "and" and at + 1 < len(words.lower):
                anew = words.lower[at + 1] in self.begins_anew
                if anew or self._is_of_other(words, at + 1, until, of_records):
                    break
            if word == "to" and (at == first or words.lower[at - 1] not in self.before_to):
                break
            at += 1
            if at < len(words.lower) and words.gap(at - 1).strip() not in {"", "-", "/"}:
                break
        while at > first and words.lower[at - 1] in self.nouns.stops:
            at -= 1
        while first < at and words.lower[first] in self.nouns.determiners:
            first += 1
        if at > first and words.lower[at - 1] in self.nouns.candidates:
            at = self.nouns.completed(words, at, until)
        begins = (
            at > first
            and (at > first + 1 or len(words.lower[first]) > 1)
            and words.lower[first] not in self.nouns.not_first
            and words.lower[first] not in self.finite
            and not (at - first == 1 and words.lower[first] in self.unnamed and words.lower[at : at + 1] != ["either"])
            and not (words.lower[at - 1] in self.resulting and words.lower[at : at + 1] in RESULTS)
        )
        return (first, at) if begins else None


def _behind_last(phrase: list[str], nouns: frozenset[str]) -> int:
    """How many words of a phrase reach to the last of some nouns in it, that one included; 0 where there is none."""
    return max((number for number, word in enumerate(phrase, start=1) if word in nouns), default=0)
