import zlib

from spacy.tokens import DocBin

from imrx.writers.letter_bin import LetterBin


def test_it_packs_what_spacy_packs(nlp, seed):
    docs = [nlp(seed(number)) for number in range(5)]
    ours, spacys = LetterBin(), DocBin(attrs=LetterBin().attrs, store_user_data=True)
    for doc in docs:
        ours.add(doc)
        spacys.add(doc)
    assert ours.span_groups == spacys.span_groups == [doc.spans.to_bytes() for doc in docs]
    assert ours.user_data == spacys.user_data
    assert ours.strings <= spacys.strings
    again = list(DocBin(store_user_data=True).from_bytes(ours.to_bytes()).get_docs(nlp.vocab))
    assert [doc.to_json() for doc in again] == [doc.to_json() for doc in docs]


def test_an_empty_doc_is_packed(nlp):
    ours = LetterBin()
    ours.add(nlp.make_doc(""))
    assert [doc.text for doc in DocBin().from_bytes(ours.to_bytes()).get_docs(nlp.vocab)] == [""]


def test_the_message_is_spacys(nlp, seed):
    ours = LetterBin()
    for number in range(2):
        ours.add(nlp(seed(number)))
    assert zlib.decompress(ours.to_bytes()) == zlib.decompress(DocBin.to_bytes(ours))
