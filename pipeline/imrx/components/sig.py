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

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrx.component import Match, TableComponent, add_spans
from imrx.grammar.dosing.grammar import LEAD, SigGrammar
from imrx.grammar.dosing.linking import by_sentence
from imrx.labels import ATTRIBUTES, DOSAGE, DRUG, DURATION, QUANTITY, SPANS_KEY, STRENGTH

MASS = frozenset({"mg", "ug", "g", "oz", "meq", "[usp'u]", "ml"})
MANY_UNITS = 15
"""From so many tablets on, a number of them is a quantity and not a dose."""

MANY_GRAMS = 10
"""From so many grams or millilitres on, an amount is what was supplied."""


class SigDrug(NamedTuple):
    """What the grammar needs to know about a drug: where it stands and its ingredients."""

    start: int
    end: int
    ingredients: tuple[str, ...]


def find_sig(
    text: str, start: int, end: int, drugs: list[SigDrug], grammar: SigGrammar, marketed: dict[str, frozenset[float]]
) -> list[Match]:
    """The attributes in one sentence that names at least one drug.

    Args:
        text: the letter.
        start: the sentence's first character.
        end: the character after its last.
        drugs: the sentence's drugs, in order.
        grammar: the compiled `sig.json`.
        marketed: ingredient -> strengths in mg that were on the market; decides what `Norco 10 #60` means.

    Returns:
        Matches in order; a form inside of a dose or quantity is a match of its own.
    """
    return _resolved(text, list(_raw(text, start, end, drugs, grammar, marketed)), drugs, grammar, end)


def _raw(
    text: str, start: int, end: int, drugs: list[SigDrug], grammar: SigGrammar, marketed: dict[str, frozenset[float]]
) -> Iterator[Match]:
    position = start
    previous = start
    index = 0
    for lead in LEAD.finditer(text, start, end):
        at = lead.start()
        if at < position:
            continue
        while index < len(drugs) and drugs[index].end <= at:
            previous = max(previous, drugs[index].end)
            index += 1
        if index < len(drugs) and drugs[index].start <= at:
            position = drugs[index].end
            continue
        until = drugs[index].start if index < len(drugs) else end
        behind = drugs[index - 1] if index else None
        word = lead.group()
        numeric = word[-1].isdigit() or word in "½¼¾"
        found: list[Match] | None = None
        if numeric and not _free(text, start, at, behind):
            digits = grammar.digits.match(text, at, until)
            position = digits.end() if digits else at + 1
            continue
        if numeric or word.lower() in grammar.number_words:
            found, position = _at_number(text, at, until, behind, previous, drugs[index:], end, grammar, marketed)
        if not numeric and found is None:
            if word == "#" and _is_name(text, at, behind, grammar):
                continue
            for rule in grammar.led_by_word.get(word.lower(), ()):
                match = rule.pattern.match(text, at, until)
                if match is not None:
                    found, position = rule.read(match), match.end()
                    break
        if found:
            previous = position
            yield from found


def _at_number(
    text: str,
    at: int,
    until: int,
    behind: SigDrug | None,
    previous: int,
    ahead: list[SigDrug],
    end: int,
    grammar: SigGrammar,
    marketed: dict[str, frozenset[float]],
) -> tuple[list[Match] | None, int]:
    """What a number begins, and where it ends; null where it begins nothing."""
    adjacent = behind is not None and not text[behind.end : at].strip(" \n\t\r\f-,®™()")
    if behind is not None and adjacent:
        match = grammar.bare_strength.match(text, at, until)
        if match is not None and not grammar.values.value.fullmatch(text, at, match.end()):
            unit = grammar.values.value.match(text, _last_number(text, match.end()), until)
            values = match.group().replace("\u2013", "-").replace("/", "-").split("-")
            if (unit is None or not unit[2]) and len(values) == len(behind.ingredients):
                return [grammar.values.bare_strength(match.start(), match.end(), text[at : match.end()])], match.end()
        match = grammar.single_strength.match(text, at, until)
        known = frozenset().union(*(marketed.get(name, frozenset()) for name in behind.ingredients))
        if match is not None and float(match.group().replace(",", "")) in known:
            return [grammar.values.bare_strength(match.start(), match.end(), match.group())], match.end()
    for rule in grammar.led_by_number:
        match = rule.pattern.match(text, at, until)
        if match is not None:
            return rule.read(match), match.end()
    match = grammar.bare_count.match(text, at, until)
    if match is None:
        return None, at
    if _is_bare_dose(text, match.start(), match.end(), previous, ahead, until, end, grammar):
        low, high = grammar.values.read_range(match.group())
        value = {"value": low, "value_high": high, "unit": None}
        return [Match(match.start(), match.end(), DOSAGE, "sig:count", value)], match.end()
    if text[at].isdigit() or text[at] == ".":
        return [], match.end()
    return None, at


def _is_bare_dose(
    text: str, start: int, end: int, previous: int, ahead: list[SigDrug], until: int, stop: int, grammar: SigGrammar
) -> bool:
    """True for a number that counts tablets without saying so.

    "take 1 po q6h", "six to eight Norco daily", "Norco 6 per day", "10mg 1-2 every 6 hours"; never from
    `MANY_UNITS` on.
    """
    low, high = grammar.values.read_range(text[start:end])
    if (high or low) >= MANY_UNITS:
        return False
    if ahead and not text[end : ahead[0].start].strip():
        behind = ahead[1].start if len(ahead) > 1 else stop
        strength = grammar.strength_ahead.match(text, ahead[0].end, behind)
        after = strength.end() if strength else ahead[0].end
        return grammar.frequency_ahead.match(text, after, behind) is not None
    if grammar.period_ahead.match(text, end, until):
        return True
    often = grammar.frequency_ahead.match(text, end, until) is not None
    if grammar.dose_verb_behind.search(text, max(0, start - 40), start):
        return often or not text[end:until].lstrip()[:1].isalpha()
    return often and not text[previous:start].strip(" \n\t\r\f,;:-()")


def _free(text: str, start: int, at: int, behind: SigDrug | None) -> bool:
    """False for a number inside of a name, a date or a vertebra: `L4-5`, `C5-6`, `2016-17`."""
    if at == start or (behind is not None and behind.end in (at, at - 1)):
        return True
    before = text[at - 1]
    if before in "x\xd7" and (at < 2 or not text[at - 2].isalnum()):
        return True
    if before in "-\u2013/":
        return at < 2 or not text[at - 2].isalnum()
    return not (before.isalnum() or before in ".$_")


def _last_number(text: str, end: int) -> int:
    start = end
    while start and (text[start - 1].isdigit() or text[start - 1] in ".,"):
        start -= 1
    return start


def _is_name(text: str, at: int, behind: SigDrug | None, grammar: SigGrammar) -> bool:
    """True for the number of `Tylenol #3`, which names the amount of codeine and counts nothing."""
    codeine = grammar.table["codeine"]
    if behind is None or codeine["drug"] not in behind.ingredients or text[behind.end : at].strip():
        return False
    digits = grammar.digits.search(text, at, at + 4)
    return digits is not None and digits.group() in codeine["numbers"]


def _resolved(text: str, found: list[Match], drugs: list[SigDrug], grammar: SigGrammar, end: int) -> list[Match]:
    """Decide between strength, dose and quantity by what stands around."""
    resolved = []
    for index, match in enumerate(found):
        decided: Match | None = match
        if match.label == DOSAGE and match.value["unit"]:
            decided = _dose_or_quantity(text, match, grammar, end)
        elif match.label == STRENGTH:
            decided = _strength_or_dose(text, index, found, drugs, grammar, end)
        elif match.label == DURATION and grammar.is_limit(text, match.start):
            decided = None
        if decided is not None:
            resolved.append(decided)
    return resolved


def _dose_or_quantity(text: str, match: Match, grammar: SigGrammar, end: int) -> Match:
    """`1-2 tablets every 6 hours` is a dose, `30 tablets of Valium` a quantity."""
    value = match.value
    ahead = grammar.frequency_ahead.match(text, match.end, end) is not None
    if value["value_high"] is not None or value["value"] < 1 or value["unit"] in ("puff", "tsp", "tbsp", "drop"):
        return match
    verb = grammar.dose_verb_behind.search(text, max(0, match.start - 40), match.start) is not None
    day = grammar.period_ahead.match(text, match.end, end) is not None
    if day or (value["value"] < MANY_UNITS and (ahead or verb)) or value["value"] <= 2:
        return match
    return Match(match.start, match.end, QUANTITY, "sig:quantity", {"value": value["value"], "unit": value["unit"]})


def _strength_or_dose(
    text: str, index: int, found: list[Match], drugs: list[SigDrug], grammar: SigGrammar, end: int
) -> Match | None:
    """An amount: a strength, a dose, an amount supplied, or (a percentage of something else) nothing."""
    match = found[index]
    values = match.value
    unit = values[0]["unit"]
    if unit == "%":
        return None if grammar.percent_noun.match(text, match.end, end) else match
    if unit not in MASS or match.rule != "sig:strength":
        return match
    behind = [drug for drug in drugs if drug.end <= match.start]
    drug = behind[-1] if behind else drugs[0]
    verb = grammar.dose_verb_behind.search(text, max(0, match.start - 40), match.start) is not None
    ahead = grammar.frequency_ahead.match(text, match.end, end) is not None
    if len(values) == 2 and len(drug.ingredients) < 2 and values[0]["value"] < values[1]["value"]:
        return _dose(match, values[0]["value"], values[1]["value"], unit)
    if len(values) > 1:
        return match
    value = values[0]["value"]
    if unit == "oz" or (unit in ("g", "ml") and not ahead and not verb and _is_supply(text, match, value, unit)):
        return match._replace(label=QUANTITY, rule="sig:quantity", value={"value": value, "unit": unit})
    if unit == "[usp'u]" and grammar.route_ahead.match(text, match.end, end):
        return _dose(match, value, None, unit)
    if unit == "ml" or verb or (unit == "g" and ahead):
        return _dose(match, value, None, unit)
    return match


def _is_supply(text: str, match: Match, value: float, unit: str) -> bool:
    """True for an amount without a frequency that is a quantity: any in ml or of many grams; a few cc are a dose."""
    return value >= MANY_GRAMS or (unit == "ml" and not text[match.start : match.end].lower().endswith(("cc", "ccs")))


def _dose(match: Match, low: float, high: float | None, unit: str) -> Match:
    return match._replace(label=DOSAGE, rule="sig:dose", value={"value": low, "value_high": high, "unit": unit})


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
        self.marketed = marketed_milligrams(self.tables["strengths"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributes of every sentence that names a drug."""
        drugs = sorted((span for span in doc.spans.get(SPANS_KEY, ()) if span.label_ == DRUG), key=_start)
        if not drugs:
            return doc
        text = doc.text
        found: dict[str, list[Match]] = {}
        for start, end, group in by_sentence(drugs):
            named = [
                SigDrug(drug.start_char, drug.end_char, tuple(each["name"] for each in drug._.drug["ingredients"]))
                for drug in group
            ]
            for match in find_sig(text, start, end, named, self.grammar, self.marketed):
                found.setdefault(match.label, []).append(match)
        for label, matches in found.items():
            add_spans(doc, matches, label.lower())
        return doc


def _start(span: Span) -> int:
    return int(span.start_char)


def marketed_milligrams(rows: list[dict[str, Any]]) -> dict[str, frozenset[float]]:
    """Ingredient -> its marketed strengths in mg, from the rows of `strengths.csv`."""
    strengths: dict[str, set[float]] = {}
    for row in rows:
        if row["unit"] == "mg":
            strengths.setdefault(row["ingredient"], set()).update(float(value) for value in row["strengths"].split(";"))
    return {ingredient: frozenset(values) for ingredient, values in strengths.items()}
