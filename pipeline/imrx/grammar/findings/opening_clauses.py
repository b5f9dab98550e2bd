"""Phrases that open a clause of what is missing: its predicate, what is said of a subject, a question.

    There is no evidence the patient | is benefiting from treatment      what is said of the patient
    no documentation that pain is | poorly controlled                    what is said of another subject
    It is unclear whether | the injury was work-related                  a question

Where they are tried, `imrx.grammar.findings.openings` says.
"""

from imrx.grammar.alternatives import any_phrase, beginnings
from imrx.grammar.findings.opening_parts import ARTICLE, HAVE, OpeningParts
from imrx.grammar.sentences.branches import FORMS_OF_BE, Branch, Branches, fronted


def clause(parts: OpeningParts) -> Branches:
    """What opens the clause of "There is no evidence the patient | is benefiting"."""
    so = (
        rf"{parts.apart},?\s+(?:(?:to|that)\s+{parts.one_of('to_say')}\s+(?:that\s+)?|"
        rf"{parts.one_of('saying')}\s+(?:that\s+)?)?(?:{parts.asked}\s+)?(?<!,\s){parts.patient}"
    )
    return Branches(
        [
            Branch(
                parts.negating | {"yet", "remain", "remains"},
                rf"\b{parts.unsaid}{parts.apart}\s+that\s+{parts.patient}",
            ),
            Branch(
                {"nothing"},
                rf"\bnothing\s+(?:{parts.one_of('on_hand')}\s+(?:to|that)|to|that"
                rf"|in\s+(?:the|these)\s+(?:[a-z]+\s+)?[a-z]+"
                rf"(?:\s+(?:to|that(?:\s+(?:would|could|might))?))?)\s+{parts.verbs}\s+(?:that\s+)?{parts.patient}",
            ),
            Branch(
                {"none"},
                rf"\bnone\s+of\s+(?:the|these|his|her)\s+(?:[a-z-]+\s+){{1,4}}?{parts.verbs}\s+"
                rf"(?:that\s+)?{parts.patient}",
            ),
            Branch(parts.nouns_leads, rf"\b{parts.nouns}{so}"),
            *(
                Branch(leads, rf"{unsaid}{ARTICLE}{parts.clauses.graded}{parts.short}{parts.evidence}{parts.kept}{so}")
                for leads, unsaid in (
                    (parts.reports_leads, rf"\b{parts.reports}\s+"),
                    (beginnings(parts.clauses.fronted) | FORMS_OF_BE, fronted(parts.clauses.fronted)),
                    (FORMS_OF_BE, rf"\b{parts.is_missing}"),
                    (
                        parts.negating,
                        rf"\b{parts.negated}{parts.adverbs}\s+(?:(?:appear|seem)\s+to\s+be|be|been)\s+any\s+",
                    ),
                )
            ),
            Branch(
                parts.reports_leads,
                rf"\b{parts.reports}\s+(?:(?:the\s+|this\s+)?{parts.subjects}|{parts.persons.source})\s+"
                rf"(?P<aux>to\s+(?:be|have)|having)\s+",
            ),
            Branch(parts.reports_leads, rf"\b{parts.reports}\s+(?:that\s+)?{parts.patient}"),
            Branch(
                parts.negating,
                rf"\b{parts.negated}\s+(?:appear|seem|believe|think|feel)\s+(?:that\s+)?{parts.patient}",
            ),
        ]
    )


def told(parts: OpeningParts) -> Branches:
    """What opens the predicate of "no documentation that pain is | poorly controlled", "that it | eases pain"."""
    that = rf"\s+(?:(?:to|that)\s+[a-z]+\s+|[a-z]+ing\s+)?that\s+{stated(parts)}"
    easing = (
        rf"\s+that\s+{any_phrase(parts.clauses.pronouns)}\s+(?:(?:has|have|had|is|are|was|were)\s+)?"
        rf"(?:(?:been|[a-z]+ly)\s+)?(?={any_phrase(parts.clauses.relieving)}\s)"
    )
    that = rf"(?:{that}|{easing})"
    return Branches(
        [
            Branch(parts.nouns_leads, rf"\b{parts.nouns}{that}"),
            Branch(
                parts.reports_leads,
                rf"\b{parts.reports}"
                rf"(?:\s+(?:any\s+)?{parts.clauses.graded}{parts.short}{parts.evidence}{parts.kept})?{that}",
            ),
            Branch(parts.negating, rf"\b{parts.unsaid}{that}"),
        ]
    )


def used(parts: OpeningParts) -> Branches:
    """What opens the use of "no indication that the H-wave would be used as | an adjunct": not that it is there."""
    subject = rf"(?:(?!{parts.one_of('not_used')})[a-z'-]+\s+){{1,6}}?"
    doing = r"(?:(?:will|would|is\s+to|are\s+to)\s+be|(?:is|are)\s+being)"
    clause = rf"(?:\s+(?:(?:to|that)\s+[a-z]+\s+|[a-z]+ing\s+)?that\s+{subject}{doing}|\s+of\s+{subject}being)"
    return Branches(
        [
            Branch(
                leads,
                rf"\b{unsaid}{clause}\s+(?:[a-z]+ly\s+(?:(?:and|or)\s+[a-z]+ly\s+)?)?"
                r"(?:(?P<as>used\s+(?:only\s+)?(?:as\s+|for\s+(?:an?\s+|the\s+)?(?=short\b)))"
                r"|(?=used\s+(?:only\s+)?(?:in|to|with|for)\b))",
            )
            for leads, unsaid in ((parts.nouns_leads, parts.nouns), (parts.reports_leads, parts.reports))
        ]
    )


def stated(parts: OpeningParts) -> str:
    """A subject and its verb in front of what is said of it: "pain is | poorly controlled", "it cannot be | met"."""
    unable = r"(?:cannot|could\s+not)\s+be\s+"
    return (
        rf"(?:(?!{parts.one_of('not_of_patient')}(?!\s+{HAVE}\s+{parts.one_of('failing')}))[a-z'-]+\s+){{1,5}}?"
        rf"(?:{unable}(?:[a-z]+ly\s+)?(?={parts.clauses.met})|"
        rf"(?:(?:is|are|was|were|has|have|had)\s+|{unable})(?:ever\s+)?(?:been\s+)?"
        rf"(?!{parts.done}|{parts.said}|{parts.clauses.otherwise}))"
    )


def question(parts: OpeningParts) -> Branches:
    """What opens the clause of "It is unclear whether | the injury was work-related"."""
    there = r"there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?"
    asked = rf"(?:exactly\s+|precisely\s+)?{parts.asked}(?:,\s+if\s+any,)?\s+(?!of\b)(?:or\s+not\s+)?"
    asked += rf"(?:{parts.patient}|{there})?"
    asks = rf"\s+{asked}"
    return Branches(
        [
            Branch(beginnings(parts.heads["open"]), rf"\b{parts.one_of('open')}{parts.apart}{asks}"),
            Branch(parts.clauses.hard, rf"\b{parts.clauses.untold}{parts.apart}{asks}"),
            Branch(parts.reports_leads, rf"\b{parts.reports}{asks}"),
            Branch(
                {"none", "neither"},
                rf"\b(?:none\s+of\s+(?:the|these)|neither(?:\s+of\s+the)?)\s+(?:[a-z-]+\s+){{1,4}}?{parts.verbs}{asks}",
            ),
            Branch(beginnings(parts.clauses.fronted) | FORMS_OF_BE, rf"{fronted(parts.clauses.fronted)}{asked}"),
            Branch({"not"}, rf"\bnot\s+(?:been\s+)?(?:[a-z]+ly\s+)?{parts.said}{asks}"),
            Branch(
                parts.nouns_leads,
                rf"\b{parts.nouns}(?:\s+of|\s+as\s+to|\s+(?!of\b|to\b|that\b){parts.one_of('saying')}|"
                rf"\s+{parts.one_of('which_says')}"
                rf"(?!\s+{parts.asked}\s+(?:the|this|these)\s+{parts.one_of('decided_on')})|\s+on"
                rf"|\s+(?:from\s+which\s+)?to\s+"
                rf"{parts.clauses.finding_out})?{asks}",
            ),
        ]
    )
