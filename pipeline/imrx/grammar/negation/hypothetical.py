r"""Whether a finding is only supposed, or named as what something is for.

A urine drug screen was to be performed          hypothetical
The provider will check | CURES                  likewise
not recommended for chronic pain                 an indication
screened for depression                          hypothetical
screened for depression and was positive         neither: its outcome is told
I would add that there is pain                   neither: the physician speaks
7/10 with medications versus 9/10 without        neither: figures are compared
radiculopathy versus stenosis                    hypothetical, both
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue import Cue
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.negation.phrases import Hits
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

NEAR_INDICATION = 4
"""So many words may stand between "recommended for" and what it is recommended for."""

FARTHEST_SUPPOSED = 90
"""So many characters in front of a finding hypothetical words are looked for."""

LONGEST_JOINT = len(", and with ")
"""So many characters join an item of a list to the one in front."""

TO_COME = frozenset({"documentation", "test", "response", "outcome"})
"""The kinds of what somebody obtains or watches, and which is not there until then."""


class Hypothetical:
    """The `hypothetical` table of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words, hypothetical = table["guidelines"], table["hypothetical"]
        self.not_indications = tuple(f"{word} " for word in words["not_indications"])
        self.not_supposed = expression(rf"\b{any_phrase(hypothetical['not_supposed'])}\s$")
        self.failing = tuple(f"{word} " for word in hypothetical["failing"])
        self.not_denied = expression(
            rf"(?!\s+not\s+{any_phrase(hypothetical['denied_after_would'])})(?!\s+{any_phrase(hypothetical['beyond'])})"
            rf"(?!\s+{any_phrase(hypothetical['seeming'])})"
            rf"(?!\s+any,|\s+{any_phrase(hypothetical['sides'])})"
        )
        bare = hypothetical["bare_outcomes"]
        outcomes = any_phrase([*hypothetical["outcomes"], *bare])
        told = rf"(?:{any_phrase(hypothetical['outcome_is'])}\s+){{0,3}}"
        ends = rf"(?=\s*$|\s*[.,;]|\s+{any_phrase(hypothetical['behind_outcomes'])})"
        self.outcome = expression(
            rf"(?:\s+(?:and|or)\s+[a-z]+)?(?:,?\s+(?:which|that|and\s+it|it)\s+{told}{outcomes}{ends}"
            rf"|(?:,?\s+(?:and|which|that))?\s+{told}{any_phrase(bare)}{ends})"
        )
        self.proviso = expression(r",\s+(provided)\s+(?:that\s+)?(?:[a-z-]+\s+){0,3}$")
        self.provided = expression(rf"\s+(?:is|are|{any_phrase(hypothetical['provisos'])})\b")
        self.comparing = frozenset(hypothetical["comparing"])
        versus = rf"(?:\s\([^()]{{1,20}}\))?,?\s+({any_phrase(hypothetical['comparing'])})"
        self.versus = expression(
            rf"{versus}(?!\.?\s+(?:{any_phrase(hypothetical['compared'])}(?!-)|(?:the\s+)?[ctls]?\d))"
        )
        self.right_behind = expression(r"\.?\s+(?:an?\s+|the\s+)?")
        self.items = frozenset(hypothetical["items"])
        self.item_begins = expression(r",\s*(?:and\s+|with\s+)?$")
        self.next_item = expression(r"[,;]")
        self.shared = expression(rf"\b{any_phrase(hypothetical['sharing'])}")
        self.alternative = expression(r"[^.;:()]{0,120}?\b(?:or|vs|versus)\b")
        self.harm = expression(rf"\s*(?:the\s+)?{openings_of(hypothetical['harms'])}")
        self.told = expression(rf",|\b{any_phrase([*hypothetical['told'], *table['limits']['finite']])}")
        self.figure = expression(r"(?<![a-z\d])\d[\d.]*(?:\s?[/%]|\s(?:out\sof|degrees|percent)\b)")
        doing, asides = any_phrase(hypothetical["doing"]), r"(?:(?:also|then|continue\s+to|be\s+asked\s+to)\s+)?"
        other = rf"(?!{any_phrase(hypothetical['not_of_plan'])})[\w/'-]+"
        self.to_do = expression(rf"\s+{asides}{doing}(?:\s+(?:and|or)\s+{doing})?\s+(?:{other},?\s+){{0,8}}")
        self.done = expression(rf"will\s+{asides}be\s+(?:[a-z]+ly\s+)?{any_phrase(hypothetical['done'])}")
        self.joined = expression(rf"(?:,?\s+{other}){{0,6}}\s+")
        self.tapered = expression(rf"\b{openings_of(hypothetical['tapers'])}")
        self.fears = frozenset(hypothetical["fears"])
        self.exclusions = frozenset(hypothetical["to_exclude"])
        self.found_instead = expression(
            rf"\band\s+(?:[a-z]+ly\s+)?{any_phrase([*hypothetical['joined_verbs'], *hypothetical['found_instead']])}"
        )
        self.joined_verb = expression(rf"\band\s+{any_phrase(hypothetical['joined_verbs'])}")
        self.plans = frozenset(hypothetical["plans"])
        said = rf"[^.;,]{{0,40}}\b{any_phrase(table['limits']['finite'])}[^.;,]{{0,40}}\band\b"
        self.relative = expression(rf"\b{any_phrase(clauses.relative)}")
        self.joining = expression(r"\b(?:and|or)\b")
        self.own = expression(rf"\b{any_phrase(hypothetical['own'])}\s+(?:(?!(?:and|or)\b)[a-z-]+\s+){{0,3}}$")
        other = any_phrase([*table["limits"]["finite"], *table["decisions"]["subjects"], *hypothetical["begins_other"]])
        self.stopping = expression(
            rf"\s*({any_phrase(hypothetical['stopping'])})(?:(?!\b{other}|,\s+(?:and|but|so)\b)[^.;]){{0,120}}?"
            rf"\b{any_phrase(hypothetical['consequent'])}"
        )
        patients = any_phrase(patients_of(table, clauses))
        self.ruled_out = expression(
            rf"\b(?:(will)|{any_phrase(hypothetical['advising'])}(?:,\s[^.;,]{{1,40}},)?"
            rf"\s+(that\s+(?:the\s+|this\s+)?{patients}))\s+$"
        )
        self.being = expression(r"not\s+be\b(?!\s+able\b)")
        self.no_order = expression(rf"not\s+(?:[a-z]+(?:ing|(?<!e)ed)|{any_phrase(hypothetical['no_orders'])})\b")
        self.future = expression(
            rf"\b({any_phrase(hypothetical['future'])}\s+{any_phrase(hypothetical['requests'])})\s+"
            rf"(?:(?!{any_phrase(table['limits']['finite'])}\b)[\w-]+\s+){{0,4}}$"
        )
        self.allowed = expression(rf"\s+(will)\s+be\s+{any_phrase(hypothetical['allowed'])}")
        self.had = expression(rf"\b{any_phrase([*hypothetical['had'], *table['limits']['finite']])}")
        self.later = expression(rf"\s(?!{said})[^.;,]{{0,40}}?$")

    def feared(self, text: str, sentence: int, end: int) -> Limits | None:
        """What begins a sentence on what would follow: "Stopping it | without a taper could lead to withdrawal"."""
        found = self.stopping.match(text, sentence, end)
        return None if found is None else found.span(1)

    def supposing(self, text: str, hits: Hits, clause: int, span: Limits, strong: bool) -> Limits | None:
        """The words that make a finding hypothetical: in front of it in its clause, or directly behind it."""
        first = max(clause, span[0] - FARTHEST_SUPPOSED)
        found: Limits | None = None
        phrases = hits.get("strong" if strong else "weak", [])
        purposes = hits.get("purposes")
        if purposes and not strong and self.outcome.match(text, span[1]) is None:
            phrases = sorted([*phrases, *purposes])
        for words in phrases:
            inside = words[0] >= (found[1] if found else first) and words[1] <= span[0]
            if inside and text[slice(*words)] in self.plans and self.tapered.match(text, *span):
                continue  # "the plan included a | taper": the plan is what is asked for
            if inside and text[slice(*words)] in self.fears and self.joined_verb.search(text, words[1], span[0]):
                continue  # "afraid of surgery and has no | weakness"
            if inside and text[slice(*words)] in self.exclusions and self.found_instead.search(text, words[1], span[0]):
                continue  # "taken to exclude fracture and revealed | degenerative changes"
            if text[slice(*words)] in self.comparing and (
                self.figure.search(text, *span) or self.right_behind.fullmatch(text, words[1], span[0]) is None
            ):
                continue
            if not strong and inside and self._is_of_other_item(text, words, span):
                continue
            if not strong and text.endswith(self.failing, 0, words[0]):
                continue  # "failed | to reduce | the pain"
            said = strong and self.not_supposed.search(text, max(0, words[0] - FARTHEST_SUPPOSED), words[0]) is not None
            if inside and not said and (not strong or self.not_denied.match(text, words[1])):
                found = words
        if found is not None:
            return found
        if not strong:
            for words in hits.get("after", ()):
                if words[0] > span[1] and self.later.match(text, span[1], words[0]):
                    return words
            for words in [*hits.get("undecided", []), *hits.get("weighed", [])]:
                behind = words[0] > span[1] and self.later.match(text, span[1], words[0]) is not None
                if behind and self._is_open(text, clause, span, words):
                    return words
        return None

    def _is_of_other_item(self, text: str, words: Limits, span: Limits) -> bool:
        """True for the strain of "sprain, rule out tear, and strain", not for that of "rule out tear, or strain".

        Nor is it for what opens a list, "diagnosis: possible tear, strain", and for a list of what is only thought of.
        """
        return (
            text[slice(*words)] in self.items
            and (behind := self.next_item.search(text, words[1], span[0])) is not None
            and self.item_begins.search(text, max(0, words[0] - LONGEST_JOINT), words[0]) is not None
            and self.alternative.match(text, behind.start()) is None
            and self.shared.search(text, max(0, words[0] - FARTHEST_SUPPOSED), words[0]) is None
        )

    def _is_open(self, text: str, clause: int, span: Limits, words: Limits) -> bool:
        """True for what may be there or not, unlike what the patient has: "her diabetes must be considered".

        Nor is it the swelling of "there is swelling and a fracture must be excluded".
        """
        if self.relative.search(text, span[1], words[0]) is not None:
            return False
        if self.joining.search(text, span[1], words[0]) is not None:
            return self.had.search(text, clause, words[0]) is None
        return self.own.search(text, clause, span[0]) is None

    def planned(self, text: str, hits: Hits, span: Limits, kind: str | None) -> Limits | None:
        """The words by which a document, a test or an outcome is only to come: "will obtain a | UDS"; no taper."""
        if kind not in TO_COME or self.tapered.search(text, *span):
            return None
        for words in hits.get("will", ()):
            if words[1] <= span[0] and self.to_do.fullmatch(text, words[1], span[0]):
                return words
            is_behind = span[1] < words[0] and self.done.match(text, words[0])
            if is_behind and self.joined.fullmatch(text, span[1], words[0]):
                return words
        return None

    def against(self, text: str, span: Limits, kind: str | None) -> Limits | None:
        """The "versus" behind what may be there or not: "The assessment is | neuropathy | versus stenosis".

        Levels, years and what is sound are compared with what is there: "stenosis at L4-5 | versus L5-S1".
        """
        found = self.versus.match(text, span[1]) if kind == "diagnosis" else None
        return None if found is None else found.span(1)

    def forbidden(self, text: str, sentence: int, cue: Cue, span: Limits) -> Limits | None:
        """The words of what is not to be: "that he will | not use | alcohol", "no early refills | will be given".

        So are those of what will not be approved: "future requests | without evidence of | benefit".
        """
        if text.startswith("not", cue.start):
            found = self.ruled_out.search(text, max(sentence, cue.start - FARTHEST_SUPPOSED), cue.start)
            if found is None or self.being.match(text, cue.start):
                return None  # "will not be immobilized after surgery"
            if found[1] is None and self.no_order.match(text, cue.start):
                return None  # "suggests that the patient not taking Norco"
            return found.span(found.lastindex or 0)
        if text.startswith("without", cue.start):
            found = self.future.search(text, max(sentence, cue.start - FARTHEST_SUPPOSED), cue.start)
            return None if found is None else found.span(1)
        found = self.allowed.match(text, span[1]) if text[cue.start : cue.end] == "no" else None
        return None if found is None else found.span(1)

    def harm_to_come(self, text: str, hits: Hits, sentence: int, span: Limits) -> Limits | None:
        """The words of what a harm may do: "Drowsiness | may interfere with work", but no drowsiness that is told."""
        for words in hits.get("hindering", ()):
            opens = span[1] < words[0] and self.harm.match(text, sentence) is not None
            if opens and self.told.search(text, sentence, words[0]) is None:
                return words
        return None

    def condition(self, text: str, sentence: int, span: Limits) -> Limits | None:
        """The "provided" of what must be so first: "heals quickly, provided a | foreign body | is ruled out"."""
        found = self.proviso.search(text, max(sentence, span[0] - FARTHEST_SUPPOSED), span[0])
        return None if found is None or self.provided.match(text, span[1]) is None else found.span(1)

    def indication(self, text: str, hits: Hits, clause: int, span: Limits) -> Limits | None:
        """The words that name a finding as what something is for: "not recommended for chronic pain"."""
        for words in reversed(hits.get("indications", ())):
            if clause <= words[0] and words[1] <= span[0]:
                told = text.endswith(self.not_indications, 0, words[0])
                return None if told or len(text[words[1] : span[0]].split()) > NEAR_INDICATION else words
        return None
