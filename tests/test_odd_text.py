"""What no reviewer means to write, and letters hold all the same, costs no letter its record."""

import pytest
from pydantic import TypeAdapter

from imrx.record import Record, make_record
from imrx.verify.records import span_problems
from imrx.writers.spans import letter_spans

ODD = [
    "Norco 10mg every 0 hours",
    "Norco q0h",
    "Norco 10mg q 0-6 hours",
    "Norco, take 0 tablets daily #60",
    "Norco 0 times a day #60",
    "Norco #60 with 1.5 refills",
    "Norco #60 with 1/2 refill",
    "MTUS 2009.78 says that opioids are weaned",
    "See ODG 2016.2 Pain chapter",
    "(J Pain 2007;147:504.1-514)",
    "a 10% reduct\u0131on per week of the MED",
    "\u017fhe is a h\u0131s patient, a 45 year-old femaLe",
    "Date Assigned: \u017fept 3 2014",
]


@pytest.mark.parametrize("text", ODD)
def test_a_record_and_the_tables_are_made(nlp, text):
    doc = nlp(text)
    TypeAdapter(Record).validate_python(make_record(doc, nlp.meta))
    assert letter_spans(doc).text == text


def test_a_part_of_a_refill_is_none(nlp):
    for text, refills in (("Norco #60 with 1.5 refills", None), ("Norco #60 with 2 refills", 2)):
        [medication] = make_record(nlp(text), nlp.meta)["medications"]
        assert (medication["refills"] and medication["refills"]["value"]) == refills


def test_every_0_hours_is_no_frequency(nlp):
    [medication] = make_record(nlp("Norco 10mg every 0 hours"), nlp.meta)["medications"]
    assert medication["frequency"] is None


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2013"])
def test_hyphens_of_typesetters_are_hyphens(nlp, hyphen):
    text = "Norco 10-325mg for pain at L4-5, rated 5-7 out of 10. MTUS ACOEM Chapter 13, Table 13-3, page 338-340."

    def read(letter):
        record = make_record(nlp(letter), nlp.meta)
        spans = [*record["medications"][0]["strengths"], *record["findings"], *record["citations"]]
        assert all(span["text"] == letter[span["start"] : span["end"]] for span in spans)
        return [(span["start"], span["end"]) for span in spans], record["citations"][0]["sections"]

    assert read(text.replace("-", hyphen)) == read(text)


@pytest.mark.parametrize("place", range(1, 6))
def test_a_soft_hyphen_inside_of_a_word_is_read_over(nlp, seed, place):
    """Each word in turn, and each place in it, so that ends of spans fall behind the word's last letters too."""
    title, reason = (
        "Cyclobenzaprine 7.5mg #60",
        "There is no evidence of functional improvement. This is not medically necessary.",
    )
    letter = seed(4)
    letter = letter[: letter.index("set forth below:") + 17] + (
        f"{title}: Upheld\nClaims Administrator guideline: Decision based on MTUS.\n"
        f"MAXIMUS guideline: Decision based on MTUS.\nDecision rationale: {reason}\n"
    )
    soft = letter
    for word in ("Cyclobenzaprine", "evidence", "functional", "improvement", "medically", "necessary"):
        cut = len(word) - place
        head, tail = soft[: letter.index(title)], soft[letter.index(title) :]
        soft = head + tail.replace(word, f"{word[:cut]}\u00ad{word[cut:]}")

    def read(text):
        record = make_record(nlp(text), nlp.meta)
        [issue] = record["issues"]
        spans = [issue["request"], issue["conclusion"], issue["rationale"], *issue["treatment"], *record["findings"]]
        spans += [finding["cue"] for finding in record["findings"] if finding["cue"]]
        spans += [medication["drug"] for medication in issue["medications"]]
        assert all(span["text"] == text[span["start"] : span["end"]] for span in spans)
        return [(span["rule"], span["text"].replace("\u00ad", "")) for span in spans]

    assert len(soft) > len(letter)
    assert read(soft) == read(letter)


@pytest.mark.parametrize(
    "title",
    [
        "Physical ther\u00adapy 2x6",
        "Acupunc\u00adture",
        "M\u00adRI of the lumbar spine",
        ".",
        "50 mg take 1 tab daily #30",
    ],
)
def test_a_treatment_has_the_words_of_its_text(nlp, seed, title):
    letter = seed(4)
    letter = letter[: letter.index("set forth below:") + 17] + (
        f"{title}: Upheld\nClaims Administrator guideline: Decision based on MTUS.\n"
        "MAXIMUS guideline: Decision based on MTUS.\nDecision rationale: It is not medically necessary.\n"
    )
    record = make_record(nlp(letter), nlp.meta)
    assert record["issues"][0]["treatment"]
    assert not list(span_problems(record, letter))


def test_a_dash_between_words_is_none(nlp):
    pain, _ = make_record(nlp("The patient has no pain\u2013Norco helps."), nlp.meta)["findings"]
    assert (pain["text"], pain["assertion"]) == ("pain", "absent")


def test_a_dash_without_blanks_ends_a_clause(nlp):
    _, helps = make_record(nlp("The patient has no pain\u2013Norco helps."), nlp.meta)["findings"]
    assert (helps["text"], helps["assertion"]) == ("helps", "present")


def test_blanks_in_front_of_a_name_are_one(nlp):
    text = "The California  MTUS, page 46, allows injections."
    [citation] = make_record(nlp(text), nlp.meta)["citations"]
    assert citation["text"] == "California  MTUS, page 46"
