"""What tells two products of one opioid and strength apart: the release, and the time of day where one list has both.

MS Contin 15 mg bid and morphine IR 15 mg bid                 "er", "ir"
OxyContin 10 mg bid, Soma 350 mg tid, oxycodone 10 mg bid     "er", "ir": a list names no product twice
Norco 10/325 mg in the morning and Norco 10/325 mg at night   "in the morning", "at night"
Norco 10/325 mg bid, Norco 10/325 mg bid                      `UNCLEAR`: a slip, or two prescriptions
MSIR 15 mg tid, morphine 15 mg tid                            `UNCLEAR`: brand and name of what is sold one way
He takes Norco 10/325 mg bid. Norco 10/325 mg bid helps.      null: one, which is told twice
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from imrx.grammar.dosing.grammar import DATE, SHORT_DATE
from imrx.grammar.dosing.links import WORD
from imrx.grammar.dosing.sentence_parts import Limited, pieces_between, within
from imrx.grammar.dosing.values import is_time_of_day
from imrx.grammar.expressions import expression

UNCLEAR = "unclear"
"""What one list has twice, and nothing says whether it is taken twice."""

IR = "ir"

RELEASES = ("er", IR)
"""Of what is sold both ways; a tablet that melts or is coated may be either."""

LIST_END = re.compile(r"(?P<number>(?<!\S)\d{1,2})?[.!?][\"'”)]*\s+(?=[A-Z])|\n[^\S\n]*\n")
"""What ends a list: a sentence that is not an item's number, or a paragraph."""

PURPOSE = re.compile(r"\bfor(?:\s+[a-z-]{1,20}){1,4}(?=\s*(?:[,;.]|$)|\s+and\b)")
"""What a drug in a list is for, in lower case: "for baseline pain"."""

REACH = 400
"""How many characters behind an opioid the same one may stand in one list with it."""


class Opioid(NamedTuple):
    """A mention of an opioid: its offsets, what it is (ingredients, strengths), its release and how often it is taken.

    `often` is the frequency as written, in lower case, or empty, and `per_day` its times a day.
    """

    start: int
    end: int
    what: tuple[frozenset[str], tuple[float, ...]]
    release: str | None
    often: str
    per_day: float | None


def ingredients_of(drug: Mapping[str, Any]) -> frozenset[str]:
    """The names of what a drug is made of."""
    return frozenset(each["name"] for each in drug["ingredients"])


def amounts_of(strengths: Iterable[Mapping[str, Any]]) -> tuple[float, ...]:
    """The strength of a product: its amounts whose ingredient is known."""
    return tuple(sorted({each["value"] for each in strengths if each["ingredient"] is not None}))


class ProductWords:
    """The words of `patterns/sig.json` by which products are told apart."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._joints = frozenset(table["taking"]["item_words"]).union(table["list_joints"]) - set(table["not_listing"])
        self._times = table["times_of_day"]
        self._parts = {word: part for part, words in table["day_parts"].items() for word in words}
        self._date = expression(rf"{DATE}|{SHORT_DATE}", re.IGNORECASE)
        self._brands = {brand: release for release, brands in table["brand_releases"].items() for brand in brands}

    def release(self, name: str, forms: Sequence[Mapping[str, Any]]) -> str | None:
        """`er` or `ir`, as the letter writes it, else that in which the brand alone is sold; or null."""
        written = next((form["release"] for form in forms if form["release"] is not None), self._brands.get(name))
        return written if written in RELEASES else None

    def told_apart(self, text: str, opioids: Sequence[Opioid], spans: Sequence[Limited]) -> list[str | None]:
        """For each mention what tells its product from another one of the same opioid and strength, or null.

        Args:
            text: the letter.
            opioids: in order.
            spans: all drugs and their attributes, in order, an outer one before an inner.
        """
        found: list[str | None] = [opioid.release for opioid in opioids]
        lists: dict[tuple[frozenset[str], tuple[float, ...]], list[list[int]]] = {}
        for index, opioid in enumerate(opioids):
            before = lists.setdefault(opioid.what, [])
            if before and self._is_listed(text, opioids[before[-1][-1]], opioid, spans):
                before[-1].append(index)
            else:
                before.append([index])
        for listed in (each for runs in lists.values() for each in runs if len(each) > 1):
            for index, product in zip(listed, self._of_list([opioids[index] for index in listed]), strict=True):
                found[index] = product
        return found

    def _of_list(self, opioids: list[Opioid]) -> list[str | None]:
        """What tells the mentions of one list apart."""
        found = self._releases([opioid.release for opioid in opioids])
        for release in dict.fromkeys(found):
            same = {index: opioid for index, opioid in enumerate(opioids) if found[index] == release and opioid.often}
            if len(same) > 1:
                parts = self._are_parts(list(same.values()))
                for index, each in same.items():
                    found[index] = each.often if parts else UNCLEAR
        return found

    def _is_listed(self, text: str, before: Opioid, opioid: Opioid, spans: Sequence[Limited]) -> bool:
        """True where nothing but items of a list stands between two mentions."""
        if opioid.start - before.end > REACH:
            return False
        for end in LIST_END.finditer(text, before.end, opioid.end):
            number = end.start("number")
            if number < 0 or any(spans[i].end > number for i in within(spans, before.end, number + 1)):
                return False
        pieces = " ".join(pieces_between(text, spans, before.end, opioid.start)).lower()
        return self._date.search(pieces) is None and all(
            word.isdigit() or word in self._joints for word in WORD.findall(PURPOSE.sub(" ", pieces))
        )

    def _releases(self, releases: list[str | None]) -> list[str | None]:
        """The releases of one list; beside one that is named a plain name is what is sold without one."""
        return [release or IR for release in releases] if any(releases) else releases

    def _are_parts(self, opioids: list[Opioid]) -> bool:
        """True for the doses of a day: "in the morning" and "at night", "bid" and "at bedtime".

        "At night" and "at bedtime" are one dose, and so may be "bid" and "in the morning and at night".
        """
        others = [each for each in opioids if not is_time_of_day(each.often, self._times)]
        parts = [
            self._parts.get(word.removeprefix("q"), word)
            for each in opioids
            if each not in others
            for word in re.sub(r"[.-]", "", each.often).split()
            if word.removeprefix("q") in self._times
        ]
        if len(set(parts)) < len(parts):
            return False
        return not others or (len(others) == len(parts) == 1 and (others[0].per_day or 0) > 1)
