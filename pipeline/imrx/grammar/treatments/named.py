"""The words of a title that name treatments, and its medications.

    "Pre-operative CBC, PT/PTT"                -> two laboratory tests, no physical therapy
    "Flurbiprofen 20%, Lidocaine 5% cream"     -> one medication
    "Supartz x5"                               -> an injection, as what is only ever injected

Deliberately left alone: which of them are one treatment (`items.py`).
"""

from itertools import pairwise
from operator import itemgetter

from imrx.grammar.dates import Day
from imrx.grammar.treatments.blood_tests import read_blood_tests
from imrx.grammar.treatments.items import (
    ALONE,
    ASSISTANT,
    CONSULTATION,
    IGNORE,
    INJECTION,
    LABORATORY,
    MASSAGE,
    MEDICATION,
    PART,
    PHYSICAL_MEDICINE,
    SURGERY,
    WEAK,
    Item,
    ItemGrammar,
    TitleMedication,
)
from imrx.grammar.treatments.stems import FoundPhrase, Word, split_words

GUIDANCE = "guidance"
"""The row of what an injection is done under."""

NAVIGATION = "treatment:surgical_navigation"
"""How an operation is done is a part of it: "TKA, computer assisted"; alone it may be asked for as a service."""


def find_items(
    text: str, words: list[Word], drugs: list[TitleMedication], days: list[Day], grammar: ItemGrammar
) -> list[Item]:
    """Every word of a title that names a treatment, and the medications, one for each product, in order.

    What stands in a date is none ("Oct 12, 2016"), nor is a form that has one beside a treatment: "RFA 12/1/16".
    """
    items: list[Item] = []
    forms: list[Item] = []
    phrases = grammar.kinds.find(words)
    phrases = sorted([*phrases, *_sharing_noun(words, phrases, grammar)], key=itemgetter(0))
    if not drugs and all(found.value["role"] in {ALONE, IGNORE} for found in phrases):
        phrases = grammar.kinds.find(grammar.kinds.corrected(words))
    ingredients = {found.start for found in phrases if _is_ingredient(text, words, found, drugs, grammar)}
    drugs = [drug for drug in drugs if drug[0] in ingredients or not any(_holds(found, drug) for found in phrases)]
    for found in phrases:
        if found.start in ingredients:
            continue
        if any(found.start < drug[1] and drug[0] < found.end for drug in drugs):
            continue
        if any(found.start < day[1] and day[0] < found.end for day in days):
            continue
        row = found.value
        if row["role"] == WEAK and _only_counts(text, words[0].start, found, items, drugs, grammar):
            continue
        behind_drug = any(drug[1] <= found.start for drug in drugs)
        if behind_drug and text[found.start : found.end].lower() in grammar.drug_supply:
            continue
        item = Item(found.start, found.end, row["kind"], f"treatment:{row['rule']}", row["role"])
        if row["role"] == IGNORE and _counts_sessions(text, words[0].start, found, grammar):
            continue
        if row["role"] == IGNORE:
            items.append(Item(found.start, found.end, "", row["rule"]))
        elif _is_form(text, words[0].start, found, days, grammar):
            forms.append(item)
        else:
            items.append(item)
    if forms:
        named = bool(drugs) or any(item.kind for item in items)
        items += [Item(form.start, form.end, "", form.rule) if named else form for form in forms]
        items.sort(key=lambda item: item.start)
    _read_beside(text, items, grammar)
    if drugs:
        _add_drugs(text, words, drugs, items, grammar)
        items.sort(key=lambda item: item.start)
        _share_injection(text, items, grammar)
        _mix(text, items, grammar)
    _drop_beside(text, items, grammar)
    read_blood_tests(text, words, items, grammar)
    return items


def _only_counts(
    text: str, start: int, found: FoundPhrase, items: list[Item], drugs: list[TitleMedication], grammar: ItemGrammar
) -> bool:
    """True for a word of an amount of what is named in front of it: "Botox, 2 *vials*", "testing, 8 *units*".

    "1 unit of heating pad" counts what follows, and "VascuTherm 4 unit" is one device.
    """
    if not grammar.amount.search(text, start, found.start) or grammar.amount_of.match(text, found.end):
        return False
    if items and items[-1].kind == INJECTION:
        return True
    named = bool(items) or any(drug[1] <= found.start for drug in drugs)
    written = text[found.start : found.end].lower()
    if written in grammar.model_units and grammar.model.search(text, start, found.start):
        return False
    return named and written in grammar.units


def _counts_sessions(text: str, start: int, found: FoundPhrase, grammar: ItemGrammar) -> bool:
    """True for a word that is no treatment and counts one behind a number: "re-evaluation and 8 *treatments*"."""
    counted = text[found.start : found.end].lower() in grammar.session_nouns
    return counted and grammar.amount.search(text, start, found.start) is not None


def _sharing_noun(words: list[Word], phrases: list[FoundPhrase], grammar: ItemGrammar) -> list[FoundPhrase]:
    """Visits that leave their noun to the one behind them: "*Orthopedic* and pain management consultations"."""
    found: list[FoundPhrase] = []
    if not any(phrase.value["kind"] == CONSULTATION for phrase in phrases):
        return found
    taken = {word.start: phrase for phrase in phrases for word in words if phrase.start <= word.start < phrase.end}
    numbers = {word.start: number for number, word in enumerate(words)}
    for phrase in phrases:
        noun = next(word for word in words if word.end == phrase.end)
        if phrase.value["kind"] != CONSULTATION or noun.stem not in grammar.shared_nouns:
            continue
        first = numbers[phrase.start]
        while (last := _before_joint(words, first, grammar)) is not None:
            if words[last].start in taken:
                first = numbers[taken[words[last].start].start]
                continue
            first = next((n for n in range(max(0, last - 2), last + 1) if _begins_list(words, n, grammar)), last)
            whole = grammar.kinds.find([*words[first : last + 1], noun])
            if len(whole) != 1 or (whole[0].start, whole[0].end) != (words[first].start, noun.end):
                break
            found.append(FoundPhrase(words[first].start, words[last].end, whole[0].value))
    return found


def _before_joint(words: list[Word], first: int, grammar: ItemGrammar) -> int | None:
    """The number of the word in front of the "and" or comma that stands in front of a word; null where none does."""
    last = first - 1
    while last >= 0 and words[last].stem in grammar.list_joints:
        last -= 1
    return last if 0 <= last < first - 1 else None


def _begins_list(words: list[Word], first: int, grammar: ItemGrammar) -> bool:
    """True for a word that may begin a member of a list: the first one, or one behind a comma, an "and" or a number."""
    before = words[first - 1] if first else None
    return before is None or before.stem in grammar.list_joints or before.raw.isdigit()


def _is_form(text: str, start: int, found: FoundPhrase, days: list[Day], grammar: ItemGrammar) -> bool:
    """True for a form beside its date, not for the treatment of that name: "Norco, RFA 12/1/16", "per 12/1/16 RFA"."""
    if text[found.start : found.end] not in grammar.forms or grammar.operated.match(text, found.end):
        return False
    if any(not text[day[1] : found.start].strip() for day in days if day[1] <= found.start):
        return True
    dated = any(grammar.form_dated.fullmatch(text, found.end, day[0]) for day in days if found.end <= day[0])
    return dated and found.start > start and grammar.forms_behind.search(text, start, found.start) is not None


def _share_injection(text: str, items: list[Item], grammar: ItemGrammar) -> None:
    """A drug that is listed in front of an injected one is injected too: "Toradol and B12 injections"."""
    shared = False
    for item, following in reversed(list(pairwise(items))):
        last = split_words(text, following.start, following.end)[-1].stem
        shared = (
            (shared or (following.kind == INJECTION and last == INJECTION))
            and item.kind == MEDICATION
            and grammar.listed(text[item.end : following.start])
            and grammar.injected(text[item.start : item.end])
        )
        if shared:
            item.kind, item.rule = INJECTION, following.rule


def _mix(text: str, items: list[Item], grammar: ItemGrammar) -> None:
    """Drugs that are injected together are one item: "injection with *Kenalog and 4 cc lidocaine*".

    One with a form or number of its own is another treatment: "with Kenalog and lidocaine patches".
    """
    mixture: Item | None = None
    for last, item, following in zip(list(items), items[1:], [*items[2:], None], strict=False):
        gap = text[last.end : item.start]
        if mixture and grammar.mixed.fullmatch(gap) and _is_mixed(text, item, following, grammar):
            mixture.end = item.end
            items.remove(item)
        else:
            mixture = item if _is_with_drug(text, last, item, grammar) else None


def _is_with_drug(text: str, last: Item, item: Item, grammar: ItemGrammar) -> bool:
    """True for an injection and the drug that it is of: "injection *with* Kenalog"."""
    connectors = grammar.connectors(text[last.end : item.start]) if last.kind == INJECTION else []
    joined = bool(connectors) and connectors[-1][0].lower() in grammar.with_drug
    return joined and item.kind in {MEDICATION, INJECTION}


def _is_mixed(text: str, item: Item, following: Item | None, grammar: ItemGrammar) -> bool:
    """True for a drug that can be injected, without a form, number, route or frequency of its own: "1 po BID"."""
    if item.kind not in {MEDICATION, INJECTION} or not grammar.injected(text[item.start : item.end]):
        return False
    if (
        following
        and following.kind in {MEDICATION, INJECTION}
        and grammar.dose.fullmatch(text, item.end, following.start)
    ):
        return False
    return not grammar.has_own_sig(text, item)


def _read_beside(text: str, items: list[Item], grammar: ItemGrammar) -> None:
    """Read again what means something else beside its neighbours: "CBC, PT", "e-stim and ultrasound"."""
    operated = any(item.kind == SURGERY for item in items)
    for index, item in enumerate(items):
        written = text[item.start : item.end]
        beside = [*items[max(0, index - 1) : index], *items[index + 1 : index + 2]]
        beside = [other for other in beside if not _closed(text, *sorted((other.start, item.start)))]
        if written in grammar.beside and any(text[i.start : i.end].lower() in grammar.blood_tests for i in beside):
            item.kind, item.rule = LABORATORY, grammar.beside[written]
        elif written.lower() in grammar.beside_modality and any(i.role == PART or i.kind == MASSAGE for i in beside):
            item.kind, item.rule, item.role = f"{PHYSICAL_MEDICINE}/other", "treatment:modality", PART
        elif operated and written.lower() in grammar.beside_surgery:
            item.kind, item.rule = ASSISTANT, "treatment:surgical_assistant"
        elif operated and item.rule == NAVIGATION:
            item.kind = ""
        elif index and grammar.is_dental(text, items[index - 1], item):
            item.kind, item.rule = "other", "treatment:other"


def _drop_beside(text: str, items: list[Item], grammar: ItemGrammar) -> None:
    """Guidance is asked for alone, or for the one treatment named; else it names none: "ESI, epidurogram".

    Nor does the anesthesia that is listed with it: "under fluoroscopy & MAC".
    """
    for last, item in pairwise(items):
        written = text[item.start : item.end].lower()
        if last.rule == GUIDANCE and written in grammar.anesthesia and grammar.listed(text[last.end : item.start]):
            item.kind, item.rule = "", GUIDANCE
    named = [item for item in items if item.kind and item.role != ALONE]
    one = all(_is_with_drug(text, last, item, grammar) for last, item in pairwise(named))
    for item in items:
        if item.role == ALONE and named and not (one and grammar.is_for(text, item, named[0])):
            item.kind = ""


def _closed(text: str, start: int, end: int) -> bool:
    """True where a bracket that was opened before a stretch is closed in it."""
    return text.count(")", start, end) > text.count("(", start, end)


def _is_ingredient(
    text: str, words: list[Word], found: FoundPhrase, drugs: list[TitleMedication], grammar: ItemGrammar
) -> bool:
    """True for what has its share of a compound: "flurbiprofen 20%, *hyaluronic acid* 0.2%".

    What is only ever injected has one only beside another share and without a number or place of its own, "Synvisc 1%
    right knee x 3, lidocaine 5%", and an injection of a drug has none: "Marcaine *injection* 0.25% and Kenalog".
    """
    share = grammar.share.match(text, found.end)
    if not drugs or share is None:
        return False
    if found.value["kind"] != INJECTION:
        return True
    if not grammar.share_ends.match(text, share.end()) and all(
        text[share.end() : drug[0]].strip() for drug in drugs if drug[0] >= share.end()
    ):
        return False
    shares = grammar.percent.findall(text, words[0].start, words[-1].end)
    named = any(found.start <= drug[0] and drug[1] < found.end for drug in drugs)
    return len(shares) > 1 and len(drugs) > 1 and not named


def _holds(found: FoundPhrase, drug: TitleMedication) -> bool:
    """True where a phrase says more than the drug in it, or a drug that is only ever injected."""
    return found.start <= drug[0] and (
        drug[1] < found.end or (drug[1] == found.end and found.value["kind"] == INJECTION)
    )


def _add_drugs(
    text: str, words: list[Word], drugs: list[TitleMedication], items: list[Item], grammar: ItemGrammar
) -> None:
    """Append the medications to the items: one for each product, however many ingredients it names."""
    shares = grammar.percent.findall(text, words[0].start, words[-1].end)
    last: TitleMedication | None = None
    for drug in drugs:
        products = {drug[2], last[2]} if last else set()
        if (
            last
            and (len(products) < 2 or None in products)
            and (
                (drug[2] is not None and drug[2] == last[2])
                or text[last[1] : drug[0]].strip() in {"", "(", "/", "-", "+", "[", ")"}
                or (
                    len(shares) > 1
                    and grammar.percent.search(text, last[1], drug[0])
                    and not any(last[1] < i.start < drug[0] for i in items)
                )
            )
        ):
            items[-1].end = drug[1]
        else:
            items.append(Item(drug[0], drug[1], MEDICATION, "treatment:drug"))
        last = drug


def mask(text: str, end: int, items: list[Item]) -> str:
    """The text up to `end` with blanks for words that name no treatment: "prior to surgery" joins nothing."""
    if not items:
        return text
    pieces, at = [], 0
    for item in items:
        pieces += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*pieces, text[at:end]])
