"""What can be written: apart from the writers, so that the command line knows it without loading them."""

from typing import Final

FORMATS: Final = ("jsonl", "docs", "parquet")
"""What `imrx annotate --output` writes."""

EXPORTS: Final = {
    "spacy": "docbin",
    "prodigy": "prodigy",
    "label-studio": "label_studio",
    "doccano": "doccano",
    "brat": "brat",
    "conll": "conll",
    "omop": "omop",
    "parquet": "parquet",
    "csv": "issues_csv",
}
"""Each format of `imrx export` and the module here that writes it: `write(letters, folder)` takes them one by one."""

FLAT: Final = ("conll",)
"""Formats that have no place for ids, values and relations."""
