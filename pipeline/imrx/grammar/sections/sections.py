"""The sections of a letter whose layout is known.

A section holds its content without the heading, except where the heading is part of the sentence. Disputed items are
read in one of three ways, by what the layout has: a title before the item's first field; a list of determination
sentences; or section headings that name title, guidelines and rationale.
"""

import re
from bisect import bisect_left
from heapq import merge
from itertools import islice, pairwise
from operator import itemgetter

from imrx.grammar.sections.layouts import ALONE, END, NUMBERED_LINE, STOPS, Layout, numbered_title, title_start
from imrx.grammar.words import bare, begins_line
from imrx.labels import CLAIMS_ADMINISTRATOR, HEADER, RATIONALE, REQUEST, REVIEWER
from imrx.stretches import Limits, Section

ITEMS = "issues"
"""The heading under which the disputed items follow; not a section of its own."""

REASONS = "reasons"
"""The heading under which the items of an earlier list are taken up again, with guidelines and rationale."""

ITEM_LINE = re.compile(
    r"(?:(?<=[\n\f])|^)[^\S\n\f]*\(?#?(?P<number>\d{1,2})(?:[.):]+|(?<=#\d)|(?<=#\d\d))[^\S\n\f]+(?=\S)", re.MULTILINE
)
"""A line that begins with a number in any of the ways of a list: "1.", "(1)", "1:", "#1". Only where the section's
first line is one and they count from 1: a rationale lists criteria so, and "#60 with refills" may begin a line."""

INITIALS = re.compile(r"\s/\s?[A-Za-z]{2,4}\s*$")
"""The typist's, at the end of the last item: "/JR"."""

TITLE_ENDS = (
    re.compile(r":[^\S\n\f]*(?=[\n\f])"),
    re.compile(r":\s+(?=[A-Z])"),
    re.compile(r"\n[^\S\n]*\n"),
)
"""Where the title of an item that is taken up again ends: at a colon that ends a line, else at one before a capital,
else with its paragraph."""

FIELD_ORDER = {CLAIMS_ADMINISTRATOR: 0, REVIEWER: 1, RATIONALE: 2}

REPEATED = frozenset({REQUEST, *FIELD_ORDER})
"""Sections that a letter may have several of; of every other heading only the first one counts."""

LONGEST_LEAD_IN = 400
"""Where a section's fixed first sentence must begin, in characters from the section's start."""


def find_sections(text: str, layout: Layout) -> list[Section]:
    """All sections of a letter, in order, without overlap; blank ones are left out.

    The header begins with the first of its labels, and stands in front of every other section or not at all: "date of
    injury:" may be said in any of them.
    """
    sections: list[Section] = []
    headings: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    found = [*layout.headings.find(text, 0, len(text))]
    first = next((start for name, start, _ in found if name != END), len(text))
    for name, start, end in [*islice(layout.header.find(text, 0, first), 1), *found]:
        if name == END:
            if headings and not seen.isdisjoint((ITEMS, REASONS, RATIONALE)):
                initials = INITIALS.search(text, max(headings[-1][1], start - 20), start)
                start = initials.start() if initials else start
                headings.append((END, end, start))
        elif name not in seen or name in REPEATED:
            headings.append((name, start if name in layout.kept else end, start))
        seen.add(name)
    told: list[Section] = []
    for index, (name, start, _) in enumerate(headings):
        end = headings[index + 1][2] if index + 1 < len(headings) else len(text)
        if name == ITEMS:
            sections += _items(text, layout, start, end)
        elif name == REASONS:
            sections = _with_reasons(text, layout, start, end, sections)
        elif name in REPEATED:
            told.append(_trimmed(text, layout, name, start, end, None))
        elif name != END:
            sections.append(_trimmed(text, layout, name, start, end, None))
    sections += _numbered(text, told)
    if not any(section.name == REQUEST for section in sections):
        sections = _with_early_list(text, layout, sections)
    return sorted((section for section in sections if section.start < section.end), key=lambda section: section.start)


def _with_reasons(text: str, layout: Layout, start: int, end: int, sections: list[Section]) -> list[Section]:
    """The sections with the reasons for what was listed before: under the items' heading, else in the header.

    Where nothing was, or something else, the reasons have the items' titles.
    """
    if any(section.name == REQUEST for section in sections):
        return [*sections, *_reasons(text, layout, start, end)]
    listed = [section for section in _with_early_list(text, layout, sections) if section.name != RATIONALE]
    reasons = _reasons(text, layout, start, end)
    numbers = {each.issue for each in reasons}
    if numbers and numbers <= {each.issue for each in listed if each.name == REQUEST}:
        return [*listed, *reasons]
    return [*sections, *_items(text, layout, start, end)]


def _with_early_list(text: str, layout: Layout, sections: list[Section]) -> list[Section]:
    """The sections with the determinations that the header lists, where no other part of the letter has any."""
    for index, section in enumerate(sections):
        items = _determinations(text, layout, section.start, section.end) if section.name == HEADER else []
        if items:
            return [
                *sections[:index],
                _trimmed(text, layout, HEADER, section.start, items[0].start, None),
                *items,
                *sections[index + 1 :],
            ]
    return sections


def _items(text: str, layout: Layout, start: int, end: int, *, titled: bool = True) -> list[Section]:
    """The sections of the disputed items between two offsets: title, both guideline blocks and rationale of each.

    Args:
        text: the letter.
        layout: its layout.
        start: where the items begin.
        end: where they end.
        titled: false where the titles were listed before: they are not read again, the fields keep their numbers.
    """
    fields = _fields(text, layout, start, end)
    if titled:
        told = _determinations(text, layout, start, end)
        if not fields or _are_the_items(told, fields):
            return _with_fields(text, layout, told)
    sections: list[Section] = []
    number = 0
    owner: int | None = None
    previous = len(FIELD_ORDER)
    content = start
    for index, (name, field_start, field_end) in enumerate(fields):
        if FIELD_ORDER[name] <= previous:
            number += 1
            if sections:
                begin = title_start(text, layout, content, field_start, number)
                last = sections[-1]
                sections[-1] = _trimmed(
                    text, layout, last.name, last.start, _line_number(text, content, begin), last.issue
                )
            else:
                begin = numbered_title(text, layout, content, field_start, number) or content
            block = _block_start(text, layout, begin, field_start) if titled else field_start
            owner = number
            if titled:
                titles = _titles(text, layout, begin, block)
                sections += [_trimmed(text, layout, REQUEST, *each, number + i) for i, each in enumerate(titles)]
                number += len(titles) - 1
                owner = number if len(titles) == 1 else None
            if block < field_start and name == CLAIMS_ADMINISTRATOR:
                field_start = field_end = block
            elif block < field_start:
                sections.append(_trimmed(text, layout, CLAIMS_ADMINISTRATOR, block, field_start, owner))
        content = field_start if name in layout.kept else field_end
        until = fields[index + 1][1] if index + 1 < len(fields) else end
        sections.append(_trimmed(text, layout, name, content, until, owner))
        previous = FIELD_ORDER[name]
    return sections


def _titles(text: str, layout: Layout, start: int, end: int) -> list[Limits]:
    """The limits of the titles that stand over one item's fields: mostly one.

    Another begins behind a line that ends with a decision outside of brackets, where the last one has a decision too.
    The guidelines and the rationale are all theirs then, and have a null number.
    """
    if layout.decided.search(text, start, end) is None:
        return [(start, end)]
    starts = [start]
    for line in layout.decided_line.finditer(text, start, end):
        title = text[starts[-1] : line.end()]
        if title.count("(") <= title.count(")") and text[line.end() : end].strip():
            starts.append(line.end())
    return [*pairwise([*starts, end])]


def _block_start(text: str, layout: Layout, start: int, end: int) -> int:
    """Where a sentence on the claims administrator begins right behind a title's determination; `end` where none does.

    Not all of them begin as the layout's fields do: "The Claims Administrator's decision was based on the MTUS".
    """
    for closing in layout.closing.finditer(text, start, end):
        block = layout.administrator.match(text, closing.end(), end)
        if block is not None:
            return block.start("name")
    return end


def _reasons(text: str, layout: Layout, start: int, end: int) -> list[Section]:
    """The guidelines and the rationale of items whose titles were listed before.

    Each is taken up again by its number: "2) Regarding the request for a hospital stay:". What has no headings there is
    all rationale. Where the numbers are missing, the fields are counted.
    """
    lines = [line for line in NUMBERED_LINE.finditer(text, start, end) if layout.taken_up.match(text, line.end(), end)]
    ends = [*(line.start() for line in lines[1:]), end]
    limits = [(line.end(), until) for line, until in zip(lines, ends, strict=False)]
    numbers = [int(line["number"]) for line in lines]
    counted = all(number < following for number, following in pairwise(numbers))
    if not numbers or not counted or any(_is_of_several(text, layout, *each) for each in limits):
        return _items(text, layout, start, end, titled=False)
    sections = []
    for number, (begin, until) in zip(numbers, limits, strict=True):
        titles = (pattern.search(text, begin, min(until, begin + LONGEST_LEAD_IN)) for pattern in TITLE_ENDS)
        title = next(filter(None, titles), None)
        sections += _parts(text, layout, title.end() if title else until, until, number)
    return sections


def _is_of_several(text: str, layout: Layout, start: int, end: int) -> bool:
    """True where the fields between two offsets begin anew: they are several items'."""
    order = [FIELD_ORDER[name] for name, _, _ in _fields(text, layout, start, end)]
    return any(one >= two for one, two in pairwise(order))


def _are_the_items(told: list[Section], fields: list[tuple[str, int, int]]) -> bool:
    """True where the determinations tell more items than the fields do, and none of them has the fields of two."""
    titles = [section.end for section in told if section.name == REQUEST]
    items = [bisect_left(titles, start) for _, start, _ in fields]
    if not items or items[0] == 0 or len(titles) <= len(set(items)):
        return False
    order = [(item, FIELD_ORDER[name]) for item, (name, _, _) in zip(items, fields, strict=True)]
    return all(one < two for one, two in pairwise(order))


def _with_fields(text: str, layout: Layout, told: list[Section]) -> list[Section]:
    """Items told by determinations, with the guidelines and the rationale of those that have any."""
    sections: list[Section] = []
    for section in told:
        if section.name == RATIONALE and section.issue is not None:
            sections += _parts(text, layout, section.start, section.end, section.issue)
        else:
            sections.append(section)
    return sections


def _parts(text: str, layout: Layout, start: int, end: int, number: int) -> list[Section]:
    """Guidelines and rationale of one item between two offsets; all is rationale where no field stands."""
    fields = _fields(text, layout, start, end)
    if not fields:
        return [_trimmed(text, layout, RATIONALE, start, end, number)]
    return [
        _trimmed(text, layout, name, begin if name in layout.kept else behind, until, number)
        for (name, begin, behind), (_, until, _) in zip(fields, [*fields[1:], ("", end, end)], strict=True)
    ]


def _fields(text: str, layout: Layout, start: int, end: int) -> list[tuple[str, int, int]]:
    """The fields of the items: name and limits. A field that is a sentence may come twice in a row: it is one.

    What a rationale says of the reviewer is none: "Norco is an opioid. The Expert Reviewer relied on the note".
    """
    fields: list[tuple[str, int, int]] = []
    for name, at, behind, is_usual in _labels(text, layout, start, end):
        last = fields[-1] if fields else None
        if name == ALONE and (last is None or last[0] != REVIEWER):
            continue
        field = (RATIONALE if name == ALONE else name, at, behind)
        if not is_usual and not _is_due(text, layout, last, field[0], at):
            continue
        if last is not None and field[0] in layout.kept:
            if last[0] == field[0]:
                continue
            if (last[0], field[0]) == (RATIONALE, REVIEWER) and not _title_between(text, layout, last[2], field[1]):
                continue
        fields.append(field)
    return fields


def _labels(text: str, layout: Layout, start: int, end: int) -> list[tuple[str, int, int, bool]]:
    """What fields can begin with, in order, and whether in the usual words.

    In other words only where a line or a sentence begins, and where the usual ones do not follow in the same item.
    """
    if layout.fields is None or layout.other_fields is None:
        return []
    usual = ((*label, True) for label in layout.fields.find(text, start, end))
    others = (
        (name, at, behind, False)
        for name, at, behind in layout.other_fields.find(text, start, end)
        if begins_line(text, at) or text[max(start, at - 20) : at].rstrip().endswith(STOPS)
    )
    found: list[tuple[str, int, int, bool]] = []
    for label in merge(usual, others, key=itemgetter(1)):
        if not found or label[1] >= found[-1][2]:
            found.append(label)
    kept: list[tuple[str, int, int, bool]] = []
    usual_ahead: set[int] = set()
    ahead = len(FIELD_ORDER)
    for label in reversed(found):
        order = FIELD_ORDER[RATIONALE if label[0] == ALONE else label[0]]
        if order > ahead:
            usual_ahead.clear()
        if label[3]:
            usual_ahead.add(order)
        elif order in usual_ahead:
            continue
        kept.append(label)
        ahead = order
    return kept[::-1]


def _is_due(text: str, layout: Layout, last: tuple[str, int, int] | None, name: str, at: int) -> bool:
    """True where a label in other words opens a field: behind those before it in order, or behind a title.

    In a rationale it is quoted: "The denial reads as follows. DECISION RATIONALE: no gains."
    """
    if last is None or FIELD_ORDER[last[0]] < FIELD_ORDER[name]:
        return True
    start = max(last[2], at - LONGEST_LEAD_IN)
    if not layout.numbered:
        return layout.decided.search(text, start, at) is not None
    return layout.closes(text[start:at].rstrip()) and _title_between(text, layout, start, at)


def _title_between(text: str, layout: Layout, start: int, end: int) -> bool:
    """True where a title stands between a rationale's heading and a sentence of the reviewer.

    It ends with closing words, behind the number that begins it or in front of what the claims administrator did.
    """
    if _block_start(text, layout, start, end) < end:
        return True
    number = next(NUMBERED_LINE.finditer(text, start, end), None)
    return number is not None and layout.closing.search(text, number.end(), end) is not None


def _line_number(text: str, start: int, title: int) -> int:
    """Where the line begins whose number stands directly before a title."""
    lines = NUMBERED_LINE.finditer(text, max(start, title - 20), title + 1)
    numbers = [match.start() for match in lines if match.end() == title]
    return numbers[-1] if numbers else title


def _determinations(text: str, layout: Layout, start: int, end: int) -> list[Section]:
    """Items told by numbered sentences alone; what stands behind a sentence until the next one is its rationale.

    A line counts where it carries the next number and a sentence of the layout's closing words follows before any
    other numbered line: "1. Norco 10/325mg #60 is not medically necessary and appropriate."
    """
    if not layout.numbered:
        return []
    closings = [match.end() for match in layout.closing.finditer(text, start, end)]
    lines = list(NUMBERED_LINE.finditer(text, start, end))
    found: list[tuple[int, int, int]] = []
    for index, line in enumerate(lines):
        following = lines[index + 1].start() if index + 1 < len(lines) else end
        closing = bisect_left(closings, line.end())
        if int(line["number"]) == len(found) + 1 and closing < len(closings) and closings[closing] <= following:
            found.append((line.start(), line.end(), closings[closing]))
    sections = []
    for index, (_, begin, closed) in enumerate(found):
        until = found[index + 1][0] if index + 1 < len(found) else end
        sections.append(_trimmed(text, layout, REQUEST, begin, closed, index + 1))
        sections.append(_trimmed(text, layout, RATIONALE, closed, until, index + 1))
    return [section for section in sections if section.start < section.end]


def _numbered(text: str, told: list[Section]) -> list[Section]:
    """Give the items that section headings tell their numbers.

    One heading may list several titles by number. Guidelines and rationale behind it belong to all of them then, and
    keep a null number, unless they are numbered in the same way.
    """
    numbered: list[Section] = []
    number = count = 0
    for section in told:
        if section.name == REQUEST:
            pieces = _pieces(text, section, 0)
            number, count = number + count, len(pieces)
        else:
            pieces = _pieces(text, section, count)
        if len(pieces) == count:
            numbered += [
                section._replace(start=a, end=b, issue=number + place) for place, (a, b) in enumerate(pieces, start=1)
            ]
        else:
            numbered.append(section)
    return numbered


def _pieces(text: str, section: Section, count: int) -> list[tuple[int, int]]:
    """A section's numbered pieces 1, 2, …; the whole where they are not numbered, or are not `count` (0: any)."""
    lines = list(ITEM_LINE.finditer(text, section.start, section.end))
    right = [int(line["number"]) for line in lines] == list(range(1, len(lines) + 1)) and (
        not count or len(lines) == count
    )
    if not lines or not right or text[section.start : lines[0].start()].strip():
        return [(section.start, section.end)]
    ends = [line.start() for line in lines[1:]] + [section.end]
    return [bare(text, line.end(), end) for line, end in zip(lines, ends, strict=True)]


def _trimmed(text: str, layout: Layout, name: str, start: int, end: int, issue: int | None) -> Section:
    """A section without the fixed sentence at its beginning and the white space at both ends."""
    longest = start + LONGEST_LEAD_IN
    start, end = bare(text, start, end)
    if start < end and text[start] in layout.lead_in_initials:
        lead_in = layout.lead_ins.match(text, start, min(end, longest))
        if lead_in is not None:
            start, end = bare(text, lead_in.end(), end)
    return Section(name, start, end, issue)
