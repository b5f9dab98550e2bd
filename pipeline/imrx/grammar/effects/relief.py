r"""Pain that a medication brought down, beyond what `imrx.grammar.findings.scores` reads of two scores.

    brought his shoulder pain down | from 7 to 4                a lower number, with a medication in the sentence
    With Norco pain goes down to | 3/10                         likewise
    pain is | relieved by 20% with the topical cream            pain that something did with a medication
    pain has | gone down 50% with Norco                         likewise
    | 50% reduction of his burning pain with Lyrica             likewise
    Norco keeps her pain | at a tolerable level                 likewise, but not "hopes that Norco keeps"
    With Norco the pain is | 5/10, down from 8/10               a lower number
    The medications bring it down to | 4/10                     likewise, of pain in front of the sentence
    Norco takes away | half of his pain                         likewise
    The diclofenac | helped with her pain                       a medication did something to pain
    the pain score has not | fallen since Lyrica was begun      no relief
    Norco has | improved her function                           likewise what it did to function
    Norco has | improved her function | and pain                likewise to pain behind it
    headaches | dropped from daily to weekly | with Topamax     how often there is pain

Left alone: relief by anything else, and numbers that are no lower.
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE, Medicated
from imrx.grammar.expressions import expression
from imrx.stretches import ConceptSpan

RELIEF = "pain_relief"
FUNCTION = "functional_improvement"
LOWER = "reduced_pain_score"

NUMBER = r"(10|\d(?:\.\d)?)(?:\s?-\s?\d{1,2})?(?:\s?/\s?10|\sout\sof\s10)?"
PERCENT = r"(?<![\d.-])\d{1,3}(?:\s?%?\s?(?:-|to)\s?\d{1,3})?\s?(?:%|percent\b)"
DENYING = frozenset({"not", "no"})
CHANGING = frozenset({"from", "to", "not"})
"""Words of what `Relief` asks a tie for: "from 7 to 4", "goes down to 3/10", "has not fallen"."""

FARTHEST_PAIN = 80
"""So many characters in front of two numbers pain is named whose scores they are."""


class Relief:
    """`relief` of `patterns/drug_effects.json`, compiled, for masked text.

    Args:
        table: `patterns/drug_effects.json`.
        heads: `patterns/findings_heads.json`, for the words that tell how much relief there is.
    """

    def __init__(self, table: dict[str, Any], heads: dict[str, Any], medicated: Medicated) -> None:
        words = table["relief"]
        self.medicated = medicated
        self.pains = frozenset(words["pains"])
        self.easing = frozenset(word for phrase in [*words["eased"], *words["down"]] for word in phrase.split())
        pains, named = any_phrase(words["pains"]), medicated.named
        about = rf"(?:{any_phrase(words['about'])}\s+){{0,3}}"
        self.pain = expression(rf"\b{pains}")
        self.doubting = expression(rf"\b{any_phrase(words['doubting'])}")
        score = rf"{NUMBER}(?!\s?(?:[\d/%]|-|{openings_of(words['units'])}|am\b|pm\b))"  # not "from 8 to 4 tablets"
        self.change = expression(rf"\bfrom\s+(?:an?\s+)?{score}\s+(?:down\s+)?to\s+(?:an?\s+)?{about}(?P<low>{score})")
        rating = any_phrase([*words["scores"], *words["ratings"]])
        rated = rf"\b{pains}(?:\s+{rating})?"
        self.fallen = expression(
            rf"{rated}\s+(?:{any_phrase(words['adverbs'])}\s+)?"
            rf"(?:(?P<falls>{any_phrase(words['falling'])})|{any_phrase(words['moving'])})"
            rf"\s+(?:from\s+(?:an?\s+)?(?P<high>{score})\s+)?(?P<down>down\s+)?to\s+(?:an?\s+)?{about}(?P<low>{score})"
        )
        eased = _eased(words)
        often = rf"{any_phrase(words['often'])}(?:\s+{any_phrase(words['often'])})*"
        before = rf"{about}(?:\d+\s+{often}|\d+|{often})"
        rarer = rf"(?:\s+from\s+{before}\s+(?:down\s+)?to\s+{about}(?:\d+\s+)?{often})?"
        links = rf"\s+{any_phrase(words['links'])}\s+(?:{any_phrase(words['others'])},?\s+){{0,5}}{named}"
        subject = rf"(?![{DRUG}{FIRST_LINE}\d]|\s+(?:is|was|are|were|has|have)\b)"
        leading_down = [*words["scores"], *words["auxiliaries"]]
        down = rf"(?:{any_phrase(leading_down)}\s+){{0,2}}(?P<down>{any_phrase(words['down'])})"
        self.eased = expression(rf"\b{pains}\s+(?:{eased}{rarer}|{down}){links}{subject}")
        self.led = expression(rf"[^.;]{{0,30}}?\s{pains}\s+{eased}")
        amount = rf"(?:{any_phrase(heads['bounding'])}\s+)?{PERCENT}\s+(?:of\s+)?"
        degree = rf"(?:{amount}|\b)(?:{any_phrase(heads['modifiers'])}\s+){{0,3}}"
        of_what = rf"(?:{any_phrase(words['of_what'])}\s+)?"
        self.relief = expression(rf"(?P<relief>{degree}{of_what}relief)\s+{any_phrase(words['gives'])}\s+{named}")
        unhelpful = rf"{any_phrase(words['unhelpful_by'])}\s+(?P<help>{any_phrase(words['unhelpful'])})"
        self.useless = expression(rf"\b{unhelpful}")
        part = rf"(?:\s+{about}(?:{PERCENT}|{any_phrase(words['amounts'])})\s+of)?"
        of_pain = (
            rf"{part}(?:\s+{any_phrase(words['of_pain'])}){{0,6}}\s+{pains}(?!\s+{openings_of(words['not_pain'])})"
        )
        self.of_pain = expression(of_pain)
        self.reductions = frozenset(words["reductions"])
        self.reduction = expression(rf"{amount}{any_phrase(words['reductions'])}\s+(?:in|of){of_pain}(?:\s+{rating})?")
        self.brought = expression(
            rf"\s+{any_phrase(words['pronouns'])}\s+(?:down\s+)?to\s+(?:an?\s+)?{about}(?P<low>{score})"
            r"(?:(?<=/10)|(?<=/ 10)|(?<= 10))"
        )
        self.keeping = frozenset(words["keeping"])
        self.wishing = expression(rf"\b{any_phrase(words['wishing'])}")
        self.kept = expression(
            rf"\b(?P<verb>{any_phrase(words['keeping'])})(?:\s+{any_phrase(words['of_pain'])}){{0,5}}\s+{pains}"
            rf"(?:\s+{any_phrase(words['scores'])})?\s+"
            rf"(?P<kept>(?:{any_phrase(words['adverbs'])}\s+)?{any_phrase(words['kept_at'])})"
        )
        self.down_from = expression(
            rf"(?P<low>{score})(?:\s+{any_phrase(words['links'])}\s+{named})?"
            rf"(?:,?\s+(?:which\s+is\s+)?|\s?\(){any_phrase(words['down_from'])}\s+"
            rf"(?:an?\s+)?{about}(?P<high>{score})"
        )
        self.raising = frozenset(words["raising"])
        self.raised = expression(
            rf"\b(?:(?:{any_phrase(words['unhelpful_by'])}|is|are|was|were)\s+)?"
            rf"(?P<found>{any_phrase(words['raising'])}\s+(?:{any_phrase(words['of_function'])}\s+){{0,5}}"
            rf"(?P<what>{any_phrase(words['functions'])}))"
            rf"(?:\s+(?:and|or)(?:\s+{any_phrase(words['of_pain'])}){{0,3}}\s+(?P<pain>{pains})"
            rf"(?=\s*(?:[.,;:)]|\Z)|\s+{any_phrase(words['links'])}))?"
        )
        self.not_fallen = expression(
            rf"{rated}\s+{any_phrase(words['auxiliaries'])}\s+not\s+(?:[a-z]+ly\s+)?"
            rf"(?P<not>{any_phrase(words['not_fallen'])})"
        )

    def find(self, text: str, start: int, end: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        """The relief of a sentence that names a medication and is made of some words, by offsets."""
        if "relief" in words:
            for match in self.relief.finditer(text, start, end):
                yield *match.span("relief"), RELIEF
        if not words.isdisjoint(self.raising):
            yield from self._function(text, start, end, words)
        for verb in self.medicated.helping(text, start, end, words):
            brought = self.brought.match(text, verb.end(), end)
            if brought is not None and not brought["low"].startswith("10"):
                yield *brought.span("low"), LOWER
        if words.isdisjoint(self.pains):
            return
        if not words.isdisjoint(self.reductions) and self.medicated.is_tied(text, start, end, words):
            for match in self.reduction.finditer(text, start, end):
                yield *match.span(), RELIEF
        if not words.isdisjoint(self.keeping):
            for match in self.kept.finditer(text, start, end):
                before = (text, start, match.start())
                if self.wishing.search(*before) or self.medicated.denying.search(*before):
                    continue  # what is denied in front is not this: "denies side effects and Norco keeps his pain"
                if self.medicated.does(*before):
                    yield *match.span("kept"), RELIEF
        if not words.isdisjoint(DENYING):
            for match in self.useless.finditer(text, start, end):
                if self.medicated.does(text, start, match.start()):
                    yield *match.span("help"), RELIEF
        for verb in self.medicated.helping(text, start, end, words):
            if self.of_pain.match(text, verb.end(), end) and self.doubting.search(text, start, verb.start()) is None:
                yield *verb.span(), RELIEF
        if not words.isdisjoint(self.easing):
            for match in self.eased.finditer(text, start, end):
                yield match.start("down" if match["down"] else "eased"), match.end(), RELIEF
            tie = self.medicated.tied.match(text, start + (text[start : start + 1] == " "), end)
            if tie is not None and (led := self.led.match(text, tie.end(), end)):
                yield *led.span("eased"), RELIEF
        if words.isdisjoint(CHANGING) or not self.medicated.is_tied(text, start, end, words):
            return
        for match in self.change.finditer(text, start, end):
            is_lower = float(match[1]) > _number(match["low"]) and "10" not in match["low"][1:]
            if is_lower and self.pain.search(text, max(start, match.start() - FARTHEST_PAIN), match.start()):
                yield *match.span(), LOWER
        for match in self.down_from.finditer(text, start, end):
            if _number(match["low"]) < _number(match["high"]) and self.pain.search(text, start, match.start()):
                yield *match.span("low"), LOWER
        for match in self.fallen.finditer(text, start, end):
            is_lower = match["high"] is not None and _number(match["high"]) > _number(match["low"])
            if is_lower or match["falls"] or match["down"]:
                yield *match.span("low"), LOWER
        for match in self.not_fallen.finditer(text, start, end):
            yield *match.span("not"), LOWER

    def _function(self, text: str, start: int, end: int, words: frozenset[str]) -> Iterator[ConceptSpan]:
        """What a medication did to function, also behind what else it did: "reduces pain and | improves function"."""
        for match in self.raised.finditer(text, start, end):
            first = match.start()
            is_subject = self.medicated.does(text, start, first) or any(
                self.medicated.helping(text, start, first, words)
            )
            if is_subject and self.doubting.search(text, start, first) is None:
                yield *match.span("what" if self.pain.search(text, *match.span("found")) else "found"), FUNCTION
                if match["pain"]:
                    yield *match.span("pain"), RELIEF


def _number(score: str) -> float:
    """The first number of a score: 4 of "4-7/10"."""
    return float(score.split("-")[0].split("/")[0].split()[0])


def _eased(words: dict[str, Any]) -> str:
    """The source of an expression for what becomes of pain in front of it: "level is relieved by half"."""
    about = rf"(?:{any_phrase(words['about'])}\s+){{0,3}}"
    points = r"(?:\d|one|two|three|four|five|six)\s+points?"
    amount = rf"{about}(?:{PERCENT}|{any_phrase(words['amounts'])}|{points})"
    return (
        rf"(?:(?:{any_phrase(words['scores'])}|that|which)\s+){{0,2}}(?:[^\s.;,]+\s+){{0,6}}?"
        rf"(?P<eased>(?:{any_phrase(words['adverbs'])}\s+){{0,2}}"
        rf"(?:{any_phrase(words['eased'])}(?:\s+{amount})?|{any_phrase(words['down'])}\s+{amount}))"
    )
