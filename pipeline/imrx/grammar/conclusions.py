"""What a rationale concludes about medical necessity, in the reviewer's own words.

    Therefore, this request is not medically necessary.                                        -> conclusion:necessary
    The medical necessity of this request is not established.                                  -> conclusion:necessity
    The records do not support the medical necessity of the request.                           -> conclusion:records
    A lengthier or more protracted gradual tapering or weaning course is, thus, indicated.      -> conclusion:weak

A span is the predicate alone, from its auxiliary verb to its end. Deliberately left alone: what guidelines say in
general, what somebody else found, wrote or argued, quotations, and what only could be necessary. The vocabulary is
`patterns/decisions.json`, under `conclusion`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from imrx.component import Match
from imrx.grammar.expressions import expression
from imrx.grammar.words import Keys, any_of, any_word
from imrx.labels import CONCLUSION

MEDICALLY_NECESSARY = "medically_necessary"
NOT_MEDICALLY_NECESSARY = "not_medically_necessary"

WINDOW = 160
"""How far before its core the predicate may begin, and how far after "medical necessity" it may end, in characters."""

BEFORE_KEY = 60
"""How far before the longest word of a phrase the phrase may begin, in characters."""

FINAL = 400
"""How long the end of a rationale is in which a weaker predicate counts as its conclusion, in characters."""

NECESSITY = ["medical necessity", "no medical necessity"]

CLAUSE_LIMIT = re.compile(r"[.;:!?](?=\s|$|[A-Z])")

QUOTATION = re.compile(r"(?P<opening>“|(?<![^\s(])\")|[\"”]")
"""A quotation mark; a straight one opens where a blank stands before it."""


class ConclusionGrammar:
    """The expressions built from the vocabulary; each looks at `WINDOW` characters around a core at most."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        auxiliary, between = any_of(words["auxiliaries"]), any_of(words["between"])
        core = any_word([*words["core"], *(f"not{text}" for text in words["core"])]) + r"\b"
        chain = rf"{any_word(words['auxiliaries'])}(?!\w)(?:[\s,/-]+(?:{auxiliary}|{between})\b){{0,14}}"
        tail = rf"(?:\s*(?:,|and/or|and|or|nor)\s*(?:medically\s+)?{any_of(words['tail'])}\b){{0,6}}"
        flags = re.IGNORECASE
        self.core = expression(core + tail, flags)
        self.core_keys = Keys(words["core"])
        self.chain = expression(rf"({chain})(?:\s+by\s+[^.;:]{{0,80}}?\s+as(?:\s+being)?)?[\s-]*$", flags)
        self.opinion = expression(
            rf"{any_word(['I', 'we'])}\s+(?P<verb>(?:(?:do|does|did|can|could)\s*not\s+|cannot\s+)?"
            rf"{any_of(words['opinions'])}\b(?!\s+that\b)[^.;:]{{1,100}})$",
            flags,
        )
        self.rest = expression(
            rf"\b{any_of(words['rest'])}\b[^.]{{0,80}}?\b{auxiliary}\s+not(?:\s+(?:medically\s+)?necessary)?\s*[.;,]",
            flags,
        )
        self.bare = expression(r"\bnot\s*$", flags)
        self.necessity = expression(rf"{any_word(NECESSITY)}\b", flags)
        self.necessity_keys = Keys(NECESSITY)
        self.verb = expression(rf"({chain})[\s-]+{any_of(words['necessity_verbs'])}\b", flags)
        self.records = expression(
            rf"\b(?P<verb>(?:(?P<no>{any_of(words['negated_verbs'])})\s+|(?<!to\s)(?<!not\s))(?:adequately\s+|clearly\s+)?"
            rf"{any_of(words['active_verbs'])})\s+(?:the\s+|any\s+)?$",
            flags,
        )
        self.records_say = expression(
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*\b{any_of(words['active_subjects'])}\b"
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*",
            flags,
        )
        self.restart = expression(rf"{any_word(['and', 'but', 'or'])}\s+(?={auxiliary}\b)", flags)
        self.opinion_keys = Keys(words["opinions"])
        self.consequence_keys = Keys(words["consequence"])
        self.weak = expression(rf"{any_word(words['weak'])}\b{tail}", flags)
        self.weak_chain = expression(rf"({chain})[\s,-]+$", flags)
        self.weak_subject = expression(rf"{any_word(words['weak_subjects'])}\b", flags)
        self.consequence = expression(rf"{any_word(words['consequence'])}\b", flags)
        self.negative = expression(rf"\b(?:not|{any_of(words['negatives'])}\b)|(?<=n['\u2019])t\b", flags)
        self.no_subject = expression(
            rf"[\s\"“(]*(?:(?:and|so|thus|therefore)\s+)?{any_of(words['negative_subjects'])}\b", flags
        )
        self.this_request = expression(
            rf"\b(?:{any_of(words['definite'])}\s+(?:\w+\s+){{0,2}}?requests?|{any_of(words['requested'])})\b", flags
        )
        self.condition = expression(rf"{any_word(words['conditions'])}\b", flags)
        self.hypothesis = expression(rf"{any_word(words['hypotheses'])}\b", flags)
        self.condition_behind = expression(rf"[\s,]*{any_of(words['conditions_behind'])}\b", flags)
        self.possibility = expression(rf"{any_of(words['possibilities'])}\b", flags)
        self.duty = expression(rf"{any_of(words['duties'])}\b", flags)
        self.history = expression(rf"{any_word(words['history'])}\b", flags)
        people = any_of(words["people"])
        verbs = any_of(words["reporting_verbs"])
        self.said = expression(rf"{any_word(words['people'])}\b[^.;:,]{{0,60}}?\b{verbs}\b", flags)
        self.taught = expression(rf"{any_word(words['sources'])}\b[^.;:,]{{0,60}}?\b{verbs}\b", flags)
        self.by_others = expression(
            rf"[^.;:]{{0,40}}?\b(?:by|according\s+to|per)\s+(?:(?:the|his|her|a)\s+)?{people}\b", flags
        )


def find_conclusions(text: str, start: int, end: int, grammar: ConclusionGrammar) -> list[Match]:
    """What a rationale concludes about medical necessity, in order; the rule says which grammar found it.

    Matches: "is therefore medically necessary", "cannot be deemed medically necessary", "is not a medical necessity",
    medical necessity of X "has not been established", "is not supported by the provided records as being medically
    necessary". Not: "to support the medical necessity of X", "if it is medically necessary".
    """
    found: list[Match] = []
    lower = text[start:end].lower()
    for core in _near(grammar.core, grammar.core_keys, text, lower, start, end):
        clause = _clause(text, max(start, core.start() - WINDOW), core.start())
        before = text[clause : core.start()]
        opinion = grammar.opinion.search(before) if grammar.opinion_keys.stand_in(before.lower()) else None
        if opinion is not None:
            _add(found, text, clause, clause + opinion.start("verb"), core.end(), "conclusion:necessary", grammar)
        elif (chain := grammar.chain.search(before)) is not None:
            _add(found, text, clause, clause + chain.start(), core.end(), "conclusion:necessary", grammar)
        elif (bare := grammar.bare.search(before)) is not None:
            _add(found, text, clause, clause + bare.start(), core.end(), "conclusion:necessary", grammar)
        elif core[0][:1].isupper() and not before.strip() and (core.end() == end or text[core.end()] == "."):
            _add(found, text, clause, core.start(), core.end(), "conclusion:necessary", grammar)
    for noun in _near(grammar.necessity, grammar.necessity_keys, text, lower, start, end):
        limit = CLAUSE_LIMIT.search(text, noun.end(), min(end, noun.end() + WINDOW))
        verb = grammar.verb.search(text, noun.end(), limit.start() if limit else min(end, noun.end() + WINDOW))
        if verb is not None:
            _add(
                found,
                text,
                noun.start(),
                verb.start(),
                verb.end(),
                "conclusion:necessity",
                grammar,
                noun[0][0] in "Nn",
            )
            continue
        clause = _clause(text, max(start, noun.start() - WINDOW), noun.start())
        records = grammar.records.search(text[clause : noun.start()])
        if records is not None and (
            records["no"] or grammar.records_say.fullmatch(text, clause, clause + records.start())
        ):
            _add(found, text, clause, clause + records.start("verb"), noun.end(), "conclusion:records", grammar)
    final = end if found else max(start, end - FINAL)
    clauses = _clauses(text, start, end, grammar.consequence_keys.places(lower)) if found else [(start, end)]
    for weak in (match for limits in clauses for match in grammar.weak.finditer(text, *limits)):
        clause = _clause(text, max(start, weak.start() - 2 * WINDOW), weak.start())
        if grammar.consequence.search(text, clause, weak.end()) or (
            weak.start() >= final and grammar.weak_subject.search(text, clause, weak.start())
        ):
            near = max(clause, weak.start() - WINDOW)
            if (chain := grammar.weak_chain.search(text[near : weak.start()])) is not None:
                _add(found, text, clause, near + chain.start(), weak.end(), "conclusion:weak", grammar)
    return found


def _near(pattern: re.Pattern[str], keys: Keys, text: str, lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What an expression matches between two offsets, looked for only around the words that each match has."""
    behind = start
    for at in keys.places(lower):
        if start + at >= behind:
            for match in pattern.finditer(text, max(behind, start + at - BEFORE_KEY), min(end, start + at + WINDOW)):
                behind = match.end()
                yield match


def _clauses(text: str, start: int, end: int, places: list[int]) -> list[tuple[int, int]]:
    """The limits of the clauses that have a place in them, places counted from `start`."""
    found: list[tuple[int, int]] = []
    for place in places:
        at = start + place
        if not found or at >= found[-1][1]:
            limit = CLAUSE_LIMIT.search(text, at, end)
            found.append((_clause(text, max(start, at - 2 * WINDOW), at), limit.start() if limit else end))
    return found


def last_conclusion(conclusions: list[Match]) -> Match | None:
    """The conclusion that counts: the last about medical necessity, else the last weaker one."""
    strong = [match for match in conclusions if match.rule != "conclusion:weak"]
    return (strong or conclusions)[-1] if conclusions else None


def is_mixed(text: str, end: int, conclusions: list[Match], grammar: ConclusionGrammar) -> bool:
    """True where a part of the request is called necessary and "the balance" or "the remainder" behind it is not."""
    return any(
        grammar.rest.search(text, match.end, min(end, match.end + WINDOW)) is not None
        for match in conclusions
        if match.rule != "conclusion:weak" and match.value["label"] == MEDICALLY_NECESSARY
    )


def _clause(text: str, start: int, end: int) -> int:
    """Where the clause begins that ends at `end`: after the last full stop, semicolon or colon."""
    for match in CLAUSE_LIMIT.finditer(text, start, end):
        start = match.end()
    return start


def _add(
    found: list[Match],
    text: str,
    clause: int,
    start: int,
    end: int,
    rule: str,
    grammar: ConclusionGrammar,
    negated: bool = False,
) -> None:
    """Insert a conclusion of the reviewer's own where nothing stands yet; of two joined predicates the last counts."""
    for joint in grammar.restart.finditer(text, start, end):
        start = joint.end()
    place = bisect_left(found, (start,))
    if (place and found[place - 1].end > start) or (place < len(found) and found[place].start < end):
        return
    subject = max(clause, text.rfind(",", clause, start) + 1)
    negated = negated or grammar.no_subject.match(text, subject, start) is not None
    negative = (len(grammar.negative.findall(text[start:end])) + negated) % 2 == 1
    if _is_general(text, clause, start, end, negative, rule, grammar) or _is_of_others(
        text, clause, start, end, grammar
    ):
        return
    label = NOT_MEDICALLY_NECESSARY if negative else MEDICALLY_NECESSARY
    found.insert(place, Match(start, end, CONCLUSION, rule, {"label": label}))


def _is_general(
    text: str, clause: int, start: int, end: int, negative: bool, rule: str, grammar: ConclusionGrammar
) -> bool:
    """True for conditions, possibilities and duties: what may or must be, not what is.

    A condition before a comma ("When the guidelines are applied, the request is ...") or behind the predicate ("... is
    not medically necessary without further evidence") takes nothing away from a statement about this request.
    """
    comma = text.rfind(",", clause, start)
    subject = max(clause, comma)
    if grammar.condition.search(text, subject, start):
        return True
    if not negative and grammar.possibility.match(text, start):
        return True
    if grammar.duty.match(text, start) and rule == "conclusion:necessity":
        return True
    if grammar.this_request.search(text, subject, start):
        return False
    return (comma >= 0 and grammar.hypothesis.search(text, clause, comma) is not None) or (
        grammar.condition_behind.match(text, end) is not None
    )


def _is_of_others(text: str, clause: int, start: int, end: int, grammar: ConclusionGrammar) -> bool:
    """True for what utilisation review, the provider, an earlier decision or a guideline said, and for quotations."""
    marks = list(QUOTATION.finditer(text, clause, start))
    if marks and marks[-1]["opening"]:
        return True
    subject = max(clause, text.rfind(",", clause, start))
    if grammar.history.search(text, subject, end) or grammar.by_others.match(text, end):
        return True
    said = grammar.said.search(text, subject, end)
    if said is not None and grammar.consequence.search(text, said.end(), start) is None:
        return True
    return (
        grammar.taught.search(text, subject, start) is not None
        and grammar.this_request.search(text, subject, start) is None
    )
