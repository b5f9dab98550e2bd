"""The evaluation of the seeds, and whether the evaluation itself can fail."""

import json
from pathlib import Path

import pytest

from commands import shell
from imrx.evaluate import Evaluation, Score, evaluate_corpus, score_letter
from imrx.gold import read_gold
from imrx.record import make_record

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def evaluation(nlp):
    return evaluate_corpus(CORPUS, nlp)


def test_every_seed_fact_is_found_and_nothing_else(evaluation):
    assert evaluation.letters == 5
    assert [(d.doc_id, d.kind, d.name, d.gold, d.found, d.context) for d in evaluation.differences] == []
    assert evaluation.negation.tp == 28
    assert evaluation.exact["DRUG"].tp == 51


def evaluate_with(nlp, change):
    """Score the first seed against a gold that was changed."""
    gold, letter = next(read_gold(CORPUS))
    gold = json.loads(json.dumps(gold))
    change(gold)
    doc = nlp(letter.text)
    doc._.doc_id, doc._.source = letter.doc_id, letter.source
    evaluation = Evaluation()
    score_letter(evaluation, gold, doc, make_record(doc, nlp.meta))
    return evaluation


def first(gold, label):
    return next(span for span in gold["spans"] if span["label"] == label)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda g: g["spans"].remove(first(g, "REFILLS")), {"extra"}),
        (lambda g: g["spans"].append({"start": 0, "end": 4, "label": "DRUG", "ingredients": []}), {"missing"}),
        (lambda g: first(g, "DRUG").update(ingredients=["morphine"]), {"value"}),
        (lambda g: first(g, "QUANTITY").update(value=61), {"value"}),
        (lambda g: first(g, "FINDING").update(assertion="absent"), {"value"}),
        (lambda g: g["relations"].pop(), {"extra relation"}),
        (lambda g: g["relations"].append({"head": [0, 1], "tail": [2, 3], "label": "HAS_FORM"}), {"missing relation"}),
        (lambda g: g["case"].update(date_of_injury="2001-05-25"), {"field"}),
        (lambda g: g["issues"][0]["decision"].update(label="upheld"), {"field"}),
        (lambda g: g["issues"][1].update(request=[0, 5]), {"field"}),
        (lambda g: g["issues"][1]["reviewer"].update(citations=[]), {"field"}),
    ],
)
def test_each_kind_of_difference_is_seen(nlp, change, kinds):
    before = evaluate_with(nlp, lambda gold: None)
    after = evaluate_with(nlp, change)
    seen = [d for d in after.differences if d not in before.differences]
    assert {d.kind for d in seen} == kinds
    assert len(seen) == 1


def without(gold, place):
    gold["issues"].pop(place)


def with_one_more(gold):
    """A third item, where the letter's last character stands for all it has."""
    last = gold["issues"][1]["rationale"][1]
    where = [last - 1, last]
    issue = {**gold["issues"][1], **dict.fromkeys(("request", "rationale"), where), "number": 3}
    gold["issues"].append({**issue, "decision": {"span": where, "label": "upheld"}})


ISSUE_FIELDS = (
    "number",
    "request",
    "decision",
    "decision.label",
    "conclusion",
    "conclusion.label",
    "claims_administrator.cited",
    "claims_administrator.citations",
    "reviewer.cited",
    "reviewer.citations",
    "rationale",
    "medications",
)


@pytest.mark.parametrize(
    ("change", "score"),
    [
        (lambda g: without(g, 0), Score(tp=1, fp=1)),
        (lambda g: without(g, 1), Score(tp=1, fp=1)),
        (lambda g: g["issues"].clear(), Score(fp=2)),
        (with_one_more, Score(tp=2, fn=1)),
    ],
)
def test_an_issue_that_is_missed_or_invented_counts_in_each_of_its_fields(nlp, change, score):
    fields = evaluate_with(nlp, change).fields
    given = {name: fields[f"issues.{name}"] for name in ISSUE_FIELDS}
    assert given == dict.fromkeys(ISSUE_FIELDS, score)
    assert fields["issues.count"] == Score(fp=1, fn=1)


def test_an_issue_is_compared_with_the_one_at_its_place_whatever_their_numbers(nlp):
    fields = evaluate_with(nlp, lambda gold: [each.update(number=3 - each["number"]) for each in gold["issues"]]).fields
    assert fields["issues.number"] == Score(fp=2, fn=2)
    assert fields["issues.request"] == Score(tp=2)


def test_an_issue_whose_request_stands_elsewhere_is_compared_with_the_one_of_its_number(nlp):
    fields = evaluate_with(nlp, lambda gold: gold["issues"][0].update(request=[0, 5])).fields
    assert fields["issues.request"] == Score(tp=1, fp=1, fn=1)
    assert fields["issues.rationale"] == fields["issues.number"] == Score(tp=2)


def test_gold_without_a_conclusion(nlp):
    after = evaluate_with(nlp, lambda gold: gold["issues"][0].update(conclusion=None))
    assert {d.name for d in after.differences} == {"issues.conclusion", "issues.conclusion.label"}


def test_where_neither_has_a_value_nothing_is_counted(nlp, evaluation):
    assert "case.case_number" not in evaluation.fields and "issues.requested" not in evaluation.fields
    assert evaluation.fields["claimant.age"] == Score(tp=4)  # the fifth letter does not say it
    assert evaluation.values["QUANTITY.unit"] == Score(tp=1)
    assert evaluation.values["FREQUENCY.as_needed"] == Score(tp=4)  # never is a value
    nothing = evaluate_with(nlp, lambda gold: gold["claimant"].update(age=None)).fields["claimant.age"]
    assert nothing == Score(fp=1)


def test_a_value_that_is_not_found_is_missing_and_another_one_extra_too(nlp):
    given = evaluate_with(nlp, lambda gold: gold["case"].update(priority="Standard", date_of_injury="2001-05-25"))
    assert given.fields["case.priority"] == Score(fn=1)
    assert given.fields["case.date_of_injury"] == Score(fp=1, fn=1)


def test_scores():
    score = Score(tp=6, fp=2, fn=4)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert Score().f1 == 1.0
    assert Score(fn=1).f1 == 0.0


@pytest.mark.parametrize(
    ("corpus", "message"),
    [
        (["nosuch"], "no gold in nosuch: a corpus has letters/ and "),
        (["negation", "nosuch.tsv"], "nosuch.tsv: no such file"),
    ],
)
def test_what_is_not_there_is_said_before_the_pipeline_is_made(monkeypatch, capsys, corpus, message):
    monkeypatch.setattr("imrx.load", None)
    code, _, err = shell(monkeypatch, capsys, "evaluate", *corpus)
    assert (code, message in " ".join(err.split())) == (2, True)
