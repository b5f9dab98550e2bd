"""Authors with years: "(Benzon, 2005)", "Chou et al. (2007)".

    (Benzon, 2005) (Ashton, 2005) (Kahan, 2006)      -> three, without the brackets
    (Chou 2004; Gill et al. 2010)                    -> two: no comma is needed where a bracket holds nothing else

Deliberately left alone: months and operations with a year ("(July, 2014)", "(L5-S1 fusion, 2008)"), where and when
something happened to the patient ("He moved (Sacramento, 2013)"), who wrote a record or made a study of the patient
("The QME (Smith, 2013)", "An MRI (RadNet, 2014) showed"), and ends of names ("(Board of Nursing, 2012)").
"""

import re

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.names import Names
from imrx.grammar.citations.source import LITERATURE, Source
from imrx.grammar.citations.spellings import YEAR
from imrx.grammar.expressions import expression

AUTHOR = r"(?:(?:van|von|de|der|den|la|di)\s+)?[A-Z][\w'\u2019.-]*"
BRACKET = re.compile(r"\((?P<inside>[^()]{4,160})\)")
NAME_REACH = 60
"""How many characters in front of a bracket or of "et al." its author's words, or whose record it tells, can begin."""

SENTENCE_REACH = 240
"""How many characters in front of a bracket its sentence's start is looked for."""

TRUNCATED = re.compile(r"[A-Z][\w.'\u2019-]*\s+(?:(?:of|for|on|in|and|the|&)\s+){0,3}\Z")
"""What makes the authors behind it the end of a longer name: "Institute of | Medicine, 2011"."""


class AuthorReader:
    """Reads authors with years; `publisher` is any body that publishes."""

    def __init__(self, names: Names, publisher: re.Pattern[str]) -> None:
        self.names = names
        self._publisher = publisher
        wording = names.wording
        et_al = any_literal(wording["et_al"])
        organisations = any_literal(wording["organisations"])
        self._no_authors = {*wording["months"], *wording["not_authors"], *wording["place"]}
        self._no_ends = tuple(wording["not_author_ends"])
        self._happened = expression(
            rf"(?:\A|[.?!:]\s+){any_literal(wording['patients'])}\s+(?:[a-z]+ed|{any_literal(wording['past'])})\b"
            rf"(?:\s+(?!{any_literal(wording['not_happened'])}\b)[\w'\u2019-]+|\s*\([^()]*\))*\s*\Z"
        )
        """A clause on what the patient did, whose brackets say where and when; none with another clause behind it."""

        first = rf"(?<![\w/-])(?P<author>{organisations}(?=,|\s+{YEAR})|{AUTHOR})(?:\s+{AUTHOR}){{0,2}}"
        further = rf"(?:(?<![A-Z]{{2}}),\s+(?![A-Z]{{2}}){AUTHOR}){{0,6}}"
        last = rf"(?:,?\s+{et_al},?|,?\s+(?:and|&)\s+{AUTHOR},?|,)"
        year = rf"\s+(?P<year>{YEAR})[a-z]?(?=\s*(?:[;,)]|$))"
        self._author_year = expression(f"{first}{further}{last}{year}")
        self._any_author_year = expression(f"{first}{further}{last}?{year}")
        each = rf"(?:{organisations}|{AUTHOR})(?:,?\s+{et_al}|\s+(?:and|&)\s+{AUTHOR})?,?\s+{YEAR}[a-z]?"
        ends = any_literal([*wording["joining"], *wording["record_turns"]])
        self._only_authors = expression(
            rf"\(\s*{each}(?:\s*[;,]\s*{each}){{0,9}}\s*\)(?P<closed>(?=\s*(?:[.,;:()\[]|\Z)|\s+{ends}\b))?"
        )
        """A bracket that holds nothing but authors and years, `closed` where its clause ends or nearly so."""

        self._one_name = expression(rf"\(\s*{AUTHOR}\s+{YEAR}[a-z]?\s*\)")
        said = r"(?:[^.?!:;()]|\([^()]*\))"
        whose = any_literal([*wording["patients"], *wording["patients_own"]])
        self._finding = expression(
            rf"(?:\A|[.?!:;]\s+)(?!{whose}\b){said}*?\b{any_literal(wording['not_happened'])}\b{said}*\Z"
        )
        """What a name with no comma is said of: "Opioids have limited benefit (Kroenke 2006)", no "(Honda 2006)"."""

        articles = any_literal([word for word in wording["article_words"] if word not in wording["record_words"]])
        self._article_before = expression(rf"\b{articles}\s+\Z")
        self._done_before = expression(rf"\b{any_literal(wording['record_acts'])}\s+\Z")
        studies, verbs = any_literal(wording["record_studies"]), any_literal([*wording["past"], "were", "found"])
        makers, named = any_literal(wording["record_makers"]), any_literal(wording["record_names"])
        self._of_records = expression(rf"\b(?:{named}|(?<!\bby\sa\s)(?<!\bby\san\s){makers})\s+\Z")
        owners, of = any_literal(wording["record_owners"]), any_literal([*wording["in_front"], *wording["on"]])
        self._study_of_records = expression(
            rf"(?:\A|[.?!;:,]\s+|\band\s+){owners}\s+(?:(?!{of}\b)[\w/'\u2019-]+\s+){{0,3}}?{studies}\s+\Z"
        )
        self._showed = expression(rf"\s+(?:\w+ly\s+)?(?:[a-z]+ed|{verbs})\b")
        """A study of the patient, in front of a bracket that says who made it, and what the study did behind that."""

        author = rf"{AUTHOR}(?:\s+[A-Z]{{1,3}}\b)?"
        self._author_before = expression(
            rf"(?:{AUTHOR}\s+[A-Z]{{1,3}},\s+){{0,5}}{author}(?:,?\s+(?:and|&)\s+{author})?,?\s+\Z"
        )
        self._et_al_year = expression(rf"{et_al},?\s*(?:\(\s*(?P<year>{YEAR})\s*\)|(?P<bare>{YEAR})\b(?=,?\s+[a-z]))")

    def in_bracket(self, text: str, start: int, end: int) -> list[Source]:
        """The author-and-year references in a bracket that begins at `start`."""
        bracket = BRACKET.match(text, start, end)
        if bracket is None:
            return []
        if self._is_of_records(text, start, bracket.end()):
            return []
        happened = self._happened.search(text, max(0, start - SENTENCE_REACH), start) is not None
        pattern = self._any_author_year if self._is_list(text, start, end) else self._author_year
        sources = []
        for match in pattern.finditer(text, bracket.start("inside"), bracket.end("inside")):
            if TRUNCATED.search(text, bracket.start("inside"), match.start()):
                continue
            authors = {word.strip(".,") for word in match[0].split()}
            named = match["author"]
            alone = named if match[0][len(named) :].lstrip().startswith((",", match["year"])) else None
            if alone is None or not self._publisher.fullmatch(alone):
                if authors & self._no_authors or self.names.named.match(match[0]) or match[0].split(",")[0].isupper():
                    continue
                if alone is not None and (happened or alone.endswith(self._no_ends)):
                    continue
            sources.append(Source(match.start(), match.start(), LITERATURE, match.end(), year=int(match["year"])))
        return sources

    def _is_list(self, text: str, start: int, end: int) -> bool:
        """True for a bracket of authors and years alone behind what they found: "... is limited (Kroenke 2006)."."""
        only = self._only_authors.match(text, start, end)
        before = max(0, start - NAME_REACH)
        if only is None or self._done_before.search(text, before, start) is not None:
            return False
        if self._article_before.search(text, before, start) is not None:
            return True
        if only["closed"] is None or self._one_name.fullmatch(only[0]) is None:
            return only["closed"] is not None
        return self._finding.search(text, max(0, start - SENTENCE_REACH), start) is not None

    def _is_of_records(self, text: str, start: int, end: int) -> bool:
        """True where a bracket says who wrote a record of the patient, or who made a study and when."""
        before = max(0, start - NAME_REACH)
        if self._of_records.search(text, before, start) is not None:
            return True
        study = self._study_of_records.search(text, before, start)
        return study is not None and self._showed.match(text, end) is not None

    def et_al(self, text: str, at: int, start: int, end: int) -> Source | None:
        """The reference "Chou et al. (2007)" or "Chou et al., 2007 found", whose "et al." begins at `at`."""
        match = self._et_al_year.match(text, at, end)
        author = self._author_before.search(text, max(start, at - NAME_REACH), at) if match else None
        if match is None or author is None:
            return None
        year = int(match["year"] or match["bare"])
        return Source(author.start(), author.start(), LITERATURE, match.end(), year=year)
