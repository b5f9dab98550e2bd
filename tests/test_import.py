"""`imrx import`: an export that nobody changed gives the same gold in every format; corrections are counted."""

import json
import shutil
from pathlib import Path

import pytest

from imrx.annotated import read_annotated
from imrx.cli import app as app_module
from imrx.cli.import_ import Format
from imrx.evaluate import evaluate_corpus
from imrx.gold import GOLD, read_gold
from imrx.importers.corrections import Corrected, Link, Mark
from imrx.importers.diff import Diff, match_spans
from imrx.importers.gold import FORMATS, import_corrections
from imrx.writers.export import export
from imrx.writers.spans import LetterSpans, Relation, TaggedSpan, letter_spans
from outputs import HOSTILE, write_output

LETTER = "Norco 10/325mg #60 was requested. There is no evidence of functional improvement. Neck pain was noted."
CORPUS = Path(__file__).parents[1] / "corpus"


def lines(path):
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]


def write_lines(path, items):
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def submitted(folder):
    """What Label Studio exports when an annotator submits every prediction as it is."""
    tasks = json.loads((folder / "label_studio.json").read_text(encoding="utf-8"))
    for task in tasks:
        [prediction] = task["predictions"]
        task["annotations"] = [{"id": 1, "was_cancelled": False, "result": prediction["result"]}]
    (folder / "project.json").write_text(json.dumps(tasks), encoding="utf-8")
    return folder / "project.json"


def corrections(folder, name):
    """The file or folder that comes back from the tool."""
    if name == "label-studio":
        return submitted(folder)
    return folder if name == "brat" else folder / f"{name}.jsonl"


def expected_gold(letter, name):
    """Spans, relations and assertions of a letter, as the format can hold them: each holds all."""
    tagged = letter_spans(letter.doc)
    spans = []
    for span in tagged.spans:
        spans.append({"start": span.start, "end": span.end, "label": span.label})
        if span.label == "FINDING":
            spans[-1] |= {"negated": span.values["negated"], "assertion": span.values["assertion"]}
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


def test_the_command_has_every_format():
    assert [each.value for each in Format] == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_an_unchanged_export_gives_the_same_gold(output, tmp_path, name):
    export(output, name, tmp_path / "review")
    made = import_corrections(corrections(tmp_path / "review", name), name, output, tmp_path / "gold.jsonl")
    assert made.problems == []
    assert not made.skipped
    gold = lines(tmp_path / "gold.jsonl")
    assert gold == [expected_gold(letter, name) for letter in read_annotated(output)]
    for line in gold:
        GOLD.validate_python(line)
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


@pytest.fixture
def one(nlp, tmp_path):
    """An output folder with one letter."""
    return write_output(tmp_path / "out", nlp, {"a/b": LETTER})


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*args):
        monkeypatch.setattr("sys.argv", ["imrx", "import", *map(str, args)])
        code = 0
        try:
            app_module.main()
        except SystemExit as stop:
            code = stop.code
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def correct(name, folder, change):
    """Let a person change a letter: `change` gets the marks by label, and may change, remove or add."""
    if name == "brat":
        path = folder / next(file.name for file in folder.glob("*.ann"))
        path.write_text(change(path.read_text()))
        return folder
    path = corrections(folder, name)
    item = json.loads(path.read_text()) if name == "label-studio" else lines(path)
    change(item[0]["annotations"][0]["result"] if name == "label-studio" else item[0])
    path.write_text(json.dumps(item) if name == "label-studio" else "".join(json.dumps(each) + "\n" for each in item))
    return path


def prodigy(task):
    """Norco is moved, #60 removed, the improvement is drawn anew as a DECISION, a new FINDING is drawn."""
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
        if item["type"] == "relation" and item["to_id"] == quantity["id"]:
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
    line["relations"] = [item for item in line["relations"] if item["to_id"] != entities["#60"]["id"]]
    line["entities"].append({"id": 99, "label": "FINDING", "start_offset": 23, "end_offset": 33})


def brat(ann):
    changed = []
    for line in ann.splitlines():
        if "\t#60" in line or (line.startswith("R") and "QUANTITY" in line) or "T3" in line:
            continue
        if "functional improvement" in line:
            line = line.replace("FINDING", "CONCLUSION")
        elif line.startswith("A1"):
            continue
        line = line.replace("DRUG 0 5\tNorco", "DRUG 0 14\tNorco 10/325mg").replace("T5 present", "T5 absent")
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
    drawn = {} if assertion is None else {"negated": False, "assertion": assertion}
    assert gold["spans"] == [
        {"start": 0, "end": 14, "label": "DRUG"},
        {"start": 6, "end": 14, "label": "STRENGTH"},
        {"start": 23, "end": 33, "label": "FINDING", **drawn},
        {"start": 58, "end": 80, "label": "CONCLUSION"},
        {"start": 82, "end": 91, "label": "FINDING", "negated": said == "absent", "assertion": said},
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
        "FINDING": {"relabelled", neck, "added"},
    }
    assert {label: row["removed"] for label, row in diff["relations"].items()} == {"HAS_QUANTITY": 1, "HAS_STRENGTH": 0}
    rules = {row["rule"]: row for row in diff["rules"]}
    assert rules["drug:norco"]["moved"] == 1
    assert sum(row["found"] for row in diff["rules"]) == 5


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


def test_annotations_of_label_studio(one, tmp_path, run):
    export(one, "label-studio", tmp_path / "review")
    path = submitted(tmp_path / "review")
    [task] = json.loads(path.read_text())
    [done] = task["annotations"]
    cancelled, empty = {**done, "was_cancelled": True}, {**done, "result": []}
    cases = {
        "cancelled": ([cancelled], 0, f"0 letters of gold, 1 cancelled: {tmp_path}/0.jsonl"),
        "not reviewed": ([], 0, f"0 letters of gold, 1 not reviewed: {tmp_path}/1.jsonl"),
        "one of them": ([cancelled, done], 0, f"1 letter of gold: {tmp_path}/2.jsonl"),
        "truth": ([empty, {**done, "ground_truth": True}], 0, f"1 letter of gold: {tmp_path}/3.jsonl"),
        "two": ([done, done], 1, "imrx: project.json, task 1: has 2 annotations: mark one of them as ground truth"),
    }
    for number, (annotations, code, line) in enumerate(cases.values()):
        path.write_text(json.dumps([{**task, "annotations": annotations}]))
        found, _, err = run(path, "-f", "label-studio", "--against", one, "-o", tmp_path / f"{number}.jsonl")
        assert (found, err.splitlines()[0]) == (code, line)
    assert [item["label"] for item in lines(tmp_path / "3.jsonl")[0]["spans"]][:2] == ["DRUG", "STRENGTH"]


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


def change_prodigy(**changes):
    def change(task):
        task["spans"][0] |= changes
        task["relations"] = []

    return change


PROBLEMS = {
    "label": ("prodigy", change_prodigy(label="MEDICINE"), "unknown label 'MEDICINE'"),
    "offsets": ("prodigy", change_prodigy(end=10_000), "DRUG 0-10000: no offsets of this letter"),
    "backwards": ("prodigy", change_prodigy(start=5, end=5), "DRUG 5-5: no offsets of this letter"),
    "blank": ("prodigy", change_prodigy(start=5, end=6), "DRUG 5-6: the letter has another text there"),
    "text": ("prodigy", change_prodigy(text="Ultram"), "DRUG 0-5: the letter has another text there"),
    "assertion": (
        "prodigy",
        lambda task: task["spans"][-1].update(values={"assertion": "denied"}),
        "FINDING 82-91: unknown assertion 'denied'",
    ),
    "relation": ("prodigy", lambda task: task["relations"][0].update(label="OF"), "unknown relation 'OF'"),
    "ends": (
        "doccano",
        lambda line: line["relations"][0].update(type="HAS_QUANTITY"),
        "HAS_QUANTITY joins DRUG and QUANTITY, not DRUG and STRENGTH",
    ),
    "loose": (
        "doccano",
        lambda line: line["relations"][0].update(to_id=99),
        "HAS_STRENGTH: it joins what is not marked",
    ),
    "twice": (
        "doccano",
        lambda line: line["entities"].append({**line["entities"][-1], "id": 9, "label": "FINDING:absent"}),
        "FINDING 82-91: marked twice, with two assertions",
    ),
    "letter": ("doccano", lambda line: line.update(doc_id="c"), "no letter 'c' in "),
    "other text": (
        "doccano",
        lambda line: line.update(text=line["text"] + "."),
        "its text is not that of the letter 'a/b'",
    ),
    "no entities": ("doccano", lambda line: line.pop("entities"), "entities: Field required"),
    "no id": ("doccano", lambda line: line.pop("doc_id"), "doc_id: Field required"),
    "not a number": ("doccano", lambda line: line["entities"][0].update(id="x"), "entities.0.id: Input should be"),
    "labels": (
        "label-studio",
        lambda result: result[0]["value"].update(labels=["DRUG", "FORM"]),
        "region 0-5: not one label, or more than one assertion",
    ),
    "other control": ("label-studio", lambda result: result[0].update(from_name="mood"), "a result of 'mood', which"),
    "fragments": (
        "brat",
        lambda ann: ann.replace("DRUG 0 5\tNorco", "DRUG 0 5;6 8;15 18\tNorco 10 #60"),
        "line 1: DRUG 0 5;6 8;15 18: its parts have words between them",
    ),
    "no offsets": (
        "brat",
        lambda ann: ann.replace("DRUG 0 5", "DRUG 0-5"),
        "line 1: no span with label, offsets and text",
    ),
    "event": ("brat", lambda ann: ann + "E1\tDRUG:T1\n", ": neither span, relation, attribute nor note"),
    "attribute": ("brat", lambda ann: ann + "A9\tNegated T1\n", "no attribute Assertion of a span, with a value"),
    "brat relation": ("brat", lambda ann: ann + "R9\tHAS_FORM T1 T2\n", "no relation of two spans"),
    "brat text": (
        "brat",
        lambda ann: ann.replace("\tNorco", "\tUltram"),
        "line 1: DRUG 0-5: the letter has another text",
    ),
}


@pytest.mark.parametrize(("name", "change", "message"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_does_not_fit_is_one_line_and_no_gold(one, tmp_path, run, name, change, message):
    export(one, name, tmp_path / "review")
    path = correct(name, tmp_path / "review", change)
    code, _, err = run(path, "-f", name, "--against", one, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    problem, summary = err.splitlines()
    where = {"brat": "a_b-", "label-studio": "project.json, task 1: "}.get(name, f"{name}.jsonl, line 1: ")
    assert problem.startswith(f"imrx: {where}")
    assert message in problem
    assert summary == f"0 letters of gold: {tmp_path / 'gold.jsonl'}"
    assert (tmp_path / "gold.jsonl").read_bytes() == b""


def test_one_letter_that_does_not_fit_costs_no_other_its_gold(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER, "b": LETTER, "c": LETTER})
    export(out, "doccano", tmp_path / "review")
    kept = lines(tmp_path / "review" / "doccano.jsonl")
    kept[1]["entities"][0]["label"] = "MEDICINE"
    path = tmp_path / "project.jsonl"
    path.write_text("\n".join(["{", "[1]", "", *map(json.dumps, kept), json.dumps(kept[2])]))
    code, _, err = run(path, "-f", "doccano", "--against", out, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    assert [line.partition(" line ")[2][:2] for line in err.splitlines()[:-1]] == ["1:", "2:", "5:", "7:"]
    assert "the letter was there before, in project.jsonl, line 6" in err
    assert [gold["doc_id"] for gold in lines(tmp_path / "gold.jsonl")] == ["a", "c"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_something_else_is_a_clear_line(one, tmp_path, run, name):
    for number, content in enumerate((b"\xff\xfe\x00", b"Norco was denied", b"[]", b"{}", b"null", b'[{"data": 1}]')):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(content)
        code, _, err = run(path, "-f", name, "--against", one, "-o", tmp_path / f"{number}.jsonl")
        assert code == (0 if (name, content) == ("label-studio", b"[]") else 1)
        assert all(str(path.name) in line for line in err.splitlines()[:-1])
        assert "Norco" not in err and "Traceback" not in err


def test_brat_files_without_their_other_half(one, tmp_path, run):
    export(one, "brat", tmp_path / "review")
    [text] = (tmp_path / "review").glob("*.txt")
    (tmp_path / "review" / "latin.ann").write_bytes(b"\xe9")
    (tmp_path / "review" / "latin.txt").write_bytes(b"Norco")
    text.unlink()
    code, _, err = run(tmp_path / "review", "-f", "brat", "--against", one, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    assert err.splitlines()[:-1] == [
        f"imrx: {text.stem}.ann: has no .txt beside it",
        "imrx: latin.ann: or its .txt is not UTF-8",
    ]


def test_usage_errors(one, tmp_path, run):
    (tmp_path / "gold.jsonl").write_text("somebody's own")
    path = write_lines(tmp_path / "project.jsonl", [])
    for arguments, message in (
        ([path, "--against", one, "-o", tmp_path / "gold.jsonl"], "gold.jsonl exists: name a new file"),
        ([tmp_path / "none", "--against", one, "-o", tmp_path / "new.jsonl"], "no such file or folder: "),
        ([path, "--against", tmp_path / "none", "-o", tmp_path / "new.jsonl"], "no annotated docs in "),
    ):
        code, _, err = run(*arguments, "-f", "doccano")
        assert code == 2
        assert message in err and len(err.splitlines()) == 1
    assert (tmp_path / "gold.jsonl").read_text() == "somebody's own"
    assert not (tmp_path / "new.jsonl").exists()


def span(number, label, start, end, assertion=None):
    values = {"assertion": assertion} if assertion else {}
    return TaggedSpan(number, label, start, end, "", f"rule:{label}", None, None, values)


@pytest.mark.parametrize(
    ("spans", "marks", "expected"),
    [
        ([("DRUG", 0, 5)], [("DRUG", 0, 5)], {0: (0, "kept")}),
        ([("DRUG", 0, 5)], [], {}),
        ([("DRUG", 0, 5)], [("DRUG", 5, 9)], {}),
        ([("DRUG", 0, 5)], [("FORM", 0, 5)], {0: (0, "relabelled")}),
        ([("DRUG", 0, 5)], [("FORM", 0, 4)], {}),
        ([("DRUG", 0, 5)], [("DRUG", 3, 9), ("DRUG", 0, 4)], {0: (1, "moved")}),
        ([("DRUG", 0, 5), ("DRUG", 4, 9)], [("DRUG", 0, 9)], {0: (0, "moved")}),
        ([("DRUG", 0, 5), ("DRUG", 4, 9)], [("DRUG", 4, 9), ("DRUG", 0, 6)], {1: (0, "kept"), 0: (1, "moved")}),
        ([("FINDING", 0, 5, "absent")], [("FINDING", 0, 5, "present")], {0: (0, "reasserted")}),
        ([("FINDING", 0, 5, "absent")], [("FINDING", 0, 5)], {0: (0, "kept")}),
    ],
)
def test_matching(spans, marks, expected):
    spans = [span(number, *each) for number, each in enumerate(spans)]
    assert match_spans(spans, [Mark(*each, *[None] * (4 - len(each))) for each in marks]) == expected


def test_relations_go_with_their_spans():
    spans = [span(0, "DRUG", 0, 5), span(1, "FORM", 6, 9), span(2, "ROUTE", 10, 12)]
    found = LetterSpans("a", "", spans, [Relation("HAS_FORM", 0, 1), Relation("HAS_ROUTE", 0, 2)])
    marks = [Mark("DRUG", 0, 4, None), Mark("FORM", 6, 9, None), Mark("FORM", 20, 22, None)]
    diff = Diff()
    diff.add(found, Corrected("a", "", "", marks, [Link("HAS_FORM", 0, 1), Link("HAS_FORM", 0, 2)]))
    assert {label: dict(counts) for label, counts in diff.relations.items()} == {
        "HAS_FORM": {"kept": 1, "added": 1},
        "HAS_ROUTE": {"removed": 1},
    }
