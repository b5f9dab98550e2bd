import pytest

from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.diagnoses.lists import find_diagnoses
from imrx.resources import read_table
from tables import read_cases
from typeset import set_letter


@pytest.fixture(scope="module")
def grammar():
    return DiagnosisGrammar(*map(read_table, ("diagnoses.json", "findings.csv", "drugs.csv")))


@pytest.mark.parametrize("case", [*read_cases("diagnoses"), *read_cases("diagnoses_fresh")])
def test_diagnoses(case, grammar):
    text = case["text"]
    found = find_diagnoses(text, 0, len(text), grammar)
    assert [[text[d.start : d.end], d.code] for d in found] == case["diagnoses"]


def test_the_code_stands_where_it_is_written(grammar):
    text = "Diagnoses include lumbar sprain (ICD-9: 847.2) and m54.5 low back pain."
    first, second = find_diagnoses(text, 0, len(text), grammar)
    assert (first.code, text[first.code_start : first.code_end]) == ("847.2", "847.2")
    assert (second.code, text[second.code_start : second.code_end]) == ("M54.5", "m54.5")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Diagnoses: 847.2, 724.4, M54.5.", ["847.2, 724.4, M54.5"]),
        ("ICD-9: 723.1, 339.1", ["723.1, 339.1"]),
        ("The diagnoses are 847.2, 724.4, and R51. He takes Norco.", ["847.2, 724.4, and R51"]),
        ("Diagnoses: ICD-9 codes 847.2 and 723.1; he works.", ["847.2 and 723.1"]),
        ("Diagnosis (G56.02)", ["G56.02"]),
        ("Diagnosis: 847.2 lumbar sprain.", []),
        ("Diagnoses: lumbar sprain (847.2), cervical strain (723.1).", []),
        ("Diagnosis: 847.2 (lumbar sprain).", []),
        ("The codes were 97110 and 97140.", []),
        ("Her temperature was 100.5. The impression: 3.5 cm tear.", []),
    ],
)
def test_codes_without_a_name(text, codes, grammar):
    assert [text[start:end] for start, end in grammar.codes.unnamed(text, 0, len(text))] == codes


@pytest.mark.parametrize(
    ("summary", "codes"),
    [
        ("Diagnoses: 847.2, 724.4.", ["847.2, 724.4"]),
        ("Diagnosis: 847.2\nLumbar sprain.", []),
        ("Diagnosis: lumbar sprain (847.2).", []),
    ],
)
def test_codes_without_a_name_have_a_warning(summary, codes, nlp):
    letter = set_letter({"before": "No use.", "heading": "Norco 10/325 mg #60: Upheld", "style": "pdf"})
    doc = nlp(letter.replace("The injured worker is", f"{summary} The injured worker is"))
    warnings = [each for each in doc._.warnings if each["code"] == "diagnosis_without_name"]
    assert [doc.text[each["start"] : each["end"]] for each in warnings] == codes


def test_a_heading_may_begin_the_case_summary(grammar):
    head = "CLINICAL CASE SUMMARY "
    for heading in ("A: ", "Dx "):
        text = f"{head}{heading}lumbar strain."
        found = find_diagnoses(text, len(head), len(text), grammar)
        assert [text[d.start : d.end] for d in found] == ["lumbar strain"]


@pytest.mark.parametrize(
    ("text", "certainties"),
    [
        (
            "Diagnoses include lumbar sprain, possible right knee meniscus tear and neck pain.",
            ["stated", "possible", "stated"],
        ),
        ("Diagnoses: 1. Cervical sprain. 2. Probable carpal tunnel syndrome.", ["stated", "possible"]),
        ("The patient was diagnosed with lumbar strain versus radiculopathy.", ["possible"]),
        (
            "Diagnoses: rotator cuff tear (M75.100) vs. tendinitis (M75.80) and neck pain.",
            ["possible"] * 2 + ["stated"],
        ),
        ("A diagnosis of fibromyalgia is suspected.", ["possible"]),
        ("A diagnosis of lumbar strain and radiculopathy was considered.", ["possible", "possible"]),
        ("Diagnoses include lumbar strain, and radiculopathy is suspected.", ["stated", "possible"]),
        ("Diagnosis: questionable complex regional pain syndrome.", ["possible"]),
        (
            "Diagnoses included type 2 diabetes mellitus with possible retinopathy and neck pain.",
            ["stated", "possible", "stated"],
        ),
        ("Diagnoses include insomnia due to probable sleep apnea.", ["stated"]),
        ("Diagnoses include insomnia due to a probable sleep apnea.", ["stated"]),
        ("Diagnoses include low back pain from injury suspicious for radiculopathy.", ["possible"]),
        ("Diagnoses include knee pain related to arthritis possibly gout.", ["possible"]),
        ("Diagnoses include possible insomnia due to pain.", ["possible"]),
        ("Diagnoses include knee pain due to strain versus tear.", ["possible"]),
        ("Diagnosis: findings concerning for carpal tunnel syndrome.", ["possible"]),
    ],
)
def test_a_diagnosis_that_the_letter_doubts_is_possible(text, certainties, grammar):
    found = find_diagnoses(text, 0, len(text), grammar)
    assert [diagnosis.certainty for diagnosis in found] == certainties


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        ",",
        ", ",
        "and ",
        "a ",
        "(",
        "1. ",
        "diagnosis ",
        "diagnosed with a ",
        "pain, ",
        "847.2 ",
        ". ",
        "with x ",
        "\n- ",
        "(724.2). ",
        "pain (724.2). ",
        "myalgia and myositis ",
        "secondary ",
        "-",
    ],
)
def test_hostile_summaries(unit, grammar):
    text = "Diagnoses include pain " + unit * (50_000 // len(unit))
    for start, end, *_ in find_diagnoses(text, 0, len(text), grammar):
        assert 0 <= start < end <= len(text)


def test_the_component_reads_the_summary_alone(nlp, seed):
    doc = nlp(seed(3))
    found = [doc.text[d["start"] : d["end"]] for d in doc._.diagnoses]
    assert [" ".join(text.split()) for text in found] == [
        "cervical spine pain",
        "bilateral shoulder pain",
        "lumbar spine pain",
        "myofascialgia",
        "insomnia",
        "depression",
    ]
