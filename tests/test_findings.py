from collections import Counter
from itertools import pairwise

import pytest

from imrx.components.findings import FindingFinder, find_findings
from imrx.grammar.effects.activities import ACTIVITY, LIMITATION, NEEDED
from imrx.grammar.effects.first_line import CONCEPTS
from imrx.grammar.effects.relief import LOWER, RELIEF
from imrx.grammar.effects.side_effects import TOLERATED
from imrx.grammar.effects.tapers import TAPER
from imrx.grammar.effects.treated import TREATED
from imrx.grammar.sentences.reading import LONGEST_SENTENCE, Reading
from imrx.grammar.sentences.words import WORD, PhraseTree, Words
from imrx.labels import FINDING
from imrx.resources import read_table
from tables import read_cases


@pytest.fixture(scope="module")
def finder():
    finder = FindingFinder("imr_findings")
    finder.initialize(tables={name: read_table(f"{name}.{kind}") for name, kind in TABLES.items()})
    return finder


TABLES = {"findings": "csv", "findings_heads": "json", "clauses": "json", "drug_effects": "json", "measures": "json"}


def found(finder, text, taken=()):
    return read(finder, Reading(text, [(0, len(text))], []), taken)


def read(finder, reading, taken=()):
    parts = (finder.vocabulary, finder.openings, finder.missing, finder.effects, finder.measures)
    return find_findings(reading, *parts, list(taken), [])


@pytest.mark.parametrize("case", read_cases("findings"))
def test_findings(case, finder):
    matches = found(finder, case["text"])
    assert [[m.start, m.end, m.value["concept"]] for m in matches] == case["findings"]


@pytest.mark.parametrize("table", ["findings", "negation", "rationales"])
def test_a_finding_begins_and_ends_where_words_do(table, finder):
    for text in (case.values[0]["text"] for case in read_cases(table)):
        for match in found(finder, text):
            assert WORD.fullmatch(text[match.start - 1 : match.start + 1]) is None or not match.start, text
            assert WORD.fullmatch(text[match.end - 1 : match.end + 1]) is None or match.end == len(text), text


def test_there_are_enough_terms_and_none_twice():
    terms = [term for row in read_table("findings.csv") for term in row["terms"].split("|") if term]
    folded = [term if term.isupper() else " ".join(WORD.findall(term.lower())) for term in terms]
    assert [term for term, count in Counter(folded).items() if count > 1] == []
    assert len(terms) >= 1500


def test_every_row_is_whole():
    kinds = {"symptom", "sign", "diagnosis", "test", "result", "function", "response", "outcome", "documentation"}
    rows = read_table("findings.csv")
    assert {row["kind"] for row in rows} == kinds
    assert len({row["concept"] for row in rows}) == len(rows)
    assert all(row["concept"].isidentifier() for row in rows)


def test_every_concept_that_a_rule_names_has_its_row_and_every_row_its_words():
    rows, heads = read_table("findings.csv"), read_table("findings_heads.json")
    named = {*heads["heads"].values(), *heads["predicates"].values(), *heads["abilities"].values(), *heads["named"]}
    named |= {"reduced_pain_score"}  # `imrx.grammar.findings.scores`
    named |= {concept for others in heads["refined"].values() for concept in others} | heads["refined"].keys()
    named |= {*heads["improved"].values(), *CONCEPTS.values(), ACTIVITY, LIMITATION, NEEDED, RELIEF, LOWER}
    named |= {TAPER, TOLERATED, TREATED}
    named |= {concept for others in heads["named_in_abilities"].values() for concept in others.values()}
    concepts = {row["concept"] for row in rows}
    assert named - concepts - {None} == set()
    assert {row["concept"] for row in rows if not row["terms"]} <= named


def test_a_finding_never_overlaps_a_drug_or_a_citation(finder):
    text = "Salonpas pain relief patch"
    assert found(finder, text, [(0, len(text))]) == []


@pytest.mark.parametrize(
    ("text", "drug", "left"),
    [
        ("The current insulin schedule was not provided.", "insulin", ["schedule"]),
        ("The gabapentin trial was not documented.", "gabapentin", ["trial"]),
        ("There is no documentation of failure of gabapentin.", "gabapentin", ["failure"]),
        ("The Norco dose was not documented.", "Norco", []),
        ("There is no detail regarding how Percocet helps.", "Percocet", ["helps"]),
        ("It is unclear if Norco has helped, and a taper is advised.", "Norco", ["helped"]),
        ("There is no detail regarding how Percocet helps the pain.", "Percocet", ["pain"]),
    ],
)
def test_of_a_missing_phrase_with_a_drug_the_words_beside_it_are_left(finder, text, drug, left):
    at = text.index(drug)
    assert [text[m.start : m.end] for m in found(finder, text, [(at, at + len(drug))])] == left


def test_a_line_break_inside_a_finding_changes_nothing(finder):
    text = "There is low \n\nback\fpain."
    assert [text[m.start : m.end] for m in found(finder, text)] == ["low \n\nback\fpain"]


def test_what_is_missing_is_a_finding_though_nobody_knows_its_name(finder):
    text = "There is no documentation of the fribble index. The patient's zorp level was not provided."
    assert [text[m.start : m.end] for m in found(finder, text)] == ["fribble index", "zorp level"]


def test_titles_and_fixed_sections_are_not_read(nlp, seed):
    doc = nlp(seed(3))
    sections = {
        section.label_
        for section in doc.spans["sections"]
        for span in doc.spans["sc"]
        if span.label_ == FINDING and section.start_char <= span.start_char < section.end_char
    }
    assert sections == {"summary", "rationale"}


def test_the_longest_phrase_wins():
    tree = PhraseTree([("pain", 1), ("pain in knee", 2), ("MI", 3)])
    words = Words("pain in knees, pain in mi MI", [(0, 28)])
    assert [tree.longest(words, index) for index in (0, 3, 5, 6)] == [(3, 2), (4, 1), None, (7, 3)]


def test_words_are_split_as_letters_and_digits_stand_together():
    text = "The patient's L4-5, a_b, 'worker's', İ n's2 \U0001f600x"
    words = Words(text, [(0, len(text))])
    assert words.lower == ["the", "patient", "l4", "5", "a", "b", "worker", "İ", "n", "s2", "x"]
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)][1:8:5] == ["patient's", "worker's"]
    assert Words(text, [(4, 11), (14, 16)]).lower == ["patient", "l4"]


def test_a_sentence_that_is_too_long_is_read_in_pieces():
    assert Reading("no section is read", [], []).sentences == []
    reading = Reading("a " * LONGEST_SENTENCE, [(0, 2 * LONGEST_SENTENCE)], [])
    assert [(s.start, s.end, s.first, s.last) for s in reading.sentences] == [
        (0, LONGEST_SENTENCE, 0, LONGEST_SENTENCE // 2),
        (LONGEST_SENTENCE, 2 * LONGEST_SENTENCE, LONGEST_SENTENCE // 2, LONGEST_SENTENCE),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "pain ",
        "no ",
        "lumbar, ",
        "pain in the ",
        "(",
        "no documentation of ",
        "not ",
        "severe and ",
        "1/10-",
        "a's ",
        "denied ",
        "it is unclear whether the patient ",
        "the X and Y of Z was not provided ",
        "did not, however, ",
        "not a single word ",
        "relief with the block and ",
    ],
)
def test_hostile_lines_are_read(finder, unit):
    text = unit * (50_000 // len(unit))
    matches = found(finder, text)
    assert all(text[m.start : m.end].strip() == text[m.start : m.end] != "" for m in matches)
    assert all(first.end <= second.start for first, second in pairwise(matches))


def test_the_component_can_be_saved(finder, tmp_path):
    finder.to_disk(tmp_path / "tables")
    read = FindingFinder("imr_findings")
    read.from_disk(tmp_path / "tables")
    text = "He has acute low back pain."
    assert found(read, text) == found(finder, text) != []


@pytest.mark.parametrize(
    ("text", "relieved"),
    [
        ("Pain is rated 8/10 without medications and 4/10 with medications.", ["4/10"]),
        ("Her pain is 8 out of 10 before medications and 5 out of 10 after.", ["5 out of 10"]),
        ("Pain is 4/10 with his medications and 8/10 without.", ["4/10"]),
        ("Pain decreased from 9/10 down to 5/10 with meds.", ["5/10"]),
        ("Pain is 8/10 without medications and 8/10 with medications.", []),
        ("Pain is 8/10 at worst and 4/10 at rest.", []),
        ("Pain went from 8/10 to 4/10 with rest.", []),
        ("Pain is 4/10 with medications.", []),
    ],
)
def test_a_score_that_is_lower_with_medication(text, relieved, finder):
    found_here = [(text[m.start : m.end], m.value["concept"]) for m in found(finder, text)]
    assert [score for score, concept in found_here if concept == "reduced_pain_score"] == relieved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There was pain relief of at least 50%.", [("pain relief", "pain_relief")]),
        ("The relief of 60% lasted a month.", [("relief", "pain_relief")]),
        ("He had functional benefit from Norco.", [("functional benefit", "functional_improvement")]),
        ("The provider is requesting an MRI, physical therapy, and a urine drug screen.", []),
        ("He ambulates without an assistive device.", []),
        (
            "No documentation that the patient had at least 50% pain relief.",
            [("at least 50% pain relief", "pain_relief")],
        ),
        (
            "It is unclear if he failed first line therapy with antidepressants or anticonvulsants.",
            [("failed first line therapy", "failed_first_line_treatment")],
        ),
    ],
)
def test_what_stands_around_a_finding(text, expected, finder):
    assert [(text[m.start : m.end], m.value["concept"]) for m in found(finder, text)] == expected
