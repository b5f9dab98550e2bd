"""The claimant: age in years, and sex.

The injured worker is a 61-year-old female
The applicant was insistent on staying on his opioids.
She was hurt when a 70-year-old man fell on her.        the age and the noun are another's
"""

import re
from bisect import bisect_right
from typing import Any

from imrx.grammar.alternatives import any_of
from imrx.grammar.case.facts import Fact
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.lower import caseless

MOST_SENTENCES = 5
"""How many sentences behind the patient a pronoun may stand, where they name nobody else."""

ACT_REACH = 60
"""How far behind a pronoun what it does may end, in characters."""


class ClaimantGrammar:
    """The words of ages, sexes and people."""

    def __init__(self, table: dict[str, Any], numbers: Numbers, dates: Dates) -> None:
        self.numbers = numbers
        self.sexes = {word: sex for sex, words in table["sex"].items() for word in words}
        noun = any_of(list(self.sexes))
        self.noun = expression(rf"\b(?P<sex>{noun})\b", re.IGNORECASE)
        possessives = {word: sex for sex, words in table["possessives"].items() for word in words}
        subjects = {word: sex for sex, words in table["subjects"].items() for word in words}
        self.pronouns = {**possessives, **subjects}
        self._compile_ages(table, noun)
        self.pronoun = expression(rf"\b{any_of(list(self.pronouns))}\b", re.IGNORECASE)
        self.possessive = expression(
            rf"\b{any_of(table['patient'])}\b(?!['\u2019]s)[^.;:]{{0,80}}?\b(?P<word>{any_of(list(possessives))})\b",
            re.IGNORECASE,
        )
        self.subject = expression(
            rf"\b{any_of(table['patient'])}\b(?!['\u2019]s)[^.]{{0,300}}\.\s+"
            rf"(?P<word>{any_of([word.title() for word in self.pronouns])})\b"
        )
        self.later = expression(
            rf"\b(?:[Tt]h(?:e|is)\s+)?{any_of(table['patient'])}\b(?!['\u2019]s)"
            rf"(?:(?:[^.]|\.(?=\S)){{1,300}}\.\s{{1,4}}(?=\S)){{2,{MOST_SENTENCES}}}?"
            rf"(?P<word>{any_of([word.title() for word in self.pronouns])})\b"
        )
        self.clause = expression(
            rf"\b(?:(?:the|this)\s+)?{any_of(table['patient'])}\b(?:['\u2019]s)?"
            rf"[^.;:]{{0,120}}?(?:\b(?<!\))|;\s{{1,4}})(?P<word>{any_of(list(subjects))})\b",
            re.IGNORECASE,
        )
        people = [*table["other_people"], *table["relatives"], *table["parents"]]
        self.other_people = expression(rf"\b{any_of(people)}s?\b", re.IGNORECASE)
        people += [*table["strangers"], *table["perhaps_other_people"]]
        month = rf"{dates.months}\.?,?\s+\d"
        name = rf"{any_of(table['before_names'])}\s+(?:(?:a|an|the)\s+)?(?!{month})(?-i:[A-Z])"
        place = rf"{any_of(table['places_of_people'])}s?\b(?!\s+{any_of(table['visits'])}\b)"
        self.anybody_else = expression(rf"\b(?:{any_of(people)}s?\b|{place}|{name})", re.IGNORECASE)
        """Those too who are the patient in another sentence: "saw a nurse and she", but "the worker is a nurse"."""

        self.department = expression(rf"\b{any_of(table['departments'])}s?\b", re.IGNORECASE)
        """Where somebody else is met whom the sentence does not name: "consulted orthopedics; he recommended"."""

        self.as_doctor = expression(
            rf"\b{any_of(list(self.pronouns))}\s{{1,4}}"
            rf"(?:(?:{any_of(table['before_acts'])}|\w{{1,20}}ly)\s{{1,4}}){{0,2}}"
            rf"{any_of(table['acts_of_doctors'])}\b",
            re.IGNORECASE,
        )
        """What a doctor or reviewer does, whom nobody needs to have named: "The request was denied. He cited"."""

    def _compile_ages(self, table: dict[str, Any], noun: str) -> None:
        """Compile what an age is, and by what it is another person's or the age of a thing."""
        ages = table["ages"]
        blank = r"[\s\u2013-]*"
        months = rf"(?:[\s,\u2013-]+(?:and[\s-]+)?\d{{1,2}}{blank}{any_of(ages['months'])})?"
        stop = r"(?:\.(?!\s+(?-i:(?![MF]\b)[A-Z])))?"
        unit = rf"{any_of(ages['years'])}{months}{blank}(?:old|of\s+age)\b|y(?:/|\.\s?)?o\b{stop}"
        others = any_of(ages["others"])
        between = rf"(?:[\s,-]+(?!{noun}|{others}\b)\w+){{0,5}}?"
        sex = rf"[\s,/-]+(?P<letter>[MF])\b|{between}[\s,-]+(?P<sex>{noun})\b"
        self.age = expression(
            rf"\b(?P<age>\d{{1,3}}|{self.numbers.words})\)?{blank}(?P<unit>{unit})(?:{sex})?"
            rf"|\b(?:aged|age)[\s:]+(?P<alone>\d{{1,3}})\b(?!\s?[\u2013-]\s?\d)",
            re.IGNORECASE,
        )
        relatives = any_of([*table["relatives"], *table["parents"]])
        owners = any_of([word for words in table["possessives"].values() for word in words])
        lead = (
            rf"(?:{any_of(ages['not_before'])}(?:\s+the\s+age\s+of)?|when(?:\s+\w+){{1,3}}\s+(?:was|were)|{owners})\s+"
        )
        self.beside_patient = expression(rf"\b{others}\s+(?:an?|another)\s+(?:[\w-]+[\s,]+){{0,3}}$", re.IGNORECASE)
        self.patient = expression(rf"\b{any_of([*table['patient'], *self.pronouns])}\b[^.]*$", re.IGNORECASE)
        self.other_person = expression(
            rf"\b(?:{owners}|the|\w+['\u2019]s)\s+(?:(?!(?:is|was)\b)[\w-]+\s+){{0,2}}{any_of(table['other_people'])}\b"
            rf"(?:[\s,(]+{any_of(ages['joiners'])}\b){{0,3}}[\s,(]+$",
            re.IGNORECASE,
        )
        self.stranger = expression(
            rf"[\s-]+(?:(?!{any_of(ages['behind'])}\b)\w+[\s-]+)?{any_of(table['strangers'])}\b", re.IGNORECASE
        )
        then = rf"{any_of(ages['then'])}\s+(?:[\w-]+\s+){{0,3}}?{any_of(table['injury'])}\b"
        self.age_then = expression(rf"[\s,]+{then}", re.IGNORECASE)
        self.then_age = expression(rf"\b{then}[^.;]{{0,30}}\b(?:was|were)(?:\s+an?)?\s+$", re.IGNORECASE)
        leading = rf"{relatives}\b(?:[\s,(]+{any_of(ages['joiners'])}\b){{0,3}}[\s,(]+"
        self.age_of_other = expression(rf"\b(?:{lead}|{leading})$", re.IGNORECASE)
        self.relative = expression(rf"\b{relatives}\b[^.;:]*$", re.IGNORECASE)
        things = any_of([*ages["things"], *table["relatives"]])
        self.age_of_thing = expression(
            rf"(?:[\s-]+(?!{any_of(ages['behind'])}\b)\w+)?[\s-]+{things}\b(?!\s+{any_of(table['patient'])}\b)",
            re.IGNORECASE,
        )


def find_claimant(text: str, start: int, end: int, grammar: ClaimantGrammar) -> dict[str, Fact]:
    """Age in years and sex, from the summary between two offsets."""
    facts = {}
    for age in grammar.age.finditer(text, start, end):
        group = "age" if age["age"] else "alone"
        years = grammar.numbers.read(age[group])
        if not 10 <= years <= 110 or _is_age_of_other(text, start, age, grammar) or _is_past(text, start, age, grammar):
            continue
        facts["age"] = Fact(int(years), *age.span(group))
        if word := next((name for name in ("letter", "sex") if age[name]), None):
            value = {"m": "male", "f": "female"}.get(age[word].lower()) or grammar.sexes[caseless(age[word])]
            facts["sex"] = Fact(value, *age.span(word))
        break
    if "sex" not in facts and (sex := _sex_from_words(text, start, end, grammar)):
        facts["sex"] = sex
    return facts


def _is_age_of_other(text: str, start: int, age: re.Match[str], grammar: ClaimantGrammar) -> bool:
    """True for the age of somebody or something else.

    "her 8-year-old son", "since age 16", "a 10-year-old injury", "hit by a 35-year-old man".
    """
    if grammar.age_of_other.search(text, max(start, age.start() - 60), age.start()) is not None:
        return True
    if _is_other_person(text, start, age.start(), age.end(), grammar):
        return True
    return age["unit"] is not None and not age["sex"] and grammar.age_of_thing.match(text, age.end("unit")) is not None


def _is_other_person(text: str, start: int, begin: int, end: int, grammar: ClaimantGrammar) -> bool:
    """True where an age or a noun is another person's: "the surgeon, a woman", "male coworker".

    So it is behind the patient in the same sentence: "she was hurt when a man fell".
    """
    if grammar.other_person.search(text, max(start, begin - 60), begin) is not None:
        return True
    if grammar.stranger.match(text, end) is not None:
        return True
    beside = grammar.beside_patient.search(text, max(start, begin - 60), begin)
    return beside is not None and (
        grammar.patient.search(text, max(start, beside.start() - 200), beside.start()) is not None
    )


def _is_past(text: str, start: int, age: re.Match[str], grammar: ClaimantGrammar) -> bool:
    """True for the age at the time of the injury: it is not the age now."""
    if grammar.age_then.match(text, age.end()) is not None:
        return True
    return grammar.then_age.search(text, max(start, age.start() - 100), age.start()) is not None


def _sex_from_words(text: str, start: int, end: int, grammar: ClaimantGrammar) -> Fact | None:
    """Sex from a noun ("the patient is a gentleman"), or from pronouns where all of the summary's agree.

    A noun counts that is no other person's. A pronoun counts where it stands in the patient's own sentence ("the
    applicant was insistent on staying on his opioids") or begins the sentence behind one ("The applicant ... . He has
    not worked"), and no other person is named between. As a subject inside a sentence it counts where the patient
    begins that ("the applicant's gait was antalgic, and he used a cane"): "Dr. Lin saw the patient, and he" is another.
    Behind further sentences it counts where these name nobody: "The patient is 38 years old. Pain is 8/10. She takes".
    In neither does it where a doctor may be meant: "consulted orthopedics; he recommended".
    """
    others = [
        age.span() for age in grammar.age.finditer(text, start, end) if _is_age_of_other(text, start, age, grammar)
    ]
    for noun in grammar.noun.finditer(text, start, end):
        if grammar.relative.search(text, max(start, noun.start() - 40), noun.start()) is not None:
            continue
        place = bisect_right(others, noun.span()) - 1
        in_other = place >= 0 and noun.start() < others[place][1]
        if not in_other and not _is_other_person(text, start, *noun.span(), grammar):
            return Fact(grammar.sexes[caseless(noun["sex"])], noun.start(), noun.end())
    if len({grammar.pronouns[caseless(m[0])] for m in grammar.pronoun.finditer(text, start, end)}) != 1:
        return None
    for pattern, somebody_else in (
        (grammar.possessive, grammar.other_people),
        (grammar.subject, grammar.other_people),
        (grammar.clause, grammar.anybody_else),
        (grammar.later, grammar.anybody_else),
    ):
        for match in pattern.finditer(text, start, end):
            before = text[max(start, match.start() - 40) : match.start()].rstrip()
            if pattern in (grammar.clause, grammar.later) and before[-1:] not in ".;:":
                continue
            apart = pattern is grammar.later or ";" in text[match.start("word") - 5 : match.start("word")]
            if apart and (
                grammar.department.search(text, match.start(), match.end())
                or grammar.as_doctor.search(text, match.start(), match.end() + ACT_REACH)
            ):
                continue
            if somebody_else.search(text, match.start(), match.end()) is None:
                return Fact(grammar.pronouns[caseless(match["word"])], match.start("word"), match.end("word"))
    return None
