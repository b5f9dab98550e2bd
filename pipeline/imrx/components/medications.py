"""Medications: links attributes to their drugs, and what they add up to a day in morphine.

    Norco 10/325mg # 60 with 1 refill           -> HAS_STRENGTH, HAS_QUANTITY, HAS_REFILLS
    OxyContin 80 mg twice a day                 -> 240 mg of morphine a day (CDC 2016)
    Flurbiprofen 20%, Baclofen 5% in cream base -> one compound, "cream" to each

Attributes that belong to no drug are removed. A daily value is computed only where every fact stands with the drug; its
`basis` names them. Warns of a daily total (where it is not certain, of one medication's dose) over a threshold, of an
opioid, but for one in a cream or gel, together with a benzodiazepine, and of strengths that were never marketed.
Deliberately left alone: attributes from another sentence, and periods of a certification or a weaning plan, which are
nobody's supply.
"""

from collections.abc import Callable
from itertools import count
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, remove_spans, warn
from imrx.extensions import doc_list, doc_value, set_value_at, span_value, values_by_attribute
from imrx.grammar.dosing.linking import link
from imrx.grammar.dosing.links import LinkWords
from imrx.grammar.dosing.market import Market
from imrx.grammar.dosing.mme import CDC2022_SINCE, Factors, highest_passed
from imrx.grammar.dosing.products import Opioid, ProductWords, amounts_of, ingredients_of
from imrx.grammar.dosing.regimens import Medication, Regimens
from imrx.grammar.dosing.sentence_parts import Attribute, DosedDrug, Limited, attribute_text, pieces_between
from imrx.grammar.dosing.taking import CURRENT, GUIDELINE, NARRATED, PAST, PLANNED, REACH, SCREENED, Taking
from imrx.grammar.dosing.totals import TOPICAL, Told, daily_total
from imrx.grammar.treatments.items import IGNORE, MEDICATION
from imrx.grammar.treatments.stems import Phrases, split_words
from imrx.labels import ATTRIBUTES, FORM, FREQUENCY, ISSUES_KEY, REQUEST, STRENGTH, SUMMARY
from imrx.letter import text_to_read
from imrx.places import Places, by_sentence, letter_sections
from imrx.stretches import Stretches

BY_DATE = "by_date"
"""The setting that chooses the table by the day of the decision."""

BLOCKING = ("citation", "page_ranges", "med_value")
"""What no attribute can stand in: the values of CITATION, PAGE and MED spans."""


SUM_REACH = 40
"""How many characters in front of a drug an amount of it is looked for in."""


class Mention(NamedTuple):
    """A drug: half-open character offsets, the value of its span, and what linking finds of it."""

    start: int
    end: int
    value: dict[str, Any]
    medication: Medication


@Language.factory(
    "imr_medications",
    requires=[
        *("doc.sents", "doc.spans", "doc._.case", "span._.drug", "span._.citation", "span._.page_ranges"),
        *("span._.med_value", "span._.issue", "span._.section", *(f"span._.{label.lower()}" for label in ATTRIBUTES)),
    ],
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

    required: ClassVar = ("sig", "kinds", "mme_factors", "mme_thresholds", "strengths")

    def __init__(self, name: str, mme_table: str, thresholds: list[float]) -> None:
        super().__init__(name)
        self.mme_table = mme_table
        self.thresholds = thresholds

    def compile(self) -> None:
        """Take the words and the conversion tables."""
        table = self.tables["sig"]
        market = Market(self.tables["strengths"])
        self.words = LinkWords(table, market)
        names = {"cdc2016", "cdc2022"} if self.mme_table == BY_DATE else {self.mme_table}
        self.factors = {each: Factors(self.tables["mme_factors"], each) for each in names}
        self.taking = Taking(table["taking"])
        self.regimens = Regimens(table, market)
        self.products = ProductWords(table)
        self._others: Phrases | None = None

    def asks_for_others(self, title: str) -> bool:
        """True where a stretch of a title names a treatment besides drugs; few letters need the table's words."""
        if self._others is None:
            rows = (row for row in self.tables["kinds"] if row["role"] != IGNORE and row["kind"] != MEDICATION)
            self._others = Phrases((term, row["kind"]) for row in rows for term in row["terms"].split("|"))
        return bool(self._others.find(split_words(title, 0, len(title))))

    def __call__(self, doc: Doc) -> Doc:
        """Link, compute and warn."""
        values = values_by_attribute(doc)
        drugs = [Mention(*each, Medication()) for each in sorted(values.get("drug", ()), key=_limits)]
        if not drugs:
            return doc
        cited = Stretches(_limits(each) for each in values.get("citation", ()))
        found = [
            Attribute(start, end, label, value)
            for label in ATTRIBUTES
            for start, end, value in values.get(label.lower(), ())
        ]
        text = text_to_read(doc)
        groups = list(by_sentence(doc, drugs))
        if found:
            blocked = Stretches(_limits(each) for name in BLOCKING for each in values.get(name, ()))
            attributes = [each for each in found if not blocked.overlap(each.start, each.end)]
            if attributes:
                issues = [span_value(span, "issue") for span in doc.spans.get(ISSUES_KEY, ())]
                titles = Stretches(tuple(issue["disputed"] or issue["request"]) for issue in issues)
                self._link(text, groups, cited, titles, sorted(attributes, key=_outer_first))
        used = {(each.label, each.start, each.end) for drug in drugs for each in drug.medication.attributes}
        remove_spans(doc, {(each.label, each.start, each.end) for each in found} - used)
        factors = self._table(doc)
        relations = doc_list(doc, "rel")
        told = []
        lists = self._lists(text, groups, found)
        sentences = (
            (start, end, listed) for (start, end, group), listed in zip(groups, lists, strict=True) for _ in group
        )
        followed = [*(drug.start for drug in drugs[1:]), len(text)]
        statuses = self._taken(text, drugs, list(sentences), followed, Places(doc))
        summed = self._summed(text, groups)
        statuses = [None if drug.start in summed else taken for drug, taken in zip(drugs, statuses, strict=True)]
        for drug, taken, following in zip(drugs, statuses, _next_starts(drugs, len(text)), strict=True):
            place = (drug.start, drug.end)
            relations += [
                {"head": list(place), "tail": [each.start, each.end], "label": f"HAS_{each.label}"}
                for each in drug.medication.attributes
            ]
            told.append(self.regimens.value(text, place, drug.value, drug.medication, taken, factors, following))
        self._tell_apart(text, drugs, told)
        for drug, value in zip(drugs, told, strict=True):
            set_value_at(doc, "medication", drug.start, drug.end, value)
        self._warn(doc, drugs, told, cited)
        return doc

    def _link(
        self,
        text: str,
        groups: list[tuple[int, int, list[Mention]]],
        cited: Stretches,
        titles: Stretches,
        attributes: list[Attribute],
    ) -> None:
        """Link sentence by sentence, but for the drugs in citations."""
        position = 0
        compounds = count(1)
        for start, end, group in groups:
            free = [drug for drug in group if not cited.overlap(drug.start, drug.end)]
            if not free:
                continue
            while position < len(attributes) and attributes[position].start < start:
                position += 1
            until = position
            while until < len(attributes) and attributes[until].start < end:
                until += 1
            others = self.asks_for_others if titles.overlap(free[0].start, free[-1].end) else None
            self._take(text, start, free, attributes[position:until], compounds, others)
            position = until

    def _take(
        self,
        text: str,
        start: int,
        drugs: list[Mention],
        attributes: list[Attribute],
        compounds: "count[int]",
        others: Callable[[str], bool] | None,
    ) -> None:
        """Link one sentence, and keep what was found with each drug."""
        if len(drugs) == 1 and not attributes:
            return
        names = []
        for drug in drugs:
            ingredients = tuple(each["name"] for each in drug.value["ingredients"])
            branded = drug.value["brand"] is not None
            names.append(DosedDrug(drug.start, drug.end, ingredients, branded, _is_topical(drug)))
        links = link(text, start, names, attributes, self.words, others)
        here = [drug.medication for drug in drugs]
        for index, attribute in links.pairs:
            here[index].attributes.append(attributes[attribute])
            if attribute in links.beside:
                here[index].beside[attributes[attribute].start] = links.beside[attribute]
        for index, root in links.synonyms.items():
            here[index].synonym_of = [drugs[root].start, drugs[root].end]
            if len(names[index].ingredients) > 1 and not names[index].branded and names[root].branded:
                here[root].named = names[index].ingredients
        for index in links.uneven:
            here[index].uneven = True
        for run in links.compounds:
            number = next(compounds)
            for index in run:
                here[index].compound = number
        for run in links.lists:
            last = here[run[-1]].attributes
            for order, index in enumerate(run):
                strengths = [a for a in last if a.label == STRENGTH]
                here[index].share = order
                if here[index].attributes is not last:
                    here[index].attributes += strengths

    def _lists(
        self, text: str, groups: list[tuple[int, int, list[Mention]]], found: list[Attribute]
    ) -> list[str | None]:
        """What the head of a list says of the sentences that go on with it; nobody asks that without an opioid."""
        if not any(drug.value["opioid"] for _, _, group in groups for drug in group):
            return [None] * len(groups)
        places = [(start, end, [(drug.start, drug.end) for drug in group]) for start, end, group in groups]
        return self.taking.of_lists(text, places, sorted((each.start, each.end) for each in found))

    def _taken(
        self,
        text: str,
        drugs: list[Mention],
        sentences: list[tuple[int, int, str | None]],
        followed: list[int],
        places: Places,
    ) -> list[str | None]:
        """Whether the patient takes each opioid, and each benzodiazepine beside one, as its sentence or list says.

        What the patient "was taking" is past where the same section goes on with another regimen, "is now on Opana",
        unless that names it again and says nothing else of it: "current medications are Norco and Opana ER 20 mg bid".
        A benzodiazepine of which it is in doubt may be taken, so that its warning is given.
        """
        found: list[str | None] = []
        replaced: dict[str | None, int] = {}  # section -> where its last word stands for another regimen
        named: dict[tuple[str | None, tuple[str, ...]], int] = {}  # section, drug -> where it is last but named
        beside = any(drug.value["opioid"] for drug in drugs)
        spans = _with_attributes(drugs) if beside else []
        for drug, (start, end, listed), following in reversed(list(zip(drugs, sentences, followed, strict=True))):
            taken = None
            if drug.value["opioid"]:
                place = (drug.start, drug.end)
                taken = self.taking.told(text, start, place, min(following, end)) or listed
                section = places.at(drug.start).section
                again = (section, tuple(each["name"] for each in drug.value["ingredients"]))
                if taken == NARRATED:
                    word = replaced.get(section, 0)
                    taken = PAST if word >= drug.end and named.get(again, 0) <= word else CURRENT
                elif taken == CURRENT:
                    word = self.taking.replacement(text, start, place, end) or 0
                    replaced[section] = max(word, replaced.get(section, 0))
                    if not drug.medication.attributes and drug.medication.synonym_of is None:
                        named[again] = max(drug.start, named.get(again, 0))
            elif beside and self._is_benzodiazepine(drug):
                until = min(following, end)
                taken = self.taking.status(text, start, (drug.start, drug.end), until)
                if taken in (PAST, SCREENED):
                    before = " ".join(pieces_between(text, spans, max(start, drug.start - REACH), drug.start))
                    taken = None if self.taking.is_doubted(before, text[drug.end : until]) else taken
                taken = taken or listed
            found.append(taken)
        return found[::-1]

    def _summed(self, text: str, groups: list[tuple[int, int, list[Mention]]]) -> set[int]:
        """Where the drugs stand of which nothing but a total is told, "for a total of 40 mg of hydrocodone a day".

        The regimen that adds up to it stands in front, and counts. The total itself is no attribute, so that a drug
        with any of its own, "and 15 mg of oxycodone", is another prescription.
        """
        found = set()
        for _, _, group in groups:
            told: list[set[str]] = []
            for drug in group:
                names = {each["name"] for each in drug.value["ingredients"]}
                near = max(0, drug.start - SUM_REACH)
                if drug.medication.of(FREQUENCY):
                    told.append(names)
                elif drug.medication.attributes:
                    continue
                elif any(names <= each for each in told) and self.words.amount_of.search(text, near, drug.start):
                    found.add(drug.start)
        return found

    def _tell_apart(self, text: str, drugs: list[Mention], told: list[dict[str, Any]]) -> None:
        """Say what tells two products of one opioid and strength apart; nobody asks that of a single mention."""
        mentions = [
            (
                value,
                Opioid(
                    drug.start,
                    drug.end,
                    (ingredients_of(drug.value), amounts_of(value["strengths"])),
                    self.products.release(drug.value["name"], [each.value for each in drug.medication.of(FORM)]),
                    next((attribute_text(text, each).lower() for each in drug.medication.of(FREQUENCY)), ""),
                    next((each.value["per_day"] for each in drug.medication.of(FREQUENCY)), None),
                ),
            )
            for drug, value in zip(drugs, told, strict=True)
            if drug.value["opioid"] and value["synonym_of"] is None
        ]
        if len(mentions) > 1:
            products = self.products.told_apart(text, [opioid for _, opioid in mentions], _with_attributes(drugs))
            for (value, _), product in zip(mentions, products, strict=True):
                value["product"] = product

    def _table(self, doc: Doc) -> Factors:
        if self.mme_table != BY_DATE:
            return self.factors[self.mme_table]
        decided = ((doc_value(doc, "case") or {}).get("decision_date") or {}).get("value")
        return self.factors["cdc2022" if decided and decided >= CDC2022_SINCE else "cdc2016"]

    def _warn(self, doc: Doc, drugs: list[Mention], told: list[dict[str, Any]], cited: Stretches) -> None:
        """Warn of what adds up to too much, of what should not go together, and of strengths that never were."""
        current = [
            (drug, value)
            for drug, value in zip(drugs, told, strict=True)
            if not cited.overlap(drug.start, drug.end) and drug.medication.synonym_of is None
        ]
        text = text_to_read(doc)
        for drug, _ in current:
            for limits in self.regimens.never_marketed(text, drug.value, drug.medication):
                warn(doc, "strength_not_marketed", "a strength that was never on the market", limits)
        if not any(drug.value["opioid"] for drug, _ in current):
            return
        taken = [(each.start, each.end) for each in letter_sections(doc) if each.name in (SUMMARY, REQUEST)]
        if taken:
            stretches = Stretches(taken)
            current = [each for each in current if stretches.overlap(each[0].start, each[0].end)]
        asked = Stretches([(each.start, each.end) for each in letter_sections(doc) if each.name == REQUEST])
        current = [
            each
            for each in current
            if each[1]["taken"] not in (PAST, GUIDELINE, SCREENED, PLANNED)
            or (each[1]["taken"] in (PAST, PLANNED) and asked.overlap(each[0].start, each[0].end))
        ]
        opioids = [each for each in current if each[0].value["opioid"]]
        benzodiazepines = [drug for drug, _ in current if self._is_benzodiazepine(drug)]
        systemic = any(not self._on_skin(drug, value) for drug, value in opioids)
        if systemic and benzodiazepines:
            message = "an opioid together with a benzodiazepine"
            warn(doc, "opioid_with_benzodiazepine", message, (benzodiazepines[0].start, benzodiazepines[0].end))
        known = [(drug, value["daily_mme"]) for drug, value in opioids if value["daily_mme"]]
        if known:
            drug, most = max(known, key=_highest)
            highest = _highest((drug, _total(doc, drugs, told) or most))
            self._warn_of_dose(doc, highest, (drug.start, drug.end))

    def _is_benzodiazepine(self, drug: Mention) -> bool:
        return self.tables["sig"]["benzodiazepine"] in drug.value["classes"]

    def _on_skin(self, drug: Mention, value: dict[str, Any]) -> bool:
        """True for an opioid of a cream or gel, which does not add to a benzodiazepine: "tramadol 15% cream"."""
        forms = [attribute.value["name"] for attribute in drug.medication.of(FORM)]
        spread = _is_topical(drug) or not self.words.spread.isdisjoint(forms)
        return spread or any(each["unit"] == "%" for each in value["strengths"])

    def _warn_of_dose(self, doc: Doc, highest: float, place: tuple[int, int]) -> None:
        """Warn of morphine a day over a threshold, or at one from which on a guideline warns."""
        reached = {float(row["value"]) for row in self.tables["mme_thresholds"] if row["reached"] == "1"}
        passed = highest_passed(highest, self.thresholds, reached)
        if passed is not None:
            rows = [row for row in self.tables["mme_thresholds"] if float(row["value"]) == passed]
            named = [row["guideline"] for row in rows if highest > passed or row["reached"] == "1"]
            message = f"{highest:g} mg of morphine a day {'are over' if highest > passed else 'reach'} {passed:g}"
            message += f" ({'; '.join(dict.fromkeys(named))})" if named else ""
            warn(doc, "mme_over_threshold", message, place)


def _total(doc: Doc, drugs: list[Mention], told: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The letter's daily total as the record gives it, or null."""
    places = Places(doc)
    items = [
        {
            "id": number,
            "section": places.at(drug.start).section,
            "drug": drug.value,
            "strengths": value["strengths"],
            "daily_mme": value["daily_mme"],
        }
        for number, (drug, value) in enumerate(zip(drugs, told, strict=True))
    ]
    own = {
        number: Told.of(value)
        for number, (drug, value) in enumerate(zip(drugs, told, strict=True))
        if drug.value["opioid"] and value["synonym_of"] is None
    }
    issues = []
    for span in doc.spans.get(ISSUES_KEY, ()):
        issue = span_value(span, "issue")
        start, end = issue["disputed"] or issue["request"]
        issues.append({"medications": [items[n] for n in own if start <= drugs[n].start < end]})
    return daily_total(items, issues, own)


def _next_starts(drugs: list[Mention], end: int) -> list[int]:
    """Where the drug behind each one starts, its own second names left out: "Percocet (oxycodone) 10/325 mg, max 8"."""
    starts: list[int] = []
    for drug in reversed(drugs):
        starts.append(end)
        if drug.medication.synonym_of is None:
            end = drug.start
    return starts[::-1]


def _limits(found: tuple[int, int, Any]) -> tuple[int, int]:
    return found[0], found[1]


def _is_topical(drug: Mention) -> bool:
    return any(name.startswith(TOPICAL) for name in drug.value["classes"])


def _with_attributes(drugs: list[Mention]) -> list[Limited]:
    """The drugs and all their attributes in order, an outer one before an inner."""
    spans: list[Limited] = [*drugs, *(each for drug in drugs for each in drug.medication.attributes)]
    return sorted(spans, key=_outer_first)


def _outer_first(span: Limited) -> tuple[int, int]:
    return span.start, -span.end


def _highest(known: tuple[Mention, dict[str, Any]]) -> float:
    return float(known[1]["value_high"] or known[1]["value"])
