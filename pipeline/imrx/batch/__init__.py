"""Many letters: from sources to records, one after the other."""

from imrx.batch.annotate import Annotated, annotate_sources

__all__ = ["Annotated", "annotate_sources"]
