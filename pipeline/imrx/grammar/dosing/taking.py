"""Whether a patient takes a drug now, as far as the sentence that names it says so.

    Current medications include Norco 10/325 mg qid        current
    He failed Vicodin and is currently taking Norco         past, current
    In 2012 he was given tramadol, which did not help       past: it did not help what it was given for
    Vicodin was discontinued due to side effects            past
    The usual dose of hydrocodone is 5 to 10 mg             guideline: nobody's
    A drug screen was positive for oxycodone                screened: a result, which is no regimen
    OxyContin, which will be changed to MS Contin           planned: MS Contin, which is not taken yet
    She was taking Norco but is now on Opana   narrated, current: Norco is past where something current replaces it
    Norco is taken three times a day                        current
    Treatment has included physical therapy and Vicodin     nothing: the sentence leaves it open
    Current medications: 1. Soma 350 mg tid. 2. Norco       current: the list goes on behind the full stop

The last cue in front of the drug decides, then one right behind it. A list that a word like "medications" heads goes on
over sentences that are nothing but items. The words are data (`taking` of `patterns/sig.json`).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeAlias

from imrx.grammar.alternatives import any_literal
from imrx.grammar.expressions import expression

CURRENT = "current"
PAST = "past"
GUIDELINE = "guideline"
SCREENED = "screened"
"""What a drug screen found, which says nothing of a regimen: "positive for oxycodone and oxymorphone"."""

PLANNED = "planned"
"""What is to be taken, and so is not: "will be changed to"."""

NEGATED = "negated"
"""Cues of the past up to a word that begins another clause: "does not take NSAIDs, so Norco was given"."""

LEFT = "left"
"""Cues of the past but behind a word for what was taken instead: "switched from Vicodin to Norco"."""

WITHOUT = "without"
"""A cue of the past right in front of a drug alone: not "takes Norco without relief, and Xanax".

Nor is one that is needed: "without Norco she cannot sleep", "cannot sleep without it".
"""

OPEN = "open"
"""Cues that say nothing of what is taken, and end what a cue before them says: "such medications:"."""

OPENING = "opening"
"""Cues of what is taken only where they begin a sentence: not "initial medications prescribed:"."""

POINTING = "pointing"
"""What heads a list and is no cue, so that what stands in front of it decides: "takes these medications:"."""

FOUND = "found"
"""Cues of a result only in a sentence that names a drug screen: "showed", "detected"."""

NARRATED = "narrated"
"""Cues of a tense that tells what is taken now, but beside a cue of the past ("In the past he was taking"), or before
what replaces it ("is now on"), what was."""

REACH = 400
"""So many characters of the sentence in front of a drug are asked."""

WORDS_OF_DOUBT = 4
"""So many words in front of a cue of the past are asked whether it came to that: "should be | weaned off"."""

PIECE = re.compile(r"\w+|:")

DATED = re.compile(r"\((?:as of|on|from|dated|per)?\s*\d{1,4}[\d/.-]{0,8}\)", re.IGNORECASE)
"""The day of a list, which may stand in its cue: "Medications (5/1/15) include"."""

DAY = r"(?:\d{1,4}[/-]\d|(?:19|20)\d\d\b)"
"""What begins a day or is a year: "(completed 3/5/14)", not "(completed 12 sessions)"."""

FIRST_NUMBER = re.compile(r"[^\W\d_:]:?\s{0,8}1\.\s{0,8}\Z|\):?\s{0,8}1\.\s{0,8}\Z")
"""What is in front of a list's first item where its number has ended a sentence: "Current medications: 1."."""

LONGEST_NUMBER = 20
"""So many characters such a number has at most, with what is around it."""

HEAD_REACH = 160
"""So many characters in front of a list's first item can be its head."""

ITEM_NUMBER = re.compile(r"\d{1,2}")

Group: TypeAlias = tuple[int, int, Sequence[tuple[int, int]]]
"""One sentence with drugs: its first character, the one after its last, the offsets of its drugs."""


class Taking:
    """The words of `taking` in `patterns/sig.json`."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        self._heads = frozenset(table["list_heads"])
        self._item_words = frozenset(table["item_words"])
        self._ending: dict[str, list[tuple[list[str], str]]] = {}
        for kind in (
            GUIDELINE,
            PAST,
            CURRENT,
            NARRATED,
            SCREENED,
            FOUND,
            PLANNED,
            LEFT,
            WITHOUT,
            OPENING,
            OPEN,
            POINTING,
        ):
            for phrase in map(_pieces, table[kind]):
                self._ending.setdefault(phrase[-1], []).append((phrase, kind))
        for negator in map(_pieces, table["negators"]):
            for verb in table["negated"]:
                self._ending.setdefault(verb, []).append(([*negator, verb], NEGATED))
        for phrases in self._ending.values():
            phrases.sort(key=lambda cue: len(cue[0]), reverse=True)
        self._screens = expression(rf"\b{any_literal(table['screens'])}\b", re.IGNORECASE)
        self._others = frozenset(table["not_screened"])
        self._apart = self._others.union(table["not_results"])
        self._renewed = expression(
            rf"[^.;]{{0,80}}?\b{any_literal(table['auxiliaries'])}\s+{any_literal(table['renewed'])}\b",
            re.IGNORECASE,
        )
        self._behind_without = frozenset(table["behind_without"])
        self._behind_past = self._behind_without.union(table["behind_past"])
        self._stopping = frozenset(table["stopping"])
        self._unstopped = frozenset(table["unstopped"])
        self._agreeing = [_pieces(phrase) for phrase in table["agreeing"]]
        self._relative = expression(rf"[\s,(]*{any_literal(table['relatives'])}\b(?P<told>[^.;,]{{0,60}})")
        self._planned_end = expression(
            rf"[^.;,]{{0,40}}?\b{any_literal(table['planned_auxiliaries'])}\s+{any_literal(table['past_behind'])}\b"
        )
        self._ends_past = {LEFT: frozenset(table["instead"]), NEGATED: frozenset(table["not_negated"])}
        ended = any_literal(table["ended"])
        before = rf"(?:{any_literal(table['ended_before'])}\s+)?"
        which = rf",\s*{any_literal(table['ended_which'])}\s+(?:[a-z]+ly\s+)?{ended}\b[^.;,()]{{0,40}}"
        mark = rf"(?:(?:(?:-|\u2013|,)\s*{ended}|{which})(?=\s*[.;,)])|\(\s*{before}{ended}\b[^()]{{0,60}}\))"
        done = rf"\(\s*{before}{any_literal(table['completed'])}(?=\s*(?:\)|(?:(?:on|in)\s+)?{DAY}))[^()]{{0,60}}\)"
        own = rf"(?:[\d./,#-]|q\d{{1,2}}h|{any_literal(table['before_completed'])}\b|[^\S\n])"
        self._ended = expression(rf"(?:[^.;()]{{0,80}}?{mark}|{own}{{0,40}}{done})")
        self._of_another = expression(rf"(?:{mark}|\(\s*not\s+{ended}\s*\))(?=\s*(?:[.;,)]|and\b))")
        self._resumed = expression(
            rf"[^.;]*?(?:{ended}\s+{any_literal(table['for_a_while'])}"
            rf"|(?<!not\s)(?<!never\s)(?<!be\s)\b{any_literal(table['resumed'])})\b"
        )
        self._behind = expression(
            rf"[^.;,]{{0,40}}?\b{any_literal(table['auxiliaries'])}\s+{any_literal(table['past_behind'])}\b"
        )
        self._taken_behind = expression(
            rf"(?:[^a-z.;]|\.(?=\d))*(?:[a-z]+(?:[^a-z.;]|\.(?=\d))+){{0,2}}?\b{any_literal(table['taken_behind'])}\b"
            rf"(?!\s+{any_literal(table['not_taken_behind'])}\b)"
        )
        self._supposed = expression(rf"\b{any_literal(table['supposing'])}\b[^.;,]*$", re.IGNORECASE)
        self._replacing = expression(
            rf"\b(?:{any_literal(table['replacing'])}"
            rf"(?:,?\s+[^\W\d_]+){{0,4}}?\s+{any_literal(table['replacing_verbs'])}"
            rf"|{any_literal(table['replacing_lists'])})\b",
            re.IGNORECASE,
        )
        self._adding = expression(rf"\b{any_literal(table['not_replacing'])}\b", re.IGNORECASE)
        behind = any_literal(table["not_replacing_behind"])
        self._added = expression(rf"(?:[^.;]|\.(?=\d)){{0,120}}?\b{behind}\b(?!\s+(?:as|to)\b)", re.IGNORECASE)
        self._given = expression(
            rf"\b{any_literal(table['given'])}\s+"
            rf"(?:(?:{any_literal(table['given_between'])}|\d[\d./-]{{0,8}})[\s-]+){{0,6}}$",
            re.IGNORECASE,
        )
        taken = any_literal(table["not_helpless"])
        self._helpless = expression(
            rf"(?:(?!\b{taken}\b)[^.;]|\.(?=\d)){{0,60}}?\b{any_literal(table['without_effect'])}\b", re.IGNORECASE
        )

    def status(self, text: str, start: int, drug: tuple[int, int], following: int) -> str | None:
        """What `told` says, where nothing behind the sentence replaces what is `narrated`: that is current."""
        told = self.told(text, start, drug, following)
        return CURRENT if told == NARRATED else told

    def replacement(self, text: str, start: int, drug: tuple[int, int], end: int) -> int | None:
        """Where a sentence says in front of a current drug that the regimen is another one: "but is *now* on"."""
        start = max(start, drug[0] - REACH)
        now = max((match.start() for match in self._replacing.finditer(text, start, drug[0])), default=None)
        if now is None or self._adding.match(text, start) or self._adding.search(text, now, drug[0]):
            return None
        return None if self._added.match(text, drug[1], end) else now

    def told(self, text: str, start: int, drug: tuple[int, int], following: int) -> str | None:
        """`current`, `narrated`, `past`, `guideline`, `screened`, `planned` or null for one drug.

        Args:
            text: the letter.
            start: the sentence's first character.
            drug: the drug's offsets.
            following: where the next drug starts, or the sentence ends.
        """
        before, behind = text[max(start, drug[0] - REACH) : drug[0]], text[drug[1] : min(following, drug[1] + REACH)]
        lower = behind.lower()
        ended = self._ended.match(lower) is not None and self._resumed.match(lower) is None
        if ended or self._behind.match(lower):
            return PAST
        if self._helpless.match(behind) and self._given.search(before):
            return PAST
        pieces = _pieces(self._of_another.sub(" ", before.lower()))
        nearest: str | None = None
        past = False
        for end in range(len(pieces), 0, -1):
            for phrase, kind in self._ending.get(pieces[end - 1], ()):
                if phrase == pieces[max(0, end - len(phrase)) : end]:
                    if kind == GUIDELINE:
                        return GUIDELINE
                    if kind == POINTING:
                        break
                    if kind == OPENING:
                        nearest = nearest or (CURRENT if end == len(phrase) else None)
                        continue
                    nearest = nearest or self._cue(kind, before, behind, pieces[end:])
                    if nearest is None:
                        continue
                    past = past or kind == PAST
                    break
        if nearest == NARRATED:
            return None if past else NARRATED
        if nearest is None and self._taken_behind.match(lower) and not self._supposed.search(before):
            return CURRENT
        return None if nearest == OPEN else nearest

    def is_doubted(self, before: str, behind: str) -> bool:
        """True where it is not certain that what `told` calls past or screened is not taken.

        What "is being weaned" or "should be weaned off" is taken still, and so is what one "cannot sleep without", what
        agrees with a screen, and what stands behind something else that is past: "history of anxiety, on | Xanax".

        Args:
            before: the sentence in front of the drug, without other drugs and what belongs to them.
            behind: what stands between the drug and the next one.
        """
        lower = behind.lower()
        if self._planned_end.match(lower):
            return True
        if self._ended.match(lower) or self._behind.match(lower):
            return False
        pieces = _pieces(before.lower())
        for end in range(len(pieces), 0, -1):
            for phrase, kind in self._ending.get(pieces[end - 1], ()):
                begin = max(0, end - len(phrase))
                if phrase != pieces[begin:end] or kind in (POINTING, OPENING):
                    continue
                if kind == WITHOUT and not self._behind_without.issuperset(pieces[end:]):
                    continue
                if kind == WITHOUT:
                    return True
                if kind in (SCREENED, FOUND):
                    told = self._relative.match(lower)
                    return phrase in self._agreeing or (told is not None and self._has_current(told["told"]))
                unstopped = not self._unstopped.isdisjoint(pieces[max(0, begin - WORDS_OF_DOUBT) : begin])
                if unstopped and not self._stopping.isdisjoint(phrase):
                    return True
                return not self._behind_past.issuperset(pieces[end:])
        return False

    def _has_current(self, told: str) -> bool:
        """True where a clause has a cue of what is taken: "which she takes"."""
        pieces = _pieces(told)
        return any(
            kind == CURRENT and phrase == pieces[max(0, end - len(phrase)) : end]
            for end in range(len(pieces), 0, -1)
            for phrase, kind in self._ending.get(pieces[end - 1], ())
        )

    def _cue(self, kind: str, before: str, behind: str, between: list[str]) -> str | None:
        """What a cue says; a result says nothing of another clause, and null is no cue: "the plan showed".

        Args:
            kind: of the cue.
            before: the sentence in front of the drug.
            behind: what stands between the drug and the next one.
            between: the words between the cue and the drug.
        """
        if kind in (LEFT, NEGATED):
            return PAST if self._ends_past[kind].isdisjoint(between) else OPEN
        if kind == WITHOUT:
            front = _pieces(before.lower())[: -len(between) - 1][-WORDS_OF_DOUBT:]
            needed = not front or not self._unstopped.isdisjoint(front)
            return PAST if self._behind_without.issuperset(between) and not needed else None
        if kind not in (SCREENED, FOUND):
            return kind
        clause = before[before.rfind(";") + 1 :]
        pieces = _pieces(clause)
        if len(between) >= len(pieces) or not self._apart.isdisjoint(between) or self._renewed.match(behind):
            return None
        if kind == FOUND:
            screen = max((match.end() for match in self._screens.finditer(clause)), default=None)
            told = pieces[: len(pieces) - len(between)]
            if screen is None or not self._others.isdisjoint(told[len(_pieces(clause[:screen])) :]):
                return None
        return SCREENED

    def of_lists(self, text: str, groups: Sequence[Group], attributes: Sequence[tuple[int, int]]) -> list[str | None]:
        """For each sentence what the head of the list that it goes on with says, or null.

        "Current medications: Norco 10/325mg QID. Soma 350mg TID." gives null, `current`. Where the drugs of the
        headed sentence differ, its list says nothing of what follows.

        Args:
            text: the letter.
            groups: the sentences with drugs, in order.
            attributes: the offsets of all strengths, doses, frequencies and the like, in order.
        """
        found: list[str | None] = []
        told: str | None = None
        behind = -1
        for start, end, drugs in groups:
            goes_on = (
                told is not None
                and not text[behind:start].strip()
                and self._is_item(text, start, end, drugs, attributes)
            )
            if not goes_on:
                head = self._head(text, start)
                told = self._told(text, head, end, drugs)
                goes_on = head < start
            found.append(told if goes_on else None)
            behind = end
        return found

    def _head(self, text: str, start: int) -> int:
        """Where the head of a list starts whose first number has ended a sentence: else the sentence's own start."""
        begin = max(0, start - HEAD_REACH)
        before = text[begin:start]
        number = FIRST_NUMBER.search(before, max(0, len(before) - LONGEST_NUMBER))
        if number is None:
            return start
        return begin + max(before.rfind(stop, 0, number.start()) for stop in ".;!?") + 1

    def _told(self, text: str, start: int, end: int, drugs: Sequence[tuple[int, int]]) -> str | None:
        """What a list's first sentence says of all its drugs; null where it heads no list."""
        if self._heads.isdisjoint(_pieces(text[max(start, drugs[0][0] - REACH) : drugs[0][0]])):
            return None
        followed = [*(drug[0] for drug in drugs[1:]), end]
        told = {self.status(text, start, drug, following) for drug, following in zip(drugs, followed, strict=True)}
        kind = told.pop()
        return kind if not told and kind in (CURRENT, PAST) else None

    def _is_item(
        self, text: str, start: int, end: int, drugs: Sequence[tuple[int, int]], attributes: Sequence[tuple[int, int]]
    ) -> bool:
        """True for a sentence of drugs, what belongs to them and their numbers: "2. Norco 10/325mg QID for pain."."""
        first = bisect_left(attributes, (start, start))
        known = sorted([*drugs, *attributes[first : bisect_left(attributes, (end, end))]])
        rest = []
        for known_start, known_end in known:
            rest.append(text[start : max(start, known_start)])
            start = max(start, known_end)
        pieces = _pieces(" ".join([*rest, text[start:end]]))
        return all(piece in self._item_words or ITEM_NUMBER.fullmatch(piece) for piece in pieces)


def _pieces(text: str) -> list[str]:
    return PIECE.findall(DATED.sub(" ", text.lower()))
