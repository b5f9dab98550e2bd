"""Items: the words of a title that name a treatment, joined or dropped by what stands between them.

    "EMG/NCV"                                          -> one test
    "arthroscopy with acromioplasty and debridement"   -> one operation
    "Transportation to and from physical therapy"      -> transportation; what a treatment is for is none
    "Pre-operative CBC, PT/PTT"                        -> two laboratory tests, no physical therapy

Deliberately left alone: body parts, sessions and all other values (`titles.py`).
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from imrx.grammar.dosing.numbers import alternatives
from imrx.grammar.treating.phrases import Phrases, split_words

HEAD, WEAK, PART, IGNORE = "head", "weak", "part", "ignore"
"""Roles of `patterns/treatments/kinds.csv`; `patterns/README.md` says what each one is."""

MEDICATION, SURGERY, INJECTION = "medication", "surgery", "injection"
CONSULTATION, LABORATORY, ELECTRODIAGNOSTICS = "consultation", "laboratory", "electrodiagnostics"
PSYCHOLOGY, PHYSICAL_MEDICINE = "psychology", "physical_medicine"

JOINED = {SURGERY}
"""An operation with its parts is one treatment, however they are listed."""

KEPT_BEFORE_CONSULTATION = (
    PHYSICAL_MEDICINE,
    PSYCHOLOGY,
    "home_care",
    "other",
    "transport",
    LABORATORY,
    ELECTRODIAGNOSTICS,
)
"""A "physical therapy evaluation" is physical therapy; a "surgery consultation" is a consultation."""

Drug = tuple[int, int, int | None]
"""A medication in a title: start, end, and the number of the compound that it belongs to, or null."""


@dataclass
class Item:
    """A treatment that a title names, while it is put together.

    `until` is where its stretch of the title ends, `counted` where that of its sessions does, `purpose` where the words
    begin that say what it is for.
    """

    start: int
    end: int
    kind: str
    rule: str
    role: str = HEAD
    until: int = 0
    counted: int = 0
    purpose: int | None = None
    after_surgery: bool = False
    listed: bool = False
    included: bool = False

    @property
    def weak(self) -> bool:
        """True for a word that names a treatment only where nothing else does."""
        return self.role == WEAK

    @property
    def family(self) -> str:
        """The first step of the kind: `imaging` of `imaging/mri`."""
        return self.kind.split("/")[0]


class ItemGrammar:
    """What is compiled from `patterns/treatments/kinds.csv` and the joining words of `words.json`."""

    def __init__(self, kinds: list[dict[str, str]], words: dict[str, Any]) -> None:
        self.kinds = Phrases((term, row) for row in kinds for term in row["terms"].split("|"))
        self.beside: dict[str, str] = words["beside_laboratory"]
        self.after_surgery: list[str] = words["after_surgery"]
        self.with_drug: list[str] = words["with_drug"]
        self.plain_with: list[str] = words["plain_with"]
        separators, inclusion, purpose = (_bounded(words[name]) for name in ("separators", "inclusion", "purpose"))
        self.connector = re.compile(
            rf"(?P<inclusion>{inclusion})|(?P<purpose>{purpose})|(?P<separator>{separators})", re.IGNORECASE
        )
        joints = [*words["separators"], *words["inclusion"], *words["settings_between"]]
        self.joint = re.compile(rf"\s|{_bounded(joints)}", re.IGNORECASE)
        self.percent = re.compile(r"\d\s*%")

    def only_joints(self, gap: str) -> bool:
        """True where nothing stands between two items but what joins them."""
        return not self.joint.sub("", gap)


def _bounded(texts: list[str]) -> str:
    """Any of the texts, words only as whole words."""
    words = [text for text in texts if text[0].isalpha()]
    signs = [text for text in texts if not text[0].isalpha()]
    return (
        "(?:"
        + "|".join(
            filter(
                None, [rf"(?<!\w){alternatives(words)}(?!\w)" if words else "", alternatives(signs) if signs else ""]
            )
        )
        + ")"
    )


def find_items(text: str, start: int, end: int, drugs: list[Drug], grammar: ItemGrammar) -> list[Item]:
    """Every word of a title that names a treatment, and the medications, one for each product, in order."""
    items = []
    words = grammar.kinds.find(split_words(text, start, end))
    if not drugs and all(found.value["role"] == IGNORE for found in words):
        words = grammar.kinds.find(grammar.kinds.corrected(split_words(text, start, end)))
    drugs = [drug for drug in drugs if not any(f.start <= drug[0] and drug[1] < f.end for f in words)]
    for found in words:
        if any(found.start < drug[1] and drug[0] < found.end for drug in drugs):
            continue
        row = found.value
        if row["role"] == IGNORE:
            items.append(Item(found.start, found.end, "", row["rule"]))
        else:
            items.append(Item(found.start, found.end, row["kind"], f"treatment:{row['rule']}", row["role"]))
    tested = [item for item in items if item.kind == LABORATORY]
    if tested:
        for item in items:
            if text[item.start : item.end] in grammar.beside:
                item.kind, item.rule = LABORATORY, grammar.beside[text[item.start : item.end]]
    compound = sum(1 for _ in grammar.percent.finditer(text, start, end)) > 1
    last: Drug | None = None
    for drug in drugs:
        if last and (
            (drug[2] is not None and drug[2] == last[2])
            or text[last[1] : drug[0]].strip() in {"", "(", "/", "-", "+", "[", ")"}
            or (
                compound
                and grammar.percent.search(text, last[1], drug[0])
                and not any(last[1] < i.start < drug[0] for i in items)
            )
        ):
            items[-1].end = drug[1]
        else:
            items.append(Item(drug[0], drug[1], MEDICATION, "treatment:drug"))
        last = drug
    return sorted(items, key=lambda item: item.start)


def mask(text: str, end: int, items: list[Item]) -> str:
    """The text up to `end` with blanks for words that name no treatment: "prior to surgery" joins nothing."""
    if not items:
        return text
    pieces, at = [], 0
    for item in items:
        pieces += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*pieces, text[at:end]])


def join_items(text: str, items: list[Item], grammar: ItemGrammar) -> list[Item]:
    """Join or drop neighbours by what stands between them; a weak word beside a treatment of its family is dropped."""
    joined: list[Item] = []
    for item in items:
        if joined:
            _join(text, joined, item, grammar)
        else:
            joined.append(item)
    strong = [item for item in joined if not item.weak]
    families = {item.family for item in strong}
    if strong:
        joined = [item for item in joined if not item.weak or (item.family not in families and item.listed)]
    return joined


def _join(text: str, joined: list[Item], item: Item, grammar: ItemGrammar) -> None:
    """Put one more item behind the ones there are: appended, joined with the last one, in its place, or dropped."""
    last = joined[-1]
    gap = text[last.end : item.start]
    connectors = list(grammar.connector.finditer(gap))
    connector = connectors[-1].lastgroup if connectors else None
    same = last.kind == item.kind
    if max(gap.rfind("("), gap.rfind("[")) > max(gap.rfind(")"), gap.rfind("]")):
        if last.weak and not item.weak:
            joined[-1] = item
        elif last.family == item.family or item.weak or connector == "purpose":
            if gap.strip() in {"(", "["} and text[item.end : item.end + 1] in {")", "]"}:
                last.end = item.end + 1
        else:
            joined.append(item)
    elif {last.kind, item.kind} == {MEDICATION, INJECTION} and (
        connector is None or connectors[-1][0].lower() in grammar.with_drug
    ):
        last.end = item.end
        last.kind, last.rule, last.role = INJECTION, (item if item.kind == INJECTION else last).rule, HEAD
    elif connector is None:
        _chain(joined, item, bool(gap.strip()))
    elif connector == "purpose":
        if last.weak and not item.weak and not (last.family == CONSULTATION and item.kind in {SURGERY, INJECTION}):
            joined[-1] = item
        else:
            last.purpose = last.purpose or item.start
            last.after_surgery |= item.kind == SURGERY and connectors[-1][0].lower() in grammar.after_surgery
    elif connector == "inclusion":
        if same and item.kind in JOINED:
            last.end = item.end
        elif last.weak and not item.weak:
            joined[-1] = item
        elif last.kind == CONSULTATION and item.kind == PSYCHOLOGY:
            joined[-1] = Item(last.start, item.end, item.kind, item.rule)
        elif not item.weak and _stands_apart(last, item, connectors[-1][0].lower() in grammar.plain_with):
            item.included = True
            joined.append(item)
    else:
        sign = connectors[-1][0]
        bare = grammar.only_joints(gap)
        if (same and (item.kind in JOINED or (bare and (sign == "/" or item.kind == ELECTRODIAGNOSTICS)))) or (
            same and item.weak == last.weak is True
        ):
            last.end = item.end
        elif not item.weak and (
            (sign == ":" and last.family == item.family)
            or (last.weak and last.family in {item.family, CONSULTATION} and bare and sign != ",")
        ):
            joined[-1] = item
        else:
            item.listed = True
            joined.append(item)


def _stands_apart(last: Item, item: Item, plain: bool) -> bool:
    """True where what a treatment includes is one of its own: of another family, or a therapy or visit beside it."""
    if last.family != item.family:
        return True
    if item.family == CONSULTATION:
        return not plain
    return item.family == PHYSICAL_MEDICINE and item.kind != last.kind and item.role != PART


def _chain(joined: list[Item], item: Item, apart: bool) -> None:
    """Two items without a connector are one noun phrase: its last noun decides, unless it is a general one."""
    last = joined[-1]
    if last.kind == item.kind:
        if last.weak or not item.weak:
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
    """Set where each item's stretch of the title ends: at the last separator before the next item's words."""
    for item, following in pairwise(items):
        item.until = following.start
        for match in grammar.connector.finditer(text, item.end, following.start):
            if match.lastgroup != "purpose":
                item.until = match.end()
    items[-1].until = end
