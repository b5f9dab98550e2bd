import random
import re
from itertools import pairwise

import pytest

from imrx.grammar.sections.layouts import Names, find_layout, layouts_of
from imrx.grammar.sections.sections import find_sections
from imrx.labels import RATIONALE, REQUEST, REVIEWER, SECTIONS
from imrx.resources import read_table
from tables import read_cases
from typeset import set_letter

LAYOUTS = layouts_of(*map(read_table, ("layouts.json", "glyph_widths.json", "decisions.json")))
FIELDS = ("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:")


def sections_of(text):
    layout = find_layout(text, LAYOUTS)
    return find_sections(text, layout) if layout else []


def check(text, sections):
    """What holds for every letter: known names, in order, no overlap, no blank at an end, nothing empty."""
    for section in sections:
        assert section.name in SECTIONS
        content = text[section.start : section.end]
        assert content and content == content.strip()
    for section, following in pairwise(sections):
        assert section.end <= following.start


@pytest.mark.parametrize("case", read_cases("layouts"))
def test_layout_is_recognised(case):
    layout = find_layout(case["letter"], LAYOUTS)
    assert (layout.id if layout else None) == case["layout"]
    check(case["letter"], sections_of(case["letter"]))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_headings_are_what_one_expression_finds(layout, letters):
    chance = random.Random(0)
    for names in filter(
        None, (layout.header, layout.headings, layout.fields, layout.other_fields, *layout.recognised_by)
    ):
        words = [word for text in names.names for word in text.split()]
        mixed = [
            chance.choice([*names.names, *words, chance.choice([*names.names]).replace(" ", " \n\n")])
            + chance.choice(["", " ", "\n\n", " a "])
            for _ in range(600)
        ]
        for text in (*letters.values(), "".join(mixed)):
            pattern = re.compile(names.pattern.pattern)
            for start, end in ((0, len(text)), (len(text) // 3, len(text) // 2)):
                found = [(first, behind) for _, first, behind in names.find(text, start, end)]
                assert found == [match.span() for match in pattern.finditer(text, start, end)]
            assert names.stand_in(text) is (pattern.search(text) is not None)


@pytest.mark.parametrize("case", read_cases("layouts"))
def test_every_item_has_its_title(case):
    sections = sections_of(case["letter"])
    titles = [section for section in sections if section.name == REQUEST]
    assert [section.issue for section in titles] == list(range(1, len(case["issues"]) + 1))


@pytest.mark.parametrize("case", read_cases("titles"))
def test_title_begins_where_the_rationale_ends(case):
    text = set_letter(case)
    sections = sections_of(text)
    check(text, sections)
    rationale = next(s for s in sections if s.name == RATIONALE and s.issue == 1)
    assert text[rationale.start : rationale.end].split() == case["before"].split()
    title = next(s for s in sections if s.name == REQUEST and s.issue == 2)
    assert text[title.start : title.end].split() == case["heading"].split()


TWO_ITEMS = next(row.values[0] for row in read_cases("layouts") if row.id == "imr_2013_2014: two items")["letter"]
LABELLED = TWO_ITEMS.replace("The Claims Administrator based its decision on", FIELDS[0])
LABELLED = re.sub("The Physician Reviewer based his/her decision on|The Physician Reviewer found", FIELDS[1], LABELLED)
LABELLED = LABELLED.replace("The Physician Reviewer's decision rationale:", FIELDS[2])
BASED = "The Physician Reviewer based his/her decision on the MTUS, Chronic Pain Medical Treatment Guidelines"
REASON = "The guidelines allow ten visits over eight weeks."


@pytest.mark.parametrize(
    "block",
    [
        "The Expert Reviewer found that no section of the MTUS was applicable. Per the Strength of Evidence hierarchy, "
        "the Expert Reviewer based his/her decision on the ODG, Knee Chapter",
        "The Expert Reviewer found no section of the MTUS applicable and based his/her decision on the ODG",
        "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate",
        "The Expert Reviewer found that the guidelines used by the Claims Administrator were applicable",
        "The Expert Reviewer relied on the ODG, Neck Chapter",
        "The Expert Reviewer did not base his/her decision on the MTUS. The Expert Reviewer relied on the ODG",
        "The Physician Reviewer did not base his/her decision on the MTUS, but on the ODG",
        "The Expert Reviewer did not cite any medical evidence for his/her decision",
        "The Physician Reviewer did not cite any evidence based criteria for his/her decision",
    ],
)
def test_sentences_that_open_the_reviewers_block(block):
    told = [(each.name, each.issue) for each in sections_of(TWO_ITEMS)]
    assert BASED in TWO_ITEMS and (REVIEWER, 1) in told
    text = TWO_ITEMS.replace(BASED, block, 1)
    sections = sections_of(text)
    assert [(each.name, each.issue) for each in sections] == told
    assert next(text[each.start : each.end] for each in sections if each.name == REVIEWER).startswith(block)


@pytest.mark.parametrize(
    "sentence",
    [
        "The claims administrator relied on the ODG, but the Expert Reviewer based his/her decision on the records.",
        "The Expert Reviewer found no red flags in this case.",
        "The Expert Reviewer found that the patient has no home program.",
        "Norco is an opioid. The Expert Reviewer relied on the note of 3/4/14. The request is not medically necessary.",
        "The Expert Reviewer found that the guidelines do not support long-term use.",
        "The Expert Reviewer found the guidelines used by the Claims Administrator silent on this.",
        "The Expert Reviewer found no section of the MTUS that speaks of it.",
        "The Physician Reviewer did not cite the ODG.",
        "The Physician Reviewer did not base this on the MTUS.",
        "The Physician Reviewer found that he works.",
        "Criteria are 1. pain, and 2. function. The Expert Reviewer relied on the note.",
    ],
)
def test_sentences_that_open_no_block(sentence):
    text = TWO_ITEMS.replace(REASON, f"{REASON} {sentence}", 1)
    told = [(each.name, each.issue) for each in sections_of(TWO_ITEMS)]
    sections = sections_of(text)
    assert REASON in TWO_ITEMS and [(each.name, each.issue) for each in sections] == told
    assert sentence in next(text[each.start : each.end] for each in sections if each.name == RATIONALE)


@pytest.mark.parametrize("colon", [":", " :"])
@pytest.mark.parametrize(
    "labels",
    [
        ("Claims Administrator Guideline", "MAXIMUS Guideline", "Decision Rationale"),
        ("CLAIMS ADMINISTRATOR GUIDELINE", "MAXIMUS GUIDELINE", "DECISION RATIONALE"),
        ("Claims administrator guidelines", "Maximus guidelines", "Decision rationale"),
        ("Claims Administrator Guidelines", "Maximus Guidelines", "Rationale"),
        ("Claims Administrator guideline", "MAXIMUS guideline", "RATIONALE"),
    ],
)
@pytest.mark.parametrize("letter", ["imr_2013_2014: guideline labels", "seed"])
def test_labels_of_fields_in_other_capitals(seed, letter, labels, colon):
    text = seed(1) if letter == "seed" else LABELLED
    told = [(each.name, each.issue, text[each.start : each.end]) for each in sections_of(text)]
    assert {RATIONALE, REVIEWER} <= {name for name, _, _ in told}
    for label, other in zip(FIELDS, labels, strict=True):
        assert label in text
        text = text.replace(label, other + colon)
    assert [(each.name, each.issue, text[each.start : each.end]) for each in sections_of(text)] == told


@pytest.mark.parametrize(
    "sentence",
    [
        "The UR Decision Rationale: no pain scores.",
        "He quotes this:\nRationale: no pain scores.",
        "Rationale: no pain scores.",
        "See the decision rationale: no pain scores.",
        "The Claims Administrator Guideline: none.",
        "The denial was based on the Claims Administrator guidelines: MTUS and ODG.",
        "As cited in the MAXIMUS guidelines: opioids are not first line.",
        "The denial reads as follows. Decision Rationale: no gains. I agree.",
        "The denial reads as follows.\nDECISION RATIONALE: no gains.",
        "UR denied it.\nClaims Administrator Guideline: MTUS.",
        "It is not medically necessary.\nClaims Administrator Guideline: MTUS.",
    ],
)
def test_labels_in_a_rationale_are_no_fields(seed, sentence):
    text = seed(1).replace("Decision rationale:", f"Decision rationale: {sentence}", 1)
    told = [(each.name, each.issue) for each in sections_of(seed(1))]
    assert [(each.name, each.issue) for each in sections_of(text)] == told


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Decision rationale:", "Rationale: the MTUS is silent."),
        ("Decision rationale:", "RATIONALE: MTUS page 80."),
        ("MAXIMUS guideline:", "MAXIMUS Guideline: none."),
    ],
)
def test_a_label_in_other_words_in_front_of_the_usual_one_is_none(seed, label, sentence):
    text = seed(1).replace(label, f"See there.\n{sentence}\n{label}", 1)
    told = [(each.name, each.issue) for each in sections_of(seed(1))]
    assert [(each.name, each.issue) for each in sections_of(text)] == told


def test_a_decision_in_a_bracket_ends_no_title(seed):
    text = seed(1)
    title = next(text[each.start : each.end] for each in sections_of(text) if each.name == REQUEST)
    assert title in text
    text = text.replace(title, "Norco #60 (UR decision: Upheld\non appeal): Upheld", 1)
    assert next(text[each.start : each.end] for each in sections_of(text) if each.name == REQUEST).endswith(
        "on appeal): Upheld"
    )
    told = [(each.name, each.issue) for each in sections_of(seed(1))]
    assert [(each.name, each.issue) for each in sections_of(text)] == told


def test_an_item_without_a_rationale_is_warned_of(nlp, seed):
    codes = [warning["code"] for warning in nlp(seed(1))._.warnings]
    assert "rationale_missing" not in codes
    text = seed(1).replace("Decision rationale:", "The reviewer's thoughts:", 1)
    assert [warning["code"] for warning in nlp(text)._.warnings].count("rationale_missing") == 1


HEADER_LINES = (
    "Case Number: CM15-0012345\n",
    "Date Assigned: 02/02/2015 Date of Injury: 07/04/2014\n",
    "Decision Date: 03/15/2015 UR Decision Date: 01/05/2015\n",
)


@pytest.mark.parametrize("capitals", [False, True])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_header_begins_with_its_first_label(nlp, seed, capitals, first):
    header = "".join([*HEADER_LINES[first:], *HEADER_LINES[:first]])
    text = (header.upper() if capitals else header) + seed(4)
    sections = sections_of(text)
    check(text, sections)
    assert [section.name for section in sections[:2]] == ["header", "methodology"]
    assert text[sections[0].start : sections[0].end] == text[: len(header)].strip()
    assert {field: fact["value"] for field, fact in nlp(text)._.case.items()} == {
        "case_number": "CM15-0012345",
        "date_assigned": "2015-02-02",
        "date_of_injury": "2014-07-04",
        "decision_date": "2015-03-15",
        "ur_denial_date": "2015-01-05",
    }


@pytest.mark.parametrize(
    "label", ["Date of Injury: 01/03/2006", "DATE OF INJURY: 01/03/2006", "Case Number: CM15-0012345"]
)
def test_no_header_begins_inside_of_another_section(seed, label):
    text = seed(4).replace("The applicant is a represented", f"{label}. The applicant is a represented", 1)
    sections = sections_of(text)
    assert [section.name for section in sections] == [section.name for section in sections_of(seed(4))]
    assert next(text[each.start : each.end] for each in sections if each.name == "summary").startswith(label)


@pytest.mark.parametrize("layout", ["imr_2013_2014", "imr_2014"])
def test_a_header_may_begin_with_each_of_its_labels(layout):
    row = next(row for row in read_table("layouts.json")["layouts"] if row["id"] == layout)
    labels = [label for field in read_table("case.json")["header"].values() for label in field["labels"]]
    assert set(labels) <= set(row["headings"]["header"])


def test_seed_sections(seed):
    text = seed(4)
    sections = sections_of(text)
    check(text, sections)
    assert [section.name for section in sections] == [
        "methodology", "credentials", "summary", "request", "claims_administrator", "reviewer", "rationale",
    ]  # fmt: skip
    assert text[sections[2].start :].startswith("The applicant is a represented beneficiary")


def test_unknown_layout_warns_and_reads_the_rest(nlp):
    doc = nlp("The patient is a 33-year-old male who was injured on 04/05/2015. Norco 10/325mg was not certified.")
    assert doc._.layout is None
    assert [warning["code"] for warning in doc._.warnings] == ["layout_unknown"]
    assert not doc.spans["sections"] and not doc.spans["issues"]
    assert doc._.claimant["age"]["value"] == 33
    assert doc._.case["date_of_injury"]["value"] == "2015-04-05"
    assert len(list(doc.sents)) == 2


@pytest.mark.parametrize(
    "text", ["", " \n\f\n ", "HOW THE IMR FINAL DETERMINATION WAS MADE", "IMR ISSUES, DECISIONS AND RATIONALES"]
)
def test_almost_nothing(text):
    assert sections_of(text) == []


DETERMINED = "MAXIMUS Federal Services, Inc. has determined the request for"
TAKEN_UP = (
    "Notice of Independent Medical Review Determination\nINDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE\n"
    f"1) {DETERMINED} a fusion is not medically necessary.\n2) {DETERMINED} a stay is not medically necessary.\n"
    f"3) {DETERMINED} an EKG is medically necessary.\nCase Summary:\nThe patient is well.\n"
    "1) Regarding the request for a fusion:\nRationale for the Decision:\nFirst.\n"
)


@pytest.mark.parametrize(
    ("reasons", "numbers"),
    [
        ("2) Regarding the request for a stay:\nSecond.\n3) Regarding the request for an EKG: Third.", [1, 2, 3]),
        ("2. Regarding the request for a stay\n\nSecond.\n\n3. Regarding the request for an EKG:\nThird.", [1, 2, 3]),
        ("3) Regarding the request for an EKG:\nRationale for the Decision:\nThird.", [1, 3]),
        ("2) and 3) Regarding the stay and the EKG:\nRationale for the Decision:\nBoth.", [1, 2]),
        ("2) Regarding the request for a stay:\n3) Regarding the request for an EKG:\nThird.", [1, 3]),
        ("1) Regarding the request for a stay:\nRationale for the Decision:\nSecond.", [1, 2]),
    ],
)
def test_items_taken_up_again_keep_their_numbers(reasons, numbers):
    text = TAKEN_UP + reasons
    sections = sections_of(text)
    check(text, sections)
    rationales = [section for section in sections if section.name == RATIONALE]
    assert [section.issue for section in rationales] == numbers
    words = ["First.", "Second.", "Third."] if len(numbers) == 3 else ["First.", *reasons.split("\n")[-1:]]
    assert [text[section.start : section.end].split("\n")[-1] for section in rationales][1:] == words[1:]


START = "HOW THE IMR FINAL DETERMINATION WAS MADE\nIMR ISSUES, DECISIONS AND RATIONALES\n"
NUMBERED = "HOW THE IMR FINAL DETERMINATION WAS MADE\nIMR DECISION(S) AND RATIONALE(S)\n"
NOTICE = "Notice of Independent Medical Review Determination\nINDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE\n"
REVIEW = "MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n"
MANY = 50_000

HOSTILE = {
    "headings": START + "CLINICAL CASE SUMMARY\n" * MANY,
    "layout headings": START * MANY,
    "rationales": START + "Decision rationale:\n" * MANY,
    "fields": START + "Claims Administrator guideline:\nMAXIMUS guideline:\nDecision rationale:\n" * MANY,
    "words": START + "A title: Upheld\nDecision rationale: " + "word " * MANY + "\nB: Upheld\nDecision rationale: x",
    "one long word": START + "A: Upheld\nDecision rationale: " + "w" * MANY + "\nB: Upheld\nDecision rationale: x",
    "lines": START + "A: Upheld\nDecision rationale: " + "It ends.\n" * MANY + "B: Upheld\nDecision rationale: x",
    "blanks": START + "A: Upheld\nDecision rationale: " + " " * MANY + "\nB: Upheld" + " " * MANY,
    "breaks": START + "\n" * MANY + "\f" * MANY,
    "split requests": START + "X was the original request. The original request, " * MANY + "\nDecision rationale: x",
    "closings": START + "A: Upheld\nDecision rationale: " + "is medically necessary." * MANY,
    "numbers": NUMBERED + "1. A\n" * MANY,
    "counting": NUMBERED + "".join(f"{n % 100}. A is not medically necessary.\n" for n in range(MANY)),
    "field sentences": NUMBERED + "The Claims Administrator based its decision on " * MANY,
    "determinations": NOTICE + "1) MAXIMUS Federal Services, Inc. has determined the request for " * MANY,
    "reasons": NOTICE + "1) Regarding the request for X:\nRationale for the Decision:\n" * MANY,
    "issues at dispute": REVIEW + "1. A\n" * MANY + "RATIONALE FOR WHY THE REQUESTED SERVICE IS MEDICALLY NECESSARY:",
    "review headings": REVIEW * MANY,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_letters_end_in_time(text):
    check(text, sections_of(text))


@pytest.mark.parametrize("letter", ["headings", "fields", "split requests", "counting"])
def test_hostile_letters_through_the_segmenting_components(nlp, letter):
    with nlp.select_pipes(enable=["imr_sections", "imr_issues", "imr_case", "imr_sentences", "imr_checks"]):
        doc = nlp(HOSTILE[letter][:300_000])
    assert doc.text


def test_a_known_layout_without_items_is_warned_of(nlp, seed):
    text = seed(0)
    start = text.index("The Final Determination was based")
    doc = nlp(text[:start])
    assert doc._.layout == "imr_2014"
    assert [warning["code"] for warning in doc._.warnings].count("issues_missing") == 1
    assert "issues_missing" not in {warning["code"] for warning in nlp(text)._.warnings}


def test_items_taken_up_again_in_the_middle_of_a_line_are_counted():
    text = TAKEN_UP.replace("well.\n1) Regarding", "well. 1) Regarding")
    rationales = [section for section in sections_of(text) if section.name == RATIONALE]
    assert [(section.issue, text[section.start : section.end]) for section in rationales] == [(1, "First.")]


SENTENCES = (
    "The Claims Administrator did not base its decision on any evidence based guideline.",
    "The Claims Administrator's decision was based on the MTUS Chronic Pain Medical Treatment Guidelines.",
    "The Claims Administrator failed to cite a guideline.",
    "The Claims Administrator based its decision on the MTUS.",
    "The Claims Administrator did not rely on the MTUS. The Claims Administrator cited the ODG.",
)


def determined(*sentences):
    items = (
        f"{number}. Norco 10/325mg #{number}0 is not medically necessary and appropriate.\n{sentence}\n"
        "The Physician Reviewer based his/her decision on the MTUS.\n"
        "The Physician Reviewer's decision rationale: The Claims Administrator denied it. It is not medically "
        "necessary."
        for number, sentence in enumerate(sentences, start=1)
    )
    return "HOW THE IMR FINAL DETERMINATION WAS MADE\nFinal Determination\n" + "\n\n".join(
        ["CLINICAL CASE SUMMARY\nHe fell.", "IMR DECISION(S) AND RATIONALE(S)\n" + "\n\n".join(items)]
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_title_ends_before_any_sentence_on_the_claims_administrator(sentence):
    text = determined(sentence, SENTENCES[3], sentence)
    sections = [section for section in sections_of(text) if section.issue is not None]
    assert [section.name for section in sections] == ["request", "claims_administrator", "reviewer", "rationale"] * 3
    told = [text[section.start : section.end] for section in sections]
    assert told[0] == "Norco 10/325mg #10 is not medically necessary and appropriate."
    assert told[1::4] == [sentence, SENTENCES[3], sentence]


def test_a_title_without_a_claims_administrator_behind_it_is_whole():
    text = determined("The request was denied.", "")
    sections = [section for section in sections_of(text) if section.issue is not None]
    assert [section.name for section in sections] == ["request", "reviewer", "rationale"] * 2


def test_a_heading_whose_first_word_stands_in_it_twice():
    text = "Office of the State of California."
    found = Names({"office": ["of the State of California"]}).find(text, 0, len(text))
    assert list(found) == [("office", 7, 33)]
