"""Where sentences end in prose whose sentences sometimes run together.

A sentence ends at `.`, `!` or `?` before white space and something that can begin a sentence, or directly before a
capital letter where the blank was lost. A supply ("Qty: 60") goes on with what stands in front of it, and so does a
dose behind an abbreviation of prescriptions: "1 tab p.o. 3 times a day".
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression

_BEHIND = r"""(?<![.!?].)[.!?]*["'”\u2019)\]]*   # more stops (looking back behind the first is faster), and what closes
        (?:\s+(?=["'“\u2018(\[]*[A-Z0-9])   # white space, then a capital, a digit or an opening sign
        |(?=[A-Z](?:[a-z]|[ ])))       # or no white space at all, and a word with a capital
    """
STOP = expression(r"[.!?]" + _BEHIND, re.VERBOSE)
FULL_STOP = re.compile(r"\." + _BEHIND, re.VERBOSE)
"""The same for a text that has no other stop, as nearly all letters: the engine looks for one sign several times as
fast as for a set of them."""

LONGEST_WORD = 40
"""How far before a stop its word is looked for, in characters."""

OUTSIDE = re.compile(r"[\s()\[\]\"“]")
"""What a word before a stop does not have in it."""

FRACTION = re.compile(r"\d[\d.+-]*/\d+")
"""A score or grade, which unlike other words with a slash may end a sentence whose blank was lost: "4/10.She"."""

LIST_NUMBER = re.compile(r"\(?\d{1,2}$")

REACH = 300
"""How far before a stop the beginning of its prescription is looked for, in characters."""

AMOUNT = "0123456789.,/-"
"""What an amount in front of its unit is made of: "10/325mg"."""


class SentenceWords:
    """The words of `patterns/sentences.json` that tell a stop inside of a sentence from one at its end.

    `is_supply` tells what begins no sentence behind a dose, "Qty: 60"; `is_dose` what goes on behind one of `doses`:
    "t.i.d. | PRN", "10 mg. | 180 per month", but not "t.i.d. | 2. Soma" nor "t.i.d. | Two tablets give relief".
    """

    def __init__(self, table: dict[str, list[str]]) -> None:
        self.abbreviations = frozenset(table["abbreviations"])
        self.never_final = frozenset(table["never_final"])
        self.doses = frozenset(table["doses"])
        self._beginning = expression(rf"{any_literal(table['beginnings'])}\b")
        supplies = rf"{any_literal(table['supplies'])}(?!\w)"
        led = rf"{supplies}\.?\s{{0,4}}(?:[:=#x(-]|of\b)?\s{{0,4}}(?:#\s?)?\d"
        number = rf"(?:\d{{1,2}}|{any_literal(table['supply_numbers'])})"
        self._supply = expression(rf"[(\[]?(?:{led}|{number}\s?{supplies}(?!\s+[a-z]))")
        digits = r"\d{1,4}(?:[./]\d{1,3})?"
        number = rf"(?:{digits}|{any_literal(table['dose_numbers'])}\b)"
        several = rf"{number}(?:\s?(?:-|to\b|or\b)\s?(?:{digits}|[a-z]{{3,5}}\b))?(?:\s?\(\d{{1,3}}\))?"
        counted = any_literal(table["dose_counts"])
        word = any_literal(table["dose_words"])
        self._dose = expression(rf"[(\[]?(?:{word}\b|No\.?\s?\d)")
        self._count = expression(rf"[(\[]?{several}\s{{0,4}}-?\s{{0,4}}{counted}(?!\w)")
        verb = rf"\b{any_literal(table['statement_words'])}\b"
        lead = rf"{any_literal(table['dose_joints'])}(?!\w)"
        joined = rf"(?:{lead}\.?(?:(?!{verb})[^.,;:(])*+)?"
        part = rf"(?!{lead})(?:[\s\d/#x)\]-]|(?:{counted}|{word}|{any_literal(table['dose_others'])})(?!\w)\.?)"
        goes_on = rf"[,:(](?!\s*{verb})"
        self._rest = expression(rf"(?:{part})*+{joined}(?:\Z|(?<=\.)|(?<=\.\s)|[.;]|{goes_on}|(?P<verb>{verb}))")
        self._statement = expression(rf"[^.,;:(]*?{verb}")
        self._verb = expression(verb)
        self._request = expression(any_literal(table["request_words"]), re.IGNORECASE)
        self._amount = expression(
            rf"\d\s?-?(?:{any_literal(table['strength_units'])})(?!\w)|/\d{{3}}\b|#\s?\d|{supplies}"
            rf"|\b(?:{any_literal(table['doses'])}|{counted})(?!\w)"
        )
        self._refills = expression(any_literal(table["refill_acronyms"]))
        self._quantity = expression(rf"#\s?\d|{supplies}|\d\s?{counted}(?!\w)")

    def begins_sentence(self, text: str, offset: int) -> bool:
        """True where a word follows that begins sentences and never stands behind an abbreviation inside one."""
        return self._beginning.match(text, offset) is not None

    def is_supply(self, text: str, last: int, mark: int, end: int) -> bool:
        """True for a supply at `end` that goes on with the dose in front of the stop."""
        found = self._supply.match(text, end)
        if found is None:
            return False
        front = max(last, mark - REACH)
        asked = self._quantity if self._refills.search(found[0]) else self._amount
        if asked.search(text, front, mark) is None:
            return False
        return self._statement.match(text, found.end()) is None or self._is_request(text, front, mark)

    def is_dose(self, text: str, last: int, mark: int, end: int) -> bool:
        """True for a dose at `end` that goes on with the one in front of the stop, and says nothing of its own."""
        if self._dose.match(text, end):
            return True
        found = self._count.match(text, end)
        rest = self._rest.match(text, found.end()) if found else None
        return rest is not None and (rest["verb"] is None or self._is_request(text, max(last, mark - REACH), mark))

    def _is_request(self, text: str, start: int, end: int) -> bool:
        """True where the verb is still to come: "The request for Norco t.i.d. | 90 tablets | is denied"."""
        asked = self._request.search(text, start, end)
        return asked is not None and self._verb.search(text, start, end) is None


def find_sentence_ends(text: str, words: SentenceWords) -> list[int]:
    """Offsets behind the white space of each sentence's end: where the next sentence starts.

    Splits "2006.In a", "7-8/10.No", "level of 8.She" and "psychiatrist . MTUS"; not "Dr. Smith", "pg. 607",
    "vs. functional", "www.Example.com", "J. Occup", "1. Norco" at a sentence's start.
    """
    ends = []
    last = 0
    for stop in (STOP if "!" in text or "?" in text else FULL_STOP).finditer(text):
        mark, end = stop.span()
        word = _word_before(text, mark)
        lower = word.lower()
        if words.is_supply(text, last, mark, end):
            continue
        known = lower in words.abbreviations or lower in words.never_final or lower in words.doses
        plain = word.isalpha() and len(word) > 1 and not known and text[end - 1].isspace()  # nearly all are
        if plain or _ends(text, last, mark, end, word, words):
            last = end
            ends.append(end)
    return ends


def _ends(text: str, last: int, mark: int, end: int, word: str, words: SentenceWords) -> bool:
    """True where a stop ends the sentence that begins at `last`, by the word before it and what follows at `end`."""
    lower = word.lower()
    if text[mark] == "." and text[mark : mark + 2] != "..":
        if lower in words.never_final or (lower in words.abbreviations and not words.begins_sentence(text, end)):
            return False
        if lower.lstrip(AMOUNT) in words.doses and words.is_dose(text, last, mark, end):
            return False
        if len(word) == 1 and word.isupper() and word not in "I":
            return False
        glued = not text[end - 1].isspace()
        of_name = len(word) < 2 or "/" in word or "@" in word or "www" in lower or "." in word.rstrip(".")
        is_figure = FRACTION.fullmatch(word) is not None or (word.isdigit() and words.begins_sentence(text, end))
        if glued and of_name and not is_figure:
            return False
    return LIST_NUMBER.match(word) is None or text[last:mark].strip().strip("(")[len(word) :] != ""


def _word_before(text: str, end: int) -> str:
    """The last word before a stop, without what opens in front of it."""
    start = max(0, end - LONGEST_WORD)
    word = text[max(start, text.rfind(" ", start, end) + 1) : end]
    return word if word.isalnum() else OUTSIDE.split(word.removesuffix("\n"))[-1]
