"""The record's content stands on negspacy and scispaCy: without their blocks it is another record."""

import re

import pytest
from spacy.util import load_config, load_model_from_config

from imrx.record import make_record
from imrx.resources import MODELS

BLOCKS = [("imr_negation", "negex", "negex"), ("imr_abbreviations", "detector", "abbreviation_detector")]


@pytest.fixture(scope="module")
def config():
    return load_config(MODELS / "rules.cfg")


def without(config, component, block):
    """The rule pipeline with the block taken out of the configuration."""
    config = config.copy()
    del config["components"][component][block]
    with pytest.warns(UserWarning, match=re.escape(f"config={{'{block}': {{}}}}")):
        nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp


@pytest.mark.parametrize(("component", "block", "factory"), BLOCKS)
def test_the_configuration_names_the_dependency(component, block, factory, config):
    assert config["components"][component][block]["factory"] == factory


def test_the_record_of_a_seed_needs_negspacy(config, nlp, seed):
    """Fails when `[components.imr_negation.negex]` is taken out of `models/rules.cfg`."""
    record = make_record(nlp(seed(2)), nlp.meta)
    negated = {finding["text"]: finding for finding in record["findings"] if finding["negated"]}
    assert {"effective", "acute flare", "new injury"} <= set(negated)
    assert negated["acute flare"]["cue"]["text"] == "without"
    poorer = without(config, "imr_negation", "negex")
    findings = make_record(poorer(seed(2)), poorer.meta)["findings"]
    assert [finding["text"] for finding in findings if finding["negated"]] == []
    assert [finding["text"] for finding in findings] == [finding["text"] for finding in record["findings"]]


def test_the_record_of_a_seed_needs_scispacy(config, nlp, seed):
    """Fails when `[components.imr_abbreviations.detector]` is taken out of `models/rules.cfg`."""
    record = make_record(nlp(seed(0)), nlp.meta)
    pairs = [(pair["text"], pair["long_form"]["text"]) for pair in record["abbreviations"]]
    assert pairs == [("ODG", "Official Disability Guidelines")]
    poorer = without(config, "imr_abbreviations", "detector")
    assert make_record(poorer(seed(0)), poorer.meta)["abbreviations"] == []
