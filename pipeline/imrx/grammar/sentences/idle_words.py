r"""Words that stand between a word of denial and what it denies, and change nothing.

    was not | otherwise | documented        did not, | in the notes provided, | document
    has not | yet even | been attempted     was not | sufficiently | described
    is | still | not documented             no | clearly | documented relief

Every family of cues and every opening would have to allow for each of them at each of its joints. So the text that
findings are read in leaves them out (`imrx.grammar.sentences.folding`), and what is found goes back to the letter
with them. What says how far something is so stands in front of what is done with records only ("not well described"):
in front of anything else it is part of the finding ("not well controlled").
"""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.words import places_of

FAILING = r"(?:fail(?:s|ed|ing|ure)?|neglect(?:s|ed)?|unable)\s+to"

DENIALS = rf"(?:not|never|cannot|{FAILING})\b"

NOT_DONE = rf"(?:(?:(?<=\bdo\s)|(?<=\bdoes\s)|(?<=\bdid\s))not|{FAILING})"
"""What a verb with an object stands behind; behind a participle two commas may part two clauses."""

NOT = frozenset({"not ", "never "})

LEADS = (
    *("not ", "not,", "never ", "never,", "cannot ", "cannot,", "fail", "neglect", "unable "),
    *("or ", "or,", "nor ", "nor,", "no ", "without ", "lack of "),
)
"""What an expression begins with: looking for each of them costs a tenth of trying it at each character."""

FARTHEST = 45
"""So many characters in front of "not" its auxiliary verb stands."""

REASON = 60
"""So many characters in front of "not otherwise explained" the reason stands that it is said of."""

MOST = 4
"""So many idle words stand together at most: "not as yet even clearly"."""

BE = r"(?:been|being|be)\s"

SUBORDINATE = r"(?:that|whether|why|how|what)\b"
"""What the verb of a denial goes on with behind an aside: "did not appear, moreover, | that"."""


ANOTHER = r"(?:an?|any|anything|of)\b"
"""What another member of a list begins with: "or | for that matter | any screen"."""


class IdleWords:
    """The words of `patterns/clauses.json` that are left out, for text in lower case with single blanks."""

    def __init__(self, table: dict[str, Any]) -> None:
        idle, manner = any_phrase(table["idle"]), any_phrase(table["manners"])
        manners = rf"(?:{manner}(?:\s(?:or|and)\s{manner})?)"
        recorded = any_phrase(table["recorded"])
        ahead = rf"(?=[\s-](?:{BE})?(?:(?:{idle}|{manners})\s){{0,{MOST}}}{recorded})"
        words = rf"(?:(?:{idle}(?!-)|{manners}{ahead})[\s-])"
        kept = rf"(?<!\bis not )(?<!\bare not )(?<!\bwas not )(?<!\bwere not ){any_phrase(table['not_idle'])}"
        asides = any_phrase(table["asides"])
        within, papers = any_phrase(table["within"]), any_phrase(table["short_records"])
        place = rf"{within}\s[^.,;:]{{0,40}}?\b{papers}(?:\s[a-z]+){{0,3}}"
        told, finite = any_phrase(table["told"]), any_phrase(table["verbs"])
        before_told = rf"(?:(?:{manners}|{any_phrase(table['before_told'])})[\s-]|{told}\s(?:or\s|and\s)?)"
        self.behind = expression(
            "|".join(
                [
                    rf"{NOT_DONE}\s({words}{{0,{MOST}}}){recorded}(,\s{place},)(?=\s[a-z(])(?!\s{finite})",
                    rf"{DENIALS}\s({words}{{0,{MOST}}})(?:{BE})?[a-z]+(,\s{asides},)(?=\s{SUBORDINATE})",
                    rf"{DENIALS}\s(?!{kept})({words}{{0,{MOST}}})(?:{BE}({words}{{0,{MOST}}}))?(?=[a-z(])",
                    rf"{DENIALS}(,\s(?:{asides}|{place}),)(?=\s[a-z(])",
                    rf"(?:or|nor)\s({words}{{1,{MOST}}})(?={recorded}|{ANOTHER})",
                    rf"(?:or|nor)(,\s(?:{idle}|{asides}),)(?=\s{ANOTHER})",
                    rf"(?:no|(?:without|lack\sof)(?:\sany)?)\s({before_told}{{1,{MOST}}})(?={told}\s)",
                ]
            )
        )
        self.explained = expression(any_phrase(table["explained"]))
        self.reasons = expression(rf"\b{any_phrase([*table['explained_reasons'], *table['reportable']])}")
        auxiliary = rf"\b{openings_of(table['negated_auxiliaries'])}"
        self.in_front = expression(rf"{auxiliary}\s((?:{idle}\s){{1,{MOST}}})(?:not|never)$")

    def find(self, lowered: str) -> list[tuple[int, int]]:
        """The stretches that are left out, in order, as half-open character offsets.

        Args:
            lowered: the text in lower case, with single blanks and no contractions.
        """
        found: list[tuple[int, int]] = []
        for lead in LEADS:
            for at in places_of(lowered, lead):
                if lowered[at - 1 : at].isalnum():
                    continue
                if self.explained.match(lowered, at) and not self.reasons.search(lowered, max(0, at - REASON), at):
                    continue  # "weakness | not otherwise explained", unlike "the reason is"
                found += _groups(self.behind.match(lowered, at))
                if lead in NOT:
                    found += _groups(self.in_front.search(lowered, max(0, at - FARTHEST), at + len(lead) - 1))
        return sorted(found)


def _groups(match: re.Match[str] | None) -> list[tuple[int, int]]:
    """The limits of a match's groups that have a character."""
    return [] if match is None else [(start, end) for start, end in match.regs[1:] if start < end]
