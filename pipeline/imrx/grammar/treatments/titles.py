"""Titles: which treatments the title of a disputed item asks for, one each, in order, with all that it says of them.

    "MRI of the right knee without contrast"                       -> imaging/mri, knee, right, without
    "PT/OT for the right shoulder"                                 -> two, each of the right shoulder
    "Twelve manual acupuncture visits, 2 times weekly for 6 weeks" -> 12 sessions, 2 a week, 6 weeks

Each item (`joining.py`) has its stretch of the title, in which its body parts, side, sessions, contrast and setting are
read; what stands behind the last of several listed items holds for all. Deliberately left alone: whether the treatment
makes sense, and a title that names nothing known (kind `other`, for the caller to warn of).
"""

import re
from itertools import pairwise
from typing import Any

from imrx.grammar.treatments.body import Part
from imrx.grammar.treatments.items import (
    CONSULTATION,
    EVALUATION,
    LABORATORY,
    MEDICATION,
    PHYSICAL_MEDICINE,
    PSYCHOLOGY,
    SURGERY,
    TESTING,
    TRANSPORT,
    Item,
    TitleMedication,
)
from imrx.grammar.treatments.joining import join_items, set_stretches
from imrx.grammar.treatments.named import find_items, mask
from imrx.grammar.treatments.services import ASSOCIATED, POST_OP, find_contrast, find_service_dates, find_setting
from imrx.grammar.treatments.sessions import EQUIPMENT, find_further_course, find_sessions
from imrx.grammar.treatments.sharing import share
from imrx.grammar.treatments.short_forms import find_short_forms, meant, spell_out
from imrx.grammar.treatments.sites import mark_elsewhere
from imrx.grammar.treatments.stems import Word
from imrx.grammar.treatments.title_words import ShortForm, Title, TitleGrammar
from imrx.grammar.treatments.unheld import find_bare, find_unheld
from imrx.grammar.treatments.unknown import add_unknown
from imrx.stretches import Limits

TITLE_LIMIT = 2000
"""How much of a title is read, in characters: the longest known has 400."""

NUMBER = re.compile(r"\d{1,2}[.)]\s{1,4}")
"""The number of a disputed item, which counts nothing: "1. One (1) epidural steroid injection"."""

SIGN = re.compile(r"[,;:(]")
"""Behind one, numbers belong to the whole again."""

PARTLESS = {LABORATORY, TRANSPORT, PSYCHOLOGY}
"""Kinds without a body part: what stands in their title belongs to something else."""

PSYCHOLOGICAL_TESTING = "treatment:psychological_testing"
"""A quantity of it counts no sessions, as that of any other test: "Psychological testing, QTY 1"."""

NAMED_AFTER_PARTS = {CONSULTATION, TESTING, EVALUATION, "other", "home_care"}
"""Kinds whose own words may hold a body part that is none: "hand surgeon"."""

IMAGED_APART = {"imaging/mri", "imaging/ct", "imaging/x-ray", "imaging/ultrasound"}
"""Each body part is a study of its own: "MRI of neck and right hand" is two."""


def find_treatments(
    text: str,
    start: int,
    end: int,
    drugs: list[TitleMedication],
    long_forms: list[tuple[str, str]],
    grammar: TitleGrammar,
    lower: str,
) -> list[dict[str, Any]]:
    """The treatments that a title names, in order; never empty.

    What is not known has the kind `other` and an empty rule. One of which the title says what `sessions` cannot hold
    has `unheld`, the offsets of that.

    Args:
        text: the letter.
        start: where the title begins, or its disputed part where it is split.
        end: where it ends.
        drugs: the medications in the title: start, end, and the product that they belong to, or null.
        long_forms: abbreviations that the letter defines: short and long form.
        grammar: the compiled tables.
        lower: the letter in lower case.
    """
    number = NUMBER.match(text, start, end)
    start = number.end() if number else start
    end = min(end, start + TITLE_LIMIT)
    title = Title(text, lower, start, end, grammar)
    own = find_short_forms(text, start, end, long_forms, grammar)
    title.spell_out(own, grammar)
    drugs = [drug for drug in drugs if drug[0] < end]
    named = find_items(text, title.words, drugs, title.days, grammar.items)
    spell_out(named, own, grammar)
    masked = mask(text, end, [item for item in named if not item.kind]) if len(named) > 1 else text
    items = [item for item in named if item.kind]
    mark_elsewhere(masked, end, title, items, grammar)
    items = join_items(masked, items, grammar.items)
    if not items:
        items = [_unnamed(text, start, end, own, grammar)]
    else:
        items = add_unknown(text, masked, title.words, end, items, grammar.items.connector, grammar.unknown)
    set_stretches(masked, end, items, grammar.items)
    dates: list[str] = []
    retrospective = False
    if title.has_dates:
        dates, retrospective = find_service_dates(text, start, end, title.days, grammar.services)
    found: list[dict[str, Any]] = []
    begin, ahead = start, False
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.counted = _counted_until(item, following)
        values = _values(title, begin, item, grammar)
        ahead = retrospective and len(items) > 1 and _is_ahead(text, begin, item, ahead, grammar)
        past = retrospective and not (
            ahead or (len(items) > 1 and grammar.services.prospective.search(text, item.start, item.until))
        )
        for value in values:
            value["service_dates"] = list(dates) if past or not retrospective else []
            value["retrospective"] = past
        found += values
        begin = item.until
    if len(items) > 1:
        share(masked, title, items, found, grammar)
    for treatment in found:
        del treatment["item"]
    return found


def _is_ahead(text: str, begin: int, item: Item, ahead: bool, grammar: TitleGrammar) -> bool:
    """True where what stands in front of one of several treatments makes it prospective, or did before (`ahead`)."""
    services = grammar.services
    if services.retrospective.search(text, begin, item.until):
        return False
    return ahead or services.prospective.search(text, begin, item.start) is not None


def _counted_until(item: Item, following: Item | None) -> int:
    """Where the stretch of an item's sessions ends: behind a drug that it comes with, and before what it is for."""
    until = following.until if following and following.included and following.kind == MEDICATION else item.until
    return min(until, item.purpose or until)


def _counted_words(title: Title, begin: int, item: Item, grammar: TitleGrammar) -> list[Word]:
    """The words that may count an item: those in front of what it is for, and those where its own numbers go on.

    Directly behind an operation a length is how long ago it was: "s/p fusion 3 months, 2x6".
    """
    words = title.words_in(begin, item.counted)
    if item.resumed is None:
        return words
    behind = title.words_in(item.resumed, item.until)
    length = grammar.sessions.length
    if item.apart or (behind and length.match(title.lower, behind[0].start, item.until)):
        sign = SIGN.search(title.text, item.resumed, item.until)
        behind = title.words_in(sign.start(), item.until) if sign else []
    return words + behind


def _unnamed(text: str, start: int, end: int, own: list[ShortForm], grammar: TitleGrammar) -> Item:
    """The treatment of a title with no known words: by an abbreviation of the letter's own, a dose, or "-ectomy"."""
    for short, behind, long in own:
        if named := meant(long, grammar):
            return Item(short, behind, named.kind, named.rule)
    words = text[start:end].rstrip(" \n\f.,;:")
    end = start + len(words) if words else end
    if dose := grammar.dose.search(text, start, end):
        name = text[start : dose.start()].rstrip()
        return Item(start, start + len(name) if name else end, MEDICATION, "treatment:dose")
    if operation := grammar.operation.search(text, start, end):
        return Item(operation.start(), operation.end(), SURGERY, "treatment:operation")
    return Item(start, end, "other", "")


def _closed(text: str, start: int, end: int) -> int:
    """The end of an item, behind the bracket that closes one in it: "Diazepam (Valium)"."""
    is_open = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if is_open and text.startswith(")", end) else end


def _values(title: Title, begin: int, item: Item, grammar: TitleGrammar) -> list[dict[str, Any]]:
    """The values of one item, read in its stretch; several for an imaging study of several body parts."""
    text, services = title.text, grammar.services
    parts: list[Part] = []
    if item.kind not in PARTLESS and (item.kind != MEDICATION or grammar.onto.search(text, item.end, item.until)):
        parts = title.parts_in(begin, item.until)
        if item.rule and item.kind in NAMED_AFTER_PARTS:
            parts = [part for part in parts if not item.start <= part.start < item.end]
        if item.kind == MEDICATION:
            parts = [part for part in parts if _applied_to(text, item, part, grammar)]
    parts = _narrowed(text, parts, item, grammar)
    sided = item.kind not in PARTLESS and (item.kind != MEDICATION or parts)
    sides = [side for side in title.sides if begin <= side[0] < item.until] if sided else []
    setting = find_setting(text, begin, item.until, item.kind == EQUIPMENT, services) if title.has_setting else None
    if title.has_setting and services.settings[ASSOCIATED].search(text, title.start, item.start):
        setting = ASSOCIATED
    treatment: dict[str, Any] = {
        "start": item.start,
        "end": _closed(text, item.start, item.end),
        "rule": item.rule,
        "kind": item.kind,
        "body_parts": list(dict.fromkeys(part.name for part in parts)),
        "laterality": _side(text, sides, parts, grammar),
        "sessions": None
        if item.kind == MEDICATION or not title.has_count
        else find_sessions(
            title.lower,
            _counted_words(title, begin, item, grammar),
            item.until if item.resumed else item.counted,
            max(begin, item.start),
            TESTING if item.rule == PSYCHOLOGICAL_TESTING else item.kind,
            grammar.sessions,
        ),
        "contrast": find_contrast(text, begin, item.until, services)
        if title.has_contrast and item.family == "imaging"
        else None,
        "setting": setting or (POST_OP if item.after_surgery else None),
        "item": item,
    }
    if unheld := _find_unheld(title, begin, item, treatment["sessions"] is None, grammar):
        treatment["unheld"] = unheld
    if item.kind not in IMAGED_APART or len(treatment["body_parts"]) < 2:
        return [treatment]
    return _apart(text, treatment, parts, sides, grammar)


def _find_unheld(title: Title, begin: int, item: Item, unsaid: bool, grammar: TitleGrammar) -> Limits | None:
    """What the title says of how often, how long or how many that the sessions of an item cannot hold."""
    if not item.kind.startswith(grammar.unheld.kinds):
        return None
    words, end = _counted_words(title, begin, item, grammar), item.until if item.resumed else item.counted
    if not words:
        return None
    found = find_unheld(title.lower, words, end, grammar.unheld)
    found = found or find_further_course(title.lower, words, end, grammar.sessions)
    if found is None and unsaid and item.family == PHYSICAL_MEDICINE:
        found = find_bare(title.lower, item.end, end, grammar.unheld)
    return found


def _narrowed(text: str, parts: list[Part], item: Item, grammar: TitleGrammar) -> list[Part]:
    """The parts without one of which the next only says where: "spine, lumbar", "any joint of lower extremity, ankle".

    A limb may be meant whole in front of its joint where it is not looked at for a picture.
    """
    narrowed = [
        part
        for part, following in pairwise(parts)
        if part.name != following.within
        or grammar.body.added(text, part.end, following.start)
        or (part.paired and item.kind not in IMAGED_APART)
    ]
    return narrowed + parts[-1:]


def _applied_to(text: str, item: Item, part: Part, grammar: TitleGrammar) -> bool:
    """True for a body part that a medication is for or put on, not for that of an operation: "after knee surgery"."""
    if item.purpose and not text[part.end : item.purpose].strip():
        return False
    return grammar.onto.search(text, item.end, part.start) is not None


def _apart(
    text: str, treatment: dict[str, Any], parts: list[Part], sides: list[tuple[int, int, str]], grammar: TitleGrammar
) -> list[dict[str, Any]]:
    """One study for each body part that a list names; a side goes on until the next one, over limbs only.

    A slash lists where a side stands behind it: "right knee/left hip", not "cervical/thoracic spine".

    One behind a comma that follows the list is that of all its limbs: "the hand and wrist, left".
    """
    groups: list[list[Part]] = []
    for part in parts:
        at = groups[-1][-1].end if groups else part.start
        sided = any("/" in text[at:begin] for begin, _, _ in sides if at < begin < part.start)
        if groups and not sided and not grammar.body.listed(text, at, part.start):
            groups[-1].append(part)
        else:
            groups.append([part])
    found = []
    last = groups[-1][-1].end
    closing = bool(sides) and sides[0][0] >= last and SIGN.search(text, last, sides[0][0]) is not None
    previous = min(part.start for part in parts)
    side: str | None = None
    for group in groups:
        named = [
            name
            for begin, _, name in sides
            if previous <= begin < group[-1].start or (group is groups[0] and begin < group[0].start)
        ]
        named += [name for begin, _, name in sides if begin >= last and (group is groups[-1] or closing)]
        if named:
            side = named[-1]
        paired = any(part.paired for part in group)
        if closing and not paired:
            named = []
        found.append(
            {
                **treatment,
                "body_parts": list(dict.fromkeys(part.name for part in group)),
                "laterality": side if paired or named else None,
            }
        )
        previous = group[-1].end
    return found


def _side(text: str, sides: list[tuple[int, int, str]], parts: list[Part], grammar: TitleGrammar) -> str | None:
    """The side of a treatment's body parts; null where they have different ones, or one of two has none.

    What the body has but one of has no side: "neck and left shoulder" is left, "knee and left shoulder" is neither.
    """
    named = {name for _, _, name in sides}
    if len(named) == 1:
        begin, behind, _ = sides[0]
        sided = {part.name for part in parts if part.start >= behind and not text[behind : part.start].strip()}
        before = [part for part in parts if part.end <= begin and part.paired and part.name not in sided]
        unsided = any(grammar.body.added(text, part.end, begin) for part in before)
        return None if sided and unsided else named.pop()
    if named >= {"left", "right"} and len({part.name for part in parts if part.paired}) <= 1:
        return "bilateral"
    return None
