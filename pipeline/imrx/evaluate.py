"""Scores of the pipeline on an annotated corpus: `letters/` and `gold/*.jsonl` (format: `corpus/README.md`)."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from imrx import labels
from imrx.extensions import listed
from imrx.gold import gold_values, read_gold
from imrx.record import Record, make_record

CONTEXT = 40
"""Characters shown on each side of a difference."""

NOT_SCORED = {"start", "end", "label", "concept", "cue"}
"""A gold span's keys that are no values: its limits, and a concept id, which is a name and no fact of the letter."""

SPANS: Final = ("request", "requested", "authorized", "disputed", "rationale")
LABELLED: Final = ("decision", "conclusion")
SIDES: Final = (labels.CLAIMS_ADMINISTRATOR, labels.REVIEWER)
"""An issue's fields that are a stretch of the letter, that are one with a label, and its two sides."""

PLACES: Final = {
    **{name: name for name in (*SPANS, *LABELLED)},
    **{f"{name}.label": name for name in LABELLED},
    "medications": "request",
}
"""By which field's limits the difference in a field of an issue is shown; one that is not here has no place."""

NOTHING: Final[tuple[Any, ...]] = (None, [], ())
"""How gold and record say that there is no value."""


@dataclass
class Score:
    """Counts, and precision, recall and F1 made from them; 1 where there was nothing to find and nothing was found."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 1.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON: shares and counts."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, **asdict(self)}


@dataclass
class Difference:
    """One place where gold and pipeline differ."""

    doc_id: str
    kind: str
    name: str
    start: int | None
    end: int | None
    gold: Any
    found: Any
    context: str


@dataclass
class Evaluation:
    """All scores of a corpus."""

    letters: int = 0
    exact: dict[str, Score] = field(default_factory=dict)
    overlap: dict[str, Score] = field(default_factory=dict)
    values: dict[str, Score] = field(default_factory=dict)
    negation: Score = field(default_factory=Score)
    relations: dict[str, Score] = field(default_factory=dict)
    fields: dict[str, Score] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON, without the differences, which quote the letters."""
        return {
            "letters": self.letters,
            **{
                name: {key: score.as_dict() for key, score in getattr(self, name).items()}
                for name in ("exact", "overlap", "values", "relations", "fields")
            },
            "negation": self.negation.as_dict(),
        }


def evaluate_corpus(folder: Path, nlp: Language) -> Evaluation:
    """Score the pipeline on every letter of the gold.

    Args:
        folder: has `letters/` and `gold/*.jsonl`.
        nlp: the imrx pipeline.

    Raises:
        FileNotFoundError: there is no gold, or a letter of the gold is missing.
        ValueError: a line of the gold does not fit its letter; the message names file and line.
    """
    evaluation = Evaluation()
    for gold, letter in read_gold(folder):
        doc = nlp(letter.text)
        doc._.doc_id, doc._.source = letter.doc_id, letter.source
        score_letter(evaluation, gold, doc, make_record(doc, nlp.meta))
    return evaluation


def score_letter(evaluation: Evaluation, gold: dict[str, Any], doc: Doc, record: Record) -> None:
    """Add one letter's scores and differences."""
    evaluation.letters += 1
    context = _Context(evaluation, doc)
    _score_spans(context, gold)
    _score_relations(context, gold)
    _score_fields(context, gold, record)


class _Context:
    """One letter while it is scored."""

    def __init__(self, evaluation: Evaluation, doc: Doc) -> None:
        self.evaluation = evaluation
        self.doc = doc
        self.text: str = doc.text

    def differ(self, kind: str, name: str, start: int | None, end: int | None, gold: Any, found: Any) -> None:
        around = ""
        if start is not None and end is not None:
            before, after = self.text[max(0, start - CONTEXT) : start], self.text[end : end + CONTEXT]
            around = " ".join(f"{before}[{self.text[start:end]}]{after}".split())
        self.evaluation.differences.append(
            Difference(str(self.doc._.doc_id), kind, name, start, end, gold, found, around)
        )


def _score_spans(context: _Context, gold: dict[str, Any]) -> None:
    evaluation, doc = context.evaluation, context.doc
    found = {(span.label_, span.start_char, span.end_char): span for span in doc.spans.get(labels.SPANS_KEY, ())}
    wanted = {(span["label"], span["start"], span["end"]): span for span in gold["spans"]}
    for label in labels.LABELS:
        golden = [key for key in wanted if key[0] == label]
        tagged = [key for key in found if key[0] == label]
        if not golden and not tagged:
            continue
        _add(evaluation.exact, label, *_counts(set(golden), set(tagged)))
        _add(evaluation.overlap, label, *_overlaps(golden, tagged))
    for label, start, end in sorted(set(wanted) - set(found)):
        context.differ("missing", label, start, end, None, None)
    for label, start, end in sorted(set(found) - set(wanted)):
        context.differ("extra", label, start, end, None, None)
    for key in sorted(set(found) & set(wanted)):
        expected = {name: value for name, value in wanted[key].items() if name not in NOT_SCORED}
        actual = gold_values(found[key])
        for name, value in expected.items():
            if not _is_right(evaluation.values, f"{key[0]}.{name}", value, actual.get(name)):
                context.differ("value", f"{key[0]}.{name}", key[1], key[2], value, actual.get(name))
    negated = {key for key, span in wanted.items() if span.get("negated")}
    negated_found = {key for key, span in found.items() if key[0] == labels.FINDING and span._.finding["negated"]}
    unsaid = {key for key, span in wanted.items() if "negated" not in span}  # corrections drawn where no tool shows it
    tp, fp, fn = _counts(negated, negated_found - unsaid)
    evaluation.negation.tp += tp
    evaluation.negation.fp += fp
    evaluation.negation.fn += fn


def _score_relations(context: _Context, gold: dict[str, Any]) -> None:
    wanted = {(item["label"], *item["head"], *item["tail"]) for item in gold["relations"]}
    found = {(item["label"], *item["head"], *item["tail"]) for item in context.doc._.rel}
    for label in labels.RELATIONS:
        golden = {key for key in wanted if key[0] == label}
        tagged = {key for key in found if key[0] == label}
        if golden or tagged:
            _add(context.evaluation.relations, label, *_counts(golden, tagged))
    for kind, keys in (("missing relation", wanted - found), ("extra relation", found - wanted)):
        for label, start, end, *tail in sorted(keys):
            context.differ(kind, label, start, end, None, context.text[slice(*tail)])


def _score_fields(context: _Context, gold: dict[str, Any], record: Record) -> None:
    for part in ("case", "claimant", "reviewer"):
        for name, value in gold.get(part, {}).items():
            _field(context, f"{part}.{name}", value, record[part][name])  # type: ignore[literal-required]
    if "issues" not in gold:
        return
    _field(context, "issues.count", len(gold["issues"]), len(record["issues"]))
    for wanted, issue in _paired(gold["issues"], record["issues"]):
        golden, found = _gold_fields(wanted), _found_fields(issue)
        for name in golden | found:
            place = PLACES.get(name, "")
            where = golden.get(place) or found.get(place)
            _field(context, f"issues.{name}", golden.get(name), found.get(name), where)


def _paired(gold: list[Any], found: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The issues of the gold with those of the record: of one place, else of one number, else with nothing."""
    left = list(found)
    alone = []
    for issue in gold:
        start, end = issue["request"]
        same = next((i for i in left if i["request"]["start"] < end and start < i["request"]["end"]), None)
        if same is None:
            alone.append(issue)
        else:
            left.remove(same)
            yield issue, same
    for issue in alone:
        same = next((i for i in left if i["number"] == issue["number"]), None)
        if same is not None:
            left.remove(same)
        yield issue, same
    yield from ((None, issue) for issue in left)


def _gold_fields(issue: dict[str, Any] | None) -> dict[str, Any]:
    """What the gold says of an issue, by the names of the record's fields; nothing of one that it does not have."""
    if issue is None:
        return {}
    fields = {name: issue[name] for name in ("number", *SPANS, "medications")}
    for name in LABELLED:
        fields[name], fields[f"{name}.label"] = (issue[name][key] if issue[name] else None for key in ("span", "label"))
    for side in SIDES:
        fields[f"{side}.cited"], fields[f"{side}.citations"] = issue[side]["cited"], issue[side]["citations"]
    return fields


def _found_fields(issue: dict[str, Any] | None) -> dict[str, Any]:
    """The same of an issue of the record."""
    if issue is None:
        return {}
    fields = {"number": issue["number"], **{name: _limits(issue[name]) for name in SPANS}}
    fields["medications"] = [_limits(item["drug"]) for item in issue["medications"]]
    for name in LABELLED:
        fields[name], fields[f"{name}.label"] = _limits(issue[name]), issue[name] and issue[name]["label"]
    for side in SIDES:
        fields[f"{side}.cited"] = issue[side]["cited"]
        fields[f"{side}.citations"] = [_limits(item) for item in issue[side]["citations"]]
    return fields


def _field(context: _Context, name: str, gold: Any, found: Any, where: Iterable[int] | None = None) -> None:
    if not _is_right(context.evaluation.fields, name, gold, found):
        start, end = where or (None, None)
        context.differ("field", name, start, end, gold, found)


def _is_right(scores: dict[str, Score], name: str, gold: Any, found: Any) -> bool:
    """Whether a value is that of the gold; where neither has one there is nothing to count."""
    wanted, there = gold not in NOTHING, found not in NOTHING
    right = listed(gold) == listed(found) or not (wanted or there)
    if wanted or there:
        _add(scores, name, int(right), int(there and not right), int(wanted and not right))
    return right


def _limits(span: dict[str, Any] | None) -> list[int] | None:
    return None if span is None else [span["start"], span["end"]]


def _counts(gold: set[Any], found: set[Any]) -> tuple[int, int, int]:
    return len(gold & found), len(found - gold), len(gold - found)


def _overlaps(gold: list[tuple[str, int, int]], found: list[tuple[str, int, int]]) -> tuple[int, int, int]:
    """True positives are gold spans that a found span touches, false positives found spans that touch no gold span."""
    hit = sum(any(start < e and s < end for _, s, e in found) for _, start, end in gold)
    spurious = sum(not any(start < e and s < end for _, s, e in gold) for _, start, end in found)
    return hit, spurious, len(gold) - hit


def _add(scores: dict[str, Score], name: str, tp: int, fp: int, fn: int) -> None:
    score = scores.setdefault(name, Score())
    score.tp += tp
    score.fp += fp
    score.fn += fn
