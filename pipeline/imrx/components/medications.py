"""Placeholder."""

from spacy.language import Language
from spacy.tokens import Doc


class Nothing:
    """Nothing yet."""

    def __call__(self, doc: Doc) -> Doc:
        """Nothing."""
        return doc


@Language.factory("imr_medications")
def make_medications(nlp: Language, name: str) -> Nothing:
    """Nothing."""
    return Nothing()
