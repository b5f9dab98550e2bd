"""What can be read back: apart from the importers, so that the command line knows it without loading them."""

from typing import Final

FORMATS: Final = {"prodigy": "prodigy", "label-studio": "label_studio", "doccano": "doccano", "brat": "brat"}
"""Each format of `imrx import` and the module here whose `read(path)` reads it."""
