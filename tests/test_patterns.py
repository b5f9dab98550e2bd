"""The tables in `patterns/`: each is described, and each is read by the pipeline."""

from pathlib import Path

import pytest

from imrx.resources import MODELS, PATTERNS, pattern_files

README = (PATTERNS / "README.md").read_text(encoding="utf-8")
NAMES = [path.relative_to(PATTERNS).as_posix() for path in pattern_files()]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_described(name):
    assert Path(name).name in README


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_read(name):
    config = (MODELS / "rules.cfg").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "pipeline").rglob("*.py"))
    assert f'"{name}"' in config or f'"{name}"' in code
