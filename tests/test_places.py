import gc
import pickle
from weakref import ref

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from imrx.extensions import span_value
from imrx.places import letter_sections
from imrx.stretches import Section, Stretches

NO_SENTENCES = "this Doc has no sentences: add the component imr_sentences to the pipeline, in front of this one"

LIMITS = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))


@settings(derandomize=True, max_examples=300)
@given(st.lists(LIMITS, max_size=12), LIMITS)
def test_stretches_overlap(limits, asked):
    start, end = asked
    expected = any(start < until and since < end for since, until in limits)
    assert Stretches(limits).overlap(start, end) == expected


def limits_of(doc):
    return tuple(
        Section(span.label_, span.start_char, span.end_char, span_value(span, "section")["issue"])
        for span in doc.spans["sections"]
    )


def test_sections_are_those_of_the_spans(nlp, letters):
    for text in letters.values():
        doc = nlp(text)
        assert letter_sections(doc) == limits_of(doc) != ()
        again = pickle.loads(pickle.dumps(doc))
        assert letter_sections(again) == limits_of(doc)


def test_sections_put_there_by_somebody_else_are_read(nlp, seed):
    doc = nlp(seed(1))
    spans = list(doc.spans["sections"])
    doc.spans["sections"] = [doc[0:3], doc[5:9]]
    assert letter_sections(doc) == (
        Section("", 0, doc[2:3].end_char, None),
        Section("", doc[5].idx, doc[5:9].end_char, None),
    )
    doc.spans["sections"] = spans
    assert letter_sections(doc) == limits_of(doc)
    doc.spans["sections"].append(doc[5:9])
    assert len(letter_sections(doc)) == len(spans) + 1


def test_a_doc_without_sections(nlp):
    assert letter_sections(nlp.make_doc("Norco")) == letter_sections(nlp("Norco")) == ()


def test_no_sections_are_kept_of_a_doc_that_is_gone(nlp, seed):
    doc = nlp(seed(1))
    letter_sections(doc)
    gone = ref(doc)
    del doc
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("name", ["imr_sig", "imr_medications"])
def test_a_component_that_needs_sentences_says_which_component_makes_them(name):
    other = spacy.blank("en")
    for each in ("imr_drugs", name):
        other.add_pipe(each)
    other.initialize()
    with pytest.raises(ValueError, match=f"^{NO_SENTENCES}$"):
        other("Norco 10/325mg #60 was requested.")
    assert len(other("Nothing was requested.").spans.get("sc", ())) == 0


def test_sentences_may_be_those_of_any_component():
    other = spacy.blank("en")
    for each in ("sentencizer", "imr_drugs", "imr_sig", "imr_medications"):
        other.add_pipe(each)
    other.initialize()
    doc = other("Norco #60 was requested.")
    assert [(span.text, span.label_) for span in doc.spans["sc"]] == [("Norco", "DRUG"), ("#60", "QUANTITY")]
