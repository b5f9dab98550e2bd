"""Entry points: what makes the pipeline load in a process that never imported imrx."""

from importlib.metadata import entry_points

import spacy
from spacy import displacy

from imrx.labels import DISPLACY_COLORS, MARKS, SPANS_KEY
from imrx.resources import read_table, read_termset

GROUPS = (
    "spacy_tokenizers", "spacy_factories", "spacy_readers", "spacy_callbacks", "spacy_misc", "spacy_scorers",
    "spacy_displacy_colors",
)  # fmt: skip


def test_every_factory_of_the_pipeline_is_an_entry_point(nlp):
    declared = {point.name for point in entry_points(group="spacy_factories")}
    used = {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    assert used | {"negex", "abbreviation_detector"} <= declared


def test_every_entry_point_loads():
    ours = [point for group in GROUPS for point in entry_points(group=group) if point.dist.name == "imrx"]
    assert {point.group for point in ours} == set(GROUPS)
    for point in ours:
        assert point.load() is not None


def test_colours_of_displacy(nlp):
    assert set(DISPLACY_COLORS) == set(MARKS)
    html = displacy.render(nlp("Norco 10/325mg #60 was requested."), style="ent", page=False, jupyter=False)
    assert DISPLACY_COLORS["DRUG"] in html


def test_the_scorer_scores_the_span_key(nlp):
    from spacy.training import Example

    reference = nlp("Norco 10/325mg #60 was requested.")
    example = Example(nlp.make_doc(reference.text), reference)
    scores = nlp.evaluate([example])
    assert scores[f"spans_{SPANS_KEY}_f"] == 1.0
    assert set(scores[f"spans_{SPANS_KEY}_per_type"]) == {"DRUG", "STRENGTH", "QUANTITY"}
    reference.spans[SPANS_KEY] = list(reference.spans[SPANS_KEY])[:1]
    assert nlp.evaluate([Example(nlp.make_doc(reference.text), reference)])[f"spans_{SPANS_KEY}_p"] < 1.0


def test_the_termset_serves_a_plain_negex_component():
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.add_pipe("entity_ruler").add_patterns([{"label": "FINDING", "pattern": "nausea"}])
    other.add_pipe("negex", config={"neg_termset": read_termset()})
    for text in ("There is no nausea.", "He doesn't have nausea.", "I cant find nausea."):
        assert [ent._.negex for ent in other(text).ents] == [True]
    assert [ent._.negex for ent in other("There is nausea.").ents] == [False]
    for name, phrases in read_table("negation.json")["termset"].items():
        assert read_termset()[name][: len(phrases)] == phrases
