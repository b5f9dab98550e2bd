"""Words of conclusions: the expressions that are built from `patterns/decisions.json`, under `conclusion`.

    "is therefore", "cannot be deemed"              -> lead to a core
    "medically necessary", "appropriate"            -> cores
    "the provider argues", "per the guidelines"     -> what somebody else says

Deliberately left alone: which of them make a conclusion of the reviewer's (`conclusions.py`).
"""

import re

from imrx.grammar.alternatives import any_of, any_word
from imrx.grammar.expressions import expression
from imrx.grammar.issues.denied_clauses import DeniedClauses
from imrx.grammar.issues.short_verdicts import ShortVerdicts
from imrx.grammar.words import Keys


class ConclusionGrammar:
    """The expressions built from the vocabulary; each looks at `WINDOW` characters around a core at most.

    They read a text in lower case: to pass over a word that does not fit takes a tenth of what it takes in either case.
    """

    def __init__(self, vocabulary: dict[str, list[str]]) -> None:
        words = {name: [text.lower() for text in texts] for name, texts in vocabulary.items()}
        auxiliary, between = any_of(words["auxiliaries"]), any_of(words["between"])
        chain = rf"{any_word(words['auxiliaries'])}(?!\w)(?:[\s,/-]+(?:{auxiliary}|{between})\b){{0,14}}"
        joint = r"(?:,\s*(?:and|or|nor)\b|,|and/or|and|or|nor)"
        tail = rf"(?:\s*{joint}\s*(?:medically\s+)?{any_of(words['tail'])}\b){{0,6}}"
        self.denied_clauses = DeniedClauses(words)
        self.short_verdicts = ShortVerdicts(words)
        self._compile_clauses(words, auxiliary)
        self._compile_cores(words, chain, auxiliary, tail)
        self._compile_necessity(words, chain)
        self._compile_weak(words, chain, tail)
        self._compile_denials(words, chain, auxiliary)
        self._compile_conditions(words, auxiliary)
        self._compile_others(words, auxiliary)
        self._compile_parts(words, auxiliary)

    def _compile_clauses(self, words: dict[str, list[str]], auxiliary: str) -> None:
        """Compile what ends a clause, or begins one, and what denies it or draws it from what is in front."""
        unfinished = "".join(rf"(?<!\b(?i:{word})\.)" for word in words["unfinished"])
        self.clause_limit = expression(rf"[.;:!?](?=\s|$|[A-Z]){unfinished}(?:(?<!\.[A-Za-z]\.)|(?=\s+[A-Z]|$))")
        """A stop, but for those of "Dr. Smith" and "10 mg q.d. is"."""
        self.restart = expression(rf"{any_word(['and', 'but', 'or'])}\s+(?={auxiliary}\b)")
        self.consequence = expression(rf"{any_word(words['consequence'])}\b")
        self.negative = expression(rf"\b(?:not|{any_of(words['negatives'])}\b)|(?<=n['\u2019])t\b")
        self.no_subject = expression(
            rf"[\s\"“(]*(?:(?:and|so|thus|therefore)\s+)?{any_of(words['negative_subjects'])}\b"
        )
        self.consequence_keys = Keys(words["consequence"])
        self.this_request = expression(
            rf"\b(?:{any_of(words['definite'])}\s+(?:\w+\s+){{0,2}}?requests?|{any_of(words['requested'])})\b"
        )
        self.infinitive = expression(r"be(?:en|ing)?\b")
        self.not_to = expression(r"\b(?:not\s+to|to\s+not)\s+$")

    def _compile_cores(self, words: dict[str, list[str]], chain: str, auxiliary: str, tail: str) -> None:
        """Compile the words of medical necessity, and what leads to them."""
        core = any_word([*words["core"], *(f"not{text}" for text in words["core"])]) + r"\b"
        self.core = expression(core + tail)
        self.core_keys = Keys(words["core"])
        self.short_core = expression(rf"{any_of(words['meds'])}\b")
        self.named_med = expression(rf"\b{any_of(words['before_meds'])}\s+$")
        """What stands in front of the noun "med", which begins like a short form: "the only med necessary"."""
        self.chain = expression(rf"({chain})(?:\s+by\s+[^.;:]{{0,80}}?\s+as(?:\s+being)?|,[^,.;:]{{1,60}},)?[\s,-]*$")
        self.opinion = expression(
            rf"{any_word(words['reviewers'])}\s+(?:(?:am|are)\s+)?"
            rf"(?P<verb>(?:(?:{auxiliary}|not|to|able|unable|{any_of(words['consequence'])}|\w+ly)\b[\s,]+){{0,5}}?"
            rf"{any_of(words['opinions'])}\b(?!\s+that\b)[^.;:]{{1,100}})$",
        )
        self.bare = expression(r"\bnot\s*$")
        self.opinion_keys = Keys(words["opinions"])

    def _compile_necessity(self, words: dict[str, list[str]], chain: str) -> None:
        """Compile what is said of the medical necessity (see `_find_necessity`)."""
        self.necessity = expression(rf"{any_word(words['necessity'])}\b")
        self.necessity_keys = Keys(words["necessity"])
        self.verb = expression(rf"({chain})[\s,-]+{any_of(words['necessity_verbs'])}\b")
        self.records = expression(
            rf"\b(?P<verb>(?:(?P<no>{any_of(words['negated_verbs'])}"
            rf"|(?<!\bnot\s){any_of(words['few'])}\s+(?!of\b)(?:[\w-]+\s+){{1,4}}?to)\s+"
            r"|(?<!to\s)(?<!not\s))(?:\w+ly\s+)?"
            rf"{any_of(words['active_verbs'])})\s+(?:the\s+|any\s+)?$",
        )
        self.records_say = expression(
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*\b{any_of(words['active_subjects'])}\b"
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*",
        )
        self.no_records = expression(
            rf"\s*(?:{any_of(words['consequence'])}[\s,]+)?"
            rf"(?:{any_of(words['negative_subjects'])}|no)\b[^,]*?\b{any_of(words['active_subjects'])}\b"
            rf"(?:(?!\bto\b|\b{any_of(words['negatives'])}\b)[^,])*"
        )

    def _compile_weak(self, words: dict[str, list[str]], chain: str, tail: str) -> None:
        """Compile weaker predicates (see `_find_weak`)."""
        nouns = any_of([*words["denial_nouns"], *words["denials"]])
        self.weak = expression(
            rf"(?!recommended\s+(?:that\b|(?:for\s+)?(?:a\s+)?{nouns}))(?:{any_word(words['weak'])}\b{tail})"
        )
        self.weak_chain = expression(rf"({chain})[\s,-]+$")
        self.weak_subject = expression(rf"{any_word(words['weak_subjects'])}\b")

    def _compile_conditions(self, words: dict[str, list[str]], auxiliary: str) -> None:
        """Compile what makes of a conclusion a condition, a possibility or a duty (see `is_general`)."""
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
        self.duty = expression(rf"{any_of(words['duties'])}\b")

    def _compile_others(self, words: dict[str, list[str]], auxiliary: str) -> None:
        """Compile what makes a conclusion somebody else's (see `is_of_others`)."""
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
        leading = any_of([*words["contrasts"], *words["consequence"]])
        whose = rf"(?:(?:the|his|her|a)\s+)?(?!{any_of(words['own_titles'])}\b)"
        self.reported = expression(
            rf"(?:[\s\"“(]*(?:{leading}[\s,]+)*{whose}{people}\b[^.;:]*?[\s,]"
            rf"|.*?\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?[\w-]+\s+by\s+{whose}{people}\b[^.;:]*?,\s*)"
            rf"{any_of(words['reporting'])}\b"
            rf"|.*?\b{verbs}\s+by\s+{whose}{people}\b[^.;:,]{{0,60}}?\b(?=that\b)"
            rf"|.*?\b{any_of(words['papers'])}\s+(?:\w+ly\s+)?{verbs}\b",
            re.DOTALL,
        )
        """What is reported of somebody: "UR modified it, finding", "it was felt by UR that", "the denial stated"."""
        joint = rf"(?:{any_of(words['contrasts'])}|so)\s+"
        subject = r"(?!that\b)\w[^,]*$"
        self.report_ends = expression(
            rf"(?:\b{joint}|,\s*){any_of(words['definite'])}\b|,\s*{joint}{subject}"
            rf"|\b{auxiliary}\s[^,]*?\b{joint}{subject}|^(?!\s*that\b).*,\s*{subject}",
            re.DOTALL,
        )
        """A new subject behind what is reported: "noting that she had 24 visits and | more therapy is"."""
        self.reporting_keys = Keys([*words["reporting"], *words["reporting_verbs"]])
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
        """Compile what says in the words of utilisation review what this reviewer decides (see `find_denials`)."""
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
            rf"[\s,]*(?:{any_of(words['consequence'])}[\s,]*)?"
            rf"(?:it\s+is\s+(?:{any_of(words['consequence'])}\s+)?recommended"
            rf"|(?:{any_of(words['reviewers'])}\s+)?{any_of(words['recommending'])})\s+(?:that\s+)?(?!.*\bnot\b)",
            re.DOTALL,
        )
        self.concurring = expression(
            rf"{any_word(words['reviewers'])}\s+(?:(?:am|{auxiliary}|{any_of(words['consequence'])}|\w+ly)\s+){{0,3}}?"
            rf"(?P<verb>(?:{any_of(words['agreeing'])}\s+with|{any_of(words['upholding'])}"
            rf"|(?P<reversed>{any_of(words['reversing'])}))"
            rf"\s+(?:the\s+)?(?:{any_of(words['former'])}\s+)?"
            rf"(?:{any_of(words['sides'])}(?:['\u2019]s)?\s+{any_of(words['decisions'])}"
            rf"|{any_of(words['former'])}\s+{any_of(words['decisions'])}|{any_of(words['denial_nouns'])}))"
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
            rf"(?:(?:{any_of(words['consequence'])}|hereby)\s+)?"
            rf"(?:(?P<kept>{any_of(words['kept'])})|{any_of(words['set_aside'])}))\b"
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
        self.continuing = expression(
            rf"[\s,]*(?:{any_of([*words['contrasts'], *words['consequence']])}[\s,]+)*"
            rf"(?:{any_of(words['definite'])}\s+|its\s+)?{any_of(words['continuing'])}\s*"
        )
        """The whole subject "continued use": that of what is requested."""
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
