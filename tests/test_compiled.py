"""Compiled expressions are kept between processes, and count only where they are what `re.compile` gives."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import imrx
from imrx import compiled
from imrx.compiled import Compiler, as_pattern, cache_file, compiled_code, read, write
from imrx.grammar import expressions

SOURCE = r"(?P<n>\d+)\s*(?P<unit>mg|g)\b"

READ_ONE = """
import json, sys
import imrx
from imrx import compiled
from imrx.grammar.expressions import compile_the_rest
counts = []
compile_one = compiled.compiled_code
compiled.compiled_code = lambda *given: counts.append(1) or compile_one(*given)
record = imrx.annotate(open(sys.argv[1], encoding="utf-8").read())
compile_the_rest()
print(json.dumps({"compiled": len(counts), "record": record}))
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "expressions.bin"
    monkeypatch.setattr(compiled, "cache_file", lambda: path)
    return path


@pytest.fixture
def counted(monkeypatch):
    """What is compiled anew."""
    asked = []
    monkeypatch.setattr(compiled, "compiled_code", lambda *given: asked.append(given) or compiled_code(*given))
    return asked


def test_every_expression_of_the_pipeline_is_what_python_compiles(file):
    imrx.load()
    waiting = {(each.pattern, int(each.flags)) for each in expressions._NOT_COMPILED}
    assert len(waiting) > 1000
    write(file, {key: compiled_code(*key) for key in waiting})
    kept = read(file)
    assert kept.keys() == waiting
    assert [key for key, code in kept.items() if as_pattern(key[0], code) != re.compile(*key)] == []


def test_a_second_process_compiles_nothing(file, counted):
    for times in (1, 1):
        compiler = Compiler()
        pattern = compiler.compile(SOURCE, re.IGNORECASE)
        assert pattern == re.compile(SOURCE, re.IGNORECASE)
        assert pattern.match("10 MG").groupdict() == {"n": "10", "unit": "MG"}
        compiler.keep()
        assert len(counted) == times


def test_processes_ask_for_the_same_expressions_and_read_the_same(tmp_path, letters):
    letter = tmp_path / "one.txt"
    letter.write_text(next(iter(letters.values())), encoding="utf-8")
    environment = {"XDG_CACHE_HOME": str(tmp_path), "PATH": "", "SYSTEMROOT": ""}
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", READ_ONE, letter], capture_output=True, check=True, env=environment
            ).stdout
        )
        for _ in range(2)
    ]
    assert runs[0]["compiled"] > 1000
    assert runs[1]["compiled"] == 0
    assert runs[0]["record"] == runs[1]["record"]


def test_what_others_kept_stays(file):
    """Also what another process wrote meanwhile, and what a second pipeline of the same process compiled later."""
    mine, other = Compiler(), Compiler()
    mine.compile("one", 0)
    other.compile("two", 0)
    other.keep()
    mine.keep()
    mine.compile("three", 0)
    mine.keep()
    assert {source for source, _ in read(file)} == {"one", "two", "three"}


def test_the_file_begins_anew_before_it_grows_too_long(file, monkeypatch):
    monkeypatch.setattr(compiled, "MOST", 2)
    for source in ("one", "two", "three"):
        compiler = Compiler()
        compiler.compile(source, 0)
        compiler.keep()
    assert {source for source, _ in read(file)} == {"three"}


def test_nothing_new_writes_nothing(file):
    compiler = Compiler()
    compiler.compile(SOURCE, 0)
    compiler.keep()
    file.chmod(0o400)
    before = file.stat().st_mtime_ns
    compiler = Compiler()
    compiler.compile(SOURCE, 0)
    compiler.keep()
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "other"])
def test_a_damaged_file_counts_for_nothing(file, counted, damage):
    write(file, {(SOURCE, 0): compiled_code(SOURCE, 0)})
    content = bytearray(file.read_bytes())
    content[content.index(b"m\0\0\0")] ^= 1  # "mg" would be looked for as "lg"
    file.write_bytes({"flipped": content, "cut": content[:-30], "empty": b"", "other": b"x" * 100}[damage])
    compiler = Compiler()
    assert compiler.compile(SOURCE, 0) == re.compile(SOURCE)
    assert len(counted) == 1
    compiler.keep()
    assert (SOURCE, 0) in read(file)


def test_a_folder_that_cannot_be_made_is_not_missed(file):
    file.parent.write_text("no folder")
    compiler = Compiler()
    assert compiler.compile(SOURCE, 0) == re.compile(SOURCE)
    compiler.keep()
    assert file.parent.read_text() == "no folder"


@pytest.mark.parametrize("folder", ["~/.cache/imrx", None])
def test_without_a_home_nothing_is_kept(tmp_path, monkeypatch, folder):
    """Where there is no home, some versions of platformdirs give a relative path, and others fail."""

    def user_cache_path(*_, **__):
        if folder is None:
            raise RuntimeError("could not determine the home directory")
        return Path(folder)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(compiled, "user_cache_path", user_cache_path)
    compiler = Compiler()
    assert compiler.compile(SOURCE, 0) == re.compile(SOURCE)
    compiler.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_the_functions_compiles_as_usual(file, monkeypatch):
    monkeypatch.setattr(compiled, "_engine", None)
    compiler = Compiler()
    assert compiler.compile(SOURCE, 0) == re.compile(SOURCE)
    compiler.keep()
    assert not file.exists()


def test_a_mistake_is_an_error_as_in_re(file):
    with pytest.raises(re.error, match="missing"):
        Compiler().compile("(", 0)


def test_each_python_has_a_file_of_its_own(monkeypatch):
    here = cache_file()
    monkeypatch.setattr(sys, "version", sys.version + " of another build")
    assert cache_file() != here
