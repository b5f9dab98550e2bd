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

from imrx.grammar.alternatives import any_phrase, beginnings, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.series import THAT, Series
from imrx.grammar.sentences.withheld import Withheld
from imrx.grammar.sentences.words import Words

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

BEHIND_TO_TELL = frozenset({"whether", "if"})
"""What nobody can learn begins with these: "hard to tell | whether function improved"."""

BEHIND_AS_TO = frozenset({"why", "how", "whether"})

EARLIER = frozenset({"before", "prior", "pre"})

LATER = frozenset({("and", "after"), ("and", "following")})
"""What goes on with a time behind one of `EARLIER`: "pain scores | before and after the block were not recorded"."""

MOST_BETWEEN = 4
"""So many phrases stand between a noun and what joins it to its object: "provided | for review | in the notes"."""

BEHIND_RELATIVE = FORMS_OF_BE | FORMS_OF_HAVE
"""What stands behind the "that" of a relative clause, and not behind that of what somebody writes."""

FRONTED_VERBS = FORMS_OF_BE | FORMS_OF_DO | FORMS_OF_HAVE | {"can", "could"}

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


class Clauses:
    """`patterns/clauses.json`, compiled.

    Expressions, which those who find what is missing and those who judge what is denied share:

    - `participle`: what may be done with records ("was not compared"), known or not; `otherwise`: what is said of other
      things.
    - `has_object`: what stands behind "missing" where that has an object, or a clause: "the file is missing | the
      report", "the notes are deficient | in that"; not "the report is missing | from the file".
    - `falls_short`: records that say nothing of what follows: "the notes are deficient regarding",
      "the reports are without".
    - `not_stated`: a subject that is no treatment, and of which "is not indicated" says that nobody stated it.
    - `no_object`: what stands behind "relief was reported, never documented" and not behind "the notes never
      documented | relief".
    - `between`: what may stand between a noun of record and what joins it to its object: "no documentation | in the
      notes, at this time, | of"; `graded`: an adjective with a comma in front of such a noun: "no | objective, |
      measurable evidence"; `scanty`: what is as good as none: "poor | documentation".
    - `at_no_time`: denies as "never" does: "at | no point | documents"; it ends with one of `no_time`.
    - `nor_does`: "nor do I | see"; `inverted`: what is denied in front of its verb, "at no point does"; `somebody`: a
      subject between two verbs, "does | the provider | mention".
    - `untold`: what nobody can learn from the records, "it is difficult to assess", which begins with one of
      `hard`; `untold_by_records`: likewise of what stands in front: "the benefit is | hard to tell | from the notes".
    - `enabled`: what a treatment does to a patient: "allowed him to"; `unbacked`: a treatment that no record speaks
      for, "not supported by documentation".
    - `assessment`: a noun of record where the records follow: "no assessment in the notes of | his function".
    - `kept_in`: where records are kept: "on file", "in the chart".
    - `of_relative`: the verbs of a relative clause that tells of a subject; what "notes that | show" is theirs.
    - `put_to_use`: what is done with an instrument: "validated measures are nowhere | used".
    - `unmet`: what is said of something that is there: "deficits that | cannot be addressed", "pain
      | cannot be managed | with ice"; not of a gain that "could not be achieved"; `met`: in what way it is not.
    - `interposed`: what may stand between "not" and its verb: ", it was acknowledged,".
    - `told_by_neither`: what two papers do not tell: "neither the note nor the request explains".
    - `unreported_response`: what stands in front of one of `responses`: "an undocumented | response".
    - `members`: what leads in the members of a subject: "deficits, | including | weakness, are not seen".
    - `withheld`: papers of which a second clause says that nobody sent them: "an MRI, | which was not provided".
    - `lately`: a time that begins no clause: "since the last visit".
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.idle = IdleWords(table)
        self.series = Series(table)
        self.saying = table["saying"]
        self.attempted = any_phrase(table["attempted"])
        self.verbs = frozenset(table["verbs"])
        self.of_relative = self.verbs.difference(table["shown_by"])
        self.past = frozenset(table["past"])
        self.before_attributes = frozenset(table["before_attributes"])
        self.alone = frozenset(table["alone"])
        self.behind_participles = frozenset(table["behind_participles"])
        self.transitive = frozenset(table["transitive"])
        self.behind_verbs = frozenset(table["behind_verbs"])
        self.breaks = frozenset(table["breaks"])
        self.subordinate = frozenset(table["subordinate"])
        self.subjects = frozenset(table["subjects"])
        self.of_findings = frozenset(table["of_findings"])
        self.sharing = frozenset(table["sharing"])
        self.latest = frozenset(table["latest"])
        self.last = any_phrase(table["last"])
        self.lately = rf"since\s+(?:(?:the|his|her)\s+)?{self.last}"
        self.relative = frozenset(table["relative"])
        self.appositive = frozenset(table["appositive"])
        self.before_relative = frozenset(table["before_relative"])
        others = any_phrase([*table["states"], *table["decided"], *table["otherwise"]])
        self.participle = rf"(?!{others})[a-z]{{2,}}(?:ed|ken|wn|ven|tten)\b"
        lacking = "|".join(rf"(?<=\b{word})" for word in table["lacking"])
        self.has_object = (
            rf"(?:(?:{lacking})\s+{any_phrase(table['before_lacked'])}\s+"
            rf"(?!(?:[a-z]+\s+)?{any_phrase(table['times'])})[a-z\d]|\s+in\s+that\b)"
        )
        short = "|".join(
            rf"(?<=\b{paper}\s{form}\s)" for paper in table["short_records"] for form in sorted(FORMS_OF_BE)
        )
        self.evidence: list[str] = table["evidence"]
        self.report_verbs: list[str] = table["report_verbs"]
        self.passive_verbs: list[str] = table["passive_verbs"]
        self.clumsy: list[str] = table["clumsy"]
        self.missing: list[str] = table["missing"]
        scantily = [f"{how} {told}" for how in table["scantily"] for told in table["told_scantily"]]
        self.missing_adjectives: list[str] = [*table["missing_adjectives"], *scantily]
        self.not_in_records = (
            r"not\s+(?:to\s+be\s+found\s+)?(?:in|within|among|amongst|part\s+of)\s+(?:the|these|this|those|my|our)\s+"
            rf"(?:[\w'-]+\s+){{0,3}}?{any_phrase(table['kept_among'])}"
        )
        self.events: list[str] = table["events"]
        self.linking: list[str] = table["linking"]
        self.patients: list[str] = table["patients"]
        self.helping: list[str] = table["helping"]
        self.adjective_endings: list[str] = table["adjective_endings"]
        self.reaching: list[str] = table["reaching"]
        self.prior: list[str] = table["prior"]
        self.pronouns: list[str] = table["pronouns"]
        self.topics = any_phrase(table["topics"])
        self.falling_short = frozenset([*table["falling_short"], "without"])
        wholly = any_phrase(table["not_topics"])
        lacked = rf"in(?!\s+{any_phrase(table['not_lacked'])})"
        falling = rf"{any_phrase(table['falling_short'])}\s+(?:{self.topics}|{lacked})(?!\s+{wholly})"
        self.falls_short = rf"(?:{short})(?:{falling}|without\b)"
        behind = any_phrase([*table["behind_participles"], *table["behind_passives"]])
        self.no_object = rf"\b(?!\s+(?!{behind})[a-z\d(])"
        hard = [*table["hard"], *table["too_little"]]
        self.hard = beginnings(hard)
        self.finding_out = any_phrase(table["finding_out"])
        to_tell = rf"{any_phrase(table['hard'])}\s+to\s+{self.finding_out}"
        it_is = "|".join(rf"(?<=\b{words}\s)" for words in table["it_is"])
        self.untold = (
            rf"(?:(?:{it_is}){to_tell}|{to_tell}(?=\s+{any_phrase(BEHIND_TO_TELL)})"
            rf"|(?:(?:{it_is})|(?<!\bwas )(?<!\bwere )){any_phrase(table['too_little'])}\s+to\s+{self.finding_out})"
        )
        records = any_phrase(table["short_records"])
        self.untold_by_records = (
            rf"(?:{to_tell}(?=\s+{any_phrase(table['out_of'])}\s+(?:[a-z]+\s+){{0,3}}?{records})"
            rf"|(?:impossible|not\s+possible)\s+to\s+{self.finding_out}(?=\s*(?:[.;)]|$))"
            rf"|{any_phrase(table['hard'])}\s+to\s+{any_phrase(table['learning'])}(?=\s*(?:[.,;)]|$)))"
        )
        self.too_little = rf"{any_phrase(table['too_little'])}\s+to\s+{self.finding_out}"
        self.kept_in = table["kept_in"]
        self.put_to_use = any_phrase(table["put_to_use"])
        self.assessed = frozenset(table["assessed"])
        self.assessment = rf"{any_phrase(table['assessed'])}(?=\s+(?:in|within)\s+(?:the|these|those|his|her)\s)"
        self.met_words = frozenset([*table["met"], *table["remedied"]])
        self.met = any_phrase(self.met_words)
        not_be = r"(?:cannot|(?:can|could)\s+not)\s+(?:be|have\s+been)\s+(?:[a-z]+ly\s+)?"
        by_means = rf"\s+(?:by|with|within|through)\s+(?!(?:[a-z]+\s+){{0,3}}?{any_phrase(table['short_records'])})"
        remedied = any_phrase(table["remedied"])
        self.unmet = rf"(?:(?:(?<=\bthat\s)|(?<=\bwhich\s)){not_be}{self.met}|{not_be}{remedied}(?={by_means}))"
        self.interposed = rf",\s+(?:it\s+(?:[a-z]+\s+){{0,3}}?[a-z]+|{any_phrase(table['interposed'])}),"
        self.no_time = table["no_time"]
        self.never = rf"(?:never|(?:at|on)\s+{any_phrase(self.no_time)}|in\s+no\s+way)"
        self.at_no_time = rf"(?:(?<=\bat\s)|(?<=\bon\s)){any_phrase(self.no_time)}"
        fronted = any_phrase(FRONTED_VERBS)
        self.inverted = (
            rf"(?:(?:(?:(?<=\bat\s)|(?<=\bin\s)|(?<=\bon\s)){any_phrase([*self.no_time, *table['nowhere']])}|nowhere)"
            rf"(?:,?\s+(?!{fronted})[\w-]+){{0,9}}?,?|neither|never)\s+{fronted}\s+"
        )
        self.somebody = r"(?:(?:the|this|any|his|her)\s+(?:[a-z-]+\s+){1,3}?|(?:he|she|they|it|one|i|we)\s+)"
        word = rf"(?!{any_phrase(table['of_research'])})[\w/-]+"
        telling = any_phrase(table["telling"])
        self.told_by_neither = (
            rf"neither\s+(?:{word}\s+){{1,6}}?nor\s+(?:{word}\s+){{1,6}}?{telling}(?=\s+[a-z])(?!\s+{telling})"
        )
        plain = rf"(?:(?!{any_phrase(table['of_research'])})[a-z]+\s+){{0,2}}?"
        self.backed = tuple(table["backed"])
        self.unbacked = (
            rf"not\s+(?:been\s+)?(?:[a-z]+ly\s+)?{any_phrase(self.backed)}\s+by\s+{plain}"
            rf"(?:(?:documentation|evidence)(?=\s+(?:of|that)\b)|(?<=\bany\s){any_phrase(table['written'])}(?=\s+[a-z]))"
        )
        someone = r"(?:him|her|them|(?:the|this|an?)\s+[a-z]+(?:\s+worker)?)"
        self.enabled = rf"{openings_of(table['enabling'])}(?:s|d|ed|ted)?\s+{someone}\s+to\b"
        self.states = any_phrase(table["states"])
        self.decided = any_phrase(table["decided"])
        self.otherwise = any_phrase(table["otherwise"])
        self.relieving = frozenset(table["relieving"])
        self.worked = table["worked"]
        self.negated_auxiliaries = tuple(table["negated_auxiliaries"])
        self.fronted = tuple(table["fronted"])
        self.agreements = tuple(table["agreements"])
        self.beyond = tuple(table["beyond"])
        self.reportable: list[str] = table["reportable"]
        self.attesting, self.attesters = frozenset(table["attesting"]), frozenset(table["attesters"])
        self.attested_reports = frozenset(table["attested_reports"])
        self.to_prove = frozenset(table["to_prove"])
        self.to_ask_for = self.attesters.union(table["sent"]).difference(table["short_records"])
        self.had_by_persons = self.to_ask_for.union(table["had"], table["reportable"])
        self.persons = frozenset(phrase.split()[-1] for phrase in self.patients) | {"they"}
        self.agents = self.persons.union(table["had"])
        self.followed = any_phrase(table["followed"])
        denied = r"(?:is|are|was|were|has|have|had)\s+(?:not|never)\s+(?:been\s+)?(?:[a-z]+ly\s+)?"
        self.borne_out = expression(
            rf"{denied}(?P<out>{any_phrase(table['bearing_out'])})"
            rf"\s+(?:by|on|with)\s+(?:[a-z-]+\s+){{0,4}}?{any_phrase(table['bearers'])}"
        )
        going_on = r"(?:\s+(?:in|of|at|over|on|to|into|down|with|from)\s+[^.;,:]*)?\s*$"
        self.complained = expression(rf"\b{any_phrase(table['complained'])}{going_on}")
        self.done_to = expression(rf"\b{any_phrase([*table['had'], *table['attesters']])}{going_on}")
        self.acted = expression(
            rf"{denied}(?:{any_phrase(table['found_to'])}\s+(?:to\s+(?:have(?!\s+been\b)(?:\s+(?:[a-z]+(?:ed|en)|had|brought|led)\b)?"
            rf"|have\s+been(?=\s+{any_phrase(table['worked'])})"
            rf"|{any_phrase(table['acting'])})|as\s+[a-z]+ing\b)(?:\s+(?:in|to)\b)?|{self.followed})"
        )
        prepositions = any_phrase(table["behind_reportable"])
        verbs = any_phrase({"and", *FRONTED_VERBS, *self.verbs})
        self.not_stated = (
            rf"(?:^|(?<=[.!?]\s)|[.;,:(]|\b(?:and|or|that|however)\b)\s*"
            rf"(?:(?!{prepositions}|{any_phrase(table['decided_of'])})[\w'-]+\s+){{0,4}}?{any_phrase(table['reportable'])}"
            rf"(?:\s+{prepositions}\s(?:(?!\b{verbs})[^.;,:])*)?\s+$"
        )
        self.nor_does = (
            r"nor\s+(?:do|does|did|has|have|had|is|are|was|were|can|could)\s+"
            rf"(?:{any_phrase(table['inverted_subjects'])}|the\s+[a-z]+(?:\s+{any_phrase(table['short_records'])})?)"
        )
        self.scanty_leads = frozenset(table["scanty"])
        self.scanty = rf"{any_phrase(table['scanty'])}(?=\s+{any_phrase(table['scanty_records'])})"
        self.withheld = Withheld(table)
        self.between = _between(table["between"])
        self.graded = rf"(?:{any_phrase(table['grades'])}(?:,|\s+(?:or|and|and/or))\s+)?"
        self.unreported = frozenset(table["unreported"])
        unreported = rf"(?!{any_phrase(table['coded'])}){any_phrase(table['unreported'])}"
        self.unreported_response = rf"{unreported}\s+(?=(?:[a-z-]+\s+){{0,2}}?{any_phrase(table['responses'])})"
        self.members = rf",?\s+{any_phrase(table['members'])},?\s+(?:but\s+not\s+limited\s+to,?\s+)?"

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
        date = at - 3 if lower[at - 1].isdigit() else at - 2
        for index in range(at - 2, max(floor, at - LONGEST_TIME), -1):
            if lower[index] == "since" and (lower[index + 1] in self.latest or index >= date):
                between = lower[index + 1 : at]
                if any(lower[n] == "and" and words.gap(n - 1).strip() == "," for n in range(index + 1, at)):
                    return None  # "no flashbacks since the last session, and ideation | is denied"
                return index if self.verbs.isdisjoint(between) or "that" in between else None
        joined = True
        for index in range(at - 3, floor, -1):
            if lower[index] == "as" and lower[index + 1] == "to" and lower[index + 2] in BEHIND_AS_TO:
                return index
            joined = joined and not words.gap(index).strip(INSIDE_SUBJECTS)  # no "pain before and after it, and spasm"
            behind = index + 1 + (lower[index] == "prior")
            if joined and lower[index] in EARLIER and tuple(lower[behind : behind + 2]) in LATER:
                return index - (lower[index - 1] == "both")
        return None

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


def _between(words: dict[str, Any]) -> str:
    """Up to `MOST_BETWEEN` phrases, each with its comma: "provided for review", "by Dr. Smith", "since the last visit".

    A phrase with a preposition ends with one of the nouns that go with it, or with a date; nothing else may, since what
    follows would be taken for what is missing: "no complaints in the area of | the knee".
    """
    counted = r"(?:(?:any|each|either|all|most|some|both|one|none)\s+of\s+)?"
    inside = counted + r"(?:(?!(?:of|to|that|which|is|are|was|were|no|not|but)\b)[a-z\d/'.-]+\s+){0,5}?"
    placed = [
        rf"{any_phrase(row['prepositions'])}\s+{inside}{any_phrase(row['nouns'])}(?![-'])" for row in words["places"]
    ]
    records, authors, *others = placed
    not_behind = "".join(rf"(?<!\b{word}\s)" for word in words["not_behind"])
    written = rf"{records}(?:\s+{authors})?"  # "in the notes from the therapist", but not "notes from the therapist"
    places = "|".join([written, f"{not_behind}{authors}", *others])
    dated = rf"{any_phrase(words['dated'])}\s+(?:[a-z]+\s+){{0,2}}?\d[\d/-]*\b"
    person = r"(?:by|from|per)\s+drs?\.?\s+[a-z'-]+"
    phrase = rf"{any_phrase(words['phrases'])}|\([^)]{{0,120}}\)|{places}|{dated}|{person}"
    return rf"(?:,?\s+(?:{phrase}),?){{0,{MOST_BETWEEN}}}"
