"""Which of a rationale's conclusions counts for a disputed item, and whether the rationale concludes both ways.

    The request is reasonable. It is medically necessary.                    -> the last one
    EMG is medically necessary. NCV is not medically necessary.              -> mixed
    Six visits are medically necessary, but the other six are not.           -> mixed
    Only six visits are medically necessary.                                 -> mixed, where the title has not six
    The arthroscopy is medically necessary. The assistant surgeon is not.    -> the last one, where another item is
                                                                                the arthroscopy

A conclusion is another item's where its subject has more words of that item's title. Where the heading decides in
part, any two that differ make a rationale mixed; where it decides plainly, only two that are both about the request:
one on the request as it stands, or two with different words or numbers of it. Deliberately left alone: what would be
necessary under a plain decision, reasons ("since the surgery is medically necessary"), weaning, and beside a conclusion
on the request what is said of something else ("an urgent MRI is medically necessary").
"""

import re
from typing import NamedTuple

from imrx.grammar.issues.clauses import WINDOW, clause_start
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.grammar.issues.own import NAMED, WEAK
from imrx.labels import MEDICALLY_NECESSARY
from imrx.lower import lower_case
from imrx.match import Match

WORD = re.compile(r"[a-z]{2,}|\d+")


class Item(NamedTuple):
    """A disputed item: the words of its title, those of each other title, whether the heading decides in part."""

    title: frozenset[str]
    others: tuple[frozenset[str], ...] = ()
    in_part: bool = False


class Statement(NamedTuple):
    """A conclusion with the clause that it ends and what stands before it there, in lower case, and its words."""

    match: Match
    clause: str
    before: str
    words: frozenset[str]


def title_words(title: str, grammar: ConclusionGrammar) -> frozenset[str]:
    """What a title or a subject names, in lower case and the singular; numbers too: {"emg", "12", "visit"}."""
    return frozenset(
        word.removesuffix("s") for word in WORD.findall(lower_case(title)) if word not in grammar.unspecific
    )


def verdict(
    text: str, start: int, end: int, conclusions: list[Match], item: Item, grammar: ConclusionGrammar
) -> tuple[Match | None, bool]:
    """The conclusion that counts, and whether the rationale is mixed, in which case none does.

    Args:
        text: the letter.
        start: where the rationale begins.
        end: where it ends.
        conclusions: what `find_conclusions` found in it.
        item: the disputed item.
        grammar: the expressions.
    """
    starts = [match.start for match in conclusions]
    conclusions = _strongest([each for each in conclusions if _is_about(text, start, end, each, item, grammar)])
    if not conclusions:
        return None, False
    if len({match.value["label"] for match in conclusions}) > 1:
        statements = _statements(text, start, end, conclusions, grammar)
        statements = [each for each in statements if _counts(each, item, grammar)] or statements
        if not item.in_part and any(_is_own(each, item, grammar) for each in statements):
            statements = [each for each in statements if not _is_foreign(each, item, grammar)]
        if _differ(statements, item, grammar):
            return None, True
        conclusions = [each.match for each in statements]
    if any(_is_partial(text, start, end, match, starts, item, grammar) for match in conclusions):
        return None, True
    return conclusions[-1], False


def _is_about(text: str, start: int, end: int, match: Match, item: Item, grammar: ConclusionGrammar) -> bool:
    """False for a last sentence with no "request" where it does not deny, or names nothing of the item's title.

    "Continued use of Norco is not warranted." is about Norco, "Continued use is not warranted." about the request;
    "Norco is appropriate" may be what a guideline says.
    Nor is that about an item which names it only as what is left out: "therapy, but not a brace, is necessary".
    """
    if match.rule != NAMED:
        left_out, named = _left_out(text, start, end, match, item, grammar)
        return left_out <= named
    clause = clause_start(text, max(start, match.start - WINDOW), match.start, grammar)
    subject = text[clause : match.start]
    named_words = title_words(subject, grammar) & item.title
    named = bool(named_words) or grammar.continuing.fullmatch(lower_case(subject)) is not None
    return match.value["label"] != MEDICALLY_NECESSARY and named and " that " not in subject


def _left_out(text: str, start: int, end: int, match: Match, item: Item, grammar: ConclusionGrammar) -> tuple[int, int]:
    """How many words of the title a positive conclusion leaves out ("rather than a brace"), and how many it keeps."""
    if match.value["label"] != MEDICALLY_NECESSARY:
        return 0, 0
    clause = clause_start(text, max(start, match.start - WINDOW), match.start, grammar)
    limit = grammar.clause_limit.search(text, match.end, min(end, match.end + WINDOW))
    lower = lower_case(text[clause : limit.start() if limit else min(end, match.end + WINDOW)])
    subject = lower[: match.start - clause]
    other = grammar.instead_of.search(lower, 0, len(subject)) or grammar.instead_of.match(
        lower, len(lower) - len(lower[match.end - clause :].lstrip(" ,\n\f"))
    )
    if other is None:
        return 0, 0
    named = title_words(subject.replace(other[0], ""), grammar) & item.title
    return len(title_words(other["other"], grammar) & item.title), len(named)


def _strongest(conclusions: list[Match]) -> list[Match]:
    """Those about medical necessity; where there are none, the weaker ones."""
    return [match for match in conclusions if match.rule not in WEAK] or conclusions


def _statements(
    text: str, start: int, end: int, conclusions: list[Match], grammar: ConclusionGrammar
) -> list[Statement]:
    """The conclusions with their clauses: each from the full stop, or from the conclusion, before it."""
    found = []
    behind = start
    for match in conclusions:
        begin = max(behind, clause_start(text, max(start, match.start - WINDOW), match.start, grammar))
        behind = match.end
        until = match.end
        if match.rule == "conclusion:records":  # "the records do not support the medical necessity of | the request"
            limit = grammar.clause_limit.search(text, match.end, min(end, match.end + WINDOW))
            until = limit.start() if limit else min(end, match.end + WINDOW)
        clause = lower_case(text[begin:until])
        found.append(Statement(match, clause, clause[: match.start - begin], title_words(clause, grammar)))
    return found


def _counts(statement: Statement, item: Item, grammar: ConclusionGrammar) -> bool:
    """False for what is said of another item, for reasons, and under a plain decision for weaning and what would be."""
    named = len(statement.words & item.title)
    if any(len(statement.words & other) > named for other in item.others):
        return False
    if grammar.reason.match(statement.clause[statement.clause.rfind(",") + 1 :]):
        return False
    if item.in_part:
        return True
    if statement.match.value["label"] == MEDICALLY_NECESSARY and grammar.supposed.search(statement.clause):
        return False
    return named > 0 or grammar.advice.search(statement.clause) is None


def _is_own(statement: Statement, item: Item, grammar: ConclusionGrammar) -> bool:
    """True for what is said of the request, or in words of its title."""
    return bool(_parts(statement.words, item)) or grammar.this_request.search(statement.clause) is not None


def _is_foreign(statement: Statement, item: Item, grammar: ConclusionGrammar) -> bool:
    """True for what is said of something that the letter did not name before: "an urgent MRI is medically necessary".

    What has an article or a pronoun in front, a part of a treatment ("six sessions", but not "six sessions of
    acupuncture"), and what has the subject of the conclusion before ("but is not medically necessary now") may be the
    item itself.
    """
    words = title_words(statement.clause.rpartition(" of ")[2], grammar)
    return (
        bool(words)
        and not _is_own(statement, item, grammar)
        and not _is_portion(words, grammar)
        and grammar.named_before.match(statement.clause) is None
        and grammar.same_subject.search(statement.before) is None
    )


def _differ(statements: list[Statement], item: Item, grammar: ConclusionGrammar) -> bool:
    """True where one of the statements contradicts the last one, or concludes otherwise for another part."""
    last = statements[-1]
    others = [each for each in statements if each.match.value["label"] != last.match.value["label"]]
    if item.in_part:
        return bool(others)
    parts = _parts(last.words, item)
    for other in others:
        if grammar.supposed.search(other.clause) is None and (
            "request" in other.clause or (_parts(other.words, item) - parts and parts - _parts(other.words, item))
        ):
            return True
    unknown = last.words and not parts and grammar.this_request.search(last.clause) is None
    return bool(unknown) and any(_parts(other.words, item) for other in others)


def _parts(words: frozenset[str], item: Item) -> frozenset[str]:
    """The words and numbers that can tell one part of a request from another."""
    return frozenset(word for word in words if word in item.title or word.isdigit())


def _is_partial(
    text: str, start: int, end: int, match: Match, starts: list[int], item: Item, grammar: ConclusionGrammar
) -> bool:
    """True where one conclusion speaks of two parts: "and the balance is not", "partially".

    "Only" in front makes a part of so and so many of a treatment alone, other than the title has ("only six visits"),
    or of anything where the heading decides in part; there "for six visits only" does it too.

    Two conclusions, by where they start, are no parts where the first is about something else: "the MRI is necessary;
    the brace is not".
    """
    until = min(end, match.end + WINDOW)
    behind = lower_case(text[match.end : until])
    positive = match.value["label"] == MEDICALLY_NECESSARY
    clause = lower_case(text[clause_start(text, max(start, match.start - WINDOW), match.start, grammar) : match.start])
    but = (grammar.but_is_not if positive else grammar.but_is).match(behind)
    if but is not None and (item.in_part or _parts(title_words(but["subject"], grammar), item)):
        apart = any(match.end <= other < match.end + but.end() for other in starts)
        if not apart or _parts(title_words(clause, grammar), item) or grammar.this_request.search(clause):
            return True
    if not positive:
        return False
    if _left_out(text, start, end, match, item, grammar)[0]:
        return True
    if grammar.rest.search(behind):
        return True
    if grammar.partly.search(lower_case(text[match.start : match.end])) or grammar.partly_behind.match(behind):
        return True
    subject = clause[clause.rfind(",") + 1 :]
    only = grammar.only.match(subject)
    if only and (item.in_part or _is_other_portion(subject[only.end() :], behind, item, grammar)):
        return True
    return item.in_part and grammar.only_behind.match(behind) is not None


def _is_other_portion(subject: str, behind: str, item: Item, grammar: ConclusionGrammar) -> bool:
    """True for so and so many of a treatment, other than the title has: "six visits", but not "this course".

    "One level" is other where the title has numbers, and none of them is 1, unless just that is requested behind.
    """
    if grammar.this.match(subject) is not None or f"request for {subject.strip()}" in behind:
        return False
    words = {grammar.numbers.get(word, word) for word in title_words(subject, grammar)}
    if subject.split()[:1] == ["one"] and any(map(str.isdigit, item.title)):
        words.add(grammar.numbers["one"])
    return _is_portion(frozenset(words - item.title), grammar)


def _is_portion(words: frozenset[str], grammar: ConclusionGrammar) -> bool:
    """True for the words of so and so many of a treatment: "six visits", "6"."""
    return bool(words & grammar.portions) or any(map(str.isdigit, words))
