"""What a title says of how often, how long or how many that `sessions` cannot hold.

    "Massage therapy | once a month for 6 months", "acupuncture | every 2 weeks"   -> by another period than the week
    "Home health aide | 8 hours per day x 30 days"                                -> in hours
    "Physical therapy | 6-8"                                                      -> a number that counts nothing

Deliberately left alone: two courses (`sessions.py`), and how long a session lasts in minutes.
"""

from typing import Any

from imrx.grammar.alternatives import PLURAL, any_literal
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.stems import Word, first_stems
from imrx.stretches import Limits


class UnheldGrammar:
    """The expressions built from the `sessions` of `patterns/treatments/words.json`; they match in lower case."""

    def __init__(self, table: dict[str, Any], numbers: Numbers) -> None:
        self.kinds: tuple[str, ...] = tuple(table["kinds"])
        hours, once, rates = (any_literal(list(table[name])) for name in ("hours", "once", "rates"))
        every, ordinals, nouns = (any_literal(table[name]) for name in ("every", "ordinals", "nouns"))
        times = any_literal([*table["times"], *table["hours"]])
        per = any_literal([word for word in table["per"] if word not in table["not_spaced"]])
        period = rf"{any_literal(table['periods'])}\b"
        number = rf"(?<![\w.#/$-]){numbers.pattern}(?:\s?(?:-|\u2013|to)\s?{numbers.pattern})?"
        counted = rf"(?:\s{{0,4}}[-]?\s{{0,4}}{times}(?:\(s\))?|(?:\s{{1,4}}[a-z]+){{0,3}}?\s{{1,4}}{nouns})?"
        often = rf"(?:{number}{counted}|{once})\s{{0,4}}(?:{per}\s{{0,4}}{period}|{rates}\b)"
        several = rf"(?:{ordinals}|{numbers.pattern}(?:\s?(?:-|to)\s?{numbers.pattern})?)\s{{1,4}}"
        units = any_literal([unit for written in table["lengths"].values() for unit in written])
        spaced = rf"\b{every}\s{{0,4}}(?:{several}{units}|{period}){PLURAL}(?!\w)"
        week, one = (any_literal(table[name]) for name in ("week", "one"))
        each = rf"\s{{0,4}}{per}\s{{0,4}}(?:{period}|{week}\b)"
        in_hours = rf"(?:(?!{one}\b){number}[\s-]{{0,4}}{hours}\b(?:{each})?|{number}[\s-]{{0,4}}{hours}{each})"
        alone = rf"(?<!\w){rates}(?!\w)(?!\s{{1,4}}{any_literal(table['not_rates'])}\b)"
        self.unheld = expression(rf"{in_hours}|{often}|{spaced}|{alone}")
        self.spoken = first_stems([*table["hours"], *table["periods"], *table["every"], *table["rates"]])
        self.bare = expression(r"\s{1,4}(\d{1,2}(?:\s?[-\u2013]\s?\d{1,2})?)\s{0,4}(?=$|[,;.)])")


def find_unheld(lower: str, words: list[Word], end: int, grammar: UnheldGrammar) -> Limits | None:
    """The first that a stretch of a title says by another period than the week or in hours; null where nothing is.

    Args:
        lower: the letter in lower case.
        words: the words of the stretch.
        end: where it ends.
        grammar: the compiled words.
    """
    if grammar.spoken.isdisjoint(word.stem for word in words):
        return None
    match = grammar.unheld.search(lower, words[0].start, end)
    return match.span() if match else None


def find_bare(lower: str, start: int, end: int, grammar: UnheldGrammar) -> Limits | None:
    """A number right behind the name of a therapy that says no more: "Physical therapy *6-8*"."""
    match = grammar.bare.match(lower, start, end)
    return match.span(1) if match else None
