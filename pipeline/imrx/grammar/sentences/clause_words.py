"""The words by which clauses are told apart, compiled."""

from typing import Any

from imrx.grammar.alternatives import any_phrase, beginnings, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE
from imrx.grammar.sentences.idle_words import IdleWords
from imrx.grammar.sentences.series import Series
from imrx.grammar.sentences.withheld import Withheld

BEHIND_TO_TELL = frozenset({"whether", "if"})
"""What nobody can learn begins with these: "hard to tell | whether function improved"."""

MOST_BETWEEN = 4
"""So many phrases stand between a noun and what joins it to its object: "provided | for review | in the notes"."""

FRONTED_VERBS = FORMS_OF_BE | FORMS_OF_DO | FORMS_OF_HAVE | {"can", "could"}


class ClauseWords:
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
        self.times: list[str] = table["times"]
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
