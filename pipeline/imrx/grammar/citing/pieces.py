"""The pieces that follow a guideline's name in a citation: editions, chapters, tables, section names, what joins them.

    , 2nd edition (2004)      - 8 C.C.R. 9792.24.2 (July 28, 2016)      Chapter 11, Table 11-6      ("Tapering opioids")

Shapes only; the words that the letters use for them are data (`patterns/guidelines/`).
"""

import re

from imrx.grammar.citing.names import GUIDELINE_WORD, REGULATION, REGULATION_NUMBER, YEAR

SEPARATOR = re.compile(r"[\s,:;/\u2010-\u2015-]*")
ON = re.compile(r"(?:\s+\w{3,12}(?=\s+on\s+p))?\s*[,;:\u2013-]?\s*\(?\s*(?:(?:on|at|see|and|from)\b)?\s*")
"""What may stand between a name and its pages: "guidelines on page 78", "Guidelines (see pages 67-68)"."""

AND = re.compile(r"[\s,;]*(?:and\s+)?")
YEAR_PIECE = re.compile(
    rf"\(?\s*(?:revised\s+)?(?P<year>{YEAR})\b(?![/-]\d)(?:\s+(?:revision|[Ee]dition|version|update)\b)?(?:\s*\))?"
)
EDITION = re.compile(
    r"\(?\s*\d{1,2}(?:st|nd|rd|th)\s+(?:[Ee]dition\b|[Ee]d\b\.?)\s*\)?|\(?\s*\b[Vv](?:\.|ersion)?\s*\d\b(?:\s*\))?"
)
NUMBERED_CHAPTER = re.compile(r"\(?\s*(?:[Cc]hapter|CHAPTER|[Cc]h\.)\s*(?P<number>\d{1,2})\b(?!-|\.\d)(?:\s*\))?")
CHAPTER_ON = re.compile(r"(?:[Cc]hapters?|[Ss]ections?)\s+(?:on|for)\s+(?:the\s+)?")
CHAPTER_COLON = re.compile(r"(?:[Cc]hapters?|[Ss]ections?)\s*:\s*")
TABLE = re.compile(r"\(?\s*(?P<table>(?:[Tt]able|[Ff]igure|[Aa]lgorithm)\s+\d{1,2}(?:-\d{1,2})?)\b(?:\s*\))?")
SECTION_NUMBER = re.compile(r"[Ss]ections?\s+(?P<number>\d{1,2}(?:\.\d{1,2}){1,4})\b(?!\.?\d)")
DETAIL = re.compile(rf"[(\[]?\s*{REGULATION}(?:,?\s*\([^()]{{0,40}}\b(?P<year>{YEAR})\))?\s*[)\]]?")
BARE_DETAIL = re.compile(rf"[§\s]*{REGULATION_NUMBER}[\s.,:;-]*")
IN_ACOEM = re.compile(r"\s*[(\[]?\s*(?:(?:in|of|from)\s+(?:the\s+)?)?ACOEM\b\s*[)\]]?")
OF_MTUS = re.compile(r"\s*,?\s*[(\[]?\s*(?:(?:of|in)\s+the\s+)?MTUS\b\s*[)\]]?")
AND_ACOEM = re.compile(r"\s*/\s*ACOEM\b")
QUOTED = re.compile(
    r"\(\s*[\"“]?(?P<heading>[^()\"“”]{3,80}(?:\([^()]{1,40}\))?)[\"”]?\s*\)|[\"“](?P<quoted>[^\"“”]{3,80})[\"”]"
)
LISTED = re.compile(r"[\s,:;]*Sections?\s*(?:(?:\(\s*s\s*\))?\s*:|on\b)\s*")
_HEADING_THEN_PAGES = (
    r"(?P<heading>[A-Z](?:[^.;()\"]|\([^()]{1,40}\)){2,90}?)[\s,]*\(?(?:see\s+|on\s+|at\s+)?"
    r"(?=\b(?:[Pp]ages?|[Pp]gs?\.?|[Pp]{1,2}\.)\s*(?:\(s\))?\s*:?\s*\d)"
)
BEFORE_PAGES = re.compile(
    r"\s*[,:\u2013-]\s*(?:under\s+(?:the\s+(?:heading|section|topic)\s+(?:of|for|on)\s+)?)?" + _HEADING_THEN_PAGES
)
AND_BEFORE_PAGES = re.compile(r"\s+and\s+" + _HEADING_THEN_PAGES)
HEADING = re.compile(
    r"(?P<heading>[A-Za-z][^.,;:()\"]{2,60}?(?:\s\([^()]{2,60}\))?)(?=\s*(?P<after>[.;:),]|\b[Ss]ections?\b|$))"
)
TITLED = re.compile(r"[A-Z][\w/-]+(?:\s+[A-Z][\w/-]+)+|[A-Z]\w+(?:\s+[\w/-]+){3,8}|[^()]{3,60}\([^()]+\)")
"""A heading that is no part of the sentence: each word a capital ("Physical Therapy"), or long, or a bracket behind."""

URL = re.compile(r"(?:https?://|www\.)\S+")
OF_TOTAL = re.compile(r"\s+of\s+\d{2,4}\b")
BRACKETED = re.compile(r"\(\s*")
CLOSING = re.compile(r"\s*\)")
GUARD = re.compile(r"\s*(?:[A-Z0-9]|[,;:./()\[\]\u2010-\u2015-]|$)")
GUIDELINES = re.compile(rf"\s+{GUIDELINE_WORD}\b")
OTHER_CHAPTER = re.compile(r"(?P<document>[A-Z][\w&,/'\u2019 \n-]{2,60}?)\s+(?:[Cc]hapter|CHAPTER)\b")
OTHER_TREATMENT = re.compile(r"(?P<document>[A-Z]\w+(?:[\s-]+\w+){0,4}?\s+Treatment)\s+Guidelines?\b")
WHOLE_GUIDELINES = re.compile(r"\W*(?P<document>[A-Z][\w&/ \n-]{2,50}?)\s+[Gg]uidelines?\W*")
JOINING_END = re.compile(r"(?:[\s,;]*\b(?:and|see|on|at)|\s+(?:[Ss]ection|SECTION|[Cc]hapter))\s*\Z")
_UNDER = r"[Uu]nder\s+(?:the\s+(?:heading|section|topic)\s+(?:of|for|on)?\s*)?|(?:[Ss]ections?|[Tt]opics?)\s*:\s*"
JOINING_START = re.compile(rf"[\s,;:-]*(?:and\b|on\s+|{_UNDER})")
UNDER = re.compile(r"(?:under|in)\s+(?:the\s+)?")
BARE_PAGES = re.compile(r"\b[Pp]ages?\s*\(\s*s\s*\)\s*:?")
"""The word of the form, with no number behind it."""

CODE_DIGITS = "9792"
BARE_CODE = re.compile(r"[§\s]*\b9792\.\d{2}(?:\.\d)?\b")
