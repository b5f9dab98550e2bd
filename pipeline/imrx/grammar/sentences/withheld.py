r"""Papers of which a second clause says that nobody sent them.

    The patient had | a lumbar MRI | in 2013, which was not provided
    The note refers to | an opioid agreement and a CURES printout, | neither of which was attached
    | A pain contract | is mentioned in the note, but was not provided

Left alone: treatments, which may not be provided either, and what stands right in front of such a predicate.
"""

from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.words import Words

NEITHER = frozenset({"neither", "none"})

ADVERSATIVE = frozenset({"but", "yet"})

SENTENCE_SIGNS = frozenset(".;:(")
"""What ends a clause that papers stand in."""


class Withheld:
    """What `patterns/clauses.json` says of it; `predicate` is an expression for lower case, `sent` its verbs."""

    def __init__(self, table: dict[str, Any]) -> None:
        be, been = r"(?:is|are|was|were)", r"(?:has|have)"
        kept = any_phrase(table["kept_in"])
        self.predicate = (
            rf"(?:(?:neither|none)\s+of\s+which\s+(?:{be}|{been}\s+been)|{be}\s+not|{been}\s+not\s+been"
            rf"|(?<=\byet\s)not|but\s+not)\s+(?:{any_phrase(table['withheld'])}(?=\s*(?:[.,;)]|$)|"
            rf"\s+(?:{any_phrase(table['held_by'])}|{kept}))|(?:{any_phrase(table['kept'])}\s+)?{kept})"
        )
        self.sent: list[str] = table["withheld"]
        self.said = expression(self.predicate)
        self.papers = frozenset([*table["attesters"], *table["attested_reports"], *table["agreements"], *table["sent"]])
        self.before_relative = frozenset(table["before_relative"])
        self.brought_up = expression(
            rf"\b(?:is|are|was|were)\s+(?:[a-z]+ly\s+)?(?:to\s+be\s+)?{any_phrase(table['brought_up'])}"
        )
        self.verb = expression(rf"\s{any_phrase(table['bringing_up'])}\s")
        self.bringing_up = expression(
            rf".*\b{any_phrase(table['bringing_up'])}\s+(?:(?:to|on|upon|for|from)\s+)?(?=[a-z\d])"
        )
        self.beside = expression(r"\s+(?:(?:in|on|from|dated)\s+\d|for\s|due\s+to\s|because\s)[^,;]*$")

    def find(self, words: Words, at: int, floor: int) -> tuple[int, int] | None:
        """The papers that a predicate says were not sent, as half-open word indices, or null.

        Args:
            words: the words of the text.
            at: the index of the predicate's first word.
            floor: the index of the first word that they may have.
        """
        lower, text = words.lower, words.lowered
        if at - 1 <= floor or at >= len(lower) or not self.said.match(text, words.starts[at]):
            return None
        end = _joint(lower, at)
        if end is None or end <= floor or lower[end - 1] in self.before_relative:
            return None  # "an MRI, the results of | which were not provided"
        begin = next((n for n in range(end - 1, floor, -1) if SENTENCE_SIGNS.intersection(words.gap(n - 1))), floor)
        brought_up = self.brought_up.search(text, words.starts[begin], words.ends[end - 1])
        if brought_up is not None:
            end = words.index(brought_up.start())
        elif bringing_up := self.bringing_up.match(text, words.starts[begin], words.ends[end - 1]):
            begin = words.index(bringing_up.end())
        if begin >= end or self.papers.isdisjoint(lower[begin:end]):
            return None
        beside = self.beside.search(text, words.starts[begin], words.ends[end - 1])
        return begin, end if beside is None else words.index(beside.start() + 1)


def _joint(lower: list[str], at: int) -> int | None:
    """The index of the word that joins a predicate to what it is said of, or null: "which", "but it", "neither"."""
    if lower[at] in NEITHER or lower[at] in ADVERSATIVE:
        return at
    if lower[at - 1] in {"which", "that"} or lower[at - 1] in ADVERSATIVE:
        return at - 1
    return at - 2 if lower[at - 1] in {"it", "they"} and lower[at - 2] in ADVERSATIVE else None
