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

from collections.abc import Iterator
from typing import Any

from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Rule
from imrx.grammar.measuring.subjects import PERSON, VERB
from imrx.grammar.sentences.phrasebook import alternatives

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
        self.adverb = rf"(?:(?:{alternatives(words['adverbs'])}|[a-z]+ly)\s+){{0,2}}"
        number = rf"(?:\d{{1,3}}(?:\.\d)?|{alternatives(words['amounts'])})"
        self.amount = rf"(?:{alternatives(words['around'])}\s+){{0,3}}{number}(?:\s?(?:-|to|or)\s?{number})?"
        self.hours = rf"{self.amount}\s?{alternatives(words['hours'])}{EVERY}"
        self.pounds = rf"{self.amount}\s?-?{alternatives(words['weights'])}"
        self.articles = rf"(?:{alternatives(words['articles'])}\s+){{0,3}}"
        stops = (frozenset(heads["np_stops"]) | {"even"}) - frozenset(heads["ability_words"]) - {"only"}
        self.rest = rf"(?:\s+(?!{alternatives(stops)})[a-z0-9/'-]+){{0,6}}(?![a-z0-9/'-]){NOT_LAST}"

    def rules(self) -> Iterator[Rule]:
        """What no known term is part of; it is looked for behind the known terms."""
        yield from self._moving()
        yield from self._able()
        yield from self._helped()
        yield from self._sleeping()
        yield from self._waking()
        yield from self._working()
        yield from self._weighing()
        yield from self._falling()

    def whole(self) -> Iterator[Rule]:
        """What known terms are part of: "independent with activities of daily living", "has returned to full duty"."""
        words = self.words
        before = expression("".join(rf"(?<!\b{word}\s)" for word in words["not_yet"]) + r"\Z")
        for names, concept in (
            (words["activities"], "activities_of_daily_living"),
            (words["helped_with"], FUNCTION),
            (words["exercising"], "conservative_care"),
        ):
            what = rf"{self.articles}{alternatives(names)}"
            independent = expression(rf"(?P<found>{alternatives(words['independent'])}\s+(?:with|in|for)\s+{what})")
            yield Rule(words["independent"], concept, independent, before=before)
        has = expression(rf"\b(?:has|have|had)\s+{self.adverb}\Z")
        work = rf"(?:{alternatives(words['of_work'])}\s+){{0,5}}{alternatives(words['jobs'])}"
        resumed = expression(rf"(?P<found>{alternatives(words['resumed'])}\s+{work})")
        yield Rule(words["resumed"], "functional_improvement", resumed, before=has, whose=PERSON)

    def _moving(self) -> Iterator[Rule]:
        """As in "walks a mile a day", "lifts 25 pounds", "drives herself"."""
        words = self.words
        far = rf"\s+{self.amount}\s?-?{alternatives(words['distances'])}(?!\s+(?:\d|tall\b)){EVERY}"
        moving = expression(rf"(?P<found>{alternatives(words['moving'])}{far})")
        yield Rule(words["moving"], FUNCTION, moving, whose=VERB)
        lifting = expression(rf"(?P<found>{alternatives(words['lifting'])}\s+{self.pounds})")
        yield Rule(words["lifting"], FUNCTION, lifting, whose=VERB)
        somewhere = r"(?:\s+to\s+(?:(?:the|his|her)\s+)?[a-z]+(?:\s+[a-z]+)?)?(?=[.,;]|\s+and\b)"
        drives = rf"{alternatives(words['drives'])}{somewhere}"
        drove = rf"{alternatives([*words['drives'], *words['drove']])}\s+{alternatives(words['driving'])}"
        driving = expression(rf"(?P<found>{drove}|{drives})")
        yield Rule([*words["drives"], *words["drove"]], FUNCTION, driving, whose=VERB)
        spending = rf"{alternatives(words['spending'])}\s+(?:most|much)\s+of\s+{alternatives(words['time'])}"
        resting = expression(rf"(?P<found>{spending}(?:\s+{alternatives(words['resting'])})?)")
        yield Rule(words["spending"], LIMITATION, resting, whose=PERSON)
        wheelchair = expression(rf"(?P<found>{alternatives(words['devices'])})(?!\s+{alternatives(words['not_used'])})")
        using = expression(rf"\b(?P<found>{alternatives(words['using'])}\s+(?:a|the|his|her)\s+(?:[a-z]+\s+)?)\Z")
        yield Rule(words["devices"], "assistive_device", wheelchair, before=using, whose=PERSON)

    def _able(self) -> Iterator[Rule]:
        """As in "can walk only one block", also the later ones of several activities."""
        words = self.words
        listed = r"(?:[a-z0-9 ,'-]{0,60}?(?:,\s+(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+))?"
        able = expression(rf"\b(?P<verb>can|could)\s+{listed}{self.adverb}\Z")
        nothing = rf"(?<=\bdo)(?:\s+{alternatives(words['not_done'])}|\W)"
        doing = expression(rf"(?P<found>{alternatives(words['doing'])}(?!{nothing})(?!\s+to\b){self.rest})")
        adverbs = (word for phrase in words["adverbs"] for word in phrase.split())
        follows = frozenset({"can", "could", "and", "or", *adverbs})
        yield Rule(words["doing"], FUNCTION, doing, before=able, look=FAR, follows=follows, whose=VERB)

    def _helped(self) -> Iterator[Rule]:
        """As in "needs help with dressing and bathing", "dependent on her husband for bathing"."""
        words = self.words
        much = rf"(?:{alternatives(words['how_much'])}\s+){{0,4}}"
        needing = expression(rf"\b(?P<found>{alternatives(words['needing'])}\s+{much})\Z")
        what = rf"(?:with|for|in)\s+{self.articles}{alternatives(words['helped_with'])}"
        listed = r"(?:(?:,|\s+and|,\s+and|\s+or)\s+[a-z]+ing\b)*"
        by_whom = r"(?:from\s+(?:his|her)\s+[a-z]+\s+)?"
        helped = expression(rf"(?P<found>{alternatives(words['help'])}\s+{by_whom}{what}{listed})")
        yield Rule(words["help"], LIMITATION, helped, before=needing, whose=PERSON)
        on_whom = r"(?:on|upon)\s+[a-z]+(?:\s+[a-z]+)?"
        depending = expression(rf"(?P<found>{alternatives(words['dependent'])}\s+{on_whom}\s+{what}{listed})")
        yield Rule(words["dependent"], LIMITATION, depending, whose=PERSON)
        exercises = expression(
            rf"(?P<found>{alternatives(words['keeping_to'])}\s+(?:his|her|daily|regular)\s+(?:daily\s+|regular\s+)?"
            rf"{alternatives(words['exercising'])})"
        )
        yield Rule(words["keeping_to"], "conservative_care", exercises, whose=PERSON)

    def _sleeping(self) -> Iterator[Rule]:
        """As in "sleeps four hours a night", "sleep is four hours", "five hours of unbroken sleep"."""
        words, hours = self.words, self.hours
        slept = rf"(?:{self.adverb}{hours}|{alternatives(words['slept'])})"
        sleeping = expression(rf"(?P<found>{alternatives(words['sleeping'])}\s+{slept})")
        yield Rule(words["sleeping"], "sleep_quality", sleeping, whose=VERB)
        sleep = alternatives(words["sleep"])
        is_long = rf"(?:\s+{alternatives(words['lasting'])})?\s+(?:is|was|averages|averaged)\s+{self.adverb}{hours}"
        lasting = expression(rf"(?P<found>{sleep}(?={is_long})|{sleep}\s+of\s+{hours})")
        yield Rule(words["sleep"], "sleep_quality", lasting)
        of_sleep = expression(rf"\b(?P<found>{hours}\s+of\s+(?:[a-z]+\s+)?)\Z")
        yield Rule(words["sleep"], "sleep_quality", expression(rf"(?P<found>{sleep})"), before=of_sleep)

    def _waking(self) -> Iterator[Rule]:
        """As in "wakes up four times a night"."""
        words = self.words
        waking = rf"{alternatives(words['waking'])}(?:\s+(?:him|her)(?:self)?)?(?:\s+up)?"
        often = rf"{alternatives(words['often'])}{EVERY}"
        woken = expression(rf"(?P<found>{waking}\s+(?:{alternatives(words['woken'])}|{often}))")
        yield Rule(words["waking"], "insomnia", woken, whose=PERSON)

    def _working(self) -> Iterator[Rule]:
        """As in "is back at work full time", "works 6 hours a day"."""
        hours = expression(rf"(?P<found>{alternatives(self.words['works'])}\s+{self.hours})")
        yield Rule(self.words["works"], "working", hours, whose=VERB)
        place = alternatives(self.words["workplaces"])
        full_time = alternatives(self.words["full_time"])
        back = expression(rf"(?P<found>{alternatives(self.words['back'])}\s+(?:at|to)\s+{place}(?:\s+{full_time})?)")
        returned = expression(rf"\b{alternatives(self.words['returned'])}\s+\Z")
        yield Rule(self.words["back"], "working", back, before=returned)

    def _weighing(self) -> Iterator[Rule]:
        """As in "weighs 284 pounds", "has gained 45 pounds"."""
        words = self.words
        weighing = expression(rf"(?P<found>{alternatives(words['weighs'])}\s+{self.pounds})")
        yield Rule(words["weighs"], "body_measurement", weighing, whose=VERB)
        own = expression("".join(rf"(?<!\b{word}\s)" for word in words["not_weight"]) + r"\Z")
        noun = alternatives(words["weight"])
        weight = rf"{noun}(?=\s+(?:is|was)\s+{self.pounds})|{noun}(?:\s+of|:)?\s+{self.pounds}"
        yield Rule(words["weight"], "body_measurement", expression(rf"(?P<found>{weight})"), before=own)
        of_other = rf"\s+of\b(?!\s+(?:[a-z]+\s+)?{alternatives(words['weight'])})"  # "lost 20 pounds of grip strength"
        for concept, verbs in words["gaining"].items():
            gaining = expression(rf"(?P<found>{alternatives(verbs)}\s+{self.pounds})(?!{of_other})")
            yield Rule(verbs, concept, gaining, whose=VERB)

    def _falling(self) -> Iterator[Rule]:
        """As in "has had two falls", "fell three times"."""
        words = self.words
        fallen = expression(rf"(?P<found>{alternatives(words['falling'])}\s+{alternatives(words['often'])})")
        yield Rule(words["falling"], "mobility", fallen, whose=VERB)
        counted = expression(rf"\b(?P<found>{alternatives(words['counts'])}\s+(?:[a-z]+\s+)?)\Z")
        falls = expression(rf"(?P<found>{alternatives(words['falls'])})(?!\s+{alternatives(words['not_falls'])})")
        yield Rule(words["falls"], "mobility", falls, before=counted)
