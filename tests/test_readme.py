"""What the README shows is what happens."""

import doctest
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

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


def test_every_component_stands_in_the_table(nlp):
    rows = re.findall(r"^\| `(imr_\w+)` \|", README, flags=re.MULTILINE)
    factories = {point.name for point in entry_points(group="spacy_factories")}
    assert set(rows) == {name for name in factories if name.startswith("imr_")}
    assert [name for name in rows if name in nlp.pipe_names] == nlp.pipe_names


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()
