"""Predicates that say by themselves that something is missing.

    The work status | was not provided                   behind the subject that is missing
    The symptoms did not | respond to manipulation       in front of the verb that is denied
    The tendon was not | retracted                       in front of the state that is denied

Where they are tried, `imrx.grammar.findings.openings` says.
"""

from imrx.grammar.alternatives import any_phrase, beginnings, first_words
from imrx.grammar.findings.opening_parts import BE, HAVE, OpeningParts
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE, Branch, Branches, pairs, yet_to_be


def passive(parts: OpeningParts) -> Branches:
    """What closes the subject of "The work status | was not provided"."""
    having = rf"{HAVE}(?=(?:\s+[a-z]+){{0,3}}?\s+been\b)"
    return Branches(
        [
            Branch(
                FORMS_OF_BE | FORMS_OF_HAVE | {"could", "can", "cannot"},
                rf"(?!{parts.clauses.unmet})(?:(?:was|were|is|are|could|can|{having})(?:\s+\w+)?\s+"
                rf"(?:not|neither|{parts.clauses.never})|"
                rf"cannot)\s+(?:been\s+|be\s+|being\s+)?(?:[a-z]+ly\s+)?{parts.said}\b",
            ),
            Branch(
                FORMS_OF_BE | FORMS_OF_HAVE,
                rf"(?:was|were|is|are|{HAVE}(?=\s+(?:not|never)\s+(?:[a-z]+\s+)?been))\s+(?:[a-z]+\s+)?"
                rf"(?:not|never)\s+(?:been\s+)?{parts.clauses.participle}",
            ),
            Branch(FORMS_OF_BE | FORMS_OF_HAVE | {"neither", "none", "not", "but"}, parts.clauses.withheld.predicate),
            Branch(FORMS_OF_BE, rf"{BE}\s+(?:[a-z]+ly\s+)?not\s+indicated\b"),
            Branch(
                pairs({"not", "never"}, first_words(parts.passive_verbs) | {"being", "been"})
                | pairs({"and", "but"}, {"not", "never"}),
                rf"(?:and\s+|but\s+)?(?:not\s+(?:being\s+|been\s+)?{parts.said}|"
                rf"never\s+(?:being\s+|been\s+)?{parts.said}{parts.clauses.no_object})\b",
            ),
            Branch(
                pairs(FORMS_OF_BE, {"nowhere", "not"}),
                rf"{BE}\s+(?:nowhere\s+(?:{parts.said}|{parts.clauses.put_to_use})\b"
                rf"|not\s+{any_phrase(parts.clauses.clumsy)})",
            ),
            *yet_to_be(parts.said),
            Branch(
                pairs(FORMS_OF_HAVE | FORMS_OF_DO, {"not"}) | {"never", "fail", "failed", "fails"},
                r"(?:(?:do|does|did|has|have|had)\s+not|never|fail(?:ed|s)?\s+to)\s+"
                rf"{any_phrase(parts.clauses.events)}",
            ),
            Branch({"go", "goes", "went", "gone"}, r"(?:go|goes|went|gone)\s+un(?!changed|altered)[a-z]+ed\b"),
            Branch(
                beginnings(parts.clauses.linking),
                rf"{any_phrase(parts.clauses.linking)}\s+(?:(?:both|all|each|also|again|still|now|[a-z]+ly)\s+)?"
                rf"{parts.missing_adjectives}(?!\s+for\b|{parts.clauses.has_object})",
            ),
            Branch(
                FORMS_OF_BE,
                rf"(?:is|are|was|were)\s+(?:[a-z]+ly\s+)?"
                rf"(?:{parts.clauses.too_little}|{parts.clauses.untold_by_records})",
            ),
            Branch(beginnings(parts.heads["left"]), parts.one_of("left")),
            Branch(
                beginnings(parts.heads["alone"]) | {"thus", "still", "therefore"},
                rf"(?:thus\s+|still\s+|therefore\s+)?{parts.one_of('alone')}(?=\s*(?:[.;)]|$)|(?<=neg|ive|ted|ded),)",
            ),
        ]
    )


def predicate(parts: OpeningParts) -> Branches:
    """What opens the predicate of "The symptoms did not | respond to manipulation"."""
    unless = "".join(rf"(?<!\b{word}\s)" for word in parts.heads["not_in_front_of_predicates"])
    seeming = r"(?:(?<=\bnot\s)(?:appear|seem)\s+to\s+(?:have\s+)?)?"
    endings = "|".join(parts.clauses.adjective_endings)
    other = rf"{parts.one_of('not_predicates')}|{parts.clauses.otherwise}"
    decided = rf"(?!{parts.one_of('not_behind_neither')})"
    being = "|".join(rf"(?<=\b{be}\s)" for be in sorted(FORMS_OF_BE))
    return Branches(
        [
            Branch(
                parts.negating
                | pairs(FORMS_OF_HAVE, {"yet"})
                | {"no", "fail", "failed", "fails", "failing", "failure"},
                rf"\b(?:(?<=\bdue\sto\s)|{unless})(?!would\b)"
                rf"(?:{parts.negated}{parts.adverbs}|no\s+longer|fail(?:ed|s|ing|ure)?\s+to|"
                rf"{HAVE}\s+yet\s+to)\s+{seeming}(?:been\s+|be\s+)?"
                rf"(?={parts.one_of('negated_verbs')})(?!{parts.one_of('not_negated')}|{parts.one_of('acts')})",
            ),
            Branch(
                {"none", "nothing"},
                r"\b(?:none\s+of\s+(?:the|these|his|her)\s+(?:[a-z-]+\s+){1,3}?|nothing\s+"
                rf"(?!{parts.one_of('behind_nothing')}))(?:(?:has|have|had|was|were)\s+)?"
                rf"(?={parts.one_of('negated_verbs')}|effective\b|helpful\b)"
                rf"(?!{parts.one_of('not_negated')}){parts.best}",
            ),
            Branch(
                parts.negating,
                rf"\b{parts.negated}\s+(?:feel|believe|think)\s+(?:that\s+)?(?:[a-z'-]+\s+){{1,4}}?"
                rf"(?:(?:is|are|was|were|has|have|had|been)\s+){{1,2}}(?={parts.one_of('negated_verbs')})",
            ),
            Branch(parts.negating, rf"\b{parts.negated}\s+{parts.clauses.enabled}\s+(?:be\s+)?"),
            Branch({"neither"}, rf"(?:{being})neither\s+(?={parts.one_of('negated_verbs')}\s+nor\s+{decided})"),
            Branch(
                parts.negating,
                rf"\b{parts.negated}\s+(?:(?:been\s+|being\s+)?{parts.one_of('known')}"
                rf"(?:\s+in(?:\s+[a-z-]+){{1,3}}?)?\s+"
                rf"(?:to\s+(?:be|have)\s+(?!been\s+{parts.said}|{other})|to\s+(?={any_phrase(parts.clauses.relieving)})"
                rf"|as\s+(?:being\s+)?(?!{other}|{parts.said})(?=[a-z]+(?:{endings})\b))"
                rf"|(?:appear|seem)\s+(?:to\s+be\s+)?(?!{other}|{parts.said})"
                rf"(?={parts.clauses.states}|[a-z]{{2,}}(?:{endings})\b))",
            ),
            Branch({"none", "neither", "nothing"}, rf"\b{parts.no_treatment}(?={parts.helping})"),
            Branch(
                {"not"},
                rf"(?<=,\s)not\s+(?!{parts.one_of('not_predicates')})(?=[a-z-]+\s*[.,;)])"
                rf"|(?<=[a-z]\s)not\s+(?!{parts.one_of('not_predicates')}|{parts.clauses.otherwise}|{parts.said})"
                rf"(?=(?:{parts.clauses.states}|[a-z]{{2,}}(?:{endings})\b)"
                rf"(?:\s*(?:[.,;)]|$)|\s+{parts.one_of('behind_states')}))",
            ),
            Branch(
                {"and", "but"},
                rf"\b(?:and|but)\s+not\s+(?!{parts.one_of('not_predicates')})(?=[a-z-]+(?:{endings})\s*(?:[.,;)]|$))",
            ),
        ]
    )


def described(parts: OpeningParts) -> Branches:
    """What opens the state of "The tendon was not | retracted"."""
    return Branches(
        [
            Branch(
                pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"not"}),
                rf"\b(?:{BE}\s+not|{HAVE}\s+not\s+been)\s+(?:very\s+)?(?={parts.one_of('lasting')}"
                rf"(?:\s*(?:[.,;)]|$)|\s+{parts.one_of('behind_states')})"
                rf"|{parts.one_of('phases')}(?:,?\s+(?:or|nor)|,)\s+"
                rf"(?:{parts.one_of('phases')}|{parts.one_of('lasting')}))",
            ),
            Branch(
                pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"not", "never"}),
                rf"\b(?:{BE}\s+(?:not|never)|{HAVE}\s+(?:not|never)"
                rf"\s+been)\s+(?:(?!necessarily\b)[a-z]+ly\s+)?"
                rf"(?!{parts.one_of('not_predicates')}|{parts.clauses.otherwise}|{parts.said})"
                rf"(?={parts.clauses.states}|[a-z]{{2,}}(?:{'|'.join(parts.heads['describing_endings'])})\b)",
            ),
        ]
    )
