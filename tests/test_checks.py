import pytest

from imrx.components.checks import (
    Named,
    find_disagreements,
    find_shared_rationales,
    find_unnamed_drugs,
    substance_names,
)
from imrx.grammar.issues.conclusions import find_conclusions
from imrx.grammar.issues.grammar import ConclusionGrammar
from imrx.labels import WARNINGS
from imrx.lower import lower_case
from imrx.resources import read_table
from typeset import BEFORE, set_letter

NECESSARY, NOT_NECESSARY = "medically_necessary", "not_medically_necessary"
MANY = 50_000


def issue(number=1, decision=None, conclusion=None, request=(0, 10), disputed=None, rationale=None):
    return {
        "number": number,
        "decision": [0, 1, decision, "decision:determination"] if decision else None,
        "conclusion": [2, 3, conclusion, "conclusion:necessary"] if conclusion else None,
        "request": list(request),
        "disputed": list(disputed) if disputed else None,
        "rationale": list(rationale) if rationale else None,
    }


@pytest.mark.parametrize(
    ("decision", "conclusion", "disagree"),
    [
        ("upheld", NOT_NECESSARY, False),
        ("overturned", NECESSARY, False),
        ("upheld", NECESSARY, True),
        ("overturned", NOT_NECESSARY, True),
        ("partially_overturned", NECESSARY, False),
        ("partially_overturned", NOT_NECESSARY, False),
        (None, NECESSARY, False),
        ("upheld", None, False),
    ],
)
def test_disagreement(decision, conclusion, disagree):
    found = find_disagreements([issue(decision=decision, conclusion=conclusion)])
    assert [code for code, _, _ in found] == ["decision_conclusion_disagree"] * disagree


NORCO = frozenset({"hydrocodone", "acetaminophen"})
SOMA = frozenset({"carisoprodol"})
NAMES = substance_names(read_table("drug_classes.csv"))


def mentions(drugs):
    return [Named(start, start + 1, ingredients) for start, ingredients in drugs]


@pytest.mark.parametrize(
    ("drugs", "warned"),
    [
        ([(2, NORCO), (30, NORCO)], False),
        ([(2, NORCO), (30, frozenset({"hydrocodone"}))], False),
        ([(2, NORCO), (30, SOMA)], True),
        ([(2, NORCO)], True),
        ([(2, NORCO), (3, SOMA), (30, SOMA)], False),
        ([(30, SOMA)], False),
        ([], False),
    ],
    ids=[
        "named",
        "ingredient named",
        "another one named",
        "none named",
        "one of two named",
        "no drug requested",
        "none",
    ],
)
def test_unnamed_drug(drugs, warned):
    found = find_unnamed_drugs(" " * 50, [issue(rationale=(20, 50))], mentions(drugs), NAMES)
    assert [code for code, _, _ in found] == ["drug_not_in_rationale"] * warned


@pytest.mark.parametrize(
    ("title", "rationale", "warned"),
    [
        ("Synvisc One injection, right knee", "AAOS could not recommend the use of hyaluronic acid.", False),
        ("Euflexxa x 3", "ODG allows viscosupplementation after failure of a steroid.", False),
        ("Supartz injections, series of five", "Hyaluronate injections are not indicated.", False),
        ("Botox 200 units", "Botulinum toxin is not recommended for tension headache.", False),
        ("Dysport 500 units", "Chemodenervation of the neck was of no use.", False),
        ("Xeomin 100 units", "Botox is recommended for cervical dystonia.", False),
        ("Hyaluronic acid injection", "ODG recommends Orthovisc for severe osteoarthritis.", False),
        ("Synvisc One injection", "Euflexxa, a hyaluronate, failed before.", True),
        ("Synvisc One injection", "There is no severe osteoarthritis of the knee.", True),
        ("Diazepam 5mg", "Benzodiazepines are not recommended.", True),
        ("Botox 200 units", "Soma is not recommended.", True),
        ("Lab: acetaminophen level, CBC", "Laboratory testing is not needed.", False),
        ("Serum hydrocodone level", "Laboratory testing is not needed.", False),
        ("Hydrocodone 5 mg", "Laboratory testing is not needed.", True),
        ("Urine drug screen for Norco compliance", "Laboratory testing is not needed.", False),
        ("Medication management visit for Norco and Soma", "A visit is not needed.", False),
        ("Soma 350 mg #60 (per ODG, Norco)", "Norco is not recommended.", True),
        ("Urine drug screen and Norco", "Laboratory testing is not needed.", True),
        ("Follow-up visit for Norco 10/325 mg #60", "A visit is not needed.", True),
    ],
)
def test_a_substance_under_another_name(nlp, title, rationale, warned):
    text = set_letter({"before": "No use.", "heading": f"{title}: Upheld", "style": "pdf"})
    text = text[: text.rindex("The request")] + rationale
    codes = [warning["code"] for warning in nlp(text)._.warnings if "issue 2" in warning["message"]]
    assert ("drug_not_in_rationale" in codes) is warned


def test_the_disputed_part_is_what_must_be_named():
    drugs = [(2, NORCO), (12, SOMA), (30, NORCO)]
    found = find_unnamed_drugs(
        " " * 50, [issue(request=(0, 20), disputed=(10, 20), rationale=(25, 50))], mentions(drugs), NAMES
    )
    assert [code for code, _, _ in found] == ["drug_not_in_rationale"]


def rationales(*texts, title="Soma"):
    """One text of `Title. Rationale` items, and their issues."""
    text, issues = "", []
    for number, rationale in enumerate(texts, start=1):
        start = len(text) + len(title) + 2
        issues.append(
            issue(number, request=(len(text), len(text) + len(title)), rationale=(start, start + len(rationale)))
        )
        text += f"{title}. {rationale}\n"
    return text, issues


CONCLUSIONS = ConclusionGrammar(read_table("decisions.json")["conclusion"])


def conclusions_of(text):
    return [(match.start, match.end) for match in find_conclusions(text, 0, len(text), CONCLUSIONS, lower_case(text))]


BARE = "The request is not medically necessary."
BECAUSE = "As the records show no failed trial of an antidepressant at all, the request is not medically necessary."
SAME = "The guidelines do not recommend it. There is no documented gain. The request is not medically necessary."


@pytest.mark.parametrize(
    ("texts", "shared"),
    [
        ((SAME, SAME), [2]),
        ((SAME, SAME.replace(" ", "\n")), [2]),
        ((SAME, SAME + " Opioids should not be stopped abruptly without a plan that the physician makes."), [2]),
        (
            (SAME, "Surgery is planned within days. Testing was done before. The request is not medically necessary."),
            [],
        ),
        ((SAME, "Another reason altogether.", SAME), [3]),
        (("", ""), []),
        ((SAME, BARE), []),
        ((BARE, SAME), []),
        ((BARE, BARE), []),
        ((f"She walks two miles. {BARE}", f"He is not homebound. {BARE}"), []),
        ((f"See above. {BARE}", f"See above. {BARE}"), []),
        ((f"There is no documented gain in function. {BARE}", f"There is no documented gain in function. {BARE}"), [2]),
        ((BECAUSE, BECAUSE), [2]),
        ((BECAUSE, f"A walker helps with balance, and for that reason {BARE}"), []),
        (("Therefore, the current request for Soma is not medically necessary at this time.",) * 2, []),
        ((f"There is no documented gain in it. {BARE}", BARE, "There is no documented gain in it."), [3]),
    ],
    ids=[
        "same",
        "other line ends",
        "something added",
        "only the conclusion is common",
        "not neighbours",
        "empty",
        "the second only concludes",
        "the first only concludes",
        "both only conclude",
        "one short reason each",
        "no reason",
        "the same short reason",
        "a reason within the conclusion",
        "another reason within the conclusion",
        "a conclusion with the title",
        "one without between them",
    ],
)
def test_shared_rationale(texts, shared):
    text, issues = rationales(*texts)
    found = find_shared_rationales(text, issues, conclusions_of(text))
    assert [code for code, _, _ in found] == ["rationale_shared"] * len(shared)
    assert [int(message.split(":")[0].split()[1]) for _, message, _ in found] == shared


def test_warnings_in_a_letter(nlp):
    items = (
        "Claims Administrator guideline: Decision based on MTUS.",
        "MAXIMUS guideline: Decision based on MTUS.",
        "Decision rationale: Norco is not recommended here. The request is medically necessary.",
        "Norco 10/325mg #60: Upheld",
    )
    text = "\n".join((*BEFORE, items[2], items[3], *items[:3]))
    doc = nlp(text)
    codes = [warning["code"] for warning in doc._.warnings]
    assert codes.count("decision_conclusion_disagree") == 2
    assert codes.count("rationale_shared") == 1
    assert set(codes) <= set(WARNINGS)
    for warning in doc._.warnings:
        assert text[warning["start"] : warning["end"]] not in warning["message"]


@pytest.mark.parametrize("title", ["Trial of Xanax 1mg #60: Upheld", "Xanax 1mg #60 to be weaned: Upheld"])
def test_a_requested_benzodiazepine_warns_beside_an_opioid_whatever_the_words_of_its_title(title, nlp):
    reason = "Decision rationale: Norco 10/325 mg is taken. The request is not medically necessary."
    doc = nlp("\n".join((*BEFORE[:2], "She takes Norco 10/325 mg tid.", *BEFORE[3:5], title, *BEFORE[6:], reason)))
    assert "opioid_with_benzodiazepine" in [warning["code"] for warning in doc._.warnings]


def test_many_items_end_in_time():
    text, issues = rationales(*(f"{SAME} Number {number} is special." for number in range(5_000)))
    assert find_shared_rationales(text, issues, conclusions_of(text)) == []  # each has something of its own
    drugs = mentions((offset, NORCO) for offset in range(0, len(text), 5))
    assert find_unnamed_drugs(text, issues, drugs, NAMES) == []  # each rationale names the drug of its title
    few, many = "same words. " * MANY, "There is no documented gain in function. " * MANY
    text, issues = rationales(few, few, many, many)
    found = find_shared_rationales(text, issues, conclusions_of(text))
    assert [message.split(":")[0] for _, message, _ in found] == ["issue 4"]  # two words are no reason
