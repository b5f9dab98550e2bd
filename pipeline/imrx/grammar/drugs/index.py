"""The index of drug names: which names stand where in a text, and what the tables say about each.

It works on the lower-cased letter. The letter's words are first held against the first words of all names as sets, so
that a letter without drugs costs next to nothing; only the words that are left are looked for, and read on from there
word by word through a trie. A misspelled name is found by its beginning, its ending or both: one edit leaves one of the
three intact.
"""

import re
from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.drugs.doubts import Mention
from imrx.grammar.expressions import expression
from imrx.grammar.words import places_of
from imrx.lower import Lowered

WORD = re.compile(r"[a-z]+")

NAME_WORD = re.compile(r"[a-z]+|\d+|#")
"""The words of a name, as the tables write it: `Tylenol #3` is tylenol, #, 3."""

NEXT = re.compile(
    r"(?:(?<=no)\.|(?<=\b[a-z])\.(?=[a-z]\b|\s?\d\d\b))?[\s\-/®™]{0,8}(?:\((?P<inner>[a-z]+)\)|(?P<word>[a-z]+|\d+|#))"
)
"""The next word of a name in a letter: line breaks, hyphens and slashes may stand between, a full stop after No and
after the letters of an abbreviation ("D.H.E. 45"); it may stand in brackets ("Anaprox (DS)")."""

JOIN = re.compile(r"\s{0,8}(?:[-/+&]\s{0,8}|(?P<word>w/|w\b|with\b|and\b)\s{0,8})?(?=[a-z])")
"""What stands between the partners of a combination; nothing but white space is enough, a comma is not."""

TWO_STRENGTHS = re.compile(r"\s{0,8}\(?\d[\d.]{0,7}\s?(?:mg)?\s?[-/]\s?\d")
"""`10/325`: what tells "hydrocodone and acetaminophen 10/325" from two drugs; brackets around both do as well."""

SHORTEST_MISSPELLED = 8

SHORTEST_EXCHANGED = 5
"""From so many letters on, a name below `SHORTEST_MISSPELLED` is read with two neighbouring letters exchanged.

Any other edit may make another word of it.
"""

FORM_REACH = 24
"""Within so many characters behind a name its form stands."""

AMOUNT = r"(?:\([^()]{0,160}\)|,?\s?#?\s?\d[\d.%/#-]{0,16})"
"""What may stand between a name and its form: what it contains, how much, how many."""

CONTAINED_REACH = 160
"""Within so many characters behind a name stands what it contains."""

HALF = SHORTEST_MISSPELLED // 2
"""One edit leaves so many letters at one end intact, unless it swaps the two in the middle of the shortest names.

What these few letters let through is asked for more: the tables of the parts are too large for every word of a letter.
"""

TIP = 2
"""So many letters at both ends of a name are intact where an edit touches none of them."""

SIDE = SHORTEST_MISSPELLED - TIP - 1
"""So many letters at one end are intact where an edit touches the tip of the other; it may swap three deep."""


class DrugIndex:
    """All names of the tables, ready to be looked up; holds plain data and compiled expressions, so it pickles."""

    def __init__(
        self,
        drugs: list[dict[str, str]],
        names: list[dict[str, str]],
        lookalikes: list[dict[str, str]],
        salts: list[str],
        numbered: dict[str, str],
        spread: list[str],
        before_forms: list[str],
    ) -> None:
        """Build it.

        Args:
            drugs: rows of `drugs.csv`.
            names: rows of `drug_names.csv`.
            lookalikes: rows of `drug_lookalikes.csv`.
            salts: the salts that belong to a name, lower-case.
            numbered: ingredients whose combinations have a number in their name, and its digits: "APAP/codeine #3".
            spread: forms of what is spread on the skin: a "Terocin lotion" is not the patch.
            before_forms: what may stand between a name and its form.
        """
        self._values = {(row["name"], row["form"]): drug_value(row) for row in drugs}
        self._generic = {row["name"] for row in drugs if row["kind"] == "generic"}
        self._forms: dict[str, list[tuple[str, re.Pattern[str], re.Pattern[str]]]] = {}
        self._combinations: dict[frozenset[str], str] = {}
        self._trie: dict[str, Any] = {}
        self._misspelled: set[str] = set()
        self._led: dict[str, re.Pattern[str]] = {}
        """Names with a number in front, which are looked for by their first word: "5-HTP"."""
        self._not_drugs = {row["word"].lower() for row in lookalikes}
        canonical = {row["name"].lower(): row["name"] for row in drugs}
        for row in drugs:
            if row["form"]:
                form = rf"{row['form']}(?:e?s)?\b"
                behind = expression(
                    rf"(?:(?:\s|{any_literal(before_forms)}\b){{0,8}}{AMOUNT}){{0,2}}"
                    rf"(?:[\s-]|{any_literal(before_forms)}\b){{1,8}}{form}(?!\s{{1,8}}of\b)"
                )
                in_front = expression(rf"\b{form}\s{{0,8}}(?:of\s{{1,8}}|\()$")
                self._forms.setdefault(row["name"], []).append((row["form"], behind, in_front))
                continue
            ingredients = frozenset(row["ingredients"].split(";"))
            if row["kind"] == "combination":
                self._combinations[ingredients] = row["name"]
            if row["kind"] != "combination" or not ingredients <= self._generic:
                self._add(row["name"], row["name"])
        for row in names:
            self._add(row["written"], canonical[row["name"].lower()])
            if row["kind"] == "misspelling":
                self._misspelled.add(row["written"].lower())
        self._numbered = {name: expression(rf"\s{{0,8}}#\s?[{digits}](?!\d)") for name, digits in numbered.items()}
        self._spread = tuple(spread)
        self._salt = expression(rf"[\s\-]{{1,8}}{any_literal(salts)}(?![a-z])")
        self._near: dict[str, list[str]] = {}
        long = []
        for word, node in self._trie.items():
            if len(word) >= SHORTEST_MISSPELLED and "" in node and word not in self._misspelled:
                for part in (word[:SIDE], word[-SIDE:], word[:TIP] + word[-TIP:]):
                    self._near.setdefault(part, []).append(word)
                long.append(word)
        self._openings = frozenset(word[:HALF] for word in long)
        self._endings = frozenset(word[-HALF:] for word in long)
        self._swapped = frozenset(_swapped(word) for word in long if len(word) == SHORTEST_MISSPELLED)
        self._exchanged = {
            variant: word
            for word, node in self._trie.items()
            if SHORTEST_EXCHANGED <= len(word) < SHORTEST_MISSPELLED and "" in node and word not in self._misspelled
            for variant in _exchanged(word)
            if variant not in self._not_drugs
        }
        for word, node in list(self._trie.items()):
            if "" in node and not word.endswith("s") and len(word) > 3 and f"{word}s" not in self._not_drugs:
                self._trie.setdefault(f"{word}s", {"": node[""]})
        self._first = frozenset(self._trie)
        self._second = {
            word: frozenset(node)
            for word, node in self._trie.items()
            if "" not in node and all(following.isalpha() for following in node)
        }

    def _add(self, written: str, name: str) -> None:
        node = self._trie
        words = NAME_WORD.findall(written.lower())
        if words[0].isdigit():
            self._led[written.lower()] = expression(rf"(?<![\w.,/-]){words.pop(0)}[\s-]{{0,2}}$")
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", (name, written.lower()))

    def hits(self, lower: Lowered) -> list[tuple[int, int, str]]:
        """Where a name may begin: start, end, and the first word of the name (of a misspelled one, corrected)."""
        openings, endings, swapped = self._openings, self._endings, self._swapped
        words, second = lower.words, self._second
        names = words & self._first
        hits = [
            (start, start + len(word), word)
            for word in names
            if word not in second or not second[word].isdisjoint(words)
            for start in _places(lower.text, word)
        ]
        for word in words - names:
            if len(word) >= SHORTEST_MISSPELLED - 1 and (
                word[:HALF] in openings or word[-HALF:] in endings or word in swapped
            ):
                right = self.correction(word)
                if right is not None:
                    hits += [(start, start + len(word), right) for start in _places(lower.text, word)]
        for word in self._exchanged.keys() & (words - names):
            hits += [(start, start + len(word), self._exchanged[word]) for start in _places(lower.text, word)]
        hits.sort()
        return hits

    def correction(self, word: str) -> str | None:
        """The one long name that a lower-case word is a single edit away from, or null."""
        found = None
        for part in (word[:SIDE], word[-SIDE:], word[:TIP] + word[-TIP:]):
            for name in self._near.get(part, ()):
                if -2 < len(name) - len(word) < 2 and name != found and one_edit(word, name):
                    if found is not None:
                        return None
                    found = name
        return None if word in self._not_drugs else found

    def read(self, lower: str, start: int, stop: int, word: str) -> Mention | None:
        """The longest name that begins with a hit, with its salt and its partners; null where no name does."""
        whole = self._longest(lower, stop, self._trie[word])
        if whole is None:
            return None
        end, (name, key) = whole
        if key in self._led:
            lead = self._led[key].search(lower, max(0, start - 8), start)
            if lead is None:
                return None
            start, stop, word = lead.start(), end, lower[lead.start() : end]
        misspelled = lower[start:stop] not in (word, f"{word}s") or key in self._misspelled
        end = self._with_salts(lower, end)
        if name in self._generic:
            joined = self._combination(lower, start, end, name, misspelled)
            if joined is not None:
                return joined
        elif "#" not in key:
            end = self._with_number(lower, end, [part["name"] for part in self._values[name, ""]["ingredients"]])
        form = self._form(lower, start, end, name) if name in self._forms else ""
        exchanged = lower[start:stop] in self._exchanged
        return Mention(start, end, name, key, form=form, misspelled=misspelled, exchanged=exchanged)

    def in_one_form(self, lower: str, mentions: list[Mention]) -> list[Mention]:
        """The mentions, a bare name in the one form that the letter names it in: "Terocin patch #30 ... Terocin".

        Nothing is settled where behind a bare name stands another form, or an ingredient that the one form lacks.
        """
        forms = {mention.name: mention.form for mention in mentions if mention.form}
        for mention in mentions:
            if mention.name not in forms or mention.form == forms[mention.name]:
                continue
            behind = lower[mention.end : mention.end + CONTAINED_REACH]
            if (
                mention.form
                or any(form in behind[:FORM_REACH] for form in self._spread)
                or self._lacks(mention.name, forms[mention.name], behind)
            ):
                del forms[mention.name]
        return [mention._replace(form=mention.form or forms.get(mention.name, "")) for mention in mentions]

    def _form(self, lower: str, start: int, end: int, name: str) -> str:
        """The form whose row a name is, "Terocin 4%-4% patches", "patches of Terocin"; empty where none is told."""
        for form, behind, in_front in self._forms[name]:
            match = behind.match(lower, end)
            if match is None:
                found = in_front.search(lower, max(0, start - FORM_REACH), start) is not None
            else:
                found = not self._lacks(name, form, match[0])
            if found:
                return form
        return ""

    def _lacks(self, name: str, form: str, text: str) -> bool:
        """True where a text names an ingredient that a product has, but not in this form."""
        whole, part = (self._values[name, each]["ingredients"] for each in ("", form))
        lacking = {each["name"] for each in whole} - {each["name"] for each in part}
        return any(ingredient in text for ingredient in lacking)

    def _longest(self, lower: str, position: int, node: dict[str, Any]) -> tuple[int, tuple[str, str]] | None:
        found = (position, node[""]) if "" in node else None
        following = NEXT.match(lower, position)
        while following is not None and (word := following["inner"] or following["word"]) in node:
            node = node[word]
            position = following.end()
            if "" in node:
                found = (position, node[""])
            following = NEXT.match(lower, position)
        return found

    def _with_salts(self, lower: str, end: int) -> int:
        while salt := self._salt.match(lower, end):
            end = salt.end()
        return end

    def _with_number(self, lower: str, end: int, parts: list[str]) -> int:
        """Where a name with these ingredients ends, their combination's number with it: "Fiorinal with codeine #3"."""
        for numbered, number in self._numbered.items():
            if numbered in parts and (match := number.match(lower, end)):
                end = match.end()
        return end

    def _combination(self, lower: str, start: int, end: int, name: str, misspelled: bool) -> Mention | None:
        """The longest known combination of the generic name with those that follow it."""
        parts = [name]
        best = None
        while len(parts) < 4:
            join = JOIN.match(lower, end)
            word = WORD.match(lower, join.end()) if join is not None else None
            if join is None or word is None or join.end() == end:
                break
            right = word[0] if word[0] in self._trie else self.correction(word[0])
            whole = self._longest(lower, word.end(), self._trie[right]) if right is not None else None
            if whole is None or whole[1][0] not in self._generic:
                break
            end = self._with_salts(lower, whole[0])
            parts.append(whole[1][0])
            misspelled = misspelled or right != word[0]
            in_brackets = lower[start - 1 : start] + lower[end : end + 1] == "()"
            if join["word"] == "and" and not in_brackets and not TWO_STRENGTHS.match(lower, end):
                continue
            known = self._combinations.get(frozenset(parts))
            if known is not None:
                end = self._with_number(lower, end, parts)
                best = Mention(start, end, known, known.lower(), tuple(parts), "", misspelled)
        return best

    def value(self, mention: Mention) -> dict[str, Any]:
        """What `Span._.drug` holds for a mention; a combination lists its ingredients as the letter does."""
        value = self._values[mention.name, mention.form]
        ingredients = value["ingredients"]
        if mention.parts:
            ingredients = sorted(ingredients, key=lambda ingredient: mention.parts.index(ingredient["name"]))
        return {**value, "ingredients": [dict(part) for part in ingredients], "classes": list(value["classes"])}


def drug_value(row: dict[str, str]) -> dict[str, Any]:
    """One row of `drugs.csv` as plain data; empty cells become null."""
    names = row["ingredients"].split(";")
    rxcuis = row["ingredient_rxcuis"].split(";")
    return {
        "name": row["name"],
        "brand": None if row["kind"] in ("generic", "combination") else row["name"],
        "rxcui": row["rxcui"] or None,
        "ingredients": [{"name": n, "rxcui": c or None} for n, c in zip(names, rxcuis, strict=True)],
        "classes": row["classes"].split(";"),
        "opioid": row["opioid"] == "1",
        "schedule": row["schedule"] or None,
    }


def one_edit(word: str, name: str) -> bool:
    """True where two different words are one insertion, deletion, substitution or transposition of neighbours apart."""
    if len(word) > len(name):
        word, name = name, word
    at = 0
    for one, other in zip(word, name, strict=False):
        if one != other:
            break
        at += 1
    if len(word) < len(name):
        return len(name) - len(word) == 1 and word[at:] == name[at + 1 :]
    if word[at + 1 :] == name[at + 1 :]:
        return True
    return word[at : at + 2] == name[at : at + 2][::-1] and word[at + 2 :] == name[at + 2 :]


def _exchanged(word: str) -> Iterator[str]:
    """A word with each two neighbouring letters in the other order: "ambien" gives "ambein" and five more."""
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


def _swapped(word: str) -> str:
    """A word with the two letters in its middle in the other order."""
    middle = len(word) // 2
    return f"{word[: middle - 1]}{word[middle]}{word[middle - 1]}{word[middle + 1 :]}"


def _places(lower: str, word: str) -> Iterator[int]:
    """Where a word stands whole; a digit may touch it ("norco10/325mg")."""
    for start in places_of(lower, word):
        end = start + len(word)
        if not (start and lower[start - 1].isalpha()) and not (end < len(lower) and lower[end].isalpha()):
            yield start
