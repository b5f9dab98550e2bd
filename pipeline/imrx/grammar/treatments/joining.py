"""Joining: the words of a title that name a treatment, joined or dropped by what stands between them.

    "EMG/NCV"                                          -> one test
    "arthroscopy with acromioplasty and debridement"   -> one operation
    "Transportation to and from physical therapy"      -> transportation; what a treatment is for is none
    "Consultation and 12 sessions of acupuncture"      -> two

Deliberately left alone: which words name a treatment (`named.py`), body parts, sessions and all other values
(`titles.py`).
"""

import re
from itertools import pairwise

from imrx.grammar.treatments.items import (
    ASSISTANT,
    CONSULTATION,
    ELECTRODIAGNOSTICS,
    EVALUATION,
    HEAD,
    HOME_CARE,
    INJECTION,
    LABORATORY,
    MASSAGE,
    MEDICATION,
    PART,
    PHYSICAL_MEDICINE,
    PSYCHOLOGY,
    SURGERY,
    TESTING,
    TRANSPORT,
    Item,
    ItemGrammar,
)
from imrx.grammar.treatments.sessions import EQUIPMENT
from imrx.grammar.words import DIGIT

JOINED = {SURGERY}
"""An operation with its parts at one site is one treatment, however they are listed."""

IN_SESSIONS = {PHYSICAL_MEDICINE, PSYCHOLOGY, CONSULTATION, HOME_CARE}
"""Kinds that come in sessions."""

THERAPIES = {PHYSICAL_MEDICINE, PSYCHOLOGY}
"""Kinds that begin with an evaluation of their own."""

KEPT_BEFORE_CONSULTATION = (
    PHYSICAL_MEDICINE,
    PSYCHOLOGY,
    HOME_CARE,
    "other",
    TRANSPORT,
    LABORATORY,
    ELECTRODIAGNOSTICS,
    TESTING,
    EVALUATION,
)
"""A "physical therapy evaluation" is physical therapy; a "surgery consultation" is a consultation."""


def join_items(text: str, items: list[Item], grammar: ItemGrammar) -> list[Item]:
    """Join or drop neighbours by what stands between them; a weak word beside a treatment of its family is dropped.

    The supplies of a device that is not asked for itself are kept: "lumbar brace, TENS supplies".
    """
    if len(items) < 2:
        return items
    joined: list[Item] = []
    for item in items:
        if joined:
            _join(text, joined, item, grammar)
        else:
            joined.append(item)
    strong = [item for item in joined if not item.weak]
    families = {item.family for item in strong}
    if strong:
        joined = [
            item
            for item in joined
            if not item.weak
            or (item.listed and (item.family not in families or grammar.is_of_other(text, item, strong)))
        ]
    return joined


def _join(text: str, joined: list[Item], item: Item, grammar: ItemGrammar) -> None:
    """Put one more item behind the ones there are: appended, joined with the last one, in its place, or dropped."""
    last = joined[-1]
    gap = text[last.end : item.start]
    if last.including and item.family == last.family and grammar.only_joints(text[last.including : item.start]):
        last.including = item.end
        return
    part = item.role == PART or (item.kind == MASSAGE and not grammar.is_counted(text, item) and ";" not in gap)
    if last.modalities and part and grammar.only_joints(text[last.modalities : item.start]):
        last.modalities = item.end
        return
    if last.dropped and grammar.ands.fullmatch(text, last.dropped, item.start) and not _is_told(text, item, grammar):
        last.dropped = item.end
        return
    if item.role == PART and grammar.listed(gap) and _is_modality(text, joined):
        joined.pop()
        joined[-1].modalities = item.end
        return
    connectors = grammar.connectors(gap)
    connector = connectors[-1].lastgroup if connectors else None
    if item.role == PART and any(match.lastgroup == "inclusion" for match in connectors):
        connector = "inclusion"
    if item.kind in {CONSULTATION, HOME_CARE} and grammar.is_trial(text, last, item):
        return
    if item.kind == CONSULTATION and _counts(text, last, item, connectors, grammar):
        return
    if last.family == HOME_CARE and connectors and _done_there(text, item, grammar.what_for(gap, connectors), grammar):
        return
    if max(gap.rfind("("), gap.rfind("[")) > max(gap.rfind(")"), gap.rfind("]")):
        _bracket(text, joined, item, connector, grammar)
    elif {last.kind, item.kind} == {MEDICATION, INJECTION} and (
        connector is None or connectors[-1][0].lower() in grammar.with_drug
    ):
        last.end = item.end
        last.kind, last.rule, last.role = INJECTION, (item if item.kind == INJECTION else last).rule, HEAD
    elif connector is None:
        _chain(joined, item, bool(gap.strip()), text[item.start : item.end].lower() in grammar.mending)
    elif connector == "purpose":
        _purpose(text, joined, item, connectors[-1][0].lower(), grammar)
    elif connector == "inclusion":
        _include(text, joined, item, connectors[-1], grammar)
    else:
        _list(text, joined, item, connectors, grammar)


def _is_modality(text: str, joined: list[Item]) -> bool:
    """True for a massage that a therapy comes with, in front of another modality: "chiropractic with massage and heat".

    A therapy that is counted in front of it is whole: "chiropractic 2x4 with massage and ultrasound therapy".
    """
    last = joined[-1]
    if last.kind != MASSAGE or not last.included or joined[-2].family != PHYSICAL_MEDICINE:
        return False
    return DIGIT.search(text, joined[-2].end, last.start) is None


def _bracket(text: str, joined: list[Item], item: Item, connector: str | None, grammar: ItemGrammar) -> None:
    """Put an item that stands in a bracket: it says what the last one is, or is a treatment beside it.

    The evaluation that a therapy begins with is a part of it: "8 visits (initial evaluation plus 7 treatments)".
    """
    last = joined[-1]
    if (last.weak and not item.weak) or (last.kind == item.kind and grammar.is_heading(text, last)):
        joined[-1] = item
    elif last.family in THERAPIES and item.kind == CONSULTATION and grammar.begins_therapy(text, item):
        return
    elif last.family == item.family or item.weak or connector == "purpose" or _is_reason(last, item):
        if text[last.end : item.start].strip() in {"(", "["} and text[item.end : item.end + 1] in {")", "]"}:
            last.end = item.end + 1
            if grammar.is_manner(text, last, item):
                last.kind, last.rule = item.kind, item.rule
    else:
        joined.append(item)


def _purpose(text: str, joined: list[Item], item: Item, sign: str, grammar: ItemGrammar) -> None:
    """Note an item as what the last one is for, or follows; it takes the place of a weak word and of a repair."""
    last = joined[-1]
    mended = item.kind == EQUIPMENT and sign == "of" and text[last.start : last.end].lower() in grammar.mending
    if mended or (last.weak and not item.weak and not _only_before(last, item)):
        joined[-1] = item
        return
    last.purpose = last.purpose or item.start
    _resume(last, item, sign in grammar.moments or sign in grammar.after_surgery)
    screened = last.kind == LABORATORY and item.kind == MEDICATION
    if last.family == TRANSPORT or screened or sign in grammar.moments:
        last.dropped = item.end
    last.after_surgery |= item.kind == SURGERY and sign in grammar.after_surgery and last.kind != MEDICATION


def _include(text: str, joined: list[Item], item: Item, connector: re.Match[str], grammar: ItemGrammar) -> None:
    """Put an item that the last one is said to include: a part of it, its other name, or one of its own."""
    last, sign = joined[-1], connector[0].lower()
    later = grammar.counts_later_visits(text, item, connector, text[last.end : item.start])
    same = last.kind == item.kind
    if same and item.kind in JOINED:
        last.end = item.end
    elif sign in grammar.lists_parts and last.family == item.family == PHYSICAL_MEDICINE:
        last.including = item.end
    elif (last.weak and not item.weak) or (same and grammar.is_heading(text, last)):
        joined[-1] = item
    elif last.kind == CONSULTATION and text[item.start : item.end].lower() in grammar.practitioners:
        last.end = item.end
    elif last.kind == CONSULTATION and item.kind == PSYCHOLOGY:
        joined[-1] = Item(last.start, item.end, item.kind, item.rule)
    elif not item.weak and _stands_apart(last, item, sign in grammar.plain_with and not later):
        item.included = True
        joined.append(item)
    elif item.role == PART and sign in grammar.plain_with:
        last.modalities = item.end


def _list(text: str, joined: list[Item], item: Item, connectors: list[re.Match[str]], grammar: ItemGrammar) -> None:
    """Put an item behind a separator: one of its own, unless both name one treatment."""
    last = joined[-1]
    gap, sign, alone = text[last.end : item.start], connectors[-1][0], len(connectors) == 1
    bracketed = gap.startswith(")") and text[last.start - 1 : last.start] == "("
    gap = gap[1:] if bracketed else gap
    bare = grammar.only_joints(gap)
    general = bare and not (item.family == HOME_CARE and grammar.ands.search(gap))
    if last.kind == item.kind:
        one = (
            (item.kind in JOINED and not item.elsewhere)
            or (bare and grammar.is_manner(text, last, item))
            or (bare and (item.kind == ELECTRODIAGNOSTICS or (sign == "/" and grammar.one_thing(text, last, item))))
            or (last.weak and item.weak)
            or (general and grammar.is_general(text, item))
            or (sign == "," and (item.kind == ASSISTANT or grammar.is_opinion(text, item)))
            or (alone and sign == "," and grammar.of_visit(text[last.start : last.end], text[item.start : item.end]))
        )
    elif bare and item.weak and grammar.is_implanted(text, last, item):
        one = True
    else:
        one = sign == ":" and bare and item.kind == CONSULTATION and last.kind.startswith(KEPT_BEFORE_CONSULTATION)
    if bare and sign == "," and last.kind != item.kind and grammar.is_manner(text, last, item):
        joined[-1] = Item(last.start, item.end, item.kind, item.rule)
    elif one:
        last.start -= bracketed
        last.end = item.end
    elif not item.weak and (
        (sign == ":" and alone and last.family == item.family)
        or (last.kind == item.kind and gap.lstrip().startswith(":") and grammar.is_heading(text, last))
        or (last.kind == item.kind and general and grammar.is_general(text, last))
        or (last.weak and last.family in {item.family, CONSULTATION} and bare and sign != ",")
    ):
        joined[-1] = item
    else:
        item.listed = True
        joined.append(item)


def _resume(last: Item, item: Item, moment: bool) -> None:
    """Set where a therapy's own numbers go on behind what it follows or is for: "s/p right knee arthroscopy 2x6".

    Behind what may be counted itself they do so at a comma only, and if it says when: "after an injection, 6 visits".
    """
    counted = item.kind == INJECTION or item.family in IN_SESSIONS
    therapy = last.family in {PHYSICAL_MEDICINE, HOME_CARE}
    goes_on = last.family in IN_SESSIONS if moment else therapy and not counted
    last.resumed, last.apart = (item.end if goes_on else None), counted


def _counts(text: str, last: Item, item: Item, connectors: list[re.Match[str]], grammar: ItemGrammar) -> bool:
    """True for visits of a therapy itself, "one evaluation and 8 visits", or behind a comma those of a visit.

    "Pain management follow up, 6 monthly visits" is one, a "consultation and 6 monthly visits" are two, as are
    "psychotherapy x 10, monthly visits".
    """
    named = text[item.start : item.end].lower()
    if named in grammar.monthly_visits:
        counted = any(sign.isdigit() for sign in text[last.end : item.start].split(",")[0])
        return [sign[0] for sign in connectors] == [","] and not counted and grammar.is_visit(text, last)
    begins = item.weak or grammar.begins_therapy(text, item)
    return last.family in THERAPIES and (
        named in grammar.counted_visits or (begins and grammar.sessions_behind.match(text, item.end) is not None)
    )


def _is_told(text: str, item: Item, grammar: ItemGrammar) -> bool:
    """True for a drug of which a title says how much or how often: "UDS for Norco and *Soma 350mg #60*"."""
    told = grammar.lasting.match(text, item.end) is not None or grammar.has_own_sig(text, item)
    return item.kind == MEDICATION and told


def _done_there(text: str, item: Item, what_for: bool, grammar: ItemGrammar) -> bool:
    """True for what is done at home and is no treatment of its own: "aide to assist with cooking and dressing"."""
    return text[item.start : item.end].lower() in grammar.chores or (what_for and item.family == HOME_CARE)


def _is_reason(last: Item, item: Item) -> bool:
    """True for an operation in brackets behind a therapy: "physical therapy (rotator cuff repair)"."""
    return item.kind == SURGERY and last.family in {PHYSICAL_MEDICINE, HOME_CARE}


def _only_before(last: Item, item: Item) -> bool:
    """True where a weak word does not mean what follows it: "evaluation for surgery", "2 tablets prior to MRI"."""
    if last.family == CONSULTATION:
        return item.kind in {SURGERY, INJECTION}
    return last.family == MEDICATION and item.kind != MEDICATION


def _stands_apart(last: Item, item: Item, plain: bool) -> bool:
    """True where what a treatment includes is one of its own: of another family, or a therapy or visit beside it."""
    if last.family != item.family:
        return True
    if item.family == CONSULTATION:
        return not plain
    return item.family == PHYSICAL_MEDICINE and item.kind != last.kind and item.role != PART


def _chain(joined: list[Item], item: Item, apart: bool, mended: bool) -> None:
    """Two items without a connector are one noun phrase: its last noun decides, unless it is a general one.

    Equipment that is `mended` is equipment still: "walker repair".
    """
    last = joined[-1]
    if last.kind == EQUIPMENT and mended and not apart:
        last.end = item.end
    elif last.kind == item.kind:
        if last.weak or not item.weak or (item.kind == EQUIPMENT and not apart):
            last.end, last.role = item.end, item.role if last.weak else last.role
    elif item.weak:
        if not last.weak:
            return
        joined[-1] = item
    elif last.weak:
        item.start = last.start
        joined[-1] = item
    elif item.kind == CONSULTATION:
        if not last.kind.startswith(KEPT_BEFORE_CONSULTATION):
            joined[-1] = Item(last.start, item.end, item.kind, item.rule)
    elif apart or last.family == item.family or MEDICATION in {last.kind, item.kind}:
        joined.append(item)
    else:
        joined[-1] = Item(last.start, item.end, item.kind, item.rule)


def set_stretches(text: str, end: int, items: list[Item], grammar: ItemGrammar) -> None:
    """Set where each item's stretch of the title ends: at the last separator before the next item's words.

    A heading in front of a colon belongs to what follows: "walker; rental: hospital bed".
    """
    for item, following in pairwise(items):
        item.until = following.start
        ends = [
            match.end()
            for match in grammar.connector.finditer(text, item.end, following.start)
            if match.lastgroup != "purpose"
        ]
        if len(ends) > 1 and text[ends[-1] - 1] == ":":
            ends.pop()
        if ends:
            item.until = ends[-1]
    items[-1].until = end
