"""spaCy's `DocBin`: what training reads, in a process that knows nothing of imrx."""

import json
import subprocess
import sys

import pytest
import spacy
from spacy.tokens import DocBin, Span
from spacy.training import Corpus
from spacy.vocab import Vocab

from imrx.annotated import read_annotated
from imrx.importers.formats import FORMATS as READABLE
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


@pytest.mark.parametrize("name", [*READABLE, "spacy", "conll", "omop"])
def test_an_export_of_it_is_that_of_the_folder(output, path, tmp_path, name):
    """Nothing is lost on the way: assertions, values, relations, sections, ids and the date of the determination."""
    contents = []
    for number, source in enumerate((output, path)):
        export(source, name, tmp_path / str(number))
        contents.append({each.name: each.read_bytes() for each in (tmp_path / str(number)).iterdir()})
    assert contents[0] == contents[1]


def bare(source, folder, edit=None):
    """The docs of a file without user data, as `imrx split` leaves them, or with what `edit` makes of it."""
    bin_ = DocBin(store_user_data=bool(edit))
    for doc in DocBin(store_user_data=True).from_disk(source).get_docs(Vocab()):
        if edit:
            edit(doc.user_data["imrx"])
        bin_.add(doc)
    bin_.to_disk(folder / "docs.spacy")
    return folder / "docs.spacy"


@pytest.mark.parametrize("name", [*READABLE, "spacy", "omop"])
def test_training_sets_have_no_values_to_export(path, tmp_path, name):
    with pytest.raises(ValueError, match="no ids, assertions, values and relations, as those of `imrx split`"):
        export(bare(path, tmp_path), name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_flat_view_needs_none(output, path, tmp_path):
    export(bare(path, tmp_path), "conll", tmp_path / "new")
    export(output, "conll", tmp_path / "whole")
    assert (tmp_path / "new" / "letters.conll").read_bytes() == (tmp_path / "whole" / "letters.conll").read_bytes()


def test_docs_of_another_component_alone_are_exported(tmp_path):
    doc = spacy.blank("en")("Seen by Dr. Smith.")
    doc.spans[SPANS_KEY] = [Span(doc, 2, 4, label="PERSON")]
    DocBin(docs=[doc]).to_disk(tmp_path / "own.spacy")
    assert export(tmp_path / "own.spacy", "prodigy", tmp_path / "new") == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda kept: kept.pop("sections"),
        lambda kept: kept.update(values=kept["values"][1:]),
        lambda kept: kept.update(relations=[{"label": "HAS_PAGES", "head": 9999, "tail": 9999}]),
        lambda kept: kept.update(sections=[["summary", 0, 10**6, None]]),
        lambda kept: kept.clear(),
    ],
)
def test_plain_data_of_another_version_is_one_line_that_names_the_doc(path, tmp_path, edit):
    with pytest.raises(ValueError, match=r"docs\.spacy, doc 1: what it has in user_data\['imrx'\]"):
        export(bare(path, tmp_path, edit), "prodigy", tmp_path / "new")
