"""Clauses that are denied by what leads to them: the reviewer does not conclude what he says is not shown.

    It has not been adequately documented | that the brace is medically necessary
    There is no evidence in the records | that the brace is medically necessary
    I doubt | that the brace is medically necessary
    The records do not show | the brace is medically necessary

Not: "there is no doubt that", "no reason to doubt that", and what a new clause says: behind the denial one with a
pronoun ("there is no evidence of infection and it is clear that"), behind "that" one of `new_clauses`, or one that
"and" joins to a clause with a verb of its own ("no evidence that imaging was done and the MRI is"). The vocabulary is
`patterns/decisions.json`, under `conclusion`.
"""

from typing import NamedTuple

from imrx.grammar.alternatives import any_of
from imrx.grammar.expressions import expression


class Denial(NamedTuple):
    """What denies a clause, by its limits, and whether it says that a proof is missing ("no evidence that")."""

    start: int
    end: int
    lacks_proof: bool


class DeniedClauses:
    """The expressions of what denies a clause; they are asked between a full stop and a predicate."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        said, proofs, doubts, subjects, turns = (
            any_of(words[name]) for name in ("denied_that", "proofs", "doubts", "clause_subjects", "new_clauses")
        )
        new_clauses = any_of([*words["new_clauses"], *words["clause_pronouns"]])
        denying = rf"(?:\b(?:not|never|cannot|{any_of(words['negated_verbs'])})|n['\u2019]t)"
        denying += rf"\s+(?:(?:{any_of(words['light'])}|\w+ly)\s+){{0,4}}?"
        lacking = rf"\b{any_of(words['scarce'])}\s+(?:[\w-]+\s+){{0,4}}?(?:(?P<proof>{proofs})|to\s+{said})"
        opening = (
            rf"(?:{lacking}|\b{any_of(words['no_doubts'])}\s+(?:\w+\s+){{0,2}}?{doubts}"
            rf"|\b{any_of(words['nothing'])}|\b{doubts})\b"
        )
        same_clause = rf"(?:(?!\b{new_clauses}\b)[^,])*?"
        to_whom = rf"(?:\s+(?:{any_of(words['before_that'])}|\w+ly)\b{same_clause})?"
        joining = any_of(words["joining"])
        aside = rf",(?!\s*(?:{subjects}|{new_clauses}|{joining})\b)[^,]*(?:,\s*\d{{4}})?,"
        that = (
            rf"(?:{denying}(?:{said}|{any_of(words['explaining'])})\b{to_whom}|{opening}{same_clause})"
            rf"(?:{aside})?\s+that(?P<clause>)\s+"
        )
        definite, verb = any_of(words["definite"]), any_of(words["auxiliaries"])
        another = (
            rf"[^,]*?\b(?:{verb}\b[^,]*?\band\s+{definite}|and\s+(?:{definite}\s+)?{any_of(words['necessity'])})\b"
        )
        self._that = expression(rf"{that}(?!{another})(?:(?!\b{turns}\b)[^,])+(?:{aside}\s*)?$")
        self._joined = expression(rf"{that}(?={another})")
        self._that_not = expression(
            rf"{that}\S+(?:(?!\b(?:{any_of(words['auxiliaries'])}|{new_clauses}|{joining})\b)[^,])*$"
        )
        self._bare = expression(
            rf"(?:{denying}{said}\b|{opening})(?:\s+(?:to\s+{said}|\w+ing))?(?P<clause>)\s+{subjects}\b"
            rf"(?:(?!\b(?:{new_clauses}|{joining})\b)[^,])*$"
        )
        negating = [each for name in ("negatives", "scarce", "nothing", "doubts", "no_doubts") for each in words[name]]
        self._negations = expression(rf"\b{any_of(negating)}\b|(?<=n['\u2019])t\b")

    def is_joined(self, lower: str, start: int, end: int) -> bool:
        """True where "and" joins a clause to a denied one: "no evidence that imaging was done and the MRI | is"."""
        return lower.find("that", start, end) >= 0 and self._joined.search(lower, start, end) is not None

    def find(self, lower: str, start: int, end: int, positive: bool) -> Denial | None:
        """What denies the clause that ends at a predicate; null where nothing does, or something denies that in turn.

        A predicate that denies itself is a part of the clause only where it has "that", and no other predicate: "the
        records do not show that therapy failed and the request is not medically necessary" says two things.

        Args:
            lower: the letter in lower case.
            start: where the sentence begins.
            end: where the predicate begins.
            positive: whether the predicate denies nothing itself.
        """
        denial = None
        if lower.find("that", start, end) >= 0:
            denial = (self._that if positive else self._that_not).search(lower, start, end)
        if denial is None and positive:
            denial = self._bare.search(lower, start, end)
        if denial is None or len(self._negations.findall(lower[denial.start() : denial.start("clause")])) % 2 == 0:
            return None
        return Denial(denial.start(), denial.start("clause"), denial["proof"] is not None)
