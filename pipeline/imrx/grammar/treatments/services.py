"""What a title says about the service itself: its dates, whether it is past, its setting, its contrast, the side.

    "Retrospective Famotidine 20mg #60, per 12/07/2016 order"    -> retrospective, 2016-12-07
    "Associated surgical service: Arc sling"                     -> associated_surgical_service
    "Standard wheelchair for a 2 month rental"                   -> rental
    "MRI of the Left shoulder without contrast"                  -> without, left

Deliberately left alone: dates of reports, forms and injuries, and a date of a request that is not retrospective.
"""

import re
from itertools import chain
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dates import Dates, Day
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.stems import first_stems

ASSOCIATED = "associated_surgical_service"
"""The setting that a heading of its own gives."""

PRE_OP, POST_OP = "pre_op", "post_op"
"""Settings that may stand once for a whole list."""

RENTAL, PURCHASE = "rental", "purchase"

SUPPLIES = {RENTAL, PURCHASE}
"""The settings that say how equipment is supplied."""

BEFORE = 24
"""How far before a date the words may stand that say what date it is, in characters."""


class ServiceGrammar:
    """The expressions built from `patterns/treatments/words.json`.

    The sets `…_from` are the words without one of which a title says nothing of the kind, so that none is searched for.
    """

    def __init__(self, words: dict[str, Any], dates: Dates) -> None:
        self.dates_from = first_stems([*words["retrospective"], *words["service_date"]])
        self.settings_from = first_stems(chain.from_iterable(words["setting"].values()))
        self.supplied_first = expression(rf"\b{any_literal(words['supplied_first'])}\b", re.IGNORECASE)
        self.supplied_either = expression(rf"(?<!\w){any_literal(words['supplied_either'])}(?!\w)", re.IGNORECASE)
        self.supplied_later = expression(rf"[\s,(]{{0,4}}{any_literal(words['supplied_later'])}\b", re.IGNORECASE)
        choices, ands = any_literal(words["supplied_either"]), any_literal(words["ands"])
        parts, bought = any_literal(words["supplied_parts"]), any_literal(words["setting"][PURCHASE])
        self.parts_bought = expression(
            rf"\b{bought}\s{{1,4}}(?:of|for)\s{{1,4}}"
            rf"(?:(?!(?:and|with|{choices})\b)\w{{1,20}}\s{{1,4}}){{0,3}}?{parts}\b"
            rf"(?!\s{{0,4}}(?:{ands})\s{{1,4}}(?!{parts}\b))"
            rf"|\b{parts}\s{{1,4}}{bought}\b(?!\s{{0,4}}(?:or\b|/))",
            re.IGNORECASE,
        )
        named = chain(words["laterality"].values(), words["laterality_inside"].values())
        self.sides_from = first_stems([*chain.from_iterable(named), *words["laterality_letters"].values()])
        self.dates = dates
        self.retrospective = expression(rf"\b{any_literal(words['retrospective'])}\b", re.IGNORECASE)
        self.prospective = expression(rf"\b{any_literal(words['prospective'])}\b", re.IGNORECASE)
        self.service_date = expression(rf"(?<!\w){any_literal(words['service_date'])}(?!\w)", re.IGNORECASE)
        self.other_date = expression(
            rf"\b{any_literal(words['other_dates'])}\s{{0,4}}:?\s{{0,4}}(?:on\s{{1,4}}|of\s{{1,4}})?$", re.IGNORECASE
        )
        self.settings = {
            name: expression(rf"(?<!\w){any_literal(texts)}(?!\w)", re.IGNORECASE)
            for name, texts in words["setting"].items()
        }
        self.not_settings = expression(rf"\b{any_literal(words['not_settings'])}\b", re.IGNORECASE)
        self.set_contrast(words)
        sides = "|".join(rf"(?P<{name}>{any_literal(texts)})" for name, texts in words["laterality"].items())
        unsided = rf"(?!\s{{1,4}}{any_literal(words['not_sides'])}\b)"
        letters = "|".join(rf"(?P<{name}_letter>{letter})" for name, letter in words["laterality_letters"].items())
        inside = "|".join(
            rf"(?P<{name}_inside>{any_literal(texts)})" for name, texts in words["laterality_inside"].items()
        )
        self.side = expression(
            rf"(?<!\w)(?:(?i:(?:{sides})(?!\w){unsided})|{inside}"
            rf"|(?<![-&])\(?(?:{letters})(?:\)|\.)?(?=\s{{1,4}}(?!spine\b)[A-Za-z]))(?!\w)"
        )

    def set_contrast(self, words: dict[str, Any]) -> None:
        """What says that a study is with or without contrast: in front of that word, or alone ("MRI left knee w/o")."""
        pair, named, alone = (words[name] for name in ("contrast_pair", "contrast", "contrast_alone"))
        plus, minus, joints = (any_literal(pair[name]) for name in ("with", "without", "joints"))
        noun = any_literal(words["contrast_nouns"])
        between = rf"[\s-]{{0,4}}(?:(?:{any_literal(words['contrast_between'])})\s{{1,4}})?"
        joint = rf"(?:{between}{noun}\b)?\s{{0,4}},?\s{{0,4}}{joints}?\s{{0,4}}"
        both = rf"(?:{plus}{joint}{minus}|{minus}{joint}{plus})"
        ways = {name: any_literal(texts) for name, texts in named.items()}
        ways["with_and_without"] = rf"(?:{both}|{ways['with_and_without']})"
        self.contrast = expression(
            "|".join(rf"(?P<{name}>(?<!\w){texts}{between}{noun}\b)" for name, texts in ways.items()), re.IGNORECASE
        )
        ended = rf"(?!\w)(?=\s{{0,4}}(?:$|[,;:.()\[\]\u2013-]|{any_literal(words['behind_contrast'])}\b))"
        ways = {name: rf"{any_literal(texts)}(?!\w)" for name, texts in alone.items()}
        ways["with_and_without"] = both + ended
        ways["without"] = rf"(?:{ways['without']}|{any_literal(words['contrast_unsaid'])}{ended})"
        order = ("with_and_without", "without", "with")
        self.contrast_alone = expression("|".join(rf"(?P<{name}>(?<!\w){ways[name]})" for name in order), re.IGNORECASE)
        texts = chain(words["contrast_nouns"], pair["with"], pair["without"], *alone.values(), words["contrast_unsaid"])
        self.contrast_from = first_stems(texts)


def find_service_dates(
    text: str, start: int, end: int, days: list[Day], grammar: ServiceGrammar
) -> tuple[list[str], bool]:
    """The dates of service among a title's `days`, in order, and whether it says that the request is retrospective.

    A date counts where the title is retrospective or names a date of service, unless the words before it make it the
    date of something else.
    """
    retrospective = grammar.retrospective.search(text, start, end) is not None
    dates: list[str] = []
    for begin, _, day in days:
        named = grammar.service_date.search(text, start, begin) is not None
        serving = (retrospective or named) and not grammar.other_date.search(text[max(start, begin - BEFORE) : begin])
        if serving and day and day not in dates:
            dates.append(day)
    return dates, retrospective


def find_setting(text: str, start: int, end: int, supplied: bool, grammar: ServiceGrammar) -> str | None:
    """The first setting of the table's order that a stretch names; null where it offers both rental and purchase.

    Of a "7 day rental then purchase" it is the rental, which is asked for first and has the length. Of equipment
    (`supplied`) a rental or purchase comes first, whenever it is used.
    """
    apart = [m.span() for m in grammar.not_settings.finditer(text, start, end)]
    named = [
        name
        for name, pattern in grammar.settings.items()
        if any(not any(a <= m.start() < b for a, b in apart) for m in pattern.finditer(text, start, end))
    ]
    if set(named) >= SUPPLIES:
        dropped = {PURCHASE} if _is_rented(text, start, end, grammar) else SUPPLIES
        named = [name for name in named if name not in dropped]
    if supplied and named[:1] != [ASSOCIATED]:
        named.sort(key=SUPPLIES.__contains__, reverse=True)
    return named[0] if named else None


def _is_rented(text: str, start: int, end: int, grammar: ServiceGrammar) -> bool:
    """True where a purchase beside a rental follows it, perhaps, or is one of supplies alone.

    "Rental then purchase", "rental with option to purchase", "rental and purchase if effective"; "and purchase of
    supplies".
    """
    parts = [match.span() for match in grammar.parts_bought.finditer(text, start, end)]
    purchases = grammar.settings[PURCHASE].finditer(text, start, end)
    if all(any(begin <= purchase.start() < behind for begin, behind in parts) for purchase in purchases):
        return True
    rental = grammar.settings[RENTAL].search(text, start, end)
    purchase = grammar.settings[PURCHASE].search(text, rental.end(), end) if rental else None
    if rental is None or purchase is None:
        return False
    if grammar.supplied_first.search(text, rental.end(), purchase.start()):
        return True
    choice = grammar.supplied_either.search(text, rental.end(), purchase.start())
    return choice is None and grammar.supplied_later.match(text, purchase.end(), end) is not None


def find_contrast(text: str, start: int, end: int, grammar: ServiceGrammar) -> str | None:
    """With, without, or with and without contrast; null where nothing is said of it.

    "W/o" alone says it where its noun is left out ("MRI left knee w/o"), not in front of another ("w/o sedation").
    """
    match = grammar.contrast.search(text, start, end) or grammar.contrast_alone.search(text, start, end)
    return match.lastgroup if match else None


def without_contrast(text: str, grammar: ServiceGrammar) -> str:
    """A text without what it says of contrast: "MRI | without | and MRI with contrast"."""
    return grammar.contrast_alone.sub("", grammar.contrast.sub("", text))


def find_sides(text: str, start: int, end: int, grammar: ServiceGrammar) -> list[tuple[int, int, str]]:
    """Every word for a side: start, end, and `left`, `right` or `bilateral`."""
    return [(m.start(), m.end(), str(m.lastgroup).split("_")[0]) for m in grammar.side.finditer(text, start, end)]
