"""What a rationale concludes about medical necessity, in the reviewer's own words.

    Therefore, this request is not medically necessary.                                        -> conclusion:necessary
    The medical necessity of this request is not established.                                  -> conclusion:necessity
    The records do not support the medical necessity of the request.                           -> conclusion:records
    The request is recommended for non-certification.                                          -> conclusion:weak
    A lengthier or more protracted gradual tapering or weaning course is, thus, indicated.      -> conclusion:weak

A span is the predicate alone, from its auxiliary verb to its end. Deliberately left alone: what guidelines say in
general, what somebody else found, wrote or argued, quotations, and what only could be necessary. The vocabulary is
`patterns/decisions.json`, under `conclusion`.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator

from imrx.grammar.denied_clauses import Denial, DeniedClauses
from imrx.grammar.expressions import expression
from imrx.grammar.short_verdicts import ShortVerdicts
from imrx.grammar.words import Keys, any_of, any_word
from imrx.labels import CONCLUSION, MEDICALLY_NECESSARY, NOT_MEDICALLY_NECESSARY
from imrx.match import Match

WEAKER = "conclusion:weak"
"""The rule of what is said in other words than those of medical necessity."""

NAMED = "conclusion:named"
"""The rule of a last sentence with no "request": it counts only where it denies and names the item (see `verdicts`)."""

WEAK = frozenset((WEAKER, NAMED))

WINDOW = 160
"""How far before its core the predicate may begin, and how far after "medical necessity" it may end, in characters."""

BEFORE_KEY = 60
"""How far before the longest word of a phrase the phrase may begin, in characters."""

FINAL = 400
"""How long the end of a rationale is in which a weaker predicate counts as its conclusion, in characters."""

QUOTATION = re.compile(r"(?P<opening>“|(?<![^\s(])\")|[\"”]")
"""A quotation mark; a straight one opens where a blank stands before it."""


class ConclusionGrammar:
    """The expressions built from the vocabulary; each looks at `WINDOW` characters around a core at most.

    They read a text in lower case: to pass over a word that does not fit takes a tenth of what it takes in either case.
    """

    def __init__(self, vocabulary: dict[str, list[str]]) -> None:
        words = {name: [text.lower() for text in texts] for name, texts in vocabulary.items()}
        auxiliary, between = any_of(words["auxiliaries"]), any_of(words["between"])
        core = any_word([*words["core"], *(f"not{text}" for text in words["core"])]) + r"\b"
        chain = rf"{any_word(words['auxiliaries'])}(?!\w)(?:[\s,/-]+(?:{auxiliary}|{between})\b){{0,14}}"
        joint = r"(?:,\s*(?:and|or|nor)\b|,|and/or|and|or|nor)"
        tail = rf"(?:\s*{joint}\s*(?:medically\s+)?{any_of(words['tail'])}\b){{0,6}}"
        self.core = expression(core + tail)
        self.core_keys = Keys(words["core"])
        self.short_core = expression(rf"{any_of(words['meds'])}\b")
        self.named_med = expression(rf"\b{any_of(words['before_meds'])}\s+$")
        """What stands in front of the noun "med", which begins like a short form: "the only med necessary"."""
        unfinished = "".join(rf"(?<!\b(?i:{word})\.)" for word in words["unfinished"])
        self.clause_limit = expression(rf"[.;:!?](?=\s|$|[A-Z]){unfinished}(?:(?<!\.[A-Za-z]\.)|(?=\s+[A-Z]|$))")
        """A stop, but for those of "Dr. Smith" and "10 mg q.d. is"."""
        self.chain = expression(rf"({chain})(?:\s+by\s+[^.;:]{{0,80}}?\s+as(?:\s+being)?|,[^,.;:]{{1,60}},)?[\s,-]*$")
        self.opinion = expression(
            rf"{any_word(words['reviewers'])}\s+(?:(?:am|are)\s+)?"
            rf"(?P<verb>(?:(?:{auxiliary}|not|to|able|unable|{any_of(words['consequence'])}|\w+ly)\b[\s,]+){{0,5}}?"
            rf"{any_of(words['opinions'])}\b(?!\s+that\b)[^.;:]{{1,100}})$",
        )
        self._compile_parts(words, auxiliary)
        self.denied_clauses = DeniedClauses(words)
        self.short_verdicts = ShortVerdicts(words)
        self.bare = expression(r"\bnot\s*$")
        self.necessity = expression(rf"{any_word(words['necessity'])}\b")
        self.necessity_keys = Keys(words["necessity"])
        self.verb = expression(rf"({chain})[\s,-]+{any_of(words['necessity_verbs'])}\b")
        self.records = expression(
            rf"\b(?P<verb>(?:(?P<no>{any_of(words['negated_verbs'])}|{any_of(words['few'])}\s+(?:[\w-]+\s+){{1,4}}?to)\s+"
            r"|(?<!to\s)(?<!not\s))(?:\w+ly\s+)?"
            rf"{any_of(words['active_verbs'])})\s+(?:the\s+|any\s+)?$",
        )
        self.records_say = expression(
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*\b{any_of(words['active_subjects'])}\b"
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*",
        )
        self.no_records = expression(
            rf"\s*(?:{any_of(words['consequence'])}[\s,]+)?(?:{any_of(words['negative_subjects'])}|no)\b[^,]*?\b{any_of(words['active_subjects'])}\b"
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*"
        )
        self.restart = expression(rf"{any_word(['and', 'but', 'or'])}\s+(?={auxiliary}\b)")
        self.opinion_keys = Keys(words["opinions"])
        self.consequence_keys = Keys(words["consequence"])
        self._compile_denials(words, chain, auxiliary)
        nouns = any_of([*words["denial_nouns"], *words["denials"]])
        self.weak = expression(
            rf"(?!recommended\s+(?:that\b|(?:for\s+)?(?:a\s+)?{nouns}))(?:{any_word(words['weak'])}\b{tail})"
        )
        self.weak_chain = expression(rf"({chain})[\s,-]+$")
        self.weak_subject = expression(rf"{any_word(words['weak_subjects'])}\b")
        self.consequence = expression(rf"{any_word(words['consequence'])}\b")
        self.negative = expression(rf"\b(?:not|{any_of(words['negatives'])}\b)|(?<=n['\u2019])t\b")
        self.no_subject = expression(
            rf"[\s\"“(]*(?:(?:and|so|thus|therefore)\s+)?{any_of(words['negative_subjects'])}\b"
        )
        self.this_request = expression(
            rf"\b(?:{any_of(words['definite'])}\s+(?:\w+\s+){{0,2}}?requests?|{any_of(words['requested'])})\b"
        )
        self.condition = expression(rf"{any_word(words['conditions'])}\b")
        self.hypothesis = expression(rf"{any_word(words['hypotheses'])}\b(?!\s+{any_of(words['alike'])}\b)")
        self.condition_behind = expression(rf"[\s,]*{any_of(words['conditions_behind'])}\b")
        self.possibility = expression(rf"{any_of([*words['possibilities'], *words['contrary']])}\b")
        self.supposed = expression(rf"{any_word(words['supposed'])}\b")
        leading = rf"(?:{any_of([*words['contrasts'], *words['consequence']])}[\s,]+)*"
        self.hypothesis_first = expression(rf"[\s\"“(]*{leading}{any_of(words['hypotheses_first'])}\b")
        self.until_then = expression(rf"[\s\"“(]*{leading}{any_of(words['until_then'])}\b")
        self.until_first = expression(
            rf"[\s\"“(]*{leading}{any_of(words['until'])}\b(?!\s+{any_of(words['until_past'])}\b)"
        )
        self.presence_first = expression(rf"[\s\"“(]*{leading}{any_of(words['presences'])}\b")
        self.only_where = expression(rf"(?:(?:{auxiliary}|not)\s+)+only\b")
        self.verb_behind = expression(rf"\s+{auxiliary}\b[^.;,]{{0,60}}")
        self.infinitive = expression(r"be(?:en|ing)?\b")
        self.not_to = expression(r"\b(?:not\s+to|to\s+not)\s+$")
        self.duty = expression(rf"{any_of(words['duties'])}\b")
        self.history = expression(rf"{any_word(words['history'])}\b")
        people = any_of([*words["people"], *words["treating"], *words["named"]])
        treating = any_of([*words["treating"], *words["named"]])
        verbs = any_of(words["reporting_verbs"])
        self.found_by = expression(rf"\b{verbs}\s+by\s+(?:(?:the|his|her|a)\s+)?{people}\s+(?:to\s+)?$")
        """Whose finding stands in an infinitive: "found by utilization review not to be ..."."""
        self.verb_keys = Keys(words["reporting_verbs"])
        new_subject = rf"and\s+{any_of(words['definite'])}\b"
        passive = (
            rf"(?:is|are|was|were|be|been|being)\s+(?:(?:not|{any_of(words['consequence'])}|\w+ly)\s+){{0,3}}{verbs}\b"
        )
        self.said = expression(
            rf"(?:{any_word(words['people'])}\b(?:(?!\b{new_subject})[^.;:,]){{0,60}}?"
            rf"|{any_word([*words['treating'], *words['named']])}\b\.?"
            rf"(?:(?!\b(?:{new_subject}|{passive}))[^.;:,]){{0,60}}?)(?:(?<!\bnot\s)\b{verbs}|\b{verbs}(?=\s+that\b))\b"
        )
        """What somebody says; a referral "to Dr. Smith is considered" necessary by nobody but the reviewer."""
        self.said_of_treating = expression(rf"{treating}\b")
        self.own_clause = expression(rf"\b{any_of(words['contrasts'])}\s+(?:{any_of(words['definite'])}\s+)?$")
        self.own_voice = expression(rf"{any_word(words['contrasts'])}\s+{any_of(words['reviewers'])}\b")
        self.taught = expression(rf"{any_word(words['sources'])}\b[^.;:,]{{0,60}}?\b{verbs}\b")
        per = r"(?:per|according\s+to)\s+(?:(?:the|his|her|a)\s+)?"
        files = rf"(?:\.?\s+[\w-]+){{0,2}}?(?:['\u2019]s?)?\s+(?:[\w-]+\s+){{0,3}}?{any_of(words['active_subjects'])}\b"
        self.of_others = expression(rf"\s*{per}(?!{treating}{files}){people}\b[^,]*")
        self.by_others = expression(
            rf"(?:[^.;:]{{0,40}}?\b(?:by\s+(?:(?:the|his|her|a)\s+)?|{per})(?!{any_of(words['named'])}\b){people}\b"
            rf"|(?:(?!\b(?:for|of|with|to)\b)[^.;:]){{0,40}}?\b(?:by\s+|{per}){any_of(words['named'])}\b)"
        )

    def _compile_denials(self, words: dict[str, list[str]], chain: str, auxiliary: str) -> None:
        """Compile what says in the words of utilisation review what this reviewer decides (see `_find_denials`)."""
        self.denial = expression(rf"(?P<noun>{any_word(words['denial_nouns'])})\b|{any_word(words['denials'])}\b")
        self.denial_keys = Keys([*words["denial_nouns"], *words["denials"]])
        self.of_denial = expression(rf"{any_word(words['denial_nouns'])}\b[^,]*$")
        self.denied = frozenset(words["denied"])
        self.denial_chain = expression(rf"({chain})[\s,-]+(?:an?\s+)?$")
        self.recommending = expression(
            rf"[\s,]*(?:{any_of(words['consequence'])}[\s,]*)?(?:{any_of(words['reviewers'])}\s+)?"
            rf"(?P<verb>{any_of(words['recommending'])})\s+(?:an?\s+|for\s+)?"
        )
        self.advised = expression(
            rf"[\s,]*(?:{any_of(words['consequence'])}[\s,]*)?(?:it\s+is\s+(?:{any_of(words['consequence'])}\s+)?recommended"
            rf"|(?:{any_of(words['reviewers'])}\s+)?{any_of(words['recommending'])})\s+(?:that\s+)?(?!.*\bnot\b)",
            re.DOTALL,
        )
        self.concurring = expression(
            rf"{any_word(words['reviewers'])}\s+(?:(?:am|{auxiliary}|{any_of(words['consequence'])}|\w+ly)\s+){{0,3}}?"
            rf"(?P<verb>(?:{any_of(words['agreeing'])}\s+with|{any_of(words['upholding'])}|(?P<reversed>{any_of(words['reversing'])}))"
            rf"\s+(?:the\s+)?(?:{any_of(words['former'])}\s+)?"
            rf"(?:{any_of(words['sides'])}(?:['\u2019]s)?\s+{any_of(words['decisions'])}|{any_of(words['denial_nouns'])}))"
            rf"(?![\s,]*{any_of([*words['excepting'], *words['partly']])}\b)"
            rf"(?=\s*(?:[.;,]|$)|\s+(?:{any_of(words['to_deny'])}|of\s+{any_of(words['definite'])})\b)"
        )
        self.former = expression(rf"{any_word(words['former'])}\b")
        self.not_denying = expression(
            rf"\b{any_of([*words['not_denying'], *words['partly'], *words['possibilities']])}\b"
        )
        self.people = expression(rf"{any_word([*words['people'], *words['treating']])}\b")
        self.review = expression(
            rf"{any_word(words['decisions'])}\b[^.;:,]{{0,60}}?\s(?P<verb>(?:is|are|(?:should|will|must|shall)\s+be)\s+"
            rf"(?:(?:{any_of(words['consequence'])}|hereby)\s+)?(?:(?P<kept>{any_of(words['kept'])})|{any_of(words['set_aside'])}))\b"
        )

    def _compile_parts(self, words: dict[str, list[str]], auxiliary: str) -> None:
        """Compile what tells that a conclusion is of a part of the request, or of something else (see `verdicts`)."""
        self.rest = expression(
            rf"\b{any_of(words['rest'])}\b[^.]{{0,80}}?\b{auxiliary}\s+not(?:\s+(?:medically\s+)?necessary)?\s*[.;,]",
        )
        but = rf"[^.;]{{0,60}}?(?:\b{any_of(words['contrasts'])}\b|[.;]\s)(?P<subject>[^.;]{{1,80}}?)\b"
        but += any_of(words["copulas"])
        self.but_is_not = expression(rf"{but}(?:\s+not|n['\u2019]t)\s*[.;,]")
        self.but_is = expression(rf"{but}\s*[.;]")
        beside = rf"[\s,;.]*(?:{any_of(words['contrasts'])}[\s,]+)?(?P<subject>[^,.;]{{1,80}}?)\s+"
        self.beside_is_not = expression(rf"{beside}(?P<verb>{any_of(words['copulas'])}(?:\s+not|n['\u2019]t))\s*[.;]")
        self.beside_is = expression(rf"{beside}(?P<verb>{any_of(words['copulas'])})\s*[.;]")
        self.instead_of = expression(
            rf"{any_word(words['instead_of'])}\s+(?!{any_of(words['not_excluded'])}\b)(?P<other>[^,.;]{{1,60}})"
        )
        self.partly = expression(rf"\b{any_of(words['partly'])}\b")
        self.partly_behind = expression(rf"[\s,]*{any_of(words['partly'])}\b")
        self.only = expression(rf"\s*(?:{any_of(['and', 'but', *words['consequence']])}\b[\s,]*)*only\b")
        self.this = expression(r"\s*(?:this|these|it)\b")
        self.only_behind = expression(r"[^.;,]{0,60}\bonly\b")
        self.reason = expression(rf"\s*(?:(?:and|but|however)\s+)?{any_of(words['reasons'])}\b")
        self.advice = expression(rf"{any_word(words['advice'])}\b")
        self.unspecific = frozenset(words["unspecific"])
        self.portions = frozenset(words["portions"])
        self.numbers = {word: str(number) for number, word in enumerate(words["numbers"], 1)}
        self.named_before = expression(
            rf"[\s,]*(?:{any_of([*words['contrasts'], *words['consequence']])}[\s,]+)*"
            rf"{any_of([*words['definite'], *words['requested']])}\s+(?!{any_of(words['patients'])}\b)"
        )
        self.same_subject = expression(rf"\b(?:{any_of([*words['contrasts'], *words['new_clauses']])})\s*$")
        self.patient = expression(rf"{any_word(words['patients'])}\b")


def find_conclusions(text: str, start: int, end: int, grammar: ConclusionGrammar, lower: str) -> list[Match]:
    """What a rationale concludes about medical necessity, in order; the rule says which grammar found it.

    Matches: "is therefore medically necessary", "cannot be deemed medically necessary", "is not a medical necessity",
    medical necessity of X "has not been established", "is not supported by the provided records as being medically
    necessary". Not: "to support the medical necessity of X", "if it is medically necessary".

    Args:
        text: the letter.
        start: where the rationale begins.
        end: where it ends.
        grammar: the expressions.
        lower: the letter in lower case.
    """
    found: list[Match] = []
    for core in _near(grammar.core, grammar.core_keys, lower, start, end):
        clause = clause_start(text, max(start, core.start() - WINDOW), core.start(), grammar)
        before = lower[clause : core.start()]
        if grammar.short_core.match(core[0]) and grammar.named_med.search(before):
            continue
        own = max(clause, found[-1].end) if found else clause
        opinion = grammar.opinion.search(lower, own, core.start()) if grammar.opinion_keys.stand_in(before) else None
        if opinion is not None:
            _add(found, lower, clause, opinion.start("verb"), core.end(), "conclusion:necessary", grammar)
        elif (chain := grammar.chain.search(before)) is not None:
            _add(found, lower, clause, clause + chain.start(), core.end(), "conclusion:necessary", grammar)
        elif (bare := grammar.bare.search(before)) is not None:
            _add(found, lower, clause, clause + bare.start(), core.end(), "conclusion:necessary", grammar)
        elif text[core.start()].isupper() and not before.strip() and (core.end() == end or text[core.end()] == "."):
            _add(found, lower, clause, core.start(), core.end(), "conclusion:necessary", grammar)
    _find_necessity(found, text, start, end, lower, grammar)
    _find_ellipses(found, end, lower, grammar)
    final = end if found else max(start, end - FINAL)
    _find_denials(found, text, final, end, lower, grammar)
    _find_weak(found, text, start, final, end, lower, grammar)
    if all(match.rule == NAMED for match in found):
        _find_short_verdict(found, text, max(start, end - FINAL), end, lower, grammar)
    return found


def _find_necessity(
    found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Insert what is said of the medical necessity: that it is established, or that no records speak for it."""
    for noun in _near(grammar.necessity, grammar.necessity_keys, lower, start, end):
        limit = grammar.clause_limit.search(text, noun.end(), min(end, noun.end() + WINDOW))
        verb = grammar.verb.search(lower, noun.end(), limit.start() if limit else min(end, noun.end() + WINDOW))
        clause = clause_start(text, max(start, noun.start() - WINDOW), noun.start(), grammar)
        if verb is not None:
            none = noun[0].split()[0] == "no"
            positive = grammar.negative.search(lower, *verb.span()) is None
            if not _is_said_of_necessity(lower, clause, noun.start(), positive and not none, grammar):
                denied = none or grammar.denied_clauses.find(lower, clause, verb.start(), positive) is not None
                _add(found, lower, noun.start(), *verb.span(), "conclusion:necessity", grammar, denied)
            continue
        records = grammar.records.search(lower[clause : noun.start()])
        if records is None:
            continue
        verb_at = clause + records.start()
        none = grammar.no_records.fullmatch(lower, clause, verb_at) is not None
        if records["no"] or none or grammar.records_say.fullmatch(lower, clause, verb_at):
            first = clause + records.start("verb")
            _add(found, lower, clause, first, noun.end(), "conclusion:records", grammar, none)


def _is_said_of_necessity(lower: str, clause: int, noun: int, positive: bool, grammar: ConclusionGrammar) -> bool:
    """True where somebody says that the medical necessity is established, or is not.

    "The provider reports that pain is 8/10 and | the medical necessity has not been established": no provider says so.
    """
    said = grammar.said.search(lower, clause, noun)
    if said is None or " that " not in lower[said.end() : noun]:
        return False
    own = grammar.own_clause.search(lower, said.end(), noun) is not None
    return positive or not own or grammar.said_of_treating.match(lower, said.start()) is None


def _find_ellipses(found: list[Match], end: int, lower: str, grammar: ConclusionGrammar) -> None:
    """Insert what is said of another subject directly behind a conclusion: "PT is necessary, the brace is not."."""
    for match in list(found):
        positive = match.value["label"] == MEDICALLY_NECESSARY
        pattern = grammar.beside_is_not if positive else grammar.beside_is
        beside = pattern.match(lower, match.end, min(end, match.end + WINDOW))
        if (
            beside is not None
            and grammar.patient.search(beside["subject"]) is None
            and not _stand_over(found, *beside.span("verb"))
        ):
            label = NOT_MEDICALLY_NECESSARY if positive else MEDICALLY_NECESSARY
            insort(found, Match(*beside.span("verb"), CONCLUSION, match.rule, {"label": label}))


def _find_weak(
    found: list[Match], text: str, start: int, final: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Insert weaker predicates: behind "therefore", and, from `final` on, about the request or in the last sentence."""
    clauses = [(start, end)]
    if found:
        clauses = _clauses(text, start, end, grammar.consequence_keys.places(lower[start:end]), grammar)
    for weak in (match for limits in clauses for match in grammar.weak.finditer(lower, *limits)):
        if _stand_over(found, weak.start(), weak.end()):
            continue
        clause = clause_start(text, max(start, weak.start() - 2 * WINDOW), weak.start(), grammar)
        told = grammar.consequence.search(lower, clause, weak.end()) or (
            weak.start() >= final and grammar.weak_subject.search(lower, clause, weak.start())
        )
        if told or (weak.start() >= final and lower[weak.end() : end].strip() in ("", ".")):
            near = max(clause, weak.start() - WINDOW)
            chain = grammar.weak_chain.search(lower[near : weak.start()])
            if chain is not None and not grammar.of_denial.search(lower, near, near + chain.start()):
                rule = WEAKER if told else NAMED
                _add(found, lower, clause, near + chain.start(), weak.end(), rule, grammar)


def _find_denials(found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar) -> None:
    """Insert what the reviewer recommends or decides in the words of utilisation review, between two offsets.

    Matches: "is recommended for non-certification", "Recommend denial.", "the request should be denied", "the UR
    decision is upheld", "I concur with the UR decision", "I am reversing the denial". Not: "was denied", "may be
    denied", "is denied by the adjuster", "nausea is denied".
    """
    for word in grammar.review.finditer(lower, start, end):
        clause = clause_start(text, max(start, word.start() - WINDOW), word.start(), grammar)
        before = lower[clause : word.start()]
        others = grammar.people.search(before) and (" that " in before or grammar.said.search(before))
        conditional = grammar.condition.search(before) or grammar.not_denying.match(lower, word.end() + 1)
        if not (others or conditional):
            label = NOT_MEDICALLY_NECESSARY if word["kept"] else MEDICALLY_NECESSARY
            insort(found, Match(word.start("verb"), word.end(), CONCLUSION, WEAKER, {"label": label}))
    for word in grammar.concurring.finditer(lower, start, end):
        said = lower[word.start() : word.start("verb")]
        if not (grammar.negative.search(said) or grammar.not_denying.search(said)):
            label = MEDICALLY_NECESSARY if word["reversed"] else NOT_MEDICALLY_NECESSARY
            insort(found, Match(*word.span("verb"), CONCLUSION, WEAKER, {"label": label}))
    for word in _near(grammar.denial, grammar.denial_keys, lower, start, end):
        clause = clause_start(text, max(start, word.start() - 2 * WINDOW), word.start(), grammar)
        verb = _denies(lower, clause, word, grammar)
        if (
            verb is not None
            and not _stand_over(found, verb, word.end())
            and not grammar.not_denying.search(lower, verb, word.end())
            and not grammar.not_denying.match(lower, word.end() + 1)
            and not grammar.people.search(lower, clause, word.start())
            and not _is_general(lower, clause, verb, word.end(), True, WEAKER, None, grammar)
            and not _is_of_others(lower, clause, verb, word.end(), grammar)
        ):
            value = {"label": NOT_MEDICALLY_NECESSARY}
            insort(found, Match(verb, word.end(), CONCLUSION, WEAKER, value))


def _find_short_verdict(
    found: list[Match], text: str, start: int, end: int, lower: str, grammar: ConclusionGrammar
) -> None:
    """Put what the whole last sentence says in place of all else: "Recommend certification.", "Not certified."."""
    limits = (limit for limit in grammar.clause_limit.finditer(text, start, end) if limit[0] not in ":;")
    starts = [limit.end() for limit in limits if text[limit.end() : end].strip(" .\n\f")]
    before, last = [start, start, *starts][-2:]
    verdict = grammar.short_verdicts.find(lower, before, last, end)
    if verdict is not None:
        label = NOT_MEDICALLY_NECESSARY if verdict.negative else MEDICALLY_NECESSARY
        found[:] = [Match(verdict.start, verdict.end, CONCLUSION, WEAKER, {"label": label})]


def _denies(lower: str, clause: int, word: re.Match[str], grammar: ConclusionGrammar) -> int | None:
    """Where the predicate begins that ends with a word of denial; null where it is about something else.

    A noun must be recommended, or else it may be what is told about ("the reason is a denial"). "Denied" needs the
    request, since a patient denies too ("nausea is denied"). What should "be denied" is not said without a verb of its
    own in front of "be", or "it is recommended that".
    """
    before = lower[clause : word.start()]
    if (verb := grammar.recommending.fullmatch(before)) is not None:
        return clause + verb.start("verb")
    chain = grammar.denial_chain.search(before)
    if chain is None or grammar.former.search(before):
        return None
    if chain[1].split()[0] == "be" and grammar.advised.match(before) is None:
        return None
    if word["noun"]:
        about = "recommend" in before
    else:
        about = (
            word[0] not in grammar.denied
            or "recommend" in before
            or grammar.this_request.search(before) is not None
            or grammar.consequence.search(before) is not None
        )
    return clause + chain.start() if about else None


def _near(pattern: re.Pattern[str], keys: Keys, lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What an expression matches between two offsets, looked for only around the words that each match has."""
    behind = start
    for at in keys.places(lower[start:end]):
        if start + at >= behind:
            for match in pattern.finditer(lower, max(behind, start + at - BEFORE_KEY), min(end, start + at + WINDOW)):
                behind = match.end()
                yield match


def _clauses(text: str, start: int, end: int, places: list[int], grammar: ConclusionGrammar) -> list[tuple[int, int]]:
    """The limits of the clauses that have a place in them, places counted from `start`."""
    found: list[tuple[int, int]] = []
    for place in places:
        at = start + place
        if not found or at >= found[-1][1]:
            limit = grammar.clause_limit.search(text, at, end)
            begin = clause_start(text, max(start, at - 2 * WINDOW), at, grammar)
            found.append((begin, limit.start() if limit else end))
    return found


def clause_start(text: str, start: int, end: int, grammar: ConclusionGrammar) -> int:
    """Where the clause begins that ends at `end`: after the last full stop, semicolon or colon."""
    for match in grammar.clause_limit.finditer(text, start, end):
        start = match.end()
    return start


def _add(
    found: list[Match],
    lower: str,
    clause: int,
    start: int,
    end: int,
    rule: str,
    grammar: ConclusionGrammar,
    negated: bool = False,
) -> None:
    """Insert a conclusion of the reviewer's own where nothing stands yet; of two joined predicates the last counts."""
    for joint in grammar.restart.finditer(lower, start, end):
        start = joint.end()
    infinitive = grammar.infinitive.match(lower, start, end) is not None
    if infinitive and (denied := grammar.not_to.search(lower, clause, start)) is not None:
        start = denied.start()
    if infinitive and grammar.found_by.search(lower, clause, start) is not None:
        return
    if _stand_over(found, start, end):
        return
    subject = max(clause, lower.rfind(",", clause, start) + 1)
    negated = negated or grammar.no_subject.match(lower, subject, start) is not None
    negations = len(grammar.negative.findall(lower[start:end]))
    behind = grammar.verb_behind.match(lower, end)
    if behind is not None and "that " in lower[clause:start]:  # "that it is medically necessary | has not been shown"
        if grammar.negative.search(behind[0]) is None:
            return
        negated = not negated
    denial = grammar.denied_clauses.find(lower, clause, start, negations == 0)
    if denial is None and not negated and infinitive:
        negated_before = grammar.negative.search(lower, subject, start)
        if negated_before is not None:  # of a verb that is not known: "does not qualify to be medically necessary"
            return
    if denial is not None and denial.lacks_proof and rule in WEAK:
        return
    joined = denial is None and negations == 0 and rule != "conclusion:necessity"
    if joined and grammar.denied_clauses.is_joined(lower, clause, start):
        return
    negative = (negations + (negated or denial is not None)) % 2 == 1
    if _is_general(lower, clause, start, end, negative, rule, denial, grammar) or _is_of_others(
        lower, clause, start, end, grammar
    ):
        return
    label = NOT_MEDICALLY_NECESSARY if negative else MEDICALLY_NECESSARY
    insort(found, Match(start, end, CONCLUSION, rule, {"label": label}))


def _stand_over(found: list[Match], start: int, end: int) -> bool:
    """True where one of several conclusions, in order, overlaps the stretch between two offsets."""
    place = bisect_left(found, (start,))
    return (place > 0 and found[place - 1].end > start) or (place < len(found) and found[place].start < end)


def _is_general(
    lower: str,
    clause: int,
    start: int,
    end: int,
    negative: bool,
    rule: str,
    denial: Denial | None,
    grammar: ConclusionGrammar,
) -> bool:
    """True for conditions, possibilities and duties: what may or must be, not what is.

    A condition before a comma ("When the guidelines are applied, the request is ...") or behind the predicate ("... is
    not medically necessary without further evidence") takes nothing away from a statement about this request, unless
    that only says what would be. Nor does "until then" from what is not necessary now, or a clause with "until" that a
    comma ends before the predicate: not "until Norco is not medically necessary, it may be continued".
    """
    until = grammar.until_then.match(lower, clause) if negative else None
    if until is None and negative and lower.find(",", clause, start) >= 0 and lower[end : end + 1] != ",":
        until = grammar.until_first.match(lower, clause)
    clause = until.end() if until is not None else clause
    comma = lower.rfind(",", clause, start)
    subject = max(clause, comma)
    if denial is not None:
        if grammar.condition.search(lower, subject, denial.start) or grammar.condition.search(lower, denial.end, start):
            return True
    elif grammar.condition.search(lower, subject, start):
        return True
    if grammar.only_where.match(lower, start) or (not negative and grammar.possibility.match(lower, start)):
        return True
    hypothetical = (comma >= 0 and grammar.hypothesis.search(lower, clause, comma) is not None) or (
        grammar.condition_behind.match(lower, end) is not None
    )
    if grammar.supposed.match(lower, start) and (
        (hypothetical and not negative)
        or grammar.hypothesis_first.match(lower, clause)
        or (grammar.presence_first.match(lower, clause) and not grammar.named_before.match(lower, comma + 1))
    ):
        return True
    if rule == "conclusion:necessity" and (
        grammar.duty.match(lower, start) or (not negative and grammar.supposed.match(lower, start))
    ):
        return True
    if grammar.this_request.search(lower, subject, start):
        return False
    return hypothetical


def _is_of_others(lower: str, clause: int, start: int, end: int, grammar: ConclusionGrammar) -> bool:
    """True for what utilisation review, the provider, an earlier decision or a guideline said, and for quotations.

    So is what is told per or according to a person ("per the provider, the MRI is"), but not what is read in the
    records of a person who treats ("per the provider's records, the MRI is").
    """
    marks = list(QUOTATION.finditer(lower, clause, start))
    if marks and marks[-1]["opening"]:
        return True
    subject = max(clause, lower.rfind(",", clause, start))
    if grammar.history.search(lower, subject, end) or grammar.by_others.match(lower, end):
        return True
    if subject > clause and grammar.of_others.fullmatch(lower, clause, subject):
        return True
    if not grammar.verb_keys.stand_in(lower[subject:end]):
        return False
    said = grammar.said.search(lower, subject, end)
    if (
        said is not None
        and grammar.consequence.search(lower, said.end(), start) is None
        and grammar.own_voice.search(lower, said.end(), start) is None
    ):
        return True
    return (
        grammar.taught.search(lower, subject, start) is not None
        and grammar.this_request.search(lower, subject, start) is None
    )
