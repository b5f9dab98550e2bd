r"""How far a cue of negation reaches in its clause.

    without acute flare, new injury, or progressive deterioration           a list under one cue
    no effusion, full range of motion                                      up to what is there
    spasm was noted, tenderness was not                                    only the subject of "was not"

Left alone: where clauses begin (`imrx.grammar.asserting.limits`), what the cues are (`imrx.grammar.asserting.cues`),
and who is negated in the end.
"""

import re
from itertools import pairwise
from typing import Any

from imrx.grammar.asserting.cues import AFTER, BEFORE, VOID, Cue
from imrx.grammar.asserting.turns import Stretch, Turns
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import begins_list, unmarked
from imrx.grammar.sentences.phrasebook import any_phrase, openings_of
from imrx.stretches import Limits

FOR_WHICH = "for which "
EXAMPLES = re.compile(r"\(such as[^)]*$")
"""The bracket in which examples stand of what is missing."""

OF_VERBS = ("not", "never", "to", "cannot", "nothing", "neither", "nor", "no longer")
"""How the cues end that a verb follows."""

FARTHEST_FINDING = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""

FARTHEST_LIST = 260
"""So many characters in front of a cue the list of treatments is looked for in which it stands."""

REASONS = (", and ", " as ", " because ")
"""Where the clause of a subject begins that is not what was decided: "is denied | as symptoms were not described"."""

NEAR = 24
"""So many characters in front of a list of tests what they bear is looked for: "positive for Tinel's"."""

FARTHEST_INABILITY = 80
"""So many characters in front of "without" stands what the patient cannot do."""

UNABLE = "unable to "
"""What the patient cannot do, or the examiner: "unable to visualize the drum, cerumen in the canal"."""

DOES = (" does ", " do ", " did ")
"""What stands in front of "not exclude", "not mean", which say something else than what is denied in front of them."""

PLURAL = ("were ", "are ", "have ")
"""How the cues begin that answer a whole list: "Pain relief, function, and the last UDS | were not documented"."""

TWO_VERBS = ("relieve", "or")
"""What stands between a cue and the second of two verbs with one object."""

NEXT = frozenset({", the", ", his", ", her"})
"""What stands in front of the next subject of a verb: "current pain, | the least pain since the last visit, and"."""

SUBJECT = 12
"""So many words may stand between a finding and the cue behind it."""

JOINED = expression(r"\b(?:and|or|nor)\b|(?<!\d)[/&+]")
"""What joins the last of several findings in front of a cue: "spasm, and tenderness were not noted"."""

ALTERNATIVES = frozenset({"and", "or"})

LIST_WORD = expression(r"\S+?(?=[,/&+]|\s|$)|[,/&+]")

SINGULAR = ("is ", "was ")
"""The verbs of one subject."""

JOINING = frozenset({"and", "&"})
"""What joins a test to the one in front, whose result it shares."""

OF_ALL = frozenset({"all", "both", "each"})
"""What may stand between a list of tests and its result: "Spurling, Lhermitte, Hoffmann | all negative"."""

LISTED = frozenset({"and", "or", "nor", "as", "well", ",", "/", "&", "+"})
"""All that stands between findings that one word behind them answers: "Hawkins, Neer and drop arm negative"."""


class Scope:
    """What keeps a cue from a finding, of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.list_turns = Turns(table)
        self.relieving, self.borne_out, self.complained = clauses.relieving, clauses.borne_out, clauses.complained
        self.rest = tuple(f"{words} " for words in table["limits"]["rest"])
        self.adjacent = frozenset(table["limits"]["adjacent"])
        self.absent = frozenset(table["limits"]["absent"])
        families, limits, decisions = table["families"], table["limits"], table["decisions"]
        relative = "".join(rf"(?<!\b{word}\s)" for word in limits["before_that"]) + r"that\b"
        relative += r"|(?<!\bwith\sand\s)without\b"
        between = rf"(?:{relative}|(?!{clauses.lately}){any_phrase(limits['between'])})"
        behind_for = rf"for\s+(?:{any_phrase(limits['articles'])}\s+)?$"
        self.positive = expression(any_phrase(limits["positive"]))
        self.borne = expression(rf"\b{any_phrase(limits['borne'])}\s+(?:the\s+|an?\s+)?$")
        self.results = frozenset(table["not_documented"]["results"])
        self.verb = expression(openings_of(families["auxiliaries"]) + r"(?:not)?\s")
        self.deciding = expression(any_phrase(decisions["deciding"]))
        self.closing = expression(
            rf"\s+(?:any\s+)?{any_phrase(limits['closing'])}|\s+{any_phrase(limits['coded'])}"
            r"(?:\s+or\s+[a-z]+)?,?\s+and\b"
        )
        self.explained = expression(
            rf"\b{any_phrase(limits['explaining'])}\s+(?:of|for|behind|(?:as\s+to\s+)?why|another|an?|further)\s+(?:(?!and\b|or\b|nor\b)[a-z'-]+\s+){{0,4}}$|"
            rf"\b{any_phrase(limits['explaining'])}\s+(?:(?:as\s+to\s+)?why|that|additional|further|another|more|such)\s+(?:[a-z'-]+\s+){{0,12}}$|"
            rf"\b{any_phrase(limits['components'])}\s+(?:to|of|in)\s+(?:{any_phrase(limits['articles'])}\s+)?$"
        )
        reasons = any_phrase([*limits["explaining"], *limits["explaining_how"]])
        self.would_be = expression(rf"\b{reasons}\s[^.;,]*?\b{any_phrase(limits['would_be'])}\s+(?:[a-z]+\s+)?$")
        self.existential = expression(r"\bthere\s+(?:is|are|was|were)\b")
        self.found = expression(rf"\s+{any_phrase(limits['found'])}")
        self.copula = expression(r"\s+(?:is|are|was|were)\b")
        self.list_goes_on = expression(r"[^.;]{0,200}?\s(?:or|nor)\s")
        self.being = expression(rf"\s+{any_phrase(limits['being'])}")
        self.subject = expression(
            rf"\b{any_phrase([*limits['asked'], *limits['evidence']])}\s+(?:{any_phrase(limits['articles'])}\s+)?$"
        )
        articles = any_phrase(limits["articles"])
        joined = rf"(?:(?!{any_phrase(limits['finite'])})[a-z-]+\s+){{1,3}}?(?:and|or)\s+(?:{articles}\s+)?"
        self.stated = expression(
            rf"(?:[^.;,]{{0,60}}?\bthat\s+(?:{articles}\s+)?|\s+{any_phrase(limits['new_subjects'])}\s+)"
            rf"(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?(?:{joined})?"
        )
        be = rf"\s+{any_phrase(limits['finite'])}\s+(?:not\s+)?(?:been\s+)?(?:[a-z]+ly\s+)?"
        self.changed = expression(
            rf"(?:{be}|\s+(?:[a-z]+ly\s+)?){any_phrase([*families['ended'], *limits['changed']])}|"
            rf"{be}{any_phrase([*families['causes'], *limits['brought_about']])}"
        )
        self.shared = expression(rf"(?:\s+(?:and|or)\s+(?!{any_phrase(limits['finite'])})[a-z-]+)?(?={be})")
        self.grown = expression(rf"{be}{any_phrase(limits['grown'])}")
        self.known = expression(rf"\s{any_phrase(limits['new_subjects'])}\s")
        self.object = expression(rf"\s+{articles}\s+(?:[a-z]+'s\s+)?")
        self.told = expression(
            rf"\s+{any_phrase(limits['finite'])}\s+(?:[a-z]+ly\s+|been\s+)*(?!been\b|not\b|[a-z]+ly\b|"
            rf"{any_phrase([*families['participles'], *limits['there']])})",
        )
        self.predicate = expression(
            rf"[^.;,]{{0,20}}?\s+{any_phrase(limits['finite'])}(?:\s+(?:been|being|[a-z]+ly))?\s+"
        )
        self.resumption = expression(
            rf"\bor\s+(?:the\s+)?{any_phrase(families['resumptions'])}\s*(?:an?\s+|the\s+|any\s+)?$"
        )
        self.listed_on = expression(rf";?\s*{any_phrase(limits['listed_on'])}")
        self.decided = expression(rf"\b{any_phrase(decisions['subjects'])}")
        self.joined = expression(rf"\b{between}")
        self.gap = expression(rf"\b(?:{between}|and\s+{any_phrase(limits['then'])})")
        self.told_of_records = expression(rf"\b{any_phrase(limits['told_of_records'])}")
        self.item_with = expression(
            r",\s+(?:and\s+)?(?!(?:no|without|or|nor)\b)[a-z]+(?: [a-z]+){0,2}(?<!associated) with\s+"
            r"(?:an?\s+)?(?:[a-z-]+\s+){0,2}$"
        )
        self.effect = expression(
            rf"(?:[a-z]+\s+){{0,3}}(?:have|has|had|no)\s+(?:any\s+|an?\s+|much\s+)?{any_phrase(limits['effects'])}\s+(?:up)?on\b"
        )
        self.caused = expression(
            rf"\s+{any_phrase(limits['caused'])}\s+(?:{any_phrase(limits['articles'])}\s+)?(?:[a-z]+'s\s+)?"
        )
        self.altered = expression(
            rf"\b{any_phrase(limits['alterations'])}\s+(?:of|in)\s+(?:{any_phrase(limits['articles'])}\s+)?$"
        )
        self.had_for = expression(
            rf"\b(?:of|{clauses.topics})\s+(?:[a-z-]+\s+){{1,8}}?{any_phrase(limits['patients'])}\s+"
            rf"(?:(?:has|have|had)\s+)?{any_phrase(limits['had'])}\s+(?:[a-z]+\s+){{0,2}}?for\b[^.;,]*$"
        )
        self.treated = expression(
            rf"\b{any_phrase(limits['listing_treatments'])}\s+(?:to\s+date\s+)?(?:(?:has|have|had)\s+)?includ(?:es?|ed|ing)\s[^.;]*$"
        )
        self.suggested = expression(
            rf"\s+{any_phrase(limits['suggesting'])}\s+(?:{any_phrase(limits['articles'])}\s+)?"
        )
        self.vague_ends = frozenset([*limits["evidence"], *limits["vague"]])
        self.with_more = expression(r"\bwith\b")
        self.meant_for = expression(rf"\b{any_phrase(limits['treatments'])}\s+(?:[a-z]+\s+){{0,3}}?{behind_for}")
        self.care_for = expression(
            rf"\b{any_phrase(limits['treatments'])}\s+(?:[a-z]+\s+){{0,3}}?for\s+(?:(?:{articles}|and|or|,)\s*)*$"
        )
        self.sought = expression(
            rf"\b{any_phrase(limits['seeking'])}\s+for\s+(?:(?!{any_phrase(limits['finite'])})[a-z'-]+,?\s+){{0,8}}$"
        )
        self.done_for = expression(
            rf"\b(?:{any_phrase(limits['done_for'])}\s+(?:[a-z]+\s+){{0,3}}?for|(?:to|for)\s+{any_phrase(limits['tending'])})"
            rf"\s+(?:{articles}\s+)?(?:(?:[a-z]+\s+)?[a-z]+'s\s+)?$"
        )
        self.weighing = expression(
            rf"\bnot\s+(?:[a-z]+ly\s+)?{any_phrase(limits['weighing'])}\s+(?:(?:(?:all|both)\s+)?of\s+)?"
            rf"(?:(?:{articles}|risks?|of|and|or)\s+|[a-z]+'s\s+)*$"
        )
        self.asked_for = expression(
            rf"\b{any_phrase(limits['needing'])}\s+(?:[a-z]+\s+){{0,4}}?for\s+(?:[a-z]+\s+){{0,2}}$"
        )
        self.remedied = expression(
            rf"\b{any_phrase(limits['remedied'])}\s+(?:with|by)\s+(?:(?:{articles}|and|or|,)\s*)*$"
        )
        self.confirming = expression(
            rf"\b(?:to\s+{any_phrase(limits['confirming'])}|{any_phrase(clauses.attesters)}\s+"
            rf"(?:{any_phrase(clauses.attested_reports)}\s+)?{any_phrase(clauses.attesting)})\s[^.;,]*$"
        )
        self.attempted = expression(rf"\b{any_phrase(limits['attempted'])}$")
        self.eased = expression(
            rf"\b(?:that\s+[^.;,]{{1,60}}?|{any_phrase(limits['pronouns'])}\s+(?:[a-z]+\s+)?)\b{any_phrase(clauses.relieving)}"
            rf"\s+(?:with\s+)?(?:{articles}\s+)?{articles}\s+(?:[a-z]+'s\s+)?$"
        )
        self.proved = expression(rf"\b{any_phrase(limits['proving'])}\s+that\b")
        self.plainly_not = expression(r"\bnot$")
        self.thing_for = expression(rf"\b(?!{any_phrase(limits['positive_for'])})[a-z-]+\s+{behind_for}")
        self.apart = expression(rf"(?:[^\s,]+\s+){{4}}[^\s,]+|,\s+{any_phrase(limits['new_subjects'])}\s+$")
        self.sited = expression(
            rf"\s+{any_phrase(limits['sites'])}\s+(?:(?!{any_phrase(limits['finite'])})[a-z'-]+\s+){{1,6}}(?:and|or)\s+$"
        )
        self.details = expression(
            rf",?\s+(?:and|or)\s+(?:{articles}\s+)?{any_phrase(limits['details'])}\s+of\s+(?:[a-z]+\s+){{0,4}}"
        )
        self.complement = expression(
            rf"\s+{any_phrase(limits['complements'])}\s+(?:{any_phrase(limits['articles'])}\s+)?(?:[a-z]+'s\s+)?"
        )
        self.attested = expression(rf"\s+{any_phrase(clauses.attesting)}\s+(?:[a-z'-]+\s+){{0,5}}")
        self.introducing = expression(rf"\b{any_phrase([*families['evidence'], *limits['introducing']])}$")
        self.whole = expression(rf"\b{any_phrase(limits['wholes'])}$")
        self.attached = expression(r"\b(?:with|w/)\s+$")
        self.opening = expression(
            rf"\s*(?:{any_phrase(limits['openers'])},?\s+)?(?:{articles}\s+)?(?:{any_phrase(limits['amounts'])}\s+of\s+)?"
        )
        self.lately = expression(clauses.lately)
        self.timed = expression(
            rf"(?:\s+[a-z]+){{0,3}}\s+{clauses.lately}\s+[a-z]+,?\s+(?:(?:and|or)\s+)?(?:{articles}\s+)?"
        )

        self.incapable = expression(
            rf"\b{any_phrase(table['not_documented']['incapable'])}\s+(?!be\b)(?:(?!\b(?:and|but)\b)[^.;,])*$"
        )
        self.members = expression(rf"{clauses.members}(?:{articles}\s+)?")
        self.of_other = expression(rf"\b{any_phrase(limits['complements'])}\s+(?:{articles}\s+)?$")
        self.factors = tuple(limits["factors"])
        self.not_items = (clauses.verbs | clauses.past | clauses.breaks) - LISTED | frozenset({"with"})
        self.affecting = clauses.relieving | frozenset(limits["affecting"])
        self.failed = expression(r"\bfail(?:ed|ing|ures?)\b[^.;]{0,200}?\binclud(?:e|ing)\b")

        self.kept_from_cue = (
            self._is_too_far,
            self._is_remedy,
            self._is_item_of_its_own,
            self._is_affected,
            self._is_not_relieved,
            self._is_bracketed,
            self._is_behind_without,
            self._is_behind_unable,
            self._is_what_for,
            self._is_what_care_was_for,
            self._is_what_would_be,
            self._is_what_bears_out,
            self._is_subject,
            self.list_turns.says_present,
            self._is_behind_other,
            self._is_what_failed,
        )

    def resumes(self, text: str, clause: int, at: int) -> bool:
        """True where a clause takes up the cue in front of it for what stands at an offset.

        "or evidence of instability", "no diagnosis | for which it is indicated (such as obesity)"
        """
        if self.resumption.search(text, clause, at):
            return True
        return text.startswith(FOR_WHICH, clause) and EXAMPLES.search(text, clause, at) is not None

    def decides(self, text: str, cue: Cue) -> bool:
        """True for a denied decision, "cannot be supported", "denied the study": it begins a statement of its own."""
        if cue.side != VOID:
            return False
        verb = self.verb.match(text, cue.start, cue.end) or self.deciding.fullmatch(text, cue.start, cue.end)
        return verb is not None or text.endswith(DOES, 0, cue.start)

    def is_only_told_of(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the pain of "no evidence that his pain has resolved", "that the pain is caused by": it is there.

        What has grown may be new: "no evidence that pain or weakness has increased".
        """
        shared = self.shared.match(text, span[1])
        end = span[1] if shared is None else shared.end()  # "pain or weakness | has resolved"
        return (
            cue.report
            and self.changed.match(text, end) is not None
            and (self.grown.match(text, end) is None or self.known.search(text, cue.end, span[0]) is not None)
            and self.stated.fullmatch(text, cue.end, span[0]) is not None
        )

    def reaches(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True where nothing between a cue and a finding of the same clause keeps them apart."""
        if cue.side == AFTER:
            return self._reaches_back(text, clause, cue, span, findings)
        return self._reaches_on(text, cue, span, findings)

    def is_listed_test(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for a test in a list without "and" that one result answers: "Hawkins, Neer, Speed's negative"."""
        if cue.side != AFTER or text[cue.start : cue.end].rpartition(" ")[2] not in self.results:
            return False
        near = [(a, b) for a, b in findings if span[0] - len(" and ") <= b <= span[0]]
        joined = [(a, b) for a, b in near if text[b : span[0]].strip() in JOINING]
        if any(self.positive.match(text, *item) for item in (*joined, span)):
            return False  # "Positive Hawkins and Neer's, O'Brien's negative"
        if self._is_borne(text, span, findings):
            return False  # "pain with Hawkins, Speed's negative"
        items = [span, *((a, b) for a, b in findings if span[1] <= a and b <= cue.start)]
        gaps = [LIST_WORD.findall(text, a, b) for (_, a), (b, _) in pairwise(items)]
        answered = OF_ALL.issuperset(LIST_WORD.findall(text, items[-1][1], cue.start))
        return answered and all(gap and LISTED.issuperset(gap) for gap in gaps)

    def _is_borne(self, text: str, span: Limits, findings: list[Limits]) -> bool:
        """True for a test of a list that begins with what is there: "positive for Tinel's, Phalen's"."""
        first = span[0]
        for item in reversed([item for item in findings if item[1] <= span[0]]):
            gap = LIST_WORD.findall(text, item[1], first)
            if not gap or not LISTED.issuperset(gap):
                break
            if self.positive.match(text, *item):
                return True
            first = item[0]
        return text.startswith("+", first - 1) or self.borne.search(text, max(0, first - NEAR), first) is not None

    def only_alters(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the weakness of "no progression of weakness": it is there, and is not getting worse or better."""
        return cue.side == BEFORE and self.altered.search(text, cue.end, span[0]) is not None

    def is_only_treated(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the insomnia of "therapy for insomnia was not attempted": the therapy is what is denied."""
        if cue.side != AFTER:
            return False
        return self.care_for.search(_masked(text, clause, span[0], findings)) is not None

    def is_only_cared_for(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the anxiety of "no plan of care for his anxiety", "no plan to address the anxiety and insomnia"."""
        first = _first_joined(text, cue.end, span, findings)
        return cue.side == BEFORE and self.done_for.search(text, cue.end, first) is not None

    def is_only_asked_for(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the study of "no medical necessity for a sleep study": that is a decision."""
        return cue.side == BEFORE and self.asked_for.search(text, cue.start, span[0]) is not None

    def is_only_weighed(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the pain of "does not explain his leg pain", the sedation of "does not outweigh its risk"."""
        first = _first_joined(text, cue.end, span, findings)
        return cue.side == BEFORE and self.weighing.search(text, cue.start, first) is not None

    def is_only_to_be_shown(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for the weakness of "no exam to verify weakness", but not for that of "no findings to verify it"."""
        if cue.side != BEFORE or cue.report:
            return False
        purpose = self.confirming.search(text, cue.end, span[0])
        return purpose is not None and self.vague_ends.isdisjoint(text[cue.end : purpose.start()].split())

    def is_only_sought(self, text: str, clause: int, cue: Cue, span: Limits) -> bool:
        """True for the apnea of "testing for apnea was not undertaken": nobody knows whether it is there."""
        if cue.side != AFTER or self.attempted.search(text, cue.start, cue.end) is None:
            return False
        return self.sought.search(text, clause, span[0]) is not None

    def _reaches_back(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """The same for a cue behind the finding: "tenderness over the joint was not noted"."""
        end = cue.start if cue.subject is None else cue.subject
        bracket = _brackets_from(text, clause, end)
        if bracket is not None:
            if span[0] > bracket:
                return self._are_items(_masked(text, span[1], end - 1, findings).rstrip(") "))
            end = bracket
        if cue.subject is not None and span[0] >= end and self.members.match(text, end) is not None:
            if text.endswith(self.factors, clause, end):
                return False  # "the risk factors, such as diabetes, were not addressed": he has it
            return self._are_items(_masked(text, span[1], cue.start, findings))
        if span[1] > end or text.endswith(self.rest, clause, end):
            return False
        members = self.members.match(text, span[1])
        if (
            members is not None
            and self.of_other.search(text, clause, span[0]) is None
            and self._are_items(_masked(text, members.end(), end, findings))
        ):
            return True  # "side effects such as nausea were not documented"
        nearer = min((a for a, b in findings if span[1] <= a and b <= end), default=None)
        others = nearer is not None
        if self.found.match(text, span[1]) or (
            nearer is not None
            and self._is_apart(text, span[1], nearer)
            and not (text[span[1] : nearer].strip() in NEXT and self.lately.search(text, nearer, end))
        ):
            return False
        if others and (text.startswith("as ", cue.start) or self.attached.search(text, clause, span[0])):
            return False
        if others and self.existential.search(text, clause, span[0]) is not None:
            return False
        own = max(clause, *(text.rfind(word, clause, span[0]) for word in REASONS))
        if self.decided.search(text, own, span[0]) is not None:
            return False
        between = _masked(text, span[1], end, findings)
        complement = nearer is not None and any(
            gap.fullmatch(text, span[1], nearer) for gap in (self.complement, self.attested)
        )
        if others and not complement and not self._is_joined(text, clause, cue, (span[1], end), findings):
            return False
        if any(b <= span[0] and self._is_complement(text, (a, b), span) for a, b in findings):
            return False
        if others and text[cue.start : cue.end] in self.results and self.positive.match(text, *span):
            return False  # "limited lumbar ROM, Patrick's and Gaenslen's negative"
        if others and " " not in text[cue.start : cue.end] and not LISTED.issuperset(LIST_WORD.findall(between)):
            return False
        listed = text.startswith(PLURAL, cue.start) and LISTED.issuperset(
            LIST_WORD.findall(_masked(text, clause, span[0], findings))
        )
        opens = listed or not text[clause : span[0]].strip() or bool(self.opening.fullmatch(text, clause, span[0]))
        return len(between.split()) <= SUBJECT and (self.joined if opens else self.gap).search(between) is None

    def _are_items(self, between: str) -> bool:
        """True for what the items of a list leave of it, known or not: ", | , lifting ability and |"."""
        words = LIST_WORD.findall(between)
        return not words or (words[0] in LISTED and self.not_items.isdisjoint(words))

    def _is_joined(self, text: str, clause: int, cue: Cue, between: Limits, findings: list[Limits]) -> bool:
        """True where "and" joins the last of some findings in front of a cue: not "pain and stiffness, hop test".

        Where a list begins the clause and its predicate is no single test's result, any "and" does: "nausea and
        vomiting, constipation were denied".
        """
        start, end = between
        *_, before, last = [(start, start), *((a, b) for a, b in findings if start <= a and b <= end)]
        if JOINED.search(text, before[1], last[0]) is not None:
            return True
        words = text[cue.start : cue.end]
        if text.endswith(SINGULAR, 0, cue.start) or words.startswith(SINGULAR):
            return False
        if words in self.results and not text.endswith(PLURAL, 0, cue.start):
            return False
        first = next((a for a, _ in findings if clause <= a), end)
        lead = text[clause:first].rstrip()
        return lead[-1:] in {"", ":"} and JOINED.search(_masked(text, first, end, findings)) is not None

    def _is_apart(self, text: str, end: int, nearer: int) -> bool:
        """True for what is not joined to the next finding, unlike "Tinel's | at the tarsal tunnel and | Mulder's".

        "Function, | and the date of the last | UDS" are joined too.
        """
        return (
            self.apart.search(text, end, nearer) is not None
            and self.sited.fullmatch(text, end, nearer) is None
            and self.details.fullmatch(text, end, nearer) is None
            and self.timed.fullmatch(text, end, nearer) is None
        )

    def _is_complement(self, text: str, head: Limits, span: Limits) -> bool:
        """True for the injections of "relief after the injections", but not for the pain of "evidence of pain".

        Nor is it for the goals of "a plan with goals": they are part of it.
        """
        if self.whole.search(text, *head) and text.startswith("with ", head[1] + 1):
            return False
        return (
            self.complement.fullmatch(text, head[1], span[0]) is not None
            and self.introducing.search(text, *head) is None
        )

    def _reaches_on(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """The same for a cue in front of it."""
        if span[0] - cue.end > FARTHEST_FINDING:
            return False
        stretch = Stretch(text, cue, span, findings, self._between(text, cue, span, findings))
        if any(is_kept(stretch) for is_kept in self.kept_from_cue):
            return False
        if cue.report:
            return not self.list_turns.tells_otherwise(stretch)
        return not self.list_turns.turns(stretch)

    def _between(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> str:
        """What stands between a cue and a finding behind it, without the marks of a list that begins behind the cue."""
        first = next((a for a, _ in findings if a >= cue.end), span[0])
        marked = begins_list(text, (cue.start, cue.end), first)
        between = text[cue.end : span[0]]
        return unmarked(between) if marked else between

    def _is_too_far(self, stretch: Stretch) -> bool:
        """True behind a cue that only tells of what is beside it."""
        word = stretch.text[stretch.cue.start : stretch.cue.end]
        return (word in self.adjacent and bool(stretch.between.strip())) or (
            word in self.absent and "," in stretch.between and ":" not in stretch.between
        )

    def _is_remedy(self, stretch: Stretch) -> bool:
        """True for the walker of "deficits that cannot be resolved with a cane or | walker"."""
        text, cue, span, findings, _ = stretch
        return self.remedied.search(_masked(text, cue.start, span[0], findings)) is not None

    def _is_item_of_its_own(self, stretch: Stretch) -> bool:
        """True for the wheezes of "no distress, lungs with scattered wheezes", the pain of "no warmth, and pain"."""
        text, cue, span, findings, between = stretch
        if "," in between and self._is_listed_treatment(text, cue):
            return True
        if "," in between and "with" in between and self.item_with.search(_masked(text, cue.end, span[0], findings)):
            return True
        return between.endswith(", and ") and "," not in between[:-6] and self._stands_in_list(text, cue, findings)

    def _is_listed_treatment(self, text: str, cue: Cue) -> bool:
        """True in "treatment has included injections with no relief, | cane, and NSAIDs": what was tried goes on."""
        return (
            text.endswith("with ", 0, cue.start)
            and self.treated.search(text, max(0, cue.start - FARTHEST_LIST), cue.start) is not None
            and self.list_goes_on.match(text, cue.end) is None
        )

    def _is_affected(self, stretch: Stretch) -> bool:
        """True for the pain of "failed to have any effect on the pain"."""
        return self.effect.match(stretch.text, stretch.cue.start, stretch.span[0]) is not None

    def _is_not_relieved(self, stretch: Stretch) -> bool:
        """True for the dependence of "failed to curtail his dependence", "no report that it eases his": it is there."""
        cue, words = stretch.cue, stretch.between.split(maxsplit=1)
        if self._acts_too(stretch):
            return False
        if cue.report and self.eased.search(stretch.between) is not None:
            return True
        beside = not words or self.object.fullmatch(stretch.between) is not None
        if cue.report and beside and stretch.text[cue.start : cue.end].split()[-1] in self.relieving:
            return self.complained.search(stretch.text, *stretch.span) is not None  # "was not shown to reduce | pain"
        return (
            bool(words)
            and words[0] in self.affecting
            and not cue.report
            and stretch.text.endswith(OF_VERBS, cue.start, cue.end)
        )

    def _acts_too(self, stretch: Stretch) -> bool:
        """True for what is denied like a verb and its object in front: "did not reduce pain or | improve function".

        Two verbs share their object: "does not relieve or help the pain".
        """
        acts = stretch.text[slice(*stretch.span)].split()[0] in self.affecting
        return acts and stretch.between.endswith((" or ", " nor ")) and len(stretch.between.split()) > len(TWO_VERBS)

    def _is_bracketed(self, stretch: Stretch) -> bool:
        """True where a bracket begins or ends between the cue and the finding."""
        between = stretch.between
        if not stretch.cue.report and between.endswith("(") and between.strip() != "(":
            return True
        bracket = between.find(")")
        return bracket >= 0 and not 0 <= between.find("(") < bracket

    def _is_behind_without(self, stretch: Stretch) -> bool:
        """True for what "without" no longer tells of: "and gait is", "cramps being"; a list needs its "or".

        What somebody cannot do without is there: "unable to climb stairs without | pain".
        """
        text, cue, span, _, between = stretch
        without = text.rfind("without ", cue.start, span[0])
        if without >= 0 and self.incapable.search(text, max(0, without - FARTHEST_INABILITY), without):
            return True
        if "," in between and self.being.match(text, span[1]):
            return True
        return text[cue.start : cue.end] == "without" and (
            self.closing.match(text, cue.end, span[0]) is not None  # "without difficulty and ambulating"
            or (between.rstrip().endswith(" and") and self.copula.match(text, span[1]) is not None)
            or self.being.match(text, span[1]) is not None
            or ("," in between and not self.list_goes_on.match(text, cue.end))
        )

    def _is_behind_unable(self, stretch: Stretch) -> bool:
        """True for the next item behind "unable to sing in the choir, | hoarseness"; a list needs its "or".

        Of what is not on record "and" makes one: "unable to find documentation of rest, heat, and exercise".
        """
        text, cue, _, _, between = stretch
        if "," not in between or not text.startswith(UNABLE, cue.start):
            return False
        told = self.introducing.search(text, cue.start, cue.end) is not None
        return not told and self.list_goes_on.match(text, cue.end) is None

    def _is_what_for(self, stretch: Stretch) -> bool:
        """True for the pain of "not taking medication for the pain"."""
        text, cue, _, _, between = stretch
        if "for" not in between:
            return False
        if self.meant_for.search(between):
            return True
        return (
            not cue.report
            and self.plainly_not.search(text, cue.start, cue.end) is not None
            and self.thing_for.search(f"is{between}") is not None
        )

    def _is_what_care_was_for(self, stretch: Stretch) -> bool:
        """True for the bunion of "no documentation of the care the patient has had for the bunion"."""
        text, cue, span, _, between = stretch
        return "for" in between and self.had_for.search(text, cue.start, span[0]) is not None

    def _is_what_would_be(self, stretch: Stretch) -> bool:
        """True for the use of "no discussion of the reason a brace would be useful": the reason is missing."""
        return stretch.cue.report and self.would_be.search(stretch.between) is not None

    def _is_what_bears_out(self, stretch: Stretch) -> bool:
        """True for the EMG of "the pain is not corroborated by the MRI or the | EMG": it is there."""
        return bool(stretch.between.strip()) and self.borne_out.match(stretch.text, stretch.cue.start) is not None

    def _is_subject(self, stretch: Stretch) -> bool:
        """True for the subject of a question or of a statement that has a predicate of its own."""
        text, cue, span, findings, _ = stretch
        return self.subject.search(text, max(cue.start, span[0] - 24), span[0]) is not None and (
            (cue.report and self.told.match(text, span[1]) is not None)
            or any(self.predicate.fullmatch(text, span[1], a) for a, _ in findings if a > span[1])
        )

    def _is_behind_other(self, stretch: Stretch) -> bool:
        """True where a finding in between takes what is denied: "no depression associated with chronic pain".

        Nor does a cue reach what its absence shows: "a lack of swelling shows that the fracture has healed".
        """
        text, cue, span, findings, between = stretch
        inside = [b for a, b in findings if cue.end <= a and b <= span[0]]
        if not inside:
            return False
        told = self.told_of_records.search(text, cue.end, span[0])
        if told and any(b <= told.start() for b in inside) and "such as" not in between:
            return True
        return (
            self.caused.fullmatch(text, inside[-1], span[0]) is not None
            or (not cue.report and self.proved.search(text, inside[0], span[0]) is not None)
            or self._is_only_suggested(text, inside[-1], span)
            or self.explained.search(text, cue.end, span[0]) is not None
            or (self._denies_relief(text, cue, findings) and not self._acts_too(stretch))
            or (cue.report and self._is_object(text, inside[-1], span))
            or (
                self.with_more.search(text, cue.end, span[0]) is not None
                and self._denies_predicate(text, cue, findings)
            )
        )

    def _is_only_suggested(self, text: str, behind: int, span: Limits) -> bool:
        """True for the lesion of "no nystagmus indicative of a lesion", but not that of "no signs indicative of"."""
        if self.suggested.fullmatch(text, behind, span[0]) is None:
            return False
        return text[text.rfind(" ", 0, behind) + 1 : behind] not in self.vague_ends

    def _is_what_failed(self, stretch: Stretch) -> bool:
        """True for the weight loss of "has tried and failed lifestyle change to include weight loss"."""
        return "includ" in stretch.between and self.failed.search(stretch.between) is not None

    def _stands_in_list(self, text: str, cue: Cue, findings: list[Limits]) -> bool:
        """True for a "no" in the middle of a list that begins with what is there."""
        return (
            text[cue.start : cue.end] == "no"
            and text.endswith(", ", 0, cue.start)
            and any(b == cue.start - len(", ") for _, b in findings)
        )

    def _denies_relief(self, text: str, cue: Cue, findings: list[Limits]) -> bool:
        """True for "did not reduce the headaches": the headaches are there."""
        a, b = next((a, b) for a, b in findings if a >= cue.end)
        return not cue.report and text[a:b].split()[0] in self.relieving and not text[cue.end : a].strip()

    def _is_object(self, text: str, behind: int, span: Limits) -> bool:
        """True for the pain of "no documentation that the medications have improved his pain"."""
        verb = text[text.rfind(" ", 0, behind) + 1 : behind]
        return verb in self.relieving and self.object.fullmatch(text, behind, span[0]) is not None

    def _denies_predicate(self, text: str, cue: Cue, findings: list[Limits]) -> bool:
        """True for "not working", where a cue's verb or adjective stands right behind it."""
        behind = next((a for a, _ in findings if a >= cue.end), None)
        return behind is not None and not text[cue.end : behind].strip() and text[cue.start : cue.end].endswith("not")


def _brackets_from(text: str, clause: int, end: int) -> int | None:
    """Where the bracket opens that closes in front of a cue: "Monitoring (weight, lipids) | is absent"."""
    return text.rfind("(", clause, end) if text[clause:end].rstrip().endswith(")") and "(" in text[clause:end] else None


def _first_joined(text: str, start: int, span: Limits, findings: list[Limits]) -> int:
    """Where the first of the findings begins that "and" joins to one, behind an offset."""
    first = span[0]
    for a, b in reversed(findings):
        if start <= a and b <= first and text[b:first].strip() in ALTERNATIVES:
            first = a
    return first


def _masked(text: str, start: int, end: int, findings: list[Limits]) -> str:
    """A stretch of text with as many blanks in place of each finding in it as the finding has characters."""
    parts: list[str] = []
    at = start
    for a, b in findings:
        if start <= a and b <= end:
            parts += (text[at:a], " " * (b - a))
            at = b
    parts.append(text[at:end])
    return "".join(parts)
