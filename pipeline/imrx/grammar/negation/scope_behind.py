"""How far back a cue of negation reaches that stands behind what it denies.

    Babinski, Hoffmann and clonus were all negative                  a list that one result answers
    side effects such as nausea were not documented                 what belongs to the subject
    spasm was noted, tenderness was not                             only the subject of "was not"
    limited lumbar ROM, Patrick's negative                          not the item that is positive

Left alone: cues in front of a finding (`imrx.grammar.negation.scope`).
"""

from itertools import pairwise
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import masked
from imrx.grammar.negation.cue import AFTER, Cue
from imrx.grammar.sentences.branches import IT_TAKES_FOR
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

REASONS = (", and ", " as ", " because ")
"""Where the clause of a subject begins that is not what was decided: "is denied | as symptoms were not described"."""

DECIDED = 40
"""So many characters in front of a clause the subject is looked for that it tells of: "the request | for the"."""

BORNE_NEAR = 24
"""So many characters in front of a list of tests what they bear is looked for: "positive for Tinel's"."""

PLURAL_CUES = ("were ", "are ", "have ")
"""How the cues begin that answer a whole list: "Pain relief, function, and the last UDS | were not documented"."""

NONE_OF_WHICH = ("neither of which ", "none of which ")
"""How the cues begin that answer each item: "there were UDS and CURES results, | none of which were attached"."""

NEXT = frozenset({", the", ", his", ", her"})
"""What stands in front of the next subject of a verb: "current pain, | the least pain since the last visit, and"."""

SUBJECT = 12
"""So many words may stand between a finding and the cue behind it."""

LAST_JOINED = expression(r"\b(?:and|or|nor)\b|(?<!\d)[/&+]")
"""What joins the last of several findings in front of a cue: "spasm, and tenderness were not noted"."""

LIST_WORD = expression(r"\S+?(?=[,/&+]|\s|$)|[,/&+]")

SINGULAR = ("is ", "was ")
"""The verbs of one subject."""

JOINING = frozenset({"and", "&"})
"""What joins a test to the one in front, whose result it shares."""

OF_ALL = frozenset({"all", "both", "each"})
"""What may stand between a list of tests and its result: "Spurling, Lhermitte, Hoffmann | all negative"."""

BETWEEN_ITEMS = frozenset({"and", "or", "nor", "as", "well", ",", "/", "&", "+"})
"""All that stands between findings that one word behind them answers: "Hawkins, Neer and drop arm negative"."""


class ScopeBehind:
    """What keeps a cue from a finding in front of it, of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.it_takes = expression(r"\s+".join(IT_TAKES_FOR) + r"\s+")
        self.rest = tuple(f"{words} " for words in table["limits"]["rest"])
        limits, decisions = table["limits"], table["decisions"]
        articles = any_phrase(limits["articles"])
        relative = "".join(rf"(?<!\b{word}\s)" for word in limits["before_that"]) + r"that\b"
        relative += r"|(?<!\bwith\sand\s)without\b"
        between = rf"(?:{relative}|(?!{clauses.lately}){any_phrase(limits['between'])})"
        self.positive = expression(any_phrase(limits["positive"]))
        self.borne = expression(rf"\b{any_phrase(limits['borne'])}\s+(?:the\s+|an?\s+)?$")
        self.results = frozenset(table["not_documented"]["results"])
        self.bringing_up = clauses.withheld.verb
        self.existential = expression(r"\bthere\s+(?:is|are|was|were)\b")
        self.found = expression(rf"\s+{any_phrase(limits['found'])}")
        self.decided = expression(rf"\b{any_phrase(decisions['subjects'])}")
        reasons = any_phrase([*decisions["subjects"], *table["families"]["explicable"]])
        self.decided_for = expression(rf"\b{reasons}\s+(?:(?:for|of)\s+(?:(?!(?:and|or|nor)\b)[a-z]+\s+){{0,2}})?$")
        self.reason = expression(rf"\s*{any_phrase(table['guidelines']['of_reason'])}")
        told_of = any_phrase([*decisions["subjects"], *table["families"]["explicable"], *clauses.reportable])
        self.reason_for = expression(
            rf"\b{told_of}\s+(?:for|of)\s+(?:"
            rf"(?!(?:and|or|nor|{any_phrase(limits['finite'])})\b)[a-z'-]+\s+){{1,6}}?for\s+"
            rf"(?:{articles}\s+)?$"
        )
        self.joined = expression(rf"\b{between}")
        self.gap = expression(rf"\b(?:{between}|and\s+{any_phrase(limits['then'])})")
        self.apart = expression(rf"(?:[^\s,]+\s+){{4}}[^\s,]+|,\s+{any_phrase(limits['new_subjects'])}\s+$")
        self.sited = expression(
            rf"\s+{any_phrase(limits['sites'])}\s+(?:(?!{any_phrase(limits['finite'])})[a-z'-]+\s+){{1,6}}"
            rf"(?:and|or)\s+$"
        )
        self.details = expression(
            rf",?\s+(?:and|or)\s+(?:{articles}\s+)?{any_phrase(limits['details'])}\s+of\s+(?:[a-z]+\s+){{0,4}}"
        )
        self.complement = expression(rf"\s+{any_phrase(limits['complements'])}\s+(?:{articles}\s+)?(?:[a-z]+'s\s+)?")
        self.use_for = expression(
            rf"\s+(?:of|to|from|with|for|given|prescribed)\s+"
            rf"(?:(?!(?:and|or|nor|{any_phrase(limits['finite'])})\b)[a-z'-]+\s+){{0,6}}?(?:for|on)\s+"
            rf"(?:{articles}\s+)?(?:[a-z]+'s\s+)?"
        )
        self.attested = expression(rf"\s+{any_phrase(clauses.attesting)}\s+(?:[a-z'-]+\s+){{0,5}}")
        self.introducing = expression(
            rf"\b{any_phrase([*clauses.evidence, *limits['introducing'], *limits['assessing']])}$"
        )
        self.whole = expression(rf"\b{any_phrase(limits['wholes'])}$")
        self.attached = expression(r"\b(?:with|w/)\s+$")
        opening = rf"\s*(?:{any_phrase(limits['openers'])},?\s+)?(?:{articles}\s+)?"
        opening += rf"(?:{any_phrase(limits['amounts'])}\s+of\s+)?"
        self.opening = expression(opening)
        self.row = expression(rf"{opening}(?:[a-z]+\s+of\s+(?:{articles}\s+)?(?:{clauses.last}\s+)?)?")
        self.lately = expression(clauses.lately)
        self.timed = expression(
            rf"(?:\s+[a-z]+){{0,3}}\s+{clauses.lately}\s+[a-z]+,?\s+(?:(?:and|or)\s+)?(?:{articles}\s+)?"
        )
        self.members = expression(rf"{clauses.members}(?:{articles}\s+)?")
        self.of_other = expression(rf"\b{any_phrase(limits['complements'])}\s+(?:{articles}\s+)?$")
        vague = any_phrase([*clauses.evidence, *limits["vague"]])
        self.of_vague = expression(rf"\b{vague}\s+of\s+(?:{articles}\s+)?$")
        self.factors = tuple(limits["factors"])
        self.predicates = clauses.verbs | clauses.past | clauses.relative
        self.not_items = (clauses.verbs | clauses.past | clauses.breaks) - BETWEEN_ITEMS | frozenset({"with"})

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
        return answered and all(gap and BETWEEN_ITEMS.issuperset(gap) for gap in gaps)

    def _is_borne(self, text: str, span: Limits, findings: list[Limits]) -> bool:
        """True for a test of a list that begins with what is there: "positive for Tinel's, Phalen's"."""
        first = span[0]
        for item in reversed([item for item in findings if item[1] <= span[0]]):
            gap = LIST_WORD.findall(text, item[1], first)
            if not gap or not BETWEEN_ITEMS.issuperset(gap):
                break
            if self.positive.match(text, *item):
                return True
            first = item[0]
        return text.startswith("+", first - 1) or self.borne.search(text, max(0, first - BORNE_NEAR), first) is not None

    def reaches(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """The same for a cue behind the finding: "tenderness over the joint was not noted"."""
        end = cue.start if cue.subject is None else cue.subject
        asked = {words.end(): words.start() for words in self.it_takes.finditer(text, clause, end)}
        if asked:  # "average pain, and how long it takes for | relief": the question is part of the item
            findings = [(asked.get(a, a), b) for a, b in findings]
            span = (asked.get(span[0], span[0]), span[1])
        of_all = text.startswith(NONE_OF_WHICH, cue.start)
        bracket = _brackets_from(text, clause, end)
        if bracket is not None:
            if span[0] > bracket:
                return self._are_items(masked(text, span[1], end - 1, findings).rstrip(") "))
            end = bracket
        if cue.subject is not None and span[0] >= end and self.members.match(text, end) is not None:
            if text.endswith(self.factors, clause, end):
                return False  # "the risk factors, such as diabetes, were not addressed": he has it
            return self._are_items(masked(text, span[1], cue.start, findings))
        if span[1] > end or text.endswith(self.rest, clause, end):
            return False
        if (of_all or cue.subject is not None) and self.bringing_up.search(text, span[1], end):
            return False  # "he noted the neck pain and referenced | an MRI, which was not attached"
        members = self.members.match(text, span[1])
        if (
            members is not None
            and (self.of_other.search(text, clause, span[0]) is None or self.of_vague.search(text, clause, span[0]))
            and self._are_items(masked(text, members.end(), end, findings))
        ):
            return True  # "side effects such as nausea were not documented"
        nearer = min((a for a, b in findings if span[1] <= a and b <= end), default=None)
        others = nearer is not None
        row = others and self._is_row(text, clause, cue, end, findings)
        used_for = nearer is not None and self.use_for.fullmatch(text, span[1], nearer) is not None
        if self.found.match(text, span[1]) or (
            nearer is not None
            and not row
            and not used_for
            and self._is_apart(text, span[1], nearer)
            and not (text[span[1] : nearer].strip() in NEXT and self.lately.search(text, nearer, end))
        ):
            return False
        if others and (text.startswith("as ", cue.start) or self.attached.search(text, clause, span[0])):
            return False
        if others and not of_all and self.existential.search(text, clause, span[0]) is not None:
            return False
        own = max(clause, *(text.rfind(word, clause, span[0]) for word in REASONS))
        if self.decided.search(text, own, span[0]) or (
            self.reason.match(text, own) is None and self.decided_for.search(text, max(0, own - DECIDED), own)
        ):
            return False  # "medical necessity | for the treatment of insomnia has not been established"
        if self.reason_for.search(text, max(0, own - DECIDED), span[0]):
            return False  # "a rationale for a second NSAID for the knee pain is not given"
        between = masked(text, span[1], end, findings)
        complement = used_for or (
            nearer is not None and any(gap.fullmatch(text, span[1], nearer) for gap in (self.complement, self.attested))
        )
        if others and not complement and not row and not self._is_joined(text, clause, cue, (span[1], end), findings):
            return False
        if any(clause <= a and b <= span[0] and self._is_complement(text, (a, b), span) for a, b in findings):
            return False
        if others and text[cue.start : cue.end] in self.results and self.positive.match(text, *span):
            return False  # "limited lumbar ROM, Patrick's and Gaenslen's negative"
        if others and " " not in text[cue.start : cue.end] and not BETWEEN_ITEMS.issuperset(LIST_WORD.findall(between)):
            return False
        listed = text.startswith(PLURAL_CUES, cue.start) and BETWEEN_ITEMS.issuperset(
            LIST_WORD.findall(masked(text, clause, span[0], findings))
        )
        opens = (
            row or listed or not text[clause : span[0]].strip() or bool(self.opening.fullmatch(text, clause, span[0]))
        )
        return len(between.split()) <= SUBJECT and (self.joined if opens else self.gap).search(between) is None

    def _are_items(self, between: str) -> bool:
        """True for what the items of a list leave of it, known or not: ", | , lifting ability and |"."""
        words = LIST_WORD.findall(between)
        return not words or (words[0] in BETWEEN_ITEMS and self.not_items.isdisjoint(words))

    def _is_row(self, text: str, clause: int, cue: Cue, end: int, findings: list[Limits]) -> bool:
        """True where a list is all that stands in front of a plural: "The dose, the use, and relief | were not"."""
        if not text.startswith(PLURAL_CUES, cue.start):
            return False
        first = next((a for a, _ in findings if clause <= a), end)
        if self.row.fullmatch(text, clause, first) is None:
            return False  # "Due to severe pain, strength, reflexes, and | gait were not tested"
        between = masked(text, clause, end, findings)
        words = LIST_WORD.findall(between)
        return "," in words and LAST_JOINED.search(between) is not None and self.predicates.isdisjoint(words)

    def _is_joined(self, text: str, clause: int, cue: Cue, between: Limits, findings: list[Limits]) -> bool:
        """True where "and" joins the last of some findings in front of a cue: not "pain and stiffness, hop test".

        Where a list begins the clause and its predicate is no single test's result, any "and" does: "nausea and
        vomiting, constipation were denied".
        """
        start, end = between
        *_, before, last = [(start, start), *((a, b) for a, b in findings if start <= a and b <= end)]
        if LAST_JOINED.search(text, before[1], last[0]) is not None:
            return True
        words = text[cue.start : cue.end]
        if text.endswith(SINGULAR, 0, cue.start) or words.startswith(SINGULAR):
            return False
        if words in self.results and not text.endswith(PLURAL_CUES, 0, cue.start):
            return False
        first = next((a for a, _ in findings if clause <= a), end)
        lead = text[clause:first].rstrip()
        return lead[-1:] in {"", ":"} and LAST_JOINED.search(masked(text, first, end, findings)) is not None

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

        So it is for the insomnia of "efficacy of Lunesta for insomnia".

        Nor is it for the goals of "a plan with goals": they are part of it.
        """
        if self.whole.search(text, *head) and text.startswith("with ", head[1] + 1):
            return False
        return (
            any(gap.fullmatch(text, head[1], span[0]) for gap in (self.complement, self.use_for))
            and self.introducing.search(text, *head) is None
        )


def _brackets_from(text: str, clause: int, end: int) -> int | None:
    """Where the bracket opens that closes in front of a cue: "Monitoring (weight, lipids) | is absent"."""
    return text.rfind("(", clause, end) if text[clause:end].rstrip().endswith(")") and "(" in text[clause:end] else None
