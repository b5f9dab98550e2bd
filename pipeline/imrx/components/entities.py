"""The flat view: `doc.ents`, derived once from `doc.spans["sc"]`.

    MTUS Chronic Pain Treatment Guidelines ... Page(s): 78, 92   -> GUIDELINE, PAGE
    30 tablets                                                   -> QUANTITY, not the FORM inside it

Overlaps are resolved so: CITATION is left out, since GUIDELINE and PAGE stand for its parts; of two spans that
overlap, the longer one stays, and of two of the same length the one that begins first, then the one whose label comes
first in `imrx.labels.LABELS`. Deliberately left alone: `doc.spans["sc"]`, which keeps everything.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from spacy.attrs import ENT_IOB
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

from imrx.component import LetterComponent
from imrx.labels import CITATION, SPANS_KEY, rank

ScorerCallable = Callable[..., dict[str, Any]]

OUTSIDE = 2
"""`ENT_IOB` of a token that is in no entity."""


def find_entities(spans: Iterable[Span]) -> list[Span]:
    """The spans of the flat view, without overlap, the longest first."""
    ranked: list[tuple[int, int, int, int, Span]] = []
    for number, span in enumerate(spans):
        label = span.label_
        if label != CITATION:
            start = span.start
            ranked.append((start - span.end, start, rank(label), number, span))
    ranked.sort()
    flat = []
    taken: set[int] = set()
    for length, start, _, _, span in ranked:
        last = start - length - 1
        if start not in taken and last not in taken:
            flat.append(span)
            if start == last:
                taken.add(start)
            else:
                taken.update(range(start, last + 1))
    return flat


def score_spans(examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
    """Precision, recall and F1 of `doc.spans["sc"]` (exact limits and label, per label) and of `doc.ents`."""
    examples = list(examples)
    attr = f"spans_{SPANS_KEY}"
    scores: dict[str, Any] = Scorer.score_spans(
        examples,
        attr,
        getter=_get_spans,
        has_annotation=_has_spans,
        allow_overlap=True,
        labeled=True,
    )
    scores.update(Scorer.score_spans(examples, "ents"))
    return scores


def _get_spans(doc: Doc, _attr: str) -> Iterable[Span]:
    spans: Iterable[Span] = doc.spans.get(SPANS_KEY, ())
    return spans


def _has_spans(doc: Doc) -> bool:
    return SPANS_KEY in doc.spans


@registry.scorers("imrx.Scorer.v1")
def make_scorer() -> ScorerCallable:
    """The scorer of `doc.spans["sc"]` and `doc.ents`."""
    return score_spans


@Language.factory(
    "imr_entities",
    requires=["doc.spans"],
    assigns=["doc.ents"],
    default_config={"scorer": {"@scorers": "imrx.Scorer.v1"}},
    default_score_weights={"spans_sc_f": 1.0, "spans_sc_p": 0.0, "spans_sc_r": 0.0},
)
def make_entities(nlp: Language, name: str, scorer: ScorerCallable) -> "EntityFlattener":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        scorer: what `nlp.evaluate` scores with.
    """
    return EntityFlattener(name, scorer)


class EntityFlattener(LetterComponent):
    """Sets `doc.ents`."""

    def __init__(self, name: str, scorer: ScorerCallable) -> None:
        super().__init__(name)
        self.scorer = scorer

    def __call__(self, doc: Doc) -> Doc:
        """Derive the flat view."""
        if doc.ents:
            doc.set_ents([])
        else:  # `set_ents` would ask for each token, one by one, whether an entity covers it
            values = np.empty(len(doc), dtype="uint64")
            values.fill(OUTSIDE)
            doc.from_array([ENT_IOB], values)  # type: ignore[arg-type]
        doc.set_ents(find_entities(doc.spans.get(SPANS_KEY, ())), default="unmodified")
        return doc

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """What `nlp.evaluate` and `spacy evaluate` print."""
        return self.scorer(examples, **kwargs)
