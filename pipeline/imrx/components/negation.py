"""Negation: whether the letter says of a finding that it is not there, or that nobody wrote it down.

    There is no evidence presented of random drug testing results   not_documented, cue "no evidence"
    without acute flare, new injury, or progressive deterioration    absent, cue "without"
    MTUS recommends to discontinue opioids if there is no overall improvement   guideline_statement

negspacy decides whether a cue reaches a finding. It is given one clause at a time, each finding as one token, cues that
take many forms as one phrase of the termset, and nothing of what only looks like a cue. Around it stand the limits of
clauses, lists, subjects of passive cues, and the assertion beyond yes and no (`imrx.grammar.asserting`). Deliberately
left alone: everything that is no FINDING.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent
from imrx.grammar.asserting.phrasebook import alternatives
from imrx.grammar.asserting.pieces import pieces
from imrx.grammar.asserting.scope import AFTER, BEFORE, VOID, Cue, Scope
from imrx.grammar.asserting.statements import Statements
from imrx.grammar.asserting.words import word_set
from imrx.labels import FINDING, SPANS_KEY
from imrx.letter import letter_text

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\s]")

HELD = "finding"
"""The token that stands for a finding in a clause given to negspacy."""

FILLER = "_"
PHRASES = {BEFORE: ["does", "not", "document"], AFTER: ["not", "documented"]}
"""The phrases of the termset that stand for a family of cues."""


NEAREST = 3
"""So many cues in front of a finding, and behind it, are asked whether they reach it."""


class Verdict(NamedTuple):
    """What a letter says of a finding, and the offsets of the words that decided."""

    assertion: str
    cue: tuple[int, int] | None

    @property
    def negated(self) -> bool:
        """True for what is absent and for what is not documented."""
        return self.assertion in {"absent", "not_documented"}


class Judge:
    """Judges findings in sentences; holds the negation table and negspacy's component."""

    def __init__(self, table: dict[str, Any], negex: Callable[[Doc], Doc] | None, vocab: Any, extension: str) -> None:
        self.scope = Scope(table)
        self.statements = Statements(table)
        self.negex = negex
        self.vocab = vocab
        self.extension = extension
        words = table["not_documented"]
        self.reporting = re.compile(rf"\b{alternatives(words['words'])}", re.IGNORECASE)
        self.weak = re.compile(rf"\b{alternatives(words['evidence'])}", re.IGNORECASE)
        self.examination = re.compile(rf"\b{alternatives(words['examination'])}", re.IGNORECASE)
        self.records = re.compile(
            rf"\b(?:the|these|submitted|available|medical|progress|clinical)\s+(?:[a-z]+\s+){{0,2}}?"
            rf"{alternatives(words['records'])}",
            re.IGNORECASE,
        )
        self.supplied = re.compile(
            rf"[^.;,]{{0,40}}?\s(?:(?:was|were|is|are|been)\s+)?{alternatives(words['supplied'])}", re.IGNORECASE
        )
        self.named = re.compile(rf"\s*{alternatives(words['named'])}", re.IGNORECASE)
        self.results = frozenset(words["results"])
        self.absent_kinds = frozenset(words["absent_kinds"])

    def sentence(
        self,
        text: str,
        start: int,
        end: int,
        findings: list[tuple[int, int]],
        kinds: list[str | None],
        quoted: bool = False,
    ) -> list[Verdict]:
        """The verdict on each finding of a sentence.

        Args:
            text: the letter.
            start: first character of the sentence.
            end: offset behind the sentence.
            findings: character offsets, in order, without overlap.
            kinds: the kind of each finding's concept (`patterns/findings.csv`), or null.
            quoted: a quotation from a guideline is open.
        """
        region = self.statements.guideline(text, start, end, quoted)
        verdicts = [Verdict("present", None)] * len(findings)
        cues: list[Cue] = []
        limits = [start]
        negated: dict[int, Cue] = {}
        present = word_set(text, start, end)
        strong, weak = (self.statements.may_be_hypothetical(present, kind) for kind in (True, False))
        if not self.scope.gate.isdisjoint(present):
            cues = self.scope.cues(text, start, end, findings)
            if any(cue.side != VOID for cue in cues):
                limits = self.scope.limits(text, start, end, findings, cues)
                negated = self._negated(text, [*limits, end], findings, cues, kinds)
        for index, span in enumerate(findings):
            clause = max((limit for limit in limits if limit <= span[0]), default=start)
            if region is not None and region.start <= span[0] < region.end:
                verdicts[index] = Verdict("guideline_statement", region.cue)
                continue
            words = self.statements.hypothetical(text, start, span, end, True) if strong else None
            cue = negated.get(index)
            if words is not None and (cue is None or words[0] <= cue.start) and words[0] >= clause - 12:
                verdicts[index] = Verdict("hypothetical", words)
            elif cue is not None:
                verdicts[index] = Verdict(self._missing(text, start, cue, kinds[index], span), (cue.start, cue.end))
            elif weak:
                words = self.statements.hypothetical(text, clause, span, end, False)
                if words is not None and not self._ends_before(text, words, span):
                    verdicts[index] = Verdict("hypothetical", words)
        return verdicts

    def concept(self, sentence: str, start: int, end: int) -> bool:
        """True where a sentence negates the concept between two offsets, whatever kind of concept it is."""
        return self.sentence(sentence, 0, len(sentence), [(start, end)], [None])[0].negated

    def _ends_before(self, text: str, words: tuple[int, int], span: tuple[int, int]) -> bool:
        """True where a stop or another phrase stands between hypothetical words and a finding behind them."""
        return words[1] <= span[0] and len(text[words[1] : span[0]].split()) > 6

    def _negated(
        self, text: str, limits: list[int], findings: list[tuple[int, int]], cues: list[Cue], kinds: list[str | None]
    ) -> dict[int, Cue]:
        """For each finding that a cue reaches, by its index, the cue."""
        negated: dict[int, Cue] = {}
        last: Cue | None = None
        for first, behind in pairwise(limits):
            inside = [index for index, span in enumerate(findings) if first <= span[0] < behind]
            here = [cue for cue in cues if first <= cue.start < behind]
            flagged = self._reached(text, first, behind, [findings[i] for i in inside], here) if inside and here else []
            for index, flag in zip(inside, flagged, strict=False):
                cue = self._cue(text, first, findings[index], here, findings, kinds[index]) if flag else None
                if cue is not None:
                    negated[index] = cue
            if last is not None and last.report and self.negex is not None:
                for index in inside:
                    if index not in negated and self.scope.resumption.search(text, first, findings[index][0]):
                        negated[index] = last
            last = next((cue for cue in reversed(here) if cue.side == BEFORE), last)
        return negated

    def _reached(self, text: str, start: int, end: int, findings: list[tuple[int, int]], cues: list[Cue]) -> list[bool]:
        """Negspacy's verdict on the findings of one clause."""
        if self.negex is None or all(cue.side == VOID for cue in cues):
            return [False] * len(findings)
        words: list[str] = []
        ents: list[tuple[int, int]] = []
        at = start
        for first, last, cue in sorted(
            [(a, b, None) for a, b in findings] + [(c.start, c.end, c) for c in cues], key=lambda x: x[:2]
        ):
            words += TOKEN.findall(text, at, max(at, first))
            if cue is None:
                ents.append((len(words), len(words) + 1))
                words.append(HELD)
            elif cue.side == VOID:
                words.append(FILLER)
            elif cue.report:
                words += PHRASES[cue.side]
            else:
                words += TOKEN.findall(text, first, last)
            at = max(at, last)
        words += TOKEN.findall(text, at, end)
        doc = Doc(self.vocab, words=words, sent_starts=[True, *[False] * (len(words) - 1)])
        doc.ents = [Span(doc, a, b, label=FINDING) for a, b in ents]
        self.negex(doc)
        return [bool(ent._.get(self.extension)) for ent in doc.ents]

    def _cue(
        self,
        text: str,
        clause: int,
        span: tuple[int, int],
        cues: list[Cue],
        findings: list[tuple[int, int]],
        kind: str | None,
    ) -> Cue | None:
        """The nearest cue that reaches a finding: one in front of it, else one behind it."""
        before = [cue for cue in cues if cue.side == BEFORE and cue.end <= span[0]]
        for cue in reversed(before[-NEAREST:]):
            if self.scope.reaches(text, clause, cue, span, findings):
                if (
                    text[cue.start : cue.end].lower() in self.results
                    and kind != "test"
                    and "," in text[cue.end : span[0]]
                ):
                    continue
                return cue
        after = [cue for cue in cues if cue.side == AFTER and cue.start >= span[1]]
        for cue in after[:NEAREST]:
            if self.scope.reaches(text, clause, cue, span, findings):
                return cue
        return None

    def _missing(self, text: str, start: int, cue: Cue, kind: str | None, span: tuple[int, int]) -> str:
        """Whether a negated finding is absent or not documented."""
        words = text[cue.start : cue.end]
        if kind == "documentation":
            return "not_documented"
        if self.named.match(text, cue.end - len(words.split()[-1]), cue.end + 4):
            return "absent"
        if self.reporting.search(words) or (kind is None and self.supplied.match(text, span[1])):
            return "not_documented"
        if (
            cue.report
            and self.records.search(text, start, cue.start)
            and not self.examination.search(text, start, cue.start)
        ):
            return "not_documented"
        if self.weak.search(words):
            examined = self.examination.search(text, start, cue.start) is not None
            return "absent" if examined or kind in self.absent_kinds else "not_documented"
        return "absent"


@Language.factory(
    "imr_negation",
    requires=["doc.spans", "span._.finding"],
    assigns=["span._.finding"],
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
        pipe: Any = None
        extension = ""
        if self.negex is not None:
            settings = {key: value for key, value in self.negex.items() if key != "factory"}
            pipe = self.nlp.create_pipe(
                self.negex["factory"], name=f"{self.name}_negex", config={**settings, "neg_termset": table["termset"]}
            )
            extension = pipe.extension_name
        self.judge = Judge(table, pipe, self.nlp.vocab, extension)
        self.kinds = {row["concept"]: row["kind"] for row in self.tables["findings"]}

    def __call__(self, doc: Doc) -> Doc:
        """Judge the findings."""
        spans = sorted(
            (span for span in doc.spans.get(SPANS_KEY, ()) if span.label_ == FINDING), key=lambda span: span.start_char
        )
        if not spans:
            return doc
        text = letter_text(doc)
        at = 0
        quoted = False
        sentences = pieces(doc, text)
        for index, (start, end) in enumerate(sentences):
            here = []
            while at < len(spans) and spans[at].start_char < end:
                here.append(spans[at])
                at += 1
            if here:
                offsets = [(span.start_char, span.end_char) for span in here]
                values = [span._.finding for span in here]
                kinds = [self.kinds.get(value["concept"]) for value in values]
                general = quoted or self.judge.statements.goes_on(text, sentences, index)
                verdicts = self.judge.sentence(text, start, end, offsets, kinds, general)
                for span, value, verdict in zip(here, values, verdicts, strict=True):
                    if verdict.assertion == "present":
                        continue
                    cue = list(verdict.cue) if verdict.cue else None
                    span._.finding = {
                        "concept": value["concept"],
                        "negated": verdict.negated,
                        "assertion": verdict.assertion,
                        "cue": cue,
                    }
            quoted = self._still_quoted(text, start, end, quoted)
        return doc

    def _still_quoted(self, text: str, start: int, end: int, quoted: bool) -> bool:
        if not quoted and '"' not in text[start:end] and "“" not in text[start:end]:
            return False
        statements = self.judge.statements
        if quoted and statements.case.search(text, start, end) is not None:
            return False
        cited = statements.anonymous.search(text, start, end) is not None
        return statements.quotes(text, start, end, quoted, cited)
