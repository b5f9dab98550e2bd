r"""The phrases that open a place where something is missing, as expressions.

    no, lack of, scant | documentation, evidence | of, regarding         {missing} {evidence} {links}
    does not, never, failed to | document, address, provide              {negated} {verbs}
    was not, has never been, remains to be | documented                   {said}

Each is made of parts with a name, for text in lower case. Where they are tried, `imrx.grammar.findings.openings` says.
"""

from typing import Any

from imrx.grammar.findings.persons import Persons
from imrx.grammar.sentences.branches import (
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
from imrx.grammar.sentences.phrasebook import any_phrase, beginnings, first_words, openings_of


class OpeningPhrases:
    """The words of `patterns/findings_heads.json` that they are made of."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.heads = heads
        self.clauses = clauses
        self.evidence = any_phrase(heads["evidence"]) + r"(?!\s?-?\s?based\b)"
        seen = "|".join(rf"(?<=\b{words})" for words in heads["seen_on"])
        at_exam = rf"(?:{seen})\s+(?:{any_phrase(heads['before_exams'])}\s+)?(?:[a-z]+\s+)?{any_phrase(heads['exams'])}"
        self.links = (
            rf"{any_phrase(heads['evidence_links'])}"
            rf"(?!{at_exam}(?:\s*(?:[.,;)]|$)|\s+{any_phrase(heads['behind_exams'])}))"
        )
        self.verbs = rf"(?!{any_phrase(heads['papers'])}(?<=s)){openings_of(heads['report_verbs'])}(?:e?s|e?d|ing)?\b"
        nobody = (
            rf"(?:nobody|no\s+one|nothing(?:\s+in\s+(?:the|these|this|his|her)\s+[a-z]+|\s+{any_phrase(heads['on_hand'])})?"
            rf"|no\s+(?:[a-z-]+\s+)?{any_phrase(heads['papers'])})\s+(?:(?:has|had|have)\s+)?(?:ever\s+|even\s+)?"
            rf"(?!(?:has|had|have|been)\b)(?:{any_phrase(heads['tending'])}\s+)?"
        )
        self.said = any_phrase(heads["passive_verbs"])
        missing = rf"(?:{any_phrase(heads['missing'])}|{BEHIND_THERE_IS}not)"
        self.asked = any_phrase(heads["asked"])
        self.subjects = any_phrase(heads["patient_subjects"])
        self.adverbs = rf"(?:,?\s+(?:{openings_of(heads['adverbs'])}|(?!necessarily\b)[a-z]+ly)){{0,2}}"
        self.negated = (
            rf"(?:{openings_of(clauses.negated_auxiliaries)}\s+not|cannot|never|"
            r"nor\s+(?:do|does|did|has|have|had|is|are|was|were)\s+(?:it|they|he|she|the\s+[a-z]+)|not)"
        )
        self.patient = (
            rf"(?:{Persons(heads).source}|(?:the\s+|this\s+)?{self.subjects})(?:'s)?\s+"
            r"(?:(?:is\s+or\s+is|was\s+or\s+was|has\s+or\s+has|had\s+or\s+had|does\s+or\s+does|did\s+or\s+did)\s+not\s+)?"
            rf"(?P<aux>(?:{any_phrase(heads['patient_auxiliaries'])}\s+){{1,4}})?"
        )
        kept = (
            rf"(?:\s+{any_phrase(heads['kept'])}|\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:{any_phrase(heads['made'])}|"
            rf"{any_phrase(heads['offered'])}(?=\s+(?:that|{any_phrase(heads['saying_so'])}))))?"
        )
        short = r"(?:\s+(?!of\b|to\b|was\b|were\b|is\b|are\b)[a-z-]+){0,2}?"
        self.nouns = rf"{missing},?{short}\s+{self.evidence}{kept}"
        report = rf"{self.verbs}(?:\s+(?:and|or)\s+{self.verbs})?"
        self.reports = (
            rf"(?:{self.negated}{self.adverbs}\s+(?:been\s+|being\s+)?|\bfail(?:ed|s|ure|ing)?\s+to\s+(?:[a-z]+ly\s+)?|"
            rf"\byet\s+to\s+|\bwithout\s+(?=to\s|[a-z]+ing\s|{any_phrase(heads['reported'])}\s)(?:to\s+)?|"
            rf"\b(?:neither|nor)\s+|\bno\s+(?=[a-z]+ing\s+(?:the|of|any)\s)|\b{nobody}|\bneglect(?:ed|s)?\s+to\s+|"
            rf"\bun(?:able|willing)\s+to\s+){report}"
        )
        self.unsaid = (
            rf"(?:(?:{self.negated}\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?|\byet\s+to\s+be\s+|\bremains?\s+to\s+be\s+)"
            rf"(?:either\s+)?(?:{self.said}|{any_phrase(heads['plain_to_see'])})(?:\s+either)?"
            rf"|\bnowhere\s+(?:is|was|does|do|did)\s+(?:it|(?:the|these|his|her)\s+[a-z]+(?:\s+[a-z]+)?)\s+{self.verbs})"
        )
        self.introduced = (
            rf"(?:[a-z-]+\s+){{0,2}}?{self.evidence}{kept}"
            rf"(?:\s+(?:{self.links}|that|{self.asked}|to\s+[a-z]+|the\s+(?:{self.subjects}))\b|\s+(?:[a-z]+ly\s+)?[a-z]+ing\b)"
        )
        self.adequate = rf"(?:{any_phrase(heads['adequate'])}\s+(?={self.evidence}\s+{self.links}\s))?"
        self.done = any_phrase(heads["done"])
        self.behind_not = any_phrase(heads["behind_not"])
        self.about = clauses.topics
        self.negating = pairs(clauses.negated_auxiliaries, {"not"}) | {"cannot", "never", "nor", "not"}
        self.nouns_leads = beginnings(heads["missing"]) | {"not"}
        failing = {"fail", "failed", "fails", "failure", "failing", "neglect", "neglected", "neglects"}
        nobody_leads = {"nobody", "no", "nothing", "neither"}
        self.reports_leads = self.negating | failing | nobody_leads | {"yet", "unable", "unwilling", "without"}

    def clause(self) -> Branches:
        """What opens the clause of "There is no evidence the patient | is benefiting"."""
        return Branches(
            [
                Branch(
                    self.negating | {"yet", "remain", "remains", "nowhere"},
                    rf"\b{self.unsaid}(?:\s+(?:from|in|on|by|to)(?:\s+[a-z-]+){{1,5}}?)?\s+that\s+{self.patient}",
                ),
                Branch(
                    {"nothing"},
                    rf"\bnothing\s+(?:(?:{any_phrase(self.heads['on_hand'])}\s+)?(?:to|that)|in\s+(?:the|these)\s+[a-z]+)"
                    rf"\s+{self.verbs}\s+(?:that\s+)?{self.patient}",
                ),
                Branch(
                    self.nouns_leads,
                    rf"\b{self.nouns}(?:\s+(?:from|in|on)(?:\s+[a-z-]+){{1,5}}?)?\s+(?:(?:to|that)\s+{any_phrase(self.heads['to_say'])}\s+(?:that\s+)?|"
                    rf"{any_phrase(self.heads['saying'])}\s+(?:that\s+)?)?(?:{self.asked}\s+)?{self.patient}",
                ),
                Branch(
                    self.reports_leads,
                    rf"\b{self.reports}\s+(?:the\s+|this\s+)?{self.subjects}\s+(?P<aux>to)\s+(?:be|have)\s+",
                ),
                Branch(self.reports_leads, rf"\b{self.reports}\s+(?:that\s+)?{self.patient}"),
                Branch(self.negating, rf"\b{self.negated}\s+(?:appear|seem)\s+(?:that\s+)?{self.patient}"),
            ]
        )

    def told(self) -> Branches:
        """What opens the predicate of "no documentation that pain is | poorly controlled", "that it | eases pain"."""
        ours = rf"(?!{any_phrase(self.heads['not_of_patient'])})"
        that = (
            rf"\s+(?:(?:to|that)\s+[a-z]+\s+|[a-z]+ing\s+)?that\s+(?:{ours}[a-z'-]+\s+){{1,5}}?"
            rf"(?:is|are|was|were|has|have|had)\s+(?:ever\s+)?(?:been\s+)?(?!{self.done}|{self.said}|"
            rf"{self.clauses.otherwise})"
        )
        easing = (
            rf"\s+that\s+{any_phrase(self.heads['pronouns'])}\s+(?:(?:has|have|had|is|are|was|were)\s+)?"
            rf"(?:(?:been|[a-z]+ly)\s+)?(?={any_phrase(self.clauses.relieving)}\s)"
        )
        that = rf"(?:{that}|{easing})"
        return Branches(
            [
                Branch(self.nouns_leads, rf"\b{self.nouns}{that}"),
                Branch(self.reports_leads, rf"\b{self.reports}{that}"),
                Branch(self.negating, rf"\b{self.unsaid}{that}"),
            ]
        )

    def question(self) -> Branches:
        """What opens the clause of "It is unclear whether | the injury was work-related"."""
        there = r"there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?"
        asks = rf"\s+{self.asked}(?:,\s+if\s+any,)?\s+(?:or\s+not\s+)?(?:{self.patient}|{there})?"
        return Branches(
            [
                Branch(
                    beginnings(self.heads["open"]),
                    rf"\b{any_phrase(self.heads['open'])}(?:\s+(?:from|in|on|to)(?:\s+[a-z-]+){{1,5}}?)?{asks}",
                ),
                Branch(self.reports_leads, rf"\b{self.reports}{asks}"),
                Branch({"none"}, rf"\bnone\s+of\s+(?:the|these)\s+(?:[a-z-]+\s+){{1,4}}?{self.verbs}{asks}"),
                Branch({"not"}, rf"\bnot\s+(?:been\s+)?(?:[a-z]+ly\s+)?{self.said}{asks}"),
                Branch(
                    self.nouns_leads,
                    rf"\b{self.nouns}(?:\s+of|\s+as\s+to|\s+regarding|\s+on|\s+(?:from\s+which\s+)?to\s+"
                    rf"{any_phrase(self.heads['finding_out'])})?{asks}",
                ),
            ]
        )

    def object(self) -> Branches:
        """What opens the noun phrase of "There is no documentation of | pain relief"."""
        return Branches([*self._unwritten(), *self._denied(), *self._lacked(), *self._not_told()])

    def _unwritten(self) -> list[Branch]:
        """What is not written down: "no documentation of | pain relief", "failed to document | relief"."""
        return [
            Branch(beginnings(self.clauses.fronted), fronted(self.clauses.fronted)),
            Branch(self.nouns_leads, rf"\b{self.nouns}\s+{self.links}\s+"),
            Branch(
                self.reports_leads,
                rf"\b{self.reports}(?!\s+with\b)\s+(?:\([^)]{{0,120}}\)\s+)?(?:(?:any|the|a|an)\s+)?{self.adequate}"
                rf"(?:{self.evidence}\s+{self.links}\s+)?",
            ),
            Branch(
                {"fail", "failed", "fails", "failing"},
                rf"\bfail(?:ed|s|ing)?\s+to\s+(?!be\b|{any_phrase(self.heads['deciding_verbs'])})[a-z]+\s+"
                r"(?=(?:any|the|a|an|his|her)\s)",
            ),
        ]

    def _denied(self) -> list[Branch]:
        """What is denied by one word: "no | fever", "without | radiation", "neither | numbness nor weakness"."""
        return [
            Branch(
                {"no", "nor"},
                r"\b(?:no|nor\s+any|nor\s+(?:was|were|is|are)\s+there(?:\s+any)?)\s+"
                rf"(?!{self.introduced}|{any_phrase(self.heads['reasons'])}(?:,\s+[a-z]+,)?\s+"
                rf"(?:to\b|for\s+{any_phrase(self.heads['of_denials'])})(?![^.;,]{{0,60}}?\s{any_phrase(self.heads['given'])}))",
            ),
            Branch(
                {"without", "w"},
                rf"\b(?:without|w/o)\s+(?!{any_phrase(self.heads['not_behind_without'])}|"
                rf"(?!{any_phrase(self.heads['modifying_in_ing'])})[a-z]+ing\b)(?=[a-z])"
                rf"(?!{self.introduced})",
                small=True,
            ),
            Branch(
                {"without", "w"},
                r"\b(?:without|w/o)\s+(?:an?|any)\s+"
                rf"(?=(?:[a-z-]+\s+){{0,2}}?{any_phrase(self.heads['behind_without_a'])})",
            ),
            Branch(
                pairs(FORMS_OF_BE, {"not"}),
                rf"\b(?:is|are|was|were)\s+not{self.adverbs}\s+an?\s+"
                rf"(?=(?:[a-z-]+\s+){{0,2}}?{any_phrase(self.heads['not_a'])})",
            ),
            Branch(
                {"neither", "nor"},
                r"\b(?:neither|nor(?:\s+(?:has|have|had|is|are|was|were))?)\s+(?=(?:an?|any|the|his|her)\s)"
                rf"|\bneither\s+(?!{any_phrase(self.heads['not_behind_neither'])}|{self.said}\s+nor\b)"
                r"(?=(?:[a-z-]+\s+){1,4}?nor\b)"
                r"|\bnor\s+(?:is|are|was|were)\s+(?=[a-z-]+\s+(?:to|of|for)\b)"
                r"|\bneither\s+(?:is|are|was|were)\s+(?=(?:the|his|her|any)\s)"
                rf"|\bnor\s+(?!{any_phrase(self.heads['not_behind_nor'])}|"
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
            Branch(
                self.clauses.falling_short,
                rf"\b{self.clauses.falls_short}\s+",
            ),
            Branch(
                beginnings(self.heads["lacking"]) | {"lack", "lacks", "lacked"},
                rf"\b(?:{any_phrase(self.heads['lacking'])}|lack(?:s|ed)?(?!\s+\d))\s+(?!{self.introduced})",
            ),
            Branch(
                {"none of", "not a", "not one", "nothing in"},
                r"\b(?:none\s+of\s+(?:the|these)|not\s+a\s+single|not\s+one\s+of\s+(?:the|these)|nothing\s+in\s+(?:the|these|this|his|her))\s+"
                rf"(?:[a-z-]+\s+){{1,4}}?(?:to\s+)?{self.verbs}\s+(?:(?:any|the|a|an)\s+)?(?:{self.evidence}\s+{self.links}\s+)?",
            ),
            Branch(beginnings(self.heads["unclear"]), rf"\b{any_phrase(self.heads['unclear'])}\s+"),
            Branch(
                self.negating,
                rf"\b{self.negated}(?:{self.adverbs}\s+(?!{any_phrase(self.heads['not_in_front_of_any'])}|[a-z]+ing\b)[a-z]+"
                r"(?:\s+(?:up|out|down|on|to|in|of|for|forth|forward))?\s+any\s+|"
                r"\s+(?:appear|seem)\s+(?:that\s+|to\s+have\s+|(?<=there\sdoes\snot\sappear\s)to\s+be\s+|"
                rf"(?<=there\sdo\snot\sappear\s)to\s+be\s+)(?:any\s+|an?\s+)?)(?:{self.evidence}\s+{self.links}\s+)?",
            ),
            Branch(
                {"nothing"},
                rf"\bnothing\s+(?:(?:is|was|has\s+been)\s+(?:{self.said}|{any_phrase(self.heads['spoken'])})\s+)?(?:{any_phrase(self.heads['on_what'])}|"
                rf"on\b(?!\s+{any_phrase(self.heads['not_on_what'])}))\s+",
            ),
        ]

    def _not_told(self) -> list[Branch]:
        """What is denied in other words: "denies h/o | asthma", "never had any | relief"."""
        return [
            Branch(
                {"negative"}, rf"\b(?<!false )(?<!false-)negative\s+(?={any_phrase(self.heads['behind_negative'])})"
            ),
            Branch({"no", "denies"}, r"\b(?:no|denies)\s+(?:h/o|hx(?:\s+of)?|s/s(?:\s+of)?)\s+"),
            Branch({"never"}, r"\bnever\s+(?:an?|any)\s+"),
            Branch(
                self.negating,
                rf"\b{self.negated}{self.adverbs}\s+{any_phrase(self.heads['recalling'])}\s+(?:having\s+)?(?:an?|any)\s+",
            ),
            Branch(
                FORMS_OF_BE,
                rf"\b(?:is|are|was|were)\s+(?:{any_phrase(self.heads['missing_adjectives'])}|not\s+{self.said})"
                r"(?:\s+(?:from|in)(?:\s+[a-z'-]+){1,4}?)?\s+(?:is|are|was|were)\s+",
            ),
            Branch(
                {"nowhere"},
                r"\bnowhere\s+in\s+(?:the|these|this|his|her)\s+(?:[a-z-]+\s+){1,3}?(?:is|are|was|were)\s+there\s+"
                r"(?:an?\s+|any\s+)?",
            ),
            Branch(
                {"nothing"},
                rf"\bnothing\s+(?:{any_phrase(self.heads['on_hand'])}\s+)?(?:to\s+|that\s+)?{self.verbs}s?\s+",
            ),
            Branch(
                pairs({"not"}, first_words(self.heads["supplied"]) | {"been"}),
                rf"\bnot\s+(?:been\s+)?{any_phrase(self.heads['supplied'])}\s+with\s+",
            ),
        ]

    def passive(self) -> Branches:
        """What closes the subject of "The work status | was not provided"."""
        having = r"(?:has|have|had)(?=(?:\s+[a-z]+){0,3}?\s+been\b)"
        return Branches(
            [
                Branch(
                    FORMS_OF_BE | FORMS_OF_HAVE | {"could", "can", "cannot"},
                    rf"(?:(?:was|were|is|are|could|can|{having})(?:\s+\w+)?\s+(?:not|neither|never)|"
                    rf"cannot)\s+(?:{self.behind_not}\s+)?(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?{self.said}\b",
                ),
                Branch(
                    FORMS_OF_BE | FORMS_OF_HAVE,
                    r"(?:was|were|is|are|(?:has|have|had)(?=\s+(?:not|never)\s+(?:[a-z]+\s+)?been))\s+(?:[a-z]+\s+)?"
                    rf"(?:not|never)\s+(?:{self.behind_not}\s+)?(?:been\s+)?{self.clauses.participle}",
                ),
                Branch(FORMS_OF_BE, r"(?:is|are|was|were)\s+(?:[a-z]+ly\s+)?not\s+indicated\b"),
                Branch(
                    pairs({"not", "never"}, first_words(self.heads["passive_verbs"]) | {"being"})
                    | pairs({"and", "but"}, {"not", "never"}),
                    rf"(?:and\s+|but\s+)?(?:not|never)\s+(?:being\s+)?{self.said}\b",
                ),
                Branch(
                    pairs(FORMS_OF_BE, {"nowhere", "not"}),
                    rf"(?:is|are|was|were)\s+(?:nowhere\s+{self.said}\b|not\s+{any_phrase(self.heads['clumsy'])})",
                ),
                *yet_to_be(self.said),
                Branch(
                    pairs(FORMS_OF_HAVE | FORMS_OF_DO, {"not"}) | {"never", "fail", "failed", "fails"},
                    r"(?:(?:do|does|did|has|have|had)\s+not|never|fail(?:ed|s)?\s+to)\s+"
                    rf"{any_phrase(self.heads['events'])}",
                ),
                Branch({"go", "goes", "went", "gone"}, r"(?:go|goes|went|gone)\s+un[a-z]+ed\b"),
                Branch(
                    beginnings(self.heads["linking"]),
                    rf"{any_phrase(self.heads['linking'])}\s+(?:(?:both|all|each|also|again|still|now|[a-z]+ly)\s+)?"
                    rf"{any_phrase(self.heads['missing_adjectives'])}(?!\s+for\b|{self.clauses.has_object})",
                ),
                Branch(beginnings(self.heads["left"]), any_phrase(self.heads["left"])),
                Branch(
                    beginnings(self.heads["alone"]) | {"thus", "still", "therefore"},
                    rf"(?:thus\s+|still\s+|therefore\s+)?{any_phrase(self.heads['alone'])}(?=\s*(?:[.;)]|$)|(?<=neg|ive),)",
                ),
            ]
        )

    def predicate(self) -> Branches:
        """What opens the predicate of "The symptoms did not | respond to manipulation"."""
        unless = "".join(rf"(?<!\b{word}\s)" for word in self.heads["not_in_front_of_predicates"])
        endings = "|".join(self.heads["adjective_endings"])
        return Branches(
            [
                Branch(
                    self.negating
                    | pairs(FORMS_OF_HAVE, {"yet"})
                    | {"no", "fail", "failed", "fails", "failing", "failure"},
                    rf"\b(?:(?<=\bdue\sto\s)|{unless})(?!would\b)(?:{self.negated}{self.adverbs}|no\s+longer|fail(?:ed|s|ing|ure)?\s+to|"
                    r"(?:has|have|had)\s+yet\s+to)\s+(?:been\s+|be\s+)?"
                    rf"(?={any_phrase(self.heads['negated_verbs'])})(?!{any_phrase(self.heads['not_negated'])})",
                ),
                Branch(
                    self.negating,
                    rf"\b{self.negated}\s+(?:(?:been\s+|being\s+)?{any_phrase(self.heads['known'])}"
                    rf"(?:\s+in(?:\s+[a-z-]+){{1,3}}?)?\s+to\s+(?:be|have)\s+"
                    rf"(?!been\s+{self.said}|{any_phrase(self.heads['not_predicates'])}|{self.clauses.otherwise})"
                    rf"|(?:appear|seem)\s+to\s+be\s+(?!{any_phrase(self.heads['not_predicates'])}|"
                    rf"{self.clauses.otherwise}|{self.said})(?={self.clauses.states}|[a-z]{{2,}}(?:{endings})\b))",
                ),
                Branch(
                    {"not"},
                    rf"(?<=,\s)not\s+(?!{any_phrase(self.heads['not_predicates'])})(?=[a-z-]+\s*[.,;)])"
                    rf"|(?<=[a-z]\s)not\s+(?!{any_phrase(self.heads['not_predicates'])}|{self.clauses.otherwise}|{self.said})"
                    rf"(?=(?:{self.clauses.states}|[a-z]{{2,}}(?:{endings})\b)\s*(?:[.,;)]|$))",
                ),
                Branch(
                    {"and", "but"},
                    rf"\b(?:and|but)\s+not\s+(?!{any_phrase(self.heads['not_predicates'])})"
                    rf"(?=[a-z-]+(?:{endings})\s*(?:[.,;)]|$))",
                ),
            ]
        )

    def described(self) -> Branches:
        """What opens the state of "The tendon was not | retracted"."""
        return Branches(
            [
                Branch(
                    pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"not", "never"}),
                    r"\b(?:(?:is|are|was|were)\s+(?:not|never)|(?:has|have|had)\s+(?:not|never)"
                    rf"\s+been)\s+(?:(?!necessarily\b)[a-z]+ly\s+)?(?!{any_phrase(self.heads['not_predicates'])}|{self.clauses.otherwise}|{self.said})"
                    rf"(?={self.clauses.states}|[a-z]{{2,}}(?:{'|'.join(self.heads['describing_endings'])})\b)",
                )
            ]
        )
