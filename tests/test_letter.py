import gc
import pickle
import re
from weakref import ref

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from imrx.components.tokenizer import LetterTokenizer
from imrx.letter import letter_text, lowered_letter, text_to_read
from imrx.lower import lowered

TEXTS = ["", " ", "Norco 10/325mg  #60", "Non- \n\nMTUS\f \n", "İstanbul’s 2006.In a"]
tokenize = LetterTokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize("text", TEXTS)
def test_text_of_a_tokenized_letter(text):
    doc = tokenize(text)
    assert letter_text(doc) == doc.text == text


@pytest.mark.parametrize("text", TEXTS)
def test_text_of_a_doc_from_elsewhere(text):
    doc = spacy.blank("en")(text)
    assert letter_text(doc) == letter_text(doc) == doc.text


def test_text_survives_pickle_and_docbin():
    doc = tokenize(TEXTS[2])
    [stored] = DocBin(docs=[doc]).get_docs(doc.vocab)
    assert letter_text(stored) == letter_text(pickle.loads(pickle.dumps(doc))) == TEXTS[2]
    assert not doc.user_data


def test_text_of_a_doc_filled_later():
    doc = Doc(tokenize.vocab)
    assert letter_text(doc) == ""
    doc.from_bytes(tokenize(TEXTS[2]).to_bytes())
    assert letter_text(doc) == TEXTS[2]


def test_text_after_merging_tokens():
    doc = tokenize(TEXTS[2])
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[1:4])
    assert letter_text(doc) == doc.text


def test_nothing_is_kept_of_a_doc_that_is_gone():
    doc = tokenize(TEXTS[2])
    letter_text(doc)
    gone = ref(doc)
    del doc
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("text", [*TEXTS, "120MED/day, caf\u00e9-au-lait \u212aelvin _x_ (PT) don't"])
def test_words_of_a_letter(text):
    doc = tokenize(text)
    words = lowered_letter(doc)
    assert len(words.text) == len(text)
    assert words.words == set(re.findall("[a-z]+", words.text))
    assert lowered_letter(doc) is words or not text
    assert lowered(text) == lowered_letter(spacy.blank("en")(text)) == words


def test_words_of_a_doc_filled_later():
    doc = tokenize("")
    doc.from_bytes(tokenize(TEXTS[2]).to_bytes())
    assert lowered_letter(doc).words == {"norco", "mg"}


def test_a_word_is_read_without_its_soft_hyphens():
    doc = tokenize("medi\u00adcally neces\u00adsary, a\u00ad b")
    assert text_to_read(doc) == "medically  necessary , a\u00ad b"
    assert lowered_letter(doc).words == {"medically", "necessary", "a", "b"}
