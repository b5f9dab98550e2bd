"""Whose attribute it is: links strengths, doses, quantities and the rest to the drugs of one sentence.

    Norco 10/325mg #60 and Klonopin 0.5mg #60        each to the drug in front of it
    30 tablets of Valium; six to eight Norco daily   to the drug behind
    a 60-tablet, two-refill supply of Norco          the same
    Flurbiprofen 20%, Baclofen 5% in cream base      "cream" to both, as one compound
    Tramadol (Ultram) 50mg                           Ultram is a synonym: 50mg is tramadol's

An attribute belongs to the nearest drug that nothing but filling words separates from it, never to the last one seen.
The words that may stand between are data (`fillers`, `competitors`, `clause_words` of `patterns/sig.json`).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable

from imrx.grammar.dosing.compounds import Compounds
from imrx.grammar.dosing.links import SENTENCE_END, WORD, Links, LinkWords
from imrx.grammar.dosing.sentence_parts import Attribute, DosedDrug, attribute_text, pieces_between, within
from imrx.grammar.dosing.synonyms import beside_ingredients, find_synonyms
from imrx.grammar.words import folded_lower
from imrx.labels import DOSAGE, DURATION, FORM, FREQUENCY, QUANTITY, REFILLS, ROUTE, STRENGTH

NUMBERED = re.compile(r"-\d{1,3}\b")
"""A number that is a part of the drug's name, in front of its form: "Theraproxen-90 kit"."""

ONE_EACH = frozenset({REFILLS, FREQUENCY, DOSAGE, DURATION, ROUTE})
LISTING = re.compile(r"[\s,;/()]*(?:and\b|&|\+)?[\s,(]*", re.IGNORECASE)
"""What stands between the drugs of a list and their attributes."""

JOINED = re.compile(r"\band\b|[,&]", re.IGNORECASE)
"""What makes several of one attribute: "tid and bid"."""

LOOSE = frozenset({FREQUENCY, DURATION, DOSAGE})
BEHIND = frozenset({STRENGTH, QUANTITY, REFILLS, DOSAGE, DURATION, FORM, ROUTE, FREQUENCY})

FARTHEST_LEFT = 120
"""So many characters behind its drug, or behind the last attribute of it, an attribute may stand."""

WORDS_BETWEEN = 8
"""So many words at most stand between a drug and how much, how often or how long."""

WORDS_TO_FORM = 6
WORDS_TO_STRENGTH = 5
"""The same for what is a part of the product's name."""

PURPOSE = re.compile(r",?\s*\b(?:for|as)\s[^#;()]*")
"""What a drug is for: "Norco | for pain |, #60"."""

WORDS_OF_PURPOSE = 10
WORDS_UNKNOWN = 4
"""So many words at most stand in front of a supply: those of a purpose ("Norco for pain, #60"), and any others."""

ANOTHER_REACH = 40
"""How many characters behind the first dose or frequency a second one of the same drug may stand."""

RESPECTIVE_REACH = 60
"""How many characters behind a list of drugs the list of what each of them has may begin."""

EXTRA_REACH = 160
"""How many characters behind how often a further dose may be told."""

FARTHEST_RIGHT = 200
"""So many characters in front of its drug an attribute may stand, others between them: "60 tablets, 2 refills, of"."""


def link(
    text: str,
    start: int,
    drugs: list[DosedDrug],
    attributes: list[Attribute],
    words: LinkWords,
    others: Callable[[str], bool] | None = None,
) -> Links:
    """Link the attributes of one sentence to its drugs, both in order.

    Args:
        text: the letter.
        start: the sentence's first character.
        drugs: at least one.
        attributes: matches of the grammar, none inside of a drug, a citation or a MED value.
        words: what may stand between.
        others: of a title, whether a stretch of it asks for something else; null for a sentence.
    """
    synonyms, ends = find_synonyms(text, drugs, attributes, words)
    linker = _Linker(text, start, drugs, attributes, words, synonyms, ends, others)
    for index in range(len(attributes)):
        linker.place(index)
    linker.find_extras()
    shared = Compounds(text, drugs, attributes, words, synonyms, linker.pairs)
    compounds, lists = shared.find()
    shared.share(compounds)
    beside = beside_ingredients(text, drugs, synonyms, attributes)
    return Links(sorted(linker.pairs), synonyms, compounds, lists, linker.uneven, beside)


class _Linker:
    """One sentence in the making."""

    def __init__(
        self,
        text: str,
        start: int,
        drugs: list[DosedDrug],
        attributes: list[Attribute],
        words: LinkWords,
        synonyms: dict[int, int],
        ends: list[int],
        others: Callable[[str], bool] | None,
    ) -> None:
        self.text, self.start, self.drugs, self.attributes, self.words = text, start, drugs, attributes, words
        self.synonyms, self.others = synonyms, others
        self.chain = ends
        self.drug_ends = [drug.end for drug in drugs]
        self.pairs: list[tuple[int, int]] = []
        self.owner: dict[int, int] = {}
        self.own: defaultdict[int, dict[str, Attribute]] = defaultdict(dict)
        self.uneven: set[int] = set()
        self.served: dict[str, int] = {}  # label -> so many drugs, from the first on, all have it
        self.respective = self._find_respective()

    def place(self, index: int) -> None:
        """Link one attribute, or leave it alone."""
        attribute = self.attributes[index]
        outer = self._outer(index)
        if outer is not None:
            if outer in self.owner:
                self._pair(self.owner[outer], index)
            return
        if index in self.respective:
            drug = self.respective[index]
            if drug is not None:
                self._pair(drug, index)
            return
        behind = bisect_right(self.drug_ends, attribute.start)
        host = self._root(behind - 1) if behind else None
        uneven = set(self.uneven)
        left = host is not None and self._fits_left(attribute, host)
        right = behind < len(self.drugs) and self._fits_right(attribute, behind)
        if left and right and host is not None:
            right = self._prefers_right(attribute, host, behind)
        if right:
            if host is not None and self.drugs[host].ingredients != self.drugs[behind].ingredients:
                self.uneven = uneven  # "4 tablets per day and | 2 | Soma": no second dose of the first drug
            self._pair(self._root(behind), index)
        elif left and host is not None:
            if self._is_step(attribute, host):
                self.uneven.add(host)  # the day is not one dose times one frequency
            for drug in self._sharers(attribute, host, behind):
                self._add(drug, index)
            self._pair(host, index)

    def _find_respective(self) -> dict[int, int | None]:
        """Attribute -> its drug, where a list of them goes with a list of drugs: "10/325 mg and 350 mg, respectively".

        Null where there are more or fewer of them than drugs, "tid and bid" of three: whose each of them is stays
        open. A single one is the last drug's own.
        """
        found: dict[int, int | None] = {}
        for last, attribute in enumerate(self.attributes):
            if not self.words.respectively.match(self.text, attribute.end):
                continue
            first = last
            while first and self._is_joined(self.attributes[first - 1], self.attributes[first]):
                first -= 1
            start = self.attributes[first].start
            behind = bisect_right(self.drug_ends, start)
            if not behind or start - self.drug_ends[behind - 1] > RESPECTIVE_REACH:
                continue
            host = self._root(behind - 1)
            drugs = sorted({host, *self._listed("", host, behind)})
            outer = [index for index in range(first, last + 1) if self._outer(index) is None]
            if len(drugs) < 2 or not outer:
                continue
            for label in dict.fromkeys(self.attributes[index].label for index in outer):
                same = [index for index in outer if self.attributes[index].label == label]
                if len(same) == len(drugs):
                    found.update(zip(same, drugs, strict=True))
                elif len(same) > 1 or JOINED.search(attribute_text(self.text, self.attributes[same[0]])):
                    found.update(dict.fromkeys(same))
        return found

    def _is_joined(self, one: Attribute, two: Attribute) -> bool:
        """True for two items of a list, or one inside of the other."""
        return one.end > two.start or LISTING.fullmatch(self.text, one.end, two.start) is not None

    def find_extras(self) -> None:
        """Mark the drugs of which more may be taken than how often says: "bid plus 1 extra tablet prn".

        What stands right in front of the next drug is its own: "and one additional | Soma", "a rescue dose of | Norco".
        """
        for host, had in self.own.items():
            if FREQUENCY not in had:
                continue
            end = had[FREQUENCY].end
            behind = bisect_right(self.drug_ends, end)
            following = self.drugs[behind].start if behind < len(self.drugs) else min(len(self.text), end + EXTRA_REACH)
            extra = self.words.extra.match(self.text, end, following)
            if extra is not None and (
                behind == len(self.drugs) or self.text[extra.end() : following].strip() not in ("", "of")
            ):
                self.uneven.add(host)

    def _sharers(self, attribute: Attribute, host: int, behind: int) -> list[int]:
        """The drugs in front that have it too: "one twice daily for all", "Metformin, Lisinopril 10 mg, #90 each".

        "Each" stands in front as well, "Norco and Soma, each #60".

        A strength is shared by drugs of as many ingredients: "Norco and Percocet 10/325mg each".
        """
        words = {word.lower() for word in WORD.findall(self.text[self.chain[host] : attribute.start])}
        each = self.words.each.match(self.text, attribute.end) is not None
        if attribute.label in (QUANTITY, STRENGTH) or (attribute.label == REFILLS and each):
            if not each and not (attribute.label == QUANTITY and words and words <= self.words.everyone):
                return []
            parts = len(self.drugs[host].ingredients)
            return [
                drug
                for drug in self._listed(attribute.label, host, behind)
                if attribute.label != STRENGTH or len(self.drugs[drug].ingredients) == parts
            ]
        if attribute.label not in ONE_EACH or not words & self.words.everyone:
            return []
        served = self.served.get(attribute.label, 0)
        self.served[attribute.label] = behind - 1
        drugs = sorted({self._root(number) for number in range(served, behind - 1)} - {host})
        return [drug for drug in drugs if attribute.label not in self.own[drug]]

    def _listed(self, label: str, host: int, behind: int) -> list[int]:
        """The drugs of one list that ends with the one in front of an attribute, none of them with its own."""
        found: list[int] = []
        for number in range(behind - 1, 0, -1):
            before = self._root(number - 1)
            pieces = pieces_between(self.text, self.attributes, self.drugs[number - 1].end, self.drugs[number].start)
            if label in self.own[before] or not all(LISTING.fullmatch(piece) for piece in pieces):
                break
            if before not in (host, *found):
                found.append(before)
        return found

    def _outer(self, index: int) -> int | None:
        """The dose or quantity that a form stands in."""
        attribute = self.attributes[index]
        for other in range(max(0, index - 1), index):
            if self.attributes[other].start <= attribute.start and attribute.end <= self.attributes[other].end:
                return other
        return None

    def _root(self, drug: int) -> int:
        return self.synonyms.get(drug, drug)

    def _add(self, drug: int, index: int) -> None:
        attribute = self.attributes[index]
        self.pairs.append((drug, index))
        self.own[drug].setdefault(attribute.label, attribute)

    def _pair(self, drug: int, index: int) -> None:
        self._add(drug, index)
        self.owner[index] = drug
        self.chain[drug] = max(self.chain[drug], self.attributes[index].end)

    def _fits_left(self, attribute: Attribute, host: int) -> bool:
        gap = self.text[self.chain[host] : attribute.start]
        if len(gap) > FARTHEST_LEFT or SENTENCE_END.search(gap):
            return False
        gap = self.words.aside.sub(" ", gap)
        label = attribute.label
        if label == DOSAGE:
            gap = self.words.most.sub("", gap)
        had = self.own[host]
        if self._is_supply_behind(attribute, host):
            return True
        if label in ONE_EACH and label in had:
            if label in (FREQUENCY, DOSAGE) and self._is_another(attribute, host, gap):
                self.uneven.add(host)
            return False
        if label == FREQUENCY and not self._is_own_frequency(attribute, host, gap):
            return False
        found = [word.lower() for word in WORD.findall(gap)]
        fillers = all(word in self.words.fillers for word in found)
        joined = any(word in self.words.joined for word in found)
        if label in (FORM, ROUTE):
            if self.chain[host] == self.drugs[host].end and (numbered := NUMBERED.match(gap)):
                return not gap[numbered.end() :].strip()
            near = fillers and not joined and len(found) <= WORDS_TO_FORM
            return near and not self._is_next_item(attribute, host, gap) and not self.words.supplied_with.search(gap)
        if label == STRENGTH and fillers:
            return len(found) <= WORDS_TO_STRENGTH and (not joined or STRENGTH in had)
        if label == STRENGTH:
            return self._is_step(attribute, host) or self._is_changed(attribute, host)
        if fillers and len(found) <= WORDS_BETWEEN:
            return True
        if label in (QUANTITY, REFILLS) and (
            self._behind_titration(attribute, host) or self._behind_instructions(attribute, host)
        ):
            return True
        if any(word in self.words.competitors or word in self.words.clause for word in found):
            return False
        if label in LOOSE:
            return (
                len(found) <= WORDS_BETWEEN
                and not joined
                and (not re.search(r"[;,]", gap) or self._behind_purpose(gap, label))
                and not any(word[0].isdigit() for word in found)
                and not (label == FREQUENCY and self._is_of_purpose(gap))
            )
        inner = gap.strip(" \n\t\r\f.:(-").rstrip(",;")
        told, _, rest = inner.partition(";")
        purpose = PURPOSE.fullmatch(told) is not None and all(
            word.lower() in self.words.fillers for word in WORD.findall(rest)
        )
        return len(found) <= WORDS_OF_PURPOSE and (
            purpose or (not joined and "," not in inner and ";" not in inner and len(found) <= WORDS_UNKNOWN)
        )

    def _behind_purpose(self, gap: str, label: str) -> bool:
        """True where only what a drug is for and filling words stand in front: "for severe pain only, up to".

        How often must be said of its taking, "was given for nausea, to be taken": what it is for may come as often.
        """
        before, _, rest = gap.partition(",")
        purpose = PURPOSE.search(before)
        words = [word.lower() for word in WORD.findall(rest)]
        fillers = [*words, *map(str.lower, WORD.findall(before[: purpose.start()] if purpose else before))]
        if purpose is None or not self.words.fillers.issuperset(fillers):
            return False
        return label == DOSAGE or (label == FREQUENCY and not self.words.dose_verbs.isdisjoint(words))

    def _is_of_purpose(self, gap: str) -> bool:
        """True where what a drug is for comes so often, and not its doses: "for headaches that occur about".

        "For pain that is severe | every 6 hours" tells of the doses.
        """
        purpose = PURPOSE.search(gap)
        words = [word.lower() for word in WORD.findall(purpose.group())] if purpose is not None else []
        if self.words.relatives.isdisjoint(words) or not self.words.dose_verbs.isdisjoint(words):
            return False
        passed = self.words.fillers - self.words.recurring - self.words.supplied
        return next(word for word in reversed(words) if word not in passed) in self.words.recurring

    def _is_next_item(self, attribute: Attribute, host: int, gap: str) -> bool:
        """True for a cream that is another item: "OxyContin, a compounded cream", "Norco was refilled with a cream".

        Only a brand of what is in no cream is surely not the cream itself, unlike "Voltaren, topical gel".
        """
        spread = attribute.value["name"] in self.words.spread or (
            attribute.label == ROUTE and self.words.of_spread.match(self.text, attribute.end) is not None
        )
        drug = self.drugs[host]
        if not gap.strip() or not spread or drug.topical or not drug.branded:
            return False
        strength = self.own[host].get(STRENGTH)
        if strength is not None and strength.value[0]["unit"] == "%":
            return False
        return self.words.in_creams.isdisjoint(drug.ingredients)

    def _behind_titration(self, attribute: Attribute, host: int) -> bool:
        """True where only the second step of a titration stands between: "QHS x 7 days, then 1 cap BID, # 60"."""
        pieces = pieces_between(self.text, self.attributes, self.chain[host], attribute.start)
        return len(pieces) > 1 and all(
            word.lower() in self.words.steps for piece in pieces for word in WORD.findall(piece)
        )

    def _behind_instructions(self, attribute: Attribute, host: int) -> bool:
        """True in a title where nothing else that is asked for stands between: "25mg, titrate to 100mg BID, #120".

        What stands behind "per" is where it was asked for ("per RFA dated 6/5/15"); a strength that no dose rises to
        may be that of a drug which is not known. Where the instructions let the dose change, the day is not one dose
        times one frequency: "TID, may take one extra, #120".
        """
        if self.others is None or (attribute.label == QUANTITY and QUANTITY in self.own[host]):
            return False
        start = self.chain[host]
        for index in within(self.attributes, start, attribute.start):
            before = WORD.findall(self.text[start : self.attributes[index].start])
            if self.attributes[index].label == STRENGTH and (not before or before[-1].lower() not in self.words.steps):
                return False
        pieces = " ".join(pieces_between(self.text, self.attributes, start, attribute.start))
        asked = self.words.reports.sub(" ", pieces)
        if self.others(asked):
            return False
        if not self.words.changing.isdisjoint(word.lower() for word in WORD.findall(asked)):
            self.uneven.add(host)
        return True

    def _is_step(self, attribute: Attribute, host: int) -> bool:
        """True for the next strength of a titration: "75 mg BID x 2 weeks then 150 mg BID"."""
        had = self.own[host]
        if attribute.label != STRENGTH or STRENGTH not in had or FREQUENCY not in had:
            return False
        words = {word.lower() for word in WORD.findall(self.text[self.chain[host] : attribute.start])}
        again = attribute_text(self.text, attribute).lower() == attribute_text(self.text, had[STRENGTH]).lower()
        return words <= self.words.steps and not words <= self.words.fillers and not again

    def _is_changed(self, attribute: Attribute, host: int) -> bool:
        """True for the strength that a regimen was changed to, where how often follows: "was increased to 30 mg bid".

        Without that it is rather the sum of a day, and none.
        """
        start = self.drugs[host].end
        if self.chain[host] != start or not self.words.changed.fullmatch(self.text, start, attribute.start):
            return False
        behind = within(self.attributes, attribute.end, len(self.text))
        following = self.attributes[behind.start] if behind else None
        return (
            following is not None
            and following.label == FREQUENCY
            and following.value["per_day"] is not None
            and not self.text[attribute.end : following.start].strip()
            and not self.words.not_changed.match(self.text, following.end)
        )

    def _is_supply_behind(self, attribute: Attribute, host: int) -> bool:
        """True for the supply behind a titration's steps: "BID x 2 weeks then 150 mg BID, thirty day supply"."""
        if attribute.label != DURATION or DURATION not in self.own[host]:
            return False
        supply = attribute_text(self.text, attribute).lower().endswith(self.words.supply)
        return supply and self._behind_titration(attribute, host)

    def _is_another(self, attribute: Attribute, host: int, gap: str) -> bool:
        """True for a second dose or frequency near the first one that says something else."""
        apart = (self.words.competitors | self.words.clause) - self.words.steps
        if len(gap) > ANOTHER_REACH or any(word.lower() in apart for word in WORD.findall(gap)):
            return False
        surface = attribute_text(self.text, attribute)
        if attribute.label == FREQUENCY and (attribute.value["per_day"] is None or self.words.per.fullmatch(surface)):
            return False
        if not gap.strip(" \n\t\r\f,(") and folded_lower(surface) in self.words.meals:
            return False  # "q12h with meals" says when, not how often again
        if attribute.label == DOSAGE and self.words.per.match(self.text[attribute.end : attribute.end + 20].lstrip()):
            return False
        if any(word.lower() in self.words.steps - self.words.fillers for word in WORD.findall(gap)):
            return True
        first = self.own[host][attribute.label]
        return attribute_text(self.text, first).lower() != surface.lower() and first.value.get("per_day", 1) is not None

    def _is_own_frequency(self, attribute: Attribute, host: int, gap: str) -> bool:
        """False for "activities of daily living", "a day" without a number, the weeks of a course of visits."""
        surface = attribute_text(self.text, attribute)
        if surface.lower().endswith(self.words.before_life) and self.words.life.match(self.text, attribute.end):
            return False
        if self.words.per.fullmatch(surface):
            return not gap.strip()
        if attribute.value["per_day"] is not None and attribute.value["per_day"] < 0.5:
            begin = max(self.start, self.drugs[host].start - 80)
            before = [self.attributes[index] for index in within(self.attributes, begin, attribute.start)]
            often = [each for each in before if each.label == FREQUENCY]  # "every 6 hours" of another drug
            clause = " ".join(pieces_between(self.text, often, begin, attribute.start))
            return not any(word.lower() in self.words.competitors for word in WORD.findall(clause))
        return True

    def _gap_right(self, attribute: Attribute, drug: int) -> str:
        """What stands between an attribute and the drug behind it, other attributes left out."""
        return " ".join(pieces_between(self.text, self.attributes, attribute.end, self.drugs[drug].start))

    def _fits_right(self, attribute: Attribute, drug: int) -> bool:
        label = attribute.label
        if self.drugs[drug].start - attribute.end > FARTHEST_RIGHT:
            return False
        gap = self._gap_right(attribute, drug)
        match = (self.words.counted if label == DOSAGE else self.words.of).match(gap)
        if label == STRENGTH and self.words.of_strengths.match(gap):
            return True
        if label == FORM and not gap.strip() and "\n" not in gap and self._is_release(attribute):
            return True
        if match is None or label not in BEHIND or (label in ONE_EACH and label in self.own[self._root(drug)]):
            return False
        if label in (REFILLS, FORM, DURATION, FREQUENCY):
            return match["of"] is not None
        return True

    def _is_release(self, attribute: Attribute) -> bool:
        """True for a release in words, which may stand in front of the name: "extended release morphine".

        The "ER" in front of a name may be a room.
        """
        return folded_lower(attribute_text(self.text, attribute)) in self.words.releases

    def _prefers_right(self, attribute: Attribute, host: int, behind: int) -> bool:
        """Where an attribute fits both: the drug behind, where "of" or a separator in front of it says so."""
        gap = self.text[self.chain[host] : attribute.start]
        right = self._gap_right(attribute, behind)
        if right.strip():
            return True
        if attribute.label == STRENGTH and STRENGTH in self.own[host]:
            return True
        if attribute.label == FORM and gap.strip() in ("(", ","):
            return False  # of both names, "Opana (immediate release oxymorphone)", or of the first
        return bool(gap.strip(" \n\t\r\f"))
