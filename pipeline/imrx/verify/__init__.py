"""The check of what a run wrote: `Verifier` and what it asks of files, records and tables."""

from imrx.verify.verifier import Verifier

__all__ = ["Verifier"]
