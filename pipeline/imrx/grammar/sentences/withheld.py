r"""Papers of which a second clause says that nobody sent them.

    The patient had | a lumbar MRI | in 2013, which was not provided
    The note refers to | an opioid agreement and a CURES printout, | neither of which was attached
    | A pain contract | is mentioned in the note, but was not provided
    hypertension and | labs, | which were not available       the condition is there

Left alone: treatments, which may not be provided either, what stands right in front of such a predicate, and papers
of which the sentence goes on to tell something else ("the records, which were not available, describe").
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.words import CONJUNCTIONS, Words

NEITHER = frozenset({"neither", "none"})

ADVERSATIVE = frozenset({"but", "yet"})

WHICH = frozenset({"which", "that"})

ARTICLES = frozenset({"the", "a", "an"})

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
        self.telling = expression(rf"\s{any_phrase(table['telling'])}\s")
        plural = [word.removesuffix("s") for word in table["telling"]]
        self.goes_on = expression(rf"[^.;,]*,\s+{any_phrase([*table['telling'], *plural])}")
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
        end_at = words.ends[end - 1]
        brought_up = self.brought_up.search(text, words.starts[begin], end_at)
        if brought_up is not None:
            end = words.index(brought_up.start())
        elif bringing_up := self.bringing_up.match(text, words.starts[begin], end_at):
            begin = words.index(bringing_up.end())
        if lower[at - 1] not in WHICH and brought_up is None and self.telling.search(text, words.starts[begin], end_at):
            return None  # "a note documents relief, | but was not included"
        if brought_up is None or self.verb.search(text, words.starts[begin], words.ends[end - 1]):
            begin = self._first_paper(words, begin, end)
        if begin >= end or self.goes_on.match(text, words.starts[at]):
            return None
        beside = self.beside.search(text, words.starts[begin], words.ends[end - 1])
        return begin, end if beside is None else words.index(beside.start() + 1)

    def _first_paper(self, words: Words, begin: int, end: int) -> int:
        """Where the papers that end a row begin, or its end: "hypertension and | labs", "pain with | records"."""
        first, last = end, end
        for at in range(end - 1, begin - 1, -1):
            opens = at == begin or words.lower[at - 1] in CONJUNCTIONS or "," in words.gap(at - 1)
            if not opens or words.lower[at] in CONJUNCTIONS:
                continue
            paper = next((n for n in range(at, last) if words.lower[n] in self.papers), None)
            if paper is not None:
                linked = [n + 1 for n in range(at, paper) if words.lower[n] in self.before_relative]
                articles = [n for n in range(at, paper) if words.lower[n] in ARTICLES]
                first = max([*linked, *articles], default=at)
            if first > at and first < end:
                break
            last = last if paper is None else at
        return first


def _joint(lower: list[str], at: int) -> int | None:
    """The index of the word that joins a predicate to what it is said of, or null: "which", "but it", "neither"."""
    if lower[at] in NEITHER or lower[at] in ADVERSATIVE:
        return at
    if lower[at - 1] in WHICH or lower[at - 1] in ADVERSATIVE:
        return at - 1
    return at - 2 if lower[at - 1] in {"it", "they"} and lower[at - 2] in ADVERSATIVE else None
