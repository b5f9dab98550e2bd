"""Ends: where a list of diagnoses ends, and the sentence that it stands in.

    lumbar strain and | underwent surgery              -> in front of words that begin another clause
    status post fusion on 5/12/14, radiculopathy |.    -> the date of a procedure ends none
    1. Lumbar sprain. 2. Cervical sprain |.            -> the full stop in front of the next number ends none
    - Lumbar sprain - Cervical sprain | Norco          -> with the last line that begins with a bullet or number

Deliberately left alone: what goes on behind the end (`continued.py`).
"""

import re
from collections.abc import Iterator

from imrx.grammar.diagnoses.conditions import WORD
from imrx.grammar.diagnoses.grammar import BULLET, NUMBER, DiagnosisGrammar

LIST_LIMIT = 1200
"""How long a list of diagnoses may be, in characters."""

SENTENCE_LIMIT = 200
"""How far before an announcement its sentence is looked through for a test, in characters."""

STOP = r"(?:[!?]|(?<![\s(][A-Z])\.|\.(?!\s[a-z]))"
"""A full stop, unless it stands behind a single capital and in front of a small letter: "H. pylori"."""

SENTENCE_END = re.compile(rf"{STOP}(?=\s*$|\s+(?!\s|\(?\d{{1,2}}[.)]\s|{BULLET}\s)|[A-Z])")
"""A full stop, unless the next number or bullet of a list follows: "1. Lumbar sprain. 2. Cervical sprain."."""

ABBREVIATED = re.compile(
    r"(?:\b(?:Dr|vs|No|St|approx)|(?:^|(?<!\b[Tt]ype)(?<!\b[Ss]tage)(?<!\b[Gg]rade)[\s(:,;])\(?\d{1,2})$"
)
"""What a full stop may follow without ending anything: an abbreviation, or the number of a list."""

ABBREVIATION_WINDOW = 12
"""How far before a full stop such words are looked for, in characters."""

BULLETED = re.compile(rf"\s{{0,8}}{BULLET}\s")
"""The first bullet of a list."""

NUMBERED = re.compile(rf"\s{{0,4}}\n\s{{0,8}}{NUMBER}")
"""The first number of a list with a line for each."""

LINE_NUMBER = re.compile(r"\n\s{0,8}\(?(\d{1,2})[.)]\s")
"""The number that a line begins with."""

UNMARKED = re.compile(r"\s{0,4}\n\s{0,8}(?=[A-Z])")
"""The first line behind a list of lines that begin with a bullet or number, or go on in small letters."""

DATE = r"(?:\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|(?:\d{1,2}[-/])?(?:19|20)\d\d)"

DATE_IN_LIST = re.compile(rf"(?:on|in)\s{{1,4}}\(?{DATE}\)?\s{{0,4}}(?:[,;]|and\b|&)")
"""A date behind which a list may go on."""

MAY = "May"
"""The month, which begins no clause as "may" does."""

BRACKETS = re.compile(r"[()]")


def list_end(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> int:
    """Where a list ends: with its sentence, before words that begin another clause, or behind its bullets or numbers.

    The date of a procedure ends none: "status post fusion on 5/12/14, radiculopathy".
    """
    if BULLETED.match(text, start, end):
        end = _marked_end(text, start, end)
    elif NUMBERED.match(text, start, end):
        last = _last_number(text, start, end)
        end = _marked_end(text, last, end)
    end = sentence_end(text, start, end)
    for word in WORD.finditer(text, start, end):
        begin = word.start()
        if text[begin - 1] not in " \n\f," or word[0].lower() not in grammar.clause_from or word[0] == MAY:
            continue
        if grammar.shown_by.match(text, begin, end):
            continue
        if DATE_IN_LIST.match(text, begin, end) and grammar.dated_procedure.search(text, start, begin):
            continue
        if grammar.clause.match(text, begin, end) and (before := _before_clause(text, start, begin)) > start:
            return before
    return end


def _before_clause(text: str, start: int, begin: int) -> int:
    """Where a list ends that a clause follows, without the "and" or comma between them; its start where it is empty."""
    before = text[start:begin].rstrip()
    if before[-4:].lower() in {" and", "\nand", ",and"}:
        before = before[:-4].rstrip()
    return start + len(before.rstrip(" ,\n\f"))


def _marked_end(text: str, start: int, end: int) -> int:
    """Where the last line of a list ends, in front of one in capitals."""
    unmarked = UNMARKED.search(text, start, end)
    return unmarked.start() if unmarked else end


def _last_number(text: str, start: int, end: int) -> int:
    """Behind the last number of a list with a line for each; a line in capitals may be the second of an entry."""
    numbers = list(LINE_NUMBER.finditer(text, start, end))
    last = numbers[0]
    for number in numbers[1:]:
        if int(number[1]) != int(last[1]) + 1:
            break
        last = number
    return last.end()


def bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket ends that a list stands in, or the start where it is not closed."""
    depth = 1
    for sign in BRACKETS.finditer(text, start, end):
        depth += 1 if sign[0] == "(" else -1
        if not depth:
            return sign.start()
    return start


def sentence_start(text: str, start: int, at: int) -> int:
    """Where the sentence of an announcement begins, or what is looked at of it."""
    first = max(start, at - SENTENCE_LIMIT)
    return max((stop.end() for stop in full_stops(text, first, at)), default=first)


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence ends that a list stands in, in front of its full stop."""
    stop = next(full_stops(text, start, end), None)
    return stop.start() if stop else end


def full_stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What ends a sentence between two offsets."""
    for stop in SENTENCE_END.finditer(text, start, end):
        at = stop.start()
        if not ABBREVIATED.search(text[max(start, at - ABBREVIATION_WINDOW) : at]):
            yield stop
