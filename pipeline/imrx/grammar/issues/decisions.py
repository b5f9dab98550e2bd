"""What is decided of each disputed item, by its title and its rationale.

The decision is the word after the last colon of the title; the conclusion is the last statement of the rationale about
the medical necessity of this item, or, where it has none, the last weaker one ("the request is not warranted") of its
final sentences; null where the rationale concludes both ways.
"""

import re
from bisect import bisect_right
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_of, unbroken
from imrx.grammar.expressions import expression
from imrx.grammar.issues.conclusions import find_conclusions
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.grammar.issues.own import NAMED
from imrx.grammar.issues.verdicts import Item, title_words, verdict
from imrx.grammar.words import bare
from imrx.labels import (
    CLAIMS_ADMINISTRATOR,
    DECISION,
    MEDICALLY_NECESSARY,
    OVERTURNED,
    PARTIALLY_OVERTURNED,
    RATIONALE,
    REQUEST,
    REVIEWER,
    UPHELD,
)
from imrx.lower import caseless
from imrx.match import Match

OPEN = "decision:open"
"""The rule of a form's heading that says "is/was": what an item itself concludes is its decision."""


SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])")


class DecisionGrammar:
    """The expressions built from `patterns/decisions.json`."""

    def __init__(self, table: dict[str, Any]) -> None:
        headings = {text.lower(): label for label, texts in table["headings"].items() for text in texts}
        self.labels = headings
        self.decision = expression(
            rf":\s*(?P<decision>{any_of(list(headings))})(?:\s*\.?|(?-i:[A-Z][A-Za-z]*))$", re.IGNORECASE
        )
        told = table["determination"]
        self.determination = expression(
            rf"\b(?P<decision>(?:(?P<open>{any_of(told['open_verbs'])})|{any_of(told['verbs'])})\s+"
            rf"(?P<no>{any_of(told['negations'])}\s*)?{any_of(told['necessary'])})[\s.:]*$",
            re.IGNORECASE,
        )
        self.heading = expression(rf"{any_of(told['headings'])}[^:]{{0,80}}:")
        verbs = any_of(table["final_verbs"])
        self.final_verb = expression(rf"(?<=\s){verbs}$", re.IGNORECASE)
        split = {name: any_of(texts) for name, texts in table["split"].items()}
        administrators, authorized = split["administrators"], split["authorized"]
        self.first = expression(rf"\b(?:{split['first']}|(?P<plain>{split['asked']}))\s*\.?", re.IGNORECASE)
        self.authorized_behind = expression(
            rf"\b{split['authorized_by']}\s+{authorized}\s+by\s+{administrators}\s*\.?", re.IGNORECASE
        )
        self.authorized_before = expression(
            rf"\b{administrators}\s+(?:{split['before_authorized']}\s+)?{authorized}\s+", re.IGNORECASE
        )
        self.leaving = expression(
            rf"\b{split['leaving']}\s+(?P<left>(?:[^.]|\.(?=\d)){{1,200}}?)\s+{split['eligible']}\s*\.?",
            re.IGNORECASE,
        )
        self.again = expression(rf"{split['again']}$", re.IGNORECASE)
        eligible, portions, original = split["eligible"], split["portions"], split["of_original"]
        behind = rf"(?:\s+{split['eligible_behind']})"
        at_length = (
            rf"{split['remaining']}\s+(?:{eligible}\s+{portions}\s+{original}|{portions}\s+{original}{behind}"
            rf"|{portions}{behind}\s+{original})"
        )
        rest = (
            rf"{split['remaining']}\s+(?:(?:{eligible}|{split['open']})\s+)?{portions}{behind}?"
            rf"(?:\s+(?:{original}|{split['of_request']}))?{behind}?"
        )
        self.disputed = expression(
            rf"\b(?:{at_length}(?:\s*[,:]|\s+{verbs}\b)?"
            rf"|(?P<begins>{rest}|{any_of([*table['split']['again'], *table['split']['rest']])})"
            rf"(?:\s*[,:]|\s+{verbs}\b))\s*",
            re.IGNORECASE,
        )
        self.authorizing = expression(
            rf"\b(?:{split['authorized_by']}\s+{authorized}\s+by\s+{administrators}\b"
            rf"|{administrators}\s+(?:{split['before_authorized']}\s+)?{authorized}\b)",
            re.IGNORECASE,
        )
        """That a part was authorized, however the title goes on; not "never authorized by" or "previously"."""

        self.leaving_it = expression(rf"\b{split['leaving']}\s*$", re.IGNORECASE)
        self.before_again = expression(rf"(?:[.;:\n]|\b{split['leaving']})\s*$", re.IGNORECASE)
        """What the rest is named behind, where it is not named at length: "denied the remainder, which" goes on."""
        self.nothing_cited = _citing_nothing(table["nothing_cited"])
        self.nothing = _nothing_alone(table["nothing_cited"])
        self.adopted = _adopting(table["adopted"] | {"verbs": table["determination"]["verbs"]})
        """How a reviewer takes over what the other side used: "found the guidelines used by ... relevant"."""

        self.conclusion = ConclusionGrammar(table["conclusion"])


def _citing_nothing(words: dict[str, list[str]]) -> re.Pattern[str]:
    """How a side cites nothing: "did not cite any medical evidence", "no clinical guidelines were cited".

    "Did not cite any guideline other than the ODG" cites one, and "did not cite the MTUS" nothing only where no more is
    said; nor does "no section of the MTUS was applicable" cite any.
    """
    told = {name: any_of(texts) for name, texts in words.items()}
    sources = rf"(?:{told['kinds']}\s+){{0,3}}{told['sources']}\b"
    did_not = rf"{told['denied']}\s+{told['cite']}\s+(?:{told['any']}\s+)?{sources}"
    none = rf"{told['cited_no']}\s+{sources}|{told['none']}\s+{sources}\s+{told['was_cited']}"
    alone = rf"{told['denied']}\s+{told['cite']}\s+{told['alone']}[\s.]*$"
    unfit = rf"{told['none']}\s+(?:{told['parts']}|{sources})\s+{told['applies']}[\s.]*$"
    return expression(rf"\b(?:(?:{did_not}|{none})(?!\s+{told['but']}\b)|{alone}|{unfit})")


def _nothing_alone(words: dict[str, list[str]]) -> re.Pattern[str]:
    """A whole block that says that there is nothing: "None.", "No citation given.", "Decision based on N/A".

    So does the form with nothing behind "Non-MTUS Citation"; behind "MTUS", that is cited. The judgment or experience
    of whoever decides is no source either.
    """
    told = {name: any_of(texts) for name, texts in words.items()}
    sources = rf"(?:{told['kinds']}\s+){{0,3}}{told['sources']}"
    own = rf"(?:the\s+)?(?:{told['whose']}\s+){{0,2}}{told['judgments']}"
    nothing = rf"(?:{told['nothing']}|{own}|{told['none']}\s+{sources}(?:\s+{told['given']})?)"
    field = rf"(?:(?:{told['field']}|{told['other_field']})\s*(?:[:,]\s*)?)?"
    based = rf"{told['based']}\s*(?::\s*)?"
    piece = rf"(?:{field}{nothing}|{based}(?:{field}{nothing}|{told['other_field']})?)[\s.,;]*"
    return expression(rf"\s*(?:[^:]{{1,80}}:\s*)?(?:{piece})+")


def _adopting(words: dict[str, list[str]]) -> re.Pattern[str]:
    """How a reviewer takes over what the other side used, without reserve.

    The clause ends behind it, or with "for the employee's clinical circumstance": what is relevant "for chronic pain",
    "only in part" or "to a different body part" need not be relevant here. No denial or contrast stands in it.
    """
    told = {name: any_of(texts) for name, texts in words.items()}
    plain = "".join(r"(?<!\b" + r"\s".join(text.split()) + r"\s)" for text in words["reserves"])
    few = rf"(?:(?!\b(?:{told['reserves']}|{told['contrasts']})\b)(?:[^.;]|\.(?=\w))){{0,160}}?"
    used = rf"{told['used']}\s+the\s+{told['sides']}\b"
    copulas = rf"[\s,]+(?:(?:{told['verbs']}|{told['light']})\s+)*?"
    fitting = rf"{told['fitting']}\b(?:,?\s+and\s+{told['fitting']}\b)?"
    found = rf"{told['finds']}\s+(?:that\s+)?(?:the|both|all)\s{few}\b{used}{copulas}{fitting}"
    agreed = (
        rf"{told['agrees']}\s+(?:[\w-]+\s+)?{told['sources']}\b"
        rf"(?:\s+as\s+the\s+{told['sides']}\b|,?\s+(?:(?:that|which)\s+{told['verbs']}\s+)?{used})"
    )
    here = rf"\s+(?:for|to|in)\s+(?:the|this)\s+(?:[\w'\u2019-]+\s+){{0,3}}?{told['here']}"
    initials = "".join(sorted({text[0] for name in ("finds", "agrees") for text in words[name]}))
    return expression(rf"\b(?=[{initials}]){plain}(?:{found}|{agreed})(?:{here})?\s*(?:[.;]|$)")


def find_decision(text: str, start: int, end: int, grammar: DecisionGrammar) -> tuple[int, Match] | None:
    """The decision at the end of an item's heading, and where the title before it ends.

    It is a word ("Norco: Upheld") or, in the layouts before 2014, the predicate of a determination ("Norco is not
    medically necessary and appropriate."), which upholds the denial where it is negative. The next heading may touch
    the word ("UpheldClaims Administrator guideline:"): the section ends with the token then.
    """
    match = grammar.decision.search(text, start, end)
    if match is not None:
        label = grammar.labels[caseless(unbroken(match["decision"]))]
        return match.start(), Match(*match.span("decision"), DECISION, "decision:heading", {"label": label})
    match = grammar.determination.search(text, start, end)
    if match is not None:
        label = UPHELD if match["no"] else OVERTURNED
        rule = OPEN if match["open"] else "decision:determination"
        return match.start(), Match(*match.span("decision"), DECISION, rule, {"label": label})
    return None


def find_parts(text: str, start: int, end: int, grammar: DecisionGrammar) -> dict[str, list[int] | None]:
    """The parts of a split request, by offsets; all null where the title is not split.

    All forms are read: "X was the original request. Y was authorized by the Claims Administrator. The remaining IMR
    eligible portion of the original request, Z is", "X was the original request. The Claims Administrator authorized
    Y, leaving the original request IMR eligible. The original request, X is" and "The Claims Administrator authorized
    Y, leaving the remaining portion, Z is". What is left eligible is disputed where nothing else is called so. "X was
    requested" begins one only where more of it follows; without a first sentence the rest must be named at length.
    """
    parts: dict[str, list[int] | None] = {"requested": None, "authorized": None, "disputed": None}
    first = grammar.first.search(text, start, end)
    behind_first = first.end() if first else start
    named = grammar.disputed.finditer(text, behind_first, end)
    disputed = next((match for match in named if _names_the_rest(text, behind_first, match, grammar)), None)
    if first is None and (disputed is None or disputed["begins"] is not None):
        return parts
    until = disputed.start() if disputed else end
    if disputed:
        parts["disputed"] = _part(text, disputed.end(), end)
    before = grammar.authorized_before.search(text, behind_first, until)
    if before:
        leaving = grammar.leaving.search(text, before.end(), until)
        stop = leaving or grammar.leaving_it.search(text, before.end(), until)
        parts["authorized"] = _part(text, before.end(), stop.start() if stop else _unstopped(text, until))
        if leaving and not disputed and grammar.again.match(leaving["left"]) is None:
            parts["disputed"] = [*leaving.span("left")]
    elif (behind := grammar.authorized_behind.search(text, behind_first, until)) and (
        first or SENTENCE_END.search(text, start, behind.start()) is None
    ):
        parts["authorized"] = _part(text, behind_first, behind.start())
    if first and (first["plain"] is None or any(parts.values())):
        parts["requested"] = _part(text, start, first.start())
    return parts


def is_split(text: str, start: int, end: int, grammar: DecisionGrammar) -> bool:
    """True for a title that says that a part of what was requested is authorized."""
    return grammar.authorizing.search(text, start, end) is not None


def _names_the_rest(text: str, start: int, match: re.Match[str], grammar: DecisionGrammar) -> bool:
    """True where the words of the rest name what is disputed: at length, first, or behind a full stop or "leaving"."""
    begin = match.start()
    lead = text[max(start, begin - 40) : begin]
    return match["begins"] is None or not lead.strip() or grammar.before_again.search(lead) is not None


def _unstopped(text: str, end: int) -> int:
    """An end without blanks and the full stop of a sentence before it."""
    sentence = text[:end].rstrip()
    return len(sentence) - sentence.endswith(".")


def _part(text: str, start: int, end: int) -> list[int] | None:
    start, end = bare(text, start, end, ",")
    return [start, end] if start < end else None


class _Found(NamedTuple):
    """A disputed item, the decision of its heading, and all that its rationale concludes."""

    issue: dict[str, Any]
    decision: Match | None
    conclusions: list[Match]


def find_issues(
    text: str, sections: dict[int, dict[str, tuple[int, int]]], grammar: DecisionGrammar, lower: str
) -> tuple[list[dict[str, Any]], list[Match]]:
    """The disputed items of a letter, from their sections' offsets, and the decision and conclusion spans in them.

    Args:
        text: the letter.
        sections: item -> section -> its offsets.
        grammar: the compiled vocabulary.
        lower: the letter in lower case.
    """
    found: list[_Found] = []
    headings = [match.span() for match in grammar.heading.finditer(text)]  # in one layout they tell the decision
    for number, parts in sorted(sections.items()):
        if REQUEST not in parts:
            continue
        start, end = parts[REQUEST]
        rationale = parts.get(RATIONALE)
        decided = find_decision(text, start, end, grammar)
        if decided is not None:
            end = decided[0]
        elif rationale is not None and (above := bisect_right(headings, (rationale[0], 0)) - 1) >= 0:
            decided = find_decision(text, max(end, headings[above][0]), headings[above][1], grammar)
        start, end = _title(text, start, end, grammar)
        decision = decided[1] if decided else None
        issue: dict[str, Any] = {
            "number": number,
            "request": [start, end],
            **find_parts(text, start, end, grammar),
            "split": is_split(text, start, end, grammar),
            "decision": decision and [decision.start, decision.end, decision.value["label"], decision.rule],
            "conclusion": None,
            CLAIMS_ADMINISTRATOR: find_cited(lower, parts.get(CLAIMS_ADMINISTRATOR), grammar),
            REVIEWER: find_cited(lower, parts.get(REVIEWER), grammar),
            "blocks": {side: parts[side] for side in (CLAIMS_ADMINISTRATOR, REVIEWER) if side in parts},
            "adopted": REVIEWER in parts and grammar.adopted.search(lower, *parts[REVIEWER]) is not None,
            "rationale": list(rationale) if rationale else None,
            "mixed": False,
        }
        conclusions = find_conclusions(text, *rationale, grammar.conclusion, lower) if rationale else []
        found.append(_Found(issue, decision, conclusions))
    _conclude(text, found, grammar.conclusion)
    matches: dict[tuple[int, int, str], Match] = {}
    for issue, decision, conclusions in found:
        if decision := _decide(issue, decision):
            matches[decision.start, decision.end, decision.label] = decision
        counts = issue["conclusion"] and tuple(issue["conclusion"][:2])
        kept = (match for match in conclusions if match.rule != NAMED or (match.start, match.end) == counts)
        matches.update({(match.start, match.end, match.label): match for match in kept})
    return [item.issue for item in found], list(matches.values())


def _conclude(text: str, found: list[_Found], grammar: ConclusionGrammar) -> None:
    """Set of each item the conclusion that counts, of those in its rationale, and whether these are mixed."""
    titles = [title_words(text[slice(*issue["request"])], grammar) for issue, _, _ in found]
    for place, (issue, _, conclusions) in enumerate(found):
        if not conclusions:
            continue
        in_part = issue["decision"] is not None and issue["decision"][2] == PARTIALLY_OVERTURNED
        item = Item(titles[place], (*titles[:place], *titles[place + 1 :]), in_part)
        start, end = issue["rationale"]
        counts, issue["mixed"] = verdict(text, start, end, conclusions, item, grammar)
        if counts is not None:
            issue["conclusion"] = [counts.start, counts.end, counts.value["label"], counts.rule]


def _decide(issue: dict[str, Any], decision: Match | None) -> Match | None:
    """The decision of an item: what it concludes itself where the heading says "is/was not medically necessary".

    It is null there where the item concludes both ways, and the heading's where it concludes nothing.
    """
    if decision is None or decision.rule != OPEN or not (issue["mixed"] or issue["conclusion"]):
        return decision
    if issue["mixed"]:
        issue["decision"] = None
        return None
    start, end, concluded, _ = issue["conclusion"]
    label = OVERTURNED if concluded == MEDICALLY_NECESSARY else UPHELD
    if label == issue["decision"][2]:
        return decision
    decided = Match(start, end, DECISION, "decision:conclusion", {"label": label})
    issue["decision"] = [start, end, label, decided.rule]
    return decided


def _title(text: str, start: int, end: int, grammar: DecisionGrammar) -> tuple[int, int]:
    """A title without the blanks, the colon and the final " is" that belong to what follows it."""
    end = start + len(text[start:end].rstrip(": \n\f\t"))
    if (verb := grammar.final_verb.search(text, start, end)) is not None:
        end = start + len(text[start : verb.start()].rstrip())
    return start, end


def find_cited(lower: str, block: tuple[int, int] | None, grammar: DecisionGrammar) -> bool | None:
    """False where a guideline block says that nothing was cited; null where there is no block."""
    if block is None:
        return None
    return grammar.nothing_cited.search(lower, *block) is None and grammar.nothing.fullmatch(lower, *block) is None
