"""Diagnoses: what the case summary states as the patient's, each with its code where the letter writes one.

    The current diagnosis is documented as lumbar spine sprain/strain.          -> one
    ... undergoing treatment for a lumbar strain, right shoulder strain and contusion of the right elbow. -> three
    Diagnoses include lumbar sprain (847.2) and low back pain (M54.5).          -> two, with their codes

How a list is announced and cut is said in `imrx.grammar.diagnoses`. Codes that are listed without a name
("Diagnoses: 847.2, 724.4.") name no diagnosis, and have a warning. Deliberately left alone: every section but the case
summary.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, warn
from imrx.extensions import set_doc_value
from imrx.grammar.diagnoses.grammar import DiagnosisGrammar
from imrx.grammar.diagnoses.lists import find_diagnoses
from imrx.labels import SUMMARY
from imrx.letter import text_to_read
from imrx.places import letter_sections


@Language.factory(
    "imr_diagnoses",
    requires=["doc.spans", "span._.section"],
    assigns=["doc._.diagnoses", "doc._.warnings"],
    default_config={},
)
def make_diagnoses(nlp: Language, name: str) -> "DiagnosisFinder":
    """Create the component."""
    return DiagnosisFinder(name)


class DiagnosisFinder(TableComponent):
    """Sets `doc._.diagnoses`: a list of `start`, `end`, `certainty`, `code`, `code_start`, `code_end`.

    Warns of codes without a name.
    """

    required: ClassVar = ("diagnoses", "findings", "drugs")

    def compile(self) -> None:
        """Compile the tables."""
        self.grammar = DiagnosisGrammar(*(self.tables[name] for name in self.required))

    def __call__(self, doc: Doc) -> Doc:
        """Read the case summary, of which a letter has one."""
        summary = next((section for section in letter_sections(doc) if section.name == SUMMARY), None)
        found = []
        if summary is not None:
            text = text_to_read(doc)
            found = find_diagnoses(text, summary.start, summary.end, self.grammar)
            used = {diagnosis.code_start for diagnosis in found}
            for start, end in self.grammar.codes.unnamed(text, summary.start, summary.end):
                if used.isdisjoint(range(start, end)):
                    warn(doc, "diagnosis_without_name", "codes of diagnoses that have no name", (start, end))
        set_doc_value(doc, "diagnoses", [diagnosis._asdict() for diagnosis in found])
        return doc
