"""Whole rationales, in which what guidelines say stands beside what is said of the patient.

Written, and marked sentence by sentence, by people who had seen neither the rules nor each other's tables. `present`
marks what a rationale states of this patient, `general` what it says of patients in general. Who wrote `rd` and `re`
marked no `general`: what is not marked in these rationales may be anything but present. `rp` and `rq` are paragraphs
that reviewers paste; `patient` marks what they say of this patient, whether it is there or not. Wrong are findings said
to be present that nobody marked so, those marked as present of which something else is said, those of `patient` that
are said to be a guideline's, and marks of `present` and `patient` that no finding overlaps. What is still wrong stands
in `known_failures`, and each of them is a strict one.
"""

from functools import cache

import pytest

from imrx.labels import FINDING
from tables import findings_in, known_failures, missed, overlaps, read_cases
from typeset import BEFORE

CASES = read_cases("rationales")


LETTER = "\n".join((*BEFORE, "Decision rationale: "))


@pytest.fixture(scope="module")
def read(nlp):
    """Where the findings of a rationale stand, their words and assertions; a rationale is read once for all tests."""

    @cache
    def read(rationale):
        return findings_in(nlp(LETTER + rationale), len(LETTER), len(LETTER + rationale))

    return read


def wrongly_said(read, case):
    wrong, found = [], read(case["text"])
    present, general, patient = (case.get(name, ()) for name in ("present", "general", "patient"))
    for start, end, text, assertion in found:
        marked = overlaps(start, end, present)
        right = (assertion == "present") == marked or (marked and overlaps(start, end, general))
        if overlaps(start, end, patient):
            right = assertion != "guideline_statement"
        if not right:
            wrong.append(f"{assertion}: {text}")
    return wrong + missed([*present, *patient], found)


def wrong_voice(read, case):
    """Findings of a guideline's sentences that are said of the patient, and the other way round.

    `sentences` of `voices` are marked by two further people, as `guideline` or `patient`; what is neither is left out.
    """
    wrong = []
    for at, _, text, assertion in read(case["text"]):
        voice = next((voice for start, end, voice in case["sentences"] if start <= at < end), None)
        if voice is None or assertion == "hypothetical":
            continue
        if (assertion == "guideline_statement") != (voice == "guideline"):
            wrong.append(f"{assertion}: {text}")
    return wrong


VOICES = read_cases("voices")


@pytest.mark.parametrize("case", VOICES)
def test_whose_a_sentence_is(read, case):
    assert set(wrong_voice(read, case)) <= set(case.get("known_failures", ()))


@pytest.mark.parametrize(("case", "failure"), known_failures(VOICES))
def test_a_known_failure_of_whose_a_sentence_is(read, case, failure):
    assert failure not in wrong_voice(read, case)


OF_PATIENT = [
    # the beginning of a rationale, and what it says of each finding
    ("A 45-year-old male with low back pain and radiculopathy.", ["present", "present"]),
    ("Mr. Smith has insomnia.", ["present"]),
    ("Straight leg raise is positive.", ["present"]),
    ("History of gastritis and GERD.", ["present", "present"]),
    ("This patient with low back pain must use a cane.", ["present", "present"]),
    ("The cervical spine is tender with spasm.", ["present", "present"]),
    ("The neck pain is a burning one.", ["present"]),
    ("Findings were as follows: (1) tenderness, (2) spasm.", ["present", "present"]),
    ("MTUS recommends caution. Side effects are denied. Imaging is without fracture.", ["absent", "absent"]),
    (
        "MTUS recommends caution. Doses of 1000 mg. Nausea and dizziness.",
        ["guideline_statement", "guideline_statement"],
    ),
    ("MTUS recommends caution. Spasm on the left. Nausea and dizziness.", ["present", "present", "present"]),
    ("The patient must be without fracture.", ["guideline_statement"]),
    ("MTUS recommends caution. Baclofen brings no weight gain.", ["guideline_statement"]),
    ("This patient must be protected against falls and weakness.", ["present"]),
    ("Useful where pain persists. Headache and nausea are rare.", ["guideline_statement"] * 3),
    ("Exercise (that which loads the joint of the patient) is for those with knee pain.", ["guideline_statement"]),
    ("The exam (that which the patient had) showed knee pain.", ["present"]),
    ("A trial found that Lyrica is no better for leg pain.", ["guideline_statement"] * 2),
    ("Spasm on the left. Nocturia and an enlarged prostate are on the problem list.", ["present"] * 3),
    ("Stenosis is common in people over 60.", ["guideline_statement"]),
    ("The patient takes Norco. Pain is not improved. Function is not improved.", ["present", "absent", "absent"]),
    ("The patient takes Norco. Pain is not adequately controlled with Norco.", ["present", "absent"]),
    ("The patient takes Norco. Norco provides 50% pain relief and improved function.", ["present", "present"]),
    ("The patient takes Norco. Norco helps with the pain.", ["present", "present"]),
    ("The patient takes Norco. There is little evidence of functional improvement.", ["not_documented"]),
    ("The patient takes Norco. No red flags for abuse are noted.", ["absent", "absent"]),
    ("The patient has locking. There may be a labral tear.", ["present", "hypothetical"]),
    ("MTUS recommends caution. There may be dizziness.", ["guideline_statement"]),
    ("The patient takes Norco. Opioids should be changed if pain is not improved.", ["guideline_statement"] * 2),
    ("The patient takes Norco. Norco provides relief of moderate pain.", ["guideline_statement"] * 2),
    (
        "MTUS recommends opioids. There is little evidence that they bring functional improvement.",
        ["guideline_statement"],
    ),
    ("MTUS asks for red flags for abuse.", ["guideline_statement"] * 2),
    # the items of a list: the reviewer's arguments, or a guideline's criteria
    ("MTUS sets a threshold. (2) There is no functional improvement.", ["absent"]),
    ("MTUS sets a threshold. 2) There was no urine drug screen.", ["not_documented"]),
    ("MTUS sets a threshold.\n2. There is no functional improvement. 3. There is no pain relief.", ["absent"] * 2),
    ("MTUS sets a threshold. (2) No functional improvement. (3) No urine drug screen.", ["absent", "not_documented"]),
    ("MTUS requires caution. 1) There is no functional improvement. 2) There is no rash.", ["absent", "absent"]),
    ("MTUS recommends ESI for: (1) There is no infection. (2) There is no rash.", ["guideline_statement"] * 2),
    ("MTUS recommends injections if 1) there is radiculopathy. 2) No rash.", ["guideline_statement"] * 2),
    ("MTUS recommends ESI. 1) Radiculopathy must be documented. 2) No rash.", ["guideline_statement"] * 2),
    ("MTUS recommends ESI. (2) Radiculopathy. (3) Numbness.", ["guideline_statement"] * 2),
    # articles that are cited, pages, studies, conditions and questions are no sign of this patient
    ("MTUS recommends caution. (ICSI, 2007) Side effects: nausea and dizziness.", ["guideline_statement"] * 3),
    ("MTUS recommends caution. (Chou, 2007) Recommended for neck pain.", ["guideline_statement"]),
    ("MTUS page 58-59 notes that pain is common.", ["guideline_statement"]),
    ("MTUS recommends opioids. The 2014 notes do not show pain relief.", ["not_documented"]),
    (
        "MTUS recommends caution. Prolotherapy has been investigated for pain, including arthritis.",
        ["guideline_statement"] * 2,
    ),
    ("MTUS recommends caution. Nausea has been reported in the notes.", ["present"]),
    ("MTUS recommends injections. They are used when therapy has failed and pain persists.", ["guideline_statement"]),
    ("MTUS recommends injections. Conservative care has failed and weakness is seen.", ["present"] * 2),
    ("Examples: Was there improvement on opioids?", ["guideline_statement"]),
    ("MTUS recommends therapy. Low back pain persists beyond the expected time of healing.", ["present"]),
    ("MTUS recommends therapy. Once the patient stopped Norco, pain increased.", ["present"]),
    ("MTUS recommends therapy. The patient and family report improved sleep.", ["present"]),
    # what tells of this patient although a guideline might have begun so
    ("Radiculopathy has been demonstrated in the EMG.", ["present"]),
    ("Efficacy has been demonstrated in trials for neuropathic pain.", ["guideline_statement"]),
    ("The patient should avoid NSAIDs due to his kidney disease.", ["present"]),
    ("Gabapentin has been used successfully with pain relief.", ["present"]),
    ("The patient and provider signed a pain agreement.", ["present"]),
    ("The patient and physician have a pain agreement.", ["present"]),
    (
        "The physician should consider weaning because the patient has constipation and no pain relief.",
        ["present", "absent"],
    ),
    ("The patient should avoid NSAIDs given his hypertension and gastritis.", ["present"] * 2),
    ("The physician should monitor the patient who has sleep apnea.", ["present"]),
    ("The provider should reassess the patient, who has no documented functional improvement.", ["not_documented"]),
    ("The patient should be close to maximum medical improvement, and has no pain relief.", ["present", "absent"]),
    ("The patient should avoid NSAIDs in kidney disease.", ["guideline_statement"]),
    ("There is no evidence of instability, which is an indication for fusion.", ["absent"]),
    ("The persistent weakness is an indication for surgery.", ["present"]),
    ("Naproxen is a first-line agent and has provided pain relief.", ["present"]),
    ("The location where the patient has pain is the low back.", ["present"]),
    ("This is a case where the patient has chronic pain with no functional improvement.", ["present", "absent"]),
    ("Opioids are continued only where the patient has functional improvement.", ["guideline_statement"]),
    ("Improvement is currently limited.", ["present"]),
    ("Radiculopathy is still considered present.", ["present"]),
    ("Diagnostic criteria for CRPS: swelling, allodynia, and color changes were found.", ["present"] * 4),
    ("The criteria: no radiculopathy is documented.", ["not_documented"]),
    ("A documented failure of conservative care is a prerequisite.", ["present"]),
    (
        "Conflicting medical reports: one notes radiculopathy, the other denies weakness.",
        ["present", "present", "absent"],
    ),
    ("There is no evidence of a trial of first-line agent therapy.", ["not_documented"]),
    # what is still open
    ("Opioid-induced hyperalgesia needs to be ruled out.", ["hypothetical"]),
    ("Stroke needs to be ruled out in patients with headaches.", ["guideline_statement"] * 2),
    # quotations
    ('"Opioids bring pain relief." Constipation is a risk.', ["guideline_statement"] * 2),
    # the patient by other names
    ("MTUS recommends opioids. This gentleman has no functional improvement with Norco.", ["absent"]),
    ("Care is recommended for pain. This woman has severe weakness.", ["guideline_statement", "present"]),
    ("MTUS recommends opioids. This man does not report pain relief.", ["absent"]),
    ("MTUS recommends opioids. This employee has pain.", ["present"]),
    ("MTUS recommends opioids. The man with pain and the woman with weakness differ.", ["guideline_statement"] * 2),
]


@pytest.mark.parametrize(("rationale", "assertions"), OF_PATIENT, ids=[case[0][:40] for case in OF_PATIENT])
def test_what_a_rationale_begins_with(nlp, rationale, assertions):
    doc = nlp(LETTER + rationale)
    found = [span for span in doc.spans["sc"] if span.label_ == FINDING]
    assert [span._.finding["assertion"] for span in found] == assertions


def test_a_text_without_words_has_no_voice(nlp):
    assert [nlp.get_pipe("imr_negation").judge.concept(text, 0, len(text)) for text in ("--", "?")] == [False, False]


def test_a_quotation_of_a_case_summary_is_no_passage_of_a_guideline(nlp):
    doc = nlp(LETTER.replace(BEFORE[2], '"Norco decreases the pain from 8 to 4 for five hours." UDS was consistent.'))
    found = [span._.finding["assertion"] for span in doc.spans["sc"] if span.label_ == FINDING]
    assert found == ["present"] * len(found) != []


@pytest.mark.parametrize("case", CASES)
def test_who_a_rationale_speaks_of(read, case):
    assert set(wrongly_said(read, case)) <= set(case.get("known_failures", ()))
    for mark in (mark for name in ("present", "general", "patient") for mark in case.get(name, ())):
        assert case["text"][mark["start"] : mark["end"]] == mark["text"]


@pytest.mark.parametrize(("case", "failure"), known_failures(CASES))
def test_a_known_failure_of_who_a_rationale_speaks_of(read, case, failure):
    assert failure not in wrongly_said(read, case)
