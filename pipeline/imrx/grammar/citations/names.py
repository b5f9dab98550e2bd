"""Guideline names as expressions, built from `patterns/guidelines/`.

    California MTUS 2016 Chronic Pain Guidelines   -> MTUS, "Chronic Pain"
    Official Disability Guidelines (ODG)           -> ODG
    Chronic Pain Medical Treatment Guidelines      -> MTUS, which owns this document

Words are matched with any white space between them, and with a small or a capital first letter; acronyms as they are.
"""

import re
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_literal, longest_first
from imrx.grammar.citations.headings import BRACKET_AT_END, Headings, key, mended
from imrx.grammar.citations.pages import PageReader, Pages
from imrx.grammar.citations.pieces import SEPARATOR, Pieces
from imrx.grammar.citations.regulation import Law
from imrx.grammar.citations.source import ACOEM, MTUS, ODG
from imrx.grammar.citations.spellings import (
    BLANK,
    DASH,
    LOST_BLANK,
    RUN_ON,
    YEAR,
    ByInitial,
    FirstOf,
    any_spelling,
    as_spelled,
    quick,
    shortest,
)
from imrx.grammar.expressions import expression

WORD = re.compile(r"\w+")
HYPHEN = re.compile(rf"\s*{DASH}\s*")
BROKEN_MTUS = r"\s?".join(MTUS)
BEHIND_FOOT = re.compile(r"[\s:-]*")
STATED_REACH = 30
"""How many characters in front of a publisher are looked at for what leads it in."""

NOT_CITED_REACH = 180
"""How many characters in front of a name are looked at for words that make it no source."""


class Document(NamedTuple):
    """A row of `documents.csv`: a guideline's document under one of its names."""

    guideline: str
    name: str
    same_as: str


class Names:
    """The compiled tables that every stage of reading citations shares."""

    def __init__(self, tables: dict[str, Any]) -> None:
        wording: dict[str, Any] = tables["wording"]
        self.wording = wording
        self.regulation = {row["section"]: row["document"] for row in tables["regulation"] if row["document"]}
        self.headings = Headings(tables["sections"], wording["tables"])
        self.drug_sections = {key(row["section"]) for row in tables["topics"]}
        self.law = Law(wording["law"], [row["topic"] for row in tables["regulation"]])
        whole = [row for row in tables["pages"] if row["first_page"] == "1" and row["certainty"] == "high"]
        totals = sorted({row["last_page"] for row in whole})
        written = ["page_words", "through", "not_pages", "counted_kinds", "page_numbers"]
        written += ["plural_page_words", "page_joins", "pages_following"]
        self.pages = PageReader(*[*(wording[name] for name in written), totals, wording["of"], wording["law"]["codes"]])
        self.pieces = Pieces(wording, self.pages, self.law)
        self._written: dict[str, str] = {row["name"]: row["guideline"] for row in tables["names"]}
        self.guidelines: dict[str, str] = {key(row["name"]): row["guideline"] for row in tables["names"]}
        self._misspelled = [
            (expression(quick(row["name"])), str(row["guideline"])) for row in tables["names"] if "*" in row["name"]
        ]
        self._misspelled_documents = [
            (expression(quick(row["document"])), str(row["same_as"]))
            for row in tables["documents"]
            if "*" in row["document"]
        ]
        self.books = {key(row["name"]) for row in tables["names"] if row["work"] == "book"}
        self.works = {key(row["name"]) for row in tables["names"] if row["work"]}
        self.documents: dict[tuple[str, str], Document] = {}
        for row in tables["documents"]:
            document = Document(row["guideline"], row["document"], row["same_as"])
            self.documents[row["guideline"], key(row["document"])] = document

        self._exact = {row["document"] for row in tables["documents"]}
        self._usual = {
            (row["guideline"], row["document"]): key(row["same_as"] or row["document"]) for row in tables["documents"]
        }
        self.titles = set(self._usual.values())
        guideline = any_literal(wording["guideline_word"])
        self.guideline_words = any_spelling(wording["guideline_words"])
        names = [row["name"] for row in tables["names"]]
        self.written = names
        acronyms = "|".join(name for name in names if name.isupper() and name.isalpha())
        publishers = [name for name in longest_first(wording["organisations"]) if name[0].isupper()]
        statements = any_literal(wording["statements"])
        topic = rf"(?:\s+{any_literal(wording['topic_words'])}\s+(?:\w+\s+){{1,6}}(?=\(\s*{YEAR}))?"
        self.published = ByInitial(
            ((name, any_literal([name])) for name in publishers),
            rf"(?:\s*\([A-Z]{{2,8}}\))?(?:['\u2019]s)?\s+"
            rf"(?:(?:[\w-]+\s+){{0,3}}?{guideline}|(?:[A-Z][\w-]*\s+){{0,2}}?{statements}){RUN_ON}{topic}",
        )
        acting = rf"{any_literal(wording['nouns_too'])}\s+{any_literal(wording['objects'])}"
        say, denied = any_literal(wording["bodies_say"]), any_literal(wording["never_say"])
        self.stated = ByInitial(
            ((name, any_literal([name])) for name in publishers if name not in wording["acting_bodies"]),
            rf"(?:\s*\([A-Z]{{2,8}}\))?(?P<series>\s+{any_literal(wording['series'])}\s+\d{{1,3}})?"
            rf"(?:\s+\(?{YEAR}\b\)?)?"
            rf"(?:(?=\s+(?:(?:\w+ly|also)\s+)?(?:{say}|{acting}|{any_literal(wording['does_not'])}\s+{denied})\b)"
            r"|(?P<led>(?<=\d\))|(?=,)))",
            "body",
        )
        """A publisher that says something itself: "The CDC recommends", "SAMHSA TIP 40 supports", "the CDC (2016)".

        One that is `led` does so only behind "according to": "According to the CDC, ...".
        """

        the = any_literal(wording["articles"])
        self._stated_by = expression(rf"\b{any_literal(wording['stated_by'])}\s+(?:{the}\s+)?\Z")
        self._insurers = tuple(wording["insurers"])
        self._insurer_acts = expression(rf"[^.;]{{0,80}}?\b{any_literal(wording['insurer_acts'])}\b")
        """What an insurer does or bills, and no policy of it says: "Per Aetna, the claim was denied"."""

        self._possessive = expression(rf"(?:\b{any_literal(wording['possessives'])}|s['\u2019]|['\u2019]s)\s+\Z")

        place = "|".join(map(re.escape, wording["place"]))
        acronym = rf"(?:\s*[(\[]\s*(?:(?:{place})[\s/-]*)?(?:{acronyms})\s*[)\]])?"
        longest = longest_first(names)
        long_forms = {
            guideline: rf"(?:\s*[(\[]\s*{any_spelling(forms)}(?:\s+{self.guideline_words})?\s*[)\]])?"
            for guideline, forms in self._long_forms(names).items()
        }
        """What an acronym stands for, in brackets behind it: "ACOEM (American College of ...)"."""
        spelled = [(name, rf"{quick(name)}(?!\w|['\u2019](?!s\b)){long_forms.get(name, '')}") for name in longest]
        cited = [(name, quick(name)) for name in longest if self.guidelines[key(name)] in (MTUS, ODG, ACOEM)]
        owned = _alone(tables["documents"])
        alone = ByInitial([(row["document"], quick(row["document"])) for row in owned], rf"{BLANK}{guideline}{RUN_ON}")
        self.any_name = FirstOf(ByInitial(spelled), alone)
        self.guideline_name = FirstOf(ByInitial(cited), alone)
        month = rf"(?:{any_literal(wording['months'])}\b[.,]?\s*(?:\d{{1,2}},?\s+)?)?"
        self.dated_name = rf"\(\s*(?:{acronyms}),?\s+{month}(?P<year>{YEAR})\s*\)"
        self.named = ByInitial(spelled, acronym)
        documents = [(row["document"], as_spelled(row["document"])) for row in owned]
        self.alone = frozenset(key(row["document"]) for row in owned)
        """Documents of the MTUS that are cited without its name."""

        self.owned = ByInitial(documents, rf"{BLANK}{guideline}{RUN_ON}{acronym}", "document")
        nouns, joins = any_spelling(wording["edition_nouns"]), any_literal(wording["in_front"])
        edition = rf"\d{{1,2}}(?:st|nd|rd|th)\s+{nouns}\s+{joins}\s+"
        front = rf"(?:\b{edition})?(?:\b(?:{place})(?:['\u2019]s)?(?:\s*[/-]\s*|\s+))?(?:\b{YEAR}\s+)?"
        self.front = expression(front)
        self.in_front = expression(rf"{front}\Z")
        single = [name for name in names if " " not in name]
        self.owned_first_words = {row["document"].split()[0] for row in owned}
        first = {name.split()[0].rstrip("*") for name in names if " " in name} | self.owned_first_words
        first |= {name.split()[0] for name in publishers}
        self.first_words = shortest({word[0].upper() + word[1:] for word in first} | set(single))
        self.chapters = {
            guideline: ByInitial([(name, as_spelled(name)) for name in documents], r"(?!\w)", "document")
            for guideline, documents in _by_guideline(tables["documents"]).items()
        }
        self.needy = {
            (row["guideline"], key(row["document"])) for row in tables["documents"] if row["needs_guidelines"]
        }
        mtus = any_spelling(name for name in names if self.guideline(name) == MTUS)
        self.clause = r"[\s,(]*(?:\b\w{4,5}\s+\w{2,3}\s+)?"
        self.part_of = (
            rf"\b{any_literal(wording['part_of'])}\s+(?:{the}\s+)?(?:(?:{place})\s+)?{mtus}(?:\s*\({MTUS}\))?"
        )
        """ "which is" and "part of the MTUS", which tell whose a document is that was named in front."""

        acoem = any_spelling(name for name in names if self.guideline(name) == ACOEM)
        short_or_long = rf"(?:\s*[(\[]\s*{ACOEM}\s*[)\]]|{long_forms[ACOEM]})"
        self.and_acoem = expression(rf"\s*(?:[/,:\u2013-]\s*)?{acoem}\b{short_or_long}")
        """The ACOEM behind "MTUS", which in a block is one source with it: "/ACOEM", ": American College of ..."."""

        year = rf"(?:\(\s*)?(?:{any_spelling(wording['before_year'])}\s*)?{YEAR}\b\)?"
        edition = rf"{self.guideline_words}|{year}|{self.pieces.edition.pattern}"
        chapter = rf"(?:[\s,:;-]*{any_spelling(wording['numbered_chapter'])}\s*\d{{1,2}})?"
        self.acoem_bracket = expression(rf"\(\s*{acoem}(?:[\s,;]*(?:{edition})){{0,4}}{chapter}\s*\)")
        """Behind a title that the MTUS has from it: "(ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12)"."""

        self.in_acoem = expression(rf"{self.pieces.in_acoem.pattern}{long_forms[ACOEM]}")

        self.not_mtus = (
            rf"{any_literal(wording['not_mtus'])}\s?[-\u2010-\u2015]?\s*{BROKEN_MTUS}"
            rf"(?:\s*{any_literal(wording['not_mtus_nouns'])})?"
        )
        """What leads in another source, typing faults too: "Non-MTUS Citation", "NonMTUS", "Non- MTUS"."""

        not_cited = any_literal(wording["not_cited_before"])
        self._not_cited = expression(rf"{not_cited}\s*\Z")
        self._not_cited_pairs = {tuple(phrase.split()[-2:]) for phrase in wording["not_cited_before"]}

    def _long_forms(self, names: list[str]) -> dict[str, list[str]]:
        """The guidelines, each with the names that say it in words."""
        return {
            guideline: [name for name in names if self.guideline(name) == guideline and name != guideline]
            for guideline in (MTUS, ODG, ACOEM)
        }

    def is_not_cited(self, text: str, start: int, at: int) -> bool:
        """True where the words between `start` and a name at `at` say that it is none of a source: "outside of the"."""
        words = text[max(start, at - NOT_CITED_REACH) : at].rsplit(None, 3)[-3:]
        if not words or (tuple(words[-2:]) not in self._not_cited_pairs and (words[-1],) not in self._not_cited_pairs):
            return False
        return self._not_cited.search(text, max(start, at - NOT_CITED_REACH), at) is not None

    def is_stated(self, text: str, start: int, stated: re.Match[str]) -> bool:
        """True where a publisher says something, or "per" stands in front of it and its year; not "the patient's APA".

        Args:
            text: the letter.
            start: where the citation can begin.
            stated: a match of `stated`.
        """
        reach = max(start, stated.start() - STATED_REACH)
        if self._possessive.search(text, reach, stated.start()) is not None:
            return False
        if (
            stated["led"] == ""
            and stated[0].startswith(self._insurers)
            and self._insurer_acts.match(text, stated.end())
        ):
            return False
        return stated["led"] is None or self._stated_by.search(text, reach, stated.start()) is not None

    def is_document_of(self, guideline: str, text: str, start: int, end: int) -> bool:
        """True where a document of the guideline begins, by a name that is no common word."""
        chapters = self.chapters.get(guideline)
        document = chapters.match(text, start, end) if chapters is not None else None
        return document is not None and (guideline, key(document[0])) not in self.needy

    def foot(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The foot of the guideline's own pages at `start`: one that a document follows begins a citation of it."""
        match = self.pieces.effective.match(text, start, end)
        if match is None:
            return None
        behind = BEHIND_FOOT.match(text, match.end(), end).end()  # type: ignore[union-attr]
        named = any(name.match(text, behind, end) for name in (self.owned, self.in_acoem, self.and_acoem))
        return None if named or self.is_document_of(MTUS, text, behind, end) else match

    def pages_after(self, text: str, start: int, end: int) -> Pages | None:
        """The pages that stand directly behind `start`."""
        between = self.pieces.before_pages.match(text, start, end)
        return self.pages.match(text, between.end(), end) if between is not None else None

    def chapter_after(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The number of a chapter that stands directly behind `start`: "page 303 |, Chapter 12"."""
        return self.pieces.chapter.match(text, SEPARATOR.match(text, start, end).end(), end)  # type: ignore[union-attr]

    def is_named_in(self, text: str) -> bool:
        """True where a source is named anywhere in a few words: "Opioids, and the MTUS Knee Complaints"."""
        return any(self.any_name.match(text, word.start()) for word in WORD.finditer(text))

    def guideline(self, name: str) -> str:
        """The guideline that a name stands for."""
        if name in self._written:
            return self._written[name]
        bare = name.split("(")[0].split("[")[0]
        tried = (bare, name, LOST_BLANK.sub(" ", bare))
        known = next(filter(None, map(self.guidelines.get, map(key, tried))), None)
        return known or next(guideline for spelling, guideline in self._misspelled if spelling.match(name))

    def document(self, guideline: str, written: str) -> str:
        """A document's name: the table's capitals where it is known, else as written, with its blanks folded.

        Blanks around a hyphen are those of the table: "Low Back- Lumbar" is "Low Back - Lumbar".
        """
        if written in self._exact:
            return written
        name = mended(written)
        row = self.documents.get((guideline, key(name)))
        if row is None and (guideline, key(spaced := HYPHEN.sub(" - ", name))) in self.documents:
            name, row = spaced, self.documents[guideline, key(spaced)]
        return row.name if row is not None and row.name.casefold() == name.casefold() else name

    def is_short(self, written: str) -> bool:
        """True for the short name of a document of the MTUS: "Chronic Pain"."""
        row = self.documents.get((MTUS, key(written)))
        return row is not None and key(row.same_as).startswith(key(row.name))

    def same(self, guideline: str, document: str | None) -> str | None:
        """The key of a document under which its other names stand too ("Knee" and "Knee and Leg (acute)")."""
        if document is None:
            return None
        usual = self._usual.get((guideline, document))
        if usual is not None:
            return usual
        bare = BRACKET_AT_END.sub("", document)
        row = self.documents.get((guideline, key(document))) or self.documents.get((guideline, key(bare)))
        if row is not None:
            return key(row.same_as or row.name)
        spelled = (same_as for spelling, same_as in self._misspelled_documents if spelling.fullmatch(document))
        return key(next(spelled, document))


def _alone(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The documents whose name with "Guidelines" is enough to tell the guideline, longest first."""
    return sorted((row for row in rows if row["alone"]), key=lambda row: len(row["document"]), reverse=True)


def _by_guideline(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """The names of each guideline's documents, longest first."""
    groups: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: len(row["document"]), reverse=True):
        groups.setdefault(row["guideline"], []).append(row["document"])
    return groups
