"""What somebody else said is missing, and the sentence says that it is not so.

    I do not agree with the reviewer who wrote that | conservative treatment was not exhausted
    UR's statement that | the Epworth score is missing | is in error
    UR stated | there were no mechanical symptoms |, but this is not correct
    This is not to say that | the patient does not have pain

Left alone: what an earlier review is merely told to have said, and a disagreement with its decision alone.
"""

from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.stretches import Limits

ANEW = r"(?=[.;]|,\s+(?:as|since|because|but|for|given|while|whereas)\b|$)"
"""Where the reason of a disagreement begins."""


class Refuted:
    """The lists of `refuting` in `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = table["refuting"]
        said, wrong = any_phrase(words["said"]), [*words["untrue"], *words["belied"]]
        told = r"(?P<told>[^.;]{1,160}?)"
        self.claims = [
            expression(
                rf"\b{any_phrase(words['dissent'])}[^.;]{{0,100}}?"
                rf"\b(?:{said}\s+(?:that\s+)?|{any_phrase(words['claims'])}\s+that\s+){told}{ANEW}"
            ),
            expression(rf"\b{any_phrase(words['claims'])}\s+(?:that|of)\s+{told}\s+{any_phrase(wrong)}"),
            expression(
                rf"\b{said}\s+(?:that\s+)?{told},?\s+(?:but|however,?|yet)\s+(?:this|that|it|they)\s+"
                rf"{any_phrase([*wrong, *words['placed']])}"
            ),
            expression(
                rf"\bit\s+{any_phrase(words['untrue'])}\s+(?:to\s+(?:say|state|suggest)\s+)?that\s+{told}{ANEW}"
            ),
            expression(rf"\b(?:it|this|that)\s+{any_phrase(words['not_meant'])}\s+(?:that\s+)?{told}{ANEW}"),
        ]

    def holds(self, text: str, start: int, end: int, span: Limits) -> bool:
        """True for a finding in what the sentence between two offsets refutes."""
        for claim in self.claims:
            match = claim.search(text, start, end)
            if match is not None and match.start("told") <= span[0] < match.end("told"):
                return True
        return False
