from spacy.tokens import Span

from imrx.labels import SPANS_KEY


def test_a_label_of_another_component(nlp):
    doc = nlp("Norco 10/325mg was denied at Valley Hospital.")
    doc.spans[SPANS_KEY].append(Span(doc, len(doc) - 3, len(doc) - 1, "HOSPITAL"))
    doc = nlp.get_pipe("imr_entities")(doc)
    assert doc.ents[-1].label_ == "HOSPITAL"


def test_entities_are_derived_anew(nlp):
    doc = nlp("Norco 10/325mg #60 was denied.")
    first = [(ent.start, ent.end, ent.label_, ent.id_) for ent in doc.ents]
    assert first
    doc.set_ents([Span(doc, 0, len(doc), "OTHER")])
    doc = nlp.get_pipe("imr_entities")(doc)
    assert [(ent.start, ent.end, ent.label_, ent.id_) for ent in doc.ents] == first
    doc.spans[SPANS_KEY] = []
    assert not nlp.get_pipe("imr_entities")(doc).ents
    assert not nlp("").ents
