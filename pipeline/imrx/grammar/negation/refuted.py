"""What an earlier review wrongly said is missing, and the letter says that it is not so; and what it overlooked.

    I do not agree with the reviewer who wrote that | conservative treatment was not exhausted
    UR's statement that | the Epworth score is missing | is in error
    UR stated | there were no mechanical symptoms |, but this is not correct
    UR denied it for | lack of a drug screen |. However, two screens are in the file
    There was no | pain contract | on file; one has since been signed
    This is not to say that | the patient does not have pain
    The prior reviewer did not consider | the patient's history of gastric ulcer

Left alone: what an earlier review is merely told to have said, an answer that does not name what was denied, and who
disagrees with its decision.
"""

import re
from enum import Enum
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import Cue
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

ANEW = r"(?=[.;]|,\s+(?:as|since|because|but|for|given|while|whereas)\b|$)"
"""Where the reason of a disagreement begins."""

REASON = r"(?=[.;,]|\s+(?:as|since|because|but|given|when|while|whereas)\b|$)"
"""Where it begins of one that only says "that"."""

NO_REASON = r"(?!\b(?:and|but|as|since|because|given|so|not\w*)\b)"

TOLD = r"(?P<told>[^.;]{1,160}?)"

ANSWER = r"(?P<answer>[^.;]{1,200})"

CONTRARY = (
    r"(?:[,;.]?\s+(?:but|yet|however|when,?\s+in\s+fact|in\s+(?:actual\s+)?fact)\b,?|;[^.;]{1,40}?\bhowever\b,?)\s+"
)
"""What turns to the contrary, in the sentence or at the beginning of the next."""

OF = re.compile(r"\s+(?:with|from|in|of|after|for)\s+(?:(?:the|a|an|his|her)\s+)?([\w-]+)")
"""What a finding is a finding of: another one is no answer."""

LISTED = re.compile(r",|\b(?:and|or|nor)\b")
"""What is told of several things: an emphatic answer need not speak of all of them."""

NAMED_AGAIN = re.compile(r"(?:the|that|this)\s+([a-z]+)")
"""How an answer names anew what was missing: "There is no contract; the | contract | is now on file"."""

WORD = re.compile(r"[\w-]{3,}")

FAILED = "fail"

FARTHEST_ANSWER = 240
"""So many characters behind a sentence its refutation may end."""


class Rule(Enum):
    """What of a claim is refuted."""

    WHOLE = "all that it tells"
    DENIAL = "what it denies itself"
    TOPIC = "what it is about, where it denies nothing itself"
    ANSWERED = "what the answer names"
    SUPPLIED = "what stands directly in front of it"
    SUBJECT = "the subject in front of it"


class Claim(NamedTuple):
    """What is told between two offsets, and is refuted for the cues that do not begin in front of an offset.

    Its `answer`, if it needs one, stands between two others.
    """

    rule: Rule
    cue: int
    told: Limits
    answer: Limits


class Refuted:
    """The lists of `refuting` in `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words, second_hand = table["refuting"], table["second_hand"]
        said = any_phrase(clauses.saying)
        claims, not_meant, overlooked = (any_phrase(words[name]) for name in ("claims", "not_meant", "overlooked"))
        wrong = any_phrase([*words["untrue"], *words["belied"]]) + r"(?!(?<=mistake)\s+(?:to|in)\b)"
        end = rf"(?!\s+(?!{any_phrase(words['explaining'])})[a-z])"
        settled = any_phrase([*words["settled"], *words["remedied"]])
        placed = any_phrase([*words["untrue"], *words["belied"], *words["placed"]]) + end
        earlier = any_phrase([*second_hand["sources"], *second_hand["decisions"], *words["earlier"]])
        by_whom = any_phrase([*second_hand["sources"], *words["earlier"]])
        turn = rf"(?:{CONTRARY}|\.\s+(?=[^.;]{{1,60}}?\b{any_phrase(words['emphatic'])}))"
        of_whom = rf"(?:\s+(?:[a-z]+\s+)?(?:by|in|from|of)\s+(?:the\s+)?{by_whom}(?:\s+[a-z]+)?)?"
        of_claim = rf"{of_whom}(?:,?\s+(?:that|of|about|regarding|concerning)|,(?=[^.;,]{{1,160}},\s))\s+"
        has_not = r"(?:(?:did|does|do|has|have|had|was|were|is)\s+not|fail(?:s|ed)\s+to|neglected\s+to)"
        undecided = rf"(?P<told>(?:(?!\b{any_phrase(words['denying'])})[^.;]){{1,160}}?)"
        disagreeing = (
            rf"{any_phrase(words['disagreeing'])}"
            rf"(?=\s*(?:[.,;]|$)|\s+(?:as|because|since)\b|\s+with\s+(?:this|that|the)\s+{claims})"
        )
        rules = {
            Rule.WHOLE: (
                rf"\b{any_phrase(words['dissenters'])}\s+(?:[a-z]+\s+){{0,2}}?(?<!\bnot ){any_phrase(words['dissent'])}"
                rf"(?P<cue>)(?:(?:{NO_REASON}[^.;]){{0,100}}?"
                rf"\b(?:{said}\s+(?:that\s+)?|{claims}{of_claim}){TOLD}{ANEW}|"
                rf"(?:\s+{NO_REASON}[\w'-]+){{0,5}}?\s+that\s+(?P<denied>[^.;,]{{1,160}}?){REASON})",
                rf"\b(?P<cue>)(?:(?:{by_whom}|reviewer)(?:'s?)?\s+{any_phrase(words['issues'])}|"
                rf"{any_phrase(words['grounds'])}){of_claim}{TOLD},?\s+{settled}",
                rf"\b(?P<cue>)(?:lack|absence)\s+of\s+(?P<told>[^.;,]{{1,160}}?)\s+{any_phrase(words['remedied'])}",
                rf"\b(?P<cue>){said}\s+(?:that\s+)?{TOLD},?\s+(?:but|however,?|yet)\s+(?:this|that|it|they)\s+{placed}",
                rf"\b(?P<cue>){earlier}{TOLD}[,;.]?\s+(?:(?:but|however|yet),?\s+)?"
                rf"(?:this|that|it|they|which)\s+{placed}",
                rf"\b(?P<cue>){by_whom}\s+(?:[a-z]+\s+){{0,2}}?{said}\s+{undecided}[,;.]?\s+"
                rf"(?:(?:but|however|yet),?\s+)?{disagreeing}",
            ),
            Rule.DENIAL: (
                rf"\b(?P<cue>){claims}{of_claim}{TOLD},?\s+{wrong}",
                rf"\bit\s+(?P<cue>){any_phrase(words['untrue'])}\s+"
                rf"(?:to\s+(?:say|state|suggest)\s+)?that\s+{TOLD}{ANEW}",
                rf"\b(?P<cue>){any_phrase(words['erring'])}\s+(?:that\s+|as\s+)?{TOLD}{ANEW}",
                rf"\b(?P<cue>)(?:it|this|that)\s+{not_meant}\s+(?:that\s+)?{TOLD}{ANEW}",
                rf"\b{not_meant}(?P<cue>)\s+that\s+{TOLD}{ANEW}",
            ),
            Rule.TOPIC: (
                rf"\b(?P<cue>){by_whom}\s+(?:[a-z]+\s+){{0,2}}?"
                rf"(?:{has_not}\s+{overlooked}|{any_phrase(words['silent'])})\s+"
                rf"(?={any_phrase(words['owned'])}|the\s[^.;,]*?\b{any_phrase(words['shown'])}){TOLD}{ANEW}",
            ),
            Rule.ANSWERED: (
                rf"\b(?P<cue>){earlier}{TOLD}{turn}{ANSWER}",
                rf"\b(?:although|while|though|despite)\s+[^.;,]{{0,30}}?(?P<cue>){by_whom}{TOLD},\s+{ANSWER}",
            ),
            Rule.SUPPLIED: (
                r"\b(?P<told>)(?P<cue>)(?:which|one|it|these|they|(?:the|that|this)\s+[a-z]+(?:,[^.;,]{1,40},)?)\s+"
                r"(?:(?:has|have)\s+(?:now|since|subsequently)\s+been\s+"
                rf"{any_phrase([*words['supplied'], *clauses.withheld.sent])}(?!\s+that\b)"
                rf"|(?:is|are)\s+now\s+{any_phrase([*clauses.kept_in, *clauses.withheld.sent])})",
            ),
            Rule.SUBJECT: (
                rf"\b(?P<told>)(?P<cue>){has_not}\s+(?:been\s+)?{overlooked}\s+(?:by|in)\s+(?:the\s+|its\s+)?{by_whom}",
            ),
        }
        self.claims = [(rule, expression(pattern)) for rule, patterns in rules.items() for pattern in patterns]
        shown = any_phrase(words["shown"])
        self.shown = expression(rf"\b{shown}")
        self.unanswered = expression(rf"\b{any_phrase(words['unanswered'])}")
        self.denied = expression(rf"\b{any_phrase(words['denials'])}")
        self.emphatic = expression(rf"\b{any_phrase(words['emphatic'])}")
        self.slight_answers = tuple(words["slight_answers"])
        self.one = expression(any_phrase(words["ones"]))
        self.this = expression(rf"\b{shown}\s+{any_phrase(words['naming'])}\s*$")
        self.standing = expression(rf"(?:\s+{any_phrase(words['standing'])})*")
        self.apart = expression(rf"{self.standing.pattern}[,;.]?\s+")
        self.conservative = frozenset(words["conservative"])
        self.treated = expression(rf"\b{any_phrase(words['conservative_care'])}")
        self.slight, self.headed = frozenset(words["slight"]), frozenset(words["headed"])

    def find(self, text: str, start: int, end: int) -> list[Claim]:
        """The claims of a sentence between two offsets that it, or the next one, refutes."""
        found = []
        for rule, claim in self.claims:
            for match in claim.finditer(text, start, min(len(text), end + FARTHEST_ANSWER)):
                groups = match.groupdict()
                told = match.span("denied" if groups.get("denied") else "told")
                if match.start() < end or rule is Rule.SUPPLIED:
                    answer = match.span("answer") if rule is Rule.ANSWERED else told
                    if rule is not Rule.ANSWERED or self._is_answer(text[slice(*answer)]):
                        found.append(Claim(rule, match.start("cue"), told, answer))
        return found

    def holds(self, text: str, claims: list[Claim], span: Limits, cue: Cue) -> bool:
        """True for a finding, or what denies it, in what is refuted of a sentence."""
        return any(self._is_of(text, claim, span, cue) for claim in claims)

    def _is_of(self, text: str, claim: Claim, span: Limits, cue: Cue) -> bool:
        first, last = claim.told
        if claim.rule is Rule.SUPPLIED:
            named = NAMED_AGAIN.match(text, first)
            again = named is None or text.endswith(f" {named[1]}", 0, span[1]) or text[slice(*span)] == named[1]
            return again and span[1] < first and self.apart.fullmatch(text, span[1], first) is not None
        if cue.start < claim.cue:
            return False
        if claim.rule is Rule.SUBJECT:
            return span[1] <= first and not any(sign in text[span[1] : first] for sign in ".;,")
        inside, within = first <= span[0] < last, first <= cue.start < last
        if claim.rule is Rule.ANSWERED:
            answered = claim.answer[0] <= span[0] < claim.answer[1]  # no cue reaches past the turn
            return (within and answered) or (inside and self._is_named(text, span, claim))
        if claim.rule is Rule.TOPIC:
            return inside and not within
        if claim.rule is Rule.DENIAL:
            return within or (inside and self.denied.search(text, first, span[0]) is not None)
        return inside or within

    def _is_answer(self, answer: str) -> bool:
        """True for an answer that shows something, and denies and asks for nothing."""
        return self.shown.search(answer) is not None and self.unanswered.search(answer) is None

    def _is_named(self, text: str, span: Limits, claim: Claim) -> bool:
        """True where the answer to a claim says of a finding that it is there."""
        told, answer = text[slice(*claim.told)], text[slice(*claim.answer)]
        if self.emphatic.search(answer) and LISTED.search(told) is None and not answer.endswith(self.slight_answers):
            return True  # "UR found no instability, but the notes clearly describe two dislocations"
        if self.one.match(answer) or self.this.search(answer):
            return self.standing.fullmatch(text, span[1], claim.told[1]) is not None
        names = self._words(text[span[0] : span[1]])
        failed = any(word.startswith(FAILED) for word in names)
        if not failed and not self.conservative.isdisjoint(names) and self.treated.search(answer):
            return True  # six months of PT are conservative care, but do not say that it failed
        if names and names[-1] in self.headed:
            names = names[-1:]
        of = OF.match(text, span[1])
        names += self._words(of[1]) if of else []
        return bool(names) and _singular(names) <= _singular(self._words(answer))

    def _words(self, text: str) -> list[str]:
        return [word for word in WORD.findall(text) if word not in self.slight]


def _singular(words: list[str]) -> set[str]:
    return {word.removesuffix("s") for word in words}
