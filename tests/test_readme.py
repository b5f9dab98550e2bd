"""What the README and the page on Python show is what happens."""

import doctest
import json
import re
import shutil
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from imrx.extensions import SPAN_ATTRIBUTES
from imrx.labels import ATTRIBUTE_OF, LABELS
from imrx.record import make_record
from imrx.record.parse import parse_record

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_examples_print_what_they_say(monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README + PYTHON, flags=re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.tries > 8
    assert runner.failures == 0


def test_the_excerpt_is_a_part_of_the_record(nlp):
    """The passages stand in the letter that the command names, and the values in its record."""
    name = re.search(r"^\$ imrx annotate (\S+)$", README, flags=re.MULTILINE)[1]
    letter = (ROOT / name).read_bytes().decode("utf-8")
    passages = re.search(r"```text\n(.*?)```", README, flags=re.DOTALL)[1].splitlines()
    assert all(" ".join(passage.split()) in " ".join(letter.split()) for passage in passages)
    excerpt = json.loads(re.search(r"```json\n(.*?)```", README, flags=re.DOTALL)[1])
    assert is_part(excerpt, make_record(nlp(letter), nlp.meta))


def is_part(part, whole):
    """True where an object has these keys and values among others, and a list these items among others, in order."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and is_part(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        rest = iter(whole)
        return all(any(is_part(item, other) for other in rest) for item in part)
    return part == whole


def test_every_component_stands_in_the_table(nlp):
    rows = re.findall(r"^\| `(imr_\w+)` \|", README, flags=re.MULTILINE)
    factories = {point.name for point in entry_points(group="spacy_factories")}
    assert set(rows) == {name for name in factories if name.startswith("imr_")}
    assert [name for name in rows if name in nlp.pipe_names] == nlp.pipe_names


SPANS = (ROOT / "docs" / "spans.md").read_text(encoding="utf-8")


def test_every_label_and_attribute_is_in_the_table_of_spans(nlp, letters):
    """With every key that the values in the letters have."""
    rows = re.findall(r"^\| `([A-Z]+)` \| (?:`span\._\.(\w+)`)? ?\| (.+) \|$", SPANS, flags=re.MULTILINE)
    assert sorted({label for label, _, _ in rows}) == sorted(LABELS)
    assert {label: name for label, name, _ in rows if name and name != "medication"} == ATTRIBUTE_OF
    assert set(re.findall(r"`span\._\.([a-z]\w*)`", SPANS)) == set(SPAN_ATTRIBUTES)
    for text in letters.values():
        values = nlp(text).user_data
        for _, name, holds in rows:
            keys = {key for (_, other, *_), value in values.items() if other == name for key in keys_of(value)}
            assert keys <= set(re.findall(r"`(\w+)`", holds)), name


def keys_of(value):
    if isinstance(value, list):
        return {key for item in value for key in keys_of(item)}
    return {*value} if isinstance(value, dict) else set()


def test_which_component_needs_which(nlp):
    """As the components declare it, but for `doc.spans`, which all share."""
    metas = {name: nlp.get_pipe_meta(name) for name in nlp.pipe_names}
    expected = {
        name: sorted(
            other for other in metas if other != name and set(metas[other].assigns) & set(meta.requires) - {"doc.spans"}
        )
        for name, meta in metas.items()
    }
    rows = re.findall(r"^\| `(imr_\w+)` \|(.*)\|$", SPANS, flags=re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", needs) for name, needs in rows} == expected


def test_components_that_may_be_left_out(nlp, seed):
    for name in nlp.pipe_names:
        if name != "imr_sentences":
            with nlp.select_pipes(disable=name):
                record = make_record(nlp(seed(4)), nlp.meta)
            assert json.loads(json.dumps(parse_record(json.dumps(record).encode()))) == record, name


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no checkout")
def test_what_the_commands_write_is_ignored():
    pages = [README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))]
    commands = [line for page in pages for line in re.findall(r"^(?:\$ )?imrx .*", page, flags=re.MULTILINE)]
    written = {name for line in commands for name in re.findall(r"(?:-o|--output|>) ([\w.-]+)(?=\s|$)", line)}
    assert {"out", "review", "gold.jsonl", "training"} <= written
    for name in sorted(written):
        file = name if "." in name else f"{name}/x"
        assert subprocess.run(["git", "check-ignore", "-q", file], cwd=ROOT).returncode == 0, name


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)", PYTHON))
def test_links_of_the_page_on_python_lead_somewhere(target):
    assert (ROOT / "docs" / target).exists()
