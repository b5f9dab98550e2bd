"""Blood tests: names that are one only in a list of them, since they name a medication or something else too.

    "Labs: TSH, lithium, vitamin D"   -> three tests, no medication
    "CBC, ESR, ANA, RF"               -> rheumatoid factor, no radiofrequency
    "Lithium and valproic acid levels", "Serum vitamin D"

Deliberately left alone: a name with a dose ("CBC, lithium 300 mg"), a drug without a heading ("lithium, CBC", "CBC,
Depakote"), and a name in a list with another medication ("Lasix, potassium, CMP").
"""

from itertools import pairwise

from imrx.grammar.treatments.items import INJECTION, LABORATORY, MEDICATION, SURGERY, Item, ItemGrammar
from imrx.grammar.treatments.stems import Word

OF_THE_SPINE = {INJECTION, SURGERY, "imaging"}
"""Families of treatments that are of levels of the spine."""


def read_blood_tests(text: str, words: list[Word], items: list[Item], grammar: ItemGrammar) -> None:
    """Put the tests that a title's lists of blood tests name in the place of the medications of these names."""
    items[:] = [item for item in items if not _is_vertebra(text, item, items, grammar)]
    measured = _measured(text, words, items, grammar)
    if not measured:
        return
    others = [item for item in items if item.kind and not any(_overlap(item, test) for test in measured)]
    named = sorted([*measured, *others], key=lambda item: item.start)
    drugs = {item.start for item in items if item.rule == "treatment:drug"}
    tests = _read_forwards(text, named, measured, drugs, grammar)
    levels = plain = False
    for number in range(len(named) - 2, -1, -1):
        item, following = named[number : number + 2]
        if item.start in tests or following.start not in tests:
            continue
        levels = grammar.is_level(text, following) or (levels and following in measured)
        begin = named[number - 1].end if number else words[0].start
        bare = grammar.in_tests(text, item, following) and grammar.only_joints(text[begin : item.start])
        if not (levels or following in measured):
            plain = _behind_drug(text, named, measured, number, grammar)
        if item.kind == LABORATORY and bare and (levels or not (plain or item.start in drugs)):
            tests.add(item.start)
    found = [test for test in measured if test.start in tests]
    items[:] = [item for item in items if not any(_overlap(item, test) for test in found)] + found
    items.sort(key=lambda item: item.start)


def _read_forwards(
    text: str, named: list[Item], measured: list[Item], drugs: set[int], grammar: ItemGrammar
) -> set[int]:
    """Where the tests begin that follow a test of the blood or a heading; a drug's name needs the heading.

    Those in front of another medication are none: "CBC, vitamin D and Norco".
    """
    tests: set[int] = set()
    last: Item | None = None
    headed = False
    for item in named:
        follows = last is not None and grammar.among_tests(text, last, item.start)
        headed = grammar.is_heading(text, item) or (headed and follows)
        listed = follows and (headed or item.start not in drugs)
        begins = item not in measured and grammar.begins_tests(text, item)
        last = item if item.kind == LABORATORY and (listed or begins or grammar.leveled(text, item)) else None
        if last:
            tests.add(item.start)
    for item, following in reversed(list(pairwise(named))):
        if item not in measured or grammar.leveled(text, item) or not grammar.in_tests(text, item, following):
            continue
        if following.kind == MEDICATION or (following in measured and following.start not in tests):
            tests.discard(item.start)
    return tests


def _behind_drug(text: str, named: list[Item], measured: list[Item], number: int, grammar: ItemGrammar) -> bool:
    """True where the names up to this one go on with a list of medications: "Fosamax, calcium, vitamin D, and CBC"."""
    while number and named[number] in measured and grammar.listed(text[named[number - 1].end : named[number].start]):
        number -= 1
    return named[number].kind == MEDICATION


def _is_vertebra(text: str, item: Item, items: list[Item], grammar: ItemGrammar) -> bool:
    """True for a level of the spine with the name of a test: "thoracic medial branch blocks *T3, T4*"."""
    if not grammar.vertebra.fullmatch(text, item.start, item.end):
        return False
    others = [other for other in items if other.kind and not grammar.vertebra.fullmatch(text, other.start, other.end)]
    before = [other for other in others if other.end <= item.start]
    behind = [other for other in others if other.start >= item.end]
    if not before or before[-1].family not in OF_THE_SPINE:
        return False
    first = next(other for other in items if other.start >= before[-1].end and other.kind)
    beside = all(m.lastgroup != "separator" for m in grammar.connectors(text[before[-1].end : first.start]))
    return beside or not (behind and behind[0].kind == LABORATORY)


def _measured(text: str, words: list[Word], items: list[Item], grammar: ItemGrammar) -> list[Item]:
    """The names that may be tests: those without a dose that are no part of a longer name of something else."""
    measured = [
        Item(found.start, found.end, LABORATORY, "treatment:laboratory")
        for found in grammar.measured.find(words)
        if grammar.measured_ends.match(text, found.end, words[-1].end)
    ]
    return [
        test
        for test in measured
        if all(
            item.kind == MEDICATION and test.start <= item.start and item.end <= test.end
            for item in items
            if _overlap(item, test)
        )
    ]


def _overlap(item: Item, other: Item) -> bool:
    return item.start < other.end and other.start < item.end
