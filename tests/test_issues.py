import re

import pytest

from imrx.grammar.alternatives import any_of, any_word
from imrx.grammar.issues.conclusions import find_conclusions
from imrx.grammar.issues.decisions import DecisionGrammar, find_cited, find_decision, find_issues, find_parts
from imrx.grammar.issues.verdicts import Item, verdict
from imrx.grammar.sections.layouts import find_layout, layouts_of
from imrx.grammar.sections.sections import find_sections
from imrx.labels import CONCLUSION, DECISION
from imrx.lower import lower_case
from imrx.record import make_record
from imrx.resources import read_table
from tables import read_cases
from typeset import set_letter

LAYOUTS = layouts_of(*map(read_table, ("layouts.json", "glyph_widths.json", "decisions.json")))
GRAMMAR = DecisionGrammar(read_table("decisions.json"))
MANY = 50_000
SEGMENTING = ["imr_sections", "imr_issues", "imr_case", "imr_sentences", "imr_checks"]


def conclusions_of(text):
    return find_conclusions(text, 0, len(text), GRAMMAR.conclusion, lower_case(text))


def issues_of(text, sections):
    return find_issues(text, sections, GRAMMAR, lower_case(text))


def read_verdict(text):
    conclusions = conclusions_of(text)
    return verdict(text, 0, len(text), conclusions, Item(frozenset()), GRAMMAR.conclusion)


@pytest.mark.parametrize("case", read_cases("conclusions"))
def test_conclusion(case):
    text = case["text"]
    last, _ = read_verdict(text)
    assert (last.value["label"] if last else None) == case["label"]
    assert (text[last.start : last.end] if last else None) == case["conclusion"]


@pytest.mark.parametrize("case", [param.values[0] for param in read_cases("conclusions") if not param.marks])
def test_conclusion_among_other_sentences(case):
    """What goes before and behind does not change how a sentence is read."""
    before, behind = "The guidelines recommend six visits. ", " The patient should not stop opioids abruptly."
    text = before + case["text"] + behind
    last, _ = read_verdict(text)
    if case["conclusion"] is None:
        assert last is None
    elif last is not None:  # a weak predicate counts only near the end
        assert text[last.start : last.end] == case["conclusion"]


@pytest.mark.parametrize("words", read_table("decisions.json")["conclusion"].values())
def test_any_word_finds_what_any_of_behind_a_boundary_finds(words, letters):
    words = [word for word in words if word[0].isalpha()]
    fast, plain = (re.compile(expression, re.IGNORECASE) for expression in (any_word(words), rf"\b{any_of(words)}"))
    for text in [*letters.values(), " ".join(words).upper(), "\n".join(words), f"un{words[0]} {words[0]}"]:
        assert [match.span() for match in fast.finditer(text)] == [match.span() for match in plain.finditer(text)]


@pytest.mark.parametrize("case", read_cases("titles"))
def test_title_and_decision(case):
    text = set_letter(case)
    by_item = {}
    for section in find_sections(text, find_layout(text, LAYOUTS)):
        if section.issue:
            by_item.setdefault(section.issue, {})[section.name] = (section.start, section.end)
    issues, _ = issues_of(text, by_item)
    assert len(issues) == 2
    start, end = issues[1]["request"]
    assert text[start:end].split() == case["title"].split()
    assert issues[1]["decision"][2] == case["decision"]


@pytest.mark.parametrize("case", read_cases("layouts"))
def test_the_record_names_the_rule_of_each_decision_and_conclusion(nlp, case):
    doc = nlp(case["letter"])
    rules = {(s.start_char, s.end_char, s.label_): s.id_ for s in doc.spans["sc"]}
    for issue in make_record(doc, nlp.meta)["issues"]:
        for name, label in (("decision", DECISION), ("conclusion", CONCLUSION)):
            if found := issue[name]:
                assert found["rule"] == rules[found["start"], found["end"], label]


@pytest.mark.parametrize("case", read_cases("split_requests"))
def test_split_request(case):
    title = case["title"]
    parts = find_parts(title, 0, len(title), GRAMMAR)
    read = {part: title[slice(*limits)] if limits else None for part, limits in parts.items()}
    assert read == {part: case[part] for part in ("requested", "authorized", "disputed")}


@pytest.mark.parametrize(
    ("title", "warned"),
    [
        ("Norco #60, of which #45 was authorized by the Claims Administrator", True),
        ("Norco #60 was the original request. The Claims Administrator authorized #45", True),
        ("Norco #60 was the original request. The Claims Administrator authorized #45. The rest: Norco #15", False),
        ("Norco #60 authorized by the treating physician", False),
        ("Physical therapy 6 visits, not authorized by the Claims Administrator", False),
        ("Physical therapy 6 visits, which was never authorized by the Claims Administrator", False),
        ("Norco #60 (previously authorized by the Claims Administrator)", False),
        ("Norco #60, which was not authorized by the Claims Administrator", False),
        ("Norco #60, and #45 has been certified by the Claims Administrator", True),
    ],
)
def test_a_split_request_without_a_disputed_part_is_warned_of(nlp, seed, title, warned):
    doc = nlp(seed(1))
    first = doc.text[slice(*doc.spans["issues"][0]._.issue["request"])]
    codes = [warning["code"] for warning in nlp(seed(1).replace(first, title, 1))._.warnings]
    assert codes.count("parts_missing") == warned


@pytest.mark.parametrize("case", read_cases("layouts"))
def test_issues_of_every_layout(nlp, case):
    text = case["letter"]
    with nlp.select_pipes(enable=SEGMENTING):
        doc = nlp(text)
    read = []
    for span in doc.spans["issues"]:
        issue = span._.issue
        decision, conclusion, rationale = issue["decision"], issue["conclusion"], issue["rationale"]
        read.append(
            {
                "request": text[slice(*issue["request"])],
                "decision": decision and decision[2],
                "decision_text": decision and text[decision[0] : decision[1]],
                "conclusion": conclusion and conclusion[2],
                "conclusion_text": conclusion and text[conclusion[0] : conclusion[1]],
                "claims_administrator": issue["claims_administrator"],
                "reviewer": issue["reviewer"],
                "rationale": rationale and text[slice(*rationale)],
            }
        )
    for issue, expected in zip(read, case["issues"], strict=True):
        if expected["rationale"]:
            assert issue["rationale"].startswith(expected["rationale"])
        expected = dict(expected)
        if ends := expected.pop("rationale_ends", None):
            assert issue["rationale"].endswith(ends)
        assert {**issue, "rationale": None} == {**expected, "rationale": None}
    for name in ("case", "claimant", "reviewer"):
        assert {field: fact["value"] for field, fact in getattr(doc._, name).items()} == case[name]
    assert sorted(warning["code"] for warning in doc._.warnings) == case["warnings"]


@pytest.mark.parametrize(
    ("block", "cited"),
    [
        ("The Claims Administrator did not cite any medical evidence for its decision.", False),
        ("The Claims Administrator did not cite any medical guidelines.", False),
        ("The Claims Administrator did not cite any clinical evidence for its decision.", False),
        ("The Claims Administrator did not cite\nany guidelines for its decision.", False),
        ("The Claims Administrator did not reference any guideline.", False),
        ("The Claims Administrator did not cite any evidence-based criteria for its decision.", False),
        ("The Claims Administrator didn't cite a guideline.", False),
        ("The Claims Administrator failed to cite any medical evidence.", False),
        ("The Claims Administrator has not cited any medical evidence for its decision.", False),
        ("The Claims Administrator did not base its decision on any evidence based guideline.", False),
        ("The Claims Administrator did not provide any evidence-based guidelines for its decision.", False),
        ("The Claims Administrator did not rely on any guideline.", False),
        ("The Claims Administrator did not use an evidence-based guideline.", False),
        ("The Claims Administrator based its decision on no guideline.", False),
        ("The Claims Administrator did not base its decision on the MTUS.", False),
        ("The Expert Reviewer did not base his decision on the MTUS.", False),
        ("The Physician Reviewer did not base her decision on the MTUS, but on the ODG Pain Chapter.", True),
        ("The Claims Administrator did not base its decision on the MTUS. It used a textbook.", True),
        (
            "The Claims Administrator did not base its decision on the MTUS Chronic Pain Guidelines but on the ODG.",
            True,
        ),
        ("The Claims Administrator did not use the guideline correctly.", True),
        ("None.", False),
        ("N/A", False),
        ("The Claims Administrator based its decision on the MTUS. None.", True),
        ("Decision based on MTUS. None of the others apply.", True),
        ("The Claims Administrator has cited medical evidence.", True),
        ("The Claims Administrator cited no peer-reviewed literature.", False),
        ("No specific guidelines were cited by the Claims Administrator.", False),
        ("The Claims Administrator did not cite any guideline other than the ODG, Pain Chapter.", True),
        ("The Claims Administrator did not cite any guidelines from the MTUS. It cited the ODG.", True),
        ("The Claims Administrator did not cite any section of the MTUS. It cited the ODG.", True),
        ("The Claims Administrator cited the ODG, which lists no criteria.", True),
        ("Decision based on MTUS Chronic Pain Treatment Guidelines.", True),
        ("Decision based on Non-MTUS Citation N/A.", False),
        ("Decision based on Non- \n\nMTUS Citation None.", False),
        ("Decision based on Non-MTUS Citation None cited.", False),
        ("Decision based on Non-MTUS Citation.", False),
        ("Decision based on Non-MTUS Citation: No citation given.", False),
        ("No citation given.", False),
        ("No clinical guidelines.", False),
        ("Decision based on MTUS N/A.", False),
        ("Decision based on MTUS: None. Page(s): N/A.", False),
        ("Decision based on MTUS None. Decision based on Non-MTUS Citation None.", False),
        ("Claims Administrator guideline: Decision based on MTUS not applicable.", False),
        ("Decision based on MTUS, not applicable.", False),
        ("Decision based on ODG none given.", False),
        ("Decision based on ACOEM: None.", False),
        ("Decision based on ODG, Pain Chapter.", True),
        ("Decision based on ODG.", True),
        ("Decision based on MTUS.", True),
        ("Decision based on MTUS. Decision based on Non-MTUS Citation N/A.", True),
        ("Decision based on MTUS N/A. Decision based on Non-MTUS Citation ODG, Pain Chapter.", True),
        ("Decision based on Non-MTUS Citation ODG. No page given.", True),
        ("No guidelines support this request more than the ODG, Pain Chapter.", True),
        ("The Expert Reviewer found no guidelines were applicable.", False),
        ("The Expert Reviewer found that no section of the MTUS was applicable.", False),
        ("No medical treatment guideline is relevant.", False),
        ("No section of the MTUS was applicable to the shoulder. The ODG, Shoulder Chapter, was used.", True),
        ("No guidelines were applicable other than the ODG.", True),
        ("Not specified.", False),
        ("Decision based on clinical judgment.", False),
        ("Decision based on the Expert Reviewer's medical experience.", False),
        ("Decision based on Non-MTUS Citation: the reviewer\u2019s own clinical expertise.", False),
        ("Decision based on clinical experience with botulinum toxin, J Pain 2014.", True),
        ("Decision based on Non-MTUS Citation Nonarthritic hip pain, J Orthop 2014.", True),
    ],
)
def test_what_cites_nothing(block, cited):
    assert find_cited(block.lower(), (0, len(block)), GRAMMAR) is cited


@pytest.mark.parametrize(
    ("block", "adopted"),
    [
        ("The Expert Reviewer found the guidelines used by the Claims Administrator relevant and\nappropriate.", True),
        (
            "The Expert Reviewer found the referenced section of the MTUS used by the Claims Administrator relevant",
            True,
        ),
        ("Found the MTUS (2009), pg.78, used by the Claims Administrator, to be applicable and appropriate.", True),
        ("The reviewer determined that the guidelines cited by the Claims Administrator were appropriate.", True),
        ("The Expert Reviewer agreed with the guidelines used by the Claims Administrator.", True),
        ("The Expert Reviewer based his/her decision on the same guidelines as the Claims Administrator.", True),
        ("The Physician Reviewer relied on the same MTUS section used by the Claims Administrator.", True),
        ("The Expert Reviewer found the guidelines used by the Claims Administrator not relevant.", False),
        ("The Expert Reviewer did not find the guidelines used by the Claims Administrator relevant.", False),
        ("The Expert Reviewer found that the guidelines used by the Claims Administrator were not applicable.", False),
        ("The Expert Reviewer found none of the guidelines used by the Claims Administrator relevant.", False),
        ("The reviewer found the guidelines used by the Claims Administrator relevant, but not sufficient.", False),
        ("The Expert Reviewer found the guidelines not used by the Claims Administrator relevant.", False),
        ("The Expert Reviewer did not agree with the guidelines used by the Claims Administrator.", False),
        ("The Expert Reviewer disagreed with the guidelines used by the Claims Administrator.", False),
        ("The provider did not dispute the guidelines used by the Claims Administrator.", False),
        ("The Expert Reviewer found that no section of the MTUS was applicable.", False),
        ("Found the request unclear. The guidelines used by the Claims Administrator are relevant.", False),
        ("The Expert Reviewer based his/her decision on the MTUS Opioids, page 78.", False),
        (
            "The Expert Reviewer agreed with the evidence in the ODG Knee, not that used by the Claims Administrator.",
            False,
        ),
        (
            "The Expert Reviewer found the guidelines used by the Claims Administrator relevant to a different "
            "body part and cited ODG Knee.",
            False,
        ),
        ("The Expert Reviewer never agrees with the guidelines used by the Claims Administrator.", False),
        (
            "The Expert Reviewer no longer finds that the guidelines used by the Claims Administrator are relevant.",
            False,
        ),
        (
            "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate "
            "for chronic pain but not for this request.",
            False,
        ),
        ("The Expert Reviewer found the guidelines used by the Claims Administrator appropriate only in part.", False),
        (
            "The Expert Reviewer found the guidelines used by the Claims Administrator both relevant and outdated.",
            False,
        ),
        ("The Expert Reviewer only partially agreed with the guidelines used by the Claims Administrator.", False),
        ("The Expert Reviewer agreed with the guidelines used by the Claims Administrator in part.", False),
        (
            "The Expert Reviewer agreed with the provider that the guidelines used by the Claims Administrator "
            "are outdated.",
            False,
        ),
        (
            "The Expert Reviewer found the ODG more specific than the guidelines used by the Claims "
            "Administrator, both relevant.",
            False,
        ),
        (
            "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate "
            "for the employee's clinical circumstance.",
            True,
        ),
        (
            "The Expert Reviewer agreed with the guidelines that were used by the Claims Administrator for this case.",
            True,
        ),
    ],
)
def test_what_the_reviewer_adopts(block, adopted):
    lower = block.lower()
    assert (GRAMMAR.adopted.search(lower) is not None) == adopted
    issues, _ = issues_of("Norco: Upheld\n" + block, {1: {"request": (0, 13), "reviewer": (14, 14 + len(block))}})
    assert issues[0]["adopted"] == adopted


@pytest.mark.parametrize(
    "piece", ["found the ", "agreed with the ", "used by the ", "was ", "found the a used by the ur "]
)
def test_hostile_lines_of_what_the_reviewer_adopts(piece):
    """What is adopted behind them is found, and nothing in them."""
    text = "found the " + piece * (MANY // len(piece))
    assert GRAMMAR.adopted.search(text) is None
    behind = f"{text}. the reviewer "
    match = GRAMMAR.adopted.search(f"{behind}agreed with the guidelines used by the ur.")
    assert match.start() == len(behind)


@pytest.mark.parametrize(
    ("heading", "title", "label"),
    [
        ("Norco: Upheld", "Norco", "upheld"),
        ("Norco : OVERTURNED", "Norco", "overturned"),
        ("Norco:\n\fPartially\nOverturned.", "Norco", "partially_overturned"),
        ("Norco: Overturned in part", "Norco", "partially_overturned"),
        ("Norco: Upheld, in part", "Norco", "partially_overturned"),
        ("Norco: Overturned, in\npart.", "Norco", "partially_overturned"),
        ("Norco: Modified", "Norco", "partially_overturned"),
        ("Norco: Uphold", "Norco", "upheld"),
        ("Norco: Over- \n\nturned", "Norco", "overturned"),
        ("Norco is not medically necessary and appropriate.", "Norco", "upheld"),
        ("X-rays are medically necessary", "X-rays", "overturned"),
        ("Norco is notmedically necessary and appropriate.", "Norco", "upheld"),
    ],
)
def test_decision(heading, title, label):
    end, match = find_decision(heading, 0, len(heading), GRAMMAR)
    assert heading[:end].strip() == title
    assert match.value == {"label": label}
    assert match.label == DECISION


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Norco",
        "Upheld",
        "Norco: Upheldings",
        "Norco: Upholding",
        "Upheld: Norco",
        "medically necessary",
        "Norco; Upheld",
    ],
)
def test_no_decision(heading):
    assert find_decision(heading, 0, len(heading), GRAMMAR) is None


def test_seed_spans(nlp, seed):
    doc = nlp(seed(4))
    (issue,) = doc.spans["issues"]
    assert issue.text.startswith("Modified certification of Oxycodone 60mg")
    assert issue.text.endswith("the request was medically necessary.")
    spans = {span.label_: span for span in doc.spans["sc"] if span.label_ in (DECISION, CONCLUSION)}
    assert spans[DECISION].text == "Overturned"
    assert spans[DECISION]._.decision == {"label": "overturned"}
    assert spans[CONCLUSION].text == "was medically necessary"
    assert spans[CONCLUSION]._.conclusion == {"label": "medically_necessary"}


MANY = 10_000
HOSTILE = {
    "conclusions": "The request is not medically necessary. " * MANY,
    "one sentence": "the request is not medically necessary and " * MANY,
    "cores": "medically necessary " * MANY,
    "auxiliaries": "is not been " * MANY + "medically necessary",
    "necessity": "medical necessity " * MANY,
    "weak": "therefore indicated is not supported " * MANY,
    "opinions": "I find " * MANY + "medically necessary",
    "quotation marks": "\" “ ” " * MANY + "is medically necessary",
    "denied clauses": "there is no evidence, not shown, that it " * MANY + "is medically necessary",
    "doubts": "no doubt that the " * MANY + "brace is medically necessary",
    "agreement": "I therefore agree with the denial " * MANY,
    "ellipses": "is medically necessary" + " ; the brace" * MANY + " is not.",
    "left out": "is medically necessary rather than " * MANY,
    "records": "records evidence findings " * MANY + "support the medical necessity",
    "blanks": "is not medically necessary" + " " * MANY + "and" + " " * MANY,
    "approvals": "Recommend certification of the " * MANY,
    "short sentences": "Recommend certification. Not certified. " * MANY,
    "commas": "is medically necessary" + ", " * MANY,
    "full stops": "is medically necessary" + "." * MANY,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_rationales_end_in_time(text):
    for match in conclusions_of(text):
        assert text[match.start : match.end].strip()


HOSTILE_TITLES = {
    "decisions": ": Upheld " * MANY,
    "blanks": " " * MANY + "x",
    "a colon and blanks": ":" + " " * MANY,
    "original requests": "was the original request. " * MANY,
    "verbs": "was  the " * MANY,
    "a split title": "X was the original request." + " , " * MANY + "The original request, " * MANY,
    "denials": "is not " * MANY,
    "headings": "RATIONALE FOR WHY THE REQUESTED " * MANY,
}


@pytest.mark.parametrize("name", HOSTILE_TITLES)
def test_hostile_titles_end_in_time(name):
    title = HOSTILE_TITLES[name]
    limits = (0, len(title))
    parts = {"requested": [0, 1] if name == "a split title" else None, "authorized": None, "disputed": None}
    last = title.rfind("Upheld")
    decision = [last, last + len("Upheld"), "upheld", "decision:heading"] if last >= 0 else None
    found = find_decision(title, *limits, GRAMMAR)
    assert (found and [*found[1][:2], found[1].value["label"], found[1].rule]) == decision
    assert find_parts(title, *limits, GRAMMAR) == parts
    [issue], matches = issues_of(title, {1: {"request": limits, "rationale": limits}})
    assert (issue["decision"], issue["conclusion"], matches) == (decision, None, [found[1]] if found else [])
    assert {part: issue[part] for part in parts} == parts


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Twelve visits are medically necessary and the balance is not.", True),
        ("Fifteen tablets is medically necessary; the remainder is not medically necessary.", True),
        ("The remaining portion of the original request is not medically necessary.", False),
        ("The request is medically necessary. The remainder of the letter is not discussed.", False),
    ],
)
def test_mixed_conclusions(text, mixed):
    assert read_verdict(text)[1] is mixed


@pytest.mark.parametrize("case", read_cases("mixed_conclusions"))
def test_what_counts_for_an_item(case):
    """The title with its decision, the rationale, and the titles of the other items, each a line."""
    heading = f"{case['title']}: {case['decision'].replace('_', ' ').title()}"
    text = "\n".join((heading, case["text"], *(f"{title}: Upheld" for title in case["others"])))
    at = len(heading) + 1
    sections = {1: {"request": (0, len(heading)), "rationale": (at, at + len(case["text"]))}}
    for number, title in enumerate(case["others"], start=2):
        start = text.index(f"{title}: Upheld", at + len(case["text"]))
        sections[number] = {"request": (start, start + len(title) + len(": Upheld"))}
    issue = issues_of(text, sections)[0][0]
    assert issue["decision"][2] == case["decision"]
    assert (issue["conclusion"] and issue["conclusion"][2]) == case["conclusion"]
    assert issue["mixed"] is case["mixed"]


def test_a_mixed_conclusion_is_null_and_warned_of(nlp, seed):
    text = seed(4).replace("the request was medically necessary", "a part is medically necessary and the rest is not")
    assert text != seed(4)
    doc = nlp(text)
    assert doc.spans["issues"][0]._.issue["conclusion"] is None
    assert "conclusion_mixed" in {warning["code"] for warning in doc._.warnings}
