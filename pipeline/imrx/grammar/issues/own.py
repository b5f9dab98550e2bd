"""The reviewer's own conclusions: none that is general, that only could be, or that somebody else made.

    the request is not medically necessary                          -> the reviewer's
    if it is medically necessary, "must be medically necessary"     -> what may or must be
    the provider states that it is medically necessary              -> the provider's
    has not shown that it is medically necessary                    -> denied by what leads to it (`denied_clauses`)

Deliberately left alone: whose item a conclusion is about (`verdicts`).
"""

import re
from bisect import bisect_left, insort

from imrx.grammar.issues.denied_clauses import Denial
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.labels import CONCLUSION, MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY
from imrx.match import Match

WEAKER = "conclusion:weak"
"""The rule of what is said in other words than those of medical necessity."""

NAMED = "conclusion:named"
"""The rule of a last sentence with no "request": it counts only where it denies and names the item (see `verdicts`)."""

WEAK = frozenset((WEAKER, NAMED))

QUOTATION = re.compile(r"(?P<opening>“|(?<![^\s(])\")|[\"”]")
"""A quotation mark; a straight one opens where a blank stands before it."""


def add_conclusion(
    found: list[Match],
    lower: str,
    clause: int,
    start: int,
    end: int,
    rule: str,
    grammar: ConclusionGrammar,
    negated: bool = False,
) -> None:
    """Insert a conclusion of the reviewer's own where nothing stands yet; of two joined predicates the last counts."""
    for joint in grammar.restart.finditer(lower, start, end):
        start = joint.end()
    infinitive = grammar.infinitive.match(lower, start, end) is not None
    if infinitive and (denied := grammar.not_to.search(lower, clause, start)) is not None:
        start = denied.start()
    if infinitive and grammar.found_by.search(lower, clause, start) is not None:
        return
    if stand_over(found, start, end):
        return
    subject = max(clause, lower.rfind(",", clause, start) + 1)
    negated = negated or grammar.no_subject.match(lower, subject, start) is not None
    negations = len(grammar.negative.findall(lower[start:end]))
    behind = grammar.verb_behind.match(lower, end)
    if behind is not None and "that " in lower[clause:start]:  # "that it is medically necessary | has not been shown"
        if grammar.negative.search(behind[0]) is None:
            return
        negated = not negated
    denial = grammar.denied_clauses.find(lower, clause, start, negations == 0)
    if denial is None and not negated and infinitive:
        negated_before = grammar.negative.search(lower, subject, start)
        if negated_before is not None:  # of a verb that is not known: "does not qualify to be medically necessary"
            return
    if denial is not None and denial.lacks_proof and rule in WEAK:
        return
    joined = denial is None and negations == 0 and rule != "conclusion:necessity"
    if joined and grammar.denied_clauses.is_joined(lower, clause, start):
        return
    negative = (negations + (negated or denial is not None)) % 2 == 1
    if is_general(lower, clause, start, end, negative, rule, denial, grammar) or is_of_others(
        lower, clause, start, end, grammar
    ):
        return
    label = NOT_MEDICALLY_NECESSARY if negative else MEDICALLY_NECESSARY
    insort(found, Match(start, end, CONCLUSION, rule, {"label": label}))


def stand_over(found: list[Match], start: int, end: int) -> bool:
    """True where one of several conclusions, in order, overlaps the stretch between two offsets."""
    place = bisect_left(found, (start,))
    return (place > 0 and found[place - 1].end > start) or (place < len(found) and found[place].start < end)


def is_general(
    lower: str,
    clause: int,
    start: int,
    end: int,
    negative: bool,
    rule: str,
    denial: Denial | None,
    grammar: ConclusionGrammar,
) -> bool:
    """True for conditions, possibilities and duties: what may or must be, not what is.

    A condition before a comma ("When the guidelines are applied, the request is ...") or behind the predicate ("... is
    not medically necessary without further evidence") takes nothing away from a statement about this request, unless
    that only says what would be. Nor does "until then" from what is not necessary now, or a clause with "until" that a
    comma ends before the predicate: not "until Norco is not medically necessary, it may be continued".
    """
    until = grammar.until_then.match(lower, clause) if negative else None
    if until is None and negative and lower.find(",", clause, start) >= 0 and lower[end : end + 1] != ",":
        until = grammar.until_first.match(lower, clause)
    clause = until.end() if until is not None else clause
    comma = lower.rfind(",", clause, start)
    subject = max(clause, comma)
    if denial is not None:
        if grammar.condition.search(lower, subject, denial.start) or grammar.condition.search(lower, denial.end, start):
            return True
    elif grammar.condition.search(lower, subject, start):
        return True
    if grammar.only_where.match(lower, start) or (not negative and grammar.possibility.match(lower, start)):
        return True
    hypothetical = (comma >= 0 and grammar.hypothesis.search(lower, clause, comma) is not None) or (
        grammar.condition_behind.match(lower, end) is not None
    )
    if grammar.supposed.match(lower, start) and (
        (hypothetical and not negative)
        or grammar.hypothesis_first.match(lower, clause)
        or (grammar.presence_first.match(lower, clause) and not grammar.named_before.match(lower, comma + 1))
    ):
        return True
    if rule == "conclusion:necessity" and (
        grammar.duty.match(lower, start) or (not negative and grammar.supposed.match(lower, start))
    ):
        return True
    if grammar.this_request.search(lower, subject, start):
        return False
    return hypothetical


def is_of_others(lower: str, clause: int, start: int, end: int, grammar: ConclusionGrammar) -> bool:
    """True for what utilisation review, the provider, an earlier decision or a guideline said, and for quotations.

    So is what is told per or according to a person ("per the provider, the MRI is"), but not what is read in the
    records of a person who treats ("per the provider's records, the MRI is").
    """
    marks = list(QUOTATION.finditer(lower, clause, start))
    if marks and marks[-1]["opening"]:
        return True
    subject = max(clause, lower.rfind(",", clause, start))
    if grammar.history.search(lower, subject, end) or grammar.by_others.match(lower, end):
        return True
    if subject > clause and grammar.of_others.fullmatch(lower, clause, subject):
        return True
    if is_reported(lower, clause, start, grammar):
        return True
    if not grammar.verb_keys.stand_in(lower[subject:end]):
        return False
    said = grammar.said.search(lower, subject, end)
    if said is not None and not _is_own_again(lower, said.end(), start, grammar):
        return True
    return (
        grammar.taught.search(lower, subject, start) is not None
        and grammar.this_request.search(lower, subject, start) is None
    )


def is_reported(lower: str, clause: int, start: int, grammar: ConclusionGrammar) -> bool:
    """True where a clause that ends at `start` reports: "UR modified it, finding", "it was felt by UR that".

    A report ends where a new subject begins: "It was noted that she had 24 visits and | more therapy".
    """
    if not grammar.reporting_keys.stand_in(lower[clause:start]):
        return False
    reported = grammar.reported.match(lower, clause, start)
    if reported is None or grammar.report_ends.search(lower[reported.end() : start]) is not None:
        return False
    return not _is_own_again(lower, reported.end(), start, grammar)


def _is_own_again(lower: str, start: int, end: int, grammar: ConclusionGrammar) -> bool:
    """True where the reviewer speaks again behind what somebody else said: "UR denied it, but I find"."""
    return (
        grammar.consequence.search(lower, start, end) is not None
        or grammar.own_voice.search(lower, start, end) is not None
    )
