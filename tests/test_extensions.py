import spacy

from imrx.extensions import set_span_value, span_value

nlp = spacy.blank("en")


def test_values_stand_where_spacy_keeps_them():
    span = nlp("Norco 10/325mg was denied")[0:2]
    assert span_value(span, "drug") is None
    span._.drug = {"name": "Norco"}
    assert span_value(span, "drug") == {"name": "Norco"}
    set_span_value(span, "finding", {"negated": True})
    assert span._.finding == {"negated": True}
    assert span.doc[0:1]._.finding is None
