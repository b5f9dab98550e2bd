"""Items: the words of a title that name a treatment, joined or dropped by what stands between them.

    "EMG/NCV"                                          -> one test
    "arthroscopy with acromioplasty and debridement"   -> one operation
    "Transportation to and from physical therapy"      -> transportation; what a treatment is for is none
    "Consultation and 12 sessions of acupuncture"      -> two

Deliberately left alone: which words name a treatment (`finding.py`), body parts, sessions and all other values
(`titles.py`).
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from imrx.grammar.dosing.numbers import Numbers, alternatives
from imrx.grammar.expressions import expression
from imrx.grammar.treating.sessions import EQUIPMENT
from imrx.grammar.treating.stems import Phrases, all_stems, split_words

HEAD, WEAK, PART, IGNORE = "head", "weak", "part", "ignore"
"""Roles of `patterns/treatments/kinds.csv`; `patterns/README.md` says what each one is."""

MEDICATION, SURGERY, INJECTION = "medication", "surgery", "injection"
CONSULTATION, LABORATORY, ELECTRODIAGNOSTICS = "consultation", "laboratory", "electrodiagnostics"
TESTING, EVALUATION, ASSISTANT = "diagnostic_testing", "evaluation", "surgery/assistant"
PSYCHOLOGY, PHYSICAL_MEDICINE, TRANSPORT = "psychology", "physical_medicine", "transport"
HOME_CARE = "home_care"
MASSAGE = f"{PHYSICAL_MEDICINE}/massage"

JOINED = {SURGERY}
"""An operation with its parts is one treatment, however they are listed."""

IN_SESSIONS = {PHYSICAL_MEDICINE, PSYCHOLOGY, CONSULTATION, HOME_CARE}
"""Kinds that come in sessions."""

APART_AT_SLASH = {LABORATORY, MEDICATION, EQUIPMENT}
"""Kinds of which two names are rather two things than two names of one: "CBC/CMP"."""

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

Drug = tuple[int, int, int | tuple[int, int] | None]
"""A medication in a title: start, end, and the product that it belongs to: a compound's number, or the offsets of the
name that it explains; or null."""


@dataclass(slots=True)
class Item:
    """A treatment that a title names, while it is put together.

    `until` is where its stretch of the title ends, `counted` where that of its sessions does, `purpose` where the words
    begin that say what it is for, `resumed` where those end if the numbers behind them are its own again (`apart`: only
    behind a comma or bracket), `dropped` where the treatments end that only say when it comes, `including` where those
    do that a therapy is said to consist of.
    """

    start: int
    end: int
    kind: str
    rule: str
    role: str = HEAD
    until: int = 0
    counted: int = 0
    purpose: int | None = None
    resumed: int | None = None
    apart: bool = False
    after_surgery: bool = False
    listed: bool = False
    included: bool = False
    dropped: int | None = None
    including: int | None = None

    @property
    def weak(self) -> bool:
        """True for a word that names a treatment only where nothing else does."""
        return self.role == WEAK

    @property
    def family(self) -> str:
        """The first step of the kind: `imaging` of `imaging/mri`. An assistant is no part of an operation."""
        return self.kind if self.kind == ASSISTANT else self.kind.split("/")[0]


class ItemGrammar:
    """What is compiled from `patterns/treatments/kinds.csv` and the joining words of `words.json`."""

    def __init__(self, kinds: list[dict[str, str]], words: dict[str, Any], numbers: Numbers) -> None:
        rows = ((term, row) for row in kinds for term in row["terms"].split("|"))
        self.kinds = Phrases(rows, words["short_words"])
        self.beside: dict[str, str] = words["beside_laboratory"]
        self.blood_tests = frozenset(words["blood_tests"])
        self.beside_modality: list[str] = words["beside_modality"]
        self.beside_surgery: list[str] = words["beside_surgery"]
        self.lists_of_tests = frozenset(words["lists_of_tests"])
        self.visit_words = all_stems(words["visit_words"])
        self.moments: list[str] = words["moments"]
        self.after_surgery: list[str] = words["after_surgery"]
        sessions = words["sessions"]
        joined = rf"\s{{0,4}}{_bounded(words['separators'])}\s{{0,4}}(?:{alternatives(words['ands'])}\s{{1,4}})?"
        self.counted_visits: list[str] = sessions["counted_visits"]
        self.sessions_behind = expression(
            rf"{joined}{numbers.pattern}\s{{1,4}}{alternatives(sessions['nouns'])}\b", re.IGNORECASE
        )
        self.shared_nouns = all_stems(words["shared_nouns"])
        self.list_joints = all_stems(words["ands"]) | {","}
        self.practitioners: list[str] = words["practitioners"]
        self.manners: list[str] = words["manners"]
        self.one_things = [all_stems(group) for group in words["one_things"]]
        self.mending: list[str] = words["mending"]
        self.chores = frozenset(words["chores"])
        self.forms = frozenset(words["forms"])
        self.forms_behind = expression(
            rf"(?:^|[^\w\s)\]]|\b{alternatives(words['forms_behind'])})\s{{0,4}}$", re.IGNORECASE
        )
        self.lasting = expression(rf"\s{{0,4}}\(?{numbers.pattern}", re.IGNORECASE)
        self.with_drug: list[str] = words["with_drug"]
        self.plain_with: list[str] = words["plain_with"]
        self.lists_parts: list[str] = words["lists_parts"]
        dotted = "".join(rf"(?<!\b{word})" for word in words["dotted"])
        separators, inclusion, purpose = (_bounded(words[name]) for name in ("separators", "inclusion", "purpose"))
        self.connector = expression(
            rf"(?P<inclusion>{inclusion})|(?P<purpose>{purpose})|(?P<separator>{dotted}{separators})", re.IGNORECASE
        )
        joints = [*words["separators"], *words["inclusion"], *words["settings_between"]]
        self.joint = expression(rf"\s|{_bounded(joints)}", re.IGNORECASE)
        self.ands = expression(rf"\s*{_bounded(words['ands'])}\s*", re.IGNORECASE)
        self.amounts = expression(rf"\b{alternatives(words['amounts_of'])}\s{{1,4}}of\b", re.IGNORECASE)
        self.amount = expression(r"\d\s{0,4}$")
        self.percent = expression(r"\d\s*%")
        self.share = expression(r"\s{0,4}\d{0,3}\.?\d{1,4}\s{0,4}%")

    def one_thing(self, text: str, last: Item, item: Item) -> bool:
        """True for two names of one kind with a slash between that are ways to name one thing: "brace/support"."""
        if item.kind not in APART_AT_SLASH or last.weak or item.weak:
            return True
        named, other = (all_stems((text[i.start : i.end],)) for i in (last, item))
        return any(named & group and other & group for group in self.one_things)

    def of_visit(self, named: str, following: str) -> bool:
        """True for a visit and the speciality that it is to: "office visits, pain management"."""
        return all_stems((named,)) <= self.visit_words and self.visit_words.isdisjoint(all_stems((following,)))

    def connectors(self, gap: str) -> list[re.Match[str]]:
        """What stands between two items; the "of" of an amount connects nothing: "and 12 sessions of"."""
        amounts = {match.end() for match in self.amounts.finditer(gap)}
        return [match for match in self.connector.finditer(gap) if match.end() not in amounts]

    def what_for(self, gap: str, connectors: list[re.Match[str]]) -> bool:
        """True where a gap says what a treatment is for, and not only for how long: "for six weeks"."""
        return any(m.lastgroup == "purpose" and not self.lasting.match(gap, m.end()) for m in connectors)

    def injected(self, drug: str) -> bool:
        """True for a drug of which the table knows the injection: "Toradol"."""
        words = split_words(f"{drug} {INJECTION}", 0, len(drug) + 1 + len(INJECTION))
        return [(found.start, found.value["kind"]) for found in self.kinds.find(words)] == [(0, INJECTION)]

    def listed(self, gap: str) -> bool:
        """True where two items are bare members of one list."""
        connectors = self.connectors(gap)
        return self.only_joints(gap) and all(m.lastgroup == "separator" for m in connectors) and bool(connectors)

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


def join_items(text: str, items: list[Item], grammar: ItemGrammar) -> list[Item]:
    """Join or drop neighbours by what stands between them; a weak word beside a treatment of its family is dropped."""
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
        joined = [item for item in joined if not item.weak or (item.family not in families and item.listed)]
    return joined


def _join(text: str, joined: list[Item], item: Item, grammar: ItemGrammar) -> None:
    """Put one more item behind the ones there are: appended, joined with the last one, in its place, or dropped."""
    last = joined[-1]
    gap = text[last.end : item.start]
    if last.including and item.family == last.family and grammar.only_joints(text[last.including : item.start]):
        last.including = item.end
        return
    if last.dropped and grammar.ands.fullmatch(text, last.dropped, item.start):
        last.dropped = item.end
        return
    connectors = grammar.connectors(gap)
    connector = connectors[-1].lastgroup if connectors else None
    if item.role == PART and any(match.lastgroup == "inclusion" for match in connectors):
        connector = "inclusion"
    same = last.kind == item.kind
    if last.family in THERAPIES and item.kind == CONSULTATION and _counts(text, item, grammar):
        return
    if last.family == HOME_CARE and connectors and _done_there(text, item, grammar.what_for(gap, connectors), grammar):
        return
    if max(gap.rfind("("), gap.rfind("[")) > max(gap.rfind(")"), gap.rfind("]")):
        if (last.weak and not item.weak) or (same and text[last.start : last.end].lower() in grammar.lists_of_tests):
            joined[-1] = item
        elif last.family == item.family or item.weak or connector == "purpose" or _is_reason(last, item):
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
        sign = connectors[-1][0].lower()
        mended = item.kind == EQUIPMENT and sign == "of" and text[last.start : last.end].lower() in grammar.mending
        if mended or (last.weak and not item.weak and not _only_before(last, item)):
            joined[-1] = item
        else:
            last.purpose = last.purpose or item.start
            _resume(last, item, sign in grammar.moments or sign in grammar.after_surgery)
            if last.family == TRANSPORT or sign in grammar.moments:
                last.dropped = item.end
            last.after_surgery |= item.kind == SURGERY and sign in grammar.after_surgery and last.kind != MEDICATION
    elif connector == "inclusion":
        listing = connectors[-1][0].lower() in grammar.lists_parts
        if same and item.kind in JOINED:
            last.end = item.end
        elif listing and last.family == item.family == PHYSICAL_MEDICINE:
            last.including = item.end
        elif last.weak and not item.weak:
            joined[-1] = item
        elif last.kind == CONSULTATION and text[item.start : item.end].lower() in grammar.practitioners:
            last.end = item.end
        elif last.kind == CONSULTATION and item.kind == PSYCHOLOGY:
            joined[-1] = Item(last.start, item.end, item.kind, item.rule)
        elif not item.weak and _stands_apart(last, item, connectors[-1][0].lower() in grammar.plain_with):
            item.included = True
            joined.append(item)
    else:
        _list(text, joined, item, connectors, grammar)


def _list(text: str, joined: list[Item], item: Item, connectors: list[re.Match[str]], grammar: ItemGrammar) -> None:
    """Put an item behind a separator: one of its own, unless both name one treatment."""
    last = joined[-1]
    gap, sign, alone = text[last.end : item.start], connectors[-1][0], len(connectors) == 1
    bare = grammar.only_joints(gap)
    if last.kind == item.kind:
        one = (
            item.kind in JOINED
            or (bare and text[item.start : item.end].lower() in grammar.manners)
            or (bare and (item.kind == ELECTRODIAGNOSTICS or (sign == "/" and grammar.one_thing(text, last, item))))
            or (last.weak and item.weak)
            or (sign == "," and item.kind == ASSISTANT)
            or (alone and sign == "," and grammar.of_visit(text[last.start : last.end], text[item.start : item.end]))
        )
    else:
        one = sign == ":" and bare and item.kind == CONSULTATION and last.kind.startswith(KEPT_BEFORE_CONSULTATION)
    if one:
        last.end = item.end
    elif not item.weak and (
        (sign == ":" and alone and last.family == item.family)
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


def _counts(text: str, item: Item, grammar: ItemGrammar) -> bool:
    """True for visits of a therapy itself: "6 initial visits", "one evaluation and 8 visits"."""
    if text[item.start : item.end].lower() in grammar.counted_visits:
        return True
    return item.weak and grammar.sessions_behind.match(text, item.end) is not None


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
