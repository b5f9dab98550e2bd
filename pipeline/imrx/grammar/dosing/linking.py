"""Whose attribute it is: links strengths, doses, quantities and the rest to the drugs of one sentence.

    Norco 10/325mg #60 and Klonopin 0.5mg #60        each to the drug in front of it
    30 tablets of Valium; six to eight Norco daily   to the drug behind
    Flurbiprofen 20%, Baclofen 5% in cream base      "cream" to both, as one compound
    Tramadol (Ultram) 50mg                           Ultram is a synonym: 50mg is tramadol's

An attribute belongs to the nearest drug that nothing but filling words separates from it, never to the last one seen.
The words that may stand between are data (`fillers`, `competitors`, `clause_words` of `patterns/sig.json`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from spacy.tokens import Span

from imrx.grammar.dosing.numbers import alternatives
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, REFILLS, ROUTE, STRENGTH

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?][\"'”)]*\s+(?=[A-Z][a-z])")
OPENS = re.compile(
    r"[\s®™,]*\(\s*(?:generic|brand|aka|a\.k\.a\.|formerly|i\.e\.,?|or|name|for|of|\s){0,6}$", re.IGNORECASE
)
OF_STRENGTHS = re.compile(
    r"(?:\s|,|and\b|the\b|both\b)*(?:strengths?|doses?|dosages?)\s+of\s+(?:the\s+)?$", re.IGNORECASE
)
OF = re.compile(r"\s*(?P<of>of\s+)?(?:(?:the|generic|brand|name|his|her)\s+){0,3}$", re.IGNORECASE)
BETWEEN = re.compile(r"[\s,/+&;•()-]*(?:(?:and|with|plus|w)\b)?[\s,/+&-]*$", re.IGNORECASE)
ONE_EACH = frozenset({REFILLS, FREQUENCY, DOSAGE, DURATION, ROUTE})
SHARED = frozenset({FORM, ROUTE, QUANTITY, REFILLS, FREQUENCY, DURATION, DOSAGE})
LOOSE = frozenset({FREQUENCY, DURATION, DOSAGE})
BEHIND = frozenset({STRENGTH, QUANTITY, REFILLS, DOSAGE, DURATION, FORM, ROUTE})
PER = re.compile(r"(?:per|an?|/)\s*(?:day|night|week|month|d)\b", re.IGNORECASE)


class LinkDrug(NamedTuple):
    """A drug of the sentence: offsets, ingredients, and whether it is a brand."""

    start: int
    end: int
    ingredients: tuple[str, ...]
    branded: bool


class Attribute(NamedTuple):
    """An attribute of the sentence: offsets, label and value."""

    start: int
    end: int
    label: str
    value: Any


class Links(NamedTuple):
    """Pairs of drug and attribute (by index), drug -> the drug it is a synonym of, and runs of one compound each."""

    pairs: list[tuple[int, int]]
    synonyms: dict[int, int]
    compounds: list[list[int]]
    lists: list[list[int]]


class LinkWords:
    """The words of `patterns/sig.json` that decide what may stand between a drug and its attribute."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.fillers = frozenset(table["fillers"])
        self.joined = frozenset(table["joined_fillers"])
        self.everyone = frozenset(table["everyone"])
        self.competitors = frozenset(table["competitors"])
        self.clause = frozenset(table["clause_words"])
        self.pre_list = frozenset(table["pre_list"])
        self.topical = frozenset(table["topical_forms"])
        self.life = re.compile(rf"\s+(?:of\s+)?{alternatives(table['day_life'])}\b", re.IGNORECASE)


def by_sentence(drugs: list[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """Drugs in order, grouped by their sentence: its first character, the one after its last, its drugs.

    Asks each drug for its sentence, because going through all sentences of a letter costs more.
    """
    group: list[Span] = []
    start = end = -1
    for drug in drugs:
        if drug.start_char >= end:
            if group:
                yield start, end, group
            sent = drug.sent
            start, end, group = sent.start_char, sent.end_char, []
        group.append(drug)
    if group:
        yield start, end, group


def link(text: str, start: int, drugs: list[LinkDrug], attributes: list[Attribute], words: LinkWords) -> Links:
    """Link the attributes of one sentence to its drugs, both in order.

    Args:
        text: the letter.
        start: the sentence's first character.
        drugs: at least one.
        attributes: matches of the grammar, none inside of a drug, a citation or a MED value.
        words: what may stand between.
    """
    synonyms, ends = find_synonyms(text, drugs)
    linker = _Linker(text, start, drugs, attributes, words, synonyms, ends)
    for index in range(len(attributes)):
        linker.place(index)
    compounds, lists = linker.find_runs()
    linker.share(compounds)
    return Links(sorted(linker.pairs), synonyms, compounds, lists)


def find_synonyms(text: str, drugs: list[LinkDrug]) -> tuple[dict[int, int], list[int]]:
    """Which drug is another name of the one before it, in brackets or behind a slash; where each name ends."""
    synonyms: dict[int, int] = {}
    ends = [drug.end for drug in drugs]
    for index in range(1, len(drugs)):
        drug, before = drugs[index], drugs[index - 1]
        root = synonyms.get(index - 1, index - 1)
        if not set(drug.ingredients) & set(drugs[root].ingredients):
            continue
        gap = text[before.end : drug.start]
        inside = index - 1 in synonyms and ")" not in gap and len(gap) < 30
        slash = gap.strip() in ("/", "-", "\u2013", "") and drug.ingredients == before.ingredients
        opened = (
            len(gap) < 60
            and "(" in gap
            and ")" not in gap
            and OPENS.search(gap[gap.index("(") - 1 if gap.index("(") else 0 :])
        )
        if inside or slash or (opened and not SENTENCE_END.search(gap)):
            synonyms[index] = root
            close = text.find(")", drug.end, drug.end + 60)
            ends[root] = drug.end if slash or close < 0 else max(ends[root], drug.end)
    return synonyms, ends


class _Linker:
    """One sentence in the making."""

    def __init__(
        self,
        text: str,
        start: int,
        drugs: list[LinkDrug],
        attributes: list[Attribute],
        words: LinkWords,
        synonyms: dict[int, int],
        ends: list[int],
    ) -> None:
        self.text, self.start, self.drugs, self.attributes, self.words = text, start, drugs, attributes, words
        self.synonyms = synonyms
        self.chain = ends
        self.pairs: list[tuple[int, int]] = []
        self.owner: dict[int, int] = {}

    def place(self, index: int) -> None:
        """Link one attribute, or leave it alone."""
        attribute = self.attributes[index]
        outer = self._outer(index)
        if outer is not None:
            if outer in self.owner:
                self._pair(self.owner[outer], index)
            return
        before = [number for number, drug in enumerate(self.drugs) if drug.end <= attribute.start]
        behind = len(before)
        host = self._root(before[-1]) if before else None
        left = host is not None and self._fits_left(attribute, host)
        right = behind < len(self.drugs) and self._fits_right(attribute, behind)
        if left and right and host is not None:
            right = self._prefers_right(attribute, host, behind)
        if right:
            self._pair(self._root(behind), index)
        elif left and host is not None:
            words = {word.lower() for word in WORD.findall(self.text[self.chain[host] : attribute.start])}
            if attribute.label in ONE_EACH and words & self.words.everyone:
                for drug in sorted({self._root(number) for number in before[:-1]} - {host}):
                    if attribute.label not in self._labels(drug):
                        self.pairs.append((drug, index))
            self._pair(host, index)

    def _outer(self, index: int) -> int | None:
        """The dose or quantity that a form stands in."""
        attribute = self.attributes[index]
        for other in range(max(0, index - 1), index):
            if self.attributes[other].start <= attribute.start and attribute.end <= self.attributes[other].end:
                return other
        return None

    def _root(self, drug: int) -> int:
        return self.synonyms.get(drug, drug)

    def _pair(self, drug: int, index: int) -> None:
        self.pairs.append((drug, index))
        self.owner[index] = drug
        self.chain[drug] = max(self.chain[drug], self.attributes[index].end)

    def _labels(self, drug: int) -> set[str]:
        return {self.attributes[index].label for host, index in self.pairs if host == drug}

    def _fits_left(self, attribute: Attribute, host: int) -> bool:
        gap = self.text[self.chain[host] : attribute.start]
        if len(gap) > 120 or SENTENCE_END.search(gap):
            return False
        label = attribute.label
        had = self._labels(host)
        if label in ONE_EACH and label in had:
            return False
        if label == FREQUENCY and not self._is_own_frequency(attribute, host, gap):
            return False
        found = [word.lower() for word in WORD.findall(gap)]
        fillers = all(word in self.words.fillers for word in found)
        joined = any(word in self.words.joined for word in found)
        if label in (FORM, ROUTE):
            return fillers and not joined and len(found) <= 5
        if label == STRENGTH:
            return fillers and len(found) <= 5 and (not joined or STRENGTH in had)
        if fillers and len(found) <= 8:
            return True
        if any(word in self.words.competitors or word in self.words.clause for word in found):
            return False
        if label in LOOSE:
            return (
                len(found) <= 8
                and not joined
                and not re.search(r"[;,]", gap)
                and not any(word[0].isdigit() for word in found)
            )
        inner = gap.strip(" \n\t\r\f.:(-").rstrip(",;")
        purpose = re.match(r",?\s*(?:for|as)\s[^#;()]*$", inner) is not None
        return len(found) <= 10 and (
            purpose or (not joined and "," not in inner and ";" not in inner and len(found) <= 4)
        )

    def _is_own_frequency(self, attribute: Attribute, host: int, gap: str) -> bool:
        """False for "activities of daily living", "a day" without a number, the weeks of a course of visits."""
        surface = self.text[attribute.start : attribute.end]
        if surface.lower().endswith(("daily", "day")) and self.words.life.match(self.text, attribute.end):
            return False
        if PER.fullmatch(surface):
            return not gap.strip()
        if attribute.value["per_day"] is not None and attribute.value["per_day"] < 0.5:
            clause = self.text[max(self.start, self.drugs[host].start - 80) : attribute.start]
            return not any(word.lower() in self.words.competitors for word in WORD.findall(clause))
        return True

    def _gap_right(self, attribute: Attribute, drug: int) -> str:
        """What stands between an attribute and the drug behind it, other attributes left out."""
        position, pieces = attribute.end, []
        for other in self.attributes:
            if other.start >= position and other.end <= self.drugs[drug].start:
                pieces.append(self.text[position : other.start])
                position = other.end
        pieces.append(self.text[position : self.drugs[drug].start])
        return " ".join(pieces)

    def _fits_right(self, attribute: Attribute, drug: int) -> bool:
        label = attribute.label
        gap = self._gap_right(attribute, drug)
        match = OF.match(gap)
        if label == STRENGTH and OF_STRENGTHS.match(gap):
            return True
        if match is None or label not in BEHIND or (label in ONE_EACH and label in self._labels(self._root(drug))):
            return False
        if label in (REFILLS, FORM, DURATION):
            return match["of"] is not None
        return True

    def _prefers_right(self, attribute: Attribute, host: int, behind: int) -> bool:
        """Where an attribute fits both: the drug behind, where "of" or a separator in front of it says so."""
        gap = self.text[self.chain[host] : attribute.start]
        right = self._gap_right(attribute, behind)
        if right.strip():
            return True
        if attribute.label == STRENGTH and STRENGTH in self._labels(host):
            return True
        return bool(gap.strip(" \n\t\r\f"))

    # Compounds

    def find_runs(self) -> tuple[list[list[int]], list[list[int]]]:
        """Runs of drugs that are the ingredients of one compound, and those that only share a list of strengths."""
        hosts = [index for index in range(len(self.drugs)) if index not in self.synonyms]
        strengths: dict[int, list[Attribute]] = {}
        for drug, index in self.pairs:
            if self.attributes[index].label == STRENGTH:
                strengths.setdefault(drug, []).append(self.attributes[index])
        runs: list[list[int]] = []
        for first, second in pairwise(hosts):
            if self._adjoins(first, second, strengths):
                if runs and runs[-1][-1] == first:
                    runs[-1].append(second)
                else:
                    runs.append([first, second])
        compounds, lists = [], []
        for run in runs:
            percents = [d for d in run if any(value["unit"] == "%" for a in strengths.get(d, ()) for value in a.value)]
            last = strengths.get(run[-1], [])
            many = any(len(a.value) == len(run) for a in last) and not any(strengths.get(d) for d in run[:-1])
            if many:
                lists.append(run)
            if not any(self.drugs[d].branded for d in run) and (
                len(percents) >= max(2, len(run) - 1) or (self._topical(run) and (many or self._slashed(run)))
            ):
                compounds.append(run)
        return compounds, lists

    def _adjoins(self, first: int, second: int, strengths: dict[int, list[Attribute]]) -> bool:
        own = [a for d in (first, second) for a in strengths.get(d, ())]
        start, end = self.drugs[first].end, self.drugs[second].start
        position, pieces = start, []
        for attribute in sorted(own):
            if start <= attribute.start and attribute.end <= end:
                pieces.append(self.text[position : attribute.start])
                position = attribute.end
        pieces.append(self.text[position:end])
        return BETWEEN.match(" ".join(pieces)) is not None

    def _slashed(self, run: list[int]) -> bool:
        return all(re.search(r"[/+-]", self.text[self.drugs[a].end : self.drugs[b].start]) for a, b in pairwise(run))

    def _topical(self, run: list[int]) -> bool:
        for drug, index in self.pairs:
            attribute = self.attributes[index]
            if drug == run[-1] and attribute.label == FORM and attribute.value["name"] in self.words.topical:
                return True
            if drug == run[-1] and attribute.label == STRENGTH and attribute.value[0]["unit"] == "%":
                return True
        return False

    def share(self, compounds: list[list[int]]) -> None:
        """Give each ingredient what stands behind the last of them, or in front of the first."""
        for run in compounds:
            shared = [i for d, i in self.pairs if d == run[-1] and self.attributes[i].label in SHARED]
            first = self.drugs[run[0]].start
            for index, attribute in enumerate(self.attributes):
                if index not in self.owner and attribute.label in SHARED and attribute.end <= first:
                    gap = self.text[attribute.end : first]
                    if len(gap) < 80 and all(w.lower() in self.words.pre_list for w in WORD.findall(gap)):
                        shared.append(index)
                        self.pairs.append((run[-1], index))
                        self.owner[index] = run[-1]
            self.pairs += [(drug, index) for drug in run[:-1] for index in shared if (drug, index) not in self.pairs]
