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
    *("at no point documented", "does not appear to have documented", "did not make mention of", "omits"),
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
