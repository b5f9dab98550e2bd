import pickle
import re

import pytest

import imrx
from imrx.compiled import Compiler
from imrx.grammar.expressions import compile_the_rest, expression

SOURCE = r"(?P<n>\d+)\s*(?P<unit>mg|g)\b"


def test_it_answers_like_a_compiled_pattern():
    given, compiled = expression(SOURCE, re.IGNORECASE), re.compile(SOURCE, re.IGNORECASE)
    text = "10 MG and 5g of 3 mgs"
    assert [match.span() for match in given.finditer(text, 3)] == [match.span() for match in compiled.finditer(text, 3)]
    assert given.findall(text) == compiled.findall(text)
    assert given.sub("_", text) == compiled.sub("_", text)
    assert given.split(text) == compiled.split(text)
    for method in ("match", "search", "fullmatch"):
        assert repr(getattr(given, method)(text)) == repr(getattr(compiled, method)(text))
    assert given.groupindex == compiled.groupindex
    assert (given.pattern, given.flags) == (SOURCE, re.IGNORECASE)


def test_it_is_compiled_at_the_first_question():
    given = expression("(")
    with pytest.raises(re.error):
        given.search("")


def test_it_is_compiled_once_whatever_is_asked(monkeypatch):
    given = expression(SOURCE)
    assert given.groups == 2
    monkeypatch.setattr(Compiler, "compile", None)
    assert given.subn("_", "10 mg") == ("_", 1)
    assert given.groupindex == {"n": 1, "unit": 2}


@pytest.mark.parametrize("used", [False, True])
def test_it_can_be_pickled(used):
    given = expression(SOURCE)
    if used:
        given.search("10 mg")
    again = pickle.loads(pickle.dumps(given))
    assert again.pattern == SOURCE
    assert again.search("take 10 mg")["n"] == "10"


def test_the_rest_is_compiled_once(monkeypatch):
    waiting, asked = expression(SOURCE), expression(SOURCE)
    asked.search("10 mg")
    compiled, compile_one = [], Compiler.compile
    monkeypatch.setattr(Compiler, "compile", lambda self, *given: compiled.append(given) or compile_one(self, *given))
    compile_the_rest()
    assert compiled.count((SOURCE, 0)) == 1
    compile_the_rest()
    assert compiled.count((SOURCE, 0)) == 1
    assert waiting.search("10 mg")["n"] == "10"


def test_a_second_letter_finds_every_expression_compiled(monkeypatch):
    nlp = imrx.load()
    nlp("He takes Norco.")
    waiting = expression(SOURCE)
    nlp("He takes Norco.")
    monkeypatch.setattr(Compiler, "compile", None)
    assert waiting.search("10 mg")["n"] == "10"
