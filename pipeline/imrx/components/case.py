"""Case header, claimant and reviewer.

    Case Number: CM16-0232543 / Date Assigned: 12/08/2016 Date of Injury: 10/25/2016
    The injured worker is a 61-year-old female, who sustained an industrial injury on 05/24/2001.
    State(s) of Licensure: Texas,Ohio / Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Management

Age and sex come from the case summary; sex from a pronoun only where it can be nobody's but the patient's. Without a
header the date of injury is the first date that the summary ties to the injury, none of a period; where it has only
others than the header's, or a rationale calls another the date of injury, a warning says so. Deliberately left alone:
every other date.
"""

from typing import Any, ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent
from imrx.extensions import doc_list, set_doc_value
from imrx.grammar.case.claimants import ClaimantGrammar, find_claimant
from imrx.grammar.case.credentials import CredentialGrammar, find_credentials, find_credentials_in_prose
from imrx.grammar.case.facts import Fact
from imrx.grammar.case.headers import HeaderGrammar, find_header, implausible_dates, impossible_dates
from imrx.grammar.case.injuries import InjuryGrammar, find_injury_date, rationale_warnings, summary_warning
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.labels import CREDENTIALS, HEADER, METHODOLOGY, RATIONALE, REQUEST, SUMMARY
from imrx.letter import lowered_letter, text_to_read
from imrx.places import letter_sections


@Language.factory(
    "imr_case",
    requires=["doc.spans"],
    assigns=["doc._.case", "doc._.claimant", "doc._.reviewer", "doc._.warnings"],
    default_config={},
)
def make_case(nlp: Language, name: str) -> "CaseReader":
    """Create the component."""
    return CaseReader(name)


class CaseReader(TableComponent):
    """Sets `doc._.case`, `doc._.claimant`, `doc._.reviewer`: field -> {value, start, end}; adds to `doc._.warnings`."""

    required: ClassVar = ("case", "dates", "sig")

    def compile(self) -> None:
        """Compile the labels."""
        tables = self.tables
        table, dates = tables["case"], Dates(tables["dates"])
        self.header = HeaderGrammar(table, dates)
        self.injuries = InjuryGrammar(table, dates)
        self.claimants = ClaimantGrammar(table, Numbers(tables["sig"]["numbers"]), dates)
        self.credentials = CredentialGrammar(table)

    def __call__(self, doc: Doc) -> Doc:
        """Read header, summary and credentials; a letter without known sections is read as one summary."""
        text, lower = text_to_read(doc), lowered_letter(doc).text
        places: dict[str, tuple[int, int]] = {}
        sections = letter_sections(doc)
        for index, (name, start, end, _) in enumerate(sections):
            if name == HEADER:  # in one layout the header goes on under the heading of the items, up to the first
                end = sections[index + 1].start if index + 1 < len(sections) else len(text)
            places.setdefault(name, (start, end))
        summary = places.get(SUMMARY, (0, 0) if places else (0, len(text)))
        header = places.get(HEADER, (0, 0) if places else (0, len(text)))
        case = find_header(text, *header, self.header)
        if "date_of_injury" in case:
            known = case["date_of_injury"].value
            warnings = doc_list(doc, "warnings")
            warnings += summary_warning(lower, *summary, known, self.injuries)
            for name, start, end, _ in sections:
                if name == RATIONALE:
                    warnings += rationale_warnings(lower, start, end, known, self.injuries)
        elif injury := find_injury_date(lower, *summary, self.injuries):
            case["date_of_injury"] = injury
        doc_list(doc, "warnings").extend(implausible_dates(case, self.header))
        doc_list(doc, "warnings").extend(impossible_dates(text, *header, self.header))
        reviewer = find_credentials(text, *places.get(CREDENTIALS, (0, 0)), self.credentials)
        for section in (METHODOLOGY, CREDENTIALS):
            if not reviewer and section in places:
                reviewer = find_credentials_in_prose(text, *places[section], self.credentials)
        if not reviewer:  # the heading is missing, or worded otherwise
            items = places.get(REQUEST, (len(text), 0))[0]
            reviewer = find_credentials(text, 0, items, self.credentials, loose=True)
        set_doc_value(doc, "case", _plain(case))
        set_doc_value(doc, "claimant", _plain(find_claimant(text, *summary, self.claimants)))
        set_doc_value(doc, "reviewer", _plain(reviewer))
        return doc


def _plain(facts: dict[str, Fact]) -> dict[str, dict[str, Any]]:
    return {field: {"value": value, "start": start, "end": end} for field, (value, start, end) in facts.items()}
