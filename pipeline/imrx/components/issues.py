"""Disputed items: title and its parts, the decision, what was cited, and what the rationale concludes.

    Norco 10/325mg # 60 with 1 refill: Overturned
    ... 6 for the head was authorized by the Claims Administrator. The remaining IMR eligible portion ..., Z is: Upheld
    Therefore, this request is not medically necessary.

The decision is the word after the last colon of the title; the conclusion is the last statement of the rationale about
medical necessity, or, where it has none, the last weaker one ("the request is not warranted") of its final sentences.
Deliberately left alone: what utilisation review decided, which the summary tells as history.
"""

import re
from typing import Any, ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import Match, TableComponent, add_spans
from imrx.labels import CLAIMS_ADMINISTRATOR, CONCLUSION, DECISION, ISSUES_KEY, RATIONALE, REQUEST, REVIEWER, SECTIONS_KEY

MEDICALLY_NECESSARY = "medically_necessary"
NOT_MEDICALLY_NECESSARY = "not_medically_necessary"

WINDOW = 160
"""How far before its core the predicate of a conclusion may begin, and how far after "medical necessity" it may end, in characters."""

FINAL = 400
"""How long the end of a rationale is in which a weaker predicate counts as its conclusion, in characters."""


def _any(texts: list[str]) -> str:
    """One alternative for many texts, longest first, any white space between their words."""
    ordered = sorted(texts, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, text.split())) for text in ordered) + ")"


class Grammar:
    """The expressions built from `patterns/decisions.json`."""

    def __init__(self, table: dict[str, Any]) -> None:
        headings = {text.lower(): label for label, texts in table["headings"].items() for text in texts}
        self.labels = headings
        self.decision = re.compile(rf"\s*:\s*(?P<decision>{_any(list(headings))})\s*\.?$", re.IGNORECASE)
        self.final_verb = re.compile(r"\s+(?:is|are)$")
        split = table["split"]
        self.first = re.compile(rf"\s+{_any(split['first'])}\s*\.?")
        self.authorized_behind = re.compile(rf"\s+{_any(split['authorized_behind'])}\s*\.?")
        self.authorized_before = re.compile(rf"{_any(split['authorized_before'])}\s+")
        self.leaving = re.compile(rf"\s*{_any(split['leaving'])}\s*\.?")
        self.disputed = re.compile(rf"{_any(split['disputed'])}\s*")
        self.nothing_cited = re.compile(_any(table["nothing_cited"]), re.IGNORECASE)

        words = table["conclusion"]
        auxiliary, between = _any(words["auxiliaries"]), _any(words["between"])
        chain = rf"\b{auxiliary}\b(?:[\s,-]+(?:{auxiliary}|{between})\b)*"
        tail = rf"(?:\s*(?:,|and/or|and|or|nor)\s*(?:medically\s+)?{_any(words['tail'])}\b)*"
        self.core = re.compile(rf"\b(?:not)?{_any(words['core'])}\b{tail}", re.IGNORECASE)
        self.chain = re.compile(rf"({chain})(?P<through>\s+by\s+[^.;:]{{0,80}}?\s+as(?:\s+being)?)?[\s-]*$", re.IGNORECASE)
        self.necessity = re.compile(r"\bmedical\s+necessity\b", re.IGNORECASE)
        self.verb = re.compile(rf"({chain})[\s-]+{_any(words['necessity_verbs'])}\b", re.IGNORECASE)
        self.restart = re.compile(rf"\b(?:and|but|or)\s+(?={auxiliary}\b)", re.IGNORECASE)
        self.consequence = re.compile(rf"\b{_any(words['consequence'])}\b", re.IGNORECASE)
        self.weak = re.compile(rf"({chain})[\s,-]+{_any(words['weak'])}\b{tail}", re.IGNORECASE)
        self.weak_subject = re.compile(rf"\b{_any(words['weak_subjects'])}\b", re.IGNORECASE)
        self.negative = re.compile(rf"\b{_any(words['negatives'])}|(?<=n['’])t\b", re.IGNORECASE)
        self.condition = re.compile(rf"\b{_any(words['conditions'])}\b", re.IGNORECASE)


CLAUSE_LIMIT = re.compile(r"[.;:!?](?=\s|$|[A-Z])")


def find_decision(text: str, start: int, end: int, grammar: Grammar) -> tuple[int, int, str] | None:
    """The decision at the end of an item's heading: start, end, label."""
    match = grammar.decision.search(text[start:end])
    if match is None:
        return None
    label = grammar.labels[" ".join(match["decision"].split()).lower()]
    return start + match.start("decision"), start + match.end("decision"), label


def find_parts(text: str, start: int, end: int, grammar: Grammar) -> dict[str, list[int] | None]:
    """The parts of a split request, by offsets; all null where the title is not split.

    Both forms are read: "X was the original request. Y was authorized by the Claims Administrator. The remaining IMR
    eligible portion of the original request, Z is" and "X was the original request. The Claims Administrator authorized Y,
    leaving the original request IMR eligible. The original request, X is".
    """
    parts: dict[str, list[int] | None] = {"requested": None, "authorized": None, "disputed": None}
    first = grammar.first.search(text, start, end)
    if first is None:
        return parts
    parts["requested"] = _bare(text, start, first.start())
    disputed = grammar.disputed.search(text, first.end(), end)
    until = disputed.start() if disputed else end
    if disputed:
        parts["disputed"] = _bare(text, disputed.end(), end)
    before = grammar.authorized_before.search(text, first.end(), until)
    if before:
        leaving = grammar.leaving.search(text, before.end(), until)
        parts["authorized"] = _bare(text, before.end(), leaving.start() if leaving else until)
    elif behind := grammar.authorized_behind.search(text, first.end(), until):
        parts["authorized"] = _bare(text, first.end(), behind.start())
    return parts


def _bare(text: str, start: int, end: int) -> list[int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return [start, end] if start < end else None


def find_conclusions(text: str, start: int, end: int, grammar: Grammar) -> list[Match]:
    """What a rationale concludes about medical necessity, in order; the rule says which grammar found it.

    Matches: "is therefore medically necessary", "cannot be deemed medically necessary", "is not a medical necessity",
    medical necessity of X "has not been established", "is not supported by the provided records as being medically
    necessary". Not: "to support the medical necessity of X", "if it is medically necessary".
    """
    found: dict[tuple[int, int], Match] = {}
    for core in grammar.core.finditer(text, start, end):
        window = max(start, core.start() - WINDOW)
        limits = [m.end() for m in CLAUSE_LIMIT.finditer(text, window, core.start())]
        window = limits[-1] if limits else window
        chain = grammar.chain.search(text[window : core.start()])
        if chain is not None:
            _add(found, text, window, window + chain.start(), core.end(), "conclusion:necessary", grammar)
    for noun in grammar.necessity.finditer(text, start, end):
        limit = CLAUSE_LIMIT.search(text, noun.end(), min(end, noun.end() + WINDOW))
        verb = grammar.verb.search(text, noun.end(), limit.start() if limit else min(end, noun.end() + WINDOW))
        if verb is not None:
            _add(found, text, noun.start(), verb.start(), verb.end(), "conclusion:necessity", grammar)
    final = end if found else max(start, end - FINAL)
    for weak in grammar.weak.finditer(text, start, end):
        clause = max(start, weak.start() - 2 * WINDOW)
        limits = [m.end() for m in CLAUSE_LIMIT.finditer(text, clause, weak.start())]
        clause = limits[-1] if limits else clause
        if grammar.consequence.search(weak[0]) or (
            weak.start() >= final and grammar.weak_subject.search(text, clause, weak.start())
        ):
            _add(found, text, clause, weak.start(), weak.end(), "conclusion:weak", grammar)
    return [found[key] for key in sorted(found)]


def _add(
    found: dict[tuple[int, int], Match], text: str, clause: int, start: int, end: int, rule: str, grammar: Grammar
) -> None:
    """Keep a conclusion unless its clause makes it a condition; of two joined predicates the last one counts."""
    for joint in grammar.restart.finditer(text, start, end):
        start = joint.end()
    if any(start < other_end and other_start < end for other_start, other_end in found) or grammar.condition.search(text, clause, start):
        return
    negatives = len(grammar.negative.findall(text[start:end]))
    label = NOT_MEDICALLY_NECESSARY if negatives % 2 else MEDICALLY_NECESSARY
    found[start, end] = Match(start, end, CONCLUSION, rule, {"label": label})


def find_issues(text: str, sections: dict[int, dict[str, tuple[int, int]]], grammar: Grammar) -> tuple[list[dict[str, Any]], list[Match]]:
    """The disputed items of a letter, from their sections' offsets, and the decision and conclusion spans in them."""
    issues, matches = [], []
    for number, parts in sorted(sections.items()):
        start, end = parts[REQUEST]
        decision = find_decision(text, start, end, grammar)
        if decision is not None:
            heading = grammar.decision.search(text[start:end])
            end = start + heading.start() if heading else end
            matches.append(Match(decision[0], decision[1], DECISION, "decision:heading", {"label": decision[2]}))
        verb = grammar.final_verb.search(text[start:end])
        if verb is not None:
            end = start + verb.start()
        conclusions = find_conclusions(text, *parts[RATIONALE], grammar) if RATIONALE in parts else []
        matches += conclusions
        strong = [c for c in conclusions if c.rule != "conclusion:weak"]
        last = (strong or conclusions or [None])[-1]
        issues.append(
            {
                "number": number,
                "request": [start, end],
                **find_parts(text, start, end, grammar),
                "decision": list(decision) if decision else None,
                "conclusion": [last.start, last.end, last.value["label"], last.rule] if last else None,
                CLAIMS_ADMINISTRATOR: _cited(text, parts.get(CLAIMS_ADMINISTRATOR), grammar),
                REVIEWER: _cited(text, parts.get(REVIEWER), grammar),
                "rationale": list(parts[RATIONALE]) if RATIONALE in parts else None,
            }
        )
    return issues, matches


def _cited(text: str, block: tuple[int, int] | None, grammar: Grammar) -> bool | None:
    """False where a guideline block says that nothing was cited; null where there is no block."""
    return None if block is None else grammar.nothing_cited.search(text, *block) is None


@Language.factory(
    "imr_issues",
    requires=["doc.spans", "span._.section"],
    assigns=["span._.issue", "span._.decision", "span._.conclusion"],
    default_config={},
)
def make_issues(nlp: Language, name: str) -> "IssueFinder":
    """Create the component."""
    return IssueFinder(name)


class IssueFinder(TableComponent):
    """Sets `doc.spans["issues"]` and tags decisions and conclusions."""

    required: ClassVar = ("decisions",)

    def compile(self) -> None:
        """Compile the vocabulary of decisions."""
        self.grammar = Grammar(self.tables["decisions"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the disputed items."""
        sections: dict[int, dict[str, tuple[int, int]]] = {}
        for span in doc.spans.get(SECTIONS_KEY, ()):
            if (number := span._.section["issue"]) is not None:
                sections.setdefault(number, {})[span.label_] = (span.start_char, span.end_char)
        group = []
        issues, matches = find_issues(doc.text, sections, self.grammar)
        for issue in issues:
            ends = [end for _, end in sections[issue["number"]].values()]
            span = doc.char_span(issue["request"][0], max(ends), label="ISSUE", alignment_mode="expand")
            span._.issue = issue
            group.append(span)
            if issue["decision"] is None:
                doc._.warnings.append(
                    {
                        "code": "decision_missing",
                        "message": f"issue {issue['number']}: no decision word behind the title",
                        "start": issue["request"][0],
                        "end": issue["request"][1],
                    }
                )
        doc.spans[ISSUES_KEY] = group
        add_spans(doc, (m for m in matches if m.label == DECISION), "decision")
        add_spans(doc, (m for m in matches if m.label == CONCLUSION), "conclusion")
        return doc
