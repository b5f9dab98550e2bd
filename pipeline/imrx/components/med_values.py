"""MED values: morphine equivalent doses, and what they are for.

    his MED far exceeds the MTUS recommendation of 120MED per day   -> MED (no number); 120MED per day, limit
    weaning of total opioid dose to 100mg MED or below               -> 100mg MED or below, target
    with a reduction of med by 10%-20% per week                      -> the whole, change, down

The role says whose number it is: `stated` for what the patient takes, `limit` for what a guideline allows, `target` for
where a taper leads, `change` for a rate of change. The nearest cue before the number decides. Deliberately left alone:
a dose change without MED words ("from 110 mg to 80 mg"), and "med" or "meds" for medication: in lower case it is a dose
only where a number says so.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, add_spans
from imrx.grammar.med_values.grammar import MedGrammar
from imrx.grammar.med_values.values import find_med_values
from imrx.letter import lowered_letter, text_to_read


@Language.factory("imr_med_values", assigns=["doc.spans", "span._.med_value"], default_config={})
def make_med_values(nlp: Language, name: str) -> "MedValueFinder":
    """Create the component."""
    return MedValueFinder(name)


class MedValueFinder(TableComponent):
    """Adds MED spans to `doc.spans["sc"]`, with their values in `span._.med_value`."""

    required: ClassVar = ("med_values",)

    def compile(self) -> None:
        """Compile the expressions."""
        self.grammar = MedGrammar(self.tables["med_values"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the MED values."""
        found = self.grammar.may_stand_in(lowered_letter(doc))
        add_spans(doc, find_med_values(text_to_read(doc), self.grammar) if found else [], "med_value")
        return doc
