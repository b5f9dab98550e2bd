"""The pieces that follow a guideline's name in a citation: editions, chapters, tables, section names, what joins them.

    , 2nd edition (2004)      - 8 C.C.R. 9792.24.2 (July 28, 2016)      Chapter 11, Table 11-6      ("Tapering opioids")

Shapes only; the words that the letters use for them are data (`patterns/guidelines/wording.json`).
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_literal
from imrx.grammar.citations.pages import PageReader
from imrx.grammar.citations.regulation import Law
from imrx.grammar.citations.source import ACOEM, MTUS
from imrx.grammar.citations.spellings import BLANK, RUN_ON, YEAR, any_spelling
from imrx.grammar.expressions import expression

SEPARATOR = re.compile(r"(?:['\u2019](?:s\b|(?=\s)))?[\s,:;/\u2010-\u2015-]*")
ADDRESSES = ("http", "www.")
URL = re.compile(r"(?:https?://|www\.)\S+")
OWNER = re.compile(rf"{MTUS}(?:(?:\s*/\s*|\s+){ACOEM})?\s+")
"""In front of a document: "MTUS Low Back Complaints 2004", "MTUS ACOEM Low Back Complaints 2004"."""

BRACKETED = re.compile(r"\(\s*")
CLOSING = re.compile(r"\s*\)")
GUARD = re.compile(r"\s*(?:[A-Z0-9]|[,;:./()\[\]\u2010-\u2015-]|$)")
QUOTED = re.compile(
    r"\(\s*[\"“]?(?P<heading>[^()\"“”]{3,80}(?:\([^()]{1,40}\))?)[\"”]?\s*\)|[\"“](?P<quoted>[^\"“”]{3,80})[\"”]"
)
QUOTE = r"['\"\u2018\u2019\u201c\u201d]"
TITLED = re.compile(r"[A-Z][\w/-]+(?:\s+[A-Z][\w/-]+)+|[A-Z]\w+(?:\s+[\w/-]+){3,8}|[^()]{3,60}\([^()]+\)")
"""A heading that is no part of the sentence: each word a capital ("Physical Therapy"), or long, or a bracket behind."""


class Pieces:
    """The compiled pieces, made of the words of `wording.json`."""

    def __init__(self, wording: dict[str, Any], pages: PageReader, law: Law) -> None:
        words = {name: any_spelling(wording[name]) for name in ("numbered_chapter", "tables", "section_words")}
        chapter, section = words["numbered_chapter"], words["section_words"]
        chapters, noun = any_spelling(wording["chapter_words"]), any_spelling(wording["chapter_noun"])
        guideline = any_literal(wording["guideline_word"])
        the = any_literal(wording["articles"])
        on, lead = any_literal(wording["on"]), any_literal(wording["page_leads"])
        joining = any_literal(wording["joining"])
        edition = any_spelling(wording["edition_nouns"])
        inside = any_literal(wording["inside"])

        front = rf"(?:{any_literal(wording['in_front'])}\s+)?"
        adopted = rf"(?:(?:-\s*)?{any_literal(wording['adopted'])}\s+)?"
        self.in_acoem = expression(rf"\s*(?:[(\[]\s*)?{front}{adopted}{ACOEM}\b(?:\s*[)\]])?")
        self.of_mtus = expression(rf"\s*(?:,\s*)?(?:[(\[]\s*)?{front}{MTUS}\b(?:\s*[)\]])?")

        between = rf"(?:[,;:\u2013-]\s*)?(?:\(\s*)?(?:{lead}\b\s*)?"
        self.before_pages = expression(rf"(?:\s+\w{{3,12}}(?=\s+{on}\s+p))?\s*{between}")
        """What may stand between a name and its pages: "guidelines on page 78", "Guidelines (see pages 67-68)"."""
        self.joined = expression(rf"[\s,;]*(?:{joining}\s+)?")
        self.year = expression(
            rf"(?:\(\s*)?(?:{any_literal(wording['before_year'])}\s*)?(?P<year>{YEAR})\b(?![/-]\d)"
            rf"(?:\s+{edition}\b)?(?:\s*\))?"
        )
        further = any_literal(wording["further_address_leads"])
        self.address_led = expression(
            rf"(?<![\s,;.])[\s,;.]*\b(?:(?P<further>{further})|{any_literal(wording['address_leads'])}):?\s+"
            rf"(?=(?P<address>{URL.pattern}))"
        )
        """What leads in an address, which may be a `further` source: "available at http://...", "see www..."."""
        self.bracket = expression(rf"\(\s*{any_spelling(wording['bracket_words'])}\b(?P<rest>[^()]{{0,60}})\)")
        """A bracket that holds a date or an edition: "(updated 11/23/16)", "(Rev. 144, 05-06-11)"."""
        self.effective = expression(rf"[\s,]*{MTUS}\s*\(\s*{any_spelling(wording['bracket_words'])}\b[^()]{{0,40}}\)")
        """The foot of the guideline's own pages: "..., 8 C.C.R. 9792.20 - 9792.26, MTUS (Effective July 18, 2009)".

        Its date is none of an edition.
        """
        version = any_literal(wording["version_words"])
        self.edition = expression(
            rf"(?:\(\s*)?\d{{1,2}}(?:st|nd|rd|th)\s+{edition}(?!\w)\.?(?:\s*\))?|(?:\(\s*)?\b{version}\s*\d\b(?:\s*\))?"
        )
        nouns = tuple(wording["edition_nouns"])
        editions = any_spelling(
            words for words in wording["edition_words"] if words.casefold().endswith(nouns) and " " in words
        )
        self.edition_at_end = expression(rf"[\s,;]+(?:{self.edition.pattern}|{editions})\Z")
        """The edition that a title ends with: "Online Version", "2nd Edition"."""
        self.edition_listed = expression(
            rf"(?<![\s,;])[\s,;]{{1,9}}(?:{self.edition.pattern}|{editions})(?=\s*(?:[,;:]|\Z))"
        )
        """The same among sections."""
        chapter = chapter.replace(r"\.", r"\.?")
        self.chapter = expression(rf"(?:\(\s*)?{front}(?:{chapter})\s*(?P<number>\d{{1,2}})\b(?!-|\.\d)(?:\s*\))?")
        self.other_number = expression(
            rf"(?P<between>(?:,\s*1?\d\b(?!-|\.\d))*),?\s+(?:{joining}|&)\s+(?P<number>\d{{1,2}})\b(?!-|\.\d)"
        )
        """Further chapters by their numbers: "Chapters 8 and 9", "Chapters 8, 9 and 12"."""
        topic = any_literal(wording["topic_words"])
        self.chapter_on = expression(rf"{chapters}s?\s+{topic}\s+(?:{the}\s+)?")
        self.chapter_colon = expression(rf"{chapters}s?\s*:\s*|{noun}\s+(?=[A-Z])")
        self.chapter_quoted = expression(rf"{noun}\s+{QUOTE}(?=[A-Z])")
        """A chapter in quotation marks: "ODG guidelines, chapter 'Pain (Chronic)' and topic 'Opioids'"."""

        self.table = expression(rf"(?:\(\s*)?(?P<table>(?:{words['tables']})\s+\d{{1,2}}(?:-\d{{1,2}})?)\b(?:\s*\))?")
        self.part = expression(
            rf"(?P<part>{any_literal(wording['parts'])}\s+(?:\d|[IVX]{{1,3}}))\b(?=[\s,(]*{pages.word}(?:S|\d))"
        )
        self.section_number = expression(rf"{section}\s+(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\b(?!\.?\d)")
        self.next_number = expression(
            rf"(?:\s*,\s*(?:{joining}\s+|(?![\d.]+\s+(?!{joining}\b|{pages.word}\d)[a-z]))|\s+{joining}\s+|\s*&\s*)"
            rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})"
            rf"(?![\d/%-]|\.\d|{pages.measured})\b"
        )
        """The next one, which measures nothing: "Section 3.3.1.1 and 4.2", not "and 4.2 mg"."""

        self.law = expression(rf"(?:[(\[]\s*)?{law.code}(?:,?\s*\([^()]{{0,40}}\b(?P<year>{YEAR})\))?(?:\s*[)\]])?")
        number = rf"(?:(?P<led>{any_literal(law.section_words)})\s+)?(?:§+\s*)?{law.short_number}"
        self.law_behind = expression(rf"(?:[(\[]\s*)?{number}(?:\s*[)\]])?")
        self.law_number = expression(rf"[§\s]*{law.number}[\s.,:;-]*")
        self.only_law = expression(rf"(?:{any_literal(law.section_words)}\s+)?[§\s]*(?P<number>{law.number})\s*\Z")
        """A section of the law that a source ends with: "MTUS 9792.20(e)"."""
        self.law_digits = law.digits
        led = rf"(?:\b{any_literal(law.section_words)}[§\s]*|(?<![§\s])[§\s]+)?"
        self.bare_law = expression(rf"{led}(?<![\w.]){law.short_number}")
        heading = (
            r"(?P<heading>[A-Z](?:[^.;()\"]|\([^()]{1,90}\)){2,90}?)[\s,]*\(?"
            rf"(?:\b{any_literal(wording['heading_leads'])}\s+)?(?=\b{pages.word}\d)"
        )
        word = r"\w[\w&'\u2019/-]*"
        self.finite = expression(rf"\s{any_literal(wording['finite'])}\s")
        """What no section holds: "MTUS, Epidurals are recommended (page 46)"."""
        self.topic_then_pages = expression(rf"(?P<heading>{word}(?:\s+{word}){{0,6}}?)\s*[,(]\s*(?=\b{pages.word}\d)")
        """A section of few words, its pages behind a comma or in a bracket: "massage of the neck (page 60)"."""

        under = any_literal(wording["under"])
        self.heading_then_pages = expression(rf"\s*[,:\u2013-]\s*(?:{under}\s+)?{heading}")
        self.next_heading_then_pages = expression(rf"(?:\s*[,;]\s*(?:{joining}\s+)?|\s+{joining}\s+){heading}")
        self.section_at_end = expression(rf"\s+{section}\s*\Z")
        """What a section's name stands in front of: "Opioids section", "Anti-inflammatory Medications Topic"."""

        self.section_at_start = expression(rf"{section}:?\s+(?=[A-Z])")
        """What stands in front of one: "Section Topical Analgesics"."""
        self.led = expression(rf"(?:\s*[,:]\s*(?:{under}|{section}:?)|(?P<plain>\s+{under}))\s+(?:{the}\s+)?(?=[A-Z])")
        """What leads in a section: ", under Splinting", "chapter under Splinting", ", Section H-Wave stimulation"."""
        self.quoted_topic = expression(
            rf"[\s,]*(?:{joining}\s+)?(?:(?:{under}|{section})\s+)(?:{the}\s+)?{QUOTE}"
            rf"(?P<heading>[A-Z\d][^'\"\u2018\u2019\u201c\u201d]{{1,90}}){QUOTE}(?!\w)"
        )
        """A section in quotation marks behind what leads it in: "under 'MRIs'", "and topic 'Opioids'"."""
        self.on_topic = expression(rf"\s+{topic}\s+(?:{the}\s+)?")
        self.heading_end = expression(rf"\s*(?:(?P<mark>[.;:),])|(?P<word>{section}\b)|{law.opening}|$)")
        say = any_literal(wording["bodies_say"])
        self.heading_said = expression(rf"\s+{say}\b")
        """What a section says follows it: "under MRI states"."""
        self.and_heading = expression(rf"\s+{joining}\s+(?=\w)")
        update = rf"\b{any_literal(wording['update_words'])}:?\s+"
        month = rf"{any_literal(wording['months'])}\b[.,]?\s*(?:\d{{1,2}},?\s+)?"
        self.month_year = expression(rf"{month}(?P<year>{YEAR})\b(?!/)")
        self.dated = expression(
            rf"\(?(?<![\w/]){month}(?P<year>{YEAR})\b(?!/)(?:\s+(?:(?P<update>{any_spelling(wording['update_nouns'])})"
            rf"|(?P<edition>{edition}))\b)?\s*\)?(?=\s*(?:[,;:.]|\Z))"
        )
        """The month of an edition or update: "October 2014 version", "(May 2015 update)"."""
        dated = rf"\b{any_spelling(wording['update_words'] + wording['dated'])}:?\s+(?:\d[\d/-]*|{month}{YEAR}\b)"
        self.updated = expression(rf"(?<![\s,;:-])[\s,;:-]*(?:\(\s*{dated}\s*\)|{dated})")
        self.published_by = expression(rf"\b{any_literal(wording['et_al'] + wording['publishers'])}(?!\w)")
        self.whole_chapter = expression(rf"\A\s*{any_literal(wording['whole_chapters'])}\s*:\s*(?=\w)")
        self.updated_on = expression(rf"{update}(?:\d{{1,2}}[/-]\d[\d/-]*|{month}{YEAR}\b)")
        """An update by its day or month, which is no edition: "last updated 05/12/2014"."""
        self.listed = expression(rf"[\s,:;]*{section}\s*(?:(?:\(\s*s\s*\))?\s*:|{topic}\b)\s*")
        self.guidelines = expression(rf"(?<!\s){BLANK}{guideline}{RUN_ON}")
        self.other_chapter = expression(rf"(?P<document>[A-Z][\w&,/'\u2019 \n-]{{2,60}}?)(?<!,)\s+{noun}\b")
        treatment = any_literal(wording["treatment_ends"])
        self.other_treatment = expression(
            rf"(?P<document>[A-Z]\w+(?:[\s-]+\w+){{0,4}}?\s+{treatment})\s+{guideline}{RUN_ON}"
        )
        self.whole_guidelines = expression(rf"\W*(?P<document>[A-Z][\w&/ \n-]{{2,50}}?)\s+{guideline}\W*")
        self.joining_start = expression(
            rf"[\s,;:-]*(?:{joining}\b|{any_literal(wording['list_leads'])}\s+"
            rf"|{section}(?:\s*:\s*|\s+(?=[A-Z]|\d\d?\.\d))|{under}\s*)"
        )
        heading_lead = any_literal(wording["heading_leads"])
        self.joining_end = expression(rf"(?:[\s,;]*\b(?:{joining}|{heading_lead})|\s+{chapters})\s*\Z")
        self.under = expression(rf"{inside}\s+(?:{the}\s+)?")
        self.bare_pages = expression(rf"\b{pages.form}")
        """The word of the form, with no number behind it."""
        self.of_total = expression(rf"\s+{any_literal(wording['of'])}\s+\d{{1,4}}\b")
