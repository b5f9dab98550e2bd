"""Numbers as letters write them: `60`, `1,000`, `.5`, `1 1/2`, `½`, `sixty`, `twenty-five`, `two (2)`, `1 and ½`."""

import re
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression
from imrx.grammar.words import folded_lower

DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,7}(?!\d)(?:\.\d{1,7}(?!\d))?|\.\d{1,7}(?!\d))"
"""A number in digits, without sign; text of a regular expression."""

HALF = 0.5


def whole(value: float) -> int | float:
    """An int where the value is one: 10.0 gives 10; else rounded to six places."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def read_digits(digits: str) -> float:
    """The value of what `DIGITS` matched: "1,000" gives 1000.0."""
    return float(digits.replace(",", ""))


class Numbers:
    """Finds and reads numbers; the words come from the table's `ones`, `tens`, `hundred` and `fractions`.

    `pattern` is the text of an expression for one number, with no group of its own; `few` is a shorter one, for counts
    without hundreds, and with no part but a half, such as how often a day; `words` is one for numbers in words alone. A
    number that is repeated in brackets, "two (2)" or "60 (sixty)", is one.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.values: dict[str, float] = {**table["ones"], **table["tens"], **table["fractions"]}
        self.hundred: str = table["hundred"]
        ones = any_literal([word for word, value in table["ones"].items() if 0 < value < 10])
        small = rf"(?:{any_literal(list(table['tens']))}(?:[\s-]{ones})?|{any_literal(list(table['ones']))})"
        word = (
            rf"(?:(?:a\s+{self.hundred}|{small}(?:\s+{self.hundred})?)"
            rf"(?:(?<={self.hundred})\s+(?:and\s+)?{small})?\b)"
        )
        names = [name for name in table["fractions"] if len(name) > 1]
        signs = "".join(sign for sign in table["fractions"] if len(sign) == 1)
        broken = rf"(?:(?:\d{{1,3}}[\s-]{{1,3}})?[13]/[248](?![\d/.])|\d{{0,3}}[{signs}])"
        parts = any_literal([name for name in names if self.values[name] < 1])
        part = rf"(?:{parts}\b|[13]/[248](?![\d/.])|[{signs}])"
        joint = r"(?:\s+and\s+|-and-|\s*&\s*)"
        self.joint = expression(rf"{joint}(?={part}$)")
        halves = rf"{any_literal(names)}\b"
        self.words = rf"(?:{halves}|{word})"
        counting = {each for name in (*table["ones"], *table["tens"]) for each in name.split() if each != "a"}
        others = {each for name in names for each in re.split(r"[\s-]", name)} - counting | {"and"}
        spoken = any_literal(sorted({*counting, *others, self.hundred}))
        in_words = rf"\((?!{any_literal(sorted(others))}\b)(?:(?:{spoken}\b|[13]/[248]|[{signs}])[\s-]*)+\)"
        self.pattern = (
            rf"(?:(?:\d{joint}{part}|{broken}|{DIGITS})(?:\s*{in_words})?"
            rf"|(?:{halves}|{word}(?:{joint}{part})?)(?:\s*\((?:{DIGITS}|[13]/[248]|[{signs}])\))?)"
        )
        repeated = rf"(?:\s*\((?:{DIGITS}|[a-z]+(?:[\s-][a-z]+)?)\))?"
        half = any_literal([name for name in names if self.values[name] == HALF])
        self.few = rf"(?:(?:{broken}|{DIGITS}|{small}\b)(?:{joint}(?:{half}\b|1/2|½))?{repeated})"

    def read(self, text: str) -> int | float:
        """The value of what `pattern` matched."""
        text = folded_lower(text.split("(")[0])
        joint = self.joint.search(text)
        if joint is not None:
            return whole(self.read(text[: joint.start()]) + self.read(text[joint.end() :]))
        if text in self.values:
            return whole(self.values[text])
        if text[0].isdigit() or text[0] == ".":
            return whole(sum(_digits(part) for part in re.split(r"[\s-]+", text)))
        words = re.split(r"[\s-]+", text)
        if self.hundred in words:
            head, tail = words[: words.index(self.hundred)], words[words.index(self.hundred) + 1 :]
            return whole(100 * self._sum(head) + self._sum(tail))
        return whole(self._sum(words))

    def _sum(self, words: list[str]) -> float:
        return sum(1 if word == "a" else self.values.get(word, 0) for word in words)


def _digits(part: str) -> float:
    """One piece in digits: "1/2", "2½", "1,000", ".5"."""
    if "/" in part:
        upper, lower = part.split("/")
        return int(upper) / int(lower)
    signs = {"½": 0.5, "¼": 0.25, "¾": 0.75}
    if part[-1] in signs:
        return signs[part[-1]] + (float(part[:-1]) if part[:-1] else 0)
    return read_digits(part)
