"""The second voice, with a tiny pipeline made here."""

import json
import pickle
import re
import subprocess
import sys

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import imrx
from commands import invoke, lines
from imrx.components.second_voice import SecondVoice, find_unheard
from imrx.record import json_schema, make_record

jsonschema = pytest.importorskip("jsonschema")

TEXT = "She takes Zorvalin 10 mg daily and Norco 10/325 mg. There is no quimby sign of the thumb. The Zorvalin helps."
LEARNT = "The Zorvalin was begun in May."


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A saved pipeline that tags drugs and diseases by two words, as a trained one would, and Norco otherwise."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "CHEMICAL", "pattern": "Zorvalin"},
            {"label": "DISEASE", "pattern": "quimby sign"},
            {"label": "DISEASE", "pattern": "Norco"},
            {"label": "GENE", "pattern": "thumb"},
        ]
    )
    nlp.meta["name"] = "tiny"
    folder = tmp_path_factory.mktemp("voice") / "tiny"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """A saved pipeline that has learnt one sentence by heart."""
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    example = Example.from_dict(nlp.make_doc(LEARNT), {"entities": [(4, 12, "DRUG")]})
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(20):
        nlp.update([example], sgd=optimizer)
    nlp.meta["name"] = "learnt"
    folder = tmp_path_factory.mktemp("voice") / "learnt"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def hybrid(other):
    return imrx.load(model=other)


def voices(doc):
    return [(span.text, span.label_, span.id_) for span in doc.spans["sc"] if span.id_.startswith("model:")]


def test_it_adds_what_the_rules_did_not_find(hybrid, nlp):
    doc = hybrid(TEXT)
    assert voices(doc) == [
        ("Zorvalin", "DRUG", "model:en_tiny"),
        ("Zorvalin", "DRUG", "model:en_tiny"),
        ("quimby sign", "FINDING", "model:en_tiny"),
    ]
    assert voices(nlp(TEXT)) == []


def test_rules_come_first(hybrid, nlp):
    mine, theirs = nlp(TEXT), hybrid(TEXT)
    by_rules = {(s.text, s.label_, s.id_) for s in mine.spans["sc"] if s.label_ in ("DRUG", "FINDING")}
    assert ("Norco", "DRUG", "drug:norco") in by_rules
    assert by_rules <= {(s.text, s.label_, s.id_) for s in theirs.spans["sc"]}


def test_on_the_corpus_the_rules_are_left_as_they_are(hybrid, nlp, letters):
    for text in letters.values():
        mine, theirs = nlp(text), hybrid(text)
        key = [(s.start_char, s.end_char, s.label_, s.id_) for s in mine.spans["sc"]]
        assert sorted(key) == sorted((s.start_char, s.end_char, s.label_, s.id_) for s in theirs.spans["sc"])


def test_a_drug_of_the_model_gets_its_dose_and_a_finding_its_negation(hybrid):
    record = make_record(hybrid(TEXT), hybrid.meta)
    first = record["medications"][0]
    assert first["drug"]["name"] == "zorvalin"
    assert first["drug"]["rule"] == "model:en_tiny"
    assert first["drug"]["ingredients"] == []
    assert first["drug"]["opioid"] is None
    assert [(s["value"], s["unit"]) for s in first["strengths"]] == [(10, "mg")]
    assert first["frequency"]["per_day"] == 1
    (sign,) = [finding for finding in record["findings"] if finding["rule"] == "model:en_tiny"]
    assert (sign["text"], sign["negated"], sign["concept"]) == ("quimby sign", True, None)
    jsonschema.validate(record, json_schema())


def test_the_record_says_who_spoke(hybrid, nlp, tmp_path):
    """Runs with and without a second voice can be told apart after merging, also those of a saved hybrid."""
    hybrid.to_disk(tmp_path / "saved")
    for pipeline, model in ((nlp, None), (hybrid, "en_tiny 0.0.0"), (spacy.load(tmp_path / "saved"), "en_tiny 0.0.0")):
        made_by = make_record(pipeline(TEXT), pipeline.meta)["pipeline"]
        assert made_by == {**nlp.meta["imrx"], "model": model}


def test_sections_decide_where_it_is_heard(other, letters):
    """The titles of the disputed items are no place for findings, and the header is none for anything."""
    hybrid = imrx.load(model=other)
    text = next(iter(letters.values()))
    doc = hybrid(text)
    title = next(iter(doc.spans["issues"]))._.issue["request"]
    changed = text[: title[0]] + "Zorvalin for quimby sign: " + text[title[0] :]
    assert ("Zorvalin", "DRUG", "model:en_tiny") in voices(hybrid(changed))
    assert ("quimby sign", "FINDING", "model:en_tiny") not in voices(hybrid(changed))


def test_a_saved_hybrid_needs_the_other_pipeline_no_more(hybrid, other, tmp_path):
    hybrid.to_disk(tmp_path / "saved")
    code = (
        "import spacy, sys\n"
        "doc = spacy.load(sys.argv[1])(sys.argv[2])\n"
        "print([span.text for span in doc.spans['sc'] if span.id_ == 'model:en_tiny'])"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "saved"), TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "['Zorvalin', 'Zorvalin', 'quimby sign']\n"


def test_bytes_and_pickle(learnt):
    hybrid = imrx.load(model=learnt)
    doc = hybrid(LEARNT)
    assert voices(doc) == [("Zorvalin", "DRUG", "model:en_learnt")]
    pipe = pickle.loads(pickle.dumps(hybrid.get_pipe("imr_second_voice")))
    assert pipe.voice == "en_learnt"
    again = pipe(spacy.blank("en")(LEARNT))
    assert voices(again) == voices(doc)


def test_docbin_keeps_the_voice(hybrid):
    stored = DocBin(store_user_data=True, docs=[hybrid(TEXT)]).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    assert len(voices(doc)) == 3


def test_no_problems_in_the_pipeline(hybrid):
    assert not any(hybrid.analyze_pipes()["problems"].values())


def test_entities_lose_outer_blanks_and_overlap_nothing():
    vocab = spacy.blank("en").vocab
    heard = Doc(vocab, words=["\n", "Zorvalin", " ", "quimby", "sign"], spaces=[False] * 5)
    heard.set_ents([heard.char_span(0, 10, "CHEMICAL"), heard.char_span(10, 20, "DISEASE")])
    taken = bytearray(20)
    taken[16] = 1
    labels = {"CHEMICAL": "DRUG", "DISEASE": "FINDING"}
    places = {"DRUG": [(0, 20)], "FINDING": [(0, 20)]}
    assert [(m.start, m.end, m.label) for m in find_unheard(heard, labels, places, taken, "en_x")] == [(1, 9, "DRUG")]


def test_what_stands_outside_of_its_sections_takes_no_place():
    vocab = spacy.blank("en").vocab
    heard = Doc(vocab, words=["Zorvalin", "sign"], spaces=[True, False])
    heard.set_ents([heard.char_span(0, 13, "DISEASE")])
    heard.spans["sc"] = [heard.char_span(0, 8, "CHEMICAL")]
    labels = {"CHEMICAL": "DRUG", "DISEASE": "FINDING"}
    places = {"DRUG": [(0, 13)], "FINDING": []}
    found = find_unheard(heard, labels, places, bytearray(13), "en_x")
    assert [(m.start, m.end, m.label) for m in found] == [(0, 8, "DRUG")]


def test_nothing_to_save_is_said(tmp_path):
    with pytest.raises(ValueError, match="has no pipeline to save"):
        SecondVoice("imr_second_voice", {}).to_disk(tmp_path / "voice")


def test_a_model_without_our_labels_is_refused(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GENE", "pattern": "thumb"}])
    nlp.to_disk(tmp_path / "genes")
    with pytest.raises(ValueError, match=r"tags none of CHEMICAL, DISEASE, DRUG, FINDING"):
        imrx.load(model=tmp_path / "genes")


@pytest.fixture(scope="module")
def general(tmp_path_factory):
    """A saved pipeline with one label for everything, as scispaCy's `en_core_sci_sm` has."""
    nlp = spacy.blank("en")
    words = ("Zorvalin", "quimby sign")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ENTITY", "pattern": word} for word in words])
    nlp.meta["name"] = "general"
    folder = tmp_path_factory.mktemp("voice") / "general"
    nlp.to_disk(folder)
    return folder


def test_what_its_labels_become_can_be_said(general):
    with pytest.raises(ValueError, match=r"tags none of .*--model-label ENTITY=FINDING"):
        imrx.load(model=general)
    hybrid = imrx.load(model=general, labels={"ENTITY": "FINDING"})
    found = {(text, label) for text, label, _ in voices(hybrid(TEXT))}
    assert found == {("Zorvalin", "FINDING"), ("quimby sign", "FINDING")}
    assert hybrid.config["components"]["imr_second_voice"]["labels"]["CHEMICAL"] == "DRUG"
    with pytest.raises(ValueError, match="not PAGE"):
        imrx.load(model=general, labels={"ENTITY": "PAGE"})
    with pytest.raises(ValueError, match="name it as model"):
        imrx.load(labels={"ENTITY": "FINDING"})


def test_the_commands_take_its_labels(general, tmp_path):
    (tmp_path / "letter.txt").write_text(TEXT, encoding="utf-8")
    how = ["--model", general, "--model-label", "ENTITY=FINDING"]
    printed = invoke("annotate", tmp_path / "letter.txt", *how)
    assert invoke("annotate", tmp_path / "letter.txt", *how, "--output", tmp_path / "out").exit_code == 0
    assert invoke("assemble", tmp_path / "hybrid", *how).exit_code == 0
    [record] = lines(tmp_path / "out" / "records.jsonl")
    assert record == json.loads(printed.stdout)
    assert "quimby sign" in [finding["text"] for finding in record["findings"]]
    assert ("quimby sign", "FINDING", "model:en_general") in voices(spacy.load(tmp_path / "hybrid")(TEXT))
    run = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["run"]
    assert run["labels"] == {"ENTITY": "FINDING"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--model", "x", "--model-label", "ENTITY"), "give a label and what it is"),
        (("--model", "x", "--model-label", "ENTITY=PAGE"), "give a label and what it is"),
        (("--model", "x", "--model-label", "=DRUG"), "give a label and what it is"),
        (("--model-label", "ENTITY=DRUG"), "goes with --model"),
    ],
)
@pytest.mark.parametrize("command", ["annotate", "assemble"])
def test_labels_that_say_nothing_are_usage_errors(tmp_path, command, given, message):
    result = invoke(command, tmp_path / "letter.txt", *given)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


@Language.component("tests_of_second_voice")
def tag_zorvalin(doc):
    """A component that does not declare its labels, which spaCy wants of none."""
    doc.ents = [doc.char_span(match.start(), match.end(), "DRUG") for match in re.finditer("Zorvalin", doc.text)]
    return doc


def test_a_component_that_declares_no_labels_is_heard(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("tests_of_second_voice")
    nlp.meta["name"] = "plain"
    nlp.to_disk(tmp_path / "plain")
    assert voices(imrx.load(model=tmp_path / "plain")(TEXT)) == [("Zorvalin", "DRUG", "model:en_plain")] * 2


def test_a_component_without_labels_does_not_speak_for_a_model_that_has_none(tmp_path):
    """spaCy's own declare that they have none."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "sentences")
    with pytest.raises(ValueError, match="tags none of"):
        imrx.load(model=tmp_path / "sentences")


def test_a_model_that_is_not_there_is_named():
    with pytest.raises(OSError, match="en_nothing"):
        imrx.load(model="en_nothing")


def test_labels_become_drugs_or_findings():
    with pytest.raises(ValueError, match="not PAGE"):
        spacy.blank("en").add_pipe("imr_second_voice", config={"labels": {"X": "PAGE"}})


def test_assemble_writes_the_hybrid(other, tmp_path):
    result = invoke("assemble", tmp_path / "hybrid", "--model", other)
    assert result.exit_code == 0, result.stderr
    doc = spacy.load(tmp_path / "hybrid")(TEXT)
    assert len(voices(doc)) == 3


def test_an_assembled_hybrid_says_what_it_is(other, tmp_path):
    licensed = spacy.load(other)
    licensed.meta |= {"license": "CC-BY-SA-3.0", "version": "2.1.0", "author": "Others"}
    licensed.meta["requirements"] = ["scispacy>=0.5.4", "imrx==0.0.1"]
    licensed.to_disk(tmp_path / "licensed")
    assert invoke("assemble", tmp_path / "hybrid", "--model", tmp_path / "licensed").exit_code == 0
    meta = json.loads((tmp_path / "hybrid" / "meta.json").read_text(encoding="utf-8"))
    assert (meta["name"], meta["license"]) == ("imrx_hybrid", "MIT AND CC-BY-SA-3.0")
    assert "en_tiny" in meta["description"]
    assert meta["requirements"] == [f"imrx=={imrx.__version__}", "scispacy>=0.5.4"]
    assert [(source["name"], source["author"]) for source in meta["sources"]] == [("en_tiny 2.1.0", "Others")]


def test_a_span_categoriser_speaks_as_well(tmp_path):
    """Its spans stand under `sc`, not in `ents`."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "sc"})
    ruler.add_patterns([{"label": "DRUG", "pattern": "Zorvalin"}, {"label": "DRUG", "pattern": "The Zorvalin"}])
    nlp.meta["name"] = "spans"
    nlp.to_disk(tmp_path / "spans")
    found = voices(imrx.load(model=tmp_path / "spans")(TEXT))
    assert found == [("Zorvalin", "DRUG", "model:en_spans"), ("The Zorvalin", "DRUG", "model:en_spans")]


def test_the_hybrid_has_every_component_of_the_rules_once(hybrid, nlp):
    assert sorted(hybrid.pipe_names) == sorted([*nlp.pipe_names, "imr_second_voice"])
    before, after = hybrid.pipe_names, hybrid.pipe_names.index("imr_second_voice")
    assert before.index("imr_drugs") < after < before.index("imr_sig")
    assert before.index("imr_findings") < after < before.index("imr_negation")
