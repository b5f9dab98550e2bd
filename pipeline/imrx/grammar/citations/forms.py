"""Guideline blocks as the form itself prints them: one document of the MTUS, one section, its pages.

    MTUS Chronic Pain Medical Treatment 2016, Section(s): Topical analgesics
    MTUS Chronic Pain Treatment Guidelines Benzodiazepine Page(s): 24

Most blocks are of this kind, and need no search for where another source begins. All else is left to the other readers.
"""

from imrx.grammar.alternatives import longest_first
from imrx.grammar.citations.headings import mended, trimmed
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import ACOEM, MTUS, Source
from imrx.grammar.citations.spellings import YEAR, ByInitial, as_spelled


class FormReader:
    """Reads blocks that hold nothing but a form's line; `names` are the compiled tables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._listed = names.pieces.listed
        self._page_word: str = names.wording["form_pages"]
        documents = [row.name for row in names.documents.values() if row.guideline == MTUS]
        word = names.pieces.guidelines.pattern
        self._document = ByInitial(
            [(name, as_spelled(name)) for name in longest_first(documents)],
            rf"(?:\s+(?P<year>{YEAR})\b(?![/-]\d)(?:{word})?|{word})(?!\s+(?:{MTUS}|{ACOEM}))",
            "document",
        )

    def begin(self, text: str, start: int, end: int) -> Source | None:
        """A document of the MTUS as the form prints it, with its year or "Guidelines"; None where none begins."""
        behind = start + len(MTUS)
        if not (text.startswith(MTUS, start) and text[behind : behind + 1].isspace()):
            return None
        match = self._document.match(text, behind + 1, end)
        if match is None:
            return None
        document = self.names.document(MTUS, match["document"])
        source = Source(start, match.end("document"), MTUS, match.end(), document=document)
        if match["year"]:
            source.year = int(match["year"])
        else:
            source.name_end = match.end()
        source.closed = match.end() > match.end("year" if match["year"] else "document")
        return source

    def read(self, text: str, start: int, end: int) -> Source | None:
        """A document as the form prints it, with one known section and its pages up to `end`; None for all else."""
        source = self.begin(text, start, end)
        if source is None:
            return None
        listed = self._listed.match(text, source.end, end)
        begin = listed.end() if listed is not None else source.end
        pages = None
        word = text.rfind(self._page_word, begin, end)
        if word >= 0:
            pages = self.names.pages.match(text, word, end)
            if pages is None or pages.end < end:
                return None
        elif self.names.pages.find(text, begin, end):
            return None
        heading = trimmed(mended(text[begin : word if word >= 0 else end]))
        if heading and (self.names.law.digits in heading or not self.names.headings.knows(heading, MTUS)):
            return None
        source.sections = [heading] if heading else []
        source.pages = [pages] if pages is not None else []
        source.end = end if begin < end else source.end
        return source
