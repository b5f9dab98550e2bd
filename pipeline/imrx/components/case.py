"""Case header, claimant and reviewer.

    Case Number: CM16-0232543 / Date Assigned: 12/08/2016 Date of Injury: 10/25/2016
    The injured worker is a 61-year-old female, who sustained an industrial injury on 05/24/2001.
    State(s) of Licensure: Texas,Ohio / Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Management

Age and sex come from the case summary; sex from a pronoun only where it can be nobody's but the patient's. Without a
header the date of injury is the first date that the summary ties to the injury; where it has only others than the
header's, or a rationale calls another the date of injury, a warning says so. Deliberately left alone: every other date.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent
from imrx.extensions import doc_list, set_doc_value
from imrx.grammar.dates import Dates
from imrx.grammar.dosing.numbers import Numbers
from imrx.grammar.expressions import expression
from imrx.grammar.words import any_of, any_word
from imrx.labels import CREDENTIALS, HEADER, METHODOLOGY, RATIONALE, SUMMARY
from imrx.letter import caseless, text_to_read
from imrx.places import letter_sections

SEPARATORS = {"licensure": re.compile(r"[,;]|\sand\s"), "specialties": re.compile(r"[,;]")}
"""What surely sets apart the names of a list: no state has an "and" in it, some specialties have."""

MOST_PARTS = 4
"""Lines, or pieces between an "and", that one name of a list is looked for in."""

BREAK = re.compile(r"[\n\f]")
VISIBLE = re.compile(r"\S")


class Fact(NamedTuple):
    """A value and where it stands."""

    value: Any
    start: int
    end: int


class Label(NamedTuple):
    """A label of the header: its field, its limits, and where its value would begin."""

    field: str
    is_bare: bool
    start: int
    end: int
    value: int


class Grammar:
    """The expressions built from `patterns/case.json`."""

    def __init__(self, table: dict[str, Any], dates: Dates, numbers: Numbers) -> None:
        self.dates = dates
        self.numbers = numbers
        self._compile_header(table["header"])
        self.case_number = expression(r"[A-Z]{2}\d{2}-\d{4,8}")
        labels = any_of(list(self.fields))
        self.word = expression(rf"[A-Z](?:[a-z]+|[A-Z]+?(?=\b|{labels}))")
        self.credentials = {field: expression(any_of(labels)) for field, labels in table["credentials"].items()}
        leads = table["in_prose"]
        self.in_prose = {field: expression(rf"\b{any_of(texts)}\s+", re.IGNORECASE) for field, texts in leads.items()}
        ends = [*leads["licensure"], *leads["specialties"], *table["in_prose_ends"]]
        self.prose_end = expression(rf"[.;]|\b(?:and\s+)?{any_of(ends)}\b", re.IGNORECASE)
        lists = {"licensure": table["states"], "specialties": table["specialties"]}
        self.names = {field: frozenset(name.lower() for name in names) for field, names in lists.items()}

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
        people = [*table["other_people"], *table["relatives"], *table["parents"]]
        self.other_people = expression(rf"\b{any_of(people)}s?\b", re.IGNORECASE)
        self.injury = expression(
            rf"{any_word([*table['injury'], *table['claims']])}\b(?!\s+{any_of(table['patient'])}\b)", re.IGNORECASE
        )
        self.named_date = expression(
            rf"{any_word([*table['injury_dates'], *table['claims']])}\b(?:\s*\(\w+\))?\s*{any_of(table['tying'])}?\s*",
            re.IGNORECASE,
        )
        owners = [word for words in table["possessives"].values() for word in words]
        self.article = expression(rf"\b(?:an?|the|with|{any_of(owners)})\s+$", re.IGNORECASE)
        self.injury_dates = frozenset(text.lower() for text in table["injury_dates"])
        self.dated = expression(
            rf"(?P<injury>{any_word([*table['injury_dates'], *table['injury']])})\b(?!\s+{any_of(table['patient'])}\b)",
            re.IGNORECASE,
        )
        self.other_injury = expression(
            rf"\b{any_of(table['other_injuries'])}(?!\s+to\b)(?:[\s-]+[a-z]+){{0,3}}[\s-]+$", re.IGNORECASE
        )

    def _compile_header(self, fields: dict[str, Any]) -> None:
        """Compile the labels, as the table writes them or in capitals, and the fields that they stand for.

        All are one expression: "Decision Date:" is no label within "UR Decision Date:". A label may be glued to the
        value before it ("12/15/2016Date of Injury:"), but is none within a word in capitals ("UPDATED:"). A `line` is
        one at a line's beginning only.
        """
        self.kinds = {field: spec["kind"] for field, spec in fields.items()}
        self.fields: dict[str, str] = {}
        for field, spec in fields.items():
            for text in (*spec["labels"], *spec.get("lines", ())):
                self.fields[text] = self.fields[text.upper()] = field
        lines = [text for spec in fields.values() for text in spec.get("lines", ())]
        self.lines = frozenset((*lines, *map(str.upper, lines)))
        self.label = expression(rf"(?<![A-Z])(?P<label>{any_of(list(self.fields))})\s*")

    def _compile_ages(self, table: dict[str, Any], noun: str) -> None:
        """Compile what an age is, and by what it is another person's or the age of a thing."""
        ages = table["ages"]
        blank = r"[\s\u2013-]*"
        months = rf"(?:[\s,\u2013-]+(?:and[\s-]+)?\d{{1,2}}{blank}{any_of(ages['months'])})?"
        unit = rf"{any_of(ages['years'])}{months}{blank}(?:old|of\s+age)\b|y(?:/|\.\s?)?o\b(?:\.(?!\s+(?-i:[A-Z])))?"
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


def find_header(text: str, start: int, end: int, grammar: Grammar) -> dict[str, Fact]:
    """The fields of the case header between two offsets; a value stands directly behind its label.

    Of labels that stand for one field the first with a value counts; a letter's bare "Date:" only in front of all
    others, and where no label of its field follows.
    """
    facts: dict[str, Fact] = {}
    bare: set[str] = set()
    for row in _label_rows(text, start, end, grammar):
        for label, fact in zip(row, _row_values(text, row, end, grammar), strict=True):
            if label.is_bare:
                bare.add(label.field)
            elif label.field in bare:
                bare.remove(label.field)
                facts.pop(label.field, None)
            if fact is not None:
                facts.setdefault(label.field, fact)
    return facts


def _label_rows(text: str, start: int, end: int, grammar: Grammar) -> Iterator[list[Label]]:
    """The labels of a header, those together that have nothing between them."""
    row: list[Label] = []
    seen = False
    for match in grammar.label.finditer(text, start, end):
        words = " ".join(match["label"].split())
        is_bare = words in grammar.lines
        if is_bare and (seen or not _begins_line(text, match.start())):
            continue
        seen = True
        if row and row[-1].value < match.start():
            yield row
            row = []
        row.append(Label(grammar.fields[words], is_bare, *match.span("label"), match.end()))
    if row:
        yield row


def _row_values(text: str, row: list[Label], end: int, grammar: Grammar) -> list[Fact | None]:
    """The value of each label of a row.

    "Date Assigned: Date of Injury:" in front of as many values is the row of a table: each label has its own, in order.
    Of values in a line of their own, where one is missing or a label is not known, nobody knows whose they are. A
    single one in the labels' line belongs to the last of them.
    """
    last = row[-1]
    others: list[Fact | None] = [None] * (len(row) - 1)
    is_below = bool(BREAK.search(text, last.end, last.value))
    line = text[max(text.rfind("\n", 0, row[0].start), text.rfind("\f", 0, row[0].start)) + 1 : row[0].start]
    if is_below and line.rstrip().endswith(":"):
        return [*others, None]
    if others:
        values: list[Fact | None] = []
        at = last.value
        for label in row:
            fact = _value(text, at, end, label.field, grammar)
            if fact is None:
                break
            values.append(fact)
            visible = VISIBLE.search(text, fact.end, end)
            at = visible.start() if visible else end
        if len(values) == len(row):
            return values
        if is_below and any(grammar.kinds[label.field] == grammar.kinds[last.field] for label in row[:-1]):
            return [*others, None]
    return [*others, _value(text, last.value, end, last.field, grammar)]


def _value(text: str, at: int, end: int, field: str, grammar: Grammar) -> Fact | None:
    """The value of a field that stands at an offset."""
    kind = grammar.kinds[field]
    pattern = {"date": grammar.dates.expression, "case_number": grammar.case_number, "word": grammar.word}[kind]
    value = pattern.match(text, at, end)
    if value is None:
        return None
    read = {"date": grammar.dates.read, "word": _capitalized}.get(kind, re.Match.group)(value)
    return None if read is None else Fact(read, value.start(), value.end())


def _begins_line(text: str, at: int) -> bool:
    """True where only blanks stand in front of an offset in its line."""
    return not text[max(text.rfind("\n", 0, at), text.rfind("\f", 0, at)) + 1 : at].strip()


def _capitalized(match: re.Match[str]) -> str:
    """The word "STANDARD" as "Standard"."""
    return match[0].capitalize()


def find_injury_dates(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Fact]:
    """The dates that the summary ties to the injury: 60 characters behind the word, in the same sentence.

    A date directly in front of the word ("a 3/4/14 date of injury") takes the place of those behind it.
    """
    dated = [*_dated_injuries(text, start, end, grammar)]
    for injury in grammar.injury.finditer(text, start, end):
        place = bisect_right(dated, injury.start(), key=lambda each: each[0].end) - 1
        if place >= 0 and injury.start() < dated[place][1].end():
            yield dated[place][0]
            continue
        until = text.find(". ", injury.end(), injury.end() + 60)
        until = min(end, until if until >= 0 else injury.end() + 60)
        if _is_of_other(text, start, injury, grammar):
            continue
        for value in grammar.dates.expression.finditer(text, injury.end(), until):
            if read := grammar.dates.read(value):
                yield Fact(read, value.start(), value.end())


def _dated_injuries(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[Fact, re.Match[str]]]:
    """The dates that stand directly in front of an injury, behind an article, and the words for it."""
    for named in grammar.dated.finditer(text, start, end):
        for value in grammar.dates.expression.finditer(text, max(start, named.start() - 30), named.start()):
            article = grammar.article.search(text, max(start, value.start() - 10), value.start())
            if article is None or not text[value.end() : named.start()].isspace():
                continue
            if read := grammar.dates.read(value):
                yield Fact(read, value.start(), value.end()), named


def find_named_dates(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Fact]:
    """The dates that stand directly behind "date of injury" or "industrial injury on", or in front of the former."""
    for date, injury in _dated_injuries(text, start, end, grammar):
        if caseless(" ".join(injury["injury"].split())) in grammar.injury_dates:
            yield date
    for named in grammar.named_date.finditer(text, start, end):
        value = grammar.dates.expression.match(text, named.end(), end)
        if value is None or _is_of_other(text, start, named, grammar):
            continue
        if read := grammar.dates.read(value):
            yield Fact(read, value.start(), value.end())


def _is_of_other(text: str, start: int, injury: re.Match[str], grammar: Grammar) -> bool:
    """True for an injury that is not the claim's: "a prior industrial injury"."""
    return grammar.other_injury.search(text, max(start, injury.start() - 60), injury.start()) is not None


def summary_warning(text: str, start: int, end: int, known: str, grammar: Grammar) -> list[dict[str, Any]]:
    """A warning where the summary ties dates to the injury, and none of them is the header's."""
    if any(date.value == known for date in find_injury_dates(text, start, end, grammar)):
        return []
    return [_disagreement(known, "summary", date) for date in find_named_dates(text, start, end, grammar)][:1]


def rationale_warnings(text: str, start: int, end: int, known: str, grammar: Grammar) -> list[dict[str, Any]]:
    """A warning for each other date that a rationale calls the date of the injury."""
    dates = find_named_dates(text, start, end, grammar)
    return [_disagreement(known, "rationale", date) for date in dates if date.value != known]


def _disagreement(known: str, where: str, date: Fact) -> dict[str, Any]:
    message = f"the header dates the injury {known}, the {where} {date.value}"
    return {"code": "injury_dates_disagree", "message": message, "start": date.start, "end": date.end}


def find_claimant(text: str, start: int, end: int, grammar: Grammar) -> dict[str, Fact]:
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


def _is_age_of_other(text: str, start: int, age: re.Match[str], grammar: Grammar) -> bool:
    """True for the age of somebody or something else.

    "her 8-year-old son", "since age 16", "a 10-year-old injury", "hit by a 35-year-old man".
    """
    if grammar.age_of_other.search(text, max(start, age.start() - 60), age.start()) is not None:
        return True
    if _is_other_person(text, start, age.start(), age.end(), grammar):
        return True
    return age["unit"] is not None and not age["sex"] and grammar.age_of_thing.match(text, age.end("unit")) is not None


def _is_other_person(text: str, start: int, begin: int, end: int, grammar: Grammar) -> bool:
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


def _is_past(text: str, start: int, age: re.Match[str], grammar: Grammar) -> bool:
    """True for the age at the time of the injury: it is not the age now."""
    if grammar.age_then.match(text, age.end()) is not None:
        return True
    return grammar.then_age.search(text, max(start, age.start() - 100), age.start()) is not None


def _sex_from_words(text: str, start: int, end: int, grammar: Grammar) -> Fact | None:
    """Sex from a noun ("the patient is a gentleman"), or from pronouns where all of the summary's agree.

    A noun counts that is no other person's. A pronoun counts where it is a possessive in the patient's own clause ("the
    applicant was insistent on staying on his opioids") or begins the sentence behind one about the patient ("The
    applicant ... . He has not worked"), and no other person is named between.
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
    for pattern in (grammar.possessive, grammar.subject):
        for match in pattern.finditer(text, start, end):
            if grammar.other_people.search(text, match.start(), match.end()) is None:
                return Fact(grammar.pronouns[caseless(match["word"])], match.start("word"), match.end("word"))
    return None


def find_credentials(text: str, start: int, end: int, grammar: Grammar) -> dict[str, Fact]:
    """Licensure and specialties from the labelled lines of the credentials section."""
    labels = sorted(
        (match.start(), match.end(), field)
        for field, label in grammar.credentials.items()
        if (match := label.search(text, start, end))
    )
    facts = {}
    for index, (_, begin, field) in enumerate(labels):
        until = labels[index + 1][0] if index + 1 < len(labels) else end
        if fact := _listed(text, begin, until, field, grammar):
            facts[field] = fact
    return facts


def find_credentials_in_prose(text: str, start: int, end: int, grammar: Grammar) -> dict[str, Fact]:
    """Licensure and specialties from "is Board Certified in Psychiatry and is licensed to practice in California"."""
    facts: dict[str, Fact] = {}
    for field, lead in grammar.in_prose.items():
        for match in lead.finditer(text, start, end):
            until = grammar.prose_end.search(text, match.end(), end)
            fact = _listed(text, match.end(), until.start() if until else end, field, grammar)
            if fact is None:
                continue
            known = facts.get(field)
            facts[field] = Fact(known.value + fact.value, known.start, fact.end) if known else fact
    return facts


def _listed(text: str, start: int, end: int, field: str, grammar: Grammar) -> Fact | None:
    """A list set apart by commas, semicolons or "and", with the limits of the whole."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;"):
        end -= 1
    known = grammar.names[field]
    pieces = [piece for piece in SEPARATORS[field].split(text[start:end]) if piece.strip()]
    names = [name.removeprefix("and ") for piece in pieces for name in split_lines(piece, known)]
    if field == "specialties":
        names = [each for name in names for each in split_specialties(name, known)]
    return Fact(names, start, end) if names else None


def split_lines(text: str, known: frozenset[str]) -> list[str]:
    """The names that stand on lines of their own, where each of them is known; else the text as one name.

    "Internal Medicine / Rheumatology" is two, "Physical Medicine & / Rehabilitation" one.

    Args:
        text: what stands between two commas.
        known: the names, in small letters.
    """
    lines = [" ".join(line.split()) for line in BREAK.split(text) if line.strip()]
    return _known_parts(lines, " ", known) or [" ".join(lines)]


def split_specialties(name: str, known: frozenset[str]) -> list[str]:
    """The specialties that an "and" joins, where each of them is known; else the name as it is.

    "Physical Medicine and Rehabilitation and Sports Medicine" is two, "Obstetrics and Gynecology" one.

    Args:
        name: what stands between two commas.
        known: the specialties' names, in small letters.
    """
    return _known_parts(name.split(" and "), " and ", known) or [name]


def _known_parts(parts: list[str], joiner: str, known: frozenset[str]) -> list[str]:
    """Parts joined to known names, each as long as can be; nothing where one of them is not known."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        for until in range(min(at + MOST_PARTS, len(parts)), at, -1):
            joined = joiner.join(parts[at:until])
            if joined.lower().replace("&", "and") in known:
                break
        else:
            return []
        found.append(joined)
        at = until
    return found


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
        self.grammar = Grammar(tables["case"], Dates(tables["dates"]), Numbers(tables["sig"]["numbers"]))

    def __call__(self, doc: Doc) -> Doc:
        """Read header, summary and credentials; a letter without known sections is read as one summary."""
        text, grammar = text_to_read(doc), self.grammar
        places: dict[str, tuple[int, int]] = {}
        sections = letter_sections(doc)
        for index, (name, start, end, _) in enumerate(sections):
            if name == HEADER:  # in one layout the header goes on under the heading of the items, up to the first
                end = sections[index + 1].start if index + 1 < len(sections) else len(text)
            places.setdefault(name, (start, end))
        summary = places.get(SUMMARY, (0, 0) if places else (0, len(text)))
        case = find_header(text, *places.get(HEADER, (0, 0) if places else (0, len(text))), grammar)
        if "date_of_injury" in case:
            known = case["date_of_injury"].value
            warnings = doc_list(doc, "warnings")
            warnings += summary_warning(text, *summary, known, grammar)
            for name, start, end, _ in sections:
                if name == RATIONALE:
                    warnings += rationale_warnings(text, start, end, known, grammar)
        elif injury := next(find_injury_dates(text, *summary, grammar), None):
            case["date_of_injury"] = injury
        reviewer = find_credentials(text, *places.get(CREDENTIALS, (0, 0)), grammar)
        for section in (METHODOLOGY, CREDENTIALS):
            if not reviewer and section in places:
                reviewer = find_credentials_in_prose(text, *places[section], grammar)
        set_doc_value(doc, "case", _plain(case))
        set_doc_value(doc, "claimant", _plain(find_claimant(text, *summary, grammar)))
        set_doc_value(doc, "reviewer", _plain(reviewer))
        return doc


def _plain(facts: dict[str, Fact]) -> dict[str, dict[str, Any]]:
    return {field: {"value": value, "start": start, "end": end} for field, (value, start, end) in facts.items()}
