"""Sections: which layout a letter has, and where its parts stand.

    CLINICAL CASE SUMMARY                             -> summary
    Norco 10/325mg # 60 with 1 refill: Overturned     -> request, of issue 1
    MAXIMUS guideline: Decision based on MTUS ...     -> reviewer, of issue 1

Layouts are data (`patterns/layouts.json`): the headings that tell a layout, its section headings, the fixed sentences
under them, and the fields of a disputed item. How the sections are found by them is said in
`imrx.grammar.sections.sections`. Deliberately left alone: what the sections say.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent, forget, warn
from imrx.extensions import set_doc_value, set_value_at
from imrx.grammar.expressions import compile_the_rest
from imrx.grammar.sections.capitals import Capitals
from imrx.grammar.sections.layouts import find_layout, layouts_of
from imrx.grammar.sections.page_lines import PageLines
from imrx.grammar.sections.sections import find_sections
from imrx.labels import PROSE, REQUEST, SECTIONS_KEY
from imrx.letter import letter_text, set_capitals, set_page_lines, text_to_read
from imrx.places import keep_sections
from imrx.stretches import Section


@Language.factory(
    "imr_sections",
    assigns=["doc.spans", "doc._.layout", "doc._.page_lines", "doc._.capitals", "span._.section", "doc._.warnings"],
    default_config={},
)
def make_sections(nlp: Language, name: str) -> "SectionFinder":
    """Create the component."""
    return SectionFinder(name)


class SectionFinder(TableComponent):
    """Sets `doc._.page_lines`, `doc._.layout`, `doc.spans["sections"]` and `doc._.capitals`.

    It warns where no layout is recognised.
    """

    required: ClassVar = ("layouts", "glyph_widths", "page_lines", "capitals", "decisions")

    def compile(self) -> None:
        """Compile the layouts."""
        self.is_used = False
        self.page_lines = PageLines(self.tables["page_lines"])
        self.capitals = Capitals(self.tables["capitals"])
        tables = (self.tables[name] for name in ("layouts", "glyph_widths", "decisions"))
        self.layouts = layouts_of(*tables)

    def __call__(self, doc: Doc) -> Doc:
        """Find the layout and the sections."""
        if self.is_used:  # a process that reads a second letter will read more
            compile_the_rest()
        self.is_used = True
        if doc.user_data:  # a new Doc has none
            forget(doc)
        if page_lines := self.page_lines.find(letter_text(doc)):
            set_page_lines(doc, page_lines)
        text = text_to_read(doc)
        layout = find_layout(text, self.layouts)
        group: list[Span] = []
        placed: list[Section] = []
        if layout is None:
            warn(doc, "layout_unknown", "no known letter layout: sections and issues are not read")
        else:
            set_doc_value(doc, "layout", layout.id)
            sections = find_sections(text, layout)
            if not any(section.name == REQUEST for section in sections):
                warn(doc, "issues_missing", "the layout is known, but no disputed item was found in it")
            for name, start, end, issue in sections:
                span = doc.char_span(start, end, label=name, alignment_mode="expand")
                if span is not None:
                    limits = span.start_char, span.end_char
                    set_value_at(doc, "section", *limits, {"issue": issue})
                    group.append(span)
                    placed.append(Section(name, *limits, issue))
        doc.spans[SECTIONS_KEY] = group
        keep_sections(doc, placed)
        # only in prose are capitals read as small letters: a title's or a heading's mean something
        prose = [(each.start, each.end) for each in placed if each.name in PROSE] if layout else [(0, len(text))]
        if capitals := self.capitals.find(text, prose):
            set_capitals(doc, capitals)
        return doc
