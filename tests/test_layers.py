"""Dependencies run one way: a module imports only from its own layer and those in front of it in `LAYERS`."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline" / "imrx"
LAYERS = [
    {"labels", "contractions", "extensions", "resources", "component", "letter", "lexemes", "places", "garbage"},
    {"grammar"},
    {"components"},
    {"record"},
    {
        "annotated",
        "importers",
        "readers",
        "verify",
        "writers",
        "gold",
        "evaluate",
        "negex_format",
        "lexicon",
        "query",
        "splits",
    },
    {"batch", "train"},
    {"cli", "__main__"},
]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


def layer(module: str) -> int:
    found = [index for index, names in enumerate(LAYERS) if module in names]
    assert found, f"{module} stands in no layer: add it to LAYERS"
    return found[0]


def imports(path: Path) -> set[str]:
    """The imrx modules (first part below the package) that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "imrx":
            parts = node.module.split(".")
            names |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return {name for name in names if not name.startswith("__") and name not in {"load", "annotate"}}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path):
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path):
        assert layer(name) <= layer(own), f"{own} may not import {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "components").glob("*.py")), ids=lambda path: path.stem)
def test_components_do_not_import_each_other(path):
    assert "components" not in imports(path)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_exits_or_imports_typer(path):
    if path.relative_to(PACKAGE).parts[0] == "cli":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exit", "input"}
        if isinstance(node, ast.Import):
            assert "typer" not in {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module != "typer"
