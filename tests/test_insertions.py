"""Small words between a denial and what it denies change nothing: sentences, times the words put into them.

The findings are what a reader takes each sentence to deny, whatever stands in its gap.
"""

from itertools import product

import pytest

from imrx.labels import FINDING

IDLE = [
    *("", "otherwise", "even", "yet", "as yet", "yet even", "also", "either", "ever", "actually", "really"),
    *("apparently", "currently", "so far", "thus far", "to date", "again", "at all", "at this time", "in fact"),
]
"""Behind "not", in front of anything that was not so."""

MANNERS = [
    *("", "well", "clearly", "sufficiently", "adequately", "appropriately", "specifically", "readily", "directly"),
    *("explicitly", "properly", "formally", "previously", "adequately or clearly", "otherwise clearly", "yet fully"),
]
"""In front of what was not done with records."""

ASIDES = [
    *(
        "",
        ", however,",
        ", in the notes provided,",
        ", in any of the reports,",
        ", at this time,",
        ", per the records,",
    ),
    *(" otherwise", " also", " even", " currently", " actually", " clearly"),
]
"""Behind "did not", comma or blank included."""

TOLD = [
    *("", "noted", "reported", "documented", "recorded", "described", "clearly documented", "well documented"),
    *("other noted", "further documented", "documented or reported", "clearly identified and documented"),
]
"""Behind "no"."""

IDLE_SENTENCES = [
    ("The treatment plan was not {} supplied.", ["treatment plan"]),
    ("She has not {} worked since March 2015.", ["worked"]),
    ("The patient has not {} tried first-line medications.", ["tried first-line medications"]),
    ("He has not {} attempted conservative care.", ["attempted conservative care"]),
    ("The fracture has not {} healed.", ["healed"]),
    ("The psychosocial screen has not {} been done.", ["psychosocial screen"]),
    ("Functional improvement was not {} documented.", ["Functional improvement"]),
    ("He did not {} respond to manipulation.", ["respond to manipulation"]),
    ("The records do not {} mention spasm, weakness and numbness.", ["spasm", "weakness", "numbness"]),
    ("The drug screen is not {} on file.", ["drug screen"]),
    ("The operative report was not {} among the records.", ["operative report"]),
]

RECORD_SENTENCES = [
    ("The mechanism of injury was not {} described in the record.", ["mechanism of injury"]),
    ("Pain relief and functional improvement were not {} documented.", ["Pain relief", "functional improvement"]),
    ("Failure of physical therapy has not been {} documented.", ["Failure of physical therapy"]),
    ("The number of completed sessions not {} reported.", ["number of completed sessions"]),
    (
        "The notes fail to {} document pain relief and functional improvement.",
        ["pain relief", "functional improvement"],
    ),
]

ASIDE_SENTENCES = [
    (
        "The provider did not{} document pain relief and functional improvement.",
        ["pain relief", "functional improvement"],
    ),
    ("The notes do not{} mention the following: spasm; weakness.", ["spasm", "weakness"]),
    ("The treating physician did not{} report any side effects or constipation.", ["side effects", "constipation"]),
]

TOLD_SENTENCES = [
    ("There is no {} failure of any other conservative treatment.", ["failure of any other conservative treatment"]),
    ("There are no {} side effects.", ["side effects"]),
    ("Examination showed no {} instability, effusion or swelling.", ["instability", "effusion", "swelling"]),
    ("There is no {} plan of taper.", ["plan of taper"]),
]

LISTS = "decreased pain, improved function and side effects"
LISTED = ["decreased pain", "improved function", "side effects"]

LACKING = [
    *("never documented", "never described", "nowhere documents", "neglected to document", "failed in documenting"),
    *(
        "at no point documented",
        "on no occasion documented",
        "does not appear to have documented",
        "did not make mention of",
        "omits",
    ),
    *("did not make reference to", "did not comment on", "did not attest to", "did not speak to", "did not touch on"),
    *("did not elaborate on", "did not allude to", "did not refer to", "did not expand upon"),
    *("did not say anything about", "makes no mention of", "made no note of", "did not provide documentation of"),
    *("did not submit evidence of", "failed to adequately document", "did not document or otherwise describe"),
]
"""What somebody does with a list that he leaves out of his notes."""

PREDICATES = [
    *("is not documented", "is undocumented", "has not been evident", "has not been apparent", "was not at hand"),
    *("has not been forthcoming", "has not been in evidence", "is not clear", "is not on file", "was never provided"),
    *("is nowhere to be found", "was not among the records", "not evident", "not in evidence", "is not to be found"),
    *("is not part of the file", "was not part of the submission", "is not anywhere documented", "not been documented"),
    *("is not immediately evident", "was not, in the notes provided, documented"),
]
"""What is said of something behind it that nobody wrote down."""

SUBJECTS = ["The pain agreement", "The number of completed sessions", "Failure of splinting", "The treatment plan"]


def denied(nlp, text):
    doc = nlp(text)
    return [span.text for span in doc.spans["sc"] if span.label_ == FINDING and span._.finding["negated"]]


def blank(words):
    return f"{words} " if words else ""


CASES = [
    *((text.replace("{} ", blank(words)), found) for (text, found), words in product(IDLE_SENTENCES, IDLE)),
    *((text.replace("{} ", blank(words)), found) for (text, found), words in product(RECORD_SENTENCES, MANNERS)),
    *((text.replace("{}", words), found) for (text, found), words in product(ASIDE_SENTENCES, ASIDES)),
    *((text.replace("{} ", blank(words)), found) for (text, found), words in product(TOLD_SENTENCES, TOLD)),
    *((f"The provider {verb} {LISTS}.", LISTED) for verb in LACKING),
    *((f"{one} {said}.", [one.removeprefix("The ")]) for one, said in product(SUBJECTS, PREDICATES)),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[text for text, _ in CASES])
def test_the_same_findings_are_denied_whatever_stands_between(text, found, nlp):
    assert denied(nlp, text) == found


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The treatment plan was not \notherwise well documented.", "was not \notherwise well documented"),
        ("She hasn't actually worked.", "n't"),
        ("The notes do not, per the file, mention spasm.", "do not, per the file, mention"),
    ],
)
def test_a_cue_has_the_words_that_are_left_out_in_it_but_not_at_its_end(text, cue, nlp):
    doc = nlp(text)
    [finding] = [span._.finding for span in doc.spans["sc"] if span.label_ == FINDING]
    assert text[slice(*finding["cue"])] == cue


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


@pytest.mark.parametrize("words", BETWEEN)
@pytest.mark.parametrize(("sentence", "expected"), OF_RECORD)
def test_what_stands_behind_a_noun_of_record(sentence, expected, words, plain):
    assert denied(plain, sentence.replace(" {}", f" {words}" if words else "")) == expected


@pytest.mark.parametrize("words", PATIENTS)
@pytest.mark.parametrize(("sentence", "expected"), OF_PATIENTS)
def test_who_the_patient_is(sentence, expected, words, plain):
    assert denied(plain, sentence.format(words)) == expected


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("lacked", "expected"), LACKED)
def test_what_says_that_there_is_none(lacked, expected, frame, plain):
    assert denied(plain, f"{frame} {lacked}.") == expected


@pytest.mark.parametrize("noun", RECORDS)
@pytest.mark.parametrize("lack", ["There is no", "There is a lack of", "The notes contain no"])
def test_nouns_of_record(lack, noun, plain):
    expected = ["fitting", "home trial", "rental"]
    assert denied(plain, f"{lack} {noun} a fitting, a home trial or a rental.") == expected
