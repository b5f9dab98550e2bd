r"""Parts of the body, organs, functions and implants with the state they are in.

    Tympanic membranes are intact           Tympanic membranes: the state behind it says nothing alone
    Her appetite is poor; pupils equal      appetite, pupils: the verb may be left out
    the hips and knees were stable          hips and knees
    Left calf is 2 cm smaller               Left calf

Left alone: states that are findings themselves ("the knee is swollen"), what is not told as a fact ("whether the
hardware is intact"), and a part that only says where something is ("motion of the knee is normal").
"""

from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Rule, led, some

STATE = "state_of_body"
"""The concept."""

ENDED = r"(?=\s*(?:[.,;:)\d]|\Z|(?:and|or|on|in|at|but|with|without|to|by|for|x)\b))"
"""What stands behind a state that follows its part without a verb: "incision healed, NVI"."""


def state_rules(words: dict[str, Any], sites: Iterable[str]) -> Iterator[Rule]:
    """The rules for `states` of `patterns/measures.json`; `sites` may stand in front of a part."""
    parts = any_phrase(words["parts"])
    degree = rf"(?:{some(words['degrees'], 2)}(?:[a-z]+ly\s+)?)"
    compared = rf"\d+(?:\.\d+)?\s?(?:{any_phrase(words['lengths'])})\s+{any_phrase(words['compared'])}"
    state = rf"(?:{any_phrase([*words['states'], *words['told_states']])}|{compared})"
    alone = any_phrase(words["states"])
    grounds = any_phrase(words["grounds"])
    verbs = any_phrase(words["verbs"])
    told = rf"(?=\s+(?:{verbs}\s+{degree}{state}(?!\s+{grounds})|{degree}{alone}{ENDED}))"
    sited = rf"(?:(?:{any_phrase([*sites, *words['in_front']])}[\s/-]+)|(?:the|his|her)\s+)"
    joined = rf"(?:{parts}(?:\s+and\s+|,\s+and\s+|,\s+|/|\s+))"
    whose = rf"(?:{any_phrase(words['articles'])}\s+|(?:the\s+|this\s+)?(?:[a-z]+\s+){{0,2}}[a-z]+['’]s\s+)?"
    before = expression(
        rf"(?<![\w-])(?:(?P<not>{any_phrase(words['not_behind'])})\s+)?{whose}"
        rf"(?P<found>(?:{sited}|{joined}){{0,6}})\Z"
    )
    yield led(words["parts"], STATE, told, before=before)
