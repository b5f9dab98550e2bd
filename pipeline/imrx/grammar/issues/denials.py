"""Denials: what the reviewer decides in the words of utilisation review.

    The request is recommended for non-certification.     I concur with the UR decision.
    The request should be denied.                         I am reversing the denial.     -> the other way

Deliberately left alone: what was denied before, by somebody else, or by the patient ("nausea is denied").
"""

import re
from bisect import insort

from imrx.grammar.issues.clauses import WINDOW, clause_start, near
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.grammar.issues.own import WEAKER, is_general, is_of_others, stand_over
from imrx.labels import CONCLUSION, MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY
from imrx.match import Match


def find_denials(found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar) -> None:
    """Insert what the reviewer recommends or decides in the words of utilisation review, between two offsets.

    Matches: "is recommended for non-certification", "Recommend denial.", "the request should be denied", "the UR
    decision is upheld", "I concur with the UR decision", "I am reversing the denial". Not: "was denied", "may be
    denied", "is denied by the adjuster", "nausea is denied".
    """
    for word in grammar.review.finditer(lower, start, end):
        clause = clause_start(text, max(start, word.start() - WINDOW), word.start(), grammar)
        before = lower[clause : word.start()]
        others = grammar.people.search(before) and (" that " in before or grammar.said.search(before))
        conditional = grammar.condition.search(before) or grammar.not_denying.match(lower, word.end() + 1)
        if not (others or conditional):
            label = NOT_MEDICALLY_NECESSARY if word["kept"] else MEDICALLY_NECESSARY
            insort(found, Match(word.start("verb"), word.end(), CONCLUSION, WEAKER, {"label": label}))
    for word in grammar.concurring.finditer(lower, start, end):
        said = lower[word.start() : word.start("verb")]
        if not (grammar.negative.search(said) or grammar.not_denying.search(said)):
            label = MEDICALLY_NECESSARY if word["reversed"] else NOT_MEDICALLY_NECESSARY
            insort(found, Match(*word.span("verb"), CONCLUSION, WEAKER, {"label": label}))
    for word in near(grammar.denial, grammar.denial_keys, lower, start, end):
        clause = clause_start(text, max(start, word.start() - 2 * WINDOW), word.start(), grammar)
        verb = _denies(lower, clause, word, grammar)
        if (
            verb is not None
            and not stand_over(found, verb, word.end())
            and not grammar.not_denying.search(lower, verb, word.end())
            and not grammar.not_denying.match(lower, word.end() + 1)
            and not grammar.people.search(lower, clause, word.start())
            and not is_general(lower, clause, verb, word.end(), True, WEAKER, None, grammar)
            and not is_of_others(lower, clause, verb, word.end(), grammar)
        ):
            value = {"label": NOT_MEDICALLY_NECESSARY}
            insort(found, Match(verb, word.end(), CONCLUSION, WEAKER, value))


def _denies(lower: str, clause: int, word: re.Match[str], grammar: ConclusionGrammar) -> int | None:
    """Where the predicate begins that ends with a word of denial; null where it is about something else.

    A noun must be recommended, or else it may be what is told about ("the reason is a denial"). "Denied" needs the
    request, since a patient denies too ("nausea is denied"). What should "be denied" is not said without a verb of its
    own in front of "be", or "it is recommended that".
    """
    before = lower[clause : word.start()]
    if (verb := grammar.recommending.fullmatch(before)) is not None:
        return clause + verb.start("verb")
    chain = grammar.denial_chain.search(before)
    if chain is None or grammar.former.search(before):
        return None
    if chain[1].split()[0] == "be" and grammar.advised.match(before) is None:
        return None
    if word["noun"]:
        about = "recommend" in before
    else:
        about = (
            word[0] not in grammar.denied
            or "recommend" in before
            or grammar.this_request.search(before) is not None
            or grammar.consequence.search(before) is not None
        )
    return clause + chain.start() if about else None
