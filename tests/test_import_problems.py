"""`imrx import`: what does not fit is one clear line, and costs no other letter its gold."""

import json
from functools import partial

import pytest

from commands import lines
from imrx.importers.corrections import FIRST
from imrx.importers.formats import FORMATS
from imrx.writers.export import export
from outputs import write_output
from reviews import LETTER, correct, corrections, run_import, submitted, write_lines


@pytest.fixture
def one(nlp, tmp_path):
    """An output folder with one letter."""
    return write_output(tmp_path / "out", nlp, {"a/b": LETTER})


@pytest.fixture
def run(monkeypatch, capsys):
    return partial(run_import, monkeypatch, capsys)


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
    "two assertions": ("brat", lambda ann: ann + "A9\tAssertion T5 absent\n", "a second Assertion of T5"),
    "assertion of a drug": (
        "brat",
        lambda ann: ann + "A9\tAssertion T1 absent\n",
        "DRUG 0-5: has the assertion 'absent' and is no FINDING",
    ),
    "attribute": ("brat", lambda ann: ann + "A9\tNegated T1\n", "no attribute Assertion of a span, with a value"),
    "brat relation": ("brat", lambda ann: ann + "R9\tHAS_FORM T1 T2\n", "no relation of two spans"),
    "two cues": (
        "brat",
        lambda ann: ann + "T9\tCUE 92 101\twas noted\nR9\tHAS_CUE Arg1:T5 Arg2:T9\n",
        "FINDING 58-80: has two cues",
    ),
    "brat relation and more": (
        "brat",
        lambda ann: ann + "R9\tHAS_STRENGTH Arg1:T1 Arg2:T2\tmore\n",
        "no relation of two spans",
    ),
    "an id twice": (
        "brat",
        lambda ann: ann + "T2\tSTRENGTH 15 18\t#60\n",
        ": STRENGTH 15-18: the id T2 was there before, for another span",
    ),
    "a region's id twice": (
        "label-studio",
        lambda result: [item.update(id=result[0]["id"]) for item in result if item.get("id") == "span1"],
        "STRENGTH 6-14: the id span0 was there before",
    ),
    "an entity's id twice": (
        "doccano",
        lambda line: line["entities"][1].update(id=line["entities"][0]["id"]),
        "STRENGTH 6-14: the id 0 was there before",
    ),
    "a relation to a word": (
        "prodigy",
        lambda task: task["relations"][0]["child_span"].update(start=19, end=22, label=None),
        "HAS_STRENGTH: it joins what is not marked",
    ),
    "a relation to either of two": (
        "prodigy",
        lambda task: (
            task["spans"].append({**task["spans"][1], "start": 0}),
            task["relations"][0].update(child_span=None),
        ),
        "HAS_STRENGTH: it joins what is not marked",
    ),
    "a relation to a token": (
        "prodigy",
        lambda task: task["relations"][0].update(child=0, child_span=None),
        "HAS_STRENGTH: it joins what is not marked",
    ),
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
    assert code == 2
    [problem] = err.splitlines()
    place = {"brat": "a_b-", "label-studio": "project.json, task 1: "}.get(name, f"{name}.jsonl, line 1: ")
    no_such_file = f"{path}: no {name} file (line 1: "  # as where none of its lines is of the format
    assert problem.startswith((f"imrx: {place}", f"imrx: {no_such_file}"))
    assert name not in ("prodigy", "doccano") or "line 1: " in problem
    assert message in problem
    assert list(tmp_path.glob("*.jsonl")) == []


def test_one_letter_that_does_not_fit_costs_no_other_its_gold(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER, "b": LETTER, "c": LETTER})
    export(out, "doccano", tmp_path / "review")
    kept = lines(tmp_path / "review" / "doccano.jsonl")
    kept[1]["entities"][0]["label"] = "MEDICINE"
    path = tmp_path / "project.jsonl"
    path.write_text("\n".join(["{", "[1]", "", *map(json.dumps, kept), json.dumps(kept[2])]))
    code, _, err = run(path, "-f", "doccano", "--against", out, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    assert sorted(line.partition(" line ")[2][:2] for line in err.splitlines()[:-1]) == ["1:", "2:", "5:", "7:"]
    assert "the letter was there before, in project.jsonl, line 6" in err
    assert [gold["doc_id"] for gold in lines(tmp_path / "gold.jsonl")] == ["a"]


def test_a_letter_that_comes_again_is_left_out_whichever_of_the_two_fits(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER, "b": LETTER})
    export(out, "prodigy", tmp_path / "review")
    a, b = lines(tmp_path / "review" / "prodigy.jsonl")
    wrong = {**b, "spans": [{**b["spans"][0], "label": "DRUG", "end": 10_000}], "relations": []}
    for number, tasks in enumerate(([a, b, b], [a, wrong, b], [a, b, wrong])):
        path = write_lines(tmp_path / "answers.jsonl", tasks)
        code, _, err = run(path, "-f", "prodigy", "--against", out, "-o", tmp_path / f"{number}.jsonl")
        assert (code, len(err.splitlines())) == (1, 2)
        assert [gold["doc_id"] for gold in lines(tmp_path / f"{number}.jsonl")] == ["a"]


def test_a_span_that_ends_inside_a_word_is_named_with_its_line(one, tmp_path, run):
    """Training data has no place for it, and it would be found out only there, without a file."""
    export(one, "brat", tmp_path / "review")
    path = correct("brat", tmp_path / "review", lambda ann: ann.replace("DRUG 0 5\tNorco", "DRUG 0 4\tNorc"))
    code, _, err = run(path, "-f", "brat", "--against", one, "-o", tmp_path / "gold.jsonl")
    assert code == 2
    assert err.startswith("imrx: a_b-") and err.endswith(".ann, line 1: DRUG 0-4: begins or ends inside a word\n")


def test_one_task_of_label_studio_that_does_not_fit_costs_no_other_its_gold(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER, "b": LETTER, "c": LETTER})
    export(out, "label-studio", tmp_path / "review")
    path = submitted(tmp_path / "review")
    tasks = json.loads(path.read_text(encoding="utf-8"))
    del tasks[1]["data"]["doc_id"]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    code, _, err = run(path, "-f", "label-studio", "--against", out, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    assert err.splitlines()[0] == "imrx: project.json, task 2: data.doc_id: Field required"
    assert [gold["doc_id"] for gold in lines(tmp_path / "gold.jsonl")] == ["a", "c"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_something_else_is_a_clear_line(one, tmp_path, run, name):
    contents = (b"", b"\xff\xfe\x00", b"Norco was denied", b"Norco\n" * 500, b"[]", b"{}", b"null", b'[{"data": 1}]')
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(content)
        code, _, err = run(path, "-f", name, "--against", one, "-o", tmp_path / f"{number}.jsonl")
        assert code == 2
        [line] = err.splitlines()
        assert line.startswith("imrx: ") and path.name in line and "Norco" not in line
        assert not (tmp_path / f"{number}.jsonl").exists()


def test_a_file_of_another_tool_is_one_line(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {str(number): LETTER for number in range(20)})
    for name in ("prodigy", "doccano", "label-studio"):
        export(out, name, tmp_path / name)
    for name, other in (("prodigy", "doccano"), ("doccano", "prodigy"), ("label-studio", "prodigy")):
        path = corrections(tmp_path / other, other)
        code, shown, err = run(path, "-f", name, "--against", out, "-o", tmp_path / "gold.jsonl")
        tool = {"prodigy": "Prodigy", "label-studio": "Label Studio"}.get(name, name)
        assert (code, shown, len(err.splitlines())) == (2, "", 1)
        assert err.startswith(f"imrx: {path}: no {tool} file (")
        assert err.endswith(f"): name its own --format, or export it from {tool} again\n")
        assert not (tmp_path / "gold.jsonl").exists()


def test_first_lines_that_do_not_fit_cost_the_others_nothing_as_long_as_one_does(nlp, tmp_path, run):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER})
    export(out, "doccano", tmp_path / "review")
    kept = (tmp_path / "review" / "doccano.jsonl").read_text(encoding="utf-8")
    path = tmp_path / "project.jsonl"
    path.write_text("{}\n" * (FIRST - 1) + kept, encoding="utf-8")
    code, _, err = run(path, "-f", "doccano", "--against", out, "-o", tmp_path / "gold.jsonl")
    assert (code, len(err.splitlines()), len(lines(tmp_path / "gold.jsonl"))) == (1, FIRST, 1)


def test_brat_files_without_their_other_half(one, tmp_path, run):
    export(one, "brat", tmp_path / "review")
    [text] = (tmp_path / "review").glob("*.txt")
    (tmp_path / "review" / "latin.ann").write_bytes(b"\xe9")
    (tmp_path / "review" / "latin.txt").write_bytes(b"Norco")
    text.unlink()
    code, _, err = run(tmp_path / "review", "-f", "brat", "--against", one, "-o", tmp_path / "gold.jsonl")
    assert code == 2
    assert err.splitlines() == [
        f"imrx: {text.stem}.ann: has no .txt beside it",
        "imrx: latin.ann: or its .txt is not UTF-8",
    ]


def change_text(name, folder, change):
    """Let a person change the text of the first letter."""
    path = corrections(folder, name)
    if name == "brat":
        file = folder / "a.txt"
        file.write_text(change(file.read_text()))
    elif name == "label-studio":
        tasks = json.loads(path.read_text())
        tasks[0]["data"]["text"] = change(tasks[0]["data"]["text"])
        path.write_text(json.dumps(tasks))
    else:
        first, *others = lines(path)
        write_lines(path, [{**first, "text": change(first["text"])}, *others])
    return path


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("requested", "requestee"),  # no span has another text
        lambda text: "A line.\n" + text,  # each has
        lambda text: text[:20],  # most have none
    ],
    ids=["a word", "a line", "cut"],
)
def test_a_text_that_is_not_that_of_the_letter_is_one_line(nlp, tmp_path, run, name, change):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER, "b": LETTER})
    export(out, name, tmp_path / "review")
    path = change_text(name, tmp_path / "review", change)
    code, _, err = run(path, "-f", name, "--against", out, "-o", tmp_path / "gold.jsonl")
    file = {"brat": "a.txt", "label-studio": "project.json, task 1"}.get(name, f"{name}.jsonl, line 1")
    assert (code, err.splitlines()[:-1]) == (1, [f"imrx: {file}: its text is not that of the letter 'a'"])
    assert [gold["doc_id"] for gold in lines(tmp_path / "gold.jsonl")] == ["b"]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("name", ["prodigy", "doccano"])
def test_json_that_is_cut_is_named_by_one_line_number(nlp, tmp_path, run, name, end):
    out = write_output(tmp_path / "out", nlp, {"a": LETTER})
    export(out, name, tmp_path / "review")
    kept = (tmp_path / "review" / f"{name}.jsonl").read_text(encoding="utf-8")
    path = tmp_path / "project.jsonl"
    path.write_text(kept + '{"text": "' + end, encoding="utf-8", newline="")
    code, _, err = run(path, "-f", name, "--against", out, "-o", tmp_path / "gold.jsonl")
    assert code == 1
    told = "Invalid JSON: EOF while parsing a string at column 10"
    assert err.splitlines()[0] == f"imrx: project.jsonl, line 2: {told}"


def test_usage_errors(one, tmp_path, run):
    (tmp_path / "gold.jsonl").write_text("somebody's own")
    path = write_lines(tmp_path / "project.jsonl", [])
    for arguments, message in (
        ([path, "--against", one, "-o", tmp_path / "gold.jsonl"], "gold.jsonl exists: name a new file"),
        ([tmp_path / "none", "--against", one, "-o", tmp_path / "new.jsonl"], "no such file or folder: "),
        ([path, "--against", tmp_path / "none", "-o", tmp_path / "new.jsonl"], "no annotated docs in "),
        ([one, "--against", one, "-o", tmp_path / "new.jsonl"], "is a folder: name the file that doccano wrote"),
    ):
        code, _, err = run(*arguments, "-f", "doccano")
        assert code == 2
        assert message in err and len(err.splitlines()) == 1
    assert (tmp_path / "gold.jsonl").read_text() == "somebody's own"
    assert not (tmp_path / "new.jsonl").exists()
