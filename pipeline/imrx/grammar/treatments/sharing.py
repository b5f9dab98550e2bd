"""Sharing: what a title says once for several treatments.

    "PT/OT for the right shoulder"                          -> both of the right shoulder
    "Physical therapy 2x4 and acupuncture 2x4, lumbar"      -> both of the lumbar spine
    "Pre-operative labs, EKG and chest x-ray"               -> all three before the operation
    "DME rental: hospital bed x 30 days, wheelchair"        -> both rented
    "MRI without and MRI with contrast, right hip"          -> both of the right hip
    "Massage and 6 sessions of acupuncture"                 -> the sessions of the acupuncture alone

Deliberately left alone: treatments between which anything else stands.
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.treatments.items import (
    CONSULTATION,
    ELECTRODIAGNOSTICS,
    INJECTION,
    LABORATORY,
    PHYSICAL_MEDICINE,
    SURGERY,
    TESTING,
    Item,
)
from imrx.grammar.treatments.services import POST_OP, PRE_OP, SUPPLIES, find_setting, without_contrast
from imrx.grammar.treatments.sessions import EQUIPMENT
from imrx.grammar.treatments.title_words import Title, TitleGrammar

SHARING = {"imaging", ELECTRODIAGNOSTICS, PHYSICAL_MEDICINE, INJECTION, SURGERY, EQUIPMENT}
"""Kinds that share what stands behind the last of them."""

PREPARING = {CONSULTATION, LABORATORY, TESTING, "imaging"}
"""Kinds that share a "pre-operative" before the first of them."""


def share(text: str, title: Title, items: list[Item], found: list[dict[str, Any]], grammar: TitleGrammar) -> None:
    """Share what several listed items have in common.

    Args:
        text: the letter, with blanks for words that name no treatment.
        title: the title.
        items: the items that it names, at least two.
        found: their treatments, each with its `item`; they are changed.
        grammar: the compiled tables.
    """
    _share_behind(text, title, items, found, grammar)
    _share_setting(text, items, found, grammar)
    _share_supply(text, title, items, found, grammar)


def _share_behind(
    text: str, title: Title, items: list[Item], found: list[dict[str, Any]], grammar: TitleGrammar
) -> None:
    """Share what stands behind the last of several items: body parts and side, sessions, contrast.

    A consultation shares those of the later visits that it comes with.
    """
    chained = False
    for item, following in reversed(list(pairwise(items))):
        gap = text[item.end : following.start]
        if item.family == following.family == "imaging":
            gap = without_contrast(gap, grammar.services)
        bare = grammar.items.only_joints(gap)
        counted = not bare and grammar.only_counts(title.words_in(item.end, following.start))
        if counted and item.family != following.family:
            parts = title.parts_in(following.end, following.until)
            counted = bool(parts) and "," in text[following.end : parts[0].start]
        later = following.included and item.kind == following.kind == CONSULTATION
        chained = chained and (bare or counted or later)
        if not bare and not counted and not later:
            continue
        mine = [t for t in found if t["item"] is item]
        others = [t for t in found if t["item"] is following]
        if not later and (item.family not in SHARING or following.family not in SHARING):
            chained = False
            continue
        behind = len(others) == 1 and (chained or title.parts_in(following.end, following.until))
        chained = bool(behind)
        for treatment in mine:
            if behind and not treatment["body_parts"]:
                treatment["body_parts"] = list(others[0]["body_parts"])
                treatment["laterality"] = treatment["laterality"] or others[0]["laterality"]
            if bare and item.family == following.family == PHYSICAL_MEDICINE and treatment["sessions"] is None:
                treatment["sessions"] = others[0]["sessions"]
            if treatment["contrast"] is None and treatment["kind"] == others[0]["kind"]:
                treatment["contrast"] = others[0]["contrast"]


def _share_setting(text: str, items: list[Item], found: list[dict[str, Any]], grammar: TitleGrammar) -> None:
    """Share a setting that stands before the first of several listed items."""
    for item, following in pairwise(items):
        setting = next(t["setting"] for t in found if t["item"] is item)
        gap = text[item.end : following.start]
        listed = setting == PRE_OP and following.family in PREPARING and grammar.items.connector.search(gap)
        if listed or (setting == POST_OP and grammar.items.only_joints(gap)):
            for treatment in found:
                if treatment["item"] is following:
                    treatment["setting"] = treatment["setting"] or setting


def _share_supply(
    text: str, title: Title, items: list[Item], found: list[dict[str, Any]], grammar: TitleGrammar
) -> None:
    """Share how equipment is supplied: what a heading says, or a word of its own behind a list.

    "DME rental: bed x 30 days, wheelchair x 30 days", "walker, cane and commode, purchase".
    """
    treatments = {id(t["item"]): t for t in found}
    begin, heading = title.start, None
    for item, following in pairwise(items):
        colon = title.text.rfind(":", begin, item.start)
        if colon >= 0:
            heading = find_setting(title.text, begin, colon, True, grammar.services)
        begin = item.until
        if item.kind == following.kind == EQUIPMENT and ":" not in text[item.end : following.start]:
            treatments[id(following)]["setting"] = treatments[id(following)]["setting"] or heading
    last = items[-1]
    supply = treatments[id(last)]["setting"]
    if supply not in SUPPLIES or not grammar.items.ands.search(text, items[-2].end, last.start):
        return
    behind = grammar.services.settings[supply].search(text, last.end, last.until)
    if behind is None or text[last.end : behind.start()].strip() != ",":
        return
    for item, following in reversed(list(pairwise(items))):
        if not (item.kind == EQUIPMENT and grammar.items.listed(text[item.end : following.start])):
            return
        treatments[id(item)]["setting"] = treatments[id(item)]["setting"] or supply
