"""What tells two products of one opioid and strength apart: the release, and the time of day where one list has both.

MS Contin 15 mg bid and morphine IR 15 mg bid                 "er", "ir"
OxyContin 10 mg bid, Soma 350 mg tid, oxycodone 10 mg bid     "er", "ir": a list names no product twice
Norco 10/325 mg in the morning and Norco 10/325 mg at night   "in the morning", "at night"
Norco 10/325 mg bid, Norco 10/325 mg bid                      `UNCLEAR`: a slip, or two prescriptions
He takes Norco 10/325 mg bid. He refilled Norco 10/325 mg bid.   null: one, which is told twice
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from imrx.grammar.dosing.links import WORD, Limited, pieces_between
from imrx.grammar.dosing.values import is_time_of_day

UNCLEAR = "unclear"
"""What one list has twice, and nothing says whether it is taken twice."""

RELEASES = ("er", "ir")
"""Of what is sold both ways; a tablet that melts or is coated may be either."""

PURPOSE = re.compile(r"\bfor(?:\s+[a-z-]{1,20}){1,4}(?=\s*(?:[,;.]|$)|\s+and\b)")
"""What a drug in a list is for, in lower case: "for baseline pain"."""

REACH = 400
"""How many characters behind an opioid the same one may stand in one list with it."""


class Opioid(NamedTuple):
    """A mention of an opioid: its offsets, what it is (ingredients, strengths), its release and how often it is taken.

    `often` is the frequency as written, in lower case, or empty.
    """

    start: int
    end: int
    what: tuple[frozenset[str], tuple[float, ...]]
    release: str | None
    often: str


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
            often = {
                index: opioid.often for index, opioid in enumerate(opioids) if found[index] == release and opioid.often
            }
            if len(often) > 1:
                parts = self._are_parts(list(often.values()))
                for index, each in often.items():
                    found[index] = each if parts else UNCLEAR
        return found

    def _is_listed(self, text: str, before: Opioid, opioid: Opioid, spans: Sequence[Limited]) -> bool:
        """True where nothing but items of a list stands between two mentions."""
        if opioid.start - before.end > REACH:
            return False
        pieces = " ".join(pieces_between(text, spans, before.end, opioid.start)).lower()
        return all(word.isdigit() or word in self._joints for word in WORD.findall(PURPOSE.sub(" ", pieces)))

    def _releases(self, releases: list[str | None]) -> list[str | None]:
        """The releases of one list; with one that is named, the plain name beside it is the other."""
        named = set(releases) - {None}
        if len(named) != 1 or None not in releases:
            return list(releases)
        (other,) = set(RELEASES) - named
        return [release or other for release in releases]

    def _are_parts(self, often: list[str]) -> bool:
        """True for the doses of a day: "in the morning" and "at night", "bid" and "at bedtime"."""
        others = [each for each in often if not is_time_of_day(each, self._times)]
        return len(set(often)) == len(often) and len(others) < 2
