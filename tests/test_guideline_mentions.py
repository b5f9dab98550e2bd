"""A drug that a guideline names is a mention: never part of a request, never somebody's regimen."""

import pytest

from imrx.record import make_record

QUOTED = (
    " The MTUS states that the recommended dose of Hydrocodone/Acetaminophen 5/500mg is one tablet every 4 hours, "
    "and that Percocet 10/325mg should not exceed 12 tablets a day. "
)
CITED = (
    "MTUS Chronic Pain Medical Treatment 2009, Section(s): Opioids, specific drug, Oxycodone (Oxycontin), page(s) 92"
)


@pytest.fixture
def letter(seed):
    """The fifth seed with a guideline quotation in its rationale."""
    text = seed(4)
    at = text.index("Decision rationale:") + len("Decision rationale:")
    return text[:at] + QUOTED + text[at:]


def test_a_quoted_drug_is_a_mention_of_the_rationale_alone(nlp, letter):
    record = make_record(nlp(letter), nlp.meta)
    start, end = letter.index(QUOTED), letter.index(QUOTED) + len(QUOTED)
    quoted = [item for item in record["medications"] if start <= item["drug"]["start"] < end]
    assert [item["drug"]["text"] for item in quoted] == ["Hydrocodone/Acetaminophen", "Percocet"]
    assert {(item["section"], item["daily_mme"]) for item in quoted} == {("rationale", None)}
    requested = [item["drug"]["text"] for issue in record["issues"] for item in issue["medications"]]
    assert requested == ["Oxycodone"]
    assert record["daily_mme"] is None


def test_a_cited_drug_has_nothing(nlp):
    record = make_record(nlp(f"Norco 10/325mg #60. {CITED}. It was denied."), nlp.meta)
    assert [item["drug"]["text"] for item in record["medications"] if item["strengths"] or item["quantity"]] == [
        "Norco"
    ]
