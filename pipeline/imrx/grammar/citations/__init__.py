"""Guideline citations: how the sources that a text names are read, each to its section and page.

`imr_citations` says which stretches of a letter are guideline blocks and which are running text.

1. What there is to cite: `names` of guidelines and their documents, `headings` of sections, `pages`, and sections of
   the law (`regulation`), in all `spellings`. What is read of them is a `source`.
2. One source, from its name on: `source_reader` takes what may follow a name, piece by piece (`pieces`): its document
   (`chapter`) and its edition (`editions`), in a block everything that remains (`rest`), in running text what is known
   to be a part of it (`prose_pieces`) and is no page of the patient's `records`.
3. Sources that are no guideline: `literature`, with `titles` of those that are no article, and `journals`.
4. Where sources begin and end: `blocks` for guideline blocks, most of which are as the form prints them (`forms`), the
   others in parts (`cuts`); `prose` for running text, where `anchors` says where to look.
5. What stands on the pages, and whether citations agree with it and with each other: `checks`.
"""
