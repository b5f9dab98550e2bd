"""Every custom attribute of Doc and Span in one table, registered when imrx is imported.

Only plain data is kept in them (strings, numbers, lists, dicts), so that a Doc survives `DocBin`, `to_bytes` and a
pickle. spaCy stores `Span._` values by name and offsets, not by label: two spans with the same limits share a value,
which is why each label family has a name of its own.

`span._.x` makes an object and looks up the extension each time, which in a whole letter costs more than finding the
spans. `span_value` and `set_span_value` read and write the same place of `doc.user_data` directly: for components and
the record, which handle every span of a letter.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc, Span

from imrx.labels import PRESENT

DOC_ATTRIBUTES = {
    "doc_id": "the letter's id, or null",
    "source": "where the letter came from: the record's `source`, or null",
    "layout": "id of the letter layout that was recognised, or null",
    "case": "case header: field -> {value, start, end}",
    "claimant": "age, sex: field -> {value, start, end}",
    "reviewer": "licensure, specialties: field -> {value, start, end}",
    "rel": "who belongs to whom: list of {head: [start, end], tail: [start, end], label}, by character offsets",
    "short_forms": "abbreviations: list of {start, end, long_start, long_end}, by character offsets",
    "diagnoses": "what the summary says the patient has: list of {start, end, certainty, code, code_start, code_end}",
    "second_hand": "sentences that tell what utilisation review said: list of [start, end]",
    "page_lines": "running headers and footers: list of [start, end], by character offsets",
    "capitals": "passages typed in capitals throughout: list of [start, text], as they are read",
    "warnings": "what was not understood: list of {code, message, start, end}",
}

GIVEN = ("doc_id", "source")
"""Attributes of a Doc that are told by who has the letter, not found in it."""

PLAIN = "imrx"
"""Where in the `user_data` of a doc that is to load without imrx the plain data stand that attributes hold elsewhere:
those of `PLAIN_ATTRIBUTES`, `sections` ([name, start, end, issue]), and the `values` and `relations` of the spans."""

PLAIN_ATTRIBUTES = (*GIVEN, "case")
"""Attributes of a Doc that are kept there by their name."""

SPAN_ATTRIBUTES = {
    "section": "of a span in `sections`: {issue}",
    "issue": "of a span in `issues`: number, and the offsets of the issue's parts",
    "treatments": "of a span in `issues`: list of {start, end, rule, kind, body_parts, laterality, sessions, contrast, "
    "service_dates, retrospective, setting}",
    "drug": "DRUG: name, brand, rxcui, ingredients, classes, opioid, schedule",
    "medication": "DRUG: what linking adds: strengths, compound, synonym_of, taken, product, days_supply, daily_mme, "
    "tiers; only_named (true) where a title names it beside what it asks for",
    "strength": "STRENGTH: list of {value, unit}",
    "dosage": "DOSAGE: value, value_high, unit",
    "form": "FORM: name, release",
    "route": "ROUTE: name",
    "frequency": "FREQUENCY: per_day, per_day_high, as_needed",
    "duration": "DURATION: days",
    "quantity": "QUANTITY: value, unit",
    "refills": "REFILLS: value",
    "med_value": "MED: value, value_high, unit, comparator, role, per, direction",
    "citation": "CITATION: guideline, document, year, sections, pages, cited_by, issue, page_topic",
    "page_ranges": "PAGE: list of [first, last]",
    "finding": "FINDING: concept, negated, assertion, cue, adverse_effect",
    "decision": "DECISION: label",
    "conclusion": "CONCLUSION: label",
}

_LISTS = {"rel", "short_forms", "warnings", "diagnoses", "second_hand", "page_lines", "capitals"}


def register() -> None:
    """Register every attribute whose name is free; a second call changes nothing.

    spaCy imports the components of all that is installed, used or not: what somebody else has registered is an error
    only where imrx is to be used, which `require` tells.
    """
    for kind, name, default in _attributes():
        if not kind.has_extension(name):
            kind.set_extension(name, default=default)


def require() -> None:
    """Register what is missing, and see that every attribute is that of imrx.

    Raises:
        ValueError: somebody else registered another one under the name; the message names it.
    """
    register()
    for kind, name, default in _attributes():
        if kind.get_extension(name) != (default, None, None, None):
            raise ValueError(
                f"{kind.__name__}._.{name} is registered already, as another attribute than that of imrx: register "
                f"yours under another name, or take it back with {kind.__name__}.remove_extension({name!r})"
            )


def _attributes() -> Iterator[tuple[type[Doc] | type[Span], str, Any]]:
    """Each attribute: whose it is, its name, and its default."""
    yield from ((Doc, name, [] if name in _LISTS else None) for name in DOC_ATTRIBUTES)
    yield from ((Span, name, None) for name in SPAN_ATTRIBUTES)


def doc_value(doc: Doc, name: str) -> Any:
    """The same as `doc._.get(name)`; a list that was never set is empty, and is not kept."""
    kept: dict[Any, Any] = doc.user_data
    value = kept.get(("._.", name, None, None))
    return [] if value is None and name in _LISTS else value


def is_set(doc: Doc, name: str) -> bool:
    """True where an attribute of a Doc was set, be it to nothing."""
    kept: dict[Any, Any] = doc.user_data
    return ("._.", name, None, None) in kept


def doc_list(doc: Doc, name: str) -> list[Any]:
    """The same as `doc._.get(name)` for an attribute that is a list: what is added to it is kept."""
    kept: dict[Any, Any] = doc.user_data
    found: list[Any] = kept.setdefault(("._.", name, None, None), [])
    return found


def new_finding(concept: str | None, *, adverse_effect: bool = False) -> dict[str, Any]:
    """The value of a FINDING of which nobody has judged yet whether it is there."""
    return {"concept": concept, "negated": False, "assertion": PRESENT, "cue": None, "adverse_effect": adverse_effect}


def span_value(span: Span, name: str) -> Any:
    """The same as `span._.get(name)`: null where nothing was set."""
    return value_at(span.doc, name, span.start_char, span.end_char)


def value_at(doc: Doc, name: str, start: int, end: int) -> Any:
    """The same for the span between two character offsets, without a Span."""
    kept: dict[Any, Any] = doc.user_data
    return kept.get(("._.", name, start, end))


def set_span_value(span: Span, name: str, value: Any) -> None:
    """The same as `span._.set(name, value)`."""
    set_value_at(span.doc, name, span.start_char, span.end_char, value)


def set_doc_value(doc: Doc, name: str, value: Any) -> None:
    """The same as `doc._.set(name, value)`."""
    kept: dict[Any, Any] = doc.user_data
    kept["._.", name, None, None] = value


def set_value_at(doc: Doc, name: str, start: int, end: int, value: Any) -> None:
    """The same for the span between two character offsets, without a Span."""
    kept: dict[Any, Any] = doc.user_data
    kept["._.", name, start, end] = value


def span_values(doc: Doc, attribute: str) -> list[tuple[int, int, Any]]:
    """Start, end and value of every span that has a value of an attribute, in the order in which they were set.

    They are read where spaCy keeps the values of extensions, in `doc.user_data`: to make the Span objects of a group
    only to find the few that have the value costs some forty times as much.
    """
    kept: dict[Any, Any] = doc.user_data
    return [
        (key[2], key[3], value)
        for key, value in kept.items()
        if key[0] == "._." and key[1] == attribute and value is not None
    ]


def values_by_attribute(doc: Doc) -> dict[str, list[tuple[int, int, Any]]]:
    """The same for all attributes at once, by their names; an attribute that no span has is not among them."""
    found: defaultdict[str, list[tuple[int, int, Any]]] = defaultdict(list)
    kept: dict[Any, Any] = doc.user_data
    for key, value in kept.items():
        if value is not None and key[0] == "._.":
            _, attribute, start, end = key
            if start is not None:
                found[attribute].append((start, end, value))
    return dict(found)


def listed(value: Any) -> Any:
    """A value with lists for the tuples as which a `DocBin` gives them back."""
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return [listed(item) for item in value] if isinstance(value, list | tuple) else value


def has_values(doc: Doc) -> bool:
    """True where any attribute was set that is not given with the letter."""
    kept: dict[Any, Any] = doc.user_data
    return any(key[0] == "._." and key[1] not in GIVEN for key in kept)


def forget_values(doc: Doc) -> None:
    """Take every value of ours out of a Doc but those that are given with the letter."""
    kept: dict[Any, Any] = doc.user_data
    found = {*DOC_ATTRIBUTES, *SPAN_ATTRIBUTES}.difference(GIVEN)
    for kept_as in [key for key in kept if key[0] == "._." and key[1] in found]:
        del kept[kept_as]


register()
