"""Negation: whether the letter says of a finding that it is not there, or that nobody wrote it down.

    There is no evidence presented of random drug testing results   not_documented, cue "no evidence"
    without acute flare, new injury, or progressive deterioration    absent, cue "without"
    MTUS recommends to discontinue opioids if there is no overall improvement   guideline_statement

negspacy is asked whether a cue reaches a finding, and what it denies is not negated. It is given what stands between
the two, as the sentences of one small Doc, each finding as one token, cues that take many forms as one phrase of the
termset, and nothing of what only looks like a cue. The limits of clauses, lists, subjects of passive cues, and the
assertion beyond yes and no are ours (`imrx.grammar.negation`); they leave negspacy little to deny: of 40,000 texts of
the case tables, three are read otherwise without its verdict. Deliberately left alone: everything that is no FINDING.
"""

import re
import warnings
from collections.abc import Callable
from itertools import accumulate, compress, pairwise
from operator import itemgetter
from typing import Any, ClassVar, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from imrx.component import TableComponent, remove_spans
from imrx.extensions import set_doc_value, span_value, span_values
from imrx.grammar.negation.assertions import AS_FOUND
from imrx.grammar.negation.cases import Clause
from imrx.grammar.negation.cue import AFTER, BEFORE, VOID, Cue
from imrx.grammar.negation.judge import Judge
from imrx.grammar.negation.second_hand import SecondHand
from imrx.grammar.sentences.clauses import clauses_of
from imrx.labels import FINDING, HYPOTHETICAL, MISSING_RULE, PRESENT, SPANS_KEY
from imrx.letter_reading import letter_reading

TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\s]")

HELD = "<finding>"
"""The token that stands for findings in a clause given to negspacy; no token of a letter is spelled so."""

FILLER = "<other>"
"""The token that stands for everything that the termset does not know."""

PHRASES = {BEFORE: ["does", "not", "document"], AFTER: ["not", "documented"]}
"""The phrases of the termset that stand for a family of cues."""


Part: TypeAlias = tuple[int, int, int, Cue | None]
"""A finding or a cue of a clause by offsets, with the finding's index or the cue."""

Skeleton: TypeAlias = tuple[str, ...]
"""A clause as it is given to negspacy."""


class Negspacy:
    """Asks negspacy which findings the cues of their clauses reach.

    A letter's clauses are the sentences of one Doc. Of their words only those are kept that can be part of a phrase
    of the termset, so that negspacy sees little more than a cue and a finding, and clauses that come to the same are
    one sentence. Clauses end where the termset's "termination" says (`imrx.grammar.negation.limits`), so none of those
    words is kept.

    Args:
        negex: negspacy's component.
        vocab: the pipeline's vocabulary.
        extension: the `Span._` attribute that negspacy sets.
        termset: the phrases that negspacy was given.
    """

    def __init__(
        self, negex: Callable[[Doc], Doc], vocab: Vocab, extension: str, termset: dict[str, list[str]]
    ) -> None:
        self.negex = negex
        self.vocab = vocab
        self.extension = extension
        phrases = [
            TOKEN.findall(phrase.lower()) for kind in termset if kind != "termination" for phrase in termset[kind]
        ]
        self.alone = frozenset(words[0] for words in phrases if len(words) == 1)
        self.pairs = frozenset(pair for words in phrases for pair in pairwise(words))
        self.paired = frozenset(word for pair in self.pairs for word in pair)

    def __call__(self, text: str, clauses: list[Clause], findings: list[tuple[int, int]]) -> set[int]:
        """The indices of the findings that are negated."""
        asked: dict[Skeleton, list[set[int]]] = {}
        for clause in clauses:
            words, indices = _words(text, clause, findings)
            skeleton, held = self._skeleton(words, indices)
            groups = asked.setdefault(skeleton, [set() for _ in held])
            for group, more in zip(groups, held, strict=True):
                group |= more
        groups = [group for groups in asked.values() for group in groups]
        return set().union(*compress(groups, self._decided(list(asked))))

    def _skeleton(self, words: list[str], indices: list[int]) -> tuple[Skeleton, list[set[int]]]:
        """What is kept of a clause's words, and for each token that stands for findings their indices.

        Findings with nothing between them that the termset knows are one token: no cue reaches but one of them. What
        it does not know is only kept between words that it could else take for one phrase.
        """
        kept: list[str] = []
        held: list[set[int]] = []
        asked = iter(indices)
        apart = True
        for before, word, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
            if word == HELD:
                if not held or kept[-1] != HELD:
                    kept.append(HELD)
                    held.append(set())
                held[-1].add(next(asked))
                apart = False
            elif word in self.alone or (
                word in self.paired and ((before, word) in self.pairs or (word, behind) in self.pairs)
            ):
                if apart:
                    kept.append(FILLER)
                kept.append(word)
                apart = False
            else:
                apart = not kept or kept[-1] != HELD
        return tuple(kept), held

    def _decided(self, skeletons: list[Skeleton]) -> list[bool]:
        """For each token of the skeletons that stands for findings, in order, whether it is negated."""
        words = [word for skeleton in skeletons for word in skeleton]
        doc = Doc(self.vocab, words=words)
        doc[1].is_sent_start = False  # one sentence is no sentences to spaCy as long as nothing is said of its tokens
        for first in accumulate(map(len, skeletons[:-1]), initial=0):
            doc[first].is_sent_start = True
        spans = [Span(doc, index, index + 1, FINDING) for index, word in enumerate(words) if word == HELD]
        doc.spans[SPANS_KEY] = spans
        self.negex(doc)
        return [bool(span_value(span, self.extension)) for span in spans]


def _words(text: str, clause: Clause, findings: list[tuple[int, int]]) -> tuple[list[str], list[int]]:
    """The words of a clause from the first cue or finding to the last, and the indices of the findings among them.

    Findings do not overlap, and cues only where one denies what stands on both sides: "was not discussed, including".
    Of a cue and the finding that it begins with, the cue counts: "failed to help".
    """
    words: list[str] = []
    indices: list[int] = []
    likely = clause.likely
    asked: list[tuple[Any, ...]] = [*likely.values(), *(findings[index] for index in likely)]
    at, behind = min(asked)[0], max(asked)[1]
    parts: list[Part] = [(*findings[index], index, None) for index in clause.findings]
    parts += [(cue.start, cue.end, -1, cue) for cue in clause.cues]
    for start, end, index, cue in sorted(parts, key=lambda part: (part[0], part[3] is None, part[1])):
        if not at <= start < behind:
            continue
        words += TOKEN.findall(text, at, start)
        if cue is None and index in likely:
            words.append(HELD)
            indices.append(index)
        elif cue is None or cue.side == VOID:
            words.append(FILLER)
        elif cue.report or not cue.spelled:
            words += PHRASES[cue.side]
        else:
            words += TOKEN.findall(text, start, end)
        at = end
    return words, indices


NEGEX = {"factory": "negex", "ent_types": [FINDING], "extension_name": "negex", "span_keys": [SPANS_KEY]}
"""What negspacy's block says where it is not told otherwise."""


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
            `patterns/negation.json`; what it does not say is as in `NEGEX`. Null, with a warning, leaves negspacy out,
            and with it every negated finding.
    """
    if negex is None:
        warnings.warn(f"component '{name}' negates no finding: add it with config={{'negex': {{}}}}", stacklevel=2)
        return NegationFinder(nlp, name, None)
    return NegationFinder(nlp, name, {**NEGEX, **negex})


class NegationFinder(TableComponent):
    """Sets `negated`, `assertion` and `cue` of each finding; removes what only seemed to be missing."""

    required: ClassVar = ("negation", "clauses", "findings")

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
            decide = Negspacy(pipe, self.nlp.vocab, pipe.extension_name, table["termset"])
        clauses = clauses_of(self.tables["clauses"])
        self.idle = clauses.idle
        self.judge = Judge(table, clauses, self.idle, decide)
        self.second_hand = SecondHand(table)
        self.kinds = {row["concept"]: row["kind"] for row in self.tables["findings"]}

    def __call__(self, doc: Doc) -> Doc:
        """Judge the findings."""
        found = sorted(span_values(doc, "finding"), key=itemgetter(0, 1))
        if not found:
            return doc
        reading = letter_reading(doc, self.idle)
        offsets = [(start, end) for start, end, _ in found]
        kinds = [self.kinds.get(value["concept"]) for _, _, value in found]
        for (_, _, value), verdict in zip(found, self.judge.letter(reading, offsets, kinds), strict=True):
            if verdict is not AS_FOUND:  # which is what `imr_findings` wrote
                value["negated"] = verdict.negated
                value["assertion"] = verdict.assertion
                value["cue"] = list(verdict.cue) if verdict.cue else None
        nameless = {(start, end) for start, end, value in found if not value["concept"] and _is_said(value, end)}
        if nameless:
            _remove_said(doc, nameless)
        set_doc_value(doc, "second_hand", [list(limits) for limits in self.second_hand.find(reading)])
        return doc


def _is_said(value: dict[str, Any], end: int) -> bool:
    """True for what is there after all, and for what is only said not to be needed: "no | special study is needed"."""
    if value["assertion"] == HYPOTHETICAL:
        return value["cue"] is not None and bool(value["cue"][0] >= end)
    return bool(value["assertion"] == PRESENT)


def _remove_said(doc: Doc, limits: set[tuple[int, int]]) -> None:
    """Remove what was only taken for a finding because it is missing, and is not: "has not been | tried"."""
    spans = [span for span in doc.spans[SPANS_KEY] if span.id_ == MISSING_RULE]
    found = {(span.start_char, span.end_char) for span in spans if span.label_ == FINDING}
    remove_spans(doc, {(FINDING, *place) for place in found & limits})
