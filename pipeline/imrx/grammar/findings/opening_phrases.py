r"""The phrases that open a place where something is missing, as expressions.

    no, lack of, scant | documentation, evidence | of, regarding         {missing} {evidence} {links}
    does not, never, failed to | document, address, provide              {negated} {verbs}
    was not, has never been, remains to be | documented                   {said}

Each is made of parts with a name, for text in lower case. Where they are tried, `imrx.grammar.findings.openings` says.
"""

from typing import Any

from imrx.grammar.findings.persons import Persons
from imrx.grammar.sentences.branches import (
    AT_NO_TIME,
    BEHIND_THERE_IS,
    FORMS_OF_BE,
    FORMS_OF_DO,
    FORMS_OF_HAVE,
    Branch,
    Branches,
    fronted,
    pairs,
    yet_to_be,
)
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import MARK
from imrx.grammar.sentences.phrasebook import any_phrase, beginnings, first_words, openings_of

THERE_APPEARS = "|".join(
    rf"(?<=there\s{do}\snot\s{verb}\s)" for do in sorted(FORMS_OF_DO) for verb in ("appear", "seem")
)
"""Stands in front of "to be" in an expression: "there does not appear to be any"."""

BE, HAVE = r"(?:is|are|was|were)", r"(?:has|have|had)"

ARTICLE = r"(?:(?:an?|any|the)\s+)?"

FEW = r"(?:[a-z-]+\s+){0,2}?"
"""What may stand between an article and its noun."""


class OpeningPhrases:
    """The words of `patterns/findings_heads.json` that they are made of.

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
        self.evidence = rf"(?:{self._any('evidence')}(?!\s?-?\s?based\b)|{clauses.assessment})"
        seen, found = ("|".join(rf"(?<=\b{words})" for words in heads[name]) for name in ("seen_on", "found_on"))
        exam = rf"\s+(?:{self._any('before_exams')}\s+)?(?:[a-z]+\s+)?{self._any('exams')}"
        at_exam = rf"(?:(?:{seen}){exam}|(?:{found}){exam}(?!\s+(?:{openings_of(heads['found_to'])})))"
        for_review = r"for\s+(?:(?:my|this|our)\s+)?review\b"
        self.links = (
            rf"(?!{for_review}){self._any('evidence_links')}"
            rf"(?!{at_exam}(?:\s*(?:[.,;)]|$)|\s+{self._any('behind_exams')}))"
        )
        verbal = "|".join(rf"(?<=\b{word}\s)" for word in ("never", "nowhere", "no point", "no time"))
        no_papers = rf"(?:{verbal}|(?!{self._any('papers')}(?<=s)))"  # "never documents", but "no documents"
        self.verbs = rf"{no_papers}{openings_of(heads['report_verbs'])}(?:e?s|e?d|ing)?\b"
        nobody = (
            rf"(?:nobody|no\s+one|nothing(?:\s+in\s+(?:the|these|this|his|her)\s+[a-z]+|\s+{self._any('on_hand')})?"
            rf"|no\s+(?:[a-z-]+\s+)?{self._any('papers')})\s+(?:{HAVE}\s+)?(?:ever\s+|even\s+)?"
            rf"(?!(?:has|had|have|been)\b)(?:{self._any('tending')}\s+)?"
        )
        self.said = self._any("passive_verbs")
        missing = rf"(?:{self._any('missing')}|{clauses.scanty}|{BEHIND_THERE_IS}not)"
        self.asked = self._any("asked")
        self.subjects = self._any("patient_subjects")
        self.adverbs = (
            rf"(?:{clauses.interposed})?(?:,?\s+(?:{openings_of(heads['adverbs'])}|(?!necessarily\b)[a-z]+ly)){{0,2}}"
        )
        self.negated = (
            rf"(?:{openings_of(clauses.negated_auxiliaries)}\s+not|cannot|never|nowhere|{AT_NO_TIME}|"
            rf"{clauses.nor_does}|not)"
        )
        self.persons = persons = Persons(heads)
        auxiliaries = self._any("patient_auxiliaries")
        named = rf"{persons.titled}|pt\b\.?(?=\s+{auxiliaries})"
        self.patient = (
            rf"(?:{persons.source}|(?:(?:the|this)\s+{persons.aged})?{self.subjects}|(?P<pt>pt)\b\.?)(?:'s)?\s+"
            r"(?:(?:is\s+or\s+is|was\s+or\s+was|has\s+or\s+has|had\s+or\s+had|does\s+or\s+does|did\s+or\s+did)\s+not\s+)?"
            rf"(?P<aux>(?:{auxiliaries}\s+){{1,4}})?"
        )
        self.kept = kept = (
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:{self._any('made')}|"
            rf"{self._any('offered')}(?={clauses.between}\s+{self._any('saying_so')})))?{clauses.between}"
        )
        self.apart = r"(?:\s+(?:from|in|on|by|to)(?:\s+[a-z-]+){1,5}?)?"
        self.short = short = r"(?:(?!of\b|to\b|was\b|were\b|is\b|are\b)[a-z-]+\s+){0,2}?"
        indications = any_phrase(heads["indications"]["nouns"])
        self.indication = rf"{indications}\s+for\b"
        given_for = rf"(?!{short}{indications}\s+{BE}\s+[a-z]+\s+for\b)"
        no_several = rf"(?!{short}{any_phrase(heads['indications']['several'])}\s+for\b)"
        of_evidence = rf"(?!{self.indication}){self.evidence}{clauses.between}\s+{self.links}\s+(?!{self.asked})"
        self.of_what = rf"(?:{of_evidence})?"
        self.nouns = rf"{missing},?\s+{given_for}{no_several}{clauses.graded}{short}{self.evidence}{kept}"
        report = rf"{self.verbs}(?:\s+(?:and|or)\s+{self.verbs})?"
        self.reports = (
            rf"(?:{self.negated}{self.adverbs}\s+(?:been\s+|being\s+)?|\bfail(?:ed|s|ure|ing)?\s+(?:to|in)\s+(?:[a-z]+ly\s+)?|"
            rf"\byet\s+to\s+|\bwithout\s+(?=to\s|[a-z]+ing\s|{self._any('reported')}\s)(?:to\s+)?|"
            rf"\b(?:neither|nor)\s+|\bno\s+(?=[a-z]+ing\s+(?:the|of|any)\s)|\b{nobody}|\bneglect(?:ed|s)?\s+to\s+|"
            rf"\bun(?:able|willing)\s+to\s+|\b{self._any('short_of')}\s+){report}"
        )
        self.unsaid = (
            rf"(?:(?:{self.negated}\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?|\byet\s+to\s+be\s+|\bremains?\s+to\s+be\s+)"
            rf"(?:either\s+)?(?:{self.said}|{self._any('plain_to_see')})(?:\s+either)?"
            rf"|\bnowhere\s+(?:is|was|does|do|did)\s+(?:it|(?:the|these|his|her)\s+[a-z]+(?:\s+[a-z]+)?)\s+{self.verbs})"
        )
        self.is_missing = (
            rf"{BE}\s+(?:{self._any('missing_adjectives')}|not\s+{self.said})"
            rf"(?:\s+(?:from|in(?!\s+that\b))(?:\s+[a-z'-]+){{1,4}}?)?\s+{BE}\s+"
        )
        self.referring = rf"{missing},?\s+{clauses.graded}{short}{self._any('referring')}{kept}\s+to\s+"
        self.introduced = (
            rf"{given_for}{clauses.graded}{FEW}{self.evidence}{kept}"
            rf"(?:\s+(?:{self.links}|that|{self.asked}|to\s+[a-z]+|the\s+{self.subjects}|{named})\b|\s+(?:[a-z]+ly\s+)?[a-z]+ing\b)"
        )
        self.adequate = rf"(?:{self._any('adequate')}\s+(?={of_evidence}))?"
        self.done = self._any("done")
        following = r"(?:\s+any\s+of)?\s+the\s+following"
        self.on = rf"(?:(?:{following})?:\s+(?={MARK})|{following}:\s+|\s+)"
        some = r"(?:[a-z-]+\s+){1,4}?"
        own = "".join(rf"(?<!\b{word}\s)" for word in heads["own"])
        self.best = rf"(?![^.;,]*?\s{self._any('best')})"
        self.helping = rf"{own}{self._any('helping')}(?!\s+(?:[a-z-]+\s+)?{BE}\b){self.best}"
        self.no_treatment = (
            rf"(?:none(?:\s+of\s+{some}|\s+)|neither\s+(?:{some}(?:nor\s+{some})?)?|nothing\s+)"
            rf"(?:(?:has|have|had|{self._any('tending')})\s+)?"
        )
        self.negating = pairs(clauses.negated_auxiliaries, {"not"}) | {"cannot", "never", "nor", "not", "nowhere"}
        self.nouns_leads = beginnings(heads["missing"]) | clauses.scanty_leads | {"not"}
        failing = {"fail", "failed", "fails", "failure", "failing", "neglect", "neglected", "neglects"}
        nobody_leads = {"nobody", "no", "nothing", "neither"}
        unable = {"yet", "unable", "unwilling", "without"} | beginnings(heads["short_of"])
        self.reports_leads = self.negating | failing | nobody_leads | unable

    def _any(self, key: str) -> str:
        """One of the phrases under a key, as an expression."""
        return any_phrase(self.heads[key])

    def clause(self) -> Branches:
        """What opens the clause of "There is no evidence the patient | is benefiting"."""
        so = (
            rf"{self.apart},?\s+(?:(?:to|that)\s+{self._any('to_say')}\s+(?:that\s+)?|"
            rf"{self._any('saying')}\s+(?:that\s+)?)?(?:{self.asked}\s+)?(?<!,\s){self.patient}"
        )
        return Branches(
            [
                Branch(
                    self.negating | {"yet", "remain", "remains"},
                    rf"\b{self.unsaid}{self.apart}\s+that\s+{self.patient}",
                ),
                Branch(
                    {"nothing"},
                    rf"\bnothing\s+(?:(?:{self._any('on_hand')}\s+)?(?:to|that)|in\s+(?:the|these)\s+[a-z]+)"
                    rf"\s+{self.verbs}\s+(?:that\s+)?{self.patient}",
                ),
                Branch(self.nouns_leads, rf"\b{self.nouns}{so}"),
                *(
                    Branch(leads, rf"{unsaid}{ARTICLE}{self.clauses.graded}{self.short}{self.evidence}{self.kept}{so}")
                    for leads, unsaid in (
                        (self.reports_leads, rf"\b{self.reports}\s+"),
                        (beginnings(self.clauses.fronted) | FORMS_OF_BE, fronted(self.clauses.fronted)),
                        (FORMS_OF_BE, rf"\b{self.is_missing}"),
                        (
                            self.negating,
                            rf"\b{self.negated}{self.adverbs}\s+(?:(?:appear|seem)\s+to\s+be|be|been)\s+any\s+",
                        ),
                    )
                ),
                Branch(
                    self.reports_leads,
                    rf"\b{self.reports}\s+(?:(?:the\s+|this\s+)?{self.subjects}|{self.persons.source})\s+(?P<aux>to\s+(?:be|have)|having)\s+",
                ),
                Branch(self.reports_leads, rf"\b{self.reports}\s+(?:that\s+)?{self.patient}"),
                Branch(
                    self.negating,
                    rf"\b{self.negated}\s+(?:appear|seem|believe|think|feel)\s+(?:that\s+)?{self.patient}",
                ),
            ]
        )

    def told(self) -> Branches:
        """What opens the predicate of "no documentation that pain is | poorly controlled", "that it | eases pain"."""
        that = rf"\s+(?:(?:to|that)\s+[a-z]+\s+|[a-z]+ing\s+)?that\s+{self.stated()}"
        easing = (
            rf"\s+that\s+{self._any('pronouns')}\s+(?:(?:has|have|had|is|are|was|were)\s+)?"
            rf"(?:(?:been|[a-z]+ly)\s+)?(?={any_phrase(self.clauses.relieving)}\s)"
        )
        that = rf"(?:{that}|{easing})"
        return Branches(
            [
                Branch(self.nouns_leads, rf"\b{self.nouns}{that}"),
                Branch(
                    self.reports_leads,
                    rf"\b{self.reports}(?:\s+(?:any\s+)?{self.clauses.graded}{self.short}{self.evidence}{self.kept})?{that}",
                ),
                Branch(self.negating, rf"\b{self.unsaid}{that}"),
            ]
        )

    def used(self) -> Branches:
        """What opens the use of "no indication that the H-wave would be used as | an adjunct": not that it is there."""
        subject = rf"(?:(?!{self._any('not_used')})[a-z'-]+\s+){{1,6}}?"
        doing = r"(?:(?:will|would|is\s+to|are\s+to)\s+be|(?:is|are)\s+being)"
        clause = rf"(?:\s+(?:(?:to|that)\s+[a-z]+\s+|[a-z]+ing\s+)?that\s+{subject}{doing}|\s+of\s+{subject}being)"
        return Branches(
            [
                Branch(
                    leads,
                    rf"\b{unsaid}{clause}\s+(?:[a-z]+ly\s+(?:(?:and|or)\s+[a-z]+ly\s+)?)?"
                    r"(?:(?P<as>used\s+(?:only\s+)?as\s+)|(?=used\s+(?:only\s+)?(?:in|to|with|for)\b))",
                )
                for leads, unsaid in ((self.nouns_leads, self.nouns), (self.reports_leads, self.reports))
            ]
        )

    def stated(self) -> str:
        """A subject and its verb in front of what is said of it: "pain is | poorly controlled"."""
        return (
            rf"(?:(?!{self._any('not_of_patient')}(?!\s+{HAVE}\s+{self._any('failing')}))[a-z'-]+\s+){{1,5}}?"
            rf"(?:is|are|was|were|has|have|had|(?:cannot|could\s+not)\s+be)\s+(?:ever\s+)?(?:been\s+)?"
            rf"(?!{self.done}|{self.said}|"
            rf"{self.clauses.otherwise})"
        )

    def question(self) -> Branches:
        """What opens the clause of "It is unclear whether | the injury was work-related"."""
        there = r"there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?"
        asks = rf"\s+(?:exactly\s+|precisely\s+)?{self.asked}(?:,\s+if\s+any,)?\s+(?!of\b)(?:or\s+not\s+)?"
        asks += rf"(?:{self.patient}|{there})?"
        return Branches(
            [
                Branch(beginnings(self.heads["open"]), rf"\b{self._any('open')}{self.apart}{asks}"),
                Branch(self.clauses.hard, rf"\b{self.clauses.untold}{self.apart}{asks}"),
                Branch(self.reports_leads, rf"\b{self.reports}{asks}"),
                Branch({"none"}, rf"\bnone\s+of\s+(?:the|these)\s+(?:[a-z-]+\s+){{1,4}}?{self.verbs}{asks}"),
                Branch({"not"}, rf"\bnot\s+(?:been\s+)?(?:[a-z]+ly\s+)?{self.said}{asks}"),
                Branch(
                    self.nouns_leads,
                    rf"\b{self.nouns}(?:\s+of|\s+as\s+to|\s+(?!of\b|to\b|that\b){self._any('saying')}|\s+on|\s+(?:from\s+which\s+)?to\s+"
                    rf"{self.clauses.finding_out})?{asks}",
                ),
            ]
        )

    def object(self) -> Branches:
        """What opens the noun phrase of "There is no documentation of | pain relief"."""
        return Branches([*self._unwritten(), *self._denied(), *self._lacked(), *self._not_told()])

    def _unwritten(self) -> list[Branch]:
        """What is not written down: "no documentation of | pain relief", "failed to document | relief"."""
        return [
            Branch(
                beginnings(self.clauses.fronted) | FORMS_OF_BE,
                rf"{fronted(self.clauses.fronted)}{ARTICLE}{self.adequate}{self.of_what}",
            ),
            Branch(
                {"no"},
                "(?:" + "|".join(rf"(?<=\b{verb}\s)" for verb in self.heads["indications"]["given"]) + r")no\s+"
                rf"(?={FEW}{self.indication})",
            ),
            Branch(self.nouns_leads, rf"\b{self.nouns}\s+{self.links}{self.on}"),
            Branch(self.nouns_leads, rf"\b{self.referring}"),
            Branch(
                self.reports_leads,
                rf"\b{self.reports}(?!\s+with\b){self.on}(?:\([^)]{{0,120}}\)\s+)?"
                rf"{ARTICLE}{self.adequate}{self.of_what}",
            ),
            Branch({"neither"}, rf"\b{self.clauses.told_by_neither}\s+{ARTICLE}"),
            Branch(
                {"no", "none", "nowhere", "neither", "never"},
                rf"{self.clauses.inverted}(?:there\s+|(?=an?\s|any\s)|{self.clauses.somebody}{self.verbs}\s+)"
                rf"{ARTICLE}{self.of_what}",
            ),
            Branch({"not"}, rf"\b{self.clauses.unbacked}\s+(?:(?:of|for)\s+)?(?!that\b)"),
            Branch(
                {"fail", "failed", "fails", "failing"},
                rf"\bfail(?:ed|s|ing)?\s+to\s+(?!be\b|{self._any('deciding_verbs')})[a-z]+\s+"
                r"(?=(?:any|the|a|an|his|her)\s)",
            ),
        ]

    def _denied(self) -> list[Branch]:
        """What is denied by one word: "no | fever", "without | radiation", "neither | numbness nor weakness"."""
        return [
            Branch(
                {"no", "nor"},
                r"\b(?:no(?!(?<=\b[aio][tn]\sno)\s+(?:point|time|occasion)\b)|nor\s+any|nor\s+(?:was|were|is|are)\s+there(?:\s+any)?)\s+"
                rf"(?!{self.introduced}|{self._any('reasons')}(?:,\s+[a-z]+,)?\s+"
                rf"(?:to\b|for\s+{self._any('of_denials')})(?![^.;,]{{0,60}}?\s{self._any('given')}))",
            ),
            Branch(
                {"without", "w"},
                rf"\b(?:without|w/o)\s+(?!{self._any('not_behind_without')}|"
                rf"(?!{self._any('modifying_in_ing')})[a-z]+ing\b)(?=[a-z])(?!{self.introduced})",
                small=True,
            ),
            Branch({"zero"}, rf"\bzero\s+(?={FEW}{self._any('behind_without_a')})"),
            Branch(
                {"without", "w"},
                r"\b(?:without|w/o)\s+(?:an?|any)\s+"
                rf"(?={FEW}{self._any('behind_without_a')})",
            ),
            Branch(pairs(FORMS_OF_BE, {"not"}), rf"\b{BE}\s+not{self.adverbs}\s+an?\s+(?={FEW}{self._any('not_a')})"),
            Branch(
                pairs(FORMS_OF_BE, {"not"}),
                rf"(?<=\bthere\s){BE}\s+not\s+(?:an?|any)\s+(?!{self.introduced}|{self._any('needs')})",
            ),
            Branch(
                {"neither", "nor"},
                r"\b(?:neither|nor(?:\s+(?:has|have|had|is|are|was|were))?)\s+(?=(?:an?|any|the|his|her)\s)"
                rf"|\bneither\s+(?!{self._any('not_behind_neither')}|{self.said}\s+nor\b)"
                r"(?=(?:[a-z-]+\s+){1,4}?nor\b)"
                rf"|\bnor\s+{BE}\s+(?=[a-z-]+\s+(?:to|of|for)\b)|\bneither\s+{BE}\s+(?=(?:the|his|her|any)\s)"
                rf"|\bnor\s+(?!{self._any('not_behind_nor')}|"
                rf"{self.said}(?:\s*(?:[.,;)]|$)|\s+{any_phrase(self.clauses.behind_participles)}))",
            ),
            Branch(
                {"without"},
                r"\bwithout\s+(?=[a-z-]+(?:\s+[a-z-]+)?(?:,\s+[a-z-]+(?:\s+[a-z-]+)?){0,6},?\s+(?:or|nor)\s)",
            ),
        ]

    def _lacked(self) -> list[Branch]:
        """What is lacking or unclear: "lacks | motion", "not stated any | benefit", "nothing on | his sleep"."""
        return [
            Branch(self.clauses.falling_short, rf"\b{self.clauses.falls_short}\s+"),
            Branch(
                beginnings(self.heads["lacking"]) | {"lack", "lacks", "lacked"},
                rf"\b(?:{self._any('lacking')}|lack(?:s|ed)?(?!\s+\d+\s)){self.on}(?!{self.introduced})",
            ),
            Branch(
                {"none of", "neither of", "not a", "not one", "nothing in"},
                r"\b(?:(?:none|neither)\s+of\s+(?:the|these)|not\s+a\s+single|not\s+one\s+of\s+(?:the|these)|nothing\s+in\s+(?:the|these|this|his|her))\s+"
                rf"(?:[\w-]+\s+){{1,4}}?(?:to\s+|{self._any('on_hand')}\s+)?{self.verbs}\s+{ARTICLE}{self.of_what}",
            ),
            Branch(
                self.heads["unproven"]["few"],
                rf"\b{any_phrase(self.heads['unproven']['few'])}\s+"
                rf"(?={FEW}{any_phrase(self.heads['unproven']['nouns'])})",
            ),
            Branch(self.clauses.unreported, rf"\b{self.clauses.unreported_response}"),
            Branch(beginnings(self.heads["unclear"]), rf"\b{self._any('unclear')}\s+"),
            Branch(self.clauses.hard, rf"\b{self.clauses.too_little}\s+"),
            Branch(
                self.negating,
                rf"\b{self.negated}(?:{self.adverbs}\s+(?!{self._any('not_in_front_of_any')}|[a-z]+ing\b)[a-z]+"
                r"(?:\s+(?:up|out|down|on|to|in|of|for|forth|forward))?\s+any\s+|"
                rf"\s+(?:appear|seem)\s+(?:that\s+|to\s+have\s+|(?:{THERE_APPEARS})to\s+be\s+)(?:any\s+|an?\s+)?){self.of_what}",
            ),
            Branch(
                {"nothing"},
                rf"\bnothing\s+(?:(?:is|was|has\s+been)\s+(?:{self.said}|{self._any('spoken')})\s+)?(?:{self._any('on_what')}|"
                rf"on\b(?!\s+{self._any('not_on_what')}))\s+",
            ),
        ]

    def _not_told(self) -> list[Branch]:
        """What is denied in other words: "denies h/o | asthma", "never had any | relief"."""
        return [
            Branch(
                {"negative", "neg"},
                rf"\b(?<!false )(?<!false-)neg(?:ative)?\s+(?={self._any('behind_negative')}|"
                r"[a-z]+['’]s?\s*(?:[.,;)]|$|(?:and|or|bilaterally)\b))",
            ),
            Branch({"never"}, rf"\bnever\s+(?:an?|any)\s+{self.of_what}"),
            Branch({"not"}, r"(?<=\bbut\s)not\s+of\s+"),
            Branch(
                self.negating,
                rf"\b{self.negated}{self.adverbs}\s+(?:made\s+(?:any\s+)?(?={FEW}{self._any('gains')})"
                rf"|(?:been\s+)?{self.clauses.followed}\s+(?:any\s+|an?\s+)?(?={FEW}{self._any('changing_nouns')}))",
            ),
            Branch(
                self.negating,
                rf"\b{self.negated}{self.adverbs}\s+{self._any('recalling')}\s+(?:having\s+)?(?:an?|any)\s+",
            ),
            Branch(FORMS_OF_BE, rf"\b{self.is_missing}{ARTICLE}{self.of_what}"),
            Branch({"nothing"}, rf"\bnothing\s+(?:{self._any('on_hand')}\s+)?(?:to\s+|that\s+)?{self.verbs}s?\s+"),
            Branch(
                pairs({"not"}, first_words(self.heads["supplied"]) | {"been"}),
                rf"\bnot\s+(?:been\s+)?{self._any('supplied')}\s+with\s+",
            ),
        ]

    def passive(self) -> Branches:
        """What closes the subject of "The work status | was not provided"."""
        having = rf"{HAVE}(?=(?:\s+[a-z]+){{0,3}}?\s+been\b)"
        return Branches(
            [
                Branch(
                    FORMS_OF_BE | FORMS_OF_HAVE | {"could", "can", "cannot"},
                    rf"(?!{self.clauses.unmet})(?:(?:was|were|is|are|could|can|{having})(?:\s+\w+)?\s+(?:not|neither|never)|"
                    rf"cannot)\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?{self.said}\b",
                ),
                Branch(
                    FORMS_OF_BE | FORMS_OF_HAVE,
                    rf"(?:was|were|is|are|{HAVE}(?=\s+(?:not|never)\s+(?:[a-z]+\s+)?been))\s+(?:[a-z]+\s+)?"
                    rf"(?:not|never)\s+(?:been\s+)?{self.clauses.participle}",
                ),
                Branch(
                    FORMS_OF_BE | FORMS_OF_HAVE | {"neither", "none", "not", "but"}, self.clauses.withheld.predicate
                ),
                Branch(FORMS_OF_BE, rf"{BE}\s+(?:[a-z]+ly\s+)?not\s+indicated\b"),
                Branch(
                    pairs({"not", "never"}, first_words(self.heads["passive_verbs"]) | {"being", "been"})
                    | pairs({"and", "but"}, {"not", "never"}),
                    rf"(?:and\s+|but\s+)?(?:not\s+(?:being\s+|been\s+)?{self.said}|"
                    rf"never\s+(?:being\s+|been\s+)?{self.said}{self.clauses.no_object})\b",
                ),
                Branch(
                    pairs(FORMS_OF_BE, {"nowhere", "not"}),
                    rf"{BE}\s+(?:nowhere\s+{self.said}\b|not\s+{self._any('clumsy')})",
                ),
                *yet_to_be(self.said),
                Branch(
                    pairs(FORMS_OF_HAVE | FORMS_OF_DO, {"not"}) | {"never", "fail", "failed", "fails"},
                    r"(?:(?:do|does|did|has|have|had)\s+not|never|fail(?:ed|s)?\s+to)\s+"
                    rf"{self._any('events')}",
                ),
                Branch({"go", "goes", "went", "gone"}, r"(?:go|goes|went|gone)\s+un[a-z]+ed\b"),
                Branch(
                    beginnings(self.heads["linking"]),
                    rf"{self._any('linking')}\s+(?:(?:both|all|each|also|again|still|now|[a-z]+ly)\s+)?"
                    rf"{self._any('missing_adjectives')}(?!\s+for\b|{self.clauses.has_object})",
                ),
                Branch(
                    FORMS_OF_BE,
                    rf"(?:is|are)\s+(?:[a-z]+ly\s+)?(?:{self.clauses.too_little}|{self.clauses.untold_by_records})",
                ),
                Branch(beginnings(self.heads["left"]), self._any("left")),
                Branch(
                    beginnings(self.heads["alone"]) | {"thus", "still", "therefore"},
                    rf"(?:thus\s+|still\s+|therefore\s+)?{self._any('alone')}(?=\s*(?:[.;)]|$)|(?<=neg|ive|ted|ded),)",
                ),
            ]
        )

    def predicate(self) -> Branches:
        """What opens the predicate of "The symptoms did not | respond to manipulation"."""
        unless = "".join(rf"(?<!\b{word}\s)" for word in self.heads["not_in_front_of_predicates"])
        seeming = r"(?:(?<=\bnot\s)(?:appear|seem)\s+to\s+(?:have\s+)?)?"
        endings = "|".join(self.heads["adjective_endings"])
        other = rf"{self._any('not_predicates')}|{self.clauses.otherwise}"
        return Branches(
            [
                Branch(
                    self.negating
                    | pairs(FORMS_OF_HAVE, {"yet"})
                    | {"no", "fail", "failed", "fails", "failing", "failure"},
                    rf"\b(?:(?<=\bdue\sto\s)|{unless})(?!would\b)(?:{self.negated}{self.adverbs}|no\s+longer|fail(?:ed|s|ing|ure)?\s+to|"
                    rf"{HAVE}\s+yet\s+to)\s+{seeming}(?:been\s+|be\s+)?"
                    rf"(?={self._any('negated_verbs')})(?!{self._any('not_negated')}|{self._any('acts')})",
                ),
                Branch(
                    {"none", "nothing"},
                    r"\b(?:none\s+of\s+(?:the|these|his|her)\s+(?:[a-z-]+\s+){1,3}?|nothing\s+"
                    rf"(?!{self._any('behind_nothing')}))(?:(?:has|have|had|was|were)\s+)?"
                    rf"(?={self._any('negated_verbs')}|effective\b|helpful\b){self.best}",
                ),
                Branch(
                    self.negating,
                    rf"\b{self.negated}\s+(?:feel|believe|think)\s+(?:that\s+)?(?:[a-z'-]+\s+){{1,4}}?"
                    rf"(?:(?:is|are|was|were|has|have|had|been)\s+){{1,2}}(?={self._any('negated_verbs')})",
                ),
                Branch(self.negating, rf"\b{self.negated}\s+{self.clauses.enabled}\s+(?:be\s+)?"),
                Branch(
                    self.negating,
                    rf"\b{self.negated}\s+(?:(?:been\s+|being\s+)?{self._any('known')}"
                    rf"(?:\s+in(?:\s+[a-z-]+){{1,3}}?)?\s+"
                    rf"(?:to\s+(?:be|have)\s+(?!been\s+{self.said}|{other})|to\s+(?={any_phrase(self.clauses.relieving)})"
                    rf"|as\s+(?:being\s+)?(?!{other}|{self.said})(?=[a-z]+(?:{endings})\b))"
                    rf"|(?:appear|seem)\s+(?:to\s+be\s+)?(?!{other}|{self.said})(?={self.clauses.states}|[a-z]{{2,}}(?:{endings})\b))",
                ),
                Branch({"none", "neither", "nothing"}, rf"\b{self.no_treatment}(?={self.helping})"),
                Branch(
                    {"not"},
                    rf"(?<=,\s)not\s+(?!{self._any('not_predicates')})(?=[a-z-]+\s*[.,;)])"
                    rf"|(?<=[a-z]\s)not\s+(?!{self._any('not_predicates')}|{self.clauses.otherwise}|{self.said})"
                    rf"(?=(?:{self.clauses.states}|[a-z]{{2,}}(?:{endings})\b)(?:\s*(?:[.,;)]|$)|\s+{self._any('behind_states')}))",
                ),
                Branch(
                    {"and", "but"},
                    rf"\b(?:and|but)\s+not\s+(?!{self._any('not_predicates')})(?=[a-z-]+(?:{endings})\s*(?:[.,;)]|$))",
                ),
            ]
        )

    def described(self) -> Branches:
        """What opens the state of "The tendon was not | retracted"."""
        return Branches(
            [
                Branch(
                    pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"not"}),
                    rf"\b(?:{BE}\s+not|{HAVE}\s+not\s+been)\s+(?:very\s+)?(?={self._any('lasting')}"
                    rf"(?:\s*(?:[.,;)]|$)|\s+{self._any('behind_states')}))",
                ),
                Branch(
                    pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"not", "never"}),
                    rf"\b(?:{BE}\s+(?:not|never)|{HAVE}\s+(?:not|never)"
                    rf"\s+been)\s+(?:(?!necessarily\b)[a-z]+ly\s+)?(?!{self._any('not_predicates')}|{self.clauses.otherwise}|{self.said})"
                    rf"(?={self.clauses.states}|[a-z]{{2,}}(?:{'|'.join(self.heads['describing_endings'])})\b)",
                ),
            ]
        )
