"""Sections: which layout a letter has, and where its parts stand.

    CLINICAL CASE SUMMARY                             -> summary
    Norco 10/325mg # 60 with 1 refill: Overturned     -> request, of issue 1
    MAXIMUS guideline: Decision based on MTUS ...     -> reviewer, of issue 1

Layouts are data (`patterns/layouts.json`): the headings that tell a layout, its section headings, the fixed sentences
under them, and the fields of a disputed item. A section's span holds its content without the heading. The title of an item
has no heading of its own: it is the last paragraph before the item's first field (`title_start`). Deliberately left
alone: what the sections say.
"""

import re
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent
from imrx.labels import CLAIMS_ADMINISTRATOR, RATIONALE, REQUEST, REVIEWER, SECTIONS_KEY

ITEMS = "issues"
"""The heading under which the disputed items follow; not a section of its own."""

FIELD_ORDER = {CLAIMS_ADMINISTRATOR: 0, REVIEWER: 1, RATIONALE: 2}

LINE = re.compile(r"[^\s][^\n\f]*")
"""A line with something on it. Seeds have a blank line after each; in a PDF's text pages join with a form feed."""

SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")

SPLIT_FIRST = re.compile(r"\b(?:was|were)\s+the\s+original\s+request\b")
SPLIT_LATER = re.compile(r"\b[Tt]he\s+(?:remaining\s+IMR\s+eligible|original\s+request,)")


class Section(NamedTuple):
    """A section's content by character offsets, and the number of its disputed item."""

    name: str
    start: int
    end: int
    issue: int | None


class Layout:
    """One compiled row of `patterns/layouts.json`."""

    def __init__(self, row: dict[str, Any], glyphs: dict[str, Any]) -> None:
        self.id: str = row["id"]
        self.line_width: int = row["line_width"]
        self.glyphs: dict[str, int] = glyphs["widths"]
        self.default_glyph: int = glyphs["default"]
        self.recognised_by = [_words(heading) for heading in row["recognised_by"]]
        self.headings = _alternatives(row["headings"])
        self.lead_ins = re.compile("|".join(_flexible(text) for text in row["lead_ins"])) if row["lead_ins"] else None
        self.fields = _alternatives(row["fields"]) if row["fields"] else None

    def fits(self, line: str) -> bool:
        """True where the letter's typesetter would have put the text on one line; 1% is left for bold words."""
        width = sum(self.glyphs.get(char, self.default_glyph) for char in line)
        return width <= 0.99 * self.line_width

    def recognises(self, text: str) -> bool:
        """True where each of the layout's telling headings stands in the text."""
        return all(pattern.search(text) for pattern in self.recognised_by)


def _flexible(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def _words(words: str) -> re.Pattern[str]:
    return re.compile(_flexible(words))


def _alternatives(names: dict[str, list[str]]) -> re.Pattern[str]:
    """One expression for many headings, a named group for each name."""
    return re.compile("|".join(f"(?P<{name}>{'|'.join(map(_flexible, texts))})" for name, texts in names.items()))


def find_layout(text: str, layouts: list[Layout]) -> Layout | None:
    """The first layout, in the table's order, whose telling headings all stand in the text."""
    return next((layout for layout in layouts if layout.recognises(text)), None)


def find_sections(text: str, layout: Layout) -> list[Section]:
    """All sections of a letter, in order, without overlap; blank ones are left out."""
    sections = []
    first: dict[str, re.Match[str]] = {}
    for match in layout.headings.finditer(text):
        first.setdefault(str(match.lastgroup), match)
    headings = list(first.values())
    for index, heading in enumerate(headings):
        name = str(heading.lastgroup)
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        start = heading.start() if name == "header" else heading.end()
        if name == ITEMS:
            sections += find_items(text, layout, start, end)
        else:
            sections.append(_trimmed(text, layout, name, start, end, None))
    return [section for section in sections if section.start < section.end]


def find_items(text: str, layout: Layout, start: int, end: int) -> list[Section]:
    """The sections of the disputed items between two offsets: title, both guideline blocks and rationale of each."""
    if layout.fields is None:
        return []
    fields = list(layout.fields.finditer(text, start, end))
    sections: list[Section] = []
    number = 0
    previous = len(FIELD_ORDER)
    content = start
    for index, field in enumerate(fields):
        order = FIELD_ORDER[str(field.lastgroup)]
        if order <= previous:
            number += 1
            begin = title_start(text, layout, content, field.start()) if sections else content
            if sections:
                sections[-1] = _trimmed(text, layout, sections[-1].name, content, begin, number - 1)
            sections.append(_trimmed(text, layout, REQUEST, begin, field.start(), number))
        content = field.end()
        until = fields[index + 1].start() if index + 1 < len(fields) else end
        sections.append(_trimmed(text, layout, str(field.lastgroup), content, until, number))
        previous = order
    return sections


def title_start(text: str, layout: Layout, start: int, end: int) -> int:
    """Where the title of a disputed item begins, in a stretch that ends with it.

    The stretch is the rationale of the item before and the title that follows. The title begins after the last line that
    ends a sentence and a paragraph; where there is none, after the last that ends a sentence; and else with the last line.
    Lines are wrapped greedily, so a line after which the next word would still have fitted ends a paragraph. What can only
    be the middle of a split request is never a title's start.
    """
    lines = [(m.start(), m.end()) for m in LINE.finditer(text, start, end)]
    candidates = []
    for (line_start, line_end), (next_start, next_end) in zip(lines, lines[1:], strict=False):
        line = text[line_start:line_end].rstrip()
        if SENTENCE_END.search(line) and not _middle_of_split(text[next_start:end]):
            next_word = text[next_start:next_end].split(None, 1)[0]
            if layout.fits(f"{line} {next_word}"):
                candidates.append((True, next_start))
            else:
                candidates.append((False, next_start))
    if not candidates:
        return lines[-1][0] if lines else end
    return max(candidates)[1]


def _middle_of_split(title: str) -> bool:
    """True for the later sentences of a split request without its first one."""
    return SPLIT_LATER.search(title) is not None and SPLIT_FIRST.search(title) is None


def _trimmed(text: str, layout: Layout, name: str, start: int, end: int, issue: int | None) -> Section:
    """A section without the fixed sentence at its beginning and the white space at both ends."""
    if layout.lead_ins is not None:
        lead_in = layout.lead_ins.search(text, start, min(end, start + 400))
        if lead_in is not None and not text[start : lead_in.start()].strip():
            start = lead_in.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Section(name, start, end, issue)


@Language.factory(
    "imr_sections",
    assigns=["doc.spans", "doc._.layout", "span._.section", "doc._.warnings"],
    default_config={},
)
def make_sections(nlp: Language, name: str) -> "SectionFinder":
    """Create the component."""
    return SectionFinder(name)


class SectionFinder(TableComponent):
    """Sets `doc._.layout` and `doc.spans["sections"]`; warns where no layout is recognised."""

    required: ClassVar = ("layouts", "glyph_widths")

    def compile(self) -> None:
        """Compile the layouts."""
        self.layouts = [Layout(row, self.tables["glyph_widths"]) for row in self.tables["layouts"]]

    def __call__(self, doc: Doc) -> Doc:
        """Find the layout and the sections."""
        text = doc.text
        layout = find_layout(text, self.layouts)
        group: list[Span] = []
        if layout is None:
            doc._.warnings.append(
                {"code": "layout_unknown", "message": "no known letter layout: sections and issues are not read", "start": None, "end": None}
            )
        else:
            doc._.layout = layout.id
            for section in find_sections(text, layout):
                span = doc.char_span(section.start, section.end, label=section.name, alignment_mode="expand")
                span._.section = {"issue": section.issue}
                group.append(span)
        doc.spans[SECTIONS_KEY] = group
        return doc
