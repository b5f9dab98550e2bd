"""Medications: links attributes to their drugs, and what they add up to a day in morphine.

    Norco 10/325mg # 60 with 1 refill           -> HAS_STRENGTH, HAS_QUANTITY, HAS_REFILLS
    OxyContin 80 mg twice a day                 -> 240 mg of morphine a day (CDC 2016)
    Flurbiprofen 20%, Baclofen 5% in cream base -> one compound, "cream" to each

Attributes that belong to no drug are removed. A daily value is computed only where every fact stands with the drug; its
`basis` names them. Warns of a daily total over a threshold, of an opioid together with a benzodiazepine, and of
strengths that were never marketed. Deliberately left alone: attributes from another sentence, and periods of a
certification or a weaning plan, which are nobody's supply.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import TableComponent, warn
from imrx.extensions import set_span_value, span_value
from imrx.grammar.dosing.linking import by_sentence, link
from imrx.grammar.dosing.pieces import Attribute, LinkDrug, LinkWords
from imrx.grammar.dosing.regimens import Medication, Regimens, highest_daily
from imrx.grammar.dosing.taking import GUIDELINE, PAST, Taking
from imrx.grammar.mme import CDC2022_SINCE, Factors, highest_passed
from imrx.labels import (
    ATTRIBUTES,
    CITATION,
    DRUG,
    MED,
    PAGE,
    REQUEST,
    SECTIONS_KEY,
    SPANS_KEY,
    STRENGTH,
    SUMMARY,
)
from imrx.letter import letter_text
from imrx.places import Stretches

BY_DATE = "by_date"
"""The setting that chooses the table by the day of the decision."""


@Language.factory(
    "imr_medications",
    requires=["doc.sents", "doc.spans", "span._.drug"],
    assigns=["doc.spans", "doc._.rel", "doc._.warnings", "span._.medication"],
    default_config={"mme_table": "cdc2016", "thresholds": [50, 90, 120]},
)
def make_medications(nlp: Language, name: str, mme_table: str, thresholds: list[float]) -> "MedicationLinker":
    """Create the component.

    Args:
        nlp: the pipeline.
        name: the component's name.
        mme_table: a table of `mme_factors.csv`, or `by_date` (CDC 2022 from its publication on, CDC 2016 before).
        thresholds: mg of morphine a day that a warning is given for, when a total lies over them.
    """
    return MedicationLinker(name, mme_table, thresholds)


class MedicationLinker(TableComponent):
    """Appends relations to `doc._.rel`, sets `span._.medication` on each DRUG and removes attributes of none."""

    required: ClassVar = ("sig", "mme_factors", "mme_thresholds", "strengths")

    def __init__(self, name: str, mme_table: str, thresholds: list[float]) -> None:
        super().__init__(name)
        self.mme_table = mme_table
        self.thresholds = thresholds

    def compile(self) -> None:
        """Take the words and the conversion tables."""
        table = self.tables["sig"]
        self.words = LinkWords(table)
        names = {"cdc2016", "cdc2022"} if self.mme_table == BY_DATE else {self.mme_table}
        self.factors = {each: Factors(self.tables["mme_factors"], each) for each in names}
        self.taking = Taking(table["taking"])
        self.regimens = Regimens(table, self.tables["strengths"])

    def __call__(self, doc: Doc) -> Doc:
        """Link, compute and warn."""
        group = list(doc.spans.get(SPANS_KEY, ()))
        by_label: dict[str, list[Span]] = {}
        for span in group:
            by_label.setdefault(span.label_, []).append(span)
        drugs = sorted(by_label.get(DRUG, ()), key=_place)
        if not drugs:
            return doc
        cited = Stretches(_place(span) for span in by_label.get(CITATION, ()))
        blocked = Stretches(_place(span) for label in (CITATION, PAGE, MED) for span in by_label.get(label, ()))
        spans = {(label, *_place(span)): span for label in ATTRIBUTES for span in by_label.get(label, ())}
        attributes = [
            Attribute(start, end, label, span_value(span, label.lower()))
            for (label, start, end), span in sorted(spans.items(), key=_outer_first)
            if not blocked.overlap(start, end)
        ]
        linked = {_place(drug): Medication() for drug in drugs}
        text = letter_text(doc)
        self.compounds = 0
        free = [drug for drug in drugs if not cited.overlap(*_place(drug))]
        if attributes and free:
            self._link(text, free, attributes, linked)
        used = {(a.label, a.start, a.end) for medication in linked.values() for a in medication.attributes}
        self._remove(doc, group, spans, used)
        factors = self._table(doc)
        relations = doc._.rel
        for number, drug in enumerate(drugs):
            medication = linked[_place(drug)]
            following = drugs[number + 1].start_char if number + 1 < len(drugs) else len(text)
            relations += [
                {"head": list(_place(drug)), "tail": [a.start, a.end], "label": f"HAS_{a.label}"}
                for a in medication.attributes
            ]
            taken = self._taken(text, drug, following)
            value = self.regimens.value(text, _place(drug), span_value(drug, "drug"), medication, taken, factors)
            set_span_value(drug, "medication", value)
        self._warn(doc, drugs, cited, linked)
        return doc

    def _link(
        self, text: str, drugs: list[Span], attributes: list[Attribute], linked: dict[tuple[int, int], Medication]
    ) -> None:
        position = 0
        for start, end, group in by_sentence(drugs):
            while position < len(attributes) and attributes[position].start < start:
                position += 1
            until = position
            while until < len(attributes) and attributes[until].start < end:
                until += 1
            self._take(text, start, group, attributes[position:until], linked)
            position = until

    def _take(
        self,
        text: str,
        start: int,
        drugs: list[Span],
        attributes: list[Attribute],
        linked: dict[tuple[int, int], Medication],
    ) -> None:
        """Link one sentence, and keep what was found with each drug."""
        if len(drugs) == 1 and not attributes:
            return
        names = []
        for drug in drugs:
            value = span_value(drug, "drug")
            ingredients = tuple(each["name"] for each in value["ingredients"])
            names.append(LinkDrug(*_place(drug), ingredients, value["brand"] is not None))
        links = link(text, start, names, attributes, self.words)
        here = [linked[_place(drug)] for drug in drugs]
        for index, attribute in links.pairs:
            here[index].attributes.append(attributes[attribute])
        for index, root in links.synonyms.items():
            here[index].synonym_of = list(_place(drugs[root]))
        for index in links.uneven:
            here[index].uneven = True
        for run in links.compounds:
            self.compounds += 1
            for index in run:
                here[index].compound = self.compounds
        for run in links.lists:
            last = here[run[-1]].attributes
            for order, index in enumerate(run):
                strengths = [a for a in last if a.label == STRENGTH]
                here[index].share = order
                if here[index].attributes is not last:
                    here[index].attributes += strengths

    def _taken(self, text: str, drug: Span, following: int) -> str | None:
        """Whether the patient takes an opioid, as its sentence says; nobody asks that of another drug."""
        if not span_value(drug, "drug")["opioid"]:
            return None
        sentence = drug.sent
        return self.taking.status(text, sentence.start_char, _place(drug), min(following, sentence.end_char))

    @staticmethod
    def _remove(
        doc: Doc, group: list[Span], spans: dict[tuple[str, int, int], Span], used: set[tuple[str, int, int]]
    ) -> None:
        """Remove the attribute spans that belong to no drug, and clear their values."""
        unused = spans.keys() - used
        if not unused:
            return
        doc.spans[SPANS_KEY] = [s for s in group if (s.label_, s.start_char, s.end_char) not in unused]
        for place in unused:
            set_span_value(spans[place], place[0].lower(), None)

    def _table(self, doc: Doc) -> Factors:
        if self.mme_table != BY_DATE:
            return self.factors[self.mme_table]
        decided = ((doc._.case or {}).get("decision_date") or {}).get("value")
        return self.factors["cdc2022" if decided and decided >= CDC2022_SINCE else "cdc2016"]

    def _warn(self, doc: Doc, drugs: list[Span], cited: Stretches, linked: dict[tuple[int, int], Medication]) -> None:
        """Warn of what adds up to too much, of what should not go together, and of strengths that never were."""
        current = [
            (_place(span), span_value(span, "drug"), span_value(span, "medication"))
            for span in drugs
            if not cited.overlap(*_place(span)) and linked[_place(span)].synonym_of is None
        ]
        for place, drug, _ in current:
            for limits in self.regimens.never_marketed(drug, linked[place]):
                warn(doc, "strength_not_marketed", "a strength that was never on the market", limits)
        sections = doc.spans.get(SECTIONS_KEY, ())
        taken = [_place(section) for section in sections if section.label_ in (SUMMARY, REQUEST)]
        if taken:
            stretches = Stretches(taken)
            current = [each for each in current if stretches.overlap(*each[0])]
        opioids = [each for each in current if each[1]["opioid"] and each[2]["taken"] not in (PAST, GUIDELINE)]
        benzodiazepines = [
            place for place, drug, _ in current if self.tables["sig"]["benzodiazepine"] in drug["classes"]
        ]
        if opioids and benzodiazepines:
            message = "an opioid together with a benzodiazepine"
            warn(doc, "opioid_with_benzodiazepine", message, benzodiazepines[0])
        highest = highest_daily([(drug, medication["daily_mme"]) for _, drug, medication in opioids])
        passed = highest_passed(highest, self.thresholds) if highest else None
        if passed is not None:
            place = next(place for place, _, medication in opioids if medication["daily_mme"])
            named = [row["guideline"] for row in self.tables["mme_thresholds"] if float(row["value"]) == passed]
            message = f"{highest:g} mg of morphine a day are over {passed:g}"
            message += f" ({'; '.join(dict.fromkeys(named))})" if named else ""
            warn(doc, "mme_over_threshold", message, place)


def _place(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char


def _outer_first(item: tuple[tuple[str, int, int], Span]) -> tuple[int, int]:
    (_, start, end), _ = item
    return start, -end
