"""Parts of the phrases that open a place where something is missing, as expressions.

    no, lack of, scant | documentation, evidence | of, regarding         {missing} {evidence} {links}
    does not, never, failed to | document, address, provide              {negated} {verbs}
    was not, has never been, remains to be | documented                   {said}

Each has a name, for text in lower case. What phrases are made of them, `imrx.grammar.findings.opening_objects`,
`opening_clauses` and `opening_predicates` say.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, beginnings, openings_of
from imrx.grammar.findings.persons import Persons
from imrx.grammar.sentences.branches import BEHIND_THERE_IS, pairs
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import MARK

BE, HAVE = r"(?:is|are|was|were)", r"(?:has|have|had)"

ARTICLE = r"(?:(?:an?|any|the)\s+)?"

FEW = r"(?:[a-z-]+\s+){0,2}?"
"""What may stand between an article and its noun."""


class OpeningParts:
    """The words of `patterns/findings_heads.json` that the phrases are made of.

    The parts that most of them share:

    - `evidence`: a noun of record; `links`: what joins it to its object; `kept`: what may stand between the two;
      `apart`: likewise where a clause follows; `of_what`: all of it, in "failed to provide any | evidence of".
    - `nouns`: "no objective documentation", without its object; `referring`: "no reference to".
    - `reports`: "does not document", "failed to address"; `verbs`: what is denied in it.
    - `unsaid`: "has not been documented"; `is_missing`: "is not included in the file is", in front of its subject.
    - `negated`: "does not", "never"; `adverbs`: what may stand behind it; `negating`: the words that it begins with.
    - `introduced`: "documentation of", behind a "no" that another phrase has read with it.
    - `patient`: the patient as a subject, and the auxiliaries of its verb.
    """

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.heads = heads
        self.clauses = clauses
        evidence = any_phrase([*clauses.evidence, *heads["evidence"]])
        self.evidence = rf"(?:{evidence}(?!\s?-?\s?based\b)|{clauses.assessment})"
        seen, found = ("|".join(rf"(?<=\b{words})" for words in heads[name]) for name in ("seen_on", "found_on"))
        exam = rf"\s+(?:{self.one_of('before_exams')}\s+)?(?:[a-z]+\s+)?{self.one_of('exams')}"
        at_exam = rf"(?:(?:{seen}){exam}|(?:{found}){exam}(?!\s+(?:{openings_of(heads['found_to'])})))"
        used = (
            rf"(?:(?<=\bfinding\s)|(?<=\bfindings\s))to\s+support\s+(?:(?:the|this|its|their|any)\s+)?"
            rf"(?:{self.one_of('continued')}\s+)?{self.one_of('supported')}\b"
        )
        for_review = r"for\s+(?:(?:my|this|our)\s+)?review\b"
        self.links = (
            rf"(?!{for_review}|{used}){self.one_of('evidence_links')}"
            rf"(?!{at_exam}(?:\s*(?:[.,;)]|$)|\s+{self.one_of('behind_exams')}))"
        )
        verbal = "|".join(rf"(?<=\b{word}\s)" for word in ("never", "nowhere", *clauses.no_time))
        no_papers = rf"(?:{verbal}|(?!{self.one_of('papers')}(?<=s)))"  # "never documents", but "no documents"
        self.verbs = rf"{no_papers}{openings_of([*clauses.report_verbs, *heads['report_verbs']])}(?:e?s|e?d|ing)?\b"
        nobody = (
            rf"(?:nobody|no\s+one|nothing(?:\s+in\s+(?:the|these|this|his|her)\s+[a-z]+|\s+{self.one_of('on_hand')})?"
            rf"|no\s+(?:[a-z-]+\s+)?{self.one_of('papers')})\s+(?:{HAVE}\s+)?(?:ever\s+|even\s+)?"
            rf"(?!(?:has|had|have|been)\b)(?:{self.one_of('tending')}\s+)?"
        )
        self.passive_verbs = [*clauses.passive_verbs, *heads["passive_verbs"]]
        self.said = any_phrase(self.passive_verbs)
        absences = [*clauses.missing, *heads["missing"]]
        self.missing = any_phrase(absences)
        missing = rf"(?:{self.missing}|{clauses.scanty}|{BEHIND_THERE_IS}not)"
        self.asked = any_phrase([*clauses.series.questions, *heads["asked"]])
        self.adverbs = (
            rf"(?:{clauses.interposed})?(?:,?\s+(?:{openings_of(heads['adverbs'])}|(?!necessarily\b)[a-z]+ly)){{0,2}}"
        )
        self.negated = (
            rf"(?:{openings_of(clauses.negated_auxiliaries)}\s+not|cannot|never|nowhere|{clauses.at_no_time}|"
            rf"{clauses.nor_does}|not)"
        )
        self.persons = persons = Persons(heads, clauses)
        self.subjects = any_phrase(persons.patients)
        auxiliaries = self.one_of("patient_auxiliaries")
        named = rf"{persons.titled}|pt\b\.?(?=\s+{auxiliaries})"
        self.patient = (
            rf"(?:{persons.source}|(?:(?:the|this)\s+{persons.aged})?{self.subjects}|(?P<pt>pt)\b\.?)(?:'s)?\s+"
            r"(?:(?:is\s+or\s+is|was\s+or\s+was|has\s+or\s+has|had\s+or\s+had|does\s+or\s+does"
            r"|did\s+or\s+did)\s+not\s+)?"
            rf"(?P<aux>(?:{auxiliaries}\s+){{1,4}})?"
        )
        self.kept = kept = (
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:{self.one_of('made')}|"
            rf"{self.one_of('offered')}(?={clauses.between}\s+{self.one_of('saying_so')})))?{clauses.between}"
        )
        self.apart = r"(?:\s+(?:from|in|on|by|to)(?:\s+[a-z-]+){1,5}?)?"
        self.short = short = r"(?:(?!of\b|to\b|was\b|were\b|is\b|are\b)[a-z-]+\s+){0,2}?"
        indications = any_phrase(heads["indications"]["nouns"])
        self.indication = rf"{indications}\s+for\b"
        given_for = rf"(?!{short}{indications}\s+{BE}\s+[a-z]+\s+for\b)"
        no_several = rf"(?!{short}{any_phrase(heads['indications']['several'])}\s+for\b)"
        of_evidence = rf"(?!{self.indication}){self.evidence}{clauses.between}\s+{self.links}"
        following = r"(?:\s+any\s+of)?\s+the\s+following"
        listed = rf"(?:{following})?:\s+(?={MARK})|{following}:\s+"
        self.on = rf"(?:{listed}|\s+)"
        of_evidence += rf"(?:{listed}|\s+(?!{self.asked}))"
        self.of_what = rf"(?:{of_evidence})?"
        self.nouns = rf"{missing},?\s+{given_for}{no_several}{clauses.graded}{short}{self.evidence}{kept}"
        report = rf"{self.verbs}(?:\s+(?:and|or)\s+{self.verbs})?"
        self.reports = (
            rf"(?:{self.negated}{self.adverbs}\s+(?:been\s+|being\s+)?"
            rf"|\bfail(?:ed|s|ure|ing)?\s+(?:to|in)\s+(?:[a-z]+ly\s+)?|"
            rf"\byet\s+to\s+|\bwithout\s+(?=to\s|[a-z]+ing\s|{self.one_of('reported')}\s)(?:to\s+)?|"
            rf"\b(?:neither|nor)\s+|\bno\s+(?=[a-z]+ing\s+(?:the|of|any)\s)|\b{nobody}|\bneglect(?:ed|s)?\s+to\s+|"
            rf"\bun(?:able|willing)\s+to\s+|\b{self.one_of('short_of')}\s+){report}"
        )
        self.unsaid = (
            rf"(?:(?:{self.negated}\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?|\byet\s+to\s+be\s+|\bremains?\s+to\s+be\s+)"
            rf"(?:either\s+)?(?:{self.said}|{self.one_of('plain_to_see')})(?:\s+either)?"
            rf"|\bnowhere\s+(?:is|was|does|do|did)\s+"
            rf"(?:it|(?:the|these|his|her)\s+[a-z]+(?:\s+[a-z]+)?)\s+{self.verbs})"
        )
        adjectives = any_phrase(clauses.missing_adjectives)
        self.missing_adjectives = rf"(?:{adjectives}|{clauses.not_in_records})"
        self.is_missing = (
            rf"{BE}\s+(?:{self.missing_adjectives}|not\s+{self.said})"
            rf"(?:\s+(?:from|in(?!\s+that\b))(?:\s+[a-z'-]+){{1,4}}?)?\s+{BE}\s+"
        )
        self.referring = rf"{missing},?\s+{clauses.graded}{short}{self.one_of('referring')}{kept}\s+to\s+"
        self.introduced = (
            rf"{given_for}{clauses.graded}{FEW}{self.evidence}{kept}"
            rf"(?:\s+(?:{self.links}|that|{self.asked}|(?!{used})to\s+[a-z]+|the\s+{self.subjects}|{named})\b"
            rf"|\s+(?:[a-z]+ly\s+)?[a-z]+ing\b)"
        )
        self.adequate = rf"(?:{self.one_of('adequate')}\s+(?={of_evidence}))?"
        self.done = self.one_of("done")
        some = r"(?:[a-z-]+\s+){1,4}?"
        own = "".join(rf"(?<!\b{word}\s)" for word in heads["own"])
        self.best = rf"(?![^.;,]*?\s{self.one_of('best')})"
        self.helping = rf"{own}{any_phrase(clauses.helping)}(?!\s+(?:[a-z-]+\s+)?{BE}\b){self.best}"
        self.no_treatment = (
            rf"(?:none(?:\s+of\s+{some}|\s+)|neither\s+(?:{some}(?:nor\s+{some})?)?|nothing\s+)"
            rf"(?:(?:has|have|had|{self.one_of('tending')})\s+)?"
        )
        self.negating = pairs(clauses.negated_auxiliaries, {"not"}) | {"cannot", "never", "nor", "not", "nowhere"}
        self.nouns_leads = beginnings(absences) | clauses.scanty_leads | {"not"}
        failing = {"fail", "failed", "fails", "failure", "failing", "neglect", "neglected", "neglects"}
        nobody_leads = {"nobody", "no", "nothing", "neither"}
        unable = {"yet", "unable", "unwilling", "without"} | beginnings(heads["short_of"])
        self.reports_leads = self.negating | failing | nobody_leads | unable

    def one_of(self, key: str) -> str:
        """One of the phrases under a key, as an expression."""
        return any_phrase(self.heads[key])
