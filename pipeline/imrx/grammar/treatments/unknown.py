"""Unknown treatments beside known ones: members of a title's list in which nothing known stands.

    "Zorgatron therapy and MRI of the knee"      -> "Zorgatron therapy", of the kind `other`
    "Norco 10/325mg #60 and Fooberol 20mg #30"   -> "Fooberol", a medication by its strength
    "Zorgatron, Norco 10/325mg #60"              -> "Zorgatron", of the kind `other`: a bare name beside a drug

Only a member of its own counts, from one comma or "and" to the next, that ends with a general word for a treatment, has
the strength of a drug, or is one bare name with a capital beside a drug. Deliberately left alone: any other words
("urgent", a name and its title), and what a treatment is for or comes with.
"""

import re
from collections.abc import Callable
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.items import INJECTION, MEDICATION, Item
from imrx.grammar.treatments.stems import Word, all_stems

NAME_WORDS = 4
"""How many words a name has at most, the general one included."""

DRUG_WORDS, DRUG_LETTERS = 2, 5
"""How many words the name of a drug has at most, and how many letters the first of them at least."""


class UnknownGrammar:
    """What is compiled from `words.json` to find treatments that are not known.

    Args:
        words: the table `words.json`.
        known: the words of all tables of treatments, as they are compared.
        plain: the words that may stand behind "for" or "with" in front of the next member of the list.
        opens_number: whether a number may begin with a word.
    """

    def __init__(
        self, words: dict[str, Any], known: frozenset[str], plain: frozenset[str], opens_number: Callable[[str], bool]
    ) -> None:
        self.known, self.plain, self.opens_number = known, plain, opens_number
        self.joints = frozenset(words["unknown_between"])
        self.nouns = all_stems(words["unknown_nouns"])
        self.excluded = all_stems(words["unknown_not"])
        self.strength = expression(
            rf"\s{{0,4}}\d[\d.,]{{0,6}}\s{{0,4}}{any_literal(words['unknown_strengths'])}\b", re.IGNORECASE
        )
        units = any_literal(words["dose_units"])
        self.bare = expression(rf"\s{{0,4}}(?:#\s?\d{{1,4}}|\d{{1,4}}\s{{0,4}}{units})?[\s.]{{0,4}}\Z", re.IGNORECASE)

    def read(self, text: str, words: list[Word], end: int, beside_drug: bool) -> Item | None:
        """The treatment that a member of a list names, if it is one and not known.

        Args:
            text: the letter.
            words: the words of the member, up to what it is for or comes with.
            end: where these words end.
            beside_drug: whether a member before or behind it is a drug.
        """
        if not self.excluded.isdisjoint(word.stem for word in words):
            return None
        name: list[Word] = []
        for word in words[:NAME_WORDS]:
            if not word.raw.isalpha() or self.opens_number(word.stem):
                break
            name.append(word)
        behind = name[-1].end if name else end
        if name and self._is_drug(name) and self.strength.match(text, behind, end):
            return Item(name[0].start, behind, MEDICATION, "treatment:dose")
        if beside_drug and len(name) == 1 and self._is_bare(name[0], text[behind:end]):
            return Item(name[0].start, behind, "other", "")
        while name and name[-1].stem not in self.nouns:
            name.pop()
        if all(word.stem in self.known for word in name):
            return None
        return Item(name[0].start, name[-1].end, "other", "")

    def _is_drug(self, name: list[Word]) -> bool:
        """True for words that can be the name of a drug: a capital, and nothing known."""
        first = name[0]
        named = len(name) <= DRUG_WORDS and len(first.raw) >= DRUG_LETTERS
        return named and first.raw[0].isupper() and first.stem not in self.known

    def _is_bare(self, word: Word, behind: str) -> bool:
        """True for what can be the name of a drug, with nothing or a number behind; all capitals are of a heading."""
        return self._is_drug([word]) and not word.raw.isupper() and self.bare.match(behind) is not None

    def leads(self, words: list[Word]) -> bool:
        """True for the words in front of a request: "Retrospective request for"."""
        return all(word.stem in self.known for word in words)

    def is_plain(self, words: list[Word]) -> bool:
        """True where words behind "for" or "with" only say where, how often or with what dye."""
        return all(word.stem in self.plain or self.opens_number(word.stem) for word in words)


def add_unknown(
    text: str,
    masked: str,
    words: list[Word],
    end: int,
    items: list[Item],
    connector: re.Pattern[str],
    unknown: UnknownGrammar,
) -> list[Item]:
    """The items of a title, and the members of its list that are not known, in order.

    What has the strength of a drug behind an injection may be injected with it: "ESI with Kenalog, Fooberol 10mg".

    Args:
        text: the letter.
        masked: the letter with blanks for words that name no treatment.
        words: the words of the title.
        end: where it ends.
        items: the treatments that are known.
        connector: what joins them.
        unknown: what names those that are not.
    """
    found: list[Item] = []
    at = words[0].start
    for last, item in zip([None, *items], [*items, None], strict=True):
        until = item.start if item else end
        beside_drug = any(each is not None and each.kind == MEDICATION for each in (last, item))
        matches = list(connector.finditer(masked, at, until))
        ends = [m for m in matches if m.lastgroup == "separator" and m[0].lower() in unknown.joints]
        begins = [at, *(m.end() for m in ends)]
        for begin, stop in zip(begins, [*(m.start() for m in ends), until], strict=True):
            signs = [m for m in matches if begin <= m.start() < stop and m.lastgroup != "separator"]
            if last is None and begin == at and signs and unknown.leads(_words(words, begin, signs[0].start())):
                begin = signs.pop(0).end()
            own = (begin > at or last is None) and (stop < until or item is None)
            if own and text.count("(", words[0].start, begin) <= text.count(")", words[0].start, begin):
                named_until = signs[0].start() if signs else stop
                member = unknown.read(text, _words(words, begin, named_until), named_until, beside_drug)
                if member and not (last and last.kind == INJECTION and member.kind == MEDICATION):
                    found.append(member)
            behind = zip(signs, [*(m.start() for m in signs[1:]), stop], strict=False)
            if not all(unknown.is_plain(_words(words, sign.end(), until_next)) for sign, until_next in behind):
                break
        at = item.end if item else end
    return sorted([*items, *found], key=lambda each: each.start) if found else items


def _words(words: list[Word], start: int, end: int) -> list[Word]:
    """The words between two offsets."""
    return [word for word in words if start <= word.start < end]
