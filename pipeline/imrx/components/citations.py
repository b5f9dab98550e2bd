"""Citations: what each side cited, one per guideline document, to the section and page.

    Decision based on MTUS Chronic Pain Treatment Guidelines Weaning of Medications Page(s): 124.
    Decision based on MTUS Elbow Complaints 2007, Section(s): 326, and Chronic Pain Medical Treatment 2016, ...
    As noted on page 124 of the MTUS Chronic Pain Medical Treatment Guidelines, slow taper of opioids is recommended.

Reading is in `imrx.grammar.citations`; this module says where to read. In a letter whose sections are known, only both
guideline blocks, the rationale and the case summary are read. A text without sections is read by the labels that its
lines begin with ("MAXIMUS guideline:"), where it begins with one. Any other is read whole: as a guideline block of the
side that it names where it holds "Decision based on" (the reviewer's where it names none) or begins with "The Expert
Reviewer based his/her decision on", else as a rationale. Deliberately left alone: titles of disputed items, and lists
of documents reviewed.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent, add_spans, make_span, warn
from imrx.extensions import doc_list, span_values
from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.blocks import BlockReader
from imrx.grammar.citations.checks import (
    PageMap,
    Topics,
    check_drugs,
    check_pages,
    editions_named,
    page_topics,
    pages_outside,
    respelled,
)
from imrx.grammar.citations.literature import LiteratureReader
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.prose import ProseReader
from imrx.grammar.citations.source import ACOEM, LITERATURE, MTUS, ODG, REGULATION, Source
from imrx.grammar.citations.source_reader import SourceReader
from imrx.grammar.expressions import expression
from imrx.labels import (
    CITATION,
    CLAIMS_ADMINISTRATOR,
    GUIDELINE,
    HAS_GUIDELINE,
    HAS_PAGES,
    PAGE,
    RATIONALE,
    REQUEST,
    REVIEWER,
    SPANS_KEY,
    SUMMARY,
)
from imrx.letter import text_to_read
from imrx.match import Match
from imrx.places import Places, letter_sections

READ = (SUMMARY, CLAIMS_ADMINISTRATOR, REVIEWER, RATIONALE)

MESSAGES = {
    "citation_range_backwards": "a page range runs backwards",
    "citation_page_outside": "a page is not in the cited document",
    "citation_section_elsewhere": "the section cited does not stand on the pages cited",
    "citation_other_drug": "the sections cited are about another class of drugs than the request",
}


class Stretch(NamedTuple):
    """A piece of text to read: half-open character offsets, who cites there, and the disputed item's number."""

    start: int
    end: int
    cited_by: str
    issue: int | None


class Readers(NamedTuple):
    """The compiled readers."""

    block: BlockReader
    prose: ProseReader


def make_readers(tables: dict[str, Any]) -> Readers:
    """Compile the tables of `patterns/guidelines/`."""
    names = Names(tables)
    reader = SourceReader(names)
    literature = LiteratureReader(names)
    return Readers(BlockReader(names, reader, literature), ProseReader(names, reader, literature))


def find_citations(text: str, stretches: Iterable[Stretch], readers: Readers) -> Iterator[tuple[Stretch, Source]]:
    """All citations, in the order of the stretches.

    A bare page in a rationale refers to what the rationale named last, else to what the reviewer's block of the same
    issue cites last.
    """
    cited: dict[int | None, Source] = {}
    for stretch in stretches:
        start, end, cited_by, issue = stretch
        sources: list[Source] = []
        if cited_by in (CLAIMS_ADMINISTRATOR, REVIEWER):
            leads = readers.block.leads(text, start, end)
            before = leads[0].start() if leads else end
            if text[start:before].strip():
                named = readers.prose.find(text, start, before, False)
                sources = list(readers.block.read_on(text, start, named, before))
            sources += readers.block.find(text, leads, end)
            guidelines = [source for source in sources if source.guideline in (MTUS, ODG, ACOEM)]
            if cited_by == REVIEWER and guidelines:
                cited[issue] = guidelines[-1]
        else:
            rationale = cited_by == RATIONALE
            sources = readers.prose.find(text, start, end, rationale, cited.get(issue) if rationale else None)
        for source in sources:
            yield stretch, source


def _stretches(doc: Doc, readers: Readers) -> list[Stretch]:
    """What to read of a letter."""
    sections = letter_sections(doc)
    if sections:
        return [Stretch(start, end, name, issue) for name, start, end, issue in sections if name in READ]
    text = text_to_read(doc)
    labels = list(readers.block.label.finditer(text))
    if labels and not text[: labels[0].start()].strip():
        ends = [*(label.start() for label in labels[1:]), len(text)]
        return [Stretch(each.end(), end, str(each.lastgroup), None) for each, end in zip(labels, ends, strict=True)]
    if readers.block.lead.search(text) is None and readers.block.sentence.match(text) is None:
        return [Stretch(0, len(text), RATIONALE, None)]
    side = CLAIMS_ADMINISTRATOR if readers.block.claims_administrator.match(text) else REVIEWER
    return [Stretch(0, len(text), side, None)]


@Language.factory(
    "imr_citations",
    requires=["doc.spans", "span._.drug"],
    assigns=["doc.spans", "span._.citation", "span._.page_ranges", "doc._.rel", "doc._.warnings"],
    default_config={},
)
def make_citations(nlp: Language, name: str) -> "CitationFinder":
    """Create the component."""
    return CitationFinder(name)


class CitationFinder(TableComponent):
    """Sets CITATION, GUIDELINE and PAGE spans and their relations; warns where a citation and the page map disagree."""

    required: ClassVar = ("names", "documents", "sections", "pages", "regulation", "topics", "wording")

    def compile(self) -> None:
        """Compile the readers and the page map."""
        self.readers = make_readers(self.tables)
        self.page_map = PageMap(self.readers.block.names, self.tables["pages"], self.tables["documents"])
        self.later = expression(rf"\b{any_literal(self.tables['wording']['later_editions'])}\b")
        self.topics = Topics(self.tables["topics"])
        self.spellings = {word.casefold(): usual for word, usual in self.tables["wording"]["misspelled"].items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the citations and add them."""
        stretches = _stretches(doc, self.readers)
        found = list(find_citations(text_to_read(doc), stretches, self.readers))
        if any(source.guideline == LITERATURE for _, source in found):
            drugs = {start for start, _, _ in span_values(doc, "drug")}
            found = [pair for pair in found if pair[1].guideline != LITERATURE or pair[1].start not in drugs]
        values = [_value(stretch, source) for stretch, source in found]
        sources = [source for _, source in found]
        self._check_pages(doc, sources, values)
        self._add(doc, sources, values)
        self._check_drugs(doc, values, stretches)
        return doc

    def _check_pages(self, doc: Doc, sources: list[Source], values: list[dict[str, Any]]) -> None:
        """Say what stands on the pages, and warn; supplements and later editions are on no map."""
        if not any(source.pages or source.inherited for source in sources):
            return
        text = text_to_read(doc)
        editions = editions_named(values, self.page_map)
        for source, value in zip(sources, values, strict=True):
            if not value["pages"]:
                continue
            supplement = any(pages.supplement for pages in source.pages)
            later = self.later.search(text, source.start, source.end) is not None
            rows = [] if supplement or later else self.page_map.rows(value, editions)
            value["page_topic"] = page_topics(rows, value["pages"])
            sections = [respelled(section, self.spellings) for section in value["sections"]]
            for code in check_pages(rows, sections, value["pages"]):
                message = MESSAGES[code]
                if code == "citation_page_outside":
                    outside = pages_outside(rows, value["pages"])
                    message += ": " + ", ".join("-".join(map(str, dict.fromkeys(pair))) for pair in outside)
                warn(doc, code, message, (source.start, source.end))

    def _add(self, doc: Doc, sources: list[Source], values: list[dict[str, Any]]) -> None:
        """Add the citations, their pages and names, and who belongs to whom.

        The rule of a citation names its document by the usual title, however the letter writes it, and no other one.
        """
        citations, names = [], []
        for source, value in zip(sources, values, strict=True):
            guideline = source.guideline.lower()
            document = self.page_map.document(value) if source.guideline in (MTUS, ODG, ACOEM, REGULATION) else None
            known = document in self.readers.block.names.titles
            rule = f"citation:{guideline}/{document}" if known else f"citation:{guideline}"
            citations.append(Match(source.start, source.end, CITATION, rule, value))
        relations = doc_list(doc, "rel")
        for source, head in zip(sources, add_spans(doc, citations, "citation"), strict=True):
            start, end, name = source.name_start, source.name_end, f"guideline:{source.guideline.lower()}"
            if end > start:
                named = make_span(doc, start, end, GUIDELINE, name)
                names.append(named)
                relations.append(_relation(HAS_GUIDELINE, head, named))
            pages = [Match(page.numbers_start, page.end, PAGE, "pages", page.ranges) for page in source.pages]
            relations += [_relation(HAS_PAGES, head, tail) for tail in add_spans(doc, pages, "page_ranges")]
        doc.spans[SPANS_KEY].extend(names)

    def _check_drugs(self, doc: Doc, values: list[dict[str, Any]], stretches: list[Stretch]) -> None:
        """Warn where a side cites nothing but another class of drugs than the request is about."""
        about: dict[tuple[int, str], list[str]] = {}
        others: set[tuple[int, str]] = set()
        for value in values:
            issue, side = value["issue"], value["cited_by"]
            if issue is None or side not in (CLAIMS_ADMINISTRATOR, REVIEWER):
                continue
            sections = [respelled(section, self.spellings) for section in value["sections"]]
            if sections and all(self.topics.get(section) for section in sections):
                about.setdefault((issue, side), []).extend(sections)
            else:
                others.add((issue, side))
        about = {cited: sections for cited, sections in about.items() if cited not in others}
        if not about:
            return
        classes: dict[int | None, set[str]] = {}
        unknown: set[int | None] = set()
        places = Places(doc)
        for start, _, drug in span_values(doc, "drug"):
            section, issue = places.at(start)
            if section == REQUEST:
                classes.setdefault(issue, set()).update(drug["classes"])
                if not drug["classes"]:
                    unknown.add(issue)
        for (issue, side), sections in sorted(about.items()):
            if issue in unknown or not check_drugs(sections, self.topics, classes.get(issue, set())):
                continue
            block = next(stretch for stretch in stretches if (stretch.cited_by, stretch.issue) == (side, issue))
            warn(doc, "citation_other_drug", MESSAGES["citation_other_drug"], (block.start, block.end))


def _relation(label: str, head: Span, tail: Span) -> dict[str, Any]:
    return {
        "head": [head.start_char, head.end_char],
        "tail": [tail.start_char, tail.end_char],
        "label": label,
    }


def _value(stretch: Stretch, source: Source) -> dict[str, Any]:
    """The fields of a citation in the record, but its place."""
    return {
        "guideline": source.guideline,
        "document": source.named_document,
        "year": source.year,
        "sections": source.sections,
        "pages": source.ranges,
        "cited_by": stretch.cited_by,
        "issue": stretch.issue,
        "page_topic": [],
    }
