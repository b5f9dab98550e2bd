"""Finds the attributes in a sentence that names a drug: one pass over its words, numbers and signs."""

from imrx.component import Match
from imrx.grammar.dosing.deciding import MANY_UNITS, WIDEST_RANGE, SigDrug, resolved
from imrx.grammar.dosing.grammar import FRACTIONS, LEAD, SigGrammar
from imrx.labels import DOSAGE
from imrx.letter import lower_case


def find_sig(
    text: str,
    start: int,
    end: int,
    drugs: list[SigDrug],
    grammar: SigGrammar,
    marketed: dict[str, frozenset[float]],
    lower: str | None = None,
) -> list[Match]:
    """The attributes in one sentence that names at least one drug.

    Args:
        text: the letter.
        start: the sentence's first character.
        end: the character after its last.
        drugs: the sentence's drugs, in order.
        grammar: the compiled `sig.json`.
        marketed: ingredient -> strengths in mg that were on the market; decides what `Norco 10 #60` means.
        lower: the letter in lower case, where the caller has it already.

    Returns:
        Matches in order; a form inside of a dose or quantity is a match of its own.
    """
    lower = lower or lower_case(text)
    found = _raw(text, lower, start, end, drugs, grammar, marketed)
    return resolved(lower, found, drugs, grammar, end) if found else found


def _raw(
    text: str,
    lower: str,
    start: int,
    end: int,
    drugs: list[SigDrug],
    grammar: SigGrammar,
    marketed: dict[str, frozenset[float]],
) -> list[Match]:
    """What the rules find, before it is decided what an amount is; only some rules look at the text as written."""
    matches: list[Match] = []
    position = start
    previous = start
    index = 0
    beginnings, led_by_word, number_words = grammar.beginnings, grammar.led_by_word, grammar.number_words
    for lead in LEAD.finditer(lower, start, end):
        word = lead.group()
        if word not in beginnings and not word[-1].isdigit():  # most words
            continue
        rules = led_by_word.get(word)
        numeric = word[-1].isdigit() or word in FRACTIONS
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
        found: list[Match] | None = None
        if numeric and not _free(lower, start, at, behind):
            digits = grammar.digits.match(lower, at, until)
            position = digits.end() if digits else at + 1
            continue
        if numeric or (word in number_words and grammar.values.number.match(lower, at, until)):
            found, position = _at_number(lower, at, until, behind, previous, drugs[index:], end, grammar, marketed)
        if rules is not None and not numeric and found is None:
            if word == "#" and _is_name(lower, at, behind, grammar):
                continue
            for rule in rules:
                match = rule.pattern.match(text if rule.cased else lower, at, until)
                if match is not None:
                    found, position = rule.read(match), match.end()
                    break
        if found:
            previous = position
            matches += found
    return matches


def _at_number(
    lower: str,
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
    adjacent = behind is not None and not lower[behind.end : at].strip(" \n\t\r\f-,®™()")
    if behind is not None and adjacent:
        known = frozenset().union(*(marketed.get(name, frozenset()) for name in behind.ingredients))
        match = grammar.bare_strength.match(lower, at, until)
        if match is not None and not grammar.values.value.fullmatch(lower, at, match.end()):
            unit = grammar.values.value.match(lower, _last_number(lower, match.end()), until)
            values = match.group().replace("\u2013", "-").replace("/", "-").split("-")
            combined = len(values) == 2 and len(behind.ingredients) == 1 and _is_combination(values, known)
            if (unit is None or not unit[2]) and (combined or len(values) == len(behind.ingredients)):
                return [grammar.values.bare_strength(match.start(), match.end(), lower[at : match.end()])], match.end()
        match = grammar.single_strength.match(lower, at, until)
        if match is not None and float(match.group().replace(",", "")) in known:
            return [grammar.values.bare_strength(match.start(), match.end(), match.group())], match.end()
        match = grammar.sole_number.match(lower, at, until)
        if (
            match is not None
            and not known
            and float(match.group()) > MANY_UNITS
            and _often(lower, match.end(), until, grammar)
        ):
            return [grammar.values.bare_strength(match.start(), match.end(), match.group())], match.end()
    for rule in grammar.led_by_number:
        match = rule.pattern.match(lower, at, until)
        if match is not None:
            return rule.read(match), match.end()
    match = grammar.bare_count.match(lower, at, until)
    if match is None:
        return None, at
    if _is_bare_dose(lower, match.start(), match.end(), previous, ahead, until, end, grammar):
        low, high = grammar.values.read_range(match.group())
        value = {"value": low, "value_high": high, "unit": None}
        return [Match(match.start(), match.end(), DOSAGE, "sig:count", value)], match.end()
    if lower[at].isdigit() or lower[at] == ".":
        return [], match.end()
    return None, at


def _is_bare_dose(
    lower: str, start: int, end: int, previous: int, ahead: list[SigDrug], until: int, stop: int, grammar: SigGrammar
) -> bool:
    """True for a number that counts tablets without saying so.

    "take 1 po q6h", "six to eight Norco daily", "Norco 6 per day", "10mg 1-2 every 6 hours"; never from
    `MANY_UNITS` on.
    """
    low, high = grammar.values.read_range(lower[start:end])
    if (high or low) >= MANY_UNITS:
        return False
    if ahead and not lower[end : ahead[0].start].strip():
        behind = ahead[1].start if len(ahead) > 1 else stop
        strength = grammar.strength_ahead.match(lower, ahead[0].end, behind)
        after = strength.end() if strength else ahead[0].end
        return grammar.frequency_ahead.match(lower, after, behind) is not None
    if grammar.period_ahead.match(lower, end, until):
        return True
    if grammar.dose_verb_behind.search(lower, max(0, start - 40), start):
        if not lower[end:until].lstrip()[:1].isalpha():
            return True
    elif lower[previous:start].strip(" \n\t\r\f,;:-()"):
        return False
    return grammar.frequency_ahead.match(lower, end, until) is not None


def _is_combination(values: list[str], known: frozenset[float]) -> bool:
    """True for the "10/325" of "hydrocodone 10/325": a marketed strength, and one too high for the drug."""
    low, high = (float(value.replace(",", "")) for value in values)
    return low in known and high > WIDEST_RANGE * low


def _often(lower: str, at: int, until: int, grammar: SigGrammar) -> bool:
    """True where a frequency or a route follows: "Soma 350 q8h", "Prilosec 20 po daily"."""
    return any(ahead.match(lower, at, until) for ahead in (grammar.frequency_ahead, grammar.route_ahead))


def _free(lower: str, start: int, at: int, behind: SigDrug | None) -> bool:
    """False for a number inside of a name, a date or a vertebra: `L4-5`, `C5-6`, `2016-17`."""
    if at == start or (behind is not None and behind.end in (at, at - 1)):
        return True
    before = lower[at - 1]
    if before in "x\xd7" and (at < 2 or not lower[at - 2].isalnum()):
        return True
    if before in "-\u2013/":
        return at < 2 or not lower[at - 2].isalnum()
    return not (before.isalnum() or before in ".$_")


def _last_number(lower: str, end: int) -> int:
    start = end
    while start and (lower[start - 1].isdigit() or lower[start - 1] in ".,"):
        start -= 1
    return start


def _is_name(lower: str, at: int, behind: SigDrug | None, grammar: SigGrammar) -> bool:
    """True for the number of `Tylenol #3`, which names the amount of codeine and counts nothing."""
    codeine = grammar.table["codeine"]
    if behind is None or codeine["drug"] not in behind.ingredients or lower[behind.end : at].strip():
        return False
    digits = grammar.digits.search(lower, at, at + 4)
    return digits is not None and digits.group() in codeine["numbers"]
