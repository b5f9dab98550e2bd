"""The cost of a letter, counted rather than timed; `benchmarks/speed.py` has the times."""

import gc
import random
import re
import sys

import pytest

import imrx
from imrx.grammar.case.credentials import split_specialties
from imrx.grammar.sentences.reading import LONGEST_SENTENCE
from imrx.record import make_record

FEW, MANY = 12, 24
"""Both so many that what is only looked for in long sections is looked for in both: passages in capitals."""


def calls(function, *given):
    """How many functions are called, written in Python or C, while one is."""
    count = 0

    def see(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        function(*given)
    finally:
        sys.setprofile(before)
    return count


def costs(nlp, text):
    """The calls of each component, of the tokenizer and of the record, for one letter, and none of what is freed."""
    gc.collect()
    gc.disable()
    try:
        return _costs(nlp, text)
    finally:
        gc.enable()


def _costs(nlp, text):
    with nlp.memory_zone():
        nlp(text)  # what is compiled at its first use
        found = {"tokenizer": calls(nlp.make_doc, text)}
        doc = nlp.make_doc(text)
        for name, component in nlp.pipeline:
            found[name] = calls(component, doc)
        found["record"] = calls(make_record, doc, nlp.meta)
    return found


def longer(text, times):
    """A letter with its disputed items many times over, and with its summary many times as long."""
    start, end = text.index("CLINICAL CASE SUMMARY"), text.index("IMR ISSUES, DECISIONS AND RATIONALES")
    return text[:start] + text[start:end] * times + text[end:] * times


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_grows_no_faster_than_the_letter(nlp, seed, number):
    few, many = (costs(nlp, longer(seed(number), times)) for times in (FEW, MANY))
    growth = {name: round(many[name] / few[name], 2) for name in many}
    assert {name: times for name, times in growth.items() if times > 1.1 * MANY / FEW} == {}


def operations(function, *given):
    """How many operations of Python's are done while a function is called, those of each loop among them."""
    count = 0

    def enter(frame, event, argument):
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    def step(frame, event, argument):
        nonlocal count
        if event == "opcode":
            count += 1
        return step

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        function(*given)
    finally:
        sys.settrace(before)
    return count


REPEATED: list[str | tuple[str, str]] = [
    "adequately) ",
    "better ",
    "worsening severe ",
    "Tessalon #60 ",
    "Norco 10mg 5mg ",
    "each Norco 10mg ",
    "Terocin 9ml menthol 10%-lidocaine 5% (capsaicin 1%) ",
    "propafenone 10/325mg ",
    "Flurbiprofen 20% / Lidocaine 5% cream 240 gm, ",
    "compound cream 240 gm of Flurbiprofen 20%, Lidocaine 5%, ",
    "Flurbiprofen/Lidocaine cream 20/5%, ",
    "Norco and Soma all twice daily, ",
    "no pain or ",
    "no pain, ",
    "a cane or ",
    "#8/day ",
    "ODG; page 3, ",
    "flexion of 40 ",
    "40 degrees of flexion and ",
    "4/5 left strength in the ",
    "x-rays of the knee on ",
    ("The patient can ", "walk, "),
    ("Tried ", "therapy, and failed "),
    "radiating to the left ",
    ("MAXIMUS guideline: Decision based on Non-MTUS Citation ", "Knee; "),
    ("Take Norco ", "tablet "),
]


@pytest.mark.parametrize("words", REPEATED)
def test_words_without_an_end_cost_no_more_each(nlp, words):
    lead, again = words if isinstance(words, tuple) else ("", words)
    short, long = (lead + again * (length // len(again)) for length in (2 * LONGEST_SENTENCE, 6 * LONGEST_SENTENCE))
    for _ in range(2):  # what is compiled at its first use, and in front of a second letter
        nlp(long)
    assert operations(nlp, long) < 1.3 * 3 * operations(nlp, short)


@pytest.mark.parametrize("name", ["Neurology", "Physical Medicine and Rehabilitation", "Head"])
def test_specialties_cost_no_more_each(name):
    def cost(times):
        return operations(split_specialties, " and ".join([name] * times), known)

    known = frozenset({"neurology", "physical medicine and rehabilitation"})
    assert cost(600) < 1.1 * 3 * cost(200)


def test_loading_compiles_no_expression(monkeypatch):
    """They are compiled when a letter asks: `imrx.grammar.expressions`."""
    compiled = []

    def see(pattern, flags=0, compile=re.compile):
        compiled.append(sys._getframe(1).f_globals["__name__"])
        return compile(pattern, flags)

    monkeypatch.setattr(re, "compile", see)
    imrx.load()
    assert [module for module in compiled if module.startswith("imrx")] == []


@pytest.mark.slow
def test_the_vocabulary_does_not_grow(nlp, seed):
    def size():
        return sum(1 for _ in nlp.vocab), len(nlp.vocab.strings)

    chance = random.Random(0)
    before = size()
    for _ in range(20):
        with nlp.memory_zone():
            for _ in range(25):
                words = seed(chance.randrange(5)).split(" ")
                words[::9] = ("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in words[::9])
                make_record(nlp(" ".join(words)), nlp.meta)
    assert size() == before
