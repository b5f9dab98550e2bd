"""Lists of diagnoses: where they begin and end, and which of their words are one diagnosis.

    The current diagnosis is documented as lumbar spine sprain/strain.          -> one
    ... undergoing treatment for a lumbar strain, right shoulder strain and contusion of the right elbow. -> three
    Diagnoses include lumbar sprain (847.2) and low back pain (M54.5).          -> two, with their codes
    He has neck pain and lumbar disc disease (722.52).                          -> the one with a code
    He also has hypertension and type II diabetes.                              -> two, and none of "low back pain"
    The psychiatrist found him to have depression and insomnia.                 -> two, and none of "tenderness"
    His symptoms are consistent with carpal tunnel syndrome.                    -> one, and none of "with work"
    Sciatica and insomnia were diagnosed.                                       -> two
    Past medical history includes hypertension, for which he takes Lisinopril.  -> one, for it is treated

A list begins behind words that announce one and ends with its clause, but goes on over a full stop where each sentence
is a condition with its code, "Lumbago (724.2). Cervicalgia (723.1).", or, behind a colon, its name alone, and behind a
clause that interrupts it where a semicolon or the next number follows. Where it is cut is said in `pieces.py`.
Deliberately left alone: complaints, other past history, what is to be ruled out, results of tests, what an injury is
said to be in passing, and codes of guideline texts.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from imrx.grammar.diagnosing.grammar import BULLET, NUMBER, WITH, WORD, DiagnosisGrammar
from imrx.grammar.diagnosing.pieces import AND, BLANK, find_pieces
from imrx.grammar.sentences.phrasebook import matches
from imrx.grammar.words import DIGIT, places_of
from imrx.lower import lower_case, lowered
from imrx.stretches import Limits

LIST_LIMIT = 1200
"""How long a list of diagnoses may be, in characters."""

MOST_TREATED = 2
"""A history of so many conditions may be treated as a whole; of a longer one only the last is."""

NEGATION_WINDOW = 24
"""How far before its words the announcement of a list may be negated, in characters."""

FARTHEST_VERB = 100
"""How far before its last word what announces the diagnoses in front of it may begin, in characters."""

HOLDER_WINDOW = 100
"""How far before its verb the sentence of one who has a condition may begin, in characters."""

SENTENCE_LIMIT = 200
"""How far before an announcement its sentence is looked through for a test, in characters."""

STOP = r"(?:[!?]|(?<![\s(][A-Z])\.|\.(?!\s[a-z]))"
"""A full stop, unless it stands behind a single capital and in front of a small letter: "H. pylori"."""

SENTENCE_END = re.compile(rf"{STOP}(?=\s*$|\s+(?!\s|\(?\d{{1,2}}[.)]\s|{BULLET}\s)|[A-Z])")
"""A full stop, unless the next number or bullet of a list follows: "1. Lumbar sprain. 2. Cervical sprain."."""

ABBREVIATED = re.compile(r"(?:\b(?:Dr|vs|No|St|approx)|(?:^|[\s(:,;])\(?\d{1,2})$")
"""What a full stop may follow without ending anything: an abbreviation, or the number of a list."""

REMEDY = re.compile(r"\s{1,4}with\s{1,4}(?=[A-Z][a-z]{2})")
"""What a condition is treated with, by a name: "neck pain with Norco"."""

OPENING = re.compile(r"(?:^|[.!?:\n])\s{0,4}$")
"""The start of a sentence."""

BULLETED = re.compile(rf"\s{{0,8}}{BULLET}\s")
"""The first bullet of a list."""

NUMBERED = re.compile(rf"\s{{0,4}}\n\s{{0,8}}{NUMBER}")
"""The first number of a list with a line for each."""

NUMBER_IN_LINE = re.compile(rf"[^\s:][^\n]*?[^\S\n]{NUMBER}")
"""A number that no line begins with."""

LINE_NUMBER = re.compile(r"\n\s{0,8}\(?(\d{1,2})[.)]\s")
"""The number that a line begins with."""

UNMARKED = re.compile(r"\s{0,4}\n\s{0,8}(?=[A-Z])")
"""The first line behind a list of lines that begin with a bullet or number, or go on in small letters."""


DATE = r"(?:\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|(?:\d{1,2}[-/])?(?:19|20)\d\d)"

DATED = re.compile(
    r"[\s,]{1,4}(?:(?:on|in|of|dated)\s{1,4}(?:[A-Z][a-z]{2,8}\.?\s{1,4}(?:\d{1,2},?\s{1,4})?)?)?"
    rf"[(\[]?(?:in\s)?{DATE}[)\]]?$"
)
"""The date behind a diagnosis, which is no part of it: "s/p right knee replacement | (2014)", "| in March 2012"."""

DATE_IN_LIST = re.compile(rf"(?:on|in)\s{{1,4}}\(?{DATE}\)?\s{{0,4}}(?:[,;]|and\b|&)")
"""A date behind which a list may go on."""

RESUMED = re.compile(rf";\s{{1,4}}(?:and\s{{1,4}})?|[.,]\s{{1,4}}(?={NUMBER})")
"""Where a list may go on behind a clause: a semicolon, or the next number."""

SPACE = re.compile(r"\s")

BRACKETS = re.compile(r"[()]")

QUOTES = '"\u201c\u201d'

UNCERTAIN = (
    "treated",
    "treatment",
    "active",
    "by",
    "bracketed",
    "ahead",
    "alone",
    "held",
    "coded",
    "codes",
    "cared",
    "told",
    "cause",
    "apposed",
    "written",
    "history",
    "comorbid",
)
"""The groups of announcements behind which a list has to name a condition."""


class Diagnosis(NamedTuple):
    """A diagnosis and its code, by half-open character offsets; code and its offsets are null where none is written.

    `certainty` is `possible` where the letter itself doubts it ("probable", "versus"), else `stated`.
    """

    start: int
    end: int
    certainty: str
    code: str | None
    code_start: int | None
    code_end: int | None


def find_markers(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Iterator[re.Match[str]]:
    """The words that announce diagnoses, in order."""
    lower, words = lowered(text[start:end])
    hits: set[int] = set()
    for first in (*grammar.plain_firsts & words, *grammar.other_firsts):
        hits.update(at for at in places_of(lower, first) if not at or not lower[at - 1].isalnum())
    reached = start
    for hit in sorted(hits):
        marker = grammar.marker.match(text, start + hit, end)
        if marker is None:
            continue
        has = marker["held"] or marker["coded"]
        if (has or marker["told"]) and marker.start() < reached:
            continue
        before = text[max(start, marker.start() - NEGATION_WINDOW) : marker.start()]
        if marker["opening"] and not OPENING.search(text, start, marker.start()):
            continue
        if has and not grammar.holder.search(before):
            continue
        if marker["written"] and not grammar.writer.search(before):
            continue
        if marker["history"] and not _is_treated(text, marker.end(), end, before, grammar):
            continue
        if marker["comorbid"] and not (
            grammar.owned.search(text[max(start, marker.start() - HOLDER_WINDOW) : marker.start()])
            or _is_treated(text, marker.end(), end, before, grammar)
        ):
            continue
        if not marker["treatment"] or grammar.treatment_after.search(before):
            reached = marker.end()
            yield marker


def find_diagnoses(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[Diagnosis]:
    """The diagnoses that are stated between two offsets, in order; one that is stated twice is found twice."""
    found: list[Diagnosis] = []
    markers = list(find_markers(text, start, end, grammar))
    read = start
    for index, marker in enumerate(markers):
        before = text[max(start, marker.start() - NEGATION_WINDOW) : marker.start()]
        sentence = text[_sentence_start(text, start, marker) : marker.start()]
        if grammar.not_before.search(before) or grammar.unsaid.search(sentence):
            continue
        if _reports_test(text, start, marker, grammar) or _is_gauge(before, marker, grammar):
            continue
        history = marker["history"] or (marker["comorbid"] and _is_treated(text, marker.end(), end, before, grammar))
        if (history or marker["cause"]) and marker.start() < read:
            continue
        if marker["cause"] and not _is_borne(text, start, marker, grammar):
            continue
        others = (other for other in markers[index + 1 :] if not other["history"])
        following = next((other for other in others if marker["cause"] or not other["cause"]), None)
        limit = _before_marker(text, marker.end(), following, grammar) if following else end
        limit = min(limit, marker.end() + LIST_LIMIT)
        until = _list_end(text, marker.end(), limit, grammar)
        if marker["bracketed"] and _is_soft(marker, grammar):
            continue
        if marker["bracketed"]:
            until = _bracket_end(text, marker.end(), until)
        if marker["apposed"] and (comma := text.find(",", marker.end(), until)) > 0:
            until = comma
        if (marker["alone"] or marker["cause"]) and grammar.doubted.match(text, until):
            continue
        if marker["treated"] and (remedy := REMEDY.search(text, marker.end(), until)):
            until = remedy.start()
        pieces = _own_pieces(text, list(find_pieces(text, marker.end(), until, grammar)), until, grammar)
        if marker["held"] or marker["coded"]:
            if grammar.over.match(text, until):
                continue
            hedged = grammar.hedged.match(text, until)
            held = [] if hedged else _held_pieces(text, start, marker, pieces, grammar)
            pieces = [piece for piece in pieces if _is_coded(text[slice(*piece)], grammar)] or held
        if marker["cared"]:
            names = _names(text, iter(pieces), grammar)
            pieces = names if _firm_pieces(text, start, marker, names[:1], grammar) else []
        if history:
            pieces = _treated_pieces(text, pieces, until, grammar)
        if marker["codes"]:
            pieces = [piece for piece in pieces if grammar.code.search(text, *piece)]
        if marker["comorbid"] and not history:
            whole = SENTENCE_END.match(text, until) is not None or until == end
            pieces = _names(text, iter(pieces), grammar) if whole and not marker[0].lower().endswith("of") else []
        firm_only = marker[0].lower().endswith(grammar.firm_only)
        if marker["cause"] or marker["apposed"] or firm_only:
            pieces = _without_use(text, _names(text, iter(pieces), grammar), grammar)
        if (
            marker["told"]
            or marker["cause"]
            or marker["apposed"]
            or marker["written"]
            or (marker["comorbid"] and not history)
            or firm_only
        ):
            complaints = grammar.complaints if marker["cause"] else ()
            pieces = _firm_pieces(text, start, marker, pieces, grammar, *complaints)
        if _is_certain(marker, grammar) or any(grammar.names_condition(text[a:b]) for a, b in pieces):
            conditions = (_diagnosis(text, a, b, grammar) for a, b in pieces)
            diagnoses = [diagnosis for diagnosis in conditions if diagnosis is not None]
            read = until
            subjects = len(diagnoses) if marker[0].lower().endswith("of") else 1
            found += diagnoses[:-subjects]
            if not grammar.refuted.match(text, until):
                possible = grammar.suspected.match(text, until) is not None
                found += [each._replace(certainty="possible") if possible else each for each in diagnoses[-subjects:]]
            goes_on = grammar.goes_on.match(text, until, limit)
            if diagnoses and goes_on:
                until = _list_end(text, goes_on.end(), limit, grammar)
                more = _names(text, find_pieces(text, goes_on.end(), until, grammar), grammar)
                conditions = (
                    _diagnosis(text, a, b, grammar) for a, b in _firm_pieces(text, start, goes_on, more, grammar)
                )
                found += [diagnosis for diagnosis in conditions if diagnosis is not None]
                read = until
            if diagnoses and not goes_on and (_is_certain(marker, grammar) or marker[0].endswith(":")):
                resumed = list(_resumed(text, until, limit, grammar))
                found += resumed
                read = max([read, *(each.end for each in resumed)])
            coded = bool(diagnoses and diagnoses[-1].code)
            if diagnoses and (coded or marker[0].endswith(":")) and not history:
                for further in _further_sentences(text, until, limit, coded, grammar):
                    conditions = (_diagnosis(text, a, b, grammar) for a, b in find_pieces(text, *further, grammar))
                    found += [diagnosis for diagnosis in conditions if diagnosis is not None]
                    read = further[1]
    found += _named_before(text, start, end, found, grammar)
    return sorted(found, key=lambda each: each.start)


def _named_before(
    text: str, start: int, end: int, found: list[Diagnosis], grammar: DiagnosisGrammar
) -> Iterator[Diagnosis]:
    """The diagnoses of sentences that begin with them: "Sciatica and insomnia were diagnosed".

    Every word of the sentence up to there has to be one of such names, so "no fracture was diagnosed" gives none.
    """
    for marker in _markers_behind(text, start, end, grammar):
        first = max(start, marker.start() - SENTENCE_LIMIT)
        stops = SENTENCE_END.finditer(text, first, marker.start())
        ends = [stop.end() for stop in stops if not ABBREVIATED.search(text[first : stop.start()])]
        if not ends and first > start:
            continue
        begin = ends[-1] if ends else first
        diagnoses = [_diagnosis(text, a, b, grammar) for a, b in find_pieces(text, begin, marker.start(), grammar)]
        named = [each for each in diagnoses if each and _is_name(text[each.start : each.end], grammar)]
        if len(named) == len(diagnoses) and not any(begin <= each.start < marker.start() for each in found):
            yield from named


def _markers_behind(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> list[re.Match[str]]:
    """What announces diagnoses behind them: looked for only in front of the words that it ends with."""
    lower = lower_case(text)
    offsets: set[int] = set()
    for word in grammar.behind_names:
        for at in places_of(lower, word, start, end):
            offsets.update(blank.start() for blank in SPACE.finditer(text, max(start, at - FARTHEST_VERB), at))
    return matches(grammar.named_before, text, sorted(offsets), end)


def _is_treated(text: str, start: int, end: int, before: str, grammar: DiagnosisGrammar) -> bool:
    """True for the patient's own past history that a medication makes a present one: "..., for which he takes"."""
    if grammar.not_own.search(before):
        return False
    until = _list_end(text, start, min(end, start + LIST_LIMIT), grammar)
    return grammar.medicated.match(text, until) is not None or grammar.medicated_at(text, start, until) is not None


def _treated_pieces(text: str, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> list[Limits]:
    """The conditions of a history that something is taken for, as is said behind the list or in a bracket.

    One that begins with a denial has none: "negative for asthma and diabetes (takes metformin for weight)".
    """
    if pieces and grammar.denied.match(text, *pieces[0]):
        return []
    treated: list[Limits] = []
    if grammar.medicated.match(text, until):
        treated = pieces[-1:] if len(pieces) > MOST_TREATED else pieces
    found: list[Limits] = []
    for piece in pieces:
        aside = grammar.medicated_at(text, *piece)
        if (aside is not None or piece in treated) and grammar.no_history.search(text, *piece) is None:
            found.append((piece[0], piece[1] if aside is None else aside))
    return found


def _is_certain(marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for words behind which anything is a diagnosis, unlike "assessment was" and "treated for"."""
    if any(marker[name] is not None for name in UNCERTAIN):
        return False
    return not _is_soft(marker, grammar) and WORD.findall(marker[0].lower())[-1] not in grammar.copulas


def _is_soft(marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for words that announce other things as well, as "assessment" does."""
    first = WORD.match(marker[0])
    return first is not None and first[0].lower() in grammar.soft


def _is_coded(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition with one code, its last word, which alone makes a diagnosis of what the patient "has"."""
    return (
        grammar.ends_with_code(piece)
        and grammar.names_condition(grammar.uncoded(piece))
        and grammar.not_coded.search(piece) is None
    )


def _firm_pieces(
    text: str, start: int, marker: re.Match[str], pieces: list[Limits], grammar: DiagnosisGrammar, *complaints: str
) -> list[Limits]:
    """What is told of a patient as a diagnosis, "found him to have", and not as a complaint, sign or result of a test.

    What is named a diagnosis may well stand beside a test: "the diagnosis, gout, came from the examination". The first
    of the list says which, and where it is a diagnosis only those behind it that are diagnoses count; so do
    those behind a complaint that may be the first.
    """
    sentence = _sentence_start(text, start, marker)
    stop = SENTENCE_END.search(text, marker.end(), marker.end() + SENTENCE_LIMIT)
    last = stop.start() if stop else marker.end() + SENTENCE_LIMIT
    named = marker.groupdict().get("apposed") is not None
    if not named and (grammar.tests.search(text, sentence, last) or grammar.examined.search(text, sentence, last)):
        return []
    firm = [
        _is_coded(text[a:b], grammar) or grammar.is_firm(text[a:b]) or _is_procedure(text[a:b], grammar)
        for a, b in pieces
    ]
    opened = bool(pieces) and (firm[0] or grammar.is_firm(text[slice(*pieces[0])], *complaints))
    return [piece for piece, holds in zip(pieces, firm, strict=True) if holds and opened]


def _held_pieces(
    text: str, start: int, marker: re.Match[str], pieces: list[Limits], grammar: DiagnosisGrammar
) -> list[Limits]:
    """What the patient is said to have, "He also has", in nothing but names of what only a diagnosis is called.

    So "if he has", "she said that he has", "has limited motion" and "has neck pain" give none, nor does what may go on
    with the words behind it: "depression | and anxiety symptoms", "arthritis with pain | and swelling".
    """
    before = text[max(start, marker.start() - HOLDER_WINDOW) : marker.start()]
    if not (grammar.described.search(before) or (marker["held"] and grammar.opens.search(before))):
        return []
    if grammar.conditional.search(text, _sentence_start(text, start, marker), marker.start()):
        return []
    names = _names(text, iter(pieces), grammar)
    if any(grammar.not_coded.search(text, *name) for name in names):
        return []
    held = _firm_pieces(text, start, marker, names, grammar)
    for piece, following in pairwise(pieces):
        words = text[slice(*following)]
        if grammar.lends_name(words):
            return []
        open_end = WITH.search(text, *piece) or not grammar.is_name(grammar.uncoded(words))
        if piece in held and open_end and not grammar.is_firm(words) and AND.search(text, piece[1], following[0]):
            held.remove(piece)
    return _without_use(text, held, grammar)


def _without_use(text: str, pieces: list[Limits], grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces but for a mere "alcohol use" or "overuse", which explain and are told in passing."""
    return [piece for piece in pieces if not grammar.head(text[slice(*piece)]).endswith(grammar.not_held)]


def _is_borne(text: str, start: int, marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for complaints that the patient has, and not such as guidelines name, or as are denied, feared or missed."""
    before = text[_sentence_start(text, start, marker) : marker.start()]
    return grammar.borne.search(before) is not None and grammar.not_borne.search(before) is None


def _sentence_start(text: str, start: int, marker: re.Match[str]) -> int:
    """Where the sentence of an announcement begins."""
    first = max(start, marker.start() - SENTENCE_LIMIT)
    return text.rfind(". ", first, marker.start()) + 1 or first


def _reports_test(text: str, start: int, marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for the "impression" of a test: "MRI of the lumbar spine, impression: disc bulge"."""
    first = WORD.match(marker[0])
    if first is None or first[0].lower() not in grammar.reported:
        return False
    return grammar.tests.search(text, _sentence_start(text, start, marker), marker.end()) is not None


def _is_gauge(before: str, marker: re.Match[str], grammar: DiagnosisGrammar) -> bool:
    """True for an assessment that measures something: "pain | assessment: current pain 7/10"."""
    return _is_soft(marker, grammar) and grammar.gauged.search(before) is not None


def _own_pieces(text: str, pieces: list[Limits], until: int, grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces without one that something else is told of: "ankle arthritis; | fusion is being debated"."""
    if len(pieces) > 1 and grammar.told_next.match(text, until) and not grammar.is_firm(text[slice(*pieces[-1])]):
        joined = AND.search(text, pieces[-2][1], pieces[-1][0])
        return pieces if joined else pieces[:-1]
    return pieces


def _list_end(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> int:
    """Where a list ends: with its sentence, before words that begin another clause, or behind its bullets or numbers.

    The date of a procedure ends none: "status post fusion on 5/12/14, radiculopathy".
    """
    if BULLETED.match(text, start, end):
        end = _marked_end(text, start, end)
    elif NUMBERED.match(text, start, end):
        last = _last_number(text, start, end)
        if NUMBER_IN_LINE.search(text, start, last) is None:
            end = _marked_end(text, last, end)
    end = _sentence_end(text, start, end)
    for word in WORD.finditer(text, start, end):
        begin = word.start()
        if text[begin - 1] not in " \n\f," or word[0].lower() not in grammar.clause_from:
            continue
        if grammar.shown_by.match(text, begin, end):
            continue
        if DATE_IN_LIST.match(text, begin, end) and grammar.dated_procedure.search(text, start, begin):
            continue
        if grammar.clause.match(text, begin, end) and (before := _before_clause(text, start, begin)) > start:
            return before
    return end


def _bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket ends that a list stands in, or the start where it is not closed."""
    depth = 1
    for sign in BRACKETS.finditer(text, start, end):
        depth += 1 if sign[0] == "(" else -1
        if not depth:
            return sign.start()
    return start


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


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence ends that a list stands in."""
    for stop in SENTENCE_END.finditer(text, start, end):
        if not ABBREVIATED.search(text[start : stop.start()][-12:]):
            return stop.start()
    return end


def _resumed(text: str, end: int, limit: int, grammar: DiagnosisGrammar) -> Iterator[Diagnosis]:
    """The diagnoses behind a clause that interrupts a list: "1. Strain, which is improving. | 2. Sciatica".

    They go on to the first that is not a mere name, or that a verb follows: "; depression is denied".
    """
    limit = _sentence_end(text, end, limit)
    while end < limit and (again := RESUMED.search(text, end, limit)):
        end = _list_end(text, again.end(), limit, grammar)
        if end < limit and text[end] not in ",;":
            return
        for piece in find_pieces(text, again.end(), end, grammar):
            diagnosis = _diagnosis(text, *piece, grammar)
            if diagnosis is None:
                continue
            if not _is_name(text[diagnosis.start : diagnosis.end], grammar):
                return
            yield diagnosis


def _before_marker(text: str, start: int, marker: re.Match[str], grammar: DiagnosisGrammar) -> int:
    """Where a list ends in front of the next announcement: "concussion, | and secondary diagnoses are"."""
    end = marker.start()
    if marker[0][0].islower() or marker["codes"]:
        for word in reversed(list(WORD.finditer(text, max(start, end - NEGATION_WINDOW), end))):
            if word[0].lower() not in grammar.before_nouns or text[word.end() : end].strip(BLANK):
                break
            end = word.start()
    return end


def _further_sentences(text: str, end: int, limit: int, coded: bool, grammar: DiagnosisGrammar) -> Iterator[Limits]:
    """The sentences that go on with a list: a condition with its code, or its name where the list has none; no verb."""
    while text[end : end + 1] == ".":
        start = end + 1
        end = _list_end(text, start, limit, grammar)
        plan = grammar.plan.search(text, start, end)
        sentence = text[start : plan.start() if plan else end]
        if not (_is_coded_sentence(sentence, grammar) if coded else _is_name(sentence, grammar)):
            break
        if end < limit and text[end] != ".":
            break
        yield start, end


def _is_coded_sentence(sentence: str, grammar: DiagnosisGrammar) -> bool:
    """True for a condition with its code, in front of it or behind."""
    leading = grammar.code.match(sentence.lstrip()) is not None
    return (leading and grammar.names_condition(grammar.uncoded(sentence))) or _is_coded(sentence, grammar)


def _names(text: str, pieces: Iterator[Limits], grammar: DiagnosisGrammar) -> list[Limits]:
    """The pieces of a list up to one that may have a verb, having a word that names do not have: "has | denied"."""
    return list(
        takewhile(
            lambda piece: grammar.is_name(grammar.uncoded(text[piece[0] : grammar.untreated_end(text, *piece)])), pieces
        )
    )


def _is_procedure(piece: str, grammar: DiagnosisGrammar) -> bool:
    """True for what the patient is "status post", which a list names among diagnoses."""
    procedure = grammar.procedure.match(piece)
    return procedure is not None and grammar.names_condition(piece[procedure.end() :])


def _is_name(sentence: str, grammar: DiagnosisGrammar) -> bool:
    """True for a sentence that is nothing but the name of a diagnosis, and all of whose words are known."""
    if grammar.procedure.match(sentence):
        firm = _is_procedure(sentence, grammar)
    else:
        firm = grammar.is_firm(sentence, *grammar.complaints)
    return firm and ":" not in sentence and grammar.is_name(sentence)


def _before_clause(text: str, start: int, begin: int) -> int:
    """Where a list ends that a clause follows, without the "and" or comma between them; its start where it is empty."""
    before = text[start:begin].rstrip()
    if before[-4:].lower() in {" and", "\nand", ",and"}:
        before = before[:-4].rstrip()
    return start + len(before.rstrip(" ,\n\f"))


def _is_doubted(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> bool:
    """True for a condition that only may be, but not for one of which the cause only may be: "pain due to possible".

    A doubt that stands behind a cause that is stated is one of the condition: "pain from injury, possibly gout".
    """
    if grammar.versus.match(text, end) or grammar.versus.search(text, start, end):
        return True
    causes = grammar.doubted_cause.finditer(text, start, end)
    of_cause = {cause.end() for cause in causes if grammar.names_condition(text[start : cause.start()])}
    return any(doubt.end() not in of_cause for doubt in grammar.possible.finditer(text, start, end))


def _diagnosis(text: str, start: int, end: int, grammar: DiagnosisGrammar) -> Diagnosis | None:
    """A piece of a list without article, number, code and signs; null where it names none or is to be ruled out.

    What is to be ruled out beside it is no part of it: "lumbar strain | rule out disc herniation".
    """
    if (asked := grammar.asked.search(text, start, end)) and grammar.names_condition(text[start : asked.start()]):
        end = asked.start()
    doubted = _is_doubted(text, start, end, grammar)
    code = grammar.code.search(text, start, end) if DIGIT.search(text, start, end) else None
    limits: tuple[str, int, int] | None = None
    if code is not None:
        if grammar.uncoded(text[start:end]).strip(BLANK).lower() in grammar.ands:
            return None
        group = str(code.lastgroup)
        limits = (code[group].upper(), code.start(group), code.end(group))
        if code.start() - start < end - code.end() and not text[start : code.start()].strip(" \n\f-:("):
            start = code.end()
            while start < end and text[start].isspace():
                start += 1
            if text[start : start + 1] == "(" and text[:end].rstrip().endswith(")"):
                start += 1
        elif not grammar.uncoded(text[code.end() : end]).strip(BLANK + QUOTES):
            end = code.start()
    while start < end and (text[start].isspace() or text[start] in ".,;:-\u2013)]" + QUOTES):
        start += 1
    elsewhere = grammar.excluded.match(text, start, end) is not None
    lead = grammar.lead.match(text, start, end)
    if lead is not None:
        start = lead.end()
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] in ".,;:-\u2013([" + QUOTES
        or (text[end - 1] == ")" and "(" not in text[start:end])
    ):
        end -= 1
    if plan := grammar.plan.search(text, start, end):
        end = plan.start()
    end = grammar.untreated_end(text, start, end)
    if dated := DATED.search(text, start, end):
        end = dated.start()
    if (
        end - start < 2
        or elsewhere
        or grammar.excluded.match(text, start, end)
        or grammar.taken_back.search(text, start, end)
        or grammar.qualifier.fullmatch(text, start, end)
    ):
        return None
    return Diagnosis(start, end, "possible" if doubted else "stated", *(limits or (None, None, None)))
