"""Negation: whether the letter says of a finding that it is not there, or that nobody wrote it down.

    There is no evidence presented of random drug testing results   not_documented, cue "no evidence"
    without acute flare, new injury, or progressive deterioration    absent, cue "without"
    MTUS recommends to discontinue opioids if there is no overall improvement   guideline_statement

negspacy decides whether a cue reaches a finding. It is given what stands between the two, as the sentences of one
small Doc, each finding as one token, cues that take many forms as one phrase of the termset, and nothing of what only
looks like a cue. Around it stand the limits of clauses, lists, subjects of passive cues, and the assertion beyond yes
and no (`imrx.grammar.asserting`). Deliberately left alone: everything that is no FINDING.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from imrx.component import TableComponent, span_values
from imrx.grammar.asserting.cues import AFTER, BEFORE, VOID, Cue
from imrx.grammar.asserting.judge import Clause, Judge
from imrx.grammar.asserting.reading import letter_reading
from imrx.grammar.asserting.second_hand import SecondHand
from imrx.labels import FINDING, SPANS_KEY

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\s]")

HELD = "finding"
"""The token that stands for a finding in a clause given to negspacy."""

FILLER = "_"
PHRASES = {BEFORE: ["does", "not", "document"], AFTER: ["not", "documented"]}
"""The phrases of the termset that stand for a family of cues."""


Part: TypeAlias = tuple[int, int, int, Cue | None]
"""A finding or a cue of a clause by offsets, with the finding's index or the cue."""


class Negspacy:
    """Asks negspacy which findings the cues of their clauses reach.

    Args:
        negex: negspacy's component.
        vocab: the pipeline's vocabulary.
        extension: the `Span._` attribute that negspacy sets.
    """

    def __init__(self, negex: Callable[[Doc], Doc], vocab: Vocab, extension: str) -> None:
        self.negex = negex
        self.vocab = vocab
        self.extension = extension

    def __call__(self, text: str, clauses: list[Clause], findings: list[tuple[int, int]]) -> set[int]:
        """The indices of the findings that are negated."""
        negated: set[int] = set()
        for clause in clauses:
            words: list[str] = []
            held: dict[int, int] = {}
            pairs = [(*findings[index], cue.start, cue.end) for index, cue in clause.likely.items()]
            at, behind = min(map(min, pairs)), max(map(max, pairs))
            parts: list[Part] = [(*findings[index], index, None) for index in clause.findings]
            parts += [(cue.start, cue.end, -1, cue) for cue in clause.cues]
            for start, end, index, cue in sorted(parts, key=_limits):
                if not at <= start < behind:
                    continue
                words += TOKEN.findall(text, at, start)
                if cue is None:
                    if index in clause.likely:
                        held[len(words)] = index
                    words.append(HELD)
                elif cue.side == VOID:
                    words.append(FILLER)
                elif cue.report or not cue.spelled:
                    words += PHRASES[cue.side]
                else:
                    words += TOKEN.findall(text, start, end)
                at = end
            doc = Doc(self.vocab, words=words, sent_starts=[True, *[False] * (len(words) - 1)])
            spans = [Span(doc, token, token + 1, label=FINDING) for token in held]
            doc.spans[SPANS_KEY] = spans
            self.negex(doc)
            negated.update(held[span.start] for span in spans if span._.get(self.extension))
        return negated


def _limits(part: tuple[Any, ...]) -> tuple[int, int]:
    return part[0], part[1]


@Language.factory(
    "imr_negation",
    requires=["doc.spans", "span._.finding"],
    assigns=["span._.finding", "doc._.second_hand"],
    default_config={"negex": None},
)
def make_negation(nlp: Language, name: str, negex: dict[str, Any] | None) -> "NegationFinder":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name.
        negex: negspacy's block: `factory` and its settings except `neg_termset`, which is the one of
            `patterns/negation.json`. Null leaves negspacy out, and with it every negated finding.
    """
    return NegationFinder(nlp, name, negex)


class NegationFinder(TableComponent):
    """Sets `negated`, `assertion` and `cue` of each finding."""

    required: ClassVar = ("negation", "findings")

    def __init__(self, nlp: Language, name: str, negex: dict[str, Any] | None) -> None:
        super().__init__(name)
        self.nlp = nlp
        self.negex = negex

    def compile(self) -> None:
        """Create negspacy's component with our termset."""
        table = self.tables["negation"]
        decide = None
        if self.negex is not None:
            settings = {key: value for key, value in self.negex.items() if key != "factory"}
            pipe: Any = self.nlp.create_pipe(
                self.negex["factory"], name=f"{self.name}_negex", config={**settings, "neg_termset": table["termset"]}
            )
            decide = Negspacy(pipe, self.nlp.vocab, pipe.extension_name)
        self.judge = Judge(table, decide)
        self.second_hand = SecondHand(table)
        self.kinds = {row["concept"]: row["kind"] for row in self.tables["findings"]}

    def __call__(self, doc: Doc) -> Doc:
        """Judge the findings."""
        found = sorted(span_values(doc, "finding"), key=_limits)
        if not found:
            return doc
        reading = letter_reading(doc)
        offsets = [(start, end) for start, end, _ in found]
        kinds = [self.kinds.get(value["concept"]) for _, _, value in found]
        for (_, _, value), verdict in zip(found, self.judge.letter(reading, offsets, kinds), strict=True):
            value["negated"] = verdict.negated
            value["assertion"] = verdict.assertion
            value["cue"] = list(verdict.cue) if verdict.cue else None
        doc._.second_hand = [list(limits) for limits in self.second_hand.find(reading)]
        return doc
