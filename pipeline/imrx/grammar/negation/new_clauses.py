r"""Where a clause begins that has a verb or a predicate of its own, without a word that ends the one in front.

no documentation of relief, | the pain worsened                   "and" or a comma behind a cue
Hawkins was positive, | Speed's and O'Brien's were negative       in front of the subjects of a cue behind them
although he has pain, | spasm was not noted                       a main clause behind another
no spasm, and | tenderness is present                             a finding behind a comma with its predicate
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import CONJUNCT, inside
from imrx.grammar.negation.cue import AFTER, BEFORE, Cue
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.sentences.branches import AUXILIARIES, FORMS_OF_BE, is_of_question, is_predicate_of_list
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import DETERMINERS, Words
from imrx.grammar.words import folded, places_of
from imrx.stretches import Limits

ITEMS = frozenset({"", ",", ", and", "any"})
"""What stands between the items of a list behind "no"."""

DASHES = frozenset("–—")
"""Signs that part a clause from the next: "no pain–Norco helps"."""

HAVING = "having"
"""What begins another clause behind "and" without a comma too: "is not sleeping and | having headaches"."""

OF_SYMPTOMS = frozenset({"describing", "exhibiting", "experiencing", HAVING, "noting", "reporting", "showing"})
"""Verbs behind which more symptoms follow, and nothing else that is done."""

YEAR = 4
"""A year has so many digits."""

FAILING = frozenset({"fails", "failed"})
"""The verb of a cue with an infinitive: "failed to detect"."""

OF_ONE = frozenset({"is", "was"})
"""How a cue begins that one subject has."""

OF_SEVERAL = frozenset({"are", "were"})
"""How a cue begins that several subjects have, or one in the plural."""


class NewClauses:
    """The words of `limits` in `patterns/negation.json` and `clauses`, which tells verbs, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        limits = table["limits"]
        self.predicated = expression(rf"(?:\s+(?:of|from|dated)\s+[\w/-]+)?\s+{any_phrase(limits['finite'])}")
        self.openings = frozenset(limits["after_comma"])
        self.indefinite = frozenset(limits["indefinite"])
        self.subordinate = expression(rf"\s*{any_phrase(limits['subordinators'])}")
        self.interposed = expression(clauses.interposed)
        self.telling = frozenset(limits["telling"])
        self.persons = frozenset(phrase.split()[-1] for phrase in patients_of(table, clauses))
        self.told_too = expression(
            rf"{any_phrase(limits['evidence'])}\s+(?:that\s+)?(?:the\s+|this\s+)?"
            rf"(?:[a-z]+\s+)?{any_phrase(self.persons)}\b"
        )
        self.last_item = expression(r",\s*(?:and|or)\b")
        self.leading = expression(rf"\s*{any_phrase(limits['leading'])}")
        self.advised = expression(rf"(?:only\s+|not\s+)?{clauses.decided}")
        self.supplied = tuple(table["not_documented"]["supplied"])
        self.found = frozenset(limits["found"])
        self.revealing = frozenset(table["not_documented"]["revealing"])

    def is_interposed(self, text: str, start: int, offset: int) -> bool:
        """True for the comma of "was not, it was acknowledged, working"."""
        return text.endswith(" not", start, offset) and self.interposed.match(text, offset) is not None

    def is_clause(self, words: Words, start: int, end: int, findings: list[Limits], cues: list[Cue]) -> bool:
        """True for a finding behind a comma with a verb of its own: "no spasm, and | tenderness is present"."""
        return (
            _after_comma(words.text, start, self.openings)
            and self.predicated.match(words.lowered, end) is not None
            and not self._is_last_item(words, start, end, findings, cues)
            and not words.lowered.endswith("if any, ", 0, start)
        )

    def _is_last_item(self, words: Words, start: int, end: int, findings: list[Limits], cues: list[Cue]) -> bool:
        """True for the last of three items that one verb tells of: "no shocks, thrills, and | rubs are noted"."""
        behind = max((cue.end for cue in cues if cue.side == BEFORE and cue.end <= start), default=None)
        if behind is None or not self.clauses.tells_findings(words, words.index(end), len(words.lower)):
            return False
        items = [(a, b) for a, b in findings if behind <= a and b <= start]
        gaps = zip([behind, *(b for _, b in items)], [*(a for a, _ in items), start], strict=True)
        return len(items) > 1 and all(words.lowered[a:b].strip() in ITEMS for a, b in gaps)

    def behind_cues(self, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue]) -> Iterator[int]:
        """Where "and" or a comma behind a cue joins another clause, one with a verb of its own, to the cue's."""
        first = next((cue.end for cue in cues if cue.side == BEFORE), None)
        if first is None:
            return
        text, lower, starts, clauses, last = words.text, words.lower, words.starts, self.clauses, sentence.last
        behind = words.index(first)
        anew = [words.index(cue.start) for cue in cues if cue.side == BEFORE and cue.start in starts[behind:last]]
        joints = {at for at in range(behind, last) if lower[at] == "and"}
        if behind:
            for sign in (",", *DASHES):
                joints.update(map(words.index, places_of(text, sign, words.ends[behind - 1], sentence.end)))
        for index in sorted(joints):
            joined = lower[index : index + 1] == ["and"]
            begins = index + joined
            if not joined and lower[begins : begins + 1] and lower[begins].isdigit() and len(lower[begins]) == YEAR:
                continue  # "the MRI of July 2, 2014"
            if begins >= last or inside(starts[index], findings, cues):
                continue
            if not joined and self._is_listed_predicate(lower, behind, begins, last):
                continue  # "no evidence he is better, | has returned to work, or has reduced pain"
            conjunct = begins + (lower[begins] == "and")
            if conjunct < last and self.told_too.match(words.lowered, starts[conjunct]):
                continue  # "no documentation of relief, and evidence the patient is monitored"
            if self.is_interposed(words.lowered, sentence.start, words.ends[index - 1]):
                continue
            if joined and self._is_doing(words, behind, index):
                yield starts[index]
                continue
            own = lower[begins] in clauses.subjects
            verb = clauses.verb(words, begins, last)
            if verb is not None and not own and not clauses.subordinate.isdisjoint(lower[behind : index + 1]):
                advised = verb + 1 < last and self.advised.match(words.lowered, starts[verb + 1])
                verb = verb if advised else None  # "no discussion of why, and Flector is recommended for sprains"
            if verb is None or any(cue.side == AFTER and cue.start <= starts[verb] < cue.end for cue in cues):
                continue
            part = verb == begins or lower[verb] in clauses.past
            if part and verb == begins + 1 and lower[begins] in self.indefinite:
                continue  # "no documentation of relief and an improved mood"
            near = starts[begins : begins + 2]
            if part and any(a in near and a <= starts[verb] and b > words.ends[verb] for a, b in findings):
                continue  # "no documentation of pain relief and increased function", ", the least reported pain"
            told = max((at + 1 for at in anew if at <= index), default=sentence.first)
            finite = not (clauses.verbs | FAILING).isdisjoint(lower[told : index + 1])
            dashed = words.gap(index - 1).strip() in DASHES and verb > begins
            if not (joined and finite) and not dashed and clauses.tells_findings(words, verb, last):
                continue
            yield starts[index]

    def _is_doing(self, words: Words, behind: int, index: int) -> bool:
        """True for the "and" of "is not sleeping, | and running out early": what was denied too an "or" would join.

        But in "is not having numbness, and tingling" both are denied.
        """
        lower = words.lower
        if lower[behind - 1] != "not" or lower[behind - 2] not in FORMS_OF_BE or not lower[index + 1].endswith("ing"):
            return False
        if lower[index + 1] == HAVING:
            return True
        listed = lower[behind] in OF_SYMPTOMS or any("," in words.gap(at) for at in range(behind, index - 1))
        return words.gap(index - 1).strip() == "," and not listed

    def _is_listed_predicate(self, lower: list[str], behind: int, begins: int, last: int) -> bool:
        """True for a later predicate of a clause behind a cue, each with an auxiliary, where the list has its "or"."""
        return is_predicate_of_list(lower, begins, last) and not AUXILIARIES.isdisjoint(lower[behind:begins])

    def own_subjects(
        self, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue], limits: set[int]
    ) -> list[int]:
        """Where the clause of a cue behind its subjects begins: what stands before it has a verb of its own.

        "Hawkins was positive, | Speed's and O'Brien's were negative"; "the MRI showed a tear | and fluid was not seen";
        "positive for Tinel and Phalen, | and Hoffmann is negative".
        """
        found: list[int] = []
        if "and" not in words.lower[sentence.first : sentence.last]:
            return found
        behind = {cue.start: cue.end for cue in cues if cue.side == AFTER}
        finite = listing = False
        commas: list[int] = []
        joints: list[int] = []
        for index in range(sentence.first, sentence.last):
            word, offset = words.lower[index], words.starts[index]
            before = words.ends[index - 1] if index > sentence.first else offset
            if not limits.isdisjoint(range(before, offset + 1)):
                finite, commas, joints = False, [], []
            if "," in words.text[before:offset]:
                commas.append(index)
            if offset in behind and joints and joints[-1] + 1 < index:
                begins = self._begins(words, joints, commas, index)
                of_last = begins != joints[0] and words.lower[index] in OF_ONE
                if finite:
                    found.append(words.starts[begins if listing or of_last or not commas else min(begins, commas[0])])
                elif (
                    of_last
                    and begins in commas
                    and not words.lowered.endswith(self.supplied, offset, behind[offset])
                    and not self._begins_with_finding(words, sentence, findings)
                ):
                    found.append(words.starts[begins])
                finite, commas, joints = False, [], []
            if word == "and" and not inside(offset, findings, cues):
                joints.append(index)
            reports = word in self.telling and index > sentence.first and words.lower[index - 1] in self.persons
            finite_verb = word in self.clauses.verbs and not is_of_question(words.lower, index)
            if (reports or finite_verb or self._reveals(words, index)) and not any(
                cue.start <= offset < cue.end for cue in cues
            ):
                finite, commas, joints = True, [], []
                told = word in FORMS_OF_BE and (index == sentence.first or words.lower[index - 1] != "there")
                listing = not told or "for" in words.lower[index + 1 : index + 3]  # an object, or more, may be a list
        return found

    def _begins_with_finding(self, words: Words, sentence: Sentence, findings: list[Limits]) -> bool:
        """True for "nausea and vomiting, and | diarrhea is denied", where nothing else tells of the first two."""
        word = words.lower[sentence.first]
        first = sentence.first + (word in DETERMINERS or word.endswith("ly"))  # "currently nausea and vomiting, and"
        if first == len(words.starts) or words.lower[first] in self.found:
            return False  # "positive Spurling and Tinel, | and Hoffmann is negative"
        return any(a == words.starts[first] for a, _ in findings)

    def _reveals(self, words: Words, index: int) -> bool:
        """True for the verb of "the exam revealed spasm", unlike "spasm revealed on exam"."""
        lower = words.lower
        return (
            lower[index] in self.revealing
            and index + 1 < len(lower)
            and words.joined(index)
            and lower[index + 1] not in self.clauses.behind_participles
        )

    def _begins(self, words: Words, joints: list[int], commas: list[int], at: int) -> int:
        """Where behind a verb the clause of the cue at a word begins, not with the "and" that ends the verb's own list.

        "Spasm, guarding and pain, | and clonus was not seen"; "spasm, | and Tinel and Phalen were negative". What is
        said in the plural has two subjects, where its last is none of its own: "spasm | and Tinel and Phalen were",
        "no laxity, | Lachman and pivot shift were".
        """
        first, last = joints[0], joints[-1]
        if len(joints) > 1 and (first not in commas or commas[0] < first):
            if words.lower[at] in OF_ONE and not any(last < comma < at for comma in commas):
                return last
            first = next((joint for joint in joints[1:] if joint in commas), joints[1])
        if first != last or first in commas or words.lower[at] not in OF_SEVERAL or _is_plural(words.lower[at - 1]):
            return first
        return joints[-2] if len(joints) > 1 else max((comma for comma in commas if comma < first), default=first)

    def main_clause(self, text: str, start: int, end: int, first: int) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.leading.match(text, start, end) is not None:
            comma = text.find(",", start, first)
            if ";" in text[comma:first]:
                return []  # "at that visit he denied pain, numbness and weakness; the need is unclear"
            return [comma + 1] if comma > start and not self.last_item.search(text, comma + 1, first) else []
        if self.subordinate.match(text, start, end) is None:
            return []
        comma = text.rfind(",", start, first)
        if comma > start and CONJUNCT.match(text, comma + 1, first):
            comma = text.find(",", start, first)
        return [comma + 1] if comma > start else []


def _after_comma(text: str, offset: int, openings: frozenset[str]) -> bool:
    """True for a finding behind ", and", a comma or a dash."""
    comma = max(text.rfind(sign, max(0, offset - 24), offset) for sign in (",", *DASHES))
    return comma >= 0 and folded(text[comma + 1 : offset]) in openings


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")
