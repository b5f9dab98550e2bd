"""Exports as a person hands them back: what tests change in them, and the command that reads them."""

import json

from commands import lines, shell

LETTER = "Norco 10/325mg #60 was requested. There is no evidence of functional improvement. Neck pain was noted."


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


def run_import(monkeypatch, capsys, *args):
    """Run `imrx import` as a shell does: exit code, standard output, standard error."""
    return shell(monkeypatch, capsys, "import", *args)
