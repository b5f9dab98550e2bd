"""Small words put into a sentence change nothing of what it says is missing.

Each sentence holds a place where words may stand that say when, where or by whom; whichever stand there, the same
findings are negated, and nothing else is. The sentences and their findings were written by reading.
"""

import pytest
from spacy.util import load_config, load_model_from_config

from imrx.labels import FINDING
from imrx.resources import MODELS

BETWEEN = [
    "",
    "at this time",
    "to date",
    "at all",
    "whatsoever",
    "currently",
    "on file",
    "provided",
    "provided for review",
    "made available to this reviewer",
    "(including progress notes)",
    "in the records",
    "in the progress notes",
    "in any of the notes",
    "within the submitted notes",
    "anywhere in the chart",
    "found in the provided notes",
    "in the 5/6/2015 report",
    "from the provider",
    "by the treating physician",
    "by Dr. Smith",
    "since the last visit",
    "since 2014",
    "as of the last visit",
    "for this patient",
    "provided for review in the records",
]
"""What may stand between a noun of record and "of", "that" or "to"."""

OF_RECORD = [
    (
        "There is no documentation {} of warm compresses, lid hygiene and a home program.",
        ["warm compresses", "lid hygiene", "home program"],
    ),
    (
        "There is no evidence {} of failed antidepressants and anticonvulsants.",
        ["failed antidepressants", "anticonvulsants"],
    ),
    (
        "There is a lack of documentation {} of caries risk, probing depths and bone loss.",
        ["caries risk", "probing depths", "bone loss"],
    ),
    (
        "There was no mention {} of a sleep diary, an Epworth score or weight loss.",
        ["sleep diary", "Epworth score", "weight loss"],
    ),
    (
        "The request was denied as there is no evidence {} that the patient has tried and failed splinting.",
        ["failed splinting"],
    ),
    (
        "There is no documentation {} to support failure of a brace or an exercise program.",
        ["failure of a brace", "exercise program"],
    ),
    ("There is no documentation {} of how often he uses the unit.", ["uses the unit"]),
]

PATIENTS = [
    "the patient",
    "the injured worker",
    "he",
    "Mr. Smith",
    "Mrs. Doe",
    "Ms. Jones",
    "the IE",
    "the IW",
    "IW",
    "pt",
    "pt.",
    "Pt",
    "this lady",
    "this gentleman",
    "this male",
    "this female",
    "this 45-year-old man",
    "this 45 year old right-handed female",
    "the beneficiary",
    "the enrollee",
    "the claimant",
]
"""Words for the patient."""

OF_PATIENTS = [
    ("There is no evidence {} has tried and failed splinting.", ["failed splinting"]),
    ("There is no indication that {} is able to exercise.", ["able to exercise"]),
    ("The notes do not show that {} has tried and failed splinting.", ["failed splinting"]),
    ("It is unclear whether {} has returned to work.", ["returned to work"]),
]


@pytest.fixture(scope="module")
def plain():
    """Only the components that findings and negation need, for single sentences."""
    config = load_config(MODELS / "rules.cfg")
    names = ["imr_sentences", "imr_findings", "imr_negation"]
    config["nlp"]["pipeline"] = names
    config["components"] = {name: config["components"][name] for name in names}
    config["initialize"]["components"] = {name: config["initialize"]["components"][name] for name in names}
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp


def negated(nlp, text):
    doc = nlp(text)
    return [s.text for s in doc.spans.get("sc", ()) if s.label_ == FINDING and s._.finding["negated"]]


@pytest.mark.parametrize("words", BETWEEN)
@pytest.mark.parametrize(("sentence", "expected"), OF_RECORD)
def test_what_stands_behind_a_noun_of_record(sentence, expected, words, plain):
    assert negated(plain, sentence.replace(" {}", f" {words}" if words else "")) == expected


@pytest.mark.parametrize("words", PATIENTS)
@pytest.mark.parametrize(("sentence", "expected"), OF_PATIENTS)
def test_who_the_patient_is(sentence, expected, words, plain):
    assert negated(plain, sentence.format(words)) == expected
