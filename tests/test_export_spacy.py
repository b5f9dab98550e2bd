"""spaCy's `DocBin`: what training reads, in a process that knows nothing of imrx."""

import json
import subprocess
import sys

import pytest
from spacy.tokens import DocBin
from spacy.training import Corpus
from spacy.vocab import Vocab

from imrx.annotated import read_annotated
from imrx.labels import SPANS_KEY
from imrx.writers.export import export
from imrx.writers.spans import letter_spans


@pytest.fixture(scope="module")
def path(output, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spacy") / "data"
    export(output, "spacy", folder)
    return folder / "letters.spacy"


def limits(spans):
    return sorted((span.label_, span.start_char, span.end_char, span.id_) for span in spans)


def test_every_span_entity_value_and_relation_is_there(output, path):
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(Vocab()))
    letters = list(read_annotated(output))
    assert len(docs) == len(letters)
    for doc, letter in zip(docs, letters, strict=True):
        tagged, kept = letter_spans(letter.doc), doc.user_data["imrx"]
        assert doc.text == letter.text
        assert limits(doc.spans[SPANS_KEY]) == limits(letter.doc.spans.get(SPANS_KEY, ()))
        assert limits(doc.ents) == limits(letter.doc.ents)
        assert [token.is_sent_start for token in doc] == [token.is_sent_start for token in letter.doc]
        assert kept["doc_id"] == letter.doc_id
        assert json.loads(json.dumps(kept["values"])) == json.loads(json.dumps([span.values for span in tagged.spans]))
        assert [(item["label"], item["head"], item["tail"]) for item in kept["relations"]] == [*tagged.relations]


def test_the_docs_load_where_imrx_is_not_imported(path):
    code = (
        "import sys; from spacy.tokens import DocBin; from spacy.vocab import Vocab\n"
        "docs = list(DocBin(store_user_data=True).from_disk(sys.argv[1]).get_docs(Vocab()))\n"
        "assert 'imrx' not in sys.modules\n"
        "print(sum(len(doc.spans['sc']) for doc in docs))"
    )
    shown = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert int(shown.stdout) > 400


def test_training_reads_it(nlp, path):
    examples = list(Corpus(path)(nlp))
    assert sum(len(example.reference.ents) for example in examples) > 300
    assert sum(len(example.reference.spans[SPANS_KEY]) for example in examples) > 400
