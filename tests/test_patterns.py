"""The tables in `patterns/`: each is described, and each is read by the pipeline."""

from pathlib import Path

import pytest

import imrx.resources
from imrx.resources import MODELS, PATTERNS, pattern_files, read_table

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


@pytest.mark.parametrize("row", ["one", "one,two,three", ""])
def test_a_row_of_another_width_is_named_by_its_line(row, tmp_path, monkeypatch):
    (tmp_path / "drugs.csv").write_text(f"name,kind\nNorco,brand\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(imrx.resources, "PATTERNS", tmp_path)
    with pytest.raises(ValueError, match=r"drugs\.csv, line 3: \d values in a table of 2 columns"):
        read_table("drugs.csv")
