"""`imrx import`: an export that nobody changed gives the same gold in every format; corrections are counted."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from spacy.tokens import DocBin

from commands import invoke, lines
from imrx.annotated import read_annotated
from imrx.evaluate import evaluate_corpus
from imrx.gold import GOLD, read_gold
from imrx.importers.formats import FORMATS
from imrx.importers.gold import import_corrections
from imrx.writers.export import export
from imrx.writers.spans import letter_spans
from outputs import HOSTILE, write_output
from reviews import LETTER, correct, corrections, run_import, submitted, write_lines

CORPUS = Path(__file__).parents[1] / "corpus"


def expected_gold(letter):
    """Spans, relations, assertions and cues of a letter: every format holds all of them."""
    tagged = letter_spans(letter.doc)
    spans = []
    for span in tagged.spans:
        spans.append({"start": span.start, "end": span.end, "label": span.label})
        if span.label == "FINDING":
            spans[-1] |= {"negated": span.values["negated"], "assertion": span.values["assertion"]}
            spans[-1]["cue"] = span.values["cue"] and [*span.values["cue"]]
    relations = [
        {
            "head": [tagged.spans[item.head].start, tagged.spans[item.head].end],
            "tail": [tagged.spans[item.tail].start, tagged.spans[item.tail].end],
            "label": item.label,
        }
        for item in tagged.relations
    ]
    return {
        "doc_id": letter.doc_id,
        "sha256": letter.record["source"]["sha256"],
        "spans": spans,
        "relations": sorted(relations, key=lambda item: (item["head"], item["tail"], item["label"])),
    }


@pytest.mark.parametrize("name", FORMATS)
def test_an_unchanged_export_gives_the_same_gold(output, tmp_path, name):
    export(output, name, tmp_path / "review")
    made = import_corrections(corrections(tmp_path / "review", name), name, output, tmp_path / "gold.jsonl")
    assert made.problems == []
    assert not made.skipped
    gold = lines(tmp_path / "gold.jsonl")
    assert gold == [expected_gold(letter) for letter in read_annotated(output)]
    for line in gold:
        GOLD.validate_python(line, context=10_000)
    counts = made.diff.as_dict()
    assert counts["letters"] == 5 + len(HOSTILE)
    for row in (*counts["labels"].values(), *counts["rules"], *counts["relations"].values()):
        assert row["kept"] == row["found"] > 0
        assert row["reasserted"] == row["moved"] == row["relabelled"] == row["removed"] == row["added"] == 0


def test_imported_gold_is_gold(nlp, output, tmp_path):
    """`imrx evaluate` reads it, and finds the rules right in what they themselves had said."""
    shutil.copytree(CORPUS / "letters", tmp_path / "letters")
    export(output, "doccano", tmp_path / "review")
    kept = [line for line in lines(tmp_path / "review" / "doccano.jsonl") if line["doc_id"] not in HOSTILE]
    path = write_lines(tmp_path / "project.jsonl", kept)
    import_corrections(path, "doccano", output, tmp_path / "gold" / "reviewed.jsonl")
    assert len(list(read_gold(tmp_path))) == 5
    evaluation = evaluate_corpus(tmp_path, nlp)
    assert evaluation.differences == []
    assert evaluation.negation.tp == 28
    assert not evaluation.fields


def test_gold_of_a_table_is_read_with_the_texts_that_annotate_wrote(tmp_path, run):
    """Its ids may be no file names, and its file holds more than one letter."""
    rows = [{"no": "A/1", "letter": LETTER}, {"no": "A/2", "letter": "Ultram 50mg was denied."}]
    table = write_lines(tmp_path / "table.jsonl", rows)
    out, corpus = tmp_path / "out", tmp_path / "corpus"
    assert invoke("annotate", table, "--id-column", "no", "--text-column", "letter", "-o", out).exit_code == 0
    export(out, "doccano", tmp_path / "review")
    made = import_corrections(tmp_path / "review" / "doccano.jsonl", "doccano", out, corpus / "gold" / "a.jsonl")
    assert made.problems == []
    (corpus / "letters").mkdir()
    shutil.copy(out / "letters.jsonl", corpus / "letters")
    assert [(gold["doc_id"], letter.text) for gold, letter in read_gold(corpus)] == [
        tuple(row.values()) for row in rows
    ]
    (corpus / "letters" / "letters.jsonl").write_text(json.dumps({"doc_id": "A/1", "text": "Another letter."}) + "\n")
    with pytest.raises(ValueError, match="line 1: sha256: the letter is not the one that was annotated"):
        list(read_gold(corpus))


@pytest.fixture
def one(nlp, tmp_path):
    """An output folder with one letter."""
    return write_output(tmp_path / "out", nlp, {"a/b": LETTER})


@pytest.fixture
def run(monkeypatch, capsys):
    return partial(run_import, monkeypatch, capsys)


def prodigy(task):
    """Norco is moved, #60 removed, the improvement is drawn anew as a CONCLUSION, a new FINDING is drawn.

    What had decided the improvement's assertion stays marked and belongs to nothing.
    """
    spans = task["spans"]
    [drug] = [span for span in spans if span["label"] == "DRUG"]
    [quantity] = [span for span in spans if span["label"] == "QUANTITY"]
    [improvement] = [span for span in spans if task["text"][span["start"] :].startswith("functional")]
    drug |= {"end": 14}
    del drug["values"]
    spans.remove(quantity)
    improvement["label"] = "CONCLUSION"
    del improvement["values"]
    spans.append({"start": 23, "end": 33, "label": "FINDING", "token_start": 1, "token_end": 1})
    task["relations"] = [
        {**each, "head_span": {**each["head_span"], "end": 14}}
        for each in task["relations"]
        if each["label"] != "HAS_QUANTITY"
    ]
    task["answer"] = "accept"


def label_studio(result):
    """The same, and the neck pain is said to be absent."""
    labels = {item["value"]["text"]: item for item in result if item["type"] == "labels"}
    labels["Norco"]["value"] |= {"end": 14, "text": "Norco 10/325mg"}
    quantity, improvement = labels["#60"], labels["functional improvement"]
    improvement["value"]["labels"] = ["CONCLUSION"]
    gone = [quantity]
    for item in result:
        if item["type"] == "choices":
            if item["id"] == improvement["id"]:
                gone.append(item)
            else:
                item["value"]["choices"] = ["absent"]
        if item["type"] == "relation" and (item["to_id"] == quantity["id"] or item["labels"] == ["HAS_CUE"]):
            gone.append(item)
    for item in gone:
        result.remove(item)
    value = {"start": 22, "end": 33, "text": " requested.", "labels": ["FINDING"]}
    result.append({"id": "new", "from_name": "label", "to_name": "text", "type": "labels", "value": value})


def doccano(line):
    entities = {line["text"][item["start_offset"] : item["end_offset"]]: item for item in line["entities"]}
    entities["Norco"]["end_offset"] = 14
    entities["functional improvement"]["label"] = "CONCLUSION"
    entities["Neck pain"]["label"] = "FINDING:absent"
    line["entities"].remove(entities["#60"])
    line["relations"] = [item for item in line["relations"] if item["type"] not in ("HAS_QUANTITY", "HAS_CUE")]
    line["entities"].append({"id": 99, "label": "FINDING", "start_offset": 23, "end_offset": 33})


def brat(ann):
    changed = []
    for line in ann.splitlines():
        if "\t#60" in line or (line.startswith("R") and ("QUANTITY" in line or "CUE" in line)) or "T3" in line:
            continue
        if "functional improvement" in line:
            line = line.replace("FINDING", "CONCLUSION")
        elif line.startswith("A1"):
            continue
        line = line.replace("DRUG 0 5\tNorco", "DRUG 0 14\tNorco 10/325mg").replace("T6 present", "T6 absent")
        changed.append(line)
    return "\n".join([*changed, "T99\tFINDING 23 33\trequested.", ""])


@pytest.mark.parametrize(
    ("name", "change", "assertion"),
    [
        ("prodigy", prodigy, None),
        ("label-studio", label_studio, None),
        ("doccano", doccano, "present"),
        ("brat", brat, None),
    ],
)
def test_corrections_become_gold_and_are_counted(one, tmp_path, run, name, change, assertion):
    export(one, name, tmp_path / "review")
    path = correct(name, tmp_path / "review", change)
    code, out, err = run(path, "-f", name, "--against", one, "-o", tmp_path / "gold.jsonl", "--json")
    assert (code, err) == (0, f"1 letter of gold: {tmp_path / 'gold.jsonl'}\n")
    [gold] = lines(tmp_path / "gold.jsonl")
    said = "present" if name == "prodigy" else "absent"
    drawn = {} if assertion is None else {"negated": False, "assertion": assertion, "cue": None}
    assert gold["spans"] == [
        {"start": 0, "end": 14, "label": "DRUG"},
        {"start": 6, "end": 14, "label": "STRENGTH"},
        {"start": 23, "end": 33, "label": "FINDING", **drawn},
        {"start": 58, "end": 80, "label": "CONCLUSION"},
        {"start": 82, "end": 91, "label": "FINDING", "negated": said == "absent", "assertion": said, "cue": None},
    ]
    assert gold["relations"] == [{"head": [0, 14], "tail": [6, 14], "label": "HAS_STRENGTH"}]
    diff = json.loads(out)
    changed = {
        label: {status for status, count in row.items() if count and status != "found"}
        for label, row in diff["labels"].items()
    }
    neck = "kept" if name == "prodigy" else "reasserted"
    assert changed == {
        "DRUG": {"moved"},
        "STRENGTH": {"kept"},
        "QUANTITY": {"removed"},
        "CUE": {"kept"},
        "FINDING": {"relabelled", neck, "added"},
    }
    assert {label: row["removed"] for label, row in diff["relations"].items()} == {
        "HAS_CUE": 1,
        "HAS_QUANTITY": 1,
        "HAS_STRENGTH": 0,
    }
    rules = {row["rule"]: row for row in diff["rules"]}
    assert rules["drug:norco"]["moved"] == 1
    assert sum(row["found"] for row in diff["rules"]) == 6


def test_the_rule_that_is_corrected_most_stands_on_top(one, tmp_path, run):
    export(one, "doccano", tmp_path / "review")
    path = correct("doccano", tmp_path / "review", lambda line: line["entities"].pop(-1))
    _, out, _ = run(path, "-f", "doccano", "--against", one, "-o", tmp_path / "gold.jsonl")
    rules = out[out.index("Rules") : out.index("Relations")].splitlines()
    assert rules[4].split()[:2] == ["FINDING", "finding:neck_pain"]
    assert "Norco" not in out


def test_answers_of_prodigy(one, tmp_path, run):
    export(one, "prodigy", tmp_path / "review")
    [task] = lines(tmp_path / "review" / "prodigy.jsonl")
    tasks = [{**task, "answer": answer} for answer in ("reject", "ignore", "accept", "reject")]
    path = write_lines(tmp_path / "answers.jsonl", tasks)
    code, _, err = run(path, "-f", "prodigy", "--against", one, "-o", tmp_path / "gold.jsonl")
    assert (code, err) == (0, f"1 letter of gold, 1 ignored, 2 rejected: {tmp_path / 'gold.jsonl'}\n")


def test_relations_of_prodigy_without_their_spans(one, tmp_path):
    """`head` and `child` alone: the last tokens of the spans."""
    export(one, "prodigy", tmp_path / "review")
    [task] = lines(tmp_path / "review" / "prodigy.jsonl")
    for relation in task["relations"]:
        del relation["head_span"], relation["child_span"]
    path = write_lines(tmp_path / "answers.jsonl", [task])
    import_corrections(path, "prodigy", one, tmp_path / "gold.jsonl")
    assert [item["tail"] for item in lines(tmp_path / "gold.jsonl")[0]["relations"]] == [[6, 14], [15, 18]]


def test_relations_of_prodigy_where_two_spans_end_with_one_token(one, tmp_path):
    """A page in a citation, say: the relation's label says which of the two it joins."""
    export(one, "prodigy", tmp_path / "review")
    [task] = lines(tmp_path / "review" / "prodigy.jsonl")
    [strength] = [span for span in task["spans"] if span["label"] == "STRENGTH"]
    task["spans"].append({**strength, "start": 0, "label": "MED"})
    for relation in task["relations"]:
        del relation["head_span"], relation["child_span"]
    path = write_lines(tmp_path / "answers.jsonl", [task])
    assert import_corrections(path, "prodigy", one, tmp_path / "gold.jsonl").problems == []
    assert [item["tail"] for item in lines(tmp_path / "gold.jsonl")[0]["relations"]] == [[6, 14], [15, 18]]


def test_a_cue_is_a_span_of_its_own_that_belongs_to_its_finding(one, tmp_path):
    """A person who takes the cue away, or draws another, says what the gold has."""
    export(one, "brat", tmp_path / "review")
    [ann] = (tmp_path / "review").glob("*.ann")
    written = ann.read_text()
    assert "T4\tCUE 43 54\tno evidence\n#4\tAnnotatorNotes T4\tcue:not_documented\n" in written
    assert "R3\tHAS_CUE Arg1:T5 Arg2:T4\n" in written
    drawn = "T9\tCUE 92 101\twas noted\nR9\tHAS_CUE Arg1:T6 Arg2:T9\n"
    for number, (changed, cues) in enumerate(
        [
            (written.replace("CUE 43 54\tno evidence", "CUE 43 57\tno evidence of"), [[43, 57], None]),
            (written.replace("R3\tHAS_CUE Arg1:T5 Arg2:T4\n", ""), [None, None]),
            (written + drawn, [[43, 54], [92, 101]]),
        ]
    ):
        ann.write_text(changed)
        gold = tmp_path / f"{number}.jsonl"
        assert import_corrections(tmp_path / "review", "brat", one, gold).problems == []
        [line] = lines(gold)
        assert [span["cue"] for span in line["spans"] if span["label"] == "FINDING"] == cues
        assert {span["label"] for span in line["spans"]} == {"DRUG", "STRENGTH", "QUANTITY", "FINDING"}
        assert {item["label"] for item in line["relations"]} == {"HAS_STRENGTH", "HAS_QUANTITY"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_cue_within_a_word_is_the_word(nlp, tmp_path, name):
    """And a cue of two findings is one span."""
    text = "Pain isn't improving. There is no evidence of neck pain or spasm."
    out = write_output(tmp_path / "out", nlp, {"a": text})
    export(out, name, tmp_path / "review")
    made = import_corrections(corrections(tmp_path / "review", name), name, out, tmp_path / "gold.jsonl")
    assert made.problems == []
    [gold] = lines(tmp_path / "gold.jsonl")
    assert [span["cue"] for span in gold["spans"]] == [None, [5, 10], [31, 42], [31, 42]]
    assert (made.diff.labels["CUE"]["kept"], made.diff.relations["HAS_CUE"]["kept"]) == (2, 3)


REDRAWN = {
    "untouched": ([], [], [[6, 14], [15, 18]]),
    "taken away": ([(6, 14)], [], [[15, 18]]),
    "its drug taken away": ([(0, 5)], [], []),
    "drawn in its place": ([(6, 14)], [("STRENGTH", 6, 8)], [[6, 8], [15, 18]]),
    "drawn elsewhere": ([(6, 14)], [("STRENGTH", 19, 22)], [[15, 18]]),
    "drawn with another label": ([(6, 14)], [("DOSAGE", 6, 14)], [[15, 18]]),
    "two drawn in its place": ([(6, 14)], [("STRENGTH", 6, 8), ("STRENGTH", 9, 14)], [[15, 18]]),
    "one beside it drawn": ([], [("STRENGTH", 6, 8)], [[6, 14], [15, 18]]),
}

ATTRIBUTED = ("HAS_STRENGTH", "HAS_QUANTITY")


@pytest.mark.parametrize(("gone", "drawn", "tails"), REDRAWN.values(), ids=REDRAWN)
def test_relations_of_prodigy_go_with_their_spans(one, tmp_path, gone, drawn, tails):
    """`spans.manual` leaves relations as they were."""
    export(one, "prodigy", tmp_path / "review")
    [task] = lines(tmp_path / "review" / "prodigy.jsonl")
    task["spans"] = [span for span in task["spans"] if (span["start"], span["end"]) not in gone]
    task["spans"] += [{"label": label, "start": start, "end": end} for label, start, end in drawn]
    path = write_lines(tmp_path / "answers.jsonl", [task])
    made = import_corrections(path, "prodigy", one, tmp_path / "gold.jsonl")
    assert made.problems == []
    assert [item["tail"] for item in lines(tmp_path / "gold.jsonl")[0]["relations"]] == tails
    relations = made.diff.as_dict()["relations"]
    kept, removed = (sum(relations[name][what] for name in ATTRIBUTED) for what in ("kept", "removed"))
    assert (kept, removed) == (len(tails), 2 - len(tails))


def test_two_spans_drawn_as_one_take_no_relations(nlp, tmp_path):
    """Whose they are, nobody said."""
    out = write_output(tmp_path / "out", nlp, {"a": "Norco 10/325mg and Ultram 50mg were requested."})
    export(out, "prodigy", tmp_path / "review")
    [task] = lines(tmp_path / "review" / "prodigy.jsonl")
    assert len(task["relations"]) == 2
    task["spans"] = [span for span in task["spans"] if span["label"] != "DRUG"]
    task["spans"].append({"label": "DRUG", "start": 0, "end": 25})
    path = write_lines(tmp_path / "answers.jsonl", [task])
    assert import_corrections(path, "prodigy", out, tmp_path / "gold.jsonl").problems == []
    assert lines(tmp_path / "gold.jsonl")[0]["relations"] == []


def test_lines_of_brat_may_end_with_blanks(one, tmp_path):
    """brat ends the relations that a person draws with a tab."""
    export(one, "brat", tmp_path / "review")

    def draw(ann):
        ann = "".join(line + "\n" for line in ann.splitlines() if not line.startswith("R1"))
        return ann.replace("present\n", "present\t\n") + "R999\tHAS_STRENGTH Arg1:T1 Arg2:T2\t\n\t\n"

    correct("brat", tmp_path / "review", draw)
    made = import_corrections(tmp_path / "review", "brat", one, tmp_path / "gold.jsonl")
    assert made.problems == []
    assert lines(tmp_path / "gold.jsonl") == [expected_gold(letter) for letter in read_annotated(one)]


@pytest.mark.parametrize("name", FORMATS)
def test_spans_of_another_component_come_back_and_are_no_gold(nlp, tmp_path, name):
    """Its label is in the tool's configuration, as ours are."""
    out = write_output(tmp_path / "out", nlp, {"a": LETTER})
    [doc] = DocBin().from_disk(out / "docs" / "part-00000.spacy").get_docs(nlp.vocab)
    for label, end in (("ANATOMY", 9), ("UMLS:C1", 10)):
        doc.spans["sc"].append(doc.char_span(82, 82 + end, label) or doc.char_span(82, 91, label))
    DocBin(docs=[doc], store_user_data=True).to_disk(out / "docs" / "part-00000.spacy")
    export(out, name, tmp_path / "review")
    path = corrections(tmp_path / "review", name)
    made = import_corrections(path, name, out, tmp_path / "gold.jsonl")
    assert made.problems == []
    [gold] = lines(tmp_path / "gold.jsonl")
    assert {"ANATOMY", "UMLS:C1"}.isdisjoint(span["label"] for span in gold["spans"])
    assert all(row["kept"] == row["found"] for row in made.diff.as_dict()["labels"].values())
    for config in (*(tmp_path / "review").glob("*.xml"), *(tmp_path / "review").glob("*.conf")):
        assert "ANATOMY" in config.read_text(encoding="utf-8") and "UMLS:C1" in config.read_text(encoding="utf-8")


def test_annotations_of_label_studio(one, tmp_path, run):
    export(one, "label-studio", tmp_path / "review")
    path = submitted(tmp_path / "review")
    [task] = json.loads(path.read_text())
    [done] = task["annotations"]
    cancelled, empty = {**done, "was_cancelled": True}, {**done, "result": []}
    cases = {
        "cancelled": ([cancelled], 2, "imrx: no letter of gold, 1 cancelled: nothing is written"),
        "not reviewed": ([], 2, "imrx: no letter of gold, 1 not reviewed: nothing is written"),
        "one of them": ([cancelled, done], 0, f"1 letter of gold: {tmp_path}/2.jsonl"),
        "truth": ([empty, {**done, "ground_truth": True}], 0, f"1 letter of gold: {tmp_path}/3.jsonl"),
        "two": ([done, done], 2, "imrx: project.json, task 1: has 2 annotations: mark one of them as ground truth"),
    }
    for number, (annotations, code, line) in enumerate(cases.values()):
        path.write_text(json.dumps([{**task, "annotations": annotations}]))
        found, _, err = run(path, "-f", "label-studio", "--against", one, "-o", tmp_path / f"{number}.jsonl")
        assert (found, err.splitlines()[0]) == (code, line)
    assert [item["label"] for item in lines(tmp_path / "3.jsonl")[0]["spans"]][:2] == ["DRUG", "STRENGTH"]


def test_a_relation_of_label_studio_that_points_left(one, tmp_path):
    export(one, "label-studio", tmp_path / "review")
    path = submitted(tmp_path / "review")
    tasks = json.loads(path.read_text())
    for item in tasks[0]["annotations"][0]["result"]:
        if item["type"] == "relation":
            item |= {"from_id": item["to_id"], "to_id": item["from_id"], "direction": "left"}
    path.write_text(json.dumps(tasks))
    assert import_corrections(path, "label-studio", one, tmp_path / "gold.jsonl").problems == []
    assert [item["tail"] for item in lines(tmp_path / "gold.jsonl")[0]["relations"]] == [[6, 14], [15, 18]]


def test_texts_that_label_studio_and_brat_write_for_line_breaks(nlp, tmp_path):
    r"""Label Studio writes `\n` in two characters, brat a blank, and both may lack what stood around it."""
    text = "There is no evidence of functional \n\nimprovement."
    out = write_output(tmp_path / "out", nlp, {"a": text})
    export(out, "label-studio", tmp_path / "ls")
    path = submitted(tmp_path / "ls")
    path.write_text(path.read_text().replace("functional \\n\\nimprovement", "functional \\\\n\\\\nimprovement", 10))
    tasks = json.loads(path.read_text())
    tasks[0]["data"]["text"] = text
    path.write_text(json.dumps(tasks))
    assert import_corrections(path, "label-studio", out, tmp_path / "ls.jsonl").problems == []
    export(out, "brat", tmp_path / "brat")
    ann = tmp_path / "brat" / "a.ann"
    ann.write_text(ann.read_text().replace("24 34;37 48", "24 48"))
    assert import_corrections(tmp_path / "brat", "brat", out, tmp_path / "brat.jsonl").problems == []
    assert (tmp_path / "ls.jsonl").read_bytes() == (tmp_path / "brat.jsonl").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_byte_order_mark_that_an_editor_put_there(one, tmp_path, name):
    export(one, name, tmp_path / "review")
    path = corrections(tmp_path / "review", name)
    for file in path.glob("*.ann") if name == "brat" else [path]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    made = import_corrections(path, name, one, tmp_path / "gold.jsonl")
    assert (made.problems, made.diff.letters) == ([], 1)
