"""Annotated docs: `DocBin` parts with user data, as spaCy reads them."""

from pathlib import Path

import numpy as np
import srsly
from spacy.attrs import SPACY
from spacy.tokens import Doc, DocBin

DOCS_PER_PART = 256
"""Docs in one part: about 5 MB, and never dependent on how the work was shared out."""

ATTRIBUTES = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID")


class LetterBin(DocBin):
    """A `DocBin` for letters; it reads back as any other.

    `DocBin.add` collects nine strings of every token, which takes longer than all the rest. Here the distinct words and
    the strings of the spans are collected: a letter's entities are spans of its groups, and its tokens have no other
    annotation.
    """

    def __init__(self) -> None:
        super().__init__(attrs=ATTRIBUTES, store_user_data=True)

    def add(self, doc: Doc) -> None:
        """Add one doc, with its spans and attributes."""
        tokens = doc.to_array([*self.attrs])
        self.tokens.append(tokens)
        self.spaces.append(doc.to_array(SPACY).astype(bool).reshape(-1, 1))
        self.flags.append({"has_unknown_spaces": doc.has_unknown_spaces})
        self.cats.append(doc.cats)
        self.user_data.append(srsly.msgpack_dumps(doc.user_data))
        self.span_groups.append(doc.spans.to_bytes())
        strings = doc.vocab.strings
        self.strings.update(strings[word] for word in np.unique(tokens[:, 0]))
        for group in doc.spans.values():
            for span in group:
                self.strings.update((span.label_, span.id_))


class DocWriter:
    """Writes docs to `part-00000.spacy`, `part-00001.spacy` … in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True)
        self.parts = 0
        self._bin = LetterBin()

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
        self._bin = LetterBin()
