"""Many letters: from sources to records, in one process (`annotate`), in many (`run`), on many machines (`cluster`)."""

from imrx.batch.annotate import Annotated, annotate_letter, annotate_sources
from imrx.batch.run import annotate_folder

__all__ = ["Annotated", "annotate_folder", "annotate_letter", "annotate_sources"]
