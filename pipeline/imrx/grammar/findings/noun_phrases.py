"""Noun phrases of findings: a known term or head noun with its modifiers in front and its site behind.

    worsening neck pain · left-sided antalgic gait · cervical, thoracic and lumbar spine pain
    tenderness to palpation along the spine · radiation to both shoulders

A term or head noun is the core. Modifiers in front are known ones, parts of the body, and unknown words that look like
adjectives; they may be coordinated. A site behind the core follows a preposition. Determiners and words that only say
whether something was recorded stay outside.
"""

from typing import Any, NamedTuple

from imrx.grammar.expressions import expression
from imrx.grammar.findings.concepts import Concepts
from imrx.grammar.findings.requests import Requests
from imrx.grammar.findings.scores import Scores
from imrx.grammar.sentences.branches import FORMS_OF_HAVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase
from imrx.grammar.sentences.words import CONJUNCTIONS, INSIDE, PhraseTree, Words

ADJECTIVE_ENDINGS = ("al", "ic", "ous", "ive", "ary", "ory", "oid", "able", "ible", "ent", "ant")
JOINING = frozenset({"from", "for", "with"})
"""Prepositions besides those of sites."""
POSSESSIVES = frozenset({"his", "her", "their", "the"})
"""A side in front of a comma is that of the finding in front: "Phalen negative left, thenar atrophy"."""
SITE_ADJECTIVES = ("al", "ar", "ic")
LONGEST_NAME = 3
ENDING = 3
"""So many letters of a suffix are compared first, which rules out nearly every word."""
SHORTEST = 6
"""A condition known by its ending alone has at least so many letters."""
MOST_MODIFIERS = 4
"""Terms that may stand in front of another as its modifiers: "worsening severe chronic pain"."""
FARTHEST_COPULA = 6
"""A predicate's form of "be" stands at most so many words in front of it: "is not yet fully working"."""
FARTHEST_WITHOUT = 10
"""So many words in front of a device "without" stands at most: "without the use of crutches or a cane"."""
INTRODUCING = frozenset({"exam_findings", "symptoms"})
"""The concepts whose words often only lead to findings: "objective findings include"."""
OTHER, NO = ["other"], ["no"]
"""What stands in front of symptoms that are not named."""
LONGEST_ACTIVITY = 6
"""So many words of an activity are part of a difficulty: "difficulty performing her physically demanding job"."""


class Core(NamedTuple):
    """A finding's core by word indices, and the concept it stands for."""

    first: int
    last: int
    concept: str | None


class Vocabulary:
    """`patterns/findings.csv` and `patterns/findings_heads.json`, compiled."""

    def __init__(self, terms: list[dict[str, str]], heads: dict[str, Any], clauses: Clauses) -> None:
        self.led = expression(rf"{clauses.between}\s+of\b(?!\s+(?:\d|{any_phrase(heads['introducers']['not_led'])}))")
        self.terms = PhraseTree((term, row["concept"]) for row in terms for term in row["terms"].split("|") if term)
        self.predicates = PhraseTree(heads["predicates"].items())
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
        self.not_preceded_by = {core: frozenset(words) for core, words in heads["not_preceded_by"].items()}
        self.introducers = frozenset(heads["introducers"]["words"])
        self.listing = frozenset(heads["introducers"]["listing"])
        self.introduced = frozenset(heads["introducers"]["followed_by"])
        date = r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
        self.dated = expression(
            rf"\s+(?:\([^()]{{0,20}}?{date}[^()]{{0,40}}\)|{any_phrase(heads['introducers']['dating'])}\s+{date},?)"
            rf"\s*(?::|{any_phrase(heads['introducers']['followed_by'])})"
        )
        self.stops = frozenset(heads["np_stops"]) | frozenset(heads["np_determiners"])
        self.copulas = frozenset(heads["copulas"])
        self.before_abilities = self.copulas | FORMS_OF_HAVE
        self.before_amounts = frozenset(heads["before_amounts"])
        self.functions = frozenset(heads["functions"])
        self.purposes = frozenset(heads["purposes"])
        self.evidence = frozenset(heads["evidence"])
        self.apart = frozenset(heads["apart"])
        self.describing = frozenset(heads["describing"])
        self.amounted = frozenset(heads["amounted"])
        self.bounding = frozenset(tuple(phrase.split()) for phrase in heads["bounding"])
        self.severities = frozenset(heads["severities"])
        self.scores = Scores(heads)
        self.requests = Requests(heads)
        self.abilities: dict[str, str] = heads["abilities"]
        self.ability_words = frozenset(heads["ability_words"])
        self.not_abilities = frozenset(heads["not_abilities"])
        self.named_in_abilities: dict[str, dict[str, str]] = heads["named_in_abilities"]
        self.patients = frozenset(phrase.split()[-1] for phrase in heads["patient_subjects"])
        self.activity_heads = frozenset(heads["activity_heads"])
        self.concepts = Concepts(self.terms, terms, heads)
        self.changes = self.concepts.changes
        self.suffixes = tuple(heads["suffixes"])
        self.endings = frozenset(suffix[-ENDING:] for suffix in self.suffixes)
        self.not_conditions = frozenset(heads["not_conditions"])
        self.unaided = frozenset(heads["unaided"])
        self.before_unaided = frozenset(heads["before_unaided"])
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
        lower, last = words.lower, len(words) - 1
        known = [
            index
            for index in words.among(self.behind)
            if (behind := self.behind[lower[index]]) is None or (index < last and lower[index + 1] in behind)
        ]
        unknown = [word for word in set(lower) if word[-ENDING:] in self.endings and word not in self.starters]
        conditions = set(filter(self._is_condition, unknown))
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
            introducing = concept in INTRODUCING or (last == index + 1 and word in self.listing)
            if introducing and self._introduces(words, last):
                return None
            if not self._stands(words, index, last) or self._is_purpose(words, index, concept):
                return None
            if last == index + 1 and word in self.modifiers and self._is_modifier(words, index, last, modifiers_left):
                return None
            return Core(index, self._with_heads(words, last), concept)
        if word in self.heads and self._is_head(words, index, behind):
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
        if last < len(lower) and (following := lower[last]) in self.following and not self._is_measured(words, last):
            for start in range(max(first, last - LONGEST_NAME), last):
                if start > first and (following in self.prepositions or following in JOINING):
                    continue  # "relief from" is none, "pain relief from" is one
                stop = self.not_followed_by.get(" ".join(lower[start:last]))
                if stop is not None and following in stop and words.joined(last - 1):
                    return self._is_relief_of(words, first, last)
        stop = self.not_preceded_by.get(lower[first])
        return not (stop and first and (lower[first - 1] in stop or " ".join(lower[max(0, first - 2) : first]) in stop))

    def _is_relief_of(self, words: Words, first: int, last: int) -> bool:
        """True for "relief | of nausea" and "50% relief | of the pain", but not "of his wife's pain"."""
        if words.lower[last - 1 : last + 1] != ["relief", "of"]:
            return False
        if words.lower[last + 1 : last + 2] in (["his"], ["her"]):
            owner = words.lowered[words.ends[last + 1] : words.ends[min(last + 2, len(words) - 1)]]
            return not owner.endswith(("'s", "’s"))
        return self._amount(words, first, 0) < first or self._new_core(words, last + 1)

    def _is_purpose(self, words: Words, index: int, concept: str | None) -> bool:
        """True for what a treatment is for: "other therapies for pain relief", but not "documentation for relief"."""
        if concept not in self.purposes:
            return False
        at, lower = index - 1, words.lower
        while at > 0 and (lower[at] in self.known_modifiers or lower[at] in self.heads):
            at -= 1
        return at >= 0 and lower[at] == "for" and (not at or lower[at - 1] not in self.evidence)

    def _is_measured(self, words: Words, at: int) -> bool:
        """True for the "of" that an amount follows: "pain relief of at least 50%"."""
        behind = words.lower[at + 1] if at + 1 < len(words.lower) else ""
        return words.lower[at] == "of" and (behind.isdigit() or behind in self.before_amounts)

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
            return before not in self.stops and before.isalpha() and len(before) > LONGEST_NAME
        return before in allowed

    def _is_predicate(self, words: Words, index: int) -> bool:
        """True behind a form of "be" or "described as", adverbs and "not" left out: "was not working"."""
        at = index - 1
        while (
            at > max(0, index - FARTHEST_COPULA)
            and words.joined(at)
            and words.joined(at - 1)
            and (words.lower[at] in {"not", "no", "longer", "more", "yet"} or words.lower[at].endswith("ly"))
        ):
            at -= 1
        described = at > 0 and words.lower[at] == "as" and words.lower[at - 1] in self.describing
        return described or (at >= 0 and words.lower[at] in self.copulas)

    def first(self, words: Words, core: Core, behind: int) -> int:
        """The index of the first modifier of a core; "absent" is one of a function: "absent left ankle jerk"."""
        lower, first = words.lower, core.first
        if lower[first] in self.head_modifiers and lower[first] not in self.bare_heads:
            first -= self._is_head(words, first, behind)
        while first > behind:
            at: int | None = first - 1
            before = lower[first - 1]
            if before in CONJUNCTIONS:
                at = self._coordinated(words, first, behind)
            elif before == "to" and first - 2 >= behind and {lower[first], lower[first - 2]} <= self.severities:
                at = first - 2 if words.joined(first - 1) and words.joined(first - 2) else None
            elif not self.modifies(before) or lower[max(0, first - 2)] == "how":
                break  # "how long | pain relief lasts"
            elif (gap := words.gap(first - 1)) != " " and gap.strip(INSIDE):
                listed = gap.strip() == "," and self.modifies(lower[first]) and before not in self.sides
                at = self._coordinated(words, first, behind) if listed else None
            if at is None:
                break
            first = at
        absent = first > behind and lower[first - 1] == "absent" and words.joined(first - 1)
        if absent and lower[core.last - 1] in self.functions:
            return first - 1
        return self._amount(words, first, behind) if core.concept in self.amounted else first

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

    def is_nameless(self, words: Words, first: int, core: Core) -> bool:
        """True for the rest of a list that names nothing: "or any other complaints", but not "no other complaints"."""
        rest = core.concept in INTRODUCING and words.lower[first : core.first] == OTHER
        return rest and words.lower[first - 1 : first] != NO

    def is_done_without(self, words: Words, first: int) -> bool:
        """True for the cane of "walks without crutches or a cane": no cane is there, and none is missed."""
        for at in range(first - 1, max(-1, first - FARTHEST_WITHOUT), -1):
            if words.lower[at] not in self.before_unaided:
                return words.lower[at] == "without"
        return False

    def _coordinated(self, words: Words, first: int, behind: int) -> int | None:
        """The index of the last modifier of the conjunct in front: "motor" for "motor or sensory deficits"."""
        at = first - 1
        if "," in words.gap(at) and words.lower[at] in self.apart:
            return None  # "decrease in medication, increased ADLs" are two
        if words.lower[at] in CONJUNCTIONS:
            at -= 1
            if at > behind and words.lower[at] == "and" and words.gap(at) == "/":
                at -= 1  # "material, and/or substantive"
            if at < behind or words.gap(at).strip() not in {"", ",", "-"}:
                return None
            listed = words.lower[first - 1] == "or" or "," in words.gap(at - 1)
            if "," in words.gap(at) and words.lower[at] not in self.anatomy and not listed:
                return None  # "burning, and rash" are two
            if words.lower[at] in self.anatomy and words.lower[first] in self.modifiers:
                return None  # "a stiff neck and decreased motion" are two
        if at < behind or not self.modifies(words.lower[at]) or words.gap(at).strip() not in {"", ",", "-", "/"}:
            return None
        run = at
        while run > behind and self.modifies(words.lower[run - 1]) and words.joined(run - 1):
            run -= 1
        if (
            run > 0
            and words.lower[run - 1] in self.prepositions | {"the", "his", "her"}
            and words.lower[at] in self.anatomy
        ):
            return None
        if run > 0 and words.lower[run - 1] in self.copulas:
            return None
        if run and run == behind and words.joined(run - 1) and words.lower[at] in self.anatomy:
            return None  # "tenosynovitis right wrist, and pain": the site is that of the finding in front
        return at

    def last(self, words: Words, core: Core) -> int:
        """The index behind the last word of a core's site."""
        at = good = whole = core.last
        lower = words.lower
        count = len(lower)
        if lower[core.first] in self.activity_heads:
            return self._activity(words, core)
        sited = not self.prepositions.isdisjoint(lower[core.first : at])  # a term with a site: "pain in the low back"
        if at >= count or not (sited or (lower[at] in self.prepositions and not words.gap(at - 1).strip())):
            return at
        while at < count:
            word = lower[at]
            gap = words.gap(at - 1).strip()
            if gap not in {"", "-", "/", ","}:
                break
            if gap == "," or word in CONJUNCTIONS:
                if (good == core.last and not sited) or self._new_core(words, at):
                    break
                whole = good
                if word in CONJUNCTIONS:
                    at += 1
                    continue
            if at == core.last + 1 and lower[core.last] == "of" and self._is_longer(words, at):
                break  # "no bleed of | midline shift", where "or" is meant
            if (
                word in self.anatomy
                or _is_level(word)
                or (word.isdigit() and gap == "-" and _is_level(lower[at - 1]))
                or word == "palpation"
                or (word in self.sides and words.lower[at - 1] == "the")
            ):
                at += 1
                if at < count and lower[at] in self.bare_heads and words.gap(at - 1) == " ":
                    return whole  # "relief of her | neck pain"
                good = at if self._ends_site(words, at) else good
            elif word in self.site_words or word in self.prepositions:
                at += 1
            else:
                break
        return good

    def _is_longer(self, words: Words, at: int) -> bool:
        """True where a term of several words begins."""
        if words.lower[at] not in self.starters:
            return False
        core = self.core(words, at, at)
        return core is not None and core.first == at and core.last > at + 1

    def _ends_site(self, words: Words, at: int) -> bool:
        """False behind an adjective that belongs to what follows: "over the lumbar spine and lumbar | flexion"."""
        lower = words.lower
        if at >= len(lower) or not words.joined(at - 1) or not lower[at - 1].endswith(SITE_ADJECTIVES):
            return True
        return lower[at] in self.stops or lower[at] in self.site_words or not lower[at].isalpha()

    def _activity(self, words: Words, core: Core) -> int:
        """The index behind the activity of a difficulty: "gripping and lifting", "with overhead activities"."""
        lower, end = words.lower, core.last
        first = core.first + 1
        if first >= len(lower) or not words.joined(first - 1):
            return end
        if lower[first] in {"with", "in"}:
            first += 1
        elif not _is_gerund(lower, first):
            return end
        for at in range(first, min(len(lower), first + LONGEST_ACTIVITY)):
            gap = words.gap(at - 1)
            if gap != " " and not (gap == ", " and (_is_gerund(lower, at) or lower[at] in CONJUNCTIONS)):
                break
            if lower[at] in POSSESSIVES or (lower[at] in CONJUNCTIONS and _is_gerund(lower, at + 1)):
                continue
            if lower[at] in self.stops or (lower[at] in self.starters and self.core(words, at, at) is not None):
                break
            end = max(end, at + 1)
        return end

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
        return lower[at] in self.patients and words.joined(at) and not of_other

    def _new_core(self, words: Words, index: int) -> bool:
        """True where a new finding starts within the next words of a list of sites."""
        for at in range(index, min(index + 5, len(words.lower))):
            if at > index and words.gap(at - 1).strip() not in {"", ",", "-", "/"}:
                return False
            if words.lower[at] in self.starters and self.core(words, at, index - 1) is not None:
                return True
            if at > index and not (self.modifies(words.lower[at]) or words.lower[at] in self.site_words):
                return False
        return False


def _is_list_number(words: Words, index: int) -> bool:
    """True for the number of a list's item, which is no part of it: "(4) as a combination"."""
    return words.lower[index].isdigit() and index + 1 < len(words.lower) and words.gap(index).startswith(")")


def _is_gerund(lower: list[str], at: int) -> bool:
    return at < len(lower) and lower[at].endswith("ing")


def _is_level(word: str) -> bool:
    """True for a level of the spine, "l4", "c5"."""
    return len(word) in {2, 3} and word[0] in "ctls" and word[1:].isdigit()
