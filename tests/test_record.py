"""The record is the contract: every record of the suite is validated against the published schema."""

import json
import re
from typing import Any, get_args

import jsonschema
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

import imrx
from imrx.labels import (
    ASSERTIONS,
    MEDICALLY_NECESSARY,
    NOT_MEDICALLY_NECESSARY,
    OVERTURNED,
    PARTIALLY_OVERTURNED,
    RATIONALE,
    UPHELD,
    WARNINGS,
)
from imrx.letter import text_source
from imrx.record import SCHEMA_VERSION, json_schema, make_record
from imrx.record.types import Assertion, ConclusionLabel, DecisionLabel
from imrx.writers.repeats import find_case

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def as_json(record) -> dict[str, Any]:
    return json.loads(json.dumps(record))


def spans(node: Any):
    """Every span of a record, wherever it stands."""
    if isinstance(node, dict):
        if {"text", "start", "end"} <= node.keys():
            yield node
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


@pytest.fixture(scope="module")
def records(letters) -> dict[str, dict[str, Any]]:
    return {doc_id: as_json(imrx.annotate(text, doc_id=doc_id)) for doc_id, text in letters.items()}


TEXTS = [
    "",
    " ",
    "\f\f",
    "Norco",
    "MED",
    "no " * 500,
    "Case Number: ",
    "(" * 300,
    "HOW THE IMR FINAL DETERMINATION WAS MADE",
]


@pytest.mark.parametrize(
    ("block", "cited"),
    [
        (
            "ACOEM does not specify any criteria. Decision based on MTUS Chronic Pain, Opioids, pages 76-80.",
            True,
        ),
        (
            "The MTUS does not provide specific criteria; Official Disability Guidelines (ODG), Low Back Chapter, MRI.",
            True,
        ),
        ("No evidence was provided by the treating physician. Decision based on MTUS Opioids Page(s): 76-80.", True),
        ("No evidence was provided by the treating physician.", False),
        ("Decision based on N/A", False),
        ("Decision based on MTUS N/A.", False),
        ("Decision based on Non-MTUS Citation.", False),
        ("Decision based on MTUS N/A. Decision based on Non-MTUS Citation ODG, Pain Chapter, Opioids.", True),
    ],
)
def test_what_has_citations_is_cited(block, cited, seed):
    text = re.sub(r"(?s)(MAXIMUS guideline:) .*?(?=\n *\n *Decision rationale)", rf"\1 {block}", seed(4), count=1)
    side = imrx.annotate(text)["issues"][0]["reviewer"]
    assert (side["cited"], bool(side["citations"])) == (cited, cited)


def test_what_a_block_of_several_issues_cites_belongs_to_each():
    relied = "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"
    reasons = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:"
    text = (
        "MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n1. Norco 10/325mg #60\n2. Soma 350mg #30\n"
        f"CASE SUMMARY:\nThe claimant is a 40-year-old female.\n{relied}\nMTUS Chronic Pain Guidelines, page 80.\n"
        f"{reasons}\nThe requests are not medically necessary.\nISSUE AT DISPUTE:\nLumbar MRI\n"
        f"{relied}\nODG, Low Back Chapter.\n{reasons}\nThe request is not medically necessary.\n"
    )
    record = imrx.annotate(text)
    cited = [[each["guideline"] for each in issue["reviewer"]["citations"]] for issue in record["issues"]]
    assert cited == [["MTUS"], ["MTUS"], ["ODG"]]
    assert [each["issue"] for each in record["citations"]] == [None, 3]
    assert {issue["agreement"] for issue in record["issues"]} == {"one_silent"}


def test_what_a_rationale_of_several_issues_documents_belongs_to_each(seed):
    titles = "IMR ISSUES, DECISIONS AND RATIONALES\nNorco 10/325mg #60: Upheld\nSoma 350mg #30: Upheld\n"
    reasons = "There is no aberrant behavior. Urine drug screen was consistent. Both are not medically necessary."
    block = "Claims Administrator guideline: MTUS.\nMAXIMUS guideline: MTUS.\nDecision rationale:"
    last = f"Norco 5/325mg #60: Upheld\n{block} There is no pain agreement. Norco is not medically necessary.\n"
    text = seed(1).split("IMR ISSUES, DECISIONS AND RATIONALES")[0] + f"{titles}{block} {reasons}\n{last}"
    told = [
        {
            name
            for name, entry in issue["documentation"].items()
            if (entry["evidence"] or {}).get("section") == RATIONALE
        }
        for issue in imrx.annotate(text)["issues"]
    ]
    assert told == [{"aberrant_behaviour", "urine_drug_screen"}] * 2 + [{"pain_agreement"}]


def test_the_page_of_a_case_number(nlp):
    doc = nlp("A cover.\fCase Number: CM14-0012345\n")
    doc._.source = {**text_source(doc.text), "pages": 2}
    case = find_case(make_record(doc, nlp.meta), doc.text)
    assert (case.number, case.page) == ("CM14-0012345", 2)


def test_spans_of_another_component_are_left_out(nlp):
    doc = nlp("Norco 10/325mg was denied.")
    doc.spans["sc"].append(doc.char_span(19, 25, "DRUG"))
    assert [medication["drug"]["text"] for medication in make_record(doc, nlp.meta)["medications"]] == ["Norco"]
    with pytest.raises(ValueError, match=r"imrx\.load"):
        make_record(doc, {})


@pytest.fixture(scope="module")
def few():
    """Some components, added one by one to a pipeline of somebody else."""
    other = spacy.blank("en")
    for name in ("imr_sentences", "imr_drugs", "imr_sig", "imr_medications"):
        other.add_pipe(name)
    other.config["initialize"]["after_init"] = {"@callbacks": "imrx.Stamp.v1"}
    other.initialize()
    return other


def test_components_one_by_one_give_a_record(few):
    VALIDATOR.validate(as_json(make_record(few("Norco 10/325mg #60 was denied."), few.meta)))
    bare = spacy.blank("en")
    bare.add_pipe("imr_drugs")
    bare.initialize()
    with pytest.raises(ValueError, match=r"imrx\.load\(\), or.*imrx\.Stamp\.v1"):
        make_record(bare("Norco was denied."), bare.meta)


@pytest.mark.filterwarnings("ignore:.*W101")
@pytest.mark.parametrize("text", [*TEXTS, "Norco 10/325mg #60 was denied.", "There is no evidence of pain.", None])
def test_a_doc_without_its_values_gives_no_record(nlp, seed, text):
    doc = nlp(seed(2) if text is None else text)
    [stored] = DocBin(docs=[doc]).get_docs(nlp.vocab)
    for lacking in (stored, Doc.from_docs([doc]), Doc.from_docs([doc, nlp("Norco")])):
        if lacking is not None:  # of nothing but empty Docs there is none
            with pytest.raises(ValueError, match=r"lacks values .*store_user_data=True"):
                make_record(lacking, nlp.meta)


@pytest.mark.filterwarnings("ignore:.*W101")
def test_a_doc_without_its_values_gives_no_record_where_there_are_no_sections(few, nlp):
    doc = few("Norco 10/325mg #60 was denied.")
    [stored] = DocBin(docs=[doc]).get_docs(few.vocab)
    for lacking in (stored, Doc.from_docs([doc]), Doc.from_docs([doc, doc])):
        lacking._.doc_id = "mine"
        with pytest.raises(ValueError, match=r"lacks values .*store_user_data=True"):
            make_record(lacking, few.meta)
    [whole] = DocBin(docs=[doc], store_user_data=True).get_docs(few.vocab)
    assert make_record(whole, few.meta) == make_record(doc, few.meta)
    own = nlp("It was denied.")
    own.spans["sc"] = [own.char_span(0, 2, "DRUG", span_id="my:drug")]
    assert make_record(own, nlp.meta)["medications"] == []
    without = few("It was denied.")
    without.spans["sc"] = [without.char_span(0, 2, "DRUG")]
    assert make_record(without, few.meta)["medications"] == []


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_gives_a_valid_record(text):
    record = as_json(imrx.annotate(text))
    VALIDATOR.validate(record)
    assert record["layout"] is None
    assert [warning["code"] for warning in record["warnings"]].count("layout_unknown") == 1


def test_letters_give_valid_records(records):
    assert len(records) == 5
    for record in records.values():
        VALIDATOR.validate(record)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        (Assertion, ASSERTIONS),
        (DecisionLabel, (UPHELD, OVERTURNED, PARTIALLY_OVERTURNED)),
        (ConclusionLabel, (MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY)),
    ],
)
def test_the_types_name_the_labels_that_are_known(written, known):
    assert get_args(written) == known


def test_the_schema_is_closed():
    schema = json_schema()
    objects = [schema, *schema["$defs"].values()]
    for definition in objects:
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False
            assert set(definition["required"]) == set(definition["properties"])
    assert schema["properties"]["schema"]["const"] == SCHEMA_VERSION
    assert set(schema["$defs"]["WarningDict"]["properties"]["code"]["enum"]) == set(WARNINGS)


def test_a_record_with_a_key_too_many_or_too_few_is_refused(records):
    record = next(iter(records.values()))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**record, "more": 1})
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({key: value for key, value in record.items() if key != "findings"})


def test_offsets(records, letters):
    for doc_id, record in records.items():
        found = list(spans(record))
        assert len(found) > 20
        for span in found:
            assert letters[doc_id][span["start"] : span["end"]] == span["text"]
            assert span["text"] == span["text"].strip()
            assert span["page"] is None
            assert span["rule"]


def test_pages_count_form_feeds_where_the_source_has_pages(nlp, seed):
    text = seed(0).replace("CLINICAL CASE SUMMARY", "\fCLINICAL CASE SUMMARY", 1)
    doc = nlp(text)
    doc._.source = {"name": "a.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "encoding": None, "pages": 2}
    record = as_json(make_record(doc, nlp.meta))
    VALIDATOR.validate(record)
    pages = {span["page"] for span in spans(record)}
    assert pages == {2}


def test_an_issue_repeats_the_objects_of_the_lists(records):
    for record in records.values():
        for issue in record["issues"]:
            assert issue["medications"]
            for medication in issue["medications"]:
                assert medication == record["medications"][medication["id"]]
            for side in ("claims_administrator", "reviewer"):
                for citation in issue[side]["citations"]:
                    assert citation == record["citations"][citation["id"]]
                    assert citation["cited_by"] == side


def test_where_says_where(records, letters):
    for doc_id, record in records.items():
        where = record["claimant"]["where"]["sex"]
        assert letters[doc_id][slice(*where)].lower() in {"female", "male", "his"}
        assert record["case"]["where"]["case_number"] is None


def test_the_record_is_made_of_the_doc_alone(nlp, seed):
    doc = nlp(seed(4))
    assert make_record(doc, nlp.meta) == make_record(doc, nlp.meta)


def test_an_id_is_made_of_the_text_where_none_is_given():
    assert imrx.annotate("Norco")["doc_id"] == imrx.annotate("Norco")["source"]["sha256"][:16]


def test_threads_share_the_pipeline(letters):
    from concurrent.futures import ThreadPoolExecutor

    texts = list(letters.values()) * 2
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(imrx.annotate, texts)) == [imrx.annotate(text) for text in texts]


PIECES = st.sampled_from(
    [
        "Norco 10/325mg #60",
        "Page(s): 76-80 and 124.",
        "no evidence of",
        "pain",
        "120MED per day",
        "MTUS",
        "(ODG)",
        "Upheld",
        "Claims Administrator guideline:",
        "Decision rationale:",
        "MAXIMUS guideline:",
        "was the original request.",
        "\n\n",
        "\f",
        "#",
        "%",
        "(",
        "-",
        "1",
        "10%-20% per week",
        "is not medically necessary",
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "CLINICAL CASE SUMMARY",
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "Case Number: CM14-0012345",
        ": Overturned",
        "denies",
    ]
)
NOISE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(PIECES, PIECES, NOISE), max_size=40), st.sampled_from(["", " ", "\n"]))
def test_fuzz(pieces, joint):
    text = joint.join(pieces)
    record = as_json(imrx.annotate(text))
    VALIDATOR.validate(record)
    for span in spans(record):
        assert text[span["start"] : span["end"]] == span["text"] != ""
