"""Small words put into a sentence change nothing of what it says is missing.

Each sentence holds a place where words may stand that say when, where or by whom; whichever stand there, the same
findings are negated, and nothing else is. The sentences and their findings were written by reading.
"""

import pytest

from imrx.labels import FINDING

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


FRAMES = [
    "There is no",
    "There are no",
    "I am unable to locate any",
    "I was unable to locate any",
    "I was unable to find any",
    "I could not find any",
    "I could not locate",
    "I cannot find any",
    "I cannot identify",
    "I do not see any",
    "I did not see",
    "I did not find any",
    "I find no",
    "I found no",
    "I see no",
    "I can find no",
    "We do not find",
    "This reviewer was unable to find any",
    "This reviewer could not find any",
    "This reviewer finds no",
    "One finds no",
    "One does not find any",
    "There hasn't been any",
    "There has not been any",
    "There have not been any",
    "There has never been any",
    "There is not any",
    "There isn't any",
    "There aren't any",
    "There was not any",
    "There wasn't any",
    "There do not appear to be any",
    "There does not appear to be any",
    "There does not seem to be any",
    "There doesn't appear to be",
    "There appears to be no",
    "There seems to be no",
    "There still is no",
    "There remains no",
    "There exists no",
    "What is missing is",
    "What is lacking is",
    "What is absent is any",
    "What is not included is",
    "Missing is",
    "Missing is any",
    "Missing from the record is",
    "Missing from the file is any",
    "Also missing is",
    "Lacking is any",
    "Absent is any",
    "Absent from the chart is any",
    "Not included is",
    "Not provided is",
    "Not found is any",
    "Not found in the records is",
    "Not submitted is any",
    "Not present is",
    "Nor is there",
    "Nor is there any",
    "Nor was there any",
    "Nor do I see any",
    "Nor do I find",
    "Nor did I find any",
    "Nor does the file contain",
    "Nor do the records show any",
    "The notes fail to show",
    "The notes fail to show any",
    "The notes fail to provide any",
    "The notes do not show any",
    "The notes do not contain",
    "The chart lacks",
    "The chart lacks any",
    "The chart is devoid of",
    "The chart is without",
    "The chart holds no",
    "The file has no",
    "The file contains no",
    "The records show no",
    "The records provide no",
    "The records offer no",
    "The records give no",
    "The provider submitted no",
    "The provider provided no",
    "The provider has provided no",
    "The provider has not provided any",
    "The provider did not provide",
    "We have no",
    "We lack",
    "We are without",
    "There is a complete lack of",
    "There is an absence of",
    "There is a paucity of",
    "There is a dearth of",
    "There is simply no",
    "There is, however, no",
    "There is (again) no",
    "There is still no",
    "There is as yet no",
    "There is currently no",
    "There really is no",
    "There was never any",
    "No",
    "At no point is there",
    "Nowhere is there",
    "Nowhere in the notes is there any",
    "It is noted that there is no",
]
"""What says that there is none."""

LACKED = [
    (
        "documentation of warm compresses, lid hygiene and a home program",
        ["warm compresses", "lid hygiene", "home program"],
    ),
    ("evidence of warm compresses, lid hygiene or a home program", ["warm compresses", "lid hygiene", "home program"]),
    ("evidence that the patient has tried and failed splinting", ["failed splinting"]),
    ("evidence the patient has tried and failed splinting", ["failed splinting"]),
    (
        "documentation from the provider of failed antidepressants and anticonvulsants",
        ["failed antidepressants", "anticonvulsants"],
    ),
]

RECORDS = [
    "documentation of",
    "evidence of",
    "mention of",
    "discussion of",
    "record of",
    "report of",
    "indication of",
    "word of",
    "narrative of",
    "account of",
    "proof of",
    "confirmation of",
    "verification of",
    "demonstration of",
    "substantiation of",
    "data on",
    "data to suggest",
    "reference to",
    "documentation establishing",
    "documentation supporting",
    "documentation showing",
    "documentation indicating",
    "evidence demonstrating",
]
"""Nouns of record, with what joins them to what they are of."""


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


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("lacked", "expected"), LACKED)
def test_what_says_that_there_is_none(lacked, expected, frame, plain):
    assert negated(plain, f"{frame} {lacked}.") == expected


@pytest.mark.parametrize("noun", RECORDS)
@pytest.mark.parametrize("lack", ["There is no", "There is a lack of", "The notes contain no"])
def test_nouns_of_record(lack, noun, plain):
    expected = ["fitting", "home trial", "rental"]
    assert negated(plain, f"{lack} {noun} a fitting, a home trial or a rental.") == expected
