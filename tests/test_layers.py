"""Dependencies run one way: a module imports only from its own layer of CONTRIBUTING.md and from those above it."""

import ast
import re
import subprocess
import sys
from importlib.util import resolve_name
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline" / "imrx"
PAGE = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
LISTED = next(block for block in PAGE.split("```") if block.startswith("\nlabels,"))
LAYERS = [set(line.split(", ")) for line in LISTED.strip().splitlines()]
GRAMMAR = sorted((PACKAGE / "grammar").rglob("*.py"))
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


def layer(module: str) -> int:
    found = [index for index, names in enumerate(LAYERS) if module in names]
    assert found, f"{module} stands in no layer: add it to CONTRIBUTING.md"
    return found[0]


def package_of(path: Path) -> str:
    """The package that a file's relative imports count from."""
    return ".".join(("imrx", *path.relative_to(PACKAGE).parent.parts))


def imports(source: str, package: str) -> set[str]:
    """The imrx modules (first part below the package) that a source imports, however it writes that."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
            modules |= {f"{module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "imrx":
            modules.add(f"imrx.{node.attr}")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
            modules |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    names = {module.split(".")[1] for module in modules if module.startswith("imrx.")}
    return {name for name in names if not name.startswith("__") and name not in {"load", "annotate"}}


def interactions(source: str) -> set[str]:
    """What only the command line may do: print, ask, end the process, write to its streams, use typer."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found |= {node.id} & {"print", "input", "exit", "quit", "SystemExit"}
        elif isinstance(node, ast.Attribute):
            found |= {ast.unparse(node)} & {"sys.exit", "sys.stdout", "sys.stderr", "os._exit"}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & {"typer"}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").split(".")[0]} & {"typer"}
            if node.module in {"sys", "os"}:
                found |= {alias.name for alias in node.names} & {"exit", "stdout", "stderr", "_exit"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path):
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path.read_text(encoding="utf-8"), package_of(path)):
        assert layer(name) <= layer(own), f"{own} may not import {name}"


def test_every_module_stands_in_a_layer():
    names = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in MODULES}
    assert set().union(*LAYERS) == names


def test_no_two_parts_import_each_other():
    parts: dict[str, set[str]] = {}
    for path in MODULES:
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        parts.setdefault(own, set()).update(imports(path.read_text(encoding="utf-8"), package_of(path)))
    assert [(own, other) for own in parts for other in parts[own] - {own} if own in parts.get(other, ())] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "components").glob("*.py")), ids=lambda path: path.stem)
def test_components_do_not_import_each_other(path):
    assert "components" not in imports(path.read_text(encoding="utf-8"), package_of(path))


@pytest.mark.parametrize(
    "source",
    [
        "import imrx.cli.app",
        "import imrx.cli.app as app",
        "from imrx import cli",
        "from imrx.cli import app",
        "from imrx.cli.app import main",
        "from . import cli",
        "from .cli import app",
        "from .cli.app import main",
        "import imrx\nimrx.cli.main()",
        "import importlib\nimportlib.import_module('imrx.cli')",
        "def late():\n    from imrx.cli import app",
    ],
)
def test_every_way_to_import_is_seen(source):
    assert imports(source, "imrx") == {"cli"}


def test_a_relative_import_counts_from_its_package():
    assert imports("from ..cli import app\nfrom . import layouts", "imrx.grammar") == {"cli", "grammar"}


MAY = {
    "readers/pdf.py": {"sys.stdout"},  # the process that reads PDFs answers the one that started it
    "batch/cluster.py": {"sys.stderr"},  # asks whether somebody watches, for Ray's own progress bars
    "batch/pool.py": {"sys.exit"},  # ends a worker that runs the main process's script
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_exits_or_imports_typer(path):
    name = path.relative_to(PACKAGE).as_posix()
    if not name.startswith("cli/"):
        assert interactions(path.read_text(encoding="utf-8")) <= MAY.get(name, set())


@pytest.mark.parametrize(
    "source",
    [
        "print('x')",
        "show = print",
        "input()",
        "exit(1)",
        "quit()",
        "raise SystemExit(1)",
        "import sys\nsys.exit(1)",
        "import sys\nsys.stdout.write('x')",
        "import sys\nprogress = sys.stderr",
        "from sys import exit as leave",
        "import os\nos._exit(1)",
        "import typer.testing",
        "from typer import echo",
    ],
)
def test_every_way_to_talk_is_seen(source):
    assert len(interactions(source)) == 1


def test_the_grammar_does_not_know_spacy():
    """Nor does anything that it imports."""
    names = [".".join(("imrx", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in GRAMMAR]
    assert len(names) > 100
    code = f"import sys\nfor name in {names}:\n    __import__(name)\nassert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_component_leads_to_its_rules():
    """Each component and each part of the grammar stands in CONTRIBUTING.md, with tests and rules that are there."""
    rows = re.findall(r"^\| `(imr_\w+)` \| (.*?) \| .* \| (.*?) \|$", PAGE, flags=re.MULTILINE)
    assert {name for name, _, _ in rows} == {
        f"imr_{path.stem}" for path in (PACKAGE / "components").glob("[a-z]*.py")
    } - {"imr_tokenizer"}
    packages = {path.parent.name for path in GRAMMAR if path.parent.name != "grammar"}
    assert {package for _, rules, _ in rows for package in re.findall(r"`(\w+)/`", rules)} == packages
    modules = {path.stem for path in GRAMMAR if path.parent.name == "grammar" and path.stem != "__init__"}
    assert all(f"`{module}`" in PAGE for module in modules)
    for _, _, tests in rows:
        assert all((Path(__file__).parent / f"test_{name}.py").exists() for name in tests.split(", "))
