"""A Doc and a pipeline survive every way in which spaCy carries them."""

import json
import pickle
import subprocess
import sys

import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin

from imrx.component import warn
from imrx.labels import ISSUES_KEY, SECTIONS_KEY, SPANS_KEY
from imrx.record import make_record
from imrx.writers.letter_bin import ATTRIBUTES, LetterBin


@pytest.fixture(scope="module")
def docs(nlp, letters):
    return [nlp(text) for text in letters.values()]


def record(nlp, doc):
    return json.dumps(make_record(doc, nlp.meta))


def test_doc_bin(nlp, docs):
    data = DocBin(docs=docs, store_user_data=True).to_bytes()
    for doc, again in zip(docs, DocBin().from_bytes(data).get_docs(nlp.vocab), strict=True):
        assert make_record(again, nlp.meta) == make_record(doc, nlp.meta)  # lists are lists, not tuples
        assert [e.text for e in again.ents] == [e.text for e in doc.ents]
        for key in (SPANS_KEY, SECTIONS_KEY, ISSUES_KEY):
            assert [(s.text, s.label_, s.id_) for s in again.spans[key]] == [
                (s.text, s.label_, s.id_) for s in doc.spans[key]
            ]


def test_letter_bin_reads_back_as_any_doc_bin(nlp, docs):
    fast, plain = LetterBin(), DocBin(attrs=ATTRIBUTES, store_user_data=True)
    for doc in [*docs, nlp("")]:
        fast.add(doc)
        plain.add(doc)
    vocabs = [spacy.blank("en").vocab, spacy.blank("en").vocab]
    stored = (DocBin().from_bytes(b.to_bytes()).get_docs(vocab) for b, vocab in zip((fast, plain), vocabs, strict=True))
    for one, other in zip(*stored, strict=True):
        assert one.to_json() == other.to_json()
        assert one.user_data == other.user_data
        assert record(nlp, one) == record(nlp, other)
        for key in one.spans:
            assert [(s.text, s.label_, s.id_) for s in one.spans[key]] == [
                (s.text, s.label_, s.id_) for s in other.spans[key]
            ]


def test_doc_bytes_and_pickle(nlp, docs):
    for doc in docs:
        assert record(nlp, Doc(nlp.vocab).from_bytes(doc.to_bytes())) == record(nlp, doc)
        assert record(nlp, pickle.loads(pickle.dumps(doc))) == record(nlp, doc)


def test_pipeline_to_disk_and_bytes(nlp, docs, tmp_path):
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    fresh = spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())
    for again in (loaded, fresh):
        assert again.pipe_names == nlp.pipe_names
        assert again.meta["imrx"] == nlp.meta["imrx"]
        for doc in docs:
            assert record(again, again(doc.text)) == record(nlp, doc)


def test_a_pipeline_of_another_state_says_so(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).meta["imrx"] == nlp.meta["imrx"]
    tables = srsly.msgpack_loads((tmp_path / "imr_case").read_bytes())
    for older in ({"case": tables["case"]}, {**tables, "case": {}}, {**tables, "case": []}):
        (tmp_path / "imr_case").write_bytes(srsly.msgpack_dumps(older))
        with pytest.raises(ValueError, match=r"'imr_case': its saved tables do not fit this imrx.*imrx assemble"):
            spacy.load(tmp_path)
    (tmp_path / "imr_case").write_bytes(b"\xc1")
    with pytest.raises(ValueError, match=r"'imr_case'.*the file is damaged"):
        spacy.load(tmp_path)


def test_components_of_another_pipeline(nlp, docs):
    other = spacy.blank("en")
    for name in nlp.pipe_names:
        other.add_pipe(
            name, config={key: value for key, value in nlp.get_pipe_config(name).items() if key != "factory"}
        )
    with pytest.raises(AttributeError, match=r"'imr_sections' has no tables yet: call nlp\.initialize\(\)"):
        other(docs[0].text)
    other.initialize()
    other.tokenizer = nlp.tokenizer
    for doc in docs:
        assert record(nlp, other(doc.text)) == record(nlp, doc)


def test_a_component_of_another_name_has_the_tables_of_its_factory():
    other = spacy.blank("en")
    other.add_pipe("imr_drugs", name="drugs")
    other.initialize()
    doc = other("Norco was denied.")
    assert [span.text for span in doc.spans["sc"]] == ["Norco"]
    with pytest.raises(ValueError, match=r"component 'drugs' needs the tables drugs, names"):
        other.get_pipe("drugs").initialize(nlp=other, tables={})


def test_every_component_pickles(nlp, docs):
    copies = [pickle.loads(pickle.dumps(component)) for _, component in nlp.pipeline]
    for doc in docs:
        again = nlp.make_doc(doc.text)
        for component in copies:
            again = component(again)
        assert record(nlp, again) == record(nlp, doc)
    for (_, component), copied in zip(nlp.pipeline, copies, strict=True):
        assert not hasattr(component, "to_bytes") or copied.to_bytes() == component.to_bytes()


def test_nothing_of_a_letter_stays_behind(nlp, docs):
    first = record(nlp, nlp(docs[0].text))
    for doc in docs:
        nlp(doc.text)
    assert record(nlp, nlp(docs[0].text)) == first


def test_a_doc_that_goes_through_again_is_read_anew(nlp, docs):
    capitals = "CLINICAL CASE SUMMARY: PATIENT TAKES NORCO 10/325MG #60 TWICE DAILY AND HAS NO SIDE EFFECTS."
    for text in (*(doc.text for doc in docs), capitals, "Norco 10/325mg #60 twice daily; MED 120 (MTUS, page 78)", ""):
        once = nlp(text)
        [stored] = DocBin(store_user_data=True, docs=[once]).get_docs(nlp.vocab)
        for doc in (nlp(text), stored):
            again = nlp(doc)
            assert make_record(again, nlp.meta) == make_record(once, nlp.meta)
            assert again.to_json() == once.to_json()
            assert again.user_data == once.user_data


def test_what_is_not_of_imrx_stays_in_a_doc_that_goes_through_again(nlp):
    doc = nlp("Norco 10/325mg was denied by MTUS, page 78.")
    doc._.doc_id = "mine"
    doc.user_data["title"] = "a letter"
    for code in ("page_without_text", "layout_unknown"):
        warn(doc, code, "told before")
    doc.spans["sc"].append(doc.char_span(19, 25, "DRUG"))
    doc.spans["sc"].append(doc.char_span(0, 5, "BRAND"))
    doc.spans["other"] = [doc[0:1]]
    again = nlp(doc)
    assert (again._.doc_id, again.user_data["title"], len(again.spans["other"])) == ("mine", "a letter", 1)
    assert [each["code"] for each in again._.warnings] == ["page_without_text", "layout_unknown"]
    assert [(span.text, span.label_) for span in again.spans["sc"] if not span.id_] == [
        ("denied", "DRUG"),
        ("Norco", "BRAND"),
    ]
    assert [span.label_ for span in again.spans["sc"]].count("STRENGTH") == 1


def test_without_sections_a_doc_goes_through_once(nlp):
    other = spacy.blank("en")
    for name in ("imr_sentences", "imr_drugs", "imr_sig", "imr_medications"):
        other.add_pipe(name)
    other.initialize()
    doc = other("Norco 10/325mg #60 was denied.")
    before = doc.to_json()
    with pytest.raises(ValueError, match=r"has been through .* give its text"):
        other(doc)
    assert doc.to_json() == before
    assert make_record(nlp(doc), nlp.meta) == make_record(nlp(doc.text), nlp.meta)
    assert len(other(other("It was denied.")).spans["sc"]) == 0


def test_letters_that_go_through_together_are_read_as_alone(nlp, docs):
    texts = [doc.text for doc in docs] * 5
    together = nlp.pipe(texts, batch_size=1_000)
    assert [record(nlp, doc) for doc in together] == [record(nlp, doc) for doc in docs] * 5


def test_a_letter_that_fails_goes_to_the_error_handler_alone(nlp, docs, monkeypatch):
    component = nlp.get_pipe("imr_case")
    failed, call = [], type(component).__call__

    def fail(self, doc):
        if "FAILS" in doc.text:
            raise ValueError
        return call(self, doc)

    monkeypatch.setattr(type(component), "__call__", fail)
    texts = [docs[0].text, "FAILS", docs[1].text]
    with pytest.raises(ValueError):
        list(nlp.pipe(texts))
    monkeypatch.setattr(component, "error_handler", lambda *error: failed.append(error), raising=False)
    assert [doc.text for doc in nlp.pipe(texts)] == [docs[0].text, docs[1].text]
    [(name, proc, [doc], error)] = failed
    assert (name, proc, doc.text, type(error)) == ("imr_case", component, "FAILS", ValueError)


def test_the_pipeline_fits_together(nlp):
    assert not any(nlp.analyze_pipes()["problems"].values())


FRESH = """
import json, multiprocessing, sys
import spacy
def main():
    method, path, letter = sys.argv[1:]
    multiprocessing.set_start_method(method)
    nlp = spacy.load(path)
    texts = [open(letter, encoding="utf-8", newline="").read()] * 4
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    print(json.dumps([[e.text for e in doc.ents] for doc in docs]))
if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_saved_pipeline_in_a_fresh_process(nlp, letters, tmp_path, method):
    saved, script, letter = tmp_path / "saved", tmp_path / "fresh.py", tmp_path / "letter.txt"
    nlp.to_disk(saved)
    script.write_text(FRESH, encoding="utf-8")
    text = next(iter(letters.values()))
    letter.write_bytes(text.encode())
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), method, str(saved), str(letter)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[e.text for e in nlp(text).ents]] * 4
