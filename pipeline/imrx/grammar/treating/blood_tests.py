"""Blood tests: names that are one only in a list of them, since they name a medication or something else too.

    "Labs: TSH, lithium, vitamin D"   -> three tests, no medication
    "CBC, ESR, ANA, RF"               -> rheumatoid factor, no radiofrequency
    "Lithium and valproic acid levels", "Serum vitamin D"

Deliberately left alone: a name with a dose ("CBC, lithium 300 mg"), and a drug in front of a list ("lithium, CBC").
"""

from imrx.grammar.treating.items import LABORATORY, MEDICATION, Item, ItemGrammar
from imrx.grammar.treating.stems import Word


def read_blood_tests(text: str, words: list[Word], items: list[Item], grammar: ItemGrammar) -> None:
    """Put the tests that a title's lists of blood tests name in the place of the medications of these names."""
    measured = _measured(text, words, items, grammar)
    if not measured:
        return
    others = [item for item in items if item.kind and not any(_overlap(item, test) for test in measured)]
    named = sorted([*measured, *others], key=lambda item: item.start)
    tests: dict[int, Item] = {}
    last: Item | None = None
    for item in named:
        follows = last is not None and grammar.among_tests(text, last, item.start)
        last = item if item.kind == LABORATORY and (follows or grammar.begins_tests(text, item)) else None
        if last:
            tests[item.start] = item
    drugs = {item.start for item in items if item.rule == "treatment:drug"}
    levels = False
    for number in range(len(named) - 2, -1, -1):
        item, following = named[number : number + 2]
        if item.start in tests or following.start not in tests:
            continue
        levels = grammar.is_level(text, following) or (levels and following in measured)
        begin = named[number - 1].end if number else words[0].start
        bare = grammar.listed(text[item.end : following.start]) and grammar.only_joints(text[begin : item.start])
        if item.kind == LABORATORY and bare and (levels or item.start not in drugs):
            tests[item.start] = item
    found = [test for test in measured if test.start in tests]
    items[:] = [item for item in items if not any(_overlap(item, test) for test in found)] + found
    items.sort(key=lambda item: item.start)


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
