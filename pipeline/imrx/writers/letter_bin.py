"""Annotated docs: `DocBin` parts with user data, as spaCy reads them."""

import zlib
from pathlib import Path
from struct import Struct
from typing import Any

import numpy as np
from spacy.attrs import SPACY
from spacy.tokens import Doc, DocBin
from srsly.msgpack import Packer

ATTRIBUTES = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID")

SPAN = Struct(">QQQllll")
"""A span as `SpanGroup.to_bytes` writes it: id, id in a knowledge base, label, tokens and characters it spans."""

LEVEL = 1
"""How hard parts are compressed: spaCy's level 6 takes three times as long and saves a seventh of the bytes."""


class LetterBin(DocBin):
    """A `DocBin` for letters; it reads back as any other.

    `DocBin.add` collects nine strings of every token, which takes longer than all the rest. Here the distinct words and
    the strings of the spans are collected: a letter's entities are spans of its groups, and its tokens have no other
    annotation. A string is looked up for the first doc that has it. What is left of the cost is nearly all in
    `srsly.msgpack_dumps`, which asks the entry points of all installed packages for encoders at each call: one packer
    does for all docs. And the parts are compressed less (`LEVEL`).
    """

    def __init__(self) -> None:
        super().__init__(attrs=ATTRIBUTES, store_user_data=True)
        self._packer = Packer(use_bin_type=True)
        self._collected = {0}

    def add(self, doc: Doc) -> None:
        """Add one doc, with its spans and attributes."""
        tokens = doc.to_array([*self.attrs])
        self.tokens.append(tokens)
        self.spaces.append(doc.to_array(SPACY).astype(bool).reshape(-1, 1))
        self.flags.append({"has_unknown_spaces": doc.has_unknown_spaces})
        self.cats.append(doc.cats)
        self.user_data.append(self._packer.pack(doc.user_data))
        used = np.unique(tokens[:, 0]).tolist()
        self.span_groups.append(self._pack_spans(doc, used))
        new = set(used) - self._collected
        self._collected |= new
        strings = doc.vocab.strings
        self.strings.update([strings[each] for each in new])

    def to_bytes(self) -> bytes:
        """The message that `DocBin.to_bytes` makes, field by field."""
        message: dict[str, Any] = {
            "version": self.version,
            "attrs": self.attrs,
            "tokens": b"".join(tokens.tobytes() for tokens in self.tokens),
            "spaces": b"".join(spaces.tobytes() for spaces in self.spaces),
            "lengths": np.array([len(tokens) for tokens in self.tokens], dtype="int32").tobytes(),
            "strings": sorted(self.strings),
            "cats": self.cats,
            "flags": self.flags,
            "span_groups": self.span_groups,
            "user_data": self.user_data,
        }
        return zlib.compress(self._packer.pack(message), LEVEL)

    def _pack_spans(self, doc: Doc, used: list[int]) -> bytes:
        """The same as `doc.spans.to_bytes()`; adds the hashes of the spans' strings to those in use."""
        pack = SPAN.pack
        groups: dict[bytes, list[str]] = {}
        for key, group in doc.spans.items():
            spans = []
            for span in group:
                label, rule, known = span.label, span.id, span.kb_id
                spans.append(pack(rule, known, label, span.start, span.end, span.start_char, span.end_char))
                used += label, rule, known
            packed = self._packer.pack({"name": group.name, "attrs": group.attrs, "spans": spans})
            groups.setdefault(packed, []).append(key)
        packed_groups: bytes = self._packer.pack(groups)
        return packed_groups


class DocWriter:
    """Writes docs to `part-00000.spacy`, `part-00001.spacy` … in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = 0
        self._bin = LetterBin()

    def add(self, doc: Doc) -> None:
        """Add one doc to the part that is being filled."""
        self._bin.add(doc)

    def flush(self) -> None:
        """Write the part out, if it holds any docs."""
        if len(self._bin):
            self._bin.to_disk(self.folder / f"part-{self.parts:05d}.spacy")
            self.parts += 1
            self._bin = LetterBin()
