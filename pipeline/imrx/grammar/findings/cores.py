"""The cores of findings: known terms, head nouns, conditions known by their ending, and what is said of the patient.

    neck | pain · chondrocalcinosis · is | working · is unable to | stand longer than ten minutes

What makes something else of one rules it out: "pain management", "progress note", "therapies for pain relief",
"complaints of". What stands around a core, `imrx.grammar.findings.noun_phrases` says.
"""

from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.concepts import Changes
from imrx.grammar.findings.persons import Persons
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_HAVE, IT_TAKES_FOR
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import CONJUNCTIONS, PhraseTree, Words

NEAR_TEST = 6
"""So near stands what says that a test is missing: "no documentation of a | gait analysis"."""

ADJECTIVE_ENDINGS = ("al", "ic", "ous", "ive", "ary", "ory", "oid", "able", "ible", "ent", "ant")
JOINING = frozenset({"from", "for", "with"})
"""Prepositions besides those of sites."""
LONGEST_NAME = 3
FARTHEST_VALUE = 8
"""So many words behind a heading what it introduces is looked for."""
SAME_VALUE = frozenset(" \n,/-()")
"""What may stand between these words."""
SAME_CLAUSE = SAME_VALUE | {":"}
"""The same for the words in front of a heading: "no documentation of: labs, | work status: current"."""
ENDING = 3
"""So many letters of a suffix are compared first, which rules out nearly every word."""
SHORTEST = 6
"""A condition known by its ending alone has at least so many letters."""
MOST_MODIFIERS = 4
"""Terms that may stand in front of another as its modifiers: "worsening severe chronic pain"."""
FARTHEST_COPULA = 6
"""A predicate's form of "be" stands at most so many words in front of it: "is not yet fully working"."""
INTRODUCING = frozenset({"exam_findings", "symptoms", "comorbidity"})
"""The concepts whose words often only lead to findings: "objective findings include"."""
LONGEST_ACTIVITY = 6
"""So many words of an activity are part of a difficulty: "difficulty performing her physically demanding job"."""


class Core(NamedTuple):
    """A finding's core by word indices, and the concept it stands for."""

    first: int
    last: int
    concept: str | None


NOT_TO = frozenset({"not", "to"})
"""What stands in front of a verb of reporting, which is no modifier: "did not | mention | intolerance"."""


class Cores:
    """The terms of `patterns/findings.csv` and the words of `patterns/findings_heads.json` that are one, compiled."""

    def __init__(self, terms: list[dict[str, str]], heads: dict[str, Any], clauses: Clauses) -> None:
        self.led = expression(rf"{clauses.between}\s+of\b(?!\s+(?:\d|{any_phrase(heads['introducers']['not_led'])}))")
        self.terms = PhraseTree((term, row["concept"]) for row in terms for term in row["terms"].split("|") if term)
        self.predicates = PhraseTree(heads["predicates"].items())
        self.degrees = frozenset(heads["before_adjectives"])
        self.heads: dict[str, str | None] = heads["heads"]
        self.bare_heads = frozenset(heads["bare_heads"])
        self.head_modifiers = {head: frozenset(words) for head, words in heads["head_modifiers"].items()}
        self.needed = frozenset().union(*self.head_modifiers.values())
        self.modifiers = frozenset(heads["modifiers"])
        self.not_modifiers = frozenset(heads["not_modifiers"])
        self.anatomy, self.sides = frozenset(heads["anatomy"]), frozenset(heads["sides"])
        self.known_modifiers = self.modifiers | self.anatomy
        self.prepositions = frozenset(heads["prepositions"])
        self.site_words = self.anatomy | frozenset(heads["complement_words"])
        self.not_followed_by = {core: frozenset(words) for core, words in heads["not_followed_by"].items()}
        self.following = frozenset().union(*self.not_followed_by.values())
        self.missing_tests = {key: frozenset(words) for key, words in heads["missing_tests"].items()}
        self.not_preceded_by = {eponym: frozenset(heads["titles"]) for eponym in heads["eponyms"]}
        self.not_preceded_by |= {core: frozenset(words) for core, words in heads["not_preceded_by"].items()}
        self.introducers = frozenset(heads["introducers"]["words"])
        self.listing = frozenset(heads["introducers"]["listing"])
        self.headings = frozenset(heads["introducers"]["headings"])
        self.told_headings = frozenset(heads["introducers"]["told_headings"])
        self.heading_values = frozenset(heads["introducers"]["heading_values"])
        self.heading_denied = frozenset(heads["introducers"]["heading_denied"])
        self.introduced = frozenset(heads["introducers"]["followed_by"])
        date = r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
        self.dated = expression(
            rf"\s+(?:\([^()]{{0,20}}?{date}[^()]{{0,40}}\)|{any_phrase(heads['introducers']['dating'])}\s+{date},?)"
            rf"\s*(?::|{any_phrase(heads['introducers']['followed_by'])})"
        )
        self.turning = frozenset(heads["turning"])
        self.longest_turning = max(len(phrase.split()) for phrase in self.turning)
        self.stops = frozenset(heads["np_stops"]) | frozenset(heads["np_determiners"])
        self.reporting = frozenset([*clauses.report_verbs, *heads["report_verbs"]])
        self.copulas = frozenset(heads["copulas"])
        self.before_abilities = self.copulas | FORMS_OF_HAVE
        self.before_amounts = frozenset(heads["before_amounts"])
        self.purposes = frozenset(heads["purposes"])
        self.evidence = frozenset([*clauses.evidence, *heads["evidence"]])
        self.describing = frozenset(heads["describing"])
        self.bounding = frozenset(tuple(phrase.split()) for phrase in heads["bounding"])
        self.abilities: dict[str, str] = heads["abilities"]
        self.ability_words = frozenset(heads["ability_words"])
        self.not_abilities = frozenset(heads["not_abilities"])
        self.named_in_abilities: dict[str, dict[str, str]] = heads["named_in_abilities"]
        self.persons = Persons(heads, clauses)
        self.changes = Changes(heads, clauses)
        self.suffixes = tuple(heads["suffixes"])
        self.endings = frozenset(suffix[-ENDING:] for suffix in self.suffixes)
        self.not_conditions = frozenset(heads["not_conditions"])
        self.alone = (
            self.terms.whole()
            | frozenset(self.heads)
            | frozenset(self.predicates.root)
            | frozenset(heads["abilities"])
            | frozenset(heads["improved"])
        )
        self.starters = frozenset(self.terms.root) | self.alone
        self.behind = {word: None if word in self.alone else self.terms.root[word] for word in self.starters}

    def beginnings(self, words: Words) -> list[int]:
        """The words at which a core may begin: a cheap test."""
        known = words.openings(self.starters, self.behind)
        unknown = words.ending(ENDING, self.endings) - self.starters
        conditions = frozenset(filter(self._is_condition, unknown))
        return sorted(known + words.among(conditions)) if conditions else known

    def _is_condition(self, word: str) -> bool:
        """True for an unknown word that ends as names of conditions do: "chondrocalcinosis"."""
        return (
            len(word) >= SHORTEST
            and word[-ENDING:] in self.endings
            and word.endswith(self.suffixes)
            and word not in self.not_conditions
        )

    def modifies(self, word: str) -> bool:
        """True for a word that can stand in front of a finding's core."""
        if word in self.known_modifiers:
            return True
        return (
            len(word) > 4
            and word.endswith(ADJECTIVE_ENDINGS)
            and not (word.endswith("ment") or word in self.not_modifiers or word in self.stops)
        )

    def core(self, words: Words, index: int, behind: int, modifiers_left: int = MOST_MODIFIERS) -> Core | None:
        """The core that starts at a word; `behind` is the index behind the finding before.

        So many terms that are modifiers may stand in front of it.
        """
        lower = words.lower
        word = lower[index]
        found = None if _is_list_number(words, index) else self.terms.longest(words, index)
        if found is not None:
            last, concept = found
            if self._is_heading(words, index, last):
                return None
            introducing = concept in INTRODUCING or (last == index + 1 and word in self.listing)
            if introducing and self._introduces(words, last):
                return None
            if not self._stands(words, index, last) or self._is_purpose(words, index, concept):
                return None
            if self._turns(words, index, last) and self._new_core(words, last + 1):
                return None
            if last == index + 1 and word in self.modifiers and self._is_modifier(words, index, last, modifiers_left):
                return None
            return Core(index, self._with_heads(words, last), concept)
        if word in self.heads and self._is_head(words, index, behind):
            if any(self._is_heading(words, max(0, index - 1), end) for end in (index + 1, index + 2)):
                return None
            if word in self.introducers and index + 1 < len(lower) and lower[index + 1] == "of":
                return None
            if word in self.listing and self._introduces(words, index + 1):
                return None
            if self._stands(words, index, index + 1) and not self._is_purpose(words, index, self.heads[word]):
                return Core(index, self._with_heads(words, index + 1), self.heads[word])
        elif self._is_condition(word) and self._stands(words, index, index + 1):
            return Core(index, self._with_heads(words, index + 1), None)
        elif word in self.predicates.root and self._is_predicate(words, index):
            found = self.predicates.longest(words, index)
            if found is not None:
                return Core(index, *found)
        elif word in self.changes.improved and (concept := self.changes.joined(words, index)) is not None:
            return Core(index, index + 1, concept)
        return self._ability(words, index) if word in self.abilities else None

    def _stands(self, words: Words, first: int, last: int) -> bool:
        """False where the words around make something else of a core: "pain management", "progress note"."""
        lower = words.lower
        if self._is_missing_test(words, last):
            return False
        if last < len(lower) and (following := lower[last]) in self.following and not self._is_measured(words, last):
            for start in range(max(first, last - LONGEST_NAME), last):
                if start > first and (following in self.prepositions or following in JOINING):
                    continue  # "relief from" is none, "pain relief from" is one
                stop = self.not_followed_by.get(" ".join(lower[start:last]))
                if stop is not None and following in stop and words.joined(last - 1):
                    return self._is_relief_of(words, first, last)
        stop = self.not_preceded_by.get(lower[first])
        return not (stop and first and (lower[first - 1] in stop or " ".join(lower[max(0, first - 2) : first]) in stop))

    def _is_missing_test(self, words: Words, last: int) -> bool:
        """True for the gait of "no gait analysis": what is missing is the test. One that was made tells of the gait."""
        tests, lower = self.missing_tests, words.lower
        return (
            lower[last - 1] in tests["names"]
            and not tests["tests"].isdisjoint(lower[last : last + 1])
            and not (
                tests["before"].isdisjoint(lower[max(0, last - NEAR_TEST) : last])
                and tests["behind"].isdisjoint(lower[last + 1 : last + NEAR_TEST])
            )
        )

    def _is_relief_of(self, words: Words, first: int, last: int) -> bool:
        """True for "relief | of nausea" and "50% relief | of the pain", but not "of his wife's pain"."""
        if words.lower[last - 1 : last + 1] != ["relief", "of"]:
            return False
        if words.lower[last + 1 : last + 2] in (["his"], ["her"]):
            owner = words.lowered[words.ends[last + 1] : words.ends[min(last + 2, len(words) - 1)]]
            return not owner.endswith("'s")
        return self._amount(words, first, 0) < first or self._new_core(words, last + 1)

    def _is_purpose(self, words: Words, index: int, concept: str | None) -> bool:
        """True for what a treatment is for: "other therapies for pain relief", but not "documentation for relief".

        Nor is the relief of "how long it takes for pain relief" what a treatment is for.
        """
        if concept not in self.purposes:
            return False
        at, lower = index - 1, words.lower
        while at > 0 and (lower[at] in self.known_modifiers or lower[at] in self.heads):
            at -= 1
        if at < 0 or lower[at] != "for" or tuple(lower[max(at - 4, 0) : at + 1]) == IT_TAKES_FOR:
            return False
        return not at or lower[at - 1] not in self.evidence

    def _is_measured(self, words: Words, at: int) -> bool:
        """True for the "of" that an amount follows: "pain relief of at least 50%"."""
        behind = words.lower[at + 1] if at + 1 < len(words.lower) else ""
        return words.lower[at] == "of" and (behind.isdigit() or behind in self.before_amounts)

    def _is_heading(self, words: Words, first: int, last: int) -> bool:
        """True for "Work status: | modified duty", but not for "Labs: | all normal", which says how they are.

        So something known or a figure must follow, and nothing in front deny it: "the records lack labs: a CBC". A verb
        may stand in front of a finding: "Work status is | modified duty".
        """
        lower = words.lower
        if last >= len(lower) or (named := " ".join(lower[first:last])) not in self.headings:
            return False
        if words.gap(last - 1).startswith(":"):
            whole = named in self.told_headings
            return not self._is_denied_heading(words, first) and self._has_value(words, last, whole)
        is_told = named in self.told_headings and lower[last] in FORMS_OF_BE
        return is_told and words.joined(last - 1) and words.joined(last) and self._new_core(words, last + 1)

    def _is_denied_heading(self, words: Words, first: int) -> bool:
        """True for "the records lack | labs:"."""
        for at in range(first - 1, max(-1, first - 1 - NEAR_TEST), -1):
            if not SAME_CLAUSE.issuperset(words.gap(at)):
                return False
            if words.lower[at] in self.heading_denied:
                return True
        return False

    def _has_value(self, words: Words, index: int, whole: bool) -> bool:
        """True where a heading introduces a figure or something known, `whole` or by its first word, from a word on."""
        lower = words.lower
        if lower[index] in self.heading_values:
            return False
        for at in range(index, min(len(lower), index + FARTHEST_VALUE)):
            known = lower[at] in self.starters and not (whole and self.core(words, at, at) is None)
            if known or lower[at].isdigit():
                return True
            if at + 1 < len(lower) and not SAME_VALUE.issuperset(words.gap(at)):
                return False
        return False

    def _turns(self, words: Words, first: int, last: int) -> bool:
        """True for what is a part of the finding behind its "of": "loss | of normal lordosis"."""
        return words.lower[last : last + 1] == ["of"] and " ".join(words.lower[first:last]) in self.turning

    def _introduces(self, words: Words, last: int) -> bool:
        """True where a core only leads to a finding: "complaints of", "objective findings include", "signs:".

        A date may stand between, or what stands between a noun of record and its object: "objective findings
        (12-10-15) include", "objective evidence at this time of".
        """
        if last >= len(words.lower):
            return False
        if self.dated.match(words.lowered, words.ends[last - 1]) or self.led.match(words.lowered, words.ends[last - 1]):
            return True
        gap = words.gap(last - 1).strip()
        return gap == ":" or (not gap and words.lower[last] in self.introduced)

    def _is_modifier(self, words: Words, index: int, last: int, modifiers_left: int) -> bool:
        """True for a modifier that stands in front of a core: "worsening" in "worsening neck pain"."""
        at = last
        while at < len(words.lower) and at < last + 4 and words.gap(at - 1).isspace():
            if words.lower[at] in self.starters:
                if modifiers_left <= 0:
                    return False
                if self.core(words, at, index - 1, modifiers_left - 1) is not None:
                    return True
            if not (self.modifies(words.lower[at]) or words.lower[at] in self.needed):
                return False
            at += 1
        return False

    def _with_heads(self, words: Words, last: int) -> int:
        """A core with the head nouns that follow it: "depression" in "depression symptoms"."""
        lower = words.lower
        while last < len(lower) and lower[last] in self.heads and words.gap(last - 1) in {" ", "/"}:
            if not self._stands(words, last, last + 1):
                break
            last += 1
        return last

    def _is_head(self, words: Words, index: int, behind: int) -> bool:
        head = words.lower[index]
        if head in self.bare_heads:
            return True
        if index <= behind or not words.joined(index - 1):
            return False
        before = words.lower[index - 1]
        allowed = self.head_modifiers.get(head)
        if allowed is None:
            return self.modifies(before)
        if "*" in allowed:
            told = before in self.reporting and index > 1 and words.lower[index - 2] in NOT_TO
            return not told and before not in self.stops and before.isalpha() and len(before) > LONGEST_NAME
        return before in allowed

    def _is_predicate(self, words: Words, index: int) -> bool:
        """True behind a form of "be" or "described as", adverbs and "not" left out: "was not working".

        Others may stand between: "feels sad, hopeless and | tearful".
        """
        at = index - 1
        if at > 0 and words.lower[at] in CONJUNCTIONS and words.lower[at - 1] in self.predicates.root:
            return self._is_predicate(words, at - 1)
        if at >= 0 and words.lower[at] in self.predicates.root and words.gap(at).strip() == ",":
            return self._is_predicate(words, at)
        while (
            at > max(0, index - FARTHEST_COPULA)
            and words.joined(at)
            and words.joined(at - 1)
            and (words.lower[at] in self.degrees or words.lower[at].endswith("ly"))
        ):
            at -= 1
        described = at > 0 and words.lower[at] == "as" and words.lower[at - 1] in self.describing
        return described or (at >= 0 and words.lower[at] in self.copulas)

    def _ability(self, words: Words, index: int) -> Core | None:
        """What a patient is able or unable to do: "is unable to stand longer than ten minutes"."""
        lower = words.lower
        first = index + 2
        if first >= len(lower) or lower[index + 1] != "to":
            return None
        if not (words.joined(index) and words.joined(index + 1)):
            return None
        concept = self.abilities[lower[index]]
        named = self.named_in_abilities.get(lower[index])
        last = first
        for at in range(first, min(len(lower), first + LONGEST_ACTIVITY)):
            core = self.core(words, at, at) if lower[at] in self.starters else None
            if named and core is not None and (core.concept in named or at == first < core.last - 1):
                return Core(
                    index, core.last, named.get(core.concept or "", concept)
                )  # "unable to | return to work", "to do | household chores"
            if at == first and lower[first] in self.not_abilities:
                return None
            stops = lower[at] in self.stops and lower[at] not in self.ability_words
            if at > first and (core is not None or words.gap(at - 1) != " " or stops):
                break
            last = at + 1
        if not self._is_of_patient(words, index):
            return None
        while lower[last - 1] in self.ability_words:
            last -= 1
        return Core(index, last, concept)

    def _is_of_patient(self, words: Words, index: int) -> bool:
        """True where the patient is the subject of a form of "be" in front of a word."""
        lower = words.lower
        at = index - 1
        if at < 0 or lower[at] not in self.copulas - {"not"}:
            return False
        while at > 0 and words.joined(at) and (lower[at] in self.before_abilities or lower[at].endswith("ly")):
            at -= 1
        of_other = at > 1 and lower[at - 1] in {"the", "this"} and lower[at - 2] == "of"
        return lower[at] in self.persons.patient_words and words.joined(at) and not of_other

    def _amount(self, words: Words, first: int, behind: int) -> int:
        """The index of the first word of a percentage in front of a word: "at least 50% | pain relief"."""
        lower = words.lower
        at = first - 2 if lower[first - 1 : first] == ["percent"] else first - 1
        percent = at < first - 1 or (at >= behind and words.gap(at).strip() == "%")
        if at < behind or not percent or not lower[at].isdigit():
            return first
        ranged = at - (lower[at - 1 : at] in (["to"], ["or"]))
        if ranged > behind and lower[ranged - 1].isdigit() and words.gap(ranged - 1).strip() in {"", "-", "%", "%-"}:
            at = ranged - 1
        return at - 2 if at - 2 >= behind and tuple(lower[at - 2 : at]) in self.bounding else at

    def _new_core(self, words: Words, index: int) -> bool:
        """True where a new finding starts within the next words of a list of sites."""
        for at in range(index, min(index + 5, len(words.lower))):
            if at > index and words.gap(at - 1).strip() not in {"", ",", "-", "/"}:
                return False
            if at > index and "," in words.gap(at - 1) and self._ends_sites(words, at - 1):
                return False  # "pain in the neck | and left shoulder, numbness"
            if words.lower[at] in self.starters and self.core(words, at, index - 1) is not None:
                return True
            if at > index and not (self.modifies(words.lower[at]) or words.lower[at] in self.site_words):
                return False
        return False

    def _ends_sites(self, words: Words, index: int) -> bool:
        """True for the noun of a part of the body, in front of a comma, behind which no further part stands."""
        noun = words.lower[index] in self.anatomy and words.lower[index] not in self.modifiers
        return noun and not self._is_site(words, index + 1)

    def _is_site(self, words: Words, index: int) -> bool:
        """True for a part of the body or a side."""
        word = words.lower[index] if index < len(words.lower) else ""
        return word in self.anatomy or word in self.sides


def _is_list_number(words: Words, index: int) -> bool:
    """True for the number of a list's item, which is no part of it: "(4) as a combination"."""
    return words.lower[index].isdigit() and index + 1 < len(words.lower) and words.gap(index).startswith(")")
