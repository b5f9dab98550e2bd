"""What the README shows is what happens."""

import doctest
import json
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from imrx.record import make_record

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_examples_print_what_they_say(monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
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


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()
