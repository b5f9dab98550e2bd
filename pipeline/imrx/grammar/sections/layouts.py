"""A letter's layout, compiled from its row of `patterns/layouts.json`, and where the title of a disputed item begins.

    Norflex 100mg #60: Upheld                                              a title of the layout of 2014
    2. Norflex 100mg #60 is not medically necessary and appropriate.       one of the layout before it
    2) MAXIMUS Federal Services, Inc. has determined the request for ...   one of the notices of 2013

A title has no heading of its own. It is found backwards from the item's first field: by its number where the layout
numbers its items, else by the end of the rationale before it. Lines are wrapped greedily, so a line after which the
next word would still have fitted ends a paragraph; the widths are those of the letters' typeface.
"""

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

from imrx.grammar.alternatives import any_of, any_word, flexible, longest_first, unbroken
from imrx.grammar.expressions import expression
from imrx.grammar.words import Keys, places_of
from imrx.labels import HEADER

END = "end"
"""The heading of what stands behind the last item, such as a disclaimer; not a section. In front of the items it counts
not at all: a cover letter may have the same sentences."""

STOPS = (".", "!", "?")

CLOSING_SIGNS = "\"'”\u2019)]"
"""What may stand between a sentence's last stop and its end."""

NUMBERED_LINE = re.compile(r"(?:(?<=[\n\f])|^)[^\S\n\f]*(?P<number>\d{1,2})[.)][^\S\n\f]+(?=\S)", re.MULTILINE)

GLUED = re.compile(r"[a-z)]{3}\.(?=[A-Z])")
"""The end of a sentence whose blank was lost: "necessary.CT scan of the lumbar spine"."""

GOES_ON = re.compile(r"[a-z]{4}[.!?]\s+(?=[A-Z])")
"""A sentence's end within a line and the beginning of the next; "Dr. Smith" and "No. 2" are neither."""

TITLE_SPAN = 2500
"""How far before an item's first field its title can begin, in characters: four times the longest title seen."""

REACH = 500
"""How far before its longest word a heading can begin, in characters: five times what any needs, for blank lines."""

SURE = 0.85
"""A line filled up to here with the next word ended a paragraph for certain, whatever is set bold on it."""

BEST_RANK = 3
"""The rank of a line that ends a sentence and a paragraph."""


ALONE = "alone"
"""What a label is called here that is a rationale's only right behind a guideline block: "Rationale:"."""


class Names:
    """Texts that stand for a name, such as a section's headings, found in order; of two that fit the longer one.

    To look for a word takes a hundredth of what an expression takes that fits all texts. So the expression is tried
    only where a text can begin: at its first word, which is looked for before each place of its longest word.
    """

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = {text: name for name, texts in names.items() for text in texts}
        self.pattern = expression("|".join(map(flexible, longest_first(self.names))))
        self._firsts: dict[str, set[str]] = {}
        for text in self.names:
            words = text.replace("'", " ").split()
            first, longest = words[0], max(words, key=len)
            if first in text[len(first) : text.index(longest)]:  # then the nearest one need not be the beginning
                longest = first
            self._firsts.setdefault(longest, set()).add(first)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Name and limits of each, in order."""
        behind = start
        for at in sorted(self._beginnings(text, start, end)):
            if at >= behind and (match := self.pattern.match(text, at, end)) is not None:
                behind = match.end()
                yield self.names[unbroken(match[0]).replace("\u2019", "'")], at, behind

    def stand_in(self, text: str) -> bool:
        """True where at least one of them stands in a text."""
        return next(self.find(text, 0, len(text)), None) is not None

    def _beginnings(self, text: str, start: int, end: int) -> set[int]:
        """Where a text can begin."""
        found = set()
        for longest, firsts in self._firsts.items():
            for at in places_of(text, longest, start, end):
                for first in firsts:
                    found.add(at if first == longest else text.rfind(first, max(start, at - REACH), at))
        found.discard(-1)
        return found


def spellings(label: str) -> list[str]:
    """Other ways to write a label that ends with a colon: in other capitals, or with a blank before the colon."""
    words = label.removesuffix(":").split()
    capitalized = [word.capitalize() for word in words]
    cases = [
        words,
        [word[0].upper() + word[1:] for word in words],
        capitalized,
        [capitalized[0], *map(str.lower, words[1:])],
        [*map(str.upper, words)],
    ]
    return sorted({" ".join(each) + colon for each in cases for colon in (":", " :")} - {label})


class Glyphs(dict[str, int]):
    """Widths of characters, and the one of every other character."""

    def __init__(self, widths: dict[str, int], default: int) -> None:
        super().__init__(widths)
        self.default = default

    def __missing__(self, char: str) -> int:
        return self.default


class Layout:
    """A compiled row of `layouts` of `patterns/layouts.json`, with what every layout has.

    The decision words, and what begins a split request, are those of `patterns/decisions.json`.
    """

    def __init__(
        self, row: dict[str, Any], every: dict[str, Any], glyphs: dict[str, Any], decisions: dict[str, Any]
    ) -> None:
        self.id: str = row["id"]
        self.glyphs = Glyphs(glyphs["widths"], glyphs["default"])
        self.line_width: int = glyphs["line"]
        self.numbered: bool = row["numbered"]
        self.recognised_by = [Names({row["id"]: texts}) for texts in row["recognised_by"]]
        headings = {**row["headings"], END: every["end"]}
        header = headings.pop(HEADER)
        self.header = Names({HEADER: [*header, *map(str.upper, header)]})
        self.headings = Names(headings)
        self.kept = frozenset(row["keeps_heading"])
        labels = {text: name for name, texts in row["fields"].items() for text in texts if text.endswith(":")}
        others: dict[str, list[str]] = {}
        for name, texts in ({ALONE: every["rationale_alone"]} | every["line_fields"]).items():
            others[name] = [each for text in texts for each in (text, *spellings(text))]
        for text, name in labels.items():
            others.setdefault(name, []).extend(spellings(text))
        lead_ins = [*row["lead_ins"], *(text for name in every["line_fields"] for text in others[name])]
        self.lead_ins = expression(any_of(lead_ins))
        taken_up = [text.split(None, 1)[1] for text in row["headings"].get("reasons", ())]
        self.taken_up = expression(any_of(taken_up) if taken_up else "(?!)")
        self.lead_in_initials = frozenset(text[0] for text in lead_ins)
        self.fields = Names(row["fields"]) if row["fields"] else None
        self.other_fields = Names(others) if row["fields"] else None
        """The labels of the fields in other words: in running text they are none ("the UR Decision Rationale:")."""

        administrator = any_of(row["administrator"]) if "administrator" in row else "(?!)"
        self.administrator = expression(rf"\s*(?P<name>{administrator})\b")
        """The claims administrator, as a sentence behind an item's title begins."""

        words = [text for texts in decisions["headings"].values() for text in texts]
        decided = any_of([*words, *map(str.upper, words)])
        self.decided_line = expression(rf":[^\S\n\f]*{decided}[^\S\n\f]*\.?[^\S\n\f]*(?=[\n\f])")
        self.decided = expression(rf":\s*{decided}\s*\.?\s*$")
        """The decision at the end of a title, and of a line of it: one title ends there, and another one follows."""

        split = decisions["split"]
        self.split_first = expression(any_word([*split["first"], *split["asked"]]) + r"\b", re.IGNORECASE)
        self.split_later = expression(any_word(every["split_later"]), re.IGNORECASE)
        self.split_keys = Keys(every["split_later"])
        closing = [*every["closing"], *row.get("closing", ())]
        closing += map(str.upper, closing[:])
        self.closing = expression(rf"{any_word(closing)}\s*\.(?=\s|[A-Za-z0-9\"“(]|$)")
        self.closing_line = expression(rf"\b{any_of(closing)}$")
        prose, reasoning = row.get("prose", ()), row.get("reasoning", ())
        self.prose = expression(rf"\b{any_of(prose)}\b" if prose else "(?!)")
        self.reasoning = expression(rf"\b{any_of(reasoning)}" if reasoning else "(?!)", re.IGNORECASE)
        self.closing_words = tuple({text.split()[-1] for text in closing})

    def width(self, line: str) -> float:
        """How much of a line's width a text takes, as a share of it."""
        return sum(map(self.glyphs.__getitem__, line)) / self.line_width

    def closes(self, line: str) -> bool:
        """True for a line that ends with a stop or with closing words."""
        return line.rstrip(CLOSING_SIGNS).endswith(STOPS) or (
            line.endswith(self.closing_words) and self.closing_line.search(line) is not None
        )

    def is_prose(self, text: str, start: int, begin: int, end: int) -> bool:
        """True for what a rationale says; where it stands behind closing words, it must speak of the decision too."""
        if self.prose.search(text, begin, end) is None:
            return False
        before = text[start:begin].rstrip()
        closed = before.endswith(STOPS) and self.closing_line.search(before[:-1]) is not None
        return not closed or self.reasoning.search(text, begin, end) is not None

    def recognises(self, text: str) -> bool:
        """True where the text holds one of each of the layout's telling headings."""
        return all(headings.stand_in(text) for headings in self.recognised_by)


def layouts_of(table: dict[str, Any], glyphs: dict[str, Any], decisions: dict[str, Any]) -> list[Layout]:
    """The layouts of `patterns/layouts.json`, in its order, given the tables of glyphs and decisions."""
    return [Layout(row, table["every_layout"], glyphs, decisions) for row in table["layouts"]]


def find_layout(text: str, layouts: list[Layout]) -> Layout | None:
    """The first layout, in the table's order, whose telling headings all stand in the text."""
    return next((layout for layout in layouts if layout.recognises(text)), None)


def numbered_title(text: str, layout: Layout, start: int, end: int, number: int) -> int | None:
    """Where the last line with the item's number begins, behind the number; null where the layout has no numbers."""
    if not layout.numbered:
        return None
    numbers = [match.end() for match in NUMBERED_LINE.finditer(text, start, end) if int(match["number"]) == number]
    return numbers[-1] if numbers else None


def title_start(text: str, layout: Layout, start: int, end: int, number: int) -> int:
    """Where the title of a disputed item begins, in a stretch that ends with it.

    The stretch is the rationale of the item before and the title that follows. In a numbered layout the title begins at
    the last line with its number. Else it begins after the last line that ends a sentence and a paragraph; where there
    is none, after the last that surely ends a paragraph, or that ends a sentence; and else with the last line. Where
    prose goes on from there to a full line that ends a sentence, it begins after that. What can only be the middle of a
    split request is never a title's start. A title may also be glued to the rationale: behind its closing words, or
    behind a sentence of prose.
    """
    start = max(start, end - TITLE_SPAN)
    if (numbered := numbered_title(text, layout, start, end, number)) is not None:
        return numbered
    last_split = _last_split(text, layout, start, end)
    lines = _lines_back(text, start, end)
    if (last := next(lines, None)) is None:
        return end
    begin = last[0]
    best = 0
    full: list[int] = []
    for (next_start, next_end), (line_start, line_end) in pairwise(chain([last], lines)):
        if last_split is not None and last_split[0] < next_start <= last_split[1]:
            continue
        line = text[line_start:line_end].rstrip()
        rank = _rank(layout, line, text[next_start:next_end])
        if rank > best:
            best, begin = rank, next_start
        if best == BEST_RANK:
            break
        if rank == 1:
            full.append(next_start)
    for behind in reversed(full):
        if begin < behind and layout.is_prose(text, start, begin, behind):
            begin = behind
    by_lines = begin
    for closing in layout.closing.finditer(text, start, end):
        if closing.end() > begin and text[closing.end() : end].strip():
            begin = closing.end()
    if best < BEST_RANK:
        begin = _glued_start(text, layout, start, begin, end, last_split)
    if begin != by_lines or best > 1:
        start = begin
    guessed = best == 0 and begin == by_lines
    return _behind_prose(text, layout, start, begin, end, last_split, guessed=guessed)


def _glued_start(
    text: str, layout: Layout, start: int, begin: int, end: int, last_split: tuple[int, int] | None
) -> int:
    """Where a title begins that is glued to the rationale before it and goes on in the next line; else `begin`.

    "The request is not medically necessary.CT scan of the lumbar spine, / without contrast: Upheld": no sentence ends
    on the way to the title's last line, but for those of a split request. Behind other words than closing ones the last
    line must go on with what is before it.
    """
    patterns = (layout.closing,) if text[begin:end].lstrip()[:1].isupper() else (layout.closing, GLUED)
    ends = (match.end() for pattern in patterns for match in pattern.finditer(text, start, begin))
    glued = max((at for at in ends if not text[at].isspace()), default=None)
    if glued is None:
        return begin
    until = min(begin, last_split[0]) if last_split is not None else begin
    ended = any(layout.closes(text[a:b].rstrip()) for a, b in _lines_back(text, glued, until))
    return begin if ended or GOES_ON.search(text, glued, until) else glued


def _behind_prose(
    text: str, layout: Layout, start: int, begin: int, end: int, last_split: tuple[int, int] | None, *, guessed: bool
) -> int:
    """Where a title begins behind a sentence of prose that ends in the same line; else `begin`.

    "The request does not meet those criteria.CPAP: Upheld" has lost a line break. A blank that is left of it tells
    nothing, as titles have sentences of their own ("MRI. Stat."), but where no line before ends a sentence.

    Args:
        text: the letter.
        layout: its layout.
        start: where the first of the sentences begins.
        begin: where the title would begin.
        end: where it ends.
        last_split: between which limits no title begins.
        guessed: whether no line before ends a sentence or a paragraph.
    """
    glued = {match.end() for match in GLUED.finditer(text, start, end)}
    spaced = {match.end() for match in GOES_ON.finditer(text, start, end)}
    for before, at in reversed([*pairwise([start, *sorted(glued | spaced)])]):
        is_split = last_split is not None and last_split[0] < at <= last_split[1]
        if at > begin and (guessed or at in glued) and not is_split and layout.is_prose(text, start, before, at):
            return at
    return begin


def _rank(layout: Layout, line: str, following: str) -> int:
    """How well a line ends a rationale: 3 sentence and paragraph, 2 surely a paragraph, 1 a sentence, 0 not at all."""
    width = layout.width(f"{line} {following.split(None, 1)[0]}")
    if layout.closes(line):
        return BEST_RANK if width <= 0.99 else 1
    return 2 if width <= SURE and not _is_rest(following) else 0


def _is_rest(line: str) -> bool:
    """True for a line that cannot begin a title: a decision word alone, or a sentence going on."""
    bare = line.strip()
    if bare[:1].islower() or bare[:1] in ":,;":
        return True
    return len(bare.split()) <= 2 and ":" not in bare[:-1]


def _lines_back(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The limits of the lines with something on them, the last one first, without what is blank before them.

    Seeds have a blank line after each line; in a PDF's text pages join with a form feed.
    """
    while end > start:
        before = max(text.rfind("\n", start, end), text.rfind("\f", start, end), start - 1)
        if line := text[before + 1 : end].lstrip():
            yield end - len(line), end
        end = before


def _last_split(text: str, layout: Layout, start: int, end: int) -> tuple[int, int] | None:
    """The limits between which no title can begin: after the first sentence of a split request, up to its last one."""
    if not layout.split_keys.stand_in(text[start:end].lower()):
        return None
    later = [match.start() for match in layout.split_later.finditer(text, start, end)]
    if not later:
        return None
    first = [match.start() for match in layout.split_first.finditer(text, start, end)]
    return first[-1] if first else start, later[-1]
