"""Annotated docs: `DocBin` parts with user data, as spaCy reads them."""

from pathlib import Path

from spacy.tokens import Doc, DocBin

DOCS_PER_PART = 256
"""Docs in one part: about 5 MB, and never dependent on how the work was shared out."""

ATTRIBUTES = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID")


class DocWriter:
    """Writes docs to `part-00000.spacy`, `part-00001.spacy` … in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True)
        self.parts = 0
        self._bin = self._empty()

    def add(self, doc: Doc) -> None:
        """Add one doc; a full part is written out."""
        self._bin.add(doc)
        if len(self._bin) == DOCS_PER_PART:
            self._flush()

    def close(self) -> None:
        """Write what is left; a folder of no docs has one empty part."""
        if len(self._bin) or not self.parts:
            self._flush()

    def _flush(self) -> None:
        self._bin.to_disk(self.folder / f"part-{self.parts:05d}.spacy")
        self.parts += 1
        self._bin = self._empty()

    @staticmethod
    def _empty() -> DocBin:
        return DocBin(attrs=ATTRIBUTES, store_user_data=True)
