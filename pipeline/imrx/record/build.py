"""Doc -> record: a pure function of what the components found."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from spacy.tokens import Doc

from imrx import labels
from imrx.extensions import doc_value, has_values, is_set, listed, span_value, value_at
from imrx.grammar.citations.checks import agreement
from imrx.grammar.dosing.totals import Told, daily_total
from imrx.grammar.words import places_of
from imrx.letter import letter_id, letter_text, soft_words, text_source
from imrx.places import Places
from imrx.record.documentation import checklist, latest
from imrx.record.types import (
    SCHEMA_VERSION,
    CaseWhere,
    Citation,
    ClaimantWhere,
    Finding,
    Issue,
    Medication,
    Record,
    ReviewerWhere,
    Side,
    SpanDict,
)

ISSUE_PARTS = ("requested", "authorized", "disputed")

SINGLE = {
    labels.DOSAGE: "dose",
    labels.FORM: "form",
    labels.ROUTE: "route",
    labels.FREQUENCY: "frequency",
    labels.DURATION: "duration",
    labels.REFILLS: "refills",
}
"""Attributes of which a medication has one, and the record's names for them."""

VALUES = {
    label: labels.ATTRIBUTE_OF[label]
    for label in (labels.DRUG, *labels.ATTRIBUTES, labels.MED, labels.CITATION, labels.FINDING)
}
"""The labels that the record lists by their spans, and the attribute that holds a span's values."""


class _Tagged(NamedTuple):
    """A span of `doc.spans["sc"]`: half-open character offsets, label, the rule that made it, and its value.

    In order, of two that begin together the longer one stands first (`before` is the end, negative), else the one that
    was there first.
    """

    start: int
    before: int
    number: int
    end: int
    label: str
    rule: str
    value: Any


def make_record(doc: Doc, meta: Mapping[str, Any]) -> Record:
    """The determination record of one annotated letter.

    Args:
        doc: a Doc that the imrx pipeline annotated.
        meta: the pipeline's `nlp.meta`, which names the version and the patterns.

    Returns:
        The record as plain dicts and lists; nothing in it refers to the Doc.

    Raises:
        ValueError: the Doc has not all of what was found in it, or the meta does not say which imrx it was.
    """
    return _Builder(doc).record(meta)


class _Builder:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        if labels.SECTIONS_KEY in doc.spans and not is_set(doc, "layout") and not is_set(doc, "warnings"):
            raise _incomplete()  # `imr_sections` sets one of them
        self.text = letter_text(doc)
        self.places = Places(doc)
        self.source: dict[str, Any] = doc_value(doc, "source") or text_source(self.text)
        paged = self.source["pages"] is not None
        self.breaks = places_of(self.text, "\f") if paged else None
        self.soft_words = soft_words(self.text)
        self.by_label = self._by_label()

    def _by_label(self) -> dict[str, list[_Tagged]]:
        """The letter's spans with values, in order."""
        found: dict[str, list[_Tagged]] = {label: [] for label in VALUES}
        for number, span in enumerate(self.doc.spans.get(labels.SPANS_KEY, ())):
            label = span.label_
            attribute = VALUES.get(label)
            if attribute is not None:
                start, end = span.start_char, span.end_char
                value = value_at(self.doc, attribute, start, end)
                if value is None:
                    if ":" in span.id_ and not has_values(self.doc):
                        raise _incomplete()  # the rules of imrx are called so
                    continue  # another component tagged it
                found[label].append(_Tagged(start, -end, number, end, label, span.id_, value))
        for tagged in found.values():
            tagged.sort()
        return found

    def record(self, meta: Mapping[str, Any]) -> Record:
        made_by = meta.get("imrx")
        if made_by is None:
            raise ValueError(
                "the pipeline does not say which imrx it is of: make it with imrx.load(), or, where its components are "
                'added one by one, set nlp.config["initialize"]["after_init"] = {"@callbacks": "imrx.Stamp.v1"} before '
                "nlp.initialize()"
            )
        self.medications = self._medications()
        self.citations = self._citations()
        self.second_hand = doc_value(self.doc, "second_hand")
        self.told_from = [start for start, _ in self.second_hand]
        self.findings = [self._finding(span) for span in self.by_label[labels.FINDING]]
        self.cited = _grouped(self.citations, "cited_by", "issue")
        self.found = _grouped(self.findings, "section", "issue")
        self.summary = latest(self.found.get((labels.SUMMARY, None), ()))
        self.drug_starts = [span.start for span in self.by_label[labels.DRUG]]
        spans = self.doc.spans.get(labels.ISSUES_KEY, ())
        issues = [self._issue(span_value(span, "issue"), span_value(span, "treatments") or []) for span in spans]
        titles = [{"medications": self._in_title(span_value(span, "issue"))} for span in spans]
        source = self.source
        return {
            "schema": cast(Any, SCHEMA_VERSION),
            "doc_id": letter_id(self.doc),
            "source": cast(Any, dict(source)),
            "pipeline": {
                "version": made_by["version"],
                "patterns": made_by["patterns"],
                "model": made_by.get("model"),
            },
            "layout": doc_value(self.doc, "layout"),
            "case": cast(Any, _fields(doc_value(self.doc, "case"), CaseWhere.__annotations__, None)),
            "claimant": cast(Any, _fields(doc_value(self.doc, "claimant"), ClaimantWhere.__annotations__, None)),
            "reviewer": cast(Any, _fields(doc_value(self.doc, "reviewer"), ReviewerWhere.__annotations__, [])),
            "issues": issues,
            "medications": self.medications,
            "daily_mme": cast(Any, daily_total(self.medications, titles, self._told())),
            "med_values": [cast(Any, self._placed(span)) for span in self.by_label[labels.MED]],
            "citations": self.citations,
            "findings": self.findings,
            "diagnoses": [self._diagnosis(item) for item in doc_value(self.doc, "diagnoses")],
            "abbreviations": [
                cast(
                    Any,
                    {
                        **self._span(item["start"], item["end"], "abbreviation:defined"),
                        "long_form": self._span(item["long_start"], item["long_end"], "abbreviation:defined"),
                    },
                )
                for item in doc_value(self.doc, "short_forms")
            ],
            "warnings": [self._warning(item) for item in sorted(doc_value(self.doc, "warnings"), key=_warning_order)],
        }

    def _span(self, start: int, end: int, rule: str) -> SpanDict:
        word = bisect_left(self.soft_words, (end,)) - 1 if self.soft_words else -1
        if word >= 0:  # it was read without its soft hyphens: the end may be inside of it
            end = max(end, self.soft_words[word][1])
        page = None if self.breaks is None else bisect_right(self.breaks, start) + 1
        return {"text": self.text[start:end], "start": start, "end": end, "page": page, "rule": rule}

    def _limits(self, limits: list[Any], rule: str) -> SpanDict:
        return self._span(limits[0], limits[1], rule)

    def _of(self, span: _Tagged) -> SpanDict:
        return self._span(span.start, span.end, span.rule)

    def _placed(self, span: _Tagged) -> dict[str, Any]:
        """A span with values, its section and its issue: one dict that grows, since there are some fifty a letter."""
        found = self._with_values(span)
        found["section"], found["issue"] = self.places.at(span.start)
        return found

    def _with_values(self, span: _Tagged) -> dict[str, Any]:
        """A span with its values."""
        found: dict[str, Any] = self._span(span.start, span.end, span.rule)  # type: ignore[assignment]
        found.update(span.value)
        return found

    def _medications(self) -> list[Medication]:
        attributes = {
            (span.start, span.end, f"HAS_{label}"): span for label in labels.ATTRIBUTES for span in self.by_label[label]
        }
        tails: dict[tuple[int, int], list[_Tagged]] = {}
        relations = doc_value(self.doc, "rel") if attributes else ()
        for relation in relations:
            tail = attributes.get((*relation["tail"], relation["label"]))
            if tail is not None:
                tails.setdefault(tuple(relation["head"]), []).append(tail)
        self.linked = [
            _with_lists(value_at(self.doc, "medication", drug.start, drug.end) or {})
            for drug in self.by_label[labels.DRUG]
        ]
        if attributes and not relations and any(self.linked):
            raise _incomplete()
        return [
            self._medication(index, drug, tails.get((drug.start, drug.end), []))
            for index, drug in enumerate(self.by_label[labels.DRUG])
        ]

    def _told(self) -> dict[int, Told]:
        """By the id of an opioid, what is told of it; another name of the drug before it is left out."""
        return {
            index: Told.of(linked)
            for index, (drug, linked) in enumerate(zip(self.by_label[labels.DRUG], self.linked, strict=True))
            if drug.value["opioid"] and linked.get("synonym_of") is None
        }

    def _medication(self, index: int, drug: _Tagged, tails: list[_Tagged]) -> Medication:
        facts = _with_lists(drug.value)
        linked = self.linked[index]
        start = min(span.start for span in (drug, *tails))
        end = max(span.end for span in (drug, *tails))
        section, issue = self.places.at(drug.start)
        single: dict[str, Any] = dict.fromkeys(SINGLE.values())
        quantity = []
        for tail in tails:
            if tail.label == labels.QUANTITY:
                quantity.append(self._with_values(tail))
            elif tail.label in SINGLE and single[SINGLE[tail.label]] is None:
                single[SINGLE[tail.label]] = self._with_values(tail)
            elif tail.label == labels.FORM:
                first = single["form"]
                first.update({key: value for key, value in tail.value.items() if first[key] is None})
        rules = {(tail.start, tail.end): tail.rule for tail in tails if tail.label == labels.STRENGTH}
        strengths = [
            {
                **self._span(item["start"], item["end"], rules[item["start"], item["end"]]),
                "value": item["value"],
                "unit": item["unit"],
                "ingredient": item["ingredient"],
            }
            for item in linked.get("strengths", ())
        ]
        return cast(
            Medication,
            {
                **self._span(start, end, drug.rule),
                "id": index,
                "drug": {
                    **self._of(drug),
                    **{key: facts[key] for key in ("name", "brand", "rxcui", "ingredients", "classes", "opioid")},
                },
                "strengths": strengths,
                **single,
                "quantity": quantity,
                "days_supply": linked.get("days_supply"),
                "daily_mme": linked.get("daily_mme"),
                "compound": linked.get("compound"),
                "section": section,
                "issue": issue,
            },
        )

    def _citations(self) -> list[Citation]:
        citations = []
        for index, span in enumerate(self.by_label[labels.CITATION]):
            found: dict[str, Any] = self._of(span)  # type: ignore[assignment]
            found["id"] = index
            found.update(_with_lists(span.value))
            citations.append(cast(Citation, found))
        return citations

    def _finding(self, span: _Tagged) -> Finding:
        found = self._placed(span)
        cue = found["cue"]
        found["cue"] = self._span(cue[0], cue[1], f"cue:{found['assertion']}") if cue else None
        told = bisect_right(self.told_from, span.start)
        found["second_hand"] = told > 0 and span.start < self.second_hand[told - 1][1]
        return cast(Finding, found)

    def _in_title(self, issue: dict[str, Any]) -> list[Medication]:
        """The medications of a title, or of its disputed part, but for second names."""
        first, last = (bisect_left(self.drug_starts, limit) for limit in issue["disputed"] or issue["request"])
        return [item for item in self.medications[first:last] if not self.linked[item["id"]].get("synonym_of")]

    def _issue(self, issue: dict[str, Any], treatments: list[dict[str, Any]]) -> Issue:
        number = issue["number"]
        parts = {name: self._limits(issue[name], f"issue:{name}") if issue[name] else None for name in ISSUE_PARTS}
        decision, conclusion, rationale = issue["decision"], issue["conclusion"], issue["rationale"]
        asked = [self._treatment(item) for item in treatments]
        medications = [each for each in self._in_title(issue) if not self.linked[each["id"]].get("only_named")]
        reasons = self.found.get((labels.RATIONALE, number)) or self._shared(self.found, labels.RATIONALE, rationale)
        evidence = [*self.summary, *reasons]
        sides = {side: self._side(issue, side) for side in (labels.CLAIMS_ADMINISTRATOR, labels.REVIEWER)}
        cited: list[Any] = [side["citations"] for side in sides.values()]
        return cast(
            Issue,
            {
                "number": number,
                "request": self._limits(issue["request"], "issue:request"),
                **parts,
                "decision": decision and {**self._limits(decision, decision[3]), "label": decision[2]},
                "conclusion": conclusion and {**self._limits(conclusion, conclusion[3]), "label": conclusion[2]},
                "medications": medications,
                "treatment": asked,
                **sides,
                "agreement": agreement(cited[0], cited[1], issue["adopted"]),
                "rationale": rationale and self._limits(rationale, "issue:rationale"),
                "documentation": checklist(evidence, number) if medications else None,
            },
        )

    def _side(self, issue: dict[str, Any], side: str) -> Side:
        shared = self._shared(self.cited, side, issue["blocks"].get(side))
        cited = cast(Any, self.cited.get((side, issue["number"])) or shared)
        return {"cited": issue[side] if issue[side] is None else issue[side] or bool(cited), "citations": cited}

    def _shared(self, items: dict[tuple[Any, Any], list[Any]], section: str, limits: Sequence[int] | None) -> list[Any]:
        """What stands in a section that belongs to several issues and has no number: each of them is read alone."""
        start, end = limits or (0, 0)
        return [each for each in items.get((section, None), ()) if start <= each["start"] < end]

    def _treatment(self, item: dict[str, Any]) -> dict[str, Any]:
        span = self._span(item["start"], item["end"], item["rule"])
        return {**span, **_with_lists(item), **span}  # the item has limits too, which soft hyphens may move

    def _diagnosis(self, item: dict[str, Any]) -> Any:
        code = None
        if item["code"] is not None:
            code = {**self._span(item["code_start"], item["code_end"], "diagnosis:code"), "code": item["code"]}
        span = self._span(item["start"], item["end"], "diagnosis:summary")
        return {**span, "certainty": item["certainty"], "code": code}

    def _warning(self, item: dict[str, Any]) -> Any:
        span = None if item["start"] is None else self._span(item["start"], item["end"], f"warning:{item['code']}")
        return {"code": item["code"], "message": item["message"], "span": span}


def _incomplete() -> ValueError:
    return ValueError(
        "the Doc lacks values that were found in it, as one does that was stored without user data (keep it with "
        "DocBin(store_user_data=True)) or was put together by Doc.from_docs: take the Doc that the pipeline gave"
    )


def _grouped(items: Iterable[Any], first: str, second: str) -> dict[tuple[Any, Any], list[Any]]:
    """Items in their order under the values of two of their fields."""
    groups: dict[tuple[Any, Any], list[Any]] = {}
    for item in items:
        groups.setdefault((item[first], item[second]), []).append(item)
    return groups


def _fields(facts: dict[str, Any] | None, names: Iterable[str], absent: Any) -> dict[str, Any]:
    facts = facts or {}
    values = {name: _with_lists(facts[name])["value"] if name in facts else absent for name in names}
    where = {name: [facts[name]["start"], facts[name]["end"]] if name in facts else None for name in names}
    return {**values, "where": where}


def _with_lists(value: dict[str, Any]) -> dict[str, Any]:
    """A value with lists for the tuples as which a `DocBin` gives them back.

    All of them are tuples or none, so that only what has one at its first level is gone through.
    """
    return listed(value) if tuple in map(type, value.values()) else value


def _warning_order(item: dict[str, Any]) -> tuple[int, str]:
    return (-1 if item["start"] is None else item["start"], item["code"])
