import spacy

from imrx.component import span_values, values_by_attribute
from imrx.extensions import doc_value, set_doc_value, set_span_value, set_value_at, span_value

nlp = spacy.blank("en")


def test_values_stand_where_spacy_keeps_them():
    span = nlp("Norco 10/325mg was denied")[0:2]
    assert span_value(span, "drug") is None
    span._.drug = {"name": "Norco"}
    assert span_value(span, "drug") == {"name": "Norco"}
    set_span_value(span, "finding", {"negated": True})
    assert span._.finding == {"negated": True}
    assert span.doc[0:1]._.finding is None
    set_doc_value(span.doc, "layout", "imr_2014")
    assert span.doc._.layout == "imr_2014"


def test_values_of_all_spans_are_read_without_the_spans():
    doc = nlp("Norco 10/325mg was denied")
    doc[0:1]._.drug = {"name": "Norco"}
    doc[1:4]._.strength = [{"value": 10, "unit": "mg"}]
    doc._.layout = "imr_2014"
    set_value_at(doc, "finding", 0, 5, None)
    assert values_by_attribute(doc) == {
        "drug": [(0, 5, {"name": "Norco"})],
        "strength": [(doc[1].idx, doc[3].idx + len(doc[3]), [{"value": 10, "unit": "mg"}])],
    }
    assert span_values(doc, "drug") == [(0, 5, {"name": "Norco"})]


def test_values_of_a_doc_are_read_without_setting_any():
    doc = nlp("Norco 10/325mg was denied")
    assert (doc_value(doc, "layout"), doc_value(doc, "warnings")) == (None, [])
    assert not doc.user_data
    doc._.layout = "imr_2014"
    doc._.warnings.append("one")
    assert (doc_value(doc, "layout"), doc_value(doc, "warnings")) == ("imr_2014", ["one"])
