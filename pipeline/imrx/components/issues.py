"""Disputed items: title and its parts, the decision, what was cited, and what the rationale concludes.

    Norco 10/325mg # 60 with 1 refill: Overturned
    ... 6 for the head was authorized by the Claims Administrator. The remaining IMR eligible portion ..., Z is: Upheld
    Therefore, this request is not medically necessary.

What decides and what concludes is said in `imrx.grammar.issues.decisions`; where a rationale concludes both ways, a
warning says so. Deliberately left alone: what utilisation review decided, which the summary tells as history.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent, add_spans, warn
from imrx.extensions import set_span_value
from imrx.grammar.issues.decisions import DecisionGrammar, find_issues
from imrx.labels import CLAIMS_ADMINISTRATOR, CONCLUSION, DECISION, ISSUES_KEY, RATIONALE, REQUEST, REVIEWER
from imrx.letter import lowered_letter, text_to_read
from imrx.places import letter_sections

FIELDS = (CLAIMS_ADMINISTRATOR, REVIEWER, RATIONALE)


def _by_item(doc: Doc) -> dict[int, dict[str, tuple[int, int]]]:
    """The limits of each item's sections. What belongs to several goes to each one of the list before it."""
    items: dict[int, dict[str, tuple[int, int]]] = {}
    listed: list[int] = []
    shared: list[tuple[list[int], str, tuple[int, int]]] = []
    is_behind = False
    for name, start, end, number in letter_sections(doc):
        if name == REQUEST and number is not None:
            listed = [number] if is_behind else [*listed, number]
        is_behind = name in FIELDS or (is_behind and name != REQUEST)
        if number is not None:
            items.setdefault(number, {})[name] = start, end
        elif name in FIELDS:
            shared.append((listed, name, (start, end)))
    for numbers, name, limits in shared:
        for number in numbers:
            items[number].setdefault(name, limits)
    return items


@Language.factory(
    "imr_issues",
    requires=["doc.spans", "span._.section"],
    assigns=["doc.spans", "span._.issue", "span._.decision", "span._.conclusion", "doc._.warnings"],
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
        self.grammar = DecisionGrammar(self.tables["decisions"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the disputed items."""
        group: list[Span] = []
        sections = _by_item(doc)
        issues, matches = find_issues(text_to_read(doc), sections, self.grammar, lowered_letter(doc).text)
        reasoned = any(issue["blocks"] or issue["rationale"] for issue in issues)  # some notices only list decisions
        for issue in issues:
            ends = [end for _, end in sections[issue["number"]].values()]
            span = doc.char_span(issue["request"][0], max(ends), label="ISSUE", alignment_mode="expand")
            if span is not None:
                set_span_value(span, "issue", issue)
                group.append(span)
            if issue["decision"] is None:
                warn(
                    doc,
                    "decision_missing",
                    f"issue {issue['number']}: no decision word behind the title",
                    issue["request"],
                )
            if issue["split"] and issue["disputed"] is None:
                warn(doc, "parts_missing", f"issue {issue['number']}: no disputed part found", issue["request"])
            if reasoned and issue["rationale"] is None:
                warn(
                    doc,
                    "rationale_missing",
                    f"issue {issue['number']}: no rationale behind the title",
                    issue["request"],
                )
            if issue["mixed"]:
                warn(
                    doc,
                    "conclusion_mixed",
                    f"issue {issue['number']}: the rationale finds it necessary, or a part of it, and not necessary",
                    issue["rationale"],
                )
        doc.spans[ISSUES_KEY] = group
        add_spans(doc, (m for m in matches if m.label == DECISION), "decision")
        add_spans(doc, (m for m in matches if m.label == CONCLUSION), "conclusion")
        return doc
