"""Phrases that open the noun phrase of what is missing.

    There is no documentation of | pain relief      it is not written down
    no, without, neither | fever                    one word denies it
    lacks | motion                                  it is lacking or unclear
    denies h/o | asthma                             other words deny it

Where they are tried, `imrx.grammar.findings.openings` says.
"""

from imrx.grammar.alternatives import any_phrase, beginnings, first_words
from imrx.grammar.findings.opening_parts import ARTICLE, BE, FEW, HAVE, OpeningParts
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, Branch, Branches, fronted, pairs

THERE_APPEARS = "|".join(
    rf"(?<=there\s{do}\snot\s{verb}\s)" for do in sorted(FORMS_OF_DO) for verb in ("appear", "seem")
)
"""Stands in front of "to be" in an expression: "there does not appear to be any"."""


def noun_phrase(parts: OpeningParts) -> Branches:
    """What opens the noun phrase of "There is no documentation of | pain relief"."""
    return Branches([*_unwritten(parts), *_denied(parts), *_lacked(parts), *_not_told(parts)])


def _unwritten(parts: OpeningParts) -> list[Branch]:
    """What is not written down: "no documentation of | pain relief", "failed to document | relief"."""
    return [
        Branch(
            parts.negating | {"yet", "remain", "remains"},
            rf"\b{parts.unsaid}\s+that\s+there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+{ARTICLE}{parts.of_what}",
        ),
        Branch(
            beginnings(parts.clauses.fronted) | FORMS_OF_BE,
            rf"{fronted(parts.clauses.fronted)}{ARTICLE}{parts.adequate}{parts.of_what}",
        ),
        Branch(
            {"no"},
            "(?:" + "|".join(rf"(?<=\b{verb}\s)" for verb in parts.heads["indications"]["given"]) + r")no\s+"
            rf"(?={FEW}{parts.indication})",
        ),
        Branch(parts.nouns_leads, rf"\b{parts.nouns}\s+{parts.links}{parts.on}"),
        Branch(parts.nouns_leads, rf"\b{parts.referring}"),
        Branch(
            parts.reports_leads,
            rf"\b{parts.reports}(?!\s+with\b){parts.on}(?:\([^)]{{0,120}}\)\s+)?"
            rf"{ARTICLE}{parts.adequate}{parts.of_what}",
        ),
        Branch({"neither"}, rf"\b{parts.clauses.told_by_neither}\s+{ARTICLE}"),
        Branch(
            pairs(FORMS_OF_BE, {"not"}),
            rf"\b{BE}\s+not\s+{parts.one_of('plain_to_see')}{parts.apart}\s+that\s+"
            rf"(?=(?:(?!{parts.one_of('not_of_patient')}|{parts.one_of('certified')})[a-z'-]+\s+){{1,5}}?"
            rf"(?:{BE}|{HAVE}\s+been)\s+{parts.clauses.attempted})",
        ),
        Branch(
            {"no", "none", "nowhere", "neither", "never"},
            rf"{parts.clauses.inverted}(?:there\s+|(?=an?\s|any\s)|{parts.clauses.somebody}{parts.verbs}\s+)"
            rf"{ARTICLE}{parts.of_what}",
        ),
        Branch({"not"}, rf"\b{parts.clauses.unbacked}\s+(?:(?:of|for)\s+)?(?!that\b)"),
        Branch(
            {"fail", "failed", "fails", "failing"},
            rf"\bfail(?:ed|s|ing)?\s+to\s+(?!be\b|{parts.one_of('deciding_verbs')})[a-z]+\s+"
            r"(?=(?:any|the|a|an|his|her)\s)",
        ),
    ]


def _denied(parts: OpeningParts) -> list[Branch]:
    """What is denied by one word: "no | fever", "without | radiation", "neither | numbness nor weakness"."""
    return [
        Branch(
            {"no", "nor"},
            rf"\b(?:(?!(?<=\b[aio][tn]\s){any_phrase(parts.clauses.no_time)})no|nor\s+any"
            rf"|nor\s+(?:was|were|is|are)\s+there(?:\s+any)?)\s+"
            rf"(?!{parts.introduced}|{parts.one_of('reasons')}(?:,\s+[a-z]+,)?\s+"
            rf"(?:to\b|for\s+{parts.one_of('of_denials')})(?![^.;,]{{0,60}}?\s{parts.one_of('given')}))",
        ),
        Branch(
            {"without", "w"},
            rf"\b(?:without|w/o)\s+(?!{parts.one_of('not_behind_without')}|"
            rf"(?!{parts.one_of('modifying_in_ing')})[a-z]+ing\b)(?=[a-z])(?!{parts.introduced})",
            small=True,
        ),
        Branch({"zero"}, rf"\bzero\s+(?={FEW}{parts.one_of('behind_without_a')})"),
        Branch(
            {"without", "w", "absent"},
            r"\b(?:without|w/o|absent)\s+(?:an?|any)\s+"
            rf"(?={FEW}{parts.one_of('behind_without_a')})",
        ),
        Branch(pairs(FORMS_OF_BE, {"not"}), rf"\b{BE}\s+not{parts.adverbs}\s+an?\s+(?={FEW}{parts.one_of('not_a')})"),
        Branch(
            pairs(FORMS_OF_BE, {"not"}),
            rf"(?<=\bthere\s){BE}\s+not\s+(?:an?|any)\s+(?!{parts.introduced}|{parts.one_of('needs')})",
        ),
        Branch(
            {"neither", "nor"},
            r"\b(?:neither|nor(?:\s+(?:has|have|had|is|are|was|were))?)\s+(?=(?:an?|any|the|his|her)\s)"
            rf"|\bneither\s+(?!{parts.one_of('not_behind_neither')}|{parts.said}\s+nor\b)"
            r"(?=(?:[a-z-]+\s+){1,4}?nor\b)"
            rf"|\bnor\s+{BE}\s+(?=[a-z-]+\s+(?:to|of|for)\b)|\bneither\s+{BE}\s+(?=(?:the|his|her|any)\s)"
            rf"|\bnor\s+(?!{parts.one_of('not_behind_nor')}|"
            rf"{parts.said}(?:\s*(?:[.,;)]|$)|\s+{any_phrase(parts.clauses.behind_participles)}))",
        ),
        Branch(
            {"without"},
            r"\bwithout\s+(?=[a-z-]+(?:\s+[a-z-]+)?(?:,\s+[a-z-]+(?:\s+[a-z-]+)?){0,6},?\s+(?:or|nor)\s)",
        ),
    ]


def _lacked(parts: OpeningParts) -> list[Branch]:
    """What is lacking or unclear: "lacks | motion", "not stated any | benefit", "nothing on | his sleep"."""
    behind_reaching = "(?:" + "|".join(rf"(?<=\b{verb}\s)" for verb in parts.clauses.reaching) + ")"
    return [
        Branch(
            {"none of"},
            rf"{behind_reaching}none\s+of\s+(?:(?:the|these|his|her)\s+)?"
            rf"(?=(?:[a-z-]+\s+){{0,2}}?{parts.one_of('aims')})",
        ),
        Branch(parts.clauses.falling_short, rf"\b{parts.clauses.falls_short}\s+"),
        Branch(
            beginnings(parts.heads["lacking"]) | {"lack", "lacks", "lacked"},
            rf"\b(?:{parts.one_of('lacking')}|lack(?:s|ed)?(?!\s+\d+\s)){parts.on}(?!{parts.introduced})",
        ),
        Branch(
            {"none of", "neither of", "not a", "not one", "nothing in"},
            r"\b(?:(?:none|neither)\s+of\s+(?:the|these)|not\s+a\s+single|not\s+one\s+of\s+(?:the|these)"
            r"|nothing\s+in\s+(?:the|these|this|his|her))\s+"
            rf"(?:[\w-]+\s+){{1,4}}?(?:to\s+|{parts.one_of('on_hand')}\s+)?{parts.verbs}\s+{ARTICLE}{parts.of_what}",
        ),
        Branch(
            parts.heads["unproven"]["few"],
            rf"\b{any_phrase(parts.heads['unproven']['few'])}\s+"
            rf"(?={FEW}{any_phrase(parts.heads['unproven']['nouns'])})",
        ),
        Branch(parts.clauses.unreported, rf"\b{parts.clauses.unreported_response}"),
        Branch(beginnings(parts.heads["unclear"]), rf"\b{parts.one_of('unclear')}\s+"),
        Branch(parts.clauses.hard, rf"\b{parts.clauses.too_little}\s+"),
        Branch(
            parts.negating,
            rf"\b{parts.negated}(?:{parts.adverbs}\s+(?!{parts.one_of('not_in_front_of_any')}|[a-z]+ing\b)[a-z]+"
            r"(?:\s+(?:up|out|down|on|to|in|of|for|forth|forward))?\s+any\s+|"
            rf"\s+(?:appear|seem)\s+(?:that\s+|to\s+have\s+|(?:{THERE_APPEARS})to\s+be\s+)"
            rf"(?:any\s+|an?\s+)?){parts.of_what}",
        ),
        Branch(
            {"little"},
            rf"\blittle\s+(?:{parts.evidence}\s+)?(?:is|was|has\s+been)\s+(?!known\b)"
            rf"(?:{parts.said}|{parts.one_of('spoken')})\s+"
            rf"{parts.one_of('on_what')}\s+",
        ),
        Branch(
            {"nothing"},
            rf"\bnothing\s+(?:in\s+(?:the|these|this|his|her)\s+(?!{parts.one_of('guideline_words')})"
            rf"(?:[a-z]+\s+){{1,3}}?)?"
            rf"(?:(?:is|was|has\s+been)\s+(?:{parts.said}|{parts.one_of('spoken')})\s+)?(?:{parts.one_of('on_what')}|"
            rf"on\b(?!\s+{parts.one_of('not_on_what')}))\s+",
        ),
    ]


def _not_told(parts: OpeningParts) -> list[Branch]:
    """What is denied in other words: "denies h/o | asthma", "never had any | relief"."""
    return [
        Branch(
            {"negative", "neg"},
            rf"\b(?<!false )(?<!false-)neg(?:ative)?\s+(?={parts.one_of('behind_negative')}|"
            r"[a-z]+'s?\s*(?:[.,;)]|$|(?:and|or|bilaterally)\b))",
        ),
        Branch({"never"}, rf"\bnever\s+(?:an?|any)\s+{parts.of_what}"),
        Branch({"not"}, r"(?<=\bbut\s)not\s+of\s+"),
        Branch(
            parts.negating,
            rf"\b{parts.negated}{parts.adverbs}\s+(?:made\s+(?:any\s+)?(?={FEW}{parts.one_of('gains')})"
            rf"|(?:been\s+)?{parts.clauses.followed}\s+(?:any\s+|an?\s+)?(?={FEW}{parts.one_of('changing_nouns')}))",
        ),
        Branch(
            parts.negating,
            rf"\b{parts.negated}{parts.adverbs}\s+{parts.one_of('recalling')}\s+(?:having\s+)?(?:an?|any)\s+",
        ),
        Branch(FORMS_OF_BE, rf"\b{parts.is_missing}{ARTICLE}{parts.of_what}"),
        Branch({"nothing"}, rf"\bnothing\s+(?:{parts.one_of('on_hand')}\s+)?(?:to\s+|that\s+)?{parts.verbs}s?\s+"),
        Branch(
            pairs({"not"}, first_words(parts.heads["supplied"]) | {"been"}),
            rf"\bnot\s+(?:been\s+)?{parts.one_of('supplied')}\s+with\s+",
        ),
    ]
