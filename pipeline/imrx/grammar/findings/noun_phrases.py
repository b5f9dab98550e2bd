"""Noun phrases of findings: a known term or head noun with its modifiers in front and its site behind.

    worsening neck pain · left-sided antalgic gait · cervical, thoracic and lumbar spine pain
    tenderness to palpation along the spine · radiation to both shoulders

A term or head noun is the core. Modifiers in front are known ones, parts of the body, and unknown words that look like
adjectives; they may be coordinated. A site behind the core follows a preposition. Determiners and words that only say
whether something was recorded stay outside.
"""

from typing import Any

from imrx.grammar.findings.concepts import Concepts
from imrx.grammar.findings.cores import INTRODUCING, LONGEST_ACTIVITY, Core, Cores
from imrx.grammar.findings.requests import Requests
from imrx.grammar.findings.scores import Scores
from imrx.grammar.levels import LEVELS, goes_on
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.words import CONJUNCTIONS, DETERMINERS, INSIDE, Words

SITE_ADJECTIVES = ("al", "ar", "ic")
FARTHEST_WITHOUT = 10
"""So many words in front of a device "without" stands at most: "without the use of crutches or a cane"."""
INDUCED = "induced"
"""What makes a modifier of a treatment that a hyphen joins to it."""
SIDE_LETTERS = frozenset({"l", "r"})
OTHER, NO = ["other"], ["no"]
"""What stands in front of symptoms that are not named."""


class Vocabulary(Cores):
    """`patterns/findings.csv` and `patterns/findings_heads.json`, compiled: the cores, and what stands around them."""

    def __init__(self, terms: list[dict[str, str]], heads: dict[str, Any], clauses: Clauses) -> None:
        super().__init__(terms, heads, clauses)
        self.functions = frozenset(heads["functions"])
        self.apart = frozenset(heads["apart"])
        self.changed = frozenset(heads["changed"])
        self.inducing = frozenset(heads["inducing"])
        self.amounted = frozenset(heads["amounted"])
        self.severities = frozenset(heads["severities"])
        self.scores = Scores(heads)
        self.requests = Requests(heads)
        self.activity_heads = frozenset(heads["activity_heads"])
        self.hindered = frozenset(concept for named in heads["named_in_abilities"].values() for concept in named)
        self.concepts = Concepts(self.terms, terms, heads, self.changes)
        self.unaided = frozenset(heads["unaided"])
        self.site_ends = frozenset(tuple(phrase.split()) for phrase in heads["site_ends"])
        self.before_unaided = frozenset(heads["before_unaided"])
        self.treatments = frozenset(heads["treatments"])

    def first(self, words: Words, core: Core, behind: int) -> int:
        """The index of the first modifier of a core; "absent" is one of a function: "absent left ankle jerk"."""
        lower, first = words.lower, core.first
        if lower[first] in self.head_modifiers and lower[first] not in self.bare_heads:
            first -= self._is_head(words, first, behind)
        while first > behind:
            at: int | None = first - 1
            before = lower[first - 1]
            if lower[first] == INDUCED and before in self.inducing and words.gap(first - 1) == "-":
                first -= 1  # "chemotherapy-induced nausea"
                continue
            if before in CONJUNCTIONS:
                at = self._coordinated(words, first, behind)
            elif before == "to" and first - 2 >= behind and {lower[first], lower[first - 2]} <= self.severities:
                at = first - 2 if words.joined(first - 1) and words.joined(first - 2) else None
            elif (level := self._level_in_front(words, first, behind)) < first:
                at = level  # "left L5 radiculopathy", "L4-5 disc protrusion"
            elif not self.modifies(before) or lower[max(0, first - 2)] == "how":
                break  # "how long | pain relief lasts"
            elif (gap := words.gap(first - 1)) != " " and gap.strip(INSIDE):
                listed = gap.strip() == "," and self.modifies(lower[first]) and before not in self.sides
                at = self._coordinated(words, first, behind) if listed else None
            if at is None:
                break
            first = at
        first = self._turned(words, first, behind)
        absent = first > behind and lower[first - 1] == "absent" and words.joined(first - 1)
        if absent and lower[core.last - 1] in self.functions:
            return first - 1
        return self._amount(words, first, behind) if core.concept in self.amounted else first

    def _turned(self, words: Words, first: int, behind: int) -> int:
        """The index of what makes the contrary of a finding, "loss | of the normal lordosis"; else the same."""
        lower = words.lower
        of = first - 1 - (first - 1 > behind and lower[first - 1] in DETERMINERS)
        if of <= behind or lower[of] != "of" or not (words.joined(of) and words.joined(of - 1)):
            return first
        for at in range(max(behind, of - self.longest_turning), of):
            if self._turns(words, at, of):
                return at
        return first

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
        if "," in words.gap(at) and self._ends_sites(words, at):
            return None  # "tenderness of the left scapula, decreased ROM" are two
        if words.lower[at] in CONJUNCTIONS:
            at -= 1
            if at > behind and words.lower[at] == "and" and words.gap(at) == "/":
                at -= 1  # "material, and/or substantive"
            if at < behind or words.gap(at).strip() not in {"", ",", "-"}:
                return None
            listed = words.lower[first - 1] == "or" or "," in words.gap(at - 1)
            if "," in words.gap(at) and words.lower[at] not in self.anatomy and not listed:
                return None  # "burning, and rash" are two
            if words.lower[at] in self.apart and words.lower[first] in self.changed:
                return None  # "increase in activity or improved sleep" are two
            if words.lower[at] in self.anatomy and words.lower[first] in self.modifiers:
                return None  # "a stiff neck and decreased motion" are two
        if at < behind or not self.modifies(words.lower[at]) or words.gap(at).strip() not in {"", ",", "-", "/"}:
            return None
        run = at
        while run > behind and self.modifies(words.lower[run - 1]) and words.joined(run - 1):
            run -= 1
        is_side = run == at and words.lower[at] in self.sides and not self._is_site(words, first)
        if (
            run > 0
            and words.lower[run - 1] in self.prepositions | {"the", "his", "her"}
            and (words.lower[at] in self.anatomy or is_side)
            and not (words.lower[run - 1] == "of" and words.lower[run - 2] in self.evidence)
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
        if at >= count:
            return at
        if (direct := self._direct_site(words, at)) > at:
            at = good = direct
        elif not (sited or (lower[at] in self.prepositions and not words.gap(at - 1).strip())):
            return at
        while at < count:
            word = lower[at]
            gap = words.gap(at - 1).strip()
            if gap not in {"", "-", "/", ","}:
                break
            if gap == "," or word in CONJUNCTIONS:
                if direct > core.last or (good == core.last and not sited):
                    break
                if self._new_core(words, at) or self._new_at_level(words, at):
                    break
                whole = good
                if word in CONJUNCTIONS:
                    at += 1
                    continue
            if at == core.last + 1 and lower[core.last] == "of" and self._is_longer(words, at):
                break  # "no bleed of | midline shift", where "or" is meant
            if (
                word in self.anatomy
                or word in LEVELS
                or (word.isdigit() and gap == "-" and lower[at - 1] in LEVELS)
                or not self.site_ends.isdisjoint(((word,), (lower[at - 1], word)))
                or (word in self.sides and words.lower[at - 1] == "the")
            ):
                at += 1
                if at < count and lower[at] in self.bare_heads and words.gap(at - 1) == " ":
                    return whole  # "relief of her | neck pain"
                good = at if self._ends_site(words, at) else good
            elif word in self.site_words or word in self.prepositions or tuple(lower[at : at + 2]) in self.site_ends:
                at += 1
            else:
                break
        return good

    def _direct_site(self, words: Words, at: int) -> int:
        """The index behind a site that no preposition leads in: "DDD | L4-5", "CTS | R wrist"; else the same.

        It is one level, or one side with its part: behind a comma or an "and" the next finding may begin with its own.
        It belongs to what follows where that is joined to it: "pain | right shoulder weakness".
        """
        lower, end = words.lower, at
        if words.gap(at - 1).strip():
            return at
        if lower[at] in LEVELS:
            end = _end_of_level(words, at)
        elif lower[at] in self.sides or lower[at] in SIDE_LETTERS:
            end += 1
            while end < len(lower) and words.joined(end - 1) and lower[end] in self.anatomy:
                end += 1
            if end == at + 1:
                return at
        behind = end + (end < len(lower) and lower[end] in CONJUNCTIONS)
        listed = lower[at] in LEVELS and behind < len(lower) and words.gap(behind - 1).strip() in {"", ","}
        if listed and lower[behind] in LEVELS and not self._new_at_level(words, end):
            return at
        joined = end < len(lower) and words.gap(end - 1).strip() in {"", "-", "/"} and not lower[end].isdigit()
        return at if joined and lower[end] not in self.stops and lower[end] not in self.prepositions else end

    def _level_in_front(self, words: Words, first: int, behind: int) -> int:
        """The index of the levels of the spine that stand right in front of a word; else that of the word.

        They are those of a treatment or a preposition in front of them: "after the ESI at L5 | pain was less".
        """
        lower = words.lower
        at = _start_of_level(words, first - 1, behind) if words.joined(first - 1) else first
        if at == first or lower[at][1:] == lower[first - 1]:  # "L5/5 motor deficits"
            return first
        listed = at > behind and lower[at - 1] in CONJUNCTIONS  # "L3-4, L4-5 and L5-S1 stenosis"
        while listed and (last := at - 1 - (lower[at - 1] in CONJUNCTIONS)) >= behind:
            start = _start_of_level(words, last, behind)
            listed = start <= last and words.gap(last).strip() in {"", ","}
            at = start if listed else at
        if at == 0 or not words.joined(at - 1):
            return at
        led = at - 1 - (lower[at - 1] == "of")  # "the diagnosis of | L5 radiculopathy", but "fusion of L4-5"
        return first if lower[led] in self.prepositions or lower[led] in self.treatments else at

    def _new_at_level(self, words: Words, at: int) -> bool:
        """True for "stenosis at L3-4, | L4-5 disc bulge", a finding that begins with its level of the spine."""
        first = at + (words.lower[at] in CONJUNCTIONS)
        if first >= len(words.lower) or words.lower[first] not in LEVELS:
            return False
        end = _end_of_level(words, first)
        while end < len(words.lower) and words.joined(end - 1):
            if words.lower[end] in self.starters and self.core(words, end, end - 1) is not None:
                return True
            if not self.modifies(words.lower[end]):
                return False
            end += 1
        return False

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
        for at in range(max(first, end), min(len(lower), first + LONGEST_ACTIVITY)):
            gap = words.gap(at - 1)
            if gap != " " and not (gap == ", " and (_is_gerund(lower, at) or lower[at] in CONJUNCTIONS)):
                break
            if lower[at + 1 : at + 2] == ["than"]:  # "walking | more than one block"
                break
            if lower[at] in DETERMINERS or (lower[at] in CONJUNCTIONS and _is_gerund(lower, at + 1)):
                continue
            named = self.core(words, at, at) if lower[at] in self.starters else None
            if named is not None and named.concept in self.hindered:
                return named.last  # "difficulty doing | household chores"
            if lower[at] in self.stops or named is not None:
                break
            end = max(end, at + 1)
        return end


def _is_gerund(lower: list[str], at: int) -> bool:
    return at < len(lower) and lower[at].endswith("ing")


def _start_of_level(words: Words, last: int, behind: int) -> int:
    """The index of the first word of a level of the spine that ends with a word; else that behind it."""
    at = last
    while at > behind and words.gap(at - 1) in {"-", "/"} and goes_on(words.lower[at]):
        at -= 1
    return at if words.lower[at] in LEVELS else last + 1


def _end_of_level(words: Words, first: int) -> int:
    """The index behind a level of the spine that begins with a word."""
    end = first + 1
    while end < len(words.lower) and words.gap(end - 1) in {"-", "/"} and goes_on(words.lower[end]):
        end += 1
    return end
