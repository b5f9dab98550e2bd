"""What a finding's concept is where its core does not say it: its site, its modifiers, or what is said of it.

    pain in the left shoulder                    shoulder_pain
    low back and knee pain                       pain: two sites
    limited knee range of motion                 decreased_range_of_motion
    range of motion is decreased                 decreased_range_of_motion
    palpable deficits                            deficit; of sensation or strength: neurologic_deficit
    improvement in pain and | function           functional_improvement: what changes is said once
    the effect of the drug | on function         likewise

Only pain is told apart by its site. Deliberately left alone: values, "strength was 4/5".
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import CONJUNCTIONS, PhraseTree, Words, plural

PAIN = "pain"
"""The concept, and the word, whose sites have concepts of their own."""

ACTIVITIES = "activities_of_daily_living"
HINDERED = 6
"""So many words in front of activities they are hindered: "interferes with his ability to perform ADLs"."""

CHANGED = frozenset({None, PAIN, ACTIVITIES, "functional_status"})
"""The concepts that a change in front of them makes others of."""

IMPROVEMENT = "improvement"
"""The concept that what has improved refines."""

RELIEF = "pain_relief"
"""The concept of relief, unless it is relief of something else than pain."""

FARTHEST_RELIEVED = 5
"""So many words behind "relief" it is said of what."""

LINKING = FORMS_OF_BE | frozenset({"has", "have", "had", "not", "been", "also"})
SUBJECT_OF_IMPROVED = 6
"""So many words in front of "improved" its subject ends: "function has not yet been"."""

DENIED = frozenset({"no", "without"})
OF_CHANGE = frozenset({"in", "of"})
LISTING = frozenset({",", "/"})
FARTHEST_OBJECT = 4
"""So many words behind "improvement in" what has improved is named."""

FARTHEST_CHANGE = 8
"""So many words in front of the second thing that changed the change is named: "improvement in pain and function"."""


class Changes:
    """`improved`, `changing_nouns` and `affecting` of `patterns/findings_heads.json`: what a change is one of."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.improved: dict[str, str] = heads["improved"]
        self.nouns, self.unchanged = frozenset(heads["changing_nouns"]), frozenset(heads["unchanged"])
        self.rising, self.falling = frozenset(heads["rising_nouns"]), frozenset(heads["falling_nouns"])
        self.better, self.of_pain = frozenset(heads["better"]), frozenset(heads["of_pain"])
        self.told = frozenset([*clauses.passive_verbs, *heads["passive_verbs"]])
        self.in_front = frozenset(heads["np_determiners"]) | frozenset(heads["before_functions"])
        self.affecting = frozenset(heads["affecting"])
        self.relieved = frozenset(heads["relieved"]) | frozenset(heads["before_amounts"])
        self.on_what = expression(
            rf"(?:\s+of\s+\S+(?:\s+\S+){{0,3}}?)?\s+on\s+(?:{any_phrase(heads['np_determiners'])}\s+)?"
            rf"(?:(?:{any_phrase(heads['injured'])}\s+)?[a-z]+'s\s+)?(?P<what>{any_phrase(self.improved)})"
        )

    def shared(self, words: Words, first: int, last: int) -> str | None:
        """The concept of what changed, of a finding behind the change: "improvement in pain and | function"."""
        lower = words.lower
        concept = self.improved.get(lower[last - 1])
        if concept is None or first < 2:
            return None
        at = first - 1
        while at > max(1, first - FARTHEST_CHANGE) and lower[at] not in OF_CHANGE:
            at -= 1
        direct = at == first - 1
        if not self._is_change(lower, at, concept, direct):
            return None
        return concept if direct or lower[first - 1] in CONJUNCTIONS else None

    def joined(self, words: Words, at: int) -> str | None:
        """The concept of a function that alone is no finding, joined to pain that got better.

        "Improvement in pain and | function", "improved pain and | function"; but not "and | function is poor".
        """
        lower, last = words.lower, at - 1
        while last > 1 and lower[last] in self.in_front:
            last -= 1
        conjunction = lower[last] in CONJUNCTIONS
        last -= conjunction
        if last < 1 or not (conjunction or words.gap(last).strip() in LISTING):
            return None
        if self._is_subject(words, at):
            return None
        first = last
        while first > 0 and words.joined(first - 1) and lower[first] in self.of_pain | self.in_front:
            first -= 1
        if PAIN not in lower[first : last + 1]:
            return None
        concept = self.improved[lower[at]]
        better = lower[first] in self.better or self._is_change(lower, first, concept, False)
        return concept if better else None

    def _is_subject(self, words: Words, at: int) -> bool:
        """True for what something is said of, unlike "improvement in pain and | function was noted"."""
        lower, verb = words.lower, at + 1
        while verb < len(lower) and words.joined(verb - 1) and (lower[verb] in LINKING or lower[verb].endswith("ly")):
            verb += 1
        return at + 1 < verb < len(lower) and not (words.joined(verb - 1) and lower[verb] in self.told)

    def _is_change(self, lower: list[str], at: int, concept: str, direct: bool) -> bool:
        """True for an "in" or "of" behind a change by which something becomes a concept, right behind it or later.

        "No change in pain" and "increase in pain" are no relief, and "decrease in function" is no improvement.
        """
        noun = lower[at - 1]
        if lower[at] not in OF_CHANGE or noun not in self.nouns:
            return False
        if noun in self.unchanged and not DENIED.isdisjoint(lower[max(0, at - 3) : at - 1]):
            return False
        return noun not in self.rising if concept == RELIEF else not (direct and noun in self.falling)

    def affected(self, words: Words, first: int, last: int) -> str | None:
        """The concept of what a treatment has an effect on: "the effect of the drug | on his pain"."""
        at = next((at for at in range(first, last) if words.lower[at] in self.affecting), None)
        found = self.on_what.match(words.lowered, words.ends[at]) if at is not None else None
        return self.improved[found["what"]] if found is not None else None

    def is_of_other(self, words: Words, last: int) -> bool:
        """True for "relief | of his nausea", which is no relief of pain."""
        lower = words.lower
        if lower[last : last + 1] != ["of"] or words.gap(last - 1) != " ":
            return False
        behind = lower[last + 1 : last + FARTHEST_RELIEVED]
        return not any(word.isdigit() or word in self.relieved for word in behind)

    def behind(self, words: Words, last: int) -> str | None:
        """The concept of "improvement" by what it is in: "improvement | in level of function"."""
        lower = words.lower
        for at in range(last, min(last + FARTHEST_OBJECT, len(lower))):
            if words.gap(at - 1) != " " or lower[at] in CONJUNCTIONS:
                return None
            if lower[at] in self.improved:
                return self.improved[lower[at]]
        return None


class Concepts:
    """`refined` of `patterns/findings_heads.json`, and the sites of the terms that end in "pain"."""

    def __init__(self, terms: PhraseTree, rows: list[dict[str, str]], heads: dict[str, Any], changes: Changes) -> None:
        self.terms = terms
        self.activity_heads = frozenset(heads["activity_heads"])
        self.refined: dict[str, dict[str, str]] = {
            concept: {word: other for other, words in others.items() for word in words}
            for concept, others in heads["refined"].items()
        }
        self.anatomy = frozenset(heads["anatomy"])
        self.hindering = frozenset(heads["hindering"])
        self.changes = changes
        anatomy = self.anatomy - frozenset(heads["no_sites"])
        self.sites: dict[tuple[str, ...], str] = {}
        for row in rows:
            for term in row["terms"].split("|"):
                *site, last = term.split() or [""]
                if last == PAIN and 0 < len(site) <= 2 and anatomy.issuperset(site):
                    self.sites.setdefault(tuple(site), row["concept"])
                    self.sites.setdefault((*site[:-1], plural(site[-1])), row["concept"])

    def of(self, words: Words, first: int, core: tuple[int, int, str | None], last: int) -> str | None:
        """The concept of a finding.

        Args:
            words: the letter's.
            first: the finding's first word, by its index.
            core: the finding's core by half-open word indices, and the concept of that.
            last: the index behind the finding's last word.
        """
        concept = core[2]
        if concept is None and words.lower[core[0]] in self.activity_heads and last > core[1]:
            return "functional_limitation"
        if concept == ACTIVITIES and not self.hindering.isdisjoint(words.lower[max(0, first - HINDERED) : first]):
            return "functional_limitation"
        if concept == IMPROVEMENT:
            return self.changes.behind(words, last) or self._improved(words, core[0])
        if concept == RELIEF and words.lower[last - 1] == "relief" and self.changes.is_of_other(words, last):
            return IMPROVEMENT
        if concept in CHANGED and (changed := self.changes.shared(words, first, last)):
            return changed
        if concept is None or (concept not in self.refined and not concept.endswith(PAIN)):
            return concept
        if concept.endswith(PAIN):
            return self._sited(words, first, core, last)
        others = self.refined[concept]
        modifier = next((word for word in words.lower[first:last] if word in others), None)
        return others.get(modifier or self._said(words, last), concept)

    def _sited(self, words: Words, first: int, core: tuple[int, int, str | None], last: int) -> str | None:
        """The concept of pain at a site; at several it is pain."""
        start, end, concept = core
        found = {self._site(words, at) for at in range(first, last)} - {None}
        if len(found) > 1:
            return PAIN
        lower = words.lower
        if any(lower[at] in CONJUNCTIONS and lower[at - 1] in self.anatomy for at in range(first + 1, start)):
            generic = self.terms.longest(words, end - 1)
            return generic[1] if generic is not None and generic[0] == end else concept
        return found.pop() if found and concept == PAIN else concept

    def _site(self, words: Words, at: int) -> str | None:
        """The concept of the site that ends at a word: "low back", "knee"."""
        pair = self.sites.get((words.lower[at - 1], words.lower[at])) if at else None
        return pair or self.sites.get((words.lower[at],))

    def _improved(self, words: Words, first: int) -> str:
        """The concept of "improved", which is that of its subject: "function has not improved"."""
        lower = words.lower
        at = first - 1
        while at > max(0, first - SUBJECT_OF_IMPROVED) and (lower[at] in LINKING or lower[at].endswith("ly")):
            at -= 1
        is_subject = 0 <= at < first - 1 and all(words.gap(k) == " " for k in range(at, first))
        return self.changes.improved.get(lower[at], IMPROVEMENT) if is_subject else IMPROVEMENT

    def _said(self, words: Words, last: int) -> str:
        """What is said of a finding behind it: "decreased" in "range of motion is mildly decreased"."""
        lower = words.lower
        at = last
        if at >= len(lower) or lower[at] not in FORMS_OF_BE:
            return ""
        at += 1
        while at < len(lower) and lower[at].endswith("ly"):
            at += 1
        if lower[at : at + 1] == ["not"]:
            return " ".join(lower[at : at + 2])
        return lower[at] if at < len(lower) else ""
