r"""The cues of `patterns/negation.json` that take many forms, as expressions for text in lower case.

was not recommended, denied the request                             void: decides, and negates no finding
no documentation, lack of any description                            missing
lacking regarding, deficient as to                                   short
difficult to assess, impossible to tell                              untold
is not supported by documentation                                    unbacked
at no point does the provider mention                                inverted
neither the note nor the request explains                            neither
an undocumented response                                             unreported
hardly any, little if any                                            hardly
little is said about, little information was provided regarding      little
has not been documented, is nowhere stated, remains to be shown      passive
does not appropriately review and document, nobody recorded          active
omits, leaves out                                                    omitting
was negative, has ceased, never surfaced, went unrecorded            a state, of what stands in front of it
"""

from collections.abc import Collection, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, beginnings, first_words, openings_of
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

LET = r"(?<=\ballowed)\s+(?:him|her|them|the|this|an?)\b[^.;,]{0,20}?\sto\b"
"""What stands behind a verb that decides nothing: "has not allowed | him to return to work"."""

FORMS_OF_CAN = frozenset({"cannot", "can", "could"})

NEVER = frozenset({"cannot", "can", "not", "never", "neither", "nowhere"})


def cue_families(table: dict[str, Any], clauses: Clauses) -> Branches:
    """Families with words between their parts; each match has one group, the name of its family."""
    families, patients = table["families"], any_phrase(table["limits"]["patients"])
    evidence = rf"(?:{any_phrase(clauses.evidence)}|{clauses.assessment})"
    absences = [*clauses.missing, *families["missing"], *families["hardly"]]
    missing = (
        rf"(?:{any_phrase(absences)}|{clauses.scanty}|{BEHIND_THERE_IS}not)"
        rf"(?:(?<!absent),)?\s+(?:any\s+|\([a-z]+\)\s+)?{clauses.graded}"
        rf"(?:(?:(?!(?:of|to|or|and|that|in|on|with|for|as|from)\b)[a-z-]+\s+){{0,2}}?{evidence}|"
        rf"(?:an?\s+)?{any_phrase(families['documented'])}(?=\s+\w)(?!\s+{evidence}))"
    )
    actives = pairs(clauses.negated_auxiliaries, {"not"}) | NEVER | {"nobody", "no", "nothing", "nor", "without"}
    active = _active(families, clauses, any_phrase(table["limits"]["asides"]))
    verb = rf"{openings_of([*clauses.report_verbs, *families['report_verbs']])}(?:ed|d)?\b"
    return Branches(
        [
            Branch(
                {"at", "in", "on", "nowhere", "neither", "never"},
                rf"(?P<inverted>(?:(?:at|in|on)\s+)?{clauses.inverted}"
                rf"(?:there\b(?:\s+(?:an?\s+|any\s+)?{evidence}(?=\s+of\b))?|{clauses.somebody}{verb}))",
            ),
            Branch({"neither"}, rf"(?P<neither>{clauses.told_by_neither})"),
            Branch(
                FORMS_OF_BE | FORMS_OF_HAVE | {"not"},
                rf"(?P<unbacked>(?:(?:is|are|was|were|has|have|had)\s+)?{clauses.unbacked})",
            ),
            *(
                Branch(leads, rf"(?P<void>(?:{void})(?!\s+by\s+(?:the\s+)?{patients}(?!'s)))")
                for leads, void in (*_voids(table, patients), (FORMS_OF_CAN, clauses.unmet))
            ),
            Branch(
                beginnings(clauses.fronted) | FORMS_OF_BE,
                rf"(?P<fronted>{fronted(clauses.fronted)}(?:(?:(?:any|the|an?)\s+)?{evidence}(?=\s))?)",
            ),
            Branch(beginnings(absences) | clauses.scanty_leads | {"not"}, rf"(?P<missing>{missing})"),
            Branch(
                clauses.falling_short,
                rf"(?P<short>{clauses.falls_short})",
            ),
            Branch(clauses.hard, rf"(?P<untold>{clauses.untold})"),
            Branch(
                {"little"},
                rf"(?P<little>little\s+(?:{evidence}\s+)?(?:is|was|has\s+been)\s+(?!(?:known|done)\b)"
                rf"{any_phrase([*clauses.passive_verbs, *families['participles']])}\s+"
                rf"{any_phrase(families['of_what'])})",
            ),
            Branch(beginnings(families["hardly"]), rf"(?P<hardly>{any_phrase(families['hardly'])})"),
            Branch(clauses.unreported, rf"(?P<unreported>{clauses.unreported_response})"),
            *(Branch(each.leads, rf"(?P<passive>{each.source})") for each in _passives(table, clauses, patients)),
            Branch(first_words(families["omitting"]), rf"(?P<omitting>{any_phrase(families['omitting'])})"),
            Branch(actives | beginnings(families["failing"]), rf"(?P<active>{active})"),
        ]
    )


def _voids(table: dict[str, Any], patients: str) -> Iterator[tuple[Collection[str], str]]:
    """What decides, and negates no finding, with the words that it begins with."""
    families, decisions, pseudo = table["families"], table["decisions"], table["termset"]["pseudo_negations"]
    between = {"a", "any", "be", "been", "have"}
    yield (
        pairs({"no", "not", "never", "deny", "denies", "denied"}, first_words(families["twice"]) | between),
        r"(?:no|not|den(?:y|ie[sd])|never)\s+(?:(?:a|any|be|been|have)\s+)?" + any_phrase(families["twice"]),
    )
    activities = r"(?:(?:\s*,\s*|\s+)(?:(?:or|and)\s+)?[a-z]+ing){0,3}"
    limited = rf"{activities}\s+{any_phrase(families['restrictions'])}"
    consumed = rf"\s+{any_phrase(families['consumption'])}"
    gained = (  # "does not meet the criteria | for functional improvement"
        rf"\s+for\s+(?:[a-z]+\s+){{0,2}}?{any_phrase(families['before_gains'])}\s+"
        rf"{any_phrase(table['limits']['improved'])}"
    )
    names = any_phrase([*table["guidelines"]["names"], *table["guidelines"]["anonymous"]])
    named = rf"(?<=criteria)\s+of\s+(?!(?:the|this|these|any)\b|{names})"  # "criteria | of failed care"
    yield beginnings(pseudo), rf"{any_phrase(pseudo)}(?!{limited}|{consumed}|{LET}|{gained}|{named})"
    unneeded = rf"no\s+need(?![^.;,]{{0,60}}?\s{any_phrase(families['needs_told'])})"
    needless = (
        rf"no\s+{any_phrase(families['other'])}\s+(?:(?!(?:that|of|to|for)\b)[a-z-]+\s+){{1,4}}?(?:is|are|was|were)\s+"
        rf"{any_phrase(families['needed'])}(?!\s+(?:in|by|on)\b)"
    )
    manner = r"not\s+in\s+an?\s+(?:[a-z-]+\s+){1,4}?(?:manner|way|fashion)\b"
    yield {"not in"}, manner  # "improvement, but not in a verifiable manner": improvement is there
    helpless = r"(?<=\bthat )no\s+(?:[a-z-]+\s+){1,2}?(?:can|could|will)\s+(?!be\b|have\b)"
    yield {"no"}, rf"{unneeded}|{needless}|{helpless}"
    also_not = frozenset([*families["negators"], "also"])
    yield (
        beginnings(also_not | pairs(families["decided_auxiliaries"], also_not)),
        rf"(?:{any_phrase(families['decided_auxiliaries'])}\s+)?(?:also\s+)?"
        rf"{any_phrase(families['negators'])}\s+"
        rf"(?:{any_phrase(decisions['adverbs'])}\s+){{0,3}}{any_phrase(decisions['participles'])}"
        rf"(?!\s+(?:in\s+|(?<=\bpart\sof\s))(?:the\s+|these\s+|this\s+)?"
        rf"(?:\w+\s+){{0,3}}?{openings_of(decisions['in_papers'])}){no_question(decisions)}"
        rf"(?!{LET})(?!(?<=\bneed)\s+{any_phrase(decisions['helping'])})",
    )
    objects = any_phrase(decisions["objects"])
    yield (
        {"denied", "denies", "denying"},
        rf"(?:(?<=was )|(?<=were )|(?<=been )|(?<=is )|(?<=and )(?=denied\s*(?:[.,;]|{objects}|$)))denied\b|"
        rf"den(?:ied|ies|ying)(?!\s+by\s+(?:the\s+)?{patients})\s+{objects}",
    )


def _passives(table: dict[str, Any], clauses: Clauses, patients: str) -> Iterator[Branch]:
    """What is said of records in the passive voice."""
    families = table["families"]
    participles, adverbs = any_phrase([*clauses.passive_verbs, *families["participles"]]), _adverbs(families)
    of_guideline = rf"(?:in|by|within|under)\s+(?:[\w/-]+\s+){{0,2}}?{any_phrase(table['guidelines']['names'])}"
    yield Branch(
        frozenset(families["auxiliaries"]) | NEVER | {"also", "no"},
        rf"(?:cannot|(?:{openings_of(families['auxiliaries'])}\s+)?(?:{adverbs}\s+)?"
        rf"(?:not|{clauses.never}|neither|no\s+longer))\s+"
        rf"(?:[a-z]+ly\s+)?(?:been\s+|be\s+|being\s+)?(?:[a-z]+ly\s+)?{participles}"
        rf"(?:(?:\s*,)?\s+(?:and|or|nor)\s+{participles})?(?!\s+with\s+(?:the\s+)?{patients})(?!\s+{of_guideline})",
    )
    yield Branch(FORMS_OF_BE | FORMS_OF_HAVE | {"neither", "none"}, clauses.withheld.predicate)
    yield Branch(
        pairs(FORMS_OF_BE | FORMS_OF_HAVE, {"nowhere", "at", "in", "on"}),
        rf"(?:(?:is|are|was|were)|(?:has|have|had)(?=\s+(?:[a-z]+\s+){{1,3}}been))\s+"
        rf"(?:nowhere|(?:at|in|on)\s+{any_phrase(clauses.no_time)}|in\s+no\s+way)\s+(?:been\s+)?"
        rf"(?:{participles}|{clauses.put_to_use}(?!\s+for\b))(?!\s+{of_guideline})",
    )
    yield from yet_to_be(participles)
    yield Branch(
        FORMS_OF_BE | FORMS_OF_HAVE,
        rf"(?:(?:is|are|was|were)\s+(?:{adverbs}\s+)?(?:not|never)|(?:has|have|had)\s+(?:{adverbs}\s+)?(?:not|never)"
        rf"\s+been)\s+{clauses.participle}(?!\s+{of_guideline})",
    )
    yield Branch(
        FORMS_OF_BE,
        rf"(?:is|are|was|were)\s+(?:{adverbs}\s+)?"
        rf"(?:{clauses.too_little}(?=\s*(?:[.,;)]|$)|\s+{any_phrase(families['behind_untold'])})"
        rf"|{clauses.untold_by_records})",
    )
    yield Branch({"there"}, rf"there\s+(?:is|are|was|were)\s+none(?!\s+of\b)(?:\s+{participles})?")
    yield Branch({"nothing"}, rf"nothing\s+(?:(?:is|was|has\s+been)\s+)?{participles}(?=\s*(?:[.;,]|$))")
    yield Branch({"none"}, rf"none\s+(?:was|were|is|are|has\s+been|have\s+been)\s+{participles}")
    yield Branch(
        pairs({"was", "were"}, {"considered"}),
        rf"(?:was|were)\s+considered\s+and\s+{any_phrase(families['dismissed'])}",
    )


def _active(families: dict[str, Any], clauses: Clauses, asides: str) -> str:
    """What nobody does with records, or somebody fails to do."""
    verb = rf"{openings_of([*clauses.report_verbs, *families['report_verbs']])}(?:e?s|e?d|ing|n)?\b(?!\s+place\b)"
    evidence = any_phrase(clauses.evidence)
    return (
        rf"(?:(?:nobody|no\s+one|nothing)(?:\s+(?:has|had|have))?(?=\s)|"
        rf"{openings_of(clauses.negated_auxiliaries)}\s+not|"
        rf"cannot|{clauses.nor_does}|not|never|nowhere|{clauses.at_no_time}|neither|"
        rf"no(?=\s+[a-z]+ing\s+(?:the|of|any)\s)|without(?=\s+[a-z]+ing\s)|{any_phrase(families['failing'])})"
        rf"(?:,?\s+{asides},?|{clauses.interposed})?\s+"
        rf"(?:[a-z]+ly\s+)?(?:{clauses.enabled}|{verb}(?:\s+(?:and|or|nor)\s+{verb})?)"
        rf"(?:\s+(?:any\s+)?(?:[a-z-]+\s+)?{evidence}(?=\s+(?:of|regarding|about|for|that|to|the|this|he|she)\b)"
        rf"|\s+(?:(?:any|an?)\s+)?{any_phrase(families['documented'])}(?=\s+\w))?"
    )


def no_question(decisions: dict[str, Any]) -> str:
    """What must not stand behind a decision, and makes a question of it: "it is not indicated | whether", "| if".

    Who "has not indicated | a plan" did not state it.
    """
    of_it = "|".join(rf"(?<=\b{front} not indicated)" for front in decisions["of_it"])
    told = rf"if\s[^.;,]*\b{any_phrase(decisions['asked_of'])}"
    said = "|".join(rf"(?<=\b{have} not indicated)" for have in sorted(FORMS_OF_HAVE))
    stated = rf"(?:{said})\s+(?!{any_phrase(decisions['not_said'])})[a-z]"
    return rf"(?!(?<=indicated)\s+{any_phrase(decisions['unsaid'])})(?!(?:{of_it})\s+{told})(?!{stated})"


def states(families: dict[str, Any], clauses: Clauses) -> Branches:
    """What is said of a finding that is not there: "was negative"."""
    adverbs = _adverbs(families)
    linking = [*clauses.linking, *families["linking"]]
    leads, linked = beginnings(linking), any_phrase(linking)
    state = rf"(?:{any_phrase([*clauses.missing_adjectives, *families['states']])}|{clauses.not_in_records})"
    judged = rf"{any_phrase(families['judged'])}\s+(?:{adverbs}\s+)?{any_phrase(families['judged_states'])}"
    return Branches(
        [
            Branch(
                leads,
                rf"{linked}\s+(?:{adverbs}\s+){{0,2}}(?:(?:{state}|{judged})"
                rf"(?!\s+(?:for|to(?!\s+\d)|{any_phrase(families['clausal'])})\b|{clauses.has_object})|"
                r"denied(?=\s*(?:[.,;)]|$)))",
            ),
            Branch(
                leads,
                rf"{linked}\s+(?:{adverbs}\s+){{0,2}}{any_phrase(families['scarce'])}(?!\s+(?:for|to|in|by)\b)",
            ),
            Branch(
                beginnings(families["alone"]) | {"thus", "still", "therefore"},
                rf"(?:(?:thus|still|therefore)\s+)?{any_phrase(families['alone'])}(?=\s*(?:[.;)]|$)|(?<=ted|ded),)",
            ),
            Branch(families["excluded"], rf"{any_phrase(families['excluded'])}(?=\s+(?:by|on|with|via)\b)"),
            Branch(pairs(FORMS_OF_BE, {"not"}), r"(?:is|are|was|were)\s+not(?=\s*(?:[.,;)]|$))"),
            Branch(
                FORMS_OF_HAVE,
                rf"(?:has|have|had)\s+(?:{any_phrase(families['before_ended'])}\s+)?{any_phrase(families['ended'])}"
                rf"(?!\s+(?:{any_phrase(families['not_ended'])}|\d[\d.]*\s*(?:%|percent)"
                rf"|the\s+(?!(?:very\s+|same\s+|next\s+|following\s+)?{any_phrase(clauses.times)})"
                rf"|from\s[^.;,]{{1,40}}?\sto\s))"
                rf"(?!(?<=gone)\s+{any_phrase(families['not_gone'])})"
                rf"(?!(?:(?<=stopped)|(?<=ceased)|(?<=gone))\s+(?!during|following)[a-z]+ing\b)",
            ),
            Branch({"go", "goes", "went", "gone"}, r"(?:go|goes|went|gone)\s+un(?!changed|altered)[a-z]+ed\b"),
            Branch(
                pairs(FORMS_OF_HAVE | FORMS_OF_DO, {"not"}) | {"never", "fail", "fails", "failed"},
                r"(?:(?:do|does|did)\s+not|(?:has|have|had)\s+not|never|"
                rf"fail(?:s|ed)?\s+to)\s+{any_phrase([*clauses.events, *families['events']])}"
                rf"(?=\s*(?:[.,;)]|$)|\s+{any_phrase(families['behind_events'])})",
            ),
        ]
    )


def _adverbs(families: dict[str, Any]) -> str:
    """Adverbs of negation, "also" and "all", and words in -ly, but for those that only hedge: "nearly"."""
    return rf"(?:{any_phrase(families['state_adverbs'])}|(?!{any_phrase(families['hedges'])})[a-z]+ly)"
