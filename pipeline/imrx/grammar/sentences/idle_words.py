r"""Words that stand between a word of denial and what it denies, and change nothing.

    was not | otherwise | documented        did not, | in the notes provided, | document
    has not | yet even | been attempted     was not | sufficiently | described
    is | still | not documented             no | clearly | documented relief

Every family of cues and every opening would have to allow for each of them at each of its joints. So the text that
findings are read in leaves them out (`imrx.grammar.sentences.folding`), and what is found goes back to the letter
with them. What says how far something is so stands in front of what is done with records only ("not well described"):
in front of anything else it is part of the finding ("not well controlled").
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase, openings_of

FAILING = r"(?:fail(?:s|ed|ing|ure)?|neglect(?:s|ed)?|unable)\s+to"

DENIALS = rf"\b(?:not|never|cannot|{FAILING})"

NOT_DONE = rf"\b(?:(?:do|does|did)\s+not|{FAILING})"
"""What a verb with an object stands behind; behind a participle two commas may part two clauses."""

BE = r"(?:been|being|be)\s"


class IdleWords:
    """The words of `patterns/clauses.json` that are left out, for text in lower case with single blanks."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        idle, manner = any_phrase(table["idle"]), any_phrase(table["manners"])
        manners = rf"(?:{manner}(?:\s(?:or|and)\s{manner})?)"
        recorded = any_phrase(table["recorded"])
        ahead = rf"(?=[\s-](?:{BE})?(?:(?:{idle}|{manners})\s)*{recorded})"
        words = rf"(?:(?:{idle}(?!-)|{manners}{ahead})[\s-])"
        kept = rf"(?<!\bis not )(?<!\bare not )(?<!\bwas not )(?<!\bwere not ){any_phrase(table['not_idle'])}"
        within, papers = any_phrase(table["within"]), any_phrase(table["short_records"])
        place = rf"{within}\s[^.,;:]{{0,40}}?\b{papers}(?:\s[a-z]+){{0,3}}"
        told = any_phrase(table["told"])
        before_told = rf"(?:(?:{manners}|{any_phrase(table['before_told'])})[\s-]|{told}\s(?:or\s|and\s)?)"
        self.expression = expression(
            "|".join(
                [
                    rf"{DENIALS}\s(?!{kept})({words}*)(?:{BE}({words}*))?(?=[a-z(])",
                    rf"{DENIALS}(,\s(?:{any_phrase(table['asides'])}|{place}),)(?=\s[a-z(])",
                    rf"{NOT_DONE}\s[a-z]+(,\s{place},)(?=\s[a-z(])",
                    rf"\b{openings_of(clauses.negated_auxiliaries)}\s((?:{idle}\s)+)(?=(?:not|never)\s)",
                    rf"\b(?:or|nor)\s({words}+)(?={recorded})",
                    rf"\b(?:no|(?:without|lack\sof)(?:\sany)?)\s({before_told}+)(?={told}\s)",
                ]
            )
        )

    def find(self, lowered: str) -> Iterator[tuple[int, int]]:
        """The stretches that are left out, in order, as half-open character offsets.

        Args:
            lowered: the text in lower case, with single blanks and no contractions.
        """
        for match in self.expression.finditer(lowered):
            for start, end in match.regs[1:]:
                if start < end:
                    yield start, end
