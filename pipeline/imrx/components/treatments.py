"""Treatments: what every disputed item asks for.

    "MRI of the right knee without contrast"                   -> imaging/mri, knee, right, without contrast
    "Twelve manual acupuncture visits, 2 times weekly for 6 weeks" -> physical_medicine/acupuncture, 12 sessions
    "Associated surgical service: Cold therapy unit"           -> equipment

In a split request the disputed part is read, and what was asked for first where that names no treatment ("6 visits") or
leaves out what is said of the whole ("Retrospective request for ... was the original request"). What a title says
is found by `imrx.grammar.treatments`; a title, or a member of its list, that names no known treatment gets the kind
`other` and a warning, and what has the strength of a drug that is not known a warning too. A drug that a title names
beside what it asks for ("Urine drug screen for Norco compliance") is marked so: it is not in dispute.
Deliberately left alone: what the rationale calls the treatment.
"""

from operator import itemgetter
from typing import Any, ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, warn
from imrx.extensions import doc_list, doc_value, set_span_value, span_value, span_values
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.treatments.asked import TitleDrug, only_named
from imrx.grammar.treatments.items import TitleMedication
from imrx.grammar.treatments.services import ASSOCIATED
from imrx.grammar.treatments.title_words import TitleGrammar
from imrx.grammar.treatments.titles import find_treatments
from imrx.labels import ATTRIBUTES, DURATION, ISSUES_KEY
from imrx.letter import lowered_letter, text_to_read

TELLING = frozenset(f"HAS_{label}" for label in ATTRIBUTES if label != DURATION)
"""Relations by which a title says how much of a drug, or how often."""


@Language.factory(
    "imr_treatments",
    requires=["doc.spans", "span._.issue", "span._.drug", "span._.medication", "doc._.short_forms"],
    assigns=["span._.treatments", "span._.medication", "doc._.warnings"],
    default_config={},
)
def make_treatments(nlp: Language, name: str) -> "TreatmentFinder":
    """Create the component."""
    return TreatmentFinder(name)


class TreatmentFinder(TableComponent):
    """Sets `span._.treatments` of every span of `doc.spans["issues"]`; warns of unknown treatments.

    A drug that its title does not ask for gets `only_named` in its `span._.medication`.
    """

    required: ClassVar = ("kinds", "body_parts", "words", "dates", "sig")

    def compile(self) -> None:
        """Compile the tables."""
        tables = self.tables
        self.grammar = TitleGrammar(
            tables["kinds"],
            tables["body_parts"],
            tables["words"],
            Dates(tables["dates"]),
            Numbers(tables["sig"]["numbers"]),
        )

    def __call__(self, doc: Doc) -> Doc:
        """Read the titles."""
        text, lower = text_to_read(doc), lowered_letter(doc).text
        brands = {start for start, _, drug in span_values(doc, "drug") if drug["brand"]}
        medications = sorted(span_values(doc, "medication"), key=itemgetter(0, 1))
        drugs = _products(medications, brands)
        told = {tuple(relation["head"]) for relation in doc_value(doc, "rel") if relation["label"] in TELLING}
        long_forms = [
            (text[form["start"] : form["end"]], text[form["long_start"] : form["long_end"]])
            for form in doc_list(doc, "short_forms")
        ]
        for span in doc.spans.get(ISSUES_KEY, ()):
            issue: dict[str, Any] = span_value(span, "issue")
            start, end = issue["disputed"] or issue["request"]
            treatments = self._read(text, lower, [start, end], drugs, long_forms)
            if issue["requested"] and issue["disputed"]:
                whole, authorized = (
                    self._read(text, lower, issue[part], drugs, long_forms) for part in ("requested", "authorized")
                )
                if any(treatment["rule"] for treatment in treatments):
                    parts = ([start, end], issue["requested"])
                    prospective = any(self.grammar.services.prospective.search(text, *part) for part in parts)
                    treatments = [_completed(each, treatments, whole, authorized, prospective) for each in treatments]
                elif len(whole) == 1 and whole[0]["rule"]:  # its sessions are those in dispute
                    treatments = [{**whole[0], "sessions": treatments[0]["sessions"]}]
            set_span_value(span, "treatments", treatments)
            linked = {each[:2]: each[2] for each in medications if start <= each[0] < end and not each[2]["synonym_of"]}
            title_drugs = [TitleDrug(*limits, limits in told) for limits in linked]
            for drug in only_named(text, title_drugs, treatments, self.grammar.new_member):
                linked[drug.start, drug.end]["only_named"] = True
            for treatment in treatments:
                if unheld := treatment.pop("unheld", None):
                    warn(doc, "sessions_incomplete", f"issue {issue['number']}: more than the sessions hold", unheld)
                where = treatment["start"], treatment["end"]
                if treatment["rule"] == "treatment:dose":
                    warn(doc, "drug_unknown", f"issue {issue['number']}: no known drug has this name", where)
                elif not treatment["rule"]:
                    treatment["rule"] = "treatment:unknown"
                    named = "in a part of the title" if len(treatments) > 1 else "in the title"
                    warn(doc, "treatment_unknown", f"issue {issue['number']}: no known treatment {named}", where)
        return doc

    def _read(
        self,
        text: str,
        lower: str,
        part: list[int] | None,
        drugs: list[TitleMedication],
        long_forms: list[tuple[str, str]],
    ) -> list[dict[str, Any]]:
        """The treatments of a title, or of a part of one; none where the part is null."""
        if part is None:
            return []
        start, end = part
        inside = [drug for drug in drugs if start <= drug[0] < end]
        return find_treatments(text, start, end, inside, long_forms, self.grammar, lower)


def _completed(
    treatment: dict[str, Any],
    disputed: list[dict[str, Any]],
    whole: list[dict[str, Any]],
    authorized: list[dict[str, Any]],
    prospective: bool,
) -> dict[str, Any]:
    """A disputed treatment with what the whole request says of it, where both name one treatment of its kind.

    Its body parts are not the whole's where others were authorized, nor are its sides. That it is retrospective is not
    said of the rest where it is said of what was authorized, or where some of it is prospective.
    """
    named, before = (
        [each for each in treatments if each["kind"] == treatment["kind"]] for treatments in (disputed, whole)
    )
    allowed = [each for each in authorized if each["kind"] == treatment["kind"] or not each["rule"]]
    if len(named) != 1 or len(before) != 1:
        return treatment
    completed = {**treatment}
    if not prospective and not any(each["retrospective"] or each["service_dates"] for each in authorized):
        completed["retrospective"] = treatment["retrospective"] or before[0]["retrospective"]
        completed["service_dates"] = treatment["service_dates"] or before[0]["service_dates"]
    if treatment["setting"] is None or before[0]["setting"] == ASSOCIATED:
        completed["setting"] = before[0]["setting"]
    if not treatment["body_parts"] and all(each["body_parts"] in ([], before[0]["body_parts"]) for each in allowed):
        completed["body_parts"] = before[0]["body_parts"]
        if all(each["laterality"] in (None, before[0]["laterality"]) for each in allowed):
            completed["laterality"] = before[0]["laterality"]
    return completed


def _products(medications: list[tuple[int, int, Any]], brands: set[int]) -> list[TitleMedication]:
    """Medications in order, and what tells those of one product: "Norco (hydrocodone 10mg/acetaminophen 325mg)".

    A brand is a product of its own: "Norco/Soma".
    """
    named = {tuple(value["synonym_of"]) for _, _, value in medications if value["synonym_of"]}
    found: list[TitleMedication] = []
    for start, end, value in medications:
        product = value["compound"]
        if value["synonym_of"]:
            product = tuple(value["synonym_of"])
        elif (start, end) in named or (product is None and start in brands):
            product = (start, end)
        found.append((start, end, product))
    return found
