"""The wheels in clean environments (ours, and the one `spacy package` makes of the saved pipeline), and the sdist."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LETTER = sorted((ROOT / "corpus" / "letters").glob("*.txt"))[0]


def run(*command, cwd):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, cwd=ROOT)
    return next(out.glob("imrx-*.whl"))


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """A new virtual environment with nothing but the wheel in it, and an empty folder to run from."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    run(folder / "venv" / "bin" / "pip", "install", "-q", wheel, cwd=folder)
    return folder


def test_the_sdist_holds_what_its_pages_and_tests_name(tmp_path):
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path, cwd=ROOT)
    (archive,) = tmp_path.glob("imrx-*.tar.gz")
    run("tar", "-xf", archive, cwd=tmp_path)
    unpacked = tmp_path / archive.name.removesuffix(".tar.gz")
    tests = ("test_readme", "test_docs", "test_benchmarks", "test_layers", "test_train")
    run(sys.executable, "-m", "pytest", *(f"tests/{name}.py" for name in tests), cwd=unpacked)


def test_the_wheel_puts_one_package_at_the_top(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"imrx"}
    patterns = {path.relative_to(ROOT).as_posix() for path in (ROOT / "patterns").rglob("*.*") if path.is_file()}
    assert {f"imrx/{name}" for name in patterns} <= set(names)
    assert {"imrx/models/rules.cfg", "imrx/py.typed"} <= set(names)


def test_the_wheel_annotates(clean):
    out = run(clean / "venv" / "bin" / "imrx", "annotate", LETTER, cwd=clean)
    assert [issue["decision"]["label"] for issue in json.loads(out)["issues"]] == ["overturned", "overturned"]


def test_a_missing_extra_is_named(clean):
    (clean / "letter.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    command = [clean / "venv" / "bin" / "imrx", "annotate", clean / "letter.pdf"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=clean, check=False)
    assert done.returncode == 2
    assert "imrx[pdf]" in done.stderr
    assert "Traceback" not in done.stderr


LOAD = """
import sys, json, spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(open(sys.argv[2], encoding="utf-8", newline="").read())
print(json.dumps([[span.text, span.label_] for span in doc.spans["sc"]]))
"""


def test_spacy_package(clean, nlp):
    python = clean / "venv" / "bin" / "python"
    run(clean / "venv" / "bin" / "imrx", "assemble", "built", cwd=clean)
    run(clean / "venv" / "bin" / "pip", "install", "-q", "build", cwd=clean)
    (clean / "packaged").mkdir()
    run(python, "-W", "ignore", "-m", "spacy", "package", "built", "packaged", "--build", "wheel", cwd=clean)
    made = next((clean / "packaged").rglob("en_imrx_rules-*.whl"))
    run(clean / "venv" / "bin" / "pip", "install", "-q", made, cwd=clean)
    out = run(python, "-W", "ignore", "-c", LOAD, "en_imrx_rules", LETTER, cwd=clean)
    doc = nlp(LETTER.read_bytes().decode("utf-8"))
    assert json.loads(out) == [[span.text, span.label_] for span in doc.spans["sc"]]
