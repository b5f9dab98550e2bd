r"""What a patient does and can do in daily life, what he needs help with, his weight and falls.

    he can walk only one block; She walks a mile a day      walk only one block; walks a mile a day
    sleeps four hours a night; wakes up four times a night  likewise
    needs help with dressing and bathing                    likewise
    independent with self-care                              likewise
    weighs 284 pounds; has gained 45 pounds; two falls      likewise
    has returned to full-time work                          likewise: his function has improved

The subject must be the patient, or the sentence go on with him (`imrx.grammar.measuring.subjects`). Left alone: what
a finding names already ("walks with a limp"), the accident ("fell from a ladder"), and what others do.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Rule, led, some
from imrx.grammar.measuring.subjects import PERSON, VERB

FUNCTION = "functional_status"
LIMITATION = "functional_limitation"

FAR = 120
"""So many characters in front of the last of several activities the patient may be named: "can cook, shop and walk"."""

EVERY = r"(?:\s+(?:a|per|each|every)\s+(?:day|week|night)\b|\s+at\s+(?:a\s+time|night)\b|\s+(?:daily|nightly)\b)?"
"""How often."""

NOT_LAST = "".join(rf"(?<!\s{word})" for word in ("the", "a", "for", "to", "of", "in"))
"""Words that no activity ends with."""


class Living:
    """`living` of `patterns/measures.json`, and what its rules have in common.

    Args:
        words: the table.
        heads: `patterns/findings_heads.json`, for the words that mean the patient and those that end an activity.
    """

    def __init__(self, words: dict[str, Any], heads: dict[str, Any]) -> None:
        self.words = words
        self.adverb = rf"(?:(?:{any_phrase(words['adverbs'])}|[a-z]+ly)\s+){{0,2}}"
        number = rf"(?:\d{{1,3}}(?:\.\d)?|{any_phrase(words['amounts'])})"
        self.amount = rf"{some(words['around'], 3)}{number}(?:\s?(?:-|to|or)\s?{number})?"
        self.hours = rf"{self.amount}\s?{any_phrase(words['hours'])}{EVERY}"
        self.pounds = rf"{self.amount}\s?-?{any_phrase(words['weights'])}"
        self.articles = some(words["articles"], 3)
        stops = (frozenset(heads["np_stops"]) | {"even"}) - frozenset(heads["ability_words"]) - {"only"}
        self.rest = rf"(?:\s+(?!{any_phrase(stops)})[a-z0-9/'-]+){{0,6}}(?![a-z0-9/'-]){NOT_LAST}"

    def rules(self) -> Iterator[Rule]:
        """What no known term is part of; it is looked for behind the known terms."""
        yield from self._moving()
        yield from self._able()
        yield from self._helped()
        yield from self._sleeping()
        yield from self._waking()
        yield from self._working()
        yield from self._hindered()
        yield from self._weighing()
        yield from self._falling()

    def whole(self) -> Iterator[Rule]:
        """What known terms are part of: "independent with activities of daily living", "has returned to full duty"."""
        words = self.words
        before = _not_behind(words["not_yet"])
        for names, concept in (
            (words["activities"], "activities_of_daily_living"),
            (words["helped_with"], FUNCTION),
            (words["exercising"], "conservative_care"),
        ):
            what = rf"{self.articles}{any_phrase(names)}"
            yield led(words["independent"], concept, rf"\s+(?:with|in|for)\s+{what}", before=before)
        has = expression(rf"\b(?:has|have)\s+{self.adverb}\Z")
        lost = rf"(?![^.;]{{0,80}}?\s{any_phrase(words['not_resumed'])}(?![a-z]))"
        work = rf"\s+{some(words['of_work'], 5)}{any_phrase(words['jobs'])}{lost}"
        yield led(words["resumed"], "functional_improvement", work, before=has, whose=PERSON)

    def _moving(self) -> Iterator[Rule]:
        """As in "walks a mile a day", "lifts 25 pounds", "drives herself"."""
        words = self.words
        far = rf"\s+{self.amount}\s?-?{any_phrase(words['distances'])}(?!\s+(?:\d|tall\b)){EVERY}"
        yield led(words["moving"], FUNCTION, far, whose=VERB)
        yield led(words["lifting"], FUNCTION, rf"\s+{self.pounds}", whose=VERB)
        somewhere = r"(?:\s+to\s+(?:(?:the|his|her)\s+)?[a-z]+(?:\s+[a-z]+)?)?(?=[.,;]|\s+and\b)"
        drives = rf"{any_phrase(words['drives'])}{somewhere}"
        drove = rf"{any_phrase([*words['drives'], *words['drove']])}\s+{any_phrase(words['driving'])}"
        driving = expression(rf"(?P<found>{drove}|{drives})")
        yield Rule([*words["drives"], *words["drove"]], FUNCTION, driving, whose=VERB)
        resting = rf"\s+(?:most|much)\s+of\s+{any_phrase(words['time'])}(?:\s+{any_phrase(words['resting'])})?"
        yield led(words["spending"], LIMITATION, resting, whose=PERSON)
        staying = rf"\s+{any_phrase(words['resting'])}\s+(?:most|much|all)(?:\s+of)?\s+{any_phrase(words['time'])}"
        yield led(words["staying"], LIMITATION, staying, whose=PERSON)
        not_used = rf"(?!\s+{any_phrase(words['not_used'])})"
        using = expression(rf"\b(?P<found>{any_phrase(words['using'])}\s+(?:a|the|his|her)\s+(?:[a-z]+\s+)?)\Z")
        yield led(words["devices"], "assistive_device", not_used, before=using, whose=PERSON)

    def _able(self) -> Iterator[Rule]:
        """As in "can walk only one block", also the later ones of several: "able to sit, stand and | walk"."""
        words = self.words
        listed = r"(?:[a-z0-9 ,'-]{0,60}?(?:,\s+(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+))?"
        nothing = rf"(?<=\bdo)(?:\s+{any_phrase(words['not_done'])}|[^\w\s]|\s*\Z)"
        doing = rf"(?!{nothing})(?!\s+to\b){self.rest}"
        follows = frozenset({"can", "could", "and", "or", *words["adverbs"]})
        for concept, verbs in ((FUNCTION, r"can|could|able\s+to"), (LIMITATION, r"unable\s+to")):
            able = expression(rf"\b(?P<verb>{verbs})\s+{listed}{self.adverb}\Z")
            yield led(words["doing"], concept, doing, before=able, look=FAR, follows=follows, whose=VERB)

    def _helped(self) -> Iterator[Rule]:
        """As in "needs help with dressing and bathing", "dependent on her husband for bathing"."""
        words = self.words
        needing = expression(rf"\b(?P<found>{any_phrase(words['needing'])}\s+{some(words['how_much'], 4)})\Z")
        other = rf"(?!the\b)[a-z]+\s+{any_phrase(words['managing'])}"
        what = rf"(?:with|for|in)\s+{self.articles}(?:{any_phrase(words['helped_with'])}|{other})"
        listed = r"(?:(?:,|\s+and|,\s+and|\s+or)\s+[a-z]+ing\b)*"
        by_whom = r"(?:from\s+(?:his|her)\s+[a-z]+\s+)?"
        yield led(words["help"], LIMITATION, rf"\s+{by_whom}{what}{listed}", before=needing, whose=PERSON)
        on_whom = r"\s+(?:on|upon)\s+[a-z]+(?:\s+[a-z]+)?\s+"
        yield led(words["dependent"], LIMITATION, rf"{on_whom}{what}{listed}", whose=PERSON)
        exercises = rf"\s+(?:his|her|daily|regular)\s+(?:daily\s+|regular\s+)?{any_phrase(words['exercising'])}"
        yield led(words["keeping_to"], "conservative_care", exercises, whose=PERSON)
        where = r"(?:\s+(?:in|at)\s+(?:the|a|his|her)\s+[a-z]+)?"
        often = rf"(?:{any_phrase(words['how_often'])}|{any_phrase(words['often'])}{EVERY})"
        yield led(words["exercises"], "conservative_care", rf"{where}\s+{often}", whose=VERB)

    def _sleeping(self) -> Iterator[Rule]:
        """As in "sleeps four hours a night", "sleep is four hours", "five hours of unbroken sleep"."""
        words, hours = self.words, self.hours
        slept = rf"\s+(?:{self.adverb}{hours}|{any_phrase(words['slept'])})"
        yield led(words["sleeping"], "sleep_quality", slept, whose=VERB)
        is_long = rf"(?:\s+{any_phrase(words['lasting'])})?\s+(?:is|was|averages|averaged)\s+{self.adverb}{hours}"
        yield led(words["sleep"], "sleep_quality", rf"(?:(?={is_long})|\s+of\s+{hours})")
        of_sleep = expression(rf"\b(?P<found>{hours}\s+of\s+(?:[a-z]+\s+)?)\Z")
        yield led(words["sleep"], "sleep_quality", before=of_sleep)

    def _waking(self) -> Iterator[Rule]:
        """As in "wakes up four times a night"."""
        words = self.words
        often = rf"(?:{any_phrase(words['woken'])}|{any_phrase(words['often'])}{EVERY})"
        waking = rf"(?:\s+(?:him|her)(?:self)?)?(?:\s+up)?\s+{often}"
        yield led(words["waking"], "insomnia", waking, whose=PERSON)

    def _working(self) -> Iterator[Rule]:
        """As in "is back at work full time", "works 6 hours a day"."""
        words = self.words
        yield led(words["works"], "working", rf"\s+{self.hours}", whose=VERB)
        full_time = rf"(?:\s+{any_phrase(words['full_time'])})?"
        returned = expression(rf"\b{any_phrase(words['returned'])}\s+\Z")
        is_employed = expression(rf"\b(?:is|remains|remained)\s+{self.adverb}\Z")
        still = rf"(?!,?\s+{any_phrase(words['not_employed'])})"
        yield led(words["employed"], "working", still, before=is_employed, whose=VERB)
        back = rf"\s+(?:at|to)\s+{any_phrase(words['workplaces'])}{full_time}"
        yield led(words["back"], "working", back, before=returned)

    def _hindered(self) -> Iterator[Rule]:
        """As in "limits her ability to cook, clean and shop", "improved mood and ability to care for her children"."""
        words = self.words
        activity = any_phrase([*words["doing"], *words["hampered"]])
        listed = rf"(?:(?:,\s+(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+){activity}(?!\s+to\b))*"
        doing = rf"\s+to\s+{self.adverb}{activity}(?!\s+to\b){listed}{self.rest}"
        whose = r"(?:(?:his|her|their|(?:the\s+)?[a-z]+['’]s)\s+)?(?:overall\s+)?"
        limits = expression(rf"\b(?P<found>{any_phrase(words['hindering'])}\s+{whose})\Z")
        yield led(words["ability"], LIMITATION, doing, before=limits)
        better = expression(rf"\b{any_phrase(words['bettering'])}\s+(?:[a-z]+,?\s+){{0,4}}\Z")
        yield led(words["ability"], FUNCTION, doing, before=better)

    def _weighing(self) -> Iterator[Rule]:
        """As in "weighs 284 pounds", "has gained 45 pounds"."""
        words = self.words
        yield led(words["weighs"], "body_measurement", rf"\s+{self.pounds}", whose=VERB)
        weight = rf"(?:(?=\s+(?:is|was)\s+{self.pounds})|(?:\s+of|:)?\s+{self.pounds})"
        yield led(words["weight"], "body_measurement", weight, before=_not_behind(words["not_weight"]))
        of_other = rf"\s+of\b(?!\s+(?:[a-z]+\s+)?{any_phrase(words['weight'])})"  # "lost 20 pounds of grip strength"
        for concept, verbs in words["gaining"].items():
            yield led(verbs, concept, rf"\s+{self.pounds}(?!{of_other})", whose=VERB)

    def _falling(self) -> Iterator[Rule]:
        """As in "has had two falls", "fell three times"."""
        words = self.words
        yield led(words["falling"], "mobility", rf"\s+{any_phrase(words['often'])}", whose=VERB)
        counted = expression(rf"\b(?P<found>{any_phrase(words['counts'])}\s+(?:[a-z]+\s+)?)\Z")
        not_falls = rf"(?!\s+{any_phrase(words['not_falls'])})"
        yield led(words["falls"], "mobility", not_falls, before=counted)


def _not_behind(words: Iterable[str]) -> re.Pattern[str]:
    """What stands in front of a phrase: none of some words."""
    return expression("".join(rf"(?<!\b{word}\s)" for word in words) + r"\Z")
