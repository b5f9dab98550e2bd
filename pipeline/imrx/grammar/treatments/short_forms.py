"""Short forms: abbreviations of a title that the letter itself defines.

    "CT x 6", where the summary has "craniosacral therapy (CT)"    -> what the letter says, not computed tomography
    "RSI #1", where it has "right shoulder injection (RSI)"        -> an injection of the right shoulder

Deliberately left alone: which abbreviations a letter defines, and one that it defines as two treatments.
"""

import re

from imrx.grammar.treatments.items import CONSULTATION, Item
from imrx.grammar.treatments.joining import join_items
from imrx.grammar.treatments.named import find_items
from imrx.grammar.treatments.stems import split_words
from imrx.grammar.treatments.title_words import ShortForm, TitleGrammar


def find_short_forms(
    text: str, start: int, end: int, long_forms: list[tuple[str, str]], grammar: TitleGrammar
) -> list[ShortForm]:
    """The abbreviations of a title that the letter defines, always as the same: start, end, and the long form."""
    meanings: dict[str, dict[str, str]] = {}
    for short, long in long_forms:
        if short in text[start:end]:
            item = meant(long, grammar)
            meanings.setdefault(short, {}).setdefault(item.kind if item else long, long)
    return [
        (start + match.start(), start + match.end(), long)
        for short, (long, *others) in ((short, list(kinds.values())) for short, kinds in meanings.items())
        if not others
        for match in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text[start:end])
    ]


def meant(long: str, grammar: TitleGrammar) -> Item | None:
    """The first treatment that a long form names, read as a title is: "transforaminal interbody fusion" is a fusion."""
    items = find_items(long, split_words(long, 0, len(long)), [], [], grammar.items)
    return next(iter(join_items(long, [item for item in items if item.kind], grammar.items)), None)


def spell_out(items: list[Item], own: list[ShortForm], grammar: TitleGrammar) -> None:
    """An abbreviation that the letter defines means what the letter says: "CT" of "craniosacral therapy (CT)".

    That of a speciality is a visit to it, whatever its long form would be alone: "PM&R".
    """
    for start, end, long in own:
        for item in items:
            named = meant(long, grammar) if (item.start, item.end) == (start, end) else None
            if named is not None and item.kind != CONSULTATION and named.kind != item.kind:
                item.kind, item.rule, item.role = named.kind, named.rule, named.role
