"""What somebody else said is missing, and the letter says that it is not so; and what an earlier review overlooked.

    I do not agree with the reviewer who wrote that | conservative treatment was not exhausted
    UR's statement that | the Epworth score is missing | is in error
    UR stated | there were no mechanical symptoms |, but this is not correct
    UR denied it for | lack of a drug screen |. However, two screens are in the file
    There was | no pain contract on file |; one has since been signed
    This is not to say that | the patient does not have pain
    The prior reviewer did not consider | the history of gastric ulcer

Left alone: what an earlier review is merely told to have said or to have looked for, and a disagreement with its
decision alone.
"""

from typing import Any

from imrx.grammar.asserting.cue import Cue
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.stretches import Limits

ANEW = r"(?=[.;]|,\s+(?:as|since|because|but|for|given|while|whereas)\b|$)"
"""Where the reason of a disagreement begins."""

REASON = r"(?=[.;,]|\s+(?:as|since|because|but|given|when|while|whereas)\b|$)"
"""Where it begins of one that only says "that"."""

TOLD = r"(?P<told>[^.;]{1,160}?)"

TURN = r"(?:[,;.]?\s+(?:but|yet|however|when,?\s+in\s+fact|in\s+(?:actual\s+)?fact)\b,?|;[^.;]{1,40}?\bhowever\b,?)\s+"
"""What turns to the contrary, in the sentence or at the beginning of the next."""

FARTHEST_ANSWER = 240
"""So many characters behind a sentence its refutation may end."""


class Refuted:
    """The lists of `refuting` in `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any]) -> None:
        words, second_hand = table["refuting"], table["second_hand"]
        said, claims, dissent = (any_phrase(words[name]) for name in ("said", "claims", "dissent"))
        wrong = [*words["untrue"], *words["belied"], *words["remedied"]]
        untrue = any_phrase(wrong)
        earlier = any_phrase([*second_hand["sources"], *second_hand["decisions"], *words["earlier"]])
        by_whom = any_phrase([*second_hand["sources"], *words["earlier"]])
        shown = rf"(?!{any_phrase(words['shown'])})[^.;]{{1,120}}?\b{any_phrase(words['shown'])}"
        shown = rf"(?:{shown}|{any_phrase(words['of_patient'])})"
        answer = rf"(?![^.;]{{0,160}}?\b{any_phrase(words['unanswered'])}){shown}"
        turn = rf"(?:{TURN}|\.\s+(?=[^.;]{{1,60}}?\b{any_phrase(words['emphatic'])}))"
        of_claim = (
            rf"(?:\s+(?:[a-z]+\s+)?(?:by|in|from|of)\s+(?:the\s+)?{by_whom}(?:\s+[a-z]+)?)?"
            r"(?:,?\s+(?:that|of|about|regarding|concerning)|,)\s+"
        )
        supplied = any_phrase(words["supplied"])
        overlooked = any_phrase(words["overlooked"])
        has_not = r"(?:(?:did|does|do|has|have|had|was|were|is)\s+not|fail(?:s|ed)\s+to|neglected\s+to)"
        self.claims = [
            expression(
                rf"(?<!\bnot )\b{dissent}(?P<cue>)(?:[^.;]{{0,100}}?"
                rf"\b(?:{said}\s+(?:that\s+)?|{claims}{of_claim}){TOLD}{ANEW}|"
                rf"(?:\s+(?!(?:and|but|as|since|because|given|so|not\w*)\b)[\w'’-]+){{0,5}}?\s+that\s+"
                rf"(?P<denied>[^.;,]{{1,160}}?){REASON})"
            ),
            expression(rf"\b(?P<cue>){claims}{of_claim}{TOLD},?\s+{untrue}"),
            expression(rf"\b(?P<cue>)(?:lack|absence)\s+of\s+{TOLD}\s+{any_phrase(words['remedied'])}"),
            expression(
                rf"\b(?P<cue>)(?:{said}|{earlier})\s+{TOLD}[,;.]?\s+(?:(?:but|however|yet),?\s+)?"
                rf"(?:this|that|it|they|which)\s+{any_phrase([*wrong, *words['placed']])}"
            ),
            expression(
                rf"\b(?P<cue>){said}\s+{TOLD}[,;.]?\s+(?:(?:but|however|yet),?\s+)?{any_phrase(words['disagreeing'])}"
            ),
            expression(
                rf"\bit\s+(?P<cue>){any_phrase(words['untrue'])}\s+(?:to\s+(?:say|state|suggest)\s+)?that\s+{TOLD}{ANEW}"
            ),
            expression(rf"\b(?P<cue>)(?:it|this|that)\s+{any_phrase(words['not_meant'])}\s+(?:that\s+)?{TOLD}{ANEW}"),
            expression(rf"\b{any_phrase(words['not_meant'])}(?P<cue>)\s+that\s+{TOLD}{ANEW}"),
            expression(rf"\b(?P<cue>){any_phrase(words['erring'])}\s+(?:that\s+|as\s+)?{TOLD}{ANEW}"),
            expression(rf"\b(?P<cue>){earlier}{TOLD}{turn}{answer}"),
            expression(rf"\b(?:although|while|though|despite)\s+[^.;,]{{0,30}}?(?P<cue>){by_whom}{TOLD},\s+{answer}"),
            expression(
                rf"(?P<cue>){TOLD}[,;.]?\s+(?:which|one|it|these|they)\s+(?:has|have)\s+"
                rf"(?:now|since|subsequently)\s+been\s+{supplied}"
            ),
            expression(
                rf"\b(?P<cue>){by_whom}\s+(?:[a-z]+\s+){{0,2}}?(?:{has_not}\s+{overlooked}|{any_phrase(words['silent'])})\s+"
                rf"(?!any\s+(?!of\b)){TOLD}{ANEW}"
            ),
            expression(
                rf"(?P<cue>){TOLD}\s+{has_not}\s+(?:been\s+)?{overlooked}\s+(?:by|in)\s+(?:the\s+|its\s+)?{by_whom}"
            ),
        ]

    def holds(self, text: str, start: int, end: int, span: Limits, cue: Cue) -> bool:
        """True for a finding, or what denies it, in what is refuted of a sentence between two offsets."""
        for claim in self.claims:
            match = claim.search(text, start, min(len(text), end + FARTHEST_ANSWER))
            if match is None or cue.start < match.start("cue"):
                continue
            first, last = match.span("denied" if "denied" in claim.groupindex and match["denied"] else "told")
            if first <= span[0] < last or first <= cue.start < last:
                return True
        return False
