"""From files to letters: plain text, PDF, tables (CSV, JSONL, Parquet), folders and archives of them.

`find_sources` lists what there is to read and opens no letter; `read_source` reads one source, in whatever process;
`read_sources` reads all of them, with ids that are told apart; `is_table` says which sources may hold many letters,
`check_pdf` and `check_ocr` whether PDFs and scans can be read. What cannot be read is a `Failure` among the letters,
never an exception, so that no neighbour is lost.
"""

from imrx.readers.ids import Ids, read_sources
from imrx.readers.pdf import check_ocr
from imrx.readers.read import check_pdf, is_table, read_source
from imrx.readers.source import ERRORS, Failure, Letter, Options, Source
from imrx.readers.walk import find_sources

__all__ = [
    "ERRORS",
    "Failure",
    "Ids",
    "Letter",
    "Options",
    "Source",
    "check_ocr",
    "check_pdf",
    "find_sources",
    "is_table",
    "read_source",
    "read_sources",
]
