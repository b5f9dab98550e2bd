"""What a rationale concludes about medical necessity, in the reviewer's own words.

    Therefore, this request is not medically necessary.                                        -> conclusion:necessary
    The medical necessity of this request is not established.                                  -> conclusion:necessity
    The records do not support the medical necessity of the request.                           -> conclusion:records
    The request is recommended for non-certification.                                          -> conclusion:weak
    A lengthier or more protracted gradual tapering or weaning course is, thus, indicated.      -> conclusion:weak

A span is the predicate alone, from its auxiliary verb to its end. Deliberately left alone: what guidelines say in
general, what somebody else found, wrote or argued, quotations, and what only could be necessary. The vocabulary is
`patterns/decisions.json`, under `conclusion`.
"""

from bisect import insort

from imrx.grammar.issues.clauses import WINDOW, clause_start, clauses_with, near
from imrx.grammar.issues.denials import find_denials
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.grammar.issues.own import NAMED, WEAKER, add_conclusion, is_reported, stand_over
from imrx.labels import CONCLUSION, MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY
from imrx.match import Match

FINAL = 400
"""How long the end of a rationale is in which a weaker predicate counts as its conclusion, in characters."""


def find_conclusions(text: str, start: int, end: int, grammar: ConclusionGrammar, lower: str) -> list[Match]:
    """What a rationale concludes about medical necessity, in order; the rule says which grammar found it.

    Matches: "is therefore medically necessary", "cannot be deemed medically necessary", "is not a medical necessity",
    medical necessity of X "has not been established", "is not supported by the provided records as being medically
    necessary". Not: "to support the medical necessity of X", "if it is medically necessary".

    Args:
        text: the letter.
        start: where the rationale begins.
        end: where it ends.
        grammar: the expressions.
        lower: the letter in lower case.
    """
    found: list[Match] = []
    for core in near(grammar.core, grammar.core_keys, lower, start, end):
        clause = clause_start(text, max(start, core.start() - WINDOW), core.start(), grammar)
        before = lower[clause : core.start()]
        if grammar.short_core.match(core[0]) and grammar.named_med.search(before):
            continue
        own = max(clause, found[-1].end) if found else clause
        opinion = grammar.opinion.search(lower, own, core.start()) if grammar.opinion_keys.stand_in(before) else None
        if opinion is not None:
            add_conclusion(found, lower, clause, opinion.start("verb"), core.end(), "conclusion:necessary", grammar)
        elif (chain := grammar.chain.search(before)) is not None:
            add_conclusion(found, lower, clause, clause + chain.start(), core.end(), "conclusion:necessary", grammar)
        elif (bare := grammar.bare.search(before)) is not None:
            add_conclusion(found, lower, clause, clause + bare.start(), core.end(), "conclusion:necessary", grammar)
        elif text[core.start()].isupper() and not before.strip() and (core.end() == end or text[core.end()] == "."):
            add_conclusion(found, lower, clause, core.start(), core.end(), "conclusion:necessary", grammar)
    _find_necessity(found, text, start, end, lower, grammar)
    _find_ellipses(found, end, lower, grammar)
    final = end if found else max(start, end - FINAL)
    find_denials(found, text, final, end, lower, grammar)
    _find_weak(found, text, start, final, end, lower, grammar)
    if all(match.rule == NAMED for match in found):
        _find_short_verdict(found, text, max(start, end - FINAL), end, lower, grammar)
    return found


def _find_necessity(
    found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Insert what is said of the medical necessity: that it is established, or that no records speak for it."""
    for noun in near(grammar.necessity, grammar.necessity_keys, lower, start, end):
        limit = grammar.clause_limit.search(text, noun.end(), min(end, noun.end() + WINDOW))
        verb = grammar.verb.search(lower, noun.end(), limit.start() if limit else min(end, noun.end() + WINDOW))
        clause = clause_start(text, max(start, noun.start() - WINDOW), noun.start(), grammar)
        if verb is not None:
            none = noun[0].split()[0] == "no"
            positive = grammar.negative.search(lower, *verb.span()) is None
            if not _is_said_of_necessity(lower, clause, noun.start(), positive and not none, grammar):
                denied = none or grammar.denied_clauses.find(lower, clause, verb.start(), positive) is not None
                add_conclusion(found, lower, noun.start(), *verb.span(), "conclusion:necessity", grammar, denied)
            continue
        records = grammar.records.search(lower[clause : noun.start()])
        if records is None:
            continue
        verb_at = clause + records.start()
        none = grammar.no_records.fullmatch(lower, clause, verb_at) is not None
        if records["no"] or none or grammar.records_say.fullmatch(lower, clause, verb_at):
            first = clause + records.start("verb")
            add_conclusion(found, lower, clause, first, noun.end(), "conclusion:records", grammar, none)


def _is_said_of_necessity(lower: str, clause: int, noun: int, positive: bool, grammar: ConclusionGrammar) -> bool:
    """True where somebody says that the medical necessity is established, or is not.

    "The provider reports that pain is 8/10 and | the medical necessity has not been established": no provider says so.
    """
    if is_reported(lower, clause, noun, grammar):
        return True
    said = grammar.said.search(lower, clause, noun)
    if said is None or " that " not in lower[said.end() : noun]:
        return False
    own = grammar.own_clause.search(lower, said.end(), noun) is not None
    return positive or not own or grammar.said_of_treating.match(lower, said.start()) is None


def _find_ellipses(found: list[Match], end: int, lower: str, grammar: ConclusionGrammar) -> None:
    """Insert what is said of another subject directly behind a conclusion: "PT is necessary, the brace is not."."""
    for match in list(found):
        positive = match.value["label"] == MEDICALLY_NECESSARY
        pattern = grammar.beside_is_not if positive else grammar.beside_is
        beside = pattern.match(lower, match.end, min(end, match.end + WINDOW))
        if (
            beside is not None
            and grammar.patient.search(beside["subject"]) is None
            and not stand_over(found, *beside.span("verb"))
        ):
            label = NOT_MEDICALLY_NECESSARY if positive else MEDICALLY_NECESSARY
            insort(found, Match(*beside.span("verb"), CONCLUSION, match.rule, {"label": label}))


def _find_weak(
    found: list[Match], text: str, start: int, final: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Insert weaker predicates: behind "therefore", and, from `final` on, about the request or in the last sentence."""
    clauses = [(start, end)]
    if found:
        clauses = clauses_with(text, start, end, grammar.consequence_keys.places(lower[start:end]), grammar)
    for weak in (match for limits in clauses for match in grammar.weak.finditer(lower, *limits)):
        if stand_over(found, weak.start(), weak.end()):
            continue
        clause = clause_start(text, max(start, weak.start() - 2 * WINDOW), weak.start(), grammar)
        told = grammar.consequence.search(lower, clause, weak.end()) or (
            weak.start() >= final and grammar.weak_subject.search(lower, clause, weak.start())
        )
        if told or (weak.start() >= final and lower[weak.end() : end].strip() in ("", ".")):
            near = max(clause, weak.start() - WINDOW)
            chain = grammar.weak_chain.search(lower[near : weak.start()])
            if chain is not None and not grammar.of_denial.search(lower, near, near + chain.start()):
                rule = WEAKER if told else NAMED
                add_conclusion(found, lower, clause, near + chain.start(), weak.end(), rule, grammar)


def _find_short_verdict(
    found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Put what the whole last sentence says in place of all else: "Recommend certification.", "Not certified."."""
    limits = (limit for limit in grammar.clause_limit.finditer(text, start, end) if limit[0] not in ":;")
    starts = [limit.end() for limit in limits if text[limit.end() : end].strip(" .\n\f")]
    before, last = [start, start, *starts][-2:]
    verdict = grammar.short_verdicts.find(lower, before, last, end)
    if verdict is not None:
        label = NOT_MEDICALLY_NECESSARY if verdict.negative else MEDICALLY_NECESSARY
        found[:] = [Match(verdict.start, verdict.end, CONCLUSION, WEAKER, {"label": label})]
