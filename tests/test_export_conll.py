"""CoNLL-2003, read back with spaCy's own converter: every entity of the flat view."""

from itertools import pairwise

import pytest
from spacy.tokens import Doc
from spacy.training.converters import conll_ner_to_docs
from spacy.vocab import Vocab

from imrx.annotated import read_annotated
from imrx.writers.conll import letter_lines
from imrx.writers.export import export


@pytest.fixture(scope="module")
def content(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("conll") / "data"
    export(output, "conll", folder)
    return (folder / "letters.conll").read_bytes().decode("utf-8")


def words(tokens):
    return [token.text for token in tokens if not token.is_space]


def test_spacy_finds_every_entity(output, content):
    letters = [letter.doc for letter in read_annotated(output) if letter.text]
    docs = list(conll_ner_to_docs(content, no_print=True))
    assert len(docs) == len(letters)
    for doc, letter in zip(docs, letters, strict=True):
        assert words(doc) == words(letter)
        assert [(ent.label_, words(ent)) for ent in doc.ents] == [(ent.label_, words(ent)) for ent in letter.ents]


def test_sentences_end_where_no_entity_is_cut(output, content):
    letters = [letter.doc for letter in read_annotated(output) if letter.text]
    for doc, letter in zip(conll_ner_to_docs(content, no_print=True), letters, strict=True):
        inside = {token.i for ent in letter.ents for token in ent[1:]}
        starts = [token.i for token in letter if token.is_sent_start]
        limits = [0, *(start for start in starts if start not in inside and start), len(letter)]
        sentences = [words(letter[start:end]) for start, end in pairwise(limits)]
        assert [words(sent) for sent in doc.sents] == [sentence for sentence in sentences if sentence]


def test_a_sentence_break_inside_of_an_entity_does_not_cut_it():
    doc = Doc(
        Vocab(), words=["neck", "pain", "now"], sent_starts=[True, True, True], ents=["B-FINDING", "I-FINDING", "O"]
    )
    assert list(letter_lines(doc)) == ["neck -X- _ B-FINDING", "pain -X- _ I-FINDING", "", "now -X- _ O"]


def test_tags_are_iob2(content):
    before = "O"
    for line in content.splitlines():
        if not line or line.startswith("-DOCSTART- -X- O O"):
            before = "O"
            continue
        word, pos, chunk, tag = line.split(" ")
        assert word and (pos, chunk) == ("-X-", "_")
        assert not tag.startswith("I-") or before[2:] == tag[2:]
        before = tag
