"""Items: the words of a title that name a treatment, and what is compiled from the tables to find and join them.

    "Office visits, pain management"   -> a visit and the speciality that it is to
    "brace/support", "CBC/CMP"         -> one thing with two names, and two things

Deliberately left alone: which words name a treatment (`named.py`), and which of them are one (`joining.py`).
"""

import re
from dataclasses import dataclass
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.grammar.treatments.sessions import EQUIPMENT
from imrx.grammar.treatments.stems import Phrases, all_stems, split_words

HEAD, WEAK, PART, ALONE, IGNORE = "head", "weak", "part", "alone", "ignore"
"""Roles of `patterns/treatments/kinds.csv`; `docs/patterns/treatments.md` says what each one is."""

MEDICATION, SURGERY, INJECTION = "medication", "surgery", "injection"
CONSULTATION, LABORATORY, ELECTRODIAGNOSTICS = "consultation", "laboratory", "electrodiagnostics"
TESTING, EVALUATION, ASSISTANT = "diagnostic_testing", "evaluation", "surgery/assistant"
PSYCHOLOGY, PHYSICAL_MEDICINE, TRANSPORT = "psychology", "physical_medicine", "transport"
HOME_CARE = "home_care"
MASSAGE = f"{PHYSICAL_MEDICINE}/massage"

APART_AT_SLASH = {LABORATORY, MEDICATION, EQUIPMENT}
"""Kinds of which two names are rather two things than two names of one: "CBC/CMP"."""

IN_NUMBER = r"(?!(?<=\d),\d{3}\b|(?<=[\d\s])\.\d)"
"""The comma or point of a number separates nothing: "50,000 units", "0.5mg"."""

SIG_BEHIND = 60
"""How many characters behind a drug how it is taken can be said."""

THERAPY_BEHIND = 60
"""How many characters behind "visits of" the therapy that they are of can be named."""

TitleMedication = tuple[int, int, int | tuple[int, int] | None]
"""A medication in a title: start, end, and the product that it belongs to: a compound's number, or the offsets of the
name that it explains; or null."""


@dataclass(slots=True)
class Item:
    """A treatment that a title names, while it is put together.

    `until` is where its stretch of the title ends, `counted` where that of its sessions does, `purpose` where the words
    begin that say what it is for, `resumed` where those end if the numbers behind them are its own again (`apart`: only
    behind a comma or bracket), `dropped` where the treatments end that only say when it comes, `including` where those
    do that a therapy is said to consist of, `modalities` where the parts of a therapy end that it comes with.
    `elsewhere` is true for an operation at another site than the one in front of it.
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
    elsewhere: bool = False
    listed: bool = False
    included: bool = False
    dropped: int | None = None
    including: int | None = None
    modalities: int | None = None

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
        self.measured = Phrases((term, None) for term in words["measured"])
        self.levels = all_stems(words["levels"])
        self.beside_modality: list[str] = words["beside_modality"]
        self.beside_surgery: list[str] = words["beside_surgery"]
        self.beside_dental: list[str] = words["beside_dental"]
        self.dental = all_stems(words["dental"])
        self.lists_of_tests = frozenset(words["lists_of_tests"])
        self.first_evaluations = frozenset(words["first_evaluations"])
        self.general_names = frozenset(words["general_names"])
        self.visit_words = all_stems(words["visit_words"])
        self.later_visits = all_stems(words["later_visits"])
        self.moments: list[str] = words["moments"]
        self.after_surgery: list[str] = words["after_surgery"]
        sessions = words["sessions"]
        joined = rf"\s{{0,4}}{bounded(words['separators'])}\s{{0,4}}(?:{any_literal(words['ands'])}\s{{1,4}})?"
        self.counted_visits: list[str] = sessions["counted_visits"]
        self.monthly_visits: list[str] = sessions["monthly_visits"]
        self.session_nouns = frozenset(sessions["nouns"])
        self.visits_by_month = Phrases((term, None) for term in sessions["visits_by_month"])
        self.sessions_behind = expression(
            rf"{joined}{numbers.pattern}\s{{1,4}}{any_literal(sessions['nouns'])}\b", re.IGNORECASE
        )
        self.counted_behind = expression(
            rf"\s{{0,4}}\(?{numbers.pattern}\s{{1,4}}{any_literal(sessions['nouns'])}\b", re.IGNORECASE
        )
        self.times_behind = expression(
            rf"\s{{0,4}}{any_literal(sessions['by'])}\s{{0,4}}{numbers.pattern}", re.IGNORECASE
        )
        self.shared_nouns = all_stems(words["shared_nouns"])
        self.list_joints = all_stems(words["ands"]) | {","}
        self.practitioners: list[str] = words["practitioners"]
        self.manners: list[str] = words["manners"]
        self.in_water_or_not: list[str] = words["in_water_or_not"]
        self.one_things = [all_stems(group) for group in words["one_things"]]
        self.devices = all_stems(words["devices"])
        self.implants, self.implanted = all_stems(words["implants"]), all_stems(words["implant_parts"])
        self.mending: list[str] = words["mending"]
        self.chores = frozenset(words["chores"])
        self.trials = frozenset(words["trials"])
        self.anesthesia = frozenset(words["anesthesia"])
        self.opinions = frozenset(words["opinions"])
        self.forms = frozenset(words["forms"])
        self.forms_behind = expression(
            rf"(?:^|[^\w\s)\]]|\b{any_literal(words['forms_behind'])})\s{{0,4}}$", re.IGNORECASE
        )
        self.form_dated = expression(
            rf"[\s:]{{0,4}}(?:{any_literal(words['forms_behind'])}[\s:]{{1,4}})?", re.IGNORECASE
        )
        sides = [side for written in words["laterality"].values() for side in written]
        self.operated = expression(rf"\s{{0,4}}(?:[CTLS]\d|{any_literal(sides)}\b)", re.IGNORECASE)
        """What says of a form's name that it is the operation: "RFA L3-L5", "RFA bilateral"."""

        separators, inclusion, purpose = (bounded(words[name]) for name in ("separators", "inclusion", "purpose"))
        levels, units, why = (any_literal(words[name]) for name in ("levels", "dose_units", "measured_why"))
        self.measured_ends = expression(
            rf"\s{{0,4}}(?!,?\s{{0,4}}(?:#|\d[\d.,]{{0,9}}\s{{0,4}}{units}\b))"
            rf"(?:$|[)\]]|\((?!\d)|{levels}\b|{why}\b(?!\s{{0,4}}[CTLS]\d)|{separators})",
            re.IGNORECASE,
        )
        self.opinion_ends = expression(rf"\s{{0,4}}(?:$|[)\]]|{why}\b|{separators})", re.IGNORECASE)
        self.done_by = expression(rf"\s{{1,4}}{any_literal(words['done_by'])}\s", re.IGNORECASE)
        self.level = expression(rf"\s{{1,4}}{levels}\b", re.IGNORECASE)
        self.vertebra = expression(r"[CTLS]\d{1,2}", re.IGNORECASE)
        self.leads_list = expression(rf"\s{{0,4}}(?:[:(\[\u2013-]|{inclusion})?\s{{0,4}}", re.IGNORECASE)
        self.lasting = expression(rf"\s{{0,4}}\(?{numbers.pattern}", re.IGNORECASE)
        lengths = any_literal([unit for units in sessions["lengths"].values() for unit in units])
        self.length_before = expression(rf"{numbers.pattern}[\s-]{{1,4}}{lengths}\s{{1,4}}\Z", re.IGNORECASE)
        self.with_drug: list[str] = words["with_drug"]
        self.plain_with: list[str] = words["plain_with"]
        dose = rf"(?:\d[\d.,]{{0,6}}\s{{0,4}}(?:%|{units}\b)\s{{0,4}}(?:of\s{{1,4}})?){{0,2}}"
        mixed, articles = bounded(words["mixed_with"]), any_literal(words["articles"])
        self.dose = expression(rf"\s{{0,4}}{dose}", re.IGNORECASE)
        self.sig = expression(rf"#|\b{any_literal(words['given_apart'])}(?!\w)", re.IGNORECASE)
        self.mixed = expression(
            rf"\s{{0,4}}{dose}{mixed}\s{{0,4}}(?:{mixed}\s{{0,4}})?{dose}(?:{articles}\s{{1,4}})?", re.IGNORECASE
        )
        self.lists_parts: list[str] = words["lists_parts"]
        dotted = "".join(rf"(?<!\b{word})" for word in words["dotted"])
        self.connector = expression(
            rf"(?P<inclusion>{inclusion})|(?P<purpose>{purpose})|(?P<separator>{dotted}{IN_NUMBER}{separators})",
            re.IGNORECASE,
        )
        joints = [*words["separators"], *words["inclusion"], *words["settings_between"]]
        self.joint = expression(rf"\s|{bounded(joints)}", re.IGNORECASE)
        self.ands = expression(rf"\s*{bounded(words['ands'])}\s*", re.IGNORECASE)
        self.amounts = expression(rf"\b{any_literal(words['amounts_of'])}\s{{1,4}}of\b", re.IGNORECASE)
        of, per = (any_literal(words["strength_units"][name]) for name in ("of", "per"))
        self.strength = expression(rf"\d\s{{0,4}}{of}\s?/\s?(?:[\d.]{{1,6}}\s?)?{per}\b", re.IGNORECASE)
        self.amount = expression(r"\d\)?\s{0,4}$")
        self.amount_of = expression(r"\s{1,4}of\s{1,4}(?!\d)", re.IGNORECASE)
        self.units = frozenset(words["units"])
        self.drug_supply = frozenset(words["drug_supply"])
        self.model_units = frozenset(words["model_units"])
        self.model = expression(r"[a-z]{3}\s{1,4}[2-9]\s{1,4}$", re.IGNORECASE)
        """A number that is one of a name in front of a single unit: "VascuTherm *4* unit"."""

        self.percent = expression(r"\d\s*%")
        self.share = expression(r"\s{0,4}\d{0,3}\.?\d{1,4}\s{0,4}%")
        forms = any_literal(words["compound_forms"])
        weighed = rf"[(#]?\d{{1,4}}(?:\.\d{{1,2}})?\s{{0,4}}{any_literal(words['compound_weights'])}\b"
        self.share_ends = expression(rf"\s{{0,4}}(?:$|[)\]-]|{separators}(?!\w)|{forms}\b|{weighed})", re.IGNORECASE)

    def one_thing(self, text: str, last: Item, item: Item) -> bool:
        """True for two names of one kind with a slash between that are ways to name one thing: "brace/support"."""
        if item.kind not in APART_AT_SLASH or last.weak or item.weak:
            return True
        named, other = ([word.stem for word in split_words(text, i.start, i.end)] for i in (last, item))
        if named[-1] == other[-1] or _is_short_for(named[0], other) or _is_short_for(other[0], named):
            return True
        return any(group.intersection(named) and group.intersection(other) for group in self.one_things)

    def is_implanted(self, text: str, last: Item, item: Item) -> bool:
        """True for a part of the device that an operation puts in or takes out: "stimulator and *battery*"."""
        device, part = ([word.stem for word in split_words(text, i.start, i.end)] for i in (last, item))
        return last.kind == SURGERY and not self.implants.isdisjoint(device) and part[-1] in self.implanted

    def is_heading(self, text: str, item: Item) -> bool:
        """True for general words that stand in front of a list of tests: "labs"."""
        return text[item.start : item.end].lower() in self.lists_of_tests

    def is_general(self, text: str, item: Item) -> bool:
        """True for the name of a whole kind, which names none beside one of it: "wrist brace, *DME*"."""
        return text[item.start : item.end].lower() in self.general_names

    def is_trial(self, text: str, last: Item, item: Item) -> bool:
        """True for the time for which equipment is tried: "H-wave unit, home use, 30 day *evaluation*".

        One "by physiatrist" is a visit.
        """
        tried = last.kind == EQUIPMENT and text[item.start : item.end].lower() in self.trials
        tried = tried and self.done_by.match(text, item.end) is None
        return tried and self.length_before.search(text, last.end, item.start) is not None

    def is_opinion(self, text: str, item: Item) -> bool:
        """True for a second opinion with no specialist of its own: not "second opinion with spine surgeon"."""
        opinion = text[item.start : item.end].lower() in self.opinions
        return opinion and self.opinion_ends.match(text, item.end) is not None

    def is_counted(self, text: str, item: Item) -> bool:
        """True for a treatment with a count of its own: "massage therapy *x 6*", "massage *8 sessions*".

        How often a week is told of a list: "acupuncture with infrared and massage 2 times a week".
        """
        return any(sign.match(text, item.end) is not None for sign in (self.times_behind, self.counted_behind))

    def is_of_other(self, text: str, item: Item, others: list[Item]) -> bool:
        """True for the supplies of a device that no other item is: "lumbar brace and *TENS supplies*"."""
        device, *parts = (word.stem for word in split_words(text, item.start, item.end))
        named = {word.stem for other in others for word in split_words(text, other.start, other.end)}
        ways = {device}.union(*(group for group in self.one_things if device in group))
        return bool(parts) and device in self.devices and ways.isdisjoint(named)

    def begins_therapy(self, text: str, item: Item) -> bool:
        """True for the evaluation that a therapy begins with."""
        return text[item.start : item.end].lower() in self.first_evaluations

    def is_level(self, text: str, item: Item) -> bool:
        """True for a test that is named as the level of something: "vitamin D levels"."""
        return split_words(text, item.start, item.end)[-1].stem in self.levels

    def begins_tests(self, text: str, item: Item) -> bool:
        """True for a test of the blood, or a heading, behind which more of them may be listed."""
        named = text[item.start : item.end].lower()
        return named in self.blood_tests or self.is_heading(text, item) or self.is_level(text, item)

    def among_tests(self, text: str, last: Item, start: int) -> bool:
        """True where what begins at `start` goes on with a list of blood tests, or follows the heading of one."""
        if self.is_heading(text, last):
            return self.leads_list.fullmatch(text, last.end, start) is not None
        return self.only_joints(text[last.end : start]) and "." not in text[last.end : start]

    def in_tests(self, text: str, item: Item, following: Item) -> bool:
        """True where two items are bare members of one list, which ends at a full stop."""
        gap = text[item.end : following.start]
        return self.listed(gap) and "." not in gap

    def leveled(self, text: str, item: Item) -> bool:
        """True for a name with its own word for a level: "digoxin level"."""
        return self.is_level(text, item) or self.level.match(text, item.end) is not None

    def is_manner(self, text: str, last: Item, item: Item) -> bool:
        """True for a word that says how the treatment in front of it is given: "physical therapy, *aquatic*".

        "Massage, aquatic" are two, as is "physical therapy, aquatic and land".
        """
        if last.family != item.family or text[item.start : item.end].lower() not in self.manners:
            return False
        if last.family != PHYSICAL_MEDICINE:
            return True
        return last.kind in self.in_water_or_not and self.ands.match(text, item.end) is None

    def is_dental(self, text: str, last: Item, item: Item) -> bool:
        """True for what a dentist does behind another such treatment: "dental exam, *gross debridement*"."""
        if text[item.start : item.end].lower() not in self.beside_dental:
            return False
        named = {word.stem for word in split_words(text, last.start, last.end)}
        return not named.isdisjoint(self.dental) and self.listed(text[last.end : item.start])

    def is_visit(self, text: str, item: Item) -> bool:
        """True for a visit, that of a psychiatrist too, and not for a therapy: "psychiatric follow up"."""
        named = self.visits_by_month.find(split_words(text, item.start, item.end))
        return item.kind == CONSULTATION or (item.kind == PSYCHOLOGY and bool(named))

    def of_visit(self, named: str, following: str) -> bool:
        """True for a visit and the speciality that it is to: "office visits, pain management"."""
        return all_stems((named,)) <= self.visit_words and self.visit_words.isdisjoint(all_stems((following,)))

    def counts_later_visits(self, text: str, item: Item, sign: re.Match[str], gap: str) -> bool:
        """True for so many visits behind a consultation: "with *3 follow-up visits*", "with *follow-ups x 3*".

        Those "of physical therapy" are its own.
        """
        if self.later_visits.isdisjoint(all_stems((text[item.start : item.end],))):
            return False
        if of := self.amount_of.match(text, item.end):
            behind = self.kinds.find(split_words(text, of.end(), min(len(text), of.end() + THERAPY_BEHIND)))
            if any(not self.connectors(text[of.end() : found.start]) for found in behind):
                return False
        return self.lasting.match(gap, sign.end()) is not None or self.times_behind.match(text, item.end) is not None

    def connectors(self, gap: str) -> list[re.Match[str]]:
        """What stands between two items.

        The "of" of an amount connects nothing, "and 12 sessions of", nor does the slash of a strength, "60mg/2ml".
        """
        amounts = {match.end() for match in self.amounts.finditer(gap)}
        strengths = [match.span() for match in self.strength.finditer(gap)]
        return [
            match
            for match in self.connector.finditer(gap)
            if match.end() not in amounts and not any(start < match.start() < end for start, end in strengths)
        ]

    def what_for(self, gap: str, connectors: list[re.Match[str]]) -> bool:
        """True where a gap says what a treatment is for, and not only for how long: "for six weeks"."""
        return any(m.lastgroup == "purpose" and not self.lasting.match(gap, m.end()) for m in connectors)

    def is_for(self, text: str, item: Item, following: Item) -> bool:
        """True for what is said to be for one treatment behind it, and not only when: "guidance *for* lumbar ESI"."""
        connectors = self.connectors(text[item.end : following.start]) if item.end <= following.start else []
        return (
            len(connectors) == 1
            and connectors[0].lastgroup == "purpose"
            and connectors[0][0].lower() not in self.moments
        )

    def has_own_sig(self, text: str, item: Item) -> bool:
        """True for a drug with its own form, route, number or frequency up to the next separator: "10mg *1 tab*"."""
        until = min(len(text), item.end + SIG_BEHIND)
        ends = (m.start() for m in self.connector.finditer(text, item.end, until) if m.lastgroup == "separator")
        return self.sig.search(text, item.start, next(ends, until)) is not None

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


def _is_short_for(short: str, words: list[str]) -> bool:
    """True for the first letters of words, or letters of the first one: "CBC/complete blood count", "UA/urinalysis"."""
    if len(short) < 2 or short[0] != words[0][0]:
        return False
    letters = iter(words[0])
    return short == "".join(word[0] for word in words) or all(letter in letters for letter in short)


def bounded(texts: list[str]) -> str:
    """Any of the texts, words only as whole words."""
    words = [text for text in texts if text[0].isalpha()]
    signs = [text for text in texts if not text[0].isalpha()]
    return (
        "(?:"
        + "|".join(
            filter(
                None,
                [rf"(?<!\w){any_literal(words)}(?!\w)" if words else "", any_literal(signs) if signs else ""],
            )
        )
        + ")"
    )
