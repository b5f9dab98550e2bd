import pytest
import spacy
from spacy.tokens import Doc, Span

from imrx.extensions import (
    doc_value,
    register,
    require,
    set_doc_value,
    set_span_value,
    set_value_at,
    span_value,
    span_values,
    values_by_attribute,
)

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


@pytest.mark.parametrize(
    ("kind", "name", "other"),
    [
        (Span, "finding", {"getter": lambda span: 1}),
        (Span, "drug", {"method": lambda span: 1}),
        (Span, "section", {"default": "none"}),
        (Doc, "case", {"getter": lambda doc: "mine"}),
        (Doc, "warnings", {"default": None}),
    ],
)
def test_an_attribute_of_somebody_else_is_an_error_where_imrx_is_used(kind, name, other):
    kind.remove_extension(name)
    kind.set_extension(name, **other)
    try:
        register()  # as the import of any process does that has spaCy
        with pytest.raises(ValueError, match=rf"{kind.__name__}\._\.{name} is registered already"):
            spacy.blank("en").add_pipe("imr_sections")
    finally:
        kind.remove_extension(name)
        register()


def test_registering_again_is_silent():
    Doc.remove_extension("layout")
    require()
    require()
    assert Doc.get_extension("layout") == (None, None, None, None)
    Span.set_extension("section", default=None, force=True)  # the same as ours
    require()
