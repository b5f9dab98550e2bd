"""Prescriptions: strength, dose, form, route, frequency, duration, quantity and refills.

    Norco 10/325mg # 60 with 1 refill            -> STRENGTH 10/325mg, QUANTITY # 60, REFILLS 1 refill
    Valium 10 mg at bedtime on an ongoing basis  -> STRENGTH 10 mg, FREQUENCY at bedtime
    Lidopro 4%-27.5%-0.0325% 121gm #1            -> STRENGTH 4%-27.5%-0.0325%, QUANTITY 121gm, QUANTITY #1

Looks only into sentences and titles that name a drug. An amount of the substance is a strength, also where a frequency
follows ("Ativan 0.4 mg 4 times a day"), and a dose only where the letter says so ("take 10 mg", "5-10 mg every 4
hours"). Deliberately left alone: whose attribute it is (`imr_medications` says, and removes what belongs to none),
dates, pain scores, laboratory values, rates of a taper ("10% to 20% per week"), changes
of dose ("from 110 mg to 80 mg").
"""

from typing import Any, ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, add_spans
from imrx.extensions import span_values
from imrx.grammar.dosing.attributes import find_sig
from imrx.grammar.dosing.grammar import SigGrammar
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.sentence_parts import DosedDrug
from imrx.labels import ATTRIBUTES
from imrx.letter import lowered_letter, text_to_read
from imrx.match import Match
from imrx.places import by_sentence


@Language.factory(
    "imr_sig",
    requires=["doc.sents", "doc.spans", "span._.drug"],
    assigns=[
        "doc.spans",
        *(f"span._.{label.lower()}" for label in ATTRIBUTES),
    ],
    default_config={},
)
def make_sig(nlp: Language, name: str) -> "SigFinder":
    """Create the component."""
    return SigFinder(name)


class SigFinder(TableComponent):
    """Adds the attribute spans to `doc.spans["sc"]`, values in `Span._` under the label in lower case."""

    required: ClassVar = ("sig", "strengths")

    def compile(self) -> None:
        """Compile the grammar."""
        self.grammar = SigGrammar(self.tables["sig"])
        self.market = Market(self.tables["strengths"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributes of every sentence that names a drug."""
        drugs = sorted(DosedDrug(start, end, _ingredients(drug)) for start, end, drug in span_values(doc, "drug"))
        if not drugs:
            return doc
        text, lower = text_to_read(doc), lowered_letter(doc).text
        found: dict[str, list[Match]] = {}
        for start, end, group in by_sentence(doc, drugs):
            for match in find_sig(text, start, end, group, self.grammar, self.market, lower):
                found.setdefault(match.label, []).append(match)
        for label, matches in found.items():
            add_spans(doc, matches, label.lower())
        return doc


def _ingredients(drug: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each["name"] for each in drug["ingredients"])
